"""What may be a link: http or https to a named place, with no secret in it.  Samrit never fetches it."""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import urlsplit

from samrit.apps.evidence.problems import LINK, LINK_SECRET
from samrit.base.issues import Issue, Place

LONGEST: Final = 2000


def problems(link: str) -> list[Issue]:
    """What is wrong with a link; empty when nothing is."""
    place = Place("link")
    if len(link) > LONGEST:
        return [LINK.at(place, why_th=f"ยาวเกิน {LONGEST} ตัวอักษร", why_en=f"longer than {LONGEST} letters")]
    if any(unicodedata.category(sign)[0] in "CZ" for sign in link) or "\\" in link:
        return [LINK.at(place, why_th="มีช่องว่างหรือตัวอักษรที่มองไม่เห็น", why_en="it holds spaces or invisible signs")]
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return [LINK.at(place, why_th="อ่านที่อยู่ไม่ได้", why_en="the address cannot be read")]
    if parts.scheme.lower() not in ("http", "https"):
        return [
            LINK.at(place, why_th="ต้องขึ้นต้นด้วย https:// หรือ http://", why_en="it must begin with https:// or http://")
        ]
    if "@" in parts.netloc:
        return [LINK_SECRET.at(place)]
    if not host:
        return [LINK.at(place, why_th="ไม่มีชื่อเว็บไซต์", why_en="it names no site")]
    return []
