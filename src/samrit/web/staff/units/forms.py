"""A small page that changes one thing: its fields, what was typed, what is wrong with it, and a look before history changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, Refusal
from samrit.apps.orgs.queries import UnitView
from samrit.base.issues import Refused
from samrit.base.thai import ThaiTextError, normalise, parse_date
from samrit.web.components.forms import Area, Choices, ErrorSummary, Field, FileDrop, Input, Option, Select
from samrit.web.components.reading import Answer, Answers, Button, Link, Notice, Words
from samrit.web.pages import unit_name
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.templatetags.samrit import date_field
from samrit.web.wording import problem

AnyInput = TypeVar("AnyInput", Field, Area, Choices, Select, FileDrop)
EMPTY = Text("ใส่ค่าในช่องนี้", "Fill this in.")
DAY_HINT = Text("วัน/เดือน/ปี พ.ศ. เช่น 1/10/2556", "day/month/year of the Buddhist era, such as 1/10/2556")
SURE = "sure"


class Typed:
    """What was typed on a form, and what is wrong with it, by field."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self.texts = texts
        self.errors: dict[str, list[Words]] = {}

    def text(self, name: str) -> str:
        """The text of a field, without the space around it."""
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """The text of a field as it was typed."""
        return next(iter(self.texts.get(name, ())), "")

    def several(self, name: str) -> list[str]:
        """Everything chosen in a field."""
        return [text for text in self.texts.get(name, ()) if text]

    def needed(self, name: str) -> str:
        """The text of a field that may not stay empty."""
        if not self.text(name):
            self.fail(name, EMPTY)
        return self.text(name)

    def day(self, name: str) -> date | None:
        """The day of a field that may stay empty."""
        if not self.text(name):
            return None
        try:
            return parse_date(self.text(name))
        except ThaiTextError:
            self.fail(name, Text("อ่านวันที่ไม่ได้ พิมพ์เช่น 1/10/2556", "This is no day; type it like 1/10/2556."))
            return None

    def needed_day(self, name: str) -> date:
        """The day of a field that may not stay empty; today where there is none, and then the field is wrong."""
        self.needed(name)
        return self.day(name) or clock.today()

    def unit(self, name: str, tree: Iterable[UnitView]) -> UUID | None:
        """The unit chosen in a field."""
        chosen = next((one.id for one in tree if str(one.id) == self.text(name)), None)
        if chosen is None and self.text(name):
            self.fail(name, Text("เลือกหน่วยจากรายการ", "Choose a unit from the list."))
        return chosen

    def fail(self, name: str, words: Words) -> None:
        """Say what is wrong with a field."""
        self.errors.setdefault(name, []).append(words)

    def shown(self, one: AnyInput) -> AnyInput:
        """A field with what is wrong with it."""
        wrong = self.errors.get(one.name)
        return one if not wrong else replace(one, error=_joined(wrong))


@dataclass(frozen=True)
class Plan:
    """What was asked for, ready to be done.  Where `says` tells something, the person looks at it first."""

    do: Callable[[], object]
    says: Sequence[Answer] = ()
    after: Words = ""
    done: Words = ""


@dataclass(frozen=True)
class Asked:
    """The page: its words, its fields as they were typed, how they are read, and where one goes afterwards."""

    heading: Words
    button: Words
    fields: Callable[[Typed], Sequence[Input]]
    read: Callable[[Typed], Plan | None]
    done: Words
    back: str
    crumbs: Sequence[Link]
    lead: Words = ""
    begins: Mapping[str, str] = field(default_factory=dict)
    again: Words = ""
    """A second button that leads back to the empty form."""
    is_danger: bool = False
    things: Sequence[object] = ()


def answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the form; or take what was typed, let the person look at it where history changes, and do it."""
    if request.method != "POST":
        return _form(request, asked, Typed({name: [text] for name, text in asked.begins.items()}))
    typed = Typed(dict(request.POST.lists()))
    if "edit" in request.POST or "find" in request.POST:
        return _form(request, asked, typed)
    try:
        plan = asked.read(typed)
        if plan is not None and typed.errors:
            # all problems at once: also those that only the service knows
            with suppress(Refusal):
                _rehearse(plan.do)
        if plan is None or typed.errors:
            return _form(request, asked, typed, status=422)
        if plan.says and SURE not in request.POST:
            # what would be refused is refused before anybody is asked whether they are sure
            _rehearse(plan.do)
            return _look(request, asked, typed, plan)
        plan.do()
    except Refused as refused:
        _spread(refused, asked, typed)
        return _form(request, asked, typed, status=422)
    except Refusal as refusal:
        return _form(request, asked, typed, refusal, 403 if isinstance(refusal, Denied) else 409)
    messages.success(request, str(plan.done or asked.done))
    return HttpResponseRedirect(request.path if "again" in request.POST else asked.back)


def day_field(typed: Typed, name: str, label: Words, hint: Words = DAY_HINT) -> Field:
    """A field for a day."""
    return typed.shown(Field(name, label, hint, kind="date", value=typed.raw(name)))


def text_field(typed: Typed, name: str, label: Words, hint: Words = "", example: str = "") -> Field:
    """A field for a line of text."""
    return typed.shown(Field(name, label, hint, value=typed.raw(name), example=example))


def unit_fields(
    typed: Typed, name: str, label: Words, tree: Sequence[UnitView], blank: Words, more: Sequence[Option] = ()
) -> list[Input]:
    """A choice among the units of a tree, each set in below its superior; of a large one, among those found by name.

    `more`: what may be chosen besides units.
    """
    chosen, text = typed.text(name), typed.text(f"{name}{SEARCH}")
    options = [Option("", blank, is_chosen=not chosen), *more]
    if len(tree) <= MOST_IN_A_LIST:
        options += [Option(str(one.id), indented(one), is_chosen=str(one.id) == chosen) for one in tree]
        return [typed.shown(Select(name, label, options=options))]
    kept = [one for one in tree if str(one.id) == chosen]
    found = units_called(tree, text)
    names = {one.id: one for one in tree}
    for one in [*kept, *(one for one in found[:MOST_IN_A_LIST] if one not in kept)]:
        is_chosen = str(one.id) == chosen or (not chosen and len(found) == 1)
        options.append(Option(str(one.id), _with_superior(one, names), is_chosen=is_chosen))
    th, en = (label.th, label.en) if isinstance(label, Text) else (label, label)
    search = Field(
        f"{name}{SEARCH}", Text(f"ค้นหา: {th}", f"Find: {en}"),
        Text("บางส่วนของชื่อหรือรหัส แล้วกด “ค้นหาหน่วย”", "a part of its name or code, then press “Find units”"),
        kind="search", value=typed.raw(f"{name}{SEARCH}"),
    )  # fmt: skip
    hint = _told_of(text, len(found)) if text else ""
    return [search, typed.shown(Select(name, label, hint, options=options))]


SEARCH = "-called"
MOST_IN_A_LIST = 40
"""A longer list of units is searched rather than scrolled."""
FIND = Button(Text("ค้นหาหน่วย", "Find units"), "secondary", name="find", value="1")


def is_searched(fields: Iterable[Input]) -> bool:
    """Whether one of the fields looks for a unit, so that the form needs the button for it."""
    return any(one.name.endswith(SEARCH) for one in fields)


def units_called(tree: Iterable[UnitView], text: str) -> list[UnitView]:
    """The units whose names or code hold all the words of a text; none without a text."""
    words = normalise(text).casefold().split()
    if not words:
        return []
    said = ((one, f"{one.code} {one.name_th} {one.short_th} {one.name_en}".casefold()) for one in tree)
    return [one for one, names in said if all(word in names for word in words)]


def _with_superior(one: UnitView, names: Mapping[UUID, UnitView]) -> Text:
    """A unit with the one above it: many a station is called like another."""
    name, above = unit_name(one), names.get(one.parent) if one.parent else None
    if above is None:
        return name
    over = unit_name(above)
    return Text(f"{name.th} ({over.th})", f"{name.en or name.th} ({over.en or over.th})")


def _told_of(text: str, count: int) -> Text:
    if not count:
        return Text(f"ไม่พบหน่วยที่ชื่อมี “{text}”", f"no unit is called “{text}”")
    if count > MOST_IN_A_LIST:
        return Text(
            f"พบ {count} หน่วย แสดง {MOST_IN_A_LIST} หน่วยแรก", f"{count} found, the first {MOST_IN_A_LIST} are shown"
        )
    return Text(f"พบ {count} หน่วย เลือกหนึ่ง", f"{count} found; choose one")


def indented(view: UnitView) -> Text:
    """A unit's name behind as many strokes as it stands deep."""
    name = unit_name(view)
    return Text("– " * view.depth + name.th, "– " * view.depth + (name.en or name.th))


