"""The columnar engine equals the reference, digit for digit, on made-up packs and facts.

Hypothesis draws the pack: methods, options, rounding, weights, parts.  The facts are drawn to be unkind: results on a
target or a hundredth beside it, counts out of 150 and 1600 that make exact ties, divisors of zero, figures of eighteen
digits, and holes.  With the profile `ci` this file tries 900 packs of 8 units; a thorough run 3,000.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.thorough import uncounted

from samrit.base import figures
from samrit.base.figures import d
from samrit.engine import batch
from samrit.engine.batch import Column, Columns, Kinds
from samrit.engine.plan import plan_of
from samrit.engine.score import score
from samrit.engine.steps import Step
from samrit.packs import method as m
from samrit.packs.bind import bind
from samrit.packs.model import Formula, Framework, Indicator, Input, Pack, Weight
from samrit.packs.reader import read_bytes
from samrit.packs.rules import Band, BandScheme, DroppedRule, MissingRule, NotApplicableRule, Rounding, Scale
from samrit.packs.survey import Choice, ChoiceScale, Question, Section, SubItem, Survey
from samrit.packs.terms import Terms
from samrit.packs.texts import Words

pytestmark = uncounted
ROWS = 8
W = Words(th="ทดลอง")
FRAMEWORK = """
id: made-up
version: 1.0.0
needs_samrit: "0.1"
name: กรอบตัวอย่าง
short_name: ตัวอย่าง
authority: หน่วยงานสมมุติ
fiscal_year: 2556
documents: [{id: doc, title: เอกสารตัวอย่าง}]
measure_units: [{id: level, name: ระดับ, is_ratio: true}]
unit_kinds:
  - {id: bureau, name: บช.}
  - {id: station, name: สภ.}
  - {id: metro_station, name: สน., counts_as: station}
posts: [{id: border, name: ชายแดน (สมมุติ), role: other}]
windows: [{id: q4, name: สามเดือนท้าย, starts: 2013-07-01, ends: 2013-09-30, source: ข้อ 2}]
rounds: [{id: "1", name: รอบปี, starts: 2012-10-01, ends: 2013-09-30, source: ข้อ 2}]
rules:
  scale: {lowest: 1, highest: 5, source: ข้อ 3}
  rounding:
    result: {places: 2, carry: exact, source: ข้อ 4}
    score: {places: 4, carry: rounded, source: ข้อ 4}
    composite: {places: 4, carry: exact, source: ข้อ 4}
    weighted: {places: 4, carry: exact, source: ข้อ 4}
    total: {places: 4, carry: exact, source: ข้อ 4}
    converted: {places: 2, carry: exact, source: ข้อ 4}
  missing: {becomes: missing, source: ข้อ 5}
  not_applicable: {accepted: always, weights: spread, source: ข้อ 5}
  dropped: {weights: spread, source: ข้อ 6}
  weights: {total: 100, source: ข้อ 7}
