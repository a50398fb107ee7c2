"""Last days and deadlines of units, and the calendar of duties; the number of queries does not grow with the data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, CharField, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground import clock
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Ancestor, Tree, Unit
from samrit.apps.orgs.queries import root_of
from samrit.apps.rounds import calendar, states
from samrit.apps.rounds.models import Extension, Holiday, RoundTime, Year
from samrit.packs.texts import Words


@dataclass(frozen=True)
class LastDay:
    """A unit's last day for a round: as set for all, as extended for it, and the working day it comes to."""

    stated: date
    extended_to: date | None
    day: date

    @property
    def assumption(self) -> Words | None:
        """Why the day is not the one set: it fell on a weekend or holiday, and the documents do not say what then."""
        return calendar.MOVED if self.day != (self.extended_to or self.stated) else None


def last_day_for(time: RoundTime, unit: Unit, on: date | None = None) -> date:
    """The working day until which a unit may report: of all extensions for it or a unit above it, the longest counts.

    `on`: the day whose tree says what is above; left out: today, or the round's last day once that is past.
    """
    return last_days([time], [unit], on)[time.id, unit.id].day


def last_days(
    times: Iterable[RoundTime], units: Collection[Unit], on: date | None = None
) -> dict[tuple[UUID, UUID], LastDay]:
    """The last day of each round for each unit, by the ids of both; two queries at most."""
    times = list(times)
    today = clock.today()
    extended: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    holidays: dict[UUID, set[date]] = defaultdict(set)
    asked = {time.id for time in times}
    days = _more_time_and_days_off(asked, {root_of(unit) for unit in units})
    for key, unit_id, day in sorted(days, key=lambda row: row[2]):
        if key in asked:
            extended[key][unit_id] = day
        else:
            holidays[key].add(day)
    paths = _Paths(units) if extended else None
    given: list[tuple[RoundTime, Unit, date | None]] = []
    for time in times:
        for unit in units:
            day = on or min(today, time.last_day)
            over = paths.up_from(unit, day) if paths and extended[time.id] else set()
            more = [extended[time.id][one] for one in over if one in extended[time.id]]
            given.append((time, unit, max(more, default=None)))
    found = {}
    for time, unit, until in given:
        # an extension can only give time
        until = until if until and until > time.last_day else None
        day = calendar.working_day(until or time.last_day, holidays[root_of(unit)])
        found[time.id, unit.id] = LastDay(time.last_day, until, day)
    return found


def check_is_open(time: RoundTime, unit: Unit, at: datetime | None = None) -> None:
    """Raises `NotNow`, with the reason and what to do, unless a unit may report at a moment (left out: now)."""
    states.check_takes_results(time, last_day_for(time, unit), at or clock.now())


def longest_last_day(time: RoundTime) -> date:
    """The working day on which the last unit's time is over."""
    days = [time.last_day, *Extension.objects.filter(time=time).values_list("last_day", flat=True)]
    root = time.year.root_id
    return calendar.working_day(max(days), days_off({root})[root])


def given_until(times: Iterable[RoundTime], day: date) -> set[UUID]:
    """Of some rounds those for which any unit at all was given time until a day or later; one query."""
    return set(_given_until([time.id for time in times], day))


def has_time(time: RoundTime, on: date, holidays: Collection[date]) -> Exists:
    """Whether the unit of a row was given time for a round that lasts until a day: as `last_days`, asked in the database.

    For rows that have a `unit`, so that those of a large agency are counted and not read.
    """
    tree = Tree.objects.filter(root=time.year.root_id, since__lte=min(on, time.last_day)).order_by("-since")
    above = Ancestor.objects.filter(tree=tree.values("pk")[:1], below=OuterRef(OuterRef("unit"))).values("above")
    given = Extension.objects.filter(time=time, last_day__gt=time.last_day)
    given = given.filter(last_day__gte=calendar.lasts_until(on, holidays))
    return Exists(given.filter(Q(unit=OuterRef("unit")) | Q(unit__in=above)))


def round_ends(time: RoundTime) -> date:
    """The last day of the round's own time, which results are measured over; `last_day` may be later."""
    pack = unpacked(time.year.pack)
    return next(one.ends for one in calendar.rounds_in(pack, time.year.fiscal_year) if one.round.id == time.round)


def holidays_of(root: Unit) -> set[date]:
    """The holidays of an agency."""
    return days_off({root.id})[root.id]


def days_off(roots: Collection[UUID]) -> dict[UUID, set[date]]:
    """The holidays of agencies, by the agencies' ids; one query."""
    found: dict[UUID, set[date]] = {root: set() for root in roots}
    for root, day in _days_off(list(roots)):
        found[root].add(day)
    return found


def days_off_along(root: str) -> Subquery:
    """The holidays of the agency at a path as one text, for a question about something else; `read_days_off` reads it."""
    of = Holiday.objects.filter(root=OuterRef(root)).order_by().values("root")
    return Subquery(of.annotate(days=_Together(Cast("day", CharField()))).values("days"))


def read_days_off(text: str | None) -> set[date]:
    """The days that `days_off_along` told."""
    return {date.fromisoformat(day) for day in text.split(",")} if text else set()


class _Together(Aggregate):
    """The texts of rows as one, with commas between."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="STRING_AGG", **extra)


def times_of(year: Year) -> list[RoundTime]:
    """The rounds of a year, in order of their last days."""
    return list(RoundTime.objects.filter(year=year).select_related("year").order_by("last_day", "round"))


@prepared
def _more_time_and_days_off(times: Collection[UUID], roots: Collection[UUID]) -> QuerySet[Any, tuple[UUID, UUID, date]]:
    """One question about two tables: for a day that is set, who has it off, or until when."""
    more_time = Extension.objects.filter(time__among=times).order_by()
    free = Holiday.objects.filter(root__among=roots).order_by()
    return more_time.values_list("time_id", "unit_id", "last_day").union(
        free.values_list("root_id", "root_id", "day"), all=True
    )


@prepared
def _days_off(roots: Collection[UUID]) -> QuerySet[Holiday, tuple[UUID, date]]:
    return Holiday.objects.filter(root__among=roots).values_list("root_id", "day")


@prepared
def _given_until(times: Collection[UUID], day: date) -> QuerySet[Extension, UUID]:
    given = Extension.objects.filter(time__among=times, last_day__gte=day)
    return given.order_by().values_list("time_id", flat=True).distinct()


class _Paths:
    """Which units are above given ones, in the tree of any day; one query."""

    def __init__(self, units: Collection[Unit]) -> None:
        self._trees: dict[UUID, dict[int, date]] = defaultdict(dict)
        self._above: dict[tuple[int, UUID], set[UUID]] = defaultdict(set)
        trees = Tree.objects.filter(root__in={root_of(unit) for unit in units}).order_by("-since")
        # a tree in which none of the units stands is a tree all the same
        path = FilteredRelation("rows", condition=Q(rows__below__in=list(units)))
        rows = trees.annotate(path=path).values_list("pk", "root_id", "since", "path__below_id", "path__above_id")
        for tree, root, since, below, above in rows:
            self._trees[root][tree] = since
            if below is not None:
                self._above[tree, below].add(above)

    def up_from(self, unit: Unit, on: date) -> set[UUID]:
        """The unit and those above it."""
        tree = next((key for key, since in self._trees[root_of(unit)].items() if since <= on), None)
        return {unit.id} if tree is None else {unit.id} | self._above[tree, unit.id]
