"""What the tests of papers and office files share: the shipped examples, scored, and the programs that look at files."""

from __future__ import annotations

import functools
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.remembered import packs_are_remembered

from samrit.documents.sheet import Request, Sheet
from samrit.engine.facts import understand
from samrit.engine.read_facts import read_file
from samrit.engine.score import score
from samrit.packs import load
from samrit.packs.terms import read_overlay, resolve

__all__ = ["packs_are_remembered"]
EXAMPLES = {
    "th-prd-por-ror-2-2556": ("facts-round-2.yaml", "agreement-spk-9.yaml"),
    "th-rtp-3-1-22-2552": ("facts-subdivision.yaml", ""),
    "th-police-ita-2566": ("facts-2566.yaml", ""),
}
ISSUED = date(2013, 10, 5)


@functools.cache
def request_for(pack: str, language: str = "th", digits: str = "printed", empty: bool = False) -> Request:
    """A shipped example as a form is filled from it; `empty` leaves the facts and the agreement out."""
    facts_name, agreement = EXAMPLES[pack]
    folder = load.find(pack)
    overlay = (
        read_overlay((folder / "examples" / agreement).read_bytes(), agreement) if agreement and not empty else None
    )
    terms = resolve(load.load(folder).pack, overlay)
    card = None
    if not empty:
        facts, _ = understand(read_file(folder / "examples" / facts_name)[0], terms)
        card = score(terms, facts)
    sheet = Sheet(issued=ISSUED, language=language, digits=digits)
    return Request(terms, sheet, card)


@pytest.fixture(scope="session")
def example() -> Callable[..., Request]:
    """`example("th-prd-por-ror-2-2556", language="en")`."""
    return request_for


def _tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name} (Debian package {package})")
    return found


@pytest.fixture(scope="session")
def pdf_text(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], str]:
    """The text of a PDF as poppler reads it, laid out; pages are parted by form feeds."""
    return read_pdf_text


def read_pdf_text(data: bytes) -> str:
    """The same as a function."""
    command = [_tool("pdftotext", "poppler-utils"), "-layout", "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


@pytest.fixture(scope="session")
def pdf_pictures(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Path]]:
    """The pages of a PDF as PNG files, grey, at `dpi`."""
    tool = _tool("pdftoppm", "poppler-utils")

    def draw(data: bytes, dpi: int = 50) -> list[Path]:
        folder = tmp_path_factory.mktemp("pages")
        subprocess.run([tool, "-r", str(dpi), "-gray", "-png", "-", str(folder / "page")], input=data, check=True)
        return sorted(folder.glob("*.png"))

    return draw


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str, str], bytes]:
    """LibreOffice turns a file of one kind into another: `office(data, "docx", "pdf")`."""
    tool = _tool("soffice", "libreoffice-writer-nogui, libreoffice-calc-nogui")
    profile = tmp_path_factory.mktemp("office-profile")

    def convert(data: bytes, kind: str, to: str) -> bytes:
        folder = tmp_path_factory.mktemp("office")
        (folder / f"file.{kind}").write_bytes(data)
        command = [tool, "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", to]
        subprocess.run(
            [*command, "--outdir", str(folder / "out"), str(folder / f"file.{kind}")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (folder / "out" / f"file.{to.partition(':')[0]}").read_bytes()

    return convert
