"""The data of an indicator on its detail sheet: quality aims, earlier years, publication, and what it is scored from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from samrit.base.figures import plain
from samrit.documents.forms.detail.lines import entries
from samrit.documents.forms.detail.sections import BaselineTable, BaselineYearRow, Entry, Grid, Passage
from samrit.documents.forms.wording import Piece, Said, Voice, bare
from samrit.packs.handbook.content import text_of
from samrit.packs.model import Baseline, Indicator
from samrit.packs.plans import Deadline, Publication


def quality(voice: Voice, one: Indicator) -> Iterator[Grid]:
    """The aims for the quality of outputs."""
    if one.quality:
        yield Grid(
            heading=voice.plain(voice.names.field("quality")),
            heads=tuple(voice.names.field(name, "QualityTarget") for name in ("output", "measure", "percent")),
            parts=(62, 72, 26),
            rows=tuple(
                (voice.words(aim.output), voice.words(aim.measure), voice.plain(plain(aim.percent)))
                for aim in one.quality
            ),
        )


def baseline_table(voice: Voice, one: Baseline) -> BaselineTable:
    """Earlier years, under the headings that the document prints."""
    groups = {area.id: area.group for area in voice.pack.framework.areas}
    areas = list(dict.fromkeys(area for year in one.years for area in year.areas))
    headings = {str(key): text for key, text in one.headings.items()}

    def printed(key: str, label: str) -> str:
        return label if voice.english else headings.get(key, label)

    figures = [value for year in one.years for value in (year.middle, *year.areas.values()) if value is not None]
    known = {"year", "middle", *groups.values()}
    others = [text for key, text in headings.items() if key not in known]
    return BaselineTable(
        name=voice.words(one.name),
        year_heading=printed("year", voice.names.field("year")),
        middle_heading=printed("middle", voice.names.field("middle")),
        groups=tuple(
            (
                printed(group, voice.names.value("group", group).capitalize()),
                tuple(text_of(voice.names.area(area)) for area in members),
            )
            for group, members in groupby(areas, key=lambda area: groups.get(area, "regional"))
        ),
        places=max((-int(value.as_tuple().exponent) for value in figures), default=0),
        rows=tuple(
            BaselineYearRow(
                year=year.year,
                middle=_dashed(year.middle),
                values=tuple(_dashed(year.areas[area]) if area in year.areas else "" for area in areas),
            )
            for year in one.years
        ),
        remarks=voice.thai(" · ".join(others)) if others else (),
    )


def publication(voice: Voice, one: Publication | None) -> Iterator[Passage]:
    """What is published: how often, in what form, by whom and by when."""
    if one is None:
        return
    names, told = voice.names, list[tuple[str, Said]]()
    told.append(("period", voice.words(one.period)))
    told.append(("as_of", voice.thai(one.as_of) if one.as_of else ()))
    told.append(("formats", voice.plain(" · ".join(names.value("formats", kind) for kind in one.formats))))
    told.append(("languages", voice.plain(" · ".join(names.value("languages", kind) for kind in one.languages))))
    told.append(("nil_statement", voice.plain(names.yes(True) if one.nil_statement else "")))
    told.append(("prepared_by", voice.plain(text_of(names.all_posts(one.prepared_by)))))
    told.append(("checked_by", voice.plain(text_of(names.all_posts(one.checked_by)))))
    told.append(("deadline", _deadline(voice, one.deadline) if one.deadline else ()))
    told.append(("follow_up", voice.thai(one.follow_up.verbatim) if one.follow_up else ()))
    rows = [Entry((), (Piece(f"{names.field(key)}: "), *said)) for key, said in told if said]
    calendar = entries(voice, one.calendar)
    if calendar:
        rows.append(Entry((), voice.plain(names.field("calendar")), items=calendar))
    yield Passage(voice.plain(names.field("publication")), entries=tuple(rows))


def _deadline(voice: Voice, one: Deadline) -> Said:
    """As printed, and the days it is read as."""
    days = [(voice.names.field("starts"), one.starts), (voice.names.field("ends"), one.by)]
    read = " ".join(f"{label} {voice.names.day(day)}" for label, day in days if day is not None)
    return (*voice.thai(one.verbatim), *voice.plain(f" ({read})" if read else ""))


def sources(voice: Voice, one: Indicator) -> Iterator[Grid]:
    """The figures and deeds it is scored from, and where they come from."""
    if not one.inputs:
        return
    rows: list[tuple[Said, ...]] = []
    for held in one.inputs.values():
        source = [bare(voice.words(proof)) for proof in held.evidence]
        if held.measured_by is not None:
            source.append(text_of(voice.names.post(held.measured_by)))
        if held.broadcast:
            source.append(voice.names.field("broadcast"))
        unit = text_of(voice.names.unit(held.measure_unit)) or voice.names.value("holds", held.holds)
        window = text_of(voice.names.window(held.window))
        rhythm = f" ({voice.names.word('months')})" if held.every == "month" else ""
        rows.append((voice.words(held.name), voice.plain(unit), voice.plain(window + rhythm),
                     voice.plain("; ".join(source))))  # fmt: skip
    yield Grid(
        heading=voice.label("ข้อมูลที่ใช้และแหล่งข้อมูล", "Data and their sources"),
        heads=(
            voice.either("ข้อมูล", "Data"),
            voice.either("หน่วยนับ", "Counted in"),
            voice.names.field("window"),
            voice.either("แหล่งข้อมูล/หลักฐาน", "Source/evidence"),
        ),
        parts=(58, 22, 36, 44),
        rows=tuple(rows),
    )


def _dashed(value: Decimal | None) -> Decimal | str:
    return "-" if value is None else value
