"""Where a report goes: the reporting route of its indicator, and the assessed unit as the rules of a pack see it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs.models import Ancestor, Hop, Placement, Unit
from samrit.apps.results.models import Report
from samrit.apps.results.timing import time_of
from samrit.apps.rounds.queries import round_ends
from samrit.base.issues import NOWHERE
from samrit.engine import facts
from samrit.engine.methods import Unit as ScoredUnit
from samrit.packs.terms import Terms


@dataclass(frozen=True)
class Stop:
    """A unit that verifies, and the day by which it should have."""

    unit: Unit
    due: date | None


def route_of(report: Report, on: date) -> tuple[Stop, ...]:
    """The units that verify a report, in order; raises `NotNow` when nobody has said where it goes.

    The steps told for this indicator and kind of unit stand before those told for all.  A unit that has been closed
    is represented by the one that took its duties.
    """
    assessment = report.assessment
    kind = orgs.name_of(assessment.unit, on).kind
    known = Hop.objects.filter(
        orgs.on_day(on),
        root_id=assessment.unit.root_id or assessment.unit_id,
        pack=assessment.year.pack.pack,
        indicator__in=("", report.indicator),
        unit_kind__in=("", kind),
    ).select_related("to")
    sets: dict[tuple[bool, bool], list[Hop]] = {}
    for hop in known:
        sets.setdefault((bool(hop.indicator), bool(hop.unit_kind)), []).append(hop)
    stops: list[Stop] = []
    unit = assessment.unit
    ends = _round_ends(report)
    for hop in sorted(sets[max(sets)], key=lambda one: one.order) if sets else []:
        next_unit = hop.to or _superior(unit, on)
        if next_unit is not None:
            unit = standing(next_unit, on)
            stops.append(Stop(unit, _due(hop, ends)))
    if not stops:
        raise NotNow(
            "ยังไม่ได้กำหนดเส้นทางรายงานของตัวชี้วัดนี้", "No reporting route is set for this indicator.",
            "ขอให้ผู้ดูแลหน่วยงานกำหนดเส้นทางรายงาน", "Ask the administrator of your agency to set the reporting route.",
        )  # fmt: skip
    return tuple(stops)


def standing(unit: Unit, on: date) -> Unit:
    """The unit itself, or, once it is closed, the one that took its duties (one of them, where it was split)."""
    if unit.closed_on is None or unit.closed_on > on:
        return unit
    heirs = orgs.successors_of(unit, on)
    return Unit.objects.get(id=heirs[0]) if heirs else unit


def scored_unit(assessment: Assessment, terms: Terms, on: date) -> ScoredUnit:
    """The assessed unit as rules see it: its kind, and the kinds and bodies of the pack it stands under; one query."""
    framework = terms.pack.framework
    over = Ancestor.objects.filter(tree__in=orgs.trees_in_force(on), below_id=assessment.unit_id).values("above_id")
    placed = Placement.objects.filter(orgs.on_day(on), unit_id__in=over)
    bodies: set[str] = set()
    here: tuple[str, str] | None = None
    for unit, kind, name, post in placed.values_list("unit_id", "kind", "name_th", "unit__posts__pack_post"):
        if unit == assessment.unit_id:
            here = name, kind
        else:
            bodies |= {kind, post or ""}
    if here is None:  # before its first day or after its last
        nearest = orgs.name_of(assessment.unit_id, on)
        here = nearest.name_th, nearest.kind
    known = {str(kind.id) for kind in framework.unit_kinds} | {str(post.id) for post in framework.posts}
    under = tuple(sorted(bodies & known))
    return facts.unit_of(terms, facts.FactFile(framework.id, "", here[0], here[1], under, (), NOWHERE))


def day_of(report: Report) -> date:
    """The day whose organisation counts for a report: today, or the round's last day once that is past."""
    last = report_last_day(report)
    today = clock.today()
    return today if last is None else min(today, last)


def report_last_day(report: Report) -> date | None:
    """The last day of the round a report is of."""
    time = time_of(report)
    return None if time is None else time.last_day


def _superior(unit: Unit, on: date) -> Unit | None:
    above = orgs.superior(unit, on)
    return None if above is None else Unit.objects.get(id=above)


def _round_ends(report: Report) -> date | None:
    """The end of the time that is reported on, which is earlier than the last day on which it may be reported."""
    time = time_of(report)
    if time is None:
        return None
    time.year = report.assessment.year
    return round_ends(time)


def _due(hop: Hop, ends: date | None) -> date | None:
    """The hop's day in the month in which the round ends, or in the next one; the month's end where it is shorter."""
    if hop.day is None or ends is None:
        return None
    month = ends
    if hop.of_following_month:
        month = ends.replace(day=monthrange(ends.year, ends.month)[1]) + timedelta(days=1)
    return month.replace(day=min(hop.day, monthrange(month.year, month.month)[1]))
