"""One figure's whole way, from a phone to an issued paper and its proof, in each framework, by the people whose turn it is."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
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
    """Clerk, head, verifier (who returns it once), clerk again, verifiers, evaluator, auditor."""

    def person(role: str, width: int = way.width) -> Person:
        return Person(browser, site, f"{way.agency.short}.{role}", way.language, width, way.scripts)

    clerk = person("reporter")
    assert way.agency.left in clerk.words()
    clerk.page.locator("main .tasks a", has_text=re.compile(rf"^\s*{re.escape(way.agency.left)} ")).first.click()
    report = clerk.page.url.partition("/part/")[0]
    REPORT[way.agency.short](clerk)
    clerk.page.locator("input[type=file]").set_input_files(photograph(tmp_path))
    clerk.page.locator("input[name=title]").fill(clerk.say("ภาพถ่ายผล", "Photograph of the result"))
    clerk.press("บันทึกร่าง", "Save the draft")
    clerk.go(report.removeprefix(site.address).rstrip("/") + "/check/")
    clerk.press("ส่งรายงาน", "Send the report")
    assert clerk.say("รอหัวหน้า", "waits for the head") in clerk.words()
    clerk.leave()
