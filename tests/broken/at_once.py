"""One of several processes that act at the same moment on one installation; a program of its own.

    SAMRIT_HOME=… python -m tests.broken.at_once build | tell | issue USER | sign USER | approve USER | extend USER

Whoever acts says that it is ready, and then, for each line it is given (a moment of the system's clock, and the number
that its page showed), acts at that moment and prints what came of it.  Without a moment it makes ready for the next
turn: who issues has the round scored anew, by what was agreed since; who approves tells by which day the report is due
and with how much time more, and has it returned and submitted again.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as of_day
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samrit.apps.accounts.models import User
    from samrit.apps.assessments.models import Assessment
    from samrit.apps.results.models import Report

Act = Callable[["Assessment", "User", int, int], int]
FORM, ROUND, SERIES = "por-ror-2", "2", "สมมุติ"
WAITING = "1"
"""The round whose first report waits for its unit's head."""


def build() -> None:
    """One agency, all of whose reports are concluded, with their score."""
    from dataclasses import replace
    from pathlib import Path

    from tests.e2e import world

    from samrit.config.preparing import prepare

    prepare(Path(os.environ["SAMRIT_HOME"]))
    world.AGENCIES = (replace(world.AGENCIES[0], left=""),)
    world.build()
    from samrit.apps.accounts.models import User
    from samrit.apps.assessments.models import Assessment
    from samrit.apps.assessments.queries import terms_on
    from samrit.apps.results import places
    from samrit.apps.results.queries import facts_of
    from samrit.apps.scoring import services as scoring

    assessment = Assessment.objects.select_related("unit", "year__pack").get()
    terms = terms_on(assessment, places.day_of(assessment.reports.first()))
    facts = facts_of(assessment, ROUND, terms=terms)
    scoring.run(assessment, ROUND, "concluded", facts, terms, by=User.objects.get(username="prd.evaluator"))
    _submit_one(assessment)


def _submit_one(assessment: Assessment) -> None:
    """A report of the round before, which its unit was given time for."""
    from samrit.apps.accounts.models import User
    from samrit.apps.assessments.queries import terms_on
    from samrit.apps.ground import clock
    from samrit.apps.results import draft, more_time, places, services
    from samrit.demo import figures

    reporter, admin = (User.objects.get(username=f"prd.{name}") for name in ("reporter", "admin"))
    time = assessment.year.rounds.get(round=WAITING)
    more_time.extend(time, assessment.unit, clock.today() + timedelta(days=10), "เพื่อการทดสอบ", admin)
    services.open_reports(assessment, round=WAITING, by=None)
    report = _waiting(assessment)
    slots = draft.slots_of(terms_on(assessment, places.day_of(report)), report)
    typed = figures.results(assessment.year.pack.pack, WAITING, slots, "at once")
    services.save_entries(report, changes=typed, by=reporter, version=report.version)
    report.refresh_from_db()
    services.submit(report, by=reporter, key="made")


def _waiting(assessment: Assessment) -> Report:
    return assessment.reports.filter(round=WAITING).order_by("indicator")[0]


def tell() -> None:
    """What there is by now."""
    from samrit.apps.assessments.models import Agreement
    from samrit.apps.audit import queries as audit
    from samrit.apps.audit.models import Event
    from samrit.apps.issuing.models import Counter, IssuedDocument
    from samrit.apps.scoring.queries import bare

    def events(code: str) -> int:
        return Event.objects.filter(code=code).count()

    agreed, outdated = "", []
    for event in Event.objects.filter(code__in=["assessments.signed", "paper.issued"]).order_by("number"):
        objects = list(event.subjects.values_list("object", flat=True))
        if event.code == "assessments.signed":
            agreed = Agreement.objects.get(id__in=objects).terms_digest
        elif agreed and bare((paper := IssuedDocument.objects.get(id__in=objects)).run.terms_id) != bare(agreed):
            outdated.append(paper.serial)
    told: dict[str, Any] = {
        "outdated": outdated,
        "papers": sorted(IssuedDocument.objects.values_list("serial", flat=True)),
        "last": list(Counter.objects.values_list("last", flat=True)),
        "files": [one.files.count() for one in IssuedDocument.objects.all()],
        "issued": events("paper.issued"),
        "agreements": sorted(Agreement.objects.values_list("number", flat=True)),
        "signed": events("assessments.signed"),
        "broken": [str(one) for one in audit.verify()],
    }
    json.dump(told, sys.stdout)


