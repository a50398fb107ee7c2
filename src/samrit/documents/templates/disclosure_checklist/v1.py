"""The disclosure checklist, first layout: A4 landscape, one table, headings as bands, a box before each element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from samrit.documents.paper import (
    Block,
    Box,
    Cell,
    Column,
    Dots,
    Figure,
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
from samrit.documents.templates.wording import KEEP, inlines, marked

if TYPE_CHECKING:
    from samrit.documents.forms import disclosure_checklist as data

MARGINS = Margins(top=20, right=15, bottom=18, left=20)
WIDTHS = (14, 44, 108, 32, 18, 46)
HANG = 4.3
DOTTED_LINES = 2


def layout(form: data.Checklist) -> Paper:
    """The paper of a checklist."""
    return replace(
        begun(form, "disclosure-checklist", 1, form.title, _blocks(form)),
        corner=form.sheet.number,
        landscape=True,
        margins=MARGINS,
        keep=KEEP,
    )


def _blocks(form: data.Checklist) -> Iterator[Block]:
    either = form.sheet.either
    yield heading(form.title, level=1, align="center", size=20)
    yield Line(inlines(form.framework), align="center", size=15)
    unit = form.unit or Dots(100)
    yield line(either("หน่วยงาน ", "Unit "), unit, align="center")
    yield Gap(2)
    yield _table(form)
    yield Gap(6)
    yield Signatures(tuple(Signature(one.label, one.name, one.post) for one in form.signers))


def _table(form: data.Checklist) -> Table:
    head = Row(tuple(cell(text, align="center", middle=True, bold=True, shaded=True) for text in form.headings))
    columns = [Column(mm) for mm in WIDTHS]
    columns[4] = Column(WIDTHS[4], "right", form.places)
    return Table(tuple(columns), tuple(_rows(form)), (head,), size=14, about=form.title)


def _rows(form: data.Checklist) -> Iterator[Row]:
    before: tuple[str, ...] = ()
    for item in form.items:
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
                Cell((*box_lines(item.boxes), *note_lines(item.notes))),
                cell(*item.links) if item.links else Cell(tuple(line(Dots()) for _ in range(DOTTED_LINES))),
                _score(item),
                cell(*item.demands),
            )
        )
    yield from _summary(form)


def _summary(form: data.Checklist) -> Iterator[Row]:
    if form.complete is None:
        return
    either = form.sheet.either
    counted = either(
        f"เปิดเผยครบทุกองค์ประกอบ {form.complete} จาก {len(form.items)} รายการ",
        f"{form.complete} of {len(form.items)} items show every element",
    )
    if form.total is None:
        yield Row((cell(counted, across=len(WIDTHS), bold=True, shaded=True),))
        return
    name, score = form.total
    label = f"{counted}   {either('คะแนน', 'Score:')} {name}"
    yield Row(
        (
            cell(label, across=4, bold=True, align="right", shaded=True),
            cell(Figure(score, form.places), bold=True, shaded=True),
            cell(shaded=True),
        )
    )


def _score(item: data.Item) -> Cell:
    if item.score is None:
        return cell(item.status, align="center")
    return cell(Figure(item.score, item.places))


def box_lines(boxes: tuple[data.Box, ...]) -> Iterator[Line]:
    """A box and its text hanging behind it; what is printed above an element stands bold."""
    for one in boxes:
        for text in one.heading.split("\n") if one.heading else ():
            yield line(text, bold=True, indent=one.depth * HANG)
        indent = (one.depth + 1) * HANG
        text = f"{one.text} ({one.remark})" if one.remark else one.text
        yield Line((Box(one.ticked), Text(" "), *inlines(text)), indent=indent, first=-HANG)


def note_lines(notes: tuple[data.Note, ...]) -> Iterator[Line]:
    """The remarks below the elements."""
    for note in notes:
        yield line(note.heading, bold=True)
        yield from (marked(mark, text) for mark, text in note.lines)
