"""Official papers: every address × every person."""

from __future__ import annotations

from typing import Any

from tests.apps.results_world import World
from tests.pages.table import Row

from samrit.apps.assessments.queries import terms_on
from samrit.apps.ground import clock
from samrit.apps.issuing import services
from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.issuing.papers import Options
from samrit.apps.results.models import Report
from samrit.apps.results.queries import facts_of
from samrit.apps.scoring import services as scoring
from samrit.apps.scoring.models import ScoreRun

SERIES = "กปส 0212"
OUTSIDE = {"administrator": 404, "stranger": 404, "foreigner": 404}
"""People of no role at the unit: to them an assessment does not exist."""
SENT = {"nobody": 401}
"""What is sent without a sign-in is kept, and asked for again afterwards."""


def scored(world: World) -> ScoreRun:
    """The assessment with one figure reported, every report verified, and the score that follows."""
    found = ScoreRun.objects.filter(assessment=world.assessment).first()
    if found is not None:
        return found
    world.bring_to(world.opened(), "verified")
    Report.objects.filter(assessment=world.assessment).update(state="verified")
    facts = facts_of(world.assessment, world.round)
    return scoring.run(
        world.assessment, world.round, "verified", facts, terms_on(world.assessment, clock.today()), by=None
    )


def issued(world: World, **more: Any) -> IssuedDocument:
    scored(world)
    return services.issue_now(
        world.assessment, world.round, "por-ror-2", SERIES, by=world["head"], **{"options": Options(), **more}
    )


def asked(world: World, **more: str) -> dict[str, str]:
    """What the form of a paper sends."""
    return {"form": "por-ror-2", "round": world.round, "series": SERIES, "on": "20/9/2556", "digits": "thai", "language": "th", **more}  # fmt: skip


def at(world: World, end: str = "") -> str:
    return f"/assessments/{world.assessment.id}/papers/{end}"


def _draft(world: World) -> str:
    scored(world)
    return at(world, "draft/?form=por-ror-2&format=docx")


def _sent(world: World) -> dict[str, str]:
    return asked(world, serial="1", run=str(scored(world).id))


MAY_NOT_ISSUE = dict.fromkeys(("clerk", "verifier", "last_verifier", "evaluator", "commentator", "auditor"), 403)
# the unit that verifies is on the report's route, and has no role at the assessed unit
ROUTE_ONLY = {"verifier": 404, "last_verifier": 404}

ROWS: list[Row] = [
    Row("papers-list", at, {**OUTSIDE, **ROUTE_ONLY}),
    Row("papers-issue", lambda world: at(world, "issue/"), {**OUTSIDE, **ROUTE_ONLY}),
    Row(
        "papers-check", lambda world: at(world, "check/"), {**MAY_NOT_ISSUE, **OUTSIDE, **ROUTE_ONLY},
        data=lambda world: asked(world) if scored(world) else {},
    ),
    Row(
        "papers-check", lambda world: at(world, "check/"), {**MAY_NOT_ISSUE, **OUTSIDE, **ROUTE_ONLY, **SENT},
        302, "post", _sent,
    ),
    Row("papers-draft", _draft, {**OUTSIDE, **ROUTE_ONLY}),
    Row("papers-one", lambda world: f"/papers/{issued(world).id}/", {**OUTSIDE, **ROUTE_ONLY}),
    Row("papers-file", lambda world: f"/papers/{issued(world).id}/docx/", {**OUTSIDE, **ROUTE_ONLY}),
    Row("papers-again", lambda world: f"/papers/{issued(world).id}/again/", {**OUTSIDE, **ROUTE_ONLY, **SENT}, 302, "post"),
    Row("papers-passport", lambda world: f"/runs/{scored(world).id}/passport/", {**OUTSIDE, **ROUTE_ONLY}),
]  # fmt: skip
