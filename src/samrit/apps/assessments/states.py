"""When assessments may be made and agreements signed: while the year runs, in order, and never into a closed round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.rounds.models import RoundTime
from samrit.apps.rounds.naming import time_said
from samrit.apps.rounds.states import check_year_is_running


def check_can_make(times: list[RoundTime]) -> None:
    """Assessments are made while a round of the year is still to be closed."""
    check_year_is_running(times)


def check_can_sign(times: Iterable[RoundTime], before: datetime | None, at: datetime, now: datetime) -> None:
    """An agreement is signed now or earlier, after the one it replaces (signed at `before`), outside closed rounds."""
    times = list(times)
    check_year_is_running(times)
    if at > now:
        raise NotNow(
            "วันลงนามยังมาไม่ถึง", "the day of signing has not come yet",
            "บันทึกเมื่อลงนามแล้ว", "enter it once it is signed",
        )  # fmt: skip
    if before is not None and at <= before:
        raise NotNow(
            "มีคำรับรองฉบับที่ลงนามหลังจากนี้แล้ว", "an agreement that was signed later is already there",
            "ลงนามฉบับใหม่ด้วยวันปัจจุบัน", "sign a new one as of today",
        )  # fmt: skip
    day = at.astimezone(clock.BANGKOK).date()
    closed = [time for time in times if time.closed_at is not None and day <= time.last_day]
    if closed:
        raise NotNow(
            f"วันลงนามอยู่ในรอบ {time_said(closed[0])} ซึ่งปิดแล้ว", f"the day of signing lies in round {time_said(closed[0])}, which is closed",
            "ลงนามฉบับใหม่ด้วยวันปัจจุบัน ซึ่งมีผลกับรอบที่เหลือ", "sign a new one as of today; it holds for the rounds that are left",
        )  # fmt: skip
