"""Papers: แบบ ปร.2 as PDF warm, a thousand of them in flat memory, a long book; beside LibreOffice and WeasyPrint.

    make bench

LibreOffice converts the DOCX of the same form (start and all, and as a batch in one process); WeasyPrint, where it is
installed, sets an HTML table of the same texts.  Ratios of this one run; quote those, not single times.
"""

from __future__ import annotations

import importlib.util
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

from samrit.documents import catalogue, docx, pdf, xlsx
from samrit.documents.make import laid_out
from samrit.documents.paper import Paper, Table, Text, written
from samrit.documents.sheet import Request, Sheet
from samrit.engine.facts import make, understand
from samrit.engine.read_facts import read_file
from samrit.engine.score import score
from samrit.packs import load
from samrit.packs.terms import read_overlay, resolve

PACK = "th-prd-por-ror-2-2556"
ROUNDS = 20
SURVEYED = ("1.1", "1.2", "2.1", "2.2", "3.1", "3.2")
MANY = 1000
WARM_TARGET_MS = 60
BOOK_TARGET_S = 10


def main() -> None:
    requests = _requests(ROUNDS)
    request = requests[0]
    kind = catalogue.FORMS["por-ror-2"]
    paper = laid_out(kind, request)
    pdf.render(paper)
    print(
        f"แบบ ปร.2, {_pages(pdf.render(paper))} pages, one core, median of {ROUNDS} with other figures each, warmed up\n"
    )
    papers = [laid_out(kind, one) for one in requests]
    rows = {
        "fill and lay out": _median(lambda one: laid_out(kind, one), requests),
        "DOCX": _median(docx.render, papers),
        "XLSX": _median(xlsx.render, papers),
        "PDF (Typst)": _median(pdf.render, papers),
    }
    # an offset, or Typst would remember the papers of the line before
    others = _requests(ROUNDS, 50)
    rows["fill, lay out and PDF"] = _median(lambda one: pdf.render(laid_out(kind, one)), others)
    base = rows["fill, lay out and PDF"]
    for name, seconds in rows.items():
        print(f"  {name:42} {seconds * 1000:9.1f} ms  {seconds / base:7.2f} : 1")
    _against_libreoffice(docx.render(paper), base)
    _against_weasyprint(paper, base)
    print(f"  target for the PDF, warm: {WARM_TARGET_MS} ms\n")
    _many(kind, request)
    _book()


def _requests(count: int, first: int = 0) -> list[Request]:
    """The shipped example with the surveyed figures moved a little each time, so that nothing is remembered."""
    folder = load.find(PACK)
    agreement = folder / "examples" / "agreement-spk-9.yaml"
    terms = resolve(load.load(folder).pack, read_overlay(agreement.read_bytes(), agreement.name))
    facts, _ = understand(read_file(folder / "examples" / "facts-round-2.yaml")[0], terms)
    made = []
    for step in range(first, first + count):
        moved = tuple(
            replace(fact, value=fact.value - Fraction(step, 100)) if fact.indicator in SURVEYED else fact
            for fact in facts.facts
        )
        card = score(terms, make(terms, facts.round, facts.unit, moved))
        made.append(Request(terms, Sheet(issued=date(2013, 10, 5)), card))
    return made


def _median(run: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    taken = []
    for one in inputs:
        start = time.perf_counter()
        run(one)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _pages(data: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(data))


def _against_libreoffice(data: bytes, base: float) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        print("  LibreOffice is not installed: not compared")
        return
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{n}.docx" for n in range(11)]
        for file in files:
            file.write_bytes(data)
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        command += ["--outdir", folder]
        subprocess.run([*command, str(files[0])], check=True, capture_output=True)  # makes its profile
        start = time.perf_counter()
        subprocess.run([*command, str(files[0])], check=True, capture_output=True)
        once = time.perf_counter() - start
        start = time.perf_counter()
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True)
        each = (time.perf_counter() - start - once) / (len(files) - 1)
    print(f"  {'LibreOffice, our DOCX to PDF, started anew':42} {once * 1000:9.1f} ms  {once / base:7.2f} : 1")
    print(f"  {'LibreOffice, each more in one process':42} {each * 1000:9.1f} ms  {each / base:7.2f} : 1")


def _against_weasyprint(paper: Paper, base: float) -> None:
    if importlib.util.find_spec("weasyprint") is None:
        print("  WeasyPrint is not installed: not compared")
        return
    import weasyprint

    html = _as_html(paper)
    weasyprint.HTML(string=html).write_pdf()
    taken = _median(lambda text: weasyprint.HTML(string=text).write_pdf(), [html] * 5)
    print(f"  {'WeasyPrint, the same texts as HTML':42} {taken * 1000:9.1f} ms  {taken / base:7.2f} : 1")


def _as_html(paper: Paper) -> str:
    rows = []
    for block in paper.blocks:
        if isinstance(block, Table):
            for row in (*block.head, *block.rows):
                cells = "".join(
                    f"<td colspan={cell.across} rowspan={cell.down}>{escape(_text(cell.lines))}</td>"
                    for cell in row.cells
                )
                rows.append(f"<tr>{cells}</tr>")
    style = "@page{size:A4 landscape}td{border:1px solid;font:11pt Sarabun}"
    return f"<style>{style}</style><table>{''.join(rows)}</table>"


def _text(lines: object) -> str:
    assert isinstance(lines, tuple)
    found = []
    for line in lines:
        for inline in line.inlines:
            if isinstance(inline, Text):
                found.append(inline.text)
            elif hasattr(inline, "value"):
                found.append(written(inline, "arabic"))
    return " ".join(found)


def _many(kind: catalogue.FormKind, request: Request) -> None:
    peaks = []
    start = time.perf_counter()
    for number in range(1, MANY + 1):
        sheet = Sheet(issued=date(2013, 10, 5), number=f"{number}/2556")
        pdf.render(laid_out(kind, Request(request.terms, sheet, request.card)))
        if number % 100 == 0:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            done = time.perf_counter() - start
            print(f"\r  {number} of {MANY} papers, {done:.0f} s, peak {peaks[-1]:.0f} MB", end="", file=sys.stderr)
    print(file=sys.stderr)
    taken = time.perf_counter() - start
    growth = peaks[-1] - peaks[1]
    print(f"  {MANY} papers: {taken:.1f} s, {taken / MANY * 1000:.1f} ms each; peak memory after 200: {peaks[1]:.0f} MB, "
          f"at the end: {peaks[-1]:.0f} MB (grew {growth:.0f} MB)\n")  # fmt: skip


def _book() -> None:
    """The longest papers there are, one after another, until two hundred pages."""
    pages = 0
    taken = 0.0
    while pages < 200:
        for pack in (PACK, "th-rtp-3-1-22-2552"):
            terms = resolve(load.load(load.find(pack)).pack, None)
            request = Request(terms, Sheet(issued=date(2013, 10, 5)))
            for name in ("detail-sheet", "guidelines"):
                kind = catalogue.FORMS[name]
                if not kind.fits(terms.pack):
                    continue
                start = time.perf_counter()
                made = pdf.render(laid_out(kind, request))
                taken += time.perf_counter() - start
                pages += _pages(made)
    print(f"  detail and guideline sheets, {pages} pages: {taken:.1f} s, {taken / pages * 1000:.0f} ms a page "
          f"(200 pages: {taken / pages * 200:.1f} s; target {BOOK_TARGET_S} s)")  # fmt: skip


if __name__ == "__main__":
    main()
