"""What the engine says of a figure, as an element of a page: sentence, drawing, arithmetic, rule, remarks.

Nothing is computed here: figures come rounded from the scorecard, sentences from `engine.explain`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from samrit.base import figures
from samrit.engine.arithmetic import number
from samrit.engine.explain import Line, explain
from samrit.engine.inputs import WHOLE
from samrit.engine.plan import Node
from samrit.engine.rollup import Outcome
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step as Worked
from samrit.engine.values import Missing, NotApplicable
from samrit.packs.method import (
    Composite,
    Disclosure,
    Element,
    FormulaScore,
    Improvement,
    Judged,
    LevelTable,
    Milestones,
    PercentThenDeeds,
    SurveyMean,
    Table,
)
from samrit.packs.texts import Based, Source
from samrit.web.components import drawing
from samrit.web.components.reading import Column, Event, Link, Status
from samrit.web.components.reading import Table as Rows
from samrit.web.reader import Text

TOTAL = "total"


def explanation_of(
    card: Scorecard,
    code: str,
    *,
    history: Sequence[Event] = (),
    evidence: Sequence[Link] = (),
    stale: Text | str = "",
    is_open: bool = False,
) -> drawing.Explanation:
    """How indicator `code`, or "total", came to its figure or to none.  KeyError for an unknown code."""
    told = explain(card, code)
    node = None if code == TOTAL else node_of(card, code)
    outcome = None if code == TOTAL else card.outcomes[code]
    score = card.total if outcome is None else outcome.score
    name_th = told.name_th if code == TOTAL else f"{code} {told.name_th}"
    name_en = told.name_en if code == TOTAL else f"{code} {told.name_en}"
    return drawing.Explanation(
        figure=card.shown_total() if outcome is None else outcome.shown,
        name=Text(name_th, name_en),
        sentence=_sentence(card, node, outcome, told.lines),
        steps=[_step(line) for line in told.lines if line.kind in _WORKED and not _is_said(line, outcome, score)],
        drawing=_parts(card, card.plan.tops) if node is None or outcome is None else _drawing(card, node, outcome),
        rule=_rule(card, node),
        evidence=evidence,
        history=history,
        stale=stale,
        is_open=is_open,
        absent=absent(score),
        next_step=_joined([line for line in told.lines if line.kind == "next"]),
        remarks=_once([line for line in told.lines if line.kind in ("assumption", "discrepancy")]),
        id=f"why-{code}",
    )


def node_of(card: Scorecard, code: str) -> Node:
    """An indicator as the terms of a scorecard have it."""
    return next(node for top in card.plan.tops for node in top.walk() if node.code == code)


def absent(score: object) -> Text:
    """What stands where a score is not."""
    return Text("ไม่คิดคะแนน", "Not scored") if isinstance(score, NotApplicable) else Text("ยังไม่มีคะแนน", "No score yet")


def reason(score: object) -> Text:
    """Why there is no score; nothing where there is one."""
    return Text(score.th, score.en) if isinstance(score, Missing | NotApplicable) else Text("", "")


def shown(outcome: Outcome) -> Decimal | Text:
    """A score as printed, or what stands in its place."""
    return absent(outcome.score) if outcome.shown is None else outcome.shown


def result(card: Scorecard, outcome: Outcome) -> Decimal | Text:
    """A measured result as printed; a dash where the indicator measures none."""
    if not isinstance(outcome.result, Worked):
        return Text("–", "–")
    return figures.round_half_up(outcome.result.value, card.plan.pack.framework.rules.rounding.result.places)


def weighted(card: Scorecard, outcome: Outcome) -> Decimal | Text:
    """Score × weight as printed, or a dash."""
    if outcome.weighted is None:
        return Text("–", "–")
    return figures.round_half_up(outcome.weighted.value, card.plan.pack.framework.rules.rounding.weighted.places)


def exactly(value: Fraction) -> str:
    """An exact figure, such as a weight, as people write it."""
    return number(value)


def method_words(card: Scorecard, node: Node) -> Text:
    """The rule by which an indicator is scored, in a sentence, with the place in the document that says so."""
    method = node.indicator.method
    th, en = _METHODS[type(method)] if method is not None else _METHODS[Composite]
    if isinstance(method, Table):
        th = f"{th} {_BETWEEN[method.between][0]} {_DIRECTION[method.direction][0]}"
        en = f"{en} {_BETWEEN[method.between][1]} {_DIRECTION[method.direction][1]}"
    elif isinstance(method, Milestones | PercentThenDeeds):
        th, en = f"{th} {_ORDER[method.order][0]}", f"{en} {_ORDER[method.order][1]}"
    elif isinstance(method, Disclosure):
        th, en = f"{th} {_PARTIAL[method.partial][0]}", f"{en} {_PARTIAL[method.partial][1]}"
    source = method.source if isinstance(method, Based) and method.source else node.indicator.source
    return _with_source(card, th, en, source)


_WORKED = ("reported", "reading", "result", "score", "weighted")
_EQUATIONS = ("result", "score", "weighted")
_METHODS: dict[type, tuple[str, str]] = {
    LevelTable: ("เทียบผลกับค่าเป้าหมายของแต่ละระดับ", "The result is placed in the table of targets;"),
    Improvement: ("เทียบว่าดีขึ้นจากเดิมเท่าใดกับค่าเป้าหมายของแต่ละระดับ", "How much better than before is placed in the table of targets;"),
    FormulaScore: ("ค่าที่ได้จากสูตรเป็นคะแนน", "The figure of the formula is the score."),
    Composite: ("เฉลี่ยคะแนนของตัวชี้วัดย่อยตามน้ำหนัก", "The weighted mean of its sub-indicators."),
    Milestones: ("นับขั้นของความสำเร็จที่ทำได้", "Milestones reached are counted;"),
    PercentThenDeeds: ("นับระดับจากร้อยละที่ทำได้ แล้วจากงานที่ทำ", "Levels ask for a percentage, then for deeds;"),
    SurveyMean: ("เฉลี่ยจากคำตอบของแบบสำรวจ", "The mean of the survey's answers."),
    Disclosure: ("ตรวจองค์ประกอบของข้อมูลที่เปิดเผย", "The elements disclosed are checked;"),
    Judged: ("ผู้ประเมินให้คะแนนตามเกณฑ์", "Points are given by an evaluator."),
}  # fmt: skip
_BETWEEN = {
    "interpolate": ("ระหว่างสองระดับคิดตามสัดส่วน", "between two levels in proportion;"),
    "step": ("ระหว่างสองระดับใช้ระดับที่ถึงแล้ว", "between two levels the level reached counts;"),
}
_DIRECTION = {
    "ascending": ("(ยิ่งมากยิ่งดี)", "more is better."),
    "descending": ("(ยิ่งน้อยยิ่งดี)", "less is better."),
}
_ORDER = {
    "consecutive": ("โดยต้องผ่านทุกขั้นก่อนหน้า", "each needs all before it."),
    "free": ("โดยนับขั้นสูงสุดที่ทำได้", "the highest reached counts."),
}
_PARTIAL = {
    "none": ("ต้องครบทุกองค์ประกอบจึงได้คะแนน", "all of them, or no points."),
    "share": ("ได้คะแนนตามสัดส่วนที่พบ", "points by the share found."),
}


def _sentence(card: Scorecard, node: Node | None, outcome: Outcome | None, lines: Sequence[Line]) -> Text:
    """The figure in one sentence: where the result lies and what it gives; or why there is no figure."""
    if node is None or outcome is None:
        total = card.shown_total()
        if total is None:
            return _why_not(card.total)
        band = [line for line in lines if line.kind == "reading"]
        count = sum(1 for top in card.plan.tops if card.outcomes[top.code].weighted is not None)
        figure = figures.plain(total)
        summed = Text(
            f"รวมคะแนนถ่วงน้ำหนักของ {count} ตัวชี้วัด ได้ {figure}",
            f"The weighted scores ({count}) add up to {figure}.",
        )
        return _joined([summed, *(Text(one.th, f"{one.en}.") for one in band)])
    if not isinstance(outcome.score, Worked) or outcome.shown is None:
        return _why_not(outcome.score)
    figure = figures.plain(outcome.shown)
    got = Text(f"ได้ {figure} คะแนน", f"which gives {figure}.")
    bare = outcome.score.args[0] if outcome.score.op == "round" else outcome.score
    if bare.op == "const" and bare.about == "rules:missing.score":
        return Text(f"ไม่มีผลรายงาน ชุดเกณฑ์ให้ {figure} คะแนน", f"Nothing was reported; the framework gives {figure}.")
    if bare.op == "table":
        reading = next((line for line in lines if line.kind == "reading"), None)
        if reading is not None:
            return Text(f"{reading.th} {got.th}", f"{reading.en}, {got.en}")
    if bare.op == "ladder":
        ladder, _ = bare.about
        if bare.value == ladder.none_reached:
            return Text(f"ยังไม่ถึงขั้นใด {got.th}", f"No level was reached, {got.en}")
        level = number(bare.value)
        return Text(f"ถึงขั้นที่ {level} {got.th}", f"Level {level} was reached, {got.en}")
    if isinstance(node.indicator.method, Disclosure):
        found = next((line for line in lines if line.kind == "reported"), None)
        if found is not None:
            return Text(f"{found.th} {got.th}", f"{found.en[:1].upper()}{found.en[1:]}, {got.en}")
    th, en = _BRIEFLY.get(type(node.indicator.method), _BRIEFLY[Composite])
    return Text(f"{th} {got.th}", f"{en}, {got.en}")


def _why_not(score: object) -> Text:
    """Why there is no score; what lacks others' scores says so without saying it twice."""
    why = reason(score)
    if why.th.startswith("ยังไม่มีคะแนนของ"):
        return Text(why.th, f"{why.en[:1].upper()}{why.en[1:]}")
    word = absent(score)
    return Text(f"{word.th}: {why.th}", f"{word.en}: {why.en}")


