"""What the pages of a report show: the score beside the fields, evidence, who has it now, what happened, and all of it to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

from samrit.apps.evidence.kinds import PICTURES
from samrit.apps.evidence.models import Evidence
from samrit.apps.ground.denied import Refusal
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs.models import Role
from samrit.apps.results import queries
from samrit.apps.results.models import Report, State
from samrit.apps.results.permissions import what_can
from samrit.apps.results.queries import Moment
from samrit.apps.results.states import Action
from samrit.apps.scoring.moments import Preview
from samrit.web import asking, explaining, wording
from samrit.web.asking import Part, Question
from samrit.web.components import forms
from samrit.web.components.forms import ErrorSummary, FileDrop, GivenFile
from samrit.web.components.reading import (
    Answer,
    Answers,
    Button,
    Event,
    Lock,
    Notice,
    Status,
    Timeline,
    Words,
)
from samrit.web.pages import Standing, page, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.report import form
from samrit.web.staff.report.form import Typed

if TYPE_CHECKING:
    from samrit.web.staff.report.working import Filling


def may(request: HttpRequest, report: Report) -> dict[Action, Refusal | None]:
    """What the person may do with a report now, and why not otherwise."""
    who = standing(request)
    return what_can(who.user, report, who.on, who.reach)


def lead(report: Report, who: Standing, unit: Text | None = None) -> Text:
    """Whose it is where that is asked, framework, year, round and until when, in a line."""
    whose_th, whose_en = ("", "") if unit is None else (f"{unit.th} · ", f"{unit.en or unit.th} · ")
    names = wording.framework_and_year(report.assessment.year)
    due = wording.due_of(report, who.off)
    due_th, due_en = (f" · {due.th}", f" · {due.en}") if due.th else ("", "")
    return Text(
        f"{whose_th}{names.th} รอบ {wording.round_of(report)}{due_th}",
        f"{whose_en}{names.en}, round {wording.round_of(report)}{due_en}",
    )


def panel(report: Report, preview: Preview, codes: Sequence[str], *, is_open: bool = True) -> dict[str, object]:
    """The score as it would be: the figure, what moved it, and how each figure came about."""
    card = preview.card
    moved = [
        Text(
            f"{_named(one.code).th}: {_figure(one.before).th} → {_figure(one.after).th}",
            f"{_named(one.code).en}: {_figure(one.before).en} → {_figure(one.after).en}",
        )
        for one in preview.moved
    ]
    shown = [code for code in dict.fromkeys([*codes, report.indicator]) if code in card.outcomes]
    return {
        "figure": preview.outcome.shown,
        "absent": explaining.absent(preview.outcome.score),
        "total": preview.converted if preview.converted is not None else preview.total,
        "scale": _scale(preview),
        "moved": moved,
        "explanations": [
            explaining.explanation_of(card, code, is_open=is_open and len(shown) <= 2 and code == shown[0])
            for code in shown
        ],
    }


def errors(elements: Iterable[object]) -> ErrorSummary:
    """All problems of the fields on a page."""
    return ErrorSummary([one for one in elements if isinstance(one, forms.Input)])


def returned(report: Report) -> Notice | None:
    """Why a report came back, on top of the page where it is corrected."""
    if report.state != State.RETURNED:
        return None
    last = next((one for one in reversed(queries.timeline(report)) if one.what == "returned"), None)
    if last is None:
        return None
    return Notice(
        "warn",
        Text(f"ส่งกลับให้แก้ โดย {last.by.name}", f"Returned by {last.by.name}"),
        last.remark or Text("ไม่มีข้อความ", "no remark"),
    )


def drop(report: Report, part: str, filling: Filling) -> FileDrop:
    """The field for evidence, with what is attached already."""
    told = [wording.problem(one) for one in filling.file_issues]
    error = Text(" ".join(one.th for one in told), " ".join(one.en for one in told)) if told else ""
    files = []
    for one in report.attachments.select_related("evidence").order_by("at"):
        if one.node and part not in ("", "all", one.node):
            continue
        remove = Button(Text("เอาออก", "Remove"), "danger", name="do", value=f"detach:{one.id}")
        files.append(
            GivenFile(one.evidence.title, one.evidence.size, _kind_of(one.evidence), _href(one.evidence), remove)
        )
    return FileDrop(
        "files", Text("แนบหลักฐาน", "Attach evidence"),
        Text("ภาพถ่าย PDF Word หรือ Excel ไฟล์จะแนบเมื่อกดบันทึก", "Photos, PDF, Word or Excel; files are attached when you save"),
        error, accept="image/*,application/pdf,.docx,.xlsx,.odt,.ods,.txt,.csv,.zip", files=files,
    )  # fmt: skip


def read(request: HttpRequest, report: Report, may: Mapping[Action, Refusal | None]) -> HttpResponse:
    """A report to read: where it stands, what was sent, its evidence, its history, and what this person may do now."""
    told = queries.timeline(report)
    newest = max((one.submission for one in told), key=lambda one: one.number, default=None)
    values: dict[tuple[str, str, str], Typed] = {}
    evidence: list[Evidence] = []
    if newest:
        values = {
            (row["indicator"], row["input"], row["window"]): Typed(row["text"], row.get("note", ""))
            for row in newest.facts
        }
        evidence = list(Evidence.objects.filter(id__in=[row["id"] for row in newest.evidence]))
    elif report.state in queries.DRAFTS:
        values = form.held(queries.contents_for(report), report)
    refusal = may[Action.SAVE]
    lock = None
    if report.state in queries.DRAFTS and refusal is not None:
        lock = Lock(Text(refusal.th, refusal.en), Text(refusal.cure_th, refusal.cure_en))
    decides = [action for action in _DECISIONS if may.get(action, refusal) is None]
    who = standing(request)
    return page(
        request, "staff/report_read.html", here="/",
        report=report, heading=wording.indicator(report), status_word=wording.status(report.state), lead=lead(report, who, _whose(report, who)),
        now=where(report, who), lock=lock, answers=[answers(one, values) for one in asking.parts_of(report)],
        evidence=[(one, one.media_type in PICTURES) for one in evidence], timeline=timeline(told),
        may_take_back=may[Action.WITHDRAW] is None, may_decide=bool(decides),
        sees_assessment=standing(request).reach.reaches(report.assessment.unit_id, Role),
    )  # fmt: skip


def answers(part: Part, values: Mapping[tuple[str, str, str], Typed], change: str = "") -> Answers:
    """What was typed in a part, question by question."""
    rows = []
    said_lines: set[tuple[Text, ...]] = set()
    for question in part.questions:
        if "/" in question.slot.name:  # a tally: what is chosen among says nothing without the question above it
            if question.heads not in said_lines:
                said_lines.add(question.heads)
                line = [each for each in part.questions if each.heads == question.heads]
                rows.append(_tally(line, values, change))
            continue
        one = values.get(question.field, Typed())
        if question.slot.months and not question.window and not one.text:
            continue
        heads = (
            " › ".join(head.th for head in question.heads[-1:]),
            " › ".join(head.en or head.th for head in question.heads[-1:]),
        )
        label = question.label
        if question.slot.months:
            label = Text(f"{heads[0]} {label.th}", f"{heads[1]} {label.en}")
        unit = question.counted_in if one.text else Text("")
        said: Words = Text(f"{one.text} {unit.th}".strip(), f"{one.text} {unit.en or unit.th}".strip())
        if question.answers:
            said = next((text for value, text in question.answers if value == one.text), one.text)
        if not one.text.strip():
            said = Text("ยังไม่รายงาน", "Not reported")
        if one.note:
            said = Text(f"{_th(said)} (หมายเหตุ: {one.note})", f"{_en(said)} (note: {one.note})")
        rows.append(Answer(label, said, change and f"{change}#v|{question.name}"))
    return Answers(Text(f"{part.code} {part.name.th}", f"{part.code} {part.name.en or part.name.th}"), rows)


def _tally(line: Sequence[Question], values: Mapping[tuple[str, str, str], Typed], change: str) -> Answer:
    """A question of a survey with how many gave each answer."""
    above = line[0].heads[1:]  # the survey itself is the part's name
    asked = Text(" › ".join(head.th for head in above), " › ".join(head.en or head.th for head in above))
    typed = [(one.label, values.get(one.field, Typed())) for one in line]
    said = Text("ยังไม่รายงาน", "Not reported")
    if any(one.text.strip() for _, one in typed):
        said = Text(
            " · ".join(f"{label.th} {one.text.strip() or '–'}" for label, one in typed),
            " · ".join(f"{label.en or label.th} {one.text.strip() or '–'}" for label, one in typed),
        )
    if notes := "; ".join(one.note for _, one in typed if one.note):
        said = Text(f"{said.th} (หมายเหตุ: {notes})", f"{said.en} (note: {notes})")
    return Answer(asked, said, change and f"{change}#v|{line[0].name}")


def _whose(report: Report, who: Standing) -> Text | None:
    """The unit whose report it is, where it is not the reader's own."""
    unit = who.units.get(report.assessment.unit_id)
    return None if unit is not None and unit == who.home else unit_name(unit) if unit else None


