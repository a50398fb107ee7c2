"""Claims about the sheet of results by milestone: each kind of unit sees what concerns it, ticked as reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from samrit.base.issues import Refused
from samrit.documents.forms import guidelines
from samrit.documents.forms.demands import Demand
from samrit.documents.forms.guidelines import GuidelineSheet
from samrit.documents.paper import Box, Dots, Figure, Inline, PageBreak, Paper, Table, Text, tables
from samrit.documents.sheet import Request
from samrit.engine.facts import understand
from samrit.engine.methods import Unit
from samrit.engine.methods.milestones import concerns
from samrit.engine.read_facts import read_file
from samrit.engine.score import score
from samrit.packs import load
from samrit.packs.handbook.scoring import counts_as
from samrit.packs.handbook.writer import Writer
from samrit.packs.method import Guideline, Milestones
from samrit.packs.model import Indicator

RTP, PRD = "th-rtp-3-1-22-2552", "th-prd-por-ror-2-2556"
KINDS = (
    "force", "bureau", "bureau_equivalent", "division", "division_equivalent", "subdivision", "subdivision_equivalent",
    "city_station", "station", "field_unit",
)  # fmt: skip
Example = Callable[..., Request]


def _paper(form: GuidelineSheet) -> Paper:
    return guidelines.KIND.layouts[1](form)


def _walk(demands: Iterable[Demand]) -> Iterator[Demand]:
    for one in demands:
        yield one
        yield from _walk(one.steps)


def _leaves(held: Iterable[Guideline], passes: Callable[[Guideline], bool]) -> Iterator[Guideline]:
    for one in held:
        if passes(one):
            yield from _leaves(one.steps, passes) if one.steps else [one]


def _laddered(request: Request) -> list[tuple[Indicator, Milestones]]:
    return [(one, one.method) for one in request.pack.every_indicator() if isinstance(one.method, Milestones)]


def _inlines(table: Table) -> list[Inline]:
    return [one for row in table.rows for cell in row.cells for line in cell.lines for one in line.inlines]


def _text(table: Table) -> str:
    return "".join("".join(one.text.split()) for one in _inlines(table) if isinstance(one, Text))


def _station(request: Request) -> Request:
    file = read_file(load.find(RTP) / "examples" / "facts-station.yaml")[0]
    facts, _ = understand(file, request.terms)
    return replace(request, card=score(request.terms, facts))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_guideline_or_evidence_of_a_kind_of_unit_is_lost_and_none_of_others_is_added(
    example: Example, kind: str, language: str
) -> None:
    request = example(RTP, language=language, empty=True)
    form = guidelines.fill(replace(request, only=(kind,)))
    names = Writer(request.pack, "th")
    unit = Unit(kind=kind, under=frozenset({"cop_office"}), counts_as=frozenset(counts_as(names, kind)))
    expected = [
        (one, method)
        for one, method in _laddered(request)
        if not one.applies_to or set(one.applies_to) & counts_as(names, kind)
    ]
    assert [ladder.code for ladder in form.ladders] == [one.code for one, _ in expected]
    sheets = [table for table in tables(_paper(form)) if table.ruled]
    for (_, method), ladder, table in zip(expected, form.ladders, sheets, strict=True):
        found = _text(table)
        for level, shown in zip(method.levels, ladder.levels, strict=True):
            wanted = list(_leaves(level.guidelines, lambda one: concerns(one, unit)))
            assert [one.id for one in wanted] == [one.number for one in _walk(shown.demands) if one.ticked]
            assert bool(shown.without) == (not wanted)
            for words in (level.text, *(words for one in wanted for words in (one.text, *one.evidence))):
                assert "".join(words.said(request.sheet.language).split()) in found


def test_without_a_scorecard_each_kind_has_a_page_and_a_worksheet_of_its_own(example: Example) -> None:
    form = guidelines.fill(example(RTP, empty=True))
    assert [(ladder.code, ladder.kind) for ladder in form.ladders] == [
        (code, kind)
        for code in ("3.1.22.1", "3.1.22.2", "3.1.22.3")
        for kind in KINDS
        if (code, kind) != ("3.1.22.2", "force")  # it is not for headquarters
    ]
    paper = _paper(form)
    sheets = [paper.sheet, *(block.sheet for block in paper.blocks if isinstance(block, PageBreak))]
    assert len(set(sheets)) == len(sheets) == 29
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in sheets)


def test_a_guideline_for_some_units_of_a_kind_says_for_which(example: Example) -> None:
    form = guidelines.fill(replace(example(RTP, empty=True), only=("division", "3.1.22.2")))
    (ladder,) = form.ladders
    first, ranked = ladder.levels[0].demands[0], ladder.levels[1].demands[0]
    assert "สง.ผบ.ตร." in first.concerns
    assert ranked.concerns == ""


def test_with_a_scorecard_only_its_own_kind_of_unit_is_printed_with_its_name_and_round(example: Example) -> None:
    form = guidelines.fill(example(RTP))
    assert {ladder.kind for ladder in form.ladders} == {"subdivision"}
    assert (form.unit, form.round) == ("กก.ตัวอย่าง ๙ (สมมุติ)", "รอบ 12 เดือน")
    assert [ladder.score for ladder in form.ladders] == [Decimal("5.0000"), Decimal("2.0000"), Decimal("4.0000")]


def test_boxes_are_ticked_as_the_facts_say_and_levels_as_the_score_says(example: Example) -> None:
    second, third = guidelines.fill(example(RTP)).ladders[1:]
    assert [level.reached for level in second.levels] == [True, True, False, False, False]
    assert {one.number: one.done for one in _walk(second.levels[2].demands)} == {
        "3.a": True, "3.b": True, "3.c": True, "3.d": False,
    }  # fmt: skip
    assert [level.reached for level in third.levels] == [True, True, True, True, False]
    risen = next(one for one in _walk(third.levels[3].demands) if one.number == "4.1.1")
    assert (risen.done, risen.reported, risen.asks) == (True, Decimal(10), "ไม่น้อยกว่า ร้อยละ 10")


def test_a_count_is_done_only_when_it_is_reached(example: Example) -> None:
    station = guidelines.fill(_station(example(RTP))).ladders[0]
    channels = next(one for one in _walk(station.levels[2].demands) if one.number == "3.2")
    assert (channels.done, channels.reported, channels.reported_unit) == (True, Decimal(5), "ช่องทาง")
    assert [one.number for one in _walk(station.levels[2].demands)] == ["3.2", "3.3"], "3.1 exempts stations"
    assert [level.reached for level in station.levels] == [True, True, True, False, False]
    assert next(one for one in _walk(station.levels[3].demands) if one.number == "4.2").done is False


def test_ticked_boxes_stand_at_guidelines_proofs_and_levels_and_none_before_anything_is_reported(
    example: Example,
) -> None:
    form = guidelines.fill(example(RTP))
    for ladder, table in zip(form.ladders, [one for one in tables(_paper(form)) if one.ruled], strict=True):
        boxes = [one for one in _inlines(table) if isinstance(one, Box)]
        demands = [one for level in ladder.levels for one in _walk(level.demands) if one.ticked]
        ticked = sum(1 + len(one.evidence) for one in demands if one.done)
        assert sum(box.ticked for box in boxes) == ticked + sum(level.reached is True for level in ladder.levels)
        assert len(boxes) == sum(1 + len(one.evidence) for one in demands) + len(ladder.levels)
    blank = guidelines.fill(replace(example(RTP, empty=True), only=("station",)))
    assert not any(one.ticked for table in tables(_paper(blank)) for one in _inlines(table) if isinstance(one, Box))


def test_each_thing_to_be_proved_has_dots_for_the_letter_s_number_and_date(example: Example) -> None:
    form = guidelines.fill(example(RTP))
    for ladder, table in zip(form.ladders, [one for one in tables(_paper(form)) if one.ruled], strict=True):
        proved = [one for level in ladder.levels for one in _walk(level.demands) if one.ticked]
        assert sum(isinstance(one, Dots) for one in _inlines(table)) == 2 * len(proved)


def test_a_reported_count_is_printed_as_a_figure(example: Example) -> None:
    table = next(one for one in tables(_paper(guidelines.fill(example(RTP)))) if one.ruled)
    assert Figure(Decimal(4), suffix=" ช่องทาง") in _inlines(table)


def test_a_kind_asked_for_beside_the_scorecard_s_own_is_printed_blank(example: Example) -> None:
    form = guidelines.fill(replace(example(RTP), only=("bureau", "3.1.22.3")))
    (ladder,) = form.ladders
    assert (ladder.kind, ladder.score) == ("bureau", None)
    assert all(one.done is None for level in ladder.levels for one in _walk(level.demands))


def test_unknown_parts_are_refused_with_indicators_and_kinds_that_exist(example: Example) -> None:
    with pytest.raises(Refused) as refused:
        guidelines.fill(replace(example(RTP), only=("3.1.22", "moon")))
    assert sorted(one.about for one in refused.value.issues) == [("3.1.22",), ("moon",)]
    assert all("3.1.22.1" in one.cure_th and "station" in one.cure_th for one in refused.value.issues)


def test_it_fits_packs_with_milestones(example: Example) -> None:
    assert guidelines.KIND.fits(example(RTP).pack)
    assert not guidelines.KIND.fits(example(PRD).pack)
