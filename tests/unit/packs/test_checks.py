"""The checks read a pack like a careful reader: every finding once, on its line, and nothing on a sound pack."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from samrit.base.issues import CATALOGUE, Issue, Refused, errors
from samrit.packs import checks, load
from samrit.packs.checks import coverage, report, walk

TESTS = Path(__file__).parents[2]
TINY = TESTS / "packs" / "tiny"
DESK = TESTS / "packs" / "desk"
BROKEN = TESTS / "broken_packs"

BROKEN_FILES = sorted(BROKEN.glob("*.yaml"))


@dataclass(frozen=True)
class Broken:
    """One way to break a test pack, and what must be said about it; the file's first comment is its claim."""

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
    pack: str = "tiny"


def read_broken(file: Path) -> Broken:
    held = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Broken(**{"with_" if key == "with" else key: value for key, value in held.items()})


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny pack to break."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the pack with a plan, a committee and disclosure items to break."""
    return Path(shutil.copytree(DESK, tmp_path / "desk"))


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
def test_a_broken_pack_is_refused_on_the_line_that_breaks_it(file: Path, tmp_path: Path) -> None:
    broken = read_broken(file)
    pack = Path(shutil.copytree(TESTS / "packs" / broken.pack, tmp_path / broken.pack))
    apply(broken, pack)
    if broken.find is not None:
        with pytest.raises(Refused) as refused:
            load.find(broken.find, [pack.parent])
        found = list(refused.value.issues)
    else:
        found = found_in(pack)
    assert {issue.code for issue in errors(found)} == {broken.expect_code, *broken.also}
    issue = next(issue for issue in found if issue.code == broken.expect_code)
    assert all(word in issue.en for word in broken.expect_words), issue.en
    assert bool(issue.place.line) == bool(broken.expect_line_contains)
    if issue.place.line:
        written = (pack.parent / issue.place.file).read_text(encoding=broken.encoding).split("\n")
        assert broken.expect_line_contains in written[issue.place.line - 1]
    if broken.find is None and not broken.delete:
        assert issue.place.file == f"{broken.pack}/{broken.at or broken.file}"


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
    careful = {code for code in CATALOGUE if code.startswith(("PK3", "PK4"))}
    assert careful == {code for code, *_ in [*FINDINGS, *FINDINGS_OF_PLANS]}
    assert careful == {code for code, _ in [*NEAR_MISSES, *NEAR_MISSES_OF_PLANS]} | {"PK381"}


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


# ── plans, orders, milestones and disclosure items ───────────────────────────────────────────────────────────────────

M, OIT, PLAN = "indicators/1.yaml", "indicators/oit.yaml", "plans/work.yaml"
FIRST, SECOND = "surveys/first.yaml", "surveys/second.yaml"
SAYING = "{place: ตาราง, says: แผนปฏิบัติ}"
R3 = 'activity: [{mark: "3.", text: สรุปผลแผนต่อหัวหน้าหน่วยงาน}]'
R4 = "text: เผยแพร่ช่องทางติดต่อบนเว็บไซต์"
ACTIVITY = "จัดทำแผนประจำปีของหน่วยงาน ให้ครบทุกงานและรายงานต่อหัวหน้า"
TWICE = [
    (PLAN, "text: จัดทำแผนประจำปีของหน่วยงาน", f"text: {ACTIVITY}"),
    (PLAN, "activity: [{text: เผยแพร่แผนบนเว็บไซต์ของ สน.}]", f"activity: [{{text: {ACTIVITY}}}]"),
]
LISTED = "      - text: แผนมี 2 ส่วน ได้แก่\n"

