"""Tell people what they should know, in the transaction of what happened; and take note that they read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from samrit.apps.ground import clock
from samrit.apps.notices import kinds
from samrit.apps.notices.models import Notice


def notify(to: Iterable[UUID], code: str, object: UUID | None = None, **words: Any) -> list[Notice]:
    """One notice to each person, however often they are named; they exist only if the transaction does."""
    if kinds.find(code) is None:
        raise KeyError(f"no notice is called {code!r}")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{code} must be told inside a transaction")
    at = clock.now()
    people = dict.fromkeys(to)
    return Notice.objects.bulk_create(
        [Notice(to=person, code=code, object=object, words=words, at=at) for person in people]
    )


def mark_read(by: UUID, notices: Iterable[UUID] | None = None) -> int:
    """Take note that a person read their notices (all of them, or those named); another's are left as they are."""
    own = Notice.objects.filter(to=by, read_at=None)
    if notices is not None:
        own = own.filter(id__in=list(notices))
    return own.update(read_at=clock.now())
