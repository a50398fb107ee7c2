"""Loading a pack: what is very large, and what is too new."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.thorough import uncounted

from samrit.base.issues import Refused
from samrit.packs import load

TINY = Path(__file__).parents[2] / "packs" / "tiny"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@uncounted
def test_ten_thousand_discrepancies_are_all_read(tiny: Path) -> None:
    said = "sayings: [{place: ข้อ 1, says: ก}], touches_score: false"
    lines = "\n".join(f"  - {{id: d{n}, what: ข้อขัดแย้งที่ {n}, {said}}}" for n in range(10_000))
    file = tiny / "pack.yaml"
    file.write_text(file.read_text("utf-8").replace("\ndiscrepancies:\n", f"\ndiscrepancies:\n{lines}\n"), "utf-8")
    assert len(load.load(tiny).pack.framework.discrepancies) == 10_001


def test_a_pack_that_needs_a_newer_samrit_says_so(tiny: Path) -> None:
    file = tiny / "pack.yaml"
    file.write_text(file.read_text("utf-8").replace('needs_samrit: "0.1"', 'needs_samrit: "99.0"'), "utf-8")
    with pytest.raises(Refused) as refused:
        load.load(tiny)
    assert [issue.code for issue in refused.value.issues] == ["PK024"]
