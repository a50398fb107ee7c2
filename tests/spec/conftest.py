"""What every spec test works with: a small pack, made from the YAML that the manual page shows.

A spec test is a paragraph of the manual (docs/reference/rules is made from these files by `make docs`): its name is the
claim, its docstring the rule in words, Thai first, parted from the English by “ · ”; `spec.indicator(...)` is the YAML and
`spec.gives(...)` a row of facts and the score they earn.  Each row is scored by the reference engine, explained, and
recomputed by the independent verifier.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

import pytest

from samrit.base import figures
from samrit.base.issues import Issue, Place, Refused, errors
from samrit.engine import trace
from samrit.engine.explain import explain
from samrit.engine.facts import FactFile, Reported, understand
from samrit.engine.score import Scorecard, score
from samrit.packs import checks
from samrit.packs.bind import Located, bind
from samrit.packs.model import Framework, Indicator, Pack
from samrit.packs.reader import Listing, Mapping, Node, Scalar, read_bytes
from samrit.packs.survey import Survey
from samrit.packs.terms import Terms, read_overlay, resolve

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
  - {id: channel, name: ช่องทาง}
  - {id: person, name: คน}
  - {id: episode, name: ตอน}
  - {id: time, name: ครั้ง}
  - {id: output, name: ผลผลิต}
  - {id: baht, name: บาท}
summable: [{units: [episode, time], becomes: output, source: ข้อ 1}]
unit_kinds:
  - {id: bureau, name: บช.}
  - {id: division, name: บก.}
  - {id: station, name: สภ.}
  - {id: metro_station, name: สน., counts_as: station}
posts: [{id: border_bureau, name: บช.ชายแดน (สมมุติ), role: other}]
windows:
  - {id: h2, name: หกเดือนหลัง, starts: 2013-04-01, ends: 2013-09-30, source: ข้อ 2}
  - {id: q4, name: สามเดือนท้าย, starts: 2013-07-01, ends: 2013-09-30, source: ข้อ 2}
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
total: {name: คะแนนรวม, source: ข้อ 8}
"""
"""The pack.yaml behind every paragraph; a paragraph that is about one of its rules says what it puts in its place."""

Model = TypeVar("Model", bound=Located)


@dataclass
class Row:
    """One row of a paragraph's table: facts, what they came to, and the explanation; or the problem they were refused for."""

    facts: dict[str, object]
    about: dict[str, str]
    code: str = ""
    found: str = ""
    also: dict[str, str] = field(default_factory=dict)
    explanations: tuple[str, str] = ("", "")
    issue: Issue | None = None


@dataclass
class Exhibit:
    """One pack of a paragraph, as its YAML, and what was asked of it."""

    yaml: str = ""
    framework: str = ""
    surveys: tuple[str, ...] = ()
    agreement: str = ""
    rows: list[Row] = field(default_factory=list)


