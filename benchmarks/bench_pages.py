"""Every page under load: 1,500 units × 3 frameworks × 2 years, 20 connections at once, on SQLite and PostgreSQL.

    make bench                      after the others; alone: .venv/bin/python benchmarks/bench_pages.py

The pages are answered by the web server as `samrit serve` starts it, and asked for by connections that wait for each
answer and then ask again at once.  Beside every page stands /health of the same run: quote the ratio.  CPU is what the
server's processes computed for one answer, whoever else keeps the machine busy.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from bench_saving import _postgresql as postgresql

UNITS, CONNECTIONS, SECONDS = 1_500, 20, 5.0
PAGE_MS, QUERIES, EVIDENCE_MS, MIGRATE_S, DEMO_S = 150.0, 12, 40.0, 20.0, 30.0
PORT = 8_700


@dataclass(frozen=True)
class Page:
    """An address, who asks for it, and what is sent with it."""

    name: str
    path: str
    cookie: str = ""
    form: dict[str, str] = field(default_factory=dict)
    queries: int = 0


@dataclass(frozen=True)
class Measured:
    """What a page took: milliseconds at 20 connections, and milliseconds of the server's CPU."""

    p50: float
    p95: float
    cpu: float
    count: int


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="per page")
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--sqlite", action="store_true", help="without PostgreSQL")
    parser.add_argument("--no-demo", action="store_true")
    parser.add_argument("--child", choices=("build", "evidence", "demo"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(_CHILDREN[options.child](options.units)))
        return
    # ended from outside it leaves nothing behind either: servers are stopped, its folder goes
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    print(
        f"{options.connections} connections, {options.seconds:g} s a page, Python {sys.version.split()[0]}, {os.cpu_count()} cores,"
    )
    print(f"load {os.getloadavg()[0]:.1f} before; a sync of this disk takes {_fsync():.2f} ms (median)\n")
    missed = _one_database("SQLite", "sqlite", options)
    if not options.sqlite:
        with postgresql() as address:
            if address is None:
                print("PostgreSQL: left out; needs the Debian package postgresql")
            else:
                missed += _one_database("PostgreSQL", address, options)
    if not options.no_demo:
        with _home() as environment:
            found = _child("demo", options.units, environment)
        print(f"demo agency: {found['seconds']:.1f} s, CPU {found['cpu']:.1f} s")
        missed += ["the demo agency"] * (found["seconds"] > DEMO_S)
    print(
        f"\ntargets: pages p95 {PAGE_MS:.0f} ms and {QUERIES} queries, evidence {EVIDENCE_MS:.0f} ms, migrate {MIGRATE_S:.0f} s, demo {DEMO_S:.0f} s"
    )
    print("missed: " + ("; ".join(missed) if missed else "none"))


def _one_database(name: str, database: str, options: argparse.Namespace) -> list[str]:
    with _home(SAMRIT_DATABASE=database) as environment:
        built = _child("build", options.units, environment)
        print(
            f"{name}: migrated from empty in {built['migrate']:.1f} s; {built['units']:,} units that report, {built['reports']:,} reports and"
        )
        print(f"{built['events']:,} audit events built in {built['build']:.0f} s (CPU {built['cpu']:.0f} s)")
        pages = [Page(**page) for page in built["pages"] if options.only in page["name"]]
        missed = [f"migrate on {name}"] if built["migrate"] > MIGRATE_S else []
        print(f"\n  {'page':38}{'queries':>8}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'× health':>10}{'answers':>9}")
        with _serving(environment) as (port, cpu):
            health = _ask(Page("health", "/health"), port, cpu, options)
            for page in [Page("health", "/health"), *pages]:
                found = health if page.name == "health" else _ask(page, port, cpu, options)
                is_over = found.p95 > PAGE_MS or page.queries > QUERIES
                missed += [f"{page.name} on {name}"] * is_over
                ratio = found.cpu / health.cpu
                print(
                    f"{'! ' if is_over else '  '}{page.name:38}{page.queries:8}{found.p50:9.1f}{found.p95:9.1f}{found.cpu:9.1f}{ratio:9.1f}×{found.count:9,}",
                    flush=True,
                )
        evidence = _child("evidence", options.units, environment)
        print(
            f"\n  evidence of 1 MB taken in: p50 {evidence['p50']:.1f} ms, p95 {evidence['p95']:.1f} ms, CPU {evidence['cpu']:.1f} ms"
        )
        missed += [f"evidence on {name}"] * (evidence["p95"] > EVIDENCE_MS)
        print(f"  load after: {os.getloadavg()[0]:.1f}\n")
    return missed


def _ask(page: Page, port: int, cpu: Callable[[], float], options: argparse.Namespace) -> Measured:
    """The page, asked for by all connections at once for some seconds; raises unless every answer is 200."""
    request = _request(page)
    _load(request, port, options.connections, 0.5)  # warms what processes keep
    before = cpu()
    times = _load(request, port, options.connections, options.seconds)
    spent = cpu() - before
    parts = statistics.quantiles(times, n=20)
    return Measured(statistics.median(times), parts[18], spent * 1000 / len(times), len(times))


def _request(page: Page) -> bytes:
    """What a connection sends, over and over."""
    body = urllib.parse.urlencode(page.form).encode()
    lines = [
        f"{'POST' if page.form else 'GET'} {page.path} HTTP/1.1", "Host: localhost", f"Cookie: {page.cookie}",
        "Accept-Language: th",
    ]  # fmt: skip
    if page.form:
        lines += ["Content-Type: application/x-www-form-urlencoded", "HX-Request: true", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _load(request: bytes, port: int, connections: int, seconds: float) -> list[float]:
    """Milliseconds of each answer.  One thread and bare sockets: what asks shall not compete with what answers."""
    times: list[float] = []
    with selectors.DefaultSelector() as waiting, ExitStack() as opened:

        def ask(one: _Connection) -> None:
            one.begun, one.told, one.length = time.perf_counter(), bytearray(), 0
            one.socket.sendall(request)

        for _ in range(connections):
            one = _Connection(opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60)))
            waiting.register(one.socket, selectors.EVENT_READ, one)
            ask(one)
        until, busy = time.perf_counter() + seconds, connections
        while busy:
            for key, _ in waiting.select(60):
                one = key.data
                if not one.takes():
                    continue
                times.append((time.perf_counter() - one.begun) * 1000)
                if not one.told.startswith(b"HTTP/1.1 200 "):
                    raise SystemExit(f"{request[:200]!r} was answered by {bytes(one.told[:300])!r}")
                if time.perf_counter() < until:
                    ask(one)
                else:
                    busy -= 1
    return times


