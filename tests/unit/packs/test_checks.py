"""The checks read a pack like a careful reader: every finding once, on its line, and nothing on a sound pack."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from samrit.base.issues import CATALOGUE, Issue, Refused, errors
from samrit.packs import checks, load
from samrit.packs.checks import coverage

TESTS = Path(__file__).parents[2]
TINY = TESTS / "packs" / "tiny"
BROKEN = TESTS / "broken_packs"

BROKEN_FILES = sorted(BROKEN.glob("*.yaml"))


@dataclass(frozen=True)
class Broken:
    """One way to break the tiny pack, and what must be said about it; the file's first comment is its claim."""

    file: str
    expect_code: str
    expect_words: list[str]
    expect_line_contains: str = ""
    """Empty: the problem is of the whole file."""
    replace: str | None = None
    with_: str = ""
    times: int = 1
    at: str | None = None
    """The file that the problem is told of, when it is not the broken one."""
    also: tuple[str, ...] = ()
    """Codes that this cannot be broken without."""
    encoding: str = "utf-8"
    create: bool = False
    directory: bool = False
    delete: bool = False
    find: str | None = None


def read_broken(file: Path) -> Broken:
    held = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Broken(**{"with_" if key == "with" else key: value for key, value in held.items()})


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny pack to break."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def apply(broken: Broken, pack: Path) -> None:
    file = pack / broken.file
    if broken.delete:
        file.unlink()
    elif broken.directory:
        file.mkdir()
    elif broken.create:
        file.write_text(broken.with_ * broken.times, encoding=broken.encoding)
    elif broken.replace is not None:
        text = file.read_text(encoding="utf-8")
        assert text.count(broken.replace) == 1, f"{broken.file} must hold the replaced text exactly once"
        file.write_text(text.replace(broken.replace, broken.with_ * broken.times), encoding=broken.encoding)


def found_in(pack: Path) -> list[Issue]:
    """What loading the folder finds: the reader's and binder's problems, else what the checks find."""
    bound, issues = load.parse(pack)
    if bound is None or errors(issues):
        return issues
    return [*issues, *checks.run(bound)]


@pytest.mark.parametrize("file", BROKEN_FILES, ids=lambda file: file.stem)
def test_a_broken_pack_is_refused_on_the_line_that_breaks_it(file: Path, tiny: Path) -> None:
    broken = read_broken(file)
    apply(broken, tiny)
    if broken.find is not None:
        with pytest.raises(Refused) as refused:
            load.find(broken.find, [tiny.parent])
        found = list(refused.value.issues)
    else:
        found = found_in(tiny)
    assert {issue.code for issue in errors(found)} == {broken.expect_code, *broken.also}
    issue = next(issue for issue in found if issue.code == broken.expect_code)
    assert all(word in issue.en for word in broken.expect_words), issue.en
    assert bool(issue.place.line) == bool(broken.expect_line_contains)
    if issue.place.line:
        written = (tiny.parent / issue.place.file).read_text(encoding=broken.encoding).split("\n")
        assert broken.expect_line_contains in written[issue.place.line - 1]
    if broken.find is None and not broken.delete:
        assert issue.place.file == f"tiny/{broken.at or broken.file}"


@pytest.mark.parametrize("file", BROKEN_FILES, ids=lambda file: file.stem)
def test_a_broken_pack_is_named_after_its_code(file: Path) -> None:
    assert file.stem.split("-")[0] == read_broken(file).expect_code


def test_every_code_that_refuses_a_pack_has_a_broken_example() -> None:
    refusing = {code for code in CATALOGUE if code.startswith(("PK0", "PK1", "PK2"))}
    assert refusing == {read_broken(file).expect_code for file in BROKEN_FILES}


def test_every_problem_is_told_in_both_languages_with_a_cure() -> None:
    for code, kind in CATALOGUE.items():
        if code.startswith("PK"):
            assert all((kind.th, kind.en, kind.cure_th, kind.cure_en)), code


