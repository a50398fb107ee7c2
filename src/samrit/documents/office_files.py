"""Office files as other people made them, opened without believing a word of what they say about themselves.

What a file is, is told by its content and never by its suffix.  Members of a zip are read through a reader that counts;
XML is parsed without entities, document types or the network.  What cannot be read is refused with advice.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from lxml import etree

from samrit.base.issues import Place, Refused, define

NOT_READABLE = define(
    "WB001", "error",
    th="เปิดอ่านไฟล์นี้ไม่ได้ ({why_th})", en="this file cannot be read ({why_en})",
    cure_th="ตรวจชื่อและตำแหน่งของไฟล์", cure_en="check the name and the place of the file",
)  # fmt: skip
TOO_LARGE = define(
    "WB002", "error",
    th="ไฟล์ใหญ่เกิน {limit} เมกะไบต์", en="the file is larger than {limit} megabytes",
    cure_th="ตรวจว่าเป็นไฟล์ที่ถูกต้อง ถ้ามีรูปภาพอยู่ในไฟล์ให้ลบรูปออกก่อน", cure_en="check that this is the right file; if it holds pictures, take them out",
)  # fmt: skip
ZIP_BOMB = define(
    "WB003", "error",
    th="ไฟล์นี้เมื่อคลายออกแล้วใหญ่ผิดปกติ ({what_th}) จึงไม่อ่าน", en="unpacked, this file would be far too large ({what_en}), so it is not read",
    cure_th="อย่าเปิดไฟล์นี้ถ้าไม่รู้ที่มา ถ้าเป็นไฟล์ของท่านเอง ให้คัดลอกเฉพาะตารางลงในไฟล์ใหม่",
    cure_en="do not open it unless you know who made it; if it is yours, copy only the table into a new file",
)  # fmt: skip
DAMAGED = define(
    "WB004", "error",
    th="ไฟล์เสียหายหรือไม่ครบ ({why_th})", en="the file is damaged or incomplete ({why_en})",
    cure_th="ขอไฟล์ใหม่จากผู้ส่ง หรือเปิดในโปรแกรมสำนักงาน ซ่อมแซม แล้วบันทึกใหม่", cure_en="ask for it again, or open it in an office program, let it be repaired and save it anew",
)  # fmt: skip
ODD_NAME = define(
    "WB005", "error",
    th="ข้างในไฟล์มีชื่อที่โปรแกรมสำนักงานไม่สร้าง (“{member}”)", en="inside the file is a name that no office program makes (“{member}”)",
    cure_th="อย่าเปิดไฟล์นี้ถ้าไม่รู้ที่มา ขอไฟล์ใหม่จากผู้ส่ง", cure_en="do not open it unless you know who made it; ask for the file again",
)  # fmt: skip
LOCKED = define(
    "WB006", "error",
    th="ไฟล์ถูกล็อกด้วยรหัสผ่าน", en="the file is locked with a password",
    cure_th="เปิดไฟล์ด้วยรหัสผ่าน แล้วเอารหัสผ่านออก: ไฟล์ > ข้อมูล > ป้องกัน > เข้ารหัสลับด้วยรหัสผ่าน ลบรหัสให้ว่าง แล้วบันทึก",
    cure_en="open it with the password and take that off: File > Info > Protect > Encrypt with Password, clear it, save",
)  # fmt: skip
OLD_KIND = define(
    "WB007", "error",
    th="เป็นไฟล์รุ่นเก่า ({old}) ซึ่งอ่านตารางให้แน่ใจไม่ได้", en="this is a file of the old kind ({old}), whose tables cannot be read with certainty",
    cure_th="เปิดไฟล์แล้วสั่ง บันทึกเป็น → {new}", cure_en="open it and Save As → {new}",
)  # fmt: skip
MACROS = define(
    "WB008", "error",
    th="ไฟล์มีแมโคร (โปรแกรมที่ฝังในไฟล์) จึงไม่อ่าน", en="the file holds macros (programs inside it), so it is not read",
    cure_th="เปิดไฟล์โดยไม่ให้แมโครทำงาน แล้วสั่ง บันทึกเป็น → {plain} ซึ่งไม่มีแมโคร", cure_en="open it with macros off and Save As → {plain}, which keeps none",
)  # fmt: skip
DOCTYPE = define(
    "WB009", "error",
    th="ส่วน “{member}” ของไฟล์มีคำสั่ง DOCTYPE ซึ่งโปรแกรมสำนักงานไม่เขียน", en="the part “{member}” of the file has a DOCTYPE, which no office program writes",
    cure_th="อย่าเปิดไฟล์นี้ถ้าไม่รู้ที่มา ขอไฟล์ใหม่จากผู้ส่ง", cure_en="do not open it unless you know who made it; ask for the file again",
)  # fmt: skip
NOT_OFFICE = define(
    "WB010", "error",
    th="ไฟล์นี้เป็น{what_th} ไม่ใช่{wanted_th}", en="this is {what_en}, not {wanted_en}",
    cure_th="{advice_th}", cure_en="{advice_en}",
)  # fmt: skip
EMPTY = define(
    "WB011", "error",
    th="ไฟล์ว่างเปล่า", en="the file is empty",
    cure_th="ขอไฟล์ใหม่จากผู้ส่ง หรือดาวน์โหลดอีกครั้ง", cure_en="ask for it again, or download it once more",
)  # fmt: skip

FileKind = Literal[
    "docx", "docm", "xlsx", "xlsm", "xlsb", "pptx", "odt", "ods", "odp", "zip", "pdf", "locked", "doc", "xls", "ole",
    "rtf", "html", "picture", "text", "empty", "unknown",
]  # fmt: skip

MAX_BYTES: Final = 50_000_000
MAX_UNPACKED: Final = 200_000_000
MAX_MEMBERS: Final = 5_000
MAX_RATIO: Final = 200
RATIO_FROM: Final = 10_000_000
"""A member smaller than this may be packed as tightly as it likes: an empty style table is."""
CHUNK: Final = 1 << 16


@dataclass
class Package:
    """A checked zip of an office file: its kind, and its members, read with every byte counted."""

    name: str
    kind: FileKind
    archive: zipfile.ZipFile
    read_so_far: int = field(default=0, init=False)

    def members(self, pattern: str = "") -> list[str]:
        """Names of the members, in the order of the file; only those that `pattern` (a regular expression) matches whole."""
        names = (one.filename for one in self.archive.infolist() if not one.is_dir())
        return [name for name in names if not pattern or re.fullmatch(pattern, name)]

    def has(self, member: str) -> bool:
        """Whether the package holds a member of that name."""
        return member in self.archive.NameToInfo

    def stream(self, member: str) -> CountedReader:
        """A member as a binary stream, refused as soon as it grows beyond what is allowed."""
        info = self.archive.NameToInfo.get(member)
        if info is None:
            raise self.damaged(f"ไม่มีส่วน {member}", f"the part {member} is missing")
        return CountedReader(self, info)

    def read(self, member: str) -> bytes:
        """A member whole."""
        with self.stream(member) as stream:
            return b"".join(iter(lambda: stream.read(CHUNK), b""))

    def xml(self, member: str) -> etree._Element:
        """A member parsed as XML."""
        return parse_xml(self.read(member), self.name, member)

    def damaged(self, why_th: str, why_en: str) -> Refused:
        """The refusal of this file as damaged, to be raised."""
        return Refused([DAMAGED.at(Place(self.name), why_th=why_th, why_en=why_en)])


class CountedReader(io.RawIOBase):
    """One member while it is unpacked: what it says of its size is not believed, its bytes are counted."""

    def __init__(self, package: Package, info: zipfile.ZipInfo) -> None:
        self._package = package
        self._info = info
        self._count = 0
        try:
            self._source = package.archive.open(info)
        except _ZIP_ERRORS as error:
            raise _unreadable(package.name, info.filename, error) from None

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        try:
            data = self._source.read(CHUNK if size is None or size < 0 else min(size, CHUNK))
        except _ZIP_ERRORS as error:
            raise _unreadable(self._package.name, self._info.filename, error) from None
        self._count += len(data)
        self._package.read_so_far += len(data)
        # a part may be read twice (once to look for a DOCTYPE), hence twice the allowance over the whole file
        if self._package.read_so_far > 2 * MAX_UNPACKED or _is_bomb(self._count, self._info.compress_size):
            raise _bomb(self._package.name, self._info.filename, self._count)
        return data

    def close(self) -> None:
        self._source.close()
        super().close()


_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that is not too large; refused with the reason where it cannot be read."""
    place = Place(str(path))
    try:
        if path.is_dir():
            raise Refused([NOT_READABLE.at(place, why_th="เป็นโฟลเดอร์", why_en="it is a folder")])
        if path.exists() and not path.is_file():
            raise Refused([NOT_READABLE.at(place, why_th="ไม่ใช่ไฟล์ธรรมดา", why_en="not a regular file")])
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Refused([NOT_READABLE.at(place, why_th="ไม่พบไฟล์", why_en="it is not there")]) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Refused([NOT_READABLE.at(place, why_th=why, why_en=why)]) from None
    except ValueError:  # a NUL in the name
        raise Refused([NOT_READABLE.at(place, why_th="ชื่อไฟล์ใช้ไม่ได้", why_en="not a file name")]) from None
    if len(data) > MAX_BYTES:
        raise Refused([TOO_LARGE.at(place, limit=MAX_BYTES // 1_000_000)])
    return data


def kind_of(data: bytes, name: str = "") -> FileKind:
    """What a file is, by its content; refuses only a zip that is damaged or harmful (`name` is for the message)."""
    if not data:
        return "empty"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(_archive(data, name), name)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in data[:1024]:  # some scanners write a few bytes before it
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head[:200].lower().startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return "html"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")):
        return "picture"
    return "text" if _looks_like_text(data[:65_536]) else "unknown"


def open_zip(data: bytes | Path, name: str = "", accept: tuple[FileKind, ...] = ("docx", "xlsx", "odt")) -> Package:
    """A checked package of one of the kinds in `accept`; refuses everything else, telling what it is and what to do."""
    if isinstance(data, Path):
        name = name or str(data)
        data = bytes_of(data)
    if len(data) > MAX_BYTES:
        raise Refused([TOO_LARGE.at(Place(name), limit=MAX_BYTES // 1_000_000)])
    kind = kind_of(data, name)
    if kind not in accept:
        raise refusal(kind, name, accept)
    package = Package(name, kind, _archive(data, name))
    if any(member.rpartition("/")[2].lower() == "vbaproject.bin" for member in package.members()):
        raise Refused([MACROS.at(Place(name), plain=f".{kind}")])
    return package


def refusal(kind: FileKind, name: str, accept: tuple[FileKind, ...]) -> Refused:
    """Why a file of this kind is not taken where one of `accept` is wanted, and what to do; to be raised."""
    place = Place(name)
    if kind == "empty":
        return Refused([EMPTY.at(place)])
    if kind == "locked":
        return Refused([LOCKED.at(place)])
    if kind in ("xlsm", "docm"):
        return Refused([MACROS.at(place, plain=f".{kind[:-1]}x")])
    if kind in _OLD and any(new in accept for new in _OLD[kind][1]):
        old, new = _OLD[kind]
        return Refused([OLD_KIND.at(place, old=old, new=" / ".join(f".{one}" for one in new if one in accept))])
    what_th, what_en = _CALLED[kind]
    wanted = " / ".join(f".{one}" for one in accept)
    advice_th, advice_en = _advice(kind, accept)
    words = {"what_th": what_th, "what_en": what_en, "advice_th": advice_th, "advice_en": advice_en}
    return Refused([NOT_OFFICE.at(place, **words, wanted_th=f"ไฟล์ {wanted}", wanted_en=f"a {wanted} file")])


_OLD: Final[dict[str, tuple[str, tuple[FileKind, ...]]]] = {
    "doc": (".doc", ("docx",)),
    "xls": (".xls", ("xlsx",)),
    "xlsb": (".xlsb", ("xlsx",)),
    "ole": (".doc / .xls", ("docx", "xlsx")),
}
"""Kinds that an office program can save as another: how people call them, and as what."""

_CALLED: Final[dict[FileKind, tuple[str, str]]] = {
    "docx": ("ไฟล์ Word (.docx)", "a Word file (.docx)"),
    "docm": ("ไฟล์ Word ที่มีแมโคร", "a Word file with macros"),
    "xlsx": ("สมุดงาน Excel (.xlsx)", "an Excel workbook (.xlsx)"),
    "xlsm": ("สมุดงาน Excel ที่มีแมโคร", "an Excel workbook with macros"),
    "xlsb": ("สมุดงาน Excel แบบไบนารี (.xlsb)", "a binary Excel workbook (.xlsb)"),
    "pptx": ("ไฟล์นำเสนอ (.pptx)", "a presentation (.pptx)"),
    "odt": ("เอกสาร OpenDocument (.odt)", "an OpenDocument text (.odt)"),
    "ods": ("ตารางคำนวณ OpenDocument (.ods)", "an OpenDocument spreadsheet (.ods)"),
    "odp": ("ไฟล์นำเสนอ OpenDocument (.odp)", "an OpenDocument presentation (.odp)"),
    "zip": ("ไฟล์ zip", "a zip file"),
    "pdf": ("ไฟล์ PDF", "a PDF"),
    "doc": ("ไฟล์ Word รุ่นเก่า (.doc)", "an old Word file (.doc)"),
    "xls": ("สมุดงาน Excel รุ่นเก่า (.xls)", "an old Excel workbook (.xls)"),
    "ole": ("ไฟล์สำนักงานรุ่นเก่า", "an old office file"),
    "rtf": ("ไฟล์ RTF", "an RTF file"),
    "html": ("หน้าเว็บ", "a web page"),
    "picture": ("รูปภาพ", "a picture"),
    "text": ("ไฟล์ข้อความ", "a text file"),
    "unknown": ("ไฟล์ชนิดที่ไม่รู้จัก", "a file of an unknown kind"),
}


def _advice(kind: FileKind, accept: tuple[FileKind, ...]) -> tuple[str, str]:
    if kind == "zip":
        return "แตกไฟล์ zip แล้วใช้ไฟล์ข้างใน", "unpack it and use the file inside"
    if kind in ("pdf", "picture"):
        return (
            "ขอไฟล์ต้นฉบับที่แก้ไขได้จากผู้ส่ง เพราะอ่านตารางจากไฟล์ชนิดนี้ให้แน่ใจไม่ได้",
            "ask for the file it was made from: tables cannot be read from this kind with certainty",
        )
    if kind in ("ods", "odt", "rtf", "html"):
        wanted = ("xlsx",) if kind == "ods" else ("docx",)
        new = " / ".join(f".{one}" for one in accept if one in wanted) or f".{accept[0]}"
        return f"เปิดไฟล์แล้วสั่ง บันทึกเป็น → {new}", f"open it and Save As → {new}"
    return "ตรวจว่าเลือกไฟล์ถูก และส่งไฟล์ชนิดที่บอกไว้", "check that this is the file you meant, and send the kind named"


def parse_xml(data: bytes, name: str, member: str = "") -> etree._Element:
    """XML that nobody can trick: no entities, no network, no DOCTYPE, no huge trees; refused with the file's name."""
    refuse_doctype(data, name, member)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _not_xml(name, member, error) from None
    _refuse_dtd(root, name, member)
    return root


def events(package: Package, member: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of a large member as they end, one after the other, without holding the tree: caller clears them."""
    head = package.stream(member)
    with head:
        refuse_doctype(head.read(CHUNK), package.name, member)
    with package.stream(member) as stream:
        found = etree.iterparse(
            stream, events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )  # fmt: skip
        is_first = True
        try:
            for _, element in found:
                if is_first:
                    _refuse_dtd(element, package.name, member)
                    is_first = False
                yield element
        except etree.XMLSyntaxError as error:
            raise _not_xml(package.name, member, error) from None


def refuse_doctype(data: bytes, name: str, member: str = "") -> None:
    """Refuse XML that begins with a DOCTYPE, in whichever encoding, before a parser sees it."""
    # everything before the root element; ASCII letters are all that matter, so wide encodings lose their zeros
    head = data[:CHUNK].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Refused([DOCTYPE.at(Place(name), member=member or name)])


def _refuse_dtd(element: etree._Element, name: str, member: str) -> None:
    """Refuse a document type that the first look missed (an encoding in which it is not written in ASCII letters)."""
    if element.getroottree().docinfo.internalDTD is not None:  # lxml's word for any DOCTYPE
        raise Refused([DOCTYPE.at(Place(name), member=member or name)])


def _not_xml(name: str, member: str, error: Exception) -> Refused:
    part = f"{member}: " if member else ""
    why = f"{part}{str(error).partition('(')[0].strip()[:120]}"
    return Refused([DAMAGED.at(Place(name), why_th=why, why_en=why)])


# ── inside the containers ────────────────────────────────────────────────────────────────────────────────────────────


def _archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The zip, its directory checked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _ZIP_ERRORS as error:
        raise _unreadable(name, "", error) from None
    if len(infos) > MAX_MEMBERS:
        what = (f"มีกว่า {MAX_MEMBERS:,} ส่วน", f"more than {MAX_MEMBERS:,} parts")
        raise Refused([ZIP_BOMB.at(Place(name), what_th=what[0], what_en=what[1])])
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise _bomb(name, "", sum(info.file_size for info in infos))
    seen: set[str] = set()
    for info in infos:
        if _is_bomb(info.file_size, info.compress_size):
            raise _bomb(name, info.filename, info.file_size)
        if _is_odd(info.filename) or info.filename in seen:
            raise Refused([ODD_NAME.at(Place(name), member=info.filename[:60])])
        if info.flag_bits & 0x1:
            raise Refused([LOCKED.at(Place(name))])
        # bzip2 and lzma unpack without a limit in Python's reader, and no office program uses them
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            why = ("บีบอัดด้วยวิธีที่โปรแกรมสำนักงานไม่ใช้", "packed in a way that no office program uses")
            raise Refused([DAMAGED.at(Place(name), why_th=why[0], why_en=why[1])])
        seen.add(info.filename)
    return archive


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1))


def _bomb(name: str, member: str, size: int) -> Refused:
    what_th = f"ส่วน {member[:60]} เกิน {size // 1_000_000:,} เมกะไบต์" if member else f"{size // 1_000_000:,} เมกะไบต์"
    what_en = (
        f"the part {member[:60]} is over {size // 1_000_000:,} megabytes"
        if member
        else f"{size // 1_000_000:,} megabytes"
    )
    return Refused([ZIP_BOMB.at(Place(name), what_th=what_th, what_en=what_en)])


def _is_odd(member: str) -> bool:
    """Whether a member's name points out of the archive, or hides something."""
    parts = member.split("/")
    is_absolute = member.startswith("/") or ":" in parts[0]
    return is_absolute or "\\" in member or ".." in parts or any(ord(sign) < 32 for sign in member) or len(member) > 500


def _unreadable(name: str, member: str, error: Exception) -> Refused:
    if isinstance(error, RuntimeError) and "password" in str(error):
        return Refused([LOCKED.at(Place(name))])
    part_th, part_en = (f" ส่วน {member[:60]}", f" its part {member[:60]}") if member else ("", "")
    why = (f"คลายไฟล์{part_th}ไม่ได้", f"it cannot be unpacked{part_en and ':' + part_en}")
    return Refused([DAMAGED.at(Place(name), why_th=why[0], why_en=why[1])])


_MAIN_PARTS: Final[tuple[tuple[bytes, FileKind], ...]] = (
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsm"),
    (b"ms-excel.template.macroEnabled.main+xml", "xlsm"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"ms-word.document.macroEnabled.main+xml", "docm"),
    (b"ms-word.template.macroEnabledTemplate.main+xml", "docm"),
    (b"presentationml.", "pptx"),
)
"""What `[Content_Types].xml` says of the main part."""

_MIME_TYPES: Final[dict[bytes, FileKind]] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}


def _zip_kind(archive: zipfile.ZipFile, name: str) -> FileKind:
    package = Package(name, "zip", archive)
    if package.has("[Content_Types].xml"):
        types = package.read("[Content_Types].xml")
        return next((kind for mark, kind in _MAIN_PARTS if mark in types), "zip")
    if package.has("mimetype"):
        kind = _MIME_TYPES.get(package.read("mimetype").strip(), "zip")
        if kind != "zip" and package.has("META-INF/manifest.xml"):
            # OpenDocument locks its parts one by one and says so in its list of them
            manifest = package.read("META-INF/manifest.xml")
            return "locked" if b"encryption-data" in manifest else kind
        return kind
    return "zip"


def _ole_kind(data: bytes) -> FileKind:
    """What an OLE container (the files of Office 97, and the wrapping of locked new ones) holds, by its stream names."""

    def names(text: str) -> bool:
        return text.encode("utf-16-le") in data

    if names("EncryptedPackage"):
        return "locked"
    if names("WordDocument"):
        return "doc"
    if names("Workbook") or names("Book\0"):
        return "xls"
    return "ole"


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in head and sum(byte < 32 and byte not in b"\t\n\r\x0c" for byte in head) * 100 <= len(head)
