"""The detail sheets of indicators: what each is, how it is worked out and scored, earlier years, conditions, who acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal

from samrit.base import thai
from samrit.base.figures import FigureError, d, plain
from samrit.base.issues import Language
from samrit.documents.forms import FormKind
from samrit.documents.forms.guidelines import Demand, Piece, Said, Voice, asked_for, blanks_of, demanded
from samrit.documents.paper import Digits
from samrit.documents.sheet import Request
from samrit.documents.templates import detail_sheet as templates
from samrit.packs.handbook.content import text_of
from samrit.packs.method import (
    Composite,
    Disclosure,
    Element,
    FormulaScore,
    Improvement,
    Judged,
    Milestones,
    PercentThenDeeds,
    Rung,
    SurveyMean,
    Table,
)
from samrit.packs.model import Baseline, Formula, Indicator, LevelText, Pack, Part, Reading
from samrit.packs.plans import Deadline, Publication
from samrit.packs.texts import Item

PRINTED = "detail"
"""The place of the document whose names and levels the sheets print."""
CRITERIA = "เกณฑ์การให้คะแนน"
CLOSING = frozenset({"conditions", "notes", "evidence"})
"""The first of these stands behind the scoring where the document has no heading of its own for that."""


# ── the data ──


@dataclass(frozen=True)
class Field:
    """A label and what stands behind it."""

    label: str
    value: Said


@dataclass(frozen=True)
class Entry:
    """A line of a part: its mark, its words, what it fixes beside them, a box where it is ticked, and lines below."""

    mark: Said
    text: Said
    behind: str = ""
    ticked: bool = False
    items: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A titled part: a paragraph, lines, or both; `small` for remarks of ours."""

    heading: Said
    text: Said = ()
    entries: tuple[Entry, ...] = ()
    small: bool = False
    kind: Literal["passage"] = "passage"


@dataclass(frozen=True)
class Division:
    """A formula as a fraction."""

    heading: Said
    name: Said
    numerator: Said
    denominator: Said
    factor: str
    kind: Literal["division"] = "division"


@dataclass(frozen=True)
class Level:
    """One level: its points, its words, the figure applied where the words print another, and what it demands."""

    points: Decimal
    name: str
    text: Said
    applied: str = ""
    more: Said = ()
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True)
class Levels:
    """The levels: lines with boxes, one row of short cells, or a ladder with what each rung demands."""

    heading: Said
    lead: Said
    look: Literal["boxes", "row", "ladder"]
    levels: tuple[Level, ...]
    kind: Literal["levels"] = "levels"


@dataclass(frozen=True)
class BaselineYearRow:
    """A year: figures by area; "-" where a dash is printed, "" where nothing is."""

    year: int
    middle: Decimal | str
    values: tuple[Decimal | str, ...]


@dataclass(frozen=True)
class BaselineTable:
    """Earlier years' values; areas under the headings of their groups, and other headings printed with them."""

    name: Said
    year_heading: str
    middle_heading: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    places: int
    rows: tuple[BaselineYearRow, ...]
    remarks: Said = ()
    kind: Literal["baseline"] = "baseline"


@dataclass(frozen=True)
class Grid:
    """A small table of texts; `parts` says how its width is shared."""

    heading: Said
    heads: tuple[str, ...]
    parts: tuple[int, ...]
    rows: tuple[tuple[Said, ...], ...]
    kind: Literal["grid"] = "grid"


Section = Passage | Division | Levels | BaselineTable | Grid


@dataclass(frozen=True)
class IndicatorSheet:
    """One indicator, its sub-indicators after it, and what concerns all of them at the end."""

    label: str
    code: str
    name: Said
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    parts: tuple[IndicatorSheet, ...]
    closing: tuple[Section, ...] = ()


@dataclass(frozen=True)
class DetailSheets:
    """The whole book."""

    issued: date
    language: Language
    digits: Digits
    number: str
    agency: str
    unit: str
    title: str
    framework: str
    year: int
    keep: tuple[str, ...]
    sheets: tuple[IndicatorSheet, ...]


