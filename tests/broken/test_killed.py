"""The whole installation is killed at every step of a figure's way: what was acknowledged is there, the rest is whole or absent."""

from __future__ import annotations

import http.client
import os
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from . import server
from .server import Answer, Kept, Person, Server, Whole

PASSES = int(os.environ.get("SAMRIT_KILLS", "1"))
"""How often the whole way is made, with another moment of each step at every pass; several passes kill at every step,
and examine the installation after each."""
IS_THOROUGH = PASSES > 1
SERIES = "สมมุติ"


class Way:
    """The people of one journey, and the report they take through it."""

    def __init__(self, running: Server) -> None:
        self.server, self.kept = running, Kept(running.home)
        self.people = {name: Person(running) for name in ("reporter", "head", "verifier", "evaluator")}
        draft = "r.state = 'draft' AND r.indicator = '2'"
        self.report, assessment = (
            f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}"
            for one in self.kept.rows(
                f"SELECT lower(r.id), lower(r.assessment_id) FROM results_report r WHERE {draft}"
            )[0]
        )
        self.at, self.papers = f"/reports/{self.report}/", f"/assessments/{assessment}/papers/"

    def signs_in(self, name: str) -> Callable[[], Send]:
        """Comes in, with a browser that nobody is signed in at."""
        person = self.people[name]

        def form() -> Send:
            person.cookies.clear()
            fields = [(one, value) for one, value in person.form("/sign-in/") if one not in ("username", "password")]
            given = [*fields, ("username", f"prd.{name}"), ("password", server.PASSWORD)]
            return lambda: person.send("/sign-in/", given)

        return form

    def saves(self, figure: str) -> Callable[[], Send]:
        """Types a figure."""

        def form() -> Send:
            person = self.people["reporter"]
            fields = person.form(self.at, 'name="v|2.1|percent|"')
            given = [(one, figure if one == "v|2.1|percent|" else value) for one, value in fields]
            return lambda: person.send(f"{self.at}part/all/", [*given, ("do", "save")])

        return form

    def uploads(self) -> Send:
        """Attaches a photograph."""
        held = BytesIO()
        Image.effect_noise((600, 400), 90).save(held, "PNG")
        person = self.people["reporter"]
        given = [*person.form(self.at, 'name="v|2.1|percent|"'), ("do", "save")]
        return lambda: person.send_file(f"{self.at}part/all/", given, "files", "ภาพ.png", held.getvalue())

    def submits(self) -> Send:
        """Sends what was checked."""
        person = self.people["reporter"]
        given = person.form(f"{self.at}check/", 'name="key"')
        return lambda: person.send(f"{self.at}submit/", given)

    def decides(self, name: str, decision: str, remark: str = "") -> Callable[[], Send]:
        """Takes a decision."""

        def form() -> Send:
            person = self.people[name]
            fields = [one for one in person.form(f"{self.at}review/", 'name="decision"') if one[0] != "remark"]
            given = [*fields, ("remark", remark), ("decision", decision)]
            return lambda: person.send(f"{self.at}review/", given)

        return form

    def issues(self) -> Send:
        """Issues the paper that was checked."""
        person = self.people["head"]
        asked = [*person.form_of(f"{self.papers}issue/", "get"), ("series", SERIES)]
        given = person.form(f"{self.papers}check/?{server.urlencode(dict(asked))}", 'name="serial"')
        return lambda: person.send(f"{self.papers}check/", given)

    def steps(self) -> list[Step]:
        """The whole way."""
        return [
            Step("the clerk signs in", self.signs_in("reporter"), is_killed=IS_THOROUGH),
            Step("the clerk saves a figure", self.saves("71.00"), SAVED),
            Step("the clerk attaches a photograph", lambda: self.uploads(), GIVEN),
            Step("the clerk sends the report", lambda: self.submits(), SENT),
            Step("the head signs in", self.signs_in("head"), is_killed=False),
            Step("the head approves", self.decides("head", "approve"), decided("approved")),
            Step("the verifier signs in", self.signs_in("verifier"), is_killed=False),
            Step("the verifier returns it", self.decides("verifier", "return", "แก้ตัวเลข"), decided("returned"), is_killed=IS_THOROUGH),
            Step("the clerk corrects it", self.saves("72.00"), SAVED, is_killed=IS_THOROUGH),
            Step("the clerk sends it again", lambda: self.submits(), SENT, is_killed=IS_THOROUGH),
            Step("the head approves it again", self.decides("head", "approve"), decided("approved"), is_killed=IS_THOROUGH),
            Step("the verifier verifies it", self.decides("verifier", "verify"), (*decided("verified"), run_of("verified"))),
            Step("the evaluator signs in", self.signs_in("evaluator"), is_killed=False),
            Step("the evaluator concludes", self.decides("evaluator", "conclude"), (*decided("concluded"), run_of("concluded"))),
            Step("the head issues the paper", lambda: self.issues(), ISSUED),
        ]  # fmt: skip


