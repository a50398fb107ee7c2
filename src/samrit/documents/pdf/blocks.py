"""Arrange a paper as the plain data that paper.typ draws: its page, its blocks, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, assert_never

from samrit.documents import measure, signing
from samrit.documents.paper import (
    LINE_PITCH,
    SARABUN_SCALE,
    Block,
    Gap,
    Heading,
    Line,
    PageBreak,
    Paper,
    Signatures,
    Table,
    Text,
)
from samrit.documents.pdf.setting import Data, Setter
from samrit.documents.pdf.tables import arrange_table

PITCH = LINE_PITCH / SARABUN_SCALE
"""Distance of two lines in ems of Sarabun."""
BELOW = 0.58
"""How far a line reaches under its feet, in ems: deeper than ฏู, and leaves more above than ปี่ needs (1.28)."""
FOOTER_SIZE = 12
SIGNATURE_GAP = 4
"""Millimetres between two places to sign."""
ENOUGH = 2
"""Lines above a place to sign that stay with it."""


def arrange(paper: Paper) -> Data:
    """The whole paper."""
    setter = Setter(paper)
    levels = _heading_levels(paper.blocks)
    sticky, feet = _before_signatures(paper)
    taken = {place for foot in feet.values() for place in foot}

    def drawn(place: int) -> tuple[str, Any]:
        block = paper.blocks[place]
        match block:
            case Line():
                return "line", setter.line(
                    replace(block, stays_with_next=True) if place in sticky else block, paper.width, paper.size
                )
            case Heading() if place not in levels:
                return "line", setter.line(Line(()), paper.width, block.size or paper.size)
            case Heading():
                return "heading", _heading(block, levels[place], setter)
            case Table():
                foot = feet.get(place, range(0))
                mm = sum(_height(paper.blocks[one], paper) for one in foot)
                return "table", arrange_table(block, setter, [drawn(one) for one in foot], mm)
            case Signatures():
                return "signatures", _signatures(block, setter, place in sticky)
            case Gap():
                return "gap", block.mm
            case PageBreak():
                return "page", None
            case _:
                assert_never(block)

    return {
        "title": paper.title,
        "language": paper.language,
        "keywords": [f"{paper.form} v{paper.version}"],
        "issued": [paper.issued.year, paper.issued.month, paper.issued.day],
        "data-about": "ข้อมูลของแบบ" if paper.language == "th" else "The data of the form",
        "scale": SARABUN_SCALE,
        "pitch": PITCH,
        "below": BELOW,
        "size": paper.size,
        "footer-size": FOOTER_SIZE,
        "thai-digits": paper.digits == "thai",
        "width": 297 if paper.landscape else 210,
        "height": 210 if paper.landscape else 297,
        "margins": {side: getattr(paper.margins, side) for side in ("top", "right", "bottom", "left")},
        "pages": paper.pages,
        "corner": setter.inlines((Text(paper.corner),), paper.width, paper.size) if paper.corner else [],
        "footer": setter.inlines((Text(paper.footer),), paper.width * 0.85, FOOTER_SIZE) if paper.footer else [],
        "emblem": None if paper.emblem is None else list(paper.emblem),
        "emblem-height": paper.emblem_height,
        "emblem-about": "ตราสัญลักษณ์ของหน่วยงาน" if paper.language == "th" else "The emblem of the agency",
        "box-about": ["ช่องว่าง", "ช่องที่เลือก"] if paper.language == "th" else ["empty box", "ticked box"],
        "blocks": [drawn(place) for place in range(len(paper.blocks)) if place not in taken],
    }


def _heading(block: Heading, level: int, setter: Setter) -> Data:
    paper = setter.paper
    size = block.size or paper.size
    items = setter.inlines(block.inlines, paper.width, size, bold=True)
    return {"items": items, "level": level, "align": block.align, "size": size}


def _heading_levels(blocks: Iterable[Block]) -> dict[int, int]:
    """The level of each heading as a reader hears it: none is left out, as PDF/UA wants; a heading without words has none."""
    levels: dict[int, int] = {}
    last = 0
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) and measure.spoken(block.inlines, "printed").strip():
            last = levels[place] = min(block.level, last + 1)
    return levels


def _before_signatures(paper: Paper) -> tuple[set[int], dict[int, range]]:
    """What keeps a place to sign from standing alone on a page: the blocks that stay with their next, and the blocks
    that a table draws as its foot, for only inside a table can its last rows be held to what follows it.
    """
    sticky: set[int] = set()
    feet: dict[int, range] = {}
    for end, signed in enumerate(paper.blocks):
        lines = 0
        place = end - 1
        while isinstance(signed, Signatures) and place >= 0 and lines < ENOUGH:
            block = paper.blocks[place]
            if isinstance(block, Table) and block.rows:
                feet[place] = range(place + 1, end + 1)
            if not isinstance(block, Line | Gap | Signatures):
                break
            sticky.add(place)
            lines += _lines_taken(block, paper) if isinstance(block, Line) else 0
            place -= 1
    return sticky, feet


def _lines_taken(line: Line, paper: Paper) -> int:
    room, points = paper.width - line.indent, line.size or paper.size
    return (
        measure.lines_taken(measure.spoken(line.inlines, paper.digits), room, points, line.bold) if line.inlines else 0
    )


def _height(block: Block, paper: Paper) -> float:
    """About how high a block below a table is, mm."""
    pitch = paper.size * LINE_PITCH * measure.MM_PER_POINT
    match block:
        case Gap():
            return block.mm
        case Line():
            return measure.height((block,), paper.width, paper.size, paper.digits)
        case Signatures():
            room = _room(block, paper)
            return pitch * max(len(signing.lines(one, paper.language, room, paper.size)) for one in block.people)
        case _:
            return 0


def _room(block: Signatures, paper: Paper) -> float:
    return min(signing.WIDTH, paper.width / len(block.people) - SIGNATURE_GAP)


def _signatures(block: Signatures, setter: Setter, sticky: bool) -> Data:
    paper = setter.paper
    room = _room(block, paper)
    people = [
        [setter.inlines(one, room, paper.size) for one in signing.lines(person, paper.language, room, paper.size)]
        for person in block.people
    ]
    return {"mm": room, "people": people, "sticky": sticky}