# ── how it is filled ──


def fill(request: Request) -> DetailSheets:
    """The sheets of the indicators asked for (a sub-indicator may be asked for alone), else of all top indicators."""
    pack, sheet = request.pack, request.sheet
    known = {str(one.code): one for one in pack.every_indicator()}
    asked = asked_for(request, KIND.id, {code: one.name.th for code, one in known.items()})
    if not request.only:
        tops = {one.code for one in pack.indicators}
        asked = tuple(code for code in asked if code in tops)
    writer = _Sheets(request)
    framework = pack.framework
    return DetailSheets(
        issued=sheet.issued,
        language=sheet.language,
        digits=sheet.digits,
        number=sheet.number,
        agency=sheet.agency,
        unit=sheet.unit,
        title=sheet.either("รายละเอียดตัวชี้วัด", "Detail sheets of indicators"),
        framework=sheet.said(framework.name),
        year=framework.fiscal_year,
        keep=_compounds(pack),
        sheets=tuple(writer.whole(known[code]) for code in asked),
    )


def _compounds(pack: Pack) -> tuple[str, ...]:
    """Names of posts, bodies and things that a line end should not part."""
    framework = pack.framework
    names = [one.full.th for one in framework.abbreviations] + [one.name.th for one in framework.posts]
    bare = {name.partition("(")[0].strip() for name in names}
    return tuple(sorted(name for name in bare if 3 < len(name) <= 22 and " " not in name))


