"""What if: every promise is kept by the reference engine, and the cheapest way is the cheapest."""

from __future__ import annotations

import functools
import itertools
import json
import textwrap
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from samrit.base import figures, thai
from samrit.base.issues import Issue, Place, Refused, errors
from samrit.cli import main
from samrit.engine import whatif
from samrit.engine.cases import load_proven
from samrit.engine.facts import FactFile, Reported, understand
from samrit.engine.read_facts import read_file
from samrit.engine.score import Scorecard, score
from samrit.engine.steps import Step
from samrit.engine.whatif import Costs, Rate, Target, bottom_line
from samrit.engine.whatif.changes import least_rounded, leaves
from samrit.engine.whatif.moves import finishing, moves_of
from samrit.engine.whatif.wording import figure
from samrit.packs import checks, load
from samrit.packs.bind import bind
from samrit.packs.model import Framework, Indicator, Pack
from samrit.packs.reader import read_bytes
from samrit.packs.terms import Terms, resolve

F = Fraction
PRD = "th-prd-por-ror-2-2556"
EXAMPLES = Path(__file__).parents[3] / "packs" / PRD / "examples"
FACTS = EXAMPLES / "facts-round-2.yaml"
INCOMPLETE = EXAMPLES / "facts-incomplete.yaml"

# ── small packs ──────────────────────────────────────────────────────────────────────────────────────────────────────

FRAMEWORK = """
id: small
version: 1.0.0
needs_samrit: "0.1"
name: กรอบเล็ก
short_name: เล็ก
authority: หน่วยงานสมมุติ
fiscal_year: 2556
documents: [{id: doc, title: เอกสาร}]
measure_units: [{id: percent, name: ร้อยละ, is_ratio: true}, {id: topic, name: ประเด็น}]
rounds: [{id: "1", name: รอบปี, starts: 2012-10-01, ends: 2013-09-30, source: ก}]
rules:
  scale: {lowest: SCALE_LOW, highest: SCALE_HIGH, source: ก}
  rounding:
    result: {places: 2, carry: exact, source: ก}
    score: {places: PLACES, carry: CARRY, source: ก}
    composite: {places: PLACES, carry: CARRY, source: ก}
    weighted: {places: PLACES, carry: CARRY, source: ก}
    total: {places: PLACES, carry: CARRY, source: ก}
    converted: {places: 2, carry: exact, source: ก}
  missing: {becomes: missing, source: ก}
  not_applicable: {accepted: always, weights: spread, source: ก}
  dropped: {weights: spread, source: ก}
  weights: {total: 100, source: ก}
total: TOTAL
order: ORDER
"""


def bound(text: str, to: type) -> object:
    issues: list[Issue] = []
    node, found = read_bytes(textwrap.dedent(text).encode(), "small.yaml")
    assert not errors(found), found
    made = bind(node, to, issues)
    assert not errors(issues), [issue.line("en") for issue in issues]
    return made


def terms_of(
    *indicators: str, carry: str = "exact", places: int = 4, scale: tuple[int, int] = (1, 5), total: str = ""
) -> Terms:
    """The Terms of a pack with these indicators."""
    made = [bound(text, Indicator) for text in indicators]
    text = FRAMEWORK.replace("CARRY", carry).replace("PLACES", str(places))
    text = text.replace("SCALE_LOW", str(scale[0])).replace("SCALE_HIGH", str(scale[1]))
    text = text.replace("TOTAL", total or "{name: รวม, source: ก}")
    text = text.replace("ORDER", json.dumps([one.code for one in made]))
    framework = bound(text, Framework)
    pack = Pack(framework=framework, indicators=tuple(made), surveys=(), at=framework.at)
    found = errors(checks.run_on_terms(pack))
    assert not found, [issue.line("en") for issue in found]
    return resolve(pack)


def card_of(terms: Terms, **facts: object) -> Scorecard:
    """The scorecard of facts named `code__input`."""
    rows = []
    for key, value in facts.items():
        code, _, name = key.partition("__")
        rows.append(Reported(code, name, "", str(value), Place("test")))
    file = FactFile("", "1", "หน่วย", "", (), tuple(rows), Place("test"))
    understood, _ = understand(file, terms)
    return score(terms, understood)


def percent(code: str, weight: int, levels: str = "{1: 60, 2: 70, 3: 80, 4: 90, 5: 100}", **rules: str) -> str:
    rule = {
        "direction": "ascending",
        "between": "interpolate",
        "below": "lowest_level",
        "above": "highest_level",
    } | rules
    told = ", ".join(f"{key}: {value}" for key, value in rule.items())
    return (
        f"{{code: {code}, name: {code}, weight: {weight}, measure_unit: percent, source: ก,"
        f" inputs: {{p: {{name: ร้อยละ, holds: figure, measure_unit: percent, least: 0, most: 100, source: ก}}}},"
        f" method: {{kind: level_table, levels: {levels}, {told}, source: ก}}}}"
    )


def ratio(code: str, weight: int, between: str = "interpolate") -> str:
    counted = "{name: NAME, holds: figure, measure_unit: topic, least: 0, whole: true, source: ก}"
    return (
        f"{{code: {code}, name: {code}, weight: {weight}, measure_unit: percent, source: ก,"
        f" inputs: {{aired: {counted.replace('NAME', 'ออกอากาศ')}, set: {counted.replace('NAME', 'กำหนด')}}},"
        f" formula: {{text: aired / set * 100, source: ก}},"
        f" method: {{kind: level_table, levels: {{1: 60, 2: 70, 3: 80, 4: 90, 5: 100}}, direction: ascending,"
        f" between: {between}, below: lowest_level, above: highest_level, source: ก}}}}"
    )


