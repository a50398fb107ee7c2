"""Record what happened, in the transaction of what happened."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from samrit.apps.audit import chain
from samrit.apps.audit.codes import EVENTS
from samrit.apps.audit.models import Detail, Event, Subject
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared

LOCK = 0x5A4D5254
"""Key of the PostgreSQL advisory lock that puts writers of the chain in a row; SQLite has one writer anyway."""


class Named(Protocol):
    """Anything with a public id."""

    id: UUID


def record(code: str, *, by: Named | None, about: Iterable[Any] = (), **payload: Any) -> Event:
    """Append an event; must run inside the transaction that does the thing, so that both happen or neither."""
    if code not in EVENTS:
        raise KeyError(f"no event is called {code!r}")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{code} must be recorded inside a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = next(iter(_last()), (0, chain.FIRST))
    objects = list(about)
    told = [[one._meta.label_lower, str(one.id)] for one in objects]
    salt = secrets.token_hex(16)
    at = clock.now().astimezone(UTC)
    actor = None if by is None else by.id
    commitment = chain.commitment_of(salt, payload)
    event = Event.objects.create(
        number=last[0] + 1, at=at, actor=actor, code=code, about=told, commitment=commitment, previous=last[1],
        hash=chain.hash_of(last[0] + 1, at, actor, code, told, commitment, last[1]),
    )  # fmt: skip
    Subject.objects.bulk_create(Subject(event=event, object=one.id) for one in objects)
    Detail.objects.create(event=event, salt=salt, payload=payload)
    return event


@prepared
def _last() -> QuerySet[Event, tuple[int, str]]:
    return Event.objects.order_by("-number").values_list("number", "hash")[:1]


def head() -> tuple[int, str]:
    """Number and hash of the last event."""
    number = Event.objects.aggregate(last=Max("number"))["last"]
    return (0, chain.FIRST) if number is None else (number, Event.objects.get(number=number).hash)
