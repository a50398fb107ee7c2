"""The demo agency: valid through and through, and something to do for everybody."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from tests.demo.conftest import PASSWORDS

from samrit.apps.accounts.models import User
from samrit.apps.audit import queries as audit
from samrit.apps.audit.models import Event
from samrit.apps.evidence import store
from samrit.apps.evidence.models import Evidence
from samrit.apps.ground import clock
from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs import roles
from samrit.apps.orgs.levels import vacancies
from samrit.apps.orgs.models import Holding, Placement, Role, Unit
from samrit.apps.orgs.roles import roles_of
from samrit.apps.results.models import Entry, Report, State
from samrit.apps.results.queries import work_of
from samrit.apps.rounds.models import RoundTime
from samrit.apps.rounds.queries import check_is_open
from samrit.apps.scoring import queries as scoring
from samrit.apps.scoring.models import ScoreRun
from samrit.base import thai
from samrit.base.issues import Refused
from samrit.demo import figures, proof
from samrit.demo.agency import Built, build, refuse_if_open_to_others
from samrit.demo.moments import Clock, Diary, lived
from samrit.demo.organisations import ITA, PRD, RTP
from samrit.web.staff.units.kinds import printed

# the test database is made only where a test says so; see conftest.py for what is in it
pytestmark = pytest.mark.django_db

WORKERS = (
    "spk.clerk", "spk.head", "plan.verifier", "prd.evaluator", "sub.clerk", "sub.head", "division.verifier",
    "bureau.verifier", "rtp.evaluator", "station.clerk", "station.head",
)  # fmt: skip
READERS = {"prd.commentator": Role.COMMENTATOR, "prd.auditor": Role.AUDITOR, "rtp.auditor": Role.AUDITOR}
ADMINS = {"prd.admin": Role.ORG_ADMIN, "rtp.admin": Role.ORG_ADMIN}


def user(name: str) -> User:
    return User.objects.get(username=name)


@pytest.mark.parametrize("name", WORKERS)
def test_everybody_who_works_on_results_finds_something_to_do(agency: Built, name: str) -> None:
    assert work_of(roles.reach(user(name), clock.today()), clock.today()).tasks


def test_every_kind_of_unit_has_a_name_in_both_languages(agency: Built) -> None:
    names = printed().kinds
    for kind in set(Placement.objects.values_list("kind", flat=True)):
        assert names[kind].th, kind
        assert names[kind].en, kind


def test_each_agency_shows_itself_in_a_way_of_its_own_and_so_do_its_papers(agency: Built) -> None:
    found = orgs.names_of([one.id for one in orgs.agencies(clock.today())], clock.today()).values()
    assert len({one.face.colour for one in found} - {""}) == 2
    emblems = {one.face.emblem for one in found} - {""}
    assert len(emblems) == 2
    assert set(IssuedDocument.objects.values_list("sheet__emblem", flat=True)) == emblems


@pytest.mark.parametrize(("name", "role"), [*READERS.items(), *ADMINS.items()])
def test_who_reads_or_looks_after_has_the_role_over_the_whole_agency(agency: Built, name: str, role: Role) -> None:
    bases = roles_of(user(name), clock.today())
    assert {(basis.role, basis.subtree) for basis in bases} == {(role, True)}
    assert Unit.objects.get(id=bases[0].at).root_id is None


@pytest.mark.parametrize(
    ("name", "pack", "indicator"),
    [("spk.clerk", PRD, "2"), ("sub.clerk", RTP, "3.1.22"), ("station.clerk", ITA, "OIT")],
)
def test_the_tour_begins_with_a_draft_that_is_due_first_open_today_and_has_nothing_typed(
    agency: Built, name: str, pack: str, indicator: str
) -> None:
    first = work_of(roles.reach(user(name), clock.today()), clock.today()).tasks[0]
    report = first.report
    assert (report.indicator, report.assessment.year.pack.pack, report.state) == (indicator, pack, State.DRAFT)
    assert not first.is_late
    assert not Entry.objects.filter(report=report).exists()
    check_is_open(RoundTime.objects.get(year=report.assessment.year, round=report.round), report.assessment.unit)


@pytest.mark.parametrize("pack", [PRD, RTP, ITA])
def test_three_years_with_reports_in_every_state_and_the_oldest_closed_for_good(agency: Built, pack: str) -> None:
    reports = Report.objects.filter(assessment__year__pack__pack=pack)
    years = sorted(set(reports.values_list("assessment__year__fiscal_year", flat=True)))
    this_year = thai.fiscal_year_of(clock.today())
    assert years == [this_year - 2, this_year - 1, this_year]
    assert set(reports.values_list("state", flat=True)) == set(State.values)
    oldest = RoundTime.objects.filter(year__pack__pack=pack, year__fiscal_year=years[0])
    assert not oldest.filter(closed_at=None).exists()


def test_something_is_late_and_something_was_never_reported(agency: Built) -> None:
    today = clock.today()
    assert any(task.is_late for name in WORKERS for task in work_of(roles.reach(user(name), today), today).tasks)
    closed = RoundTime.objects.exclude(closed_at=None)
    missing = [
        report
        for time in closed
        for report in Report.objects.filter(assessment__year=time.year_id, round=time.round, state=State.DRAFT)
    ]
    assert missing


def test_the_chain_holds_and_time_only_goes_forward_up_to_now(agency: Built) -> None:
    assert audit.verify() == []
    times = list(Event.objects.order_by("number").values_list("at", flat=True))
    assert times == sorted(times)
    assert len(set(times)) == len(times)
    assert times[-1] <= timezone.now()


def test_every_kept_score_follows_from_its_facts(agency: Built) -> None:
    runs = list(ScoreRun.objects.order_by("at"))
    assert len(runs) > 80
    for run in runs[:: len(runs) // 12]:
        assert scoring.verify(run) == []
    # the results vary
    assert len(set(ScoreRun.objects.exclude(total="").values_list("total", flat=True))) > 20


def test_evidence_lies_in_the_store_as_it_was_given(agency: Built) -> None:
    found = list(Evidence.objects.all())
    assert {one.media_type for one in found} == {"image/png", "application/pdf"}
    assert all(store.verify(one.sha256) for one in found)


def test_papers_were_issued_for_some(agency: Built) -> None:
    assert {paper.form for paper in IssuedDocument.objects.all()} == {"por-ror-2", "score-annex"}


def test_the_organisations_are_those_of_such_agencies(agency: Built) -> None:
    today = clock.today()
    kinds = Counter(Placement.objects.values_list("kind", flat=True))
    assert kinds["provincial"] == 24
    assert kinds["spk"] == 8
    assert kinds["division"] >= 2
    assert {"holds", "acting", "delegated"} == set(Holding.objects.values_list("how", flat=True))
    for root in Unit.objects.filter(root=None):
        assert vacancies([one.id for one in orgs.tree_on(root, today)], today)
    assert Unit.objects.filter(is_functional=True).count() > 4


def test_only_the_named_accounts_have_a_password_and_it_is_theirs(agency: Built) -> None:
    assert {one.username: one.password for one in agency.people} == PASSWORDS
    usable = {one.username for one in User.objects.all() if one.has_usable_password()}
    assert usable == set(PASSWORDS)
    assert user("spk.clerk").check_password(PASSWORDS["spk.clerk"])
    assert [one.username for one in User.objects.filter(is_administrator=True)] == ["admin"]


def test_names_say_that_they_are_invented(agency: Built) -> None:
    assert [one.name for one in User.objects.all() if "สมมุติ" not in one.name] == []
    unclear = [one.name_th for one in Placement.objects.all() if "สมมุติ" not in one.name_th and one.kind != "section"]
    assert unclear == []


def test_a_database_that_holds_anything_is_refused(agency: Built) -> None:
    with pytest.raises(Refused) as refused:
        build()
    assert [issue.code for issue in refused.value.issues] == ["DM001"]


@pytest.mark.parametrize(
    ("changes", "ways"),
    [
        ({"host": "0.0.0.0"}, 1),
        ({"trusted_proxy": "127.0.0.1"}, 1),
        ({"hosts": ("samrit.example.go.th", "localhost")}, 1),
        ({"host": "198.51.100.7", "trusted_proxy": "198.51.100.1", "hosts": ("*",)}, 3),
        ({}, 0),
        ({"host": "::1", "hosts": ("[::1]",)}, 0),
    ],
)
def test_an_installation_that_others_can_reach_is_refused_with_every_way(
    monkeypatch: pytest.MonkeyPatch, changes: dict, ways: int
) -> None:
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, **changes))
    found = []
    try:
        refuse_if_open_to_others()
    except Refused as refused:
        found = [issue.code for issue in refused.issues]
    assert found == ["DM002"] * ways


def test_the_clock_is_only_the_builders_goes_forward_and_never_past_the_present() -> None:
    real, now = timezone.now, datetime(2020, 1, 2, tzinfo=UTC)
    with lived(Clock(now, datetime(2019, 1, 1, tzinfo=UTC))) as ticking:
        seen = [clock.now()]
        for moment in (
            datetime(2019, 6, 1, tzinfo=UTC),
            datetime(2019, 3, 1, tzinfo=UTC),
            datetime(2030, 1, 1, tzinfo=UTC),
        ):
            ticking.go(moment)
            seen.append(clock.now())
    assert seen == sorted(seen)
    assert len(set(seen)) == 4
    assert seen[2].month == 6
    assert (seen[3] - now).total_seconds() < 1
    assert timezone.now is real


def test_acts_are_lived_in_the_order_of_time_and_those_of_one_moment_as_entered() -> None:
    done: list[str] = []
    diary = Diary()
    for day, name in ((3, "c"), (1, "a"), (3, "d"), (2, "b")):
        diary.on(datetime(2020, 1, day, tzinfo=UTC), lambda name=name: done.append(name))
    diary.live(Clock(datetime(2020, 2, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)), lambda done, of: None)
    assert done == ["a", "b", "c", "d"]


def test_the_same_seed_gives_the_same_pictures_and_another_gives_others() -> None:
    for make in (proof.picture, proof.paper):
        same = {hashlib.sha256(make("ภาพ", "seed")).hexdigest() for _ in range(2)}
        assert len(same) == 1
        assert hashlib.sha256(make("ภาพ", "other")).hexdigest() not in same


def test_a_deed_is_told_in_a_word_and_not_all_stations_publish_the_same(agency: Built) -> None:
    from samrit.apps.assessments.queries import terms_on
    from samrit.apps.results import draft, places

    disclosure = Report.objects.filter(assessment__year__pack__pack=ITA, entries__node="O1").latest("id")
    slots = draft.slots_of(terms_on(disclosure.assessment, places.day_of(disclosure)), disclosure)
    deeds = {key: slot for key, slot in slots.items() if key[0].startswith("O")}
    typed = [figures.results(ITA, disclosure.round, deeds, f"station {number}") for number in range(24)]
    assert {change.text for changes in typed for change in changes} == {figures.DONE, figures.NOT_DONE}
    assert len({tuple(change.text for change in changes) for changes in typed}) > 8


def test_the_same_unit_and_year_give_the_same_figures_and_another_gives_others(agency: Built) -> None:
    from samrit.apps.assessments.queries import terms_on
    from samrit.apps.results import draft, places

    for pack in (PRD, RTP, ITA):
        # the fullest form of each: one of few deeds may be the same for two units
        reports = Report.objects.filter(assessment__year__pack__pack=pack)
        report = reports.annotate(typed=Count("entries")).latest("typed", "id")
        slots = draft.slots_of(terms_on(report.assessment, places.day_of(report)), report)
        first = figures.results(pack, report.round, slots, "unit 1")
        assert first
        assert first == figures.results(pack, report.round, slots, "unit 1")
        assert any(first != figures.results(pack, report.round, slots, f"unit {number}") for number in range(2, 12))
