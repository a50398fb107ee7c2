"""What holds for the whole framework: scale, rounding, missing results, weights, windows, rounds, bands.

Each rule names its source or is marked as an assumption; a scorecard repeats the assumptions it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from samrit.packs.bind import Code, Located
from samrit.packs.texts import Based, Dashed, Words


@dataclass(frozen=True, kw_only=True)
class Scale(Based):
    """The points a score lies between."""

    lowest: Annotated[Decimal, "lowest points"]
    highest: Annotated[Decimal, "highest points"]


@dataclass(frozen=True, kw_only=True)
class Rounding(Based):
    """Half up to `places` decimals, once; `carry` says which value goes on into the next stage."""

    places: Annotated[int, "decimals shown"]
    carry: Annotated[Literal["exact", "rounded"], "what later stages calculate with"]


@dataclass(frozen=True, kw_only=True)
class RoundingRules(Located):
    """Where figures are rounded."""

    result: Annotated[Rounding, "a measured result, such as a percentage"]
    score: Annotated[Rounding, "the score of an indicator that is scored by itself"]
    composite: Annotated[Rounding, "the score of an indicator that is made of parts"]
    weighted: Annotated[Rounding, "score × weight"]
    total: Annotated[Rounding, "the total on the scale of the scores"]
    converted: Annotated[Rounding | None, "the total after conversion, where the framework converts it"] = None


@dataclass(frozen=True, kw_only=True)
class MissingRule(Based):
    """What an indicator scores whose result was not reported."""

    becomes: Annotated[Literal["missing", "score"], "missing: no score, and no total; score: the points given below"]
    score: Annotated[Decimal | None, "the points, when it becomes a score"] = None


@dataclass(frozen=True, kw_only=True)
class NotApplicableRule(Based):
    """Where "N/A" may be reported, and where its weight goes."""

    accepted: Annotated[Literal["never", "listed", "always"], "which indicators may be reported as not applicable"]
    indicators: Annotated[tuple[Code, ...], "those that may, when “listed”"] = ()
    weights: Annotated[Literal["spread", "lost"], "spread: over the others, in proportion; lost: it earns nothing"]


@dataclass(frozen=True, kw_only=True)
class DroppedRule(Based):
    """Where the weight of an indicator goes that an agreement takes out."""

    weights: Annotated[Literal["spread", "lost"], "spread: over those beside it, in proportion; lost: it earns nothing"]


@dataclass(frozen=True, kw_only=True)
class WeightRule(Based):
    """What the weights of one agreement add up to."""

    total: Annotated[Dashed, "the sum; “-” when the indicators are leaves of a larger tree whose whole is not given"]


@dataclass(frozen=True, kw_only=True)
class Rules(Located):
    """Everything about scoring that the document, or an assumption in its place, decides."""

    scale: Annotated[Scale, "the points"]
    rounding: Annotated[RoundingRules, "decimals"]
    missing: Annotated[MissingRule, "unreported results"]
    not_applicable: Annotated[NotApplicableRule, "“N/A”"]
    dropped: Annotated[DroppedRule, "indicators taken out of an agreement"]
    weights: Annotated[WeightRule, "weights"]


@dataclass(frozen=True, kw_only=True)
class Window(Based):
    """A stretch of time that results are reported for."""

    id: Annotated[Code, "referred to by inputs and facts"]
    name: Annotated[Words, "as people call it"]
    starts: Annotated[date, "first day (C.E.)"]
    ends: Annotated[date, "last day (C.E.)"]


@dataclass(frozen=True, kw_only=True)
class Round(Based):
    """One scoring of the framework: which indicators, with which weights, over which time."""

    id: Annotated[Code, "referred to by facts and papers"]
    name: Annotated[Words, "as printed"]
    starts: Annotated[date, "first day (C.E.)"]
    ends: Annotated[date, "last day (C.E.)"]
    indicators: Annotated[tuple[Code, ...], "top indicators scored in this round; empty: all"] = ()
    weights: Annotated[dict[Code, Decimal], "weights that differ in this round"] = field(default_factory=dict)
    final: Annotated[bool, "the round that counts for the year"] = False
    note: Annotated[Words | None, "what else the document says of it"] = None


@dataclass(frozen=True, kw_only=True)
class Band(Located):
    """One result level: reached by the total, and by each instrument where the framework asks that too."""

    id: Annotated[Code, "short key"]
    name: Annotated[Words, "as printed"]
    at_least: Annotated[Decimal, "the rounded total must reach this"]
    each: Annotated[dict[Code, Decimal], "and the rounded score of each of these indicators must reach this"] = field(
        default_factory=dict
    )


@dataclass(frozen=True, kw_only=True)
class BandScheme(Based):
    """Result levels from the best to the worst; the first that fits is the result."""

    id: Annotated[Code, "short key"]
    name: Annotated[Words, "name of the scheme"]
    of: Annotated[Literal["total", "converted"], "which figure is compared"]
    bands: Annotated[tuple[Band, ...], "from the best; the last must fit everything"]


@dataclass(frozen=True, kw_only=True)
class Total(Based):
    """The framework's bottom line."""

    name: Annotated[Words, "label as printed"]
    multiply: Annotated[Decimal | None, "factor that converts the total, where there is one"] = None
    converted_name: Annotated[Words | None, "label of the converted total"] = None
    converted_full: Annotated[Decimal | None, "the converted total's full mark"] = None
    schemes: Annotated[tuple[BandScheme, ...], "result levels; the first scheme is the one applied"] = ()
