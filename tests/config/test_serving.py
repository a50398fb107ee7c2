"""Choosing a port, starting again what ends, and asking whether it answers."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from samrit.base.issues import Refused
from samrit.config import environment, serving
from samrit.config.serving import Child


def taken(port: int = 0) -> socket.socket:
    held = socket.socket()
    held.bind(("127.0.0.1", port))
    held.listen()
    return held


def test_a_busy_port_gives_the_next_free_one() -> None:
    with taken() as held:
        port = held.getsockname()[1]
        found = serving.free_port("127.0.0.1", port)
        assert port < found < port + serving.PORTS_TRIED


def test_a_free_port_is_taken_as_asked() -> None:
    with taken() as held:
        port = held.getsockname()[1]
    assert serving.free_port("127.0.0.1", port) == port


def test_no_free_port_and_no_such_address_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PORTS_TRIED", 1)
    with taken() as held, pytest.raises(Refused) as caught:
        serving.free_port("127.0.0.1", held.getsockname()[1])
    assert [issue.code for issue in caught.value.issues] == ["SE005"]
    with pytest.raises(Refused) as caught:
        serving.free_port("198.51.100.7", 8000)
    assert [issue.code for issue in caught.value.issues] == ["SE006"]


def test_the_pause_before_a_restart_doubles_and_is_bounded() -> None:
    assert [serving.pause(ends) for ends in (1, 2, 3, 4, 5, 6, 60)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_child_that_ends_is_started_again_after_its_pause_and_a_steady_one_begins_anew() -> None:
    child = Child("short", [sys.executable, "-c", ""])
    child.look(0)
    assert child.process is not None
    child.process.wait()
    child.look(1)
    assert (child.process, child.ends, child.again_at) == (None, 1, 2)
    child.look(1.5)
    assert child.process is None
    child.look(2)
    assert child.process is not None
    child.process.wait()
    child.look(3)
    assert (child.ends, child.again_at) == (2, 5)
    child.look(5)
    assert child.process is not None
    child.process.wait()
    child.look(5 + serving.STEADY_AFTER + 1)
    assert child.ends == 1


def test_a_child_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ready")
    deaf = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); open(sys.argv[1], 'w'); signal.pause()"
    child = Child("deaf", [sys.executable, "-c", deaf, str(tmp_path / "ready")])
    child.look(0)
    process = child.process
    assert process is not None
    (tmp_path / "ready").read_text()  # waits until it has stopped listening
    child.ask_to_stop()
    child.wait_or_kill(0)
    assert process.returncode == -signal.SIGKILL
    assert child.process is None


def test_a_server_that_is_not_there_or_is_no_web_server_does_not_answer(tmp_path: Path) -> None:
    installation = environment.read({"SAMRIT_HOME": str(tmp_path), "SAMRIT_SECRET_KEY": "k" * 50})
    with taken() as held:
        port = held.getsockname()[1]
    assert serving.answers(installation, port) == "ConnectionRefusedError"


def test_a_tls_key_in_another_form_is_refused_before_the_start(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").touch()
    (tmp_path / "key.pem").write_text("-----BEGIN RSA PRIVATE KEY-----\n")
    installation = environment.read({
        "SAMRIT_HOME": str(tmp_path), "SAMRIT_SECRET_KEY": "k" * 50,
        "SAMRIT_TLS_CERT": str(tmp_path / "cert.pem"), "SAMRIT_TLS_KEY": str(tmp_path / "key.pem"),
    })  # fmt: skip
    with pytest.raises(Refused) as caught:
        serving.prepare(installation, 1)
    assert [issue.code for issue in caught.value.issues] == ["SE008"]
    (tmp_path / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    assert serving.prepare(installation, 1).url.startswith("https://localhost:")


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({}, "http://localhost:8001/"),
        ({"SAMRIT_HOSTS": "*"}, "http://localhost:8001/"),
        (
            {"SAMRIT_HOSTS": "samrit.example.go.th", "SAMRIT_TRUSTED_PROXY": "127.0.0.1"},
            "https://samrit.example.go.th/",
        ),
    ],
)
def test_people_are_sent_where_they_reach_it(given: dict[str, str], url: str, tmp_path: Path) -> None:
    installation = environment.read({"SAMRIT_HOME": str(tmp_path), "SAMRIT_SECRET_KEY": "k" * 50, **given})
    assert serving.Serving(installation, 8001).url == url
