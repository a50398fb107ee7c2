"""A page told as blocks one below the other: a heading, what is shown, and sometimes a form around its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from samrit.web.components.reading import Breadcrumb, Button, Link, Words
from samrit.web.pages import page
from samrit.web.reader import Text

ENTER = "enter"
"""The name of the unseen button that Enter presses in such a form; `choosing.asks_for_units` reads it."""
HOME = Link(Text("หน้าแรก", "Home"), "/")


@dataclass(frozen=True)
class Form:
    """What is filled in and sent; `hidden` goes along unseen, several buttons are several ways to send it."""

    action: str
    fields: Sequence[object] = ()
    buttons: Sequence[Button] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    method: str = "post"
    takes_files: bool = False

    @property
    def catches_enter(self) -> bool:
        """Whether a field has a button of its own, which Enter in any other field would press: it stands first."""
        return any(getattr(one, "button", None) for one in self.fields)


@dataclass(frozen=True)
class Block:
    """One part of a page."""

    title: Words = ""
    things: Sequence[object] = ()
    form: Form | None = None
    after: Sequence[object] = ()


def told(
    request: HttpRequest, heading: Words, blocks: Sequence[Block], *, here: str, crumbs: Sequence[Link] = (),
    lead: Words = "", status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page of these blocks; `crumbs` is the way to it, without the home page."""
    way = Breadcrumb([HOME, *crumbs], heading)
    return page(
        request, "staff/blocks.html", here=here, status=status,
        heading=heading, lead=lead, blocks=blocks, crumbs=way, **more,
    )  # fmt: skip
