"""Say a score in sentences a clerk understands, Thai and English, with the arithmetic written out.

Everything said is read from the trace and the Terms; nothing is computed a second time for the reader's sake except how
far the next level is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from samrit.base import figures
from samrit.base.issues import LANGUAGES, Language
from samrit.engine import steps
from samrit.engine.arithmetic import arithmetic, month, number, rounding
from samrit.engine.explain_counts import answers_said, elements_said
from samrit.engine.facts import Fact
from samrit.engine.inputs import Slot
from samrit.engine.plan import Node
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard
from samrit.engine.steps import Condition, Step
from samrit.engine.values import Missing, Unknown
from samrit.packs.method import Disclosure, SurveyMean
from samrit.packs.model import Indicator
from samrit.packs.rules import Rounding

FEW_DEEDS = 2
LineKind = Literal["reported", "result", "rule", "reading", "score", "weighted", "next", "assumption", "discrepancy"]


@dataclass(frozen=True)
class Line:
    """One sentence of an explanation, in both languages; `kind` says what it is for."""

    kind: LineKind
    th: str
    en: str
    about: str = ""

    def said(self, language: Language) -> str:
        return self.th if language == "th" else self.en


@dataclass(frozen=True)
class Explanation:
    """How one indicator, or the total, came to its figure."""

    code: str
    name_th: str
    name_en: str
    lines: tuple[Line, ...]

    def text(self, language: Language = "th", full: bool = True) -> str:
        """The explanation as lines of text; unless `full`, the document's contradictions are only counted and named."""
        head = f"{self.code}  {self.name_th if language == 'th' else self.name_en}"
        lines = [line.said(language) for line in self.lines if full or line.kind != "discrepancy"]
        named = [line.about for line in self.lines if line.kind == "discrepancy"]
        if named and not full:
            lines.append(
                {
                    "th": f"อาศัยการตีความเอกสารที่ขัดกันหรือไม่ชัด {len(named)} เรื่อง (--full บอกทุกข้อ): {', '.join(named)}",
                    "en": f"Rests on {len(named)} readings of a document that is contradictory or unclear "
                    f"(--full tells each): {', '.join(named)}",
                }[language]
            )
        return "\n".join([head, *(f"  • {line}" for line in lines)])

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "name": {"th": self.name_th, "en": self.name_en},
            "lines": [{"kind": line.kind, "th": line.th, "en": line.en} for line in self.lines],
        }


def explain(card: Scorecard, code: str) -> Explanation:
    """Why indicator `code` scored what it did; "total" explains the bottom line.  KeyError for an unknown code."""
    if code == "total":
        return _explain_total(card)
    node = next(node for top in card.plan.tops for node in top.walk() if node.code == card.outcomes[code].code)
    outcome = card.outcomes[code]
    lines = [
        *_reported(card, node, outcome),
        *_result(card, node, outcome),
        *_score(card, node, outcome),
        *_weighted(card, outcome),
        *_next_level(card, node, outcome),
        *_remarks(card, node),
    ]
    name = node.indicator.name
    return Explanation(code, name.th, name.said("en"), tuple(lines))


def explain_all(card: Scorecard) -> list[Explanation]:
    """Every indicator in the order of the form, then the total."""
    return [explain(card, code) for code in [*card.outcomes, "total"]]


# ── what was reported ────────────────────────────────────────────────────────────────────────────────────────────────


def _reported(card: Scorecard, node: Node, outcome: Outcome) -> Iterator[Line]:
    method = node.indicator.method
    if isinstance(method, Disclosure):
        yield from (Line("reported", th, en) for th, en in elements_said(node.code, method, card.facts.values))
        return
    if isinstance(method, SurveyMean):
        told = answers_said(card.plan.pack, node.code, method, card.facts.values)
        yield from (Line("reported", th, en) for th, en in told)
        return
    if isinstance(outcome.score, Step) and _bare(outcome.score).op == "ladder":
        # the levels below tell each deed where it counts
        return
    for name, slot in node.slots.items():
        facts = [fact for fact in card.facts.facts if (fact.indicator, fact.input) == (node.code, name)]
        if len(facts) > 1:
            yield _reported_by_month(slot, facts)
        elif facts:
            yield Line("reported", _reported_once(slot, facts[0], "th"), _reported_once(slot, facts[0], "en"))


