"""The documentation keeps up with the program: generated pages are fresh, and nothing a reader may meet is left out."""

import importlib.util
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from samrit.base.issues import CATALOGUE
from samrit.packs.method import METHODS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def _make_docs():
    spec = importlib.util.spec_from_file_location("samrit_make_docs", ROOT / "scripts" / "make_docs.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


make_docs = _make_docs()
COMMANDS = dict(make_docs.every_command())
LEAVES = {path: command for path, command in COMMANDS.items() if not hasattr(command, "commands")}
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "packs").rglob("*.md")])


def _name(page):
    return str(page.relative_to(ROOT))


def test_generated_pages_are_fresh(capsys):
    """`make docs` would change nothing."""
    code = make_docs.main(["--check"])
    assert code == 0, capsys.readouterr().out


def test_a_stale_page_is_named(tmp_path, monkeypatch, capsys):
    """With --check the stale, the missing and the left-over page are named, and nothing is written."""
    rules = tmp_path / "docs" / "reference" / "rules"
    rules.mkdir(parents=True)
    (rules / "01-a.md").write_text("old\n", encoding="utf-8")
    (rules / "99-gone.md").write_text("left over\n", encoding="utf-8")
    made = {"docs/reference/rules/01-a.md": "new\n", "docs/reference/codes.md": "codes\n"}
    monkeypatch.setattr(make_docs, "ROOT", tmp_path)
    monkeypatch.setattr(make_docs, "pages", lambda: made)
    assert make_docs.main(["--check"]) == 1
    told = capsys.readouterr().out
    assert all(name in told for name in [*made, "docs/reference/rules/99-gone.md"])
    assert (rules / "01-a.md").read_text(encoding="utf-8") == "old\n"
    assert make_docs.main([]) == 0
    assert make_docs.main(["--check"]) == 0
    assert not (rules / "99-gone.md").exists()


def test_every_code_is_documented():
    """Each kind of issue stands in codes.md under its own heading."""
    make_docs.every_module()
    headings = re.findall(r"^### (\S+)$", (DOCS / "reference" / "codes.md").read_text(encoding="utf-8"), re.M)
    assert sorted(headings) == sorted(CATALOGUE)


def test_every_family_of_codes_has_a_name():
    """A new family of codes gets a heading that says what it is about."""
    make_docs.every_module()
    assert {code[:3] for code in CATALOGUE} <= set(make_docs.FAMILIES)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_documented(path):
    """Each command stands in cli.md under the words it is called by."""
    assert f"\n## {path}\n" in (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_shows_an_example(path):
    """`--help` of each command says what it does, in both languages, and ends with an example that calls it."""
    command = COMMANDS[path]
    assert re.search("[ก-๙]", command.help or "")
    assert re.search("[A-Za-z]", command.help or "")
    assert re.search(rf"{path}\b", command.epilog or ""), f"{path} --help shows no example"


@pytest.mark.parametrize("path", LEAVES)
def test_every_command_can_answer_in_json(path):
    """Each command has --json."""
    assert "--json" in [name for param in LEAVES[path].params for name in param.opts]


@pytest.mark.parametrize("kind", [method.kind for method in METHODS])
def test_every_method_has_its_chapter(kind):
    """Each kind of method has a spec file, a page of rules, and its keys in pack-format.md."""
    chapters = list((ROOT / "tests" / "spec").glob(f"test_??_{kind}.py"))
    assert len(chapters) == 1
    page = chapters[0].stem.removeprefix("test_").replace("_", "-") + ".md"
    assert (DOCS / "reference" / "rules" / page).is_file()
    assert f"`kind: {kind}`" in (DOCS / "reference" / "pack-format.md").read_text(encoding="utf-8")


def test_every_claim_is_said_in_both_languages():
    """Each spec test has a docstring “ไทย · English”, and no two claims of a chapter have one name."""
    for file in sorted((ROOT / "tests" / "spec").glob("test_*.py")):
        claims = make_docs.Chapter(file).claims()
        assert claims
        for claim in claims:
            thai, english = make_docs.rule_of(claim)
            assert thai, claim.__name__
            assert english, claim.__name__


def test_help_imports_no_heavy_library():
    """`samrit --help` answers at once: no YAML reader, no array library, no web framework."""
    program = (
        "import sys\n"
        "from samrit.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as left:\n    assert not left.code\n"
        "print('heavy:', *sorted({'yaml', 'numpy', 'django'} & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True)
    assert ran.stdout.splitlines()[-1].strip() == "heavy:"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page):
    """A relative link in a page points at a file or folder that is there."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    targets = re.findall(r"\]\(([^()\s]+)\)|(?:href|src)=\"([^\"]+)\"", text)
    links = [target.partition("#")[0] for pair in targets for target in pair if target]
    near = [link for link in links if link and not re.match(r"[a-z]+:", link)]
    assert [link for link in near if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_within_generated_pages_meet_a_heading(page):
    """An anchor of a generated page is one of its headings."""
    text = page.read_text(encoding="utf-8")
    if "<!-- make docs" not in text:
        return
    for target, anchor in re.findall(r"\]\(([^()\s#]*)#([^()\s]+)\)", text):
        there = (page.parent / target if target else page).read_text(encoding="utf-8")
        headings = [make_docs.anchor(line.lstrip("# ")) for line in there.split("\n") if line.startswith("#")]
        assert anchor in headings, f"{target}#{anchor}"


MACHINE = re.compile(
    r"(?<![\w.])/(?:work|tmp|root|home|opt|mnt|var/tmp|Users)/"
    r"|[A-Z]:\\Users|file://|\.local\b|\.internal\b|--\S*index.url|registry\.|simple/"
    r"|(?<![\d.])(?:10|172|192)\.\d+\.\d+\.\d+",
    re.IGNORECASE,
)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_no_page_names_a_machine(page):
    """No path, host or package registry of the machine a page was written on."""
    text = page.read_text(encoding="utf-8")
    assert [match[0] for match in MACHINE.finditer(text)] == []
    host = socket.gethostname()
    assert len(host) < 6 or host not in text
