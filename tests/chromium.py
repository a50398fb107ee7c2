"""Chromium for tests: Debian's, started for one module at a time.

While Playwright runs, its loop makes Django refuse the database in the same thread: no module's browser may outlive it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def needed() -> None:
    """Skip where it is not installed."""
    if not CHROMIUM.is_file():
        pytest.skip("needs Chromium (Debian package chromium)")


@contextmanager
def started() -> Iterator[Any]:
    """A browser."""
    needed()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()
