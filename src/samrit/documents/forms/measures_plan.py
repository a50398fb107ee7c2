"""The plan of measures: the paper's head, the issues by indicator where the pack has such a paper, and each plan table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samrit.base import thai
from samrit.documents.forms import FormKind
from samrit.documents.forms.agreed import unit_of
from samrit.documents.forms.asked import filled, parts_asked, said, without_remark
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates.measures_plan import v1
from samrit.packs.model import Form, FormField, Indicator, Pack
from samrit.packs.plans import Committee, Plan
from samrit.packs.texts import Item

ID = "measures-plan"
PAPER = "measures-paper"
"""The pack's form that holds the paper's head: preamble and numbered sections."""


@dataclass(frozen=True)
class Entry:
    """One line of a cell with its number or bullet, and the lines below it."""

    mark: str
    text: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Table:
    """A plan table: headings from the left, rows of cells, remarks below."""

    id: str
    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[Entry, ...], ...], ...]
    notes: tuple[Entry, ...]


@dataclass(frozen=True)
class Issues:
    """What one indicator must prepare or raise."""

    group: str
    indicator: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Section:
    """A numbered section of the paper's head."""

    mark: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Signer:
    """Who signs below the plan."""

    name: str
    post: str


@dataclass(frozen=True)
class MeasuresPlan:
    """The whole paper; without a head of its own only titles, tables and remarks."""

    sheet: Sheet
    unit: str
    title: str
    opening: tuple[str, ...]
    order: Section | None
    study: Section | None
    issue_headings: tuple[str, str]
    issues: tuple[Issues, ...]
    measures: Section | None
    tables: tuple[Table, ...]
    closing: Section | None
    signer: Signer | None


def fill(request: Request) -> MeasuresPlan:
    """The plan tables asked for, under the paper's head where the pack has one."""
    pack = request.pack
    wanted = parts_asked(request, KIND.id, _parts(pack))
    tables = tuple(_table(request, plan) for plan in pack.plans if plan.id in wanted)
    paper = next((form for form in pack.forms if form.id == PAPER), None)
    signer = _signer(request)
    if paper is None:
        title = tables[0].name
        return MeasuresPlan(
            request.sheet, unit_of(request), title, (), None, None, ("", ""), (), None, tables, None, signer
        )
    order, study, measures, closing = (_section(request, paper, kind) for kind in range(4))
    columns = [said(request, column.heading) for column in paper.columns] + ["", ""]
    return MeasuresPlan(
        sheet=request.sheet,
        unit=filled(request, "{station}"),
        title=said(request, paper.title),
        opening=tuple(_opening(request, paper)),
        order=order,
        study=study,
        issue_headings=(columns[0], columns[1]),
        issues=tuple(_issues(request, paper)),
        measures=measures,
        tables=tables,
        closing=closing,
        signer=signer,
    )


def _parts(pack: Pack) -> dict[str, str]:
    return {str(plan.id): plan.name.th for plan in pack.plans}


# ── the tables ──


def _table(request: Request, plan: Plan) -> Table:
    return Table(
        id=plan.id,
        name=said(request, plan.name),
        headings=tuple(said(request, column.heading) for column in plan.columns),
        rows=tuple(
            tuple(_entries(request, row.cells.get(column.id, ())) for column in plan.columns) for row in plan.rows
        ),
        # a printed remark has its mark (หมายเหตุ); the others are the pack's own, on how the table was copied
        notes=_entries(request, tuple(note for note in plan.notes if note.mark)),
    )


def _entries(request: Request, items: tuple[Item, ...]) -> tuple[Entry, ...]:
    return tuple(Entry(item.mark, said(request, item.text), _entries(request, item.items)) for item in items)


# ── the head ──


def _numbered(paper: Form) -> list[FormField]:
    """The fields of the head that are sections: those whose label is a number."""
    return [field for field in paper.head if thai.arabic_digits(field.label.th).strip(".").replace(".", "").isdigit()]


