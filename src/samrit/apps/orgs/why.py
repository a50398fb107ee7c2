"""Why may I, and why may I not: the ground of a permission, or what comes nearest to it, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samrit.apps.accounts.models import User
from samrit.apps.orgs.models import Grant, Holding, Role, Unit
from samrit.apps.orgs.queries import UnitView, above_ids, is_there, names_of, successors_of
from samrit.apps.orgs.roles import Basis, Reach, may
from samrit.base.thai import format_date

ROLE_EN: dict[str, str] = {
    Role.REPORTER: "reporter",
    Role.HEAD: "head of unit",
    Role.VERIFIER: "verifier",
    Role.EVALUATOR: "evaluator",
    Role.COMMENTATOR: "commentator",
    Role.AUDITOR: "auditor",
    Role.ORG_ADMIN: "organisation administrator",
}
_HOW = {
    "holds": ("ดำรงตำแหน่ง", "holding"),
    "acting": ("รักษาราชการแทนใน", "acting in"),
    "delegated": ("ได้รับมอบอำนาจจาก", "having been delegated"),
}


@dataclass(frozen=True)
class Why:
    """Whether a person may act, and the reasons: one where they may, every near miss where they may not."""

    basis: Basis | None
    th: tuple[str, ...]
    en: tuple[str, ...]


def why(user: User, role: str, unit: Unit, indicator: str, on: date, reach: Reach | None = None) -> Why:
    """Why a person may act for a unit in a role on a day, or why not.

    `reach`: all that the person may act for, where it is known already.
    """
    basis = None
    if reach is None or reach.may(role, unit.id, indicator) is not None:
        basis = may(user, role, unit, indicator, on)
    reasons = [_granted(basis, unit, on)] if basis else _missing(user, role, unit, indicator, on)
    return Why(basis, tuple(th for th, _ in reasons), tuple(en for _, en in reasons))


def _granted(basis: Basis, unit: Unit, on: date) -> tuple[str, str]:
    at = names_of({basis.at}, on)[basis.at]
    if basis.kind == "holding":
        how_th, how_en = _HOW[basis.how]
        th = f"เพราะ{how_th}หัวหน้าหน่วย {at.name_th} ตั้งแต่{_th(basis.since)}"
        en = f"by {how_en} the post of head of {at.name('en')} since {_en(basis.since)}"
    else:
        indicator_th, indicator_en = _indicator(basis.indicator)
        th = f"เพราะได้รับบทบาท{Role(basis.role).label} ที่ {at.name_th} {indicator_th} ตั้งแต่{_th(basis.since)}"
        en = f"by the role {ROLE_EN[basis.role]} at {at.name('en')}, {indicator_en}, since {_en(basis.since)}"
    if basis.until is not None:
        th, en = f"{th} ก่อน{_th(basis.until)}", f"{en}, before {_en(basis.until)}"
    if basis.successor is not None:
        th, en = f"{th} ซึ่งรับหน้าที่ต่อจากหน่วยที่ยุบ", f"{en}; its duties went there when the unit was closed"
    return th, en


def _missing(user: User, role: str, unit: Unit, indicator: str, on: date) -> list[tuple[str, str]]:
    reasons: list[tuple[str, str]] = []
    if not user.is_active:
        reasons.append(("บัญชีนี้ถูกปิดใช้งาน", "this account is switched off"))
    if not is_there(unit, on) and successors_of(unit, on) == [unit.id]:
        reasons.append((f"ณ {_th(on)} ยังไม่มีหน่วยนี้", f"on {_en(on)} the unit does not exist yet"))
    grants = list(Grant.objects.filter(user=user, role=role).order_by("since", "id"))
    holdings = Holding.objects.filter(user=user, post__is_head=True) if role == Role.HEAD else Holding.objects.none()
    held = list(holdings.select_related("post").order_by("since", "id"))
    names = names_of({one.unit_id for one in grants} | {one.post.unit_id for one in held}, on)
    over = above_ids(unit, on) if any(grant.subtree for grant in grants) else []
    for grant in grants:
        reaches = unit.id == grant.unit_id or (grant.subtree and grant.unit_id in over)
        reasons.append(_near_miss(grant, names[grant.unit_id], reaches, indicator, on))
    stations = [(holding, names[holding.post.unit_id]) for holding in held]
    reasons += [_ended(holding, at, on) or _elsewhere(at) for holding, at in stations]
    label = Role(role).label
    return reasons or [(f"ไม่เคยได้รับบทบาท{label}", f"the role {ROLE_EN[role]} was never granted")]


def _near_miss(grant: Grant, at: UnitView, reaches: bool, indicator: str, on: date) -> tuple[str, str]:
    if ended := _ended(grant, at, on):
        return ended
    if not reaches:
        return _elsewhere(at)
    indicator_th, indicator_en = _indicator(grant.indicator)
    asked_th, asked_en = _indicator(indicator)
    return (
        f"บทบาทที่ {at.name_th} เป็น{indicator_th} ไม่ใช่{asked_th}",
        f"the role at {at.name('en')} is {indicator_en}, not {asked_en}",
    )


def _ended(one: Grant | Holding, at: UnitView, on: date) -> tuple[str, str] | None:
    if one.until is not None and one.until <= on:
        return f"ที่ {at.name_th} สิ้นสุดแล้วตั้งแต่{_th(one.until)}", f"at {at.name('en')} it ended on {_en(one.until)}"
    if one.since > on:
        return f"ที่ {at.name_th} เริ่ม{_th(one.since)}", f"at {at.name('en')} it begins on {_en(one.since)}"
    return None


def _elsewhere(at: UnitView) -> tuple[str, str]:
    return (
        f"บทบาทนี้ได้รับที่ {at.name_th} ซึ่งไม่ครอบคลุมหน่วยนี้",
        f"the role was given at {at.name('en')}, which does not cover this unit",
    )


def _indicator(code: str) -> tuple[str, str]:
    return (f"เฉพาะตัวชี้วัด {code}", f"for indicator {code} only") if code else ("ทุกตัวชี้วัด", "for all indicators")


def _th(day: date) -> str:
    return f"วันที่ {format_date(day)}"


def _en(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
