"""How commands speak: language, problems, JSON envelope, exit codes.  Shared by every command."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import click

from samrit.base.issues import Issue, Language, Place, Refused, define, in_reading_order

JSON_FORMAT = 1
PROBLEMS = 1
"""Exit code when the input has problems; 2 (wrong usage) is click's own."""

Args = ParamSpec("Args")


class Speaker:
    """Says things in the reader's language, or gathers them for `--json`."""

    def __init__(self, command: str, language: Language, as_json: bool) -> None:
        self.command = command
        self.language: Language = language
        self.as_json = as_json

    def say(self, th: str, en: str) -> None:
        """A line for people; nothing when JSON was asked for."""
        if not self.as_json:
            click.echo(th if self.language == "th" else en)

    def issues(self, issues: Iterable[Issue]) -> None:
        """Problems for people, on standard error."""
        if not self.as_json:
            for issue in in_reading_order(issues):
                click.echo(issue.line(self.language), err=True)

    def done(self, payload: dict[str, Any], issues: Iterable[Issue] = (), ok: bool = True) -> None:
        """Print the JSON document, and leave with the exit code that fits."""
        if self.as_json:
            found = [issue.as_json() for issue in in_reading_order(issues)]
            envelope = {"format": JSON_FORMAT, "command": self.command, "ok": ok, "issues": found}
            click.echo(json.dumps(envelope | payload, ensure_ascii=False, indent=2))
        if not ok:
            sys.exit(PROBLEMS)


def speaks(command: str) -> Callable[[Callable[Concatenate[Speaker, Args], None]], Callable[..., None]]:
    """Give a command --lang and --json, a `Speaker` as its first argument, and one way to report refused input."""

    def decorate(run: Callable[Concatenate[Speaker, Args], None]) -> Callable[..., None]:
        @click.option(
            "--lang", type=click.Choice(["th", "en"]), default="th", envvar="SAMRIT_LANG", show_envvar=True,
            help="ภาษาที่แสดง · language",
        )  # fmt: skip
        @click.option("--json", "as_json", is_flag=True, help="ผลลัพธ์เป็น JSON · print JSON (docs/reference/json.md)")
        @functools.wraps(run)
        def wrapped(*args: Any, lang: Language, as_json: bool, **kwargs: Any) -> None:
            speaker = Speaker(command, lang, as_json)
            try:
                run(speaker, *args, **kwargs)
            except Refused as refused:
                speaker.issues(refused.issues)
                speaker.done({}, refused.issues, ok=False)

        return wrapped

    return decorate


NOT_WRITTEN = define(
    "CL001", "error",
    th="เขียนไฟล์นี้ไม่ได้ ({why})", en="this file cannot be written ({why})",
    cure_th="ตรวจชื่อ โฟลเดอร์ และสิทธิ์ในการเขียน", cure_en="check its name, its folder and your right to write there",
)  # fmt: skip


def write(path: Path, text: str) -> None:
    """Write a text file, making its folder; refused with the reason where that cannot be done."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file, making its folder; refused with the reason where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Refused([NOT_WRITTEN.at(Place(str(path)), why=error.strerror or type(error).__name__)]) from None


def as_json_text(data: Any) -> str:
    """JSON as people read it: indented, Thai in clear."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
