"""`samrit form` as a person meets it: the list of forms, filled and empty papers, and refusals that say what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from samrit.cli import main
from samrit.packs import load

PACK = "th-prd-por-ror-2-2556"
FACTS = load.find(PACK) / "examples" / "facts-round-2.yaml"
AGREEMENT = load.find(PACK) / "examples" / "agreement-spk-9.yaml"
DATED = ("--date", "2013-10-05")


def samrit(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["form", *map(str, arguments)])


def texts(path: Path) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))


def test_without_a_form_the_forms_are_listed_with_their_parts() -> None:
    listed = samrit("--pack", PACK)
    assert listed.exit_code == 0
    assert "por-ror-2" in listed.output
    assert "--only 2.1" in listed.output
    assert "questionnaire" not in listed.output


def test_a_form_comes_in_three_formats(tmp_path: Path) -> None:
    result = samrit("por-ror-2", FACTS, "--terms", AGREEMENT, "--out", tmp_path, *DATED)
    assert result.exit_code == 0, result.output
    assert {file.name for file in tmp_path.iterdir()} == {"por-ror-2.pdf", "por-ror-2.docx", "por-ror-2.xlsx"}
    assert "3.8419" in texts(tmp_path / "por-ror-2.pdf")


def test_an_empty_form_needs_only_a_pack(tmp_path: Path) -> None:
    result = samrit("por-ror-2", "--pack", PACK, "--as", "pdf", "--out", tmp_path, *DATED)
    assert result.exit_code == 0, result.output
    assert "0.0000" not in texts(tmp_path / "por-ror-2.pdf")


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        assert samrit("por-ror-2", FACTS, "--out", tmp_path / folder, *DATED).exit_code == 0
    for name in ("por-ror-2.pdf", "por-ror-2.docx", "por-ror-2.xlsx"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_names_digits_and_the_number_reach_the_paper(tmp_path: Path) -> None:
    result = samrit(
        "por-ror-2", FACTS, "--as", "pdf", "--digits", "thai", "--name", "director=นางสาวตัวอย่าง สมมุติ",
        "--out", tmp_path, *DATED,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    found = texts(tmp_path / "por-ror-2.pdf")
    assert "๓.๘๔๑๙" in found
    assert "สมมุติ" in found


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("no-such-form",), "DO080"),
        (("por-ror-2", "--pack", "th-police-ita-2566"), "DO081"),
        (("score-annex", "--pack", PACK), "DO082"),
        (("por-ror-2",), "DO083"),
        (("por-ror-2", "--pack", PACK, "--name", "nobody=ใคร"), "DO084"),
        (("por-ror-2", "--pack", PACK, "--name", "director="), "DO084"),
        (("por-ror-2", "--pack", PACK, "--emblem", str(FACTS)), "DO085"),
        (("por-ror-2", "--pack", PACK, "--emblem", "no-such-file.png"), "DO085"),
        (("detail-sheet", "--pack", PACK, "--only", "99"), "DO050"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused_with_what_to_do(arguments: tuple[str, ...], code: str, tmp_path: Path) -> None:
    result = samrit(*arguments, "--out", tmp_path, "--json")
    assert result.exit_code == 1, result.output
    issues = json.loads(result.output)["issues"]
    assert [issue["code"] for issue in issues] == [code]
    assert issues[0]["cure"]["th"]
    assert not list(tmp_path.iterdir())


def test_the_emblem_is_on_the_paper(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 40), "navy").save(tmp_path / "emblem.png")
    plain, with_emblem = tmp_path / "plain", tmp_path / "with"
    for out, more in ((plain, ()), (with_emblem, ("--emblem", tmp_path / "emblem.png"))):
        result = samrit("agreement", "--pack", PACK, "--out", out, *DATED, *more)
        assert result.exit_code == 0, result.output
    for format_ in ("pdf", "docx", "xlsx"):
        name = f"agreement.{format_}"
        assert (plain / name).read_bytes() != (with_emblem / name).read_bytes()
