"""A paper as PDF: nothing cut, nothing parted that belongs together, nothing read as markup, the same bytes each time."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
import sys
import textwrap
import threading
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samrit.base import words
from samrit.base.issues import Refused
from samrit.documents import fitting, fonts, pdf
from samrit.documents.forms import por_ror_2
from samrit.documents.measure import spoken
from samrit.documents.paper import (
    Block,
    Box,
    Cell,
    Column,
    Digits,
    Dots,
    Figure,
    Fraction,
    Gap,
    Line,
    Margins,
    PageBreak,
    Paper,
    Row,
    Signature,
    Signatures,
    Table,
    Text,
    cell,
    heading,
    line,
    row,
)
from samrit.documents.paper import tables as tables_of
from samrit.documents.pdf import render
from samrit.documents.sheet import Request
from samrit.documents.templates.por_ror_2 import v1

Reader = Callable[[bytes], str]
TALL = "ที่ ปี่ ฐู ญุ ป้ำ ฟึ้ง กี๊ ฏุ ไม้ โต้"
LONG = "คณะทำงานจัดทำรายงานผลการปฏิบัติราชการของข้าราชการตำรวจในสังกัดสถานีตำรวจนครบาลและผู้กำกับการ"


def paper(*blocks: Block, **more: object) -> Paper:
    given: dict[str, object] = {"form": "ตัวอย่าง", "version": 1, "title": "ตัวอย่าง", "language": "th"}
    return Paper(**{**given, "issued": date(2013, 10, 5), "blocks": blocks, **more})


def one_column(mm: float, *texts: str, **more: object) -> Table:
    return Table((Column(mm),), tuple(row(cell(text)) for text in texts), **more)


def picture(data: bytes, page: int = 0, dpi: int = 200) -> np.ndarray:
    """A page as rows of grey: 0 is black."""
    with pypdfium2.PdfDocument(data) as document:
        return document[page].render(scale=dpi / 72, grayscale=True).to_numpy().copy()


def rules(dark: np.ndarray) -> list[tuple[int, int]]:
    """The bands of pixel rows (from, to) that are dark over the whole width of what is drawn: horizontal rules."""
    columns = np.flatnonzero(dark.any(axis=0))
    full = np.flatnonzero(dark[:, columns[0] : columns[-1] + 1].mean(axis=1) > 0.98)
    bands = np.split(full, np.flatnonzero(np.diff(full) > 1) + 1)
    return [(int(band[0]), int(band[-1])) for band in bands]


@pytest.fixture(scope="session")
def pdf_tool() -> Callable[..., str]:
    """What a program of poppler says of a PDF: `pdf_tool("pdfinfo", data, "-struct")`."""

    def run(tool: str, data: bytes, *options: str) -> str:
        if shutil.which(tool) is None:
            pytest.skip(f"needs {tool} (Debian package poppler-utils)")
        done = subprocess.run([tool, *options, "-"], input=data, capture_output=True, check=True)
        return done.stdout.decode(errors="replace")

    return run


# ── letters and lines ──


def test_the_text_of_the_pdf_is_the_text_of_the_paper_in_poppler(pdf_text: Reader) -> None:
    text = "กำหนดน้ำหนัก ทำ น้ำ ครั้งที่ มั่นใจ สิทธิ์ ตั้ง ผู้ตอบทั้งหมด เชื่อมั่น อื้อ ปี๊บ ฐานันดร์ ฤๅ"
    read = pdf_text(render(paper(line(text), one_column(160, text))))
    assert read.count(text) == 2


def test_no_mark_touches_a_rule() -> None:
    table = Table((Column(70),), tuple(row(cell(TALL, bold=bold)) for bold in (False, True, False)), size=16)
    dark = picture(render(paper(table, pages="none")), dpi=300) < 140
    found = rules(dark)
    assert len(found) == 4
    for top, bottom in found:
        for beside in (top - 1, bottom + 1):
            columns = np.flatnonzero(dark[beside])
            # only the two upright rules meet it
            assert len(columns) < 12, f"ink at {columns} beside the rule at {top}-{bottom}"
    assert dark[found[0][1] + 2 : found[1][0] - 1].any(), "the picture shows no text"


def test_no_mark_touches_the_line_above() -> None:
    dark = picture(render(paper(line("ฏู ฐู ญุ ฎุ " * 5), line("ปี่ ป้ำ ฟึ้ ฬั้ " * 5), pages="none"))) < 140
    inked = np.flatnonzero(dark.any(axis=1))
    gaps = np.flatnonzero(np.diff(inked) > 1)
    assert len(gaps) == 1


def test_marks_drawn_unmoved_look_as_the_typeface_wants_them() -> None:
    """The layout turns off the moving of marks for the text layer's sake; hardly anything may be seen of that."""
    clusters = [f"{base}{above}{tone}" for base in "กปฬ" for above in ("", "ิ", "ื", "ั") for tone in "่้๊"]
    shown = paper(*map(line, clusters), pages="none", margins=Margins(10, 10, 10, 10))
    layout = pdf._layout()
    moved = layout.replace(b"features: (mark: 0, mkmk: 0),", b"")
    assert moved != layout
    files = {"paper.json": json.dumps(pdf.arrange(shown)).encode(), "form.json": b"{}"}
    boxes = []
    for source in (layout, moved):
        made = pdf._compiler().compile({"main.typ": source, **files}, format="pdf")
        assert isinstance(made, bytes)
        dark = picture(made, dpi=300) < 140
        inked = np.flatnonzero(dark.any(axis=1))
        bands = np.split(inked, np.flatnonzero(np.diff(inked) > 8) + 1)
        found = []
        for band in bands:
            columns = np.flatnonzero(dark[band[0] : band[-1] + 1].any(axis=0))
            found.append((band[0], band[-1], columns[0], columns[-1]))
        boxes.append(np.array(found))
    assert len(boxes[0]) == len(clusters)
    em = 11 / 72 * 300
    top, bottom, left, right = np.abs(boxes[0] - boxes[1]).max(axis=0) / em
    # over ป and ฟ a tone stands a little further to the right
    assert (top < 0.06, bottom < 0.03, left < 0.03, right < 0.17) == (True,) * 4, (top, bottom, left, right)


