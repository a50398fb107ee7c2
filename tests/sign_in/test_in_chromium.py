"""Signing in with real Chromium: a passkey from a virtual device, axe on every page, nothing wider than a phone, no script needed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from tests.sign_in.conftest import PASSPHRASE
from tests.thorough import more

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("SAMRIT_TEST_PICTURES")
"""A folder for screenshots, for whoever wants to look."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """An installation that answers on localhost, where browsers take passkeys, and its folder."""
    home = tmp_path_factory.mktemp("signing-in") / "home"
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SAMRIT_", "DJANGO_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sign_in.site", str(home)], env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    assert port, "the installation did not start"
    yield f"http://localhost:{port}", home
    process.stdin.close()
    process.wait(30)
    process.stdout.close()


def open_browser(
    chromium: Any, at: str, width: int = 390, language: str = "th", theme: str = "light", **how: Any
) -> Any:
    """A new window of one reader."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=at, **how)
    choices = (("language", language), ("theme", theme))
    context.add_cookies([{"name": f"samrit_{name}", "value": value, "url": at} for name, value in choices])
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda told: page.problems.append(told.text) if "Content Security Policy" in told.text else None)
    return page


def come_in(page: Any, username: str = "clerk.1") -> None:
    page.goto("/sign-in/")
    page.fill("#username", username)
    page.fill("#password", PASSPHRASE)
    page.locator("main form .button.primary").first.click()
    page.wait_for_url("**/")


