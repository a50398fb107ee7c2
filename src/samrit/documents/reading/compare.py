"""What was read, laid beside the pack it is of, beside a scorecard, and beside its own arithmetic."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

from samrit.base.figures import exact, plain, round_half_up
from samrit.documents.reading.columns import compact
from samrit.documents.reading.understood import Difference, Row, Said, Typed, Understood
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.packs import load
from samrit.packs.bind import Code
from samrit.packs.method import Table
from samrit.packs.model import Indicator, Pack

ALIKE: Final = 0.86
MOST: Final = Fraction(3, 5)
FORM: Final = Code("form")


def recognise(rows: Sequence[Row]) -> Pack | None:
    """The installed pack that most of these indicators are of; None when no pack, or more than one, fits best."""
    best: list[tuple[int, Pack]] = []
    for folder in load.pack_folders().values():
        pack = _parsed(folder)
        if pack is None:
            continue
        hits = len(matched(rows, pack))
        if hits >= 2 and Fraction(hits, len(rows)) >= MOST:
            best.append((hits, pack))
    best.sort(key=lambda one: -one[0])
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


def _parsed(folder: Path) -> Pack | None:
    stamp = max(file.stat().st_mtime_ns for file in folder.rglob("*.yaml"))
    return _parsed_once(folder, stamp)


@functools.lru_cache(maxsize=32)
def _parsed_once(folder: Path, stamp: int) -> Pack | None:
    """The pack of a folder as it stood at a time; parsing one takes a quarter of a second."""
    pack, _ = load.parse(folder)
    return pack


def matched(rows: Sequence[Row], pack: Pack) -> dict[str, Indicator]:
    """Row code → the pack's indicator: by name, where the code does not speak against it, else by a name nearly the same."""
    every = pack.every_indicator()
    parents = {part.code: top.code for top in every for part in top.parts}
    names: dict[str, set[str]] = {one.code: _names(one) for one in every}
    found: dict[str, Indicator] = {}
    taken: set[str] = set()
    for row in rows:
        above = found.get(row.part_of)
        if row.part_of and above is None:
            continue
        beside = [
            one for one in every if one.code not in taken and parents.get(one.code, "") == (above.code if above else "")
        ]
        fit = _fit(row, beside, names)
        if fit is not None:
            found[row.code] = fit
            taken.add(fit.code)
    return found


def _fit(row: Row, beside: Sequence[Indicator], names: Mapping[str, set[str]]) -> Indicator | None:
    name = _bare(row.name)
    scored = sorted(
        ((_alike(name, names[one.code]), one.code == row.code, one) for one in beside), key=lambda at: -at[0]
    )
    for alike, same_code, one in scored:
        # several indicators may be alike but for a word (วิทยุ, โทรทัศน์): the code then decides
        if alike == 1 or (alike >= ALIKE and same_code) or (same_code and alike >= 0.6):
            return one
    return scored[0][2] if scored and scored[0][0] >= 0.95 else None


def _alike(name: str, names: set[str]) -> float:
    if name in names:
        return 1.0
    return max((difflib.SequenceMatcher(None, name, other).ratio() for other in names if other), default=0.0)


def _names(one: Indicator) -> set[str]:
    printed = one.printed[FORM].name if FORM in one.printed else ""
    return {_bare(text) for text in (one.name.th, one.name.en, printed) if text}


def _bare(name: str) -> str:
    """A name without its code, bullet and spaces."""
    return re.sub(r"^(?:kpi)?[0-9]+(?:\.[0-9]+)*[.:)]?|^[-–•]", "", compact(name)).strip(".:")


# ── against the pack ─────────────────────────────────────────────────────────────────────────────────────────────────


def against_pack(read: Understood, pack: Pack) -> list[Difference]:
    """Cell by cell: what the pack says and what the file says."""
    pairs = matched(read.rows, pack)
    found = [difference for row in read.rows if row.code in pairs for difference in _differs(row, pairs[row.code])]
    for row in read.rows:
        if row.code not in pairs:
            what = Said("ตัวชี้วัดที่ไม่มีในชุดเกณฑ์", "an indicator that the pack does not have")
            found.append(Difference(row.code, what, "", row.name, row.spot))
    seen = {one.code for one in pairs.values()}
    for one in pack.every_indicator():
        if one.code not in seen:
            what = Said("ตัวชี้วัดของชุดเกณฑ์ที่ไม่มีในแฟ้ม", "an indicator of the pack that the file does not have")
            found.append(Difference(one.code, what, one.name.th, "", None))
    return found


