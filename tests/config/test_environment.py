"""The table of settings: what is missing, wrong or unsafe stops the start with a sentence, all problems at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from samrit.base.issues import Refused
from samrit.config.environment import SETTINGS, read

KEY = "k" * 50


def given(home: Path, **values: str) -> dict[str, str]:
    return {"SAMRIT_HOME": str(home), "SAMRIT_SECRET_KEY": KEY, **values}


def refused(environ: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        read(environ)
    return [(issue.code, issue.place.file) for issue in caught.value.issues]


def test_a_folder_that_was_never_prepared_is_refused_with_the_command_that_prepares_it(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read({"SAMRIT_HOME": str(tmp_path)})
    assert caught.value.issues[0].code == "SE001"
    assert "samrit init" in caught.value.issues[0].cure("en")


def test_settings_come_from_the_file_of_the_data_folder_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text(f"# remark\nSAMRIT_SECRET_KEY={KEY}\nSAMRIT_WORKERS=3\nSAMRIT_LANGUAGE=en\n")
    found = read({"SAMRIT_HOME": str(tmp_path), "SAMRIT_WORKERS": "5"})
    assert (found.workers, found.language, found.secret_key) == (5, "en", KEY)


def test_a_misspelt_name_in_the_file_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text(f"SAMRIT_SECRET_KEY={KEY}\nSAMRIT_WORKER=3\n")
    with pytest.raises(Refused) as caught:
        read({"SAMRIT_HOME": str(tmp_path)})
    assert [issue.code for issue in caught.value.issues] == ["SE002"]
    assert "SAMRIT_WORKERS" in caught.value.issues[0].cure("th")


def test_all_wrong_values_are_told_at_once(tmp_path: Path) -> None:
    wrong = given(
        tmp_path, SAMRIT_SECRET_KEY="short", SAMRIT_DATABASE="mysql://x", SAMRIT_BIND="nowhere", SAMRIT_WORKERS="0",
        SAMRIT_LANGUAGE="fr", SAMRIT_TRUSTED_PROXY="proxy", SAMRIT_UPLOAD_MB="many", SAMRIT_TLS_CERT="/none",
        SAMRIT_OIDC_ISSUER="https://login.example.go.th",
    )  # fmt: skip
    names = {place for _, place in refused(wrong)}
    assert names == {*wrong, "SAMRIT_TLS_KEY", "SAMRIT_OIDC_CLIENT", "SAMRIT_OIDC_SECRET"} - {
        "SAMRIT_HOME",
        "SAMRIT_OIDC_ISSUER",
    }


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "192.0.2.7:8000", "[::]:8000", "samrit.example.go.th:80"])
def test_a_public_address_without_encryption_is_refused(bind: str, tmp_path: Path) -> None:
    assert ("SE004", "SAMRIT_BIND") in refused(given(tmp_path, SAMRIT_BIND=bind))


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "[::1]:8000", "localhost:8000"])
def test_the_machine_itself_may_be_reached_without_encryption(bind: str, tmp_path: Path) -> None:
    assert not read(given(tmp_path, SAMRIT_BIND=bind)).is_https


def test_a_public_address_behind_a_declared_proxy_or_with_tls_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").touch()
    (tmp_path / "key.pem").touch()
    public = given(tmp_path, SAMRIT_BIND="0.0.0.0:8000")
    assert read({**public, "SAMRIT_TRUSTED_PROXY": "127.0.0.1"}).is_https
    tls = {"SAMRIT_TLS_CERT": str(tmp_path / "cert.pem"), "SAMRIT_TLS_KEY": str(tmp_path / "key.pem")}
    assert read({**public, **tls}).is_https


def test_a_postgresql_address_is_taken_apart_with_its_escapes(tmp_path: Path) -> None:
    found = read(given(tmp_path, SAMRIT_DATABASE="postgresql://us%40er:p%2Fw@db.example:6543/samrit")).database
    assert found == {
        "engine": "postgresql", "name": "samrit", "user": "us@er", "password": "p/w", "host": "db.example", "port": "6543",
    }  # fmt: skip


def test_every_setting_is_told_in_both_languages_with_an_example() -> None:
    for setting in SETTINGS:
        assert setting.th
        assert setting.en
        assert setting.example
