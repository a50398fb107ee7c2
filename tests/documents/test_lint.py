"""The document lint: each kind of error is found at its line with its words, and what only looks like it is left alone."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from docx import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from samrit.base.issues import Refused
from samrit.documents import lint
from samrit.documents.lint.finding import said_place
from samrit.documents.lint.source import Document, from_text
from samrit.packs import load

TEXTS = Path(__file__).parent / "lint_texts"


def found_in(text: str, **options: object) -> list[tuple[int, str, str]]:
    """Line, code and quotation of everything found in a text."""
    document = from_text(text, "เอกสาร.txt")
    return told(lint.check(document, lint.Options(**options)))


def told(found: list[lint.Finding]) -> list[tuple[int, str, str]]:
    return [(one.issue.place.line, one.issue.code, one.quote) for one in found]


def brief(found: list[tuple[int, str, str]]) -> list[tuple[int, str]]:
    return [(line, code) for line, code, _ in found]


# ── another unit's name ──

OWN = "\n".join(f"สถานีตำรวจภูธรบ้านตัวอย่าง ดำเนินการตามแผนข้อที่ {one}" for one in ("หนึ่ง", "สอง", "สาม", "สี่"))


def test_another_stations_name_is_found_where_the_own_one_is_expected():
    found = found_in(f"{OWN}\nรายงานต่อผู้กำกับการสถานีตำรวจภูธรทุ่งสมมุติ ทุกเดือน")
    assert brief(found) == [(5, "DL010")]
    assert "สถานีตำรวจภูธรทุ่งสมมุติ" in found[0][2]


def test_a_name_that_a_narrow_column_parted_is_still_the_same_name():
    assert found_in(f"{OWN}\nผู้กำกับการ สถานีตำรวจ ภูธรบ้าน ตัวอย่าง ทุก ๓ เดือน") == []
    assert brief(found_in(f"{OWN}\nผู้กำกับการ สถานีตำรวจ ภูธรทุ่ง สมมุติ ทุก ๓ เดือน")) == [(5, "DL010")]


@pytest.mark.parametrize(
    "line",
    [
        "ประสานกับสถานีตำรวจภูธรทุ่งสมมุติ ซึ่งมีพื้นที่ติดต่อกัน",
        "ศึกษาดูงาน ณ สถานีตำรวจภูธรทุ่งสมมุติ",
        "สภ.บ้านตัวอย่าง สภ.ทุ่งสมมุติ สภ.ดอนสมมุติ และ สภ.หนองสมมุติ",
        "แนวทางของสถานีตำรวจภูธร ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
        "สถานีตำรวจภูธรทุกแห่งในสังกัด",
    ],
)
def test_units_that_are_named_as_others_are_left_alone(line):
    assert found_in(f"{OWN}\n{line}") == []


def test_a_name_that_is_quoted_is_spoken_of_and_not_used():
    assert found_in(f"{OWN}\nเอกสารเดิมพิมพ์ “สถานีตำรวจภูธรทุ่งสมมุติ” ค้างไว้") == []


def test_the_own_unit_may_be_told_where_the_document_names_it_seldom():
    text = "รายงานของสถานีตำรวจภูธรทุ่งสมมุติ ประจำเดือน"
    assert found_in(text) == []
    assert brief(found_in(text, unit="สถานีตำรวจภูธรบ้านตัวอย่าง")) == [(1, "DL010")]
    assert found_in(text, unit="สถานีตำรวจภูธรทุ่งสมมุติ") == []


def test_an_offices_number_left_where_the_form_has_a_blank_is_found():
    blanks = "\n".join("ประชาชนในพื้นที่ สปข. .................... ได้รับรู้" for _ in range(4))
    found = found_in(f"{blanks}\nรายจ่ายของสำนักประชาสัมพันธ์เขต 6 สมมุตินคร เทียบกับวงเงิน")
    assert brief(found) == [(5, "DL011")]
    assert "สำนักประชาสัมพันธ์เขต 6" in found[0][2]
    assert found_in(f"{blanks}\nสปข.1\nสปข.2\nสปข.3\nสปข.4\nสำนักประชาสัมพันธ์เขต 1 - 8 ทุกแห่ง") == []


# ── references ──

GUIDE = """ตัวชี้วัดที่ 5.1 : ระดับความสำเร็จของการวางแผน
1.1 แต่งตั้งคณะทำงาน
1.2 สำรวจความต้องการ
ตัวชี้วัดที่ 5.2 : ระดับความสำเร็จของการติดตาม
1.1 กำหนดแผนการติดตาม
2.1 ติดตามตามแผนในข้อ {}
"""


def test_a_reference_to_an_item_that_its_own_indicator_lacks_is_found():
    found = found_in(GUIDE.format("1.2"))
    assert brief(found) == [(6, "DL012")]
    assert "ข้อ 1.2" in found[0][2]
    assert found_in(GUIDE.format("1.1")) == []


def test_the_second_of_two_items_referred_to_is_looked_for_too():
    assert brief(found_in(GUIDE.format("1.1 และ 1.4"))) == [(6, "DL012")]
    assert brief(found_in(GUIDE.format("1.1-1.4"))) == [(6, "DL012")]


@pytest.mark.parametrize("words", ["ตัวชี้วัดที่ 5.9", "ตัวชี้วัดที่ 51.2"])
def test_an_indicator_that_is_not_there_is_found(words):
    found = found_in(f"{GUIDE.format('1.1')}ต่อเนื่องจาก{words}")
    assert brief(found) == [(7, "DL012")]
    assert words in found[0][2]
    assert found_in(f"{GUIDE.format('1.1')}ต่อเนื่องจากตัวชี้วัดที่ 5.1") == []


def test_tables_annexes_and_enclosures_are_looked_for_where_the_document_has_such():
    text = "ตารางที่ 1 ผลการดำเนินงาน\nตารางที่ 2 ปัญหา\nภาคผนวก ก\nรายละเอียด\nดังตารางที่ {} และภาคผนวก {}"
    assert found_in(text.format(2, "ก")) == []
    assert brief(found_in(text.format(3, "ค"))) == [(5, "DL012"), (5, "DL012")]
    assert found_in("ดังตารางที่ 3 ของรายงานฉบับนี้") == []


@pytest.mark.parametrize(
    "line",
    [
        "ตามระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. ๒๕๒๖ ข้อ ๑๒",
        "ดูข้อ 52 ซึ่งเป็นของเอกสารอื่น",
        "ตามข้อ 9 ของประกาศคณะกรรมการ",
        "แบ่งเป็นหัวข้อ 9 เรื่อง",
        "ดำเนินการครบทั้ง 9 ข้อ",
    ],
)
def test_items_of_other_papers_and_counts_of_items_are_no_references(line):
    assert found_in(f"1. จัดทำแผน\n2. ดำเนินการ\n3. รายงานผล\n{line}") == []


@pytest.mark.parametrize(
    "line",
    [
        "[3.1.22.1] ข้อ 2.2 ใช้กับทุกหน่วย",
        "ตามตัวชี้วัด 3.1.22.1 ข้อ 2.2",
        "ตามตัวชี้วัด 3.1.23.4 ข้อ 2.5 ของปีก่อน",
        "ข้อ 1.1 อ้างข้อ 2.2 ซึ่งไม่มีในตัวชี้วัดนี้ และไม่มีข้อ 2.2",
    ],
)
def test_a_reference_is_looked_for_in_the_indicator_that_its_line_names(line):
    first = "ตัวชี้วัดที่ 3.1.22.1 : การวางแผน\n2.1 แต่งตั้งคณะทำงาน\n[ ] 2.2 สำรวจความต้องการ"
    text = f"{first}\nตัวชี้วัดที่ 3.1.22.2 : การติดตาม\n2.1 กำหนดแผน\n{{}}"
    assert found_in(text.format(line)) == []
    assert brief(found_in(text.format("ให้ทำตามข้อ 2.2"))) == [(6, "DL012")]


def test_a_sentence_on_two_forms_defines_neither():
    assert found_in("แบบที่ 1 พิมพ์ค่า แบบที่ 2 ไม่พิมพ์ค่า\nใช้แบบที่ 3 ก็ได้") == []
    assert brief(found_in("แบบที่ 1 รายเดือน\nแบบที่ 2 รายปี\nใช้แบบที่ 3 ก็ได้")) == [(3, "DL012")]


def test_a_plain_item_that_no_list_reaches_is_found():
    assert brief(found_in("1. จัดทำแผน\n2. ดำเนินการ\n3. รายงานผล\nให้เป็นไปตามข้อ 7 ทุกประการ")) == [(4, "DL012")]


# ── orders ──

ORDER = "คำสั่งสำนักงานตัวอย่าง ที่ {}/๒๕๖๗ เรื่อง {} ลงวันที่ {} มีนาคม ๒๕๖๗"
SUBJECT = "แต่งตั้งคณะทำงานจัดทำแผนปฏิบัติราชการประจำปี"


def test_one_order_with_two_numbers_is_found():
    text = ORDER.format("๔๕", SUBJECT, "๕") + "\nสำเนาแนบ\n" + ORDER.format("๕๔", SUBJECT, "๕")
    found = found_in(text)
    assert brief(found) == [(3, "DL013")]
    assert "๕๔/๒๕๖๗" in found[0][2]
    assert found_in(text.replace("๕๔", "๔๕")) == []


def test_one_number_with_two_subjects_or_two_dates_is_found():
    other = "มอบหมายเวรรักษาการณ์สถานที่ราชการ"
    assert brief(found_in(ORDER.format("๔๕", SUBJECT, "๕") + "\n" + ORDER.format("๔๕", other, "๕"))) == [(2, "DL014")]
    assert brief(found_in(ORDER.format("๔๕", SUBJECT, "๕") + "\n" + ORDER.format("๔๕", SUBJECT, "๖"))) == [(2, "DL015")]


def test_orders_of_other_days_other_years_and_their_replacements_are_two_orders():
    first = ORDER.format("๔๕", SUBJECT, "๕")
    assert found_in(f"{first}\n{ORDER.format('๕๔', SUBJECT, '๒๐')}") == []
    assert found_in(f"{first}\n{ORDER.format('๕๔', SUBJECT, '๕').replace('๒๕๖๗', '๒๕๖๘')}") == []
    assert found_in(f"{first}\nยกเลิกคำสั่ง ที่ ๕๔/๒๕๖๗ เรื่อง {SUBJECT}") == []


# ── numbering ──


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("1. วางแผน\n2. ดำเนินการ\n4. รายงานผล", 3, "DL016"),
        ("๑. วางแผน\n๒. ดำเนินการ\n๒. ติดตาม\n๔. รายงานผล", 3, "DL017"),
        ("ก. วางแผน\nข. ดำเนินการ\nง. รายงานผล", 3, "DL016"),
        ("(1) วางแผน\n(2) ดำเนินการ\n(4) รายงานผล", 3, "DL016"),
        ("ยุทธศาสตร์ที่ 2 บริการ\nยุทธศาสตร์ที่ 3 บุคลากร\nยุทธศาสตร์ที่ 5 ระบบงาน", 3, "DL016"),
        ("X 1.1 วางแผน\n[x] 1.2 ดำเนินการ\n☐ 1.4 รายงานผล", 3, "DL016"),
        ("ขั้นตอนที่ 1 วางแผน\nขั้นตอนที่ 2 ดำเนินการ\nขั้นตอนที่ 4 รายงานผล", 3, "DL016"),
        ("3. มาตรการ\nดำเนินการดังนี้\n3.2 กำหนดปฏิทินการทำงานของคณะทำงาน", 3, "DL018"),
        ("๕. การฝึกอบรม ๒.๑ การฝึกประจำสัปดาห์ ๒.๒ การฝึกอื่น", 1, "DL019"),
        ("O1 โครงสร้าง\nO2 อำนาจหน้าที่\nO3 กฎหมาย\nO5 แผนงาน\nO6 คู่มือ", 4, "DL016"),
    ],
)
def test_numbers_left_out_or_used_twice_are_found(text, line, code):
    found = found_in(text)
    assert (line, code) in brief(found)
    assert {one for _, one, _ in found} <= {"DL016", "DL017", "DL018", "DL019"}


@pytest.mark.parametrize(
    "text",
    [
        "1. วางแผน\n2. ดำเนินการ\nหัวข้อถัดไป\n1. ติดตาม\n2. ประเมิน\n3. รายงาน",
        "1. วางแผน ดังนี้\n1) สำรวจ\n2) สรุป\n2. ดำเนินการ\n1) ประชุม\n3. รายงาน",
        "๑. หมวดแรก\nเนื้อความ\n๑. ประธาน\n๒. กรรมการ\n๓. เลขานุการ\n๒. หมวดที่สอง",
        "แถวแรก ๑. วางแผน ผู้รับผิดชอบ\n๒. ดำเนินการ\n๓. รายงาน",
        "1.5 หน่วย\n2.5 หน่วย\n7.5 คะแนน\n14.05 – 15.00 น.",
        "1\n2\n4\n92.00\n93.00",
        "94.4 อยู่ระหว่างระดับ 3 (94) กับระดับ 4\nผล\n94.4 อยู่ระหว่างระดับ 3 (94) กับระดับ 4 (95)",
        "71.3 จากผู้ตอบทั้งหมด\n71.3 เมื่อคิดตามสัดส่วน\n100.00 ช่วงข้อมูล\n100.00 รูปแบบ: หน้าเว็บ",
        "ยุทธศาสตร์ที่ 2 บริการที่เข้าถึงได้\nยุทธศาสตร์ที่ 4 ระบบงานสนับสนุน",
        "ขั้นตอนที่ 1 วางแผน\nขั้นตอนที่ 2 ดำเนินการ\nขั้นตอนที่ 4 และ 5 ให้คะแนนตามตาราง",
        "ข้อ 1.1 เป็นของทุกหน่วย\nข้อ 1.2 ไม่ระบุหน่วย\nข้อ 1.4 ส่งหลักฐาน",
        "ก.ย. 2566\nพ.ต.อ. ตัวอย่าง\nน. 12.00",
        "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล\nตัวชี้วัดที่ 10 การป้องกัน",
        "3. มาตรการ\n3.1 ด้านแรกของงานนี้\n3.2 ด้านที่สองของงานนี้",
        "\n".join(f"O{one} รายการในตารางคะแนน" for one in (1, 1, 2, 1, 3, 1, 5, 1)),
        "5.settled ต้องเป็นจำนวนเต็ม\n5.settled อยู่นอกช่วง",
        "๕. การฝึกอบรม ตามข้อ ๒.๑ และข้อ ๒.๒ ของแผน",
    ],
)
def test_restarts_nested_lists_and_figures_are_no_gaps(text):
    assert found_in(text) == []


# ── digits ──


@pytest.mark.parametrize("words", ["ปี ๒5๖๖", "จำนวน 1๐ คน", "หนังสือที่ ๑/2566", "๕ ตุลาคม 2566"])
def test_both_kinds_of_digits_in_one_number_or_date_are_found(words):
    found = found_in(f"รายงาน{words} แล้วเสร็จ")
    assert brief(found) == [(1, "DL021")]


def test_a_list_whose_marks_change_their_kind_is_found():
    found = found_in("1. วางแผน\n2. ดำเนินการ\n๓. รายงาน")
    assert found == [(3, "DL020", "๓. รายงาน")]


def test_one_day_in_both_kinds_of_digits_is_told_once():
    found = found_in("ณ วันที่ ๒๐ มิ.ย. ๖๗\nณ วันที่ 20 มิ.ย. 67\nณ วันที่ 20 มิ.ย. 67")
    assert brief(found) == [(2, "DL022")]


def test_thai_and_arabic_numbers_beside_each_other_are_left_alone():
    assert found_in("มาตรฐาน ISO 9001 จำนวน ๓ แห่ง ลงวันที่ ๕ ตุลาคม ๒๕๖๖ โทร. 1599") == []


# ── weights ──

SHEETS = "KPI 1\nน้ำหนัก : 40\nKPI 1.1\nน้ำหนัก : {}\nKPI 1.2\nน้ำหนัก : 20\nKPI 2\nน้ำหนัก\n: {}\nKPI 3\nน้ำหนัก : 35"


def test_weights_that_miss_the_total_or_their_head_are_found():
    assert found_in(SHEETS.format(20, 25)) == []
    assert brief(found_in(SHEETS.format(20, 20))) == [(11, "DL023")]
    assert brief(found_in(SHEETS.format(15, 25))) == [(2, "DL024")]


def test_the_frameworks_own_total_may_be_told_and_parts_of_a_larger_whole_are_not_judged():
    sheets = "KPI 1\nน้ำหนัก : 0.5\nKPI 2\nน้ำหนัก : 0.5"
    assert found_in(sheets) == []
    assert found_in(sheets, total=Decimal(1), total_said=True) == []
    assert brief(found_in(sheets, total=Decimal(2), total_said=True)) == [(4, "DL023")]


def test_the_parts_of_a_questionnaire_make_a_hundred():
    parts = "ด้านวิทยากร (30%)\n1. ความรู้\nด้านเนื้อหา (40%)\n2. ประโยชน์\nด้านสถานที่ ({}%)\n3. ความสะดวก"
    assert found_in(parts.format(30)) == []
    assert brief(found_in(parts.format(20))) == [(5, "DL023")]


# ── steps, levels, last year ──

LADDER = """ช่วงการปรับเกณฑ์การให้คะแนน +/- {} หน่วย ต่อ 1 คะแนน ดังนี้
ร้อยละ 70 ของผู้รับบริการ
เท่ากับ
1 คะแนน
ร้อยละ 72 ของผู้รับบริการ เท่ากับ 2 คะแนน
ร้อยละ {} ของผู้รับบริการ เท่ากับ 3 คะแนน
ร้อยละ ๗๖ ของผู้รับบริการ เท่ากับ ๔ คะแนน
ร้อยละ 78 ของผู้รับบริการ เท่ากับ 5 คะแนน
"""


def test_a_declared_step_that_the_targets_do_not_follow_is_found():
    assert found_in(LADDER.format(2, 74)) == []
    found = found_in(LADDER.format("1.5", 74))
    assert brief(found) == [(1, "DL025")]
    assert found[0][2].startswith("ช่วงการปรับเกณฑ์การให้คะแนน +/- 1.5")


def test_targets_out_of_order_are_found_at_the_level_that_breaks_it():
    found = found_in(LADDER.format(2, 71))
    assert brief(found) == [(6, "DL026")]


def test_a_row_of_levels_over_a_row_of_figures_is_a_ladder():
    row = "ช่วงปรับเกณฑ์การให้คะแนน +/- 5 หน่วย ต่อ 1 คะแนน\nระดับ 1\nระดับ 2\nระดับ 3\nระดับ 4\nระดับ 5\n80\n85\n90\n{}\n100"
    assert found_in(row.format(95)) == []
    assert brief(found_in(row.format(96))) == [(1, "DL025")]


BASELINE = "เกณฑ์ค่ากลาง\n(ระดับ 3)\nเขต 1\nร้อยละของผู้รับบริการที่พึงพอใจ\n2565\n71.00\n70.10\n2566\n{}\n73.20\n"


def test_a_middle_level_below_last_years_is_found_with_both_figures():
    found = lint.check(from_text(LADDER.format(2, 74) + BASELINE.format("75.50")))
    assert told(found) == [(6, "DL027", "ร้อยละ 74 ของผู้รับบริการ เท่ากับ 3 คะแนน")]
    assert "75.50" in found[0].issue.th
    assert "2566" in found[0].issue.en
    assert found_in(LADDER.format(2, 74) + BASELINE.format("74.00")) == []


def test_a_target_in_a_sentence_below_last_years_result_is_found():
    text = "{}ผลการดำเนินงานปี 2566 ร้อยละ 85.20 ค่าเป้าหมายปี 2567 ร้อยละ {}"
    assert brief(found_in(text.format("", "80"))) == [(1, "DL028")]
    assert found_in(text.format("", "86")) == []
    assert found_in(text.format("การลดเรื่องร้องเรียน ", "80")) == []


# ── dates ──


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("วันที่ 31 เมษายน 2567", "DL029"),
        ("วันที่ ๒๙ กุมภาพันธ์ พ.ศ. ๒๕๖๖", "DL029"),
        ("วันที่ 12/13/2567", "DL029"),
        ("ภายในวันที่ 31 ของทุกเดือน", "DL030"),
        ("วันจันทร์ที่ 1 พฤษภาคม 2567", "DL031"),
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ และปีงบประมาณ ๒๕๖๖ ต่อจากปีงบประมาณ ๒๕๐๖", "DL032"),
        ("ให้เสร็จภายใน พ.ศ.๖๗", "DL033"),
        ("ตั้งแต่ 1 ตุลาคม 2567 – 30 กันยายน 2567", "DL034"),
        ("ตั้งแต่วันที่ ๕ มีนาคม ๒๕๖๗ ถึงวันที่ ๔ มีนาคม ๒๕๖๗", "DL034"),
        ("แผน พ.ศ. ๒๕๗๐ - ๒๕๖๖", "DL034"),
        ("รอบที่ 1 (ต.ค. – มี.ค. 67)", "DL035"),
        ("ให้แล้วเสร็จภายในปีงบประมาณ พ.ศ. 2567 คือภายในวันที่ 31 ตุลาคม 2567", "DL036"),
    ],
)
def test_dates_that_cannot_be_are_found(words, code):
    found = found_in(f"กำหนดการ {words} ทุกหน่วยงาน")
    assert brief(found) == [(1, code)]


@pytest.mark.parametrize(
    "words",
    [
        "วันที่ 29 กุมภาพันธ์ 2567 และ ๒๙ กุมภาพันธ์ ของปีอธิกสุรทิน",
        "ภายในวันที่ 30 ของทุกเดือน (เดือนกุมภาพันธ์ใช้วันสุดท้าย)",
        "ภายในวันที่ 25 ของทุกเดือน และทุกวันที่ ๒๘ ของเดือน",
        "วันพุธที่ 1 พฤษภาคม 2567",
        "ปีงบประมาณ ๒๕๖๖ ปีงบประมาณ ๒๕๖๖ ตามระเบียบงานสารบรรณ ประกาศเมื่อเดือนมิถุนายน ๒๕๒๖",
        "ตั้งแต่ 1 ต.ค. 66 – 30 ก.ย. 2567",
        "รอบที่ 1 (ต.ค. 66 – มี.ค. 67) รอบที่ 2 (เม.ย. – ก.ย. 67)",
        "แผน พ.ศ. ๒๕๖๖ - ๒๕๗๐",
        "รายงานผลของปีงบประมาณ พ.ศ. 2567 ภายในวันที่ 31 ตุลาคม 2567",
        "คำสั่งที่ ๑๓/๒๕๖๗",
    ],
)
def test_dates_that_can_be_are_left_alone(words):
    assert found_in(f"กำหนดการ {words} ทุกหน่วยงาน") == []


# ── repeats ──

PARAGRAPH = (
    "การเผยแพร่ข้อมูลของหน่วยงานต้องครบถ้วนและเป็นปัจจุบัน ผ่านช่องทางที่หลากหลาย เข้าถึงได้ง่าย โดยเฉพาะผลการดำเนินงาน"
    "และข้อมูลที่ประชาชนควรรับทราบ รวมทั้งต้องมีช่องทางให้ประชาชนแสดงความคิดเห็นและได้รับคำตอบภายในเวลาที่เหมาะสมทุกเรื่อง"
)


def test_a_long_paragraph_under_two_headings_is_found():
    found = found_in(f"7) การสื่อสาร\n๑. {PARAGRAPH}\n8) การปรับปรุงงาน\n๑. {PARAGRAPH}")
    assert brief(found) == [(4, "DL037")]


def test_a_paragraph_inside_a_block_that_stands_twice_is_told_with_it_only():
    block = "\n".join([PARAGRAPH, *(f"กิจกรรมเรื่อง{what} ให้หน่วยงานในสังกัดดำเนินการและรายงานผล" for what in "กขคงจฉชซ")])
    assert brief(found_in(f"{block}\nข้อความคั่นระหว่างสองแผน\n{block}")) == [(11, "DL038")]


def test_phrases_of_the_form_and_texts_on_two_things_are_left_alone():
    assert found_in(f"{PARAGRAPH}\nคั่น\n{PARAGRAPH}\nคั่น\n{PARAGRAPH}") == []
    assert found_in(f"แบบวัด IIT {PARAGRAPH}\nแบบวัด EIT {PARAGRAPH}") == []
    assert found_in("รายงานผลการดำเนินงานเป็นประจำทุกเดือน\nรายงานผลการดำเนินงานเป็นประจำทุกเดือน") == []


def test_a_block_of_lines_that_stands_twice_is_told_once():
    block = [f"กิจกรรมเรื่อง{what} ให้หน่วยงานในสังกัดดำเนินการและรายงานผลให้สำนักงานทราบทุกครั้ง" for what in "กขคงจฉชซ"]
    plan = "\n".join(block)
    assert brief(found_in(f"{plan}\nข้อความคั่นระหว่างสองแผน\n{plan}")) == [(10, "DL038")]


def test_a_word_typed_twice_in_a_row_is_found():
    assert brief(found_in("กำกับและตรวจสอบตรวจสอบทรัพย์สิน")) == [(1, "DL039")]
    assert found_in("กระบวนการการพัฒนา ที่ที่จัดงาน ต่างๆ นานา จำนวนเรื่อง เรื่องที่เสร็จ") == []


# ── letters ──


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("ให้ צר. จัดทำข้อมูล", "DL040"),
        ("สถาнีตำรวจ", "DL040"),
        ("สถานีตำຣวจ", "DL040"),
        ("สถานีตoำรวจภูธร", "DL041"),
        ("ผลการดำเ5ินงาน3่", "DL041"),
        ("เพื่อใ้การทำงาน", "DL042"),
        ("งาำนวยการ", "DL042"),
        ("สารวัตรอา ำนวยการ", "DL042"),
        ("ยึดอายุัดไว้", "DL042"),
        ("จึงใด้กำหนด", "DL043"),
        ("เพื่อให เจ้าหน้าที่", "DL043"),
        ("ซึ่งเป็ไปตามกฎ", "DL043"),
        ("เเละอื่น ๆ", "DL044"),
        ("นํ้าใจของเจ้าหน้าที่", "DL044"),
    ],
)
def test_letters_that_no_thai_word_has_are_found(words, code):
    found = found_in(f"ขอให้ทุกหน่วยงานดำเนินการตามแผนที่กำหนดไว้ให้แล้วเสร็จโดยเร็ว\nงาน {words} ของหน่วย")
    assert (2, code) in brief(found)


@pytest.mark.parametrize(
    "words",
    [
        "Outputหลักของหน่วย และ EITของหน่วยงาน",
        "(ค=กXข) คูณ 20",
        "ใช้เวลาใหม่ให้ใกล้ชิดใครก็ได้ ใฝ่ใจใส่ใจในใบและใต้ใหญ่ สะใภ้ หลงใหล ใย ใช่ ใคร่ ใบ้",
        "ก็ เป็น เห็น เร็ว เจ็บ เพ็ญ และเสร็จแล้ว",
        "วรรณยุกต์ “่” และสระ -ิ เขียนเหนือพยัญชนะ",
        "ค่า α และ µ กับ café",
        "น้ำ ก๊าซ โจ๋ เก๊ ปฏิบัติ ฤๅ ฤดู ฯพณฯ ฯลฯ ๆ",
    ],
)
def test_right_thai_with_foreign_words_is_left_alone(words):
    assert found_in(f"ขอให้ทุกหน่วยงานดำเนินการตามแผนที่กำหนดไว้\nงาน {words} ของหน่วย") == []


def test_items_marked_in_several_ways_are_told_once_with_the_ways():
    items = "\n".join(f"{mark} รายการ" for mark in ("๐๑", "๐๒", "0๓", "O๔", "0๕", "๐๖"))
    found = lint.check(from_text(items))
    assert [one.issue.code for one in found] == ["DL045"]
    assert "“๐๑” (3), “0๓” (2), “O๔” (1)" in found[0].issue.th
    assert found_in("\n".join(f"๐{mark} รายการ" for mark in "๑๒๓๔๕๖")) == []


# ── whole documents ──

PLANTED = {
    "broken_agreement.txt": [
        (5, "DL034"), (19, "DL024"), (28, "DL020"), (37, "DL027"), (78, "DL025"), (96, "DL012"),
        (96, "DL028"), (105, "DL026"), (112, "DL023"), (119, "DL036"),
    ],
    "broken_guide.txt": [
        (6, "DL042"), (15, "DL016"), (32, "DL012"), (53, "DL012"), (66, "DL012"), (66, "DL039"),
        (79, "DL023"),
    ],
    "broken_report.txt": [
        (8, "DL032"), (9, "DL012"), (17, "DL016"), (21, "DL016"), (22, "DL012"), (22, "DL031"), (23, "DL029"),
        (24, "DL021"), (25, "DL044"), (34, "DL037"),
    ],
    "broken_station.txt": [
        (7, "DL013"), (13, "DL016"), (19, "DL030"), (24, "DL010"), (29, "DL016"), (34, "DL020"),
        (38, "DL012"), (38, "DL029"), (43, "DL045"), (53, "DL043"),
    ],
}  # fmt: skip
"""What was put wrong in each broken document: the clean one of its name, with so many errors."""


@pytest.mark.parametrize("name", sorted(one.name for one in TEXTS.glob("clean_*.txt")))
def test_a_clean_document_has_no_findings(name):
    assert told(lint.run(TEXTS / name)) == []


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_broken_document_has_exactly_the_errors_put_into_it(name):
    assert [(line, code) for line, code, _ in told(lint.run(TEXTS / name))] == PLANTED[name]


def test_this_projects_own_thai_guides_are_clean():
    root = Path(__file__).parents[2]
    guides = [root / "README.md", *sorted((root / "docs" / "how-to").glob("*.md"))]
    assert [one for guide in guides if guide.name != "lint-a-document.md" for one in told(lint.run(guide))] == []


# ── kinds of files ──


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def word_file(path: Path) -> Path:
    word = Word()
    word.add_paragraph("รายงานผลการดำเนินงาน")
    word.add_paragraph("ให้เสร็จภายในวันที่ 31 เมษายน 2567")
    table = word.add_table(3, 2)
    for row, cells in enumerate((("ตัวชี้วัด", "น้ำหนัก"), ("1 การวางแผน", "60"), ("2 จึงใด้ติดตาม", "30"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    word.sections[0].header.paragraphs[0].text = "เเบบรายงาน"
    word.save(str(path))
    return path


def test_a_word_file_is_told_by_paragraph_and_cell(tmp_path):
    found = lint.run(word_file(tmp_path / "a.docx"))
    places = {one.issue.code: one.issue.place.field for one in found}
    assert places == {
        "DL029": "paragraph 2",
        "DL043": "table 1 row 3 column 1",
        "DL023": "table 1 row 3 column 2",
        "DL044": "header 1",
    }
    assert said_place(found[1].issue.place, "th").endswith("a.docx ตารางที่ 1 แถวที่ 3 ช่องที่ 1")


def test_a_list_in_a_table_goes_down_its_own_column(tmp_path):
    word = Word()
    table = word.add_table(3, 2)
    cells = (("1. วางแผน", "1. กลุ่มแผน\n3. กลุ่มคลัง"), ("2. ดำเนินการ", "1. กลุ่มงาน"), ("4. รายงาน", "2. กลุ่มติดตาม"))
    for row, both in enumerate(cells):
        for column, text in enumerate(both):
            first, *more = text.split("\n")
            table.cell(row, column).text = first
            for one in more:
                table.cell(row, column).add_paragraph(one)
    word.save(str(tmp_path / "a.docx"))
    found = lint.run(tmp_path / "a.docx")
    assert [(one.issue.code, one.issue.place.field) for one in found] == [
        ("DL016", "table 1 row 1 column 2"),
        ("DL016", "table 1 row 3 column 1"),
    ]


def test_a_total_is_the_one_under_the_weights_though_cells_before_it_are_merged(tmp_path):
    def saved_with(total: str) -> Path:
        word = Word()
        table = word.add_table(4, 4)
        rows = (("ที่", "ตัวชี้วัด", "น้ำหนัก", "คะแนน"), ("1", "การวางแผน", "60", "3.5"), ("2", "- การติดตาม", "40", "4.1"))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text.lstrip("- ")
        table.cell(3, 0).merge(table.cell(3, 1)).text = "รวม"
        table.cell(3, 2).text, table.cell(3, 3).text = total, "3.74"
        word.save(str(tmp_path / f"{total}.docx"))
        return tmp_path / f"{total}.docx"

    assert lint.run(saved_with("100")) == []
    assert [one.issue.code for one in lint.run(saved_with("90"))] == ["DL023"]


def test_the_other_place_is_told_in_the_readers_language(tmp_path):
    word = Word()
    for text in ("1. วางแผน", "2. ดำเนินการ", "4. รายงาน", "ให้หน่วยงานจัดทำข้อมูล צר. ตามแผนที่กำหนดไว้"):
        word.add_paragraph(text)
    word.save(str(tmp_path / "a.docx"))
    found = {one.issue.code: one.issue for one in lint.run(tmp_path / "a.docx")}
    assert "(ที่ ย่อหน้าที่ 2)" in found["DL016"].th
    assert "(at paragraph 2)" in found["DL016"].en
    assert "(ที่ ย่อหน้าที่ 4)" in found["DL040"].th
    assert not any("paragraph" in one.th for one in found.values())


@pytest.mark.parametrize("name", sorted(one.name for one in TEXTS.glob("broken_*.txt")))
def test_a_text_and_the_same_in_word_are_told_alike(tmp_path, name):
    word = Word()
    for line in (TEXTS / name).read_text(encoding="utf-8").split("\n"):
        word.add_paragraph(line)
    word.save(str(tmp_path / "a.docx"))
    assert told(lint.run(tmp_path / "a.docx")) == told(lint.run(TEXTS / name))


def test_a_workbook_is_told_by_sheet_and_cell(tmp_path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "น้ำหนัก 67"
    for row in (("ตัวชี้วัด", "น้ำหนัก"), ("1", 50), ("2", 30), ("3", 30), ("รวม", 100)):
        sheet.append(row)
    sheet["D9"] = "กำหนดส่ง 31 มิถุนายน 2567"
    hidden = book.create_sheet("ซ่อน")
    hidden["A1"] = "31 เมษายน 2567"
    hidden.sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    found = lint.run(saved(tmp_path / "a.xlsx", data.getvalue()))
    assert [(one.issue.code, one.issue.place.field) for one in found] == [
        ("DL023", "น้ำหนัก 67!B4"),
        ("DL029", "น้ำหนัก 67!D9"),
    ]


def test_a_pdf_is_told_by_page_and_line(tmp_path):
    typst = pytest.importorskip("typst")
    source = '#set text(font: "Sarabun")\nรายงานผล\n\nทำตามข้อตกลง\n#pagebreak()\nให้เสร็จภายในวันที่ 31 เมษายน 2567 ที่กำหนด'
    from samrit.documents import fonts

    folders = [str(path) for path in {one.parent for one in _font_files(fonts)}]
    data = typst.compile(source.encode(), font_paths=folders, ignore_system_fonts=True)
    found = lint.run(saved(tmp_path / "a.pdf", data))
    assert [(one.issue.code, one.issue.place.field) for one in found] == [("DL029", "page 2 line 1")]


def _font_files(fonts: object) -> list[Path]:
    import fontpkg_sarabun

    return sorted(Path(next(iter(fontpkg_sarabun.__path__))).rglob("*.ttf"))


def test_a_scanned_pdf_is_refused_with_advice(tmp_path):
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(595, 842)
    path = tmp_path / "scan.pdf"
    pdf.save(str(path))
    pdf.close()
    with pytest.raises(Refused) as refused:
        lint.run(path)
    assert [issue.code for issue in refused.value.issues] == ["DL001"]
    assert "OCR" in refused.value.issues[0].cure_th


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "WB011"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "WordDocument".encode("utf-16-le"), "WB007"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "WB006"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "WB010"),
        (b"%PDF-1.7\nnothing", "DL003"),
        (b" \n \n", "DL005"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(tmp_path, data, code):
    with pytest.raises(Refused) as refused:
        lint.run(saved(tmp_path / "file", data))
    issue = refused.value.issues[0]
    assert issue.code == code
    assert issue.cure_th
    assert issue.cure_en


def test_old_thai_codings_are_read(tmp_path):
    text = "ให้เสร็จภายในวันที่ 31 เมษายน 2567"
    for encoding in ("cp874", "utf-8-sig", "utf-16"):
        found = lint.run(saved(tmp_path / "a.txt", text.encode(encoding)))
        assert brief(told(found)) == [(1, "DL029")]


# ── packs ──


@pytest.mark.parametrize("pack", ["th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566"])
def test_a_packs_texts_are_clean_and_its_own_checks_are_told(pack):
    found = lint.run_pack(load.find(pack))
    assert not [one for one in found if one.issue.code.startswith("DL")]
    assert [one for one in found if one.issue.code.startswith("PK")]


# ── anything at all ──

LETTERS = st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from("0123456789./-() \n:O%XกขคKPIที่ข้อ")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(LETTERS, max_size=60), max_size=25))
def test_no_text_brings_the_lint_down(lines):
    document = from_text("\n".join(lines))
    for one in lint.check(document):
        assert one.issue.th
        assert one.issue.en
        assert one.issue.place.line <= len("\n".join(lines).split("\n"))


def test_a_document_without_words_has_nothing():
    assert lint.check(Document("", ())) == []
