"""A draft pack out of another agency's table: what the table says with its place, and every choice of ours as an assumption."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from samrit.base import thai
from samrit.base.figures import plain
from samrit.documents.reading.questions import Questions, figure_choice
from samrit.documents.reading.understood import Choice, Row, Said, Typed, Understood

YEAR: Final = re.compile(r"(?:ปีงบประมาณ|ปี)\s*(?:พ\.?\s?ศ\.?\s*)?(2[45][0-9]{2})")
DRAFT: Final = {
    "th": "ร่างจากตาราง เอกสารไม่ได้กล่าวถึง ต้องให้เจ้าของกรอบยืนยัน",
    "en": "Drafted from a table that is silent on this; the framework's owner must confirm it",
}
UNITS: Final[dict[str, tuple[str, str, bool]]] = {
    "ร้อยละ": ("percent", "percent", True), "%": ("percent", "percent", True), "เปอร์เซ็นต์": ("percent", "percent", True),
    "ระดับ": ("level", "level", True), "ขั้นตอน": ("level", "level", True), "คะแนน": ("point", "points", True),
}  # fmt: skip


class Figures(yaml.SafeDumper):
    """YAML as packs are written: figures without quotes, keys in their order, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


Figures.add_representer(
    Decimal,
    lambda dumper, value: dumper.represent_scalar(
        "tag:yaml.org,2002:float" if "." in plain(value) else "tag:yaml.org,2002:int", plain(value)
    ),
)


def as_yaml(data: Mapping[str, Any], comment: str = "") -> str:
    """Data as a YAML file, after a comment."""
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head + yaml.dump(dict(data), Dumper=Figures, allow_unicode=True, sort_keys=False, width=140)


def draft(read: Understood, pack_id: str, questions: Questions) -> dict[str, str]:
    """The files of a draft pack by their path in its folder; what the table lacks is asked."""
    year = _year(read, questions)
    units = _units(read)
    read = _weighed(read, questions)
    tops = [row for row in read.rows if not row.part_of]
    files = {"pack.yaml": as_yaml(_framework(read, pack_id, year, units, tops), _note(read))}
    for row in tops:
        parts = [one for one in read.rows if one.part_of == row.code]
        files[f"indicators/{_file_name(row.code)}.yaml"] = as_yaml(_indicator(row, parts, units, _bands(tops)))
    return files


def _weighed(read: Understood, questions: Questions) -> Understood:
    """The table with weights: where it has none at all, whether all count the same is asked."""
    tops = [row for row in read.rows if not row.part_of]
    if not tops or any(row.weight.value is not None for row in tops):
        return read
    why = Said("ตารางนี้ไม่มีน้ำหนัก", "this table has no weights")
    equal = Choice("equal", Said("ทุกตัวชี้วัดมีน้ำหนักเท่ากัน", "all indicators count the same"))
    if questions.ask(None, "", why, [equal], id_="weights") is None:
        return read
    rows = [
        row if row.part_of else replace(row, weight=Typed("", Decimal(1), row.spot, answered=True)) for row in read.rows
    ]
    return replace(read, rows=tuple(rows))


def _note(read: Understood) -> str:
    return (
        f"ร่างชุดเกณฑ์ที่ samrit read ทำจาก {Path(read.file).name}\n"
        "ตรวจทุกข้อที่มี assumption แล้วเปลี่ยนเป็น source เมื่อพบในเอกสาร จากนั้นสั่ง samrit pack check"
    )


def _year(read: Understood, questions: Questions) -> int:
    text = thai.arabic_digits(" ".join(thai.normalise(line) for line in read.lines))
    years = list(dict.fromkeys(YEAR.findall(text)))
    if len(years) == 1:
        return int(years[0])
    why = Said("ตารางนี้เป็นของปีงบประมาณใด (พ.ศ.)", "which fiscal year (B.E.) is this table of")
    answer = questions.ask(None, " ".join(years), why, [figure_choice(one) for one in years], free=True, id_="year")
    return int(Decimal(answer)) if answer and answer != "-" and 2400 < Decimal(answer) < 2700 else 2500


def _units(read: Understood) -> dict[str, tuple[str, str, bool]]:
    """Unit as typed → id, English name, whether it is a pure number."""
    found: dict[str, tuple[str, str, bool]] = {}
    for row in read.rows:
        text = _unit_text(row)
        if text not in found:
            taken = sum(1 for id_, _, _ in found.values() if id_.startswith("unit"))
            found[text] = UNITS.get(text, (f"unit{taken + 1}", "", False))
    return found


def _unit_text(row: Row) -> str:
    if row.told or row.judged:
        return "ระดับ"
    if row.measure_unit:
        return row.measure_unit
    return next((word for word in ("ร้อยละ", "ระดับ") if row.name.startswith(word)), "หน่วย (ตารางไม่ได้บอก)")


