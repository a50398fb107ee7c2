"""Recompute a scorecard from its facts and Terms.  This one file needs Python 3.11 and nothing else.

    python trace.py scorecard.json terms.json

It is a second engine, written apart from the first.  From the Terms and the facts it derives what the scorecard must
say, down to each step of each trace, and reports every place where the scorecard says something else; no figure of the
scorecard is believed but the facts.  Without Terms it can only redo the arithmetic of the traces.
docs/reference/trace.md describes the language of traces, every problem code, and what no verifier can see.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

FORMAT_VERSION = 1
LANGUAGE_VERSION = 1

# A document may come from anyone, so what reading it can cost is bounded before it is read.
MAX_VALUES = 500_000
MAX_DEPTH = 600
MAX_DIGITS = 4_000

# What a document that is not of the documented form shows itself as, wherever the code below happens to touch it.
_UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, StopIteration)

Json = dict[str, Any]
Step = dict[str, Any]
"""A step as the scorecard writes it, but with each value as a Fraction."""

Missing, NotApplicable = "missing", "not_applicable"
Read = Step | str
"""A step, or which kind of unknown stands in its place."""

_ANY_TEXT = object()
"""Stands for words that no rule decides: the reason for an unknown, the engine's version."""


@dataclass(frozen=True)
class Problem:
    """One place (a JSON pointer) where the scorecard is wrong, and what should stand there, in Thai and English."""

    code: str
    where: str
    th: str
    en: str


def verify(card: Any, terms: Any = None) -> list[Problem]:
    """Everything that is wrong with a scorecard; an empty list when it is what `terms` and its own facts give.

    `card` is `Scorecard.as_json()`, `terms` is `Terms.as_json()`.  Never raises, whatever the documents hold.
    """
    found = _too_much(card, "scorecard") + ([] if terms is None else _too_much(terms, "terms"))
    if found:
        return found
    at = ["/facts"]
    try:
        for key, version in (("format", FORMAT_VERSION), ("language", LANGUAGE_VERSION)):
            if type(card[key]) is not int or card[key] != version:
                return [_problem("TR103", f"/{key}", version, card[key])]
        if terms is None:
            return _Again(card).problems()
        facts = card["facts"]
        at[0] = "/terms"
        engine = _Engine(terms, facts, at)
        return [*engine.unfit_facts(), *_differences(engine.scorecard(), card)]
    except _UNREADABLE as error:
        return [_problem("TR101", at[0], "the documented form", f"{type(error).__name__}: {error}")]


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is wrong; 0: verified, 1: problems, 2: the files could not be read."""
    paths = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Thai letters must not hide a problem
    if len(paths) not in (1, 2) or paths[0].startswith("-"):
        print("python trace.py scorecard.json [terms.json]", file=sys.stderr)
        return 2
    try:
        documents = [_load(path) for path in paths]
    except (OSError, ValueError, RecursionError) as error:
        print(f"อ่านไฟล์ไม่ได้ · cannot read: {_quoted(str(error))}", file=sys.stderr)
        return 2
    problems = verify(*documents)
    for problem in problems:
        print(f"{problem.where} {problem.code}\n  {problem.th}\n  {problem.en}")
    if problems:
        print(f"ไม่ผ่าน พบ {len(problems)} จุด · not verified: {len(problems)} problem(s)")
        return 1
    print("คำนวณซ้ำได้ตรงกัน · verified" + ("" if paths[1:] else " (เฉพาะเลขคณิต ไม่มี Terms · arithmetic only: no Terms)"))
    # A forger can make a consistent scorecard out of false facts; only these two, on the issued paper, tell.
    print("เทียบกับเอกสารที่ออก · compare with the issued paper:")
    for key in ("terms_digest", "facts_digest"):
        print(f"  {key} {_quoted(documents[0].get(key))}")
    return 0


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _load(path: str) -> Any:
    return json.loads(
        Path(path).read_text("utf-8"), object_pairs_hook=_object, parse_float=_refuse, parse_constant=_refuse
    )


def _object(pairs: list[tuple[str, Any]]) -> Json:
    """An object whose keys are unique: two readers must not see two different scores in one file."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


def _refuse(text: str) -> Any:
    raise ValueError(f"{text[:30]} is not exact; figures are written as text")


def _too_much(document: Any, name: str) -> list[Problem]:
    """Whether the document is an object of plain JSON data within the limits (looked at without recursion)."""
    waiting, seen = [(document, 0)], 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if seen > MAX_VALUES or depth > MAX_DEPTH:
            return [_problem("TR102", f"/{name}", f"<= {MAX_VALUES} values, <= {MAX_DEPTH} deep", "more")]
        inside: list[Any] = []
        if isinstance(value, dict):
            inside = [*value, *value.values()]
        elif isinstance(value, list):
            inside = value
        plain = value is None or type(value) in (str, bool, int, dict, list)
        if not plain or (depth == 0 and not isinstance(value, dict)):
            return [_problem("TR101", f"/{name}", "an object of texts and whole numbers", value)]
        waiting += [(one, depth + 1) for one in inside[:MAX_VALUES]]
    return []


_FIGURE = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}(?:\.[0-9]{{1,{MAX_DIGITS}}}|/[1-9][0-9]{{0,{MAX_DIGITS - 1}}})?")
_LARGEST = 10**MAX_DIGITS


def _number(text: Any) -> Fraction:
    """A figure from its text: "72.42" or "68/25"."""
    if not isinstance(text, str) or len(text) > 2 * MAX_DIGITS + 2 or not _FIGURE.fullmatch(text):
        raise ValueError(f"not a figure: {_quoted(text)}")
    return Fraction(text)


def _shown(value: Fraction, places: Any) -> str:
    """Rounded half up, a tie going away from zero, with exactly `places` decimals."""
    if type(places) is not int or not 0 <= places <= 30:
        raise ValueError(f"not a number of decimals: {_quoted(places)}")
    units = int(abs(value) * 10**places + Fraction(1, 2))
    digits = str(units).rjust(places + 1, "0")
    cut = len(digits) - places
    return ("-" if value < 0 < units else "") + digits[:cut] + (f".{digits[cut:]}" if places else "")


