"""Levers: which input moves a result, and exactly how far it must go for the result to reach a figure.

With the other inputs as they are, a formula is a quotient of two straight lines in one input, (ax + b) ÷ (cx + d), and
is solved exactly.  Formulas that bend more than that (x × x) have no lever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from samrit.engine.inputs import Slot
from samrit.engine.methods import Scorer
from samrit.engine.methods.formula import FormulaScorer, Result
from samrit.engine.methods.improvement import ImprovementScorer
from samrit.engine.methods.judged import JudgedScorer
from samrit.engine.methods.level_table import LevelTableScorer
from samrit.engine.methods.percent_then_deeds import PercentThenDeedsScorer
from samrit.engine.steps import Step
from samrit.engine.whatif.changes import ONE, ZERO, Change, Leaf
from samrit.packs.formula import Term

Line = tuple[Fraction, ...]
"""A polynomial, from the constant up."""


@dataclass(frozen=True)
class Lever:
    """An input, and the result as a quotient of two straight lines in it."""

    slot: Slot
    above: Line
    below: Line

    def solve(self, result: Fraction) -> Fraction | None:
        """The figure of the input that gives exactly `result`."""
        (b, a), (d, c) = _two(self.above), _two(self.below)
        slope = a - result * c
        return (result * d - b) / slope if slope else None


def levers(leaf: Leaf) -> list[Lever]:
    """The inputs that can move the leaf's result, in the order of the formula.

    What a formula divides by is a plan or a budget and is taken as given, unless there is nothing else to move.
    """
    scorer = leaf.scorer
    if isinstance(scorer, ImprovementScorer):
        return _of_improvement(leaf, scorer)
    result = result_of(scorer)
    if result is None:
        return []
    known: dict[str, Fraction] = {}
    for name, slot in result.slots.items():
        held = leaf.read(slot)
        if isinstance(held, Step):
            known[name] = held.value
    divisors = set(_divisors(result.term))
    names = [name for name in result.term.names() if name not in divisors]
    names = names or [name for name in result.term.names() if name in set(_numerators(result.term))]
    found = []
    for name in names:
        others = {other: value for other, value in known.items() if other != name}
        quotient = _quotient(result.term, name, others)
        if quotient is not None and len(quotient[0]) <= 2 and len(quotient[1]) <= 2:
            found.append(Lever(result.slots[name], *quotient))
    return found


def result_of(scorer: Scorer) -> Result | None:
    """The formula or figure behind a scorer, where it has one."""
    if isinstance(scorer, LevelTableScorer | FormulaScorer | JudgedScorer | PercentThenDeedsScorer):
        return scorer.result
    return None


def rounded_to(scorer: Scorer) -> int | None:
    """Decimals that the result is rounded to before it is scored; None where the exact result is scored."""
    if isinstance(scorer, ImprovementScorer):
        return scorer.rounded_to
    result = result_of(scorer)
    return None if result is None else result.rounded_to


def pull(leaf: Leaf, lever: Lever, target: Fraction, reached: Callable[[Change], bool]) -> Change | None:
    """The least change of the lever's input after which `reached` holds, aiming at the result `target`.

    A figure goes where the result is exactly `target`.  A whole count is searched for, by halving, between where it
    stands and the first whole number beyond that point: the result only ever moves one way between them.
    """
    value = lever.solve(target)
    if value is None:
        return None
    held = leaf.read(lever.slot)
    start = held.value if isinstance(held, Step) else ZERO
    if not lever.slot.spec.whole:
        change = leaf.change(lever.slot, value)
        return change if change is not None and reached(change) else None
    way = 1 if value > start else -1
    first = floor(start) if way > 0 else ceil(start)
    near, far = 0, abs((ceil(value) if way > 0 else floor(value)) - first)

    def counted(distance: int) -> Change | None:
        change = leaf.change(lever.slot, Fraction(first + way * distance))
        return change if change is not None and reached(change) else None

    best = counted(far)
    if best is None:
        return None
    while far - near > 1:
        middle = (near + far) // 2
        found = counted(middle)
        if found is None:
            near = middle
        else:
            best, far = found, middle
    return best


def _of_improvement(leaf: Leaf, scorer: ImprovementScorer) -> list[Lever]:
    before = leaf.read(scorer.before)
    if not isinstance(before, Step) or (scorer.relative and not before.value):
        return []
    factor = Fraction(100) if scorer.relative else ONE
    divisor = before.value if scorer.relative else ONE
    return [Lever(scorer.now, (-factor * before.value, factor), (divisor,))]


def _quotient(term: Term, name: str, others: Mapping[str, Fraction]) -> tuple[Line, Line] | None:
    """`term` as numerator and denominator in the input `name`; None where another input is not known."""
    if term.op == "const":
        return (term.figure,), (ONE,)
    if term.op == "input":
        if term.name == name:
            return (ZERO, ONE), (ONE,)
        return ((others[term.name],), (ONE,)) if term.name in others else None
    sides = [_quotient(arg, name, others) for arg in term.args]
    if any(side is None for side in sides):
        return None
    (above, below), *rest = [side for side in sides if side is not None]
    for more_above, more_below in rest:
        if term.op in ("add", "sub"):
            sign = ONE if term.op == "add" else -ONE
            left, right = _times(above, more_below), _times(_times(more_above, below), (sign,))
            above, below = _plus(left, right), _times(below, more_below)
        elif term.op == "mul":
            above, below = _times(above, more_above), _times(below, more_below)
        elif more_above == (ZERO,):
            return None
        else:
            above, below = _times(above, more_below), _times(below, more_above)
    return (_times(above, (-ONE,)) if term.op == "neg" else above), below


def _plus(left: Line, right: Line) -> Line:
    size = max(len(left), len(right))
    padded = [(*line, *([ZERO] * (size - len(line)))) for line in (left, right)]
    return _trim(tuple(one + other for one, other in zip(*padded, strict=True)))


def _times(left: Line, right: Line) -> Line:
    product = [ZERO] * (len(left) + len(right) - 1)
    for at, one in enumerate(left):
        for beside, other in enumerate(right):
            product[at + beside] += one * other
    return _trim(tuple(product))


def _trim(line: Line) -> Line:
    while len(line) > 1 and not line[-1]:
        line = line[:-1]
    return line


def _two(line: Line) -> tuple[Fraction, Fraction]:
    return line[0], line[1] if len(line) > 1 else ZERO


def _divisors(term: Term) -> list[str]:
    """The inputs that stand in some divisor."""
    own = term.args[1].names() if term.op == "div" else []
    return own + [name for arg in term.args for name in _divisors(arg)]


def _numerators(term: Term) -> list[str]:
    """The inputs that stand somewhere outside a divisor."""
    if term.op == "input":
        return [term.name]
    counted = term.args[:1] if term.op == "div" else term.args
    return [name for arg in counted for name in _numerators(arg)]
