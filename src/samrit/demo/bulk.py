"""Many units with two years of three frameworks, for benchmarks: one division lived by the services, the others copied.

A copy is the rows of the first division, every table and every column, under new ids: nothing here knows what a
service writes, so nothing here can come to differ from it.  Only the audit chain is worked out anew, as each event
names its predecessor's hash.  Copied events bear the times of those they are copied from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db import transaction

from samrit.apps.accounts import services as accounts
from samrit.apps.accounts.models import User
from samrit.apps.assessments import services as assessments
from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks import services as frameworks
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground import clock
from samrit.apps.orgs import services as orgs
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.routes import Step
from samrit.apps.orgs.services import NewUnit
from samrit.apps.results import services as results
from samrit.apps.rounds import services as rounds
from samrit.apps.rounds.calendar import rounds_in
from samrit.apps.rounds.models import Year
from samrit.base import thai
from samrit.demo import agreements
from samrit.demo.agency import refuse_unless_empty
from samrit.demo.copying import Copier, counted
from samrit.demo.lives import Life, Scoring
from samrit.demo.moments import Clock, Diary, at, lived
from samrit.demo.organisations import ITA, PRD, RTP, Reporting
from samrit.demo.years import KINDS
from samrit.packs import load

PACKS = (PRD, RTP, ITA)
BLOCK = len(PACKS)
"""Units of a division, one of a kind that each framework knows: those of the first are lived by the services."""
NAMES = {PRD: "สำนักงานเขตสมมุติ", RTP: "กองกำกับการสมมุติ", ITA: "สถานีสมมุติ"}
STATES = ("closed", "verified", "under_review", "submitted", "partial", "returned")
"""How reports of the last year stand, one after the other."""
TURNS = {PRD: 0, RTP: 2, ITA: 3}
"""With which of them a framework begins: so that the longest report, O1-O43, is open for correction."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Bulk:
    """What was built: the agency, and people of it by username: "admin", "evaluator", "auditor", "planner", who verifies
    all of form ปร.2, and of the first division "verifier", and "clerk1" and "head1" of the unit with the first framework."""

    root: Unit
    people: Mapping[str, User]
    units: int


