"""Take the words of events away for good, by name and on the record; the chain still holds and says "redacted".

A row that only looks shredded, because somebody with SQL emptied it, is told from one that was: every real one is named
by an event of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from django.db import transaction

from samrit.apps.audit import codes, services
from samrit.apps.audit.models import Detail, Event
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow
from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, define

SHREDDED = codes.define(
    "audit.shredded",
    "ลบรายละเอียดของ {count} เหตุการณ์ เพราะ: {reason}",
    "details of {count} {count:event|events} were shredded because: {reason}",
)

UNKNOWN = define(
    "AU015", "error",
    th="ไม่มีเหตุการณ์ {event}", en="there is no event {event}",
)  # fmt: skip
NO_REASON = define(
    "AU016", "error",
    th="ต้องบอกเหตุผลที่ลบ ไม่เกิน 500 ตัวอักษร", en="a reason for shredding is needed, of at most 500 letters",
    cure_th="อ้างคำขอหรือคำสั่ง โดยไม่ระบุชื่อบุคคล", cure_en="name the request or order, and no person",
)  # fmt: skip
NOT_LOGGED = define(
    "AU017", "error",
    th="รายละเอียดของเหตุการณ์ที่ {number} ({code}) หายไปโดยไม่มีบันทึกการลบ", en="the details of event {number} ({code}) are gone, and no event says that they were shredded",
    cure_th="เทียบกับสำรองข้อมูล และหาว่าใครเข้าถึงฐานข้อมูลได้", cure_en="compare with a backup, and find out who could reach the database",
)  # fmt: skip


class Administrator(Protocol):
    """A user, as far as shredding asks."""

    id: UUID
    is_active: bool
    is_administrator: bool


def check_can_shred(by: Administrator) -> None:
    """Administrators only."""
    if not (by.is_active and by.is_administrator):
        raise Denied("ลบรายละเอียดได้เฉพาะผู้ดูแลระบบ", "only an administrator may shred details")


def shred(event_ids: Iterable[UUID], *, by: Administrator, reason: str) -> int:
    """Remove the words and salt of these events, all or none; how many had any.  What was shredded stays named."""
    check_can_shred(by)
    wanted, reason = set(event_ids), thai.normalise(reason)
    if not 0 < len(reason) <= 500:
        raise Refused([NO_REASON.at(Place("reason"))])
    with transaction.atomic():
        events = list(Event.objects.filter(id__in=wanted).order_by("number"))
        unknown = wanted - {event.id for event in events}
        if unknown:
            raise Refused([UNKNOWN.at(Place("event_ids"), event=one) for one in sorted(unknown)])
        if any(event.code == SHREDDED for event in events):
            raise NotNow("รายละเอียดของการลบลบไม่ได้", "the record of a shredding is not shredded")
        left = Detail.objects.select_for_update().filter(event__in=events, shredded_at=None)
        touched = [event for event in events if event.id in set(left.values_list("event_id", flat=True))]
        if touched:
            Detail.objects.filter(event__in=touched).update(payload=None, salt="", shredded_at=clock.now())
            services.record(SHREDDED, by=by, about=touched, count=len(touched), reason=reason)
    return len(touched)


def redacted() -> list[int]:
    """The numbers of the events whose words were shredded on the record."""
    logged = _logged()
    return [event.number for event in _gone() if event.id in logged]


def unlogged() -> list[Issue]:
    """Every event that looks shredded and is not: its words were removed past the program."""
    logged = _logged()
    left = [event for event in _gone() if event.id not in logged]
    return [NOT_LOGGED.at(Place(f"audit #{one.number}"), number=one.number, code=one.code) for one in left]


def _gone() -> list[Event]:
    return list(Event.objects.filter(detail__shredded_at__isnull=False).order_by("number"))


def _logged() -> set[UUID]:
    """Read from `about`, which the chain covers; the table of subjects could be added to unseen."""
    told = Event.objects.filter(code=SHREDDED).values_list("about", flat=True)
    return {UUID(object_id) for about in told for _, object_id in about}
