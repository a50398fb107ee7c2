"""Facts: what a unit reports, understood against its Terms.  Nothing is half-read: every problem is told at once.

A file (YAML, CSV; later a workbook) becomes `Reported` rows that keep the text as typed.  `understand` turns them into
`Facts`, or says for each row that it cannot use where it stands, why, and what would be accepted.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from samrit.base import figures, thai
from samrit.base.issues import Issue, Place, Refused, define, errors
from samrit.engine.inputs import WHOLE, Slot, Value, Values
from samrit.engine.methods import Unit
from samrit.engine.plan import Plan, plan_of
from samrit.engine.values import Missing, NotApplicable
from samrit.packs import digest
from samrit.packs.model import Input
from samrit.packs.terms import Terms

OF_ANOTHER_PACK = define(
    "FC001", "error",
    th="ข้อมูลนี้เป็นของชุดเกณฑ์ “{named}” ไม่ใช่ “{pack}”", en="these facts are for the pack “{named}”, not “{pack}”",
    cure_th="ใช้ไฟล์ของชุดเกณฑ์เดียวกัน หรือสั่ง --pack ให้ตรง", cure_en="use the file of the same pack, or name the right one with --pack",
)  # fmt: skip
NO_SUCH_ROUND = define(
    "FC002", "error",
    th="ชุดเกณฑ์นี้ไม่มีรอบ “{round}”", en="this pack has no round “{round}”",
    cure_th="รอบที่มี: {allowed}", cure_en="its rounds are: {allowed}",
)  # fmt: skip
NO_SUCH_INDICATOR = define(
    "FC003", "error",
    th="ไม่มีตัวชี้วัด “{code}”{guess_th}", en="there is no indicator “{code}”{guess_en}",
    cure_th="ดูรหัสด้วย samrit pack show", cure_en="see the codes with `samrit pack show`",
)  # fmt: skip
NO_SUCH_INPUT = define(
    "FC004", "error",
    th="ตัวชี้วัด {code} ไม่ได้ถามข้อมูล “{input}”{guess_th}", en="indicator {code} does not ask for “{input}”{guess_en}",
    cure_th="ข้อมูลที่ถาม: {allowed}", cure_en="it asks for: {allowed}",
)  # fmt: skip
WHICH_INPUT = define(
    "FC005", "error",
    th="ตัวชี้วัด {code} ถามหลายข้อมูล ต้องบอกว่าเป็นข้อมูลใด", en="indicator {code} asks for several figures; say which this is",
    cure_th="ระบุหนึ่งใน: {allowed}", cure_en="name one of: {allowed}",
)  # fmt: skip
NOT_REPORTED_HERE = define(
    "FC006", "error",
    th="ตัวชี้วัด {code} ไม่มีข้อมูลให้รายงานเอง คะแนนมาจากตัวชี้วัดย่อย {parts}", en="nothing is reported for indicator {code} itself; it is made of {parts}",
    cure_th="รายงานที่ตัวชี้วัดย่อย", cure_en="report its parts",
)  # fmt: skip
NO_SUCH_WINDOW = define(
    "FC007", "error",
    th="ข้อมูล {code}.{input} ไม่มีช่วงเวลา “{window}”", en="{code}.{input} is not measured over “{window}”",
    cure_th="ช่วงที่รายงานได้: {allowed}", cure_en="it is reported for: {allowed}",
)  # fmt: skip
TWICE = define(
    "FC008", "error",
    th="รายงาน {code}.{input} {window} ซ้ำ (ครั้งแรกที่ {first})", en="{code}.{input} {window} is reported twice (first at {first})",
    cure_th="เหลือไว้เพียงค่าเดียว", cure_en="keep one of them",
)  # fmt: skip
WHOLE_AND_MONTHS = define(
    "FC009", "error",
    th="รายงาน {code}.{input} ทั้งยอดรวมและรายเดือน", en="{code}.{input} is reported both for the whole window and by month",
    cure_th="เหลือไว้อย่างใดอย่างหนึ่ง", cure_en="keep one of the two",
)  # fmt: skip
NOT_A_FIGURE = define(
    "FC010", "error",
    th="อ่าน “{text}” ({code}.{input}) เป็นตัวเลขไม่ได้: {why_th}", en="“{text}” ({code}.{input}) cannot be read as a figure: {why_en}",
    cure_th="พิมพ์เช่น 72.42, ๗๒.๔๒, ร้อยละ ๗๒ หรือ 72%", cure_en="type for example 72.42, ๗๒.๔๒ or 72%",
)  # fmt: skip
OUT_OF_RANGE = define(
    "FC011", "error",
    th="{code}.{input} = {text} อยู่นอกช่วงที่เป็นไปได้ ({range})", en="{code}.{input} = {text} is outside the possible range ({range})",
    cure_th="ตรวจตัวเลขและหน่วยนับอีกครั้ง", cure_en="check the figure and its unit",
)  # fmt: skip
NOT_WHOLE = define(
    "FC012", "error",
    th="{code}.{input} = {text} ต้องเป็นจำนวนเต็ม", en="{code}.{input} = {text} must be a whole number",
    cure_th="นับเป็นจำนวนเต็ม", cure_en="count in whole numbers",
)  # fmt: skip
NOT_A_DEED = define(
    "FC013", "error",
    th="“{text}” ({code}.{input}) ไม่บอกว่าทำแล้วหรือยัง", en="“{text}” ({code}.{input}) does not say whether it was done",
    cure_th="พิมพ์ ทำแล้ว หรือ ยังไม่ทำ", cure_en="type done or not_done",
)  # fmt: skip
DASH = define(
    "FC014", "warning",
    th="{code}.{input} เป็น “-” ถือว่ายังไม่มีผล", en="{code}.{input} is “-”: taken as not reported",
    cure_th="ถ้าเป็นศูนย์ให้พิมพ์ 0 ถ้าไม่มีให้พิมพ์ ไม่มี", cure_en="type 0 for zero, or ไม่มี (nil) when there was none",
)  # fmt: skip
NOT_APPLICABLE_REFUSED = define(
    "FC015", "error",
    th="ชุดเกณฑ์ไม่ให้รายงาน {code} เป็น N/A", en="the pack does not let {code} be reported as N/A",
    cure_th="รายงานผล หรือเว้นว่างไว้ถ้ายังไม่มี", cure_en="report the result, or leave it blank while there is none",
)  # fmt: skip
NIL_REFUSED = define(
    "FC016", "error",
    th="{code}.{input} แจ้งว่า “ไม่มี” ไม่ได้", en="{code}.{input} cannot be declared nil",
    cure_th="พิมพ์ตัวเลข (0 ถ้าเป็นศูนย์)", cure_en="type a figure (0 for zero)",
)  # fmt: skip
NOT_IN_ROUND = define(
    "FC017", "warning",
    th="ตัวชี้วัด {code} ไม่ได้วัดในรอบ {round} ข้อมูลนี้ไม่ถูกใช้", en="indicator {code} is not scored in round {round}; this is not used",
    cure_th="ตรวจว่าเป็นไฟล์ของรอบที่ถูกต้อง", cure_en="check that this is the file of the right round",
)  # fmt: skip
NO_SUCH_KIND = define(
    "FC018", "error",
    th="ชุดเกณฑ์ไม่รู้จักประเภทหน่วย “{kind}”", en="the pack does not know the unit kind “{kind}”",
    cure_th="ประเภทที่มี: {allowed}", cure_en="its kinds are: {allowed}",
)  # fmt: skip
NO_PACK_NAMED = define(
    "FC019", "error",
    th="ไฟล์ข้อมูลไม่ได้บอก{what}", en="the facts do not say the {what_en}",
    cure_th="เพิ่มบรรทัด {key}: … หรือสั่ง --{key}", cure_en="add a line `{key}: …`, or give --{key}",
)  # fmt: skip

DONE = frozenset({"done", "yes", "true", "1", "ทำแล้ว", "ใช่", "มี", "ครบ", "แล้วเสร็จ", "ดำเนินการแล้ว"})
NOT_DONE = frozenset({"not_done", "not done", "no", "false", "0", "ยังไม่ทำ", "ไม่ได้ทำ", "ไม่ใช่", "ไม่มี", "ไม่ครบ", "ยัง"})
DASHES = frozenset({"-", "–", "—", "−"})
NOT_APPLICABLE_WORDS = frozenset({"n/a", "na", "ไม่เกี่ยวข้อง"})
NIL_WORDS = frozenset({"ไม่มี", "nil"})

_WHY_NOT = {
    "empty": ("ว่าง", "it is empty"),
    "too_long": ("ยาวเกิน 30 หลัก", "more than 30 digits"),
    "exponent": ("เลขยกกำลังเกิน ±12", "an exponent beyond ±12"),
    "underscore": ("มีขีดล่าง", "it has an underscore"),
    "not_finite": ("ไม่ใช่จำนวนจำกัด", "it is not finite"),
}


@dataclass(frozen=True)
class Reported:
    """One fact as typed: indicator, input ("" for its only one), window ("" for the whole), text, and where it stands."""

    indicator: str
    input: str
    window: str
    text: str
    place: Place
    note: str = ""


@dataclass(frozen=True)
class FactFile:
    """A file of facts before it is understood."""

    pack: str
    round: str
    unit_name: str
    unit_kind: str
    under: tuple[str, ...]
    rows: tuple[Reported, ...]
    place: Place = Place("")


@dataclass(frozen=True)
class Fact:
    """One understood fact: its value beside the text as typed."""

    indicator: str
    input: str
    window: str
    value: Value
    text: str
    place: Place
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"indicator": self.indicator, "input": self.input, "window": self.window}
        if isinstance(self.value, Fraction):
            data["value"] = figures.exact_text(self.value)
        else:
            data["unknown"] = "missing" if isinstance(self.value, Missing) else "not_applicable"
        return data | {"text": self.text} | ({"note": self.note} if self.note else {})


@dataclass(frozen=True)
class Facts:
    """What one unit reported for one round of one pack; `values` is what the methods read."""

    pack: str
    round: str
    unit: Unit
    facts: tuple[Fact, ...]
    values: Values = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Canonical: in the order of indicator, input, window; the texts as typed do not enter the digest."""
        ordered = sorted(self.facts, key=lambda fact: (fact.indicator, fact.input, fact.window))
        return {
            "pack": self.pack,
            "round": self.round,
            "unit": {"name": self.unit.name, "kind": self.unit.kind, "under": sorted(self.unit.under)},
            "facts": [fact.as_json() for fact in ordered],
        }

    @property
    def digest(self) -> str:
        """sha256 of what was reported (not of how it was typed)."""
        data = self.as_json()
        for fact in data["facts"]:
            fact.pop("text")
            fact.pop("note", None)
        return digest.of(data)


