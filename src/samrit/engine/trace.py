"""Recompute a scorecard from its facts and Terms.  This one file needs Python 3.11 and nothing else.

    python trace.py scorecard.json terms.json

It is a second engine, written apart from the first.  From the Terms and the facts it derives what the scorecard must
say, down to each step of each trace, and reports every place where the scorecard says something else; of the scorecard
it believes nothing but the facts.  Without Terms it can only redo the arithmetic of the traces.
docs/reference/trace.md has the language of traces, the problem codes, and what no verifier can see.
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

# Documents may come from anyone: what it costs to read one is bounded before it is read.
MAX_VALUES = 500_000
MAX_DEPTH = 600
MAX_DIGITS = 4_000
MAX_FORMULA = 500

# How a document that is not of the documented form shows itself, wherever the code below happens to touch it.
UNREADABLE = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, SyntaxError, MemoryError,
)  # fmt: skip

Json = dict[str, Any]
Step = dict[str, Any]  # as the scorecard writes it, but every value is a Fraction
Read = Step | str  # a step, or which kind of unknown stands in its place
MISSING, NOT_APPLICABLE = "missing", "not_applicable"
ANY_TEXT = object()  # words that no rule decides: why something is unknown, names, the engine's version
NOTHING = object()  # a key that is not there


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
    found = too_much(card, "scorecard") + (too_much(terms, "terms") if terms is not None else [])
    if found:
        return found
    at = [""]
    try:
        versions = (("format", FORMAT_VERSION), ("language", LANGUAGE_VERSION))
        held = [(key, one, card.get(key)) for key, one in versions]
        other = [_problem("TR103", f"/{key}", one, is_) for key, one, is_ in held if type(is_) is not int or is_ != one]
        if other or terms is None:
            return other or list(_Arithmetic(card).problems())
        engine = _Engine(terms, card.get("facts"), at)
        found = list(engine.unfit_facts())
        # Which assumption is named first is decided by the order of keys, which no digest fixes.
        listed = card.get("assumptions")
        same_order = {"assumptions": sorted(listed, key=canonical)} if isinstance(listed, list) else {}
        return found + list(_differences(engine.scorecard(), card | same_order))
    except UNREADABLE as error:
        return [*found, _problem("TR101", at[0], "…", f"{type(error).__name__} {error}")]


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
        card, terms = [*(load(path) for path in paths), None][:2]
    except (OSError, ValueError, RecursionError) as error:
        print(f"อ่านไฟล์ไม่ได้ · cannot read: {_quoted(error)}", file=sys.stderr)
        return 2
    if isinstance(card, dict) and "scorecard" in card:  # what `samrit score --json` prints holds both
        card, terms = card["scorecard"], terms or card.get("terms")
    problems = verify(card, terms)
    for problem in problems:
        print(f"{_quoted(problem.where)} {problem.code}\n  {problem.th}\n  {problem.en}")
    if problems:
        print(f"ไม่ผ่าน พบ {len(problems)} จุด · not verified: {len(problems)} problem(s)")
        return 1
    print(
        "คำนวณซ้ำได้ตรงกัน · verified" if terms else "ตรวจได้เฉพาะเลขคณิต เพราะไม่มี Terms · arithmetic only: no Terms given"
    )
    # False facts, or other Terms, give a consistent scorecard too: only the digests on the issued paper tell.
    print("เทียบสองบรรทัดนี้กับเอกสารที่ออก · compare with the issued paper:")
    print(f"  terms {_quoted(card.get('terms_digest'))}\n  facts {_quoted(card.get('facts_digest'))}")
    return 0


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def load(path: str) -> Any:
    text = Path(path).read_text("utf-8")
    return json.loads(text, object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse)


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    """An object without repeated keys, of which two readers might see two different scores."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


def _refuse(text: str) -> Any:
    raise ValueError(f"{text[:30]} is not exact; figures are written as text")


def too_much(document: Any, name: str) -> list[Problem]:
    """Whether the document is an object of plain JSON data within the limits, found out level by level."""
    if type(document) is not dict:
        return [_problem("TR101", "", name, type(document).__name__)]
    level: list[Any] = [document]
    seen = 0
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            if type(value) is dict and not {*map(type, value)} - {str}:
                below += value.values()
            elif type(value) is list:
                below += value
            elif value is not None and type(value) not in (str, int, bool):
                return [_problem("TR101", "", name, type(value).__name__)]
            if seen + len(below) > MAX_VALUES or (type(value) is int and value.bit_length() > 64):
                return [_problem("TR102", "", name, f"> {MAX_VALUES}")]
        if not below:
            return []
        seen += len(below)
        level = below
    return [_problem("TR102", "", name, f"> {MAX_DEPTH}")]


_FIGURE = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}(?:\.[0-9]{{1,{MAX_DIGITS}}}|/[1-9][0-9]{{0,{MAX_DIGITS - 1}}})?")


def number(text: Any) -> Fraction:
    """A figure from its text: "72.42" or "68/25"."""
    if not isinstance(text, str) or not _FIGURE.fullmatch(text):
        raise ValueError(f"not a figure: {_quoted(text)}")
    return Fraction(text)


def shown(value: Fraction, places: Any) -> str:
    """Rounded half up, a tie going away from zero, with exactly `places` decimals."""
    if type(places) is not int or not 0 <= places <= 30:
        raise ValueError(f"not a number of decimals: {_quoted(places)}")
    units = int(abs(value) * 10**places + Fraction(1, 2))
    digits = str(units).rjust(places + 1, "0")
    cut = len(digits) - places
    return ("-" if value < 0 < units else "") + digits[:cut] + (f".{digits[cut:]}" if places else "")


