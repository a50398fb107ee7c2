"""The score annex, first layout: A4 upright; the result in large figures, the board, the explanations, the remarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from samrit.documents.paper import (
    Block,
    Box,
    Cell,
    Column,
    Figure,
    Gap,
    Line,
    Margins,
    PageBreak,
    Paper,
    Row,
    Table,
    Text,
    cell,
    heading,
    line,
)
from samrit.documents.templates.begin import begun
from samrit.documents.templates.wording import KEEP, inlines

if TYPE_CHECKING:
    from samrit.documents.forms import score_annex as data
    from samrit.documents.forms.reckoned import Amount
    from samrit.documents.forms.score_strip import Strip

MARGINS = Margins(top=20, right=17, bottom=18, left=20)
WIDTH = 210 - MARGINS.left - MARGINS.right
HEADINGS = {
    "code": ("รหัส", "Code"),
    "name": ("ตัวชี้วัด", "Indicator"),
    "result": ("ผล", "Result"),
    "weight": ("น้ำหนัก", "Weight"),
    "score": ("คะแนน", "Score"),
    "weighted": ("คะแนน × น้ำหนัก", "Score × weight"),
    "status": ("สถานะ", "Status"),
}
"""The board's columns; results only where something is measured, the status only where something has no score."""
WIDTHS = {"result": 18.0, "weight": 16.0, "score": 18.0, "weighted": 22.0, "status": 20.0}
LABEL = 24.0
"""Width of the words before an explanation's lines, and before the levels."""


def layout(form: data.Annex) -> Paper:
    """The paper of an annex."""
    return replace(
        begun(
            form,
            "score-annex",
            1,
            form.sheet.either("ใบสรุปคะแนนพร้อมคำอธิบาย", "Score annex with explanations"),
            _blocks(form),
        ),
        margins=MARGINS,
        corner=form.sheet.number,
        footer=form.unit,
        pages="of",
        sheet=form.sheet.either("สรุป", "Summary"),
        keep=KEEP,
    )


def _blocks(form: data.Annex) -> Iterator[Block]:
    either = form.sheet.either
    yield heading(either("ใบสรุปคะแนนพร้อมคำอธิบาย", "Score annex with explanations"), align="center", size=18)
    yield Line(inlines(form.framework), align="center")
    yield line(form.round, "  ·  " if form.round and form.unit else "", Text(form.unit, bold=True), align="center")
    yield Gap(3)
    yield _result(form)
    if form.still:
        yield line(form.still)
    yield Gap(3)
    yield _board(form)
    if form.shortened:
        yield line(
            either("ตัวชี้วัดย่อยลงไปอยู่ในคำอธิบายหน้าถัดไป", "The indicators further below are in the explanations that follow"),
            size=13,
        )  # fmt: skip
    yield PageBreak(either("คำอธิบาย", "Explanations"))
    yield heading(either("คำอธิบายรายตัวชี้วัด", "How each score came about"), level=2, size=18)
    for one in form.explained:
        yield from _explained(form, one)
    yield from _explained(form, form.whole)
    yield from _remarks(form)
    yield from _proofs(form)


# ── the result and the board ──


def _result(form: data.Annex) -> Table:
    """The bottom line in letters that are read across a desk."""
    shown: list[tuple[str, Cell]] = [(form.sheet.either("คะแนนรวม", "Total score"), _large(form.total))]
    if form.converted is not None:
        full = (
            form.sheet.either(f"คิดจากคะแนนเต็ม {form.full_mark}", f"Out of {form.full_mark}") if form.full_mark else ""
        )
        shown.append((full or form.converted_label, _large(form.converted)))
    if form.band:
        shown.append((form.band_label, cell(line(form.band, bold=True, size=24), align="center", middle=True)))
    width = round(WIDTH / len(shown), 1)
    columns = [Column(width, "center") for _ in shown]
    columns[-1] = Column(round(WIDTH - width * (len(shown) - 1), 1), "center")
    rows = (
        Row(tuple(cell(label, align="center", shaded=True) for label, _ in shown), stays_with_next=True),
        Row(tuple(one for _, one in shown)),
    )
    return Table(tuple(columns), rows, size=15, about=form.sheet.either("ผลรวม", "The result"))


