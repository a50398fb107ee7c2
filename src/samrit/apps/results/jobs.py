"""Work of results that nobody waits for: the reports of rounds whose time has come are opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import F, Q

from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.notices.jobs import Tell, job
from samrit.apps.results.services import open_reports

OPEN: Final = "results.open"


@job(OPEN)
def _open(ids: Mapping[str, Any], tell: Tell) -> None:
    """Open the reports of every assessment in every round that has begun and is not closed; again does no harm."""
    now, today = clock.now(), clock.today()
    running = Q(year__rounds__closed_at__isnull=True) | Q(year__rounds__closed_at__gt=now)
    found = Assessment.objects.filter(running, year__rounds__opens__lte=today).annotate(begun=F("year__rounds__round"))
    waiting = list(found.select_related("unit", "year__pack").defer("year__pack__files").order_by("id", "begun"))
    for done, assessment in enumerate(waiting):
        if done % 20 == 0:
            tell(done * 100 // len(waiting))
        if assessment.unit.closed_on is None or assessment.unit.closed_on > today:
            open_reports(assessment, round=assessment.begun, by=None)
