"""แบบ ปร.2, first layout: A4 landscape as printed - fields with their signatures, then the table on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from samrit.documents.paper import (
    Block,
    Box,
    Cell,
    Column,
    Dots,
    Figure,
    Gap,
    Inline,
    Line,
    Margins,
    Paper,
    Row,
    Table,
    Text,
    cell,
    heading,
    line,
)
from samrit.documents.templates.begin import begun

if TYPE_CHECKING:
    from samrit.documents.forms import por_ror_2 as data
    from samrit.documents.forms.agreed import Target
    from samrit.documents.forms.reckoned import Amount
    from samrit.documents.forms.wording import Piece

MARGINS = Margins(top=15, right=12, bottom=15, left=15)
WIDTH = 297 - MARGINS.left - MARGINS.right
FIELDS = 160.0
"""Width of the fields; the signatures stand beside them."""
FIXED = {
    "key_result": 30.0, "agency_target": 18.5, "superior_target": 19.0, "comment_score": 23.5, "score": 16.5,
    "weight": 13.5, "weighted": 17.5,
}  # fmt: skip
LEVEL = 17.0
HEAD_SIZE = {"th": 11.5, "en": 9.5}
"""Points of the table's headings, such that no word of theirs is wider than its column."""
KEEP = ("ผู้ชม", "ผู้ฟัง", "เผยแพร่", "ความคิดเห็น", "ผลผลิต", "เนื้อหา", "ส่วนราชการอื่น")
SMALL = 12.0


def layout(form: data.PorRor2) -> Paper:
    """The paper of a แบบ ปร.2."""
    return replace(
        begun(form, "por-ror-2", 1, form.title, _blocks(form)),
        landscape=True,
        margins=MARGINS,
        corner=form.number,
        footer=form.footer,
        pages="of",
        sheet=form.number or form.title,
        keep=KEEP,
    )


def _blocks(form: data.PorRor2) -> Iterator[Block]:
    yield heading(form.title, align="center", size=18)
    yield from _head(form)
    yield Gap(2)
    yield _table(form)
    if form.notes:
        yield Gap(1.5)
        yield from (line(note, size=SMALL) for note in form.notes)


# ── fields above the table ───────────────────────────────────────────────────────────────────────────────────────────


def _head(form: data.PorRor2) -> Iterator[Block]:
    fields = list(form.fields)
    opening = _until_last_choice(fields)
    if opening:
        yield line(*_opening(opening), size=15)
    rows: list[list[data.Field]] = []
    for one in fields[len(opening) :]:
        if one.kind == "signature" and rows and rows[-1][-1].kind != "signature":
            rows[-1].append(one)
        else:
            rows.append([one])
    yield Table(
        columns=(Column(FIELDS), Column(WIDTH - FIELDS)),
        rows=tuple(Row((_field(pair[0]), cell(*(_signed(one) for one in pair[1:])))) for pair in rows),
        ruled=False,
        size=15,
        about=form.title,
    )


def _until_last_choice(fields: list[data.Field]) -> list[data.Field]:
    """The fields up to the last box: they stand on one line."""
    last = max((place for place, one in enumerate(fields) if one.kind == "choice"), default=-1)
    return fields[: last + 1]


def _opening(fields: list[data.Field]) -> Iterator[Inline]:
    for place, one in enumerate(fields):
        gap = "      " if place else ""
        if one.kind == "choice":
            yield Text(gap)
            yield Box(one.ticked)
            yield Text(f"  {one.label}")
        else:
            yield Text(gap + one.label, bold=True)


def _field(one: data.Field) -> Cell:
    written = [Text(f"{one.label}{'  ' if one.pieces else ''}"), *(_piece(piece) for piece in one.pieces)]
    return cell(Line(tuple(written)), *([line(one.note, size=SMALL)] if one.note else []))


def _signed(one: data.Field) -> Line:
    return line(f"{one.label} ", Dots())


def _piece(piece: Piece) -> Inline:
    if not piece.blank:
        return Text(piece.text)
    return Dots(max(45, 2.3 * len(piece.text)) if piece.text else 60, piece.text)


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(form: data.PorRor2) -> Table:
    return Table(
        columns=tuple(_columns(form)),
        rows=tuple(_rows(form)),
        head=_head_rows(form),
        size=14,
        about=form.title,
    )


