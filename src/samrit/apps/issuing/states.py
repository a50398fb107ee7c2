"""When a paper may be issued: the results are settled, and the score is the one that follows from them."""

from __future__ import annotations

from samrit.apps.ground.denied import NotNow
from samrit.apps.scoring.models import ScoreRun
from samrit.apps.scoring.queries import newest

SETTLED = ("verified", "closed")
"""States of results whose figures may stand on a numbered paper."""


def check_may_be_issued(run: ScoreRun, results_state: str) -> None:
    """Raises `NotNow` with the reason."""
    if results_state not in SETTLED:
        raise NotNow(
            "ออกเอกสารมีเลขที่ได้เมื่อผลได้รับการยืนยันแล้ว",
            "a numbered paper may be issued once the results are verified",
            "ระหว่างนี้พิมพ์ร่างได้",
            "meanwhile, print a draft",
        )
    last, moved = newest(run.assessment, run.round)
    if last is None or last.pk != run.pk:
        raise NotNow(
            "มีการคิดคะแนนใหม่กว่านี้แล้ว",
            "there is a newer score than this",
            "ออกเอกสารจากคะแนนล่าสุด",
            "issue the paper from the newest score",
        )
    if moved:
        raise NotNow(
            "ข้อมูลเปลี่ยนหลังคิดคะแนน คะแนนนี้จึงเก่าแล้ว",
            "facts changed after this score was computed, so it is out of date",
            "คิดคะแนนใหม่ก่อนออกเอกสาร",
            "compute the score again before issuing",
        )
