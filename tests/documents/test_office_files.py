"""Office files are told by their content, and harmful or useless ones are refused with advice."""

from __future__ import annotations

import functools
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from samrit.base.issues import Refused
from samrit.documents import office_files
from samrit.documents.workbook.cells import workbook_of
from samrit.documents.workbook.make import make
from samrit.packs import load
from samrit.packs.terms import resolve

from . import broken_workbooks as broken


@functools.cache
def workbook() -> bytes:
    return make(resolve(load.load(load.find("th-ita-sample-2569")).pack), "2569")


@functools.cache
def word_file() -> bytes:
    target = io.BytesIO()
    Document().save(target)
    return target.getvalue()


def read_whole(data: bytes | Path, name: str, accept: tuple[office_files.FileKind, ...]) -> None:
    package = office_files.open_zip(data, name, accept)
    for member in package.members():
        package.read(member)


def refused(data: bytes | Path, name: str = "file.xlsx", accept: tuple[office_files.FileKind, ...] = ("xlsx",)) -> str:
    """The codes of what was refused, and everything said in both languages."""
    with pytest.raises(Refused) as caught:
        read_whole(data, name, accept)
    issue = caught.value.issues[0]
    assert issue.cure_th
    assert issue.cure_en
    assert issue.place.file
    return f"{issue.code} {issue.line('th')} {issue.line('en')}"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (workbook(), "xlsx"),
        (word_file(), "docx"),
        (b"", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1 }", "rtf"),
        (b"<html><table>", "html"),
        (b"\x89PNG\r\n", "picture"),
        ("ตัวชี้วัด,ค่า\n".encode(), "text"),
        ("ตัวชี้วัด,ค่า\n".encode("cp874"), "text"),
        (b"\x00\x01\x02" * 50, "unknown"),
        (broken.locked(), "locked"),
        (broken.OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (broken.OLE + "Workbook".encode("utf-16-le"), "xls"),
        (broken.zipped({"a.txt": b"a"}), "zip"),
        (broken.zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt"),
    ],
)
def test_a_file_is_what_its_content_says_whatever_it_is_called(data: bytes, kind: str) -> None:
    assert office_files.kind_of(data, "file.doc") == kind


def test_a_good_file_gives_its_members_and_their_bytes() -> None:
    package = office_files.open_zip(workbook(), "good.xlsx", ("xlsx",))
    assert package.kind == "xlsx"
    assert package.members(r"xl/worksheets/.*\.xml") == [f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3)]
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        assert all(package.read(name) == archive.read(name) for name in archive.namelist())
    assert package.xml("xl/workbook.xml").tag.endswith("}workbook")


