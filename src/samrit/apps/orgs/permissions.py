"""Who may change the organisation.  `by` None is the program itself, at the console of whoever holds the database."""

from __future__ import annotations

from samrit.apps.accounts.models import User
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs.models import Holding, Post, Role, Unit
from samrit.apps.orgs.queries import on_day, root_of
from samrit.apps.orgs.roles import agencies_of, may


def check_can_make_agency(by: User | None) -> None:
    """This person looks after the installation."""
    if by is not None and not (by.is_active and by.is_administrator):
        raise Denied(
            "เฉพาะผู้ดูแลระบบตั้งส่วนราชการใหม่ได้", "only an administrator of the installation may set up an agency",
            "แจ้งผู้ดูแลระบบ", "ask the administrator",
        )  # fmt: skip


def check_can_see(user: User, unit: Unit) -> None:
    """This person belongs to the unit's agency, or looks after the installation; to others it does not exist."""
    if user.is_active and (user.is_administrator or root_of(unit) in agencies_of(user, clock.today())):
        return
    raise Denied("ไม่พบหน่วยนี้", "there is no such unit")


def check_can_change(by: User | None, unit: Unit) -> None:
    """This person looks after the unit's part of the tree."""
    if by is not None and not looks_after(by, unit):
        raise Denied(
            "เฉพาะผู้ดูแลหน่วยงานของส่วนนี้แก้โครงสร้างได้", "only an organisation administrator of this part of the tree may change it",
            "แจ้งผู้ดูแลหน่วยงาน หรือขอรับบทบาทนี้", "tell the organisation administrator, or ask for that role",
        )  # fmt: skip


def check_can_assign(by: User | None, post: Post, to: User, how: str) -> None:
    """This person looks after the post's unit, or holds the post and delegates it; and does not put themselves in it."""
    if by is None:
        return
    if by.id == to.id:
        raise Denied(
            "แต่งตั้งตนเองไม่ได้", "nobody puts themselves into a post",
            "ให้ผู้ดูแลหน่วยงานคนอื่นแต่งตั้ง", "let another organisation administrator do it",
        )  # fmt: skip
    if looks_after(by, post.unit):
        return
    today = clock.today()
    own = Holding.objects.filter(on_day(today), post=post, user=by, how__in=("holds", "acting"))
    if how == "delegated" and by.is_active and own.exists():
        return
    raise Denied(
        "เฉพาะผู้ดูแลหน่วยงานแต่งตั้งได้ และเฉพาะผู้ดำรงตำแหน่งมอบอำนาจได้",
        "only an organisation administrator fills posts, and only the holder delegates one",
        "แจ้งผู้ดูแลหน่วยงาน", "tell the organisation administrator",
    )  # fmt: skip


def check_can_end_holding(by: User | None, holding: Holding) -> None:
    """This person looks after the unit, or is the holder, or delegated the post as its holder."""
    if by is None or looks_after(by, holding.post.unit):
        return
    own = Holding.objects.filter(on_day(clock.today()), post=holding.post_id, user=by).exclude(how="delegated")
    if by.is_active and (holding.user_id == by.id or (holding.how == "delegated" and own.exists())):
        return
    raise Denied(
        "เฉพาะผู้ดูแลหน่วยงานหรือผู้ดำรงตำแหน่งเองทำได้", "only an organisation administrator or the holder may do that",
        "แจ้งผู้ดูแลหน่วยงาน", "tell the organisation administrator",
    )  # fmt: skip


def check_can_grant(by: User | None, to: User, unit: Unit, role: str) -> None:
    """This person looks after that part of the tree (or names an agency's first administrator), and is not the one who gets the role."""
    if by is None:
        return
    if by.id == to.id:
        raise Denied(
            "ให้บทบาทแก่ตนเองไม่ได้", "nobody grants themselves a role",
            "ให้ผู้ดูแลหน่วยงานคนอื่นเป็นผู้ให้", "let another organisation administrator do it",
        )  # fmt: skip
    # an administrator has no say over any result, but an agency's first administrator must come from somewhere
    names_first = by.is_active and by.is_administrator and role == Role.ORG_ADMIN and unit.root_id is None
    if not names_first and not looks_after(by, unit):
        raise Denied(
            "เฉพาะผู้ดูแลหน่วยงานของส่วนนี้ให้หรือเพิกถอนบทบาทได้", "only an organisation administrator of this part of the tree may grant or revoke roles",
            "แจ้งผู้ดูแลหน่วยงาน", "tell the organisation administrator",
        )  # fmt: skip


def check_can_import(by: User | None, root: Unit) -> None:
    """This person looks after the whole agency."""
    if by is not None and may(by, Role.ORG_ADMIN, root, "", clock.today()) is None:
        raise Denied(
            "เฉพาะผู้ดูแลหน่วยงานของทั้งส่วนราชการนำเข้าได้", "only an organisation administrator of the whole agency may import",
            "แจ้งผู้ดูแลหน่วยงาน", "tell the organisation administrator",
        )  # fmt: skip


def check_can_set_face(by: User | None, root: Unit) -> None:
    """This person looks after the whole agency, and it is an agency."""
    if root.root_id is not None:
        raise Denied(
            "สีและตราเป็นของทั้งส่วนราชการ หน่วยข้างใต้ใช้ตามนั้น", "colour and emblem belong to the whole agency; its units use them",
            "เปิดหน้าของส่วนราชการ", "open the agency's page",
        )  # fmt: skip
    if by is not None and may(by, Role.ORG_ADMIN, root, "", clock.today()) is None:
        raise Denied(
            "เฉพาะผู้ดูแลหน่วยงานของทั้งส่วนราชการกำหนดสีและตราได้", "only an organisation administrator of the whole agency may set its colour and emblem",
            "แจ้งผู้ดูแลหน่วยงาน", "tell the organisation administrator",
        )  # fmt: skip


def looks_after(user: User, unit: Unit) -> bool:
    """Whether a person is an organisation administrator of a unit, of one above it, or of its agency."""
    today = clock.today()
    if may(user, Role.ORG_ADMIN, unit, "", today):
        return True
    # a unit that begins later stands in no tree yet; then the agency's own administrator looks after it
    return unit.root is not None and may(user, Role.ORG_ADMIN, unit.root, "", today) is not None
