"""Reporting routes: to which units a report goes, one after the other, and by which day of which month.

The most specific route wins: for the indicator and the kind of unit, for the indicator, for the kind, for all of the
pack.  Where none is entered, a report goes to the superior unit.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.orgs import events, states
from samrit.apps.orgs.models import ALWAYS, Hop, Unit
from samrit.apps.orgs.permissions import check_can_change
from samrit.apps.orgs.queries import name_of, on_day, root_of, successors_of, superior


@dataclass(frozen=True)
class Step:
    """A step as it is entered: to which unit (none: the superior one), by which day of the month or of the next."""

    to: Unit | None = None
    day: int | None = None
    of_following_month: bool = False


@dataclass(frozen=True)
class RouteHop:
    """A step of one report's route: the unit it comes from, the one it goes to, and by when."""

    order: int
    sender: UUID
    to: UUID
    day: int | None = None
    of_following_month: bool = False

    def due(self, year: int, month: int) -> date | None:
        """The last day for what is reported for a month (common era); the 30th of February is its last day."""
        if self.day is None:
            return None
        if self.of_following_month:
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return date(year, month, min(self.day, calendar.monthrange(year, month)[1]))


def set_route(
    *, root: Unit, pack: str, steps: Sequence[Step], by: User | None, indicator: str = "", unit_kind: str = "",
    since: date | None = None,
) -> list[Hop]:  # fmt: skip
    """Enter a route from a day on, in the place of the one that held; without steps, the less specific one holds again.

    Without a day the first route holds from the beginning, and a later one from today.
    """
    check_can_change(by, root)
    for step in steps:
        if step.to is not None and root_of(step.to) != root.id:
            raise states.other_agency()
        if step.day is not None and not 1 <= step.day <= 31:
            raise ValueError(f"a month has no day {step.day}")
    with transaction.atomic():
        held = Hop.objects.filter(root=root, pack=pack, indicator=indicator, unit_kind=unit_kind)
        if since is None:
            since = clock.today() if held.exists() else ALWAYS
        # entered for that day or later: the new one takes their place, the audit log knows them
        held.filter(since__gte=since).delete()
        held.filter(Q(until=None) | Q(until__gt=since)).update(until=since)
        hops = Hop.objects.bulk_create(
            Hop(
                root=root, pack=pack, indicator=indicator, unit_kind=unit_kind, order=order, to=step.to, day=step.day,
                of_following_month=step.of_following_month, since=since,
            )
            for order, step in enumerate(steps, start=1)
        )  # fmt: skip
        record(
            events.ROUTE_SET, by=by, about=[root, *hops], since=since.isoformat(), pack=pack, indicator=indicator,
            unit_kind=unit_kind, steps=len(hops),
        )  # fmt: skip
    return hops


def route_of(unit: Unit, pack: str, indicator: str, on: date) -> tuple[RouteHop, ...]:
    """The way of a unit's report of an indicator, as it stood on a day; empty for an agency that reports to nobody."""
    kind = name_of(unit, on).kind
    hops = Hop.objects.filter(
        on_day(on), root_id=root_of(unit), pack=pack, indicator__in={"", indicator}, unit_kind__in={"", kind}
    )
    ways: dict[tuple[bool, bool], list[Hop]] = {}
    for hop in hops.order_by("order").select_related("to"):
        ways.setdefault((hop.indicator != "", hop.unit_kind != ""), []).append(hop)
    steps = [
        Step(hop.to, hop.day, hop.of_following_month) for hop in ways[max(ways)]
    ] if ways else [Step()]  # fmt: skip
    found: list[RouteHop] = []
    sender = unit.id
    for step in steps:
        to = _destination(sender, step, on)
        # a route through the unit itself (สนผ. reports too) begins after it
        if to == unit.id:
            found, sender = [], unit.id
        elif to is not None and to != sender:
            found.append(RouteHop(len(found) + 1, sender, to, step.day, step.of_following_month))
            sender = to
    return tuple(found)


def _destination(sender: UUID, step: Step, on: date) -> UUID | None:
    if step.to is not None:
        # a unit that was closed hands its part of the route to its successor
        return successors_of(step.to, on)[0]
    return superior(sender, on)
