"""Structural checks of targets and points: tables rise or fall in one direction and stay within the scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from samrit.base.figures import plain
from samrit.base.issues import Issue, Place, define
from samrit.packs.method import Disclosure, Judged, Milestones, PercentThenDeeds, Table
from samrit.packs.model import Indicator, Pack

FEW_TARGETS = define(
    "PK230", "error",
    th="ตารางของตัวชี้วัด {code} มีค่าเป้าหมาย {count} ระดับ ต้องมีอย่างน้อย 2 ระดับ",
    en="the table of indicator {code} has {count} level(s) with a target; it needs at least 2",
    cure_th="เพิ่มค่าเป้าหมาย หรือใช้วิธีให้คะแนนอื่น",
    cure_en="add targets, or use another method",
)  # fmt: skip
NOT_IN_ORDER = define(
    "PK231", "error",
    th="ค่าเป้าหมายของตัวชี้วัด {code} ไม่{rises_th}: ระดับ {low} = {from_} แต่ระดับ {high} = {to}",
    en="the targets of indicator {code} do not {rises_en}: level {low} is {from_} but level {high} is {to}",
    cure_th="แก้ค่าเป้าหมาย หรือแก้ direction ({direction})",
    cure_en="correct the targets, or the `direction` ({direction})",
)  # fmt: skip
OFF_THE_SCALE = define(
    "PK232", "error",
    th="{what} ของตัวชี้วัด {code} ให้ {points} คะแนน แต่คะแนนต้องอยู่ระหว่าง {lowest} ถึง {highest}",
    en="{what} of indicator {code} gives {points} points, but the scale runs from {lowest} to {highest}",
    cure_th="แก้คะแนน หรือแก้ rules.scale ใน pack.yaml",
    cure_en="correct the points, or `rules.scale` in pack.yaml",
)  # fmt: skip
POINTS_FALL = define(
    "PK233", "error",
    th="คะแนนของขั้นในตัวชี้วัด {code} ต้องเพิ่มขึ้นทุกขั้น แต่ {low} ตามด้วย {high}",
    en="the points of the ladder of indicator {code} must rise from step to step, but {low} is followed by {high}",
    cure_th="เรียงขั้นจากต่ำไปสูง และให้ none_reached ไม่เกินขั้นแรก",
    cure_en="write the steps from the lowest, with `none_reached` no higher than the first",
)  # fmt: skip
CONDITION_FALLS = define(
    "PK234", "error",
    th="at_least ของขั้นในตัวชี้วัด {code} ต้องเพิ่มขึ้น แต่ {low} ตามด้วย {high}",
    en="`at_least` must rise from rung to rung in indicator {code}, but {low} is followed by {high}",
    cure_th="แก้ค่า หรือสลับลำดับขั้น",
    cure_en="correct the figure, or the order of the rungs",
)  # fmt: skip
JUDGED_LIMITS = define(
    "PK236", "error",
    th="ช่วงคะแนนที่ให้ได้ของตัวชี้วัด {code} ใช้ไม่ได้: {least} ถึง {most} ทีละ {step}",
    en="the score of indicator {code} cannot be given from {least} to {most} in steps of {step}",
    cure_th="ให้ least น้อยกว่า most และ step มากกว่า 0",
    cure_en="let `least` be under `most`, and `step` over 0",
)  # fmt: skip
COMPLETE_IS_NO_BETTER = define(
    "PK237", "error",
    th="ตัวชี้วัด {code} เปิดเผยครบได้ {complete} คะแนน ซึ่งไม่มากกว่าไม่ครบ ({incomplete})",
    en="indicator {code} gives {complete} points when complete, no more than when not ({incomplete})",
    cure_th="ให้ complete มากกว่า incomplete",
    cure_en="let `complete` be more than `incomplete`",
)  # fmt: skip


def targets_in_order(pack: Pack) -> Iterable[Issue]:
    """A level table has two targets or more, strictly rising or falling as it declares."""
    for one, table in tables(pack):
        points = targets_of(table)
        place = table.at.of("levels")
        if len(points) < 2:
            yield FEW_TARGETS.at(place, (one.code,), code=one.code, count=len(points))
        rising = table.direction == "ascending"
        for (low, start), (high, end) in pairwise(points):
            if (end > start) if rising else (end < start):
                continue
            yield NOT_IN_ORDER.at(
                place,
                (one.code,),
                code=one.code,
                rises_th="เพิ่มขึ้น" if rising else "ลดลง",
                rises_en="rise" if rising else "fall",
                low=plain(low),
                high=plain(high),
                from_=plain(start),
                to=plain(end),
                direction=table.direction,
            )


def points_on_the_scale(pack: Pack) -> Iterable[Issue]:
    """Every level, rung and mark that gives points gives points of the scale."""
    scale = pack.framework.rules.scale
    for one in pack.every_indicator():
        for what, points, place in _points(one):
            if not scale.lowest <= points <= scale.highest:
                ends = {"lowest": plain(scale.lowest), "highest": plain(scale.highest)}
                yield OFF_THE_SCALE.at(place, (one.code,), code=one.code, what=what, points=plain(points), **ends)


def ladders_rise(pack: Pack) -> Iterable[Issue]:
    """A ladder's steps give more and more points, and ask for more and more."""
    for one in pack.every_indicator():
        method = one.method
        if isinstance(method, PercentThenDeeds):
            steps = [(rung.score, rung.at.of("score")) for rung in method.rungs]
            asked = [(rung.at_least, rung) for rung in method.rungs if rung.at_least is not None]
            for (low, _), (high, rung) in pairwise(asked):
                if high <= low:
                    words = {"code": one.code, "low": plain(low), "high": plain(high)}
                    yield CONDITION_FALLS.at(rung.at.of("at_least"), (one.code,), **words)
        elif isinstance(method, Milestones):
            steps = [(level.score, level.at.of("score")) for level in method.levels]
        else:
            continue
        for (low, _), (high, place) in pairwise(steps):
            if high <= low:
                yield POINTS_FALL.at(place, (one.code,), code=one.code, low=plain(low), high=plain(high))
        if steps and method.none_reached > steps[0][0]:
            words = {"low": plain(method.none_reached), "high": plain(steps[0][0])}
            yield POINTS_FALL.at(method.at.of("none_reached"), (one.code,), code=one.code, **words)