FINDINGS_OF_PLANS: list[tuple[str, list[Edit], str, list[str], tuple[str, ...]]] = [
    (
        "PK401",
        [(PLAN, R4, R4 + "ของสน.ดอนนา")],
        "สน.ดอนนา",
        ["“สน.ดอนนา”", "in 1 text(s)", "“สถานีตำรวจนครบาลทุ่งนา” (2)"],
        ("O2",),
    ),
    # what a record of a contradiction quotes counts as well
    (
        "PK401",
        [(PACK, SAYING, "{place: ตาราง, says: สถานีตำรวจนครบาลดอนนา}")],
        "สถานีตำรวจนครบาลดอนนา",
        ["“สถานีตำรวจนครบาลดอนนา”"],
        (),
    ),
    ("PK402", [(PLAN, R4, R4 + "สน.ทุ่งนา")], "สน.ทุ่งนา", ["“สน.ทุ่งนา”", "{station}"], ("O2",)),
    (
        "PK403",
        [(PACK, SAYING, "{place: ตาราง, says: คำสั่งที่ ๑๗/๒๕๕๕}")],
        "order_number: ที่ ๗/๒๕๕๕",
        ["2 numbers", "“ที่ 7/2555”, “ที่ 17/2555”"],
        (),
    ),
    (
        "PK404",
        [(PACK, "dated: [ลงวันที่ ๒ ตุลาคม ๒๕๕๕]", "dated: [ลงวันที่ ๓ ตุลาคม ๒๕๕๕]")],
        "dated: สั่ง",
        ["2 dates", "2012-10-02, 2012-10-03"],
        (),
    ),
    (
        "PK405",
        [
            (PACK, "dated: [ลงวันที่ ๒ ตุลาคม ๒๕๕๕]", "dated: [ลงวันที่ ๑ ม.ค. ๒๕๕๖]"),
            (PACK, "สั่ง ณ วันที่ ๒ ตุลาคม พ.ศ. ๒๕๕๕", "สั่ง ณ วันที่ ๑ เดือน มกราคม พุทธศักราช ๒๕๕๖"),
        ],
        "dated: สั่ง",
        ["2013-01-01, New Year's Day"],
        (),
    ),
    (
        "PK405",
        [
            (PACK, "dated: [ลงวันที่ ๒ ตุลาคม ๒๕๕๕]", "dated: [ลงวันที่ ๖ ต.ค. ๒๕๕๕]"),
            (PACK, "สั่ง ณ วันที่ ๒ ตุลาคม พ.ศ. ๒๕๕๕", "สั่ง ณ วันที่ ๖ ตุลาคม พ.ศ. ๒๕๕๕"),
        ],
        "dated: สั่ง",
        ["2012-10-06, a Saturday"],
        (),
    ),
    (
        "PK363",
        [(PACK, '{mark: "๒.", text: กำกับแผน}', '{mark: "๓.", text: กำกับแผน}')],
        'mark: "๓."',
        ["“๑.” to “๓.”"],
        (),
    ),
    ("PK363", [(PLAN, R3, R3.replace("3.", "4."))], 'mark: "4."', ["from “2.” to “4.”"], ("1",)),
    ("PK364", [(PLAN, R3, R3.replace("3.", "2."))], 'mark: "2."', ["“2.” is used twice"], ("1",)),
    ("PK410", [(M, 'id: "1.2"', 'id: "1.3"')], 'id: "1.3"', ["guidelines' numbers jump from “1.1” to “1.3”"], ("1",)),
    ("PK410", [(OIT, "id: O1.2.2", "id: O1.2.3")], "id: O1.2.3", ["elements jump from “O1.2.1” to “O1.2.3”"], ("O1",)),
    (
        "PK410",
        [
            (OIT, "code: O4", "code: O5"),
            (OIT, "id: O4.1", "id: O5.1"),
            ("cases/cases.yaml", "O4: missing", "O5: missing"),
        ],
        "code: O5",
        ["codes of indicators jump from “O3” to “O5”"],
        ("O3", "O5"),
    ),
    ("PK410", [(M, "score: 2\n", "score: 2.5\n"), (M, "score: 3\n", "score: 3\n")], "score: 3", ["“1” to “3”"], ("1",)),
    (
        "PK411",
        [(OIT, "id: O3.1", "id: O3.2")],
        "id: O3.2",
        ["the elements begin with “O3.2”, not with “O3.1”"],
        ("O3",),
    ),
    ("PK412", [(M, 'id: "1.2"', 'id: "2.3"')], 'id: "2.3"', ["“2.3” stands under “1”", "begins with “2”"], ("1",)),
    (
        "PK412",
        [(PLAN, 'mark: "2.1"', 'mark: "1.1"'), (PLAN, 'mark: "2.2"', 'mark: "1.2"')],
        'mark: "1.1"',
        ["“1.1” stands under “2.”"],
        ("1",),
    ),
    (
        "PK413",
        [(PLAN, '{mark: "1.", text: จัดทำแผนประจำปีของหน่วยงาน}', "{text: จัดทำแผนประจำปีของหน่วยงาน}")],
        "text: จัดทำแผนประจำปี",
        ["row r1 has no number", "is “2.”"],
        ("1",),
    ),
    ("PK420", [(M, "ตามข้อ 2.1 และ 2.2", "ตามข้อ 2.1 และ 2.3")], "2.3}", ["“ข้อ 2.3”", "has 2.1, 2.2: "], ("1",)),
    (
        "PK421",
        [(M, "ตัวชี้วัดที่ 2", "ตัวชี้วัดที่ 2 และ ๑๒")],
        "text: ประเมินผล",
        ["“ตัวชี้วัดที่ 12”"],
        ("1", "2"),
    ),
    ("PK422", [(OIT, "รูปแบบเดียวกับ O3", "รูปแบบเดียวกับ O๑๓")], "O๑๓", ["item O13", "has O1–O4"], ("O4",)),
    (
        "PK423",
        [(PACK, SAYING, '{place: ตาราง, says: "๐๑, 0๒, O๓"}')],
        "๐๑, 0๒, O๓",
        ["3 ways", "“๐๑”, “0๒”, “O๓”"],
        ("OIT",),
    ),
    (
        "PK430",
        [*TWICE, (PLAN, "  - id: r5\n", "  - follow_up: {verbatim: ทุกปี, every: year}\n    id: r5\n")],
        f"text: {ACTIVITY}",
        ["rows r1 and r5", "intervals differ: “ทุก 3 เดือน” and “ทุกปี”"],
        ("1", "O3"),
    ),
    (
        "PK431",
        [(OIT, "30 พ.ค. 56", "30 มิ.ย. 56")],
        "30 มิ.ย. 56",
        ["O2 is due by 2013-05-31", "runs to 2013-06-30"],
        ("O2",),
    ),
    ("PK432", [(OIT, "ภายใน พ.ค. ๕๖", "ภายใน พ.ศ. ๕๖")], "ภายใน พ.ศ. ๕๖", ["2013-05-31", "“ภายใน พ.ศ. ๕๖”"], ("O2",)),
    (
        "PK433",
        [(OIT, "{verbatim: ทุกเดือน, every: month}", "{verbatim: ทุกปี, every: year}")],
        "every: year",
        ["O2.publication is yearly (“ทุกปี”)", "duty watch of O2 is monthly"],
        ("O2",),
    ),
    (
        "PK434",
        [(PLAN, "{verbatim: ทุก 3 เดือน, every: quarter}", "{verbatim: ทุกปี, every: year}")],
        "every: year",
        ["yearly", "2013-03-31", "182 days"],
        ("1",),
    ),
    (
        "PK435",
        [(PLAN, "{verbatim: ทุก 3 เดือน, every: quarter}", "{verbatim: ทุก ๓ เดือน, every: month}")],
        "every: month",
        ["`every` is month", "means quarter"],
        ("1",),
    ),
    (
        "PK436",
        [(PLAN, "columns:\n", "columns:\n  - {id: time, heading: {th: ระยะเวลา, en: Time}}\n")],
        "id: time",
        ["“ระยะเวลา” of plan work is empty in all 5 rows"],
        ("1", "O2", "O3"),
    ),
    (
        "PK437",
        [(PLAN, "      who: [{text: หัวหน้า}]\n", "")],
        "cells:",
        ["row(s) r2 have no “ผู้รับผิดชอบ”", "the other 4 rows"],
        ("1",),
    ),
    ("PK440", [(M, "แผนมี 2 ส่วน", "แผนมี ๓ ส่วน")], "๓ ส่วน", ["“3 ส่วน”", "2 are listed"], ("1",)),
    (
        "PK440",
        [(OIT, "เผยแพร่ใน ๔ ประเด็น", "เผยแพร่ใน ๔ ประเด็น คือ 1) แผน 2) ผล 3) เงิน")],
        "1) แผน",
        ["“4 ประเด็น”", "3 are listed"],
        ("OIT",),
    ),
    ("PK441", [(M, "at_least: 4", "at_least: 3")], "at_least: 3", ["“อย่างน้อย 4 ช่องทาง”", "is 3"], ("1",)),
    ("PK442", [(OIT, "๔ ประเด็น", "๖ ประเด็น")], "๖ ประเด็น", ["“6 ประเด็น”", "4 parts (O1, O2, O3, O4)"], ("OIT",)),
    (
        "PK450",
        [(M, "หน่วยงาน (บช. และ บก.) ตั้ง", "หน่วยงาน (บช., บก. และ กก.หรือเทียบเท่า) ตั้ง")],
        "กก.หรือเทียบเท่า",
        ["1, level 1, names บช., บก., กก.", "nothing in it binds กก."],
        ("1",),
    ),
    (
        "PK451",
        [(M, "หน่วยงาน (บช. และ บก.) ตั้ง", "หน่วยงาน (บช.) ตั้ง")],
        "(บช.)",
        ["names only บช.", "bind บก. as well"],
        ("1",),
    ),
    (
        "PK460",
        [(SECOND, "label: พอใจ,", "label: พึงพอใจ,")],
        "choices:",
        ["first and second", "“พอใจ” / “พึงพอใจ”"],
        ("2",),
    ),
    (
        "PK461",
        [(SECOND, "weight: 40", "weight: 30"), (SECOND, "(๔๐%)", "")],
        "sections:",
        ["survey second weigh 90 together"],
        ("2",),
    ),
    (
        "PK462",
        [(SECOND, "(60%)", "(50%)")],
        "weight: 60",
        ["“การให้บริการ (50%)”", "prints 50 percent", "weighs 60"],
        ("2",),
    ),
]

