"""Draw docs/images/terminal.svg from what `samrit` really prints.

    python scripts/picture.py            write the picture
    python scripts/picture.py --check    fail when the committed picture no longer shows what samrit prints

Thai letters have no fixed width in most readers' fonts, so nothing is left to the font: every run of text is placed at
its column, figures are aligned on their right, and bars and rules are drawn.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from samrit.base import thai

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "terminal.svg"
EXAMPLES = Path("packs/th-prd-por-ror-2-2556/examples")
SHOWN = (
    (f"samrit score {EXAMPLES}/facts-round-2.yaml", 100),
    (f"samrit explain {EXAMPLES}/facts-round-2.yaml 2.1", 7),
)
"""The commands that are shown, and how many lines of each."""

COLUMN, LINE, MARGIN, TOP = 8.4, 21, 18, 44
DIGITS = "ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Mono', Menlo, Consolas, monospace"
# Without Debian's "Noto Looped Thai": seen to draw tone marks on top of the vowel signs below them.
LETTERS = "Sarabun, 'Noto Sans Thai Looped', 'Noto Sans Thai', 'Leelawadee UI', Thonburi, sans-serif"
PAPER, INK, DIM, PROMPT, FULL, EMPTY = "#10202b", "#e6edf0", "#8fa3ad", "#7fd1b9", "#4fb6a0", "#2b4350"
TITLE = "คะแนนของหน่วยสมมุติตามแบบ ปร.2 และที่มาของคะแนนหนึ่งตัว · A scoreboard and the explanation of one score"


def main() -> int:
    picture = draw([line for command, at_most in SHOWN for line in printed(command, at_most)])
    if "--check" in sys.argv[1:]:
        fresh = PICTURE.is_file() and PICTURE.read_text("utf-8") == picture
        if not fresh:
            print("docs/images/terminal.svg is out of date: run `python scripts/picture.py`", file=sys.stderr)
        return 0 if fresh else 1
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture, "utf-8")
    print(PICTURE.relative_to(ROOT))
    return 0


def printed(command: str, at_most: int) -> Iterator[str]:
    """The prompt, and the first lines that the command prints."""
    program, *rest = command.split()
    beside = Path(sys.executable).with_name(program)
    done = subprocess.run(
        [beside if beside.exists() else program, *rest], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = done.stdout.rstrip("\n").split("\n")
    yield f"$ {command}"
    yield from lines[:at_most]
    if len(lines) > at_most:
        yield "  …"
    yield ""


def draw(lines: list[str]) -> str:
    """The lines as a picture of a terminal."""
    lines = lines[:-1]  # the last command's empty line
    wide = max(thai.width(line) for line in lines) * COLUMN + 2 * MARGIN
    high = TOP + len(lines) * LINE + MARGIN
    ends: set[int] = set()
    body: list[str] = []
    for row, line in enumerate(lines):
        ends = ends | heading_ends(line)
        y = TOP + row * LINE + LINE * 0.7
        body.extend(drawn(line, y, ends))
    dots = "".join(f'<circle cx="{MARGIN + 4 + 18 * dot}" cy="20" r="5" fill="{EMPTY}"/>' for dot in range(3))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" role="img" lang="th"'
            ' font-size="14">',
            f"<title>{escape(TITLE)}</title>",
            f"<style>text {{ fill: {INK}; white-space: pre; font-family: {LETTERS} }} .n {{ font-family: {DIGITS} }}"
            f" .d {{ fill: {DIM} }} .p {{ fill: {PROMPT} }} .b {{ font-weight: 600 }}</style>",
            f'<rect width="{wide:.0f}" height="{high:.0f}" rx="8" fill="{PAPER}"/>{dots}',
            *body,
            "</svg>\n",
        ]
    )


def heading_ends(line: str) -> set[int]:
    """Where the columns of figures end, if this is the row of headings; code and name stand on the left."""
    if not line.startswith("รหัส"):
        return set()
    return {start + thai.width(run) for start, run in [*runs(line)][2:]}


def drawn(line: str, y: float, ends: set[int]) -> Iterator[str]:
    """One line: its runs of text, its bar, or a rule."""
    if line.startswith("─"):
        yield f'<path d="M{MARGIN} {y - 5:.1f}h{thai.width(line) * COLUMN:.1f}" stroke="{EMPTY}"/>'
        return
    for index, (start, run) in enumerate(runs(line)):
        left, wide = MARGIN + start * COLUMN, thai.width(run) * COLUMN
        if set(run) <= {"█", "░"}:
            for cell, sign in enumerate(run):
                fill = FULL if sign == "█" else EMPTY
                yield f'<rect x="{left + cell * COLUMN:.1f}" y="{y - 10:.1f}" width="7.4" height="11" fill="{fill}"/>'
            continue
        names = [name for name in [style(line)] if name]
        place = f'x="{left:.1f}"'
        if index and start + thai.width(run) in ends:
            place = f'x="{left + wide:.1f}" text-anchor="end"'
        if run.isascii():
            names.append("n")
            place += f' textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs"'
        named = f' class="{" ".join(names)}"' if names else ""
        yield f'<text {place} y="{y:.1f}"{named}>{escape(run)}</text>'


def style(line: str) -> str:
    """p: the prompt, d: dimmed, b: bold, or nothing."""
    if line.startswith("$"):
        return "p"
    if line.startswith(("รหัส", "คะแนนนี้อาศัย", "  …")):
        return "d"
    return "b" if line.startswith(("รวม", "คะแนนการประเมิน", "2.1")) else ""


def runs(line: str) -> Iterator[tuple[int, str]]:
    """Pieces parted by two spaces or more, each with the column it starts at."""
    for match in re.finditer(r"\S+(?: \S+)*", line):
        yield thai.width(line[: match.start()]), match[0]


if __name__ == "__main__":
    sys.exit(main())
