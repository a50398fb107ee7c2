"""Files kept by their content: named by sha256, whole or not there, the same content once.

A file arrives in `arriving/`, is flushed to the disk, and only then takes its name `ab/cd/abcd…`; what fails or is cut
off on the way leaves nothing.  A row is written after its file is safe (services.py), so that no row points at nothing;
a file whose row was never written is taken away by `sweep`.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from django.conf import settings

from samrit.apps.evidence.problems import CUT_OFF, DISK_FULL, EMPTY, FILE_GONE, TOO_LARGE
from samrit.base.issues import NOWHERE, Refused

CHUNK: Final = 1 << 18
ARRIVING: Final = "arriving"
PREVIEW: Final = ".preview.jpg"
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Source(Protocol):
    """Where bytes come from: an upload, a file."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Stored:
    """A file in the store."""

    sha256: str
    size: int


@dataclass
class Arrival:
    """A file that has arrived whole and has no name yet: looked into by the caller, then kept or forgotten."""

    path: Path
    stored: Stored
    is_kept: bool = field(default=False, init=False)

    def keep(self) -> Stored:
        """Give it its name.  The same content again takes the same place, which also mends a damaged file."""
        target = path_of(self.stored.sha256)
        with _full_disk_refused(), locked(fcntl.LOCK_SH):
            _make_folders(target.parent)
            os.replace(self.path, target)
            self.is_kept = True
            _flush_folder(target.parent)
        return self.stored


def root() -> Path:
    """The folder of the store."""
    home: Path = settings.INSTALLATION.home
    return home / "evidence"


def path_of(sha256: str) -> Path:
    """Where the file of a digest lies, or would."""
    if not _DIGEST.fullmatch(sha256):
        raise ValueError("not a sha256 in hexadecimal")
    return root() / sha256[:2] / sha256[2:4] / sha256


@contextlib.contextmanager
def arriving(source: Source, limit: int) -> Iterator[Arrival]:
    """Receive at most `limit` bytes and flush them to the disk; unless kept inside the block, they are gone after it."""
    with _full_disk_refused():
        folder = root() / ARRIVING
        _make_folders(folder)
        handle, name = tempfile.mkstemp(dir=folder)  # mode 600
    path = Path(name)
    arrival = None
    try:
        with _full_disk_refused(), os.fdopen(handle, "wb") as file:
            stored = _receive(source, file, limit)
            file.flush()
            os.fsync(file.fileno())
        arrival = Arrival(path, stored)
        yield arrival
    finally:
        if arrival is None or not arrival.is_kept:
            path.unlink(missing_ok=True)


def put(source: Source, limit: int) -> Stored:
    """Keep what `source` gives, at most `limit` bytes; when this returns, it is on the disk under its name."""
    with arriving(source, limit) as arrival:
        return arrival.keep()


def open(sha256: str) -> BinaryIO:
    """The file of a digest, to be read and closed by the caller."""
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError:
        raise Refused([FILE_GONE.at(NOWHERE, sha256=sha256)]) from None


def verify(sha256: str) -> bool:
    """Whether the file is there and is still what its name says."""
    try:
        with path_of(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def preview(sha256: str, make: Callable[[Path], bytes]) -> bytes:
    """The small picture beside a file, made when first asked for; a full disk only means making it again next time."""
    original = path_of(sha256)
    beside = original.with_name(original.name + PREVIEW)
    with contextlib.suppress(FileNotFoundError):
        return beside.read_bytes()
    try:
        data = make(original)
    except FileNotFoundError:
        raise Refused([FILE_GONE.at(NOWHERE, sha256=sha256)]) from None
    with contextlib.suppress(Refused), _full_disk_refused():
        _keep_beside(beside, data)
    return data


@dataclass(frozen=True)
class Swept:
    """What a sweep took away: how many files, how many bytes."""

    files: int
    size: int


def sweep(before: float, has_row: Callable[[list[str]], set[str]]) -> Swept:
    """Take away what nobody names and is older than `before` (seconds since 1970).

    `has_row` tells which of some digests are named by a row.  Each file is looked at again under the lock that keeping
    a file takes, and keeping makes a file young: so one that is given anew this moment is never taken away.
    """
    files = size = 0
    for path in _files(root() / ARRIVING):
        if _is_old(path, before):
            files, size = files + 1, size + _take(path)
    for folder in sorted(root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]")):
        old = [path for path in _files(folder) if _DIGEST.fullmatch(path.name) and _is_old(path, before)]
        named = has_row([path.name for path in old]) if old else set()
        for path in old:
            if path.name in named:
                continue
            with locked(fcntl.LOCK_EX):
                if _is_old(path, before) and not has_row([path.name]):
                    files, size = files + 1, size + _take(path)
                    path.with_name(path.name + PREVIEW).unlink(missing_ok=True)
    return Swept(files, size)


@contextlib.contextmanager
def locked(how: int) -> Iterator[None]:
    """The store's lock, shared by those who keep a file, held alone by the sweep while it takes one away."""
    with (root() / "lock").open("ab") as file:
        fcntl.flock(file, how)
        yield


def _keep_beside(beside: Path, data: bytes) -> None:
    folder = root() / ARRIVING
    _make_folders(folder)
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, beside)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _receive(source: Source, file: BinaryIO, limit: int) -> Stored:
    digest = hashlib.sha256()
    size = 0
    while chunk := _read(source):
        size += len(chunk)
        if size > limit:
            raise Refused([TOO_LARGE.at(NOWHERE, limit=f"{limit / 1_000_000:g}")])
        digest.update(chunk)
        file.write(chunk)
    if size == 0:
        raise Refused([EMPTY.at(NOWHERE)])
    return Stored(digest.hexdigest(), size)


def _read(source: Source) -> bytes:
    try:
        return source.read(CHUNK)
    except (OSError, EOFError) as error:  # the sender went away; the disk's own troubles do not come this way
        raise Refused([CUT_OFF.at(NOWHERE)]) from error


@contextlib.contextmanager
def _full_disk_refused() -> Iterator[None]:
    """A full disk is told to the giver; any other trouble of the disk is for the administrator, and stays an OSError."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise Refused([DISK_FULL.at(NOWHERE)]) from error


def _make_folders(folder: Path) -> None:
    """The folder and those above it, readable by this installation's account only, and on the disk."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    """A new name is durable only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _is_old(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _take(path: Path) -> int:
    size = path.stat().st_size
    path.unlink()
    return size
