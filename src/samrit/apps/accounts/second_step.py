"""The second step of signing in: codes of an app on the phone (TOTP, RFC 6238), and recovery codes for whoever lost it."""

from __future__ import annotations

import hmac
import re
import secrets

import pyotp
from django.db import transaction
from django.utils.crypto import salted_hmac

from samrit.apps.accounts import attempts, events, permissions, sealing, states, wording
from samrit.apps.accounts.models import Identity, Passkey, RecoveryCode, SecondStep, User
from samrit.apps.accounts.present import present_issues
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow
from samrit.apps.notices.services import notify
from samrit.base import thai
from samrit.base.issues import Place, Refused

STEP = 30
"""Seconds a code is shown."""
DRIFT = 1
"""So many steps a phone's clock may be early or late."""
RECOVERY_CODES = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are taken for one another; ten of them are 49 bits."""


def is_set(user: User) -> bool:
    """Whether a code is asked for after this user's password."""
    return SecondStep.objects.filter(user=user, confirmed_at__isnull=False).exists()


def begin(*, by: User, user: User) -> None:
    """A new secret, which counts once `confirm` has seen a code of it; one begun before and not confirmed ends."""
    permissions.check_can_set_second_step(by, user)
    with transaction.atomic():
        states.check_has_no_second_step(user)
        sealed = sealing.seal(pyotp.random_base32(), str(user.id))
        begun = {"sealed_secret": sealed, "begun_at": clock.now(), "last_counter": 0}
        SecondStep.objects.update_or_create(user=user, defaults=begun)


def begun(*, by: User, user: User) -> pyotp.TOTP | None:
    """The secret that waits for its first code, to be shown as a QR code and as text; None when there is none."""
    permissions.check_can_set_second_step(by, user)
    step = SecondStep.objects.filter(user=user, confirmed_at=None).first()
    return None if step is None else _codes(step, user)


def confirm(*, by: User, user: User, code: str) -> list[str]:
    """Ask for codes from now on; the recovery codes, which are shown this once."""
    permissions.check_can_set_second_step(by, user)
    with transaction.atomic():
        states.check_has_no_second_step(user)
        step = SecondStep.objects.select_for_update().filter(user=user).first()
        if step is None:
            raise NotNow("ยังไม่ได้เริ่มตั้ง", "it was not begun", "เริ่มตั้งใหม่อีกครั้ง", "begin again")
        counter = _counter_of(step, user, code)
        if counter is None:
            raise Refused([wording.CODE_WRONG.at(Place("code"))])
        step.confirmed_at, step.last_counter = clock.now(), counter
        step.save(update_fields=["confirmed_at", "last_counter"])
        made = _make_recovery_codes(user)
        notify([user.id], events.SECOND_STEP_SET)
        record(events.SECOND_STEP_SET, by=by, about=[user])
    return made


def check(*, user: User, code: str, address: str) -> None:
    """A code of the app, or a recovery code, after the right password.  Denied when it is not, NotNow after too many failures."""
    counted = attempts.count(user.username, address, "second step")
    if _take_code(user, code) or _take_recovery_code(user, code):
        attempts.succeed(counted)
        return
    if counted.locks:
        with transaction.atomic():
            notify([user.id], events.CODE_TRIED, failures=counted.failures)
            record(events.LOCKED, by=None, about=[user], failures=counted.failures)
    raise Denied(
        "รหัสไม่ถูกต้อง หรือใช้ไปแล้ว", "the code is not right, or was used already",
        "รอรหัสถัดไปในแอป หรือใช้รหัสสำรอง ถ้าไม่มีทั้งสองอย่าง ติดต่อผู้ดูแลระบบ",
        "wait for the app's next code, or use a recovery code; if you have neither, ask your administrator",
    )  # fmt: skip


def renew_recovery_codes(*, by: User, user: User, present: str) -> list[str]:
    """Ten new codes, shown this once; those before are good no more."""
    permissions.check_can_set_second_step(by, user)
    states.check_has_second_step(user)
    if issues := present_issues(user, present):
        raise Refused(issues)
    with transaction.atomic():
        states.check_has_second_step(user)
        made = _make_recovery_codes(user)
        notify([user.id], events.RECOVERY_RENEWED)
        record(events.RECOVERY_RENEWED, by=by, about=[user])
    return made


