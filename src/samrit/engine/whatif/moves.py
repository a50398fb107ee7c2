"""The moves an indicator can make from where it stands: one per further level, by each input that can carry it there.

`moves_of` gives the moves to whole levels; `finishing` the least move to a given score, which may stop between two
levels of a table that is interpolated.  Neither goes past the highest level.  Tallies of a survey are no unit's to
choose, so a survey mean has no moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from samrit.base.figures import exact
from samrit.engine import steps
from samrit.engine.inputs import Slot
from samrit.engine.methods.disclosure import DisclosureScorer
from samrit.engine.methods.formula import FormulaScorer
from samrit.engine.methods.improvement import ImprovementScorer
from samrit.engine.methods.judged import JudgedScorer
from samrit.engine.methods.ladder import Need
from samrit.engine.methods.level_table import LevelTableScorer
from samrit.engine.methods.milestones import MilestonesScorer
from samrit.engine.methods.percent_then_deeds import PercentThenDeedsScorer
from samrit.engine.steps import Segment, Step, Table
from samrit.engine.values import Missing, NotApplicable
from samrit.engine.whatif.changes import ONE, ZERO, Change, Leaf, Move, least_rounded, on_grid
from samrit.engine.whatif.levers import levers, pull, rounded_to
from samrit.packs.method import Element

MOST_POINTS = 20
"""A scale with more points than this is walked in tenths."""

Wanted = dict[str, Change]
"""Input → the change that is needed of it."""


def moves_of(leaf: Leaf) -> list[Move]:
    """Every move to a further level that raises the score, nearest level first."""
    scorer = leaf.scorer
    if isinstance(scorer, PercentThenDeedsScorer):
        return _up_the_rungs(leaf, scorer.ladder, scorer.rungs)
    if isinstance(scorer, MilestonesScorer):
        return _up_the_rungs(leaf, *scorer.ladder_of(leaf.card.facts.unit))
    if isinstance(scorer, DisclosureScorer):
        return _by_disclosing(leaf, scorer)
    way = way_of(leaf)
    if way is None:
        return []
    # one count can carry the result past several levels: it is one move, to the highest of them
    found: dict[tuple[Change, ...], Move] = {}
    for level, target in way.stops():
        found.update({move.changes: move for move in _by_lever(leaf, way, target, level, _to_result(way, target))})
    return list(found.values())


def finishing(leaf: Leaf, score: Fraction) -> list[Move]:
    """The least move by each input to a score of at least `score`, where the score moves by degrees; else none."""
    way = way_of(leaf)
    if way is None:
        return []
    carried = leaf.outcome.rounding
    bare = least_rounded(score, carried.places) if carried.carry == "rounded" else score
    target = way.result_for(bare)
    if target is None:
        return []
    target = on_grid(target, rounded_to(leaf.scorer), way.ascending)
    return _by_lever(leaf, way, target, None, _to_score(score))


Reached = Callable[[Fraction | None, Fraction | None], bool]
"""Whether a result and the score it earns are enough."""


def _to_result(way: Way, target: Fraction) -> Reached:
    return lambda result, _: way.reaches(result, target)


def _to_score(score: Fraction) -> Reached:
    return lambda _, after: after is not None and after >= score


def _by_lever(leaf: Leaf, way: Way, target: Fraction, level: Fraction | None, reached: Reached) -> list[Move]:
    found = []
    for lever in levers(leaf):
        change = pull(leaf, lever, target, lambda change: reached(*leaf.at((change,))))
        if change is not None:
            result, _ = leaf.at((change,))
            assert result is not None
            levels = way.place(result) - way.place(leaf.result)
            move = leaf.move((change,), levels, abs(result - (leaf.result or ZERO)), level)
            found.extend([move] if move is not None else [])
    return found


# ── results that move by degrees ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Way:
    """The way a result goes towards the highest level: a table, or the points of a scale in steps of `size`."""

    leaf: Leaf
    table: Table | None = None
    lowest: Fraction = ZERO
    highest: Fraction = ZERO
    size: Fraction = ONE
    grid: Fraction | None = None
    """A figure may only be `lowest` plus so many of these; None: any."""

    @property
    def ascending(self) -> bool:
        return self.table is None or self.table.ascending

    def reaches(self, result: Fraction | None, target: Fraction) -> bool:
        return result is not None and (result >= target if self.ascending else result <= target)

    def stops(self) -> Iterator[tuple[Fraction, Fraction]]:
        """(points, the result that earns them) of the levels ahead."""
        if self.table is not None:
            yield from ((score, at) for at, score in self.table.points if not self.reaches(self.leaf.result, at))
            return
        at = self.lowest
        while at < self.highest:
            at = min(at + self.size, self.highest)
            stop = self._fit(at)
            if stop is not None and not self.reaches(self.leaf.result, stop):
                yield stop, stop

    def place(self, result: Fraction | None) -> Fraction:
        """How many levels up a result stands, parts of a level in proportion."""
        if self.table is None:
            return min(max(result or ZERO, self.lowest), self.highest) / self.size
        first, last = self.table.points[0], self.table.points[-1]
        if result is None or not self.reaches(result, first[0]):
            if result is not None and self.table.below == "extend" and self.table.segments:
                return _share(self.table.segments[0], result)
            # below the table is a level of its own only where it earns less
            return ZERO if self.leaf.score >= first[1] else -ONE
        if self.reaches(result, last[0]):
            return Fraction(len(self.table.points) - 1)
        index = max(at for at, point in enumerate(self.table.points) if self.reaches(result, point[0]))
        return index + _share(self.table.segments[index], result)

    def result_for(self, score: Fraction) -> Fraction | None:
        """The least result that earns `score` before it is rounded; None past the highest level."""
        if self.table is None:
            return self._fit(score)
        first = self.table.points[0]
        if score <= first[1]:
            if self.table.below == "extend" and self.table.segments:
                return _solved(self.table.segments[0], score)
            return first[0]
        for segment in self.table.segments:
            if segment.low_score < score <= segment.high_score:
                return segment.high if self.table.between == "step" else _solved(segment, score)
        return None

    def _fit(self, figure: Fraction) -> Fraction | None:
        """The least figure from this one up that may be given."""
        if self.grid is not None:
            figure = self.lowest + ceil((figure - self.lowest) / self.grid) * self.grid
        return figure if figure <= self.highest else None


def way_of(leaf: Leaf) -> Way | None:
    """How the leaf's score follows its result by degrees; None for ladders, disclosure and surveys."""
    scorer = leaf.scorer
    if isinstance(scorer, LevelTableScorer | ImprovementScorer):
        return Way(leaf, scorer.table)
    if isinstance(scorer, FormulaScorer):
        scale = leaf.card.plan.pack.framework.rules.scale
        return Way(leaf, None, exact(scale.lowest), exact(scale.highest), _size(exact(scale.highest - scale.lowest)))
    if isinstance(scorer, JudgedScorer):
        most = scorer.least + floor((scorer.most - scorer.least) / scorer.step) * scorer.step
        return Way(leaf, None, scorer.least, most, _size(most - scorer.least), scorer.step)
    return None


