"""Rows of web/staff/report: who reads a draft, who fills it in, who sends it; a foreigner finds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.apps.results_world import World

from samrit.apps.evidence.models import Evidence
from samrit.apps.results.models import Report

from .table import Row


def report(world: World) -> Report:
    """The draft of KPI 2, opened once."""
    return world.assessment.reports.filter(indicator="2").first() or world.opened()


def at(tail: str = "") -> Any:
    return lambda world: f"/reports/{report(world).id}/{tail}"


def evidence(world: World) -> Evidence:
    return Evidence.objects.first() or world.evidence()


def typed(world: World) -> Mapping[str, Any]:
    return {"v|2.1|percent|": "72", "was|2.1|percent|": "", "version": report(world).version, "do": "save"}


DRAFT = {"verifier": 404, "last_verifier": 404, "stranger": 404, "foreigner": 404, "administrator": 404}
"""A draft is for its unit and those who look at everything of it; a verifier sees it once it was submitted."""

ROWS = [
    Row("report", at(), DRAFT),
    Row(
        "report-part",
        at("part/all/"),
        DRAFT | dict.fromkeys(("head", "evaluator", "commentator", "auditor", "org_admin"), 302),
    ),
    Row(
        "report-part", at("part/all/"), DRAFT | {"nobody": 401, "clerk": 302}, otherwise=409, method="post", data=typed
    ),
    Row("report-score", at("part/all/score/"), DRAFT | {"nobody": 401}, method="post", data=typed),
    Row(
        "report-check",
        at("check/"),
        DRAFT | dict.fromkeys(("head", "evaluator", "commentator", "auditor", "org_admin"), 302),
    ),
    Row("report-submit", at("submit/"), DRAFT | {"nobody": 401}, otherwise=409, method="post"),
    Row("report-withdraw", at("withdraw/"), DRAFT | {"nobody": 401, "clerk": 409}, otherwise=403, method="post"),
    Row(
        "evidence-file",
        lambda world: f"/evidence/{evidence(world).id}/",
        DRAFT | dict.fromkeys(("evaluator", "commentator", "org_admin"), 404),
        otherwise=400,
    ),
    Row(
        "evidence-look",
        lambda world: f"/evidence/{evidence(world).id}/look/",
        DRAFT | dict.fromkeys(("evaluator", "commentator", "org_admin", "clerk", "head", "auditor"), 404),
    ),
]
