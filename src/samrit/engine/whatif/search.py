"""The search behind `cheapest`: fronts of options, joined up the tree of indicators, and the last exact step.

Every stage of a score rises or stays when the stage below it rises, so of two options of a part the one that costs more
and gives less can never be needed.  What is left is the part's front.  Fronts of parts are joined into the front of
their whole, all combinations considered, so nothing that could be the cheapest is lost, whatever is rounded on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from samrit.base import figures
from samrit.base.issues import Place, Refused, define
from samrit.engine.plan import Node
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.engine.whatif.changes import ZERO, Leaf, Move, least_rounded, leaves
from samrit.engine.whatif.costs import Costs, Rate
from samrit.engine.whatif.moves import finishing, moves_of
from samrit.engine.whatif.shares import part_weight, whole_of_parts, whole_of_tops
from samrit.packs.rules import Rounding

MOST_OPTIONS = 50_000

TOO_MANY = define(
    "WI004", "error",
    th="ทางเลือกที่ต้องเทียบมีเกิน {limit} ทาง จึงรับรองไม่ได้ว่าทางใดถูกที่สุด", en="more than {limit} ways would have to be compared, so none could be proven the cheapest",
    cure_th="ใส่ impossible ให้ตัวชี้วัดที่ไม่คิดจะทำ หรือใช้ค่าใช้จ่ายที่เป็นเลขกลม ๆ", cure_en="mark what you would not do as impossible, or use rounder costs",
)  # fmt: skip

Moves = tuple[Any, ...]
"""Moves joined as pairs of pairs: joining thousands of options must not copy lists."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be done: what it costs, how many moves it is, and the value it gives where it is joined."""

    cost: Fraction
    count: int
    value: Fraction
    moves: Moves = ()

    @property
    def price(self) -> tuple[Fraction, int]:
        """What is to be least: the cost, and of equal costs the fewer moves."""
        return self.cost, self.count

    def worth(self, value: Fraction) -> Option:
        return Option(self.cost, self.count, value, self.moves)

    def with_(self, other: Option) -> Option:
        moves = (self.moves, other.moves) if self.moves and other.moves else self.moves or other.moves
        return Option(self.cost + other.cost, self.count + other.count, self.value + other.value, moves)

    def every_move(self) -> Iterator[Move]:
        yield from _unpacked(self.moves)


def _unpacked(moves: Moves) -> Iterator[Move]:
    for one in moves:
        if isinstance(one, Move):
            yield one
        else:
            yield from _unpacked(one)


Front = list[Option]
NOTHING = Option(ZERO, 0, ZERO)


def front_of(options: Iterable[Option]) -> Front:
    """The options worth having, from the cheapest: each dearer one gives more."""
    kept: Front = []
    for option in sorted(options, key=lambda one: (one.cost, one.count, -one.value)):
        if not kept or option.value > kept[-1].value:
            kept.append(option)
    if len(kept) > MOST_OPTIONS:
        raise Refused([TOO_MANY.at(Place("--costs"), limit=MOST_OPTIONS)])
    return kept


def join(fronts: Iterable[Front], below: tuple[Fraction, int] | None = None) -> Front:
    """All combinations of one option from each front, the worse ones dropped; only those that cost less than `below`."""
    joined = [NOTHING]
    for front in fronts:
        pairs = (one.with_(other) for one in joined for other in front)
        joined = front_of(pair for pair in pairs if below is None or pair.price < below)
    return joined


