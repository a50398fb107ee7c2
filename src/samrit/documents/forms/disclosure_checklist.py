"""The disclosure checklist (OIT): every item with its elements as boxes, ticked from the facts, and its score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from samrit.documents.forms import FormKind
from samrit.documents.forms.agreed import unit_of
from samrit.documents.forms.asked import filled, parts_asked, said, without_remark
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates.disclosure_checklist import v1
from samrit.engine.inputs import WHOLE
from samrit.engine.score import Scorecard
from samrit.packs.method import Disclosure, Element
from samrit.packs.model import Indicator, Pack
from samrit.packs.plans import Publication
from samrit.packs.texts import Item as Printed

ID = "disclosure-checklist"


@dataclass(frozen=True)
class Box:
    """One element of an item: `depth` below the first, whether it was seen, what is printed above it, our remark."""

    id: str
    text: str
    depth: int
    ticked: bool
    heading: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Note:
    """A remark printed with an item: its heading, then its lines."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Item:
    """One disclosure item; `bands` are the headings it stands under, from the outermost."""

    code: str
    name: str
    bands: tuple[str, ...]
    boxes: tuple[Box, ...]
    notes: tuple[Note, ...]
    demands: tuple[str, ...]
    links: tuple[str, ...]
    complete: bool
    score: Decimal | None
    places: int
    status: str


@dataclass(frozen=True)
class Signer:
    """A place to sign below the list."""

    label: str
    name: str
    post: str


@dataclass(frozen=True)
class Checklist:
    """The whole list; `total` names and scores what the items make up, where all of it was asked for and scored."""

    sheet: Sheet
    title: str
    framework: str
    unit: str
    headings: tuple[str, ...]
    items: tuple[Item, ...]
    complete: int | None
    total: tuple[str, Decimal] | None
    places: int
    signers: tuple[Signer, ...]


def fill(request: Request) -> Checklist:
    """The items asked for, ticked and scored where a scorecard is given."""
    sheet, card = request.sheet, request.card
    items = items_asked(request, KIND)
    tops = [top for top in request.pack.indicators if any(True for _ in _items_below(top, ()))]
    top = tops[0]
    outcome = card.outcomes.get(top.code) if card else None
    total = outcome.shown if outcome is not None and not request.only and len(tops) == 1 else None
    return Checklist(
        sheet=sheet,
        title=sheet.either("แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)", "Public disclosure checklist (OIT)"),
        framework=said(request, request.pack.framework.name),
        unit=unit_of(request),
        headings=(
            ("ข้อ", "ข้อมูล", "องค์ประกอบด้านข้อมูล", "URL ที่เผยแพร่", "ผล", "ช่วงข้อมูล/รูปแบบที่กำหนด")
            if sheet.language == "th"
            else ("Item", "Data", "Elements of the data", "Published at (URL)", "Score", "Period and formats demanded")
        ),
        items=items,
        complete=sum(1 for one in items if one.complete) if card else None,
        total=None if total is None else (said(request, top.name), total),
        places=outcome.rounding.places if outcome else 0,
        signers=_signers(request),
    )


# ── the items, also for the calendar ──


def items_asked(request: Request, kind: FormKind) -> tuple[Item, ...]:
    """The disclosure items asked for, in the pack's order."""
    wanted = parts_asked(request, kind.id, disclosure_parts(request.pack))
    found = [pair for top in request.pack.indicators for pair in _items_below(top, ())]
    return tuple(_item(request, one, above) for one, above in found if one.code in wanted)


def disclosure_parts(pack: Pack) -> dict[str, str]:
    """Code → name of every disclosure item."""
    return {str(one.code): one.name.th for one in pack.every_indicator() if isinstance(one.method, Disclosure)}


def indicator_of(pack: Pack, code: str) -> Indicator:
    """The indicator of a code."""
    return next(one for one in pack.every_indicator() if one.code == code)


def _items_below(one: Indicator, above: tuple[Indicator, ...]) -> Iterator[tuple[Indicator, tuple[Indicator, ...]]]:
    if isinstance(one.method, Disclosure):
        yield one, above
    for part in one.parts:
        yield from _items_below(part, (*above, one))


def _item(request: Request, one: Indicator, above: tuple[Indicator, ...]) -> Item:
    assert isinstance(one.method, Disclosure)
    outcome = request.card.outcomes.get(one.code) if request.card else None
    headings = _headings(request, one)
    shown = outcome.shown if outcome else None
    return Item(
        code=one.code,
        name=said(request, one.name),
        bands=tuple(_bands(request, one, above)),
        boxes=tuple(_boxes(request, one.code, one.method.elements, headings, 0)),
        notes=tuple(
            Note(part.heading if request.sheet.language == "th" else "Notes", tuple(_lines(request, part.items)))
            for part in one.details
            if part.about == "notes"
        ),
        demands=tuple(_demands(request, one.publication)) if one.publication else (),
        links=_links(request.card, one.code) if request.card else (),
        complete=request.card is not None
        and all(_is_seen(request.card, one.code, element) for element in one.method.elements if element.required),
        score=shown,
        places=outcome.rounding.places if outcome else 0,
        status=request.sheet.either("ยังไม่ครบ", "not reported") if outcome and shown is None else "",
    )


