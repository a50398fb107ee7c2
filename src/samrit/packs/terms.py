"""Terms: what is scored.  A pack and the operations that an agreement was allowed to make on it, resolved purely.

The pack says which operations it allows and tells the reader why it refuses the others.  An operation may carry the
day from which it holds, so that an agreement amended in April is scored by its old terms in March.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from samrit.base.issues import Issue, Place, Refused, define, errors
from samrit.packs import checks, digest
from samrit.packs.bind import Code, Located, bind
from samrit.packs.method import Improvement, LevelTable
from samrit.packs.model import BaselineYear, Indicator, Operation, Pack, PartKind, Weight
from samrit.packs.reader import Node, read_bytes
from samrit.packs.texts import Dashed, Item, Words

OF_ANOTHER_PACK = define(
    "OV001", "error",
    th="ข้อตกลงนี้เป็นของชุดเกณฑ์ “{named}” ไม่ใช่ “{pack}”", en="this agreement is for the pack “{named}”, not “{pack}”",
    cure_th="ใช้กับชุดเกณฑ์ที่ระบุไว้", cure_en="use it with the pack it names",
)  # fmt: skip
NOT_ALLOWED = define(
    "OV002", "error",
    th="ชุดเกณฑ์ไม่ให้ข้อตกลงทำ “{operation}”{on}: {because_th}", en="the pack does not let an agreement do “{operation}”{on}: {because_en}",
    cure_th="ลบรายการนี้ออก หรือขอให้เจ้าของกรอบการประเมินแก้ชุดเกณฑ์", cure_en="delete it, or ask the framework's owner to change the pack",
)  # fmt: skip
NO_SUCH_INDICATOR = define(
    "OV003", "error",
    th="ไม่มีตัวชี้วัด “{code}”", en="there is no indicator “{code}”",
    cure_th="ตัวชี้วัดที่มี: {allowed}", cure_en="the indicators are: {allowed}",
)  # fmt: skip
DOES_NOT_FIT = define(
    "OV004", "error",
    th="ทำรายการนี้กับตัวชี้วัด {code} ไม่ได้: {why_th}", en="this cannot be done to indicator {code}: {why_en}",
    cure_th="ดูโครงของตัวชี้วัดด้วย samrit pack show", cure_en="see the indicator with `samrit pack show`",
)  # fmt: skip
NO_SUCH_BLANK = define(
    "OV005", "error",
    th="ไม่มีช่องว่างชื่อ “{blank}” ในแบบฟอร์ม", en="the form has no blank called “{blank}”",
    cure_th="ช่องว่างที่มี: {allowed}", cure_en="its blanks are: {allowed}",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Change(Located):
    """Base of the operations: when it holds from, and why."""

    operation: ClassVar[Operation]

    holds_from: Annotated[date | None, "the first day it holds (C.E.); left out: from the start"] = None
    reason: Annotated[str, "why, for the record"] = ""


@dataclass(frozen=True, kw_only=True)
class FillBlank(Change):
    """Fill a dotted blank of the form."""

    kind: ClassVar[str] = "blank"
    operation: ClassVar[Operation] = "blank"

    blank: Annotated[Code, "id of the blank"]
    value: Annotated[str, "what stands there"]


@dataclass(frozen=True, kw_only=True)
class SetWeight(Change):
    """Give an indicator another weight."""

    kind: ClassVar[str] = "weight"
    operation: ClassVar[Operation] = "weight"

    indicator: Annotated[Code, "which"]
    percent: Annotated[Decimal, "the new weight"]


@dataclass(frozen=True, kw_only=True)
class Select(Change):
    """Take indicators out of the agreement."""

    kind: ClassVar[str] = "select"
    operation: ClassVar[Operation] = "select"

    drop: Annotated[tuple[Code, ...], "indicators taken out"]


@dataclass(frozen=True, kw_only=True)
class SetLevels(Change):
    """Agree other targets."""

    kind: ClassVar[str] = "levels"
    operation: ClassVar[Operation] = "levels"

    indicator: Annotated[Code, "which"]
    levels: Annotated[dict[Decimal, Dashed], "points → target"]


@dataclass(frozen=True, kw_only=True)
class SetBaseline(Change):
    """Add or replace an earlier year's value."""

    kind: ClassVar[str] = "baseline"
    operation: ClassVar[Operation] = "baseline"

    indicator: Annotated[Code, "which"]
    year: Annotated[int, "พ.ศ."]
    area: Annotated[Code | None, "an area of the pack; left out: the middle criterion"] = None
    value: Annotated[Decimal, "the value"]


@dataclass(frozen=True, kw_only=True)
class SetWindow(Change):
    """Measure an input over another window."""

    kind: ClassVar[str] = "window"
    operation: ClassVar[Operation] = "window"

    indicator: Annotated[Code, "which"]
    input: Annotated[Code, "its input"]
    window: Annotated[Code, "a window of the pack"]


@dataclass(frozen=True, kw_only=True)
class OwnIndicator(Change):
    """Add an indicator of the unit's own."""

    kind: ClassVar[str] = "own_indicator"
    operation: ClassVar[Operation] = "own_indicator"

    indicator: Annotated[Indicator, "the whole indicator"]


