"""What is recorded about results: events without names; remarks stand in the rows they belong to."""

from __future__ import annotations

from samrit.apps.audit import codes
from samrit.apps.notices import kinds

OPENED = codes.define(
    "results.opened", "เปิดรายงาน {count} ตัวชี้วัด รอบ {round}", "opened {count} {count:report|reports} of round {round}"
)
SAVED = codes.define(
    "results.saved",
    "บันทึกร่าง {count} ค่า (ฉบับที่ {version})",
    "saved {count} {count:value|values} of a draft (version {version})",
)
ATTACHED = codes.define("results.attached", "แนบหลักฐานที่ {node}", "attached evidence at {node}")
DETACHED = codes.define("results.detached", "นำหลักฐานออกจาก {node}", "took evidence away from {node}")
SUBMITTED = codes.define("results.submitted", "ส่งรายงาน ครั้งที่ {number}", "submitted the report, no. {number}")
WITHDRAWN = codes.define("results.withdrawn", "ถอนรายงานคืน ครั้งที่ {number}", "withdrew submission no. {number}")
APPROVED = codes.define("results.approved", "เห็นชอบรายงาน ครั้งที่ {number}", "approved submission no. {number}")
RETURNED = codes.define("results.returned", "ส่งกลับแก้ไข ครั้งที่ {number}", "returned submission no. {number}")
VERIFIED = codes.define("results.verified", "ยืนยันผล ครั้งที่ {number}", "verified submission no. {number}")
CONCLUDED = codes.define("results.concluded", "สรุปผล ครั้งที่ {number}", "concluded submission no. {number}")
WAITS = kinds.define(
    "results.waits", "รายงานตัวชี้วัด {indicator} รอคุณดำเนินการ", "the report of indicator {indicator} waits for you"
)
