"""The component page's contents: every element in every state.  All names and figures are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samrit.web.components import examples_figures, examples_forms, examples_reading
from samrit.web.components.reading import Link, Words
from samrit.web.frame import Frame
from samrit.web.reader import Text

FRAME = Frame(
    agency=Text("กรมตัวอย่างเพื่อการสาธิต", "Department of Demonstration"),
    unit=Text("สำนักงานเขต 3 (จังหวัดสมมติ)", "Regional Office 3 (Imaginary Province)"),
    home="#main",
    links=(
        Link(Text("งานของฉัน", "My work"), "#tasks"),
        Link(Text("ตัวชี้วัด", "Indicators"), "#figures"),
        Link(Text("รอตรวจ", "To review"), "#review"),
        Link(Text("เอกสาร", "Papers"), "#tables"),
    ),
    here="#tasks",
    person=Text("ธุรการ ตัวอย่าง", "Clerk Example"),
    person_links=(Link(Text("บัญชีของฉัน", "My account"), "#forms"), Link(Text("ทำไมฉันจึง (ไม่) มีสิทธิ์", "Why may I (not)?"), "#notices")),
    sign_out="#main",
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """Elements of one kind under a heading."""

    id: str
    title: Words
    things: Sequence[object]
    note: Words = ""
    is_row: bool = False


def sections() -> list[Section]:
    """The whole page, in order."""
    read, form, figure = examples_reading, examples_forms, examples_figures
    return [
        Section("text", Text("ข้อความและลิงก์", "Text and links"), read.TEXT),
        Section("buttons", Text("ปุ่ม", "Buttons"), read.BUTTONS, Text("ปุ่มที่กดไม่ได้บอกเหตุผลเสมอ", "A button that cannot be pressed says why"), is_row=True),
        Section("status", Text("คำบอกสถานะ", "Status words"), read.STATUSES, Text("คำ รูป และสี ไม่ใช้สีอย่างเดียว", "Word, shape and colour; never colour alone"), is_row=True),
        Section("tasks", Text("รายการงาน", "Task list"), [read.TASKS]),
        Section("forms", Text("ช่องกรอก", "Fields"), form.FIELDS),
        Section("choices", Text("ตัวเลือก", "Choices"), form.CHOICES),
        Section("files", Text("แนบไฟล์", "Giving files"), form.FILES),
        Section("answers", Text("ตรวจคำตอบก่อนส่ง", "Check your answers"), [read.ANSWERS]),
        Section("figures", Text("ที่มาของคะแนน", "How a figure came about"), figure.FIGURES),
        Section("review", Text("หน้าตรวจ: เกณฑ์ · คำกล่าวอ้าง · หลักฐาน", "Review: rule · claim · evidence"), [figure.PANES]),
        Section("tables", Text("ตาราง", "Tables"), figure.TABLES),
        Section("charts", Text("แผนภูมิ", "Charts"), [figure.BARS]),
        Section("swatches", Text("สีบนพื้นสว่างและพื้นมืด", "A colour on light and dark"), [figure.SWATCHES]),
        Section("timeline", Text("ลำดับเหตุการณ์", "Timeline"), [figure.TIMELINE]),
        Section("notices", Text("ประกาศและเหตุขัดข้อง", "Notices"), read.NOTICES),
        Section("empty", Text("ยังไม่มีข้อมูล", "Nothing here yet"), [read.EMPTY]),
        Section("progress", Text("ความคืบหน้า", "Progress"), read.PROGRESS),
        Section("finding", Text("การนำทาง", "Finding one's way"), read.WAYS),
        Section("outline", Text("ผัง", "Outline"), [read.OUTLINE]),
        Section("log", Text("บันทึกเหตุการณ์", "Log of events"), [read.LOG]),
        Section("folds", Text("พับและยืนยัน", "Folds and questions"), read.FOLDS),
    ]  # fmt: skip
