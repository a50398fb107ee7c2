"""Accounts: who may do what to whose, invitations, passwords, sign-in with lock-out, sessions, preferences."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.contrib import auth
from django.contrib.auth import hashers
from django.contrib.auth.middleware import get_user
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from samrit.apps.accounts import attempts, events, permissions, queries, services, signing
from samrit.apps.accounts.models import Attempts, Invitation, Session, User
from samrit.apps.accounts.sessions import SessionStore, browser_name, digest
from samrit.apps.audit.models import Event
from samrit.apps.audit.queries import verify
from samrit.apps.ground.denied import Denied, NotNow, allows
from samrit.apps.notices.queries import count_unread, unread
from samrit.base.issues import Refused
from samrit.web.sentences import sentence

PASSPHRASE = "แมวดำเดินบนหลังคา"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)
HOME = "203.0.113.7"


@pytest.fixture(autouse=True)
def _sessions(settings: Any) -> None:
    settings.SESSION_ENGINE = "samrit.apps.accounts.sessions"


@pytest.fixture
def root() -> User:
    return services.create_user(by=None, username="root", name="ผู้ดูแล ตัวอย่าง", is_administrator=True)


@pytest.fixture
def clerk(root: User) -> User:
    user = services.create_user(by=root, username="Clerk.1", name="ธุรการ ตัวอย่าง")
    return services.accept_invitation(token=services.invite(by=root, user=user), password=PASSPHRASE)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets time pass at a word."""
    passed = timedelta()
    real = timezone.now

    def wait(**much: float) -> None:
        nonlocal passed
        passed += timedelta(**much)

    monkeypatch.setattr(timezone, "now", lambda: real() + passed)
    return wait


def a_request(session_key: str | None = None, user_agent: str = PHONE) -> Any:
    request = RequestFactory().get("/", headers={"User-Agent": user_agent})
    request.session = import_module("samrit.apps.accounts.sessions").SessionStore(session_key)
    return request


def signed_in(user: User) -> Any:
    request = a_request()
    signing.sign_in(request, user)
    return request


def check(username: str = "clerk.1", password: str = PASSPHRASE, address: str = HOME) -> User:
    return signing.check_password(username=username, password=password, address=address)


def fail(times: int, **how: str) -> None:
    for _ in range(times):
        with pytest.raises(Denied):
            check(**{"password": "not this one", **how})


