"""The pages' own files: the style sheet, htmx and the typeface, written with hashed names that never need to be asked for again."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
from functools import lru_cache
from pathlib import Path

import django_htmx
import fontpkg_sarabun

SOURCE = Path(__file__).parent / "static_source"
MANIFEST = "assets.json"
HASHED = r"^.+\.[0-9a-f]{12}\.[a-z0-9]+$"
"""Names that may be kept for ever (WHITENOISE_IMMUTABLE_FILE_TEST)."""

_FACES = {"sarabun-regular.woff": "Sarabun-Regular.ttf", "sarabun-bold.woff": "Sarabun-Bold.ttf"}
_LETTERS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C), *range(0x2010, 0x2027),
    0x2030, 0x2032, 0x2033, 0x20AC, 0x2122, 0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CC,
)  # fmt: skip
"""Thai, Latin, and the signs of arithmetic; what else a page needs is drawn by the reader's own machine."""


def build(target: Path) -> dict[str, str]:
    """Write every asset into a folder; name → hashed name.  Doing it again changes nothing."""
    target.mkdir(parents=True, exist_ok=True)
    made = {name: _face(file) for name, file in _FACES.items()}
    names = {name: _hashed(name, content) for name, content in made.items()}
    plain = {path.name: path.read_bytes() for path in SOURCE.iterdir() if path.suffix != ".css"}
    # The one library that browsers run: it renews a part of a page; every page does without it.
    plain["htmx.js"] = (Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js").read_bytes()
    for name, content in sorted(plain.items()):
        made[name] = content
        names[name] = _hashed(name, content)
    for source in sorted(SOURCE.glob("*.css")):
        made[source.name] = _with_names(_squeezed(source.read_text(encoding="utf-8")), names).encode()
        names[source.name] = _hashed(source.name, made[source.name])
    made["sarabun-licence.txt"] = (Path(fontpkg_sarabun.__file__).parent / "LICENSE").read_bytes()
    names["sarabun-licence.txt"] = "sarabun-licence.txt"
    for name, content in made.items():
        _write(target / names[name], content)
        if name.endswith(
            (".css", ".js")
        ):  # the server hands this one to whoever takes it; typefaces are compressed already
            _write(target / f"{names[name]}.gz", gzip.compress(content, 9, mtime=0))
    # Last: whoever reads the manifest finds every file it names.
    _write(target / MANIFEST, json.dumps(names, indent=1, sort_keys=True).encode())
    return names


def name_of(root: Path, asset: str) -> str:
    """The hashed name of an asset in a built folder.  Errors: FileNotFoundError if it was not built, KeyError for no asset."""
    manifest = root / MANIFEST
    return _read(manifest, manifest.stat().st_mtime_ns)[asset]


@lru_cache(maxsize=8)
def _read(manifest: Path, _changed: int) -> dict[str, str]:
    names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return names


@lru_cache(maxsize=4)
def _face(file: str) -> bytes:
    """A face with the letters the pages use and its Thai shaping, as WOFF, which every browser since 2012 reads.

    WOFF2 would be a quarter smaller and needs a compiled compressor that the platform does not otherwise depend on.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(layout_features=["*"], notdef_outline=True, hinting=True)
    with TTFont(Path(fontpkg_sarabun.__file__).parent / "files" / file, lazy=False, recalcTimestamp=False) as face:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=_LETTERS)
        subsetter.subset(face)
        face.flavor = "woff"
        written = io.BytesIO()
        face.save(written)
    return written.getvalue()


def _squeezed(css: str) -> str:
    """The style sheet without remarks and indentation."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", css).strip() + "\n"


def _with_names(css: str, names: dict[str, str]) -> str:
    return re.sub(r'url\("([^"]+)"\)', lambda match: f'url("{names[match[1]]}")', css)


def _hashed(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    # of this process alone: two servers may be started on one folder at once
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    half.write_bytes(content)
    half.replace(path)
