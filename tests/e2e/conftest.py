"""A served installation and real browsers: the journeys of `world.py`, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests import postgresql
from tests.chromium import needed, started
from tests.e2e.world import PASSWORD
from tests.prepared import once

SAMRIT = str(Path(sys.executable).parent / "samrit")


@dataclass(frozen=True)
class Site:
    """A running installation."""

    address: str
    home: Path
    environment: dict[str, str]

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`samrit …` on this installation."""
        return subprocess.run([SAMRIT, *command], env=self.environment, text=True, capture_output=True, check=check)


@contextmanager
def served(home: Path, *, prepared: Path | None = None, database: str = "") -> Iterator[Site]:
    """An installation served until the end: a copy of one that is filled, or made and filled in a database."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "COVERAGE"))}
    environment |= {
        "SAMRIT_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
        "SAMRIT_BIND": "127.0.0.1:8700",
        "DJANGO_SETTINGS_MODULE": "samrit.config.settings",
    }
    if database:
        environment["SAMRIT_DATABASE"] = database
    if prepared:
        shutil.copytree(prepared, home)
    else:
        subprocess.run([sys.executable, "-m", "tests.e2e.world"], env=environment, check=True)
    with open(home / "server.txt", "w", encoding="utf-8") as told:
        server = subprocess.Popen(
            [SAMRIT, "serve", "--home", str(home)],
            env=environment, stdout=subprocess.PIPE, stderr=told, text=True,
        )  # fmt: skip
    try:
        assert server.stdout is not None
        said = ""
        for line in server.stdout:
            said += line
            if found := re.search(r"http://localhost:\d+/", line):
                yield Site(found[0].rstrip("/"), home, environment)
                break
        else:
            raise AssertionError(said + (home / "server.txt").read_text(encoding="utf-8"))
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, one for the tests of a module."""
    with started() as browser:
        yield browser


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The installation on SQLite."""
    needed()
    with served(tmp_path_factory.mktemp("e2e") / "home", prepared=once(tmp_path_factory)) as running:
        yield running


@pytest.fixture(scope="session")
def site_on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same on PostgreSQL."""
    needed()
    with ExitStack() as stack:
        database = stack.enter_context(postgresql.cluster())
        yield stack.enter_context(served(tmp_path_factory.mktemp("e2e-pg") / "home", database=database))


class Person:
    """Somebody at a browser of their own: a phone or a desktop, in Thai or English, with JavaScript or without."""

    def __init__(
        self, browser: Any, site: Site, username: str, language: str, width: int, scripts: bool = True
    ) -> None:
        self.site, self.language = site, language
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, accept_downloads=True
        )
        self.context.add_cookies([{"name": "samrit_language", "value": language, "url": site.address}])
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.page.on("request", self._stays_here)
        self.page.on("response", self._holds_up)
        self.go("/")
        self.page.locator("input[name=username]").fill(username)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main form button").first.click()
        assert "/sign-in/" not in self.page.url, self.words()

    def _stays_here(self, request: Any) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:")):
            self.problems.append(f"asked {request.url}")

    def _holds_up(self, response: Any) -> None:
        if response.status >= 500:
            told = (self.site.home / "server.txt").read_text(encoding="utf-8").splitlines()[-3:]
            self.problems.append(f"{response.status} {response.url}\n" + "\n".join(told))

    def go(self, path: str) -> None:
        """Open an address of the site."""
        answer = self.page.goto(self.site.address + path if path.startswith("/") else path)
        assert answer is None or answer.status < 500

    def task(self, indicator: str) -> None:
        """Open the task of an indicator from the home page."""
        self.go("/")
        self.page.locator("main .tasks a", has_text=re.compile(rf"^\s*{re.escape(indicator)} ")).first.click()
        self.page.wait_for_load_state()

    def words(self) -> str:
        """What the page says."""
        return " ".join(self.page.locator("main").inner_text().split())

    def say(self, th: str, en: str) -> str:
        """A text as this person reads it."""
        return th if self.language == "th" else en

    def press(self, th: str, en: str) -> None:
        """Press a button, or follow a link that looks like one."""
        words = self.say(th, en)
        self.page.locator("main").locator("button, a").filter(has_text=words).first.click()
        self.page.wait_for_load_state()
        assert not self.problems, self.problems
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.page.viewport_size["width"], f"{self.page.url} scrolls sideways"

    def leave(self) -> None:
        """Close the browser; nothing was refused by the policy or asked elsewhere."""
        self.context.close()
        assert not self.problems