@dataclass
class _Connection:
    """A connection that asks again at once; an answer without a length is a failure, none of ours has none."""

    socket: socket.socket
    begun: float = 0.0
    told: bytearray = field(default_factory=bytearray)
    length: int = 0

    def takes(self) -> bool:
        """Takes what has come; true when the answer is whole."""
        came = self.socket.recv(1 << 20)
        if not came:
            raise SystemExit(f"the server hung up after {bytes(self.told[:200])!r}")
        self.told += came
        if not self.length:
            head, end, _ = self.told.partition(b"\r\n\r\n")
            if not end:
                return False
            told = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            if told is None:
                raise SystemExit(f"no length in {bytes(head)!r}")
            self.length = len(head) + 4 + int(told[1])
        return len(self.told) >= self.length


@contextmanager
def _serving(environment: dict[str, str]) -> Iterator[tuple[int, Callable[[], float]]]:
    """The web server as `samrit serve` starts it, and what its processes have computed so far, in seconds."""
    from samrit.config import serving
    from samrit.config.environment import read

    found = serving.prepare(read(environment), read(environment).workers)
    web = found.children[0]
    process = subprocess.Popen(web.command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while serving.answers(found.installation, found.port):
            if time.monotonic() > until:
                raise SystemExit("the server does not answer")
            time.sleep(0.2)
        yield found.port, lambda: sum(_cpu(one) for one in _family(process.pid))
    finally:
        process.terminate()
        process.wait(20)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _home(**more: str) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="samrit-bench-") as home:
        yield {
            **os.environ, "SAMRIT_HOME": home, "SAMRIT_SECRET_KEY": "only-for-the-bench-" + "x" * 40,
            "SAMRIT_BIND": f"127.0.0.1:{PORT}", **more,
        }  # fmt: skip