def look(page: Any, name: str, width: int) -> None:
    """What holds for every page: axe finds nothing, nothing overflows, the policy refuses nothing."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})  # what passes need not be listed
    assert found.response["passes"]
    assert not [
        (name, rule["id"], node["html"][:160], node["failureSummary"])
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
    small = page.evaluate(
        "[...document.querySelectorAll('main .button, main input:not([type=hidden]):not([hidden]), main summary')]"
        ".filter(e => e.checkVisibility() && !e.closest('.option')).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])"
        ".filter(([, height]) => height < 43.5)"
    )
    assert not small, name
    assert page.problems == []


WAYS = [("th", "light", 390), ("en", "dark", 1440), *more(("en", "dark", 390), ("th", "light", 1440))]


@pytest.mark.parametrize(("language", "theme", "width"), WAYS)
def test_every_page_is_sound_for_every_reader(
    chromium: Any, site: tuple[str, Path], language: str, theme: str, width: int
) -> None:
    at, home = site
    way = f"{language}-{theme}-{width}"
    page = open_browser(chromium, at, width, language, theme, bypass_csp=True)
    for name, address in (
        ("sign-in", "/sign-in/?next=/account/"), ("signed-out", "/sign-in/?told=out"),
        ("invitation", f"/invitation/{(home / 'invitation').read_text()}/"), ("no-invitation", "/invitation/unknown/"),
    ):  # fmt: skip
        page.goto(address)
        look(page, f"{name}-{way}", width)
    page.goto("/sign-in/")
    page.fill("#username", "clerk.9")
    page.fill("#password", "not this one")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice.bad")
    look(page, f"wrong-{way}", width)
    come_in(page, "root")
    addresses = {
        "account": "/account/", "password": "/account/password/", "second-step": "/account/second-step/", "passkeys": "/account/passkeys/",
        "sessions": "/account/sessions/", "accounts": "/accounts/", "nobody-found": "/accounts/?q=zzz", "new": "/accounts/new/", "sign-out": "/sign-out/",
    }  # fmt: skip
    for name, address in addresses.items():
        page.goto(address)
        look(page, f"{name}-{way}", width)
    page.goto("/accounts/")
    page.get_by_role("link", name="clerk.2").click()
    look(page, f"one-account-{way}", width)
    page.locator("form[action$='/invite/'] button").click()
    look(page, f"invited-{way}", width)
    page.goto("/accounts/new/")
    page.locator("main form .button.primary").click()
    look(page, f"new-wrong-{way}", width)
    page.context.close()


@pytest.mark.parametrize(("language", "width"), [("th", 390), ("en", 1440), *more(("en", 390), ("th", 1440))])
def test_the_second_step_is_set_up_asked_for_and_removed_without_javascript(
    chromium: Any, site: tuple[str, Path], language: str, width: int
) -> None:
    at, _ = site
    way = f"{language}-{width}"
    page = open_browser(chromium, at, width, language, java_script_enabled=False)
    come_in(page, "clerk.2")
    page.goto("/account/second-step/")
    page.locator("main form .button.primary").click()
    phone = pyotp.TOTP(page.locator(".secret").inner_text().replace(" ", ""))
    for _ in range(100):  # a picture may come after the page
        if wide := page.locator("img.qr").evaluate("picture => picture.naturalWidth"):
            break
        page.wait_for_timeout(100)
    assert wide > 100
    picture(page, f"second-step-begun-{way}")
    page.fill("#code", phone.now())
    page.locator("form[action$='/confirm/'] .button").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    picture(page, f"recovery-codes-{way}")
    other = open_browser(chromium, at, width, language, java_script_enabled=False)
    other.goto("/sign-in/?next=/account/second-step/")
    other.fill("#username", "clerk.2")
    other.fill("#password", PASSPHRASE)
    other.keyboard.press("Enter")
    other.wait_for_url("**/sign-in/code/")
    picture(other, f"code-{way}")
    other.fill("#code", codes[0])
    other.keyboard.press("Enter")
    other.wait_for_url("**/account/second-step/")
    picture(other, f"second-step-set-{way}")
    other.locator("main details > summary").click()
    other.fill("#present", PASSPHRASE)
    other.locator("button[formaction$='/remove/']").click()
    other.wait_for_selector("main form[action$='/account/second-step/']")
    other.context.close()
    page.context.close()


@pytest.mark.parametrize("width", [390, *more(1440)])
def test_a_passkey_is_added_signs_in_and_is_removed(chromium: Any, site: tuple[str, Path], width: int) -> None:
    at, _ = site
    page = open_browser(chromium, at, width)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    added = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    come_in(page)
    page.goto("/account/passkeys/")
    page.fill("#name", "โทรศัพท์ของฉัน")
    page.fill("#present", PASSPHRASE)
    page.locator("main form .button.primary").click()
    picture(page, f"passkey-ready-{width}")
    page.locator("form[data-passkey=create] .button").click()
    page.get_by_text("โทรศัพท์ของฉัน").first.wait_for()
    picture(page, f"passkey-added-{width}")
    made = device.send("WebAuthn.getCredentials", {"authenticatorId": added["authenticatorId"]})["credentials"]
    assert [(key["rpId"], key["isResidentCredential"]) for key in made] == [("localhost", True)]

    page.goto("/sign-out/")
    page.locator("main form .button.primary").click()
    page.goto("/sign-in/?next=/account/passkeys/")
    page.locator("form[data-passkey=get] .button").click()
    page.wait_for_url("**/account/passkeys/")
    assert "ใช้ล่าสุด" in page.locator(".task").inner_text()

    page.locator(".task .button.danger").click()
    page.locator(".empty").wait_for()
    page.goto("/sign-out/")
    page.locator("main form .button.primary").click()
    page.goto("/sign-in/")
    page.locator("form[data-passkey=get] .button").click()
    page.locator(".notice.bad").wait_for()
    picture(page, f"passkey-unknown-{width}")
    assert page.problems == []
    page.context.close()


def test_a_device_that_does_not_know_its_owner_is_told_in_words(chromium: Any, site: tuple[str, Path]) -> None:
    at, _ = site
    page = open_browser(chromium, at, language="en")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": False,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/sign-in/")
    page.locator("form[data-passkey=get] .button").click()
    page.get_by_text("The passkey was not used").wait_for()
    picture(page, "passkey-not-used")
    page.context.close()


def test_without_javascript_no_passkey_is_offered(chromium: Any, site: tuple[str, Path]) -> None:
    at, _ = site
    page = open_browser(chromium, at, java_script_enabled=False)
    page.goto("/sign-in/")
    assert not page.locator("form[data-passkey]").is_visible()
    page.context.close()


@pytest.mark.parametrize(("language", "width"), [("th", 390), ("en", 1440)])
def test_a_form_sent_after_the_session_ended_is_sent_on_after_signing_in(
    chromium: Any, site: tuple[str, Path], language: str, width: int
) -> None:
    at, _ = site
    page = open_browser(chromium, at, width, language)
    come_in(page)
    page.goto("/account/")
    session = [cookie for cookie in page.context.cookies() if "session" in cookie["name"]]
    page.context.clear_cookies(name=session[0]["name"])
    page.locator("input[name=digits][value=thai]").check()
    page.locator("main form .button.primary").click()
    page.locator("#password").wait_for()
    look_at = f"{language}-{width}"
    picture(page, f"kept-{look_at}")
    page.fill("#username", "clerk.1")
    page.fill("#password", PASSPHRASE)
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Send what" if language == "en" else "ส่งสิ่งที่").wait_for()
    picture(page, f"continue-{look_at}")
    page.locator("main form .button.primary").click()
    page.wait_for_url("**/account/")
    assert page.locator("input[name=digits][value=thai]").is_checked()
    page.locator("input[name=digits][value=arabic]").check()
    page.locator("main form .button.primary").click()
    page.context.close()


def picture(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
