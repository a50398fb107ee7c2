"""Words that several pages say alike: states, due days, names of indicators and frameworks, people's roles."""

from __future__ import annotations

from datetime import date

from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.queries import unpacked
from samrit.apps.orgs.models import Role
from samrit.apps.results.models import Report, State
from samrit.apps.rounds.naming import round_said
from samrit.base import thai
from samrit.base.issues import Issue
from samrit.packs.model import Indicator
from samrit.packs.texts import Words
from samrit.web.components.reading import Status, StatusKind
from samrit.web.reader import Text

_STATES: dict[State, tuple[StatusKind, Text]] = {
    State.DRAFT: ("todo", Text("ยังไม่ส่ง", "Not sent yet")),
    State.SUBMITTED: ("sent", Text("ส่งแล้ว รอหัวหน้าเห็นชอบ", "Sent, waits for the head")),
    State.UNDER_REVIEW: ("review", Text("กำลังตรวจ", "Under review")),
    State.RETURNED: ("returned", Text("ส่งกลับให้แก้", "Returned")),
    State.VERIFIED: ("done", Text("ยืนยันแล้ว", "Verified")),
    State.CLOSED: ("closed", Text("ปิดแล้ว", "Closed")),
}

ROLES: dict[Role, Text] = {
    Role.REPORTER: Text("ผู้รายงาน", "Reporter"),
    Role.HEAD: Text("หัวหน้าหน่วย", "Head of the unit"),
    Role.VERIFIER: Text("ผู้ตรวจยืนยัน", "Verifier"),
    Role.EVALUATOR: Text("ผู้ประเมิน", "Evaluator"),
    Role.COMMENTATOR: Text("ผู้ให้ความเห็น", "Commentator"),
    Role.AUDITOR: Text("ผู้ตรวจสอบ", "Auditor"),
    Role.ORG_ADMIN: Text("ผู้ดูแลหน่วยงาน", "Administrator of the agency"),
}


def status(state: str) -> Status:
    """A report's state as word, shape and colour."""
    return Status(*_STATES[State(state)])


def due(day: date) -> Text:
    """Until when, in both calendars."""
    return Text(f"ภายใน {thai.format_date(day, 'short')}", f"by {day.day} {_MONTHS[day.month - 1]} {day.year}")


def day(value: date) -> Text:
    """A day inside a sentence."""
    return Text(thai.format_date(value, "short"), f"{value.day} {_MONTHS[value.month - 1]} {value.year}")


def text(words: Words | None) -> Text:
    """A pack's words."""
    return Text("") if words is None else Text(words.th, words.en)


def framework(pack: InstalledPack) -> Text:
    """A framework's short name where it has one."""
    return Text(pack.name_th, pack.name_en)


def indicator(report: Report) -> Text:
    """A report's indicator: number and name."""
    found = indicator_of(report)
    name = text(found.name) if found else Text("", "")
    return Text(f"{report.indicator} {name.th}".strip(), f"{report.indicator} {name.en or name.th}".strip())


def indicator_of(report: Report) -> Indicator | None:
    """The indicator as its pack has it; None for one that an agreement added."""
    pack = unpacked(report.assessment.year.pack)
    return next((one for one in pack.indicators if one.code == report.indicator), None)


def round_of(report: Report) -> str:
    """A report's round, said in short."""
    return round_said(report.round, report.assessment.year.fiscal_year)


def problem(issue: Issue) -> Text:
    """An issue with its cure, as one text for a field."""
    cure_th, cure_en = (f" {issue.cure_th}" if issue.cure_th else ""), (f"; {issue.cure_en}" if issue.cure_en else "")
    return Text(f"{issue.th}{cure_th}", f"{issue.en}{cure_en}")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
