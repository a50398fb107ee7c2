"""Make the reference pages that come out of the program itself, or with --check say which of them are stale.

docs/reference/rules/   from tests/spec: each module a chapter, each test a claim with its pack, its facts and its scores
docs/reference/codes.md from the catalogue of issues
docs/reference/cli.md   from the commands
docs/reference/pack-format.md from the dataclasses that packs are bound to
docs/reference/settings.md from the table of settings
"""

from __future__ import annotations

import argparse
import dataclasses
import difflib
import importlib
import importlib.util
import inspect
import os
import pkgutil
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import django
from django.conf import settings as django_settings

import samrit
from samrit.base.issues import CATALOGUE, SEVERITY_WORDS, Kind
from samrit.cli import EPILOG
from samrit.cli import main as samrit_command
from samrit.config.environment import SETTINGS
from samrit.packs.bind import DASH, EXPECTED, Key, RawNode, plan_of
from samrit.packs.handbook import table
from samrit.packs.load import FOLDERS
from samrit.packs.method import METHODS
from samrit.packs.model import Framework
from samrit.packs.terms import Overlay

ROOT = Path(__file__).resolve().parents[1]
SPEC = ROOT / "tests" / "spec"
RULES = "docs/reference/rules"

Lines = Iterator[str]


def main(arguments: list[str] | None = None) -> int:
    """Write the pages; with --check write nothing and answer 1 when one is stale, missing or left over."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name the stale pages")
    check = parser.parse_args(arguments).check
    made = pages()
    leftover = [str(file.relative_to(ROOT)) for file in sorted((ROOT / RULES).glob("*.md"))]
    stale = [name for name, text in made.items() if not (ROOT / name).is_file() or _read(name) != text]
    stale += [name for name in leftover if name not in made]
    for name in stale:
        print(f"stale: {name}" if check else name)
        if not check and name in made:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(made[name], encoding="utf-8")
        elif not check:
            (ROOT / name).unlink()
    if check and stale:
        print("make docs")
    return int(check and bool(stale))


def pages() -> dict[str, str]:
    """Every generated page by its path from the root of the repository."""
    every_module()
    chapters = [Chapter(file) for file in sorted(SPEC.glob("test_[0-9][0-9]_*.py"))]
    made = {f"{RULES}/{chapter.page}": _text(chapter.lines()) for chapter in chapters}
    made[f"{RULES}/README.md"] = _text(index(chapters))
    made["docs/reference/codes.md"] = _text(codes())
    made["docs/reference/cli.md"] = _text(commands())
    made["docs/reference/pack-format.md"] = _text(pack_format())
    made["docs/reference/settings.md"] = _text(settings())
    return made


def every_module() -> None:
    """Import all of samrit, so that every kind of issue is in the catalogue; the apps want Django's settings first."""
    if not django_settings.configured:
        os.environ["DJANGO_SETTINGS_MODULE"] = "samrit.config.settings"
        os.environ.setdefault("SAMRIT_SECRET_KEY", "only-to-make-these-pages-" + "x" * 40)
        django.setup()
    for module in pkgutil.walk_packages(samrit.__path__, "samrit."):
        importlib.import_module(module.name)


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _by(source: str) -> Lines:
    yield f"<!-- make docs เขียนหน้านี้จาก {source} อย่าแก้ที่นี่ · written by `make docs` from {source}: do not edit -->"
    yield ""


# ── rules: the spec tests as a manual ────────────────────────────────────────────────────────────────────────────────


def _module(name: str, file: Path) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


CONFTEST = _module("samrit_spec_conftest", SPEC / "conftest.py")

STATUS = {
    "missing": "ยังไม่มีคะแนน · missing",
    "not_applicable": "ไม่ใช้กับหน่วยนี้ · not applicable",
    "dropped": "ตัดออก · dropped",
    "not_in_round": "ไม่วัดรอบนี้ · not in this round",
}
COLUMNS = {
    "result": "ผล · Result",
    "weighted": "ถ่วงน้ำหนัก · Weighted",
    "between": "ยังเป็นได้ระหว่าง · May still become",
    "band": "ระดับผล · Result level",
    "warns": "คำเตือน · Warning",
}
ABOUT = {"unit": "หน่วย · unit", "under": "สังกัด · under", "round": "รอบ · round", "on": "ณ วันที่ · on"}
ROOM_FOR_A_DIFFERENCE = 10
"""Lines in which a pack may differ from one shown above before it is shown whole again."""
SHORT = 4
"""Lines that are shown again sooner than referred to."""