def where(report: Report, who: Standing) -> Notice:
    """Who has the report now, until when, and what happens next."""
    here = report.with_unit_id
    unit = unit_name(who.units.get(here) or orgs.names_of([here], who.on).get(here))
    due = wording.due_of(report, who.off, with_reason=True)
    until_th, until_en = (f" {due.th}", f" {due.en}") if due.th else ("", "")
    th, en = _NEXT[State(report.state)]
    return Notice(
        "info", Text(th.format(unit=unit.th, until=until_th), en.format(unit=unit.en or unit.th, until=until_en))
    )


def timeline(told: Sequence[Moment]) -> Timeline:
    """What happened to a report, the latest first."""
    return Timeline([Event(one.at, one.by.name, _HAPPENED[one.what], remark=one.remark) for one in reversed(told)])


_DECISIONS = (Action.APPROVE, Action.RETURN, Action.VERIFY, Action.VERIFY_LAST, Action.CONCLUDE)
_HAPPENED = {
    "submitted": Text("ส่งรายงาน", "Submitted"),
    "approved": Text("เห็นชอบ", "Approved"),
    "returned": Text("ส่งกลับให้แก้", "Returned"),
    "verified": Text("ยืนยัน", "Verified"),
    "concluded": Text("สรุปผล", "Concluded"),
}
_NEXT = {
    State.DRAFT: ("ร่างอยู่กับ{unit}{until}", "The draft is with {unit}{until}"),
    State.RETURNED: ("ส่งกลับให้{unit}แก้{until}", "Returned to {unit} to be corrected{until}"),
    State.SUBMITTED: ("ส่งแล้ว รอหัวหน้าของ{unit}เห็นชอบ{until}", "Sent; waits for the head of {unit}{until}"),
    State.UNDER_REVIEW: ("อยู่กับ{unit}เพื่อตรวจยืนยัน{until}", "With {unit} to be verified{until}"),
    State.VERIFIED: ("ยืนยันครบทุกหน่วยแล้ว รอผู้ประเมินสรุปผล", "Verified by every unit; waits for the evaluator to conclude"),
    State.CLOSED: ("สรุปผลและปิดแล้ว", "Concluded and closed"),
}


def _figure(value: object) -> Text:
    return Text("ยังไม่มีคะแนน", "no score yet") if value is None else Text(str(value), str(value))


def _named(code: str) -> Text:
    return {"total": Text("คะแนนรวม", "Total"), "converted": Text("คะแนนเต็ม 100", "Out of 100")}.get(
        code, Text(code, code)
    )


def _scale(preview: Preview) -> Text:
    return Text("คะแนนรวมที่แปลงแล้ว", "Converted total") if preview.converted is not None else Text("คะแนนรวม", "Total")


def _kind_of(one: Evidence) -> Status:
    if one.link:
        return Status("none", Text("ลิงก์", "Link"))
    return Status("done", Text("เก็บแล้ว", "Kept"))


def _href(one: Evidence) -> str:
    return one.link or f"/evidence/{one.id}/"


def _th(words: Words) -> str:
    return words.th if isinstance(words, Text) else words


def _en(words: Words) -> str:
    return (words.en or words.th) if isinstance(words, Text) else words