def canonical(data: Any) -> str:
    """The text whose sha256 is the digest of `data`."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(data: Any) -> str:
    return "sha256:" + hashlib.sha256(canonical(data).encode()).hexdigest()


def digest_of_facts(facts: Json) -> str:
    """What was reported; not how it was typed, what was remarked on it, nor rows left blank, which say nothing."""
    reported = [fact for fact in facts["facts"] if fact.get("unknown") != MISSING]
    rows = [{key: held for key, held in fact.items() if key not in ("text", "note")} for fact in reported]
    return digest(facts | {"facts": rows})


def _named(things: list[Json], name: Any) -> Json:
    found = [thing for thing in things if thing["id"] == name]
    return found[0]


# ── the language: what each operation gives ──────────────────────────────────────────────────────────────────────────


_TOO_LARGE = 10**MAX_DIGITS


def _step(op: str, *parts: Step, **about: Any) -> Step:
    return {"op": op, "value": _apply(op, [part["value"] for part in parts], about), **about, "of": list(parts)}


def _const(value: Any, cite: str) -> Step:
    return {"op": "const", "value": number(value) if isinstance(value, str) else Fraction(value), "from": cite}


def _apply(op: str, parts: list[Fraction], about: Json) -> Fraction:
    """The value of an operation on parts that have been computed."""
    if op == "add":
        value = sum(parts, Fraction(0))
    elif op in ("min", "max"):
        value = min(parts) if op == "min" else max(parts)
    elif op in ("round", "table"):
        (only,) = parts
        value = Fraction(shown(only, about["places"])) if op == "round" else _look_up(about, only)
    elif op in ("sub", "mul", "div"):
        left, right = parts
        value = left - right if op == "sub" else left * right if op == "mul" else left / right
    else:
        raise ValueError(f"no such operation: {_quoted(op)}")
    if max(abs(value.numerator), value.denominator) >= _TOO_LARGE:
        raise ValueError(f"more than {MAX_DIGITS} digits")
    return value


class _OffTheTable(ValueError):
    """The table gives such a result no points."""


def _look_up(table: Json, result: Fraction) -> Fraction:
    """Points by straight line between levels; a descending table is an ascending one seen in a mirror."""
    mirror = {"ascending": 1, "descending": -1}[table["direction"]]
    points = [(mirror * at, score) for at, score in table["points"]]
    at, lines = mirror * result, list(pairwise(points))
    (first, lowest), (last, highest) = points[0], points[-1]
    if at < first:
        if table["below"] == "missing":
            raise _OffTheTable
        line = lines[0] if table["below"] == "extend" and lines else None
        flat = {"zero": Fraction(0), "scale_lowest": table["scale_lowest"]}.get(table["below"], lowest)
    elif at >= last:
        line = lines[-1] if table["above"] == "extend" and lines else None
        flat = highest
    else:
        line = next(line for line in lines if line[0][0] <= at < line[1][0])
        flat = line[0][1]
        line = None if table["between"] == "step" else line
    if line is None:
        return Fraction(flat)
    (left, low), (right, high) = line
    return Fraction(low + (at - left) * (high - low) / (right - left))


def _climb(ladder: Json) -> Fraction:
    """Points of the highest rung reached; a consecutive ladder ends at the first rung that is not."""
    reached = ladder["none_reached"]
    for index, needs in enumerate(ladder["needs"]):
        if index not in ladder["left_out"]:
            if index not in ladder["never"] and all(test["holds"] for test in needs):
                reached = ladder["scores"][index]
            elif ladder["order"] == "consecutive":
                break
    return Fraction(reached)


def _reaches(of: Read, at_least: Step) -> Read:
    """The test that a figure reaches another, or the unknown that stands in the figure's place."""
    return of if isinstance(of, str) else {"of": of, "at_least": at_least, "holds": of["value"] >= at_least["value"]}


def _group(word: str, tests: Sequence[Read]) -> Read:
    """All or any of several tests; one that settles the matter makes unknown ones beside it irrelevant."""
    known = _steps(tests)
    if not known and MISSING not in tests:
        return NOT_APPLICABLE
    settling = [test for test in known if test["holds"] == (word == "any")]
    if MISSING in tests and not settling:
        return MISSING
    kept = settling if settling and (word == "any" or MISSING in tests) else known
    return {word: kept, "holds": (any if word == "any" else all)(test["holds"] for test in kept)}


def _steps(read: Sequence[Read]) -> list[Step]:
    return [one for one in read if isinstance(one, dict)]


def _unknown(read: Sequence[Read]) -> str | None:
    return next((one for one in read if isinstance(one, str)), None)


def _mean(parts: list[tuple[Step, Step]]) -> Step:
    """Σ value × weight ÷ Σ weight."""
    if len(parts) == 1:
        return parts[0][0]
    total = _step("add", *[_step("mul", value, weight) for value, weight in parts])
    return _step("div", total, _step("add", *[weight for _, weight in parts]))


def _plain_mean(steps: list[Step], cite: str) -> Step:
    """Σ value ÷ count."""
    return _step("div", _step("add", *steps), _step("add", *[_const(1, cite)] * len(steps)))


def _carried(step: Step, rounding: Json) -> Step:
    return _step("round", step, places=rounding["places"]) if rounding["carry"] == "rounded" else step


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
    score: Read = NOT_APPLICABLE
    weighted: Step | None = None
    parts: list[_Row] = field(default_factory=list)

    @property
    def code(self) -> str:
        return str(self.indicator["code"])

    def node(self) -> Step:
        return {"op": "node", "value": self.score["value"], "node": self.code}  # type: ignore[index]  # asked only of a node with a score


