"""Targets against the increment the document declares, and against earlier years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from samrit.base.figures import exact, plain, round_half_up, short
from samrit.base.issues import Issue, define
from samrit.packs.checks.levels import tables, targets_of
from samrit.packs.checks.reading import applied_targets, bare, place_said, printed_targets
from samrit.packs.method import Table
from samrit.packs.model import Area, Baseline, BaselineYear, Indicator, Pack

OTHER_STEP = define(
    "PK320", "warning",
    th="ตัวชี้วัด {code}: {where} กำหนดช่วงปรับเกณฑ์ {declared} ต่อ 1 คะแนน แต่ค่าเป้าหมายห่างกัน {steps}",
    en="indicator {code}: {where} declares {declared} per point, but the targets are {steps} apart",
    cure_th="คงข้อความไว้ แล้วเพิ่ม discrepancy ที่บอกว่าใช้ตารางหรือใช้ช่วง",
    cure_en="keep the text, and add a discrepancy that says whether the table or the increment is applied",
)  # fmt: skip
UNEQUAL_STEPS = define(
    "PK321", "note",
    th="ค่าเป้าหมายของตัวชี้วัด {code} ห่างกันไม่เท่ากันต่อ 1 คะแนน: {steps}",
    en="the targets of indicator {code} are not evenly spaced per point: {steps}",
    cure_th="ตรวจกับเอกสารว่าไม่ใช่ตัวเลขพิมพ์ผิด",
    cure_en="check the document for a misprint",
)  # fmt: skip
UNDER_LAST_YEAR = define(
    "PK330", "warning",
    th="ค่าเป้าหมายระดับ {level} ของตัวชี้วัด {code} คือ {target} แย่กว่าเกณฑ์ค่ากลางปี {year} ({middle})",
    en="level {level} of indicator {code} is {target}, worse than the middle criterion of {year} ({middle})",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check the document; if it is printed so, add a discrepancy",
)  # fmt: skip
BEST_UNDER_LAST_YEAR = define(
    "PK331", "warning",
    th="ระดับสูงสุดของตัวชี้วัด {code} คือ {target} แย่กว่าค่าเฉลี่ยของพื้นที่ในปี {year} ({mean})",
    en="the best level of indicator {code} is {target}, worse than the areas' mean of {year} ({mean})",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="check the document; if it is printed so, add a discrepancy",
)  # fmt: skip
NOT_THE_MIDDLE = define(
    "PK332", "warning",
    th="ค่าเป้าหมายระดับ {level} ของตัวชี้วัด {code} คือ {target} แต่เกณฑ์ค่ากลาง (ระดับ {level}) ปี {year} คือ {middle}",
    en="level {level} of indicator {code} is {target}, but the middle criterion (level {level}) of {year} is {middle}",
    cure_th="ถ้าเป้าหมายตั้งสูงกว่าปีก่อนโดยเจตนา ให้บันทึกเป็น discrepancy",
    cure_en="if the target was meant to be higher than last year, record that as a discrepancy",
)  # fmt: skip
NOT_THE_MEAN = define(
    "PK333", "warning",
    th="เกณฑ์ค่ากลางของตัวชี้วัด {code} ไม่ใช่ค่าเฉลี่ยของพื้นที่: {years_th}",
    en="the middle criterion of indicator {code} is not the mean of its areas: {years_en}",
    cure_th="ตรวจตัวเลขกับเอกสาร ถ้าตรงแล้วให้เพิ่ม discrepancy ว่าไม่ทราบที่มาของค่ากลาง",
    cure_en="check the figures; if they are as printed, add a discrepancy: the document does not say how it was found",
)  # fmt: skip
MEAN_IN_FEWER_PLACES = define(
    "PK334", "note",
    th="เกณฑ์ค่ากลางของตัวชี้วัด {code} ตรงกับค่าเฉลี่ยของพื้นที่เมื่อปัดน้อยตำแหน่งกว่าที่พิมพ์: {years_th}",
    en="the middle criterion of indicator {code} is the mean of its areas only in fewer decimals: {years_en}",
    cure_th="ไม่ต้องแก้ ผู้อ่านที่คำนวณซ้ำจะพบความต่างนี้",
    cure_en="nothing to change; a reader who recomputes it meets this difference",
)  # fmt: skip
ABSENT = define(
    "PK335", "note",
    th="ข้อมูลพื้นฐานของตัวชี้วัด {code} พิมพ์ “-” ไว้: {years_th}",
    en="the baseline of indicator {code} prints “-”: {years_en}",
    cure_th="ไม่ต้องแก้ ค่าเหล่านี้ถือว่าไม่มี ไม่ใช่ศูนย์",
    cure_en="nothing to change; these are taken as absent, not as zero",
)  # fmt: skip
OTHER_HEADING = define(
    "PK336", "note",
    th="คอลัมน์ {key} ของข้อมูลพื้นฐานตัวชี้วัด {code} ชื่อ “{heading}” แต่ตารางอื่นส่วนใหญ่ชื่อ “{usual}”",
    en="column {key} in the baseline of indicator {code} is headed “{heading}”, in most other tables “{usual}”",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้คงไว้",
    cure_en="check the document; if it is printed so, keep it",
)  # fmt: skip


REPEATED_FIGURE = define(
    "PK337", "note",
    th="ข้อมูลพื้นฐานของตัวชี้วัด {code} มีค่าเดียวกับ {other}: {figures_th}",
    en="the baseline of indicator {code} has the same figure as that of {other}: {figures_en}",
    cure_th="ตรวจกับเอกสารว่าไม่ได้คัดลอกข้ามตาราง",
    cure_en="check the document for a figure copied from one table to the other",
)  # fmt: skip

GROUPS = ("central", "regional")
"""The columns of a baseline table that stand for areas; each table heads its own years and rows."""


def increments(pack: Pack) -> Iterable[Issue]:
    """Targets are as far apart as the document says, or evenly where it says nothing."""
    for one in pack.every_indicator():
        declared = False
        for key, reading in one.printed.items():
            if reading.step_size is None:
                continue
            declared = True
            figures = printed_targets(reading) or _known(applied_targets(one))
            steps = _steps(sorted(figures.items()))
            if any(step != exact(reading.step_size.declared) for step in steps):
                words = {"where": place_said(key, reading), "declared": plain(reading.step_size.declared)}
                place = reading.step_size.at.of("declared")
                yield OTHER_STEP.at(place, (one.code,), code=one.code, steps=_said(steps), **words)
        if not declared and isinstance(one.method, Table):
            steps = _steps(targets_of(one.method))
            if len(set(steps)) > 1:
                yield UNEQUAL_STEPS.at(one.method.at.of("levels"), (one.code,), code=one.code, steps=_said(steps))


def _known(targets: dict[Decimal, Decimal | None]) -> dict[Decimal, Decimal]:
    return {points: target for points, target in targets.items() if target is not None}


def _steps(points: list[tuple[Decimal, Decimal]]) -> list[Fraction]:
    """The distances between neighbouring targets, per point."""
    return [
        abs(exact(end) - exact(start)) / (exact(high) - exact(low)) for (low, start), (high, end) in pairwise(points)
    ]


def _said(steps: list[Fraction]) -> str:
    return ", ".join(short(step) for step in (steps if len(set(steps)) > 1 else steps[:1]))


def against_last_year(pack: Pack) -> Iterable[Issue]:
    """The middle level is last year's middle criterion, and no target is worse than what was reached."""
    for one, table in tables(pack):
        points = sorted(table.levels)
        level = points[len(points) // 2]
        target = table.levels[level]
        for baseline in one.baselines:
            last = _last(baseline)
            if last is None or target is None or len(points) % 2 == 0:
                continue
            yield from _middle(one, table, level, target, last)
            yield from _best(one, table, last)


def _last(baseline: Baseline) -> BaselineYear | None:
    return max(baseline.years, key=lambda row: row.year, default=None)


def _middle(one: Indicator, table: Table, level: Decimal, target: Decimal, last: BaselineYear) -> Iterator[Issue]:
    if last.middle is None or last.middle == target:
        return
    kind = UNDER_LAST_YEAR if _worse(table, target, last.middle) else NOT_THE_MIDDLE
    words = {"level": plain(level), "target": plain(target), "middle": plain(last.middle)}
    yield kind.at(last.at.of("middle"), (one.code,), code=one.code, year=last.year, **words)


def _best(one: Indicator, table: Table, last: BaselineYear) -> Iterator[Issue]:
    best = targets_of(table)[-1][1]
    mean = _mean([value for value in last.areas.values() if value is not None])
    if mean is not None and _worse(table, exact(best), mean):
        words = {"target": plain(best), "mean": short(mean, 2), "year": last.year}
        yield BEST_UNDER_LAST_YEAR.at(last.at.of("areas"), (one.code,), code=one.code, **words)


def _worse(table: Table, value: Decimal | Fraction, other: Decimal | Fraction) -> bool:
    return value < other if table.direction == "ascending" else value > other


def _mean(values: list[Decimal]) -> Fraction | None:
    return sum((exact(value) for value in values), Fraction(0)) / len(values) if values else None


def middles(pack: Pack) -> Iterable[Issue]:
    """A middle criterion is the mean of its areas: of the regional ones, or of all."""
    areas = {str(area.id): area for area in pack.framework.areas}
    for one in pack.every_indicator():
        for baseline in one.baselines:
            judged = [(row, _against_means(row, areas)) for row in baseline.years]
            for kind, verdict in ((NOT_THE_MEAN, "none"), (MEAN_IN_FEWER_PLACES, "fewer")):
                found = [(row, means) for row, means in judged if means.verdict == verdict]
                if found:
                    words = {
                        "years_th": "; ".join(means.th for _, means in found),
                        "years_en": "; ".join(means.en for _, means in found),
                    }
                    yield kind.at(found[0][0].at.of("middle"), (one.code,), code=one.code, **words)


@dataclass(frozen=True)
class Means:
    """How a year's middle stands to the means of its areas: “none” equals it, in “fewer” places, or nothing to say."""

    verdict: str = ""
    th: str = ""
    en: str = ""


def _against_means(row: BaselineYear, areas: Mapping[str, Area]) -> Means:
    if row.middle is None:
        return Means()
    regional = [value for area, value in row.areas.items() if areas[str(area)].group == "regional"]
    means: list[Fraction] = []
    th: list[str] = []
    en: list[str] = []
    places, fewer = _places([row.middle]), _places_used([row.middle, *row.areas.values()])
    for name_th, name_en, values in (("ภูมิภาค", "regional", regional), ("ทั้งหมด", "all", [*row.areas.values()])):
        mean = None if None in values else _mean([value for value in values if value is not None])
        if mean is not None:
            means.append(mean)
            said = plain(round_half_up(mean, places))
            th.append(f"{name_th} {len(values)} แห่ง {said}")
            en.append(f"{name_en} {len(values)}: {said}")
    if not means or any(round_half_up(mean, places) == row.middle for mean in means):
        return Means()
    in_fewer = any(round_half_up(mean, fewer) == row.middle for mean in means)
    head = f"{row.year} = {plain(row.middle)}"
    return Means("fewer" if in_fewer else "none", f"{head} ({', '.join(th)})", f"{head} ({', '.join(en)})")


def _places(values: list[Decimal]) -> int:
    """The most decimals printed."""
    return max(max(0, -int(value.as_tuple().exponent)) for value in values)


def _places_used(values: list[Decimal | None]) -> int:
    """The most decimals that are not just zeros at the end: 95.90 and 96.60 use one."""
    return _places([value.normalize() for value in values if value is not None])


def absences(pack: Pack) -> Iterable[Issue]:
    """Dashes in a baseline table, counted by year."""
    names = {str(area.id): area.name for area in pack.framework.areas}
    for one in pack.every_indicator():
        for baseline in one.baselines:
            lacking = [
                (row, [names[str(area)] for area, value in row.areas.items() if value is None])
                for row in baseline.years
            ]
            rows = [(row, areas) for row, areas in lacking if row.middle is None or areas]
            if rows:
                th = [_absent(row, [area.th for area in areas], "ค่ากลาง", "พื้นที่") for row, areas in rows]
                en = [_absent(row, [area.said("en") for area in areas], "the middle", "areas") for row, areas in rows]
                words = {"years_th": "; ".join(th), "years_en": "; ".join(en)}
                yield ABSENT.at(rows[0][0].at.here, (one.code,), code=one.code, **words)


def _absent(row: BaselineYear, lacking: Sequence[str], middle: str, areas: str) -> str:
    said = [middle] if row.middle is None else []
    if lacking:
        said.append(", ".join(lacking) if len(lacking) <= 3 else f"{areas} {len(lacking)}/{len(row.areas)}")
    return f"{row.year} ({' + '.join(said)})"


def repeated_figures(pack: Pack) -> Iterable[Issue]:
    """The same area has the same figure in one year of two tables: one may have been copied into the other."""
    areas = {str(area.id): area.name for area in pack.framework.areas}
    first: dict[tuple[int, str, Decimal], str] = {}
    for one in pack.every_indicator():
        found: list[tuple[BaselineYear, str, str, Decimal]] = []
        for baseline in one.baselines:
            for row in baseline.years:
                for area, value in row.areas.items():
                    other = one.code if value is None else first.setdefault((row.year, str(area), value), one.code)
                    if value is not None and other != one.code:
                        found.append((row, str(area), other, value))
        if found:
            others = list(dict.fromkeys(other for _, _, other, _ in found))
            th = [f"{areas[area].th} ปี {row.year} = {plain(value)}" for row, area, _, value in found]
            en = [f"{areas[area].said('en')} in {row.year} = {plain(value)}" for row, area, _, value in found]
            words = {"other": ", ".join(others), "figures_th": "; ".join(th), "figures_en": "; ".join(en)}
            place = found[0][0].at.of("areas")
            yield REPEATED_FIGURE.at(place, (one.code, *others), code=one.code, **words)


def headings(pack: Pack) -> Iterable[Issue]:
    """Baseline tables head the same column alike."""
    held = [
        (one, baseline, str(key), heading)
        for one in pack.every_indicator()
        for baseline in one.baselines
        for key, heading in baseline.headings.items()
        if key in GROUPS
    ]
    for one, baseline, key, heading in held:
        same_column = [other for _, _, other_key, other in held if other_key == key]
        alike = [other for other in same_column if _trunk(other) == _trunk(heading)]
        if len(alike) * 2 < len(same_column):
            usual = max(same_column, key=lambda other: sum(_trunk(one_) == _trunk(other) for one_ in same_column))
            words = {"key": key, "heading": heading, "usual": usual}
            yield OTHER_HEADING.at(baseline.at.of("headings"), (one.code,), code=one.code, **words)


def _trunk(heading: str) -> str:
    """A heading without what stands in brackets."""
    return bare(heading.split("(")[0])
