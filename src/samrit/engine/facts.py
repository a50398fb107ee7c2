"""Facts: what a unit reports, understood against its Terms.  Nothing is half-read: every problem is told at once.

A file (YAML, CSV; later a workbook) becomes `Reported` rows that keep the text as typed.  `understand` turns them into
`Facts`, or says for each row that it cannot use where it stands, why, and what would be accepted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from samrit.base import figures, thai
from samrit.base.issues import NOWHERE, Issue, Place, Refused, define, errors
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
    cure_th="เว้นช่วงเวลาว่างไว้สำหรับทั้งช่วง{months_th}", cure_en="leave the window blank for the whole of it{months_en}",
)  # fmt: skip
TWICE = define(
    "FC008", "error",
    th="รายงาน {code}.{input}{window} ซ้ำ (ครั้งแรกที่ {first})", en="{code}.{input}{window} is reported twice (first at {first})",
    cure_th="เหลือไว้เพียงค่าเดียว", cure_en="keep one of them",
)  # fmt: skip
WHOLE_AND_MONTHS = define(
    "FC009", "error",
    th="รายงาน {code}.{input} ทั้งยอดรวมและรายเดือน (ครั้งแรกที่ {first})", en="{code}.{input} is reported both for the whole window and by month (first at {first})",
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
    cure_th="ถ้ามีค่าให้พิมพ์ค่านั้น (0 เมื่อเป็นศูนย์) ถ้ายังไม่มีผลจะเว้นว่างไว้ก็ได้", cure_en="type the figure if there is one (0 for zero); if there is none yet, it may be left blank",
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
MORE_PROBLEMS = define(
    "FC020", "error",
    th="พบปัญหาเกิน {limit} ข้อ จึงหยุดตรวจตั้งแต่บรรทัดนี้", en="more than {limit} problems; nothing was checked from this line on",
    cure_th="แก้ข้อข้างต้นก่อน มักเกิดจากสาเหตุเดียวกัน", cure_en="mend those above first; so many usually have one cause",
)  # fmt: skip

PERCENT_OF_A_COUNT = define(
    "FC042", "error",
    th="“{text}” เป็นร้อยละ แต่ {code}.{input} นับเป็น{unit}", en="“{text}” is a percentage, but {code}.{input} is counted in {unit}",
    cure_th="รายงานจำนวนที่นับได้ โปรแกรมคิดร้อยละให้เอง", cure_en="report the count; the percentage is worked out from it",
)  # fmt: skip
NO_SUCH_BODY = define(
    "FC043", "warning",
    th="ชุดเกณฑ์ไม่รู้จัก “{body}” ที่บอกว่าหน่วยสังกัด", en="the pack does not know “{body}”, which the unit is said to stand under",
    cure_th="ชื่อที่มี: {allowed}", cure_en="it knows: {allowed}",
)  # fmt: skip

DONE = frozenset({"done", "yes", "true", "1", "ทำแล้ว", "ใช่", "มี", "ครบ", "แล้วเสร็จ", "ดำเนินการแล้ว"})
NOT_DONE = frozenset({"not_done", "not done", "no", "false", "0", "ยังไม่ทำ", "ไม่ได้ทำ", "ไม่ใช่", "ไม่มี", "ไม่ครบ", "ยัง"})
DASHES = frozenset({"-", "–", "—", "−"})
NOT_APPLICABLE_WORDS = frozenset({"n/a", "na", "ไม่เกี่ยวข้อง"})
NIL_WORDS = frozenset({"ไม่มี", "nil"})

MANY = 1_000  # problems told before the rest of a file is left unchecked
SHOWN = 40  # characters of a long text that a message repeats

_WHY_NOT = {
    "empty": ("ว่าง", "it is empty"),
    "too_long": ("ยาวเกิน 30 หลัก", "more than 30 digits"),
    "exponent": ("เลขยกกำลังเกิน ±12", "an exponent beyond ±12"),
    "power": (
        "เขียนแบบยกกำลัง (E) ซึ่งโปรแกรมตารางอาจตัดหลักท้ายไปแล้ว",
        "written with a power of ten (E), by which a spreadsheet may have lost digits",
    ),
    "underscore": ("มีขีดล่าง", "it has an underscore"),
    "not_finite": ("ไม่ใช่จำนวนจำกัด", "it is not finite"),
    "grouping": ("จุลภาคไม่ได้คั่นทีละสามหลัก", "its commas do not group by three"),
    "several_figures": ("มีมากกว่าหนึ่งตัวเลข", "more than one figure"),
    "points": ("มีจุดทศนิยมเกินหนึ่งจุด", "more than one point"),
    "unit": ("มีคำอื่นปนอยู่กับตัวเลข", "a word stands beside the figure"),
    "formula": ("เป็นสูตร ไม่ใช่ผลของสูตร", "it is a spreadsheet's formula, not what that came to"),
    "spreadsheet": (
        "โปรแกรมตารางแสดงค่านี้ไม่ได้ (คอลัมน์แคบ หรือสูตรผิด)",
        "the spreadsheet could not show it (a narrow column, or a formula that failed)",
    ),
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
    columns: Mapping[str, str] = field(default_factory=dict, compare=False)

    def at(self, part: str) -> Place:
        """Where the row's indicator, input or window stands, when that is another cell than the value's."""
        return replace(self.place, field=self.columns.get(part, self.place.field))


@dataclass(frozen=True)
class FactFile:
    """A file of facts before it is understood."""

    pack: str
    round: str
    unit_name: str
    unit_kind: str
    under: tuple[str, ...]
    rows: tuple[Reported, ...]
    place: Place = NOWHERE
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)

    def at(self, key: str) -> Place:
        """Where the file says its pack, round, unit or unit_kind; the file itself where it does not."""
        return self.places.get(key, self.place)


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

    @property
    def digested(self) -> str:
        """What enters the digest, as text; written once, as a keystroke changes one fact of a thousand."""
        known = self.__dict__.get("_digested")
        if known is None:
            # a row left blank says no more than no row at all
            said = {key: held for key, held in self.as_json().items() if key not in ("text", "note")}
            known = "" if said.get("unknown") == "missing" else digest.text_of(said)
            object.__setattr__(self, "_digested", known)
        return str(known)


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
        data = replace(self, facts=()).as_json()
        del data["facts"]
        ordered = sorted(self.facts, key=lambda fact: (fact.indicator, fact.input, fact.window))
        told = ",".join(fact.digested for fact in ordered if fact.digested)
        # the same text as of all at once: “facts” is the first of the keys in their order
        return digest.of_text(f'{{"facts":[{told}],{digest.text_of(data).removeprefix("{")}')


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
        raise Refused([OF_ANOTHER_PACK.at(file.at("pack"), named=brief(file.pack), pack=framework.id)])
    kinds = [kind.id for kind in framework.unit_kinds]
    if file.unit_kind and file.unit_kind not in kinds:
        issues.append(
            NO_SUCH_KIND.at(file.at("unit_kind"), kind=brief(file.unit_kind), allowed=", ".join(kinds) or "—")
        )
    bodies = [*kinds, *(post.id for post in framework.posts)]
    issues.extend(
        NO_SUCH_BODY.at(file.at("under"), body=brief(body), allowed=", ".join(bodies) or "—")
        for body in file.under
        if body not in bodies
    )
    rounds = [one.id for one in framework.rounds]
    if not file.round:
        issues.append(NO_PACK_NAMED.at(file.place, what="รอบ", what_en="round", key="round"))
        raise Refused(issues)
    if file.round not in rounds:
        issues.append(NO_SUCH_ROUND.at(file.at("round"), round=brief(file.round), allowed=", ".join(rounds)))
        raise Refused(issues)
    facts = _understand_rows(file.rows, plan_of(terms, file.round), issues)
    if errors(issues):
        raise Refused(issues)
    return make(terms, file.round, unit_of(terms, file), tuple(facts)), issues


def brief(text: str) -> str:
    """A typed text as messages repeat it."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def unit_of(terms: Terms, file: FactFile) -> Unit:
    """The unit as rules see it, with the kinds its own kind counts as."""
    kinds: dict[str, str | None] = {kind.id: kind.counts_as for kind in terms.pack.framework.unit_kinds}
    counts_as: set[str] = set()
    kind: str | None = file.unit_kind
    while kind and (kind := kinds.get(kind)) and kind not in counts_as:
        counts_as.add(kind)
    return Unit(file.unit_name, file.unit_kind, frozenset(file.under), frozenset(counts_as))


