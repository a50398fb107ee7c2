"""A simple agreement: its operations typed or given as a file, what they change, who signs and who accepts, signed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from samrit.apps.accounts.models import User
from samrit.apps.assessments import services, states
from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.assessments.queries import agreements_of
from samrit.apps.frameworks.queries import overlay_of, terms_of
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow, Stale
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs import roles
from samrit.apps.orgs.models import Holding, Role
from samrit.apps.rounds.queries import times_of
from samrit.base.figures import plain
from samrit.base.issues import Issue, Refused
from samrit.packs.handbook.labels import value_label
from samrit.packs.method import Improvement, LevelTable
from samrit.packs.model import Indicator
from samrit.packs.terms import Terms
from samrit.web import found, wording
from samrit.web.components.forms import Area, ErrorSummary, FileDrop, Option, Select
from samrit.web.components.reading import Button, Column, Empty, Fold, Link, Lock, Notice, Prose, Table
from samrit.web.pages import person, signed_in, standing
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told

HERE = "/assessments/"
LARGEST = 200_000
EXAMPLE = "pack: {pack}\nname: คำรับรองของหน่วย (ตัวอย่าง)\noperations: []\n"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def agreement(request: HttpRequest, id: UUID) -> HttpResponse:
    """Look, then sign; sent twice it is one agreement."""
    of = found.assessment(request, id)
    signed = agreements_of(of)
    heading = Text("คำรับรองการปฏิบัติราชการ", "Agreement")
    crumbs = [
        Link(Text("การประเมิน", "Assessments"), HERE),
        Link(wording.framework(of.year.pack), f"/assessments/{of.pk}/"),
    ]
    blocks: list[Block] = []
    status = 200
    if not _may_enter(request, of):
        blocks.append(Block(things=[Lock(
            Text("ผู้ทำคำรับรองคือหัวหน้าของหน่วย หรือให้ผู้ดูแลหน่วยงานบันทึกให้", "The head of the unit signs, or the agency's administrator enters it."),
            Text("ฉบับที่ลงนามแล้วอยู่ด้านล่าง", "What was signed stands below."),
        )]))  # fmt: skip
    elif (locked := _locked(of, signed)) is not None:
        blocks.append(Block(things=[Lock(Text(locked.th, locked.en), Text(locked.cure_th, locked.cure_en))]))
    else:
        text, problems = _text(request, of)
        if request.method == "POST" and not problems:
            try:
                terms = _resolved(of, text)
            except Refused as refused:
                problems = [_at_line(one) for one in refused.issues]
            else:
                done = _sign(request, of, text) if "sign" in request.POST else None
                if done is not None:
                    return done
                blocks += _preview(of, text, terms, len(signed) + 1)
        status = 400 if problems else 200
        blocks.append(_entry(of, text, problems, bool(blocks)))
    blocks.append(Block(Text("ฉบับที่ลงนามแล้ว", "Signed so far"), [_signed(signed) if signed else _none()]))
    return told(request, heading, blocks, here=HERE, crumbs=crumbs, status=status)


def _may_enter(request: HttpRequest, of: Assessment) -> bool:
    """Whether the person may be the one who signs, or enters it for them; the signing itself checks again, by name."""
    who = standing(request)
    if who.reach.may(Role.ORG_ADMIN, of.unit_id):
        return True
    return any(one.pk == who.user.pk for one in _signatories(of))


def _locked(of: Assessment, signed: list[Agreement]) -> NotNow | None:
    now = clock.now()
    try:
        states.check_can_sign(times_of(of.year), signed[0].signed_at if signed else None, now, now)
    except NotNow as no:
        return no
    return None


def _text(request: HttpRequest, of: Assessment) -> tuple[str, list[Text]]:
    """What was typed, or stands in the file given."""
    given = request.FILES.get("file")
    if given is None:
        return request.POST.get("terms", EXAMPLE.format(pack=of.year.pack.pack)).replace("\r\n", "\n"), []
    if (given.size or 0) > LARGEST:
        return "", [Text("ไฟล์ใหญ่เกิน 200 KB ไม่ใช่ไฟล์คำรับรอง", "The file is larger than 200 KB: it is no agreement.")]
    try:
        return given.read().decode("utf-8-sig").replace("\r\n", "\n"), []
    except UnicodeDecodeError:
        return "", [Text("อ่านไฟล์ไม่ได้ บันทึกเป็น UTF-8 ก่อน", "The file cannot be read; save it as UTF-8.")]


def _resolved(of: Assessment, text: str) -> Terms:
    overlay_of(of.year.pack, text)
    return terms_of(of.year.pack, text)


def _sign(request: HttpRequest, of: Assessment, text: str) -> HttpResponse | None:
    people = {str(one.pk): one for one in (*_signatories(of), *_counterparties(of))}
    signatory = people.get(request.POST.get("signatory", ""))
    counterparty = people.get(request.POST.get("counterparty", ""))
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


def _entry(of: Assessment, text: str, problems: list[Text], is_previewed: bool) -> Block:
    error = Text("\n".join(one.th for one in problems), "\n".join(one.en for one in problems)) if problems else ""
    area = Area(
        name="terms", label=Text("รายการที่ตกลง (YAML)", "What is agreed (YAML)"), value=text, rows=10, error=error,
        hint=Text(
            "operations ว่าง = ใช้ชุดเกณฑ์ตามที่เป็น ดูที่เปลี่ยนได้ในหน้ากรอบการประเมิน",
            "Empty operations: the pack as it is. The framework's page says what may be changed.",
        ),
    )  # fmt: skip
    drop = FileDrop(
        name="file",
        label=Text("หรือเลือกไฟล์คำรับรอง", "Or choose an agreement's file"),
        accept=".yaml,.yml,text/yaml",
        are_several=False,
    )
    button = Button(Text("ดูผลก่อนลงนาม", "See what it changes"), "secondary" if is_previewed else "primary")
    pack = of.year.pack
    link = Link(
        Text("ดูว่าชุดเกณฑ์ให้เปลี่ยนอะไรได้", "See what the pack lets agreements change"),
        f"/frameworks/{pack.pack}/{pack.version}/",
    )
    form = Form(f"/assessments/{of.pk}/agreement/", [area, drop], [button], takes_files=True)
    return Block(Text("ร่างคำรับรอง", "Draft of the agreement"), [ErrorSummary([area])] if problems else [], form, [link])


def _preview(of: Assessment, text: str, terms: Terms, number: int) -> list[Block]:
    bare = terms_of(of.year.pack)
    rows = list(_differences(bare, terms))
    heads = [Text("ที่", "Where"), Text("ตามชุดเกณฑ์", "In the pack"), Text("ตามคำรับรอง", "As agreed")]
    what: object = Notice("info", Text("ใช้ชุดเกณฑ์ตามที่เป็น ไม่มีข้อใดต่าง", "The pack as it is: nothing differs"))
    if rows:
        what = Table(
            Text(f"ต่างจากชุดเกณฑ์ {len(rows)} แห่ง", f"{len(rows)} differences from the pack"),
            [Column(one) for one in heads],
            rows,
        )
    signatories, counterparties = _signatories(of), _counterparties(of)
    lacking = Text("", "")
    if not signatories:
        lacking = Text("หน่วยนี้ไม่มีผู้ดำรงตำแหน่งหัวหน้าในวันนี้", "nobody holds the post of the unit's head today")
    elif not counterparties:
        lacking = Text(
            "ไม่มีหัวหน้าหน่วยเหนือหรือผู้ประเมินที่รับคำรับรองได้", "no head of a superior unit and no evaluator can accept it"
        )
    fields = [
        Select(name="signatory", label=Text("ผู้ทำคำรับรอง", "Signatory"), options=[Option(str(one.pk), one.name) for one in signatories]),
        Select(name="counterparty", label=Text("ผู้รับคำรับรอง", "Counterparty"), options=[Option(str(one.pk), one.name) for one in counterparties]),
    ]  # fmt: skip
    sign = Button(
        Text(f"ลงนามคำรับรองฉบับที่ {number}", f"Sign agreement no. {number}"),
        name="sign",
        value="1",
        reason=lacking if lacking.th else "",
    )
    form = Form(f"/assessments/{of.pk}/agreement/", fields, [sign], {"terms": text, "number": str(number)})
    return [
        Block(Text("ผลของคำรับรองนี้", "What this agreement changes"), [what]),
        Block(Text("ผู้ลงนาม", "Who signs"), [Prose([Text(
            "เมื่อลงนามแล้วแก้ไม่ได้ ฉบับใหม่ใช้แทนตั้งแต่วันลงนาม",
            "Once signed it does not change; a later one takes its place from its day on.",
        )])], form),
    ]  # fmt: skip


def _differences(bare: Terms, terms: Terms) -> Iterable[tuple[object, object, object]]:
    """What scores and papers would show otherwise; an operation that changes no figure is told by its kind."""
    before = {one.code: one for one in bare.pack.every_indicator()}
    for one in terms.pack.every_indicator():
        old = before.get(one.code)
        name = wording.text(one.name)
        if old is None:
            yield Text(f"{one.code} {name.th}", f"{one.code} {name.en or name.th}"), "–", Text("เพิ่มใหม่", "added")
            continue
        pairs = (
            (Text("น้ำหนัก", "weight"), _weight(old), _weight(one)),
            (Text("ระดับค่าเป้าหมาย", "targets"), _levels(old), _levels(one)),
        )
        for what, was, now in pairs:
            if was != now:
                yield Text(f"{one.code} {what.th}", f"{one.code} {what.en}"), was, now
        if old.explanation != one.explanation or old.details != one.details:
            yield (
                Text(f"{one.code} ข้อความ", f"{one.code} text"),
                Text("ตามชุดเกณฑ์", "the pack's"),
                Text("ข้อความของหน่วย", "the unit's own"),
            )
        if old.inputs != one.inputs or old.baselines != one.baselines:
            yield (
                Text(f"{one.code} ช่วงเวลาหรือค่าพื้นฐาน", f"{one.code} window or baseline"),
                Text("ตามชุดเกณฑ์", "the pack's"),
                Text("ตามที่ตกลง", "as agreed"),
            )
    for code in sorted(terms.dropped):
        yield Text(f"{code} ตัดออก", f"{code} taken out"), Text("มี", "there"), Text("ไม่มี", "not there")
    names = {one.id: wording.text(one.name) for one in terms.pack.framework.blanks}
    for blank, value in terms.blanks.items():
        name = {str(key): text for key, text in names.items()}.get(blank, Text(blank))
        yield Text(f"ช่อง {name.th}", f"blank: {name.en or name.th}"), "…", value
    for change in terms.overlay.operations if terms.overlay else ():
        if change.holds_from is not None:
            yield Text(*value_label("operation", change.operation)), "–", change.holds_from


def _weight(one: Indicator) -> str:
    return plain(one.weight.percent) if one.weight else "–"


def _levels(one: Indicator) -> str:
    if not isinstance(one.method, LevelTable | Improvement):
        return "–"
    return " · ".join(
        f"{plain(points)} = {'–' if value is None else plain(value)}" for points, value in one.method.levels.items()
    )


def _signatories(of: Assessment) -> list[User]:
    holders = orgs.heads_of(of.unit, clock.today()) if of.post is None else orgs.holders_on(of.post, clock.today())
    return [one.user for one in holders]


def _counterparties(of: Assessment) -> list[User]:
    """Who may accept it: the heads of superior units, and evaluators of this one."""
    today = clock.today()
    ids = roles.people_with(Role.EVALUATOR, of.unit, today)
    above = [one.id for one in orgs.above(of.unit, today)]
    heads = Holding.objects.filter(orgs.on_day(today), post__is_head=True, post__unit__in=above, user__is_active=True)
    ids |= set(heads.values_list("user_id", flat=True))
    ids -= {one.pk for one in _signatories(of)}
    return list(User.objects.filter(pk__in=ids).order_by("name"))


def _signed(signed: list[Agreement]) -> Table:
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


def _at_line(one: Issue) -> Text:
    told_as = wording.problem(one)
    return (
        Text(f"บรรทัด {one.place.line}: {told_as.th}", f"line {one.place.line}: {told_as.en}")
        if one.place.line
        else told_as
    )
