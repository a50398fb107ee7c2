"""What a page's template may say: a text in two languages, an element, an asset; dates, figures and digits as the reader likes them."""

from __future__ import annotations

from pathlib import Path

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from samrit.web import assets, elements
from samrit.web.elements import date_be, date_field, digits, figure, file_size, moment, shown

register = template.Library()


@register.simple_tag
def say(th: str, en: str, **values: object) -> str:
    """`{% say "อีก {days} วัน" "{days} {days:day|days} left" days=3 %}`: both texts side by side; figures get the reader's digits."""
    return elements.say(th, en, **values)


@register.simple_tag
def show(thing: object) -> SafeString:
    """`{% show field %}`: an element by its own template; any other value as the reader likes to see it."""
    return mark_safe(elements.show(thing))  # escaped there


@register.simple_tag
def shape(kind: str) -> SafeString:
    """`{% shape "late" %}`: the drawing that stands beside a word of state."""
    return mark_safe(elements.shape(kind))  # our own template's


@register.simple_tag
def asset(name: str) -> str:
    """The address of one of the pages' own files."""
    return f"{settings.STATIC_URL}{assets.name_of(Path(settings.STATIC_ROOT), name)}"


for one in (shown, date_be, moment, date_field, figure, digits, file_size):
    register.filter(one.__name__, one)
