"""Tables of facts in, tables of scores out: Arrow, Parquet and CSV; one row a unit, exact throughout.

Wide layout: `unit`, and where rules ask for them `unit_kind` and `under` (several parted by “;”); then one column for each
`indicator/input`, or `indicator/input@month`.  A cell that is not a plain figure is understood exactly as `samrit score`
would, with the same codes; plain ones, the bulk, never become Python objects.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, errors
from samrit.engine.batch import problems
from samrit.engine.batch.columns import Column, Columns, Key, Kinds
from samrit.engine.batch.figures import LIMIT
from samrit.engine.batch.results import STATUSES, BatchScores, Shown
from samrit.engine.facts import MANY, MORE_PROBLEMS, NO_SUCH_BODY, NO_SUCH_KIND, Reported, brief, value_of
from samrit.engine.inputs import WHOLE, Slot
from samrit.engine.plan import Plan, plan_of
from samrit.engine.read_facts import NOT_READABLE
from samrit.engine.values import NotApplicable
from samrit.packs.terms import Terms

DIGITS = 18
"""Digits of a figure that always fit 64 bits."""
UNIT, KIND, UNDER = "unit", "unit_kind", "under"
PLAIN = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"
Warned = list[Issue]


def read(path: Path, terms: Terms, round_id: str, warnings: Warned | None = None) -> Columns:
    """A file of facts, by the ending of its name; refuses with every problem (capped), appends what it only warns of."""
    table, skipped = _load(path)
    return of_table(table, terms, round_id, str(path), warnings, named=True, first_row=_first_row(path), found=skipped)


def of_table(
    table: pa.Table,
    terms: Terms,
    round_id: str,
    source: str = "table",
    warnings: Warned | None = None,
    *,
    named: bool = False,
    first_row: int = 1,
    found: Sequence[Issue] = (),
) -> Columns:
    """The columns of an Arrow table; `named`: it must say which unit each row is."""
    reader = _Reader(plan_of(terms, round_id), table, source, first_row, list(found))
    columns = reader.columns(named)
    if errors(reader.issues):
        raise Refused(reader.issues)
    if warnings is not None:
        warnings.extend(reader.issues)
    return columns


def _first_row(path: Path) -> int:
    """The number a person sees beside the first unit: CSV has its headings in line 1."""
    return 2 if path.suffix.lower() == ".csv" else 1


def _load(path: Path) -> tuple[pa.Table, list[Issue]]:
    place = Place(str(path))
    kind = path.suffix.lower()
    if kind not in _LOADERS:
        raise Refused([problems.NOT_A_TABLE.at(place)])
    try:
        if not path.stat().st_size:
            raise Refused([problems.NO_UNITS.at(place)])
        return _LOADERS[kind](path)
    except OSError as error:
        # pyarrow says a broken file with OSError too, but without an errno
        if error.errno is None:
            raise Refused([problems.NOT_READ.at(place, kind=kind[1:], why=_first_line(error))]) from None
        why = error.strerror or type(error).__name__
        raise Refused([NOT_READABLE.at(place, why_th=why, why_en=why)]) from None
    except pa.ArrowException as error:
        raise Refused([problems.NOT_READ.at(place, kind=kind[1:], why=_first_line(error))]) from None


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200].replace("{", "(").replace("}", ")")


def _load_csv(path: Path) -> tuple[pa.Table, list[Issue]]:
    """Every cell as text; a row of another length is a problem of that row alone."""
    bad: list[Any] = []

    def skip(row: Any) -> str:
        bad.append(row)
        return "skip"

    names = _headings(path)
    convert = pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    parse = pacsv.ParseOptions(invalid_row_handler=skip, newlines_in_values=True)
    table = pacsv.read_csv(path, parse_options=parse, convert_options=convert)
    if not bad:
        return table, []
    bad.clear()
    # once more with one thread, which knows the rows' numbers
    pacsv.read_csv(path, pacsv.ReadOptions(use_threads=False), parse, convert)
    issues = [
        problems.CELLS.at(Place(str(path), row.number or 0), found=row.actual_columns, wanted=row.expected_columns)
        for row in bad[:MANY]
    ]
    return table, issues


def _headings(path: Path) -> list[str]:
    with pacsv.open_csv(path, parse_options=pacsv.ParseOptions(invalid_row_handler=lambda _: "skip")) as reader:
        return list(reader.schema.names)


def _load_arrow(path: Path) -> tuple[pa.Table, list[Issue]]:
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all(), []


_LOADERS: dict[str, Callable[[Path], tuple[pa.Table, list[Issue]]]] = {
    ".csv": _load_csv,
    ".parquet": lambda path: (pq.read_table(path), []),
    ".arrow": _load_arrow,
}


@dataclass
class _Reader:
    plan: Plan
    table: pa.Table
    source: str
    first_row: int
    issues: list[Issue]
    keys: dict[str, tuple[Slot, str]] = field(default_factory=dict)

    def columns(self, named: bool) -> Columns:
        self.keys = dict(self._known())
        if not self.table.num_rows and not self.issues:
            self._add(problems.NO_UNITS.at(Place(self.source)))
        units = self._units(named)
        columns: dict[Key, Column] = {}
        seen: set[str] = set()
        for name, column in zip(self.table.column_names, self.table.columns, strict=True):
            if name in seen:
                self._add(problems.COLUMN_TWICE.at(Place(self.source, 0, name), name=brief(name)))
            elif name not in (UNIT, KIND, UNDER):
                self._column(name, column, columns)
            seen.add(name)
        self._whole_and_months(columns)
        return Columns(self.table.num_rows, columns, units, self._kinds())

    def _known(self) -> Iterator[tuple[str, tuple[Slot, str]]]:
        """Every name a column may have."""
        for code, slots in self.plan.slots.items():
            for name, slot in slots.items():
                yield f"{code}/{name}", (slot, WHOLE)
                yield from ((f"{code}/{name}@{month}", (slot, month)) for month in slot.months)
            if len(slots) == 1:
                yield code, (next(iter(slots.values())), WHOLE)

    def _add(self, issue: Issue) -> None:
        """A problem, unless there are too many already to be read by anybody."""
        if len(self.issues) < MANY:
            self.issues.append(issue)
        elif len(self.issues) == MANY:
            self.issues.append(MORE_PROBLEMS.at(issue.place, limit=MANY))

    def _at(self, row: int, name: str) -> Place:
        return Place(self.source, row + self.first_row, name)

    # ── who the units are ──

    def _units(self, named: bool) -> Sequence[str] | None:
        if UNIT not in self.table.column_names:
            if named:
                self._add(problems.NO_UNIT_COLUMN.at(Place(self.source)))
            return None
        names = self._texts(UNIT)
        blank = pc.or_kleene(pc.is_null(names), pc.equal(names, ""))
        for row in _rows_of(blank)[: MANY + 1]:
            self._add(problems.UNIT_BLANK.at(self._at(row, UNIT)))
        if pc.count_distinct(names, mode="all").as_py() != len(names):
            first: dict[str, int] = {}
            for row, name in enumerate(names.to_pylist()):
                if name and first.setdefault(name, row) != row:
                    where = first[name] + self.first_row
                    self._add(problems.UNIT_TWICE.at(self._at(row, UNIT), unit=brief(name), first=where))
        return _Names(names)

    def _texts(self, name: str) -> pa.Array:
        column = _one(self.table.column(name))
        return pc.utf8_trim_whitespace(column if _is_text(column.type) else column.cast(pa.string()))

    def _kinds(self) -> Kinds:
        framework = self.plan.pack.framework
        kinds = [kind.id for kind in framework.unit_kinds]
        found, codes = self._encoded(KIND)
        for at, kind in enumerate(found):
            if kind and kind not in kinds:
                place = self._at(int(np.argmax(codes == at)), KIND)
                self._add(NO_SUCH_KIND.at(place, kind=brief(kind), allowed=", ".join(kinds) or "—"))
        bodies = [*kinds, *(post.id for post in framework.posts)]
        unders, under_codes = self._encoded(UNDER)
        parted = [tuple(body.strip() for body in text.split(";") if body.strip()) for text in unders]
        for at, under in enumerate(parted):
            for body in under:
                if body not in bodies:
                    place = self._at(int(np.argmax(under_codes == at)), UNDER)
                    self._add(NO_SUCH_BODY.at(place, body=brief(body), allowed=", ".join(bodies) or "—"))
        return Kinds(
            found or ("",), codes if found else None, parted or [()], under_codes if parted else None
        )  # fmt: skip

    def _encoded(self, name: str) -> tuple[list[str], NDArray[Any]]:
        if name not in self.table.column_names or not self.table.num_rows:
            return [], np.zeros(0, np.int32)
        texts = pc.fill_null(self._texts(name), "")
        encoded = _one(texts.dictionary_encode())
        return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)

    # ── what they reported ──

    def _column(self, name: str, chunked: pa.ChunkedArray, columns: dict[Key, Column]) -> None:
        typed = thai.arabic_digits(name.strip())
        known = self.keys.get(name.strip()) or self.keys.get(typed)
        place = Place(self.source, 0, name)
        if known is None:
            guess = difflib.get_close_matches(typed[:60], [UNIT, KIND, UNDER, *self.keys], 1, 0.5)
            guess_th = f" หมายถึง “{guess[0]}” หรือไม่" if guess else ""
            guess_en = f"; did you mean “{guess[0]}”?" if guess else ""
            self._add(problems.UNKNOWN_COLUMN.at(place, name=brief(name), guess_th=guess_th, guess_en=guess_en))
            return
        slot, window = known
        if not self.plan.scores(slot.node):
            self._add(
                problems.NOT_IN_ROUND.at(place, (slot.node,), code=slot.node, name=name, round=self.plan.round.id)
            )
            return
        key = (slot.node, slot.name, window)
        if key in columns:
            self._add(problems.COLUMN_TWICE.at(place, name=brief(name)))
            return
        column = self._read(name, _one(chunked), slot)
        if column is not None:
            columns[key] = column

    def _whole_and_months(self, columns: dict[Key, Column]) -> None:
        monthly = {key[:2] for key in columns if key[2] != WHOLE}
        for code, name in sorted(monthly & {key[:2] for key in columns if key[2] == WHOLE}):
            whole = f"{code}/{name}"
            self._add(problems.WHOLE_AND_MONTHS.at(Place(self.source, 0, whole), (code,), name=whole))

    def _read(self, name: str, column: pa.Array, slot: Slot) -> Column | None:
        type_ = column.type
        if pa.types.is_dictionary(type_):
            column = column.dictionary_decode()
            type_ = column.type
        place = Place(self.source, 0, name)
        if pa.types.is_floating(type_):
            self._add(problems.NOT_EXACT.at(place, (slot.node,), name=name, type=type_))
            return None
        deed = slot.spec.holds == "deed"
        if pa.types.is_null(type_):
            return Column(np.zeros(len(column), np.int64), 0, np.ones(len(column), np.bool_))
        if _is_text(type_):
            return self._from_text(name, column, slot)
        if pa.types.is_boolean(type_) and deed:
            return Column(_filled(column, False).to_numpy(zero_copy_only=False), 0, _nulls(column))
        if pa.types.is_integer(type_) or (pa.types.is_decimal(type_) and not deed):
            return self._from_numbers(name, column, slot)
        wanted_th, wanted_en = ("ค่าทำ/ไม่ทำ", "deed done or not") if deed else ("ตัวเลข", "figure")
        said = {"name": name, "type": type_, "wanted_th": wanted_th, "wanted_en": wanted_en}
        self._add(problems.OTHER_KIND.at(place, (slot.node,), **said))
        return None

    def _from_numbers(self, name: str, column: pa.Array, slot: Slot) -> Column | None:
        places = column.type.scale if pa.types.is_decimal(column.type) else 0
        nulls = _nulls(column)
        try:
            if pa.types.is_decimal(column.type):
                numbers, fits = _unscaled(column)
            else:
                numbers, fits = _filled(column, 0).cast(pa.int64()).to_numpy(), None
        except pa.ArrowInvalid:
            fits = np.array([value is None or abs(value) <= LIMIT for value in column.to_pylist()])
            numbers = np.zeros(len(column), np.int64)
        if fits is not None and not fits.all():
            for row in np.flatnonzero(~fits)[: MANY + 1].tolist():
                text = brief(str(column[row].as_py()))
                self._add(problems.TOO_LONG.at(self._at(row, name), (slot.node,), text=text, places=places))
            return None
        self._within(name, column, numbers, places, nulls, slot)
        if slot.spec.holds == "deed":
            return Column(numbers == 1, 0, nulls)
        return Column(numbers, places, nulls)

    def _within(
        self, name: str, texts: pa.Array, numbers: NDArray[np.int64], places: int, unknown: Any, slot: Slot
    ) -> None:
        """What `samrit score` would refuse is refused, with the same words."""
        spec, ten = slot.spec, 10**places
        if not len(numbers):
            return
        least = 0 if spec.holds == "deed" else None if spec.least is None else -int(-Fraction(spec.least) * ten // 1)
        most = 1 if spec.holds == "deed" else None if spec.most is None else int(Fraction(spec.most) * ten // 1)
        within = (least is None or least <= numbers.min()) and (most is None or numbers.max() <= most)
        if within and not (spec.whole and places):
            return
        wrong = np.zeros(len(numbers), np.bool_)
        if least is not None:
            wrong |= numbers < least
        if most is not None:
            wrong |= numbers > most
        if spec.whole and places:
            wrong |= numbers % ten != 0
        if unknown is not None:
            wrong &= ~unknown
        for row in np.flatnonzero(wrong)[: MANY + 1].tolist():
            self._cell(name, row, str(texts[row].as_py()), slot)

    def _cell(self, name: str, row: int, text: str, slot: Slot) -> Any:
        found: list[Issue] = []
        value = value_of(Reported(slot.node, slot.name, WHOLE, text, self._at(row, name)), slot, self.plan, found)
        for issue in found:
            self._add(issue)
        return value

    def _from_text(self, name: str, column: pa.Array, slot: Slot) -> Column | None:
        texts = pc.utf8_trim_whitespace(pc.fill_null(column, ""))
        if slot.spec.holds == "deed":
            return self._deeds(name, texts, slot)
        plain = pc.match_substring_regex(texts, PLAIN).to_numpy(zero_copy_only=False)
        others = self._others(name, texts, np.flatnonzero(~plain), slot)
        points = pc.find_substring(texts, ".").to_numpy()
        lengths = pc.binary_length(texts).to_numpy()
        decimals = np.where(plain & (points >= 0), lengths - points - 1, 0)
        places = int(decimals.max()) if len(decimals) else 0
        exact = [value for value in others.values() if isinstance(value, Fraction)]
        while any((value * 10**places).denominator != 1 for value in exact):
            places += 1
        if places > DIGITS:
            longest = int(np.argmax(decimals))
            text = brief(str(texts[longest].as_py()))
            self._add(problems.TOO_LONG.at(self._at(longest, name), (slot.node,), text=text, places=places))
            return None
        digits = lengths - (points >= 0) + (places - decimals)
        long = plain & (digits > DIGITS)
        too_long = [
            row for row in np.flatnonzero(long).tolist() if abs(Fraction(texts[row].as_py())) * 10**places > LIMIT
        ]
        too_long += [
            row for row, value in others.items() if isinstance(value, Fraction) and abs(value) * 10**places > LIMIT
        ]
        for row in too_long[: MANY + 1]:
            text = brief(str(texts[row].as_py()))
            self._add(problems.TOO_LONG.at(self._at(row, name), (slot.node,), text=text, places=places))
        if too_long:
            return None
        usual = texts if plain.all() else pc.if_else(pa.array(plain), texts, "0")
        numbers = _unscaled(usual.cast(pa.decimal128(38, places)))[0].copy()
        missing, na = np.zeros(len(plain), np.bool_), np.zeros(len(plain), np.bool_)
        for row, value in others.items():
            if isinstance(value, Fraction):
                numbers[row] = int(value * 10**places)
            else:
                (na if isinstance(value, NotApplicable) else missing)[row] = True
        self._within(name, texts, numbers, places, ~plain, slot)
        return Column(numbers, places, missing if missing.any() else None, na if na.any() else None)

    def _others(self, name: str, texts: pa.Array, rows: NDArray[np.int64], slot: Slot) -> dict[int, Any]:
        """Cells that are not plain figures: blanks, words, Thai digits; understood one by one."""
        found: dict[int, Any] = {}
        blank = self._cell_quietly("", slot)
        for row in rows.tolist():
            text = texts[row].as_py()
            found[row] = self._cell(name, row, text, slot) if text else blank
            if found[row] is None and len(self.issues) > MANY:
                break
        return found

    def _cell_quietly(self, text: str, slot: Slot) -> Any:
        return value_of(Reported(slot.node, slot.name, WHOLE, text, Place(self.source)), slot, self.plan, [])

    def _deeds(self, name: str, texts: pa.Array, slot: Slot) -> Column:
        encoded = texts.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        done, missing, na = (np.zeros(len(encoded.dictionary), np.bool_) for _ in range(3))
        for at, text in enumerate(encoded.dictionary.to_pylist()):
            rows = np.flatnonzero(codes == at)
            value = self._cell(name, int(rows[0]), text, slot)
            if value is None:
                # the other rows with the same word
                for row in rows[1 : MANY + 1].tolist():
                    self._cell(name, row, text, slot)
            elif isinstance(value, Fraction):
                done[at] = value == 1
            else:
                (na if isinstance(value, NotApplicable) else missing)[at] = True
        held = [mask[codes] if mask.any() else None for mask in (missing, na)]
        return Column(done[codes], 0, *held)


class _Names(Sequence[str]):
    """Units' names as they lie in the table; made into text when somebody asks for one."""

    def __init__(self, names: pa.Array) -> None:
        self.names = names

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, row: Any) -> Any:
        return self.names[row].as_py()


