"""The typeface of the papers: where its files are, which letters it has, and how wide a text is in it."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path

import fontpkg_sarabun

FAMILY = "Sarabun"
FOLDER = Path(fontpkg_sarabun.__file__).parent / "files"
REGULAR = FOLDER / "Sarabun-Regular.ttf"
BOLD = FOLDER / "Sarabun-Bold.ttf"

_HANDLED = {"\n", "\t"}
"""No letters: a line break and a step, which every renderer makes itself."""
_NEVER_SHOWN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Controls, direction marks and the like: they show nothing, so what is signed would not be what is seen."""


def missing(text: str) -> set[str]:
    """The letters of a text that the typeface has not, in regular or in bold; invisible controls count as missing."""
    return {letter for letter in set(text) - _HANDLED if letter not in _drawable()}


@functools.lru_cache(maxsize=1 << 15)  # words come again and again
def width(text: str, bold: bool = False) -> float:
    """The width of a text in ems, set in one line; a letter the typeface has not counts one em."""
    advances = _advances(bold)
    return sum(advances.get(letter, 1.0) for letter in text)


@functools.cache
def _drawable() -> frozenset[str]:
    both = _advances(False).keys() & _advances(True).keys()
    return frozenset(letter for letter in both if unicodedata.category(letter) not in _NEVER_SHOWN)


@functools.cache
def _advances(bold: bool) -> dict[str, float]:
    from fontTools.ttLib import TTFont  # imported late: it takes longer than most commands

    with TTFont(BOLD if bold else REGULAR, lazy=True) as face:
        em = face["head"].unitsPerEm
        advance = face["hmtx"].metrics
        return {chr(code): advance[glyph][0] / em for code, glyph in face.getBestCmap().items()}
