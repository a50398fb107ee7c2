"""The installation of the journeys (`tests/e2e/world.py`), built once in a whole run and copied by whoever serves it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest
from tests.broken import server


def once(factory: pytest.TempPathFactory) -> Path:
    """Its folder, which nobody opens: the first process of the run that asks builds it, the others wait for that."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # the folder of the run, in which each process has one of its own
    home, done = base / "prepared" / "home", base / "prepared" / "done"
    home.parent.mkdir(exist_ok=True)
    with open(base / "prepared" / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            server.build(home)
            done.touch()
    return home
