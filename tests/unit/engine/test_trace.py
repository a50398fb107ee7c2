"""The verifier agrees with the engine on honest scorecards, and finds every single thing that was changed in one."""

from __future__ import annotations

import ast
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest
from tests.thorough import uncounted

from samrit.base.issues import Place, Refused
from samrit.engine import cases, trace
from samrit.engine.facts import Fact, FactFile, Facts, Reported, make, understand, unit_of
from samrit.engine.inputs import Slot, Value
from samrit.engine.plan import plan_of
from samrit.engine.score import FORMAT_VERSION, Scorecard, score
from samrit.engine.steps import LANGUAGE_VERSION
from samrit.engine.values import Missing, NotApplicable
from samrit.packs import digest, load
from samrit.packs.bind import bind
from samrit.packs.model import Framework, Indicator, Pack
from samrit.packs.reader import Listing, read_bytes
from samrit.packs.survey import Survey
from samrit.packs.terms import Terms, resolve

Json = dict[str, Any]
PACKS = Path(__file__).parents[3] / "packs"

FRAMEWORK = """
id: trace-demo
version: 1.0.0
needs_samrit: "0.1"
name: กรอบตัวอย่าง
short_name: ตัวอย่าง
authority: หน่วยงานสมมุติ
fiscal_year: 2556
documents: [{id: doc, title: เอกสารตัวอย่าง}]
measure_units: [{id: percent, name: ร้อยละ, is_ratio: true}, {id: time, name: ครั้ง}]
unit_kinds:
  - {id: division, name: บก.}
  - {id: station, name: สภ.}
  - {id: metro_station, name: สน., counts_as: station}
windows: [{id: q1, name: ไตรมาส, starts: 2013-01-01, ends: 2013-02-28, source: ข้อ 2}]
rounds:
  - id: "1"
    name: รอบ 1
    starts: 2012-10-01
    ends: 2013-03-31
    indicators: ["1", "3", "4"]
    weights: {"3": 12}
    assumption: เอกสารไม่บอก
  - {id: "2", name: รอบ 2, starts: 2012-12-01, ends: 2013-01-31, final: true, source: ข้อ 2}
rules:
  scale: {lowest: 1, highest: 5, source: ข้อ 3}
  rounding:
    result: {places: 2, carry: exact, source: ข้อ 4}
    score: {places: 4, carry: rounded, source: ข้อ 4}
    composite: {places: 3, carry: exact, source: ข้อ 4}
    weighted: {places: 4, carry: exact, assumption: {th: ไม่กำหนดทศนิยม, en: no decimals are stated}}
    total: {places: 4, carry: exact, source: ข้อ 4}
    converted: {places: 2, carry: exact, source: ข้อ 4}
  missing: {becomes: missing, source: ข้อ 5}
  not_applicable: {accepted: listed, indicators: ["1.1", "2", "9", "10.2", "6", "5"], weights: spread, source: ข้อ 5}
  dropped: {weights: spread, source: ข้อ 6}
  weights: {total: 100, source: ข้อ 7}
order: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
total:
  name: คะแนนรวม
  multiply: 20
  converted_name: ฐาน 100
  converted_full: 100
  source: ข้อ 8
  schemes:
    - id: levels
      name: ระดับ
      of: converted
      source: ข้อ 8
      bands:
        - {id: best, name: ดีเด่น, at_least: 70, each: {"1": 3, "1.1": 3}}
        - {id: good, name: ดี, at_least: 50}
        - {id: poor, name: ปรับปรุง, at_least: 0}
discrepancies:
  - id: d1
    about: ["2"]
    what: สองแห่งไม่ตรงกัน
    sayings: [{place: ก, says: "1"}]
    touches_score: true
    applied: ใช้แห่งแรก
    assumption: ตามแบบ
  - {id: d2, about: ["7"], what: ไม่กระทบ, sayings: [{place: ก, says: "1"}], touches_score: false}
"""

