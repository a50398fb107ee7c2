"""The component page, an agency's colour, and the reader's choice of language, digits and theme."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from samrit.web import colour as colours
from samrit.web import reader
from samrit.web.components import examples


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every element in every state; needs no database."""
    return render(request, "samrit/components.html", {"frame": examples.FRAME, "sections": examples.sections()})


@require_safe
def colour_sheet(request: HttpRequest, colour: str) -> HttpResponse:
    """An agency's colour as a style sheet; it never changes, for its address is the colour."""
    try:
        sheet = colours.stylesheet(colour)
    except ValueError:
        raise Http404 from None
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers=headers)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice in the browser and go back to where they were."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, allowed in reader.CHOICES.items():
        if (value := request.POST.get(name)) in allowed:
            reader.remember(response, name, str(value), secure=request.is_secure())
    return response
