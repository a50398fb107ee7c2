"""`samrit backup` and `samrit restore`: an installation into one file while it serves, and back, every hash compared."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from samrit.base.issues import Issue, Place, Refused, define
from samrit.config import archive, databases, environment, keys, preparing
from samrit.config.archive import Manifest, Writer
from samrit.config.environment import Installation

STANDS_ALREADY = define(
    "SE022", "error",
    th="มีไฟล์นี้อยู่แล้ว", en="this file exists already",
    cure_th="ตั้งชื่ออื่น samrit ไม่เขียนทับสำรอง", cure_en="choose another name: samrit never writes over a backup",
)  # fmt: skip
NOT_READ = define(
    "SE023", "error",
    th="อ่านไฟล์นี้ลงสำรองไม่ได้ ({why})", en="this file could not be read into the backup ({why})",
    cure_th="ตรวจแฟ้มและดิสก์ แล้วสำรองใหม่", cure_en="check the file and the disk, then make the backup again",
)  # fmt: skip
HOLDS_KEYS = define(
    "SE024", "warning",
    th="สำรองนี้มีกุญแจและรหัสผ่านฐานข้อมูล ผู้ได้ไฟล์นี้ปลอมลายเซ็นได้", en="this backup holds the keys and the database password: who has it can forge signatures",
    cure_th="เก็บแยกจากสำรองประจำวัน ในที่ปิดล็อก", cure_en="keep it apart from the daily backups, under lock",
)  # fmt: skip
NEW_KEYS = define(
    "SE025", "warning",
    th="สำรองไม่มีกุญแจ จึงสร้างใหม่ ลายเซ็นเดิมของสายโซ่เหตุการณ์ตรวจได้ด้วยกุญแจเดิมเท่านั้น",
    en="the backup held no keys, so new ones were made; earlier signatures of the chain need the old key",
    cure_th="ถ้ามีสำรองที่ทำด้วย --with-keys นำ keys/ และ settings.env จากชุดนั้นมาวางแทน",
    cure_en="if there is a backup made with --with-keys, put its keys/ and settings.env in place",
)  # fmt: skip
NEEDS_DATABASE = define(
    "SE026", "error",
    th="สำรองนี้เป็นของ {engine}", en="this backup is of {engine}",
    cure_th="สำรองของ PostgreSQL ต้องระบุ --database postgresql://…/ฐานข้อมูลว่าง สำรองของ SQLite ไม่ต้องระบุ",
    cure_en="a PostgreSQL backup needs --database postgresql://…/empty-database; an SQLite backup takes none",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A finished backup."""

    file: Path
    sha256: str
    manifest: Manifest
    issues: tuple[Issue, ...]


def backup(installation: Installation, target: Path | None = None, with_keys: bool = False) -> Made:
    """Write the installation to one file, which appears when it is whole; raises Refused."""
    now = datetime.now(UTC)
    file = target or installation.backups / f"samrit-{now:%Y%m%dT%H%M%SZ}.tar"
    if file.exists():
        raise Refused([STANDS_ALREADY.at(Place(str(file)))])
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as out:
            manifest = _write(installation, Writer(out), file.parent, now, with_keys)
            out.flush()
            os.fsync(out.fileno())
            out.seek(0)
            digest = hashlib.file_digest(out, "sha256").hexdigest()
        os.link(part, file)  # unlike a rename, it fails if another backup took the name meanwhile
        part.unlink()
        keys.sync_folder(file.parent)
    except FileExistsError:
        raise Refused([STANDS_ALREADY.at(Place(str(file)))]) from None
    except OSError as error:
        raise Refused([preparing.NOT_MADE.at(Place(str(file)), why=error.strerror or type(error).__name__)]) from None
    finally:
        part.unlink(missing_ok=True)
    return Made(file, digest, manifest, (HOLDS_KEYS.at(Place(str(file))),) if with_keys else ())


