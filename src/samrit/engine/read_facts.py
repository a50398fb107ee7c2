"""Read a file of facts, YAML or CSV, into rows that keep what was typed and where; what it means is `facts`' to say.

Files come from text editors, Excel and other people's systems, so their encodings, separators and headings are
recognised; whatever could be understood in two ways is refused with its place.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, define, errors
from samrit.engine.facts import MANY, MORE_PROBLEMS, FactFile, Reported, brief
from samrit.packs import reader
from samrit.packs.reader import Listing, Mapping, Node, Scalar

NOT_READABLE = define(
    "FC021", "error",
    th="เปิดอ่านไฟล์นี้ไม่ได้ ({why_th})", en="this file cannot be read ({why_en})",
    cure_th="ตรวจชื่อและตำแหน่งของไฟล์", cure_en="check the name and the place of the file",
)  # fmt: skip
NOT_ACCEPTED = define(
    "FC022", "error",
    th="ไฟล์ข้อมูลต้องเป็น .csv, .yaml หรือ .yml ไฟล์นี้เป็น{what_th}", en="a file of facts is .csv, .yaml or .yml; this is {what_en}",
    cure_th="{advice_th}", cure_en="{advice_en}",
)  # fmt: skip
TOO_LARGE = define(
    "FC023", "error",
    th="ไฟล์ใหญ่เกิน {limit} เมกะไบต์", en="the file is larger than {limit} megabytes",
    cure_th="ไฟล์ข้อมูลหนึ่งไฟล์เป็นของหน่วยเดียวในรอบเดียว ตรวจว่าเป็นไฟล์ที่ถูกต้อง",
    cure_en="one file holds one unit's facts for one round; check that this is the right file",
)  # fmt: skip
NOT_TEXT = define(
    "FC024", "error",
    th="อ่านตัวอักษรในไฟล์ไม่ได้ (ไบต์ที่ {offset}) ไม่ใช่ UTF-8 และไม่ใช่ภาษาไทยแบบ TIS-620", en="the characters cannot be read (byte {offset}): neither UTF-8 nor Thai TIS-620",
    cure_th="ใน Excel สั่ง บันทึกเป็น → CSV UTF-8 (คั่นด้วยจุลภาค)", cure_en="in Excel: Save As → CSV UTF-8 (Comma delimited)",
)  # fmt: skip
INVISIBLE = define(
    "FC025", "error",
    th="มีอักขระควบคุมที่มองไม่เห็น (U+{code})", en="there is an invisible control character (U+{code})",
    cure_th="ลบอักขระนั้น หรือบันทึกไฟล์ใหม่เป็น CSV UTF-8", cure_en="delete it, or save the file again as CSV UTF-8",
)  # fmt: skip
READ_AS_THAI = define(
    "FC026", "note",
    th="ไฟล์ไม่ใช่ UTF-8 จึงอ่านเป็นภาษาไทยแบบ TIS-620 (Windows-874)", en="the file is not UTF-8; it was read as Thai TIS-620 (Windows-874)",
    cure_th="ตรวจว่าข้อความภาษาไทยอ่านได้ถูกต้อง", cure_en="check that the Thai texts read well",
)  # fmt: skip
NO_TABLE = define(
    "FC027", "error",
    th="ไม่พบแถวหัวตารางของข้อมูล", en="there is no row of headings",
    cure_th="ต้องมีแถวหัวตาราง: ตัวชี้วัด,ข้อมูล,ช่วงเวลา,ค่า,หมายเหตุ", cure_en="write a row of headings: indicator,input,window,value,note",
)  # fmt: skip
BROKEN_QUOTES = define(
    "FC028", "error",
    th="เครื่องหมายคำพูด (\") ในแถวที่เริ่มบรรทัดนี้ไม่ครบคู่ หรือมีข้อความต่อท้าย", en="the quotes (\") of the row that starts here do not pair, or text follows them",
    cure_th="เปิดไฟล์ในโปรแกรมตารางแล้วบันทึกใหม่ หรือเขียน \" ในข้อความเป็น \"\"", cure_en="save it again from a spreadsheet, or write a \" inside a text as \"\"",
)  # fmt: skip
UNKNOWN_COLUMN = define(
    "FC029", "error",
    th="ไม่รู้จักหัวคอลัมน์ “{name}” (คอลัมน์ {column}){guess_th}", en="unknown heading “{name}” (column {column}){guess_en}",
    cure_th="หัวคอลัมน์ที่ใช้ได้: ตัวชี้วัด, ข้อมูล, ช่วงเวลา, ค่า, หมายเหตุ", cure_en="the headings are: indicator, input, window, value, note",
)  # fmt: skip
TWICE = define(
    "FC030", "error",
    th="“{name}” มีสองที่ (ที่แรก {first})", en="“{name}” stands there twice (first at {first})",
    cure_th="เหลือไว้เพียงที่เดียว", cure_en="keep one of them",
)  # fmt: skip
NO_COLUMN = define(
    "FC031", "error",
    th="ตารางไม่มีคอลัมน์ “{name_th}”", en="the table has no column “{name_en}”",
    cure_th="ทุกแถวต้องมีตัวชี้วัดและค่า", cure_en="each row needs an indicator and a value",
)  # fmt: skip
LOOSE_CELL = define(
    "FC032", "error",
    th="“{text}” (คอลัมน์ {column}) อยู่เกินช่องของแถวนี้", en="“{text}” (column {column}) stands outside the columns of its row",
    cure_th="ใส่เครื่องหมายคำพูดคร่อมค่าที่มีจุลภาค เช่น \"1,250,000\" หรือลบออก", cure_en="quote a value that has commas, such as \"1,250,000\", or delete it",
)  # fmt: skip
SPLIT_FIGURE = define(
    "FC033", "error",
    th="“{value}” กับ “{rest}” ที่ตามมา ดูเหมือนเป็นตัวเลขเดียวที่ถูกจุลภาคแบ่ง", en="“{value}” and the “{rest}” after it look like one figure cut by its comma",
    cure_th="เขียน \"{value},{rest}\" ในเครื่องหมายคำพูด หรือไม่ใส่จุลภาค ถ้าเป็นหมายเหตุจริงให้ขึ้นต้นด้วยคำ",
    cure_en="write \"{value},{rest}\" in quotes, or leave its comma out; a real note should begin with a word",
)  # fmt: skip
NO_INDICATOR = define(
    "FC034", "error",
    th="แถวนี้ไม่บอกว่าเป็นตัวชี้วัดใด", en="this row does not say which indicator it is for",
    cure_th="ใส่รหัสตัวชี้วัดทุกแถว (เซลล์ที่ผสานไว้จะเหลือรหัสเพียงแถวแรก)", cure_en="give the indicator's code in each row (merged cells keep it in the first only)",
)  # fmt: skip
TOO_MANY_ROWS = define(
    "FC035", "error",
    th="มีข้อมูลเกิน {limit} แถว", en="there are more than {limit} rows",
    cure_th="ไฟล์ข้อมูลหนึ่งไฟล์เป็นของหน่วยเดียวในรอบเดียว", cure_en="one file holds one unit's facts for one round",
)  # fmt: skip
LONG_CELL = define(
    "FC036", "error",
    th="มีข้อความยาวเกิน {limit} ตัวอักษรในช่องเดียว", en="one cell has more than {limit} characters",
    cure_th="ย่อข้อความ หรือตรวจเครื่องหมายคำพูดที่ไม่ได้ปิด", cure_en="shorten it, or look for a quote that was not closed",
)  # fmt: skip
UNKNOWN_KEY = define(
    "FC037", "error",
    th="ไม่รู้จักคีย์ “{key}”{guess_th}", en="unknown key “{key}”{guess_en}",
    cure_th="คีย์ที่ใช้ได้: {allowed}", cure_en="keys that may stand here: {allowed}",
)  # fmt: skip
NO_FACTS_KEY = define(
    "FC038", "error",
    th="ไฟล์ไม่มีคีย์ facts", en="the file has no key `facts`",
    cure_th="เขียน facts: แล้วตามด้วยตัวชี้วัดและค่า", cure_en="write `facts:` and below it each indicator and its value",
)  # fmt: skip
WRONG_SHAPE = define(
    "FC039", "error",
    th="“{key}” ต้องเป็น{expected_th}", en="“{key}” must be {expected_en}",
    cure_th="ดูตัวอย่างใน docs/reference/facts.md", cure_en="see the examples in docs/reference/facts.md",
)  # fmt: skip
DIFFERS = define(
    "FC040", "error",
    th="คำสั่งบอก{what_th} “{given}” แต่ไฟล์บอก “{written}”", en="the command gives the {what_en} “{given}” but the file says “{written}”",
    cure_th="แก้ให้ตรงกัน หรือบอกเพียงที่เดียว", cure_en="make them agree, or say it in one place only",
)  # fmt: skip
NO_FACTS = define(
    "FC041", "warning",
    th="ไฟล์ไม่มีข้อมูลแม้แต่รายการเดียว", en="the file reports no fact at all",
    cure_th="ถ้าตั้งใจ ตัวชี้วัดทั้งหมดจะเป็นยังไม่มีรายงาน", cure_en="if that is meant, every indicator stays unreported",
)  # fmt: skip

MAX_BYTES: Final = 20_000_000
MAX_ROWS: Final = 200_000
MAX_CELL: Final = 10_000

HEADS: Final = {
    "pack": "pack", "ชุดเกณฑ์": "pack",
    "round": "round", "รอบ": "round", "รอบการประเมิน": "round",
    "unit": "unit", "หน่วย": "unit", "หน่วยงาน": "unit",
    "unit_kind": "unit_kind", "ประเภทหน่วย": "unit_kind",
    "under": "under", "สังกัด": "under",
}  # fmt: skip
"""First cells of the rows above the table, and the keys they mean."""

COLUMNS: Final = {
    "indicator": "indicator", "ตัวชี้วัด": "indicator",
    "input": "input", "ข้อมูล": "input",
    "window": "window", "ช่วงเวลา": "window",
    "value": "value", "ค่า": "value", "ผลการดำเนินงาน": "value",
    "note": "note", "หมายเหตุ": "note",
}  # fmt: skip
"""Headings of the table, and the columns they mean."""

TOP_KEYS: Final = ("pack", "round", "unit", "note", "facts")
UNIT_KEYS: Final = ("name", "kind", "under")


def read_file(path: Path, *, pack: str = "", round_id: str = "", unit: str = "") -> tuple[FactFile, list[Issue]]:
    """The rows of a .csv, .yaml or .yml file with warnings; raises `Refused` with every problem.

    `pack`, `round_id` and `unit` (a name) stand for what the file leaves out; what both say must agree.
    """
    issues: list[Issue] = []
    read = _from_yaml if _is_yaml(path) else _from_csv
    file = _filled(read(_bytes_of(path), str(path), issues), pack, round_id, unit, issues)
    if not file.rows and not errors(issues):
        issues.append(NO_FACTS.at(file.place))
    return _accepted(file, issues)


def from_node(
    node: object, *, pack: str = "", round_id: str = "", unit: str = "", unit_kind: str = "", under: Iterable[str] = ()
) -> tuple[FactFile, list[Issue]]:
    """Facts that stand inside a pack's case: a `reader` node of indicator → value | {input: value | {window: value}}."""
    assert isinstance(node, Scalar | Listing | Mapping)
    issues: list[Issue] = []
    head = _Head({"pack": pack, "round": round_id, "unit": unit, "unit_kind": unit_kind}, under=tuple(under))
    rows = _rows_of(node, issues)
    return _accepted(head.file(Place(node.place.file), rows), issues)