def _reported_once(slot: Slot, fact: Fact, language: Language) -> str:
    name = slot.spec.name.said(language)
    if not isinstance(fact.value, Fraction):
        return _why(fact.value, language)
    if slot.spec.holds == "deed":
        done = {"th": ("ยังไม่ทำ", "ทำแล้ว"), "en": ("not done", "done")}[language][int(fact.value)]
        return f"{name}: {done}"
    said, text = number(fact.value), fact.text.strip()
    if _is_plain(text):
        return f"{name}: {text}"
    return f"{name}: {said} ({'รายงานว่า' if language == 'th' else 'reported as'} “{text}”)"


def _is_plain(text: str) -> bool:
    """Whether a typed figure already reads as one, so that it need not be said twice."""
    try:
        figures.d(text)
    except figures.FigureError:
        return False
    return True


def _reported_by_month(slot: Slot, facts: list[Fact]) -> Line:
    ordered = sorted(facts, key=lambda fact: fact.window)
    figures_ = [number(fact.value) if isinstance(fact.value, Fraction) else "–" for fact in ordered]
    said_th, said_en = (
        " · ".join(f"{month(fact.window, language)}: {figure}" for fact, figure in zip(ordered, figures_, strict=True))
        for language in LANGUAGES
    )
    return Line(
        "reported", f"{slot.spec.name.th} รายเดือน: {said_th}", f"{slot.spec.name.said('en')} by month: {said_en}"
    )


# ── the result and its score ─────────────────────────────────────────────────────────────────────────────────────────


def _bare(score: Step) -> Step:
    """A score before it was rounded."""
    return score.args[0] if score.op == "round" else score


def _result(card: Scorecard, node: Node, outcome: Outcome) -> Iterator[Line]:
    result = outcome.result
    if isinstance(node.indicator.method, Disclosure | SurveyMean):
        return
    if not isinstance(result, Step) or result.op == "input" or result is outcome.score:
        return
    worked, places = arithmetic(result), card.plan.pack.framework.rules.rounding.result.places
    yield Line(
        "result",
        f"ผลการดำเนินงาน = {worked} = {rounding(result.value, places, 'th')}",
        f"Result = {worked} = {rounding(result.value, places, 'en')}",
    )


def _score(card: Scorecard, node: Node, outcome: Outcome) -> Iterator[Line]:
    score = outcome.score
    if not isinstance(score, Step):
        yield _no_score(outcome, score)
        return
    bare = _bare(score)
    if bare.op == "table":
        yield from _by_table(bare, node.indicator)
    elif bare.op == "ladder":
        yield from _by_ladder(card, bare)
    worked = _table_arithmetic(bare) if bare.op == "table" else arithmetic(bare)
    if isinstance(node.indicator.method, Disclosure | SurveyMean):
        # told by what was found and answered; the whole arithmetic stands in the trace
        worked = number(bare.value)
    before = "" if worked == number(bare.value) else f"{worked} = "
    places = outcome.rounding.places
    yield Line(
        "score",
        f"คะแนนที่ได้ = {before}{rounding(bare.value, places, 'th')}",
        f"Score = {before}{rounding(bare.value, places, 'en')}",
    )


def _no_score(outcome: Outcome, why: Unknown) -> Line:
    if isinstance(why, Missing):
        return Line("score", f"ยังไม่มีคะแนน: {why.th}", f"No score yet: {why.en}")
    return Line("score", f"ไม่คิดคะแนน: {why.th}", f"Not scored: {why.en}")


