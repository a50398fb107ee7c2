"""The events there are: a code that never changes its meaning, and its sentence in two languages with {gaps}.

Sentences are made when an event is shown, from its details; a shredded event still tells what kind of thing happened.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EventKind:
    """A kind of event: its code, and how it is told."""

    code: str
    th: str
    en: str


EVENTS: dict[str, EventKind] = {}


def define(code: str, th: str, en: str) -> str:
    """Enter a kind of event; returns its code."""
    if code in EVENTS:
        raise ValueError(f"event {code} is defined twice")
    EVENTS[code] = EventKind(code, th, en)
    return code