def make(terms: Terms, round_id: str, unit: Unit, facts: tuple[Fact, ...]) -> Facts:
    """Facts from understood values, indexed for the methods."""
    values: dict[tuple[str, str], dict[str, Value]] = {}
    for fact in facts:
        values.setdefault((fact.indicator, fact.input), {})[fact.window] = fact.value
    return Facts(terms.pack.id, round_id, unit, facts, values)


def understand(file: FactFile, terms: Terms) -> tuple[Facts, list[Issue]]:
    """The file's facts for `terms`, with warnings; raises `Refused` with every problem when any row cannot be used."""
    issues: list[Issue] = []
    framework = terms.pack.framework
    if file.pack and file.pack != framework.id:
        raise Refused([OF_ANOTHER_PACK.at(file.place, named=file.pack, pack=framework.id)])
    rounds = [one.id for one in framework.rounds]
    if not file.round:
        issues.append(NO_PACK_NAMED.at(file.place, what="รอบ", what_en="round", key="round"))
    elif file.round not in rounds:
        issues.append(NO_SUCH_ROUND.at(file.place, round=file.round, allowed=", ".join(rounds)))
    kinds = [kind.id for kind in framework.unit_kinds]
    if file.unit_kind and file.unit_kind not in kinds:
        issues.append(NO_SUCH_KIND.at(file.place, kind=file.unit_kind, allowed=", ".join(kinds)))
    if issues:
        raise Refused(issues)
    plan = plan_of(terms, file.round)
    facts: list[Fact] = []
    for row in file.rows:
        fact = _understand_row(row, plan, file.round, issues)
        if fact is not None:
            facts.append(fact)
    issues.extend(_repeated(facts))
    if errors(issues):
        raise Refused(issues)
    return make(terms, file.round, unit_of(terms, file), tuple(facts)), issues


