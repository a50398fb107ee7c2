"""Bind YAML nodes to the frozen dataclasses of the model.

The dataclass *is* the schema: its fields are the closed set of keys, its annotations decide what a scalar means, its
`Annotated` texts are the documentation.  Everything that does not fit is reported with its line; nothing is guessed.
"""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Final, Literal, NewType, Union, get_args, get_origin

from samrit.base import figures
from samrit.base.issues import Issue, Place, define
from samrit.packs.reader import DUPLICATE_KEY, Listing, Mapping, Node, Scalar

UNKNOWN_KEY = define(
    "PK101", "error",
    th="ไม่รู้จักคีย์ “{key}” ใน {what}{guess_th}", en="unknown key “{key}” in {what}{guess_en}",
    cure_th="คีย์ที่ใช้ได้: {allowed}", cure_en="keys that may stand here: {allowed}",
)  # fmt: skip
MISSING_KEY = define(
    "PK102", "error",
    th="ขาดคีย์ “{key}” ใน {what}", en="the key “{key}” is missing in {what}",
    cure_th="เพิ่ม {key}: … ({doc})", cure_en="add {key}: … ({doc})",
)  # fmt: skip
WRONG_SHAPE = define(
    "PK103", "error",
    th="“{key}” ต้องเป็น{expected_th} แต่พบ{found_th}", en="“{key}” must be {expected_en}, not {found_en}",
    cure_th="แก้ค่าตรงนี้ให้เป็น{expected_th}", cure_en="make it {expected_en}",
)  # fmt: skip
NOT_A_FIGURE = define(
    "PK104", "error",
    th="“{text}” ใน “{key}” ไม่ใช่จำนวนที่รับได้ ({why_th})", en="“{text}” in “{key}” is not a figure that can be used ({why_en})",
    cure_th="เขียนเลขอารบิกทศนิยมธรรมดา ไม่เกิน 30 หลัก เช่น 72.42", cure_en="write a plain decimal of at most 30 digits, such as 72.42",
)  # fmt: skip
NOT_IN_LIST = define(
    "PK105", "error",
    th="“{text}” ใช้กับ “{key}” ไม่ได้{guess_th}", en="“{text}” is not a value of “{key}”{guess_en}",
    cure_th="ค่าที่ใช้ได้: {allowed}", cure_en="one of: {allowed}",
)  # fmt: skip
NOT_A_CODE = define(
    "PK106", "error",
    th="“{text}” ใน “{key}” ไม่ใช่รหัส", en="“{text}” in “{key}” is not a code",
    cure_th="รหัสใช้ตัวอักษร ตัวเลข . - _ เท่านั้น ไม่มีช่องว่าง", cure_en="a code has letters, digits, . - _ and no spaces",
)  # fmt: skip
NOT_A_DATE = define(
    "PK107", "error",
    th="“{text}” ใน “{key}” ไม่ใช่วันที่ ปปปป-ดด-วว (ค.ศ.)", en="“{text}” in “{key}” is not a date YYYY-MM-DD (C.E.)",
    cure_th="เขียนเช่น 2013-03-31 สำหรับ 31 มีนาคม 2556", cure_en="write for example 2013-03-31",
)  # fmt: skip
EMPTY_TEXT = define(
    "PK108", "error",
    th="“{key}” ว่าง", en="“{key}” is empty",
    cure_th="เขียนข้อความ หรือลบคีย์นี้ออกถ้าไม่บังคับ", cure_en="write the text, or delete the key if it is optional",
)  # fmt: skip

Code = NewType("Code", str)
"""An indicator code or an id: text, never a number, so that 1.10 and 1.1 stay two codes."""

RawNode = NewType("RawNode", object)
"""A part that another layer reads by itself (the facts of a case)."""


class _Dash:
    """The one value `DASH` has."""


DASH: Final = _Dash()
"""Marks a figure that the document may print as a dash: bound to None, never to zero."""

_CODE = re.compile(r"[\w][\w.\-/]*\Z")

