"""An agency's colour, emblem and the digits of its papers: set by who looks after all of it, seen on every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import Denied
from samrit.apps.orgs import emblems, faces, services
from samrit.apps.orgs.models import Unit
from samrit.apps.orgs.permissions import check_can_see, check_can_set_face
from samrit.apps.orgs.portrait import Portrait
from samrit.apps.orgs.queries import FaceView, face_of
from samrit.base.issues import Refused
from samrit.web import colour as colours
from samrit.web import wording
from samrit.web.components.drawing import Swatch, Swatches
from samrit.web.components.forms import Choices, ErrorSummary, Field, FileDrop, GivenFile, Input, Option
from samrit.web.components.reading import Button, Prose, Status
from samrit.web.pages import person, signed_in
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.papers.asked import DIGITS
from samrit.web.staff.units.here import address, portrait_of, way_to
from samrit.web.staff.units.typed import Typed

AS_IT_WAS = "was"
"""Which colour the form was opened with: tells which of its two fields for a colour was changed."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """The colour, with a look at it before it is kept; the digits of papers; the emblem."""
    found = portrait_of(request, id, is_whole=False)
    if found.unit.root_id is not None:
        raise Http404
    check_can_set_face(person(request), found.unit)
    now = face_of(id)
    if request.method != "POST":
        begins = now.colour or colours.DEFAULT
        typed = Typed({"colour": [now.colour], "picked": [f"#{begins}"], "digits": [now.digits]})
        return _page(request, found, now, typed, now.colour)
    typed = Typed(dict(request.POST.lists()))
    asked = request.POST.get("do", "")
    if asked in _EMBLEM:
        done = _tried(typed, lambda: _EMBLEM[asked](request, found, typed))
        # what stands in the other form of the page was not sent with this one
        typed.texts = {"colour": [now.colour], "picked": [f"#{now.colour or colours.DEFAULT}"], "digits": [now.digits]}
        return done or _page(request, found, now, typed, now.colour)
    wanted = _chosen(typed)
    _tried(typed, lambda: faces.tidy_colour(wanted))
    if asked == "look":
        return _page(request, found, now, typed, now.colour if typed.errors else faces.tidy_colour(wanted))
    done = None
    if not typed.errors:
        done = _tried(typed, lambda: _keep(request, found, wanted, typed.text("digits")))
    return done or _page(request, found, now, typed, now.colour)


@require_safe
def emblem(request: HttpRequest, id: UUID, sha256: str) -> HttpResponse:
    """The picture, for people of the agency; for others, signed in or not, it is not there.  It never changes."""
    if not isinstance(request.user, User):
        raise Http404
    try:
        check_can_see(request.user, Unit(id=id))  # only its id counts, and an emblem is only of what is there
    except Denied:
        raise Http404 from None
    picture = faces.emblem_of(id, sha256)
    if picture is None:
        raise Http404
    answer = HttpResponse(picture, content_type="image/png")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _keep(request: HttpRequest, found: Portrait, wanted: str, digits: str) -> HttpResponse:
    services.set_face(root=found.unit, colour=wanted, digits=digits, by=person(request))
    return _done(request, Text("เปลี่ยนสีและตัวเลขแล้ว ทุกหน้าของหน่วยงานใช้สีนี้", "Colour and digits are kept; every page of the agency has them."))  # fmt: skip


def _give(request: HttpRequest, found: Portrait, typed: Typed) -> HttpResponse | None:
    file = request.FILES.get("emblem")
    if file is None:
        typed.fail("emblem", Text("เลือกไฟล์ก่อน", "Choose a file first."))
        return None
    # one byte more than is taken tells that it is too large
    services.set_emblem(root=found.unit, picture=file.read(emblems.MOST_BYTES + 1), by=person(request))
    return _done(request, Text("ใช้ตรานี้แล้ว เห็นที่หัวทุกหน้าและบนเอกสารที่ออกจากนี้ไป", "The emblem is used: on top of every page and on papers from now on."))  # fmt: skip


def _remove(request: HttpRequest, found: Portrait, typed: Typed) -> HttpResponse:
    services.set_emblem(root=found.unit, picture=None, by=person(request))
    return _done(
        request, Text("นำตราออกแล้ว เอกสารที่ออกไปแล้วยังมีตราเดิม", "The emblem is gone; papers already issued keep it.")
    )


_EMBLEM: dict[str, Callable[[HttpRequest, Portrait, Typed], HttpResponse | None]] = {"emblem": _give, "remove": _remove}


def _done(request: HttpRequest, words: Text) -> HttpResponse:
    messages.success(request, str(words))
    return HttpResponseRedirect(request.path)


def _tried(typed: Typed, do: Callable[[], object]) -> HttpResponse | None:
    """Do it; or say at each field why not."""
    try:
        done = do()
    except Refused as refused:
        for issue in refused.issues:
            typed.fail(issue.place.field or "colour", wording.problem(issue))
        return None
    return done if isinstance(done, HttpResponse) else None


def _chosen(typed: Typed) -> str:
    """The colour of the field that was changed: the code that is typed, or the one picked from the palette."""
    was, code, picked = (typed.text(name).removeprefix("#").lower() for name in (AS_IT_WAS, "colour", "picked"))
    if not picked or picked == (was or colours.DEFAULT) or picked == code:
        return code
    if code and code != was:
        typed.fail("colour", Text(
            f"พิมพ์ {code} แต่เลือกจากจานสี {picked} ให้เหลือสีเดียว หรือลบรหัสสีออก",
            f"You typed {code} and picked {picked}: make them one colour, or empty the code.",
        ))  # fmt: skip
        return code
    typed.texts = {**typed.texts, "colour": [picked]}
    return picked


def _page(request: HttpRequest, found: Portrait, now: FaceView, typed: Typed, shown: str) -> HttpResponse:
    """`shown`: the colour that is looked at."""
    fields = _colour_fields(typed)
    drop = _emblem_field(typed, found.unit.id, now)
    wrong: Sequence[Input] = [*fields, drop]
    was = typed.text("colour").removeprefix("#").lower() if "colour" not in typed.errors else now.colour
    is_other = shown != now.colour
    keep = Text("ใช้สีนี้", "Use this colour") if is_other else Text("บันทึกสีและตัวเลข", "Keep colour and digits")
    buttons = [
        Button(keep, name="do", value="keep"),
        Button(Text("ดูสีก่อน", "Look at the colour first"), "secondary", name="do", value="look"),
    ]
    title = (
        Text("สีที่กำลังดู ยังไม่บันทึก", "The colour you look at, not kept yet")
        if is_other
        else Text("สีที่ใช้อยู่", "The colour in use")
    )
    use = Button(Text("ใช้ตรานี้", "Use this emblem"), name="do", value="emblem")
    blocks = [
        *([Block(things=[ErrorSummary(wrong)])] if typed.errors else []),
        Block(title, [_swatches(shown or colours.DEFAULT)]),
        Block(Text("สีและตัวเลขของเอกสาร", "Colour, and digits of papers"), [], Form(request.path, fields, buttons, {AS_IT_WAS: was})),
        Block(Text("ตรา", "Emblem"), [Prose([Text(
            "ระบบไม่มีตราราชการมาให้ ใช้ไฟล์ของหน่วยงานเอง และเฉพาะตราที่หน่วยงานมีสิทธิใช้",
            "No state emblem comes with the program: use the agency's own file, and only one that it may use.",
        )])], Form(request.path, [drop], [use], takes_files=True)),
    ]  # fmt: skip
    return told(
        request, Text("สีและตราของหน่วยงาน", "The agency's colour and emblem"), blocks, here="/units/", crumbs=way_to(found.now),
        lead=Text("ใช้กับทุกหน้าและทุกหน่วยของหน่วยงานนี้ หน่วยงานอื่นไม่เห็น", "For every page and unit of this agency; other agencies do not see it."),
        status=422 if typed.errors else 200,
    )  # fmt: skip


def _colour_fields(typed: Typed) -> list[Input]:
    code = typed.text("colour").removeprefix("#").lower()
    picked = typed.text("picked").removeprefix("#").lower()
    if not typed.errors.get("colour"):
        picked = code or colours.DEFAULT
    elif not colours.HEX.fullmatch(picked):
        picked = colours.DEFAULT
    chosen = typed.text("digits")
    return [
        typed.shown(Field(
            "colour", Text("รหัสสี", "Code of the colour"), kind="code", value=typed.text("colour"), example=colours.DEFAULT,
            hint=Text("ตัวเลข 0-9 หรือ a-f รวม 6 ตัว เว้นว่างเพื่อใช้สีของสัมฤทธิ์", "six of 0-9 and a-f; empty for Samrit's own colour"),
        )),
        Field(
            "picked", Text("หรือเลือกจากจานสี", "Or pick it"), kind="colour", value=f"#{picked}",
            hint=Text("ถ้าสีอ่อนหรือเข้มเกินไป ระบบปรับให้อ่านได้เอง", "A colour too light or too dark is made readable."),
        ),
        typed.shown(Choices(
            "digits", Text("ตัวเลขในเอกสารทางการ", "Digits on official papers"),
            Text("เป็นตัวเลือกแรกในหน้าออกเอกสาร เปลี่ยนทีละฉบับได้", "The first choice where papers are issued; each paper may differ."),
            options=[Option(one, words, is_chosen=one == chosen) for one, words in DIGITS.items()],
        )),
    ]  # fmt: skip


def _emblem_field(typed: Typed, root: UUID, now: FaceView) -> FileDrop:
    files = []
    picture = faces.emblem_of(root, now.emblem) if now.emblem else None
    if picture is not None:
        remove = Button(Text("นำตราออก", "Take the emblem away"), "secondary", name="do", value="remove")
        name, where = str(Text("ตราที่ใช้อยู่", "The emblem in use")), address(root, f"emblem/{now.emblem}.png")
        files = [GivenFile(name, len(picture), Status("done", Text("ใช้อยู่", "in use")), where, remove)]
    return typed.shown(FileDrop(
        "emblem", Text("ไฟล์ตรา PNG หรือ JPEG", "The emblem as PNG or JPEG"),
        Text("ไม่เกิน 1 เมกะไบต์ ภาพใหญ่ถูกย่อ ข้อมูลแฝงในไฟล์ถูกตัดออก", "At most 1 MB; a large picture is made smaller, what is hidden in the file is left out."),
        accept="image/png,image/jpeg", files=files, are_several=False,
    ))  # fmt: skip


def _swatches(colour: str) -> Swatches:
    found = colours.readable(colour)
    return Swatches([
        Swatch(
            Text("บนพื้นสว่าง", "On light pages"), found.light, colours.LIGHT_GROUND, "ffffff",
            _contrast(colour, found.light, colours.LIGHT_GROUND, Text("ให้เข้มขึ้น", "darker")),
        ),
        Swatch(
            Text("บนพื้นมืด", "On dark pages"), found.dark, colours.DARK_GROUND, "101416",
            _contrast(colour, found.dark, colours.DARK_GROUND, Text("ให้สว่างขึ้น", "lighter")),
        ),
    ])  # fmt: skip


def _contrast(colour: str, shown: str, ground: str, how: Text) -> Text:
    """How well it can be read, and what was done for that."""
    ratio = f"{colours.contrast(shown, ground):.1f}"
    if shown == colour:
        return Text(
            f"ใช้สีที่เลือก #{colour} คอนทราสต์ {ratio} ต่อ 1 อ่านได้ชัด",
            f"As chosen, #{colour}: contrast {ratio} to 1, easy to read.",
        )
    before = colours.contrast(colour, ground)
    if before >= colours.ENOUGH:
        how = Text("นวลลง เพราะสีจัดแสบตาบนพื้นนี้", "softer, for it would glow on this ground")
    return Text(
        f"ปรับ #{colour} (คอนทราสต์ {before:.1f}) เป็น #{shown} {how.th} คอนทราสต์ {ratio} ต่อ 1 อ่านได้ชัด",
        f"#{colour} (contrast {before:.1f}) becomes #{shown}, {how.en}: contrast {ratio} to 1, easy to read.",
    )
