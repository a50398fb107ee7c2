"""Write the blocks of a worksheet into its rows, all on one set of columns, and each row as high as its text needs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never

from samrit.documents import measure, office_texts, signing
from samrit.documents.measure import CELL_MARGIN, MM_PER_POINT, lines_taken
from samrit.documents.paper import (
    LINE_PITCH,
    Block,
    Gap,
    Heading,
    Inline,
    Line,
    PageBreak,
    Signatures,
    Table,
    Text,
)
from samrit.documents.xlsx.canvas import PIXELS, Area, Canvas, steps
from samrit.documents.xlsx.fields import Field
from samrit.documents.xlsx.sheets import signing_edges
from samrit.documents.xlsx.tables import PADDING, write_table


@dataclass(frozen=True)
class Extent:
    """How far a worksheet is written: `head` is the first and last row to repeat, and the mm down to its end."""

    rows: int
    columns: int
    breaks: tuple[int, ...]
    head: tuple[int, int, float] | None


def write_sheet(canvas: Canvas, blocks: Sequence[Block], is_first: bool) -> Extent:
    """Write a whole worksheet."""
    paper = canvas.paper
    breaks: list[int] = []
    heads: list[tuple[int, int, float]] = []
    if is_first and paper.corner:
        _line(canvas, Line((Text(paper.corner),), "right"))
    if is_first and paper.emblem is not None:
        _picture(canvas, paper.emblem)
    for block in blocks:
        if isinstance(block, Line):
            _line(canvas, block)
        elif isinstance(block, Heading):
            _line(canvas, Line(block.inlines, block.align, bold=True, size=block.size))
        elif isinstance(block, Table):
            if (head := write_table(canvas, block)) is not None:
                heads.append(head)
        elif isinstance(block, Signatures):
            _signatures(canvas, block)
        elif isinstance(block, Gap):
            canvas.add_rows(block.mm)
        elif isinstance(block, PageBreak):
            breaks += [canvas.row] if canvas.row else []
        else:
            assert_never(block)
    # with several tables the head of one would stand above the rows of another
    return Extent(canvas.row, len(canvas.edges) - 1, tuple(breaks), heads[0] if len(heads) == 1 else None)


def _line(canvas: Canvas, line: Line) -> None:
    points = line.size or canvas.paper.size
    room = canvas.paper.width - 2 * CELL_MARGIN
    letters = canvas.letters((line,), points, room, line.bold)
    taken = lines_taken("".join(text for text, _, _ in letters), room - line.indent, points, line.bold)
    # a cell knows no first line of its own, so what wraps begins where the line that is farther left does
    indent = line.indent + (line.first if taken == 1 else min(line.first, 0.0))
    rows = canvas.add_rows(taken * points * LINE_PITCH * MM_PER_POINT + PADDING)
    canvas.put(canvas.across(rows), letters, Field(points, line.bold, line.align or "left", indent=steps(indent)))


def _picture(canvas: Canvas, emblem: bytes) -> None:
    size = office_texts.picture_size(emblem)
    assert size is not None, "checked before"
    paper = canvas.paper
    scale = paper.emblem_height * PIXELS / size[1]
    rows = canvas.add_rows(paper.emblem_height)
    canvas.sheet.insert_image(rows.start, 0, "emblem", {
        "image_data": io.BytesIO(emblem), "x_scale": scale, "y_scale": scale, "object_position": 1,
        "x_offset": max(0.0, paper.width * PIXELS - size[0] * scale) / 2,
        "description": office_texts.emblem_said(paper),
    })  # fmt: skip


def _signatures(canvas: Canvas, block: Signatures) -> None:
    paper = canvas.paper
    edges = signing_edges(len(block.people), paper, canvas.edges)
    # what stands on which line is settled by the paper, how many dots fit by the columns here
    asked = signing.room(paper.width, len(block.people))
    narrowest = min(canvas.edges[beyond] - canvas.edges[left] for left, beyond in pairwise(edges))
    room = min(asked, narrowest - 2 * CELL_MARGIN)
    people = [signing.lines(person, paper.language, asked, paper.size) for person in block.people]
    field = Field(paper.size, align="center")
    for index in range(max(map(len, people), default=0)):
        texts = [measure.spoken(lines[index], paper.digits) for lines in people if index < len(lines)]
        tallest = max(lines_taken(text, room, paper.size) for text in texts)
        rows = canvas.add_rows(paper.size * LINE_PITCH * MM_PER_POINT * tallest + PADDING)
        for lines, (left, beyond) in zip(people, pairwise(edges), strict=True):
            inlines: tuple[Inline, ...] = lines[index] if index < len(lines) else ()
            letters = canvas.letters((Line(inlines),), paper.size, room, False)
            canvas.put(Area(rows.start, left, rows.stop, beyond), letters, field)
