"""The chapters about the framework as a whole: cover, who and where, rules, time, results, agreements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from samrit.packs.handbook.content import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Entry,
    Inline,
    Labels,
    Paragraph,
    Table,
    cell,
    join,
    span,
    text_of,
)
from samrit.packs.handbook.writer import Writer
from samrit.packs.model import Duty, Framework, Indicator
from samrit.packs.plans import FollowUp
from samrit.packs.texts import Based, Words


def cover(w: Writer, digest: str) -> Blocks:
    """What this is, whose, which version, and how to read it."""
    framework = w.pack.framework
    version = (*span(framework.id, "code"), *span(f" {framework.version}"))
    yield Labels(
        (
            (w.field("authority"), w.said(framework.authority)),
            (w.field("fiscal_year"), span(year_said(w, framework.fiscal_year))),
            (w.word("pack"), version),
            (w.field("needs_samrit"), span(framework.needs_samrit)),
            (w.word("digest"), span(digest, "code")),
        )
    )
    yield Paragraph(span(w.word("how_to_read"), "strong"))
    yield Bullets(
        (
            Entry((*span(w.word("how_printed_sample"), "printed"), *span(" "), *span(w.word("how_printed")))),
            Entry((*span(w.word("how_plain_sample")), *span(" "), *span(w.word("how_plain")))),
            Entry((*span(w.field("assumption"), "assumption"), *span(" "), *span(w.word("how_assumption")))),
            Entry((*span(f"…{w.word('blank_number', number=1)}…", "blank"), *span(" "), *span(w.word("how_blank")))),
        )
    )


def year_said(w: Writer, be_year: int) -> str:
    """A fiscal year as people say it."""
    return w.word("year_said", year=be_year, ce=be_year - 543)


def who(w: Writer) -> Blocks:
    """Documents, posts, unit kinds, areas, abbreviations, measure units, blanks."""
    framework = w.pack.framework
    yield w.heading(2, w.word("who"), "who", listed=True)
    yield from _table(
        w, "documents", ["title", "dated"],
        [[w.said(one.title), join([w.thai(day) for day in one.dated], " · ")] for one in framework.documents],
    )  # fmt: skip
    yield from _table(
        w, "posts", ["name", "role", "duty"],
        [[w.said(one.name), span(w.value("role", one.role)), w.said(one.duty)] for one in framework.posts],
    )  # fmt: skip
    yield from _table(
        w, "unit_kinds", ["name", "counts_as"],
        [[w.said(one.name), w.kind(one.counts_as) if one.counts_as else ()] for one in framework.unit_kinds],
    )  # fmt: skip
    yield from _table(
        w, "areas", ["name", "group"],
        [[w.said(one.name), span(w.value("group", one.group))] for one in framework.areas],
    )  # fmt: skip
    yield from _table(
        w, "abbreviations", ["short_form", "full"],
        [[w.thai(one.short_form, "strong"), w.said(one.full)] for one in framework.abbreviations],
    )  # fmt: skip
    yield from _table(
        w, "measure_units", ["name", "is_ratio"],
        [[w.said(one.name), span(w.yes(one.is_ratio))] for one in framework.measure_units],
    )  # fmt: skip
    yield from _table(
        w, "summable", ["units", "becomes", "source"],
        [[join([w.unit(one) for one in group.units], " + "), w.unit(group.becomes), w.basis(group)]
         for group in framework.summable],
    )  # fmt: skip
    yield from blanks(w)


def blanks(w: Writer) -> Blocks:
    """The dotted blanks, numbered as the texts refer to them."""
    if not w.blanks:
        return
    yield w.heading(3, w.field("blanks"), "blanks")
    yield Table(
        tuple(
            span(one) for one in (w.word("blank_label"), w.field("name"), w.field("verbatim"), w.field("indicators"))
        ),
        tuple(
            (
                cell(w.word("blank_number", number=number)),
                cell(w.said(blank.name)),
                cell(w.thai(blank.verbatim)),
                cell(w.all_indicators(blank.about) or span(w.word("everywhere"))),
            )
            for number, blank in w.blanks.values()
        ),
        anchors=tuple(f"blank-{code}" for code in w.blanks),
    )


def _table(w: Writer, title: str, heads: list[str], rows: list[list[Inline]], owner: str = "") -> Blocks:
    """A heading and a table under it, or nothing where the pack has none."""
    if not rows:
        return
    yield w.heading(3, w.field(title))
    yield Table(
        tuple(span(w.word("basis") if head == "source" else w.field(head, owner)) for head in heads),
        tuple(tuple(cell(text) for text in row) for row in rows),
    )


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def rules(w: Writer) -> Blocks:
    """Every rule in words, with what it rests on."""
    held = w.pack.framework.rules
    yield w.heading(2, w.field("rules"), "rules", listed=True)
    rows: list[tuple[Cell, ...]] = []
    for entry in fields(held):
        part = getattr(held, entry.name)
        if isinstance(part, Based):
            rows.append(_rule_row(w, w.field(entry.name, "Rules"), part))
        elif entry.name != "at":
            for stage in fields(part):
                rule = getattr(part, stage.name)
                if isinstance(rule, Based):
                    name = f"{w.field(entry.name)}: {w.field(stage.name, type(part).__name__)}"
                    rows.append(_rule_row(w, name, rule))
    yield Table(tuple(span(w.word(one)) for one in ("rule", "treated", "basis")), tuple(rows))


def _rule_row(w: Writer, name: str, rule: Based) -> tuple[Cell, ...]:
    return (cell(name), Cell(entries=tuple(_held(w, rule))), cell(w.basis(rule)))


def _held(w: Writer, rule: Based) -> Iterator[Entry]:
    """What a rule says, label by label; what it leaves out is left out."""
    owner = type(rule).__name__
    for entry in fields(rule):
        value = getattr(rule, entry.name)
        if entry.name in ("at", "source", "assumption") or (value in (None, (), {}) and entry.name != "total"):
            continue
        yield Entry((*span(f"{w.field(entry.name, owner)}: "), *_plain(w, entry.name, value)))


def _plain(w: Writer, field: str, value: Any) -> Inline:
    if isinstance(value, Words):
        return w.said(value)
    if isinstance(value, tuple):
        return w.all_indicators(value)
    if isinstance(value, str):
        return span(w.value(field, value))
    return span(w.figure(value) if value is None or isinstance(value, Decimal) else str(value), "strong")


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def rounds(w: Writer) -> Blocks:
    """When the framework is scored, and over what its results are measured."""
    framework = w.pack.framework
    yield w.heading(2, w.word("time_and_rounds"), "rounds", listed=True)
    rows = []
    for one in framework.rounds:
        which = w.all_indicators(one.indicators) or span(w.word("in_every_round"))
        weights = join([(*w.indicator(code), *span(f" = {w.figure(held)}")) for code, held in one.weights.items()])
        notes = join([span(w.field("final"), "tag") if one.final else (), w.said(one.note)], " ")
        rows.append(
            [w.said(one.name), span(w.day(one.starts)), span(w.day(one.ends)), which, weights, notes, w.basis(one)]
        )
    heads = ["name", "starts", "ends", "indicators", "weights", "note", "source"]
    if not any(row[4] for row in rows):
        heads, rows = _without(4, heads, rows)
    yield from _table(w, "rounds", heads, rows)
    yield from _table(
        w, "windows", ["name", "starts", "ends", "source"],
        [[w.said(one.name), span(w.day(one.starts)), span(w.day(one.ends)), w.basis(one)] for one in framework.windows],
    )  # fmt: skip


def _without(column: int, heads: list[str], rows: list[list[Inline]]) -> tuple[list[str], list[list[Inline]]]:
    return heads[:column] + heads[column + 1 :], [row[:column] + row[column + 1 :] for row in rows]


RHYTHMS = ("week", "month", "quarter", "half_year", "year", "once", "when_done", "on_change", "at_year_end", "always")


def calendar(w: Writer) -> Blocks:
    """Duties by how often they fall due, then every day that is fixed, then what is followed up how often."""
    yield w.heading(2, w.word("calendar"), "calendar", listed=True)
    duties = sorted(w.pack.framework.duties, key=_rank)
    if duties:
        yield w.heading(3, w.word("calendar_rhythm"))
        heads = [w.field(one) for one in ("due", "what")]
        heads += [w.word("post_or_body"), w.field("form"), w.field("indicators"), w.word("basis")]
        yield Table(
            tuple(span(one) for one in heads), tuple(_duty_row(w, one) for one in duties),
            anchors=tuple(f"duty-{one.id}" for one in duties),
        )  # fmt: skip
    days = _fixed_days(w)
    if days:
        yield w.heading(3, w.word("calendar_days"))
        yield Table(
            tuple(span(one) for one in (w.word("date"), w.field("verbatim"), w.word("concerned"))),
            tuple(
                (cell(when), cell(said), cell(join(list(dict.fromkeys(about)), ", ")))
                for _, when, said, about in days
            ),
        )  # fmt: skip
    watched = _watched(w)
    if watched:
        yield w.heading(3, w.word("calendar_watch"))
        yield Table(
            tuple(span(one) for one in (w.field("every"), w.field("verbatim"), w.word("concerned"))),
            tuple((cell(when), cell(said), cell(join(about, ", "))) for when, said, about in watched),
        )


def _rank(duty: Duty) -> tuple[int, int]:
    return (RHYTHMS.index(duty.due.every), duty.due.day or 0) if duty.due else (len(RHYTHMS), 0)


def _duty_row(w: Writer, duty: Duty) -> tuple[Cell, ...]:
    due: list[Inline] = []
    if duty.due is not None:
        due = [w.thai(duty.due.verbatim), span(w.value("every", duty.due.every), "tag")]
        if duty.due.day is not None:
            due.append(span(f"{w.field('day')} {duty.due.day}"))
        if duty.due.month is not None:
            due.append(span(w.value("month", duty.due.month)))
        due.append(w.said(duty.due.reading))
    posts = Entry((*span(f"{w.field('by')}: "), *w.all_posts(duty.by)))
    to = [Entry((*span(f"{w.field('to')}: "), *w.all_posts(duty.to)))] if duty.to else []
    return (
        Cell(entries=tuple(Entry(one) for one in due if one)) if due else cell(w.word("no_day")),
        cell(w.said(duty.what)),
        Cell(entries=(posts, *to)),
        cell(w.said(duty.form)),
        cell(w.all_indicators(duty.indicators)),
        cell(w.basis(duty)),
    )


def _fixed_days(w: Writer) -> list[tuple[tuple[date, date], str, Inline, list[Inline]]]:
    """Deadlines of plan rows and publications, in order of the day; what falls together stands together."""
    found: dict[tuple[date, date, str], list[Inline]] = {}
    for deadline, about in _deadlines(w):
        first = deadline.starts or deadline.by
        last = deadline.by or deadline.starts
        if first is not None and last is not None:
            found.setdefault((last, first, deadline.verbatim), []).append(about)
    days = []
    for (last, first, verbatim), abouts in sorted(found.items(), key=lambda one: one[0]):
        when = w.day(last) if first == last else f"{w.day(first)} – {w.day(last)}"
        days.append(((last, first), when, w.thai(verbatim), abouts))
    return days


def _deadlines(w: Writer) -> Iterator[tuple[Any, Inline]]:
    for one in w.pack.every_indicator():
        if one.publication is not None and one.publication.deadline is not None:
            yield one.publication.deadline, w.indicator(one.code)
    for plan in w.pack.plans:
        for row in plan.rows:
            if row.deadline is not None:
                yield row.deadline, span(row.id, "code", href=f"#plan-{plan.id}-{row.id}")


def _watched(w: Writer) -> list[tuple[str, Inline, list[Inline]]]:
    """Follow-ups of plan rows and publications, by how often."""
    found: dict[tuple[int, str], tuple[FollowUp, list[Inline]]] = {}

    def note(follow_up: FollowUp, about: Inline) -> None:
        key = (RHYTHMS.index(follow_up.every), follow_up.verbatim)
        found.setdefault(key, (follow_up, []))[1].append(about)

    for one in w.pack.every_indicator():
        if one.publication is not None and one.publication.follow_up is not None:
            note(one.publication.follow_up, w.indicator(one.code))
    for plan in w.pack.plans:
        for row in plan.rows:
            if row.follow_up is not None:
                note(row.follow_up, span(row.id, "code", href=f"#plan-{plan.id}-{row.id}"))
    return [
        (follow_up_said(w, follow_up), w.thai(follow_up.verbatim), abouts)
        for _, (follow_up, abouts) in sorted(found.items(), key=lambda one: one[0])
    ]


def follow_up_said(w: Writer, follow_up: FollowUp) -> str:
    """How often, and on which further occasions."""
    return " · ".join(w.value("every", one) for one in (follow_up.every, *follow_up.also))


# ── headings of the form, the list of indicators, the bottom line, agreements ────────────────────────────────────────


def indicators_map(w: Writer) -> Blocks:
    """Key results, and every indicator with its weight and method, in the order of the form."""
    framework = w.pack.framework
    if framework.key_results:
        yield w.heading(2, w.field("key_results"), "key-results", listed=True)
        yield Table(
            tuple(span(one) for one in (w.field("heading"), w.field("name"), w.field("indicators"))),
            tuple(
                (cell(w.said(one.heading)), cell(w.said(one.name)), cell(_under(w, one.code)))
                for one in framework.key_results
            ),
        )  # fmt: skip
    yield w.heading(2, w.word("indicators_map"), "map", listed=True)
    heads = ("code", "name", "weight", "measure_unit", "method")
    yield Table(
        tuple(span(w.field(one)) for one in heads),
        tuple(row for one in w.pack.indicators for row in _map_rows(w, one, 0)),
    )


def _under(w: Writer, key_result: str) -> Inline:
    codes = [one.code for one in w.pack.every_indicator() if one.key_result == key_result]
    return w.all_indicators(codes)


def _map_rows(w: Writer, one: Indicator, depth: int) -> Iterator[tuple[Cell, ...]]:
    method = w.value("kind", one.method.kind if one.method else "composite")
    weight = cell(w.figure(one.weight.percent) if one.weight else "", figure=True)
    name = w.said(one.name)
    name = (*span("– " * depth, "mark"), *name) if depth else name
    yield (cell(w.indicator(one.code)), cell(name), weight, cell(w.unit(one.measure_unit)), cell(method))
    for part in one.parts:
        yield from _map_rows(w, part, depth + 1)


def results(w: Writer) -> Blocks:
    """How many respondents are needed, the total, its conversion, and the result levels."""
    framework = w.pack.framework
    yield from _samples(w, framework)
    total = framework.total
    yield w.heading(2, w.word("results"), "results", listed=True)
    rows: list[tuple[str, Inline]] = [(w.field("total"), w.said(total.name))]
    if total.multiply is not None:
        rows.append((w.field("multiply"), span(w.figure(total.multiply), "strong")))
    if total.converted_name is not None:
        rows.append((w.field("converted_name"), w.said(total.converted_name)))
    if total.converted_full is not None:
        rows.append((w.field("converted_full"), span(w.figure(total.converted_full), "strong")))
    yield Labels(tuple(rows))
    yield from w.basis_line(total)
    for scheme in total.schemes:
        yield w.heading(3, w.said(scheme.name))
        yield Labels(((w.field("of"), span(w.value("of", scheme.of))),))
        bands: list[tuple[Cell, ...]] = []
        for band in scheme.bands:
            each = join([(*w.indicator(code), *span(f" ≥ {w.figure(least)}")) for code, least in band.each.items()])
            bands.append((cell(w.said(band.name)), cell(f"≥ {w.figure(band.at_least)}", figure=True), cell(each)))
        yield Table(tuple(span(w.field(one)) for one in ("band", "at_least", "each")), tuple(bands))
        yield from w.basis_line(scheme)


def _samples(w: Writer, framework: Framework) -> Blocks:
    if not framework.samples:
        return
    yield w.heading(2, w.field("samples"), "samples", listed=True)
    heads = [w.field(one, "Sample") for one in ("of", "survey", "share_percent", "least", "most")]
    rows: list[tuple[Cell, ...]] = []
    for one in framework.samples:
        survey = span(text_of(w.said(w.surveys[one.survey])), href=f"#survey-{one.survey}") if one.survey else ()
        share = cell(w.figure(one.share_percent), figure=True)
        rows.append(
            (
                cell(w.said(one.of)), cell(survey), share,
                cell(str(one.least), figure=True), cell(str(one.most), figure=True), cell(w.basis(one)),
            )
        )  # fmt: skip
    yield Table(tuple(span(one) for one in (*heads, w.word("basis"))), tuple(rows))


def agreements(w: Writer) -> Blocks:
    """What agreements may change, what is refused, and the reason that the reader is told."""
    allowances = w.pack.framework.overlay
    if not allowances:
        return
    yield w.heading(2, w.word("agreements"), "agreements", listed=True)
    rows: list[tuple[Cell, ...]] = []
    for one in allowances:
        allowed = span("✓ " + w.word("usable_yes") if one.allowed else "✕ " + w.word("not_allowed"), "strong")
        which = w.all_indicators(one.indicators) or span(w.word("all_indicators"))
        operation = cell(w.value("operation", one.operation))
        rows.append((operation, cell(allowed), cell(which), cell(w.said(one.because)), cell(w.basis(one))))
    heads = [w.field(one) for one in ("operation", "allowed", "indicators", "because")] + [w.word("basis")]
    yield Table(tuple(span(one) for one in heads), tuple(rows))


def everything_before(w: Writer) -> list[Block]:
    """The chapters that stand before the indicators."""
    return [*who(w), *rules(w), *rounds(w), *calendar(w), *indicators_map(w)]
