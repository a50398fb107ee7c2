"""A handbook leaves nothing out and makes nothing up: every field of every shipped pack is found in it again."""

import dataclasses
import html
import html.parser
import json
import re
import shutil
import typing
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from samrit.base import thai
from samrit.base.figures import plain
from samrit.cli import main
from samrit.engine.methods import Unit
from samrit.engine.methods.milestones import concerns
from samrit.packs import load
from samrit.packs.bind import Located, plan_of
from samrit.packs.handbook import handbook
from samrit.packs.handbook.changes import ABSENT, compare
from samrit.packs.handbook.labels import FIELDS, VALUES, WORDS, field_label, value_label
from samrit.packs.handbook.scoring import bound, counts_as
from samrit.packs.handbook.writer import Writer
from samrit.packs.method import FormulaScore, Improvement, Judged, LevelTable
from samrit.packs.model import CaseFile, Form, Framework, Indicator
from samrit.packs.plans import Plan
from samrit.packs.survey import Survey
from samrit.packs.texts import Words

ROOT = Path(__file__).parents[3]
PACKS = sorted(folder for folder in (ROOT / "packs").iterdir() if (folder / "pack.yaml").is_file())
TINY = ROOT / "tests" / "packs" / "tiny"
MODEL = (Framework, Indicator, Survey, Form, Plan, CaseFile)

IN_A_PROGRAM_ONLY = {
    ("Item", "figures"): "names that a program reads a figure by; the figure itself must be found",
    ("Framework", "order"): "the order of the sheets; each code is found as an indicator",
    ("PlanRow", "cells"): "the column that a cell stands in; its heading is found, and the cell under it",
}
"""Keys and codes that no reader misses, each with its reason."""


@cache
def loaded(folder: Path) -> load.Loaded:
    return load.load(folder)


@cache
def page(folder: Path, language: str) -> str:
    return handbook(loaded(folder), language, "html")


