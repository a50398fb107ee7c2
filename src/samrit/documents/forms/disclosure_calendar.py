"""The disclosure calendar: every item with its elements, who checks it, who prepares it, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samrit.documents.forms import FormKind
from samrit.documents.forms.asked import filled, said, without_remark
from samrit.documents.forms.disclosure_checklist import Item, Signer, disclosure_parts, indicator_of, items_asked
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates.disclosure_calendar import v1
from samrit.packs.model import Form, Indicator, Pack
from samrit.packs.plans import Publication

ID = "disclosure-calendar"
PRINTED = "oit-calendar"
"""The pack's form that holds the calendar's title and headings."""


@dataclass(frozen=True)
class Dated:
    """An item and what stands in its last column, line by line: (bullet, words)."""

    item: Item
    duties: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Calendar:
    """The whole calendar."""

    sheet: Sheet
    title: str
    unit: str
    headings: tuple[str, ...]
    items: tuple[Dated, ...]
    signer: Signer | None


def fill(request: Request) -> Calendar:
    """The items asked for, with who does what by when."""
    sheet = request.sheet
    printed = next((form for form in request.pack.forms if form.id == PRINTED), None)
    headings = (
        tuple(said(request, column.heading) for column in printed.columns)
        if printed and len(printed.columns) == 4
        else tuple(
            sheet.either(*pair)
            for pair in (
                ("ข้อ", "Item"), ("ข้อมูล", "Data"), ("องค์ประกอบตามข้อมูล (Checklist)", "Elements (checklist)"),
                ("ผู้รับผิดชอบ", "Responsible"),
            )
        )
    )  # fmt: skip
    return Calendar(
        sheet=sheet,
        title=said(request, printed.title)
        if printed
        else sheet.either("ปฏิทินกิจกรรมการเปิดเผยข้อมูลสาธารณะ (OIT)", "Calendar of public disclosure (OIT)"),
        unit=filled(request, "{station}"),
        headings=headings,
        items=tuple(
            Dated(item, tuple(_duties(request, indicator_of(request.pack, item.code))))
            for item in items_asked(request, KIND)
        ),
        signer=_signer(request, printed),
    )


def _duties(request: Request, one: Indicator) -> Iterator[tuple[str, str]]:
    """The last column as printed where the pack has it, and after it what the publication asks for besides."""
    printed = [
        (item.mark, item.text.th, said(request, item.text))
        for part in one.details
        if part.about == "collection"
        for item in part.items
    ]
    for mark, _, text in printed:
        yield mark, text
    if one.publication is None:
        return
    there = "".join(text for _, text, _ in printed).replace(" ", "")
    either = request.sheet.either
    if not printed:
        for posts, verb in (
            (one.publication.checked_by, either("ตรวจสอบ", "checks")),
            (one.publication.prepared_by, either("จัดทำข้อมูลรายงาน", "prepares the data")),
        ):
            if posts:
                yield "-", f"{', '.join(_post(request, post) for post in posts)} {verb}"
    for verbatim in _times(one.publication):
        # printed words have no English; what the printed column already says is not said twice
        if verbatim.replace(" ", "") not in there:
            yield "-", filled(request, verbatim)


def _times(publication: Publication) -> Iterator[str]:
    yield from (item.text.th for item in publication.calendar)
    if publication.follow_up is not None:
        yield publication.follow_up.verbatim
    if publication.deadline is not None:
        yield publication.deadline.verbatim


def _post(request: Request, post_id: str) -> str:
    post = next((one for one in request.pack.framework.posts if one.id == post_id), None)
    return without_remark(said(request, post.name)) if post else post_id


def _signer(request: Request, printed: Form | None) -> Signer | None:
    """The signatory of the printed calendar; below stands the post, which the print left out."""
    if printed is None or not printed.signatories:
        return None
    post_id = printed.signatories[0].post
    labels = [person.label for form in request.pack.forms for person in form.signatories if person.post == post_id]
    label = next((one for one in labels if "{" in one.th), None)
    name = said(request, label) if label else _post(request, post_id)
    return Signer("", request.sheet.people.get(str(post_id), ""), name)


def _fits(pack: Pack) -> bool:
    """A calendar needs someone who prepares or checks, or a time."""
    publications = [one.publication for one in pack.every_indicator() if one.publication is not None]
    return any(one.prepared_by or one.checked_by or one.deadline or one.calendar for one in publications)


KIND = FormKind(
    id=ID,
    th="ปฏิทินกิจกรรมการเปิดเผยข้อมูลสาธารณะ (OIT)",
    en="Calendar of public disclosure (OIT)",
    fill=fill,
    layouts={1: v1.layout},
    fits=_fits,
    parts=disclosure_parts,
)
