"""The settings of a sign-in provider: all or none, encrypted unless it is on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from samrit.base.issues import Refused
from samrit.config.environment import read

WHOLE = {
    "SAMRIT_OIDC_ISSUER": "https://login.example.go.th",
    "SAMRIT_OIDC_CLIENT": "samrit",
    "SAMRIT_OIDC_SECRET": "secret",
}


def given(home: Path, **more: str) -> dict[str, str]:
    return {"SAMRIT_HOME": str(home), "SAMRIT_SECRET_KEY": "k" * 50, **more}


def test_without_a_provider_there_is_nothing_to_ask(tmp_path: Path) -> None:
    assert read(given(tmp_path)).oidc == {}


def test_a_provider_is_read_with_the_claim_that_names_the_account(tmp_path: Path) -> None:
    found = read(given(tmp_path, **WHOLE, SAMRIT_OIDC_NAME="บัญชีกรม")).oidc
    assert (found["claim"], found["name"]) == ("preferred_username", "บัญชีกรม")
    assert read(given(tmp_path, **WHOLE, SAMRIT_OIDC_CLAIM="email")).oidc["claim"] == "email"


@pytest.mark.parametrize(
    "issuer", ["https://login.example.go.th/realms/a", "http://127.0.0.1:9000", "http://localhost:9000"]
)
def test_an_encrypted_or_local_provider_is_accepted(tmp_path: Path, issuer: str) -> None:
    assert read(given(tmp_path, **{**WHOLE, "SAMRIT_OIDC_ISSUER": issuer})).oidc["issuer"] == issuer


@pytest.mark.parametrize(
    "issuer", ["http://login.example.go.th", "login.example.go.th", "https://", "file:///etc/passwd"]
)
def test_an_unencrypted_provider_is_refused(tmp_path: Path, issuer: str) -> None:
    with pytest.raises(Refused) as refused:
        read(given(tmp_path, **{**WHOLE, "SAMRIT_OIDC_ISSUER": issuer}))
    assert [str(issue.place) for issue in refused.value.issues] == ["SAMRIT_OIDC_ISSUER"]


def test_an_odd_claim_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(given(tmp_path, **WHOLE, SAMRIT_OIDC_CLAIM="a b"))
    assert [str(issue.place) for issue in refused.value.issues] == ["SAMRIT_OIDC_CLAIM"]
