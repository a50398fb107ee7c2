"""One indicator as its own sheet: what is printed, what is reported, how it is scored, and the rest of the sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from samrit.base import thai
from samrit.base.figures import plain
from samrit.packs.handbook.content import (
    Blocks,
    Bullets,
    Cell,
    Division,
    Drawings,
    Entry,
    Heading,
    Inline,
    Labels,
    Paragraph,
    PeerDrawing,
    Span,
    Table,
    cell,
    join,
    span,
    text_of,
)
from samrit.packs.handbook.framework import follow_up_said
from samrit.packs.handbook.scoring import scoring
from samrit.packs.handbook.writer import Writer
from samrit.packs.model import Baseline, Discrepancy, Formula, Indicator, Input, LevelText, Part, Reading
from samrit.packs.plans import Deadline, Publication
from samrit.packs.texts import Dashed


def sheets(w: Writer) -> Blocks:
    """Every indicator, in the order of the form."""
    yield w.heading(2, w.word("indicators"), "indicators", listed=True)
    for one in w.pack.indicators:
        yield from sheet(w, one, 3)


def sheet(w: Writer, one: Indicator, depth: int) -> Blocks:
    """One indicator and, below it, its parts."""
    title = (*span(one.code, "strong"), *span(" "), *w.said(one.name))
    yield Heading(min(depth, 5), title, f"indicator-{one.code}", listed=True, new_page=depth == 3)
    below = min(depth, 5) + 1
    yield Labels(tuple(_facts(w, one)))
    if one.explanation is not None:
        yield Paragraph(w.said(one.explanation))
    yield from _warned(w, one.code)
    yield from _blanks(w, one.code)
    yield from _printed(w, one, below)
    yield from _inputs(w, one, below)
    if one.formula is not None:
        yield from _formula(w, one, one.formula, below)
    yield from scoring(w, one, below)
    for baseline in one.baselines:
        yield from _baseline(w, one, baseline, below)
    yield from _quality(w, one, below)
    for part in one.details:
        yield from _part(w, part, below)
    if one.publication is not None:
        yield from _publication(w, one.publication, below)
    yield from _contradictions(w, one.code, below)
    for sub in one.parts:
        yield from sheet(w, sub, depth + 1)


def _facts(w: Writer, one: Indicator) -> Iterator[tuple[str, Inline]]:
    if one.weight is not None:
        printed = (*span(" "), *w.thai(one.weight.verbatim)) if one.weight.verbatim else ()
        yield w.field("weight"), (*span(w.figure(one.weight.percent), "strong"), *printed)
    if one.measure_unit is not None:
        yield w.field("measure_unit"), w.unit(one.measure_unit)
    if one.key_result is not None:
        held = w.key_results.get(one.key_result)
        yield w.field("key_result"), w.said(held.name) if held else span(one.key_result, "code")
    if one.cascade is not None and one.cascade.agency:
        yield w.field("agency"), w.thai(one.cascade.agency)
    if one.cascade is not None and one.cascade.superior:
        yield w.field("superior"), w.thai(one.cascade.superior)
    if one.window is not None:
        yield w.field("window"), w.window(one.window)
    if one.applies_to:
        yield w.field("applies_to"), join([w.kind(kind) for kind in one.applies_to])
    if one.posts:
        yield w.field("posts"), w.all_posts(one.posts)
    if one.source is not None:
        yield w.field("source"), w.source(one.source)


def _warned(w: Writer, code: str) -> Blocks:
    """How many contradictions there are, before a reader relies on the sheet."""
    found = [one.touches_score for one in w.pack.framework.discrepancies if code in one.about]
    if found:
        said = w.word("contradictions_counted", all=len(found), score=sum(found))
        yield Paragraph(span(said, href=f"#contradictions-{code}"), "discrepancy")


def _contradictions(w: Writer, code: str, depth: int) -> Blocks:
    found = [one for one in w.pack.framework.discrepancies if code in one.about]
    if found:
        yield w.heading(depth, w.word("linked_discrepancies"), f"contradictions-{code}")
        yield Bullets(tuple(_contradiction(w, one) for one in found))


def _contradiction(w: Writer, one: Discrepancy) -> Entry:
    score = span(w.word("in_force"), "tag") if one.touches_score else ()
    link = span(one.id, "code", href=f"#discrepancy-{one.id}")
    return Entry(join([w.said(one.what), score, link], " "))


def _blanks(w: Writer, code: str) -> Blocks:
    here = [(number, blank) for number, blank in w.blanks.values() if code in blank.about]
    if here:
        rows = [
            (
                *span(w.word("blank_number", number=number), href=f"#blank-{blank.id}"),
                *span(" "),
                *w.said(blank.name),
                *span(" "),
                *w.thai(blank.verbatim),
            )
            for number, blank in here
        ]
        yield Paragraph(span(w.word("blanks_here"), "strong"))
        yield Bullets(tuple(Entry(row) for row in rows))


# ── as printed ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _printed(w: Writer, one: Indicator, depth: int) -> Blocks:
    if not one.printed:
        return
    yield w.heading(depth, w.word("reading_of"))
    readings = list(one.printed.values())
    heads = [span("")] + [_place(w, place) for place in one.printed]
    rows: list[tuple[Cell, ...]] = []
    _row(w, rows, w.word("place"), [w.thai(reading.place, "plain") for reading in readings], differs=False)
    for field in ("name", "weight", "measure_unit"):
        texts = [getattr(reading, field) for reading in readings]
        _row(w, rows, w.field(field), _marked(w, texts), differs=_differ(texts))
    steps = [_step(w, reading) for reading in readings]
    declared = [plain(reading.step_size.declared) for reading in readings if reading.step_size]
    _row(w, rows, w.field("step_size"), steps, differs=_differ(declared))
    for points in sorted({points for reading in readings for points in reading.levels}):
        held = [reading.levels.get(points) for reading in readings]
        label = w.word("level_n", points=w.figure(points))
        _row(w, rows, label, [_level(w, level) for level in held], differs=_levels_differ(held))
    if any(text for row in rows for text in row[1:]):
        yield Table(tuple(heads), tuple(rows))


def _place(w: Writer, place: str) -> Inline:
    try:
        return span(w.value("place", place))
    except KeyError:
        return span(place, "code")


def _row(w: Writer, rows: list[tuple[Cell, ...]], label: str, cells: list[Inline], *, differs: bool) -> None:
    """A row of what each place prints, where any of them prints something."""
    if any(cells):
        head = span(label) + (span(" ") + span(w.word("differs"), "tag") if differs else ())
        rows.append((cell(head), *(cell(text) for text in cells)))


def _differ(texts: list[str]) -> bool:
    given = [text for text in texts if text]
    return any(not thai.same_text(given[0], text) for text in given[1:])


def _levels_differ(levels: list[LevelText | None]) -> bool:
    given = [level for level in levels if level is not None]
    figures = [level.figure for level in given]
    if all(figure is not None for figure in figures):
        return len(set(figures)) > 1
    # a telling sentence beside a bare figure says more, not something else
    return len({figure is None for figure in figures}) == 1 and _differ([level.verbatim for level in given])


def _marked(w: Writer, texts: list[str]) -> list[Inline]:
    """The texts, with what lies between their common beginning and end marked where two of them differ."""
    given = [" ".join(text.split()) for text in texts]
    known = [text for text in given if text]
    if len(known) != 2 or thai.same_text(*known):
        return [w.thai(text) if text else () for text in given]
    first = _common(*known)
    last = _common(*(text[first:][::-1] for text in known))
    # a vowel or tone mark never stands apart from its letter
    while first and any(_is_mark(text, first) for text in known):
        first -= 1
    while last and any(_is_mark(text, len(text) - last) for text in known):
        last -= 1
    if not any(text[first : len(text) - last].strip() for text in known):
        # only a space differs: marked with its neighbours, or nobody would see it
        first, last = max(first - 1, 0), max(last - 1, 0)
    return [_parted(w, text, first, len(text) - last) if text else () for text in given]


def _common(one: str, other: str) -> int:
    """How many letters two texts begin with in common."""
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _is_mark(text: str, place: int) -> bool:
    return place < len(text) and (unicodedata.category(text[place]) == "Mn" or text[place] == "ำ")


def _parted(w: Writer, text: str, first: int, last: int) -> Inline:
    if "{" in text:
        return w.thai(text)
    parts = ((text[:first], "printed"), (text[first:last], "differs"), (text[last:], "printed"))
    lang = "th" if w.language == "en" else ""
    return tuple(Span(part, role, lang) for part, role in parts if part)  # type: ignore[arg-type]  # the roles above


def _step(w: Writer, reading: Reading) -> Inline:
    if reading.step_size is None:
        return ()
    declared = f"{w.field('declared')} = {plain(reading.step_size.declared)}"
    return (*w.thai(reading.step_size.verbatim), *span(f" ({declared})", "small"))


def _level(w: Writer, level: LevelText | None) -> Inline:
    if level is None:
        return ()
    shown = thai.arabic_digits(level.verbatim).replace(",", "")
    behind = [
        f"{w.field(name)} {plain(figure)}"
        for name, figure in (("figure", level.figure), ("count", level.count))
        if figure is not None and plain(figure) not in shown
    ]
    return (*w.thai(level.verbatim), *(span(f" ({', '.join(behind)})", "small") if behind else ()))


# ── what is reported, and the formula ────────────────────────────────────────────────────────────────────────────────


def _inputs(w: Writer, one: Indicator, depth: int) -> Blocks:
    if not one.inputs:
        return
    yield w.heading(depth, w.field("inputs"))
    heads = [w.field(head) for head in ("inputs", "code", "holds")]
    heads += [w.word("input_limits"), w.word("input_time"), w.word("basis")]
    rows = []
    for name, asked in one.inputs.items():
        holds = join([span(w.value("holds", asked.holds)), w.unit(asked.measure_unit)], " · ")
        rows.append(
            (
                Cell(w.said(asked.name), tuple(_asked(w, asked))), cell(span(name, "code")), cell(holds),
                Cell(entries=tuple(Entry(span(text)) for text in _limits(w, asked))),
                Cell(entries=tuple(Entry(text) for text in _timing(w, asked))), cell(w.basis(asked)),
            )
        )  # fmt: skip
    yield Table(tuple(span(head) for head in heads), tuple(rows))


def _asked(w: Writer, asked: Input) -> Iterator[Entry]:
    if asked.evidence:
        yield Entry((*span(f"{w.field('evidence')}: "), *join([w.said(words) for words in asked.evidence], "; ")))
    if asked.measured_by is not None:
        yield Entry((*span(f"{w.field('measured_by')}: "), *w.post(asked.measured_by)))
    if asked.broadcast:
        yield Entry(span(w.field("broadcast")))


def _limits(w: Writer, asked: Input) -> Iterator[str]:
    if asked.least is not None:
        yield f"{w.field('least')} {plain(asked.least)}"
    if asked.most is not None:
        yield f"{w.field('most')} {plain(asked.most)}"
    if asked.whole:
        yield w.field("whole")
    if asked.nil_is is not None:
        yield f"{w.field('nil_is')} {plain(asked.nil_is)}"


def _timing(w: Writer, asked: Input) -> Iterator[Inline]:
    yield w.window(asked.window)
    yield span(w.word("months") if asked.every == "month" else w.word("once_for_window"))
    if asked.adds_up is not None:
        yield span(w.value("adds_up", asked.adds_up))


def _formula(w: Writer, one: Indicator, formula: Formula, depth: int) -> Blocks:
    yield w.heading(depth, w.field("formula"))
    if formula.numerator or formula.denominator:
        name = w.unit(one.measure_unit) or span(w.word("formula_of"))
        yield Division(name, w.thai(formula.numerator), w.thai(formula.denominator), w.thai(formula.factor))
    elif formula.factor:
        yield Paragraph(w.thai(formula.factor))
    yield Paragraph((*span(f"{w.word('as_computed')}: "), *span(formula.text, "code")), "small")
    yield from w.basis_line(formula)


# ── baselines, qualities, parts of the sheet, publication ────────────────────────────────────────────────────────────


def _baseline(w: Writer, one: Indicator, baseline: Baseline, depth: int) -> Blocks:
    yield w.heading(depth, (*span(f"{w.field('baselines')}: "), *w.said(baseline.name)))
    areas = list(dict.fromkeys(area for year in baseline.years for area in year.areas))
    groups = {area.id: area.group for area in w.pack.framework.areas}
    known = [value for year in baseline.years for value in (*year.areas.values(), year.middle) if value is not None]
    drawings = tuple(
        _peers(w, year.year, year.middle, [(text_of(w.area(area)), year.areas.get(area)) for area in areas], known)
        for year in baseline.years
        if any(value is not None for value in year.areas.values())
    )
    if drawings:
        yield Drawings(drawings)

    def head(key: str, label: Inline) -> Inline:
        """The heading as printed, with the area below it where the heading is of a whole group."""
        printed = baseline.headings.get(key)  # type: ignore[call-overload]  # typed by the headings a pack may have
        return w.thai(str(printed)) if printed else label

    heads = [head("year", span(w.field("year"))), head("middle", span(w.field("middle")))]
    for area in areas:
        group = baseline.headings.get(groups.get(area, ""), "")  # type: ignore[call-overload]  # as above
        heads.append(join([w.thai(str(group), "small") if group else (), w.area(area)], " · "))
    used = {"year", "middle", *groups.values()}
    others = [w.thai(text) for key, text in baseline.headings.items() if key not in used]
    rows: list[tuple[Cell, ...]] = []
    for year in baseline.years:
        cells = [cell(w.figure(year.areas[area]) if area in year.areas else "", figure=True) for area in areas]
        rows.append((cell(str(year.year)), cell(w.figure(year.middle), figure=True), *cells))
    yield Table(tuple(heads), tuple(rows), caption=join(others, " · "))
    yield from w.source_line(baseline.source)


def _peers(
    w: Writer, year: int, middle: Dashed, dots: list[tuple[str, Decimal | None]], known: list[Decimal]
) -> PeerDrawing:
    values = [value for _, value in dots if value is not None]
    title = w.word("baseline_title_bare", year=year)
    if middle is not None:
        reached = sum(value >= middle for value in values)
        title = w.word("baseline_title", year=year, reached=reached, known=len(values), middle=plain(middle))
    return PeerDrawing(title, tuple(dots), middle, w.field("middle"), min(known), max(known))


def _quality(w: Writer, one: Indicator, depth: int) -> Blocks:
    if one.quality:
        yield w.heading(depth, w.field("quality"))
        heads = [w.field(head, "QualityTarget") for head in ("output", "measure", "percent", "source")]
        yield Table(
            tuple(span(head) for head in heads),
            tuple(
                (
                    cell(w.said(target.output)), cell(w.said(target.measure)),
                    cell(w.figure(target.percent), figure=True), cell(w.source(target.source)),
                )
                for target in one.quality
            ),
        )  # fmt: skip


def _part(w: Writer, part: Part, depth: int) -> Blocks:
    kind = w.value("about", part.about)
    heading = w.thai(part.heading, "plain") if part.heading else span(kind)
    if part.heading and text_of(heading) != kind:
        heading = (*heading, *span(" "), *span(kind, "tag"))
    yield w.heading(depth, heading)
    yield Bullets(w.entries(part.items))
    yield from w.source_line(part.source)


def _publication(w: Writer, one: Publication, depth: int) -> Blocks:
    yield w.heading(depth, w.field("publication"))
    rows: list[tuple[str, Inline]] = []
    if one.period is not None:
        rows.append((w.field("period"), w.said(one.period)))
    if one.as_of:
        rows.append((w.field("as_of"), w.thai(one.as_of)))
    if one.formats:
        rows.append((w.field("formats"), span(" · ".join(w.value("formats", kind) for kind in one.formats))))
    if one.languages:
        rows.append((w.field("languages"), span(" · ".join(w.value("languages", kind) for kind in one.languages))))
    if one.nil_statement:
        rows.append((w.field("nil_statement"), span(w.yes(True), "strong")))
    if one.prepared_by:
        rows.append((w.field("prepared_by"), w.all_posts(one.prepared_by)))
    if one.checked_by:
        rows.append((w.field("checked_by"), w.all_posts(one.checked_by)))
    if one.deadline is not None:
        rows.append((w.field("deadline"), deadline_said(w, one.deadline)))
    if one.follow_up is not None:
        how_often = span(f" ({follow_up_said(w, one.follow_up)})", "small")
        rows.append((w.field("follow_up"), (*w.thai(one.follow_up.verbatim), *how_often)))
    yield Labels(tuple(rows))
    if one.calendar:
        yield Paragraph(span(w.field("calendar"), "strong"))
        yield Bullets(w.entries(one.calendar))


def deadline_said(w: Writer, deadline: Deadline) -> Inline:
    """As printed, and the days it was read as."""
    days = [
        f"{w.field('starts')} {w.day(deadline.starts)}" if deadline.starts else "",
        f"{w.field('ends')} {w.day(deadline.by)}" if deadline.by else "",
    ]
    read = " ".join(day for day in days if day)
    return (*w.thai(deadline.verbatim), *(span(f" ({read})", "small") if read else ()))
