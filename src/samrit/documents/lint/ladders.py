"""Levels and their targets as a text prints them: “ร้อยละ 90 … เท่ากับ 3 คะแนน”, or a row of levels and a row of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final

from samrit.base import thai
from samrit.base.figures import FigureError, d, plain
from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Options, found
from samrit.documents.lint.marks import N, sections_of
from samrit.documents.lint.source import Document, Line

OTHER_STEP = define(
    "DL025", "warning",
    th="ข้อความกำหนดช่วงปรับเกณฑ์ {declared} ต่อ 1 คะแนน แต่ค่าเป้าหมายห่างกัน {steps} ({targets})",
    en="the text declares {declared} per point, but the targets are {steps} apart ({targets})",
    cure_th="แก้ข้อความหรือแก้ค่าเป้าหมายให้ตรงกัน", cure_en="make the text and the targets agree",
)  # fmt: skip
NOT_IN_ORDER = define(
    "DL026", "warning",
    th="ค่าเป้าหมายไม่เรียงลำดับ: ระดับ {low} = {start} แต่ระดับ {high} = {end} ({targets})",
    en="the targets are out of order: level {low} is {start} but level {high} is {end} ({targets})",
    cure_th="ตรวจตัวเลขของสองระดับนี้", cure_en="check the figures of these two levels",
)  # fmt: skip

_F: Final = rf"{N}+(?:,{N}{{3}})*(?:\.{N}+)?"
_STEP: Final = re.compile(
    rf"ช่วง(?:การ)?ปรับ(?:เกณฑ์)?(?:การให้คะแนน)?\s*:?\s*(?:[+±]\s?/?\s?[-–]?|บวก\s?/?\s?ลบ|เพิ่ม/ลด)\s*(?:ร้อยละ\s?)?(?P<step>{_F})[^0-9๐-๙]{{0,30}}?(?:\(ร้อยละ\s?{_F}\)\s?)?ต่อ\s?[1๑]\s?คะแนน"
)
_TARGET: Final = re.compile(
    rf"^(?:[(·•\-☐]\s*)?(?:(?:ไม่)?(?:น้อยกว่า|ต่ำกว่า)\s?)?(?:ร้อยละ|ระดับคะแนน)\s?(?P<target>{_F})(?P<rest>.*)$"
)
_POINTS: Final = re.compile(r"(?:^|เท่ากับ\s?|=\s?)(?P<points>[1-5๑-๕])\s?คะแนน\s*$")
_LEVEL: Final = re.compile(r"^(?:ระดับ\s?(?:ที่\s?)?)?\(?(?P<level>[1-5๑-๕])\)?$")
_FIGURE_ONLY: Final = re.compile(rf"^(?:ร้อยละ\s?)?(?P<figure>{_F})\s?%?$")
REACH: Final = 40
"""Lines after the declared step in which its levels are looked for."""


@dataclass
class Ladder:
    """Targets by points, where each stands, and the step declared above them."""

    targets: dict[int, Decimal] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    step: Decimal | None = None
    step_line: Line | None = None
    start: int = 0

    def said(self) -> str:
        """“1: 60, 2: 70”."""
        return ", ".join(f"{points}: {plain(target)}" for points, target in sorted(self.targets.items()))

    @property
    def rises(self) -> bool:
        """Whether more is better, by its two ends."""
        ordered = [target for _, target in sorted(self.targets.items())]
        return ordered[-1] >= ordered[0]


def ladders_of(document: Document, start: int, end: int) -> list[Ladder]:
    """The ladders between two places among the lines, in order."""
    held: list[Ladder] = []
    target: tuple[Decimal, Line] | None = None
    for place in range(start, end):
        line = document.lines[place]
        if (step := _STEP.search(line.text)) is not None:
            held.append(Ladder(step=_figure(step["step"]), step_line=line, start=place))
            target = None
            continue
        if row := _row_of_levels(document, place, end):
            ladder = _open(held, place, next(iter(row)))
            for points, (figure, own_line) in row.items():
                ladder.targets[points], ladder.lines[points] = figure, own_line
            continue
        given = _POINTS.search(line.text)
        text = line.text[: given.start()].strip() if given is not None else line.text
        match = _TARGET.match(text)
        figure_said = _figure(match["target"]) if match is not None else None
        if figure_said is not None:
            target = (figure_said, line)
        if given is not None and target is not None:
            points = int(thai.arabic_digits(given["points"]))
            ladder = _open(held, place, points)
            ladder.targets[points], ladder.lines[points] = target
            target = None
    return [ladder for ladder in held if len(ladder.targets) > 1]


def _open(held: list[Ladder], place: int, points: int) -> Ladder:
    """The ladder that a level at that place belongs to: the last one, unless it has that level or is far."""
    if not held or points in held[-1].targets or place - held[-1].start > REACH:
        held.append(Ladder(start=place))
    return held[-1]


def _row_of_levels(document: Document, place: int, end: int) -> dict[int, tuple[Decimal, Line]]:
    """“ระดับ 1” … “ระดับ 5” in five lines or cells, and five figures in the next five."""
    lines = document.lines[place : min(end, place + 10)]
    if len(lines) < 10:
        return {}
    levels = [_LEVEL.match(line.text) for line in lines[:5]]
    figures = [_FIGURE_ONLY.match(line.text) for line in lines[5:]]
    if not all(levels) or not all(figures) or not lines[0].text.startswith("ระดับ"):
        return {}
    row = {}
    for count, (line, match) in enumerate(zip(lines[5:], figures, strict=True), start=1):
        figure = _figure(match["figure"]) if match else None
        if figure is None:
            return {}
        row[count] = (figure, line)
    return {} if [int(figure) for figure, _ in row.values()] == [1, 2, 3, 4, 5] else row


def _figure(text: str) -> Decimal | None:
    try:
        return d(thai.arabic_digits(text).replace(",", ""))
    except FigureError:
        return None


def steps(document: Document, _: Options) -> Iterator[Finding]:
    """Targets are as far apart as the text says, and rise or fall from level to level."""
    for section in sections_of(document):
        for ladder in ladders_of(document, section.start, section.end):
            ordered = sorted(ladder.targets.items())
            rises = ladder.rises
            for (low, before), (high, after) in pairwise(ordered):
                if after == before or (after > before) != rises:
                    words = {"low": low, "start": plain(before), "high": high, "end": plain(after)}
                    line = ladder.lines[high]
                    yield found(NOT_IN_ORDER, document, line, line.text, targets=ladder.said(), **words)
                    break
            else:
                yield from _against_step(document, ladder, ordered)


def _against_step(document: Document, ladder: Ladder, ordered: list[tuple[int, Decimal]]) -> Iterator[Finding]:
    if ladder.step is None or ladder.step_line is None:
        return
    apart = [abs(after - before) / (high - low) for (low, before), (high, after) in pairwise(ordered)]
    if any(one != ladder.step for one in apart):
        distances = dict.fromkeys(plain(one) for one in apart)
        words = {"declared": plain(ladder.step), "steps": ", ".join(distances), "targets": ladder.said()}
        yield found(OTHER_STEP, document, ladder.step_line, ladder.step_line.text, **words)