def test_a_line_break_in_a_text_is_a_line_break(pdf_text: Reader) -> None:
    read = pdf_text(render(paper(line("หนึ่ง\nสอง"))))
    assert re.search(r"^\s*หนึ่ง\n+\s*สอง$", read, re.M)


def test_an_empty_line_takes_the_height_of_a_line() -> None:
    def height(*blocks: Line) -> int:
        inked = np.flatnonzero((picture(render(paper(*blocks, pages="none"))) < 140).any(axis=1))
        return int(inked[-1] - inked[0])

    pitch = 1.3 * 16 / 72 * 200
    assert height(line("ก"), line(""), line("ก")) - height(line("ก"), line("ก")) == pytest.approx(pitch, abs=1.5)


def ink(*blocks: Block) -> list[tuple[float, float]]:
    """The bands (top, bottom) of a first page that hold ink, mm from its top."""
    inked = np.flatnonzero((picture(render(paper(*blocks, pages="none"))) < 200).any(axis=1))
    bands = np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)
    return [(band[0] / 200 * 25.4, band[-1] / 200 * 25.4) for band in bands]


PITCH_MM = 1.3 * 16 / 72 * 25.4


@pytest.mark.parametrize("drawn", [Dots(), Dots(40), Box(), Box(True)])
def test_lines_of_dots_or_boxes_alone_stand_a_line_apart(drawn: Dots | Box) -> None:
    tops = [top for top, _ in ink(line(drawn), line(drawn), line(drawn))]
    assert np.diff(tops) == pytest.approx([PITCH_MM] * 2, abs=0.3)
    cells = Table((Column(80),), (row(cell(drawn, drawn, drawn)),), ruled=False, size=16)
    assert np.diff([top for top, _ in ink(cells)]) == pytest.approx([PITCH_MM] * 2, abs=0.3)


def test_dots_that_begin_a_new_line_take_the_height_of_a_line() -> None:
    bands = ink(line("ก" * 4 + " ", Dots(158)), line(Dots()))
    assert len(bands) == 3
    assert bands[2][0] - bands[1][0] == pytest.approx(PITCH_MM, abs=0.3)


@pytest.mark.parametrize("text", ["ก\n\nก", "ก\n \nก"])
def test_an_empty_line_inside_a_text_takes_the_height_of_a_line(text: str) -> None:
    (one, _), (other, _) = ink(line(text))
    assert other - one == pytest.approx(2 * PITCH_MM, abs=0.3)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_heading_is_as_large_as_it_says(level: int) -> None:
    def width(block: Block) -> float:
        inked = np.flatnonzero((picture(render(paper(block, pages="none"))) < 140).any(axis=0))
        return float(np.ptp(inked))

    before = [heading("ก", level=one) for one in range(1, level)]
    made = paper(*before, PageBreak(), heading("หัวข้อตัวอย่าง", level=level, size=20), pages="none")
    shown = float(np.ptp(np.flatnonzero((picture(render(made), page=1) < 140).any(axis=0))))
    assert shown == pytest.approx(width(line("หัวข้อตัวอย่าง", bold=True, size=20)), abs=1)


