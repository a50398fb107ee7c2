"""A pack as its own handbook, in Markdown: what a person who knows the official document would look for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import Language
from samrit.packs.load import Loaded
from samrit.packs.method import (
    Disclosure,
    Element,
    Guideline,
    Milestones,
    PercentThenDeeds,
    SurveyMean,
    Table,
)
from samrit.packs.model import Baseline, Indicator, Pack, Part
from samrit.packs.texts import Based, Item, Words

WORDS: dict[str, tuple[str, str]] = {
    "rules": ("กติกาการคิดคะแนน", "Scoring rules"),
    "rule": ("เรื่อง", "Rule"),
    "value": ("ใช้", "Applied"),
    "basis": ("ที่มา", "Basis"),
    "assumption": ("ข้อสมมติ", "assumption"),
    "rounds": ("รอบการประเมิน", "Rounds"),
    "duties": ("หน้าที่และกำหนดส่ง", "Duties and deadlines"),
    "indicators": ("ตัวชี้วัด", "Indicators"),
    "weight": ("น้ำหนัก", "Weight"),
    "measure_unit": ("หน่วยวัด", "Measure unit"),
    "inputs": ("ข้อมูลที่ต้องรายงาน", "What is reported"),
    "formula": ("สูตรการคำนวณ", "Formula"),
    "levels": ("ระดับค่าเป้าหมาย", "Target levels"),
    "points": ("คะแนน", "Points"),
    "target": ("ค่าเป้าหมาย", "Target"),
    "printed": ("ตามที่พิมพ์ในเอกสาร", "As printed"),
    "baseline": ("ข้อมูลพื้นฐาน", "Baselines"),
    "year": ("ปี พ.ศ.", "Year (B.E.)"),
    "middle": ("เกณฑ์ค่ากลาง", "Middle criterion"),
    "quality": ("เป้าหมายเชิงคุณภาพ", "Quality targets"),
    "discrepancies": ("ข้อขัดแย้งในเอกสาร", "Contradictions in the document"),
    "applied": ("ที่ใช้", "Applied"),
    "cases": ("ตัวอย่างการคิดคะแนน", "Worked examples"),
    "posts": ("ตำแหน่งและหน่วยงาน", "Posts and bodies"),
    "abbreviations": ("คำย่อ", "Abbreviations"),
    "repairs": ("สิ่งที่แก้จากการสแกน", "Scanning noise repaired"),
    "none_reached": ("ไม่ถึงระดับใด", "No level reached"),
}


def handbook(loaded: Loaded, language: Language) -> str:
    """The whole handbook of a pack."""
    return "\n".join(_Writer(loaded.pack, language).whole(loaded.digest)).rstrip() + "\n"


class _Writer:
    """Writes one pack in one language; every method yields lines."""

    def __init__(self, pack: Pack, language: Language) -> None:
        self.pack = pack
        self.language: Language = language
        self.units = {unit.id: unit.name for unit in pack.framework.measure_units}
        self.posts = {post.id: post.name for post in pack.framework.posts}
        self.areas = {area.id: area.name for area in pack.framework.areas}

    def word(self, key: str) -> str:
        return WORDS[key][self.language == "en"]

    def said(self, words: Words | None) -> str:
        return "" if words is None else words.said(self.language).replace("\n", " ")

    def whole(self, digest: str) -> Iterator[str]:
        framework = self.pack.framework
        yield f"# {self.said(framework.short_name)} — {self.said(framework.name)}"
        yield ""
        yield f"{self.said(framework.authority)} · {thai_year(framework.fiscal_year, self.language)} · {framework.id} {framework.version}"
        yield ""
        yield f"`{digest}`"
        yield ""
        yield from self.rules()
        yield from self.rounds()
        yield from self.duties()
        yield f"## {self.word('indicators')}"
        yield ""
        for indicator in self.pack.indicators:
            yield from self.indicator(indicator, 3)
        yield from self.discrepancies()
        yield from self.cases()
        yield from self.glossary()

    def rules(self) -> Iterator[str]:
        yield f"## {self.word('rules')}"
        yield ""
        rows = [*self._rule_rows(self.pack.framework.rules, ""), *self._rule_rows(self.pack.framework.total, "total")]
        yield from table([self.word("rule"), self.word("value"), self.word("basis")], rows)

    def _rule_rows(self, part: Any, path: str) -> Iterator[list[str]]:
        if isinstance(part, Based):
            held = {
                entry.name: getattr(part, entry.name)
                for entry in fields(part)
                if entry.name not in ("at", "source", "assumption", "schemes")
            }
            shown = ", ".join(
                f"{name}: {self._plain(value)}" for name, value in held.items() if value not in (None, (), {})
            )
            yield [path, shown, self.basis(part)]
            return
        for entry in fields(part):
            held_ = getattr(part, entry.name)
            if entry.name != "at" and held_ is not None:
                yield from self._rule_rows(held_, f"{path}.{entry.name}".lstrip("."))

    def _plain(self, value: Any) -> str:
        if isinstance(value, Words):
            return self.said(value)
        return plain(value) if isinstance(value, Decimal) else str(value)

    def basis(self, part: Based) -> str:
        if part.source is not None:
            quote = f" “{part.source.quote}”" if part.source.quote else ""
            return part.source.place + quote
        return f"**{self.word('assumption')}** {self.said(part.assumption)}"

    def rounds(self) -> Iterator[str]:
        yield f"## {self.word('rounds')}"
        yield ""
        for one in self.pack.framework.rounds:
            span = f"{thai.format_date(one.starts, 'short')} – {thai.format_date(one.ends, 'short')}"
            which = ", ".join(one.indicators)
            yield f"- **{self.said(one.name)}** {span}" + (f": {which}" if which else "")
            yield f"  {self.basis(one)}"
        yield ""

    def duties(self) -> Iterator[str]:
        if not self.pack.framework.duties:
            return
        yield f"## {self.word('duties')}"
        yield ""
        for duty in self.pack.framework.duties:
            by = ", ".join(self.said(self.posts[post]) for post in duty.by)
            to = ", ".join(self.said(self.posts[post]) for post in duty.to)
            due = f" — {duty.due.verbatim}" if duty.due else ""
            reading = f" ({self.said(duty.due.reading)})" if duty.due and duty.due.reading else ""
            yield f"- {self.said(duty.what)}: {by}" + (f" → {to}" if to else "") + due + reading
        yield ""

    def indicator(self, one: Indicator, depth: int) -> Iterator[str]:
        yield f"{'#' * min(depth, 6)} {one.code} {self.said(one.name)}"
        yield ""
        if one.weight is not None:
            verbatim = f" “{one.weight.verbatim}”" if one.weight.verbatim else ""
            yield f"- {self.word('weight')}: {plain(one.weight.percent)}{verbatim}"
        if one.measure_unit is not None:
            yield f"- {self.word('measure_unit')}: {self.said(self.units[one.measure_unit])}"
        if one.explanation is not None:
            yield f"- {self.said(one.explanation)}"
        yield ""
        if one.inputs:
            yield f"**{self.word('inputs')}**"
            yield ""
            for name, asked in one.inputs.items():
                unit = f" ({self.said(self.units[asked.measure_unit])})" if asked.measure_unit else ""
                yield f"- `{name}` {self.said(asked.name)}{unit}"
            yield ""
        if one.formula is not None:
            printed = (
                f" — {one.formula.numerator} ÷ {one.formula.denominator} {one.formula.factor}"
                if one.formula.numerator
                else ""
            )
            yield f"**{self.word('formula')}** `{one.formula.text}`{printed}"
            yield ""
        yield from self.method(one)
        yield from self.printed(one)
        for baseline in one.baselines:
            yield from self.baseline(baseline)
        if one.quality:
            yield f"**{self.word('quality')}**"
            yield ""
            for target in one.quality:
                yield f"- {self.said(target.output)}: {self.said(target.measure)} ≥ {plain(target.percent)}"
            yield ""
        for part in one.details:
            yield from self.part(part)
        for sub in one.parts:
            yield from self.indicator(sub, depth + 1)

    def method(self, one: Indicator) -> Iterator[str]:
        method = one.method
        if method is None:
            return
        yield f"**{self.word('levels')}** — `{method.kind}`"
        yield ""
        if isinstance(method, Table):
            cells = [[plain(score), "-" if at is None else plain(at)] for score, at in method.levels.items()]
            yield from table([self.word("points"), self.word("target")], cells)
        elif isinstance(method, PercentThenDeeds):
            for rung in method.rungs:
                needs = [f"≥ {plain(rung.at_least)}"] if rung.at_least is not None else []
                needs += [self.said(one.inputs[deed].name) for deed in rung.deeds]
                yield f"- {plain(rung.score)}: {'; '.join(needs)} {self.said(rung.text)}".rstrip()
            yield f"- {self.word('none_reached')}: {plain(method.none_reached)}"
            yield ""
        elif isinstance(method, Milestones):
            for level in method.levels:
                yield f"- **{plain(level.score)}** {self.said(level.text)}"
                yield from self._nested(level.guidelines, 1)
            yield ""
        elif isinstance(method, Disclosure):
            yield from self._nested(method.elements, 0)
            yield ""
        elif isinstance(method, SurveyMean):
            for cohort in method.cohorts:
                yield f"- {cohort.survey}: {plain(cohort.weight)}"
            yield ""
        yield self.basis(method)
        yield ""

    def _nested(self, lines: Iterable[Guideline | Element], depth: int) -> Iterator[str]:
        for line in lines:
            yield f"{'  ' * depth}- `{line.id}` {self.said(line.text)}"
            yield from self._nested(line.steps if isinstance(line, Guideline) else line.elements, depth + 1)

    def printed(self, one: Indicator) -> Iterator[str]:
        if not one.printed:
            return
        yield f"**{self.word('printed')}**"
        yield ""
        for place, reading in one.printed.items():
            levels = " · ".join(f"{plain(score)}: {level.verbatim}" for score, level in reading.levels.items())
            step = reading.step_size.verbatim if reading.step_size else ""
            said = [reading.name, reading.measure_unit, reading.weight, step, levels]
            yield f"- {place}: {' | '.join(text for text in said if text)}"
        yield ""

    def baseline(self, one: Baseline) -> Iterator[str]:
        areas = list(dict.fromkeys(area for year in one.years for area in year.areas))
        yield f"**{self.word('baseline')}** {self.said(one.name)}"
        yield ""
        heads = [self.word("year"), self.word("middle"), *(self.said(self.areas[area]) for area in areas)]
        rows = [
            [
                str(year.year),
                _dashed(year.middle),
                *(_dashed(year.areas[area]) if area in year.areas else "" for area in areas),
            ]
            for year in one.years
        ]
        yield from table(heads, rows)

    def part(self, part: Part) -> Iterator[str]:
        yield f"**{part.heading or part.about}**"
        yield ""
        yield from self.items(part.items, 0)
        yield ""

    def items(self, items: Iterable[Item], depth: int) -> Iterator[str]:
        for item in items:
            mark = f"{item.mark} " if item.mark else ""
            yield f"{'  ' * depth}- {mark}{self.said(item.text)}"
            yield from self.items(item.items, depth + 1)

    def discrepancies(self) -> Iterator[str]:
        if not self.pack.framework.discrepancies:
            return
        yield f"## {self.word('discrepancies')}"
        yield ""
        for one in self.pack.framework.discrepancies:
            about = ", ".join(one.about)
            yield f"- **{one.id}** {about}: {self.said(one.what)}"
            for saying in one.sayings:
                yield f"  - {saying.place}: “{saying.says}”"
            if one.applied is not None:
                yield f"  - {self.word('applied')}: {self.said(one.applied)} {self.said(one.assumption)}".rstrip()
        yield ""

    def cases(self) -> Iterator[str]:
        yield f"## {self.word('cases')}"
        yield ""
        for file in self.pack.cases:
            yield f"### {self.said(file.about)}"
            yield ""
            for case in file.cases:
                yield f"**{self.said(case.name)}**"
                yield ""
                yield from ("    " + line for line in case.arithmetic.split("\n"))
                yield ""

    def glossary(self) -> Iterator[str]:
        framework = self.pack.framework
        if framework.abbreviations:
            yield f"## {self.word('abbreviations')}"
            yield ""
            yield from (f"- {one.short_form}: {self.said(one.full)}" for one in framework.abbreviations)
            yield ""
        if framework.posts:
            yield f"## {self.word('posts')}"
            yield ""
            for post in framework.posts:
                yield f"- {self.said(post.name)}" + (f" — {self.said(post.duty)}" if post.duty else "")
            yield ""
        repairs = [repair for document in framework.documents for repair in document.repairs]
        if repairs:
            yield f"## {self.word('repairs')}"
            yield ""
            yield from (f"- {self.said(repair)}" for repair in repairs)


def table(heads: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """A Markdown table and the empty line after it; bars in cells are escaped."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def thai_year(be_year: int, language: Language) -> str:
    """A fiscal year as people say it."""
    return f"ปีงบประมาณ พ.ศ. {be_year}" if language == "th" else f"fiscal year B.E. {be_year} ({be_year - 543})"


def _dashed(value: Decimal | None) -> str:
    return "-" if value is None else plain(value)
