"""A real server on a copy of a prepared installation: asked over plain HTTP, cut off, ended without a warning."""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import lxml.html
from tests.e2e.world import PASSWORD

from samrit.config import databases

HOST = "127.0.0.1"
SAMRIT = str(Path(sys.executable).parent / "samrit")
WITHIN = 60.0
"""Seconds that anything may take which is waited for."""
Pairs = list[tuple[str, str]]


def environment_of(home: Path) -> dict[str, str]:
    """Nothing of the test run's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "COVERAGE", "DJANGO"))}
    return kept | {"SAMRIT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "samrit.config.settings"}


def build(home: Path) -> None:
    """The agencies of the journeys, with what `samrit serve` makes before its first page."""
    subprocess.run([sys.executable, "-m", "tests.e2e.world"], env=environment_of(home), check=True)
    from samrit.web import assets

    assets.build(home / "static")


def copy(home: Path, to: Path) -> Path:
    """An installation like another that nobody has open."""
    return Path(shutil.copytree(home, to))


def until(what: str, is_so: Callable[[], object], within: float = WITHIN) -> None:
    """Look again and again until it is so."""
    last, pause = time.monotonic() + within, threading.Event()
    while not is_so():
        assert time.monotonic() < last, f"not within {within:.0f} s: {what}"
        pause.wait(0.02)


@dataclass
class Server:
    """The process that answers pages, with the processes it starts, as `samrit serve` runs it."""

    home: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """What is run."""
        return [sys.executable, "-m", "samrit.config.web", HOST, str(self.port), "1"]

    def settings(self) -> dict[str, str]:
        """What it is told by its environment."""
        return {}

    def start(self) -> None:
        """Start it, and wait until it answers."""
        if not self.port:
            with closing(socket.socket()) as probe:
                probe.bind((HOST, 0))
                self.port = probe.getsockname()[1]
        environment = environment_of(self.home) | self.settings()
        with open(self.home / "server.txt", "ab") as told:
            self.process = subprocess.Popen(
                self.command(), env=environment, stdin=subprocess.PIPE, stdout=told, stderr=told, start_new_session=True
            )
        until("the pages answer", lambda: self._has_ended() or self.is_answering())
        assert not self._has_ended(), (self.home / "server.txt").read_text(encoding="utf-8")

    def kill(self) -> None:
        """End it and all it has started at once, without a warning."""
        assert self.process is not None
        assert self.process.stdin is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.stdin.close()
        self.process.wait()
        self.process = None

    def is_answering(self) -> bool:
        """Whether it says that it is well."""
        with suppress(OSError, http.client.HTTPException):
            return self.ask("GET", "/health").status == 200
        return False

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def memory(self) -> int:
        """What it and the processes it has started hold in memory, in bytes."""
        assert self.process is not None
        held = 0
        for one in Path("/proc").glob("[0-9]*"):
            fields = _stat(int(one.name))
            if fields[2:3] == [str(self.process.pid)]:  # of its group
                held += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        return held

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """One request of its own connection, answered whole."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            connection.request(method, path, body or None, headers or {})
            return Answer.of(connection.getresponse())
        finally:
            connection.close()


@dataclass
class Whole(Server):
    """`samrit serve`: the supervisor, the web server with its processes, the job worker."""

    processes: int = 2
    """That answer."""

    def command(self) -> list[str]:
        """What is run."""
        return [SAMRIT, "serve"]

    def settings(self) -> dict[str, str]:
        """What it is told by its environment."""
        return {"SAMRIT_BIND": f"{HOST}:{self.port}", "SAMRIT_WORKERS": str(self.processes)}

    def kill(self) -> None:
        """End all of it at once, without a warning."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)  # it starts nobody meanwhile
        everybody = self.everybody()
        for one in everybody:
            kill(one)
        self.process.communicate()
        self.process = None
        until("all of it has ended", lambda: not any(is_alive(one) for one in everybody))

    def everybody(self) -> list[int]:
        """All its processes, the supervisor first."""
        assert self.process is not None
        found = [self.process.pid]
        for one in found:
            found += children_of(one)
        return found

    def web(self) -> int:
        """The web server's first process, which starts those that answer."""
        return self._child("samrit.config.web")

    def answering(self) -> list[int]:
        """The processes that answer."""
        return children_of(self.web())

    def worker(self) -> int:
        """The process that does jobs; 0 while there is none."""
        return self._child("samrit.config.worker")

    def _child(self, module: str) -> int:
        assert self.process is not None
        return next((one for one in children_of(self.process.pid) if module in command_of(one)), 0)


