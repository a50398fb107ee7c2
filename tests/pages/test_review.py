"""The queue and the review page: who decides what, what is kept when it is refused, and what a reviewer is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.urls import resolve
from tests.apps.results_world import ITA, World, clock_at
from tests.pages.conftest import Open

from samrit.apps.evidence.models import Evidence
from samrit.apps.ground import clock
from samrit.apps.notices.models import Notice
from samrit.apps.results import services
from samrit.apps.results.draft import Change
from samrit.apps.results.models import Decision, Report
from samrit.apps.scoring import moments
from samrit.web import asking

from . import looks

STEPS = (
    ("submitted", "head", "approve", "under_review"),
    ("submitted", "head", "return", "returned"),
    ("under_review", "verifier", "verify", "under_review"),
    ("under_review", "verifier", "return", "returned"),
    ("verified", "evaluator", "conclude", "closed"),
)


def at(report: Report) -> str:
    return f"/reports/{report.id}/review/"


def brought(world: World, state: str) -> Report:
    return world.bring_to(world.opened(), state)


def post(client: Client, report: Report, decision: str, remark: str = "", version: int | None = None) -> Any:
    sent = {"decision": decision, "remark": remark, "version": report.version if version is None else version}
    return client.post(at(report), sent)


@pytest.mark.parametrize(("state", "who", "decision", "after"), STEPS)
def test_whose_turn_it_is_decides_and_is_told_who_has_it_now(
    world: World, opened: Open, state: str, who: str, decision: str, after: str
) -> None:
    report = brought(world, state)
    client = opened(who)
    page = client.get(at(report)).content.decode()
    assert f'value="{decision}"' in page
    answer = post(client, report, decision, "ขอภาพถ่ายเพิ่ม")
    assert (answer.status_code, answer["Location"]) == (302, at(report))
    report.refresh_from_db()
    assert report.state == after
    assert Decision.objects.filter(submission__report=report).latest("at").by == world[who]
    assert 'role="status"' in client.get(at(report)).content.decode()


@pytest.mark.parametrize(("who", "sees"), [("head", True), ("verifier", False)])
def test_no_link_leads_where_one_may_not_go(world: World, opened: Open, who: str, sees: bool) -> None:
    report = brought(world, "under_review")
    client = opened(who)
    page = client.get(at(report)).content.decode()
    board = f"/assessments/{world.assessment.id}/{report.round}/"
    assert (f'href="{board}"' in page) is sees
    assert (client.get(board).status_code == 200) is sees


@pytest.mark.parametrize("who", ["clerk", "verifier", "evaluator", "commentator", "auditor", "org_admin"])
def test_nobody_else_is_offered_a_decision_and_the_page_says_why(world: World, opened: Open, who: str) -> None:
    report = brought(world, "submitted")
    if who == "verifier":
        world.do(report, "approve", "head")
        world.do(report, "verify", "verifier")  # it has gone on to the next unit
    page = opened(who).get(at(report))
    assert page.status_code == 200
    assert b'name="decision"' not in page.content
    assert b'class="lock' in page.content


def test_a_return_without_a_remark_is_refused_at_the_field(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    answer = post(opened("head"), report, "return", "   ")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'id="remark-error"' in page
    assert 'href="#remark"' in page
    assert f'name="version" value="{report.version}"' in page
    assert not Decision.objects.exists()


def test_a_remark_that_is_too_long_is_kept(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    answer = post(opened("head"), report, "approve", "ก" * 5001)
    assert answer.status_code == 400
    assert "ก" * 5001 in answer.content.decode()


def test_no_decision_or_an_invented_one_decides_nothing(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    for decision in ("", "submit", "verify_last", "save"):
        answer = post(opened("head"), report, decision, "หมายเหตุ")
        assert answer.status_code == 400
        assert "หมายเหตุ" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == "submitted"


@pytest.mark.parametrize("version", ["", "-1", "๑", "9" * 40, "x"])
def test_a_version_that_is_none_is_stale(world: World, opened: Open, version: str) -> None:
    report = brought(world, "submitted")
    answer = opened("head").post(at(report), {"decision": "approve", "version": version, "remark": "เห็นชอบ"})
    assert answer.status_code == 409
    assert not Decision.objects.exists()


def test_who_was_slower_keeps_the_remark_and_is_told_what_happened(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    seen = report.version
    world.do(report, "return", "head", remark="ขาดภาพถ่าย")
    answer = post(opened("head"), report, "approve", "ครบถ้วนดี", version=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ครบถ้วนดี" in page
    assert "ขาดภาพถ่าย" in page
    assert "ส่งกลับให้แก้ไข" in page
    assert Decision.objects.count() == 1


def test_a_second_click_on_the_same_button_decides_once(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    client, seen = opened("head"), report.version
    assert post(client, report, "approve", version=seen).status_code == 302
    assert post(client, report, "approve", version=seen).status_code == 409
    assert Decision.objects.count() == 1


def test_a_closed_round_refuses_and_keeps_the_remark(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    world.time.closed_at = clock.now()
    world.time.save()
    answer = post(opened("head"), report, "approve", "ครบถ้วนดี")
    assert answer.status_code == 409
    assert "ครบถ้วนดี" in answer.content.decode()


def test_who_reported_it_may_not_approve_it_though_he_heads_the_unit(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    world.hold("clerk", how="acting")
    page = opened("clerk").get(at(report)).content.decode()
    assert 'name="decision"' not in page
    answer = post(opened("clerk"), report, "approve", "เห็นชอบเอง")
    assert answer.status_code == 403
    assert "เห็นชอบเอง" in answer.content.decode()


def test_the_values_stand_as_typed_and_as_understood(world: World, opened: Open) -> None:
    report = world.opened()
    world.save(report, Change("2.1", "percent", "๗๒.๐๐", note="สำรวจเดือนสิงหาคม"))
    world.submit(report)
    page = opened("head").get(at(report)).content.decode()
    assert "๗๒.๐๐" in page
    assert "อ่านว่า 72" in page
    assert "สำรวจเดือนสิงหาคม" in page
    assert "70.92" in page  # a level of the rule
    assert "2.7200" in page  # the score, with its explanation
    assert "ไม่มีหลักฐานแนบ" in page


def test_evidence_is_shown_small_with_its_hash(world: World, opened: Open) -> None:
    report = world.opened()
    picture = world.evidence()
    type(picture).objects.filter(pk=picture.pk)  # rows of evidence only grow; this one is made as a picture below
    from samrit.apps.evidence.models import Evidence

    shot = Evidence.objects.create(
        unit=world.office, title="ภาพเวทีชุมชน", file_name="เวที.png", media_type="image/png", size=2048, sha256="cd" * 32,
        by=world["clerk"], at=clock.now(),
    )  # fmt: skip
    services.attach(report, evidence=shot, by=world["clerk"], node="2.1")
    services.attach(report, evidence=picture, by=world["clerk"])
    world.save(report, Change("2.1", "percent", "72"))
    world.submit(report)
    page = opened("head").get(at(report)).content.decode()
    assert f'src="/evidence/{shot.id}/look/"' in page
    assert f'href="/evidence/{shot.id}/"' in page
    assert resolve(f"/evidence/{shot.id}/").url_name == "evidence-file"
    assert f'src="/evidence/{picture.id}/look/"' not in page
    assert "cd" * 32 in page
    assert "ไม่มีหลักฐานแนบ" not in page


def test_what_changed_since_the_return_is_told(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    world.do(report, "return", "head", remark="ตรวจตัวเลข")
    world.save(report, Change("2.1", "percent", "71.5"))
    world.submit(report)
    page = opened("head").get(at(report)).content.decode()
    assert "“72”" in page
    assert "“71.5”" in page
    queue = opened("head").get("/review/").content.decode()
    for told in (page, queue):
        assert "ส่งใหม่หลังถูกส่งกลับ" in told
        assert "ส่งใหม่หลังถูกส่งกลับ 2" not in told


def test_what_was_only_taken_back_is_no_doubt(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    services.withdraw(report, by=world["clerk"])
    world.save(report, Change("2.1", "percent", "71.5"))
    world.submit(report)
    client = opened("head")
    for told in (client.get(at(report)), client.get("/review/")):
        assert "ส่งใหม่" not in told.content.decode()
    report.refresh_from_db()
    world.do(report, "return", "head", remark="แก้")
    assert "ส่งใหม่" not in client.get(at(report)).content.decode()  # it was returned, and not sent again
    world.save(report, Change("2.1", "percent", "70"))
    world.submit(report)
    world.do(report, "return", "head", remark="แก้อีก")
    world.save(report, Change("2.1", "percent", "69"))
    world.submit(report)
    for told in (client.get(at(report)), client.get("/review/")):
        assert "ส่งใหม่หลังถูกส่งกลับ 2 ครั้ง" in told.content.decode()


def many(world: World, count: int) -> list[Report]:
    """The same office's reports, a number of them submitted."""
    world.opened()
    reports = list(world.assessment.reports.order_by("indicator"))[:count]
    values = {"1": ("1.1", "percent", "90"), "2": ("2.1", "percent", "72")}
    for report in reports:
        node, name, text = values.get(report.indicator) or first_of(report)
        world.save(report, Change(node, name, text))
        world.submit(report)
    return reports


