"""Between questions and their form fields: what stands in a field, what was typed into it, and what that changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from samrit.apps.results.contents import Contents
from samrit.apps.results.draft import Change, Field
from samrit.apps.results.models import Report
from samrit.apps.results.problems import StaleDraft
from samrit.base import thai
from samrit.base.issues import Issue
from samrit.engine.facts import DONE, NOT_DONE
from samrit.web import wording
from samrit.web.asking import Question
from samrit.web.components import forms
from samrit.web.components.forms import Choices, Option
from samrit.web.components.reading import Fold
from samrit.web.reader import Text

VALUE, NOTE, SEEN = "v", "n", "was"
"""First part of a field's name: the value, its note, and what both were when the page was made."""


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of one question: the value and its note as typed."""

    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Questions under the same headings, drawn together; `heads` are those not yet said."""

    heads: Sequence[tuple[int, Text]]
    fields: Sequence[object]
    hidden: Sequence[tuple[str, str]]


def held(contents: Contents, report: Report) -> dict[Field, Typed]:
    """What stands in a draft."""
    return {row.field: Typed(row.text, row.note) for row in contents.drafts if row.top == report.indicator}


def posted(questions: Iterable[Question], data: QueryDict) -> dict[Field, Typed]:
    """What came with a form; fields that were not on the page are left out."""
    return {
        one.field: Typed(data.get(f"{VALUE}|{one.name}") or "", data.get(f"{NOTE}|{one.name}") or "")
        for one in questions
        if f"{VALUE}|{one.name}" in data
    }


def seen(questions: Iterable[Question], data: QueryDict) -> dict[Field, Typed]:
    """What the fields held when the page was made: only what differs from it was typed by this person."""
    return {one.field: _unpacked(data.get(f"{SEEN}|{one.name}") or "") for one in questions}


def changes(typed: Mapping[Field, Typed], before: Mapping[Field, Typed]) -> list[Change]:
    """What a person changed, and nothing that only stood on the page."""
    return [
        Change(node, name, one.text, window, one.note)
        for (node, name, window), one in typed.items()
        if one != before.get((node, name, window), Typed())
    ]


def groups(
    questions: Sequence[Question],
    shown: Mapping[Field, Typed],
    before: Mapping[Field, Typed],
    issues: Mapping[Field, Sequence[Issue]],
    theirs: StaleDraft | None,
) -> list[Group]:
    """Questions as fields under their headings."""
    conflicts = {one.field: one for one in theirs.theirs} if theirs else {}
    found: list[Group] = []
    said: tuple[Text, ...] = ()
    for question in questions:
        one = shown.get(question.field, Typed())
        error: Text | str = ""
        if question.field in conflicts:
            other = conflicts[question.field]
            error = Text(
                f"{other.by} เพิ่งบันทึกช่องนี้เป็น “{other.text}” ค่าของท่านยังไม่ทับ กดบันทึกอีกครั้งถ้าต้องการใช้ค่าของท่าน",
                f"{other.by} has just saved “{other.text}” here; yours has not replaced it. Save again to use yours.",
            )
        elif question.field in issues:
            error = _together(issues[question.field], question)
        heads = [
            (level, text)
            for level, text in enumerate(question.heads)
            if said[: level + 1] != question.heads[: level + 1]
        ]
        said = question.heads
        fields = [_field(question, one, error), _note(question, one)]
        hidden = [(f"{SEEN}|{question.name}", _packed(before.get(question.field, Typed())))]
        if heads or not found:
            found.append(Group(heads, fields, hidden))
        else:
            last = found[-1]
            found[-1] = Group(last.heads, [*last.fields, *fields], [*last.hidden, *hidden])
    return found


def _field(question: Question, one: Typed, error: Text | str) -> forms.Input:
    name = f"{VALUE}|{question.name}"
    if not question.answers:
        return forms.Field(
            name, question.label, question.hint, error, question.rule, kind="figure", value=one.text,
            suffix=question.counted_in,
        )  # fmt: skip
    options = [_option(one.text, *answer) for answer in question.answers]
    options.append(Option("", Text("ยังไม่รายงาน", "Not reported yet"), is_chosen=not one.text.strip()))
    if not any(option.is_chosen for option in options):
        options.append(Option(one.text, one.text, is_chosen=True))
    return Choices(name, question.label, question.hint, error, question.rule, options=options)


def _option(text: str, value: str, label: Text) -> Option:
    """An answer; chosen where what was typed means the same, and then with the words as typed."""
    plain = thai.arabic_digits(thai.normalise(text).lower())
    means = DONE if value in DONE else NOT_DONE
    return Option(text if plain in means else value, label, is_chosen=plain in means)


def _note(question: Question, one: Typed) -> Fold:
    label = Text(
        f"หมายเหตุของ {question.slot.node} {question.label.th}",
        f"Note on {question.slot.node} {question.label.en or question.label.th}",
    )
    field = forms.Field(f"{NOTE}|{question.name}", label, value=one.note)
    return Fold(Text("หมายเหตุ", "Note"), [field], is_open=bool(one.note))


def _together(issues: Sequence[Issue], question: Question) -> Text:
    """All problems of one field; which field it is need not be said where it stands."""
    told = [wording.problem(one) for one in issues]
    here = f" ({question.slot.node}.{question.slot.name})"
    return Text(" ".join(one.th.replace(here, "") for one in told), " ".join(one.en.replace(here, "") for one in told))


def _packed(one: Typed) -> str:
    return f"{one.text}\x1f{one.note}" if one.note else one.text


def _unpacked(text: str) -> Typed:
    value, _, note = text.partition("\x1f")
    return Typed(value, note)