def test_a_heading_of_dots_alone_is_drawn() -> None:
    assert len(ink(heading(Dots(), level=1), line("ก"))) >= 1


@pytest.mark.parametrize("letter", ["☐", "漢", "\u200b", "\u202e", "\x07"])
def test_a_letter_the_typeface_has_not_is_refused_by_name(letter: str) -> None:
    blocks = (line("ดี"), Table((Column(50),), (row(cell(line(Dots(None, f"ชื่อ{letter}สกุล")))),)))
    with pytest.raises(Refused) as refused:
        render(paper(*blocks, footer=f"ท้าย{letter}"))
    assert [issue.code for issue in refused.value.issues] == ["DO001", "DO001"]
    for issue in refused.value.issues:
        for said in (issue.th, issue.en):
            assert f"U+{ord(letter):04X}" in said
            assert "ชื่อ" in said or "ท้าย" in said
            assert letter.isprintable() or letter not in said


INJECTIONS = [
    '#read("/etc/passwd")',
    "*bold* _under_ `raw`",
    "$x^2$ @ref <label>",
    r"\u{1} \ #{} [] ]",
    "=cmd|' /C calc'!A0",
    "= Heading",
    "- list",
    "// comment",
    '"; #panic("x")',
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_in_a_text_is_printed_as_it_stands(text: str, pdf_text: Reader) -> None:
    made = paper(
        heading(text),
        line(text, Dots(None, text)),
        one_column(150, text),
        Signatures((Signature("ผู้รับ", text, text),)),
        footer=text,
        corner=text,
        title=text,
        data=json.dumps({"text": text}),
    )
    words = " ".join(pdf_text(render(made)).split())
    assert words.count(" ".join(text.split())) >= 7


# ── what fits where ──


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.go.th/performance/2556/kpi/very-long-address?unit=12&round=2#part",
        "A" * 120,
        "1" * 120,
        "ก" * 150,
        "ประชาสัมพันธ์ผู้บังคับบัญชา",
        "ผู้กำกับการ",
        "อิเล็กทรอนิกส์" * 6,
        "(" * 60,
        "ฯ" * 60,
        "KPI-1.2.3/2556-ผู้กำกับการ-สถานีตำรวจนครบาลตัวอย่าง/ฝ่ายอำนวยการ",
    ],
)
@pytest.mark.parametrize("mm", [7, 12, 25])
def test_nothing_crosses_the_rule_of_its_cell(text: str, mm: float) -> None:
    table = Table(
        (Column(mm), Column(mm), Column(60)), (row("", cell(text), ""), row(cell(text, across=2, bold=True), ""))
    )
    dark = picture(render(paper(table, pages="none"))) < 140
    top, *_, bottom = rules(dark)
    left, right = np.flatnonzero(dark[top[0]])[[0, -1]]
    scale = 200 / 25.4
    middle = rules(dark)[1][0]
    inside = slice(top[1] + 3, middle - 3)
    # the first and the third cell of the first row stay empty, and nothing lies outside
    first, third = int(left + mm * scale), int(left + 2 * mm * scale)
    assert not dark[inside, left + 5 : first - 4].any()
    assert not dark[inside, third + 5 : right - 4].any()
    assert not dark[middle + 5 : bottom[0] - 3, third + 5 : right - 4].any()
    assert not dark[:, right + 3 :].any()
    assert not dark[:, : left - 2].any()


def test_a_stretch_a_little_too_wide_makes_its_cell_smaller_and_stays_whole(pdf_text: Reader) -> None:
    read = pdf_text(render(paper(one_column(17, "1234567890"), one_column(9, "1234567890"))))
    assert read.count("1234567890") == 1


@pytest.mark.parametrize("mm", [24, 26, 31, 37, 44])
def test_a_line_end_parts_no_compound_that_fits(mm: float, pdf_text: Reader) -> None:
    own = "หน่วยตัวอย่างที่เก้า"
    text = (LONG + own) * 4
    read = pdf_text(render(paper(one_column(mm, text, size=10), keep=(own,))))
    for compound in ("ข้าราชการตำรวจ", "ผู้กำกับการ", "สถานีตำรวจนครบาล", own):
        assert read.count(compound) == 4, compound


def test_a_compound_with_a_blank_in_it_is_not_parted_either() -> None:
    text = "แจ้งสน. ตัวอย่าง 9 ทราบ"
    assert ["whole", "สน. ตัวอย่าง 9"] in fitting.pieces(text, 40, keep=("สน. ตัวอย่าง 9",))
    assert ["whole", "สน. ตัวอย่าง 9"] not in fitting.pieces(text, 4, keep=("สน. ตัวอย่าง 9",))


