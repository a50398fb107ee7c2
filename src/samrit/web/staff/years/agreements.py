"""A simple agreement: filled in, or given as YAML or a file; what it changes is shown, then it is signed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from samrit.apps.assessments.models import Assessment
from samrit.apps.assessments.queries import agreements_of
from samrit.apps.frameworks.queries import terms_of
from samrit.web import found
from samrit.web.components.forms import Area, ErrorSummary, FileDrop, Input
from samrit.web.components.reading import Breadcrumb, Button, Fold, Link, Lock, Notice, Prose
from samrit.web.pages import is_part, page, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.assessments.words import titled
from samrit.web.staff.blocks import HOME, Block
from samrit.web.staff.years import agreed_rows, boxes, draft, signing
from samrit.web.staff.years.changes import changes
from samrit.web.staff.years.draft import Draft

HERE = "/assessments/"
HEADING = Text("คำรับรองการปฏิบัติราชการ", "Agreement")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def agreement(request: HttpRequest, id: UUID) -> HttpResponse:
    """Look, then sign; sent twice it is one agreement.  While boxes are filled in, only the total is renewed."""
    of = found.assessment(request, id)
    signed, people = agreements_of(of), signing.parties(of)
    told: dict[str, object] = {"signed": signing.so_far(signed), "blocks": []}
    status = 200
    if not signing.may_enter(request, of, people):
        told["blocks"] = [Block(things=[Lock(
            Text("ผู้ทำคำรับรองคือหัวหน้าของหน่วย หรือให้ผู้ดูแลหน่วยงานบันทึกให้", "The head of the unit signs, or the agency's administrator enters it."),
            Text("ฉบับที่ลงนามแล้วอยู่ด้านล่าง", "What was signed stands below."),
        )])]  # fmt: skip
    elif (locked := signing.locked(of, signed)) is not None:
        told["blocks"] = [Block(things=[Lock(Text(locked.th, locked.en), Text(locked.cure_th, locked.cure_en))])]
    elif request.method == "POST" and is_part(request):
        return _part(request, of)
    else:
        drawn = draft.sent(request, of, signed) if request.method == "POST" else draft.begun(of, signed)
        if drawn.terms is not None:
            done = signing.sign(request, of, drawn.base, people) if "sign" in request.POST else None
            if done is not None:
                return done
            told["blocks"] = [
                Block(Text("ผลของคำรับรองนี้", "What this agreement changes"), [changes(terms_of(of.year.pack), drawn.terms)]),
                signing.who_signs(of, drawn.base, len(signed) + 1, people),
            ]  # fmt: skip
        status = 400 if drawn.is_refused else 200
        told |= _form(of, drawn, is_amendment=bool(signed))
    unit = unit_name(standing(request).names([of.unit_id]).get(of.unit_id))
    told["lead"] = titled(of, unit)
    way = Link(unit, f"/assessments/{of.pk}/")
    crumbs = Breadcrumb([HOME, Link(Text("การประเมิน", "Assessments"), HERE), way], HEADING)
    return page(
        request, "staff/years_agreement.html", here=HERE, status=status, heading=HEADING, crumbs=crumbs, path=request.path,
        **told,
    )  # fmt: skip


def _part(request: HttpRequest, of: Assessment) -> HttpResponse:
    total = agreed_rows.total(draft.as_typed(request, of))
    return render(request, "staff/years_agreement_total.html", {"total": total})


def _form(of: Assessment, drawn: Draft, *, is_amendment: bool) -> dict[str, object]:
    shown = agreed_rows.shown(drawn)
    error = draft.joined(drawn.yaml_problems) if drawn.yaml_problems else ""
    area = Area(
        name="terms", label=Text("รายการที่ตกลง (YAML)", "What is agreed (YAML)"), value=drawn.yaml, rows=10, error=error,
        hint=Text("operations ว่าง = ใช้ชุดเกณฑ์ตามที่เป็น", "Empty operations: the pack as it is."),
    )  # fmt: skip
    drop = FileDrop(
        name="file", label=Text("หรือเลือกไฟล์คำรับรอง", "Or choose an agreement's file"),
        accept=".yaml,.yml,text/yaml", are_several=False,
    )  # fmt: skip
    by_yaml = Button(Text("ดูผลจาก YAML หรือไฟล์", "See what YAML or file change"), "secondary", name="look", value="yaml")
    expert = Fold(
        Text("แบบผู้เชี่ยวชาญ: YAML หรือไฟล์", "For experts: YAML or a file"), [area, drop, by_yaml],
        is_open=bool(error) or drawn.is_yaml_unused,
    )  # fmt: skip
    on_top = [Input("agreed-form", "", error=one) for one in drawn.problems]
    pack = of.year.pack
    return {
        "form": shown,
        "base": drawn.base,
        "sent_along": boxes.NAME,
        "errors": ErrorSummary([*on_top, *shown.fields, area]),
        "look": Button(
            Text("ดูผลก่อนลงนาม", "See what it changes"), "secondary" if drawn.terms else "primary", name="look", value="boxes"
        ),
        "expert": expert,
        "starts_from": Notice(
            "info", Text("แบบนี้เริ่มจากฉบับที่มีผลอยู่", "The form starts from the agreement that holds"),
            Text("เปลี่ยนเฉพาะที่ต้องการ แล้วลงนามเป็นฉบับใหม่", "Change what is to change, then sign it as the next one."),
        ) if is_amendment and drawn.terms is None else "",
        "kept": Prose(shown.kept) if shown.kept else "",
        "pack_link": Link(
            Text("ดูว่าชุดเกณฑ์ให้เปลี่ยนอะไรได้", "See what the pack lets agreements change"), f"/frameworks/{pack.pack}/{pack.version}/"
        ),
    }  # fmt: skip
