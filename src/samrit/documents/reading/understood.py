"""What was understood of a file: indicators with every figure as typed, and beside them doubts, differences, the ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from samrit.base.figures import plain
from samrit.base.issues import Language
from samrit.documents.reading.tables import Spot


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in Thai and English."""

    th: str
    en: str

    def said(self, language: Language) -> str:
        """It in one language."""
        return self.th if language == "th" else self.en


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure: as typed, as understood (None: blank, a dash, or words), and where.

    `dash`: a dash is printed, so there is none.  `answered`: a person said what it is.
    """

    text: str = ""
    value: Decimal | None = None
    spot: Spot | None = None
    dash: bool = False
    answered: bool = False

    @property
    def blank(self) -> bool:
        """Nothing is there, not even a dash."""
        return self.value is None and not self.dash and not self.text

    def as_json(self) -> dict[str, Any]:
        value = None if self.value is None else plain(self.value)
        return {"text": self.text, "value": value, "dash": self.dash, "place": _place(self.spot)}


NOTHING = Typed()


@dataclass(frozen=True)
class Row:
    """One indicator as read; `part_of` is the code of the indicator that it is a part of.

    `code_given` is false where the code was given by us, from its order.  `told` are levels described in words.
    """

    code: str
    code_given: bool
    name: str
    spot: Spot
    part_of: str = ""
    key_result: str = ""
    levels: Mapping[int, Typed] = field(default_factory=dict)
    told: Mapping[int, str] = field(default_factory=dict)
    weight: Typed = NOTHING
    score: Typed = NOTHING
    weighted: Typed = NOTHING
    result: Typed = NOTHING
    comment: Typed = NOTHING
    agency: str = ""
    superior: str = ""
    measure_unit: str = ""
    judged: bool = False

    def as_json(self) -> dict[str, Any]:
        figures = {"weight": self.weight, "score": self.score, "weighted": self.weighted, "result": self.result}
        return {
            "code": self.code,
            "code_given": self.code_given,
            "name": self.name,
            "place": _place(self.spot),
            "part_of": self.part_of,
            "key_result": self.key_result,
            "levels": {str(level): typed.as_json() for level, typed in self.levels.items()},
            "told": {str(level): text for level, text in self.told.items()},
            **{name: typed.as_json() for name, typed in figures.items()},
            "agency": self.agency,
            "superior": self.superior,
            "measure_unit": self.measure_unit,
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that may be given to a doubt, and what it would mean."""

    answer: str
    means: Said


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question: what was seen and where, why it is not clear, and what may be answered (`free`: or another figure)."""

    id: str
    spot: Spot | None
    seen: str
    why: Said
    choices: tuple[Choice, ...] = ()
    free: bool = False

    def as_json(self) -> dict[str, Any]:
        choices = [{"answer": one.answer, "means": {"th": one.means.th, "en": one.means.en}} for one in self.choices]
        why = {"th": self.why.th, "en": self.why.en}
        place = _place(self.spot)
        return {"id": self.id, "place": place, "seen": self.seen, "why": why, "choices": choices, "free": self.free}


@dataclass(frozen=True, slots=True)
class Ignored:
    """Text that was not used, and why."""

    spot: Spot | None
    text: str
    why: Said

    def as_json(self) -> dict[str, Any]:
        return {"place": _place(self.spot), "text": self.text, "why": {"th": self.why.th, "en": self.why.en}}


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures that should be the same: `expected` by the pack or by arithmetic, `found` in the file."""

    code: str
    what: Said
    expected: str
    found: str
    spot: Spot | None

    def as_json(self) -> dict[str, Any]:
        what = {"th": self.what.th, "en": self.what.en}
        place = _place(self.spot)
        return {"code": self.code, "what": what, "expected": self.expected, "found": self.found, "place": place}


@dataclass(frozen=True)
class Understood:
    """All that one file said."""

    file: str
    kind: str
    columns: tuple[tuple[str, Said, Spot], ...]
    """Heading as typed, what it was read as, and where."""
    rows: tuple[Row, ...]
    total_weight: Typed = NOTHING
    total: Typed = NOTHING
    converted: Typed = NOTHING
    multiply: Decimal | None = None
    doubts: tuple[Doubt, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    remarks: tuple[Said, ...] = ()
    lines: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "kind": self.kind,
            "columns": [
                {"heading": heading, "read_as": {"th": said.th, "en": said.en}, "place": _place(spot)}
                for heading, said, spot in self.columns
            ],
            "indicators": [row.as_json() for row in self.rows],
            "total_weight": self.total_weight.as_json(),
            "total": self.total.as_json(),
            "converted": self.converted.as_json(),
            "doubts": [doubt.as_json() for doubt in self.doubts],
            "ignored": [one.as_json() for one in self.ignored],
            "remarks": [{"th": one.th, "en": one.en} for one in self.remarks],
        }


def _place(spot: Spot | None) -> dict[str, str] | None:
    return None if spot is None else {"id": spot.id, "th": spot.said("th"), "en": spot.said("en")}
