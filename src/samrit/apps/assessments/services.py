"""Make assessments by kind, by joining, for signing; sign an agreement."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from samrit.apps.accounts.models import User
from samrit.apps.assessments import events, permissions, states
from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.audit.services import record
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.queries import days_of, overlay_of, terms_of
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Stale
from samrit.apps.orgs.models import Placement, Post, Unit
from samrit.apps.orgs.queries import on_day, root_of
from samrit.apps.rounds.models import Year
from samrit.apps.rounds.queries import times_of
from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, define
from samrit.packs.terms import Terms

NO_UNIT_OF_KIND = define(
    "AS001", "error",
    th="วันที่ {on_th} ไม่มีหน่วยประเภท “{kind}”", en="on {on_en} there is no unit of the kind “{kind}”",
    cure_th="ประเภทที่มี: {allowed}", cure_en="the kinds there are: {allowed}",
)  # fmt: skip
ELSEWHERE = define(
    "AS002", "error",
    th="หน่วยนี้ไม่ได้อยู่ในหน่วยงานที่เปิดปีนี้", en="this unit does not belong to the agency whose year this is",
    cure_th="เลือกหน่วยในหน่วยงานเดียวกัน", cure_en="choose a unit of the same agency",
)  # fmt: skip
POST_ELSEWHERE = define(
    "AS003", "error",
    th="ตำแหน่งนี้ไม่ได้อยู่ในหน่วยที่เลือก", en="this post is not one of the unit",
    cure_th="เลือกตำแหน่งในหน่วยนั้น", cure_en="choose a post of that unit",
)  # fmt: skip


def make_by_kind(year: Year, unit_kinds: Collection[str], on: date, by: User) -> list[Assessment]:
    """One assessment for each unit of these kinds in the tree of a day; those already there stay.  Returns the new ones."""
    permissions.check_can_make(by, year.root)
    wanted = _units_of_kinds(year.root, unit_kinds, on)
    with transaction.atomic():
        Year.objects.select_for_update().get(pk=year.pk)
        states.check_can_make(times_of(year))
        there = set(Assessment.objects.filter(year=year, post=None).values_list("unit_id", flat=True))
        made = [Assessment(year=year, unit=unit, made_by="kind") for unit in wanted if unit.id not in there]
        if made:
            Assessment.objects.bulk_create(made)
            told = {"count": len(made), "kinds": sorted(unit_kinds), "on": on.isoformat()}
            record(events.MADE, by=by, about=[year, *made], **told)
    return made


def join(year: Year, unit: Unit, by: User) -> Assessment:
    """A unit takes part of its own will; joined again it is the same assessment."""
    permissions.check_can_join(by, unit)
    return _make_one(year, unit, None, "joined", events.JOINED, by)


def draw_up(year: Year, unit: Unit, by: User, post: Post | None = None) -> Assessment:
    """The assessment of a unit, or of a post in it, that an agreement is to be signed for."""
    permissions.check_can_join(by, unit)
    return _make_one(year, unit, post, "signed", events.DRAWN_UP, by)


def sign(
    assessment: Assessment,
    overlay_text: str,
    signatory: User,
    counterparty: User,
    by: User,
    at: datetime | None = None,
    *,
    number: int | None = None,
) -> Agreement:
    """An agreement: its operations on the pack, signed by the assessee and accepted from above.

    Refuses with the pack's own reasons.  From its day on it takes the place of the one before.  `number`: the one that
    whoever signs was shown; `Stale` where another one is next by now, so that the same form sent twice signs once.
    """
    now = clock.now()
    at = at or now
    permissions.check_can_sign(by, assessment, signatory, counterparty, at.astimezone(clock.BANGKOK).date())
    _check_can_sign(assessment, at, now, number)
    terms = _agreed(assessment.year.pack, overlay_text)
    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        following = _check_can_sign(assessment, at, now, number)
        agreement = Agreement.objects.create(
            assessment=assessment,
            number=following,
            overlay=overlay_text,
            terms_digest=terms.digest,
            signatory=signatory,
            counterparty=counterparty,
            signed_at=at,
        )
        told = {"number": agreement.number, "terms_digest": agreement.terms_digest}
        parties = {"signatory": str(signatory.id), "counterparty": str(counterparty.id)}
        record(events.SIGNED, by=by, about=[agreement, assessment], **told, **parties)
    return agreement


def _check_can_sign(assessment: Assessment, at: datetime, now: datetime, number: int | None) -> int:
    """Refuses a signing out of its time, or under another number than is next; returns the next one."""
    last = Agreement.objects.filter(assessment=assessment).order_by("-number").first()
    following = last.number + 1 if last else 1
    if number is not None and number != following:
        raise Stale(
            "มีคำรับรองฉบับใหม่กว่าที่ท่านเปิดดู", "a newer agreement was signed since you opened the page",
            "เปิดหน้านี้ใหม่แล้วตรวจอีกครั้ง", "open the page again and check",
        )  # fmt: skip
    states.check_can_sign(times_of(assessment.year), last.signed_at if last else None, at, now)
    return following


def _agreed(pack: InstalledPack, overlay_text: str) -> Terms:
    """The terms with every operation, once those of each day on which they change have been resolved too."""
    for day in [date.min, *days_of(overlay_of(pack, overlay_text))]:
        terms_of(pack, overlay_text, day)
    return terms_of(pack, overlay_text)


def _make_one(year: Year, unit: Unit, post: Post | None, made_by: str, event: str, by: User) -> Assessment:
    issues: list[Issue] = []
    if root_of(unit) != year.root_id:
        issues.append(ELSEWHERE.at(Place("assessment")))
    if post is not None and post.unit_id != unit.id:
        issues.append(POST_ELSEWHERE.at(Place("assessment")))
    if issues:
        raise Refused(issues)
    with transaction.atomic():
        Year.objects.select_for_update().get(pk=year.pk)
        states.check_can_make(times_of(year))
        assessment, is_new = Assessment.objects.get_or_create(
            year=year, unit=unit, post=post, defaults={"made_by": made_by}
        )
        if is_new:
            record(event, by=by, about=[assessment, year, unit])
    return assessment


def _units_of_kinds(root: Unit, kinds: Collection[str], on: date) -> list[Unit]:
    placed = Placement.objects.filter(
        on_day(on),
        Q(unit__closed_on=None) | Q(unit__closed_on__gt=on),
        Q(unit__root=root) | Q(unit=root),
    )
    known = set(placed.values_list("kind", flat=True))
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        place, allowed = Place("kinds"), ", ".join(sorted(known))
        said = {"on_th": thai.format_date(on), "on_en": f"{on.day} {on:%b %Y}"}
        raise Refused(NO_UNIT_OF_KIND.at(place, kind=kind, allowed=allowed, **said) for kind in unknown)
    return [one.unit for one in placed.filter(kind__in=kinds).select_related("unit").order_by("sort_key", "id")]
