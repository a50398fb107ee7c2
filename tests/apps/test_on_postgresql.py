"""The application's tests, all of them, and those of pages with lists, on a PostgreSQL cluster of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import postgresql

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(
    "SAMRIT_TEST_DATABASE" in os.environ, reason="this is the run on PostgreSQL itself"
)  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that ends with the tests."""
    with postgresql.cluster() as address:
        yield address


PAGES = ("units", "years", "assessments", "audit", "review", "report", "papers", "home_many", "home_first_steps")
"""Those whose lists the database counts, cuts and orders; what they look like does not depend on it."""


def test_the_application_passes_the_same_tests_on_postgresql(cluster: str) -> None:
    passes(cluster, str(HERE), "--ignore", __file__)


def test_pages_answer_the_same_on_postgresql(cluster: str) -> None:
    passes(cluster, *(str(HERE.with_name("pages") / f"test_{name}.py") for name in PAGES), "-k", "not looks")


def passes(cluster: str, *tests: str) -> None:
    # counted when they ran on SQLite; twice would only take longer
    uncovered = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE_", "COV_CORE_"))}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-o", "addopts=--import-mode=importlib", *tests],
        env={**uncovered, "SAMRIT_TEST_DATABASE": cluster, "PYTEST_ADDOPTS": ""},
        capture_output=True, text=True, cwd=HERE.parents[1], check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
