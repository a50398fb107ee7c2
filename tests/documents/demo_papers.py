"""Papers for the tests of the office formats: one like แบบ ปร.2, one like a printed questionnaire, and their texts."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal as D

from samrit.documents import signing
from samrit.documents.paper import (
    Box,
    Cell,
    Column,
    Computed,
    Dots,
    Figure,
    Fraction,
    Gap,
    Heading,
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
    in_digits,
    line,
    row,
    written,
)

LEVELS = ("ต้องปรับปรุง", "ต่ำกว่าที่คาดหวัง", "บรรลุตามที่คาดหวัง", "เกินกว่าที่คาดหวัง", "ดีเด่น")
KPIS = (
    ("KPI 1.1 ร้อยละของประชาชนกลุ่มเป้าหมายที่รับรู้ เข้าใจ", "89.55 90.55 91.55 92.55 93.55", "1.1.1", "3.2500", "7.5"),
    ("KPI 1.2 ร้อยละของประชาชนกลุ่มเป้าหมายที่เชื่อมั่น", "92.00 93.00 94.00 95.00 96.00", "1.1.3", "4.1250", "7.5"),
    ("KPI 2 ร้อยละของจำนวนผู้ฟังรายการวิทยุของ กปส.", "69.42 70.92 72.42 73.92 75.42", "1.1.4", "5.0000", "10"),
    ("KPI 3 ร้อยละของจำนวนผู้ชมรายการโทรทัศน์ของ กปส.", "73.46 74.96 76.46 77.96 79.46", "1.1.5", "2.5000", "10"),
    ("KPI 4 ร้อยละของประเด็นข่าวที่ IOC กำหนดและสื่อวิทยุของกรมประชาสัมพันธ์นำไปเผยแพร่ 6 เดือนหลัง (เม.ย. – ก.ย. 56)",
     "60 70 80 90 100", "", "3.0000", "10"),
    ("KPI 5 ร้อยละของประเด็นข่าวที่ IOC กำหนด และสื่อโทรทัศน์ของ กปส. นำไปเผยแพร่ 6 เดือนหลัง (เม.ย. – ก.ย. 56)",
     "60 70 80 90 100", "", "4.0000", "10"),
    ("KPI 6 ระดับความสำเร็จในการเปิดโอกาสให้ประชาชนเข้ามามีส่วนร่วมในการแสดงความคิดเห็นและร่วมติดตาม "
     "ตรวจสอบผลการปฏิบัติราชการ", "1 2 3 4 5", "", "5.0000", "10"),
    ("KPI 7 ระดับความสำเร็จของการเตรียมความพร้อมในการเข้าสู่ประชาคมอาเซียน (ASEAN Readiness)", "- - 3 4 5", "1.2",
     "3.0000", "10"),
    ("KPI 8 ระดับความสำเร็จของปริมาณผลผลิตที่ทำได้จริงเปรียบเทียบกับเป้าหมายผลผลิตตามเอกสารงบประมาณรายจ่าย",
     "1 2 3 4 5", "5", "4.0000", "15"),
    ("KPI 9 ร้อยละความสำเร็จของการเบิกจ่ายเงินงบประมาณรายจ่ายภาพรวม 12 เดือน (ต.ค. 55 – ก.ย. 56)",
     "92.00 93.00 94.00 95.00 96.00", "4.3", "1.5000", "10"),
)  # fmt: skip
FORMULA_LIKE = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "http://example.org/", "1234", "_x0041_")


def por_ror_2(digits: str = "printed", missing: bool = False) -> Paper:
    """Two landscape pages like แบบ ปร.2; `missing`: one score is not there, so neither is the total."""
    return Paper(
        form="demo-por-ror-2", version=1, title="แบบกำหนดและประเมินผลสัมฤทธิ์ของงาน", language="th",
        issued=date(2013, 10, 5), blocks=tuple(_por_ror_2_blocks(missing)), digits=digits, landscape=True,
        margins=Margins(top=20, right=15, bottom=15, left=15), corner="แบบ ปร.2", footer="ทำจากชุดเกณฑ์ ปร.2 & ฉบับ 2556",
        pages="saraban", sheet="ปร.2",
    )  # fmt: skip


def questionnaire() -> Paper:
    """A portrait paper with boxes, blanks, a fraction and texts that look like formulas."""
    blocks = (
        heading("แบบสอบถามความพึงพอใจของผู้รับบริการ", align="center", size=18),
        line("คำชี้แจง โปรดทำเครื่องหมายในช่องสี่เหลี่ยมที่ตรงกับความเห็นของท่านมากที่สุด คำตอบของท่านจะถูกเก็บเป็นความลับ "
             "และใช้เพื่อปรับปรุงการให้บริการเท่านั้น ไม่มีการเปิดเผยชื่อผู้ตอบ", first=25),
        heading("ตอนที่ 1 ข้อมูลทั่วไป", level=2),
        line("1. เพศ  ", Box(), " ชาย  ", Box(ticked=True), " หญิง", indent=10),
        line("2. อายุ ", Dots(20, "42"), " ปี   อาชีพ ", Dots(), " รายได้ ", Dots(), " บาท", indent=10),
        line("3. ที่อยู่ ", Dots(), indent=10),
        line("4. หน่วยงานที่ไปติดต่อ ", Dots(filled="สำนักงานตัวอย่าง"), indent=10),
        Gap(5),
        heading("ตอนที่ 2 ความพึงพอใจ", level=2),
        _ratings(),
        line(Text("หมายเหตุ ", bold=True), "ข้อความที่ดูเหมือนสูตรต้องเป็นข้อความ", size=14),
        *(line(text, size=14) for text in FORMULA_LIKE),
        PageBreak("สูตร [1/2]: การคำนวณ*ที่ชื่อแผ่นงานยาวเกินสามสิบเอ็ดตัวอักษร"),
        heading("สูตรการคำนวณ", level=2),
        line("ร้อยละ = ", Fraction("จำนวนผู้ตอบว่าพึงพอใจมากที่สุดและมาก", "จำนวนผู้ตอบทั้งหมด"), " × 100", indent=10),
        line(Text("ข้อความหนา", bold=True), " ปนกับข้อความธรรมดา", stays_with_next=True),
        Table(
            (Column(90), Column(30, "right", 2), Column(40, "center", 2)),
            (
                row("ผู้ตอบ", cell(Figure(D("1234.5"), 2)), cell(Figure(D("9.5"), 2))),
                row("ร้อยละ", cell(Figure(D("87.25"), None, "%")), cell(Figure(D("100"), None))),
                row("งบประมาณ", cell(Figure(D("1250000"), 0, " บาท")), cell(Figure(D("-12.345")))),
            ),
            about="ตัวเลขที่ได้",
        ),
        PageBreak(),
        line("หน้าสุดท้าย"),
        Signatures((Signature("", "", "ผู้เก็บข้อมูล"),)),
    )  # fmt: skip
    return Paper(
        form="demo-questionnaire", version=1, title="แบบสอบถาม", language="th", issued=date(2013, 10, 5), blocks=blocks,
        pages="of", footer="ห้ามลงชื่อ",
    )  # fmt: skip


def printed_texts(paper: Paper) -> Iterator[str]:
    """Every text and figure a paper prints, in order, dots and boxes left out."""
    for block in paper.blocks:
        if isinstance(block, Line | Heading):
            yield from _of_inlines(block.inlines, paper)
        elif isinstance(block, Table):
            for one in (one for row in (*block.head, *block.rows) for one in row.cells):
                for inside in one.lines:
                    yield from _of_inlines(inside.inlines, paper)
        elif isinstance(block, Signatures):
            for person in block.people:
                room = signing.room(paper.width, len(block.people))
                for inlines in signing.lines(person, paper.language, room, paper.size):
                    yield from _of_inlines(inlines, paper)


def png(width: int, height: int) -> bytes:
    """A grey picture of that many dots."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def _of_inlines(inlines: object, paper: Paper) -> Iterator[str]:
    for one in inlines:
        if isinstance(one, Text):
            yield in_digits(one.text, paper.digits)
        elif isinstance(one, Figure):
            yield written(one, paper.digits)
        elif isinstance(one, Fraction):
            yield from (in_digits(one.above, paper.digits), in_digits(one.below, paper.digits))
        elif isinstance(one, Dots):
            yield in_digits(one.filled, paper.digits)