def _understand_rows(rows: tuple[Reported, ...], plan: Plan, issues: list[Issue]) -> list[Fact]:
    facts: list[Fact] = []
    seen = _Seen()
    wrong = 0
    for row in rows:
        found: list[Issue] = []
        fact = _understand_row(row, plan, seen, found)
        if fact is not None:
            facts.append(fact)
        wrong += len(errors(found))
        issues.extend(found)
        if wrong >= MANY:
            issues.append(MORE_PROBLEMS.at(row.place, limit=MANY))
            break
    return facts


def _understand_row(row: Reported, plan: Plan, seen: _Seen, issues: list[Issue]) -> Fact | None:
    slot = _slot(row, plan, issues)
    if slot is None:
        return None
    window = _window(row, slot, issues)
    if window is not None:
        issues.extend(seen.clashes(slot, window, row))
    value = value_of(row, slot, plan, issues)
    if window is None or value is None:
        return None
    if not plan.scores(slot.node):
        issues.append(NOT_IN_ROUND.at(row.at("indicator"), (slot.node,), code=slot.node, round=plan.round.id))
        return None
    return Fact(slot.node, slot.name, window, value, row.text, row.place, row.note)


def _slot(row: Reported, plan: Plan, issues: list[Issue]) -> Slot | None:
    code = _meant(row.indicator, plan.slots)
    if code is None:
        guess_th, guess_en = _guess(row.indicator, plan.slots)
        issues.append(
            NO_SUCH_INDICATOR.at(row.at("indicator"), code=brief(row.indicator), guess_th=guess_th, guess_en=guess_en)
        )
        return None
    asked = plan.slots[code]
    if not asked:
        parts = ", ".join(plan.parts_of(code))
        issues.append(NOT_REPORTED_HERE.at(row.at("indicator"), (code,), code=code, parts=parts))
        return None
    if not row.input and len(asked) == 1:
        return next(iter(asked.values()))
    if not row.input:
        issues.append(WHICH_INPUT.at(row.at("input"), (code,), code=code, allowed=_listed(asked)))
        return None
    name = _meant(row.input, asked)
    if name is None:
        guess_th, guess_en = _guess(row.input, asked)
        words = {"input": brief(row.input), "guess_th": guess_th, "guess_en": guess_en, "allowed": _listed(asked)}
        issues.append(NO_SUCH_INPUT.at(row.at("input"), (code,), code=code, **words))
        return None
    return asked[name]


