"""Who reads which events: an agency's auditors and administrators its own, the installation's administrator all of them, bare.

One installation may hold two agencies.  An event belongs to an agency when it is about a thing of that agency, or about a
person who never belonged to another one; who did it decides nothing.  Every other event is the installation's.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value
from django.http import HttpRequest

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.audit.models import Event, Subject
from samrit.apps.evidence.models import Evidence
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs.models import Grant, Holding, Post, Unit
from samrit.apps.results.models import Report
from samrit.apps.rounds.models import RoundTime, Year
from samrit.web.pages import READERS_OF_THE_LOG, standing


@dataclass(frozen=True)
class Sight:
    """What somebody sees of the log: whole events of these agencies, and of all others code and time or nothing."""

    agencies: frozenset[UUID]
    sees_all_bare: bool


def sight(request: HttpRequest) -> Sight:
    """What the person who asks sees.  Raises `Denied` for those who read no log."""
    who = standing(request)
    agencies = frozenset(
        basis.at
        for basis in who.reach.held
        if basis.role in READERS_OF_THE_LOG and basis.subtree and not basis.indicator
        and basis.at in who.units and who.units[basis.at].parent is None
    )  # fmt: skip
    if not agencies and not who.user.is_administrator:
        raise Denied(
            "บันทึกตรวจสอบเปิดให้ผู้ตรวจสอบและผู้ดูแลของทั้งหน่วยงาน", "the log is open to auditors and administrators of a whole agency",
            "ขอบทบาทผู้ตรวจสอบจากผู้ดูแลหน่วยงาน", "ask your agency's administrator for the role of auditor",
        )  # fmt: skip
    return Sight(agencies, who.user.is_administrator)


def seen(seeing: Sight) -> QuerySet[Event]:
    """The events somebody sees; `is_whole` says of each whether its details are for them too."""
    whole = _belongs_to(seeing.agencies) if seeing.agencies else Value(False, output_field=BooleanField())
    found = Event.objects.annotate(is_whole=whole)
    return found if seeing.sees_all_bare else found.filter(is_whole=True)


def people_of(agencies: frozenset[UUID]) -> QuerySet[User]:
    """Those who ever had a role or a post in the agencies, and in no other: their own events are the agency's."""
    inside = Q(unit__root__in=agencies) | Q(unit__in=agencies)
    held = Q(post__unit__root__in=agencies) | Q(post__unit__in=agencies)
    mine = Q(user=OuterRef("pk"))
    belongs = Exists(Grant.objects.filter(inside, mine)) | Exists(Holding.objects.filter(held, mine))
    elsewhere = Exists(Grant.objects.filter(~inside, mine)) | Exists(Holding.objects.filter(~held, mine))
    return User.objects.filter(belongs & ~elsewhere)


def _belongs_to(agencies: frozenset[UUID]) -> Exists:
    """Asked event by event through indexes, so that the newest page of a long log costs no more than of a short one."""
    unit, year = Q(unit__root__in=agencies) | Q(unit__in=agencies), Q(year__root__in=agencies)
    this = Q(pk=OuterRef("object"))
    owned = (
        Exists(Unit.objects.filter(this, Q(root__in=agencies) | Q(pk__in=agencies)))
        | Exists(Year.objects.filter(this, root__in=agencies))
        | Exists(RoundTime.objects.filter(this, year))
        | Exists(Assessment.objects.filter(this, year))
        | Exists(Report.objects.filter(this, assessment__year__root__in=agencies))
        | Exists(Evidence.objects.filter(this, unit))
        | Exists(Post.objects.filter(this, unit))
        | Exists(people_of(agencies).filter(this))
    )
    return Exists(Subject.objects.filter(owned, event=OuterRef("pk")))
