"""Second step, recovery codes, passkeys' bookkeeping, identities at a provider: who, when, once only, counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.utils import timezone

from samrit.apps.accounts import attempts, events, identities, queries, sealing, second_step, services
from samrit.apps.accounts.models import Identity, Passkey, RecoveryCode, SecondStep, User
from samrit.apps.audit.models import Event
from samrit.apps.audit.queries import verify
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow
from samrit.apps.notices.queries import unread
from samrit.base.issues import Refused
from samrit.base.thai import thai_digits
from samrit.web.sentences import sentence

PASSPHRASE = "แมวดำเดินบนหลังคา"
HOME = "203.0.113.7"


@pytest.fixture
def root() -> User:
    return services.create_user(by=None, username="root", name="ผู้ดูแล ตัวอย่าง", is_administrator=True)


@pytest.fixture
def clerk(root: User) -> User:
    user = services.create_user(by=root, username="Clerk.1", name="ธุรการ ตัวอย่าง", email="clerk@example.go.th")
    return services.accept_invitation(token=services.invite(by=root, user=user), password=PASSPHRASE)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stands the clock still in the middle of a half-minute, and lets time pass at a word."""
    now = timezone.now().replace(second=10, microsecond=0)

    def wait(**much: float) -> None:
        nonlocal now
        now += timedelta(**much)

    monkeypatch.setattr(timezone, "now", lambda: now)
    return wait


def set_up(user: User) -> tuple[pyotp.TOTP, list[str]]:
    second_step.begin(by=user, user=user)
    phone = second_step.begun(by=user, user=user)
    assert phone is not None
    return phone, second_step.confirm(by=user, user=user, code=shown(phone))


def shown(phone: pyotp.TOTP, steps: int = 0) -> str:
    return phone.at(clock.now() + timedelta(seconds=30 * steps))


def check(user: User, code: str) -> None:
    second_step.check(user=user, code=code, address=HOME)


