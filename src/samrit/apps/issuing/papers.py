"""Draw a paper from a score run: the same run, number, day and options give the same bytes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from samrit.apps.issuing import store
from samrit.apps.rounds.naming import run_for
from samrit.base.issues import NOWHERE, Issue, Place, Refused, define
from samrit.documents import catalogue
from samrit.documents.forms import FormKind
from samrit.documents.make import FORMATS, Format, draw
from samrit.documents.sheet import Request, Sheet
from samrit.engine.score import Scorecard
from samrit.packs.model import Pack

NO_SUCH_FORM = define(
    "IS010", "error",
    th="ชุดเกณฑ์นี้ไม่มีแบบฟอร์ม “{form}”", en="this pack has no form “{form}”",
    cure_th="แบบฟอร์มที่มี: {allowed}", cure_en="its forms are: {allowed}",
)  # fmt: skip
NO_SUCH_POST = define(
    "IS011", "error",
    th="ชุดเกณฑ์นี้ไม่มีตำแหน่ง “{post}”", en="this pack has no post “{post}”",
    cure_th="ตำแหน่งที่มี: {allowed}", cure_en="its posts are: {allowed}",
)  # fmt: skip
NO_SUCH_PART = define(
    "IS012", "error",
    th="แบบฟอร์มนี้ไม่มีส่วน “{part}”", en="this form has no part “{part}”",
    cure_th="ส่วนที่มี: {allowed}", cure_en="its parts are: {allowed}",
)  # fmt: skip
DRAFT = {"th": "ร่าง", "en": "DRAFT"}
"""What stands in the number line of a paper that has no number."""


@dataclass(frozen=True)
class Options:
    """What is told about a paper beside its score: `people` are names by post of the pack, `only` parts of the form."""

    language: Literal["th", "en"] = "th"
    digits: Literal["printed", "arabic", "thai"] = "printed"
    agency: str = ""
    unit: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    emblem: bytes | None = None
    only: tuple[str, ...] = ()
    fiscal_year: int | None = None
    """The year that was run, which `issue` and `draft` set; the pack's own where none is kept."""

    def kept(self) -> dict[str, Any]:
        """As an issued paper's row keeps them; the emblem goes to the store, and its hash stays."""
        plain = {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}
        emblem = None if self.emblem is None else store.put(self.emblem)
        return plain | {"people": dict(self.people), "only": list(self.only), "emblem": emblem}


def options_of(kept: Mapping[str, Any]) -> Options:
    """The options that `kept` kept."""
    emblem = kept["emblem"]
    return Options(**{**kept, "only": tuple(kept["only"]), "emblem": None if emblem is None else store.get(emblem)})


def drawn(
    form: FormKind, version: int, card: Scorecard, number: str, issued: date, options: Options
) -> dict[Format, bytes]:
    """The paper in every format, by a template's version."""
    sheet = Sheet(
        issued=issued, language=options.language, digits=options.digits, number=number, agency=options.agency,
        unit=options.unit or card.facts.unit.name, people=options.people, emblem=options.emblem,
    )  # fmt: skip
    framework = card.terms.pack.framework
    called = run_for(card.plan.round.name, framework.fiscal_year, options.fiscal_year or framework.fiscal_year)
    paper = form.layouts[version](form.fill(Request(card.terms, sheet, card, options.only, called)))
    return {format_: draw(paper, format_).data for format_ in FORMATS}


def number_of(series: str, serial: int, year: int) -> str:
    """A paper's number as it is printed."""
    return f"{series} {serial}/{year}"


def form_of(form: str, pack: Pack, options: Options) -> FormKind:
    """The form asked for; `Refused` with all that is wrong with it and its options."""
    kinds = {kind.id: kind for kind in catalogue.of_pack(pack)}
    if form not in kinds:
        raise Refused([NO_SUCH_FORM.at(NOWHERE, form=form, allowed=", ".join(kinds))])
    kind = kinds[form]
    issues: list[Issue] = []
    posts = [post.id for post in pack.framework.posts]
    issues += [
        NO_SUCH_POST.at(Place("people", field=post), post=post, allowed=", ".join(posts) or "—")
        for post in options.people
        if post not in posts
    ]
    parts = list(kind.parts(pack)) if kind.parts else []
    issues += [
        NO_SUCH_PART.at(Place("only", field=part), part=part, allowed=", ".join(parts) or "—")
        for part in options.only
        if part not in parts
    ]
    if issues:
        raise Refused(issues)
    return kind
