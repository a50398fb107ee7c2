"""Read reports: the facts to score, what a person has to do, what waits to be verified, and one report's history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, Count, F, FilteredRelation, Q, QuerySet, When, Window

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.assessments.queries import terms_on
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.queries import UnitView
from samrit.apps.orgs.reach import Area, Basis, Reach, within
from samrit.apps.results import draft, places
from samrit.apps.results.contents import DRAFTS as DRAFTS
from samrit.apps.results.contents import JUDGED as JUDGED
from samrit.apps.results.contents import Contents, contents_of
from samrit.apps.results.due import DaysOff, due_days, late_before
from samrit.apps.results.models import Decision, Report, State, Submission
from samrit.apps.results.states import TURN
from samrit.apps.results.timing import reports_of, terms_for, time_of, with_all
from samrit.apps.rounds.queries import last_days
from samrit.engine.facts import Facts
from samrit.packs.terms import Terms

Row = TypeVar("Row")
DECIDED = "decided"
_HOW_FAR = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.UNDER_REVIEW, State.VERIFIED, State.CLOSED)


def facts_of(
    assessment: Assessment,
    round: str,
    *,
    verified_only: bool = False,
    with_drafts: bool = False,
    terms: Terms | None = None,
    replacing: Iterable[draft.Typed] = (),
) -> Facts:
    """What an assessment reports for a round, from its newest submissions; withdrawn ones do not count.

    `verified_only`: only what every unit of the route has verified.  `with_drafts`: where a draft is open, what stands
    in it instead, and over it what is being typed (`replacing`); values that cannot be understood are left out.
    """
    found = contents(assessment, round, terms)
    return found.with_drafts(replacing) if with_drafts else found.official(verified_only=verified_only)


def contents(assessment: Assessment, round: str, terms: Terms | None = None) -> Contents:
    """All that an assessment says for a round, drafts included, under the terms of the day that counts for it."""
    day = places.day_of(Report(assessment=assessment, round=round))
    return contents_of(assessment, round, terms or terms_on(assessment, day), day)


def contents_for(report: Report) -> Contents:
    """As `contents`, for the round of a report; asks less where the report was read with all (`timing.with_all`)."""
    day = places.day_of(report)
    return contents_of(report.assessment, report.round, terms_for(report, day), day)


def state_of(assessment: Assessment, round: str) -> State:
    """How far a round is as a whole: where the report that is least far stands; a draft before any is opened."""
    states = set(Report.objects.filter(assessment=assessment, round=round).values_list("state", flat=True))
    return min((State(one) for one in states), key=_HOW_FAR.index, default=State.DRAFT)


@dataclass(frozen=True)
class Task:
    """A report that waits for a person, and with which unit and role it is."""

    report: Report
    role: Role
    unit: UnitView
    is_with: UnitView
    due: date | None
    is_late: bool


@dataclass(frozen=True)
class Work:
    """What waits for a person: as many tasks as were asked for, how many there are, and how many of them are late."""

    tasks: list[Task]
    count: int
    late: int


def work_of(reach: Reach, on: date, most: int | None = None, off: DaysOff | None = None) -> Work:
    """What waits for a person: returned reports first, then by due day; the number of queries does not grow with it.

    `most`: how many tasks are wanted at the most.  `off`: the holidays that are known already.
    """
    waiting = turns_of(reach, WAITING)
    rows = waiting.ask(_most_needed(most), late_before(reach, on, off)) if waiting.parts else []
    tasks = sorted(_tasks(reports_of([id for id, _, _ in rows]), on, off), key=_by_need) if rows else []
    if rows and rows[0][1] > len(rows):
        return Work(tasks, *rows[0][1:])
    return Work(tasks, len(tasks), sum(one.is_late for one in tasks))


def sent(reach: Reach, on: date, most: int, off: DaysOff | None = None) -> list[Task]:
    """What a person's units have sent and others have now, newest first; three queries."""
    mine = reach.area(lambda basis: basis.role in (Role.REPORTER, Role.HEAD))
    reports = _away(most, len(mine.values))(*mine.values) if mine.values else []
    dues = due_days(reports, off)
    names = orgs.names_of({key for one in reports for key in (one.assessment.unit_id, one.with_unit_id)}, on)
    return [
        Task(one, TURN[State(one.state)], names[one.assessment.unit_id], names[one.with_unit_id], dues[one.id], False)
        for one in reports
    ]


WAITING = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.UNDER_REVIEW, State.VERIFIED)


@dataclass(frozen=True)
class Moment:
    """Something in a report's history: a submission, or a decision on one."""

    at: datetime
    what: str
    number: int
    by: User
    remark: str
    for_unit: Unit
    submission: Submission
    decision: Decision | None = None


_PLACE = {"submitted": 0, "approved": 1, "verified": 2, "returned": 3, "concluded": 3}
"""What comes after what on a submission: the machine's clock may have been set back in between."""


def timeline(report: Report) -> list[Moment]:
    """A report's submissions and decisions, oldest first."""
    told: list[Moment] = []
    for sent in _sent_and_decided(report.id):
        if not told or told[-1].submission.id != sent.id:
            told.append(Moment(sent.at, "submitted", sent.number, sent.by, sent.remark, report.assessment.unit, sent))
        if one := vars(sent).get(DECIDED):  # not there where nothing was decided
            told.append(Moment(one.at, one.what, sent.number, one.by, one.remark, one.for_unit, sent, one))
    return sorted(told, key=lambda moment: (moment.number, _PLACE[moment.what], moment.at))


_Shape = tuple[tuple[State | None, str, int], ...]
"""Of each part of a queue: in which state (None: these are left out), for which indicator, and how many values its area has."""


