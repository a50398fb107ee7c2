"""Thai words: a short text as the dictionary parts it, and the dictionary itself."""

from __future__ import annotations

import functools
import re

from samrit.base.words import segment


@functools.lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a short Thai text in order."""
    return tuple(segment(text))


@functools.cache
def dictionary() -> frozenset[str]:
    """The words that a Thai dictionary has."""
    from pythainlp.corpus import thai_words  # takes half a second to load

    return frozenset(word for word in thai_words() if re.fullmatch("[ก-๎]+", word))
