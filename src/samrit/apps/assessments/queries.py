"""Assessments of a unit and those a person may see, and the terms that hold on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.frameworks.queries import terms_of
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs import roles
from samrit.apps.orgs.models import Ancestor, Holding
from samrit.apps.orgs.queries import on_day, trees_in_force
from samrit.apps.orgs.reach import Reach, within
from samrit.packs.terms import Terms


def visible_to(user: User, on: date | None = None, reach: Reach | None = None) -> QuerySet[Assessment]:
    """Those of units that a role of the user reaches, of units below one he heads, and of his own unit.

    Looking after the installation shows none of them.  What is not here answers "not found".  `reach`: all that the
    person may act for, where it is known already.
    """
    if not user.is_active:
        return Assessment.objects.none()
    day = on or clock.today()
    return whole().filter(visible(user.id, day, *seen_by(roles.reach(user, day) if reach is None else reach)))


def seen_by(reach: Reach) -> tuple[Any, ...]:
    """The values of the area in which somebody has any role, as `visible` takes them."""
    return reach.area(lambda basis: True).values


def visible(user: UUID, on: date, *area: Any) -> Q:
    """That an assessment is one of `visible_to`; `prepared` questions may use it."""
    posts = Holding.objects.filter(on_day(on), user=user)
    headed = posts.filter(post__is_head=True).values("post__unit")
    below = Ancestor.objects.filter(tree__in=trees_in_force(on), above__in=headed)
    own = Q(unit__in=posts.values("post__unit")) | Q(unit__in=below.values("below"))
    return within("unit", *area) | own


def agreement_on(assessment: Assessment, day: date) -> Agreement | None:
    """The agreement that holds on a day: the newest signed by its end."""
    return next(iter(_signed_by(assessment.id, clock.end_of(day))), None)


@prepared
def _signed_by(assessment: UUID, at: datetime) -> QuerySet[Agreement]:
    signed = Agreement.objects.filter(assessment=assessment, signed_at__lt=at)
    return signed.order_by("-number")[:1]


def terms_on(assessment: Assessment, day: date) -> Terms:
    """What is scored on a day: the pack as that day's agreement has it, or as it is where none was signed."""
    agreement = agreement_on(assessment, day)
    return terms_of(assessment.year.pack, agreement.overlay if agreement else "", day)


def agreements_of(assessment: Assessment) -> list[Agreement]:
    """Every agreement, newest first; `posts_of` tells the posts of those who signed."""
    return _agreements(assessment.id)


@prepared
def _agreements(assessment: UUID) -> QuerySet[Any, Any]:
    rows = Agreement.objects.filter(assessment=assessment).select_related("signatory", "counterparty")
    rows = rows.annotate(day=TruncDate("signed_at", tzinfo=clock.BANGKOK))
    return rows.annotate(**{f"{one}_post": _post_of(one) for one in _PARTIES}).order_by("-number")


def posts_of(agreement: Agreement) -> tuple[str | None, str | None]:
    """The posts that signatory and counterparty held on the day of signing; read with `agreements_of`."""
    signatory, counterparty = (getattr(agreement, f"{one}_post") for one in _PARTIES)
    return signatory, counterparty


_PARTIES = ("signatory", "counterparty")


def _post_of(party: str) -> Subquery:
    """The name of the post that a party of an agreement held on its `day`: a head's, else another, as a deputy's; of
    several the one held longest.
    """
    until = Q(until=None) | Q(until__gt=OuterRef("day"))
    held = Holding.objects.filter(until, user=OuterRef(party), since__lte=OuterRef("day"))
    return Subquery(held.order_by("-post__is_head", "since", "id").values("post__name_th")[:1])


def whole() -> QuerySet[Assessment]:
    """Assessments with all that names them: unit, post, year and pack, without the pack's files."""
    return Assessment.objects.select_related("unit", "post", "year__pack").defer("year__pack__files")
