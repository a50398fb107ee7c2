"""Texts that stand twice: long paragraphs, blocks of lines, and a word typed again at once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Options, around, cut, found
from samrit.documents.lint.marks import sections_of
from samrit.documents.lint.source import Document, Line
from samrit.documents.lint.words import dictionary
from samrit.packs.checks.reading import bare

PARAGRAPH_TWICE = define(
    "DL037", "warning",
    th="ข้อความนี้{how_th}กับข้อความที่ {where} ({letters} ตัวอักษร)", en="this text is {how_en} as the one at {where} ({letters} letters)",
    cure_th="ตรวจว่าคัดลอกมาแล้วลืมแก้หรือไม่", cure_en="see whether it was copied and never changed",
)  # fmt: skip
BLOCK_TWICE = define(
    "DL038", "warning",
    th="ข้อความ {lines} บรรทัดตั้งแต่ตรงนี้ซ้ำกับตั้งแต่ {where}", en="{lines} lines from here are the same as from {where}",
    cure_th="ตรวจว่าตั้งใจพิมพ์สองครั้งหรือไม่", cure_en="see whether it was meant to stand twice",
)  # fmt: skip
WORD_TWICE = define(
    "DL039", "warning",
    th="คำ “{word}” พิมพ์ซ้ำติดกัน", en="the word “{word}” is typed twice in a row",
    cure_th="ตัดออกหนึ่งคำ", cure_en="take one of them out",
)  # fmt: skip

LONG: Final = 180
"""Letters of a paragraph, spaces not counted, from which standing twice is more than a phrase of the form."""
ALIKE: Final = 0.9
"""How like each other two paragraphs of one section are when one is a copy of the other, scanned or slightly changed."""
SAME: Final = 0.985
"""The same for paragraphs of two indicators, which often speak in parallel of two things."""
MANY: Final = 8
BLOCK_LINES: Final = 8
BLOCK_LETTERS: Final = 500
BRIDGE: Final = 30
"""Lines that may differ inside a block that stands twice."""


def paragraphs(document: Document, _: Options) -> Iterator[Finding]:
    """A long paragraph stands once; what stands more than twice is a phrase of the form, and a block is told whole."""
    lines = document.lines
    told = {(lines[again].number, lines[first].number) for block in _blocks(document) for first, again in block.pairs}
    section_at = [section.start for section in sections_of(document) for _ in range(section.start, section.end)]
    long = [
        Paragraph(line, text, section_at[place], frozenset(text[at : at + 8] for at in range(len(text) - 8)))
        for place, line in enumerate(document.lines)
        if len(text := _letters(line.text)) >= LONG
    ]
    times = Counter(one.text for one in long)
    held = [one for one in long if times[one.text] <= 2]
    twins = _twins(held)
    crowded = {other for pairs in twins.values() if len(pairs) > 1 for other, _ in pairs}
    for count, pairs in twins.items():
        other, ratio = pairs[0]
        if len(pairs) == 1 and other not in crowded and count not in crowded:
            one = held[count]
            if (one.line.number, held[other].line.number) in told:
                continue
            how = ("เหมือน", "the same") if ratio == 1 else ("แทบเหมือน", "nearly the same")
            words = {"how_th": how[0], "how_en": how[1], "where": held[other].line, "letters": len(one.text)}
            yield found(PARAGRAPH_TWICE, document, one.line, one.line.text, **words)


@dataclass(frozen=True)
class Paragraph:
    """A long paragraph: its letters without spaces and its own number, the section it is in, and its pieces of eight."""

    line: Line
    text: str
    section: int
    pieces: frozenset[str]


def _twins(held: list[Paragraph]) -> dict[int, list[tuple[int, float]]]:
    """For each paragraph, the earlier ones that it is like, and how much."""
    index: dict[str, list[int]] = defaultdict(list)
    twins: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for count, own in enumerate(held):
        shared: Counter[int] = Counter()
        for piece in own.pieces:
            # what many paragraphs have tells none of them apart
            if len(index[piece]) < MANY:
                shared.update(index[piece])
                index[piece].append(count)
        for other, common in shared.items():
            if common >= 0.5 * min(len(own.pieces), len(held[other].pieces)):
                ratio = _likeness(held[other], own)
                if ratio >= (ALIKE if held[other].section == own.section else SAME):
                    twins[count].append((other, ratio))
    return twins


def _likeness(one: Paragraph, other: Paragraph) -> float:
    """How much of the shorter is in the longer; none where figures or foreign names differ, or one is far longer."""
    shorter, longer = sorted((len(one.text), len(other.text)))
    if shorter < 0.75 * longer or _figures(one.line.text) != _figures(other.line.text):
        return 0.0
    return SequenceMatcher(None, one.text[:shorter], other.text[:shorter], autojunk=False).ratio()


def _letters(text: str) -> str:
    return bare(re.sub(r"^[(\[]?[0-9๐-๙.]+[.)\]]*\s*", "", text))


def _figures(text: str) -> list[str]:
    """Figures and foreign names: where these differ, two alike texts speak of two things."""
    return re.findall("[0-9๐-๙]+|[A-Za-z]{2,}", re.sub(r"^[(\[]?[0-9๐-๙.]+[.)\]]*\s*", "", text))


def blocks(document: Document, _: Options) -> Iterator[Finding]:
    """A block of lines stands once; heads of tables, which stand on every page, are not counted."""
    for block in _blocks(document):
        (first, again), lines = block.pairs[0], document.lines
        yield found(BLOCK_TWICE, document, lines[again], lines[again].text, lines=len(block.pairs), where=lines[first])


@dataclass(frozen=True)
class Block:
    """A block that stands twice: its lines' places there and here, and letters of those that stand twice only."""

    pairs: list[tuple[int, int]]
    letters: int


