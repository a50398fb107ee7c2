"""The organisation and the calendar change while a report is on its way: whoever takes over finds it and goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.apps.results_world import World, fresh, person
from tests.pages.conftest import Open
from tests.pages.test_report import form_of, page, typed

from samrit.apps.orgs.models import Role
from samrit.apps.results.models import Entry, Submission
from samrit.apps.rounds import services as rounds

pytestmark = pytest.mark.django_db


def merged(world: World, opened: Open, gone: str, into: str) -> None:
    """One unit merged into another, by the page, from today on."""
    units = {"office": world.office, "planning": world.planning, "other": world.other}
    answer = opened("org_admin").post(
        f"/units/{units[into].id}/merge/", {"units": str(units[gone].id), "on": "20/9/2556", "sure": "1"}
    )
    assert answer.status_code == 302, page(answer)


def decided(world: World, opened: Open, who: str, decision: str) -> int:
    report = fresh(world.assessment.reports.get(indicator=world.indicator))
    sent = {"decision": decision, "remark": "", "version": report.version}
    return opened(who).post(f"/reports/{report.id}/review/", sent).status_code


def test_the_heir_of_a_merged_verifier_finds_the_report_and_decides(world: World, opened: Open) -> None:
    report = world.bring_to(world.opened(), "under_review")
    world.people["heir"] = person("heir")
    world.grant("heir", Role.VERIFIER, world.other)
    merged(world, opened, "planning", "other")
    queue = opened("heir").get("/review/").content.decode()
    assert f"/reports/{report.id}/review/" in queue
    assert opened("heir").get(f"/reports/{report.id}/review/").status_code == 200
    assert "ยุบรวมเข้า" in page(opened("org_admin").get(f"/units/{world.planning.id}/"))
    assert decided(world, opened, "heir", "verify") == 302
    assert decided(world, opened, "last_verifier", "verify") == 302
    assert decided(world, opened, "evaluator", "conclude") == 302
    assert fresh(report).state == "closed"


def test_the_report_of_a_merged_unit_stays_readable_and_is_finished(world: World, opened: Open) -> None:
    report = world.bring_to(world.opened(), "under_review")
    merged(world, opened, "office", "other")
    assert opened("verifier").get(f"/reports/{report.id}/review/").status_code == 200
    for who, decision in (("verifier", "verify"), ("last_verifier", "verify"), ("evaluator", "conclude")):
        assert decided(world, opened, who, decision) == 302
    assert fresh(report).state == "closed"
    for who in ("auditor", "org_admin", "evaluator"):
        answer = opened(who).get(f"/reports/{report.id}/review/")
        assert answer.status_code == 200
        assert "สำนักงานเขตสมมุติ" in answer.content.decode()


def test_a_report_returned_to_a_merged_unit_is_corrected_by_its_heir(world: World, opened: Open) -> None:
    report = world.bring_to(world.opened(), "returned")
    world.people["new clerk"] = person("new clerk")
    world.grant("new clerk", Role.REPORTER, world.other)
    merged(world, opened, "office", "other")
    clerk, at = opened("new clerk"), f"/reports/{report.id}/"
    assert clerk.get(at).status_code == 200
    assert typed(clerk, at, q2_1="75", q2_2="71").status_code == 302
    assert clerk.post(f"{at}submit/", form_of(clerk.get(f"{at}check/"))).status_code == 302


def test_a_round_closed_behind_an_open_form_keeps_what_was_typed(world: World, opened: Open) -> None:
    report = world.opened()
    clerk, at = opened("clerk"), f"/reports/{report.id}/"
    fields = form_of(clerk.get(at)) | {"v|2.1|percent|": "72", "do": "save"}
    world.clock.at += timedelta(days=11)
    rounds.close(world.time, world["org_admin"])
    clerk = opened("clerk")
    answer = clerk.post(f"{at}part/all/", fields)
    assert answer.status_code == 409
    assert 'value="72"' in answer.content.decode()
    assert not Entry.objects.exists()


def test_more_time_given_behind_an_open_form_is_enough_to_save_it(world: World, opened: Open) -> None:
    report = world.opened()
    clerk, at = opened("clerk"), f"/reports/{report.id}/"
    fields = form_of(clerk.get(at)) | {"v|2.1|percent|": "72", "do": "save"}
    world.clock.at += timedelta(days=12)
    clerk = opened("clerk")
    late = clerk.post(f"{at}part/all/", fields)
    assert late.status_code == 409
    rounds.extend(world.time, world.office, world.today + timedelta(days=5), "น้ำท่วม", world["org_admin"])
    assert clerk.post(f"{at}part/all/", fields).status_code == 302
    assert Entry.objects.get().text == "72"


@pytest.mark.parametrize("how", ["closed for good", "its last day ended"])
def test_a_round_that_ends_between_checking_and_sending_takes_nothing(how: str, world: World, opened: Open) -> None:
    report = world.opened()
    clerk, at = opened("clerk"), f"/reports/{report.id}/"
    typed(clerk, at, q2_1="72", q2_2="71")
    sending = form_of(clerk.get(f"{at}check/")) | {"remark": "ส่งทันเวลา"}
    world.clock.at += timedelta(days=11)
    if how == "closed for good":
        rounds.close(world.time, world["org_admin"])
    clerk = opened("clerk")
    answer = clerk.post(f"{at}submit/", sending)
    assert answer.status_code == 409
    assert "ส่งทันเวลา" in answer.content.decode()
    assert len(page(answer)) > 40
    assert not Submission.objects.exists()
    assert Entry.objects.filter(text="72").exists()
