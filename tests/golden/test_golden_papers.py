"""The papers of the three frameworks look and read as they did when a person last looked at them.

    SAMRIT_GOLDEN=write .venv/bin/python -m pytest -o addopts=--import-mode=importlib tests/golden

writes them anew; look at every changed picture before committing it.  Pictures are drawn by pdfium, which is installed
with Samrit; texts are read by poppler.  Pictures may differ by a little anti-aliasing, never by a line or a word.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from samrit.documents import catalogue, pdf
from samrit.documents.make import laid_out

HERE = Path(__file__).parent / "papers"
WRITE = os.environ.get("SAMRIT_GOLDEN") == "write"
DPI = 60
BLUR = 4
DARKER = 14
"""Largest allowed difference of grey (of 255) of a 4 x 4 block: a moved word changes its blocks by 40 and more."""

PRD, RTP, ITA = "th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566"


@dataclass(frozen=True)
class Golden:
    """A paper that is kept: which form of which example, and which of its pages are kept as pictures."""

    form: str
    pack: str
    only: tuple[str, ...] = ()
    digits: str = "printed"
    language: str = "th"
    empty: bool = False
    pictures: tuple[int, ...] = (0,)

    @property
    def name(self) -> str:
        parts = [self.form, self.pack.split("-")[1], *self.only]
        parts += ["thai-digits"] * (self.digits == "thai") + ["en"] * (self.language == "en") + ["empty"] * self.empty
        return "-".join(parts).replace(".", "_")


PAPERS = (
    Golden("por-ror-2", PRD, pictures=(0, 1, 2)),
    Golden("por-ror-2", PRD, empty=True),
    Golden("por-ror-2", PRD, digits="thai"),
    Golden("por-ror-2", PRD, language="en"),
    Golden("agreement", PRD, pictures=(0, 1)),
    Golden("agreement", RTP),
    Golden("detail-sheet", PRD, only=("1",), pictures=(0, 1)),
    Golden("detail-sheet", PRD, only=("8",)),
    Golden("detail-sheet", RTP, only=("3.1.22.1",)),
    Golden("calculation", RTP),
    Golden("guidelines", RTP, only=("3.1.22.1",)),
    Golden("measures-plan", ITA, pictures=(0, 2)),
    Golden("disclosure-checklist", ITA, pictures=(0, 1)),
    Golden("disclosure-calendar", ITA),
    Golden("questionnaire", RTP, only=("satisfaction-1",)),
    Golden("questionnaire", RTP, only=("satisfaction-2",)),
    Golden("questionnaire", RTP, only=("image",)),
    Golden("score-annex", PRD, pictures=(0, 1)),
)


@functools.cache
def made(golden: Golden) -> bytes:
    request = _fixtures().request_for(golden.pack, golden.language, golden.digits, golden.empty)
    request = type(request)(request.terms, request.sheet, request.card, golden.only)
    return pdf.render(laid_out(catalogue.FORMS[golden.form], request))


@functools.cache
def _fixtures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("document_fixtures", HERE.parents[1] / "documents" / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pdf_text(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], str]:
    found: Callable[[bytes], str] = _fixtures().read_pdf_text
    return found


@pytest.mark.parametrize("golden", PAPERS, ids=lambda golden: golden.name)
def test_a_paper_reads_as_it_did(golden: Golden, pdf_text: Callable[[bytes], str]) -> None:
    file = HERE / f"{golden.name}.txt"
    text = _tidy(pdf_text(made(golden)))
    if WRITE:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("golden", "page"), [(golden, page) for golden in PAPERS for page in golden.pictures], ids=str
)  # fmt: skip
def test_a_page_looks_as_it_did(golden: Golden, page: int) -> None:
    document = pypdfium2.PdfDocument(made(golden))
    assert page < len(document), "the paper has fewer pages than it had"
    picture = document[page].render(scale=DPI / 72, grayscale=True).to_pil()
    file = HERE / f"{golden.name}.{page + 1}.png"
    if WRITE:
        kept = io.BytesIO()
        picture.quantize(64).save(kept, "PNG", optimize=True)
        file.write_bytes(kept.getvalue())
    expected = Image.open(file).convert("L")
    assert picture.size == expected.size
    apart = np.abs(_blurred(picture) - _blurred(expected))
    assert apart.max() <= DARKER, f"differs most near {_where(apart, page)}"


def test_every_form_is_among_the_kept_papers() -> None:
    assert {golden.form for golden in PAPERS} == set(catalogue.FORMS)


def test_no_picture_is_left_over() -> None:
    kept = {f"{golden.name}.txt" for golden in PAPERS}
    kept |= {f"{golden.name}.{page + 1}.png" for golden in PAPERS for page in golden.pictures}
    assert {file.name for file in HERE.iterdir()} == kept


def _tidy(text: str) -> str:
    lines = (re.sub(r" +", " ", line).strip() for line in text.replace("\f", "\n── page ──\n").split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def _blurred(picture: Image.Image) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    grey = np.asarray(picture, dtype=np.float64)
    high, wide = (side // BLUR * BLUR for side in grey.shape)
    blurred: np.ndarray[tuple[int, int], np.dtype[np.float64]] = (
        grey[:high, :wide].reshape(high // BLUR, BLUR, wide // BLUR, BLUR).mean(axis=(1, 3))
    )
    return blurred


def _where(apart: np.ndarray[tuple[int, int], np.dtype[np.float64]], page: int) -> str:
    down, right = np.unravel_index(int(apart.argmax()), apart.shape)
    mm = BLUR / DPI * 25.4
    return f"page {page + 1}, {right * mm:.0f} mm from the left, {down * mm:.0f} mm from the top"
