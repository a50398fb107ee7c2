"""Words that several pages say alike: states, due days, names of indicators and frameworks, people's roles."""

from __future__ import annotations

from datetime import date

from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.queries import unpacked
from samrit.apps.orgs.models import Role
from samrit.apps.results.due import DaysOff, due_day
from samrit.apps.results.models import Report, State
from samrit.apps.results.more_time import days_more
from samrit.apps.rounds.models import Year
from samrit.apps.rounds.naming import round_said, run_for
from samrit.base import thai
from samrit.base.counting import counted
from samrit.base.issues import Issue
from samrit.base.thai import arabic_digits
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


def due_of(report: Report, off: DaysOff | None = None, *, with_reason: bool = False) -> Text:
    """Until when a report is due with whoever has it, and, where more time for its unit moved that day, that it did."""
    day = due_day(report, off)
    return Text("") if day is None else due_on(report, day, with_reason=with_reason)


def due_on(report: Report, day: date, *, with_reason: bool = False) -> Text:
    """As `due_of`, where the working day by which it is due is known already."""
    said, more = due(day), moved(report, with_reason=with_reason)
    off_th, off_en = (" (เลื่อนจากวันหยุด)", " (moved from a day off)") if with_reason and day != report.due else ("", "")
    return Text(f"{said.th}{more.th}{off_th}", f"{said.en}{more.en}{off_en}")


def moved(report: Report, *, with_reason: bool = False) -> Text:
    """By how many days, and why, a due day was moved, in brackets behind it; nothing where it was not."""
    days = days_more(report)
    if report.extension is None or days == 0:
        return Text("")
    why = f": {report.extension.reason}" if with_reason else ""
    return Text(f" (ขยายเวลาให้แล้ว {days} วัน{why})", f" ({counted(days, 'day')} more given{why})")


def day(value: date) -> Text:
    """A day inside a sentence."""
    return Text(thai.format_date(value, "short"), f"{value.day} {_MONTHS[value.month - 1]} {value.year}")


def text(words: Words | None) -> Text:
    """A pack's words."""
    return Text("") if words is None else Text(words.th, words.en)


def framework(pack: InstalledPack) -> Text:
    """A framework by the name its documents print, year and all: for the framework itself, not for a year of it."""
    return Text(pack.name_th, pack.name_en)


def framework_run(year: Year) -> Text:
    """A framework as it is called in the fiscal year it is run for: a year in its name is that one."""
    pack = year.pack
    return text(run_for(Words(th=pack.name_th, en=pack.name_en), pack.fiscal_year, year.fiscal_year))


def framework_and_year(year: Year) -> Text:
    """A framework as it is called in a fiscal year, and that year, unless the name says it already."""
    name, be = framework_run(year), str(year.fiscal_year)
    th = name.th if be in arabic_digits(name.th) else f"{name.th} ปีงบประมาณ {be}"
    en = name.en or name.th
    return Text(th, en if be in arabic_digits(en) else f"{en}, fiscal year {be} (BE)")


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
