"""The application's tests, all of them, on a PostgreSQL cluster of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(
    "SAMRIT_TEST_DATABASE" in os.environ, reason="this is the run on PostgreSQL itself"
)  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a PostgreSQL that listens on a socket of its own and ends with the tests."""
    programs = _programs()
    if programs is None:
        pytest.skip("needs PostgreSQL (Debian package postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="samrit-pg-"))
    as_whom: list[str] = []
    if os.getuid() == 0:  # PostgreSQL refuses root
        shutil.chown(folder, "postgres")
        as_whom = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    subprocess.run(
        [*as_whom, programs / "initdb", "-D", data, "-U", "samrit", "--auth=trust", "-E", "UTF8", "--no-sync"],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    start = [*as_whom, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"]
    subprocess.run(start, check=True, capture_output=True, cwd=folder)
    try:
        yield f"postgresql://samrit@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        subprocess.run(
            [*as_whom, programs / "pg_ctl", "-D", data, "-m", "fast", "stop"],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    found = shutil.which("pg_ctl")
    if found and Path(found).resolve().name == "pg_ctl":
        return Path(found).resolve().parent
    return next((folder for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def test_the_application_passes_the_same_tests_on_postgresql(cluster: str) -> None:
    tests = [str(HERE), "--ignore", __file__]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-o", "addopts=--import-mode=importlib", *tests],
        env={**os.environ, "SAMRIT_TEST_DATABASE": cluster, "PYTEST_ADDOPTS": "", "COVERAGE_PROCESS_START": ""},
        capture_output=True, text=True, cwd=HERE.parents[1], check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