def test_brackets_stay_with_their_compound() -> None:
    assert fitting.pieces("แจ้ง(ผู้กำกับการ)ๆ ทราบ", 40) == ["แจ้ง", ["whole", "(ผู้กำกับการ)ๆ"], " ทราบ"]


@pytest.mark.parametrize(("word", "cut"), [("ต้องปรับปรุง", ("ต้อง", "ปรับปรุง")), ("ประชาสัมพันธ์", ("ประชา", "สัมพันธ์"))])
def test_a_compound_wider_than_its_cell_is_parted_at_its_words(word: str, cut: tuple[str, ...]) -> None:
    room = max(fonts.width(part) for part in cut) + 0.1
    assert fitting.pieces(word, room) == [["whole", part] for part in cut]


@pytest.mark.parametrize("text", ["บช.", "พ.ศ.", "(พล.ต.อ.)", "ปร.2", "เม.ย."])
def test_an_abbreviation_with_its_number_is_one_piece(text: str) -> None:
    assert ["whole", text] in fitting.pieces(f"ดู {text} ด้วย", 40)


def test_columns_wider_than_the_page_are_made_narrower_together() -> None:
    table = Table((Column(200), Column(100)), (row("ก", "ข"),))
    dark = picture(render(paper(table, pages="none"))) < 140
    top = rules(dark)[0]
    width = np.ptp(np.flatnonzero(dark[top[0]])) / 200 * 25.4
    assert width == pytest.approx(160, abs=0.6)


def test_figures_stand_with_their_points_under_each_other() -> None:
    values = ("60", "7.5", "89.55", "1234.25")
    for align in ("right", "center"):
        table = Table(
            (Column(40, align, 2),),
            # a cell may say what its column says
            tuple(
                row(cell(Figure(Decimal(v)), align=own))
                for v, own in zip(values, (None, align, align, None), strict=True)
            ),
        )
        with pypdfium2.PdfDocument(render(paper(table))) as document:
            page = document[0].get_textpage()
            text = page.get_text_range()
            ones = [
                page.get_charbox(text.index(v) + len(v.split(".")[0]) - 1) for v in ("60", "7.5", "89.55", "1,234.25")
            ]
        assert max(box[2] for box in ones) - min(box[2] for box in ones) < 0.5, align


# ── tables over pages ──


def pages(text: str) -> list[str]:
    return text.rstrip("\f").split("\f")


def test_the_head_of_a_table_stands_on_every_page(pdf_text: Reader) -> None:
    head = (row(cell("หัวตาราง", across=2, align="center")), row("ซ้าย", "ขวา"))
    table = Table((Column(60), Column(60)), tuple(row(f"แถว {n}", "") for n in range(90)), head=head)
    read = pages(pdf_text(render(paper(table))))
    assert len(read) >= 3
    assert all("หัวตาราง" in page and "ขวา" in page for page in read)


@pytest.mark.parametrize("ruled", [True, False])
def test_rows_that_belong_together_stay_on_one_page(ruled: bool, pdf_text: Reader) -> None:
    def parted(before: int, stays: bool) -> bool:
        group = tuple(Row((cell(f"กลุ่ม{n}"), cell("ก")), stays_with_next=stays and n < 4) for n in range(1, 5))
        rows = (*(row(f"แถว {n}", "") for n in range(before)), *group, *(row("หลัง", "") for _ in range(3)))
        head = (row("หัว", "ตาราง"),)
        read = pages(pdf_text(render(paper(Table((Column(40), Column(40)), rows, head=head, ruled=ruled)))))
        return len({number for number, page in enumerate(read) for n in range(1, 5) if f"กลุ่ม{n}" in page}) > 1

    near_the_end = range(28, 40, 2)
    assert any(parted(before, stays=False) for before in near_the_end)
    assert not any(parted(before, stays=True) for before in near_the_end)


def test_a_row_is_not_parted_by_the_end_of_a_page_unless_it_is_tall(pdf_text: Reader) -> None:
    six_lines = "\n".join(f"บรรทัด{n}" for n in range(6))
    for before in range(24, 34, 2):
        read = pages(pdf_text(render(paper(one_column(60, *["แถว"] * before, six_lines)))))
        assert [page.count("บรรทัด") for page in read if "บรรทัด" in page] == [6]
    very_tall = "\n".join(f"บรรทัด{n}" for n in range(60))
    read = pages(pdf_text(render(paper(one_column(60, "แถว", very_tall)))))
    assert sum(page.count("บรรทัด") for page in read) == 60
    assert "บรรทัด0\n" in read[0]


