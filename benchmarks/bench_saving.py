"""Saving one fact of a draft with its preview: at 30, 137 and 1,300 elements, on SQLite and PostgreSQL.

    make bench                      after the others; alone: .venv/bin/python benchmarks/bench_saving.py

What is timed is `scoring.moments.save`, the one call of the page: permission, time, the draft's version, the write, the
audit event, and the score before and after.  Every value of the draft stands already; each save changes another one.
Beside it, in the same run on the same disk: the smallest commit there is, one row changed and synced.  Quote the ratio.

Then the same on disks that this machine has not, which take 0.2, 5 and 10 ms to say that a write is safe: simulated by
`slow_sync.c`, which every call of fsync goes through, in this process or in those of PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SIZES = (30, 137, 1_300)
PACK, ROUND = "th-police-ita-2566", "2566"
EACH = 10
"""Elements of one item."""
TARGET_MS = 50.0
SYNC_MS = (0.2, 5.0, 10.0)
"""What a sync takes: a good disk for databases, a fair one, a slow one that many machines share."""
PAGE = struct.Struct("=dQ")
"""What `slow_sync.c` has in common with us: the milliseconds of a sync, and how many there were."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--saves", type=int, default=100)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        measure = _measure_slow if "SLOW_SYNC" in os.environ else _measure
        print(json.dumps(measure(options.saves)))
        return
    print(f"{options.saves} saves of one fact with its preview, Python {sys.version.split()[0]}; milliseconds\n")
    print(f"{'':12}{'elements':>9}{'median':>9}{'p95':>9}{'CPU':>9}{'commit p50':>12}{'commits':>9}{'queries':>9}")
    worst = _rows("SQLite", "sqlite", options.saves)
    with _postgresql() as address:
        if address is None:
            print("PostgreSQL: left out; needs the Debian package postgresql")
        else:
            worst = max(worst, _rows("PostgreSQL", address, options.saves))
    print(f"\ntarget p95 {TARGET_MS:.0f} ms at every size: {'reached' if worst <= TARGET_MS else 'MISSED'}")
    print("CPU: what this process computed for one save, whoever else keeps the machine busy")
    print("commits: the median save in smallest commits of the same database")
    _slow_disks(options.saves)


def _slow_disks(saves: int) -> None:
    print(f"\nthe same where a sync of the disk takes so many milliseconds (simulated); p50 / p95 of {saves} saves\n")
    with _slow_sync() as preload:
        if preload is None:
            print("left out: needs cc")
            return
        print(f"{'':12}{'elements':>9}" + "".join(f"{f'{one:g} ms':>16}" for one in SYNC_MS) + f"{'syncs':>9}")
        worst = _slow_rows("SQLite", "sqlite", saves, preload)
        with _postgresql(preload) as address:
            if address is None:
                print("PostgreSQL: left out; needs the Debian package postgresql")
            else:
                worst = max(worst, _slow_rows("PostgreSQL", address, saves, preload))
    print(f"\ntarget p95 {TARGET_MS:.0f} ms on each of these: {'reached' if worst <= TARGET_MS else 'MISSED'}")
    print("commit: the smallest commit there is; syncs: how often one save waits for the disk")


def _child(name: str, database: str, saves: int, more: Mapping[str, str]) -> Any:
    with tempfile.TemporaryDirectory(prefix="samrit-bench-") as home:
        environment = {
            **os.environ, "SAMRIT_HOME": home, "SAMRIT_SECRET_KEY": "only-for-the-bench-" + "x" * 40,
            "SAMRIT_DATABASE": database, **more,
        }  # fmt: skip
        command = [sys.executable, __file__, "--child", name, "--saves", str(saves)]
        return json.loads(
            subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
        )


def _slow_rows(name: str, database: str, saves: int, preload: Mapping[str, str]) -> float:
    found = _child(name, database, saves, preload)
    for what, rows in found.items():
        cells = "".join(f"{row['median']:9.1f} /{row['p95']:5.1f}" for row in rows)
        print(f"{name:12}{f'{int(what):,}' if what.isdecimal() else what:>9}{cells}{rows[0]['syncs']:9.1f}")
    return float(max(row["p95"] for rows in found.values() for row in rows))


