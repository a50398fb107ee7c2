"""In whose name a person acts, and who may act for a unit: the roles of `orgs`, asked for results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from samrit.apps.accounts.models import User
from samrit.apps.orgs import roles
from samrit.apps.orgs.models import Holding, Role, Unit
from samrit.apps.orgs.queries import on_day
from samrit.apps.orgs.roles import Basis

People = frozenset[UUID]


def names_behind(user: User, role: Role, unit: Unit, indicator: str, on: date) -> People:
    """In whose name the user has a role at a unit; nobody's: he has not.

    Who has it by delegation only acts in the holder's name as well as his own, so that nobody decides on his own work
    through another.  Who has it in his own right besides, or acts for a vacant post, acts in his own name.
    """
    return names_of(user, roles.bases(user, [role], [unit], indicator, on)[unit.id], on)


def names_of(user: User, bases: Sequence[Basis], on: date) -> People:
    """In whose name a person acts by some bases of one role, as `names_behind`; asks only where he is a delegate."""
    if not bases:
        return frozenset()
    if any(basis.how != "delegated" for basis in bases):
        return frozenset({user.id})
    posts = Holding.objects.filter(id=bases[0].id).values("post_id")
    holders = Holding.objects.filter(on_day(on), post__in=posts).exclude(how="delegated")
    return frozenset({user.id, *holders.values_list("user_id", flat=True)})


def people_with(role: Role, unit: Unit, indicator: str, on: date) -> set[UUID]:
    """Everybody who has a role at a unit for an indicator: whom to tell that something waits there."""
    return roles.people_with(role, unit, on, indicator)
