"""The official forms: one module each, with its frozen data class, how it is filled, and its entry in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from samrit.documents.paper import Paper
from samrit.documents.sheet import Request
from samrit.packs.model import Pack


@dataclass(frozen=True)
class FormKind:
    """A form that Samrit can make.

    `fill` gathers its data from terms and scorecard, refusing what it cannot fill; `layouts` holds its templates by
    version, the last being the one in use; `fits` says whether a pack has this form; `parts` lists what may be asked
    for alone (code → name).
    """

    id: str
    th: str
    en: str
    fill: Callable[[Request], Any]
    layouts: Mapping[int, Callable[[Any], Paper]]
    fits: Callable[[Pack], bool]
    needs_card: bool = False
    parts: Callable[[Pack], dict[str, str]] | None = None