def restore(file: Path, home: Path, database: str = "") -> tuple[Manifest, list[Issue]]:
    """Unpack into an empty folder, which is filled at the very end; raises Refused and leaves nothing behind."""
    home = home.resolve()
    preparing.refuse_unless_empty(home)
    if not file.is_file():
        raise Refused([archive.NOT_AN_ARCHIVE.at(Place(str(file)), why="—")])
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{home.name}-restoring-", dir=home.parent))
    except OSError as error:
        raise Refused([preparing.NOT_MADE.at(Place(str(home)), why=error.strerror or type(error).__name__)]) from None
    try:
        manifest = archive.extract(file, work)
        issues = _complete(work, home, database, manifest, Place(str(file)))
        os.rename(work, home)  # onto nothing or an empty folder; fails on any other
        keys.sync_folder(home.parent)
    except OSError as error:
        raise Refused([preparing.NOT_MADE.at(Place(str(home)), why=error.strerror or type(error).__name__)]) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return manifest, issues


def _write(installation: Installation, writer: Writer, folder: Path, now: datetime, with_keys: bool) -> Manifest:
    engine = installation.database["engine"]
    # The database first: a file is stored before the row that names it, so whatever this copy names is there below.
    with tempfile.TemporaryDirectory(prefix=".samrit-backup-", dir=folder) as scratch:
        if engine == "sqlite":
            copy = Path(scratch) / archive.SQLITE
            head = databases.copy_sqlite(Path(installation.database["name"]), copy)
        else:
            copy = Path(scratch) / archive.POSTGRESQL
            head = databases.dump_postgresql(installation.database, copy)
        writer.add(copy.name, copy)
    trees = [*archive.TREES, *([archive.SECRET_TREE] if with_keys else [])]
    for path in (path for tree in trees for path in _files(installation.home / tree)):
        _add(writer, installation.home, path)
    if with_keys and installation.settings_file.is_file():
        _add(writer, installation.home, installation.settings_file)
    at = now.isoformat(timespec="seconds")
    return writer.close(lambda members: Manifest(at, version("samrit"), engine, head, members))


def _add(writer: Writer, home: Path, path: Path) -> None:
    try:
        writer.add(path.relative_to(home).as_posix(), path)
    except OSError as error:
        raise Refused([NOT_READ.at(Place(str(path)), why=error.strerror or str(error))]) from None


def _files(folder: Path) -> Iterator[Path]:
    """Every plain file, in order; a name that begins with a dot is an upload under way, of which no row knows."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    yield from sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts))


def _complete(work: Path, home: Path, database: str, manifest: Manifest, place: Place) -> list[Issue]:
    """Turn the unpacked members into an installation: secrets where there are none, the database in its place."""
    if (manifest.engine == "postgresql") != bool(database):
        raise Refused([NEEDS_DATABASE.at(place, engine=manifest.engine)])
    preparing.lay_out(work)
    issues: list[Issue] = []
    settings = work / archive.SETTINGS_FILE
    if settings.exists():
        keys.write_secret(settings, _pointed_at(settings.read_text(encoding="utf-8"), database).encode())
    else:
        keys.write_secret(settings, preparing.settings_text(database).encode())
        issues.append(NEW_KEYS.at(Place(str(home))))
    if not (work / "keys" / "audit-ed25519.pem").exists():
        keys.make_audit_key(work / "keys" / "audit-ed25519.pem")
    if manifest.engine == "sqlite":
        if databases.head_of_sqlite(work / archive.SQLITE) != manifest.head:
            raise Refused([archive.DIFFERS.at(place, name=archive.SQLITE)])
        return issues
    target = environment.database_at(database, work)
    count = databases.tables_of_postgresql(target)
    if count:
        raise Refused([preparing.DATABASE_IN_USE.at(Place("--database"), name=target["name"], count=count)])
    databases.fill_postgresql(target, work / archive.POSTGRESQL)
    (work / archive.POSTGRESQL).unlink()
    return issues


def _pointed_at(text: str, database: str) -> str:
    """Settings that name the database just filled, never the one the backup was taken from."""
    kept = [line for line in text.splitlines() if line.partition("=")[0].strip() != "SAMRIT_DATABASE"]
    return "\n".join([*kept, *([f"SAMRIT_DATABASE={database}"] if database else []), ""])
