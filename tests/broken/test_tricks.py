"""Files, file names, names and remarks that try something: refused with a reason, or shown as the harmless text they are."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.apps.results_world import World
from tests.pages.conftest import Open
from tests.pages.rows_papers import issued
from tests.pages.test_report import form_of, page, typed

from samrit.apps.accounts.models import User
from samrit.apps.evidence import store
from samrit.apps.evidence.models import Evidence
from samrit.apps.issuing import store as papers
from samrit.apps.orgs.models import Placement
from samrit.apps.results.models import Attachment, Entry

pytestmark = pytest.mark.django_db
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SCRIPT = "<script>alert(1)</script>"
BIDI = "\u202egpj.exe"
"""Turns what follows around: seen as exe.jpg."""


def png() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(held, "PNG")
    return held.getvalue()


def docx_bomb() -> bytes:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return held.getvalue()


def with_file(clerk: Client, at: str, name: str, content: bytes, title: str = "ผลสำรวจ") -> Any:
    given = SimpleUploadedFile("x", content, "image/png")
    given._name = name  # past Django's own tidying, as a client of one's own would send it
    fields = form_of(clerk.get(at)) | {"v|2.1|percent|": "72", "title": title, "files": given, "do": "save"}
    return clerk.post(f"{at}part/all/", fields)


@pytest.fixture
def at(world: World) -> str:
    return f"/reports/{world.opened().id}/"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ภาพ.svg", SVG), ("ภาพ.png", SVG), ("รายงาน.html", HTML), ("รายงาน.pdf", HTML), ("ภาพ.jpg", b"GIF89a" + HTML),
        ("รายงาน.docx", docx_bomb()), ("งาน.docx", b"PK\x03\x04" + bytes(500)), ("x.exe.pdf", b"%PDF-1.4\n"), ("ว่าง.png", b""),
    ],
    ids=["svg", "svg as png", "html", "html as pdf", "gif as jpg", "bomb", "torn zip", "exe.pdf", "empty"],
)  # fmt: skip
def test_a_file_that_pretends_is_refused_at_its_field_and_costs_nothing_typed(
    name: str, content: bytes, opened: Open, at: str
) -> None:
    clerk = opened("clerk")
    answer = with_file(clerk, at, name, content)
    main = lxml.html.fromstring(answer.content.decode())
    assert answer.status_code == 422
    assert main.xpath("//input[@id='files']/@aria-invalid") == ["true"]
    assert main.xpath("//input[@name='title']/@value") == ["ผลสำรวจ"]
    assert Entry.objects.get().text == "72"
    assert not Evidence.objects.exists()


def test_a_picture_that_is_a_page_as_well_is_handed_out_as_a_picture_to_be_saved(opened: Open, at: str) -> None:
    clerk = opened("clerk")
    assert with_file(clerk, at, "ภาพ.png", png() + HTML).status_code in (302, 422)
    for kept in Evidence.objects.all():
        answer = clerk.get(f"/evidence/{kept.id}/")
        answer.getvalue()
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        small = clerk.get(f"/evidence/{kept.id}/look/").getvalue()
        assert b"script" not in small


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/cron.d/x.png", "x.png"), ("C:\\Windows\\x.png", "x.png"), ("a\x00b.png", "ab.png"), ("con.png", "_con.png"),
        ("\u202egnp.x.png", "gnp.x.png"), ("a\r\nSet-Cookie: x=1.png", None), ("<img src=x onerror=alert(1)>.png", None),
        ("...", None), (".png", None),
    ],
)  # fmt: skip
def test_a_file_name_is_only_a_name(name: str, shown: str | None, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    before = {path for path in store.root().rglob("*") if path.is_file()}
    answer = with_file(clerk, at, name, png())
    assert answer.status_code in (302, 422)
    for kept in Evidence.objects.all():
        assert shown is None or kept.file_name == shown
        assert not re.search(r"[/\\\x00-\x1f\u202a-\u202e\u2066-\u2069<>]", kept.file_name)
        told = clerk.get(f"/evidence/{kept.id}/")
        told.getvalue()
        assert "Set-Cookie" not in told.headers
    new = {path for path in store.root().rglob("*") if path.is_file()} - before
    assert all(re.fullmatch(r"[0-9a-f]{64}(\.preview\.jpg)?|lock", path.name) for path in new)


@pytest.mark.parametrize(("letters", "status"), [(290, 422), (1000, 400)], ids=["too long to keep", "too long to read"])
def test_a_name_that_is_too_long_is_refused_with_advice(letters: int, status: int, opened: Open, at: str) -> None:
    answer = with_file(opened("clerk"), at, "ก" * letters + ".png", png())
    assert answer.status_code == status
    assert "ชื่อ" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_html_and_turned_letters_in_what_people_write_are_text_everywhere(world: World, opened: Open, at: str) -> None:
    User.objects.filter(pk=world["clerk"].pk).update(name=f"{SCRIPT}{BIDI}")
    Placement.objects.filter(unit=world.office).update(name_th=f"หน่วย{SCRIPT}{BIDI}", name_en=f"Unit {SCRIPT}")
    clerk = opened("clerk")
    clerk.post(
        f"{at}part/all/",
        form_of(clerk.get(at)) | {"v|2.1|percent|": "72", "n|2.1|percent|": f"{SCRIPT}{BIDI}", "v|2.2|percent|": "71", "do": "save"},
    )  # fmt: skip
    assert with_file(clerk, at, "ภาพ.png", png(), f"{SCRIPT}{BIDI}").status_code == 302
    sending = form_of(clerk.get(f"{at}check/")) | {"remark": f"{SCRIPT}{BIDI}"}
    sent = clerk.post(f"{at}submit/", sending)
    assert sent.status_code in (302, 422)
    head = opened("head")
    report = world.assessment.reports.get(indicator=world.indicator)
    if sent.status_code == 302:
        head.post(f"{at}review/", {"decision": "return", "remark": f"{SCRIPT} แก้", "version": report.version})
    for who, paths in {
        "clerk": ("/", at, f"{at}check/", "/notices/", "/account/", "/why/"),
        "head": ("/", f"{at}review/", "/review/", "/notices/"),
        "org_admin": ("/units/", f"/units/{world.office.id}/", f"/units/{world.office.id}/roles/", "/assessments/",
                      f"/assessments/{world.assessment.id}/"),
        "auditor": ("/audit/", f"/audit/object/{report.id}/", f"/audit/object/{world.office.id}/"),
    }.items():  # fmt: skip
        browser = opened(who)
        for path in paths:
            answer = browser.get(path, follow=True)
            text = answer.content.decode()
            assert answer.status_code == 200, path
            assert SCRIPT not in text, path
            assert not lxml.html.fromstring(text).xpath("//script[contains(., 'alert')] | //main//img[@onerror]"), path
    assert Attachment.objects.exists()


def test_a_paper_carries_a_name_with_html_as_letters(world: World, opened: Open) -> None:
    Placement.objects.filter(unit=world.office).update(name_th=f"หน่วย{SCRIPT}&amp;")
    paper = issued(world)
    for one in paper.files.exclude(format="pdf"):
        with zipfile.ZipFile(io.BytesIO(papers.get(one.sha256))) as archive:
            for name in archive.namelist():
                assert b"<script" not in archive.read(name), f"{one.format} {name}"
    answer = opened("head").get(f"/papers/{paper.id}/")
    assert answer.status_code == 200
    assert SCRIPT not in answer.content.decode()


@pytest.mark.parametrize("where", ["add/", "rename/"])
@pytest.mark.parametrize(
    "name", [f"หน่วย{SCRIPT}", f"หน่วย{BIDI}", "หน่วย\u2066x", "ก" * 5000], ids=["html", "rlo", "lri", "long"]
)
def test_names_that_try_something_are_refused_where_they_are_typed(
    name: str, where: str, world: World, opened: Open
) -> None:
    browser = opened("org_admin")
    before = Placement.objects.count()
    answer = browser.post(
        f"/units/{world.office.id}/{where}",
        {"name_th": name, "kind": "spk", "since": "20/9/2556", "on": "20/9/2556", "sure": "1"},
    )
    assert answer.status_code == 422
    assert SCRIPT not in answer.content.decode()
    assert Placement.objects.count() == before
    assert len(page(answer)) > 40


def test_a_remark_with_tricks_is_read_as_text_by_its_reader(world: World, opened: Open, at: str) -> None:
    clerk = opened("clerk")
    typed(clerk, at, q2_1="72", q2_2="71")
    clerk.post(f"{at}submit/", form_of(clerk.get(f"{at}check/")))
    report = world.assessment.reports.get(indicator=world.indicator)
    sent = {"decision": "return", "remark": f"{SCRIPT} แก้ตัวเลข", "version": report.version}
    assert opened("head").post(f"{at}review/", sent).status_code == 302
    said = clerk.get(at).content.decode()
    assert SCRIPT not in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt; แก้ตัวเลข" in said