order: ["1"]
total: {name: คะแนนรวม, source: ข้อ 8}
"""
MATCHES = [
    m.UnitMatch(kinds=("station",)),
    m.UnitMatch(kinds=("bureau",)),
    m.UnitMatch(under=("border",)),
    m.UnitMatch(not_under=("border",)),
]


def _framework() -> Framework:
    issues = []
    node, _ = read_bytes(FRAMEWORK.encode(), "made-up.yaml")
    framework = bind(node, Framework, issues)
    assert framework is not None, issues
    return framework


BASE = _framework()


class Maker:
    """Makes one pack from the choices of a `Random`."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.surveys: list[Survey] = []

    def one_of(self, *options):
        return self.random.choice(options)

    def decimal(self, low: int, high: int, places: int = 2) -> Decimal:
        return Decimal(self.random.randint(low * 10**places, high * 10**places)).scaleb(-places)

    def figure(self, **more) -> Input:
        return Input(name=W, holds="figure", **more)

    def monthly(self) -> Input:
        adds_up = self.one_of("sum", "last", "mean", "most", "union", None)
        return self.figure(every="month", adds_up=adds_up, window="q4")

    def measured(self) -> dict:
        """inputs and formula of a measured result."""
        kind = self.random.randrange(8)
        if kind < 3:
            return {"inputs": {"x": self.figure()}}
        if kind == 3:
            return {"inputs": {"x": self.monthly()}}
        text = self.one_of(
            "x / y * 100", "x / y * 100", "(x + z) / y", "x - y", "-x / y", "x * y / 1000", "x / y + z / y", "x / 3",
            "x / (y - z) * 0.5", "2.5 * x + 0.125", "x / y / z", "x / y - z",
        )  # fmt: skip
        monthly = self.random.random() < 0.2
        inputs = {name: self.monthly() if monthly and name == "x" else self.figure() for name in "xyz" if name in text}
        return {"inputs": inputs, "formula": Formula(text=text)}

    def table(self) -> dict:
        ascending = self.random.random() < 0.7
        size = self.random.randint(1, 5)
        even = self.random.random() < 0.5
        if even:
            start, step = self.decimal(0, 90), self.one_of(d("1"), d("1.5"), d("0.03"), d("10"))
            ats = [start + step * place for place in range(size)]
        else:
            ats = sorted({self.decimal(-5, 120, self.one_of(0, 1, 2)) for _ in range(size)})
        if not ascending:
            ats.reverse()
        scores = sorted(self.random.sample(range(7), len(ats)))
        return {
            "levels": {Decimal(points): at for points, at in zip(scores, ats, strict=True)},
            "direction": "ascending" if ascending else "descending",
            "between": self.one_of("interpolate", "interpolate", "step"),
            "below": self.one_of("lowest_level", "scale_lowest", "zero", "extend", "missing"),
            "above": self.one_of("highest_level", "extend"),
        }

    def level_table(self) -> dict:
        return self.measured() | {"method": m.LevelTable(**self.table())}

    def formula(self) -> dict:
        ends = {"below": self.one_of("scale_lowest", "extend"), "above": self.one_of("scale_highest", "extend")}
        return self.measured() | {"method": m.FormulaScore(**ends)}

    def improvement(self) -> dict:
        inputs = {"before": self.figure(), "now": self.figure()}
        method = m.Improvement(
            before="before", now="now", measure=self.one_of("relative", "points"), **self.table()
        )  # fmt: skip
        return {"inputs": inputs, "method": method}

    def judged(self) -> dict:
        method = m.Judged(
            least=self.decimal(0, 2), most=self.decimal(3, 90), step=self.one_of(d("0.25"), d("1"), d("0.3"))
        )
        return {"inputs": {"x": Input(name=W, holds="judged")}, "method": method}

    def percent_then_deeds(self) -> dict:
        deeds = [f"d{place}" for place in range(self.random.randint(1, 4))]
        rungs = []
        for points in range(1, self.random.randint(2, 6)):
            asked = tuple(self.random.sample(deeds, self.random.randint(0, len(deeds))))
            least = self.decimal(60, 100, 0) if self.random.random() < 0.6 or not asked else None
            rungs.append(m.Rung(score=Decimal(points), at_least=least, deeds=asked))
        measured = self.measured()
        inputs = measured["inputs"] | {deed: Input(name=W, holds="deed") for deed in deeds}
        method = m.PercentThenDeeds(
            rungs=tuple(rungs), order=self.one_of("consecutive", "free"), none_reached=self.one_of(d("0"), d("1"))
        )
        formula = {"formula": measured["formula"]} if "formula" in measured else {}
        return {"inputs": inputs, "method": method} | formula

    def guideline(self, id_: str, depth: int) -> m.Guideline:
        applies = tuple(self.random.sample(MATCHES, self.one_of(0, 0, 1, 2)))
        excepts = tuple(self.random.sample(MATCHES, self.one_of(0, 0, 0, 1)))
        below: tuple[m.Guideline, ...] = ()
        if depth < 2 and self.random.random() < 0.3:
            below = tuple(self.guideline(f"{id_}.{n}", depth + 1) for n in range(1, self.random.randint(2, 4)))
        least = self.decimal(1, 5, 0) if not below and self.random.random() < 0.2 else None
        return m.Guideline(
            id=id_, text=W, applies_to=applies, excepts=excepts, at_least=least, any_of=self.random.random() < 0.4, steps=below
        )  # fmt: skip

    def milestones(self) -> dict:
        levels = tuple(
            m.Milestone(
                score=Decimal(points),
                text=W,
                guidelines=tuple(self.guideline(f"{points}-{n}", 0) for n in range(self.random.randint(0, 3))),
            )
            for points in range(1, self.random.randint(2, 6))
        )
        method = m.Milestones(
            levels=levels,
            order=self.one_of("consecutive", "free"),
            without_guideline=self.one_of("reached", "not_reached", "left_out"),
            none_reached=self.one_of(d("0"), d("1")),
        )
        return {"method": method}

    def element(self, id_: str, depth: int, required: bool) -> m.Element:
        below: tuple[m.Element, ...] = ()
        if depth < 2 and self.random.random() < 0.35:
            count = self.random.randint(1, 3)
            below = tuple(
                self.element(f"{id_}.{n}", depth + 1, n == 0 or self.random.random() < 0.8) for n in range(count)
            )
        return m.Element(id=id_, text=W, any_of=self.random.random() < 0.4, required=required, elements=below)

    def disclosure(self) -> dict:
        count = self.random.randint(1, 4)
        method = m.Disclosure(
            elements=tuple(self.element(f"e{n}", 0, n == 0 or self.random.random() < 0.8) for n in range(count)),
            complete=self.one_of(d("100"), d("5"), d("0.7")),
            incomplete=self.one_of(d("0"), d("1"), d("0.15")),
            partial=self.one_of("none", "share"),
        )
        return {"method": method}

    def survey(self, id_: str) -> Survey:
        values = self.one_of(("0", "25", "50", "75", "100", None), ("1", "2.5", "4"), ("0", "1"), (None, "20", "100"))
        choices = tuple(
            Choice(id=f"c{n}", label=W, value=None if value is None else Decimal(value)) for n, value in enumerate(values)
        )  # fmt: skip
        sections = []
        for place in range(self.random.randint(1, 3)):
            questions = []
            for number in range(self.random.randint(1, 3)):
                items = ()
                if self.random.random() < 0.3:
                    items = tuple(
                        SubItem(id=f"s{n}", text=W, reversed=self.random.random() < 0.3)
                        for n in range(self.random.randint(1, 3))
                    )
                questions.append(
                    Question(
                        id=f"q{place}{number}", text=W, scale="s", reversed=self.random.random() < 0.2, items=items
                    )
                )
            weight = self.one_of(d("50"), d("50"), d("33.3"), d("20"))
            sections.append(Section(id=f"p{place}", name=W, weight=weight, questions=tuple(questions)))
        return Survey(id=id_, name=W, scales={"s": ChoiceScale(choices=choices)}, sections=tuple(sections))

    def survey_mean(self) -> dict:
        cohorts = []
        for _ in range(self.random.randint(1, 2)):
            survey = self.survey(f"survey{len(self.surveys)}")
            self.surveys.append(survey)
            least = self.one_of(0, 0, 5)
            cohorts.append(
                m.Cohort(survey=survey.id, weight=self.one_of(d("30"), d("70"), d("50")), least_respondents=least)
            )
        return {"method": m.SurveyMean(cohorts=tuple(cohorts), unanswered=self.one_of("left_out", "missing"))}

    def indicator(self, code: str, kinds: list[str], depth: int = 0, weighted: bool = True) -> Indicator:
        weight = Weight(percent=self.one_of(d("5"), d("7.5"), d("10"), d("15"), d("33.3"))) if weighted else None
        applies_to = self.one_of((), (), (), (), ("station",), ("bureau",))
        common = {"code": code, "name": W, "weight": weight, "applies_to": applies_to}
        if depth < 2 and (kinds == ["composite"] or self.random.random() < 0.2):
            equal = self.random.random() < 0.4
            below = KINDS if kinds == ["composite"] else kinds
            parts = tuple(
                self.indicator(f"{code}.{n}", below, depth + 1, not equal or self.random.random() < 0.5)
                for n in range(1, self.random.randint(2, 4))
            )
            return Indicator(**common, method=m.Composite(weights="equal" if equal else "own"), parts=parts)
        return Indicator(**common, **getattr(self, self.random.choice(kinds))())

    def terms(self, kinds: list[str]) -> Terms:
        indicators = [self.indicator(str(n), kinds) for n in range(1, self.random.randint(2, 4))]
        if kinds == ["composite"]:
            kinds = KINDS
        pack = Pack(framework=self.framework(indicators), indicators=tuple(indicators), surveys=tuple(self.surveys))
        codes = [one.code for one in pack.every_indicator()]
        dropped = frozenset(self.random.sample(codes, 1)) if self.random.random() < 0.15 else frozenset()
        return Terms(pack, "", dropped)

    def framework(self, indicators: list[Indicator]) -> Framework:
        def rounding(places: tuple[int, ...]) -> Rounding:
            return Rounding(places=self.one_of(*places), carry=self.one_of("exact", "rounded"))

        rules = BASE.rules
        stages = {name: rounding((0, 2, 4)) for name in ("result", "score", "composite", "weighted", "total")}
        stages["converted"] = self.one_of(None, rounding((2,)))
        becomes = self.one_of("missing", "missing", "score")
        rules = replace(
            rules,
            scale=Scale(lowest=self.one_of(d("1"), d("0")), highest=self.one_of(d("5"), d("100"))),
            rounding=replace(rules.rounding, **stages),
            missing=MissingRule(becomes=becomes, score=d("0.5") if becomes == "score" else None),
            not_applicable=NotApplicableRule(accepted="always", weights=self.one_of("spread", "lost")),
            dropped=DroppedRule(weights=self.one_of("spread", "lost")),
        )
        converts = stages["converted"] is not None
        schemes: tuple[BandScheme, ...] = ()
        if self.random.random() < 0.6:
            each = {self.random.choice(indicators).code: self.decimal(1, 4)} if self.random.random() < 0.6 else {}
            ends = sorted((self.decimal(0, 100 if converts else 5) for _ in range(3)), reverse=True)
            bands = [Band(id=f"b{n}", name=W, at_least=at, each=each if n == 0 else {}) for n, at in enumerate(ends)]
            of = "converted" if converts and self.random.random() < 0.7 else "total"
            schemes = (BandScheme(id="s", name=W, of=of, bands=tuple(bands)),)
        total = replace(BASE.total, multiply=self.one_of(d("20"), d("0.5")) if converts else None, schemes=schemes)
        return replace(BASE, rules=rules, total=total)


