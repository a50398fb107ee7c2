"""An agency's emblem as it is taken in: a PNG or JPEG picture, told by content, kept as a new picture of its pixels alone."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps

from samrit.apps.ground.pictures import TooManyPixels, Unreadable, opened
from samrit.base.issues import Place, Refused, define

NO_PICTURE = define(
    "OG023", "error",
    th="ไฟล์นี้ไม่ใช่ภาพ PNG หรือ JPEG ที่เปิดได้", en="this is not a PNG or JPEG picture that can be opened",
    cure_th="บันทึกตราเป็น PNG แล้วเลือกใหม่ ไม่รับ SVG, PDF หรือไฟล์ชนิดอื่น", cure_en="save the emblem as PNG and choose that; SVG, PDF and other files are not taken",
)  # fmt: skip
TOO_LARGE = define(
    "OG024", "error",
    th="ไฟล์ตราใหญ่เกิน {limit} เมกะไบต์", en="the emblem's file is larger than {limit} megabytes",
    cure_th="ย่อภาพให้กว้างไม่เกิน {side} จุด แล้วเลือกใหม่", cure_en="make the picture at most {side} pixels wide and choose it again",
)  # fmt: skip
TOO_MANY_PIXELS = define(
    "OG025", "error",
    th="ภาพตรามีเกิน {limit} ล้านจุด", en="the emblem has more than {limit} million pixels",
    cure_th="ย่อภาพให้กว้างไม่เกิน {side} จุด แล้วเลือกใหม่", cure_en="make the picture at most {side} pixels wide and choose it again",
)  # fmt: skip

MOST_BYTES: Final = 1_000_000
MOST_PIXELS: Final = 16_000_000
SIDE: Final = 600
"""30 mm on paper at 500 dots an inch; a larger picture is made smaller."""
_FORMATS: Final = ("PNG", "JPEG")
_PLACE: Final = Place("", field="emblem")


def cleaned(data: bytes) -> bytes:
    """The emblem as PNG: upright, of at most 600 × 600, without what the file told beside its pixels.  Errors: Refused."""
    if len(data) > MOST_BYTES:
        raise Refused([TOO_LARGE.at(_PLACE, limit=MOST_BYTES // 1_000_000, side=SIDE)])
    try:
        with opened(io.BytesIO(data), _FORMATS, MOST_PIXELS) as picture:
            mode = "RGBA" if picture.has_transparency_data else "RGB"
            upright = ImageOps.exif_transpose(picture).convert(mode)
            upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
            # a new picture: what the old one carries beside its pixels (EXIF, remarks, profiles, a program) stays behind
            clean = Image.new(mode, upright.size)
            clean.paste(upright)
    except TooManyPixels:
        raise Refused([TOO_MANY_PIXELS.at(_PLACE, limit=MOST_PIXELS // 1_000_000, side=SIDE)]) from None
    except Unreadable:
        raise Refused([NO_PICTURE.at(_PLACE)]) from None
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
