"""Whatever is sent to whatever address, by whoever is signed in: never an answer that says it is our mistake."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from tests.apps.results_world import World
from tests.pages.conftest import Open
from tests.pages.table import Row
from tests.thorough import uncounted

from . import junk
from .junk import Target

FILES = sorted(path.stem for path in (Path(__file__).parents[1] / "pages").glob("rows_*.py"))
ROWS: list[Row] = [row for name in FILES for row in importlib.import_module(f"tests.pages.{name}").ROWS]
ASKING = ("org_admin", "clerk", "head", "administrator", "evaluator", "foreigner", "nobody")
"""The first of them whom an address answers does the asking: past the check of who may, there is more to go wrong."""
pytestmark = pytest.mark.django_db


@uncounted
@pytest.mark.parametrize("row", ROWS, ids=[f"{row.method} {row.route} {number}" for number, row in enumerate(ROWS)])
def test_no_parameter_makes_a_page_fail(row: Row, world: World, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    path = row.path(world)
    name = next((one for one in ASKING if row.status(one) < 400), "org_admin")
    browser = opened(name)
    first = Target(path, row.method, dict(row.data(world)))
    found = [told for one in junk.targets(browser, first) for told in junk.failures(browser, one, monkeypatch)]
    found += junk.elsewhere(browser, path) if row.method == "get" else []
    assert found == [], "\n".join([f"{len(found)} as {name}:", *found[:40]])


@pytest.mark.parametrize(
    ("path", "status"), [("/units/?q=a%00b", 400), ("/units/?a%00b=1", 400), ("/frameworks/a%00b/1.0.0/", 404)]
)
def test_a_sign_that_no_database_keeps_is_refused_before_it_is_looked_for(
    path: str, status: int, world: World, opened: Open
) -> None:
    """PostgreSQL takes no NUL, SQLite does: both are spared it."""
    assert opened("org_admin").get(path).status_code == status