def remove(*, by: User, user: User, present: str) -> None:
    """Ask for no code any more; needs the password, for the session may have been left open."""
    permissions.check_can_set_second_step(by, user)
    states.check_has_second_step(user)
    if issues := present_issues(user, present):
        raise Refused(issues)
    with transaction.atomic():
        if _remove(user):
            notify([user.id], events.SECOND_STEP_REMOVED)
            record(events.SECOND_STEP_REMOVED, by=by, about=[user])


def reset(*, by: User, user: User) -> None:
    """For whoever lost the phone: second step, passkeys and the tie to the provider go; the owner is told."""
    permissions.check_can_reset_second_step(by, user)
    with transaction.atomic():
        gone = _remove(user) + Passkey.objects.filter(user=user).delete()[0]
        gone += Identity.objects.filter(user=user).delete()[0]
        if gone:
            notify([user.id], events.SECOND_STEP_RESET)
            record(events.SECOND_STEP_RESET, by=by, about=[user])


def _remove(user: User) -> int:
    RecoveryCode.objects.filter(user=user).delete()
    return SecondStep.objects.filter(user=user).delete()[0]


def _take_code(user: User, code: str) -> bool:
    step = SecondStep.objects.filter(user=user, confirmed_at__isnull=False).first()
    counter = None if step is None else _counter_of(step, user, code)
    # of two who give the same code at once, one is late
    return counter is not None and bool(
        SecondStep.objects.filter(user=user, last_counter__lt=counter).update(last_counter=counter)
    )


def _counter_of(step: SecondStep, user: User, code: str) -> int | None:
    """The half-minute whose code this is, if it was not taken before."""
    given = re.sub(r"\s", "", thai.arabic_digits(code))
    if not re.fullmatch(r"[0-9]{6}", given):
        return None
    codes, now = _codes(step, user), int(clock.now().timestamp()) // STEP
    near = [counter for counter in range(now - DRIFT, now + DRIFT + 1) if counter > step.last_counter]
    found = [counter for counter in near if hmac.compare_digest(codes.generate_otp(counter), given)]
    return found[0] if found else None


def _codes(step: SecondStep, user: User) -> pyotp.TOTP:
    try:
        secret = sealing.unseal(step.sealed_secret, str(user.id))
    except sealing.Unreadable:
        raise Denied(
            "ใช้การยืนยันขั้นที่สองนี้ไม่ได้ เพราะกุญแจของระบบเปลี่ยนไป", "this second step cannot be used, for the installation's key was changed",
            "ขอให้ผู้ดูแลระบบล้างการยืนยันขั้นที่สอง", "ask your administrator to reset your second step",
        ) from None  # fmt: skip
    return pyotp.TOTP(secret, name=user.username)


def _take_recovery_code(user: User, code: str) -> bool:
    with transaction.atomic():
        fresh = RecoveryCode.objects.filter(user=user, digest=_digest(user, code), used_at=None)
        if not is_set(user) or not fresh.update(used_at=clock.now()):
            return False
        left = RecoveryCode.objects.filter(user=user, used_at=None).count()
        notify([user.id], events.RECOVERY_USED, left=left)
        record(events.RECOVERY_USED, by=user, about=[user], left=left)
    return True


def _make_recovery_codes(user: User) -> list[str]:
    made: set[str] = set()
    while len(made) < RECOVERY_CODES:
        made.add("".join(secrets.choice(LETTERS) for _ in range(10)))
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in made)
    return [f"{code[:5]}-{code[5:]}" for code in sorted(made)]


def _digest(user: User, code: str) -> str:
    """Keyed, so that the table alone does not let anybody try them all."""
    plain = re.sub(r"[\s-]", "", thai.arabic_digits(code)).lower()[:100].encode(errors="replace").decode()
    return salted_hmac("samrit.accounts.recovery", f"{user.id}:{plain}", algorithm="sha256").hexdigest()