INDICATORS = """
- code: "1"
  name: รวมสองตัว
  weight: {percent: 15}
  method: {kind: composite, weights: own, source: ข้อ 1}
  parts:
    - code: "1.1"
      name: ร้อยละที่รับรู้
      weight: {percent: 10}
      inputs: {percent: {name: ร้อยละ, holds: figure, least: 0, most: 100, source: ข้อ 1}}
      method:
        kind: level_table
        levels: {1: 69.42, 2: 70.92, 3: 72.42, 4: "-", 5: 75.42}
        direction: ascending
        between: interpolate
        below: lowest_level
        above: highest_level
        assumption: {th: เทียบบัญญัติไตรยางศ์, en: by proportion}
    - code: "1.2"
      name: วันต่อเรื่อง
      weight: {percent: 5}
      inputs:
        days: {name: วัน, holds: figure, least: 0, source: ข้อ 1}
        cases: {name: เรื่อง, holds: figure, least: 0, source: ข้อ 1}
      formula: {text: days / cases, source: ข้อ 1}
      method:
        kind: level_table
        levels: {1: 9, 2: 7, 3: 5, 4: 4, 5: 3}
        direction: descending
        between: step
        below: zero
        above: extend
        source: ข้อ 1
- code: "2"
  name: ผลผลิตเทียบเป้าหมาย
  weight: {percent: 15}
  inputs:
    radio: {name: วิทยุ, holds: figure, least: 0, whole: true, every: month, adds_up: sum, nil_is: 0, source: ข้อ 2}
    web: {name: เว็บ, holds: figure, least: 0, every: month, adds_up: mean, source: ข้อ 2}
    press: {name: สิ่งพิมพ์, holds: figure, least: 0, window: q1, every: month, adds_up: last, source: ข้อ 2}
    target: {name: เป้าหมาย, holds: figure, least: 0, assumption: เป้าตามแผน}
  formula: {text: "-(0.5 - (radio + web + press) / target * 1e2)", assumption: อ่านตามแถวแรก}
  method:
    kind: level_table
    levels: {1: 80, 3: 90, 5: 100}
    direction: ascending
    between: interpolate
    below: extend
    above: extend
    source: ข้อ 2
- code: "3"
  name: ร้อยละแล้วงาน
  weight: {percent: 10}
  inputs:
    done: {name: ทำได้, holds: figure, least: 0, source: ข้อ 3}
    planned: {name: แผน, holds: figure, least: 0, source: ข้อ 3}
    report: {name: รายงาน, holds: deed, every: month, adds_up: union, source: ข้อ 3}
    lesson: {name: ถอดบทเรียน, holds: deed, source: ข้อ 3}
  formula: {text: done / planned * 100, source: ข้อ 3}
  method:
    kind: percent_then_deeds
    order: consecutive
    none_reached: 1
    source: ข้อ 3
    rungs:
      - {score: 2, at_least: 50}
      - {score: 3, at_least: 90, deeds: [report]}
      - {score: 5, deeds: [report, lesson]}
- code: "4"
  name: ขั้นของความสำเร็จ
  weight: {percent: 10}
  method:
    kind: milestones
    order: consecutive
    without_guideline: left_out
    none_reached: 1
    source: ข้อ 4
    levels:
      - {score: 1, text: แต่งตั้ง, guidelines: [{id: order, text: คำสั่ง}]}
      - score: 2
        text: อบรม
        guidelines:
          - id: train
            text: อบรม
            at_least: 3
            measure_unit: time
            applies_to: [{kinds: [station]}]
            excepts: [{under: [division]}]
      - score: 3
        text: เผยแพร่
        guidelines:
          - id: spread
            text: เผยแพร่
            any_of: true
            steps:
              - {id: web, text: เว็บ}
              - {id: radio, text: วิทยุ}
              - {id: board, text: ป้าย, applies_to: [{not_under: [division]}]}
      - score: 5
        text: สรุป
        guidelines:
          - {id: sum, text: สรุป, steps: [{id: sum1, text: รวม}, {id: sum2, text: เล่ม, at_least: 2}]}
          - {id: send, text: ส่ง}
- code: "5"
  name: รายการเปิดเผย
  weight: {percent: 10}
  method:
    kind: disclosure
    partial: share
    complete: 5
    incomplete: 1
    source: ข้อ 5
    elements:
      - {id: e1, text: ชื่อ}
      - id: e2
        text: ติดต่อ
        any_of: true
        elements: [{id: e2a, text: โทร}, {id: e2b, text: อีเมล}, {id: e2c, text: แฟกซ์, required: false}]
      - {id: e3, text: แผนที่, required: false}
      - {id: e4, text: แผน, elements: [{id: e4a, text: งบ}, {id: e4b, text: ผล}]}
- code: "6"
  name: ความเห็น
  weight: {percent: 10}
  method:
    kind: survey_mean
    unanswered: left_out
    source: ข้อ 6
    cohorts: [{survey: iit, weight: 30, least_respondents: 2}, {survey: eit, weight: 70}]
- code: "7"
  name: ดีขึ้น
  weight: {percent: 10}
  inputs:
    past: {name: เดิม, holds: figure, source: ข้อ 7}
    now: {name: ใหม่, holds: figure, source: ข้อ 7}
  method:
    kind: improvement
    before: past
    now: now
    measure: relative
    levels: {1: 0, 5: 10}
    direction: ascending
    between: interpolate
    below: missing
    above: highest_level
    source: ข้อ 7
- code: "8"
  name: คะแนนจากสูตร
  weight: {percent: 5}
  inputs: {right: {name: ตอบถูก, holds: figure, least: 0, source: ข้อ 8}}
  formula: {text: right / 20, source: ข้อ 8}
  method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 8}
- code: "9"
  name: ผู้ให้ข้อมูล
  weight: {percent: 5}
  inputs: {points: {name: คะแนน, holds: judged, source: ข้อ 9}}
  method: {kind: judged, least: 1, most: 5, step: 0.5, source: ข้อ 9}
- code: "10"
  name: เฉลี่ยเท่ากัน
  weight: {percent: 10}
  method: {kind: composite, weights: equal, source: ข้อ 10}
  parts:
    - code: "10.1"
      name: รายการเดียว
      weight: {percent: 4}
      applies_to: [station]
      method:
        kind: disclosure
        partial: none
        complete: 5
        incomplete: 1
        source: ข้อ 10
        elements: [{id: f1, text: หนึ่ง}, {id: f2, text: สอง}]
    - code: "10.2"
      name: ผลต่าง
      weight: {percent: 6}
      inputs: {a: {name: ก, holds: figure, source: ข้อ 10}, b: {name: ข, holds: figure, source: ข้อ 10}}
      method:
        kind: improvement
        before: a
        now: b
        measure: points
        levels: {1: 5, 3: 1, 5: -2}
        direction: descending
        between: interpolate
        below: scale_lowest
        above: extend
        source: ข้อ 10
    - code: "10.3"
      name: ขั้นแบบเลือกได้
      method:
        kind: milestones
        order: free
        without_guideline: not_reached
        none_reached: 1
        source: ข้อ 10
        levels:
          - {score: 2, text: ก, guidelines: [{id: g1, text: ก}]}
          - {score: 3, text: ข, guidelines: [{id: g2, text: ข, applies_to: [{kinds: [division]}]}]}
          - {score: 4, text: ค, guidelines: [{id: g3, text: ค}]}
"""

