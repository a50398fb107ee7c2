"""Evidence of a report: given with the form, shown beside the figures, handed out only to those who may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from samrit.apps.evidence import handing_out
from samrit.apps.evidence.handing_out import HandedOut
from samrit.web import found
from samrit.web.pages import person, signed_in


@require_safe
@signed_in
def file(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The file as it was given, to be saved."""
    return _answer(handing_out.download(evidence=found.evidence(request, id), by=person(request)))


@require_safe
@signed_in
def look(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The small copy of a picture."""
    handed = handing_out.look(evidence=found.evidence(request, id), by=person(request))
    if handed is None:
        raise Http404
    return _answer(handed)


def _answer(handed: HandedOut) -> FileResponse:
    # Django closes the stream when the answer is sent; what it guesses of a stream gives way to what was found out
    answer = FileResponse(handed.stream)
    for name, value in handed.headers.items():
        answer.headers[name] = value
    return answer
