"""Make and change accounts: by an administrator, by their owner, or (by=None) by the installation at its machine."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from samrit.apps.accounts import attempts, events, permissions, states, wording
from samrit.apps.accounts.models import Invitation, Session, User
from samrit.apps.accounts.present import present_issues
from samrit.apps.accounts.sessions import digest
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.apps.notices.services import notify
from samrit.base import thai
from samrit.base.issues import Place, Refused

INVITATION_LASTS = timedelta(days=7)


def create_user(
    *, by: User | None, username: str, name: str, email: str = "", language: str = "th", is_administrator: bool = False
) -> User:
    """An account nobody can sign in to yet: `invite` lets its owner set the password."""
    permissions.check_can_create_account(by)
    username, name, email = username.strip(), thai.normalise(name), email.strip()
    issues = [
        *wording.username_issues(username),
        *wording.name_issues(name),
        *wording.email_issues(email),
        *wording.choice_issues("language", language),
    ]
    if issues:
        raise Refused(issues)
    with transaction.atomic():
        user = User.objects.create_user(
            username, name=name, email=email, language=language, is_administrator=is_administrator
        )
        record(events.CREATED, by=by, about=[user])
        if is_administrator:
            _tell_administrators(events.MADE_ADMINISTRATOR, by, user)
    return user


def invite(*, by: User | None, user: User) -> str:
    """A token that lets its holder set this user's password, once, within a week; earlier ones end.

    Shown to the administrator once, to be handed over; also the way back for whoever forgot the password.
    """
    permissions.check_can_invite(by, user)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _lock(user)
        states.check_is_active(user)
        now = clock.now()
        user.invitations.filter(ended_at=None).update(ended_at=now)
        Invitation.objects.create(
            user=user, token_digest=_digest(token), made_at=now, expires_at=now + INVITATION_LASTS
        )  # fmt: skip
        record(events.INVITED, by=by, about=[user])
    return token


def accept_invitation(*, token: str, password: str) -> User:
    """Set the password with a token; unknown, used, ended and expired tokens get one answer."""
    now = clock.now()
    valid = Invitation.objects.filter(token_digest=_digest(token), ended_at=None, expires_at__gt=now)
    found = valid.filter(user__is_active=True).select_related("user").first()
    if found is None:
        raise _no_invitation()
    issues = wording.password_issues(password, found.user)
    if issues:
        raise Refused(issues)
    user = found.user
    user.set_password(password)  # hashing takes long: before the transaction
    with transaction.atomic():
        if not valid.filter(user__is_active=True).update(ended_at=now):
            raise _no_invitation()
        user.save(update_fields=["password"])
        attempts.forget(user.username)
        user.sessions.all().delete()
        record(events.PASSWORD_SET, by=user, about=[user])
    return user


def set_password(*, by: User, user: User, present: str, password: str, keep: str | None = None) -> None:
    """Change one's own password with the present one; other sessions end, that of key `keep` stays.

    The web layer then calls `django.contrib.auth.update_session_auth_hash`, or that session ends as well.
    """
    permissions.check_can_set_password(by, user)
    issues = wording.password_issues(password, user) + present_issues(user, present)
    if not user.has_usable_password():  # a first password comes by invitation
        issues.append(wording.WRONG_NOW.at(Place("present")))
    if issues:
        raise Refused(issues)
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        _others(user, keep).delete()
        record(events.PASSWORD_SET, by=by, about=[user])


def set_preferences(*, by: User, user: User, language: str, digits: str) -> None:
    """How its owner likes the pages."""
    permissions.check_can_set_preferences(by, user)
    issues = wording.choice_issues("language", language) + wording.choice_issues("digits", digits)
    if issues:
        raise Refused(issues)
    user.language, user.digits = language, digits
    with transaction.atomic():
        user.save(update_fields=["language", "digits"])
        record(events.PREFERENCES_SET, by=by, about=[user], language=language, digits=digits)


def deactivate(*, by: User, user: User) -> None:
    """Nobody signs in to it any more; its sessions and invitations end; what its owner did stays."""
    permissions.check_can_deactivate(by, user)
    with transaction.atomic():
        states.check_leaves_an_administrator(user)
        _lock(user)
        states.check_is_active(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        user.sessions.all().delete()
        user.invitations.filter(ended_at=None).update(ended_at=clock.now())
        record(events.DEACTIVATED, by=by, about=[user])


def reactivate(*, by: User, user: User) -> None:
    """In use again, with the password it had."""
    permissions.check_can_reactivate(by, user)
    with transaction.atomic():
        _lock(user)
        states.check_is_deactivated(user)
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(events.REACTIVATED, by=by, about=[user])


def set_administrator(*, by: User | None, user: User, is_administrator: bool) -> None:
    """Make somebody an administrator, or no longer one; the other administrators are told."""
    permissions.check_can_set_administrator(by, user)
    with transaction.atomic():
        if not is_administrator:
            states.check_leaves_an_administrator(user)
        _lock(user)
        if user.is_administrator == is_administrator:
            return
        states.check_is_active(user)
        user.is_administrator = is_administrator
        user.save(update_fields=["is_administrator"])
        code = events.MADE_ADMINISTRATOR if is_administrator else events.NO_LONGER_ADMINISTRATOR
        record(code, by=by, about=[user])
        _tell_administrators(code, by, user)


def unlock(*, by: User, user: User) -> None:
    """Let a user try again before the pause is over."""
    permissions.check_can_unlock(by, user)
    with transaction.atomic():
        if attempts.forget(user.username):
            record(events.UNLOCKED, by=by, about=[user])


def end_sessions(*, by: User, user: User, keep: str | None = None, only: str | None = None) -> int:
    """Sign a user out everywhere but in the session of key `keep`, or only where the list says `only`; how many."""
    permissions.check_can_end_sessions(by, user)
    with transaction.atomic():
        ending = _others(user, keep)
        if only is not None:
            ending = ending.filter(session_key=only)
        count = ending.delete()[0]
        if count:
            record(events.SESSIONS_ENDED, by=by, about=[user], count=count)
    return count


def _lock(user: User) -> None:
    """Read the account anew, and keep others from changing it until this transaction ends."""
    user.refresh_from_db(from_queryset=User.objects.select_for_update())


def _others(user: User, keep: str | None) -> QuerySet[Session]:
    return Session.objects.filter(user=user).exclude(session_key=digest(keep) if keep else "")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _no_invitation() -> Denied:
    return Denied(
        "คำเชิญนี้ใช้ไม่ได้ หรือใช้ไปแล้ว หรือหมดอายุ", "this invitation is not valid, was used, or has expired",
        "ขอคำเชิญใหม่จากผู้ดูแลระบบ", "ask your administrator for a new one",
    )  # fmt: skip


def _tell_administrators(code: str, by: User | None, user: User) -> None:
    people = User.objects.filter(is_administrator=True, is_active=True).values_list("id", flat=True)
    notify(set(people) - {user.id, by.id if by else None}, code, object=user.id)