class _Sheets:
    """Turns indicators into sheets, in one language, under one agreement."""

    def __init__(self, request: Request) -> None:
        self.pack = request.pack
        self.terms = request.terms
        self.voice = Voice(request.terms, request.sheet.language)
        self.names = self.voice.names
        self.english = request.sheet.language == "en"
        places = [one.source.place if one.source else "" for one in self.pack.every_indicator()]
        codes = [one.code for one in self.pack.every_indicator()]
        self._is_kpi = any(f"KPI {code}" in place for code, place in zip(codes, places, strict=True))

    def whole(self, one: Indicator) -> IndicatorSheet:
        """The sheet of an indicator that begins a page: with duties, posts and contradictions of all its parts."""
        family = list(self._family(one))
        closing: list[Section] = [*self._duties(family), *self._posts(family), *self._contradictions(family)]
        return replace(self._sheet(one), closing=tuple(closing))

    def _family(self, one: Indicator) -> Iterator[Indicator]:
        yield one
        for part in one.parts:
            if part.code not in self.terms.dropped:
                yield from self._family(part)

    def _sheet(self, one: Indicator) -> IndicatorSheet:
        printed = next((held for place, held in one.printed.items() if place == PRINTED), Reading())
        name = self.voice.thai(printed.name) if printed.name and not self.english else self.voice.words(one.name)
        word = "KPI" if self._is_kpi else self.voice.either("ตัวชี้วัดที่", "Indicator")
        return IndicatorSheet(
            label=f"{word} {one.code}",
            code=one.code,
            name=name,
            fields=tuple(self._fields(one, printed)),
            sections=tuple(self._sections(one, printed)),
            parts=tuple(self._sheet(part) for part in one.parts if part.code not in self.terms.dropped),
        )

    # ── the fields on top ──

    def _fields(self, one: Indicator, printed: Reading) -> Iterator[Field]:
        names, said = self.names, self._plain
        if not self.english and printed.name and _squeezed(printed.name) != _squeezed(one.name.th):
            yield Field("ชื่อในแบบ", self.voice.words(one.name))
        unit = text_of(names.unit(one.measure_unit))
        if unit or printed.measure_unit:
            yield Field(names.field("measure_unit"), said(unit if self.english else printed.measure_unit or unit))
        if one.weight is not None:
            yield Field(names.field("weight"), said(_weight(one.weight.percent, printed.weight, one.weight.verbatim)))
        if one.key_result is not None and one.key_result in names.key_results:
            yield Field(names.field("key_result"), self.voice.words(names.key_results[one.key_result].name))
        if one.cascade is not None and one.cascade.agency:
            yield Field(names.field("agency"), said(one.cascade.agency))
        if one.cascade is not None and one.cascade.superior:
            yield Field(names.field("superior"), said(one.cascade.superior))
        if one.window is not None:
            yield Field(names.field("window"), self.voice.words(names.windows.get(one.window)))
        if one.applies_to:
            yield Field(
                names.field("applies_to"), said(", ".join(text_of(names.kind(kind)) for kind in one.applies_to))
            )

    def _plain(self, text: str) -> Said:
        return (Piece(text),) if text else ()

    def _heading(self, th: str, en: str) -> Said:
        return (Piece(self.voice.either(th, en)),)

    # ── the parts, in the order of the document ──

    def _sections(self, one: Indicator, printed: Reading) -> Iterator[Section]:
        explained = self._plain(self.names.field("explanation"))
        text = self.voice.words(one.explanation)
        details = list(one.details)
        if text and details and _is_explanation(details[0]):
            yield self._passage(details.pop(0), text)
        elif text:
            yield Passage(explained, text)
        turn = next((i for i, part in enumerate(details) if part.heading.startswith(CRITERIA)), None)
        criteria = None if turn is None else details.pop(turn)
        if turn is None:
            turn = next((i for i, part in enumerate(details) if part.about in CLOSING), len(details))
        before, after = details[:turn], details[turn:]
        yield from self._blanks(one)
        yield from (self._passage(part) for part in before)
        yield from self._parts(one)
        yield from self._quality(one)
        yield from self._formula(one, one.formula)
        yield from self._scoring(one, printed, criteria)
        yield from (self._baseline(baseline) for baseline in one.baselines)
        yield from (self._passage(part) for part in after)
        yield from self._publication(one.publication)
        yield from self._data(one)

    def _blanks(self, one: Indicator) -> Iterator[Grid]:
        """In English: what each unit fills in, where only the Thai sentence has the blank."""
        names = _only_thai(one) if self.english else []
        if names:
            yield Grid(
                heading=self._plain("Filled in by each unit"),
                heads=("Blank", "Entry"),
                parts=(90, 70),
                rows=tuple((self._plain(self.voice.blank_name(name)), (self.voice.blank(name),)) for name in names),
            )

    def _passage(self, part: Part, text: Said = (), without: Iterable[Item] = ()) -> Passage:
        kind = self.names.value("about", part.about)
        heading = self._plain(kind)
        if part.heading:
            heading = (
                self.voice.thai(part.heading)
                if not self.english
                else (Piece(f"{kind} "), *self.voice.thai(part.heading))
            )
        return Passage(heading, text, self._entries(part.items, without))

    def _entries(self, items: Iterable[Item], without: Iterable[Item] = ()) -> tuple[Entry, ...]:
        left_out = list(without)
        return tuple(
            Entry(
                mark=self._plain(item.mark) if not self.english else self.voice.thai(item.mark) if item.mark else (),
                text=self.voice.words(item.text),
                behind=" · ".join(self._behind(item)),
                items=self._entries(item.items, left_out),
            )
            for item in items
            if not any(item is one for one in left_out)
        )

    def _behind(self, item: Item) -> Iterator[str]:
        """What a line fixes without saying it: figures, what is counted, the round, the due date."""
        names = self.names
        text = f"{item.mark} {item.text.said(self.voice.language)}"
        shown = thai.arabic_digits(text).replace(",", "")
        hidden = [plain(figure) for figure in item.figures.values() if plain(figure) not in shown]
        if hidden:
            yield f"{names.word('fixed_figures')} {', '.join(hidden)}"
        unit = text_of(names.unit(item.measure_unit))
        if unit and unit not in text:
            yield f"{self.voice.either('หน่วยนับ', 'counted in')} : {unit}"
        if item.round is not None and not item.items:
            yield text_of(names.round(item.round))
        duty = next((one for one in self.pack.framework.duties if one.id == item.duty), None)
        if duty is not None and duty.due is not None and duty.due.verbatim not in item.text.th:
            yield f"{names.field('due')}: {_text(self.voice.thai(duty.due.verbatim))}"

    # ── how it is worked out and scored ──

    def _parts(self, one: Indicator) -> Iterator[Grid]:
        parts = [part for part in one.parts if part.code not in self.terms.dropped]
        if not parts or not isinstance(one.method, Composite):
            return
        equal = self.names.value("weights", "equal")
        yield Grid(
            heading=self._plain(f"{self.names.field('parts')} ({self.names.value('weights', one.method.weights)})"),
            heads=(self.names.field("code"), self.names.field("parts"), self.names.field("weight")),
            parts=(16, 114, 30),
            rows=tuple(
                (
                    self._plain(part.code),
                    self.voice.words(part.name),
                    self._plain(_weight(part.weight.percent, "", part.weight.verbatim) if part.weight else equal),
                )
                for part in parts
            ),
        )

    def _quality(self, one: Indicator) -> Iterator[Grid]:
        if one.quality:
            yield Grid(
                heading=self._plain(self.names.field("quality")),
                heads=tuple(self.names.field(name, "QualityTarget") for name in ("output", "measure", "percent")),
                parts=(62, 72, 26),
                rows=tuple(
                    (self.voice.words(aim.output), self.voice.words(aim.measure), self._plain(plain(aim.percent)))
                    for aim in one.quality
                ),
            )

    def _formula(self, one: Indicator, formula: Formula | None) -> Iterator[Division]:
        if formula is not None and formula.numerator and formula.denominator:
            name = text_of(self.names.unit(one.measure_unit)) or self.names.word("formula_of")
            yield Division(
                heading=self._plain(self.names.field("formula")),
                name=self._plain(name),
                numerator=self.voice.thai(formula.numerator),
                denominator=self.voice.thai(formula.denominator),
                factor=formula.factor.replace("X", "×"),
            )

    def _scoring(self, one: Indicator, printed: Reading, criteria: Part | None) -> Iterator[Section]:
        method = one.method
        if isinstance(method, Milestones):
            title = next((form.title for form in self.pack.forms if form.id == "results"), None)
            yield Levels(
                heading=self.voice.words(title) or self._heading("ขั้นตอนการดำเนินงาน", "Steps"),
                lead=(),
                look="ladder",
                levels=tuple(
                    Level(
                        points=level.score,
                        name=self.voice.level(level.score),
                        text=self.voice.words(level.text),
                        demands=tuple(demanded(self.voice, guideline) for guideline in level.guidelines),
                    )
                    for level in method.levels
                ),
            )
        levels, told = self._levels(one, printed, criteria)
        heading = self._heading(CRITERIA, "Scoring criteria")
        if criteria is not None:
            passage = self._passage(criteria, without=told)
            heading = passage.heading if not passage.entries else ()
            yield from [passage] if passage.entries else []
        if levels:
            shorts = printed.levels and all(len(reading.verbatim) <= 12 for reading in printed.levels.values())
            ladder = isinstance(method, PercentThenDeeds)
            step = "" if printed.step_size is None else printed.step_size.verbatim
            yield Levels(
                heading=heading,
                lead=self._step(printed, criteria) if step else (),
                look="ladder" if ladder else "row" if shorts else "boxes",
                levels=levels,
            )
            heading = ()
        rules = tuple(self._rules(one))
        if rules:
            yield Passage(heading, entries=rules, small=True)
        yield from self._further(one)

    def _step(self, printed: Reading, criteria: Part | None) -> Said:
        assert printed.step_size is not None
        verbatim = printed.step_size.verbatim
        if criteria is not None and any(_squeezed(verbatim) in _squeezed(item.text.th) for item in criteria.items):
            return ()
        if self.english:
            return self._plain(f"Increment: {plain(printed.step_size.declared)} unit(s) per point, as follows")
        return self._plain(f"ช่วงการปรับเกณฑ์การให้คะแนน {verbatim} โดยกำหนดเกณฑ์การให้คะแนน ดังนี้")

    def _levels(self, one: Indicator, printed: Reading, criteria: Part | None) -> tuple[tuple[Level, ...], list[Item]]:
        """The levels as the document prints them, else as they are scored; and the items that tell the same."""
        method = one.method
        targets = dict(method.levels) if isinstance(method, Table) else {}
        rungs = {rung.score: rung for rung in method.rungs} if isinstance(method, PercentThenDeeds) else {}
        told = {item.mark: item for part in criteria.items for item in part.items} if criteria is not None else {}
        used: list[Item] = []
        found: list[Level] = []
        for points in sorted({*printed.levels, *targets, *rungs}):
            reading = printed.levels.get(points)
            item = told.get(plain(points)) if rungs else None
            used += [item] if item is not None else []
            rung = rungs.get(points)
            more = item.text if item is not None else rung.text if rung is not None and reading is not None else None
            found.append(
                Level(
                    points=points,
                    name=self.voice.level(points),
                    text=self._level_text(one, points, reading, targets.get(points), rung),
                    applied=self._applied(one, reading, targets.get(points)),
                    more=self.voice.words(more),
                    demands=tuple(self._rung(one, rung)) if rung is not None else (),
                )
            )
        if criteria is not None and [item.text.th for item in criteria.items] == [
            reading.verbatim for _, reading in sorted(printed.levels.items())
        ]:
            used += criteria.items
        return tuple(found), used

    def _level_text(
        self, one: Indicator, points: Decimal, reading: LevelText | None, target: Decimal | None, rung: Rung | None
    ) -> Said:
        unit = text_of(self.names.unit(one.measure_unit))
        said = f"{plain(points)} {self.voice.either('คะแนน', 'point' if points == 1 else 'points')}"
        if reading is not None and not self.english:
            return self.voice.pieces(reading.verbatim.removesuffix(f"เท่ากับ {plain(points)} คะแนน").rstrip())
        if reading is not None and reading.verbatim == f"{plain(points)} คะแนน":
            return self._plain(said)
        figure = target if target is not None else reading.figure if reading is not None else None
        if rung is not None and (reading is None or figure is None):
            return self.voice.words(rung.text) or self.voice.thai(reading.verbatim if reading else "")
        if figure is None:
            return self.voice.thai(reading.verbatim) if reading is not None else self._plain("-")
        count = f" ({self.names.field('count').lower()} {plain(reading.count)})" if reading and reading.count else ""
        return self._plain(self.names.measured(figure, unit) + count)

    def _applied(self, one: Indicator, reading: LevelText | None, target: Decimal | None) -> str:
        """What is scored, where the sheet prints another figure."""
        if reading is None or target is None or reading.figure is None or reading.figure == target or self.english:
            return ""
        return f"ใช้ {self.names.measured(target, text_of(self.names.unit(one.measure_unit)))}"

    def _rung(self, one: Indicator, rung: Rung) -> Iterator[Demand]:
        inputs = {str(name): held for name, held in one.inputs.items()}
        if rung.at_least is not None:
            unit = text_of(self.names.unit(one.measure_unit))
            figures = [held for held in inputs.values() if held.holds == "figure"]
            if len(figures) == 1 and one.formula is None:
                unit = text_of(self.names.unit(figures[0].measure_unit))
            name = (
                self.voice.words(figures[0].name) if len(figures) == 1 else self._plain(self.names.word("formula_of"))
            )
            yield Demand("", name, asks=f"{self.names.field('at_least')} {self.names.measured(rung.at_least, unit)}")
        for deed in rung.deeds:
            yield Demand("", self.voice.words(inputs[deed].name))

    def _rules(self, one: Indicator) -> Iterator[Entry]:
        """How the pack scores, where the document leaves it open: said, because a signature covers it."""
        names, method = self.names, one.method
        if method is None:
            return
        told: list[str] = []
        if isinstance(method, Table):
            told = [
                f"{names.field(key)}: {names.value(key, getattr(method, key))}" for key in ("between", "below", "above")
            ]
        elif isinstance(method, FormulaScore):
            told = [f"{names.field(key)}: {names.value(key, getattr(method, key))}" for key in ("below", "above")]
        elif isinstance(method, Milestones | PercentThenDeeds):
            none = names.word("points_are", points=plain(method.none_reached))
            told = [names.value("order", method.order), f"{names.field('none_reached')}: {none}"]
        elif isinstance(method, Disclosure):
            marks = (
                (key, names.word("points_are", points=plain(getattr(method, key))))
                for key in ("complete", "incomplete")
            )
            told = [*(f"{names.field(key)}: {points}" for key, points in marks), names.value("partial", method.partial)]
        elif isinstance(method, Judged):
            told = [f"{names.field(key)} {plain(getattr(method, key))}" for key in ("least", "most", "step")]
        elif isinstance(method, SurveyMean):
            told = [f"{names.field('unanswered')}: {names.value('unanswered', method.unanswered)}"]
        if isinstance(method, Improvement):
            told.append(f"{names.field('measure')}: {names.value('measure', method.measure)}")
        if told:
            yield Entry(
                (), self._plain(f"{names.field('method')}: {names.value('kind', method.kind)} · {' · '.join(told)}")
            )

    def _further(self, one: Indicator) -> Iterator[Section]:
        method = one.method
        if isinstance(method, Disclosure):
            yield Passage(self._plain(self.names.field("elements")), entries=self._elements(method.elements))
        elif isinstance(method, SurveyMean):
            surveys = {survey.id: survey.name for survey in self.pack.surveys}
            yield Grid(
                heading=(),
                heads=tuple(self.names.field(name) for name in ("survey", "weight", "least_respondents")),
                parts=(100, 30, 30),
                rows=tuple(
                    (
                        self.voice.words(surveys.get(cohort.survey)) or self._plain(cohort.survey),
                        self._plain(plain(cohort.weight)),
                        self._plain(str(cohort.least_respondents)),
                    )
                    for cohort in method.cohorts
                ),
            )

    def _elements(self, elements: Iterable[Element]) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                mark=(),
                text=self.voice.words(one.text),
                behind=" · ".join(
                    said
                    for said in (
                        self.names.field("any_of") if one.any_of else "",
                        "" if one.required else self.names.word("not_scored"),
                    )
                    if said
                ),
                ticked=not one.elements,
                items=self._elements(one.elements),
            )
            for one in elements
        )

    # ── earlier years, data, duties, posts, contradictions ──

    def _baseline(self, one: Baseline) -> BaselineTable:
        groups = {area.id: area.group for area in self.pack.framework.areas}
        areas = list(dict.fromkeys(area for year in one.years for area in year.areas))
        headings = {str(key): text for key, text in one.headings.items()}

        def printed(key: str, label: str) -> str:
            return label if self.english else headings.get(key, label)

        figures = [value for year in one.years for value in (year.middle, *year.areas.values()) if value is not None]
        known = {"year", "middle", *groups.values()}
        others = [text for key, text in headings.items() if key not in known]
        return BaselineTable(
            name=self.voice.words(one.name),
            year_heading=printed("year", self.names.field("year")),
            middle_heading=printed("middle", self.names.field("middle")),
            groups=tuple(
                (
                    printed(group, self.names.value("group", group).capitalize()),
                    tuple(text_of(self.names.area(area)) for area in members),
                )
                for group, members in groupby(areas, key=lambda area: groups.get(area, "regional"))
            ),
            places=max((-int(value.as_tuple().exponent) for value in figures), default=0),
            rows=tuple(
                BaselineYearRow(
                    year=year.year,
                    middle=_dashed(year.middle),
                    values=tuple(_dashed(year.areas[area]) if area in year.areas else "" for area in areas),
                )
                for year in one.years
            ),
            remarks=self.voice.thai(" · ".join(others)) if others else (),
        )

    def _publication(self, one: Publication | None) -> Iterator[Passage]:
        if one is None:
            return
        names, told = self.names, list[tuple[str, Said]]()
        told.append(("period", self.voice.words(one.period)))
        told.append(("as_of", self.voice.thai(one.as_of) if one.as_of else ()))
        told.append(("formats", self._plain(" · ".join(names.value("formats", kind) for kind in one.formats))))
        told.append(("languages", self._plain(" · ".join(names.value("languages", kind) for kind in one.languages))))
        told.append(("nil_statement", self._plain(names.yes(True) if one.nil_statement else "")))
        told.append(("prepared_by", self._plain(text_of(names.all_posts(one.prepared_by)))))
        told.append(("checked_by", self._plain(text_of(names.all_posts(one.checked_by)))))
        told.append(("deadline", self._deadline(one.deadline) if one.deadline else ()))
        told.append(("follow_up", self.voice.thai(one.follow_up.verbatim) if one.follow_up else ()))
        rows = [Entry((), (Piece(f"{names.field(key)}: "), *said)) for key, said in told if said]
        calendar = self._entries(one.calendar)
        if calendar:
            rows.append(Entry((), self._plain(names.field("calendar")), items=calendar))
        yield Passage(self._plain(names.field("publication")), entries=tuple(rows))

    def _deadline(self, one: Deadline) -> Said:
        """As printed, and the days it is read as."""
        days = [(self.names.field("starts"), one.starts), (self.names.field("ends"), one.by)]
        read = " ".join(f"{label} {self.names.day(day)}" for label, day in days if day is not None)
        return (*self.voice.thai(one.verbatim), *self._plain(f" ({read})" if read else ""))

    def _data(self, one: Indicator) -> Iterator[Grid]:
        """The figures and deeds it is scored from, and where they come from."""
        if not one.inputs:
            return
        rows: list[tuple[Said, ...]] = []
        for held in one.inputs.values():
            source = [_text(self.voice.words(proof)) for proof in held.evidence]
            if held.measured_by is not None:
                source.append(text_of(self.names.post(held.measured_by)))
            if held.broadcast:
                source.append(self.names.field("broadcast"))
            unit = text_of(self.names.unit(held.measure_unit)) or self.names.value("holds", held.holds)
            window = text_of(self.names.window(held.window))
            rhythm = f" ({self.names.word('months')})" if held.every == "month" else ""
            rows.append((self.voice.words(held.name), self._plain(unit), self._plain(window + rhythm),
                         self._plain("; ".join(source))))  # fmt: skip
        yield Grid(
            heading=self._heading("ข้อมูลที่ใช้และแหล่งข้อมูล", "Data and their sources"),
            heads=(
                self.voice.either("ข้อมูล", "Data"),
                self.voice.either("หน่วยนับ", "Counted in"),
                self.names.field("window"),
                self.voice.either("แหล่งข้อมูล/หลักฐาน", "Source/evidence"),
            ),
            parts=(58, 22, 36, 44),
            rows=tuple(rows),
        )

    def _duties(self, family: list[Indicator]) -> Iterator[Grid]:
        codes = {one.code for one in family}
        duties = [duty for duty in self.pack.framework.duties if codes & set(duty.indicators)]
        rows = []
        for duty in duties:
            due = () if duty.due is None else self.voice.thai(duty.due.verbatim)
            if duty.due is not None and duty.due.reading is not None:
                due = (*due, Piece(" ("), *self.voice.words(duty.due.reading), Piece(")"))
            what = self.voice.words(duty.what)
            if duty.form is not None:
                what = (*what, Piece(" ("), *self.voice.words(duty.form), Piece(")"))
            by, to = (self._plain(text_of(self.names.all_posts(posts))) for posts in (duty.by, duty.to))
            rows.append((what, by, to, due))
        if rows:
            yield Grid(
                heading=self._heading("การรายงานและกำหนดส่ง", "Reports and deadlines"),
                heads=tuple(self.names.field(name) for name in ("duty", "by", "to", "due")),
                parts=(56, 36, 30, 38),
                rows=tuple(rows),
            )

    def _posts(self, family: list[Indicator]) -> Iterator[Grid]:
        posts = {str(post.id): post for post in self.pack.framework.posts}
        codes = dict.fromkeys(code for one in family for code in _posts_of(one))
        held = [posts[code] for code in codes if code in posts]
        if held:
            yield Grid(
                heading=self._heading("ผู้เกี่ยวข้องและหน้าที่", "Who acts, and how"),
                heads=(self.names.word("post_or_body"), self.names.field("role"), self.names.field("duty")),
                parts=(52, 34, 74),
                rows=tuple(
                    (
                        self.voice.words(post.name),
                        self._plain(self.names.value("role", post.role)),
                        self.voice.words(post.duty),
                    )
                    for post in held
                ),
            )

    def _contradictions(self, family: list[Indicator]) -> Iterator[Passage]:
        """Where the document contradicts itself on these indicators and a score depends on it: what is applied."""
        codes = [one.code for one in family]
        held = [one for one in self.pack.framework.discrepancies if one.touches_score and set(codes) & set(one.about)]
        used = self.voice.either(" — ใช้: ", " — applied: ")
        rows = []
        for number, one in enumerate(held, 1):
            about = ", ".join(code for code in codes if code in one.about)
            mark = f"{number}." if len(codes) == 1 else f"{number}. [{about}]"
            applied = (Piece(used), *self.voice.words(one.applied)) if one.applied is not None else ()
            rows.append(Entry(self._plain(mark), (*self.voice.words(one.what), *applied)))
        if rows:
            heading = self._heading(
                "หมายเหตุ : เอกสารต้นทางขัดกันหรือไม่ชัด", "Note: where the document contradicts itself or is unclear"
            )
            yield Passage(heading, entries=tuple(rows), small=True)


