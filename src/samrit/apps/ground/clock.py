"""The time: stored in UTC, lived in Bangkok; a deadline day ends at the next local midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

BANGKOK = ZoneInfo("Asia/Bangkok")


def now() -> datetime:
    """This moment, in UTC.  Tests replace `timezone.now`."""
    return timezone.now().astimezone(UTC)


def today() -> date:
    """The day it is in Bangkok."""
    return now().astimezone(BANGKOK).date()


def end_of(day: date) -> datetime:
    """The first moment after a day in Bangkok: when a deadline on that day has passed."""
    return datetime.combine(day + timedelta(days=1), time(), BANGKOK).astimezone(UTC)
