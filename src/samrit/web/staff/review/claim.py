"""The claim pane: each value as typed and as understood, last year's beside it, and what changed since a return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from samrit.apps.evidence.models import Evidence
from samrit.apps.results.models import Submission
from samrit.base import figures
from samrit.base.counting import counted
from samrit.engine.arithmetic import month, number
from samrit.engine.inputs import Slot
from samrit.engine.plan import Node
from samrit.engine.score import Scorecard
from samrit.web import wording
from samrit.web.asking import DONE, NOT_DONE, NOT_THERE, THERE
from samrit.web.components.reading import Link
from samrit.web.reader import Text
from samrit.web.staff.review.doubts import Key, Looked, by_key
from samrit.web.staff.review.rule import asked_in_survey


@dataclass(frozen=True)
class Value:
    """One value of a claim.  `understood` stands only where it says more than what was typed."""

    name: Text
    typed: str | Text
    understood: Text | None
    last_year: Text | None
    is_far: bool
    note: str
    warnings: Sequence[Text]


@dataclass(frozen=True)
class Claimed:
    """The values of one node."""

    code: str
    name: Text
    values: Sequence[Value]


@dataclass(frozen=True)
class Changed:
    """A value that is not what it was in the submission before."""

    name: Text
    was: Text
    now: Text


def claimed(card: Scorecard, node: Node, looked: Looked) -> list[Claimed]:
    """The values reported for an indicator and the nodes below it; nodes without any are left out."""
    found = []
    for one in node.walk():
        rows = {key: row for key, row in looked.facts.items() if key[0] == one.code}
        values = [
            (key[1], _value(one.slots.get(key[1]), key, row, looked))
            for name in one.slots for key, row in sorted(rows.items()) if key[1] == name
        ]  # fmt: skip
        if values:
            found.append(Claimed(one.code, wording.text(one.indicator.name), _line_by_line(card, one, values)))
    return found


def changed(card: Scorecard, newest: Submission, before: Submission) -> list[Changed]:
    """The values that moved between two submissions, and whether the evidence did."""
    now, was = by_key(newest.facts), by_key(before.facts)
    found = []
    for key in sorted(now.keys() | was.keys()):
        new, old = now.get(key), was.get(key)
        if (_typed(new), _note(new)) != (_typed(old), _note(old)):
            slot = card.plan.slots.get(key[0], {}).get(key[1])
            found.append(Changed(_name(slot, key, with_code=True), _said(slot, old), _said(slot, new)))
    given, had = {one["id"] for one in newest.evidence}, {one["id"] for one in before.evidence}
    if given != had:
        told = Text(
            f"เพิ่ม {len(given - had)} เอาออก {len(had - given)}",
            f"{len(given - had)} added, {len(had - given)} taken out",
        )
        found.append(Changed(Text("หลักฐาน", "Evidence"), Text(f"{len(had)} ชิ้น", counted(len(had), "piece")), told))
    return found


def _value(slot: Slot | None, key: Key, row: Mapping[str, Any], looked: Looked) -> Value:
    before = looked.last_year.get(key)
    understood = _understood(slot, row)
    typed = _typed(row)
    answer = _ANSWERS.get(typed) if _is_deed(slot) else None
    was = None if before is None else _understood(slot, before)
    if was and answer and before:  # in the words of this year's answer: there or not there, done or not done
        was = _ANSWERS.get(_typed(before), was)
    return Value(
        name=_name(slot, key),
        typed=answer or typed,
        understood=None if answer or understood.th == typed or _is_plain(typed) else understood,
        last_year=was,
        is_far=key in looked.far,
        note=_note(row),
        warnings=[wording.problem(one) for one in looked.issues.get(key, ())],
    )


def _understood(slot: Slot | None, row: Mapping[str, Any]) -> Text:
    if "value" not in row:
        why = row.get("why", {"th": "ไม่มีค่า", "en": "no value"})
        return Text(why["th"], why["en"])
    value = figures.from_exact_text(row["value"])
    if _is_deed(slot):
        return Text("ทำแล้ว", "Done") if value else Text("ยังไม่ทำ", "Not done")
    return Text(number(value), number(value))


def _line_by_line(card: Scorecard, node: Node, values: Sequence[tuple[str, Value]]) -> list[Value]:
    """Values as they are; of a survey, the answers to one question in one line."""
    asked = asked_in_survey(card, node)
    found: list[Value] = []
    for line, each in groupby(values, key=lambda one: one[0].rpartition("/")[0] or one[0]):
        some = [value for _, value in each]
        if line not in asked:
            found += some
            continue
        was = any(one.last_year for one in some)
        found.append(Value(
            name=asked[line], typed=_tally([(one.name, one.typed) for one in some]), understood=None,
            last_year=_tally([(one.name, one.last_year or "–") for one in some]) if was else None,
            is_far=any(one.is_far for one in some), note="; ".join(one.note for one in some if one.note),
            warnings=[
                Text(f"{one.name.th.rpartition(_BETWEEN)[2]}: {said.th}", f"{one.name.en.rpartition(_BETWEEN)[2]}: {said.en}")
                for one in some for said in one.warnings
            ],
        ))  # fmt: skip
    return found


_BETWEEN = " · "
"""Between a question and an answer in the name of an input."""


def _tally(counts: Sequence[tuple[Text, str | Text]]) -> Text:
    """How many gave each answer; the question stands above."""
    told = [(name, count.th if isinstance(count, Text) else count or "–") for name, count in counts]
    return Text(
        " · ".join(f"{name.th.rpartition(_BETWEEN)[2]} {count}" for name, count in told),
        " · ".join(f"{name.en.rpartition(_BETWEEN)[2]} {count}" for name, count in told),
    )


def _is_deed(slot: Slot | None) -> bool:
    return slot is not None and slot.spec.holds == "deed"


_ANSWERS = dict((DONE, NOT_DONE, THERE, NOT_THERE))
"""What is kept of a deed, in the words of both languages."""


def _is_plain(text: str) -> bool:
    """Whether a typed figure already reads as one, so that it need not be said twice."""
    try:
        figures.d(text)
    except figures.FigureError:
        return False
    return True


def _name(slot: Slot | None, key: Key, *, with_code: bool = False) -> Text:
    th, en = (key[1], key[1]) if slot is None else (slot.spec.name.th, slot.spec.name.said("en"))
    if key[2]:
        th, en = f"{th} {month(key[2], 'th')}", f"{en}, {month(key[2], 'en')}"
    return Text(f"{key[0]} {th}", f"{key[0]} {en}") if with_code else Text(th, en)


def _said(slot: Slot | None, row: Mapping[str, Any] | None) -> Text:
    if row is None or not (row["text"].strip() or _note(row)):
        return Text("ไม่มี", "nothing")
    note = _note(row)
    typed = Text(row["text"], row["text"])
    if _is_deed(slot):
        typed = _ANSWERS.get(_typed(row), typed)
    return Text(f"“{typed.th}” {note}".strip(), f"“{typed.en}” {note}".strip())


def _typed(row: Mapping[str, Any] | None) -> str:
    return "" if row is None else str(row["text"]).strip()


def _note(row: Mapping[str, Any] | None) -> str:
    return "" if row is None else str(row.get("note", ""))


@dataclass(frozen=True)
class Shown:
    """A piece of evidence as a reviewer sees it."""

    evidence: Evidence
    node: str
    is_picture: bool
    file: str
    look: str
    sha256: str


def proofs(given: Sequence[Shown], code: str, *, is_top: bool) -> list[Link]:
    """The evidence behind a figure; what was attached to no node in particular stands behind the indicator itself."""
    mine = [one for one in given if one.node == code or (is_top and not one.node)]
    return [Link(one.evidence.title, one.evidence.link or f"/evidence/{one.evidence.id}/") for one in mine]


def pieces(submission: Submission) -> list[Shown]:
    """The evidence a submission names, pictures to be shown small; one query."""
    asked = [one["id"] for one in submission.evidence]
    read = Evidence.objects.filter(id__in=asked).select_related("by") if asked else ()
    rows = {str(one.id): one for one in read}
    found = []
    for named in submission.evidence:
        one = rows.get(named["id"])
        if one is not None:
            base = f"/evidence/{one.id}"
            picture = one.media_type.startswith("image/")
            found.append(Shown(one, named.get("node", ""), picture, f"{base}/", f"{base}/look/", one.sha256))
    return found
