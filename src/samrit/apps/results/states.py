"""When: the states of a result, what leads from one to the next, and whose turn it is in each."""

from __future__ import annotations

from enum import StrEnum

from samrit.apps.ground.denied import NotNow
from samrit.apps.orgs.models import Role
from samrit.apps.results.models import Report, State


class Action(StrEnum):
    """What can be done to a report."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETURN = "return"
    VERIFY = "verify"
    VERIFY_LAST = "verify_last"
    CONCLUDE = "conclude"


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.DRAFT, Action.SAVE): State.DRAFT,
    (State.DRAFT, Action.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Action.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Action.APPROVE): State.UNDER_REVIEW,
    (State.SUBMITTED, Action.RETURN): State.RETURNED,
    (State.RETURNED, Action.SAVE): State.RETURNED,
    (State.RETURNED, Action.SUBMIT): State.SUBMITTED,
    (State.UNDER_REVIEW, Action.VERIFY): State.UNDER_REVIEW,
    (State.UNDER_REVIEW, Action.VERIFY_LAST): State.VERIFIED,
    (State.UNDER_REVIEW, Action.RETURN): State.RETURNED,
    (State.VERIFIED, Action.CONCLUDE): State.CLOSED,
}
"""All there is: what is not here cannot be done.  `verify` hands on to the next unit of the route, `verify_last` ends it."""

TURN: dict[State, Role] = {
    State.DRAFT: Role.REPORTER,
    State.RETURNED: Role.REPORTER,
    State.SUBMITTED: Role.HEAD,
    State.UNDER_REVIEW: Role.VERIFIER,
    State.VERIFIED: Role.EVALUATOR,
    State.CLOSED: Role.AUDITOR,
}
"""Who has a report in each state.  A closed one is for the auditor to read; nobody has anything left to do."""

WORDS: dict[Action, tuple[str, str]] = {
    Action.SAVE: ("แก้ไข", "edited"),
    Action.SUBMIT: ("ส่ง", "submitted"),
    Action.WITHDRAW: ("ถอนคืน", "withdrawn"),
    Action.APPROVE: ("เห็นชอบ", "approved"),
    Action.RETURN: ("ส่งกลับแก้ไข", "returned"),
    Action.VERIFY: ("ยืนยัน", "verified"),
    Action.VERIFY_LAST: ("ยืนยันเป็นหน่วยสุดท้าย", "verified by the last unit"),
    Action.CONCLUDE: ("สรุปผล", "concluded"),
}

_SAID: dict[State, tuple[str, str]] = {
    State.DRAFT: ("เป็นร่าง ยังอยู่กับผู้รายงาน", "is a draft and still with its reporter"),
    State.SUBMITTED: ("ส่งแล้ว รอหัวหน้าหน่วยเห็นชอบ", "is submitted and waits for the head of the unit"),
    State.UNDER_REVIEW: ("กำลังตรวจที่หน่วยในเส้นทางรายงาน", "is under review by a unit of its reporting route"),
    State.RETURNED: ("ถูกส่งกลับให้ผู้รายงานแก้ไข", "was returned to its reporter to be corrected"),
    State.VERIFIED: ("ยืนยันครบทุกหน่วยแล้ว รอผู้ประเมินสรุปผล", "is verified by all units and waits for the evaluator"),
    State.CLOSED: ("สรุปผลและปิดแล้ว", "is concluded and closed"),
}

_CURES: dict[State, tuple[str, str]] = {
    State.DRAFT: ("ผู้รายงานต้องส่งก่อน", "the reporter must submit it first"),
    State.SUBMITTED: (
        "ผู้รายงานถอนคืนได้ หรือรอหัวหน้าหน่วยเห็นชอบหรือส่งกลับ",
        "its reporter may withdraw it; else the head of the unit approves or returns it",
    ),
    State.UNDER_REVIEW: ("ติดต่อหน่วยที่กำลังตรวจให้ยืนยันหรือส่งกลับ", "ask the unit that has it to verify or return it"),
    State.RETURNED: ("ผู้รายงานแก้ไขแล้วส่งใหม่", "the reporter corrects it and submits again"),
    State.VERIFIED: ("รอผู้ประเมินสรุปผล", "wait for the evaluator to conclude"),
    State.CLOSED: ("ขอทบทวนผลการประเมินตามขั้นตอน", "ask for a review of the assessment"),
}


def check_can_now(report: Report, action: Action) -> State:
    """The state that `action` leads to; raises `NotNow` with where the report stands and what to do instead."""
    state = State(report.state)
    after = TRANSITIONS.get((state, action))
    if after is None:
        (said_th, said_en), (cure_th, cure_en) = _SAID[state], _CURES[state]
        word_th, word_en = WORDS[action]
        raise NotNow(
            f"{word_th}ตอนนี้ไม่ได้: รายงานนี้{said_th}", f"It cannot be {word_en} now: the report {said_en}.",
            cure_th, cure_en,
        )  # fmt: skip
    return after


def actors(state: State, action: Action) -> tuple[Role, ...]:
    """The role that does an action in a state: whose turn it is, but for what its reporter may take back."""
    if action in _OF_REPORTER:
        return (Role.REPORTER,)
    if action is Action.RETURN:
        # in a state where nothing can be returned, either reviewer is told so, rather than that he is nobody
        return (TURN[state],) if (state, action) in TRANSITIONS else (Role.HEAD, Role.VERIFIER)
    return (_OF_REVIEWERS[action],)


def diagram() -> str:
    """The transitions as a Mermaid diagram, each arrow with its action and the role that does it."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [
        f"    {state.value} --> {after.value}: {action.value} ({actors(state, action)[0].value})"
        for (state, action), after in TRANSITIONS.items()
    ]
    return "\n".join([*lines, "    closed --> [*]"]) + "\n"


_OF_REPORTER = frozenset({Action.SAVE, Action.SUBMIT, Action.WITHDRAW})
_OF_REVIEWERS = {
    Action.APPROVE: Role.HEAD,
    Action.VERIFY: Role.VERIFIER,
    Action.VERIFY_LAST: Role.VERIFIER,
    Action.CONCLUDE: Role.EVALUATOR,
}
