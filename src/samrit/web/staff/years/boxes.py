"""The boxes of the plain form of an agreement: what stands in each, and what was typed read into what is agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.http import QueryDict

from samrit.base.figures import plain
from samrit.base.thai import ThaiTextError, parse_figure
from samrit.packs.agreed import Agreed, baselines_of, clean, levels_of, parts_of
from samrit.packs.model import Indicator, Operation, Pack
from samrit.packs.terms import why_not
from samrit.web.reader import Text

NAME = "plain"  # sent along with the boxes, since a form with every box unchecked looks like none

_NOT_A_FIGURE = Text("ไม่ใช่ตัวเลข พิมพ์เช่น 12.5 หรือ ๑๒.๕", "Not a figure; type for example 12.5.")
_NO_WEIGHT = Text("พิมพ์น้ำหนัก หรือเอาเครื่องหมายหน้า “ใช้” ออกถ้าไม่ใช้ตัวนี้", "Type the weight, or take the tick from “in use”.")
_NO_TARGET = Text("พิมพ์ค่า หรือ - ถ้าไม่มีระดับนี้", "Type the target, or - where there is no such level.")
_NO_BASELINE = Text("พิมพ์ค่า แบบนี้ลบค่าเดิมไม่ได้", "Type a value; it can be corrected here, not taken away.")
_NO_CHANGE = Text(
    "มีเหตุผล แต่ยังไม่ได้เปลี่ยนอะไรของตัวชี้วัดนี้ เปลี่ยนก่อน หรือลบเหตุผลออก",
    "A reason, but nothing of this indicator was changed; change it, or delete the reason.",
)
_NONE_LEFT = Text("ต้องใช้อย่างน้อยหนึ่งตัวชี้วัด", "At least one indicator must stay in use.")


@dataclass(frozen=True)
class Boxes:
    """What stands in the boxes by name, as typed; which indicators are ticked; what is wrong, by name."""

    values: Mapping[str, str]
    used: frozenset[str]
    errors: Mapping[str, Text] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """What stands in one box."""
        return self.values.get(name, "")


def may(pack: Pack, agreed: Agreed, operation: Operation, code: str, name: str) -> bool:
    """Whether the form has a box for this: the pack allows it, and no operation that is only kept decides it."""
    return why_not(pack, operation, code) is None and name not in agreed.held


def filled(pack: Pack, agreed: Agreed) -> Boxes:
    """The boxes as an agreement has them."""
    values = {f"blank-{one}": value for one, value in agreed.blanks.items()}
    for one in pack.every_indicator():
        code = one.code
        if one.weight is not None:
            values[f"weight-{code}"] = plain(agreed.weights.get(code, one.weight.percent))
        for points, target in agreed.levels.get(code, levels_of(one)).items():
            values[level(code, points)] = "-" if target is None else plain(target)
        for year, before in baselines_of(one).items():
            middle = agreed.baselines.get((code, year), before)
            values[f"baseline-{code}-{year}"] = "" if middle is None else plain(middle)
        values[f"reason-{code}"] = agreed.reasons.get(code, "")
    return Boxes(values, frozenset(one.code for one in pack.every_indicator()) - agreed.dropped)


def typed(pack: Pack, post: QueryDict, base: Agreed) -> tuple[Boxes, Agreed]:
    """What was typed, and what it agrees; a box that the pack does not offer stays as it was in `base`."""
    reading = _Reading(pack, post, base, dict(filled(pack, base).values))
    agreed = reading.agreed()
    used = frozenset(one.code for one in pack.every_indicator()) - agreed.dropped
    return Boxes(reading.values, used, reading.errors), agreed


def level(code: str, points: Decimal) -> str:
    """The name of one target's box."""
    return f"levels-{code}-{plain(points)}"


