"""Who may do what to whose account; what an administrator of a unit may do is said in `orgs`."""

from __future__ import annotations

from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import Denied


def check_can_create_account(user: User | None) -> None:
    """None is the installation itself: a person at the machine."""
    if user is not None:
        _administrator(user)


def check_can_invite(user: User | None, whose: User) -> None:
    """A new invitation lets its holder set the password: never one's own, which is changed with the old one."""
    if user is not None:
        _administrator(user)
        _another(user, whose)


def check_can_set_password(user: User, whose: User) -> None:
    """One's own only; an administrator invites instead, and so never knows a password."""
    _self(user, whose)


def check_can_set_preferences(user: User, whose: User) -> None:
    """One's own only."""
    _self(user, whose)


def check_can_deactivate(user: User, whose: User) -> None:
    """Administrators, and not themselves."""
    _administrator(user)
    _another(user, whose)


check_can_reactivate = check_can_deactivate


def check_can_set_administrator(user: User | None, whose: User) -> None:
    """Administrators, and not themselves: nobody grants himself anything, or leaves by accident."""
    if user is not None:
        check_can_deactivate(user, whose)


def check_can_unlock(user: User, whose: User) -> None:
    """Administrators; their own too, if they are still signed in elsewhere."""
    _administrator(user)


def check_can_see_sessions(user: User, whose: User) -> None:
    """One's own only: when somebody works is nobody else's business."""
    _self(user, whose)


def check_can_end_sessions(user: User, whose: User) -> None:
    """One's own, and an administrator anybody's (a lost phone)."""
    _active(user)
    if user.id != whose.id:
        _administrator(user)


def check_can_see_second_step(user: User, whose: User) -> None:
    """One's own only: whether one is set, and how many recovery codes are left."""
    _self(user, whose)


def check_can_set_second_step(user: User, whose: User) -> None:
    """One's own only: set up, renewed and removed by whoever holds the phone and knows the password."""
    _self(user, whose)


def check_can_reset_second_step(user: User, whose: User) -> None:
    """Administrators, for whoever lost the phone and the codes; not their own, which asks for the password."""
    _administrator(user)
    _another(user, whose)


def check_can_set_passkeys(user: User, whose: User) -> None:
    """One's own only."""
    _self(user, whose)


def check_can_see_accounts(user: User) -> None:
    """Administrators."""
    _administrator(user)


def _active(user: User) -> None:
    if not user.is_active:
        raise Denied("บัญชีนี้ถูกระงับ", "this account is deactivated")


def _administrator(user: User) -> None:
    _active(user)
    if not user.is_administrator:
        raise Denied("ทำได้เฉพาะผู้ดูแลระบบ", "only an administrator may do this",
                     "ติดต่อผู้ดูแลระบบของหน่วยงาน", "ask your administrator")  # fmt: skip


def _self(user: User, whose: User) -> None:
    _active(user)
    if user.id != whose.id:
        raise Denied("ทำได้เฉพาะเจ้าของบัญชี", "only the account's owner may do this")


def _another(user: User, whose: User) -> None:
    if user.id == whose.id:
        raise Denied("ทำกับบัญชีของตนเองไม่ได้", "you may not do this to your own account",
                     "ให้ผู้ดูแลระบบอีกคนทำ", "ask another administrator")  # fmt: skip
