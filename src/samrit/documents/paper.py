"""A paper: what a form says and how it is arranged, before any format draws it.

A template lays form data out as a `Paper`; the PDF, DOCX and XLSX renderers read only that, so the three say the same.
Lengths are millimetres.  Type sizes are points of TH Sarabun, the official face: 16 is the size of official text; a
renderer that sets the smaller-bodied Google Sarabun multiplies by `SARABUN_SCALE` (TH Sarabun 16 looks like Sarabun 11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import Language

SARABUN_SCALE = 11 / 16
"""Sarabun's points that look like one point of TH Sarabun.  Source: measured letter heights, 0.400 em against 0.586 em."""
LINE_PITCH = 1.3
"""Distance of two lines in ems of TH Sarabun: 20.8 pt at 16 pt."""

HEADING_GAP = 4
"""Points of air above a heading of level 2 or 3."""

Align = Literal["left", "center", "right"]
Digits = Literal["printed", "arabic", "thai"]
"""printed: texts keep the digits they were printed with and figures are Arabic; else all are turned into that kind."""


# ── inside a line ──


@dataclass(frozen=True, slots=True)
class Text:
    """Words, printed as they stand; never read as markup or a formula by any renderer.  "\\n" starts a new line."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: a number in a workbook, and written with `places` decimals (None: its own) and thousands separated."""

    value: Decimal
    places: int | None = None
    suffix: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A square to tick, drawn and not typed."""

    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """A dotted blank to write on: `mm` long, or to the end of its line; `filled` stands on the dots."""

    mm: float | None = None
    filled: str = ""


@dataclass(frozen=True, slots=True)
class Fraction:
    """Two texts over each other with a rule between, as in a formula."""

    above: str
    below: str


Inline = Text | Figure | Box | Dots | Fraction


# ── blocks ──


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, in the flow or in a cell.

    `indent` moves the whole of it, `first` only its first line (negative: hanging).  `size` None: of what it stands in.
    """

    inlines: tuple[Inline, ...]
    align: Align | None = None
    indent: float = 0
    first: float = 0
    bold: bool = False
    size: float | None = None
    stays_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the paper's title), 2 or 3; it never ends a page."""

    inlines: tuple[Inline, ...]
    level: int = 1
    align: Align = "left"
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """How a figure follows from other cells of the same table, so that a workbook can carry the formula.

    value = `times` × (sum or product of the cells keyed `of`) ÷ `over`, each cell taken as exactly as its own formula
    gives it; rounded half up to `places`, or, without them, left exact and only shown with the figure's places.
    """

    op: Literal["sum", "product"]
    of: tuple[str, ...]
    times: Decimal = Decimal(1)
    places: int | None = None
    over: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its lines, how many columns and rows it takes, and, for figures, its key and formula.

    A cell that holds one `Figure` alone is a number in a workbook.  No lines: visibly empty.
    """

    lines: tuple[Line, ...] = ()
    across: int = 1
    down: int = 1
    align: Align | None = None
    middle: bool = False
    bold: bool = False
    shaded: bool = False
    key: str = ""
    computed: Computed | None = None

    @property
    def figure(self) -> Figure | None:
        """The figure it holds, when it holds nothing else."""
        if len(self.lines) == 1 and len(self.lines[0].inlines) == 1:
            only = self.lines[0].inlines[0]
            return only if isinstance(only, Figure) else None
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells from the left, without the places that cells of rows above reach down into (as in HTML).

    `stays_with_next`: no page ends between this row and the next one.
    """

    cells: tuple[Cell, ...]
    stays_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its width, how its cells are aligned, and, for figures, the decimals that are aligned on their point."""

    mm: float
    align: Align = "left"
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `head` is repeated on every page.  Without rules it only arranges (the fields above a form)."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: tuple[Row, ...] = ()
    ruled: bool = True
    size: float = 14
    about: str = ""
    """What the table is, for a reader who cannot see it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: (ลงชื่อ) dots, the name in brackets (dots where it is not known), post, and a date to write."""

    label: str
    name: str = ""
    post: str = ""
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side from the left; never parted by the end of a page."""

    people: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page; in a workbook a new worksheet called `sheet`."""

    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty height."""

    mm: float


Block = Line | Heading | Table | Signatures | PageBreak | Gap


# ── the whole ──