@pytest.mark.parametrize(
    ("data", "code", "advice"),
    [
        (b"", "WB011", "ดาวน์โหลด"),
        (broken.locked(), "WB006", "take that off: File > Info > Protect"),
        (broken.OLE + "Workbook".encode("utf-16-le"), "WB007", "Save As → .xlsx"),
        (broken.OLE + b"\0" * 600, "WB007", ".xlsx"),
        (b"indicator,value\n1,2\n", "WB010", "a text file"),
        (b"%PDF-1.7", "WB010", "ask for the file it was made from"),
        (word_file(), "WB010", "a Word file"),
        (broken.zipped({"data.xlsx": b"x"}), "WB010", "unpack it"),
        (workbook()[:3_000], "WB004", "damaged"),
        (broken.with_macros(workbook(), as_xlsm=True), "WB008", "macros off"),
        (broken.with_macros(workbook(), as_xlsm=False), "WB008", "แมโคร"),
        (broken.zip_bomb(workbook()), "WB003", "unpacked"),
        (broken.many_members(workbook()), "WB003", "5,000"),
        (broken.with_members(workbook(), lambda one: one.update({"../../evil.xml": b""})), "WB005", "../../evil.xml"),
        (broken.with_members(workbook(), lambda one: one.update({"/etc/evil": b""})), "WB005", "/etc/evil"),
        (broken.with_members(workbook(), lambda one: one.update({"a\\b.xml": b""})), "WB005", "a\\b.xml"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(data: bytes, code: str, advice: str) -> None:
    said = refused(data)
    assert said.startswith(code)
    assert advice in said


def test_a_member_that_lies_about_its_size_is_not_believed() -> None:
    assert refused(broken.lying_bomb(workbook())).startswith(("WB003", "WB004"))


def test_a_member_that_unpacks_beyond_its_allowance_is_stopped_while_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = office_files.open_zip(workbook(), "good.xlsx", ("xlsx",))
    monkeypatch.setattr(office_files, "MAX_UNPACKED", 1_000)
    with pytest.raises(Refused, match="WB003"):
        package.read("xl/worksheets/sheet2.xml")
    assert package.read_so_far <= 2 * office_files.CHUNK


def test_a_damaged_member_is_refused_when_it_is_read() -> None:
    data = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        start = archive.getinfo("xl/worksheets/sheet2.xml").header_offset
    name, extra = struct.unpack("<HH", data[start + 26 : start + 30])
    data[start + 30 + name + extra + 40] ^= 0xFF
    assert refused(bytes(data)).startswith("WB004")


def test_a_zip_that_is_packed_in_a_strange_way_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("[Content_Types].xml", "x")
    assert refused(target.getvalue()).startswith("WB004")


def test_a_file_over_fifty_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(office_files.MAX_BYTES + 1)
    assert refused(path).startswith("WB002")


@pytest.mark.parametrize("name", ["nowhere.xlsx", ".", "a\0b.xlsx"])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name).startswith("WB001")


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        b" " * 70_000 + b"<!-- -->" + b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    ],
)
def test_a_doctype_is_refused_before_anything_is_made_of_it(xml: bytes) -> None:
    with pytest.raises(Refused, match="WB009"):
        office_files.parse_xml(xml.lstrip() if xml.startswith(b" ") else xml, "file.xlsx", "part.xml")


def test_words_that_look_like_a_doctype_are_only_words() -> None:
    assert office_files.parse_xml(b"<a>&lt;!DOCTYPE a&gt;</a>", "file.xlsx").text == "<!DOCTYPE a>"


@pytest.mark.parametrize("xml", [b"", b"<a>", b"<a></b>", b"\0\0", b"<a>" * 300 + b"</a>" * 300])
def test_xml_that_is_none_is_called_damaged(xml: bytes) -> None:
    with pytest.raises(Refused, match="WB004"):
        office_files.parse_xml(xml, "file.xlsx", "part.xml")


def test_entities_in_the_texts_of_a_workbook_are_refused() -> None:
    package = office_files.open_zip(broken.entity_bomb(workbook()), "bomb.xlsx", ("xlsx",))
    book = workbook_of(package)
    with pytest.raises(Refused, match="WB009"):
        list(book.rows(book.sheets[0]))


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_at_all_make_more_than_a_refusal(noise: bytes, as_zip: bool) -> None:
    data = (b"PK\x03\x04" + noise) if as_zip else noise
    with pytest.raises(Refused):
        office_files.open_zip(data, "noise.xlsx")


@given(st.data())
def test_a_workbook_with_a_few_wrong_bytes_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(workbook())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        book = workbook_of(office_files.open_zip(bytes(whole), "noise.xlsx", ("xlsx",)))
        for sheet in book.sheets:
            list(book.rows(sheet))
    except Refused:
        pass


def test_kinds_that_office_programs_save_are_known(office: Callable[[bytes, str, str], bytes]) -> None:
    assert office_files.kind_of(office(workbook(), "xlsx", "ods")) == "ods"
    xls = office(workbook(), "xlsx", "xls")
    assert office_files.kind_of(xls) == "xls"
    assert "Save As → .xlsx" in refused(xls)
