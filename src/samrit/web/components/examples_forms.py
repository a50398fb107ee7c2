"""Fields, choices and files of the component page, in every state."""

from __future__ import annotations

from samrit.web.components.forms import Area, Choices, ErrorSummary, Field, FileDrop, GivenFile, Option, Rule, Select
from samrit.web.components.reading import Button, Link, Status
from samrit.web.reader import Text

_RULE = Rule(
    demand=Text(
        "ร้อยละของผู้ฟังที่ตอบว่าได้รับประโยชน์จากข่าววิทยุ ทศนิยมสองตำแหน่ง",
        "Percent of listeners who say that radio news was of use to them, two decimals",
    ),
    example=Text("สรุปแบบสำรวจที่ลงนาม พร้อมจำนวนผู้ตอบ", "The signed summary of the survey with the number of answers"),
    last_year=Text("ร้อยละ 70.92 (ระดับ 2)", "70.92 percent (level 2)"),
    link=Link(Text("ดูเกณฑ์ฉบับเต็ม", "Read the full rule"), "#figures"),
)

_WRONG_FIGURE = Field(
    name="result-wrong", label=Text("ผลการดำเนินงาน", "Result"), kind="figure", value="๗๒.๐๐.", suffix=Text("ร้อยละ", "percent"),
    error=Text("“๗๒.๐๐.” ไม่ใช่ตัวเลข ตรวจจุดท้ายตัวเลข", "The result is not a figure: look at the point at its end"),
    rule=_RULE,
)  # fmt: skip
_WRONG_DATE = Field(
    name="date-wrong", label=Text("วันที่ของหลักฐาน", "Date of the evidence"), kind="date", value="30/2/2556",
    hint=Text("วัน/เดือน/ปี พ.ศ.", "day/month/year in the Buddhist era"),
    error=Text("เดือนกุมภาพันธ์ 2556 มี 28 วัน", "February 2556 had 28 days"),
)  # fmt: skip
_WRONG_FILE = FileDrop(
    name="file-wrong", label=Text("หลักฐานการประชุม", "Evidence of the meeting"),
    hint=Text("PDF หรือภาพ ไม่เกิน 25 MB ต่อไฟล์", "PDF or pictures, at most 25 MB each"),
    error=Text("ไฟล์ report.exe เป็นโปรแกรม ไม่ใช่เอกสาร แนบ PDF หรือภาพแทน", "The file report.exe is a program, not a document: give a PDF or a picture"),
)  # fmt: skip

FIELDS = (
    ErrorSummary((_WRONG_FIGURE, _WRONG_DATE, _WRONG_FILE)),
    Field(
        name="result", label=Text("ผลการดำเนินงาน", "Result"), kind="figure", value="๗๒.๐๐", suffix=Text("ร้อยละ", "percent"),
        hint=Text("เลขไทยหรือเลขอารบิกก็ได้", "Thai or Arabic digits"), rule=_RULE,
    ),
    _WRONG_FIGURE,
    Field(name="unit", label=Text("ชื่อหน่วยงาน", "Name of the unit"), value="สำนักงานเขต 3"),
    Field(
        name="date", label=Text("วันที่ของหลักฐาน", "Date of the evidence"), kind="date", example="20/6/2556",
        hint=Text("วัน/เดือน/ปี พ.ศ. เช่น 20 มิ.ย. 56 ก็ได้", "day/month/year in the Buddhist era; 2013-06-20 is read as well"),
    ),
    _WRONG_DATE,
    Field(
        name="locked", label=Text("น้ำหนัก", "Weight"), kind="figure", value="5.00", suffix=Text("ร้อยละ", "percent"),
        reason=Text("กำหนดไว้ในคำรับรองที่ลงนามแล้ว", "Set by the signed agreement"),
    ),
    Area(
        name="explanation", label=Text("คำชี้แจง", "Explanation"),
        hint=Text("เขียนสั้น ๆ ว่าทำอะไร ได้ผลอย่างไร", "In short: what was done, and what came of it"),
        value="สำรวจผู้ฟังสามจังหวัดในเดือนมิถุนายน ได้ผลดีขึ้นกว่าปีก่อน",
    ),
    Area(
        name="remark", label=Text("เหตุที่ส่งกลับ", "Why it is returned"),
        error=Text("เขียนเหตุที่ส่งกลับ เพื่อให้หน่วยงานแก้ได้ถูกจุด", "Write why it is returned, so that the unit can mend it"),
    ),
    Field(name="search", label=Text("ค้นหาหน่วยงาน", "Find a unit"), kind="search", button=Button(Text("ค้นหา", "Find"), "secondary")),
    Field(name="code", label=Text("รหัสหกหลักจากแอป", "Six digits from your app"), kind="code", autocomplete="one-time-code"),
    Field(name="password", label=Text("รหัสผ่าน", "Password"), kind="password", autocomplete="current-password"),
)  # fmt: skip

