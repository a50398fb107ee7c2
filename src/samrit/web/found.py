"""Look things up for the person who asks: what does not exist and what is not theirs are one answer, "not found"."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from samrit.apps.assessments.models import Assessment
from samrit.apps.assessments.queries import visible_to, whole
from samrit.apps.evidence.models import Evidence
from samrit.apps.evidence.permissions import check_can_read
from samrit.apps.ground.denied import Denied
from samrit.apps.ground.prepared import prepared
from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.permissions import check_can_see as check_can_see_unit
from samrit.apps.results.models import Report
from samrit.apps.results.permissions import check_can_see
from samrit.apps.results.timing import with_all
from samrit.apps.rounds.queries import days_off_along, read_days_off
from samrit.apps.scoring.models import ScoreRun
from samrit.web.pages import standing


def report(request: HttpRequest, id: UUID) -> Report:
    """A report that the person may read, with its assessment, unit, year and pack."""
    found = next(iter(_report(id)), None)
    who = standing(request)
    if found is None:
        raise Http404
    try:
        check_can_see(who.user, found, who.on, who.reach)
    except Denied:
        raise Http404 from None
    who.off.know(found.assessment.year.root_id, read_days_off(vars(found)[DAYS_OFF]))
    return found


@prepared
def _report(id: UUID) -> QuerySet[Report]:
    return with_all(Report.objects.filter(id=id)).annotate(**{DAYS_OFF: days_off_along("assessment__year__root")})


DAYS_OFF = "days_off"


def assessment(request: HttpRequest, id: UUID) -> Assessment:
    """An assessment that the person may read."""
    who = standing(request)
    found = next(iter(_assessment(id)), None)
    if found is None or (
        # a role reaches its unit, as most do; else it may be visible otherwise
        not who.reach.reaches(found.unit_id, Role)
        and not visible_to(who.user, who.on, who.reach).filter(id=id).exists()
    ):
        raise Http404
    return found


@prepared
def _assessment(id: UUID) -> QuerySet[Assessment]:
    return whole().filter(id=id)


def run(request: HttpRequest, id: UUID) -> ScoreRun:
    """A score run of an assessment that the person may read."""
    found = ScoreRun.objects.select_related("terms", "by").filter(id=id).first()
    if found is None:
        raise Http404
    found.assessment = assessment(request, found.assessment_id)
    return found


def document(request: HttpRequest, id: UUID) -> IssuedDocument:
    """An issued paper of an assessment that the person may read."""
    found = IssuedDocument.objects.select_related("run", "by").filter(id=id).first()
    if found is None:
        raise Http404
    found.assessment = assessment(request, found.assessment_id)
    return found


def evidence(request: HttpRequest, id: UUID) -> Evidence:
    """Evidence that the person may see."""
    found = Evidence.objects.select_related("unit").filter(id=id).first()
    who = standing(request)
    if found is None:
        raise Http404
    try:
        check_can_read(who.user, found, who.on)
    except Denied:
        raise Http404 from None
    return found


def unit(request: HttpRequest, id: UUID) -> Unit:
    """A unit of an agency that the person belongs to."""
    found = Unit.objects.select_related("root").filter(id=id).first()
    if found is None:
        raise Http404
    try:
        check_can_see_unit(standing(request).user, found)
    except Denied:
        raise Http404 from None
    return found
