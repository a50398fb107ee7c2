"""The first bytes of files: what tells a program, a picture, a web page, and kinds that are known but not taken."""

from __future__ import annotations

import re
from typing import Final

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PROGRAMS: Final[tuple[tuple[tuple[bytes, ...], str], ...]] = (
    ((b"MZ", b"ZM"), "Windows"),
    ((b"\x7fELF",), "Linux"),
    (
        (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbf"),
        "macOS",
    ),
    ((b"\xca\xfe\xba\xbe",), "Java, macOS"),
    ((b"dex\n",), "Android"),
    ((b"\x00asm",), "WebAssembly"),
    ((b"L\x00\x00\x00\x01\x14\x02\x00",), "Windows shortcut"),
    ((b"ITSF",), "Windows help"),
    ((b"#!",), "script"),
)
_SCRIPTS: Final = (b"#!", b"@echo off", b"<%@", b"windows registry editor", b"regedit4")

_MARKUP_BEGINS: Final = re.compile(rb"<[!?/a-z]", re.IGNORECASE)
_MARKUP: Final = re.compile(
    rb"<\s*(!doctype|\?php|(html|head|body|script|svg|iframe|object|embed|meta|link|style|img)\b)", re.IGNORECASE
)
_SNIFFED: Final = 4096
"""More than any browser looks at to guess what a file is."""


def program(head: bytes) -> str:
    """The machine or language a program is for, or nothing."""
    found = next((what for begins, what in _PROGRAMS if head.startswith(begins)), "")
    return found or ("script" if _plain(head[:_SNIFFED]).lower().startswith(_SCRIPTS) else "")


def has_windows_program(data: bytes) -> bool:
    """Whether a Windows program lies anywhere in these bytes: its old header, and the new one where the old one says."""
    for match in re.finditer(rb"MZ", data):
        start = match.start()
        offset = int.from_bytes(data[start + 60 : start + 64], "little")
        if data[start + offset : start + offset + 4] == b"PE\x00\x00":
            return True
    return False


def is_markup(head: bytes) -> bool:
    """Whether a browser could take it for a page or drawing: it begins as one, or has a page's marks early on."""
    text = _plain(head.split(b"%PDF-")[0] if b"%PDF-" in head[:1024] else head)[:_SNIFFED]
    return bool(_MARKUP_BEGINS.match(text) or _MARKUP.search(text))


def picture(head: bytes) -> str:
    """Which of the pictures that are taken, or nothing."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else ""


def other(head: bytes) -> str:
    """Which of the kinds that are known and not taken, or nothing."""
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in (b"avif", b"avis"):
            return "avif"
        return "heic" if brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1") else "video"
    if head.startswith(b"RIFF"):
        return "sound" if head[8:12] == b"WAVE" else "video"
    return next((kind for begins, kind in _OTHERS if head.startswith(begins)), "")


_OTHERS: Final[tuple[tuple[tuple[bytes, ...], str], ...]] = (
    ((b"GIF87a", b"GIF89a"), "gif"),
    ((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"), "tiff"),
    ((b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01", b"0&\xb2u\x8ef\xcf\x11"), "video"),
    ((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9", b"OggS", b"fLaC", b"#!AMR"), "sound"),
    ((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ\x00", b"BZh", b"MSCF", b"(\xb5/\xfd"), "archive"),
)


def _plain(head: bytes) -> bytes:
    """Letters as one byte each whichever way they are encoded, from the first that shows."""
    return (
        head.replace(b"\x00", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .lstrip()
    )
