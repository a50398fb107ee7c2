"""How cells of a workbook look: faces and borders, number formats, and what a cell cannot draw said in letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from samrit.base.figures import plain
from samrit.documents.measure import mm, printed
from samrit.documents.paper import Box, Digits, Dots, Figure, Fraction, Inline, Text, in_digits

FACE = "TH SarabunPSK"
SHADE = "#E6E6E6"
EXACT_DIGITS = 15
"""Significant digits that a number of a workbook keeps."""
_THAI_DIGITS = "[$-D00041E]"
"""Excel's mark for figures in Thai digits (0D) of the Thai locale (041E)."""
_SAFETY = 0.94
"""Part of the room that dots fill, so that a wider face does not wrap them."""
_FEWEST_DOTS = 12


@dataclass(frozen=True, slots=True)
class Field:
    """All that decides how a cell looks."""

    size: float
    bold: bool = False
    align: str = "left"
    middle: bool = False
    ruled: bool = False
    shaded: bool = False
    number: str = ""
    indent: int = 0


class Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[Any, Format] = {}

    def cell(self, field: Field) -> Format:
        """The format of a cell."""
        if field not in self._made:
            given: dict[str, Any] = {
                "font_name": FACE, "font_size": field.size, "bold": field.bold, "text_wrap": not field.number,
                "align": field.align, "valign": "vcenter" if field.middle else "top", "indent": field.indent,
            }  # fmt: skip
            if field.ruled:
                given["border"] = 1
            if field.shaded:
                given["bg_color"] = SHADE
            if field.number:
                given["num_format"] = field.number
            self._made[field] = self._book.add_format(given)
        return self._made[field]

    def letters(self, size: float, bold: bool) -> Format:
        """The format of letters inside a cell."""
        key = (size, bold)
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": FACE, "font_size": size, "bold": bold})
        return self._made[key]


def number_format(figure: Figure, places: int | None, digits: Digits, beside: int = 0) -> str:
    """How a figure is shown; with fewer than `places` decimals room is left for those, so that points stand in line.

    `beside`: how many digits' room is left at its right.  An indent would do, but LibreOffice forgets it where only that
    differs from the cell before.
    """
    own = figure.places if figure.places is not None else _own_places(figure.value)
    shown = "#,##0" + ("." + "0" * own if own else "")
    missing = 0 if figure.suffix or places is None else max(0, places - own)
    # a full stop's room at least, or the last digit touches the rule
    free = "_." * (missing > 0 and own == 0) + ("_0" * (missing + beside) or "_.")
    suffix = "".join('\\"' if part == '"' else f'"{part}"' for part in _parted(figure.suffix))
    return (_THAI_DIGITS if digits == "thai" else "") + shown + suffix + free


def is_exact(value: Decimal) -> bool:
    """Whether a workbook's number holds a figure with all its digits."""
    return len(value.normalize().as_tuple().digits) <= EXACT_DIGITS


def said(inlines: Sequence[Inline], digits: Digits, room: float, size: float, bold: bool) -> Iterator[tuple[str, bool]]:
    """The parts of a line as texts, and whether each is bold, where `room` mm are free."""
    shares = sum(isinstance(one, Dots) and one.mm is None for one in inlines)
    share = (room * _SAFETY - sum(_width(one, digits, size, bold) for one in inlines)) / shares if shares else 0.0
    for one in inlines:
        if isinstance(one, Text | Figure):
            yield printed(one, digits), bold or one.bold
        else:
            yield _drawn(one, digits, share, size), bold


def _drawn(inline: Box | Dots | Fraction, digits: Digits, share: float, size: float) -> str:
    if isinstance(inline, Box):
        # A cell can draw its own border but nothing among its words, and the face has neither ☐ nor ☑: another face would
        # stand in, or an empty square that means nothing.  Brackets are in every face and are ticked by typing.
        return "[x]" if inline.ticked else "[ ]"
    if isinstance(inline, Fraction):
        above, below = (_bracketed(in_digits(text, digits)) for text in (inline.above, inline.below))
        return f"{above} ÷ {below}"
    dot = mm(".", size)
    if not inline.filled:
        return "." * (int(inline.mm / dot) if inline.mm is not None else max(_FEWEST_DOTS, int(share / dot)))
    filled = f" {in_digits(inline.filled, digits)} "
    if inline.mm is None:
        return filled + "." * max(0, int(share / dot))
    beside = "." * max(0, int((inline.mm - mm(filled, size)) / dot / 2))
    return beside + filled + beside


def _width(inline: Inline, digits: Digits, size: float, bold: bool) -> float:
    if isinstance(inline, Text | Figure):
        return mm(printed(inline, digits), size, bold or inline.bold)
    if isinstance(inline, Dots) and inline.mm is None:
        return mm(f" {in_digits(inline.filled, digits)} ", size) if inline.filled else 0.0
    return mm(_drawn(inline, digits, 0, size), size, bold)


def _bracketed(text: str) -> str:
    return f"({text})" if any(sign in text for sign in " +-−×÷*/") else text


def _own_places(value: Decimal) -> int:
    return len(plain(value).partition(".")[2])


def _parted(suffix: str) -> Iterator[str]:
    """A suffix in stretches without a quotation mark, and those marks."""
    stretches = suffix.split('"')
    for index, stretch in enumerate(stretches):
        if index:
            yield '"'
        if stretch:
            yield stretch