_BRIEFLY: dict[type, tuple[str, str]] = {
    FormulaScore: ("คิดตามสูตรของตัวชี้วัด", "Worked out by the indicator's formula"),
    Composite: ("เฉลี่ยจากตัวชี้วัดย่อยตามน้ำหนัก", "The weighted mean of its sub-indicators"),
    SurveyMean: ("เฉลี่ยจากคำตอบของแบบสำรวจ", "The mean of the survey's answers"),
    Judged: ("ผู้ประเมินให้คะแนน", "Points given by an evaluator"),
}


def _is_said(line: Line, outcome: Outcome | None, score: object) -> bool:
    """Whether the sentence on top says it already: why there is no score, where a result lies in its table, the level."""
    if line.kind == "score":
        return not isinstance(score, Worked)
    bare = None if outcome is None else _bare(outcome)
    return line.kind == "reading" and (bare is None or bare.op == "table")


def _step(line: Line) -> drawing.Step:
    """What was reported as one sentence; what was worked out as words and the arithmetic."""
    if line.kind in _EQUATIONS and " = " in line.th:
        (th, worked_th), (en, worked_en) = line.th.split(" = ", 1), line.en.split(" = ", 1)
        return drawing.Step(Text(th, en), Text(worked_th, worked_en))
    return drawing.Step(Text(line.th, line.en))


