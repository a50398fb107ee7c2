"""Uploads that break off, dawdle or are too large, at a real server: answered or closed, nothing kept, the next one served."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from . import server
from .server import BOUNDARY, HOST, Kept, Pairs, Person, Server

TWO_GIGABYTES = 2_000_000_000
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2_000_000)


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server.serving(Server(server.copy(prepared, tmp_path_factory.mktemp("uploads") / "home"))) as running:
        yield running


@pytest.fixture
def clerk(site: Server) -> Person:
    person = Person(site)
    assert person.sign_in("prd.reporter").status == 302
    return person


@pytest.fixture
def report(site: Server) -> str:
    found = Kept(site.home).one("SELECT lower(id) FROM results_report WHERE state = 'draft' AND indicator = '2'")
    id = found.replace("-", "")
    return f"/reports/{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}/"


def head(person: Person, path: str, *lines: str) -> bytes:
    """The beginning of a request for a form with a file."""
    told = [
        f"POST {path} HTTP/1.1", f"Host: {HOST}", f"Cookie: {person.headers()['Cookie']}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}", *lines,
    ]  # fmt: skip
    return ("\r\n".join(told) + "\r\n\r\n").encode()


def heard(connection: socket.socket) -> bytes:
    """What is answered until the other end closes."""
    found = b""
    with suppress(ConnectionError):
        while chunk := connection.recv(65536):
            found += chunk
    return found


def nothing_is_kept(site: Server, person: Person, report: str) -> None:
    """No row, no file, and the page is answered."""
    kept = Kept(site.home)
    assert kept.one("SELECT count(*) FROM evidence_evidence") == 0
    assert (
        kept.rows(
            "SELECT e.text FROM results_entry e JOIN results_report r ON r.id = e.report_id WHERE r.state = 'draft'"
        )
        == []
    )
    assert [path for path in (site.home / "evidence").rglob("*") if path.is_file() and path.name != "lock"] == []
    assert kept.halves() == []
    assert person.get(report).status == 200


def fields(person: Person, report: str) -> Pairs:
    return [*person.form(report), ("do", "save")]


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_an_upload_that_breaks_off_leaves_nothing(share: float, site: Server, clerk: Person, report: str) -> None:
    typed = [*((name, "72.50" if name.startswith("v|") else value) for name, value in fields(clerk, report))]
    body = server.multipart(typed, "files", "ภาพ.png", PNG)
    with closing(socket.create_connection((HOST, site.port), timeout=30)) as connection:
        connection.sendall(head(clerk, f"{report}part/all/", f"Content-Length: {len(body)}"))
        connection.sendall(body[: int(len(body) * share)])
        connection.shutdown(socket.SHUT_WR)
        answer = heard(connection)
    assert answer[:13] in (b"", b"HTTP/1.1 400 ")
    nothing_is_kept(site, clerk, report)


def test_a_form_that_breaks_off_is_not_a_shorter_form(site: Server, clerk: Person, report: str) -> None:
    typed = [*((name, "72.50" if name.startswith("v|") else value) for name, value in fields(clerk, report))]
    typed.sort(key=lambda one: one[0].startswith("v|"))  # half of the last figure must not be taken for a figure
    body = urlencode(typed).encode()
    told = head(clerk, f"{report}part/all/", f"Content-Length: {len(body)}")
    told = told.replace(f"multipart/form-data; boundary={BOUNDARY}".encode(), b"application/x-www-form-urlencoded")
    with closing(socket.create_connection((HOST, site.port), timeout=30)) as connection:
        connection.sendall(told + body[:-2])
        connection.shutdown(socket.SHUT_WR)
        assert not heard(connection).startswith((b"HTTP/1.1 2", b"HTTP/1.1 3", b"HTTP/1.1 5"))
    nothing_is_kept(site, clerk, report)


def test_two_gigabytes_announced_are_refused_before_they_are_sent(site: Server, clerk: Person, report: str) -> None:
    with closing(socket.create_connection((HOST, site.port), timeout=30)) as connection:
        connection.sendall(head(clerk, f"{report}part/all/", f"Content-Length: {TWO_GIGABYTES}"))
        answer = heard(connection)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "ไฟล์ใหญ่เกินไป" in answer.decode()
    nothing_is_kept(site, clerk, report)


def test_two_gigabytes_without_a_length_do_not_fill_the_memory(site: Server, clerk: Person, report: str) -> None:
    before = site.memory()
    piece = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    sent = 0
    with closing(socket.create_connection((HOST, site.port), timeout=30)) as connection:
        connection.sendall(head(clerk, f"{report}part/all/", "Transfer-Encoding: chunked"))
        with suppress(OSError):
            while sent < 300:
                connection.sendall(piece)
                sent += 1
        most = site.memory()
    print(f"sent {sent} MB, memory {before // 10**6} -> {most // 10**6} MB")
    assert most - before < 100_000_000
    nothing_is_kept(site, clerk, report)


def test_those_who_dawdle_keep_nobody_else_waiting(site: Server, clerk: Person, report: str) -> None:
    body = server.multipart(fields(clerk, report), "files", "ภาพ.png", PNG)
    slow = [socket.create_connection((HOST, site.port), timeout=30) for _ in range(8)]
    try:
        for connection in slow:
            connection.sendall(head(clerk, f"{report}part/all/", f"Content-Length: {len(body)}") + body[:1000])
        assert clerk.get(report).status == 200
    finally:
        for connection in slow:
            connection.close()
    nothing_is_kept(site, clerk, report)


def test_a_whole_upload_is_kept_once_however_often_it_is_sent(site: Server, clerk: Person, report: str) -> None:
    from io import BytesIO

    from PIL import Image

    held = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(held, "PNG")
    given = [*fields(clerk, report), ("title", "ผลสำรวจ")]
    told = [clerk.send_file(f"{report}part/all/", given, "files", "ภาพ.png", held.getvalue()).status for _ in range(2)]
    assert told == [302, 302]
    assert Kept(site.home).one("SELECT count(*) FROM evidence_evidence") == 1
    assert Kept(site.home).halves() == []
