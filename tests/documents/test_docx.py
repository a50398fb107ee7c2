"""Papers as Word files: what a clerk can edit, what Word and LibreOffice make of it, and that nothing is lost."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx as python_docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from samrit.base.issues import Refused
from samrit.documents import docx, pdf
from samrit.documents.paper import (
    Cell,
    Column,
    Dots,
    Figure,
    Line,
    PageBreak,
    Paper,
    Row,
    Table,
    cell,
    heading,
    line,
    row,
)

HERE = Path(__file__).parent


def _beside(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


demo = _beside("demo_papers")
standin_font = _beside("standin_font")
THAI = re.compile("[\u0e00-\u0e7f]")


@pytest.fixture(scope="module")
def ror() -> Any:
    return _read(docx.render(demo.por_ror_2()))


@pytest.fixture(scope="module")
def asked() -> Any:
    return _read(docx.render(demo.questionnaire()))


@pytest.fixture(scope="session")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """A Word file as LibreOffice prints it where the official face's stand-in is installed."""
    tool = shutil.which("soffice")
    if tool is None:
        pytest.skip("needs soffice (Debian package libreoffice-writer-nogui)")
    home = tmp_path_factory.mktemp("home")
    environment = standin_font.environment(home)

    def convert(data: bytes) -> bytes:
        folder = tmp_path_factory.mktemp("print")
        (folder / "file.docx").write_bytes(data)
        command = [tool, "--headless", f"-env:UserInstallation=file://{home}/profile", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(folder), str(folder / "file.docx")],
            check=True, capture_output=True, timeout=120, env=environment,
        )  # fmt: skip
        return (folder / "file.pdf").read_bytes()

    return convert


# ── nothing is lost ──


@pytest.mark.parametrize(
    "paper", [demo.por_ror_2(), demo.por_ror_2("thai"), demo.questionnaire()], ids=lambda p: p.form
)
def test_a_word_file_says_every_word_and_figure_of_the_paper_in_its_order(paper: Paper):
    said = "".join(_texts(_read(docx.render(paper))))
    wanted = "".join(_bare(text) for text in demo.printed_texts(paper))
    assert _bare(said) == wanted


def test_a_paper_gives_the_same_bytes_again_and_in_another_process():
    first = docx.render(demo.por_ror_2())
    code = (
        "import importlib.util,sys;from samrit.documents import docx;"
        f"s=importlib.util.spec_from_file_location('d',{str(HERE / 'demo_papers.py')!r});"
        "m=importlib.util.module_from_spec(s);s.loader.exec_module(m);"
        "sys.stdout.buffer.write(docx.render(m.por_ror_2()))"
    )
    again = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "77"}
    )
    assert again.stdout == first == docx.render(demo.por_ror_2())


def test_the_only_time_in_the_file_is_the_issue_date(ror: Any):
    about = ror.core_properties
    assert about.created.replace(tzinfo=None) == about.modified.replace(tzinfo=None) == datetime(2013, 10, 5)
    assert (about.title, about.language, about.author) == ("แบบกำหนดและประเมินผลสัมฤทธิ์ของงาน", "th-TH", "")
    with zipfile.ZipFile(io.BytesIO(docx.render(demo.por_ror_2()))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name or "theme" in name]


def test_text_that_looks_like_markup_stays_text():
    texts = ["<w:p/>", "</w:t>&amp;", "{{ x }}", " สองช่อง  ท้าย ", "_x0041_", "บรรทัด 1\nบรรทัด 2"]
    paper = replace(demo.questionnaire(), blocks=tuple(line(text) for text in texts))
    assert [paragraph.text for paragraph in _read(docx.render(paper)).paragraphs] == texts


def test_letters_that_xml_forbids_are_refused_all_at_once_with_their_texts():
    table = Table((Column(50),), (row(cell("ดี\x0bร้าย")), row(cell(Dots(filled="ว่าง\x00")))))
    paper = replace(demo.questionnaire(), blocks=(line("สวัสดี\x07"), table), corner="มุม\ufffe")
    with pytest.raises(Refused) as refused:
        docx.render(paper)
    assert {issue.code for issue in refused.value.issues} == {"DO020"}
    said = " ".join(issue.en for issue in refused.value.issues)
    assert all(part in said for part in ("U+0007", "สวัสดี⟨0007⟩", "U+000B", "U+0000", "U+FFFE"))


