"""Requests nobody means: which parameters an address reads is found out by watching it, so that none is forgotten."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urljoin

import lxml.html
import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from tests.thorough import IS_THOROUGH

Fields = Mapping[str, Any]

TEXTS = (
    "", " ", "x", "-1", "0", "1.5", "²", "๙", "9" * 40, "9" * 5000, "1e999999", "NaN", "true", "all", "a:b:c", "|", "\\", "%s %(x)s {0} {{ 1 }}",
    "00000000-0000-0000-0000-000000000000", "c0ffee", "29/2/2556", "1/1/99999", "31/12/0", "๓๑/๑๒/๒๕๕๖", "2556-13-45",
    "\x00", "a\x00b", "\x1f", "\r\nX-Header: 1", "\ufffe", "\U0001f4a9", "\u202exe.pdf", "ก" * 300, "../../x", "'; DROP TABLE x; --",
    "<script>alert(1)</script>", "[[[[", '{"a": 1}', "null", "data:text/html,x", "//evil.example/", "javascript:alert(1)",
)  # fmt: skip
BYTES = (b"\xed\xa0\x80", b"\xff\xfe", b"\xe0\xb8", b"\xf4\x90\x80\x80")
"""Half a character, no character at all, one that breaks off, one beyond the last."""
LARGE = "ก" * 350_000
"""A megabyte, as it goes over the wire."""
SORTS_OF_BODY = (
    (b"{", "application/json"), (b'"\\ud800"', "application/json"), (b"--x", "multipart/form-data; boundary=x"),
    (b"a=1", "text/plain; charset=no-such"),
)  # fmt: skip


def some(name: str) -> Sequence[str | bytes]:
    """What a parameter is given: everything in a thorough run, which takes minutes; otherwise a few, and together they get all.

    Which, goes by its name, so that each run tries the same.
    """
    everything = (*TEXTS, *BYTES)
    if IS_THOROUGH:
        return everything
    start = zlib.crc32(name.encode())
    return ("a\x00b", *(everything[(start + 17 * step) % len(everything)] for step in range(2)))


@dataclass(frozen=True)
class Target:
    """Something that can be asked: an address, how, and what a browser would send if nothing were touched."""

    path: str
    method: str
    fields: Fields = field(default_factory=dict)


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The names of parameters that are looked for meanwhile."""
    seen: set[str] = set()
    with monkeypatch.context() as patched:
        for name in ("__getitem__", "getlist", "__contains__"):
            patched.setattr(QueryDict, name, _telling(getattr(QueryDict, name), seen), raising=False)
        yield seen


def targets(browser: Client, first: Target) -> list[Target]:
    """An address, and what the forms on its page lead to; the form that leads to it again only fills in its fields."""
    found = [first]
    answer = browser.get(first.path)
    if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
        page = lxml.html.fromstring(answer.content.decode())
        for form in page.xpath("//main//form"):
            values = dict(form.form_values())
            values.pop("csrfmiddlewaretoken", None)
            for button in form.xpath(".//button[@name]")[:1]:
                values[button.get("name")] = button.get("value", "")
            path = urljoin(first.path, form.get("action") or first.path).partition("?")[0]
            found.append(Target(path, (form.get("method") or "get").lower(), values))
    if answer.streaming:
        answer.getvalue()
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for one in found:
        if one is first or one.path != first.path or one.method == first.method:
            known = merged.setdefault((one.path, one.method), {})
            merged[one.path, one.method] = {**one.fields, **known}
    return [Target(path, method, fields) for (path, method), fields in merged.items()]


def failures(browser: Client, target: Target, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is answered with "our mistake": each parameter in turn left out, and given as everything it cannot be."""
    found = []
    with watched(monkeypatch) as names:
        told = _ask(browser, target, target.fields)
    names |= set(target.fields)
    if told:
        found.append(f"{target.method} {target.path} as it is: {told}")
    for name in sorted(names):
        if name == "csrfmiddlewaretoken":
            continue
        others = {key: value for key, value in target.fields.items() if key != name}
        for text in (None, *some(f"{target.path[:9]} {name}")):
            told = _ask(browser, target, others if text is None else {**others, name: text})
            if told:
                found.append(f"{target.method} {target.path} {name}={str(text)[:40]!r}: {told}")
    if target.method == "post":
        for name in sorted(names) if IS_THOROUGH else sorted(names)[-1:]:
            told = _ask(browser, target, {**target.fields, name: LARGE})
            if told:
                found.append(f"post {target.path} {name}=<a megabyte>: {told}")
        for body, kind in SORTS_OF_BODY:
            told = _answered(browser, "post", target.path, body, kind)
            if told:
                found.append(f"post {target.path} {body!r} as {kind}: {told}")
    return found


def elsewhere(browser: Client, path: str) -> list[str]:
    """The same for the pieces of the address itself."""
    found = []
    pieces = path.partition("?")[0].strip("/").split("/")
    for place in range(len(pieces)):
        for text in some(f"{path[:9]} {place}"):
            piece = quote(text[:2000], safe="")
            wrong = "/" + "/".join([*pieces[:place], piece, *pieces[place + 1 :]]) + "/"
            told = _answered(browser, "get", wrong)
            if told:
                found.append(f"get {wrong[:200]}: {told}")
    return found


def _ask(browser: Client, target: Target, fields: Fields) -> str:
    sent = urlencode({name: _raw(value) for name, value in fields.items()}, doseq=True)
    if target.method == "get":
        return _answered(browser, "get", f"{target.path}{'&' if '?' in target.path else '?'}{sent}")
    return _answered(browser, "post", target.path, sent.encode(), "application/x-www-form-urlencoded")


def _raw(value: Any) -> Any:
    return value if isinstance(value, (bytes, list, tuple)) else str(value)


def _answered(browser: Client, method: str, path: str, body: bytes = b"", kind: str = "") -> str:
    """ "" for any answer but "our mistake"; nothing that was done stays."""
    browser.raise_request_exception = False
    before = transaction.savepoint()
    try:
        answer = browser.get(path) if method == "get" else browser.generic("POST", path, body, content_type=kind)
        status, problem = answer.status_code, getattr(answer, "exc_info", None)
        if answer.streaming:
            answer.getvalue()  # reads it to its end, which closes it
    finally:
        transaction.savepoint_rollback(before)
    if status < 500:
        return ""
    return f"{status} {problem[1]!r:.300}" if problem else str(status)


def _telling(method: Any, seen: set[str]) -> Any:
    def told(self: Any, name: str, *args: Any, **more: Any) -> Any:
        seen.add(name)
        return method(self, name, *args, **more)

    return told
