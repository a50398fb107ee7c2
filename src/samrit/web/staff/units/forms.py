"""A small page that changes one thing: its fields, what was typed, what is wrong with it, and a look before history changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from samrit.apps.ground.denied import Denied, Refusal
from samrit.base.issues import Refused
from samrit.web.components.forms import ErrorSummary, Input
from samrit.web.components.reading import Answer, Answers, Button, Link, Notice, Words
from samrit.web.reader import Text
from samrit.web.staff.blocks import ENTER, Block, Form, told
from samrit.web.staff.units.choosing import asks_for_units
from samrit.web.staff.units.typed import Typed
from samrit.web.wording import problem

SURE = "sure"


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
    more: Callable[[Typed], Button | None] = lambda typed: None
    """A button called "more" that only draws the form again, with further fields and all that was typed."""


REDRAWN = ("edit", "more")
"""Names of buttons that change nothing and show the form again, as finding units does."""


def answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the form; or take what was typed, let the person look at it where history changes, and do it."""
    if request.method != "POST":
        return _form(request, asked, Typed({name: [text] for name, text in asked.begins.items()}))
    typed = Typed(dict(request.POST.lists()))
    if asks_for_units(typed) or any(name in request.POST for name in REDRAWN):
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
    if (more := asked.more(typed)) is not None:
        buttons.append(more)
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
    pressed = ("csrfmiddlewaretoken", "do", ENTER, *REDRAWN)
    kept = {name: texts for name, texts in typed.texts.items() if name not in pressed}
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
