"""Draw a paper as a Word file that a clerk can go on editing: paragraphs, tables, styles and fields, nothing floating."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any, assert_never

import docx
from docx.document import Document
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm

from samrit.base.issues import NOWHERE, Refused
from samrit.documents import office_texts, zips
from samrit.documents.docx import look as looks
from samrit.documents.docx.look import Face, Look
from samrit.documents.docx.page import set_page
from samrit.documents.docx.paragraphs import Where, gap_block, heading_block, line_blocks, nothing_block
from samrit.documents.docx.tables import signatures_block, table_block
from samrit.documents.paper import Cell, Gap, Heading, Line, PageBreak, Paper, Signatures, Table, in_digits

__all__ = ["Face", "render"]

_DROPPED = {
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.WEB_SETTINGS,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
}
"""Parts of python-docx's own template: a picture of its page, themes and lists that would only mislead."""


def render(paper: Paper, face: Face = "TH SarabunPSK") -> bytes:
    """The paper as a DOCX file.

    Errors: Refused for letters that XML cannot hold and for an emblem that is no picture.
    """
    office_texts.check(paper)
    look = Look(face, paper.size, paper.digits)
    document = docx.Document()
    headings = {block.level: block.size or paper.size for block in reversed(_headings(paper))}
    _dress(document, look, _sizes(paper), headings)
    _describe(document, paper)
    set_page(document, paper, look)
    body = document.element.body
    end = body.sectPr
    for element in _body(document, paper, look, headings):
        end.addprevious(element)
    written = io.BytesIO()
    document.save(written)
    return zips.steady(written.getvalue())


def _body(document: Document, paper: Paper, look: Look, headings: dict[int, float]) -> Iterator[Any]:
    last: Any = None
    for element in _elements(document, paper, look, headings):
        if _is_table(last) and _is_table(element):
            yield nothing_block()  # two tables in a row would become one
        yield element
        last = element
    if last is None or _is_table(last):
        yield nothing_block()


def _elements(document: Document, paper: Paper, look: Look, headings: dict[int, float]) -> Iterator[Any]:
    if paper.emblem is not None:
        yield _picture(document, paper, paper.emblem)
    breaks = False
    for block in paper.blocks:
        where = Where(paper.width, paper.size, breaks=breaks)
        if isinstance(block, PageBreak):
            if breaks:
                yield nothing_block(True)
            breaks = True
            continue
        if isinstance(block, Line):
            yield from line_blocks(block, look, where)
        elif isinstance(block, Heading):
            yield heading_block(block, look, where, headings[block.level])
        elif isinstance(block, Gap):
            yield gap_block(block.mm, breaks)
        else:
            if breaks:
                yield nothing_block(True)
            if isinstance(block, Table):
                yield table_block(block, paper, look)
            elif isinstance(block, Signatures):
                yield signatures_block(block, paper, look)
            else:
                assert_never(block)
        breaks = False


def _is_table(element: Any) -> bool:
    return element is not None and str(element.tag).endswith("}tbl")


def _headings(paper: Paper) -> list[Heading]:
    return [block for block in paper.blocks if isinstance(block, Heading)]


def _sizes(paper: Paper) -> set[float]:
    """Sizes of text other than the body's; each becomes a style."""
    sizes: set[float] = set()
    lines: list[Line] = []
    for block in paper.blocks:
        if isinstance(block, Line):
            lines.append(block)
        elif isinstance(block, Table):
            sizes.add(block.size)
            cells: Iterator[Cell] = (cell for row in (*block.head, *block.rows) for cell in row.cells)
            lines += (line for cell in cells for line in cell.lines)
    return (sizes | {line.size for line in lines if line.size is not None}) - {paper.size}


def _dress(document: Document, look: Look, sizes: set[float], headings: dict[int, float]) -> None:
    """Put our styles, settings and fonts in the place of those python-docx begins with."""
    for relations in (document.part.rels, document.part.package.rels):
        for name in [name for name, relation in relations.items() if relation.reltype in _DROPPED]:
            del relations[name]
    _replace(document.styles.element, looks.styles(look, sizes, headings))
    _replace(document.settings.element, looks.settings())
    document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = looks.font_table(look)


def _replace(old: Any, new: Any) -> None:
    for child in list(old):
        old.remove(child)
    old.extend(list(new))


def _describe(document: Document, paper: Paper) -> None:
    at = datetime.combine(paper.issued, time(), UTC)
    about = document.core_properties
    about.title = in_digits(paper.title, paper.digits)
    about.language = {"th": "th-TH", "en": "en-GB"}[paper.language]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.subject = f"{paper.form} v{paper.version}"
    about.created = about.modified = at
    about.revision = 1


def _picture(document: Document, paper: Paper, emblem: bytes) -> Any:
    try:
        inline = document.part.new_pic_inline(io.BytesIO(emblem), height=Mm(paper.emblem_height))
    except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError):
        raise Refused([office_texts.BAD_PICTURE.at(NOWHERE)]) from None
    inline.docPr.set("descr", office_texts.emblem_said(paper))
    run = looks.w("r", looks.w("drawing", inline))
    return looks.w("p", looks.w("pPr", looks.w("keepNext"), looks.w("jc", val="center")), run)
