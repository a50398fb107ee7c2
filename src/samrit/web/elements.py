"""Elements as HTML: each by its own template in `templates/elements/`, written for Jinja (docs/adr/0017).

A page draws its parts once and may hold hundreds of elements; Jinja's templates are compiled, Django's looked up part by part.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils.text import capfirst
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from samrit.apps.ground.clock import BANGKOK
from samrit.base import figures, thai
from samrit.base.counting import counted, fitting
from samrit.web.reader import Text, current


def show(thing: object) -> Markup:
    """An element by its own template; any other value as the reader likes to see it."""
    name = getattr(thing, "template", None)
    if name is None:
        return escape(shown(thing))
    # made by our own template, with its escaping
    return Markup(_template(name).render(it=thing).strip())


@cache
def shape(kind: str) -> Markup:
    """The drawing that stands beside a word of state, for those who do not tell colours apart."""
    return Markup(_template("shape").render(kind=kind))


def say(th: str, en: str, **values: object) -> str:
    """A text in the reader's language; figures in it get the reader's digits."""
    text = str(Text(th, en))
    return text.format(**{name: _Said(shown(value)) for name, value in values.items()}) if values else text


def shown(value: object) -> str:
    """Any plain value for the reader: dates, figures, counts, texts."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return date_be(value)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return figure(value)
    return "" if value is None else str(value)


def date_be(value: date, style: str = "long") -> str:
    """A date in พ.ศ.; in English with both years, for "2013" and "2556" may meet on one page."""
    day = value.astimezone(BANGKOK).date() if isinstance(value, datetime) else value
    if current().language == "en":
        if style == "short":
            return f"{day.day} {_ENGLISH[day.month - 1][:3]} {day.year}"
        return f"{day.day} {_ENGLISH[day.month - 1]} {day.year} (BE {thai.to_be_year(day.year)})"
    return digits(thai.format_date(day, "short" if style == "short" else "long"))


def moment(value: datetime) -> str:
    """A date with the hour in Bangkok."""
    local = value.astimezone(BANGKOK)
    hour = f"{local:%H:%M}" if current().language == "en" else digits(f"{local:%H.%M} น.")
    return f"{date_be(local, 'short')} {hour}"


def date_field(value: date) -> str:
    """A date as a date field holds it and reads it back: day/month/พ.ศ."""
    return f"{value.day}/{value.month}/{thai.to_be_year(value.year)}"


def figure(value: int | Decimal) -> str:
    """A figure as it stands, thousands parted; never rounded here.  Errors: TypeError for a float."""
    if not isinstance(value, (int, Decimal)):
        raise TypeError(f"a page shows exact figures only, not {type(value).__name__}")
    whole, point, rest = figures.plain(figures.d(value)).partition(".")
    sign, whole = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    return digits(f"{sign}{int(whole):,}{point}{rest}")


def digits(value: object) -> str:
    """A text with the reader's digits; codes and addresses do not pass here, for they must be typed as they stand."""
    return thai.thai_digits(str(value)) if current().has_thai_digits else str(value)


def file_size(count: int) -> str:
    """A file's size in the unit people know."""
    for limit, word in ((1_000_000, "MB"), (1_000, "KB")):
        if count >= limit:
            tenths = (count * 10 + limit // 2) // limit
            return digits(f"{tenths // 10}.{tenths % 10} {word}")
    return digits(counted(count, "byte"))


@cache
def _template(name: str) -> Template:
    return _environment.get_template(f"elements/{name}.jinja")


class _Said(str):
    """A value in a sentence; `{days:day|days}` is the word that fits it."""

    def __format__(self, spec: str) -> str:
        return fitting(self, spec) if "|" in spec else super().__format__(spec)


_ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined, auto_reload=False,
)  # fmt: skip
_environment.globals.update(say=say, show=show, shape=shape)
_environment.filters.update(
    digits=digits, figure=figure, file_size=file_size, moment=moment, shown=shown, capfirst=capfirst
)
