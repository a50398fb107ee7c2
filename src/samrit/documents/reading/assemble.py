"""From sorted rows to indicators: codes, targets, weights of parts, figures - asking wherever more than one reading is left."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from samrit.base import thai
from samrit.base.figures import plain
from samrit.documents.reading.figures import (
    BRACKETED,
    NO_DASH,
    Part,
    answered,
    figure,
    is_blank,
    is_words,
    number,
    tidy,
)
from samrit.documents.reading.questions import Questions, figure_choice
from samrit.documents.reading.rows import Entry, brief
from samrit.documents.reading.understood import NOTHING, Choice, Row, Said, Typed
from samrit.documents.reading.weights import all_weighed, weighed

LEVELS: Final = (1, 2, 3, 4, 5)


def rows_of(entries: Sequence[Entry], levels: Sequence[int], questions: Questions, remarks: list[Said]) -> list[Row]:
    """Every indicator followed by its parts."""
    found: list[Row] = []
    taken = {entry.code for entry in entries if entry.code}
    for order, entry in enumerate(entries, 1):
        code = entry.code or _free_code(order, taken)
        taken.add(code)
        top = _row(entry, code, "", levels, questions, remarks)
        if entry.parts and (top.levels or top.told):
            top = _own_or_parts(entry, top, questions)
        parts = [
            _row(part, part.code or f"{code}.{nth}", code, levels, questions, remarks)
            for nth, part in enumerate(entry.parts, 1)
        ]
        found.extend(weighed(entry, top, parts, questions))
    return all_weighed(found, questions)


def told_apart(entries: Sequence[Entry], questions: Questions) -> list[Entry]:
    """The indicators, each code once: where one comes again, the question what that means."""
    kept: list[Entry] = []
    seen: dict[str, Entry] = {}
    for entry in entries:
        first = seen.get(entry.code) if entry.code else None
        if first is None:
            seen[entry.code] = entry
            kept.append(entry)
            continue
        why = Said(
            f"รหัส {entry.code} มีสองแห่ง (แห่งแรก {first.spot.said('th')})",
            f"the code {entry.code} stands twice (first at {first.spot.said('en')})",
        )
        choices = [
            Choice("first", Said("ใช้แห่งแรก", "use the first")),
            Choice("second", Said("ใช้แห่งนี้", "use this one")),
            Choice("both", Said("เป็นคนละตัวชี้วัด ให้รหัสใหม่", "they are two indicators; give this a new code")),
        ]
        answer = questions.ask(entry.spot, brief(entry.name), why, choices, id_=f"{entry.spot.id}-code")
        if answer == "second":
            kept[kept.index(first)] = entry
            seen[entry.code] = entry
        elif answer == "both":
            entry.code = ""
            kept.append(entry)
    return kept


def _own_or_parts(entry: Entry, top: Row, questions: Questions) -> Row:
    """An indicator has targets of its own and parts as well: which of the two is scored is asked."""
    why = Said(
        f"ตัวชี้วัด {top.code} มีทั้งค่าเป้าหมายของตัวเองและตัวย่อย", f"indicator {top.code} has targets of its own and parts"
    )
    choices = [
        Choice("parts", Said("คิดจากตัวย่อย", "it is scored by its parts")),
        Choice(
            "own", Said("คิดจากค่าเป้าหมายของตัวเอง แถวย่อยเป็นรายละเอียด", "by its own targets; the rows below are detail")
        ),
    ]
    answer = questions.ask(entry.spot, brief(entry.name), why, choices, id_=f"{entry.spot.id}-parts")
    if answer == "own":
        entry.parts.clear()
        return top
    return replace(top, levels={}, told={}) if answer == "parts" else top


def _free_code(order: int, taken: set[str]) -> str:
    while str(order) in taken:
        order += 1
    return str(order)


def _row(
    entry: Entry, code: str, part_of: str, levels: Sequence[int], questions: Questions, remarks: list[Said]
) -> Row:
    about = Said(f"ตัวชี้วัด {code}", f"indicator {code}")
    targets, told = _targets(entry, levels, questions, remarks, about)
    judged = bool(levels) and not entry.has_levels and not entry.parts and _without_targets(entry, questions, about)

    def one(role: str, name: Said) -> Typed:
        return _single(entry, role, questions, Said(f"{name.th} ของ{about.th}", f"{name.en} of {about.en}"))

    return Row(
        code=code,
        code_given=bool(entry.code),
        name=entry.name,
        spot=entry.spot,
        part_of=part_of,
        key_result=entry.key_result,
        levels=targets,
        told=told,
        score=one("score", Said("คะแนน (ก)", "the score")),
        weighted=one("weighted", Said("รวมคะแนน (ค)", "the weighted score")),
        result=one("result", Said("ผลการดำเนินงาน", "the result")),
        comment=one("comment", Said("คะแนนตามความเห็น", "the commentator's score")),
        agency=_words(entry, "agency"),
        superior=_words(entry, "superior"),
        measure_unit=_words(entry, "measure_unit"),
        judged=judged,
    )


def _without_targets(entry: Entry, questions: Questions, about: Said) -> bool:
    why = Said(f"{about.th} ไม่มีค่าเป้าหมายเลย", f"{about.en} has no targets at all")
    choices = [Choice("judged", Said("ผู้ประเมินให้คะแนนเอง", "the evaluator gives the score"))]
    return questions.ask(entry.spot, brief(entry.name), why, choices) == "judged"


def _words(entry: Entry, role: str) -> str:
    texts = [" ".join(line[role].text.split()) for line in entry.lines if role in line]
    return " ".join(text for text in dict.fromkeys(texts) if not is_blank(text))


def _single(entry: Entry, role: str, questions: Questions, what: Said) -> Typed:
    """The one figure of a role; two rows that say different things are asked about."""
    parts = [line[role] for line in entry.lines if role in line and not is_blank(tidy(line[role].text))]
    texts = list(dict.fromkeys(tidy(part.text) for part in parts))
    if len(texts) < 2:
        return figure(parts[0], questions, what, computed=role in ("score", "weighted")) if parts else NOTHING
    why = Said(f"{what.th} มีสองค่าในสองแถว", f"{what.en} stands twice, in two rows")
    choices = [figure_choice(text) for text in texts if number(text) is not None]
    return answered(parts[0], questions.ask(parts[0].spot, " | ".join(texts), why, [*choices, NO_DASH], free=True))


# ── targets ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _targets(
    entry: Entry, levels: Sequence[int], questions: Questions, remarks: list[Said], about: Said
) -> tuple[dict[int, Typed], dict[int, str]]:
    lines = [
        {level: line[f"level{level}"] for level in levels if f"level{level}" in line}
        for line in entry.lines
        if any(role.startswith("level") for role in line)
    ]
    line = _one_line(lines, questions, remarks, about)
    if not line:
        return {}, {}
    words = [part for part in line.values() if is_words(part.text)]
    figures = [part for part in line.values() if not is_words(part.text) and not is_blank(tidy(part.text))]
    if words and all(tidy(part.text) == "-" for part in figures):
        return {}, {level: " ".join(part.text.split()) for level, part in line.items() if is_words(part.text)}
    shared = _shared(line)
    if shared is not None:
        return _spread(shared, line, questions, about), {}
    return {level: _target(level, line, entry, questions, about) for level in levels}, {}


def _one_line(
    lines: Sequence[dict[int, Part]], questions: Questions, remarks: list[Said], about: Said
) -> dict[int, Part]:
    """The row of targets where an indicator has several rows."""
    kept: list[dict[int, Part]] = []
    for line in lines:
        if kept and set(line).isdisjoint(kept[-1]):
            kept[-1] = {**kept[-1], **line}
        elif not any(_same(line, other) for other in kept):
            kept.append(line)
    if len(kept) < 2:
        return kept[0] if kept else {}
    numbers = [line for line in kept if all(tidy(part.text) == str(level) for level, part in line.items())]
    others = [line for line in kept if line not in numbers]
    if numbers and len(others) == 1:
        spot = next(iter(others[0].values())).spot
        remarks.append(
            Said(
                f"{about.th}: แถวหนึ่งเป็นเลขระดับ 1–5 จึงอ่านค่าเป้าหมายจากอีกแถว ({spot.said('th')})",
                f"{about.en}: one row holds only the level numbers, so the targets are read from the other ({spot.said('en')})",
            )
        )
        return {level: replace(part, text=_unbracketed(part.text)) for level, part in others[0].items()}
    why = Said(f"{about.th} มีค่าเป้าหมาย {len(kept)} แถว", f"{about.en} has {len(kept)} rows of targets")
    choices = [
        Choice(str(nth), Said(f"ใช้แถวที่ {nth}: {_listed(line)}", f"use row {nth}: {_listed(line)}"))
        for nth, line in enumerate(kept, 1)
    ]
    spot = next(iter(kept[0].values())).spot
    seen = " / ".join(_listed(line) for line in kept)
    answer = questions.ask(spot, seen, why, choices, id_=f"{spot.id}-rows")
    return kept[int(answer) - 1] if answer else {}


def _unbracketed(text: str) -> str:
    """The figure of a cell that is nothing but a figure in brackets, as below its level's number."""
    found = BRACKETED.fullmatch(tidy(text))
    return found[1] if found else text