@pytest.mark.parametrize("own_lines", [True, False])
def test_a_tall_row_fills_the_page_and_leaves_no_line_alone(own_lines: bool, pdf_text: Reader) -> None:
    texts = [f"บรรทัด{n}" for n in range(14)]
    tall = cell(*texts) if own_lines else cell("\n".join(texts))
    sides = []
    for before in range(18, 38):
        rows = (*(row("แถว", "") for _ in range(before)), row(cell("ข้อ"), tall))
        read = pages(pdf_text(render(paper(Table((Column(30), Column(60)), rows)))))
        sides.append([page.count("บรรทัด") for page in read if "บรรทัด" in page])
        assert all(("ข้อ" in page) == ("บรรทัด0\n" in page) for page in read)
    assert all(sum(side) == 14 and min(side) >= 2 for side in sides)
    assert sum(len(side) == 2 for side in sides) >= 8


def test_a_bold_line_in_a_parted_cell_stays_with_what_it_heads(pdf_text: Reader) -> None:
    texts = [part for n in range(7) for part in (line(f"หัว{n}", bold=True), line(f"ความ{n}"), line("ก"))]
    for before in range(18, 34):
        read = pages(
            pdf_text(
                render(paper(Table((Column(60),), (*(row("แถว") for _ in range(before)), row(Cell(tuple(texts)))))))
            )
        )
        assert all((f"หัว{n}" in page) == (f"ความ{n}" in page) for page in read for n in range(7))


def test_bands_stay_with_the_first_lines_of_a_tall_row(pdf_text: Reader) -> None:
    tall = "\n".join(f"บรรทัด{n}" for n in range(20))
    parted = 0
    for before in range(16, 36):
        rows = (
            *(row("แถว", "") for _ in range(before)),
            *(row(cell(f"แถบ{n}", across=2, bold=True, shaded=True), stays_with_next=True) for n in range(3)),
            row("ข้อ", tall),
        )
        head = (row("หัว", "ตาราง"),)
        read = pages(pdf_text(render(paper(Table((Column(40), Column(60)), rows, head)))))
        with_bands = [page for page in read if "แถบ" in page]
        assert len(with_bands) == 1
        assert all(text in with_bands[0] for text in ("แถบ0", "แถบ1", "แถบ2", "บรรทัด0\n", "บรรทัด1\n"))
        assert all("หัว" in page for page in read)
        parted += "บรรทัด19" not in with_bands[0]
    assert parted >= 5


def test_a_group_taller_than_a_page_is_parted_rather_than_cut(pdf_text: Reader) -> None:
    rows = tuple(Row((cell(f"แถว{n}."),), stays_with_next=True) for n in range(80))
    read = pdf_text(render(paper(Table((Column(60),), rows))))
    assert all(f"แถว{n}." in read for n in range(80))


def test_a_heading_never_ends_a_page(pdf_text: Reader) -> None:
    for before in range(30, 36):
        blocks = (*(line("ย่อหน้า") for _ in range(before)), heading("หัวข้อ", level=1), line("เนื้อความ"))
        read = pages(pdf_text(render(paper(*blocks))))
        assert any("หัวข้อ" in page and "เนื้อความ" in page for page in read)


def test_signatures_are_not_parted_by_the_end_of_a_page(pdf_text: Reader) -> None:
    people = (Signature("ผู้รับคำรับรอง", "นางสาวตัวอย่าง สมมุติ", "อธิบดี"), Signature("ผู้ทำคำรับรอง"))
    for before in range(28, 36):
        read = pages(pdf_text(render(paper(*(line("ย่อหน้า") for _ in range(before)), Signatures(people)))))
        assert any("(ลงชื่อ)" in page and "สมมุติ" in page and "พ.ศ." in page for page in read)


SIGNED = Signatures((Signature("ผู้รับคำรับรอง", "นางสาวตัวอย่าง สมมุติ", "อธิบดี"), Signature("ผู้ทำคำรับรอง")))


@pytest.mark.parametrize("between", [(Gap(6),), (Gap(2), line("หมายเหตุ"), Gap(3))])
@pytest.mark.parametrize("ruled", [True, False])
def test_signatures_stand_with_the_last_two_rows_of_the_table_above(
    between: tuple[Block, ...], ruled: bool, pdf_text: Reader
) -> None:
    turned = 0
    for before in range(24, 38):
        rows = (*(row(f"แถว{n}.") for n in range(before)), row(cell("ผลรวม")))
        table = Table((Column(60),), rows, (row("หัว"),), ruled=ruled)
        read = pages(pdf_text(render(paper(table, *between, SIGNED))))
        assert f"แถว{before - 1}." in read[-1], before
        assert all(text in read[-1] for text in ("หัว", "ผลรวม", "(ลงชื่อ)", "พ.ศ."))
        turned += len(read) == 2 and f"แถว{before - 2}." not in read[-1]
    assert turned