def _columns(form: data.PorRor2) -> Iterator[Column]:
    taken = sum(FIXED.get(one.id, 0) + LEVEL * len(one.below) for one in form.headings)
    entries = [entry for group in form.groups for indicator in group.entries for entry in indicator]
    level = _places([target.figure for entry in entries for target in entry.targets])
    score = max((entry.score.places or 0 for entry in entries), default=0)
    weighted = max((entry.weighted.places or 0 for entry in entries), default=0)
    weight = max((entry.weight.places or 0 for entry in entries if not entry.depth), default=0)
    for one in form.headings:
        if one.below:
            yield from (Column(LEVEL, "center", level) for _ in one.below)
        elif one.id in ("key_result", "indicator"):
            yield Column(FIXED.get(one.id, WIDTH - taken))
        else:
            places = {"score": score, "weighted": weighted, "weight": weight}.get(one.id)
            yield Column(FIXED[one.id], "center", places or None)


def _places(figures: list[object]) -> int | None:
    """The most decimals among figures; None where none has any."""
    texts = [f"{figure:f}".partition(".")[2] for figure in figures if figure is not None]
    return max((len(text) for text in texts), default=0) or None


def _head_rows(form: data.PorRor2) -> tuple[Row, ...]:
    deep = 2 if any(one.below for one in form.headings) else 1
    first = Row(
        tuple(
            cell(_title(one.text, form), across=len(one.below) or 1, down=1 if one.below else deep, align="center", middle=True, bold=True, shaded=True)
            for one in form.headings
        )
    )  # fmt: skip
    below = [text for one in form.headings for text in one.below]
    if not below:
        return (first,)
    return first, Row(
        tuple(cell(_title(text, form), align="center", middle=True, bold=True, shaded=True) for text in below)
    )


def _title(text: str, form: data.PorRor2) -> Line:
    """A heading, broken as the print has it: after “(1)”, before a bracket, and before a Latin abbreviation."""
    text = re.sub(r"^(\(\d+\)) ", "\\1\n", text)
    before = r" (?=\(|[A-Z])" if form.sheet.language == "th" else r" (?=\()"
    return line(re.sub(before, "\n", text), size=HEAD_SIZE[form.sheet.language], bold=True)


def _rows(form: data.PorRor2) -> Iterator[Row]:
    across = sum(len(one.below) or 1 for one in form.headings)
    for group in form.groups:
        if group.band:
            yield Row((cell(group.band, across=across, bold=True),), stays_with_next=True)
        down = sum(len(indicator) for indicator in group.entries)
        for nth, indicator in enumerate(group.entries):
            last = group is form.groups[-1] and nth == len(group.entries) - 1
            for place, entry in enumerate(indicator):
                cells = tuple(_cells(form, group.name if not nth and not place else None, down, entry))
                # an indicator stays together with its parts, and the last one with the totals
                yield Row(cells, stays_with_next=last or place < len(indicator) - 1)
    yield from _totals(form, across)


def _cells(form: data.PorRor2, key_result: str | None, down: int, entry: data.Entry) -> Iterator[Cell]:
    for one in form.headings:
        match one.id:
            case "key_result":
                if key_result is not None:
                    yield cell(key_result, down=down)
            case "indicator":
                yield cell(line(entry.name, indent=4 if entry.depth else 0))
            case "levels":
                yield from (_target(target) for target in entry.targets)
            case "agency_target":
                yield cell(entry.agency, align="center")
            case "superior_target":
                yield cell(entry.superior, align="center")
            case "comment_score":
                yield _amount(entry.comment)
            case "score":
                yield _amount(entry.score)
            case "weight":
                yield cell(entry.weight_text, align="center") if entry.weight_text else _amount(entry.weight)
            case "weighted":
                yield _amount(entry.weighted)


def _target(target: Target) -> Cell:
    if target.figure is not None:
        return cell(Figure(target.figure), align="center")
    return cell(target.text.replace(" (", "\n("), align="center")


def _amount(amount: Amount, suffix: str = "", bold: bool = False) -> Cell:
    if amount.value is None:
        return cell(align="center")
    figure = Figure(amount.value, amount.places, suffix, bold)
    return cell(figure, align="center", key=amount.key, computed=amount.computed)


def _totals(form: data.PorRor2, across: int) -> Iterator[Row]:
    ids = [one.id for one in form.headings]
    width = {one.id: len(one.below) or 1 for one in form.headings}
    label = sum(width[id_] for id_ in ids[: ids.index("weight")]) if "weight" in ids else across - 1
    behind = [id_ for id_ in ids if id_ in ids[ids.index("weight") :]] if "weight" in ids else ids[-1:]
    figures = {
        "weight": _amount(form.total_weight, form.total_suffix, bold=True),
        "weighted": _amount(form.total, bold=True),
    }
    yield Row(
        (
            cell(form.total_label, across=label, align="center", bold=True),
            *(figures.get(id_, cell()) for id_ in behind),
        ),
        stays_with_next=bool(form.converted_label),
    )
    if form.converted_label:
        yield Row((cell(form.converted_label, across=across - 1, bold=True), _amount(form.converted, bold=True)))
