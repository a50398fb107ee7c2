"""How a demand of a level becomes lines, the same on every sheet that lists demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samrit.documents.paper import Box, Figure, Inline, Line, Text, line
from samrit.documents.templates.wording import said

if TYPE_CHECKING:
    from samrit.documents.forms.demands import Demand

HANG = 4.5
"""Room of a box and its space: words beside a box wrap beside it."""
STEP = 5.0
"""How far each depth of sub-steps is moved."""
SMALL = 12.0


def demand_lines(demand: Demand, th: bool, depth: int) -> tuple[Line, ...]:
    """What must be done, with a box where it is reported by itself; for whom, how much and what was reported below."""
    box: tuple[Inline, ...] = (Box(demand.done is True), Text(" ")) if demand.ticked else ()
    number = (Text(f"{demand.number} ", True),) if demand.number else ()
    hang = HANG if demand.ticked else 0
    indent = depth * STEP + hang
    found = [Line((*box, *number, *said(demand.text)), indent=indent, first=-hang)]
    notes = [one for one in (demand.asks, demand.concerns) if one]
    if notes:
        found.append(line(f"({' · '.join(notes)})", indent=indent, size=SMALL))
    if demand.reported is not None:
        label = "รายงานแล้ว " if th else "Reported: "
        figure = Figure(demand.reported, suffix=f" {demand.reported_unit}" if demand.reported_unit else "")
        found.append(line(label, figure, indent=indent, size=SMALL))
    return tuple(found)
