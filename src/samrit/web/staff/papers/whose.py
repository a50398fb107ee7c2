"""The assessment whose papers are asked for, with its unit's name and what the person may do: one query beyond the frame's."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.http import Http404, HttpRequest

from samrit.apps.assessments.models import Assessment
from samrit.apps.orgs.models import Placement, Role
from samrit.web import found
from samrit.web.components.reading import Link
from samrit.web.pages import standing
from samrit.web.reader import Text


@dataclass(frozen=True)
class Whose:
    """An assessment with its unit's name; whether the person may issue papers of it, and see drafts."""

    assessment: Assessment
    unit: Text
    may_issue: bool
    may_draft: bool

    @property
    def path(self) -> str:
        """Where its papers are."""
        return f"/assessments/{self.assessment.pk}/papers/"

    @property
    def crumbs(self) -> list[Link]:
        """The way to it."""
        return [
            Link(Text("การประเมิน", "Assessments"), "/assessments/"),
            Link(self.unit, f"/assessments/{self.assessment.pk}/"),
            Link(Text("เอกสารที่ออก", "Issued papers"), self.path),
        ]


def whose(request: HttpRequest, id: UUID) -> Whose:
    """An assessment that the person may read; otherwise "not found"."""
    who = standing(request)
    named = Placement.objects.filter(unit=OuterRef("unit"), since__lte=who.on).order_by("-since")
    rows = Assessment.objects.select_related("unit__root", "year__pack").defer("year__pack__files")
    rows = rows.annotate(
        name_th=Subquery(named.values("name_th")[:1]), name_en=Subquery(named.values("name_en")[:1]),
        fiscal_year=F("year__fiscal_year"),
    )  # fmt: skip
    one = rows.filter(pk=id).first()
    if one is None:
        raise Http404
    if not who.reach.reaches(one.unit_id, Role):
        found.assessment(request, id)  # by a post that is not the head's, or a unit below one that he heads
    root = one.unit.root_id or one.unit_id
    may_issue = who.reach.may(Role.HEAD, one.unit_id) or who.reach.may(Role.ORG_ADMIN, root)
    may_draft = any(who.reach.may(role, one.unit_id) for role in Role)
    return Whose(one, Text(one.name_th or "–", one.name_en or ""), may_issue is not None, may_draft)