def test_the_tiny_pack_is_sound() -> None:
    found = found_in(TINY)
    assert [(issue.code, issue.severity, issue.settled_by) for issue in found] == [
        ("PK320", "note", "increment"),
        ("PK381", "note", ""),
    ]


def test_the_last_result_level_takes_what_lost_weights_leave(tiny: Path) -> None:
    edit(tiny, PACK, "name: ต้องปรับปรุง, at_least: 0", "name: ต้องปรับปรุง, at_least: 20")
    assert errors(found_in(tiny)) == []
    edit(tiny, PACK, "dropped: {weights: spread", "dropped: {weights: lost")
    assert [issue.en for issue in found_in(tiny)] == [
        "the last result level, “poor”, does not fit every total: it starts at 20, but the total can be as low as 0"
    ]


def test_a_missing_result_may_score_nought_though_the_scale_starts_at_one(tiny: Path) -> None:
    edit(tiny, PACK, "missing: {becomes: missing,", "missing: {becomes: score, score: 0,")
    assert errors(found_in(tiny)) == []


def test_two_result_levels_may_start_alike_when_the_better_makes_conditions(tiny: Path) -> None:
    edit(tiny, PACK, "name: ดีเด่น, at_least: 90", 'name: ดีเด่น, at_least: 60, each: {"2": 4}')
    assert errors(found_in(tiny)) == []


def test_structural_errors_stand_alone(tiny: Path) -> None:
    edit(tiny, "indicators/3.yaml", "weight: {percent: 20}", "weight: {percent: 15}")
    edit(tiny, "indicators/2.yaml", 'mark: "3."', 'mark: "4."')
    assert {issue.code for issue in found_in(tiny)} == {"PK242"}


def test_terms_are_checked_for_structure_only() -> None:
    pack, _ = load.parse(TINY)
    assert pack is not None
    assert checks.run_on_terms(pack) == []


# ── the careful reader ───────────────────────────────────────────────────────────────────────────────────────────────

Edit = tuple[str, str, str]
"""File, text, and what stands there instead."""

ONE, TWO, THREE, PACK = "indicators/1.yaml", "indicators/2.yaml", "indicators/3.yaml", "pack.yaml"

FORM_NAME = "name: 1.1 ร้อยละของผู้ที่รับรู้"
LEVEL_1 = '1: {verbatim: "ร้อยละ 60", figure: 60}'
COUNTS = [
    (ONE, f'{step}: {{verbatim: "ร้อยละ {percent}", figure: {percent}}}', f"{step}: {{verbatim: {words}}}")
    for step, percent, words in (
        (1, 60, "ร้อยละ 60 จำนวน 90 คน, figure: 60, count: 90"),
        (2, 70, "ร้อยละ 70 จำนวน 105 คน, figure: 70, count: 105"),
    )
]
LONG_TEXT = "รายงานผลการดำเนินงานตามแผนประจำปีทุกตัวชี้วัดต่อส่วนแผนงานให้ครบถ้วนทุกเดือน"
MARKS = ('mark: "1."', 'mark: "2."', 'mark: "3."')

