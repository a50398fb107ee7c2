"""What the checks found, as a report to read and to send: by document, by part, with quotation, reason and cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from samrit.base.issues import SEVERITY_WORDS, Issue, Language, in_reading_order
from samrit.packs.checks.reading import cut
from samrit.packs.checks.walk import walk
from samrit.packs.model import Indicator, Pack
from samrit.packs.texts import Source

FAMILIES: Final[tuple[tuple[str, str, str], ...]] = (
    ("PK0", "อ่านแฟ้มไม่ได้", "files that cannot be read"),
    ("PK1", "คีย์และค่า", "keys and values"),
    ("PK2", "โครงของชุดเกณฑ์", "structure of the pack"),
    ("PK30", "แบบกับรายละเอียด", "form against detail"),
    ("PK31", "แบบกับรายละเอียด", "form against detail"),
    ("PK32", "ช่วงปรับเกณฑ์", "increments"),
    ("PK33", "ข้อมูลพื้นฐาน", "baselines"),
    ("PK34", "ร้อยละกับจำนวน", "percentages and counts"),
    ("PK35", "วันที่", "dates"),
    ("PK36", "ตัวเลขและเลขข้อ", "digits and item marks"),
    ("PK37", "ถ้อยคำ", "wording"),
    ("PK38", "ความครบถ้วน", "coverage"),
    ("PK39", "ข้อขัดแย้งที่บันทึกไว้", "recorded discrepancies"),
    ("PK40", "ชื่อหน่วยและคำสั่ง", "unit names and orders"),
    ("PK41", "ลำดับเลข", "numbering"),
    ("PK42", "การอ้างถึง", "references"),
    ("PK43", "แผนและกำหนดเวลา", "plans and times"),
    ("PK44", "จำนวนที่กล่าวกับที่แจง", "counts said and listed"),
    ("PK45", "หน่วยที่ต้องทำ", "units that are bound"),
    ("PK46", "แบบสำรวจ", "surveys"),
)
"""Kinds of finding by the beginning of their code, in Thai and English."""

PARTS: Final[dict[str, tuple[str, str]]] = {
    "": ("ทั้งชุดเกณฑ์", "The whole pack"),
    "documents": ("เอกสาร", "Documents"),
    "rules": ("กติกา", "Rules"),
    "duties": ("หน้าที่", "Duties"),
    "committees": ("คณะกรรมการและคำสั่ง", "Committees and orders"),
    "key_results": ("ผลสัมฤทธิ์หลัก", "Key results"),
    "discrepancies": ("ข้อขัดแย้งที่บันทึกไว้", "Recorded discrepancies"),
    "surveys": ("แบบสำรวจ", "Survey"),
    "forms": ("แบบ", "Form"),
    "plans": ("แผน", "Plan"),
}

_TOLD: Final = ("th", "says", "verbatim", "text", "label", "heading", "name")
"""Which key of a line on its own is the text to quote."""

_SEVERITIES: Final = ("error", "warning", "note")


@dataclass(frozen=True)
class Spot:
    """Where in the pack an object is written, and where in the document it comes from."""

    file: str
    line: int
    document: str
    place: str
    part: tuple[str, str]


@dataclass(frozen=True)
class Finding:
    """One finding with what stands at its place, and the spot of the document it is about."""

    issue: Issue
    quote: str
    spot: Spot

    def as_json(self) -> dict[str, Any]:
        """The issue's own keys, and what the report adds to them."""
        return self.issue.as_json() | {"quote": self.quote, "place": self.spot.place}