def _child(what: str, units: int, environment: dict[str, str]) -> Any:
    command = [sys.executable, __file__, "--child", what, "--units", str(units)]
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)


# ── in a process of its own, as Django is of one database ────────────────────────────────────────────────────────────


def _build(units: int) -> dict[str, Any]:
    from samrit.config.start import start

    start()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from samrit.apps.audit.models import Event
    from samrit.apps.results.models import Report
    from samrit.config import preparing
    from samrit.demo import bulk
    from samrit.web import assets

    preparing.lay_out(settings.INSTALLATION.home)
    assets.build(Path(settings.STATIC_ROOT))
    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    migrated = time.perf_counter() - begun
    begun, spent = time.perf_counter(), time.process_time()
    made = bulk.build(units)
    build, cpu = time.perf_counter() - begun, time.process_time() - spent
    with connection.cursor() as cursor:
        # as it does by itself within minutes; SQLite is told when its server starts
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "SELECT 1")
    return {
        "migrate": migrated, "build": build, "cpu": cpu, "units": made.units, "reports": Report.objects.count(),
        "events": Event.objects.count(), "pages": [asdict(one) for one in _pages(made)],
    }  # fmt: skip


def _pages(made: Any) -> Sequence[Page]:
    """Every page that people of each role open, with the queries that one answer asks."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from samrit.apps.results.models import Report, State
    from samrit.apps.rounds.models import Year
    from samrit.apps.scoring.models import Current

    clients = {name: Client(SERVER_NAME="localhost") for name in made.people}
    for name, client in clients.items():
        client.force_login(made.people[name])
    clerk = made.people["clerk1"]
    mine = Report.objects.filter(assessment__unit__grants__user=clerk).order_by(
        "-assessment__year__fiscal_year", "indicator"
    )
    draft = mine.filter(state=State.RETURNED)[0]  # the rounds are over, so only what was returned is open
    waiting = mine.filter(state=State.UNDER_REVIEW)[0]
    submitted = mine.filter(state=State.SUBMITTED)[0]
    long = Report.objects.filter(assessment__unit__grants__user=made.people["clerk3"], indicator="OIT").latest("id")
    assessment, unit = draft.assessment_id, draft.assessment.unit_id
    run = Current.objects.select_related("run").get(assessment=assessment).run
    lines = [line.code for line in run.lines.all() if line.score]
    year = Year.objects.filter(pack__pack=draft.assessment.year.pack.pack).latest("fiscal_year")
    short = {"version": str(draft.version), "do": "save"}
    entry = draft.entries.first()
    if entry is not None:
        short |= {f"v|{entry.node}|{entry.input}|": "72", f"was|{entry.node}|{entry.input}|": entry.text}
    asked: list[tuple[str, str, str, dict[str, str]]] = [
        ("home, clerk", "clerk1", "/", {}), ("home, head", "head1", "/", {}),
        ("home, verifier of one division", "verifier", "/", {}), ("home, verifier of all offices", "planner", "/", {}),
        ("home, evaluator", "evaluator", "/", {}), ("home, administrator", "admin", "/", {}),
        ("report to fill in", "clerk1", f"/reports/{draft.id}/", {}),
        ("report of 2 × 43 elements", "clerk3", f"/reports/{long.id}/", {}),
        ("report, read", "evaluator", f"/reports/{waiting.id}/", {}),
        ("check before sending", "clerk1", f"/reports/{draft.id}/check/", {}),
        ("score while typing", "clerk1", f"/reports/{draft.id}/part/all/score/", short),
        ("queue, head", "head1", "/review/", {}), ("queue, verifier of one division", "verifier", "/review/", {}),
        ("queue, verifier of all offices", "planner", "/review/", {}), ("queue, evaluator", "evaluator", "/review/", {}),
        ("review, head", "head1", f"/reports/{submitted.id}/review/", {}),
        ("review, verifier", "planner", f"/reports/{waiting.id}/review/", {}),
        ("assessments, clerk", "clerk1", "/assessments/", {}), ("assessments, evaluator", "evaluator", "/assessments/", {}),
        ("one assessment", "evaluator", f"/assessments/{assessment}/", {}),
        ("its board", "evaluator", f"/assessments/{assessment}/{run.round}/", {}),
        ("one figure explained", "evaluator", f"/runs/{run.id}/{lines[-1]}/", {}),
        ("papers of one assessment", "head1", f"/assessments/{assessment}/papers/", {}),
        ("units, administrator", "admin", "/units/", {}), ("one unit", "admin", f"/units/{unit}/", {}),
        ("roles of one unit", "admin", f"/units/{unit}/roles/", {}),
        ("the agency as a unit", "admin", f"/units/{made.root.id}/", {}),
        ("audit", "auditor", "/audit/", {}), ("audit of one report", "auditor", f"/audit/object/{waiting.id}/", {}),
        ("years", "admin", "/years/", {}), ("one year", "admin", f"/years/{year.id}/", {}),
        ("why may I", "evaluator", "/why/", {}), ("notices", "head1", "/notices/", {}),
    ]  # fmt: skip
    pages = []
    for name, who, path, form in asked:
        client = clients[who]
        for _ in range(2):  # what processes keep is asked the first time only
            with CaptureQueriesContext(connection) as seen:
                answer = client.post(path, form, headers={"HX-Request": "true"}) if form else client.get(path)
        if answer.status_code != 200:
            print(f"left out: {name} {path} answered {answer.status_code}", file=sys.stderr)
            continue
        cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
        if form:
            token = "a" * 32
            cookies[settings.CSRF_COOKIE_NAME] = token
            form = {**form, "csrfmiddlewaretoken": token}
        cookie = "; ".join(f"{key}={value}" for key, value in cookies.items())
        pages.append(Page(name, path, cookie, form, len(seen)))
    return pages


def _evidence(units: int) -> dict[str, float]:
    """A photograph of a megabyte, each time another, until it stands in the store and the database."""
    from samrit.config.start import start

    start()
    from PIL import Image

    from samrit.apps.accounts.models import User
    from samrit.apps.evidence import services
    from samrit.apps.orgs.models import Unit

    clerk = User.objects.get(username="clerk1")
    unit = Unit.objects.get(grants__user=clerk)
    made = io.BytesIO()
    Image.frombytes("RGB", (600, 580), os.urandom(600 * 580 * 3)).save(made, "PNG", compress_level=1)
    picture = made.getvalue()

    def give(number: int) -> None:
        # another comment in the file: the same bytes would be stored once
        told = picture[:-12] + _chunk(str(number).encode()) + picture[-12:]
        services.give_file(unit=unit, title="ภาพ", file_name="photo.png", by=clerk, stream=io.BytesIO(told))

    for number in range(3):
        give(number)
    times = []
    spent = time.process_time()
    for number in range(3, 43):
        begun = time.perf_counter()
        give(number)
        times.append((time.perf_counter() - begun) * 1000)
    cpu = (time.process_time() - spent) * 1000 / 40
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[18], "cpu": cpu}


def _chunk(text: bytes) -> bytes:
    import zlib

    body = b"tEXtComment\x00" + text
    return len(body[4:]).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def _demo(units: int) -> dict[str, float]:
    from samrit.config.start import start

    start()
    from django.conf import settings
    from django.core.management import call_command

    from samrit.config import preparing
    from samrit.demo.agency import build

    preparing.lay_out(settings.INSTALLATION.home)
    call_command("migrate", verbosity=0)
    begun, spent = time.perf_counter(), time.process_time()
    build()
    return {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - spent}


def _fsync() -> float:
    """The median time in which this disk says that a small write is safe, in milliseconds."""
    times = []
    with tempfile.TemporaryFile() as file:
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


_CHILDREN: dict[str, Callable[[int], dict[str, Any]]] = {"build": _build, "evidence": _evidence, "demo": _demo}


if __name__ == "__main__":
    main()