# ── small readings ──


def _weight(percent: Decimal, *printed: str) -> str:
    """The weight as printed where that still is the weight agreed, else its figure."""
    for text in printed:
        try:
            if text and d(thai.arabic_digits(text).strip("()% ")) == percent:
                return text
        except FigureError:
            continue
    return plain(percent)


def _squeezed(text: str) -> str:
    """A text without its spaces, which documents set now and then."""
    return "".join(thai.normalise(text).split())


def _posts_of(one: Indicator) -> Iterator[str]:
    """The posts with a role in an indicator, and those that only a line of its sheet names."""

    def named(items: Iterable[Item]) -> Iterator[str]:
        for item in items:
            yield from item.posts
            yield from named(item.items)

    yield from one.posts
    for part in one.details:
        yield from named(part.items)


def _dashed(value: Decimal | None) -> Decimal | str:
    return "-" if value is None else value


def _is_explanation(part: Part) -> bool:
    return part.about == "explanation" or part.heading == "คำอธิบาย"


def _text(said: Said) -> str:
    return "".join(one.text or "…" for one in said)


def _only_thai(one: Indicator) -> list[str]:
    """The blanks that only the Thai texts of an indicator carry, in order."""
    thai_texts: list[str] = []
    english_texts: list[str] = []

    def hear(items: Iterable[Item]) -> None:
        for item in items:
            thai_texts.append(item.text.th)
            english_texts.append(item.text.en or item.text.th)
            hear(item.items)

    if one.explanation is not None:
        thai_texts.append(one.explanation.th)
        english_texts.append(one.explanation.en or one.explanation.th)
    for part in one.details:
        thai_texts.append(part.heading)
        english_texts.append(part.heading)
        hear(part.items)
    for reading in one.printed.values():
        thai_texts += [level.verbatim for level in reading.levels.values()]
    if one.formula is not None:
        english_texts += [one.formula.numerator, one.formula.denominator]
    shown = {name for text in english_texts for name in blanks_of(text)}
    return [name for name in dict.fromkeys(blanks_of(" ".join(thai_texts))) if name not in shown]


def _parts(pack: Pack) -> dict[str, str]:
    return {str(one.code): one.name.th for one in pack.every_indicator()}


KIND = FormKind(
    id="detail-sheet",
    th="รายละเอียดตัวชี้วัด",
    en="Detail sheets of indicators",
    fill=fill,
    layouts=templates.LAYOUTS,
    fits=lambda pack: bool(pack.indicators),
    parts=_parts,
)
