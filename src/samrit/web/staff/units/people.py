"""Posts, and putting people into them: in their own right, acting, or by delegation for a time."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs import services
from samrit.apps.orgs.models import Holding, Post, Unit
from samrit.apps.orgs.permissions import check_can_change, check_can_end_holding, looks_after
from samrit.apps.orgs.queries import name_of, on_day, root_of
from samrit.apps.orgs.roles import agencies_of
from samrit.web.components.forms import Choices, Input, Option
from samrit.web.components.reading import Link
from samrit.web.pages import person, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.units.forms import Asked, Plan, answer
from samrit.web.staff.units.here import UNITS, address, check_is_mine, portrait_of, way_to
from samrit.web.staff.units.typed import Typed, day_field, text_field, today_text
from samrit.web.staff.units.unit import HOW

UNTIL = Text("จนถึงก่อนวันที่ (เว้นว่าง: ไม่มีกำหนด)", "Before the day (empty: without end)")
USERNAME = Text("ชื่อผู้ใช้ของบุคคล", "The person's username")
USERNAME_HINT = Text(
    "ชื่อที่ใช้เข้าระบบ ถ้ายังไม่มีบัญชี ขอจากผู้ดูแลระบบ", "The name they sign in with; an administrator makes accounts."
)
NO_SUCH_PERSON = Text(
    "ไม่พบชื่อผู้ใช้นี้ ตรวจตัวสะกด หรือให้ผู้ดูแลระบบสร้างบัญชีก่อน",
    "There is no such username here; check the spelling, or let an administrator make the account first.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_post(request: HttpRequest, id: UUID) -> HttpResponse:
    """Set up a post in a unit; it is vacant until somebody is put into it."""
    found = portrait_of(request, id)
    check_can_change(person(request), found.unit)

    def fields(typed: Typed) -> Sequence[Input]:
        head = typed.text("is_head") == "yes"
        pack_hint = Text("ถ้าชุดเกณฑ์ระบุตำแหน่งไว้ เช่น director", "where the frameworks name the post, such as director")
        return [
            text_field(typed, "name_th", Text("ชื่อตำแหน่งภาษาไทย", "Thai name of the post")),
            text_field(typed, "name_en", Text("ชื่อตำแหน่งภาษาอังกฤษ", "English name of the post")),
            text_field(typed, "rank", Text("ระดับหรือยศของตำแหน่ง", "Rank of the post")),
            text_field(typed, "pack_post", Text("รหัสตำแหน่งในชุดเกณฑ์", "The post's code in the frameworks"), pack_hint),
            Choices(
                "is_head", Text("เป็นหัวหน้าหน่วยหรือไม่", "Is it the head's post?"),
                Text("หัวหน้าหน่วยลงนามและเห็นชอบรายงานของหน่วย", "The head signs and approves the unit's reports."),
                options=[
                    Option("no", Text("ไม่ใช่", "No"), is_chosen=not head),
                    Option("yes", Text("เป็นหัวหน้าหน่วย", "Yes, the head's"), is_chosen=head),
                ],
            ),
        ]  # fmt: skip

    def read(typed: Typed) -> Plan:
        return Plan(
            lambda: services.create_post(
                unit=found.unit, name_th=typed.raw("name_th"), name_en=typed.raw("name_en"), rank=typed.raw("rank"),
                pack_post=typed.text("pack_post"), is_head=typed.text("is_head") == "yes", by=person(request),
            )
        )  # fmt: skip

    asked = Asked(
        Text(f"เพิ่มตำแหน่งใน {found.now.name_th}", f"Add a post to {found.now.name('en')}"),
        Text("เพิ่มตำแหน่ง", "Add the post"), fields, read, Text("เพิ่มตำแหน่งแล้ว", "The post was added."),
        address(id, "posts/"), way_to(found.now),
    )  # fmt: skip
    return answer(request, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assign(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put somebody into a post; who holds it may delegate it."""
    post = Post.objects.select_related("unit__root").filter(id=id).first()
    if post is None:
        raise Http404
    check_is_mine(request, post.unit)
    by, on = person(request), standing(request).on
    is_admin = looks_after(by, post.unit)
    if (
        not is_admin
        and not Holding.objects.filter(on_day(on), post=post, user=by, how__in=("holds", "acting")).exists()
    ):
        raise Denied(
            "เฉพาะผู้ดูแลหน่วยงานแต่งตั้งได้ และเฉพาะผู้ดำรงตำแหน่งมอบอำนาจได้",
            "only an organisation administrator fills posts, and only the holder delegates one",
            "แจ้งผู้ดูแลหน่วยงาน", "tell the organisation administrator",
        )  # fmt: skip
    ways = HOW if is_admin else {"delegated": HOW["delegated"]}

    def fields(typed: Typed) -> Sequence[Input]:
        chosen = typed.text("how") or next(iter(ways))
        options = [Option(how, words, is_chosen=how == chosen) for how, words in ways.items()]
        return [
            text_field(typed, "username", USERNAME, USERNAME_HINT),
            typed.shown(Choices("how", Text("อย่างไร", "How"), options=options)),
            day_field(typed, "since", Text("ตั้งแต่วันที่", "From the day")),
            day_field(typed, "until", UNTIL),
        ]

    def read(typed: Typed) -> Plan | None:
        user, since, until = user_of(typed, post.unit, request), typed.needed_day("since"), typed.day("until")
        how = typed.text("how")
        if how not in ways:
            typed.fail("how", Text("เลือกอย่างใดอย่างหนึ่ง", "Choose one of these."))
        if user is None or typed.errors:
            return None
        done = Text(f"แต่งตั้ง {user.name} แล้ว และแจ้งให้เจ้าตัวทราบแล้ว", f"{user.name} was put into the post, and told.")
        return Plan(
            lambda: services.assign_holder(post=post, user=user, since=since, until=until, how=how, by=by), done=done
        )

    at = name_of(post.unit_id, on)
    asked = Asked(
        Text(f"แต่งตั้งผู้ดำรงตำแหน่ง {post.name_th}", f"Fill the post {post.name_en or post.name_th}"),
        Text("แต่งตั้ง", "Put into the post"), fields, read, "", address(post.unit_id, "posts/"),
        [UNITS, Link(unit_name(at), address(at.id))], begins={"since": today_text()},
    )  # fmt: skip
    return answer(request, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say from which day a person no longer holds a post."""
    holding = Holding.objects.select_related("post__unit__root", "user").filter(id=id).first()
    if holding is None:
        raise Http404
    post = holding.post
    check_is_mine(request, post.unit)
    check_can_end_holding(person(request), holding)

    def fields(typed: Typed) -> Sequence[Input]:
        return [day_field(typed, "until", Text("วันแรกที่ไม่อยู่ในตำแหน่งแล้ว", "The first day on which it is no longer held"))]

    def read(typed: Typed) -> Plan:
        until = typed.needed_day("until")
        return Plan(lambda: services.end_holding(holding=holding, until=until, by=person(request)))

    at = name_of(post.unit_id, standing(request).on)
    how = HOW[holding.how]
    asked = Asked(
        Text(f"สิ้นสุดการดำรงตำแหน่งของ {holding.user.name}", f"End the holding of {holding.user.name}"),
        Text("สิ้นสุดการดำรงตำแหน่ง", "End the holding"), fields, read, Text("บันทึกแล้ว และแจ้งให้เจ้าตัวทราบแล้ว", "It was entered, and the person told."),
        address(post.unit_id, "posts/"), way_to(at), is_danger=True, begins={"until": today_text()},
        lead=Text(f"{post.name_th} ({how.th}) ที่ {at.name_th}", f"{post.name_en or post.name_th} ({how.en}) at {at.name('en')}"),
    )  # fmt: skip
    return answer(request, asked)


def user_of(typed: Typed, unit: Unit, request: HttpRequest) -> User | None:
    """The person whose username was typed.

    Somebody of another agency only is not found here, as in an import: nobody learns who works elsewhere.
    """
    name = typed.needed("username")
    if not name:
        return None
    user = User.objects.named(name).filter(is_active=True).first()
    homes = set() if user is None else agencies_of(user, standing(request).on)
    if user is None or (homes and root_of(unit) not in homes):
        typed.fail("username", NO_SUCH_PERSON)
        return None
    return user
