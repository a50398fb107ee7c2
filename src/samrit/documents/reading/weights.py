"""Weights: an indicator's own, those in brackets of its parts, and the missing ones, which are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from samrit.base import thai
from samrit.base.figures import plain
from samrit.documents.reading.figures import BRACKETED, Part, answered, figure, tidy
from samrit.documents.reading.questions import Questions, figure_choice
from samrit.documents.reading.rows import Entry, brief
from samrit.documents.reading.understood import NOTHING, Choice, Row, Said, Typed


def weighed(entry: Entry, top: Row, parts: list[Row], questions: Questions) -> list[Row]:
    """The indicator and its parts with their weights; weights in brackets belong to the parts, in their order."""
    cells = [line["weight"] for line in entry.lines if "weight" in line]
    loose: list[Typed] = []
    about = Said(f"น้ำหนักของตัวชี้วัด {top.code}", f"the weight of indicator {top.code}")
    own, brackets = _split(cells, questions, about, has_parts=bool(parts))
    loose.extend(brackets)
    weights: list[Typed] = []
    for part, sub in zip(parts, entry.parts, strict=True):
        about = Said(f"น้ำหนักของตัวชี้วัด {part.code}", f"the weight of indicator {part.code}")
        found, brackets = _split([line["weight"] for line in sub.lines if "weight" in line], questions, about, True)
        if not found.blank or len(brackets) == 1:
            weights.append(brackets[0] if found.blank else found)
        else:
            weights.append(NOTHING)
            loose.extend(brackets)
    lacking = [at for at, weight in enumerate(weights) if weight.blank]
    if loose and len(loose) == len(lacking):
        for at, weight in zip(lacking, loose, strict=True):
            weights[at] = weight
    elif loose and [one.value for one in loose] != [one.value for one in weights]:
        why = Said(
            f"น้ำหนักในวงเล็บ {len(loose)} ค่า แต่มีตัวย่อยที่ยังไม่มีน้ำหนัก {len(lacking)} ตัว",
            f"{len(loose)} weights in brackets, but {len(lacking)} parts without a weight",
        )
        seen = " ".join(f"({plain(one.value)})" for one in loose if one.value is not None)
        questions.ask(loose[0].spot, seen, why, [Choice("ignore", Said("ไม่ใช้ค่าในวงเล็บ", "leave them out"))])
    done = [replace(part, weight=weight) for part, weight in zip(parts, weights, strict=True)]
    return [replace(top, weight=own), *done]


def _split(cells: Sequence[Part], questions: Questions, what: Said, has_parts: bool) -> tuple[Typed, list[Typed]]:
    """The weight outside brackets, and those inside."""
    loose: list[Typed] = []
    outside: list[Part] = []
    for cell in cells:
        text = tidy(cell.text)
        inside = BRACKETED.findall(text)
        rest = BRACKETED.sub("", text).strip()
        if not has_parts and inside and not rest and len(inside) == 1:
            # a weight in brackets without parts is that indicator's own
            outside.append(replace(cell, text=inside[0]))
            continue
        if has_parts:
            loose.extend(Typed(f"({one})", thai.parse_figure(one), cell.spot) for one in inside if _fits(one))
            if rest:
                outside.append(replace(cell, text=rest if inside else cell.text))
        else:
            outside.append(cell)
    if not outside:
        return NOTHING, loose
    same = list(dict.fromkeys(tidy(one.text) for one in outside))
    part = outside[0] if len(same) == 1 else replace(outside[0], text=" ".join(same))
    return figure(part, questions, what), loose


def _fits(text: str) -> bool:
    try:
        thai.parse_figure(text)
    except thai.ThaiTextError:
        return False
    return True


def all_weighed(rows: list[Row], questions: Questions) -> list[Row]:
    """Ask for each weight that is missing, offering what would complete the whole."""
    tops = [row for row in rows if not row.part_of]
    if all(row.weight.blank for row in rows):
        return rows  # the table has no weights at all, which is told as a whole
    done: list[Row] = []
    for row in rows:
        if not row.weight.blank:
            done.append(row)
            continue
        beside = [one for one in rows if one.part_of == row.part_of] if row.part_of else tops
        parent = next((one.weight.value for one in tops if one.code == row.part_of), None)
        whole = parent if row.part_of else Decimal(100)
        parts = [one.weight.value for one in rows if one.part_of == row.code]
        offered = _rest(row, beside, whole)
        if offered is None and parts and all(value is not None for value in parts):
            offered = sum((value for value in parts if value is not None), Decimal(0))
        choices = [figure_choice(plain(offered), "ให้รวมครบพอดี", "makes the sum complete")] if offered else []
        why = Said(f"ไม่มีน้ำหนักของตัวชี้วัด {row.code}", f"indicator {row.code} has no weight")
        answer = questions.ask(row.spot, brief(row.name), why, choices, free=True, id_=f"{row.spot.id}-weight")
        typed = Typed("", None, row.spot) if answer is None else answered(Part("", row.spot), answer)
        done.append(replace(row, weight=typed))
    return done


def _rest(row: Row, beside: Sequence[Row], whole: Decimal | None) -> Decimal | None:
    others = [one.weight.value for one in beside if one is not row]
    if whole is None or any(value is None for value in others):
        return None
    left = whole - sum((value for value in others if value is not None), Decimal(0))
    return left if left > 0 else None