def first_of(report: Report) -> tuple[str, str, str]:
    from samrit.apps.assessments.queries import terms_on
    from samrit.apps.results.draft import slots_of

    slots = slots_of(terms_on(report.assessment, clock.today()), report)
    (node, name), slot = next(iter(slots.items()))
    return node, name, "ทำแล้ว" if slot.spec.holds == "deed" else "80"


def test_the_queue_lists_what_waits_and_leads_to_it(world: World, opened: Open) -> None:
    reports = many(world, 3)
    page = opened("head").get("/review/").content.decode()
    for report in reports:
        assert at(report) in page
    assert "รอท่าน 3 เรื่อง" in page
    assert "ไม่มีหลักฐาน" in page


@pytest.mark.parametrize("who", ["clerk", "verifier", "evaluator", "auditor", "administrator", "stranger", "foreigner"])
def test_a_queue_in_which_nothing_waits_says_what_will(world: World, opened: Open, who: str) -> None:
    brought(world, "submitted")
    page = opened(who).get("/review/")
    assert page.status_code == 200
    assert b'class="empty"' in page.content


def test_filters_keep_what_they_name(world: World, opened: Open) -> None:
    first, second, *_ = many(world, 2)
    page = opened("head").get("/review/", {"indicator": first.indicator}).content.decode()
    assert at(first) in page
    assert at(second) not in page
    nothing = opened("head").get("/review/", {"round": "99"}).content.decode()
    assert "ล้างตัวกรอง" in nothing


