"""Claims about the detail sheets of indicators: nothing of a pack's sheet is lost, and blanks, levels and fractions stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from samrit.base.issues import Refused
from samrit.documents.forms import calculation, detail_sheet, guidelines
from samrit.documents.paper import (
    Block,
    Box,
    Cell,
    Dots,
    Figure,
    Fraction,
    Heading,
    Inline,
    Line,
    PageBreak,
    Paper,
    Row,
    Table,
    Text,
    tables,
    written,
)
from samrit.documents.sheet import Request, as_json
from samrit.packs.method import Disclosure, Element, Guideline, LevelTable, Milestones, PercentThenDeeds
from samrit.packs.model import Indicator, Weight
from samrit.packs.texts import Item, Words

PRD, RTP, ITA = "th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566"
PACKS = (PRD, RTP, ITA)
Example = Callable[..., Request]


def _paper(request: Request) -> Paper:
    kind = detail_sheet.KIND
    return kind.layouts[max(kind.layouts)](kind.fill(request))


def _lines(blocks: Iterable[Block]) -> Iterator[Line | Heading]:
    for block in blocks:
        if isinstance(block, Line | Heading):
            yield block
        if isinstance(block, Table):
            for row in (*block.head, *block.rows):
                for cell in row.cells:
                    yield from cell.lines


def _inlines(paper: Paper) -> list[Inline]:
    return [one for line in _lines(paper.blocks) for one in line.inlines]


def _said(line: Line | Heading) -> str:
    texts = {
        Text: lambda one: one.text,
        Figure: lambda one: written(one, "printed"),
        Fraction: lambda one: f"{one.above} {one.below}",
    }
    return "".join(texts[type(one)](one) for one in line.inlines if type(one) in texts)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _everything(paper: Paper) -> str:
    return "\n".join(_squeezed(_said(line)) for line in _lines(paper.blocks))


def _stretches(text: str) -> list[str]:
    """What must be found of a text of the pack: the words between its blanks."""
    return [part for part in map(_squeezed, re.split(r"\{[\w.\-/]+\}", text)) if part]


# ── every word the pack holds for an indicator's sheet ──


def _of_items(items: Iterable[Item]) -> Iterator[tuple[Words, str]]:
    for item in items:
        yield item.text, item.mark
        yield from _of_items(item.items)


def _of_guidelines(held: Iterable[Guideline]) -> Iterator[Words]:
    for one in held:
        yield one.text
        yield from one.evidence
        yield from _of_guidelines(one.steps)


def _of_elements(held: Iterable[Element]) -> Iterator[Words]:
    for one in held:
        yield one.text
        yield from _of_elements(one.elements)


def _words_of(request: Request, one: Indicator) -> Iterator[Words]:
    framework = request.pack.framework
    yield one.name
    if one.explanation:
        yield one.explanation
    for part in one.details:
        yield from (words for words, _ in _of_items(part.items))
    for baseline in one.baselines:
        yield baseline.name
    for target in one.quality:
        yield from (target.output, target.measure)
    for asked in one.inputs.values():
        yield from (asked.name, *asked.evidence)
    yield from (post.name for post in framework.posts if post.id in one.posts)
    yield from (post.duty for post in framework.posts if post.id in one.posts and post.duty)
    yield from (duty.what for duty in framework.duties if one.code in duty.indicators)
    if isinstance(one.method, Milestones):
        for level in one.method.levels:
            yield level.text
            yield from _of_guidelines(level.guidelines)
    if isinstance(one.method, Disclosure):
        yield from _of_elements(one.method.elements)
    yield from (
        words for held in framework.discrepancies if held.touches_score and one.code in held.about
        for words in (held.what, held.applied) if words
    )  # fmt: skip


def _thai_only(request: Request, one: Indicator) -> Iterator[str]:
    printed = one.printed.get("detail")
    if printed is not None:
        yield printed.name
        yield from (level.verbatim.split("เท่ากับ")[0] for level in printed.levels.values())
    yield from (part.heading for part in one.details)
    yield from (mark for part in one.details for _, mark in _of_items(part.items) if mark != "·")
    yield from (text for baseline in one.baselines for text in baseline.headings.values())
    if one.formula is not None:
        yield from (one.formula.numerator, one.formula.denominator)
    if one.weight is not None:
        yield one.weight.verbatim or format(one.weight.percent, "f")
    yield from (duty.due.verbatim for duty in request.pack.framework.duties if one.code in duty.indicators and duty.due)


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("language", ["th", "en"])
def test_no_text_of_any_indicator_is_lost(example: Example, pack: str, language: str) -> None:
    request = example(pack, language=language, empty=True)
    found = _everything(_paper(request))
    wanted = [
        words.said(request.sheet.language)
        for one in request.pack.every_indicator()
        for words in _words_of(request, one)
    ]
    if language == "th":
        wanted += [text for one in request.pack.every_indicator() for text in _thai_only(request, one)]
    lost = [part for text in wanted for part in _stretches(text) if part not in found]
    assert len(wanted) > 100
    assert lost == []


@pytest.mark.parametrize("pack", [PRD])
def test_every_rung_stands_with_its_words_its_percentage_and_its_deeds(example: Example, pack: str) -> None:
    request = example(pack, empty=True)
    found = _everything(_paper(request))
    ladders = [one for one in request.pack.every_indicator() if isinstance(one.method, PercentThenDeeds)]
    assert ladders
    for one in ladders:
        assert isinstance(one.method, PercentThenDeeds)
        for rung in one.method.rungs:
            if rung.at_least is not None:
                assert f"ไม่น้อยกว่าร้อยละ{rung.at_least}" in found
            for deed in rung.deeds:
                assert _squeezed(one.inputs[deed].name.th) in found


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_baseline_row_stands_in_a_table_with_its_areas_in_order(example: Example, language: str) -> None:
    request = example(PRD, language=language, empty=True)
    found = [
        [_said(cell.lines[0]) if cell.lines else "" for cell in row.cells]
        for table in tables(_paper(request))
        for row in table.rows
    ]
    baselines = [held for one in request.pack.every_indicator() for held in one.baselines]
    assert len(baselines) == 6
    for year in (year for baseline in baselines for year in baseline.years):
        values = [year.middle, *year.areas.values()]
        assert [str(year.year), *("-" if value is None else format(value, ".2f") for value in values)] in found


def test_a_baseline_figure_is_a_number_and_a_dash_is_not(example: Example) -> None:
    request = example(PRD, empty=True)
    cells = [cell for table in tables(_paper(request)) for row in table.rows for cell in row.cells]
    assert sum(cell.figure == Figure(Decimal("79.30"), 2) for cell in cells) == 1
    assert any(cell.figure is None and cell.lines and _said(cell.lines[0]) == "-" for cell in cells)


@pytest.mark.parametrize("pack", PACKS)
def test_each_formula_is_a_fraction(example: Example, pack: str) -> None:
    request = example(pack, empty=True)
    formulas = [one.formula for one in request.pack.every_indicator() if one.formula and one.formula.numerator]
    fractions = [one for one in _inlines(_paper(request)) if isinstance(one, Fraction)]
    assert len(fractions) == len(formulas)
    for formula, fraction in zip(formulas, fractions, strict=True):
        assert all(part in _squeezed(fraction.above) for part in _stretches(formula.numerator))
        assert all(part in _squeezed(fraction.below) for part in _stretches(formula.denominator))
    assert (len(fractions) == 4) == (pack == PRD)


# ── blanks ──


def test_an_agreement_s_words_stand_where_the_form_has_dots(example: Example) -> None:
    filled, blank = _paper(example(PRD)), _paper(example(PRD, empty=True))
    said = _everything(filled)
    for words in ("18,450,000.00", "9,600", "“ข่าวเช้าเขตเก้า”", "สปข.๙(สมมุติ)รับรู้และเข้าใจ", "จำนวน4,800ครั้ง"):
        assert _squeezed(words) in said
        assert _squeezed(words) not in _everything(blank)
    dots = [one for one in _inlines(blank) if isinstance(one, Dots)]
    assert len(dots) > 60
    assert all(one.mm is not None and 10 <= one.mm <= 40 and not one.filled for one in dots)
    assert not [one for one in _inlines(filled) if isinstance(one, Dots)]
    assert not [one for one in _inlines(filled) if isinstance(one, Text) and re.search(r"\{\w+\}", one.text)]


def test_a_blank_in_a_fraction_is_typed_as_dots(example: Example) -> None:
    fractions = [one for one in _inlines(_paper(example(PRD, empty=True))) if isinstance(one, Fraction)]
    assert all("......" in one.above for one in fractions)
    assert all("สปข. ๙ (สมมุติ)" in one.above for one in _inlines(_paper(example(PRD))) if isinstance(one, Fraction))


def test_an_english_sheet_loses_no_filled_blank_though_its_sentences_have_none(example: Example) -> None:
    request = example(PRD, language="en")
    found = _everything(_paper(request))
    elsewhere = {"assessee_name", "evaluator_name", "commentator_post", "commentator_unit"}  # blanks of the form's head
    lost = [
        name for name, text in request.terms.blanks.items() if _squeezed(text) not in found and name not in elsewhere
    ]
    assert lost == []
    assert "Titleoftheradionewsprogramme" in found


@pytest.mark.parametrize("pack", PACKS)
def test_an_english_sheet_has_thai_only_in_quotation_marks(example: Example, pack: str) -> None:
    paper = _paper(example(pack, language="en", empty=True))
    unquoted = [re.sub("“.*”", "", _said(line)) for line in _lines(paper.blocks)]
    assert [text for text in unquoted if re.search("[ก-๛]", text)] == []


# ── levels ──


def test_level_lines_have_a_box_each_and_say_their_points_beside(example: Example) -> None:
    paper = _paper(replace(example(PRD, empty=True), only=("1.1",)))
    boxes = next(
        table for table in tables(paper) if any(isinstance(one, Box) for one in table.rows[0].cells[0].lines[0].inlines)
    )
    assert [_said(row.cells[1].lines[0]) for row in boxes.rows] == [f"เท่ากับ  {points} คะแนน" for points in range(1, 6)]
    assert all("เท่ากับ" not in _said(row.cells[0].lines[0]) for row in boxes.rows)


def test_levels_that_are_no_longer_printed_are_taken_from_the_targets(example: Example) -> None:
    request = example(PRD, empty=True)

    def agreed(one: Indicator) -> Indicator:
        if one.code == "9" and isinstance(one.method, LevelTable):
            levels = {Decimal(points): Decimal(80 + points) for points in range(1, 6)}
            printed = {place: replace(held, levels={}, step_size=None) for place, held in one.printed.items()}
            return replace(
                one, method=replace(one.method, levels=levels), printed=printed, weight=Weight(percent=Decimal("12"))
            )
        return one

    pack = replace(request.pack, indicators=tuple(agreed(one) for one in request.pack.indicators))
    paper = _paper(replace(request, terms=replace(request.terms, pack=pack), only=("9",)))
    found = _everything(paper)
    assert [f"ร้อยละ8{points}" in found for points in range(1, 6)] == [True] * 5
    fields = {_said(row.cells[0].lines[0]): _said(row.cells[1].lines[0]) for row in next(tables(paper)).rows}
    assert fields["น้ำหนัก :"] == "12", "the printed 10 is no longer the weight"


def test_where_the_sheet_prints_another_target_the_one_that_is_scored_stands_beside_it(example: Example) -> None:
    request = example(PRD, empty=True)
    nine = next(one for one in request.pack.indicators if one.code == "9")
    assert isinstance(nine.method, LevelTable)
    other = replace(nine, method=replace(nine.method, levels={**nine.method.levels, Decimal(5): Decimal(97)}))
    pack = replace(request.pack, indicators=tuple(other if one is nine else one for one in request.pack.indicators))
    found = _everything(_paper(replace(request, terms=replace(request.terms, pack=pack), only=("9",))))
    assert "(ใช้ร้อยละ97)" in found
    assert "(ใช้ร้อยละ95)" not in found


# ── what is asked for ──


def test_each_indicator_begins_a_page_and_a_worksheet_of_its_own(example: Example) -> None:
    paper = _paper(example(PRD))
    assert [paper.sheet, *(one.sheet for one in paper.blocks if isinstance(one, PageBreak))] == [
        f"KPI {code}" for code in range(1, 10)
    ]


def test_only_the_indicators_asked_for_are_printed_and_a_part_may_be_asked_for_alone(example: Example) -> None:
    form = detail_sheet.fill(replace(example(PRD), only=("4", "1.1")))
    assert [sheet.code for sheet in form.sheets] == ["1.1", "4"]
    assert detail_sheet.KIND.parts is not None
    assert {"1", "1.1", "9"} <= set(detail_sheet.KIND.parts(example(PRD).pack))


def test_every_unknown_part_is_refused_with_what_exists(example: Example) -> None:
    with pytest.raises(Refused) as refused:
        detail_sheet.fill(replace(example(PRD), only=("4", "99", "1.9")))
    assert [(one.code, one.about) for one in refused.value.issues] == [("DO050", ("1.9",)), ("DO050", ("99",))]
    assert all("1.1" in one.cure_th and "1.1" in one.cure_en for one in refused.value.issues)


def test_what_an_agreement_takes_out_is_not_printed_and_cannot_be_asked_for(example: Example) -> None:
    request = example(PRD)
    less = replace(request, terms=replace(request.terms, dropped=frozenset({"4", "1.2"})))
    form = detail_sheet.fill(less)
    assert [sheet.code for sheet in form.sheets] == ["1", "2", "3", "5", "6", "7", "8", "9"]
    assert [part.code for part in form.sheets[0].parts] == ["1.1"]
    with pytest.raises(Refused) as refused:
        detail_sheet.fill(replace(less, only=("4",)))
    assert [one.code for one in refused.value.issues] == ["DO051"]


def test_the_reader_is_told_each_contradiction_that_touches_a_score_and_no_other(example: Example) -> None:
    request = example(PRD)
    for sheet in detail_sheet.fill(request).sheets:
        family = {sheet.code, *(part.code for part in sheet.parts)}
        about = [held for held in request.pack.framework.discrepancies if family & set(held.about)]
        notes = [one for section in sheet.closing if section.kind == "passage" for one in section.entries]
        assert len(notes) == sum(held.touches_score for held in about)


def test_the_same_request_gives_the_same_data_and_paper(example: Example) -> None:
    one, other = detail_sheet.fill(example(PRD)), detail_sheet.fill(example(PRD))
    assert as_json(one) == as_json(other)
    assert _paper(example(PRD)) == _paper(example(PRD))


# ── every table of the three sheets ──


def _unfilled(rows: tuple[Row, ...], columns: int) -> list[tuple[int, int]]:
    """Rows whose cells, with those that reach down into them, do not take every column once: (row, columns taken)."""
    reaching = [0] * columns
    wrong: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        taken = sum(left > 0 for left in reaching) + sum(cell.across for cell in row.cells)
        if taken != columns:
            wrong.append((index, taken))
            continue
        cells: Iterator[Cell] = iter(row.cells)
        free = [place for place in range(columns) if not reaching[place]]
        reaching = [max(left - 1, 0) for left in reaching]
        while free:
            cell = next(cells)
            for place in free[: cell.across]:
                reaching[place] = cell.down - 1
            free = free[cell.across :]
    if any(reaching):
        wrong.append((len(rows), 0))
    return wrong


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_row_fills_its_columns_and_every_table_fits_the_page(
    example: Example, pack: str, empty: bool, language: str
) -> None:
    request = example(pack, language=language, empty=empty)
    kinds = [kind for kind in (detail_sheet.KIND, calculation.KIND, guidelines.KIND) if kind.fits(request.pack)]
    assert len(kinds) == (3 if pack == RTP else 1)
    for kind in kinds:
        paper = kind.layouts[1](kind.fill(request))
        for table in tables(paper):
            assert sum(column.mm for column in table.columns) <= paper.width + 0.01, table.about
            assert _unfilled(table.head, len(table.columns)) == [], table.about
            assert _unfilled(table.rows, len(table.columns)) == [], table.about


def test_the_checker_of_spans_sees_a_row_that_is_too_short_and_a_cell_that_reaches_too_far() -> None:
    assert _unfilled((Row((Cell(across=2), Cell())),), 3) == []
    assert _unfilled((Row((Cell(down=2), Cell())), Row((Cell(),))), 2) == []
    assert _unfilled((Row((Cell(),)),), 2) == [(0, 1)]
    assert _unfilled((Row((Cell(down=2), Cell())),), 2) == [(1, 0)]
