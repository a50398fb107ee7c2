"""A report on its page: nothing typed is lost, nobody overwrites another, what is sent is what was checked, once."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.apps.results_world import ITA, RTP, World, clock_at, fresh

from samrit.apps.assessments.models import Assessment
from samrit.apps.evidence.models import Evidence
from samrit.apps.notices.models import Notice
from samrit.apps.orgs.models import Unit
from samrit.apps.results.draft import Change
from samrit.apps.results.models import Attachment, Entry, Report, Submission
from samrit.apps.scoring.models import ScoreRun
from samrit.web import asking

from . import looks
from .conftest import Open
from .rows_report import report

Fields = dict[str, Any]


def form_of(answer: Any) -> Fields:
    """What a browser would send from the page's form if nothing were touched."""
    assert answer.status_code < 500
    form = lxml.html.fromstring(answer.content.decode()).xpath("//main//form[.//input[@name='version']]")[0]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def typed(browser: Client, address: str, do: str = "save", **values: str) -> Any:
    """Open a page, type into fields (`q2_1` stands for the percentage of 2.1), press a button."""
    fields = form_of(browser.get(address)) | {FIELDS[name]: value for name, value in values.items()}
    return browser.post(f"{address}part/all/", fields | {"do": do})


FIELDS = {
    "q2_1": "v|2.1|percent|",
    "q2_2": "v|2.2|percent|",
    "note2_1": "n|2.1|percent|",
    "title": "title",
    "link": "link",
}


def page(answer: Any) -> str:
    """The words of a page."""
    return " ".join(lxml.html.fromstring(answer.content.decode()).xpath("//main")[0].text_content().split())


@pytest.fixture
def at(world: World) -> str:
    return f"/reports/{report(world).id}/"