def test_a_file_that_is_no_picture_is_refused_as_emblem():
    for bad in (b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 30, b"\xff\xd8\xff\xe0"):
        with pytest.raises(Refused, match="DO021"):
            docx.render(replace(demo.questionnaire(), emblem=bad))


# ── a clerk can edit it ──


def test_every_thai_run_says_that_it_is_complex_script_and_bold_means_bold_there_too(ror: Any, asked: Any):
    runs = [run for document in (ror, asked) for run in document.element.iter(qn("w:r"))]
    thai = [run for run in runs if THAI.search("".join(text.text or "" for text in run.iter(qn("w:t"))))]
    assert len(thai) > 80
    for run in thai:
        assert run.rPr is not None
        assert run.rPr.find(qn("w:cs")) is not None
    for marks in (run.rPr for run in runs if run.rPr is not None):
        assert (marks.find(qn("w:b")) is None) == (marks.find(qn("w:bCs")) is None)
        assert (marks.find(qn("w:sz")) is None) == (marks.find(qn("w:szCs")) is None)


def test_styles_name_one_face_for_all_scripts_at_the_official_size(ror: Any):
    normal = ror.styles["Normal"].element.rPr
    assert {normal.rFonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {
        "TH SarabunPSK"
    }
    assert [normal.find(qn(f"w:{size}")).get(qn("w:val")) for size in ("sz", "szCs")] == ["32", "32"]
    assert normal.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"
    assert "Theme" not in ror.styles.element.xml
    assert {"Heading 1", "Heading 2", "Heading 3", "Text 14"} <= {style.name for style in ror.styles}


def test_the_free_face_is_set_smaller_on_the_same_line_pitch():
    styles = _read(docx.render(demo.por_ror_2(), face="Sarabun")).styles
    normal = styles["Normal"].element
    assert normal.rPr.rFonts.get(qn("w:cs")) == "Sarabun"
    assert normal.rPr.find(qn("w:szCs")).get(qn("w:val")) == "22"  # 16 × 11/16
    assert normal.pPr.find(qn("w:spacing")).get(qn("w:line")) == "416"  # 16 × 1.3 points, in twentieths


def test_nothing_floats_and_no_box_is_typed(ror: Any, asked: Any):
    for document in (ror, asked):
        assert not re.search("txbxContent|wps:|v:shape|wp:anchor|[☐☑☒✓✔]", document.element.xml)
    boxes = [run for run in asked.element.iter(qn("w:r")) if run.find(f"{qn('w:rPr')}/{qn('w:bdr')}") is not None]
    ticked = ["X" in "".join(text.text for text in run.iter(qn("w:t"))) for run in boxes]
    assert (len(boxes), sum(ticked)) == (27, 2)


def test_headings_are_headings_and_stay_with_what_follows(asked: Any):
    named = {p.text: p.style.name for p in asked.paragraphs if p.style.name.startswith("Heading")}
    assert named["ตอนที่ 1 ข้อมูลทั่วไป"] == "Heading 2"
    assert asked.styles["Heading 2"].element.pPr.find(qn("w:keepNext")) is not None
    assert asked.styles["Heading 1"].element.rPr.find(qn("w:szCs")).get(qn("w:val")) == "36"  # its 18 points


def test_header_rows_are_marked_and_no_row_is_parted(ror: Any):
    table = ror.tables[1]._tbl
    heads = [tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for tr in table.tr_lst]
    assert heads == [True, True, *[False] * (len(heads) - 2)]
    assert all(tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for tr in table.tr_lst)
    assert table.find(f"{qn('w:tblPr')}/{qn('w:tblDescription')}").get(qn("w:val")).startswith("ตัวชี้วัด")


def test_a_row_that_stays_with_the_next_keeps_all_its_paragraphs_there(ror: Any):
    rows = ror.tables[1]._tbl.tr_lst
    keeps = [all(p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in tr.iter(qn("w:p"))) for tr in rows]
    # the two of the head, the strategy's name, and the total
    assert [index for index, kept in enumerate(keeps) if kept] == [0, 1, 2, len(rows) - 2]


def test_columns_and_cells_say_the_same_widths(ror: Any):
    table = ror.tables[1]._tbl
    columns = [int(column.get(qn("w:w"))) for column in table.tblGrid.gridCol_lst]
    assert abs(sum(columns) - 255 / 25.4 * 1440) < 10
    for tr in table.tr_lst:
        assert sum(tc.width.twips for tc in tr.tc_lst) == sum(columns)


def test_cells_are_merged_both_ways(ror: Any):
    table = ror.tables[1]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(0, 1)._tc is table.cell(0, 5)._tc
    assert table.cell(0, 0).text == "ตัวชี้วัดผลงาน\nKPIs"


def test_two_tables_in_a_row_stay_two_and_the_file_ends_in_a_paragraph():
    one = Table((Column(50),), (row("ก"),))
    document = _read(docx.render(replace(demo.questionnaire(), blocks=(one, one))))
    assert len(document.tables) == 2
    assert [child.tag.rpartition("}")[2] for child in document.element.body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_page_break_needs_no_empty_line_before_a_heading():
    blocks = (line("หน้าแรก"), PageBreak(), heading("หน้าสอง"), PageBreak(), Table((Column(50),), (row("หน้าสาม"),)))
    paragraphs = _read(docx.render(replace(demo.questionnaire(), blocks=blocks))).paragraphs
    assert [p.text for p in paragraphs if p.paragraph_format.page_break_before] == ["หน้าสอง", ""]


def test_a_fraction_is_a_small_table_with_a_rule_between(asked: Any):
    table = next(table for table in asked.tables if "ร้อยละ = " in table.cell(0, 0).text)
    assert [len(table.rows), len(table.columns)] == [2, 3]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    above = table.cell(0, 1)._tc
    assert above.find(f"{qn('w:tcPr')}/{qn('w:tcBorders')}/{qn('w:bottom')}") is not None
    assert table.cell(1, 1).text == "จำนวนผู้ตอบทั้งหมด"


def test_a_fraction_inside_a_cell_leaves_the_cell_ending_in_a_paragraph():
    from samrit.documents.paper import Fraction

    table = Table((Column(80),), (row(cell(line("ก = ", Fraction("ข", "ค")))),))
    body = _read(docx.render(replace(demo.questionnaire(), blocks=(table,)))).element.body
    assert [child.tag.rpartition("}")[2] for child in next(body.iter(qn("w:tc")))] == ["tcPr", "tbl", "p"]


def test_a_blank_to_the_end_of_the_line_is_a_dotted_tab_and_a_fixed_one_is_typed(asked: Any):
    place = next(p for p in asked.paragraphs if p.text.startswith("3. ที่อยู่"))
    assert place.text.endswith("\t")
    (stop,) = place.paragraph_format.tab_stops
    assert stop.leader is not None
    assert stop.position.mm == pytest.approx(160, abs=0.1)
    age = next(p for p in asked.paragraphs if p.text.startswith("2. อายุ"))
    assert [stop.alignment.name for stop in age.paragraph_format.tab_stops] == ["LEFT", "RIGHT"]
    filled = next(run for run in age.runs if "42" in run.text)
    assert filled.underline is not None
    fixed = _read(docx.render(replace(demo.questionnaire(), blocks=(line("ลงชื่อ", Dots(50)),)))).paragraphs[0]
    assert fixed.text.count(".") > 30


# ── the page ──


def test_the_page_is_set_up_as_the_paper_says(ror: Any, asked: Any):
    (section,) = ror.sections
    assert [section.page_width.mm, section.page_height.mm] == pytest.approx([297, 210], abs=0.1)
    assert [section.left_margin.mm, section.top_margin.mm] == pytest.approx([15, 20], abs=0.1)
    assert section.first_page_header.paragraphs[0].text == "แบบ ปร.2"
    assert section.first_page_footer.paragraphs[0].text == section.footer.paragraphs[0].text == demo.por_ror_2().footer
    assert _said(section.header) == r"- PAGE \* Arabic 2 -"
    assert "PAGE" not in _said(section.first_page_header)
    footer = _said(asked.sections[0].footer)
    assert footer.index("PAGE") < footer.index("NUMPAGES")


def test_page_numbers_are_asked_for_in_thai_digits():
    header = _read(docx.render(demo.por_ror_2("thai"))).sections[0].header
    assert _said(header) == r"- PAGE \* THAIARABIC ๒ -"


def test_the_emblem_stands_in_the_flow_and_says_what_it_is():
    document = _read(docx.render(replace(demo.questionnaire(), emblem=demo.png(30, 40), emblem_height=20)))
    (picture,) = document.inline_shapes
    assert (picture.height.mm, picture.width.mm) == pytest.approx((20, 15), abs=0.1)
    assert picture._inline.docPr.get("descr") == "ตราสัญลักษณ์ของหน่วยงาน"


# ── as LibreOffice prints it ──


def test_libreoffice_prints_as_many_pages_as_the_pdf_has_with_every_word_and_no_other_face(
    as_pdf: Callable[[bytes], bytes], pdf_text: Callable[[bytes], str]
):
    paper = demo.por_ror_2()
    printed = as_pdf(docx.render(paper))
    ours, theirs = (pypdfium2.PdfDocument(data) for data in (pdf.render(paper), printed))
    assert len(ours) == len(theirs) == 2
    text = pdf_text(printed)
    assert text.count("ระดับค่าเป้าหมาย") == 2, "the head is repeated"
    assert re.search(r"- ?2 ?-", text)
    assert text.index("แบบ ปร.2") < text.index("ผู้รับการประเมิน")
    for kpi in demo.KPIS:
        assert kpi[0].split()[0] + " " + kpi[0].split()[1] in text
    fonts = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z]+)", printed))
    assert {font[:12] for font in fonts} == {b"THSarabunPSK"}