def refusals(run: Any, **words: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        run(**words)
    return {issue.code for issue in refused.value.issues}


# Who may do what to whose account.

PEOPLE = (
    "themselves",
    "administrator",
    "administrator themselves",
    "another",
    "deactivated themselves",
    "deactivated administrator",
)
MAY = {
    #                     themselves, administrator, administrator themselves, another, deactivated: themselves, administrator
    "set_password":       (True,  False, True,  False, False, False),
    "set_preferences":    (True,  False, True,  False, False, False),
    "see_sessions":       (True,  False, True,  False, False, False),
    "end_sessions":       (True,  True,  True,  False, False, False),
    "invite":             (False, True,  False, False, False, False),
    "deactivate":         (False, True,  False, False, False, False),
    "reactivate":         (False, True,  False, False, False, False),
    "set_administrator":  (False, True,  False, False, False, False),
    "unlock":             (False, True,  True,  False, False, False),
    "create_account":     (False, True,  True,  False, False, False),
    "see_accounts":       (False, True,  True,  False, False, False),
    "see_second_step":    (True,  False, True,  False, False, False),
    "set_second_step":    (True,  False, True,  False, False, False),
    "reset_second_step":  (False, True,  False, False, False, False),
    "set_passkeys":       (True,  False, True,  False, False, False),
}  # fmt: skip


@pytest.mark.parametrize(
    ("what", "who", "may"),
    [(what, who, may) for what, row in MAY.items() for who, may in zip(PEOPLE, row, strict=True)],
)
def test_who_may_do_what_to_whose_account(what: str, who: str, may: bool) -> None:
    user = User(is_administrator="administrator" in who, is_active="deactivated" not in who)
    whose = user if "themselves" in who else User()
    check_can = getattr(permissions, f"check_can_{what}")
    about = (user,) if what in ("create_account", "see_accounts") else (user, whose)
    assert allows(check_can, *about) is may


def test_every_permission_stands_in_the_table() -> None:
    checks = {name.removeprefix("check_can_") for name in vars(permissions) if name.startswith("check_can_")}
    assert checks == set(MAY)


@pytest.mark.parametrize(
    "ask",
    [
        lambda by, of: services.create_user(by=by, username="newcomer", name="ใหม่"),
        lambda by, of: services.invite(by=by, user=of),
        lambda by, of: services.set_password(by=by, user=of, present=PASSPHRASE, password="another long phrase"),
        lambda by, of: services.set_preferences(by=by, user=of, language="en", digits="thai"),
        lambda by, of: services.deactivate(by=by, user=of),
        lambda by, of: services.reactivate(by=by, user=of),
        lambda by, of: services.set_administrator(by=by, user=of, is_administrator=True),
        lambda by, of: services.unlock(by=by, user=of),
        lambda by, of: services.end_sessions(by=by, user=of),
        lambda by, of: queries.sessions(by, of),
        lambda by, of: queries.accounts(by),
    ],
)
def test_a_stranger_is_refused_by_every_service_and_changes_nothing(ask: Any, root: User, clerk: User) -> None:
    stranger = services.create_user(by=root, username="stranger", name="ผู้อื่น ตัวอย่าง")
    before = (list(User.objects.order_by("id").values()), Event.objects.count(), Invitation.objects.count())
    with pytest.raises(Denied):
        ask(stranger, clerk)
    assert (list(User.objects.order_by("id").values()), Event.objects.count(), Invitation.objects.count()) == before


# Making accounts.


def test_all_that_is_wrong_with_a_new_account_is_told_at_once(root: User) -> None:
    assert refusals(services.create_user, by=root, username="1x", name=" ", language="fr") == {
        "AC001",
        "AC003",
        "AC004",
    }


@pytest.mark.parametrize(
    "username", ["ab", "1abc", "a b c", "ธุรการ", "abc\x00", "abc\n", "a" * 61, "a/../b", "\u212aelvin"]
)
def test_a_username_is_plain(root: User, username: str) -> None:
    assert refusals(services.create_user, by=root, username=username + "\u200b", name="ก") == {"AC001"}


@pytest.mark.parametrize("name", ["", "\u202eก", "ก\x07", "ก" * 201])
def test_a_name_hides_and_turns_nothing(root: User, name: str) -> None:
    assert refusals(services.create_user, by=root, username="abc", name=name) == {"AC003"}


def test_a_username_is_taken_in_any_case(root: User, clerk: User) -> None:
    assert refusals(services.create_user, by=root, username="CLERK.1", name="ก") == {"AC002"}
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("CLERK.1", name="ก")


def test_a_new_account_has_no_password_that_works(root: User) -> None:
    services.create_user(by=root, username="newcomer", name="ใหม่ ตัวอย่าง")
    for password in ("", "!", "None"):
        with pytest.raises(Denied):
            check("newcomer", password)


# Invitations and passwords.


def test_an_invitation_is_kept_only_as_a_digest(root: User, clerk: User) -> None:
    token = services.invite(by=root, user=clerk)
    [kept] = Invitation.objects.filter(ended_at=None)
    assert kept.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43


def test_an_invitation_is_good_for_one_use(root: User, clerk: User) -> None:
    token = services.invite(by=root, user=clerk)
    services.accept_invitation(token=token, password="หมาขาวนอนใต้ต้นไม้")
    with pytest.raises(Denied):
        services.accept_invitation(token=token, password="อีกประโยคหนึ่งที่ยาวพอ")
    assert check(password="หมาขาวนอนใต้ต้นไม้") == clerk


def test_a_refused_password_does_not_use_up_the_invitation(root: User, clerk: User) -> None:
    token = services.invite(by=root, user=clerk)
    assert refusals(services.accept_invitation, token=token, password="short") == {"AC005"}
    services.accept_invitation(token=token, password="หมาขาวนอนใต้ต้นไม้")


def test_unknown_used_ended_expired_and_deactivated_invitations_get_one_answer(
    root: User, clerk: User, later: Any
) -> None:
    used = services.invite(by=root, user=clerk)
    services.accept_invitation(token=used, password=PASSPHRASE)
    ended = services.invite(by=root, user=clerk)
    expired = services.invite(by=root, user=clerk)
    later(days=7, seconds=1)
    other = services.create_user(by=root, username="other", name="อื่น ตัวอย่าง")
    deactivated = services.invite(by=root, user=other)
    User.objects.filter(id=other.id).update(is_active=False)
    answers = set()
    for token in ("unknown", "", used, ended, expired, deactivated):
        with pytest.raises(Denied) as denied:
            services.accept_invitation(token=token, password=PASSPHRASE)
        answers.add((denied.value.th, denied.value.en))
    assert len(answers) == 1


def test_an_invitation_until_its_last_moment_is_good(root: User, clerk: User, later: Any) -> None:
    token = services.invite(by=root, user=clerk)
    later(days=6, hours=23)
    assert services.accept_invitation(token=token, password=PASSPHRASE) == clerk


def test_a_password_set_by_invitation_ends_sessions_and_the_pause(root: User, clerk: User) -> None:
    signed_in(clerk)
    fail(attempts.ACCOUNT.failures)
    services.accept_invitation(token=services.invite(by=root, user=clerk), password=PASSPHRASE)
    assert not Session.objects.filter(user=clerk).exists()
    assert check() == clerk


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("11 letters.", {"AC005"}),
        ("password1234", {"AC006"}),
        ("clerk.1clerk.1", {"AC007"}),
        ("passwordpassword", {"AC006"}),
        ("กกกกกกกกกกกกกก", {"AC006"}),
        ("my clerk.1!!", {"AC007"}),
        ("192837465564", {"AC008"}),
        ("ก" * 201, {"AC009"}),
        ("          x          ", {"AC005"}),
    ],
)
def test_a_weak_password_is_refused_with_its_reasons(clerk: User, password: str, codes: set[str]) -> None:
    asked = {"by": clerk, "user": clerk, "present": PASSPHRASE}
    found = refusals(services.set_password, **asked, password=password)
    assert codes <= found
    assert check() == clerk


