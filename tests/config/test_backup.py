"""Backups: taken while others write, brought back with every hash compared, and never believed on their word."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from samrit.base.issues import Refused
from samrit.config import environment, keys, preparing
from samrit.config.backup import backup, restore
from samrit.config.environment import Installation

Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """A data folder with a small chain of events, each naming a file of evidence."""
    home = tmp_path / "home"
    preparing.lay_out(home)
    keys.write_secret(home / "settings.env", preparing.settings_text().encode())
    keys.make_audit_key(home / "keys" / "audit-ed25519.pem")
    found = environment.read({"SAMRIT_HOME": str(home)})
    with closing(connect(found)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE audit_event (number INTEGER, hash TEXT, file TEXT)")
        for number in range(1, 4):
            add(found, database, number)
    return found


def connect(installation: Installation) -> sqlite3.Connection:
    return sqlite3.connect(installation.database["name"], timeout=20)


def add(installation: Installation, database: sqlite3.Connection, number: int) -> None:
    """Store a file, then the row that names it, as the application does."""
    data = f"evidence {number}\n".encode() * (number % 7 + 1)
    name = hashlib.sha256(data).hexdigest()
    folder = installation.evidence / name[:2]
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    database.execute("INSERT INTO audit_event VALUES (?, ?, ?)", [number, f"{number:064x}", f"{name[:2]}/{name}"])
    database.commit()


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows(file: Path) -> list[tuple[int, str, str]]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT number, hash, file FROM audit_event ORDER BY number").fetchall()


def codes(run: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as caught:
        run()
    return [issue.code for issue in caught.value.issues]


def test_a_backup_taken_while_rows_are_written_comes_back_whole(installation: Installation, tmp_path: Path) -> None:
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        with closing(connect(installation)) as database:
            number = 4
            while not stop.is_set():
                add(installation, database, number)
                number += 1
                if number > 20:
                    written.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(30)
    made = backup(installation, tmp_path / "b.tar")
    stop.set()
    writer.join()
    manifest, _ = restore(tmp_path / "b.tar", tmp_path / "back")
    found = rows(tmp_path / "back" / "samrit.sqlite3")
    assert [number for number, _, _ in found] == list(range(1, manifest.head[0] + 1))
    assert 20 <= manifest.head[0] <= len(rows(Path(installation.database["name"])))
    assert {name for _, _, name in found} <= set(hashes(tmp_path / "back" / "evidence"))
    came_back = hashes(tmp_path / "back")
    assert {one.name: one.sha256 for one in made.manifest.files}.items() <= came_back.items()
    original = hashes(installation.evidence)
    assert hashes(tmp_path / "back" / "evidence").items() <= original.items()


def test_without_keys_new_ones_are_made_and_that_is_said(installation: Installation, tmp_path: Path) -> None:
    made = backup(installation)
    assert made.file.parent == installation.backups
    assert made.sha256 == hashlib.sha256(made.file.read_bytes()).hexdigest()
    assert not [one.name for one in made.manifest.files if one.name.startswith(("keys", "settings"))]
    _, issues = restore(made.file, tmp_path / "back")
    assert [issue.code for issue in issues] == ["SE025"]
    back = environment.read({"SAMRIT_HOME": str(tmp_path / "back")})
    assert back.secret_key != installation.secret_key
    assert back.audit_key.read_bytes() != installation.audit_key.read_bytes()
    assert keys.audit_key(back.audit_key)


def test_with_keys_the_same_installation_comes_back_and_the_backup_warns(
    installation: Installation, tmp_path: Path
) -> None:
    made = backup(installation, with_keys=True)
    assert [issue.code for issue in made.issues] == ["SE024"]
    _, issues = restore(made.file, tmp_path / "back")
    assert issues == []
    back = environment.read({"SAMRIT_HOME": str(tmp_path / "back")})
    assert back.secret_key == installation.secret_key
    assert back.audit_key.read_bytes() == installation.audit_key.read_bytes()


def test_what_comes_back_belongs_to_its_owner_alone(installation: Installation, tmp_path: Path) -> None:
    restore(backup(installation).file, tmp_path / "back")
    for path in [tmp_path / "back", *(tmp_path / "back").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_backup_is_its_owners_alone_and_nothing_half_written_is_left(
    installation: Installation, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    made = backup(installation, out / "b.tar")
    assert made.file.stat().st_mode & 0o077 == 0
    assert [path.name for path in out.iterdir()] == ["b.tar"]


def test_no_backup_is_written_over(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("mine")
    assert codes(lambda: backup(installation, tmp_path / "b.tar")) == ["SE022"]
    assert (tmp_path / "b.tar").read_text() == "mine"


def test_links_and_uploads_under_way_are_left_out(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "stranger").write_text("not ours")
    (installation.evidence / "link").symlink_to(tmp_path / "stranger")
    (installation.evidence / ".upload.part").write_text("half")
    names = [one.name for one in backup(installation).manifest.files]
    assert len([name for name in names if name.startswith("evidence/")]) == 3


def test_a_damaged_database_is_told_and_leaves_no_backup(installation: Installation, tmp_path: Path) -> None:
    Path(installation.database["name"]).write_bytes(b"not a database" * 1000)
    for log in installation.home.glob("samrit.sqlite3-*"):
        log.unlink()
    assert codes(lambda: backup(installation, tmp_path / "out" / "b.tar")) == ["SE021"]
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_backup_is_refused_and_leaves_nothing(
    keep: float, installation: Installation, tmp_path: Path
) -> None:
    whole = backup(installation).file.read_bytes()
    end = len(whole.rstrip(b"\0"))
    (tmp_path / "cut.tar").write_bytes(whole[: int(end * keep)])
    assert codes(lambda: restore(tmp_path / "cut.tar", tmp_path / "back")) == ["SE016"]
    assert not [path for path in tmp_path.iterdir() if "back" in path.name]


def test_one_changed_byte_of_evidence_is_found(installation: Installation, tmp_path: Path) -> None:
    whole = bytearray(backup(installation).file.read_bytes())
    place = whole.rindex(b"evidence 2\n")  # in the file, not in the database
    whole[place] ^= 1
    (tmp_path / "bad.tar").write_bytes(whole)
    assert codes(lambda: restore(tmp_path / "bad.tar", tmp_path / "back")) == ["SE018"]
    assert not (tmp_path / "back").exists()


def members(file: Path) -> Members:
    with tarfile.open(file) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar]


def pack(file: Path, what: Members) -> Path:
    with tarfile.open(file, "w") as tar:
        for info, data in what:
            info.size = len(data) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(data))
    return file


def with_manifest(what: Members, change: Callable[[dict], object]) -> Members:
    *files, (info, data) = what
    told = json.loads(data)
    change(told)
    return [*files, (info, json.dumps(told).encode())]


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["files"][0].update(sha256="0" * 64),
        lambda told: told["files"][0].update(bytes=1),
        lambda told: told["files"].pop(),
        lambda told: told["files"].append({"name": "evidence/gone", "bytes": 0, "sha256": "0" * 64}),
        lambda told: told["files"].append(told["files"][0]),
        lambda told: told.update(head=[9, "0" * 64]),
    ],
    ids=["other hash", "other size", "unlisted file", "missing file", "listed twice", "other head of the chain"],
)
def test_a_manifest_that_tells_otherwise_is_refused(
    change: Callable[[dict], object], installation: Installation, tmp_path: Path
) -> None:
    told = with_manifest(members(backup(installation).file), change)
    bad = pack(tmp_path / "bad.tar", told)
    assert codes(lambda: restore(bad, tmp_path / "back")) == ["SE018"]
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize(
    "change",
    [lambda told: told.update(format=2), lambda told: told.pop("files"), lambda told: told.update(files=[3])],
    ids=["a later format", "no files", "files of another shape"],
)
def test_a_manifest_that_cannot_be_read_is_refused(
    change: Callable[[dict], object], installation: Installation, tmp_path: Path
) -> None:
    bad = pack(tmp_path / "bad.tar", with_manifest(members(backup(installation).file), change))
    assert codes(lambda: restore(bad, tmp_path / "back")) == ["SE016"]


def member(name: str, type_: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = type_, link
    return info


@pytest.mark.parametrize(
    "trick",
    [
        member("../outside"),
        member("evidence/../../outside"),
        member("/outside"),
        member("evidence//outside"),
        member("evidence/./outside"),
        member("evidence\\..\\outside"),
        member("evidence/a\nb"),
        member("evidence/\u202etxt.exe"),
        member("outside"),
        member("backups/outside"),
        member("evidence/link", tarfile.SYMTYPE, "/etc/passwd"),
        member("evidence/link", tarfile.LNKTYPE, "samrit.sqlite3"),
        member("evidence/pipe", tarfile.FIFOTYPE),
        member("evidence/device", tarfile.CHRTYPE),
        member("evidence/folder", tarfile.DIRTYPE),
        member("samrit.sqlite3"),
    ],
    ids=lambda info: ascii(info.name) + info.type.decode(),
)
def test_a_member_that_no_backup_has_is_refused(
    trick: tarfile.TarInfo, installation: Installation, tmp_path: Path
) -> None:
    *files, manifest = members(backup(installation).file)
    bad = pack(tmp_path / "bad.tar", [*files, (trick, b"" if not trick.isreg() else b"x"), manifest])
    before = {path.name for path in tmp_path.iterdir()}
    assert codes(lambda: restore(bad, tmp_path / "back")) == ["SE017"]
    assert {path.name for path in tmp_path.iterdir()} == before


def test_nothing_may_follow_the_manifest(installation: Installation, tmp_path: Path) -> None:
    bad = pack(tmp_path / "bad.tar", [*members(backup(installation).file), (member("evidence/late"), b"x")])
    assert codes(lambda: restore(bad, tmp_path / "back")) == ["SE017"]


def test_a_compressed_or_other_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.tar").write_text("a letter " * 1000)
    with tarfile.open(tmp_path / "packed.tar", "w:gz") as tar:
        tar.addfile(member("manifest.json"))
    for name in ("text.tar", "packed.tar", "none.tar"):
        assert codes(lambda name=name: restore(tmp_path / name, tmp_path / "back")) == ["SE016"]


def test_it_goes_into_an_empty_folder_only(installation: Installation, tmp_path: Path) -> None:
    file = backup(installation).file
    assert codes(lambda: restore(file, installation.home)) == ["SE011"]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").touch()
    assert codes(lambda: restore(file, tmp_path / "other")) == ["SE012"]
    (tmp_path / "empty").mkdir()
    restore(file, tmp_path / "empty")
    assert (tmp_path / "empty" / "samrit.sqlite3").is_file()


def test_a_backup_of_sqlite_takes_no_other_database(installation: Installation, tmp_path: Path) -> None:
    file = backup(installation).file
    assert codes(lambda: restore(file, tmp_path / "back", "postgresql://samrit@db.example/samrit")) == ["SE026"]
    assert not (tmp_path / "back").exists()
