"""Filled forms and other agencies' tables, read back: what is clear is understood, what is not is asked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samrit.base.figures import round_half_up
from samrit.base.issues import Refused
from samrit.documents.forms import por_ror_2
from samrit.documents.make import draw, laid_out
from samrit.documents.reading.draft import as_yaml
from samrit.documents.reading.outcome import Outcome, read
from samrit.documents.reading.understood import Row
from samrit.documents.sheet import Request
from samrit.engine.facts import FactFile, Reported, understand
from samrit.engine.score import score
from samrit.packs import load
from samrit.packs.method import Table
from samrit.packs.terms import read_overlay, resolve

from . import messy_files as messy

PRD = "th-prd-por-ror-2-2556"
HEAD = """
| ผลสัมฤทธิ์หลัก\\nKRAs | ตัวชี้วัดผลงาน\\nKPIs | ระดับค่าเป้าหมาย | < | < | < | < | คะแนน\\nที่ได้\\n(ก) | น้ำหนัก\\n(ข) | รวมคะแนน\\n(ค=กXข) |
| ^ | ^ | (1)\\nต้องปรับปรุง | (2)\\nต่ำกว่าที่คาดหวัง | (3)\\nบรรลุตามที่คาดหวัง | (4)\\nเกินกว่าที่\\nคาดหวัง | (5)\\nดีเด่น | ^ | ^ | ^ |
"""


def levels(row: Row) -> list[str]:
    """A row's targets as a reader would say them: a figure, - for a dash, ? for what is asked."""
    return ["-" if one.dash else "?" if one.value is None else str(one.value) for one in row.levels.values()]


def doubts(outcome: Outcome) -> dict[str, list[str]]:
    """Question → the answers offered."""
    return {doubt.id: [choice.answer for choice in doubt.choices] for doubt in outcome.read.doubts}


def by_code(outcome: Outcome) -> dict[str, Row]:
    return {row.code: row for row in outcome.read.rows}


def from_word(drawing: str, **options: object) -> Outcome:
    return read(messy.word(messy.drawn(drawing)), "table.docx", **options)


# ── our own papers ───────────────────────────────────────────────────────────────────────────────────────────────────


def figures_of(outcome: Outcome) -> list[tuple[object, ...]]:
    """All that a reading must bring back, without the places, which differ from format to format."""
    return [
        (
            row.code,
            row.part_of,
            row.name,
            levels(row),
            row.weight.value,
            row.score.value,
            row.weighted.value,
            row.agency,
        )
        for row in outcome.read.rows
    ]


def agreed(request: Request) -> list[tuple[object, ...]]:
    """The same out of the terms and the scorecard that the paper was made of."""
    card, found = request.card, []
    assert card is not None
    parents = {part.code: top.code for top in request.pack.indicators for part in top.parts}
    for one in request.pack.every_indicator():
        targets: list[str] = []
        printed = one.printed["form"]
        if printed.levels:
            targets = ["-" if text.figure is None else str(text.figure) for text in printed.levels.values()]
        elif isinstance(one.method, Table):
            targets = [str(value) for value in one.method.levels.values()]
        name = printed.name.removeprefix(one.code).strip()
        outcome = card.outcomes[one.code]
        weighted = None
        if one.code not in parents and outcome.weighted is not None:
            weighted = round_half_up(outcome.weighted.value, 4)
        weight = one.weight.percent if one.weight else None
        cascade = one.cascade.agency if one.cascade else ""
        found.append((one.code, parents.get(one.code, ""), name, targets, weight, outcome.shown, weighted, cascade))
    return found


def paper(example: Callable[..., Request], format_: str, **options: object) -> bytes:
    return draw(laid_out(por_ror_2.KIND, example(PRD, **options)), format_).data