class Chapter:
    """One spec module, and the page it becomes."""

    def __init__(self, file: Path) -> None:
        self.module = _module(f"samrit_spec_{file.stem}", file)
        self.source = f"tests/spec/{file.name}"
        self.page = file.stem.removeprefix("test_").replace("_", "-") + ".md"
        self.title, _, self.intro = inspect.cleandoc(self.module.__doc__ or "").partition("\n\n")
        self.shown: list[tuple[str, str]] = []

    def claims(self) -> list[Callable[..., None]]:
        """The tests, in order; those that are known to fail are no claims yet."""
        tests = [test for name, test in vars(self.module).items() if name.startswith("test_")]
        return [test for test in tests if all(mark.name != "xfail" for mark in getattr(test, "pytestmark", []))]

    def lines(self) -> Lines:
        yield from _by(self.source)
        yield f"# {self.title}"
        yield ""
        yield self.intro
        yield ""
        yield "[สารบัญ · Contents](README.md)"
        yield ""
        for test in self.claims():
            yield from self.claim(test)

    def claim(self, test: Callable[..., None]) -> Lines:
        spec = CONFTEST.Spec()
        test(spec)
        title = title_of(test)
        yield f"## {title}"
        yield ""
        for said in rule_of(test):
            yield said
            yield ""
        asked = [exhibit for exhibit in spec.exhibits if exhibit.rows]
        last: dict[str, str] = {}
        for exhibit in asked:
            for caption, yaml in parts_of(exhibit):
                if last.get(caption) != yaml:
                    yield from self.yaml(caption, yaml, title)
                last[caption] = yaml
            yield from rows(exhibit.rows)
        told = next((row for exhibit in asked for row in exhibit.rows if row.explanations[0]), None)
        if told is not None:
            yield from explanation(told)

    def yaml(self, caption: str, yaml: str, title: str) -> Lines:
        """A piece of YAML: whole, or as what differs from one that stands whole further up the page."""
        near = min(((len(_difference(old, yaml)), -place) for place, (old, _) in enumerate(self.shown)), default=None)
        if near is None or yaml.count("\n") < SHORT or near[0] > min(ROOM_FOR_A_DIFFERENCE, yaml.count("\n") // 2):
            yield f"{caption}:"
            yield ""
            yield from _fenced("yaml", yaml)
            self.shown.append((yaml, title))
            return
        old, where = self.shown[-near[1]]
        link = "ข้างบน · above" if where == title else f"[“{where}”](#{anchor(where)})"
        yield f"{caption} เหมือนใน · as in {link}" + (" แต่ · but:" if near[0] else "")
        yield ""
        if near[0]:
            yield from _fenced("diff", "\n".join(_difference(old, yaml)))


def title_of(test: Callable[..., None]) -> str:
    """The claim, as its test is called."""
    return test.__name__.removeprefix("test_").replace("_", " ").capitalize().replace(" thai", " Thai")


def rule_of(test: Callable[..., None]) -> tuple[str, str]:
    """The rule in words: Thai, English."""
    thai, mark, english = " ".join(inspect.cleandoc(test.__doc__ or "").split("\n")).partition(" · ")
    if not mark or not any("ก" <= sign <= "๛" for sign in thai) or not english.isprintable():
        raise SystemExit(f"{test.__name__}: the docstring must be “ไทย · English”")
    return thai, english


def parts_of(exhibit: Any) -> Iterator[tuple[str, str]]:
    """The YAML of an exhibit, piece by piece, with what each piece is."""
    yield "ตัวชี้วัด · Indicator", exhibit.yaml
    if exhibit.framework:
        yield "`pack.yaml`", exhibit.framework
    for survey in exhibit.surveys:
        yield "แบบสำรวจ · Survey", survey
    if exhibit.agreement:
        yield "ข้อตกลง · Agreement", exhibit.agreement


def rows(told: list[Any]) -> Lines:
    """What was asked of a pack: a table of facts and scores, and what was refused."""
    scored = [row for row in told if row.issue is None]
    if scored:
        also = [key for key in COLUMNS if any(key in row.also for row in scored)]
        heads = ["ข้อมูล · Facts", "คะแนน · Score", *(COLUMNS[key] for key in also)]
        yield from table(heads, [[facts(row), score(row), *(row.also.get(key, "") for key in also)] for row in scored])
    for row in told:
        if row.issue is not None:
            given = f"{facts(row)}<br>" if row.facts else ""
            code = f"[{row.issue.code}](../codes.md#{row.issue.code.lower()})"
            yield f"> {given}ปฏิเสธ · refused, {code}: {row.issue.th}<br>{row.issue.en}"
            yield ""


def facts(row: Any) -> str:
    """The facts of a row, in one cell."""
    about = [f"*{ABOUT[key]}: {value}*" for key, value in row.about.items()]
    given = [f"`{name}` = {value if str(value).strip() else '(ว่าง · blank)'}" for name, value in row.facts.items()]
    return "<br>".join([*about, *(given or ["(ไม่รายงานอะไร · nothing reported)"])])


def score(row: Any) -> str:
    """What a row came to, in one cell."""
    figure = STATUS.get(row.found, f"**{row.found}**")
    return f"{'รวม · total' if row.code == 'total' else row.code}: {figure}" if row.code else figure


def explanation(row: Any) -> Lines:
    """How a row is explained to the people it concerns, folded away."""
    yield "<details><summary>แถวแรกอธิบายให้ผู้ใช้อย่างนี้ · How the first row is explained to its users</summary>"
    yield ""
    yield from _fenced("text", "\n\n".join(row.explanations))
    yield "</details>"
    yield ""


def index(chapters: list[Chapter]) -> Lines:
    """The contents of the manual."""
    yield from _by("tests/spec")
    yield "# กติกาการให้คะแนน · Rules of scoring"
    yield ""
    yield "ทุกข้อในหน้าเหล่านี้เป็นการทดสอบที่รันทุกครั้ง: ตัวชี้วัด ข้อมูล และคะแนนที่เห็น คิดด้วยโปรแกรมจริง แล้วคำนวณซ้ำด้วยตัวตรวจอิสระ"
    yield ""
    yield (
        "Every claim on these pages is a test that runs each time: the indicators, facts and scores shown were scored by the "
        "engine and recomputed by the independent verifier."
    )
    yield ""
    for chapter in chapters:
        yield f"## [{chapter.page[:2]} {chapter.title}]({chapter.page})"
        yield ""
        for test in chapter.claims():
            yield f"- [{title_of(test)}]({chapter.page}#{anchor(title_of(test))})<br>{rule_of(test)[0]}"
        yield ""
    yield "## ชุดเกณฑ์ที่อยู่ข้างหลังทุกตัวอย่าง · The pack behind every example"
    yield ""
    yield "ตัวอย่างที่พูดถึงกติกาใดบอกเองว่าเปลี่ยนอะไร · An example about one of these rules says what it puts in its place."
    yield ""
    yield from _fenced("yaml", CONFTEST.FRAMEWORK.strip())


def _difference(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def _fenced(language: str, text: str) -> Lines:
    yield f"```{language}"
    yield text
    yield "```"
    yield ""


def anchor(title: str) -> str:
    """How a Markdown reader calls the place of a heading."""
    return "".join(sign for sign in title.lower().replace(" ", "-") if sign.isalnum() or sign in "-_")


# ── codes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

FAMILIES = {
    "PK0": ("อ่านแฟ้มและโฟลเดอร์ของชุดเกณฑ์", "Reading the files and folders of a pack"),
    "PK1": ("คีย์และค่าในแฟ้ม", "Keys and values in the files"),
    "PK2": ("โครงของชุดเกณฑ์: คิดคะแนนไม่ได้จนกว่าจะแก้", "The structure of a pack: nothing is scored until these are mended"),
    "PK3": ("อ่านอย่างละเอียด: สิ่งที่ผู้อ่านเอกสารจะสะดุด", "The careful reader: what one would stumble over in the document"),
    "PK4": (
        "อ่านอย่างละเอียด: ชื่อ คำสั่ง เลขข้อ แผน และแบบสำรวจ",
        "The careful reader: names, orders, numbers, plans and surveys",
    ),
    "OV0": ("ข้อตกลง", "Agreements"),
    "BT0": ("ตารางของหลายหน่วย", "Tables of many units"),
    "FC0": ("ข้อมูลที่รายงาน", "Facts"),
    "CS0": ("กรณีทดสอบของชุดเกณฑ์", "Worked cases of a pack"),
    "CL0": ("คำสั่ง samrit", "The command line"),
    "WI0": ("ถามว่า “ถ้า…”", "Asking what if"),
    "DO0": ("ทำเอกสารราชการ", "Making papers"),
    "WB0": ("แบบกรอกข้อมูล Excel", "The fact workbook"),
    "RD0": ("อ่านแบบที่กรอกแล้ว", "Reading filled forms"),
    "DL0": ("อ่านทวนเอกสาร", "The document lint"),
    "VF0": ("ตรวจบัตรคะแนน", "Verifying a scorecard"),
    "SE0": ("การติดตั้ง การตั้งค่า และสำรองข้อมูล", "Installation, settings and backups"),
    "AU0": ("สายโซ่เหตุการณ์", "The audit chain"),
    "AC0": ("บัญชีผู้ใช้", "Accounts"),
    "OG0": ("หน่วยงานและผู้คน", "Units and people"),
    "FW0": ("ชุดเกณฑ์ที่ติดตั้ง", "Installed packs"),
    "YR0": ("ปี รอบ และกำหนดเวลา", "Years, rounds and deadlines"),
    "AS0": ("การประเมินและข้อตกลงที่ลงนาม", "Assessments and signed agreements"),
    "EV0": ("หลักฐาน", "Evidence"),
    "RS0": ("รายงานผล", "Reports of results"),
    "SC0": ("การคำนวณคะแนนที่บันทึกไว้", "Score runs"),
    "IS0": ("เอกสารที่ออก", "Issued papers"),
    "WR0": ("หน้าตรวจรายงาน", "The review page"),
    "WX0": ("ค่าที่หน้าเว็บรับ", "Values that pages take"),
    "DM0": ("หน่วยงานตัวอย่าง", "The demo agency"),
}


def codes() -> Lines:
    """Every kind of issue, by family."""
    yield from _by("samrit.base.issues.CATALOGUE")
    yield "# รหัสปัญหา · Issue codes"
    yield ""
    yield "รหัสไม่เปลี่ยนความหมาย ปัญหาทุกข้อบอกพร้อมกัน ตรงที่ที่เกิด พร้อมวิธีแก้ ส่วนใน {วงเล็บปีกกา} เติมตามกรณี"
    yield ""
    yield (
        "A code never changes its meaning.  All problems are told at once, each with its place and what to do; what stands "
        "in {braces} is filled in.  The verifier's own codes (TR…) are in [trace.md](trace.md)."
    )
    yield ""
    families: dict[str, list[Kind]] = {}
    for code in sorted(CATALOGUE):
        families.setdefault(code[:3], []).append(CATALOGUE[code])
    for family in [*FAMILIES, *sorted(set(families) - set(FAMILIES))]:
        if family in families:
            thai, english = FAMILIES.get(family, (family, family))
            yield f"## {family}… {thai} · {english}"
            yield ""
            for kind in families[family]:
                yield from _code(kind)


def _code(kind: Kind) -> Lines:
    severity = " · ".join(SEVERITY_WORDS[language][kind.severity] for language in ("th", "en"))
    yield f"### {kind.code}"
    yield ""
    yield f"**{severity}** — {kind.th}"
    if kind.cure_th:
        yield f"<br>วิธีแก้: {kind.cure_th.replace('{{', '{').replace('}}', '}')}"
    yield ""
    yield kind.en
    if kind.cure_en:
        yield f"<br>Hint: {kind.cure_en.replace('{{', '{').replace('}}', '}')}"
    yield ""


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def commands() -> Lines:
    """Every command with its options and examples."""
    yield from _by("samrit.cli")
    yield "# คำสั่ง · Commands"
    yield ""
    yield inspect.cleandoc(samrit_command.help or "")
    yield ""
    yield from _fenced("text", _plain(EPILOG))
    yield "ทุกคำสั่งมี `--help`  `--json` พิมพ์เอกสารตาม [json.md](json.md) ซึ่งมีปัญหาที่พบพร้อม[รหัส](codes.md)อยู่ด้วย"
    yield ""
    yield "Every command has `--help`.  `--json` prints the document described in [json.md](json.md), problems and their"
    yield "[codes](codes.md) included."
    yield ""
    for path, command in every_command():
        yield from _command(path, command)


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Each command under the words it is called by, groups before their members."""
    yield from _below("samrit", samrit_command)


def _below(path: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _below(f"{path} {name}", command)


def _command(path: str, command: click.Command) -> Lines:
    yield f"## {path}"
    yield ""
    yield inspect.cleandoc(command.help or "")
    yield ""
    usage = " ".join([path, *command.collect_usage_pieces(click.Context(command, info_name=path))])
    yield from _fenced("text", usage)
    options = [param for param in command.params if isinstance(param, click.Option)]
    if options:
        yield from table(["ตัวเลือก · Option", "ความหมาย · Meaning"], [[_option(one), _meaning(one)] for one in options])
    if command.epilog:
        yield from _fenced("sh", _plain(command.epilog))


def _option(option: click.Option) -> str:
    value = ""
    if isinstance(option.type, click.Choice):
        value = " " + "|".join(map(str, option.type.choices))
    elif not option.is_flag:
        value = " YYYY-MM-DD" if isinstance(option.type, click.DateTime) else f" {option.type.name.upper()}"
    return f"`{', '.join(option.opts)}{value}`"


def _meaning(option: click.Option) -> str:
    meaning = [option.help or ""]
    if isinstance(option.default, str | Path) and str(option.default):
        meaning.append(f"ค่าเริ่มต้น · default: `{option.default}`")
    if option.envvar:
        meaning.append(f"หรือตัวแปร · or the variable `{option.envvar}`")
    return "; ".join(meaning)


def _plain(epilog: str) -> str:
    return inspect.cleandoc(epilog.replace("\b\n", "")).strip()


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def settings() -> Lines:
    """Every setting of an installation."""
    yield from _by("samrit.config.environment.SETTINGS")
    yield "# การตั้งค่า · Settings"
    yield ""
    yield "ตั้งเป็นตัวแปรสภาพแวดล้อม หรือเขียนใน `settings.env` ของโฟลเดอร์ข้อมูล (บรรทัดละ `ชื่อ=ค่า`) ตัวแปรสภาพแวดล้อมมาก่อน"
    yield "ค่าที่ผิด ขาด หรือไม่ปลอดภัย ระบบไม่เริ่มและบอกทุกข้อ ค่าที่มี 🔑 เป็นความลับ"
    yield ""
    yield "Set them as environment variables, or in `settings.env` of the data folder (`NAME=value`, one a line); the environment"
    yield "wins.  A wrong, missing or unsafe value stops the start, and all are told at once.  Those with 🔑 are secret."
    yield ""
    made = [
        [
            f"`{one.name}`{' 🔑' if one.secret else ''}",
            f"{one.th}<br>{one.en}",
            _code_or(one.default),
            _code_or(one.example),
        ]
        for one in SETTINGS
    ]
    yield from table(["ชื่อ · Name", "ความหมาย · Meaning", "ค่าเริ่มต้น · Default", "ตัวอย่าง · Example"], made)


def _code_or(value: str) -> str:
    return f"`{value}`" if value else "—"


# ── pack format ──────────────────────────────────────────────────────────────────────────────────────────────────────


def pack_format() -> Lines:
    """Every class of the model with its keys, from the files inwards."""
    yield from _by("samrit.packs")
    yield "# รูปแบบชุดเกณฑ์ · Pack format"
    yield ""
    yield "ชุดเกณฑ์คือโฟลเดอร์ของแฟ้ม YAML หน้านี้มีคีย์ครบทุกคีย์ คีย์ที่ไม่อยู่ในนี้ถูกปฏิเสธ"
    yield "เริ่มเขียนชุดเกณฑ์ที่[บทเรียน](../tutorials/write-a-pack.md) กติกาการให้คะแนนพร้อมตัวอย่างอยู่ใน[กติกา](rules/README.md)"
    yield "ค่าเดี่ยวไม่ถูกตีความโดย YAML: `1.10` ยังเป็น 1.10 และ `no` ยังเป็นข้อความ คีย์เป็นผู้กำหนดชนิดของค่า"
    yield "กติกาทุกข้อมี `source` (ที่ในเอกสาร) หรือ `assumption` (เหตุผล เมื่อเอกสารไม่ได้บอก) อย่างใดอย่างหนึ่ง"
    yield ""
    yield "A pack is a folder of YAML files.  These are all the keys there are; any other is refused.  To begin, see the"
    yield "[tutorial](../tutorials/write-a-pack.md); what each method scores is in the [rules](rules/README.md)."
    yield "YAML interprets no value: `1.10` stays 1.10 and `no` stays a text; the key decides what a value means."
    yield "Every rule has a `source`, its place in the document, or an `assumption`, the reason where the document is silent."
    yield ""
    starts = {"pack.yaml": Framework} | {f"{folder}/*.yaml": model for folder, model in FOLDERS.items()}
    known = {model: file for file, model in (starts | {"agreement.yaml": Overlay}).items()}
    for model in list(known):
        _reach(model, known)
    for model, file in known.items():
        if file:
            yield f"- `{file}`: [{model.__name__}](#{model.__name__.lower()})"
    yield f"- วิธีให้คะแนน · methods: {' · '.join(_type(method) for method in METHODS)}"
    yield ""
    for model, file in known.items():
        yield from _model(model, file)


def _reach(model: type, known: dict[type, str]) -> None:
    """Enter the classes that a class holds, and theirs, in the order of the keys."""
    inner = [one for key in plan_of(model).fields.values() for one in _models(key.type) if one not in known]
    for one in dict.fromkeys(inner):
        known[one] = ""
    for one in dict.fromkeys(inner):
        _reach(one, known)


def _models(hint: Any) -> Iterator[type]:
    if dataclasses.is_dataclass(hint):
        yield typing.cast(type, hint)
    for inner in typing.get_args(hint):
        if not isinstance(inner, str):
            yield from _models(inner)


def _model(model: type, file: str) -> Lines:
    plan = plan_of(model)
    yield f"## {model.__name__}"
    yield ""
    if file:
        yield f"`{file}`"
        yield ""
    yield inspect.cleandoc(model.__doc__ or "")
    yield ""
    short = getattr(model, "short", "")
    if short:
        yield f"ข้อความเดี่ยวแทน `{{{short}: …}}` ได้ · a bare value stands for `{{{short}: …}}`"
        yield ""
    if plan.kind:
        chapter = next((page.name for page in sorted(SPEC.glob(f"test_??_{plan.kind}.py"))), "")
        page = chapter.removeprefix("test_").replace("_", "-").replace(".py", ".md")
        rules = f" · [กติกาและตัวอย่าง · rules and examples](rules/{page})" if model in METHODS else ""
        yield f"`kind: {plan.kind}`{rules}"
        yield ""
    defaults = {entry.name: entry.default for entry in dataclasses.fields(model)}
    reason_last = sorted(plan.fields.items(), key=lambda entry: entry[0] in ("source", "assumption"))
    made = [
        [f"`{name}`", _type(key.type), "ต้องมี · yes" if key.required else _default(defaults[name]), _doc(key)]
        for name, key in reason_last
    ]
    yield from table(["คีย์ · Key", "ชนิด · Type", "ต้องมี · Required", "ความหมาย · Meaning"], made)


def _doc(key: Key) -> str:
    return key.doc.replace("\n", " ")


def _default(default: Any) -> str:
    if default is dataclasses.MISSING or default in (None, "", ()):
        return ""
    return f"เริ่มต้น · default `{str(default).lower() if isinstance(default, bool) else default}`"


def _type(hint: Any) -> str:
    """A type as authors of packs would say it."""
    if typing.get_origin(hint) is typing.Annotated:
        inner, *notes = typing.get_args(hint)
        return "figure or “-”" if DASH in notes else _type(inner)
    if hint is RawNode:
        return "anything"
    if hint in EXPECTED:
        return EXPECTED[hint][1].removeprefix("a ").strip()
    inner = [one for one in typing.get_args(hint) if one is not type(None)]
    origin = typing.get_origin(hint)
    if origin is tuple:
        return f"list of {_type(inner[0])}"
    if origin is dict:
        return f"mapping of {_type(inner[0])} to {_type(inner[1])}"
    if origin is typing.Literal:
        return " · ".join(f"`{word}`" for word in inner)
    if origin in (typing.Union, types.UnionType):
        return " · ".join(_type(one) for one in inner)
    kind = getattr(hint, "kind", "")
    return f"[{f'kind: {kind}' if kind else hint.__name__}](#{hint.__name__.lower()})"


if __name__ == "__main__":
    sys.exit(main())
