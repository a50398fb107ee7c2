"""`samrit demo`: what `make run` shows - real frameworks checked, scored and explained, then an agency served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from samrit.base.counting import counted
from samrit.base.issues import LANGUAGES, Issue, Language
from samrit.cli.output import Speaker, as_json_text, speaks, write, write_bytes
from samrit.cli.score import wrapped
from samrit.cli.scoreboard import scoreboard
from samrit.documents import catalogue
from samrit.documents.make import FORMATS, draw, laid_out
from samrit.documents.sheet import Request, Sheet
from samrit.documents.workbook.make import ForWhom
from samrit.documents.workbook.make import make as make_workbook
from samrit.engine import cases, trace
from samrit.engine.explain import explain, explain_all
from samrit.engine.facts import understand
from samrit.engine.read_facts import read_file
from samrit.engine.score import Scorecard, score
from samrit.packs import load
from samrit.packs.load import Loaded
from samrit.packs.terms import Overlay, read_overlay, resolve


@dataclass(frozen=True)
class Example:
    """A shipped example: the pack, its facts and agreement under `examples/`, and the figure that is explained.

    `issued` is the date on its papers, a day after its round.  `deepest` is how far down the board on the screen goes;
    the files in `out/` hold everything.
    """

    pack: str
    facts: str
    agreement: str
    explained: str
    issued: date
    languages: tuple[Language, ...] = LANGUAGES
    deepest: int = 99


EXAMPLES = (
    Example("th-prd-por-ror-2-2556", "facts-round-2.yaml", "agreement-spk-9.yaml", "2.1", date(2013, 10, 5)),
    Example("th-rtp-3-1-22-2552", "facts-subdivision.yaml", "", "3.1.22.2", date(2009, 10, 5), ("th",)),
    Example("th-police-ita-2566", "facts-2566.yaml", "", "O10", date(2023, 10, 5), ("th",), 1),
)


@click.command(epilog="ตัวอย่าง · Example: samrit demo --out out")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    help="โฟลเดอร์ผลลัพธ์ · where results go",
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="โฟลเดอร์ของหน่วยงานตัวอย่าง (ปกติ agency ใน --out) · the demo agency's folder (default: agency in --out)",
)
@click.option("--papers-only", is_flag=True, help="ไม่สร้างและไม่เปิดหน่วยงานตัวอย่าง · without the demo agency")
@click.option("--anew", is_flag=True, help="สร้างหน่วยงานตัวอย่างใหม่ · make the demo agency anew")
@speaks("demo")
def demo(speaker: Speaker, out: Path, home: Path | None, papers_only: bool, anew: bool) -> None:
    """ตรวจชุดเกณฑ์ คิดคะแนนข้อมูลตัวอย่าง เขียนผลลง out/ แล้วเปิดหน่วยงานตัวอย่างบนเครื่องนี้

    Check the packs, score and explain the shipped examples, write the results to out/; then build an invented agency
    and serve it on this machine.
    """
    written: list[Path] = []
    for example in EXAMPLES:
        written.extend(_show(speaker, example, out))
    folders = dict.fromkeys(path.parent for path in written)
    named = "\n".join(
        f"  {folder}/  {_named([path for path in written if path.parent == folder])}" for folder in folders
    )
    _say(speaker, f"เขียนผลไว้ที่ · Written to:\n{named}")
    told: dict[str, object] = {"written": [str(path) for path in written]}
    if not papers_only:
        # Django is loaded for this half only
        from samrit.cli import demo_agency

        told |= demo_agency.show(speaker, home or out / "agency", anew)
    speaker.done(told)


def _named(files: list[Path]) -> str:
    """The files' names, those of one stem together: por-ror-2.pdf .docx .xlsx"""
    stems = dict.fromkeys(file.stem for file in files)
    return ", ".join(stem + " ".join(file.suffix for file in files if file.stem == stem) for stem in stems)


