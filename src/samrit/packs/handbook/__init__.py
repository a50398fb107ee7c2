"""A pack as its own handbook, for a person who knows the official document: nothing missing, nothing invented.

`framework`, `sheet`, `scoring`, `papers`, `proof` and `changes` say what stands in it, as blocks (`content`); `markdown`
and `page` say how blocks look.
"""

from __future__ import annotations

from typing import Literal

from samrit.base.issues import Language
from samrit.packs.handbook import framework, papers, proof, sheet
from samrit.packs.handbook.changes import changes
from samrit.packs.handbook.content import Block, Book, text_of
from samrit.packs.handbook.markdown import markdown, table
from samrit.packs.handbook.page import page
from samrit.packs.handbook.writer import Writer
from samrit.packs.load import Loaded
from samrit.packs.model import Pack

__all__ = ["Format", "book", "handbook", "table"]

Format = Literal["md", "html"]


def handbook(loaded: Loaded, language: Language, form: Format = "md", since: Pack | None = None) -> str:
    """The whole handbook of a pack; `since` adds a chapter on what changed from another version."""
    made = book(loaded, language, since)
    return page(made) if form == "html" else markdown(made)


def book(loaded: Loaded, language: Language, since: Pack | None = None) -> Book:
    """The content of a handbook, before it has a format."""
    w = Writer(loaded.pack, language)
    held = loaded.pack.framework
    blocks: list[Block] = [
        *(changes(w, since) if since is not None else ()),
        *framework.everything_before(w),
        *sheet.sheets(w),
        *papers.surveys(w),
        *papers.plans(w),
        *papers.committees(w),
        *papers.forms(w),
        *framework.results(w),
        *framework.agreements(w),
        *proof.discrepancies(w),
        *proof.cases(w),
        *proof.repairs(w),
        *proof.codes(w),
    ]
    return Book(
        title=f"{w.word('title')} {text_of(w.said(held.short_name))}",
        subtitle=text_of(w.said(held.name)),
        language=language,
        cover=tuple(framework.cover(w, loaded.digest)),
        blocks=tuple(blocks),
        contents_title=w.word("contents"),
        skip_link=w.word("skip"),
    )