def ladder(code: str, weight: int) -> str:
    deed = "{name: NAME, holds: deed, source: ก}"
    return (
        f"{{code: {code}, name: {code}, weight: {weight}, source: ก,"
        f" inputs: {{p: {{name: ความคืบหน้า, holds: figure, measure_unit: percent, least: 0, most: 100, source: ก}},"
        f" report: {deed.replace('NAME', 'รายงาน')}, plan: {deed.replace('NAME', 'แผน')}}},"
        f" method: {{kind: percent_then_deeds, order: consecutive, none_reached: 1, source: ก, rungs: ["
        f"{{score: 1, at_least: 80}}, {{score: 2, at_least: 90}}, {{score: 3, at_least: 100}},"
        f" {{score: 4, deeds: [report]}}, {{score: 5, deeds: [plan]}}]}}}}"
    )


def disclosure(code: str, weight: int, partial: str = "none") -> str:
    return (
        f"{{code: {code}, name: {code}, weight: {weight}, source: ก,"
        f" method: {{kind: disclosure, complete: 100, incomplete: 0, partial: {partial}, source: ก, elements: ["
        f"{{id: a, text: ก}}, {{id: b, text: ข, any_of: true, elements: [{{id: b1, text: ข1}}, {{id: b2, text: ข2}}]}}]}}}}"
    )


def milestones(code: str, weight: int) -> str:
    return (
        f"{{code: {code}, name: {code}, weight: {weight}, source: ก,"
        f" method: {{kind: milestones, order: consecutive, without_guideline: reached, none_reached: 1, source: ก, levels: ["
        f"{{score: 1, text: หนึ่ง, guidelines: [{{id: g1, text: ตั้งคณะทำงาน}}]}},"
        f"{{score: 2, text: สอง, guidelines: [{{id: g2, text: ช่องทาง, at_least: 4}}, {{id: g3, text: ประชุม}}]}},"
        f"{{score: 3, text: สาม, guidelines: [{{id: g4, text: รวม, any_of: true, steps: ["
        f"{{id: g4a, text: ทางหนึ่ง}}, {{id: g4b, text: ทางสอง, at_least: 3}}]}}]}}]}}}}"
    )


@pytest.fixture(scope="module")
def prd() -> Terms:
    folder = load.find(PRD)
    return resolve(load.load(folder).pack)


def prd_card(prd: Terms, path: Path) -> Scorecard:
    file, _ = read_file(path)
    facts, _ = understand(file, prd)
    return score(prd, facts)


# ── gains ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def kept(gain: whatif.Gain) -> None:
    """A promise, scored again from its facts alone."""
    after = whatif.rescored(gain.card, gain.move.changes)
    was, is_ = gain.card.outcomes[gain.code], after.outcomes[gain.code]
    assert is_.score.value == gain.move.score == gain.before + gain.gained
    assert is_.score.value > was.score.value
    if gain.weighted is not None:
        assert is_.weighted.value - was.weighted.value == gain.weighted
    if bottom_line(gain.card) is not None:
        assert bottom_line(after) - bottom_line(gain.card) == gain.total


@pytest.mark.parametrize("path", [FACTS, INCOMPLETE, EXAMPLES / "facts-round-1.yaml"], ids=lambda path: path.stem)
def test_every_gain_is_what_the_reference_finds(prd, path):
    found = whatif.gains(prd_card(prd, path))
    assert found
    for gain in found:
        kept(gain)


def test_a_changed_fact_may_be_reported_as_it_is_promised(prd):
    """Each figure a move proposes is accepted where facts are read, in range and whole where that is asked."""
    card = prd_card(prd, FACTS)
    for gain in whatif.gains(card):
        rows = tuple(
            Reported(one.code, one.input, "", "ทำแล้ว" if one.is_deed else figures.shown(one.value, 12), Place("t"))
            for one in gain.move.changes
        )
        file = FactFile("", "2", "หน่วย", "", (), rows, Place("t"))
        facts, _ = understand(file, prd)
        assert [fact.value for fact in facts.facts] == [one.value for one in gain.move.changes]


def test_the_largest_gain_comes_first_and_each_indicator_has_a_nearest_level(prd):
    found = whatif.gains(prd_card(prd, FACTS))
    totals = [gain.total for gain in found]
    assert totals == sorted(totals, reverse=True)
    assert {gain.code for gain in found} == {gain.code for gain in found if gain.is_next}


def test_gains_of_one_indicator_rise_with_the_level(prd):
    """A further level costs no fewer units and gains no less."""
    by_code: dict[str, list[whatif.Gain]] = {}
    for gain in whatif.gains(prd_card(prd, FACTS)):
        by_code.setdefault(gain.code, []).append(gain)
    for found in by_code.values():
        ordered = sorted(found, key=lambda gain: gain.move.levels)
        for one, other in itertools.pairwise(ordered):
            assert one.total <= other.total
            assert one.move.units <= other.move.units


def test_a_gain_is_told_in_both_languages(prd):
    gain = next(gain for gain in whatif.gains(prd_card(prd, FACTS)) if gain.code == "4" and gain.is_next)
    assert gain.said("th").endswith("อีก 3 ประเด็น (132 → 135) ถึงระดับ 4 คะแนนรวมขึ้น 0.40")
    assert gain.said("en").endswith("by 3 topics (132 → 135): reaches level 4; the total rises by 0.40")
    assert gain.per_count == gain.total / 3
    assert gain.per_unit == gain.total / 2


def test_while_the_total_is_missing_a_gain_lifts_both_ends_of_its_range(prd):
    card = prd_card(prd, INCOMPLETE)
    for gain in whatif.gains(card):
        assert gain.after.range is not None
        assert [is_ - was for was, is_ in zip(card.range, gain.after.range, strict=True)] == [gain.total] * 2