def test_the_score_and_why_stand_beside_the_field_and_nothing_is_saved(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    fields = form_of(clerk.get(at)) | {FIELDS["q2_1"]: "๗๒.๐๐"}
    answer = clerk.post(f"{at}part/all/score/", fields, headers={"HX-Request": "true"})
    assert "2.7200" in page(clerk.post(f"{at}part/all/", fields | {"do": "score"}))
    assert "2.7200" in answer.content.decode()
    assert not Entry.objects.exists()
    assert not ScoreRun.objects.exists()


def test_what_was_typed_stands_as_it_was_typed(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    assert typed(clerk, at, q2_1=" ๗๒.๐๐ ", note2_1="จากรายงานสำรวจ").status_code == 302
    entry = Entry.objects.get()
    assert (entry.text, entry.note) == (" ๗๒.๐๐ ", "จากรายงานสำรวจ")
    assert form_of(clerk.get(at))[FIELDS["q2_1"]] == " ๗๒.๐๐ "


def test_what_cannot_be_understood_is_kept_and_told_at_its_field(world: World, opened: Open, at: str) -> None:
    answer = typed(opened("clerk"), at, "check", q2_1="เจ็ดสิบสอง", q2_2="71")
    assert answer.status_code == 422
    main = lxml.html.fromstring(answer.content.decode()).xpath("//main")[0]
    assert main.xpath("//*[@role='alert']//a/@href") == ["#v|2.1|percent|"]
    assert main.xpath("//input[@name='v|2.1|percent|']/@value") == ["เจ็ดสิบสอง"]
    assert {entry.node: entry.text for entry in Entry.objects.all()} == {"2.1": "เจ็ดสิบสอง", "2.2": "71"}


def test_the_second_of_two_editors_sees_what_the_first_wrote_and_keeps_what_he_typed(
    world: World, opened: Open, at: str
) -> None:
    first, second = opened("clerk"), opened("second_clerk")
    late = form_of(second.get(at))
    typed(first, at, q2_1="72")
    answer = second.post(f"{at}part/all/", late | {FIELDS["q2_1"]: "73", "do": "save"})
    assert answer.status_code == 409
    assert "“72”" in page(answer)
    again = form_of(answer)
    assert again[FIELDS["q2_1"]] == "73"
    assert Entry.objects.get().text == "72"
    second.post(f"{at}part/all/", again | {"do": "save"})
    assert Entry.objects.get().text == "73"


def test_two_editors_of_different_fields_do_not_hinder_each_other(world: World, opened: Open, at: str) -> None:
    first, second = opened("clerk"), opened("second_clerk")
    late = form_of(second.get(at))
    typed(first, at, q2_1="72")
    assert second.post(f"{at}part/all/", late | {FIELDS["q2_2"]: "71", "do": "save"}).status_code == 302
    assert {entry.node: entry.text for entry in Entry.objects.all()} == {"2.1": "72", "2.2": "71"}


def test_a_form_sent_twice_sends_one_report(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    typed(clerk, at, q2_1="72", q2_2="71")
    sending = form_of(clerk.get(f"{at}check/"))
    assert [clerk.post(f"{at}submit/", sending).status_code for _ in range(2)] == [302, 302]
    assert Submission.objects.count() == 1
    assert ScoreRun.objects.get().moment == "submitted"


def test_what_was_never_checked_is_not_sent(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    typed(clerk, at, q2_1="72", q2_2="71")
    sending = form_of(clerk.get(f"{at}check/")) | {"remark": "ส่งตามกำหนด"}
    typed(opened("second_clerk"), at, q2_2="70")
    answer = clerk.post(f"{at}submit/", sending)
    assert answer.status_code == 409
    assert "ส่งตามกำหนด" in page(answer)
    assert not Submission.objects.exists()


def test_after_sending_it_is_said_who_has_it_and_it_may_be_taken_back(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    typed(clerk, at, q2_1="72", q2_2="71")
    clerk.post(f"{at}submit/", form_of(clerk.get(f"{at}check/")))
    said = page(clerk.get(at))
    assert "รอหัวหน้าของสำนักงานเขตสมมุติเห็นชอบ" in said
    assert clerk.post(f"{at}withdraw/").status_code == 302
    assert fresh(report(world)).state == "draft"


def test_typing_after_the_session_ended_is_carried_to_the_sign_in_page(world: World, opened: Open, at: str) -> None:
    fields = form_of(opened("clerk").get(at)) | {FIELDS["q2_1"]: "๗๒.๐๐", "do": "save"}
    answer = Client().post(f"{at}part/all/", fields)
    assert answer.status_code == 401
    assert "๗๒.๐๐" in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_round_that_is_over_says_so_where_the_fields_were(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    fields = form_of(clerk.get(at)) | {FIELDS["q2_1"]: "72", "do": "save"}
    world.clock.at += timedelta(days=40)
    clerk.force_login(world["clerk"])
    said = page(clerk.get(at))
    assert "หมดเวลาแล้ว" in said
    assert "ขอขยายเวลา" in said
    answer = clerk.post(f"{at}part/all/", fields)
    assert answer.status_code == 409
    assert 'value="72"' in answer.content.decode()
    assert not Entry.objects.exists()


# ── evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def picture(colour: str = "navy") -> SimpleUploadedFile:
    held = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(held, "PNG")
    return SimpleUploadedFile("ป้ายประกาศ.png", held.getvalue(), "image/png")


def test_a_photograph_is_attached_with_the_figures_in_one_go(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    fields = form_of(clerk.get(at)) | {FIELDS["q2_1"]: "72", "title": "ผลสำรวจ", "files": picture(), "do": "save"}
    assert clerk.post(f"{at}part/all/", fields).status_code == 302
    kept = Attachment.objects.get().evidence
    assert (kept.title, kept.file_name) == ("ผลสำรวจ", "ป้ายประกาศ.png")
    assert Entry.objects.get().text == "72"
    seen = clerk.get(f"/evidence/{kept.id}/look/")
    assert (seen.status_code, seen.headers["Content-Type"]) == (200, "image/jpeg")
    saved = clerk.get(f"/evidence/{kept.id}/")
    assert "attachment" in saved.headers["Content-Disposition"]
    assert "sandbox" in saved.headers["Content-Security-Policy"]
    assert b"".join(saved).startswith(b"\x89PNG")
    assert opened("stranger").get(f"/evidence/{kept.id}/").status_code == 404


def test_evidence_that_is_refused_costs_nothing_that_was_typed(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    wrong = SimpleUploadedFile("รายงาน.pdf", b"MZ\x90\x00" + b"\x00" * 600, "application/pdf")
    fields = form_of(clerk.get(at)) | {FIELDS["q2_1"]: "72", "title": "ผลสำรวจ", "files": wrong, "do": "check"}
    answer = clerk.post(f"{at}part/all/", fields)
    assert answer.status_code == 422
    main = lxml.html.fromstring(answer.content.decode())
    assert main.xpath("//input[@id='files']/@aria-invalid") == ["true"]
    assert main.xpath("//input[@name='v|2.1|percent|']/@value") == ["72"]
    assert main.xpath("//input[@name='title']/@value") == ["ผลสำรวจ"]
    assert Entry.objects.get().text == "72"
    assert not Evidence.objects.exists()


def test_evidence_is_taken_off_a_draft_with_what_was_typed_kept(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    clerk.post(f"{at}part/all/", form_of(clerk.get(at)) | {"files": picture(), "do": "save"})
    fields = form_of(clerk.get(at)) | {FIELDS["q2_2"]: "71", "do": f"detach:{Attachment.objects.get().id}"}
    assert clerk.post(f"{at}part/all/", fields).status_code == 302
    assert not Attachment.objects.exists()
    assert Entry.objects.get().text == "71"


def test_what_is_too_large_is_refused_before_it_is_read(world: World, opened: Open, at: str) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("the body was read")

    two_gigabytes = 2_000_000_000 + settings.INSTALLATION.upload_bytes
    answer = opened("clerk").post(
        f"{at}part/all/", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(two_gigabytes),
        **{"wsgi.input": Endless()},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "ไฟล์ใหญ่เกินไป" in page(answer)


# ── the three frameworks ─────────────────────────────────────────────────────────────────────────────────────────────


def another(
    monkeypatch: pytest.MonkeyPatch, pack: str, round_id: str, indicator: str, kind: str
) -> tuple[World, Report]:
    world = World(clock_at(monkeypatch), pack, round_id, indicator, kind)
    return world, world.opened()


def test_a_long_report_is_filled_in_part_by_part(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world, held = another(monkeypatch, ITA, "2566", "OIT", "metropolitan")
    clerk = Client()
    clerk.force_login(world["clerk"])
    listed = lxml.html.fromstring(clerk.get(f"/reports/{held.id}/").content.decode())
    parts = listed.xpath("//ul[@class='tasks']//a/@href")
    assert len(parts) == len(asking.parts_of(held))
    assert f"/reports/{held.id}/part/O1/" in parts
    address = f"/reports/{held.id}/part/O1/"
    fields = form_of(clerk.get(address))
    asked = [name for name in fields if name.startswith("v|")]
    answer = clerk.post(address, fields | dict.fromkeys(asked, "มี") | {"do": "next"})
    assert answer.headers["Location"] == f"/reports/{held.id}/part/O2/"
    assert Entry.objects.filter(node="O1", text="มี").count() == len(asked)
    assert clerk.get(f"/reports/{held.id}/part/all/").status_code == 404


@pytest.mark.parametrize(("kind", "is_asked"), [("subdivision", True), ("other", False)])
def test_only_the_guidelines_for_this_kind_of_unit_are_asked(
    kind: str, is_asked: bool, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, held = another(monkeypatch, RTP, "12", "3.1.22", "subdivision")
    world.office.placements.update(kind=kind)
    asked = {question.field[:2] for part in asking.parts_of(held) for question in part.questions}
    assert (("3.1.22.1", "1.1") in asked) is is_asked


def test_months_are_those_of_the_year_that_is_run(world: World) -> None:
    held = world.assessment_reports("4")[0]
    world.year.fiscal_year = 2569
    held.assessment.year.fiscal_year = 2569
    labels = [question.label.th for part in asking.parts_of(held) for question in part.questions if question.window]
    assert labels[:2] == ["เม.ย. 69", "พ.ค. 69"]


# ── for everybody ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_english_pages_have_no_thai_but_names(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    clerk.cookies["samrit_language"] = "en"
    main = lxml.html.fromstring(clerk.get(at).content.decode()).xpath("//main")[0]
    for name in main.xpath("//*[contains(@class, 'rule')] | //*[contains(@class, 'explanation')]"):
        name.getparent().remove(name)  # sources are cited as the document names them
    thai = re.findall("[ก-๙]+", main.text_content())
    assert thai == []


def test_the_number_of_queries_does_not_grow(
    world: World, opened: Open, at: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = opened("clerk")
    typed(clerk, at, q2_1="72", q2_2="71")
    counts = []
    for size in (1, 30):
        for _ in range(size):
            proof = world.evidence()
            Attachment.objects.create(report=report(world), evidence=proof, by=world["clerk"], at=proof.at, node="")
            unit = Unit.objects.create(root=world.root)
            Assessment.objects.create(year=world.year, unit=unit, made_by="kind")
            Report.objects.create(
                assessment=Assessment.objects.get(unit=unit),
                round="2",
                indicator="2",
                with_unit=unit,
                changed_at=proof.at,
            )
            Notice.objects.create(to=world["clerk"].id, code="results.returned", at=proof.at)
        for address in ("/", at, f"{at}check/", "/notices/"):
            clerk.get(address)
            with django_assert_max_num_queries(MOST_QUERIES) as found:
                clerk.get(address)
            counts.append((address, len(found.captured_queries)))
    assert counts[:4] == counts[4:]
    clerk.post(f"{at}submit/", form_of(clerk.get(f"{at}check/")))
    with django_assert_max_num_queries(MOST_QUERIES):
        clerk.get(at)


MOST_QUERIES = 12


def test_the_pages_hold_up_in_a_browser(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    pages = looks.in_both_languages(clerk, "home", "/")
    pages |= looks.in_both_languages(clerk, "report", at)
    pages["report-problem"] = typed(clerk, at, "check", q2_1="abc", q2_2="71").content.decode()
    typed(clerk, at, q2_1="72")
    clerk.post(f"{at}part/all/", form_of(clerk.get(at)) | {"files": picture(), "do": "save"})
    pages |= looks.in_both_languages(clerk, "check", f"{at}check/")
    clerk.post(f"{at}submit/", form_of(clerk.get(f"{at}check/")))
    pages |= looks.in_both_languages(clerk, "sent", at)
    pages |= looks.in_both_languages(opened("head"), "notices", "/notices/")
    seen = f"/evidence/{Evidence.objects.get().id}/look/"
    found = clerk.get(seen)
    problems = looks.problems(pages, {seen: ("image/jpeg", b"".join(found))})
    assert problems == [], "\n".join(problems)


def test_the_answers_of_a_survey_are_told_question_by_question(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world, held = another(monkeypatch, ITA, "2566", "IIT", "metropolitan")
    part = asking.parts_of(held)[0]
    lines = list(dict.fromkeys(question.heads for question in part.questions))
    first = [question for question in part.questions if question.heads == lines[0]]
    for at, question in enumerate(first):
        world.save(held, Change(*question.field[:2], str(at)))
    clerk = Client()
    clerk.force_login(world["clerk"])
    answers = lxml.html.fromstring(clerk.get(f"/reports/{held.id}/check/").content.decode()).xpath("//dl")[0]
    asked = [one.text_content() for one in answers.xpath(".//dt")]
    assert asked == [" › ".join(head.th for head in heads[1:]) for heads in lines]
    said = answers.xpath(".//dd[not(contains(@class, 'change'))]")[0].text_content()
    assert said == " · ".join(f"{question.label.th} {at}" for at, question in enumerate(first))


@pytest.mark.parametrize("who", ["clerk", "head", "verifier", "evaluator", "auditor"])
def test_the_way_to_the_scores_is_shown_only_where_it_leads_somewhere(who: str, world: World) -> None:
    held = report(world)
    world.save(held, Change("2.1", "percent", "72"), Change("2.2", "percent", "72"))
    world.submit(held)
    world.do(held, "approve", "head")
    client = Client()
    client.force_login(world[who])
    read = client.get(f"/reports/{held.id}/")
    assert read.status_code == 200
    way = f"/assessments/{held.assessment_id}/{held.round}/"
    assert (f'href="{way}"' in read.content.decode()) is (client.get(way).status_code == 200)


@pytest.mark.parametrize("address", ["/nowhere/", "/reports/00000000-0000-7000-8000-000000000000/"])
def test_whoever_is_lost_keeps_the_menu(address: str, world: World) -> None:
    client = Client()
    assert client.get("/nowhere/").status_code == 404
    client.force_login(world["clerk"])
    lost = client.get(address)
    assert lost.status_code == 404
    assert 'href="/assessments/"' in lost.content.decode()
