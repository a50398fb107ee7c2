"""A handbook as one HTML file: no script, nothing fetched, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from itertools import count
from typing import Final

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
from samrit.packs.handbook.drawings import level_svg, peer_svg

_TAGS: Final = {
    "plain": ("span", ""),
    "strong": ("strong", ""),
    "small": ("small", ""),
    "code": ("code", ""),
    "printed": ("span", "p"),
    "quote": ("span", "q"),
    "differs": ("mark", ""),
    "tag": ("span", "t"),
    "assumption": ("span", "as"),
    "blank": ("span", "b"),
    "mark": ("span", "m"),
}


def page(book: Book) -> str:
    """The whole file."""
    made = _Page(book)
    title = escape(book.title)
    return "".join(
        [
            f'<!DOCTYPE html>\n<html lang="{book.language}">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="color-scheme" content="light dark">\n',
            f"<title>{title}</title>\n<style>{_style()}</style>\n</head>\n<body>\n",
            f'<a class="skip" href="#content">{escape(book.skip_link)}</a>\n<div class="page">\n',
            f'<header>\n<h1>{title}</h1>\n<p class="sub">{escape(book.subtitle)}</p>\n',
            *made.blocks(book.cover),
            f'</header>\n<nav aria-label="{escape(book.contents_title)}">\n<details open><summary>',
            f"{escape(book.contents_title)}</summary>\n{_contents(book.contents())}</details>\n</nav>\n",
            '<main id="content">\n',
            *made.blocks(book.blocks),
            "</main>\n</div>\n</body>\n</html>\n",
        ]
    )


@cache
def _style() -> str:
    return files(__package__).joinpath("style.css").read_text(encoding="utf-8")


def _contents(headings: list[Heading]) -> str:
    """Nested lists, as deep as the headings go."""
    parts: list[str] = []
    depths: list[int] = []
    for heading in headings:
        while depths and depths[-1] > heading.depth:
            depths.pop()
            parts.append("</li></ul>")
        if depths and depths[-1] == heading.depth:
            parts.append("</li>")
        else:
            depths.append(heading.depth)
            parts.append("<ul>")
        parts.append(f'<li><a href="#{escape(heading.anchor)}">{escape(text_of(heading.text))}</a>')
    return "".join(parts) + "</li></ul>" * len(depths)


class _Page:
    """Turns blocks into HTML; counts drawings, whose titles need ids."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.numbers = count(1)
        self.title = ""

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield self.block(block)
            yield "\n"

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                self.title = text_of(block.text)
                tag = f"h{block.depth}"
                kind = ' class="np"' if block.new_page else ' class="plan"' if block.wide else ""
                return f"<{tag}{_id(block.anchor)}{kind}>{inline(block.text)}</{tag}>"
            case Paragraph():
                kind = {"plain": "", "small": "sm"}.get(block.tone, block.tone)
                return f'<p class="{kind}">{inline(block.text)}</p>' if kind else f"<p>{inline(block.text)}</p>"
            case Bullets():
                return _entries(block.entries)
            case Labels():
                rows = "".join(f"<dt>{escape(label)}</dt><dd>{inline(held)}</dd>" for label, held in block.rows)
                return f"<dl>{rows}</dl>"
            case Table():
                return self.table(block)
            case Division():
                over = f"<span>{inline(block.numerator)}</span><span>{inline(block.denominator)}</span>"
                name = f"<span>{inline(block.name)} =</span>"
                return (
                    f'<div class="frac">{name}<span class="over">{over}</span><span>{inline(block.factor)}</span></div>'
                )
            case Drawings():
                return f'<div class="draws">{"".join(self.drawings(block))}</div>'
            case Verse():
                lang = f' lang="{block.lang}"' if block.lang else ""
                kind = _columns(block)
                return f'<pre tabindex="0"{kind}{lang}>{escape(block.text)}</pre>'

    def drawings(self, block: Drawings) -> Iterator[str]:
        for drawing in block.drawings:
            number = next(self.numbers)
            svg = level_svg(drawing, number) if isinstance(drawing, LevelDrawing) else peer_svg(drawing, number)
            yield f"<figure><figcaption>{escape(drawing.title)}</figcaption>{svg}</figure>"

    def table(self, table: Table) -> str:
        columns = len(table.heads)
        figures = all(cell.figure for row in table.rows for cell in row[1:])
        size = "wide" if table.wide else "few" if columns < 4 or figures else "many" if columns > 7 else ""
        size = "survey" if table.survey else size
        classes = " ".join(one for one in ("scroll", size, "plan" if table.wide else "") if one)
        heads = "".join(f'<th scope="col">{inline(head)}</th>' if head else "<td></td>" for head in table.heads)
        caption = f"<caption>{inline(table.caption)}</caption>" if table.caption else ""
        anchors = iter(table.anchors)
        rows = "".join(f"<tr{_id(next(anchors, ''))}>{''.join(_cells(row))}</tr>" for row in table.rows)
        label = escape(self.title, quote=True)
        return (
            f'<div class="{classes}" role="region" aria-label="{label}" tabindex="0"><table>{caption}'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )


def _cells(row: tuple[Cell, ...]) -> Iterator[str]:
    for place, cell in enumerate(row):
        held = inline(cell.text)
        if cell.entries:
            held += _entries(cell.entries, in_cell=True)
        kind = ' class="n"' if cell.figure else ""
        yield f'<th scope="row"{kind}>{held}</th>' if place == 0 else f"<td{kind}>{held}</td>"


def _entries(entries: tuple[Entry, ...], *, in_cell: bool = False) -> str:
    plain = in_cell and not any(one.items or one.box or one.marked for one in entries)
    lines = []
    for one in entries:
        kind = ' class="x"' if one.box else ' class="k"' if one.marked else ""
        lines.append(f"<li{_id(one.anchor)}{kind}>{inline(one.text)}{_entries(one.items) if one.items else ''}</li>")
    return f"<ul{' class=one' if plain else ''}>{''.join(lines)}</ul>"


def _columns(block: Verse) -> str:
    lines = block.text.split("\n")
    longest = max(map(len, lines))
    if not block.columns or len(lines) <= 12 or longest > 36:
        return ""
    return ' class="g"' if longest <= 20 else ' class="f"'


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""


def inline(text: Inline) -> str:
    """Spans as HTML."""
    return "".join(_span(one) for one in text)


def _span(one: Span) -> str:
    tag, kind = _TAGS[one.role]
    held = escape(one.text, quote=False)
    attributes = f' class="{kind}"' if kind else ""
    attributes += f' lang="{one.lang}"' if one.lang else ""
    attributes += f' title="{escape(one.title)}"' if one.title else ""
    if one.href and tag == "span":
        return f'<a href="{escape(one.href)}"{attributes}>{held}</a>'
    if tag != "span" or attributes:
        held = f"<{tag}{attributes}>{held}</{tag}>"
    return f'<a href="{escape(one.href)}">{held}</a>' if one.href else held