class _Engine:
    """Derives from Terms and facts what the scorecard must say; `at[0]` follows what it is looking at."""

    def __init__(self, terms: Json, facts: Any, at: list[str]) -> None:
        self.terms, self.listed, self.at = terms, facts, at
        self.at[0] = "terms"
        self.framework: Json = terms["framework"]
        self.rules: Json = self.framework["rules"]
        self.lost = {what for what in ("dropped", NOT_APPLICABLE) if self.rules[what]["weights"] == "lost"}
        every = list(_every(terms["indicators"]))
        self.slots = {(one["code"], name): spec for one in every for name, spec in self.inputs(one)}
        self.at[0] = "/facts"
        self.round = _named(self.framework["rounds"], facts["round"])
        self.under = set(facts["unit"]["under"])
        self.counts_as = {kind["id"]: kind.get("counts_as") for kind in self.framework.get("unit_kinds", [])}
        self.kinds: set[str] = set()
        kind = facts["unit"]["kind"]
        while kind is not None and kind not in self.kinds:
            self.kinds.add(kind)
            kind = self.counts_as.get(kind)
        self.facts: dict[tuple[str, str], dict[str, Fraction | str]] = {}
        for fact in facts["facts"]:
            held = self.facts.setdefault((fact["indicator"], fact["input"]), {})
            held[fact["window"]] = number(fact["value"]) if "value" in fact else fact["unknown"]

    # facts: what may be reported, and what it comes to

    def inputs(self, indicator: Json) -> Iterator[tuple[str, Json]]:
        """Every fact the indicator asks for: those it declares, and those that its method implies."""
        declared, method = indicator.get("inputs", {}), indicator.get("method") or {}
        yield from declared.items()
        levels = method.get("levels", []) if method.get("kind") == "milestones" else []
        guidelines = [leaf for level in levels for leaf in _leaves(level.get("guidelines", []), "steps")]
        for leaf in [*guidelines, *_leaves(method.get("elements", []), "elements")]:
            if leaf["id"] not in declared:
                yield leaf["id"], {"holds": "figure", "least": "0"} if leaf.get("at_least") else {"holds": "deed"}
        for cohort in method.get("cohorts", []):
            survey = _named(self.terms["surveys"], cohort["survey"])
            for question in (one for section in survey["sections"] for one in section["questions"]):
                for key, _ in _lines(question):
                    for choice in survey["scales"][question["scale"]]["choices"]:
                        tally = {"holds": "figure", "least": "0", "whole": True}
                        yield f"{survey['id']}.{key}/{choice['id']}", tally

    def unfit_facts(self) -> Iterator[Problem]:
        """Facts that the Terms do not ask for, or would have refused."""
        seen: set[tuple[str, str, str]] = set()
        for index, fact in enumerate(self.listed["facts"]):
            slot = (fact["indicator"], fact["input"])
            key = (*slot, fact["window"])
            repeated = key in seen or ("" in self.facts[slot] and len(self.facts[slot]) > 1)
            seen.add(key)
            said = "value" if "value" in fact else "unknown"
            keys = {*fact} - {"note"} == {"indicator", "input", "window", "text", said}
            texts = isinstance(fact.get("text"), str) and isinstance(fact.get("note", ""), str)
            if slot not in self.slots or repeated or not keys or not texts or not self._allows(self.slots[slot], fact):
                yield _problem("TR204", f"/facts/facts/{index}", ".".join(slot), fact.get(said), slot[0])

    def _allows(self, spec: Json, fact: Json) -> bool:
        if fact["window"] not in ("", *self.months(spec)):
            return False
        if "value" not in fact:
            rule = self.rules["not_applicable"]
            listed = rule["accepted"] == "listed" and fact["indicator"] in rule.get("indicators", [])
            accepted = listed or rule["accepted"] == "always"
            return fact["unknown"] == MISSING or (fact["unknown"] == NOT_APPLICABLE and accepted)
        value, least, most = number(fact["value"]), spec.get("least"), spec.get("most")
        whole = bool(spec.get("whole")) <= (value.denominator == 1)
        inside = (least is None or number(least) <= value) and (most is None or value <= number(most))
        return str(value) == fact["value"] and inside and whole and (spec["holds"] != "deed" or value in (0, 1))

    def months(self, spec: Json) -> list[str]:
        """The months an input is reported for, such as "2556-04"."""
        if spec.get("every") != "month":
            return []
        windows = [one for one in self.framework.get("windows", []) if one["id"] == spec.get("window")]
        window = windows[0] if windows else self.round
        first, last = (int(window[end][:4]) * 12 + int(window[end][5:7]) - 1 for end in ("starts", "ends"))
        return [f"{month // 12 + 543}-{month % 12 + 1:02d}" for month in range(first, min(last, first + 1200) + 1)]

    def read(self, code: str, name: str) -> Read:
        """An input over its whole window: reported for the whole, or by month and added up as declared."""
        read: dict[str, Read] = {}
        for window, value in self.facts.get((code, name), {}).items():
            step = {"op": "input", "value": value, "node": code, "input": name, "window": window}
            read[window] = value if isinstance(value, str) else step
        if "" in read or not read:
            return read.get("", MISSING)
        spec = self.slots[code, name]
        months = [month for month in self.months(spec) if read.get(month) != NOT_APPLICABLE]
        known, how = _steps([read[month] for month in months if month in read]), spec.get("adds_up")
        if not months:
            return NOT_APPLICABLE
        if how == "union" and any(step["value"] for step in known):
            return _step("max", *known)
        if how == "last":
            return read.get(months[-1], MISSING)
        if len(known) < len(months):
            return MISSING
        return _plain_mean(known, "window:month") if how == "mean" else _step("add" if how == "sum" else "max", *known)

    def result(self, indicator: Json) -> Read:
        """The measured result: the formula over its inputs, or the one figure that is reported."""
        code = indicator["code"]
        if indicator.get("formula") is None:
            figures = [name for name, spec in self.inputs(indicator) if spec["holds"] != "deed"]
            return self._rounded(self.read(code, figures[0]))
        text = indicator["formula"]["text"].strip()
        if len(text) > MAX_FORMULA:
            raise ValueError("the formula is too long")
        tree = ast.parse(text, mode="eval").body
        found = [one for one in ast.walk(tree) if isinstance(one, ast.Name)]
        names = sorted((one.lineno, one.col_offset, _name_of(one, text)) for one in found)
        read = {name: self.read(code, name) for _, _, name in names}
        unknown = _unknown([*read.values()])
        try:
            return unknown or self._rounded(self._formula(tree, text, read, f"{code}:formula.text"))
        except ZeroDivisionError:
            return MISSING

    def _rounded(self, result: Read) -> Read:
        return result if isinstance(result, str) else _carried(result, self.rules["rounding"]["result"])

    def _formula(self, tree: ast.expr, text: str, read: dict[str, Read], cite: str) -> Step:
        if isinstance(tree, ast.Name):
            return read[_name_of(tree, text)]  # type: ignore[return-value]  # unknown ones were told before
        if isinstance(tree, ast.Constant):
            # The figure as written: Python would make 0.1 a binary number.  A short exponent, or it is a bomb.
            written = ast.get_source_segment(text, tree) or ""
            if not re.fullmatch(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", written):
                raise ValueError(f"not a figure: {_quoted(written)}")
            return _const(Fraction(written), cite)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
            return _step("sub", _const(0, cite), self._formula(tree.operand, text, read, cite))
        if not isinstance(tree, ast.BinOp):
            raise ValueError("the formula is not plain arithmetic")
        op = {"Add": "add", "Sub": "sub", "Mult": "mul", "Div": "div"}[type(tree.op).__name__]
        return _step(op, *[self._formula(side, text, read, cite) for side in (tree.left, tree.right)])

    # methods: (result, score) of an indicator that is scored by itself

    def _place(self, indicator: Json, result: Read) -> tuple[Read, Read]:
        method = indicator["method"]
        levels = [(number(score), number(at)) for score, at in method["levels"].items() if at is not None]
        table: Json = {"from": f"{indicator['code']}:method", "points": [[at, score] for score, at in sorted(levels)]}
        table |= {key: method[key] for key in ("direction", "between", "below", "above")}
        table |= {"scale_lowest": number(self.rules["scale"]["lowest"])}
        try:
            return result, result if isinstance(result, str) else _step("table", result, **table)
        except _OffTheTable:
            return result, MISSING

    def _level_table(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        return self._place(indicator, self.result(indicator))

    def _improvement(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        now, before = self.read(indicator["code"], method["now"]), self.read(indicator["code"], method["before"])
        if isinstance(now, str) or isinstance(before, str):
            return self._place(indicator, now if isinstance(now, str) else before)
        change: Read = _step("sub", now, before)
        if method["measure"] == "relative":
            hundred = _const(100, f"{cite}.measure")
            change = _step("mul", _step("div", change, before), hundred) if before["value"] > 0 else MISSING  # type: ignore[arg-type]  # still a step here
        return self._place(indicator, self._rounded(change))

    def _formula_score(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        result = score = self.result(indicator)
        for end, op in (("lowest", "max"), ("highest", "min")):
            clamped = method["below" if end == "lowest" else "above"] == f"scale_{end}"
            if isinstance(score, dict) and clamped:
                score = _step(op, score, _const(self.rules["scale"][end], f"rules:scale.{end}"))
        return result, score

    def _judged(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        given = self.result(indicator)
        least, most, step = (number(method[key]) for key in ("least", "most", "step"))
        if isinstance(given, dict):
            inside = least <= given["value"] <= most and ((given["value"] - least) / step).denominator == 1
            return given, given if inside else MISSING
        return given, given

    def _percent_then_deeds(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        result, rungs = self.result(indicator), []
        for index, rung in enumerate(method["rungs"]):
            here, share = f"{cite}.rungs.{index}", rung.get("at_least")
            tests = [] if share is None else [_reaches(result, _const(share, f"{here}.at_least"))]
            deeds = [self.read(indicator["code"], deed) for deed in rung.get("deeds", [])]
            rungs.append(tests + [_reaches(deed, _const(1, f"{here}.deeds")) for deed in deeds])
        return result, self._ladder(method, cite, method["rungs"], rungs, "reached")

    def _milestones(self, indicator: Json, method: Json, cite: str) -> tuple[None, Read]:
        rungs = [
            self._guidelines(level.get("guidelines", []), indicator["code"], f"{cite}.levels.{index}")
            for index, level in enumerate(method["levels"])
        ]
        return None, self._ladder(method, cite, method["levels"], rungs, method["without_guideline"])

    def _ladder(self, method: Json, cite: str, levels: list[Json], rungs: list[list[Read]], silent: str) -> Read:
        """The ladder as far as it is looked at; missing where something unreported could change the points.

        `silent` says how a rung counts that asks nothing of this unit.
        """
        asks_nothing = {index for index, tests in enumerate(rungs) if not tests}
        left_out = asks_nothing if silent == "left_out" else set()
        # the ladder closes up over what does not apply as well, also past the rung where it stops
        left_out = left_out | {
            index for index, tests in enumerate(rungs) if tests and all(test == NOT_APPLICABLE for test in tests)
        }
        never = asks_nothing if silent == "not_reached" else set()
        needs: list[list[Step]] = []
        undecided = False
        for index, tests in enumerate(rungs):
            needs.append(_steps(tests))
            if index in left_out:
                continue
            failed = index in never or not all(test["holds"] for test in needs[index])
            if failed and method["order"] == "consecutive":
                break
            if not failed and MISSING in tests:
                if method["order"] == "consecutive":
                    return MISSING
                undecided = True
                never = never | {index}
            elif not failed:
                undecided = False  # a rung that is reached makes undecided ones below it irrelevant
        asked = [test for tests in rungs for test in tests]
        if asked and all(test == NOT_APPLICABLE for test in asked):
            return NOT_APPLICABLE
        step: Step = {"op": "ladder", "from": cite, "scores": [number(level["score"]) for level in levels]}
        step |= {"order": method["order"], "none_reached": number(method["none_reached"])}
        step |= {"left_out": sorted(left_out), "never": sorted(never), "needs": needs}
        return MISSING if undecided else step | {"value": _climb(step)}

    def _guidelines(self, guidelines: list[Json], code: str, cite: str) -> list[Read]:
        """The tests that those guidelines ask for which concern this unit."""
        tests: list[Read] = []
        for one in filter(self._concerns, guidelines):
            if one.get("steps"):
                below = self._guidelines(one["steps"], code, cite)
                tests += [_group("any" if one.get("any_of") else "all", below)] if below else []
            else:
                tests.append(
                    _reaches(self.read(code, one["id"]), _const(one.get("at_least", 1), f"{cite}.{one['id']}"))
                )
        return tests

    def _concerns(self, guideline: Json) -> bool:
        """Whether a guideline is for this unit: named by a line of `applies_to`, exempt by none of `excepts`."""
        named, exempt = guideline.get("applies_to", []), guideline.get("excepts", [])
        return (not named or any(map(self._matches, named))) and not any(map(self._matches, exempt))

    def _matches(self, match: Json) -> bool:
        kinds, under, not_under = (set(match.get(key, [])) for key in ("kinds", "under", "not_under"))
        fits = (not kinds or kinds & self.kinds) and (not under or under & self.under)
        return bool(fits) and not not_under & self.under

    def _disclosure(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        there = [self._there(one, indicator["code"]) for one in method["elements"] if one.get("required", True)]
        known, lacking, all_or_nothing = _steps(there), _unknown(there), method["partial"] == "none"
        if lacking and not (all_or_nothing and any(step["value"] == 0 for step in known)):
            return lacking, lacking
        share = _step("min", *known) if all_or_nothing else _plain_mean(known, f"{cite}.elements")
        complete, incomplete = (_const(method[end], f"{cite}.{end}") for end in ("complete", "incomplete"))
        return share, _step("add", incomplete, _step("mul", _step("sub", complete, incomplete), share))

    def _there(self, element: Json, code: str) -> Read:
        """1 when the element is there, 0 when not, or what was not reported where that decides."""
        if not element.get("elements"):
            return self.read(code, element["id"])
        read = [self._there(one, code) for one in element["elements"] if one.get("required", True)]
        known, any_of = _steps(read), bool(element.get("any_of"))
        lacking = None if any(step["value"] == any_of for step in known) else _unknown(read)
        return lacking or _step("max" if any_of else "min", *known)

    def _survey_mean(self, indicator: Json, method: Json, cite: str) -> tuple[Read, Read]:
        parts: list[tuple[Step, Step]] = []
        for index, cohort in enumerate(method["cohorts"]):
            mean = self._survey(indicator["code"], cohort, method["unanswered"])
            if isinstance(mean, str):
                return mean, mean
            parts.append((mean, _const(cohort["weight"], f"{cite}.cohorts.{index}.weight")))
        return _mean(parts), _mean(parts)

    def _survey(self, code: str, cohort: Json, unanswered: str) -> Read:
        survey = _named(self.terms["surveys"], cohort["survey"])
        cite, sections = f"survey.{survey['id']}", []
        for index, section in enumerate(survey["sections"]):
            means: list[Step] = []
            for question in section["questions"]:
                lines = [self._line(code, survey, question, line, cohort) for line in _lines(question)]
                answered = [line for line in lines if line is not None]
                if _unknown(answered) or (not answered and unanswered == MISSING):
                    return _unknown(answered) or MISSING
                known = _steps(answered)
                if known:
                    means.append(known[0] if len(known) == 1 else _plain_mean(known, f"{cite}:{question['id']}"))
            if means:
                weight = _const(section["weight"], f"{cite}:sections.{index}.weight")
                sections.append((_plain_mean(means, f"{cite}:sections.{index}"), weight))
        return _mean(sections) if sections else MISSING

    def _line(self, code: str, survey: Json, question: Json, line: tuple[str, bool], cohort: Json) -> Read | None:
        """Σ respondents × what their choice counts ÷ Σ respondents; None when nobody answered this line."""
        key, is_reversed = line
        counted = [one for one in survey["scales"][question["scale"]]["choices"] if one["value"] is not None]
        heads = [self.read(code, f"{survey['id']}.{key}/{choice['id']}") for choice in counted]
        if _unknown(heads):
            return _unknown(heads)
        respondents = _step("add", *_steps(heads))
        if not respondents["value"] or respondents["value"] < cohort.get("least_respondents", 0):
            return MISSING if respondents["value"] else None
        cite = f"survey.{survey['id']}:scales.{question['scale']}{'.reversed' if is_reversed else ''}"
        worth = [choice["value"] for choice in (reversed(counted) if is_reversed else counted)]
        products = [
            _step("mul", head, _const(value, f"{cite}.{choice['id']}"))
            for head, choice, value in zip(_steps(heads), counted, worth, strict=True)
        ]
        return _step("div", _step("add", *products), respondents)

    # the tree, its totals, and the whole scorecard

    def _row(self, indicator: Json, depth: int, above: str, rows: list[_Row]) -> _Row:
        """An indicator and all below it, left out as what stands above it; parents stand before their parts in `rows`."""
        code, method = indicator["code"], indicator.get("method") or {"kind": "composite"}
        alone = method["kind"] != "composite"
        percent = self.round.get("weights", {}).get(code, (indicator.get("weight") or {}).get("percent"))
        rounding = self.rules["rounding"]["score" if alone else "composite"]
        row = _Row(indicator, depth, None if percent is None else number(percent), rounding, above)
        for_kinds = set(indicator.get("applies_to", []))
        if above == "scored" and code in self.terms["dropped"]:
            row.status = "dropped"
        elif above == "scored" and for_kinds and not for_kinds & self.kinds:
            row.status = NOT_APPLICABLE
        rows.append(row)
        row.parts = [self._row(part, depth + 1, row.status, rows) for part in indicator.get("parts", [])]
        self.at[0] = f"terms {code}"
        if row.status == "scored":
            score: Read
            if alone:
                row.result, score = _SCORED_BY_ITSELF[method["kind"]](self, indicator, method, f"{code}:method")
            else:
                score = self._composite(row)
            rule = self.rules["missing"]
            if score == MISSING and rule["becomes"] == "score" and rule.get("score") is not None:
                score = _const(rule["score"], "rules:missing.score")
            row.status = score if isinstance(score, str) else "scored"
            row.score = score if isinstance(score, str) else _carried(score, rounding)
        return row

    def _composite(self, row: _Row) -> Read:
        """Σ score × weight ÷ Σ weight; a weight that is lost stays in the divisor and earns nothing."""
        counted = [part for part in row.parts if part.status == "scored"]
        if any(part.status == MISSING for part in row.parts) or not counted:
            return MISSING if any(part.status == MISSING for part in row.parts) else NOT_APPLICABLE
        total = _step("add", *[_step("mul", part.node(), self._weight(row, part)) for part in counted])
        return _step("div", total, _step("add", *[self._weight(row, part) for part in self._weighing(row.parts)]))

    def _weighing(self, rows: list[_Row]) -> list[_Row]:
        return [row for row in rows if row.status in ("scored", MISSING) or row.status in self.lost]

    def _weight(self, row: _Row, part: _Row) -> Step:
        if part.weight is None or (row.indicator.get("method") or {}).get("weights") == "equal":
            return _const(1, f"{row.code}:method.weights")
        return _const(part.weight, f"{part.code}:weight.percent")

    def _ends(self, row: _Row) -> tuple[Fraction, Fraction] | None:
        """The least and the most an indicator can still come to; None where that has no bound."""
        if isinstance(row.score, dict):
            return row.score["value"], row.score["value"]
        method = row.indicator.get("method") or {"kind": "composite"}
        if method["kind"] != "composite":
            return self._ends_of(method)
        weighing = [(part, self._weight(row, part)["value"]) for part in self._weighing(row.parts)]
        return self._mean_ends(weighing, sum((weight for _, weight in weighing), Fraction(0)))

    def _mean_ends(self, rows: list[tuple[_Row, Fraction]], whole: Fraction) -> tuple[Fraction, Fraction] | None:
        """The ends of Σ score × weight ÷ `whole`; what is lost earns nothing."""
        spans = [(self._ends(row), weight) for row, weight in rows if row.status in ("scored", MISSING)]
        bounded = [(ends, weight) for ends, weight in spans if ends is not None]
        low, high = (sum((ends[end] * weight for ends, weight in bounded), Fraction(0)) / whole for end in (0, 1))
        return (low, high) if len(bounded) == len(spans) else None

    def _ends_of(self, method: Json) -> tuple[Fraction, Fraction] | None:
        lowest, highest = (number(self.rules["scale"][end]) for end in ("lowest", "highest"))
        kind = method["kind"]
        if "extend" in (method.get("below"), method.get("above")):
            return None
        if kind in ("level_table", "improvement"):
            scores = [number(score) for score, at in method["levels"].items() if at is not None]
            scores += {"zero": [Fraction(0)], "scale_lowest": [lowest]}.get(method["below"], [])
            return min(scores), max(number(score) for score, at in method["levels"].items() if at is not None)
        if kind in ("milestones", "percent_then_deeds"):
            rungs = method["levels" if kind == "milestones" else "rungs"]
            scores = [number(one) for one in (method["none_reached"], *(rung["score"] for rung in rungs))]
            return min(scores), max(scores)
        named = {"disclosure": ("incomplete", "complete"), "judged": ("least", "most")}.get(kind)
        return (number(method[named[0]]), number(method[named[1]])) if named else (lowest, highest)

    def scorecard(self) -> Json:
        """The whole scorecard as it must be."""
        rows: list[_Row] = []
        tops = self.terms["indicators"]
        in_round = self.round.get("indicators") or [top["code"] for top in tops]
        made = [self._row(top, 0, "scored" if top["code"] in in_round else "not_in_round", rows) for top in tops]
        counting = [row for row in made if row.status != "not_in_round"]
        self.at[0] = "terms"
        inside = {row.code for row in rows if row.status != "not_in_round"} - {*self.terms["dropped"]}
        figures = self._totals(rows, counting)
        facts = self.listed
        known_kind = facts["unit"]["kind"] in ("", *self.counts_as)
        unit = {"name": ANY_TEXT, "kind": ANY_TEXT if known_kind else [*self.counts_as], "under": sorted(self.under)}
        return {
            "format": FORMAT_VERSION,
            "language": LANGUAGE_VERSION,
            "engine": ANY_TEXT,
            "pack": self.framework["id"],
            "pack_digest": self.terms["pack_digest"],
            "terms_digest": digest(self.terms),
            "facts_digest": digest_of_facts(facts),
            "round": self.round["id"],
            "facts": {"pack": self.framework["id"], "round": self.round["id"], "unit": unit, "facts": facts["facts"]},
            "indicators": [self._row_as_json(row) for row in rows],
            **figures,
            "band": self._band(rows, figures),
            "assumptions": sorted(self._assumptions(inside), key=canonical),
            "discrepancies": [
                one["id"]
                for one in self.framework.get("discrepancies", [])
                if one["touches_score"] and (not one.get("about") or inside & {*one["about"]})
            ],
        }

    def _totals(self, rows: list[_Row], tops: list[_Row]) -> Json:
        """Weighted scores into `rows`; the total, its conversion, and what it can still become."""
        rounding, factor = self.rules["rounding"], self.framework["total"].get("multiply")
        whole = sum((top.weight for top in self._weighing(tops) if top.weight is not None), Fraction(0))
        for row in rows:
            if row.status == "scored" and row.weight is not None and whole:
                product = _step("mul", row.node(), _const(row.weight, f"{row.code}:weight.percent"))
                share = _step("div", product, _const(whole, "rules:weights.total"))
                row.weighted = _carried(share, rounding["weighted"])
        counted = [top.weighted for top in tops if top.weighted is not None]
        total: Read = MISSING
        if counted and all(top.status != MISSING for top in tops):
            total = _carried(_step("add", *counted), rounding["total"])
        converted: Read = MISSING
        if isinstance(total, dict) and factor is not None:
            node = {"op": "node", "value": total["value"], "node": "total"}
            converted = _step("mul", node, _const(factor, "total:multiply"))
        is_converted = factor is not None and rounding.get("converted") is not None
        ends = None
        if isinstance(total, str) and whole:
            weighed = [(top, top.weight) for top in tops if top.weight is not None]
            ends = self._mean_ends(weighed, whole / number(factor or "1"))
        return {
            "total": _figure(total, rounding["total"]),
            "converted": _figure(converted, rounding["converted"]) if is_converted else None,
            "range": ends and [*ends],
        }

    def _row_as_json(self, row: _Row) -> Json:
        rounding = self.rules["rounding"]
        return {
            "code": row.code,
            "depth": row.depth,
            "status": row.status,
            "weight": row.weight,
            "result": _figure(row.result, rounding["result"]),
            "score": _figure(row.score, row.rounding),
            "weighted": _figure(row.weighted, rounding["weighted"]),
        }

    def _band(self, rows: list[_Row], figures: Json) -> Any:
        """The first level of the first scheme that the shown total, and the shown scores it names, all reach."""
        scheme = (self.framework["total"].get("schemes") or [None])[0]
        value = scheme and (figures[scheme["of"]] or {}).get("shown")
        scores = {
            row.code: shown(row.score["value"], row.rounding["places"]) for row in rows if isinstance(row.score, dict)
        }
        for band in scheme["bands"] if value else []:
            needed = [
                (value, band["at_least"]),
                *((scores.get(code), least) for code, least in band.get("each", {}).items()),
            ]
            if all(held is not None and number(held) >= number(least) for held, least in needed):
                return band["id"]
        return None

    def _assumptions(self, inside: set[str]) -> Iterator[Json]:
        yield from _assumed(self.rules, "rules")
        yield from _assumed(self.round, f"round.{self.round['id']}")
        yield from _assumed(self.framework["total"], "total")
        for indicator in _every(self.terms["indicators"]):
            if indicator["code"] in inside:
                for key in ("method", "formula", "inputs"):
                    yield from _assumed(indicator.get(key), f"{indicator['code']}.{key}")


_SCORED_BY_ITSELF: dict[str, Callable[[_Engine, Json, Json, str], tuple[Read | None, Read]]] = {
    "level_table": _Engine._level_table,
    "improvement": _Engine._improvement,
    "formula": _Engine._formula_score,
    "judged": _Engine._judged,
    "percent_then_deeds": _Engine._percent_then_deeds,
    "milestones": _Engine._milestones,
    "disclosure": _Engine._disclosure,
    "survey_mean": _Engine._survey_mean,
}


def _name_of(name: ast.Name, text: str) -> str:
    """The name as written: Python folds names with NFKC, which takes sara am apart."""
    return ast.get_source_segment(text, name) or name.id


def _every(indicators: list[Json]) -> Iterator[Json]:
    for indicator in indicators:
        yield indicator
        yield from _every(indicator.get("parts", []))


def _leaves(things: list[Json], below: str) -> Iterator[Json]:
    for thing in things:
        yield from _leaves(thing[below], below) if thing.get(below) else [thing]


def _lines(question: Json) -> list[tuple[str, bool]]:
    """What respondents tick: the question itself or its items, and whether the scale counts from the other end."""
    whole = bool(question.get("reversed"))
    items = [
        (f"{question['id']}.{item['id']}", whole or bool(item.get("reversed"))) for item in question.get("items", [])
    ]
    return items or [(question["id"], whole)]


def _assumed(part: Any, where: str) -> Iterator[Json]:
    """The assumptions marked in a part of the Terms and in the parts of it, but not in lists."""
    if isinstance(part, dict):
        if part.get("assumption") is not None:
            words = part["assumption"]
            yield {"where": where, "th": words["th"], "en": words.get("en") or words["th"]}
        for key, held in part.items():
            yield from _assumed(held, f"{where}.{key}")


def _figure(value: Read | None, rounding: Json) -> Json | None:
    if isinstance(value, dict):
        return {"shown": shown(value["value"], rounding["places"]), "exact": value["value"], "trace": value}
    return None if value is None else {"unknown": value, "why": {"th": ANY_TEXT, "en": ANY_TEXT}}


# ── without Terms: the arithmetic alone ──────────────────────────────────────────────────────────────────────────────


class _Arithmetic:
    """Computes every trace again from the facts, and from the figures that the trace itself cites."""

    def __init__(self, card: Json) -> None:
        self.card = card
        self.rows: dict[str, Json] = {row["code"]: row for row in card["indicators"]}
        self.scores: dict[str, Fraction | None] = {}
        listed = [fact for fact in card["facts"]["facts"] if "value" in fact]
        self.facts = {(one["indicator"], one["input"], one["window"]): number(one["value"]) for one in listed}

    def problems(self) -> Iterator[Problem]:
        found = digest_of_facts(self.card["facts"])
        yield from _differences(found, self.card["facts_digest"], "/facts_digest", "", "TR201")
        places = [(f"/{key}", self.card[key], "") for key in ("total", "converted")]
        for index, row in enumerate(self.card["indicators"]):
            places += [(f"/indicators/{index}/{key}", row[key], row["code"]) for key in ("result", "score", "weighted")]
        for where, figure, code in places:
            try:
                yield from _differences(self._figure(figure), figure, where, code)
            except UNREADABLE as error:
                yield _problem("TR101", where, "…", f"{type(error).__name__} {error}", code)

    def _figure(self, figure: Any) -> Any:
        if figure is None or "trace" not in figure:
            return figure
        trace = self._again(figure["trace"])
        places = len(figure["shown"].partition(".")[2])  # as many as are shown: the rule stands in the Terms
        return {"shown": shown(trace["value"], places), "exact": trace["value"], "trace": trace}

    def _again(self, step: Json) -> Step:
        """The same step with its value, and all values below it, computed again."""
        op, about = step["op"], {key: held for key, held in step.items() if key not in ("op", "value", "of")}
        if op == "const":
            return step | {"value": number(step["value"])}
        if op == "input":
            return step | {"value": self.facts[step["node"], step["input"], step["window"]]}
        if op == "node":
            return step | {"value": self._score(step["node"])}
        if op == "ladder":
            about |= {
                "scores": [number(score) for score in step["scores"]],
                "none_reached": number(step["none_reached"]),
            }
            about |= {"needs": [[self._test(test) for test in needs] for needs in step["needs"]]}
            return {"op": op, "value": _climb(about), **about}
        if op == "table":
            about["points"] = [[number(at), number(score)] for at, score in step["points"]]
            about["scale_lowest"] = number(step["scale_lowest"])
        return _step(op, *[self._again(part) for part in step["of"]], **about)

    def _test(self, test: Json) -> Read:
        if "of" in test:
            return _reaches(self._again(test["of"]), self._again(test["at_least"]))
        word = "any" if "any" in test else "all"
        tests = [self._test(one) for one in test[word]]
        return {word: tests, "holds": (any if word == "any" else all)(one["holds"] for one in _steps(tests))}

    def _score(self, code: str) -> Fraction:
        """The score of another indicator, recomputed too; None marks one that is still being computed."""
        if code not in self.scores:
            self.scores[code] = None
            figure = self.rows[code]["score"] if code in self.rows else self.card[{"total": "total"}[code]]
            self.scores[code] = self._again(figure["trace"])["value"]
        value = self.scores[code]
        if value is None:
            raise ValueError(f"{_quoted(code)} is made of itself")
        return value


# ── what differs ─────────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = {
    "TR101": ("อ่านส่วนนี้ไม่ได้: {expected} {found}", "this is not of the documented form: {expected} {found}"),
    "TR102": ("เอกสารใหญ่หรือซ้อนลึกเกินไป: {expected} {found}", "the document is too large or too deep: {expected} {found}"),
    "TR103": ("ตัวตรวจนี้อ่านได้เฉพาะรุ่น {expected} แต่พบ {found}", "this verifier reads version {expected} only, not {found}"),
    "TR201": ("ลายนิ้วมือของข้อเท็จจริงคือ {expected} แต่เขียนไว้ {found}", "the digest of the facts is {expected}, not {found}"),
    "TR202": ("ลายนิ้วมือของ Terms คือ {expected} แต่เขียนไว้ {found}", "the digest of the Terms is {expected}, not {found}"),
    "TR203": ("เอกสารไม่ใช่ชุดเดียวกัน: ต้องเป็น {expected} แต่พบ {found}", "these do not belong together: expected {expected}, found {found}"),
    "TR204": ("Terms ไม่ถามหรือไม่รับข้อเท็จจริงนี้: {expected} = {found}", "the Terms do not ask for this fact, or refuse it: {expected} = {found}"),
    "TR301": ("คำนวณซ้ำได้ {expected} แต่เขียนไว้ {found}", "recomputed, this is {expected}, not {found}"),
    "TR302": ("ค่าที่แสดงต้องเป็น {expected} แต่เขียนไว้ {found}", "what is shown must be {expected}, not {found}"),
    "TR303": ("ใน Terms คือ {expected} แต่เขียนไว้ {found}", "the Terms say {expected}, not {found}"),
    "TR304": ("ข้อเท็จจริงที่รายงานคือ {expected} แต่เขียนไว้ {found}", "the fact reported is {expected}, not {found}"),
    "TR305": ("ต้องคิดจาก {expected} แต่พบ {found}", "this must be made as {expected}, found {found}"),
    "TR306": ("สถานะต้องเป็น {expected} แต่เขียนไว้ {found}", "the status must be {expected}, not {found}"),
    "TR307": ("ผลสรุปต้องเป็น {expected} แต่เขียนไว้ {found}", "the conclusion must be {expected}, not {found}"),
}  # fmt: skip
CODES = {
    "facts_digest": "TR201", "terms_digest": "TR202", "pack_digest": "TR203", "pack": "TR203", "round": "TR203",
    "unit": "TR203", "kind": "TR203", "under": "TR203", "value": "TR301", "holds": "TR301", "shown": "TR302",
    "exact": "TR302", "weight": "TR303", "status": "TR306", "unknown": "TR306", "total": "TR306", "band": "TR307",
    "range": "TR307", "assumptions": "TR307", "discrepancies": "TR307", "where": "TR307", "th": "TR307", "en": "TR307",
}  # fmt: skip


def _differences(expected: Any, found: Any, where: Any = "", about: str = "", code: str = "TR305") -> Iterator[Problem]:
    """Where `found` is not `expected`: the outermost place of each; `where` is a pointer, or (where it stands, key)."""
    if type(expected) is Fraction:
        expected = str(expected)
    kind = type(expected)
    if kind is type(found) is dict and expected.get("op") == found.get("op"):
        about = expected["code"] if "depth" in expected else about
        of_leaf = {"const": "TR303", "input": "TR304"}.get(expected.get("op", ""))
        for key in expected | found:
            inner = of_leaf or CODES.get(key, "TR305")
            yield from _differences(expected.get(key, NOTHING), found.get(key, NOTHING), (where, key), about, inner)
    elif kind is type(found) is list and len(expected) == len(found):
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from _differences(one, other, (where, index), about, code)
    elif expected is ANY_TEXT:
        if type(found) is not str:
            yield _problem(code, where, "…", found, about)
    elif kind is not type(found) or expected != found:
        yield _problem(code, where, expected, found, about)


def _problem(code: str, where: Any, expected: Any, found: Any, about: str = "") -> Problem:
    pointer = ""
    while isinstance(where, tuple):
        where, key = where
        pointer = f"/{str(key).replace('~', '~0').replace('/', '~1')}{pointer}"
    words = {"expected": _quoted(_brief(expected)), "found": _quoted(_brief(found))}
    th, en = (text.format(**words) for text in WORDS[code])
    name = _quoted(about)
    pointer = f"{where}{pointer}"
    return Problem(code, pointer, f"ตัวชี้วัด {name}: {th}" if about else th, f"indicator {name}: {en}" if about else en)


def _brief(value: Any, depth: int = 4) -> str:
    """A value in a few words; a step as an expression such as "table(div(4.done, 4.planned))"."""
    if isinstance(value, list) and depth:
        return f"[{', '.join(_brief(one, depth - 1) for one in value[:6])}{', …' if value[6:] else ''}]"
    if isinstance(value, dict) and depth:
        if value.get("op") in ("const", "input", "node"):
            return ".".join(
                _quoted(value[key]) for key in ("value", "from", "node", "input", "window") if value.get(key)
            )
        inside = value.get("of", value.get("needs", sorted(value)))
        return f"{_quoted(value.get('op', ''))}({_brief(inside, depth - 1).strip('[]')})"
    return "–" if value is NOTHING else "…" if isinstance(value, dict | list) else _quoted(value)


def _quoted(value: Any) -> str:
    """At most 200 characters, none of which can steer a terminal."""
    text = str(value)
    text = text if len(text) <= 200 else text[:199] + "…"
    return "".join(letter if letter.isprintable() else "�" for letter in text)


if __name__ == "__main__":
    sys.exit(main())