def _show(speaker: Speaker, example: Example, out: Path) -> list[Path]:
    folder = load.find(example.pack)
    loaded = cases.load_proven(folder)
    _checked(speaker, loaded)
    file, _ = read_file(folder / "examples" / example.facts)
    terms = resolve(loaded.pack, _agreement(folder, example))
    facts, warnings = understand(file, terms)
    speaker.issues(warnings)
    card = score(terms, facts)
    _verified(speaker, card)
    for language in example.languages:
        _say(speaker, "\n" + scoreboard(card, language, deepest=example.deepest) + "\n")
    figure = explain(card, example.explained)
    for language in example.languages:
        _say(speaker, wrapped(figure.text(language, full=False)) + "\n")
    return [*_write(card, out / example.pack), *_papers(speaker, card, example, out / example.pack / "papers")]


def _papers(speaker: Speaker, card: Scorecard, example: Example, folder: Path) -> list[Path]:
    """Every form of the pack in every format, and the workbook in which the unit would report."""
    request = Request(card.terms, Sheet(issued=example.issued, unit=card.facts.unit.name), card)
    kinds = catalogue.of_pack(card.terms.pack)
    _both(
        speaker,
        f"ทำแบบฟอร์ม {len(kinds)} แบบ เป็น PDF DOCX XLSX (ทำเองได้ด้วย samrit form)",
        f"Making {len(kinds)} forms as PDF, DOCX and XLSX (make your own with: samrit form)",
    )
    written: list[Path] = []
    for kind in kinds:
        paper = laid_out(kind, request)
        for format_ in FORMATS:
            made = draw(paper, format_)
            written.append(folder / made.name)
            write_bytes(written[-1], made.data)
    unit = card.facts.unit
    written.append(folder / "report-here.xlsx")
    write_bytes(written[-1], make_workbook(card.terms, card.plan.round.id, ForWhom(unit.name, unit.kind or "")))
    return written


def _agreement(folder: Path, example: Example) -> Overlay | None:
    if not example.agreement:
        return None
    file = folder / "examples" / example.agreement
    return read_overlay(file.read_bytes(), example.agreement)


def _checked(speaker: Speaker, loaded: Loaded) -> None:
    found: tuple[Issue, ...] = loaded.findings
    settled = sum(bool(issue.settled_by) for issue in found)
    warnings = sum(issue.severity == "warning" for issue in found)
    count = sum(len(file.cases) for file in loaded.pack.cases)
    name = loaded.pack.framework.short_name
    _both(
        speaker,
        f"ชุดเกณฑ์ {name.th} ({loaded.pack.id}): ใช้ได้ กรณีตัวอย่าง {count} ข้อผ่านทั้งหมด "
        f"พบข้อขัดแย้งในเอกสาร {len(loaded.pack.framework.discrepancies)} เรื่อง "
        f"(ผลตรวจที่อธิบายแล้ว {settled} ยังต้องอ่าน {warnings})",
        f"Pack {name.said('en')} ({loaded.pack.id}): usable; all {count} worked cases pass; "
        f"{counted(len(loaded.pack.framework.discrepancies), 'contradiction')} of the document recorded "
        f"({counted(settled, 'finding')} explained by them, {warnings} left to read)",
    )


def _verified(speaker: Speaker, card: Scorecard) -> None:
    problems = trace.verify(card.as_json(), card.terms.as_json())
    if problems:
        raise click.ClickException(f"{problems[0].where}: {problems[0].en}")
    _both(speaker, "คำนวณซ้ำทุกขั้นด้วยตัวตรวจอิสระแล้วตรงกัน", "Every step recomputed by the independent verifier: it agrees")


def _write(card: Scorecard, folder: Path) -> list[Path]:
    texts = {
        "scorecard.json": as_json_text({"scorecard": card.as_json(), "terms": card.terms.as_json()}),
        "scoreboard.th.txt": scoreboard(card, "th") + "\n",
        "scoreboard.en.txt": scoreboard(card, "en") + "\n",
        "explanations.th.txt": _explanations(card, "th"),
        "explanations.en.txt": _explanations(card, "en"),
    }
    for name, text in texts.items():
        write(folder / name, text)
    return [folder / name for name in texts]


def _explanations(card: Scorecard, language: Language) -> str:
    return "\n".join(wrapped(one.text(language)) + "\n" for one in explain_all(card))


def _both(speaker: Speaker, th: str, en: str) -> None:
    """The demo speaks both languages, because its reader has not chosen one yet."""
    _say(speaker, f"{th}\n{en}")


def _say(speaker: Speaker, text: str) -> None:
    speaker.say(text, text)
