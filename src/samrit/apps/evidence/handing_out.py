"""Hand a file out: only after permission, always as an attachment that no browser runs or guesses about."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from django.utils.http import content_disposition_header

from samrit.apps.accounts.models import User
from samrit.apps.evidence import kinds, permissions, pictures, store
from samrit.apps.evidence.models import Evidence
from samrit.apps.evidence.problems import NOT_A_FILE
from samrit.apps.ground import clock
from samrit.base.issues import Place, Refused


@dataclass(frozen=True)
class HandedOut:
    """What a page answers with: the caller closes the stream."""

    stream: BinaryIO
    size: int
    file_name: str
    media_type: str
    headers: Mapping[str, str]


def download(*, evidence: Evidence, by: User) -> HandedOut:
    """The file as it was given, to be saved."""
    _check(evidence, by)
    stream = store.open(evidence.sha256)
    return _handed(stream, evidence.size, evidence.file_name, evidence.media_type, is_attachment=True)


def look(*, evidence: Evidence, by: User) -> HandedOut | None:
    """The small copy of a picture for a page, without place, camera and time; None if it is no picture."""
    _check(evidence, by)
    if evidence.media_type not in kinds.PICTURES:
        return None
    data = store.preview(evidence.sha256, pictures.preview)
    return _handed(io.BytesIO(data), len(data), f"{evidence.id}.jpg", "image/jpeg", is_attachment=False)


_SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


def _check(evidence: Evidence, by: User) -> None:
    permissions.check_can_read(by, evidence, clock.today())
    if not evidence.sha256:
        raise Refused([NOT_A_FILE.at(Place(evidence.link))])


def _handed(stream: BinaryIO, size: int, name: str, media_type: str, *, is_attachment: bool) -> HandedOut:
    disposition = content_disposition_header(is_attachment, name) or "attachment"
    headers = {**_SAFE, "Content-Type": media_type, "Content-Length": str(size), "Content-Disposition": disposition}
    return HandedOut(stream, size, name, media_type, headers)
