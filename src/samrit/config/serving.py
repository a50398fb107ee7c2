"""`samrit serve`: choose a port, start the web server and the job worker, keep both running, stop both in seconds."""

from __future__ import annotations

import contextlib
import errno
import http.client
import json
import logging
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from samrit.base.issues import Issue, Place, Refused, define
from samrit.config import statistics
from samrit.config.environment import Installation
from samrit.web import assets

PORTS_TRIED = 20
READY_WITHIN = 60.0
STOP_WITHIN = 8.0
LOOK_EVERY = 0.1
STEADY_AFTER = 60.0
"""A child that ran so long has recovered; its next end is its first again."""

NO_PORT = define(
    "SE005", "error",
    th="พอร์ต {first}–{last} ของ {host} ถูกใช้อยู่ทั้งหมด", en="ports {first}–{last} of {host} are all taken",
    cure_th="ตั้ง SAMRIT_BIND เป็นพอร์ตอื่น", cure_en="set SAMRIT_BIND to another port",
)  # fmt: skip
NO_ADDRESS = define(
    "SE006", "error",
    th="เปิดรับที่ {host}:{port} ไม่ได้ ({why})", en="cannot listen on {host}:{port} ({why})",
    cure_th="ตั้ง SAMRIT_BIND เป็นที่อยู่ของเครื่องนี้ พอร์ตต่ำกว่า 1024 ต้องมีสิทธิ์พิเศษ",
    cure_en="set SAMRIT_BIND to an address of this machine; ports below 1024 need a special right",
)  # fmt: skip
NOT_ANSWERING = define(
    "SE007", "error",
    th="เริ่มแล้วแต่หน้าเว็บไม่ตอบ ({why})", en="started, but the pages do not answer ({why})",
    cure_th="อ่านบันทึกข้างบน แล้วสั่ง samrit doctor", cure_en="read the log above, then run: samrit doctor",
)  # fmt: skip
WRONG_KEY_FORM = define(
    "SE008", "error",
    th="กุญแจ TLS ไม่อยู่ในรูป PKCS#8 หรือมีรหัสผ่าน", en="the TLS key is not in PKCS#8 form, or has a password",
    cure_th="แปลงด้วย openssl pkcs8 -topk8 -nocrypt -in เดิม.pem -out ใหม่.pem", cure_en="convert it: openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem",
)  # fmt: skip

log = logging.getLogger("samrit.serve")


