"""Every setting of an installation in one table; what is missing or unsafe stops the start with a sentence.

Settings are environment variables; those not set are read from `settings.env` in the data folder, which `samrit init`
writes.  docs/reference/settings.md is made from `SETTINGS`.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from samrit.base.issues import Issue, Place, Refused, define

NOT_INITIALISED = define(
    "SE001", "error",
    th="โฟลเดอร์ข้อมูล {home} ยังไม่ได้เตรียม", en="the data folder {home} has not been prepared",
    cure_th="เตรียมครั้งเดียวด้วย samrit init {home}", cure_en="prepare it once with: samrit init {home}",
)  # fmt: skip
UNKNOWN = define(
    "SE002", "error",
    th="ไม่มีการตั้งค่าชื่อ {name}", en="there is no setting called {name}",
    cure_th="ชื่อที่ใกล้ที่สุดคือ {guess} ดูทั้งหมดที่ docs/reference/settings.md", cure_en="the nearest is {guess}; all are in docs/reference/settings.md",
)  # fmt: skip
WRONG = define(
    "SE003", "error",
    th="ค่าของ {name} ใช้ไม่ได้: {why_th}", en="the value of {name} cannot be used: {why_en}",
    cure_th="ตัวอย่าง: {name}={example}", cure_en="example: {name}={example}",
)  # fmt: skip
UNSAFE = define(
    "SE004", "error",
    th="เปิดให้เครื่องอื่นเข้าที่ {bind} โดยไม่เข้ารหัส รหัสผ่านจะอ่านได้บนเครือข่าย", en="{bind} is open to other machines without encryption: passwords could be read on the network",
    cure_th="ตั้ง SAMRIT_TLS_CERT กับ SAMRIT_TLS_KEY หรือ SAMRIT_TRUSTED_PROXY หรือใช้ 127.0.0.1",
    cure_en="set SAMRIT_TLS_CERT and SAMRIT_TLS_KEY, or SAMRIT_TRUSTED_PROXY, or bind 127.0.0.1",
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """One row of the table: name, default as text ("" = none), what it does, an example."""

    name: str
    default: str
    th: str
    en: str
    example: str
    secret: bool = False


SETTINGS = (
    Setting("SAMRIT_HOME", "samrit-data", "โฟลเดอร์ข้อมูล: ฐานข้อมูล หลักฐาน กุญแจ", "the data folder: database, evidence, keys", "/srv/samrit"),
    Setting("SAMRIT_SECRET_KEY", "", "กุญแจของระบบเข้าใช้งาน (ปกติอยู่ใน settings.env)", "signs sessions; normally in settings.env", "…50 letters…", True),
    Setting("SAMRIT_DATABASE", "sqlite", "ฐานข้อมูล", "the database", "postgresql://samrit:secret@127.0.0.1:5432/samrit", True),
    Setting("SAMRIT_BIND", "127.0.0.1:8000", "ที่อยู่และพอร์ตที่รับ", "address and port to listen on", "127.0.0.1:8000"),
    Setting("SAMRIT_HOSTS", "localhost,127.0.0.1,[::1]", "ชื่อเครื่องที่ผู้ใช้พิมพ์", "names by which users reach it", "samrit.example.go.th"),
    Setting("SAMRIT_TLS_CERT", "", "ไฟล์ใบรับรอง TLS", "TLS certificate file", "/etc/samrit/cert.pem"),
    Setting("SAMRIT_TLS_KEY", "", "ไฟล์กุญแจ TLS", "TLS key file", "/etc/samrit/key.pem"),
    Setting("SAMRIT_TRUSTED_PROXY", "", "ที่อยู่ของพร็อกซีที่เข้ารหัสให้", "address of the proxy that does the encryption", "127.0.0.1"),
    Setting("SAMRIT_LANGUAGE", "th", "ภาษาแรกของหน้าเว็บ", "first language of the pages", "th"),
    Setting("SAMRIT_WORKERS", "2", "จำนวนโพรเซสที่ตอบหน้าเว็บ", "processes that answer requests", "2"),
    Setting("SAMRIT_UPLOAD_MB", "25", "ขนาดหลักฐานสูงสุดต่อไฟล์ (MB)", "largest evidence file (MB)", "25"),
    Setting("SAMRIT_OIDC_ISSUER", "", "ผู้ให้บริการเข้าใช้งานร่วม (OpenID Connect)", "single sign-on provider (OpenID Connect)", "https://login.example.go.th"),
    Setting("SAMRIT_OIDC_CLIENT", "", "รหัสของสัมฤทธิ์ที่ผู้ให้บริการนั้น", "Samrit's client id there", "samrit"),
    Setting("SAMRIT_OIDC_SECRET", "", "ความลับของสัมฤทธิ์ที่ผู้ให้บริการนั้น", "Samrit's client secret there", "…", True),
    Setting("SAMRIT_OIDC_CLAIM", "preferred_username", "claim ที่เป็นชื่อผู้ใช้ (หรือ email)", "claim that is the username (or email)", "preferred_username"),
    Setting("SAMRIT_OIDC_NAME", "", "ชื่อผู้ให้บริการบนปุ่มเข้าใช้งาน", "the provider's name on the sign-in button", "Agency login"),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True)
class Installation:
    """The settings of one installation, checked.  `tls` is (certificate, key) or None."""

    home: Path
    secret_key: str
    database: Mapping[str, str]
    host: str
    port: int
    hosts: tuple[str, ...]
    tls: tuple[Path, Path] | None
    trusted_proxy: str
    language: str
    workers: int
    upload_bytes: int
    oidc: Mapping[str, str]

    @property
    def is_https(self) -> bool:
        """Whether users reach it encrypted."""
        return self.tls is not None or bool(self.trusted_proxy)

    @property
    def settings_file(self) -> Path:
        """Where the settings of this installation are written."""
        return self.home / "settings.env"

    @property
    def audit_key(self) -> Path:
        """The private key that signs the head of the audit chain; outside the database, which it vouches for."""
        return self.home / "keys" / "audit-ed25519.pem"

    @property
    def evidence(self) -> Path:
        """Files that people gave as proof."""
        return self.home / "evidence"

    @property
    def papers(self) -> Path:
        """Files of issued papers."""
        return self.home / "papers"

    @property
    def backups(self) -> Path:
        """Where backups are written unless told otherwise."""
        return self.home / "backups"


def home_of(environ: Mapping[str, str] = os.environ) -> Path:
    """The data folder, before anything else is known."""
    return Path(environ.get("SAMRIT_HOME") or BY_NAME["SAMRIT_HOME"].default).resolve()


def read(environ: Mapping[str, str] = os.environ) -> Installation:
    """The installation's settings; raises Refused with every problem."""
    home = home_of(environ)
    file = home / "settings.env"
    issues: list[Issue] = []
    if not file.is_file() and "SAMRIT_SECRET_KEY" not in environ:
        raise Refused([NOT_INITIALISED.at(Place(str(file)), home=home)])
    written = parse_env(file.read_text(encoding="utf-8")) if file.is_file() else {}
    given = {name: value for name, value in {**written, **environ}.items() if name.startswith("SAMRIT_")}
    issues += _unknown(written, file)
    values = {setting.name: given.get(setting.name) or setting.default for setting in SETTINGS}
    host, port = _bind(values["SAMRIT_BIND"], issues)
    installation = Installation(
        home=home,
        secret_key=_secret(values["SAMRIT_SECRET_KEY"], issues),
        database=_database(values["SAMRIT_DATABASE"], home, issues),
        host=host,
        port=port,
        hosts=tuple(name.strip() for name in values["SAMRIT_HOSTS"].split(",") if name.strip()),
        tls=_tls(values["SAMRIT_TLS_CERT"], values["SAMRIT_TLS_KEY"], issues),
        trusted_proxy=_address("SAMRIT_TRUSTED_PROXY", values["SAMRIT_TRUSTED_PROXY"], issues),
        language=_one_of("SAMRIT_LANGUAGE", values["SAMRIT_LANGUAGE"], ("th", "en"), issues),
        workers=_count("SAMRIT_WORKERS", values["SAMRIT_WORKERS"], 32, issues),
        upload_bytes=_count("SAMRIT_UPLOAD_MB", values["SAMRIT_UPLOAD_MB"], 2000, issues) * 1_000_000,
        oidc=_oidc(values, issues),
    )
    if not installation.is_https and not _is_local(host):
        issues.append(UNSAFE.at(Place("SAMRIT_BIND"), bind=values["SAMRIT_BIND"]))
    if issues:
        raise Refused(issues)
    return installation


