"""The frame around every page: whose site it is, who reads, where one can go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from samrit.apps.ground import clock
from samrit.web import colour, reader
from samrit.web.components.reading import Link, Words
from samrit.web.reader import Text

SAMRIT = Text("สัมฤทธิ์", "Samrit")


@dataclass(frozen=True)
class Frame:
    """What the frame shows; a page without an agency is Samrit's own."""

    agency: Words = SAMRIT
    colour: str = colour.DEFAULT
    emblem: str = ""
    """The address of the agency's own picture; without one Samrit's mark stands in its place."""
    unit: Words = ""
    home: str = "/"
    links: Sequence[Link] = ()
    here: str = ""
    person: Words = ""
    person_links: Sequence[Link] = ()
    sign_out: str = ""


def context(request: HttpRequest) -> dict[str, object]:
    """For every template: the reader, the frame (a view may give its own), the day."""
    return {"reader": reader.current(), "frame": Frame(), "today": clock.today(), "path": request.get_full_path()}
