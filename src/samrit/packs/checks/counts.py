"""Numbers of things printed beside percentages: together they imply a whole, and it should be one whole."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from samrit.base.figures import exact, plain, short
from samrit.base.issues import Issue, Place, define
from samrit.packs import formula
from samrit.packs.checks.reading import bare, listed
from samrit.packs.model import Indicator, Pack

SEVERAL_WHOLES = define(
    "PK340", "warning",
    th="ร้อยละกับจำนวนของตัวชี้วัด {code} ไม่ได้มาจากยอดเดียวกัน: {levels}",
    en="the percentages and counts of indicator {code} do not come from one whole: {levels}",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy ว่าใช้ร้อยละหรือจำนวน",
    cure_en="check the document; if it is printed so, add a discrepancy: is the percentage or the count applied",
)  # fmt: skip
OTHER_WHOLE = define(
    "PK341", "warning",
    th="ตัวชี้วัด {code} ถือยอดเต็ม {whole} แต่ {other} ซึ่งใช้ตัวหารเดียวกันถือยอดเต็ม {other_whole}",
    en="indicator {code} takes {whole} as the whole, but {other}, with the same denominator, takes {other_whole}",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check the document; if it is printed so, add a discrepancy",
)  # fmt: skip
FIXED_WHOLE = define(
    "PK342", "note",
    th="ระดับของตัวชี้วัด {code} ถือยอดเต็มคงที่ {whole} แต่สูตรหารด้วย “{divisor}” ที่รายงานจริง",
    en="the levels of indicator {code} take a fixed whole of {whole}, but the formula divides by the reported “{divisor}”",
    cure_th="ให้ discrepancy บอกว่าคิดจากร้อยละตามสูตร หรือจากจำนวนที่พิมพ์",
    cure_en="let a discrepancy say whether the formula's percentage or the printed count is scored",
)  # fmt: skip


def counts(pack: Pack) -> Iterable[Issue]:
    """“ร้อยละ 60 … จำนวน 90” and “ร้อยละ 70 … จำนวน 105” both make 150."""
    shared: dict[str, tuple[str, Fraction]] = {}
    for one in pack.every_indicator():
        wholes, place, said = _wholes(one)
        if not wholes:
            continue
        if len(set(wholes)) > 1:
            yield SEVERAL_WHOLES.at(place, (one.code,), code=one.code, levels=said)
            continue
        whole = wholes[0]
        denominator = bare(one.formula.denominator) if one.formula is not None else ""
        if denominator:
            other, other_whole = shared.setdefault(denominator, (one.code, whole))
            if other_whole != whole:
                words = {"whole": short(whole), "other": other, "other_whole": short(other_whole)}
                yield OTHER_WHOLE.at(place, (one.code, other), code=one.code, **words)
        divisor = _divisor(one)
        if divisor:
            yield FIXED_WHOLE.at(place, (one.code,), code=one.code, whole=short(whole), divisor=divisor)


def _wholes(one: Indicator) -> tuple[list[Fraction], Place, str]:
    """The whole that each printed pair of percentage and count implies, where the first pair stands, and all pairs."""
    held = [
        (points, text)
        for reading in one.printed.values()
        for points, text in reading.levels.items()
        if text.figure and text.count is not None
    ]
    wholes = [
        exact(text.count) * 100 / exact(text.figure) for _, text in held if text.figure and text.count is not None
    ]
    said = listed(
        (points, f"{plain(text.count)} = {plain(text.figure)}% → {short(whole)}")
        for (points, text), whole in zip(held, wholes, strict=True)
        if text.figure is not None and text.count is not None
    )
    return wholes, held[0][1].at.of("count") if held else one.at.here, said


def _divisor(one: Indicator) -> str:
    """The input that the indicator's formula divides by, when it is one."""
    if one.formula is None:
        return ""
    term = formula.parse(one.formula.text, one.formula.at.of("text"), [])
    stack = [term] if term is not None else []
    while stack:
        at = stack.pop()
        if at.op == "div" and at.args[1].op == "input":
            return at.args[1].name
        stack.extend(at.args)
    return ""
