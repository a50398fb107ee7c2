"""A small invented agency for the tests of results: an office that reports, two units that verify, a person per role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import pytest
from django.utils import timezone

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.evidence.models import Evidence
from samrit.apps.frameworks import folders
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.ground import clock
from samrit.apps.orgs.models import Ancestor, Grant, Holding, Hop, Placement, Post, Role, Tree, Unit
from samrit.apps.results import services
from samrit.apps.results.draft import Change
from samrit.apps.results.models import Report, Submission
from samrit.apps.rounds.models import RoundTime, Year
from samrit.packs.load import find, load

PRD, RTP, ITA = "th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566"
SINCE = date(2000, 1, 1)
NOW = datetime(2013, 9, 20, 3, 0, tzinfo=UTC)


class Clock:
    """A clock that tests set; each look at it is a second later, so that the order of events is told."""

    def __init__(self, now: datetime) -> None:
        self.at = now

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@lru_cache
def packed(pack: str) -> tuple[bytes, str, str, int]:
    folder = find(pack)
    loaded = load(folder)
    framework = loaded.pack.framework
    return folders.packed(folder), loaded.digest, framework.version, framework.fiscal_year


def install(pack: str) -> InstalledPack:
    files, digest, version, year = packed(pack)
    return InstalledPack.objects.create(
        pack=pack, version=version, digest=digest, name_th=pack, name_en=pack, fiscal_year=year, files=files
    )


def person(name: str) -> User:
    return User.objects.create_user(name, name=f"{name} (invented)")


@dataclass
class World:
    """The agency, one assessment of its office, and one opened report."""

    clock: Clock
    pack: str = PRD
    round: str = "2"
    indicator: str = "2"
    kind: str = "spk"
    people: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root, self.planning, self.office, self.other = (Unit.objects.create() for _ in range(4))
        Unit.objects.exclude(id=self.root.id).update(root=self.root)
        for unit, parent, kind, name in (
            (self.root, None, "", "กรมสมมุติ"),
            (self.planning, self.root, "", "สำนักแผนสมมุติ"),
            (self.office, self.root, self.kind, "สำนักงานเขตสมมุติ"),
            (self.other, self.root, self.kind, "สำนักงานเขตอื่นสมมุติ"),
        ):
            unit.refresh_from_db()
            Placement.objects.create(
                unit=unit, parent=parent, kind=kind, name_th=name, since=SINCE, sort_key=name, search_text=name
            )
        tree = Tree.objects.create(root=self.root, since=SINCE)
        for unit in (self.root, self.planning, self.office, self.other):
            Ancestor.objects.create(tree=tree, above=unit, below=unit, depth=0)
            if unit != self.root:
                Ancestor.objects.create(tree=tree, above=self.root, below=unit, depth=1)
        self.post = Post.objects.create(unit=self.office, name_th="ผู้อำนวยการ (สมมุติ)", is_head=True)
        for name in ("clerk", "second_clerk", "head", "verifier", "last_verifier", "evaluator", "stranger"):
            self.people[name] = person(name)
        self.grant("clerk", Role.REPORTER, self.office)
        self.grant("second_clerk", Role.REPORTER, self.office)
        self.grant("verifier", Role.VERIFIER, self.planning)
        self.grant("last_verifier", Role.VERIFIER, self.root, subtree=False)
        self.grant("evaluator", Role.EVALUATOR, self.root)
        for name in ("commentator", "auditor", "org_admin"):
            self.people[name] = person(name)
            self.grant(name, Role(name), self.root)
        self.hold("head")
        installed = install(self.pack)
        self.year = Year.objects.create(root=self.root, pack=installed, fiscal_year=installed.fiscal_year)
        self.time = RoundTime.objects.create(
            year=self.year, round=self.round, opens=self.today - timedelta(days=30), last_day=self.today + timedelta(days=10)
        )  # fmt: skip
        for order, unit in enumerate((self.planning, self.root), 1):
            Hop.objects.create(root=self.root, pack=self.pack, order=order, to=unit, day=5, of_following_month=True)
        self.assessment = Assessment.objects.create(year=self.year, unit=self.office, made_by="kind")

    @property
    def today(self) -> date:
        return self.clock.at.astimezone(clock.BANGKOK).date()

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def grant(self, name: str, role: Role, unit: Unit, **fields: object) -> Grant:
        return Grant.objects.create(user=self.people[name], role=role, unit=unit, since=SINCE, **fields)

    def hold(self, name: str, how: str = "holds", post: Post | None = None) -> Holding:
        return Holding.objects.create(user=self.people[name], post=post or self.post, how=how, since=SINCE)

    def opened(self) -> Report:
        reports = services.open_reports(self.assessment, round=self.round, by=None)
        return next(report for report in reports if report.indicator == self.indicator)

    def assessment_reports(self, *indicators: str) -> list[Report]:
        self.opened()
        return [self.assessment.reports.get(indicator=code) for code in indicators]

    def save(self, report: Report, *changes: Change, by: str = "clerk") -> services.Saved:
        fresh(report)
        return services.save_entries(report, changes=changes, by=self[by], version=report.version)

    def submit(self, report: Report, by: str = "clerk", key: str = "") -> Submission:
        fresh(report)
        return services.submit(report, by=self[by], key=key or f"key {report.version}")

    def do(self, report: Report, action: str, by: str, **more: str) -> None:
        """One decision, by one who has read the newest state."""
        fresh(report)
        DECISIONS[action](report, by=self[by], version=report.version, **more)
        report.refresh_from_db()

    def bring_to(self, report: Report, state: str) -> Report:
        """The report taken to a state by the people whose turn it is."""
        self.save(report, Change("2.1", "percent", "72"))
        steps = {
            "draft": [],
            "submitted": ["submit"],
            "returned": ["submit", "return"],
            "under_review": ["submit", "approve"],
            "verified": ["submit", "approve", "verify", "verify_last"],
            "closed": ["submit", "approve", "verify", "verify_last", "conclude"],
        }[state]
        for step in steps:
            if step == "submit":
                self.submit(report)
            else:
                by = {"approve": "head", "return": "head", "verify": "verifier", "verify_last": "last_verifier"}
                more = {"remark": "แก้ไข"} if step == "return" else {}
                self.do(report, step, by.get(step, "evaluator"), **more)
        return fresh(report)

    def evidence(self, unit: Unit | None = None) -> Evidence:
        return Evidence.objects.create(
            unit=unit or self.office, title="ภาพถ่าย", sha256="ab" * 32, by=self["clerk"], at=clock.now()
        )


DECISIONS = {
    "approve": services.approve,
    "return": services.return_,
    "verify": services.verify,
    "verify_last": services.verify,
    "conclude": services.conclude,
}


def fresh(report: Report) -> Report:
    report.refresh_from_db()
    return report


def clock_at(monkeypatch: pytest.MonkeyPatch, now: datetime = NOW) -> Clock:
    ticking = Clock(now)
    monkeypatch.setattr(timezone, "now", ticking)
    return ticking
