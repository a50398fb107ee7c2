"""The first people and the first agency of an installation: made at its machine, and from there on the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_installation import done, refused


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("begin") / "home"
    done("init", made)
    return made


def test_an_account_is_made_and_its_owner_gets_a_link_once(home: Path) -> None:
    first = json.loads(
        done("account", "first.admin", "--name", "ผู้ดูแลระบบ (สมมุติ)", "--administrator", "--home", home, "--json")
    )
    again = json.loads(done("account", "FIRST.admin", "--home", home, "--json"))
    assert first["username"] == again["username"] == "first.admin"
    assert first["path"].startswith("/invitation/")
    assert first["path"] != again["path"]
    assert "http://localhost:" in done("account", "first.admin", "--home", home)


def test_an_agency_is_set_up_with_who_looks_after_it(home: Path) -> None:
    done("account", "agency.admin", "--name", "ผู้ดูแลหน่วยงาน (สมมุติ)", "--home", home)
    told = done("agency", "DEPT", "กรมตัวอย่าง", "--since", "1/10/2568", "--admin", "agency.admin", "--home", home)
    assert "กรมตัวอย่าง" in told
    assert "ผู้ดูแลหน่วยงาน (สมมุติ)" in told
    assert refused("agency", "DEPT", "กรมตัวอย่าง", "--home", home) == ["CL007"]
    assert "whole" in done("audit", "verify", "--lang", "en", SAMRIT_HOME=str(home))


def test_what_is_lacking_is_told_at_once(home: Path) -> None:
    assert refused("account", "nobody.yet", "--home", home) == ["CL005"]
    assert refused("agency", "X", "กรมอื่น", "--since", "เมื่อวาน", "--admin", "nobody.yet", "--home", home) == [
        "CL004",
        "CL006",
    ]