USUAL = [Fraction(1), Fraction(3)]
KINDS = [
    *("level_table", "formula", "improvement", "judged", "percent_then_deeds"),
    *("milestones", "disclosure", "survey_mean"),
]


def facts(terms: Terms, random: Random, rows: int = ROWS, huge: bool = False) -> Columns:
    """Columns that fit the pack: near its targets, full of ties, with holes."""
    plan = plan_of(terms, "1")
    columns: dict[tuple[str, str, str], Column] = {}
    for code, slots in plan.slots.items():
        targets = _targets(plan, code)
        for name, slot in slots.items():
            shape = random.random()
            if shape < 0.04:
                continue
            windows = [month for month in slot.months if random.random() < 0.9] if slot.months and shape < 0.7 else [""]
            if slot.months and shape > 0.9:
                windows = ["", *slot.months]
            for window in windows:
                columns[code, name, window] = _column(random, slot.spec.holds, "/" in name, targets, rows, huge)
    kinds = Kinds(
        ("", "bureau", "station", "metro_station"),
        np.array([random.randrange(4) for _ in range(rows)], np.int32),
        ((), ("border",)),
        np.array([random.randrange(2) for _ in range(rows)], np.int32),
    )
    return Columns(rows, columns, [f"u{row}" for row in range(rows)], kinds)


