"""What is broken on purpose: the agency of the pages' tests, and installations served, cut off and killed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pages.conftest import _assets, opened, world
from tests.prepared import once

__all__ = ["_assets", "opened", "prepared", "world"]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the agencies of the journeys, to be copied."""
    return once(tmp_path_factory)