WORDS_OF_A_REASON: Final = {
    "float": ("เป็นเลขฐานสอง", "a binary float"),
    "empty": ("ว่าง", "empty"),
    "not_a_number": ("อ่านเป็นตัวเลขไม่ได้", "not a number"),
    "underscore": ("มีขีดล่าง", "it has an underscore"),
    "too_long": ("ยาวเกิน 30 หลัก", "more than 30 digits"),
    "exponent": ("เลขยกกำลังเกิน ±12", "an exponent beyond ±12"),
    "not_finite": ("ไม่ใช่จำนวนจำกัด", "not finite"),
}


@dataclass(frozen=True)
class Places:
    """Where an object of the model was written, and each of its keys."""

    here: Place
    keys: dict[str, Place] = field(default_factory=dict)

    def of(self, key: str) -> Place:
        """The place of one key, or of the whole object when that key was left out."""
        return self.keys.get(key, self.here)


UNPLACED = Places(Place(""))


@dataclass(frozen=True, kw_only=True)
class Located:
    """Base of every object of the model: knows the file and line it came from; equality does not look at that."""

    at: Places = field(default=UNPLACED, compare=False, repr=False)
    short: ClassVar[str] = ""
    """The key that a bare text fills, so that `name: ร้อยละ` may stand for `name: {th: ร้อยละ}`."""


class _Unusable:
    """Stands for a value that was reported; never leaves this module."""


_UNUSABLE = _Unusable()
_Model = typing.TypeVar("_Model", bound=Located)


def bind(node: Node, to: type[_Model], issues: list[Issue]) -> _Model | None:
    """`node` as an object of the dataclass `to`, or None when any part of it had to be reported in `issues`."""
    value = _bind(node, to, to.__name__, issues)
    return None if isinstance(value, _Unusable) else typing.cast(_Model, value)


def _bind(node: Node, to: Any, key: str, issues: list[Issue]) -> Any:
    """One node as the annotated type `to`; `key` is what the reader calls it."""
    if get_origin(to) is typing.Annotated:
        to, note = get_args(to)[:2]
        if note is DASH:
            is_dash = isinstance(node, Scalar) and node.text in ("-", "–", "—")
            return None if is_dash else _bind(node, Decimal, key, issues)
    if to is RawNode:
        return node
    if to in _SCALARS:
        return _bind_scalar(node, to, key, issues)
    origin = get_origin(to)
    if origin in (Union, types.UnionType):
        return _bind_union(node, get_args(to), key, issues)
    if origin is Literal:
        return _bind_literal(node, get_args(to), key, issues)
    if origin is tuple:
        return _bind_tuple(node, get_args(to)[0], key, issues)
    if origin is dict:
        return _bind_dict(node, *get_args(to), key=key, issues=issues)
    if is_dataclass(to):
        return _bind_model(node, to, key, issues)
    raise TypeError(f"the model uses a type that cannot be bound: {to!r}")


def _bind_model(node: Node, to: Any, key: str, issues: list[Issue]) -> Any:
    plan = plan_of(to)
    if isinstance(node, Scalar) and to.short:
        node = Mapping({to.short: node}, {to.short: node.place}, node.place)
    if not isinstance(node, Mapping):
        return _wrong_shape(node, key, ("หมวดที่มีคีย์ย่อย", "a mapping with keys"), issues)
    values: dict[str, Any] = {}
    for name, child in node.entries.items():
        if name == plan.tag:
            continue
        if name not in plan.fields:
            allowed = [plan.tag, *plan.fields] if plan.tag else list(plan.fields)
            guess = difflib.get_close_matches(name, allowed, 1, 0.6)
            issues.append(
                UNKNOWN_KEY.at(
                    node.keys[name],
                    key=name,
                    what=key,
                    guess_th=f" หมายถึง “{guess[0]}” หรือไม่" if guess else "",
                    guess_en=f"; did you mean “{guess[0]}”?" if guess else "",
                    allowed=", ".join(allowed),
                )
            )
            values[name] = _UNUSABLE
        elif (
            isinstance(child, Scalar) and child.plain and child.text in ("", "null", "~") and plan.fields[name].optional
        ):
            continue
        else:
            values[name] = _bind(child, plan.fields[name].type, name, issues)
    for name, entry in plan.fields.items():
        if entry.required and name not in values:
            issues.append(MISSING_KEY.at(node.place, key=name, what=key, doc=entry.doc or name))
            values[name] = _UNUSABLE
    if any(isinstance(value, _Unusable) for value in values.values()):
        return _UNUSABLE
    return to(**values, at=Places(node.place, node.keys))


