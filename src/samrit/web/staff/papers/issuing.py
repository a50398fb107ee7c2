"""Issue a paper: choose the form, look at the draft, check exactly what will be issued, issue it once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow, Refusal, Stale
from samrit.apps.issuing import permissions, services, states
from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.issuing.papers import Options, number_of
from samrit.apps.orgs.faces import emblem_of
from samrit.apps.orgs.queries import UnitView
from samrit.apps.results.queries import state_of
from samrit.apps.rounds.naming import round_names
from samrit.apps.scoring.models import Current, ScoreRun
from samrit.base import thai
from samrit.base.issues import Issue, Refused
from samrit.documents import catalogue
from samrit.documents.make import FORMATS
from samrit.web import wording
from samrit.web.components.forms import Choices, ErrorSummary, Field, Option, Select
from samrit.web.components.reading import Answer, Answers, Button, Empty, Link, Notice, Prose, Status
from samrit.web.components.reading import Lock as Locked
from samrit.web.pages import person, signed_in, standing
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.files import MEDIA, handed_out
from samrit.web.staff.papers.reading import HERE, form_name, number
from samrit.web.staff.papers.whose import Whose, whose
from samrit.web.templatetags.samrit import date_field

FIELDS = ("form", "round", "series", "on", "digits", "language", "replaces")
DIGITS = {
    "printed": Text("ตามแบบ (ตามที่ต้นฉบับพิมพ์)", "as the official form prints them"),
    "arabic": Text("เลขอารบิก 123", "Arabic 123"),
    "thai": Text("เลขไทย ๑๒๓", "Thai ๑๒๓"),
}
LANGUAGES = {"th": Text("ไทย", "Thai"), "en": Text("อังกฤษ", "English")}


@dataclass(frozen=True)
class Asked:
    """What was chosen, as typed, and as understood where it could be."""

    typed: Mapping[str, str]
    run: ScoreRun | None
    day: date | None
    replaces: IssuedDocument | None
    errors: Mapping[str, Text]
    scored: frozenset[str]
    """The rounds that have a score."""

    def options(self, request: HttpRequest, of: Whose) -> Options:
        """Language and digits as chosen; the names of agency and unit, and the agency's emblem, as they are today."""
        language = cast(Literal["th", "en"], self.typed["language"])
        agency = _agency(request, of)
        unit = of.unit.en if language == "en" and of.unit.en else of.unit.th
        return Options(
            language=language, digits=cast(Literal["printed", "arabic", "thai"], self.typed["digits"]),
            agency=agency.name(language) if agency else "", unit=unit,
            emblem=emblem_of(agency.id, agency.face.emblem) if agency and agency.face.emblem else None,
        )  # fmt: skip


@require_safe
@signed_in
def ask(request: HttpRequest, id: UUID) -> HttpResponse:
    """The form: which paper, on which score, under which series, dated when."""
    of = whose(request, id)
    return _to_draft(request, of) or _form(request, of, _understood(request, of, is_check=False))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check(request: HttpRequest, id: UUID) -> HttpResponse:
    """Exactly what will be issued; sent from here it is issued, and sent twice it is one paper."""
    of = whose(request, id)
    if (to_draft := _to_draft(request, of)) is not None:
        return to_draft
    if not of.may_issue:
        permissions.check_can_issue(person(request), of.assessment)
    asked = _understood(request, of, is_check=True)
    if asked.errors or asked.run is None or asked.day is None:
        return _form(request, of, asked, status=400)
    if request.method == "POST":
        return _issue(request, of, asked, asked.run, asked.day)
    return _check_page(request, of, asked, asked.run, asked.day)


