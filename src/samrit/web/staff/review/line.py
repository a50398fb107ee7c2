"""What waits for a person as head, verifier or evaluator: asked of the database a page at a time."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from samrit.apps.orgs.models import Role
from samrit.apps.results.models import Report, State
from samrit.apps.results.queries import whose_turn
from samrit.web.pages import Standing

JUDGING = (State.SUBMITTED, State.UNDER_REVIEW, State.VERIFIED)
MOST_BESIDE = 500
"""How far into the queue the way to the next report is looked for."""


def waiting_for(who: Standing) -> QuerySet[Report]:
    """The reports whose turn is the person's, late ones first, then what has waited longest."""
    mine = whose_turn(who.reach, JUDGING)
    if audited := who.reach.units(Role.AUDITOR):
        # an auditor decides on nothing, whatever else he is
        mine = mine.exclude(assessment__unit__in=audited)
    return mine.order_by(_late_first(who.on), "changed_at", "id")


def beside(who: Standing, report: Report) -> tuple[UUID | None, UUID | None, int, int]:
    """The reports before and after one in the person's queue, its place (0: not in it), and how many there are."""
    ids = list(waiting_for(who).values_list("id", flat=True)[:MOST_BESIDE])
    if report.id not in ids:
        return None, (ids[0] if ids else None), 0, len(ids)
    at = ids.index(report.id)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None, at + 1, len(ids)


def _late_first(on: date) -> Case:
    return Case(When(due__lt=on, then=Value(0)), default=Value(1), output_field=IntegerField())
