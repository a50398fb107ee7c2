"""Secrets that must be read again, kept so that the table (or a backup of it) alone gives none away.

The key is made from the installation's secret key with HKDF, for this purpose only.  When the secret key is changed
without being kept in SECRET_KEY_FALLBACKS, what was sealed cannot be read any more: `Unreadable`.
"""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

PURPOSE = b"samrit.accounts.sealing.v1"
NONCE = 12


class Unreadable(Exception):
    """It was sealed with another key, for somebody else, or was changed."""


def seal(secret: str, whose: str) -> str:
    """The secret, encrypted; it opens again only for the same `whose`, so that rows cannot be swapped."""
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, secret.encode(), whose.encode())
    return base64.urlsafe_b64encode(sealed).decode()


def unseal(sealed: str, whose: str) -> str:
    """The secret again.  Errors: Unreadable."""
    try:
        data = base64.urlsafe_b64decode(sealed)
    except ValueError:
        raise Unreadable from None
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(key)).decrypt(data[:NONCE], data[NONCE:], whose.encode()).decode()
        except (InvalidTag, ValueError):
            continue
    raise Unreadable


def _key(secret: str | bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(force_bytes(secret))
