"""When evidence may be given and replaced: while the unit exists, and only the newest version."""

from __future__ import annotations

from datetime import date

from samrit.apps.evidence.models import Evidence
from samrit.apps.ground.denied import NotNow, Stale
from samrit.apps.orgs.models import Unit


def check_open(unit: Unit, on: date) -> None:
    """A unit that has been closed gets no more evidence."""
    if unit.closed_on is not None and unit.closed_on <= on:
        raise NotNow(
            "หน่วยนี้ปิดไปแล้ว จึงเพิ่มหลักฐานไม่ได้",
            "this unit has been closed, so no evidence can be added",
            "ให้หลักฐานในหน่วยที่รับงานต่อ",
            "give it in the unit that took over its duties",
        )


def check_newest(evidence: Evidence) -> None:
    """A version that was replaced already is not replaced a second time: two people worked on the same one."""
    if Evidence.objects.filter(replaces=evidence).exists():
        raise Stale(
            "มีผู้ส่งฉบับใหม่กว่าของหลักฐานนี้แล้ว ไฟล์ของท่านยังไม่ถูกใช้",
            "somebody gave a newer version of this evidence already; yours was not used",
            "เปิดดูฉบับล่าสุด แล้วแทนฉบับนั้นถ้ายังต้องการ",
            "look at the newest version, and replace that one if you still want to",
        )
