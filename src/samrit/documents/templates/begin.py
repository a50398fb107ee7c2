"""What every template begins with: a paper that says of itself what its sheet was told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from samrit.documents.paper import Block, Paper
from samrit.documents.sheet import Sheet, as_json


class OnSheet(Protocol):
    """Form data, which always carry their sheet."""

    @property
    def sheet(self) -> Sheet: ...


def begun(form: OnSheet, name: str, version: int, title: str, blocks: Iterable[Block]) -> Paper:
    """The paper of a form; a template gives it its own look with `dataclasses.replace`."""
    return Paper(
        form=name,
        version=version,
        title=title,
        language=form.sheet.language,
        issued=form.sheet.issued,
        blocks=tuple(blocks),
        digits=form.sheet.digits,
        emblem=form.sheet.emblem,
        data=as_json(form),
    )