@dataclass(frozen=True)
class Turns:
    """The reports that wait for a person: in which states, for which indicator ("": for all), in which units' hands."""

    parts: tuple[tuple[State | None, str, Area], ...]

    def ask(self, of: Callable[..., QuerySet[Any, Row]], *more: Any) -> list[Row]:
        """What a module's function makes of those reports and of more arguments; no query where nothing can wait."""
        return _turn(self._shape, of)(*self._given, *more) if self.parts else []

    @property
    def reports(self) -> QuerySet[Report]:
        """Those reports, for questions that differ each time."""
        return _waiting(self._shape, self._given)

    @property
    def _shape(self) -> _Shape:
        return tuple((state, indicator, len(area.values)) for state, indicator, area in self.parts)

    @property
    def _given(self) -> tuple[Any, ...]:
        return tuple(value for _, _, area in self.parts for value in area.values)


def turns_of(reach: Reach, states: Iterable[State], without: str = "") -> Turns:
    """The reports in some states that wait for a person, by all that they may act for; not where they have a role."""
    parts: list[tuple[State | None, str, Area]] = []
    for state in states:
        indicators = {basis.indicator for basis in reach.held if basis.role == TURN[state]}
        parts += [(state, one, reach.area(_counts(TURN[state], one))) for one in sorted(indicators)]
    if parts and without and any(basis.role == without for basis in reach.held):
        parts.append((None, "", reach.area(lambda basis: basis.role == without)))
    # who holds a post of a unit that was closed reaches nothing with it
    return Turns(tuple(part for part in parts if part[2].values))


def _counts(role: Role, indicator: str) -> Callable[[Basis], bool]:
    return lambda basis: (basis.role, basis.indicator) == (role, indicator)


@lru_cache(maxsize=512)
def _turn(shape: _Shape, of: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """People with the same roles ask the same question, each of their own units."""

    def make(*given: Any) -> QuerySet[Any, Row]:
        count = sum(width for _, _, width in shape)
        return of(_waiting(shape, given[:count]), *given[count:])

    return prepared(make)


def _waiting(shape: _Shape, given: Sequence[Any]) -> QuerySet[Report]:
    mine, audited, values = Q(pk__in=[]), Q(), iter(given)
    for state, indicator, width in shape:
        # a verifier's report is with a unit, everybody else's belongs to one
        path = "with_unit" if state is not None and TURN[state] == Role.VERIFIER else "assessment__unit"
        area = within(path, *islice(values, width))
        if state is None:
            audited = ~area
        else:
            mine |= Q(area, state=state, **({"indicator": indicator} if indicator else {}))
    return Report.objects.filter(mine).filter(audited)


@cache
def _most_needed(most: int | None) -> Callable[..., QuerySet[Report, tuple[UUID, int, int]]]:
    """The reports that are needed most; beside each how many there are, and how many late, so that all are read once."""
    returned_first = Case(When(state=State.RETURNED, then=0), default=1)
    order = returned_first, F("due").asc(nulls_last=True), "indicator", "id"

    def needed(waiting: QuerySet[Report], late_before: date) -> QuerySet[Report, tuple[UUID, int, int]]:
        # chosen by themselves: a database that is asked for all at once reads all that belongs to each before it leaves most out
        late = Count("pk", filter=Q(due__lt=late_before))
        told = waiting.annotate(count=Window(Count("*")), late=Window(late)).order_by(*order)
        return told.values_list("id", "count", "late")[:most]

    return needed


@cache
def _away(most: int, _width: int) -> Callable[..., list[Report]]:
    sent = State.SUBMITTED, State.UNDER_REVIEW, State.VERIFIED

    @prepared
    def away(*area: Any) -> QuerySet[Report]:
        mine = Report.objects.filter(within("assessment__unit", *area), state__in=sent)
        return with_all(mine.order_by("-changed_at", "-id"))[:most]

    return away


@prepared
def _sent_and_decided(report: UUID) -> QuerySet[Any, Any]:
    """A report's submissions, each once for every decision on it, or once without one (`decided`)."""
    sent = Submission.objects.filter(report=report).annotate(**{DECIDED: FilteredRelation("decisions")})
    return sent.select_related("by", DECIDED, f"{DECIDED}__by", f"{DECIDED}__for_unit").order_by("number", "id")


def _tasks(reports: list[Report], on: date, off: DaysOff | None) -> list[Task]:
    names = orgs.names_of({key for one in reports for key in (one.assessment.unit_id, one.with_unit_id)}, on)
    dues = _due_days(reports, off)
    return [
        Task(
            report, TURN[State(report.state)], names[report.assessment.unit_id], names[report.with_unit_id],
            due=dues[report.id], is_late=(due := dues[report.id]) is not None and due < on,
        )
        for report in reports
    ]  # fmt: skip


def _due_days(reports: list[Report], off: DaysOff | None) -> dict[UUID, date | None]:
    """By which day each is due: a draft by its unit's own last day, extensions counted; else as `due_days` says."""
    drafts = [(report, time) for report in reports if report.state == State.DRAFT and (time := time_of(report))]
    own = {report.id for report, _ in drafts}
    found = due_days((report for report in reports if report.id not in own), off)
    if not drafts:
        return found
    units = {report.assessment.unit_id: report.assessment.unit for report, _ in drafts}
    days = last_days({time.id: time for _, time in drafts}.values(), list(units.values()))
    for report, time in drafts:
        found[report.id] = days[time.id, report.assessment.unit_id].day
    return found


def _by_need(task: Task) -> tuple[object, ...]:
    return task.report.state != State.RETURNED, task.due or date.max, task.report.indicator, task.report.id