def _por_ror_2_blocks(missing: bool) -> Iterator[object]:
    yield heading("แบบกำหนดและประเมินผลสัมฤทธิ์ของงาน ของข้าราชการกรมประชาสัมพันธ์", align="center", size=18)
    yield Table(
        (Column(150), Column(117)),
        (
            row(cell(line("ชื่อผู้รับการประเมิน ", Dots(filled="นางสาวตัวอย่าง สมมุติ"))), cell(line("ลงนาม ", Dots()))),
            row(cell(line("หน่วยงาน สำนักประชาสัมพันธ์เขต ", Dots())),
                cell(line("รอบการประเมิน ", Box(), " ครั้งที่ 1  ", Box(True), " ครั้งที่ 2"))),
        ), ruled=False, size=16,
    )  # fmt: skip
    yield Gap(3)
    yield Table(_COLUMNS, tuple(_rows(missing)), _head(), about="ตัวชี้วัด ค่าเป้าหมาย และคะแนน")
    yield Gap(4)
    yield Signatures((
        Signature("ผู้รับการประเมิน", "นางสาวตัวอย่าง สมมุติ", "ผู้อำนวยการสำนักประชาสัมพันธ์เขต"),
        Signature("ผู้ประเมิน", "", "รองอธิบดี"),
        Signature("ผู้ให้ข้อมูล/ความเห็น", dated=False),
    ))  # fmt: skip


