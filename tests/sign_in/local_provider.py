"""A sign-in provider on 127.0.0.1 for tests: discovery, keys and the token endpoint; what it answers can be made wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "samrit", "only-for-tests"
OURS, ANOTHER = (RSAKey.generate_key(2048, {"kid": "one"}, private=True) for _ in range(2))


class LocalProvider:
    """Signs in whoever `claims` says.  `wrong` names what is done wrongly; `asked` counts the requests it got."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "person-1", "preferred_username": "clerk.1"}
        self.wrong = ""
        self.asked: list[str] = []
        self.codes: dict[str, Mapping[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked.append(self.path)
                if self.path == "/.well-known/openid-configuration":
                    self.answer(provider.discovery())
                elif self.path == "/keys":
                    self.answer({"keys": [OURS.as_dict(private=False)]})
                else:
                    self.answer({}, 404)

            def do_POST(self) -> None:
                provider.asked.append(self.path)
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                who = base64.b64decode(self.headers.get("Authorization", "Basic ")[6:]).decode()
                self.answer(*provider.token({name: values[0] for name, values in form.items()}, who))

            def answer(self, what: Mapping[str, Any], status: int = 200) -> None:
                body = json.dumps(what).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def discovery(self) -> dict[str, Any]:
        endpoints = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        found: dict[str, Any] = {name: self.issuer + path for name, path in endpoints.items()}
        found["issuer"] = "https://another.example" if self.wrong == "discovery" else self.issuer
        if self.wrong == "endpoint":
            found["token_endpoint"] = "file:///etc/passwd"
        return found

    def agree(self, address: str) -> dict[str, str]:
        """The person agrees at the address they were sent to: what they come back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, form: Mapping[str, str], who: str) -> tuple[dict[str, Any], int]:
        asked = self.codes.pop(form["code"], None)
        if asked is None or who != f"{CLIENT}:{SECRET}" or form["redirect_uri"] != asked["redirect_uri"]:
            return {"error": "invalid_grant"}, 400
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if proof != asked["code_challenge"]:
            return {"error": "invalid_grant"}, 400
        if self.wrong == "no token":
            return {"access_token": "a", "token_type": "Bearer"}, 200
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}, 200

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.claims}
        changed: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "another"}, "audience": {"aud": "another"}, "issuer": {"iss": "https://another.example"},
            "expired": {"iat": now - 7200, "exp": now - 3600}, "future": {"iat": now + 3600, "nbf": now + 3600},
            "several": {"aud": [CLIENT, "another"]}, "party": {"aud": [CLIENT, "another"], "azp": "another"},
        }  # fmt: skip
        claims |= changed.get(self.wrong, {})
        missing = {"no nonce": "nonce", "no audience": "aud", "no subject": "sub", "no expiry": "exp"}
        claims.pop(missing.get(self.wrong, ""), None)
        if self.wrong == "shared secret":
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(SECRET * 4))
        if self.wrong == "unsigned":
            parts = [{"alg": "none"}, claims]
            return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts) + "."
        key = ANOTHER if self.wrong == "signature" else OURS
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)
