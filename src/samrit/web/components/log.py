"""The log of events, each in words, with what was recorded of it in a fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from samrit.web.components.reading import Link, Status, Words


@dataclass(frozen=True)
class LogLine:
    """One event: what happened, when, by whom, about what (`left_out`: how many more things), and as it was recorded."""

    number: int
    sentence: Words
    at: datetime
    who: Words
    code: str
    hash: str
    about: Sequence[Link] = ()
    left_out: int = 0
    details: Sequence[tuple[str, str]] = ()
    state: Status | None = None


@dataclass(frozen=True)
class Log:
    """Events below each other, as they come."""

    template: ClassVar = "log"
    lines: Sequence[LogLine]