FINDINGS: list[tuple[str, list[Edit], str, list[str], tuple[str, ...]]] = [
    (
        "PK301",
        [(ONE, FORM_NAME, "name: ร้อยละของผู้ที่จดจำ")],
        "name: ร้อยละของ ผู้ที่รับรู้",
        ["named differently", "“ร้อยละของผู้ที่จดจำ” (แบบ)"],
        ("1.1",),
    ),
    (
        "PK302",
        [(ONE, FORM_NAME, FORM_NAME + " ในรอบปี")],
        "name: ร้อยละของ ผู้ที่รับรู้",
        ["longer name", "ในรอบปี”"],
        ("1.1",),
    ),
    (
        "PK303",
        [(ONE, FORM_NAME, FORM_NAME + "\n        measure_unit: คน")],
        "measure_unit: ร้อยละ",
        ["“คน” (แบบ)", "“ร้อยละ” (รายละเอียด)"],
        ("1.1",),
    ),
    ("PK304", [(ONE, 'weight: "30"', 'weight: "25"')], 'weight: "25"', ["“(30)”", "“25”"], ("1.1",)),
    (
        "PK305",
        [(ONE, LEVEL_1, '1: {verbatim: "ร้อยละ 65", figure: 65}')],
        '1: {verbatim: "ร้อยละ 65"',
        ["1: 60 / 65"],
        ("1.1",),
    ),
    (
        "PK306",
        [(ONE, '1: {verbatim: "60", figure: 60}', '1: "-"')],
        '1: "-"',
        ["แบบ prints “-”", "level 1: 60"],
        ("1.1",),
    ),
    (
        "PK307",
        [(ONE, 'verbatim: "60", figure: 60', 'verbatim: "60.00", figure: 60.00')],
        LEVEL_1,
        ["1: 60.00 / 60"],
        ("1.1",),
    ),
    (
        "PK308",
        [(ONE, "levels: {1: 60, 2: 70", "levels: {1: 65, 2: 70")],
        "levels: {1: 65",
        ["1: 65 / 60"],
        ("1.1",),
    ),
    (
        "PK309",
        [(ONE, 'verbatim: "50 (30) (20)"', 'verbatim: "50 (25) (25)"')],
        "50 (25) (25)",
        ["“50 (25) (25)”", "50 (20) (30)"],
        ("1",),
    ),
    (
        "PK310",
        [(ONE, 'percent: 20, verbatim: "(20)"', 'percent: 15, verbatim: "(15)"')],
        "weight: {percent: 50",
        ["weighs 50", "add up to 45", "1.1: 30 + 1.2: 15"],
        ("1",),
    ),
    (
        "PK311",
        [(ONE, "{th: ร้อยละของผู้ที่รับรู้,", "{th: ร้อยละของผู้ที่รู้จัก,")],
        "ร้อยละของผู้ที่รู้จัก",
        ["pack's name of indicator 1.1", "“ร้อยละของ ผู้ที่รับรู้”"],
        ("1.1",),
    ),
    (
        "PK312",
        [(ONE, "declared: 10, verbatim: +/- 10 หน่วย", "declared: 10, verbatim: +/- ๑ หน่วย")],
        "declared: 10",
        ["`declared` is 10", "+/- ๑ หน่วย"],
        ("1.1",),
    ),
    (
        "PK313",
        [
            (
                ONE,
                f'{step}: {{verbatim: "{percent}", figure: {percent}}}',
                f'{step}: {{verbatim: "{step}", figure: {step}}}',
            )
            for step, percent in ((1, 60), (2, 70), (3, 80), (4, 90), (5, 100))
        ],
        '1: {verbatim: "1", figure: 1}',
        ["แบบ prints only the numbers", "1: 60, 2: 70"],
        ("1.1",),
    ),
    (
        "PK320",
        [(ONE, "declared: 10, verbatim: +/- 10 หน่วย", "declared: 5, verbatim: +/- 5 หน่วย")],
        "declared: 5",
        ["declares 5 per point", "10 apart"],
        ("1.1",),
    ),
    (
        "PK321",
        [
            (ONE, "        step_size: {declared: 10, verbatim: +/- 10 หน่วย}\n", ""),
            (ONE, "levels: {1: 60, 2: 70", "levels: {1: 50, 2: 70"),
        ],
        "levels: {1: 50",
        ["20, 10, 10, 10"],
        ("1.1",),
    ),
    (
        "PK330",
        [(ONE, "year: 2555, middle: 80.00", "year: 2555, middle: 81.00")],
        "middle: 81.00",
        ["level 3 of indicator 1.1 is 80", "worse", "2555 (81.00)"],
        ("1.1",),
    ),
    (
        "PK331",
        [(ONE, "centre: 84.00, north: 64.00, south: 74.01", "centre: 84.00, north: 80.00, south: 74.00")],
        "centre: 84.00",
        ["best level of indicator 1.2 is 78", "2555 (≈79.33)"],
        ("1.2",),
    ),
    (
        "PK332",
        [(ONE, "year: 2555, middle: 80.00", "year: 2555, middle: 75.00")],
        "middle: 75.00",
        ["level 3 of indicator 1.1 is 80", "of 2555 is 75.00"],
        ("1.1",),
    ),
    (
        "PK333",
        [(ONE, "year: 2554, middle: 70.00", "year: 2554, middle: 72.00")],
        "middle: 72.00",
        ["2554 = 72.00 (regional 2: 65.00, all 3: 70.00)"],
        ("1.1",),
    ),
    (
        "PK334",
        [(ONE, "centre: 84.00, north: 64.00, south: 74.01", "centre: 84.00, north: 64.00, south: 74.10")],
        "middle: 74.00",
        ["fewer decimals", "all 3: 74.03"],
        ("1.2",),
    ),
    (
        "PK335",
        [(ONE, "year: 2554, middle: 70.00, areas: {centre: 80.00", 'year: 2554, middle: "-", areas: {centre: "-"')],
        "year: 2554",
        ["2554 (the middle + Centre)"],
        ("1.1",),
    ),
    (
        "PK336",
        [
            (
                ONE,
                "regional: ส่วนภูมิภาค}\n        years:\n          - {year: 2554",
                "regional: ส่วนราชการ}\n        years:\n          - {year: 2554",
            ),
            (ONE, "parts:\n", "baselines:\n  - {name: รวม, headings: {regional: ส่วนภูมิภาค}, years: []}\nparts:\n"),
        ],
        "regional: ส่วนราชการ",
        ["column regional", "“ส่วนราชการ”", "“ส่วนภูมิภาค”"],
        ("1.1",),
    ),
    (
        "PK337",
        [(ONE, "centre: 84.00, north: 64.00, south: 74.01", "centre: 90.00, north: 60.00, south: 72.00")],
        "centre: 90.00, north: 60.00",
        ["same figure as that of 1.1", "Centre in 2555 = 90.00"],
        ("1.2", "1.1"),
    ),
    (
        "PK340",
        [COUNTS[0], (COUNTS[1][0], COUNTS[1][1], COUNTS[1][2].replace("105", "100"))],
        "count: 90",
        ["1: 90 = 60% → 150", "2: 100 = 70% → ≈142.857143"],
        ("1.1",),
    ),
    (
        "PK341",
        [
            COUNTS[0],
            (
                ONE,
                "holds: figure, measure_unit: percent, least: 0, most: 100, source: ข้อ 7}",
                "holds: figure, measure_unit: percent, least: 0, most: 100, source: ข้อ 7}\n"
                "    formula: {text: trusting, denominator: จำนวนผู้ที่ถูกถามทั้งหมด, source: ข้อ 7}",
            ),
            (
                ONE,
                "declared: 1, verbatim: +/- 1 หน่วย}",
                "declared: 1, verbatim: +/- 1 หน่วย}\n        levels: {1: {verbatim: ร้อยละ 70 จำนวน 140, figure: 70, count: 140}}",
            ),
        ],
        "count: 140",
        ["1.2 takes 200", "1.1", "takes 150"],
        ("1.2", "1.1"),
    ),
    ("PK342", COUNTS, "count: 90", ["fixed whole of 150", "reported “asked”"], ("1.1",)),
    (
        "PK350",
        [
            (
                PACK,
                "verbatim: ภายในวันที่ 25 ของทุกเดือน, every: month, day: 25",
                "verbatim: ภายในวันที่ ๓๐ ของทุกเดือน, every: month, day: 30",
            )
        ],
        "day: 30",
        ["February has no day 30"],
        ("2",),
    ),
    (
        "PK351",
        [(PACK, "dated: [ข้อมูล ณ วันที่ 1 ต.ค. 2556]", "dated: [ข้อมูล ณ วันที่ 1 ต.ค. 2556, ข้อมูล ณ วันที่ ๑ ต.ค. ๕๖]")],
        "dated:",
        ["“ข้อมูล ณ วันที่ 1 ต.ค. 2556”", "“ข้อมูล ณ วันที่ ๑ ต.ค. ๕๖”"],
        (),
    ),
    (
        "PK352",
        [(PACK, "วันที่ 1 ต.ค. 2556", "วันที่ ๒๐ มิ.ย. ๕๖")],
        "dated:",
        ["“ข้อมูล ณ วันที่ ๒๐ มิ.ย. ๕๖”", "Round 2", "2013-09-30"],
        (),
    ),
    (
        "PK353",
        [(PACK, "day: 5, month: following", "day: 5")],
        "day: 5",
        ["summary is due on day 5", "before report", "on day 25"],
        ("2",),
    ),
    (
        "PK360",
        [(TWO, "text: ส่วนแผนงานสรุปผลของสำนักทุกเดือน", "text: ส่วนแผนงานสรุปผล 2 ครั้งใน ๑ ปี")],
        "2 ครั้งใน ๑ ปี",
        ["“ส่วนแผนงานสรุปผล 2 ครั้งใน ๑ ปี”"],
        ("2",),
    ),
    ("PK360", [(PACK, "วันที่ 1 ต.ค. 2556", "วันที่ ๑ ต.ค. 2556")], "dated:", ["“ข้อมูล ณ วันที่ ๑ ต.ค. 2556”"], ()),
    (
        "PK361",
        [(TWO, "text: ส่วนแผนงานสรุปผลของสำนักทุกเดือน", "text: ส่วนแผนงานสรุปผลภายใน ๕ วัน")],
        "ภายใน ๕ วัน",
        ["“เงื่อนไข”", "Thai digits in 1", "Arabic in 1"],
        ("2",),
    ),
    ("PK362", [(TWO, MARKS[2], 'mark: "๓."')], 'mark: "๓."', ["“๓.”", "1., 2., ๓."], ("2",)),
    ("PK363", [(TWO, MARKS[2], 'mark: "5."')], 'mark: "5."', ["from “2.” to “5.”"], ("2",)),
    ("PK364", [(TWO, MARKS[2], 'mark: "๒."')], 'mark: "๒."', ["“๒.” is used twice"], ("2",)),
    (
        "PK365",
        [(PACK, "name: ยุทธศาสตร์ที่ 2", "name: ยุทธศาสตร์ที่ ๔")],
        "name: ยุทธศาสตร์ที่ ๔",
        ["from “ยุทธศาสตร์ที่ 1” to “ยุทธศาสตร์ที่ 4”"],
        (),
    ),
    (
        "PK370",
        [(TWO, "measure_unit: level", "measure_unit: percent")],
        "measure_unit: percent",
        ["begins “ระดับความสำเร็จ", "measured in “ร้อยละ”"],
        ("2",),
    ),
    (
        "PK371",
        [
            (TWO, "text: ส่วนแผนงานสรุปผลของสำนักทุกเดือน", f"text: {LONG_TEXT}"),
            (THREE, "method:\n", f"explanation: {LONG_TEXT}\nmethod:\n"),
        ],
        f"explanation: {LONG_TEXT}",
        ["in 2, 3", "(1)"],
        ("2", "3"),
    ),
    (
        "PK372",
        [(TWO, "text: ส่วนแผนงานสรุปผลของสำนักทุกเดือน", "text: สรุปผลของ สทข. 8 เมืองทอง ทุกเดือน")],
        "สทข. 8 เมืองทอง",
        ["“สทข. 8 เมืองทอง”", "{office}"],
        ("2",),
    ),
    (
        "PK380",
        [("cases/cases.yaml", '"1.2": 74, ', ""), ("cases/cases.yaml", '"1.2": "3.0000", ', "")],
        'code: "1.2"',
        ["indicator 1.2"],
        ("1.2",),
    ),
    ("PK381", [], "id: tiny", ["1 worked case", "20 or more"], ()),
    ("PK382", [(THREE, "source: แถว 3\nkey_result", "key_result")], 'code: "3"', ["top indicator 3"], ("3",)),
    (
        "PK383",
        [(THREE, 'cascade: {agency: "3"}\n', "")],
        'code: "3"',
        ["indicators 3 have no code", "1.1, 1.2, 2 have one"],
        ("3",),
    ),
    ("PK384", [(PACK, "weights: {total: 100,", 'weights: {total: "-",')], 'total: "-"', ["no whole"], ()),
    (
        "PK385",
        [("forms/form.yaml", "holds: cascade.agency", "holds: cascade.superior")],
        "id: target",
        ["“สอดคล้องกับคำรับรองตัวที่”"],
        (),
    ),
    (
        "PK399",
        [(PACK, "settles: [PK320]", "settles: [PK320, PK330]")],
        "settles:",
        ["increment settles PK330", "on 1.2"],
        ("1.2",),
    ),
]