def _canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(data: Any) -> str:
    return "sha256:" + hashlib.sha256(_canonical(data).encode()).hexdigest()


def _digest_of_facts(facts: Json) -> str:
    """How a figure was typed, and what was remarked on it, does not enter the digest."""
    rows = [{key: held for key, held in fact.items() if key not in ("text", "note")} for fact in facts["facts"]]
    return _digest({**facts, "facts": rows})


def _named(things: list[Json], name: Any, key: str = "id") -> Json:
    """The one of `things` that is called `name`."""
    for thing in things:
        if thing[key] == name:
            return thing
    raise KeyError(name)


# ── the language: what each operation gives ──────────────────────────────────────────────────────────────────────────


def _step(op: str, *parts: Step, **about: Any) -> Step:
    return {"op": op, "value": _apply(op, [part["value"] for part in parts], about), **about, "of": list(parts)}


def _const(value: Fraction | str | int, cite: str) -> Step:
    return {"op": "const", "value": _number(value) if isinstance(value, str) else Fraction(value), "from": cite}


def _apply(op: str, parts: list[Fraction], about: Json) -> Fraction:
    """The value of an operation on parts that have been computed."""
    first = parts[0]
    if op == "add":
        value = sum(parts, Fraction(0))
    elif op in ("min", "max"):
        value = min(parts) if op == "min" else max(parts)
    elif op in ("round", "table") and len(parts) == 1:
        value = Fraction(_shown(first, about["places"])) if op == "round" else _look_up(about, first)
    elif op in ("sub", "mul", "div") and len(parts) == 2:
        second = parts[1]
        value = first - second if op == "sub" else first * second if op == "mul" else first / second
    else:
        raise ValueError(f"no such operation on {len(parts)} part(s): {_quoted(op)}")
    if max(abs(value.numerator), value.denominator) >= _LARGEST:
        raise ValueError(f"more than {MAX_DIGITS} digits")
    return value


class _OffTheTable(ValueError):
    """The table gives such a result no points."""


def _look_up(table: Json, result: Fraction) -> Fraction:
    """Points by straight line between levels.  A descending table is an ascending one seen in the mirror."""
    mirror = {"ascending": 1, "descending": -1}[table["direction"]]
    points = [(mirror * at, score) for at, score in table["points"]]
    at = mirror * result
    lines = list(pairwise(points))
    line = next((line for line in lines if line[0][0] <= at < line[1][0]), None)
    if at < points[0][0]:
        if table["below"] == "missing":
            raise _OffTheTable
        fixed = {"zero": Fraction(0), "scale_lowest": table["scale_lowest"]}.get(table["below"], points[0][1])
        line = lines[0] if table["below"] == "extend" and lines else None
    elif at > points[-1][0]:
        fixed = points[-1][1]
        line = lines[-1] if table["above"] == "extend" and lines else None
    elif line is None or table["between"] == "step":
        fixed = points[-1][1] if line is None else line[0][1]
        line = None
    if line is None:
        return Fraction(fixed)
    (left, low), (right, high) = line
    return Fraction(low + (at - left) * (high - low) / (right - left))


def _climb(ladder: Json) -> Fraction:
    """Points of the highest rung reached; a consecutive ladder ends at the first rung that is not."""
    reached = ladder["none_reached"]
    for index, needs in enumerate(ladder["needs"]):
        if index in ladder["left_out"]:
            continue
        if index not in ladder["never"] and all(test["holds"] for test in needs):
            reached = ladder["scores"][index]
        elif ladder["order"] == "consecutive":
            break
    return Fraction(reached)


def _reaches(of: Read, at_least: Step) -> Read:
    """The test that a figure reaches another, or the unknown that stands in the figure's place."""
    return of if isinstance(of, str) else {"of": of, "at_least": at_least, "holds": of["value"] >= at_least["value"]}


def _group(word: str, tests: list[Read]) -> Read:
    """All or any of several tests.  One that settles the group makes the unknown ones beside it irrelevant."""
    known = [test for test in tests if not isinstance(test, str)]
    settling = [test for test in known if test["holds"] == (word == "any")]
    if Missing in tests and not settling:
        return Missing
    kept = settling if settling and (word == "any" or Missing in tests) else known
    return {word: kept, "holds": (any if word == "any" else all)(test["holds"] for test in kept)}


def _ladder(method: Json, cite: str, rungs: list[list[Read]], left_out: list[int], never: list[int]) -> Read:
    """The ladder as far as it must be looked at, or Missing where something unreported could change the points."""
    steps = method["rungs"] if "rungs" in method else method["levels"]
    consecutive = method["order"] == "consecutive"
    needs: list[list[Step]] = []
    undecided = []
    for index, tests in enumerate(rungs):
        known = [test for test in tests if not isinstance(test, str)]
        failed = index in never or not all(test["holds"] for test in known)
        needs.append([] if index in left_out else known)
        if index in left_out:
            continue
        if Missing in tests and not failed:
            undecided.append(index)
            if consecutive:
                return Missing
        elif not failed:
            undecided = []  # a rung reached above an undecided one
        if failed and consecutive:
            break
    if undecided:
        return Missing
    open_below = [index for index, tests in enumerate(rungs) if Missing in tests and index not in left_out]
    held_back = [index for index in open_below if not consecutive and all(test["holds"] for test in needs[index])]
    ladder: Step = {"op": "ladder", "from": cite, "scores": [_number(step["score"]) for step in steps]}
    ladder |= {"order": method["order"], "none_reached": _number(method["none_reached"])}
    ladder |= {"left_out": left_out, "never": sorted({*never, *held_back}), "needs": needs}
    return ladder | {"value": _climb(ladder)}