@require_safe
@signed_in
def draft(request: HttpRequest, id: UUID) -> HttpResponse:
    """A file as it would be, marked as a draft where its number would stand; nothing is kept."""
    of = whose(request, id)
    asked = _understood(request, of, is_check=False)
    format_ = next((one for one in FORMATS if one == request.GET.get("format", "pdf")), None)
    if format_ is None:
        raise Http404
    if asked.run is None:
        raise _no_score()
    made = services.draft(
        of.assessment, asked.run, asked.typed["form"], by=person(request), on=asked.day,
        options=asked.options(request, of),
    )  # fmt: skip
    name = f"ร่าง {form_name(asked.typed['form']).th}.{format_}"
    return handed_out(made[format_], name, f"draft-{asked.typed['form']}.{format_}", MEDIA[format_])


def _to_draft(request: HttpRequest, of: Whose) -> HttpResponse | None:
    """The same form also asks for a draft of what is chosen in it, by another of its buttons."""
    format_ = request.GET.get("draft", "")
    if format_ not in FORMATS:
        return None
    chosen = {name: request.GET.get(name, "") for name in ("form", "round", "on", "digits", "language")}
    return HttpResponseRedirect(f"{of.path}draft/?{urlencode({**chosen, 'format': format_})}")


def _understood(request: HttpRequest, of: Whose, *, is_check: bool) -> Asked:
    given = request.POST if request.method == "POST" else request.GET
    typed = {name: given.get(name, "").strip() for name in FIELDS}
    runs = {one.round: one.run for one in Current.objects.filter(assessment=of.assessment).select_related("run")}
    last = max(runs.values(), key=lambda run: run.at, default=None)
    errors: dict[str, Text] = {}
    kinds = [kind.id for kind in catalogue.of_pack(unpacked(of.assessment.year.pack))]
    typed["form"] = typed["form"] or next(iter(kinds), "")
    typed["round"] = typed["round"] or (last.round if last else "")
    if typed["digits"] not in DIGITS:
        agency = _agency(request, of)
        typed["digits"] = agency.face.digits if agency else "printed"
    typed["language"] = typed["language"] if typed["language"] in LANGUAGES else "th"
    typed["series"] = thai.normalise(typed["series"])
    if typed["form"] not in kinds:
        errors["form"] = Text("เลือกแบบจากรายการ", "Choose a form from the list.")
    run = runs.get(typed["round"])
    if run is None:
        errors["round"] = Text("เลือกรอบที่มีคะแนนแล้ว", "Choose a round that has a score.")
    day, typed["on"] = _day(typed["on"], errors)
    if is_check and not re.fullmatch(r"[\w\u0E00-\u0E7F.\-/() ]{1,40}", typed["series"]):
        errors["series"] = Text(
            "พิมพ์ชื่อชุดเลขที่ เช่น กปส 0212 ใช้ตัวอักษร ตัวเลข จุด ขีด หรือทับ ไม่เกิน 40 ตัว",
            "Type the name of a series: at most 40 letters, figures, points, dashes or slashes.",
        )  # fmt: skip
    replaces = None
    if typed["replaces"]:
        with suppress(ValueError):
            replaces = IssuedDocument.objects.filter(pk=UUID(typed["replaces"]), assessment=of.assessment).first()
        if replaces is None:
            raise Http404
        typed["series"] = typed["series"] or replaces.series
    return Asked(typed, run, day, replaces, errors, frozenset(runs))


def _agency(request: HttpRequest, of: Whose) -> UnitView | None:
    """The agency whose paper it is."""
    root = permissions.root_of(of.assessment.unit).pk
    return standing(request).names([root]).get(root)


def _day(text: str, errors: dict[str, Text]) -> tuple[date | None, str]:
    if not text:
        return clock.today(), date_field(clock.today())
    try:
        return thai.parse_date(text), text
    except thai.ThaiTextError:
        errors["on"] = Text(
            f"“{text[:30]}” ไม่ใช่วันที่ เขียนเช่น 20/9/2556", f"“{text[:30]}” is not a date; write for example 20/9/2556"
        )
        return None, text


