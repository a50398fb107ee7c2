"""The signed agreement of each regional office: the pack's own example, with the office's number in its blanks."""

from __future__ import annotations

from functools import lru_cache

from samrit.base import thai
from samrit.demo.organisations import PRD
from samrit.packs import load


@lru_cache
def overlay(number: int) -> str:
    """The operations that office `number` agreed to."""
    text = (load.find(PRD) / "examples" / "agreement-spk-9.yaml").read_text(encoding="utf-8")
    digit = thai.thai_digits(str(number))
    for before, after in (("เขต ๙", f"เขต {digit}"), ("สปข. ๙", f"สปข. {digit}"), ("value: ๙", f"value: {digit}")):
        text = text.replace(before, after)
    return text.replace("office 9", f"office {number}")
