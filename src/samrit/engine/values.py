"""Unknown is a value: what stands where a figure is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Missing:
    """Not reported, or not computable; the reason is what a reader is told.  It never counts as zero by itself."""

    th: str
    en: str


@dataclass(frozen=True)
class NotApplicable:
    """Does not concern this unit or this round; what happens to its weight is the pack's rule."""

    th: str
    en: str


Unknown = Missing | NotApplicable