def _bind_union(node: Node, members: tuple[Any, ...], key: str, issues: list[Issue]) -> Any:
    members = tuple(member for member in members if member is not type(None))
    if len(members) == 1:
        return _bind(node, members[0], key, issues)
    tagged = {plan_of(member).kind: member for member in members}
    if not isinstance(node, Mapping) or not isinstance(node.entries.get("kind"), Scalar):
        issues.append(MISSING_KEY.at(node.place, key="kind", what=key, doc=", ".join(tagged)))
        return _UNUSABLE
    tag = node.entries["kind"]
    assert isinstance(tag, Scalar)
    if tag.text not in tagged:
        return _not_in_list(tag, "kind", list(tagged), issues)
    return _bind(node, tagged[tag.text], key, issues)


def _bind_literal(node: Node, allowed: tuple[str, ...], key: str, issues: list[Issue]) -> Any:
    if not isinstance(node, Scalar):
        return _wrong_shape(node, key, ("คำหนึ่งคำ", "one word"), issues)
    return node.text if node.text in allowed else _not_in_list(node, key, list(allowed), issues)


def _bind_tuple(node: Node, item: Any, key: str, issues: list[Issue]) -> Any:
    if not isinstance(node, Listing):
        return _wrong_shape(node, key, ("รายการ (- …)", "a list (- …)"), issues)
    values = [_bind(child, item, key, issues) for child in node.items]
    return _UNUSABLE if any(isinstance(value, _Unusable) for value in values) else tuple(values)


def _bind_dict(node: Node, key_type: Any, item: Any, *, key: str, issues: list[Issue]) -> Any:
    if not isinstance(node, Mapping):
        return _wrong_shape(node, key, ("หมวดที่มีคีย์ย่อย", "a mapping with keys"), issues)
    values: dict[Any, Any] = {}
    places: dict[Any, Place] = {}
    for name, child in node.entries.items():
        bound_key = _bind(Scalar(name, plain=True, place=node.keys[name]), key_type, key, issues)
        bound = _bind(child, item, f"{key}.{name}", issues)
        if isinstance(bound_key, _Unusable) or isinstance(bound, _Unusable):
            bound_key, bound = name, _UNUSABLE
        elif bound_key in values:
            # 1 and 1.0 are two texts but one figure
            issues.append(DUPLICATE_KEY.at(node.keys[name], key=name, first=places[bound_key].line))
            bound = _UNUSABLE
        places.setdefault(bound_key, node.keys[name])
        values[bound_key] = bound
    return _UNUSABLE if any(isinstance(value, _Unusable) for value in values.values()) else values


def _bind_scalar(node: Node, to: Any, key: str, issues: list[Issue]) -> Any:
    if not isinstance(node, Scalar):
        return _wrong_shape(node, key, EXPECTED[to], issues)
    return _SCALARS[to](node, key, issues)


def _text(node: Scalar, key: str, issues: list[Issue]) -> Any:
    if not node.text:
        issues.append(EMPTY_TEXT.at(node.place, key=key))
        return _UNUSABLE
    return node.text


def _code(node: Scalar, key: str, issues: list[Issue]) -> Any:
    if not _CODE.match(node.text):
        issues.append(NOT_A_CODE.at(node.place, text=node.text, key=key))
        return _UNUSABLE
    return Code(node.text)


def _decimal(node: Scalar, key: str, issues: list[Issue]) -> Any:
    try:
        return figures.d(node.text)
    except figures.FigureError as error:
        why_th, why_en = WORDS_OF_A_REASON[error.reason]
        text = node.text if len(node.text) <= 40 else node.text[:40] + "…"
        issues.append(NOT_A_FIGURE.at(node.place, text=text, key=key, why_th=why_th, why_en=why_en))
        return _UNUSABLE