def _rows(name: str, database: str, saves: int) -> float:
    found = _child(name, database, saves, {})
    for size, row in found.items():
        ratio = row["median"] / row["commit"]
        print(
            f"{name:12}{int(size):9,}{row['median']:9.1f}{row['p95']:9.1f}{row['cpu']:9.1f}{row['commit']:12.2f}{ratio:8.1f}×{row['queries']:9}"
        )
    return max(row["p95"] for row in found.values())


def _measure(saves: int) -> dict[int, dict[str, float]]:
    _begin()
    return {size: _one_size(size, saves) for size in SIZES}


def _begin() -> None:
    from samrit.config.start import start

    start()
    from django.conf import settings
    from django.core.management import call_command

    Path(settings.STATIC_ROOT).mkdir()  # or the next line warns
    from samrit.config import wsgi  # noqa: F401  # how often Python looks for garbage, as in the web server's processes

    call_command("migrate", verbosity=0)


def _one_size(size: int, saves: int) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    save = _filled(size)
    with CaptureQueriesContext(connection) as seen:
        save(0)
    outside = ("BEGIN", "COMMIT")
    queries = [one for one in seen.captured_queries if not one["sql"].startswith(outside)]
    begun = time.process_time()
    times = _timed(save, saves)
    spent = (time.process_time() - begun) * 1000 / saves
    commits = _timed(_commit, saves)
    return {**_told(times), "commit": statistics.median(commits), "queries": len(queries), "cpu": spent}


def _measure_slow(saves: int) -> dict[str, list[dict[str, float]]]:
    """By number of elements, and for the smallest commit, what a save takes at each time of a sync."""
    from django.db import connection

    with Path(os.environ["SLOW_SYNC"]).open("r+b") as file, mmap.mmap(file.fileno(), PAGE.size) as page:

        def slowed(act: Callable[[int], None], milliseconds: float) -> dict[str, float]:
            PAGE.pack_into(page, 0, milliseconds, 0)
            times = _timed(act, saves)
            syncs = PAGE.unpack_from(page)[1] / saves
            PAGE.pack_into(page, 0, 0.0, 0)
            if not syncs or statistics.median(times) < milliseconds:
                raise SystemExit(f"{connection.vendor} does not sync through libc: {syncs} syncs a save")
            return {**_told(times), "syncs": syncs}

        _begin()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SHOW wal_sync_method")
                (method,) = cursor.fetchone()
            if method != "fdatasync":
                raise SystemExit(f"wal_sync_method is {method}: slow_sync.c would not see it")
        _commit(0)
        found = {"commit": [slowed(lambda turn: _commit(1 + turn), one) for one in SYNC_MS]}
        for size in SIZES:
            save = _filled(size)
            found[str(size)] = [slowed(save, one) for one in SYNC_MS]
    return found


def _told(times: list[float]) -> dict[str, float]:
    return {"median": statistics.median(times), "p95": statistics.quantiles(times, n=20)[18]}


def _filled(size: int) -> Callable[[int], None]:
    """Saves another value of a draft in which every value stands, each time that it is called."""
    from samrit.apps.results.draft import Change
    from samrit.apps.scoring import moments

    report, clerk = _world(size)
    fields = [(f"B{number // EACH}", f"B{number // EACH}.{number % EACH}") for number in range(size)]
    said = ("มี", "ไม่มี")
    stands = [0] * size

    def save(turn: int) -> None:
        # a value that says other than what stands there, far from the one before
        number = (11 + turn * 7) % size
        stands[number] = 1 - stands[number]
        changes = [Change(*fields[number], said[stands[number]])]
        report.version = moments.save(report, changes=changes, by=clerk, version=report.version).version

    filled = [Change(*field, said[0]) for field in fields]
    report.version = moments.save(report, changes=filled, by=clerk, version=0).version
    for turn in range(10):
        save(turn)
    return save


def _timed(act: Callable[[int], None], times: int) -> list[float]:
    found = []
    for turn in range(times):
        begun = time.perf_counter()
        act(turn)
        found.append((time.perf_counter() - begun) * 1000)
    return found


def _commit(turn: int) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if turn == 0:
            cursor.execute("CREATE TABLE IF NOT EXISTS bench_commit (turn integer)")
            cursor.execute("INSERT INTO bench_commit VALUES (0)")
        cursor.execute("UPDATE bench_commit SET turn = %s", [turn])


