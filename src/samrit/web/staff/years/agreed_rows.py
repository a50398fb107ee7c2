"""The plain form of an agreement as it is shown: a row per indicator in the order of the form, its boxes, the total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from samrit.base.figures import exact, plain, short
from samrit.packs.agreed import baselines_of, codes_of, levels_of, parts_of
from samrit.packs.handbook.labels import value_label
from samrit.packs.model import Blank, Indicator, Operation, Pack
from samrit.packs.terms import Change_, why_not
from samrit.web import wording
from samrit.web.components.forms import Field, Input
from samrit.web.components.reading import Notice, Status
from samrit.web.reader import Text
from samrit.web.staff.years.boxes import level
from samrit.web.staff.years.changes import targets
from samrit.web.staff.years.draft import WHOLE, Draft

_HELD = Text(
    "กำหนดไว้ในรายการที่คงไว้ด้านล่าง แก้ที่แบบผู้เชี่ยวชาญ",
    "Decided by what is kept as written, below; change it in the expert's form.",
)
_WEIGHT = Text("น้ำหนัก", "Weight")
_WITH_PARTS = Text("ถ้าไม่ใช้ ข้อย่อยทั้งหมดก็ไม่ใช้ด้วย", "If it is not in use, neither are its parts.")


@dataclass(frozen=True)
class Group:
    """Boxes that belong together; or a line to read, and why it cannot be changed."""

    title: Text
    fields: Sequence[Field] = ()
    is_row: bool = False
    text: str = ""
    because: Text | str = ""
    hint: Text | str = ""


@dataclass(frozen=True)
class Row:
    """One indicator: whether it is used, its weight, and what is folded under it."""

    code: str
    name: Text
    is_part: bool
    use: Input | None  # None: the pack always uses it
    is_used: bool
    weight: Field | None
    weight_text: str
    groups: Sequence[Group]
    summary: Text
    is_open: bool
    told: Text | str = ""  # with a top: what becomes of its parts without it; with a part: that it goes with its top


@dataclass(frozen=True)
class Family:
    """A top indicator's row and those of its parts, which are not used without it.

    `is_off`: it is not used, and has no box to tick; where it has one, the box says it.
    """

    rows: Sequence[Row]
    is_off: bool


@dataclass(frozen=True)
class Total:
    """What the weights come to, what the pack's rules say of it, and how many indicators are used."""

    sum: str
    whole: str
    status: Status
    counts: Text
    note: Text | str
    problems: Sequence[Text]
    id: str = WHOLE


@dataclass(frozen=True)
class Shown:
    """Everything the plain form shows."""

    families: Sequence[Family]
    form_blanks: Sequence[Group]
    refused: Sequence[tuple[Text, Text]]
    kept: Sequence[Text]
    total: Total
    unused: Notice | None
    fields: Sequence[Input]  # those with a problem, for the summary


def shown(draft: Draft) -> Shown:
    """The form of a draft."""
    pack = draft.pack
    families = list(_families(draft, _blanks_by_indicator(pack)))
    rows = [row for family in families for row in family.rows]
    by_row = {blank.id for row in rows for blank in _blanks_by_indicator(pack).get(row.code, ())}
    others = [blank for blank in pack.framework.blanks if blank.id not in by_row]
    return Shown(
        families, [_blanks(draft, others)] if others else [], list(_refused(pack)), [_kept_in_words(one.change) for one in draft.agreed.kept],
        total(draft),
        _unused(draft), [_in_summary(pack, name, error) for name, error in draft.boxes.errors.items()],
    )  # fmt: skip


def total(draft: Draft) -> Total:
    """The sum of the top indicators' weights, as far as they were typed."""
    pack, agreed, errors = draft.pack, draft.typed, draft.boxes.errors
    weights = {one.code: agreed.weights.get(one.code, one.weight.percent) for one in pack.indicators if one.weight}
    whole = pack.framework.rules.weights.total
    added = _sum(weights.values())
    used = [code for code in weights if code not in agreed.dropped]
    note: Text | str = ""
    if len(used) < len(weights):
        rule = next((one for one in pack.framework.overlay if one.operation == "select"), None)
        left = short(_sum(weights[code] for code in used))
        told = wording.text(rule.because) if rule else Text("")
        note = Text(f"น้ำหนักที่ใช้ {left} · {told.th}", f"Weight in use {left}. {told.en}")
    is_whole = (whole is None or added == exact(whole)) and not any(name.startswith("weight-") for name in errors)
    problems = [*([errors[WHOLE]] if WHOLE in errors else []), *draft.problems]
    status = (
        Status("done", Text("น้ำหนักครบ", "Adds up"))
        if is_whole and not problems
        else Status("returned", Text("ยังไม่ถูกต้อง", "Not right yet"))
    )
    counts = Text(f"ใช้ {len(used)} จาก {len(weights)} ตัวชี้วัด", f"{len(used)} of {len(weights)} indicators in use")
    return Total(short(added), "" if whole is None else plain(whole), status, counts, note, problems)