def test_signatures_have_no_rules_beside_them_though_the_table_above_has() -> None:
    table = Table((Column(80),), (row("ก"), row("ข")))
    dark = picture(render(paper(table, Gap(10), Signatures((Signature("", "", dated=False),)), pages="none"))) < 140
    bottom = rules(dark[:, : int(110.5 / 25.4 * 200)])[-1][1]
    assert dark[bottom + 3 :].any()
    for mm in (30, 110):
        edge = int(mm / 25.4 * 200)
        assert not dark[bottom + 3 :, edge - 3 : edge + 4].all(axis=1).any()
        assert not dark[bottom + 3 : bottom + 40, edge - 3 : edge + 4].any()


@pytest.mark.parametrize("between", [(), (Gap(8),)])
def test_signatures_stand_with_two_lines_of_the_text_above(between: tuple[Block, ...], pdf_text: Reader) -> None:
    for before in range(26, 36):
        lines = [line(f"ข้อ{n}.") for n in range(before)]
        read = pages(pdf_text(render(paper(*lines, *between, SIGNED))))
        assert f"ข้อ{before - 1}." in read[-1]
        assert f"ข้อ{before - 2}." in read[-1]


# ── the page ──


def test_saraban_counts_pages_in_dashes_from_the_second(pdf_text: Reader) -> None:
    read = pages(pdf_text(render(paper(line("ก"), PageBreak(), line("ข"), PageBreak(), line("ค")))))
    assert [re.findall(r"- ?\d+ ?-", page) for page in read] == [[], ["-2-"], ["-3-"]]
    assert all(page.split("\n")[0].strip().startswith("-") for page in read[1:])


@pytest.mark.parametrize(("digits", "shown"), [("printed", "2/2"), ("arabic", "2/2"), ("thai", "๒/๒")])
def test_of_counts_pages_of_all_pages_in_the_digits_asked_for(digits: Digits, shown: str, pdf_text: Reader) -> None:
    read = pages(pdf_text(render(paper(line("ก"), PageBreak(), line("ข"), pages="of", footer="ท้าย", digits=digits))))
    assert re.search(rf"ท้าย\s+{shown}\s*$", read[1])


def test_thai_digits_are_used_throughout_but_not_in_codes(pdf_text: Reader) -> None:
    blocks = (line("ปี 2556 ข้อ O12 "), Table((Column(40),), (row(cell(Figure(Decimal("1234.5"), 2))),)))
    read = pdf_text(render(paper(*blocks, digits="thai", corner="แบบ ปร.2", keep=("ปี 2556",))))
    assert "ปี ๒๕๕๖ ข้อ O12" in read
    assert "๑,๒๓๔.๕๐" in read
    assert "แบบ ปร.๒" in read


def test_the_corner_stands_only_on_the_first_page(pdf_text: Reader) -> None:
    read = pages(pdf_text(render(paper(line("ก"), PageBreak(), line("ข"), corner="แบบ ปร.2"))))
    assert ["แบบ ปร.2" in page for page in read] == [True, False]


def test_landscape_turns_the_page() -> None:
    for landscape, size in ((False, (210, 297)), (True, (297, 210))):
        with pypdfium2.PdfDocument(render(paper(line("ก"), landscape=landscape))) as document:
            assert document[0].get_size() == pytest.approx([mm / 25.4 * 72 for mm in size], abs=0.1)


def test_margins_are_those_of_the_paper() -> None:
    made = paper(Table((Column(100),), (row(""),)), margins=Margins(40, 20, 20, 35), pages="none")
    dark = picture(render(made)) < 140
    top, left = np.flatnonzero(dark.any(axis=1))[0], np.flatnonzero(dark.any(axis=0))[0]
    assert top / 200 * 25.4 == pytest.approx(40, abs=0.3)
    assert left / 200 * 25.4 == pytest.approx(35, abs=0.3)


# ── boxes, blanks, fractions ──


def test_boxes_are_drawn_and_a_ticked_one_has_a_tick() -> None:
    def ink(*inlines: Box) -> int:
        return int((picture(render(paper(line(*inlines), pages="none"))) < 140).sum())

    assert 0 < ink(Box()) < ink(Box(True))


def test_dots_reach_to_the_end_of_the_line() -> None:
    for inlines in (("ชื่อ ", Dots()), ("ชื่อ ", Dots(None, "นางสาวตัวอย่าง สมมุติ"))):
        dark = picture(render(paper(line(*inlines), pages="none"))) < 200
        right = np.flatnonzero(dark.any(axis=0))[-1] / 200 * 25.4
        assert right == pytest.approx(210 - 20, abs=1)