@dataclass
class Child:
    """One supervised process: how it is started, and how often it has ended by itself."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    ends: int = 0
    again_at: float = 0.0

    def look(self, now: float) -> None:
        """Start it if it is due, and notice if it has ended."""
        if self.process is None:
            if now >= self.again_at:
                self._start(now)
            return
        code = self.process.poll()
        if code is None:
            return
        self._kill_leftovers()
        self.ends = 1 if now - self.began > STEADY_AFTER else self.ends + 1
        self.again_at = now + pause(self.ends)
        self.process = None
        _say("child ended", child=self.name, code=code, again_in=pause(self.ends))

    def ask_to_stop(self) -> None:
        """SIGTERM, to be answered within seconds."""
        if self.process is not None:
            self.process.terminate()

    def wait_or_kill(self, until: float) -> None:
        """Wait for its end, and end it if it does not come."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _say("child killed", child=self.name)
        self._kill_leftovers()
        self.process.wait()
        self.process = None

    def _start(self, now: float) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops the children in order.
        # Nothing is ever written to its standard input; see leash.py.
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)
        self.began = now
        _say("child started", child=self.name, pid=self.process.pid)

    def _kill_leftovers(self) -> None:
        assert self.process is not None
        if self.process.stdin is not None:
            self.process.stdin.close()
        with contextlib.suppress(ProcessLookupError):  # processes it had started itself
            os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Serving:
    """A running installation: where it answers, and its children."""

    installation: Installation
    port: int
    children: list[Child] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where people reach it: through the proxy if there is one, else by the first name it is known by."""
        name = self.installation.hosts[0] if self.installation.hosts else self.installation.host
        name = "localhost" if name == "*" else name.lstrip(".")
        if self.installation.trusted_proxy:
            return f"https://{name}/"
        return f"{'https' if self.installation.tls else 'http'}://{name}:{self.port}/"

    @property
    def asked_at(self) -> str:
        """Where `answers` asks it, on this machine."""
        return f"{'https' if self.installation.tls else 'http'}://{here(self.installation.host)}:{self.port}/health"

    def run(self, stop: threading.Event, when_ready: Callable[[], None]) -> None:
        """Keep the children running until `stop`; raises Refused when the pages do not answer after a start."""
        ready_by = time.monotonic() + READY_WITHIN
        ready = False
        try:
            while not stop.is_set():
                now = time.monotonic()
                for child in self.children:
                    child.look(now)
                if not ready:
                    why = answers(self.installation, self.port)
                    ready = not why
                    if ready:
                        when_ready()
                    elif now > ready_by or self.children[0].ends >= 3:
                        raise Refused([NOT_ANSWERING.at(Place(self.asked_at), why=why)])
                stop.wait(LOOK_EVERY)
        finally:
            self._stop()

    def _stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        until = time.monotonic() + STOP_WITHIN
        for child in self.children:
            child.wait_or_kill(until)
        _say("stopped")


def prepare(installation: Installation, workers: int) -> Serving:
    """What `samrit serve` will run, on the first port that is free; raises Refused."""
    issues = key_form(installation)
    if issues:
        raise Refused(issues)
    # the server reads the folder once, when it starts
    assets.build(installation.home / "static")
    statistics.refresh(installation)
    port = free_port(installation.host, installation.port)
    python = [sys.executable, "-m"]
    web = Child("web", [*python, "samrit.config.web", installation.host, str(port), str(workers)])
    return Serving(installation, port, [web, Child("worker", [*python, "samrit.config.worker"])])


def pause(ends: int) -> float:
    """Seconds before a child is started again, after it has ended by itself so many times in a row."""
    return float(min(30, 2 ** (ends - 1)))


def free_port(host: str, port: int) -> int:
    """The port, or the next one that nobody listens on; raises Refused."""
    last = min(port + PORTS_TRIED - 1, 65535)
    for candidate in range(port, last + 1):
        why = _taken(host, candidate)
        if not why:
            return candidate
        if why != errno.EADDRINUSE:
            raise Refused([NO_ADDRESS.at(Place("SAMRIT_BIND"), host=host, port=candidate, why=os.strerror(why))])
    raise Refused([NO_PORT.at(Place("SAMRIT_BIND"), first=port, last=last, host=host)])


def key_form(installation: Installation) -> list[Issue]:
    """The web server reads unencrypted PKCS#8 keys only, and would otherwise fail without saying why."""
    if installation.tls is None:
        return []
    key = Path(installation.tls[1])
    try:
        text = key.read_text(encoding="ascii", errors="replace")
    except OSError:
        text = ""
    return [] if "-----BEGIN PRIVATE KEY-----" in text else [WRONG_KEY_FORM.at(Place(str(key)))]


def answers(installation: Installation, port: int) -> str:
    """Ask /health as a browser on this machine would; "" when it answers 200, else why not."""
    host = here(installation.host)
    connection: http.client.HTTPConnection
    if installation.tls:
        # the certificate is made out to the public name; this asks the process started a moment ago
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(host, port, timeout=5, context=trusting)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=5)
    name = installation.hosts[0].lstrip(".") if installation.hosts else host
    try:
        connection.request("GET", "/health", headers={"Host": "localhost" if name == "*" else name})
        answer = connection.getresponse()
        body = answer.read(10_000)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()
    return "" if answer.status == 200 else f"{answer.status} {' '.join(_reasons(body))}".strip()


def here(host: str) -> str:
    """An address of this machine at which a server on `host` is reached."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _taken(host: str, port: int) -> int:
    """0 when this address can be listened on, else the error number."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # a server that has just ended leaves its port waiting; that is not "taken"
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    except OSError as error:
        return error.errno or errno.EIO
    return 0


def _reasons(body: bytes) -> list[str]:
    try:
        found = json.loads(body)["reasons"]
    except (ValueError, KeyError, TypeError):
        return []
    return [str(reason) for reason in found][:5]


def _say(event: str, **fields: object) -> None:
    log.info(event, extra={"fields": fields})
