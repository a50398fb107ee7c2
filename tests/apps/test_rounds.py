"""When something may be done: rounds and deadlines that follow from a pack, holidays, extensions, locks with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.years_world import ITA, NOON, PRD, RTP, Agency, installed

from samrit.apps.audit.queries import history
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow, allows
from samrit.apps.orgs.models import Role
from samrit.apps.rounds import calendar, permissions, queries, services
from samrit.apps.rounds.holidays import NamedDay, read_holidays
from samrit.apps.rounds.models import Extension, RoundTime, Year
from samrit.base.issues import Refused

MARCH_29 = date(2013, 3, 29)


@pytest.fixture(autouse=True)
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """It is noon on 20 February 2013 until a test says otherwise."""

    def to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    to(NOON)
    return to


@pytest.fixture
def agency() -> Agency:
    return Agency()


@pytest.fixture
def time(agency: Agency) -> RoundTime:
    return agency.year().rounds.get()


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {issue.code for issue in caught.value.issues}


# ── what follows from a pack ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pack", "fiscal_year", "expected"),
    [
        # the office's summary of the last month is due on the 5th of the next
        (PRD, 2556, [("1", "2012-10-01", "2013-03-31", "2013-04-05"), ("2", "2013-04-01", "2013-09-30", "2013-10-05")]),
        (PRD, 2569, [("1", "2025-10-01", "2026-03-31", "2026-04-05"), ("2", "2026-04-01", "2026-09-30", "2026-10-05")]),
        (
            RTP,
            2552,
            [
                ("6", "2008-10-01", "2009-03-31", "2009-03-31"),
                ("9", "2008-10-01", "2009-06-30", "2009-06-30"),
                ("12", "2008-10-01", "2009-09-30", "2009-09-30"),
            ],
        ),
        # the 28th is before the end of the round, which therefore counts
        (ITA, 2566, [("2566", "2022-10-01", "2023-09-30", "2023-09-30")]),
    ],
)
def test_a_year_has_the_rounds_of_its_pack_on_the_days_of_that_year(
    agency: Agency, pack: str, fiscal_year: int, expected: list[tuple[str, ...]]
) -> None:
    year = services.open_year(agency.root, installed(pack), fiscal_year, agency["admin"])
    found = [
        tuple(str(part) for part in (time.round, time.opens, queries.round_ends(time), time.last_day))
        for time in queries.times_of(year)
    ]
    assert found == expected
    assert [event.code for event in history(year.id)] == ["rounds.year_opened"]


@pytest.mark.parametrize(
    ("pack", "fiscal_year", "month", "expected"),
    [
        (ITA, 2566, 2, {"oit_progress": "2023-02-28", "procurement_monthly": "2023-02-28"}),
        (ITA, 2566, 10, {"oit_progress": "2022-10-28", "procurement_monthly": "2022-10-31"}),
        (PRD, 2556, 10, {"units_monthly_report": "2012-10-30", "office_monthly_summary": "2012-11-05"}),
        (PRD, 2556, 12, {"units_monthly_report": "2012-12-30", "office_monthly_summary": "2013-01-05"}),
        # February has no 30th: its last day, which is another one in a leap year
        (PRD, 2556, 2, {"units_monthly_report": "2013-02-28", "office_monthly_summary": "2013-03-05"}),
        (PRD, 2567, 2, {"units_monthly_report": "2024-02-29", "office_monthly_summary": "2024-03-05"}),
        (PRD, 2643, 2, {"units_monthly_report": "2100-02-28", "office_monthly_summary": "2100-03-05"}),
        (PRD, 2556, 9, {"units_monthly_report": "2013-09-30", "office_monthly_summary": "2013-10-05"}),
        (RTP, 2552, 2, {}),
    ],
)
def test_deadlines_of_a_month_are_those_the_document_states(
    pack: str, fiscal_year: int, month: int, expected: dict[str, str]
) -> None:
    due = calendar.due_dates(unpacked(installed(pack)), fiscal_year, month)
    assert {one.duty.id: str(one.stated) for one in due} == expected


def test_a_report_that_a_pack_asks_for_at_its_rounds_is_due_when_each_ends() -> None:
    pack = unpacked(installed(RTP))
    stated = [one.stated for month in range(1, 13) for one in calendar.due_dates(pack, 2552, month)]
    assert stated == [date(2009, 3, 31), date(2009, 6, 30), date(2009, 9, 30)]


def test_the_reading_of_the_thirtieth_in_february_is_told_and_so_is_the_move_to_a_working_day() -> None:
    due = calendar.due_dates(unpacked(installed(PRD)), 2556, 3)
    report = next(one for one in due if one.duty.id == "units_monthly_report")
    assert (report.stated, report.day) == (date(2013, 3, 30), date(2013, 4, 1))  # a Saturday, then a Monday
    assert [reading.en[:8] for reading in report.readings] == ["February", "the docu"]


def test_duties_without_a_day_are_listed_in_the_words_of_the_document() -> None:
    words = {one.id: one.due.verbatim for one in calendar.undated(unpacked(installed(ITA))) if one.due}
    assert words["oit_finish"].startswith("ภายใน พ.ค.๖๖")
    assert "oit_progress" not in words


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2013-04-05", "2013-04-05"),  # a Friday
        ("2013-04-06", "2013-04-09"),  # Saturday; Monday the 8th is a holiday
        ("2013-04-08", "2013-04-09"),
        ("2013-04-12", "2013-04-17"),  # Songkran from Friday to Tuesday
    ],
)
def test_a_deadline_moves_over_weekends_and_holidays(day: str, expected: str) -> None:
    holidays = {date(2013, 4, 8), *(date(2013, 4, n) for n in (12, 13, 14, 15, 16))}
    assert calendar.working_day(date.fromisoformat(day), holidays) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2013, 2, 28), 3, date(2016, 2, 29)),
        (date(2012, 2, 29), 1, date(2013, 2, 28)),
        (date(2013, 3, 31), 13, date(2026, 3, 31)),
        (date(2012, 2, 28), 1, date(2013, 2, 28)),
    ],
)
def test_the_end_of_february_stays_its_end_in_another_year(day: date, years: int, expected: date) -> None:
    assert calendar.years_later(day, years) == expected


# ── opening a year ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_opening_a_year_again_is_the_same_year(agency: Agency) -> None:
    first, second = (services.open_year(agency.root, installed(), 2556, agency["admin"]) for _ in range(2))
    assert first.id == second.id
    assert len(history(first.id)) == 1


def test_a_new_year_leaves_the_last_one_as_it_is(agency: Agency) -> None:
    services.open_year(agency.root, installed(), 2556, agency["admin"])
    before = list(RoundTime.objects.order_by("id").values())
    services.open_year(agency.root, installed(), 2557, agency["admin"])
    assert list(RoundTime.objects.order_by("id").values())[: len(before)] == before
    assert Year.objects.count() == 2


def test_two_versions_of_a_framework_do_not_run_in_the_same_year(agency: Agency) -> None:
    row = installed()
    services.open_year(agency.root, row, 2556, agency["admin"])
    newer = InstalledPack.objects.create(pack=row.pack, version="1.0.1", digest="x", fiscal_year=2556, files=b"")
    newer.digest = row.digest  # what it holds does not matter here
    with pytest.raises(NotNow, match="another version"):
        services.open_year(agency.root, newer, 2556, agency["admin"])


def test_a_year_is_opened_for_an_agency_and_not_before_its_pack(agency: Agency) -> None:
    with pytest.raises(Refused) as caught:
        services.open_year(agency.office, installed(), 2555, agency["office_admin"])
    assert codes(caught) == {"YR004", "YR005"}


# ── the last day of a unit ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_deadline_day_ends_at_the_next_midnight_in_bangkok(agency: Agency, time: RoundTime) -> None:
    end = clock.end_of(queries.last_day_for(time, agency.office))
    assert end == datetime(2013, 3, 29, 17, tzinfo=UTC)
    queries.check_is_open(time, agency.office, end - timedelta(microseconds=1))
    with pytest.raises(NotNow, match="its last day was 29 Mar 2013") as caught:
        queries.check_is_open(time, agency.office, end)
    assert "29 มีนาคม 2556" in caught.value.th
    assert caught.value.cure_en == "ask the superior unit for more time"


def test_a_round_opens_at_midnight_in_bangkok(agency: Agency, time: RoundTime) -> None:
    start = datetime(2012, 12, 31, 17, tzinfo=UTC)
    queries.check_is_open(time, agency.office, start)
    with pytest.raises(NotNow, match="it opens on 1 Jan 2013"):
        queries.check_is_open(time, agency.office, start - timedelta(microseconds=1))


def test_more_time_for_a_superior_unit_reaches_those_below_it_and_no_other(agency: Agency, time: RoundTime) -> None:
    services.extend(time, agency.office, date(2013, 4, 10), "ระบบขัดข้อง", agency["admin"])
    units = [agency.root, agency.office, agency.station, agency.other]
    days = queries.last_days([time], units)
    assert [days[time.id, unit.id].day.day for unit in units] == [29, 10, 10, 29]
    assert days[time.id, agency.station.id].extended_to == date(2013, 4, 10)


def test_of_several_extensions_the_longest_counts(agency: Agency, time: RoundTime) -> None:
    services.extend(time, agency.station, date(2013, 4, 3), "น้ำท่วม", agency["office_admin"])
    services.extend(time, agency.root, date(2013, 4, 10), "ระบบขัดข้อง", agency["admin"])
    assert queries.last_day_for(time, agency.station) == date(2013, 4, 10)


def test_who_stands_above_is_asked_of_the_tree_of_the_day(agency: Agency, time: RoundTime) -> None:
    services.extend(time, agency.office, date(2013, 4, 10), "ระบบขัดข้อง", agency["admin"])
    assert queries.last_day_for(time, agency.station, date(1999, 1, 1)) == MARCH_29  # there was no tree yet


def test_a_last_day_on_a_holiday_is_the_next_working_day_and_says_that_this_is_assumed(
    agency: Agency, time: RoundTime
) -> None:
    services.set_holidays(agency.root, [NamedDay(MARCH_29, "วันหยุดสมมุติ")], agency["admin"])
    told = queries.last_days([time], [agency.office])[time.id, agency.office.id]
    assert (told.stated, told.day) == (MARCH_29, date(2013, 4, 1))
    assert told.assumption is calendar.MOVED
    other = Agency("อีกกรมสมมุติ")  # whose holidays are its own
    assert queries.last_days([time], [other.root])[time.id, other.root.id].assumption is None


@pytest.mark.parametrize(
    ("last_day", "reason", "expected"),
    [
        (MARCH_29, "เหตุ", {"YR007"}),
        (date(2013, 3, 1), "เหตุ", {"YR007"}),
        (date(2013, 4, 10), "  ", {"YR006"}),
        (MARCH_29, "", {"YR006", "YR007"}),
    ],
)
def test_an_extension_is_longer_and_has_a_reason(
    agency: Agency, time: RoundTime, last_day: date, reason: str, expected: set[str]
) -> None:
    with pytest.raises(Refused) as caught:
        services.extend(time, agency.office, last_day, reason, agency["admin"])
    assert codes(caught) == expected
    assert not Extension.objects.exists()


def test_a_unit_of_another_agency_gets_no_time(agency: Agency, time: RoundTime) -> None:
    other = Agency("อีกกรมสมมุติ")
    with pytest.raises(Refused) as caught:
        services.extend(time, other.office, date(2013, 4, 10), "เหตุ", other["admin"])
    assert codes(caught) == {"YR008"}


def test_the_number_of_queries_does_not_grow_with_units_rounds_and_extensions(agency: Agency) -> None:
    def counted(times: list[RoundTime], units: list[object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.last_days(times, units)
        return len(captured)

    few = queries.times_of(agency.year())
    services.extend(few[0], agency.office, date(2013, 4, 10), "เหตุ", agency["admin"])
    more = few + queries.times_of(agency.year(RTP)) + queries.times_of(agency.year(ITA))
    for unit in (agency.station, agency.other):
        services.extend(more[-1], unit, date(2013, 4, 10), "เหตุ", agency["admin"])
    everyone = [agency.root, agency.office, agency.station, agency.other]
    assert counted(few, [agency.station]) == counted(more, everyone) == 2


# ── closing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_round_is_closed_once_nobody_has_time_left_and_then_for_good(
    agency: Agency, time: RoundTime, set_clock: Callable[[datetime], None]
) -> None:
    services.extend(time, agency.station, date(2013, 4, 10), "เหตุ", agency["admin"])
    set_clock(datetime(2013, 4, 10, 16, 59, tzinfo=UTC))
    with pytest.raises(NotNow, match="until 10 Apr 2013"):
        services.close(time, agency["admin"])
    set_clock(datetime(2013, 4, 10, 17, tzinfo=UTC))
    closed = services.close(time, agency["admin"])
    assert [event.code for event in history(time.id)] == ["rounds.extended", "rounds.closed"]
    with pytest.raises(NotNow, match="was closed for good on 11 Apr 2013"):
        queries.check_is_open(closed, agency.station)
    with pytest.raises(NotNow, match="is closed"):
        services.close(time, agency["admin"])
    with pytest.raises(NotNow, match="is closed"):
        services.extend(time, agency.station, date(2013, 5, 10), "เหตุ", agency["admin"])


@pytest.mark.parametrize("verb", ["UPDATE rounds_extension SET reason = 'x'", "DELETE FROM rounds_extension"])
def test_the_database_refuses_to_take_time_back(agency: Agency, time: RoundTime, verb: str) -> None:
    services.extend(time, agency.office, date(2013, 4, 10), "เหตุ", agency["admin"])
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


# ── who ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

EVERYBODY = ("admin", "office_admin", "chief", "head", "station_head", "evaluator", "auditor", "clerk", "stranger")
MAY = {
    "open_year": {"admin"},
    "set_holidays": {"admin"},
    "close": {"admin"},
    "extend_root": {"admin"},
    "extend_office": {"admin"},
    "extend_station": {"admin", "office_admin"},
    "extend_other": {"admin"},
}


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("action", MAY)
def test_who_may(agency: Agency, time: RoundTime, action: str, name: str) -> None:
    checks: dict[str, Callable[[], bool]] = {
        "open_year": lambda: allows(permissions.check_can_open_year, agency[name], agency.root),
        "set_holidays": lambda: allows(permissions.check_can_set_holidays, agency[name], agency.root),
        "close": lambda: allows(permissions.check_can_close, agency[name], time),
        **{
            f"extend_{which}": lambda unit=unit: allows(permissions.check_can_extend, agency[name], unit)
            for which, unit in vars(agency).items()
            if which in ("root", "office", "station", "other")
        },
    }
    assert checks[action]() == (name in MAY[action])


def test_the_head_of_a_unit_gives_it_no_time_even_as_administrator_or_acting(agency: Agency) -> None:
    agency.heads("admin", agency.station, how="acting")
    with pytest.raises(Denied, match="head of a unit cannot"):
        permissions.check_can_extend(agency["admin"], agency.station)


def test_a_role_at_the_superior_unit_alone_does_not_reach_below(agency: Agency) -> None:
    agency.grant("narrow", Role.ORG_ADMIN, agency.office, subtree=False)
    with pytest.raises(Denied):
        permissions.check_can_extend(agency["narrow"], agency.station)


@pytest.mark.parametrize("action", ["open_year", "set_holidays", "close", "extend"])
def test_services_ask_who_may_before_anything_else(agency: Agency, time: RoundTime, action: str) -> None:
    nobody = agency["stranger"]
    acts: dict[str, Callable[[], object]] = {
        "open_year": lambda: services.open_year(agency.office, installed(), 1, nobody),
        "set_holidays": lambda: services.set_holidays(agency.root, [], nobody),
        "close": lambda: services.close(time, nobody),
        "extend": lambda: services.extend(time, agency.office, MARCH_29, "", nobody),
    }
    with pytest.raises(Denied):
        acts[action]()


# ── holidays ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_holidays_are_read_as_people_write_dates_and_corrected_by_giving_them_again(agency: Agency) -> None:
    text = "\ufeff13 เม.ย. 2556,วันสงกรานต์,Songkran\n\n๑/๕/๒๕๕๖,วันแรงงาน\n"
    days = read_holidays(text)
    assert [one.day for one in days] == [date(2013, 4, 13), date(2013, 5, 1)]
    services.set_holidays(agency.root, days, agency["admin"])
    services.set_holidays(agency.root, [NamedDay(date(2013, 5, 1), "วันแรงงานแห่งชาติ")], agency["admin"])
    assert queries.holidays_of(agency.root) == {date(2013, 4, 13), date(2013, 5, 1)}
    assert agency.root.holidays.get(day=date(2013, 5, 1)).name_th == "วันแรงงานแห่งชาติ"


def test_every_fault_of_a_list_of_holidays_is_told_with_its_line() -> None:
    with pytest.raises(Refused) as caught:
        read_holidays("31/2/2556,x\n1/5/2556\n2/5/2556,ก\n2/5/2556,ข\n")
    assert [(issue.code, issue.place.line) for issue in caught.value.issues] == [
        ("YR001", 1),
        ("YR002", 2),
        ("YR003", 4),
    ]
