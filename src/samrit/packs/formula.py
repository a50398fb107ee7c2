"""Declared formulas: a safe arithmetic grammar over named inputs, and a check of what is being added to what.

The grammar is Python's for + - * / ( ) names and decimal figures, read with `ast` and never evaluated by Python: calls,
attributes, comparisons, powers and everything else are refused.  Figures keep their decimal text, so 0.1 is a tenth.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from samrit.base import figures, thai
from samrit.base.issues import Issue, Kind, Place, define
from samrit.packs.model import Input, MeasureUnit, Summable

MAX_LENGTH = 500

NOT_ARITHMETIC = define(
    "PK210", "error",
    th="สูตร “{text}” ใช้สิ่งที่ไม่ใช่เลขคณิตธรรมดา: {what}", en="the formula “{text}” uses something other than plain arithmetic: {what}",
    cure_th="ใช้ได้เฉพาะชื่อข้อมูล ตัวเลข + - * / และวงเล็บ", cure_en="use names of inputs, figures, + - * / and brackets only",
)  # fmt: skip
TOO_LONG = define(
    "PK211", "error",
    th="สูตรยาว {size} อักษร เกิน {limit}", en="the formula has {size} characters; at most {limit}",
    cure_th="แยกเป็นตัวชี้วัดย่อย", cure_en="split it into sub-indicators",
)  # fmt: skip
UNKNOWN_NAME = define(
    "PK212", "error",
    th="สูตรอ้างถึง “{name}” ซึ่งไม่มีใน inputs", en="the formula names “{name}”, which is not one of the inputs",
    cure_th="ชื่อที่มี: {allowed}", cure_en="the inputs are: {allowed}",
)  # fmt: skip
MIXED_UNITS = define(
    "PK213", "error",
    th="สูตรบวกหรือลบของต่างหน่วยกัน: {left} กับ {right}", en="the formula adds or subtracts different units: {left} and {right}",
    cure_th="แปลงหน่วยก่อน หรือประกาศใน summable ของ pack.yaml พร้อมแหล่งอ้างอิง ถ้าเอกสารให้รวมกันได้",
    cure_en="convert first, or declare them in `summable` of pack.yaml with the source if the document adds them",
)  # fmt: skip
WRONG_RESULT_UNIT = define(
    "PK214", "error",
    th="สูตรให้ผลเป็น {got} แต่ตัวชี้วัดใช้หน่วย {wanted}", en="the formula yields {got}, but the indicator is measured in {wanted}",
    cure_th="แก้สูตร หรือแก้ measure_unit ให้ตรงกัน", cure_en="mend the formula or the measure_unit",
)  # fmt: skip

Op = Literal["const", "input", "add", "sub", "mul", "div", "neg"]


@dataclass(frozen=True)
class Term:
    """One operation of a formula; `name` for an input, `figure` for a constant."""

    op: Op
    args: tuple[Term, ...] = ()
    name: str = ""
    figure: Fraction = Fraction(0)

    def names(self) -> list[str]:
        """The inputs it uses, in order of appearance."""
        if self.op == "input":
            return [self.name]
        return list(dict.fromkeys(name for arg in self.args for name in arg.names()))


_OPERATORS: dict[type[ast.operator], Op] = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div"}


class _Refusal(Exception):
    def __init__(self, kind: Kind, **words: str) -> None:
        self.kind = kind
        self.words = words


def parse(text: str, place: Place, issues: list[Issue]) -> Term | None:
    """The formula as a tree, or None with the reason in `issues`."""
    if len(text) > MAX_LENGTH:
        issues.append(TOO_LONG.at(place, size=len(text), limit=MAX_LENGTH))
        return None
    try:
        tree = ast.parse(text.strip(), mode="eval")
        return _term(tree.body, text.strip())
    except _Refusal as refusal:
        issues.append(refusal.kind.at(place, **refusal.words))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        issues.append(NOT_ARITHMETIC.at(place, text=text[:60], what="?"))
    return None


def _term(node: ast.expr, text: str) -> Term:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return Term(_OPERATORS[type(node.op)], (_term(node.left, text), _term(node.right, text)))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return Term("neg", (_term(node.operand, text),))
    if isinstance(node, ast.Name):
        # `node.id` is NFKC, which takes sara am apart; the name as written is what inputs are called
        return Term("input", name=thai.normalise(ast.get_source_segment(text, node) or node.id))
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        written = ast.get_source_segment(text, node) or ""
        try:
            return Term("const", figure=figures.exact(figures.d(written)))
        except figures.FigureError:
            raise _Refusal(NOT_ARITHMETIC, text=text[:60], what=written[:30]) from None
    what = ast.get_source_segment(text, node) or type(node).__name__
    raise _Refusal(NOT_ARITHMETIC, text=text[:60], what=what[:30])


Dimension = tuple[tuple[str, int], ...]
"""Powers of measure units, sorted; empty for a pure number."""


@dataclass(frozen=True)
class Units:
    """The measure units of a pack, as far as adding and dividing them goes."""

    known: Mapping[str, MeasureUnit]
    summable: tuple[Summable, ...]

    def check(self, term: Term, inputs: Mapping[str, Input], wanted: str | None, place: Place) -> list[Issue]:
        """What is wrong with the units of a formula whose result should be in `wanted`."""
        unknown = [name for name in term.names() if name not in inputs]
        if unknown:
            allowed = ", ".join(inputs)
            return [UNKNOWN_NAME.at(place, name=name, allowed=allowed) for name in unknown]
        try:
            got = self._dimension(term, inputs)
        except _Refusal as refusal:
            return [refusal.kind.at(place, **refusal.words)]
        if wanted is None or got == self._of_unit(wanted):
            return []
        return [WRONG_RESULT_UNIT.at(place, got=self._said(got), wanted=self._said(self._of_unit(wanted)))]

    def _of_unit(self, unit: str | None) -> Dimension:
        if unit is None or (unit in self.known and self.known[unit].is_ratio):
            return ()
        return ((unit, 1),)

    def _dimension(self, term: Term, inputs: Mapping[str, Input]) -> Dimension:
        if term.op == "const":
            return ()
        if term.op == "input":
            return self._of_unit(inputs[term.name].measure_unit)
        sides = [self._dimension(arg, inputs) for arg in term.args]
        if term.op == "neg":
            return sides[0]
        if term.op in ("add", "sub"):
            return self._sum(sides[0], sides[1])
        powers = dict(sides[0])
        sign = 1 if term.op == "mul" else -1
        for unit, power in sides[1]:
            powers[unit] = powers.get(unit, 0) + sign * power
        return tuple(sorted((unit, power) for unit, power in powers.items() if power))

    def _sum(self, left: Dimension, right: Dimension) -> Dimension:
        if left == right:
            return left
        for group in self.summable:
            members = {*group.units, group.becomes}
            if all(len(side) == 1 and side[0][1] == 1 and side[0][0] in members for side in (left, right)):
                return ((group.becomes, 1),)
        raise _Refusal(MIXED_UNITS, left=self._said(left), right=self._said(right))

    def _said(self, dimension: Dimension) -> str:
        if not dimension:
            return "1"
        return "·".join(
            (self.known[unit].name.th if unit in self.known else unit) + (f"^{power}" if power != 1 else "")
            for unit, power in dimension
        )
