"""Assessments and their scores: what is shown as the form has it, what moved since, and who may do what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.apps.results_world import World
from tests.pages.conftest import Open

from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.ground import clock
from samrit.apps.orgs.models import Placement, Post, Unit
from samrit.apps.results.draft import Change
from samrit.apps.results.models import Report
from samrit.apps.scoring import moments
from samrit.apps.scoring.models import ScoreRun

Q = Callable[..., Any]


def scored(world: World) -> ScoreRun:
    world.bring_to(world.opened(), "submitted")
    return moments.ask(world.assessment, world.round, by=world["clerk"])


def board(world: World) -> str:
    return f"/assessments/{world.assessment.id}/{world.round}/"


def text(page: str) -> str:
    """What is read: without tags, spaces as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_list_leads_to_each_assessment_with_its_open_round(world: World, opened: Open) -> None:
    world.bring_to(world.opened(), "submitted")
    page = opened("evaluator").get("/assessments/").content.decode()
    assert f'href="/assessments/{world.assessment.id}/"' in page
    assert "สำนักงานเขตสมมุติ" in page
    assert "ส่งแล้ว รอหัวหน้าเห็นชอบ 1" in page


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ({"year": "2556"}, True), ({"year": "2550"}, False), ({"framework": "th-prd-por-ror-2-2556"}, True),
        ({"framework": "x"}, False), ({"unit": "เขต"}, True), ({"unit": "ไม่มีหน่วยนี้"}, False), ({"page": "999"}, True),
    ],
)  # fmt: skip
def test_the_list_is_filtered(world: World, opened: Open, asked: dict[str, str], is_there: bool) -> None:
    page = opened("org_admin").get("/assessments/", asked).content.decode()
    assert (f"/assessments/{world.assessment.id}/" in page) is is_there
    assert ("ล้างตัวกรอง" in page) is not is_there


@pytest.mark.parametrize("who", ["stranger", "foreigner", "administrator", "verifier"])
def test_an_empty_list_says_what_to_do(world: World, opened: Open, who: str) -> None:
    page = opened(who).get("/assessments/").content.decode()
    assert 'class="empty"' in page
    assert str(world.assessment.id) not in page


def test_the_agreement_names_posts_rather_than_people(world: World, opened: Open) -> None:
    Agreement.objects.create(
        assessment=world.assessment, number=1, overlay="", terms_digest="x", signatory=world["head"],
        counterparty=world["evaluator"], signed_at=clock.now() - timedelta(days=40),
    )  # fmt: skip
    page = opened("commentator").get(f"/assessments/{world.assessment.id}/").content.decode()
    assert "ผู้อำนวยการ (สมมุติ)" in page
    assert world["head"].name not in page
    assert "ไม่ได้ดำรงตำแหน่งใดในวันลงนาม" in page  # the evaluator holds no post


def test_a_deputy_who_accepted_an_agreement_is_named_by_the_deputy_s_post(world: World, opened: Open) -> None:
    deputy, head = (
        Post.objects.create(unit=unit, name_th=name, is_head=is_head)
        for unit, name, is_head in (
            (world.root, "รองอธิบดี (สมมุติ)", False), (world.planning, "ผู้อำนวยการสำนัก (สมมุติ)", True),
        )
    )  # fmt: skip
    world.hold("evaluator", post=deputy)
    Agreement.objects.create(
        assessment=world.assessment, number=1, overlay="", terms_digest="x", signatory=world["head"],
        counterparty=world["evaluator"], signed_at=clock.now() - timedelta(days=40),
    )  # fmt: skip
    address = f"/assessments/{world.assessment.id}/"
    assert "รองอธิบดี (สมมุติ)" in opened("commentator").get(address).content.decode()
    # the post of a head stands before any other
    world.hold("evaluator", post=head)
    page = opened("commentator").get(address).content.decode()
    assert "ผู้อำนวยการสำนัก (สมมุติ)" in page
    assert "รองอธิบดี (สมมุติ)" not in page


