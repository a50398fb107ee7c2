"""The round's window: reporters keep to its days, corrections and decisions may follow until it is closed for good."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from samrit.apps.assessments.models import Agreement
from samrit.apps.assessments.queries import terms_on
from samrit.apps.frameworks.queries import terms_of
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.ground.prepared import prepared
from samrit.apps.results.models import Report, State
from samrit.apps.results.states import Action
from samrit.apps.rounds import queries as rounds
from samrit.apps.rounds.models import RoundTime, Year
from samrit.apps.rounds.naming import time_said
from samrit.packs.terms import Terms

REPORTING = frozenset({Action.SAVE, Action.SUBMIT, Action.WITHDRAW})


def check_time(report: Report, action: Action, at: datetime) -> None:
    """Whether the round's time allows an action; raises `NotNow` with the day."""
    checker(report, at)(action)


def checker(report: Report, at: datetime) -> Callable[[Action], None]:
    """What asks for one action after the other whether the round's time allows it, reading the time only once.

    What was returned may be corrected after the last day: a verifier's return must not be a dead end.
    """
    time = time_of(report)
    asked: dict[bool, NotNow | None] = {}

    def check(action: Action) -> None:
        reports = action in REPORTING and report.state != State.RETURNED
        if reports not in asked:
            asked[reports] = _not_now(report, time, at, reports)
        if found := asked[reports]:
            raise found

    return check


def _not_now(report: Report, time: RoundTime | None, at: datetime, reports: bool) -> NotNow | None:
    if time is None:
        return NotNow(
            f"ยังไม่ได้กำหนดเวลาของรอบ {report.round}", f"The days of round {report.round} are not set.",
            "ขอให้ผู้ดูแลหน่วยงานกำหนดเวลา", "Ask the administrator of your agency to set them.",
        )  # fmt: skip
    if time.closed_at is not None and time.closed_at <= at:
        return NotNow(
            f"รอบ {time_said(time)} ปิดแล้ว", f"Round {time_said(time)} is closed.",
            "ขอทบทวนผลการประเมินตามขั้นตอน", "Ask for a review of the assessment.",
        )  # fmt: skip
    if not reports or clock.end_of(time.opens - timedelta(days=1)) <= at < clock.end_of(time.last_day):
        return None  # extensions and holidays only ever give more time than the last day as set
    try:
        rounds.check_is_open(time, report.assessment.unit, at)
    except NotNow as not_now:
        return not_now
    return None


def time_of(report: Report) -> RoundTime | None:
    """The time of a report's round; not asked again where it was read with the report, as `with_all` does."""
    if ROUND_TIME in vars(report):
        found: RoundTime | None = vars(report)[ROUND_TIME]
        return found
    return next(iter(_time(report.assessment.year_id, report.round)), None)


@prepared
def _time(year: UUID, round: str) -> QuerySet[RoundTime]:
    return RoundTime.objects.filter(year=year, round=round)


def terms_for(report: Report, day: date) -> Terms:
    """The terms a report is under on a day; where the newest agreement was read with it, that is asked again only for
    a day before it was signed."""
    known = vars(report)
    if AGREED_AT not in known or (known[AGREED_AT] is not None and known[AGREED_AT] >= clock.end_of(day)):
        return terms_on(report.assessment, day)
    return terms_of(report.assessment.year.pack, known[AGREED] or "", day)


def with_all(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with all that deciding on them asks for: assessment, units, pack, the round's time, the newest agreement."""
    times = "assessment__year__rounds"
    return (
        _with_agreed(reports)
        .annotate(**{ROUND_TIME: FilteredRelation(times, condition=Q(**{f"{times}__round": F("round")}))})
        .select_related("assessment__unit", "assessment__year__pack", "with_unit", "extension", ROUND_TIME)
        .defer("assessment__year__pack__files")
    )


def reports_of(ids: Collection[UUID]) -> list[Report]:
    """Reports by their ids, in no order, with all that lists show of them, as `with_all` but for the unit each is with.

    Two queries: years, packs and times are few, so they are read once and shared.
    """
    reports = _reports(ids) if ids else []
    years: dict[UUID, Year] = {}
    times: dict[tuple[UUID, str], RoundTime] = {}
    for year in _years({one.assessment.year_id for one in reports}) if reports else ():
        years.setdefault(year.id, year)
        if (time := vars(year).get(ROUND_TIME)) is not None:
            times[year.id, time.round] = time
    for one in reports:
        one.assessment.year = years[one.assessment.year_id]
        vars(one)[ROUND_TIME] = times.get((one.assessment.year_id, one.round))
    return reports


@prepared
def _reports(ids: Collection[UUID]) -> QuerySet[Report]:
    return _with_agreed(Report.objects.filter(id__among=ids)).select_related("assessment__unit", "extension")


@prepared
def _years(ids: Collection[UUID]) -> QuerySet[Year]:
    """Years with their packs, each once for every round it has."""
    years = Year.objects.filter(id__among=ids).annotate(**{ROUND_TIME: FilteredRelation("rounds")})
    return years.select_related("pack", ROUND_TIME).defer("pack__files")


def _with_agreed(reports: QuerySet[Report]) -> QuerySet[Report]:
    newest = Agreement.objects.filter(assessment=OuterRef("assessment")).order_by("-number")
    return reports.annotate(
        **{AGREED: Subquery(newest.values("overlay")[:1]), AGREED_AT: Subquery(newest.values("signed_at")[:1])}
    )


ROUND_TIME, AGREED, AGREED_AT = "round_time", "agreed", "agreed_at"