def build(units: int, *, passwords: Mapping[str, str] | None = None, years: int = 2, tell: Tell | None = None) -> Bulk:
    """At least so many units that report, a third of them in each framework, × the last years, in an empty database.

    Each division has a unit of each kind: a regional office, a sub-division and a station.
    """
    refuse_unless_empty()
    now = clock.now()
    this_year = thai.fiscal_year_of(clock.today())
    founded = thai.fiscal_year(this_year - years)[0] - timedelta(days=30)
    with lived(Clock(now, at(founded))) as set_clock:
        with transaction.atomic():
            made = _Agency(founded)
            made.open(range(this_year - years, this_year), set_clock)
        before = counted()
        with transaction.atomic():
            division = made.division()
            diary = Diary()
            for year in made.years:
                made.enter(diary, year)
            diary.live(set_clock, lambda done, of: None)
    copier = Copier(before, [division.id, *(one.unit.id for one in made.reporting.values())])
    divisions = -(-units // BLOCK)
    copier.copy(divisions - 1, tell or (lambda done, of: None))
    for username, password in (passwords or {}).items():
        user = made.people[username]
        user.set_password(password)
        user.save(update_fields=["password"])
    return Bulk(made.root, made.people, divisions * BLOCK)


class _Agency:
    """An agency with its people, its years, and the division that is lived."""

    def __init__(self, since: date) -> None:
        self.since = since
        self.people: dict[str, User] = {}
        self.years: list[Year] = []
        self.reporting: dict[str, Reporting] = {}
        self.assessments: dict[object, Assessment] = {}
        self.packs: dict[str, InstalledPack] = {name: frameworks.install(load.find(name), None) for name in PACKS}
        self.root = orgs.create_root(kind="department", name_th="หน่วยงานสมมุติ", since=since, by=None)
        for name, role in (("admin", Role.ORG_ADMIN), ("evaluator", Role.EVALUATOR), ("auditor", Role.AUDITOR)):
            self._grant(name, role, self.root)
        (planning,) = self._units(self.root, NewUnit("planning_office", "สำนักแผนสมมุติ", is_functional=True))
        self.planner = self._grant("planner", Role.VERIFIER, planning, subtree=False)
        for name in PACKS:
            # one office verifies the whole of the first framework, the divisions theirs of the others
            orgs.set_route(root=self.root, pack=name, steps=[Step(planning if name == PRD else None)], by=None)

    def open(self, fiscal_years: range, set_clock: Clock) -> None:
        """All years at once, on the first day of the first."""
        set_clock.go(at(thai.fiscal_year(fiscal_years[0])[0]))
        for fiscal_year in fiscal_years:
            for pack in self.packs.values():
                self.years.append(rounds.open_year(self.root, pack, fiscal_year, self.people["admin"]))

    def division(self) -> Unit:
        """A division with its units and their people."""
        division = self._units(self.root, NewUnit("division", "กองสมมุติ"))[0]
        verifier = self._grant("verifier", Role.VERIFIER, division, subtree=False)
        units = self._units(division, *(NewUnit(KINDS[pack], NAMES[pack]) for pack in PACKS))
        for number, (pack, unit) in enumerate(zip(PACKS, units, strict=True), 1):
            clerk = self._grant(f"clerk{number}", Role.REPORTER, unit)
            post = orgs.create_post(unit=unit, name_th="หัวหน้า (สมมุติ)", is_head=True, by=None)
            head = self._person(f"head{number}")
            orgs.assign_holder(post=post, user=head, since=self.since, by=None)
            verifiers = (self.planner if pack == PRD else verifier,)
            self.reporting[pack] = Reporting(unit, NAMES[pack], clerk, head, verifiers)
        return division

    def enter(self, diary: Diary, year: Year) -> None:
        """What happens in the last round of a year: the first year is concluded, the last is under way."""
        pack = unpacked(year.pack)
        one = next(one for one in rounds_in(pack, year.fiscal_year) if one.round.final)
        is_last = year.fiscal_year == self.years[-1].fiscal_year
        codes = [str(code) for code in one.round.indicators] or [str(code) for code in pack.framework.order]
        # a year is made and reported near its end: long after that of the year before
        begins = at(one.last_day - timedelta(days=20))
        name = year.pack.pack
        unit, turn = self.reporting[name], TURNS[name]
        diary.on(begins, partial(self._open, year, unit, one.round.id))
        mine = partial(self.assessments.__getitem__, year.id)
        lives = []
        for place, code in enumerate(codes):
            life = Life(
                unit, self.people["evaluator"], mine, name, one.round.id, code, f"bulk {name} {year.fiscal_year} {code}"
            )
            state = STATES[(turn + place) % len(STATES)] if is_last else "closed"
            for step, act in enumerate(life.acts(state)):
                diary.on(begins + timedelta(hours=30 * step, minutes=place), act.do)
            lives.append(life)
        scoring = Scoring(mine, one.round.id, lives, self.people["evaluator"])
        diary.on(begins + timedelta(days=19), partial(scoring.run, "submitted" if is_last else "concluded"))

    def _open(self, year: Year, unit: Reporting, round_id: str) -> None:
        self.assessments[year.id] = assessment = assessments.join(year, unit.unit, unit.head)
        if year.pack.pack == PRD:
            assessments.sign(
                assessment, agreements.overlay(1), unit.head, self.people["evaluator"], self.people["admin"]
            )
        results.open_reports(assessment, round=round_id, by=None)

    def _units(self, parent: Unit, *units: NewUnit) -> list[Unit]:
        return orgs.create_units(parent=parent, units=units, since=self.since, by=None)

    def _grant(self, name: str, role: Role, unit: Unit, *, subtree: bool = True) -> User:
        user = self._person(name)
        orgs.grant(user=user, unit=unit, role=role, since=self.since, subtree=subtree, by=None)
        return user

    def _person(self, name: str) -> User:
        self.people[name] = accounts.create_user(by=None, username=name, name=f"{name} (สมมุติ)")
        return self.people[name]
