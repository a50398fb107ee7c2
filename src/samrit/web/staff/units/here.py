"""Where one is in the organisation: the unit of an address, the way to it, what one may change there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest

from samrit.apps.ground.denied import Denied
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.permissions import check_can_change, check_can_see
from samrit.apps.orgs.portrait import Portrait, portrait
from samrit.apps.orgs.queries import UnitView, root_of
from samrit.base.thai import ThaiTextError, format_date, parse_date
from samrit.web import wording
from samrit.web.components.reading import Link, Tabs, Words
from samrit.web.pages import person, standing, unit_name
from samrit.web.reader import Text

UNITS = Link(Text("หน่วยงาน", "Units"), "/units/")


def portrait_of(
    request: HttpRequest, id: UUID, on: date | None = None, *, is_whole: bool = True, has_below: bool = True
) -> Portrait:
    """A unit of an agency that the person belongs to, with what is around it."""
    found = portrait(id, on or standing(request).on, is_whole=is_whole, has_below=has_below)
    if found is None:
        raise Http404
    check_is_mine(request, found.unit)
    return found


def changeable(request: HttpRequest, id: UUID) -> Portrait:
    """As `portrait_of`, for who may change the unit.  Errors: `Denied`."""
    found = portrait_of(request, id)
    check_can_change(person(request), found.unit)
    return found


def check_is_mine(request: HttpRequest, unit: Unit) -> None:
    """The person belongs to the unit's agency, or looks after the installation; to others it does not exist."""
    who = standing(request)
    # a role in the agency is known already, and needs no further question
    if root_of(unit) in who.units:
        return
    try:
        check_can_see(who.user, unit)
    except Denied:
        raise Http404 from None


def may_change(request: HttpRequest, unit: Unit) -> bool:
    """Whether the person looks after the unit; as `looks_after`, from what is known of them already."""
    mine = standing(request).reach
    return any(mine.may(Role.ORG_ADMIN, one) is not None for one in (unit.id, root_of(unit)))


def day_asked(request: HttpRequest) -> date:
    """The day that `?on=` names in the calendar of พ.ศ. or ISO, otherwise today."""
    try:
        return parse_date(request.GET["on"])
    except (KeyError, ThaiTextError):
        return standing(request).on


def long_day(day: date) -> Text:
    """A day as it is said in a sentence."""
    return Text(format_date(day), wording.day(day).en)


def address(unit: UUID, part: str = "") -> str:
    """Of a unit's page."""
    return f"/units/{unit}/{part}"


def way_to(view: UnitView) -> list[Link]:
    """The breadcrumb of a page below a unit's own."""
    return [UNITS, Link(unit_name(view), address(view.id))]


def tabs(unit: UUID, part: str) -> Tabs:
    """The pages of a unit."""
    parts: Sequence[tuple[str, Words]] = (
        ("", Text("ภาพรวม", "Overview")),
        ("posts/", Text("ตำแหน่ง", "Posts")),
        ("roles/", Text("บทบาท", "Roles")),
        ("routes/", Text("เส้นทางรายงาน", "Reporting routes")),
        ("assessments/", Text("การประเมิน", "Assessments")),
    )
    links = [Link(text, address(unit, one)) for one, text in parts]
    return Tabs(Text("หน้าของหน่วยนี้", "Pages of this unit"), links, address(unit, part))