@dataclass(frozen=True, kw_only=True)
class SetText(Change):
    """Put the agency's own full text in the place of the pack's concise one."""

    kind: ClassVar[str] = "texts"
    operation: ClassVar[Operation] = "texts"

    indicator: Annotated[Code, "which"]
    part: Annotated[PartKind, "which part of its sheet"] = "explanation"
    text: Annotated[Words, "the text, in full"]


Change_ = FillBlank | SetWeight | Select | SetLevels | SetBaseline | SetWindow | OwnIndicator | SetText


@dataclass(frozen=True, kw_only=True)
class Overlay(Located):
    """An agreement's operations on a pack, in order."""

    pack: Annotated[Code, "the pack it is for"]
    name: Annotated[Words | None, "what the agreement is called"] = None
    operations: Annotated[tuple[Change_, ...], "in the order they are made"] = ()


@dataclass(frozen=True)
class Terms:
    """What is scored: the pack after the allowed operations, what was dropped, the blanks filled, and the digests."""

    pack: Pack
    pack_digest: str
    dropped: frozenset[str] = frozenset()
    blanks: Mapping[str, str] = field(default_factory=dict)
    overlay: Overlay | None = None

    def as_json(self) -> dict[str, Any]:
        """Everything a score depends on, canonical; `digest` is its sha256."""
        return {
            **digest.pack_as_json(self.pack),
            "pack_digest": self.pack_digest,
            "dropped": sorted(self.dropped),
            "blanks": dict(self.blanks),
        }

    @property
    def digest(self) -> str:
        """sha256 of `as_json`, computed once."""
        known = self.__dict__.get("_digest")
        if known is None:
            known = digest.of(self.as_json())
            object.__setattr__(self, "_digest", known)
        return str(known)


def read_overlay(data: bytes, name: str) -> Overlay:
    """An agreement file; refuses with all its problems."""
    node, issues = read_bytes(data, name)
    overlay = None if node is None else bind(node, Overlay, issues)
    if overlay is None or errors(issues):
        raise Refused(issues)
    return overlay


def bind_overlay(node: Node, issues: list[Issue]) -> Overlay | None:
    """An agreement that stands inside another file, such as a worked case."""
    return bind(node, Overlay, issues)


def resolve(pack: Pack, overlay: Overlay | None = None, on: date | None = None) -> Terms:
    """The Terms of `pack` under `overlay` as they hold on the day `on` (None: with every operation).

    Raises `Refused` with every operation that the pack does not allow or that does not fit, and with every error that
    the changed pack would have (weights that no longer add up, levels out of order).
    """
    terms = Terms(pack, digest.of_pack(pack))
    if overlay is None:
        return terms
    issues: list[Issue] = []
    if overlay.pack != pack.id:
        raise Refused([OF_ANOTHER_PACK.at(overlay.at.of("pack"), named=overlay.pack, pack=pack.id)])
    for change in overlay.operations:
        refusals = _refusals(pack, change)
        issues.extend(refusals)
        if refusals or (on is not None and change.holds_from is not None and change.holds_from > on):
            continue
        terms = _APPLY[type(change)](terms, change, issues)
    # an agreement that takes indicators out is expected to leave less than the whole weight
    issues.extend(errors(checks.run_on_terms(terms.pack)) if not errors(issues) else [])
    if errors(issues):
        raise Refused(issues)
    return replace(terms, overlay=overlay)


def why_not(pack: Pack, operation: Operation, code: str = "") -> Words | None:
    """Why the pack does not let an agreement do this (to this indicator); None: it does."""
    allowance = next((rule for rule in pack.framework.overlay if rule.operation == operation), None)
    if allowance is None:
        return _SILENT
    if not allowance.allowed or (code and allowance.indicators and code not in allowance.indicators):
        return allowance.because
    return None


def _refusals(pack: Pack, change: Change_) -> list[Issue]:
    wanted: list[Operation] = [change.operation]
    if change.holds_from is not None:
        wanted.append("amend_from_date")
    return [
        NOT_ALLOWED.at(
            change.at.here,
            (code,) if code else (),
            operation=operation,
            on=f" ({code})" if code else "",
            because_th=because.th,
            because_en=because.said("en"),
        )
        for operation in wanted
        for code in _codes_of(change) or [""]
        if (because := why_not(pack, operation, code)) is not None
    ]


_SILENT = Words(th="ชุดเกณฑ์ไม่ได้อนุญาตไว้", en="the pack does not mention it")


def _codes_of(change: Change_) -> list[str]:
    if isinstance(change, Select):
        return list(change.drop)
    if isinstance(change, FillBlank):
        return []
    return [change.indicator.code if isinstance(change, OwnIndicator) else change.indicator]


def _fill_blank(terms: Terms, change: FillBlank, issues: list[Issue]) -> Terms:
    known = [blank.id for blank in terms.pack.framework.blanks]
    if change.blank not in known:
        issues.append(NO_SUCH_BLANK.at(change.at.of("blank"), blank=change.blank, allowed=", ".join(known)))
    return replace(terms, blanks={**terms.blanks, change.blank: change.value})