@given(st.integers(1, 400), st.data())
def test_a_whole_count_is_the_least_that_reaches_the_level(set_, data):
    aired = data.draw(st.integers(0, set_))
    card = card_of(terms_of(ratio("A", 100)), A__aired=aired, A__set=set_)
    for gain in whatif.gains(card):
        (change,) = gain.move.changes
        target = {1: 60, 2: 70, 3: 80, 4: 90, 5: 100}[int(gain.move.level)]
        assert change.value.denominator == 1
        assert change.value * 100 >= target * set_
        assert (change.value - 1) * 100 < target * set_


def test_a_divisor_is_not_a_lever():
    card = card_of(terms_of(ratio("A", 100)), A__aired=70, A__set=100)
    assert {change.input for gain in whatif.gains(card) for change in gain.move.changes} == {"aired"}


def test_a_descending_table_is_climbed_downwards():
    levels = "{1: 50, 2: 40, 3: 30, 4: 20, 5: 10}"
    card = card_of(terms_of(percent("A", 100, levels, direction="descending")), A=35)
    found = sorted(whatif.gains(card), key=lambda gain: gain.move.levels)
    assert [gain.move.changes[0].value for gain in found] == [30, 20, 10]
    assert "ลด" in found[0].said("th")
    assert found[0].move.levels == F(1, 2)


def test_levels_out_of_the_range_of_the_input_are_not_promised():
    card = card_of(terms_of(percent("A", 100, "{1: 80, 2: 90, 3: 100, 4: 110, 5: 120}")), A=85)
    assert [gain.move.level for gain in sorted(whatif.gains(card), key=lambda gain: gain.total)] == [2, 3]


def test_a_ladder_names_the_percent_and_the_deeds_of_each_further_rung():
    card = card_of(terms_of(ladder("A", 100)), A__p=92, A__report="ยังไม่ทำ", A__plan="ทำแล้ว")
    found = sorted(whatif.gains(card), key=lambda gain: gain.move.levels)
    told = [(gain.move.score, {one.input: one.value for one in gain.move.changes}) for gain in found]
    # the plan is made already, so rung 4 carries rung 5 with it
    assert told == [(3, {"p": 100}), (5, {"p": 100, "report": 1})]
    assert [gain.move.levels for gain in found] == [1, 3]
    assert [gain.move.units for gain in found] == [8, 9]


def test_what_a_further_rung_hides_must_be_reported_as_not_done():
    card = card_of(terms_of(ladder("A", 100)), A__p=92)
    nearest = next(gain for gain in whatif.gains(card) if gain.is_next)
    assert nearest.move.score == 3
    assert {one.input: one.value for one in nearest.move.changes} == {"p": 100, "report": 0, "plan": 0}
    assert "แจ้งว่ายังไม่ทำ" in nearest.said("th")
    kept(nearest)


def test_milestones_name_the_guidelines_that_are_lacking():
    card = card_of(terms_of(milestones("A", 100)), A__g1="ทำแล้ว", A__g2=1, A__g3="ยังไม่ทำ", A__g4a="ยังไม่ทำ", A__g4b=0)
    found = sorted(whatif.gains(card), key=lambda gain: gain.move.levels)
    told = [(gain.move.score, {one.input: one.value for one in gain.move.changes}) for gain in found]
    # of “one of these” the smaller: one deed rather than three
    assert told == [(2, {"g2": 4, "g3": 1}), (3, {"g2": 4, "g3": 1, "g4a": 1})]
    assert [gain.move.units for gain in found] == [4, 5]


def test_disclosure_names_the_elements_that_are_missing():
    facts = {"A__a": "ไม่มี", "A__b1": "ไม่มี", "A__b2": "ไม่มี"}
    whole = whatif.gains(card_of(terms_of(disclosure("A", 100), scale=(0, 100)), **facts))
    assert [(gain.move.score, [one.input for one in gain.move.changes]) for gain in whole] == [(100, ["a", "b1"])]
    parts = whatif.gains(card_of(terms_of(disclosure("A", 100, "share"), scale=(0, 100)), **facts))
    assert [(gain.move.score, len(gain.move.changes), gain.is_next) for gain in parts] == [
        (100, 2, False),
        (50, 1, True),
    ]


def test_at_the_top_there_is_nothing_to_gain():
    assert whatif.gains(card_of(terms_of(percent("A", 100)), A=100)) == []


def test_an_endless_figure_is_said_so_that_it_suffices():
    assert figure(F(220, 3), up=True) == "73.3334"
    assert figure(F(220, 3), up=False) == "73.3333"
    assert figure(F(147, 2), up=True) == "73.5"


@given(st.fractions(0, 200, max_denominator=10_000), st.integers(0, 4))
def test_the_least_value_that_rounds_to_a_figure_is_the_least(wanted, places):
    least = least_rounded(wanted, places)
    if wanted > 0:
        assert F(figures.round_half_up(least, places)) >= wanted
        assert F(figures.round_half_up(least - F(1, 10**9), places)) < wanted


# ── stopping between two levels ──────────────────────────────────────────────────────────────────────────────────────


@given(
    st.fractions(0, 99, max_denominator=100),
    st.fractions(1, 5, max_denominator=1000),
    st.sampled_from(["exact", "rounded"]),
)
def test_a_finishing_move_is_the_least_that_reaches_the_score(result, wanted, carry):
    card = card_of(terms_of(percent("A", 100), carry=carry), A=figures.shown(result, 4))
    (leaf,) = leaves(card)
    assume(wanted > leaf.score)
    (move,) = finishing(leaf, wanted)
    (change,) = move.changes
    assert move.score >= wanted
    _, less = leaf.at([replace(change, value=change.value - F(1, 10**12))])
    assert less < wanted