S = TypeVar("S", bound=Server)


def kill(process: int) -> None:
    """Without a warning."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def is_alive(process: int) -> bool:
    """Whether it still runs; one that has ended, and that nobody has asked about yet, does not."""
    return _stat(process)[:1] not in ([], ["Z"], ["X"])


def children_of(process: int) -> list[int]:
    """Those it has started that still run."""
    everybody = [int(one.name) for one in Path("/proc").glob("[0-9]*")]
    return sorted(one for one in everybody if _stat(one)[1:2] == [str(process)] and is_alive(one))


def command_of(process: int) -> str:
    """What it was started as."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def _stat(process: int) -> list[str]:
    """State, parent, group and so on; nothing for one that is gone."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return []


@contextmanager
def serving(server: S) -> Iterator[S]:
    """A server until the end of the block."""
    try:
        server.start()
        yield server
    finally:
        if server.process is not None:
            server.kill()


@dataclass(frozen=True)
class Answer:
    """What was answered."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @classmethod
    def of(cls, response: http.client.HTTPResponse) -> Answer:
        """Read it to its end."""
        return cls(response.status, response.headers, response.read().decode("utf-8", "replace"))

    @property
    def is_done(self) -> bool:
        """Whether it says that it was done."""
        return self.status in (200, 302, 303)


@dataclass
class Person:
    """Somebody's browser: cookies, and forms sent as they stand on the page."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._kept(self.server.ask("GET", path, headers=self.headers()))

    def form(self, path: str, holding: str = "") -> Pairs:
        """The fields of a page's form, as they stand; `holding` says which of several, by a part of its HTML."""
        return self.form_of(path, "post", holding)

    def form_of(self, path: str, method: str, holding: str = "") -> Pairs:
        """The same of a form that is sent by a method."""
        answer = self.get(path)
        page = lxml.html.fromstring(answer.text)
        for one in page.xpath(f"//main//form[@method='{method}']"):
            if holding in lxml.html.tostring(one, encoding="unicode"):
                return [(name, value) for name, value in one.form_values() if isinstance(value, str)]
        raise AssertionError(f"no such form at {path}: {answer.status} {page.text_content()[-2000:]}")

    def send(self, path: str, fields: Pairs) -> Answer:
        """Send fields as a form does."""
        headers = {**self.headers(), "Content-Type": "application/x-www-form-urlencoded"}
        return self._kept(self.server.ask("POST", path, urlencode(fields).encode(), headers))

    def send_file(self, path: str, fields: Pairs, name: str, file_name: str, data: bytes) -> Answer:
        """Send fields with a file."""
        body = multipart(fields, name, file_name, data)
        headers = {**self.headers(), "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self._kept(self.server.ask("POST", path, body, headers))

    def sign_in(self, username: str) -> Answer:
        """Come in by the page."""
        fields = [(name, value) for name, value in self.form("/sign-in/") if name not in ("username", "password")]
        return self.send("/sign-in/", [*fields, ("username", username), ("password", PASSWORD)])

    def headers(self) -> dict[str, str]:
        """What every request of this browser carries."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _kept(self, answer: Answer) -> Answer:
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer


BOUNDARY = "samrit-tests-boundary"


def multipart(fields: Pairs, name: str, file_name: str, data: bytes) -> bytes:
    """A form with a file, as a browser writes it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{one}"\r\n\r\n{value}\r\n' for one, value in fields
    ]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return "".join(parts).encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