def _targets(plan, code: str) -> list[Fraction]:
    node = next(node for top in plan.tops for node in top.walk() if node.code == code)
    method = node.indicator.method
    if isinstance(method, m.Table):
        return [figures.exact(at) for at in method.levels.values() if at is not None]
    if isinstance(method, m.PercentThenDeeds):
        return [figures.exact(rung.at_least) for rung in method.rungs if rung.at_least is not None] or USUAL
    return USUAL


def _column(random: Random, holds: str, tally: bool, targets: list[Fraction], rows: int, huge: bool) -> Column:
    if holds == "deed":
        numbers = np.array([random.random() < 0.7 for _ in range(rows)])
        return _with_holes(random, numbers if random.random() < 0.8 else numbers.astype(np.int8), 0)
    places = 0 if tally else random.choice([0, 0, 1, 2, 2, 3])
    if tally:
        heads = random.choice([10, 30, 37])
        values = [random.choice([0, random.randint(0, heads), heads]) for _ in range(rows)]
        return _with_holes(random, np.array(values, np.int64), 0)
    style = random.random()
    values = []
    for _ in range(rows):
        pick = random.random()
        if pick < 0.4:
            at = random.choice(targets) * 10**places
            values.append(int(at) + random.choice([-1, 0, 0, 1]))
        elif style < 0.4:
            values.append(random.choice([150, 1600, 3200, random.randint(1, 150)]))
        elif pick < 0.5:
            values.append(random.choice([0, 0, -1, -150]))
        else:
            values.append(random.randint(0, 120 * 10**places))
    if huge:
        values = [random.randint(-(10**18), 10**18) if random.random() < 0.3 else value for value in values]
    return _with_holes(random, np.array(values, np.int64), places)