def _size(span: Fraction) -> Fraction:
    return ONE if span <= MOST_POINTS else span / 10


def _share(segment: Segment, result: Fraction) -> Fraction:
    return (result - segment.low) / (segment.high - segment.low)


def _solved(segment: Segment, score: Fraction) -> Fraction:
    return segment.low + (score - segment.low_score) / segment.slope


# ── ladders ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _up_the_rungs(leaf: Leaf, ladder: steps.Ladder, rungs: Iterable[tuple[Need, ...]]) -> list[Move]:
    """One move per rung ahead: what is lacking for it, and on a consecutive ladder for those before it."""
    found: dict[frozenset[Change], Move] = {}
    gathered: Wanted = {}
    height = stands = 0
    for index, needs in enumerate(rungs):
        if index in ladder.left_out:
            continue
        height += 1
        wanted = None if index in ladder.never else _all(leaf, needs)
        if ladder.order == "consecutive":
            if wanted is None:
                break
            wanted = gathered = _both(gathered, wanted)
        if wanted is None:
            continue
        if not wanted:
            stands = height
            continue
        changes = (*wanted.values(), *_not_done(leaf, wanted))
        move = leaf.move(changes, Fraction(height - stands), _ladder_units(leaf, wanted), ladder.scores[index])
        if move is not None:
            found[frozenset(changes)] = move
    return list(found.values())


