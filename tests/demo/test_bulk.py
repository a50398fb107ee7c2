"""The bulk builder: a copy is, table by table, what the services wrote for the unit it was copied from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.audit import queries as audit
from samrit.apps.audit.models import Event
from samrit.apps.ground import clock
from samrit.apps.orgs import roles
from samrit.apps.orgs.models import Ancestor, Placement, Post, Role, Unit
from samrit.apps.orgs.roles import reach
from samrit.apps.results.models import Decision, Entry, Report, State, Submission
from samrit.apps.results.queries import work_of
from samrit.apps.scoring import queries as scoring
from samrit.apps.scoring.models import Current, ScoreLine, ScoreRun
from samrit.config import preparing
from samrit.demo import bulk, copying
from samrit.demo.organisations import PRD

# the test database is made only where a test says so; see conftest.py for what is in it
pytestmark = pytest.mark.django_db

UNITS = 12


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[bulk.Bulk]:
    """Three divisions: one that the services wrote, two copies of it."""
    preparing.lay_out(settings.INSTALLATION.home)
    with django_db_blocker.unblock(), transaction.atomic():
        yield bulk.build(UNITS, years=1, passwords={"clerk1": "known to the tests"})
        transaction.set_rollback(True)


def same_units(pack: str = PRD) -> list[Unit]:
    """The unit of each division that reports in a framework: the one of the services first."""
    return [one.unit for one in Placement.objects.filter(name_th=bulk.NAMES[pack]).order_by("unit_id")]


def told(unit: Unit) -> dict[str, list[tuple[Any, ...]]]:
    """Everything about a unit, without ids."""
    here = {"report__assessment__unit": unit}
    facts = [
        [{key: value for key, value in fact.items() if key != "by"} for fact in one.facts]
        for one in Submission.objects.filter(**here).order_by(
            "report__assessment__year__pack__pack", "report__indicator"
        )
    ]
    reports = Report.objects.filter(assessment__unit=unit)
    runs = ScoreRun.objects.filter(assessment__unit=unit).order_by("terms_id", "facts_digest")
    codes = [
        [
            (event.code, event.actor is None, len(event.about), sorted(event.detail.payload))
            for event in audit.history(one.id)
        ]
        for one in reports.order_by("assessment__year__pack__pack", "indicator")
    ]
    return {
        "assessments": sorted(Assessment.objects.filter(unit=unit).values_list("year", "made_by")),
        "agreements": sorted(Agreement.objects.filter(assessment__unit=unit).values_list("assessment__year", "number", "overlay")),
        "reports": sorted(reports.values_list("assessment__year", "round", "indicator", "state", "due", "version")),
        "entries": sorted(Entry.objects.filter(**here).values_list("node", "input", "window", "text", "note", "version")),
        "facts": [tuple(facts)],
        "decisions": sorted(
            Decision.objects.filter(submission__report__assessment__unit=unit).values_list("what", "remark", "at")
        ),
        "runs": [(bytes(run.card), run.moment, run.round, run.total, run.at) for run in runs],
        "lines": sorted(ScoreLine.objects.filter(run__in=runs).values_list("code", "status", "result", "score", "weighted")),
        "current": sorted(Current.objects.filter(assessment__unit=unit).values_list("round", "facts_digest_now")),
        "above": sorted(Ancestor.objects.filter(below=unit).values_list("depth")),
        "posts": sorted(Post.objects.filter(unit=unit).values_list("name_th", "is_head", "holdings__how")),
        "codes": [tuple(codes)],
    }  # fmt: skip


@pytest.mark.parametrize("pack", bulk.PACKS)
def test_a_copied_unit_has_the_rows_that_the_services_write(built: bulk.Bulk, pack: str) -> None:
    lived, *copies = same_units(pack)
    assert len(copies) == UNITS // bulk.BLOCK - 1
    expected = told(lived)
    assert all(rows for name, rows in expected.items() if name != "agreements" or pack == PRD)
    for copy in copies:
        for name, rows in told(copy).items():
            assert rows == expected[name], name


def test_the_chain_of_lived_and_copied_events_holds(built: bulk.Bulk) -> None:
    assert audit.verify() == []
    lived = Event.objects.filter(code="results.submitted").count()
    assert lived == Submission.objects.count()


def test_no_copy_points_back_at_the_division_it_was_copied_from(built: bulk.Bulk) -> None:
    planning = Placement.objects.get(kind="planning_office").unit_id
    for report in Report.objects.select_related("assessment__unit", "with_unit"):
        division = Ancestor.objects.get(below=report.assessment.unit, depth=1).above_id
        assert report.with_unit_id in (report.assessment.unit_id, division, planning)
        clerks = set(User.objects.filter(grants__unit=report.assessment.unit, grants__role=Role.REPORTER))
        assert set(User.objects.filter(pk__in=report.entries.values("by"))) <= clerks
        typed = {fact["by"] for one in report.submissions.all() for fact in one.facts}
        assert typed <= {str(clerk.id) for clerk in clerks}


def test_a_copied_person_acts_for_the_copied_unit_only(built: bulk.Bulk) -> None:
    unit = same_units()[-1]
    clerk = User.objects.get(grants__unit=unit, grants__role=Role.REPORTER)
    assert reach(clerk, clock.today()).units(Role.REPORTER) == {unit.id}
    assert clerk.username.startswith("clerk1.")


@pytest.mark.parametrize("pack", bulk.PACKS)
def test_copied_scores_can_be_derived_again(built: bulk.Bulk, pack: str) -> None:
    runs = list(ScoreRun.objects.filter(assessment__unit=same_units(pack)[-1]))
    assert runs
    for run in runs:
        assert scoring.verify(run) == []


def test_the_last_year_is_at_work_so_that_everybody_has_something_to_do(built: bulk.Bulk) -> None:
    assert set(Report.objects.values_list("state", flat=True)) == set(State.values)
    names = ("clerk1", "head1", "verifier", "planner", "evaluator")
    assert [
        name for name in names if not work_of(roles.reach(built.people[name], clock.today()), clock.today()).tasks
    ] == []


def test_every_table_that_the_services_filled_is_copied(built: bulk.Bulk) -> None:
    left_alone = {"InstalledPack", "Year", "RoundTime", "Hop", "Tree", "TermsText"}
    for model in copying._models():
        if (count := model._base_manager.count()) and model.__name__ not in left_alone:
            assert count >= UNITS // bulk.BLOCK, model.__name__
