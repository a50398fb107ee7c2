"""A pack's folder as one zip, and back: the same bytes for the same files, and never a path outside the folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from samrit.base.issues import Place, Refused, define

LARGEST = 16 * 1024 * 1024
"""Bytes of a whole folder; the largest shipped pack has less than a twentieth."""

LINK = define(
    "FW001", "error",
    th="ชุดเกณฑ์มีลิงก์ไปที่อื่น จึงไม่ติดตั้ง", en="the pack holds a link to somewhere else, so it is not installed",
    cure_th="ใส่ไฟล์จริงแทนลิงก์", cure_en="put the file itself in the place of the link",
)  # fmt: skip
TOO_LARGE = define(
    "FW002", "error",
    th="ชุดเกณฑ์ใหญ่เกิน {megabytes} MB", en="the pack is larger than {megabytes} MB",
    cure_th="นำไฟล์ที่ไม่ใช่ของชุดเกณฑ์ออก", cure_en="take out the files that are no part of it",
)  # fmt: skip
STRANGE_PATH = define(
    "FW003", "error",
    th="ชื่อไฟล์ “{name}” ในชุดเกณฑ์ที่เก็บไว้ใช้ไม่ได้", en="the stored pack has a file name that cannot be used: “{name}”",
    cure_th="เทียบฐานข้อมูลกับสำรองข้อมูล", cure_en="compare the database with a backup",
)  # fmt: skip

_WRITTEN = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say, which stands for "not said"


def packed(folder: Path) -> bytes:
    """The folder as a zip whose bytes follow from names and contents only; hidden files are no part of a pack."""
    shown = folder.resolve().name
    size = 0
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as written:
        for path in _files(folder, shown):
            data = path.read_bytes()
            size += len(data)
            _check_size(size, shown)
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _WRITTEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on Windows and elsewhere
            written.writestr(entry, data)
    return kept.getvalue()


def unpack(data: bytes, folder: Path) -> None:
    """The files of a zip that `packed` made, below `folder`; every name is looked at before the first file is written."""
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        entries = given.infolist()
        strange = [entry.filename for entry in entries if not _stays_inside(entry)]
        if strange:
            raise Refused(STRANGE_PATH.at(Place(folder.name), name=name) for name in strange)
        _check_size(sum(entry.file_size for entry in entries), folder.name)
        for entry in entries:
            target = folder / entry.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(given.read(entry))


def _files(folder: Path, shown: str) -> Iterator[Path]:
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts):
            continue
        if path.is_symlink():
            raise Refused([LINK.at(Place(f"{shown}/{inside.as_posix()}"))])
        if path.is_file():
            yield path


def _stays_inside(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    path = PurePosixPath(name)
    is_plain_file = entry.external_attr >> 16 & 0o170000 in (0, 0o100000) and not entry.is_dir()
    said_plainly = path.as_posix() == name and not path.is_absolute() and ".." not in path.parts
    return is_plain_file and said_plainly and bool(path.parts) and not set(name) & set("\\:\0")


def _check_size(size: int, shown: str) -> None:
    if size > LARGEST:
        raise Refused([TOO_LARGE.at(Place(shown), megabytes=LARGEST // 1024 // 1024)])