def test_a_step_table_has_no_stops_between_its_levels():
    (leaf,) = leaves(card_of(terms_of(percent("A", 100, between="step")), A=75))
    (move,) = finishing(leaf, F(5, 2))
    assert (move.changes[0].value, move.score) == (80, 3)


# ── the cheapest way ─────────────────────────────────────────────────────────────────────────────────────────────────


def brute_force(card: Scorecard, target: Target, costs: Costs, stops: int = 0) -> Fraction | None:
    """The least cost over every set of moves to whole levels, each scored by the reference; with `stops`, tables also stop
    at that many even places between one level and the next."""
    choices = []
    for leaf in leaves(card):
        rate = costs.rate([leaf.node.code])
        moves = [] if rate is None else list(moves_of(leaf))
        if rate is not None and stops:
            for size in range(1, stops * 4):
                moves.extend(finishing(leaf, leaf.score + (5 - leaf.score) * F(size, stops * 4)))
        choices.append([None, *moves])
    best = None
    for chosen in itertools.product(*choices):
        moves = [move for move in chosen if move is not None]
        cost = sum((costs.rate([move.code]).of(move) for move in moves), F(0))
        if best is not None and cost >= best:
            continue
        if whatif.reaches(whatif.rescored(card, [change for move in moves for change in move.changes]), target):
            best = cost
    return best


rates = st.builds(Rate, st.sampled_from(["unit", "count", "level"]), st.fractions(0, 9, max_denominator=7))


@settings(max_examples=12)
@given(st.data(), st.sampled_from(["exact", "rounded"]))
def test_with_moves_to_whole_levels_only_nothing_is_cheaper(data, carry):
    """Step tables, ladders and disclosure have no stops between levels, so brute force sees every set there is."""
    terms = terms_of(
        percent("A", 30, between="step"),
        ladder("B", 30),
        f"{{code: C, name: C, weight: 40, source: ก, parts: [{percent('C1', 25, between='step')}, {ladder('C2', 15)}],"
        " method: {kind: composite, weights: own, source: ก}}",
        carry=carry,
        places=2,
    )
    facts = {
        "A": data.draw(st.integers(50, 100)),
        "B__p": data.draw(st.integers(70, 100)), "B__report": "ทำแล้ว", "B__plan": "ยังไม่ทำ",
        "C1": data.draw(st.integers(50, 100)),
        "C2__p": data.draw(st.integers(70, 100)), "C2__report": "ยังไม่ทำ", "C2__plan": "ยังไม่ทำ",
    }  # fmt: skip
    card = card_of(terms, **facts)
    costs = Costs({code: data.draw(st.none() | rates) for code in ("A", "B", "C1", "C2")})
    target = Target(data.draw(st.fractions(1, 5, max_denominator=20)))
    course = whatif.cheapest(card, target, costs)
    assert (None if course is None else course.cost) == brute_force(card, target, costs)
    if course is None:
        assert not whatif.reaches(whatif.most(card, costs).after, target)
    else:
        assert whatif.reaches(course.after, target)


@settings(max_examples=8)
@given(st.data())
def test_no_stop_of_a_fine_grid_is_cheaper_than_the_exact_one(data):
    """Scores carried exactly, costs per unit or level: no combination of stops anywhere on a grid costs less."""
    terms = terms_of(percent("A", 20), percent("B", 50, "{1: 20, 2: 40, 3: 50, 4: 80, 5: 90}"), percent("C", 30))
    card = card_of(
        terms, A=data.draw(st.integers(55, 99)), B=data.draw(st.integers(10, 89)), C=data.draw(st.integers(55, 99))
    )
    measures = st.sampled_from(["unit", "level"])
    costs = Costs(
        {code: Rate(data.draw(measures), data.draw(st.fractions(F(1, 7), 9, max_denominator=7))) for code in "ABC"}
    )
    target = Target(data.draw(st.fractions(1, 5, max_denominator=20)))
    course = whatif.cheapest(card, target, costs)
    assert course is not None
    found = brute_force(card, target, costs, stops=2)
    assert found is not None
    assert course.cost <= found
    if course.moves:
        assert sum(move.level is None for move in course.moves) <= 1


def test_the_target_is_met_exactly_where_a_table_may_be_stopped_in():
    terms = terms_of(
        percent("A", 50), percent("B", 50), total="{name: รวม, multiply: 20, converted_name: ฐาน 100, source: ก}"
    )
    card = card_of(terms, A=70, B=70)
    course = whatif.cheapest(card, Target(F(47)), Costs({"B": Rate("level", F(3))}))
    assert bottom_line(course.after) == 47
    assert [(move.code, move.changes[0].value, move.score) for move in course.moves] == [("A", 77, F(27, 10))]
    assert course.cost == F(7, 10)


def test_of_equal_costs_the_fewer_moves():
    card = card_of(terms_of(percent("A", 50, between="step"), percent("B", 50, between="step")), A=70, B=70)
    course = whatif.cheapest(card, Target(F(3)))
    assert (course.cost, len(course.moves)) == (2, 1)


def test_a_target_already_reached_costs_nothing():
    card = card_of(terms_of(percent("A", 100)), A=90)
    course = whatif.cheapest(card, Target(F(4)))
    assert (course.moves, course.cost) == ((), 0)


def test_what_is_impossible_is_not_done_and_the_best_is_told():
    terms = terms_of(percent("A", 50), percent("B", 50))
    card = card_of(terms, A=70, B=70)
    costs = Costs({"B": None})
    assert whatif.cheapest(card, Target(F(4)), costs) is None
    best = whatif.most(card, costs)
    assert bottom_line(best.after) == F(7, 2)
    assert [move.code for move in best.moves] == ["A"]
    assert whatif.cheapest(card, Target(F(7, 2)), costs).cost == 3


