"""The disclosure checklist and calendar on paper: every element has its box, and the ticks follow the facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from samrit.base.issues import Refused
from samrit.documents.forms import FormKind, disclosure_calendar, disclosure_checklist
from samrit.documents.grid import place
from samrit.documents.paper import Box, Cell, Dots, Figure, Paper, Table, Text, tables
from samrit.documents.sheet import Request, Sheet
from samrit.packs import load
from samrit.packs.method import Disclosure, Element
from samrit.packs.model import Indicator
from samrit.packs.terms import resolve

ITA = "th-police-ita-2566"
KINDS = [disclosure_checklist.KIND, disclosure_calendar.KIND]
Example = Callable[..., Request]


@pytest.fixture(params=KINDS, ids=[kind.id for kind in KINDS])
def kind(request: pytest.FixtureRequest) -> FormKind:
    found: FormKind = request.param
    return found


def paper_of(kind: FormKind, request: Request) -> Paper:
    return kind.layouts[1](kind.fill(request))


def words_of(cell: Cell) -> str:
    return "\n".join("".join(one.text for one in line.inlines if isinstance(one, Text)) for line in cell.lines)


def rows_of(paper: Paper) -> dict[str, tuple[Cell, ...]]:
    """item → the cells of its row."""
    (table,) = tables(paper)
    return {words_of(row.cells[0]): row.cells for row in table.rows if len(row.cells) == len(table.columns)}


def bands_of(table: Table) -> list[str]:
    return [words_of(row.cells[0]) for row in table.rows if row.cells[0].across == len(table.columns)]


def boxes_in(cell: Cell) -> list[tuple[bool, str]]:
    """The boxes of a cell with the words behind them."""
    lines = [line for line in cell.lines if line.inlines and isinstance(line.inlines[0], Box)]
    return [
        (line.inlines[0].ticked, words_of(Cell((line,))).strip()) for line in lines if isinstance(line.inlines[0], Box)
    ]


def elements_in(elements: tuple[Element, ...]) -> Iterator[Element]:
    for element in elements:
        yield element
        yield from elements_in(element.elements)


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_element_of_every_item_has_a_box_with_its_words(example: Example, kind: FormKind, language: str) -> None:
    request = example(ITA, language=language)
    rows = rows_of(paper_of(kind, request))
    counted = 0
    for one in request.pack.every_indicator():
        if isinstance(one.method, Disclosure):
            wanted = [element.text.said(request.sheet.language) for element in elements_in(one.method.elements)]
            printed = [re.sub(r" \((ไม่คิดคะแนน|not scored)\)$", "", text) for _, text in boxes_in(rows[one.code][2])]
            assert printed == wanted
            counted += len(wanted)
    assert counted == 137


def test_the_ticks_follow_the_facts(example: Example) -> None:
    rows = rows_of(paper_of(disclosure_checklist.KIND, example(ITA)))
    assert [ticked for ticked, _ in boxes_in(rows["O10"][2])] == [True, False]
    assert all(ticked for ticked, _ in boxes_in(rows["O7"][2]))


def test_a_box_above_others_is_ticked_only_when_all_below_it_are(example: Example) -> None:
    request = example(ITA)
    assert request.card is not None
    facts = request.card.facts
    values = {key: value for key, value in facts.values.items() if key != ("O1", "O1.3.4")}
    lacking = replace(request.card, facts=replace(facts, values=values))
    (item,) = disclosure_checklist.fill(replace(request, card=lacking, only=("O1",))).items
    assert {box.id: box.ticked for box in item.boxes} == {
        "O1.1": True, "O1.2": True, "O1.3": False, "O1.3.1": True, "O1.3.2": True, "O1.3.3": True, "O1.3.4": False,
    }  # fmt: skip


def test_one_of_several_is_enough_where_the_pack_says_so() -> None:
    pack = load.load(load.find("th-ita-sample-2569")).pack
    form = disclosure_checklist.fill(Request(resolve(pack), Sheet(issued=date(2026, 1, 5))))
    (any_of,) = [box for item in form.items for box in item.boxes if box.id == "O11.3"]
    assert any_of.remark == "อย่างใดอย่างหนึ่ง"
    assert not disclosure_calendar.KIND.fits(pack), "nobody prepares, nothing is due"


def test_the_score_of_each_item_is_the_engines(example: Example) -> None:
    request = example(ITA)
    assert request.card is not None
    rows = rows_of(paper_of(disclosure_checklist.KIND, request))
    for code, cells in rows.items():
        assert cells[4].figure == Figure(request.card.outcomes[code].shown, 2)


def test_the_last_row_counts_the_items_that_show_everything_and_scores_the_whole(example: Example) -> None:
    request = example(ITA)
    form = disclosure_checklist.fill(request)
    assert form.complete == 28
    assert form.total is not None
    assert str(form.total[1]) == "95.43"


def test_an_empty_checklist_has_no_tick_no_score_and_dots_for_the_address(example: Example) -> None:
    rows = rows_of(paper_of(disclosure_checklist.KIND, example(ITA, empty=True)))
    assert len(rows) == 30
    for cells in rows.values():
        assert not any(ticked for ticked, _ in boxes_in(cells[2]))
        assert isinstance(cells[3].lines[0].inlines[0], Dots)
        assert cells[4] == Cell(align="center")


def test_what_a_publication_demands_is_said(example: Example) -> None:
    request = example(ITA)
    rows = rows_of(paper_of(disclosure_checklist.KIND, request))
    for one in request.pack.every_indicator():
        if one.publication is not None:
            said = words_of(rows[one.code][5])
            assert one.publication.as_of in said
            assert one.publication.period is None or one.publication.period.th in said
    assert "ไฟล์ที่เครื่องอ่านได้" in words_of(rows["O7"][5])
    assert "ไทย, อังกฤษ" in words_of(rows["O23"][5])
    assert "ต้องระบุว่าไม่มี" in words_of(rows["O20"][5])


def test_the_calendar_says_who_checks_who_prepares_and_by_when(example: Example) -> None:
    request = example(ITA)
    rows = rows_of(paper_of(disclosure_calendar.KIND, request))
    for one in request.pack.every_indicator():
        if one.publication is not None:
            said = words_of(rows[one.code][3]).replace(" ", "")
            assert "ผกก.ตรวจสอบ" in said
            assert one.publication.deadline is not None
            assert one.publication.deadline.verbatim.replace(" ", "") in said
            for item in one.publication.calendar:
                assert said.count(item.text.th.replace(" ", "")) == 1
            if one.publication.follow_up is not None:
                assert one.publication.follow_up.verbatim.replace(" ", "") in said


def test_without_the_printed_column_the_calendar_names_the_posts(example: Example) -> None:
    request = example(ITA)
    pack = request.pack
    tops = tuple(_without_details(top) for top in pack.indicators)
    bare = replace(request, terms=replace(request.terms, pack=replace(pack, indicators=tops)), only=("O1",))
    (dated,) = disclosure_calendar.fill(bare).items
    assert dated.duties[:2] == (("-", "ผู้กำกับการสถานีตำรวจ ตรวจสอบ"), ("-", "ธร. จัดทำข้อมูลรายงาน"))


def _without_details(one: Indicator) -> Indicator:
    return replace(one, details=(), parts=tuple(_without_details(part) for part in one.parts))


def test_items_stand_under_their_indicator_sub_indicator_and_heading(example: Example, kind: FormKind) -> None:
    (table,) = tables(paper_of(kind, example(ITA)))
    bands = bands_of(table)
    assert bands[:3] == ["ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล", "ตัวชี้วัดย่อยที่ 9.1 ข้อมูลพื้นฐาน", "ข้อมูลพื้นฐาน"]
    assert len([band for band in bands if band.startswith("ตัวชี้วัดย่อยที่")]) == 7
    assert all(row.stays_with_next for row in table.rows if row.cells[0].across == len(table.columns))


def test_a_printed_heading_stands_before_its_element_and_is_not_said_in_our_words(example: Example) -> None:
    for language in ("th", "en"):
        form = disclosure_checklist.fill(replace(example(ITA, language=language), only=("O7",)))
        before = {box.id: box.heading for box in form.items[0].boxes if box.heading}
        assert list(before) == ["O7.1", "O7.3"]
        assert "element" not in " ".join(before.values())


def test_every_row_fills_the_columns_of_its_table(example: Example, kind: FormKind) -> None:
    for language in ("th", "en"):
        paper = paper_of(kind, example(ITA, language=language))
        (table,) = tables(paper)
        assert sum(column.mm for column in table.columns) == pytest.approx(paper.width)
        for rows in (table.head, table.rows):
            assert len(place(rows, len(table.columns))) == sum(len(row.cells) for row in rows)


def test_only_the_items_asked_for_are_printed(example: Example, kind: FormKind) -> None:
    assert list(rows_of(paper_of(kind, replace(example(ITA), only=("O10", "O2"))))) == ["O2", "O10"]


def test_an_item_that_the_pack_does_not_have_is_refused_naming_those_it_has(example: Example, kind: FormKind) -> None:
    with pytest.raises(Refused) as refused:
        kind.fill(replace(example(ITA), only=("O31", "O1", "9.1")))
    assert [issue.about for issue in refused.value.issues] == [("9.1",), ("O31",)]
    assert "O30" in refused.value.issues[0].cure_en
