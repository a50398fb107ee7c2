"""Pictures that people give, opened under a limit: what would fill the memory and what cannot be read each raise their own."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from PIL import Image

_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    struct.error,
)  # all seen from Pillow


class TooManyPixels(Exception):
    """The picture has more pixels than allowed."""


class Unreadable(Exception):
    """It is no picture of these formats, or a damaged one."""


@contextmanager
def opened(source: Path | BinaryIO, formats: tuple[str, ...], most_pixels: int) -> Iterator[Image.Image]:
    """The picture, its pixels not read yet.  What Pillow raises inside the block is told as the two errors as well."""
    try:
        with Image.open(source, formats=formats) as picture:
            if picture.width * picture.height > most_pixels:
                raise TooManyPixels
            yield picture
    except FileNotFoundError:
        raise
    except _BOMBS:
        raise TooManyPixels from None
    except _BROKEN as error:
        raise Unreadable from error
