"""Makers of workbooks that nobody should have to read, and of edits that people make to good ones."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """A workbook as openpyxl saves it after `edit` had it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_of(data: bytes) -> Worksheet:
    """The data sheet, to look things up in."""
    return openpyxl.load_workbook(io.BytesIO(data))["ข้อมูล"]


def row_of(data: bytes, *identity: str) -> int:
    """The row whose key begins with indicator, input and window."""
    start = "|".join((*identity, *[""] * (3 - len(identity)))) + "|"
    for row in sheet_of(data).iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(start) and cell.value.count("|") == 3:
                return int(cell.row)
    raise LookupError(identity)


def unmerged(book: Any) -> Worksheet:
    """The data sheet of an open workbook without merged cells, which openpyxl leaves behind when it moves rows."""
    sheet: Worksheet = book["ข้อมูล"]
    for one in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(one))
    return sheet


def with_members(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A zip with its members changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    return zipped(members)


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def facts_member(data: bytes) -> str:
    """Where the data sheet stands in a workbook that we made."""
    return "xl/worksheets/sheet2.xml"


def with_number(data: bytes, cell: str, number: str) -> bytes:
    """A number in an empty cell just as a program wrote it into the file."""

    def change(members: dict[str, bytes]) -> None:
        sheet = members[facts_member(data)].decode()
        changed = re.sub(rf'(<c r="{cell}" s="[0-9]+")/>', rf"\1><v>{number}</v></c>", sheet)
        assert changed != sheet
        members[facts_member(data)] = changed.encode()

    return with_members(data, change)


def locked() -> bytes:
    """How Office wraps a file that has a password: an old container with the encrypted package inside."""
    return (
        OLE + b"\0" * 504 + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 900
    )


def zip_bomb(data: bytes, megabytes: int = 12) -> bytes:
    """A sheet of zeros that shrinks a thousandfold."""

    def grow(members: dict[str, bytes]) -> None:
        members["xl/worksheets/sheet9.xml"] = b"\0" * (megabytes * 1_000_000)

    return with_members(data, grow)


def lying_bomb(data: bytes) -> bytes:
    """The same, but its directory says that the member is small."""
    bomb = bytearray(zip_bomb(data, 12))
    size = (12_000_000).to_bytes(4, "little")
    assert bomb.count(size) >= 1
    return bytes(bomb).replace(size, (1_000).to_bytes(4, "little"))


def many_members(data: bytes) -> bytes:
    """More parts than any office program writes."""

    def add(members: dict[str, bytes]) -> None:
        members.update({f"xl/media/{index}.txt": b"" for index in range(5_001)})

    return with_members(data, add)


def entity_bomb(data: bytes) -> bytes:
    """Texts that grow a billionfold when a parser believes in entities."""

    def change(members: dict[str, bytes]) -> None:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        texts = members["xl/sharedStrings.xml"].partition(b"?>")[2]
        doctype = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "lol">{laughs}]>'
        members["xl/sharedStrings.xml"] = doctype.encode() + texts.replace(b"</t>", b"&l9;</t>", 1)

    return with_members(data, change)


def with_macros(data: bytes, as_xlsm: bool) -> bytes:
    """A macro part, in a file that says it has macros or in one that hides it."""

    def change(members: dict[str, bytes]) -> None:
        members["xl/vbaProject.bin"] = OLE + b"\0" * 100
        if as_xlsm:
            types = members["[Content_Types].xml"]
            members["[Content_Types].xml"] = types.replace(
                b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            )

    return with_members(data, change)


def with_empty_rows(data: bytes, count: int) -> bytes:
    """Rows with a format and nothing in them behind the table, as a careless click on the grid leaves them."""

    def change(members: dict[str, bytes]) -> None:
        sheet = members[facts_member(data)]
        first = sheet.count(b"<row ") + 1
        rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % number for number in range(first, first + count))
        members[facts_member(data)] = sheet.replace(b"</sheetData>", rows + b"</sheetData>")

    return with_members(data, change)