def _same(one: dict[int, Part], other: dict[int, Part]) -> bool:
    return {level: tidy(part.text) for level, part in one.items()} == {
        level: tidy(part.text) for level, part in other.items()
    }


def _listed(line: dict[int, Part]) -> str:
    return ", ".join(brief(part.text, 20) for part in line.values())


def _shared(line: dict[int, Part]) -> Part | None:
    """The one cell that stands over all the levels that the row has, where that is more than a dash."""
    parts = list(line.values())
    is_one = len(parts) > 1 and all(part is parts[0] or part.spot == parts[0].spot for part in parts)
    return parts[0] if is_one and tidy(parts[0].text) not in ("-", "–") else None


def _spread(part: Part, line: dict[int, Part], questions: Questions, about: Said) -> dict[int, Typed]:
    figures = tidy(part.text).replace("/", " ").split()
    why = Said(
        f"ช่องเดียวคร่อมค่าเป้าหมาย {len(line)} ระดับของ{about.th}", f"one cell stands over {len(line)} levels of {about.en}"
    )
    choices = [Choice("same", Said("ทุกระดับใช้ค่านี้", "each level has this target"))] if len(figures) == 1 else []
    if len(figures) == len(line):
        choices = [Choice("in-order", Said("เรียงตามระดับ", "one for each level, in order"))]
    answer = questions.ask(
        part.spot, brief(part.text), why, [*choices, Choice("-", Said("ไม่มีค่าเป้าหมาย", "no targets"))]
    )
    if answer in ("in-order", "same"):
        texts = figures if answer == "in-order" else figures * len(line)
        what = Said(f"ค่าเป้าหมายของ{about.th}", f"the targets of {about.en}")
        return {
            level: figure(replace(part, text=text), questions, what) for level, text in zip(line, texts, strict=True)
        }
    return {level: answered(part, answer) for level in line}


