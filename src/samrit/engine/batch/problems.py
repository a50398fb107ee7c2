"""What can be wrong with a table of facts, as a whole or in a column; what is wrong with a cell has the codes of `facts`."""

from __future__ import annotations

from samrit.base.issues import define

NOT_READ = define(
    "BT001", "error",
    th="อ่านไฟล์นี้เป็น {kind} ไม่ได้ ({why})", en="this file cannot be read as {kind} ({why})",
    cure_th="ไฟล์อาจถูกตัดขาดระหว่างส่ง หรือเป็นรูปแบบอื่น ให้ส่งออกใหม่จากต้นทาง", cure_en="it may have been cut off on the way, or be of another format; export it again",
)  # fmt: skip
NO_UNITS = define(
    "BT002", "error",
    th="ตารางไม่มีแถวของหน่วยใดเลย", en="the table has no row of any unit",
    cure_th="ต้องมีแถวหัวตาราง และแถวละหนึ่งหน่วย", cure_en="it needs a row of headings, and one row for each unit",
)  # fmt: skip
NO_UNIT_COLUMN = define(
    "BT003", "error",
    th="ตารางไม่มีคอลัมน์ “unit” (ชื่อหน่วย)", en="the table has no column “unit” (the unit's name)",
    cure_th="เพิ่มคอลัมน์ unit แถวละหนึ่งหน่วย ชื่อไม่ซ้ำกัน", cure_en="add a column `unit`, one row a unit, no name twice",
)  # fmt: skip
UNKNOWN_COLUMN = define(
    "BT004", "error",
    th="ไม่รู้จักคอลัมน์ “{name}”{guess_th}", en="unknown column “{name}”{guess_en}",
    cure_th="ใช้ unit, unit_kind, under หรือ รหัสตัวชี้วัด/ข้อมูล (เติม @เดือน เช่น @2556-04 ถ้ารายงานรายเดือน)",
    cure_en="use unit, unit_kind, under, or indicator/input (with @month such as @2556-04 where it is monthly)",
)  # fmt: skip
COLUMN_TWICE = define(
    "BT005", "error",
    th="คอลัมน์ “{name}” มีสองคอลัมน์", en="there are two columns “{name}”",
    cure_th="เหลือไว้คอลัมน์เดียว", cure_en="keep one of them",
)  # fmt: skip
NOT_EXACT = define(
    "BT006", "error",
    th="คอลัมน์ “{name}” เป็นเลขทศนิยมฐานสอง ({type}) ซึ่งเก็บ 0.1 ไม่ตรง", en="column “{name}” holds binary floating-point figures ({type}), which cannot hold 0.1 exactly",
    cure_th="ส่งออกเป็น decimal128 จำนวนเต็ม หรือข้อความ เช่น \"72.42\"", cure_en="export it as decimal128, as whole numbers, or as text such as \"72.42\"",
)  # fmt: skip
OTHER_KIND = define(
    "BT007", "error",
    th="คอลัมน์ “{name}” เป็นชนิด {type} ซึ่งไม่ใช่{wanted_th}", en="column “{name}” is of type {type}, which is no {wanted_en}",
    cure_th="ส่งออกเป็น decimal128 จำนวนเต็ม ค่าจริง/เท็จ หรือข้อความ", cure_en="export it as decimal128, whole numbers, truth values or text",
)  # fmt: skip
UNIT_TWICE = define(
    "BT008", "error",
    th="หน่วย “{unit}” มีสองแถว (แถวแรก {first})", en="the unit “{unit}” has two rows (first in row {first})",
    cure_th="หนึ่งหน่วยหนึ่งแถว", cure_en="keep one row for each unit",
)  # fmt: skip
UNIT_BLANK = define(
    "BT009", "error",
    th="แถวนี้ไม่มีชื่อหน่วย", en="this row names no unit",
    cure_th="ใส่ชื่อหน่วยในคอลัมน์ unit หรือลบแถวว่าง", cure_en="write the unit's name in the column `unit`, or delete the empty row",
)  # fmt: skip
CELLS = define(
    "BT010", "error",
    th="แถวนี้มี {found} ช่อง แต่หัวตารางมี {wanted} ช่อง", en="this row has {found} cells, but the headings are {wanted}",
    cure_th="ถ้ามีจุลภาคในข้อความหรือตัวเลข ให้ครอบด้วยเครื่องหมายคำพูด", cure_en="put quotes around a text or figure that holds a comma",
)  # fmt: skip
TOO_LONG = define(
    "BT011", "error",
    th="ค่า “{text}” ยาวเกินกว่าจะคิดเป็นคอลัมน์ได้ (คอลัมน์นี้มีทศนิยม {places} ตำแหน่ง)",
    en="“{text}” has too many digits to be scored in columns (this column has {places} decimals)",
    cure_th="รวมทศนิยมแล้วได้ไม่เกิน 18 หลัก ถ้าถูกต้องจริงให้คิดหน่วยนี้ด้วย samrit score",
    cure_en="18 digits fit, decimals included; if the figure is right, score this unit with `samrit score`",
)  # fmt: skip
WHOLE_AND_MONTHS = define(
    "BT012", "error",
    th="“{name}” มีทั้งคอลัมน์ของทั้งช่วงและคอลัมน์รายเดือน", en="“{name}” has a column for the whole window and columns for its months",
    cure_th="เหลือไว้แบบเดียว", cure_en="keep one or the other",
)  # fmt: skip
NOT_IN_ROUND = define(
    "BT013", "error",
    th="รอบ {round} ไม่วัดตัวชี้วัด {code} ของคอลัมน์ “{name}”", en="round {round} does not score indicator {code} of the column “{name}”",
    cure_th="ลบคอลัมน์นี้ หรือเลือกรอบอื่น", cure_en="leave the column out, or choose another round",
)  # fmt: skip
NOT_A_TABLE = define(
    "BT014", "error",
    th="ชื่อไฟล์ต้องลงท้ายด้วย .csv, .parquet หรือ .arrow", en="a table's file name ends in .csv, .parquet or .arrow",
    cure_th="เปลี่ยนชื่อให้ตรงกับรูปแบบ", cure_en="give it the ending of its format",
)  # fmt: skip