def test_a_cost_of_a_whole_holds_for_its_parts():
    whole = (
        f"{{code: C, name: C, weight: 100, source: ก, parts: [{percent('C1', 50)}, {percent('C2', 50)}],"
        " method: {kind: composite, weights: equal, source: ก}}"
    )
    card = card_of(terms_of(whole), C1=70, C2=70)
    assert whatif.cheapest(card, Target(F(3)), Costs({"C": None})) is None
    course = whatif.cheapest(card, Target(F(3)), Costs({"C": None, "C2": Rate("level", F(2))}))
    assert [(move.code, move.score) for move in course.moves] == [("C2", 4)]


def test_without_a_total_no_way_is_sought(prd):
    with pytest.raises(Refused) as refused:
        whatif.cheapest(prd_card(prd, INCOMPLETE), Target(F(80)))
    assert [issue.code for issue in refused.value.issues] == ["WI005"]


BANDS = """{name: รวม, source: ก, schemes: [{id: s, name: ระดับ, of: total, source: ก, bands: [
  {id: best, name: ดีเยี่ยม, at_least: 95, each: {A: 95, B: 95}},
  {id: good, name: ดี, at_least: 85, each: {A: 85, B: 85}},
  {id: pass, name: ผ่าน, at_least: 85},
  {id: low, name: ปรับปรุง, at_least: 0}]}]}"""
HUNDREDS = "{0: 0, 50: 50, 100: 100}"


def ita_card(a: int, b: int) -> Scorecard:
    """Two instruments on 0–100; the total and each of them decide the level, by figures with two decimals."""
    terms = terms_of(percent("A", 70, HUNDREDS), percent("B", 30, HUNDREDS), places=2, scale=(0, 100), total=BANDS)
    return card_of(terms, A=a, B=b)


def test_a_result_level_asks_for_the_total_and_for_each_instrument():
    card = ita_card(95, 60)
    assert card.band.id == "low"
    unit = Costs(default=Rate("unit", F(1)))
    passed = whatif.cheapest(card, Target(level="pass"), unit)
    # 84.995 prints as 85.00, which is what the framework compares
    assert bottom_line(passed.after) == F(84995, 1000)
    assert passed.after.band.id == "pass"
    good = whatif.cheapest(card, Target(level="good"), unit)
    assert good.after.band.id == "good"
    assert {move.code: move.changes[0].value for move in good.moves} == {"B": F(84995, 1000)}
    best = whatif.cheapest(card, Target(level="best"), unit)
    assert best.after.band.id == "best"
    assert passed.cost < good.cost < best.cost


def test_both_instruments_may_stop_at_their_own_condition():
    unit = Costs(default=Rate("unit", F(1)))
    good = whatif.cheapest(ita_card(60, 60), Target(level="good"), unit)
    assert {move.code: move.score for move in good.moves} == {"A": F(84995, 1000), "B": F(84995, 1000)}
    assert good.after.band.id == "good"


def test_a_level_out_of_reach_is_told_apart_from_one_that_is_not_there():
    card = ita_card(60, 60)
    assert whatif.cheapest(card, Target(level="good"), Costs({"B": None})) is None
    assert whatif.cheapest(card, Target(level="low"), Costs({"B": None})).moves == ()
    with pytest.raises(Refused) as refused:
        whatif.cheapest(card, Target(level="top"))
    assert refused.value.issues[0].code == "WI006"


@settings(max_examples=15)
@given(st.integers(0, 100), st.integers(0, 100), st.sampled_from(["best", "good", "pass"]), st.data())
def test_no_pair_of_whole_percents_reaches_a_level_for_less(a, b, level, data):
    card = ita_card(a, b)
    costs = Costs({code: Rate("unit", data.draw(st.fractions(F(1, 9), 9, max_denominator=9))) for code in "AB"})
    course = whatif.cheapest(card, Target(level=level), costs)
    assert course is not None
    wanted = ["best", "good", "pass"][: ["best", "good", "pass"].index(level) + 1]
    for x, y in itertools.product(range(a, 101, 3), range(b, 101, 3)):
        if ita_band(x, y) in wanted:
            assert course.cost <= costs.rates["A"].cost * (x - a) + costs.rates["B"].cost * (y - b)


def ita_band(a: int, b: int) -> str:
    """The level by the rules of `BANDS`, reckoned without the engine."""
    total = F(70 * a + 30 * b, 100)
    if min(total, a, b) >= 95:
        return "best"
    if min(total, a, b) >= 85:
        return "good"
    return "pass" if total >= 85 else "low"


def test_too_many_ways_are_refused_rather_than_guessed(monkeypatch):
    monkeypatch.setattr("samrit.engine.whatif.search.MOST_OPTIONS", 3)
    card = card_of(terms_of(percent("A", 40), percent("B", 35), percent("C", 25)), A=60, B=60, C=60)
    with pytest.raises(Refused) as refused:
        whatif.cheapest(card, Target(F(4)), Costs({"A": Rate("level", F(3)), "B": Rate("level", F(2))}))
    assert refused.value.issues[0].code == "WI004"


# ── every method ─────────────────────────────────────────────────────────────────────────────────────────────────────

SINGLE = "inputs: {p: {name: ผล, holds: figure, measure_unit: percent, least: 0, source: ก}}"
IMPROVED = (
    "{code: A, name: ก, weight: 100, measure_unit: percent, source: ก,"
    " inputs: {was: {name: เดิม, holds: figure, source: ก}, is: {name: ใหม่, holds: figure, source: ก}},"
    " method: {kind: improvement, before: was, now: is, measure: MEASURE, levels: {1: 2, 2: 4, 3: 6, 4: 8, 5: 10},"
    " direction: ascending, between: interpolate, below: zero, above: highest_level, source: ก}}"
)