def _form(request: HttpRequest, of: Whose, asked: Asked, status: int = 200) -> HttpResponse:
    heading = Text("ออกเอกสาร หรือดูร่าง", "Issue a paper, or see a draft")
    if not asked.scored:
        blocks = [Block(things=[_no_score_yet(of)])]
        return told(request, heading, blocks, here=HERE, crumbs=of.crumbs, lead=of.unit, status=status)
    errors = asked.errors if status != 200 else {}
    fields = _fields(of, asked, errors)
    buttons = [Button(Text("ตรวจก่อนออก", "Check before issuing"))] if of.may_issue else []
    things: list[object] = [ErrorSummary(fields)] if errors else []
    if not of.may_issue:
        things.append(Locked(
            Text("ผู้ออกเอกสารได้คือหัวหน้าหน่วย หรือผู้ดูแลของหน่วยงาน", "only the head of the unit or the agency's administrator issues papers"),
            Text("ดูร่างได้จากหน้านี้", "Drafts can be seen from this page."),
        ))  # fmt: skip
    if asked.replaces is not None:
        things.append(
            Notice(
                "info",
                Text(f"ฉบับนี้จะใช้แทน {number(asked.replaces)}", f"It will take the place of {number(asked.replaces)}"),
            )
        )
    hidden = {"replaces": asked.typed["replaces"]} if asked.typed["replaces"] else {}
    buttons += [
        Button(Text(f"ดูร่าง {one.upper()}", f"See the draft ({one.upper()})"), "secondary", name="draft", value=one)
        for one in FORMATS
    ]
    note = Text(
        "ร่างมีคำว่า “ร่าง” ตรงที่เลขที่ และไม่ถูกเก็บไว้",
        "A draft says DRAFT where its number would stand, and is not kept.",
    )
    action = f"{of.path}check/" if of.may_issue else f"{of.path}issue/"
    blocks = [
        Block(
            Text("เลือก", "Choose") if of.may_issue else Text("แบบและรอบ", "Form and round"),
            [*things, Prose([note])], Form(action, fields, buttons, hidden, "get"),
        )
    ]  # fmt: skip
    return told(request, heading, blocks, here=HERE, crumbs=of.crumbs, lead=of.unit, status=status)


def _fields(of: Whose, asked: Asked, errors: Mapping[str, Text]) -> list[Choices | Select | Field]:
    typed, pack = asked.typed, unpacked(of.assessment.year.pack)
    kinds = catalogue.of_pack(pack)
    unscored = Text("ยังไม่มีคะแนน", "no score yet")
    fields: list[Choices | Select | Field] = [
        Choices(
            name="form", label=Text("แบบ", "Form"), error=errors.get("form", ""),
            options=[Option(kind.id, Text(kind.th, kind.en), is_chosen=kind.id == typed["form"]) for kind in kinds],
        ),
        Choices(
            name="round", label=Text("รอบ", "Round"), error=errors.get("round", ""),
            options=[
                Option(id, wording.text(name), is_chosen=id == typed["round"], reason="" if id in asked.scored else unscored)
                for id, name in round_names(of.assessment.year).items()
            ],
        ),
        Choices(name="digits", label=Text("ตัวเลขในเอกสาร", "Digits on the paper"), options=_options(DIGITS, typed["digits"])),
        Choices(name="language", label=Text("ภาษาของเอกสาร", "Language of the paper"), options=_options(LANGUAGES, typed["language"])),
    ]  # fmt: skip
    if of.may_issue:
        fields[2:2] = [
            Field(
                name="series", label=Text("ชุดเลขที่", "Series of numbers"), value=typed["series"], error=errors.get("series", ""),
                hint=Text("เลขที่ออกเรียงต่อกันในชุดเดียวกันทุกปี เช่น กปส 0212", "Numbers follow one another within a series and year, such as PRD 0212."),
            ),
            Field(
                name="on", label=Text("ลงวันที่", "Dated"), kind="date", value=typed["on"], error=errors.get("on", ""),
                hint=Text("ตั้งแต่วันที่คิดคะแนนถึงวันนี้ เช่น 20/9/2556", "From the day of the score to today, such as 20/9/2556."),
            ),
        ]  # fmt: skip
    return fields


