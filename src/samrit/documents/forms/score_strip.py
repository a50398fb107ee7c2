"""The levels of one indicator side by side, and where its result stands among them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from samrit.base import figures
from samrit.documents.sheet import Sheet
from samrit.engine.arithmetic import number
from samrit.engine.plan import Node
from samrit.engine.rollup import Outcome
from samrit.engine.steps import Condition, Ladder, Step
from samrit.engine.steps import Table as Targets
from samrit.packs.method import Table


@dataclass(frozen=True)
class Strip:
    """The levels of one indicator and the place of its result: from level `first` to level `last`, from 0."""

    points: tuple[str, ...]
    targets: tuple[str, ...]
    reached: tuple[bool, ...]
    first: int
    last: int
    said: str


def strip_of(node: Node, outcome: Outcome, sheet: Sheet) -> Strip | None:
    """The strip of an indicator that is scored by levels and has a score; None for every other."""
    bare = outcome.score.args[0] if isinstance(outcome.score, Step) and outcome.score.op == "round" else outcome.score
    shown = outcome.shown
    if not isinstance(bare, Step) or shown is None:
        return None
    points = sheet.either(f"ได้ {figures.plain(shown)} คะแนน", f"scores {figures.plain(shown)}")
    if bare.op == "ladder":
        ladder, tests = bare.about
        return _of_ladder(ladder, tests, bare.value, points)
    method = node.indicator.method
    return _of_table(bare, method, points, sheet) if bare.op == "table" and isinstance(method, Table) else None


def _of_table(step: Step, method: Table, points: str, sheet: Sheet) -> Strip:
    targets: Targets = step.about
    value = step.args[0].value
    levels = sorted(method.levels)
    worst = targets.points[0][0]
    if (value < worst) if targets.ascending else (value > worst):
        points = f"{sheet.either('ไม่ถึงระดับนี้', 'short of this level,')} {points}"
    first, last = _place(targets, [figures.exact(level) for level in levels], value)
    agreed = [method.levels[level] for level in levels]
    return Strip(
        points=tuple(figures.plain(level) for level in levels),
        targets=tuple("-" if at is None else figures.plain(at) for at in agreed),
        reached=(),
        first=first,
        last=last,
        said=f"{number(value)} {points}",
    )


def _of_ladder(ladder: Ladder, tests: tuple[tuple[Condition, ...], ...], value: Fraction, said: str) -> Strip:
    """Every rung with a tick where all that it needs was done; the last one ticked is where the score comes from."""
    done = [all(one.holds for one in needs) for needs in tests]
    reached = [
        there and place not in ladder.left_out | ladder.never
        for place, there in enumerate(done + [False] * (len(ladder.scores) - len(done)))
    ]
    at = max((place for place, there in enumerate(reached) if there and ladder.scores[place] == value), default=-1)
    return Strip(tuple(number(score) for score in ladder.scores), (), tuple(reached), at, at, said)


def _place(table: Targets, points: list[Fraction], value: Fraction) -> tuple[int, int]:
    """The columns a result stands in: one level, or the two it lies between."""
    scores = [score for _, score in table.points]
    at = [points.index(score) for score in scores]
    passed = [
        place
        for place, (target, _) in enumerate(table.points)
        if (value >= target) == table.ascending or value == target
    ]
    if not passed:
        return at[0], at[0]
    low = passed[-1]
    exact_ = value == table.points[low][0]
    if exact_ or low + 1 == len(at) or table.between == "step":
        return at[low], at[low]
    return min(at[low], at[low + 1]), max(at[low], at[low + 1])
