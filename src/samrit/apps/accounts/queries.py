"""Read accounts and the sessions of one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from samrit.apps.accounts import attempts, permissions
from samrit.apps.accounts.models import Attempts, Invitation, Passkey, RecoveryCode, SecondStep, Session, User
from samrit.apps.accounts.sessions import digest
from samrit.apps.ground import clock
from samrit.base import thai


@dataclass(frozen=True)
class SignedIn:
    """One browser in which a person is signed in; `id` is for `services.end_sessions(only=…)`."""

    id: str
    browser: str
    began_at: datetime | None
    is_this: bool


@dataclass(frozen=True)
class Account:
    """An account as an administrator sees it."""

    user: User
    has_password: bool
    locked_until: datetime | None


@dataclass(frozen=True)
class Accounts:
    """One page of accounts, and how many there are in all."""

    accounts: list[Account]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class SecondStepView:
    """How a person's second step stands; `begun` is one that waits for its first code."""

    set_at: datetime | None
    begun: bool
    recovery_left: int


@dataclass(frozen=True)
class PasskeyView:
    """A passkey as its owner sees it."""

    id: UUID
    name: str
    added_at: datetime
    used_at: datetime | None


def sessions(by: User, user: User, this: str | None = None) -> list[SignedIn]:
    """Where a person is signed in, latest first; `this` is the key of the session that asks."""
    permissions.check_can_see_sessions(by, user)
    now, own = clock.now(), digest(this) if this else ""
    rows = Session.objects.filter(user=user, expire_date__gt=now).order_by("-began_at").defer("session_data")
    return [SignedIn(row.session_key, row.browser, row.began_at, row.session_key == own) for row in rows]


def accounts(by: User) -> list[Account]:
    """Every account by username, and whether sign-in is paused."""
    permissions.check_can_see_accounts(by)
    return _with_pauses(User.objects.order_by("username"))


def find_accounts(by: User, words: str = "", page: int = 1, per_page: int = 50) -> Accounts:
    """One page of the accounts whose username or name holds the words; a page beyond the last is the last."""
    permissions.check_can_see_accounts(by)
    found = User.objects.order_by("username")
    if words := thai.normalise(words)[:100]:
        found = found.filter(Q(username__icontains=words) | Q(name__icontains=words))
    total = found.count()
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    return Accounts(_with_pauses(found[(page - 1) * per_page : page * per_page]), page, pages, total)


def account(by: User, id: UUID) -> Account | None:
    """One account, as an administrator sees it."""
    permissions.check_can_see_accounts(by)
    found = _with_pauses(User.objects.filter(id=id))
    return found[0] if found else None


def invited(token: str) -> User | None:
    """Whose password a token may set now."""
    found = usable_invitations(token).select_related("user").first()
    return None if found is None else found.user


def usable_invitations(token: str) -> QuerySet[Invitation]:
    """The invitation (one or none) of a token, while it is good."""
    kept = hashlib.sha256(token.encode(errors="replace")).hexdigest()
    return Invitation.objects.filter(
        token_digest=kept, ended_at=None, expires_at__gt=clock.now(), user__is_active=True
    )  # fmt: skip


def second_step(by: User, user: User) -> SecondStepView:
    """Whether codes are asked for after the password."""
    permissions.check_can_see_second_step(by, user)
    step = SecondStep.objects.filter(user=user).first()
    left = RecoveryCode.objects.filter(user=user, used_at=None).count()
    return SecondStepView(step.confirmed_at if step else None, step is not None and step.confirmed_at is None, left)


def passkeys(by: User, user: User) -> list[PasskeyView]:
    """A person's passkeys, the latest first."""
    permissions.check_can_see_second_step(by, user)
    rows = Passkey.objects.filter(user=user).order_by("-added_at")
    return [PasskeyView(row.id, row.name, row.added_at, row.used_at) for row in rows]


def _with_pauses(users: QuerySet[User]) -> list[Account]:
    locked = dict(Attempts.objects.filter(locked_until__gt=clock.now()).values_list("key", "locked_until"))
    return [Account(user, user.has_usable_password(), _pause(user, locked)) for user in users]


def _pause(user: User, locked: Mapping[str, datetime | None]) -> datetime | None:
    found = [until for key in attempts.account_keys(user.username) if (until := locked.get(key))]
    return max(found, default=None)
