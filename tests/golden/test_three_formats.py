"""PDF, DOCX and XLSX of every form of the three frameworks say the same words and figures."""

from __future__ import annotations

import functools
import importlib.util
import io
import re
import shutil
import subprocess
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import docx as python_docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn

from samrit.documents import catalogue, docx, pdf, xlsx
from samrit.documents.make import laid_out
from samrit.documents.paper import Paper

DOCUMENTS = Path(__file__).parents[1] / "documents"
PACKS = ("th-prd-por-ror-2-2556", "th-rtp-3-1-22-2552", "th-police-ita-2566")
FIGURE = re.compile(r"[0-9๐-๙][0-9๐-๙,.]*[0-9๐-๙]|[0-9๐-๙]")


@functools.cache
def beside(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"beside_{name}", DOCUMENTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def forms_of(pack: str) -> list[str]:
    request = beside("conftest").request_for(pack)
    return [kind.id for kind in catalogue.of_pack(request.pack)]


EVERY = [(pack, form) for pack in PACKS for form in forms_of(pack)]


@functools.cache
def paper_of(pack: str, form: str) -> Paper:
    return laid_out(catalogue.FORMS[form], beside("conftest").request_for(pack))


def wanted(paper: Paper) -> list[str]:
    return [text for text in (bare(one) for one in beside("demo_papers").printed_texts(paper)) if text]


def bare(text: str) -> str:
    """Without spaces, boxes and dotted blanks."""
    return re.sub(r"\.{3,}|…|\[[ x]\]|\s|\u00a0", "", text.replace("\u00a0X\u00a0", ""))


@pytest.mark.parametrize(("pack", "form"), EVERY)
def test_the_word_file_says_all_that_the_paper_says(pack: str, form: str) -> None:
    paper = paper_of(pack, form)
    document = python_docx.Document(io.BytesIO(docx.render(paper)))
    said = bare("".join(part.text or "" for part in document.element.body.iter(qn("w:t"))))
    assert [text for text in wanted(paper) if text not in said] == []


@pytest.mark.parametrize(("pack", "form"), EVERY)
def test_the_workbook_says_all_that_the_paper_says(pack: str, form: str) -> None:
    paper = paper_of(pack, form)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(paper)), data_only=True)
    cells = [one for sheet in book for row in sheet for one in row if one.value is not None]
    said = bare(" ".join(str(one.value) for one in cells if isinstance(one.value, str)))
    numbers = Counter(Decimal(repr(one.value)) for one in cells if not isinstance(one.value, str))
    lost = []
    for text in wanted(paper):
        if text in said:
            continue
        figure = FIGURE.match(text)
        number = Decimal(figure[0].replace(",", "")) if figure else None
        if number is None or not numbers[number]:
            lost.append(text)
        else:
            numbers[number] -= 1
    assert lost == []


@pytest.mark.parametrize(("pack", "form"), EVERY)
def test_the_pdf_shows_every_figure_at_least_as_often_as_the_paper_says_it(pack: str, form: str) -> None:
    paper = paper_of(pack, form)
    document = pypdfium2.PdfDocument(pdf.render(paper))
    shown = Counter(FIGURE.findall("\n".join(page.get_textpage().get_text_bounded() for page in document)))
    said = Counter(figure for text in beside("demo_papers").printed_texts(paper) for figure in FIGURE.findall(text))
    assert {figure: count for figure, count in said.items() if shown[figure] < count} == {}


SIGNED = (
    ("th-prd-por-ror-2-2556", "por-ror-2"), ("th-prd-por-ror-2-2556", "agreement"),
    ("th-rtp-3-1-22-2552", "agreement"), ("th-rtp-3-1-22-2552", "calculation"), ("th-rtp-3-1-22-2552", "guidelines"),
    ("th-rtp-3-1-22-2552", "questionnaire"), ("th-police-ita-2566", "disclosure-checklist"),
)  # fmt: skip


def test_libreoffice_prints_the_word_file_on_as_many_pages_as_the_pdf_has(tmp_path: Path) -> None:
    """With a stand-in for the official face (tests/documents/standin_font.py); without it page counts mean nothing."""
    tool = shutil.which("soffice")
    if tool is None:
        pytest.skip("needs soffice (Debian package libreoffice-writer-nogui)")
    environment = beside("standin_font").environment(tmp_path / "home")
    files = [tmp_path / f"{pack}-{form}.docx" for pack, form in SIGNED]
    for file, (pack, form) in zip(files, SIGNED, strict=True):
        file.write_bytes(docx.render(paper_of(pack, form)))
    command = [tool, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), *map(str, files)],
        check=True, capture_output=True, timeout=180, env=environment,
    )  # fmt: skip
    printed = {file.stem: len(pypdfium2.PdfDocument(tmp_path / "out" / f"{file.stem}.pdf")) for file in files}
    ours = {f"{pack}-{form}": len(pypdfium2.PdfDocument(pdf.render(paper_of(pack, form)))) for pack, form in SIGNED}
    assert printed == ours
