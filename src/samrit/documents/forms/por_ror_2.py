"""แบบ ปร.2: what is agreed and what it scored, on the form of the Public Relations Department.

Every heading, label and level name is the pack's (`forms/por-ror-2.yaml`); the form can be filled without a scorecard,
to be completed by hand.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from samrit.base.figures import plain
from samrit.base.issues import Issue, Refused, define
from samrit.documents.forms import FormKind
from samrit.documents.forms.agreed import (
    FORM,
    Target,
    day_said,
    names_of,
    points_of,
    remaining,
    targets,
    unit_of,
)
from samrit.documents.forms.reckoned import Amount, Reckoning, weight_of, whole
from samrit.documents.forms.wording import Piece, Said, blanks_in, pieces
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates.por_ror_2 import v1
from samrit.packs.model import Form, FormField, Indicator, Pack
from samrit.packs.texts import Words

ID = "por-ror-2"

NO_SUCH_FORM = define(
    "DO040", "error",
    th="ชุดเกณฑ์ “{pack}” ไม่มีแบบ “{form}”", en="the pack “{pack}” has no form “{form}”",
    cure_th="แบบที่มี: {allowed}", cure_en="its forms are: {allowed}",
)  # fmt: skip
NO_SUCH_COLUMN = define(
    "DO041", "error",
    th="แบบ “{form}” มีคอลัมน์ “{column}” ซึ่ง Samrit ไม่รู้ว่าต้องเติมอะไร", en="the form “{form}” has a column “{column}” that Samrit cannot fill",
    cure_th="คอลัมน์ที่เติมได้: {allowed}", cure_en="columns it can fill: {allowed}",
)  # fmt: skip
LEVELS_DIFFER = define(
    "DO042", "error",
    th="คอลัมน์ “{column}” มีหัวย่อย {headings} ช่อง แต่ตัวชี้วัดมี {levels} ระดับ", en="column “{column}” has {headings} sub-headings, but there are {levels} levels",
    cure_th="เขียน sub_headings ให้ครบทุกระดับใน level_names", cure_en="write one sub-heading for each of the level_names",
)  # fmt: skip

COLUMNS = (
    "key_result", "indicator", "levels", "agency_target", "superior_target", "comment_score", "score", "weight",
    "weighted",
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A field above the table: its label, what stands there, the box's tick, and the remark beside it."""

    kind: Literal["text", "blank", "choice", "signature", "post"]
    label: str
    pieces: Said = ()
    ticked: bool = False
    note: str = ""


