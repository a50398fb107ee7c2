"""What an agreement changes, beside what the pack has: shown before it is signed."""

from __future__ import annotations

from collections.abc import Iterable

from samrit.base.figures import plain
from samrit.packs.agreed import levels_of, parts_of
from samrit.packs.handbook.labels import value_label
from samrit.packs.model import Indicator
from samrit.packs.terms import Terms
from samrit.web import wording
from samrit.web.components.reading import Column, Notice, Table
from samrit.web.reader import Text


def changes(bare: Terms, terms: Terms) -> Table | Notice:
    """Every difference as a row, or that there is none."""
    rows = list(_differences(bare, terms))
    if not rows:
        return Notice("info", Text("ใช้ชุดเกณฑ์ตามที่เป็น ไม่มีข้อใดต่าง", "The pack as it is: nothing differs"))
    heads = [Text("ที่", "Where"), Text("ตามชุดเกณฑ์", "In the pack"), Text("ตามคำรับรอง", "As agreed")]
    caption = Text(f"ต่างจากชุดเกณฑ์ {len(rows)} แห่ง", f"{len(rows)} differences from the pack")
    return Table(caption, [Column(one) for one in heads], rows)


def targets(one: Indicator) -> str:
    """The targets of an indicator in a line."""
    told = (f"{plain(points)} = {'–' if value is None else plain(value)}" for points, value in levels_of(one).items())
    return " · ".join(told) or "–"


def _differences(bare: Terms, terms: Terms) -> Iterable[tuple[object, object, object]]:
    """What scores and papers would show otherwise; an operation that changes no figure is told by its kind."""
    before = {one.code: one for one in bare.pack.every_indicator()}
    for one in terms.pack.every_indicator():
        old = before.get(one.code)
        name = wording.text(one.name)
        if old is None:
            yield Text(f"{one.code} {name.th}", f"{one.code} {name.en or name.th}"), "–", Text("เพิ่มใหม่", "added")
            continue
        pairs = (
            (Text("น้ำหนัก", "weight"), _weight(old), _weight(one)),
            (Text("ระดับค่าเป้าหมาย", "targets"), targets(old), targets(one)),
        )
        for what, was, now in pairs:
            if was != now:
                yield Text(f"{one.code} {what.th}", f"{one.code} {what.en}"), was, now
        if old.explanation != one.explanation or old.details != one.details:
            yield (
                Text(f"{one.code} ข้อความ", f"{one.code} text"),
                Text("ตามชุดเกณฑ์", "the pack's"),
                Text("ข้อความของหน่วย", "the unit's own"),
            )
        if old.inputs != one.inputs or old.baselines != one.baselines:
            yield (
                Text(f"{one.code} ช่วงเวลาหรือค่าพื้นฐาน", f"{one.code} window or baseline"),
                Text("ตามชุดเกณฑ์", "the pack's"),
                Text("ตามที่ตกลง", "as agreed"),
            )
    parts: dict[str, list[str]] = {
        one.code: [str(part.code) for part in parts_of(one)] for one in bare.pack.every_indicator()
    }
    gone_with_top = {part for code in terms.dropped for part in parts.get(code, ())}
    for code in sorted(terms.dropped - gone_with_top):
        with_th, with_en = (
            (f" พร้อมข้อย่อย {', '.join(below)}", f" with its parts {', '.join(below)}")
            if (below := parts.get(code))
            else ("", "")
        )
        yield (
            Text(f"{code} ตัดออก{with_th}", f"{code} taken out{with_en}"), Text("มี", "there"),
            Text("ไม่มี", "not there"),
        )  # fmt: skip
    names = {one.id: wording.text(one.name) for one in terms.pack.framework.blanks}
    for blank, value in terms.blanks.items():
        name = {str(key): text for key, text in names.items()}.get(blank, Text(blank))
        yield Text(f"ช่อง {name.th}", f"blank: {name.en or name.th}"), "…", value
    for change in terms.overlay.operations if terms.overlay else ():
        if change.holds_from is not None:
            yield Text(*value_label("operation", change.operation)), "–", change.holds_from


def _weight(one: Indicator) -> str:
    return plain(one.weight.percent) if one.weight else "–"