@dataclass
class Spec:
    """Builds the packs of one paragraph and checks its rows; keeps what the manual shows."""

    exhibits: list[Exhibit] = field(default_factory=lambda: [Exhibit()])

    def framework(self, yaml: str) -> None:
        """Put something else in the place of what pack.yaml says; keys that are not named stay."""
        self._show(framework=_tidy(yaml))

    def survey(self, yaml: str) -> None:
        """Add a survey."""
        self._show(surveys=(*self.exhibits[-1].surveys, _tidy(yaml)))

    def indicator(self, yaml: str) -> None:
        """The indicator(s) of this paragraph: one mapping, or several parted by a line of `---`."""
        self._show(yaml=_tidy(yaml))

    def agreement(self, operations: str) -> None:
        """What an agreement does to the pack: a list of operations."""
        self._show(agreement=_tidy(operations))

    def pack(self) -> Pack:
        """The pack, which must pass the structural checks."""
        shown = self.exhibits[-1]
        issues: list[Issue] = []
        indicators = [_bound(_node(text, issues), Indicator, issues) for text in shown.yaml.split("\n---\n")]
        surveys = [_bound(_node(text, issues), Survey, issues) for text in shown.surveys]
        whole = _node(FRAMEWORK, issues)
        if shown.framework:
            whole = _instead(whole, _node(shown.framework, issues))
        if errors(issues):
            raise Refused(issues)
        codes = tuple(Scalar(one.code, plain=False, place=Place("spec")) for one in indicators)
        order = Mapping({"order": Listing(codes, Place("spec"))}, {"order": Place("spec")}, Place("spec"))
        framework = _bound(_instead(whole, order), Framework, issues)
        if errors(issues):
            raise Refused(issues)
        pack = Pack(framework=framework, indicators=tuple(indicators), surveys=tuple(surveys), at=framework.at)
        found = errors(checks.run_on_terms(pack))
        if found:
            raise Refused(found)
        return pack

    def terms(self, on: str = "") -> Terms:
        """What is scored: the pack, under the agreement where the paragraph has one, as it holds on a day."""
        agreed = self.exhibits[-1].agreement
        if not agreed:
            return resolve(self.pack())
        text = f"pack: spec\noperations:\n{textwrap.indent(agreed, '  ')}"
        day = date.fromisoformat(on) if on else None
        return resolve(self.pack(), read_overlay(text.encode(), "agreement.yaml"), day)

    def card(
        self, facts: Keyed[str, object], unit: str = "", under: tuple[str, ...] = (), round_: str = "1", on: str = ""
    ) -> tuple[Scorecard, list[Issue]]:
        """The scorecard of these facts, with warnings.  A fact is `input`, or `code/input` where there are several
        indicators; `@window` may follow."""
        terms = self.terms(on)
        single = terms.pack.indicators[0].code if len(terms.pack.every_indicator()) == 1 else ""
        rows = []
        for key, value in facts.items():
            code, _, rest = (single, "", key) if single else key.partition("/")
            name, _, window = rest.partition("@")
            rows.append(Reported(code, name, window, str(value), Place("spec")))
        file = FactFile("", round_, "หน่วยสมมุติ", unit, under, tuple(rows), Place("spec"))
        understood, warnings = understand(file, terms)
        return score(terms, understood), warnings

    def gives(
        self,
        facts: Keyed[str, object],
        score: str,
        *,
        code: str = "",
        unit: str = "",
        under: tuple[str, ...] = (),
        round_: str = "1",
        on: str = "",
        result: str = "",
        weighted: str = "",
        between: tuple[str, str] | None = None,
        band: str = "",
        warns: str = "",
    ) -> Scorecard:
        """These facts earn `score` (as shown), or are “missing”, “not_applicable” …; `code` "total" asks for the total.

        What else is asked: the shown result, the weighted score, what a total still open lies between, the result
        level, a warning.
        """
        card, warnings = self.card(facts, unit, under, round_, on)
        code = code or next(iter(card.outcomes))
        also = {"result": result, "weighted": weighted, "band": band, "warns": warns}
        also |= {"between": "–".join(between or ())}
        wanted = {key: value for key, value in also.items() if value}
        found = _found(card, code, warnings)
        said = explain(card, code)
        about = {"unit": unit, "under": ", ".join(under), "round": "" if round_ == "1" else round_, "on": on}
        self.exhibits[-1].rows.append(
            Row(
                facts=dict(facts),
                about={key: value for key, value in about.items() if value},
                code=code if len(card.outcomes) > 1 else "",
                found=found["score"],
                also={key: found[key] for key in wanted},
                explanations=(said.text("th"), said.text("en")),
            )
        )
        assert found["score"] == score, said.text("en")
        assert {key: found[key] for key in wanted} == wanted, said.text("en")
        assert trace.verify(card.as_json(), card.terms.as_json()) == []
        return card

    def refuses(self, code: str, facts: Keyed[str, object] | None = None, unit: str = "") -> None:
        """The pack, its agreement, or these facts, are refused with the issue `code`."""
        with pytest.raises(Refused) as refused:
            self.card(facts or {}, unit)
        found = [issue for issue in refused.value.issues if issue.code == code]
        assert found, str(refused.value)
        self.exhibits[-1].rows.append(Row(dict(facts or {}), {"unit": unit} if unit else {}, issue=found[0]))

    def _show(self, **changes: object) -> None:
        """A pack that was asked something stays as it was shown; a change begins another."""
        last = self.exhibits[-1]
        if not last.rows:
            self.exhibits.pop()
        self.exhibits.append(replace(last, rows=[], **changes))


def _found(card: Scorecard, code: str, warnings: list[Issue]) -> dict[str, str]:
    """What a card says of an indicator or of the total, as a paper prints it."""
    found = dict.fromkeys(("score", "result", "weighted"), "–")
    found["warns"] = ", ".join(issue.code for issue in warnings)
    found["band"] = card.band.id if card.band else "–"
    found["between"] = "–".join(figures.shown(end, 2) for end in card.range or ())
    rounding = card.plan.pack.framework.rules.rounding
    if code == "total":
        shown = card.shown_total() if card.converted is None else card.shown_converted()
        return found | {"score": "missing" if shown is None else figures.plain(shown)}
    outcome = card.outcomes[code]
    found["score"] = outcome.status if outcome.shown is None else figures.plain(outcome.shown)
    for key in ("result", "weighted"):
        value = getattr(getattr(outcome, key), "value", None)
        if value is not None:
            found[key] = figures.shown(value, getattr(rounding, key).places)
    return found


def _tidy(yaml: str) -> str:
    return textwrap.dedent(yaml).strip()


def _node(text: str, issues: list[Issue]) -> Node | None:
    node, found = read_bytes(text.encode(), "spec.yaml")
    issues.extend(found)
    return node


def _bound(node: Node | None, to: type[Model], issues: list[Issue]) -> Model | None:
    return None if node is None else bind(node, to, issues)


def _instead(node: Node, other: Node) -> Node:
    """`node` with what `other` says in the place of what it said."""
    if not isinstance(node, Mapping) or not isinstance(other, Mapping):
        return other
    entries = dict(node.entries)
    for key, value in other.entries.items():
        entries[key] = _instead(entries[key], value) if key in entries else value
    return Mapping(entries, node.keys | other.keys, node.place)


@pytest.fixture
def spec() -> Spec:
    """A fresh paragraph."""
    return Spec()