def _meant(typed: str, known: Mapping[str, Any]) -> str | None:
    """The code that was typed, with Thai digits or as the mark of a disclosure item (“๐๑”), or None."""
    spellings = (typed, thai.arabic_digits(typed), thai.item_code(typed[:SHOWN]) or typed)
    return next((spelling for spelling in spellings if spelling in known), None)


def _guess(typed: str, known: Mapping[str, Any]) -> tuple[str, str]:
    guess = difflib.get_close_matches(thai.arabic_digits(typed), known, 1, 0.5) if len(typed) <= SHOWN else []
    return (f" หมายถึง “{guess[0]}” หรือไม่", f"; did you mean “{guess[0]}”?") if guess else ("", "")


def _listed(known: Mapping[str, Any]) -> str:
    """The first dozen of the names that may stand there: a survey has hundreds."""
    names = list(known)
    return ", ".join(names[:12]) + (f", … ({len(names)})" if len(names) > 12 else "")


def _window(row: Reported, slot: Slot, issues: list[Issue]) -> str | None:
    window = thai.arabic_digits(row.window)
    if not window or window == slot.spec.window:
        return WHOLE
    if window not in slot.months:
        try:
            # a spreadsheet shows the month it was given as “เม.ย. 56” as “เม.ย.-56”
            year, month = thai.parse_month(_HYPHEN_AFTER_MONTH.sub(" ", window))
            window = f"{thai.to_be_year(year)}-{month:02d}"
        except thai.ThaiTextError:
            window = row.window
    if window in slot.months:
        return window
    months = f"{slot.months[0]} … {slot.months[-1]}" if slot.months else ""
    issues.append(
        NO_SUCH_WINDOW.at(
            row.at("window"),
            (slot.node,),
            code=slot.node,
            input=slot.name,
            window=brief(row.window),
            months_th=f" หรือรายเดือน {months}" if months else "",
            months_en=f", or report the months {months}" if months else "",
        )
    )
    return None