def edit(pack: Path, file: str, text: str, instead: str) -> None:
    held = (pack / file).read_text(encoding="utf-8")
    assert held.count(text) == 1, f"{file} must hold “{text}” exactly once, not {held.count(text)} times"
    (pack / file).write_text(held.replace(text, instead), encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "edits", "line", "words", "about"),
    FINDINGS,
    ids=lambda held: held if isinstance(held, str) and held.startswith("PK") else "",
)
def test_the_careful_reader_finds(
    code: str, edits: list[Edit], line: str, words: list[str], about: tuple[str, ...], tiny: Path
) -> None:
    for file, text, instead in edits:
        edit(tiny, file, text, instead)
    found = [issue for issue in found_in(tiny) if issue.code == code and not issue.settled_by]
    assert len(found) == 1, [issue.line("en") for issue in found_in(tiny)]
    issue = found[0]
    assert all(word in issue.en for word in words), issue.en
    assert issue.about == about
    written = (tiny.parent / issue.place.file).read_text(encoding="utf-8").split("\n")
    assert line in written[issue.place.line - 1]


def test_every_careful_finding_has_a_test() -> None:
    careful = {code for code in CATALOGUE if code.startswith("PK3")}
    assert careful == {code for code, *_ in FINDINGS}
    assert careful == {code for code, _ in NEAR_MISSES} | {"PK381"}