def fail(user: User, code: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(Denied):
            check(user, code)


def codes_of(refused: Any) -> set[str]:
    return {issue.code for issue in refused.value.issues}


# The app's codes.


def test_nothing_is_asked_until_a_first_code_has_proved_the_phone(clerk: User, later: Any) -> None:
    second_step.begin(by=clerk, user=clerk)
    assert not second_step.is_set(clerk)
    fail(clerk, shown(second_step.begun(by=clerk, user=clerk) or pyotp.TOTP("")))
    with pytest.raises(Refused) as refused:
        second_step.confirm(by=clerk, user=clerk, code="abcdef")
    assert codes_of(refused) == {"AC011"}
    assert not second_step.is_set(clerk)


def test_a_code_is_taken_once_and_the_one_that_set_it_up_is_used(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk)
    fail(clerk, shown(phone))
    later(seconds=30)
    check(clerk, shown(phone))
    fail(clerk, shown(phone))


def test_an_older_code_is_not_taken_after_a_newer_one(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk)
    later(minutes=5)
    check(clerk, shown(phone))
    fail(clerk, shown(phone, -1))


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_half_a_minute_off(clerk: User, later: Any, steps: int, taken: bool) -> None:
    phone, _ = set_up(clerk)
    later(minutes=5)
    if taken:
        check(clerk, shown(phone, steps))
    else:
        fail(clerk, shown(phone, steps))


def test_a_code_is_read_with_spaces_and_in_thai_digits(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk)
    later(minutes=5)
    code = shown(phone)
    check(clerk, f" {thai_digits(code[:3])} {code[3:]} ")


@pytest.mark.parametrize("odd", ["", "1" * 5, "1" * 7, "²²²²²²", "\x00", "\ud800", "ก" * 10_000, "-00001"])
def test_odd_codes_are_only_wrong(clerk: User, later: Any, odd: str) -> None:
    set_up(clerk)
    fail(clerk, odd)


def test_wrong_codes_pause_the_second_step_and_the_right_password_does_not_buy_more(clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk)
    later(minutes=5)
    for _ in range(attempts.ACCOUNT.failures):
        attempts.succeed(attempts.count("Clerk.1", HOME))  # as after the right password
        fail(clerk, "abcdef")
    with pytest.raises(NotNow, match="paused for 15 minutes more"):
        check(clerk, shown(phone))
    assert [one.user for one in queries.accounts(User(is_administrator=True)) if one.locked_until] == [clerk]
    told = unread(clerk.id)[0]
    assert "knows your password" in sentence(told.code, told.words).en
    assert Event.objects.filter(code=events.LOCKED).count() == 1
    later(minutes=15)
    check(clerk, shown(phone))


def test_an_administrator_ends_that_pause_too(root: User, clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk)
    later(minutes=5)
    fail(clerk, "abcdef", attempts.ACCOUNT.failures)
    services.unlock(by=root, user=clerk)
    check(clerk, shown(phone))


def test_the_secret_is_not_in_the_table_and_opens_for_its_owner_only(root: User, clerk: User, later: Any) -> None:
    phone, _ = set_up(clerk)
    row = SecondStep.objects.get()
    assert phone.secret not in row.sealed_secret
    assert sealing.unseal(row.sealed_secret, str(clerk.id)) == phone.secret
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(row.sealed_secret, str(root.id))
    for damaged in ("", "!", row.sealed_secret[:-4], "A" + row.sealed_secret[1:-1] + "A"):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(damaged, str(clerk.id))


def test_the_same_secret_is_never_sealed_the_same_way_twice() -> None:
    assert sealing.seal("x", "y") != sealing.seal("x", "y")


def test_after_a_change_of_the_installations_key_the_reader_is_told_whom_to_ask(
    clerk: User, later: Any, settings: Any
) -> None:
    phone, _ = set_up(clerk)
    later(minutes=5)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    with pytest.raises(Denied, match="key was changed"):
        check(clerk, shown(phone))
    settings.SECRET_KEY_FALLBACKS = [before]
    check(clerk, shown(phone))


def test_setting_up_again_needs_removing_first(clerk: User, later: Any) -> None:
    set_up(clerk)
    with pytest.raises(NotNow):
        second_step.begin(by=clerk, user=clerk)
    assert second_step.begun(by=clerk, user=clerk) is None
    with pytest.raises(NotNow):
        second_step.confirm(by=clerk, user=clerk, code="123456")


def test_beginning_again_ends_the_secret_begun_before(clerk: User, later: Any) -> None:
    second_step.begin(by=clerk, user=clerk)
    first = second_step.begun(by=clerk, user=clerk)
    second_step.begin(by=clerk, user=clerk)
    assert first is not None
    with pytest.raises(Refused):
        second_step.confirm(by=clerk, user=clerk, code=shown(first))


# Recovery codes.


def test_ten_recovery_codes_are_made_and_kept_only_as_digests(clerk: User, later: Any) -> None:
    _, made = set_up(clerk)
    assert len(set(made)) == 10
    stored = str(list(RecoveryCode.objects.values()))
    assert not [code for code in made if code in stored or code.replace("-", "") in stored]


def test_a_recovery_code_is_good_once_however_it_is_written(clerk: User, later: Any) -> None:
    _, made = set_up(clerk)
    check(clerk, made[0].upper().replace("-", " "))
    fail(clerk, made[0])
    assert queries.second_step(clerk, clerk).recovery_left == 9
    assert Event.objects.filter(code=events.RECOVERY_USED).count() == 1


def test_anothers_recovery_code_is_wrong(root: User, clerk: User, later: Any) -> None:
    _, made = set_up(clerk)
    set_up(root)
    fail(root, made[0])


def test_new_recovery_codes_end_the_old_and_need_the_password(clerk: User, later: Any) -> None:
    _, made = set_up(clerk)
    with pytest.raises(Refused) as refused:
        second_step.renew_recovery_codes(by=clerk, user=clerk, present="not this one")
    assert codes_of(refused) == {"AC010"}
    check(clerk, made[0])
    new = second_step.renew_recovery_codes(by=clerk, user=clerk, present=PASSPHRASE)
    assert queries.second_step(clerk, clerk).recovery_left == 10
    fail(clerk, made[1])
    check(clerk, new[0])


# Removing and resetting.


def test_it_is_removed_with_the_password_only(clerk: User, later: Any) -> None:
    _, made = set_up(clerk)
    with pytest.raises(Refused):
        second_step.remove(by=clerk, user=clerk, present="not this one")
    assert second_step.is_set(clerk)
    second_step.remove(by=clerk, user=clerk, present=PASSPHRASE)
    assert not second_step.is_set(clerk)
    fail(clerk, made[0])


def test_an_open_session_is_no_way_to_guess_the_password_here_either(clerk: User, later: Any) -> None:
    set_up(clerk)
    for _ in range(attempts.ACCOUNT.failures):
        with pytest.raises(Refused):
            second_step.remove(by=clerk, user=clerk, present="not this one")
    with pytest.raises(NotNow):
        second_step.remove(by=clerk, user=clerk, present=PASSPHRASE)


@pytest.mark.parametrize("what", [second_step.remove, second_step.renew_recovery_codes])
def test_what_is_not_set_is_neither_removed_nor_renewed(clerk: User, what: Any) -> None:
    with pytest.raises(NotNow):
        what(by=clerk, user=clerk, present=PASSPHRASE)


def test_an_administrator_resets_it_and_the_owner_is_told(root: User, clerk: User, later: Any) -> None:
    set_up(clerk)
    Passkey.objects.create(user=clerk, name="โทรศัพท์", digest="d", credential="c", added_at=clock.now())
    Identity.objects.create(user=clerk, issuer="i", subject="s")
    second_step.reset(by=root, user=clerk)
    assert (SecondStep.objects.count(), RecoveryCode.objects.count(), Passkey.objects.count(), Identity.objects.count()) == (0, 0, 0, 0)  # fmt: skip
    assert unread(clerk.id)[0].code == events.SECOND_STEP_RESET
    assert Event.objects.filter(code=events.SECOND_STEP_RESET, actor=root.id).count() == 1
    second_step.reset(by=root, user=clerk)
    assert Event.objects.filter(code=events.SECOND_STEP_RESET).count() == 1
    assert verify() == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda by, of: second_step.begin(by=by, user=of),
        lambda by, of: second_step.begun(by=by, user=of),
        lambda by, of: second_step.confirm(by=by, user=of, code="123456"),
        lambda by, of: second_step.renew_recovery_codes(by=by, user=of, present=PASSPHRASE),
        lambda by, of: second_step.remove(by=by, user=of, present=PASSPHRASE),
        lambda by, of: second_step.reset(by=by, user=of),
        lambda by, of: queries.second_step(by, of),
        lambda by, of: queries.passkeys(by, of),
        lambda by, of: queries.find_accounts(by),
        lambda by, of: queries.account(by, of.id),
    ],
)
def test_a_stranger_is_refused_by_every_service_and_changes_nothing(
    ask: Any, root: User, clerk: User, later: Any
) -> None:
    stranger = services.create_user(by=root, username="stranger", name="ผู้อื่น ตัวอย่าง")
    set_up(clerk)
    before = (list(SecondStep.objects.values()), Event.objects.count())
    with pytest.raises(Denied):
        ask(stranger, clerk)
    assert (list(SecondStep.objects.values()), Event.objects.count()) == before