CHOICES = (
    Choices(
        name="decision", label=Text("ผลการตรวจ", "Your decision"),
        hint=Text("หน่วยงานจะเห็นผลและหมายเหตุทันที", "The unit sees it and your remark at once"),
        options=(
            Option("verify", Text("ยืนยันผล", "Verify"), Text("หลักฐานตรงกับผลที่รายงาน", "The evidence bears out the result"), is_chosen=True),
            Option("return", Text("ส่งกลับแก้ไข", "Return"), Text("ต้องเขียนหมายเหตุ", "A remark is needed")),
            Option("conclude", Text("สรุปผล", "Conclude"), reason=Text("ท่านเป็นผู้ตรวจ จึงสรุปผลเองไม่ได้", "You verify it, so somebody else concludes")),
        ),
    ),
    Choices(
        name="decision-wrong", label=Text("รอบการประเมิน", "Round"), error=Text("เลือกรอบการประเมิน", "Choose a round"),
        options=(Option("1", Text("รอบที่ 1", "Round 1")), Option("2", Text("รอบที่ 2", "Round 2"))),
    ),
    Choices(
        name="channels", label=Text("ช่องทางที่เผยแพร่", "Where it was published"), are_several=True,
        hint=Text("เลือกทุกช่องทางที่มีหลักฐาน ต้องมีอย่างน้อย 4 ช่องทาง", "All for which there is evidence; at least 4 are needed"),
        options=(
            Option("radio", Text("วิทยุ", "Radio"), is_chosen=True),
            Option("web", Text("เว็บไซต์", "Web site"), is_chosen=True),
            Option("board", Text("ป้ายประกาศ", "Notice board")),
            Option("tv", Text("โทรทัศน์", "Television"), reason=Text("หน่วยนี้ไม่มีสถานีโทรทัศน์", "This unit has no station")),
        ),
    ),
    Select(
        name="province", label=Text("จังหวัด", "Province"),
        options=(Option("", Text("เลือกจังหวัด", "Choose a province")), Option("1", Text("จังหวัดสมมติ", "Imaginary")), Option("2", Text("จังหวัดตัวอย่าง", "Example"))),
    ),
    Select(
        name="province-wrong", label=Text("ผู้ตรวจ", "Verifier"), error=Text("เลือกผู้ตรวจ", "Choose a verifier"),
        options=(Option("", Text("ยังไม่ได้เลือก", "Not chosen")), Option("1", Text("หัวหน้าฝ่ายตัวอย่าง", "Head Example"))),
    ),
    Select(
        name="province-locked", label=Text("ปีงบประมาณ", "Fiscal year"), reason=Text("ปีนี้ปิดแล้ว", "This year is closed"),
        options=(Option("2556", "2556"),),
    ),
)  # fmt: skip

FILES = (
    FileDrop(
        name="file", label=Text("หลักฐาน", "Evidence"),
        hint=Text("PDF หรือภาพ ไม่เกิน 25 MB ต่อไฟล์", "PDF or pictures, at most 25 MB each"),
        rule=Rule(Text("สรุปแบบสำรวจ 1 ฉบับ และภาพการสำรวจอย่างน้อย 2 ภาพ", "One summary of the survey and at least 2 pictures of it")),
        files=(
            GivenFile("สรุปแบบสำรวจผู้ฟังข่าววิทยุ-ไตรมาส3-ฉบับลงนามแล้ว.pdf", 1_240_000, Status("done", Text("ตรวจไฟล์แล้ว", "Checked")), "#files",
                      Button(Text("เอาออก", "Remove"), "secondary", name="remove", value="1")),
            GivenFile("IMG_2041.jpg", 3_410_000, Status("doing", Text("กำลังตรวจไฟล์", "Being checked")), "#files"),
            GivenFile("IMG_2042.jpg", 880_000, Status("late", Text("ภาพเสีย ถ่ายใหม่", "Damaged: take it again"))),
        ),
    ),
    _WRONG_FILE,
    FileDrop(name="file-locked", label=Text("หลักฐานรอบที่ 1", "Evidence of round 1"), reason=Text("รอบที่ 1 ปิดเมื่อ 30 เม.ย. 56", "Round 1 closed on 30 April 2013")),
)  # fmt: skip
