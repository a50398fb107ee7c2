"""Checks that read a pack like a careful reader; each is a function from a pack to what it found."""

from __future__ import annotations

from samrit.base.issues import Issue
from samrit.packs.model import Pack


def run(pack: Pack) -> list[Issue]:
    """Everything the checks find."""
    return []


def run_on_terms(pack: Pack) -> list[Issue]:
    """Only what would make a pack unusable for scoring."""
    return []
