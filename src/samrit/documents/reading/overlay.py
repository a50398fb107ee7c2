"""What a filled form agrees on, as the agreement file of its pack, and what it reports, as a facts file.

Nothing is invented: a score on paper is no result, and a change that the pack does not allow is told with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from samrit.base import thai
from samrit.documents.reading.compare import matched, targets_of
from samrit.documents.reading.figures import is_blank
from samrit.documents.reading.questions import Questions
from samrit.documents.reading.understood import Choice, Row, Said, Understood
from samrit.packs.model import Form, Indicator, Operation, Pack
from samrit.packs.rules import Round

GAP: Final = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True)
class NotTaken:
    """Something the file says that does not go into the agreement, and why."""

    code: str
    what: Said
    because: Said

    def as_json(self) -> dict[str, Any]:
        what, because = self.what, self.because
        return {
            "code": self.code,
            "what": {"th": what.th, "en": what.en},
            "because": {"th": because.th, "en": because.en},
        }


def agreement(read: Understood, pack: Pack) -> tuple[dict[str, Any], list[NotTaken]]:
    """The agreement's data (for YAML), with only what the pack allows, and what was left out of it."""
    operations: list[dict[str, Any]] = []
    left: list[NotTaken] = []
    for blank, value in blanks(read, pack).items():
        _allow("blank", "", {"kind": "blank", "blank": blank, "value": value}, pack, operations, left)
    pairs = matched(read.rows, pack)
    for row in read.rows:
        one = pairs.get(row.code)
        if one is None:
            what = Said(f"ตัวชี้วัด “{row.name}” ที่ไม่มีในชุดเกณฑ์", f"the indicator “{row.name}”, which the pack does not have")
            left.append(NotTaken(row.code, what, _because(pack, "own_indicator")))
            continue
        for operation in _changes(row, one):
            _allow(operation["kind"], one.code, operation, pack, operations, left)
    missing = [one.code for one in pack.indicators if one.code not in {pair.code for pair in pairs.values()}]
    if missing and pairs:
        _allow("select", ", ".join(missing), {"kind": "select", "drop": missing}, pack, operations, left)
    return {"pack": pack.id, "operations": operations}, left


def _changes(row: Row, one: Indicator) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    targets = targets_of(one)
    figures = {level: typed.value for level, typed in row.levels.items()}
    known = all(typed.value is not None or typed.dash for typed in row.levels.values())
    if figures and known and any(value not in targets.get(level, [value]) for level, value in figures.items()):
        levels = {level: "-" if value is None else value for level, value in figures.items()}
        found.append({"kind": "levels", "indicator": one.code, "levels": levels})
    weight = one.weight.percent if one.weight else None
    if row.weight.value is not None and weight is not None and row.weight.value != weight:
        found.append({"kind": "weight", "indicator": one.code, "percent": row.weight.value})
    return found


def _allow(
    operation: Operation,
    code: str,
    change: dict[str, Any],
    pack: Pack,
    taken: list[dict[str, Any]],
    left: list[NotTaken],
) -> None:
    rule = next((one for one in pack.framework.overlay if one.operation == operation), None)
    if rule is not None and rule.allowed and (not rule.indicators or code in rule.indicators):
        taken.append(change)
        return
    told = {"levels": ("ค่าเป้าหมายอื่น", "other targets"), "weight": ("น้ำหนักอื่น", "another weight")}
    th, en = told.get(operation, (operation, operation))
    left.append(NotTaken(code, Said(th, en), _because(pack, operation)))


def _because(pack: Pack, operation: str) -> Said:
    rule = next((one for one in pack.framework.overlay if one.operation == operation), None)
    if rule is None:
        return Said("ชุดเกณฑ์ไม่ได้อนุญาตไว้", "the pack does not mention it")
    return Said(rule.because.th, rule.because.said("en"))


# ── the blanks of the form's head ────────────────────────────────────────────────────────────────────────────────────