def _drawing(card: Scorecard, node: Node, outcome: Outcome) -> drawing.LevelTable | Rows | None:
    method = node.indicator.method
    if isinstance(method, Table):
        return _levels(card, method, outcome)
    if isinstance(method, Milestones | PercentThenDeeds):
        return _ladder(method, outcome)
    if isinstance(method, Disclosure):
        return _elements(card, node.code, method)
    return _parts(card, node.parts) if node.parts else None


def _levels(card: Scorecard, method: Table, outcome: Outcome) -> drawing.LevelTable:
    levels = [
        drawing.Level(score, None if at is None else figures.plain(at)) for score, at in sorted(method.levels.items())
    ]
    point = result_said = None
    bare = _bare(outcome)
    if bare is not None and bare.op == "table":
        point, result_said = outcome.shown, number(bare.args[0].value)
    title = Text("ค่าเป้าหมายของแต่ละระดับ และผลที่ได้", "The target of each level, and the result")
    return drawing.LevelTable(title, levels, point, result_said or "")


_REACHED, _NOT_REACHED = Text("ถึง", "met"), Text("ไม่ถึง", "not met")


def _ladder(method: Milestones | PercentThenDeeds, outcome: Outcome) -> drawing.LevelTable:
    """The rungs of a ladder with the one reached; a rung without a demand on this unit is an empty one."""
    scores = [one.score for one in (method.levels if isinstance(method, Milestones) else method.rungs)]
    bare = _bare(outcome)
    states: list[Text | None] = [None] * len(scores)
    point = None
    if bare is not None and bare.op == "ladder":
        ladder, tests = bare.about
        point = outcome.shown
        for index in range(len(scores)):
            if index in ladder.left_out or (index < len(tests) and not tests[index]):
                continue
            met = index < len(tests) and all(test.holds for test in tests[index])
            states[index] = _REACHED if met else _NOT_REACHED
    levels = [drawing.Level(score, state) for score, state in zip(scores, states, strict=True)]
    title = Text("ขั้นของความสำเร็จ และขั้นที่ถึง", "The milestones, and the one reached")
    said = "" if outcome.shown is None else figures.plain(outcome.shown)
    return drawing.LevelTable(title, sorted(levels, key=lambda one: one.number), point, said, Text("ผล", "Outcome"))