def unit_of(terms: Terms, file: FactFile) -> Unit:
    """The unit as rules see it, with the kinds its own kind counts as."""
    kinds: dict[str, str | None] = {kind.id: kind.counts_as for kind in terms.pack.framework.unit_kinds}
    counts_as: set[str] = set()
    kind: str | None = file.unit_kind
    while kind and (kind := kinds.get(kind)) and kind not in counts_as:
        counts_as.add(kind)
    return Unit(file.unit_name, file.unit_kind, frozenset(file.under), frozenset(counts_as))


def _understand_row(row: Reported, plan: Plan, round_id: str, issues: list[Issue]) -> Fact | None:
    slot = _slot(row, plan, issues)
    if slot is None:
        return None
    window = _window(row, slot, issues)
    value = _value(row, slot, plan, issues)
    if window is None or value is None:
        return None
    if not plan.scores(slot.node):
        issues.append(NOT_IN_ROUND.at(row.place, (slot.node,), code=slot.node, round=round_id))
        return None
    return Fact(slot.node, slot.name, window, value, row.text, row.place, row.note)


def _slot(row: Reported, plan: Plan, issues: list[Issue]) -> Slot | None:
    code = thai.item_code(row.indicator) if row.indicator not in plan.slots else None
    code = code if code in plan.slots else row.indicator
    if code not in plan.slots:
        guess = difflib.get_close_matches(code, plan.slots, 1, 0.5)
        issues.append(
            NO_SUCH_INDICATOR.at(
                row.place,
                code=row.indicator,
                guess_th=f" หมายถึง “{guess[0]}” หรือไม่" if guess else "",
                guess_en=f"; did you mean “{guess[0]}”?" if guess else "",
            )
        )
        return None
    asked = plan.slots[code]
    if not asked:
        parts = ", ".join(plan.parts_of(code))
        issues.append(NOT_REPORTED_HERE.at(row.place, (code,), code=code, parts=parts))
        return None
    if not row.input and len(asked) == 1:
        return next(iter(asked.values()))
    if not row.input:
        issues.append(WHICH_INPUT.at(row.place, (code,), code=code, allowed=", ".join(asked)))
        return None
    if row.input not in asked:
        guess = difflib.get_close_matches(row.input, asked, 1, 0.5)
        issues.append(
            NO_SUCH_INPUT.at(
                row.place,
                (code,),
                code=code,
                input=row.input,
                guess_th=f" หมายถึง “{guess[0]}” หรือไม่" if guess else "",
                guess_en=f"; did you mean “{guess[0]}”?" if guess else "",
                allowed=", ".join(asked),
            )
        )
        return None
    return asked[row.input]


