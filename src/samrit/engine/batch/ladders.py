"""Milestones, percent-then-deeds and disclosure over whole columns.

A condition of a row holds, fails, lacks a fact that decides it, or is silent (everything in it does not apply).  The rules
are those of `methods/ladder.py`, one mask for each of the four.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from samrit.engine.batch import figures
from samrit.engine.batch.figures import Mask
from samrit.engine.batch.formulas import Doubts, of_levels, result
from samrit.engine.batch.reading import Chunk, Read, Unknowns, as_ints, either, some
from samrit.engine.inputs import Slot
from samrit.engine.methods import Unit
from samrit.engine.methods.disclosure import DisclosureScorer
from samrit.engine.methods.formula import Result
from samrit.engine.methods.ladder import Need
from samrit.engine.methods.milestones import MilestonesScorer
from samrit.engine.methods.percent_then_deeds import PercentThenDeedsScorer
from samrit.engine.steps import Ladder
from samrit.packs.method import Element

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Held:
    """A condition: where it holds, and where it lacks a fact or is silent (None: nowhere); elsewhere it failed."""

    holds: Mask
    lacks: Mask | None = None
    silent: Mask | None = None

    @property
    def failed(self) -> Mask:
        unknown = either(self.lacks, self.silent)
        return ~self.holds if unknown is None else ~(self.holds | unknown)


def _need(need: Need, chunk: Chunk, results: dict[int, Read], doubts: Doubts) -> Held:
    if need.figure is not None and need.at_least is not None:
        read = _figure(need.figure, chunk, results, doubts)
        target = need.at_least.value
        if read.deeds is not None and target == ONE:
            holds = read.deeds
        else:
            holds = figures.at_least(as_ints(read).figures, target)
            if not holds.ndim:
                holds = np.full(chunk.count, holds)
        unknown = either(read.missing, read.na)
        return Held(holds if unknown is None else holds & ~unknown, read.missing, read.na)
    return _group([_need(one, chunk, results, doubts) for one in need.needs], need.group == "any", chunk.count)


def _figure(figure: Slot | Result, chunk: Chunk, results: dict[int, Read], doubts: Doubts) -> Read:
    if isinstance(figure, Slot):
        return chunk.read(figure)
    if id(figure) not in results:
        results[id(figure)] = result(figure, chunk, doubts)
    return results[id(figure)]


def _group(below: Sequence[Held], any_of: bool, count: int) -> Held:
    """All of them, or any: decided by what decides, lacking where that could still come, silent where all are."""
    if not below:
        return Held(np.zeros(count, np.bool_), None, np.ones(count, np.bool_))
    lacks = _any([one.lacks for one in below])
    if all(one.lacks is None and one.silent is None for one in below):
        return Held(_over([one.holds for one in below], any_of))
    holds, failed = _over([one.holds for one in below], True), _over([one.failed for one in below], True)
    decided = holds if any_of else failed
    lacks = None if lacks is None else lacks & ~decided
    silent = ~holds & ~failed if lacks is None else ~(holds | failed | lacks)
    if any_of:
        return Held(holds, some(lacks), some(silent))
    holds = holds & ~failed
    return Held(holds if lacks is None else holds & ~lacks, some(lacks), some(silent))


def _over(masks: Sequence[Mask], any_of: bool) -> Mask:
    found = masks[0]
    for mask in masks[1:]:
        found = found | mask if any_of else found & mask
    return found


def _any(masks: Sequence[Mask | None]) -> Mask | None:
    found: Mask | None = None
    for mask in masks:
        found = either(found, mask)
    return found


def climb(ladder: Ladder, rungs: Sequence[Sequence[Need]], chunk: Chunk, doubts: Doubts) -> Read:
    """The points of the highest rung each row reaches, or that a fact is lacking which decides it."""
    results: dict[int, Read] = {}
    held = [_group([_need(need, chunk, results, doubts) for need in needs], False, chunk.count) for needs in rungs]
    silent = [one.silent if needs else None for one, needs in zip(held, rungs, strict=True)]
    nothing = _nothing_applies(silent, rungs)
    level = np.zeros(chunk.count, np.uint8)
    consecutive = ladder.order == "consecutive"
    climbing: Mask | None = None
    missing: Mask | None = None
    for index, needs in enumerate(rungs):
        if index in ladder.left_out:
            continue
        rung, skipped = held[index], silent[index]
        never = index in ladder.never
        reached: Mask | None = None if not needs else rung.holds
        lacks = None if never or not needs else rung.lacks
        if never:
            reached = np.zeros(chunk.count, np.bool_)
        if consecutive:
            if climbing is not None:
                reached = climbing if reached is None else reached & climbing
                lacks = None if lacks is None else lacks & climbing
            missing = either(missing, lacks)
            _set(level, index + 1, reached)
            climbing = reached if skipped is None else _or_skipped(reached, skipped, climbing)
        else:
            if missing is not None:
                missing = np.zeros_like(missing) if reached is None else missing & ~reached
            missing = either(missing, lacks)
            _set(level, index + 1, reached)
    score = of_levels([ladder.none_reached, *ladder.scores], level)
    unknown = Unknowns()
    unknown.meet(None, nothing)
    unknown.meet(missing, None)
    return Read(score, some(unknown.missing), some(unknown.na))


def _set(level: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], to: int, where: Mask | None) -> None:
    if where is None:
        level[:] = to
    else:
        # rungs come in rising order, so the larger is the later
        np.maximum(level, where.view(np.uint8) * np.uint8(to), out=level)


def _or_skipped(reached: Mask | None, skipped: Mask, climbing: Mask | None) -> Mask | None:
    """Rows still climbing: those that reached the rung, and those for which the ladder closes up over it."""
    if reached is None:
        return climbing
    return reached | (skipped if climbing is None else skipped & climbing)


def _nothing_applies(silent: Sequence[Mask | None], rungs: Sequence[Sequence[Need]]) -> Mask | None:
    """Rows in which every rung that asks for something is silent, and one does."""
    asked = [mask for mask, needs in zip(silent, rungs, strict=True) if needs]
    if not asked or any(mask is None for mask in asked):
        return None
    return _over([mask for mask in asked if mask is not None], False)


def percent_then_deeds(of: PercentThenDeedsScorer, chunk: Chunk, doubts: Doubts) -> Read:
    return climb(of.ladder, of.rungs, chunk, doubts)


def milestones(of: MilestonesScorer, chunk: Chunk, unit: Unit, doubts: Doubts) -> Read:
    ladder, rungs = of.ladder_of(unit)
    return climb(ladder, rungs, chunk, doubts)


def disclosure(of: DisclosureScorer, chunk: Chunk) -> Read:
    """incomplete + (complete − incomplete) × what is there."""
    tops = [_there(one, of, chunk) for one in of.method.elements if one.required]
    unknown = Unknowns()
    for top in tops:
        unknown.meet(top.missing, top.na)
    complete, incomplete = Fraction(of.method.complete), Fraction(of.method.incomplete)
    known = [_known(top) for top in tops]
    if of.method.partial == "none":
        absent = [
            ~top.deeds if mask is None else ~top.deeds & mask
            for top, mask in zip(tops, known, strict=True)
            if top.deeds is not None
        ]
        gone = _over(absent, True)
        score = of_levels([complete, incomplete], gone.view(np.uint8))
        decided = [None if mask is None else some(mask & ~gone) for mask in (unknown.missing, unknown.na)]
        return Read(score, *decided)
    present = np.zeros(chunk.count, np.uint8)
    for top in tops:
        assert top.deeds is not None
        present += top.deeds
    shares = [incomplete + (complete - incomplete) * Fraction(there, len(tops)) for there in range(len(tops) + 1)]
    return Read(of_levels(shares, present), some(unknown.missing), some(unknown.na))


def _known(read: Read) -> Mask | None:
    unknown = either(read.missing, read.na)
    return None if unknown is None else ~unknown


def _there(element: Element, of: DisclosureScorer, chunk: Chunk) -> Read:
    """Where the element is there, and where what was not reported decides it."""
    if not element.elements:
        read = chunk.read(of.slots[element.id])
        deeds = read.deeds if read.deeds is not None else as_ints(read).figures.num >= 1
        known = _known(read)
        return Read(read.figures, read.missing, read.na, deeds if known is None else deeds & known)
    below = [_there(one, of, chunk) for one in element.elements if one.required]
    unknown = Unknowns()
    for one in below:
        unknown.meet(one.missing, one.na)
    masks = [one.deeds for one in below if one.deeds is not None]
    if unknown.missing is None and unknown.na is None:
        return Read(below[0].figures, deeds=_over(masks, element.any_of))
    if element.any_of:
        decided = _over(masks, True)
    else:
        absent = [
            ~mask if known is None else ~mask & known for mask, known in zip(masks, map(_known, below), strict=True)
        ]
        decided = _over(absent, True)
    lacking = [None if mask is None else some(mask & ~decided) for mask in (unknown.missing, unknown.na)]
    there = decided if element.any_of else ~decided
    if not element.any_of:
        for mask in lacking:
            there = there if mask is None else there & ~mask
    return Read(below[0].figures, lacking[0], lacking[1], there)
