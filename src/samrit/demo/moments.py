"""What happens in the demo's years, in the order of time, on a clock that the builder sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from samrit.apps.ground.clock import BANGKOK

TICK = timedelta(microseconds=40)
"""Each look at the clock is later than the one before, and all looks together take less than building does."""


class Clock:
    """A clock that only goes forward, and never past the moment at which the building began."""

    def __init__(self, ceiling: datetime, at: datetime) -> None:
        self.ceiling = ceiling
        self.at = at

    def __call__(self) -> datetime:
        self.at += TICK
        return self.at

    def go(self, moment: datetime) -> None:
        """Go to a moment, if it is later."""
        self.at = max(self.at, min(moment, self.ceiling))


@contextmanager
def lived(clock: Clock) -> Iterator[Clock]:
    """Inside, it is what the builder's clock says.

    The services take no time from their callers, as nobody may say when he did something; so the past years of the
    demo are lived through on this clock, in this process only, and before anybody is served.
    """
    real = timezone.now
    timezone.now = clock
    try:
        yield clock
    finally:
        timezone.now = real


class Diary:
    """Acts with their moments; lived through in the order of time, those of one moment in the order of entry."""

    def __init__(self) -> None:
        self.acts: list[tuple[datetime, int, Callable[[], object]]] = []

    def on(self, moment: datetime, act: Callable[[], object]) -> None:
        """Enter an act."""
        self.acts.append((moment, len(self.acts), act))

    def live(self, clock: Clock, tell: Callable[[int, int], None]) -> None:
        """Do everything that was entered, in order."""
        acts = sorted(self.acts, key=lambda one: one[:2])
        for done, (moment, _, act) in enumerate(acts):
            if done % 20 == 0:
                tell(done, len(acts))
            clock.go(moment)
            act()
        tell(len(acts), len(acts))


def at(day: date, minutes: int = 0) -> datetime:
    """A moment of a working day in Bangkok: so many minutes after half past eight."""
    return datetime.combine(day, time(8, 30), BANGKOK) + timedelta(minutes=minutes)


def between(first: datetime, last: datetime, part: float) -> datetime:
    """A moment in a stretch of time, from 0 (its first) to 1 (its last)."""
    return first + (last - first) * part