class _Text(html.parser.HTMLParser):
    """What a reader sees: text without tags; a block's end parts words, an inline tag does not."""

    INLINE = frozenset({"span", "strong", "small", "code", "mark", "a", "text", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag == "style"
        if tag not in self.INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.hidden -= tag == "style"
        if tag not in self.INLINE:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def seen(page_text: str) -> str:
    reader = _Text()
    reader.feed(page_text)
    return _folded("".join(reader.parts))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _held(value, owner: str, field: str):
    """Every leaf of a model object as (class, field, value): texts, figures, codes, dates, words of closed lists."""
    if isinstance(value, Words):
        yield owner, field, value
    elif isinstance(value, Located):
        for entry in dataclasses.fields(value):
            if entry.name != "at":
                yield from _held(getattr(value, entry.name), type(value).__name__, entry.name)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield owner, field, key
            yield from _held(one, owner, field)
    elif isinstance(value, tuple):
        for one in value:
            yield from _held(one, owner, field)
    elif value not in (None, ""):
        yield owner, field, value


def _expected(w: Writer, owner: str, field: str, value) -> list[str]:
    """How a leaf may stand in the handbook; any one of them will do, and an empty list needs nothing."""
    if isinstance(value, bool):
        # a phrase of its own where it is true, nothing where it is not; `required` the other way round
        said = {
            "required": ["not_scored"],
            "is_ratio": ["yes"],
            "allowed": ["usable_yes"],
            "touches_score": ["in_force"],
        }
        if value == (field == "required"):
            return []
        return [w.word(said[field][0])] if field in said else [w.field(field)]
    if isinstance(value, Words):
        return [_blanks_drawn(w, value.said(w.language))]
    if isinstance(value, date):
        return [w.day(value)]
    if isinstance(value, Decimal):
        return [plain(value), thai.thai_digits(plain(value))]
    if field == "arithmetic":
        return [_folded(line) for line in value.split("\n")]
    said = [w.value(field, value)] if f"{field}={value}" in VALUES or field == "also" else []
    if owner in ("Expected", "Case") and f"expect={value}" in VALUES:
        said.append(w.value("expect", value))
    if field == "printed" and f"place={value}" in VALUES:
        said.append(w.value("place", value))
    if field == "headings":
        return [_folded(str(value)), ""]  # the heading is looked for; the group it is of is said by its area
    return [*said, _blanks_drawn(w, str(value)), *_names(w, value)]


def _names(w: Writer, code) -> list[str]:
    """What a code is called, where it stands for something that has a name."""
    named = [
        held[code] for held in (w.posts, w.units, w.areas, w.windows, w.rounds, w.surveys, w.bands) if code in held
    ]
    named += [w.kinds[code].name] if code in w.kinds else []
    named += [w.key_results[code].name] if code in w.key_results else []
    named += [w.documents[code]] if code in w.documents else []
    said = [_blanks_drawn(w, one.said(w.language)) for one in named]
    if code in w.posts:  # “ผู้กำกับการ (ผกก.)” is also named by either half
        bare, _, short = said[0].removesuffix(")").partition(" (")
        said += [part for part in (bare, short) if part]
    if code in w.blanks:
        said.append(_blanks_drawn(w, "{" + code + "}"))
    return [*said, w.field("due")] if code in w.duties else said


def _blanks_drawn(w: Writer, text: str) -> str:
    for code, (number, _) in w.blanks.items():
        text = text.replace("{" + code + "}", f"…{w.word('blank_number', number=number)}…")
    return _folded(text)


def _lost(w: Writer, whole, text: str, *, without=()) -> list[str]:
    lost = []
    for owner, field, value in _held(whole, "Pack", ""):
        if (owner, field) in IN_A_PROGRAM_ONLY and isinstance(value, str):
            continue
        if field in without or (not isinstance(value, Words) and hasattr(value, "place")):
            continue
        wanted = _expected(w, owner, field, value)
        found = all if field == "arithmetic" else any
        if wanted and not found(one in text for one in wanted):
            lost.append(f"{owner}.{field}: {wanted[0]}")
    return lost


@pytest.mark.parametrize("folder", [*PACKS, TINY], ids=lambda folder: folder.name)
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_text_figure_code_and_verbatim_string_of_a_pack_is_in_its_handbook(folder, language):
    w = Writer(loaded(folder).pack, language)
    assert _lost(w, w.pack, seen(page(folder, language))) == []


def _sections(page_text: str) -> dict[str, str]:
    """The text under each heading that can be linked to, up to the next such heading or chapter."""
    pieces = re.split(r'<h\d(?: id="([^"]*)")?[^>]*>(?=)', page_text)
    found: dict[str, str] = {}
    anchor = ""
    for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
        name = html.unescape(name or "")
        anchor = name if name and not name.startswith("contradictions-") else anchor
        found[anchor] = found.get(anchor, "") + text
    return {name: seen(text) for name, text in found.items()}


def _without_parts(one: Indicator) -> Indicator:
    return dataclasses.replace(one, parts=())


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_everything_stands_under_the_heading_it_belongs_to(folder):
    pack = loaded(folder).pack
    w = Writer(pack, "th")
    at = _sections(page(folder, "th"))
    framework = pack.framework
    lost = []
    for one in pack.every_indicator():
        lost += [(one.code, text) for text in _lost(w, _without_parts(one), at[f"indicator-{one.code}"])]
    ids = {"id"}  # ids of scales, sections, choices, columns stand in the chapter of codes
    for survey in pack.surveys:
        lost += [
            (survey.id, text) for text in _lost(w, survey, at[f"survey-{survey.id}"], without={*ids, "scale", "scales"})
        ]
    for form in pack.forms:
        lost += [(form.id, text) for text in _lost(w, form, at[f"form-{form.id}"], without=ids)]
    for plan in pack.plans:
        where = at[f"plan-{plan.id}"]
        lost += [(plan.id, text) for row in plan.rows for text in _lost(w, row, where)]
    for one in framework.committees:
        lost += [(one.id, text) for text in _lost(w, one, at[f"committee-{one.id}"], without=ids)]
    for one in framework.discrepancies:
        lost += [(one.id, text) for text in _lost(w, one, at[f"discrepancy-{one.id}"])]
    assert lost == []


def test_the_walk_notices_what_is_left_out():
    """Every tenth text, figure and code of the tiny pack, taken out of its page, is missed."""
    pack = loaded(TINY).pack
    w = Writer(pack, "th")
    text = seen(page(TINY, "th"))
    texts = {
        one
        for _, _, value in _held(pack, "Pack", "")
        if isinstance(value, Words)
        for one in _expected(w, "", "", value)
    }
    for gone in sorted(texts)[::10]:
        assert _lost(w, pack, text.replace(gone, "")), gone


# ── labels ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _classes(of, found: dict) -> dict:
    """Every class of the model and its keys."""
    if typing.get_origin(of) is typing.Annotated or typing.get_args(of):
        for inner in typing.get_args(of):
            _classes(inner, found)
    elif dataclasses.is_dataclass(of) and of not in found:
        found[of] = plan_of(of).fields
        for key in found[of].values():
            _classes(key.type, found)
    return found


CLASSES = {}
for _part in MODEL:
    _classes(_part, CLASSES)


def test_every_field_of_the_model_has_a_thai_and_an_english_name():
    for held, keys in CLASSES.items():
        for name in keys:
            th, en = field_label(name, held.__name__)
            assert th, name
            assert en, name
            assert re.search("[ก-๛]", th), f"{held.__name__}.{name} has no Thai name"


def test_every_word_of_a_closed_list_is_said_in_words():
    for keys in CLASSES.values():
        for name, key in keys.items():
            for word in _words_of(key.type):
                assert all(value_label(name, word)), f"{name}={word}"


def _words_of(of):
    if typing.get_origin(of) is typing.Literal:
        yield from typing.get_args(of)
        return
    for inner in typing.get_args(of):
        if not isinstance(inner, str):
            yield from _words_of(inner)


def test_no_name_is_kept_that_nothing_uses():
    fields = {name for keys in CLASSES.values() for name in keys}
    assert {name.rpartition(".")[2] for name in FIELDS} == fields
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src/samrit/packs/handbook").glob("*.py"))
    unused = [key for key in WORDS if not re.search(f"[\"']{key}[\"'](?!: \\()", source)]
    assert [key for key in unused if not key.startswith("changed_")] == []


def test_a_thai_handbook_shows_no_key_of_a_file_as_a_label():
    text = page(ROOT / "packs" / "th-prd-por-ror-2-2556", "th")
    labels = re.findall(r"<dt>(.*?)</dt>", text)
    assert labels
    assert [label for label in labels if not re.search("[ก-๛]", label)] == []


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Markup(html.parser.HTMLParser):
    """Checks that tags nest, and gathers ids, links, headings and languages."""

    EMPTY = frozenset({"meta", "path", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.depths: list[int] = []
        self.languages: set[str] = set()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in self.EMPTY:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.depths.append(int(tag[1]))
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value)
            elif name == "href":
                self.links.append(value)
            elif name == "lang":
                self.languages.add(value)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another tag"


@pytest.mark.parametrize("folder", [*PACKS, TINY], ids=lambda folder: folder.name)
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_page_is_sound_and_asks_nothing_of_the_network(folder, language):
    text = page(folder, language)
    markup = _Markup()
    markup.feed(text)
    assert markup.open == []
    assert len(set(markup.ids)) == len(markup.ids), "an id is given twice"
    assert {link for link in markup.links if not link.startswith("#")} == set(), "a link leads out of the page"
    assert {link[1:] for link in markup.links} <= set(markup.ids), "a link leads nowhere"
    assert not markup.tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    assert not {name for name in markup.attributes if name.startswith("on")} | (markup.attributes & {"src", "style"})
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert language in markup.languages
    assert markup.depths[0] == 1
    steps = zip(markup.depths, markup.depths[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps), "a heading skips a level"


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_an_english_page_marks_its_thai_words(folder):
    text = page(folder, "en")
    bare = re.sub(r"<(\w+)[^>]*\blang=\"th\"[^>]*>.*?</\1>", "", text[text.index("<main") :])
    bare = re.sub(r"<(svg|figcaption|pre)\b.*?</\1>|<[^>]*>", "", bare, flags=re.S)
    assert re.findall("[ก-๛]+", bare) == []


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, by WCAG 2."""

    def light(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(2 * sign for sign in digits) if len(digits) == 3 else digits
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_text_can_be_read_in_the_light_in_the_dark_and_on_paper():
    style = (ROOT / "src/samrit/packs/handbook/style.css").read_text(encoding="utf-8")
    palettes = [dict(re.findall(r"--([a-z-]+):(#[0-9a-f]+)", one)) for one in re.findall(r":root\{([^}]*)\}", style)]
    assert len(palettes) == 3
    inks = {"ink": ("paper", "wash", "print", "tint"), "soft": ("paper", "wash"), "strong": ("paper", "wash", "tint")}
    inks |= {"amber": ("amber-wash",), "red": ("red-wash",)}
    for palette in palettes:
        for ink, grounds in inks.items():
            for ground in grounds:
                assert _contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground, palette)


def test_text_that_looks_like_markup_stays_text():
    nasty = '<script>alert("x")</script> & *bold* [link](http://x) `code` | # head'
    pack = loaded(TINY).pack
    framework = dataclasses.replace(
        pack.framework, name=Words(th=nasty), short_name=Words(th=nasty), authority=Words(th=nasty)
    )
    odd = dataclasses.replace(loaded(TINY), pack=dataclasses.replace(pack, framework=framework))
    text = handbook(odd, "th", "html")
    assert "<script" not in text
    assert _folded(nasty) in seen(text)
    line = next(line for line in handbook(odd, "th").splitlines() if "alert" in line and line.startswith("- "))
    for sign in ("\\<script\\>", "\\*bold\\*", "\\[link\\](http://x)", "\\`code\\`", "\\|"):
        assert sign in line


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_markdown_says_the_same_and_its_tables_are_whole(folder):
    text = handbook(loaded(folder), "th", "md")
    w = Writer(loaded(folder).pack, "th")
    read = re.sub(r"\]\(#[^)\s]*\)", "", text.replace("\\", ""))
    plain_text = _folded(re.sub(r'<a id="[^"]*"></a>|[`*|]|<br>', " ", read).replace("[…", "…"))
    squeezed = plain_text.replace(" ", "").replace("[", "").replace("]", "")
    lost = []
    for owner, field, value in _held(loaded(folder).pack, "Pack", ""):
        if isinstance(value, Words):
            wanted = re.sub(r"[`*|\[\]\\ ]", "", _expected(w, owner, field, value)[0])
            lost += [wanted] if wanted not in squeezed else []
    assert lost == []
    width = 0
    for line in re.sub(r"```text.*?```", "", text, flags=re.S).splitlines():
        bars = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not bars or not width or bars == width, line
        width = bars


def test_the_two_levels_and_the_fraction_are_drawn():
    text = page(ROOT / "packs" / "th-prd-por-ror-2-2556", "th")
    pack = loaded(ROOT / "packs" / "th-prd-por-ror-2-2556").pack
    tables = [
        one for one in pack.every_indicator() if getattr(one.method, "kind", "") in ("level_table", "improvement")
    ]
    years = [
        year
        for one in pack.every_indicator()
        for baseline in one.baselines
        for year in baseline.years
        if any(value is not None for value in year.areas.values())
    ]
    assert text.count("<svg") == len(tables) + len(years)
    assert text.count("<svg") == text.count("<title id=")
    assert text.count('class="frac"') == sum(bool(one.formula) for one in pack.every_indicator())


WHY = Words(th="เพราะทดสอบ", en="because it is a test")
FIGURES = {Decimal(points): Decimal(target) for points, target in enumerate(("50", "40", "30", "20.5", "20"), 1)}
OTHER_METHODS = {
    "steps down, zero below": LevelTable(
        levels=FIGURES, direction="descending", between="step", below="zero", above="extend", assumption=WHY
    ),
    "change, no score below": Improvement(
        levels={Decimal(1): None, Decimal(3): Decimal(5), Decimal(5): Decimal(10)}, direction="ascending",
        between="step", below="missing", above="extend", before="old", now="new", measure="relative", assumption=WHY,
    ),
    "scale's lowest below": LevelTable(
        levels={Decimal(1): Decimal(1), Decimal(2): Decimal("1.01"), Decimal(3): Decimal("1.02")},
        direction="ascending", between="interpolate", below="scale_lowest", above="highest_level", assumption=WHY,
    ),
    "formula": FormulaScore(below="scale_lowest", above="extend", assumption=WHY),
    "judged": Judged(least=Decimal("0.25"), most=Decimal("4.75"), step=Decimal("0.125"), assumption=WHY),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_METHODS)
@pytest.mark.parametrize("language", ["th", "en"])
def test_methods_that_no_shipped_pack_uses_are_told_as_completely(name, language):
    pack = loaded(TINY).pack
    table = next(one for one in pack.every_indicator() if getattr(one.method, "kind", "") == "level_table")
    other = dataclasses.replace(table, method=OTHER_METHODS[name])
    changed = dataclasses.replace(pack, indicators=tuple(_with(one, other) for one in pack.indicators))
    text = handbook(dataclasses.replace(loaded(TINY), pack=changed), language, "html")
    assert _lost(Writer(changed, language), OTHER_METHODS[name], _sections(text)[f"indicator-{table.code}"]) == []
    assert "nan" not in re.sub(r"<title.*?</title>", "", "".join(re.findall("<svg.*?</svg>", text)))
    assert WHY.said(language) in handbook(dataclasses.replace(loaded(TINY), pack=changed), language)


def test_the_matrix_agrees_with_the_engine():
    """Who a guideline binds is what the engine asks of a unit of that kind."""
    pack = loaded(ROOT / "packs" / "th-rtp-3-1-22-2552").pack
    w = Writer(pack, "th")
    everywhere = frozenset(w.posts) | frozenset(w.kinds)
    for one in pack.every_indicator():
        for level in one.method.levels if one.method.kind == "milestones" else ():
            for chain in _chains(level.guidelines):
                for kind in w.kinds:
                    held = bound(w, chain, kind)
                    counts = frozenset(counts_as(w, kind))
                    somewhere = [Unit(kind=kind, counts_as=counts, under=frozenset({body})) for body in everywhere]
                    units = [Unit(kind=kind, counts_as=counts), *somewhere]
                    binds = [all(concerns(guideline, unit) for guideline in chain) for unit in units]
                    assert held == ("all" if all(binds) else "some" if any(binds) else "none"), (chain[-1].id, kind)


def _chains(guidelines, above=()):
    for one in guidelines:
        yield (*above, one)
        yield from _chains(one.steps, (*above, one))


# ── what changed ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The tiny pack as it might have been a year ago."""
    return Path(shutil.copytree(TINY, tmp_path / "last-year"))


def _changed(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def _chapter(folder: Path, language: str = "th") -> str:
    parsed, _ = load.parse(folder)
    text = handbook(loaded(TINY), language, "md", parsed)
    return text[text.index('<a id="changes">') : text.index('<a id="who">')]


def test_the_same_version_has_no_changes(before):
    assert "ไม่มีสิ่งใดเปลี่ยน" in _chapter(before)
    assert 'id="changes"' not in page(TINY, "th")


def test_changes_are_told_in_sentences_under_their_headings(before):
    one = loaded(TINY).pack.indicators[0]
    file = f"indicators/{Path(one.at.here.file).name}"
    _changed(before, file, one.name.th, "ชื่อเดิม")
    _changed(before, "pack.yaml", f"version: {loaded(TINY).pack.framework.version}", "version: 0.0.1")
    text = _chapter(before)
    assert "0.0.1" in text
    assert f"ตัวชี้วัด [`{one.code}`](#indicator-{one.code}) › ชื่อ จาก “ชื่อเดิม” เป็น “{one.name.th}”" in text
    assert "### ข้อความ" in text
    assert "› Name" not in text
    assert "changed" in _chapter(before, "en")


def test_a_changed_target_a_weight_and_a_removed_indicator_each_have_their_place():
    pack = loaded(TINY).pack
    kept = next(one for one in pack.indicators if one.weight is not None)
    heavier = dataclasses.replace(kept, weight=dataclasses.replace(kept.weight, percent=kept.weight.percent + 1))
    gone = dataclasses.replace(kept, code="gone", name=Words(th="ตัวที่ตัดไป"), parts=())
    others = [one for one in pack.indicators if one is not kept]
    old = dataclasses.replace(pack, indicators=(heavier, *others, gone))
    found = {(one.group, one.indicator, one.path) for one in compare(old, pack)}
    assert ("weights", kept.code, ("weight", "percent")) in found
    assert ("indicators", "gone", ()) in found
    table = next(one for one in pack.every_indicator() if getattr(one.method, "kind", "") == "level_table")
    points, target = next((points, held) for points, held in table.method.levels.items() if held is not None)
    levels = {**table.method.levels, points: target - 1}
    moved = dataclasses.replace(table, method=dataclasses.replace(table.method, levels=levels))
    old = dataclasses.replace(pack, indicators=tuple(_with(one, moved) for one in pack.indicators))
    assert [(one.group, one.indicator, one.path) for one in compare(old, pack)] == [
        ("levels", table.code, ("method", "levels", plain(points)))
    ]


def _with(one: Indicator, other: Indicator) -> Indicator:
    if one.code == other.code:
        return other
    return dataclasses.replace(one, parts=tuple(_with(part, other) for part in one.parts))


def test_a_line_put_in_between_changes_nothing_but_itself():
    pack = loaded(TINY).pack
    framework = pack.framework
    posts = framework.posts
    less = dataclasses.replace(pack, framework=dataclasses.replace(framework, posts=posts[:1] + posts[2:]))
    assert [(one.path, one.old is ABSENT) for one in compare(less, pack)] == [(("posts", posts[1].id), True)]


def test_lines_without_a_code_are_compared_in_their_order():
    pack = loaded(ROOT / "packs" / "th-prd-por-ror-2-2556").pack
    one = next(one for one in pack.every_indicator() if one.details and len(one.details[0].items) > 1)
    part = one.details[0]
    first = dataclasses.replace(part.items[0], text=Words(th="บรรทัดเดิม", en="an old line"))
    for items in ((first, *part.items[1:]), part.items[1:]):
        old = dataclasses.replace(one, details=(dataclasses.replace(part, items=items), *one.details[1:]))
        before = dataclasses.replace(pack, indicators=tuple(_with(top, old) for top in pack.indicators))
        found = list(compare(before, pack))
        assert {change.indicator for change in found} == {one.code}
        assert {change.path[0] for change in found} == {"details"}
        assert len(found) == 1
        said = handbook(loaded(ROOT / "packs" / "th-prd-por-ror-2-2556"), "en", "md", before)
        assert part.items[0].text.en in said[said.index('id="changes"') : said.index('id="who"')].replace("\\", "")


def test_a_text_changed_in_the_other_language_only_is_told_in_that_language():
    pack = loaded(TINY).pack
    name = pack.framework.name
    old = dataclasses.replace(
        pack, framework=dataclasses.replace(pack.framework, name=Words(th="เดิม", en=name.en or "x"))
    )
    new = dataclasses.replace(
        pack, framework=dataclasses.replace(pack.framework, name=Words(th="ใหม่", en=name.en or "x"))
    )
    text = handbook(dataclasses.replace(loaded(TINY), pack=new), "en", "md", old)
    assert "from “เดิม” to “ใหม่”" in text


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _samrit(*arguments: object):
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_the_command_writes_html_by_the_name_of_the_file_and_into_a_folder(tmp_path):
    assert _samrit("pack", "docs", TINY, "-o", tmp_path / "book.html").exit_code == 0
    assert (tmp_path / "book.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    result = _samrit("pack", "docs", TINY, "-o", tmp_path / "books", "--format", "html", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "books" / "tiny.en.html").is_file()
    assert json.loads(_samrit("pack", "docs", TINY, "--json").stdout)["markdown"].startswith("# ")
    assert json.loads(_samrit("pack", "docs", TINY, "--format", "html", "--json").stdout)["html"].startswith(
        "<!DOCTYPE"
    )


def test_the_other_version_may_stand_in_any_folder_but_must_be_a_pack(before, tmp_path):
    assert "## สิ่งที่เปลี่ยนจากรุ่น" in _samrit("pack", "docs", TINY, "--since", before).stdout
    result = _samrit("pack", "docs", TINY, "--since", tmp_path)
    assert result.exit_code == 1
    assert "PK021" in result.stderr
