"""The decisions a person has on a report now: which, to whom it goes, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import Refusal
from samrit.apps.orgs import queries as orgs
from samrit.apps.results import problems
from samrit.apps.results.models import Report, State
from samrit.apps.results.queries import Moment
from samrit.apps.results.states import Action
from samrit.apps.scoring import moments as verbs
from samrit.base.issues import Place, Refused, define
from samrit.web import wording
from samrit.web.components.reading import Button
from samrit.web.pages import unit_name
from samrit.web.reader import Text

NO_DECISION = define(
    "WR001", "error",
    th="ยังไม่ได้เลือกว่าจะตัดสินอย่างไร", en="no decision was chosen",
    cure_th="กดปุ่มที่ต้องการ", cure_en="press one of the buttons",
)  # fmt: skip

ACTIONS = (Action.APPROVE, Action.VERIFY, Action.CONCLUDE, Action.RETURN)
IN_STATE: dict[State, tuple[Action, ...]] = {
    State.SUBMITTED: (Action.APPROVE, Action.RETURN),
    State.UNDER_REVIEW: (Action.VERIFY, Action.RETURN),
    State.VERIFIED: (Action.CONCLUDE,),
}


@dataclass(frozen=True)
class Asked:
    """What the form sent: the decision, the remark, and the version of the report that its maker saw."""

    decision: str
    remark: str
    version: int

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Asked:
        """Read it; a version that is none is one that no report has, and so is stale."""
        version = sent.get("version", "")
        number = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else -1
        return cls(sent.get("decision", ""), sent.get("remark", "").replace("\r\n", "\n"), number)


def decide(report: Report, asked: Asked, by: User) -> None:
    """Take the decision.  Errors: `Refused`, `Denied`, `NotNow`, `Stale`."""
    if asked.decision == Action.APPROVE:
        verbs.approve(report, by=by, version=asked.version, remark=asked.remark)
    elif asked.decision == Action.RETURN:
        verbs.return_(report, by=by, version=asked.version, remark=asked.remark)
    elif asked.decision == Action.VERIFY:
        verbs.verify(report, by=by, version=asked.version, remark=asked.remark)
    elif asked.decision == Action.CONCLUDE:
        verbs.conclude(report, by=by, version=asked.version, remark=asked.remark)
    else:
        raise Refused([NO_DECISION.at(Place("decision")), *problems.of_remark(asked.remark)])


def buttons(
    report: Report, can: Mapping[Action, Refusal | None], route: Sequence[Text], told: Sequence[Moment]
) -> list[Button]:
    """What the person may decide now, each with the one it goes to."""
    found = []
    for action in IN_STATE.get(State(report.state), ()):
        if can[action] is None:
            kind: Literal["primary", "secondary"] = "secondary" if action is Action.RETURN else "primary"
            found.append(Button(_verb(action, route, told), kind, name="decision", value=action.value))
    return found


def done(report: Report, asked: Asked, on: date) -> Text:
    """What became of it: who has it now, and until when."""
    names = orgs.names_of({report.with_unit_id, report.assessment.unit_id}, on)
    here, home = unit_name(names[report.with_unit_id]), unit_name(names[report.assessment.unit_id])
    th, en = {
        State.RETURNED: (
            f"ส่งกลับแล้ว ตอนนี้อยู่กับผู้รายงานของ {home.th}", f"Returned; it is now with the reporter of {home.en or home.th}"
        ),
        State.UNDER_REVIEW: (
            f"ส่งต่อแล้ว ตอนนี้อยู่ที่ {here.th} เพื่อตรวจยืนยัน", f"Sent on; it is now with {here.en or here.th} to be verified"
        ),
        State.VERIFIED: (
            "ยืนยันครบทุกหน่วยแล้ว ตอนนี้รอผู้ประเมินสรุปผล", "Verified by all units; it now waits for the evaluator"
        ),
        State.CLOSED: ("สรุปผลแล้ว ไม่มีใครต้องทำอะไรต่อ", "Concluded; nobody has anything left to do"),
    }.get(State(report.state), ("บันทึกแล้ว", "Recorded"))  # fmt: skip
    if report.state == State.UNDER_REVIEW and report.due is not None:
        due = wording.due_of(report, with_reason=True)
        th, en = f"{th} {due.th}", f"{en}, {due.en}"
    return Text(th, en)


def _verb(action: Action, route: Sequence[Text], told: Sequence[Moment]) -> Text:
    if action is Action.RETURN:
        return Text("ส่งกลับให้ผู้รายงานแก้ไข", "Return to the reporter")
    if action is Action.CONCLUDE:
        return Text("สรุปผล", "Conclude")
    if action is Action.APPROVE:
        first = route[0] if route else Text("หน่วยถัดไป", "the next unit")
        return Text(f"ส่งให้ {first.th} ตรวจ", f"Approve and send to {first.en or first.th}")
    newest = max((one.number for one in told), default=0)
    passed = sum(1 for one in told if one.what == "verified" and one.number == newest)
    if passed + 1 < len(route):
        after = route[passed + 1]
        return Text(f"ยืนยัน แล้วส่งให้ {after.th} ตรวจต่อ", f"Verify and send on to {after.en or after.th}")
    return Text("ยืนยัน (หน่วยสุดท้าย)", "Verify (the last unit)")
