"""The audit log: every address × every person."""

from __future__ import annotations

from django.db import transaction
from tests.apps.results_world import World
from tests.pages.table import Row

from samrit.apps.audit.services import record
from samrit.apps.orgs import events

NO_READERS = dict.fromkeys(
    ("clerk", "head", "verifier", "last_verifier", "evaluator", "commentator", "stranger"), 403
)  # fmt: skip


def _object(world: World) -> str:
    with transaction.atomic():
        record(events.ROLE_GRANTED, by=None, about=[world.office])
    return f"/audit/object/{world.office.id}/"


ROWS: list[Row] = [
    Row("audit-log", lambda world: "/audit/", NO_READERS),
    Row("audit-object", _object, {**NO_READERS, "foreigner": 404}),
    Row("audit-verify", lambda world: "/audit/verify/", NO_READERS),
    Row("audit-verify", lambda world: "/audit/verify/", {**NO_READERS, "nobody": 401}, 302, "post"),
    # nothing was recorded in the world of the tests, and it has no key: refused with the reason
    Row("audit-anchor", lambda world: "/audit/anchor/", {**NO_READERS, "nobody": 401}, 400, "post"),
]