_HYPHEN_AFTER_MONTH = re.compile(r"(?<=[ก-๙.])-(?=[0-9])")


def value_of(row: Reported, slot: Slot, plan: Plan, issues: list[Issue]) -> Value | None:
    """The row's value; None when it was refused."""
    text = thai.normalise(row.text)
    words = {"code": slot.node, "input": slot.name, "text": brief(text)}
    lowered = thai.arabic_digits(text.lower())
    name = slot.spec.name
    if not text:
        return Missing(f"“{name.th}” เว้นว่างไว้", f"“{name.said('en')}” was left blank")
    if lowered in DASHES:
        issues.append(DASH.at(row.place, (slot.node,), **words))
        return Missing(f"“{name.th}” รายงานเป็น “-”", f"“{name.said('en')}” was reported as “-”")
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
        why_th, why_en = _WHY_NOT.get(_why_not(text, error.reason), ("ไม่ใช่ตัวเลข", "it is not a number"))
        issues.append(NOT_A_FIGURE.at(place, (slot.node,), **words, why_th=why_th, why_en=why_en))
        return None
    spec = slot.spec
    if _is_percentage(text) and not plan.is_ratio(spec.measure_unit):
        issues.append(PERCENT_OF_A_COUNT.at(place, (slot.node,), **words, unit=plan.unit_word(spec.measure_unit)))
        return None
    if (spec.least is not None and value < spec.least) or (spec.most is not None and value > spec.most):
        issues.append(OUT_OF_RANGE.at(place, (slot.node,), **words, range=_range(spec)))
        return None
    if spec.whole and value != value.to_integral_value():
        issues.append(NOT_WHOLE.at(place, (slot.node,), **words))
        return None
    return figures.exact(value)


def _is_percentage(text: str) -> bool:
    return "%" in text or text.startswith("ร้อยละ")


def _why_not(text: str, reason: str) -> str:
    """The telling word for a text that was refused as a figure; `reason` is what `thai` called it."""
    if text.startswith("="):
        return "formula"
    if text.startswith("#"):
        return "spreadsheet"
    if reason != "not_a_figure":
        return reason
    plain_text = thai.arabic_digits(text)
    try:
        figures.d(plain_text)
    except figures.FigureError as error:
        if error.reason != "not_a_number":
            return error.reason
    else:
        return "power"
    if _POINTS.fullmatch(plain_text):
        return "points"
    return "unit" if _DIGIT.search(plain_text) and any(sign.isalpha() for sign in plain_text) else reason


_POINTS = re.compile(r"[+-]?[0-9]*(?:\.[0-9]*){2,}")
_DIGIT = re.compile(r"[0-9]")


def _range(spec: Input) -> str:
    low = figures.plain(spec.least) if spec.least is not None else "…"
    high = figures.plain(spec.most) if spec.most is not None else "…"
    return f"{low} – {high}"


class _Seen:
    """What has been reported so far, to find what is reported again."""

    def __init__(self) -> None:
        self.first: dict[tuple[str, str, str], Reported] = {}
        self.stretch: dict[tuple[str, str], tuple[bool, Reported]] = {}
        self.mixed: set[tuple[str, str]] = set()

    def clashes(self, slot: Slot, window: str, row: Reported) -> list[Issue]:
        """Whether the row repeats one before it, or gives months where the whole was given, or the other way round."""
        words = {"code": slot.node, "input": slot.name}
        first = self.first.setdefault((slot.node, slot.name, window), row)
        if first is not row:
            named = f" {window}" if window else ""
            return [TWICE.at(row.place, (slot.node,), **words, window=named, first=first.place)]
        key = (slot.node, slot.name)
        is_whole, other = self.stretch.setdefault(key, (window == WHOLE, row))
        if is_whole == (window == WHOLE) or key in self.mixed:
            return []
        self.mixed.add(key)
        return [WHOLE_AND_MONTHS.at(row.place, (slot.node,), **words, first=other.place)]
