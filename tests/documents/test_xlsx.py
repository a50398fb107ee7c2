"""Papers as workbooks: numbers that are numbers, formulas that give our figures, texts that stay texts, ready to print."""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from samrit.base.issues import Refused
from samrit.documents import xlsx
from samrit.documents.paper import (
    Column,
    Computed,
    Figure,
    Gap,
    PageBreak,
    Paper,
    Table,
    Text,
    cell,
    line,
    row,
)
from samrit.documents.xlsx.formulas import Spot, formula

HERE = Path(__file__).parent


def _beside(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


demo = _beside("demo_papers")


@pytest.fixture(scope="module")
def ror() -> bytes:
    return xlsx.render(demo.por_ror_2())


# ── nothing is lost ──


@pytest.mark.parametrize("paper", [demo.por_ror_2(), demo.questionnaire()], ids=lambda p: p.form)
def test_a_workbook_says_every_word_and_figure_of_the_paper_in_its_order(paper: Paper):
    said = _bare(" ".join(_written(xlsx.render(paper), paper)))
    # what is signed side by side is read row by row there; everything before in the paper's own order
    body = replace(paper, blocks=tuple(block for block in paper.blocks if type(block).__name__ != "Signatures"))
    wanted = [_bare(text) for text in demo.printed_texts(body)]
    at = 0
    for text in wanted:
        found = said.find(text, at)
        assert found >= 0, text
        assert _bare(said[at:found]).strip("÷\n") in ("", paper.corner.replace(" ", "")), "nothing else in between"
        at = found + len(text)
    for text in demo.printed_texts(paper):
        assert _bare(text) in said


def test_a_paper_gives_the_same_bytes_again_and_in_another_process(ror: bytes):
    code = (
        "import importlib.util,sys;from samrit.documents import xlsx;"
        f"s=importlib.util.spec_from_file_location('d',{str(HERE / 'demo_papers.py')!r});"
        "m=importlib.util.module_from_spec(s);s.loader.exec_module(m);"
        "sys.stdout.buffer.write(xlsx.render(m.por_ror_2()))"
    )
    again = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "77"}
    )
    assert again.stdout == ror == xlsx.render(demo.por_ror_2())


def test_the_only_time_in_the_file_is_the_issue_date(ror: bytes):
    about = openpyxl.load_workbook(io.BytesIO(ror)).properties
    assert about.created == about.modified == datetime(2013, 10, 5)
    with zipfile.ZipFile(io.BytesIO(ror)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_text_that_looks_like_a_formula_a_number_or_markup_is_stored_as_text():
    texts = [
        *demo.FORMULA_LIKE,
        "<r><t>ปลอม</t></r>",
        "<r></r>",
        "{=A1}",
        "'=1",
        " ช่องว่าง ",
        "TRUE",
        "1/2/2556",
        "&amp;<b>",
    ]
    in_cells = Table((Column(80),), tuple(row(text) for text in texts))
    paper = replace(demo.questionnaire(), blocks=(*(line(text) for text in texts), in_cells))
    data = xlsx.render(paper)
    cells = [
        one
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for line in sheet
        for one in line
        if one.value is not None
    ]
    assert [one.value for one in cells] == texts * 2
    assert {one.data_type for one in cells} <= {"s", "f"}  # openpyxl calls "=1+1" a formula wherever it stands, so:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert sheet.count('t="s"') == len(texts) * 2


def test_letters_that_xml_forbids_and_texts_too_long_for_a_cell_are_refused():
    with pytest.raises(Refused, match="U\\+0007"):
        xlsx.render(replace(demo.questionnaire(), blocks=(line("สวัสดี\x07"),)))
    long = Table((Column(80),), (row(cell("ก" * 20_000, "ข" * 20_000)),))
    with pytest.raises(Refused) as refused:
        xlsx.render(replace(demo.questionnaire(), blocks=(line("ค" * 40_000), long)))
    assert [issue.code for issue in refused.value.issues] == ["DO022", "DO022"]


def test_bold_words_inside_a_line_stay_bold():
    paper = replace(demo.questionnaire(), blocks=(line(Text("หนา", bold=True), " บาง"),))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(paper)), rich_text=True).active
    bold, thin = sheet["A1"].value
    assert (bold.text, bold.font.b, thin.text, thin.font.b) == ("หนา", True, " บาง", False)


