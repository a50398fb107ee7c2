"""What may be given as evidence is told by content: good files are taken, and every disguise is refused with advice."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as sizes
from hypothesis import strategies as st
from PIL import Image

from samrit.apps.evidence import kinds, links, names, pictures
from samrit.base.issues import Refused

OOXML = "application/vnd.openxmlformats-officedocument."
PARTS = {
    "docx": f"{OOXML}wordprocessingml.document.main+xml",
    "xlsx": f"{OOXML}spreadsheetml.sheet.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "pptx": f"{OOXML}presentationml.presentation.main+xml",
}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF\n"
WINDOWS = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\x00\x00" + bytes(100)


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def office(kind: str, more: dict[str, bytes] | None = None) -> bytes:
    types = f'<Types><Override PartName="/main.xml" ContentType="{PARTS[kind]}"/></Types>'.encode()
    return packed({"[Content_Types].xml": types, "main.xml": b"<a/>", **(more or {})})


def with_member(kind: str, member: str, data: bytes) -> bytes:
    return office(kind, {member: data})


def opendocument(kind: str, **more: bytes) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": mime, "content.xml": b"<a/>", **more})


def picture(form: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(out, form, **options)
    return out.getvalue()


def huge_png() -> bytes:
    """A PNG of some bytes that claims a billion pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 32_000, 32_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


def examine(folder: Path, data: bytes, name: str = "หลักฐาน") -> kinds.Kind:
    path = folder / "arrived"
    path.write_bytes(data)
    return kinds.examine(path, name)


GOOD = {
    "pdf": PDF,
    "pdf, a scanner's bytes before it": b"\r\n" + PDF,
    "jpeg": picture("JPEG"),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "docx": office("docx"),
    "docx with a picture": with_member("docx", "word/media/a.png", picture("PNG")),
    "docx with a drawing": with_member("docx", "word/media/a.svg", b"<svg/>"),
    "xlsx": office("xlsx"),
    "odt": opendocument("text"),
    "ods": opendocument("spreadsheet"),
    "text": "เดือน,ผล\nต.ค.,๗๒.๐๐\n".encode(),
    "text, as old Thai programs write": "เดือน,ผล\n".encode("cp874"),
    "text, as Excel writes it": "เดือน\tผล\n".encode("utf-16"),
    "text that compares": b"a < b, b > a; 1<2\n",
}


@pytest.mark.parametrize("what", GOOD)
def test_files_on_the_list_are_taken_for_what_they_are(what: str, tmp_path: Path) -> None:
    assert examine(tmp_path, GOOD[what], "x.exe.whatever") == kinds.KINDS[what.split(",")[0].split()[0]]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "EV001"),
    "a Windows program": (WINDOWS, "EV005"),
    "an ELF program": (b"\x7fELF\x02\x01\x01" + bytes(60), "EV005"),
    "a Mach-O program": (b"\xcf\xfa\xed\xfe" + bytes(60), "EV005"),
    "a Java class": (b"\xca\xfe\xba\xbe\x00\x00\x00\x34", "EV005"),
    "a shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "EV005"),
    "a shell script": (b"#!/bin/sh\necho hello\n", "EV005"),
    "a shell script after a byte order mark": (b"\xef\xbb\xbf  \n#!/bin/sh\n", "EV005"),
    "a batch file": (b"@Echo off\r\nformat c:\r\n", "EV005"),
    "a batch file in two bytes": ("@echo off\r\n".encode("utf-16"), "EV005"),
    "a program that is a PDF too": (WINDOWS[:64] + PDF, "EV005"),
    "HTML": (b"<!DOCTYPE html><script>alert(1)</script>", "EV006"),
    "HTML after some text": (b"minutes of the meeting\n<SCRIPT src=x></script>", "EV006"),
    "HTML in two bytes": ("<html><body>".encode("utf-16"), "EV006"),
    "HTML before a PDF": (b"<html><script>1</script>" + PDF, "EV006"),
    "an SVG with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "EV006"),
    "an SVG behind a long remark": (b"<!-- " + b"x" * 9000 + b" --><svg onload='alert(1)'/>", "EV006"),
    "an SVG behind an XML head": (b"\xef\xbb\xbf \n<?xml version='1.0'?><svg/>", "EV006"),
    "PHP": (b"<?php system('id');", "EV006"),
    "a zip with a program": (packed({"readme.txt": b"a", "run/Setup.EXE": WINDOWS}), "EV005"),
    "a Java archive": (packed({"META-INF/MANIFEST.MF": b"a", "A.class": b"b"}), "EV005"),
    "a zip": (packed({"readme.txt": b"a"}), "EV007"),
    "a zip that leaves its folder": (packed({"../../etc/passwd": b"a"}), "WB005"),
    "a zip bomb": (packed({"a": bytes(30_000_000)}), "WB003"),
    "a Word file with macros by its name": (office("docm"), "WB008"),
    "a Word file with macros hidden": (with_member("docx", "word/vbaProject.bin", OLE), "WB008"),
    "a workbook with an old macro sheet": (with_member("xlsx", "xl/macrosheets/sheet1.xml", b"<a/>"), "WB008"),
    "a Word file with a control": (with_member("docx", "word/activeX/activeX1.xml", b"<a/>"), "WB008"),
    "an OpenDocument file with macros": (opendocument("text", **{"Basic/Standard/Module1.xml": b"<a/>"}), "WB008"),
    "a Word file with a program as a picture": (with_member("docx", "word/media/image1.png", WINDOWS), "EV005"),
    "a Word file with a program as an object": (
        with_member("docx", "word/embeddings/oleObject1.bin", OLE + bytes(504) + WINDOWS),
        "EV005",
    ),
    "a Word file with a script": (with_member("docx", "word/media/a.vbs", b"MsgBox 1"), "EV005"),
    "a presentation": (office("pptx"), "EV007"),
    "an old Word file": (OLE + bytes(500) + "WordDocument".encode("utf-16-le"), "WB007"),
    "a locked office file": (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "WB006"),
    "RTF": (b"{\\rtf1 hello}", "EV007"),
    "a GIF": (picture("GIF"), "EV007"),
    "a TIFF": (picture("TIFF"), "EV007"),
    "a HEIC": (b"\x00\x00\x00\x18ftypheic" + bytes(40), "EV007"),
    "an AVIF": (picture("AVIF"), "EV007"),
    "a video": (b"\x00\x00\x00\x18ftypisom" + bytes(40), "EV007"),
    "a sound": (b"ID3\x04" + bytes(40), "EV007"),
    "a packed file": (b"7z\xbc\xaf\x27\x1c" + bytes(40), "EV007"),
    "bytes without sense": (bytes(range(256)), "EV007"),
    "a PDF cut off": (PDF[:30], "EV009"),
    "a JPEG cut off": (picture("JPEG", (400, 300))[:-900], "EV009"),
    "a PNG cut off": (picture("PNG", (400, 300))[:-900], "EV009"),
    "a WebP cut off": (picture("WEBP", (400, 300))[:-900], "EV009"),
    "only the first bytes of a JPEG": (b"\xff\xd8\xff\xe0", "EV009"),
    "a PNG of a billion pixels": (huge_png(), "EV008"),
    "a docx cut off": (office("docx")[:-30], "WB004"),
}


