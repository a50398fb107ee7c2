"""A tree as an outline with folds: what is deep is opened on demand, so that it stays usable with thousands of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from samrit.web.components.reading import Link, Status, Words


@dataclass(frozen=True)
class Branch:
    """One line: its link, what stands beside it, and the lines below; `more` leads to those that are not on this page."""

    text: Words
    href: str
    id: str = ""
    note: Words = ""
    status: Status | None = None
    below: Sequence[Branch] = ()
    summary: Words = ""  # of the fold around the lines below: how many there are
    more: Link | None = None
    is_open: bool = False
    is_here: bool = False


@dataclass(frozen=True)
class Outline:
    """Branches below each other."""

    template: ClassVar = "outline"
    label: Words
    branches: Sequence[Branch]
