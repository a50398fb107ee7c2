"""Set up posts and say who holds them: in their own right, acting, or by delegation, from a day until another."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from samrit.apps.accounts.models import User
from samrit.apps.audit.services import record
from samrit.apps.notices.services import notify
from samrit.apps.orgs import events, names, states
from samrit.apps.orgs.models import Holding, Post, Unit
from samrit.apps.orgs.permissions import check_can_assign, check_can_change, check_can_end_holding
from samrit.base.issues import Place, Refused


def create_post(
    *, unit: Unit, name_th: str, by: User | None, name_en: str = "", rank: str = "", pack_post: str = "",
    is_head: bool = False,
) -> Post:  # fmt: skip
    """Set up a post in a unit; vacant until somebody is put into it."""
    check_can_change(by, unit)
    found = [
        *names.problems(Place("", field="name_th"), "post", name_th, required=True),
        *names.problems(Place("", field="name_en"), "post", name_en),
        *names.problems(Place("", field="rank"), "short_th", rank),
        *names.problems(Place("", field="pack_post"), "short_th", pack_post),
    ]
    if found:
        raise Refused(found)
    with transaction.atomic():
        post = Post.objects.create(
            unit=unit, name_th=names.tidy(name_th), name_en=names.tidy(name_en), rank=names.tidy(rank),
            pack_post=pack_post, is_head=is_head,
        )  # fmt: skip
        record(events.POST_MADE, by=by, about=[post, unit])
    return post


def assign_holder(
    *, post: Post, user: User, since: date, by: User | None, how: str = "holds", until: date | None = None
) -> Holding:
    """Put a person into a post; who holds it in their own right must have left it first."""
    check_can_assign(by, post, user, how)
    if until is not None and until <= since:
        raise states.no_days()
    with transaction.atomic():
        # one after the other: two people must not get the same post at the same moment
        Post.objects.select_for_update().get(id=post.id)
        if how == "holds" and _overlaps(Holding.objects.filter(post=post, how="holds"), since, until):
            raise states.held_already()
        if _overlaps(Holding.objects.filter(post=post, how=how, user=user), since, until):
            raise states.held_already()
        holding = Holding.objects.create(post=post, user=user, how=how, since=since, until=until)
        record(
            events.HOLDER_ASSIGNED, by=by, about=[holding, post, user], how=how, since=since.isoformat(),
            until=until and until.isoformat(),
        )  # fmt: skip
        notify([user.id], events.HOLDER_ASSIGNED, object=post.id, since=since.isoformat())
    return holding


def end_holding(*, holding: Holding, until: date, by: User | None) -> None:
    """Say the first day on which a person no longer holds a post."""
    check_can_end_holding(by, holding)
    if until <= holding.since or (holding.until is not None and until > holding.until):
        raise states.no_days()
    with transaction.atomic():
        holding.until = until
        holding.save(update_fields=["until"])
        record(events.HOLDING_ENDED, by=by, about=[holding, holding.post, holding.user], until=until.isoformat())
        notify([holding.user_id], events.HOLDING_ENDED, object=holding.post_id, until=until.isoformat())


def _overlaps(holdings: QuerySet[Holding], since: date, until: date | None) -> bool:
    found = holdings.filter(Q(until=None) | Q(until__gt=since))
    return (found if until is None else found.filter(since__lt=until)).exists()
