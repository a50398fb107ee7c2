"""When: a round takes results from its first day to its last, with any extension, unless it was closed for good."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.rounds.models import RoundTime
from samrit.apps.rounds.naming import time_said
from samrit.base import thai

ASK_TH, ASK_EN = "ขอขยายเวลาจากหน่วยเหนือ", "ask the superior unit for more time"


def check_takes_results(time: RoundTime, last_day: date, at: datetime) -> None:
    """Whether results of a round are taken at a moment; `last_day` is the unit's own, extensions counted."""
    if time.closed_at is not None and at >= time.closed_at:
        since = time.closed_at.astimezone(clock.BANGKOK).date()
        raise NotNow(
            f"รอบ {time_said(time)} ปิดแล้วตั้งแต่ {_th(since)}", f"round {time_said(time)} was closed for good on {_en(since)}",
            "รอบที่ปิดแล้วไม่เปิดอีก ติดต่อผู้ดูแลหน่วยงาน", "a closed round is not opened again; speak to your agency's administrator",
        )  # fmt: skip
    if at < clock.end_of(time.opens - timedelta(days=1)):
        raise NotNow(
            f"รอบ {time_said(time)} ยังไม่เปิด จะเปิดวันที่ {_th(time.opens)}", f"round {time_said(time)} is not open yet; it opens on {_en(time.opens)}",
            f"กลับมาตั้งแต่ {_th(time.opens)}", f"come back from {_en(time.opens)} on",
        )  # fmt: skip
    if at >= clock.end_of(last_day):
        raise NotNow(
            f"รอบ {time_said(time)} หมดเวลาแล้ว วันสุดท้ายคือ {_th(last_day)}", f"round {time_said(time)} is over; its last day was {_en(last_day)}",
            ASK_TH, ASK_EN,
        )  # fmt: skip


def check_is_not_closed(time: RoundTime) -> None:
    """Whether anything about a round's time may still change."""
    if time.closed_at is not None:
        raise NotNow(
            f"รอบ {time_said(time)} ปิดแล้ว", f"round {time_said(time)} is closed",
            "รอบที่ปิดแล้วไม่เปลี่ยนอีก", "a closed round does not change any more",
        )  # fmt: skip


def check_can_close(time: RoundTime, longest: date, at: datetime) -> None:
    """A round is closed once, and only when nobody has time left; `longest` is the last day of who has most."""
    check_is_not_closed(time)
    if at < clock.end_of(longest):
        raise NotNow(
            f"ยังปิดรอบ {time_said(time)} ไม่ได้ มีหน่วยที่ส่งได้ถึง {_th(longest)}", f"round {time_said(time)} cannot be closed yet; a unit may report until {_en(longest)}",
            f"ปิดได้หลัง {_th(longest)}", f"close it after {_en(longest)}",
        )  # fmt: skip


def check_year_is_running(times: list[RoundTime]) -> None:
    """Whether a year still has a round that is not closed."""
    if times and all(time.closed_at is not None for time in times):
        raise NotNow(
            "ปีนี้ปิดครบทุกรอบแล้ว", "every round of this year is closed",
            "ทำในปีงบประมาณถัดไป", "do it in the next fiscal year",
        )  # fmt: skip


def _th(day: date) -> str:
    return thai.format_date(day)


def _en(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