# ── figures ──


def test_figures_are_numbers_shown_as_printed(ror: bytes):
    sheet = openpyxl.load_workbook(io.BytesIO(ror)).active
    shown = {one.coordinate: one for line in sheet for one in line if isinstance(one.value, int | float)}
    assert len(shown) == 68
    level = next(one for one in shown.values() if one.value == 89.55)
    assert level.number_format.startswith("#,##0.00_")
    assert level.font.name == "TH SarabunPSK"
    assert level.alignment.horizontal == "right"
    # Excel would set a font of a scheme in the face of its theme
    assert "scheme val" not in _part(ror, "xl/styles.xml")


@pytest.mark.parametrize(
    ("figure", "begins"),
    [
        (Figure(D("1234.5"), 2), "#,##0.00"),
        (Figure(D("87.25"), None, "%"), '#,##0.00"%"'),
        (Figure(D("7"), 0, " บาท"), '#,##0" บาท"'),
        (Figure(D("7"), 1, ' "ก"'), '#,##0.0" "\\""ก"\\"'),
    ],
)
def test_a_suffix_is_words_of_the_format_and_a_percent_sign_does_not_multiply(figure: Figure, begins: str):
    value, number_format = _only_figure(figure)
    assert value == float(figure.value)
    assert number_format.startswith(begins)


def test_thai_digits_are_asked_of_the_format_and_the_number_stays_a_number():
    value, number_format = _only_figure(Figure(D("89.55"), 2), digits="thai")
    assert (value, number_format[:18]) == (89.55, "[$-D00041E]#,##0.0")


def test_a_figure_with_more_digits_than_a_workbook_keeps_is_written_out():
    value, _ = _only_figure(Figure(D("1234567890123456.78"), 2))
    assert value == "1,234,567,890,123,456.78"


def test_a_total_is_a_formula_whose_cached_value_is_ours(ror: bytes):
    formulas, cached = (openpyxl.load_workbook(io.BytesIO(ror), data_only=only).active for only in (False, True))
    found = {one.coordinate: one.value for line in formulas for one in line if str(one.value).startswith("=")}
    assert len(found) == 13
    *products, weights, total, hundred = found
    first, last = products[0], products[-1]
    assert found[first] == f"=ROUND(H{first[1:]}*I{first[1:]}/100,4)"
    assert found[total] == f"=ROUND(SUM({first}:{last}),4)"
    assert found[hundred] == f"=ROUND(SUM({first}:{last})*20,2)"
    with zipfile.ZipFile(io.BytesIO(ror)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    for where, ours in ((total, "3.5532"), (hundred, "71.06"), (weights, "100.0"), (first, "0.2438")):
        assert re.search(rf'<c r="{where}"[^>]*><f>[^<]*</f><v>([^<]*)</v>', xml)[1] == ours
        assert cached[where].value == float(ours)


def test_libreoffice_computes_the_same_figures_again(office: Callable[[bytes, str, str], bytes]):
    """The cached values are spoilt first, so that those which come back were computed."""
    data = xlsx.render(demo.por_ror_2())
    ours = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active
    spoilt = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(spoilt, "w") as written:
        for name in given.namelist():
            part = given.read(name)
            if name.endswith("sheet1.xml"):
                part, count = re.subn(rb"</f><v>[^<]*</v>", b"</f>", part)
                assert count == 13
            written.writestr(name, part)
    theirs = openpyxl.load_workbook(io.BytesIO(office(spoilt.getvalue(), "xlsx", "xlsx")), data_only=True).active
    for cells in ours:
        for one in cells:
            if isinstance(one.value, int | float):
                assert theirs[one.coordinate].value == one.value, one.coordinate


def test_libreoffice_shows_the_figures_as_they_are_printed_with_thai_digits_too(
    office: Callable[[bytes, str, str], bytes],
):
    shown = office(xlsx.render(demo.por_ror_2("thai")), "xlsx", "csv:Text - txt - csv (StarCalc):44,34,76").decode()
    cells = [text.strip() for line in csv.reader(io.StringIO(shown)) for text in line]
    for text in ("๘๙.๕๕", "๓.๒๕๐๐", "๐.๒๔๓๘", "๓.๕๕๓๒", "๗๑.๐๖", "๑๐๐.๐%"):
        assert text in cells


def test_a_missing_figure_is_an_empty_cell_and_what_needs_it_has_no_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(demo.por_ror_2(missing=True)))).active
    found = {one.coordinate: one.value for line in sheet for one in line if str(one.value).startswith("=")}
    assert len(found) == 10  # nine products and the weights
    at = next(one.row for line in sheet for one in line if str(one.value).startswith("KPI 3"))
    assert [sheet[f"{column}{at}"].value for column in "HIJ"] == [None, 10, None]
    total = next(one for line in sheet for one in line if one.value == "รวม").row
    assert [sheet[f"I{total}"].value[:10], sheet[f"J{total}"].value, sheet[f"J{total + 1}"].value] == [
        "=ROUND(SUM",
        None,
        None,
    ]