NEAR_MISSES_OF_PLANS: list[tuple[str, list[Edit]]] = [
    # running text after the general word is no name
    ("PK401", [(PLAN, R4, R4 + "ของสถานีตำรวจนครบาลทุกแห่ง"), (PACK, SAYING, "{place: ตาราง, says: สน.และหน่วยงาน}")]),
    ("PK402", [(PACK, SAYING, "{place: ตาราง, says: สถานีตำรวจนครบาลทุ่งนา}")]),
    ("PK403", [(PACK, SAYING, "{place: ตาราง, says: คำสั่งที่ 7 / 2555}")]),
    ("PK404", [(PACK, "dated: [ลงวันที่ ๒ ตุลาคม ๒๕๕๕]", "dated: [ลงวันที่ 2 ต.ค. 55, ข้อมูล ณ วันที่ 5 ต.ค. 55]")]),
    ("PK405", [(PACK, "วันที่ ๒ ตุลาคม พ.ศ. ๒๕๕๕", "วันที่ ๕ ตุลาคม พ.ศ. ๒๕๕๕")]),
    # letters beside the numbers, and a pack that takes up a few items only
    ("PK410", [(M, 'id: "2.2.2"', 'id: "2.2.a"')]),
    (
        "PK410",
        [
            (OIT, "code: O4", "code: O24"),
            (OIT, "id: O4.1", "id: O24.1"),
            ("cases/cases.yaml", "O4: missing", "O24: missing"),
        ],
    ),
    ("PK411", [(OIT, "id: O3.1", "id: plan")]),
    ("PK412", [(PLAN, 'mark: "2.1"', 'mark: "1)"'), (PLAN, 'mark: "2.2"', 'mark: "2)"')]),
    # the last row may go without
    ("PK413", [(PLAN, R3, "activity: [{text: สรุปผลแผนต่อหัวหน้าหน่วยงาน}]")]),
    # an item of a law is none of the indicator's
    ("PK420", [(OIT, "รูปแบบเดียวกับ O3", "รูปแบบตามข้อ 9.9")]),
    ("PK421", [(M, "ตัวชี้วัดที่ 2", "ตัวชี้วัดที่ ๑ และ ๒")]),
    ("PK422", [(OIT, "รูปแบบเดียวกับ O3", "รูปแบบเดียวกับ o3 และ 10 ข้อ")]),
    ("PK423", [(PACK, SAYING, '{place: ตาราง, says: "๐๑, ๐๒"}')]),
    ("PK430", TWICE),
    ("PK431", [(OIT, "30 พ.ค. 56", "31 พ.ค. 56")]),
    ("PK432", [(OIT, "ภายใน พ.ค. ๕๖", "ภายในวันที่ 31 พฤษภาคม 2556")]),
    # an event is no interval
    ("PK433", [(OIT, "{verbatim: ทุกเดือน, every: month}", "{verbatim: เมื่อเปลี่ยนแปลง, every: on_change}")]),
    ("PK434", [(PLAN, "{verbatim: ทุก 3 เดือน, every: quarter}", "{verbatim: ทุก 6 เดือน, every: half_year}")]),
    ("PK435", [(PLAN, "ทุก 3 เดือน, every: quarter", "ทุกไตรมาส, every: quarter")]),
    ("PK436", [(PLAN, "who: [{text: หัวหน้า}]", "who: []")]),
    # where several rows lack it, it is no slip
    ("PK437", [(PLAN, "      who: [{text: หัวหน้า}]\n", ""), (PLAN, "who: [{text: ธุรการ, posts: [clerk]}]", "who: []")]),
    ("PK440", [(M, LISTED, LISTED.replace(" ได้แก่", "").replace("2", "9"))]),
    ("PK441", [(M, "ประชาสัมพันธ์อย่างน้อย 4 ช่องทาง\n", "ประชาสัมพันธ์อย่างน้อย ๔ ช่องทาง\n")]),
    ("PK442", [(OIT, "๔ ประเด็น", "9 ครั้ง")]),
    # a range names what lies between, a bracket after the verb says something else
    ("PK450", [(M, "หน่วยงาน (บช. และ บก.) ตั้ง", "หน่วยงานของ กก. ตั้ง")]),
    ("PK451", [(M, "หน่วยงาน (บช. และ บก.) ตั้ง", "หน่วยงาน (ตั้งแต่ บช.-บก.) ตั้ง")]),
    ("PK460", [(SECOND, "label: พอใจ,", 'label: "พอใจ ",')]),
    ("PK461", [(SECOND, "weight: 40", "weight: 40.0")]),
    ("PK462", [(SECOND, "(60%)", "(ร้อยละ ๖๐)")]),
]