# Identities at a provider.

AT = {"issuer": "https://login.example.go.th", "claim": "preferred_username"}


def test_the_first_time_the_claim_finds_the_account_and_afterwards_the_providers_own_id(clerk: User) -> None:
    assert identities.user_of(**AT, subject="s1", value="CLERK.1") == clerk
    # renamed there: still the same person
    assert identities.user_of(**AT, subject="s1", value="somebody") == clerk
    assert Event.objects.filter(code=events.IDENTITY_KEPT).count() == 1


def test_a_name_given_to_another_person_there_opens_nothing(clerk: User) -> None:
    identities.user_of(**AT, subject="s1", value="clerk.1")
    with pytest.raises(Denied):
        identities.user_of(**AT, subject="s2", value="clerk.1")


@pytest.mark.parametrize("value", ["nobody", "", "clerk@example.go.th", "%"])
def test_an_unknown_person_is_told_whom_to_ask_and_no_account_is_made(clerk: User, value: str) -> None:
    before = User.objects.count()
    with pytest.raises(Denied) as denied:
        identities.user_of(**AT, subject="s9", value=value)
    assert "administrator" in denied.value.cure_en
    assert User.objects.count() == before


def test_by_email_only_where_one_account_has_it(root: User, clerk: User) -> None:
    by_email = {**AT, "claim": "email", "value": "Clerk@Example.go.th"}
    services.create_user(by=root, username="twin", name="ฝาแฝด", email="clerk@example.go.th")
    with pytest.raises(Denied):
        identities.user_of(**by_email, subject="s1")
    User.objects.filter(username="twin").update(email="")
    assert identities.user_of(**by_email, subject="s1") == clerk


def test_a_deactivated_account_is_unknown_there_too(root: User, clerk: User) -> None:
    identities.user_of(**AT, subject="s1", value="clerk.1")
    services.deactivate(by=root, user=clerk)
    for subject in ("s1", "s2"):
        with pytest.raises(Denied):
            identities.user_of(**AT, subject=subject, value="clerk.1")


# Accounts in pages.


def test_accounts_are_found_by_either_name_in_pages(root: User, django_assert_num_queries: Any) -> None:
    for n in range(5):
        services.create_user(by=root, username=f"user{n}", name=f"ชื่อ {n}")
    with django_assert_num_queries(3):
        found = queries.find_accounts(root, "ชื่อ", page=2, per_page=2)
    assert [one.user.username for one in found.accounts] == ["user2", "user3"]
    assert (found.page, found.pages, found.total) == (2, 3, 5)
    assert queries.find_accounts(root, "USER1").total == 1
    assert queries.find_accounts(root, "", page=99, per_page=4).page == 2
    assert queries.find_accounts(root, "nobody").accounts == []


def test_an_account_without_a_password_is_given_its_first_by_invitation_only(root: User) -> None:
    newcomer = services.create_user(by=root, username="newcomer", name="ใหม่ ตัวอย่าง")
    with pytest.raises(Refused) as refused:
        services.set_password(by=newcomer, user=newcomer, present="", password="another long phrase")
    assert codes_of(refused) == {"AC010"}


@pytest.mark.parametrize("email", ["clerk", "a@b", "a@b.c\nBcc: x@y.z"])
def test_an_email_address_that_is_none_is_refused(root: User, email: str) -> None:
    with pytest.raises(Refused) as refused:
        services.create_user(by=root, username="newcomer", name="ใหม่", email=email)
    assert codes_of(refused) == {"AC014"}
