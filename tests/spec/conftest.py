"""What every spec test works with: a pack of one indicator, made from the YAML that the manual page shows.

A spec test is a paragraph of the manual (docs/reference/rules is made from these files by `make docs`): its docstring is
the rule in words, `spec.indicator(...)` the YAML, `spec.gives(...)` a row of facts and the score they earn.  Each row is
scored by the reference engine, explained, and recomputed by the independent verifier.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

import pytest

from samrit.base import figures
from samrit.base.issues import Issue, Place, Refused, errors
from samrit.engine import trace
from samrit.engine.explain import explain
from samrit.engine.facts import FactFile, Reported, understand
from samrit.engine.score import Scorecard, score
from samrit.packs import checks
from samrit.packs.bind import bind
from samrit.packs.model import Framework, Indicator, Pack
from samrit.packs.reader import read_bytes
from samrit.packs.survey import Survey
from samrit.packs.terms import resolve

FRAMEWORK = """
id: spec
version: 1.0.0
needs_samrit: "0.1"
name: กรอบตัวอย่าง
short_name: ตัวอย่าง
authority: หน่วยงานสมมุติ
fiscal_year: 2556
documents: [{id: doc, title: เอกสารตัวอย่าง}]
measure_units:
  - {id: percent, name: ร้อยละ, is_ratio: true}
  - {id: level, name: ระดับ, is_ratio: true}
  - {id: topic, name: ประเด็น}
  - {id: episode, name: ตอน}
  - {id: time, name: ครั้ง}
  - {id: output, name: ผลผลิต}
  - {id: baht, name: บาท}
summable: [{units: [episode, time], becomes: output, source: ข้อ 1}]
unit_kinds: [{id: bureau, name: บช.}, {id: division, name: บก.}, {id: station, name: สภ.}, {id: metro_station, name: สน., counts_as: station}]
windows: [{id: h2, name: หกเดือนหลัง, starts: 2013-04-01, ends: 2013-09-30, source: ข้อ 2}]
rounds: [{id: "1", name: รอบปี, starts: 2012-10-01, ends: 2013-09-30, source: ข้อ 2}]
rules:
  scale: {lowest: %(lowest)s, highest: %(highest)s, source: ข้อ 3}
  rounding:
    result: {places: 2, carry: exact, source: ข้อ 4}
    score: {places: 4, carry: rounded, source: ข้อ 4}
    composite: {places: 4, carry: exact, source: ข้อ 4}
    weighted: {places: 4, carry: exact, source: ข้อ 4}
    total: {places: 4, carry: exact, source: ข้อ 4}
    converted: {places: 2, carry: exact, source: ข้อ 4}
  missing: %(missing)s
  not_applicable: %(not_applicable)s
  dropped: {weights: spread, source: ข้อ 6}
  weights: {total: 100, source: ข้อ 7}
order: [%(order)s]
total: %(total)s
"""

DEFAULTS = {
    "lowest": "1",
    "highest": "5",
    "missing": "{becomes: missing, source: ข้อ 5}",
    "not_applicable": "{accepted: always, weights: spread, source: ข้อ 5}",
    "total": "{name: คะแนนรวม, source: ข้อ 8}",
}


@dataclass
class Row:
    """One row of a paragraph's table, kept for the manual."""

    facts: dict[str, object]
    unit: str
    found: str
    explanation: str


@dataclass
class Spec:
    """Builds the pack of one paragraph and checks its rows; keeps what the manual shows."""

    yaml: str = ""
    rows: list[Row] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)
    surveys: list[str] = field(default_factory=list)

    def framework(self, **rules: str) -> None:
        """Change a rule of the framework: missing, not_applicable, total, lowest, highest."""
        self.rules |= rules

    def survey(self, yaml: str) -> None:
        """Add a survey."""
        self.surveys.append(textwrap.dedent(yaml).strip())

    def indicator(self, yaml: str) -> None:
        """The indicator(s) of this paragraph: one mapping, or several parted by a line of `---`."""
        self.yaml = textwrap.dedent(yaml).strip()

    def pack(self) -> Pack:
        """The pack, which must pass the structural checks."""
        issues: list[Issue] = []
        indicators = [_bound(text, Indicator, issues) for text in self.yaml.split("\n---\n")]
        surveys = [_bound(text, Survey, issues) for text in self.surveys]
        if errors(issues):
            raise Refused(issues)
        order = ", ".join(f'"{one.code}"' for one in indicators)
        framework = _bound(FRAMEWORK % (DEFAULTS | self.rules | {"order": order}), Framework, issues)
        if errors(issues):
            raise Refused(issues)
        pack = Pack(framework=framework, indicators=tuple(indicators), surveys=tuple(surveys), at=framework.at)
        found = checks.run_on_terms(pack)
        if errors(found):
            raise Refused(found)
        return pack

    def card(self, facts: dict[str, object], unit: str = "", under: tuple[str, ...] = ()) -> Scorecard:
        """The scorecard of these facts; a single indicator's facts are given by input name, else as "code/input"."""
        pack = self.pack()
        terms = resolve(pack)
        only = pack.indicators[0].code
        rows = []
        for key, value in facts.items():
            code, _, rest = key.partition("/") if len(pack.every_indicator()) > 1 else (only, "", key)
            name, _, window = rest.partition("@")
            rows.append(Reported(code, name, window, str(value), Place("spec")))
        file = FactFile("", "1", "หน่วยสมมุติ", unit, under, tuple(rows), Place("spec"))
        understood, _ = understand(file, terms)
        return score(terms, understood)

    def gives(
        self, facts: dict[str, object], score: str, *, code: str = "", unit: str = "", under: tuple[str, ...] = ()
    ) -> Scorecard:
        """These facts earn `score` (as shown), or are "missing" / "not_applicable"; "total" is a code too."""
        card = self.card(facts, unit, under)
        code = code or next(iter(card.outcomes))
        if code == "total":
            shown = card.shown_converted() or card.shown_total()
            found = "missing" if shown is None else figures.plain(shown)
        else:
            outcome = card.outcomes[code]
            found = outcome.status if outcome.shown is None else figures.plain(outcome.shown)
        said = explain(card, code)
        self.rows.append(Row(facts, unit, found, "\n".join([said.text("th"), said.text("en")])))
        assert found == score, said.text("en")
        assert trace.verify(card.as_json(), card.terms.as_json()) == []
        return card

    def refuses(self, code: str, facts: dict[str, object] | None = None) -> None:
        """The pack, or these facts, are refused with the issue `code`."""
        with pytest.raises(Refused) as refused:
            self.card(facts or {})
        assert code in [issue.code for issue in refused.value.issues]


def _bound(text: str, to: type, issues: list[Issue]):
    node, found = read_bytes(text.encode(), "spec.yaml")
    issues.extend(found)
    return None if node is None else bind(node, to, issues)


@pytest.fixture
def spec() -> Spec:
    """A fresh paragraph."""
    return Spec()
