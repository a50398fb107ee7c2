"""Work of results that nobody waits for: the reports of rounds whose time has come are opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.models import Q

from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.notices.jobs import Tell, job
from samrit.apps.results.services import open_reports
from samrit.apps.rounds.models import RoundTime
from samrit.apps.rounds.queries import last_days

OPEN: Final = "results.open"


@job(OPEN)
def _open(ids: Mapping[str, Any], tell: Tell) -> None:
    """Open the reports of every assessment in every round that runs for its unit; again does no harm."""
    waiting = list(_waiting())
    for done, (assessment, round_id) in enumerate(waiting):
        if done % 20 == 0:
            tell(done * 100 // len(waiting))
        open_reports(assessment, round=round_id, by=None)


def _waiting() -> Iterator[tuple[Assessment, str]]:
    """Where reports can be filled in: a draft whose last day is past would stay late for ever."""
    now, today = clock.now(), clock.today()
    for time in RoundTime.objects.filter(Q(closed_at=None) | Q(closed_at__gt=now), opens__lte=today).order_by("id"):
        found = Assessment.objects.filter(Q(unit__closed_on=None) | Q(unit__closed_on__gt=today), year=time.year_id)
        assessments = list(found.select_related("unit", "year__pack").defer("year__pack__files").order_by("id"))
        last = last_days([time], [one.unit for one in assessments])
        for assessment in assessments:
            if last[time.id, assessment.unit_id].day >= today:
                yield assessment, time.round
