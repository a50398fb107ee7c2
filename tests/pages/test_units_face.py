"""The page of an agency's colour and emblem, and what of it stands on every page and on papers."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.pictures import png
from tests.apps.results_world import World
from tests.pages import looks
from tests.pages.conftest import Open
from tests.pages.rows_papers import asked, at, issued, scored

from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.issuing.queries import drawn_again, file_of
from samrit.apps.orgs import faces, queries, services
from samrit.web import colour

Queries = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, home=tmp_path))


def face(world: World) -> str:
    return f"/units/{world.root.id}/face/"


def kept(world: World) -> tuple[str, str]:
    found = queries.face_of(world.root.id)
    return found.colour, found.digits


def sent(code: str, picked: str = "", was: str = "", digits: str = "thai", do: str = "keep") -> dict[str, str]:
    return {"colour": code, "picked": picked or f"#{was or colour.DEFAULT}", "was": was, "digits": digits, "do": do}


def given(data: bytes, name: str = "emblem.png") -> dict[str, Any]:
    return {"do": "emblem", "emblem": SimpleUploadedFile(name, data, "image/png")}


@pytest.mark.parametrize(
    ("form", "colour_kept"),
    [(sent("7a1f3d"), "7a1f3d"), (sent("#7A1F3D"), "7a1f3d"), (sent("", "#1f4e9e"), "1f4e9e"), (sent(""), ""),
     (sent("1f4e9e", "#1F4E9E"), "1f4e9e"), (sent("", "#1f4e9e", "7a1f3d"), "1f4e9e")],
)  # fmt: skip
def test_a_colour_is_typed_or_picked_and_every_page_of_the_agency_has_it(
    world: World, opened: Open, form: dict[str, str], colour_kept: str
) -> None:
    answer = opened("org_admin").post(face(world), form)
    assert (answer.status_code, answer["Location"]) == (302, face(world))
    assert kept(world) == (colour_kept, "thai")
    shown = colour_kept or colour.DEFAULT
    assert f'href="/colour/{shown}.css"' in opened("clerk").get("/").content.decode()
    assert f'href="/colour/{colour.DEFAULT}.css"' in opened("foreigner").get("/").content.decode()


def test_a_look_shows_the_colour_on_both_grounds_with_its_contrast_and_keeps_nothing(
    world: World, opened: Open
) -> None:
    page = opened("org_admin").post(face(world), sent("", "#ffe14d", do="look")).content.decode()
    found = colour.readable("ffe14d")
    assert all(f'fill="#{one}"' in page for one in (found.light, found.dark))
    assert f"เป็น #{found.light} ให้เข้มขึ้น คอนทราสต์ {colour.contrast(found.light, 'ffffff'):.1f} ต่อ 1" in page
    assert f"เป็น #{found.dark} นวลลง" in page
    assert "ยังไม่บันทึก" in page
    assert 'value="ffe14d"' in page
    assert kept(world) == ("", "printed")


def test_what_was_looked_at_is_kept_as_the_form_then_stands(world: World, opened: Open) -> None:
    client = opened("org_admin")
    page = client.post(face(world), sent("", "#1f4e9e", do="look")).content.decode()
    fields = dict(re.findall(r'name="(was|colour|picked)"[^>]*? value="([^"]*)"', page))
    assert client.post(face(world), {**fields, "digits": "arabic", "do": "keep"}).status_code == 302
    assert kept(world) == ("1f4e9e", "arabic")


@pytest.mark.parametrize(
    ("form", "field"),
    [(sent("teal"), "colour"), (sent("teal", do="look"), "colour"), (sent("7a1f3d", "#1f4e9e"), "colour"),
     (sent("7a1f3d", digits="roman"), "digits")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    world: World, opened: Open, form: dict[str, str], field: str
) -> None:
    answer = opened("org_admin").post(face(world), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}-error"' in page
    assert f'value="{form["colour"]}"' in page
    assert kept(world) == ("", "printed")


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "ไม่รับ SVG"), (png() + bytes(5_000_000), "ใหญ่เกิน 1 เมกะไบต์"),
     (b"MZ\x90\x00" + bytes(600), "ไม่ใช่ภาพ PNG หรือ JPEG"), (None, "เลือกไฟล์ก่อน")],
    ids=["SVG", "5 MB", "renamed program", "no file"],
)  # fmt: skip
def test_a_file_that_is_no_emblem_is_refused_at_its_field(
    world: World, opened: Open, data: bytes | None, says: str
) -> None:
    answer = opened("org_admin").post(face(world), given(data) if data else {"do": "emblem"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="emblem-error"' in page
    assert says in page
    assert faces.emblem_of(world.root.id) is None


def test_the_emblem_stands_on_every_page_of_the_agency_and_is_cached_for_good(world: World, opened: Open) -> None:
    assert opened("org_admin").post(face(world), given(png())).status_code == 302
    page = opened("clerk").get("/units/").content.decode()
    found = re.search(r'<img class="emblem" src="([^"]+)" height="40" alt="([^"]+)">', page)
    assert found is not None
    assert found[2] == "ตราของ กรมสมมุติ"
    answer = opened("clerk").get(found[1])
    assert answer.content == faces.emblem_of(world.root.id)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert 'class="emblem"' not in opened("foreigner").get("/units/").content.decode()
    assert opened("org_admin").post(face(world), {"do": "remove"}).status_code == 302
    assert 'class="emblem"' not in opened("clerk").get("/units/").content.decode()
    assert opened("clerk").get(found[1]).status_code == 404


def test_the_way_there_is_on_the_agencys_page_alone(world: World, opened: Open) -> None:
    admin = opened("org_admin")
    assert face(world) in admin.get(f"/units/{world.root.id}/").content.decode()
    assert "/face/" not in admin.get(f"/units/{world.office.id}/").content.decode()
    assert face(world) not in opened("clerk").get(f"/units/{world.root.id}/").content.decode()


def test_a_face_costs_no_query_more(world: World, opened: Open, django_assert_max_num_queries: Queries) -> None:
    scored(world)
    client, admin = opened("head"), opened("org_admin")
    paths = ("/", "/units/", f"/units/{world.office.id}/", at(world, "issue/"))

    def counted() -> list[int]:
        found = []
        for path in paths:
            with django_assert_max_num_queries(12) as asked_for:
                client.get(path)
            found.append(len(asked_for))
        return found

    counted()  # what is read once a process
    before = counted()
    services.set_face(root=world.root, colour="7a1f3d", digits="thai", by=None)
    services.set_emblem(root=world.root, picture=png(), by=None)
    assert counted() == before
    with django_assert_max_num_queries(12):
        admin.get(face(world))
    with django_assert_max_num_queries(5):
        client.get(f"/units/{world.root.id}/emblem/{queries.face_of(world.root.id).emblem}.png")


# ── papers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_paper_begins_with_the_agencys_digits_and_the_reader_may_choose_others(world: World, opened: Open) -> None:
    scored(world)
    services.set_face(root=world.root, colour="", digits="thai", by=None)
    chosen = re.compile(r'name="digits" value="(\w+)"[^>]* checked')
    client = opened("head")
    assert chosen.findall(client.get(at(world, "issue/")).content.decode()) == ["thai"]
    assert chosen.findall(client.get(at(world, "issue/?digits=arabic")).content.decode()) == ["arabic"]


def test_an_issued_paper_bears_the_emblem_of_its_day_whatever_comes_later(world: World, opened: Open) -> None:
    run = scored(world)
    plain = issued(world)
    services.set_emblem(root=world.root, picture=png(), by=None)
    emblem = queries.face_of(world.root.id).emblem
    client = opened("head")
    page = client.get(at(world, "check/"), asked(world)).content.decode()
    assert "ตราของหน่วยงาน ตามที่เห็น" in page
    client.post(at(world, "check/"), asked(world, serial="2", run=str(run.id)))
    paper = IssuedDocument.objects.get(serial=2)
    assert (plain.sheet["emblem"], paper.sheet["emblem"]) == (None, emblem)
    files = {one.format: file_of(paper, one.format) for one in paper.files.all()}
    assert b"image" in files["pdf"].lower()
    services.set_emblem(root=world.root, picture=png(colour="maroon"), by=None)
    assert {str(one): data for one, data in drawn_again(paper).items()} == files
    services.set_emblem(root=world.root, picture=None, by=None)
    assert {str(one): data for one, data in drawn_again(paper).items()} == files


def test_the_page_looks_right(world: World, opened: Open) -> None:
    admin = opened("org_admin")
    pages = {"face-none-th": looks.rendered(admin, face(world))}
    services.set_face(root=world.root, colour="7a1f3d", digits="thai", by=None)
    services.set_emblem(root=world.root, picture=png((300, 200)), by=None)
    pages |= looks.in_both_languages(admin, "face", face(world))
    pages["face-look-th"] = admin.post(face(world), sent("7a1f3d", "#ffe14d", "7a1f3d", do="look")).content.decode()
    pages["face-wrong-th"] = admin.post(face(world), given(b"MZ")).content.decode()
    pages["face-unit-th"] = looks.rendered(admin, f"/units/{world.root.id}/")
    address = f"/units/{world.root.id}/emblem/{queries.face_of(world.root.id).emblem}.png"
    picture = faces.emblem_of(world.root.id)
    assert picture is not None
    assert "\n".join(looks.problems(pages, {address: ("image/png", picture)})) == ""