def _elements(card: Scorecard, code: str, method: Disclosure) -> Rows:
    rows = [
        (Text(one.text.th, one.text.said("en")), _found(card, code, one))
        for element in method.elements
        for one in _leaves(element)
    ]
    columns = (Column(Text("องค์ประกอบ", "Element")), Column(Text("พบหรือไม่", "Found")))
    return Rows(Text("องค์ประกอบที่ต้องเห็น", "What must be seen"), columns, rows, is_compact=True)


def _leaves(element: Element) -> list[Element]:
    return [leaf for below in element.elements for leaf in _leaves(below)] if element.elements else [element]


def _found(card: Scorecard, code: str, element: Element) -> Status:
    value = card.facts.values.get((code, element.id), {}).get(WHOLE)
    if not isinstance(value, Fraction):
        return Status("none", Text("ยังไม่รายงาน", "Not reported"))
    if value:
        return Status("done", Text("พบ", "Found"))
    return Status("returned" if element.required else "none", Text("ไม่พบ", "Not found"))


def _parts(card: Scorecard, parts: Sequence[Node]) -> Rows:
    """What a mean or the total is made of."""
    rows = [
        (
            Text(f"{part.code} {part.indicator.name.th}", f"{part.code} {part.indicator.name.said('en')}"),
            Text("–", "–") if outcome.weight is None else exactly(outcome.weight),
            shown(outcome),
            weighted(card, outcome),
        )
        for part in parts
        if (outcome := card.outcomes[part.code]).status != "not_in_round"
    ]
    columns = (
        Column(Text("ตัวชี้วัด", "Indicator")),
        Column(Text("น้ำหนัก", "Weight"), True),
        Column(Text("คะแนน", "Score"), True),
        Column(Text("ถ่วงน้ำหนัก", "Weighted"), True),
    )
    return Rows(Text("คิดจากตัวชี้วัดเหล่านี้", "Made of these indicators"), columns, rows, is_compact=True)


def _rule(card: Scorecard, node: Node | None) -> Text:
    if node is None:
        total = card.plan.pack.framework.total
        return _with_source(card, "ผลรวมของคะแนนถ่วงน้ำหนักทุกตัวชี้วัด", "The sum of all weighted scores.", total.source)
    return method_words(card, node)


def _with_source(card: Scorecard, th: str, en: str, source: Source | None) -> Text:
    if source is None:
        return Text(th, en)
    documents = {one.id: one.title for one in card.plan.pack.framework.documents}
    title = documents.get(source.document) if source.document else next(iter(documents.values()), None)
    of_th, of_en = (f" {title.th}", f", {title.said('en')}") if title else ("", "")
    return Text(f"{th} (ที่มา: {source.place}{of_th})", f"{en} (Source: {source.place}{of_en})")


def _bare(outcome: Outcome) -> Worked | None:
    """A score before it was rounded."""
    if not isinstance(outcome.score, Worked):
        return None
    return outcome.score.args[0] if outcome.score.op == "round" else outcome.score


def _joined(lines: Sequence[Line | Text]) -> Text:
    return Text(" ".join(line.th for line in lines), " ".join(line.en for line in lines))


def _once(lines: Sequence[Line]) -> list[Text]:
    """Each remark once, however many rules it is marked at."""
    return [Text(th, en) for th, en in dict.fromkeys((line.th, line.en) for line in lines)]
