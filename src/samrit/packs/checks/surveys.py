"""Surveys: every question can be averaged, sections weigh what their headings print, and alike scales read alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations

from samrit.base import thai
from samrit.base.figures import d, exact, plain, short
from samrit.base.issues import Issue, define
from samrit.packs.checks.reading import bare
from samrit.packs.method import SurveyMean
from samrit.packs.model import Pack
from samrit.packs.survey import ChoiceScale

FEW_CHOICES = define(
    "PK261", "error",
    th="มาตรวัด “{scale}” ของแบบสำรวจ {survey} มีคำตอบที่มีค่า {count} ข้อ ต้องมีอย่างน้อย 2 ข้อ",
    en="scale “{scale}” of survey {survey} has {count} choice(s) with a value; it needs at least 2",
    cure_th="เพิ่มคำตอบ หรือให้ value แก่คำตอบ",
    cure_en="add choices, or give them a `value`",
)  # fmt: skip
NO_QUESTIONS = define(
    "PK262", "error",
    th="{path} ไม่มี{what_th}",
    en="{path} has no {what_en}",
    cure_th="เพิ่มอย่างน้อยหนึ่งรายการ หรือลบส่วนนี้ออก",
    cure_en="add at least one, or delete this part",
)  # fmt: skip
OTHER_LABELS = define(
    "PK460", "note",
    th="แบบสำรวจ {first} และ {second} ใช้มาตรวัดเดียวกัน แต่ชื่อคำตอบต่างกัน: {pairs}",
    en="surveys {first} and {second} have the same scale with other labels: {pairs}",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้คงไว้",
    cure_en="check the document; if it is printed so, keep it",
)  # fmt: skip
SECTIONS_NOT_100 = define(
    "PK461", "warning",
    th="น้ำหนักของตอนในแบบสำรวจ {survey} รวมได้ {sum} ไม่ใช่ 100 ({weights})",
    en="the sections of survey {survey} weigh {sum} together, not 100 ({weights})",
    cure_th="แก้น้ำหนัก ถ้าเอกสารพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy",
    cure_en="correct the weights; if it is printed so, add a discrepancy",
)  # fmt: skip
OTHER_PERCENT = define(
    "PK462", "warning",
    th="หัวข้อ “{heading}” ของแบบสำรวจ {survey} พิมพ์ร้อยละ {printed} แต่น้ำหนักคือ {weight}",
    en="heading “{heading}” of survey {survey} prints {printed} percent, but the section weighs {weight}",
    cure_th="ตรวจกับเอกสาร แก้น้ำหนักหรือเพิ่ม discrepancy",
    cure_en="check the document; correct the weight or add a discrepancy",
)  # fmt: skip

_PERCENT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*%|ร้อยละ\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)")


def scales(pack: Pack) -> Iterable[Issue]:
    """A scale has two choices that count: one alone always gives the same mean."""
    for survey in pack.surveys:
        for name, scale in survey.scales.items():
            count = sum(choice.value is not None for choice in scale.choices)
            if count < 2:
                yield FEW_CHOICES.at(scale.at.of("choices"), scale=name, survey=survey.id, count=count)


def questions(pack: Pack) -> Iterable[Issue]:
    """A survey has sections, and a section has questions."""
    for survey in pack.surveys:
        path = f"surveys.{survey.id}"
        if not survey.sections:
            yield NO_QUESTIONS.at(survey.at.of("sections"), path=path, what_th="ตอน", what_en="sections")
        for section in survey.sections:
            if not section.questions:
                words = {"path": f"{path}.{section.id}", "what_th": "ข้อคำถาม", "what_en": "questions"}
                yield NO_QUESTIONS.at(section.at.of("questions"), **words)


def labels(pack: Pack) -> Iterable[Issue]:
    """Two surveys with the same scale call its answers the same."""
    for first, second in combinations(pack.surveys, 2):
        for scale in first.scales.values():
            for other in second.scales.values():
                pairs = _unlike(scale, other)
                if pairs:
                    about = (*_users(pack, first.id), *_users(pack, second.id))
                    said = ", ".join(f"“{one}” / “{two}”" for one, two in pairs)
                    words = {"first": first.id, "second": second.id, "pairs": said}
                    yield OTHER_LABELS.at(other.at.of("choices"), tuple(dict.fromkeys(about)), **words)


def _unlike(scale: ChoiceScale, other: ChoiceScale) -> list[tuple[str, str]]:
    """The labels in which two scales differ that are otherwise one: as many answers, same values, most labels alike."""
    pairs = list(zip(scale.choices, other.choices, strict=False))
    if len(scale.choices) != len(other.choices) or any(one.value != two.value for one, two in pairs):
        return []
    unlike = [(one.label.th, two.label.th) for one, two in pairs if bare(one.label.th) != bare(two.label.th)]
    return unlike if len(unlike) * 2 < len(pairs) else []


def sections(pack: Pack) -> Iterable[Issue]:
    """The sections of a survey weigh 100 together, each what its heading prints."""
    for survey in pack.surveys:
        about = tuple(_users(pack, survey.id))
        total = sum((exact(section.weight) for section in survey.sections), Fraction(0))
        if len(survey.sections) > 1 and total != 100:
            said = " + ".join(f"{section.id}: {plain(section.weight)}" for section in survey.sections)
            words = {"survey": survey.id, "sum": short(total), "weights": said}
            yield SECTIONS_NOT_100.at(survey.at.of("sections"), about, **words)
        for section in survey.sections:
            printed = _PERCENT.search(thai.arabic_digits(section.name.th))
            if printed is not None and d(printed[1] or printed[2]) != section.weight:
                words = {"survey": survey.id, "heading": section.name.th, "weight": plain(section.weight)}
                place = section.at.of("weight")
                yield OTHER_PERCENT.at(place, about, printed=printed[1] or printed[2], **words)


def _users(pack: Pack, survey: str) -> list[str]:
    """The indicators that are scored by a survey."""
    return [
        one.code
        for one in pack.every_indicator()
        if isinstance(one.method, SurveyMean) and any(cohort.survey == survey for cohort in one.method.cohorts)
    ]
