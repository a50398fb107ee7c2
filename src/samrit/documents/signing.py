"""What stands at a place to sign, in words and dots, the same in every format."""

from __future__ import annotations

from samrit.base.issues import Language
from samrit.documents import measure
from samrit.documents.paper import Dots, Inline, Signature, Text

WIDTH = 85.0
"""Millimetres that a place to sign takes where there is that much."""
GAP = 4.0
"""Millimetres between two places to sign."""
_BESIDE = 0.4
"""The part of it that a label may take beside the dots; a longer one gets a line of its own."""


def room(width: float, count: int) -> float:
    """Millimetres for each of `count` places to sign side by side in `width`."""
    return min(WIDTH, width / count - GAP)


def lines(person: Signature, language: Language, room: float, size: float) -> tuple[tuple[Inline, ...], ...]:
    """Its lines from the top, each to be centred in `room` mm: signed, name, post, date."""
    thai = language == "th"
    beside = measure.mm(person.label, size) <= room * _BESIDE
    signed: list[Inline] = [Text("(ลงชื่อ)" if thai else "(Signed)"), Dots()]
    name: list[Inline] = [Text(f"({person.name})")] if person.name else [Text("("), Dots(room * 0.7), Text(")")]
    found = [[*signed, Text(person.label)] if beside and person.label else signed, name]
    if person.label and not beside:
        found.append([Text(person.label)])
    if person.post:
        found.append([Text(person.post)])
    if person.dated and thai:
        found.append([Text("วันที่"), Dots(9), Text("เดือน"), Dots(), Text("พ.ศ. "), Dots(12)])
    elif person.dated:
        found.append([Text("Date"), Dots()])
    return tuple(tuple(line) for line in found)
