"""Who reads which events: an agency's auditors and administrators its own, the installation's administrator all of them, bare.

One installation may hold two agencies.  An event belongs to an agency when it is about a thing of that agency, or about a
person who never belonged to another one; who did it decides nothing.  Every other event is the installation's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value
from django.http import HttpRequest

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.audit.models import Event, Subject
from samrit.apps.evidence.models import Evidence
from samrit.apps.ground.denied import Denied
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Grant, Holding, Post, Unit
from samrit.apps.results.models import Report
from samrit.apps.rounds.models import RoundTime, Year
from samrit.web.pages import READERS_OF_THE_LOG, standing

MOST = 50
"""Events that a page asks for at most."""


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


def newest(seeing: Sight, before: int, most: int) -> list[Event]:
    """The newest events somebody sees before a number, with their details."""
    if seeing.sees_all_bare:
        return list(cut(seen(seeing), before)[:most])
    return _newest(seeing.agencies, before)[:most]


def newest_about(seeing: Sight, object: UUID, before: int, most: int) -> list[Event]:
    """The newest events about one thing; as `newest`."""
    if seeing.sees_all_bare:
        about = Subject.objects.filter(object=object).values("event")
        return list(cut(seen(seeing).filter(pk__in=about), before)[:most])
    return _newest_about(seeing.agencies, object, before)[:most]


def cut(found: QuerySet[Event], before: int) -> QuerySet[Event]:
    """The events before a number, the newest first, with their details."""
    return found.filter(number__lt=before).select_related("detail").order_by("-number")


@prepared
def _newest(agencies: Collection[UUID], before: int) -> QuerySet[Event]:
    return cut(Event.objects.annotate(is_whole=_belongs_to(agencies)).filter(is_whole=True), before)[:MOST]


@prepared
def _newest_about(agencies: Collection[UUID], object: UUID, before: int) -> QuerySet[Event]:
    about = Event.objects.filter(pk__in=Subject.objects.filter(object=object).values("event"))
    return cut(about.annotate(is_whole=_belongs_to(agencies)).filter(is_whole=True), before)[:MOST]


def people_of(agencies: Collection[UUID]) -> QuerySet[User]:
    """Those who ever had a role or a post in the agencies, and in no other: their own events are the agency's."""
    inside = Q(unit__root__among=agencies) | Q(unit__among=agencies)
    held = Q(post__unit__root__among=agencies) | Q(post__unit__among=agencies)
    mine = Q(user=OuterRef("pk"))
    belongs = Exists(Grant.objects.filter(inside, mine)) | Exists(Holding.objects.filter(held, mine))
    elsewhere = Exists(Grant.objects.filter(~inside, mine)) | Exists(Holding.objects.filter(~held, mine))
    return User.objects.filter(belongs & ~elsewhere)


def _belongs_to(agencies: Collection[UUID]) -> Exists:
    """Asked event by event through indexes, so that the newest page of a long log costs no more than of a short one."""
    unit, year = Q(unit__root__among=agencies) | Q(unit__among=agencies), Q(year__root__among=agencies)
    this = Q(pk=OuterRef("object"))
    owned = (
        Exists(Unit.objects.filter(this, Q(root__among=agencies) | Q(pk__among=agencies)))
        | Exists(Year.objects.filter(this, root__among=agencies))
        | Exists(RoundTime.objects.filter(this, year))
        | Exists(Assessment.objects.filter(this, year))
        | Exists(Report.objects.filter(this, assessment__year__root__among=agencies))
        | Exists(Evidence.objects.filter(this, unit))
        | Exists(Post.objects.filter(this, unit))
        | Exists(people_of(agencies).filter(this))
    )
    return Exists(Subject.objects.filter(owned, event=OuterRef("pk")))
