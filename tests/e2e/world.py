"""Three small agencies for the journeys, made by the services in a prepared installation; run as a program of its own.

    SAMRIT_HOME=… python -m tests.e2e.world

Each framework has one report that is left for the journey, as a draft; all others of its assessment are concluded.  The
round is last year's, extended to next week: so the journeys can be made on any day.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samrit.apps.accounts.models import User
    from samrit.apps.orgs.models import Unit

PASSWORD = "ทางยาว-ของ-ตัวเลข-๗๒"
SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class Agency:
    """One framework's agency: its pack, the round, the kind of the unit that reports, and the report left for the journey."""

    short: str
    pack: str
    round: str
    kind: str
    left: str


AGENCIES = (
    Agency("prd", "th-prd-por-ror-2-2556", "2", "spk", "2"),
    Agency("rtp", "th-rtp-3-1-22-2552", "12", "subdivision", "3.1.22"),
    Agency("ita", "th-police-ita-2566", "2566", "provincial", "OIT"),
)
ROLES = ("reporter", "head", "verifier", "last", "evaluator", "auditor", "admin")
NAMES = {
    "reporter": "เจ้าหน้าที่ (สมมุติ)", "head": "หัวหน้าหน่วย (สมมุติ)", "verifier": "ผู้ตรวจ (สมมุติ)", "last": "ผู้ตรวจชั้นสุดท้าย (สมมุติ)",
    "evaluator": "ผู้ประเมิน (สมมุติ)", "auditor": "ผู้ตรวจสอบ (สมมุติ)", "admin": "ผู้ดูแลหน่วยงาน (สมมุติ)",
}  # fmt: skip


def build() -> None:
    """Everything, in the database of this process's settings."""
    from samrit.apps.accounts import services as accounts

    accounts.create_user(by=None, username="administrator", name="ผู้ดูแลระบบ (สมมุติ)", is_administrator=True)
    for agency in AGENCIES:
        _agency(agency)
    _give_passwords()


def _agency(agency: Agency) -> None:
    from samrit.apps.accounts import services as accounts
    from samrit.apps.assessments import services as assessments
    from samrit.apps.frameworks import services as frameworks
    from samrit.apps.ground import clock
    from samrit.apps.orgs import services as orgs
    from samrit.apps.orgs.models import Role
    from samrit.apps.orgs.routes import Step
    from samrit.apps.orgs.services import NewUnit
    from samrit.apps.rounds import services as rounds
    from samrit.apps.rounds.models import RoundTime
    from samrit.base import thai
    from samrit.packs.load import find

    people = {
        role: accounts.create_user(by=None, username=f"{agency.short}.{role}", name=NAMES[role]) for role in ROLES
    }
    root = orgs.create_root(
        kind="bureau" if agency.short != "prd" else "department", name_th=f"หน่วยงานสมมุติ {agency.short}", name_en=f"Invented agency {agency.short}",
        short_th=agency.short, code=agency.short.upper(), since=SINCE, by=None,
    )  # fmt: skip
    middle, office = orgs.create_units(
        parent=root, since=SINCE, by=None,
        units=[
            NewUnit("division", f"กองสมมุติ {agency.short}", f"Division {agency.short}", "กอง", "MID"),
            NewUnit(agency.kind, f"สำนักงานสมมุติ {agency.short}", f"Office {agency.short}", "สนง.", "OFF"),
        ],
    )  # fmt: skip
    post = orgs.create_post(unit=office, name_th="หัวหน้าสำนักงาน (สมมุติ)", rank="", is_head=True, pack_post="", by=None)
    orgs.assign_holder(post=post, user=people["head"], since=SINCE, how="holds", by=None)
    for role, granted, unit in (
        ("reporter", Role.REPORTER, office), ("verifier", Role.VERIFIER, middle), ("last", Role.VERIFIER, root),
        ("evaluator", Role.EVALUATOR, root), ("auditor", Role.AUDITOR, root), ("admin", Role.ORG_ADMIN, root),
    ):  # fmt: skip
        orgs.grant(user=people[role], unit=unit, role=granted, since=SINCE, subtree=role != "last", by=None)
    steps = [Step(middle, 5, of_following_month=True), Step(root, 10, of_following_month=True)]
    if agency.short == "prd":
        steps = steps[:1]
    orgs.set_route(root=root, pack=agency.pack, unit_kind=agency.kind, steps=steps, since=SINCE, by=people["admin"])
    pack = frameworks.install(find(agency.pack), None)
    today = clock.today()
    year = rounds.open_year(root, pack, thai.fiscal_year_of(today) - 1, people["admin"])
    (assessment,) = assessments.make_by_kind(year, [agency.kind], today, people["admin"])
    time = RoundTime.objects.get(year=year, round=agency.round)
    rounds.extend(time, office, today + timedelta(days=10), "เพื่อการทดสอบ", people["admin"])
    _conclude_the_others(agency, assessment.id, people, [middle, root][: len(steps)])


def _conclude_the_others(agency: Agency, assessment_id: object, people: dict[str, User], route: Iterable[Unit]) -> None:
    from samrit.apps.assessments.models import Assessment
    from samrit.apps.assessments.queries import terms_on
    from samrit.apps.results import draft, places, services
    from samrit.demo import figures

    assessment = Assessment.objects.select_related("unit", "year__pack").get(id=assessment_id)
    for report in services.open_reports(assessment, round=agency.round, by=None):
        if report.indicator == agency.left:
            continue
        slots = draft.slots_of(terms_on(assessment, places.day_of(report)), report)
        typed = figures.results(agency.pack, agency.round, slots, f"e2e {report.indicator}")
        services.save_entries(report, changes=typed, by=people["reporter"], version=report.version)
        report.refresh_from_db()
        services.submit(report, by=people["reporter"], key="made")
        for decide, by in (
            (services.approve, "head"),
            *((services.verify, name) for _, name in zip(route, ("verifier", "last"), strict=False)),
            (services.conclude, "evaluator"),
        ):
            report.refresh_from_db()
            decide(report, by=people[by], version=report.version)


def _give_passwords() -> None:
    """One password, hashed once: these people are of the tests alone."""
    from django.contrib.auth.hashers import make_password

    from samrit.apps.accounts.models import User

    User.objects.update(password=make_password(PASSWORD))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.config.settings")
    from pathlib import Path

    from samrit.config.preparing import prepare

    prepare(Path(os.environ["SAMRIT_HOME"]))
    build()
    sys.exit(0)