def test_dots_are_as_long_as_said_and_what_fills_them_stands_on_them(pdf_text: Reader) -> None:
    empty = picture(render(paper(line(Dots(50)), pages="none"))) < 200
    assert np.ptp(np.flatnonzero(empty.any(axis=0))) / 200 * 25.4 == pytest.approx(50, abs=1)
    data = render(paper(line("ชื่อ ", Dots(50, "ตัวอย่าง"), " ตำแหน่ง"), pages="none"))
    assert re.search(r"ชื่อ +ตัวอย่าง +ตำแหน่ง", pdf_text(data))
    filled = picture(data) < 200
    rows = np.flatnonzero(filled.any(axis=1))
    assert np.ptp(rows) < 50, "the text does not stand on its dots"


def test_what_fills_a_blank_and_is_longer_than_it_still_fits_the_page() -> None:
    dark = picture(render(paper(line("ชื่อ ", Dots(30, LONG * 3)), pages="none"))) < 140
    assert np.flatnonzero(dark.any(axis=0))[-1] / 200 * 25.4 <= 190.5


def test_a_fraction_stands_over_its_rule(pdf_text: Reader) -> None:
    data = render(paper(line("ผล = ", Fraction("จำนวนที่ได้", "จำนวนทั้งหมด"), " × 100"), pages="none"))
    read = pdf_text(data)
    assert read.index("จำนวนที่ได้") < read.index("จำนวนทั้งหมด")
    dark = picture(data) < 140
    widest = max(np.convolve(pixels, np.ones(100), "valid").max() for pixels in dark.astype(int) if pixels.any())
    assert widest == 100, "no rule"


# ── the file ──


def everything() -> Paper:
    table = Table(
        (Column(50), Column(30, "right", 2), Column(30)),
        (row(cell("ก", down=2), cell(Figure(Decimal("1.5"))), "ค", stays_with_next=True), row(cell("ข", across=2))),
        head=(row("หนึ่ง", "สอง", "สาม"),),
        about="ตารางตัวอย่าง",
    )
    fields = Table((Column(80), Column(80)), (row("ช่อง", cell(line(Dots()))),), ruled=False)
    return paper(
        heading("ชื่อแบบ", align="center"),
        heading("หัวข้อที่ข้ามระดับ", level=3),
        line(Text("หนา", bold=True), Box(), Box(True), " ", Dots(20), Dots(None, "เติม"), Fraction("ก", "ข"), first=15),
        line("ห้อย", indent=10, first=-10),
        fields,
        table,
        Gap(5),
        Signatures((Signature("ผู้รับ"), Signature("ผู้ทำ", "ชื่อ", "ตำแหน่ง", dated=False))),
        PageBreak(),
        line("จบ"),
        emblem=EMBLEM,
        corner="แบบ 1",
        footer="ท้าย",
        data='{"form":"ตัวอย่าง"}',
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


HEADER = (2).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
EMBLEM = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", HEADER),
        _chunk(b"IDAT", zlib.compress(b"\0\x40\x80" * 2)),
        _chunk(b"IEND", b""),
    )
)


def test_the_same_paper_gives_the_same_bytes() -> None:
    other = paper(line("อื่น"))
    first, between = render(everything()), render(other)
    assert render(everything()) == first
    assert render(other) == between
    assert first != between


def test_the_same_paper_gives_the_same_bytes_in_another_process() -> None:
    code = textwrap.dedent(f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        import test_pdf
        sys.stdout.buffer.write(test_pdf.render(test_pdf.everything()))
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=120)
    assert done.stdout == render(everything())


def test_papers_drawn_in_several_threads_are_not_mixed_up() -> None:
    papers = [paper(line(f"ฉบับที่ {n}"), footer=str(n)) for n in range(4)]
    alone = [render(one) for one in papers]
    found: dict[tuple[int, int], bytes] = {}

    def work(worker: int) -> None:
        for number, one in enumerate(papers):
            found[worker, number] = render(one)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(data == alone[number] for (_, number), data in found.items())
    assert len(found) == 16


def test_only_the_shipped_typeface_is_used(pdf_tool: Callable[..., str]) -> None:
    lines = pdf_tool("pdffonts", render(everything())).splitlines()[2:]
    assert {text.split()[0].partition("+")[2] for text in lines} == {"Sarabun-Regular", "Sarabun-Bold"}
    assert all(" yes yes yes " in text for text in lines)


