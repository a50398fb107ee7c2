"""Small pictures and papers as evidence: drawn here, the same bytes each time, and plainly invented."""

from __future__ import annotations

import io
from random import Random
from time import gmtime

from PIL import Image, ImageDraw, ImageFont

from samrit.documents import fonts

SIZE = 640, 420


def picture(title: str, seed: str) -> bytes:
    """A photograph's stand-in, as PNG."""
    return _saved(_drawn(title, seed), "PNG")


def paper(title: str, seed: str) -> bytes:
    """A scanned page's stand-in, as PDF."""
    return _saved(_drawn(title, seed), "PDF")


def _drawn(title: str, seed: str) -> Image.Image:
    chance = Random(seed)
    image = Image.new("RGB", SIZE, (236, 240, 244))
    pen = ImageDraw.Draw(image)
    for _ in range(9):
        left, top = chance.randrange(SIZE[0]), chance.randrange(120, SIZE[1])
        colour = (chance.randrange(90, 200), chance.randrange(110, 200), chance.randrange(120, 220))
        pen.rectangle((left, top, left + chance.randrange(40, 180), SIZE[1]), fill=colour)
    font = ImageFont.truetype(str(fonts.REGULAR), 26)
    pen.text((24, 20), title, font=font, fill=(30, 40, 50))
    pen.text((24, 62), "ตัวอย่าง มิใช่หลักฐานจริง", font=font, fill=(140, 40, 40))
    return image


def _saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "PDF":  # a PDF tells when it was made; always the same, so that its digest is
        image.save(out, kind, resolution=96, creationDate=gmtime(0), modDate=gmtime(0))
    else:
        image.save(out, kind)
    return out.getvalue()
