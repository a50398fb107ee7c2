"""Issued papers: the list of an assessment, one paper with its files, the proof that it can be drawn again, the passport."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from samrit.apps.ground.clock import BANGKOK
from samrit.apps.issuing import queries
from samrit.apps.issuing.models import IssuedDocument, IssuedFile
from samrit.apps.issuing.papers import number_of
from samrit.apps.rounds.naming import round_said
from samrit.apps.scoring.models import ScoreRun
from samrit.apps.scoring.passport import passport as passport_of
from samrit.base.issues import Refused
from samrit.documents import catalogue
from samrit.documents.make import FORMATS
from samrit.web.components.reading import (
    Answer,
    Answers,
    Button,
    Column,
    Empty,
    Fold,
    Link,
    Notice,
    Prose,
    Status,
    Table,
)
from samrit.web.elements import file_size
from samrit.web.pages import signed_in
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.files import MEDIA, handed_out
from samrit.web.staff.papers.whose import Whose, whose

HERE = "/assessments/"
THE_SAME = Text("วาดใหม่แล้วได้ไฟล์เดิมทุกไบต์ ทั้งสามไฟล์", "Drawn again: the same bytes in all three files")


@require_safe
@signed_in
def papers(request: HttpRequest, id: UUID) -> HttpResponse:
    """The papers of an assessment, newest first, and the way to the next one."""
    of = whose(request, id)
    documents = _with_files(of)
    blocks = [
        Block(things=[_issue_button(of)]),
        Block(Text("ฉบับที่ออกแล้ว", "Issued"), [_list(documents) if documents else _none(of)]),
    ]
    lead = Text(of.unit.th, of.unit.en or of.unit.th)
    return told(request, Text("เอกสารที่ออก", "Issued papers"), blocks, here=HERE, crumbs=of.crumbs[:2], lead=lead)


@require_safe
@signed_in
def paper(request: HttpRequest, id: UUID) -> HttpResponse:
    """One paper: its number, from which score, its files with their hashes, what it replaces."""
    document, of = _document(request, id)
    files = list(document.files.order_by("format"))
    next_one = IssuedDocument.objects.filter(replaces=document).first()
    blocks = [
        Block(things=[] if next_one is None else [_replaced(next_one)]),
        Block(Text("ไฟล์", "Files"), [_files(document, files)]),
        Block(Text("ข้อมูลของฉบับนี้", "About this copy"), [_about(document)]),
        Block(
            Text("พิสูจน์ฉบับนี้", "Prove this copy"),
            [Prose([Text(
                "วาดเอกสารใหม่จากคะแนนที่เก็บไว้ แล้วเทียบกับไฟล์ที่ออก ต้องเหมือนกันทุกไบต์",
                "Draws the paper again from the stored score and compares it with the files issued: every byte must be the same.",
            )])],
            Form(f"/papers/{document.pk}/again/", buttons=[Button(Text("วาดใหม่แล้วเทียบ", "Draw again and compare"), "secondary")]),
            [Button(Text("ดาวน์โหลดหนังสือเดินทางของคะแนน", "Download the score passport"), "secondary", href=f"/runs/{document.run_id}/passport/"),
             _how_to_recompute()],
        ),
    ]  # fmt: skip
    if of.may_issue and next_one is None:
        again = f"{of.path}issue/?form={document.form}&replaces={document.pk}"
        blocks.append(Block(Text("ถ้าต้องแก้", "To correct it"), [
            Prose([Text(
                "ฉบับนี้ไม่ถูกลบหรือแก้ ออกฉบับใหม่แทน แล้วฉบับนี้จะขึ้นว่ามีฉบับใหม่แทนแล้ว",
                "This copy is never deleted or changed: issue another in its place, and this one will say so.",
            )]),
            Button(Text("ออกฉบับใหม่แทน", "Issue another in its place"), "secondary", href=again),
        ]))  # fmt: skip
    return told(
        request, _title(document), [one for one in blocks if one.things], here=HERE, crumbs=of.crumbs, lead=of.unit
    )


@require_safe
@signed_in
def file(request: HttpRequest, id: UUID, format_: str) -> HttpResponse:
    """One file of a paper, after its hash was checked."""
    document, of = _document(request, id)
    known = next((one for one in FORMATS if one == format_), None)
    if known is None:
        raise Http404
    try:
        data = queries.file_of(document, known)
    except Refused as refused:
        return _damaged(request, document, of, refused)
    name = f"{form_name(document.form).th} {number(document).replace('/', '-')}.{known}"
    plain = f"{document.form}-{document.serial}-{document.year}.{known}"
    return handed_out(data, name, plain, MEDIA[known])


@require_POST
@signed_in
def drawn_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """The proof: drawn again from the stored score, compared with the digests of what was issued."""
    import hashlib

    document, of = _document(request, id)
    try:
        made = queries.drawn_again(document)
    except Refused as refused:
        return _damaged(request, document, of, refused)
    issued = dict(document.files.values_list("format", "sha256"))
    differ = [name for name, data in made.items() if hashlib.sha256(data).hexdigest() != issued.get(name)]
    if differ:
        which = ", ".join(differ)
        told_them = Text(
            f"วาดใหม่แล้วต่างจากฉบับที่ออก: {which} โปรดเทียบกับสำรองข้อมูล",
            f"Drawn again, it differs from what was issued: {which}. Compare with a backup.",
        )  # fmt: skip
        messages.error(request, str(told_them))
    else:
        messages.success(request, str(THE_SAME))
    return HttpResponseRedirect(f"/papers/{document.pk}/")


@require_safe
@signed_in
def passport(request: HttpRequest, id: UUID) -> HttpResponse:
    """The passport of a score: JSON, verifier and how to use them, as one zip."""
    run = ScoreRun.objects.select_related("terms").filter(id=id).first()
    if run is None:
        raise Http404
    of = whose(request, run.assessment_id)
    day = run.at.astimezone(BANGKOK).date().isoformat()
    name = f"หนังสือเดินทางของคะแนน {of.unit.th} รอบ {round_said(run.round, of.assessment.year.fiscal_year)} {day}.zip"
    return handed_out(passport_of(run), name, f"score-passport-{run.round}-{day}.zip", MEDIA["zip"])


def _document(request: HttpRequest, id: UUID) -> tuple[IssuedDocument, Whose]:
    document = IssuedDocument.objects.select_related("run", "by", "replaces").filter(id=id).first()
    if document is None:
        raise Http404
    return document, whose(request, document.assessment_id)


def _with_files(of: Whose) -> list[tuple[IssuedDocument, list[IssuedFile]]]:
    """Papers and files in one query."""
    rows = IssuedFile.objects.filter(document__assessment=of.assessment).select_related("document__by")
    found: dict[UUID, tuple[IssuedDocument, list[IssuedFile]]] = {}
    for one in rows.order_by("-document__at", "-document__serial", "format"):
        found.setdefault(one.document_id, (one.document, []))[1].append(one)
    return list(found.values())


def _list(documents: list[tuple[IssuedDocument, list[IssuedFile]]]) -> Table:
    new = {document.replaces_id: document for document, _ in documents if document.replaces_id}
    by_id = {document.pk: document for document, _ in documents}
    rows = []
    for document, files in documents:
        newer, older = new.get(document.pk), by_id.get(document.replaces_id) if document.replaces_id else None
        state, other = Status("done", Text("ใช้อยู่", "In force")), older
        if newer is not None:
            state, other = Status("closed", Text("มีฉบับแทน", "Replaced")), newer
        rows.append((
            Link(number(document), f"/papers/{document.pk}/"), form_name(document.form), document.issued_on,
            document.by.name, " · ".join(f"{one.format.upper()} {file_size(one.size)}" for one in files), state,
            "" if other is None else Link(_instead(other, newer is not None), f"/papers/{other.pk}/"),
        ))  # fmt: skip
    heads = [
        Text("เลขที่", "Number"), Text("แบบ", "Form"), Text("ลงวันที่", "Dated"), Text("ผู้ออก", "Issued by"),
        Text("ไฟล์", "Files"), Text("สถานะ", "State"), Text("ฉบับแทน", "In its place"),
    ]  # fmt: skip
    return Table(Text("ใหม่สุดก่อน", "The newest first"), [Column(one) for one in heads], rows)


def _instead(other: IssuedDocument, is_newer: bool) -> Text:
    which = number(other)
    return (
        Text(f"ถูกแทนด้วย {which}", f"replaced by {which}") if is_newer else Text(f"ใช้แทน {which}", f"replaces {which}")
    )


def _none(of: Whose) -> Empty:
    return Empty(
        Text("ยังไม่มีเอกสารที่ออก", "No paper was issued yet"),
        Text(
            "เมื่อผลได้รับการยืนยันแล้ว หัวหน้าหน่วยออกเอกสารมีเลขที่ได้ ระหว่างนี้ดูร่างได้",
            "Once the results are verified the head can issue numbered papers; meanwhile drafts can be seen.",
        ),
    )  # fmt: skip


def _issue_button(of: Whose) -> Button:
    if of.may_issue:
        return Button(Text("ออกเอกสาร หรือดูร่าง", "Issue a paper, or see a draft"), href=f"{of.path}issue/")
    reason = "" if of.may_draft else Text("ต้องมีหน้าที่ในหน่วยนี้", "you need a role at this unit")
    return Button(Text("ดูร่าง", "See a draft"), "secondary", href="" if reason else f"{of.path}issue/", reason=reason)


def _files(document: IssuedDocument, files: list[IssuedFile]) -> Table:
    rows = [
        (Link(one.format.upper(), f"/papers/{document.pk}/{one.format}/", Text("ดาวน์โหลด", "download")), file_size(one.size), one.sha256)
        for one in sorted(files, key=lambda one: [str(name) for name in FORMATS].index(one.format))
    ]  # fmt: skip
    heads = [Column(Text("ไฟล์", "File")), Column(Text("ขนาด", "Size"), is_figure=True), Column("sha256")]
    return Table(Text("กดชื่อไฟล์เพื่อดาวน์โหลด", "Press a file's name to download it"), heads, rows)


def _about(document: IssuedDocument) -> Answers:
    rows: list[tuple[Text, object]] = [
        (Text("เลขที่", "Number"), number(document)),
        (Text("แบบ", "Form"), form_name(document.form)),
        (Text("ลงวันที่", "Dated"), document.issued_on),
        (Text("ผู้ออก", "Issued by"), document.by.name),
        (Text("ออกเมื่อ", "Issued at"), document.at),
        (Text("จากการคำนวณคะแนนเมื่อ", "From the score of"), Link(Text("ดูการคำนวณ", "See the score"), f"/runs/{document.run_id}/")),
        (Text("ลายนิ้วมือของข้อมูล", "Digest of the facts"), document.run.facts_digest),
        (Text("ลายนิ้วมือของเกณฑ์", "Digest of the terms"), document.run.terms_id),
    ]  # fmt: skip
    if document.replaces is not None:
        rows.append((Text("ใช้แทนฉบับ", "Replaces"), Link(number(document.replaces), f"/papers/{document.replaces_id}/")))
    return Answers(Text("ฉบับนี้", "This copy"), [Answer(what, value) for what, value in rows])


def _replaced(by: IssuedDocument) -> Notice:
    return Notice(
        "warn", Text("มีฉบับใหม่ใช้แทนฉบับนี้แล้ว", "Another copy has taken the place of this one"),
        link=Link(Text(f"ดูฉบับ {number(by)}", f"See {number(by)}"), f"/papers/{by.pk}/"),
    )  # fmt: skip


def _how_to_recompute() -> Fold:
    return Fold(Text("คำนวณซ้ำเองอย่างไร", "How to recompute it"), [Prose([
        Text(
            "แตกไฟล์ zip แล้วสั่ง python3 verify.py scorecard.json บนเครื่องใดก็ได้ที่มี Python 3.11 ไม่ต้องต่ออินเทอร์เน็ต",
            "Unpack the zip and run python3 verify.py scorecard.json on any machine with Python 3.11; no network is needed.",
        ),
        Text("เทียบสองบรรทัดสุดท้ายกับลายนิ้วมือของข้อมูลและของเกณฑ์ในหน้านี้", "Compare its last two lines with the digests of facts and terms on this page."),
    ])])  # fmt: skip


def _damaged(request: HttpRequest, document: IssuedDocument, of: Whose, refused: Refused) -> HttpResponse:
    """A lost or damaged file: what is wrong, and what still can be done."""
    first = refused.issues[0]
    back = f"/papers/{document.pk}/"
    blocks = [
        Block(things=[Notice("bad", Text(first.th, first.en), Text(first.cure_th, first.cure_en), Link(Text(
            "กลับไปที่เอกสาร",
            "Back to the paper",
        ), back))]),
        Block(
            Text("ทำใหม่จากคะแนนที่เก็บไว้ได้", "It can be drawn again from the stored score"),
            [Prose([Text(
                "กดเพื่อตรวจว่าวาดใหม่แล้วได้ไฟล์เดิมทุกไบต์ แล้วแจ้งผู้ดูแลระบบให้กู้ไฟล์จากสำรองข้อมูล",
                "Check that drawing it again gives the same bytes, and ask the administrator to restore the file from a backup.",
            )])],
            Form(f"{back}again/", buttons=[Button(Text("วาดใหม่แล้วเทียบ", "Draw again and compare"), "secondary")]),
        ),
    ]  # fmt: skip
    heading = Text("ไฟล์ของเอกสารนี้ใช้ไม่ได้", "The file of this paper cannot be used")
    crumbs = [*of.crumbs, Link(number(document), back)]
    return told(request, heading, blocks, here=HERE, crumbs=crumbs, status=500)


def _title(document: IssuedDocument) -> Text:
    form = form_name(document.form)
    return Text(f"{form.th} เลขที่ {number(document)}", f"{form.en} no. {number(document)}")


def form_name(form: str) -> Text:
    kind = catalogue.FORMS.get(form)
    return Text(form) if kind is None else Text(kind.th, kind.en)


def number(document: IssuedDocument) -> str:
    return number_of(document.series, document.serial, document.year)
