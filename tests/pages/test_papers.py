"""Official papers on the web: a number once however often the button is pressed, files that are what was issued, a passport."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from tests.apps.results_world import World
from tests.pages import looks
from tests.pages.conftest import Open
from tests.pages.rows_papers import SERIES, asked, at, issued, scored

from samrit.apps.issuing import services, store
from samrit.apps.issuing.models import Counter, IssuedDocument
from samrit.apps.issuing.papers import Options
from samrit.apps.results.models import Report
from samrit.apps.scoring import services as scoring


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, home=tmp_path))


def sent(world: World, **more: str) -> dict[str, str]:
    return asked(world, serial="1", run=str(scored(world).id), **more)


# ── issuing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_check_page_says_what_will_be_issued_and_issuing_does_just_that(world: World, opened: Open) -> None:
    run, client = scored(world), opened("head")
    page = client.get(at(world, "check/"), asked(world)).content.decode()
    assert f"{SERIES} 1/2556" in page
    assert "20 กันยายน 2556" in page
    assert not IssuedDocument.objects.exists()
    answer = client.post(at(world, "check/"), sent(world), follow=True)
    paper = IssuedDocument.objects.get()
    assert answer.redirect_chain == [(f"/papers/{paper.id}/", 302)]
    assert (paper.series, paper.serial, paper.year, paper.run, paper.by) == (SERIES, 1, 2556, run, world["head"])
    assert (paper.sheet["digits"], paper.sheet["language"]) == ("thai", "th")
    assert (paper.sheet["agency"], paper.sheet["unit"]) == ("กรมสมมุติ", "สำนักงานเขตสมมุติ")
    assert f"{SERIES} 1/2556" in answer.content.decode()


def test_a_doubled_click_issues_one_paper_and_shows_it(world: World, opened: Open) -> None:
    client = opened("head")
    first, second = (client.post(at(world, "check/"), sent(world)) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert IssuedDocument.objects.count() == 1


def test_a_click_that_another_process_overtook_shows_the_paper_of_that_one(
    world: World, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = services.issue_now

    def overtaken(*given: Any, **more: Any) -> Any:
        monkeypatch.setattr(services, "issue_now", whole)
        whole(*given, **more)
        return whole(*given, **more)

    data = sent(world)
    monkeypatch.setattr(services, "issue_now", overtaken)
    answer = opened("head").post(at(world, "check/"), data)
    assert answer["Location"] == f"/papers/{IssuedDocument.objects.get().id}/"


def test_a_number_taken_by_another_paper_is_said_and_nothing_issued(world: World, opened: Open) -> None:
    data = sent(world)
    issued(world)
    other = opened("org_admin").post(at(world, "check/"), data)
    assert other.status_code == 409
    assert "เลขที่นี้ถูกใช้" in other.content.decode()
    assert IssuedDocument.objects.count() == 1


def test_a_score_computed_anew_in_between_is_checked_again(world: World, opened: Open) -> None:
    data = {**sent(world), "run": "00000000-0000-7000-8000-000000000000"}
    assert opened("head").post(at(world, "check/"), data).status_code == 409
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize("broken", ["stale", "unverified"])
def test_what_cannot_be_issued_says_why_and_has_no_button(world: World, opened: Open, broken: str) -> None:
    scored(world)
    if broken == "stale":
        scoring.mark_stale(world.assessment, world.round, "sha256:" + "0" * 64)
    else:
        Report.objects.filter(assessment=world.assessment).update(state="submitted")
    client = opened("head")
    page = client.get(at(world, "check/"), asked(world)).content.decode()
    assert 'name="serial"' not in page
    assert f"/assessments/{world.assessment.id}/" in page
    assert client.post(at(world, "check/"), sent(world)).status_code == 409
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"series": ""}, "series"), ({"series": "<b>"}, "series"), ({"on": "เมื่อวาน"}, "on"), ({"round": "9"}, "round"),
     ({"form": "measures-plan"}, "form"), ({"form": "no-such"}, "form")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    world: World, opened: Open, wrong: dict[str, str], field: str
) -> None:
    scored(world)
    answer = opened("head").get(at(world, "check/"), asked(world, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'href="#{field}"' in page
    assert "20/9/2556" in page or field == "on"
    assert not Counter.objects.exists()


def test_a_corrected_copy_takes_the_place_of_the_old_which_says_so(world: World, opened: Open) -> None:
    old, client = issued(world), opened("head")
    page = client.get(at(world, "issue/"), {"replaces": str(old.id), "form": old.form}).content.decode()
    assert SERIES in page
    answer = client.post(at(world, "check/"), sent(world, replaces=str(old.id)) | {"serial": "2"})
    new = IssuedDocument.objects.get(serial=2)
    assert answer["Location"] == f"/papers/{new.id}/"
    assert new.replaces == old
    assert f"{SERIES} 2/2556" in client.get(f"/papers/{old.id}/").content.decode()
    both = client.get(at(world)).content.decode()
    assert "ถูกแทนด้วย" in both
    assert "ใช้แทน" in both
    theirs = "01900000-0000-7000-8000-000000000000"
    assert client.get(at(world, "issue/"), {"replaces": theirs}).status_code == 404


@pytest.mark.parametrize("format_", ["pdf", "docx", "xlsx"])
def test_a_draft_is_marked_and_keeps_nothing(world: World, opened: Open, format_: str) -> None:
    scored(world)
    answer = opened("clerk").get(at(world, "draft/"), {"form": "por-ror-2", "format": format_})
    assert answer.status_code == 200
    assert unquote(answer["Content-Disposition"]).startswith('attachment; filename="draft-por-ror-2.')
    if format_ == "docx":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as zipped:
            assert any("ร่าง" in zipped.read(name).decode() for name in zipped.namelist() if name.endswith(".xml"))
    assert not IssuedDocument.objects.exists()
    assert not Counter.objects.exists()


def test_the_form_s_other_button_leads_to_the_draft_of_what_is_chosen(world: World, opened: Open) -> None:
    scored(world)
    for name, end in (("head", "check/"), ("clerk", "issue/")):
        answer = opened(name).get(at(world, end), {**asked(world), "form": "agreement", "draft": "docx"}, follow=True)
        assert 'filename="draft-agreement.docx"' in answer["Content-Disposition"]


def test_without_a_score_the_form_says_what_comes_first(world: World, opened: Open) -> None:
    page = opened("head").get(at(world, "issue/")).content.decode()
    assert f"/assessments/{world.assessment.id}/" in page
    assert opened("head").get(at(world, "draft/")).status_code == 409


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format_", ["pdf", "docx", "xlsx"])
def test_a_file_is_handed_out_as_issued_under_its_thai_name_and_never_run(
    world: World, opened: Open, format_: str
) -> None:
    paper = issued(world)
    answer = opened("auditor").get(f"/papers/{paper.id}/{format_}/")
    assert hashlib.sha256(answer.content).hexdigest() == paper.files.get(format=format_).sha256
    disposition = answer["Content-Disposition"]
    assert disposition.isascii()
    assert f'filename="por-ror-2-1-2556.{format_}"' in disposition
    assert unquote(disposition.partition("UTF-8''")[2]).endswith(f"{SERIES} 1-2556.{format_}")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert opened("auditor").get(f"/papers/{paper.id}/exe/").status_code == 404


@pytest.mark.parametrize(("harm", "word"), [("damage", "เสียหาย"), ("lose", "ไม่พบไฟล์")])
def test_a_damaged_file_is_never_handed_out_and_the_page_says_what_to_do(
    world: World, opened: Open, harm: str, word: str
) -> None:
    paper, client = issued(world), opened("head")
    path = store._path(paper.files.get(format="pdf").sha256)
    path.chmod(0o600)
    path.unlink() if harm == "lose" else path.write_bytes(b"%PDF-1.7 changed")
    answer = client.get(f"/papers/{paper.id}/pdf/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")
    assert word in page
    assert f"/papers/{paper.id}/again/" in page
    again = client.post(f"/papers/{paper.id}/again/", follow=True).content.decode()
    assert "ได้ไฟล์เดิมทุกไบต์" in again
    assert client.get(f"/papers/{paper.id}/docx/").status_code == 200


def test_a_paper_that_is_drawn_otherwise_is_said_to_differ(
    world: World, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samrit.apps.issuing import queries

    paper = issued(world)
    whole = queries.drawn_again(paper)
    monkeypatch.setattr(queries, "drawn_again", lambda document: whole | {"pdf": b"%PDF other"})
    page = opened("head").post(f"/papers/{paper.id}/again/", follow=True).content.decode()
    assert "ต่างจากฉบับที่ออก: pdf" in page


# ── the passport ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_passport_verifies_offline_and_finds_a_changed_figure(world: World, opened: Open, tmp_path: Path) -> None:
    run = scored(world)
    answer = opened("auditor").get(f"/runs/{run.id}/passport/")
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as zipped:
        zipped.extractall(tmp_path / "passport")
    folder = tmp_path / "passport"
    assert "offline" in (folder / "READ-ME.txt").read_text()

    def verify() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "verify.py", "scorecard.json"], cwd=folder, env={}, text=True, capture_output=True,
            check=False,
        )  # fmt: skip

    good = verify()
    assert good.returncode == 0, good.stderr
    assert run.facts_digest in good.stdout
    assert run.terms_id in good.stdout
    card = folder / "scorecard.json"
    changed = card.read_text().replace('"72"', '"73"', 1)
    assert changed != card.read_text()
    card.write_text(changed)
    assert verify().returncode != 0


# ── queries and looks ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1, 4])
@pytest.mark.parametrize("person", ["head", "evaluator"])
def test_the_list_takes_as_many_queries_however_long_it_is(
    world: World, opened: Open, django_assert_max_num_queries: Any, size: int, person: str
) -> None:
    papers = [issued(world, options=Options(digits="thai")) for _ in range(size)]
    client = opened(person)
    with django_assert_max_num_queries(12):
        page = client.get(at(world)).content.decode()
    assert all(f"/papers/{one.id}/" in page for one in papers)


@pytest.mark.parametrize("end", ["issue/", "check/", "one"])
def test_the_other_pages_keep_to_their_queries(
    world: World, opened: Open, django_assert_max_num_queries: Any, end: str
) -> None:
    paper = issued(world)
    path = f"/papers/{paper.id}/" if end == "one" else at(world, end)
    client = opened("head")
    with django_assert_max_num_queries(12):
        assert client.get(path, asked(world)).status_code == 200


def test_looks(world: World, opened: Open) -> None:
    head = opened("head")
    pages = looks.in_both_languages(head, "papers-no-score", at(world, "issue/"))
    old = issued(world)
    new = issued(world, replaces=old)
    pages |= looks.in_both_languages(head, "papers-list", at(world))
    pages |= looks.in_both_languages(head, "papers-issue", at(world, "issue/"))
    query = "&".join(f"{name}={value}" for name, value in asked(world).items())
    pages |= looks.in_both_languages(head, "papers-check", f"{at(world, 'check/')}?{query}")
    pages |= looks.in_both_languages(head, "papers-one", f"/papers/{old.id}/")
    path = store._path(new.files.get(format="pdf").sha256)
    path.chmod(0o600)
    path.write_bytes(b"changed")
    pages |= {"papers-damaged-th": looks.rendered(head, f"/papers/{new.id}/pdf/", status=500)}
    assert looks.problems(pages) == []
