"""What a handbook is made of, before it is Markdown or HTML: spans of text, and blocks of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from samrit.packs.method import Above, Below, Between

Role = Literal["plain", "strong", "small", "code", "printed", "quote", "differs", "tag", "assumption", "blank", "mark"]


@dataclass(frozen=True)
class Span:
    """A run of text; `lang` is set only where it is not the handbook's own language."""

    text: str
    role: Role = "plain"
    lang: str = ""
    href: str = ""
    title: str = ""


Inline = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; `depth` 2 is a chapter.  Those with an anchor can be linked to, those `listed` stand in the contents."""

    depth: int
    text: Inline
    anchor: str = ""
    listed: bool = False
    new_page: bool = False
    wide: bool = False
    """It stands over a wide table, on the same sheet."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; an assumption and a discrepancy look like no other text."""

    text: Inline
    tone: Literal["plain", "small", "assumption", "discrepancy", "caption", "lead"] = "plain"


@dataclass(frozen=True)
class Entry:
    """One line of a list, with the lines below it; `box` is a check box that somebody ticks."""

    text: Inline
    items: tuple[Entry, ...] = ()
    box: bool = False
    anchor: str = ""
    marked: bool = False
    """It begins with the document's own mark, so it needs no bullet."""


@dataclass(frozen=True)
class Bullets:
    """A nested list."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Labels:
    """Labels and what stands behind each."""

    rows: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table: text, or lines, or both."""

    text: Inline = ()
    entries: tuple[Entry, ...] = ()
    figure: bool = False
    """Right-aligned, so that decimals can be compared."""


@dataclass(frozen=True)
class Table:
    """A table; the first column names its row.  A `wide` one is printed on paper turned sideways."""

    heads: tuple[Inline, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Inline = ()
    wide: bool = False
    anchors: tuple[str, ...] = ()
    survey: bool = False
    """A questionnaire: a long question, and a narrow box per answer."""


@dataclass(frozen=True)
class Division:
    """A formula as the document prints it: numerator over denominator, and the factor beside."""

    name: Inline
    numerator: Inline
    denominator: Inline
    factor: Inline


@dataclass(frozen=True)
class LevelDrawing:
    """How a result turns into points: one point per level, and what lies between and beyond."""

    title: str
    levels: tuple[tuple[Decimal, Decimal], ...]
    between: Between
    below: Below
    above: Above
    ascending: bool
    scale_lowest: Decimal
    axes: tuple[str, str]


@dataclass(frozen=True)
class PeerDrawing:
    """Values by area as dots on one line each, against a middle criterion where there is one."""

    title: str
    dots: tuple[tuple[str, Decimal | None], ...]
    middle: Decimal | None
    middle_name: str
    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class Drawings:
    """Drawings that stand side by side where there is room."""

    drawings: tuple[LevelDrawing | PeerDrawing, ...]


@dataclass(frozen=True)
class Verse:
    """Lines kept as written, with their spaces."""

    text: str
    lang: str = ""
    columns: bool = False
    """Lines that may stand in columns where they are short."""


Block = Heading | Paragraph | Bullets | Labels | Table | Division | Drawings | Verse
Blocks = Iterator[Block]


@dataclass(frozen=True)
class Book:
    """A handbook: its title, its language, and everything in it."""

    title: str
    subtitle: str
    language: Literal["th", "en"]
    cover: tuple[Block, ...]
    blocks: tuple[Block, ...]
    contents_title: str
    skip_link: str

    def contents(self) -> list[Heading]:
        """The headings that the contents list, in order."""
        return [block for block in self.blocks if isinstance(block, Heading) and block.listed]


def span(text: str, role: Role = "plain", *, lang: str = "", href: str = "", title: str = "") -> Inline:
    """One run of text as inline content; nothing at all when the text is empty."""
    return (Span(text, role, lang, href, title),) if text else ()


def join(parts: Sequence[Inline], between: str = ", ") -> Inline:
    """Several pieces with a text between them; empty pieces leave no gap."""
    joined: list[Span] = []
    for part in parts:
        if part and joined:
            joined.append(Span(between))
        joined.extend(part)
    return tuple(joined)


def text_of(inline: Inline) -> str:
    """The bare text."""
    return "".join(one.text for one in inline)


def cell(text: Inline | str = (), *, figure: bool = False, entries: Sequence[Entry] = ()) -> Cell:
    """A cell of a table."""
    return Cell(span(text) if isinstance(text, str) else text, tuple(entries), figure)
