"""Letters that no Thai word has: of other scripts, marks on nothing, spellings that do not exist, mixed item marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from samrit.base import thai
from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Lines, Options, around, found
from samrit.documents.lint.source import Document, Line

FOREIGN = define(
    "DL040", "warning",
    th="“{letters}” เป็นอักษร{script} ปนในข้อความไทย พบ {count} แห่ง (ที่ {where})",
    en="“{letters}” is in {script_en} letters, in Thai text, {count} time(s) (at {where})",
    cure_th="พิมพ์เป็นอักษรไทย มักเกิดจากโปรแกรมอ่านตัวอักษร (OCR)", cure_en="type it in Thai letters; a reading program (OCR) often does this",
)  # fmt: skip
LATIN_INSIDE = define(
    "DL041", "warning",
    th="อักษรโรมันหรือตัวเลข “{letters}” อยู่กลางคำไทย “{word}”", en="the Latin letter or digit “{letters}” stands inside the Thai word “{word}”",
    cure_th="พิมพ์คำนี้ใหม่ มักเกิดจากโปรแกรมอ่านตัวอักษร (OCR)", cure_en="type the word again; a reading program (OCR) often does this",
)  # fmt: skip
MARK_ALONE = define(
    "DL042", "warning",
    th="สระหรือวรรณยุกต์ “{mark}” ไม่มีพยัญชนะให้เกาะ หรือซ้อนกันเกินหนึ่ง: “{word}”",
    en="the vowel or tone “{mark}” has no letter to stand on, or one too many stands there: “{word}”",
    cure_th="พิมพ์คำนี้ใหม่", cure_en="type the word again",
)  # fmt: skip
NO_SUCH_SPELLING = define(
    "DL043", "warning",
    th="“{word}” สะกดอย่างที่ไม่มีในภาษาไทย ({why_th})", en="“{word}” is a spelling that Thai does not have ({why_en})",
    cure_th="ตรวจคำนี้ อาจมีตัวอักษรหรือวรรณยุกต์หายไป", cure_en="check the word; a letter or a tone mark may be lost",
)  # fmt: skip
TYPED_IN_PARTS = define(
    "DL044", "note",
    th="พิมพ์ “{typed}” แทน “{meant}” พบ {count} แห่ง (ที่ {where}) ดูเหมือนกันแต่ค้นหาคำไม่พบ",
    en="“{typed}” is typed for “{meant}”, {count} time(s) (at {where}); it looks the same but cannot be searched for",
    cure_th="แทนที่ทั้งเอกสารด้วย “{meant}”", cure_en="replace it with “{meant}” throughout",
)  # fmt: skip
MIXED_ITEM_MARKS = define(
    "DL045", "warning",
    th="รหัสข้อ O เขียนปนกัน {count} แบบ: {forms}", en="the items O1, O2, … are marked in {count} ways: {forms}",
    cure_th="ใช้อักษร O กับเลขแบบเดียวกันทุกข้อ ไม่ใช้เลขศูนย์แทนอักษร O", cure_en="use the letter O and one kind of digits throughout, not a zero for the letter O",
)  # fmt: skip

_UPPER: Final = "ัิีึืํ็"
_LOWER: Final = "ฺุู"
_TONES: Final = "่้๊๋"
_ALONE: Final = re.compile(rf"(?<![ก-ฮ{_UPPER}{_LOWER}{_TONES}◌์])[{_UPPER}{_LOWER}{_TONES}์๎]|(?<![ก-ฮ{_TONES}◌])ำ")
_TWICE: Final = re.compile(
    rf"[{_UPPER}][{_LOWER}{_UPPER}]|[{_LOWER}][{_UPPER}{_LOWER}]|[{_TONES}][{_TONES}]|[่-๋]็|์[{_UPPER}{_LOWER}{_TONES}]"
)
_LEADING_ALONE: Final = re.compile(r"[เแโใไ](?=[่-๋ะาำ]|[ิีึืุูํ็ั](?![่-๋]?\w))")
# The twenty words with ใ that there are; every other sound is written with ไ.
_AI: Final = re.compile(r"(?<![เแโไ])ใ(?!กล้|คร|คร่|จ|ช่|ช้|ด(?!้)|ต้|น|บ|ฝ่|ภ้|ย|ส|ห้|หญ่|หม่|หล)[ก-ฮ]?[่-๋]?")
# ็ shortens a vowel before a last letter; only ก็ has none (and ณ็ is an old sign)
_SHORT: Final = re.compile(r"(?<!ก)็(?=[ \n\t]*$|[ \t]|[เแโใไะาำ])(?!าะ|อ)")
_LATIN: Final = re.compile(r"(?<=[ก-ฮะ-๎])([A-WYZa-wyz]{1,2})(?=[ก-ฮะ-๎])")
_DIGIT_WITH_MARK: Final = re.compile(r"[0-9๐-๙][ัำิ-ฺ็-๎]")
_WORD: Final = re.compile(r"[^\s“”\"'()\[\],;:/]+")
_SCRIPTS: Final = {
    "HEBREW": ("ฮีบรู", "Hebrew"), "CYRILLIC": ("ซีริลลิก", "Cyrillic"), "LAO": ("ลาว", "Lao"), "KHMER": ("เขมร", "Khmer"),
    "MYANMAR": ("พม่า", "Burmese"), "ARABIC": ("อาหรับ", "Arabic"), "CJK": ("จีน", "Chinese"), "HANGUL": ("เกาหลี", "Korean"),
    "HIRAGANA": ("ญี่ปุ่น", "Japanese"), "KATAKANA": ("ญี่ปุ่น", "Japanese"), "DEVANAGARI": ("เทวนาครี", "Devanagari"),
    "ARMENIAN": ("อาร์เมเนีย", "Armenian"), "GEORGIAN": ("จอร์เจีย", "Georgian"), "TIBETAN": ("ทิเบต", "Tibetan"),
}  # fmt: skip
ITEMS_TO_COMPARE: Final = 5


def other_scripts(document: Document, _: Options) -> Iterator[Finding]:
    """Thai text has Thai letters, and Latin ones for foreign words; a document wholly in another script is left alone."""
    held: dict[str, list[tuple[Line, int, int]]] = {}
    strange = letters = 0
    for line in document.lines:
        for match in re.finditer(r"[^\W\d_]+", line.text):
            letters += len(match[0])
        for match in _RUN.finditer(line.text):
            if _script(match[0][0]) is not None:
                held.setdefault(match[0], []).append((line, match.start(), match.end()))
                strange += len(match[0])
    if strange * 20 > letters:
        return
    for run, places in held.items():
        line, start, end = places[0]
        script_th, script_en = _script(run[0]) or ("", "")
        quote = around(line.text, start, end)
        words = {"letters": run, "script": script_th, "script_en": script_en, "count": len(places)}
        yield found(FOREIGN, document, line, quote, where=Lines(one for one, _, _ in places), **words)


_RUN: Final = re.compile(r"[^\W\d_a-zA-Z\u0e00-\u0e7f\u00c0-\u024f\u0370-\u03ff]+")


def _script(letter: str) -> tuple[str, str] | None:
    name = unicodedata.name(letter, "")
    return _SCRIPTS.get(name.split(" ")[0].split("-")[0])


def inside_words(document: Document, _: Options) -> Iterator[Finding]:
    """No Latin letter or digit stands inside a Thai word."""
    for line in document.lines:
        for match in _LATIN.finditer(line.text):
            word = _word_at(line.text, match.start())
            # กXข is a formula, and a word like ITA has more letters
            if len(re.findall(r"[ก-ฮ]", word)) > 2:
                yield found(LATIN_INSIDE, document, line, around(line.text, *match.span()), letters=match[0], word=word)
        for match in () if document.marks_may_stray else _DIGIT_WITH_MARK.finditer(line.text):
            word = _word_at(line.text, match.start())
            quote = around(line.text, *match.span())
            yield found(LATIN_INSIDE, document, line, quote, letters=match[0][0], word=word)


def _word_at(text: str, position: int, room: int = 8) -> str:
    """The Thai letters on both sides of a position, a few of them: Thai has no spaces between words."""
    match = next((one for one in _WORD.finditer(text) if one.start() <= position < one.end()), None)
    if match is None:
        return text[position : position + 1]
    start, end = max(match.start(), position - room), min(match.end(), position + room + 1)
    while start > match.start() and unicodedata.combining(text[start]):
        start -= 1
    while end < match.end() and (unicodedata.category(text[end]) == "Mn" or text[end] in "ะาำ"):
        end += 1
    return text[start:end]


def marks_alone(document: Document, _: Options) -> Iterator[Finding]:
    """A vowel or tone mark stands on a consonant, one of each kind at most."""
    if document.marks_may_stray:
        return
    for line in document.lines:
        seen: set[int] = set()
        for pattern in (_ALONE, _TWICE):
            for match in pattern.finditer(line.text):
                if match.start() in seen or _is_quoted(line.text, match.start()):
                    continue
                seen.update(range(match.start(), match.end()))
                mark = match[0][-1]
                word = _word_at(line.text, max(0, match.start() - 1)) or match[0]
                if line.text[max(0, match.start() - 1)].isspace():
                    word = _word_at(line.text, match.start())
                yield found(MARK_ALONE, document, line, around(line.text, *match.span()), mark=f"◌{mark}", word=word)


def _is_quoted(text: str, position: int) -> bool:
    """Whether a mark is being talked about, as in a spelling book: “่”, -่, ( ็ ), or alone between spaces."""
    before, after = text[max(0, position - 1) : position], text[position + 1 : position + 2]
    return before in _QUOTES or (before in {"", " ", "+"} and not re.match("[ก-๎]", after))


_QUOTES: Final = frozenset("-“\"'(◌`[/)")


def spellings(document: Document, _: Options) -> Iterator[Finding]:
    """ใ is in twenty words only, ็ has a letter after it, and เ แ โ ใ ไ have one at once."""
    if document.marks_may_stray:
        return
    for line in document.lines:
        # what stands on nothing is told already
        told = {match.start() - 1 for match in _ALONE.finditer(line.text)}
        for pattern, why_th, why_en in _IMPOSSIBLE:
            for match in pattern.finditer(line.text):
                if match.start() in told or _is_quoted(line.text, match.start()):
                    continue
                told.add(match.start())
                word = _word_at(line.text, match.start())
                quote = around(line.text, *match.span())
                yield found(NO_SUCH_SPELLING, document, line, quote, word=word, why_th=why_th, why_en=why_en)


_IMPOSSIBLE: Final = (
    (_AI, "ใช้ ใ ไม้ม้วนนอกเหนือยี่สิบคำ", "“ใ” outside the twenty words that have it"),
    (_SHORT, "◌็ ไม่มีตัวสะกดตามหลัง", "“◌็” without a last letter after it"),
    (_LEADING_ALONE, "สระหน้าไม่มีพยัญชนะตามหลัง", "a leading vowel without a letter after it"),
)


def typed_in_parts(document: Document, _: Options) -> Iterator[Finding]:
    """แ is one letter, not two เ; ำ is one, not ํ and า."""
    for typed, meant, pattern in (("เ + เ", "แ", r"เเ"), ("ํ + า", "ำ", "\u0e4d[่-๋]?\u0e32")):
        places = [(line, match) for line in document.lines for match in re.finditer(pattern, line.raw)]
        if places:
            line, match = places[0]
            where = Lines(one for one, _ in places)
            words = {"typed": typed, "meant": meant, "count": len(places), "where": where}
            yield found(TYPED_IN_PARTS, document, line, around(line.raw, *match.span()), **words)


def item_marks(document: Document, _: Options) -> Iterator[Finding]:
    """Items O1, O2, … are marked alike: the letter O, and one kind of digits."""
    forms: dict[str, list[tuple[Line, str]]] = {}
    for line in document.lines:
        mark = re.match(r"([OoＯ0๐])([0-9๐-๙]{1,2})(?=[\s.:)]|$)", line.text)
        if mark is not None and thai.item_code(mark[0]) is not None:
            digits = "๐-๙" if re.search("[๐-๙]", mark[2]) else "0-9"
            if re.search("[๐-๙]", mark[2]) and re.search("[0-9]", mark[2]):
                digits = "0-9๐-๙"
            forms.setdefault(f"{mark[1]}+{digits}", []).append((line, mark[0]))
    total = sum(len(held) for held in forms.values())
    # “01 02 03” in one dress are plain numbers, and no fault
    if total < ITEMS_TO_COMPARE or len(forms) < 2:
        return
    ordered = sorted(forms.values(), key=len, reverse=True)
    said = ", ".join(f"“{held[0][1]}” ({len(held)})" for held in ordered)
    line, mark_text = ordered[1][0]
    yield found(MIXED_ITEM_MARKS, document, line, line.text[: len(mark_text) + 30], count=len(forms), forms=said)