def _differs(row: Row, one: Indicator) -> Iterator[Difference]:
    if row.code != one.code and row.code_given:
        yield Difference(one.code, Said("รหัส", "code"), one.code, row.code, row.spot)
    if _bare(row.name) not in _names(one):
        yield Difference(one.code, Said("ชื่อ", "name"), one.name.th, row.name, row.spot)
    weight = one.weight.percent if one.weight else None
    if row.weight.value is not None and weight is not None and row.weight.value != weight:
        yield Difference(one.code, Said("น้ำหนัก", "weight"), plain(weight), plain(row.weight.value), row.weight.spot)
    targets = targets_of(one)
    for level, typed in row.levels.items():
        allowed = targets.get(level)
        if allowed is None or _is_open(typed):
            continue
        if typed.value not in allowed:
            what = Said(f"ค่าเป้าหมายระดับ {level}", f"target of level {level}")
            yield Difference(one.code, what, _said(allowed[0]), _said(typed.value), typed.spot)
    if row.agency and one.cascade and compact(row.agency) != compact(one.cascade.agency):
        what = Said("สอดคล้องกับคำรับรองของส่วนราชการ", "in line with the agency's agreement")
        yield Difference(one.code, what, one.cascade.agency, row.agency, row.spot)


def targets_of(one: Indicator) -> dict[int, list[Decimal | None]]:
    """Level → the target that scores, and the one the form prints where that is another; None is a dash."""
    found: dict[int, list[Decimal | None]] = {}
    if isinstance(one.method, Table):
        for points, target in one.method.levels.items():
            found[int(points)] = [target]
    printed = one.printed.get(FORM)
    for points, text in (printed.levels if printed else {}).items():
        if text.figure is not None or text.verbatim == "-":
            found.setdefault(int(points), []).append(text.figure)
    return found


def _is_open(typed: Typed) -> bool:
    return typed.value is None and not typed.dash


def _said(value: Decimal | None) -> str:
    return "-" if value is None else plain(value)


# ── against its own arithmetic ───────────────────────────────────────────────────────────────────────────────────────


def arithmetic(read: Understood) -> list[Difference]:
    """Where the file's own sums do not come out: weights, parts, ก × ข, the total, its conversion."""
    tops = [row for row in read.rows if not row.part_of]
    found = [*_weights(read, tops)]
    divisor = _divisor(tops)
    for row in tops:
        score, weight, weighted = row.score.value, row.weight.value, row.weighted.value
        if score is None or weight is None or weighted is None or divisor is None:
            continue
        exact_ = exact(score) * exact(weight) / divisor
        if not _rounds_to(exact_, weighted):
            what = Said("รวมคะแนน (ค) ไม่เท่ากับ ก × ข", "the weighted score is not score × weight")
            found.append(Difference(row.code, what, _near(exact_, weighted), plain(weighted), row.weighted.spot))
    found.extend(_total(read, tops))
    return found


def _weights(read: Understood, tops: Sequence[Row]) -> Iterator[Difference]:
    weights = [row.weight.value for row in tops]
    if weights and all(value is not None for value in weights):
        whole = sum((value for value in weights if value is not None), Decimal(0))
        if read.total_weight.value is not None and read.total_weight.value != whole:
            what = Said("น้ำหนักรวมไม่เท่ากับผลบวก", "the total weight is not the sum of the weights")
            yield Difference("", what, plain(whole), plain(read.total_weight.value), read.total_weight.spot)
        elif read.total_weight.value is None and whole != 100:
            what = Said("น้ำหนักรวมกันไม่ได้ 100", "the weights do not add up to 100")
            yield Difference("", what, "100", plain(whole), None)
    for top in tops:
        parts = [row.weight.value for row in read.rows if row.part_of == top.code]
        if parts and top.weight.value is not None and all(value is not None for value in parts):
            whole = sum((value for value in parts if value is not None), Decimal(0))
            if whole != top.weight.value:
                what = Said("น้ำหนักของตัวย่อยรวมกันไม่เท่ากับตัวชี้วัด", "the parts' weights do not add up to the indicator's")
                yield Difference(top.code, what, plain(top.weight.value), plain(whole), top.weight.spot)


