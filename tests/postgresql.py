"""A PostgreSQL for tests: a cluster of its own on a socket in a temporary folder, which ends with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def cluster() -> Iterator[str]:
    """The address of its database; skips where PostgreSQL is not installed."""
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
