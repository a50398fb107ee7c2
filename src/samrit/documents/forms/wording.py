"""The pack's words on a form: in the paper's language, with their blanks filled as agreed or left to be written on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import Language
from samrit.packs.handbook.writer import Writer
from samrit.packs.terms import Terms
from samrit.packs.texts import Words


@dataclass(frozen=True)
class Piece:
    """A stretch of words; with `blank`, the blank of that name: what was written on it, or `mm` of dots."""

    text: str = ""
    blank: str = ""
    mm: float = 0


Said = tuple[Piece, ...]

BLANK = re.compile(r"\{([\w.\-/]+)\}")
_THAI = re.compile("[ก-๛]")
_DOTS = re.compile(r"[.…]*…[.…]*|\.{3,}")


def blanks_of(text: str) -> tuple[str, ...]:
    """The blanks that a text of the pack names, in order."""
    return tuple(BLANK.findall(text))


def blanks_in(terms: Terms) -> dict[str, Piece]:
    """Each blank of the pack with what the agreement wrote on it, or dots about as long as the document's."""
    blanks = terms.pack.framework.blanks
    return {str(one.id): Piece(terms.blanks.get(one.id, ""), str(one.id), _length(one.verbatim)) for one in blanks}


def _length(verbatim: str) -> float:
    """A dot of the document is about a millimetre; where it printed a bracketed name instead, a name's room."""
    dots = sum(len(run) + 2 * run.count("…") for run in _DOTS.findall(verbatim))
    return float(min(max(dots, 14), 26)) if dots else 40.0


def pieces(text: str, blanks: Mapping[str, Piece]) -> Said:
    """A text of the pack cut at its {blanks}, each with what stands there."""
    found: list[Piece] = []
    end = 0
    for match in BLANK.finditer(text):
        if match[1] in blanks:
            found += [Piece(text[end : match.start()]), blanks[match[1]]]
            end = match.end()
    return tuple(one for one in (*found, Piece(text[end:])) if one.text or one.blank)


def bare(words: Said) -> str:
    """Words as one text, open blanks as an ellipsis."""
    return "".join(one.text or "…" for one in words)


def squeezed(text: str) -> str:
    """A text without its spaces, which documents set now and then."""
    return "".join(thai.normalise(text).split())


class Voice:
    """Says the parts of a pack in the paper's language, under one agreement."""

    def __init__(self, terms: Terms, language: Language) -> None:
        self.terms = terms
        self.pack = terms.pack
        self.language = language
        self.english = language == "en"
        self.names = Writer(terms.pack, language)
        self._blanks = blanks_in(terms)

    def words(self, words: Words | None) -> Said:
        """A text of the pack; one without English is quoted in an English paper."""
        if words is None:
            return ()
        return self.thai(words.th) if self.english and not words.en else self.pieces(words.said(self.language))

    def thai(self, text: str) -> Said:
        """Words of the document as printed; quoted in an English paper."""
        return self.pieces(f"“{text}”" if self.english and _THAI.search(text) else text)

    def pieces(self, text: str) -> Said:
        """A text cut at its blanks, its white space folded."""
        return pieces(" ".join(text.split()), self._blanks)

    def blank(self, name: str) -> Piece:
        """One blank: what was written on it, or dots."""
        return self._blanks[name]

    def either(self, th: str, en: str) -> str:
        """A label of ours."""
        return en if self.english else th

    def plain(self, text: str) -> Said:
        """A text of ours, which has no blanks."""
        return (Piece(text),) if text else ()

    def label(self, th: str, en: str) -> Said:
        """A label of ours, as words."""
        return self.plain(self.either(th, en))

    def level(self, points: Decimal) -> str:
        """“ระดับ 3”."""
        return self.names.word("level_n", points=plain(points))
