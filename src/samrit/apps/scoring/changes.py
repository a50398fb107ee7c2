"""What changed between two scorecards, and because of what: facts, terms, or the engine.  Plain data in and out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from samrit.base.issues import Language

Card = Mapping[str, Any]
_NONE = ("ไม่มีรายงาน", "not reported")
_UNKNOWN = {"missing": ("ยังไม่มีคะแนน", "no score yet"), "not_applicable": ("ไม่นำมาคิด", "does not count")}
_FIGURES = (
    ("score", "คะแนน", "score"),
    ("weighted", "คะแนนถ่วงน้ำหนัก", "weighted score"),
    ("result", "ผลการดำเนินงาน", "result"),
    ("weight", "น้ำหนัก", "weight"),
    ("status", "สถานะ", "status"),
)  # fmt: skip


@dataclass(frozen=True)
class Cause:
    """One thing that moved a figure, told in a sentence; `about` is the indicator it stands in, "" for all."""

    kind: Literal["fact", "terms", "engine"]
    about: str
    th: str
    en: str

    def said(self, language: Language) -> str:
        return self.th if language == "th" else self.en


@dataclass(frozen=True)
class ChangedScore:
    """One indicator (or "total") whose figures moved: the old and the new one in words, and why."""

    code: str
    figure: str
    old: str
    new: str
    th: str
    en: str
    because: tuple[Cause, ...]

    def said(self, language: Language) -> str:
        """The whole sentence, causes included."""
        causes = "; ".join(cause.said(language) for cause in self.because)
        return f"{self.th} เพราะ{causes}" if language == "th" else f"{self.en} because {causes}"


def compare(old: Card, old_terms: Card, new: Card, new_terms: Card) -> list[ChangedScore]:
    """Every indicator whose figures moved, in the order of the form, then the total; nothing moved: nothing told."""
    before = {one["code"]: one for one in old["indicators"]}
    after = {one["code"]: one for one in new["indicators"]}
    causes = [*_facts(old, new), *_terms(old_terms, new_terms), *_engine(old, new)]
    changed = [
        _changed(code, before.get(code), after.get(code), _near(causes, _below(code, old, new)))
        for code in dict.fromkeys([*after, *before])
        if _figures(before.get(code)) != _figures(after.get(code))
    ]
    for key, th, en in (("total", "คะแนนรวม", "the total"), ("converted", "คะแนนที่แปลงแล้ว", "the converted total")):
        was, is_ = _said(old[key]), _said(new[key])
        if was != is_:
            changed.append(_sentence(key, key, (th, en), was, is_, tuple(causes)))
    return changed


def _changed(code: str, before: Card | None, after: Card | None, because: tuple[Cause, ...]) -> ChangedScore:
    """Told by the first figure that moved, the one a reader looks at first."""
    told = ((key, th, en) for key, th, en in _FIGURES if _figures(before).get(key) != _figures(after).get(key))
    key, th, en = next(told)
    was, is_ = _said((before or {}).get(key)), _said((after or {}).get(key))
    return _sentence(code, key, (f"{th}ตัวชี้วัด {code}", f"the {en} of indicator {code}"), was, is_, because)


def _sentence(
    code: str,
    figure: str,
    what: tuple[str, str],
    was: tuple[str, str],
    is_: tuple[str, str],
    because: tuple[Cause, ...],
) -> ChangedScore:
    th = f"{what[0]} เปลี่ยนจาก {was[0]} เป็น {is_[0]}"
    en = f"{what[1]} went from {was[1]} to {is_[1]}"
    return ChangedScore(code, figure, was[1], is_[1], th, en, because)


def _figures(outcome: Card | None) -> dict[str, Any]:
    if outcome is None:
        return {}
    return {key: _exact(outcome[key]) for key, _, _ in _FIGURES}


def _exact(figure: Any) -> Any:
    """What decides whether a figure moved: its exact value, or which kind of unknown it is."""
    return figure.get("exact", figure.get("unknown")) if isinstance(figure, Mapping) else figure


def _said(figure: Any) -> tuple[str, str]:
    if figure is None:
        return "–", "–"
    if isinstance(figure, str):
        return _UNKNOWN.get(figure, (figure, figure))
    return (figure["shown"],) * 2 if "shown" in figure else _UNKNOWN[figure["unknown"]]


# ── because of what ──────────────────────────────────────────────────────────────────────────────────────────────────


def _facts(old: Card, new: Card) -> Iterator[Cause]:
    was, is_ = _by_key(old), _by_key(new)
    for key in sorted(was.keys() | is_.keys()):
        before, after = was.get(key), is_.get(key)
        if _value(before) != _value(after):
            code, name, window = key
            where = f"{code} {name}" + (f" ({window})" if window else "")
            (a_th, a_en), (b_th, b_en) = _typed(before), _typed(after)
            yield Cause("fact", code, f"ข้อมูล {where}: {a_th} → {b_th}", f"the fact {where}: {a_en} → {b_en}")
    for part, th, en in (("kind", "ประเภทหน่วย", "kind of unit"), ("under", "หน่วยเหนือ", "bodies above")):
        if old["facts"]["unit"][part] != new["facts"]["unit"][part]:
            yield Cause("fact", "", f"{th}เปลี่ยน", f"the {en} changed")
    if old["round"] != new["round"]:
        yield Cause("fact", "", "เป็นคนละรอบ", "these are two rounds")


def _by_key(card: Card) -> dict[tuple[str, str, str], Card]:
    return {(fact["indicator"], fact["input"], fact["window"]): fact for fact in card["facts"]["facts"]}


def _value(fact: Card | None) -> Any:
    """A row left blank says no more than no row at all."""
    return "missing" if fact is None else fact.get("value", fact.get("unknown"))


def _typed(fact: Card | None) -> tuple[str, str]:
    return _NONE if fact is None or fact.get("unknown") == "missing" else (f"“{fact['text']}”",) * 2


def _terms(old: Card, new: Card) -> Iterator[Cause]:
    if old is new or old == new:
        return
    was, is_ = _all_indicators(old), _all_indicators(new)
    for code in dict.fromkeys([*is_, *was]):
        dropped = (code in old["dropped"]) != (code in new["dropped"])
        if dropped or was.get(code) != is_.get(code):
            yield Cause("terms", code, f"เกณฑ์ที่ตกลงของ {code} เปลี่ยน", f"the terms of {code} changed")
    if any(old.get(part) != new.get(part) for part in ("framework", "surveys")):
        yield Cause("terms", "", "กติกาของชุดเกณฑ์เปลี่ยน", "the rules of the framework changed")


def _all_indicators(terms: Card) -> dict[str, Any]:
    """Each indicator without its parts, which stand for themselves."""
    found: dict[str, Any] = {}
    waiting = list(terms["indicators"])
    while waiting:
        one = waiting.pop(0)
        parts = one.get("parts", [])
        found[one["code"]] = {**one, "parts": [part["code"] for part in parts]}
        waiting = [*parts, *waiting]
    return found


def _engine(old: Card, new: Card) -> Iterator[Cause]:
    if old["engine"] != new["engine"]:
        said = f"{old['engine']} → {new['engine']}"
        yield Cause("engine", "", f"โปรแกรมคิดคะแนนเปลี่ยนรุ่น {said}", f"the engine changed: {said}")


def _below(code: str, *cards: Card) -> set[str]:
    """The indicator and all its parts, in either card."""
    found = {code}
    for card in cards:
        depth: int | None = None
        for one in card["indicators"]:
            if one["code"] == code:
                depth = one["depth"]
            elif depth is not None and one["depth"] <= depth:
                depth = None
            if depth is not None:
                found.add(one["code"])
    return found


def _near(causes: list[Cause], codes: set[str]) -> tuple[Cause, ...]:
    """The causes inside an indicator and those for all; else every one, for a weight may move by another's dropping out."""
    near = tuple(cause for cause in causes if cause.about in codes)
    return near + tuple(cause for cause in causes if not cause.about) if near else tuple(causes)
