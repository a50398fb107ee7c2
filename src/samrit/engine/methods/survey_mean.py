"""Survey mean: tallies of answers → sub-items → questions → sections → cohorts.

Facts are tallies, never answers: how many respondents ticked each choice, under the input `survey.question/choice` (or
`survey.question.item/choice`).  Choices without a value ("do not know") are left out of the mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from samrit.base.figures import d, exact
from samrit.engine import steps
from samrit.engine.inputs import Slot, Values
from samrit.engine.methods import Found, Setting, Unit
from samrit.engine.steps import Step
from samrit.engine.values import Missing, Unknown
from samrit.packs.method import Cohort, SurveyMean
from samrit.packs.model import Input, Pack
from samrit.packs.survey import ChoiceScale, Question, Survey
from samrit.packs.texts import Words

ONE = Fraction(1)
NONE = d("0")


def survey_of(pack: Pack, survey_id: str) -> Survey:
    """One of the pack's surveys; the checks have made sure that it exists."""
    return next(survey for survey in pack.surveys if survey.id == survey_id)


def lines_of(question: Question) -> list[tuple[str, Words, bool]]:
    """What respondents tick, line by line: key under the survey, text, whether its values are reversed."""
    if not question.items:
        return [(question.id, question.text, question.reversed)]
    return [(f"{question.id}.{item.id}", item.text, question.reversed or item.reversed) for item in question.items]


def values_of(scale: ChoiceScale, is_reversed: bool) -> list[tuple[str, Fraction | None]]:
    """Choice → what it counts; reversed, the counted values are dealt out from the other end."""
    counted = [exact(choice.value) for choice in scale.choices if choice.value is not None]
    dealt = iter(reversed(counted) if is_reversed else counted)
    return [(choice.id, None if choice.value is None else next(dealt)) for choice in scale.choices]


def inputs_of(survey: Survey) -> Iterator[tuple[str, Input]]:
    """Every tally that the survey needs, by its input name."""
    for section in survey.sections:
        for question in section.questions:
            for key, text, _ in lines_of(question):
                for choice in survey.scales[question.scale].choices:
                    name = Words(
                        th=f"{text.th} · {choice.label.th}", en=f"{text.said('en')} · {choice.label.said('en')}"
                    )
                    tally = Input(name=name, holds="figure", whole=True, least=NONE, nil_is=NONE, at=choice.at)
                    yield f"{survey.id}.{key}/{choice.id}", tally


@dataclass(frozen=True)
class Tally:
    """One line's choices, as slots with what each counts."""

    counted: tuple[tuple[Slot, Step], ...]
    reason: Missing

    def read(self, values: Values, least_respondents: int) -> Step | Unknown | None:
        """The line's mean; None when nobody answered it."""
        weighted: list[Step] = []
        heads: list[Step] = []
        for slot, worth in self.counted:
            count = slot.read(values)
            if not isinstance(count, Step):
                return count
            heads.append(count)
            weighted.append(steps.mul(count, worth))
        respondents = steps.add(*heads)
        if respondents.value == 0:
            return None
        if respondents.value < least_respondents:
            return self.reason
        return steps.div(steps.add(*weighted), respondents)


@dataclass(frozen=True)
class SurveyMeanScorer:
    """Means of means, in the order the survey is built."""

    method: SurveyMean
    surveys: tuple[Survey, ...]
    tallies: dict[str, Tally]
    cite: str

    def score(self, values: Values, unit: Unit) -> Found:
        parts: list[tuple[Step, Step]] = []
        for index, (cohort, survey) in enumerate(zip(self.method.cohorts, self.surveys, strict=True)):
            mean = self._survey(cohort, survey, values)
            if not isinstance(mean, Step):
                return Found(mean, mean)
            parts.append((mean, steps.const(exact(cohort.weight), f"{self.cite}.cohorts.{index}.weight")))
        score = weighted_mean(parts)
        return Found(score, score)

    def _survey(self, cohort: Cohort, survey: Survey, values: Values) -> Step | Unknown:
        parts: list[tuple[Step, Step]] = []
        for index, section in enumerate(survey.sections):
            means: list[Step] = []
            for question in section.questions:
                mean = self._question(cohort, survey, question, values)
                if isinstance(mean, Step):
                    means.append(mean)
                elif mean is not None:
                    return mean
                elif self.method.unanswered == "missing":
                    return _nobody_answered(question)
            if means:
                weight = steps.const(exact(section.weight), f"survey.{survey.id}:sections.{index}.weight")
                parts.append((plain_mean(means, f"survey.{survey.id}:sections.{index}"), weight))
        return weighted_mean(parts) if parts else _nobody_answered(survey.sections[0].questions[0])

    def _question(self, cohort: Cohort, survey: Survey, question: Question, values: Values) -> Step | Unknown | None:
        means: list[Step] = []
        for key, _, _ in lines_of(question):
            mean = self.tallies[f"{survey.id}.{key}"].read(values, cohort.least_respondents)
            if isinstance(mean, Step):
                means.append(mean)
            elif mean is not None:
                return mean
        if not means:
            return None
        return means[0] if len(means) == 1 else plain_mean(means, f"survey.{survey.id}:{question.id}")


def weighted_mean(parts: list[tuple[Step, Step]]) -> Step:
    """Σ value × weight ÷ Σ weight."""
    if len(parts) == 1:
        return parts[0][0]
    total = steps.add(*[steps.mul(value, weight) for value, weight in parts])
    return steps.div(total, steps.add(*[weight for _, weight in parts]))


def plain_mean(means: list[Step], cite: str) -> Step:
    """Σ value ÷ count."""
    return steps.div(steps.add(*means), steps.add(*[steps.const(ONE, cite) for _ in means]))


def _nobody_answered(question: Question) -> Missing:
    return Missing(f"ไม่มีผู้ตอบข้อ “{question.text.th}”", f"nobody answered “{question.text.said('en')}”")


def prepare(setting: Setting) -> SurveyMeanScorer:
    method = setting.indicator.method
    assert isinstance(method, SurveyMean)
    surveys = tuple(survey_of(setting.pack, cohort.survey) for cohort in method.cohorts)
    tallies: dict[str, Tally] = {}
    for survey, cohort in zip(surveys, method.cohorts, strict=True):
        too_few = Missing(
            f"ผู้ตอบน้อยกว่าขั้นต่ำ {cohort.least_respondents} คน", f"fewer than {cohort.least_respondents} respondents"
        )
        for section in survey.sections:
            for question in section.questions:
                for key, _, is_reversed in lines_of(question):
                    line = f"{survey.id}.{key}"
                    # a reversed line's choice counts what stands at the other end, so its own place would mislead
                    scale = f"survey.{survey.id}:scales.{question.scale}" + (".reversed" if is_reversed else "")
                    counted = tuple(
                        (
                            setting.slots[f"{line}/{choice}"],
                            steps.const(worth, f"{scale}.{choice}"),
                        )
                        for choice, worth in values_of(survey.scales[question.scale], is_reversed)
                        if worth is not None
                    )
                    tallies[line] = Tally(counted, too_few)
    return SurveyMeanScorer(method, surveys, tallies, f"{setting.cite}:method")
