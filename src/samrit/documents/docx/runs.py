"""What stands inside a line, as Word runs: words, figures, boxes and dotted blanks that survive a clerk's editing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from samrit.documents.docx.look import Look, w
from samrit.documents.measure import MM_PER_POINT, mm, printed
from samrit.documents.paper import LINE_PITCH, Box, Dots, Figure, Fraction, Inline, Text, in_digits

_THAI = re.compile("[\u0e00-\u0e7f]")
_HARD_SPACE = "\u00a0"
_BOX_SCALE = 0.7
_BOX_WIDTH = 0.85  # of the height of its line, which is what the border goes around
_FALLBACK_BLANK = 30.0  # mm of a blank to the line's end that has another one after it, where the line wraps
_SMALLEST_SHARE = 5.0


@dataclass(frozen=True)
class Tab:
    """A stop, mm from the left edge of the text, and what leads to it."""

    at: float
    kind: str
    leader: str


@dataclass(frozen=True)
class Set:
    """A line's inlines as runs, and the tab stops that its dotted blanks need."""

    runs: tuple[Any, ...]
    tabs: tuple[Tab, ...]


def natural_width(inlines: Sequence[Inline], look: Look, points: float, bold: bool) -> float:
    """How wide inlines are in one line, mm; a blank to the line's end counts only what is filled in."""
    return sum(_width(inline, look, points, bold) for inline in inlines)


def set_line(inlines: Sequence[Inline], look: Look, points: float, bold: bool, first: float, room: float,
             sized: bool = False) -> Set:  # fmt: skip
    """Inlines as runs in a line that begins `first` and ends `room` mm from the left edge of the text.

    `sized`: the runs say their size themselves, because the paragraph's style does not.
    """
    tabs: list[Tab] = []
    runs: list[Any] = []
    shares = _shares(inlines, look, points, bold, room - first)
    at = first
    size = points if sized else None
    for index, inline in enumerate(inlines):
        width = _width(inline, look, points, bold)
        if isinstance(inline, Dots) and (share := shares.get(index)) is not None:
            at += width + share
            leader = "none" if inline.filled else "dot"
            tabs.append(Tab(at, "left", leader) if index in _followed(inlines) else Tab(room, "right", leader))
            runs += _on_dots(inline.filled, 0, look, points, bold, size)
            # after words on a dotted line the line goes on; a leader's dots lie a little higher
            runs.append(_run(w("tab"), look=look, bold=bold, size=size, dotted=bool(inline.filled)))
            continue
        if isinstance(inline, Dots):
            runs += _blank(inline, look, points, bold, size)
        elif isinstance(inline, Box):
            if index and isinstance(inlines[index - 1], Box):
                # Word draws one border around neighbours that have the same one
                runs.append(text_run(" ", look, bold, size))
            runs.append(_box(inline, look, points))
        elif isinstance(inline, Text | Figure):
            runs.append(text_run(printed(inline, look.digits), look, bold or inline.bold, size))
        elif isinstance(inline, Fraction):
            raise TypeError("a fraction is set as a table, not as runs")
        at += width
    if inlines and all(isinstance(one, Box) for one in inlines):
        # holds the line as high as its neighbours', the boxes being smaller
        runs.append(text_run(" ", look, bold, size))
    return Set(tuple(runs), tuple(tabs))


def text_run(text: str, look: Look, bold: bool = False, size: float | None = None, **more: Any) -> Any:
    """A run of words; "\\n" is a line break in it."""
    parts: list[Any] = []
    for index, piece in enumerate(re.split("([\n\t])", text)):
        if index % 2:
            parts.append(w("br" if piece == "\n" else "tab"))
        elif piece:
            word = w("t")
            word.text = piece
            word.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            parts.append(word)
    return _run(*parts, look=look, bold=bold, size=size, thai=_THAI.search(text) is not None, **more)


