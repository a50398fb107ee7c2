"""How a Word file looks and is set up: its face, styles, fonts and settings, all of them named so a clerk can change them.

Word keeps a second set of fonts, sizes and weights for complex scripts, Thai among them; whatever is said for Latin
letters is said there too, or Thai falls to another face at another size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from docx.oxml.parser import OxmlElement, parse_xml

from samrit.documents.measure import MM_PER_POINT
from samrit.documents.paper import HEADING_GAP, LINE_PITCH, SARABUN_SCALE, Digits

Face = Literal["TH SarabunPSK", "Sarabun"]
"""The official face, which offices have, or the free one, which Samrit ships."""

_OTHER_NAMES = {"TH SarabunPSK": "TH Sarabun New", "Sarabun": "TH SarabunPSK"}
"""What Word takes where the face is not installed."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTER_SIZE = 12.0


@dataclass(frozen=True)
class Look:
    """The face, the size of the body in points of TH Sarabun, and the digits asked for."""

    face: Face
    size: float
    digits: Digits

    def half_points(self, points: float) -> int:
        """A size as Word counts it, for the face in use."""
        return round(points * 2 * (SARABUN_SCALE if self.face == "Sarabun" else 1))

    def spacing(self, points: float) -> dict[str, Any]:
        """The distance of lines: the official face brings it along, Sarabun's own is too narrow."""
        if self.face == "Sarabun":
            # "at least", because "exactly" would cut a picture
            return {"line": round(points * LINE_PITCH * 20), "lineRule": "atLeast"}
        return {"line": 240, "lineRule": "auto"}


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point, Word's measure."""
    return round(mm / MM_PER_POINT * 20)


def w(tag: str, *children: Any, **attributes: Any) -> Any:
    """A WordprocessingML element: `w("sz", val=28)`."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(f"{{{_W}}}{name}", str(value))
    element.extend([child for child in children if child is not None])
    return element


def text_style(points: float) -> str:
    """The id of the style for text of a size other than the body's."""
    return f"Text{points:g}".replace(".", "_")


def styles(look: Look, sizes: Iterable[float], headings: Mapping[int, float]) -> Any:
    """The whole styles part: defaults, Normal, Heading 1-3, Header, Footer, tables, and a style for each text size."""
    face, normal = quoteattr(look.face), look.half_points(look.size)
    fonts_xml = f"<w:rFonts w:ascii={face} w:hAnsi={face} w:cs={face} w:eastAsia={face}/>"
    size_xml = f'<w:sz w:val="{normal}"/><w:szCs w:val="{normal}"/>'
    language = '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="th-TH"/>'
    parts = [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts_xml}{size_xml}{language}</w:rPr></w:rPrDefault>"
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>',
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr><w:widowControl/>{_spacing(look, look.size)}</w:pPr>"
        f"<w:rPr>{fonts_xml}{size_xml}{language}</w:rPr></w:style>",
        *(_heading(look, level, headings.get(level, look.size)) for level in (1, 2, 3)),
        *(_sized(look, points, text_style(points), f"Text {points:g}") for points in sorted(set(sizes))),
        _sized(look, look.size, "Header", "header"),
        _sized(look, _FOOTER_SIZE, "Footer", "footer"),
        _TABLES,
    ]
    return parse_xml(f'<w:styles xmlns:w="{_W}">{"".join(parts)}</w:styles>')


def settings() -> Any:
    """The settings part: Word 2013's way with tables, and Thai as the language of complex script."""
    modes = {"compatibilityMode": 15, "overrideTableStyleFontSizeAndJustification": 1, "enableOpenTypeFeatures": 1}
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in modes.items()
    )
    return parse_xml(
        f'<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f'<w:compat>{compat}</w:compat><w:themeFontLang w:val="en-US" w:bidi="th-TH"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table(look: Look) -> bytes:
    """The font table part, which tells Word what to take where the face is missing."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{_W}">'
        f'<w:font w:name="{look.face}"><w:altName w:val="{_OTHER_NAMES[look.face]}"/>'
        '<w:charset w:val="DE"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    ).encode()


def _heading(look: Look, level: int, points: float) -> str:
    half = look.half_points(points)
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:keepLines/>{_spacing(look, points, HEADING_GAP if level > 1 else 0)}<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:bCs/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def _sized(look: Look, points: float, style: str, name: str) -> str:
    half = look.half_points(points)
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{_spacing(look, points)}</w:pPr>"
        f'<w:rPr><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def _spacing(look: Look, points: float, before: int = 0) -> str:
    given = look.spacing(points)
    above = f'w:before="{before * 20}" ' if before else ""
    return f'<w:spacing {above}w:line="{given["line"]}" w:lineRule="{given["lineRule"]}"/>'


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f'<w:uiPriority w:val="59"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style>'
)
