"""A button pressed twice: one effect, and the second press is told where things stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.results_world import World
from tests.pages.conftest import Open
from tests.pages.rows_papers import asked, scored
from tests.pages.test_report import form_of, page, picture, typed
from tests.pages.test_units_import import HEAD

from samrit.apps.assessments.models import Assessment
from samrit.apps.audit.models import Event
from samrit.apps.evidence.models import Evidence
from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.orgs.models import Import, Placement, Unit
from samrit.apps.results.models import Attachment, Decision, Report, Submission
from samrit.apps.rounds.models import Extension, RoundTime, Year

pytestmark = pytest.mark.django_db
Data = dict[str, Any]


def nothing(world: World) -> Data:
    return {}


@dataclass(frozen=True)
class Form:
    """A form that decides, issues, opens or changes: who sends it, where to, with what, and what there is one more of."""

    who: str
    path: Callable[[World], str]
    count: Callable[[], int]
    data: Callable[[World], Data] = nothing
    later: int = 0
    """Days that have passed when it is pressed."""
    again: frozenset[int] = field(default=frozenset({302, 409, 422}))


def in_state(state: str, tail: str = "review/") -> Callable[[World], str]:
    return lambda world: f"/reports/{world.bring_to(world.opened(), state).id}/{tail}"


def decision(what: str) -> Callable[[World], Data]:
    return lambda world: {"decision": what, "remark": "แก้ไข", "version": reported(world).version}


def reported(world: World) -> Report:
    found: Report = world.assessment.reports.get(indicator=world.indicator)
    return found


def year(tail: str) -> Callable[[World], str]:
    return lambda world: f"/years/{world.year.id}/{tail}"


def unit(tail: str) -> Callable[[World], str]:
    return lambda world: f"/units/{world.office.id}/{tail}"


def imported(world: World) -> str:
    made = Import.objects.create(
        root=world.root, since="2013-10-01",
        made={"units": [], "after": {}, "before": {}, "users": [], "posts": [], "holdings": [], "grants": []},
    )  # fmt: skip
    return f"/units/imports/{made.id}/undo/"


def events(code: str) -> Callable[[], int]:
    return lambda: Event.objects.filter(code=code).count()


FORMS = {
    "approve": Form("head", in_state("submitted"), Decision.objects.count, decision("approve")),
    "return": Form("head", in_state("submitted"), Decision.objects.count, decision("return")),
    "verify": Form("verifier", in_state("under_review"), Decision.objects.count, decision("verify")),
    "return by a verifier": Form("verifier", in_state("under_review"), Decision.objects.count, decision("return")),
    "conclude": Form("evaluator", in_state("verified"), Decision.objects.count, decision("conclude")),
    "withdraw": Form("clerk", in_state("submitted", "withdraw/"), events("results.withdrawn")),
    "issue a paper": Form(
        "head", lambda world: f"/assessments/{world.assessment.id}/papers/check/", IssuedDocument.objects.count,
        lambda world: asked(world, serial="1", run=str(scored(world).id)),
    ),
    "open a year": Form(
        "org_admin", lambda world: "/years/new/", Year.objects.count,
        lambda world: {"pack": str(world.year.pack_id), "fiscal_year": "2558"},
    ),
    "close a round": Form(
        "org_admin", year("rounds/2/close/"), RoundTime.objects.exclude(closed_at=None).count, later=40
    ),
    "give more time": Form(
        "org_admin", year("rounds/2/extend/"), Extension.objects.count,
        lambda world: {"unit": str(world.office.id), "last_day": "31/10/2556", "reason": "น้ำท่วม"}, again=frozenset({302, 400}),
    ),
    "make assessments": Form("org_admin", year("make/"), Assessment.objects.count, lambda world: {"make": "spk"}),
    "let a unit join": Form(
        "org_admin", year("join/"), Assessment.objects.count, lambda world: {"unit": str(world.other.id), "how": "join"}
    ),
    "set up a unit": Form(
        "org_admin", unit("add/"), Unit.objects.count,
        lambda world: {"name_th": "สถานีสมมุติ", "kind": "swt", "code": "S1", "since": "20/9/2556"},
    ),
    "rename a unit": Form(
        "org_admin", unit("rename/"), Placement.objects.count,
        lambda world: {"name_th": "สำนักงานใหม่สมมุติ", "kind": "spk", "on": "20/9/2556", "sure": "1"},
    ),
    "merge units": Form(
        "org_admin", unit("merge/"), Unit.objects.exclude(closed_on=None).count,
        lambda world: {"units": str(world.other.id), "on": "20/9/2556", "sure": "1"},
    ),
    "take back an import": Form("org_admin", imported, Import.objects.exclude(undone_at=None).count),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_the_second_press_changes_nothing_and_is_told_where_things_stand(name: str, world: World, opened: Open) -> None:
    form = FORMS[name]
    path, data = form.path(world), form.data(world)
    world.clock.at += timedelta(days=form.later)
    browser = opened(form.who)
    before = form.count()
    first = browser.post(path, data)
    assert first.status_code == 302, page(first)
    assert form.count() == before + 1
    second = browser.post(path, data)
    assert second.status_code in form.again
    assert form.count() == before + 1
    where = browser.get(second["Location"]) if second.status_code == 302 else second
    assert len(page(where)) > 40


def test_an_import_pressed_twice_comes_in_once_and_leads_to_what_came_in(world: World, opened: Open) -> None:
    browser = opened("org_admin")
    table = SimpleUploadedFile("units.csv", f"{HEAD}\nN1,,swt,สถานีหนึ่งสมมุติ".encode())
    look = browser.post(f"/units/{world.root.id}/import/", {"table": table, "since": "1/10/2556"})["Location"]
    state = browser.get(look).content.decode().split('name="state" value="')[1].split('"')[0]
    before = Unit.objects.count()
    told = [browser.post(look, {"state": state, "do": "1"}) for _ in range(2)]
    assert [one.status_code for one in told] == [302, 302]
    assert Unit.objects.count() == before + 1
    assert "ยกเลิก" in page(browser.get(told[1]["Location"]))


def test_saving_with_evidence_twice_keeps_it_once(world: World, opened: Open) -> None:
    at = f"/reports/{world.opened().id}/"
    clerk = opened("clerk")
    fields = form_of(clerk.get(at)) | {"v|2.1|percent|": "72", "title": "ผลสำรวจ", "do": "save"}
    assert [clerk.post(f"{at}part/all/", fields | {"files": picture()}).status_code for _ in range(2)] == [302, 302]
    assert (Evidence.objects.count(), Attachment.objects.count()) == (1, 1)


def test_a_report_sent_again_from_an_old_check_page_is_told_so(world: World, opened: Open) -> None:
    """The second press with a key of its own, as from another tab."""
    at = f"/reports/{world.opened().id}/"
    clerk = opened("clerk")
    typed(clerk, at, q2_1="72", q2_2="71")
    tabs = [form_of(clerk.get(f"{at}check/")) for _ in range(2)]
    assert [clerk.post(f"{at}submit/", one).status_code for one in tabs] == [302, 409]
    assert Submission.objects.count() == 1
