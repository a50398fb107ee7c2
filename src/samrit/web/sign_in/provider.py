"""The sign-in provider an agency may have (OpenID Connect): where to send people, and what its answer is worth.

Nothing is asked of it before somebody presses its button.  The code flow with PKCE; the ID token is believed only with
its signature, issuer, audience, nonce and time in order.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]  # ships no types
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]  # ships no types
from django.utils.crypto import constant_time_compare
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from samrit.apps.ground.turns import aside

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures only: never "none", and no shared secret."""
LEEWAY = 60
KNOWN_FOR = 3600
TIMEOUT = 10
LARGEST = 1_000_000


class Problem(Exception):
    """Signing in there did not work; `kind` says how, for the log: never what was sent."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Waiting:
    """What the session keeps while somebody is at the provider."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Provider:
    """An agency's provider, as the settings name it."""

    issuer: str
    client: str
    secret: str
    back: str

    def way_there(self) -> tuple[str, Waiting]:
        """The address to send the browser to, and what to remember meanwhile.  Errors: Problem."""
        waiting = Waiting(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._told("authorization_endpoint"), state=waiting.state, nonce=waiting.nonce,
                code_verifier=waiting.verifier,
            )  # fmt: skip
        return url, waiting

    def person(self, answer: Mapping[str, str], waiting: Waiting) -> Mapping[str, Any]:
        """The claims about who came back.  Errors: Problem."""
        if not constant_time_compare(answer.get("state", ""), waiting.state):
            raise Problem("state")
        if answer.get("iss", self.issuer) != self.issuer:
            raise Problem("issuer")
        if "error" in answer:
            raise Problem("cancelled" if answer["error"] == "access_denied" else "provider")
        if not answer.get("code"):
            raise Problem("provider")
        return self._checked(self._token(answer["code"], waiting), waiting)

    def _token(self, code: str, waiting: Waiting) -> str:
        endpoint = self._told("token_endpoint")
        try:
            with self._session() as session, aside():
                found = session.fetch_token(
                    endpoint, grant_type="authorization_code", code=code,
                    code_verifier=waiting.verifier, redirect_uri=self.back, allow_redirects=False,
                )  # fmt: skip
        except requests.RequestException:
            raise Problem("unreachable") from None
        except (AuthlibBaseError, ValueError):
            raise Problem("token") from None
        token = found.get("id_token")
        if not isinstance(token, str):
            raise Problem("token")
        return token

    def _checked(self, token: str, waiting: Waiting) -> Mapping[str, Any]:
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": waiting.nonce},
        )
        try:
            claims = jwt.decode(token, self._keys(), algorithms=ALGORITHMS).claims
            rules.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError):
            raise Problem("token") from None
        audience = claims["aud"]
        # a token for several must say that it was given to us
        if claims.get("azp", self.client) != self.client or (
            isinstance(audience, list) and len(audience) > 1 and "azp" not in claims
        ):
            raise Problem("token")
        return claims

    def _session(self) -> OAuth2Session:
        session = OAuth2Session(
            self.client, self.secret, scope="openid profile email", redirect_uri=self.back,
            code_challenge_method="S256", default_timeout=TIMEOUT, token_endpoint_auth_method=self._method(),
        )  # fmt: skip
        session.trust_env = False
        return session

    def _method(self) -> str:
        offered = self._discovery().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"

    def _told(self, name: str) -> str:
        """An endpoint; encrypted, unless the provider is on this very machine."""
        found = self._discovery().get(name)
        if not isinstance(found, str) or urlsplit(found).scheme not in {"https", urlsplit(self.issuer).scheme}:
            raise Problem("discovery")
        return found

    def _discovery(self) -> Mapping[str, Any]:
        found = _fetched(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise Problem("discovery")
        return found

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(_fetched(self._told("jwks_uri"), again_after=60))  # type: ignore[arg-type]  # checked by it


_known: dict[str, tuple[float, Mapping[str, Any]]] = {}


def _fetched(url: str, again_after: float = KNOWN_FOR) -> Mapping[str, Any]:
    """A JSON document of the provider, kept for a while in this process.  Errors: Problem."""
    at, known = _known.get(url, (0.0, {}))
    if known and time.monotonic() - at < again_after:
        return known
    try:
        with requests.Session() as session, aside():
            session.trust_env = False
            answer = session.get(url, timeout=TIMEOUT, allow_redirects=False, stream=True)
            answer.raise_for_status()
            text = answer.raw.read(LARGEST + 1, decode_content=True)
            answer.close()
    except (requests.RequestException, OSError):
        raise Problem("unreachable") from None
    found = _json(text)
    _known[url] = (time.monotonic(), found)
    return found


def _json(text: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Problem("discovery")
    return found
