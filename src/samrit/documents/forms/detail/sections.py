"""What a detail sheet holds: fields, passages, a formula, levels, earlier years, small tables."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from samrit.documents.forms.demands import Demand
from samrit.documents.forms.wording import Said


@dataclass(frozen=True)
class Field:
    """A label and what stands behind it."""

    label: str
    value: Said


@dataclass(frozen=True)
class Entry:
    """A line of a part: its mark, its words, what it fixes beside them, a box where it is ticked, and lines below."""

    mark: Said
    text: Said
    behind: str = ""
    ticked: bool = False
    items: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A titled part: a paragraph, lines, or both; `small` for remarks of ours."""

    heading: Said
    text: Said = ()
    entries: tuple[Entry, ...] = ()
    small: bool = False
    kind: Literal["passage"] = "passage"


@dataclass(frozen=True)
class Division:
    """A formula as a fraction."""

    heading: Said
    name: Said
    numerator: Said
    denominator: Said
    factor: str
    kind: Literal["division"] = "division"


@dataclass(frozen=True)
class Level:
    """One level: its points, its words, the figure applied where the words print another, and what it demands."""

    points: Decimal
    name: str
    text: Said
    applied: str = ""
    more: Said = ()
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True)
class Levels:
    """The levels: lines with boxes, one row of short cells, or a ladder with what each rung demands."""

    heading: Said
    lead: Said
    look: Literal["boxes", "row", "ladder"]
    levels: tuple[Level, ...]
    kind: Literal["levels"] = "levels"


@dataclass(frozen=True)
class BaselineYearRow:
    """A year: figures by area; "-" where a dash is printed, "" where nothing is."""

    year: int
    middle: Decimal | str
    values: tuple[Decimal | str, ...]


@dataclass(frozen=True)
class BaselineTable:
    """Earlier years' values; areas under the headings of their groups, and other headings printed with them."""

    name: Said
    year_heading: str
    middle_heading: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    places: int
    rows: tuple[BaselineYearRow, ...]
    remarks: Said = ()
    kind: Literal["baseline"] = "baseline"


@dataclass(frozen=True)
class Grid:
    """A small table of texts; `parts` says how its width is shared."""

    heading: Said
    heads: tuple[str, ...]
    parts: tuple[int, ...]
    rows: tuple[tuple[Said, ...], ...]
    kind: Literal["grid"] = "grid"


Section = Passage | Division | Levels | BaselineTable | Grid
