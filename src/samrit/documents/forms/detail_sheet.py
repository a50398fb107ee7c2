"""The detail sheets of indicators: what each is, how it is worked out and scored, earlier years, conditions, who acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from samrit.base import thai
from samrit.base.figures import FigureError, d, plain
from samrit.documents.forms import FormKind
from samrit.documents.forms.agreed import remaining
from samrit.documents.forms.asked import parts_asked
from samrit.documents.forms.detail.data import baseline_table, publication, quality, sources
from samrit.documents.forms.detail.family import contradictions, duties, posts
from samrit.documents.forms.detail.levels import CRITERIA, scoring
from samrit.documents.forms.detail.lines import passage
from samrit.documents.forms.detail.sections import Division, Field, Grid, Passage, Section
from samrit.documents.forms.wording import Said, Voice, blanks_of, squeezed
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates import detail_sheet as templates
from samrit.packs.handbook.content import text_of
from samrit.packs.method import Composite
from samrit.packs.model import Indicator, Pack, Part, Reading
from samrit.packs.texts import Item

PRINTED = "detail"
"""The place of the document whose names and levels the sheets print."""
CLOSING = frozenset({"conditions", "notes", "evidence"})
"""The first of these stands behind the scoring where the document has no heading of its own for that."""


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

    sheet: Sheet
    title: str
    framework: str
    year: int
    keep: tuple[str, ...]
    sheets: tuple[IndicatorSheet, ...]


def fill(request: Request) -> DetailSheets:
    """The sheets of the indicators asked for (a sub-indicator may be asked for alone), else of all top indicators."""
    pack, sheet = request.pack, request.sheet
    known = {str(one.code): one for one in pack.every_indicator()}
    asked = parts_asked(request, KIND.id, known, request.terms.dropped)
    if not request.only:
        tops = {one.code for one in pack.indicators}
        asked = tuple(code for code in asked if code in tops)
    voice = Voice(request.terms, sheet.language)
    framework = pack.framework
    return DetailSheets(
        sheet=sheet,
        title=sheet.either("รายละเอียดตัวชี้วัด", "Detail sheets of indicators"),
        framework=sheet.said(framework.name),
        year=framework.fiscal_year,
        keep=_compounds(pack),
        sheets=tuple(_page(voice, known[code]) for code in asked),
    )


def _compounds(pack: Pack) -> tuple[str, ...]:
    """Names of posts, bodies and things that a line end should not part."""
    framework = pack.framework
    names = [one.full.th for one in framework.abbreviations] + [one.name.th for one in framework.posts]
    short = {name.partition("(")[0].strip() for name in names}
    return tuple(sorted(name for name in short if 3 < len(name) <= 22 and " " not in name))


def _page(voice: Voice, one: Indicator) -> IndicatorSheet:
    """The sheet of an indicator that begins a page: with duties, posts and contradictions of all its parts."""
    family = list(_family(voice, one))
    closing: list[Section] = [*duties(voice, family), *posts(voice, family), *contradictions(voice, family)]
    return replace(_sheet(voice, one), closing=tuple(closing))


def _family(voice: Voice, one: Indicator) -> Iterator[Indicator]:
    yield one
    for part in remaining(voice.terms, one.parts):
        yield from _family(voice, part)


def _sheet(voice: Voice, one: Indicator) -> IndicatorSheet:
    printed = next((held for place, held in one.printed.items() if place == PRINTED), Reading())
    name = voice.thai(printed.name) if printed.name and not voice.english else voice.words(one.name)
    word = "KPI" if _are_kpis(voice.pack) else voice.either("ตัวชี้วัดที่", "Indicator")
    return IndicatorSheet(
        label=f"{word} {one.code}",
        code=one.code,
        name=name,
        fields=tuple(_fields(voice, one, printed)),
        sections=tuple(_sections(voice, one, printed)),
        parts=tuple(_sheet(voice, part) for part in remaining(voice.terms, one.parts)),
    )


def _are_kpis(pack: Pack) -> bool:
    """Whether the document calls its indicators “KPI 1” and so on."""
    return any(one.source is not None and f"KPI {one.code}" in one.source.place for one in pack.every_indicator())


def _fields(voice: Voice, one: Indicator, printed: Reading) -> Iterator[Field]:
    names, said = voice.names, voice.plain
    if not voice.english and printed.name and squeezed(printed.name) != squeezed(one.name.th):
        yield Field("ชื่อในแบบ", voice.words(one.name))
    unit = text_of(names.unit(one.measure_unit))
    if unit or printed.measure_unit:
        yield Field(names.field("measure_unit"), said(unit if voice.english else printed.measure_unit or unit))
    if one.weight is not None:
        yield Field(names.field("weight"), said(_weight(one.weight.percent, printed.weight, one.weight.verbatim)))
    if one.key_result is not None and one.key_result in names.key_results:
        yield Field(names.field("key_result"), voice.words(names.key_results[one.key_result].name))
    if one.cascade is not None and one.cascade.agency:
        yield Field(names.field("agency"), said(one.cascade.agency))
    if one.cascade is not None and one.cascade.superior:
        yield Field(names.field("superior"), said(one.cascade.superior))
    if one.window is not None:
        yield Field(names.field("window"), voice.words(names.windows.get(one.window)))
    if one.applies_to:
        yield Field(names.field("applies_to"), said(", ".join(text_of(names.kind(kind)) for kind in one.applies_to)))


def _sections(voice: Voice, one: Indicator, printed: Reading) -> Iterator[Section]:
    text = voice.words(one.explanation)
    details = list(one.details)
    if text and details and _is_explanation(details[0]):
        yield passage(voice, details.pop(0), text)
    elif text:
        yield Passage(voice.plain(voice.names.field("explanation")), text)
    turn = next((i for i, part in enumerate(details) if part.heading.startswith(CRITERIA)), None)
    criteria = None if turn is None else details.pop(turn)
    if turn is None:
        turn = next((i for i, part in enumerate(details) if part.about in CLOSING), len(details))
    before, after = details[:turn], details[turn:]
    yield from _blanks(voice, one)
    yield from (passage(voice, part) for part in before)
    yield from _parts_table(voice, one)
    yield from quality(voice, one)
    yield from _formula(voice, one)
    yield from scoring(voice, one, printed, criteria)
    yield from (baseline_table(voice, baseline) for baseline in one.baselines)
    yield from (passage(voice, part) for part in after)
    yield from publication(voice, one.publication)
    yield from sources(voice, one)


def _blanks(voice: Voice, one: Indicator) -> Iterator[Grid]:
    """In English: what each unit fills in, where only the Thai sentence has the blank."""
    names = _only_thai(one) if voice.english else []
    if names:
        yield Grid(
            heading=voice.plain("Filled in by each unit"),
            heads=("Blank", "Entry"),
            parts=(90, 70),
            rows=tuple((voice.words(voice.names.blanks[name][1].name), (voice.blank(name),)) for name in names),
        )


def _parts_table(voice: Voice, one: Indicator) -> Iterator[Grid]:
    parts = remaining(voice.terms, one.parts)
    if not parts or not isinstance(one.method, Composite):
        return
    equal = voice.names.value("weights", "equal")
    yield Grid(
        heading=voice.plain(f"{voice.names.field('parts')} ({voice.names.value('weights', one.method.weights)})"),
        heads=(voice.names.field("code"), voice.names.field("parts"), voice.names.field("weight")),
        parts=(16, 114, 30),
        rows=tuple(
            (
                voice.plain(part.code),
                voice.words(part.name),
                voice.plain(_weight(part.weight.percent, part.weight.verbatim) if part.weight else equal),
            )
            for part in parts
        ),
    )


def _formula(voice: Voice, one: Indicator) -> Iterator[Division]:
    formula = one.formula
    if formula is not None and formula.numerator and formula.denominator:
        name = text_of(voice.names.unit(one.measure_unit)) or voice.names.word("formula_of")
        yield Division(
            heading=voice.plain(voice.names.field("formula")),
            name=voice.plain(name),
            numerator=voice.thai(formula.numerator),
            denominator=voice.thai(formula.denominator),
            factor=formula.factor.replace("X", "×"),
        )


def _weight(percent: Decimal, *printed: str) -> str:
    """The weight as printed where that still is the weight agreed, else its figure."""
    for text in printed:
        try:
            if text and d(thai.arabic_digits(text).strip("()% ")) == percent:
                return text
        except FigureError:
            continue
    return plain(percent)


def _is_explanation(part: Part) -> bool:
    return part.about == "explanation" or part.heading == "คำอธิบาย"


def _only_thai(one: Indicator) -> list[str]:
    """The blanks that only the Thai texts of an indicator carry, in order."""
    texts = [one.explanation] if one.explanation is not None else []
    texts += [item.text for part in one.details for item in _items(part.items)]
    thai_texts = [words.th for words in texts]
    thai_texts += [level.verbatim for reading in one.printed.values() for level in reading.levels.values()]
    quoted = [part.heading for part in one.details]
    if one.formula is not None:
        quoted += [one.formula.numerator, one.formula.denominator]
    english_texts = [*quoted, *(words.said("en") for words in texts)]
    shown = {name for text in english_texts for name in blanks_of(text)}
    return [name for name in dict.fromkeys(blanks_of(" ".join(thai_texts))) if name not in shown]


def _items(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _items(item.items)


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
