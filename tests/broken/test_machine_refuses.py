"""A full disk and a busy database, wherever they strike: a page that says so, nothing half saved, /health says it."""

from __future__ import annotations

import errno
import io
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import OperationalError
from django.test import Client
from PIL import Image
from tests.apps.results_world import World
from tests.pages.conftest import Open
from tests.pages.rows_papers import asked, at, scored
from tests.pages.test_report import form_of, page

from samrit.apps.evidence import store
from samrit.apps.evidence.models import Evidence
from samrit.apps.issuing.models import Counter, IssuedDocument
from samrit.apps.results.models import Entry, Report
from samrit.config import health
from samrit.web.refusals import of_machine

from . import server

pytestmark = pytest.mark.django_db


def no_space(*args: Any, **more: Any) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def picture() -> SimpleUploadedFile:
    held = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(held, "PNG")
    return SimpleUploadedFile("ภาพ.png", held.getvalue(), "image/png")


def files_of(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def report(world: World) -> Report:
    return world.opened()


@pytest.fixture
def clerk(opened: Open) -> Client:
    return opened("clerk")


def test_a_full_database_saves_no_half_of_anything(prepared: Path, tmp_path: Path) -> None:
    home = server.copy(prepared, tmp_path / "home")
    run = subprocess.run(
        [sys.executable, "-m", "tests.broken.full_database"],
        env=server.environment_of(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    told = json.loads(run.stdout)
    assert [one["status"] for one in told] == [507] * (len(told) - 1) + [302]
    assert all("ที่เก็บข้อมูลของเครื่องเต็ม" in one["said"] for one in told[:-1])
    assert all(one["kept"] == told[0]["kept"] for one in told[:-1])
    assert len(told) > 2
    assert server.Kept(home).halves() == []


def test_a_full_evidence_store_is_told_at_the_file_and_costs_nothing_typed(
    clerk: Client, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/reports/{report.id}/"
    before = files_of(store.root())
    given = form_of(clerk.get(address)) | {"v|2.1|percent|": "72", "title": "ผลสำรวจ", "files": picture(), "do": "save"}
    with monkeypatch.context() as patched:
        patched.setattr(store.os, "fsync", no_space)
        answer = clerk.post(f"{address}part/all/", given)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Entry.objects.get().text == "72"
    assert not Evidence.objects.exists()
    assert files_of(store.root()) == before


def test_no_room_for_an_upload_on_its_way_is_told(
    clerk: Client, report: Report, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    address = f"/reports/{report.id}/"
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    given = form_of(clerk.get(address)) | {"v|2.1|percent|": "72", "files": picture(), "do": "save"}
    with monkeypatch.context() as patched:
        patched.setattr(TemporaryFileUploadHandler, "receive_data_chunk", no_space)
        answer = clerk.post(f"{address}part/all/", given)
    assert answer.status_code == 507
    assert "ที่เก็บข้อมูลของเครื่องเต็ม" in page(answer)
    assert not Entry.objects.exists()
    assert not Evidence.objects.exists()


def test_no_room_for_a_paper_issues_none_and_leaves_its_number_free(
    world: World, opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("samrit.apps.issuing.store.folder", lambda: tmp_path)
    head = opened("head")
    given = asked(world, serial="1", run=str(scored(world).id))
    with monkeypatch.context() as patched:
        patched.setattr("samrit.apps.issuing.store.os.fsync", no_space)
        answer = head.post(at(world, "check/"), given)
    assert answer.status_code == 507
    assert not IssuedDocument.objects.exists()
    assert not Counter.objects.filter(last__gt=0).exists()
    assert head.post(at(world, "check/"), given).status_code == 302
    assert IssuedDocument.objects.get().serial == 1


def busy(code: int, text: str) -> OperationalError:
    cause = sqlite3.OperationalError(text)
    cause.sqlite_errorcode = code  # type: ignore[misc]  # as SQLite's own errors carry it
    told = OperationalError(text)
    told.__cause__ = cause
    return told


def of_postgresql(state: str) -> OperationalError:
    class Cause(Exception):
        sqlstate = state

    told = OperationalError(state)
    told.__cause__ = Cause()
    return told


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (busy(sqlite3.SQLITE_FULL, "database or disk is full"), 507),
        (busy(sqlite3.SQLITE_BUSY, "database is locked"), 503),
        (busy(sqlite3.SQLITE_BUSY_SNAPSHOT, "database is locked"), 503),
        (busy(sqlite3.SQLITE_CORRUPT, "database disk image is malformed"), None),
        (of_postgresql("53100"), 507),
        (of_postgresql("40P01"), 503),
        (of_postgresql("57P01"), None),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OSError(errno.EACCES, "Permission denied"), None),
        (ValueError("ours"), None),
    ],
)
def test_what_the_machine_refuses_is_told_apart_from_our_mistakes(problem: Exception, status: int | None) -> None:
    told = of_machine(problem)
    assert (told and told[1]) == status


def test_a_database_that_stays_busy_is_said_and_the_second_press_does_it(
    clerk: Client, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/reports/{report.id}/"
    fields = form_of(clerk.get(address)) | {"v|2.1|percent|": "72", "do": "save"}

    def locked(*args: Any, **more: Any) -> NoReturn:
        raise busy(sqlite3.SQLITE_BUSY, "database is locked")

    with monkeypatch.context() as patched:
        patched.setattr("samrit.apps.results.services.record", locked)
        answer = clerk.post(f"{address}part/all/", fields)
    assert answer.status_code == 503
    assert "กดปุ่มเดิมอีกครั้ง" in page(answer)
    assert not Entry.objects.exists()
    assert clerk.post(f"{address}part/all/", fields).status_code == 302
    assert Entry.objects.get().text == "72"


@pytest.mark.parametrize(("free", "status", "reasons"), [(1_000_000, 503, ["disk-full"]), (10**9, 200, [])])
def test_health_says_that_the_disk_is_full(
    free: int, status: int, reasons: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    answer = Client().get("/health")
    assert (answer.status_code, answer.json()["reasons"]) == (status, reasons)
