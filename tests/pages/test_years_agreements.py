"""The plain form of an agreement: boxes become operations and back, the pack's rules hold, nothing typed is lost."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import chromium
from tests.apps.results_world import ITA, PRD, RTP, World, install
from tests.pages import looks
from tests.pages.conftest import Open

from samrit.apps.assessments.models import Agreement
from samrit.apps.frameworks import folders
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.rounds.models import Year
from samrit.packs import load
from samrit.packs.agreed import Agreed, baselines_of, clean, levels_of, read, write
from samrit.packs.model import Pack
from samrit.packs.terms import read_overlay, resolve, why_not
from samrit.web import assets
from samrit.web.staff.years import boxes

STYLES = Path(assets.__file__).parent / "static_source" / "samrit.css"
LENIENT = "9.0.0"
"""PR.2 as it would be if its weights and levels could be agreed."""


@lru_cache
def pack_of(name: str) -> Pack:
    pack, _ = load.parse(load.find(name))
    assert pack is not None
    return pack


def at(world: World) -> str:
    return f"/assessments/{world.assessment.id}/agreement/"


def sent(page: str) -> dict[str, Any]:
    """What a browser would send of the draft: the boxes as they stand on the page."""
    form = page.partition('class="agreed"')[2].partition("</form>")[0]
    data: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r' name="([^"]*)"', tag)
        if name is None or 'type="file"' in tag or ('type="checkbox"' in tag and " checked" not in tag):
            continue
        value = re.search(r' value="([^"]*)"', tag)
        data[name[1]] = html.unescape(value[1] if value else "")
    area = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)
    return {**data, "terms": html.unescape(area[1] if area else "")}


def get(client: Any, path: str) -> str:
    return str(client.get(path).content.decode())


def with_boxes(client: Any, path: str, changed: dict[str, str | None], look: str = "boxes") -> Any:
    data = {**sent(get(client, path)), **changed, "look": look}
    return client.post(path, {key: value for key, value in data.items() if value is not None})


def overlay_in(page: str) -> str:
    """What the button below the preview would sign."""
    found = re.search(r'name="terms" value="([^"]*)"', page)
    assert found, "there is nothing to sign"
    return html.unescape(found[1])


@pytest.fixture
def lenient(world: World, tmp_path: Path) -> World:
    folder = tmp_path / PRD
    shutil.copytree(load.find(PRD), folder)
    file = folder / "pack.yaml"
    text = re.sub(r"(?m)^version:.*$", f"version: {LENIENT}", file.read_text(encoding="utf-8"), count=1)
    for operation in ("levels", "weight"):
        text, count = re.subn(rf"(operation: {operation}\s+allowed: )false", r"\1true", text)
        assert count == 1
    file.write_text(text, encoding="utf-8")
    loaded = load.load(folder)
    installed = InstalledPack.objects.create(
        pack=PRD, version=LENIENT, digest=loaded.digest, name_th=PRD, name_en=PRD, fiscal_year=2556,
        files=folders.packed(folder),
    )  # fmt: skip
    Year.objects.filter(pk=world.year.pk).update(pack=installed)
    return world


# ── boxes ↔ operations ───────────────────────────────────────────────────────────────────────────────────────────────

FIGURES = st.decimals(min_value=Decimal("0.01"), max_value=999, places=2)
LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(clean)
KEPT = """
  - {kind: texts, indicator: "%s", text: "ข้อความเต็ม บรรทัดหนึ่ง\\nบรรทัดสอง: {x}"}
  - {kind: select, drop: ["%s"], holds_from: 2013-07-01, reason: 'ตั้งแต่กลางปี'}