@pytest.mark.parametrize("digits", ["printed", "thai"])
def test_decimal_points_stand_under_each_other(as_pdf: Callable[[bytes], bytes], digits: str):
    values = [("9.5", 2), ("1234.25", 2), ("87.125", None), ("100", None), ("7", None)]
    rows = [
        Row((Cell((Line((Figure(Decimal(value), places, "%" if value == "7" else ""),)),)),))
        for value, places in values
    ]
    for align in ("center", "right"):
        table = Table((Column(60, align, 2),), tuple(rows))
        paper = replace(demo.questionnaire(), blocks=(table,), digits=digits, footer="", pages="none")
        page = pypdfium2.PdfDocument(as_pdf(docx.render(paper)))[0].get_textpage()
        letters = [(page.get_text_range(index, 1), page.get_charbox(index)) for index in range(page.count_chars())]
        points = [box[0] for letter, box in letters if letter == "."]
        assert len(points) == 3
        assert max(points) - min(points) < 0.6, "points of paper"


# ── helpers ──


def _read(data: bytes) -> Any:
    return python_docx.Document(io.BytesIO(data))


def _texts(document: Any) -> Iterator[str]:
    """The texts of the body in order; a merged cell says its text once, because only its first part has any."""
    for block in document.element.body:
        parts = [block]
        if block.find(f".//{qn('w:tcBorders')}") is not None:
            # a fraction is read by its columns
            parts = [tr.tc_lst[index] for index in range(len(block.tr_lst[0].tc_lst)) for tr in block.tr_lst]
        for element in (element for part in parts for element in part.iter(qn("w:t"), qn("w:br"))):
            yield element.text if element.tag == qn("w:t") else "\n"


def _said(part: Any) -> str:
    """The words and field instructions of a header or footer."""
    return "".join(element.text for element in part._element.iter(qn("w:t"), qn("w:instrText"))).replace("  ", " ")


def _bare(text: str) -> str:
    """Without what stands for blanks: dots in a row, spaces, the ticks of boxes."""
    return re.sub(r"\.{3,}|[\s\u00a0]", "", text.replace("\u00a0X\u00a0", ""))