@dataclass(frozen=True, slots=True)
class Margins:
    """Of an A4 page.  Default: งานสารบรรณ (left 3 cm, right 2, top 2.5, bottom 2)."""

    top: float = 25
    right: float = 20
    bottom: float = 20
    left: float = 30


@dataclass(frozen=True, slots=True)
class Paper:
    """A laid-out form.

    `form`, `version`: the template that made it.  `issued`: the document date, also the only time stamp in the file.
    `data`: the form data as JSON, carried inside the PDF.  `keep`: compounds that a line end must not part.
    `corner`: printed top right on the first page (แบบ ปร.2).  `footer`: bottom left of each page.
    `pages`: "saraban" counts as -2- from the second page on, "of" as 1/3 bottom right.
    `emblem`: the agency's own picture (PNG or JPEG bytes), `emblem_height` high, centred above the title.
    """

    form: str
    version: int
    title: str
    language: Language
    issued: date
    blocks: tuple[Block, ...]
    digits: Digits = "printed"
    landscape: bool = False
    margins: Margins = field(default_factory=Margins)
    size: float = 16
    corner: str = ""
    footer: str = ""
    pages: Literal["saraban", "of", "none"] = "saraban"
    emblem: bytes | None = None
    emblem_height: float = 30
    sheet: str = ""
    """Name of the (first) worksheet; empty: the title."""
    keep: tuple[str, ...] = ()
    data: str = "{}"

    @property
    def width(self) -> float:
        """Between the margins."""
        return (297 if self.landscape else 210) - self.margins.left - self.margins.right


# ── short hands for templates ──


def line(*parts: Inline | str, align: Align | None = None, indent: float = 0, first: float = 0, bold: bool = False,
         size: float | None = None, stays_with_next: bool = False) -> Line:  # fmt: skip
    """A line of texts and other inlines."""
    return Line(_inlines(parts), align, indent, first, bold, size, stays_with_next)


def heading(*parts: Inline | str, level: int = 1, align: Align = "left", size: float | None = None) -> Heading:
    """A heading of texts and other inlines."""
    return Heading(_inlines(parts), level, align, size)


def cell(*parts: Line | Inline | str, across: int = 1, down: int = 1, align: Align | None = None, middle: bool = False,
         bold: bool = False, shaded: bool = False, key: str = "", computed: Computed | None = None) -> Cell:  # fmt: skip
    """A cell; each text or inline is a line of its own, and empty texts none at all."""
    lines = tuple(part if isinstance(part, Line) else line(part) for part in parts if part != "")
    return Cell(lines, across, down, align, middle, bold, shaded, key, computed)


def row(*cells: Cell | str, stays_with_next: bool = False) -> Row:
    """A row; a text is a cell."""
    return Row(tuple(one if isinstance(one, Cell) else cell(one) for one in cells), stays_with_next)


def _inlines(parts: tuple[Inline | str, ...]) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts if part != "")


# ── how texts and figures are written, the same in every format ──

_LATIN_TOKEN = re.compile(r"\S*[A-Za-z@]\S*")
"""A stretch without spaces that holds a Latin letter - O12, KPI-2, an address: its digits stay Arabic."""


def in_digits(text: str, digits: Digits) -> str:
    """A text with its digits as asked; with Thai digits, item codes, addresses and the like keep theirs."""
    if digits == "printed":
        return text
    if digits == "arabic":
        return thai.arabic_digits(text)
    pieces: list[str] = []
    end = 0
    for latin in _LATIN_TOKEN.finditer(text):
        pieces += [thai.thai_digits(text[end : latin.start()]), latin.group()]
        end = latin.end()
    return "".join([*pieces, thai.thai_digits(text[end:])])


def written(figure: Figure, digits: Digits) -> str:
    """A figure as it is printed: 1234.5 to two places is 1,234.50."""
    value = figure.value
    # a template rounds by the pack's rule; here places only add zeros, so nothing is rounded twice
    text = f"{value:,.{figure.places}f}" if figure.places is not None else f"{_grouped(value)}"
    text += figure.suffix
    return thai.thai_digits(text) if digits == "thai" else text


def _grouped(value: Decimal) -> str:
    whole, point, rest = plain(value).partition(".")
    return f"{Decimal(whole):,}{point}{rest}" if abs(value) >= 1000 else plain(value)


def tables(paper: Paper) -> Iterator[Table]:
    """The tables of a paper, in order."""
    return (block for block in paper.blocks if isinstance(block, Table))
