"""Pictures as given, looked into under a limit; and the small copies for pages, which tell no place, camera or time.

The original stays bit for bit: its hash is the proof, and what a camera wrote into it may be part of the proof.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from samrit.apps.evidence.problems import DAMAGED, TOO_MANY_PIXELS
from samrit.apps.ground.pictures import TooManyPixels, Unreadable, opened
from samrit.base.issues import Place, Refused

MAX_PIXELS: Final = 64_000_000
"""What the cameras of common phones make at most; as three bytes a pixel, 192 megabytes for a moment."""
PREVIEW_SIDE: Final = 1600
_FORMATS: Final = ("JPEG", "PNG", "WEBP")


def check(path: Path, name: str) -> None:
    """Refuses a picture that is damaged, cut off, or would fill the memory; every byte of it is decoded."""
    with _opened(path, name) as picture:
        # a JPEG is read whole but made at an eighth of its size, which finds a cut-off one in a fifth of the time
        picture.draft("L", (1, 1))
        picture.load()


def preview(path: Path) -> bytes:
    """A JPEG of at most 1600 × 1600, upright, on white, with nothing of the original but what the eye sees."""
    with _opened(path, path.name) as picture:
        picture.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))
        picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.BILINEAR)
        upright = ImageOps.exif_transpose(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
        # a new picture: what the old one carries beside its pixels (EXIF, GPS, XMP, remarks, profiles) stays behind
        clean = Image.new("RGB", upright.size, "white")
        clean.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=82)
    return out.getvalue()


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Image.Image]:
    place = Place(name)
    try:
        with opened(path, _FORMATS, MAX_PIXELS) as picture:
            yield picture
    except TooManyPixels:
        raise Refused([TOO_MANY_PIXELS.at(place, limit=MAX_PIXELS // 1_000_000)]) from None
    except Unreadable as error:
        raise Refused([DAMAGED.at(place, what_th="อ่านรูปไม่ได้", what_en="the picture cannot be read")]) from error
