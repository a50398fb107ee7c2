"""What is broken on purpose: the agency of the pages' tests, and installations served, cut off and killed."""

from __future__ import annotations

from tests.pages.conftest import _assets, opened, world

__all__ = ["_assets", "opened", "world"]
