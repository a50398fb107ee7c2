"""What is recorded of assessments and agreements."""

from __future__ import annotations

from samrit.apps.audit.codes import define

MADE = define(
    "assessments.made",
    "สร้างการประเมิน {count} รายการตามประเภทหน่วย",
    "made {count} {count:assessment|assessments} by kind",
)
JOINED = define("assessments.joined", "เข้าร่วมการประเมิน", "joined the assessment")
DRAWN_UP = define("assessments.drawn_up", "ตั้งเรื่องการประเมินเพื่อลงนามคำรับรอง", "drew up an assessment for signing")
SIGNED = define("assessments.signed", "ลงนามคำรับรอง ฉบับที่ {number}", "signed agreement no. {number}")
