"""What every form needs beside figures: its date, number, language and digits, whose it is, and who signs."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import Language
from samrit.documents.paper import Digits, in_digits
from samrit.engine.score import Scorecard
from samrit.packs.model import Pack
from samrit.packs.terms import Terms
from samrit.packs.texts import Words


@dataclass(frozen=True)
class Sheet:
    """What is told about one paper: `number` is its own number, `people` names by post, `emblem` the agency's picture."""

    issued: date
    language: Language = "th"
    digits: Digits = "printed"
    number: str = ""
    agency: str = ""
    unit: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    emblem: bytes | None = None

    def said(self, words: Words | None) -> str:
        """A text of the pack in the paper's language."""
        return "" if words is None else words.said(self.language)

    def either(self, th: str, en: str) -> str:
        """A label of ours in the paper's language."""
        return th if self.language == "th" else en

    def dated(self) -> str:
        """The issue date in long words."""
        return in_digits(thai.format_date(self.issued, "long"), self.digits)


@dataclass(frozen=True)
class Request:
    """What a form is filled from: the terms, a scorecard where one is needed, and the parts asked for (codes; () = all)."""

    terms: Terms
    sheet: Sheet
    card: Scorecard | None = None
    only: tuple[str, ...] = ()
    called: Words | None = None
    """What the round is called in the year that is run; None: as the pack calls it."""

    @property
    def round(self) -> Words | None:
        """The name of the scorecard's round."""
        return self.called or (None if self.card is None else self.card.plan.round.name)

    @property
    def pack(self) -> Pack:
        """The pack as agreed."""
        return self.terms.pack


def as_json(form: Any) -> str:
    """Form data as canonical JSON: figures as text, a picture by its digest; the same data give the same bytes."""
    return json.dumps(_plain(form), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()}"
    return value
