"""Pictures for the tests of emblems, drawn here."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw


def png(size: tuple[int, int] = (120, 120), colour: str = "navy", format: str = "PNG", **more: Any) -> bytes:
    """A disc on a clear ground (on white as JPEG)."""
    picture = Image.new("RGB" if format == "JPEG" else "RGBA", size, "white" if format == "JPEG" else (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=colour)
    out = io.BytesIO()
    picture.save(out, format, **more)
    return out.getvalue()
