"""The small things every part of a pack is made of: words in two languages, sources, figures that may be absent."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from samrit.packs.bind import DASH, Code, Located

Dashed = Annotated[Decimal | None, DASH]
"""A figure, or "-" where the document prints a dash: absent, which is not zero."""


@dataclass(frozen=True, kw_only=True)
class Words(Located):
    """A text in Thai, and in English where there is one; a bare text is the Thai."""

    short: ClassVar[str] = "th"

    th: Annotated[str, "Thai text"]
    en: Annotated[str, "English text; readers fall back to the Thai"] = ""

    def said(self, language: Literal["th", "en"]) -> str:
        """The text in `language`, or in Thai where no English was written."""
        return (self.en or self.th) if language == "en" else self.th


@dataclass(frozen=True, kw_only=True)
class Source(Located):
    """The place in an official document that says so; a bare text is the place in the pack's first document."""

    short: ClassVar[str] = "place"

    place: Annotated[str, "section, item or row, as a reader would look it up"]
    document: Annotated[Code | None, "id of one of the pack's documents; left out: the first"] = None
    quote: Annotated[str, "a few words of the document, as printed"] = ""


@dataclass(frozen=True, kw_only=True)
class Based(Located):
    """A rule: it names its source, or it is marked as an assumption that an agency may replace.  One of the two."""

    source: Annotated[Source | None, "where the document says so"] = None
    assumption: Annotated[Words | None, "why this was assumed, when the document is silent or contradicts itself"] = (
        None
    )


@dataclass(frozen=True, kw_only=True)
class Item(Located):
    """One numbered or bulleted line of an official text, with the lines below it."""

    short: ClassVar[str] = "text"

    text: Annotated[Words, "the duty or fact, in our own concise words unless it is a name or label"]
    mark: Annotated[str, "the number or bullet as printed"] = ""
    figures: Annotated[dict[Code, Decimal], "figures that the line fixes, by name"] = field(default_factory=dict)
    measure_unit: Annotated[Code | None, "what the line is counted in"] = None
    duty: Annotated[Code | None, "the pack's duty that this line states"] = None
    round: Annotated[Code | None, "the round this line belongs to, when only one"] = None
    posts: Annotated[tuple[Code, ...], "who must act"] = ()
    items: Annotated[tuple[Item, ...], "lines below this one"] = ()