@pytest.mark.parametrize("password", ["สิบสองตัวพอดี", "correct horse battery", "น้ำใสไหลเย็นเห็นตัวปลา", "clerk.1 likes tea"])
def test_a_phrase_in_any_language_is_a_password(clerk: User, password: str) -> None:
    services.set_password(by=clerk, user=clerk, present=PASSPHRASE, password=password)
    assert check(password=password) == clerk


def test_a_thai_phrase_typed_in_another_order_of_marks_opens_the_door(clerk: User) -> None:
    typed, same = "น้ำใสไหลเย็นเห็นตัวปลา", "น\u0e4d\u0e49\u0e32ใสไหลเย็นเห็นตัวปลา"
    assert typed != same
    services.set_password(by=clerk, user=clerk, present=PASSPHRASE, password=typed)
    assert check(password=same) == clerk


def test_a_password_is_changed_only_with_the_present_one(clerk: User) -> None:
    asked = {"by": clerk, "user": clerk, "password": "หมาขาวนอนใต้ต้นไม้"}
    assert refusals(services.set_password, **asked, present="not this one") == {"AC010"}
    assert check() == clerk


def test_an_open_session_is_no_way_to_guess_the_password(clerk: User) -> None:
    asked = {"by": clerk, "user": clerk, "password": "หมาขาวนอนใต้ต้นไม้"}
    for _ in range(attempts.ACCOUNT.failures):
        refusals(services.set_password, **asked, present="not this one")
    with pytest.raises(NotNow):
        services.set_password(**asked, present=PASSPHRASE)


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(clerk: User) -> None:
    this, other = signed_in(clerk), signed_in(clerk)
    services.set_password(
        by=clerk, user=clerk, present=PASSPHRASE, password="หมาขาวนอนใต้ต้นไม้", keep=this.session.session_key
    )
    this.user = clerk
    auth.update_session_auth_hash(this, clerk)
    this.session.save()
    assert get_user(a_request(this.session.session_key)) == clerk
    assert not get_user(a_request(other.session.session_key)).is_authenticated