def test_the_pack_with_a_plan_is_sound() -> None:
    assert [(issue.code, issue.severity) for issue in found_in(DESK)] == [("PK381", "note")]


@pytest.mark.parametrize(
    ("code", "edits", "line", "words", "about"),
    FINDINGS_OF_PLANS,
    ids=lambda held: held if isinstance(held, str) and held.startswith("PK") else "",
)
def test_the_careful_reader_finds_in_plans(
    code: str, edits: list[Edit], line: str, words: list[str], about: tuple[str, ...], desk: Path
) -> None:
    test_the_careful_reader_finds(code, edits, line, words, about, desk)


@pytest.mark.parametrize(
    ("code", "edits"), NEAR_MISSES_OF_PLANS, ids=lambda held: held if isinstance(held, str) else ""
)
def test_the_careful_reader_does_not_cry_wolf_over_plans(code: str, edits: list[Edit], desk: Path) -> None:
    test_the_careful_reader_does_not_cry_wolf(code, edits, desk)


def test_a_discrepancy_that_names_the_code_settles_what_is_found_in_a_survey(desk: Path) -> None:
    edit(desk, SECOND, "weight: 40", "weight: 30")
    edit(desk, SECOND, "(๔๐%)", "")
    edit(desk, "indicators/2.yaml", "    - {survey: second, weight: 50}\n", "")
    edit(desk, PACK, "    touches_score: false\n", '    touches_score: false\n    about: ["1"]\n    settles: [PK461]\n')
    assert [issue.settled_by for issue in found_in(desk) if issue.code == "PK461"] == ["title"]


