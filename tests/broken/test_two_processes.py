"""Two processes issue a paper and two sign an agreement, all at one moment: a number is given once, and no paper is outdated.

And one approves a report while another gives its unit more time: whoever comes first, who verifies it has the days more.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from tests import postgresql

from . import server

TURNS = 2
AHEAD = 0.05
"""Seconds until the moment: so that it has not passed when the last one is told of it."""
BY = ("prd.head", "prd.admin")


@dataclass(frozen=True)
class Installation:
    """A copy of its own; how its programs are told where it is."""

    environment: dict[str, str]

    def program(self, *what: str, **how: Any) -> subprocess.Popen[str]:
        """Start one."""
        return subprocess.Popen(
            [sys.executable, "-m", "tests.broken.at_once", *what], env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, **how,
        )  # fmt: skip

    def run(self, *what: str) -> str:
        """Run one to its end."""
        with self.program(*what) as running:
            said, _ = running.communicate(timeout=server.WITHIN * 4)
        assert running.returncode == 0
        return said


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    environment = server.environment_of(tmp_path_factory.mktemp("at-once") / "home")
    with ExitStack() as held:
        if request.param == "postgresql":
            environment["SAMRIT_DATABASE"] = held.enter_context(postgresql.cluster())
        made = Installation(environment)
        made.run("build")
        yield made


class Together:
    """Processes that wait for the same moment, each of somebody who does something."""

    def __init__(self, installation: Installation, held: ExitStack, acting: Sequence[tuple[str, str]]) -> None:
        self.running = {(what, by): held.enter_context(installation.program(what, by)) for what, by in acting}
        for one in self.running.values():
            held.callback(one.kill)
        assert [self._line(one) for one in self.running.values()] == ["ready"] * len(acting)

    def act(self, later: float = 0, **shown: int) -> dict[str, list[Any]]:
        """What came of each who is shown a number; the last of these acts so much later, in the midst of the others' work."""
        moment = time.monotonic() + AHEAD
        acting = [(what, one) for (what, _), one in self.running.items() if what in shown]
        for what, one in acting:
            self._tell(one, [moment + later * (what == [*shown][-1]), shown[what]])
        came: dict[str, list[Any]] = {what: [] for what, _ in self.running}
        for what, one in acting:
            said = json.loads(self._line(one))
            came[what].append(said.get("did") or said["told"])
        return came

    def make_ready(self, what: str, by: str) -> Any:
        """For the next turn, by one of them; what he tells of the last."""
        one = self.running[what, by]
        self._tell(one, [None, 0])
        return json.loads(self._line(one))

    @staticmethod
    def _tell(one: subprocess.Popen[str], what: list[Any]) -> None:
        assert one.stdin is not None
        one.stdin.write(json.dumps(what) + "\n")
        one.stdin.flush()

    @staticmethod
    def _line(one: subprocess.Popen[str]) -> str:
        assert one.stdout is not None
        return one.stdout.readline().strip()


def test_a_number_is_given_once_and_who_comes_second_is_told(installation: Installation) -> None:
    papers = agreements = 0
    with ExitStack() as held:
        together = Together(installation, held, [(what, by) for what in ("issue", "sign") for by in BY])
        for turn in range(TURNS):
            began = time.monotonic()
            came = together.act(issue=papers + 1)
            took = time.monotonic() - began
            assert sorted(came["issue"], key=str) == [papers + 1, "Stale"]
            papers += 1
            # a signing moves the score's terms: a paper is there before it, or not until the round is scored anew
            came = together.act(issue=papers + 1, sign=agreements + 1, later=took * turn / TURNS)
            assert sorted(came["sign"], key=str) == [agreements + 1, "Stale"]
            agreements += 1
            assert sorted(came["issue"], key=str) in ([papers + 1, "NotNow"], [papers + 1, "Stale"], ["NotNow"] * 2), (
                came
            )
            papers += papers + 1 in came["issue"]
            assert together.act(issue=papers + 1)["issue"] == ["NotNow"] * 2
            assert together.make_ready("issue", "prd.head") == {}
        # and those who were shown no number have one each, one after the other
        assert sorted(together.act(issue=0)["issue"]) == [papers + 1, papers + 2]
        papers += 2
    assert json.loads(installation.run("tell")) == {
        "papers": [*range(1, papers + 1)], "last": [papers], "files": [3] * papers, "issued": papers,
        "agreements": [*range(1, agreements + 1)], "signed": agreements, "outdated": [], "broken": [],
    }  # fmt: skip


def test_more_time_given_while_a_report_is_approved_moves_its_verifier_s_day(installation: Installation) -> None:
    with ExitStack() as held:
        together = Together(installation, held, [("approve", "prd.head"), ("extend", "prd.admin")])
        days, took = together.make_ready("approve", "prd.head")["more"], 0.0
        # the first turn loads what is loaded once; then more time before, during and after the approval
        for turn, later in enumerate(n / 16 for n in (0, 0, *range(-16, 9))):
            began = time.monotonic()
            days += 7  # a day or two more may only be the weekend that is given anyway
            came = together.act(later * took, approve=1, extend=days)
            took = time.monotonic() - began - AHEAD if turn < 2 else took
            assert came == {"approve": [1], "extend": [days]}, turn
            assert together.make_ready("approve", "prd.head") == {"later": days, "more": days}, (turn, took)
