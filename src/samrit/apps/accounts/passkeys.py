"""Passkeys (WebAuthn): the device unlocks a key with finger, face or PIN, and signs a challenge; the key never leaves it.

One passkey is both steps: the device is held, and its owner was recognised (`user verification`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from samrit.apps.accounts import events, permissions, wording
from samrit.apps.accounts.models import Passkey, User
from samrit.apps.accounts.present import present_issues
from samrit.apps.audit.services import record
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.apps.notices.services import notify
from samrit.base import thai
from samrit.base.issues import Place, Refused

CHALLENGE_LASTS = timedelta(minutes=5)


@dataclass(frozen=True)
class Site:
    """Where a passkey is good: the host it belongs to, and the exact origin of the pages that may ask for it."""

    host: str
    origin: str


@dataclass(frozen=True)
class Challenge:
    """What the browser is asked (`options`), and what the session keeps meanwhile (`kept`); good once."""

    options: Mapping[str, Any]
    kept: Mapping[str, Any]


def begin_adding(*, by: User, user: User, site: Site, name: str, present: str) -> Challenge:
    """Ask the browser for a new passkey; needs the password, for a passkey outlives the session."""
    permissions.check_can_set_passkeys(by, user)
    name = thai.normalise(name)
    issues = wording.key_name_issues(name) + present_issues(user, present)
    if issues:
        raise Refused(issues)
    known = [_credential(row) for row in Passkey.objects.filter(user=user)]
    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=user.id.bytes, name=user.username, display_name=user.name),
        known, ResidentKeyRequirement.REQUIRED, UserVerificationRequirement.REQUIRED,
    )  # fmt: skip
    return Challenge(dict(options.public_key), {**_kept(state), "name": name, "user": str(user.id)})


def add(*, by: User, user: User, site: Site, kept: Mapping[str, Any], answer: Mapping[str, Any]) -> Passkey:
    """Keep the passkey that the browser made."""
    permissions.check_can_set_passkeys(by, user)
    refused = Refused([wording.KEY_REFUSED.at(Place("passkey"))])
    if kept.get("user") != str(user.id):
        raise refused
    try:
        _check_fresh(kept)
        data = _server(site).register_complete(kept["state"], RegistrationResponse.from_dict(answer))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise refused from None
    found = data.credential_data
    if found is None:
        raise refused
    digest = hashlib.sha256(found.credential_id).hexdigest()
    with transaction.atomic():
        if Passkey.objects.filter(digest=digest).exists():
            raise refused
        made = Passkey.objects.create(
            user=user, name=kept["name"], digest=digest, credential=websafe_encode(bytes(found)),
            sign_count=data.counter, added_at=clock.now(),
        )  # fmt: skip
        notify([user.id], events.PASSKEY_ADDED)
        record(events.PASSKEY_ADDED, by=by, about=[user])
    return made


def begin_signing_in(site: Site) -> Challenge:
    """Ask the browser for any passkey it has for this site; it names the person by itself."""
    options, state = _server(site).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return Challenge(dict(options.public_key), _kept(state))


def user_of(*, site: Site, kept: Mapping[str, Any], answer: Mapping[str, Any]) -> User:
    """Whose passkey signed the challenge.  Denied when it did not, or is not known here."""
    try:
        _check_fresh(kept)
        given = AuthenticationResponse.from_dict(answer)
        digest = hashlib.sha256(given.raw_id).hexdigest()
        row = Passkey.objects.select_related("user").get(digest=digest, user__is_active=True)
        if given.response.user_handle not in (None, row.user.id.bytes):
            raise ValueError("another user's")
        _server(site).authenticate_complete(kept["state"], [_credential(row)], given)
        counter = given.response.authenticator_data.counter
    except (ValueError, TypeError, KeyError, AttributeError, Passkey.DoesNotExist):
        raise _refused() from None
    _count(row, counter)
    return row.user


def remove(*, by: User, user: User, id: UUID) -> bool:
    """This passkey opens nothing any more; False: there was none (any more) of this person."""
    permissions.check_can_set_passkeys(by, user)
    with transaction.atomic():
        is_gone = Passkey.objects.filter(user=user, id=id).delete()[0] > 0
        if is_gone:
            notify([user.id], events.PASSKEY_REMOVED)
            record(events.PASSKEY_REMOVED, by=by, about=[user])
    return is_gone


def _count(row: Passkey, counter: int) -> None:
    """A device's counter only grows (or stays 0, where it has none); one that does not is a copy of the key."""
    with transaction.atomic():
        row = Passkey.objects.select_for_update().select_related("user").get(id=row.id)
        copied = (row.sign_count or counter) and counter <= row.sign_count
        if copied:
            notify([row.user_id], events.PASSKEY_COPIED)
            record(events.PASSKEY_COPIED, by=None, about=[row.user])
        else:
            row.sign_count, row.used_at = counter, clock.now()
            row.save(update_fields=["sign_count", "used_at"])
    if copied:
        raise _refused()


def _server(site: Site) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=site.host, name="Samrit")
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def _credential(row: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(row.credential))


def _kept(state: Any) -> dict[str, Any]:
    # as text: a session keeps JSON
    plain = {"challenge": state["challenge"], "user_verification": str(state["user_verification"].value)}
    return {"state": plain, "at": clock.now().isoformat()}


def _check_fresh(kept: Mapping[str, Any]) -> None:
    if datetime.fromisoformat(kept["at"]) + CHALLENGE_LASTS <= clock.now():
        raise ValueError("too late")


def _refused() -> Denied:
    return Denied(
        "ใช้พาสคีย์นี้เข้าใช้งานไม่ได้", "this passkey does not sign in here",
        "ใช้ชื่อผู้ใช้กับรหัสผ่าน แล้วเพิ่มพาสคีย์ที่หน้าบัญชีของฉัน", "use your username and password, then add a passkey on your account's page",
    )  # fmt: skip