# ── the report ───────────────────────────────────────────────────────────────────────────────────────────────────────


def report_of(folder: Path) -> report.Report:
    bound, issues = load.parse(folder)
    found = issues if bound is None or errors(issues) else [*issues, *checks.run(bound)]
    return report.report(bound, found, folder)


def test_a_report_groups_findings_by_document_and_part_with_quotation_and_cure(desk: Path) -> None:
    edit(desk, PLAN, R4, R4 + "ของสน.ดอนนา")
    edit(desk, PACK, SAYING, "{place: ตาราง, says: คำสั่งที่ ๑๗/๒๕๕๕}")
    edit(desk, OIT, "ภายใน พ.ค. ๕๖", "ภายใน พ.ศ. ๕๖")
    held = report_of(desk)
    parts = [group.part[1] for group in held.groups]
    assert parts == ["The whole pack", "Committees and orders", "Indicator O2 Contact", "Plan work"]
    plan = held.groups[-1].findings[0]
    assert (plan.quote, plan.spot.place) == (R4.removeprefix("text: ") + "ของสน.ดอนนา", "ตาราง")
    assert ("references", 0) not in [(kind[1], counts["warning"]) for kind, counts in held.summary()]
    text = held.markdown("en")
    assert "| unit names and orders | 0 | 2 | 0 | 0 |" in text
    assert text.index("## Order and plan") < text.index("### Committees and orders") < text.index("### Plan work")
    assert "  - cure: write this document's own name or blank" in text
    assert "  - ที่: `desk/plans/work.yaml:" in held.markdown("th")