# ── the second engine ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Row:
    """One indicator as the scorecard must show it."""

    indicator: Json
    depth: int
    weight: Fraction | None
    rounding: Json
    status: str = "scored"
    result: Read | None = None
    score: Read = NotApplicable
    weighted: Step | None = None
    parts: list[_Row] = field(default_factory=list)

    @property
    def code(self) -> str:
        return str(self.indicator["code"])

    def node(self) -> Step:
        assert isinstance(self.score, dict)
        return {"op": "node", "value": self.score["value"], "node": self.code}


class _Engine:
    """Derives from Terms and facts what the scorecard must say; `at[0]` follows what it is looking at."""

    def __init__(self, terms: Json, facts: Json, at: list[str]) -> None:
        self.terms, self.listed, self.at = terms, facts, at
        self.framework: Json = terms["framework"]
        self.rules: Json = self.framework["rules"]
        self.lost = {what: self.rules[what]["weights"] == "lost" for what in ("dropped", "not_applicable")}
        self.slots = {
            (indicator["code"], name): spec
            for indicator in _every(terms["indicators"])
            for name, spec in self.inputs(indicator)
        }
        self.at[0] = "/facts"
        self.round = _named(self.framework["rounds"], facts["round"])
        self.under = set(facts["unit"]["under"])
        self.kinds = {facts["unit"]["kind"]}
        equals = {kind["id"]: kind.get("counts_as") for kind in self.framework.get("unit_kinds", [])}
        kind = equals.get(facts["unit"]["kind"])
        while kind is not None and kind not in self.kinds:
            self.kinds.add(kind)
            kind = equals.get(kind)
        self.facts: dict[tuple[str, str], dict[str, Fraction | str]] = {}
        for fact in facts["facts"]:
            value = _number(fact["value"]) if "value" in fact else fact["unknown"]
            self.facts.setdefault((fact["indicator"], fact["input"]), {})[fact["window"]] = value

    # facts: what may be reported, and what it comes to

    def inputs(self, indicator: Json) -> Iterator[tuple[str, Json]]:
        """Every fact the indicator asks for: those it declares, and those that its method implies."""
        declared = indicator.get("inputs", {})
        yield from declared.items()
        method = indicator.get("method") or {}
        leaves: list[Json] = []
        for level in method.get("levels", []) if method.get("kind") == "milestones" else []:
            leaves += _leaves(level.get("guidelines", []), "steps")
        leaves += _leaves(method.get("elements", []), "elements")
        for leaf in leaves:
            if leaf["id"] not in declared:
                yield leaf["id"], {"holds": "figure", "least": "0"} if leaf.get("at_least") else {"holds": "deed"}
        for cohort in method.get("cohorts", []):
            survey = _named(self.terms["surveys"], cohort["survey"])
            for section in survey["sections"]:
                for question in section["questions"]:
                    for key, _ in _lines(question):
                        for choice in survey["scales"][question["scale"]]["choices"]:
                            tally = {"holds": "figure", "least": "0", "whole": True}
                            yield f"{survey['id']}.{key}/{choice['id']}", tally

    def unfit_facts(self) -> Iterator[Problem]:
        """Facts that the Terms do not ask for, or that they would have refused."""
        seen: set[tuple[str, ...]] = set()
        for index, fact in enumerate(self.listed["facts"]):
            key = (fact["indicator"], fact["input"])
            spec = self.slots.get(key)
            windows = self.facts[key]
            repeated = (*key, fact["window"]) in seen or ("" in windows and len(windows) > 1)
            seen.add((*key, fact["window"]))
            known_keys = {"indicator", "input", "window", "text", "note", "value" if "value" in fact else "unknown"}
            fits = spec is not None and not repeated and {*fact} <= known_keys
            fits = fits and isinstance(fact["text"], str) and isinstance(fact.get("note", ""), str)
            if not fits or spec is None or not self._allows(spec, fact):
                said = fact.get("value", fact.get("unknown"))
                yield _problem("TR204", f"/facts/facts/{index}", "a fact that the Terms ask for", said, str(key[0]))

    def _allows(self, spec: Json, fact: Json) -> bool:
        if fact["window"] not in ("", *self.months(spec)):
            return False
        if "value" not in fact:
            rule = self.rules["not_applicable"]
            listed = rule["accepted"] == "listed" and fact["indicator"] in rule.get("indicators", [])
            return fact["unknown"] == Missing or (
                fact["unknown"] == NotApplicable and (rule["accepted"] == "always" or listed)
            )
        value = _number(fact["value"])
        if str(value) != fact["value"] or (spec["holds"] == "deed" and value not in (0, 1)):
            return False
        least, most = spec.get("least"), spec.get("most")
        inside = (least is None or _number(least) <= value) and (most is None or value <= _number(most))
        return inside and (not spec.get("whole") or value.denominator == 1)

    def months(self, spec: Json) -> list[str]:
        """The months an input is reported for, such as "2556-04"."""
        if spec.get("every") != "month":
            return []
        window = self.round
        if spec.get("window") is not None:
            window = next((one for one in self.framework.get("windows", []) if one["id"] == spec["window"]), window)
        first, last = (
            int(window[end][:4]) * 12 + int(window[end][5:7]) - 1 for end in ("starts", "ends")
        )  # fmt: skip
        return [f"{month // 12 + 543}-{month % 12 + 1:02d}" for month in range(first, min(last, first + 1200) + 1)]

    def read(self, code: str, name: str) -> Read:
        """An input over its whole window: reported for the whole, or by month and added up as declared."""
        held = self.facts.get((code, name), {})
        read = {window: self._input(code, name, window, value) for window, value in held.items()}
        if "" in read or not read:
            return read.get("", Missing)
        spec = self.slots[code, name]
        months = self.months(spec)
        known = [read[month] for month in months if isinstance(read.get(month), dict)]
        figures = [step for step in known if isinstance(step, dict)]
        how = spec.get("adds_up")
        if how == "union" and any(step["value"] for step in figures):
            return _step("max", *figures)
        if how == "last":
            return read.get(months[-1], Missing)
        if len(figures) < len(months):
            return Missing
        if how == "mean":
            return _step("div", _step("add", *figures), _step("add", *[_const(1, "window:month")] * len(figures)))
        return _step("add" if how == "sum" else "max", *figures)

    def _input(self, code: str, name: str, window: str, value: Fraction | str) -> Read:
        if isinstance(value, str):
            return value
        return {"op": "input", "value": value, "node": code, "input": name, "window": window}

    def result(self, indicator: Json) -> Read:
        """The measured result: the formula over its inputs, or the one figure that is reported."""
        code = indicator["code"]
        if indicator.get("formula") is None:
            return self.read(code, next(name for name, spec in self.inputs(indicator) if spec["holds"] != "deed"))
        text = indicator["formula"]["text"].strip()
        tree = ast.parse(text, mode="eval").body
        names = [(one.lineno, one.col_offset, one.id) for one in ast.walk(tree) if isinstance(one, ast.Name)]
        read = {name: self.read(code, name) for _, _, name in sorted(names)}
        unknown = next((value for value in read.values() if isinstance(value, str)), None)
        if unknown is not None:
            return unknown
        try:
            return self._formula(tree, text, read, f"{code}:formula.text")
        except ZeroDivisionError:
            return Missing

    def _formula(self, tree: ast.expr, text: str, read: dict[str, Read], cite: str) -> Step:
        if isinstance(tree, ast.Name):
            step = read[tree.id]
            assert isinstance(step, dict)
            return step
        if isinstance(tree, ast.Constant):
            # The figure as written: Python would make 0.1 a binary number.  A short exponent, or it is a bomb.
            written = ast.get_source_segment(text, tree) or ""
            if not re.fullmatch(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", written):
                raise ValueError(f"not a figure: {_quoted(written)}")
            return _const(Fraction(written), cite)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
            return _step("sub", _const(0, cite), self._formula(tree.operand, text, read, cite))
        if not isinstance(tree, ast.BinOp):
            raise ValueError("not plain arithmetic")
        op = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div"}[type(tree.op)]  # type: ignore[index]
        left, right = (self._formula(side, text, read, cite) for side in (tree.left, tree.right))
        return _step(op, left, right)

    # methods: (result, score) of an indicator that is scored by itself

    def score_of(self, indicator: Json) -> tuple[Read | None, Read]:
        method, cite = indicator["method"], f"{indicator['code']}:method"
        kinds: dict[str, Callable[[Json, Json, str], tuple[Read | None, Read]]] = {
            "level_table": self._level_table, "improvement": self._improvement, "formula": self._formula_score,
            "judged": self._judged, "percent_then_deeds": self._percent_then_deeds,
            "milestones": self._milestones, "disclosure": self._disclosure, "survey_mean": self._survey_mean,
        }  # fmt: skip
        return kinds[method["kind"]](indicator, method, cite)

    def _level_table(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        result = self.result(indicator)
        return result, self._place(method, cite, result)

    def _place(self, method: Json, cite: str, result: Read) -> Read:
        if isinstance(result, str):
            return result
        levels = [(_number(score), _number(at)) for score, at in method["levels"].items() if at is not None]
        table = {"from": cite, "points": [[at, score] for score, at in sorted(levels)]}
        table |= {key: method[key] for key in ("direction", "between", "below", "above")}
        try:
            return _step("table", result, **table, scale_lowest=_number(self.rules["scale"]["lowest"]))
        except _OffTheTable:
            return Missing

    def _improvement(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        now, before = (self.read(indicator["code"], method[end]) for end in ("now", "before"))
        if isinstance(now, str) or isinstance(before, str):
            lacking = now if isinstance(now, str) else before
            return lacking, lacking
        result: Read = _step("sub", now, before)
        if method["measure"] == "relative":
            hundred = _const(100, f"{cite}.measure")
            result = _step("mul", _step("div", result, before), hundred) if before["value"] else Missing
        return result, self._place(method, cite, result)

    def _formula_score(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        result = score = self.result(indicator)
        if isinstance(score, dict) and method["below"] == "scale_lowest":
            score = _step("max", score, _const(self.rules["scale"]["lowest"], "rules:scale.lowest"))
        if isinstance(score, dict) and method["above"] == "scale_highest":
            score = _step("min", score, _const(self.rules["scale"]["highest"], "rules:scale.highest"))
        return result, score

    def _judged(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        given = self.result(indicator)
        if isinstance(given, dict):
            least, most, step = (_number(method[key]) for key in ("least", "most", "step"))
            allowed = least <= given["value"] <= most and ((given["value"] - least) / step).denominator == 1
            return given, given if allowed else Missing
        return given, given

    def _percent_then_deeds(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        result = self.result(indicator)
        rungs: list[list[Read]] = []
        for index, rung in enumerate(method["rungs"]):
            at = f"{cite}.rungs.{index}"
            share = rung.get("at_least")
            tests = [] if share is None else [_reaches(result, _const(share, f"{at}.at_least"))]
            deeds = [self.read(indicator["code"], deed) for deed in rung.get("deeds", [])]
            rungs.append(tests + [_reaches(deed, _const(1, f"{at}.deeds")) for deed in deeds])
        return result, _ladder(method, cite, rungs, [], [])

    def _milestones(self, indicator: Json, method: Json, cite: str) -> tuple[None, Read]:
        rungs = []
        for index, level in enumerate(method["levels"]):
            mine = [one for one in level.get("guidelines", []) if self._concerns(one)]
            rungs.append([self._guideline(one, indicator["code"], f"{cite}.levels.{index}") for one in mine])
        silent = [
            index for index, level in enumerate(method["levels"])
            if not any(self._concerns(one) for one in level.get("guidelines", []))
        ]  # fmt: skip
        rule = method["without_guideline"]
        return None, _ladder(
            method, cite, rungs, silent if rule == "left_out" else [], silent if rule == "not_reached" else []
        )

    def _guideline(self, one: Json, code: str, cite: str) -> Read:
        if not one.get("steps"):
            return _reaches(self.read(code, one["id"]), _const(one.get("at_least", 1), f"{cite}.{one['id']}"))
        below = [self._guideline(step, code, cite) for step in one["steps"] if self._concerns(step)]
        return _group("any" if one.get("any_of") else "all", below)

    def _concerns(self, guideline: Json) -> bool:
        """Whether a guideline is for this unit: named by a line of `applies_to`, exempt by none of `excepts`."""
        named = guideline.get("applies_to", [])
        return (not named or any(map(self._matches, named))) and not any(
            map(self._matches, guideline.get("excepts", []))
        )

    def _matches(self, match: Json) -> bool:
        kinds, under, not_under = (set(match.get(key, ())) for key in ("kinds", "under", "not_under"))
        return (not kinds or bool(kinds & self.kinds)) and (not under or bool(under & self.under)) and not (
            not_under & self.under
        )  # fmt: skip

    def _disclosure(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        there = [self._there(one, indicator["code"]) for one in method["elements"] if one.get("required", True)]
        known = [step for step in there if isinstance(step, dict)]
        all_or_nothing = method["partial"] == "none"
        lacking = next((step for step in there if isinstance(step, str)), None)
        if lacking is not None and not (all_or_nothing and any(step["value"] == 0 for step in known)):
            return lacking, lacking
        ones = [_const(1, f"{cite}.elements")] * len(known)
        share = _step("min", *known) if all_or_nothing else _step("div", _step("add", *known), _step("add", *ones))
        complete, incomplete = (_const(method[end], f"{cite}.{end}") for end in ("complete", "incomplete"))
        return share, _step("add", incomplete, _step("mul", _step("sub", complete, incomplete), share))

    def _there(self, element: Json, code: str) -> Read:
        if not element.get("elements"):
            return self.read(code, element["id"])
        read = [self._there(one, code) for one in element["elements"] if one.get("required", True)]
        known = [step for step in read if isinstance(step, dict)]
        any_of = bool(element.get("any_of"))
        if not any(step["value"] == any_of for step in known):
            lacking = next((step for step in read if isinstance(step, str)), None)
            if lacking is not None:
                return lacking
        return _step("max" if any_of else "min", *known)

    def _survey_mean(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        parts: list[tuple[Step, Step]] = []
        for index, cohort in enumerate(method["cohorts"]):
            survey = _named(self.terms["surveys"], cohort["survey"])
            mean = self._survey(indicator["code"], survey, cohort.get("least_respondents", 0), method["unanswered"])
            if isinstance(mean, str):
                return mean, mean
            parts.append((mean, _const(cohort["weight"], f"{cite}.cohorts.{index}.weight")))
        return _weighted(parts), _weighted(parts)

    def _survey(self, code: str, survey: Json, least: int, unanswered: str) -> Read:
        cite = f"survey.{survey['id']}"
        sections: list[tuple[Step, Step]] = []
        for index, section in enumerate(survey["sections"]):
            means: list[Step] = []
            for question in section["questions"]:
                lines = [self._line(code, survey, question, line, least) for line in _lines(question)]
                unknown = next((line for line in lines if isinstance(line, str)), None)
                answered = [line for line in lines if isinstance(line, dict)]
                if unknown is not None or (not answered and unanswered == "missing"):
                    return unknown or Missing
                if answered:
                    single = len(answered) == 1
                    means.append(answered[0] if single else _mean(answered, f"{cite}:{question['id']}"))
            if means:
                weight = _const(section["weight"], f"{cite}:sections.{index}.weight")
                sections.append((_mean(means, f"{cite}:sections.{index}"), weight))
        return _weighted(sections) if sections else Missing

    def _line(self, code: str, survey: Json, question: Json, line: tuple[str, bool], least: int) -> Read | None:
        """Σ respondents × what their choice counts ÷ Σ respondents; None when nobody answered this line."""
        key, turned = line
        scale = question["scale"]
        counted = [choice for choice in survey["scales"][scale]["choices"] if choice["value"] is not None]
        worth = [choice["value"] for choice in (reversed(counted) if turned else counted)]
        heads: list[Step] = []
        for choice in counted:
            count = self.read(code, f"{survey['id']}.{key}/{choice['id']}")
            if isinstance(count, str):
                return count
            heads.append(count)
        respondents = _step("add", *heads)
        if respondents["value"] == 0 or respondents["value"] < least:
            return Missing if respondents["value"] else None
        cites = [f"survey.{survey['id']}:scales.{scale}.{choice['id']}" for choice in counted]
        values = [_const(value, cite) for value, cite in zip(worth, cites, strict=True)]
        products = [_step("mul", head, value) for head, value in zip(heads, values, strict=True)]
        return _step("div", _step("add", *products), respondents)

    # the tree and its totals

    def scorecard(self) -> Json:
        """The whole scorecard as it must be."""
        rounding, total_rule = self.rules["rounding"], self.framework["total"]
        rows: list[_Row] = []
        scored = self.round.get("indicators") or [top["code"] for top in self.terms["indicators"]]
        tops = [self._row(top, 0, top["code"] in scored, rows) for top in self.terms["indicators"]]
        self.at[0] = "/total"
        tops = [top for top in tops if top.status != "not_in_round"]
        weights = [top.weight for top in tops if top.weight is not None and self.lost.get(top.status, True)]
        whole = sum(weights, Fraction(0))
        for row in rows:
            if isinstance(row.score, dict) and row.weight is not None and whole:
                product = _step("mul", row.node(), _const(row.weight, f"{row.code}:weight.percent"))
                share = _step("div", product, _const(whole, "rules:weights.total"))
                row.weighted = _carried(share, rounding["weighted"])
        counted = [top.weighted for top in tops if top.weighted is not None]
        total: Read = Missing
        if counted and all(top.status != Missing for top in tops):
            total = _carried(_step("add", *counted), rounding["total"])
        factor = total_rule.get("multiply")
        converted = None
        if factor is not None and rounding.get("converted") is not None:
            made: Read = total
            if isinstance(total, dict):
                node = {"op": "node", "value": total["value"], "node": "total"}
                made = _step("mul", node, _const(factor, "total:multiply"))
            converted = _figure(made, rounding["converted"])
        figures = {"total": _figure(total, rounding["total"]), "converted": converted}
        ends = None
        if isinstance(total, str) and whole:
            spans = [(self._span(top), top.weight) for top in tops if top.status in ("scored", Missing) and top.weight]
            times = Fraction(1) if factor is None else _number(factor)
            ends = [sum((span[end] * weight for span, weight in spans), Fraction(0)) / whole * times for end in (0, 1)]
        inside = {row.code for row in rows if row.status != "not_in_round"} - set(self.terms["dropped"])
        return {
            "format": FORMAT_VERSION,
            "language": LANGUAGE_VERSION,
            "engine": _ANY_TEXT,
            "pack": self.framework["id"],
            "pack_digest": self.terms["pack_digest"],
            "terms_digest": _digest(self.terms),
            "facts_digest": _digest_of_facts(self.listed),
            "round": self.round["id"],
            "facts": {"pack": self.framework["id"], "round": self.round["id"],
                      "unit": {"name": _ANY_TEXT, "kind": _ANY_TEXT, "under": sorted(self.under)},
                      "facts": self.listed["facts"]},
            "indicators": [_row_as_json(row, rounding) for row in rows],
            **figures,
            "band": self._band(rows, figures),
            "range": ends,
            "assumptions": sorted(self._assumptions(inside), key=_canonical),
            "discrepancies": [
                one["id"] for one in self.framework.get("discrepancies", [])
                if one["touches_score"] and (not one.get("about") or inside & set(one["about"]))
            ],
        }  # fmt: skip

    def _row(self, indicator: Json, depth: int, in_round: bool, rows: list[_Row]) -> _Row:
        """An indicator and all below it; parents stand before their parts in `rows`."""
        code, method = indicator["code"], indicator.get("method")
        alone = method is not None and method["kind"] != "composite"
        percent = self.round.get("weights", {}).get(code, (indicator.get("weight") or {}).get("percent"))
        rounding = self.rules["rounding"]["score" if alone else "composite"]
        row = _Row(indicator, depth, None if percent is None else _number(percent), rounding)
        rows.append(row)
        row.parts = [self._row(part, depth + 1, in_round, rows) for part in indicator.get("parts", [])]
        self.at[0] = f"/terms/indicators {code}"
        for_kinds = set(indicator.get("applies_to", []))
        if not in_round:
            row.status = "not_in_round"
        elif code in self.terms["dropped"]:
            row.status = "dropped"
        elif for_kinds and not for_kinds & self.kinds:
            row.status = NotApplicable
        else:
            row.result, row.score = self.score_of(indicator) if alone else (None, self._composite(row))
            rule = self.rules["missing"]
            if row.score == Missing and rule["becomes"] == "score" and rule.get("score") is not None:
                row.score = _const(rule["score"], "rules:missing.score")
            row.status = row.score if isinstance(row.score, str) else "scored"
            row.score = row.score if isinstance(row.score, str) else _carried(row.score, rounding)
        return row

    def _composite(self, row: _Row) -> Read:
        """Σ score × weight ÷ Σ weight; a weight that is lost stays in the divisor and earns nothing."""
        counted = [part for part in row.parts if part.status == "scored"]
        if any(part.status == Missing for part in row.parts) or not counted:
            return Missing if any(part.status == Missing for part in row.parts) else NotApplicable
        total = _step("add", *[_step("mul", part.node(), self._part_weight(row, part)) for part in counted])
        return _step("div", total, _step("add", *[self._part_weight(row, part) for part in self._weighing(row)]))

    def _weighing(self, row: _Row) -> list[_Row]:
        return [part for part in row.parts if part.status in ("scored", Missing) or self.lost.get(part.status)]

    def _part_weight(self, row: _Row, part: _Row) -> Step:
        if part.weight is None or (row.indicator.get("method") or {}).get("weights") == "equal":
            return _const(1, f"{row.code}:method.weights")
        return _const(part.weight, f"{part.code}:weight.percent")

    def _span(self, row: _Row) -> tuple[Fraction, Fraction]:
        """The least and the most an indicator can still come to."""
        if isinstance(row.score, dict):
            return row.score["value"], row.score["value"]
        still_open = [part for part in row.parts if part.status in ("scored", Missing)]
        if row.status != Missing or not still_open:
            return _number(self.rules["scale"]["lowest"]), _number(self.rules["scale"]["highest"])
        spans = [(self._span(part), self._part_weight(row, part)["value"]) for part in still_open]
        whole = sum((self._part_weight(row, part)["value"] for part in self._weighing(row)), Fraction(0))
        low, high = (sum((span[end] * weight for span, weight in spans), Fraction(0)) / whole for end in (0, 1))
        return low, high

    def _band(self, rows: list[_Row], figures: Json) -> Any:
        """The first level of the first scheme that the shown total, and the shown scores it names, all reach."""
        schemes = self.framework["total"].get("schemes")
        shown = schemes and (figures[schemes[0]["of"]] or {}).get("shown")
        scores = {
            row.code: _number(_shown(row.score["value"], row.rounding["places"]))
            for row in rows if isinstance(row.score, dict)
        }  # fmt: skip
        for band in schemes[0]["bands"] if shown else []:
            if _number(shown) >= _number(band["at_least"]) and all(
                code in scores and scores[code] >= _number(needed) for code, needed in band.get("each", {}).items()
            ):
                return band["id"]
        return None

    def _assumptions(self, inside: set[str]) -> Iterator[Json]:
        yield from _assumed(self.rules, "rules")
        yield from _assumed(self.round, f"round.{self.round['id']}")
        yield from _assumed(self.framework["total"], "total")
        for indicator in _every(self.terms["indicators"]):
            if indicator["code"] in inside:
                for key in ("method", "formula"):
                    yield from _assumed(indicator.get(key), f"{indicator['code']}.{key}")
                for name, spec in indicator.get("inputs", {}).items():
                    yield from _assumed(spec, f"{indicator['code']}.inputs.{name}")


def _every(indicators: list[Json]) -> Iterator[Json]:
    for indicator in indicators:
        yield indicator
        yield from _every(indicator.get("parts", []))


def _leaves(things: list[Json], below: str) -> Iterator[Json]:
    for thing in things:
        yield from _leaves(thing[below], below) if thing.get(below) else [thing]


def _lines(question: Json) -> list[tuple[str, bool]]:
    """What respondents tick: the question itself or its items, and whether the scale is turned round."""
    items = [(f"{question['id']}.{item['id']}", bool(item.get("reversed"))) for item in question.get("items", [])]
    return items or [(question["id"], bool(question.get("reversed")))]


def _assumed(part: Any, where: str) -> Iterator[Json]:
    if isinstance(part, dict):
        if part.get("assumption") is not None:
            words = part["assumption"]
            yield {"where": where, "th": words["th"], "en": words.get("en") or words["th"]}
        for key, held in part.items():
            yield from _assumed(held, f"{where}.{key}")


def _carried(step: Step, rounding: Json) -> Step:
    return _step("round", step, places=rounding["places"]) if rounding["carry"] == "rounded" else step


def _mean(means: list[Step], cite: str) -> Step:
    return _step("div", _step("add", *means), _step("add", *[_const(1, cite)] * len(means)))


def _weighted(parts: list[tuple[Step, Step]]) -> Step:
    if len(parts) == 1:
        return parts[0][0]
    total = _step("add", *[_step("mul", value, weight) for value, weight in parts])
    return _step("div", total, _step("add", *[weight for _, weight in parts]))


def _figure(value: Read | None, rounding: Json) -> Json | None:
    if isinstance(value, dict):
        return {"shown": _shown(value["value"], rounding["places"]), "exact": value["value"], "trace": value}
    return None if value is None else {"unknown": value, "why": {"th": _ANY_TEXT, "en": _ANY_TEXT}}


def _row_as_json(row: _Row, rounding: Json) -> Json:
    return {
        "code": row.code, "depth": row.depth, "status": row.status, "weight": row.weight,
        "result": _figure(row.result, rounding["result"]), "score": _figure(row.score, row.rounding),
        "weighted": _figure(row.weighted, rounding["weighted"]),
    }  # fmt: skip


# ── without Terms: the arithmetic alone ──────────────────────────────────────────────────────────────────────────────


class _Again:
    """Computes every trace again from the facts and from the figures that the trace itself cites."""

    def __init__(self, card: Json) -> None:
        self.card, self.scores = card, {}
        self.rows: dict[str, Json] = {row["code"]: row for row in card["indicators"]}
        self.scores: dict[str, Fraction | None] = {}
        self.facts = {
            (fact["indicator"], fact["input"], fact["window"]): _number(fact["value"])
            for fact in card["facts"]["facts"] if "value" in fact
        }  # fmt: skip

    def problems(self) -> list[Problem]:
        digest = _digest_of_facts(self.card["facts"])
        found = [] if digest == self.card["facts_digest"] else [
            _problem("TR201", "/facts_digest", digest, self.card["facts_digest"])
        ]  # fmt: skip
        places = [
            (f"/indicators/{index}/{key}", row[key], str(row["code"]))
            for index, row in enumerate(self.card["indicators"]) for key in ("result", "score", "weighted")
        ] + [(f"/{key}", self.card[key], "") for key in ("total", "converted")]  # fmt: skip
        for where, figure, code in places:
            try:
                found += _differences(self.figure(figure), figure, where, code)
            except _UNREADABLE as error:
                found.append(_problem("TR101", where, "the documented form", f"{type(error).__name__}: {error}", code))
        return found

    def figure(self, figure: Any) -> Any:
        if figure is None or "trace" not in figure:
            return figure
        trace = self.step(figure["trace"])
        places = len(figure["shown"].partition(".")[2])
        return {"shown": _shown(trace["value"], places), "exact": trace["value"], "trace": trace}

    def step(self, step: Json) -> Step:
        """The same step with its value, and all values below it, computed again."""
        op = step["op"]
        if op == "const":
            return step | {"value": _number(step["value"])}
        if op == "input":
            return step | {"value": self.facts[step["node"], step["input"], step["window"]]}
        if op == "node":
            return step | {"value": self.score(step["node"])}
        if op == "ladder":
            again = step | {"scores": [_number(score) for score in step["scores"]]}
            again |= {"none_reached": _number(step["none_reached"])}
            again |= {"needs": [[self.test(test) for test in needs] for needs in step["needs"]]}
            return again | {"value": _climb(again)}
        about = {key: held for key, held in step.items() if key not in ("op", "value", "of")}
        if op == "table":
            about["points"] = [[_number(at), _number(score)] for at, score in step["points"]]
            about["scale_lowest"] = _number(step["scale_lowest"])
        return _step(op, *[self.step(part) for part in step["of"]], **about)

    def test(self, test: Json) -> Step:
        if "of" in test:
            return _reaches(self.step(test["of"]), self.step(test["at_least"]))  # type: ignore[return-value]
        word = "any" if "any" in test else "all"
        tests = [self.test(one) for one in test[word]]
        return {word: tests, "holds": (any if word == "any" else all)(one["holds"] for one in tests)}

    def score(self, code: str) -> Fraction:
        """The score of another indicator, recomputed too; `None` marks one that is being computed: a circle."""
        if code not in self.scores:
            self.scores[code] = None
            figure = self.card["total"] if code == "total" and code not in self.rows else self.rows[code]["score"]
            self.scores[code] = self.step(figure["trace"])["value"]
        value = self.scores[code]
        if value is None:
            raise ValueError(f"{_quoted(code)} is made of itself")
        return value


# ── what differs ─────────────────────────────────────────────────────────────────────────────────────────────────────

_WORDS = {
    "TR101": ("อ่านส่วนนี้ไม่ได้: ต้องเป็น {expected} แต่พบ {found}", "this cannot be read: expected {expected}, found {found}"),
    "TR102": ("เอกสารใหญ่หรือซ้อนลึกเกินไป: {expected}", "the document is too large or too deep: {expected}"),
    "TR103": ("ตัวตรวจนี้อ่านได้เฉพาะรุ่น {expected} แต่พบ {found}", "this verifier reads version {expected} only, not {found}"),
    "TR201": ("ลายนิ้วมือของข้อเท็จจริงคือ {expected} แต่เขียนไว้ {found}", "the digest of the facts is {expected}, not {found}"),
    "TR202": ("ลายนิ้วมือของเงื่อนไข (Terms) คือ {expected} แต่เขียนไว้ {found}", "the digest of the Terms is {expected}, not {found}"),
    "TR203": ("เอกสารคนละชุดกัน: ต้องเป็น {expected} แต่พบ {found}", "these documents do not belong together: expected {expected}, found {found}"),
    "TR204": ("ข้อเท็จจริงนี้ใช้กับเงื่อนไขไม่ได้: {found}", "the Terms do not ask for this fact, or refuse it: {found}"),
    "TR301": ("คำนวณซ้ำได้ {expected} แต่เขียนไว้ {found}", "recomputed, this is {expected}, not {found}"),
    "TR302": ("ค่าที่แสดงต้องเป็น {expected} แต่เขียนไว้ {found}", "what is shown must be {expected}, not {found}"),
    "TR303": ("ตัวเลขในเงื่อนไขคือ {expected} แต่เขียนไว้ {found}", "the Terms say {expected}, not {found}"),
    "TR304": ("ข้อเท็จจริงที่รายงานคือ {expected} แต่เขียนไว้ {found}", "the fact reported is {expected}, not {found}"),
    "TR305": ("ที่มาต้องเป็น {expected} แต่พบ {found}", "this must come from {expected}, found {found}"),
    "TR306": ("สถานะต้องเป็น {expected} แต่เขียนไว้ {found}", "the status must be {expected}, not {found}"),
    "TR307": ("ผลสรุปต้องเป็น {expected} แต่เขียนไว้ {found}", "this must be {expected}, not {found}"),
}  # fmt: skip
_CODES = {
    "facts_digest": "TR201", "terms_digest": "TR202", "pack_digest": "TR203", "pack": "TR203", "round": "TR203",
    "facts": "TR203", "unit": "TR203", "under": "TR203", "shown": "TR302", "exact": "TR302", "value": "TR301",
    "holds": "TR301", "status": "TR306", "unknown": "TR306", "weight": "TR303", "band": "TR307", "range": "TR307",
    "assumptions": "TR307", "discrepancies": "TR307",
}  # fmt: skip


def _differences(expected: Any, found: Any, where: str = "", about: str = "", code: str = "TR305") -> Iterator[Problem]:
    """Where `found` is not `expected`, the outermost place of each difference."""
    if isinstance(expected, Fraction):
        expected = str(expected)
    if expected is _ANY_TEXT:
        if not isinstance(found, str):
            yield _problem("TR101", where, "a text", found, about)
    elif isinstance(expected, dict) and isinstance(found, dict) and expected.get("op") == found.get("op"):
        about = expected["code"] if "depth" in expected else about
        for key in sorted({*expected, *found}):
            inner = _CODES.get(key, code if key in ("th", "en", "where") else "TR305")
            if key in ("value", "from"):
                inner = {"const": "TR303", "input": "TR304"}.get(str(expected.get("op")), inner)
            place = f"{where}/{key.replace('~', '~0').replace('/', '~1')}"
            if key not in found or key not in expected:
                lacks, has = ("-", key) if key in found else (key, "-")
                yield _problem("TR305", place, lacks, has, about)
            else:
                held = found[key]
                if key == "assumptions" and not where and isinstance(held, list):
                    held = sorted(held, key=_canonical)  # the order of a document's keys is no rule
                yield from _differences(expected[key], held, place, about, inner)
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from _differences(one, other, f"{where}/{index}", about, code)
    elif type(expected) is not type(found) or expected != found:
        yield _problem(code, where, expected, found, about)


def _problem(code: str, where: str, expected: Any, found: Any, about: str = "") -> Problem:
    words = {"expected": _brief(expected), "found": _brief(found)}
    th, en = (text.format(**words) for text in _WORDS[code])
    name = _quoted(about)
    return Problem(code, where, f"ตัวชี้วัด {name}: {th}" if about else th, f"indicator {name}: {en}" if about else en)


def _brief(value: Any) -> str:
    """A value in a few words; a step as an expression such as "table(div(4.done, 4.planned))"."""
    return _quoted(_expression(value, 4) if isinstance(value, dict | list) else value)


def _expression(value: Any, depth: int) -> str:
    if not depth:
        return "…"
    if isinstance(value, list):
        return f"[{', '.join(_expression(one, depth - 1) for one in value[:4])}{', …' if value[4:] else ''}]"
    if not isinstance(value, dict):
        return _quoted(value)
    if value.get("op") in ("const", "input", "node"):
        return ".".join(_quoted(value[key]) for key in ("value", "node", "input", "window", "from") if value.get(key))
    inside = value.get("of", value.get("needs", sorted(value)))
    return f"{_quoted(value.get('op', ''))}({_expression(inside, depth - 1)[1:-1]})"


def _quoted(value: Any) -> str:
    """At most 200 characters, none of which can steer a terminal."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _LARGEST:
        return "…"
    text = str(value)
    text = text if len(text) <= 200 else text[:199] + "…"
    return "".join(letter if letter.isprintable() else "�" for letter in text)


if __name__ == "__main__":
    sys.exit(main())
