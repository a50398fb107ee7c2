"""What `explain` says of the two methods that rest on many small facts: check-boxes found, and answers tallied."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from samrit.base.issues import Language
from samrit.engine.arithmetic import number
from samrit.engine.inputs import WHOLE, Values
from samrit.engine.methods.survey_mean import lines_of, survey_of, values_of
from samrit.packs.method import Disclosure, Element, SurveyMean
from samrit.packs.model import Pack
from samrit.packs.survey import Question, Survey

Said = tuple[str, str]
"""One sentence in Thai and in English."""


def elements_said(code: str, method: Disclosure, values: Values) -> Iterator[Said]:
    """How many of the required elements were found, and by name what is lacking or was not reported."""
    required = [element for element in method.elements if element.required]
    state = {element.id: _found(code, element, values) for element in required}
    found = sum(1 for there in state.values() if there)
    whole = len(required)
    if found == whole:
        yield f"พบครบทั้ง {whole} องค์ประกอบ", f"all {whole} elements were found"
    else:
        yield f"พบ {found} จาก {whole} องค์ประกอบ", f"{found} of {whole} elements were found"
    for element in required:
        for leaf, there in _lacking(code, element, values):
            unknown = there is None
            yield (
                f"{'ยังไม่รายงาน' if unknown else 'ไม่พบ'}: {leaf.text.th}",
                f"{'not reported' if unknown else 'not found'}: {leaf.text.said('en')}",
            )


def _found(code: str, element: Element, values: Values) -> bool | None:
    """Whether an element is there; None while that is not known."""
    if not element.elements:
        value = values.get((code, element.id), {}).get(WHOLE)
        return bool(value) if isinstance(value, Fraction) else None
    below = [_found(code, one, values) for one in element.elements if one.required]
    decisive = element.any_of
    return decisive if decisive in below else None if None in below else not decisive


def _lacking(code: str, element: Element, values: Values) -> Iterator[tuple[Element, bool | None]]:
    there = _found(code, element, values)
    if there:
        return
    if not element.elements:
        yield element, there
    for below in element.elements:
        if below.required:
            yield from _lacking(code, below, values)


def answers_said(pack: Pack, code: str, method: SurveyMean, values: Values) -> Iterator[Said]:
    """Each question with its respondents and its mean, as tallied."""
    for cohort in method.cohorts:
        survey = survey_of(pack, cohort.survey)
        if len(method.cohorts) > 1:
            weight = number(Fraction(cohort.weight))
            yield f"{survey.name.th} (น้ำหนัก {weight})", f"{survey.name.said('en')} (weight {weight})"
        for section in survey.sections:
            for question in section.questions:
                yield _said(question, survey, code, values, "th"), _said(question, survey, code, values, "en")


def _said(question: Question, survey: Survey, code: str, values: Values, language: Language) -> str:
    means: list[Fraction] = []
    heads: list[int] = []
    for key, _, is_reversed in lines_of(question):
        worth = values_of(survey.scales[question.scale], is_reversed)
        tally = {choice: values.get((code, f"{survey.id}.{key}/{choice}"), {}).get(WHOLE) for choice, _ in worth}
        counted = [(tally[choice], value) for choice, value in worth if value is not None]
        if not all(isinstance(count, Fraction) for count, _ in counted):
            return f"{question.text.said(language)}: {'ยังไม่มีคำตอบ' if language == 'th' else 'no answers yet'}"
        people = sum((count for count, _ in counted if isinstance(count, Fraction)), Fraction(0))
        heads.append(int(people))
        if people:
            means.append(
                sum((count * value for count, value in counted if isinstance(count, Fraction)), Fraction(0)) / people
            )
    if not means:
        return f"{question.text.said(language)}: {'ไม่มีผู้ตอบ' if language == 'th' else 'nobody answered'}"
    mean = number(sum(means, Fraction(0)) / len(means))
    people_said = str(heads[0]) if len(set(heads)) == 1 else f"{min(heads)}–{max(heads)}"
    unit = "คน เฉลี่ย" if language == "th" else "answers, mean"
    return f"{question.text.said(language)}: {people_said} {unit} {mean}"
