"""Office files with the same bytes for the same content: parts in a fixed order, no clock, no traces of the machine."""

from __future__ import annotations

import io
import zipfile

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_CREATED = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say, which stands for "not said"


def steady(data: bytes) -> bytes:
    """The same office file, its zip written anew so that only the parts' contents decide its bytes."""
    steadied = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(steadied, "w") as written:
        # programs that guess a file's kind look at the first part, so the list of contents stays in front
        for name in sorted(given.namelist(), key=lambda name: (name not in _FIRST, name)):
            part = zipfile.ZipInfo(name, _CREATED)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # the same on Windows and elsewhere
            written.writestr(part, given.read(name))
    return steadied.getvalue()