@dataclass(frozen=True)
class Heading:
    """A column's heading, and those below it."""

    id: str
    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A row: an indicator (depth 0) or a part of one; `weight_text` is the split weight as printed, such as “(7.5)”."""

    code: str
    depth: int
    name: str
    targets: tuple[Target, ...]
    agency: str
    superior: str
    comment: Amount
    score: Amount
    weight: Amount
    weight_text: str
    weighted: Amount


@dataclass(frozen=True)
class Group:
    """A key result and its indicators; `band` stands across the table above the first group it is for."""

    band: str
    name: str
    entries: tuple[tuple[Entry, ...], ...]
    """One tuple for each indicator: itself and its parts."""


@dataclass(frozen=True)
class PorRor2:
    """The whole form: every word and figure of the paper."""

    number: str
    title: str
    sheet: Sheet
    fields: tuple[Field, ...]
    headings: tuple[Heading, ...]
    groups: tuple[Group, ...]
    total_label: str
    total_weight: Amount
    total_suffix: str
    total: Amount
    converted_label: str
    converted: Amount
    notes: tuple[str, ...]
    footer: str


def fill(request: Request) -> PorRor2:
    """The form as agreed, and scored where the request holds a scorecard.  Refuses a pack whose form it cannot fill."""
    form = _form(request.pack)
    points = tuple(sorted(form.level_names)) or points_of(request.pack)
    _check(form, len(points))
    said = request.sheet.said
    reckoning = Reckoning(request)
    groups = tuple(_groups(request, points, reckoning))
    tops = [indicator[0] for group in groups for indicator in group.entries]
    total = reckoning.total([top.weighted for top in tops])
    labels = [said(one.label) for one in form.totals]
    return PorRor2(
        number=form.number if request.sheet.language == "th" else "",
        title=said(form.title),
        sheet=request.sheet,
        fields=tuple(_fields(request, form)),
        headings=tuple(
            Heading(one.id, said(one.heading), tuple(said(below) for below in one.sub_headings)) for one in form.columns
        ),
        groups=groups,
        total_label=labels[0] if labels else said(request.pack.framework.total.name),
        total_weight=reckoning.total_weight([top.weight for top in tops]),
        total_suffix="%" if form.totals and form.totals[0].value.endswith("%") else "",
        total=total,
        converted_label=_converted_label(request, labels[1:]),
        converted=reckoning.converted(total),
        notes=tuple(_notes(request, form, tops, total)),
        footer=_footer(request),
    )


def _form(pack: Pack) -> Form:
    for form in pack.forms:
        if form.id == ID:
            return form
    allowed = ", ".join(form.id for form in pack.forms) or "-"
    raise Refused([NO_SUCH_FORM.at(pack.framework.at.here, pack=pack.id, form=ID, allowed=allowed)])


def _check(form: Form, levels: int) -> None:
    found: list[Issue] = []
    for column in form.columns:
        if column.id not in COLUMNS:
            allowed = ", ".join(COLUMNS)
            found.append(NO_SUCH_COLUMN.at(column.at.of("id"), form=form.id, column=column.id, allowed=allowed))
        if column.id == "levels" and len(column.sub_headings) != levels:
            found.append(
                LEVELS_DIFFER.at(
                    column.at.of("sub_headings"), column=column.id, headings=len(column.sub_headings), levels=levels
                )
            )
    if found:
        raise Refused(found)


def _converted_label(request: Request, printed: list[str]) -> str:
    total = request.pack.framework.total
    if total.multiply is None:
        return ""
    return printed[0] if printed else request.sheet.said(total.converted_name)


# ── above the table ──────────────────────────────────────────────────────────────────────────────────────────────────


def _fields(request: Request, form: Form) -> Iterator[Field]:
    names, said = names_of(request), request.sheet.said
    for one, after in itertools.zip_longest(form.head, form.head[1:]):
        note = said(one.note)
        match one.fills:
            case "choice":
                ticked = request.card is not None and request.card.plan.round.id == one.value
                yield Field("choice", said(one.label), (), ticked, note)
            case "blank":
                signed_by = after.value if after is not None and after.fills == "signature" else ""
                filled = names.get(signed_by) or request.terms.blanks.get(one.value, "")
                yield Field("blank", said(one.label), _blank(request, one.value, filled), note=note)
            case "post":
                name = names.get(one.value, "")
                yield Field("post", said(one.label), (Piece(name, one.value),) if name else (), note=note)
            case "text":
                yield Field("text", said(one.label), _text(request, form, one), note=note)
            case "signature":
                yield Field("signature", said(one.label), note=note)


_BEFORE_DOTS = re.compile(r"([^.…\[]+)[.…]{3,}")


def _blank(request: Request, id_: str, filled: str) -> Said:
    """A blank to write on, after the words printed before its dots, such as “นาย/นาง/นางสาว”."""
    printed = next((one.verbatim for one in request.pack.framework.blanks if one.id == id_), "")
    before = _BEFORE_DOTS.match(printed)
    if filled or before is None or request.sheet.language == "en":
        return (Piece(filled, id_),)
    return (Piece(before[1]), Piece("", id_))


def _text(request: Request, form: Form, one: FormField) -> Said:
    """Printed words, with the blanks in them; a blank that ends the unit's name is filled by the unit's own name."""
    first, *rest = pieces(one.value, blanks_in(request.terms)) or (Piece(""),)
    if len(rest) == 1 and rest[0].blank and not rest[0].text and unit_of(request).startswith(first.text):
        rest = [replace(rest[0], text=unit_of(request).removeprefix(first.text).strip())]
    if request.sheet.language == "en":
        first = replace(first, text=_in_english(request.pack, form, first.text))
    return (first, *rest) if first.text else ()


def _in_english(pack: Pack, form: Form, printed: str) -> str:
    """The pack's English for words that a field prints: of an authority, a post that signs, or a spelled-out name."""
    signing = {one.post for one in form.signatories}
    posts = [post.name for post in pack.framework.posts if post.id in signing]
    known = [pack.framework.authority, *(one.full for one in pack.framework.abbreviations), *posts]
    text = printed.strip()
    same = [words for words in known if words.th == text] or [words for words in posts if words.th.startswith(text)]
    return same[0].said("en") + " " * (printed != text) if text and same else printed


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _groups(request: Request, points: tuple[Decimal, ...], reckoning: Reckoning) -> Iterator[Group]:
    results = {one.code: one for one in request.pack.framework.key_results}
    band_before = ""
    kept = remaining(request.terms, request.pack.indicators)
    for code, indicators in itertools.groupby(kept, key=lambda one: one.key_result):
        result = results.get(code) if code else None
        band = request.sheet.said(result.heading) if result else ""
        entries = tuple(tuple(_entries(request, one, 0, points, reckoning)) for one in indicators)
        yield Group(band if band != band_before else "", request.sheet.said(result.name) if result else "", entries)
        band_before = band