def _opening(request: Request, paper: Form) -> Iterator[str]:
    sections = _numbered(paper)
    for field in paper.head:
        if field.fills == "text" and field not in sections and field.note is not None:
            note = said(request, field.note)
            if request.sheet.language == "th" or field.value.startswith("{"):
                # the unit's name begins the sentence
                lower = note if request.sheet.language == "th" else note[:1].lower() + note[1:]
                yield f"{filled(request, field.value)} {lower}".strip()
            else:
                # other values are only Thai, and the English note is a sentence by itself
                yield note


_TITLES_EN = (
    "Explaining the assessment to the officers of {station}",
    "Study of the assessment: issues to improve or raise",
    "Measures and activities to be ready for the assessment, by indicator",
    "The committee sets a calendar of public disclosure (OIT), with who is responsible and by when for each item",
)


def _section(request: Request, paper: Form, kind: int) -> Section | None:
    """The head's numbered fields in order: the order, the study, the measures, the calendar."""
    fields = _numbered(paper)
    if kind >= len(fields):
        return None
    field = fields[kind]
    title = field.value if request.sheet.language == "th" else _TITLES_EN[kind]
    text = _order(request) if kind == 0 else ""
    return Section(request.sheet.said(field.label), filled(request, title), text)


def _order(request: Request) -> str:
    """The reference to the order that appoints the committee."""
    committee = next((one for one in request.pack.framework.committees if one.order_number), None)
    if committee is None:
        return ""
    number = without_remark(committee.order_number)
    subject = said(request, committee.order_subject)
    if request.sheet.language == "th":
        why = "เพื่อให้การประเมินเป็นไปด้วยความเรียบร้อยและบรรลุเป้าหมาย จึงมีคำสั่ง"
        return filled(request, f"{why}{{station}} {number} เรื่อง {subject} {_dated(committee)}")
    number = thai.arabic_digits(number).removeprefix("ที่ ")
    return filled(
        request, f"Order of {{station}} no. {number}, “{subject}”, appoints the committee that carries it out."
    )


def _dated(committee: Committee) -> str:
    """“สั่ง ณ วันที่ …” as it is said in a reference: “ลงวันที่ …”."""
    return committee.dated.replace("สั่ง ณ วันที่", "ลงวันที่")


def _issues(request: Request, paper: Form) -> Iterator[Issues]:
    """The issues that each indicator's sheet lists under the heading of the paper's second column."""
    if len(paper.columns) < 2:
        return
    heading = paper.columns[1].heading.th
    for top in request.pack.indicators:
        for one in _below(top):
            for part in one.details:
                if part.about == "topics" and part.heading == heading:
                    name = f"{one.code}) {said(request, one.name)}"
                    yield Issues(said(request, top.name), name, _entries(request, part.items))


def _below(top: Indicator) -> Iterator[Indicator]:
    yield top
    for part in top.parts:
        yield from _below(part)


# ── who signs ──


def _signer(request: Request) -> Signer | None:
    """The post that signs the committee's order signs the plan too; a plan without a committee is not signed."""
    framework = request.pack.framework
    signed_by = next((one.signed_by for one in framework.committees if one.signed_by is not None), None)
    post = next((one for one in framework.posts if one.id == signed_by), None)
    if post is None:
        return None
    labels = [person.label for form in request.pack.forms for person in form.signatories if person.post == post.id]
    label = next((one for one in labels if "{" in one.th), None)
    written = said(request, label) if label else without_remark(said(request, post.name))
    return Signer(request.sheet.people.get(str(post.id), ""), written)


KIND = FormKind(
    id=ID,
    th="ตารางมาตรการ/กิจกรรม (แผน)",
    en="Plan of measures and activities",
    fill=fill,
    layouts={1: v1.layout},
    fits=lambda pack: bool(pack.plans),
    parts=_parts,
)
