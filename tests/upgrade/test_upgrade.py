"""The previous landing's demo, upgraded by today's program: nothing official changes, all is served, and work goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests import postgresql
from tests.upgrade import history, official
from tests.upgrade.official import Held

HERE = Path(__file__).parent
LIMIT = 600
PASSWORD = "known to the tests of the upgrade"
MAIN = "from samrit.cli import main; main()"
OPEN = {"home": 200, "report": 200, "assessment": 200, "paper": 200, "file": 200, "file is what was issued": True}
SHUT = {"assessment": 404, "paper": 404, "file": 404, "file is what was issued": False}
SEES = {
    "spk.clerk": OPEN,
    "spk.head": OPEN,
    "plan.verifier": OPEN | SHUT,  # of another unit: the reports that come to it, no more
    "prd.evaluator": OPEN,
    "prd.commentator": OPEN,
    "prd.auditor": OPEN,
    "prd.admin": OPEN,
    "admin": OPEN | SHUT | {"report": 404},  # looking after the installation shows no results
}
"""A person per role, with what the pages answered at the landing."""
OFFICIAL = (
    "audit_event", "audit_subject", "assessments_agreement", "evidence_evidence", "frameworks_installedpack",
    "issuing_issueddocument", "issuing_issuedfile", "results_decision", "results_submission", "scoring_scoreline",
    "scoring_scorerun", "scoring_termstext",
)  # fmt: skip
"""Tables in which the demo leaves rows that must never change."""


@dataclass(frozen=True)
class Upgraded:
    """An installation of the landing that today's program has brought up to date, and what was seen on the way."""

    doctor: dict[str, Any]
    chain: dict[str, Any]
    before: dict[str, Held]
    after: dict[str, Held]
    found: dict[str, Any]
    is_postgresql: bool


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The previous landing's program."""
    return history.unpack(tmp_path_factory.mktemp("landing"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def upgraded(
    request: pytest.FixtureRequest, landing: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Upgraded]:
    home = tmp_path_factory.mktemp("upgraded") / "home"
    with postgresql.cluster() if request.param == "postgresql" else nullcontext("") as database:
        run(landing, HERE / "build.py", landing, home, database, PASSWORD)
        before = official.read(database, home)
        run(history.ROOT, "-c", MAIN, "upgrade", "--home", home)
        yield Upgraded(
            before=before,
            after=official.read(database, home, before),
            doctor=told(home, "doctor"),
            chain=told(home, "audit", "verify"),
            found=json.loads(run(history.ROOT, HERE / "walk.py", home, PASSWORD, *SEES)),
            is_postgresql=bool(database),
        )


def test_no_migration_that_landed_is_edited(landing: Path) -> None:
    landed = sorted(path.relative_to(landing) for path in landing.glob("src/samrit/apps/*/migrations/*.py"))
    assert len(landed) > 20
    edited = [str(path) for path in landed if not is_same(landing / path, history.ROOT / path)]
    assert not edited, (
        f"landed with {history.commit():.7} and applied by installations since, so put back as they were there "
        f"(git checkout {history.commit():.7} -- FILE); what is to change goes into a new migration: {' '.join(edited)}"
    )


def test_every_official_row_is_what_it_was(upgraded: Upgraded) -> None:
    assert {table: bool(upgraded.before[table].rows) for table in OFFICIAL} == dict.fromkeys(OFFICIAL, True)
    changed = {table: (held.rows - upgraded.after[table].rows).total() for table, held in upgraded.before.items()}
    assert changed == dict.fromkeys(upgraded.before, 0)


def test_the_doctor_finds_only_what_the_test_left_undone(upgraded: Upgraded) -> None:
    assert [check["id"] for check in upgraded.doctor["checks"]][-1] == "clock"  # it came to the last of them
    # no backup was made; the tests' PostgreSQL runs without fsync
    wanted = {"SE033", "SE028"} if upgraded.is_postgresql else {"SE033"}
    assert {issue["code"] for issue in upgraded.doctor["issues"]} == wanted


def test_the_chain_is_proved_and_grows_on(upgraded: Upgraded) -> None:
    assert upgraded.chain["ok"] is True
    assert upgraded.chain["events"] >= upgraded.before["audit_event"].rows.total() > 100
    assert upgraded.found["chain"] == []
    assert upgraded.found["events"] > upgraded.chain["events"]


def test_everybody_signs_in_and_opens_what_they_could_open(upgraded: Upgraded) -> None:
    assert upgraded.found["sign-in page"] == 200
    people = upgraded.found["people"]
    answers = {f"{name}: {page}": people[name][page] for name in SEES for page in people[name]}
    wanted = {f"{name}: {page}": answer for name in SEES for page, answer in ({"sign-in": 302} | SEES[name]).items()}
    assert dict(answers.items() - wanted.items()) == {}
    assert answers.keys() == wanted.keys()


def test_every_kept_score_still_follows_from_its_facts(upgraded: Upgraded) -> None:
    assert upgraded.found["runs"] > 10
    assert upgraded.found["runs that no longer follow"] == []


def test_a_draft_is_filled_in_and_sent(upgraded: Upgraded) -> None:
    assert upgraded.found["work"] == {
        "before": "draft", "saved": 302, "kept": ["72"] * 2, "sent": 302, "after": "submitted", "submissions": 1,
    }  # fmt: skip


def run(program: Path, *args: object) -> str:
    """What Python says with the program in a folder before the installed one; it must have done it."""
    done = process(program, *args)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    # shown with a test that fails: why a page answered 500
    print(*(line for line in done.stderr.splitlines() if '"level": "error"' in line), sep="\n")
    return done.stdout


def told(home: Path, *command: str) -> dict[str, Any]:
    """What a command of today's program tells as JSON, be all well or not."""
    done = process(history.ROOT, "-c", MAIN, *command, "--home", home, "--json")
    assert done.stdout, done.stderr[-4000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def process(program: Path, *args: object) -> subprocess.CompletedProcess[str]:
    """A Python of its own, with none of this test run's settings."""
    ours = ("SAMRIT_", "DJANGO_", "PYTHON")
    if program != history.ROOT:
        ours += ("COVERAGE_", "COV_CORE_")  # the landing's code is not what these tests cover
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, *map(str, args)],
        env=clean | {"PYTHONPATH": str(program / "src"), "PYTHONUTF8": "1"},
        capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip


def is_same(landed: Path, today: Path) -> bool:
    return today.is_file() and today.read_bytes() == landed.read_bytes()
