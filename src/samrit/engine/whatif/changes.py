"""What could be otherwise: facts that differ, and a move of one indicator that makes them differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from samrit.base.issues import Place
from samrit.engine import rollup
from samrit.engine.arithmetic import number
from samrit.engine.facts import Fact, Facts, make
from samrit.engine.inputs import WHOLE, Slot, Values
from samrit.engine.methods import Scorer
from samrit.engine.plan import Node
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard, score
from samrit.engine.steps import Step
from samrit.engine.values import NotApplicable, Unknown

ZERO, ONE = Fraction(0), Fraction(1)
SUPPOSED = Place("what-if")
"""Where a supposed fact stands."""


@dataclass(frozen=True)
class Change:
    """One input supposed to be `value` over its whole window; `before` is what it is now, None while not known."""

    slot: Slot = field(compare=False, repr=False)
    code: str
    input: str
    before: Fraction | None
    value: Fraction

    @property
    def is_deed(self) -> bool:
        return self.slot.spec.holds == "deed"

    @property
    def amount(self) -> Fraction:
        """How much is changed: a deed is one, and what is not known is counted from zero."""
        return abs(self.value - (self.before or ZERO))

    @property
    def raises(self) -> bool:
        return self.value >= (self.before or ZERO)

    def as_fact(self) -> Fact:
        done = "ทำแล้ว" if self.value else "ยังไม่ทำ"
        return Fact(self.code, self.input, WHOLE, self.value, done if self.is_deed else number(self.value), SUPPOSED)


@dataclass(frozen=True)
class Move:
    """What one indicator could do: the facts it changes, and the score that follows.

    Its size in three measures, of which a cost names one: `levels` passed (parts of a level in proportion), `units` of
    the measured result (a deed is one), `counts` of the inputs changed (a deed is one).  `level` is the points of the
    level it reaches; None where it stops between two.
    """

    code: str
    changes: tuple[Change, ...]
    score: Fraction
    levels: Fraction
    units: Fraction
    counts: Fraction
    level: Fraction | None = None


@dataclass(frozen=True)
class Leaf:
    """An indicator that is scored by itself and has a score, ready to be asked “and if?”; the reference's own scorer answers."""

    card: Scorecard
    node: Node
    outcome: Outcome
    scorer: Scorer
    values: Values

    @property
    def score(self) -> Fraction:
        assert isinstance(self.outcome.score, Step)
        return self.outcome.score.value

    @property
    def result(self) -> Fraction | None:
        """The measured result, where there is one."""
        return self.outcome.result.value if isinstance(self.outcome.result, Step) else None

    def read(self, slot: Slot) -> Step | Unknown:
        return slot.read(self.values)

    def change(self, slot: Slot, value: Fraction) -> Change | None:
        """The change of an input to `value`; None where it may not hold that, or does not apply."""
        spec, held = slot.spec, self.read(slot)
        too_little = spec.least is not None and value < Fraction(spec.least)
        too_much = spec.most is not None and value > Fraction(spec.most)
        if too_little or too_much or (spec.whole and value.denominator != 1) or isinstance(held, NotApplicable):
            return None
        return Change(slot, self.node.code, slot.name, held.value if isinstance(held, Step) else None, value)

    def at(self, changes: Iterable[Change]) -> tuple[Fraction | None, Fraction | None]:
        """The result and the score after these changes; None for what would not be known."""
        values = {**self.values, **{(one.code, one.input): {WHOLE: one.value} for one in changes}}
        found = self.scorer.score(values, self.card.facts.unit)
        result = found.result.value if isinstance(found.result, Step) else None
        if not isinstance(found.score, Step):
            return result, None
        return result, rollup.carried(found.score, self.outcome.rounding).value

    def move(
        self, changes: tuple[Change, ...], levels: Fraction, units: Fraction, level: Fraction | None
    ) -> Move | None:
        """These changes as a move, if they raise the score."""
        _, after = self.at(changes)
        if after is None or after <= self.score:
            return None
        counts = sum((change.amount for change in changes), ZERO)
        return Move(self.node.code, changes, after, levels, units, counts, level)


def leaves(card: Scorecard) -> list[Leaf]:
    """The indicators that are scored by themselves and have a score, in the order of the form."""
    found = []
    for node in (node for top in card.plan.tops for node in top.walk()):
        outcome = card.outcomes[node.code]
        if node.scorer is not None and outcome.status == "scored" and isinstance(outcome.score, Step):
            found.append(Leaf(card, node, outcome, node.scorer, own_values(card, node)))
    return found


def own_values(card: Scorecard, node: Node) -> Values:
    """What was reported for one indicator."""
    held = card.facts.values
    return {(node.code, name): held[node.code, name] for name in node.slots if (node.code, name) in held}


def suppose(facts: Facts, card: Scorecard, supposed: Iterable[Fact]) -> Facts:
    """The facts with these in their place: a figure for the whole window replaces its months, a month only itself."""
    new = list(supposed)
    replaced = {(fact.indicator, fact.input, fact.window) for fact in new}
    whole = {(fact.indicator, fact.input) for fact in new if fact.window == WHOLE}
    kept = [
        fact
        for fact in facts.facts
        if (fact.indicator, fact.input, fact.window) not in replaced and (fact.indicator, fact.input) not in whole
    ]
    return make(card.terms, facts.round, facts.unit, (*kept, *new))


def rescored(card: Scorecard, changes: Iterable[Change]) -> Scorecard:
    """The scorecard after these changes, by the reference engine."""
    return score(card.terms, suppose(card.facts, card, [change.as_fact() for change in changes]))


def bottom_line(card: Scorecard) -> Fraction | None:
    """The converted total where the framework converts it, else the total; None while it is not known."""
    step = card.total if card.converted is None else card.converted
    return step.value if isinstance(step, Step) else None


def bottom_places(card: Scorecard) -> int:
    """Decimals that the bottom line is printed with."""
    rounding = card.plan.pack.framework.rules.rounding
    chosen = rounding.total if card.converted is None or rounding.converted is None else rounding.converted
    return chosen.places


def least_rounded(wanted: Fraction, places: int) -> Fraction:
    """The least value that rounds half up to `wanted` or more: 80 at 2 decimals -> 79.995.

    At zero and below a tie rounds away from zero, so no least value exists there; the rounded figure itself is given.
    """
    unit = Fraction(1, 10**places)
    reached = ceil(wanted / unit) * unit
    return reached - unit / 2 if reached > 0 else reached


def on_grid(value: Fraction, places: int | None, up: bool) -> Fraction:
    """`value` moved up (or down) to the next figure with `places` decimals; itself where no places are asked."""
    if places is None:
        return value
    unit = Fraction(1, 10**places)
    return (ceil(value / unit) if up else floor(value / unit)) * unit
