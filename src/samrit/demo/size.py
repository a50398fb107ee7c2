"""How many units the demo has; free of Django, so that tests of the command may ask for fewer before it starts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Regional offices of the department, and divisions of the bureau with so many sub-divisions and stations each."""

    offices: int = 8
    divisions: int = 4
    subdivisions: int = 3
    stations: int = 6


WHOLE = Size()
