"""What goes wrong on a day like any other: stale pages, two editors, double clicks, closed rounds, wrong figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.results_world import ITA, World, clock_at, fresh

from samrit.apps.assessments.models import Assessment
from samrit.apps.assessments.queries import terms_on
from samrit.apps.audit.models import Event
from samrit.apps.evidence.models import EvidenceGrant
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow, Stale
from samrit.apps.orgs import roles
from samrit.apps.orgs.models import Hop, Role
from samrit.apps.results import places, queries, services
from samrit.apps.results.contents import understood
from samrit.apps.results.draft import Change, slots_of
from samrit.apps.results.models import Entry, Report, Submission
from samrit.apps.results.problems import StaleDraft
from samrit.base.issues import Refused
from samrit.engine.values import Missing

LISTENERS, OTHERS = ("2.1", "percent"), ("2.2", "percent")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(clock_at(monkeypatch))


def save(
    world: World,
    report: Report,
    text: str,
    *,
    field: tuple[str, str] = LISTENERS,
    by: str = "clerk",
    version: int | None = None,
) -> services.Saved:
    version = fresh(report).version if version is None else version
    return services.save_entries(report, changes=[Change(*field, text)], by=world[by], version=version)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [issue.code for issue in refused.value.issues]


# ── two editors ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stale_form_overwrites_nothing_and_shows_what_the_other_wrote(world: World) -> None:
    report = world.opened()
    save(world, report, "70", version=0)
    with pytest.raises(StaleDraft) as stale:
        services.save_entries(
            report, changes=[Change(*LISTENERS, "75"), Change(*OTHERS, "60")], by=world["second_clerk"], version=0
        )
    (theirs,) = stale.value.theirs
    assert (theirs.text, theirs.by, theirs.yours.text) == ("70", world["clerk"].name, "75")
    assert [entry.text for entry in report.entries.all()] == ["70"]
    assert save(world, report, "75", by="second_clerk", version=stale.value.version).version == 2


def test_two_editors_of_different_values_do_not_hinder_each_other(world: World) -> None:
    report = world.opened()
    save(world, report, "70", version=0)
    save(world, report, "60", field=OTHERS, by="second_clerk", version=0)
    assert {entry.node: entry.text for entry in report.entries.all()} == {"2.1": "70", "2.2": "60"}


def test_the_same_save_sent_twice_is_one_save(world: World) -> None:
    report = world.opened()
    assert save(world, report, "70", version=0).version == save(world, report, "70", version=0).version == 1
    assert Event.objects.filter(code="results.saved").count() == 1


def test_a_version_from_the_future_is_not_believed(world: World) -> None:
    report = world.opened()
    save(world, report, "70")
    with pytest.raises(Stale):
        save(world, report, "71", version=99)


# ── typing ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [("๗๒.๐๐", []), ("เจ็ดสิบสอง", ["FC010"]), ("720", ["FC011"]), ("-", ["FC014"]), ("N/A", ["FC015"]), ("", []), (" 72 ", [])],
)  # fmt: skip
def test_a_draft_keeps_what_was_typed_and_tells_what_is_wrong_at_its_field(
    text: str, expected: list[str], world: World
) -> None:
    report = world.opened()
    saved = save(world, report, text)
    assert report.entries.get().text == text
    assert [issue.code for issue in saved.issues.get((*LISTENERS, ""), ())] == expected
    assert set(saved.issues) <= {(*LISTENERS, "")}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change("9.9", "percent", "1"), "RS001"),
        (Change("3.1", "percent", "1"), "RS001"),
        (Change("2.1", "listeners", "1"), "RS001"),
        (Change("2.1", "percent", "1", "2556-04"), "RS001"),
        (Change("2.1", "percent", "1" * 1001), "RS002"),
        (Change("2.1", "percent", "72", note="x" * 5001), "RS002"),
        (Change("2.1", "percent", "7\x002"), "RS003"),
        (Change("2.1", "percent", "7\ud8002"), "RS003"),
    ],
)
def test_what_no_draft_can_hold_is_refused_with_the_rest(change: Change, code: str, world: World) -> None:
    report = world.opened()
    with pytest.raises(Refused) as refused:
        services.save_entries(report, changes=[Change(*OTHERS, "60"), change], by=world["clerk"], version=0)
    assert codes(refused) == [code]
    assert not Entry.objects.exists()


def test_a_submission_is_refused_with_every_problem_at_once_and_nothing_moves(world: World) -> None:
    report = world.opened()
    world.save(report, Change(*LISTENERS, "720"), Change(*OTHERS, "มาก"))
    with pytest.raises(Refused) as refused:
        world.submit(report)
    assert sorted(codes(refused)) == ["FC010", "FC011"]
    assert (fresh(report).state, Submission.objects.count()) == ("draft", 0)


def test_nothing_typed_is_not_submitted_but_a_declared_dash_is(world: World) -> None:
    report = world.opened()
    save(world, report, "  ")
    with pytest.raises(Refused) as refused:
        world.submit(report)
    assert codes(refused) == ["RS004"]
    save(world, report, "-")
    world.submit(report)
    value = queries.facts_of(world.assessment, "2").values[LISTENERS][""]
    assert isinstance(value, Missing)
    assert value.th
    assert value.en


# ── double submit, stale decisions ───────────────────────────────────────────────────────────────────────────────────


def test_a_form_submitted_twice_submits_once(world: World) -> None:
    report = world.opened()
    save(world, report, "72")
    first = world.submit(report, key="form 1")
    assert world.submit(report, key="form 1") == first
    world.do(report, "approve", "head")
    assert world.submit(report, key="form 1") == first
    assert (Submission.objects.count(), fresh(report).state) == (1, "under_review")
    with pytest.raises(NotNow):
        world.submit(report, key="form 2")


def test_a_key_gives_a_stranger_nothing(world: World) -> None:
    report = world.opened()
    save(world, report, "72")
    world.submit(report, key="form 1")
    with pytest.raises(Denied):
        world.submit(report, by="stranger", key="form 1")


def test_what_changed_after_checking_is_not_submitted(world: World) -> None:
    report = world.opened()
    seen = save(world, report, "72").version
    save(world, report, "99", by="second_clerk")
    with pytest.raises(Stale):
        services.submit(report, by=world["clerk"], key="form 1", version=seen)


def test_nobody_decides_on_a_submission_that_was_replaced_behind_the_page(world: World) -> None:
    report = world.bring_to(world.opened(), "submitted")
    seen = report.version
    services.withdraw(report, by=world["clerk"])
    save(world, report, "99")
    world.submit(report, key="again")
    with pytest.raises(Stale):
        services.approve(report, by=world["head"], version=seen)
    assert fresh(report).state == "submitted"


def test_a_second_click_of_a_verifier_of_two_units_does_not_verify_for_the_next(world: World) -> None:
    world.grant("verifier", Role.VERIFIER, world.root)
    report = world.bring_to(world.opened(), "under_review")
    seen = report.version
    services.verify(report, by=world["verifier"], version=seen)
    with pytest.raises(Stale):
        services.verify(report, by=world["verifier"], version=seen)
    assert fresh(report).state == "under_review"


@pytest.mark.parametrize("remark", ["", "  \n"])
@pytest.mark.parametrize(("state", "by"), [("submitted", "head"), ("under_review", "verifier")])
def test_a_return_says_what_to_correct(state: str, by: str, remark: str, world: World) -> None:
    report = world.bring_to(world.opened(), state)
    with pytest.raises(Refused) as refused:
        world.do(report, "return", by, remark=remark)
    assert codes(refused) == ["RS005"]
    assert fresh(report).state == state


def test_a_withdrawn_submission_stays_in_the_history_and_does_not_count(world: World) -> None:
    report = world.bring_to(world.opened(), "submitted")
    services.withdraw(report, by=world["clerk"])
    assert fresh(report).state == "draft"
    assert [moment.what for moment in queries.timeline(report)] == ["submitted"]
    assert queries.facts_of(world.assessment, "2").facts == ()


# ── the round's window ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_last_day_ends_at_midnight_in_bangkok(world: World) -> None:
    report = world.opened()
    world.clock.at = clock.end_of(world.time.last_day) - timedelta(seconds=30)
    save(world, report, "72")
    world.clock.at = clock.end_of(world.time.last_day)
    for attempt in (lambda: save(world, report, "73"), lambda: world.submit(report)):
        with pytest.raises(NotNow):
            attempt()


def test_before_its_first_day_a_round_takes_nothing(world: World) -> None:
    report = world.opened()
    world.clock.at = clock.end_of(world.time.opens - timedelta(days=2))
    with pytest.raises(NotNow):
        save(world, report, "72")


def test_what_is_returned_after_the_last_day_can_be_corrected_until_the_round_is_closed(world: World) -> None:
    report = world.bring_to(world.opened(), "under_review")
    world.clock.at = clock.end_of(world.time.last_day) + timedelta(days=3)
    world.do(report, "return", "verifier", remark="แก้ไข")
    save(world, report, "73")
    world.submit(report)
    world.time.closed_at = clock.now()
    world.time.save()
    with pytest.raises(NotNow):
        world.do(report, "approve", "head")


def test_without_a_route_a_report_goes_to_the_superior_unit_and_from_the_top_nowhere(world: World) -> None:
    Hop.objects.all().delete()
    report = world.opened()
    route = places.route_of(report, world.today)
    assert [(stop.unit, stop.due) for stop in route] == [(world.root, None)]
    report.assessment.unit = world.root
    with pytest.raises(NotNow, match="no unit stands above"):
        places.route_of(report, world.today)


def test_the_route_of_an_indicator_and_kind_stands_before_the_general_one(world: World) -> None:
    Hop.objects.create(root=world.root, pack=world.pack, indicator="2", unit_kind="spk", order=1, to=None)
    report = world.bring_to(world.opened(), "under_review")
    assert report.with_unit == world.root
    world.do(report, "verify", "last_verifier")
    assert report.state == "verified"


# ── evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_evidence_that_is_not_open_to_the_reporter_is_not_attached(world: World) -> None:
    with pytest.raises(Denied):
        services.attach(world.opened(), evidence=world.evidence(world.other), by=world["clerk"])


def test_a_drafts_evidence_is_opened_to_reviewers_only_when_it_is_submitted(world: World) -> None:
    report = world.opened()
    save(world, report, "72")
    kept, taken_out = world.evidence(), world.evidence()
    services.attach(report, evidence=kept, by=world["clerk"])
    gone = services.attach(report, evidence=taken_out, by=world["clerk"], node="2.1")
    services.detach(gone, by=world["clerk"])
    assert not EvidenceGrant.objects.filter(unit=world.planning).exists()
    submission = world.submit(report)
    assert [one["id"] for one in submission.evidence] == [str(kept.id)]
    assert set(EvidenceGrant.objects.filter(unit=world.planning).values_list("evidence", flat=True)) == {kept.id}


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tasks_of(world: World, name: str) -> list[queries.Task]:
    return queries.work_of(roles.reach(world[name], world.today), world.today).tasks


def test_each_persons_list_holds_what_waits_for_him_returned_first(world: World) -> None:
    report = world.bring_to(world.opened(), "returned")
    tasks = tasks_of(world, "clerk")
    assert tasks[0].report == report
    assert len(tasks) == report.assessment.reports.count()
    assert (tasks[0].unit.name_th, tasks[0].is_with.name_th, tasks[0].due) == (
        "สำนักงานเขตสมมุติ", "สำนักงานเขตสมมุติ", world.time.last_day,
    )  # fmt: skip
    assert not tasks[0].is_late
    assert tasks_of(world, "head") == []
    world.submit(report)
    assert [task.report for task in tasks_of(world, "head")] == [report]
    world.do(report, "approve", "head")
    assert [task.report for task in tasks_of(world, "verifier")] == [report]
    for other in ("last_verifier", "stranger"):
        assert tasks_of(world, other) == []
    world.do(report, "verify", "verifier")
    assert [task.is_with.name_th for task in tasks_of(world, "last_verifier")] == ["กรมสมมุติ"]


def test_facts_ask_the_database_no_more_often_as_values_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(clock_at(monkeypatch), ITA, "2566", "OIT", "metropolitan")
    report = world.opened()
    elements = [
        key for key, _ in zip(slots_of(terms_on(world.assessment, world.today), report), range(40), strict=False)
    ]
    counts = []
    for size in (1, 40):
        world.save(report, *(Change(node, name, "มี") for node, name in elements[:size]))
        with CaptureQueriesContext(connection) as asked:
            facts = queries.facts_of(world.assessment, "2566", with_drafts=True)
        assert len(facts.facts) == size
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_lists_ask_the_database_no_more_often_as_units_and_reports_grow(world: World) -> None:
    world.opened()
    counts = []
    for expected in (9, 18):
        with CaptureQueriesContext(connection) as asked:
            assert len(tasks_of(world, "clerk")) == expected
        counts.append(len(asked))
        if expected == 18:
            break
        another = Assessment.objects.create(year=world.year, unit=world.other, made_by="kind")
        services.open_reports(another, round="2", by=None)
        world.grant("clerk", Role.REPORTER, world.other)
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_a_history_asks_twice_however_long_it_is(world: World) -> None:
    report = world.bring_to(world.opened(), "returned")
    for _ in range(3):
        world.submit(report)
        world.do(report, "return", "head", remark="แก้ไข")
    with CaptureQueriesContext(connection) as asked:
        moments = queries.timeline(report)
        assert all(moment.by.name and moment.for_unit.id for moment in moments)
    assert len(moments) == 8
    assert len(asked) <= 4


def test_a_draft_counts_for_what_the_engine_makes_of_it(world: World) -> None:
    report = world.opened()
    world.save(report, Change(*LISTENERS, "๗๒"), Change(*OTHERS, "มาก"))
    contents = queries.contents_for(report)
    assert {row.text for row in contents.drafts} == {"๗๒", "มาก"}
    assert [(fact.indicator, fact.value) for fact in contents.with_drafts().facts] == [("2.1", 72)]
    assert [
        issue.code for issue in understood(contents.terms, report.round, contents.drafts).issues[(*OTHERS, "")]
    ] == ["FC010"]
