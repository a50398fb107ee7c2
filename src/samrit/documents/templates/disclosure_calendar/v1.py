"""The disclosure calendar, first layout: A4 upright, four columns as printed, headings as bands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from samrit.documents.paper import (
    Block,
    Box,
    Cell,
    Column,
    Gap,
    Line,
    Margins,
    Paper,
    Row,
    Signature,
    Signatures,
    Table,
    Text,
    cell,
    heading,
    line,
)
from samrit.documents.templates.begin import begun
from samrit.documents.templates.wording import KEEP, dotted, inlines, marked

if TYPE_CHECKING:
    from samrit.documents.forms import disclosure_calendar as data

MARGINS = Margins(top=20, right=15, bottom=18, left=25)
WIDTHS = (14, 38, 78, 40)
HANG = 4.3


def layout(form: data.Calendar) -> Paper:
    """The paper of a calendar."""
    return replace(
        begun(form, "disclosure-calendar", 1, form.title, _blocks(form)),
        corner=form.sheet.number,
        margins=MARGINS,
        keep=KEEP,
    )


def _blocks(form: data.Calendar) -> Iterator[Block]:
    yield heading(form.title, level=1, align="center", size=16)
    yield Line(inlines(form.unit, dots=80), align="center")
    yield Gap(2)
    head = Row(tuple(cell(text, align="center", middle=True, bold=True, shaded=True) for text in form.headings))
    yield Table(tuple(Column(mm) for mm in WIDTHS), tuple(_rows(form)), (head,), size=14, about=form.title)
    if form.signer is not None:
        yield Gap(6)
        yield Signatures((Signature(form.signer.label, form.signer.name, dotted(form.signer.post), dated=False),))


def _rows(form: data.Calendar) -> Iterator[Row]:
    before: tuple[str, ...] = ()
    for dated in form.items:
        item = dated.item
        same = True
        for depth, band in enumerate(item.bands):
            same = same and before[depth : depth + 1] == (band,)
            if not same:
                yield Row((cell(band, across=len(WIDTHS), bold=True, shaded=True),), stays_with_next=True)
        before = item.bands
        yield Row(
            (
                cell(item.code, align="center"),
                cell(item.name),
                Cell(tuple(_elements(dated))),
                Cell(tuple(marked(mark, text) for mark, text in dated.duties)),
            )
        )


def _elements(dated: data.Dated) -> Iterator[Line]:
    for one in dated.item.boxes:
        for text in one.heading.split("\n") if one.heading else ():
            yield line(text, bold=True, indent=one.depth * HANG)
        yield Line((Box(one.ticked), Text(" "), *inlines(one.text)), indent=(one.depth + 1) * HANG, first=-HANG)
    for note in dated.item.notes:
        yield line(note.heading, bold=True)
        yield from (marked(mark, text) for mark, text in note.lines)
