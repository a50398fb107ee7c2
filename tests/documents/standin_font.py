"""A stand-in for the official face, which may not be shipped: Sarabun drawn as small as TH SarabunPSK, under its name.

LibreOffice otherwise takes some other Thai face, and neither page counts nor pictures mean anything.
"""

from __future__ import annotations

import os
from pathlib import Path

from fontTools.ttLib import TTFont

from samrit.documents import fonts

FAMILY = "TH SarabunPSK"
SMALLER = 0.6825  # ก is 0.400 em high in TH Sarabun and 0.586 em in Sarabun
PITCH = 1.30


def make(folder: Path) -> None:
    """Write the stand-in, regular and bold, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for style, source in (("Regular", fonts.REGULAR), ("Bold", fonts.BOLD)):
        with TTFont(source) as face:
            _shrink(face)
            _rename(face, style)
            face.save(folder / f"standin-{style}.ttf")


def environment(home: Path) -> dict[str, str]:
    """The environment of a program that shall find the stand-in, made below `home`."""
    make(home / ".fonts")
    return {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "XDG_DATA_HOME": str(home)}


def _shrink(face: TTFont) -> None:
    # a larger em around the same outlines: at the same points everything is smaller
    em = round(face["head"].unitsPerEm / SMALLER)
    face["head"].unitsPerEm = em
    ascent = round(em * PITCH * 0.75)
    descent = round(em * PITCH) - ascent
    face["hhea"].ascent, face["hhea"].descent, face["hhea"].lineGap = ascent, -descent, 0
    metrics = face["OS/2"]
    metrics.sTypoAscender, metrics.sTypoDescender, metrics.sTypoLineGap = ascent, -descent, 0
    metrics.usWinAscent, metrics.usWinDescent = ascent, descent


def _rename(face: TTFont, style: str) -> None:
    full = FAMILY if style == "Regular" else f"{FAMILY} {style}"
    names = {1: FAMILY, 2: style, 3: f"stand-in {full}", 4: full, 6: full.replace(" ", "") + f"-{style}"}
    face["name"].names = [record for record in face["name"].names if record.nameID not in {*names, 16, 17, 21, 22}]
    for name_id, text in names.items():
        face["name"].setName(text, name_id, 3, 1, 0x409)
