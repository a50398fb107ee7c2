"""Elements that draw: the explanation of a figure with its level table, and bars; each has a table that says the same.

Places are percent of the width, written as SVG attributes: they fit any screen and need no inline style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from samrit.web.components.reading import Event, Link, Table, Timeline, Words
from samrit.web.reader import Text

_TARGET = Text("ค่าเป้าหมาย", "Target")
_NO_SCORE = Text("ยังไม่มีคะแนน", "No score yet")


@dataclass(frozen=True)
class Level:
    """One column of a level table; no value is a level the framework leaves empty."""

    number: int | Decimal
    value: Words | None


@dataclass(frozen=True)
class LevelTable:
    """Levels in a row with the point where the result lies; `heading` says what stands under each level."""

    template: ClassVar = "level_table"
    title: Words
    levels: Sequence[Level]
    point: Decimal | None = None
    result: Words = ""
    heading: Words = _TARGET

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
        """Levels stand in columns of one width, whatever they are worth; a point between two stands in proportion."""
        numbers = [Decimal(one.number) for one in self.levels]
        above = next((index for index, number in enumerate(numbers) if number >= level), None)
        if above is None:
            column = Decimal(len(numbers)) - Decimal("0.5")
        elif above == 0:
            column = Decimal(0 if level == numbers[0] else Decimal("-0.4"))
        else:
            low, high = numbers[above - 1], numbers[above]
            column = above - 1 + (level - low) / (high - low)
        return f"{(min(column, len(numbers) - Decimal('0.6')) + Decimal('0.5')) * 100 / len(numbers):.2f}%"


@dataclass(frozen=True)
class Step:
    """One line: what was reported, found or worked out; with `arithmetic` written out exactly where there is any."""

    words: Words
    arithmetic: Words = ""


@dataclass(frozen=True)
class Explanation:
    """How a figure came about: a sentence, the arithmetic, the drawing, the rule, the evidence, what happened.

    Without a figure, `absent` stands in its place and the sentence says why there is none.
    """

    template: ClassVar = "explanation"
    figure: Decimal | None
    name: Words
    sentence: Words
    steps: Sequence[Step]
    drawing: LevelTable | Table | None = None
    rule: Words = ""
    rule_link: Link | None = None
    evidence: Sequence[Link] = ()
    history: Sequence[Event] = ()
    stale: Words = ""  # why the figure may no longer hold
    is_open: bool = False
    absent: Words = _NO_SCORE
    next_step: Words = ""  # what reaches the next level
    remarks: Sequence[Words] = ()  # assumptions and contradictions of the document that it rests on
    id: str = ""

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


@dataclass(frozen=True)
class Swatch:
    """A colour (six hexadecimal digits) on a ground, as writing and as a button with `on` written on it."""

    title: Words
    colour: str
    ground: str
    on: str
    told: Words


@dataclass(frozen=True)
class Swatches:
    """A colour on the grounds it will stand on, with its contrast in words."""

    template: ClassVar = "swatches"
    swatches: Sequence[Swatch]
