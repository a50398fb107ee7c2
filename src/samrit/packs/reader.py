"""Read one YAML file into nodes that know their line.

Nothing is interpreted here: a scalar keeps its text (so 1.10 stays 1.10 and `no` stays "no"), and what it means is
decided by the field it is bound to (`bind`).  Aliases, tags, duplicate keys, several documents, deep nesting and large
files are refused: a pack is written for reviewers, and those are how such files surprise them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from samrit.base import thai
from samrit.base.issues import Issue, Place, define

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000

NOT_FOUND = define(
    "PK001", "error",
    th="ไม่พบไฟล์นี้ หรือเปิดอ่านไม่ได้ ({why})", en="this file is not there or cannot be read ({why})",
    cure_th="ตรวจชื่อและตำแหน่งของไฟล์", cure_en="check the name and the place of the file",
)  # fmt: skip
TOO_LARGE = define(
    "PK002", "error",
    th="ไฟล์ใหญ่ {size} ไบต์ เกินกว่าที่อ่านได้ ({limit} ไบต์)", en="the file has {size} bytes; at most {limit} are read",
    cure_th="ตรวจว่าเป็นไฟล์ที่ถูกต้อง หรือแยกเป็นหลายไฟล์", cure_en="check that it is the right file, or split it",
)  # fmt: skip
NOT_UTF8 = define(
    "PK003", "error",
    th="ไฟล์ไม่ได้บันทึกเป็น UTF-8 (ไบต์ที่ {offset}{guess_th})", en="the file is not UTF-8 (byte {offset}{guess_en})",
    cure_th="เปิดไฟล์ในโปรแกรมแก้ไขข้อความแล้วบันทึกใหม่เป็น UTF-8", cure_en="save it again as UTF-8",
)  # fmt: skip
BROKEN_YAML = define(
    "PK004", "error",
    th="เขียน YAML ไม่ถูกรูป: {why}", en="this is not well-formed YAML: {why}",
    cure_th="ดูการย่อหน้า เครื่องหมาย : และเครื่องหมายคำพูดใกล้บรรทัดนี้",
    cure_en="look at the indentation, the colons and the quotes near this line",
)  # fmt: skip
ALIAS = define(
    "PK005", "error",
    th="ใช้ alias หรือ anchor ของ YAML ({name}) ซึ่งไม่รับ", en="a YAML alias or anchor ({name}) is not accepted here",
    cure_th="เขียนค่านั้นซ้ำตรงที่ใช้", cure_en="write the value where it is used",
)  # fmt: skip
TAG = define(
    "PK006", "error",
    th="ใช้ tag ของ YAML ({name}) ซึ่งไม่รับ", en="a YAML tag ({name}) is not accepted here",
    cure_th="ลบ tag ออก ชนิดของค่ากำหนดโดยช่องที่ใช้", cure_en="delete the tag; the field decides the kind of value",
)  # fmt: skip
DUPLICATE_KEY = define(
    "PK007", "error",
    th="คีย์ “{key}” เขียนซ้ำ (ครั้งแรกบรรทัด {first})", en="the key “{key}” is written twice (first on line {first})",
    cure_th="เหลือไว้เพียงที่เดียว", cure_en="keep one of them",
)  # fmt: skip
TOO_DEEP = define(
    "PK008", "error",
    th="ซ้อนลึกเกิน {limit} ชั้น หรือมีค่าเกิน {nodes} ค่า", en="nested deeper than {limit} levels, or more than {nodes} values",
    cure_th="ไฟล์ปกติไม่ซ้อนลึกเช่นนี้ ตรวจว่าไฟล์ถูกต้อง", cure_en="no ordinary file is shaped like this; check that it is the right one",
)  # fmt: skip
NOT_ONE_DOCUMENT = define(
    "PK009", "error",
    th="ไฟล์ว่างหรือมีหลายเอกสาร (---)", en="the file is empty or holds several documents (---)",
    cure_th="หนึ่งไฟล์ต้องมีหนึ่งเอกสาร", cure_en="one file holds one document",
)  # fmt: skip
ODD_KEY = define(
    "PK010", "error",
    th="คีย์ต้องเป็นข้อความธรรมดา", en="a key must be plain text",
    cure_th="ใช้ข้อความสั้นเป็นคีย์", cure_en="use a short text as the key",
)  # fmt: skip
CONTROL_CHARACTER = define(
    "PK011", "error",
    th="มีอักขระควบคุมที่มองไม่เห็น (U+{code})", en="there is an invisible control character (U+{code})",
    cure_th="ลบอักขระนั้นออก มักติดมาจากการคัดลอก", cure_en="delete it; it usually comes from copying",
)  # fmt: skip


@dataclass(frozen=True)
class Scalar:
    """A text as written, Unicode-normalised; `plain` when it stood without quotes."""

    text: str
    plain: bool
    place: Place


@dataclass(frozen=True)
class Listing:
    """A sequence of nodes."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True)