Send = Callable[[], Answer]


@dataclass(frozen=True)
class Step:
    """One act: how its form is opened, and what there is one more of in the database once it is done."""

    name: str
    form: Callable[[], Send]
    adds: tuple[str, ...] = ()
    is_killed: bool = True


def event(code: str) -> str:
    return f"SELECT count(*) FROM audit_event WHERE code = '{code}'"


def decided(what: str) -> tuple[str, ...]:
    return (f"SELECT count(*) FROM results_decision WHERE what = '{what}'", event(f"results.{what}"))


def run_of(moment: str) -> str:
    return f"SELECT count(*) FROM scoring_scorerun WHERE moment = '{moment}'"


SAVED = (event("results.saved"),)
GIVEN = ("SELECT count(*) FROM evidence_evidence", event("evidence.file_given"))
SENT = ("SELECT count(*) FROM results_submission", event("results.submitted"), run_of("submitted"))
ISSUED = ("SELECT count(*) FROM issuing_issueddocument", event("paper.issued"))


def counted(kept: Kept, step: Step) -> list[int]:
    return [kept.one(query) for query in step.adds]


@pytest.fixture(scope="module")
def usual(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """How long each step takes when nothing happens: the way made once, undisturbed."""
    with server.serving(Server(server.copy(prepared, tmp_path_factory.mktemp("way") / "home"))) as running:
        way = Way(running)
        took = {}
        for step in way.steps():
            before = counted(way.kept, step)
            send = step.form()
            began = time.monotonic()
            answer = send()
            took[step.name] = time.monotonic() - began
            assert answer.is_done, f"{step.name}: {answer.status} {answer.text[-3000:]}"
            assert counted(way.kept, step) == [one + 1 for one in before], step.name
        assert way.kept.halves() == []
    return took


@pytest.mark.parametrize("turn", range(PASSES))
def test_nothing_acknowledged_is_lost_and_nothing_half_done_is_shown(
    turn: int, usual: dict[str, float], prepared: Path, tmp_path: Path
) -> None:
    chance = random.Random(turn)
    with server.serving(Whole(server.copy(prepared, tmp_path / "home"), processes=2 if IS_THOROUGH else 1)) as running:
        way = Way(running)
        for step in way.steps():
            before = counted(way.kept, step)
            send = step.form()
            if not step.is_killed:
                assert send().is_done, step.name
                continue
            answer = killed_meanwhile(running, send, chance.uniform(0, 1.6) * usual[step.name])
            after = counted(way.kept, step)
            assert len({now - was for now, was in zip(after, before, strict=True)}) <= 1, (
                f"{step.name}: {before} {after}"
            )
            was_told = answer is not None and answer.is_done
            print(f"{step.name}: killed {'after its answer' if was_told else 'before its answer'}, {before} -> {after}")
            if was_told:
                assert after == [one + 1 for one in before], f"{step.name} was acknowledged and is lost"
            assert way.kept.halves() == [], step.name
            if IS_THOROUGH:
                found_well(way.kept)
            running.start()
            again = send()
            assert again.status < 500, step.name
            assert counted(way.kept, step) == [one + 1 for one in before], f"{step.name} has not one effect"
            assert again.is_done or was_told or after != before, f"{step.name}: {again.status} {again.text[-2000:]}"
        found_well(way.kept)
        running.kill()
    assert way.kept.halves() == []
    found_well(way.kept)


def found_well(kept: Kept) -> None:
    """What the installation's own commands say of it."""
    for command in (("doctor",), ("audit", "verify")):
        told = kept.samrit(*command)
        assert told.returncode == 0, told.stdout + told.stderr


def killed_meanwhile(running: Server, send: Send, after: float) -> Answer | None:
    """Send, and kill the server so many seconds later; the answer, if there was one."""
    heard: list[Answer] = []

    def sending() -> None:
        with suppress(OSError, http.client.HTTPException):
            heard.append(send())

    thread = threading.Thread(target=sending)
    thread.start()
    thread.join(after)
    running.kill()
    thread.join()
    return heard[0] if heard else None
