"""Rows of web/sign_in: signing in is for everybody, one's account is one's own, other accounts are the administrator's."""

from __future__ import annotations

from uuid import UUID

from tests.apps.results_world import World

from .table import PEOPLE, Row

SIGNED_IN = [name for name in PEOPLE if name != "nobody"]
ASKED = {"nobody": 401}
"""A form sent without a session is answered with the sign-in page, which carries what was typed."""
NOT_ONES = UUID("01890000-0000-7000-8000-000000000000")
AWAY = dict.fromkeys(SIGNED_IN, 302)
ADMINISTRATOR = {"administrator": 200}


def account(world: World) -> str:
    return f"/accounts/{world['clerk'].id}/"


ROWS = [
    Row("sign-in", lambda world: "/sign-in/", {"nobody": 200} | AWAY),
    Row("sign-in", lambda world: "/sign-in/", {"nobody": 403} | AWAY, method="post"),
    Row("sign-in-code", lambda world: "/sign-in/code/", otherwise=302),
    Row("sign-in-passkey", lambda world: "/sign-in/passkey/", {"nobody": 404}, otherwise=302, method="post"),
    Row(
        "sign-in-passkey-options",
        lambda world: "/sign-in/passkey/options/",
        {"nobody": 404},
        otherwise=404,
        method="post",
    ),
    Row("sign-in-provider", lambda world: "/sign-in/provider/", {"nobody": 404}, otherwise=302, method="post"),
    Row("sign-in-provider-back", lambda world: "/sign-in/provider/back/", {"nobody": 404}, otherwise=404),
    Row("sign-out", lambda world: "/sign-out/"),
    Row("sign-out", lambda world: "/sign-out/", otherwise=302, method="post"),
    Row("invitation", lambda world: "/invitation/no-such-token/", {"nobody": 404}, otherwise=404),
    Row("account", lambda world: "/account/"),
    Row("password", lambda world: "/account/password/"),
    Row("second-step", lambda world: "/account/second-step/"),
    Row("second-step-qr", lambda world: "/account/second-step/qr.svg", otherwise=404),
    Row("second-step-confirm", lambda world: "/account/second-step/confirm/", ASKED, otherwise=409, method="post"),
    Row("second-step-remove", lambda world: "/account/second-step/remove/", ASKED, otherwise=409, method="post"),
    Row("recovery-codes", lambda world: "/account/second-step/recovery-codes/", ASKED, otherwise=409, method="post"),
    Row("my-passkeys", lambda world: "/account/passkeys/"),
    Row("add-passkey", lambda world: "/account/passkeys/add/", ASKED, otherwise=404, method="post"),
    Row("remove-passkey", lambda world: f"/account/passkeys/{NOT_ONES}/remove/", ASKED, otherwise=302, method="post"),
    Row("my-sessions", lambda world: "/account/sessions/"),
    Row("end-other-sessions", lambda world: "/account/sessions/end-others/", ASKED, otherwise=302, method="post"),
    Row("end-session", lambda world: "/account/sessions/no-such-session/end/", ASKED, otherwise=404, method="post"),
    Row("accounts", lambda world: "/accounts/", ADMINISTRATOR, otherwise=403),
    Row("new-account", lambda world: "/accounts/new/", ADMINISTRATOR, otherwise=403),
    Row("one-account", account, ADMINISTRATOR, otherwise=404),
    Row(
        "act-on-account",
        lambda world: f"{account(world)}unlock/",
        ASKED | {"administrator": 302},
        otherwise=404,
        method="post",
    ),
]
