"""The parts of a document about an indicator, line by line, with what each line fixes without saying it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samrit.base import thai
from samrit.base.figures import plain
from samrit.documents.forms.detail.sections import Entry, Passage
from samrit.documents.forms.wording import Piece, Said, Voice, bare
from samrit.packs.handbook.content import text_of
from samrit.packs.model import Part
from samrit.packs.texts import Item


def passage(voice: Voice, part: Part, text: Said = (), without: Iterable[Item] = ()) -> Passage:
    kind = voice.names.value("about", part.about)
    heading = voice.plain(kind)
    if part.heading:
        printed = voice.thai(part.heading)
        heading = (Piece(f"{kind} "), *printed) if voice.english else printed
    return Passage(heading, text, entries(voice, part.items, without))


def entries(voice: Voice, items: Iterable[Item], without: Iterable[Item] = ()) -> tuple[Entry, ...]:
    left_out = list(without)
    return tuple(
        Entry(
            mark=voice.thai(item.mark) if voice.english and item.mark else voice.plain(item.mark),
            text=voice.words(item.text),
            behind=" · ".join(_behind(voice, item)),
            items=entries(voice, item.items, left_out),
        )
        for item in items
        if not any(item is one for one in left_out)
    )


def _behind(voice: Voice, item: Item) -> Iterator[str]:
    """What a line fixes without saying it: figures, what is counted, the round, the due date."""
    names = voice.names
    text = f"{item.mark} {item.text.said(voice.language)}"
    shown = thai.arabic_digits(text).replace(",", "")
    hidden = [plain(figure) for figure in item.figures.values() if plain(figure) not in shown]
    if hidden:
        yield f"{names.word('fixed_figures')} {', '.join(hidden)}"
    unit = text_of(names.unit(item.measure_unit))
    if unit and unit not in text:
        yield f"{voice.either('หน่วยนับ', 'counted in')} : {unit}"
    if item.round is not None and not item.items:
        yield text_of(names.round(item.round))
    duty = next((one for one in voice.pack.framework.duties if one.id == item.duty), None)
    if duty is not None and duty.due is not None and duty.due.verbatim not in item.text.th:
        yield f"{names.field('due')}: {bare(voice.thai(duty.due.verbatim))}"
