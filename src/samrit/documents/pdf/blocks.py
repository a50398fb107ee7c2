"""Arrange a paper as the plain data that paper.typ draws: its page, its blocks, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterable
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


def arrange(paper: Paper) -> Data:
    """The whole paper."""
    setter = Setter(paper)
    levels = _heading_levels(paper.blocks)
    blocks: list[tuple[str, Any]] = []
    for place, block in enumerate(paper.blocks):
        match block:
            case Line():
                blocks.append(("line", setter.line(block, paper.width, paper.size)))
            case Heading() if place not in levels:
                blocks.append(("line", setter.line(Line(()), paper.width, block.size or paper.size)))
            case Heading():
                blocks.append(("heading", _heading(block, levels[place], setter)))
            case Table():
                blocks.append(("table", arrange_table(block, setter)))
            case Signatures():
                blocks.append(("signatures", _signatures(block, setter)))
            case Gap():
                blocks.append(("gap", block.mm))
            case PageBreak():
                blocks.append(("page", None))
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
        "blocks": blocks,
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


def _signatures(block: Signatures, setter: Setter) -> Data:
    paper = setter.paper
    room = min(signing.WIDTH, paper.width / len(block.people) - SIGNATURE_GAP)
    people = [
        [setter.inlines(one, room, paper.size) for one in signing.lines(person, paper.language, room, paper.size)]
        for person in block.people
    ]
    return {"mm": room, "people": people}
