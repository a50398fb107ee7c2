"""What waits for a person as head, verifier or evaluator: asked of the database a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from samrit.apps.orgs.models import Placement, Role
from samrit.apps.orgs.queries import on_day
from samrit.apps.results.due import late_before
from samrit.apps.results.models import Report, State
from samrit.apps.results.queries import Turns, turns_of
from samrit.web.pages import Standing

JUDGING = (State.SUBMITTED, State.UNDER_REVIEW, State.VERIFIED)
MOST_BESIDE = 200
"""How far into the queue the way to the next report is looked for."""
ON_A_PAGE = 15
MOST_IN_A_LIST = 40
"""More units than these are found by name rather than scrolled."""


@dataclass(frozen=True)
class Part:
    """How much waits of one indicator in one round, and how much of that is late."""

    indicator: str
    round: str
    count: int
    late: int


@dataclass(frozen=True)
class Wanted:
    """Which reports of the queue are wanted: "" is all; a unit by its id or by a part of its name."""

    indicator: str = ""
    round: str = ""
    unit: str = ""


def parts_of(who: Standing) -> list[Part]:
    """The queue summed up; one query, whose answer is as short as the frameworks are."""
    return [Part(*row) for row in turns(who).ask(_summed, _late_before(who))]


def units_of(who: Standing) -> list[UUID] | None:
    """The units of the queue where a list would hold them; None where there are too many for that."""
    if who.reach.few is None:
        return None
    found = turns(who).ask(_units)
    return found if len(found) <= MOST_IN_A_LIST else None


def ids_of(who: Standing, wanted: Wanted, most: int, skip: int = 0) -> list[UUID]:
    """The reports whose turn is the person's, late ones first, then what has waited longest, from a place on."""
    if wanted == Wanted() and not skip and most == ON_A_PAGE:
        return turns(who).ask(_first_page, _late_before(who))
    return list(_in_order(_kept(who, wanted), _late_before(who)).values_list("id", flat=True)[skip : skip + most])


def count_of(who: Standing, wanted: Wanted) -> int:
    """How many of them there are."""
    return _kept(who, wanted).count()


def beside(who: Standing, report: Report) -> tuple[UUID | None, UUID | None, int, str]:
    """The reports before and after one in the person's queue, its place (0: not in it), and how many there are ("": none,
    "200+": more than are looked through)."""
    ids = turns(who).ask(_first_texts, _late_before(who))
    at = next((at for at, one in enumerate(ids) if one in (report.id.hex, str(report.id))), None)
    count = "" if not ids else f"{len(ids)}" if len(ids) <= MOST_BESIDE else f"{MOST_BESIDE}+"
    if at is None:
        return None, (UUID(ids[0]) if ids else None), 0, count
    after = UUID(ids[at + 1]) if at + 1 < len(ids) else None
    return UUID(ids[at - 1]) if at else None, after, at + 1, count


def turns(who: Standing) -> Turns:
    """What waits for the person, as the database finds it; reads no report."""
    # an auditor decides on nothing, whatever else he is
    return turns_of(who.reach, JUDGING, without=Role.AUDITOR)


def _late_before(who: Standing) -> date:
    return late_before(who.reach, who.on, who.off)


def _in_order(waiting: QuerySet[Report], late_before: date) -> QuerySet[Report]:
    late_first = Case(When(due__lt=late_before, then=Value(0)), default=Value(1), output_field=IntegerField())
    return waiting.order_by(late_first, "changed_at", "id")


def _summed(waiting: QuerySet[Report], late_before: date) -> QuerySet[Report, tuple[str, str, int, int]]:
    told = waiting.order_by().values("indicator", "round")
    told = told.annotate(count=Count("pk"), late=Count("pk", filter=Q(due__lt=late_before)))
    return told.values_list("indicator", "round", "count", "late")


def _units(waiting: QuerySet[Report]) -> QuerySet[Report, UUID]:
    units = waiting.order_by().values_list("assessment__unit_id", flat=True)
    return units.distinct()[: MOST_IN_A_LIST + 1]


def _first_texts(waiting: QuerySet[Report], late_before: date) -> QuerySet[Report, str]:
    # as the database writes them: of hundreds of ids three are wanted
    return (
        _in_order(waiting, late_before)
        .annotate(text=Cast("id", CharField()))
        .values_list("text", flat=True)[: MOST_BESIDE + 1]
    )


def _first_page(waiting: QuerySet[Report], late_before: date) -> QuerySet[Report, UUID]:
    return _in_order(waiting, late_before).values_list("id", flat=True)[:ON_A_PAGE]


def _kept(who: Standing, wanted: Wanted) -> QuerySet[Report]:
    kept = turns(who).reports
    if wanted.indicator:
        kept = kept.filter(indicator=wanted.indicator)
    if wanted.round:
        kept = kept.filter(round=wanted.round)
    if text := wanted.unit.strip()[:200]:
        named = Q(name_th__icontains=text) | Q(name_en__icontains=text) | Q(short_th__icontains=text)
        chosen = Exists(Placement.objects.filter(named, on_day(who.on), unit=OuterRef("assessment__unit")))
        kept = kept.filter(assessment__unit=UUID(text)) if _is_id(text) else kept.filter(chosen)
    return kept


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
