"""Whose account it is that a sign-in provider names: found by a claim the first time, by the provider's own id afterwards."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from samrit.apps.accounts import events
from samrit.apps.accounts.models import Identity, User
from samrit.apps.audit.services import record
from samrit.apps.ground.denied import Denied


def user_of(*, issuer: str, subject: str, claim: str, value: str) -> User:
    """The account of a person at a provider.  Denied when there is none; none is ever made by this.

    `claim` "email" is looked for among e-mail addresses, every other among usernames.
    """
    known = Identity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    if known is not None:
        return _active(known.user, value)
    found = list(_named(claim, value)[:2]) if value else []
    # two accounts with one address: nobody can say whose this is
    if len(found) != 1 or Identity.objects.filter(user=found[0]).exists():
        raise _unknown(value)
    user = _active(found[0], value)
    try:
        with transaction.atomic():
            Identity.objects.create(user=user, issuer=issuer, subject=subject)
            record(events.IDENTITY_KEPT, by=user, about=[user])
    except IntegrityError:  # somebody else was tied in between
        raise _unknown(value) from None
    return user


def _named(claim: str, value: str) -> QuerySet[User]:
    return User.objects.filter(email__iexact=value) if claim == "email" else User.objects.named(value)


def _active(user: User, value: str) -> User:
    if not user.is_active:
        raise _unknown(value)
    return user


def _unknown(value: str) -> Denied:
    who = value[:100] or "–"
    return Denied(
        f"ยังไม่มีบัญชีของ “{who}” ในระบบนี้", f"there is no account for “{who}” here",
        "แจ้งชื่อนี้ให้ผู้ดูแลระบบของหน่วยงาน เพื่อสร้างบัญชีหรือผูกบัญชีให้ตรงกัน",
        "tell your administrator this name, so that an account is made or tied to it",
    )  # fmt: skip