def _blocks(document: Document) -> Iterator[Block]:
    texts = [bare(line.text) for line in document.lines]
    counts = Counter(texts)
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        places[text].append(place)
    covered = -1
    for start in range(len(texts)):
        if start <= covered or counts[texts[start]] != 2 or places[texts[start]][0] != start:
            continue
        block = _run(texts, counts, start, places[texts[start]][1])
        if len(block.pairs) >= BLOCK_LINES and block.letters >= BLOCK_LETTERS:
            yield block
            covered = block.pairs[-1][0]


def _run(texts: list[str], counts: Counter[str], start: int, again: int) -> Block:
    """The block that begins at both places."""
    first, second, letters = start, again, 0
    pairs: list[tuple[int, int]] = []
    while first < again and second < len(texts):
        if texts[first] == texts[second]:
            pairs.append((first, second))
            letters += len(texts[first]) if counts[texts[first]] <= 3 else 0
            first, second = first + 1, second + 1
            continue
        step = _resume(texts, first, second, again)
        if step is None:
            break
        first, second = step
    return Block(pairs, letters)


def _resume(texts: list[str], first: int, second: int, again: int) -> tuple[int, int] | None:
    """The nearest places after a difference from which three lines are the same again."""
    for skip in range(1, BRIDGE):
        for ahead in range(skip + 1):
            one, other = first + ahead, second + skip - ahead
            if (
                one + 3 <= again
                and texts[one : one + 3] == texts[other : other + 3]
                and len("".join(texts[one : one + 3])) > 20
            ):
                return one, other
    return None


def words(document: Document, _: Options) -> Iterator[Finding]:
    """A word is not typed twice in a row; Thai has ๆ for that."""
    for line in document.lines:
        for match in _TWICE.finditer(line.text):
            if match[1] in dictionary():
                quote = around(line.text, *match.span())
                yield found(WORD_TWICE, document, line, quote, word=cut(match[1], 30))


_TWICE: Final = re.compile(r"([ก-ฮเแโใไ][ก-๎]{4,})\1(?![ะ-ฺ็-๎])")
