"""In whose name a person acts, and who may act for a unit: the roles of `orgs`, asked for results."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from samrit.apps.accounts.models import User
from samrit.apps.orgs import roles
from samrit.apps.orgs.models import Ancestor, Grant, Holding, Role, Unit
from samrit.apps.orgs.queries import heads_of, on_day, trees_in_force


def names_behind(user: User, role: Role, unit: Unit, indicator: str, on: date) -> frozenset[UUID]:
    """In whose name the user has a role at a unit; nobody's: he has not.

    Who has it by delegation only acts in the holder's name as well as his own, so that nobody decides on his own work
    through another.  Who has it in his own right besides, or acts for a vacant post, acts in his own name.
    """
    basis = roles.may(user, role, unit, indicator, on)
    if basis is None:
        return frozenset()
    if basis.how != "delegated" or _has_besides(user, role, unit, indicator, on):
        return frozenset({user.id})
    post = Holding.objects.values_list("post_id", flat=True).get(id=basis.id)
    holders = Holding.objects.filter(on_day(on), post=post).exclude(how="delegated")
    return frozenset({user.id, *holders.values_list("user_id", flat=True)})


def people_with(role: Role, unit: Unit, indicator: str, on: date) -> set[UUID]:
    """Everybody who has a role at a unit for an indicator: whom to tell that something waits there."""
    over = Ancestor.objects.filter(tree__in=trees_in_force(on), below=unit).values("above_id")
    reaching = Q(unit=unit) | Q(subtree=True, unit_id__in=over)
    grants = Grant.objects.filter(reaching, on_day(on), role=role, indicator__in=("", indicator), user__is_active=True)
    found = set(grants.values_list("user_id", flat=True))
    return found | {holder.user.id for holder in heads_of(unit, on)} if role == Role.HEAD else found


def heads(unit: Unit, indicator: str, on: date) -> set[UUID]:
    """Who heads a unit itself, by post or by grant; not those who head a unit above it."""
    granted = Grant.objects.filter(on_day(on), role=Role.HEAD, unit=unit, indicator__in=("", indicator))
    return {holder.user.id for holder in heads_of(unit, on)} | set(granted.values_list("user_id", flat=True))


def _has_besides(user: User, role: Role, unit: Unit, indicator: str, on: date) -> bool:
    return any(
        basis.role == role and basis.how != "delegated" and basis.indicator in ("", indicator) and unit.id in units
        for basis, units in roles.reach(user, on).entries
    )
