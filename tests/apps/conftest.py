"""The application's tests use the database; tests/apps/test_on_postgresql.py runs all of them once more on PostgreSQL."""

from __future__ import annotations

import pytest
from tests.remembered import packs_are_remembered

__all__ = ["packs_are_remembered"]


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here may use the database, and leaves nothing behind."""