def _by_table(step: Step, indicator: Indicator) -> Iterator[Line]:
    table: steps.Table = step.about
    drawn = " · ".join(
        f"{number(score)} = {number(at)}" for at, score in sorted(table.points, key=lambda point: point[1])
    )
    yield Line("rule", f"เกณฑ์ (คะแนน = ค่าเป้าหมาย): {drawn}", f"Levels (points = target): {drawn}")
    result = step.args[0].value
    said = number(result)
    first, last = table.points[0], table.points[-1]
    if (result < first[0]) if table.ascending else (result > first[0]):
        yield Line(
            "reading",
            f"{said} ไม่ถึงระดับ {number(first[1])} ({number(first[0])}) กรอบการประเมินให้ {number(step.value)} คะแนน",
            f"{said} does not reach level {number(first[1])} ({number(first[0])}); the framework gives {number(step.value)}",
        )
        return
    if (result >= last[0]) if table.ascending else (result <= last[0]):
        yield Line(
            "reading",
            f"{said} ถึงหรือเกินระดับสูงสุด {number(last[1])} ({number(last[0])})",
            f"{said} reaches or passes the highest level {number(last[1])} ({number(last[0])})",
        )
        return
    segment = _segment(table, result)
    if segment is None or result == segment.low:
        level = segment.low_score if segment else step.value
        yield Line("reading", f"{said} ตรงกับระดับ {number(level)} พอดี", f"{said} is exactly level {number(level)}")
        return
    low, high = (
        f"{number(segment.low_score)} ({number(segment.low)})",
        f"{number(segment.high_score)} ({number(segment.high)})",
    )
    if table.between == "step":
        yield Line(
            "reading",
            f"{said} ถึงระดับ {low} แต่ยังไม่ถึงระดับ {high} จึงได้ระดับที่ถึงแล้ว",
            f"{said} reaches level {low} but not level {high}; the level reached counts",
        )
        return
    yield Line(
        "reading",
        f"{said} อยู่ระหว่างระดับ {low} กับระดับ {high} จึงเทียบตามสัดส่วน",
        f"{said} lies between level {low} and level {high}, so it is scored in proportion",
    )


def _segment(table: steps.Table, value: Fraction) -> steps.Segment | None:
    for segment in table.segments:
        if segment.low <= value < segment.high if table.ascending else segment.low >= value > segment.high:
            return segment
    return None


def _table_arithmetic(step: Step) -> str:
    table: steps.Table = step.about
    value = step.args[0].value
    segment = _segment(table, value)
    if segment is None or table.between == "step" or value == segment.low:
        return number(step.value)
    low, high, said = number(segment.low), number(segment.high), number(value)
    left, right = (said, low) if table.ascending else (low, said)
    top, bottom = (high, low) if table.ascending else (low, high)
    share = f"({left} − {right}) ÷ ({top} − {bottom})"
    points = segment.high_score - segment.low_score
    return f"{number(segment.low_score)} + {share}" + ("" if points == 1 else f" × {number(points)}")


def _by_ladder(card: Scorecard, step: Step) -> Iterator[Line]:
    ladder, tests = step.about
    for index, needs in enumerate(tests):
        level = number(ladder.scores[index])
        if index in ladder.left_out:
            yield Line(
                "reading",
                f"ระดับ {level}: ไม่มีแนวทางสำหรับหน่วยนี้ จึงข้ามไป",
                f"Level {level}: no guideline for this unit; passed over",
            )
            continue
        if not needs:
            never = index in ladder.never
            yield Line(
                "reading",
                f"ระดับ {level}: ไม่มีแนวทางสำหรับหน่วยนี้ ถือว่า{'ไม่ถึง' if never else 'ถึง'}",
                f"Level {level}: no guideline for this unit; counts as {'not reached' if never else 'reached'}",
            )
            continue
        passed = all(test.holds for test in needs)
        said_th, said_en = (_needs_said(card, needs, language) for language in LANGUAGES)
        yield Line(
            "reading",
            f"ระดับ {level}: {said_th} → {'ผ่าน' if passed else 'ยังไม่ผ่าน'}",
            f"Level {level}: {said_en} → {'reached' if passed else 'not reached'}",
        )
    if ladder.order == "consecutive":
        yield Line("rule", "ต้องผ่านทุกระดับก่อนหน้าจึงนับระดับถัดไป", "a level counts only when all before it are reached")