@pytest.mark.parametrize("what", BAD)
@pytest.mark.parametrize("name", ["report.pdf", "photo.jpg"])
def test_what_is_not_on_the_list_or_only_pretends_is_refused_with_advice(what: str, name: str, tmp_path: Path) -> None:
    data, code = BAD[what]
    with pytest.raises(Refused) as refused:
        examine(tmp_path, data, name)
    (issue,) = refused.value.issues
    assert (issue.code, issue.place.file) == (code, name)
    assert issue.cure_th
    assert issue.cure_en
    assert str(tmp_path) not in issue.th + issue.en


def test_every_kind_that_is_not_taken_has_its_words_and_advice() -> None:
    """No kind that office_files or signs can tell ends in a KeyError."""
    assert {"zip", "pptx", "odp", "rtf", "html", "picture", "unknown"} <= set(kinds._CALLED)
    for th, en, advice in kinds._CALLED.values():
        assert th
        assert en.isascii()
        assert advice in kinds._ADVICE


def test_pixels_are_counted_before_they_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1200)
    assert examine(tmp_path, picture("JPEG", (40, 30))) == kinds.KINDS["jpeg"]
    with pytest.raises(Refused, match="EV008"):
        examine(tmp_path, picture("JPEG", (41, 30)))


def marked(form: str) -> bytes:
    """A picture that tells where, when, with what and by whom it was taken, in every way a camera does."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (13.0, 45.0, 0.0)
    options: dict[str, object] = {"exif": exif, "icc_profile": b"SECRET-PROFILE" * 20, "xmp": b"<x>SECRET-XMP</x>"}
    if form == "JPEG":
        options["comment"] = b"SECRET-REMARK"
    return picture(form, (2000, 1000), **options)


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_the_small_copy_tells_no_place_camera_or_remark_and_stands_upright(form: str, tmp_path: Path) -> None:
    path = tmp_path / "original"
    path.write_bytes(marked(form))
    assert b"SECRET-" in path.read_bytes()
    small = pictures.preview(path)
    assert b"SECRET-" not in small
    with Image.open(io.BytesIO(small)) as opened:
        assert (opened.format, opened.size, opened.mode) == ("JPEG", (800, 1600), "RGB")
        assert dict(opened.getexif()) == {}
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(opened.info)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_picture_of_any_colours_gets_a_small_copy_and_nothing_seen_through_is_black(
    mode: str, tmp_path: Path
) -> None:
    path = tmp_path / "original.png"
    with_alpha = mode in ("LA", "RGBA")
    Image.new(mode, (30, 20), (0,) * len(mode) if with_alpha else 0).save(path)
    with Image.open(io.BytesIO(pictures.preview(path))) as opened:
        assert opened.size == (30, 20)
        assert opened.getpixel((5, 5)) == ((255, 255, 255) if with_alpha else (0, 0, 0))


NAMES = {
    "รายงาน ต.ค. 2566.pdf": "รายงาน ต.ค. 2566.pdf",
    "../../etc/passwd": "passwd",
    "C:\\fakepath\\แผน.docx": "แผน.docx",
    "..\\..\\boot.ini": "boot.ini",
    "\u202egpj.exe": "gpj.exe",
    "a\u0000b\u0007c\u200b\ufeff.pdf": "abc.pdf",
    "one\r\nSet-Cookie: a=b": "one Set-Cookie_ a=b",
    '<img src=x onerror="alert(1)">.png': "_img src=x onerror=_alert(1)__.png",
    "con.txt": "_con.txt",
    "LPT1": "_LPT1",
    " . .hidden. ": "hidden",
    "...": "evidence",
    "": "evidence",
    "น\u0e4d\u0e32.pdf": "น\u0e33.pdf",
}


@pytest.mark.parametrize("given_name", NAMES)
def test_names_are_shown_without_tricks(given_name: str) -> None:
    assert names.shown(given_name) == NAMES[given_name]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("report.pdf", []),
        ("www.example.com.pdf", []),
        ("รายงาน.v1.2.final.docx", []),
        ("ข้อตกลง.docx.pdf", []),
        ("report.pdf.exe", ["EV010"]),
        ("report.exe.pdf", ["EV010"]),
        ("report.SVG", ["EV010"]),
        ("report.pdf .scr", ["EV010"]),
        ("\u202efdp.exe", ["EV010"]),
        ("ย" * 196 + ".pdf", []),
        ("ย" * 197 + ".pdf", ["EV011"]),
        ("ย" * 300 + ".bat", ["EV010", "EV011"]),
    ],
)
def test_names_that_end_as_programs_or_are_too_long_are_refused(name: str, codes: list[str]) -> None:
    assert sorted(issue.code for issue in names.problems(names.shown(name))) == codes


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("a.pdf", "pdf", "a.pdf"),
        ("a.JPEG", "jpeg", "a.JPEG"),
        ("a.png", "jpeg", "a.jpg"),
        ("a", "pdf", "a.pdf"),
        ("a.csv", "text", "a.csv"),
        ("ผล ต.ค", "xlsx", "ผล ต.ค.xlsx"),
    ],
)
def test_the_ending_follows_the_content(name: str, kind: str, told: str) -> None:
    assert names.ending_as(name, kinds.KINDS[kind].endings) == told


TRICKY = st.text(st.one_of(st.sampled_from("./\\:\u202e\u2066\u0000\r\n\u200b <>&\"'%กำ\u0e4d\u0e32"), st.characters()))


@sizes(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TRICKY, st.sampled_from(sorted(kinds.KINDS)))
def test_whatever_a_name_is_the_shown_one_is_safe_and_stays_the_same(name: str, kind: str) -> None:
    shown = names.shown(name)
    assert shown
    assert not set(shown) & set('/\\<>:"|?*')
    assert shown.isprintable()
    assert shown.strip(" .") == shown
    assert names.shown(shown) == shown
    if not names.problems(shown):
        told = names.ending_as(shown, kinds.KINDS[kind].endings)
        assert told.rpartition(".")[2].lower() in kinds.KINDS[kind].endings
        assert len(told) <= 255
        assert names.ending_as(told, kinds.KINDS[kind].endings) == told


@pytest.mark.parametrize(
    ("link", "codes"),
    [
        ("https://example.go.th/ข่าว?id=1#a", []),
        ("HTTP://example.go.th:8080", []),
        ("https://[2001:db8::1]/", []),
        ("javascript:alert(1)", ["EV013"]),
        ("data:text/html,<script>", ["EV013"]),
        ("file:///etc/passwd", ["EV013"]),
        ("//example.go.th", ["EV013"]),
        ("https://", ["EV013"]),
        ("https://[::1", ["EV013"]),
        ("https://example.go.th:99999/", ["EV013"]),
        ("https://example.go.th\\@evil.example/", ["EV013"]),
        ("https://example.go.th/a b", ["EV013"]),
        ("https://example.go.th/\u202egpj", ["EV013"]),
        ("java\nscript:alert(1)", ["EV013"]),
        ("https://example.go.th/" + "a" * 2000, ["EV013"]),
        ("https://somchai:secret@example.go.th/", ["EV014"]),
        ("https://token@example.go.th/", ["EV014"]),
    ],
)
def test_links_are_plain_addresses_without_secrets(link: str, codes: list[str]) -> None:
    assert [issue.code for issue in links.problems(link)] == codes
