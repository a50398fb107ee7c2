"""What is recorded of years, rounds and holidays."""

from __future__ import annotations

from samrit.apps.audit.codes import define

YEAR_OPENED = define(
    "rounds.year_opened",
    "เปิดปีงบประมาณ {fiscal_year} ของชุดเกณฑ์ {pack}",
    "opened fiscal year {fiscal_year} of the pack {pack}",
)
EXTENDED = define("rounds.extended", "ขยายเวลารอบ {round} ถึง {last_day}", "extended round {round} until {last_day}")
CLOSED = define("rounds.closed", "ปิดรอบ {round}", "closed round {round}")
HOLIDAYS = define("rounds.holidays", "บันทึกวันหยุด {count} วัน", "entered {count} {count:holiday|holidays}")
