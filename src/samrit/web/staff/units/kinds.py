"""Kinds of unit and frameworks by their printed names: the organisation keeps ids, the packs say what these are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.frameworks.queries import unpacked
from samrit.web import wording
from samrit.web.components.reading import Words
from samrit.web.reader import Language, Text


@dataclass(frozen=True)
class Printed:
    """The names that the installed packs print, by id."""

    kinds: Mapping[str, Text]
    frameworks: Mapping[str, Text]

    def kind(self, id: str) -> Words:
        """A kind of unit; one that no pack knows stands as it was typed, none as a dash."""
        return self.kinds.get(id, id) if id else "–"

    def framework(self, id: str) -> Words:
        """A framework; one that is installed no more by its id."""
        return self.frameworks.get(id, id)


def printed() -> Printed:
    """What every installed pack prints, the newest last; one query."""
    kinds: dict[str, Text] = {}
    frameworks: dict[str, Text] = {}
    for one in InstalledPack.objects.order_by("fiscal_year", "installed_at", "pack"):
        frameworks[one.pack] = wording.framework(one)
        if one.digest not in _kinds:
            found = unpacked(one).framework.unit_kinds
            _kinds[one.digest] = {str(kind.id): wording.text(kind.name) for kind in found}
        kinds |= _kinds[one.digest]
    return Printed(kinds, frameworks)


def said(words: Words, language: Language) -> str:
    """One language of them, for the inside of a sentence."""
    if isinstance(words, Text):
        return words.th if language == "th" else words.en or words.th
    return words


_kinds: dict[str, Mapping[str, Text]] = {}
"""A pack's kinds by its digest: a few words each, and what a digest stands for never changes."""
