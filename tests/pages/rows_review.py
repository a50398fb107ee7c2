"""The addresses of `web/staff/review`: the queue, a report's review page, and the decisions."""

from __future__ import annotations

from tests.apps.results_world import World
from tests.pages.table import Row


def waiting(world: World) -> str:
    """A report that waits for the head."""
    report = world.assessment.reports.filter(indicator=world.indicator).first()
    if report is None:
        report = world.opened()
        world.bring_to(report, "submitted")
    return f"/reports/{report.id}/review/"


def draft(world: World) -> str:
    """A report of which nothing was submitted."""
    return f"/reports/{world.opened().id}/review/"


READERS = {"administrator": 404, "stranger": 404, "foreigner": 404}
DENIED = dict.fromkeys(
    ("clerk", "verifier", "last_verifier", "evaluator", "commentator", "auditor", "org_admin"), 403
)  # fmt: skip

ROWS: list[Row] = [
    Row("review-queue", lambda world: "/review/"),
    # verifiers along the route see it once it has come to them; the root's reads every unit below it only by its role
    Row("review-report", draft, {**READERS, "verifier": 404, "last_verifier": 404}),
    Row("review-report", waiting, {**READERS, "verifier": 404, "last_verifier": 404}),
    Row(
        "review-report", waiting, {**READERS, **DENIED, "verifier": 404, "last_verifier": 404, "head": 302, "nobody": 401},
        method="post", data=lambda world: {"decision": "approve", "version": "2"},
    ),
]  # fmt: skip
