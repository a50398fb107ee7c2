"""How an indicator is scored: one function per method, each yielding the blocks a careful reader would want."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from samrit.packs.handbook.content import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Drawings,
    Entry,
    Inline,
    Labels,
    LevelDrawing,
    Paragraph,
    Table,
    cell,
    join,
    span,
    text_of,
)
from samrit.packs.handbook.writer import Writer
from samrit.packs.method import (
    Composite,
    Disclosure,
    Element,
    FormulaScore,
    Guideline,
    Improvement,
    Judged,
    LevelTable,
    Milestones,
    PercentThenDeeds,
    SurveyMean,
    UnitMatch,
)
from samrit.packs.method import (
    Table as Levels,
)
from samrit.packs.model import Indicator


def scoring(w: Writer, one: Indicator, depth: int) -> Blocks:
    """The method of an indicator under a heading of its own, and what it rests on."""
    method = one.method
    if method is None:
        return
    yield w.heading(depth, f"{w.field('method')}: {w.value('kind', method.kind)}")
    yield from _BY_METHOD[type(method)](w, one, method)
    yield from w.basis_line(method)


def _levels(w: Writer, one: Indicator, method: Levels) -> Blocks:
    rows = [
        (w.field("direction"), span(w.value("direction", method.direction))),
        (w.field("between"), span(w.value("between", method.between))),
        (w.field("below"), span(w.value("below", method.below))),
        (w.field("above"), span(w.value("above", method.above))),
    ]
    if isinstance(method, Improvement):
        rows = [
            (w.field("before"), _input(w, one, method.before)),
            (w.field("now"), _input(w, one, method.now)),
            (w.field("measure"), span(w.value("measure", method.measure))),
            *rows,
        ]
    yield Labels(tuple(rows))
    known = [(points, target) for points, target in method.levels.items() if target is not None]
    unit = text_of(w.unit(one.measure_unit))
    if len(known) > 1:
        yield Drawings((_drawing(w, method, known, unit),))
    yield level_table(w, method.levels, unit)


def level_table(w: Writer, levels: dict[Decimal, Decimal | None], unit: str) -> Table:
    """Points against targets, one row per level."""
    names = _level_names(w)
    named = any(points in names for points in levels)
    heads = [w.word("points"), w.word("target")]
    rows: list[tuple[Cell, ...]] = []
    for points, target in levels.items():
        said = w.word("no_target") if target is None else w.figure(target)
        row = [cell(w.figure(points)), cell(said, figure=target is not None)]
        rows.append((*row, cell(names.get(points, ()))) if named else tuple(row))
    heads[1] += f" ({unit})" if unit else ""
    if named:
        heads.append(w.field("level_names"))
    return Table(tuple(span(head) for head in heads), tuple(rows), caption=span(w.field("levels")))


def _level_names(w: Writer) -> dict[Decimal, Inline]:
    return {points: w.said(name) for form in w.pack.forms for points, name in form.level_names.items()}


def _drawing(w: Writer, method: Levels, known: list[tuple[Decimal, Decimal]], unit: str) -> LevelDrawing:
    (low_points, low), (high_points, high) = known[0], known[-1]
    title = w.word(
        "drawing_title",
        low_points=w.figure(low_points), low=w.measured(low, unit),
        high_points=w.figure(high_points), high=w.measured(high, unit),
        between=w.value("between", method.between),
    )  # fmt: skip
    return LevelDrawing(
        title=title,
        levels=tuple(known),
        between=method.between,
        below=method.below,
        above=method.above,
        ascending=method.direction == "ascending",
        scale_lowest=w.pack.framework.rules.scale.lowest,
        axes=(f"{w.word('drawing_axis_result')} ({unit})" if unit else w.word("drawing_axis_result"),
              w.word("drawing_axis_points")),
    )  # fmt: skip


def _formula(w: Writer, one: Indicator, method: FormulaScore) -> Blocks:
    yield Labels(
        (
            (w.field("below"), span(w.value("below", method.below))),
            (w.field("above"), span(w.value("above", method.above))),
        )
    )


def _composite(w: Writer, one: Indicator, method: Composite) -> Blocks:
    yield Labels(((w.field("weights", "Composite"), span(w.value("weights", method.weights))),))
    if not one.parts:
        return
    rows: list[tuple[Cell, ...]] = []
    for part in one.parts:
        weight = w.figure(part.weight.percent) if part.weight else w.value("weights", "equal")
        verbatim = w.thai(part.weight.verbatim) if part.weight and part.weight.verbatim else ()
        said = (*span(weight), *(span(" ") if verbatim else ()), *verbatim)
        rows.append((cell(w.indicator(part.code)), cell(w.said(part.name)), cell(said, figure=part.weight is not None)))
    yield Table(tuple(span(w.field(head)) for head in ("code", "parts", "weight")), tuple(rows))


def _percent_then_deeds(w: Writer, one: Indicator, method: PercentThenDeeds) -> Blocks:
    yield Labels(_climbing(w, method.order, method.none_reached))
    unit = text_of(w.unit(one.measure_unit)) if one.formula else ""
    rows: list[tuple[Cell, ...]] = []
    for rung in method.rungs:
        at_least = "" if rung.at_least is None else f"≥ {w.measured(rung.at_least, unit)}"
        deeds = tuple(Entry(_input(w, one, deed), box=True) for deed in rung.deeds)
        points = cell(w.word("points_are", points=w.figure(rung.score)))
        rows.append((points, cell(at_least, figure=True), Cell(entries=deeds), cell(w.said(rung.text))))
    heads = [w.word("points"), w.field("at_least"), w.field("deeds"), w.field("text")]
    yield Table(tuple(span(head) for head in heads), tuple(rows))


def _climbing(w: Writer, order: str, none_reached: Decimal) -> tuple[tuple[str, Inline], ...]:
    return (
        (w.field("order"), span(w.value("order", order))),
        (w.field("none_reached"), span(w.word("points_are", points=w.figure(none_reached)))),
    )


def _input(w: Writer, one: Indicator, name: str) -> Inline:
    """An input by its name in words and in files."""
    asked = {str(code): held for code, held in one.inputs.items()}.get(name)
    return join([w.said(asked.name) if asked else (), span(name, "code")], " ")


# ── milestones ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _milestones(w: Writer, one: Indicator, method: Milestones) -> Blocks:
    without = (w.field("without_guideline"), span(w.value("without_guideline", method.without_guideline)))
    yield Labels((*_climbing(w, method.order, method.none_reached), without))
    for level in method.levels:
        points = w.word("points_are", points=w.figure(level.score))
        yield Paragraph((*span(points, "tag"), *span(" "), *w.said(level.text)), "lead")
        if level.guidelines:
            yield Bullets(tuple(_guideline(w, guideline, one.code) for guideline in level.guidelines))
    yield from _matrix(w, method)


def _guideline(w: Writer, one: Guideline, code: str) -> Entry:
    text: list[Inline] = [(*span(one.id, "strong"), *span(" "), *w.said(one.text))]
    if one.applies_to:
        text.append((*span(f"{w.field('applies_to')} ", "small"), *_tagged(w, one.applies_to)))
    if one.excepts:
        text.append((*span(f"{w.field('excepts')} ", "small"), *_tagged(w, one.excepts)))
    if one.at_least is not None:
        unit = text_of(w.unit(one.measure_unit))
        text.append(span(f"{w.field('at_least')} {w.measured(one.at_least, unit)}", "tag"))
    elif one.measure_unit is not None:
        text.append((*span(f"{w.field('measure_unit')} ", "small"), *w.unit(one.measure_unit)))
    if one.any_of:
        text.append(span(w.field("any_of"), "tag"))
    if one.evidence:
        proof = join([w.said(words) for words in one.evidence], "; ")
        text.append(w.small((*span(f"{w.field('evidence')}: "), *proof)))
    steps = tuple(_guideline(w, step, code) for step in one.steps)
    return Entry(join(text, " · "), steps, box=not one.steps, anchor=f"guideline-{code}-{one.id}")


def _tagged(w: Writer, matches: Iterable[UnitMatch]) -> Inline:
    return join([span(text_of(w.match(match)), "tag") for match in matches], " ")


def _matrix(w: Writer, method: Milestones) -> Blocks:
    """Guidelines against unit kinds, where any guideline is not for all of them."""
    kinds = list(w.kinds)
    guidelines = [one for level in method.levels for one in _with_parents(level.guidelines, ())]
    if not kinds or not any(one.applies_to or one.excepts for chain in guidelines for one in chain):
        return
    yield Paragraph(span(w.word("matrix"), "strong"))
    yield Paragraph(span(w.word("matrix_lead")), "small")
    said = {"all": w.word("kind_bound"), "some": w.word("kind_some"), "none": w.word("kind_free")}
    rows = tuple(
        (cell(span(chain[-1].id, "strong")), *(cell(said[bound(w, chain, kind)]) for kind in kinds))
        for chain in guidelines
    )
    heads = (span(w.field("guidelines")), *(w.kind(kind) for kind in kinds))
    yield Table(heads, rows)


def _with_parents(guidelines: Iterable[Guideline], above: tuple[Guideline, ...]) -> Iterator[tuple[Guideline, ...]]:
    for one in guidelines:
        chain = (*above, one)
        yield chain
        yield from _with_parents(one.steps, chain)


def bound(w: Writer, chain: Iterable[Guideline], kind: str) -> str:
    """Whether a guideline (under its parents) binds “all”, “some” or “none” of the units of a kind."""
    kinds = counts_as(w, kind)
    answer = "all"
    for one in chain:
        named = _answer(one.applies_to, kinds) if one.applies_to else "all"
        exempt = _answer(one.excepts, kinds)
        if named == "none" or exempt == "all":
            return "none"
        if named == "some" or exempt == "some":
            answer = "some"
    return answer


def counts_as(w: Writer, kind: str) -> set[str]:
    kinds: set[str] = set()
    while kind in w.kinds and kind not in kinds:
        kinds.add(kind)
        kind = w.kinds[kind].counts_as or ""
    return kinds


def _answer(matches: Iterable[UnitMatch], kinds: set[str]) -> str:
    fitting = [match for match in matches if not match.kinds or kinds & set(match.kinds)]
    if not fitting:
        return "none"
    return "all" if any(not match.under and not match.not_under for match in fitting) else "some"


# ── surveys, disclosure, judgement ───────────────────────────────────────────────────────────────────────────────────


def _survey_mean(w: Writer, one: Indicator, method: SurveyMean) -> Blocks:
    yield Labels(((w.field("unanswered"), span(w.value("unanswered", method.unanswered))),))
    rows: list[tuple[Cell, ...]] = []
    for cohort in method.cohorts:
        name = text_of(w.said(w.surveys[cohort.survey])) if cohort.survey in w.surveys else cohort.survey
        link = span(name, href=f"#survey-{cohort.survey}")
        least = cell(str(cohort.least_respondents), figure=True)
        rows.append((cell(link), cell(w.figure(cohort.weight), figure=True), least))
    heads = ("survey", "weight", "least_respondents")
    yield Table(tuple(span(w.field(head)) for head in heads), tuple(rows))


def _disclosure(w: Writer, one: Indicator, method: Disclosure) -> Blocks:
    yield Labels(
        (
            (w.field("complete"), span(w.word("points_are", points=w.figure(method.complete)))),
            (w.field("incomplete"), span(w.word("points_are", points=w.figure(method.incomplete)))),
            (w.field("partial"), span(w.value("partial", method.partial))),
        )
    )
    yield Paragraph(span(w.word("disclosed_elements"), "strong"))
    yield Bullets(tuple(_element(w, element) for element in method.elements))


def _element(w: Writer, one: Element) -> Entry:
    tags: list[Inline] = [w.said(one.text)]
    if one.any_of:
        tags.append(span(w.field("any_of"), "tag"))
    if not one.required:
        tags.append(span(w.word("not_scored"), "tag"))
    tags.append(span(one.id, "code"))
    return Entry(join(tags, " "), tuple(_element(w, element) for element in one.elements), box=not one.elements)


def _judged(w: Writer, one: Indicator, method: Judged) -> Blocks:
    figures = (("least", method.least), ("most", method.most), ("step", method.step))
    yield Labels(tuple((w.field(name), span(w.figure(figure), "strong")) for name, figure in figures))


_BY_METHOD: Final[dict[type, Callable[[Writer, Indicator, Any], Iterator[Block]]]] = {
    LevelTable: _levels,
    Improvement: _levels,
    FormulaScore: _formula,
    Composite: _composite,
    Milestones: _milestones,
    PercentThenDeeds: _percent_then_deeds,
    SurveyMean: _survey_mean,
    Disclosure: _disclosure,
    Judged: _judged,
}