def _needs_said(card: Scorecard, needs: tuple[Condition, ...], language: Language) -> str:
    """What a level asks and how it stands; where many deeds were done, their numbers instead of their sentences."""
    deeds = [one for test in needs for one in _leaves(test)]
    done = [one for one in deeds if one.holds and one.of is not None and _slot_of(card, one.of).spec.holds == "deed"]
    if len(done) <= FEW_DEEDS or not all(test.holds or test.of is not None for test in needs):
        return "; ".join(_test(card, test, language) for test in needs)
    numbers = ", ".join(_number_or_name(_slot_of(card, one.of), language) for one in done if one.of is not None)
    others = [_test(card, one, language) for one in deeds if one not in done]
    return "; ".join([f"ทำแล้ว {numbers}" if language == "th" else f"done {numbers}", *others])


def _number_or_name(slot: Slot, language: Language) -> str:
    """A deed by its printed number, where it has one; a key of the pack means nothing to a reader."""
    return slot.name if slot.name[:1].isdecimal() else slot.spec.name.said(language)


def _leaves(test: Condition) -> list[Condition]:
    return [test] if test.of is not None else [leaf for below in test.tests for leaf in _leaves(below)]


def _test(card: Scorecard, test: Condition, language: Language) -> str:
    if test.of is None or test.at_least is None:
        joint = {"th": (" และ ", " หรือ "), "en": (" and ", " or ")}[language][test.group == "any"]
        return "(" + joint.join(_test(card, one, language) for one in test.tests) + ")"
    slot = _slot_of(card, test.of)
    name = slot.spec.name.said(language)
    if slot.spec.holds == "deed":
        done = {"th": ("ยังไม่ทำ", "ทำแล้ว"), "en": ("not done", "done")}[language][int(test.holds)]
        return f"{name} {done}"
    return f"{name} {number(test.of.value)} {'≥' if test.holds else '<'} {number(test.at_least.value)}"


def _weighted(card: Scorecard, outcome: Outcome) -> Iterator[Line]:
    if outcome.weighted is None or outcome.weight is None or not isinstance(outcome.score, Step):
        return
    bare = outcome.weighted.args[0] if outcome.weighted.op == "round" else outcome.weighted
    places = card.plan.pack.framework.rules.rounding.weighted.places
    carried = number(outcome.score.value)
    shown = figures.shown(outcome.score.value, outcome.rounding.places)
    score = shown if Fraction(shown) == outcome.score.value else carried
    worked = f"{score} × {number(outcome.weight)} ÷ {number(bare.args[1].value)}"
    yield Line(
        "weighted",
        f"คะแนนถ่วงน้ำหนัก = {worked} = {rounding(bare.value, places, 'th')}",
        f"Score × weight = {worked} = {rounding(bare.value, places, 'en')}",
    )


def _next_level(card: Scorecard, node: Node, outcome: Outcome) -> Iterator[Line]:
    """How far the next level is: what a clerk asks next."""
    if not isinstance(outcome.score, Step):
        return
    bare = _bare(outcome.score)
    if bare.op == "ladder":
        yield from _next_rung(card, bare)
    if bare.op != "table":
        return
    table: steps.Table = bare.about
    value = bare.args[0].value
    ahead = [point for point in table.points if (point[0] > value if table.ascending else point[0] < value)]
    if ahead:
        at, score = ahead[0]
        gap = number(abs(at - value))
        more = ("เพิ่มอีก", "more") if table.ascending else ("ลดอีก", "less")
        yield Line(
            "next", f"{more[0]} {gap} จะถึงระดับ {number(score)}", f"{gap} {more[1]} reaches level {number(score)}"
        )


def _next_rung(card: Scorecard, step: Step) -> Iterator[Line]:
    """What is still lacking for the first level that was not reached."""
    ladder, tests = step.about
    for index, needs in enumerate(tests):
        lacking = [test for test in needs if not test.holds]
        if lacking and index not in ladder.left_out:
            level = number(ladder.scores[index])
            th, en = ("; ".join(_wanted(card, test, language) for test in lacking) for language in LANGUAGES)
            yield Line("next", f"ยังขาดสำหรับระดับ {level}: {th}", f"Still lacking for level {level}: {en}")
            return


def _wanted(card: Scorecard, test: Condition, language: Language) -> str:
    if test.of is None or test.at_least is None:
        joint = {"th": (" และ ", " หรือ "), "en": (" and ", " or ")}[language][test.group == "any"]
        return joint.join(_wanted(card, one, language) for one in test.tests if not one.holds)
    slot = _slot_of(card, test.of)
    name = slot.spec.name.said(language)
    return name if slot.spec.holds == "deed" else f"{name} ≥ {number(test.at_least.value)}"


