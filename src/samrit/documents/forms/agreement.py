"""คำรับรองการปฏิบัติราชการ: who undertakes what to whom, and the agreed indicators, weights and targets as its annex.

The wording of the clauses is ours: generic, and for an agency to replace by its own.  The form is for frameworks that
agree targets by level; one that is scored without them (ITA) is an assessment, not something two posts agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import Refused, define
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
from samrit.documents.forms.reckoned import Amount, Reckoning, weight_of
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates.agreement import v1
from samrit.packs.model import Indicator, Pack
from samrit.packs.texts import Words

NOT_AGREED_BY_LEVEL = define(
    "DO043", "error",
    th="ชุดเกณฑ์ “{pack}” ไม่มีค่าเป้าหมายเป็นระดับ จึงทำคำรับรองการปฏิบัติราชการไม่ได้", en="the pack “{pack}” sets no targets by level, so no performance agreement can be made on it",
    cure_th="ใช้แบบของชุดเกณฑ์นั้นเอง เช่น ใบสรุปคะแนน", cure_en="use the pack's own forms, such as the score annex",
)  # fmt: skip


@dataclass(frozen=True)
class Party:
    """One who signs: what as, the name and post (empty: to be written), and the unit where it is part of the clause."""

    role: str
    name: str
    post: str
    unit: str = ""


@dataclass(frozen=True)
class Clause:
    """A numbered clause; `party` stands below its words, on lines of its own."""

    number: str
    text: str
    parties: tuple[Party, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A row of the annex: an indicator (depth 0) or a part of one, whose weight stands in brackets."""

    code: str
    depth: int
    name: str
    measure_unit: str
    weight: Amount
    weight_text: str
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Labels:
    """The printed words that are neither clause nor entry."""

    name: str
    post: str
    unit: str
    and_: str
    code: str
    indicator: str
    measure_unit: str
    weight: str
    levels: str
    total: str


@dataclass(frozen=True)
class Agreement:
    """The whole agreement: every word and figure of the paper."""

    sheet: Sheet
    title: str
    number: str
    unit: str
    year: str
    clauses: tuple[Clause, ...]
    signing: tuple[Party, ...]
    annex: str
    framework: str
    labels: Labels
    points: tuple[str, ...]
    entries: tuple[Entry, ...]
    total_weight: Amount
    notes: tuple[str, ...]


def fill(request: Request) -> Agreement:
    """The agreement on the terms as they stand; refuses a framework that sets no targets by level."""
    pack, sheet = request.pack, request.sheet
    if not _fits(pack):
        raise Refused([NOT_AGREED_BY_LEVEL.at(pack.framework.at.here, pack=pack.id)])
    points = points_of(pack)
    reckoning = Reckoning(request)
    entries = tuple(
        entry
        for top in remaining(request.terms, pack.indicators)
        for entry in _entries(request, top, 0, points, reckoning)
    )
    year = pack.framework.fiscal_year
    signatory, counterparty = _parties(request)
    return Agreement(
        sheet=sheet,
        title=sheet.either("คำรับรองการปฏิบัติราชการ", "Performance agreement"),
        number=sheet.number and sheet.either(f"เลขที่ {sheet.number}", f"No. {sheet.number}"),
        unit=unit_of(request),
        year=sheet.either(f"ประจำปีงบประมาณ พ.ศ. {year}", f"Fiscal year {year} (B.E.)"),
        clauses=tuple(_clauses(request, signatory, counterparty)),
        signing=(signatory, counterparty),
        annex=sheet.either("ตารางแนบท้ายคำรับรองการปฏิบัติราชการ", "Annex to the performance agreement"),
        framework=sheet.said(pack.framework.name),
        labels=_labels(sheet),
        points=tuple(plain(point) for point in points),
        entries=entries,
        total_weight=reckoning.total_weight([entry.weight for entry in entries if not entry.depth]),
        notes=tuple(_notes(request)),
    )


def _fits(pack: Pack) -> bool:
    return bool(points_of(pack)) and all(one.weight is not None for one in pack.indicators)


# ── who, and what they undertake ─────────────────────────────────────────────────────────────────────────────────────


def _parties(request: Request) -> tuple[Party, Party]:
    """The assessee and the evaluator of the framework; where it names no such post, dots to write one on."""
    names, sheet = names_of(request), request.sheet
    found: list[Party] = []
    for role, post_role in (
        (sheet.either("ผู้ทำคำรับรอง", "Signatory"), "assessee"),
        (sheet.either("ผู้รับคำรับรอง", "Counterparty"), "evaluator"),
    ):
        post = next((one for one in request.pack.framework.posts if one.role == post_role), None)
        # a framework without such a post may still be told who signs, by the role itself
        name = names.get(post.id if post else post_role, "")
        found.append(Party(role, name, sheet.said(post.name) if post else ""))
    signatory = found[0]
    return Party(signatory.role, signatory.name, signatory.post, unit_of(request)), found[1]


