"""Emblems of the invented agencies: a ring with the agency's letters, drawn here, like no emblem of the state."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from samrit.documents import fonts

SIDE, FINE = 240, 3
"""Drawn three times as large and made smaller, which smooths the edges."""


def emblem(letters: str, colour: str) -> bytes:
    """As PNG, on a clear ground: the letters, and below them that it is invented."""
    side, ink = SIDE * FINE, f"#{colour}"
    image = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, side - 1, side - 1), fill=ink)
    pen.ellipse((FINE * 12, FINE * 12, side - FINE * 12 - 1, side - FINE * 12 - 1), fill="white")
    for text, size, height in ((letters, 72, 0.42), ("สมมุติ", 46, 0.69)):
        font = ImageFont.truetype(str(fonts.BOLD), size * FINE)
        pen.text((side / 2, side * height), text, font=font, fill=ink, anchor="mm")
    out = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()
