"""The rule pane: what a report's indicator demands of this kind of unit, and by what it is proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samrit.base import figures
from samrit.engine.methods.milestones import concerns, leaves
from samrit.engine.methods.survey_mean import lines_of, survey_of
from samrit.engine.plan import Node
from samrit.engine.score import Scorecard
from samrit.packs.method import Disclosure, Guideline, Milestones, PercentThenDeeds, SurveyMean, Table
from samrit.packs.texts import Item, Words
from samrit.web import wording
from samrit.web.asking import filled
from samrit.web.components.drawing import Level, LevelTable
from samrit.web.components.reading import Fold, Prose
from samrit.web.explaining import method_words
from samrit.web.reader import Text


@dataclass(frozen=True)
class Demand:
    """Something that must be done or shown, at which level, and what proves it."""

    text: Text
    level: str = ""
    evidence: Sequence[Text] = ()


@dataclass(frozen=True)
class Ruled:
    """One node of an indicator: its rule in a sentence, its levels, its demands, the rest of its sheet."""

    code: str
    name: Text
    about: Text
    method: Text
    levels: LevelTable | None
    demands: Sequence[Demand]
    more: Sequence[Fold]


def ruled(card: Scorecard, node: Node) -> list[Ruled]:
    """The rule of an indicator and of each node below it, in the order of the sheet."""
    return [_ruled(card, one) for one in node.walk() if one.code not in card.terms.dropped]


def asked_in_survey(card: Scorecard, node: Node) -> dict[str, Text]:
    """The lines of a survey, each with the words above it, by what the inputs of their answers begin with."""
    method = node.indicator.method
    found: dict[str, Text] = {}
    if not isinstance(method, SurveyMean):
        return found
    surveys = [survey_of(card.plan.pack, cohort.survey) for cohort in method.cohorts]
    for survey, question in ((one, asked) for one in surveys for part in one.sections for asked in part.questions):
        above = wording.text(question.text)
        for key, said, _ in lines_of(question):
            line = filled(card.plan, wording.text(said))
            whole = Text(f"{above.th} › {line.th}", f"{above.en} › {line.en}") if question.items else line
            found[f"{survey.id}.{key}"] = whole
    return found


def _ruled(card: Scorecard, node: Node) -> Ruled:
    indicator = node.indicator
    name = wording.text(indicator.name)
    return Ruled(
        node.code, name, filled(card.plan, wording.text(indicator.explanation)), method_words(card, node), _levels(node),
        [replace(one, text=filled(card.plan, one.text)) for one in _demands(card, node)], list(_more(card, node)),
    )  # fmt: skip


def _levels(node: Node) -> LevelTable | None:
    method = node.indicator.method
    if not isinstance(method, Table):
        return None
    levels = [Level(score, None if at is None else figures.plain(at)) for score, at in sorted(method.levels.items())]
    return LevelTable(Text("ค่าเป้าหมายของแต่ละระดับ", "The target of each level"), levels)


def _demands(card: Scorecard, node: Node) -> Iterator[Demand]:
    """By level where deeds are counted, else the inputs with what proves each."""
    method = node.indicator.method
    if isinstance(method, Milestones):
        for level in method.levels:
            mine = [one for one in level.guidelines if concerns(one, card.facts.unit)]
            said = figures.plain(level.score)
            if not mine:
                yield Demand(_silent(level.text), said)
            for one in leaves(mine):
                if concerns(one, card.facts.unit):
                    yield Demand(_guideline(one), said, [wording.text(words) for words in one.evidence])
        return
    if isinstance(method, PercentThenDeeds):
        for rung in method.rungs:
            if rung.text is not None:
                yield Demand(wording.text(rung.text), figures.plain(rung.score))
    if isinstance(method, Disclosure):
        for element in method.elements:
            yield Demand(wording.text(element.text))
        return
    if isinstance(method, SurveyMean):
        yield from (Demand(one) for one in asked_in_survey(card, node).values())
        return
    for slot in node.slots.values():
        spec = slot.spec
        yield Demand(wording.text(spec.name), "", [wording.text(words) for words in spec.evidence])


def _silent(text: Words) -> Text:
    th, en = text.th, text.said("en")
    return Text(f"{th} (ไม่มีแนวทางสำหรับหน่วยประเภทนี้)", f"{en} (no guideline for this kind of unit)")


def _guideline(one: Guideline) -> Text:
    number = f"{one.id} " if one.id[:1].isdecimal() else ""
    return Text(f"{number}{one.text.th}", f"{number}{one.text.said('en')}")


_PARTS = {
    "guideline": Text("แนวทางการประเมินผล", "How it is assessed"),
    "conditions": Text("เงื่อนไข", "Conditions"),
    "evidence": Text("หลักฐานที่ต้องใช้", "Evidence demanded"),
    "collection": Text("การจัดเก็บข้อมูล", "How data are collected"),
    "evaluation": Text("การประเมิน", "Evaluation"),
    "counting": Text("วิธีนับ", "How it is counted"),
}


def _more(card: Scorecard, node: Node) -> Iterator[Fold]:
    for part in node.indicator.details:
        if part.about in _PARTS:
            lines = [filled(card.plan, text) for item in part.items for text in _lines(item)]
            yield Fold(_PARTS[part.about], [Prose(lines)])


def _lines(item: Item) -> Iterator[Text]:
    mark = f"{item.mark} " if item.mark else ""
    yield Text(f"{mark}{item.text.th}", f"{mark}{item.text.said('en')}")
    for below in item.items:
        yield from _lines(below)