def _target(level: int, line: dict[int, Part], entry: Entry, questions: Questions, about: Said) -> Typed:
    what = Said(f"ค่าเป้าหมายระดับ {level} ของ{about.th}", f"the target of level {level} of {about.en}")
    part = line.get(level)
    if part is not None and not is_blank(tidy(part.text)):
        return figure(part, questions, what, level)
    why = Said(f"{what.th} เว้นว่างไว้", f"{what.en} is left blank")
    spot = part.spot if part else entry.spot
    offered = _between(level, line)
    choices = [
        NO_DASH,
        *([figure_choice(offered, "ตามช่วงเท่ากันของระดับข้างเคียง", "by the step of its neighbours")] if offered else []),
    ]
    id_ = f"{entry.spot.id}-L{level}"
    given = questions.ask(spot, "", why, choices, free=True, id_=id_)
    return answered(Part("", spot), given)


def _between(level: int, line: dict[int, Part]) -> str:
    """The figure midway between both neighbours, to be offered and never taken."""
    try:
        low, high = (thai.parse_figure(tidy(line[at].text)) for at in (level - 1, level + 1))
    except (KeyError, thai.ThaiTextError):
        return ""
    middle = (low + high) / Decimal(2)
    return plain(middle)


def in_order(row: Row) -> bool:
    """Whether the targets rise, or fall, from level to level."""
    figures = [row.levels[level].value for level in LEVELS if level in row.levels]
    known = [value for value in figures if value is not None]
    pairs = list(itertools.pairwise(known))
    return all(low < high for low, high in pairs) or all(low > high for low, high in pairs)


def ask_order(rows: Sequence[Row], questions: Questions) -> list[Row]:
    """Targets that neither rise nor fall are asked about where one figure alone spoils the order."""
    done: list[Row] = []
    for row in rows:
        if row.levels and not in_order(row) and not any(typed.answered for typed in row.levels.values()):
            done.append(_mended(row, questions))
        else:
            done.append(row)
    return done


def _mended(row: Row, questions: Questions) -> Row:
    spoils = [
        level
        for level, typed in row.levels.items()
        if typed.value is not None and in_order(replace(row, levels={**row.levels, level: NOTHING}))
    ]
    level = spoils[len(spoils) // 2] if spoils else next(iter(row.levels))
    typed = row.levels[level]
    why = Said(
        f"ค่าเป้าหมายของตัวชี้วัด {row.code} ไม่เรียงขึ้นหรือลง", f"the targets of indicator {row.code} neither rise nor fall"
    )
    listed = ", ".join("-" if one.value is None else plain(one.value) for one in row.levels.values())
    held = figure_choice("" if typed.value is None else plain(typed.value), "ตามที่พิมพ์", "as typed")
    answer = questions.ask(typed.spot, listed, why, [held] if held.answer else [], free=True)
    if answer is None or typed.spot is None:
        return row
    return replace(row, levels={**row.levels, level: answered(Part(typed.text, typed.spot), answer)})


def multiplier(text: str) -> Decimal | None:
    """The factor that converts the total, where the label names it."""
    return thai.parse_figure(text) if text and re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else None
