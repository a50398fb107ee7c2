"""The way of one figure, whole: typed, submitted, approved, returned, corrected, verified at each unit, concluded."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction
from tests.apps.results_world import ITA, PRD, RTP, World, clock_at, fresh

from samrit.apps.assessments.queries import terms_on
from samrit.apps.audit import queries as audit
from samrit.apps.audit.models import Event
from samrit.apps.evidence.models import EvidenceGrant
from samrit.apps.notices.models import Notice
from samrit.apps.results import queries, services
from samrit.apps.results.draft import Change
from samrit.apps.results.models import Decision, Submission
from samrit.engine.score import score

O1 = ("O1.1", "O1.2", "O1.3.1", "O1.3.2", "O1.3.3", "O1.3.4")
WAYS = {
    "KPI 2 of form PR.2": (
        PRD, "2", "2", "spk",
        [Change("2.1", "percent", "๗๒.๐๐"), Change("2.2", "percent", "ร้อยละ ๗๑")],
        ("2.1", "percent", Fraction(72)), Change("2.1", "percent", "๗๒.๕๐"), Fraction(145, 2),
    ),
    "a milestone level of 3.1.22": (
        RTP, "12", "3.1.22", "subdivision",
        [Change("3.1.22.1", guideline, "ทำแล้ว") for guideline in ("1.1", "1.2", "1.3")] + [Change("3.1.22.1", "1.4", "ยังไม่ทำ")],
        ("3.1.22.1", "1.4", Fraction(0)), Change("3.1.22.1", "1.4", "ทำแล้ว"), Fraction(1),
    ),
    "the elements of O1": (
        ITA, "2566", "OIT", "metropolitan",
        [Change("O1", element, "มี") for element in O1[:-1]] + [Change("O1", O1[-1], "ไม่มี")],
        ("O1", O1[-1], Fraction(0)), Change("O1", O1[-1], "มี"), Fraction(1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_a_figure_makes_its_whole_way_in_each_framework(way: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    pack, round_id, indicator, kind, changes, (node, name, first), correction, corrected = way
    world = World(clock_at(monkeypatch), pack, round_id, indicator, kind)
    report = world.opened()

    saved = world.save(report, *changes)
    assert not saved.issues
    proof = world.evidence()
    services.attach(report, evidence=proof, by=world["clerk"], node=node)
    submission = world.submit(report)
    assert fresh(report).state == "submitted"
    assert [row["text"] for row in submission.facts if (row["indicator"], row["input"]) == (node, name)] == [
        change.text for change in changes if (change.node, change.input) == (node, name)
    ]
    assert submission.evidence == [{"id": str(proof.id), "node": node, "sha256": proof.sha256, "link": ""}]
    assert set(EvidenceGrant.objects.values_list("unit_id", flat=True)) >= {world.planning.id, world.root.id}

    world.do(report, "approve", "head")
    assert (report.state, report.with_unit, report.due) == ("under_review", world.planning, _fifth_after(world))
    world.do(report, "return", "verifier", remark="ตัวเลขไม่ตรงหลักฐาน")
    assert (report.state, report.with_unit) == ("returned", world.office)
    assert queries.facts_of(world.assessment, round_id).values[node, name][""] == first

    world.save(report, correction)
    second = world.submit(report)
    assert second.number == 2
    world.do(report, "approve", "head")
    assert queries.facts_of(world.assessment, round_id, verified_only=True).facts == ()
    world.do(report, "verify", "verifier")
    assert (report.state, report.with_unit) == ("under_review", world.root)
    world.do(report, "verify", "last_verifier")
    assert report.state == "verified"
    world.do(report, "conclude", "evaluator")
    assert report.state == "closed"

    official = queries.facts_of(world.assessment, round_id, verified_only=True)
    assert official.values[node, name][""] == corrected
    assert {fact.text for fact in official.facts if (fact.indicator, fact.input) == (node, name)} == {correction.text}
    assert [(one.what, one.number) for one in queries.timeline(report)] == [
        ("submitted", 1), ("approved", 1), ("returned", 1), ("submitted", 2), ("approved", 2), ("verified", 2),
        ("verified", 2), ("concluded", 2),
    ]  # fmt: skip
    assert [one.for_unit for one in queries.timeline(report)[5:7]] == [world.planning, world.root]
    assert audit.verify() == []
    codes = [event.code for event in audit.history(report.id)]
    assert codes.count("results.submitted") == 2
    assert codes[-1] == "results.concluded"


def test_the_figure_scores_as_the_document_says(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(clock_at(monkeypatch))
    report = world.opened()
    world.save(report, Change("2.1", "percent", "๗๒.๐๐"))
    facts = queries.facts_of(world.assessment, "2", with_drafts=True)
    card = score(terms_on(world.assessment, world.today), facts)
    assert str(card.outcomes["2.1"].shown) == "2.7200"
    preview = queries.facts_of(world.assessment, "2", with_drafts=True, replacing=[Change("2.1", "percent", "70.92")])
    assert preview.values["2.1", "percent"][""] == Fraction("70.92")


def test_each_step_tells_whom_it_waits_for_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(clock_at(monkeypatch))
    report = world.opened()
    told: list[set[str]] = []

    def read() -> None:
        told.append({world_name(world, notice.to) for notice in Notice.objects.all()})
        Notice.objects.all().delete()

    world.save(report, Change("2.1", "percent", "72"))
    read()
    world.submit(report)
    read()
    for action, by in (("approve", "head"), ("verify", "verifier"), ("verify", "last_verifier")):
        world.do(report, action, by)
        read()
    assert told == [set(), {"head"}, {"verifier"}, {"last_verifier"}, {"evaluator"}]


def test_what_is_returned_waits_for_its_reporters(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(clock_at(monkeypatch))
    world.bring_to(world.opened(), "returned")
    assert {world_name(world, one.to) for one in Notice.objects.all()} == {"head", "clerk", "second_clerk"}


def test_opening_a_round_opens_what_it_scores_and_no_more_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(clock_at(monkeypatch), round="1", indicator="6")
    first = services.open_reports(world.assessment, round="1", by=world["clerk"])
    assert [report.indicator for report in first] == ["6", "7"]
    again = services.open_reports(world.assessment, round="1", by=None)
    assert [report.id for report in again] == [report.id for report in first]
    assert {report.due for report in first} == {world.time.last_day}
    assert Event.objects.filter(code="results.opened").count() == 1


@pytest.mark.parametrize("table", ["results_submission", "results_decision"])
@pytest.mark.parametrize("verb", ["UPDATE {table} SET remark = 'x'", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_what_was_submitted_or_decided(
    verb: str, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(clock_at(monkeypatch))
    world.bring_to(world.opened(), "under_review")
    assert Submission.objects.exists()
    assert Decision.objects.exists()
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table=table))


def _fifth_after(world: World) -> date:
    """5 October after the framework's year: the three rounds all end on 30 September."""
    return date(world.year.fiscal_year - 543, 10, 5)


def world_name(world: World, user_id: object) -> str:
    return next(name for name, user in world.people.items() if user.id == user_id)
