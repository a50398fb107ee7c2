"""Thai words of a text, as the dictionary parts them."""

from __future__ import annotations

import functools
import re


@functools.lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a short Thai text in order."""
    from pythainlp.tokenize import word_tokenize  # its dictionary takes half a second to load

    return tuple(word_tokenize(text, engine="newmm", keep_whitespace=False)) if text.strip() else ()


@functools.cache
def dictionary() -> frozenset[str]:
    """The words that a Thai dictionary has."""
    from pythainlp.corpus import thai_words

    return frozenset(word for word in thai_words() if re.fullmatch("[ก-๎]+", word))
