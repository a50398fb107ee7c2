"""Thai words in dictionary order, and as words to be found by: the two texts stored beside a name.

The order is that of Thai dictionaries: a vowel written before its consonant is read after it, tone marks and the like
decide only between words that are otherwise alike, and a number counts by its value, in Thai or Arabic digits.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

from samrit.base.thai import arabic_digits, normalise
from samrit.base.words import segment

LONGEST_KEY: Final = 400
"""Letters of a sort key; names that are alike for their first 150 letters stand in no promised order."""

_LETTERS: Final = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
_VOWELS: Final = "ะัาๅำิีึืฺุูเแโใไ"
_MARKS: Final = "็่้๊๋์ํ๎"
_SIGNS: Final = " -_,;:!?./\\'\"()[]{}@*&#%+<=>|~$฿^`ฯๆ"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_LONGEST_NUMBER: Final = 20
_MOST: Final = 150

# A weight is a digit and a letter from a to p, so that a key compares alike byte by byte and under any collation a
# database was set up with: none of them reorders those letters, and no two letters stand together to be read as one.
_PAIRS: Final = tuple(digit + letter for digit, letter in itertools.product("0123456789", "abcdefghijklmnop"))
_END: Final = _PAIRS[0]
_UNKNOWN: Final = _PAIRS[-1]
_NUMBER: Final = len(_SIGNS) + 1
_WEIGHTS: Final = {
    letter: _PAIRS[place]
    for place, letter in [
        *enumerate(_SIGNS, start=1),
        *enumerate("0123456789" + _LATIN + _LETTERS + _VOWELS, start=_NUMBER + _LONGEST_NUMBER + 1),
    ]
}
_LEADING_VOWEL: Final = re.compile(f"([เแโใไ])([{_LETTERS}])")
_PIECE: Final = re.compile(r"[0-9]+|.", re.S)


def sort_key(text: str) -> str:
    """A text's place in Thai order, as letters and digits that any database sorts rightly; at most `LONGEST_KEY` long."""
    plain = _LEADING_VOWEL.sub(r"\2\1", arabic_digits(normalise(text)).casefold())
    weights: list[str] = []
    marks: list[int] = []
    for piece in _PIECE.findall(plain):
        if piece in _MARKS:
            if marks:
                marks[-1] = marks[-1] * 10 % 100 + _MARKS.index(piece) + 1
            continue
        found = _number(piece) if piece[0] in "0123456789" else [_WEIGHTS.get(piece, _UNKNOWN)]
        weights += found
        marks += [0] * len(found)
        if len(weights) >= _MOST:
            break
    second = "".join(f"{mark:02}" for mark in marks).rstrip("0")
    return ("".join(weights[:_MOST]) + _END + second)[:LONGEST_KEY]


def search_text(text: str) -> str:
    """A text's words, parted by blanks, with Arabic digits and small Latin letters: what a search looks through."""
    plain = arabic_digits(normalise(text)).casefold()
    return " ".join(word for part in segment(plain) if (word := part.strip()))


def _number(digits: str) -> list[str]:
    """A number's length, then its digits: so 9 stands before 10."""
    plain = digits.lstrip("0") or "0"
    length = min(len(plain), _LONGEST_NUMBER)
    return [_PAIRS[_NUMBER + length], *(_WEIGHTS[digit] for digit in plain)]