def today_text() -> str:
    """Today as a date field holds it."""
    return date_field(clock.today())


def refusal_notice(refusal: Refusal) -> Notice:
    """A refusal above the form it concerns: the reason, and what to do."""
    return Notice(
        "bad", Text(refusal.th, refusal.en), Text(refusal.cure_th, refusal.cure_en) if refusal.cure_th else ""
    )


class _Rehearsed(Exception):
    """Ends a rehearsal: nothing of it stays."""


def _rehearse(do: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            do()
            raise _Rehearsed
    except _Rehearsed:
        return


def _form(
    request: HttpRequest, asked: Asked, typed: Typed, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    fields = asked.fields(typed)
    kind = "danger" if asked.is_danger else "primary"
    buttons = [Button(asked.button, "primary" if kind == "primary" else "danger", name="do", value="1")]
    if is_searched(fields):
        buttons.append(FIND)
    if asked.again:
        buttons.append(Button(asked.again, "secondary", name="again", value="1"))
    buttons.append(Button(Text("ไม่ทำ กลับไป", "Go back, change nothing"), "secondary", href=asked.back))
    things: list[object] = [] if refusal is None else [refusal_notice(refusal)]
    things += [ErrorSummary(fields)] if any(one.error for one in fields) else []
    block = Block(things=[*things, *asked.things], form=Form(request.path, fields, buttons))
    return told(
        request, asked.heading, [block], here="/units/", crumbs=asked.crumbs, lead=asked.lead, status=status
    )  # fmt: skip


def _look(request: HttpRequest, asked: Asked, typed: Typed, plan: Plan) -> HttpResponse:
    kept = {
        name: texts for name, texts in typed.texts.items() if name not in ("csrfmiddlewaretoken", "do", "edit", "find")
    }
    buttons = [
        Button(asked.button, "danger" if asked.is_danger else "primary", name=SURE, value="1"),
        Button(Text("กลับไปแก้", "Change something"), "secondary", name="edit", value="1"),
    ]
    title = Text("ตรวจก่อนทำ", "Look before it is done")
    block = Block(
        title,
        [Answers(Text("สิ่งที่จะเกิดขึ้น", "What will happen"), plan.says, plan.after)],
        form=Form(request.path, [Kept(name, text) for name, texts in kept.items() for text in texts], buttons),
    )
    return told(request, asked.heading, [block], here="/units/", crumbs=asked.crumbs)


@dataclass(frozen=True)
class Kept:
    """What was typed, sent along unseen; a field may have several texts."""

    template = "kept"
    name: str
    value: str


def _spread(refused: Refused, asked: Asked, typed: Typed) -> None:
    """Put each problem at its field, with the field's own label in its words."""
    labels = {one.name: one.label for one in asked.fields(typed)}
    first = next(iter(labels), "")
    for issue in refused.issues:
        name = issue.place.field if issue.place.field in labels else first
        label, words = labels.get(name, ""), problem(issue)
        th, en = (label.th, label.en) if isinstance(label, Text) else (label, label)
        for said in ("name_th", "name_en", "short_th", "kind", "code", "post", "name"):
            words = Text(words.th.replace(f"“{said}”", f"“{th}”"), words.en.replace(f"“{said}”", f"“{en or th}”"))
        typed.fail(name, words)


def _joined(words: Sequence[Words]) -> Words:
    if len(words) == 1:
        return words[0]
    texts = [one if isinstance(one, Text) else Text(one, one) for one in words]
    return Text(" ".join(one.th for one in texts), " ".join(one.en or one.th for one in texts))
