"""What every page for people with an account stands on: who asks, the frame around it, and a sign-in before it.

A view is a plain function; `signed_in` lets only people through, `page` puts the frame around a template, and
`found` looks things up so that what is not yours is "not found".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from samrit.apps.accounts.models import User
from samrit.apps.accounts.sessions import comer
from samrit.apps.ground import clock
from samrit.apps.notices.queries import MOST as MOST_UNREAD
from samrit.apps.notices.queries import count_unread
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs.models import Role
from samrit.apps.orgs.queries import UnitView
from samrit.apps.orgs.roles import Reach, reach
from samrit.apps.results.due import DaysOff
from samrit.web import colour
from samrit.web.components.reading import Link
from samrit.web.frame import SAMRIT, Frame
from samrit.web.reader import Text

Args = ParamSpec("Args")


@dataclass(frozen=True)
class Standing:
    """Who asks, on which day, what they may act for, holidays, and the names of units: each is asked once a request."""

    user: User
    on: date
    reach: Reach
    off: DaysOff = field(default_factory=DaysOff, repr=False, compare=False)
    _known: dict[UUID, UnitView] = field(default_factory=dict, repr=False)

    def names(self, units: Iterable[UUID]) -> Mapping[UUID, UnitView]:
        """Units as they are today; asked before the frame is drawn, those it names come in the same query."""
        wanted = {*units, *self._roots, *self._roots.values()} - self._known.keys()
        if wanted:
            self._known.update(orgs.names_of(wanted, self.on))
        return self._known

    @property
    def units(self) -> Mapping[UUID, UnitView]:
        """The units that the person's roles are at, and their agencies."""
        return self.names(())

    @property
    def home(self) -> UnitView | None:
        """The unit of the person's first role."""
        return next((self.units[at] for at in self._roots if at in self.units), None)

    @property
    def agency(self) -> UnitView | None:
        """The agency of that unit."""
        home = self.home
        return None if home is None else self.units.get(self._roots[home.id])

    @cached_property
    def _roots(self) -> dict[UUID, UUID]:
        return {basis.at: basis.root or basis.at for basis in self.reach.held}

    def has(self, *roles: str) -> bool:
        """Whether the person has one of the roles anywhere."""
        return any(basis.role in roles for basis in self.reach.held)


def person(request: HttpRequest) -> User:
    """The signed-in person.  Errors: TypeError where a view forgot `signed_in`."""
    if not isinstance(request.user, User):
        raise TypeError("the view lacks @signed_in")
    return request.user


def standing(request: HttpRequest) -> Standing:
    """Who asks and what they may act for, found once a request."""
    known: Standing | None = vars(request).get("_samrit_standing")
    if known is None:
        known = vars(request)["_samrit_standing"] = _standing(person(request))
    return known


def signed_in(
    view: Callable[Concatenate[HttpRequest, Args], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Args], HttpResponseBase]:
    """Let only people with an account through; whoever is not signed in comes back here afterwards, typed text and all."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, User):
            from samrit.web.sign_in import kept

            return kept.ask_to_sign_in(request)
        response = view(request, *args, **kwargs)
        # The next person on a shared machine must not find it with the back button.
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return guarded


def page(request: HttpRequest, template: str, /, *, here: str = "", status: int = 200, **context: Any) -> HttpResponse:
    """A page in its frame.  `here` is the address of the menu entry it belongs to."""
    if isinstance(request.user, User):
        context["frame"] = _frame(request, here)
    return render(request, template, context, status=status)


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page instead of a person for all of it."""
    return request.headers.get("HX-Request") == "true"


def unit_name(view: UnitView | None) -> Text:
    """A unit's name in both languages."""
    return Text("–", "–") if view is None else Text(view.name_th, view.name_en)


REVIEWERS = (Role.HEAD, Role.VERIFIER, Role.EVALUATOR, Role.COMMENTATOR)
READERS_OF_THE_LOG = (Role.AUDITOR, Role.ORG_ADMIN)


def _standing(user: User) -> Standing:
    on = clock.today()
    return Standing(user, on, reach(user, on))


def _frame(request: HttpRequest, here: str) -> Frame:
    who = standing(request)
    came = comer()
    unread = came.unread if came and came.user.pk == who.user.pk else count_unread(who.user.id)
    links = [Link(Text("หน้าแรก", "Home"), "/")]
    if who.has(*REVIEWERS):
        links.append(Link(Text("รอตรวจ", "To review"), "/review/"))
    if who.reach.held:
        links += [Link(Text("การประเมิน", "Assessments"), "/assessments/"), Link(Text("หน่วยงาน", "Units"), "/units/")]
    if who.has(Role.ORG_ADMIN) or who.user.is_administrator:
        links.append(Link(Text("ปีและเกณฑ์", "Years and frameworks"), "/years/"))
    if who.has(*READERS_OF_THE_LOG) or who.user.is_administrator:
        links.append(Link(Text("บันทึกตรวจสอบ", "Audit log"), "/audit/"))
    if who.user.is_administrator:
        links.append(Link(Text("บัญชีผู้ใช้", "Accounts"), "/accounts/"))
    many = f"{unread}" if unread < MOST_UNREAD else f"{MOST_UNREAD - 1}+"
    told = Text(f"แจ้งเตือน ({many})", f"Notices ({many})") if unread else Text("แจ้งเตือน", "Notices")
    agency = who.agency
    return Frame(
        agency=unit_name(agency) if agency else SAMRIT,
        colour=(agency.face.colour if agency else "") or colour.DEFAULT,
        emblem=f"/units/{agency.id}/emblem/{agency.face.emblem}.png" if agency and agency.face.emblem else "",
        unit="" if who.home is None or who.home == agency else unit_name(who.home),
        links=links,
        here=here,
        person=who.user.name,
        person_links=[
            Link(told, "/notices/"),
            Link(Text("บัญชีของฉัน", "My account"), "/account/"),
            Link(Text("ทำไมฉันทำได้ หรือทำไม่ได้", "Why may I, or may I not?"), "/why/"),
        ],
        sign_out="/sign-out/",
    )