@pytest.mark.parametrize(("measure", "value"), [("relative", 55), ("points", 60)])
def test_an_improvement_is_moved_by_the_present_value(measure, value):
    card = card_of(terms_of(IMPROVED.replace("MEASURE", measure)), A__was=50, A__is=51)
    found = {gain.move.level: gain for gain in whatif.gains(card)}
    assert {one.input for gain in found.values() for one in gain.move.changes} == {"is"}
    assert found[5].move.changes[0].value == value
    for gain in found.values():
        kept(gain)


def test_a_level_below_which_nothing_is_earned_is_one_level_up():
    card = card_of(terms_of(percent("A", 100, below="zero")), A=50)
    found = {gain.move.level: gain.move for gain in whatif.gains(card)}
    assert [(level, found[level].levels) for level in sorted(found)] == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]
    course = whatif.cheapest(card, Target(F(1, 2)))
    assert (course.moves[0].changes[0].value, course.cost) == (60, 1)


def test_a_table_that_goes_on_below_may_be_stopped_in_there():
    card = card_of(terms_of(percent("A", 100, below="extend")), A=40)
    assert bottom_line(card) == -1
    course = whatif.cheapest(card, Target(F(1, 2)))
    assert (course.moves[0].changes[0].value, bottom_line(course.after), course.cost) == (55, F(1, 2), F(3, 2))


def test_a_formula_that_is_the_score_moves_by_points_of_the_scale():
    text = (
        "{code: A, name: ก, weight: 100, source: ก, inputs: {p: {name: ผล, holds: figure, source: ก}},"
        " formula: {text: 5 - p / 2, source: ก}, method: {kind: formula, below: scale_lowest, above: scale_highest, source: ก}}"
    )
    card = card_of(terms_of(text), A=5)
    found = {gain.move.score: gain.move for gain in whatif.gains(card)}
    assert {score_: move.changes[0].value for score_, move in found.items()} == {3: 4, 4: 2, 5: 0}
    assert whatif.cheapest(card, Target(F(7, 2))).moves[0].changes[0].value == 3


def test_a_judged_score_moves_by_its_own_steps():
    text = (
        "{code: A, name: ก, weight: 100, source: ก, inputs: {p: {name: คะแนน, holds: judged, source: ก}},"
        " method: {kind: judged, least: 1, most: 5, step: 0.5, source: ก}}"
    )
    card = card_of(terms_of(text), A=2.5)
    assert sorted(gain.move.score for gain in whatif.gains(card)) == [3, 4, 5]
    course = whatif.cheapest(card, Target(F(16, 5)))
    assert (course.moves[0].score, course.cost) == (F(7, 2), 1)


def test_a_long_scale_is_walked_in_tenths():
    text = (
        "{code: A, name: ก, weight: 100, source: ก, inputs: {p: {name: คะแนน, holds: judged, source: ก}},"
        " method: {kind: judged, least: 0, most: 100, step: 1, source: ก}}"
    )
    found = whatif.gains(card_of(terms_of(text, scale=(0, 100)), A=75))
    assert sorted(gain.move.score for gain in found) == [80, 90, 100]


@pytest.mark.parametrize(
    ("formula", "facts", "moved"),
    [
        ("a / (a + b) * 100", {"A__a": 60, "A__b": 40}, {"a"}),  # both divide, only one is divided
        ("100 - b / a * 100", {"A__a": 100, "A__b": 35}, {"b"}),
        ("-b + 100", {"A__b": 35}, {"b"}),
        ("(a + b) / 2", {"A__a": 60, "A__b": 80}, {"a", "b"}),
        ("a * a / 100", {"A__a": 80}, set()),  # bends more than can be solved
        ("b / (a - a) + b", {"A__a": 3, "A__b": 60}, set()),  # no result at all
    ],
)
def test_a_formula_is_solved_for_each_of_its_levers(formula, facts, moved):
    names = sorted({key[-1] for key in facts})
    inputs = ", ".join(
        f"{name}: {{name: {name}, holds: figure, measure_unit: percent, least: 0, source: ก}}" for name in names
    )
    text = (
        f"{{code: A, name: ก, weight: 100, measure_unit: percent, source: ก, inputs: {{{inputs}}}, formula: {{text: '{formula}',"
        " source: ก}, method: {kind: level_table, levels: {1: 60, 2: 70, 3: 80, 4: 90, 5: 100}, direction: ascending,"
        " between: interpolate, below: lowest_level, above: highest_level, source: ก}}"
    )
    if len(names) == 1:
        facts = {key.partition("__")[0]: value for key, value in facts.items()}
    found = whatif.gains(card_of(terms_of(text), **facts))
    assert {change.input for gain in found for change in gain.move.changes} == moved
    levels = {1: 60, 2: 70, 3: 80, 4: 90, 5: 100}
    for gain in found:
        kept(gain)
        assert gain.after.outcomes["A"].result.value == levels[int(gain.move.level)]


@pytest.mark.parametrize(("silent", "scores"), [("reached", [2, 4]), ("left_out", [2, 4]), ("not_reached", [2])])
def test_a_level_without_guideline_is_passed_as_the_pack_says(silent, scores):
    text = (
        "{code: A, name: ก, weight: 100, source: ก, method: {kind: milestones, order: consecutive, none_reached: 1, source: ก,"
        f" without_guideline: {silent}, levels: [{{score: 2, text: ก, guidelines: [{{id: g1, text: ก}}]}},"
        " {score: 3, text: ข}, {score: 4, text: ค, guidelines: [{id: g2, text: ข}]}]}}"
    )
    found = whatif.gains(card_of(terms_of(text), A__g1="ยังไม่ทำ", A__g2="ยังไม่ทำ"))
    # “reached”: the silent level 3 comes with level 2, and is named with what it brings
    wanted = [3, 4] if silent == "reached" else scores
    assert sorted(gain.move.score for gain in found) == wanted
    for gain in found:
        kept(gain)


