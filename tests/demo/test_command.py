"""`samrit demo` as a command of its own: makes the demo home, serves it, proves the sign-in page, makes it anew."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from samrit.base.issues import Refused
from samrit.cli.demo_agency import sign_in_page

LIMIT = 300
SMALL = """
import samrit.cli.demo as demo, samrit.demo.size as size
demo.EXAMPLES, size.WHOLE = (), size.Size(offices=1, divisions=1, subdivisions=2, stations=2)
from samrit.cli import main
main()
"""
"""Papers and the whole agency have their own tests; here they would only take time."""


def samrit(*args: object, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DJANGO_"))}
    command = [sys.executable, "-c", SMALL, *map(str, args)]
    return subprocess.run(command, env=clean | env, capture_output=True, text=True, timeout=LIMIT, check=False)


def test_without_a_terminal_it_builds_proves_the_sign_in_page_and_stops_and_serves_the_same_home_again(
    tmp_path: Path,
) -> None:
    first = samrit("demo", "--out", tmp_path, "--lang", "en")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "/sign-in/ answered 200" in first.stdout
    shown = [line.split()[1] for line in first.stdout.splitlines() if line.startswith("  spk.clerk ")]
    assert len(shown) == 1
    assert (tmp_path / "agency" / "settings.env").is_file()
    again = samrit("demo", "--out", tmp_path, "--lang", "en")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "samrit demo --anew" in again.stdout
    assert shown[0] not in again.stdout
    assert "/sign-in/ answered 200" in again.stdout
    opened = samrit("demo", "--out", tmp_path, "--lang", "en", SAMRIT_TRUSTED_PROXY="127.0.0.1")
    assert opened.returncode == 1
    assert "DM002" in opened.stderr


def test_anew_removes_only_a_folder_that_is_the_demos_own(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").write_text("a year of it")
    refused = samrit("demo", "--home", tmp_path / "mine", "--anew")
    assert refused.returncode == 1
    assert "DM003" in refused.stderr
    assert (tmp_path / "mine" / "work.txt").is_file()


class Answers(http.server.BaseHTTPRequestHandler):
    """A front page that leads elsewhere."""

    to: ClassVar = {"/": (302, "/sign-in/?next=/"), "/sign-in/?next=/": (200, "")}

    def do_GET(self) -> None:
        status, location = self.to.get(self.path, (404, ""))
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_the_front_page_is_followed_to_the_sign_in_page(url: str) -> None:
    assert sign_in_page(url) == f"{url}sign-in/"


@pytest.mark.parametrize(
    "answers",
    [{"/": (500, "")}, {"/": (302, "/sign-in/"), "/sign-in/": (500, "")}, {"/": (200, "")}, {"/": (302, "/")}],
)
def test_a_sign_in_page_that_does_not_come_is_told(
    url: str, answers: dict[str, tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Answers, "to", answers)
    with pytest.raises(Refused) as refused:
        sign_in_page(url)
    assert [issue.code for issue in refused.value.issues] == ["DM004"]
