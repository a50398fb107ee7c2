"""What rounds are called: by the year that is run, while the pack keeps its own wording."""

from __future__ import annotations

import pytest
from tests.apps.years_world import ITA, PRD, RTP, Agency, installed

from samrit.apps.frameworks.queries import unpacked
from samrit.apps.rounds import naming
from samrit.apps.rounds.models import Year
from samrit.packs.texts import Words


@pytest.mark.parametrize(
    ("th", "en", "printed", "run", "th_said", "en_said"),
    [
        ("ครั้งที่ 2 ปี 2556", "Round 2, 2556", 2556, 2569, "ครั้งที่ 2 ปี 2569", "Round 2, 2569"),
        ("ครั้งที่ ๒ ปี ๒๕๕๖", "", 2556, 2569, "ครั้งที่ ๒ ปี ๒๕๖๙", ""),
        ("ปี พ.ศ.2556", "FY2556", 2556, 2557, "ปี พ.ศ.2557", "FY2557"),
        # the common era in English only: in Thai such a figure may be a number of something
        ("รอบ 2013", "Round of 2013", 2556, 2569, "รอบ 2013", "Round of 2026"),
        # a fiscal year touches two calendar years
        ("ตุลาคม ๒๕๖๕ – มีนาคม ๒๕๖๖", "Oct 2022 – Mar 2023", 2566, 2570, "ตุลาคม ๒๕๖๙ – มีนาคม ๒๕๗๐", "Oct 2026 – Mar 2027"),
        ("ปีงบประมาณ พ.ศ. 2556 (ต.ค. 55 – ก.ย. 56)", "", 2556, 2569, "ปีงบประมาณ พ.ศ. 2569 (ต.ค. 68 – ก.ย. 69)", ""),
        ("6 เดือนหลัง (เม.ย. – ก.ย.๕๖)", "", 2556, 2569, "6 เดือนหลัง (เม.ย. – ก.ย.๖๙)", ""),
        ("ก.ย. 99", "", 2599, 2600, "ก.ย. 00", ""),
        # everything else stays: other years, longer figures, counts, no figure at all
        ("เทียบกับปี 2550", "Compared with 2007", 2556, 2569, "เทียบกับปี 2550", "Compared with 2007"),
        ("แบบ 12556 และ 25560", "Form 25561", 2556, 2569, "แบบ 12556 และ 25560", "Form 25561"),
        ("56 หน่วย", "56 units", 2556, 2569, "56 หน่วย", "56 units"),
        ("รอบ 6 เดือน", "6-month round", 2552, 2569, "รอบ 6 เดือน", "6-month round"),
        ("ปี 2556", "2556", 2556, 2556, "ปี 2556", "2556"),
        ("ปี 2555 และ 2556", "", 2556, 2557, "ปี 2556 และ 2557", ""),
    ],
)  # fmt: skip
def test_a_name_says_the_year_that_is_run(th: str, en: str, printed: int, run: int, th_said: str, en_said: str) -> None:
    said = naming.run_for(Words(th=th, en=en), printed, run)
    assert (said.th, said.en) == (th_said, en_said)


@pytest.mark.parametrize(
    ("pack", "run", "said"),
    [
        (PRD, 2556, {"1": "ครั้งที่ 1 ปี 2556", "2": "ครั้งที่ 2 ปี 2556"}),
        (PRD, 2569, {"1": "ครั้งที่ 1 ปี 2569", "2": "ครั้งที่ 2 ปี 2569"}),
        (ITA, 2569, {"2566": "ประจำปีงบประมาณ พ.ศ. ๒๕๖๙"}),
        (RTP, 2569, {"6": "รอบ 6 เดือน", "9": "รอบ 9 เดือน", "12": "รอบ 12 เดือน"}),
    ],
)
def test_every_round_of_an_installed_year_does_and_the_pack_stays(pack: str, run: int, said: dict[str, str]) -> None:
    year = Year(root=Agency().root, pack=installed(pack), fiscal_year=run)
    before = [one.name for one in unpacked(year.pack).framework.rounds]
    assert {id: name.th for id, name in naming.round_names(year).items()} == said
    assert [one.name for one in unpacked(year.pack).framework.rounds] == before


@pytest.mark.parametrize(("id", "said"), [("2566", "2569"), ("2", "2"), ("12", "12"), ("h1", "h1"), ("2012", "2012")])
def test_a_round_called_by_its_year_is_said_by_the_year_that_is_run(id: str, said: str) -> None:
    assert naming.round_said(id, 2569) == said
