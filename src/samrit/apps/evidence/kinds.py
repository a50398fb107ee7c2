"""What may be given as evidence: a closed list, told by content; what only pretends is refused with advice.

docs/explanation/evidence-safety.md tells users the same.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from samrit.apps.evidence import names, pictures, signs
from samrit.apps.evidence.problems import DAMAGED, EMPTY, MARKUP, NOT_TAKEN, RUNNABLE
from samrit.base.issues import Place, Refused
from samrit.documents import office_files
from samrit.documents.office_files import FileKind


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: how it is declared when handed out, and how its name may end (the first is ours)."""

    media_type: str
    endings: tuple[str, ...]
    is_picture: bool = False


_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
KINDS: Final[dict[str, Kind]] = {
    "pdf": Kind("application/pdf", ("pdf",)),
    "jpeg": Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), is_picture=True),
    "png": Kind("image/png", ("png",), is_picture=True),
    "webp": Kind("image/webp", ("webp",), is_picture=True),
    "docx": Kind(f"{_OOXML}wordprocessingml.document", ("docx",)),
    "xlsx": Kind(f"{_OOXML}spreadsheetml.sheet", ("xlsx",)),
    "odt": Kind(f"{_ODF}text", ("odt",)),
    "ods": Kind(f"{_ODF}spreadsheet", ("ods",)),
    "text": Kind("text/plain", ("txt", "csv", "tsv")),  # CSV is text: its content does not tell it from other text
}
TAKEN: Final = "PDF, JPEG, PNG, WebP, DOCX, XLSX, ODT, ODS, CSV, TXT"
PICTURES: Final = frozenset(kind.media_type for kind in KINDS.values() if kind.is_picture)
_OFFICE: Final[tuple[FileKind, ...]] = ("docx", "xlsx", "odt", "ods")
_HEAD: Final = 1 << 16
_TAIL: Final = 2048


def examine(path: Path, name: str) -> Kind:
    """What the file is; refuses what is not on the list, damaged, or a program.  `name` is for the message only."""
    place = Place(name)
    head, tail = _ends(path)
    if not head:
        raise Refused([EMPTY.at(place)])
    if what := signs.program(head):
        raise Refused([RUNNABLE.at(place, what=what)])
    if picture := signs.picture(head):
        pictures.check(path, name)
        return KINDS[picture]
    if other := signs.other(head):
        raise _not_taken(place, other)
    is_container = head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))
    data = _whole(path, place) if is_container else head
    found = office_files.kind_of(data, name)
    if found in ("pdf", "html", "text", "unknown") and signs.is_markup(head):
        raise Refused([MARKUP.at(place)])
    if found == "pdf":
        if b"%%EOF" not in tail:
            raise Refused([DAMAGED.at(place, what_th="ไม่มีส่วนท้ายของ PDF", what_en="the end of the PDF is missing")])
        return KINDS["pdf"]
    if found == "text":
        return KINDS["text"]
    if found in _OFFICE:
        _examine_office(data, found, name)
        return KINDS[found]
    if found == "zip":
        _examine_zip(data, place)
    if found in ("locked", "docm", "xlsm", "doc", "xls", "xlsb", "ole"):
        raise office_files.refusal(found, name, _OFFICE)
    raise _not_taken(place, found)


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(path.stat().st_size - _TAIL, 0))
        return head, file.read()


def _whole(path: Path, place: Place) -> bytes:
    """A zip's directory is at its end, so it is read whole; a larger office file than this has no place in memory."""
    if path.stat().st_size > office_files.MAX_BYTES:
        raise Refused([office_files.TOO_LARGE.at(place, limit=office_files.MAX_BYTES // 1_000_000)])
    return path.read_bytes()


def _examine_office(data: bytes, found: FileKind, name: str) -> None:
    """Macros of any kind, and programs put inside as pictures, attachments or objects."""
    package = office_files.open_zip(data, name, _OFFICE)  # refuses vbaProject.bin
    if package.members(_MACRO_PARTS):
        raise Refused([office_files.MACROS.at(Place(name), plain=f".{found}")])
    for member in package.members(r".*(?<!\.xml)(?<!\.rels)"):
        with package.stream(member) as stream:
            head = stream.read(_HEAD)
        ending = member.rpartition(".")[2].lower()
        is_object = signs.OLE in head[:8] and signs.has_windows_program(package.read(member))
        if signs.program(head) or is_object or (ending in names.RUNNABLE and ending != "svg"):
            raise Refused([RUNNABLE.at(Place(name), what=member[-60:])])


def _examine_zip(data: bytes, place: Place) -> None:
    """A zip is not taken anyway; one with a program inside is told so."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            if member.rpartition(".")[2].lower() in names.RUNNABLE or member == "META-INF/MANIFEST.MF":
                raise Refused([RUNNABLE.at(place, what=member[-60:])])


def _not_taken(place: Place, found: str) -> Refused:
    what_th, what_en, advice = _CALLED[found]
    advice_th, advice_en = _ADVICE[advice]
    return Refused([NOT_TAKEN.at(
        place, what_th=what_th, what_en=what_en, advice_th=advice_th, advice_en=advice_en, taken=TAKEN
    )])  # fmt: skip


_MACRO_PARTS: Final = r"(?i)(xl/macrosheets/|basic/|scripts/|(word|xl)/activex/).*"
"""Old Excel macro sheets, macros of OpenDocument files, ActiveX controls."""

_ADVICE: Final = {
    "picture": ("บันทึกเป็น JPEG หรือ PNG แล้วส่งใหม่", "save it as JPEG or PNG and send that"),
    "camera": (
        "ตั้งกล้องของโทรศัพท์เป็น “เข้ากันได้มากที่สุด” หรือแปลงเป็น JPEG แล้วส่งใหม่",
        "set the phone's camera to “Most Compatible”, or convert it to JPEG, and send that",
    ),
    "print": ("บันทึกหรือพิมพ์เป็น PDF แล้วส่งใหม่", "save or print it as PDF and send that"),
    "link": ("เผยแพร่ไว้ในช่องทางของหน่วยแล้วแนบเป็นลิงก์", "put it on your unit's own channel and give the link"),
    "unpack": ("แตกไฟล์ออก แล้วส่งทีละไฟล์", "unpack it and give the files one by one"),
}

_CALLED: Final = {
    "heic": ("รูป HEIC", "a HEIC picture", "camera"),
    "avif": ("รูป AVIF", "an AVIF picture", "picture"),
    "gif": ("รูป GIF", "a GIF picture", "picture"),
    "tiff": ("รูป TIFF", "a TIFF picture", "print"),
    "picture": ("รูปชนิดนี้", "this kind of picture", "picture"),
    "video": ("วีดิทัศน์", "a video", "link"),
    "sound": ("เสียงบันทึก", "a sound recording", "link"),
    "archive": ("ไฟล์บีบอัด", "a packed file", "unpack"),
    "zip": ("ไฟล์ zip", "a zip file", "unpack"),
    "pptx": ("ไฟล์นำเสนอ", "a presentation", "print"),
    "odp": ("ไฟล์นำเสนอ", "a presentation", "print"),
    "rtf": ("ไฟล์ RTF", "an RTF file", "print"),
    "html": ("หน้าเว็บ", "a web page", "print"),
    "unknown": ("ไฟล์ชนิดที่ไม่รู้จัก", "a file of an unknown kind", "print"),
}
