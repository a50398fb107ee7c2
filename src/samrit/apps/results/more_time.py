"""More time for a unit: whoever has one of its reports, its own reporter or a verifier, has as many days more.

Assumption: no document says so of those who verify.  A verifier's day follows from the unit's, so what moves the one
moves the other.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Ancestor, Unit
from samrit.apps.orgs.queries import trees_in_force
from samrit.apps.results.models import Report, State
from samrit.apps.results.timing import time_of
from samrit.apps.rounds import services as rounds
from samrit.apps.rounds.models import Extension, RoundTime


def extend(time: RoundTime, unit: Unit, last_day: date, reason: str, by: User) -> Extension:
    """More time for a unit and all below it, and for those who verify what they report."""
    return rounds.extend(time, unit, last_day, reason, by, then=_move_due_days)


def later(report: Report, stated: date) -> tuple[date, Extension | None]:
    """The day by which a report is due, and the extension that moved it, if its unit was given more time; one query."""
    time = time_of(report)
    given = None if time is None else _longest(time, report.assessment.unit_id)
    return (stated, None) if time is None or given is None else (stated + (given.last_day - time.last_day), given)


def days_more(report: Report) -> int:
    """By how many days a report's due day was moved; asks nothing where the report was read with all."""
    if report.extension_id is None or report.extension is None:
        return 0
    time = time_of(report)
    return 0 if time is None else (report.extension.last_day - time.last_day).days


def _longest(time: RoundTime, unit: UUID) -> Extension | None:
    """Of the extensions for a unit or one above it the longest, if it gives time at all."""
    return next(iter(_given(time.id, time.last_day, unit, _tree_day(time))), None)


@prepared
def _given(time: UUID, stated: date, unit: UUID, on: date) -> QuerySet[Extension]:
    above = Ancestor.objects.filter(tree__in=trees_in_force(on), below=unit).values("above")
    given = Extension.objects.filter(Q(unit=unit) | Q(unit__in=above), time=time, last_day__gt=stated)
    return given.order_by("-last_day", "at", "id")[:1]


def _move_due_days(extension: Extension) -> None:
    """Reports that somebody has already: each is due later by what this extension gives beyond what was given before.

    They are held until the transaction ends, before the audit chain as everywhere: one that moves on meanwhile has
    either its new day already or finds this extension.
    """
    time = extension.time
    below = Ancestor.objects.filter(tree__in=trees_in_force(_tree_day(time)), above=extension.unit).values("below")
    assessments = Assessment.objects.filter(Q(unit=extension.unit) | Q(unit__in=below), year=time.year_id)
    shorter = Extension.objects.filter(time=time, last_day__lt=extension.last_day)
    reports = Report.objects.filter(
        Q(extension=None) | Q(extension__in=shorter), assessment__in=assessments, round=time.round, due__isnull=False
    ).exclude(state=State.CLOSED)
    held = reports.select_for_update(no_key=True).order_by("id").values_list("due", "extension_id")
    until: dict[UUID | None, date] = dict(shorter.values_list("id", "last_day"))
    for due, before in set(held):
        if due is not None:
            more = extension.last_day - max(until.get(before, time.last_day), time.last_day)
            reports.filter(due=due, extension=before).update(due=due + more, extension=extension)


def _tree_day(time: RoundTime) -> date:
    """The day whose tree says what is below what: today, or the round's last day once that is past."""
    return min(clock.today(), time.last_day)