@dataclass
class Branch:
    """An indicator in the search: its options where it is a leaf, else its parts; and the score it must reach, if any."""

    outcome: Outcome
    needed: Fraction | None
    leaf: Leaf | None = None
    rate: Rate | None = None
    parts: list[Branch] = field(default_factory=list)
    weights: list[Fraction] = field(default_factory=list)
    whole: Fraction = ZERO
    known: Front | None = None
    found: dict[Fraction, Option | None] = field(default_factory=dict)
    options: list[Option] = field(default_factory=list)
    """What a leaf can do, moves to whole levels only."""

    def __post_init__(self) -> None:
        self.options = [] if self.leaf is None else self._priced(moves_of(self.leaf))

    def front(self) -> Front:
        """What can be done here, by moves to whole levels; and the least that meets the condition set on it."""
        if self.known is None:
            self.known = self._front()
        return self.known

    def _front(self) -> Front:
        if self.leaf is not None:
            options = [Option(ZERO, 0, self.leaf.score), *self.options]
        elif self.parts:
            options = [
                option.worth(_carried(option.value / self.whole, self.outcome.rounding))
                for option in join(part.contributions(weight) for part, weight in self._weighted())
            ]
        else:
            options = [Option(ZERO, 0, self._score)]
        if self.needed is None:
            return front_of(options)
        needed = self.needed
        least = self.cheapest(needed)
        return front_of([*(one for one in options if one.value >= needed), *([] if least is None else [least])])

    def walk(self) -> Iterator[Branch]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def contributions(self, weight: Fraction) -> Front:
        """The front as it counts in the mean above."""
        return front_of(option.worth(option.value * weight) for option in self.front())

    def cheapest(self, score: Fraction) -> Option | None:
        """The cheapest way to a score of at least this; at most one leaf below may stop between two levels."""
        score = score if self.needed is None else max(score, self.needed)
        if score not in self.found:
            self.found[score] = self._cheapest(score)
        return self.found[score]

    def _cheapest(self, score: Fraction) -> Option | None:
        if self._score >= score:
            return Option(ZERO, 0, self._score)
        if self.leaf is not None:
            options = [*self.options, *self._priced(finishing(self.leaf, score))]
            ways = [option for option in options if option.value >= score]
            return min(ways, key=lambda one: one.price, default=None)
        if not self.parts:
            return None
        rounding = self.outcome.rounding
        bare = least_rounded(score, rounding.places) if rounding.carry == "rounded" else score
        group = [Member(part, _by(weight), _per(weight)) for part, weight in self._weighted()]
        best = reach(group, bare * self.whole)
        return None if best is None else best.worth(_carried(best.value / self.whole, rounding))

    def can_finish(self) -> bool:
        """Whether some leaf below may stop between two levels."""
        if self.leaf is not None:
            return self.rate is not None and bool(self.options)
        return any(part.can_finish() for part in self.parts)

    def combinations(self) -> int:
        """How many sets of moves to whole levels there are."""
        count = 1 if self.leaf is None else 1 + len(self.options)
        for part in self.parts:
            count *= part.combinations()
        return count

    def best(self) -> Option:
        """The most that can be done here, each leaf by its cheapest move to its highest score."""
        if self.leaf is not None:
            stay = Option(ZERO, 0, self.leaf.score)
            return max([stay, *self.options], key=lambda one: (one.value, -one.cost, -one.count))
        joined = NOTHING
        for part in self.parts:
            joined = joined.with_(part.best())
        return joined

    @property
    def _score(self) -> Fraction:
        assert isinstance(self.outcome.score, Step)
        return self.outcome.score.value

    def _weighted(self) -> Iterator[tuple[Branch, Fraction]]:
        return zip(self.parts, self.weights, strict=True)

    def _priced(self, moves: Iterable[Move]) -> list[Option]:
        rate = self.rate
        return [] if rate is None else [Option(rate.of(move), 1, move.score, (move,)) for move in moves]


@dataclass(frozen=True)
class Member:
    """A branch where it is joined with others: what its score contributes, and the least score for a contribution."""

    branch: Branch
    contributes: Callable[[Fraction], Fraction]
    score_for: Callable[[Fraction], Fraction | None]

    def front(self) -> Front:
        return front_of(option.worth(self.contributes(option.value)) for option in self.branch.front())


def reach(group: list[Member], needed: Fraction) -> Option | None:
    """The cheapest way for the contributions of `group` to add up to `needed`.

    Either by whole levels alone, or with one member that goes just as far as the others leave it to go; each member is
    tried in that place, against every option of the others that is still cheaper than the best way found.
    """
    fronts = [member.front() for member in group]
    best = next((option for option in join(fronts) if option.value >= needed), None)
    for index, member in enumerate(group):
        if not member.branch.can_finish():
            continue
        others = [front for at, front in enumerate(fronts) if at != index]
        for rest in join(others, None if best is None else best.price):
            if best is not None and rest.price >= best.price:
                break
            score = member.score_for(needed - rest.value)
            own = None if score is None else member.branch.cheapest(score)
            if own is not None:
                found = rest.with_(own.worth(member.contributes(own.value)))
                best = found if best is None or found.price < best.price else best
    return best


def branches(card: Scorecard, costs: Costs, needed: Mapping[str, Fraction]) -> list[Branch]:
    """The top indicators that count, with what must be reached by each code of `needed`."""
    ready = {leaf.node.code: leaf for leaf in leaves(card)}

    def branch(node: Node, line: tuple[str, ...]) -> Branch:
        line = (node.code, *line)
        made = Branch(card.outcomes[node.code], needed.get(node.code), ready.get(node.code), costs.rate(line))
        for part in node.parts:
            if card.outcomes[part.code].status == "scored":
                made.parts.append(branch(part, line))
                made.weights.append(part_weight(card, node, part))
        made.whole = whole_of_parts(card, node) if made.parts else ZERO
        return made

    return [branch(top, ()) for top in card.plan.tops if card.outcomes[top.code].status == "scored"]


def members(card: Scorecard, tops: list[Branch]) -> list[Member]:
    """The top indicators as they add up to the total."""
    whole, rounding = whole_of_tops(card), card.plan.pack.framework.rules.rounding.weighted
    return [
        _top(branch, branch.outcome.weight / whole, rounding) for branch in tops if branch.outcome.weight is not None
    ]


def _top(branch: Branch, share: Fraction, rounding: Rounding) -> Member:
    def score_for(weighted: Fraction) -> Fraction | None:
        bare = least_rounded(weighted, rounding.places) if rounding.carry == "rounded" else weighted
        return _per(share)(bare)

    return Member(branch, lambda score: _carried(score * share, rounding), score_for)


def _by(weight: Fraction) -> Callable[[Fraction], Fraction]:
    return lambda score: score * weight


def _per(weight: Fraction) -> Callable[[Fraction], Fraction | None]:
    return lambda contribution: contribution / weight if weight else None


def _carried(value: Fraction, rounding: Rounding) -> Fraction:
    """What goes on into the next stage."""
    if rounding.carry == "exact":
        return value
    return figures.exact(figures.round_half_up(value, rounding.places))
