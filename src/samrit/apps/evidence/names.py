"""File names as people's machines give them, made safe to show and to save; never used to find out what a file is."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from samrit.apps.evidence.problems import LONG_NAME, RUNNABLE_NAME
from samrit.base import thai
from samrit.base.issues import Issue, Place

LONGEST: Final = 200
KEPT: Final = 1000
"""How much of a name as it was given is recorded; machines allow 255."""
NAMELESS: Final = "evidence"

_RUNNABLE = """
ade adp apk app appimage application appref-ms bash bat chm cmd com command cpl csh deb desktop dll dmg docm dotm exe
gadget hta htm html inf ins iqy iso jar jnlp js jse ksh lnk mht mhtml msc msh msi msp mst osx pif php pl potm ppam ppsm
pptm ps1 ps2 psm1 py pyc rb reg rpm run scf scr settingcontent-ms sh shb shs shtml slk so svg svgz sys url vb vbe vbs
wasm wsc wsf wsh xhtml xht xlam xll xlsm xltm xml xsl zsh
"""
RUNNABLE: Final = frozenset(_RUNNABLE.split())
"""Endings that some machine opens by running what is inside, or by showing it as a page."""

_DOCUMENTS: Final = frozenset(
    (
        "pdf",
        "jpg",
        "jpeg",
        "jpe",
        "jfif",
        "png",
        "webp",
        "docx",
        "doc",
        "odt",
        "xlsx",
        "xls",
        "ods",
        "csv",
        "tsv",
        "txt",
    )
) | {"heic", "heif"}
"""Endings that are replaced when the content is something else; any other is left as part of the name."""

_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE | re.DOTALL)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_UNSEEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def shown(original: str) -> str:
    """The name without folders, invisible signs and signs that some file system forbids; never empty."""
    last = re.split(r"[/\\]", original)[-1]
    name = _FORBIDDEN.sub("_", thai.normalise(visible(last))).strip(" .")
    if _RESERVED.fullmatch(name):
        name = "_" + name
    return name or NAMELESS


def visible(text: str) -> str:
    """Text without signs that nobody sees or that turn the order of others around; every kind of space is a space."""
    spaced = "".join(" " if unicodedata.category(one)[0] == "Z" or one in "\t\n\r" else one for one in text)
    return "".join(one for one in spaced if unicodedata.category(one) not in _UNSEEN)


def written_out(original: str) -> str:
    """A name as it was given, for the record: signs that no database keeps are written as their number (\\x00)."""
    return "".join(
        one.encode("unicode_escape").decode() if unicodedata.category(one) in ("Cc", "Cs", "Cn") else one
        for one in original[:KEPT]
    )


def problems(name: str) -> list[Issue]:
    """What is wrong with a name that is already `shown`: too long, or ends as programs do."""
    place = Place(name[:LONGEST])
    issues = []
    if len(name) > LONGEST:
        issues.append(LONG_NAME.at(place, length=len(name), limit=LONGEST))
    # “order.pdf.exe”, and “order.exe.pdf” too; but “www.example.com.pdf” is how browsers call a printed page
    *_, before, last = ["", "", *_endings(name)]
    if last in RUNNABLE or (before in RUNNABLE and before != "com" and last in _DOCUMENTS):
        issues.append(RUNNABLE_NAME.at(place, suffix=last if last in RUNNABLE else before))
    return issues


def ending_as(name: str, endings: tuple[str, ...]) -> str:
    """The name with an ending that its content allows: as it is, or with the first of `endings` in the wrong one's place."""
    last = (_endings(name) or [""])[-1]
    if last in endings:
        return name
    stem = name[: -len(last) - 1] if last in _DOCUMENTS else name
    return f"{stem.rstrip(' .') or NAMELESS}.{endings[0]}"


def _endings(name: str) -> list[str]:
    """What follows each dot but the first piece, small letters: “a.PDF.exe” has pdf and exe."""
    return [piece.strip().lower() for piece in name.split(".")[1:]]
