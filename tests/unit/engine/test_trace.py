"""The verifier agrees with the engine on honest scorecards, and finds every single thing that was changed in one."""

from __future__ import annotations

import copy
import json
import random
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

from samrit.base.issues import Place, Refused
from samrit.engine import cases, trace
from samrit.engine.facts import Fact, FactFile, Facts, Reported, make, understand, unit_of
from samrit.engine.inputs import Slot, Value
from samrit.engine.plan import plan_of
from samrit.engine.score import Scorecard, score
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
    three:
      source: ข้อ 6
      choices:
        - {id: a, label: น้อย, value: 1}
        - {id: b, label: มาก, value: 4}
        - {id: c, label: ที่สุด, value: 5}
        - {id: x, label: ไม่ทราบ, value: "-"}
  sections:
    - id: s1
      name: หนึ่ง
      weight: 2
      source: ข้อ 6
      questions:
        - {id: q1, text: ก, scale: three}
        - {id: q2, text: ข, scale: three, items: [{id: i1, text: ค}, {id: i2, text: ง, reversed: true}]}
    - {id: s2, name: สอง, weight: 1, source: ข้อ 6, questions: [{id: q3, text: จ, scale: three, reversed: true}]}
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
    "6.iit.q1/a": "1",
    "6.iit.q1/b": "2",
    "6.iit.q1/c": "4",
    "6.iit.q1/x": "9",
    "6.iit.q2.i1/a": "0",
    "6.iit.q2.i1/b": "2",
    "6.iit.q2.i1/c": "0",
    "6.iit.q2.i2/a": "3",
    "6.iit.q2.i2/b": "2",
    "6.iit.q2.i2/c": "1",
    "6.iit.q3/a": "0",
    "6.iit.q3/b": "3",
    "6.iit.q3/c": "1",
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


@pytest.fixture(scope="module")
def complete(terms: Terms) -> tuple[Json, Json]:
    """A scorecard on which everything is scored."""
    return documents(score(terms, facts_of(terms, REPORTED)))


@pytest.fixture(scope="module")
def open_ended(terms: Terms) -> tuple[Json, Json]:
    """A short scorecard of round 1: something missing, dropped, not applicable, and not in the round."""
    agreed = replace(terms, dropped=frozenset({"4"}))
    reported = {key: text for key, text in REPORTED.items() if key[0] in "13" and key[:2] != "10" and "@" not in key}
    reported = {key: text for key, text in reported.items() if key != "3.lesson"} | {"1.1.percent": "N/A"}
    return documents(score(agreed, facts_of(agreed, reported, round_id="1")))


def problems(card: Json, terms: Json | None) -> list[str]:
    return [f"{problem.code} {problem.where} {problem.en}" for problem in trace.verify(card, terms)]


# ── honest scorecards ────────────────────────────────────────────────────────────────────────────────────────────────


def test_honest_scorecards_are_verified(complete: tuple[Json, Json], open_ended: tuple[Json, Json]) -> None:
    card, _ = complete
    assert {row["status"] for row in card["indicators"]} == {"scored"}
    assert card["band"] == "best" or card["band"] == "good"
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
        what: replace(getattr(rounding, what), carry=carry) for what in ("score", "composite", "weighted", "total")
    }
    missing = rules.missing
    if dice.random() < 0.3:
        missing = replace(missing, becomes="score", score=Decimal("1.5"))
    rules = replace(rules, rounding=replace(rounding, **carried), missing=missing)
    return replace(pack, framework=replace(pack.framework, rules=rules))


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


def other(value: Any) -> list[Any]:
    """What a leaf could be changed into: the nearest wrong figure, another word, another type."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, str(value)]
    if not isinstance(value, str):
        return ["ปลอม"]
    try:
        return [str(Fraction(value) + Fraction(1, 10_000)), value + "0", 5]
    except (ValueError, ZeroDivisionError):
        return [value + "ก", "", None]


def undetected(card: Json, terms: Json, changes: Callable[[Any], list[Any]], leaves: bool) -> list[str]:
    """The places where a change goes unnoticed."""
    missed: list[str] = []
    for where, holder, key in list(places(card)):
        kept = holder[key]
        if isinstance(kept, dict | list) == leaves:
            continue
        for change in changes(kept):
            holder[key] = change
            if not trace.verify(card, terms):
                missed.append(where)
        holder[key] = kept
    return missed


@pytest.mark.parametrize("which", ["complete", "open_ended"])
def test_every_leaf_that_is_changed_is_noticed(which: str, request: pytest.FixtureRequest) -> None:
    """One at a time: each figure nudged, each word, digest, truth value and gap replaced."""
    card, terms = request.getfixturevalue(which)
    missed = undetected(card, terms, lambda value: other(value)[:1], leaves=True)
    assert [where for where in missed if not where.endswith(FREE)] == []
    assert {where.rsplit("/", 1)[1] for where in missed} <= {"engine", "th", "en", "text", "note"}