_COLUMNS = (
    Column(78), *(Column(19, "center", 2) for _ in LEVELS), Column(20, "center"), Column(20, "center", 4),
    Column(18, "center", 1), Column(24, "right", 4),
)  # fmt: skip


def _head() -> tuple[Row, ...]:
    def top(*texts: str, **more: int) -> Cell:
        return cell("\n".join(texts), align="center", middle=True, bold=True, shaded=True, **more)

    return (
        row(top("ตัวชี้วัดผลงาน", "KPIs", down=2), top("ระดับค่าเป้าหมาย", across=5), top("สอดคล้องกับคำรับรอง กปส. ตัวที่", down=2),
            top("คะแนนที่ได้", "(ก)", down=2), top("น้ำหนัก", "(ข)", down=2), top("รวมคะแนน", "(ค=กXข)", down=2)),
        row(*(top(f"({number})", name) for number, name in enumerate(LEVELS, 1))),
    )  # fmt: skip


def _rows(missing: bool) -> Iterator[Row]:
    yield row(cell(Text("ยุทธศาสตร์ที่ 2 กลุ่มเป้าหมายทั้งในและต่างประเทศมีความเชื่อมั่นในข้อมูลข่าวสารของกรมประชาสัมพันธ์", bold=True),
                   across=10), stays_with_next=True)  # fmt: skip
    total = D(0)
    for index, (name, levels, linked, score, weight) in enumerate(KPIS):
        absent = missing and index == 3
        given = [cell("-") if level == "-" else cell(Figure(D(level))) for level in levels.split()]
        weighted = (D(score) * D(weight) / 100).quantize(D("0.0001"))
        total += weighted
        product = Computed("product", (f"score-{index}", f"weight-{index}"), places=4, over=D(100))
        yield row(
            cell(name), *given, cell(linked),
            Cell(key=f"score-{index}") if absent else cell(Figure(D(score), 4), key=f"score-{index}"),
            cell(Figure(D(weight)), key=f"weight-{index}"),
            Cell(key=f"weighted-{index}") if absent else cell(Figure(weighted, 4), key=f"weighted-{index}", computed=product),
        )  # fmt: skip
    keys = tuple(f"weighted-{index}" for index in range(len(KPIS)))
    weights = Computed("sum", tuple(f"weight-{index}" for index in range(len(KPIS))))
    weight = sum((D(kpi[4]) for kpi in KPIS), D(0))
    yield row(
        cell("รวม", across=8, align="right", bold=True),
        cell(Figure(weight, None, "%", bold=True), computed=weights),
        Cell() if missing else cell(Figure(total, 4, bold=True), computed=Computed("sum", keys, places=4)),
        stays_with_next=True,
    )  # fmt: skip
    hundred = (total * 20).quantize(D("0.01"))
    yield row(
        cell("แปลงคะแนนรวม (ค) เป็นคะแนนการประเมินผลสัมฤทธิ์ของงานที่มีฐานคะแนนเต็มเป็น 100 คะแนน (โดยนำ 20 มาคูณ)", across=9),
        Cell() if missing else cell(Figure(hundred, 2, bold=True), computed=Computed("sum", keys, D(20), 2)),
    )  # fmt: skip


def _ratings() -> Table:
    grades = ("มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด")
    head = (
        row(cell("ประเด็น", down=2, middle=True, align="center", bold=True), cell("ระดับความพึงพอใจ", across=5, bold=True,
                                                                               align="center")),
        row(*(cell(grade, align="center") for grade in grades)),
    )  # fmt: skip
    asked = ("ความสะดวกรวดเร็ว", "กิริยามารยาทของเจ้าหน้าที่", "ปี่ที่น้ำกู้ญี่ปุ่น ฐู ฏู สระบนล่างต้องไม่ชนเส้น")
    rows = [row(f"{number}. {name}", *(cell(Box()) for _ in grades)) for number, name in enumerate(asked, 1)]
    rows += [
        row(cell("ด้านสถานที่", down=2, middle=True, shaded=True), *(cell(Box(index == 1)) for index in range(5))),
        row(*(cell(Box()) for _ in range(5))),
    ]
    return Table((Column(60), *(Column(20, "center") for _ in grades)), tuple(rows), head)