NEAR_MISSES: list[tuple[str, list[Edit]]] = [
    # the same name with other spaces, in Thai digits, with its code, and in its short form
    ("PK301", [(ONE, FORM_NAME, "name: KPI 1.1 ร้อยละของ ผู้ที่ รับรู้")]),
    ("PK301", [(ONE, "ร้อยละของ ผู้ที่รับรู้", "ร้อยละของผู้ที่รับรู้ของสทข."), (ONE, FORM_NAME, FORM_NAME + "ของสำนักทดสอบเขต")]),
    ("PK302", [(ONE, FORM_NAME, "name: ๑.๑ ร้อยละของผู้ที่รับรู้")]),
    ("PK303", [(ONE, FORM_NAME, FORM_NAME + "\n        measure_unit: “ร้อยละ”")]),
    ("PK304", [(ONE, 'weight: "30"', 'weight: "๓๐"')]),
    ("PK305", [(ONE, 'verbatim: "60", figure: 60', 'verbatim: "60.0", figure: 60.0')]),
    # two places that both leave a level out
    ("PK306", [(ONE, '1: {verbatim: "60", figure: 60}', '1: "-"'), (ONE, LEVEL_1, '1: "–"')]),
    ("PK307", [(ONE, 'verbatim: "60", figure: 60', 'verbatim: "๖๐", figure: 60')]),
    # one of two readings is enough
    ("PK308", [(ONE, LEVEL_1, '1: {verbatim: "ร้อยละ 65", figure: 65}')]),
    ("PK309", [(ONE, 'verbatim: "50 (30) (20)"', 'verbatim: "๕๐ (๒๐) (๓๐)"')]),
    # parts that count equally need no weights
    ("PK310", [(ONE, "weights: own", "weights: equal"), (ONE, '    weight: {percent: 20, verbatim: "(20)"}\n', "")]),
    ("PK311", [(ONE, "{th: ร้อยละของผู้ที่รับรู้,", "{th: ร้อยละของผู้ที่ รับรู้,")]),
    ("PK312", [(ONE, "verbatim: +/- 10 หน่วย", "verbatim: +/-๑๐ หน่วย")]),
    # targets that happen to be small numbers are still targets
    (
        "PK313",
        [
            (
                ONE,
                f'{step}: {{verbatim: "{percent}", figure: {percent}}}',
                f'{step}: {{verbatim: "{step} ({percent})", figure: {percent}}}',
            )
            for step, percent in ((1, 60), (2, 70))
        ],
    ),
    # a level left out: two steps of ten
    (
        "PK320",
        [
            (ONE, "levels: {1: 60, 2: 70", 'levels: {1: 60, 2: "-"'),
            (ONE, '2: {verbatim: "ร้อยละ 70", figure: 70}', '2: "-"'),
        ],
    ),
    ("PK321", [(ONE, "        step_size: {declared: 10, verbatim: +/- 10 หน่วย}\n", "")]),
    ("PK330", [(ONE, "year: 2554, middle: 70.00", "year: 2554, middle: 95.00")]),
    ("PK331", [(ONE, "centre: 84.00, north: 64.00, south: 74.01", "centre: 90.00, north: 70.00, south: 74.00")]),
    ("PK332", [(ONE, "year: 2555, middle: 80.00", 'year: 2555, middle: "-"')]),
    # the mean of the regions alone will do
    ("PK333", [(ONE, "year: 2554, middle: 70.00", "year: 2554, middle: 65.00")]),
    ("PK334", [(ONE, "south: 74.01", "south: 74.00")]),
    (
        "PK335",
        [
            (
                ONE,
                "year: 2554, middle: 70.00, areas: {centre: 80.00, north: 60.00, south: 70.00}",
                "year: 2554, middle: 70.00",
            )
        ],
    ),
    # another agency in brackets is not another column
    (
        "PK336",
        [
            (
                ONE,
                "regional: ส่วนภูมิภาค}\n        years:\n          - {year: 2554",
                "regional: ส่วนภูมิภาค (สทข.)}\n        years:\n          - {year: 2554",
            )
        ],
    ),
    (
        "PK337",
        [(ONE, "year: 2554, middle: 70.00, areas: {centre: 80.00", "year: 2554, middle: 70.00, areas: {centre: 84.00")],
    ),
    ("PK340", COUNTS),
    ("PK341", COUNTS),
    # without a formula nothing is divided
    (
        "PK342",
        [
            (
                ONE,
                "verbatim: +/- 1 หน่วย}",
                "verbatim: +/- 1 หน่วย}\n        levels: {1: {verbatim: ร้อยละ 70 จำนวน 140, figure: 70, count: 140}}",
            )
        ],
    ),
    ("PK350", [(PACK, "ภายในวันที่ 25 ของทุกเดือน, every: month, day: 25", "ภายในวันที่ 28 ของทุกเดือน, every: month, day: 28")]),
    ("PK351", [(PACK, "dated: [ข้อมูล ณ วันที่ 1 ต.ค. 2556]", "dated: [ข้อมูล ณ วันที่ 1 ต.ค. 2556, พิมพ์ ๒ ต.ค. ๕๖]")]),
    ("PK352", [(PACK, "dated: [ข้อมูล ณ วันที่ 1 ต.ค. 2556]", "dated: [ปรับปรุงครั้งที่ 3]")]),
    # the last day of the same month is not before the 25th
    ("PK353", [(PACK, "every: month, day: 5, month: following", "every: month, day: 26")]),
    ("PK360", [(TWO, "text: ส่วนแผนงานสรุปผลของสำนักทุกเดือน", 'text: "ส่วนแผนงานสรุปผลภายใน ๕ วัน ตามแบบ {office}"')]),
    ("PK361", [(TWO, MARKS[0], 'mark: "๑."'), (TWO, MARKS[1], 'mark: "๒."')]),
    ("PK362", [(TWO, mark, mark.translate(str.maketrans("123", "๑๒๓"))) for mark in MARKS]),
    # a list that goes on where another stopped
    ("PK363", [(TWO, mark, mark.replace(mark[7], str(int(mark[7]) + 3))) for mark in MARKS]),
    ("PK364", [(TWO, mark, 'mark: "-"') for mark in MARKS]),
    ("PK365", [(PACK, "name: ยุทธศาสตร์ที่ 2", "name: ยุทธศาสตร์ที่ ๒")]),
    (
        "PK370",
        [
            (TWO, "{th: ระดับความสำเร็จของแผน", "{th: ความสำเร็จของแผน"),
            (TWO, "measure_unit: level", "measure_unit: percent"),
        ],
    ),
    (
        "PK371",
        [
            (TWO, "text: ส่วนแผนงานสรุปผลของสำนักทุกเดือน", f"text: {LONG_TEXT}"),
            (THREE, "method:\n", f"explanation: {LONG_TEXT}ด้วย\nmethod:\n"),
        ],
    ),
    # a number of offices is no office
    ("PK372", [(TWO, "text: ส่วนแผนงานสรุปผลของสำนักทุกเดือน", "text: สรุปผลของ สทข. 8 แห่ง และ สทข. 1 - 8")]),
    ("PK380", [("cases/cases.yaml", '"1.2": 74, ', "")]),
    ("PK382", [(ONE, "    source: แถว 1.1\n    weight", "    weight")]),
    # where nobody names a target above, none is missing
    (
        "PK383",
        [
            (ONE, '    cascade: {agency: "1.1"}\n', ""),
            (ONE, '    cascade: {agency: "1.2"}\n', ""),
            (TWO, 'cascade: {agency: "2"}\n', ""),
            (THREE, 'cascade: {agency: "3"}\n', ""),
        ],
    ),
    ("PK384", []),
    ("PK385", [("forms/form.yaml", "holds: cascade.agency", "holds: score")]),
    ("PK399", [(PACK, "settles: [PK320]", "settles: []")]),
]


