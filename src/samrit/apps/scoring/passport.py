"""The score passport: a score with its facts, its rules and a verifier, to be recomputed anywhere, offline, for years."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

from samrit.apps.scoring import queries
from samrit.apps.scoring.models import ScoreRun
from samrit.engine import trace

READ_ME = """หนังสือเดินทางของคะแนน · Score passport

คำนวณคะแนนนี้ซ้ำได้เอง ไม่ต้องต่ออินเทอร์เน็ต ไม่ต้องติดตั้งอะไรนอกจาก Python 3.11 ขึ้นไป
Recompute this score yourself, offline, with nothing but Python 3.11 or newer:

    python3 verify.py scorecard.json

ถ้าถูกต้องจะขึ้นว่า “คำนวณซ้ำได้ตรงกัน · verified” แล้วเทียบสองบรรทัดสุดท้ายกับเอกสารที่ออก
When it is right it says so; then compare its last two lines with the issued paper:

    terms {terms}
    facts {facts}

scorecard.json   คะแนน ข้อมูลที่รายงาน เกณฑ์ทั้งหมด และการคำนวณทุกขั้น · the score, its facts, all the rules, every step
verify.py        ตัวตรวจ ใช้ไลบรารีมาตรฐานเท่านั้น · the verifier; standard library only
MANIFEST.sha256  ลายนิ้วมือของไฟล์ · digests of the files (sha256sum -c MANIFEST.sha256)

แก้ตัวเลขเพียงตัวเดียวแล้วตรวจใหม่ ตัวตรวจจะบอกว่าผิดที่ใด
Change a single figure and verify again: it names the place.
"""
_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say, which stands for "not said"


def passport(run: ScoreRun) -> bytes:
    """The passport of a run as a zip; the same run gives the same bytes."""
    card = queries.card_of(run)
    whole = {"scorecard": card, "terms": queries.terms_of(run)}
    files = {
        "READ-ME.txt": READ_ME.format(terms=card["terms_digest"], facts=card["facts_digest"]).encode(),
        "scorecard.json": json.dumps(whole, ensure_ascii=False, indent=1).encode(),
        "verify.py": Path(trace.__file__).read_bytes(),
    }
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        for name, data in {**files, "MANIFEST.sha256": sums.encode()}.items():
            part = zipfile.ZipInfo(name, _TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            part.create_system = 3
            zipped.writestr(part, data)
    return written.getvalue()