def _options(words: Mapping[str, Text], chosen: str) -> list[Option]:
    return [Option(key, word, is_chosen=key == chosen) for key, word in words.items()]


def _check_page(request: HttpRequest, of: Whose, asked: Asked, run: ScoreRun, day: date) -> HttpResponse:
    serial, problem = _next(of, asked, day), _problem(of, asked, run, day)
    wanted = number_of(asked.typed["series"], serial, thai.to_be_year(day.year))
    change = f"{of.path}issue/?{urlencode(asked.typed)}"
    answers = [
        Answer(Text("แบบ", "Form"), form_name(asked.typed["form"]), change),
        Answer(Text("หน่วย", "Unit"), of.unit),
        Answer(Text("เลขที่ที่จะได้", "Number it will have"), wanted, change),
        Answer(Text("ลงวันที่", "Dated"), day, change),
        Answer(Text("รอบ", "Round"), _round_name(of, run.round), change),
        Answer(Text("คะแนนคิดเมื่อ", "Scored at"), run.at),
        Answer(Text("คะแนนรวม", "Total"), run.converted or run.total or Text("ยังไม่ครบ", "not complete")),
        Answer(Text("สถานะของคะแนน", "State of the score"), _state(problem)),
        Answer(Text("ตัวเลข", "Digits"), DIGITS[asked.typed["digits"]], change),
        Answer(Text("ภาษา", "Language"), LANGUAGES[asked.typed["language"]], change),
        Answer(Text("ตราบนเอกสาร", "Emblem on the paper"), _emblem(_agency(request, of))),
    ]  # fmt: skip
    if asked.replaces is not None:
        answers.append(Answer(Text("ใช้แทนฉบับ", "Takes the place of"), number(asked.replaces)))
    after = Text(
        "ได้ไฟล์ PDF, DOCX และ XLSX ที่แก้ไม่ได้อีก เลขที่นี้จะไม่ถูกใช้ซ้ำ",
        "PDF, DOCX and XLSX are kept and never change; the number is not given again.",
    )
    things: list[object] = [] if problem is None else [Locked(Text(problem.th, problem.en), Text(problem.cure_th, problem.cure_en), Link(Text(
        "เปิดการประเมิน",
        "Open the assessment",
    ), f"/assessments/{of.assessment.pk}/"))]  # fmt: skip
    hidden = {**asked.typed, "serial": str(serial), "run": str(run.pk)}
    send = Form(
        f"{of.path}check/", buttons=[Button(Text(f"ออกเอกสารเลขที่ {wanted}", f"Issue no. {wanted}"))], hidden=hidden
    )
    blocks = [Block(
        Text("สิ่งที่จะออก", "What will be issued"),
        [*things, Answers(Text("ตรวจให้ครบ", "Check each line"), answers, after)], None if problem else send,
    )]  # fmt: skip
    heading = Text("ตรวจก่อนออกเอกสาร", "Check before issuing")
    crumbs = [*of.crumbs, Link(Text("ออกเอกสาร", "Issue a paper"), change)]
    return told(request, heading, blocks, here=HERE, crumbs=crumbs)


def _issue(request: HttpRequest, of: Whose, asked: Asked, run: ScoreRun, day: date) -> HttpResponse:
    """Issue what the check page showed: its number is the key, so that a doubled click finds the paper already there."""
    try:
        serial, shown = int(request.POST.get("serial", "")), UUID(request.POST.get("run", ""))
    except ValueError:
        return _form(request, of, asked, status=400)
    if (already := _already(request, of, asked, serial, shown, day)) is not None:
        return HttpResponseRedirect(f"/papers/{already.pk}/")
    if run.pk != shown:
        raise Stale(
            "คะแนนถูกคิดใหม่หลังจากที่ท่านเปิดหน้านี้", "the score was computed again after you opened the page",
            "ตรวจอีกครั้งก่อนออก", "check again before issuing",
        )  # fmt: skip
    try:
        made = services.issue_now(
            of.assessment, run.round, asked.typed["form"], by=person(request), series=asked.typed["series"],
            on=day, options=asked.options(request, of), replaces=asked.replaces, serial=serial,
        )  # fmt: skip
    except Refused as refused:
        return _form(request, of, _with(asked, refused.issues), status=400)
    except Refusal:
        # the other click may have been faster while this one's paper was drawn
        already = _already(request, of, asked, serial, shown, day)
        if already is None:
            raise
        return HttpResponseRedirect(f"/papers/{already.pk}/")
    said = Text(f"ออกเอกสารเลขที่ {number(made)} แล้ว ดาวน์โหลดได้ที่นี่", f"Issued no. {number(made)}; download it here")
    messages.success(request, str(said))
    return HttpResponseRedirect(f"/papers/{made.pk}/")


