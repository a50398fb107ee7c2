"""An agency's one strong colour, made readable: dark enough on white, light enough on dark, whatever the agency chose."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

DEFAULT = "0f4c5c"
HEX = re.compile(r"[0-9a-f]{6}")

LIGHT_GROUND, DARK_GROUND = "ffffff", "1b1f23"
ENOUGH = 6.0
"""WCAG AA asks 4.5; the rest is for the tinted grounds the colour also stands on."""
_CALM = 0.5
"""Strong colours glow on a dark ground."""


@dataclass(frozen=True)
class Readable:
    """A colour as it stands on light and on dark pages."""

    light: str
    dark: str


def readable(colour: str) -> Readable:
    """The colour, made readable on both grounds.  Errors: ValueError unless six hex digits."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"not a colour: {colour[:20]!r}")
    return Readable(_towards(colour, LIGHT_GROUND, -1), _towards(colour, DARK_GROUND, 1, _CALM))


def stylesheet(colour: str) -> str:
    """The style sheet of an agency: its colour for light and for dark pages.  Errors: ValueError unless six hex digits."""
    found = readable(colour)
    # samrit.css picks one of the two by theme
    return f":root{{--agency-light:#{found.light};--agency-dark:#{found.dark}}}\n"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2: from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _towards(colour: str, ground: str, step: int, strongest: float = 1.0) -> str:
    """The colour, lightness changed until it can be read on the ground; the hue stays."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    for percent in range(101):
        tried = min(1.0, max(0.0, lightness + step * percent / 100))
        found = "".join(
            f"{round(channel * 255):02x}" for channel in colorsys.hls_to_rgb(hue, tried, min(saturation, strongest))
        )
        if contrast(found, ground) >= ENOUGH:
            return found
    raise AssertionError("black or white can always be read")


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
