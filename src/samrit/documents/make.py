"""From a request to files: fill a form, lay it out by its newest template, draw it in the formats asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from samrit.documents import docx, pdf, xlsx
from samrit.documents.forms import FormKind
from samrit.documents.paper import Paper
from samrit.documents.sheet import Request

Format = Literal["pdf", "docx", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True)
class Made:
    """A form drawn in one format; `version` is its template's."""

    form: str
    version: int
    format: Format
    data: bytes

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.form}.{self.format}"


def laid_out(kind: FormKind, request: Request) -> Paper:
    """The form's paper, by its newest template."""
    return kind.layouts[max(kind.layouts)](kind.fill(request))


def draw(paper: Paper, format_: Format) -> Made:
    """The paper as a file."""
    renderers = {"pdf": pdf.render, "docx": docx.render, "xlsx": xlsx.render}
    return Made(paper.form, paper.version, format_, renderers[format_](paper))
