"""Who signs an agreement and who accepts it; signed, and all that were signed so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from samrit.apps.accounts.models import User
from samrit.apps.assessments import services, states
from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.assessments.queries import agreements_of
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow, Stale
from samrit.apps.orgs.models import Ancestor, Holding, Role
from samrit.apps.orgs.queries import on_day, trees_in_force
from samrit.apps.orgs.roles import people_with
from samrit.apps.rounds.queries import times_of
from samrit.web.components.forms import Option, Select
from samrit.web.components.reading import Button, Column, Empty, Fold, Prose, Table
from samrit.web.pages import person, standing
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form


@dataclass(frozen=True)
class Parties:
    """Who may make an agreement (who holds the post, or heads the unit), and who may accept it: heads above, evaluators."""

    signing: Sequence[User]
    accepting: Sequence[User]


def may_enter(request: HttpRequest, of: Assessment, people: Parties) -> bool:
    """Whether the person may be the one who signs, or enters it for them; the signing itself checks again, by name."""
    who = standing(request)
    if who.reach.may(Role.ORG_ADMIN, of.unit_id):
        return True
    return any(one.pk == who.user.pk for one in people.signing)


def locked(of: Assessment, signed: list[Agreement]) -> NotNow | None:
    """Why nothing can be signed now; None: it can."""
    now = clock.now()
    try:
        states.check_can_sign(times_of(of.year), signed[0].signed_at if signed else None, now, now)
    except NotNow as no:
        return no
    return None


def sign(request: HttpRequest, of: Assessment, text: str, people: Parties) -> HttpResponse | None:
    """Signed by those who were chosen, once however often it is sent; None where somebody was not chosen."""
    known = {str(one.pk): one for one in (*people.signing, *people.accepting)}
    signatory = known.get(request.POST.get("signatory", ""))
    counterparty = known.get(request.POST.get("counterparty", ""))
    if signatory is None or counterparty is None:
        return None
    shown = request.POST.get("number", "")
    number = int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 7 else 0
    try:
        services.sign(of, text, signatory, counterparty, person(request), number=number)
    except Stale:
        # a doubled click: the agreement that this form makes is already the newest one
        newest = agreements_of(of)[0]
        if (newest.number, newest.overlay) != (number, text):
            raise
    else:
        messages.success(request, str(Text("ลงนามแล้ว มีผลตั้งแต่วันนี้", "Signed; it holds from today")))
    return HttpResponseRedirect(request.path)


def who_signs(of: Assessment, text: str, number: int, people: Parties) -> Block:
    """The form under which the shown text is signed."""
    lacking = Text("", "")
    if not people.signing:
        lacking = Text("หน่วยนี้ไม่มีผู้ดำรงตำแหน่งหัวหน้าในวันนี้", "nobody holds the post of the unit's head today")
    elif not people.accepting:
        lacking = Text(
            "ไม่มีหัวหน้าหน่วยเหนือหรือผู้ประเมินที่รับคำรับรองได้", "no head of a superior unit and no evaluator can accept it"
        )
    fields = [
        Select(name="signatory", label=Text("ผู้ทำคำรับรอง", "Signatory"), options=[Option(str(one.pk), one.name) for one in people.signing]),
        Select(name="counterparty", label=Text("ผู้รับคำรับรอง", "Counterparty"), options=[Option(str(one.pk), one.name) for one in people.accepting]),
    ]  # fmt: skip
    button = Button(
        Text(f"ลงนามคำรับรองฉบับที่ {number}", f"Sign agreement no. {number}"),
        name="sign",
        value="1",
        reason=lacking if lacking.th else "",
    )
    form = Form(f"/assessments/{of.pk}/agreement/", fields, [button], {"terms": text, "number": str(number)})
    told = Prose([Text(
        "เมื่อลงนามแล้วแก้ไม่ได้ ฉบับใหม่ใช้แทนตั้งแต่วันลงนาม",
        "Once signed it does not change; a later one takes its place from its day on.",
    )])  # fmt: skip
    return Block(Text("ผู้ลงนาม", "Who signs"), [told], form)


def parties(of: Assessment) -> Parties:
    """The people of an agreement today, found together: the page asks for little else."""
    today = clock.today()
    rank = Case(When(how="holds", then=Value(0)), When(how="acting", then=Value(1)), default=Value(2))
    posts = Q(post__unit=of.unit, post__is_head=True) if of.post is None else Q(post=of.post)
    theirs = Holding.objects.filter(posts, on_day(today), user=OuterRef("pk")).annotate(rank=rank).order_by("rank")
    above = Ancestor.objects.filter(tree__in=trees_in_force(today), below=of.unit, depth__gte=1).values("above_id")
    heads = Holding.objects.filter(on_day(today), post__is_head=True, post__unit__in=above).values("user_id")
    evaluators = people_with(Role.EVALUATOR, of.unit, today)
    people = User.objects.filter(is_active=True).annotate(rank=Subquery(theirs.values("rank")[:1]))
    found = list(people.filter(Q(rank__isnull=False) | Q(pk__in=heads) | Q(pk__in=evaluators)).order_by("name"))
    signing = sorted((one for one in found if one.rank is not None), key=lambda one: one.rank)
    return Parties(signing, [one for one in found if one.rank is None])


def so_far(signed: list[Agreement]) -> Table | Empty:
    """All that were signed, the newest first."""
    if not signed:
        return _none()
    rows = [
        (
            Text(f"ฉบับที่ {one.number}", f"No. {one.number}"), one.signed_at, one.signatory.name, one.counterparty.name, one.terms_digest,
            Fold(Text("ดูรายการ", "See it"), [Prose(one.overlay.splitlines())]),
        )
        for one in signed
    ]  # fmt: skip
    heads = [
        Text("ฉบับ", "No."), Text("ลงนามเมื่อ", "Signed at"), Text("ผู้ทำคำรับรอง", "Signatory"), Text("ผู้รับคำรับรอง", "Counterparty"),
        Text("ลายนิ้วมือของเกณฑ์", "Digest of the terms"), Text("รายการ", "Operations"),
    ]  # fmt: skip
    return Table(Text("ฉบับบนสุดมีผลอยู่", "The first one holds"), [Column(one) for one in heads], rows)


def _none() -> Empty:
    return Empty(
        Text("ยังไม่มีคำรับรอง", "No agreement was signed yet"),
        Text("ระหว่างนี้คิดคะแนนตามชุดเกณฑ์", "Meanwhile the pack itself is scored."),
    )
