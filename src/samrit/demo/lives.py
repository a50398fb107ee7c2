"""The life of one report: what its people do with it until it stands where it should; and the scores of a unit."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from django.db.models import QuerySet

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.assessments.queries import terms_on
from samrit.apps.evidence import services as evidence
from samrit.apps.ground.prepared import prepared
from samrit.apps.issuing import services as issuing
from samrit.apps.issuing.papers import Options
from samrit.apps.orgs.faces import emblem_of
from samrit.apps.orgs.queries import root_of
from samrit.apps.results import draft, places, services
from samrit.apps.results.models import Report
from samrit.apps.results.queries import facts_of
from samrit.apps.scoring import services as scoring
from samrit.apps.scoring.models import ScoreRun
from samrit.demo import figures, proof
from samrit.demo.organisations import PRD, Reporting

PROVEN = 0.12
"""The share of reports with evidence."""
REMARKS = (
    "ตัวเลขไม่ตรงกับหลักฐาน โปรดตรวจแล้วส่งใหม่ (สมมุติ)",
    "โปรดแนบรายงานฉบับเต็มที่มีลายมือชื่อ (สมมุติ)",
    "ช่วงเวลาของข้อมูลไม่ตรงกับรอบ โปรดแก้ไข (สมมุติ)",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """Something done to a report."""

    name: str
    do: Callable[[], object]


@dataclass
class Life:
    """One report, with the people whose turn it is in each state."""

    unit: Reporting
    evaluator: User
    assessment: Callable[[], Assessment]
    pack: str
    round: str
    code: str
    seed: str
    state: str = field(default="", init=False)

    def acts(self, state: str) -> list[Act]:
        """What leads to a state, in order; "second": at the second unit of its route."""
        self.state = state
        save, submit = Act("save", self._save), Act("submit", self._submit)
        approve = Act("approve", lambda: self._decide(services.approve, self.unit.head))
        verify = [Act("verify", self._verifying(user)) for user in self.unit.verifiers]
        conclude = Act("conclude", lambda: self._decide(services.conclude, self.evaluator))
        back = Act("return", lambda: self._return(self.unit.verifiers[0]))
        again = Act("submit", lambda: self._submit("2"))
        return {
            "draft": [],
            "partial": [Act("save", lambda: self._save(half=True))],
            "submitted": [save, submit],
            "returned": [save, submit, approve, back],
            "under_review": [save, submit, approve],
            "second": [save, submit, approve, verify[0]],
            "verified": [save, submit, approve, *verify],
            "closed": [save, submit, approve, *verify, conclude],
            "returned and closed": [save, submit, approve, back, again, approve, *verify, conclude],
        }[state]

    def report(self) -> Report:
        """As it stands."""
        (found,) = _report(self.assessment().id, self.round, self.code)
        return found

    def _save(self, half: bool = False) -> None:
        report = self.report()
        slots = draft.slots_of(terms_on(self.assessment(), places.day_of(report)), report)
        typed = figures.results(self.pack, self.round, slots, self.seed)
        changes = typed[: max(1, len(typed) // 2)] if half else typed
        services.save_entries(report, changes=changes, by=self.unit.clerk, version=report.version)
        if Random("proof " + self.seed).random() < PROVEN:
            self._prove(report)

    def _prove(self, report: Report) -> None:
        is_picture = Random("kind " + self.seed).random() < 0.6
        title = f"{'ภาพกิจกรรม' if is_picture else 'รายงานประกอบ'} ตัวชี้วัด {self.code}"
        data = (proof.picture if is_picture else proof.paper)(title, self.seed)
        given = evidence.give_file(
            unit=self.unit.unit, title=title, file_name="photo.png" if is_picture else "report.pdf", by=self.unit.clerk,
            stream=io.BytesIO(data),
        )  # fmt: skip
        services.attach(report, evidence=given, by=self.unit.clerk)

    def _submit(self, which: str = "1") -> None:
        services.submit(self.report(), by=self.unit.clerk, key=f"demo {which}")

    def _verifying(self, by: User) -> Callable[[], object]:
        return lambda: self._decide(services.verify, by)

    def _return(self, by: User) -> None:
        report = self.report()
        remark = Random(self.seed).choice(REMARKS)
        services.return_(report, by=by, version=report.version, remark=remark)

    def _decide(self, decide: Callable[..., object], by: User) -> None:
        report = self.report()
        decide(report, by=by, version=report.version)


@prepared
def _report(assessment: UUID, round: str, indicator: str) -> QuerySet[Report]:
    reports = Report.objects.filter(assessment=assessment, round=round, indicator=indicator)
    return reports.select_related("assessment__unit")


@dataclass
class Scoring:
    """A unit's score in a round, and the papers issued on it."""

    assessment: Callable[[], Assessment]
    round: str
    lives: Sequence[Life]
    by: User
    last: ScoreRun | None = field(default=None, init=False)

    def run(self, moment: str) -> None:
        """Score what has been submitted; nothing where nothing has."""
        assessment = self.assessment()
        found = [one.state for one in Report.objects.filter(assessment=assessment, round=self.round)]
        if all(state == "draft" for state in found):
            return
        day = places.day_of(Report(assessment=assessment, round=self.round))
        terms = terms_on(assessment, day)
        facts = facts_of(assessment, self.round, terms=terms)
        self.last = scoring.run(assessment, self.round, moment, facts, terms, by=self.by)

    def issue(self) -> None:
        """The unit's paper on its concluded score, where every report is closed."""
        if self.last is None or any(life.state not in ("closed", "returned and closed") for life in self.lives):
            return
        is_department = self.lives[0].pack == PRD
        issuing.issue(
            self.assessment(), self.last, "por-ror-2" if is_department else "score-annex",
            "กปส สมมุติ" if is_department else "ตช สมมุติ", by=self.lives[0].unit.head, results_state="closed",
            options=Options(unit=self.lives[0].unit.name, emblem=emblem_of(root_of(self.lives[0].unit.unit))),
        )  # fmt: skip