@pytest.mark.parametrize("page", ["0", "-3", "x", "999999999999", "๒"])
def test_a_page_that_is_none_is_the_nearest(world: World, opened: Open, page: str) -> None:
    many(world, 1)
    assert opened("head").get("/review/", {"page": page}).status_code == 200


def test_late_reports_come_first(world: World, opened: Open) -> None:
    first, second = many(world, 2)
    Report.objects.filter(pk=second.pk).update(due=clock.today().replace(day=1))
    Report.objects.filter(pk=first.pk).update(due=None)
    page = opened("head").get("/review/").content.decode()
    assert page.index(at(second)) < page.index(at(first))
    assert "เลยมา" in page


def test_of_what_is_not_late_the_longest_waiting_comes_first(world: World, opened: Open) -> None:
    first, second = many(world, 2)
    Report.objects.filter(pk=first.pk).update(due=None)
    Report.objects.filter(pk=second.pk).update(due=None, changed_at=clock.now() - timedelta(days=3))
    page = opened("head").get("/review/").content.decode()
    assert page.index(at(second)) < page.index(at(first))


def test_the_next_report_of_the_queue_is_a_link(world: World, opened: Open) -> None:
    first, second = many(world, 2)
    page = opened("head").get(at(first)).content.decode()
    assert f'id="review-after" href="{at(second)}"' in page
    assert 'id="review-before"' not in page


def test_doubts_can_come_first(world: World, opened: Open) -> None:
    first, second = many(world, 2)
    world.do(second, "return", "head", remark="แก้")
    world.save(second, Change(*first_of(second)[:2], "81")) if second.indicator not in "12" else world.save(
        second, Change("2.1", "percent", "73")
    )
    world.submit(second)
    by_age = opened("head").get("/review/").content.decode()
    by_doubt = opened("head").get("/review/", {"order": "doubt"}).content.decode()
    assert by_age.index(at(first)) < by_age.index(at(second))
    assert by_doubt.index(at(second)) < by_doubt.index(at(first))


def test_a_value_far_from_last_years_is_a_doubt(world: World, opened: Open) -> None:
    from samrit.apps.assessments.models import Assessment
    from samrit.apps.rounds.models import Year

    report = brought(world, "submitted")
    before = Year.objects.create(root=world.root, pack=world.year.pack, fiscal_year=world.year.fiscal_year - 1)
    old = Report.objects.create(
        assessment=Assessment.objects.create(year=before, unit=world.office, made_by="kind"), round="2", indicator="2",
        state="closed", with_unit=world.office, changed_at=clock.now(),
    )  # fmt: skip
    newest = report.submissions.get()
    was = [row | {"value": "40", "text": "40"} for row in newest.facts]
    old.submissions.create(number=1, key="x", facts=was, by=world["clerk"], at=clock.now())
    page = opened("head").get(at(report)).content.decode()
    assert "ปีก่อน 40" in page
    assert "ต่างจากปีก่อนมาก" in page
    assert "ต่างจากปีก่อนมาก" in opened("head").get("/review/").content.decode()


Q = Callable[..., Any]


def test_the_queue_asks_the_same_number_of_queries_at_any_size(
    world: World, opened: Open, django_assert_max_num_queries: Q
) -> None:
    client = opened("head")
    reports = many(world, 2)
    client.get("/review/")
    with django_assert_max_num_queries(100) as few:
        client.get("/review/")
    for report in list(world.assessment.reports.order_by("indicator"))[len(reports) :]:
        world.save(report, Change(*first_of(report)))
        world.submit(report)
    with django_assert_max_num_queries(100) as more:
        client.get("/review/")
    assert len(more) == len(few)
    assert len(few) <= QUEUE_QUERIES, "\n".join(one["sql"][:170] for one in few.captured_queries)