def _families(draft: Draft, blanks: dict[str, list[Blank]]) -> Iterator[Family]:
    for top in draft.pack.indicators:
        rows = list(_rows(draft, top, blanks))
        use, *parts = rows
        if use.use is not None and any(part.use is not None for part in parts):
            rows = [replace(use, told=_WITH_PARTS), *(replace(part, told=_goes_with(top)) for part in parts)]
        has_box = use.use is not None and not use.use.reason
        yield Family(rows, not has_box and not use.is_used)


def _goes_with(top: Indicator) -> Text:
    return Text(f"ไม่ใช้ตามข้อ {top.code}", f"Not in use, as {top.code}")


def _rows(draft: Draft, top: Indicator, blanks: dict[str, list[Blank]]) -> Iterator[Row]:
    tops = {top.code}
    for one in (top, *parts_of(top)):
        groups = list(_groups(draft, one, blanks.get(one.code, [])))
        use, weight = _use(draft, one), _weight(draft, one)
        if one.code not in tops and use is None and weight is None and not groups:
            continue
        inside = [field for group in groups for field in group.fields]
        yield Row(
            one.code, wording.text(one.name), one.code not in tops, use, one.code in draft.boxes.used, weight,
            f"{plain(one.weight.percent)}%" if one.weight else "", groups, _summary(groups),
            any(field.error for field in inside),
        )  # fmt: skip


def _use(draft: Draft, one: Indicator) -> Input | None:
    if why_not(draft.pack, "select", one.code) is not None:
        return None
    name = f"select-{one.code}"
    reason = _HELD if name in draft.agreed.held else ""
    return Input(name, Text("ใช้", "In use"), error=draft.boxes.errors.get(name, ""), reason=reason)


def _weight(draft: Draft, one: Indicator) -> Field | None:
    if one.weight is None or why_not(draft.pack, "weight", one.code) is not None:
        return None
    return _field(draft, f"weight-{one.code}", _WEIGHT, suffix="%")


def _groups(draft: Draft, one: Indicator, blanks: Sequence[Blank]) -> Iterator[Group]:
    pack, code = draft.pack, one.code
    if blanks:
        yield _blanks(draft, blanks)
    if table := levels_of(one):
        title = Text("ระดับค่าเป้าหมาย", "Target levels")
        because = why_not(pack, "levels", code)
        if because is not None:
            yield Group(title, text=targets(one), because=wording.text(because))
        else:
            is_held = f"levels-{code}" in draft.agreed.held
            yield Group(title, [_level(draft, code, points, is_held) for points in table], is_row=True)
    rule = next((one for one in pack.framework.overlay if one.operation == "baseline"), None)
    if (years := baselines_of(one)) and rule and why_not(pack, "baseline", code) is None:
        fields = [
            _field(draft, f"baseline-{code}-{year}", Text(f"ปี {year}", f"Year {year} (BE)"), kind="figure")
            for year in years
        ]
        yield Group(
            Text("ข้อมูลพื้นฐาน (ค่ากลาง)", "Baseline (middle criterion)"),
            fields,
            is_row=True,
            hint=wording.text(rule.because),
        )
    asked: tuple[Operation, ...] = ("select", "weight", "levels", "baseline")
    if any(why_not(pack, operation, code) is None for operation in asked):
        label = Text("เหตุผลของการเปลี่ยน (ถ้ามี)", "Reason for the change (if any)")
        yield Group(Text(""), [_field(draft, f"reason-{code}", label, kind="text")])


def _level(draft: Draft, code: str, points: Decimal, is_held: bool) -> Field:
    label = Text(f"ระดับ {plain(points)}", f"Level {plain(points)}")
    return _field(draft, level(code, points), label, is_held=is_held)