# Signing in.


def test_the_right_password_signs_in_whatever_the_case_of_the_username(clerk: User) -> None:
    assert check("CLERK.1") == clerk


def hashings(monkeypatch: pytest.MonkeyPatch, run: Any) -> tuple[int, str]:
    hasher = type(hashers.get_hasher())
    calls = []
    real = hasher.encode
    with monkeypatch.context() as patch:
        patch.setattr(hasher, "encode", lambda self, *args, **kw: calls.append(1) or real(self, *args, **kw))
        with pytest.raises(Denied) as denied:
            run()
    return len(calls), denied.value.th + denied.value.en


def test_unknown_deactivated_uninvited_and_wrong_are_one_answer_and_one_hashing(
    root: User, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = services.create_user(by=root, username="gone", name="ลาออก ตัวอย่าง")
    gone.set_password(PASSPHRASE)
    gone.is_active = False
    gone.save()
    tries = [
        ("clerk.1", "wrong"),
        ("nobody", "wrong"),
        ("gone", PASSPHRASE),
        ("gone", "wrong"),
        ("root", "wrong"),
        ("", ""),
    ]
    found = {hashings(monkeypatch, lambda who=who, what=what: check(who, what)) for who, what in tries}
    assert len(found) == 1
    assert next(iter(found))[0] == 1


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "ก" * 100_000, "a\u202e", "' OR 1=1 --", "%"])
def test_odd_texts_are_only_wrong(clerk: User, odd: str) -> None:
    fail(1, username=odd)
    fail(1, password=odd)
    fail(1, address=odd[:20])


def test_a_password_too_long_is_not_cut_to_one_that_fits(clerk: User) -> None:
    fail(1, password=PASSPHRASE + " " * 1000)


@pytest.mark.parametrize("username", ["clerk.1", "nobody"])
def test_after_so_many_failures_even_the_right_password_waits_and_nobody_learns_who_exists(
    clerk: User, username: str
) -> None:
    fail(attempts.ACCOUNT.failures, username=username)
    with pytest.raises(NotNow, match="paused for 15 minutes more"):
        check(username)


def test_one_failure_fewer_does_not_lock(clerk: User) -> None:
    fail(attempts.ACCOUNT.failures - 1)
    assert check() == clerk


def test_success_forgets_the_failures(clerk: User) -> None:
    for _ in range(3):
        fail(attempts.ACCOUNT.failures - 1)
        check()