def _divisor(tops: Sequence[Row]) -> Fraction | None:
    """What ก × ข is divided by on this paper: 100, nothing, or the weights that count; what most rows say."""
    known = [
        (exact(row.score.value) * exact(row.weight.value), row.weighted.value)
        for row in tops
        if row.score.value is not None and row.weight.value is not None and row.weighted.value is not None
    ]
    if not known:
        return None
    counted = sum((row.weight.value for row in tops if row.score.value is not None and row.weight.value), Decimal(0))
    choices = [Fraction(100), Fraction(1), *([exact(counted)] if counted else [])]
    fits = [sum(_rounds_to(product / choice, weighted) for product, weighted in known) for choice in choices]
    return choices[fits.index(max(fits))]


def _total(read: Understood, tops: Sequence[Row]) -> Iterator[Difference]:
    weighted = [row.weighted.value for row in tops if row.weighted.value is not None]
    total, converted = read.total.value, read.converted.value
    if total is not None and weighted:
        whole = sum(weighted, Decimal(0))
        places = max(_places(total), *(_places(value) for value in weighted))
        # each figure may be half a unit off in its last place
        slack = Decimal(len(weighted) + 1) / 2 * Decimal(1).scaleb(-places)
        if abs(whole - total) > slack:
            what = Said("คะแนนรวมไม่เท่ากับผลบวกของ (ค)", "the total is not the sum of the weighted scores")
            yield Difference("", what, plain(whole), plain(total), read.total.spot)
    if total is not None and converted is not None and read.multiply is not None:
        slack = (read.multiply * Decimal(1).scaleb(-_places(total)) + Decimal(1).scaleb(-_places(converted))) / 2
        product = total * read.multiply
        if abs(product - converted) > slack:
            what = Said(
                f"คะแนนที่แปลงแล้วไม่เท่ากับคะแนนรวม × {plain(read.multiply)}",
                f"the converted total is not the total × {plain(read.multiply)}",
            )
            yield Difference("", what, plain(product), plain(converted), read.converted.spot)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rounds_to(value: Fraction, typed: Decimal) -> bool:
    """Whether a value is what was typed, rounded to its decimals (or cut off there)."""
    return abs(value - exact(typed)) <= Fraction(1, 10 ** _places(typed)) * Fraction(51, 100)


def _near(value: Fraction, typed: Decimal) -> str:
    return plain(round_half_up(value, max(4, _places(typed))))


# ── against a scorecard ──────────────────────────────────────────────────────────────────────────────────────────────


def against_card(read: Understood, card: Scorecard) -> list[Difference]:
    """The scores on the paper beside the computed ones."""
    pairs = matched(read.rows, card.terms.pack)
    found: list[Difference] = []
    for row in read.rows:
        one = pairs.get(row.code)
        outcome = card.outcomes.get(one.code) if one else None
        if one is None or outcome is None:
            continue
        scored = outcome.score.value if isinstance(outcome.score, Step) else None
        found.extend(_scored(one.code, Said("คะแนน (ก)", "the score"), row.score, scored, outcome.shown))
        weighted = outcome.weighted.value if isinstance(outcome.weighted, Step) else None
        places = card.plan.pack.framework.rules.rounding.weighted.places
        shown = None if weighted is None else round_half_up(weighted, places)
        found.extend(_scored(one.code, Said("รวมคะแนน (ค)", "the weighted score"), row.weighted, weighted, shown))
    total = card.shown_total()
    found.extend(_scored("", Said("คะแนนรวม", "the total"), read.total, _of(total), total))
    converted = card.shown_converted()
    found.extend(_scored("", Said("คะแนนที่แปลงแล้ว", "the converted total"), read.converted, _of(converted), converted))
    return found


def _of(value: Decimal | None) -> Fraction | None:
    return None if value is None else exact(value)


def _scored(code: str, what: Said, typed: Typed, value: Fraction | None, shown: Decimal | None) -> Iterator[Difference]:
    if typed.value is None or (value is not None and _rounds_to(value, typed.value)):
        return
    computed = Said(f"{what.th} ที่คำนวณได้", f"{what.en} as computed")
    yield Difference(code, computed, "-" if shown is None else plain(shown), plain(typed.value), typed.spot)