def test_a_report_says_which_discrepancy_settles_a_finding() -> None:
    text = report_of(TINY).markdown("en")
    assert "  - settled by: `increment`" in text
    assert "| increments | 0 | 0 | 0 | 1 |" in text


def test_a_report_of_a_pack_that_cannot_be_read_goes_by_file(tiny: Path) -> None:
    (tiny / ONE).write_text("code: [", encoding="utf-8")
    (tiny / PACK).unlink()
    held = report_of(tiny)
    assert [group.part[1] for group in held.groups] == [f"File {tiny}"]
    assert held.as_json()["summary"][0]["kind"]["en"] == "files that cannot be read"


def test_a_report_of_nothing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    bound, _ = load.parse(DESK)
    assert "Nothing was found." in report.report(bound, [], DESK).markdown("en")


def test_every_code_of_a_pack_belongs_to_a_kind_of_the_report() -> None:
    assert all(report.family(code) for code in CATALOGUE if code.startswith("PK"))


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


def test_however_many_checks_walk_a_pack_it_is_walked_a_single_time_and_another_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = (load.load(folder).pack for folder in (TINY, DESK))
    plain = [tuple(walk.walk(pack)) for pack in (one, other)]
    times: list[str] = []
    really = walk._walked
    monkeypatch.setattr(walk, "_walked", lambda pack: times.append(pack.id) or really(pack))
    with walk.once(one):
        assert [tuple(walk.walk(pack)) for pack in (one, other, one)] == [*plain, plain[0]]
    assert times == [one.id, other.id]
    assert checks.run(one) == checks.run(one)
    assert times.count(one.id) == 5  # twice for each run: structural checks, then careful ones
