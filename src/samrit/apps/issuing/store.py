"""The store of issued papers: files by their sha256 under the installation's folder, written durably, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from samrit.base.issues import Place, Refused, define

LOST = define(
    "IS001", "error",
    th="ไม่พบไฟล์ของเอกสารนี้ในที่เก็บ ({sha256})", en="the file of this paper is not in the store ({sha256})",
    cure_th="นำกลับจากสำรองข้อมูล หรือทำใหม่จากคะแนนที่เก็บไว้", cure_en="restore it from a backup, or draw it again from the stored score",
)  # fmt: skip
DAMAGED = define(
    "IS002", "error",
    th="ไฟล์ของเอกสารนี้เสียหายหรือถูกแก้ ({sha256})", en="the file of this paper is damaged or was changed ({sha256})",
    cure_th="นำกลับจากสำรองข้อมูล หรือทำใหม่จากคะแนนที่เก็บไว้", cure_en="restore it from a backup, or draw it again from the stored score",
)  # fmt: skip


def folder() -> Path:
    """Where papers lie."""
    home: Path = settings.INSTALLATION.home
    return home / "papers"


def put(data: bytes) -> str:
    """Keep a file; returns its sha256 once it is on the disk for good.  The same file twice is kept once."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(sha256)
    if path.is_file() and path.read_bytes() == data:
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix="writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o440)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    for above in (path.parent, path.parent.parent, path.parent.parent.parent):
        _sync(above)
    return sha256


def get(sha256: str) -> bytes:
    """The file, after its hash was checked; `Refused` when it is lost or not what was kept."""
    try:
        data = _path(sha256).read_bytes()
    except OSError:
        raise Refused([LOST.at(Place(sha256), sha256=sha256)]) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused([DAMAGED.at(Place(sha256), sha256=sha256)])
    return data


def _path(sha256: str) -> Path:
    return folder() / sha256[:2] / sha256


def _sync(folder_: Path) -> None:
    """A new name is on the disk only once its folder is."""
    handle = os.open(folder_, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