def with_home(home: Path, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment, with this data folder in it."""
    return {**environ, "SAMRIT_HOME": str(home)}


def database_at(value: str, home: Path) -> dict[str, str]:
    """The database that a text names; raises Refused."""
    issues: list[Issue] = []
    found = _database(value, home, issues)
    if issues:
        raise Refused(issues)
    return found


def parse_env(text: str) -> dict[str, str]:
    """NAME=value lines; blank lines and lines that begin with # are remarks."""
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _unknown(written: Mapping[str, str], file: Path) -> list[Issue]:
    import difflib

    return [
        UNKNOWN.at(Place(str(file)), name=name, guess=(difflib.get_close_matches(name, BY_NAME, 1) or ["—"])[0])
        for name in written
        if name not in BY_NAME
    ]


def _wrong(name: str, th: str, en: str) -> Issue:
    return WRONG.at(Place(name), name=name, why_th=th, why_en=en, example=BY_NAME[name].example)


def _secret(value: str, issues: list[Issue]) -> str:
    if len(value) < 40:
        issues.append(_wrong("SAMRIT_SECRET_KEY", "สั้นกว่า 40 ตัวอักษร", "shorter than 40 letters"))
    return value


def _database(value: str, home: Path, issues: list[Issue]) -> dict[str, str]:
    if value == "sqlite":
        return {"engine": "sqlite", "name": str(home / "samrit.sqlite3")}
    url = urlsplit(value)
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        why = ("ต้องเป็น sqlite หรือ postgresql://…/ชื่อฐานข้อมูล", "must be sqlite or postgresql://…/name")
        issues.append(_wrong("SAMRIT_DATABASE", *why))
        return {"engine": "sqlite", "name": ":memory:"}
    return {
        "engine": "postgresql",
        "name": unquote(url.path.strip("/")),
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "host": unquote(url.hostname or ""),  # %2Fvar%2Frun… is a socket
        "port": str(url.port or ""),
    }


def _bind(value: str, issues: list[Issue]) -> tuple[str, int]:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        issues.append(_wrong("SAMRIT_BIND", "ต้องเป็น ที่อยู่:พอร์ต", "must be ADDRESS:PORT"))
        return "127.0.0.1", 8000
    return host.strip("[]"), int(port)


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tls(cert: str, key: str, issues: list[Issue]) -> tuple[Path, Path] | None:
    if not cert and not key:
        return None
    for name, value in (("SAMRIT_TLS_CERT", cert), ("SAMRIT_TLS_KEY", key)):
        if not value or not Path(value).is_file():
            issues.append(
                _wrong(name, "ไม่พบไฟล์นี้ (ต้องมีทั้งใบรับรองและกุญแจ)", "no such file (certificate and key go together)")
            )
    return Path(cert), Path(key)


def _address(name: str, value: str, issues: list[Issue]) -> str:
    try:
        return str(ipaddress.ip_address(value)) if value else ""
    except ValueError:
        issues.append(_wrong(name, "ไม่ใช่หมายเลข IP", "not an IP address"))
        return ""


def _one_of(name: str, value: str, allowed: tuple[str, ...], issues: list[Issue]) -> str:
    if value not in allowed:
        issues.append(_wrong(name, f"เลือกได้: {' '.join(allowed)}", f"one of: {' '.join(allowed)}"))
    return value


def _count(name: str, value: str, most: int, issues: list[Issue]) -> int:
    if not value.isdecimal() or not 0 < int(value) <= most:
        issues.append(_wrong(name, f"ต้องเป็นจำนวนเต็ม 1–{most}", f"must be a whole number from 1 to {most}"))
        return 1
    return int(value)


def _oidc(values: Mapping[str, str], issues: list[Issue]) -> dict[str, str]:
    names = ("SAMRIT_OIDC_ISSUER", "SAMRIT_OIDC_CLIENT", "SAMRIT_OIDC_SECRET")
    given = [name for name in names if values[name]]
    if not given:
        return {}
    if len(given) < len(names):
        issues.extend(
            _wrong(name, "ต้องตั้งครบทั้งสามค่าของ OIDC", "the three OIDC settings go together")
            for name in names
            if name not in given
        )
    issuer = urlsplit(values["SAMRIT_OIDC_ISSUER"])
    local = issuer.scheme == "http" and _is_local(issuer.hostname or "")
    if values["SAMRIT_OIDC_ISSUER"] and not (issuer.hostname and (issuer.scheme == "https" or local)):
        issues.append(_wrong("SAMRIT_OIDC_ISSUER", "ต้องเป็น https://…", "must be https://…"))
    if not re.fullmatch(r"[A-Za-z0-9_:./-]{1,100}", values["SAMRIT_OIDC_CLAIM"]):
        issues.append(_wrong("SAMRIT_OIDC_CLAIM", "ไม่ใช่ชื่อ claim", "not the name of a claim"))
    every = (*names, "SAMRIT_OIDC_CLAIM", "SAMRIT_OIDC_NAME")
    return {name.removeprefix("SAMRIT_OIDC_").lower(): values[name] for name in every}
