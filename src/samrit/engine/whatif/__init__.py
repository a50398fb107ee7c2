"""What if: which move raises the score most, which missing fact matters most, and the cheapest way to a target.

Pure functions of a scorecard; the reference engine is the judge of every figure that is promised.
"""

from samrit.engine.whatif.changes import Change, Move, bottom_line, rescored, suppose
from samrit.engine.whatif.cheapest import Course, Target, cheapest, most, reaches
from samrit.engine.whatif.costs import Costs, Rate, read_costs
from samrit.engine.whatif.gains import Gain, gains
from samrit.engine.whatif.missing import Matter, missing_matters

__all__ = [
    "Change",
    "Costs",
    "Course",
    "Gain",
    "Matter",
    "Move",
    "Rate",
    "Target",
    "bottom_line",
    "cheapest",
    "gains",
    "missing_matters",
    "most",
    "reaches",
    "read_costs",
    "rescored",
    "suppose",
]
