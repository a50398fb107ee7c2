"""What happened, as a sentence of its reader: roles by name and days by their calendar, where the record keeps code and ISO day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.module_loading import autodiscover_modules

from samrit.apps.notices import kinds
from samrit.base import thai
from samrit.web import wording
from samrit.web.reader import Text

# an event of an app whose services no page happens to use must be told in words as well
autodiscover_modules("events")


def sentence(code: str, words: Mapping[str, Any] | None) -> Text:
    """An event or a notice.  Without words its gaps stay open: it still tells what kind of thing it was."""
    kind = kinds.find(code)  # none: written by a later version of the program
    if kind is None:
        return Text(code)
    said = {gap: _said(gap, word) for gap, word in (words or {}).items()}
    th = kinds.tell(kind.th, {gap: word.th for gap, word in said.items()})
    return Text(th, kinds.tell(kind.en, {gap: word.en or word.th for gap, word in said.items()}))


def _said(gap: str, word: Any) -> Text:
    if known := _CODES.get(gap, {}).get(str(word)):
        return known
    if isinstance(word, str) and _ISO.fullmatch(word):
        try:
            day = date.fromisoformat(word)
        except ValueError:
            return Text(word)
        return Text(thai.format_date(day), wording.day(day).en)  # with its whole year: a record is read years later
    return Text("–" if word is None else str(word))


_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CODES: Mapping[str, Mapping[str, Text]] = {
    "role": {role.value: name for role, name in wording.ROLES.items()},
    "language": {"th": Text("ไทย", "Thai"), "en": Text("อังกฤษ", "English")},
    "digits": {"arabic": Text("อารบิก", "Arabic"), "thai": Text("ไทย", "Thai")},
}
