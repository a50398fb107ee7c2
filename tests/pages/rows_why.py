"""Who is answered what at the page that says why."""

from __future__ import annotations

from tests.apps.results_world import World
from tests.pages.table import Row


def asked(world: World) -> str:
    return f"/why/?role=reporter&unit={world.office.id}"


def report(world: World) -> str:
    return f"/why/report/{world.opened().id}/"


OUTSIDE = {"stranger": 404, "foreigner": 404}

ROWS: list[Row] = [
    Row("why", lambda world: "/why/"),
    Row("why", asked, OUTSIDE),
    Row("why", lambda world: "/why/?role=reporter&unit=nonsense", otherwise=404),
    # a draft is its unit's own: the verifiers at other units see it once it is sent; an administrator never does
    Row("why-report", report, {**OUTSIDE, "administrator": 404, "verifier": 404, "last_verifier": 404}),
]
