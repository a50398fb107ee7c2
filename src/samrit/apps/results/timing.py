"""The round's window: reporters keep to its days, corrections and decisions may follow until it is closed for good."""

from __future__ import annotations

from datetime import datetime

from samrit.apps.ground.denied import NotNow
from samrit.apps.results.models import Report, State
from samrit.apps.results.states import Action
from samrit.apps.rounds import queries as rounds
from samrit.apps.rounds.models import RoundTime

REPORTING = frozenset({Action.SAVE, Action.SUBMIT, Action.WITHDRAW})


def check_time(report: Report, action: Action, at: datetime) -> None:
    """Whether the round's time allows an action; raises `NotNow` with the day.

    What was returned may be corrected after the last day: a verifier's return must not be a dead end.
    """
    time = RoundTime.objects.filter(year_id=report.assessment.year_id, round=report.round).first()
    if time is None:
        raise NotNow(
            f"ยังไม่ได้กำหนดเวลาของรอบ {report.round}", f"The days of round {report.round} are not set.",
            "ขอให้ผู้ดูแลหน่วยงานกำหนดเวลา", "Ask the administrator of your agency to set them.",
        )  # fmt: skip
    if time.closed_at is not None and time.closed_at <= at:
        raise NotNow(
            f"รอบ {report.round} ปิดแล้ว", f"Round {report.round} is closed.",
            "ขอทบทวนผลการประเมินตามขั้นตอน", "Ask for a review of the assessment.",
        )  # fmt: skip
    if action in REPORTING and report.state != State.RETURNED:
        rounds.check_is_open(time, report.assessment.unit, at)
