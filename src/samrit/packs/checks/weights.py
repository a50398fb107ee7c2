"""Structural checks of weights: where a mean is weighted every part has a weight, and an agreement adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from samrit.base.figures import exact, plain, short
from samrit.base.issues import Issue, Place, define
from samrit.packs.method import Composite, SurveyMean
from samrit.packs.model import Indicator, Pack
from samrit.packs.rules import Round

NO_WEIGHT = define(
    "PK240", "error",
    th="ตัวชี้วัด {code} ไม่มีน้ำหนัก แต่{why_th}",
    en="indicator {code} has no weight, but {why_en}",
    cure_th="เพิ่ม weight: {{percent: …}}",
    cure_en="add `weight: {{percent: …}}`",
)  # fmt: skip
NOT_POSITIVE = define(
    "PK241", "error",
    th="น้ำหนักของ {what} เป็น {weight} ต้องมากกว่า 0",
    en="the weight of {what} is {weight}; it must be more than 0",
    cure_th="แก้น้ำหนัก หรือตัดรายการนี้ออก",
    cure_en="correct the weight, or take the entry out",
)  # fmt: skip
WRONG_SUM = define(
    "PK242", "error",
    th="น้ำหนักของตัวชี้วัดหลัก{of_th}รวมได้ {sum} ไม่ใช่ {total} ({weights})",
    en="the weights of the top indicators{of_en} add up to {sum}, not {total} ({weights})",
    cure_th="แก้น้ำหนัก หรือแก้ rules.weights.total",
    cure_en="correct the weights, or `rules.weights.total`",
)  # fmt: skip


def weights_given(pack: Pack) -> Iterable[Issue]:
    """Top indicators and the parts of a weighted mean have a weight."""
    for top in pack.indicators:
        if top.weight is None:
            words = {"why_th": "เป็นตัวชี้วัดหลัก", "why_en": "it is a top indicator"}
            yield NO_WEIGHT.at(top.at.here, (top.code,), code=top.code, **words)
    for one in pack.every_indicator():
        if isinstance(one.method, Composite) and one.method.weights == "equal":
            continue
        for part in one.parts:
            if part.weight is None:
                words = {
                    "why_th": f"{one.code} เป็นค่าเฉลี่ยถ่วงน้ำหนักของตัวย่อย",
                    "why_en": f"{one.code} is the weighted mean of its parts",
                }
                yield NO_WEIGHT.at(part.at.here, (part.code,), code=part.code, **words)


def weights_positive(pack: Pack) -> Iterable[Issue]:
    """Nothing weighs zero or less."""
    for what, weight, place, about in _weights(pack):
        if weight <= 0:
            yield NOT_POSITIVE.at(place, about, what=what, weight=plain(weight))


def weights_add_up(pack: Pack) -> Iterable[Issue]:
    """The agreement's weights make the whole that the pack states, exactly, and in a round with its own weights too."""
    whole = pack.framework.rules.weights.total
    if whole is None or any(top.weight is None for top in pack.indicators):
        return
    place = pack.framework.rules.weights.at.of("total")
    yield from _sum_of(list(pack.indicators), None, whole, place)
    for round_ in pack.framework.rounds:
        if round_.weights:
            chosen = [top for top in pack.indicators if not round_.indicators or top.code in round_.indicators]
            yield from _sum_of(chosen, round_, whole, round_.at.of("weights"))


def _sum_of(tops: list[Indicator], round_: Round | None, whole: Decimal, place: Place) -> Iterator[Issue]:
    own = {} if round_ is None else {str(code): weight for code, weight in round_.weights.items()}
    weights = {top.code: own.get(top.code, top.weight.percent) for top in tops if top.weight is not None}
    total = sum((exact(weight) for weight in weights.values()), Fraction(0))
    if total != exact(whole):
        yield WRONG_SUM.at(
            place,
            tuple(weights),
            of_th="" if round_ is None else f"ในรอบ {round_.id} ",
            of_en="" if round_ is None else f" in round {round_.id}",
            sum=short(total),
            total=plain(whole),
            weights=" + ".join(f"{code}: {plain(weight)}" for code, weight in weights.items()),
        )


def _weights(pack: Pack) -> Iterator[tuple[str, Decimal, Place, tuple[str, ...]]]:
    """Every weight of the pack: of what, how much, where, and the indicators concerned."""
    for one in pack.every_indicator():
        if one.weight is not None:
            yield one.code, one.weight.percent, one.weight.at.of("percent"), (one.code,)
        if isinstance(one.method, SurveyMean):
            for cohort in one.method.cohorts:
                yield f"{one.code} cohorts.{cohort.survey}", cohort.weight, cohort.at.of("weight"), (one.code,)
    for round_ in pack.framework.rounds:
        for code, weight in round_.weights.items():
            yield f"{code} (rounds.{round_.id})", weight, round_.at.of("weights"), (str(code),)
    for survey in pack.surveys:
        for section in survey.sections:
            yield f"surveys.{survey.id}.{section.id}", section.weight, section.at.of("weight"), ()
