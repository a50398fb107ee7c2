"""The notices there are: a code that never changes its meaning, and its sentence in two languages with {gaps}.

A gap `{count:unit was|units were}` is the word that fits the count `{count}`.
An audit event may be told as a notice under its own code; what is only a notice is defined here.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from samrit.apps.audit import codes
from samrit.apps.audit.codes import EventKind
from samrit.base.counting import fitting

NOTICES: dict[str, EventKind] = {}


def define(code: str, th: str, en: str) -> str:
    """Enter a kind of notice; returns its code."""
    if code in NOTICES or code in codes.EVENTS:
        raise ValueError(f"notice {code} is defined twice")
    NOTICES[code] = EventKind(code, th, en)
    return code


def find(code: str) -> EventKind | None:
    """The kind of a notice, among the notices or the audit events."""
    return NOTICES.get(code) or codes.EVENTS.get(code)


def tell(text: str, words: Mapping[str, Any]) -> str:
    """A sentence with its gaps filled; a gap without a word shows as a dash, never as an error to the reader."""
    return _Lenient().vformat(text, (), words)


class _Lenient(string.Formatter):
    """Fills {name} and nothing else: no attribute or index of a word can be reached from a sentence."""

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        return str(kwargs.get(field_name, "–")), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        return fitting(value, format_spec) if "|" in format_spec else str(value)