def test_reports_of_the_round_stand_as_a_task_list(world: World, opened: Open) -> None:
    report = world.bring_to(world.opened(), "submitted")
    page = opened("evaluator").get(f"/assessments/{world.assessment.id}/").content.decode()
    assert f'href="/reports/{report.id}/review/"' in page
    drafts = opened("clerk").get(f"/assessments/{world.assessment.id}/").content.decode()
    other = world.assessment.reports.exclude(pk=report.pk).first()
    assert other is not None
    assert f'href="/reports/{other.id}/"' in drafts


@pytest.mark.parametrize(("who", "status"), [("clerk", 302), ("head", 302), ("org_admin", 302), ("evaluator", 403)])
def test_opening_a_round_is_for_those_who_may(world: World, opened: Open, who: str, status: int) -> None:
    assert opened(who).post(f"{board(world)}open/").status_code == status
    assert Report.objects.exists() is (status == 302)


def test_a_round_that_is_not_open_is_not_opened(world: World, opened: Open) -> None:
    world.time.opens = world.today + timedelta(days=3)
    world.time.last_day = world.today + timedelta(days=30)
    world.time.save()
    assert opened("clerk").post(f"{board(world)}open/").status_code == 409
    assert (
        "เปิดรายงานของรอบนี้</button>" not in opened("clerk").get(f"/assessments/{world.assessment.id}/").content.decode()
    )


def test_the_board_shows_figures_as_printed_and_each_is_a_door(world: World, opened: Open) -> None:
    run = scored(world)
    page = opened("auditor").get(board(world)).content.decode()
    assert f'href="/runs/{run.id}/2.1/"' in page
    assert f'href="/runs/{run.id}/total/"' in page
    assert "2.7200" in page
    assert "ยังไม่มีคะแนนของ 1, " in page  # why there is no total
    for line in run.lines.all():
        if line.score:
            assert line.score in page


def test_a_board_before_the_first_run_says_when_there_will_be_one(world: World, opened: Open) -> None:
    page = opened("clerk").get(board(world)).content.decode()
    assert "ยังไม่เคยคิดคะแนนของรอบนี้" in page
    assert "คิดคะแนนตอนนี้" in page


def test_staleness_is_said_where_the_score_stands(world: World, opened: Open) -> None:
    scored(world)
    fresh = opened("evaluator").get(board(world)).content.decode()
    assert "ข้อมูลเปลี่ยนหลังคิดคะแนนนี้" not in fresh
    moments.withdraw(world.assessment.reports.get(indicator="2"), by=world["clerk"])
    page = opened("evaluator").get(board(world)).content.decode()
    assert "ข้อมูลเปลี่ยนหลังคิดคะแนนนี้" in page


def test_what_changed_since_the_run_before_is_told_with_its_cause(world: World, opened: Open) -> None:
    scored(world)
    report = world.assessment.reports.get(indicator="2")
    world.do(report, "return", "head", remark="ตรวจตัวเลข")
    world.save(report, Change("2.1", "percent", "71.5"))
    moments.submit(report, by=world["clerk"], key="second")
    page = text(opened("evaluator").get(board(world)).content.decode())
    assert "2.7200" in page
    assert "เปลี่ยนจาก" in page
    assert "“72” → “71.5”" in page


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 302), ("evaluator", 302), ("auditor", 403), ("commentator", 403)]
)
def test_scoring_on_demand_is_for_those_who_work_with_it(world: World, opened: Open, who: str, status: int) -> None:
    world.bring_to(world.opened(), "submitted")
    before = ScoreRun.objects.count()
    assert opened(who).post(f"{board(world)}score/").status_code == status
    assert ScoreRun.objects.count() == before + (status == 302)
    offered = "คิดคะแนนตอนนี้</button>" in opened(who).get(board(world)).content.decode()
    assert offered is (status == 302)