def test_on_a_free_ladder_a_higher_rung_needs_none_of_the_lower():
    text = ladder("A", 100).replace("consecutive", "free")
    card = card_of(terms_of(text), A__p=50, A__report="ยังไม่ทำ", A__plan="ยังไม่ทำ")
    found = {gain.move.score: {one.input for one in gain.move.changes} for gain in whatif.gains(card)}
    assert found == {2: {"p"}, 3: {"p"}, 4: {"report"}, 5: {"plan"}}


def test_what_does_not_apply_is_not_asked_for():
    card = card_of(terms_of(ladder("A", 100)), A__p=100, A__report="N/A", A__plan="ยังไม่ทำ")
    (gain,) = whatif.gains(card)
    assert {one.input for one in gain.move.changes} == {"plan"}


@given(st.integers(0, 300), st.integers(1, 300))
def test_a_rounded_result_is_moved_to_where_its_rounding_suffices(aired, set_):
    """Where the rounded result is scored, the least count is found by what the reference makes of it."""
    assume(aired <= set_)
    terms = terms_of(ratio("A", 100, between="step"))
    rules = terms.pack.framework.rules
    rounding = replace(rules.rounding, result=replace(rules.rounding.result, places=0, carry="rounded"))
    framework = replace(terms.pack.framework, rules=replace(rules, rounding=rounding))
    card = card_of(resolve(replace(terms.pack, framework=framework)), A__aired=aired, A__set=set_)
    for gain in whatif.gains(card):
        (change,) = gain.move.changes
        (leaf,) = leaves(card)
        assert leaf.at((change,))[1] == gain.move.level
        assert leaf.at((replace(change, value=change.value - 1),))[1] < gain.move.level


def test_weights_of_what_does_not_apply_may_be_lost():
    terms = terms_of(percent("A", 60), percent("B", 40))
    rules = terms.pack.framework.rules
    lost = replace(rules, not_applicable=replace(rules.not_applicable, weights="lost"))
    pack = replace(terms.pack, framework=replace(terms.pack.framework, rules=lost))
    card = card_of(resolve(pack), A=70, B="N/A")
    assert bottom_line(card) == F(6, 5)
    course = whatif.cheapest(card, Target(F(2)))
    assert bottom_line(course.after) == 2
    assert course.moves[0].score == F(10, 3)
    assert whatif.missing_matters(card_of(resolve(pack), B="N/A"))[0].width == F(12, 5)


def test_a_survey_is_one_missing_fact_and_no_move():
    terms = resolve(load.load(load.find("th-police-ita-2566")).pack)
    file = FactFile("", terms.pack.framework.rounds[0].id, "สน.", "", (), (), Place("t"))
    facts, _ = understand(file, terms)
    card = score(terms, facts)
    assert whatif.gains(card) == []
    surveys = [one for one in whatif.missing_matters(card) if one.input == ""]
    assert len(surveys) == 8
    # five parts of IIT share 30 %, three of EIT 30 %
    assert {one.code: one.width for one in surveys} == {**dict.fromkeys("12345", 6), **dict.fromkeys("678", 10)}


def test_a_fact_without_bounds_where_scores_have_none_is_told_so():
    terms = terms_of(percent("A", 100, above="extend"))
    (one,) = whatif.missing_matters(card_of(terms))
    assert (one.least, one.most, one.width) == (None, None, None)
    assert "ไม่มีขอบเขต" in one.said("th")


# ── missing facts ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_missing_fact_that_most_hangs_on_comes_first(prd):
    card = prd_card(prd, INCOMPLETE)
    found = whatif.missing_matters(card)
    assert [one.code for one in found] == ["9", "5", "1.2", "2.1", "2.2", "7", "8"]
    widths = [one.width for one in found]
    assert widths == sorted(widths, reverse=True)
    # 1–5 points × 10 % × 20; four months known leave 1.4–5; the report decides between levels 4 and 5
    assert (widths[0], widths[1], widths[5]) == (8, F(36, 5), 2)


def test_no_missing_fact_can_bring_more_than_it_was_said_to(prd):
    """Each fact at its ends, everything else that is lacking at its best, keeps within what was told."""
    card = card_of(terms_of(percent("A", 60), ladder("B", 40)), B__p=100, B__report="ทำแล้ว")
    found = {(one.code, one.input): one for one in whatif.missing_matters(card)}
    assert found["A", "p"].width == F(4 * 60, 100)
    assert (found["B", "plan"].least, found["B", "plan"].most) == (4, 5)
    assert found["B", "plan"].width == F(40, 100)


def test_nothing_is_missing_from_complete_facts(prd):
    assert whatif.missing_matters(prd_card(prd, FACTS)) == []


@given(st.integers(0, 100), st.integers(0, 100))
def test_reporting_a_missing_fact_narrows_the_range_by_what_was_said(a, b):
    terms = terms_of(percent("A", 60), percent("B", 40))
    card = card_of(terms, A=a)
    (one,) = whatif.missing_matters(card)
    assert one.width == card.range[1] - card.range[0]
    low, high = card.range
    assert low <= bottom_line(card_of(terms, A=a, B=b)) <= high


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(autouse=True)
def proven_once(monkeypatch):
    """The pack's worked cases are run once, not at every call of the command."""
    monkeypatch.setattr("samrit.cli.score.load_proven", proven)


