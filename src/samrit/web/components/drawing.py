"""Elements that draw: the explanation of a figure with its level table, and bars; each has a table that says the same.

Places are percent of the width, written as SVG attributes: they fit any screen and need no inline style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from samrit.web.components.reading import Event, Link, Table, Timeline, Words


@dataclass(frozen=True)
class Level:
    """One column of a level table; no value is a level the framework leaves empty."""

    number: int
    value: Words | None


@dataclass(frozen=True)
class LevelTable:
    """Levels in a row with the point where the result lies."""

    template: ClassVar = "level_table"
    title: Words
    levels: Sequence[Level]
    point: Decimal | None = None
    result: Words = ""

    @property
    def marks(self) -> list[tuple[Level, str]]:
        """Each level with its place."""
        return [(level, self._place(Decimal(level.number))) for level in self.levels]

    @property
    def point_place(self) -> str:
        """Where the result lies."""
        return self._place(self.point) if self.point is not None else ""

    @property
    def first_place(self) -> str:
        """Where the line begins."""
        return self._place(Decimal(self.levels[0].number))

    @property
    def last_place(self) -> str:
        """Where the line ends."""
        return self._place(Decimal(self.levels[-1].number))

    def _place(self, level: Decimal) -> str:
        first, count = self.levels[0].number, len(self.levels)
        return f"{(level - first) * 100 / count + Decimal(50) / count:.2f}%"


@dataclass(frozen=True)
class Step:
    """One line of arithmetic."""

    words: Words
    arithmetic: str


@dataclass(frozen=True)
class Explanation:
    """How a figure came about: a sentence, the arithmetic, the drawing, the rule, the evidence, what happened."""

    template: ClassVar = "explanation"
    figure: Decimal
    name: Words
    sentence: Words
    steps: Sequence[Step]
    drawing: LevelTable | None = None
    rule: Words = ""
    rule_link: Link | None = None
    evidence: Sequence[Link] = ()
    history: Sequence[Event] = ()
    stale: Words = ""  # why the figure may no longer hold
    is_open: bool = False

    @property
    def timeline(self) -> Timeline:
        """The history as an element."""
        return Timeline(self.history)


@dataclass(frozen=True)
class Bar:
    """One bar; no value is said in words, never drawn as zero."""

    label: Words
    value: Decimal | None
    is_here: bool = False
    missing: Words = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars that answer one question, which the title says; `goal` draws a line."""

    template: ClassVar = "bars"
    answer: Words
    bars: Sequence[Bar]
    full: Decimal
    table: Table
    goal: Decimal | None = None
    goal_words: Words = ""

    @property
    def lengths(self) -> list[tuple[Bar, str]]:
        """Each bar with its length."""
        return [(bar, self._length(bar.value)) for bar in self.bars]

    @property
    def goal_place(self) -> str:
        """Where the line stands."""
        return self._length(self.goal)

    def _length(self, value: Decimal | None) -> str:
        return "" if value is None else f"{min(Decimal(100), max(Decimal(0), value * 100 / self.full)):.2f}%"
