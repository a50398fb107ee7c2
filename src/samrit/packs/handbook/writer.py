"""Says the parts of one pack in one language: names for codes, labels for keys, blanks for braces, sources in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import Language
from samrit.packs.handbook.content import Block, Entry, Heading, Inline, Paragraph, Span, join, span
from samrit.packs.handbook.labels import WORDS, field_label, value_label
from samrit.packs.method import UnitMatch
from samrit.packs.model import Blank, Indicator, KeyResult, Pack, UnitKind
from samrit.packs.texts import Based, Item, Source, Words

MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_BLANK = re.compile(r"\{([\w.\-/]+)\}")
_THAI = re.compile("[ก-๛]")
_LATIN = re.compile("[A-Za-z]{2}")


class Writer:
    """Everything a chapter needs to turn a field into words; knows no layout."""

    def __init__(self, pack: Pack, language: Language) -> None:
        framework = pack.framework
        self.pack = pack
        self.language: Language = language
        self.units: dict[str, Words] = {one.id: one.name for one in framework.measure_units}
        self.posts: dict[str, Words] = {one.id: one.name for one in framework.posts}
        self.areas: dict[str, Words] = {one.id: one.name for one in framework.areas}
        self.windows: dict[str, Words] = {one.id: one.name for one in framework.windows}
        self.rounds: dict[str, Words] = {one.id: one.name for one in framework.rounds}
        self.documents: dict[str, Words] = {one.id: one.title for one in framework.documents}
        self.duties: dict[str, Words] = {one.id: one.what for one in framework.duties}
        self.surveys: dict[str, Words] = {one.id: one.name for one in pack.surveys}
        self.bands: dict[str, Words] = {
            band.id: band.name for scheme in framework.total.schemes for band in scheme.bands
        }
        self.key_results: dict[str, KeyResult] = {one.code: one for one in framework.key_results}
        self.kinds: dict[str, UnitKind] = {one.id: one for one in framework.unit_kinds}
        self.blanks: dict[str, tuple[int, Blank]] = {
            one.id: (number, one) for number, one in enumerate(framework.blanks, 1)
        }
        self.indicators: dict[str, Indicator] = {one.code: one for one in pack.every_indicator()}

    # ── our own words ────────────────────────────────────────────────────────────────────────────────────────────────

    def word(self, key: str, **gaps: object) -> str:
        """A phrase of the handbook itself."""
        return WORDS[key][self.language == "en"].format(**gaps)

    def field(self, name: str, owner: str = "") -> str:
        """What a field is called."""
        return field_label(name, owner)[self.language == "en"]

    def value(self, field: str, value: str) -> str:
        """What a word of a closed list is called."""
        return value_label(field, value)[self.language == "en"]

    def yes(self, held: bool) -> str:
        return self.word("yes" if held else "no")

    # ── the pack's words ─────────────────────────────────────────────────────────────────────────────────────────────

    def said(self, words: Words | None, role: str = "plain") -> Inline:
        """A text in the handbook's language, marked where only the Thai is there; blanks are drawn."""
        if words is None:
            return ()
        return self._with_blanks(words.said(self.language), role)

    def said_plain(self, held: Mapping[str, Any]) -> str:
        """The same of canonical data, as bare text."""
        return str((held.get("en") or held["th"]) if self.language == "en" else held["th"])

    def thai(self, text: str, role: str = "printed") -> Inline:
        """Text of the document itself, as printed."""
        return self._with_blanks(text, role)

    def quote(self, text: str) -> Inline:
        """A few words of the document inside a sentence of ours."""
        return self._with_blanks(f"“{text}”", "quote") if text else ()

    def _with_blanks(self, text: str, role: str) -> Inline:
        spans: list[Span] = []
        last = 0
        text = " ".join(text.split())
        for match in _BLANK.finditer(text):
            if match[1] not in self.blanks:
                continue
            number, blank = self.blanks[match[1]]
            spans.extend(self._run(text[last : match.start()], role))
            label = f"…{self.word('blank_number', number=number)}…"
            name = " ".join(blank.name.said(self.language).split())
            spans.append(Span(label, "blank", href=f"#blank-{blank.id}", title=name))
            last = match.end()
        spans.extend(self._run(text[last:], role))
        return tuple(spans)

    def _run(self, text: str, role: str) -> Inline:
        if not text:
            return ()
        lang = ""
        if self.language == "en" and _THAI.search(text):
            lang = "th"
        elif self.language == "th" and _LATIN.search(text) and not _THAI.search(text):
            lang = "en"
        return (Span(text, role, lang),)  # type: ignore[arg-type]  # callers pass a Role

    # ── names for codes ──────────────────────────────────────────────────────────────────────────────────────────────

    def _named(self, names: dict[str, Words], code: str) -> Inline:
        return self.said(names[code]) if code in names else span(code, "code")

    def unit(self, code: str | None) -> Inline:
        return () if code is None else self._named(self.units, code)

    def post(self, code: str) -> Inline:
        return self._named(self.posts, code)

    def area(self, code: str) -> Inline:
        return self._named(self.areas, code)

    def window(self, code: str | None) -> Inline:
        return span(self.word("the_round")) if code is None else self._named(self.windows, code)

    def round(self, code: str) -> Inline:
        return self._named(self.rounds, code)

    def kind(self, code: str) -> Inline:
        return self.said(self.kinds[code].name) if code in self.kinds else span(code, "code")

    def body(self, code: str) -> Inline:
        """A unit kind or a post: what units may stand under."""
        return self.kind(code) if code in self.kinds else self.post(code)

    def all_posts(self, codes: Iterable[str]) -> Inline:
        return join([self.post(code) for code in codes], ", ")

    def indicator(self, code: str) -> Inline:
        """A link to an indicator."""
        return span(code, "code", href=f"#indicator-{code}" if code in self.indicators else "")

    def all_indicators(self, codes: Iterable[str]) -> Inline:
        return join([self.indicator(code) for code in codes], ", ")

    def match(self, match: UnitMatch) -> Inline:
        """Which units a line names."""
        parts = [join([self.kind(code) for code in match.kinds], ", ") or span(self.word("all_unit_kinds"))]
        for field, bodies in (("under", match.under), ("not_under", match.not_under)):
            if bodies:
                parts.append(
                    (*span(f"{self.field(field).lower()} "), *join([self.body(code) for code in bodies], ", "))
                )
        return join(parts, " ")

    def matches(self, matches: Iterable[UnitMatch]) -> Inline:
        return join([self.match(one) for one in matches], "; ")

    # ── figures and days ─────────────────────────────────────────────────────────────────────────────────────────────

    def figure(self, value: Decimal | None) -> str:
        """A figure as written; a dash where the document prints one."""
        return "-" if value is None else plain(value)

    def measured(self, value: Decimal, unit: str) -> str:
        """A figure with its measure unit, in the order in which it is said: “ร้อยละ 80”, “4 ช่องทาง”."""
        if unit.startswith("ร้อยละ"):
            return f"{unit} {plain(value)}"
        return f"{plain(value)} {unit}".strip()

    def day(self, day: date) -> str:
        if self.language == "th":
            return thai.format_date(day)
        return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"

    # ── where it stands ──────────────────────────────────────────────────────────────────────────────────────────────

    def source(self, source: Source | None) -> Inline:
        """The place that says so, the document where one is named, and its words."""
        if source is None:
            return ()
        document = () if source.document is None else self._named(self.documents, source.document)
        return join([document, self.thai(source.place, "plain"), self.quote(source.quote)], " ")

    def source_line(self, source: Source | None) -> Iterator[Block]:
        if source is not None:
            yield Paragraph((*span(self.word("source_line")), *self.source(source)), "small")

    def basis(self, part: Based) -> Inline:
        """Source or marked assumption, for a cell."""
        if part.assumption is None:
            return self.source(part.source)
        assumed = (*span(self.field("assumption"), "assumption"), *span(" "), *self.said(part.assumption))
        return join([assumed, self.source(part.source)], " · ")

    def basis_line(self, part: Based) -> Iterator[Block]:
        """Source or marked assumption, as a paragraph of its own."""
        yield from self.source_line(part.source)
        if part.assumption is not None:
            tag = span(self.field("assumption"), "assumption")
            yield Paragraph((*tag, *span(" "), *self.said(part.assumption)), "assumption")

    # ── lines of the document ────────────────────────────────────────────────────────────────────────────────────────

    def entries(self, items: Iterable[Item], told: Iterable[str] = ()) -> tuple[Entry, ...]:
        """Lines of an official text with the lines below them; what a line fixes stands behind it in small print.

        `told` are posts that stand beside the lines anyway.
        """
        return tuple(
            Entry(self._line(item, told), self.entries(item.items, told), marked=bool(item.mark)) for item in items
        )

    def _line(self, item: Item, told: Iterable[str]) -> Inline:
        text = self.said(item.text)
        shown = thai.arabic_digits("".join(one.text for one in text) + " " + item.mark).replace(",", "")
        behind: list[Inline] = []
        hidden = [plain(figure) for figure in item.figures.values() if plain(figure) not in shown]
        if hidden:
            behind.append(span(f"{self.word('fixed_figures')} {', '.join(hidden)}"))
        if item.measure_unit is not None and "".join(one.text for one in self.unit(item.measure_unit)) not in shown:
            behind.append((*span(f"{self.field('measure_unit')} "), *self.unit(item.measure_unit)))
        if item.round is not None:
            behind.append(self.round(item.round))
        if item.duty is not None:
            behind.append(span(self.field("due"), href=f"#duty-{item.duty}") if item.duty in self.duties else ())
        missing = [self.post(post) for post in item.posts if post not in told and not self._is_named(post, shown)]
        if missing:
            behind.append((*span(self.word("related")), *join(missing, ", ")))
        mark = (*self.thai(item.mark, "mark"), *span(" ")) if item.mark else ()
        return (*mark, *text, *(self.small((*span(" ("), *join(behind, " · "), *span(")"))) if behind else ()))

    def _is_named(self, post: str, text: str) -> bool:
        """Whether a text names a post: by its name, without what is in brackets, or by its short form in brackets."""
        name = thai.arabic_digits("".join(one.text for one in self.post(post)))
        bare, _, short = name.removesuffix(")").partition(" (")
        return name in text or bare in text or bool(short and short in text)

    def small(self, inline: Inline) -> Inline:
        """The same in small print; what has a look of its own keeps it."""
        return tuple(
            Span(one.text, "small" if one.role == "plain" else one.role, one.lang, one.href, one.title)
            for one in inline
        )

    def heading(self, depth: int, text: Inline | str, anchor: str = "", *, listed: bool = False) -> Heading:
        return Heading(min(depth, 6), span(text) if isinstance(text, str) else text, anchor, listed)