def _blanks(draft: Draft, blanks: Sequence[Blank]) -> Group:
    fields = []
    for blank in blanks:
        where_th, where_en = ", ".join(blank.about), ", ".join(blank.about)
        many = len(blank.about) > 1
        hint = Text(
            f"ในแบบ: {blank.verbatim}" + (f" (ตัวชี้วัด {where_th})" if many else ""),
            f"On the form: {blank.verbatim}" + (f" (indicators {where_en})" if many else ""),
        )
        fields.append(_field(draft, f"blank-{blank.id}", wording.text(blank.name), kind="text", hint=hint))
    because = why_not(draft.pack, "blank")
    title = Text("ช่องที่เติมในแบบ", "Blanks of the form")
    return Group(title, fields) if because is None else Group(title, because=wording.text(because))


def _field(
    draft: Draft, name: str, label: Text, *, kind: str = "figure", suffix: str = "", hint: Text | str = "",
    is_held: bool = False,
) -> Field:  # fmt: skip
    reason = _HELD if is_held or name in draft.agreed.held else ""
    return Field(
        name=name, label=label, hint=hint, error=draft.boxes.errors.get(name, ""), reason=reason,
        kind="figure" if kind == "figure" else "text", value=draft.boxes.of(name), suffix=suffix,
    )  # fmt: skip


def _summary(groups: Sequence[Group]) -> Text:
    """What is folded away, so that nobody must open it to know."""
    told = []
    for group in groups:
        count = ""
        if any(field.name.startswith("blank-") for field in group.fields):
            count = f" {sum(bool(field.value) for field in group.fields)}/{len(group.fields)}"
        title = group.title if group.title.th else Text("เหตุผล", "Reason")
        told.append(Text(title.th + count, title.en + count))
    return Text(" · ".join(one.th for one in told), " · ".join(one.en for one in told))


def _refused(pack: Pack) -> Iterator[tuple[Text, Text]]:
    """What the pack lets nobody change, with its reason; not where there is nothing of the kind."""
    every = pack.every_indicator()
    is_there: dict[Operation, bool] = {
        "select": True,
        "weight": True,
        "levels": any(levels_of(one) for one in every),
        "baseline": any(baselines_of(one) for one in every),
        "blank": bool(pack.framework.blanks),
    }
    for operation, there in is_there.items():
        because = why_not(pack, operation)
        if there and because is not None:
            yield Text(*value_label("operation", operation)), wording.text(because)


def _blanks_by_indicator(pack: Pack) -> dict[str, list[Blank]]:
    tops = set(pack.framework.order)
    found: dict[str, list[Blank]] = {}
    for blank in pack.framework.blanks:
        if len(blank.about) == 1 and (blank.about[0] in tops or why_not(pack, "select", blank.about[0]) is None):
            found.setdefault(blank.about[0], []).append(blank)
    return found


def _kept_in_words(change: Change_) -> Text:
    th, en = value_label("operation", change.operation)
    if about := codes_of(change):
        th, en = f"{th} ({', '.join(about)})", f"{en} ({', '.join(about)})"
    if change.holds_from is not None:
        day = wording.day(change.holds_from)
        th, en = f"{th} ตั้งแต่ {day.th}", f"{en} from {day.en}"
    return Text(f"{th} · {change.reason}", f"{en} · {change.reason}") if change.reason else Text(th, en)


def _unused(draft: Draft) -> Notice | None:
    if draft.is_yaml_unused:
        return Notice(
            "warn",
            Text("ยังไม่ได้ใช้ข้อความ YAML ที่พิมพ์ไว้", "The YAML that was typed is not used"),
            Text(
                "ผลด้านบนมาจากแบบนี้ ข้อความ YAML ยังอยู่ในแบบผู้เชี่ยวชาญ",
                "What is shown comes from the boxes; the YAML is still there.",
            ),
        )
    if draft.are_boxes_unused:
        return Notice(
            "warn",
            Text("ยังไม่ได้ใช้ค่าที่กรอกในแบบ", "What was typed into the boxes is not used"),
            Text(
                "ผลด้านบนมาจาก YAML หรือไฟล์ ค่าที่กรอกยังอยู่ในแบบนี้",
                "What is shown comes from the YAML or the file; the boxes are as typed.",
            ),
        )
    return None


def _in_summary(pack: Pack, name: str, error: Text) -> Input:
    """A problem in the summary says which indicator it is about."""
    codes = sorted((one.code for one in pack.every_indicator()), key=len, reverse=True)
    _, _, about = name.partition("-")
    code = next((one for one in codes if about == one or about.startswith(f"{one}-")), "")
    if not code or name == WHOLE:
        return Input(name, "", error=error)
    return Input(name, "", error=Text(f"ตัวชี้วัด {code}: {error.th}", f"Indicator {code}: {error.en}"))


def _sum(weights: Iterable[Decimal]) -> Fraction:
    return sum(map(exact, weights), Fraction(0))