def blanks(read: Understood, pack: Pack) -> dict[str, str]:
    """Blank → what is written there, from the lines above the table."""
    lines = [" ".join(thai.normalise(line).split()) for text in read.lines for line in text.split("\n")]
    known: set[str] = {blank.id for blank in pack.framework.blanks}
    found: dict[str, str] = {}
    for form in pack.forms:
        if len(_present(form, lines)) >= max(2, len(form.head) // 3):
            found.update(_of_form(form, lines, known))
    return found


def _present(form: Form, lines: Sequence[str]) -> set[str]:
    return {one.label.th for one in form.head if any(line.startswith(one.label.th) for line in lines)}


def _of_form(form: Form, lines: Sequence[str], known: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in form.head:
        label = one.label.th
        longer = [other.label.th for other in form.head if other.label.th != label and other.label.th.startswith(label)]
        beside = [
            line[len(label) :].strip()
            for line in lines
            if line.startswith(label) and not any(line.startswith(other) for other in longer)
        ]
        if not beside:
            continue
        written = re.sub(r"\s*(ลงนาม|ลงชื่อ)\b.*$", "", beside[0])
        if one.fills == "blank" and one.value in known:
            value = _written(written)
            if value:
                found[one.value] = value
        elif one.fills == "text" and (gap := GAP.search(one.value)) and gap[1] in known:
            before = one.value[: gap.start()].strip()
            value = _written(written.removeprefix(before).strip()) if written.startswith(before) else ""
            if value:
                found[gap[1]] = value
    return found


def _written(text: str) -> str:
    """What stands on the dots; empty where nothing, or only the print before them, does."""
    bare = re.sub(r"[.…_]{3,}", " ", text).strip()
    return "" if is_blank(bare) or re.fullmatch(r"(นาย|นาง|นางสาว|/|\s)+", bare) else bare


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def facts(
    read: Understood, pack: Pack, questions: Questions, filled: Mapping[str, str] | None = None
) -> tuple[dict[str, Any] | None, list[NotTaken]]:
    """The facts file's data where the table has results; None where it has none.  What must be known is asked."""
    rows = [row for row in read.rows if row.result.value is not None]
    if not rows:
        return None, []
    pairs = matched(read.rows, pack)
    reported: dict[str, Decimal | None] = {}
    left: list[NotTaken] = []
    for row in rows:
        one = pairs.get(row.code)
        what = Said(f"ผล {row.result.text}", f"the result {row.result.text}")
        if one is None:
            left.append(NotTaken(row.code, what, Said("ชุดเกณฑ์ไม่มีตัวชี้วัดนี้", "the pack does not have this indicator")))
        elif len(one.inputs) == 1 and next(iter(one.inputs.values())).holds == "figure":
            reported[one.code] = row.result.value
        else:
            names = ", ".join(one.inputs) or "—"
            because = Said(
                f"ผลของตัวชี้วัดนี้คิดจากข้อมูล {names} จึงใช้ตัวเลขเดียวแทนไม่ได้",
                f"its result is worked out from {names}; one figure cannot stand for them",
            )
            left.append(NotTaken(one.code, what, because))
    round_id = _round(pack.framework.rounds, questions)
    unit = _unit(pack, filled or {})
    head = {"pack": pack.id, "round": round_id, **({"unit": unit} if unit else {})}
    return {**head, "facts": reported}, left


def _unit(pack: Pack, filled: Mapping[str, str]) -> str:
    """The unit's name as the form's head prints it with its blank filled."""
    for form in pack.forms:
        for one in form.head:
            if one.fills == "text" and (gap := GAP.search(one.value)) and gap[1] in filled:
                return one.value.replace(gap[0], filled[gap[1]])
    return ""


def _round(rounds: Sequence[Round], questions: Questions) -> str:
    if len(rounds) == 1:
        return rounds[0].id
    why = Said("ผลการดำเนินงานนี้เป็นของรอบใด", "which round are these results of")
    choices = [Choice(one.id, Said(one.name.th, one.name.said("en"))) for one in rounds]
    return questions.ask(None, "", why, choices, id_="round") or ""
