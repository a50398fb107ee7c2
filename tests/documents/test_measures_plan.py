"""The plan of measures on paper: nothing of the plan is lost, blanks are filled or dotted, the table is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from samrit.base.issues import Refused
from samrit.documents.forms import measures_plan
from samrit.documents.forms.measures_plan import KIND
from samrit.documents.grid import place
from samrit.documents.paper import Box, Dots, Line, Paper, Table, Text, tables
from samrit.documents.sheet import Request
from samrit.packs.bind import Code
from samrit.packs.texts import Item

ITA, RTP = "th-police-ita-2566", "th-rtp-3-1-22-2552"
STATION = "สถานีตำรวจนครบาลสมมุติ"
Example = Callable[..., Request]


def paper_of(request: Request) -> Paper:
    return KIND.layouts[1](measures_plan.fill(request))


def lines_of(paper: Paper) -> Iterator[Line]:
    for block in paper.blocks:
        if isinstance(block, Line):
            yield block
        elif isinstance(block, Table):
            yield from (line for row in (*block.head, *block.rows) for cell in row.cells for line in cell.lines)


def words_of(line: Line) -> str:
    """A line as it reads; a blank to write on is “…”."""
    return "".join(one.text if isinstance(one, Text) else "…" for one in line.inlines if not isinstance(one, Box))


def check_whole(paper: Paper) -> None:
    """Every table is as wide as the page or narrower, and the cells of its rows fill its columns exactly."""
    for table in tables(paper):
        assert sum(column.mm for column in table.columns) <= paper.width + 0.01
        for rows in (table.head, table.rows):
            assert len(place(rows, len(table.columns))) == sum(len(row.cells) for row in rows)


def items_in(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from items_in(item.items)


@pytest.mark.parametrize("pack", [ITA, RTP])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_line_of_every_plan_stands_on_the_paper_with_its_mark(example: Example, pack: str, language: str) -> None:
    request = example(pack, language=language)
    paper = paper_of(request)
    printed = " ".join(words_of(line) for line in lines_of(paper))
    for plan in request.pack.plans:
        printed_notes = tuple(note for note in plan.notes if note.mark)
        for items in [cell for row in plan.rows for cell in row.cells.values()] + [printed_notes]:
            for item in items_in(items):
                text = item.text.said(request.sheet.language).replace("{station}", STATION)
                assert f"{item.mark} {text}".strip() in printed


@pytest.mark.parametrize("pack", [ITA, RTP])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_row_fills_the_columns_of_its_table(example: Example, pack: str, language: str) -> None:
    check_whole(paper_of(example(pack, language=language)))


def test_the_plan_table_has_the_eight_columns_of_the_print_repeated_on_each_page(example: Example) -> None:
    *_, plan = tables(paper_of(example(ITA)))
    assert len(plan.columns) == 8
    assert [words_of(cell.lines[0]) for cell in plan.head[0].cells] == [
        "ตัวชี้วัด", "ประเด็นที่ต้องเตรียมความพร้อม/ยกระดับ", "กิจกรรมที่จะดำเนินการ", "ผลผลิต", "วิธีการสร้างการรับรู้",
        "ระยะเวลาแล้วเสร็จ", "ผู้รับผิดชอบ", "ระยะเวลากำกับ ติดตาม",
    ]  # fmt: skip


def test_rows_of_one_indicator_share_its_cell_and_others_do_not(example: Example) -> None:
    request = example(ITA)
    *_, plan = tables(paper_of(request))
    first = [words_of(row.cells[0].lines[0]) for row in plan.rows if len(row.cells) == 8]
    assert first == list(dict.fromkeys(row.cells[Code("indicator")][0].text.th for row in request.pack.plans[0].rows))


def test_what_the_pack_remarks_on_its_own_copying_is_not_printed(example: Example) -> None:
    assert [note.mark for table in measures_plan.fill(example(RTP)).tables for note in table.notes] == ["หมายเหตุ"]
    assert measures_plan.fill(example(ITA)).tables[0].notes == ()


def test_the_paper_opens_with_the_station_and_the_order_that_appoints_the_committee(example: Example) -> None:
    form = measures_plan.fill(example(ITA))
    assert form.unit == STATION
    assert form.order is not None
    assert "ที่ ๒๒/๒๕๖๖ เรื่อง" in form.order.text
    assert "(ในข้อ" not in form.order.text
    assert form.signer is not None
    assert form.signer.post == f"ผู้กำกับการ{STATION}"


def test_the_issues_of_all_ten_indicators_stand_under_their_instruments(example: Example) -> None:
    request = example(ITA)
    form = measures_plan.fill(request)
    assert [one.indicator.partition(")")[0] for one in form.issues] == [str(number) for number in range(1, 11)]
    assert list(dict.fromkeys(one.group for one in form.issues)) == [top.name.th for top in request.pack.indicators]


def test_a_station_that_nobody_named_is_dotted_and_not_printed_as_a_code(example: Example) -> None:
    paper = paper_of(example(ITA, empty=True))
    assert "{" not in " ".join(words_of(line) for line in lines_of(paper))
    assert any(isinstance(one, Dots) for line in lines_of(paper) for one in line.inlines)


def test_the_name_on_the_sheet_goes_before_the_one_reported(example: Example) -> None:
    request = example(ITA)
    named = replace(request, sheet=replace(request.sheet, unit="สถานีตำรวจภูธรตัวอย่าง"))
    assert measures_plan.fill(named).unit == "สถานีตำรวจภูธรตัวอย่าง"


def test_a_plan_that_the_pack_does_not_have_is_refused_naming_those_it_has(example: Example) -> None:
    with pytest.raises(Refused) as refused:
        measures_plan.fill(replace(example(ITA), only=("measures", "budget", "staff")))
    assert [issue.code for issue in refused.value.issues] == ["DO050", "DO050"]
    assert all("measures" in issue.cure_en for issue in refused.value.issues)


def test_a_pack_without_plans_has_no_such_paper(example: Example) -> None:
    request = example("th-prd-por-ror-2-2556")
    assert not KIND.fits(request.pack)
    with pytest.raises(Refused) as refused:
        measures_plan.fill(request)
    assert [issue.code for issue in refused.value.issues] == ["DO062"]
