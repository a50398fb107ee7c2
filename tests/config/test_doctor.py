"""The doctor finds what was broken on purpose, and nothing in what is sound."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from samrit.apps.accounts.models import User
from samrit.apps.audit import codes, services
from samrit.apps.audit.models import Event
from samrit.apps.evidence import store
from samrit.apps.evidence.models import Evidence
from samrit.apps.evidence.problems import FILE_CHANGED, FILE_GONE
from samrit.apps.ground import clock
from samrit.apps.orgs.models import Unit
from samrit.base.issues import Refused
from samrit.config import doctor, environment, keys, preparing
from samrit.config.environment import Installation

THING = codes.define("config.test.thing", "ทดสอบ", "a test")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    home = tmp_path / "home"
    preparing.lay_out(home)
    keys.write_secret(home / "settings.env", preparing.settings_text().encode())
    keys.make_audit_key(home / "keys" / "audit-ed25519.pem")
    (home / "backups" / "samrit-today.tar").touch()
    return environment.read({"SAMRIT_HOME": str(home)})


def found(installation: Installation) -> dict[str, list[str]]:
    """Codes by check, of those that found something; a test's database lies in memory, which no power cut survives."""
    checks = [check for check in doctor.examine(installation) if check.id != "durability"]
    return {check.id: [issue.code for issue in check.issues] for check in checks if check.issues}


def test_a_sound_installation_is_found_sound_by_every_check(installation: Installation, db: None) -> None:
    assert found(installation) == {}
    ids = [check.id for check in doctor.examine(installation)]
    assert ids == [
        "folders", "secrets", "space", "backup", "database", "durability", "migrations", "guards", "audit", "files",
        "clock",
    ]  # fmt: skip


def opened(home: Path) -> None:
    (home / "evidence").chmod(0o750)


def key_read_by_all(home: Path) -> None:
    (home / "keys" / "audit-ed25519.pem").chmod(0o644)


def settings_read_by_all(home: Path) -> None:
    (home / "settings.env").chmod(0o640)


def no_key(home: Path) -> None:
    (home / "keys" / "audit-ed25519.pem").unlink()


def damaged_key(home: Path) -> None:
    (home / "keys" / "audit-ed25519.pem").write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")


def no_folder(home: Path) -> None:
    (home / "papers").rmdir()


def old_backup(home: Path) -> None:
    long_ago = time.time() - 30 * 24 * 3600
    os.utime(home / "backups" / "samrit-today.tar", (long_ago, long_ago))


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (opened, {"folders": ["SE010"]}),
        (no_folder, {"folders": ["SE027"]}),
        (key_read_by_all, {"secrets": ["SE010"]}),
        (settings_read_by_all, {"secrets": ["SE010"]}),
        (no_key, {"secrets": ["SE009"]}),
        (damaged_key, {"secrets": ["SE009"]}),
        (old_backup, {"backup": ["SE033"]}),
    ],
)
def test_each_broken_file_is_told_where_it_lies(
    break_it: Callable[[Path], None], told: dict[str, list[str]], installation: Installation, db: None
) -> None:
    break_it(installation.home)
    assert found(installation) == told


def test_a_full_disk_is_told(installation: Installation, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    assert found(installation) == {"space": ["SE031"]}


def test_a_missing_migration_is_told_with_the_command_and_stops_what_depends_on_it(
    installation: Installation, db: None
) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="audit").delete()
    checks = list(doctor.examine(installation))
    assert checks[-1].id == "migrations"
    assert "samrit upgrade" in checks[-1].issues[0].cure("en")


def test_a_table_whose_guard_was_removed_is_named(installation: Installation, db: None) -> None:
    trigger = "audit_event_no_update" if connection.vendor == "sqlite" else "audit_event_only_grows"
    on = "" if connection.vendor == "sqlite" else " ON audit_event"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}{on}")
    (check,) = [check for check in doctor.examine(installation) if check.id == "guards"]
    assert [issue.place.file for issue in check.issues] == ["audit_event"]


def test_a_changed_event_is_found(installation: Installation, db: None) -> None:
    with transaction.atomic():
        services.record(THING, by=None)
    with connection.cursor() as cursor:
        trigger = "audit_event_no_update" if connection.vendor == "sqlite" else "audit_event_only_grows"
        cursor.execute(f"DROP TRIGGER {trigger}{'' if connection.vendor == 'sqlite' else ' ON audit_event'}")
    Event.objects.update(code="config.test.other")
    assert found(installation)["audit"] == ["AU001"]


def test_a_clock_set_back_behind_the_last_event_is_told(
    installation: Installation, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: ahead)
    with transaction.atomic():
        services.record(THING, by=None)
    assert found(installation) == {"clock": ["SE032"]}


def test_a_database_that_cannot_be_reached_is_told_and_ends_the_examination(
    installation: Installation, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(query: str) -> object:
        raise OperationalError("connection refused\nand more")

    monkeypatch.setattr(doctor, "_one", gone)
    last = list(doctor.examine(installation))[-1]
    assert (last.id, last.ok, [issue.code for issue in last.issues]) == ("database", False, ["SE014"])


def test_a_database_in_memory_is_not_called_durable(installation: Installation, db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the tests' PostgreSQL runs without fsync, which is told too")
    names = [issue.en for issue in doctor.durability()]
    assert any("journal_mode is memory" in name for name in names)


def test_a_key_is_never_made_over_another(installation: Installation) -> None:
    with pytest.raises(FileExistsError):
        keys.make_audit_key(installation.audit_key)


def test_a_key_of_another_kind_is_refused(installation: Installation) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    pem = X25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    installation.audit_key.write_bytes(pem)
    with pytest.raises(Refused) as caught:
        keys.audit_key(installation.audit_key)
    assert [issue.code for issue in caught.value.issues] == ["SE009"]


@pytest.mark.parametrize("harm", ["damaged", "lost"])
def test_a_damaged_and_a_lost_file_of_evidence_are_named(
    harm: str, installation: Installation, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "INSTALLATION", installation)
    sha256 = hashlib.sha256(b"proof").hexdigest()
    by = User.objects.create_user("clerk", name="ตัวอย่าง")
    Evidence.objects.create(
        unit=Unit.objects.create(), title="ภาพถ่าย", file_name="a.png", sha256=sha256, size=5, by=by, at=clock.now()
    )
    path = store.path_of(sha256)
    path.parent.mkdir(parents=True, mode=0o700)
    path.write_bytes(b"proof")
    assert found(installation) == {}
    if harm == "damaged":
        path.write_bytes(b"other")
    else:
        path.unlink()
    (check,) = [one for one in doctor.examine(installation) if one.id == "files"]
    assert not check.ok
    (issue,) = check.issues
    assert issue.code == {"damaged": FILE_CHANGED, "lost": FILE_GONE}[harm].code
    assert sha256 in str(issue.place)
