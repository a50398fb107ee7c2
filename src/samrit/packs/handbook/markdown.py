"""A handbook as Markdown, for repositories and plain-text mail; nothing in a text can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from samrit.base import thai
from samrit.packs.handbook.content import (
    Block,
    Book,
    Bullets,
    Cell,
    Division,
    Drawings,
    Entry,
    Heading,
    Inline,
    Labels,
    LevelDrawing,
    Paragraph,
    Span,
    Table,
    Verse,
    text_of,
)
from samrit.packs.handbook.drawings import level_bars, peer_lines

_SPECIAL = re.compile(r"([\\`*\[\]<>|~])|(?<![^\W_])(_)|(_)(?![^\W_])|(&)(?=#?\w+;)")
_AT_START = re.compile(r"^(\s*)(?:([-+#>=])|(\d{1,9})([.)]))")


def markdown(book: Book) -> str:
    """The whole text."""
    lines = [f"# {_escaped(book.title)}", "", _escaped(book.subtitle), ""]
    for block in book.cover:
        lines.extend(_block(block))
    lines.extend([f"## {book.contents_title}", ""])
    lines.extend(
        f"{'  ' * (heading.depth - 2)}- [{_escaped(text_of(heading.text))}](#{heading.anchor})"
        for heading in book.contents()
    )
    lines.append("")
    for block in book.blocks:
        lines.extend(_block(block))
    return "\n".join(lines).rstrip() + "\n"


def table(heads: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """A Markdown table and the empty line after it; bars in cells are escaped."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            if block.anchor:
                yield f'<a id="{block.anchor}"></a>'
                yield ""
            yield f"{'#' * block.depth} {_inline(block.text)}"
            yield ""
        case Paragraph():
            text = _start(_inline(block.text))
            yield f"> {text}" if block.tone in ("assumption", "discrepancy") else text
            yield ""
        case Bullets():
            yield from _entries(block.entries, 0)
            yield ""
        case Labels():
            yield from (f"- {_escaped(label)}: {_inline(held)}" for label, held in block.rows)
            yield ""
        case Table():
            yield from _table(block)
        case Division():
            yield from _division(block)
        case Drawings():
            for drawing in block.drawings:
                yield f"{_start(_escaped(drawing.title))}"
                yield ""
                held = level_bars(drawing) if isinstance(drawing, LevelDrawing) else peer_lines(drawing)
                yield from _fenced(held)
        case Verse():
            yield from _fenced(block.text.split("\n"))


def _fenced(lines: Iterable[str]) -> Iterator[str]:
    yield "```text"
    yield from (line.replace("```", "'''") for line in lines)
    yield "```"
    yield ""


def _division(block: Division) -> Iterator[str]:
    """A fraction drawn with a line between."""
    head = f"{text_of(block.name)} = "
    above, below = text_of(block.numerator), text_of(block.denominator)
    width = max(thai.width(above), thai.width(below)) + 2
    indent = " " * thai.width(head)

    def centred(text: str) -> str:
        return indent + " " * ((width - thai.width(text)) // 2) + text

    yield from _fenced([centred(above), f"{head}{'─' * width} {text_of(block.factor)}".rstrip(), centred(below)])


def _table(block: Table) -> Iterator[str]:
    if block.caption:
        yield _inline(block.caption)
        yield ""
    yield "| " + " | ".join(_inline(head) for head in block.heads) + " |"
    yield "|" + "".join(" ---: |" if _is_figures(block, place) else " --- |" for place in range(len(block.heads)))
    anchors = iter(block.anchors)
    for row in block.rows:
        anchor = next(anchors, "")
        cells = [_cell(cell) for cell in row]
        cells[0] = (f'<a id="{anchor}"></a>' if anchor else "") + cells[0]
        yield "| " + " | ".join(cells) + " |"
    yield ""


def _is_figures(block: Table, place: int) -> bool:
    return any(row[place].figure for row in block.rows if place < len(row))


def _cell(cell: Cell) -> str:
    return "<br>".join(part for part in [_inline(cell.text), *_flat(cell.entries, 0)] if part)


def _flat(entries: Iterable[Entry], depth: int) -> Iterator[str]:
    for one in entries:
        yield f"{'– ' * depth}{'☐ ' if one.box else ''}{_inline(one.text)}"
        yield from _flat(one.items, depth + 1)


def _entries(entries: Iterable[Entry], depth: int) -> Iterator[str]:
    for one in entries:
        text = _inline(one.text)
        yield f"{'  ' * depth}- {'☐ ' + text if one.box else _start(text)}"
        yield from _entries(one.items, depth + 1)


def _inline(text: Inline) -> str:
    """Spans as Markdown; what the document prints, with the blanks in it, stands between quotation marks."""
    parts: list[str] = []
    for printed, group in groupby(_with_kind(text), key=lambda one: one[0]):
        spans = [one for _, one in group]
        held = "".join(_span(one.text, one.role, one.href) for one in spans)
        bare = not printed or spans[0].text.startswith("“")
        parts.append(held if bare else f"“{held}”")
    return "".join(parts)


def _with_kind(text: Inline) -> Iterator[tuple[bool, Span]]:
    """Each span with whether it belongs to a printed run; a blank belongs to the run it stands in."""
    printed = False
    for place, one in enumerate(text):
        if one.role == "blank":
            ahead = next((after for after in text[place:] if after.role != "blank"), None)
            printed = printed or (ahead is not None and ahead.role in ("printed", "differs"))
        else:
            printed = one.role in ("printed", "differs")
        yield printed, one


def _span(text: str, role: str, href: str) -> str:
    if role == "code" and "`" not in text and "|" not in text:
        held = f"`{text}`"
    else:
        held = _escaped(text)
        if role in ("strong", "assumption") and text.strip() == text:
            held = f"**{held}**"
        elif role == "tag":
            held = f"\\[{held}\\]"
    return f"[{held}]({href})" if href else held


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _start(text: str) -> str:
    """A line that begins like a list or a heading, made to begin like a text."""
    return _AT_START.sub(
        lambda match: f"{match[1]}\\{match[2]}" if match[2] else f"{match[1]}{match[3]}\\{match[4]}", text
    )