"""


@st.composite
def agreements(draw: st.DrawFn, name: str) -> Agreed:
    """Values that a form of the pack could hold, whether or not the pack allows them."""
    pack = pack_of(name)
    every = pack.every_indicator()
    some = {one.code: one for one in draw(st.lists(st.sampled_from(every), unique_by=lambda one: one.code, max_size=4))}
    weights = {code: draw(FIGURES) for code, one in some.items() if one.weight}
    levels = {
        code: {points: draw(st.none() | FIGURES) for points in levels_of(one)}
        for code, one in some.items()
        if levels_of(one)
    }
    baselines = {(code, year): draw(FIGURES) for code, one in some.items() for year in baselines_of(one)}
    ids = [str(blank.id) for blank in pack.framework.blanks]
    blanks = {one: text for one in draw(st.sets(st.sampled_from(ids))) if (text := draw(LINES))}
    dropped = frozenset(draw(st.sets(st.sampled_from([one.code for one in every]), max_size=3)))
    made = Agreed(dropped, weights, levels, baselines, blanks)
    kept = read(pack, f"pack: {pack.id}\noperations:{KEPT % (every[0].code, every[0].code)}", "kept").kept
    first = read(pack, write(pack, made).text, "made")  # what equals the pack is gone
    reasons = {code: text for code in sorted(first.changed) if (text := draw(LINES))}
    return Agreed(
        first.dropped,
        first.weights,
        first.levels,
        first.baselines,
        first.blanks,
        reasons,
        kept if draw(st.booleans()) else (),
    )


@pytest.mark.parametrize("name", [PRD, RTP, ITA])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_back_the_same_and_written_the_same(name: str, data: st.DataObject) -> None:
    pack, agreed = pack_of(name), data.draw(agreements(name))
    text = write(pack, agreed).text
    again = read(pack, text, "again")
    assert again == agreed
    assert write(pack, again).text == text
    assert all(line.count("kind:") <= 1 for line in text.splitlines() if "kept" not in line)


@pytest.mark.parametrize("name", [PRD, RTP, ITA])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_boxes_sent_as_they_stand_agree_what_they_were_filled_from(name: str, data: st.DataObject) -> None:
    pack, agreed = pack_of(name), data.draw(agreements(name))
    filled = boxes.filled(pack, agreed)
    post = QueryDict(mutable=True)
    post.update({**filled.values, **{f"select-{code}": "1" for code in filled.used}})
    typed, again = boxes.typed(pack, post, agreed)
    problems = {name for name in typed.errors if name != f"select-{pack.every_indicator()[0].code}"}
    assert not problems
    assert (again, typed.values, typed.used) == (agreed, filled.values, filled.used)


@pytest.mark.parametrize("name", [PRD, RTP, ITA])
def test_boxes_left_alone_make_an_agreement_without_operations(name: str) -> None:
    pack = pack_of(name)
    assert write(pack, Agreed()).text == f"pack: {name}\noperations: []\n"
    post = QueryDict(mutable=True)
    post.update(
        {**boxes.filled(pack, Agreed()).values, **{f"select-{one.code}": "1" for one in pack.every_indicator()}}
    )
    assert boxes.typed(pack, post, Agreed())[1] == Agreed()


def test_the_example_of_the_pack_means_the_same_after_the_form() -> None:
    pack = pack_of(PRD)
    text = (load.find(PRD) / "examples" / "agreement-spk-9.yaml").read_text(encoding="utf-8")
    agreed = read(pack, text, "example")
    assert [one.change.operation for one in agreed.kept] == ["texts"]
    before = resolve(pack, read_overlay(text.encode(), "before"))
    after = resolve(pack, read_overlay(write(pack, agreed).text.encode(), "after"))
    assert before.digest == after.digest
    assert before.overlay is not None
    assert after.overlay is not None
    assert before.overlay.name == after.overlay.name


def test_what_no_box_shows_is_kept_in_its_order_and_decides_its_field() -> None:
    pack = pack_of(PRD)
    text = (
        f'pack: {PRD}\nname: {{th: "ทดสอบ: ก", en: yes}}\noperations:\n'
        '  - {kind: blank, blank: office, value: "1", reason: บอกเหตุผล}\n'
        '  - {kind: blank, blank: office, value: "2"}\n'
        "  - kind: baseline\n    indicator: '1.1'\n    year: 2555\n    value: 90.0\n    reason: |\n      หนึ่ง\n      สอง\n"
        "  - {kind: select, drop: ['3', '5'], reason: รวมกัน}\n"
    )
    agreed = read(pack, text, "text")
    assert [one.change.operation for one in agreed.kept] == ["blank", "blank", "baseline"]
    assert agreed.held == {"blank-office", "baseline-1.1-2555"}
    assert (agreed.dropped, agreed.reasons) == ({"3", "5"}, {"3": "รวมกัน", "5": "รวมกัน"})
    assert not boxes.may(pack, agreed, "blank", "", "blank-office")
    before = resolve(pack, read_overlay(text.encode(), "before"))
    after = resolve(pack, read_overlay(write(pack, agreed).text.encode(), "after"))
    assert (before.blanks, before.digest) == (after.blanks, after.digest) == ({"office": "2"}, before.digest)


# ── through the page ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_thing_is_the_list_of_indicators_in_the_order_of_the_form(world: World, opened: Open) -> None:
    shown = get(opened("head"), at(world))
    places = [shown.index(f'id="row-{one.code}"') for one in pack_of(PRD).every_indicator()]
    assert places == sorted(places)
    assert (
        places[-1]
        < shown.index('id="blank-office"')
        < shown.index('name="look" value="boxes"')
        < shown.index('id="terms"')
    )
    assert 'name="select-1.1"' in shown
    assert "น้ำหนักรวม 100 จาก 100" in shown


def test_what_the_pack_refuses_is_to_be_read_with_its_reason(world: World, opened: Open) -> None:
    client, pack = opened("head"), pack_of(PRD)
    shown = get(client, at(world))
    for operation, box in (("weight", "weight-"), ("levels", "levels-")):
        because = why_not(pack, operation)
        assert because is not None
        assert because.th in shown
        assert f'name="{box}' not in shown
    assert "89.55" in shown
    # somebody who sends such a box all the same changes nothing
    sent_along = with_boxes(client, at(world), {"weight-2": "90", "levels-2.1-1": "1"})
    assert overlay_in(sent_along.content.decode()) == f"pack: {PRD}\noperations: []\n"


def test_ticks_blanks_baselines_and_reasons_become_operations(world: World, opened: Open) -> None:
    client = opened("head")
    changed = {
        "select-5": None, "reason-5": "ไม่มีสถานีโทรทัศน์", "blank-office": " ๙  (สมมุติ) ", "baseline-1.1-2553": "๘๗.๕๐",
        "reason-1.1": "แก้ตามรายงาน",
    }  # fmt: skip
    answer = with_boxes(client, at(world), changed)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert overlay_in(shown).splitlines() == [
        f"pack: {PRD}", "operations:",
        '  - {kind: blank, blank: office, value: "๙ (สมมุติ)"}',
        '  - {kind: select, drop: ["5"], reason: "ไม่มีสถานีโทรทัศน์"}',
        '  - {kind: baseline, indicator: "1.1", year: 2553, value: 87.50, reason: "แก้ตามรายงาน"}',
    ]  # fmt: skip
    assert "5 ตัดออก" in shown
    assert "ใช้ 8 จาก 9 ตัวชี้วัด" in shown
    assert "น้ำหนักที่ใช้ 90" in shown
    assert sent(shown)["terms"] == overlay_in(shown)


# ── a top that is not used, and its parts ────────────────────────────────────────────────────────────────────────────


def test_a_top_that_is_not_used_takes_its_parts_along_and_the_page_says_so(world: World, opened: Open) -> None:
    shown = with_boxes(opened("head"), at(world), {"select-2": None}).content.decode()
    assert overlay_in(shown).splitlines()[2:] == ['  - {kind: select, drop: ["2"]}']
    assert "2 ตัดออก พร้อมข้อย่อย 2.1, 2.2" in shown
    # their boxes keep what they said, for the day on which the top is used again
    assert {"select-2.1", "select-2.2"} <= sent(shown).keys()
    assert shown.count("ไม่ใช้ตามข้อ 2<") == 2
    told = re.search(r'<p class="hint agreed-told" id="select-2-told">([^<]+)<', shown)
    assert told is not None
    assert told[1] == "ถ้าไม่ใช้ ข้อย่อยทั้งหมดก็ไม่ใช้ด้วย"
    assert re.search(r'id="select-2"[^>]*aria-describedby="select-2-told"', shown)
    assert 'id="select-5-told"' not in shown  # it has no parts


def test_a_part_taken_out_with_its_top_is_told_once(world: World, opened: Open) -> None:
    shown = with_boxes(opened("head"), at(world), {"select-2": None, "select-2.1": None}).content.decode()
    assert "2 ตัดออก พร้อมข้อย่อย 2.1, 2.2" in shown
    assert "2.1 ตัดออก" not in shown
    alone = with_boxes(opened("head"), at(world), {"select-2.1": None}).content.decode()
    assert "2.1 ตัดออก" in alone


def test_nobody_needs_to_weigh_the_parts_of_what_is_not_used(lenient: World, opened: Open) -> None:
    empty: dict[str, str | None] = {"weight-2.1": ""}
    refused = with_boxes(opened("head"), at(lenient), empty)
    assert 'id="weight-2.1-error"' in refused.content.decode()
    taken = with_boxes(opened("head"), at(lenient), {**empty, "select-2": None})
    assert 'id="weight-2.1-error"' not in taken.content.decode()


PARTS = """() => ['2.1', '2.2', '3.1'].map(code => {
  const row = document.getElementById('row-' + code).closest('.agreed-row');
  const told = row.querySelector('.agreed-off'), tick = row.querySelector('.option');
  return [getComputedStyle(told).display !== 'none', getComputedStyle(tick).display !== 'none'];
})"""


def _seen(pages: Sequence[Path]) -> list[list[list[bool]]]:
    """For each page as it came, then with 2 unticked, then ticked again: which parts tell that they go, and show a tick."""
    found = []
    with chromium.started() as browser:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        for file in pages:
            page.goto(file.as_uri())
            for act in (None, "uncheck", "check"):
                if act:
                    getattr(page, act)('[id="select-2"]', force=True)
                found.append(page.evaluate(PARTS))
    return found


def test_without_javascript_the_parts_give_up_their_ticks_with_the_top(
    world: World, opened: Open, tmp_path: Path
) -> None:
    chromium.needed()
    client, pages = opened("head"), []
    for number, content in enumerate(
        (get(client, at(world)), with_boxes(client, at(world), {"select-2": None}).content.decode())
    ):
        bare = re.sub(r"<(link|script)[^>]*>", "", content)
        pages.append(tmp_path / f"{number}.html")
        pages[-1].write_text(
            bare.replace("</head>", f"<style>{STYLES.read_text(encoding='utf-8')}</style></head>"), encoding="utf-8"
        )
    with ThreadPoolExecutor(1) as thread:
        seen = thread.submit(_seen, pages).result()
    ticked, unticked = [[False, True]] * 3, [[True, False], [True, False], [False, True]]
    assert seen == [ticked, unticked, ticked, unticked, unticked, ticked]


def test_weights_and_levels_become_operations(lenient: World, opened: Open) -> None:
    changed = {"weight-1": "๑๒.๕", "weight-2": "12.50", "levels-2.1-1": "1,000", "levels-2.1-2": "-"}
    changed |= {"levels-2.1-3": "1,001", "levels-2.1-4": "1002", "levels-2.1-5": "๑,๐๐๓"}
    answer = with_boxes(opened("head"), at(lenient), dict(changed))
    assert answer.status_code == 200
    assert overlay_in(answer.content.decode()).splitlines()[2:] == [
        '  - {kind: weight, indicator: "1", percent: 12.5}',
        '  - {kind: weight, indicator: "2", percent: 12.50}',
        '  - {kind: levels, indicator: "2.1", levels: {1: 1000, 2: "-", 3: 1001, 4: 1002, 5: 1003}}',
    ]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"weight-2": "สิบ"}, "weight-2", "ไม่ใช่ตัวเลข"),
        ({"weight-2": "1,25"}, "weight-2", "ไม่ใช่ตัวเลข"),
        ({"weight-2": ""}, "weight-2", "พิมพ์น้ำหนัก"),
        ({"weight-2": "0", "weight-3": "20"}, "weight-2", "ต้องมากกว่า 0"),
        ({"weight-2": "11"}, "agreed-total", "รวมได้ 101 ไม่ใช่ 100"),
        ({"levels-2.1-3": ""}, "levels-2.1-3", "พิมพ์ค่า"),
        ({"levels-2.1-3": "1"}, "levels-2.1-1", "2.1"),
        ({"baseline-1.1-2553": "มาก"}, "baseline-1.1-2553", "ไม่ใช่ตัวเลข"),
        ({"baseline-1.1-2553": ""}, "baseline-1.1-2553", "พิมพ์ค่า"),
        ({"reason-7": "เฉย ๆ"}, "reason-7", "ยังไม่ได้เปลี่ยน"),
        ({f"select-{number}": None for number in range(1, 10)}, "select-1", "อย่างน้อยหนึ่งตัวชี้วัด"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_box_and_nothing_typed_is_lost(
    lenient: World, opened: Open, changed: dict[str, str | None], field: str, words: str
) -> None:
    more = {"blank-office": "เก็บไว้", "baseline-1.1-2554": "๙๑.๒๑"}
    answer = with_boxes(opened("head"), at(lenient), {**more, **changed})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert 'name="sign"' not in shown
    assert f'href="#{field}"' in shown
    assert f'id="{field}"' in shown
    assert words in shown
    kept = sent(shown)
    assert {name: kept.get(name) for name in {**more, **changed}} == {**more, **changed}


def test_all_that_is_wrong_is_told_at_once(lenient: World, opened: Open) -> None:
    changed: dict[str, str | None] = {"weight-2": "ก", "levels-4-2": "ข", "baseline-1.1-2553": "ค"}
    shown = with_boxes(opened("head"), at(lenient), changed).content.decode()
    assert all(f'href="#{name}"' in shown for name in changed)
    assert shown.count('aria-invalid="true"') == 3


def test_the_total_is_renewed_while_one_types_and_is_the_pack_s_own_rule(lenient: World, opened: Open) -> None:
    client = opened("head")
    data = {**sent(get(client, at(lenient))), "weight-2": "๑๕"}
    part = client.post(at(lenient), data, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "น้ำหนักรวม 105 จาก 100" in part
    assert "รวมได้ 105 ไม่ใช่ 100" in part
    data["weight-3"] = "5"
    part = client.post(at(lenient), data, headers={"HX-Request": "true"}).content.decode()
    assert "น้ำหนักครบ" in part
    assert not Agreement.objects.exists()


def sign(client: Any, world: World, page: str) -> Any:
    data = {
        "terms": overlay_in(page), "sign": "1", "signatory": str(world["head"].id), "counterparty": str(world["evaluator"].id),
        "number": str(Agreement.objects.count() + 1),
    }  # fmt: skip
    return [client.post(at(world), data).status_code for _ in range(2)]


def test_filled_in_and_sent_twice_it_is_one_agreement_and_the_next_starts_from_it(world: World, opened: Open) -> None:
    client = opened("head")
    page = with_boxes(client, at(world), {"select-5": None, "blank-office": "๙ (สมมุติ)"}).content.decode()
    assert sign(client, world, page) == [302, 302]
    first = Agreement.objects.get()
    assert first.overlay == overlay_in(page)
    amended = get(client, at(world))
    assert "เริ่มจากฉบับที่มีผลอยู่" in amended
    assert "select-5" not in sent(amended)
    assert sent(amended)["blank-office"] == "๙ (สมมุติ)"
    page = with_boxes(client, at(world), {"blank-office": "๑๐"}).content.decode()
    assert sign(client, world, page) == [302, 302]
    assert 'drop: ["5"]' in Agreement.objects.get(number=2).overlay


def test_an_amendment_keeps_what_no_box_shows_and_tells_it(world: World, opened: Open) -> None:
    client = opened("head")
    text = (
        f"pack: {PRD}\noperations:\n  - {{kind: select, drop: ['7'], holds_from: 2013-07-01, reason: เลื่อน}}\n"
        "  - {kind: texts, indicator: '4', text: ข้อความเต็ม}\n"
    )
    assert sign(client, world, client.post(at(world), {"terms": text}).content.decode()) == [302, 302]
    shown = get(client, at(world))
    assert "ตัดตัวชี้วัดออก (7) ตั้งแต่ 1 ก.ค. 56 · เลื่อน" in shown
    assert "ใช้ข้อความเต็มของหน่วยงาน (4)" in shown
    page = with_boxes(client, at(world), {"select-5": None}).content.decode()
    signed = read_overlay(overlay_in(page).encode(), "signed").operations
    assert [one.operation for one in signed] == ["select", "select", "texts"]
    assert signed[1:] == read_overlay(text.encode(), "text").operations


# ── boxes and YAML side by side ──────────────────────────────────────────────────────────────────────────────────────


def test_yaml_fills_the_boxes_unless_somebody_typed_there_too(world: World, opened: Open) -> None:
    client, text = opened("head"), f"pack: {PRD}\noperations:\n  - {{kind: select, drop: ['7']}}\n"
    shown = with_boxes(client, at(world), {"terms": text}, "yaml").content.decode()
    assert "7 ตัดออก" in shown
    assert "select-7" not in sent(shown)
    both = with_boxes(client, at(world), {"terms": text, "blank-office": "พิมพ์ไว้"}, "yaml").content.decode()
    assert overlay_in(both) == text
    assert sent(both)["blank-office"] == "พิมพ์ไว้"
    assert "ยังไม่ได้ใช้ค่าที่กรอกในแบบ" in both


def test_yaml_that_was_typed_stays_when_the_boxes_are_sent(world: World, opened: Open) -> None:
    typed = f"pack: {PRD}\n# ยังเขียนไม่เสร็จ ["
    shown = with_boxes(opened("head"), at(world), {"terms": typed, "select-5": None}).content.decode()
    assert 'drop: ["5"]' in overlay_in(shown)
    assert sent(shown)["terms"] == typed
    assert "ยังไม่ได้ใช้ข้อความ YAML" in shown


def test_wrong_yaml_is_told_at_the_yaml_and_the_boxes_stay_as_typed(world: World, opened: Open) -> None:
    answer = with_boxes(opened("head"), at(world), {"terms": "[", "blank-office": "พิมพ์ไว้"}, "yaml")
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#terms"' in shown
    assert (sent(shown)["terms"], sent(shown)["blank-office"]) == ("[", "พิมพ์ไว้")


@pytest.mark.parametrize("look", ["boxes", "yaml"])
def test_a_file_counts_whichever_button_was_pressed(world: World, opened: Open, tmp_path: Path, look: str) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(f"pack: {PRD}\r\noperations:\r\n  - {{kind: select, drop: ['7']}}\r\n", encoding="utf-8-sig")
    client = opened("head")
    with file.open("rb") as given:
        data = {**sent(get(client, at(world))), "look": look, "file": given}
        shown = client.post(at(world), data).content.decode()
    assert "7 ตัดออก" in shown
    assert sent(shown)["terms"] == overlay_in(shown)


@pytest.mark.parametrize("base", ["[", "pack: other\n", "x" * 1000])
def test_a_base_that_no_page_sends_changes_nothing(world: World, opened: Open, base: str) -> None:
    answer = with_boxes(opened("head"), at(world), {"base": base, "select-5": None})
    assert answer.status_code in (200, 400)
    assert not Agreement.objects.exists()


# ── other packs, queries, looks ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [RTP, ITA])
def test_every_pack_has_its_form(world: World, opened: Open, name: str) -> None:
    Year.objects.filter(pk=world.year.pk).update(pack=install(name))
    shown = get(opened("head"), at(world))
    for code in pack_of(name).framework.order:
        assert f'id="row-{code}"' in shown
    for blank in pack_of(name).framework.blanks:
        assert f'name="blank-{blank.id}"' in shown
    assert ('type="checkbox"' in shown) == (name == RTP)
    bare = with_boxes(opened("head"), at(world), {}).content.decode()
    assert overlay_in(bare) == f"pack: {name}\noperations: []\n"


@pytest.mark.parametrize("size", [0, 8])
@pytest.mark.parametrize("how", ["get", "post"])
def test_queries_stay_as_many_however_much_was_signed(
    world: World, opened: Open, django_assert_max_num_queries: Any, size: int, how: str
) -> None:
    client = opened("head")
    for _ in range(size):
        page = client.post(at(world), {"terms": f"pack: {PRD}\noperations: []\n"}).content.decode()
        assert sign(client, world, page)[0] == 302
    data = sent(get(client, at(world)))
    with django_assert_max_num_queries(12):
        answer = client.get(at(world)) if how == "get" else client.post(at(world), {**data, "look": "boxes"})
    assert answer.status_code == 200


def test_looks(lenient: World, opened: Open) -> None:
    client = opened("head")
    pages = looks.in_both_languages(client, "agreed", at(lenient))
    wrong: dict[str, str | None] = {"weight-2": "สิบ", "levels-4-2": "ข", "select-5": None}
    pages["agreed-refused-th"] = with_boxes(client, at(lenient), wrong).content.decode()
    pages["agreed-preview-th"] = with_boxes(client, at(lenient), {"select-5": None}).content.decode()
    assert looks.problems(pages) == []


def test_looks_of_a_strict_pack(world: World, opened: Open) -> None:
    pages = looks.in_both_languages(opened("head"), "agreed-strict", at(world))
    Year.objects.filter(pk=world.year.pk).update(pack=install(ITA))
    pages["agreed-ita-th"] = looks.rendered(opened("head"), at(world))
    assert looks.problems(pages) == []
