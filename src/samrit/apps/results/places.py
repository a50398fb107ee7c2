"""Where a report goes: the reporting route of its indicator, and the assessed unit as the rules of a pack see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs import routes
from samrit.apps.orgs.models import Ancestor, Placement, Unit
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


@dataclass(frozen=True)
class Around:
    """An assessed unit and those above it as they stood on a day, each with the posts of the pack it has."""

    placed: Mapping[UUID, Placement]
    posts: Mapping[UUID, Set[str]]

    def superior(self, unit: Unit) -> Unit | None:
        """The unit right above one of them; None at the top, and for a unit that is not one of them."""
        here = self.placed.get(unit.id)
        over = None if here is None or here.parent_id is None else self.placed.get(here.parent_id)
        return None if over is None else over.unit


def around(assessment: Assessment, on: date) -> Around:
    """Where an assessed unit stands; one query, for all that asks about it."""
    placed: dict[UUID, Placement] = {}
    posts: dict[UUID, set[str]] = defaultdict(set)
    for one in _around(assessment.unit_id, on):
        placed[one.unit_id] = one
        posts[one.unit_id].add(one.post or "")
    return Around(placed, posts)


@prepared
def _around(unit: UUID, on: date) -> QuerySet[Any, Any]:
    over = Ancestor.objects.filter(tree__in=orgs.trees_in_force(on), below=unit).values("above_id")
    rows = Placement.objects.filter(orgs.on_day(on), unit_id__in=over).annotate(post=F("unit__posts__pack_post"))
    return rows.select_related("unit")


def route_of(report: Report, on: date, near: Around | None = None) -> tuple[Stop, ...]:
    """The units that verify a report, in order, as `orgs.routes` finds them; raises `NotNow` where there are none.

    `near`: what stands around the unit, where it is known already.
    """
    assessment = report.assessment
    near = near or around(assessment, on)
    here = near.placed.get(assessment.unit_id)
    ends = _round_ends(report)
    stops = tuple(
        Stop(hop.to, None if ends is None else hop.due(ends))
        for hop in routes.route_of(
            assessment.unit, assessment.year.pack.pack, report.indicator, on, here.kind if here else "", near.superior
        )
    )
    if not stops:
        raise NotNow(
            "ตัวชี้วัดนี้ยังไม่มีเส้นทางรายงาน และไม่มีหน่วยเหนือให้ส่งถึง",
            "No reporting route is set for this indicator, and no unit stands above this one.",
            "ขอให้ผู้ดูแลหน่วยงานกำหนดเส้นทางรายงาน", "Ask the administrator of your agency to set the reporting route.",
        )  # fmt: skip
    return stops


def scored_unit(assessment: Assessment, terms: Terms, on: date, near: Around | None = None) -> ScoredUnit:
    """The assessed unit as rules see it: its kind, and the kinds and bodies of the pack it stands under; one query.

    `near`: what stands around the unit, where it is known already.
    """
    framework = terms.pack.framework
    near = near or around(assessment, on)
    bodies: set[str] = set()
    here: tuple[str, str] | None = None
    for unit, one in near.placed.items():
        if unit == assessment.unit_id:
            here = one.name_th, one.kind
        else:
            bodies |= {one.kind, *near.posts[unit]}
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


def _round_ends(report: Report) -> date | None:
    """The end of the time that is reported on, which is earlier than the last day on which it may be reported."""
    time = time_of(report)
    if time is None:
        return None
    time.year = report.assessment.year
    return round_ends(time)
