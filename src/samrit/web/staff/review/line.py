"""What waits for a person as head, verifier or evaluator: asked of the database a page at a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from samrit.apps.orgs.models import Role
from samrit.apps.results.models import Report, State
from samrit.apps.results.queries import turns_of
from samrit.web.pages import Standing

JUDGING = (State.SUBMITTED, State.UNDER_REVIEW, State.VERIFIED)
MOST_BESIDE = 500
"""How far into the queue the way to the next report is looked for."""


Columns = tuple[UUID, str, UUID, str, date | None]
"""Of a waiting report: its id, indicator, unit, round, and the day it is due."""


def waiting_for(who: Standing) -> list[Columns]:
    """The reports whose turn is the person's, late ones first, then what has waited longest."""
    # an auditor decides on nothing, whatever else he is
    return turns_of(who.reach, JUDGING).ask(_columns, who.on, who.reach.units(Role.AUDITOR))


def _in_order(waiting: QuerySet[Report], on: date, audited: Collection[UUID]) -> QuerySet[Report]:
    late_first = Case(When(due__lt=on, then=Value(0)), default=Value(1), output_field=IntegerField())
    return waiting.exclude(assessment__unit__among=audited).order_by(late_first, "changed_at", "id")


def _columns(waiting: QuerySet[Report], on: date, audited: Collection[UUID]) -> QuerySet[Report, Columns]:
    mine = _in_order(waiting, on, audited)
    return mine.values_list("id", "indicator", "assessment__unit_id", "round", "due")


def _nearest(waiting: QuerySet[Report], on: date, audited: Collection[UUID]) -> QuerySet[Report, UUID]:
    return _in_order(waiting, on, audited).values_list("id", flat=True)[:MOST_BESIDE]


def beside(who: Standing, report: Report) -> tuple[UUID | None, UUID | None, int, int]:
    """The reports before and after one in the person's queue, its place (0: not in it), and how many there are."""
    ids = turns_of(who.reach, JUDGING).ask(_nearest, who.on, who.reach.units(Role.AUDITOR))
    if report.id not in ids:
        return None, (ids[0] if ids else None), 0, len(ids)
    at = ids.index(report.id)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None, at + 1, len(ids)
