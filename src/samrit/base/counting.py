"""English words beside a count: one break, two breaks.  Thai needs nothing of this."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its word: "1 break was found", "1,300 breaks were found"; without `many`, the word with an s."""
    return f"{count:,} {plural(count, one, many)}"


def plural(count: int, one: str, many: str = "") -> str:
    """The word alone, where the count is said elsewhere."""
    return one if count == 1 else many or f"{one}s"


def fitting(value: object, choice: str) -> str:
    """The word of "one|many" that fits a value: what `{count:break|breaks}` in a sentence with gaps stands for."""
    one, _, many = choice.partition("|")
    return one if str(value) == "1" else many