def _with_holes(random: Random, numbers: np.ndarray, places: int) -> Column:
    share = random.choice([0, 0, 0.1, 0.4])
    missing = np.array([random.random() < share for _ in numbers])
    na = np.array([random.random() < share / 2 for _ in numbers]) & ~missing
    return Column(
        numbers, places, missing if random.random() < 0.9 or missing.any() else None, na if na.any() else None
    )


def same(terms: Terms, columns: Columns, scores: batch.BatchScores) -> None:
    """Every figure of every unit equals the reference's."""
    for row in range(columns.count):
        card = score(terms, columns.facts(terms, "1", row))
        for code, outcome in card.outcomes.items():
            found = scores.indicators[code]
            assert scores.status(code, row) == outcome.status, (row, code)
            assert found.score.at(row) == outcome.shown, (row, code)
            wanted = None
            if outcome.weighted is not None:
                wanted = figures.round_half_up(outcome.weighted.value, found.weighted.places)
            assert found.weighted.at(row) == wanted, (row, code)
            carried = outcome.score.value if isinstance(outcome.score, Step) else None
            assert scores.exact_score(code, row) == carried, (row, code)
        assert scores.total.at(row) == card.shown_total(), row
        assert scores.exact_whole(row) == (card.total.value if isinstance(card.total, Step) else None)
        if scores.converted is not None:
            assert scores.converted.at(row) == card.shown_converted(), row
        assert scores.band(row) == (card.band and card.band.id), row


made_up = {"random": st.randoms(use_true_random=False), "seed": st.integers(0, 2**32)}


@pytest.mark.parametrize("kind", [*KINDS, "composite"])
@given(**made_up)
def test_each_method_scores_the_same_in_columns(kind, random, seed):
    terms = Maker(random).terms([kind])
    columns = facts(terms, Random(seed))
    same(terms, columns, batch.score(terms, "1", columns, keep_exact=True))


@pytest.mark.parametrize("part", range(4))
@given(**made_up)
def test_mixed_packs_score_the_same_in_columns(part, random, seed):
    terms = Maker(random).terms(KINDS)
    columns = facts(terms, Random(seed + part))
    same(terms, columns, batch.score(terms, "1", columns, keep_exact=True, chunk=3))


@pytest.mark.parametrize("part", range(2))
@given(**made_up)
def test_figures_of_eighteen_digits_are_left_to_the_reference(part, random, seed):
    """They overflow 64 bits in the kernels' arithmetic, and still come to the same."""
    terms = Maker(random).terms(["level_table", "formula", "improvement", "judged", "percent_then_deeds"])
    columns = facts(terms, Random(seed + part), huge=True)
    same(terms, columns, batch.score(terms, "1", columns, keep_exact=True))


@settings(max_examples=20)
@given(**made_up)
def test_the_size_of_chunks_and_the_number_of_threads_change_nothing(random, seed):
    terms = Maker(random).terms(KINDS)
    columns = facts(terms, Random(seed), rows=40)
    one = batch.score(terms, "1", columns, chunk=40, threads=1)
    other = batch.score(terms, "1", columns, chunk=7, threads=2)
    for row in range(columns.count):
        assert one.total.at(row) == other.total.at(row)
        assert [one.status(code, row) for code in one.indicators] == [
            other.status(code, row) for code in one.indicators
        ]
