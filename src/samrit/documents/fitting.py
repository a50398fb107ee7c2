"""Turn the words of a paper into pieces that fit where they stand: compounds kept whole, overlong stretches parted.

Typst breaks Thai lines at words, but parts compounds (ผู้กำกับ|การ), and lets a stretch it cannot part run across the
rule of its cell.  So what must stay whole is put in a box, but only where it fits; what is wider than its place gets
places to break; and a cell is first set a little smaller where that is enough.  Widths are in ems of the face.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from samrit.base import words
from samrit.documents import fonts

SMALLEST = 0.75
"""A cell's type goes down to this part of its size for the sake of a word that is too wide."""

Piece = Any
"""A text, or a list of a kind and what belongs to it, as paper.typ draws it."""

NEWLINE: Piece = ["newline"]
TAB: Piece = ["skip", 2]
STRUT: Piece = ["strut"]
"""Nothing, as high as a line."""
_SLACK = 0.02
"""Kerning and rounding may make a stretch a trifle wider than its advances."""

_STRETCH = re.compile(r"[^\S\u00a0]+|[^\s]+|\u00a0+")
_SCRIPT = re.compile(r"[\u0e00-\u0e7f]+|[^\u0e00-\u0e7f]+")
_AFTER_SIGN = re.compile(r"(?<=[/\-–—?&=_])(?=.)|(?<=[.:,;@+|])(?=[^\d])")
_OPENING = re.compile(r"[(\[{«“‘\"']+$")
_CLOSING = re.compile(r"[ฯๆ)\]}»”’\"'!%:;,.?/\-–…]+")


def pieces(text: str, room: float, bold: bool = False, keep: tuple[str, ...] = ()) -> list[Piece]:
    """A text as it may be set `room` ems wide; nothing in it is then wider than its place."""
    out: list[Piece] = []
    lines = text.split("\n")
    for number, part in enumerate(lines):
        if number:
            out.append(NEWLINE)
        if len(lines) > 1 and not part.strip():
            out.append(STRUT)
        for tabbed, stretch in enumerate(part.split("\t")):
            if tabbed:
                out.append(TAB)
            out += _line_pieces(stretch, room, bold, keep)
    return out


def shrunk(text: str, room: float, bold: bool = False, keep: tuple[str, ...] = ()) -> float:
    """The part of its size, 1 to `SMALLEST`, at which the widest stretch fits; 1 where even that would not help."""
    if fonts.width(text, bold) + _SLACK <= room:
        return 1.0
    widest = max((fonts.width(unit, bold) for unit in _units(text, room, bold, keep)), default=0.0) + _SLACK
    return room / widest if SMALLEST <= room / widest < 1 else 1.0


@lru_cache(maxsize=4096)
def _line_pieces(text: str, room: float, bold: bool, keep: tuple[str, ...]) -> list[Piece]:
    out: list[Piece] = []
    for part, whole in _with_blanks(text, keep):
        if whole and fonts.width(part, bold) + _SLACK <= room:
            out.append(["whole", part])
        else:
            _add_part(out, part, room, bold, keep)
    return out


def _with_blanks(text: str, keep: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """A text parted at the compounds that hold blanks (True), such as a unit with its number."""
    held = ""
    for piece, whole in words.kept_words(text, keep) if any(" " in word for word in keep) else [(text, False)]:
        if whole and " " in piece:
            yield from [(held, False)] if held else []
            yield piece, True
            held = ""
        else:
            held += piece
    if held:
        yield held, False


def _add_part(out: list[Piece], text: str, room: float, bold: bool, keep: tuple[str, ...]) -> None:
    for stretch in _STRETCH.findall(text):
        if stretch.isspace() or (fonts.width(stretch, bold) + _SLACK <= room and not _has_thai(stretch)):
            _add(out, stretch)
        else:
            _add_stretch(out, stretch, room, bold, keep)


def _add_stretch(out: list[Piece], stretch: str, room: float, bold: bool, keep: tuple[str, ...]) -> None:
    found = list(_with_signs(words.kept_words(stretch, keep)))
    if fonts.width(stretch, bold) + _SLACK <= room:
        for text, whole in found:
            if whole:
                out.append(["whole", text])
            else:
                _add(out, text)
        return
    # Wider than its place: every part in a box of its own, for between two boxes a line can always end.
    parts: list[str] = []
    for text, whole in found:
        if whole and fonts.width(text, bold) + _SLACK <= room:
            parts.append(text)
        else:
            parts += _fitting_parts(text, room, bold)
    out += [["whole", part] for part in _with_neighbours(parts, room, bold)]


def _with_neighbours(parts: list[str], room: float, bold: bool) -> Iterator[str]:
    """Parts with the signs beside them, where there is room: no line begins with a closing sign if it can be helped."""
    held = ""
    for part in parts:
        joins = held and (_OPENING.fullmatch(held) or _CLOSING.fullmatch(part))
        if joins and fonts.width(held + part, bold) + _SLACK <= room:
            held += part
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def _with_signs(found: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Brackets and signs beside a kept compound join it: a box may be parted from its neighbours by a line end."""
    texts = [text for text, _ in found]
    for at, (_, whole) in enumerate(found):
        if not whole:
            continue
        if at and not found[at - 1][1] and (opening := _OPENING.search(texts[at - 1])):
            texts[at - 1], texts[at] = texts[at - 1][: opening.start()], opening.group() + texts[at]
        if at + 1 < len(found) and not found[at + 1][1] and (closing := _CLOSING.match(texts[at + 1])):
            texts[at + 1], texts[at] = texts[at + 1][closing.end() :], texts[at] + closing.group()
    return ((text, whole) for text, (_, whole) in zip(texts, found, strict=True) if text)


def _fitting_parts(unit: str, room: float, bold: bool) -> Iterator[str]:
    """The parts of a unit, none wider than the room: words, then parts after signs, then as many letters as fit."""
    for part in _units(unit, room, bold, ()):
        held = ""
        for cluster in words.clusters(part):
            if held and fonts.width(held + cluster, bold) + _SLACK > room:
                yield held
                held = ""
            held += cluster
        yield held


@lru_cache(maxsize=4096)
def _units(text: str, room: float, bold: bool, keep: tuple[str, ...]) -> tuple[str, ...]:
    """The stretches of a text that a line end must not part if it can be helped: words, or what wide ones are made of."""
    units: list[str] = []
    for script in (found for stretch in text.split() for found in _SCRIPT.findall(stretch)):
        if not _has_thai(script):
            units += _AFTER_SIGN.split(script)
            continue
        for word in words.segment(script, keep):
            units += (word,) if fonts.width(word, bold) + _SLACK <= room else words.parts(word)
    return tuple(units)


def _has_thai(text: str) -> bool:
    return any("\u0e00" <= letter <= "\u0e7f" for letter in text)


def _add(out: list[Piece], text: str) -> None:
    if out and isinstance(out[-1], str):
        out[-1] += text
    else:
        out.append(text)
