"""When something may be done to an account: what its state, not the asker, allows."""

from __future__ import annotations

from samrit.apps.accounts.models import SecondStep, User
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


def check_has_no_second_step(user: User) -> None:
    """Setting one up."""
    if SecondStep.objects.filter(user=user, confirmed_at__isnull=False).exists():
        raise NotNow("ตั้งการยืนยันขั้นที่สองไว้แล้ว", "the second step is set up already",
                     "ถ้าเปลี่ยนโทรศัพท์ เลิกใช้ของเดิมก่อน", "to change the phone, remove the present one first")  # fmt: skip


def check_has_second_step(user: User) -> None:
    """Removing it, renewing its recovery codes."""
    if not SecondStep.objects.filter(user=user, confirmed_at__isnull=False).exists():
        raise NotNow("ยังไม่ได้ตั้งการยืนยันขั้นที่สอง", "no second step is set up",
                     "ตั้งก่อนที่หน้าบัญชีของฉัน", "set one up first, on your account's page")  # fmt: skip


def check_leaves_an_administrator(user: User) -> None:
    """Taking an administrator away: another one stays.  Locks the administrators' rows, so that two never remove each other."""
    now = User.objects.select_for_update().filter(is_administrator=True, is_active=True).order_by("id")
    if [one.id for one in now] == [user.id]:
        raise NotNow("นี่เป็นผู้ดูแลระบบคนสุดท้าย", "this is the last administrator",
                     "ตั้งผู้ดูแลระบบอีกคนก่อน", "make somebody else an administrator first")  # fmt: skip
