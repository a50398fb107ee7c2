"""Why a file or link is not taken, or cannot be handed out: the problems EV001 to EV029."""

from __future__ import annotations

from samrit.base.issues import define

EMPTY = define(
    "EV001", "error",
    th="ไฟล์ว่างเปล่า", en="the file is empty",
    cure_th="เปิดไฟล์ในเครื่องของท่านดูก่อน แล้วเลือกไฟล์ใหม่",
    cure_en="open it on your own machine first, then choose it again",
)  # fmt: skip
TOO_LARGE = define(
    "EV002", "error",
    th="ไฟล์ใหญ่เกิน {limit} เมกะไบต์", en="the file is larger than {limit} megabytes",
    cure_th="ย่อรูป แบ่งไฟล์เป็นส่วน หรือวางไว้ในที่เก็บของหน่วยแล้วแนบเป็นลิงก์",
    cure_en="make the pictures smaller, split the file, or keep it in your unit's storage and give a link",
)  # fmt: skip
CUT_OFF = define(
    "EV003", "error",
    th="การส่งไฟล์ขาดกลางทาง ยังไม่มีอะไรถูกเก็บ", en="the upload was cut off; nothing was kept",
    cure_th="ตรวจสัญญาณ แล้วส่งไฟล์เดิมอีกครั้ง",
    cure_en="check the connection and send the same file again",
)  # fmt: skip
DISK_FULL = define(
    "EV004", "error",
    th="ที่เก็บหลักฐานของระบบเต็ม ไฟล์นี้ยังไม่ถูกเก็บ", en="the storage of this installation is full; this file was not kept",
    cure_th="แจ้งผู้ดูแลระบบให้เพิ่มที่ว่าง แล้วส่งอีกครั้ง ที่ส่งไว้ก่อนหน้านี้ยังอยู่ครบ",
    cure_en="ask the administrator for more space, then send it again; what was given before is safe",
)  # fmt: skip
RUNNABLE = define(
    "EV005", "error",
    th="ไฟล์นี้เป็นโปรแกรม หรือมีโปรแกรมอยู่ข้างใน ({what}) ไม่ว่าจะตั้งชื่อว่าอะไร", en="this file is a program, or holds one ({what}), whatever it is called",
    cure_th="ส่งเอกสาร รูป หรือตารางที่เป็นหลักฐานแทน ถ้าท่านไม่ได้สร้างไฟล์นี้เอง อย่าเปิด และแจ้งผู้ดูแลระบบ",
    cure_en="give the document, picture or table that is the proof; if you did not make this file, do not open it, and tell the administrator",
)  # fmt: skip
MARKUP = define(
    "EV006", "error",
    th="ไฟล์นี้เป็นหน้าเว็บหรือภาพแบบ SVG ซึ่งมีคำสั่งซ่อนได้", en="this is a web page or an SVG drawing, which can hide commands",
    cure_th="แนบลิงก์ของหน้าเว็บ หรือพิมพ์เป็น PDF หรือบันทึกภาพเป็น PNG",
    cure_en="give the page's link, or print it to PDF, or save the drawing as PNG",
)  # fmt: skip
NOT_TAKEN = define(
    "EV007", "error",
    th="ไม่รับ{what_th}", en="{what_en} is not taken",
    cure_th="{advice_th} (รับ {taken})",
    cure_en="{advice_en} (taken: {taken})",
)  # fmt: skip
TOO_MANY_PIXELS = define(
    "EV008", "error",
    th="รูปมีเกิน {limit} ล้านจุด", en="the picture has more than {limit} million pixels",
    cure_th="ย่อรูป หรือลดความละเอียดของกล้องหรือเครื่องสแกน แล้วส่งใหม่",
    cure_en="make the picture smaller, or lower the resolution of the camera or scanner, and send it again",
)  # fmt: skip
DAMAGED = define(
    "EV009", "error",
    th="ไฟล์เสียหายหรือไม่ครบ ({what_th})", en="the file is damaged or incomplete ({what_en})",
    cure_th="เปิดไฟล์ในเครื่องของท่านดู ถ้าเปิดได้ให้บันทึกใหม่ ถ้าไม่ได้ให้ถ่ายหรือสแกนใหม่",
    cure_en="open it on your own machine: if it opens, save it anew; if not, take or scan it again",
)  # fmt: skip
RUNNABLE_NAME = define(
    "EV010", "error",
    th="ชื่อไฟล์ลงท้ายอย่างโปรแกรม (.{suffix})", en="the file's name ends as a program's does (.{suffix})",
    cure_th="ถ้าเป็นเอกสารจริง เปลี่ยนชื่อให้ลงท้ายตามชนิดของไฟล์ เช่น .pdf แล้วส่งใหม่",
    cure_en="if it really is a document, rename it to end as its kind does, such as .pdf, and send it again",
)  # fmt: skip
LONG_NAME = define(
    "EV011", "error",
    th="ชื่อไฟล์ยาว {length} ตัวอักษร เกิน {limit}", en="the file's name has {length} letters, more than {limit}",
    cure_th="เปลี่ยนชื่อไฟล์ให้สั้นลง รายละเอียดเขียนในชื่อหลักฐานได้",
    cure_en="give the file a shorter name; details can go in the title",
)  # fmt: skip
TITLE = define(
    "EV012", "error",
    th="ต้องมีชื่อหลักฐาน ไม่เกิน {limit} ตัวอักษร", en="the evidence needs a title of at most {limit} letters",
    cure_th="เขียนสั้น ๆ ว่าไฟล์นี้พิสูจน์อะไร",
    cure_en="say in a few words what it proves",
)  # fmt: skip
LINK = define(
    "EV013", "error",
    th="ลิงก์นี้ใช้ไม่ได้: {why_th}", en="this link cannot be used: {why_en}",
    cure_th="คัดลอกที่อยู่เต็มจากแถบที่อยู่ของเบราว์เซอร์ ขึ้นต้นด้วย https://",
    cure_en="copy the whole address from the browser's address bar; it begins with https://",
)  # fmt: skip
LINK_SECRET = define(
    "EV014", "error",
    th="ลิงก์มีชื่อผู้ใช้หรือรหัสผ่านอยู่ในที่อยู่", en="the link holds a user name or password",
    cure_th="ลบส่วนหน้าเครื่องหมาย @ ออก และเปลี่ยนรหัสผ่านนั้นถ้าเคยส่งให้ผู้อื่น",
    cure_en="take out the part before the @ sign, and change that password if others have seen it",
)  # fmt: skip
OTHER_UNIT = define(
    "EV015", "error",
    th="ฉบับที่จะแทนเป็นของหน่วยอื่น", en="the version to be replaced belongs to another unit",
    cure_th="เปิดหลักฐานของหน่วยท่าน แล้วเลือกฉบับที่จะแทน",
    cure_en="open your own unit's evidence and choose the version to replace",
)  # fmt: skip
GRANT_REASON = define(
    "EV016", "error",
    th="การเปิดให้เห็นต้องมีเหตุผล ไม่เกิน {limit} ตัวอักษร", en="letting others see evidence needs a reason of at most {limit} letters",
    cure_th="บอกว่าให้เห็นเพราะอะไร เช่น ส่งผลให้ตรวจ",
    cure_en="say why it is shown, such as: submitted for verification",
)  # fmt: skip
GRANT_OVER = define(
    "EV017", "error",
    th="วันสิ้นสุดการเปิดให้เห็นผ่านไปแล้ว", en="the time until which it may be seen has already passed",
    cure_th="กำหนดวันสิ้นสุดหลังวันนี้ หรือไม่กำหนด",
    cure_en="choose a later time, or none",
)  # fmt: skip
FILE_GONE = define(
    "EV018", "error",
    th="ไฟล์ของหลักฐานนี้ไม่อยู่ในที่เก็บ ({sha256})", en="the file of this evidence is not in the store ({sha256})",
    cure_th="แจ้งผู้ดูแลระบบให้กู้จากสำรองข้อมูล หรือส่งไฟล์เดิมอีกครั้ง ระบบจะจำได้จากลายนิ้วมือ",
    cure_en="ask the administrator to restore it from a backup, or send the same file again: its digest tells",
)  # fmt: skip
FILE_CHANGED = define(
    "EV019", "error",
    th="ไฟล์ของหลักฐานนี้ไม่ตรงกับลายนิ้วมือที่บันทึกไว้ ({sha256})", en="the file of this evidence is not the one recorded ({sha256})",
    cure_th="แจ้งผู้ดูแลระบบให้กู้จากสำรองข้อมูล และหาว่าใครเข้าถึงโฟลเดอร์ได้",
    cure_en="ask the administrator to restore it from a backup, and to find out who could reach the folder",
)  # fmt: skip
NOT_A_FILE = define(
    "EV020", "error",
    th="หลักฐานนี้เป็นลิงก์ ไม่มีไฟล์ให้ดาวน์โหลด", en="this evidence is a link; there is no file to download",
    cure_th="เปิดลิงก์แทน",
    cure_en="open the link instead",
)  # fmt: skip