def _run(*parts: Any, look: Look, bold: bool = False, size: float | None = None, thai: bool = False,
         dotted: bool = False, boxed: bool = False) -> Any:  # fmt: skip
    half = look.half_points(size) if size is not None else None
    # in the order of the schema, which Word insists on
    marks = [
        *([w("b"), w("bCs")] if bold else []),
        *([w("sz", val=half), w("szCs", val=half)] if half is not None else []),
        *([w("u", val="dotted")] if dotted else []),
        *([w("bdr", val="single", sz=6, space=0, color="auto")] if boxed else []),
        # without it Word sets Thai by the Latin font and size
        *([w("cs")] if thai else []),
    ]
    return w("r", w("rPr", *marks) if marks else None, *parts)


def _box(box: Box, look: Look, points: float) -> Any:
    # A border around hard spaces is drawn by Word itself, needs no letter that the official face lacks (☐ ☑), flows
    # with its line, and is ticked by typing into it.  A shape would not flow, a content control types a ☐.
    # The tick is the letter X, which every face has.
    size = points * _BOX_SCALE
    # Spaces stretched by `w:w` would look cleaner in LibreOffice, but so would the letter typed among them be stretched.
    tick = "X" if box.ticked else ""
    pad = max(1, round((_box_width(points) - mm(tick, size, True)) / mm(_HARD_SPACE, size, True) / 2))
    return text_run(_HARD_SPACE * pad + tick + _HARD_SPACE * pad, look, True, size, boxed=True)


def _box_width(points: float) -> float:
    return points * _BOX_SCALE * LINE_PITCH * _BOX_WIDTH * MM_PER_POINT


def _blank(dots: Dots, look: Look, points: float, bold: bool, size: float | None) -> Iterator[Any]:
    # typed dots, as clerks type them: a tab stop stays at its place on the line when words before it change
    length = _FALLBACK_BLANK if dots.mm is None else dots.mm
    if dots.filled:
        yield from _on_dots(dots.filled, length, look, points, bold, size)
    else:
        yield text_run("." * max(3, int(length / mm(".", points, bold))), look, bold, size)


def _on_dots(filled: str, length: float, look: Look, points: float, bold: bool, size: float | None) -> Iterator[Any]:
    """What is filled in, in the middle of `length` mm, on a dotted line."""
    if filled:
        text = in_digits(filled, look.digits)
        pad = _HARD_SPACE * max(1, int((length - mm(text, points, bold)) / mm(_HARD_SPACE, points) / 2))
        yield text_run(pad + text + pad, look, bold, size, dotted=True)


def _followed(inlines: Sequence[Inline]) -> set[int]:
    """The blanks to the line's end that have another one after them."""
    blanks = [index for index, one in enumerate(inlines) if isinstance(one, Dots) and one.mm is None]
    return set(blanks[:-1])


def _shares(inlines: Sequence[Inline], look: Look, points: float, bold: bool, room: float) -> dict[int, float | None]:
    """How much of the line each blank to its end gets; None: a fixed blank instead, because the line wraps."""
    blanks = [index for index, one in enumerate(inlines) if isinstance(one, Dots) and one.mm is None]
    if not blanks:
        return {}
    share = (room - natural_width(inlines, look, points, bold)) / len(blanks)
    wraps = share < _SMALLEST_SHARE or any(isinstance(one, Text) and "\n" in one.text for one in inlines)
    # the last one always reaches the right edge, on whichever line it stands
    return {index: None if wraps and index != blanks[-1] else max(share, 0.0) for index in blanks}


def _width(inline: Inline, look: Look, points: float, bold: bool) -> float:
    if isinstance(inline, Text | Figure):
        return max(mm(line, points, bold or inline.bold) for line in printed(inline, look.digits).split("\n"))
    if isinstance(inline, Box):
        return _box_width(points)
    if isinstance(inline, Fraction):
        return max(mm(in_digits(text, look.digits), points, bold) for text in (inline.above, inline.below))
    filled = mm(in_digits(inline.filled, look.digits) + 2 * _HARD_SPACE, points, bold) if inline.filled else 0.0
    return max(filled, inline.mm or 0.0)