def _accepted(file: FactFile, issues: list[Issue]) -> tuple[FactFile, list[Issue]]:
    if errors(issues):
        raise Refused(issues)
    return file, issues


@dataclass
class _Head:
    """What a file says before its facts."""

    said: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    under: tuple[str, ...] = ()

    def file(self, place: Place, rows: Iterable[Reported]) -> FactFile:
        said = {key: self.said.get(key, "") for key in ("pack", "round", "unit", "unit_kind")}
        return FactFile(
            pack=thai.arabic_digits(said["pack"]),
            round=thai.arabic_digits(said["round"]),
            unit_name=said["unit"],
            unit_kind=said["unit_kind"],
            under=self.under,
            rows=tuple(rows),
            place=place,
            places=self.places,
        )


def _filled(file: FactFile, pack: str, round_id: str, unit: str, issues: list[Issue]) -> FactFile:
    """The file with what the command line gave."""

    def agreed(key: str, what: tuple[str, str], written: str, given: str) -> str:
        given = thai.normalise(given)
        if written and given and written != given:
            words = {"written": brief(written), "given": brief(given)}
            issues.append(DIFFERS.at(file.at(key), what_th=what[0], what_en=what[1], **words))
        return written or given

    return replace(
        file,
        pack=agreed("pack", ("ชุดเกณฑ์", "pack"), file.pack, thai.arabic_digits(pack)),
        round=agreed("round", ("รอบ", "round"), file.round, thai.arabic_digits(round_id)),
        unit_name=agreed("unit", ("หน่วย", "unit"), file.unit_name, unit),
    )


