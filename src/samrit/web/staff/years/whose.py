"""The year asked for, with its agency; and the agency whose years, holidays and agreements somebody looks after."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.roles import agencies_of
from samrit.apps.rounds.models import RoundTime, Year
from samrit.apps.rounds.queries import times_of
from samrit.web import wording
from samrit.web.components.reading import Link
from samrit.web.pages import standing
from samrit.web.reader import Text

HERE = "/years/"
YEARS = Link(Text("ปีและเกณฑ์", "Years and frameworks"), "/years/")


@dataclass(frozen=True)
class Whose:
    """A year of an agency that the person belongs to, and whether they look after the agency."""

    year: Year
    is_admin: bool

    @property
    def path(self) -> str:
        """Its page."""
        return f"/years/{self.year.pk}/"

    @property
    def name(self) -> Text:
        """The framework's name and the year."""
        return wording.framework_and_year(self.year)

    @property
    def crumbs(self) -> list[Link]:
        """The way to what is below it."""
        return [YEARS, Link(self.name, self.path)]

    def time(self, round_id: str) -> RoundTime:
        """One of its rounds, or "not found"."""
        for one in times_of(self.year):
            if one.round == round_id:
                one.year = self.year
                return one
        raise Http404


def year(request: HttpRequest, id: UUID) -> Whose:
    """A year of an agency that the person belongs to; otherwise "not found"."""
    who = standing(request)
    found = Year.objects.select_related("pack", "root").filter(pk=id).first()
    if found is None:
        raise Http404
    is_home = who.agency is not None and who.agency.id == found.root_id
    if not is_home and found.root_id not in agencies_of(who.user, who.on):
        raise Http404
    return Whose(found, who.reach.may(Role.ORG_ADMIN, found.root_id) is not None)


def agency(request: HttpRequest) -> Unit | None:
    """The agency of the person who asks: the one that they look after, or else belong to."""
    who = standing(request)
    mine = who.agency.id if who.agency is not None else None
    if mine is None:
        mine = next(iter(sorted(agencies_of(who.user, who.on), key=str)), None)
    return None if mine is None else Unit.objects.filter(pk=mine).first()


def looks_after(request: HttpRequest, root: Unit) -> bool:
    """Whether the person is the agency's administrator."""
    return standing(request).reach.may(Role.ORG_ADMIN, root.pk) is not None
