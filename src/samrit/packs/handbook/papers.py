"""The papers around the indicators: questionnaires, plans, committees and their orders, official forms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from samrit.packs.handbook.content import (
    Blocks,
    Bullets,
    Cell,
    Entry,
    Heading,
    Inline,
    Labels,
    Paragraph,
    Table,
    cell,
    join,
    span,
)
from samrit.packs.handbook.framework import follow_up_said
from samrit.packs.handbook.sheet import deadline_said
from samrit.packs.handbook.writer import Writer
from samrit.packs.model import Form, FormField
from samrit.packs.plans import Committee, Plan, PlanRow
from samrit.packs.survey import ChoiceScale, Question, Section, Survey
from samrit.packs.texts import Words

# ── surveys ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def surveys(w: Writer) -> Blocks:
    """Every questionnaire as the respondent would see it, with what each answer counts."""
    if not w.pack.surveys:
        return
    yield w.heading(2, w.word("surveys"), "surveys", listed=True)
    for survey in w.pack.surveys:
        yield w.heading(3, w.said(survey.name), f"survey-{survey.id}", listed=True)
        if survey.audience is not None:
            yield Labels(((w.field("audience"), w.said(survey.audience)),))
        yield from w.basis_line(survey)
        for scale in survey.scales.values():
            yield from _scale(w, scale)
        for section in survey.sections:
            yield from _section(w, survey, section)


def _scale(w: Writer, scale: ChoiceScale) -> Blocks:
    choices = [
        (*w.said(one.label), *span(" = "), *span(_worth(w, one.value), "strong")) for one in scale.choices
    ]  # fmt: skip
    yield Paragraph((*span(f"{w.field('scales')}: "), *join(choices, " · ")))
    yield from w.basis_line(scale)


def _worth(w: Writer, value: Decimal | None) -> str:
    return w.word("does_not_count") if value is None else w.figure(value)


def _section(w: Writer, survey: Survey, section: Section) -> Blocks:
    weight = span(f"{w.field('weight')} {w.figure(section.weight)}", "tag")
    yield w.heading(4, (*w.said(section.name), *span(" "), *weight))
    yield from w.basis_line(section)
    for scale, questions in groupby(section.questions, key=lambda one: one.scale):
        choices = survey.scales[scale].choices
        heads = [span(w.word("question")), *(w.said(one.label) for one in choices)]
        rows: list[tuple[Cell, ...]] = []
        for question in questions:
            rows.extend(_question(w, question, survey.scales[scale]))
        yield Table(tuple(heads), tuple(rows), survey=True)


def _question(w: Writer, question: Question, scale: ChoiceScale) -> Iterator[tuple[Cell, ...]]:
    boxes = _boxes(w, scale, question.reversed)
    asked = _asked(w, question.text, question.id, question.reversed)
    if not question.items:
        yield (cell(asked), *boxes)
        return
    yield (cell(asked), *(cell("") for _ in boxes))
    for item in question.items:
        text = (*span("– ", "mark"), *_asked(w, item.text, f"{question.id}.{item.id}", item.reversed))
        yield (cell(text), *_boxes(w, scale, question.reversed or item.reversed))


def _asked(w: Writer, text: Words, code: str, is_reversed: bool) -> Inline:
    tag = span(w.field("reversed"), "tag") if is_reversed else ()
    return join([w.said(text), span(code, "code"), tag], " ")


def _boxes(w: Writer, scale: ChoiceScale, is_reversed: bool) -> list[Cell]:
    """A box per choice with what it counts; a reversed line deals the counted values out from the other end."""
    counted = [one.value for one in scale.choices if one.value is not None]
    dealt = iter(reversed(counted) if is_reversed else counted)
    worth = [None if one.value is None else next(dealt) for one in scale.choices]
    return [cell(f"☐ {'–' if value is None else w.figure(value)}") for value in worth]


# ── plans and committees ─────────────────────────────────────────────────────────────────────────────────────────────


def plans(w: Writer) -> Blocks:
    """Every plan as its table, and below it what each row is followed up by."""
    if not w.pack.plans:
        return
    yield Heading(2, span(w.word("plans")), "plans", listed=True, wide=True)
    for plan in w.pack.plans:
        yield Heading(3, w.said(plan.name), f"plan-{plan.id}", listed=True, wide=True)
        yield Table(
            tuple(w.said(column.heading) for column in plan.columns),
            tuple(tuple(_plan_cells(w, plan, row)) for row in plan.rows),
            wide=True,
            anchors=tuple(f"plan-{plan.id}-{row.id}" for row in plan.rows),
        )
        yield from _notes(w, plan)
        yield from w.source_line(plan.source)
        yield from _following(w, plan)


def _plan_cells(w: Writer, plan: Plan, row: PlanRow) -> Iterator[Cell]:
    told = {*row.posts, *row.reports_to}
    for place, column in enumerate(plan.columns):
        code = span(row.id, "code") if place == 0 else ()
        yield Cell(code, w.entries(row.cells.get(column.id, ()), told))


def _following(w: Writer, plan: Plan) -> Blocks:
    """Who is responsible for each row, whom they report to, by when, and how often it is looked at."""
    fields = ("indicator", "posts", "reports_to", "deadline", "follow_up", "source")
    rows = [[_followed(w, row, field) for field in fields] for row in plan.rows]
    used = [place for place in range(len(fields)) if any(row[place] for row in rows)]
    if used:
        yield Paragraph(span(w.word("program_reads"), "strong"))
        heads = [span(w.word("plan_row")), *(span(w.field(fields[place])) for place in used)]
        lines = tuple(
            (cell(span(row.id, "code", href=f"#plan-{plan.id}-{row.id}")), *(cell(held[place]) for place in used))
            for row, held in zip(plan.rows, rows, strict=True)
            if any(held)
        )
        yield Table(tuple(heads), lines)


def _followed(w: Writer, row: PlanRow, field: str) -> Inline:
    if field == "indicator":
        return w.indicator(row.indicator) if row.indicator is not None else ()
    if field == "posts":
        return w.all_posts(row.posts)
    if field == "reports_to":
        return w.all_posts(row.reports_to)
    if field == "deadline":
        return deadline_said(w, row.deadline) if row.deadline is not None else ()
    if field == "follow_up" and row.follow_up is not None:
        how_often = span(f" ({follow_up_said(w, row.follow_up)})", "small")
        return (*w.thai(row.follow_up.verbatim), *how_often)
    return w.source(row.source) if field == "source" else ()


def _notes(w: Writer, plan: Plan) -> Blocks:
    if plan.notes:
        yield Paragraph(span(w.field("notes"), "strong"))
        yield Bullets(w.entries(plan.notes))


def committees(w: Writer) -> Blocks:
    """Every committee with its order, seats and duties."""
    if not w.pack.framework.committees:
        return
    yield w.heading(2, w.field("committees"), "committees", listed=True)
    for one in w.pack.framework.committees:
        yield w.heading(3, w.said(one.name), f"committee-{one.id}", listed=True)
        yield Labels(tuple(_order(w, one)))
        yield Table(
            tuple(span(w.field(head)) for head in ("mark", "post", "seat")),
            tuple((cell(w.thai(seat.mark)), cell(w.post(seat.post)), cell(w.said(seat.seat))) for seat in one.members),
        )
        if one.duties:
            yield Paragraph(span(w.field("duty"), "strong"))
            yield Bullets(w.entries(one.duties))
        yield from w.source_line(one.source)


def _order(w: Writer, one: Committee) -> Iterator[tuple[str, Inline]]:
    if one.order_number:
        yield w.field("order_number"), w.thai(one.order_number)
    if one.order_subject is not None:
        yield w.field("order_subject"), w.said(one.order_subject)
    if one.dated:
        yield w.field("dated"), w.thai(one.dated)
    if one.effective is not None:
        yield w.field("effective"), w.said(one.effective)
    if one.signed_by is not None:
        yield w.field("signed_by"), w.post(one.signed_by)


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def forms(w: Writer) -> Blocks:
    """Every official form: head, columns, level names, totals, signatories."""
    if not w.pack.forms:
        return
    yield w.heading(2, w.word("forms"), "forms", listed=True)
    for form in w.pack.forms:
        number = (*w.thai(form.number, "plain"), *span(" ")) if form.number else ()
        yield w.heading(3, (*number, *w.said(form.title)), f"form-{form.id}", listed=True)
        yield from w.source_line(form.source)
        yield from _form_fields(w, "head", form.head)
        yield from _form_columns(w, form)
        if form.level_names:
            yield w.heading(4, w.field("level_names"))
            yield Table(
                (span(w.word("points")), span(w.field("name"))),
                tuple((cell(w.figure(points)), cell(w.said(name))) for points, name in form.level_names.items()),
            )
        yield from _form_fields(w, "totals", form.totals)
        if form.signatories:
            yield w.heading(4, w.field("signatories"))
            yield Table(
                tuple(span(w.field(head, "Signatory")) for head in ("label", "post", "only_for")),
                tuple((cell(w.said(one.label)), cell(w.post(one.post)), cell(w.said(one.only_for)))
                      for one in form.signatories),
            )  # fmt: skip


def _form_fields(w: Writer, title: str, held: tuple[FormField, ...]) -> Blocks:
    if held:
        yield w.heading(4, w.field(title))
        yield Table(
            tuple(span(w.field(head)) for head in ("label", "fills", "value", "note")),
            tuple(
                (cell(w.said(one.label)), cell(w.value("fills", one.fills)), cell(_filled(w, one)), cell(w.said(one.note)))
                for one in held
            ),
        )  # fmt: skip


def _filled(w: Writer, field: FormField) -> Inline:
    """What stands in a field: the blank or post it refers to, or the text printed there."""
    if field.fills == "blank" and field.value in w.blanks:
        return w.thai("{" + field.value + "}")
    if field.fills in ("post", "signature") and field.value in w.posts:
        return w.post(field.value)
    if field.fills == "choice" and field.value in w.rounds:
        return join([w.thai(field.value), w.round(field.value)], " · ")
    return w.thai(field.value)


def _form_columns(w: Writer, form: Form) -> Blocks:
    if not form.columns:
        return
    yield w.heading(4, w.field("columns"))
    rows: list[tuple[Cell, ...]] = []
    for one in form.columns:
        below = tuple(Entry(w.said(words)) for words in one.sub_headings)
        letter = cell(w.thai(one.letter))
        rows.append((cell(w.said(one.heading)), letter, cell(w.thai(one.holds, "plain")), Cell(entries=below)))
    heads = ("heading", "letter", "holds", "sub_headings")
    yield Table(tuple(span(w.field(head, "FormColumn")) for head in heads), tuple(rows))
