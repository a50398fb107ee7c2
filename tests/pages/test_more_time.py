"""A due day that more time for a unit moved is shown moved, and the pages say that it was, by how much and why."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.results_world import World
from tests.pages.conftest import Open

from samrit.apps.results import more_time
from samrit.apps.results.models import Report
from samrit.base import thai

HOP, MOVED = (thai.format_date(date(2013, 10, day), "short") for day in (7, 8))
"""The 5th is a Saturday; three days more end on a Tuesday."""
TH = {"moved": f"ภายใน {MOVED} (ขยายเวลาให้แล้ว 3 วัน", "why": ": น้ำท่วม)"}
EN = {"moved": "by 8 Oct 2013 (3 days more given", "why": ": น้ำท่วม)"}


@pytest.fixture
def moved(world: World) -> Report:
    report = world.bring_to(world.opened(), "under_review")
    more_time.extend(world.time, world.office, date(2013, 10, 3), "น้ำท่วม", world["org_admin"])
    return report


@pytest.mark.parametrize(("language", "said"), [("th", TH), ("en", EN)])
@pytest.mark.parametrize(
    ("who", "address", "with_reason"),
    [
        ("verifier", "/reports/{id}/review/", True),
        ("clerk", "/reports/{id}/review/", True),
        ("clerk", "/reports/{id}/", True),
        ("verifier", "/", False),
        ("clerk", "/", False),
    ],
)
def test_a_moved_day_says_so(
    who: str, address: str, with_reason: bool, language: str, said: dict[str, str], moved: Report, opened: Open
) -> None:
    client = opened(who)
    client.cookies["samrit_language"] = language
    shown = client.get(address.format(id=moved.id), follow=True).content.decode()
    assert said["moved"] + (said["why"] if with_reason else ")") in shown


def test_the_queue_shows_the_moved_day_and_that_it_was_moved(moved: Report, opened: Open) -> None:
    assert f"{MOVED} (ขยายเวลาให้แล้ว 3 วัน)" in opened("verifier").get("/review/").content.decode()


def test_a_queue_of_moved_days_asks_no_more_than_one_of_others(world: World, opened: Open) -> None:
    world.bring_to(world.opened(), "under_review")
    client = opened("verifier")
    counts = []
    for last_day in (date(2013, 10, 3), date(2013, 10, 4)):
        client.get("/review/")  # what a process keeps is asked the first time only
        with CaptureQueriesContext(connection) as asked:
            client.get("/review/")
        counts.append(len(asked))
        more_time.extend(world.time, world.office, last_day, "น้ำท่วม", world["org_admin"])
    assert counts[0] == counts[1]


def test_a_day_that_nothing_moved_says_nothing_of_more_time(world: World, opened: Open) -> None:
    report = world.bring_to(world.opened(), "under_review")
    shown = opened("verifier").get(f"/reports/{report.id}/review/").content.decode()
    assert f"ภายใน {HOP} (เลื่อนจากวันหยุด)" in shown
    assert "ขยายเวลาให้แล้ว" not in shown


def test_who_gives_time_on_the_page_moves_the_verifier_s_day(world: World, opened: Open) -> None:
    report = world.bring_to(world.opened(), "under_review")
    client, address = opened("org_admin"), f"/years/{world.year.id}/rounds/{world.round}/extend/"
    assert "เลื่อนไปด้วยเท่ากัน" in client.get(address, {"unit": str(world.office.id)}).content.decode()
    asked = {"unit": str(world.office.id), "last_day": "3/10/2556", "reason": "น้ำท่วม"}
    assert client.post(address, asked).status_code == 302
    report.refresh_from_db()
    assert report.due == date(2013, 10, 8)