@pytest.mark.parametrize(("code", "edits"), NEAR_MISSES, ids=lambda held: held if isinstance(held, str) else "")
def test_the_careful_reader_does_not_cry_wolf(code: str, edits: list[Edit], tiny: Path) -> None:
    for file, text, instead in edits:
        edit(tiny, file, text, instead)
    found = found_in(tiny)
    assert not errors(found), [issue.line("en") for issue in found]
    assert [issue.line("en") for issue in found if issue.code == code and not issue.settled_by] == []


def test_enough_cases_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "ENOUGH_CASES", 1)
    assert "PK381" not in {issue.code for issue in found_in(TINY)}


# ── what a discrepancy settles ───────────────────────────────────────────────────────────────────────────────────────


def test_a_discrepancy_settles_only_the_indicators_it_is_about(tiny: Path) -> None:
    edit(tiny, ONE, "declared: 10, verbatim: +/- 10 หน่วย", "declared: 5, verbatim: +/- 5 หน่วย")
    found = {issue.about: issue for issue in found_in(tiny) if issue.code == "PK320"}
    assert (found["1.1",].severity, found["1.1",].settled_by) == ("warning", "")
    assert (found["1.2",].severity, found["1.2",].settled_by) == ("note", "increment")


def test_a_discrepancy_of_the_whole_document_settles_what_is_about_no_indicator(tiny: Path) -> None:
    edit(tiny, PACK, "name: ยุทธศาสตร์ที่ 2", "name: ยุทธศาสตร์ที่ 4")
    edit(tiny, PACK, 'about: ["1.2"]', "about: []")
    edit(tiny, PACK, "settles: [PK320]", "settles: [PK365]")
    found = {issue.code: issue for issue in found_in(tiny)}
    assert found["PK365"].settled_by == "increment"
    assert (found["PK320"].severity, found["PK320"].settled_by) == ("warning", "")
    assert "PK399" not in found


def test_a_discrepancy_never_settles_an_error(tiny: Path) -> None:
    edit(tiny, PACK, "settles: [PK320]", "settles: [PK230]")
    edit(tiny, ONE, "levels: {1: 70, 2: 72, 3: 74, 4: 76, 5: 78}", "levels: {3: 74}")
    assert [(issue.code, issue.severity) for issue in found_in(tiny)] == [("PK230", "error")]
