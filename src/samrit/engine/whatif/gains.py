"""What raises the score most: every move of every indicator, scored again by the reference engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from samrit.base.figures import exact_text
from samrit.base.issues import Language
from samrit.engine.score import Scorecard
from samrit.engine.steps import Step
from samrit.engine.whatif.changes import Change, Leaf, Move, bottom_line, leaves, rescored
from samrit.engine.whatif.moves import moves_of
from samrit.engine.whatif.wording import said_gain, said_move


@dataclass(frozen=True)
class Gain:
    """What one move brings, exactly.

    `gained` is in the indicator's score, `weighted` in its score × weight (None where it has no weight of its own),
    `total` on the bottom line (converted where the framework converts it); while the total is not known, it is what
    both ends of its range rise by, and None where there is no range.
    """

    move: Move
    before: Fraction
    gained: Fraction
    weighted: Fraction | None
    total: Fraction | None
    is_next: bool
    card: Scorecard = field(repr=False)
    after: Scorecard = field(repr=False)

    @property
    def code(self) -> str:
        return self.move.code

    @property
    def per_unit(self) -> Fraction | None:
        """What the bottom line gains, on this move, for one unit of the result (or one deed)."""
        return None if self.total is None or not self.move.units else self.total / self.move.units

    @property
    def per_count(self) -> Fraction | None:
        """What the bottom line gains, on this move, for one more (or less) of the inputs changed."""
        return None if self.total is None or not self.move.counts else self.total / self.move.counts

    def said(self, language: Language) -> str:
        """The move and what it brings, as a sentence."""
        joint = " " if language == "th" else "; "
        return f"{said_move(self.card, self.move, language)}{joint}{said_gain(self.card, self.total, language)}"

    def as_json(self) -> dict[str, Any]:
        return {
            **move_as_json(self.move),
            "next": self.is_next,
            "score": {"before": exact_text(self.before), "after": exact_text(self.move.score)},
            "gain": {
                "score": exact_text(self.gained),
                "weighted": _text(self.weighted),
                "total": _text(self.total),
                "total_per_unit": _text(self.per_unit),
                "total_per_count": _text(self.per_count),
            },
            "th": self.said("th"),
            "en": self.said("en"),
        }


def gains(card: Scorecard) -> list[Gain]:
    """Every move to a further level, the largest gain in the total first; `is_next` marks the nearest level of each.

    Each is scored again, whole, by the reference engine: what is promised is what it found.
    """
    found = [gain for leaf in leaves(card) for gain in _of_leaf(leaf)]
    # sorting is stable: equal gains stay in the order of the form, nearest level first
    return sorted(found, key=lambda gain: -gain.total if gain.total is not None else Fraction(1))


def _of_leaf(leaf: Leaf) -> list[Gain]:
    moves = moves_of(leaf)
    if not moves:
        return []
    nearest = min(move.score for move in moves)
    return [gain_of(leaf.card, move, move.score == nearest) for move in moves]


def gain_of(card: Scorecard, move: Move, is_next: bool = False) -> Gain:
    """What one move brings, by the reference engine."""
    after = rescored(card, move.changes)
    was, is_ = card.outcomes[move.code], after.outcomes[move.code]
    assert isinstance(was.score, Step)
    assert isinstance(is_.score, Step)
    weighted = None
    if was.weighted is not None and is_.weighted is not None:
        weighted = is_.weighted.value - was.weighted.value
    return Gain(
        move, was.score.value, is_.score.value - was.score.value, weighted, rise(card, after), is_next, card, after
    )


def rise(card: Scorecard, after: Scorecard) -> Fraction | None:
    """What the bottom line rises by; while it is not known, what the least it can become rises by."""
    was, is_ = bottom_line(card), bottom_line(after)
    if was is not None and is_ is not None:
        return is_ - was
    if card.range is not None and after.range is not None:
        return after.range[0] - card.range[0]
    return None


def move_as_json(move: Move) -> dict[str, Any]:
    """A move with its changed facts."""
    return {
        "indicator": move.code,
        "level": _text(move.level),
        "levels": exact_text(move.levels),
        "units": exact_text(move.units),
        "counts": exact_text(move.counts),
        "changes": [_change_as_json(change) for change in move.changes],
    }


def _change_as_json(change: Change) -> dict[str, Any]:
    return {"input": change.input, "before": _text(change.before), "value": exact_text(change.value)}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)
