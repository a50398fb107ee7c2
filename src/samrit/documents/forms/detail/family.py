"""What concerns an indicator and all its parts: reports to make, posts that act, contradictions of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samrit.documents.forms.detail.sections import Entry, Grid, Passage
from samrit.documents.forms.wording import Piece, Voice
from samrit.packs.handbook.content import text_of
from samrit.packs.model import Indicator
from samrit.packs.texts import Item


def duties(voice: Voice, family: list[Indicator]) -> Iterator[Grid]:
    """What is reported on them, by whom, to whom and by when."""
    codes = {one.code for one in family}
    rows = []
    for duty in voice.pack.framework.duties:
        if not codes & set(duty.indicators):
            continue
        due = () if duty.due is None else voice.thai(duty.due.verbatim)
        if duty.due is not None and duty.due.reading is not None:
            due = (*due, Piece(" ("), *voice.words(duty.due.reading), Piece(")"))
        what = voice.words(duty.what)
        if duty.form is not None:
            what = (*what, Piece(" ("), *voice.words(duty.form), Piece(")"))
        by, to = (voice.plain(text_of(voice.names.all_posts(posts))) for posts in (duty.by, duty.to))
        rows.append((what, by, to, due))
    if rows:
        yield Grid(
            heading=voice.label("การรายงานและกำหนดส่ง", "Reports and deadlines"),
            heads=tuple(voice.names.field(name) for name in ("duty", "by", "to", "due")),
            parts=(56, 36, 30, 38),
            rows=tuple(rows),
        )


def posts(voice: Voice, family: list[Indicator]) -> Iterator[Grid]:
    """The posts and bodies that act on them."""
    known = {str(post.id): post for post in voice.pack.framework.posts}
    codes = dict.fromkeys(code for one in family for code in _posts_of(one))
    held = [known[code] for code in codes if code in known]
    if held:
        yield Grid(
            heading=voice.label("ผู้เกี่ยวข้องและหน้าที่", "Who acts, and how"),
            heads=(voice.names.word("post_or_body"), voice.names.field("role"), voice.names.field("duty")),
            parts=(52, 34, 74),
            rows=tuple(
                (
                    voice.words(post.name),
                    voice.plain(voice.names.value("role", post.role)),
                    voice.words(post.duty),
                )
                for post in held
            ),
        )


def contradictions(voice: Voice, family: list[Indicator]) -> Iterator[Passage]:
    """Where the document contradicts itself on these indicators and a score depends on it: what is applied."""
    codes = [one.code for one in family]
    held = [one for one in voice.pack.framework.discrepancies if one.touches_score and set(codes) & set(one.about)]
    used = voice.either(" — ใช้: ", " — applied: ")
    rows = []
    for number, one in enumerate(held, 1):
        about = ", ".join(code for code in codes if code in one.about)
        mark = f"{number}." if len(codes) == 1 else f"{number}. [{about}]"
        applied = (Piece(used), *voice.words(one.applied)) if one.applied is not None else ()
        rows.append(Entry(voice.plain(mark), (*voice.words(one.what), *applied)))
    if rows:
        heading = voice.label(
            "หมายเหตุ : เอกสารต้นทางขัดกันหรือไม่ชัด", "Note: where the document contradicts itself or is unclear"
        )
        yield Passage(heading, entries=tuple(rows), small=True)


def _posts_of(one: Indicator) -> Iterator[str]:
    """The posts with a role in an indicator, and those that only a line of its sheet names."""

    def named(items: Iterable[Item]) -> Iterator[str]:
        for item in items:
            yield from item.posts
            yield from named(item.items)

    yield from one.posts
    for part in one.details:
        yield from named(part.items)