def _entries(
    request: Request, indicator: Indicator, depth: int, points: tuple[Decimal, ...], reckoning: Reckoning
) -> Iterator[Entry]:
    parts = remaining(request.terms, indicator.parts)
    # parts come to their figures before the indicator that is made of them
    below = [entry for part in parts for entry in _entries(request, part, depth + 1, points, reckoning)]
    yield Entry(
        code=indicator.code,
        depth=depth,
        name=_name(request, indicator, depth),
        targets=targets(indicator, points),
        agency=indicator.cascade.agency if indicator.cascade else "",
        superior=indicator.cascade.superior if indicator.cascade else "",
        comment=Amount(None, why=request.sheet.either("ผู้ให้ความเห็นยังไม่ได้ให้คะแนน", "no opinion was given")),
        score=reckoning.score(indicator, parts),
        weight=Amount(None) if depth else reckoning.weight(indicator),
        weight_text=_split_weight(request, indicator) if depth else "",
        weighted=Amount(None) if depth else reckoning.weighted(indicator),
    )
    yield from below


def _name(request: Request, indicator: Indicator, depth: int) -> str:
    """The name as the form prints it: “KPI 1 …”, “1.1 …”, or a dash before a part that is printed without its code."""
    printed = indicator.printed[FORM].name if FORM in indicator.printed else ""
    name = request.sheet.said(Words(th=printed or indicator.name.th, en=indicator.name.en, at=indicator.name.at))
    if depth == 0:
        return f"KPI {indicator.code} {name}"
    if printed and not printed.startswith(indicator.code):
        return f"- {name}"
    return name if name.startswith(indicator.code) else f"{indicator.code} {name}"


def _split_weight(request: Request, indicator: Indicator) -> str:
    """What a part weighs, in brackets: it is not added a second time."""
    weight, agreed = weight_of(request, indicator), indicator.weight
    if weight is None:
        return ""
    as_printed = agreed.verbatim if agreed and agreed.percent == weight else ""
    return as_printed or f"({plain(weight)})"


# ── below the table ──────────────────────────────────────────────────────────────────────────────────────────────────


def _notes(request: Request, form: Form, tops: list[Entry], total: Amount) -> Iterator[str]:
    """What a reader must know to check the sums: what was taken out, the weights that count, what is rounded or missing."""
    either, card = request.sheet.either, request.card
    dropped = [one.code for one in request.pack.every_indicator() if one.code in request.terms.dropped]
    if dropped:
        codes = ", ".join(dropped)
        yield either(f"ข้อตกลงตัดตัวชี้วัด {codes} ออก", f"The agreement takes out indicator {codes}")
    if card is None:
        return
    if whole(request) not in (0, 100):
        letters = {str(column.id): column.letter for column in form.columns}
        score, weight, weighted = (letters.get(id_) or id_ for id_ in ("score", "weight", "weighted"))
        divisor = plain(whole(request))
        yield either(
            f"{weighted} = {score} × {weight} ÷ {divisor} เพราะน้ำหนักที่นับในรอบนี้รวมได้ {divisor}",
            f"Weighted score = score × weight ÷ {divisor}, as the weights that count in this round add up to {divisor}",
        )
    if total.value not in (
        None,
        sum((top.weighted.value for top in tops if top.weighted.value is not None), Decimal(0)),
    ):
        yield either(
            "คะแนนรวมคิดจากค่าเต็มก่อนปัดทศนิยม จึงอาจต่างจากผลบวกของค่าที่พิมพ์",
            "The total is the sum of the values before rounding, so it may differ from the sum of the printed ones",
        )
    lacking = [code for code, one in card.outcomes.items() if one.status == "missing" and not card.plan.parts_of(code)]
    if lacking:
        codes = ", ".join(lacking)
        yield either(
            f"ยังไม่มีผลของตัวชี้วัด {codes} จึงยังไม่มีคะแนนรวม",
            f"No result yet for indicator {codes}, and so no total",
        )


def _footer(request: Request) -> str:
    sheet = request.sheet
    number = sheet.number and sheet.either(f"เลขที่ {sheet.number}", f"No. {sheet.number}")
    day = day_said(sheet.issued, sheet)
    as_of = sheet.either(f"ข้อมูล ณ วันที่ {day}", f"Data as of {day}") if request.card else ""
    return "  ".join(part for part in (number, as_of) if part)


def _fits(pack: Pack) -> bool:
    return any(form.id == ID for form in pack.forms)


KIND = FormKind(
    id=ID,
    th="แบบ ปร.2 แบบกำหนดและประเมินผลสัมฤทธิ์ของงาน",
    en="Form ปร.2, setting and assessing work achievement",
    fill=fill,
    layouts={1: v1.layout},
    fits=_fits,
)