SURVEYS = """
- id: iit
  name: ภายใน
  source: ข้อ 6
  scales:
    two:
      source: ข้อ 6
      choices:
        - {id: a, label: น้อย, value: 1}
        - {id: b, label: มาก, value: 4}
        - {id: x, label: ไม่ทราบ, value: "-"}
  sections:
    - id: s1
      name: หนึ่ง
      weight: 2
      source: ข้อ 6
      questions:
        - {id: q2, text: ข, scale: two, items: [{id: i1, text: ค}, {id: i2, text: ง, reversed: true}]}
    - {id: s2, name: สอง, weight: 1, source: ข้อ 6, questions: [{id: q3, text: จ, scale: two, reversed: true}]}
- id: eit
  name: ภายนอก
  source: ข้อ 6
  scales: {two: {source: ข้อ 6, choices: [{id: y, label: ใช่, value: 5}, {id: n, label: ไม่, value: 1}]}}
  sections: [{id: s1, name: หนึ่ง, weight: 1, source: ข้อ 6, questions: [{id: q1, text: ก, scale: two}]}]
"""

REPORTED = {
    "1.1.percent": "72.00",
    "1.2.days": "๑๓",
    "1.2.cases": "3",
    "2.radio@2555-12": "10",
    "2.radio@2556-01": "ไม่มี",
    "2.web@2555-12": "1.5",
    "2.web@2556-01": "2",
    "2.press@2556-02": "4",
    "2.target": "17",
    "3.done": "19",
    "3.planned": "20",
    "3.report@2555-12": "ยัง",
    "3.report@2556-01": "ทำแล้ว",
    "3.lesson": "ยัง",
    "4.order": "ทำแล้ว",
    "4.train": "3",
    "4.web": "ยัง",
    "4.board": "ทำแล้ว",
    "4.sum1": "ทำแล้ว",
    "4.sum2": "1",
    "5.e1": "มี",
    "5.e2a": "ไม่มี",
    "5.e2b": "มี",
    "5.e4a": "มี",
    "5.e4b": "ไม่มี",
    "6.iit.q2.i1/a": "0",
    "6.iit.q2.i1/b": "2",
    "6.iit.q2.i2/a": "3",
    "6.iit.q2.i2/b": "2",
    "6.iit.q3/a": "0",
    "6.iit.q3/b": "3",
    "6.iit.q3/x": "9",
    "6.eit.q1/y": "5",
    "6.eit.q1/n": "2",
    "7.past": "80",
    "7.now": "83",
    "8.right": "104",
    "9.points": "4.5",
    "10.1.f1": "มี",
    "10.1.f2": "มี",
    "10.2.a": "3",
    "10.2.b": "1.5",
    "10.3.g1": "ทำแล้ว",
    "10.3.g3": "ยัง",
}  # fmt: skip
"""Everything is reported, and every method has something to calculate."""

FREE = ("/engine", "/why/th", "/why/en", "/text", "/note")
"""Ends of the only places whose words may be others: they state no figure and no rule (see docs/reference/trace.md)."""


def bound(text: str, to: type) -> list[Any]:
    issues: list[Any] = []
    node, found = read_bytes(text.encode(), "test")
    assert node is not None
    things = [bind(one, to, issues) for one in (node.items if isinstance(node, Listing) else [node])]
    assert not issues + found
    return things


@pytest.fixture(scope="module")
def pack() -> Pack:
    return Pack(
        framework=cast(Framework, bound(FRAMEWORK, Framework)[0]),
        indicators=tuple(bound(INDICATORS, Indicator)),
        surveys=tuple(bound(SURVEYS, Survey)),
    )


@pytest.fixture(scope="module")
def terms(pack: Pack) -> Terms:
    return resolve(pack)


def facts_of(terms: Terms, reported: Mapping[str, str], round_id: str = "2", kind: str = "metro_station") -> Facts:
    known = plan_of(terms, round_id).slots
    rows = []
    for key, text in reported.items():
        slot, _, window = key.partition("@")
        code = max((code for code in known if slot.startswith(f"{code}.")), key=len)
        rows.append(Reported(code, slot.removeprefix(f"{code}."), window, text, Place("test"), "หมายเหตุ"))
    file = FactFile(terms.pack.id, round_id, "สภ.ตัวอย่าง", kind, ("station",), tuple(rows), Place("test"))
    return understand(file, terms)[0]