@dataclass(frozen=True)
class Kept:
    """What an installation holds, read past the program."""

    home: Path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of its database."""
        with closing(sqlite3.connect(self.home / "samrit.sqlite3", timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def one(self, query: str) -> Any:
        """The only value of a query."""
        ((value,),) = self.rows(query)
        return value

    def halves(self) -> list[str]:
        """What is only half there: official acts without what belongs to them, rows without their files."""
        found = [f"{name}: {row}" for name, query in HALVES.items() for row in self.rows(query)]
        for (digest,) in self.rows("SELECT sha256 FROM evidence_evidence WHERE sha256 <> ''"):
            found += self._file("evidence", self.home / "evidence" / digest[:2] / digest[2:4] / digest, digest)
        for (digest,) in self.rows("SELECT sha256 FROM issuing_issuedfile"):
            found += self._file("paper", self.home / "papers" / digest[:2] / digest, digest)
        databases.head_of_sqlite(self.home / "samrit.sqlite3")
        return found

    def samrit(self, *command: str) -> subprocess.CompletedProcess[str]:
        """`samrit …` on this installation."""
        return subprocess.run(
            [SAMRIT, *command], env=environment_of(self.home), text=True, capture_output=True, check=False
        )

    def _file(self, what: str, path: Path, digest: str) -> list[str]:
        if not path.is_file():
            return [f"{what} without its file: {digest}"]
        return [] if hashlib.sha256(path.read_bytes()).hexdigest() == digest else [f"{what} damaged: {digest}"]


HALVES = {
    "submission without its run":
        "SELECT r.indicator FROM results_submission s JOIN results_report r ON r.id = s.report_id"
        " WHERE s.key <> 'made' AND NOT EXISTS (SELECT 1 FROM scoring_scorerun x WHERE x.assessment_id = r.assessment_id"
        " AND x.moment = 'submitted' AND x.at >= s.at)",
    "conclusion without its run":
        "SELECT r.indicator FROM results_report r JOIN results_submission s ON s.report_id = r.id"
        " JOIN results_decision d ON d.submission_id = s.id WHERE d.what = 'concluded' AND s.key <> 'made' AND NOT EXISTS"
        " (SELECT 1 FROM scoring_scorerun x WHERE x.assessment_id = r.assessment_id AND x.moment = 'concluded' AND x.at >= d.at)",
    "run without its lines":
        "SELECT id FROM scoring_scorerun x WHERE NOT EXISTS (SELECT 1 FROM scoring_scoreline l WHERE l.run_id = x.id)",
    "decision without its event":
        "SELECT what, (SELECT count(*) FROM results_decision) FROM results_decision d WHERE NOT EXISTS"
        " (SELECT 1 FROM audit_subject a WHERE a.object = d.id)",
    "submission without its event":
        "SELECT number FROM results_submission s WHERE NOT EXISTS (SELECT 1 FROM audit_subject a WHERE a.object = s.id)",
    "evidence without its event":
        "SELECT id FROM evidence_evidence e WHERE NOT EXISTS (SELECT 1 FROM audit_subject a WHERE a.object = e.id)",
    "paper without its event":
        "SELECT id FROM issuing_issueddocument d WHERE NOT EXISTS (SELECT 1 FROM audit_subject a WHERE a.object = d.id)",
    "paper without its three files":
        "SELECT d.id FROM issuing_issueddocument d WHERE (SELECT count(*) FROM issuing_issuedfile f WHERE f.document_id = d.id) <> 3",
    "number without its paper":
        "SELECT series, last FROM issuing_counter c WHERE last <> (SELECT count(*) FROM issuing_issueddocument d"
        " WHERE d.series = c.series AND d.year = c.year AND d.root_id = c.root_id)",
    "event without its words":
        "SELECT number FROM audit_event e WHERE NOT EXISTS (SELECT 1 FROM audit_detail d WHERE d.event_id = e.id)",
    "chain broken":
        "SELECT e.number FROM audit_event e LEFT JOIN audit_event b ON b.number = e.number - 1"
        " WHERE e.number > 1 AND (b.hash IS NULL OR b.hash <> e.previous)",
    "report that disagrees with its submissions":
        "SELECT indicator, state FROM results_report r WHERE state NOT IN ('draft', 'returned') AND NOT EXISTS"
        " (SELECT 1 FROM results_submission s WHERE s.report_id = r.id)",
    "attachment of nothing":
        "SELECT a.id FROM results_attachment a LEFT JOIN evidence_evidence e ON e.id = a.evidence_id WHERE e.id IS NULL",
}  # fmt: skip