def _not_done(leaf: Leaf, wanted: Wanted) -> list[Change]:
    """What was not reported and would hide the rung that is reached: it must be reported, as not done."""
    if leaf.at(wanted.values())[1] is not None:
        return []
    unknown = (slot for name, slot in leaf.node.slots.items() if name not in wanted)
    found = (leaf.change(slot, ZERO) for slot in unknown if isinstance(leaf.read(slot), Missing))
    return [change for change in found if change is not None]


def _ladder_units(leaf: Leaf, wanted: Wanted) -> Fraction:
    """Units of the result that must be gained, and deeds, and counts of guidelines."""
    if not isinstance(leaf.scorer, PercentThenDeedsScorer):
        return sum((change.amount for change in wanted.values()), ZERO)
    result, _ = leaf.at(wanted.values())
    gained = ZERO if result is None else abs(result - (leaf.result or ZERO))
    return gained + sum(change.is_deed for change in wanted.values())


def _all(leaf: Leaf, needs: Iterable[Need]) -> Wanted | None:
    """What is lacking for all of these; None where one of them cannot be had."""
    gathered: Wanted = {}
    for need in needs:
        wanted = _one(leaf, need)
        if wanted is None:
            return None
        gathered = _both(gathered, wanted)
    return gathered


def _one(leaf: Leaf, need: Need) -> Wanted | None:
    held, lacking = need.read(leaf.values)
    if (held is not None and held.holds) or isinstance(lacking, NotApplicable):
        return {}
    if need.figure is None or need.at_least is None:
        if need.group != "any":
            return _all(leaf, need.needs)
        ways = [wanted for wanted in (_one(leaf, below) for below in need.needs) if wanted]
        return min(ways, key=_amount, default=None)
    target = need.at_least.value
    if isinstance(need.figure, Slot):
        change = leaf.change(need.figure, Fraction(ceil(target)) if need.figure.spec.whole else target)
        return None if change is None else {change.input: change}
    return _by_result(leaf, target)


def _by_result(leaf: Leaf, target: Fraction) -> Wanted | None:
    """The smallest change of one input by which the ladder's figure reaches `target`."""

    def reached(change: Change) -> bool:
        result, _ = leaf.at((change,))
        return result is not None and result >= target

    pulled = (pull(leaf, lever, target, reached) for lever in levers(leaf))
    ways = [{change.input: change} for change in pulled if change is not None]
    return min(ways, key=_amount, default=None)


def _both(one: Wanted, other: Wanted) -> Wanted:
    """Both together; of two changes of one input the larger."""
    joint = dict(one)
    for name, change in other.items():
        if name not in joint or change.amount > joint[name].amount:
            joint[name] = change
    return joint


def _amount(wanted: Wanted) -> Fraction:
    return sum((change.amount for change in wanted.values()), ZERO)


# ── disclosure ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_disclosing(leaf: Leaf, scorer: DisclosureScorer) -> list[Move]:
    """Where a part counts: the one, two, three … elements soonest shown; else all that is lacking."""
    lacking = [wanted for one in scorer.method.elements if one.required and (wanted := _shown(leaf, scorer, one))]
    lacking.sort(key=_amount)
    gathered: Wanted = {}
    found: list[Move] = []
    for count, wanted in enumerate(lacking, 1):
        gathered = _both(gathered, wanted)
        whole = count == len(lacking)
        if whole or scorer.method.partial == "share":
            levels = Fraction(count) if scorer.method.partial == "share" else ONE
            level = exact(scorer.method.complete) if whole else None
            move = leaf.move(tuple(gathered.values()), levels, _amount(gathered), level)
            found.extend([move] if move is not None else [])
    return found


def _shown(leaf: Leaf, scorer: DisclosureScorer, element: Element) -> Wanted:
    """What is still to be shown for an element; nothing when it is there."""
    if not element.elements:
        slot = scorer.slots[element.id]
        held = leaf.read(slot)
        change = None if isinstance(held, Step) and held.value >= ONE else leaf.change(slot, ONE)
        return {} if change is None else {change.input: change}
    below = [_shown(leaf, scorer, one) for one in element.elements if one.required]
    if element.any_of:
        return min(below, key=_amount, default={})
    gathered: Wanted = {}
    for wanted in below:
        gathered = _both(gathered, wanted)
    return gathered
