"""Lines and headings as Word paragraphs; nothing floats, so a clerk can edit all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from samrit.documents.docx.look import Look, text_style, twips, w
from samrit.documents.docx.runs import Tab, natural_width, set_line, text_run
from samrit.documents.paper import Align, Fraction, Heading, Inline, Line, in_digits

_FRACTION_MARGIN = 0.6
_SPARE = 1.5
"""Millimetres more than measured, so that a trifle wider face does not break the words of a formula."""


@dataclass(frozen=True)
class Where:
    """What a line stands in: how wide it is, the size of its text, and what it takes over where it says nothing.

    `fitted`: the part of its size that text is set in, so that the widest word of a cell fits.
    `breaks`: a new page begins before it.
    """

    room: float
    size: float
    align: Align = "left"
    bold: bool = False
    keeps: bool = False
    breaks: bool = False
    fitted: float = 1.0


def line_blocks(line: Line, look: Look, where: Where) -> list[Any]:
    """A line as a paragraph, or, where it holds a fraction, as a small table."""
    size = line.size or where.size
    here = replace(
        where, size=size, bold=line.bold or where.bold, align=line.align or where.align,
        keeps=where.keeps or line.stays_with_next,
    )  # fmt: skip
    if any(isinstance(one, Fraction) for one in line.inlines):
        return _fraction_line(line, look, here)
    fitted = half_point(size * where.fitted)
    first = line.indent + line.first
    content = set_line(line.inlines, look, fitted, here.bold, first, where.room, fitted != size)
    properties = paragraph_properties(
        style=style_of(size, look), keeps=here.keeps, breaks=where.breaks, tabs=content.tabs,
        indent=line.indent, first=line.first,
        # dots that lead to the line's end begin at its left
        align="left" if content.tabs else here.align,
    )  # fmt: skip
    return [w("p", properties, *content.runs)]


def heading_block(heading: Heading, look: Look, where: Where, styled: float) -> Any:
    """A heading in its own style, whose size is `styled`; another size is said by its runs."""
    size = heading.size or look.size
    content = set_line(heading.inlines, look, size, True, 0, where.room, size != styled)
    properties = paragraph_properties(
        style=f"Heading{heading.level}", breaks=where.breaks, tabs=content.tabs, align=heading.align,
        spacing=look.spacing(size) if size != styled else None,
    )  # fmt: skip
    return w("p", properties, *content.runs)


def gap_block(mm: float, breaks: bool = False) -> Any:
    """An empty paragraph of a height."""
    return _thin(twips(mm), breaks)


def nothing_block(breaks: bool = False) -> Any:
    """A paragraph as low as Word allows: what parts two tables, and ends a cell or file that ends in one."""
    return _thin(20, breaks)


def paragraph_properties(style: str = "", keeps: bool = False, breaks: bool = False, tabs: Sequence[Tab] = (),
                         indent: float = 0, first: float = 0, right: float = 0, align: Align = "left",
                         spacing: dict[str, Any] | None = None) -> Any:  # fmt: skip
    """What is said of a paragraph as a whole, lengths in mm."""
    stops = [w("tab", val=stop.kind, leader=stop.leader, pos=twips(stop.at)) for stop in tabs]
    shift = {"left": twips(indent), "right": twips(right)} if indent or first or right else {}
    if first:
        shift["firstLine" if first > 0 else "hanging"] = twips(abs(first))
    return w(
        "pPr",
        w("pStyle", val=style) if style else None,
        w("keepNext") if keeps else None,
        w("pageBreakBefore") if breaks else None,
        w("tabs", *stops) if stops else None,
        w("spacing", **spacing) if spacing else None,
        w("ind", **shift) if shift else None,
        w("jc", val=align) if align != "left" else None,
    )


def table_properties(ruled: bool, width: int, sides: tuple[float, float], about: str = "", indent: int = 0,
                     align: Align = "left", height: float = 0) -> Any:  # fmt: skip
    """What is said of a table as a whole; `sides`: mm between its cells' edges and their text."""
    left, right = (twips(side) for side in sides)
    margins = (("top", twips(height)), ("left", left), ("bottom", twips(height)), ("right", right))
    return w(
        "tblPr",
        w("tblStyle", val="TableGrid") if ruled else None,
        w("tblW", w=width, type="dxa"),
        w("jc", val=align) if align != "left" else None,
        w("tblInd", w=indent, type="dxa") if align == "left" else None,
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=value, type="dxa") for side, value in margins)),
        w("tblLook", val="0000"),
        w("tblDescription", val=about) if about else None,
    )


