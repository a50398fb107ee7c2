"""A file as an answer: saved under its Thai name, never run or guessed about by a browser."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def handed_out(data: bytes, name: str, plain_name: str, media_type: str) -> HttpResponse:
    """The file, to be saved as `name`; `plain_name` is for programs that know only ASCII (RFC 6266, RFC 5987)."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    answer["Content-Length"] = str(len(data))
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