@functools.cache
def proven(folder: Path, force: bool = False) -> load.Loaded:
    return load_proven(folder, force=force)


def samrit(*args: object):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def document(*args: object) -> dict:
    result = samrit(*args, "--json")
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    "options",
    [
        [FACTS],
        [INCOMPLETE],
        [FACTS, "--set", "2.1=๗๔.๐๐", "--set", "4.aired=135"],
        [FACTS, "--target", "80"],
        [FACTS, "--target", "101"],
        [FACTS, "--target", "10"],
        [INCOMPLETE, "--set", "2.1=74"],
    ],
    ids=["next", "incomplete", "set", "target", "beyond", "already", "supposed in an open card"],
)
@pytest.mark.parametrize("language", ["th", "en"])
def test_the_command_answers_within_the_width_of_a_page(options, language):
    result = samrit("whatif", *options, "--lang", language)
    assert result.exit_code == 0, result.output
    assert result.stdout.strip()
    assert max(thai.width(line) for line in result.stdout.split("\n")) <= 112


def test_a_supposed_figure_shows_before_and_after_with_its_reason():
    said = samrit("whatif", FACTS, "--set", "2.1=74.00").stdout
    assert "3.3867 → 4.0533" in said
    assert "76.84 → 77.51" in said
    assert "÷ (75.42 − 73.92)" in said
    found = document("whatif", FACTS, "--set", "2.1=74.00")["supposed"]
    assert [one["indicator"] for one in found["indicators"]] == ["2", "2.1"]


def test_a_month_may_be_supposed_and_replaces_only_itself():
    found = document("whatif", FACTS, "--set", "4.aired@2556-09=23")["supposed"]
    # 132 − 20 + 23 = 135 of 150
    assert found["indicators"] == [{"indicator": "4", "before": "19/5", "after": "4"}]


def test_what_is_supposed_may_complete_the_facts_for_a_plan():
    sets = ["1.2=95", "2.1=72", "2.2=71", "5.aired=140", "7.report=ทำแล้ว", "8.print_titles=30", "9.disbursed=17500000"]
    options = [word for text in sets for word in ("--set", text)]
    found = document("whatif", INCOMPLETE, *options, "--target", "80")
    assert found["reached"] is True
    assert figures.from_exact_text(found["plan"]["total"]["after"]) >= 80


def test_a_target_out_of_reach_is_a_warning_with_the_best_that_can_be_done():
    found = document("whatif", FACTS, "--target", "101")
    assert (found["ok"], found["reached"]) == (True, False)
    assert [issue["code"] for issue in found["issues"]] == ["WI015"]
    assert found["plan"]["total"]["after"] == "100"


def test_costs_come_from_a_file(tmp_path):
    path = tmp_path / "costs.yaml"
    path.write_text(
        'costs:\n  "2.1": {per_unit: 3}\n  "6": {per_level: ๑๐}\n  "8": impossible\n  "9": ทำไม่ได้\n', encoding="utf-8"
    )
    found = document("whatif", FACTS, "--target", "80", "--costs", path)["plan"]
    assert {move["indicator"] for move in found["moves"]}.isdisjoint({"8", "9"})
    assert figures.from_exact_text(found["cost"]) > F(7, 5)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('costs: {"99": {per_unit: 1}}', ["WI001"]),
        ('costs: {"2.1": {per_hour: 1}, "2.2": -1}', ["WI002", "WI002"]),
        ('costs: {"2.1": {per_unit: -1}}', ["WI002"]),
        ("prices: {}", ["WI003"]),
        ("costs: 3", ["WI003"]),
        ("default: dear", ["WI002"]),
    ],
)
def test_every_problem_of_a_file_of_costs_is_told(tmp_path, text, codes):
    path = tmp_path / "costs.yaml"
    path.write_text(text, encoding="utf-8")
    result = samrit("whatif", FACTS, "--target", "80", "--costs", path, "--json")
    assert result.exit_code == 1
    assert [issue["code"] for issue in json.loads(result.stdout)["issues"]] == codes


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--set", "2.1"], "WI010"),
        (["--set", "8.print_titles@2556-09=3"], "WI011"),
        (["--target", "แปดสิบ"], "WI012"),
        (["--target", "80", "--level", "good"], "WI013"),
        (["--costs", "costs.yaml"], "WI014"),
        (["--level", "good"], "WI006"),
        (["--set", "2.1=720"], "FC011"),
        (["--set", "2.9=72"], "FC003"),
        (["--set", "4.airde=72"], "FC004"),
        (["--target", "80", "--costs", "nowhere.yaml"], "PK001"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_cure(options, code):
    result = samrit("whatif", FACTS, *options, "--json")
    assert result.exit_code == 1, result.output
    issue = json.loads(result.stdout)["issues"][0]
    assert issue["code"] == code
    assert issue["cure"]["th"]
    assert issue["cure"]["en"]


def test_a_gain_in_json_is_exact():
    found = document("whatif", FACTS)
    four = next(one for one in found["gains"] if one["indicator"] == "4" and one["next"])
    assert four["gain"] == {
        "score": "1/5",
        "weighted": "1/50",
        "total": "2/5",
        "total_per_unit": "1/5",
        "total_per_count": "2/15",
    }
    assert four["changes"] == [{"input": "aired", "before": "132", "value": "135"}]


def test_every_score_step_stays_a_fraction(prd):
    """No float enters: everything a course promises is exact."""
    course = whatif.cheapest(prd_card(prd, FACTS), Target(F(85)))
    assert all(type(cost) is Fraction for cost in course.costs)
    assert all(type(change.value) is Fraction for change in course.changes)
    assert isinstance(course.after.total, Step)
