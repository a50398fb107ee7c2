"""Figures of the component page: explanations, review panes, tables, charts, in every state."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from samrit.web.components.drawing import Bar, Bars, Explanation, Level, LevelTable, Step, Swatch, Swatches
from samrit.web.components.examples_reading import DONE, NONE, RETURNED, REVIEW, SENT
from samrit.web.components.reading import (
    Answer,
    Answers,
    Column,
    Event,
    Link,
    Lock,
    Notice,
    Pane,
    Panes,
    Prose,
    Table,
    Timeline,
)
from samrit.web.reader import Text

_EVENTS = (
    Event(
        datetime(2013, 7, 1, 3, 20, tzinfo=UTC),
        Text("ผู้ตรวจ ตัวอย่าง · สผ.", "Verifier Example · superior unit"),
        Text("ส่งกลับ", "Returned it"),
        RETURNED,
        Text("ขอจำนวนผู้ตอบแบบสำรวจรายจังหวัด", "Please add the number of answers by province"),
    ),
    Event(
        datetime(2013, 6, 30, 9, 5, tzinfo=UTC),
        Text("หัวหน้า ตัวอย่าง", "Head Example"),
        Text("อนุมัติและส่ง", "Approved and sent it"),
        SENT,
    ),
    Event(
        datetime(2013, 6, 28, 9, 25, tzinfo=UTC),
        Text("ธุรการ ตัวอย่าง", "Clerk Example"),
        Text("กรอกผล 72.00", "Entered 72.00"),
    ),
)
TIMELINE = Timeline(_EVENTS)


def _levels(title: Text, values: tuple[str | None, ...], point: str | None, result: str) -> LevelTable:
    levels = tuple(Level(number, value) for number, value in enumerate(values, start=1))
    return LevelTable(title, levels, Decimal(point) if point else None, result)


_TITLE = Text("ค่าเป้าหมาย 5 ระดับ และผลที่ได้", "The five target levels and the result")
FIGURES = (
    Explanation(
        figure=Decimal("2.7200"),
        name=Text("KPI 2 ผู้ฟังข่าววิทยุ", "KPI 2 Radio news listeners"),
        sentence=Text(
            "ผล 72.00 อยู่ระหว่างระดับ 2 (70.92) กับระดับ 3 (72.42) จึงได้ 2.7200 คะแนน",
            "72.00 lies between level 2 (70.92) and level 3 (72.42), which gives 2.7200.",
        ),
        steps=(
            Step(
                Text("เทียบสัดส่วนระหว่างระดับ 2 กับ 3", "Between levels 2 and 3"),
                "2 + (72.00 − 70.92) ÷ (72.42 − 70.92) = 2.7200",
            ),
            Step(Text("คูณน้ำหนักร้อยละ 5", "Times the weight, 5 %"), "2.7200 × 0.05 = 0.1360"),
        ),
        drawing=_levels(_TITLE, ("69.42", "70.92", "72.42", "73.92", "75.42"), "2.72", "72.00"),
        rule=Text("เทียบสัดส่วนระหว่างระดับ ปัดทศนิยมสี่ตำแหน่ง", "Proportional between levels, four decimals."),
        rule_link=Link(Text("รายละเอียดตัวชี้วัด หน้า 4", "Indicator sheet, page 4"), "#text"),
        evidence=(Link(Text("สรุปแบบสำรวจผู้ฟัง.pdf", "listeners-survey.pdf"), "#files"),),
        history=_EVENTS,
        is_open=True,
    ),
    Explanation(
        figure=Decimal("4.0000"),
        name=Text("KPI 6 เวทีชุมชน", "KPI 6 Community forums"),
        sentence=Text("ทำได้ถึงขั้นที่ 4 และขั้นก่อนหน้าครบ", "Step 4 was reached, with all steps before it."),
        steps=(Step(Text("ขั้นสูงสุดที่ครบ", "Highest complete step"), "4"),),
        drawing=_levels(_TITLE, ("1", None, "3", "4", "5"), "4", "4"),
        stale=Text(
            "มีการแก้หลักฐานหลังคิดคะแนน คะแนนนี้อาจเปลี่ยน", "Evidence changed after this was computed: the score may change"
        ),
    ),
    Explanation(
        figure=None,
        name=Text("KPI 3 รายการโทรทัศน์", "KPI 3 Television"),
        sentence=Text(
            "ยังไม่มีคะแนน เพราะยังไม่รายงานจำนวนรายการที่ออกอากาศ", "No score yet: the number of programmes was not reported."
        ),
        steps=(Step(Text("จำนวนรายการตามแผน: 24", "Programmes planned: 24")),),
        drawing=_levels(_TITLE, ("12", "16", "20", "22", "24"), None, ""),
        next_step=Text("รายงาน 20 รายการจะถึงระดับ 3", "Reporting 20 programmes reaches level 3."),
        remarks=(
            Text(
                "ข้อสมมติ: รายการที่ออกอากาศซ้ำนับครั้งเดียว เพราะเอกสารไม่ได้บอก",
                "Assumption: a programme shown again counts once, for the document does not say.",
            ),
        ),
        is_open=True,
    ),
)

PANES = Panes(
    (
        Pane(
            Text("เกณฑ์", "Rule"),
            (
                Prose(
                    (
                        Text(
                            "ร้อยละของผู้ฟังที่ได้รับประโยชน์ จากแบบสำรวจที่มีผู้ตอบไม่น้อยกว่า 400 คน",
                            "Percent of listeners to whom it was of use, by a survey with at least 400 answers",
                        ),
                    )
                ),
                Lock(
                    Text("เกณฑ์มาจากคำรับรองที่ลงนามแล้ว", "the rule comes from the signed agreement"),
                    Text("ขอแก้ไขคำรับรองได้จนถึงสิ้นเดือนมีนาคม", "An amendment can be asked for until the end of March."),
                    Link(Text("ขอแก้ไข", "Ask for it"), "#notices"),
                ),
            ),
        ),
        Pane(
            Text("คำกล่าวอ้าง", "Claim"),
            (
                Answers(
                    Text("ที่หน่วยงานรายงาน", "What the unit reports"),
                    (
                        Answer(Text("ผล", "Result"), Decimal("72.00")),
                        Answer(Text("คะแนน", "Score"), Decimal("2.7200")),
                        Answer(Text("ปีก่อน", "Last year"), Decimal("70.92")),
                    ),
                ),
                REVIEW,
            ),
        ),
        Pane(
            Text("หลักฐาน", "Evidence"),
            (
                Link(Text("สรุปแบบสำรวจผู้ฟัง.pdf", "listeners-survey.pdf"), "#files"),
                Notice(
                    "warn",
                    Text("วันที่ในไฟล์ก่อนรอบนี้", "The date in the file is before this round"),
                    Text("10 ม.ค. 56 แต่รอบนี้เริ่ม 1 เม.ย. 56", "10 January 2013; this round began on 1 April"),
                ),
            ),
        ),
    )
)

_COLUMNS = (
    Column(Text("ตัวชี้วัด", "Indicator")),
    Column(Text("สถานะ", "Status")),
    Column(Text("น้ำหนัก (ข)", "Weight"), True),
    Column(Text("คะแนน (ก)", "Score"), True),
    Column(Text("ก × ข", "Weighted"), True),
)
_ROWS = (
    (
        Link(Text("KPI 1 ความพึงพอใจ", "KPI 1 Satisfaction"), "#figures"),
        DONE,
        Decimal("5"),
        Decimal("4.1500"),
        Decimal("0.2075"),
    ),
    (
        Link(Text("KPI 2 ผู้ฟังข่าววิทยุ", "KPI 2 Radio news listeners"), "#figures"),
        RETURNED,
        Decimal("5"),
        Decimal("2.7200"),
        Decimal("0.1360"),
    ),
    (
        Link(Text("KPI 3 รายการโทรทัศน์", "KPI 3 Television"), "#figures"),
        NONE,
        Decimal("0"),
        Text("ไม่เกี่ยวข้อง", "not applicable"),
        "–",
    ),
)
TABLES = (
    Table(
        Text("คะแนนรายตัวชี้วัด", "Scores by indicator"),
        _COLUMNS,
        _ROWS,
        (Text("รวม", "Total"), "", Decimal("10"), "", Decimal("0.3435")),
    ),
    Table(
        Text("ตารางแน่นสำหรับผู้ตรวจ", "A dense table, for verifiers"),
        _COLUMNS[:3],
        [row[:3] for row in _ROWS],
        is_compact=True,
    ),
    Table(
        Text("ผลรายเดือน ต.ค.–ก.ย. (เลื่อนดูได้)", "By month, October to September (scrolls)"),
        (
            Column(Text("หน่วยงาน", "Unit")),
            *(
                Column(month, True)
                for month in map(
                    Text,
                    ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย."),
                    ("Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"),
                )
            ),
        ),
        [
            (
                Text(f"สำนักงานเขต {number}", f"Office {number}"),
                *(Decimal(f"{60 + number + month}.{month:02}") for month in range(12)),
            )
            for number in (1, 2, 3)
        ],
        scrolls=True,
    ),
)

_BARS = (
    Bar(Text("สำนักงานเขต 1", "Regional Office 1"), Decimal("4.2100")),
    Bar(Text("สำนักงานเขต 3 (หน่วยของท่าน)", "Regional Office 3 (yours)"), Decimal("2.7200"), is_here=True),
    Bar(Text("สำนักงานเขต 4 จังหวัดที่มีชื่อยาวมาก", "Regional Office 4 with a rather long name"), Decimal("1.9500")),
    Bar(Text("สำนักงานเขต 5", "Regional Office 5"), None, missing=Text("ยังไม่ส่ง", "not sent")),
)
BARS = Bars(
    Text("2 ใน 4 เขตยังไม่ถึงระดับ 3 และ 1 เขตยังไม่ส่ง", "2 of 4 offices are below level 3, and 1 has not reported"),
    _BARS,
    Decimal(5),
    Table(
        Text("คะแนนรายเขต", "Scores by office"),
        (Column(Text("เขต", "Office")), Column(Text("คะแนน", "Score"), True)),
        [(bar.label, bar.missing if bar.value is None else bar.value) for bar in _BARS],
    ),
    Decimal(3),
    Text("เส้นคือระดับ 3", "The line is level 3"),
)

SWATCHES = Swatches(
    (
        Swatch(
            Text("บนพื้นสว่าง", "On light pages"), "0f4c5c", "ffffff", "ffffff",
            Text("ใช้สีที่เลือก #0f4c5c คอนทราสต์ 9.5 ต่อ 1 อ่านได้ชัด", "As chosen, #0f4c5c: contrast 9.5 to 1, easy to read."),
        ),
        Swatch(
            Text("บนพื้นมืด", "On dark pages"), "5fb3c7", "1b1f23", "101416",
            Text("ปรับให้สว่างขึ้นเป็น #5fb3c7 คอนทราสต์ 6.9 ต่อ 1", "Made lighter, #5fb3c7: contrast 6.9 to 1."),
        ),
    )
)  # fmt: skip