def test_a_reader_who_cannot_see_it_hears_headings_and_tables(pdf_tool: Callable[..., str]) -> None:
    tree = pdf_tool("pdfinfo", render(everything()), "-struct")
    tags = [text.split()[0].rstrip(":") for text in tree.splitlines() if text.strip()]
    assert {"H1", "H2", "Table", "THead", "TH", "TBody", "TD", "Figure"} <= set(tags)
    assert tags.count("Table") == 1, "a table without rules only arranges"
    assert tags.count("Figure") == 3, "emblem and two boxes"
    assert "H3" not in tags, "no level is left out"


def test_the_file_says_what_it_is(pdf_tool: Callable[..., str]) -> None:
    told = pdf_tool("pdfinfo", render(everything()), "-rawdates")
    assert re.search(r"^Title: +ตัวอย่าง$", told, re.M)
    assert re.search(r"^CreationDate: +D:20131005000000Z", told, re.M)
    assert re.search(r"^Tagged: +yes$", told, re.M)
    metadata = pdf_tool("pdfinfo", render(everything()), "-meta")
    assert "<pdfuaid:part>1<" in metadata
    assert "<pdfaid:part>3<" in metadata


def test_the_file_carries_the_data_of_the_form() -> None:
    with pypdfium2.PdfDocument(render(everything())) as document:
        attached = document.get_attachment(0)
        assert attached.get_name() == "form.json"
        assert json.loads(bytes(attached.get_data())) == {"form": "ตัวอย่าง"}


@pytest.mark.parametrize(
    "emblem", [b"", b"GIF89a", EMBLEM[:40], EMBLEM[:-30] + b"x" * 18 + EMBLEM[-12:], b"\xff\xd8\xff\xe0\x00\x04ab" * 3]
)
def test_an_emblem_that_is_no_picture_is_refused(emblem: bytes) -> None:
    with pytest.raises(Refused) as refused:
        render(paper(line("ก"), emblem=emblem))
    assert [issue.code for issue in refused.value.issues] == ["DO002"]


def test_an_emblem_that_would_unpack_to_gigabytes_is_refused() -> None:
    huge = EMBLEM[:16] + (60_000).to_bytes(4, "big") * 2 + EMBLEM[24:]
    with pytest.raises(Refused, match="60,000"):
        render(paper(line("ก"), emblem=huge))


def test_every_word_of_por_ror_2_is_in_its_pdf_and_none_is_cut(
    example: Callable[..., Request], pdf_text: Reader
) -> None:
    made = v1.layout(por_ror_2.fill(example("th-prd-por-ror-2-2556")))
    read = pdf_text(render(made))
    said = [
        spoken(one_line.inlines, made.digits)
        for table in tables_of(made)
        for one in (*table.head, *table.rows)
        for one_cell in one.cells
        for one_line in one_cell.lines
    ]
    found = Counter(word for text in said for word in words.segment(text, made.keep) if re.search(r"[^\W_]", word))
    assert found.total() > 250
    assert [word for word, times in found.items() if read.count(word) < times] == []


WORDS = st.lists(st.sampled_from(["น้ำหนัก", "ผู้กำกับการ", "KPI", "1.25", "ที่", "(ก)", "ประชาสัมพันธ์", "ปี่"]), max_size=6)
LINES = st.builds(
    lambda words, first, bold: line(" ".join(words), first=first, bold=bold),
    WORDS,
    st.sampled_from([0, 8, -5]),  # in a cell the longest word fits beside them, else it is rightly parted
    st.booleans(),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 4))
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        across = draw(st.integers(1, columns))
        cells = [cell(*draw(st.lists(LINES, max_size=2)), across=across, shaded=draw(st.booleans()))]
        cells += [cell(" ".join(draw(WORDS)), middle=draw(st.booleans())) for _ in range(columns - across)]
        rows.append(Row(tuple(cells), draw(st.booleans())))
    head = (row(*["หัว"] * columns),) if draw(st.booleans()) else ()
    return Table((Column(38),) * columns, tuple(rows), head, ruled=draw(st.booleans()))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(LINES, tables(), st.just(Gap(3)), LINES.map(lambda one: heading(*one.inlines))), max_size=5))
def test_every_word_of_any_paper_is_in_its_pdf(pdf_text: Reader, blocks: list[Block]) -> None:
    read = re.sub(r"\s", "", pdf_text(render(paper(*blocks, pages="none"))))

    def count(value: object, word: str) -> int:
        if isinstance(value, Text):
            return value.text.split().count(word)
        if isinstance(value, tuple):
            return sum(count(item, word) for item in value)
        if dataclasses.is_dataclass(value):
            return sum(count(getattr(value, one.name), word) for one in dataclasses.fields(value))
        return 0

    for word in ("น้ำหนัก", "ผู้กำกับการ", "KPI", "1.25", "(ก)", "ประชาสัมพันธ์", "ปี่", "หัว"):
        assert read.count(word) == count(tuple(blocks), word), word