@pytest.mark.parametrize(("who", "most"), [("head", 12), ("clerk", 12)])
def test_the_review_page_asks_the_same_number_of_queries_at_any_size(
    world: World, opened: Open, django_assert_max_num_queries: Q, who: str, most: int
) -> None:
    """More than the twelve of other pages only for who decides: the ties, the route and his own queue are a question each."""
    client = opened(who)
    report = brought(world, "submitted")
    client.get(at(report))
    with django_assert_max_num_queries(100) as few:
        client.get(at(report))
    for _ in range(2):
        world.do(report, "return", "head", remark="แก้")
        world.save(report, Change("2.1", "percent", f"7{_}"))
        world.submit(report)
    many_more = [one for one in world.assessment.reports.order_by("indicator") if one.state == "draft"]
    for other in many_more:
        world.save(other, Change(*first_of(other)))
        world.submit(other)
    with django_assert_max_num_queries(100) as more:
        client.get(at(report))
    assert len(more) == len(few)
    assert len(few) <= most, "\n".join(one["sql"][:170] for one in few.captured_queries)


QUEUE_QUERIES = 12


def test_the_reporter_is_told_of_a_return(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    post(opened("head"), report, "return", "ขอภาพ")
    assert Notice.objects.filter(to=world["clerk"].id, object=report.id).exists()


def test_a_figure_is_explained_with_its_history_and_its_evidence(world: World, opened: Open) -> None:
    report = world.opened()
    given = Evidence.objects.create(
        unit=world.office, title="แบบสำรวจสมมุติ", file_name="ก.pdf", media_type="application/pdf", size=9,
        sha256="ef" * 32, by=world["clerk"], at=clock.now(),
    )  # fmt: skip
    services.attach(report, evidence=given, by=world["clerk"], node="2.1")
    world.save(report, Change("2.1", "percent", "72"))
    moments.submit(report, by=world["clerk"], key="one")
    run = world.assessment.runs.get()
    for who, path in (("head", at(report)), ("evaluator", f"/runs/{run.id}/2.1/")):
        told = opened(who).get(path).content.decode().partition('<details class="explanation"')[2]
        assert f'href="/evidence/{given.id}/"' in told, path
        assert "ส่งรายงาน (ครั้งที่ 1)" in told, path
    # what came after a run does not stand behind it
    report.refresh_from_db()
    world.do(report, "return", "head", remark="ขอภาพ")
    assert "ส่งกลับให้แก้ไข" not in opened("evaluator").get(f"/runs/{run.id}/2.1/").content.decode()


def test_a_refused_decision_leads_to_why(world: World, opened: Open) -> None:
    report = brought(world, "submitted")
    page = opened("evaluator").get(at(report)).content.decode()
    assert f'href="/why/report/{report.id}/"' in page
    assert opened("evaluator").get(f"/why/report/{report.id}/").status_code == 200


def test_a_survey_is_asked_and_claimed_question_by_question(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(clock_at(monkeypatch), ITA, "2566", "IIT", "metropolitan")
    held = world.opened()
    part = asking.parts_of(held)[0]
    lines = list(dict.fromkeys(question.heads for question in part.questions))
    every = [one for each in asking.parts_of(held) for one in each.questions]
    world.save(held, *(Change(*question.field[:2], "1") for question in every))
    world.submit(held)
    head = Client()
    head.force_login(world["head"])
    read = lxml.html.fromstring(head.get(at(held)).content.decode())
    told = read.xpath("//dl[@class='values']")[0]
    questions = [" › ".join(text.th for text in heads[1:]) for heads in lines]
    assert [one.text_content() for one in told.xpath(".//dt")] == questions
    first = [f"{question.label.th} 1" for question in part.questions if question.heads == lines[0]]
    assert told.xpath(".//dd/strong")[0].text_content() == " · ".join(first)
    demanded = [one.text_content() for one in read.xpath("//ul[@class='demands']/li")]
    assert demanded[: len(questions)] == questions


def test_a_deed_is_claimed_in_the_readers_words(world: World, opened: Open) -> None:
    held = world.assessment_reports("6")[0]
    asked = [question for part in asking.parts_of(held) for question in part.questions]
    world.save(held, *(Change(*question.field[:2], "ทำแล้ว" if question.answers else "80") for question in asked))
    world.submit(held)
    english = looks.rendered(opened("head"), at(held), "en")
    assert "<strong>Done</strong>" in english
    assert "ทำแล้ว" not in english