def test_asking_twice_makes_one_run_and_says_so(world: World, opened: Open) -> None:
    world.bring_to(world.opened(), "submitted")
    client = opened("clerk")
    client.post(f"{board(world)}score/")
    made = ScoreRun.objects.count()
    page = client.post(f"{board(world)}score/", follow=True).content.decode()
    assert ScoreRun.objects.count() == made
    assert "คะแนนเท่าเดิม" in page


def test_a_run_shows_who_when_and_its_fingerprints(world: World, opened: Open) -> None:
    run = scored(world)
    page = opened("auditor").get(f"/runs/{run.id}/").content.decode()
    assert run.facts_digest in page
    assert run.terms_id in page
    assert world["clerk"].name in page
    assert "<form" not in page.split('id="main"')[1].split("</main>")[0]


@pytest.mark.parametrize("code", ["2", "2.1", "1", "total"])
def test_every_figure_has_a_page(world: World, opened: Open, code: str) -> None:
    run = scored(world)
    page = opened("commentator").get(f"/runs/{run.id}/{code}/").content.decode()
    assert '<details class="explanation"' in page
    assert ("2.7200" in page) is (code in ("2", "2.1"))


def more_assessments(world: World, count: int) -> None:
    for number in range(count):
        unit = Unit.objects.create(root=world.root)
        name = f"สำนักงานสมมุติที่ {number}"
        Placement.objects.create(
            unit=unit, parent=world.root, kind="spk", name_th=name, since=world.today - timedelta(days=900),
            sort_key=name, search_text=name,
        )  # fmt: skip
        world.grant("evaluator", "evaluator", unit)
        tree = world.root.trees.get() if hasattr(world.root, "trees") else None
        assert tree is None or tree
        assessment = Assessment.objects.create(year=world.year, unit=unit, made_by="kind")
        for code in ("1", "2"):
            Report.objects.create(
                assessment=assessment, round="2", indicator=code, with_unit=unit, changed_at=clock.now()
            )


MOST = 12


def test_the_list_asks_the_same_number_of_queries_at_any_size(
    world: World, opened: Open, django_assert_max_num_queries: Q
) -> None:
    from samrit.apps.orgs.models import Ancestor, Tree

    client = opened("evaluator")
    with django_assert_max_num_queries(MOST) as few:
        assert "1 การประเมิน" in text(client.get("/assessments/").content.decode())
    more_assessments(world, 30)
    tree = Tree.objects.get(root=world.root)
    for unit in Unit.objects.filter(root=world.root).exclude(id__in=Ancestor.objects.values("below")):
        Ancestor.objects.create(tree=tree, above=unit, below=unit, depth=0)
        Ancestor.objects.create(tree=tree, above=world.root, below=unit, depth=1)
    with django_assert_max_num_queries(MOST) as more:
        assert "31 การประเมิน" in text(client.get("/assessments/").content.decode())
    assert len(more) == len(few)


@pytest.mark.parametrize("tail", ["", "2/"])
def test_an_assessment_asks_the_same_number_of_queries_at_any_size(
    world: World, opened: Open, django_assert_max_num_queries: Q, tail: str
) -> None:
    scored(world)
    client = opened("evaluator")
    address = f"/assessments/{world.assessment.id}/{tail}"
    with django_assert_max_num_queries(MOST) as few:
        client.get(address)
    report = world.assessment.reports.get(indicator="2")
    for value in ("71", "73"):
        world.do(report, "return", "head", remark="แก้")
        world.save(report, Change("2.1", "percent", value))
        moments.submit(report, by=world["clerk"], key=value)
    world.do(report, "return", "head", remark="แก้")
    with django_assert_max_num_queries(MOST) as more:
        client.get(address)
    assert len(more) == len(few)


def test_a_run_asks_the_same_number_of_queries(world: World, opened: Open, django_assert_max_num_queries: Q) -> None:
    run = scored(world)
    client = opened("evaluator")
    for tail in ("", "2/", "total/"):
        with django_assert_max_num_queries(MOST):
            client.get(f"/runs/{run.id}/{tail}")