def _large(amount: Amount) -> Cell:
    if amount.value is None:
        return cell(line("–", size=24, bold=True), align="center", middle=True)
    return cell(line(Figure(amount.value, amount.places), size=24, bold=True), align="center", middle=True)


def _board(form: data.Annex) -> Table:
    shown = [
        column
        for column in HEADINGS
        if (column != "result" or any(one.result.value is not None for one in form.entries))
        and (column != "status" or not all(one.counts for one in form.entries))
    ]
    thai = form.sheet.language == "th"
    head = Row(
        tuple(
            cell(HEADINGS[column][0 if thai else 1], align="center", middle=True, bold=True, shaded=True)
            for column in shown
        )
    )
    rows = [Row(tuple(one for column, one in _entry(entry).items() if column in shown)) for entry in form.entries]
    columns = tuple(_column(form, column, shown) for column in shown)
    about = form.sheet.either("กระดานคะแนน", "Board of scores")
    return Table(columns, (*rows, *_totals(form, shown)), (head,), size=13, about=about)


def _column(form: data.Annex, name: str, shown: list[str]) -> Column:
    code = max(12.0, 4.0 + 1.8 * max(len(one.code) for one in form.entries))
    if name == "code":
        return Column(code)
    if name == "name":
        return Column(round(WIDTH - code - sum(WIDTHS[one] for one in shown if one in WIDTHS), 1))
    if name == "status":
        return Column(WIDTHS[name])
    amounts = [getattr(one, name) for one in form.entries]
    return Column(WIDTHS[name], "right", max(one.places or 0 for one in amounts))


def _entry(one: data.Entry) -> dict[str, Cell]:
    strong = one.depth == 0
    return {
        "code": cell(one.code, bold=strong),
        "name": cell(Line(inlines(one.name), indent=one.depth * 4), bold=strong),
        "result": _amount(one.result),
        "weight": cell(one.split, align="right") if one.split else _amount(one.weight),
        "score": _amount(one.score, bold=strong),
        "weighted": _amount(one.weighted),
        "status": cell(one.status, align="center", shaded=not one.counts),
    }


def _totals(form: data.Annex, shown: list[str]) -> Iterator[Row]:
    """The total, and what it is converted to, under their columns."""
    after = [cell(shaded=True)] if "status" in shown else []
    yield Row(
        (
            cell(form.total_label, across=shown.index("weight"), align="right", bold=True, shaded=True),
            _amount(form.weights, bold=True, shaded=True),
            cell(shaded=True),
            _amount(form.total, bold=True, shaded=True),
            *after,
        ),
        stays_with_next=form.converted is not None,
    )
    if form.converted is not None:
        yield Row(
            (
                cell(form.converted_label, across=shown.index("weighted"), align="right", bold=True, shaded=True),
                _amount(form.converted, bold=True, shaded=True),
                *after,
            )
        )


def _amount(amount: Amount, bold: bool = False, shaded: bool = False) -> Cell:
    if amount.value is None:
        return cell(shaded=shaded)
    figure = Figure(amount.value, amount.places)
    return cell(figure, bold=bold, shaded=shaded, key=amount.key, computed=amount.computed)


# ── the explanations ──


def _explained(form: data.Annex, one: data.Explained) -> Iterator[Block]:
    either = form.sheet.either
    yield Gap(2)
    score = ""
    if one.score.value is not None:
        # held together by spaces that no line ends at
        score = either("  —\u00a0คะแนน\u00a0", "  —\u00a0score\u00a0") + f"{one.score.value}"
    yield heading(f"{one.code}  " if one.code else "", *inlines(one.name), score, level=3)
    if one.strip is not None:
        yield _strip(form, one.strip)
        yield Gap(1)
    if one.paragraphs:
        yield _paragraphs(form, one)


def _strip(form: data.Annex, strip: Strip) -> Table:
    """The levels side by side; the place of the result is shaded below them."""
    either = form.sheet.either
    count = len(strip.points)
    each = round((WIDTH - LABEL) / count, 1)
    columns = (Column(round(WIDTH - each * count, 1)), *(Column(each, "center") for _ in strip.points))
    at = range(strip.first, strip.last + 1)
    rows = [
        Row(
            (
                cell(either("ระดับ", "Level")),
                *(cell(point, align="center", bold=place in at) for place, point in enumerate(strip.points)),
            ),
            stays_with_next=True,
        )
    ]
    if strip.targets:
        rows.append(
            Row(
                (cell(either("ค่าเป้าหมาย", "Target")), *(cell(one, align="center") for one in strip.targets)),
                stays_with_next=True,
            )
        )
    if strip.reached:
        rows.append(
            Row((cell(either("ถึงระดับ", "Reached")), *(cell(Box(one), align="center", middle=True) for one in strip.reached)),
                stays_with_next=True)
        )  # fmt: skip
    rows.append(_place(form, strip, count))
    return Table(
        columns, tuple(rows), size=14, about=either("ระดับและที่อยู่ของผล", "The levels and where the result stands")
    )


