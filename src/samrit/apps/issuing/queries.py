"""Read issued papers: their files, checked, and the same files drawn again from the stored score."""

from __future__ import annotations

from samrit.apps.assessments.models import Assessment
from samrit.apps.issuing import store
from samrit.apps.issuing.models import IssuedDocument
from samrit.apps.issuing.papers import drawn, number_of, options_of
from samrit.apps.scoring.queries import scorecard_of
from samrit.documents import catalogue
from samrit.documents.make import Format


def papers(assessment: Assessment) -> list[IssuedDocument]:
    """The papers of an assessment, newest first, with their files and what took their place."""
    found = IssuedDocument.objects.filter(assessment=assessment).order_by("-at", "-serial")
    return list(found.prefetch_related("files", "replaced_by"))


def file_of(document: IssuedDocument, format_: Format) -> bytes:
    """An issued file, after its hash was checked; `Refused` when it is lost or damaged."""
    return store.get(document.files.get(format=format_).sha256)


def drawn_again(document: IssuedDocument) -> dict[Format, bytes]:
    """The files of a paper made anew from its score run: the same bytes, as long as the program draws the same."""
    return drawn(
        catalogue.FORMS[document.form],
        document.template_version,
        scorecard_of(document.run),
        number_of(document.series, document.serial, document.year),
        document.issued_on,
        options_of(document.sheet),
    )