def _one(column: Any) -> Any:
    """A column in one piece."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def _is_text(type_: pa.DataType) -> bool:
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_) or pa.types.is_string_view(type_))


def _nulls(column: pa.Array) -> NDArray[np.bool_] | None:
    if not column.null_count:
        return None
    found: NDArray[np.bool_] = pc.is_null(column).to_numpy(zero_copy_only=False)
    return found


def _filled(column: pa.Array, value: Any) -> pa.Array:
    return pc.fill_null(column, value) if column.null_count else column


def _rows_of(mask: Any) -> list[int]:
    found: list[int] = np.flatnonzero(_one(mask).to_numpy(zero_copy_only=False)).tolist()
    return found


def _unscaled(column: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
    """The whole numbers of a decimal column, and the rows for which 62 bits hold them (None: all)."""
    places = column.type.scale
    if not pa.types.is_decimal128(column.type):
        column = column.cast(pa.decimal128(38, places))
    words = np.frombuffer(column.buffers()[1], np.int64).reshape(-1, 2)[column.offset : column.offset + len(column)]
    # a sign, or a digit too many, shows in the bits of all figures together; the usual column is then left where it lies
    together = int(np.bitwise_or.reduce(words[:, 0])), int(np.bitwise_or.reduce(words[:, 1]))
    if not column.null_count and 0 <= together[0] <= LIMIT and not together[1]:
        return words[:, 0], None
    low = words[:, 0].copy()
    fits = words[:, 1] == low >> 63
    if column.null_count:
        nulls = pc.is_null(column).to_numpy(zero_copy_only=False)
        low[nulls] = 0
        fits |= nulls
    fits &= (low <= LIMIT) & (low >= -LIMIT)
    return low, fits


# ── scores out ──


def to_table(scores: BatchScores, columns: Columns) -> pa.Table:
    """One row a unit: its total, converted total and level, then each indicator's status, score and weighted score.

    Figures are decimal128 with the places that the pack shows; null where there is none.
    """
    units = (
        columns.units.names
        if isinstance(columns.units, _Names)
        else [columns.unit(row) for row in range(columns.count)]
    )
    found: dict[str, Any] = {"unit": units, "total": _decimals(scores.total)}
    if scores.converted is not None:
        found["converted"] = _decimals(scores.converted)
    if scores.bands is not None:
        names = pa.array([*scores.band_names, None], pa.string())
        codes = np.where(scores.bands < 0, len(scores.band_names), scores.bands).astype(np.int32)
        found["level"] = pa.DictionaryArray.from_arrays(codes, names).dictionary_decode()
    words = pa.array(STATUSES)
    for code, one in scores.indicators.items():
        found[f"{code} status"] = pa.DictionaryArray.from_arrays(one.status, words).cast(pa.string())
        found[f"{code} score"] = _decimals(one.score)
        if one.weighted.known.any():
            found[f"{code} weighted"] = _decimals(one.weighted)
    return pa.table(found).replace_schema_metadata(
        {"samrit.pack": scores.pack, "samrit.round": scores.round, "samrit.terms_digest": scores.terms_digest()}
    )


def _decimals(shown: Shown) -> pa.Array:
    if shown.far:
        values = [shown.at(row) for row in range(len(shown.units))]
        return pa.array(values, pa.decimal128(38, shown.places))
    words = np.empty((len(shown.units), 2), np.int64)
    words[:, 0] = shown.units
    words[:, 1] = words[:, 0] >> 63
    array = pa.Array.from_buffers(
        pa.decimal128(DIGITS + 1, shown.places), len(words), [None, pa.py_buffer(words)]
    )  # fmt: skip
    return array if shown.known.all() else pc.if_else(pa.array(shown.known), array, None)


def write(scores: BatchScores, columns: Columns, path: Path) -> None:
    """The scores as .parquet, .csv or .arrow."""
    write_table(to_table(scores, columns), path)


def write_table(table: pa.Table, path: Path) -> None:
    """Any table, by the ending of the file's name; CSV with decimals as they are shown."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".parquet":
        pq.write_table(table, path)
    elif path.suffix.lower() == ".arrow":
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    elif path.suffix.lower() == ".csv":
        texts = [column.cast(pa.string()) if pa.types.is_decimal(column.type) else column for column in table.columns]
        pacsv.write_csv(pa.table(dict(zip(table.column_names, texts, strict=True))), path)
    else:
        raise Refused([problems.NOT_A_TABLE.at(Place(str(path)))])
