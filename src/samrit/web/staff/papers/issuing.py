"""Issue a paper: choose the form, look at the draft, check exactly what will be issued, issue it once."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from samrit.apps.ground.denied import Refusal, Stale
from samrit.apps.issuing import permissions, services
from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.scoring.models import ScoreRun
from samrit.base import thai
from samrit.base.issues import Refused
from samrit.documents.make import FORMATS
from samrit.web.pages import person, signed_in
from samrit.web.reader import Text
from samrit.web.staff.files import MEDIA, handed_out
from samrit.web.staff.papers.asked import Asked, understood, with_problems
from samrit.web.staff.papers.asking import form, no_score
from samrit.web.staff.papers.checking import check_page
from samrit.web.staff.papers.reading import form_name, number
from samrit.web.staff.papers.whose import Whose, whose


@require_safe
@signed_in
def ask(request: HttpRequest, id: UUID) -> HttpResponse:
    """The form: which paper, on which score, under which series, dated when."""
    of = whose(request, id)
    return _to_draft(request, of) or form(request, of, understood(request, of, is_check=False))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def check(request: HttpRequest, id: UUID) -> HttpResponse:
    """Exactly what will be issued; sent from here it is issued, and sent twice it is one paper."""
    of = whose(request, id)
    if (to_draft := _to_draft(request, of)) is not None:
        return to_draft
    if not of.may_issue:
        permissions.check_can_issue(person(request), of.assessment)
    asked = understood(request, of, is_check=True)
    if asked.errors or asked.run is None or asked.day is None:
        return form(request, of, asked, status=400)
    if request.method == "POST":
        return _issue(request, of, asked, asked.run, asked.day)
    return check_page(request, of, asked, asked.run, asked.day)


@require_safe
@signed_in
def draft(request: HttpRequest, id: UUID) -> HttpResponse:
    """A file as it would be, marked as a draft where its number would stand; nothing is kept."""
    of = whose(request, id)
    asked = understood(request, of, is_check=False)
    format_ = next((one for one in FORMATS if one == request.GET.get("format", "pdf")), None)
    if format_ is None:
        raise Http404
    if asked.run is None:
        raise no_score()
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


def _issue(request: HttpRequest, of: Whose, asked: Asked, run: ScoreRun, day: date) -> HttpResponse:
    """Issue what the check page showed: its number is the key, so that a doubled click finds the paper already there."""
    try:
        serial, shown = int(request.POST.get("serial", "")), UUID(request.POST.get("run", ""))
    except ValueError:
        return form(request, of, asked, status=400)
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
        return form(request, of, with_problems(asked, refused.issues), status=400)
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
