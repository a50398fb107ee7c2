"""Reporting routes: to which units a report goes, one after the other, and by which day of which month.

The most specific route wins: for the indicator and the kind of unit, for the indicator, for the kind, for all of the
pack.  Where none is entered, a report goes to the superior unit.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared
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
    """A step of one report's route: the unit it goes to, and by which day of the month reported on, or of the next."""

    to: Unit
    day: int | None = None
    of_following_month: bool = False

    def due(self, ends: date) -> date | None:
        """The last day, of what is reported for a time that ends on a day; the 30th of February is its last day."""
        if self.day is None:
            return None
        month = ends
        if self.of_following_month:
            month = ends.replace(day=monthrange(ends.year, ends.month)[1]) + timedelta(days=1)
        return month.replace(day=min(self.day, monthrange(month.year, month.month)[1]))


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


def route_of(
    unit: Unit, pack: str, indicator: str, on: date, kind: str = "",
    superior_of: Callable[[Unit], Unit | None] | None = None,
) -> tuple[RouteHop, ...]:  # fmt: skip
    """The way of a unit's report of an indicator, as it stood on a day; empty for an agency that reports to nobody.

    A unit that has been closed is represented by the one that took its duties.  `kind`, `superior_of`: the unit's kind
    and what stands right above a unit, where they are known already.
    """
    ways: dict[tuple[bool, bool], list[Hop]] = {}
    for hop in _hops(on, root_of(unit), pack, ["", indicator], ["", kind or name_of(unit, on).kind]):
        ways.setdefault((hop.indicator != "", hop.unit_kind != ""), []).append(hop)
    steps = [Step(hop.to, hop.day, hop.of_following_month) for hop in ways[max(ways)]] if ways else [Step()]
    own = sender = standing(unit, on)
    found: list[RouteHop] = []

    def above(one: Unit) -> Unit | None:
        return (superior_of and superior_of(one)) or _superior(one, on)

    for step in steps:
        to = step.to or above(sender)
        if to is None:
            continue
        to = standing(to, on)
        if to == own:
            found = []  # a route through the unit itself (สนผ. reports too) begins after it
        elif to != sender:
            found.append(RouteHop(to, step.day, step.of_following_month))
        sender = to
    if not found and (last := above(own)) is not None:  # nor does a route end with it: nobody verifies their own report
        found.append(RouteHop(standing(last, on), steps[-1].day, steps[-1].of_following_month))
    return tuple(found)


def standing(unit: Unit, on: date) -> Unit:
    """The unit itself, or, once it is closed, the one that took its duties (one of them, where it was split)."""
    if unit.closed_on is None or unit.closed_on > on:
        return unit
    heirs = successors_of(unit, on)
    return Unit.objects.get(id=heirs[0]) if heirs else unit


def _superior(unit: Unit, on: date) -> Unit | None:
    above = superior(unit, on)
    return None if above is None else Unit.objects.get(id=above)


@prepared
def _hops(
    on: date, root: UUID, pack: str, indicators: Collection[str], kinds: Collection[str]
) -> QuerySet[Hop]:  # fmt: skip
    of = Hop.objects.filter(on_day(on), root=root, pack=pack)
    return of.filter(indicator__among=indicators, unit_kind__among=kinds).select_related("to").order_by("order")
