"""What a fact workbook says it was made for, and whether that is still what is scored."""

from __future__ import annotations

from dataclasses import dataclass

from samrit.base.issues import Issue, Place, Refused, define
from samrit.documents.workbook.cells import Workbook, next_letter
from samrit.documents.workbook.layout import FORMAT, IDENTITY_SHEET, layout_of
from samrit.engine.facts import FactFile, brief
from samrit.packs.terms import Terms

NOT_OURS = define(
    "WB024", "error",
    th="สมุดงานนี้ไม่ใช่แบบกรอกที่ samrit template ทำ (ไม่มีแผ่น “{sheet}” หรือแผ่นนั้นไม่ครบ: {lacking})",
    en="this workbook is not one that `samrit template` made (its sheet “{sheet}” is not there, or lacks {lacking})",
    cure_th="ทำแบบกรอกด้วย samrit template --pack ID แล้วย้ายค่ามา หรือบันทึกตารางเป็น CSV UTF-8",
    cure_en="make one with `samrit template --pack ID` and copy the values over, or save a table as CSV UTF-8",
)  # fmt: skip
NEWER_FORMAT = define(
    "WB025", "error",
    th="แบบกรอกรุ่น {format} ใหม่กว่าที่ Samrit รุ่นนี้อ่านได้ ({known})",
    en="the workbook's format {format} is newer than this Samrit reads ({known})",
    cure_th="ปรับปรุง Samrit", cure_en="update Samrit",
)  # fmt: skip
OTHER_VERSION = define(
    "WB026", "error",
    th="แบบกรอกนี้ทำจากชุดเกณฑ์ {pack} {theirs} แต่ชุดเกณฑ์ที่ใช้อยู่คือ {ours}: {what_th}",
    en="this workbook was made from {pack} {theirs}, but the pack in use is {ours}: {what_en}",
    cure_th="ทำแบบใหม่ที่ยกค่าเดิมมา: samrit template --pack {pack} --round {round} --facts {file}",
    cure_en="make a new one with these figures: samrit template --pack {pack} --round {round} --facts {file}",
)  # fmt: skip
OTHER_AGREEMENT = define(
    "WB027", "note",
    th="แบบกรอกนี้ทำภายใต้ข้อตกลงอื่น (หรือไม่มีข้อตกลง) เป้าหมายที่เห็นในแบบอาจไม่ใช่ที่ใช้คิดคะแนน",
    en="this workbook was made under another agreement (or none); the targets it shows may not be those scored",
    cure_th="คะแนนคิดตามข้อตกลงที่สั่ง ถ้าต้องการแบบที่ตรงกันให้ทำใหม่ด้วย --terms และ --facts",
    cure_en="the score follows the agreement given; for a workbook that matches, make it anew with --terms and --facts",
)  # fmt: skip

Lists = tuple[tuple[str, str], ...]
"""What a drop-down offers: id and name."""


@dataclass(frozen=True)
class Identity:
    """What the hidden sheet says."""

    format: str
    pack: str
    version: str
    pack_digest: str
    terms_digest: str
    round: str
    layout: str
    lines: int


@dataclass(frozen=True)
class FilledWorkbook(FactFile):
    """A file of facts that knows what it was made for, and the keys of its lines."""

    identity: Identity = Identity("", "", "", "", "", "", "", 0)
    keys: tuple[str, ...] = ()


def identity_of(book: Workbook, name: str) -> tuple[Identity, dict[str, Lists]]:
    """The identity of an open workbook, and the lists behind its drop-downs; refused where it has none."""
    says: dict[str, str] = {}
    lists: dict[str, list[tuple[str, str]]] = {"unit_kind": [], "under": []}
    columns: dict[str, str] = {}
    sheet = book.sheet(IDENTITY_SHEET)
    for row in book.rows(sheet) if sheet else ():
        if row.number > 5_000:
            break
        texts = {column: cell.text.strip() for column, cell in row.cells.items()}
        if row.number == 1:
            columns = {text: column for column, text in texts.items() if text in lists}
        else:
            for key, column in columns.items():
                if column in texts:
                    lists[key].append((texts[column], texts.get(next_letter(column), "")))
        if "A" in texts:
            says.setdefault(texts["A"], texts.get("B", ""))
    if says.get("format") and says["format"] != FORMAT:
        words = {"format": brief(says["format"]), "known": FORMAT}
        raise Refused([NEWER_FORMAT.at(Place(name), **words)])
    lacking = [key for key in Identity.__dataclass_fields__ if not says.get(key)]
    if lacking or not says["lines"].isdecimal():
        listed = ", ".join(lacking or ["lines"])
        raise Refused([NOT_OURS.at(Place(name), sheet=IDENTITY_SHEET, lacking=listed)])
    identity = Identity(
        **{key: says[key] for key in Identity.__dataclass_fields__ if key != "lines"}, lines=int(says["lines"])
    )
    return identity, {key: tuple(listed) for key, listed in lists.items()}


def check(file: FactFile, terms: Terms) -> list[Issue]:
    """Whether a workbook was made for these terms: refused for another version of the pack, told for other targets.

    Files of other kinds do not know what they were made for, and pass.
    """
    if not isinstance(file, FilledWorkbook) or file.pack != terms.pack.id:
        return []
    identity = file.identity
    if identity.pack_digest != terms.pack_digest:
        words = _what_changed(file, terms)
        raise Refused(
            [
                OTHER_VERSION.at(
                    file.place,
                    pack=identity.pack,
                    theirs=identity.version,
                    ours=terms.pack.framework.version,
                    round=identity.round,
                    file=file.place.file,
                    what_th=words[0],
                    what_en=words[1],
                )
            ]
        )
    return [] if identity.terms_digest == terms.digest else [OTHER_AGREEMENT.at(file.place)]


def _what_changed(file: FilledWorkbook, terms: Terms) -> tuple[str, str]:
    """How the questions differ: new ones, gone ones, those with other words."""
    if file.round not in [one.id for one in terms.pack.framework.rounds]:
        return f"ไม่มีรอบ {file.round} แล้ว", f"there is no round {file.round} any more"
    now = {line.key.rpartition("|")[0]: line.key for line in layout_of(terms, file.round).lines}
    then = {key.rpartition("|")[0]: key for key in file.keys}
    new, gone = len(now.keys() - then.keys()), len(then.keys() - now.keys())
    reworded = sum(now[one] != then[one] for one in now.keys() & then.keys())
    if not new and not gone and not reworded:
        return "คำถามเหมือนเดิม แต่เกณฑ์หรือข้อความอื่นเปลี่ยน", "the questions are the same, but rules or other texts changed"
    return (
        f"ข้อใหม่ {new} ข้อที่เลิกถาม {gone} ข้อที่เปลี่ยนข้อความ {reworded}",
        f"{new} new lines, {gone} no longer asked, {reworded} with other words",
    )