def documents(card: Scorecard) -> tuple[Json, Json]:
    """The scorecard and its Terms as files hold them."""
    card_, terms_ = card.as_json(), card.terms.as_json()
    return json.loads(json.dumps(card_)), json.loads(json.dumps(terms_))


@pytest.fixture
def complete(terms: Terms) -> tuple[Json, Json]:
    """A scorecard on which everything is scored."""
    return documents(score(terms, facts_of(terms, REPORTED)))


@pytest.fixture
def open_ended(terms: Terms) -> tuple[Json, Json]:
    """A short scorecard of round 1: something missing, dropped, not applicable, and not in the round."""
    agreed = replace(terms, dropped=frozenset({"4"}))
    reported = {key: text for key, text in REPORTED.items() if key[0] in "13" and key[:2] != "10" and "@" not in key}
    return documents(score(agreed, facts_of(agreed, reported | {"3.lesson": "", "1.1.percent": "N/A"}, round_id="1")))


def problems(card: Json, terms: Json | None) -> list[str]:
    return [f"{problem.code} {problem.where} {problem.en}" for problem in trace.verify(card, terms)]


# ── honest scorecards ────────────────────────────────────────────────────────────────────────────────────────────────


def test_honest_scorecards_are_verified(complete: tuple[Json, Json], open_ended: tuple[Json, Json]) -> None:
    card, _ = complete
    assert {row["status"] for row in card["indicators"]} == {"scored"}
    assert card["band"] == "good"
    card, _ = open_ended
    assert {row["status"] for row in card["indicators"]} == {
        "scored",
        "missing",
        "not_applicable",
        "dropped",
        "not_in_round",
    }
    assert card["range"] is not None
    for documents_ in (complete, open_ended):
        assert problems(*documents_) == []
        assert problems(documents_[0], None) == []


def test_the_terms_may_be_stored_with_their_keys_in_another_order(complete: tuple[Json, Json]) -> None:
    card, terms = complete
    assert problems(card, json.loads(json.dumps(terms, sort_keys=True))) == []


@uncounted
@pytest.mark.parametrize("folder", sorted(path.parent.name for path in PACKS.glob("*/pack.yaml")))
def test_every_worked_case_of_the_shipped_packs_is_verified(folder: str) -> None:
    found, issues = load.parse(PACKS / folder)
    assert found is not None, issues
    verified = 0
    for case in (case for file in found.cases for case in file.cases):
        try:
            card = cases.scored(found, case)
        except Refused:
            continue
        assert problems(*documents(card)) == [], case.name.en
        verified += 1
    assert verified


def some_value(slot: Slot, dice: random.Random) -> Value:
    if dice.random() < 0.02:
        return Missing("ว่าง", "blank")
    if slot.spec.holds == "deed":
        return Fraction(dice.random() < 0.8)
    if slot.spec.whole:
        return Fraction(dice.choice([0, 1, 2, 3, 5, 30]))
    if slot.spec.most is not None:
        return Fraction(dice.randint(6800, 7700), 100)
    return Fraction(dice.choice([0, 1, 2, 3, 4, 5, 8, 9, 33, 95]), dice.choice([1, 1, 2]))


def some_rules(pack: Pack, dice: random.Random) -> Pack:
    rules, rounding = pack.framework.rules, pack.framework.rules.rounding
    carry = dice.choice(["exact", "rounded"])
    carried = {
        what: replace(getattr(rounding, what), carry=carry)
        for what in ("result", "score", "composite", "weighted", "total")
    }
    missing = rules.missing
    if dice.random() < 0.3:
        missing = replace(missing, becomes="score", score=Decimal("1.5"))
    rules = replace(
        rules,
        rounding=replace(rounding, **carried),
        missing=missing,
        dropped=replace(rules.dropped, weights=dice.choice(["spread", "lost"])),
        not_applicable=replace(rules.not_applicable, weights=dice.choice(["spread", "lost"])),
    )
    return replace(pack, framework=replace(pack.framework, rules=rules))


@uncounted
def test_the_two_engines_agree_on_random_facts_and_rules(pack: Pack) -> None:
    """All methods, both rounds, all kinds of unit, with facts left out, not applicable, or given month by month."""
    dice = random.Random(2556)
    seen: set[str] = set()
    for _ in range(150):
        changed = some_rules(pack, dice)
        dropped = frozenset(dice.sample(["1", "1.1", "2", "10.1", "4"], dice.choice([0, 0, 1, 2])))
        terms = Terms(changed, digest.of_pack(changed), dropped)
        round_id = dice.choice(["1", "2", "2"])
        plan = plan_of(terms, round_id)
        lacking, not_applicable = dice.choice([0.0, 0.0, 0.03, 0.3]), dice.choice([0.0, 0.1])
        facts: list[Fact] = []
        for code, slots in plan.slots.items():
            for name, slot in slots.items() if plan.scores(code) else ():
                for window in slot.months if slot.months and dice.random() < 0.7 else ("",):
                    value: Value = some_value(slot, dice)
                    if plan.accepts_not_applicable(code) and dice.random() < not_applicable:
                        value = NotApplicable("ไม่เกี่ยวข้อง", "not applicable")
                    if dice.random() >= lacking:
                        facts.append(Fact(code, name, window, value, "", Place("")))
        kind = dice.choice(["", "division", "station", "metro_station"])
        file = FactFile(pack.id, round_id, "หน่วย", kind, tuple(dice.sample(["division"], dice.choice([0, 1]))), ())
        card = score(terms, make(terms, round_id, unit_of(terms, file), tuple(facts)))
        seen |= {outcome.status for outcome in card.outcomes.values()}
        card_, terms_ = documents(card)
        assert problems(card_, terms_) == []
        assert problems(card_, None) == []
    assert seen == {"scored", "missing", "not_applicable", "dropped", "not_in_round"}