def _place(form: data.Annex, strip: Strip, count: int) -> Row:
    label = cell(form.sheet.either("ผลอยู่ที่", "The result"))
    if strip.first < 0:
        return Row((label, cell(strip.said, across=count, align="center", bold=True, shaded=True)))
    across = strip.last - strip.first + 1
    point = cell(strip.said, across=across, align="center", bold=True, shaded=True)
    before = tuple(cell() for _ in range(strip.first))
    return Row((label, *before, point, *(cell() for _ in range(count - strip.last - 1))))


def _paragraphs(form: data.Annex, one: data.Explained) -> Table:
    cells = [
        (cell(paragraph.label, bold=True), Cell(tuple(Line(inlines(text)) for text in paragraph.lines)))
        for paragraph in one.paragraphs
    ]
    if one.rests_on:
        label = form.sheet.either("อาศัย", "Rests on")
        cells.append((cell(line(label, size=12)), cell(line(", ".join(one.rests_on), size=12))))
    # the last lines never stand alone on the next page
    rows = [Row(pair, stays_with_next=place >= len(cells) - 3) for place, pair in enumerate(cells)]
    rows[-1] = Row(cells[-1])
    about = form.sheet.either("คำอธิบาย", "Explanation")
    return Table((Column(LABEL), Column(WIDTH - LABEL)), tuple(rows), ruled=False, size=14, about=about)


# ── what it rests on ──


def _remarks(form: data.Annex) -> Iterator[Block]:
    either = form.sheet.either
    concerns = either("ใช้กับ", "Concerns")
    if form.assumptions:
        yield PageBreak(either("ข้อสมมติ", "Assumptions"))
        yield heading(either("ข้อสมมติที่คะแนนนี้อาศัย", "Assumptions that this score rests on"), level=2, size=18)
        head = (either("ที่", "No."), either("ข้อสมมติ", "Assumption"), concerns)
        rows = [
            Row((cell(one.number, align="center"), Cell((Line(inlines(one.text)),)), cell(one.concerns)))
            for one in form.assumptions
        ]
        yield _list((12, WIDTH - 52, 40), head, rows)
    if form.discrepancies:
        yield PageBreak(either("ข้อขัดแย้ง", "Contradictions"))
        yield heading(
            either("เอกสารต้นทางขัดกันหรือไม่ชัด และการอ่านที่ใช้", "Where the document contradicts itself, and the reading applied"),
            level=2, size=18,
        )  # fmt: skip
        titles = (either("ที่", "No."), either("เรื่อง", "What"), either("อ่านว่า", "Reading applied"), concerns)
        rows = [
            Row(
                (
                    cell(one.number, align="center"),
                    Cell((Line(inlines(one.text)),)),
                    Cell((Line(inlines(one.reading)),)) if one.reading else cell(),
                    cell(one.concerns),
                )
            )
            for one in form.discrepancies
        ]
        yield _list((12, 79, WIDTH - 119, 28), titles, rows)


def _list(widths: tuple[float, ...], head: tuple[str, ...], rows: list[Row]) -> Table:
    top = Row(tuple(cell(text, align="center", bold=True, shaded=True) for text in head))
    return Table(tuple(Column(mm) for mm in widths), tuple(rows), (top,), size=13, about=head[1])


def _proofs(form: data.Annex) -> Iterator[Block]:
    either = form.sheet.either
    yield Gap(5)
    yield heading(either("ตรวจคะแนนนี้ซ้ำได้อย่างไร", "How to recompute this score"), level=3, size=14)
    rows = [Row((cell(one.label), cell(one.text))) for one in form.proofs]
    yield Table((Column(38), Column(WIDTH - 38)), tuple(rows), ruled=False, size=11, about=either("ลายนิ้วมือ", "Digests"))