def _clauses(request: Request, signatory: Party, counterparty: Party) -> Iterator[Clause]:
    sheet, framework = request.sheet, request.pack.framework
    first, last = (day_said(day, sheet) for day in thai.fiscal_year(framework.fiscal_year))
    year, name = framework.fiscal_year, sheet.said(framework.short_name)
    texts = (
        ("คำรับรองนี้ทำขึ้นระหว่าง", "This agreement is made between"),
        (
            f"คำรับรองนี้ใช้ตลอดปีงบประมาณ พ.ศ. {year} ตั้งแต่วันที่ {first} ถึงวันที่ {last}",
            f"It holds for the fiscal year {year} (B.E.), from {first} to {last}.",
        ),
        (
            f"เนื้อหาของคำรับรองคือตัวชี้วัด น้ำหนัก และค่าเป้าหมายตามตารางแนบท้าย ซึ่งเป็นส่วนหนึ่งของคำรับรองนี้ ตามกรอบการประเมิน “{name}”",
            f"It consists of the indicators, weights and targets of the annex, which is part of it, under the framework “{name}”.",
        ),
        (
            "ผู้รับคำรับรองได้พิจารณาตัวชี้วัด น้ำหนัก และค่าเป้าหมายในตารางแนบท้ายแล้ว เห็นชอบตามนั้น "
            "และจะสนับสนุน ติดตาม และประเมินผลตามหลักเกณฑ์ที่ตกลงกันไว้",
            "The counterparty has examined the indicators, weights and targets of the annex, agrees to them, and will support, "
            "follow and assess the work by the criteria agreed.",
        ),
        (
            "ผู้ทำคำรับรองเข้าใจเนื้อหาตามข้อ 3 แล้ว และจะปฏิบัติราชการให้บรรลุค่าเป้าหมายอย่างเต็มกำลังความสามารถ "
            "รายงานผลตามความเป็นจริง และให้ตรวจสอบหลักฐานได้",
            "The signatory has understood the contents under clause 3 and will do everything in their power to reach the targets, "
            "report results truthfully and open the evidence to verification.",
        ),
        (
            "คำรับรองนี้ทำเป็นสองฉบับมีข้อความตรงกัน ทั้งสองฝ่ายได้อ่านและเข้าใจแล้ว จึงลงลายมือชื่อไว้เป็นหลักฐาน และเก็บไว้ฝ่ายละหนึ่งฉบับ",
            "It is made in two copies of the same wording. Both parties have read and understood it, sign it in witness, and "
            "keep one copy each.",
        ),
    )  # fmt: skip
    for number, (th, en) in enumerate(texts, start=1):
        yield Clause(f"{number}.", sheet.either(th, en), (signatory, counterparty) if number == 1 else ())


def _labels(sheet: Sheet) -> Labels:
    words = (
        ("ชื่อ", "Name"), ("ตำแหน่ง", "Post"), ("หน่วยงาน", "Unit"), ("กับ", "and"), ("ลำดับ", "No."),
        ("ตัวชี้วัด", "Indicator"), ("หน่วยวัด", "Measure unit"), ("น้ำหนัก\n(ร้อยละ)", "Weight\n(percent)"),
        ("ค่าเป้าหมายตามระดับคะแนน", "Target for each level of points"), ("น้ำหนักรวม", "Total weight"),
    )  # fmt: skip
    return Labels(*(sheet.either(th, en) for th, en in words))


# ── the annex ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _entries(
    request: Request, indicator: Indicator, depth: int, points: tuple[Decimal, ...], reckoning: Reckoning
) -> Iterator[Entry]:
    units = {one.id: one.name for one in request.pack.framework.measure_units}
    weight, agreed = weight_of(request, indicator), indicator.weight
    as_printed = agreed.verbatim if agreed and agreed.percent == weight else ""
    in_brackets = "" if weight is None else f"({(as_printed or plain(weight)).strip('()')})"
    yield Entry(
        code=indicator.code,
        depth=depth,
        name=_name(request, indicator),
        measure_unit=request.sheet.said(units.get(indicator.measure_unit) if indicator.measure_unit else None),
        weight=Amount(None) if depth else reckoning.weight(indicator),
        weight_text=in_brackets if depth else "",
        targets=targets(indicator, points),
    )
    for part in remaining(request.terms, indicator.parts):
        yield from _entries(request, part, depth + 1, points, reckoning)


def _name(request: Request, indicator: Indicator) -> str:
    printed = indicator.printed[FORM].name if FORM in indicator.printed else ""
    name = request.sheet.said(Words(th=printed or indicator.name.th, en=indicator.name.en, at=indicator.name.at))
    return name.removeprefix(indicator.code).strip()


def _notes(request: Request) -> Iterator[str]:
    """What the reader of the annex must know: indicators taken out, and weights that are not of a hundred."""
    either = request.sheet.either
    dropped = [one.code for one in request.pack.every_indicator() if one.code in request.terms.dropped]
    if dropped:
        codes = ", ".join(dropped)
        yield either(f"ข้อตกลงตัดตัวชี้วัด {codes} ออก", f"The agreement takes out indicator {codes}")
    if request.pack.framework.rules.weights.total is None:
        yield either(
            "น้ำหนักเป็นส่วนหนึ่งของกรอบการประเมินที่ใหญ่กว่า จึงไม่รวมเป็น 100",
            "The weights are part of a larger framework and do not add up to 100",
        )


KIND = FormKind(
    id="agreement",
    th="คำรับรองการปฏิบัติราชการ",
    en="Performance agreement",
    fill=fill,
    layouts={1: v1.layout},
    fits=_fits,
)