def _integer(node: Scalar, key: str, issues: list[Issue]) -> Any:
    if not re.fullmatch(r"-?[0-9]{1,9}", node.text):
        return _wrong_shape(node, key, EXPECTED[int], issues)
    return int(node.text)


def _boolean(node: Scalar, key: str, issues: list[Issue]) -> Any:
    if node.text not in ("true", "false"):
        return _wrong_shape(node, key, EXPECTED[bool], issues)
    return node.text == "true"


def _date(node: Scalar, key: str, issues: list[Issue]) -> Any:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
            raise ValueError
        return date.fromisoformat(node.text)
    except ValueError:
        issues.append(NOT_A_DATE.at(node.place, text=node.text, key=key))
        return _UNUSABLE


_SCALARS: Final[dict[Any, Callable[[Scalar, str, list[Issue]], Any]]] = {
    str: _text,
    Code: _code,
    Decimal: _decimal,
    int: _integer,
    bool: _boolean,
    date: _date,
}

EXPECTED: Final[dict[Any, tuple[str, str]]] = {
    str: ("ข้อความ", "a text"),
    Code: ("รหัส", "a code"),
    Decimal: ("จำนวน", "a figure"),
    int: ("จำนวนเต็ม", "a whole number"),
    bool: (" true หรือ false", "true or false"),
    date: ("วันที่", "a date"),
}
"""How the documentation and the messages call the kinds of scalar, in Thai and English."""

_FOUND: Final[dict[type, tuple[str, str]]] = {
    Scalar: ("ค่าเดี่ยว", "a single value"),
    Listing: ("รายการ", "a list"),
    Mapping: ("หมวดที่มีคีย์ย่อย", "a mapping"),
}


def _wrong_shape(node: Node, key: str, expected: tuple[str, str], issues: list[Issue]) -> _Unusable:
    found_th, found_en = _FOUND[type(node)]
    if isinstance(node, Scalar):
        found_th, found_en = f" “{node.text[:40]}”", f"“{node.text[:40]}”"
    issues.append(
        WRONG_SHAPE.at(
            node.place, key=key, expected_th=expected[0], expected_en=expected[1], found_th=found_th, found_en=found_en
        )
    )
    return _UNUSABLE


def _not_in_list(node: Scalar, key: str, allowed: list[str], issues: list[Issue]) -> _Unusable:
    guess = difflib.get_close_matches(node.text, allowed, 1, 0.6)
    issues.append(
        NOT_IN_LIST.at(
            node.place,
            text=node.text[:40],
            key=key,
            guess_th=f" หมายถึง “{guess[0]}” หรือไม่" if guess else "",
            guess_en=f"; did you mean “{guess[0]}”?" if guess else "",
            allowed=", ".join(allowed),
        )
    )
    return _UNUSABLE


@dataclass(frozen=True)
class Key:
    """One key of a model object: its type, whether it may be left out, and its documentation."""

    type: Any
    required: bool
    optional: bool
    doc: str


@dataclass(frozen=True)
class Plan:
    """The closed key set of a model class; `kind` is set when the class is one of several told apart by `kind`."""

    fields: dict[str, Key]
    kind: str

    @property
    def tag(self) -> str:
        return "kind" if self.kind else ""


@cache
def plan_of(model: Any) -> Plan:
    """The keys of a model class, read from its annotations."""
    hints = typing.get_type_hints(model, include_extras=True)
    keys: dict[str, Key] = {}
    for entry in fields(model):
        if entry.name == "at":
            continue
        hint, doc = hints[entry.name], ""
        if get_origin(hint) is typing.Annotated:
            doc = " ".join(note for note in hint.__metadata__ if isinstance(note, str))
            bare = get_args(hint)[0]
            hint = typing.Annotated[bare, DASH] if DASH in hint.__metadata__ else bare
        required = entry.default is MISSING and entry.default_factory is MISSING
        keys[entry.name] = Key(hint, required, type(None) in get_args(hint), doc)
    return Plan(keys, getattr(model, "kind", ""))
