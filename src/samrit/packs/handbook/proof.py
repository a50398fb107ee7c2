"""The chapters for whoever doubts: contradictions of the document, worked examples, repairs, codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from samrit.packs.handbook.content import (
    Blocks,
    Bullets,
    Cell,
    Entry,
    Inline,
    Labels,
    Paragraph,
    Table,
    Verse,
    cell,
    join,
    span,
)
from samrit.packs.handbook.writer import Writer
from samrit.packs.model import Case, Discrepancy, Expected
from samrit.packs.reader import Listing, Mapping, Node, Scalar
from samrit.packs.texts import Words


def discrepancies(w: Writer) -> Blocks:
    """Every contradiction, grouped by the first indicator it concerns, in the order of the form."""
    held = w.pack.framework.discrepancies
    if not held:
        return
    yield w.heading(2, w.field("discrepancies"), "discrepancies", listed=True)
    ranks = {code: rank for rank, code in enumerate(w.indicators)}
    groups: dict[str, list[Discrepancy]] = {}
    for one in held:
        groups.setdefault(one.about[0] if one.about else "", []).append(one)
    for code in sorted(groups, key=lambda about: ranks.get(about, -1)):
        title = (*span(f"{w.word('indicator')} "), *w.indicator(code)) if code else span(w.word("for_documents_whole"))
        yield w.heading(3, title)
        for one in groups[code]:
            yield from _discrepancy(w, one)


def _discrepancy(w: Writer, one: Discrepancy) -> Blocks:
    score = span(w.word("in_force" if one.touches_score else "not_touching"), "tag")
    yield w.heading(4, (*span(one.id, "code"), *span(" "), *score), f"discrepancy-{one.id}")
    yield Paragraph(w.said(one.what))
    if one.sayings:
        yield Bullets(
            tuple(Entry((*w.thai(saying.place, "plain"), *span(": "), *w.quote(saying.says))) for saying in one.sayings)
        )
    rows: list[tuple[str, Inline]] = []
    if one.about:
        rows.append((w.field("indicators"), w.all_indicators(one.about)))
    if one.applied is not None:
        rows.append((w.field("applied"), w.said(one.applied)))
    if one.assumption is not None:
        rows.append((w.field("assumption", "Discrepancy"), w.said(one.assumption)))
    if one.settles:
        rows.append((w.field("settles"), join([span(code, "code") for code in one.settles])))
    if rows:
        yield Labels(tuple(rows))


# ── worked examples ──────────────────────────────────────────────────────────────────────────────────────────────────


def cases(w: Writer) -> Blocks:
    """Every worked case: facts in, arithmetic line by line, figures out."""
    if not w.pack.cases:
        return
    yield w.heading(2, w.word("worked_examples"), "cases", listed=True)
    for number, file in enumerate(w.pack.cases, 1):
        yield w.heading(3, w.said(file.about), f"cases-{number}", listed=True)
        for case in file.cases:
            yield from _case(w, case)


def _case(w: Writer, case: Case) -> Blocks:
    yield w.heading(4, w.said(case.name))
    yield Labels(tuple(_case_facts(w, case)))
    parts: dict[str, object] = {"overlay": case.overlay, "facts": case.facts}
    for field, node in parts.items():
        lines = list(written(node)) if isinstance(node, Scalar | Listing | Mapping) else []
        if lines:
            yield Paragraph(span(w.field(field, "Case"), "strong"))
            yield Verse("\n".join(lines), columns=True)
    yield Paragraph(span(w.field("arithmetic"), "strong"))
    yield Verse(case.arithmetic.strip("\n"), "th" if w.language == "en" else "")
    if case.expect:
        yield Table(
            tuple(span(w.field(head)) for head in ("indicator", "score", "result", "weighted")),
            tuple((cell(w.indicator(code)), *_expected(w, held)) for code, held in case.expect.items()),
        )


def _case_facts(w: Writer, case: Case) -> Iterator[tuple[str, Inline]]:
    yield w.field("round"), w.round(case.round)
    if case.unit is not None:
        kind = w.kind(case.unit.kind) if case.unit.kind else ()
        under = join([w.body(code) for code in case.unit.under])
        yield (
            w.field("unit"),
            join(
                [w.thai(case.unit.name, "plain"), kind, (*span(f"{w.field('under')} "), *under) if under else ()], " · "
            ),
        )
    if case.total:
        yield w.field("total"), _figure_or_word(w, case.total)
    if case.converted:
        yield w.field("converted"), _figure_or_word(w, case.converted)
    if case.band:
        yield w.field("band"), w.said(w.bands[case.band]) if case.band in w.bands else span(case.band, "code")
    if case.refuses is not None:
        yield w.field("refuses"), span(case.refuses, "code")


def _expected(w: Writer, held: Expected) -> list[Cell]:
    return [cell(_figure_or_word(w, text), figure=True) for text in (held.score, held.result, held.weighted)]


def _figure_or_word(w: Writer, text: str) -> Inline:
    words = ("missing", "not_applicable", "dropped", "not_in_round")
    return span(w.value("expect", text)) if text in words else span(text)


def written(node: Node, indent: str = "") -> Iterator[str]:
    """A part of a file as lines, much as it was written."""
    if isinstance(node, Scalar):
        yield indent + node.text
    elif isinstance(node, Listing):
        for item in node.items:
            lines = list(written(item, indent + "  "))
            yield f"{indent}- {lines[0].strip()}"
            yield from lines[1:]
    else:
        for key, child in node.entries.items():
            if isinstance(child, Scalar):
                yield f"{indent}{key}: {child.text}"
            else:
                yield f"{indent}{key}:"
                yield from written(child, indent + "  ")


# ── repairs and codes ────────────────────────────────────────────────────────────────────────────────────────────────


def repairs(w: Writer) -> Blocks:
    """What the scan had damaged, and how it stood."""
    documents = [one for one in w.pack.framework.documents if one.repairs]
    if not documents:
        return
    yield w.heading(2, w.word("repairs"), "repairs", listed=True)
    yield Paragraph(span(w.word("repairs_lead")), "small")
    for one in documents:
        if len(documents) > 1:
            yield w.heading(3, w.said(one.title))
        yield Bullets(tuple(Entry(w.said(repair)) for repair in one.repairs))


def codes(w: Writer) -> Blocks:
    """What files and programs call things: codes that the document itself does not print."""
    yield w.heading(2, w.word("codes"), "codes", listed=True)
    yield Paragraph(span(w.word("codes_lead")), "small")
    for field, held in _codes(w):
        if held:
            yield w.heading(3, w.field(field))
            yield Table(
                (span(w.field("code")), span(w.field("name"))),
                tuple((cell(span(code, "code")), cell(w.said(name))) for code, name in held),
            )


def _codes(w: Writer) -> Iterator[tuple[str, Sequence[tuple[str, Words]]]]:
    pack, framework = w.pack, w.pack.framework
    schemes = framework.total.schemes
    yield "documents", [(one.id, one.title) for one in framework.documents]
    yield "posts", [(one.id, one.name) for one in framework.posts]
    yield "unit_kinds", [(one.id, one.name) for one in framework.unit_kinds]
    yield "areas", [(one.id, one.name) for one in framework.areas]
    yield "measure_units", [(one.id, one.name) for one in framework.measure_units]
    yield "blanks", [(one.id, one.name) for one in framework.blanks]
    yield "windows", [(one.id, one.name) for one in framework.windows]
    yield "rounds", [(one.id, one.name) for one in framework.rounds]
    yield "duties", [(one.id, one.what) for one in framework.duties]
    yield "key_results", [(one.code, one.name) for one in framework.key_results]
    yield "schemes", [(one.id, one.name) for one in schemes]
    yield "bands", [(one.id, one.name) for scheme in schemes for one in scheme.bands]
    yield "samples", [(one.id, one.of) for one in framework.samples]
    yield "committees", [(one.id, one.name) for one in framework.committees]
    yield "survey", [(one.id, one.name) for one in pack.surveys]
    yield "sections", [(f"{survey.id} {one.id}", one.name) for survey in pack.surveys for one in survey.sections]
    yield (
        "choices",
        [
            (f"{survey.id} {scale} {one.id}", one.label)
            for survey in pack.surveys
            for scale, held in survey.scales.items()
            for one in held.choices
        ],
    )
    yield "title", [(one.id, one.name) for one in pack.plans] + [(one.id, one.title) for one in pack.forms]
    yield (
        "columns",
        [(f"{plan.id} {one.id}", one.heading) for plan in pack.plans for one in plan.columns]
        + [(f"{form.id} {one.id}", one.heading) for form in pack.forms for one in form.columns],
    )