def test_a_formula_is_written_only_where_it_gives_our_figure():
    spots = {
        "a": Spot(4, 2, 1, D("3.333")), "b": Spot(5, 2, 1, D("3.333")), "c": Spot(7, 2, 1, D("3.333")),
        "none": Spot(8, 2, 1, None), "tall": Spot(9, 2, 3, D(1)), "after": Spot(12, 2, 1, D(2)),
    }  # fmt: skip
    total = Computed("sum", ("a", "b", "c"), places=2)

    def written(computed: Computed, ours: str, places: int | None = None) -> str | None:
        return formula(computed, spots, Figure(D(ours), places))

    assert written(total, "10.00") == "=ROUND(SUM(C5:C6,C8),2)"
    assert written(total, "9.99") is None
    assert written(Computed("sum", ("a", "none")), "3.333") == "=ROUND(SUM(C5,C9),10)"
    assert written(Computed("product", ("a", "none")), "0") is None
    assert written(Computed("sum", ("tall", "after")), "3") == "=ROUND(SUM(C10:C13),10)"
    assert written(Computed("product", ("tall", "after"), places=2, over=D(4)), "0.50") == "=ROUND(C10*C13/4,2)"
    assert written(Computed("sum", ("after",), D("2.5")), "5") == "=ROUND(SUM(C13)*2.5,10)"
    assert written(Computed("sum", ("after",), D(2), over=D(3)), "1.33", 2) == "=ROUND(SUM(C13)*2/3,2)"
    with pytest.raises(KeyError):
        written(Computed("sum", ("unheard of",)), "1")


def test_a_total_of_finer_figures_than_are_shown_reaches_through_to_what_those_came_from():
    """1.005 and 1.005 are shown as 1.01 and 1.01, but come to 2.01, not 2.02."""
    half = Computed("product", ("x",), places=2, over=D(2))
    spots = {
        "x": Spot(0, 0, 1, D("2.01")), "half": Spot(0, 1, 1, D("1.01"), half), "again": Spot(1, 1, 1, D("1.01"), half),
    }  # fmt: skip
    total = Computed("sum", ("half", "again"), places=2)
    assert formula(total, spots, Figure(D("2.02"), 2)) == "=ROUND(SUM(B1:B2),2)"
    assert formula(total, spots, Figure(D("2.01"), 2)) == "=ROUND(A1/2+A1/2,2)"
    assert formula(total, spots, Figure(D("2.00"), 2)) is None


# ── worksheets and print ──


def test_a_named_page_break_begins_a_worksheet_with_a_name_that_excel_takes():
    names = ["ปร.2: [1/2]*?\\", "ปร.2: [1/2]*?\\", "ก" * 40, "ก" * 40, "'อ้าง'", "History", "กี่" * 20, "  "]
    blocks = [block for name in names for block in (PageBreak(name), line(name or "-"))]
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(replace(demo.questionnaire(), blocks=tuple(blocks)))))
    assert book.sheetnames == [
        "ปร.2 1 2", "ปร.2 1 2 (2)", "ก" * 31, "ก" * 27 + " (2)", "อ้าง", "History (2)", "กี่" * 10, "1",
    ]  # fmt: skip


def test_a_page_break_without_a_name_is_one_on_the_same_sheet():
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(demo.questionnaire())))
    assert len(book.sheetnames) == 2
    assert len(book.worksheets[1].row_breaks.brk) == 1


