"""Thai words: where a word begins and ends, and which official compounds must not be parted.

Thai is written without spaces between words.  Words are found by PyThaiNLP's newmm (dictionary, longest matching) with
the word list it ships; nothing is fetched.  Compounds are found first, the longest of those that begin at a place, and
newmm sees only what stands between them: so a paper can bring unit names of its own without a new dictionary.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

COMPOUNDS: tuple[str, ...] = (
    # posts
    "ผู้กำกับการ", "รองผู้กำกับการ", "ผู้บังคับการ", "รองผู้บังคับการ", "ผู้บัญชาการ", "รองผู้บัญชาการ", "ผู้บัญชาการตำรวจแห่งชาติ",
    "สารวัตร", "รองสารวัตร", "สารวัตรใหญ่", "ผู้บังคับบัญชา", "ผู้ใต้บังคับบัญชา", "อธิบดี", "รองอธิบดี", "ผู้อำนวยการ", "รองผู้อำนวยการ",
    "ปลัดกระทรวง", "รองปลัดกระทรวง", "รัฐมนตรี", "นายกรัฐมนตรี", "คณะรัฐมนตรี", "เลขาธิการ", "ผู้ว่าราชการ", "ผู้ว่าราชการจังหวัด",
    "รองผู้ว่าราชการจังหวัด", "นายอำเภอ", "ประชาสัมพันธ์จังหวัด", "หัวหน้าส่วนราชการ", "หัวหน้าหน่วยงาน", "คณะกรรมการ", "คณะทำงาน",
    # ranks
    "พลตำรวจเอก", "พลตำรวจโท", "พลตำรวจตรี", "พันตำรวจเอก", "พันตำรวจโท", "พันตำรวจตรี", "ร้อยตำรวจเอก", "ร้อยตำรวจโท",
    "ร้อยตำรวจตรี", "ดาบตำรวจ", "จ่าสิบตำรวจ", "สิบตำรวจเอก", "สิบตำรวจโท", "สิบตำรวจตรี",
    # people and places of work
    "ข้าราชการ", "ข้าราชการตำรวจ", "ข้าราชการพลเรือน", "พนักงานราชการ", "ลูกจ้างประจำ", "เจ้าหน้าที่", "เจ้าหน้าที่ตำรวจ", "พนักงานสอบสวน",
    "ส่วนราชการ", "หน่วยงาน", "หน่วยปฏิบัติ", "ราชการ", "สถานีตำรวจ", "สถานีตำรวจนครบาล", "สถานีตำรวจภูธร", "ตำรวจภูธร", "ตำรวจภูธรภาค",
    "ตำรวจภูธรจังหวัด", "ตำรวจนครบาล", "กองบัญชาการ", "กองบัญชาการตำรวจนครบาล", "กองบังคับการ", "กองกำกับการ",
    "สำนักงานตำรวจแห่งชาติ", "กรมประชาสัมพันธ์", "สำนักประชาสัมพันธ์เขต", "สำนักประชาสัมพันธ์", "สำนักงานประชาสัมพันธ์จังหวัด", "ประชาสัมพันธ์",
    "สำนักนายกรัฐมนตรี", "กระทรวง", "ประชาคมอาเซียน",
    # performance agreements
    "ตัวชี้วัด", "ตัวชี้วัดผลงาน", "ผลสัมฤทธิ์", "ผลสัมฤทธิ์หลัก", "ค่าเป้าหมาย", "กลุ่มเป้าหมาย", "เป้าหมาย", "น้ำหนัก", "คะแนน", "ร้อยละ",
    "คำรับรอง", "คำรับรองการปฏิบัติราชการ", "ปฏิบัติราชการ", "ปีงบประมาณ", "งบประมาณ", "งบประมาณรายจ่าย", "ยุทธศาสตร์", "ผู้รับการประเมิน",
    "ผู้ประเมิน", "ผู้กำกับดูแล", "ผู้จัดเก็บข้อมูล", "ผู้ให้ข้อมูล", "ผลการดำเนินงาน", "การดำเนินงาน", "ต้องปรับปรุง", "ต่ำกว่า", "คาดหวัง", "บรรลุ",
    "ความเชื่อมั่น", "ความพึงพอใจ", "ความโปร่งใส", "คุณธรรม", "ประสิทธิภาพ", "ประสิทธิผล", "หลักฐาน", "แบบสำรวจ", "ข้อมูลข่าวสาร",
    "จัดซื้อจัดจ้าง", "ผู้มีส่วนได้เสีย", "ผู้มีส่วนได้ส่วนเสีย", "ผู้รับบริการ", "ประชาชน", "ผู้ชม", "ผู้ฟัง", "เผยแพร่", "ความคิดเห็น", "ผลผลิต",
    "เนื้อหา", "จัดการ", "วางแผน", "มุ่งเน้น", "ความสะดวก", "กำกับ", "กำกับติดตาม", "ภายใน", "ภายนอก",
)  # fmt: skip
"""Compounds of official language.  Source: design.md and the three seed texts; a caller adds names of its own units."""

_SHORT = r"(?:[ก-ฮ]{1,4}|[เแโใไ]?[ก-ฮ][ะ-ฺ็-๎]*[ก-ฮ]?)\."
_ABBREVIATION = rf"(?<![ก-๎.]){_SHORT}(?:{_SHORT})*"
_NUMBER = r"(?:[\d๐-๙]+(?:[./-][\d๐-๙]+)*)?"
"""พ.ศ., บช., ผบก., พล.ต.อ., ปร.2: no line end parts it, number and all; it begins where no Thai letter stands before it."""
_SHORTEST_PART = 3
"""Letters: shorter words are found in many places where nobody reads them."""
_LEADING_VOWELS = "เแโใไ"
_HANGS_ON = "ะ-ฺๅ็-๎"
"""Vowels and marks that belong to the letter before them."""


def segment(text: str, keep: Iterable[str] = ()) -> list[str]:
    """A text as words, blanks and signs; joined they are the text again.  Compounds and `keep` come out whole."""
    words: list[str] = []
    for piece, whole in kept_words(text, keep):
        words += [piece] if whole else _newmm()(piece)
    return words


def kept_words(text: str, keep: Iterable[str] = ()) -> list[tuple[str, bool]]:
    """A text as pieces; True marks an official compound, or one of `keep`, that a line end must not part."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in _finder(frozenset(keep)).finditer(text):
        if found.start() > end:
            pieces.append((text[end : found.start()], False))
        pieces.append((found.group(), True))
        end = found.end()
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces


@functools.lru_cache(maxsize=4096)
def parts(word: str) -> tuple[str, ...]:
    """A compound as the shorter words it is made of, as few as may be; as newmm parts it where there are none.

    For a place too narrow for the whole: ประชาสัมพันธ์ is ประชา and สัมพันธ์.
    """
    # best[end]: the fewest words that make up word[:end]; of as many, those whose longest is the shortest
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(_SHORTEST_PART, len(word) + 1):
        ways = [
            (*best[start], part)
            for start in range(end - _SHORTEST_PART + 1)
            if start in best and (part := word[start:end]) != word and part in _known_words()
        ]
        if ways:
            best[end] = min(ways, key=lambda way: (len(way), max(map(len, way))))
    return best.get(len(word)) or tuple(_newmm()(word))


def clusters(text: str) -> list[str]:
    """A text as the smallest parts that can stand alone: a letter with the vowels and marks that hang on it."""
    return _CLUSTER.findall(text)


_Tree: TypeAlias = "dict[str, _Tree]"
"""Words by their letters; an empty key ends a word."""

_CLUSTER = re.compile(
    rf"[{_LEADING_VOWELS}]*[^{_LEADING_VOWELS}][{_HANGS_ON}\u0300-\u036f]*|[{_LEADING_VOWELS}]+", re.S
)


@functools.lru_cache(maxsize=64)
def _finder(keep: frozenset[str]) -> re.Pattern[str]:
    """Finds the longest compound that begins at a place and does not end inside a letter cluster."""
    tree: _Tree = {}
    for word in (*COMPOUNDS, *keep):
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        if word:
            node[""] = {}
    return re.compile(f"(?<![{_LEADING_VOWELS}]){_alternatives(tree)}(?![{_HANGS_ON}])|{_ABBREVIATION}{_NUMBER}")


def _alternatives(tree: _Tree) -> str:
    # a tree, not a list of words: a list is tried word by word at every letter, which is slow for hundreds of unit names
    ways = [re.escape(letter) + _alternatives(rest) for letter, rest in sorted(tree.items()) if letter]
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)})" + ("?" if "" in tree else "")


@functools.cache
def _known_words() -> frozenset[str]:
    from pythainlp.corpus import thai_words

    return frozenset(thai_words())


@functools.cache
def _newmm() -> Callable[[str], list[str]]:
    # imported late: most commands print no paper
    from pythainlp.tokenize import word_dict_trie
    from pythainlp.tokenize.newmm import segment as newmm

    trie = word_dict_trie()
    # safe mode: without it a long ambiguous text takes quadratic time
    return lambda text: list(newmm(text, custom_dict=trie, safe_mode=True))
