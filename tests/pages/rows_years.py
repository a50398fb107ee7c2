"""Frameworks, years, rounds, holidays and agreements: every address × every person."""

from __future__ import annotations

from tests.apps.results_world import PRD, World
from tests.pages.table import Row

AGENCY = ("clerk", "head", "verifier", "last_verifier", "evaluator", "commentator", "auditor", "org_admin")
NOT_THEIRS = {"administrator": 404, "stranger": 404, "foreigner": 404}
ADMIN_ONLY = {**{name: 403 for name in AGENCY if name != "org_admin"}, **NOT_THEIRS}
SENT = {"nobody": 401}
HOLIDAY = {"days": "21/10/2556, วันหยุดสมมุติ", "save": "1"}


def _year(world: World, end: str = "") -> str:
    return f"/years/{world.year.id}/{end}"


def _round(world: World, end: str) -> str:
    return _year(world, f"rounds/{world.round}/{end}/")


def _over(world: World, path: str) -> str:
    """The path, asked for when nobody has time left in the round."""
    from datetime import timedelta

    world.clock.at += timedelta(days=40)
    return path


def _agreement(world: World) -> str:
    return f"/assessments/{world.assessment.id}/agreement/"


ROWS: list[Row] = [
    Row("years-frameworks", lambda world: "/frameworks/"),
    Row("years-framework", lambda world: f"/frameworks/{PRD}/{world.year.pack.version}/"),
    Row(
        "years-install", lambda world: "/frameworks/install/",
        {**dict.fromkeys((*AGENCY, "stranger", "foreigner"), 403), **SENT}, 302, "post",
        lambda world: {"pack": "th-ita-sample-2569"},
    ),
    Row("years-list", lambda world: "/years/"),
    Row("years-open", lambda world: "/years/new/", {**ADMIN_ONLY, "foreigner": 200}),
    Row(
        "years-open", lambda world: "/years/new/", {**ADMIN_ONLY, **SENT, "foreigner": 302}, 302, "post",
        lambda world: {"pack": str(world.year.pack_id), "fiscal_year": "2557"},
    ),
    Row("years-holidays", lambda world: "/years/holidays/", {"administrator": 404, "stranger": 404}),
    Row("years-holidays", lambda world: "/years/holidays/", {**ADMIN_ONLY, **SENT, "foreigner": 302}, 302, "post", lambda world: HOLIDAY),
    Row("years-one", _year, NOT_THEIRS),
    Row("years-calendar", lambda world: _year(world, "calendar/?month=9"), NOT_THEIRS),
    Row("years-make", lambda world: _year(world, "make/"), ADMIN_ONLY),
    Row("years-make", lambda world: _year(world, "make/"), {**ADMIN_ONLY, **SENT}, 302, "post", lambda world: {"make": "spk"}),
    Row("years-join", lambda world: _year(world, "join/"), NOT_THEIRS),
    Row(
        "years-join", lambda world: _year(world, "join/"), {**ADMIN_ONLY, **SENT, "head": 302}, 302, "post",
        lambda world: {"unit": str(world.office.id), "how": "join"},
    ),
    Row("years-close", lambda world: _round(world, "close"), ADMIN_ONLY),
    Row("years-close", lambda world: _over(world, _round(world, "close")), {**ADMIN_ONLY, **SENT}, 302, "post"),
    Row("years-extend", lambda world: _round(world, "extend"), NOT_THEIRS),
    Row(
        "years-extend", lambda world: _round(world, "extend"), {**ADMIN_ONLY, **SENT}, 302, "post",
        lambda world: {"unit": str(world.office.id), "last_day": "31/10/2556", "reason": "น้ำท่วม"},
    ),
    Row("years-reports", lambda world: _round(world, "reports"), {**ADMIN_ONLY, **SENT}, 302, "post"),
    Row("years-agreement", _agreement, {**NOT_THEIRS, "verifier": 404, "last_verifier": 404}),
    Row(
        "years-agreement", _agreement, {**NOT_THEIRS, "verifier": 404, "last_verifier": 404, **SENT}, 200, "post",
        lambda world: {"terms": f"pack: {PRD}\noperations: []\n"},
    ),
]  # fmt: skip
