"""The machine's clock is set back between two acts: the order of events, deadlines and sessions do not suffer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.apps.results_world import World
from tests.pages.conftest import Open
from tests.pages.test_report import form_of, page, typed

from samrit.apps.accounts.models import Session
from samrit.apps.audit import chain, queries
from samrit.apps.audit.models import Event
from samrit.apps.results.models import Decision, Report, Submission

pytestmark = pytest.mark.django_db
BACK = [timedelta(hours=1), timedelta(days=1)]


def decide(world: World, browser: Client, report: Report, decision: str) -> None:
    report.refresh_from_db()
    sent = {"decision": decision, "remark": "แก้ไข" if decision == "return" else "", "version": report.version}
    assert browser.post(f"/reports/{report.id}/review/", sent).status_code == 302


@pytest.mark.parametrize("back", BACK, ids=str)
def test_a_report_goes_its_way_and_the_chain_stays_whole(back: timedelta, world: World, opened: Open) -> None:
    report = world.opened()
    at = f"/reports/{report.id}/"
    clerk = opened("clerk")
    typed(clerk, at, q2_1="72", q2_2="71")
    world.clock.at -= back
    assert clerk.post(f"{at}submit/", form_of(clerk.get(f"{at}check/"))).status_code == 302
    world.clock.at -= back
    decide(world, opened("head"), report, "return")
    world.clock.at -= back
    clerk = opened("clerk")
    typed(clerk, at, q2_1="73")
    assert clerk.post(f"{at}submit/", form_of(clerk.get(f"{at}check/"))).status_code == 302
    world.clock.at -= back
    for who, decision in (
        ("head", "approve"),
        ("verifier", "verify"),
        ("last_verifier", "verify"),
        ("evaluator", "conclude"),
    ):
        decide(world, opened(who), report, decision)
    report.refresh_from_db()
    assert report.state == "closed"
    assert [one.number for one in Submission.objects.order_by("number")] == [1, 2]
    assert list(chain.check(queries.links())) == []
    codes = list(Event.objects.order_by("number").values_list("code", flat=True))
    told = [
        one
        for one in codes
        if one in ("results.submitted", "results.returned", "results.approved", "results.concluded")
    ]
    assert told == [
        "results.submitted", "results.returned", "results.submitted", "results.approved", "results.concluded",
    ]  # fmt: skip
    shown = page(opened("auditor").get(f"{at}review/"))
    assert shown.index("สรุปผล (ครั้งที่ 2)") < shown.index("เห็นชอบและส่งต่อ (ครั้งที่ 2)") < shown.index("ส่งกลับให้แก้ไข (ครั้งที่ 1)")


@pytest.mark.parametrize("back", BACK, ids=str)
def test_the_newest_score_stays_the_newest(back: timedelta, world: World, opened: Open) -> None:
    report = world.opened()
    at = f"/reports/{report.id}/"
    clerk = opened("clerk")
    typed(clerk, at, q2_1="72", q2_2="71")
    clerk.post(f"{at}submit/", form_of(clerk.get(f"{at}check/")))
    decide(world, opened("head"), report, "return")
    world.clock.at -= back
    clerk = opened("clerk")
    typed(clerk, at, q2_1="60", q2_2="60")
    clerk.post(f"{at}submit/", form_of(clerk.get(f"{at}check/")))
    current = world.assessment.current.get().run
    assert current.moment == "submitted"
    lines = {line.code: line.score for line in current.lines.all()}
    first = world.assessment.runs.exclude(pk=current.pk).get()
    assert lines != {line.code: line.score for line in first.lines.all()}
    board = opened("org_admin").get(f"/assessments/{world.assessment.id}/{world.round}/").content.decode()
    assert f"/runs/{current.pk}/" in board


def test_a_deadline_goes_by_when_the_server_received_it(world: World, opened: Open) -> None:
    report = world.opened()
    at = f"/reports/{report.id}/"
    clerk = opened("clerk")
    typed(clerk, at, q2_1="72", q2_2="71")
    sending = form_of(clerk.get(f"{at}check/"))
    world.clock.at += timedelta(days=11)
    late = opened("clerk")
    assert late.post(f"{at}submit/", sending).status_code == 409
    world.clock.at -= timedelta(days=11)
    assert opened("clerk").post(f"{at}submit/", sending).status_code == 302
    assert Submission.objects.get().at.astimezone().date() <= world.time.last_day


@pytest.mark.parametrize("back", BACK, ids=str)
def test_no_session_lives_longer_than_its_day_and_the_time_it_was_set_back(
    back: timedelta, world: World, opened: Open
) -> None:
    clerk = opened("clerk")
    ends = Session.objects.get(user=world["clerk"]).expire_date
    world.clock.at -= back
    assert clerk.get("/").status_code == 200
    typed(clerk, f"/reports/{world.opened().id}/", q2_1="72")
    assert Session.objects.get(user=world["clerk"]).expire_date <= ends
    world.clock.at = ends
    assert clerk.get("/").status_code == 302


def test_decisions_are_told_in_the_order_they_were_taken(world: World, opened: Open) -> None:
    report = world.bring_to(world.opened(), "under_review")
    world.clock.at -= timedelta(days=2)
    decide(world, opened("verifier"), report, "verify")
    numbers = [
        Event.objects.get(subjects__object=one.id).number for one in Decision.objects.order_by("at")
    ]  # by clock the later one came first; the chain knows better
    assert numbers == sorted(numbers, reverse=True)
    assert list(chain.check(queries.links())) == []
