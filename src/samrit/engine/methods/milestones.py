"""Milestones: each level lists deeds, and which of them concern a unit depends on its kind and place in the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from samrit.base.figures import exact
from samrit.engine import steps
from samrit.engine.inputs import Slot, Values
from samrit.engine.methods import Found, Setting, Unit
from samrit.engine.methods.ladder import Need, climb
from samrit.packs.method import Guideline, Milestones
from samrit.packs.model import Input

ONE = Fraction(1)


def concerns(guideline: Guideline, unit: Unit) -> bool:
    """Whether a guideline is for this unit: some line of `applies_to` names it, and none of `excepts`."""
    named = not guideline.applies_to or any(unit.matches(match) for match in guideline.applies_to)
    return named and not any(unit.matches(match) for match in guideline.excepts)


def leaves(guidelines: Iterable[Guideline]) -> list[Guideline]:
    """The guidelines that are reported themselves, in order."""
    found: list[Guideline] = []
    for guideline in guidelines:
        found.extend(leaves(guideline.steps) if guideline.steps else [guideline])
    return found


def input_of(guideline: Guideline) -> Input:
    """A leaf guideline as the fact it asks for: a deed, or a count that must be reached."""
    return Input(
        name=guideline.text,
        holds="deed" if guideline.at_least is None else "figure",
        measure_unit=guideline.measure_unit,
        least=None if guideline.at_least is None else guideline.at_least * 0,
        evidence=guideline.evidence,
        at=guideline.at,
    )


@dataclass(frozen=True)
class MilestonesScorer:
    """A ladder that is built for the unit that climbs it."""

    method: Milestones
    slots: dict[str, Slot]
    ladder: steps.Ladder
    cite: str

    def score(self, values: Values, unit: Unit) -> Found:
        ladder, rungs = self.ladder_of(unit)
        return Found(None, climb(ladder, rungs, values))

    def ladder_of(self, unit: Unit) -> tuple[steps.Ladder, list[tuple[Need, ...]]]:
        """The ladder as it stands for a unit, and what each of its rungs asks of that unit."""
        rungs = [
            self._needs(level.guidelines, unit, f"{self.cite}.levels.{index}")
            for index, level in enumerate(self.method.levels)
        ]
        silent = frozenset(index for index, needs in enumerate(rungs) if not needs)
        if self.method.without_guideline == "left_out":
            return replace(self.ladder, left_out=silent), rungs
        if self.method.without_guideline == "not_reached":
            return replace(self.ladder, never=silent), rungs
        return self.ladder, rungs

    def _needs(self, guidelines: Iterable[Guideline], unit: Unit, cite: str) -> tuple[Need, ...]:
        needs = (self._need(one, unit, cite) for one in guidelines if concerns(one, unit))
        return tuple(need for need in needs if need is not None)

    def _need(self, guideline: Guideline, unit: Unit, cite: str) -> Need | None:
        """What a guideline asks of the unit; None when all its sub-steps are for other units."""
        if not guideline.steps:
            target = ONE if guideline.at_least is None else exact(guideline.at_least)
            return Need(self.slots[guideline.id], steps.const(target, f"{cite}.{guideline.id}"))
        below = self._needs(guideline.steps, unit, cite)
        return Need(group="any" if guideline.any_of else "all", needs=below) if below else None


def prepare(setting: Setting) -> MilestonesScorer:
    method = setting.indicator.method
    assert isinstance(method, Milestones)
    cite = f"{setting.cite}:method"
    ladder = steps.Ladder(
        scores=tuple(exact(level.score) for level in method.levels),
        order=method.order,
        none_reached=exact(method.none_reached),
        cite=cite,
    )
    return MilestonesScorer(method, dict(setting.slots), ladder, cite)