def _window(row: Reported, slot: Slot, issues: list[Issue]) -> str | None:
    if not row.window or row.window == slot.spec.window:
        return WHOLE
    window = row.window
    if window not in slot.months:
        try:
            year, month = thai.parse_month(window)
            window = f"{thai.to_be_year(year)}-{month:02d}"
        except thai.ThaiTextError:
            pass
    if window in slot.months:
        return window
    allowed = ", ".join([slot.spec.window or "—", *slot.months])
    issues.append(
        NO_SUCH_WINDOW.at(row.place, (slot.node,), code=slot.node, input=slot.name, window=row.window, allowed=allowed)
    )
    return None


def _value(row: Reported, slot: Slot, plan: Plan, issues: list[Issue]) -> Value | None:
    """The row's value; None when it was refused."""
    text = thai.normalise(row.text)
    words = {"code": slot.node, "input": slot.name, "text": text[:40]}
    lowered = text.lower()
    if not text:
        return Missing("เว้นว่างไว้", "left blank")
    if lowered in DASHES:
        issues.append(DASH.at(row.place, (slot.node,), **words))
        return Missing("รายงานเป็น “-”", "reported as “-”")
    if lowered in NOT_APPLICABLE_WORDS:
        if plan.accepts_not_applicable(slot.node):
            return NotApplicable("รายงานว่าไม่เกี่ยวข้อง", "reported as not applicable")
        issues.append(NOT_APPLICABLE_REFUSED.at(row.place, (slot.node,), **words))
        return None
    if slot.spec.holds == "deed":
        if lowered in DONE or lowered in NOT_DONE:
            return Fraction(lowered in DONE)
        issues.append(NOT_A_DEED.at(row.place, (slot.node,), **words))
        return None
    if lowered in NIL_WORDS:
        if slot.spec.nil_is is not None:
            return figures.exact(slot.spec.nil_is)
        issues.append(NIL_REFUSED.at(row.place, (slot.node,), **words))
        return None
    return _figure(text, row.place, slot, plan, words, issues)


def _figure(
    text: str, place: Place, slot: Slot, plan: Plan, words: Mapping[str, str], issues: list[Issue]
) -> Fraction | None:
    try:
        value = thai.parse_figure(text, unit=plan.unit_word(slot.spec.measure_unit))
    except thai.ThaiTextError as error:
        why_th, why_en = _WHY_NOT.get(error.reason, ("ไม่ใช่ตัวเลข", "it is not a number"))
        issues.append(NOT_A_FIGURE.at(place, (slot.node,), **words, why_th=why_th, why_en=why_en))
        return None
    spec = slot.spec
    if (spec.least is not None and value < spec.least) or (spec.most is not None and value > spec.most):
        issues.append(OUT_OF_RANGE.at(place, (slot.node,), **words, range=_range(spec)))
        return None
    if spec.whole and value != value.to_integral_value():
        issues.append(NOT_WHOLE.at(place, (slot.node,), **words))
        return None
    return figures.exact(value)


def _range(spec: Input) -> str:
    low = figures.plain(spec.least) if spec.least is not None else "…"
    high = figures.plain(spec.most) if spec.most is not None else "…"
    return f"{low} – {high}"


def _repeated(facts: list[Fact]) -> list[Issue]:
    found: list[Issue] = []
    first: dict[tuple[str, str, str], Fact] = {}
    for fact in facts:
        key = (fact.indicator, fact.input, fact.window)
        words = {"code": fact.indicator, "input": fact.input}
        if key in first:
            found.append(TWICE.at(fact.place, (fact.indicator,), **words, window=fact.window, first=first[key].place))
        elif fact.window and (fact.indicator, fact.input, WHOLE) in first:
            found.append(WHOLE_AND_MONTHS.at(fact.place, (fact.indicator,), **words))
        first.setdefault(key, fact)
    return found
