"""What the component page shows to be read: texts, buttons, lists, notices and ways, in every state."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from samrit.web.components.log import Log, LogLine
from samrit.web.components.outline import Branch, Outline
from samrit.web.components.reading import (
    Answer,
    Answers,
    Breadcrumb,
    Button,
    Empty,
    Fold,
    Link,
    Lock,
    Notice,
    Pagination,
    Progress,
    Prose,
    Status,
    Tabs,
    Task,
    TaskList,
    TaskSection,
)
from samrit.web.reader import Text

TODO = Status("todo", Text("ยังไม่เริ่ม", "Not started"))
DOING = Status("doing", Text("กำลังทำ", "In progress"))
SENT = Status("sent", Text("ส่งแล้ว", "Submitted"))
REVIEW = Status("review", Text("กำลังตรวจ", "Under review"))
RETURNED = Status("returned", Text("ส่งกลับแก้ไข", "Returned"))
LATE = Status("late", Text("เลยกำหนด", "Late"))
DONE = Status("done", Text("ยืนยันแล้ว", "Verified"))
CLOSED = Status("closed", Text("ปิดแล้ว", "Closed"))
NONE = Status("none", Text("ไม่เกี่ยวข้อง", "Not applicable"))
STATUSES = (TODO, DOING, SENT, REVIEW, RETURNED, LATE, DONE, CLOSED, NONE)

TEXT = (
    Prose(
        (
            Text(
                "สำนักงานประชาสัมพันธ์ที่ปฏิบัติราชการตามคำรับรองรายงานผลทุกเดือนภายในวันที่ 30 ผู้กำกับดูแลตัวชี้วัดตรวจ "
                "แล้วแจ้งว่ายืนยันหรือส่งกลับแก้ไข ตัวหนังสือไทยต้องการที่ว่างเหนือและใต้บรรทัดสำหรับสระและวรรณยุกต์ เช่น ที่นี่ ปู่ ญี่ปุ่น ฏีกา ฐานะ",
                "An office that works under an agreement reports every month by the 30th. "
                "Whoever looks after the indicator checks the report and verifies or returns it.",
            ),
        )
    ),
    Link(Text("ดูกำหนดส่งทั้งปี", "See all deadlines of the year"), "#timeline"),
)

BUTTONS = (
    Button(Text("ส่งให้ สผ. ตรวจ", "Send for review")),
    Button(Text("เก็บร่าง", "Keep as a draft"), "secondary"),
    Button(Text("ถอนรายงาน", "Withdraw the report"), "danger"),
    Button(Text("พิมพ์", "Print"), "secondary", href="#tables"),
    Button(Text("ลงนาม", "Sign"), reason=Text("ยังขาดหลักฐานของ KPI 2", "Evidence for KPI 2 is missing"), id="sign"),
)

TASKS = TaskList(
    (
        TaskSection(
            Text("ต้องแก้และใกล้กำหนด", "To mend, and due soon"),
            (
                Task(
                    Text("KPI 2 ผู้ฟังข่าววิทยุ", "KPI 2 Radio news listeners"),
                    RETURNED,
                    "#review",
                    Text("ผู้ตรวจขอจำนวนผู้ตอบแบบสำรวจ", "The verifier asks for the number of answers"),
                ),
                Task(
                    Text("KPI 4 เครือข่ายประชาสัมพันธ์", "KPI 4 Public relations network"),
                    LATE,
                    "#forms",
                    Text("กำหนด 30 มิ.ย. 56 เลยมา 3 วัน", "Due 30 June 2013, 3 days ago"),
                ),
                Task(Text("KPI 5 ข่าวที่เผยแพร่", "KPI 5 News published"), DOING, "#forms"),
                Task(Text("KPI 6 เวทีชุมชน", "KPI 6 Community forums"), TODO, "#forms"),
            ),
        ),
        TaskSection(
            Text("ส่งแล้ว", "Sent"),
            (
                Task(Text("KPI 1 ความพึงพอใจ", "KPI 1 Satisfaction"), DONE, "#figures"),
                Task(
                    Text("KPI 3 รายการโทรทัศน์", "KPI 3 Television"),
                    NONE,
                    hint=Text("หน่วยนี้ไม่มีสถานีโทรทัศน์", "This unit has no station"),
                ),
            ),
        ),
    ),
    Button(Text("แก้ KPI 2 ที่ถูกส่งกลับ", "Mend KPI 2, which was returned"), href="#review"),
)

ANSWERS = Answers(
    Text("รายงาน KPI 2 รอบที่ 2", "Report of KPI 2, round 2"),
    (
        Answer(Text("ผลการดำเนินงาน", "Result"), Text("ร้อยละ 72.00", "72.00 percent"), "#result"),
        Answer(Text("คะแนนที่จะได้", "Score it gives"), Decimal("2.7200")),
        Answer(Text("วันที่ของหลักฐาน", "Date of the evidence"), date(2013, 6, 20), "#date"),
        Answer(Text("หลักฐาน", "Evidence"), Text("3 ไฟล์", "3 files"), "#file"),
    ),
    Text(
        "สผ. จะตรวจภายใน 5 ก.ค. 56 ท่านดูสถานะได้ที่ งานของฉัน",
        "The superior unit checks it by 5 July 2013. You see where it stands under My work.",
    ),
)

NOTICES = (
    Notice(
        "info",
        Text("รอบที่ 2 เปิดแล้ว", "Round 2 is open"),
        Text("ส่งได้ถึง 30 ก.ย. 56", "Reports are taken until 30 September 2013"),
    ),
    Notice(
        "good",
        Text("ส่งรายงาน KPI 2 แล้ว", "The report of KPI 2 was sent"),
        Text("สผ. จะตรวจภายใน 5 ก.ค. 56", "The superior unit checks it by 5 July 2013"),
    ),
    Notice(
        "warn",
        Text("คะแนนนี้คิดจากข้อมูลเดิม", "This score is of older data"),
        link=Link(Text("ดูสิ่งที่เปลี่ยน", "See what changed"), "#timeline"),
    ),
    Notice(
        "bad",
        Text("มีผู้อื่นแก้ร่างนี้ก่อนท่าน", "Somebody else changed this draft before you"),
        Text("สิ่งที่ท่านพิมพ์ยังอยู่ครบ", "All you typed is still here"),
        Link(Text("เทียบสองฉบับ", "Compare both"), "#answers"),
    ),
    Lock(
        Text("รอบที่ 1 ปิดเมื่อ 30 เม.ย. 56", "round 1 closed on 30 April 2013"),
        Text("ขอขยายเวลาได้จากผู้กำกับดูแลตัวชี้วัด", "Whoever looks after the indicator can extend it."),
        Link(Text("ขอขยายเวลา", "Ask for it"), "#forms"),
    ),
)

EMPTY = Empty(
    Text("ยังไม่มีตัวชี้วัดในปีนี้", "No indicators this year yet"),
    Text(
        "เมื่อลงนามคำรับรอง ตัวชี้วัดและกำหนดส่งจะขึ้นที่นี่", "Once the agreement is signed, its indicators and deadlines stand here"
    ),
    Button(Text("เริ่มจากคำรับรองปีก่อน", "Begin with last year's agreement"), href="#answers"),
)
PROGRESS = (
    Progress(
        Text("กำลังนำเข้ารายชื่อ", "Taking in the list"),
        412,
        1300,
        Text("ออกจากหน้านี้แล้วกลับมาดูได้", "You may leave this page and come back"),
        "progress-import",
    ),
    Progress(Text("นำเข้าเสร็จแล้ว", "All taken in"), 1300, 1300, id="progress-done"),
    Progress(Text("กำลังตรวจไฟล์", "Checking the file"), 3, None, id="progress-open"),
)
WAYS = (
    Breadcrumb(
        (Link(Text("งานของฉัน", "My work"), "#tasks"), Link(Text("คำรับรองปี 2556", "Agreement of 2556"), "#answers")),
        Text("KPI 2 ผู้ฟังข่าววิทยุ", "KPI 2 Radio news listeners"),
    ),
    Tabs(
        Text("มุมมองของตัวชี้วัด", "Views of the indicator"),
        (
            Link(Text("ผล", "Result"), "#forms"),
            Link(Text("หลักฐาน", "Evidence"), "#files"),
            Link(Text("ความเป็นมา", "History"), "#timeline"),
        ),
        "#files",
    ),
    Pagination(1, 3, "?page={page}#finding"),
    Pagination(6, 24, "?page={page}#finding"),
    Pagination(24, 24, "?page={page}#finding"),
)
FOLDS = (
    Fold(
        Text("ตัวอย่างหลักฐานที่ดี", "An example of good evidence"),
        (
            Prose(
                (
                    Text(
                        "สรุปแบบสำรวจ ลงนาม มีวันที่และจำนวนผู้ตอบ",
                        "The summary of a survey: signed, dated, with the number of answers",
                    ),
                )
            ),
        ),
    ),
    Fold(
        Text("สิ่งที่ผู้ตรวจดู", "What the verifier looks at"),
        (Prose((Text("วันที่อยู่ในรอบ ตัวเลขตรงกับรายงาน", "The date is in the round, and the figures agree"),)),),
        is_open=True,
    ),
    Fold(
        Text("ถอนรายงาน…", "Withdraw the report…"),
        (
            Prose((Text("ผู้ตรวจจะไม่เห็นรายงานนี้อีก ร่างของท่านยังอยู่", "The verifier no longer sees it. Your draft stays."),)),
            Button(Text("ถอนรายงาน", "Withdraw"), "danger"),
        ),
        is_dialog=True,
    ),
    Fold(
        Text("ลบร่าง…", "Delete the draft…"),
        (Prose((Text("ลบแล้วเรียกคืนไม่ได้", "This cannot be undone"),)), Button(Text("ลบร่าง", "Delete"), "danger")),
        is_open=True,
        is_dialog=True,
    ),
)

OUTLINE = Outline(
    Text("ผังหน่วยงาน", "Tree of units"),
    (
        Branch(
            Text("กรมตัวอย่าง", "Example Department"), "#finding", "branch-0", Text("กรม", "department"),
            below=(
                Branch(Text("กองหนึ่ง", "Division One"), "#finding", "branch-1", is_here=True),
                Branch(
                    Text("กองสอง", "Division Two"), "#finding", "branch-2", status=Status("closed", Text("ยุบแล้ว", "Closed")),
                    more=Link(Text("ดูอีก 12 หน่วย", "12 more units"), "#finding"),
                ),
            ),
            summary=Text("2 หน่วยข้างใต้", "2 units below"), is_open=True,
        ),
    ),
)  # fmt: skip

LOG = Log(
    [
        LogLine(
            1_204, Text("ส่งรายงาน", "A report was submitted"), datetime(2013, 6, 20, 9, 20, tzinfo=UTC),
            Text("เจ้าหน้าที่ (สมมุติ)", "Clerk (invented)"), "results.submitted", "3f1c" * 16,
            [Link(Text("รายงานผล …0a1b2c", "report …0a1b2c"), "#log")], details=[("number", "2")],
        ),
        LogLine(
            1_203, Text("เก็บหลักฐาน", "Evidence was given"), datetime(2013, 6, 20, 9, 5, tzinfo=UTC),
            Text("เจ้าหน้าที่ (สมมุติ)", "Clerk (invented)"), "evidence.given", "9a0e" * 16,
            [Link(Text("หลักฐาน …3d4e5f", "evidence …3d4e5f"), "#log")], 3, (),
            Status("closed", Text("ลบรายละเอียดแล้ว", "details redacted")),
        ),
    ]
)  # fmt: skip