def same_figures(found: list[tuple[object, ...]], wanted: list[tuple[object, ...]]) -> None:
    assert [row[:3] for row in found] == [row[:3] for row in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert [Decimal(text) if text != "-" else text for text in one[3]] == [
            Decimal(text) if text != "-" else text for text in other[3]
        ], one[0]
        assert one[4:] == other[4:]


@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_our_own_paper_comes_back_as_the_terms_it_was_made_of(example: Callable[..., Request], format_: str) -> None:
    request = example(PRD)
    outcome = read(paper(example, format_), f"form.{format_}", card=request.card)
    same_figures(figures_of(outcome), agreed(request))
    assert outcome.read.doubts == ()
    assert outcome.pack is not None
    assert outcome.pack.id == PRD
    assert (outcome.differences, outcome.sums, outcome.scores) == ((), (), ())
    assert (outcome.read.total.value, outcome.read.converted.value) == (Decimal("3.8419"), Decimal("76.84"))


@pytest.mark.parametrize(("kind", "to"), [("docx", "odt"), ("docx", "docx:MS Word 2007 XML"), ("xlsx", "xlsx")])
def test_our_own_paper_saved_again_by_libreoffice_comes_back_the_same(
    example: Callable[..., Request], office: Callable[[bytes, str, str], bytes], kind: str, to: str
) -> None:
    outcome = read(office(paper(example, kind), kind, to), f"again.{to.partition(':')[0]}")
    same_figures(figures_of(outcome), agreed(example(PRD)))
    assert outcome.read.doubts == ()
    assert outcome.differences == ()


def test_an_opendocument_spreadsheet_is_refused_with_advice(
    example: Callable[..., Request], office: Callable[[bytes, str, str], bytes]
) -> None:
    with pytest.raises(Refused) as refused:
        read(office(paper(example, "xlsx"), "xlsx", "ods"), "form.ods")
    assert "xlsx" in refused.value.issues[0].cure_en


@pytest.mark.parametrize(("language", "digits"), [("th", "thai"), ("en", "printed")])
def test_our_paper_in_thai_digits_or_english_comes_back_too(
    example: Callable[..., Request], language: str, digits: str
) -> None:
    outcome = read(paper(example, "docx", language=language, digits=digits), "form.docx")
    assert outcome.read.doubts == ()
    assert [row.code for row in outcome.read.rows] == [one.code for one in example(PRD).pack.every_indicator()]
    assert levels(by_code(outcome)["7"]) == ["-", "-", "3", "4", "5"]
    assert by_code(outcome)["1"].weighted.value == Decimal("0.5888")


def test_the_blanks_of_the_head_come_back_as_an_agreement_that_the_pack_accepts(
    example: Callable[..., Request],
) -> None:
    request = example(PRD)
    outcome = read(paper(example, "docx"), "form.docx")
    assert outcome.agreement is not None
    terms = resolve(load.load(load.find(PRD)).pack, read_overlay(as_yaml(outcome.agreement).encode(), "agreement.yaml"))
    assert set(terms.blanks) <= set(request.terms.blanks)
    filled = {one["blank"]: one["value"] for one in outcome.agreement["operations"]}
    assert filled == {blank: request.terms.blanks[blank] for blank in filled}
    assert {"assessee_name", "office", "evaluator_name"} <= set(filled)


# ── files as agencies type them ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("make", [messy.word, messy.workbook, messy.open_document])
def test_merged_cells_are_read_where_they_stand(make: Callable[..., bytes]) -> None:
    table = messy.drawn(
        HEAD
        + """
    | ยุทธศาสตร์ที่ 2 ข้อมูลข่าวสารของกรม | < | < | < | < | < | < | < | < | < |
    | ความเชื่อมั่น | KPI 1 ร้อยละของประชาชนที่รับรู้ | < | < | < | < | < | | 15\\n(7.5)\\n(7.5) | |
    | ^ | 1.1 รับรู้ | 89.55 | 90.55 | 91.55 | 92.55 | 93.55 | 3.55 | ^ | |
    | ^ | 1.2 เชื่อมั่น | 92 | 93 | 94 | 95 | 96 | 4.3 | ^ | |
    | การเตรียมการ | KPI 2 ระดับความสำเร็จ | - | < | 3 | 4 | 5 | 4 | 85 | 3.4 |
    | รวม | < | < | < | < | < | < | < | 100 | |
    """
    )
    outcome = read(make(table), "table")
    rows = by_code(outcome)
    assert doubts(outcome) == {}
    assert list(rows) == ["1", "1.1", "1.2", "2"]
    assert [rows[code].weight.value for code in rows] == [15, Decimal("7.5"), Decimal("7.5"), 85]
    assert levels(rows["1.1"]) == ["89.55", "90.55", "91.55", "92.55", "93.55"]
    assert levels(rows["1"]) == []
    assert levels(rows["2"]) == ["-", "-", "3", "4", "5"]
    assert [rows[code].key_result for code in ("1.2", "2")] == ["ความเชื่อมั่น", "การเตรียมการ"]


def test_a_split_number_is_asked_about_and_not_joined_in_silence() -> None:
    table = (
        HEAD
        + """
    | | KPI 1 ผู้ฟังข่าววิทยุในประเทศ | 69.42 | 70.92 | 7\\n2.42 | 73 .92 | 75.42 | 3.0 0 | 100 | |
    """
    )
    outcome = from_word(table)
    assert levels(outcome.read.rows[0]) == ["69.42", "70.92", "?", "?", "75.42"]
    found = doubts(outcome)
    assert {id_: offered[0] for id_, offered in found.items()} == {
        "T1R3C5": "72.42", "T1R3C6": "73.92", "T1R3C8": "3.00",
    }  # fmt: skip
    given = {"T1R3C5": "72.42", "T1R3C6": "73.92", "T1R3C8": "๓.๐๐"}
    answered = from_word(table, answers=given)
    assert doubts(answered) == {}
    assert levels(answered.read.rows[0]) == ["69.42", "70.92", "72.42", "73.92", "75.42"]
    assert answered.read.rows[0].score.value == Decimal("3.00")


def test_thai_digits_are_figures() -> None:
    outcome = from_word("""
    | ที่ | ตัวชี้วัด | ระดับ ๑ | ระดับ ๒ | ระดับ ๓ | ระดับ ๔ | ระดับ ๕ | น้ำหนัก (ร้อยละ) | คะแนนที่ได้ |
    | ๑ | ร้อยละของผู้ใช้บริการที่พึงพอใจ | ๗๐.๕๐ | ๗๕.๕๐ | ๘๐.๕๐ | ๘๕.๕๐ | ๙๐.๕๐ | ๖๐ % | ๓.๔๐๐๐ |
    | ๒ | จำนวนเรื่องที่จัดซื้อ | ๑,๐๐๐ | ๑,๒๕๐ | ๑,๕๐๐ | ๑,๗๕๐ | ๒,๐๐๐ | ๔๐ % | ๕ |
    """)
    rows = by_code(outcome)
    assert doubts(outcome) == {}
    assert levels(rows["1"]) == ["70.50", "75.50", "80.50", "85.50", "90.50"]
    assert levels(rows["2"]) == ["1000", "1250", "1500", "1750", "2000"]
    assert [(row.weight.value, row.score.value) for row in rows.values()] == [(60, Decimal("3.4000")), (40, 5)]


def test_of_two_rows_for_one_indicator_the_row_of_targets_is_told_from_the_row_of_level_numbers() -> None:
    outcome = from_word(
        HEAD
        + """
    | | KPI 8 ระดับความสำเร็จของปริมาณผลผลิต | 1 | 2 | 3 | 4 | 5 | 4 | 40 | 1.6 |
    | | ^ | (80) | (85) | (90) | (95) | (100) | ^ | ^ | ^ |
    | | KPI 9 ร้อยละของการเบิกจ่าย | 60 | 70 | 80 | 90 | 100 | 3 | 60 | 1.8 |
    | | ^ | 92 | 93 | 94 | 95 | 96 | ^ | ^ | ^ |
    """
    )
    rows = by_code(outcome)
    assert doubts(outcome) == {"T1R5C3-rows": ["1", "2"]}
    assert levels(rows["8"]) == ["80", "85", "90", "95", "100"]
    assert rows["9"].levels == {}
    assert (rows["8"].weight.value, rows["9"].weight.value) == (40, 60)
    assert "level numbers" in outcome.read.remarks[0].en


def test_blank_levels_are_asked_and_a_dash_is_none() -> None:
    table = (
        HEAD
        + """
    | | KPI 1 ร้อยละของประเด็นข่าวที่นำไปเผยแพร่ | 60 | 70 | | 90 | 100 | | 50 | |
    | | KPI 2 ระดับความสำเร็จของการเตรียมความพร้อม | - | – | 3 | 4 | 5 | | 50 | |
    """
    )
    outcome = from_word(table)
    assert doubts(outcome) == {"T1R3C2-L3": ["-", "80"]}
    assert [levels(row) for row in outcome.read.rows] == [["60", "70", "?", "90", "100"], ["-", "-", "3", "4", "5"]]
    assert levels(from_word(table, answers={"t1r3c2-l3": "-"}).read.rows[0]) == ["60", "70", "-", "90", "100"]


def test_columns_in_another_order_are_known_by_their_headings() -> None:
    outcome = from_word("""
    | น้ำหนัก (ข) | ตัวชี้วัด | หน่วยวัด | ผลการดำเนินงาน | เกณฑ์การให้คะแนน | < | < | < | < | ผู้รับผิดชอบ |
    | ^ | ^ | ^ | ^ | 5 | 4 | 3 | 2 | 1 | ^ |
    | 70 | ๑. ร้อยละของเรื่องร้องเรียนที่แก้ไขแล้ว | ร้อยละ | 84.5 | 90 | 85 | 80 | 75 | 70 | กองกลาง |
    | 30 | ๒. จำนวนวันเฉลี่ยในการตอบ | วัน | 6 | 3 | 5 | 7 | 9 | 11 | กองกลาง |
    """)
    rows = by_code(outcome)
    assert doubts(outcome) == {}
    assert [rows["1"].levels[level].value for level in (1, 2, 3, 4, 5)] == [70, 75, 80, 85, 90]
    assert [rows["2"].levels[level].value for level in (1, 2, 3, 4, 5)] == [11, 9, 7, 5, 3]
    assert [(row.measure_unit, str(row.result.value)) for row in rows.values()] == [("ร้อยละ", "84.5"), ("วัน", "6")]
    assert [one.text for one in outcome.read.ignored] == ["ผู้รับผิดชอบ"]


def test_a_header_broken_over_pages_is_one_table() -> None:
    first = messy.drawn(HEAD + "| | KPI 1 ผู้ฟังข่าว | 69.42 | 70.92 | 72.42 | 73.92 | 75.42 | | 40 | |")
    # the next page repeats the header; the third has only its second row; the fourth none at all
    second = messy.drawn(HEAD + "| | KPI 2 ผู้ฟังรายการ | 68.25 | 69.75 | 71.25 | 72.75 | 74.25 | | 20 | |")
    third = messy.drawn("""
    | KRAs | KPIs | (1)\\nต้องปรับปรุง | (2)\\nต่ำกว่าที่คาดหวัง | (3)\\nบรรลุตามที่คาดหวัง | (4)\\nเกินกว่าที่คาดหวัง | (5)\\nดีเด่น | (ก) | (ข) | (ค=กXข) |
    | | KPI 3 ผู้ชมข่าว | 73.46 | 74.96 | 76.46 | 77.96 | 79.46 | | 20 | |
    """)
    fourth = messy.drawn("| | KPI 4 ผู้ชมรายการ | 59.25 | 60.75 | 62.25 | 63.75 | 65.25 | | 20 | |")
    outcome = read(messy.word(first, second, third, fourth), "pages.docx")
    assert doubts(outcome) == {}
    assert [row.code for row in outcome.read.rows] == ["1", "2", "3", "4"]
    assert levels(by_code(outcome)["4"]) == ["59.25", "60.75", "62.25", "63.75", "65.25"]
    assert [row.weight.value for row in outcome.read.rows] == [40, 20, 20, 20]


def test_a_name_broken_by_the_end_of_a_page_is_asked_about() -> None:
    table = (
        HEAD
        + """
    | | KPI 1 ร้อยละของประเด็นข่าวที่ IOC กำหนด | 60 | 70 | 80 | 90 | 100 | | 100 | |
    """
        + HEAD
        + """
    | | และสื่อโทรทัศน์นำไปเผยแพร่ | | | | | | | | |
    """
    )
    assert doubts(from_word(table)) == {"T1R6C2": ["join", "heading", "indicator", "ignore"]}
    joined = from_word(table, answers={"T1R6C2": "join"})
    assert [row.name for row in joined.read.rows] == ["ร้อยละของประเด็นข่าวที่ IOC กำหนด และสื่อโทรทัศน์นำไปเผยแพร่"]


def test_a_remark_inside_a_cell_is_reported_and_its_figure_asked() -> None:
    outcome = from_word(
        HEAD
        + """
    | | KPI 1 ผู้ฟังข่าววิทยุในประเทศ | 69.42 | 70.92 | 72.42 (รอตรวจสอบ) | 73.92 | 75.42 | | 100* | |
    """
    )
    assert doubts(outcome) == {"T1R3C5": ["72.42", "-"], "T1R3C9": ["100", "-"]}
    why = {doubt.id: doubt.why for doubt in outcome.read.doubts}
    assert "(รอตรวจสอบ)" in why["T1R3C5"].th
    assert levels(outcome.read.rows[0]) == ["69.42", "70.92", "?", "73.92", "75.42"]


def test_a_missing_weight_is_asked_with_the_figure_that_completes_the_whole() -> None:
    table = (
        HEAD
        + """
    | | KPI 1 ผู้ฟังข่าววิทยุ | 69.42 | 70.92 | 72.42 | 73.92 | 75.42 | | 60 | |
    | | KPI 2 ผู้ฟังรายการวิทยุ | 68.25 | 69.75 | 71.25 | 72.75 | 74.25 | | | |
    | | KPI 3 ผู้ชมข่าว | 73.46 | 74.96 | 76.46 | 77.96 | 79.46 | | 15 | |
    | | รวม | | | | | | | 100% | |
    """
    )
    assert doubts(from_word(table)) == {"T1R4C2-weight": ["25"]}
    assert by_code(from_word(table, answers={"T1R4C2-weight": "25"}))["2"].weight.value == 25


def test_the_seed_form_as_it_was_scanned() -> None:
    """Everything at once: bands, parts by dash and number, loose bracketed weights, “1 (80)”, a repeated header."""
    outcome = from_word(
        HEAD
        + """
    | เป้าหมายเชิงยุทธศาสตร์ (เป้าหมายที่สอดคล้องกับองค์กร) | < | < | < | < | < | < | < | < | < |
    | ยุทธศาสตร์ที่ 2 ความเชื่อมั่น | KPI 1 ร้อยละของประชาชนกลุ่มเป้าหมาย | | | | | | | 15\\n(7.5)\\n(7.5) | |
    | ^ | 1.1 รับรู้ เข้าใจ | 89.55 | 90.55 | 91.55 | 92.55 | 93.55 | | | |
    | ^ | 1.2 เชื่อมั่น | 92.00 | 93.00 | 94.00 | 95.00 | 96.00 | | | |
    """
        + HEAD
        + """
    | | KPI 2 ร้อยละของผู้ฟังรายการวิทยุ | | | | | | | 10 | |
    | | - ผู้ฟังข่าววิทยุในประเทศ | 69.42 | 70.92 | 72.42 | 73.92 | 75.42 | | (5)\\n(5) | |
    | | - ผู้ฟังรายการวิทยุในประเทศ | 68.25 | 69.75 | 71.25 | 72.75 | 74.25 | | | |
    | | KPI 3 ร้อยละของผู้ชมรายการโทรทัศน์ | | | | | | | 10\\n(5) | |
    | | - ผู้ชมข่าวโทรทัศน์ | 73.46 | 74.96 | 76.46 | 77.96 | 79.46 | | | |
    | | - ผู้ชมรายการโทรทัศน์ | 59.25 | 60.75 | 62.25 | 63.75 | 65.25 | | (5) | |
    | | KPI 4 ระดับความสำเร็จของปริมาณผลผลิต | 1\\n(80) | 2\\n(85) | 3\\n(90) | 4\\n (95) | 5\\n(100) | | 65 | |
    | รวม | < | < | < | < | < | < | < | 100% | |
    | แปลงคะแนนรวม (ค) เป็นคะแนนฐาน 100 คะแนน (โดยนำ 20 มาคูณ) | < | < | < | < | < | < | < | < | |
    | ลงนาม ........................ | < | < | < | < | < | < | < | < | < |
    """
    )
    rows = by_code(outcome)
    assert doubts(outcome) == {}
    assert list(rows) == ["1", "1.1", "1.2", "2", "2.1", "2.2", "3", "3.1", "3.2", "4"]
    halves = [Decimal("7.5")] * 2
    assert [row.weight.value for row in rows.values()] == [15, *halves, 10, 5, 5, 10, 5, 5, 65]
    assert [rows[code].code_given for code in ("1.1", "2.1")] == [True, False]
    assert levels(rows["4"]) == ["80", "85", "90", "95", "100"]
    assert outcome.read.multiply == 20
    assert [one.text for one in outcome.read.ignored] == ["ลงนาม ........................"]
    assert rows["1"].key_result.startswith("ยุทธศาสตร์ที่ 2")


def test_several_kinds_of_mess_at_once_are_asked_one_by_one_until_none_is_left() -> None:
    table = messy.drawn("""
    | คะแนน\\nที่ได้ | ตัวชี้วัด | ระดับค่าเป้าหมาย | < | < | < | < | นำหนัก | หมายเหตุ |
    | ^ | ^ | ๑ | ๒ | ๓ | ๔ | ๕ | ^ | ^ |
    | ๓.๐๐ | ๑) ผู้ฟังข่าววิทยุ | ๖๙.๔๒ | ๗๐.๙๒ | 7\\n2.42 | ๗๓.๙๒ | | ๖๐ | รอผล |
    | | ๒) ผู้ฟังรายการวิทยุ | 68,25 | 69.75 | 71.25 | 72.75 | 74.25 | | |
    """)
    data = messy.word(table)
    outcome = read(data, "mess.docx")
    assert doubts(outcome) == {
        "T1R3C5": ["72.42", "7", "2.42", "-"],
        "T1R3C2-L5": ["-"],
        "T1R4C3": ["68.25", "-"],
        "T1R4C2-weight": ["40"],
    }
    given = {"T1R3C5": "72.42", "T1R3C2-L5": "75.42", "T1R4C3": "68.25", "T1R4C2-weight": "40"}
    done = read(data, "mess.docx", answers=given)
    assert doubts(done) == {}
    assert [levels(row) for row in done.read.rows] == [
        ["69.42", "70.92", "72.42", "73.92", "75.42"],
        ["68.25", "69.75", "71.25", "72.75", "74.25"],
    ]
    assert any("สะกดไม่ตรง" in said.th for _, said, _ in done.read.columns)


def test_decimals_that_slipped_into_the_next_column_are_asked_about() -> None:
    outcome = from_word("""
    | ตัวชี้วัด | ระดับ 1 | ระดับ 2 | ระดับ 3 | | น้ำหนัก |
    | 1. ผู้ฟังข่าววิทยุ | 69.42 | 70.92 | 72 | .42 | 100 |
    | 2. ผู้ชม | 60 | 70 | 80 | ดูภาคผนวก | - |
    """)
    assert doubts(outcome) == {"T1R2C4": ["72.42", "72", "-"]}
    assert [one.text for one in outcome.read.ignored] == ["ดูภาคผนวก"]


def test_a_code_in_a_cell_of_its_own_under_one_heading_is_the_code() -> None:
    outcome = from_word("""
    | ตัวชี้วัด | < | ระดับ 1 | ระดับ 2 | ระดับ 3 | น้ำหนัก |
    | 7 | ผู้ฟังข่าววิทยุ | 60 | 70 | 80 | 40 |
    | 8 | ผู้ชมข่าว | 60 | 70 | 80 | 60 |
    """)
    assert [(row.code, row.name) for row in outcome.read.rows] == [("7", "ผู้ฟังข่าววิทยุ"), ("8", "ผู้ชมข่าว")]


def test_the_total_of_a_section_does_not_end_the_table() -> None:
    outcome = from_word(
        HEAD
        + """
    | | KPI 1 ผู้ฟังข่าว | 60 | 70 | 80 | 90 | 100 | 3 | 40 | 1.2 |
    | รวมตอนที่ 1 | < | < | < | < | < | < | < | 40 | 1.2 |
    | | KPI 2 ผู้ชมข่าว | 60 | 70 | 80 | 90 | 100 | 4 | 60 | 2.4 |
    | รวม | < | < | < | < | < | < | < | 100 | 3.6 |
    """
    )
    assert [row.code for row in outcome.read.rows] == ["1", "2"]
    assert outcome.read.total.value == Decimal("3.6")
    assert [one.text for one in outcome.read.ignored] == ["รวมตอนที่ 1 | 40 | 1.2"]
    assert outcome.sums == ()


def test_a_code_that_stands_twice_is_asked_about() -> None:
    table = (
        HEAD
        + """
    | | KPI 1 ผู้ฟังข่าว | 60 | 70 | 80 | 90 | 100 | | 50 | |
    | | KPI 1 ผู้ชมข่าว | 50 | 60 | 70 | 80 | 90 | | 50 | |
    """
    )
    assert doubts(from_word(table)) == {"T1R4C2-code": ["first", "second", "both"]}
    both = from_word(table, answers={"T1R4C2-code": "both"})
    assert [(row.code, row.code_given) for row in both.read.rows] == [("1", True), ("2", False)]


def test_targets_of_its_own_beside_parts_are_asked_about() -> None:
    table = (
        HEAD
        + """
    | | KPI 1 ผู้ฟังวิทยุ | 60 | 70 | 80 | 90 | 100 | | 100 | |
    | | 1.1 ข่าว | 50 | 60 | 70 | 80 | 90 | | (40) | |
    | | 1.2 รายการ | 50 | 60 | 70 | 80 | 90 | | (60) | |
    """
    )
    assert doubts(from_word(table)) == {"T1R3C2-parts": ["parts", "own"]}
    assert levels(from_word(table, answers={"T1R3C2-parts": "parts"}).read.rows[0]) == []


def test_two_worksheets_with_a_table_each_are_asked_about() -> None:
    first, second = messy.drawn(SHEET), messy.drawn(SHEET.replace("82.25", "84.5"))
    data = messy.workbook(first, second)
    assert doubts(read(data, "rounds.xlsx")) == {"sheet": ["1", "2", "all"]}
    chosen = read(data, "rounds.xlsx", answers={"sheet": "2"})
    assert doubts(chosen) == {}
    assert chosen.read.rows[0].result.value == Decimal("84.5")


def test_two_columns_that_may_be_the_result_are_asked_about() -> None:
    table = """
    | ตัวชี้วัด | 1 คะแนน | 2 คะแนน | 3 คะแนน | 4 คะแนน | 5 คะแนน | น้ำหนัก | ผลการดำเนินงาน รอบ 6 เดือน | ผลการดำเนินงาน รอบ 12 เดือน |
    | 1. ร้อยละของผู้พึงพอใจ | 70 | 75 | 80 | 85 | 90 | 100 | 78 | 82 |
    """
    outcome = from_word(table)
    assert doubts(outcome) == {"column-result": ["T1R1C8", "T1R1C9"]}
    assert outcome.read.rows[0].result.blank
    assert from_word(table, answers={"column-result": "T1R1C9"}).read.rows[0].result.value == 82


def test_a_target_out_of_order_is_asked_about() -> None:
    outcome = from_word(HEAD + "| | KPI 1 ผู้ฟังข่าว | 69.42 | 70.92 | 7242 | 73.92 | 75.42 | | 100 | |")
    assert doubts(outcome) == {"T1R3C5": ["7242"]}


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────────────────

SHEET = """
| แบบประเมินผลตัวชี้วัดของหน่วยงาน | | | | | | | | |
| ที่ | ตัวชี้วัด | ระดับ 1 | ระดับ 2 | ระดับ 3 | ระดับ 4 | ระดับ 5 | น้ำหนัก | ผลการดำเนินงาน |
| 1 | ร้อยละของผู้พึงพอใจ | 70.1 | 75.1 | 80.1 | 85.1 | 90.1 | 0.6 | 82.25 |
| 2 | จำนวนเรื่องที่จัดซื้อ | 1000 | 1250 | 1500 | 1750 | 2000 | 0.4 | 1600 |
"""


def test_a_workbooks_percentages_and_long_tails_are_read_as_shown() -> None:
    # openpyxl writes 70.1 as 70.09999999999999, Excel as 70.099999999999994
    styles = {"H3": "0%", "H4": "0%", "C3": "0.00", "C4": "#,##0"}
    outcome = read(messy.workbook(messy.drawn(SHEET), formats=styles), "table.xlsx")
    assert doubts(outcome) == {}
    assert [row.weight.value for row in outcome.read.rows] == [60, 40]
    assert levels(outcome.read.rows[0])[:2] == ["70.10", "75.1"]
    assert [row.spot.said("en") for row in outcome.read.rows] == ["Sheet!B3", "Sheet!B4"]


def test_a_workbook_that_shows_less_than_it_holds_is_asked_about() -> None:
    outcome = read(messy.workbook(messy.drawn(SHEET), formats={"I3": "0.0"}), "table.xlsx")
    assert doubts(outcome) == {"I3": ["82.3", "82.25"]}


def test_a_date_and_a_failed_formula_are_asked_about() -> None:
    data = messy.workbook(messy.drawn(SHEET), formats={"I3": "d/m/yyyy"})
    data = _rewritten(data, "xl/worksheets/sheet1.xml", b'r="I4" t="n"><v>1600</v>', b'r="I4" t="e"><v>#REF!</v>')
    assert doubts(read(data, "table.xlsx")) == {"I3": ["-"], "I4": ["-"]}


def _rewritten(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for one in source.namelist():
            body = source.read(one)
            if one == member:
                assert old in body
                body = body.replace(old, new)
            target.writestr(one, body)
    return out.getvalue()


# ── against the pack, a scorecard, and itself ────────────────────────────────────────────────────────────────────────


def filled(example: Callable[..., Request]) -> list[list[list[str]]]:
    """The tables of the example's paper, to be changed by hand."""
    return messy.of_paper(laid_out(por_ror_2.KIND, example(PRD)))


def row_of(table: list[list[str]], name: str) -> int:
    return next(at for at, row in enumerate(table) if any(cell.startswith(name) for cell in row))


def test_what_was_changed_on_the_paper_is_told_cell_by_cell(example: Callable[..., Request]) -> None:
    head, table = filled(example)
    table[row_of(table, "KPI 4")][2] = "65"
    table[row_of(table, "KPI 9")][11] = "12"
    outcome = read(messy.word(head, table), "form.docx")
    assert [(one.code, one.what.en, one.expected, one.found) for one in outcome.differences] == [
        ("4", "target of level 1", "60", "65"),
        ("9", "weight", "10", "12"),
    ]
    assert outcome.differences[0].spot is not None
    assert outcome.differences[0].spot.said("th") == f"ตาราง 2 แถว {row_of(table, 'KPI 4') + 1} ช่อง 3"
    # the pack allows neither, and says why
    assert outcome.agreement is not None
    assert {one["kind"] for one in outcome.agreement["operations"]} == {"blank"}
    assert [(one.code, "กปส." in one.because.th) for one in outcome.left] == [("4", True), ("9", False)]


def test_sums_that_do_not_come_out_are_told(example: Callable[..., Request]) -> None:
    head, table = filled(example)
    table[row_of(table, "KPI 4")][12] = "0.3900"
    table[-1][-1] = "77.84"
    outcome = read(messy.word(head, table), "form.docx")
    assert [(one.code, one.expected, one.found) for one in outcome.sums] == [
        ("4", "0.3800", "0.3900"), ("", "3.8520", "3.8419"), ("", "76.8380", "77.84"),
    ]  # fmt: skip


def test_signed_scores_are_checked_against_the_computed_ones(example: Callable[..., Request]) -> None:
    head, table = filled(example)
    table[row_of(table, "1.1")][10] = "4.5500"
    outcome = read(messy.word(head, table), "form.docx", card=example(PRD).card)
    assert [(one.code, one.expected, one.found) for one in outcome.scores] == [("1.1", "3.5500", "4.5500")]


def test_a_form_with_an_indicator_left_out_becomes_an_agreement_without_it(example: Callable[..., Request]) -> None:
    head, table = filled(example)
    del table[row_of(table, "KPI 5")]
    outcome = read(messy.word(head, table), "form.docx")
    assert outcome.agreement is not None
    assert {"kind": "select", "drop": ["5"]} in outcome.agreement["operations"]


def test_scores_on_paper_never_become_facts(example: Callable[..., Request]) -> None:
    assert read(paper(example, "docx"), "form.docx").facts is None


def test_results_become_facts_only_where_one_figure_is_the_result() -> None:
    pack = load.load(load.find(PRD)).pack
    table = (
        HEAD.replace("คะแนน\\nที่ได้\\n(ก)", "ผลการดำเนินงาน")
        + """
    | | KPI 2 ร้อยละของจำนวนผู้ฟังรายการวิทยุของ กปส. | | | | | | | 10 | |
    | | - ผู้ฟังข่าววิทยุในประเทศ | 69.42 | 70.92 | 72.42 | 73.92 | 75.42 | 73.00 | (5) | |
    | | - ผู้ฟังรายการวิทยุในประเทศ | 68.25 | 69.75 | 71.25 | 72.75 | 74.25 | 71.80 | (5) | |
    | | KPI 4 ร้อยละของประเด็นข่าวที่ IOC กำหนดและสื่อวิทยุของกรมประชาสัมพันธ์นำไปเผยแพร่ 6 เดือนหลัง (เม.ย. – ก.ย. 56) | 60 | 70 | 80 | 90 | 100 | 88 | 10 | |
    """
    )
    asked = from_word(table, pack=pack)
    assert doubts(asked) == {"round": ["1", "2"]}
    outcome = from_word(table, pack=pack, answers={"round": "2"})
    assert outcome.facts == {"pack": PRD, "round": "2", "facts": {"2.1": Decimal("73.00"), "2.2": Decimal("71.80")}}
    assert [one.code for one in outcome.left if "aired" in one.because.en] == ["4"]


# ── a draft pack ─────────────────────────────────────────────────────────────────────────────────────────────────────

OTHER_AGENCY = """
| ลำดับ | ประเด็นยุทธศาสตร์ | ตัวชี้วัด | หน่วยวัด | น้ำหนัก (ร้อยละ) | เกณฑ์การให้คะแนน | < | < | < | < |
| ^ | ^ | ^ | ^ | ^ | 1 | 2 | 3 | 4 | 5 |
| 1 | บริการ | ร้อยละของผู้ใช้บริการที่พึงพอใจ | ร้อยละ | 40 | 70 | 75 | 80 | 85 | 90 |
| 2 | ^ | จำนวนวันเฉลี่ยในการตอบคำขอ | วัน | 20 | 11 | 9 | 7 | 5 | 3 |
| 3 | องค์กร | ความสำเร็จของการจัดทำแผน | ระดับ | 20 | แต่งตั้งคณะทำงาน | ประชุมครบสามครั้ง | ร่างแผนแล้วเสร็จ | ผู้บริหารเห็นชอบ | ประกาศใช้และติดตาม |
| 4 | ^ | ร้อยละของการอบรม | ร้อยละ | 20 | | | | | |
| 4.1 | ^ | ผู้บริหาร | ร้อยละ | (10) | - | 60 | 70 | 80 | 90 |
| 4.2 | ^ | เจ้าหน้าที่ | ร้อยละ | (10) | 50 | 60 | 70 | 80 | 90 |
"""


def test_another_agencys_table_becomes_a_draft_pack_that_loads_and_scores(tmp_path: Path) -> None:
    data = messy.word(messy.drawn(OTHER_AGENCY), lines=["คำรับรองการปฏิบัติราชการ กรมตัวอย่าง (สมมุติ)", "ปีงบประมาณ พ.ศ. ๒๕๖๙"])
    outcome = read(data, "other.docx", draft_id="th-example-2569")
    assert doubts(outcome) == {}
    assert outcome.draft is not None
    folder = tmp_path / "th-example-2569"
    for name, text in outcome.draft.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    pack = load.load(folder).pack
    assert pack.framework.fiscal_year == 2569
    assert [one.name.th for one in pack.framework.key_results] == ["บริการ", "องค์กร"]
    assert all(one.method is not None and one.method.assumption is not None for one in pack.indicators)
    terms = resolve(pack)
    given = {"1": "82", "2": "6", "3": "4", "4.1": "85", "4.2": "75"}
    rows = tuple(Reported(code, "", "", text, pack.at.here) for code, text in given.items())
    facts, _ = understand(FactFile(pack.id, "1", "กองตัวอย่าง (สมมุติ)", "", (), rows), terms)
    card = score(terms, facts)
    # 1: 3.4  2: 3.5  3: 4  4: (4.5 + 3.5) ÷ 2 = 4;  3.4×.4 + 3.5×.2 + 4×.2 + 4×.2 = 3.66
    assert card.shown_total() == Decimal("3.6600")


def test_a_draft_asks_for_the_year_that_the_table_does_not_say() -> None:
    outcome = read(messy.word(messy.drawn(OTHER_AGENCY)), "other.docx", draft_id="th-example-2569")
    assert doubts(outcome) == {"year": []}
    given = read(messy.word(messy.drawn(OTHER_AGENCY)), "other.docx", draft_id="x", answers={"year": "๒๕๖๙"})
    assert given.draft is not None
    assert "fiscal_year: 2569" in given.draft["pack.yaml"]


def test_a_draft_of_a_table_without_weights_asks_whether_all_count_the_same() -> None:
    table = """
    | ตัวชี้วัด | ระดับ 1 | ระดับ 2 | ระดับ 3 |
    | 1. ร้อยละของผู้พึงพอใจ | 60 | 70 | 80 |
    | 2. ร้อยละของเรื่องที่ตอบทันเวลา | 60 | 70 | 80 |
    """
    assert doubts(from_word(table)) == {}
    assert doubts(from_word(table, draft_id="x", answers={"year": "2569"})) == {"weights": ["equal"]}
    given = from_word(table, draft_id="x", answers={"year": "2569", "weights": "equal"})
    assert given.draft is not None
    assert "total: 2" in given.draft["pack.yaml"]


def test_a_table_of_no_installed_pack_is_said_to_be_of_none() -> None:
    assert from_word(OTHER_AGENCY).pack is None


# ── answers, and files that are no forms ─────────────────────────────────────────────────────────────────────────────


def test_answers_to_no_question_and_answers_that_do_not_fit_are_refused_together() -> None:
    table = HEAD + "| | KPI 1 ผู้ฟังข่าว | 69.42 | 70.92 | 7\\n2.42 | 73.92 | 75.42 | | 100 | |"
    with pytest.raises(Refused) as refused:
        from_word(table, answers={"T1R3C5": "เจ็ดสิบสอง", "T9R9C9": "1"})
    assert {issue.code for issue in refused.value.issues} == {"RD010", "RD011"}


def test_a_file_without_a_table_of_indicators_is_refused_with_advice() -> None:
    with pytest.raises(Refused) as refused:
        read(messy.word(messy.drawn("| ชื่อ | ตำแหน่ง |\n| ก | ข |")), "names.docx")
    (issue,) = refused.value.issues
    assert issue.code == "RD002"
    assert "heading for indicators" in issue.cure_en


def test_a_header_without_rows_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        from_word(HEAD)
    assert refused.value.issues[0].code == "RD003"


@pytest.mark.parametrize("kind", ["pdf", "doc"])
def test_a_pdf_and_an_old_word_file_are_refused(kind: str) -> None:
    data = {"pdf": b"%PDF-1.7\n", "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")}[kind]
    with pytest.raises(Refused):
        read(data, f"form.{kind}")


def test_a_span_of_millions_is_refused_at_once() -> None:
    data = messy.word(messy.drawn(HEAD))
    data = _rewritten(data, "word/document.xml", b'w:gridSpan w:val="5"', b'w:gridSpan w:val="99999999"')
    with pytest.raises(Refused) as refused:
        read(data, "bomb.docx")
    assert refused.value.issues[0].code == "RD001"


def test_deleted_text_is_not_read_and_inserted_text_is() -> None:
    data = messy.word(messy.drawn(HEAD + "| | KPI 1 ผู้ฟังข่าว | 69.42 | 70.92 | 72.42 | 73.92 | 75.42 | | 100 | |"))
    run = b"<w:r><w:t>72.42</w:t></w:r>"
    changed = (
        b'<w:del w:id="1" w:author="x"><w:r><w:delText>72.42</w:delText></w:r></w:del>'
        b'<w:ins w:id="2" w:author="x"><w:r><w:t>72.50</w:t></w:r></w:ins>'
    )
    outcome = read(_rewritten(data, "word/document.xml", run, changed), "changed.docx")
    assert levels(outcome.read.rows[0])[2] == "72.50"
    assert "tracked changes" in outcome.read.remarks[0].en


TEXTS = st.sampled_from(
    ["", "", "ตัวชี้วัด", "น้ำหนัก", "ระดับค่าเป้าหมาย", "1", "2", "3", "4", "5", "(1)", "KPI 1 ก", "1.1 ข", "- ค", "รวม", "70", "7 0", "-",
     "15 (7.5)", "แปลงคะแนนรวม (โดยนำ 20 มาคูณ)", "คะแนนที่ได้", "รวมคะแนน (ค=กXข)", "ผลการดำเนินงาน", "๗๒.๕", "ยุทธศาสตร์ที่ 1", "%", "()", "<", "^", "9" * 40, "1e99"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(TEXTS, min_size=7, max_size=7), min_size=1, max_size=8), st.booleans())
def test_no_table_however_strange_does_more_than_be_refused(rows: list[list[str]], with_head: bool) -> None:
    head = [["ตัวชี้วัด", "ระดับ 1", "ระดับ 2", "ระดับ 3", "คะแนนที่ได้", "น้ำหนัก", "รวมคะแนน"]]
    try:
        outcome = read(messy.open_document([*(head if with_head else []), *rows]), "odd.odt", draft_id="th-odd-2569")
    except Refused:
        return
    assert outcome.read.rows or outcome.read.doubts
