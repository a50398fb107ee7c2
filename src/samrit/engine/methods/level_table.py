"""Level table: a result is placed among the targets of the levels, and between two of them by proportion."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from samrit.base.figures import exact
from samrit.engine import steps
from samrit.engine.inputs import Values
from samrit.engine.methods import Found, Setting, Unit
from samrit.engine.methods.formula import Result, result_of
from samrit.engine.steps import Segment, Step
from samrit.engine.values import Missing, Unknown
from samrit.packs.method import LevelTable, Table


def table_of(method: Table, scale_lowest: Fraction, cite: str) -> steps.Table:
    """The pack's table ready to look up, from the worst level to the best; levels without a target are left out."""
    points = tuple(
        (exact(at), exact(score))
        for score, at in sorted(method.levels.items(), key=lambda entry: entry[0])
        if at is not None
    )
    segments = tuple(
        Segment(low, low_score, high, high_score, (high_score - low_score) / (high - low))
        for (low, low_score), (high, high_score) in pairwise(points)
    )
    return steps.Table(
        points=points,
        segments=segments,
        ascending=method.direction == "ascending",
        between=method.between,
        below=method.below,
        above=method.above,
        scale_lowest=scale_lowest,
        cite=cite,
    )


BELOW_THE_TABLE = Missing(
    "ผลต่ำกว่าระดับต่ำสุดที่มีค่าเป้าหมาย เอกสารไม่ได้บอกว่าได้กี่คะแนน",
    "the result is below the lowest level with a target, and the document gives it no points",
)


def place(table: steps.Table, result: Step | Unknown) -> Step | Unknown:
    """The points `result` earns, or why it earns none."""
    if not isinstance(result, Step):
        return result
    return steps.look_up(table, result) or BELOW_THE_TABLE


@dataclass(frozen=True)
class LevelTableScorer:
    """One result, one table."""

    result: Result
    table: steps.Table

    def score(self, values: Values, unit: Unit) -> Found:
        result = self.result.read(values)
        return Found(result, place(self.table, result))


def prepare(setting: Setting) -> LevelTableScorer:
    method = setting.indicator.method
    assert isinstance(method, LevelTable)
    return LevelTableScorer(result_of(setting), table_of(method, setting.lowest, f"{setting.cite}:method"))
