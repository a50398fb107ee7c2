"""Set the lines of a paper: each text in pieces that fit the room it has, digits as asked, sizes in points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

from samrit.documents import fitting, fonts
from samrit.documents.fitting import Piece
from samrit.documents.paper import (
    SARABUN_SCALE,
    Box,
    Dots,
    Figure,
    Fraction,
    Inline,
    Line,
    Paper,
    Text,
    in_digits,
    written,
)

Data = dict[str, Any]
"""What paper.typ reads: nothing but texts, numbers, truth, lists and dictionaries."""

MM = 72 / 25.4
"""Points of a millimetre."""


class Setter:
    """Arranges the lines of one paper: it knows the digits and the compounds of the paper."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.keep = tuple(in_digits(word, paper.digits) for word in paper.keep)

    def digits(self, text: str) -> str:
        return in_digits(text, self.paper.digits)

    def inlines(self, parts: Iterable[Inline], room_mm: float, size: float, bold: bool = False) -> list[Piece]:
        """The parts of a line, set at `size` where `room_mm` are free."""
        em = size * SARABUN_SCALE / MM
        out: list[Piece] = []
        for part in parts:
            out += self._inline(part, room_mm / em, em, bold)
        return out

    def _inline(self, part: Inline, room: float, em: float, bold: bool) -> list[Piece]:
        match part:
            case Text():
                found = fitting.pieces(self.digits(part.text), room, bold or part.bold, self.keep)
                return [["bold", found]] if part.bold and not bold else found
            case Figure():
                text = written(part, self.paper.digits)
                found = fitting.pieces(text, room, bold or part.bold)
                return [["bold", found]] if part.bold and not bold else found
            case Box():
                return [["box", part.ticked]]
            case Dots():
                return self._dots(part, room, em, bold)
            case Fraction():
                above, below = self.digits(part.above), self.digits(part.below)
                width = min(room, max(fonts.width(above, bold), fonts.width(below, bold)) + 0.4)
                return [["fraction", width, *(fitting.pieces(t, width, bold, self.keep) for t in (above, below))]]
            case _:
                assert_never(part)

    def _dots(self, part: Dots, room: float, em: float, bold: bool) -> list[Piece]:
        if not part.filled:
            return [["dots", None if part.mm is None else min(part.mm, room * em)]]
        filled = self.digits(part.filled)
        width = fonts.width(filled, bold) + 0.6
        if part.mm is not None and width <= room and "\n" not in filled:
            return [["filled", max(part.mm, width * em), [filled]]]
        on_dots = ["on-dots", fitting.pieces(f" {filled} ", room, bold, self.keep)]
        return [on_dots] if part.mm is not None else [on_dots, ["dots", None]]

    def line(self, line: Line, room_mm: float, size: float, bold: bool = False) -> Data:
        """A paragraph; `size` and `bold` are those of what it stands in."""
        size = line.size or size
        room_mm -= line.indent + max(0.0, line.first)
        items = self.inlines(line.inlines, room_mm, size, bold or line.bold)
        return {
            "items": [] if all(isinstance(item, str) and not item.strip() for item in items) else items,
            "align": line.align,
            "indent": line.indent,
            "first": line.first,
            "bold": line.bold,
            "size": size,
            "sticky": line.stays_with_next,
        }