def issue(assessment: Assessment, user: User, number: int, turn: int) -> int:
    """A paper under the number that was shown, or under the next one where none was."""
    from samrit.apps.issuing import services

    return services.issue_now(assessment, ROUND, FORM, SERIES, by=user, serial=number or None).serial


def sign(assessment: Assessment, user: User, number: int, turn: int) -> int:
    """An agreement under the number that was shown."""
    from samrit.apps.accounts.models import User
    from samrit.apps.assessments import services

    head, evaluator = (User.objects.get(username=f"prd.{name}") for name in ("head", "evaluator"))
    text = agreement(assessment, f"{user.username} {turn}")
    # on a day of the round that is scored, each a minute after the one before
    last_day = assessment.year.rounds.get(round=ROUND).last_day
    at = datetime.combine(last_day, of_day(12, number), UTC) - timedelta(days=5)
    return services.sign(assessment, text, head, evaluator, user, at, number=number).number


def approve(assessment: Assessment, user: User, number: int, turn: int) -> int:
    """The report that waits, on to the first unit of its route."""
    from samrit.apps.results import services

    report = _waiting(assessment)
    services.approve(report, by=user, version=report.version)
    return number


def extend(assessment: Assessment, user: User, number: int, turn: int) -> int:
    """So many days more for the unit than its round has."""
    from samrit.apps.results import more_time

    time = assessment.year.rounds.get(round=WAITING)
    more_time.extend(time, assessment.unit, time.last_day + timedelta(days=number), f"เพื่อการทดสอบ {turn}", user)
    return number


def submitted_again(assessment: Assessment, user: User) -> dict[str, Any]:
    """By how many days the report is due later than its route says, and how many days its unit has more."""
    from samrit.apps.accounts.models import User
    from samrit.apps.results import places, services

    report = _waiting(assessment)
    stated, first = places.route_of(report, places.day_of(report))[0].due, report.extension
    assert stated is not None
    assert report.due is not None
    assert first is not None
    came = {"later": (report.due - stated).days, "more": (first.last_day - first.time.last_day).days}
    if report.state == "under_review":
        verifier, reporter = (User.objects.get(username=f"prd.{name}") for name in ("verifier", "reporter"))
        services.return_(report, by=verifier, version=report.version, remark="เพื่อการทดสอบ")
        report.refresh_from_db()
        services.submit(report, by=reporter, key=str(report.version))
        # another day than the route's: else approving it would not change the day, and no change could be lost
        assessment.reports.filter(id=report.id).update(due=report.due - timedelta(days=3))
    return came


def scored_anew(assessment: Assessment, user: User) -> dict[str, Any]:
    """By what was agreed since."""
    from samrit.apps.scoring import moments

    moments.ask(assessment, ROUND, by=user)
    return {}


def agreement(assessment: Assessment, name: str) -> str:
    """One that is like no other."""
    told = f"{{kind: blank, blank: office, value: สำนักงานสมมุติ {name}}}"
    return f"pack: {assessment.year.pack.pack}\noperations:\n  - {told}"


def act(does: Act, username: str) -> None:
    """Again and again, each time at the moment that is told."""
    from django.db import connection

    from samrit.apps.accounts.models import User
    from samrit.apps.assessments.models import Assessment
    from samrit.apps.frameworks.queries import terms_of
    from samrit.apps.ground.denied import NotNow, Stale
    from samrit.apps.issuing import services

    user = User.objects.get(username=username)
    assessment = Assessment.objects.select_related("unit", "year__pack", "year__root").get()
    # all that is loaded once is loaded by now
    services.draft(assessment, assessment.current.get().run, FORM, by=user)
    terms_of(assessment.year.pack, agreement(assessment, ""))
    print("ready", flush=True)
    for turn, line in enumerate(sys.stdin):
        moment, number = json.loads(line)
        if moment is None:
            ready = submitted_again if does is approve else scored_anew
            print(json.dumps(ready(assessment, user)), flush=True)
            continue
        while time.monotonic() < moment:
            pass
        try:
            told: dict[str, Any] = {"did": does(assessment, user, number, turn)}
        except (NotNow, Stale) as refused:
            told = {"told": type(refused).__name__, "says": refused.en}
        assert not connection.in_atomic_block
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build()
    else:
        from samrit.config.start import start

        start()
        if sys.argv[1] == "tell":
            tell()
        else:
            act({"issue": issue, "sign": sign, "approve": approve, "extend": extend}[sys.argv[1]], sys.argv[2])
