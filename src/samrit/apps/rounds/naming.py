"""What the rounds of a year are called: a pack run for a later year names them by the year it is run for.

The pack's own wording stays as it is; it is told otherwise only where a year that was opened is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from samrit.apps.frameworks.queries import unpacked
from samrit.apps.rounds.models import RoundTime, Year
from samrit.base.thai import BE_MINUS_CE, MONTHS, MONTHS_SHORT, arabic_digits, thai_digits
from samrit.packs.texts import Words


def round_names(year: Year) -> Mapping[str, Words]:
    """The rounds of a year by id, each by its name; asks nothing where the year was read with its pack."""
    framework = unpacked(year.pack).framework
    return {str(one.id): run_for(one.name, framework.fiscal_year, year.fiscal_year) for one in framework.rounds}


def run_for(name: Words, printed: int, run: int) -> Words:
    """A name that a pack of fiscal year `printed` gives a round or a period, as it is called in the fiscal year `run`.

    Moved are the two calendar years that the fiscal year touches: with four digits, Thai ones too, or with two behind a
    Thai month; in English also those of the common era.  Every other figure stays.
    """
    if printed == run:
        return name
    th, en = _moved(name.th, printed, run, with_ce=False), _moved(name.en, printed, run, with_ce=True)
    return Words(th=th, en=en)


def time_said(time: RoundTime) -> str:
    """A round's time by its round, said in short; the year is asked for only where the round is called by one."""
    return round_said(time.round, time.year.fiscal_year) if _YEAR_ALONE.fullmatch(time.round) else time.round


def round_said(id: str, run: int) -> str:
    """A round's id where it is said in place of its name: one that is a year is the year that is run."""
    return str(run) if _YEAR_ALONE.fullmatch(id) else id


@lru_cache(maxsize=2048)
def _moved(text: str, printed: int, run: int, *, with_ce: bool) -> str:
    years = {printed - 1, printed}
    known = years | ({year - BE_MINUS_CE for year in years} if with_ce else set())
    short = {year % 100 for year in years}

    def four(found: re.Match[str]) -> str:
        year = int(arabic_digits(found[0]))
        return _like(found[0], f"{year + run - printed}") if year in known else found[0]

    def two(found: re.Match[str]) -> str:
        year = int(arabic_digits(found[2]))
        moved = f"{(year + run - printed) % 100:02d}"
        return found[1] + _like(found[2], moved) if year in short else found[0]

    return _AFTER_MONTH.sub(two, _FOUR.sub(four, text))


def _like(printed: str, figure: str) -> str:
    """A figure in the digits that stood in its place."""
    return figure if printed.isascii() else thai_digits(figure)


_FOUR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_AFTER_MONTH = re.compile(rf"((?:{'|'.join(map(re.escape, (*MONTHS, *MONTHS_SHORT)))})\s*)(\d\d)(?!\d)")
_YEAR_ALONE = re.compile(r"2[56]\d\d", re.ASCII)
