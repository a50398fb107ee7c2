"""One figure's whole way, from a phone to an issued paper and its proof, in each framework, by the people whose turn it is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.e2e.conftest import Person, Site
from tests.e2e.world import AGENCIES, Agency


@dataclass(frozen=True)
class Way:
    """How one framework's journey is made: in which language, on which width, with scripts or without."""

    agency: Agency
    language: str
    width: int
    scripts: bool


WAYS = [
    Way(AGENCIES[0], "th", 360, True),
    Way(AGENCIES[1], "en", 1440, True),
    Way(AGENCIES[2], "th", 360, False),
]


def photograph(tmp_path: Path) -> Path:
    """What a clerk takes with the phone."""
    made = tmp_path / "ภาพถ่าย.jpg"
    Image.new("RGB", (800, 600), "teal").save(made, "JPEG")
    return made


def report_kpi_2(person: Person) -> None:
    """Types the two percentages; the score moves while typing."""
    page = person.page
    page.locator("input[name='v|2.1|percent|']").press_sequentially("๗๒.๐๐")
    page.locator("#score", has_text="2.7200").wait_for()
    page.locator("input[name='v|2.2|percent|']").fill("71")


def report_milestones(person: Person) -> None:
    """Answers every guideline of the first part, and goes on to the end."""
    page = person.page
    person.press("กรอก 3.1.22.1", "Fill in 3.1.22.1")
    for choice in page.locator("input[type=radio][value='ทำแล้ว']").all():
        choice.check()
    for figure in page.locator("input.input-figure").all():
        figure.fill("4")


def report_elements(person: Person) -> None:
    """Ticks the elements of O1."""
    person.press("กรอก O1", "Fill in O1")
    for choice in person.page.locator("input[type=radio][value='มี']").all():
        choice.check()


REPORT = {"prd": report_kpi_2, "rtp": report_milestones, "ita": report_elements}


@pytest.mark.parametrize("way", WAYS, ids=[f"{way.agency.short}-{way.language}-{way.width}" for way in WAYS])
def test_a_figure_makes_its_whole_way(way: Way, site: Site, browser: Any, tmp_path: Path) -> None:
    the_way(way, site, browser, tmp_path)


@pytest.mark.parametrize("way", WAYS[:1], ids=["prd"])
def test_it_makes_the_same_way_on_postgresql(way: Way, site_on_postgresql: Site, browser: Any, tmp_path: Path) -> None:
    the_way(way, site_on_postgresql, browser, tmp_path)


def the_way(way: Way, site: Site, browser: Any, tmp_path: Path) -> None:
    """Clerk, head, verifier (who returns it once), clerk again, verifiers, evaluator; the paper, its proof, the auditor."""

    def person(role: str, width: int = way.width) -> Person:
        return Person(browser, site, f"{way.agency.short}.{role}", way.language, width, way.scripts)

    def decide(role: str, decision: str, remark: str = "") -> None:
        someone = person(role)
        someone.task(way.agency.left)
        if remark:
            someone.page.locator("textarea[name=remark]").fill(remark)
        someone.page.locator(f"button[name=decision][value={decision}]").click()
        someone.page.locator("main .notice.good").first.wait_for()
        someone.leave()

    clerk = person("reporter")
    clerk.task(way.agency.left)
    report = clerk.page.url
    REPORT[way.agency.short](clerk)
    clerk.page.locator("input[type=file]").set_input_files(photograph(tmp_path))
    clerk.page.locator("input[name=title]").fill(clerk.say("ภาพถ่ายผล", "Photograph of the result"))
    clerk.press("บันทึกร่าง", "Save the draft")
    clerk.go(f"{report}check/")
    assert clerk.say("ภาพถ่ายผล", "Photograph of the result") in clerk.words()
    clerk.press("ส่งรายงาน", "Send the report")
    assert clerk.say("รอหัวหน้า", "waits for the head") in clerk.words()
    clerk.leave()

    decide("head", "approve")
    decide("verifier", "return", "ตัวเลขไม่ตรงหลักฐาน")

    clerk = person("reporter")
    assert clerk.say("ถูกส่งกลับ", "returned") in clerk.words().lower()
    clerk.go(report)
    assert "ตัวเลขไม่ตรงหลักฐาน" in clerk.words()
    clerk.go(f"{report}check/")
    clerk.press("ส่งรายงาน", "Send the report")
    clerk.leave()

    decide("head", "approve")
    decide("verifier", "verify")
    if way.agency.short != "prd":
        decide("last", "verify")
    decide("evaluator", "conclude")

    head = person("head", 1440)
    head.go(report)
    head.press("ดูคะแนนทั้งรอบ", "See the whole round's scores")
    head.page.locator("details.explanation summary").first.click()
    assert head.page.locator("details.explanation[open] .sentence").first.is_visible()
    board = head.page.url
    run = head.page.locator("a[href^='/runs/']").first.get_attribute("href")
    assessment = board.removesuffix("/").rpartition("/")[0]
    head.go(f"{assessment}/papers/issue/?series=สมมุติ")
    head.press("ตรวจก่อนออก", "Check before issuing")
    head.press("ออกเอกสารเลขที่", "Issue no.")
    files = {}
    for format_ in ("pdf", "docx", "xlsx"):
        with head.page.expect_download() as download:
            head.page.locator(f"a[href$='/{format_}/']").first.click()
        files[format_] = Path(download.value.path()).read_bytes()
    assert files["pdf"].startswith(b"%PDF")
    assert all(files[one].startswith(b"PK") for one in ("docx", "xlsx"))
    with head.page.expect_download() as download:
        head.page.locator("a[href$='/passport/']").first.click()
    passport = zipfile.ZipFile(Path(download.value.path()))
    head.leave()
    passport.extractall(tmp_path)
    verifier, card = (next(tmp_path.rglob(name)) for name in ("*.py", "*.json"))
    proof = subprocess.run([sys.executable, "-I", verifier, card], capture_output=True, text=True, check=False)
    assert proof.returncode == 0, proof.stdout + proof.stderr

    auditor = person("auditor", 1440)
    for address in (report, f"{report}review/", board, str(run), f"{assessment}/papers/", "/audit/"):
        auditor.go(address)
        assert not auditor.page.locator("main button[name=decision]").count()
    auditor.go("/audit/verify/")
    auditor.press("ตรวจเดี๋ยวนี้", "Verify now")
    auditor.page.locator("main .notice.good").first.wait_for()
    auditor.leave()
    assert site.run("audit", "verify").returncode == 0


def test_a_row_changed_by_sql_is_found_and_named(site: Site) -> None:
    database = site.home / "samrit.sqlite3"
    with closing(sqlite3.connect(database)) as connection, connection:
        number, code = connection.execute(
            "SELECT number, code FROM audit_event ORDER BY number DESC LIMIT 1 OFFSET 5"
        ).fetchone()
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE audit_event SET code = 'results.approved' WHERE number = ?", (number,))
    try:
        found = site.run("audit", "verify", check=False)
        assert found.returncode == 1
        assert str(number) in found.stdout + found.stderr
    finally:
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE audit_event SET code = ? WHERE number = ?", (code, number))
            for _, sql in guards:
                connection.execute(sql)