@dataclass(frozen=True)
class Group:
    """The findings of one part of one document, in reading order."""

    document: str
    part: tuple[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Report:
    """Every finding of a pack, grouped."""

    title: tuple[str, str]
    groups: tuple[Group, ...]
    documents: dict[str, tuple[str, str]]

    def summary(self) -> list[tuple[tuple[str, str], dict[str, int]]]:
        """How many findings of each kind are errors, warnings and notes, and how many a discrepancy settles."""
        rows: dict[tuple[str, str], dict[str, int]] = {}
        for _, th, en in FAMILIES:
            rows.setdefault((th, en), dict.fromkeys((*_SEVERITIES, "settled"), 0))
        for group in self.groups:
            for finding in group.findings:
                row = rows[family(finding.issue.code)]
                row["settled" if finding.issue.settled_by else finding.issue.severity] += 1
        return [(kind, counts) for kind, counts in rows.items() if any(counts.values())]

    def as_json(self) -> dict[str, Any]:
        """The report for `--json`: summary and groups, in both languages."""
        return {
            "summary": [{"kind": {"th": kind[0], "en": kind[1]}} | counts for kind, counts in self.summary()],
            "groups": [
                {
                    "document": group.document,
                    "part": {"th": group.part[0], "en": group.part[1]},
                    "findings": [finding.as_json() for finding in group.findings],
                }
                for group in self.groups
            ],
        }

    def markdown(self, language: Language) -> str:
        """The report as a page."""
        return "\n".join(_lines(self, language)) + "\n"


def family(code: str) -> tuple[str, str]:
    """The kind of finding that a code belongs to."""
    return next((th, en) for start, th, en in reversed(FAMILIES) if code.startswith(start))


def report(pack: Pack | None, issues: Iterable[Issue], folder: Path) -> Report:
    """The findings of a pack, each with its quotation, by document and part; of an unreadable pack, by file."""
    spots = list(_spots(pack)) if pack is not None else []
    ranks = {part: rank for rank, part in enumerate(dict.fromkeys(spot.part for spot in spots))}
    texts: dict[str, list[str]] = {}
    held: dict[tuple[str, tuple[str, str]], list[Finding]] = {}
    for issue in in_reading_order(issues):
        spot = _spot_of(issue, spots)
        found = Finding(issue, _quote(issue, folder, texts), spot)
        held.setdefault((spot.document, spot.part), []).append(found)
    documents = (
        {} if pack is None else {str(one.id): (one.title.th, one.title.said("en")) for one in pack.framework.documents}
    )
    order = {document: rank for rank, document in enumerate(documents)}
    groups = [Group(document, part, tuple(found)) for (document, part), found in held.items()]
    groups.sort(key=lambda group: (order.get(group.document, -1), ranks.get(group.part, -1)))
    name = folder.resolve().name
    title = (name, name) if pack is None else (pack.framework.name.th, pack.framework.name.said("en"))
    return Report(title, tuple(groups), documents)


def _spots(pack: Pack) -> Iterator[Spot]:
    """Every object of the pack with the document, the place in it and the part of the pack it belongs to."""
    first = str(pack.framework.documents[0].id) if pack.framework.documents else ""
    indicators = {str(one.code): one for one in pack.every_indicator()}
    sources: dict[str, Source] = {}
    for seen in walk(pack):
        own = seen.part if isinstance(seen.part, Source) else getattr(seen.part, "source", None)
        if isinstance(own, Source):
            sources[seen.path] = own
        source = next((sources[path] for path in _upwards(seen.path) if path in sources), None)
        document = str(source.document or first) if source is not None else first
        at = seen.part.at.here
        yield Spot(
            at.file,
            at.line,
            document,
            source.place if source is not None else "",
            _part(seen.path, at.file, indicators),
        )


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition(".")[0]


def _part(path: str, file: str, indicators: dict[str, Indicator]) -> tuple[str, str]:
    """How a reader calls the part of the pack: an indicator, a plan, or a heading of pack.yaml."""
    folder = file.split("/")[1] if file.count("/") > 1 else ""
    if folder == "indicators":
        one = next((indicators[code] for code in _upwards(path) if code in indicators), None)
        if one is not None:
            return f"ตัวชี้วัด {one.code} {one.name.th}", f"Indicator {one.code} {one.name.said('en')}"
    head, _, rest = path.partition(".")
    th, en = PARTS.get(head, PARTS[""])
    name = rest.split(".")[0] if head in ("surveys", "forms", "plans") else ""
    return f"{th} {name}".strip(), f"{en} {name}".strip()


def _spot_of(issue: Issue, spots: Sequence[Spot]) -> Spot:
    """The innermost object that begins at or before the line of a finding."""
    place = issue.place
    before = [spot for spot in spots if spot.file == place.file and spot.line <= place.line]
    if before:
        return max(before, key=lambda spot: spot.line)
    return Spot(place.file, place.line, "", "", (f"แฟ้ม {place.file}", f"File {place.file}"))


def _quote(issue: Issue, folder: Path, texts: dict[str, list[str]]) -> str:
    """A few words of what stands at the place of a finding: the line of the pack without its key."""
    name = issue.place.file.partition("/")[2]
    if not name or not issue.place.line:
        return ""
    if name not in texts:
        file = folder / name
        texts[name] = file.read_text(encoding="utf-8", errors="replace").split("\n") if file.is_file() else []
    at = issue.place.line - 1
    lines = [_value(line) for line in texts[name][at : at + 2]]
    return cut(next((line for line in lines if line), ""), 90)


def _value(line: str) -> str:
    """The Thai text, or else the value, of one line of YAML; nothing where it only opens a list or mapping."""
    try:
        held: Any = yaml.load(line.strip(), yaml.BaseLoader)  # every scalar stays the text that it is
    except yaml.YAMLError:
        return line.strip()
    while not isinstance(held, str):
        if isinstance(held, list):
            held = held[0] if held else ""
        elif isinstance(held, dict):
            held = next((held[key] for key in _TOLD if key in held), next(iter(held.values()), ""))
        else:
            return ""
    return held


def _lines(held: Report, language: Language) -> Iterator[str]:
    thai = language == "th"
    side = 0 if thai else 1
    yield f"# {'รายงานการอ่านตรวจ' if thai else 'Check report'}: {held.title[side]}"
    yield ""
    rows = held.summary()
    if not rows:
        yield "ไม่พบสิ่งใด" if thai else "Nothing was found."
        return
    words = SEVERITY_WORDS[language]
    heads = ["เรื่อง" if thai else "kind", *(words[one] for one in _SEVERITIES), "มีคำอธิบายแล้ว" if thai else "settled"]
    yield f"| {' | '.join(heads)} |"
    yield "|---|--:|--:|--:|--:|"
    total = dict.fromkeys((*_SEVERITIES, "settled"), 0)
    for kind, counts in rows:
        yield f"| {kind[side]} | {' | '.join(str(count) for count in counts.values())} |"
        total = {key: total[key] + count for key, count in counts.items()}
    yield f"| **{'รวม' if thai else 'total'}** | {' | '.join(str(count) for count in total.values())} |"
    document = ""
    for group in held.groups:
        if group.document != document:
            document = group.document
            yield from ("", f"## {held.documents.get(document, (document, document))[side]}")
        yield from ("", f"### {group.part[side]}", "")
        for finding in group.findings:
            yield from _finding(finding, language)


def _finding(finding: Finding, language: Language) -> Iterator[str]:
    issue, thai = finding.issue, language == "th"
    yield f"- **{issue.code} {SEVERITY_WORDS[language][issue.severity]}** {_plain(issue.message(language))}"
    where = f"`{issue.place}`" + (f" · {_plain(finding.spot.place)}" if finding.spot.place else "")
    yield f"  - {'ที่' if thai else 'at'}: {where}"
    if finding.quote:
        yield f"  - {'ข้อความ' if thai else 'quoted'}: “{_plain(finding.quote)}”"
    if issue.settled_by:
        yield f"  - {'อธิบายไว้แล้วใน' if thai else 'settled by'}: `{issue.settled_by}`"
    elif issue.cure(language):
        yield f"  - {'วิธีแก้' if thai else 'cure'}: {_plain(issue.cure(language))}"


def _plain(text: str) -> str:
    """A text on one line that Markdown leaves as it is."""
    return " ".join(text.split()).replace("*", "\\*").replace("<", "&lt;")