def _is_yaml(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml", ".csv"):
        return suffix != ".csv"
    advice = next((advice for suffixes, advice in _ADVICE.items() if suffix in suffixes), _USE_CSV)
    shown = brief(suffix)
    what = (f"ไฟล์ {shown}", f"a {shown} file") if suffix else ("ไฟล์ไม่มีนามสกุล", "a file without a suffix")
    if _is_folder(path):
        what, advice = _FOLDER, _NAME_A_FILE
    raise Refused([_not_accepted(path, what, advice)])


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _bytes_of(path: Path) -> bytes:
    place = Place(str(path))
    if _is_folder(path):
        raise Refused([_not_accepted(path, _FOLDER, _NAME_A_FILE)])
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ValueError("ไม่ใช่ไฟล์ธรรมดา", "not a regular file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Refused([NOT_READABLE.at(place, why_th="ไม่พบไฟล์", why_en="it is not there")]) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Refused([NOT_READABLE.at(place, why_th=why, why_en=why)]) from None
    except ValueError as error:  # a NUL in the name
        why_th, why_en = error.args if len(error.args) == 2 else ("ชื่อไฟล์ใช้ไม่ได้", "not a file name")
        raise Refused([NOT_READABLE.at(place, why_th=why_th, why_en=why_en)]) from None
    if len(data) > MAX_BYTES:
        raise Refused([TOO_LARGE.at(place, limit=MAX_BYTES // 1_000_000)])
    beginning = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, what, advice in _FOREIGN:
        if beginning.startswith(start):
            raise Refused([_not_accepted(path, what, advice)])
    return data


def _not_accepted(path: Path, what: tuple[str, str], advice: tuple[str, str]) -> Issue:
    words = {"what_th": what[0], "what_en": what[1], "advice_th": advice[0], "advice_en": advice[1]}
    return NOT_ACCEPTED.at(Place(str(path)), **words)


_FOLDER: Final = ("โฟลเดอร์", "a folder")
_NAME_A_FILE: Final = ("ระบุไฟล์ที่อยู่ในโฟลเดอร์นั้น", "name a file inside it")
_SAVE_AS_CSV: Final = (
    "เปิดไฟล์ในโปรแกรมตาราง แล้วสั่ง บันทึกเป็น → CSV UTF-8 (คั่นด้วยจุลภาค)",
    "open it in a spreadsheet and Save As → CSV UTF-8 (Comma delimited)",
)
_TYPE_AGAIN: Final = (
    "คัดลอกผลมาพิมพ์ลงไฟล์ .csv หรือ .yaml เพราะอ่านตัวเลขจากไฟล์ชนิดนี้ให้แน่ใจไม่ได้",
    "copy the results into a .csv or .yaml file: figures cannot be read from such a file with certainty",
)
_RENAME_CSV: Final = (
    "ถ้าเป็นตารางที่บันทึกเป็นข้อความ ให้เปลี่ยนนามสกุลเป็น .csv",
    "if it is a table saved as text, rename it to .csv",
)
_RENAME_YAML: Final = ("เปลี่ยนนามสกุลเป็น .yaml", "rename it to .yaml")
_USE_CSV: Final = ("บันทึกข้อมูลเป็นไฟล์ .csv หรือ .yaml", "save the facts as a .csv or .yaml file")
_ADVICE: Final = {
    (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"): _SAVE_AS_CSV,
    (".pdf", ".doc", ".docx", ".odt", ".rtf", ".jpg", ".jpeg", ".png", ".tif", ".heic"): _TYPE_AGAIN,
    (".txt", ".tsv", ".tab"): _RENAME_CSV,
    (".json",): _RENAME_YAML,
}
_FOREIGN: Final = (
    (b"pk\x03\x04", ("สมุดงานหรือไฟล์ zip ที่ตั้งชื่อใหม่", "a workbook or zip file under another name"), _SAVE_AS_CSV),
    (b"\xd0\xcf\x11\xe0", ("สมุดงาน Excel รุ่นเก่าที่ตั้งชื่อใหม่", "an old workbook under another name"), _SAVE_AS_CSV),
    (b"<!doctype", ("หน้าเว็บที่ตั้งชื่อใหม่", "a web page under another name"), _SAVE_AS_CSV),
    (b"<html", ("หน้าเว็บที่ตั้งชื่อใหม่", "a web page under another name"), _SAVE_AS_CSV),
    (b"<table", ("หน้าเว็บที่ตั้งชื่อใหม่", "a web page under another name"), _SAVE_AS_CSV),
    (b"%pdf-", ("ไฟล์ PDF ที่ตั้งชื่อใหม่", "a PDF under another name"), _TYPE_AGAIN),
)
"""How files of other kinds begin, in small letters: a changed suffix does not change what they are."""


def _text_of(data: bytes, name: str, issues: list[Issue]) -> str:
    """A CSV file's text, in whichever of three encodings it was saved."""
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        thai_text = _as_tis620(data)
        if thai_text is None:
            place = Place(name, data.count(b"\n", 0, error.start) + 1)
            raise Refused([NOT_TEXT.at(place, offset=error.start)]) from None
        text = thai_text
        issues.append(READ_AS_THAI.at(Place(name)))
    found = _CONTROL.search(text)
    if found is not None:
        place = Place(name, text.count("\n", 0, found.start()) + 1)
        raise Refused([INVISIBLE.at(place, code=f"{ord(found[0]):04X}")])
    return text


_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def _as_tis620(data: bytes) -> str | None:
    """The text that the bytes are in Windows-874, or None where what comes out is not Thai as people write it."""
    # In UTF-8 every Thai letter starts with E0 B8 or E0 B9: such a file is UTF-8 with a damaged byte, and would read as
    # letters, though wrong ones.
    high = sum(byte >= 0x80 for byte in data)
    if 3 * (data.count(b"\xe0\xb8") + data.count(b"\xe0\xb9")) > high / 2:
        return None
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError:
        return None
    # Accented Latin letters come out as lone Thai letters, or as marks that sit on nothing.
    runs = _THAI_RUN.findall(text)
    wrong = sum(len(run) for run in runs if len(run) == 1 or unicodedata.category(run[0]) == "Mn")
    return text if runs and 5 * wrong <= sum(map(len, runs)) else None


_THAI_RUN: Final = re.compile("[\u0e01-\u0e5b]+")


def _from_yaml(data: bytes, name: str, issues: list[Issue]) -> FactFile:
    node, found = reader.read_bytes(data, name)
    issues.extend(found)
    if not isinstance(node, Mapping):
        if node is not None:
            issues.append(_wrong_shape(node.place, "pack, round, unit, facts", _KEYS))
        raise Refused(issues)
    head = _Head()
    _check_keys(node, TOP_KEYS, issues)
    for key in ("pack", "round"):
        _say(head, key, node, key, issues)
    unit = node.entries.get("unit")
    if isinstance(unit, Mapping):
        _check_keys(unit, UNIT_KEYS, issues)
        _say(head, "unit", unit, "name", issues)
        _say(head, "unit_kind", unit, "kind", issues)
        head.under = _under(unit, issues)
    elif unit is not None:
        _say(head, "unit", node, "unit", issues)
    rows: tuple[Reported, ...] = ()
    if "facts" in node.entries:
        rows = _rows_of(node.entries["facts"], issues)
    else:
        issues.append(NO_FACTS_KEY.at(Place(name)))
    return head.file(Place(name), rows)


def _check_keys(node: Mapping, allowed: Sequence[str], issues: list[Issue]) -> None:
    for key in node.entries:
        if key not in allowed:
            guess_th, guess_en = _guess(key, allowed)
            words = {"guess_th": guess_th, "guess_en": guess_en, "allowed": ", ".join(allowed)}
            issues.append(UNKNOWN_KEY.at(node.keys[key], key=brief(key), **words))


def _guess(typed: str, known: Iterable[str]) -> tuple[str, str]:
    guess = difflib.get_close_matches(typed, known, 1, 0.6) if len(typed) <= 40 else []
    return (f" หมายถึง “{guess[0]}” หรือไม่", f"; did you mean “{guess[0]}”?") if guess else ("", "")


def _say(head: _Head, as_key: str, node: Mapping, key: str, issues: list[Issue]) -> None:
    held = node.entries.get(key)
    if isinstance(held, Scalar):
        text = _scalar_text(held, node.keys[key], issues)
        if text:
            head.said[as_key], head.places[as_key] = text, node.keys[key]
    elif held is not None:
        issues.append(_wrong_shape(node.keys[key], key, _TEXT))


def _under(unit: Mapping, issues: list[Issue]) -> tuple[str, ...]:
    held = unit.entries.get("under")
    items = held.items if isinstance(held, Listing) else () if held is None else (held,)
    texts = [_scalar_text(item, item.place, issues) for item in items if isinstance(item, Scalar)]
    if len(texts) < len(items):
        issues.append(_wrong_shape(unit.keys["under"], "under", _LIST))
    return tuple(text for text in texts if text)


def _rows_of(node: Node, issues: list[Issue]) -> tuple[Reported, ...]:
    """Indicator → value, or input → value, or window → value."""
    if isinstance(node, Scalar) and not _scalar_text(node, node.place, issues):
        return ()
    if not isinstance(node, Mapping):
        issues.append(_wrong_shape(node.place, "facts", _INDICATORS))
        return ()
    rows: list[Reported] = []
    for code, place, below in _entries(node, issues):
        if not isinstance(below, Mapping):
            rows.extend(_row((code,), below, place, _VALUE_OR_INPUTS, issues))
            continue
        for name, place, held in _entries(below, issues):
            if not isinstance(held, Mapping):
                rows.extend(_row((code, name), held, place, _VALUE_OR_MONTHS, issues))
                continue
            for window, place, value in _entries(held, issues):
                rows.extend(_row((code, name, window), value, place, _ONE_VALUE, issues))
    return tuple(rows)


def _entries(node: Mapping, issues: list[Issue]) -> Iterator[tuple[str, Place, Node]]:
    """A mapping's keys, where they stand, and what is under them."""
    before = ""
    for key, held in node.entries.items():
        # between braces YAML reads `aired: 1,250` as `aired: 1` and a key 250 without a value
        if isinstance(held, Scalar) and not held.text and _is_cut(before, key):
            issues.append(SPLIT_FIGURE.at(node.keys[key], value=before, rest=key))
        else:
            yield key, node.keys[key], held
        before = held.text if isinstance(held, Scalar) else ""


def _row(
    keys: tuple[str, ...], node: Node, place: Place, expected: tuple[str, str], issues: list[Issue]
) -> Iterator[Reported]:
    """The fact under `keys`; `place` is its key's, because a value left out has no line of its own."""
    if not isinstance(node, Scalar):
        issues.append(_wrong_shape(place, brief(".".join(keys)), expected))
    elif max(map(len, keys)) > MAX_CELL:
        issues.append(LONG_CELL.at(place, limit=MAX_CELL))
    else:
        code, name, window = (*keys, "", "")[:3]
        text = _scalar_text(node, place, issues)
        yield Reported(code, name, window, text, replace(place, field=".".join(keys)))


def _scalar_text(node: Scalar, place: Place, issues: list[Issue]) -> str:
    """A scalar's text; YAML's words for nothing are nothing."""
    if len(node.text) > MAX_CELL:
        issues.append(LONG_CELL.at(place, limit=MAX_CELL))
        return ""
    return "" if node.text in ("null", "~") else node.text


def _is_cut(value: str, rest: str) -> bool:
    """Whether 1,250 was typed without quotes, and 250 taken for something else."""
    return _FIRST_DIGITS.fullmatch(thai.arabic_digits(value)) is not None and (
        _NEXT_DIGITS.fullmatch(thai.arabic_digits(rest)) is not None
    )


_FIRST_DIGITS: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}")
_NEXT_DIGITS: Final = re.compile(r"[0-9]{3}(?:\.[0-9]+)?\s?(?:[^\s0-9]\S{0,9})?")  # and the unit's name, one word


def _wrong_shape(place: Place, key: str, expected: tuple[str, str]) -> Issue:
    return WRONG_SHAPE.at(place, key=key, expected_th=expected[0], expected_en=expected[1])


_KEYS: Final = ("คีย์ของไฟล์ข้อมูล", "keys of a file of facts")
_TEXT: Final = ("ข้อความเดียว", "one text")
_LIST: Final = ("ข้อความ หรือรายการข้อความ [ก, ข]", "a text or a list of texts [a, b]")
_INDICATORS: Final = ("ตัวชี้วัดกับค่า", "indicators with their values")
_VALUE_OR_INPUTS: Final = ("ค่าเดียว หรือ {ข้อมูล: ค่า}", "one value, or {input: value}")
_VALUE_OR_MONTHS: Final = ("ค่าเดียว หรือ {เดือน: ค่า}", "one value, or {month: value}")
_ONE_VALUE: Final = ("ค่าเดียว", "one value")


def _from_csv(data: bytes, name: str, issues: list[Issue]) -> FactFile:
    separator, text, skipped = _named_separator(_text_of(data, name, issues))
    separator = separator or _likely_separator(text)
    lines = _lines(text, separator, name, skipped, issues)
    head, columns = _above_table(lines, name, issues)
    rows = tuple(_table(lines, columns, separator, name, issues)) if columns is not None else ()
    return head.file(Place(name), rows)


def _named_separator(text: str) -> tuple[str, str, int]:
    """The separator that Excel's own first line “sep=;” names, the text after that line, and the lines skipped."""
    match = re.match(r'"?sep=([,;\t|])"?\r?\n', text, re.IGNORECASE)
    return (match[1], text[match.end() :], 1) if match else ("", text, 0)


def _likely_separator(text: str) -> str:
    """The separator under which the most names of head rows and columns appear."""

    def names_found(separator: str) -> int:
        found = 0
        try:
            for cells in csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator, skipinitialspace=True):
                found += len(cells) > 1 and _name(cells[0]) in HEADS
                found += sum(_name(cell) in COLUMNS for cell in cells)
        except csv.Error:
            pass
        return found

    return max((",", ";", "\t"), key=names_found)


def _name(cell: str) -> str:
    """A heading as the tables of names have it."""
    if len(cell) > 100:
        return ""
    return thai.normalise(cell).removeprefix("'").rstrip(" :").lower().replace(" ", "_")


def _lines(text: str, separator: str, name: str, skipped: int, issues: list[Issue]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it starts on; stops at one that cannot be taken apart."""
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    start = skipped + 1
    while True:
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            kind = LONG_CELL if "field limit" in str(error) else BROKEN_QUOTES
            issues.append(kind.at(Place(name, start), limit=MAX_CELL))
            return
        if any(cell.strip() for cell in cells):
            yield start, cells
        start = skipped + table.line_num + 1


def _above_table(
    lines: Iterator[tuple[int, list[str]]], name: str, issues: list[Issue]
) -> tuple[_Head, dict[str, int] | None]:
    """The head rows, and where the columns of the table stand; None when there is no table that can be read."""
    head = _Head()
    for line, cells in lines:
        key = HEADS.get(_name(cells[0]))
        if key is None:
            return head, _columns(cells, Place(name, line), issues)
        place = Place(name, line, "B")
        values = [_cell(cell, replace(place, field=_letter(index)), issues) for index, cell in enumerate(cells[1:], 1)]
        if key == "under":
            head.under = tuple(value for value in values if value)
        else:
            for index, value in enumerate(values[1:], 2):
                if value:
                    where = replace(place, field=_letter(index))
                    issues.append(LOOSE_CELL.at(where, text=brief(value), column=where.field))
            head.said.setdefault(key, next(iter(values), ""))
        if key in head.places:
            issues.append(TWICE.at(place, name=brief(cells[0]), first=head.places[key]))
        head.places.setdefault(key, place)
    if not errors(issues):
        issues.append(NO_TABLE.at(Place(name)))
    return head, None


def _columns(cells: list[str], place: Place, issues: list[Issue]) -> dict[str, int] | None:
    """Column → its number, from the row of headings."""
    columns: dict[str, int] = {}
    if not any(_name(cell) in COLUMNS for cell in cells):
        issues.append(NO_TABLE.at(place))
        return None
    for index, cell in enumerate(cells):
        where = replace(place, field=_letter(index))
        column = COLUMNS.get(_name(cell))
        if column is None:
            if cell.strip():
                guess_th, guess_en = _guess(_name(cell), COLUMNS)
                words = {"column": where.field, "guess_th": guess_th, "guess_en": guess_en}
                issues.append(UNKNOWN_COLUMN.at(where, name=brief(cell.strip()), **words))
                columns[f"?{index}"] = index
        elif column in columns:
            first = f"{place} {_letter(columns[column])}"
            issues.append(TWICE.at(where, name=brief(cell.strip()), first=first))
            columns[f"?{index}"] = index
        else:
            columns[column] = index
    for column, name_th in (("indicator", "ตัวชี้วัด"), ("value", "ค่า")):
        if column not in columns:
            issues.append(NO_COLUMN.at(place, name_th=name_th, name_en=column))
    return columns if "indicator" in columns and "value" in columns else None


def _table(
    lines: Iterator[tuple[int, list[str]]],
    columns: dict[str, int],
    separator: str,
    name: str,
    issues: list[Issue],
) -> Iterator[Reported]:
    letters = {column: _letter(index) for column, index in columns.items()}
    headed = frozenset(columns.values())
    for count, (line, cells) in enumerate(lines):
        if len(issues) >= MANY:
            issues.append(MORE_PROBLEMS.at(Place(name, line), limit=MANY))
            return
        if count >= MAX_ROWS:
            issues.append(TOO_MANY_ROWS.at(Place(name, line), limit=MAX_ROWS))
            return
        place = Place(name, line, letters["value"])
        held: dict[str, str] = {}
        for column, index in columns.items():
            raw = cells[index] if index < len(cells) else ""
            held[column] = _cell(raw, replace(place, field=letters[column]), issues, is_note=column == "note")
        for index, cell in enumerate(cells):
            if index not in headed and cell.strip():
                letter = _letter(index)
                issues.append(LOOSE_CELL.at(replace(place, field=letter), text=brief(cell.strip()), column=letter))
        row = Reported(
            indicator=held["indicator"],
            input=held.get("input", ""),
            window=held.get("window", ""),
            text=held["value"],
            place=place,
            note=held.get("note", ""),
            columns=letters,
        )
        if not row.indicator:
            issues.append(NO_INDICATOR.at(row.at("indicator")))
        if separator == "," and columns.get("note") == columns["value"] + 1 and _is_cut(row.text, row.note):
            issues.append(SPLIT_FIGURE.at(place, value=row.text, rest=row.note))
        yield row


def _cell(raw: str, place: Place, issues: list[Issue], *, is_note: bool = False) -> str:
    """A cell's text without the apostrophe by which a spreadsheet marks a text."""
    if len(raw) > MAX_CELL:
        issues.append(LONG_CELL.at(place, limit=MAX_CELL))
        return ""
    text = thai.normalise(raw)
    return text if is_note else text.removeprefix("'").lstrip()


def _letter(index: int) -> str:
    """A column's letter as spreadsheets show it: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
