"""Read what a person should know, and how the jobs stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Subquery

from samrit.apps.notices.models import Job, Notice


@dataclass(frozen=True)
class Told:
    """A notice to be told: its code, and the words for the gaps of its sentence as they were kept."""

    id: UUID
    code: str
    object: UUID | None
    at: datetime
    words: Mapping[str, Any]


MOST = 100
"""So many notices are told at once, and counted at the most: who has not read thousands need not know how many."""


def unread(user: UUID, most: int = MOST) -> list[Told]:
    """What a person has not read, newest first."""
    return [_told(one) for one in Notice.objects.filter(to=user, read_at=None).order_by("-at", "-id")[:most]]


def count_unread(user: UUID) -> int:
    """How many notices a person has not read, at most `MOST`."""
    return Notice.objects.filter(to=user, read_at=None)[:MOST].count()


def unread_of(user: str) -> Subquery:
    """As `count_unread`, inside a question whose rows name a person by id at a path."""
    return _Count(Notice.objects.filter(to=OuterRef(user), read_at=None).order_by().values("pk")[:MOST])


class _Count(Subquery):
    """How many rows a cut query has; grouped, as Django would count them, every one of them is read."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) rows_of)"
    output_field = IntegerField()


def jobs_by_state() -> dict[str, int]:
    """How many jobs wait, run, are done or failed: for the health page."""
    return dict(Job.objects.values_list("state").annotate(n=Count("id")).order_by())


def failed_jobs(most: int = 100) -> list[Job]:
    """Jobs that were given up, newest first, with the problem of the last attempt."""
    return list(Job.objects.filter(state="failed").order_by("-ended_at", "-id")[:most])


def _told(notice: Notice) -> Told:
    return Told(notice.id, notice.code, notice.object, notice.at, notice.words)
