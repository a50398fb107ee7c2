"""The verbs that pages call: an act and what follows for the score, both or neither, in few queries."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.results_world import SINCE, World, clock_at, fresh, person

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Agreement
from samrit.apps.audit import queries as audit
from samrit.apps.ground.denied import Denied, NotNow, Refusal, Stale
from samrit.apps.orgs.models import Ancestor, Grant, Placement, Role, Tree, Unit
from samrit.apps.results import permissions, queries
from samrit.apps.results.draft import Change
from samrit.apps.results.models import Report, State
from samrit.apps.results.moves import allowed
from samrit.apps.results.states import Action
from samrit.apps.scoring import moments
from samrit.apps.scoring import queries as scores
from samrit.apps.scoring.models import ScoreRun
from samrit.base.issues import Refused


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(clock_at(monkeypatch))


def save(world: World, report: Report, *changes: Change, by: str = "clerk") -> moments.Saved:
    return moments.save(fresh(report), changes=changes, by=world[by], version=report.version)


def submit(world: World, report: Report, key: str = "") -> None:
    moments.submit(fresh(report), by=world["clerk"], key=key or f"key {report.version}")


def decide(world: World, verb: str, report: Report, by: str, **more: str) -> None:
    getattr(moments, verb)(fresh(report), by=world[by], version=report.version, **more)


def told(world: World) -> list[str]:
    return list(ScoreRun.objects.order_by("at", "id").values_list("moment", flat=True))


def submitted(world: World) -> Report:
    report = world.opened()
    save(world, report, Change("2.1", "percent", "72.00"), Change("2.2", "percent", "71"))
    submit(world, report)
    return report


def test_the_moments_of_the_way_are_each_scored_once_and_in_order(world: World) -> None:
    report = submitted(world)
    decide(world, "approve", report, "head")
    decide(world, "return_", report, "verifier", remark="แก้")
    save(world, report, Change("2.1", "percent", "72.42"))
    submit(world, report)
    decide(world, "approve", report, "head")
    decide(world, "verify", report, "verifier")
    assert told(world) == ["submitted", "submitted"]
    decide(world, "verify", report, "last_verifier")
    decide(world, "conclude", report, "evaluator")
    assert told(world) == ["submitted", "submitted", "verified", "concluded"]
    board = scores.board(world.assessment, "2")
    assert board.run is not None
    assert board.run.moment == "concluded"
    assert {line.code: line.score for line in board.lines}["2.1"] == "3.0000"
    assert board.stale == frozenset()
    assert audit.verify() == []


def test_a_form_submitted_twice_is_scored_once_also_when_it_was_decided_on_in_between(world: World) -> None:
    report = world.opened()
    save(world, report, Change("2.1", "percent", "72"))
    submit(world, report, key="form")
    submit(world, report, key="form")
    decide(world, "approve", report, "head")
    decide(world, "verify", report, "verifier")
    decide(world, "verify", report, "last_verifier")
    submit(world, report, key="form")
    assert told(world) == ["submitted", "verified"]


def test_what_is_not_reported_yet_is_unknown_in_the_run_and_no_obstacle(world: World) -> None:
    submitted(world)
    board = scores.board(world.assessment, "2")
    statuses = {line.code: line.status for line in board.lines}
    assert (statuses["2"], statuses["3"]) == ("scored", "missing")
    assert board.run is not None
    assert board.run.total == ""


@pytest.mark.parametrize("verb", ["submit", "verify", "conclude"])
def test_an_act_whose_score_fails_has_not_happened(verb: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    report = world.opened()
    world.bring_to(report, {"submit": "draft", "verify": "under_review", "conclude": "verified"}[verb])
    if verb == "verify":
        world.do(report, "verify", "verifier")
    before, head = fresh(report).state, audit.history(report.id)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the machine stopped here")

    monkeypatch.setattr(moments, "write", fails)
    by = {"submit": "clerk", "verify": "last_verifier", "conclude": "evaluator"}[verb]
    more: dict[str, str] = {"key": "form"} if verb == "submit" else {}
    with pytest.raises(RuntimeError):
        getattr(moments, verb)(fresh(report), by=world[by], version=report.version, **more)
    assert (fresh(report).state, audit.history(report.id)) == (before, head)
    assert told(world) == []


def test_saving_marks_the_run_and_putting_back_what_was_there_clears_the_mark(world: World) -> None:
    report = submitted(world)
    decide(world, "return_", report, "head", remark="แก้")
    assert scores.board(world.assessment, "2").stale == frozenset()
    save(world, report, Change("2.1", "percent", "70"))
    assert scores.board(world.assessment, "2").stale == {"drafts"}
    save(world, report, Change("2.1", "percent", "๗๒"))
    assert scores.board(world.assessment, "2").stale == frozenset()


def test_a_draft_of_another_indicator_is_told_beside_the_run_that_does_not_count_it(world: World) -> None:
    report, other = world.assessment_reports("2", "3")
    save(world, other, Change("3.1", "percent", "60"))
    save(world, report, Change("2.1", "percent", "72"))
    submit(world, report)
    assert scores.board(world.assessment, "2").stale == {"drafts"}


def test_withdrawing_marks_the_run_that_counts_what_was_withdrawn(world: World) -> None:
    report = submitted(world)
    moments.withdraw(fresh(report), by=world["clerk"])
    assert "facts" in scores.board(world.assessment, "2").stale
    submit(world, report)
    assert scores.board(world.assessment, "2").stale == frozenset()


def test_a_board_tells_what_moved_since_the_run_before_and_why(world: World) -> None:
    report = submitted(world)
    assert scores.board(world.assessment, "2").changed == ()
    decide(world, "return_", report, "head", remark="แก้")
    save(world, report, Change("2.1", "percent", "72.42"))
    submit(world, report)
    changed = {one.code: one for one in scores.board(world.assessment, "2").changed}
    assert (changed["2.1"].old, changed["2.1"].new) == ("2.7200", "3.0000")
    assert changed["2.1"].because[0].about == "2.1"


def test_before_the_first_run_a_board_is_empty(world: World) -> None:
    world.opened()
    assert scores.board(world.assessment, "2") == scores.Board(None)


def test_a_preview_says_what_moves_and_why_and_saves_nothing(world: World) -> None:
    report = world.opened()
    save(world, report, Change("2.1", "percent", "70.92"), Change("2.2", "percent", "71"))
    shown = moments.preview(report, [Change("2.1", "percent", "๗๒.๐๐"), Change("2.2", "percent", "ไม่รู้")])
    assert [(one.code, one.before, one.after) for one in shown.moved][:1] == [
        ("2", shown.before.outcomes["2"].shown, None)
    ]
    assert (shown.nodes["2.1"].shown, list(shown.nodes)) == (Decimal("2.7200"), ["2", "2.1", "2.2"])
    assert [issue.code for issue in shown.issues["2.2", "percent", ""]] == ["FC010"]
    assert "2.7200" in shown.why("2.1").text("en")
    assert shown.total is None
    assert shown.band is None
    assert moments.preview(report).moved == ()
    assert moments.preview(report).outcome.shown == shown.before.outcomes["2"].shown


def test_a_save_tells_the_move_from_what_stood_before(world: World) -> None:
    report = world.opened()
    save(world, report, Change("2.1", "percent", "70.92"))
    saved = save(world, report, Change("2.1", "percent", "72"))
    assert ("2.1", Decimal("2.0000"), Decimal("2.7200")) in [
        (one.code, one.before, one.after) for one in saved.preview.moved
    ]
    assert save(world, report, Change("2.1", "percent", "72")).preview.moved == ()


DROPPED = "  - {{kind: select, drop: ['7']{more}}}\n"
LATER = ", holds_from: 2030-01-01"


@pytest.mark.parametrize(
    ("days", "operations", "moves"),
    [
        (0, "", False),
        (0, DROPPED.format(more=""), True),
        # the round is scored by what held on its last day: what was agreed later is for later rounds
        (11, DROPPED.format(more=""), False),
        (0, DROPPED.format(more=LATER), False),
    ],
)
def test_a_score_is_of_old_terms_only_where_others_count_for_its_round(
    world: World, days: int, operations: str, moves: bool
) -> None:
    submitted(world)
    world.clock.at += timedelta(days=days)
    overlay = (
        f"pack: {world.pack}\noperations:\n{operations}" if operations else f"pack: {world.pack}\noperations: []\n"
    )
    Agreement.objects.create(
        assessment=world.assessment, number=1, overlay=overlay, terms_digest="0" * 64, signatory=world["head"],
        counterparty=world["evaluator"], signed_at=world.clock.at,
    )  # fmt: skip
    world.clock.at += timedelta(hours=1)
    assert ("terms" in scores.board(world.assessment, "2").stale) is moves


def test_a_stale_save_marks_nothing(world: World) -> None:
    report = submitted(world)
    decide(world, "return_", report, "head", remark="แก้")
    save(world, report, Change("2.1", "percent", "72.00"), by="second_clerk")
    seen = report.version
    save(world, report, Change("2.1", "percent", "73"), by="second_clerk")
    save(world, report, Change("2.1", "percent", "72.00"), by="second_clerk")
    with pytest.raises(Stale):
        moments.save(report, changes=[Change("2.1", "percent", "74")], by=world["clerk"], version=seen)
    assert scores.board(world.assessment, "2").stale == frozenset()


def test_a_score_on_demand_is_for_those_who_work_with_the_assessment(world: World) -> None:
    submitted(world)
    for name in ("stranger", "auditor", "commentator"):
        with pytest.raises(Denied):
            moments.ask(world.assessment, "2", by=world[name])
    run = moments.ask(world.assessment, "2", by=world["evaluator"])
    assert (run.moment, moments.ask(world.assessment, "2", by=world["evaluator"])) == ("asked", run)


def test_a_round_is_as_far_as_its_slowest_report(world: World) -> None:
    assert queries.state_of(world.assessment, "2") == State.DRAFT
    world.opened()
    reports = Report.objects.filter(assessment=world.assessment)
    reports.update(state="closed")
    assert queries.state_of(world.assessment, "2") == State.CLOSED
    reports.filter(indicator="2").update(state="verified")
    assert queries.state_of(world.assessment, "2") == State.VERIFIED
    reports.filter(indicator="3").update(state="returned")
    assert queries.state_of(world.assessment, "2") == State.RETURNED


# ── what a person can do ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", State)
def test_what_a_page_offers_is_what_the_services_allow(state: State, world: World) -> None:
    report = world.bring_to(world.opened(), state.value)
    for name, user in world.people.items():
        offered = permissions.what_can(user, report)
        for action in Action:
            assert _said(offered[action]) == _said(_refusal(report, action, user)), (name, action)


def _refusal(report: Report, action: Action, user: User) -> Refusal | None:
    try:
        allowed(report, action, user)
    except Refusal as refusal:
        return refusal
    return None


def _said(refusal: Refusal | None) -> tuple[object, ...]:
    return () if refusal is None else (type(refusal), refusal.th, refusal.en, refusal.cure_th, refusal.cure_en)


def test_what_a_page_offers_follows_the_rounds_time(world: World) -> None:
    report = world.opened()
    world.time.last_day = world.today.replace(day=1)
    world.time.save()
    refusal = permissions.what_can(world["clerk"], report)[Action.SAVE]
    assert isinstance(refusal, NotNow)
    assert "2 Sep 2013" in refusal.en


# ── how often the database is asked ──────────────────────────────────────────────────────────────────────────────────


def asked(act: object, *args: object, **kwargs: object) -> int:
    with CaptureQueriesContext(connection) as seen:
        act(*args, **kwargs)
    ours = [one["sql"] for one in seen.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    return len([sql for sql in ours if "pg_advisory" not in sql])


def grow(world: World) -> None:
    """Ten times the units, grants and reports."""
    tree = Tree.objects.get()
    for number in range(10):
        unit = Unit.objects.create(root=world.root)
        Placement.objects.create(
            unit=unit, parent=world.root, kind="spk", name_th=f"หน่วย {number}", since=SINCE, sort_key="", search_text=""
        )
        Ancestor.objects.create(tree=tree, above=world.root, below=unit, depth=1)
        Ancestor.objects.create(tree=tree, above=unit, below=unit, depth=0)
        world.people[f"more {number}"] = person(f"more {number}")
        for role in (Role.REPORTER, Role.VERIFIER, Role.HEAD):
            Grant.objects.create(user=world[f"more {number}"], role=role, unit=world.office, since=SINCE)
            Grant.objects.create(user=world["clerk"], role=role, unit=unit, since=SINCE)


def test_saving_with_its_preview_asks_twelve_times_at_most_however_much_there_is(world: World) -> None:
    report, *others = world.assessment_reports("2", "1", "3", "4")
    save(world, report, Change("2.1", "percent", "70"))
    submit(world, report)
    decide(world, "return_", report, "head", remark="แก้")

    def once(text: str) -> int:
        fresh(report)
        return asked(
            moments.save, report, changes=[Change("2.1", "percent", text)], by=world["clerk"], version=report.version
        )

    first = once("71")
    assert first <= 12
    grow(world)
    for one, node in zip(others[:2], ("1.1", "3.1"), strict=True):
        save(world, one, Change(node, "percent", "60"))
    submit(world, others[0])
    assert once("72") == first


def test_decisions_ask_no_more_often_as_the_organisation_grows(world: World) -> None:
    world.opened()
    moments.ask(world.assessment, "2", by=world["evaluator"])
    counts: list[list[int]] = []
    for indicator, node in (("2", "2.1"), ("3", "3.1")):
        (report,) = world.assessment_reports(indicator)
        save(world, report, Change(node, "percent", "70"))
        row = []
        for verb, by in (
            ("approve", "head"),
            ("verify", "verifier"),
            ("verify", "last_verifier"),
            ("conclude", "evaluator"),
        ):
            if verb == "approve":
                fresh(report)
                row.append(asked(moments.submit, report, by=world["clerk"], key="form", version=report.version))
            fresh(report)
            row.append(asked(getattr(moments, verb), report, by=world[by], version=report.version))
        counts.append(row)
        if indicator == "2":
            grow(world)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 32


@pytest.mark.parametrize("name", ["clerk", "head", "verifier", "stranger"])
def test_what_a_page_may_offer_or_show_is_asked_as_often_however_much_there_is(name: str, world: World) -> None:
    report = world.bring_to(world.opened(), "under_review")

    def counts() -> tuple[int, int]:
        found = Report.objects.select_related("assessment__unit", "assessment__year", "with_unit").get(id=report.id)

        def see() -> None:
            try:
                permissions.check_can_see(world[name], found)
            except Denied:
                assert name == "stranger"

        return asked(permissions.what_can, world[name], found), asked(see)

    first = counts()
    assert first[0] <= 6
    assert first[1] <= 3
    grow(world)
    assert counts() == first


def test_a_board_is_read_in_as_many_queries_with_many_runs(world: World) -> None:
    report = submitted(world)
    decide(world, "return_", report, "head", remark="แก้")
    save(world, report, Change("2.1", "percent", "72.10"))
    submit(world, report)
    first = asked(scores.board, world.assessment, "2")
    assert first <= 5
    for text in ("73", "74"):
        decide(world, "return_", report, "head", remark="แก้")
        save(world, report, Change("2.1", "percent", text))
        submit(world, report)
    assert asked(scores.board, world.assessment, "2") == first


def test_values_nobody_asked_for_are_refused_before_anything_is_scored(world: World) -> None:
    report = world.opened()
    with pytest.raises(Refused):
        save(world, report, Change("3.1", "percent", "1"))
