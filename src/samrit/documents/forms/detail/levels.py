"""How a detail sheet tells the scoring: the levels as printed, else as they are scored, and what each of them demands."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from samrit.base.figures import plain
from samrit.documents.forms.demands import Demand, demands
from samrit.documents.forms.detail.lines import passage
from samrit.documents.forms.detail.rules import applied_rule, further
from samrit.documents.forms.detail.sections import Entry, Level, Levels, Passage, Section
from samrit.documents.forms.wording import Said, Voice, squeezed
from samrit.packs.handbook.content import text_of
from samrit.packs.method import Milestones, PercentThenDeeds, Rung, Table
from samrit.packs.model import Indicator, LevelText, Part, Reading
from samrit.packs.texts import Item

CRITERIA = "เกณฑ์การให้คะแนน"


def scoring(voice: Voice, one: Indicator, printed: Reading, criteria: Part | None) -> Iterator[Section]:
    method = one.method
    if isinstance(method, Milestones):
        title = next((form.title for form in voice.pack.forms if form.id == "results"), None)
        yield Levels(
            heading=voice.words(title) or voice.label("ขั้นตอนการดำเนินงาน", "Steps"),
            lead=(),
            look="ladder",
            levels=tuple(
                Level(
                    points=level.score,
                    name=voice.level(level.score),
                    text=voice.words(level.text),
                    demands=demands(voice, level.guidelines),
                )
                for level in method.levels
            ),
        )
    levels, told = _levels(voice, one, printed, criteria)
    heading = voice.label(CRITERIA, "Scoring criteria")
    if criteria is not None:
        said = passage(voice, criteria, without=told)
        heading = () if said.entries else said.heading
        yield from [said] if said.entries else []
    if levels:
        shorts = printed.levels and all(len(reading.verbatim) <= 12 for reading in printed.levels.values())
        ladder = isinstance(method, PercentThenDeeds)
        yield Levels(
            heading=heading,
            lead=_step(voice, printed, criteria),
            look="ladder" if ladder else "row" if shorts else "boxes",
            levels=levels,
        )
        heading = ()
    rule = applied_rule(voice, one)
    if rule:
        yield Passage(heading, entries=(Entry((), rule),), small=True)
    yield from further(voice, one)


def _step(voice: Voice, printed: Reading, criteria: Part | None) -> Said:
    """The sentence on the increment of a level, unless the criteria say it themselves."""
    verbatim = printed.step_size.verbatim if printed.step_size is not None else ""
    if printed.step_size is None or not verbatim:
        return ()
    if criteria is not None and any(squeezed(verbatim) in squeezed(item.text.th) for item in criteria.items):
        return ()
    if voice.english:
        return voice.plain(f"Increment: {plain(printed.step_size.declared)} unit(s) per point, as follows")
    return voice.plain(f"ช่วงการปรับเกณฑ์การให้คะแนน {verbatim} โดยกำหนดเกณฑ์การให้คะแนน ดังนี้")


def _levels(
    voice: Voice, one: Indicator, printed: Reading, criteria: Part | None
) -> tuple[tuple[Level, ...], list[Item]]:
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
                name=voice.level(points),
                text=_level_text(voice, one, points, reading, targets.get(points), rung),
                applied=_applied(voice, one, reading, targets.get(points)),
                more=voice.words(more),
                demands=tuple(_rung(voice, one, rung)) if rung is not None else (),
            )
        )
    if criteria is not None and [item.text.th for item in criteria.items] == [
        reading.verbatim for _, reading in sorted(printed.levels.items())
    ]:
        used += criteria.items
    return tuple(found), used


def _level_text(
    voice: Voice, one: Indicator, points: Decimal, reading: LevelText | None, target: Decimal | None, rung: Rung | None
) -> Said:
    unit = text_of(voice.names.unit(one.measure_unit))
    said = f"{plain(points)} {voice.either('คะแนน', 'point' if points == 1 else 'points')}"
    if reading is not None and not voice.english:
        return voice.pieces(reading.verbatim.removesuffix(f"เท่ากับ {plain(points)} คะแนน").rstrip())
    if reading is not None and reading.verbatim == f"{plain(points)} คะแนน":
        return voice.plain(said)
    figure = target if target is not None else reading.figure if reading is not None else None
    if rung is not None and (reading is None or figure is None):
        return voice.words(rung.text) or voice.thai(reading.verbatim if reading else "")
    if figure is None:
        return voice.thai(reading.verbatim) if reading is not None else voice.plain("-")
    count = f" ({voice.names.field('count').lower()} {plain(reading.count)})" if reading and reading.count else ""
    return voice.plain(voice.names.measured(figure, unit) + count)


def _applied(voice: Voice, one: Indicator, reading: LevelText | None, target: Decimal | None) -> str:
    """What is scored, where the sheet prints another figure."""
    if reading is None or target is None or reading.figure is None or reading.figure == target or voice.english:
        return ""
    return f"ใช้ {voice.names.measured(target, text_of(voice.names.unit(one.measure_unit)))}"


def _rung(voice: Voice, one: Indicator, rung: Rung) -> Iterator[Demand]:
    inputs = {str(name): held for name, held in one.inputs.items()}
    if rung.at_least is not None:
        unit = text_of(voice.names.unit(one.measure_unit))
        figures = [held for held in inputs.values() if held.holds == "figure"]
        if len(figures) == 1 and one.formula is None:
            unit = text_of(voice.names.unit(figures[0].measure_unit))
        name = voice.words(figures[0].name) if len(figures) == 1 else voice.plain(voice.names.word("formula_of"))
        yield Demand("", name, asks=f"{voice.names.field('at_least')} {voice.names.measured(rung.at_least, unit)}")
    for deed in rung.deeds:
        yield Demand("", voice.words(inputs[deed].name))
