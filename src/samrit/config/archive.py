"""One tar file that holds a whole installation, and its manifest: written whole or not at all, read with distrust.

The manifest stands last, so that a truncated archive has none; it names every other member with its size and sha256.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from samrit.base.issues import Issue, Place, Refused, define

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "samrit.sqlite3", "samrit.pgdump"
DATABASES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
SETTINGS_FILE = "settings.env"
TREES = ("evidence", "papers")
SECRET_TREE = "keys"
CHUNK = 1 << 20
LARGEST_MANIFEST = 500_000_000

NOT_AN_ARCHIVE = define(
    "SE016", "error",
    th="ไฟล์นี้ไม่ใช่สำรองข้อมูลที่สมบูรณ์ ({why})", en="this file is not a whole backup ({why})",
    cure_th="ใช้สำรองชุดอื่น ชุดนี้ขาดหรือเสีย", cure_en="use another backup; this one is cut short or damaged",
)  # fmt: skip
TRICK = define(
    "SE017", "error",
    th="ในสำรองมีรายการที่ไม่ควรมี: {name}", en="the backup holds a member it should not: {name}",
    cure_th="อย่าใช้ไฟล์นี้ samrit backup ไม่เขียนรายการเช่นนี้", cure_en="do not use this file: samrit backup writes no such member",
)  # fmt: skip
DIFFERS = define(
    "SE018", "error",
    th="{name} ไม่ตรงกับบัญชีรายการของสำรอง", en="{name} is not what the backup's manifest says",
    cure_th="ใช้สำรองชุดอื่น ชุดนี้เสียหรือถูกแก้", cure_en="use another backup; this one is damaged or was changed",
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """One file in the archive."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the archive is and holds; `head` is number and hash of the audit chain's last event."""

    made_at: str
    program: str
    engine: str
    head: tuple[int, str]
    files: tuple[Member, ...]

    def as_json(self) -> dict[str, Any]:
        """The manifest as it is written."""
        return {"format": FORMAT, **asdict(self), "head": list(self.head)}


class Writer:
    """Adds files to an archive, hashing what it writes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by close
        self.members: list[Member] = []

    def add(self, name: str, path: Path) -> None:
        """A file under a name; if it changes size meanwhile, the archive fails rather than lie."""
        # no symlink is followed: a link in the evidence folder must not carry a stranger's file into the archive
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as source:
            hashed = _Hashing(source)
            info = self._info(name, os.fstat(descriptor).st_size)
            self._tar.addfile(info, hashed)
        self.members.append(Member(name, info.size, hashed.digest.hexdigest()))

    def close(self, manifest: Callable[[tuple[Member, ...]], Manifest]) -> Manifest:
        """Write the manifest and the end."""
        made = manifest(tuple(self.members))
        data = json.dumps(made.as_json(), ensure_ascii=False, indent=1).encode()
        self._tar.addfile(self._info(MANIFEST, len(data)), io.BytesIO(data))
        self._tar.close()
        return made

    def _info(self, name: str, size: int) -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        return info


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, inner: IO[bytes]) -> None:
        self.inner, self.digest = inner, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.inner.read(size)
        self.digest.update(data)
        return data


def extract(archive: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and compare every hash; raises Refused, with every difference."""
    place = Place(str(archive))
    found: dict[str, Member] = {}
    manifest: bytes | None = None
    try:
        with tarfile.open(archive, "r:") as tar:
            for info in tar:
                if manifest is not None:
                    raise Refused([TRICK.at(place, name=_shown(info.name))])
                if not _is_plain(info) or info.name in found:
                    raise Refused([TRICK.at(place, name=_shown(info.name))])
                source = tar.extractfile(info)
                assert source is not None  # it is a plain file
                if info.name == MANIFEST:
                    if info.size > LARGEST_MANIFEST:
                        raise Refused([TRICK.at(place, name=MANIFEST)])
                    manifest = source.read()
                else:
                    found[info.name] = _unpack(source, folder, info.name)
    except (tarfile.TarError, EOFError) as error:
        raise Refused([NOT_AN_ARCHIVE.at(place, why=str(error) or type(error).__name__)]) from None
    except OSError as error:
        raise Refused([NOT_AN_ARCHIVE.at(place, why=error.strerror or type(error).__name__)]) from None
    if manifest is None:
        raise Refused([NOT_AN_ARCHIVE.at(place, why=MANIFEST)])
    said = _read_manifest(manifest, place)
    issues = list(_differences(said, found, place))
    if issues:
        raise Refused(issues)
    return said


def _unpack(source: IO[bytes], folder: Path, name: str) -> Member:
    path = folder / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return Member(name, size, digest.hexdigest())


def _is_plain(info: tarfile.TarInfo) -> bool:
    """A regular file under a name that `samrit backup` could have written."""
    if info.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or info.issparse():
        return False
    path = PurePosixPath(info.name)
    if str(path) != info.name or path.is_absolute() or not info.name.isprintable() or "\\" in info.name:
        return False
    if any(part in ("..", ".", "") for part in path.parts):
        return False
    if len(path.parts) == 1:
        return info.name in (MANIFEST, SQLITE, POSTGRESQL, SETTINGS_FILE)
    return path.parts[0] in (*TREES, SECRET_TREE)


def _read_manifest(data: bytes, place: Place) -> Manifest:
    try:
        told = json.loads(data)
        if told["format"] != FORMAT:
            raise ValueError(f"format {told['format']}")
        number, last = told["head"]
        files = tuple(Member(str(one["name"]), int(one["bytes"]), str(one["sha256"])) for one in told["files"])
        return Manifest(
            str(told["made_at"]), str(told["program"]), str(told["engine"]), (int(number), str(last)), files
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused([NOT_AN_ARCHIVE.at(place, why=f"{MANIFEST}: {type(error).__name__}")]) from None


def _differences(manifest: Manifest, found: dict[str, Member], place: Place) -> Iterator[Issue]:
    said = {member.name: member for member in manifest.files}
    for name in sorted(said.keys() | found.keys()):
        if said.get(name) != found.get(name):
            yield DIFFERS.at(place, name=_shown(name))
    databases = [name for name in (SQLITE, POSTGRESQL) if name in found]
    if len(said) != len(manifest.files) or databases != [DATABASES.get(manifest.engine)]:
        yield DIFFERS.at(place, name=MANIFEST)


def _shown(name: str) -> str:
    """A name from a stranger, fit for a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:120]
