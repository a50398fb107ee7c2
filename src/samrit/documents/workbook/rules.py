"""The rule of one line of the fact workbook in a sentence or two of Thai, for the comment on its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samrit.base.figures import plain
from samrit.engine.inputs import Slot
from samrit.engine.plan import Node, Plan
from samrit.packs.method import Improvement, Judged, LevelTable
from samrit.packs.model import Input

LONGEST: Final = 700

ADDS_UP: Final = {
    "sum": "ยอดทั้งช่วง = ผลรวมทุกเดือน ต้องกรอกทุกเดือน",
    "last": "ใช้ค่าของเดือนสุดท้าย",
    "mean": "ยอดทั้งช่วง = ค่าเฉลี่ยทุกเดือน ต้องกรอกทุกเดือน",
    "most": "ใช้ค่าของเดือนที่มากที่สุด",
    "union": "ทำในเดือนใดเดือนหนึ่งก็นับ",
}


def rule_of(plan: Plan, node: Node, slot: Slot, window: str, in_short: bool = False) -> str:
    """What may stand in the cell, what becomes of it, and where that is written; in short below a line that says it."""
    sentences = [*_what_to_write(plan, node, slot), *_of_months(slot, window)]
    if not in_short:
        sentences += [*_what_becomes(plan, node), *_who_says(plan, node, slot)]
    text = "\n".join(sentences)
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"


def filled(text: str, plan: Plan) -> str:
    """A text with the agreement's blanks filled in, or dotted."""
    dotted: dict[str, str] = {blank.id: blank.verbatim for blank in plan.pack.framework.blanks}
    return _BLANK.sub(lambda found: plan.terms.blanks.get(found[1]) or dotted.get(found[1], found[0]), text)


_BLANK: Final = re.compile(r"\{([a-z][a-z0-9_-]*)\}")


def _what_to_write(plan: Plan, node: Node, slot: Slot) -> Iterator[str]:
    spec = slot.spec
    if spec.holds == "deed":
        yield "เลือก ทำแล้ว หรือ ยังไม่ทำ ว่างไว้ = ยังไม่รายงาน"
    else:
        whole = "จำนวนเต็ม" if spec.whole else "ตัวเลข"
        unit = plan.unit_word(spec.measure_unit)
        step = ""
        if isinstance(node.indicator.method, Judged):
            step = f" ทีละ {plain(node.indicator.method.step)}"
        yield f"พิมพ์{whole}{_limits(spec)}{step}{f' ({unit})' if unit else ''} ว่างไว้ = ยังไม่รายงาน ไม่ใช่ศูนย์"
        if spec.nil_is is not None:
            yield f"ถ้าไม่มีเลยให้พิมพ์ ไม่มี (นับเป็น {plain(spec.nil_is)})"
    if plan.accepts_not_applicable(node.code):
        yield "ถ้าไม่เกี่ยวข้องกับหน่วยให้พิมพ์ N/A"


def _limits(spec: Input) -> str:
    if spec.least is not None and spec.most is not None:
        return f"ตั้งแต่ {plain(spec.least)} ถึง {plain(spec.most)}"
    if spec.least is not None:
        return f"ไม่น้อยกว่า {plain(spec.least)}"
    return "" if spec.most is None else f"ไม่เกิน {plain(spec.most)}"


def _of_months(slot: Slot, window: str) -> Iterator[str]:
    if slot.months and slot.spec.adds_up:
        yield ADDS_UP[slot.spec.adds_up] if window else "กรอกช่องนี้ช่องเดียวแทนรายเดือนได้ อย่ากรอกทั้งสองแบบ"


def _what_becomes(plan: Plan, node: Node) -> Iterator[str]:
    formula = node.indicator.formula
    if formula is not None and formula.numerator and formula.denominator:
        factor = f" {formula.factor}" if formula.factor else ""
        yield filled(f"ผล = {formula.numerator} ÷ {formula.denominator}{factor}", plan)
    method = node.indicator.method
    if isinstance(method, LevelTable | Improvement):
        levels = " · ".join(
            f"{plain(points)} = {'–' if target is None else plain(target)}" for points, target in method.levels.items()
        )
        yield f"ระดับคะแนน: {levels}"


def _who_says(plan: Plan, node: Node, slot: Slot) -> Iterator[str]:
    spec = slot.spec
    post = next((one.name.th for one in plan.pack.framework.posts if one.id == spec.measured_by), "")
    if post or spec.broadcast:
        yield f"วัดโดย {post or 'หน่วยเหนือ'}{' แล้วแจ้งทุกหน่วย' if spec.broadcast else ''}"
    if spec.evidence:
        yield "หลักฐาน: " + "; ".join(filled(words.th, plan) for words in spec.evidence[:3])
    source = spec.source or node.indicator.source
    if source is not None:
        yield f"ที่มา: {source.place}"