def _already(
    request: HttpRequest, of: Whose, asked: Asked, serial: int, run: UUID, day: date
) -> IssuedDocument | None:  # fmt: skip
    """The paper that this very form made, where it was sent before."""
    return IssuedDocument.objects.filter(
        assessment=of.assessment, series=asked.typed["series"], year=thai.to_be_year(day.year), serial=serial,
        form=asked.typed["form"], run=run, by=person(request),
    ).first()  # fmt: skip


def _next(of: Whose, asked: Asked, day: date) -> int:
    root = permissions.root_of(of.assessment.unit)
    return services.next_serial(root.pk, asked.typed["series"], thai.to_be_year(day.year))


def _problem(of: Whose, asked: Asked, run: ScoreRun, day: date) -> NotNow | None:
    """Why it cannot be issued now, before anything is sent."""
    scored = run.at.astimezone(clock.BANGKOK).date()
    if not scored <= day <= clock.today():
        return NotNow(
            f"ลงวันที่นี้ไม่ได้ คะแนนคิดเมื่อ {thai.format_date(scored)}", f"it cannot be dated so: scored on {wording.day(scored).en}",
            "ใช้วันตั้งแต่วันที่คิดคะแนนถึงวันนี้", "use a day from then to today",
        )  # fmt: skip
    try:
        run.assessment = of.assessment
        states.check_may_be_issued(run, state_of(of.assessment, run.round))
    except NotNow as no:
        return no
    return None


def _emblem(agency: UnitView | None) -> Text:
    if agency is not None and agency.face.emblem:
        return Text("ตราของหน่วยงาน ตามที่เห็นบนหัวหน้านี้", "the agency's own, as on top of this page")
    return Text("ไม่มี ผู้ดูแลหน่วยงานเพิ่มได้", "none; the agency's administrator can add one")


def _state(problem: NotNow | None) -> Status:
    if problem is None:
        return Status("done", Text("ตรงกับข้อมูลล่าสุดที่ยืนยันแล้ว", "Follows from the verified results"))
    return Status("late", Text("ยังออกไม่ได้", "Cannot be issued yet"))


def _with(asked: Asked, issues: tuple[Issue, ...]) -> Asked:
    errors = {(one.place.file if one.place.file in FIELDS else "form"): wording.problem(one) for one in issues}
    return replace(asked, errors=errors)


def _round_name(of: Whose, round_id: str) -> Text:
    found = round_names(of.assessment.year).get(round_id)
    return Text(round_id) if found is None else wording.text(found)


def _no_score() -> NotNow:
    return NotNow(
        "ยังไม่มีคะแนนของรอบนี้ จึงไม่มีอะไรให้พิมพ์", "this round has no score yet, so there is nothing to print",
        "ส่งรายงาน หรือสั่งคิดคะแนนในหน้าการประเมิน", "submit a report, or have it scored on the page of the assessment",
    )  # fmt: skip


def _no_score_yet(of: Whose) -> Empty:
    problem = _no_score()
    return Empty(
        Text(problem.th, problem.en), Text(problem.cure_th, problem.cure_en),
        Button(Text("เปิดการประเมิน", "Open the assessment"), href=f"/assessments/{of.assessment.pk}/"),
    )  # fmt: skip