def _select(terms: Terms, change: Select, issues: list[Issue]) -> Terms:
    for code in change.drop:
        _known(terms.pack, code, change.at.of("drop"), issues)
    return replace(terms, dropped=terms.dropped | set(change.drop))


def _set_weight(terms: Terms, change: SetWeight, issues: list[Issue]) -> Terms:
    return _mend(terms, change, lambda one: replace(one, weight=Weight(percent=change.percent, at=change.at)), issues)


def _set_levels(terms: Terms, change: SetLevels, issues: list[Issue]) -> Terms:
    def mend(one: Indicator) -> Indicator:
        if not isinstance(one.method, LevelTable | Improvement):
            _unfit(change.at.here, one.code, ("ไม่ได้ให้คะแนนด้วยตารางระดับ", "it is not scored by a level table"), issues)
            return one
        # what the document prints for the levels no longer speaks of these targets
        printed = {place: replace(reading, levels={}, step_size=None) for place, reading in one.printed.items()}
        return replace(one, method=replace(one.method, levels=change.levels, at=change.at), printed=printed)

    return _mend(terms, change, mend, issues)


def _set_baseline(terms: Terms, change: SetBaseline, issues: list[Issue]) -> Terms:
    def mend(one: Indicator) -> Indicator:
        if not one.baselines:
            _unfit(change.at.here, one.code, ("ไม่มีตารางข้อมูลพื้นฐาน", "it has no baseline table"), issues)
            return one
        first, *others = one.baselines
        years = {row.year: row for row in first.years}
        row = years.get(change.year) or BaselineYear(year=change.year, middle=None, at=change.at)
        areas = row.areas if change.area is None else {**row.areas, change.area: change.value}
        row = replace(row, middle=change.value if change.area is None else row.middle, areas=areas)
        years[change.year] = row
        table = replace(first, years=tuple(years[year] for year in sorted(years)))
        return replace(one, baselines=(table, *others))

    return _mend(terms, change, mend, issues)


def _set_window(terms: Terms, change: SetWindow, issues: list[Issue]) -> Terms:
    def mend(one: Indicator) -> Indicator:
        if change.input not in one.inputs:
            _unfit(change.at.here, one.code, (f"ไม่มีข้อมูล “{change.input}”", f"no input “{change.input}”"), issues)
            return one
        moved = replace(one.inputs[change.input], window=change.window)
        return replace(one, inputs={**one.inputs, change.input: moved})

    return _mend(terms, change, mend, issues)


def _own_indicator(terms: Terms, change: OwnIndicator, issues: list[Issue]) -> Terms:
    pack = terms.pack
    order = (*pack.framework.order, change.indicator.code)
    framework = replace(pack.framework, order=order)
    return replace(terms, pack=replace(pack, framework=framework, indicators=(*pack.indicators, change.indicator)))


def _set_text(terms: Terms, change: SetText, issues: list[Issue]) -> Terms:
    def mend(one: Indicator) -> Indicator:
        if change.part == "explanation":
            return replace(one, explanation=change.text)
        if all(part.about != change.part for part in one.details):
            _unfit(
                change.at.of("part"), one.code, (f"ไม่มีส่วน “{change.part}”", f"it has no part “{change.part}”"), issues
            )
        full = (Item(text=change.text, at=change.at),)
        return replace(
            one, details=tuple(replace(part, items=full) if part.about == change.part else part for part in one.details)
        )

    return _mend(terms, change, mend, issues)


_APPLY: dict[type, Callable[[Terms, Any, list[Issue]], Terms]] = {
    FillBlank: _fill_blank,
    SetWeight: _set_weight,
    Select: _select,
    SetLevels: _set_levels,
    SetBaseline: _set_baseline,
    SetWindow: _set_window,
    OwnIndicator: _own_indicator,
    SetText: _set_text,
}


def _mend(terms: Terms, change: Any, mend: Callable[[Indicator], Indicator], issues: list[Issue]) -> Terms:
    """The terms with one indicator replaced, wherever it stands in the tree."""
    if not _known(terms.pack, change.indicator, change.at.of("indicator"), issues):
        return terms

    def walk(one: Indicator) -> Indicator:
        if one.code == change.indicator:
            return mend(one)
        return replace(one, parts=tuple(walk(part) for part in one.parts)) if one.parts else one

    return replace(terms, pack=replace(terms.pack, indicators=tuple(walk(one) for one in terms.pack.indicators)))


def _known(pack: Pack, code: str, place: Place, issues: list[Issue]) -> bool:
    known = [one.code for one in pack.every_indicator()]
    if code not in known:
        issues.append(NO_SUCH_INDICATOR.at(place, (code,), code=code, allowed=", ".join(known)))
    return code in known


def _unfit(place: Place, code: str, why: tuple[str, str], issues: list[Issue]) -> None:
    issues.append(DOES_NOT_FIT.at(place, (code,), code=code, why_th=why[0], why_en=why[1]))