def table_grid(widths: Sequence[int]) -> Any:
    """The widths of columns where LibreOffice reads them; Word reads those of the cells."""
    return w("tblGrid", *(w("gridCol", w=width) for width in widths))


def style_of(size: float, look: Look) -> str:
    """The style for text of a size."""
    return "" if size == look.size else text_style(size)


def half_point(points: float) -> float:
    """A size that Word can say."""
    return int(points * 2 + 0.001) / 2


def _thin(height: int, breaks: bool) -> Any:
    spacing = w("spacing", line=height, lineRule="exact")
    mark = w("rPr", w("sz", val=2), w("szCs", val=2))
    return w("p", w("pPr", w("pageBreakBefore") if breaks else None, spacing, mark))


def _fraction_line(line: Line, look: Look, where: Where) -> list[Any]:
    # Word's own formulas set Thai in a face for mathematics, and LibreOffice shows them as an object in yet another one.
    # A table of two rows with a rule is what clerks make, looks the same in both, and can be edited.
    parts = list(_parted(line.inlines))
    available = where.room - line.indent
    natural = [natural_width(part, look, where.size, where.bold) + 2 * _FRACTION_MARGIN + _SPARE for part in parts]
    shrink = min(1.0, available / sum(natural))
    widths = [twips(width * shrink) for width in natural]
    properties = table_properties(
        False, sum(widths), (_FRACTION_MARGIN,) * 2, indent=twips(max(line.indent + line.first, 0)), align=where.align
    )
    rows = [
        w("tr", w("trPr", w("cantSplit")),
          *(_fraction_cell(part, width, above, look, where) for part, width in zip(parts, widths, strict=True)))
        for above in (True, False)
    ]  # fmt: skip
    table = w("tbl", properties, table_grid(widths), *rows)
    return [nothing_block(True), table] if where.breaks else [table]


def _parted(inlines: Sequence[Inline]) -> Iterator[tuple[Inline, ...]]:
    """Each fraction alone, and what stands between them together."""
    for is_fraction, group in groupby(inlines, lambda one: isinstance(one, Fraction)):
        together = tuple(group)
        yield from ((one,) for one in together) if is_fraction else (together,)


def _fraction_cell(part: Sequence[Inline], width: int, above: bool, look: Look, where: Where) -> Any:
    style = style_of(where.size, look)
    keeps = above or where.keeps
    size = w("tcW", w=width, type="dxa")
    if isinstance(part[0], Fraction):
        text = in_digits(part[0].above if above else part[0].below, look.digits)
        rule = w("tcBorders", w("bottom", val="single", sz=4, space=0, color="auto")) if above else None
        paragraph = w("p", paragraph_properties(style, keeps, align="center"), text_run(text, look, where.bold))
        return w("tc", w("tcPr", size, rule, w("vAlign", val="bottom" if above else "top")), paragraph)
    merge = w("vMerge", val="restart") if above else w("vMerge")
    runs = set_line(part, look, where.size, where.bold, 0, where.room).runs if above else ()
    paragraph = w("p", paragraph_properties(style, keeps), *runs)
    return w("tc", w("tcPr", size, merge, w("vAlign", val="center")), paragraph)