@dataclass
class _Reading:
    """Reads box after box, and notes what is wrong where."""

    pack: Pack
    post: QueryDict
    base: Agreed
    values: dict[str, str]
    errors: dict[str, Text] = field(default_factory=dict)

    def agreed(self) -> Agreed:
        every = self.pack.every_indicator()
        dropped = frozenset(one.code for one in every if self._is_dropped(one.code))
        # without its top a part is not used either, whatever its own box says
        unused = dropped | {part.code for top in every if top.code in dropped for part in parts_of(top)}
        if all(code in dropped for code in self.pack.framework.order):
            self.errors[f"select-{every[0].code}"] = _NONE_LEFT
        found = replace(
            self.base,
            dropped=dropped,
            weights={one.code: now for one in every if (now := self._weight(one, one.code in unused)) is not None},
            levels={one.code: table for one in every if (table := self._levels(one))},
            baselines=dict(entry for one in every for entry in self._baselines(one)),
            blanks={one.id: value for one in self.pack.framework.blanks if (value := self._blank(one.id))},
        )
        reasons = ((one.code, self._reason(one.code, one.code in found.changed)) for one in every)
        return replace(found, reasons={code: reason for code, reason in reasons if reason})

    def _is_dropped(self, code: str) -> bool:
        name = f"select-{code}"
        is_offered = may(self.pack, self.base, "select", code, name)
        return name not in self.post if is_offered else code in self.base.dropped

    def _weight(self, one: Indicator, is_dropped: bool) -> Decimal | None:
        if one.weight is None:
            return None
        before, name = self.base.weights.get(one.code, one.weight.percent), f"weight-{one.code}"
        now = before
        if may(self.pack, self.base, "weight", one.code, name):
            # nobody needs to think of the weight of what is not used
            now = self._figure(name, before, one.weight.percent if is_dropped else _NO_WEIGHT)
        return None if now == one.weight.percent else now

    def _levels(self, one: Indicator) -> dict[Decimal, Decimal | None]:
        table = levels_of(one)
        now = dict(self.base.levels.get(one.code, table))
        if now and may(self.pack, self.base, "levels", one.code, f"levels-{one.code}"):
            now = {points: self._target(level(one.code, points), before) for points, before in now.items()}
        return {} if now == table else now

    def _target(self, name: str, before: Decimal | None) -> Decimal | None:
        text = self._text(name)
        if text in ("-", "–"):
            return None
        return before if text is None else self._figure(name, before or Decimal(0), _NO_TARGET)

    def _baselines(self, one: Indicator) -> Iterator[tuple[tuple[str, int], Decimal]]:
        for year, printed in baselines_of(one).items():
            key, name = (one.code, year), f"baseline-{one.code}-{year}"
            now = self.base.baselines.get(key, printed)
            text = self._text(name) if may(self.pack, self.base, "baseline", one.code, name) else None
            if text == "" and printed is None:
                now = None  # the pack prints a dash there
            elif text is not None:
                now = self._figure(name, now or Decimal(0), _NO_BASELINE)
            if now is not None and now != printed:
                yield key, now

    def _blank(self, blank: str) -> str:
        before, name = self.base.blanks.get(blank, ""), f"blank-{blank}"
        now = self._text(name) if may(self.pack, self.base, "blank", "", name) else None
        return before if now is None else now

    def _reason(self, code: str, is_about_something: bool) -> str:
        now = self._text(f"reason-{code}")
        now = self.base.reasons.get(code, "") if now is None else now
        if now and not is_about_something:
            self.errors[f"reason-{code}"] = _NO_CHANGE
        return now

    def _figure(self, name: str, before: Decimal, empty: Text | Decimal) -> Decimal:
        """The figure in a box; where it is none, what stood there before, and the reason it was refused."""
        text = self._text(name)
        if text is None:
            return before
        if not text and isinstance(empty, Decimal):
            return empty
        try:
            return parse_figure(text)
        except ThaiTextError:
            self.errors[name] = _NOT_A_FIGURE if text or isinstance(empty, Decimal) else empty
            return before

    def _text(self, name: str) -> str | None:
        """What was typed into a box, kept as it stands; None where it was not sent."""
        sent = self.post.get(name)
        if sent is None:
            return None
        self.values[name] = sent
        return clean(sent)
