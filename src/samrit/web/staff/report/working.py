"""The page on which a report is filled in: question, rule, evidence and live score; a long report part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.apps.evidence.services import give_file, give_link
from samrit.apps.ground.denied import Refusal
from samrit.apps.results.contents import Contents
from samrit.apps.results.draft import Change, Field
from samrit.apps.results.models import Attachment, Report
from samrit.apps.results.problems import StaleDraft
from samrit.apps.results.queries import contents_for
from samrit.apps.results.states import Action
from samrit.apps.scoring import moments
from samrit.base.issues import Issue, Refused
from samrit.web import asking, found, wording
from samrit.web.asking import Part
from samrit.web.components.reading import Button, Status, StatusKind, Task, TaskList, TaskSection
from samrit.web.pages import page, person, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.report import form, showing
from samrit.web.staff.report.form import Typed

TOGETHER = 16
"""So many questions still stand on one page; a report that asks more is filled in part by part."""


@require_safe
@signed_in
def whole(request: HttpRequest, id: UUID) -> HttpResponse:
    """A report: its only part to fill in, or its list of parts; read-only for whoever may not fill it in now."""
    report = found.report(request, id)
    may = showing.may(request, report)
    if may[Action.SAVE] is not None:
        return showing.read(request, report, may)
    contents = contents_for(report)
    parts = asking.parts_of(report, contents)
    if is_short(parts):
        return _filled_in(request, report, contents, parts, "", Filling())
    return _listed(request, report, contents, parts)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def part(request: HttpRequest, id: UUID, part: str) -> HttpResponse:
    """One part of a report ("all": the whole of a short one): shown, and saved with whatever button was pressed."""
    report = found.report(request, id)
    contents = contents_for(report)
    parts = _chosen(asking.parts_of(report, contents), part)
    if request.method != "POST":
        may = showing.may(request, report)
        if may[Action.SAVE] is not None:
            return HttpResponseRedirect(address(report))
        return _filled_in(request, report, contents, parts, part, Filling())
    return _save(request, report, parts, part)


@require_POST
@signed_in
def score(request: HttpRequest, id: UUID, part: str) -> HttpResponse:
    """What the score would be with what stands in the fields now; saves nothing."""
    report = found.report(request, id)
    contents = contents_for(report)
    parts = _chosen(asking.parts_of(report, contents), part)
    questions = [one for each in parts for one in each.questions]
    typed = form.changes(form.posted(questions, request.POST), form.seen(questions, request.POST))
    preview = moments.preview(report, typed, contents)
    return page(request, "staff/report_score.html", panel=showing.panel(report, preview, [one.code for one in parts]))


def address(report: Report, part: str = "") -> str:
    """Where a report, or one of its parts, is filled in."""
    return f"/reports/{report.id}/" + (f"part/{part}/" if part else "")


def is_short(parts: Sequence[Part]) -> bool:
    """Whether a report is filled in on one page."""
    return len(parts) <= 1 or sum(len(one.questions) for one in parts) <= TOGETHER


@dataclass
class Filling:
    """What a page shows besides the draft: what was typed and not saved, and what was wrong with it."""

    typed: Mapping[Field, Typed] = field(default_factory=dict)
    issues: Mapping[Field, Sequence[Issue]] = field(default_factory=dict)
    theirs: StaleDraft | None = None
    refusal: Refusal | None = None
    file_issues: Sequence[Issue] = ()
    title: str = ""
    link: str = ""
    status: int = 200
    is_saved: bool = False


def _save(request: HttpRequest, report: Report, parts: Sequence[Part], part: str) -> HttpResponse:
    """Save what was typed first, whatever button was pressed; then do what the button says."""
    questions = [one for each in parts for one in each.questions]
    typed = form.posted(questions, request.POST)
    wanted = form.changes(typed, form.seen(questions, request.POST))
    filling = Filling(typed, title=request.POST.get("title", ""), link=request.POST.get("link", ""))
    user, do = person(request), request.POST.get("do", "save")
    if do == "score":
        return _filled_in(request, report, contents_for(report), parts, part, filling, wanted)
    issues: Mapping[Field, Sequence[Issue]] = {}
    try:
        if wanted:
            saved = moments.save(report, changes=wanted, by=user, version=_version(request))
            issues = saved.issues
    except StaleDraft as stale:
        filling.theirs, filling.status = stale, 409
        return _filled_in(request, report, contents_for(report), parts, part, filling)
    except Refusal as refusal:
        filling.refusal, filling.status = refusal, 409
        return _filled_in(request, report, contents_for(report), parts, part, filling)
    except Refused as refused:
        filling.file_issues, filling.status = refused.issues, 422
        return _filled_in(request, report, contents_for(report), parts, part, filling)
    problems = _evidence(request, report, part if part in {one.code for one in parts} else "")
    if problems or any(issue.severity == "error" for told in issues.values() for issue in told):
        filling.issues, filling.file_issues, filling.status = issues, problems, 422
        filling.is_saved = bool(wanted)
        report.refresh_from_db(fields=["version"])
        return _filled_in(request, report, contents_for(report), parts, part, filling)
    if do == "check":
        return HttpResponseRedirect(f"{address(report)}check/")
    if wanted or request.FILES or do.startswith("detach:"):
        messages.success(request, str(Text("บันทึกร่างแล้ว ยังไม่ได้ส่ง", "Draft saved; nothing is sent yet")))
    if do == "next":
        return HttpResponseRedirect(_after(report, part))
    return HttpResponseRedirect(address(report, part if part != "all" else ""))


def _evidence(request: HttpRequest, report: Report, node: str) -> list[Issue]:
    """Keep the files and the link that came with the form, and take off the piece that was to go; returns what is wrong."""
    user, unit = person(request), report.assessment.unit
    title, problems = request.POST.get("title", "").strip(), []
    files: list[UploadedFile[bytes]] = request.FILES.getlist("files")
    for one in files:
        try:
            given = give_file(unit=unit, title=title or one.name or "-", file_name=one.name or "", stream=one, by=user)
            moments.attach(report, evidence=given, by=user, node=node)
        except Refused as refused:
            problems += list(refused.issues)
    if link := request.POST.get("link", "").strip():
        try:
            moments.attach(
                report, evidence=give_link(unit=unit, title=title or link[:80], link=link, by=user), by=user, node=node
            )
        except Refused as refused:
            problems += list(refused.issues)
    do = request.POST.get("do", "")
    if do.startswith("detach:"):
        wanted = _uuid(do.partition(":")[2])
        for attachment in Attachment.objects.filter(report=report, id=wanted) if wanted else ():
            moments.detach(attachment, by=user)
    return problems


def _filled_in(
    request: HttpRequest, report: Report, contents: Contents, parts: Sequence[Part], part: str, filling: Filling,
    trying: Sequence[Change] = (),
) -> HttpResponse:  # fmt: skip
    """The page with its fields; what was typed stands in them whatever became of it."""
    before = form.held(contents, report)
    shown = {**before, **filling.typed}
    preview = moments.preview(report, trying, contents)
    issues = dict(filling.issues) or {
        one: told for one, told in preview.issues.items() if shown.get(one, Typed()).text.strip()
    }
    sections = [(one, form.groups(one.questions, shown, before, issues, filling.theirs)) for one in parts]
    everything = [each for _, groups in sections for group in groups for each in group.fields]
    return page(
        request, "staff/report_form.html", here="/", status=filling.status,
        report=report, heading=wording.indicator(report), unit=unit_name(standing(request).units.get(report.assessment.unit_id)),
        sections=sections, is_long=not is_short(asking.parts_of(report, contents)), part=part or "all",
        errors=showing.errors(everything), status_word=wording.status(report.state), lead=showing.lead(report, standing(request)),
        version=filling.theirs.version if filling.theirs else report.version, refusal=filling.refusal, is_saved=filling.is_saved,
        returned=showing.returned(report), panel=showing.panel(report, preview, [one.code for one in parts]),
        drop=showing.drop(report, part, filling), title=filling.title, link=filling.link, back=address(report),
    )  # fmt: skip


def _listed(request: HttpRequest, report: Report, contents: Contents, parts: Sequence[Part]) -> HttpResponse:
    """A long report as a list of its parts, each with how far it is."""
    held = form.held(contents, report)
    tasks = []
    first = ""
    for one in parts:
        given = sum(1 for question in one.questions if held.get(question.field, Typed()).text.strip())
        asked = len({question.field[:2] for question in one.questions})
        kind, word = _how_far(given, asked)
        if kind != "done" and not first:
            first = one.code
        hint = Text(f"กรอกแล้ว {min(given, asked)} จาก {asked} ข้อ", f"{min(given, asked)} of {asked} filled in")
        tasks.append(
            Task(
                Text(f"{one.code} {one.name.th}", f"{one.code} {one.name.en or one.name.th}"),
                Status(kind, word),
                address(report, one.code),
                hint,
            )
        )
    step = (
        Button(Text(f"กรอก {first}", f"Fill in {first}"), href=address(report, first))
        if first
        else Button(Text("ตรวจคำตอบก่อนส่ง", "Check your answers"), href=f"{address(report)}check/")
    )
    preview = moments.preview(report, contents=contents)
    return page(
        request, "staff/report_parts.html", here="/",
        report=report, heading=wording.indicator(report), status_word=wording.status(report.state), lead=showing.lead(report, standing(request)),
        returned=showing.returned(report), tasks=TaskList([TaskSection(Text("ส่วนของรายงาน", "Parts of the report"), tasks)], step),
        panel=showing.panel(report, preview, []), check=f"{address(report)}check/",
    )  # fmt: skip


def _how_far(given: int, asked: int) -> tuple[StatusKind, Text]:
    if given == 0:
        return "todo", Text("ยังไม่เริ่ม", "Not started")
    return ("done", Text("ครบแล้ว", "Complete")) if given >= asked else ("doing", Text("กำลังกรอก", "In progress"))


def _chosen(parts: Sequence[Part], wanted: str) -> list[Part]:
    chosen = list(parts) if wanted == "all" and is_short(parts) else [one for one in parts if one.code == wanted]
    if not chosen:
        raise Http404
    return chosen


def _after(report: Report, part: str) -> str:
    """The next part, or the check page after the last."""
    codes = [one.code for one in asking.parts_of(report)]
    following = codes[codes.index(part) + 1 :] if part in codes else []
    return address(report, following[0]) if following else f"{address(report)}check/"


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
