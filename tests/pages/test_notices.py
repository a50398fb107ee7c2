"""Notices and events as sentences: roles by their names and days by the reader's calendar, never a code or an ISO day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from tests.apps.results_world import World
from tests.pages import looks
from tests.pages.conftest import Open

from samrit.apps.accounts.events import PREFERENCES_SET
from samrit.apps.audit.codes import EVENTS
from samrit.apps.notices import kinds
from samrit.apps.notices.services import notify
from samrit.apps.orgs import events, grants
from samrit.apps.orgs.models import Role
from samrit.web import wording
from samrit.web.reader import Reader, reading
from samrit.web.sentences import sentence

MANY = {"units": 2, "people": 3}
ONE = {"units": 1, "people": 1}


@pytest.mark.parametrize(
    ("code", "words", "th", "en"),
    [
        (events.ROLE_GRANTED, {"role": "verifier", "since": "2013-09-20"}, "ให้บทบาท ผู้ตรวจยืนยัน ตั้งแต่ 20 กันยายน 2556",
         "the role Verifier was granted from 20 Sep 2013"),
        (events.ROLE_REVOKED, {"role": "org_admin", "until": "2013-10-01"}, "เพิกถอนบทบาท ผู้ดูแลหน่วยงาน ตั้งแต่ 1 ตุลาคม 2556",
         "the role Administrator of the agency was revoked on 1 Oct 2013"),
        (events.HOLDER_ASSIGNED, {"since": "2012-02-29"}, "แต่งตั้งผู้ดำรงตำแหน่ง ตั้งแต่ 29 กุมภาพันธ์ 2555", "a post was filled from 29 Feb 2012"),
        (PREFERENCES_SET, {"language": "en", "digits": "thai"}, "ตั้งภาษา อังกฤษ และเลข ไทย", "language English and Thai digits set"),
        (events.IMPORTED, MANY, "นำเข้าหน่วย 2 หน่วย คน 3 คน", "2 units and 3 people were imported"),
        (events.IMPORTED, ONE, "นำเข้าหน่วย 1 หน่วย คน 1 คน", "1 unit and 1 person were imported"),
        # what no table knows is told as it was kept, and what is lacking as a dash
        (events.ROLE_GRANTED, {"role": "of_tomorrow", "since": "2013-13-40"}, "ให้บทบาท of_tomorrow ตั้งแต่ 2013-13-40",
         "the role of_tomorrow was granted from 2013-13-40"),
        (events.ROLE_GRANTED, {"role": None}, "ให้บทบาท – ตั้งแต่ –", "the role – was granted from –"),
        ("of.tomorrow", {"role": "head"}, "of.tomorrow", ""),
    ],
)  # fmt: skip
def test_a_sentence_names_roles_and_days_as_its_reader_does(code: str, words: dict[str, Any], th: str, en: str) -> None:
    said = sentence(code, words)
    assert (said.th, said.en) == (th, en)


def test_with_thai_digits_the_day_has_them_too() -> None:
    said = sentence(events.ROLE_GRANTED, {"role": "head", "since": "2013-09-20"})
    with reading(Reader("th", "thai")):
        assert str(said).endswith("๒๐ กันยายน ๒๕๕๖")
    with reading(Reader("en", "thai")):
        assert str(said).endswith("20 Sep 2013")


@pytest.mark.parametrize("role", list(Role))
def test_no_role_is_told_by_its_code(role: Role) -> None:
    said = sentence(events.ROLE_GRANTED, {"role": role.value, "since": "2013-09-20"})
    assert f"บทบาท {wording.ROLES[role].th} " in said.th
    assert f"role {wording.ROLES[role].en} " in said.en


def test_no_sentence_counts_one_in_the_plural() -> None:
    ones: dict[str, Any] = dict.fromkeys(
        ("count", "units", "people", "events", "problems", "failures", "left", "number", "version"), 1
    )
    plurals = (
        "units",
        "people",
        "reports",
        "values",
        "events",
        "breaks",
        "holidays",
        "assessments",
        "failures",
        "browsers",
        "times",
    )
    for kind in [*EVENTS.values(), *kinds.NOTICES.values()]:
        if not kind.code.startswith("test."):
            told = sentence(kind.code, ones).en
            assert not [one for one in plurals if f"1 {one}" in told], told


def test_the_page_of_notices_tells_a_granted_role_in_words(world: World, opened: Open) -> None:
    with transaction.atomic():
        notify([world["clerk"].id], events.ROLE_GRANTED, role="verifier", since="2013-09-20")
    client = opened("clerk")
    thai, english = (looks.rendered(client, "/notices/", language) for language in ("th", "en"))
    assert "ให้บทบาท ผู้ตรวจยืนยัน ตั้งแต่ 20 กันยายน 2556" in thai
    assert "The role Verifier was granted from 20 Sep 2013" in english
    assert "2013-09-20" not in thai + english


def test_the_log_tells_it_in_the_same_words(world: World, opened: Open) -> None:
    grants.grant(
        user=world["stranger"], unit=world.office, role="verifier", since=date(2013, 9, 20), by=world["org_admin"]
    )
    log = opened("auditor").get("/audit/")
    assert [str(one.sentence) for one in log.context["told"].lines] == ["ให้บทบาท ผู้ตรวจยืนยัน ตั้งแต่ 20 กันยายน 2556"]