def test_the_print_is_set_up(ror: bytes):
    sheet = openpyxl.load_workbook(io.BytesIO(ror)).active
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.page_margins.left == pytest.approx(15 / 25.4)
    assert sheet.print_area == f"'ปร.2'!$A$1:$K${sheet.max_row}"
    head = next(one.row for line in sheet for one in line if one.value == "ระดับค่าเป้าหมาย")
    assert sheet.print_title_rows == f"${head}:${head + 1}"
    assert sheet.freeze_panes == f"A{head + 2}"
    footer = re.search("<oddFooter>(.*)</oddFooter>", _part(ror, "xl/worksheets/sheet1.xml"))
    assert footer is not None
    assert footer[1].replace("&amp;", "&").replace("&quot;", '"') == (
        '&L&"TH SarabunPSK,Regular"&12 ทำจากชุดเกณฑ์ ปร.2 && ฉบับ 2556&R&"TH SarabunPSK,Regular"&12 &P/&N'
    )


def test_two_tables_with_heads_repeat_neither():
    one = Table((Column(50),), (row("ก"),), head=(row("หัว"),))
    sheet = openpyxl.load_workbook(
        io.BytesIO(xlsx.render(replace(demo.questionnaire(), blocks=(one, Gap(3), one))))
    ).active
    assert (sheet.print_title_rows, sheet.freeze_panes) == (None, None)


def test_tables_of_a_worksheet_share_columns_and_keep_their_widths():
    first = Table((Column(50), Column(50), Column(60)), (row("ก", "ข", "ค"),))
    second = Table((Column(100.5), Column(59.5)), (row("ง", "จ"),))
    third = Table((Column(80), Column(80)), (row("ฉ", "ช"),))
    sheet = openpyxl.load_workbook(
        io.BytesIO(xlsx.render(replace(demo.questionnaire(), blocks=(first, second, third))))
    ).active
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A2:C2", "A3:B3", "B1:C1", "C3:D3"]
    # edges at 50, 80, 100 and 160 mm, of which 80 is the third table's own
    widths = [sheet.column_dimensions[column].width * 7 / 96 * 25.4 for column in "ABCD"]
    assert widths[:3] == pytest.approx([50, 30, 20], abs=0.5)


def test_a_cell_reaches_down_and_rows_higher_than_excel_allows_are_several():
    long = "ข้อความยาวมากที่ต้องใช้หลายบรรทัด " * 80
    table = Table((Column(40), Column(120)), (row(cell("สูง", down=2), "ก"), row(long)))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(replace(demo.questionnaire(), blocks=(table,))))).active
    heights = [sheet.row_dimensions[index].height for index in range(1, sheet.max_row + 1)]
    assert max(heights) <= 409
    assert sum(heights) > 409
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert f"A1:A{len(heights)}" in merged


def test_the_emblem_is_in_the_workbook_and_says_what_it_is():
    png = demo.png(30, 40)
    data = xlsx.render(replace(demo.questionnaire(), emblem=png))
    assert _part(data, "xl/media/image1.png", binary=True) == png
    assert 'descr="ตราสัญลักษณ์ของหน่วยงาน"' in _part(data, "xl/drawings/drawing1.xml")


# ── helpers ──


def _only_figure(figure: Figure, digits: str = "printed") -> tuple[Any, str]:
    table = Table((Column(50, "right"),), (row(cell(figure)),))
    paper = replace(demo.questionnaire(), blocks=(table,), digits=digits)
    one = openpyxl.load_workbook(io.BytesIO(xlsx.render(paper))).active["A1"]
    return one.value, one.number_format


def _written(data: bytes, paper: Paper) -> Iterator[str]:
    """The texts of all sheets, row by row, and numbers as their format shows them."""
    for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True):
        for one in (one for cells in sheet for one in cells if one.value is not None):
            if isinstance(one.value, str):
                yield one.value
            else:
                shown, suffix = re.fullmatch(r'#,##0(\.0+)?(?:"([^"]*)")?[_.0]*', one.number_format).groups()
                yield f"{D(repr(one.value)):,.{len(shown or '.') - 1}f}{suffix or ''}"


def _bare(text: str) -> str:
    return re.sub(r"\.{3,}|\[[ x]\]|\s", "", text)


def _part(data: bytes, name: str, binary: bool = False) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        part = parts.read(name)
    return part if binary else part.decode()
