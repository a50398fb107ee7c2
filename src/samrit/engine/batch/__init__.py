"""The columnar engine: the scores of a million units at once, equal to `engine.score` digit for digit.

The only part of Samrit that needs numpy and pyarrow.  ADR 0009 says how it stays exact in 64 bits.
"""

from samrit.engine.batch.columns import Column, Columns, Kinds
from samrit.engine.batch.results import BatchScores
from samrit.engine.batch.run import score

__all__ = ["BatchScores", "Column", "Columns", "Kinds", "score"]