def _framework(
    read: Understood, pack_id: str, year: int, units: Mapping[str, tuple[str, str, bool]], tops: list[Row]
) -> dict[str, Any]:
    starts, ends = thai.fiscal_year(year)
    title = next((" ".join(line.split()) for line in read.lines if len(line.split()) > 0), Path(read.file).stem)
    numbers = sorted({level for row in read.rows for level in (*row.levels, *row.told)}) or [1, 5]
    rounded = {"carry": "exact", "assumption": DRAFT}
    known = {id_: (name, en, ratio) for name, (id_, en, ratio) in units.items()}
    whole = sum((row.weight.value for row in tops if row.weight.value is not None), Decimal(0))
    framework: dict[str, Any] = {
        "id": pack_id,
        "version": "0.1.0",
        "needs_samrit": "0.1",
        "name": title,
        "short_name": title[:60],
        "authority": "ระบุชื่อหน่วยงานเจ้าของกรอบ",
        "fiscal_year": year,
        "documents": [{"id": "table", "title": f"ตารางในแฟ้ม {Path(read.file).name}"}],
        "measure_units": [
            {"id": id_, "name": {"th": name, **({"en": en} if en else {})}, **({"is_ratio": True} if ratio else {})}
            for id_, (name, en, ratio) in known.items()
        ],
        "rules": {
            "scale": {"lowest": numbers[0], "highest": numbers[-1], "source": "หัวตาราง ระดับค่าเป้าหมาย"},
            "rounding": {
                "result": {"places": 2, **rounded},
                "score": {"places": 4, **rounded},
                "composite": {"places": 4, **rounded},
                "weighted": {"places": 4, **rounded},
                "total": {"places": 4, **rounded},
                **({"converted": {"places": 2, **rounded}} if read.multiply else {}),
            },
            "missing": {"becomes": "missing", "assumption": DRAFT},
            "not_applicable": {"accepted": "never", "weights": "spread", "assumption": DRAFT},
            "dropped": {"weights": "spread", "assumption": DRAFT},
            "weights": {"total": whole or Decimal(100), "source": "ช่องน้ำหนัก"},
        },
        "rounds": [
            {"id": "1", "name": f"ปีงบประมาณ พ.ศ. {year}", "starts": starts.isoformat(), "ends": ends.isoformat(), "final": True, "assumption": DRAFT}
        ],
    }  # fmt: skip
    bands = _bands(tops)
    if bands:
        framework["key_results"] = [{"code": f"kr-{nth}", "name": name} for nth, name in enumerate(bands, 1)]
    framework["order"] = [row.code for row in tops]
    total: dict[str, Any] = {"name": {"th": "คะแนนรวม", "en": "Total"}, "source": "แถวรวม"}
    if read.multiply:
        total |= {
            "multiply": read.multiply,
            "converted_name": "คะแนนที่แปลงแล้ว",
            "converted_full": read.multiply * numbers[-1],
        }
    framework["total"] = total
    return framework


def _indicator(
    row: Row, parts: list[Row], units: Mapping[str, tuple[str, str, bool]], bands: list[str]
) -> dict[str, Any]:
    place = row.spot.said("th")
    made: dict[str, Any] = {"code": row.code, "name": row.name, "source": place}
    if not row.part_of and row.key_result:
        made["key_result"] = f"kr-{bands.index(row.key_result) + 1}"
    if row.weight.value is not None:
        made["weight"] = {"percent": row.weight.value}
    unit = units[_unit_text(row)][0]
    made["measure_unit"] = unit
    if row.agency or row.superior:
        made["cascade"] = {"agency": row.agency, "superior": row.superior}
    if parts:
        equal = any(part.weight.value is None for part in parts)
        made["method"] = {"kind": "composite", "weights": "equal" if equal else "own", "assumption": DRAFT}
        made["parts"] = [_indicator(part, [], units, bands) for part in parts]
        return made
    holds = "judged" if row.judged else "figure"
    asked: dict[str, Any] = {"name": row.name, "holds": holds}
    made["inputs"] = {"result": {**asked, **({} if row.judged else {"measure_unit": unit}), "assumption": DRAFT}}
    made["method"] = _method(row)
    return made


def _bands(tops: list[Row]) -> list[str]:
    return list(dict.fromkeys(row.key_result for row in tops if row.key_result))


def _method(row: Row) -> dict[str, Any]:
    if row.judged:
        return {"kind": "judged", "least": 1, "most": 5, "step": 1, "assumption": DRAFT}
    if row.told:
        levels: dict[int, Any] = {level: level for level in row.told}
        return {
            "kind": "level_table", "levels": levels, "direction": "ascending", "between": "step",
            "below": "scale_lowest", "above": "highest_level",
            "assumption": {
                "th": "ตารางบรรยายระดับเป็นข้อความ ร่างนี้ให้รายงานระดับที่ถึง: " + "; ".join(f"{level} = {text}" for level, text in row.told.items()),
                "en": "The levels are told in words; in this draft the level reached is reported",
            },
        }  # fmt: skip
    figures = {level: ("-" if typed.value is None else typed.value) for level, typed in row.levels.items()}
    known = [value for value in figures.values() if isinstance(value, Decimal)]
    falls = len(known) > 1 and known[0] > known[-1]
    return {
        "kind": "level_table", "levels": figures, "direction": "descending" if falls else "ascending",
        "between": "interpolate", "below": "lowest_level", "above": "highest_level", "assumption": DRAFT,
    }  # fmt: skip


def _file_name(code: str) -> str:
    return re.sub(r"[^0-9A-Za-z.-]", "-", code)