def _lines(request: Request, items: tuple[Printed, ...]) -> Iterator[tuple[str, str]]:
    for item in items:
        yield item.mark, said(request, item.text)
        yield from _lines(request, item.items)


def _bands(request: Request, one: Indicator, above: tuple[Indicator, ...]) -> Iterator[str]:
    """The indicators above the item except the instrument itself, then the heading printed over the item."""
    for depth, parent in enumerate(above[1:]):
        kind = (("ตัวชี้วัดที่", "Indicator"), ("ตัวชี้วัดย่อยที่", "Sub-indicator"))[min(depth, 1)]
        yield f"{request.sheet.either(*kind)} {parent.code} {said(request, parent.name)}"
    heading = next((key for key in request.pack.framework.key_results if key.code == one.key_result), None)
    if heading is not None:
        yield said(request, heading.name)


def _headings(request: Request, one: Indicator) -> dict[str, str]:
    """Element → the line printed above it.  The pack tells the element in the English text: “… – from element O7.3”."""
    assert isinstance(one.method, Disclosure)
    ids = {element.id for element in _walk(one.method.elements)}
    found: dict[str, str] = {}
    for part in one.details:
        for item in part.items if part.about == "topics" else ():
            text = said(request, item.text)
            place = re.search(r"\s*[–-] from element (\S+)$", item.text.en)
            before = place[1] if place and place[1] in ids else one.method.elements[0].id
            text = text.removesuffix(place[0]) if place else text
            found[before] = f"{found[before]}\n{text}" if before in found else text
    return found


def _walk(elements: tuple[Element, ...]) -> Iterator[Element]:
    for element in elements:
        yield element
        yield from _walk(element.elements)


def _boxes(
    request: Request, code: str, elements: tuple[Element, ...], headings: Mapping[str, str], depth: int
) -> Iterator[Box]:
    for element in elements:
        remark = request.sheet.either("อย่างใดอย่างหนึ่ง", "one of these") if element.any_of else ""
        if not element.required:
            remark = request.sheet.either("ไม่คิดคะแนน", "not scored")
        ticked = request.card is not None and _is_seen(request.card, code, element)
        yield Box(element.id, said(request, element.text), depth, ticked, headings.get(element.id, ""), remark)
        yield from _boxes(request, code, element.elements, headings, depth + 1)


def _is_seen(card: Scorecard, code: str, element: Element) -> bool:
    """Whether an element was reported as seen; one with elements below stands for those that are required."""
    if not element.elements:
        value = card.facts.values.get((code, element.id), {}).get(WHOLE)
        return isinstance(value, Fraction) and value > 0
    below = [_is_seen(card, code, one) for one in element.elements if one.required]
    return any(below) if element.any_of else all(below)


_FORMATS = {
    "web_page": ("หน้าเว็บ", "web page"),
    "pdf": ("PDF", "PDF"),
    "machine_readable": ("ไฟล์ที่เครื่องอ่านได้", "machine-readable file"),
    "infographic": ("Infographic", "infographic"),
}
_LANGUAGES = {"th": ("ไทย", "Thai"), "en": ("อังกฤษ", "English")}


def _demands(request: Request, publication: Publication) -> Iterator[str]:
    either = request.sheet.either
    if publication.period is not None:
        yield f"{either('ช่วงข้อมูล:', 'Period:')} {said(request, publication.period)}"
    if publication.as_of:
        yield filled(request, publication.as_of)
    if publication.formats:
        yield f"{either('รูปแบบ:', 'Formats:')} {', '.join(either(*_FORMATS[one]) for one in publication.formats)}"
    if publication.languages:
        yield f"{either('ภาษา:', 'Languages:')} {', '.join(either(*_LANGUAGES[one]) for one in publication.languages)}"
    if publication.nil_statement:
        yield either("ถ้าไม่มี ต้องระบุว่าไม่มี", "When there is nothing, that must be said")


def _links(card: Scorecard, code: str) -> tuple[str, ...]:
    """Addresses that were noted with the item's facts."""
    notes = [fact.note.strip() for fact in card.facts.facts if fact.indicator == code]
    return tuple(dict.fromkeys(note for note in notes if note.startswith(("http://", "https://"))))


def _signers(request: Request) -> tuple[Signer, ...]:
    """Who prepared and who checked, by post where all items name the same one."""
    publications = [one.publication for one in request.pack.every_indicator() if one.publication is not None]
    either = request.sheet.either
    prepared = [one.prepared_by[-1] for one in publications if one.prepared_by]
    checked = [one.checked_by[0] for one in publications if one.checked_by]
    return (
        _signer(request, either("ผู้จัดทำข้อมูล", "Prepared by"), max(set(prepared), key=prepared.count, default="")),
        _signer(request, either("ผู้ตรวจสอบ", "Checked by"), max(set(checked), key=checked.count, default="")),
    )


def _signer(request: Request, label: str, post_id: str) -> Signer:
    post = next((one for one in request.pack.framework.posts if one.id == post_id), None)
    name = without_remark(said(request, post.name)) if post else ""
    return Signer(label, request.sheet.people.get(post_id, ""), name)


KIND = FormKind(
    id=ID,
    th="แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)",
    en="Public disclosure checklist (OIT)",
    fill=fill,
    layouts={1: v1.layout},
    fits=lambda pack: bool(disclosure_parts(pack)),
    parts=disclosure_parts,
)
