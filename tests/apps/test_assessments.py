"""What is assessed: made by kind, by joining, by a signed agreement; under the terms that hold on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.years_world import ITA, NOON, PRD, RTP, SINCE, Agency, installed

from samrit.apps.assessments import permissions, queries, services
from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.audit.queries import history
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow, Stale, allows
from samrit.apps.orgs import closure
from samrit.apps.orgs.models import Post, Role
from samrit.apps.rounds.models import Year
from samrit.apps.rounds.services import close
from samrit.base.issues import Refused
from samrit.packs.load import find
from samrit.packs.terms import read_overlay, resolve

EXAMPLE = find(PRD) / "examples" / "agreement-spk-9.yaml"
TODAY = date(2013, 2, 20)


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
def year(agency: Agency) -> Year:
    return agency.year()


@pytest.fixture
def assessment(agency: Agency, year: Year) -> Assessment:
    return services.draw_up(year, agency.office, agency["head"])


def overlay(*operations: str, pack: str = PRD) -> str:
    return "\n".join([f"pack: {pack}", "operations:", *(f"  - {one}" for one in operations)])


def office(name: str, since: str = "") -> str:
    return f"{{kind: blank, blank: office, value: {name}{since and f', holds_from: {since}'}}}"


def signed(agency: Agency, assessment: Assessment, text: str, at: datetime | None = None) -> Agreement:
    return services.sign(assessment, text, agency["head"], agency["chief"], agency["head"], at)


def issues(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [issue.code for issue in caught.value.issues]


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_unit_of_a_kind_gets_one_assessment_however_often_it_is_asked(agency: Agency, year: Year) -> None:
    made = services.make_by_kind(year, ["spk"], TODAY, agency["admin"])
    assert {one.unit_id for one in made} == {agency.office.id, agency.other.id}
    assert services.make_by_kind(year, ["spk"], TODAY, agency["admin"]) == []
    assert Assessment.objects.count() == 2
    assert [event.code for event in history(made[0].id)] == ["assessments.made"]


def test_units_count_that_stand_in_the_tree_on_the_day(agency: Agency, year: Year) -> None:
    new = agency.unit(agency.root, "spk", "สำนักงานเขตใหม่สมมุติ")
    new.placements.update(since=date(2013, 3, 1))
    closure.remake(agency.root.id, SINCE)
    agency.other.placements.update(until=date(2013, 3, 1))
    for day, expected in ((TODAY, {agency.office.id, agency.other.id}), (date(2013, 3, 1), {new.id})):
        made = services.make_by_kind(year, ["spk"], day, agency["admin"])
        assert {one.unit_id for one in made} == expected


def test_a_kind_that_no_unit_has_is_refused_with_those_there_are(agency: Agency, year: Year) -> None:
    with pytest.raises(Refused) as caught:
        services.make_by_kind(year, ["spk", "spx"], TODAY, agency["admin"])
    assert issues(caught) == ["AS001"]
    assert caught.value.issues[0].cure_en == "the kinds there are: department, spk, swt"


def test_joining_again_is_the_same_assessment_and_kind_leaves_it_alone(agency: Agency, year: Year) -> None:
    first = services.join(year, agency.office, agency["head"])
    assert services.join(year, agency.office, agency["admin"]).id == first.id
    made = services.make_by_kind(year, ["spk"], TODAY, agency["admin"])
    assert [one.unit_id for one in made] == [agency.other.id]
    assert Assessment.objects.get(unit=agency.office).made_by == "joined"
    assert len(history(first.id)) == 1


def test_a_unit_of_another_agency_or_a_post_of_another_unit_is_refused(agency: Agency, year: Year) -> None:
    elsewhere = Agency("อีกกรมสมมุติ")
    post = Post.objects.get(unit=agency.station)
    with pytest.raises(Refused) as caught:
        services.draw_up(year, elsewhere.office, elsewhere["head"], post)
    assert issues(caught) == ["AS002", "AS003"]


def test_nothing_is_made_in_a_year_whose_rounds_are_all_closed(agency: Agency, year: Year) -> None:
    year.rounds.update(closed_at=NOON)
    with pytest.raises(NotNow):
        services.make_by_kind(year, ["spk"], TODAY, agency["admin"])
    with pytest.raises(NotNow):
        services.join(year, agency.office, agency["head"])


# ── signing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("pack", "example"), [(PRD, "agreement-spk-9.yaml"), (RTP, "agreement-station.yaml")])
def test_the_example_agreement_of_a_pack_is_signed_and_its_terms_hold(agency: Agency, pack: str, example: str) -> None:
    text = (find(pack) / "examples" / example).read_text(encoding="utf-8")
    assessment = services.draw_up(agency.year(pack), agency.office, agency["head"])
    agreement = signed(agency, assessment, text)
    terms = queries.terms_on(assessment, TODAY)
    assert agreement.number == 1
    assert agreement.terms_digest == terms.digest
    from samrit.packs.load import load

    assert terms.digest == resolve(load(find(pack)).pack, read_overlay(text.encode(), "x")).digest
    assert [event.code for event in history(assessment.id)] == ["assessments.drawn_up", "assessments.signed"]


@pytest.mark.parametrize(
    ("pack", "operation", "expected", "why"),
    [
        (PRD, "{kind: weight, indicator: '2', percent: 20}", "OV002", "The weights are printed on the form"),
        (ITA, "{kind: select, drop: [O1]}", "OV002", "Every station is measured"),
        (PRD, "{kind: blank, blank: nothing, value: x}", "OV005", "nothing"),
        (PRD, "{kind: texts, indicator: '99', text: x}", "OV003", "99"),
    ],
)
def test_an_agreement_that_the_pack_does_not_allow_is_refused_with_its_reason(
    agency: Agency, pack: str, operation: str, expected: str, why: str
) -> None:
    assessment = services.draw_up(agency.year(pack), agency.office, agency["head"])
    with pytest.raises(Refused) as caught:
        signed(agency, assessment, overlay(operation, pack=pack))
    found = caught.value.issues[0]
    assert found.code == expected
    assert why in found.en
    assert found.place.line == 3
    assert not Agreement.objects.exists()


def test_every_stretch_of_an_agreement_must_hold_not_only_the_last(agency: Agency) -> None:
    added = (
        "{kind: own_indicator, holds_from: 2009-04-01, indicator: {code: OWN, name: ก, explanation: ก,"
        " source: {place: ก}, weight: {percent: 0.50}, measure_unit: level, method: {kind: survey_mean,"
        " cohorts: [{survey: satisfaction-1, weight: 100}], unanswered: left_out, assumption: {th: ก}}}}"
    )
    text = "{kind: texts, indicator: OWN, text: ข้อความของหน่วย%s}"
    assessment = services.draw_up(agency.year(RTP), agency.office, agency["head"])
    with pytest.raises(Refused) as caught:  # the text would hold before there is an indicator to have it
        signed(agency, assessment, overlay(added, text % "", pack=RTP))
    assert issues(caught) == ["OV003"]
    assert signed(agency, assessment, overlay(added, text % ", holds_from: 2009-04-01", pack=RTP)).number == 1


def test_a_later_agreement_takes_the_place_of_the_first_from_its_day_on(
    agency: Agency, assessment: Assessment, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(datetime(2013, 2, 10, 16, 59, tzinfo=UTC))  # a minute to midnight in Bangkok
    signed(agency, assessment, overlay(office("หนึ่ง")))
    set_clock(NOON)
    assert signed(agency, assessment, overlay(office("สอง"), office("สาม", "2013-03-01"))).number == 2

    def on(day: date) -> str | None:
        return queries.terms_on(assessment, day).blanks.get("office")

    days = (date(2013, 2, 9), date(2013, 2, 10), date(2013, 2, 19), TODAY, date(2013, 2, 28), date(2013, 3, 1))
    assert [on(day) for day in days] == [None, "หนึ่ง", "หนึ่ง", "สอง", "สอง", "สาม"]
    assert [one.number for one in queries.agreements_of(assessment)] == [2, 1]


def test_an_agreement_has_the_number_that_was_shown_or_is_not_signed(
    agency: Agency, assessment: Assessment, set_clock: Callable[[datetime], None]
) -> None:
    def sign(number: int) -> Agreement:
        people = agency["head"], agency["chief"], agency["head"]
        return services.sign(assessment, overlay(office("หนึ่ง")), *people, number=number)

    assert sign(1).number == 1
    set_clock(NOON + timedelta(minutes=1))
    for signed_or_ahead in (1, 3):
        with pytest.raises(Stale, match="a newer agreement was signed"):
            sign(signed_or_ahead)
    assert sign(2).number == 2
    assert Agreement.objects.count() == 2


def test_without_an_agreement_the_bare_pack_holds(assessment: Assessment) -> None:
    terms = queries.terms_on(assessment, TODAY)
    assert terms.digest == resolve(terms.pack).digest
    assert terms.overlay is None


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (NOON + timedelta(seconds=1), "has not come yet"),
        (NOON - timedelta(days=1), "signed later is already there"),
        (NOON - timedelta(hours=1), "signed later is already there"),
    ],
)
def test_agreements_are_signed_in_order_and_not_ahead(
    agency: Agency, assessment: Assessment, at: datetime, why: str
) -> None:
    signed(agency, assessment, overlay(office("หนึ่ง")), NOON - timedelta(hours=1))
    with pytest.raises(NotNow, match=why):
        signed(agency, assessment, overlay(office("สอง")), at)


def test_no_agreement_is_signed_back_into_a_closed_round(
    agency: Agency, year: Year, assessment: Assessment, set_clock: Callable[[datetime], None]
) -> None:
    year.rounds.create(round="2", opens=date(2013, 4, 1), last_day=date(2013, 9, 30))
    set_clock(datetime(2013, 4, 5, tzinfo=UTC))
    close(year.rounds.get(round="1"), agency["admin"])
    with pytest.raises(NotNow, match="lies in round 1, which is closed"):
        signed(agency, assessment, overlay(office("หนึ่ง")), datetime(2013, 3, 29, tzinfo=UTC))
    assert signed(agency, assessment, overlay(office("หนึ่ง"))).number == 1


@pytest.mark.parametrize(
    ("by", "signatory", "counterparty", "why"),
    [
        ("head", "head", "chief", None),
        ("head", "head", "evaluator", None),
        ("office_admin", "head", "chief", None),
        ("clerk", "head", "chief", "entered by the signatory"),
        ("chief", "head", "chief", "entered by the signatory"),
        ("head", "head", "head", "nobody accepts"),
        ("clerk", "clerk", "chief", "must hold the post"),
        ("station_head", "station_head", "chief", "must hold the post"),
        ("chief", "chief", "evaluator", "must hold the post"),
        ("head", "head", "clerk", "must head a superior unit"),
        ("head", "head", "station_head", "must head a superior unit"),
        ("head", "head", "delegate", "also heads the assessed unit"),
        ("delegate", "delegate", "chief", None),
        ("head", "head", "left", "must head a superior unit"),
    ],
)
def test_who_may_sign_for_whom(
    agency: Agency, assessment: Assessment, by: str, signatory: str, counterparty: str, why: str | None
) -> None:
    agency.heads("delegate", agency.office, how="delegated")
    agency.grant("delegate", Role.EVALUATOR, agency.root)
    left = agency.grant("left", Role.EVALUATOR, agency.root)
    left.is_active = False
    left.save()

    def check() -> None:
        permissions.check_can_sign(agency[by], assessment, agency[signatory], agency[counterparty], TODAY)

    if why is None:
        check()
    else:
        with pytest.raises(Denied, match=why):
            check()


def test_for_a_post_its_holder_signs_and_not_the_head_of_the_unit(agency: Agency, year: Year) -> None:
    post = Post.objects.create(unit=agency.office, name_th="รองผู้อำนวยการ (สมมุติ)")
    post.holdings.create(user=agency["clerk"], since=SINCE)
    assessment = services.draw_up(year, agency.office, agency["head"], post)
    text = overlay(office("หนึ่ง"))
    with pytest.raises(Denied, match="must hold the post"):
        services.sign(assessment, text, agency["head"], agency["chief"], agency["head"])
    assert services.sign(assessment, text, agency["clerk"], agency["chief"], agency["clerk"]).number == 1


@pytest.mark.parametrize("verb", ["UPDATE assessments_agreement SET number = 9", "DELETE FROM assessments_agreement"])
def test_the_database_refuses_to_change_or_remove_an_agreement(
    agency: Agency, assessment: Assessment, verb: str
) -> None:
    signed(agency, assessment, overlay(office("หนึ่ง")))
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


# ── who ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

MAY = {"make": {"admin"}, "join_office": {"admin", "office_admin", "head"}, "join_other": {"admin"}}
VISIBLE = {
    "admin": {"office", "station", "other"},
    "chief": {"office", "station", "other"},  # heads the agency
    "evaluator": {"office", "station", "other"},
    "auditor": {"office", "station", "other"},
    "office_admin": {"office", "station"},
    "head": {"office", "station"},
    "clerk": {"office", "station"},
    "station_head": {"station"},
    "stranger": set(),
    "administrator": set(),
    "left": set(),
}


@pytest.mark.parametrize("name", sorted(VISIBLE.keys() - {"administrator", "left"}))
@pytest.mark.parametrize("action", MAY)
def test_who_may_make_and_join(agency: Agency, action: str, name: str) -> None:
    checks = {
        "make": lambda: allows(permissions.check_can_make, agency[name], agency.root),
        "join_office": lambda: allows(permissions.check_can_join, agency[name], agency.office),
        "join_other": lambda: allows(permissions.check_can_join, agency[name], agency.other),
    }
    assert checks[action]() == (name in MAY[action])


@pytest.mark.parametrize("name", VISIBLE)
def test_people_see_the_assessments_that_their_roles_and_posts_reach(agency: Agency, year: Year, name: str) -> None:
    services.make_by_kind(year, ["spk", "swt"], TODAY, agency["admin"])
    elsewhere = Agency("อีกกรมสมมุติ")
    services.make_by_kind(elsewhere.year(), ["spk"], TODAY, elsewhere["admin"])
    agency.people["administrator"] = agency.person("administrator")
    agency["administrator"].is_administrator = True
    agency.grant("left", Role.AUDITOR, agency.root).is_active = False
    seen = set(queries.visible_to(agency[name]).values_list("unit_id", flat=True))
    assert seen == {vars(agency)[unit].id for unit in VISIBLE[name]}


def test_a_role_that_ended_shows_nothing_any_more(agency: Agency, year: Year) -> None:
    services.join(year, agency.office, agency["head"])
    agency["clerk"].grants.update(until=TODAY)
    assert not queries.visible_to(agency["clerk"]).exists()
    assert queries.visible_to(agency["clerk"], TODAY - timedelta(days=1)).exists()


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_reading_takes_as_many_queries_for_many_as_for_one(agency: Agency, year: Year) -> None:
    def counted() -> list[int]:
        found = []
        for read in (lambda: [(a.unit, a.post, a.year.pack.digest) for a in queries.visible_to(agency["auditor"])],):
            with CaptureQueriesContext(connection) as captured:
                assert read()
            found.append(len(captured))
            assert not any('"files"' in query["sql"] for query in captured)
        return found

    services.join(year, agency.office, agency["head"])
    before = counted()
    for one in (year, agency.year(RTP, 2556), agency.year(ITA, 2566)):
        services.make_by_kind(one, ["spk", "swt", "department"], TODAY, agency["admin"])
    assert counted() == before


def test_terms_on_a_day_are_one_query_once_the_pack_is_known(
    agency: Agency, assessment: Assessment, django_assert_num_queries: Callable[[int], object]
) -> None:
    signed(agency, assessment, EXAMPLE.read_text(encoding="utf-8"))
    queries.terms_on(assessment, TODAY)
    with django_assert_num_queries(1):
        queries.terms_on(assessment, TODAY)


def test_the_clock_of_these_tests_is_in_the_fiscal_year() -> None:
    assert clock.today() == TODAY
    assert installed(PRD).fiscal_year == 2556
    assert Path(EXAMPLE).is_file()