class Mapping:
    """Keys in the order written, each with the place of the key."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place


Node = Scalar | Listing | Mapping


def read_file(path: Path, shown_as: str | None = None) -> tuple[Node | None, list[Issue]]:
    """The file's one document as nodes, or None with the reasons; `shown_as` is the name put into places."""
    name = shown_as or str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return None, [TOO_LARGE.at(Place(name), size=size, limit=MAX_BYTES)]
        data = path.read_bytes()
    except OSError as error:
        return None, [NOT_FOUND.at(Place(name), why=error.strerror or type(error).__name__)]
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> tuple[Node | None, list[Issue]]:
    """As `read_file`, from bytes in hand."""
    if len(data) > MAX_BYTES:
        return None, [TOO_LARGE.at(Place(name), size=len(data), limit=MAX_BYTES)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        thai_bytes = sum(0xA1 <= byte <= 0xFB for byte in data)
        guess = thai_bytes > len(data) // 10
        return None, [
            NOT_UTF8.at(
                Place(name, line),
                offset=error.start,
                guess_th=" ดูเหมือนเป็น TIS-620/cp874" if guess else "",
                guess_en="; it looks like TIS-620/cp874" if guess else "",
            )
        ]
    for number, line_text in enumerate(text.split("\n"), 1):
        for sign in line_text:
            if (sign < " " and sign not in "\t\r") or "\x7f" <= sign <= "\x9f":
                return None, [CONTROL_CHARACTER.at(Place(name, number), code=f"{ord(sign):04X}")]
    return _Builder(name).build(text)


class _Builder:
    """Builds nodes from parser events with an explicit stack, so that no input can exhaust Python's own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.issues: list[Issue] = []

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.name, 0 if mark is None else mark.line + 1)

    def build(self, text: str) -> tuple[Node | None, list[Issue]]:
        roots: list[Node] = []
        stack: list[_Open] = []
        count = 0
        try:
            for event in yaml.parse(text, Loader=_Loader):
                node: Node | None = None
                if isinstance(event, yaml.AliasEvent):
                    self.issues.append(ALIAS.at(self.place(event), name="*" + str(event.anchor)))
                    node = Scalar("", plain=True, place=self.place(event))
                elif isinstance(event, yaml.NodeEvent):
                    self._refuse_ornaments(event)
                if isinstance(event, yaml.ScalarEvent):
                    node = Scalar(thai.normalise(event.value), event.style in (None, ""), self.place(event))
                elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                    stack.append(_Open(self.place(event), isinstance(event, yaml.MappingStartEvent)))
                elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                    node = stack.pop().close(self.issues)
                count += 1
                if len(stack) > MAX_DEPTH or count > MAX_NODES:
                    self.issues.append(TOO_DEEP.at(self.place(event), limit=MAX_DEPTH, nodes=MAX_NODES))
                    return None, self.issues
                if node is not None:
                    (stack[-1].nodes if stack else roots).append(node)
        except yaml.MarkedYAMLError as error:
            marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
            line = marks[0].line + 1 if marks else 0
            self.issues.append(BROKEN_YAML.at(Place(self.name, line), why=error.problem or error.context or "?"))
            return None, self.issues
        except yaml.YAMLError as error:
            self.issues.append(BROKEN_YAML.at(Place(self.name), why=str(error).split("\n")[0]))
            return None, self.issues
        if len(roots) != 1:
            self.issues.append(NOT_ONE_DOCUMENT.at(Place(self.name)))
            return None, self.issues
        return roots[0], self.issues

    def _refuse_ornaments(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            self.issues.append(ALIAS.at(self.place(event), name="&" + str(event.anchor)))
        tag = getattr(event, "tag", None)
        # libyaml reports "!" for a quoted scalar without a tag
        if tag not in (None, "!"):
            self.issues.append(TAG.at(self.place(event), name=tag))


class _Open:
    """A mapping or sequence whose end has not been read yet."""

    def __init__(self, place: Place, is_mapping: bool) -> None:
        self.place = place
        self.is_mapping = is_mapping
        self.nodes: list[Node] = []

    def close(self, issues: list[Issue]) -> Node:
        if not self.is_mapping:
            return Listing(tuple(self.nodes), self.place)
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key, value in zip(self.nodes[::2], self.nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                issues.append(ODD_KEY.at(key.place))
            elif key.text in entries:
                issues.append(DUPLICATE_KEY.at(key.place, key=key.text, first=keys[key.text].line))
            else:
                entries[key.text] = value
                keys[key.text] = key.place
        return Mapping(entries, keys, self.place)


# libyaml's parser is ten times faster and reports the same marks; PyYAML is built without it on some systems
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