# ── tampering ────────────────────────────────────────────────────────────────────────────────────────────────────────


def places(data: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every place of a document, as (pointer, holder, key)."""
    keys: Any = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        yield f"{where}/{key}", data, key
        yield from places(data[key], f"{where}/{key}")


def another(value: Any) -> Any:
    """What a leaf could be changed into: the nearest wrong figure, another word, the opposite."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    try:
        return str(Fraction(value) + Fraction(1, 10_000))
    except (TypeError, ValueError):
        return "ปลอม" if value is None else f"{value}ก"


def unnoticed(card: Json, terms: Json, change: Callable[[Any], Any], which: Callable[[Any], bool]) -> list[str]:
    """The places that can be changed without the verifier noticing."""
    missed: list[str] = []
    for where, holder, key in list(places(card)):
        kept = holder[key]
        if which(kept):
            holder[key] = change(kept)
            if holder[key] != kept and not trace.verify(card, terms):
                missed.append(where)
            holder[key] = kept
    return missed


def is_figure(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"-?\d+([./]\d+)?", value) is not None


def is_leaf(value: Any) -> bool:
    return not isinstance(value, dict | list)


def is_step(value: Any) -> bool:
    return isinstance(value, dict) and "op" in value


@uncounted
@pytest.mark.parametrize("which", ["complete", "open_ended"])
def test_every_leaf_that_is_changed_is_noticed(which: str, request: pytest.FixtureRequest) -> None:
    """One at a time: each figure nudged by a ten-thousandth, each word, digest, truth value and gap replaced.

    What may change without notice are words that no rule decides: the engine's version, the reason for an unknown, how
    a figure was typed and what was remarked on it.
    """
    missed = unnoticed(*request.getfixturevalue(which), another, is_leaf)
    assert [where for where in missed if not where.endswith(FREE)] == []


@uncounted
def test_a_figure_written_in_another_way_is_noticed(open_ended: tuple[Json, Json]) -> None:
    """One figure has one text, so that files can be compared: 3, never 3.0, 6/2 or the number 3."""
    card, terms = open_ended
    for rewritten in (lambda text: f"{text}0" if "." in text else f"{text}.0", lambda text: Fraction(text).numerator):
        missed = unnoticed(card, terms, rewritten, is_figure)
        assert [where for where in missed if not where.endswith(FREE)] == []


@uncounted
def test_a_step_replaced_by_its_bare_value_is_noticed(complete: tuple[Json, Json]) -> None:
    def bare(step: Json) -> Json:
        return {"op": "const", "value": step["value"], "from": "2:formula.text"}

    assert unnoticed(*complete, bare, is_step) == []


@uncounted
def test_a_step_replaced_by_one_of_its_parts_is_noticed(complete: tuple[Json, Json]) -> None:
    def part(step: Json) -> Any:
        return step["of"][0] if step.get("of") else None

    assert unnoticed(*complete, part, is_step) == []


@uncounted
@pytest.mark.parametrize("which", ["complete", "open_ended"])
def test_whatever_is_taken_out_or_added_is_noticed(which: str, request: pytest.FixtureRequest) -> None:
    """Each key of each object, each entry of each list: an indicator left out, a part of a sum, a rung, a fact."""
    card, terms = request.getfixturevalue(which)
    missed: list[str] = []
    for where, holder, key in list(places(card)):
        if which == "complete" and isinstance(holder, dict) and where.count("/") > 1:
            continue  # keys of every kind stand in the short scorecard too
        kept = holder.copy()
        del holder[key]
        if not trace.verify(card, terms):
            missed.append(where)
        refill(holder, kept)
        if isinstance(holder, list) and key == 0:
            holder.append(holder[0])
        elif isinstance(holder, dict) and key == next(iter(holder)):
            holder["ปลอม"] = "–"
        if holder != kept and not trace.verify(card, terms):
            missed.append(f"beside {where}")
        refill(holder, kept)
    blank = [f"/facts/facts/{index}" for index, fact in enumerate(card["facts"]["facts"]) if "unknown" in fact]
    assert [where for where in missed if where not in blank and not where.endswith("/note")] == []


def refill(holder: Any, kept: Any) -> None:
    """Put back what `holder` held, in the same order."""
    holder.clear()
    holder.update(kept) if isinstance(holder, dict) else holder.extend(kept)


@uncounted
def test_parts_in_another_order_are_noticed(complete: tuple[Json, Json]) -> None:
    """Two indicators, or the two sides of a subtraction, exchanged."""

    def turned(value: list[Any]) -> list[Any]:
        return value[::-1]

    missed = unnoticed(*complete, turned, lambda value: isinstance(value, list) and len(value) > 1)
    assert [where for where in missed if where != "/assumptions"] == []


@uncounted
def test_every_figure_of_the_terms_that_is_changed_is_noticed(complete: tuple[Json, Json]) -> None:
    card, terms = complete
    missed = []
    for where, holder, key in list(places(terms)):
        kept = holder[key]
        if is_leaf(kept):
            holder[key] = another(kept)
            if not trace.verify(card, terms):
                missed.append(where)
            holder[key] = kept
    assert missed == []


# ── forgeries that add up ────────────────────────────────────────────────────────────────────────────────────────────


def forged(honest: Json, terms: Terms, facts: Facts) -> Json:
    """A scorecard made by other rules or from other facts, under the digests and facts of the honest one."""
    card, _ = documents(score(terms, facts))
    return card | {key: honest[key] for key in ("terms_digest", "pack_digest", "facts_digest", "facts")}


def with_rules(terms: Terms, **changed: Any) -> Terms:
    rules = replace(terms.pack.framework.rules, **changed)
    return replace(terms, pack=replace(terms.pack, framework=replace(terms.pack.framework, rules=rules)))


def with_top(terms: Terms, code: str, **changed: Any) -> Terms:
    tops = tuple(replace(top, **changed) if top.code == code else top for top in terms.pack.indicators)
    return replace(terms, pack=replace(terms.pack, indicators=tops))


def forgeries(terms: Terms) -> dict[str, Terms]:
    rules, tops = terms.pack.framework.rules, {top.code: top for top in terms.pack.indicators}
    rounding, levels = rules.rounding, tops["4"].method.levels
    return {
        "a KPI left out": replace(terms, dropped=frozenset({"3"})),
        "a part left out": replace(terms, dropped=frozenset({"1.1"})),
        "two weights exchanged": with_top(
            with_top(terms, "1", weight=tops["8"].weight), "8", weight=tops["1"].weight
        ),
        "scores carried exactly": with_rules(terms, rounding=replace(rounding, score=replace(rounding.score, carry="exact"))),
        "another number of decimals": with_rules(terms, rounding=replace(rounding, total=replace(rounding.total, places=3))),
        "a lower target": with_top(
            terms, "2", method=replace(tops["2"].method, levels={Decimal(1): Decimal(60), Decimal(5): Decimal(99)})
        ),
        "another reading of the formula": with_top(
            terms, "3", formula=replace(tops["3"].formula, text="done / planned * 50")
        ),
        "a rung worth more": with_top(
            terms, "4", method=replace(tops["4"].method, levels=(*levels[:2], replace(levels[2], score=Decimal(4)), levels[3]))
        ),
        "a cohort that counts more": with_top(
            terms, "6", method=replace(tops["6"].method, cohorts=tops["6"].method.cohorts[1:])
        ),
        "parts that count equally": with_top(terms, "1", method=replace(tops["1"].method, weights="equal")),
    }  # fmt: skip


def test_a_scorecard_made_by_other_rules_is_noticed(terms: Terms, complete: tuple[Json, Json]) -> None:
    card, terms_ = complete
    for what, other in forgeries(terms).items():
        forgery = forged(card, other, facts_of(terms, REPORTED))
        assert forgery["total"] != card["total"], what
        assert problems(forgery, terms_), what


@pytest.mark.parametrize(
    ("fact", "better"),
    [("1.1.percent", "75.42"), ("2.radio@2556-01", "10"), ("3.lesson", "ทำแล้ว"), ("4.sum2", "2"), ("5.e2a", "N/A"), ("9.points", "5")],
)  # fmt: skip
def test_a_scorecard_made_from_other_facts_is_noticed(
    fact: str, better: str, terms: Terms, complete: tuple[Json, Json]
) -> None:
    card, terms_ = complete
    forgery = forged(card, terms, facts_of(terms, REPORTED | {fact: better}))
    found = trace.verify(forgery, terms_)
    assert any(f"indicator {fact.split('.')[0]}" in problem.en for problem in found)


def test_hiding_a_bad_result_is_noticed(terms: Terms, complete: tuple[Json, Json]) -> None:
    """Called not applicable (its weight spread over the others) or missing, although its facts were reported."""
    card, terms_ = complete
    for fact, unknown in (("1.1.percent", "N/A"), ("9.points", "N/A"), ("7.now", "")):
        forgery = forged(card, terms, facts_of(terms, REPORTED | {fact: unknown}))
        assert any(problem.code == "TR306" for problem in trace.verify(forgery, terms_))


UNFIT = {
    "a percentage above the most": Fact("1.1", "percent", "", Fraction(500), "500", Place("")),
    "half a deed": Fact("3", "lesson", "", Fraction(1, 2), "½", Place("")),
    "part of a programme": Fact("2", "radio", "2556-01", Fraction(1, 2), "½", Place("")),
    "a month outside the window": Fact("2", "radio", "2557-01", Fraction(9), "9", Place("")),
    "N/A where it is not accepted": Fact("3", "planned", "", NotApplicable("", ""), "N/A", Place("")),
    "an input nobody asks for": Fact("3", "bonus", "", Fraction(5), "5", Place("")),
    "a composite reported itself": Fact("1", "percent", "", Fraction(5), "5", Place("")),
}


@pytest.mark.parametrize("what", UNFIT)
def test_facts_that_the_terms_would_have_refused_are_noticed(what: str, terms: Terms) -> None:
    """The forger has scored them with the real engine, so everything else adds up."""
    honest, fact = facts_of(terms, REPORTED), UNFIT[what]
    kept = [
        one
        for one in honest.facts
        if (one.indicator, one.input, one.window) != (fact.indicator, fact.input, fact.window)
    ]
    found = trace.verify(*documents(score(terms, make(terms, "2", honest.unit, (*kept, fact)))))
    assert {problem.code for problem in found} == {"TR204"}


def test_a_fact_reported_twice_or_both_whole_and_by_month_is_noticed(terms: Terms) -> None:
    honest = facts_of(terms, REPORTED)
    for extra in (
        Fact("8", "right", "", Fraction(104), "104", Place("")),
        Fact("2", "radio", "", Fraction(99), "99", Place("")),
    ):
        found = trace.verify(*documents(score(terms, make(terms, "2", honest.unit, (*honest.facts, extra)))))
        assert {problem.code for problem in found} == {"TR204"}


def test_false_facts_under_their_own_digest_are_told_only_by_the_issued_paper(
    terms: Terms, complete: tuple[Json, Json]
) -> None:
    """A limit that no verifier can pass, which is why `main` prints the two digests."""
    card, _ = complete
    lie, terms_ = documents(score(terms, facts_of(terms, REPORTED | {"1.1.percent": "75.42"})))
    assert trace.verify(lie, terms_) == []
    assert lie["facts_digest"] != card["facts_digest"]


# ── what a reader is told ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_problem_names_the_place_the_indicator_and_what_should_stand_there(complete: tuple[Json, Json]) -> None:
    card, terms = complete
    index = next(index for index, row in enumerate(card["indicators"]) if row["code"] == "1.1")
    card["indicators"][index]["score"]["trace"]["of"][0]["value"] = "5"
    assert trace.verify(card, terms) == [
        trace.Problem(
            "TR301",
            f"/indicators/{index}/score/trace/of/0/value",
            "ตัวชี้วัด 1.1: คำนวณซ้ำได้ 68/25 แต่เขียนไว้ 5",
            "indicator 1.1: recomputed, this is 68/25, not 5",
        )
    ]


def test_a_step_of_the_wrong_shape_is_told_as_an_expression(complete: tuple[Json, Json]) -> None:
    card, terms = complete
    row = next(row for row in card["indicators"] if row["code"] == "1.2")
    row["result"]["trace"] = row["result"]["trace"]["of"][0]
    (problem,) = trace.verify(card, terms)
    assert problem.code == "TR305"
    assert problem.en.endswith("this must be made as div(13.1.2.days, 3.1.2.cases), found 13.1.2.days")


def test_other_versions_are_refused_by_name(complete: tuple[Json, Json]) -> None:
    card, terms = complete
    for key in ("format", "language"):
        (problem,) = trace.verify(card | {key: 2}, terms)
        assert (problem.code, problem.where) == ("TR103", f"/{key}")


@uncounted
def test_without_terms_the_arithmetic_is_checked(complete: tuple[Json, Json]) -> None:
    """Every computed value; but what a step says it took from the Terms must be believed."""
    card, _ = complete
    missed = []
    for where, holder, key in list(places(card)):
        is_cited = key == "value" and holder.get("op", "const") == "const"
        if key in ("value", "exact", "shown", "holds") and not is_cited:
            kept = holder[key]
            holder[key] = another(kept)
            if not trace.verify(card):
                missed.append(where)
            holder[key] = kept
    assert missed == []


def test_a_score_that_is_made_of_itself_is_refused(complete: tuple[Json, Json]) -> None:
    card, terms = complete
    row = next(row for row in card["indicators"] if row["code"] == "8")
    row["score"]["trace"] = {"op": "node", "value": row["score"]["exact"], "node": "8"}
    assert any("8 is made of itself" in problem for problem in problems(card, None))
    assert problems(card, terms)


# ── hostile documents ────────────────────────────────────────────────────────────────────────────────────────────────


def nested(depth: int) -> Any:
    value: Any = "1"
    for _ in range(depth):
        value = {"op": "add", "of": [value]}
    return value


HOSTILE: list[Any] = [
    None, True, -1, 10**5000, 0.1, float("nan"), b"1", set(), object(), "", "x", "9" * 9000, "1/0", "1e999999999",
    "\ud800", "\x1b[2J", "-" * 490 + "done", "(" * 250, "1e99", [], {}, [[]], [None], {"": ""}, {1: 2}, nested(250), nested(5000),
]  # fmt: skip


@uncounted
def test_nothing_in_a_document_makes_the_verifier_raise_or_pass(complete: tuple[Json, Json]) -> None:
    """At many places of both documents, in turn, things that nobody would write but an attacker."""
    card, terms = complete
    dice = random.Random(2556)
    for document in (card, terms):
        for where, holder, key in dice.sample(list(places(document)), 250):
            kept = holder[key]
            holder[key] = dice.choice(HOSTILE)
            started = time.perf_counter()
            found = trace.verify(card, terms)
            assert found or where.endswith(FREE) or holder[key] == kept, where
            assert all(problem.th.isprintable() and len(problem.en) < 1000 for problem in found)
            trace.verify(card)
            assert time.perf_counter() - started < 5, where
            holder[key] = kept


def test_anything_at_all_may_be_given(complete: tuple[Json, Json]) -> None:
    card, terms = complete
    for hostile in HOSTILE:
        assert trace.verify(hostile, terms)
        assert trace.verify(hostile)
        assert hostile is None or trace.verify(card, hostile)


def test_a_document_too_large_is_refused_before_it_is_read(complete: tuple[Json, Json]) -> None:
    card, terms = complete
    huge = card | {"indicators": [None] * (trace.MAX_VALUES + 1)}
    assert [problem.code for problem in trace.verify(huge, terms)] == ["TR102"]


def test_figures_that_explode_are_refused_soon(complete: tuple[Json, Json]) -> None:
    """Squared forty times over, a figure would not fit in any machine."""
    card, _ = complete
    step: Json = {"op": "const", "value": "9" * 3000, "from": "x"}
    for _ in range(40):
        step = {"op": "mul", "value": "1", "of": [step, {"op": "const", "value": "9" * 3000, "from": "x"}]}
    card["indicators"][0]["score"]["trace"] = step
    started = time.perf_counter()
    assert any("digits" in problem for problem in problems(card, None))
    assert time.perf_counter() - started < 2


# ── one file ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def alone(tmp_path: Path, complete: tuple[Json, Json]) -> Path:
    """A folder as an auditor has it: the verifier and two files."""
    (tmp_path / "trace.py").write_bytes(Path(trace.__file__).read_bytes())
    for name, document in zip(("scorecard", "terms"), complete, strict=True):
        (tmp_path / f"{name}.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return tmp_path


def run(folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """In a Python that finds no installed package."""
    command = [sys.executable, "-I", "-S", str(folder / "trace.py"), *files]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=60)


def test_it_runs_alone_with_nothing_but_python(alone: Path, complete: tuple[Json, Json]) -> None:
    done = run(alone, "scorecard.json", "terms.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert complete[0]["facts_digest"] in done.stdout
    assert "arithmetic only" in run(alone, "scorecard.json").stdout


def test_it_prints_what_is_wrong(alone: Path, complete: tuple[Json, Json]) -> None:
    (alone / "scorecard.json").write_text(json.dumps(complete[0] | {"band": "best"}))
    done = run(alone, "scorecard.json", "terms.json")
    assert done.returncode == 1
    assert "/band TR307" in done.stdout
    assert "not best" in done.stdout


def test_it_reads_the_output_of_samrit_score(
    alone: Path, complete: tuple[Json, Json], capsys: pytest.CaptureFixture[str]
) -> None:
    both = alone / "both.json"
    both.write_text(json.dumps({"scorecard": complete[0], "terms": complete[1]}))
    assert trace.main([str(both)]) == 0
    assert "คำนวณซ้ำได้ตรงกัน" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text", ["", "{", '{"format": 1, "format": 2}', '{"total": 4.72}', '{"total": NaN}', "[" * 100_000, "\udcff"]
)
def test_a_file_that_two_readers_could_read_differently_is_not_read(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Damaged, with a key twice, or with figures that are not exact."""
    file = tmp_path / "scorecard.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert trace.main([str(file)]) == 2
    assert "cannot read" in capsys.readouterr().err
    assert trace.main([]) == 2
    assert trace.main([str(tmp_path / "none.json")]) == 2


def test_it_imports_the_standard_library_only() -> None:
    tree = ast.parse(Path(trace.__file__).read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_it_reads_the_versions_that_the_engine_writes() -> None:
    assert (trace.FORMAT_VERSION, trace.LANGUAGE_VERSION) == (FORMAT_VERSION, LANGUAGE_VERSION)


PAGE = (Path(__file__).parents[3] / "docs/reference/trace.md").read_text("utf-8")


def test_every_problem_code_is_documented() -> None:
    assert set(re.findall(r"TR\d+", PAGE)) == set(trace.WORDS)


def test_the_examples_of_the_manual_recompute() -> None:
    examples = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
    steps = [example.get("trace", example) for example in examples if "unknown" not in example]
    every = [step for example in examples for _, holder, key in places([example]) if is_step(step := holder[key])]
    assert {step["op"] for step in every} == {"const", "input", "node", "mul", "div", "round", "table", "ladder"}
    facts = {
        (step["node"], step["input"], step["window"]): {**step, "indicator": step["node"], "text": ""}
        for step in every
        if step["op"] == "input"
    }
    scores = {step["node"]: {**step, "op": "const", "from": "x"} for step in every if step["op"] == "node"}
    card: Json = {
        "format": 1,
        "language": 1,
        "facts": {"facts": list(facts.values())},
        "indicators": [row_of(code, step) for code, step in scores.items()],
        "total": None,
        "converted": None,
    }
    card["facts_digest"] = trace.digest_of_facts(card["facts"])
    card["indicators"] += [row_of(f"example {index}", step) for index, step in enumerate(steps)]
    assert problems(card, None) == []
    figure = examples[0]
    assert figure["exact"] == figure["trace"]["value"]
    assert figure["shown"] == trace.shown(Fraction(figure["exact"]), 4)


def row_of(code: str, step: Json) -> Json:
    """A row of a scorecard that says no more than it must."""
    figure = {"shown": trace.shown(Fraction(step["value"]), 2), "exact": step["value"], "trace": step}
    return {"code": code, "result": None, "score": figure, "weighted": None}
