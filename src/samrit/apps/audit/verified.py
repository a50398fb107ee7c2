"""Verify the chain on somebody's behalf, and keep on the record that it was done, up to where, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from samrit.apps.audit import chain, codes, queries, services, shred
from samrit.apps.audit.chain import Link
from samrit.apps.audit.models import Event
from samrit.base.issues import Issue

VERIFIED = codes.define(
    "audit.verified",
    "ตรวจสายโซ่ {events} เหตุการณ์ พบที่ผิด {problems} แห่ง",
    "verified the chain of {events} {events:event|events} and found {problems} {problems:break|breaks}",
)
MOST_NAMED = 50
"""How many breaks one verification names; a chain with more is lost as a whole."""


@dataclass(frozen=True)
class Verification:
    """One verification: when, by whom, up to which event, how many breaks, and the first of them by code and words."""

    at: datetime
    by: services.Named | None
    events: int
    head: str
    problems: int
    named: tuple[tuple[str, str, str], ...]


def verify(*, by: services.Named | None, tell: Callable[[int], None] = lambda percent: None) -> Verification:
    """Check every event and record the outcome; the caller has checked who asks.  `tell` hears how far it is, in percent.

    The event of it comes after what was checked; events recorded meanwhile are left to the next time.
    """
    number, head = services.head()
    found: list[Issue] = list(chain.check(_counted(number, tell)))
    found += shred.unlogged()
    named = tuple((one.code, one.th, one.en) for one in found[:MOST_NAMED])
    with transaction.atomic():
        event = services.record(
            VERIFIED, by=by, events=number, head=head, problems=len(found), named=[list(one) for one in named]
        )
    return Verification(event.at, by, number, head, len(found), named)


def latest() -> Event | None:
    """The newest verification on the record, with its details."""
    return Event.objects.filter(code=VERIFIED).select_related("detail").order_by("-number").first()


def _counted(up_to: int, tell: Callable[[int], None]) -> Iterator[Link]:
    for seen, link in enumerate(queries.links(), 1):
        if link.number > up_to:
            return
        yield link
        if seen % queries.BATCH == 0:
            tell(seen * 100 // max(up_to, 1))