def _slot_of(card: Scorecard, step: Step) -> Slot:
    """The input a condition is about: the first one its figure was made from."""
    about = next(one.about for one in step.walk() if one.op == "input")
    return card.plan.slots[about["node"]][about["input"]]


def _remarks(card: Scorecard, node: Node) -> Iterator[Line]:
    own = (f"{node.code}.method", f"{node.code}.formula", f"{node.code}.inputs")
    for assumed in card.assumptions:
        if assumed.where.startswith(own):
            yield Line("assumption", f"ข้อสมมติ: {assumed.why.th}", f"Assumption: {assumed.why.said('en')}")
    for one in card.discrepancies:
        if node.code in one.about:
            applied_th = f" → {one.applied.th}" if one.applied else ""
            applied_en = f" → {one.applied.said('en')}" if one.applied else ""
            yield Line(
                "discrepancy",
                f"เอกสารขัดกันหรือไม่ชัด: {one.what.th}{applied_th}",
                f"The document is contradictory or unclear: {one.what.said('en')}{applied_en}",
                one.id,
            )


# ── the total ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _explain_total(card: Scorecard) -> Explanation:
    framework = card.plan.pack.framework
    lines: list[Line] = []
    if isinstance(card.total, Step):
        tops = [card.outcomes[top.code] for top in card.plan.tops]
        parts = " + ".join(
            _weighted_shown(top, framework.rules.rounding.weighted) for top in tops if top.weighted is not None
        )
        value, places = card.total.value, framework.rules.rounding.total.places
        lines.append(
            Line(
                "score",
                f"คะแนนรวม = {parts} = {rounding(value, places, 'th')}",
                f"Total = {parts} = {rounding(value, places, 'en')}",
            )
        )
        lines.extend(_converted(card))
    else:
        lines.append(Line("score", f"ยังไม่มีคะแนนรวม: {card.total.th}", f"No total yet: {card.total.en}"))
    if card.range is not None:
        low, high = (figures.shown(end, 2) for end in card.range)
        lines.append(
            Line(
                "next",
                f"เมื่อครบแล้วคะแนนจะอยู่ระหว่าง {low} กับ {high}",
                f"Once complete it will lie between {low} and {high}",
            )
        )
    if card.band is not None:
        lines.append(Line("reading", f"ผลการประเมิน: {card.band.name.th}", f"Result level: {card.band.name.said('en')}"))
    lines.extend(
        Line("assumption", f"ข้อสมมติ: {assumed.why.th}", f"Assumption: {assumed.why.said('en')}")
        for assumed in card.assumptions
        if assumed.where.startswith(("rules", "round", "total"))
    )
    name = framework.total.name
    return Explanation("total", name.th, name.said("en"), tuple(lines))


def _weighted_shown(outcome: Outcome, rounding: Rounding) -> str:
    assert outcome.weighted is not None
    return (
        number(outcome.weighted.value)
        if rounding.carry == "exact"
        else figures.shown(outcome.weighted.value, rounding.places)
    )


def _converted(card: Scorecard) -> Iterator[Line]:
    framework = card.plan.pack.framework
    if (
        not isinstance(card.converted, Step)
        or framework.total.multiply is None
        or framework.rules.rounding.converted is None
    ):
        return
    places = framework.rules.rounding.converted.places
    name_th = framework.total.converted_name.th if framework.total.converted_name else "คะแนนที่แปลงแล้ว"
    name_en = framework.total.converted_name.said("en") if framework.total.converted_name else "Converted"
    total = card.converted.args[0].value
    worked = f"{number(total)} × {number(figures.exact(framework.total.multiply))}"
    yield Line(
        "score",
        f"{name_th} = {worked} = {rounding(card.converted.value, places, 'th')}",
        f"{name_en} = {worked} = {rounding(card.converted.value, places, 'en')}",
    )


def _why(value: object, language: Language) -> str:
    assert isinstance(value, Unknown)
    return value.th if language == "th" else value.en
