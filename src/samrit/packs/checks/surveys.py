"""Structural checks of surveys: every question can be averaged."""

from __future__ import annotations

from collections.abc import Iterable

from samrit.base.issues import Issue, define
from samrit.packs.model import Pack

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