def _world(size: int) -> tuple[Any, Any]:
    """An agency with one office that reports one indicator of so many elements, and its clerk."""
    from samrit.apps.accounts.models import User
    from samrit.apps.assessments.models import Assessment
    from samrit.apps.frameworks import queries as frameworks
    from samrit.apps.frameworks.models import InstalledPack
    from samrit.apps.ground import clock
    from samrit.apps.orgs.models import Ancestor, Grant, Placement, Role, Tree, Unit
    from samrit.apps.results.services import open_reports
    from samrit.apps.rounds.models import RoundTime, Year
    from samrit.apps.scoring import moments
    from samrit.packs.terms import resolve

    since, today = date(2000, 1, 1), clock.today()
    root = Unit.objects.create()
    office = Unit.objects.create(root=root)
    tree = Tree.objects.create(root=root, since=since)
    for unit, parent in ((root, None), (office, root)):
        Placement.objects.create(
            unit=unit, parent=parent, kind="metropolitan" if parent else "", name_th=f"หน่วย {size}", since=since,
            sort_key="", search_text="",
        )  # fmt: skip
        Ancestor.objects.create(tree=tree, above=unit, below=unit, depth=0)
    Ancestor.objects.create(tree=tree, above=root, below=office, depth=1)
    clerk = User.objects.create_user(f"clerk-{size}", name="เจ้าหน้าที่ (สมมุติ)")
    Grant.objects.create(user=clerk, role=Role.REPORTER, unit=office, since=since)
    pack = _pack(size)
    installed = InstalledPack.objects.create(
        pack=PACK, version=f"{size}.0.0", digest=f"bench-{size}", name_th="", name_en="", fiscal_year=2566, files=b""
    )
    frameworks._packs.get(installed.digest, lambda: frameworks.Ready(pack, resolve(pack)))
    year = Year.objects.create(root=root, pack=installed, fiscal_year=2566)
    RoundTime.objects.create(year=year, round=ROUND, opens=today, last_day=today + timedelta(days=30))
    assessment = Assessment.objects.create(year=year, unit=office, made_by="kind")
    (report,) = open_reports(assessment, round=ROUND, by=None)
    moments.ask(assessment, ROUND, by=clerk)
    return report, clerk


def _pack(size: int) -> Any:
    """The shipped ITA with its disclosure items alone, as many as it takes, of ten elements each."""
    from samrit.packs import load

    pack = load.load(load.find(PACK)).pack
    disclosed = next(one for one in pack.indicators if one.code == "OIT")
    group = disclosed.parts[0].parts[0]
    item = group.parts[0]
    element = item.method.elements[0]
    items = []
    for number in range(-(-size // EACH)):
        elements = tuple(
            replace(element, id=f"B{number}.{one}") for one in range(min(EACH, size - number * EACH))
        )  # fmt: skip
        items.append(replace(item, code=f"B{number}", method=replace(item.method, elements=elements)))
    whole = replace(disclosed, parts=(replace(disclosed.parts[0], parts=(replace(group, parts=tuple(items)),)),))
    return replace(pack, indicators=(whole,))


@contextmanager
def _slow_sync() -> Iterator[dict[str, str] | None]:
    """What a process needs in its environment to have a slow disk; None without a C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="samrit-bench-disk-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL is another user
        library, page = folder / "slow_sync.so", folder / "page"
        source = Path(__file__).with_name("slow_sync.c")
        subprocess.run([compiler, "-O2", "-Wall", "-shared", "-fPIC", "-o", library, source], check=True)
        page.write_bytes(PAGE.pack(0.0, 0))
        page.chmod(0o666)
        yield {"LD_PRELOAD": str(library), "SLOW_SYNC": str(page)}


@contextmanager
def _postgresql(more: Mapping[str, str] | None = None) -> Iterator[str | None]:
    """A cluster of its own that syncs as one in service does; None where PostgreSQL is not installed.

    `more`: of the environment of its processes.
    """
    programs = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="samrit-bench-pg-"))
    as_whom: list[str | Path] = []
    if os.getuid() == 0:  # PostgreSQL refuses root
        shutil.chown(folder, "postgres")
        as_whom = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    control = [*as_whom, programs / "pg_ctl", "-D", data, "-w"]
    start = ["-o", f"-c listen_addresses= -c unix_socket_directories={folder}", "-l", folder / "log", "start"]

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, env={**os.environ, **(more or {})})

    run(*as_whom, programs / "initdb", "-D", data, "-U", "samrit", "--auth=trust", "-E", "UTF8")
    run(*control, *start)
    try:
        yield f"postgresql://samrit@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        run(*control, "-m", "fast", "stop")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
