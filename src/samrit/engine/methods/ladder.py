"""Ladders: what milestone and percent-then-deeds indicators share - conditions that may be known only in part.

A rung is reached, not reached, or undecided because something was not reported.  What was not reported matters only
when the score depends on it: a missing deed of level 5 does not hide that level 3 was failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samrit.engine import steps
from samrit.engine.inputs import Slot, Values
from samrit.engine.methods.formula import Result
from samrit.engine.steps import Condition, Ladder, Step
from samrit.engine.values import NotApplicable, Unknown


@dataclass(frozen=True)
class Need:
    """A condition before its facts are read: an input or the result that must reach a figure, or a group of conditions."""

    figure: Slot | Result | None = None
    at_least: Step | None = None
    group: str = ""
    needs: tuple[Need, ...] = ()

    def read(self, values: Values) -> tuple[Condition | None, Unknown | None]:
        """The condition with its facts, or what is lacking; a condition that is decided without it lacks nothing."""
        if self.figure is not None and self.at_least is not None:
            value = self.figure.read(values)
            return (Condition(value, self.at_least), None) if isinstance(value, Step) else (None, value)
        known, lacking = read_all(self.needs, values)
        if not known and not lacking:
            return None, NOTHING_APPLIES
        if self.group == "any":
            held = [test for test in known if test.holds]
            decided = bool(held) or not lacking
            return (Condition(group="any", tests=tuple(held or known)), None) if decided else (None, lacking[0])
        failed = [test for test in known if not test.holds]
        decided = bool(failed) or not lacking
        return (
            (Condition(group="all", tests=tuple(failed if lacking else known)), None) if decided else (None, lacking[0])
        )


NOTHING_APPLIES = NotApplicable("ทุกข้อรายงานว่าไม่เกี่ยวข้อง", "everything was reported as not applicable")


def read_all(needs: Sequence[Need], values: Values) -> tuple[list[Condition], list[Unknown]]:
    """The conditions that can be decided, and what is lacking for the others."""
    known: list[Condition] = []
    lacking: list[Unknown] = []
    for need in needs:
        test, reason = need.read(values)
        if test is not None:
            known.append(test)
        elif reason is not None and not isinstance(reason, NotApplicable):
            lacking.append(reason)
    return known, lacking


def climb(ladder: Ladder, rungs: Sequence[Sequence[Need]], values: Values) -> Step | Unknown:
    """The points reached, or what must be reported before they can be said."""
    read = [read_all(needs, values) for needs in rungs]
    # a rung of which everything was reported as not applicable: the ladder closes up over it
    silent = {index for index, needs in enumerate(rungs) if needs and read[index] == ([], [])}
    if silent and all(index in silent or not needs for index, needs in enumerate(rungs)):
        return NOTHING_APPLIES
    ladder = replace(ladder, left_out=ladder.left_out | silent)
    tests: list[tuple[Condition, ...]] = []
    undecided: Unknown | None = None
    for index, (known, lacking) in enumerate(read):
        failed = index in ladder.never or any(not test.holds for test in known)
        if index in ladder.left_out:
            tests.append(())
            continue
        if lacking and not failed:
            if ladder.order == "consecutive":
                return lacking[0]
            undecided = lacking[0]
            ladder = replace(ladder, never=ladder.never | {index})
        elif not failed:
            # a higher rung that is reached makes an undecided lower one irrelevant
            undecided = None
        tests.append(tuple(known))
        if failed and ladder.order == "consecutive":
            break
    return undecided if undecided is not None else steps.climb(ladder, tests)
