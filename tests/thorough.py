"""How much a run tries: a sample that is the same every time, or everything with SAMRIT_THOROUGH=1 (see CONTRIBUTING.md)."""

from __future__ import annotations

import os
from typing import TypeVar

import pytest

IS_THOROUGH = os.environ.get("SAMRIT_THOROUGH") == "1"
T = TypeVar("T")

uncounted = pytest.mark.no_cover
"""A test that runs the same lines thousands of times, all counted by others: counting takes twice as long as running them."""


def more(*ways: T) -> tuple[T, ...]:
    """What is tried in a thorough run only: `WAYS = [first, second, *more(third, fourth)]`."""
    return ways if IS_THOROUGH else ()
