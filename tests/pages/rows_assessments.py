"""The addresses of `web/staff/assessments`: assessments, score boards, runs, figures, and what is done there."""

from __future__ import annotations

from tests.apps.results_world import World
from tests.pages.table import Row

from samrit.apps.scoring import moments
from samrit.apps.scoring.models import ScoreRun

NOT_FOUND = dict.fromkeys(("verifier", "administrator", "stranger", "foreigner"), 404)
"""The verifier of the planning unit has a role there, not at the office: he sees reports that come to him, no more."""
LAST = {"last_verifier": 404}


def run(world: World) -> ScoreRun:
    """A run of the world's round, made once."""
    found = ScoreRun.objects.filter(assessment=world.assessment).first()
    if found is not None:
        return found
    world.bring_to(world.opened(), "submitted")
    return moments.ask(world.assessment, world.round, by=world["clerk"])


def at(world: World, tail: str = "") -> str:
    return f"/assessments/{world.assessment.id}/{tail}"


def scored(world: World) -> str:
    run(world)
    return at(world, f"{world.round}/")


ROWS: list[Row] = [
    Row("assessments-list", lambda world: "/assessments/"),
    Row("assessments-one", at, {**NOT_FOUND, **LAST}),
    Row("assessments-board", scored, {**NOT_FOUND, **LAST}),
    Row("assessments-board", lambda world: at(world, "99/"), otherwise=404),
    Row(
        "assessments-score", lambda world: scored(world) + "score/",
        {**NOT_FOUND, **LAST, "commentator": 403, "auditor": 403, "nobody": 401}, otherwise=302, method="post",
    ),
    Row("assessments-score", lambda world: at(world, "2/score/"), {"nobody": 405}, otherwise=405),
    Row(
        "assessments-open", lambda world: at(world, "2/open/"),
        {**NOT_FOUND, **LAST, "evaluator": 403, "commentator": 403, "auditor": 403, "nobody": 401}, otherwise=302, method="post",
    ),
    Row("assessments-run", lambda world: f"/runs/{run(world).id}/", {**NOT_FOUND, **LAST}),
    Row("assessments-figure", lambda world: f"/runs/{run(world).id}/2/", {**NOT_FOUND, **LAST}),
    Row("assessments-figure", lambda world: f"/runs/{run(world).id}/no-such/", otherwise=404),
]  # fmt: skip