def marks_in_order(pack: Pack) -> Iterable[Issue]:
    """Limits of a judged score leave room for one; a complete item earns more than an incomplete one."""
    for one in pack.every_indicator():
        method = one.method
        if isinstance(method, Judged) and (method.least >= method.most or method.step <= 0):
            place = method.at.of("step" if method.step <= 0 else "most")
            limits = {"least": plain(method.least), "most": plain(method.most), "step": plain(method.step)}
            yield JUDGED_LIMITS.at(place, (one.code,), code=one.code, **limits)
        elif isinstance(method, Disclosure) and method.complete <= method.incomplete:
            ends = {"complete": plain(method.complete), "incomplete": plain(method.incomplete)}
            yield COMPLETE_IS_NO_BETTER.at(method.at.of("complete"), (one.code,), code=one.code, **ends)


def tables(pack: Pack) -> Iterator[tuple[Indicator, Table]]:
    """The indicators that are scored by a table of targets, with the table."""
    for one in pack.every_indicator():
        if isinstance(one.method, Table):
            yield one, one.method


def targets_of(table: Table) -> list[tuple[Decimal, Decimal]]:
    """The levels that have a target, from the lowest points: (points, target)."""
    return sorted((points, target) for points, target in table.levels.items() if target is not None)


def _points(one: Indicator) -> Iterator[tuple[str, Decimal, Place]]:
    """Points that the indicator's method gives, with their key and place."""
    method = one.method
    if isinstance(method, Table):
        yield from (("levels", points, method.at.of("levels")) for points in method.levels)
    elif isinstance(method, PercentThenDeeds):
        yield from (("rungs", rung.score, rung.at.of("score")) for rung in method.rungs)
    elif isinstance(method, Milestones):
        yield from (("levels", level.score, level.at.of("score")) for level in method.levels)
    elif isinstance(method, Judged):
        yield from (("least", method.least, method.at.of("least")), ("most", method.most, method.at.of("most")))
    elif isinstance(method, Disclosure):
        yield "complete", method.complete, method.at.of("complete")
        yield "incomplete", method.incomplete, method.at.of("incomplete")