def test_the_case_of_the_username_gives_no_more_tries(clerk: User) -> None:
    fail(attempts.ACCOUNT.failures // 2)
    fail(attempts.ACCOUNT.failures // 2, username="CLERK.1")
    with pytest.raises(NotNow):
        check()


def test_another_account_is_not_locked_with_it(root: User, clerk: User) -> None:
    fail(attempts.ACCOUNT.failures, username="root")
    assert check() == clerk


def test_the_pause_ends_by_itself_and_doubles_the_next_time(clerk: User, later: Any) -> None:
    fail(attempts.ACCOUNT.failures)
    later(minutes=14, seconds=50)
    with pytest.raises(NotNow, match="for 1 minutes"):
        check()
    later(seconds=11)
    fail(attempts.ACCOUNT.failures)
    later(minutes=29)
    with pytest.raises(NotNow):
        check()
    later(minutes=2)
    assert check() == clerk


def test_attempts_during_the_pause_do_not_prolong_it(clerk: User, later: Any) -> None:
    fail(attempts.ACCOUNT.failures)
    later(minutes=10)
    with pytest.raises(NotNow):
        check()
    later(minutes=6)
    assert check() == clerk


def test_an_attempt_is_counted_before_its_password_is_looked_at(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    # so a thousand at once are as many as a thousand in a row
    seen = []
    monkeypatch.setattr(
        auth,
        "authenticate",
        lambda **kw: seen.append(Attempts.objects.get(key=attempts.account_key("clerk.1")).failures),
    )
    fail(2)
    assert seen == [1, 2]


def test_one_address_trying_many_usernames_is_locked_and_another_address_is_not(clerk: User) -> None:
    for n in range(attempts.ADDRESS.failures):
        fail(1, username=f"guess{n}")
    with pytest.raises(NotNow):
        check()
    assert check(address="203.0.113.8") == clerk


def test_an_office_that_signs_in_rightly_is_not_locked(clerk: User) -> None:
    for _ in range(attempts.ADDRESS.failures + 1):
        check()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    assert (attempts.address_key(one) == attempts.address_key(other)) is same


def test_no_username_or_address_is_stored_with_the_counts(clerk: User) -> None:
    fail(1)
    stored = str(list(Attempts.objects.values()))
    assert HOME not in stored
    assert "clerk" not in stored
    assert hashlib.sha256(HOME.encode()).hexdigest() not in stored


def test_an_administrator_ends_the_pause(root: User, clerk: User) -> None:
    fail(attempts.ACCOUNT.failures)
    assert [account.user for account in queries.accounts(root) if account.locked_until] == [clerk]
    services.unlock(by=root, user=clerk)
    assert check() == clerk


def test_a_lock_is_told_to_the_chain_and_to_the_user_once(clerk: User) -> None:
    fail(attempts.ACCOUNT.failures)
    assert Event.objects.filter(code=events.LOCKED, subjects__object=clerk.id).count() == 1
    told = unread(clerk.id)[0]
    assert "10 times" in sentence(told.code, told.words).en
    assert verify() == []


def test_old_counts_are_removed_and_a_pause_is_not(clerk: User, later: Any) -> None:
    fail(1, username="nobody", address="")
    assert attempts.forget_old() == 0
    later(hours=23, minutes=50)
    fail(attempts.ACCOUNT.failures, address="")
    later(minutes=11)
    assert attempts.forget_old() == 1
    with pytest.raises(NotNow):
        check()


# Sessions.


def test_signing_in_makes_a_session_that_is_known_again(clerk: User) -> None:
    request = signed_in(clerk)
    assert get_user(a_request(request.session.session_key)) == clerk


def test_a_session_is_kept_by_digest_and_tells_no_address(clerk: User) -> None:
    request = signed_in(clerk)
    [row] = Session.objects.values()
    assert row["session_key"] == digest(request.session.session_key)
    assert request.session.session_key not in str(row)
    assert "127.0.0.1" not in str(row)
    assert (row["user_id"], row["browser"]) == (clerk.id, "Chrome · Android")
    # the stored digest opens nothing
    assert not get_user(a_request(row["session_key"])).is_authenticated


def test_signing_in_changes_the_key_of_the_session_before(clerk: User) -> None:
    request = a_request()
    request.session["before"] = 1
    request.session.save()
    before = request.session.session_key
    signing.sign_in(request, clerk)
    assert request.session.session_key != before
    assert not SessionStore().exists(before)


def test_signing_out_leaves_no_session(clerk: User) -> None:
    request = signed_in(clerk)
    key = request.session.session_key
    signing.sign_out(request)
    assert Session.objects.count() == 0
    assert not get_user(a_request(key)).is_authenticated


def test_a_person_sees_their_sessions_and_which_is_this_one(root: User, clerk: User) -> None:
    first, second = signed_in(clerk), signed_in(clerk)
    signed_in(root)
    seen = queries.sessions(clerk, clerk, second.session.session_key)
    assert [(one.id, one.is_this) for one in seen] == [
        (digest(second.session.session_key), True),
        (digest(first.session.session_key), False),
    ]


def test_ending_the_others_keeps_this_one(root: User, clerk: User) -> None:
    this, *others = (signed_in(clerk) for _ in range(3))
    admin = signed_in(root)
    assert services.end_sessions(by=clerk, user=clerk, keep=this.session.session_key) == 2
    assert [get_user(a_request(one.session.session_key)).is_authenticated for one in (this, admin, *others)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_ending_one_ends_only_that_and_never_anothers(root: User, clerk: User) -> None:
    one, other, admin = signed_in(clerk), signed_in(clerk), signed_in(root)
    assert services.end_sessions(by=clerk, user=clerk, only=digest(admin.session.session_key)) == 0
    assert services.end_sessions(by=clerk, user=clerk, only=digest(one.session.session_key)) == 1
    assert [get_user(a_request(it.session.session_key)).is_authenticated for it in (one, other, admin)] == [
        False, True, True,
    ]  # fmt: skip


def test_an_ended_session_that_is_saved_late_does_not_come_back(clerk: User) -> None:
    from django.contrib.sessions.backends.base import UpdateError

    request = signed_in(clerk)
    services.end_sessions(by=clerk, user=clerk)
    request.session["more"] = 1
    with pytest.raises(UpdateError):
        request.session.save()
    assert Session.objects.count() == 0


def test_an_expired_session_is_none_and_is_not_listed(clerk: User, later: Any) -> None:
    request = signed_in(clerk)
    later(days=15)
    assert not get_user(a_request(request.session.session_key)).is_authenticated
    assert queries.sessions(clerk, clerk) == []
    SessionStore.clear_expired()
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (PHONE, "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_has_a_coarse_name(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name


# Deactivating, administrators, preferences.


def test_a_deactivated_account_is_out_at_once_and_comes_back_with_its_password(root: User, clerk: User) -> None:
    request = signed_in(clerk)
    token = services.invite(by=root, user=clerk)
    services.deactivate(by=root, user=clerk)
    assert not get_user(a_request(request.session.session_key)).is_authenticated
    fail(1, password=PASSPHRASE)
    services.reactivate(by=root, user=clerk)
    assert check() == clerk
    with pytest.raises(Denied):
        services.accept_invitation(token=token, password=PASSPHRASE)


@pytest.mark.parametrize(
    ("active", "what", "may"),
    [
        (True, services.deactivate, True),
        (False, services.deactivate, False),
        (True, services.reactivate, False),
        (False, services.reactivate, True),
        (True, services.invite, True),
        (False, services.invite, False),
    ],
)
def test_when_an_account_may_be_changed(root: User, clerk: User, active: bool, what: Any, may: bool) -> None:
    User.objects.filter(id=clerk.id).update(is_active=active)
    before = Event.objects.count()
    assert allows(what, by=root, user=clerk) is may  # `clerk` in memory is out of date on purpose
    assert Event.objects.count() == before + may


def test_the_last_administrator_stays(root: User) -> None:
    second = services.create_user(by=root, username="second", name="สอง ตัวอย่าง", is_administrator=True)
    services.set_administrator(by=second, user=root, is_administrator=False)
    with pytest.raises(NotNow):
        services.set_administrator(by=None, user=second, is_administrator=False)
    # an administrator whose rights ended in between, with an old page open
    with pytest.raises(NotNow):
        services.deactivate(by=User(is_administrator=True), user=second)
    assert User.objects.get(id=second.id).is_administrator


def test_every_new_administrator_is_told_to_the_others(root: User, clerk: User) -> None:
    services.set_administrator(by=None, user=clerk, is_administrator=True)
    assert count_unread(root.id) == 1
    services.set_administrator(by=None, user=clerk, is_administrator=True)
    assert count_unread(root.id) == 1


def test_preferences_are_kept_and_others_refused(clerk: User) -> None:
    services.set_preferences(by=clerk, user=clerk, language="en", digits="thai")
    kept = User.objects.get(id=clerk.id)
    assert (kept.language, kept.digits) == ("en", "thai")
    assert refusals(services.set_preferences, by=clerk, user=clerk, language="x", digits="y") == {"AC004"}


def test_the_chain_holds_no_name(root: User, clerk: User) -> None:
    signed_in(clerk)
    told = str(list(Event.objects.values("code", "about", "detail__payload")))
    assert "clerk" not in told.lower()
    assert "ตัวอย่าง" not in told
    assert verify() == []


def test_the_list_of_accounts_costs_the_same_however_many(root: User, django_assert_num_queries: Any) -> None:
    for n in range(20):
        services.create_user(by=root, username=f"user{n}", name="ก")
    with django_assert_num_queries(2):
        assert len(queries.accounts(root)) == 21
