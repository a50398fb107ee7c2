"""When something may be done to an account: what its state, not the asker, allows."""

from __future__ import annotations

from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import NotNow


def check_is_active(user: User) -> None:
    """Inviting, deactivating: the account is in use."""
    if not user.is_active:
        raise NotNow("บัญชีนี้ถูกระงับอยู่", "this account is deactivated",
                     "เปิดใช้บัญชีก่อน", "reactivate it first")  # fmt: skip


def check_is_deactivated(user: User) -> None:
    """Reactivating."""
    if user.is_active:
        raise NotNow("บัญชีนี้ใช้งานได้อยู่แล้ว", "this account is active already")


def check_leaves_an_administrator(user: User) -> None:
    """Taking an administrator away: another one stays.  Locks the administrators' rows, so that two never remove each other."""
    now = User.objects.select_for_update().filter(is_administrator=True, is_active=True).order_by("id")
    if [one.id for one in now] == [user.id]:
        raise NotNow("นี่เป็นผู้ดูแลระบบคนสุดท้าย", "this is the last administrator",
                     "ตั้งผู้ดูแลระบบอีกคนก่อน", "make somebody else an administrator first")  # fmt: skip
