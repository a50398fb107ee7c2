"""Passkeys checked on the server: a device made of a few lines signs rightly, and in every way wrongly."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from samrit.apps.accounts import attempts, events, passkeys, queries, services
from samrit.apps.accounts.models import Passkey, User
from samrit.apps.accounts.passkeys import Site
from samrit.apps.audit.models import Event
from samrit.apps.audit.queries import verify
from samrit.apps.ground.denied import Denied, NotNow
from samrit.apps.notices.queries import unread
from samrit.base.issues import Refused

PASSPHRASE = "แมวดำเดินบนหลังคา"
SITE = Site("samrit.example.go.th", "https://samrit.example.go.th")
FLAG = AuthenticatorData.FLAG
SEEN = FLAG.UP | FLAG.UV


class Device:
    """Keeps one key, as a phone does."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"\x07" * 40
        self.counter = 0
        self.user = b""

    def make(self, options: Any, origin: str = SITE.origin, host: str = SITE.host, flags: Any = SEEN) -> dict[str, Any]:
        self.user = UUID(bytes=websafe_decode(options["user"]["id"])).bytes
        public = AttestedCredentialData.create(Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key()))
        told = AuthenticatorData.create(sha256(host.encode()), flags | FLAG.AT, self.counter, public)
        made = AttestationObject.create("none", told, {})
        client = CollectedClientData.create("webauthn.create", options["challenge"], origin)
        return self._answer(client, attestationObject=websafe_encode(made))

    def sign(
        self, options: Any, origin: str = SITE.origin, host: str = SITE.host, flags: Any = SEEN, **more: bytes
    ) -> dict[str, Any]:
        told = AuthenticatorData.create(sha256(host.encode()), flags, self.counter)
        client = CollectedClientData.create("webauthn.get", options["challenge"], origin)
        signature = more.get("signature") or self.key.sign(told + client.hash, ec.ECDSA(hashes.SHA256()))
        user = more.get("user", self.user)
        return self._answer(
            client, authenticatorData=websafe_encode(told), signature=websafe_encode(signature), userHandle=websafe_encode(user)
        )  # fmt: skip

    def _answer(self, client: CollectedClientData, **parts: str) -> dict[str, Any]:
        response = {"clientDataJSON": websafe_encode(client), **parts}
        id = websafe_encode(self.id)
        return {"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {}, "response": response}


def websafe_decode(text: str) -> bytes:
    from fido2.utils import websafe_decode as decode

    return decode(text)


@pytest.fixture
def clerk() -> User:
    root = services.create_user(by=None, username="root", name="ผู้ดูแล ตัวอย่าง", is_administrator=True)
    user = services.create_user(by=root, username="Clerk.1", name="ธุรการ ตัวอย่าง")
    return services.accept_invitation(token=services.invite(by=root, user=user), password=PASSPHRASE)


@pytest.fixture
def device(clerk: User) -> Device:
    """A device with a passkey of the clerk."""
    made = Device()
    challenge = begin(clerk)
    passkeys.add(by=clerk, user=clerk, site=SITE, kept=challenge.kept, answer=made.make(challenge.options))
    return made


def begin(user: User, **how: str) -> passkeys.Challenge:
    asked = {"name": "โทรศัพท์ของฉัน", "present": PASSPHRASE, **how}
    return passkeys.begin_adding(by=user, user=user, site=SITE, **asked)


def refusals(run: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        run()
    return {issue.code for issue in refused.value.issues}


def test_a_passkey_signs_its_owner_in(clerk: User, device: Device) -> None:
    challenge = passkeys.begin_signing_in(SITE)
    found = passkeys.user_of(site=SITE, kept=challenge.kept, answer=device.sign(challenge.options))
    assert found == clerk
    [seen] = queries.passkeys(clerk, clerk)
    assert seen.name == "โทรศัพท์ของฉัน"
    assert seen.used_at is not None
    assert verify() == []


def test_what_the_session_keeps_is_plain_json(clerk: User) -> None:
    for challenge in (begin(clerk), passkeys.begin_signing_in(SITE)):
        assert json.loads(json.dumps(challenge.kept)) == challenge.kept
        json.dumps(dict(challenge.options))


WRONG: dict[str, dict[str, Any]] = {
    "another site's page": {"origin": "https://evil.example"},
    "a sub-domain": {"origin": "https://evil.samrit.example.go.th"},
    "unencrypted": {"origin": "http://samrit.example.go.th"},
    "another port": {"origin": "https://samrit.example.go.th:8443"},
    "a key for another host": {"host": "evil.example"},
    "nobody was recognised": {"flags": FLAG.UP},
    "nobody was there": {"flags": FLAG.UV},
}


@pytest.mark.parametrize("how", [*WRONG.values(), {"signature": b"\x30\x00"}, {"user": b"\x01" * 16}], ids=str)
def test_what_is_signed_wrongly_opens_nothing(clerk: User, device: Device, how: dict[str, Any]) -> None:
    challenge = passkeys.begin_signing_in(SITE)
    with pytest.raises(Denied):
        passkeys.user_of(site=SITE, kept=challenge.kept, answer=device.sign(challenge.options, **how))
    assert queries.passkeys(clerk, clerk)[0].used_at is None


@pytest.mark.parametrize("how", list(WRONG.values()), ids=list(WRONG))
def test_what_is_made_wrongly_is_not_kept(clerk: User, how: dict[str, Any]) -> None:
    challenge = begin(clerk)
    answer = Device().make(challenge.options, **how)
    assert refusals(lambda: passkeys.add(by=clerk, user=clerk, site=SITE, kept=challenge.kept, answer=answer)) == {
        "AC013"
    }
    assert Passkey.objects.count() == 0


def test_the_answer_to_another_challenge_is_refused(clerk: User, device: Device) -> None:
    first, second = passkeys.begin_signing_in(SITE), passkeys.begin_signing_in(SITE)
    with pytest.raises(Denied):
        passkeys.user_of(site=SITE, kept=second.kept, answer=device.sign(first.options))


@pytest.mark.parametrize("kept", [{}, {"at": "x"}, {"at": None, "state": {}}])
def test_without_a_challenge_of_ours_nothing_opens(device: Device, kept: dict[str, Any]) -> None:
    answer = device.sign(passkeys.begin_signing_in(SITE).options)
    with pytest.raises(Denied):
        passkeys.user_of(site=SITE, kept=kept, answer=answer)


@pytest.mark.parametrize(
    "odd", [{}, {"rawId": 1}, {"id": "a", "rawId": "b"}, {"response": []}, {"rawId": "AA", "response": {}}]
)
def test_odd_answers_are_only_refused(clerk: User, device: Device, odd: dict[str, Any]) -> None:
    challenge, adding = passkeys.begin_signing_in(SITE), begin(clerk)
    with pytest.raises(Denied):
        passkeys.user_of(site=SITE, kept=challenge.kept, answer=odd)
    assert refusals(lambda: passkeys.add(by=clerk, user=clerk, site=SITE, kept=adding.kept, answer=odd)) == {"AC013"}


def test_a_challenge_is_good_for_five_minutes(clerk: User, device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, adding = passkeys.begin_signing_in(SITE), begin(clerk)
    late = timezone.now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: late)
    with pytest.raises(Denied):
        passkeys.user_of(site=SITE, kept=challenge.kept, answer=device.sign(challenge.options))
    answer = Device().make(adding.options)
    assert refusals(lambda: passkeys.add(by=clerk, user=clerk, site=SITE, kept=adding.kept, answer=answer)) == {"AC013"}


def test_a_deactivated_owner_and_a_removed_passkey_open_nothing(clerk: User, device: Device) -> None:
    def signed() -> User:
        challenge = passkeys.begin_signing_in(SITE)
        return passkeys.user_of(site=SITE, kept=challenge.kept, answer=device.sign(challenge.options))

    User.objects.filter(id=clerk.id).update(is_active=False)
    with pytest.raises(Denied):
        signed()
    User.objects.filter(id=clerk.id).update(is_active=True)
    assert signed() == clerk
    passkeys.remove(by=clerk, user=clerk, id=Passkey.objects.get().id)
    with pytest.raises(Denied):
        signed()


def test_a_counter_that_does_not_grow_is_a_copy(clerk: User, device: Device) -> None:
    for counter, opens in ((5, True), (5, False), (4, False), (0, False), (6, True)):
        device.counter = counter
        challenge = passkeys.begin_signing_in(SITE)
        answer = device.sign(challenge.options)
        if opens:
            passkeys.user_of(site=SITE, kept=challenge.kept, answer=answer)
        else:
            with pytest.raises(Denied):
                passkeys.user_of(site=SITE, kept=challenge.kept, answer=answer)
    assert Event.objects.filter(code=events.PASSKEY_COPIED).count() == 3


def test_the_same_passkey_is_kept_once(clerk: User, device: Device) -> None:
    challenge = begin(clerk)
    answer = device.make(challenge.options)
    assert refusals(lambda: passkeys.add(by=clerk, user=clerk, site=SITE, kept=challenge.kept, answer=answer)) == {
        "AC013"
    }
    assert [key["id"] for key in begin(clerk).options["excludeCredentials"]] == [websafe_encode(device.id)]


def test_adding_needs_the_password_and_a_name_and_is_told_to_the_owner(clerk: User, device: Device) -> None:
    assert refusals(lambda: begin(clerk, name=" ", present="not this one")) == {"AC010", "AC012"}
    assert refusals(lambda: begin(clerk, name="ก" * 61)) == {"AC012"}
    assert unread(clerk.id)[0].code == events.PASSKEY_ADDED
    for _ in range(attempts.ACCOUNT.failures):
        refusals(lambda: begin(clerk, present="not this one"))
    with pytest.raises(NotNow):
        begin(clerk)


def test_nobody_adds_to_or_removes_from_anothers_account(clerk: User, device: Device) -> None:
    other = User.objects.get(username="root")
    with pytest.raises(Denied):
        passkeys.begin_adding(by=other, user=clerk, site=SITE, name="x", present="")
    challenge = begin(clerk)
    with pytest.raises(Denied):
        passkeys.add(by=other, user=clerk, site=SITE, kept=challenge.kept, answer={})
    # begun by one, finished by another
    answer = Device().make(challenge.options)
    assert refusals(lambda: passkeys.add(by=other, user=other, site=SITE, kept=challenge.kept, answer=answer)) == {
        "AC013"
    }
    with pytest.raises(Denied):
        passkeys.remove(by=other, user=clerk, id=Passkey.objects.get().id)
    passkeys.remove(by=other, user=other, id=Passkey.objects.get().id)
    assert Passkey.objects.count() == 1
