"""Thai text, digits, years, dates and columns are read and written as clerks and official papers use them."""

import pickle
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samrit.base.figures import plain
from samrit.base.thai import (
    MONTHS,
    MONTHS_SHORT,
    Align,
    DateStyle,
    DigitStyle,
    ThaiTextError,
    arabic_digits,
    fiscal_year,
    fiscal_year_of,
    format_date,
    item_code,
    normalise,
    pad,
    parse_date,
    parse_figure,
    parse_month,
    same_text,
    thai_digits,
    to_be_year,
    to_ce_year,
    width,
    wrap,
)

# Letters and marks that meet in a syllable, invisible characters, spaces, and foreign marks that NFC moves.
THAI_NOISE = st.text(
    st.sampled_from("กนท" + "เแโ" + "ะัาำิีุู฿ฺ็่้๊๋์ํ๎ๅๆฯ" + "\u200b\u200c\u200d\u2060\ufeff" + " \u00a0\t\n\r" + "\u0331\u0301aé1๑")
)
DAYS = st.dates(date(1941, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33"),
        ("น\u0e49\u0e4d\u0e32", "น\u0e49\u0e33"),
        ("น\u0e33\u0e49", "น\u0e49\u0e33"),
        ("น\u0e4d\u0e32\u0e49", "น\u0e49\u0e33"),
        ("ก\u0e4d\u0e32", "ก\u0e33"),
        ("น\u0e49\u0e33หนัก", "น\u0e49\u0e33หนัก"),
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("ก\u0e48\u0e38", "ก\u0e38\u0e48"),
        ("\u0e40\u0e40ผน", "\u0e41ผน"),
        ("\u0e40\u200b\u0e40ผน", "\u0e41ผน"),
        ("\ufeffราย\u200bได้\u200d", "รายได้"),
        ("  พ.ศ.\u00a02556 \u00a0  ก ", "พ.ศ. 2556 ก"),
        ("ก \r\n ข\rค", "ก\nข\nค"),
        ("ก\n\nข", "ก\n\nข"),
        ("cafe\u0301", "café"),
        ("พุทฺธํ สรณํ", "พุทฺธํ สรณํ"),
        ("สิทธิ์ พันธุ์ ศักดิ์", "สิทธิ์ พันธุ์ ศักดิ์"),
        ("", ""),
    ],
)
def test_text_that_looks_the_same_becomes_the_same(typed: str, normal: str) -> None:
    assert normalise(typed) == normal
    assert same_text(typed, normal)


def test_sara_am_is_never_taken_apart() -> None:
    assert unicodedata.normalize("NFKC", "น้ำ") != "น้ำ"
    assert normalise("น้ำ") == "น้ำ"


def test_different_words_stay_different() -> None:
    assert not same_text("ไตรยางศ์", "ไตรยางค์")
    assert not same_text("เขา", "เข้า")


@given(THAI_NOISE | st.text())
@example("\u0331\u0e4d\u0e48\u0e32")
@example("\u0e4d\u0e48\u0e35\u0e32")
@example("\u0e4d\u0e32\u0e4d\u0e32\u0e48")
@example("\u0e34\u0301\u0e47\u0e39")
@example("\u0e33\u0331\u0e4d\u0e49\u0e32")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("mark", [*"ัิีึืุู็", "ฺ"])
@pytest.mark.parametrize("tone", [*"่้๊๋์"])
def test_a_correct_syllable_is_left_alone(mark: str, tone: str) -> None:
    assert normalise(f"ก{mark}{tone}") == f"ก{mark}{tone}"


@given(st.text(st.characters(exclude_characters="๐๑๒๓๔๕๖๗๘๙")))
def test_thai_digits_are_the_inverse_of_arabic_digits(text: str) -> None:
    assert arabic_digits(thai_digits(text)) == text


@given(st.text(st.characters(exclude_characters="0123456789")))
def test_arabic_digits_are_the_inverse_of_thai_digits(text: str) -> None:
    assert thai_digits(arabic_digits(text)) == text


def test_only_digits_change() -> None:
    assert thai_digits("คำสั่งที่ 12/2556") == "คำสั่งที่ ๑๒/๒๕๕๖"
    assert arabic_digits("ร้อยละ ๗๒.๐๐") == "ร้อยละ 72.00"


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("๐๑", "O1"),
        ("0๑๐", "O10"),
        ("O๑๒", "O12"),
        ("o12", "O12"),
        ("O12", "O12"),
        ("๐๓๐", "O30"),
        ("O30", "O30"),
        ("01", "O1"),
        ("O๐๕", "O5"),
        ("O05", "O5"),
        ("001", "O1"),
        ("010", "O10"),
        ("O3O", "O30"),
        (" O9\u200b ", "O9"),
        ("๐๙๙", "O99"),
    ],
)
def test_every_way_an_item_mark_is_typed_or_scanned_means_the_same_item(mark: str, code: str) -> None:
    assert item_code(mark) == code


@pytest.mark.parametrize(
    "text", ["", "O", "0", "๐๐", "OO", "000", "10", "๑๐", "O100", "0100", "O1.5", "O1 ก", "ITA", "O-1"]
)
def test_what_is_not_an_item_mark_is_none(text: str) -> None:
    assert item_code(text) is None


@given(st.integers(1, 99), st.sampled_from("Oo0๐"), st.booleans(), st.booleans())
def test_every_item_code_is_read_from_every_first_sign(number: int, sign: str, thai: bool, padded: bool) -> None:
    digits = f"{number:02}" if padded else str(number)
    assert item_code(sign + (thai_digits(digits) if thai else digits)) == f"O{number}"


@pytest.mark.parametrize(
    ("text", "ce_year"),
    [
        (2556, 2013),
        (56, 2013),
        ("2556", 2013),
        ("๒๕๕๖", 2013),
        ("56", 2013),
        ("๕๖", 2013),
        ("00", 1957),
        ("พ.ศ. 2556", 2013),
        ("พ.ศ.๒๕๕๖", 2013),
        ("พศ 2556", 2013),
        ("พุทธศักราช ๒๕๖๖", 2023),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๖", 2023),
        ("ปี 2566", 2023),
        ("ค.ศ. 2013", 2013),
        (2484, 1941),
        (2643, 2100),
    ],
)
def test_a_buddhist_year_is_read_as_a_common_era_year(text: str | int, ce_year: int) -> None:
    assert to_ce_year(text) == ce_year


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" ", "empty"),
        (5, "not_a_year"),
        ("5", "not_a_year"),
        ("556", "not_a_year"),
        ("25566", "not_a_year"),
        (-56, "not_a_year"),
        (True, "not_a_year"),
        ("ค.ศ. 13", "not_a_year"),
        ("สองพัน", "not_a_year"),
        (2013, "common_era_year"),
        ("2013", "common_era_year"),
        ("พ.ศ. 2013", "common_era_year"),
        (2483, "implausible_year"),
        (2644, "implausible_year"),
        ("ค.ศ. 2556", "implausible_year"),
        ("9" * 300, "too_long"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_an_implausible_year_is_refused_with_its_reason(text: str | int, reason: str) -> None:
    with pytest.raises(ThaiTextError) as caught:
        to_ce_year(text)
    assert caught.value.reason == reason


@given(st.integers(1941, 2100))
def test_years_go_there_and_back(ce_year: int) -> None:
    assert to_ce_year(to_be_year(ce_year)) == ce_year


@pytest.mark.parametrize("year", [1940, 2101, 2556])
def test_a_year_that_is_not_common_era_is_not_moved_again(year: int) -> None:
    with pytest.raises(ThaiTextError):
        to_be_year(year)


def test_a_fiscal_year_runs_from_october_to_september() -> None:
    assert fiscal_year(2556) == (date(2012, 10, 1), date(2013, 9, 30))
    assert fiscal_year(2566) == (date(2022, 10, 1), date(2023, 9, 30))


@given(st.integers(2484, 2643))
def test_fiscal_years_meet_without_gap_or_overlap(be_year: int) -> None:
    first, last = fiscal_year(be_year)
    day = timedelta(days=1)
    assert [fiscal_year_of(one) for one in (first - day, first, last, last + day)] == [
        be_year - 1,
        be_year,
        be_year,
        be_year + 1,
    ]
    assert (last - first).days + 1 in (365, 366)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("๒๐ มิ.ย. ๕๖", date(2013, 6, 20)),
        ("20 มิ.ย. 56", date(2013, 6, 20)),
        ("20 มิย 56", date(2013, 6, 20)),
        ("20มิ.ย.2556", date(2013, 6, 20)),
        ("๒0 มิ.ย. 2๕๕๖", date(2013, 6, 20)),
        ("๑ มกราคม ๒๕๖๖", date(2023, 1, 1)),
        ("๑ มกราคม พ.ศ. ๒๕๖๖", date(2023, 1, 1)),
        ("1 มกราคม พ.ศ.2566", date(2023, 1, 1)),
        ("วันที่ 1 มกราคม 2566", date(2023, 1, 1)),
        ("วันที่ ๑ เดือน มกราคม พุทธศักราช ๒๕๖๖", date(2023, 1, 1)),
        ("วันที่ ๑ เดือนมกราคม ปี พ.ศ. ๒๕๖๖", date(2023, 1, 1)),
        ("วันที่๑เดือนมกราคมพุทธศักราช๒๕๖๖", date(2023, 1, 1)),
        ("1 มกราคม ค.ศ. 2023", date(2023, 1, 1)),
        ("๑พ.ค.๖๖", date(2023, 5, 1)),
        ("31/3/2556", date(2013, 3, 31)),
        ("๓๑/๐๓/๒๕๕๖", date(2013, 3, 31)),
        ("31/3/56", date(2013, 3, 31)),
        ("31-3-2556", date(2013, 3, 31)),
        ("31.3.56", date(2013, 3, 31)),
        ("2013-03-31", date(2013, 3, 31)),
        (" 2013-03-31\u200b", date(2013, 3, 31)),
        ("29 ก.พ. 2567", date(2024, 2, 29)),
        ("29/2/2567", date(2024, 2, 29)),
        ("๑ กุมภาพันธ์\u00a0๒๕๖๗", date(2024, 2, 1)),
        ("๑ ธันวาคม 2500", date(1957, 12, 1)),
    ],
)
def test_a_date_is_read_in_every_form_in_use(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("พรุ่งนี้", "not_a_date"),
        ("20 มิ.ย.", "not_a_date"),
        ("มิ.ย. 56", "not_a_date"),
        ("20 June 2013", "not_a_date"),
        ("13-03-31", "not_a_date"),
        ("31/3-2556", "not_a_date"),
        ("2013/03/31", "not_a_date"),
        ("20 มิ.ย. 556", "not_a_year"),
        ("30 ก.พ. 2556", "impossible_date"),
        ("29 ก.พ. 2566", "impossible_date"),
        ("29 ก.พ. 2568", "impossible_date"),
        ("31 เม.ย. 56", "impossible_date"),
        ("0/1/2556", "impossible_date"),
        ("1/13/2556", "impossible_date"),
        ("2013-02-30", "impossible_date"),
        ("31/3/2013", "common_era_year"),
        ("2556-03-31", "implausible_year"),
        ("1 ม.ค. 2400", "implausible_year"),
        ("1" * 100_000, "too_long"),
    ],
    ids=lambda value: value[:16],
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ThaiTextError) as caught:
        parse_date(text)
    assert caught.value.reason == reason


@given(DAYS, st.sampled_from(["long", "short", "formal"]), st.sampled_from(["arabic", "thai"]))
@example(date(2024, 2, 29), "short", "thai")
@example(date(1956, 12, 31), "short", "arabic")
@example(date(2057, 1, 1), "short", "arabic")
def test_every_written_date_reads_back(day: date, style: DateStyle, digits: DigitStyle) -> None:
    text = format_date(day, style, digits)
    assert parse_date(text) == day
    assert parse_date(text.replace(" ", "")) == day


@given(DAYS)
def test_an_iso_date_is_common_era(day: date) -> None:
    assert parse_date(day.isoformat()) == day


def test_dates_are_written_in_three_styles_and_both_digits() -> None:
    day = date(2013, 6, 20)
    assert format_date(day) == "20 มิถุนายน 2556"
    assert format_date(day, "short") == "20 มิ.ย. 56"
    assert format_date(day, "short", "thai") == "๒๐ มิ.ย. ๕๖"
    assert format_date(day, "formal", "thai") == "วันที่ ๒๐ เดือน มิถุนายน พุทธศักราช ๒๕๕๖"


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_known_by_both_its_names(number: int) -> None:
    assert parse_month(f"{MONTHS[number - 1]} 2556") == (2013, number)
    assert parse_month(f"{MONTHS_SHORT[number - 1]}๕๖") == (2013, number)
    assert parse_month(f"{MONTHS_SHORT[number - 1].replace('.', '')} 56") == (2013, number)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("พ.ค.๖๖", (2023, 5)),
        ("ต.ค. 55", (2012, 10)),
        ("2013-05", (2013, 5)),
        ("5/2556", (2013, 5)),
        ("๐๕/๕๖", (2013, 5)),
        ("เดือน พฤษภาคม พ.ศ. ๒๕๖๖", (2023, 5)),
    ],
)
def test_a_month_is_read_in_every_form_in_use(text: str, month: tuple[int, int]) -> None:
    assert parse_month(text) == month


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("พ.ค.", "not_a_month"),
        ("พ.ศ. 2566", "not_a_month"),
        ("20 พ.ค. 66", "not_a_month"),
        ("13/2556", "impossible_date"),
        ("2013-00", "impossible_date"),
        ("2556-05", "implausible_year"),
        ("5/2013", "common_era_year"),
    ],
)
def test_what_is_not_a_month_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ThaiTextError) as caught:
        parse_month(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("๗๒", "72"),
        ("ร้อยละ ๗๒", "72"),
        ("ร้อยละ๗๒.๕๐", "72.50"),
        ("72%", "72"),
        ("๗๒.๐๐ %", "72.00"),
        ("1,250,000.50", "1250000.50"),
        ("๑,๒๕๐", "1250"),
        ("1250000", "1250000"),
        ("  5\u00a0", "5"),
        ("−1.5", "-1.5"),
        ("-1.5", "-1.5"),
        ("+10 %", "10"),
        ("0", "0"),
        ("-0.0", "0.0"),
        ("0.50", "0.50"),
    ],
)
def test_a_figure_is_read_as_a_clerk_types_it(text: str, figure: str) -> None:
    assert plain(parse_figure(text)) == figure


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \u200b", "empty"),
        ("-", "not_a_figure"),
        ("ไม่มี", "not_a_figure"),
        ("N/A", "not_a_figure"),
        ("NaN", "not_a_figure"),
        ("ร้อยละ", "not_a_figure"),
        ("72.5.1", "not_a_figure"),
        (".5", "not_a_figure"),
        ("5.", "not_a_figure"),
        ("1e3", "not_a_figure"),
        ("1_000", "not_a_figure"),
        ("(5)", "not_a_figure"),
        ("1/2", "not_a_figure"),
        ("1,25", "grouping"),
        ("12,50,000", "grouping"),
        ("1250,000", "grouping"),
        ("0,500", "grouping"),
        (",500", "grouping"),
        ("1.500,5", "grouping"),
        ("12 13", "several_figures"),
        ("1 250 000", "several_figures"),
        ("12\n13", "several_figures"),
        ("1,250 บาท", "unit"),
        ("5 คน", "unit"),
        ("5 %%", "unit"),
        ("9" * 31, "too_long"),
        ("9" * 1_000_000, "too_long"),
    ],
    ids=lambda value: value[:12],
)
def test_what_is_not_one_figure_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ThaiTextError) as caught:
        parse_figure(text)
    assert caught.value.reason == reason
    assert len(str(caught.value)) < 250


def test_only_the_announced_unit_may_follow_a_figure() -> None:
    assert parse_figure("1,250 บาท", unit="บาท") == 1250
    assert parse_figure("๑,๒๕๐บาท", unit="บาท") == 1250
    assert parse_figure("1,250", unit="บาท") == 1250
    assert parse_figure("72 ร้อยละ", unit="ร้อยละ") == 72
    assert parse_figure("2 น\u0e4d้\u0e32", unit="น้ำ") == 2
    with pytest.raises(ThaiTextError, match="word beside the figure"):
        parse_figure("1,250 คน", unit="บาท")
    with pytest.raises(ThaiTextError, match="not a figure"):
        parse_figure("บาท", unit="บาท")


@given(
    st.decimals(-(10**12), 10**12, places=2),
    st.sampled_from([str, thai_digits]),
    st.sampled_from(["{}", " {} ", "ร้อยละ {}", "{}%", "{} %"]),
)
def test_a_figure_survives_commas_thai_digits_and_percent_words(
    value: Decimal, digits: Callable[[str], str], around: str
) -> None:
    assert parse_figure(around.format(digits(f"{value:,}"))) == value


def test_an_error_survives_a_worker_process() -> None:
    error = ThaiTextError("grouping", "1,25")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.reason, copy.text, str(copy)) == ("grouping", "1,25", str(error))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("ที่", 1),
        ("น้ำ", 2),
        ("กำ", 2),
        ("น้ำหนัก", 5),
        ("บ้าน", 3),
        ("ผู้รับการประเมิน", 12),
        ("ราย\u200bได้", 5),
        ("a\tb", 2),
        ("中", 2),
    ],
)
def test_marks_above_and_below_take_no_column_and_sara_am_takes_one(text: str, columns: int) -> None:
    assert width(text) == columns


@given(THAI_NOISE, THAI_NOISE)
def test_width_adds_up(a: str, b: str) -> None:
    assert width(a + b) == width(a) + width(b)


@pytest.mark.parametrize(("align", "text"), [("left", "น้ำ   "), ("right", "   น้ำ"), ("center", " น้ำ  ")])
def test_padding_counts_columns_not_characters(align: Align, text: str) -> None:
    assert pad("น้ำ", 5, align) == text


def test_padding_never_cuts() -> None:
    assert pad("ผู้รับการประเมิน", 3) == "ผู้รับการประเมิน"


def test_wrapping_breaks_at_spaces_first() -> None:
    assert wrap("ผู้รับ การประเมิน ผล", 9) == ["ผู้รับ", "การประเมิน", "ผล"]
    assert wrap("ผู้รับ  การ\tประเมิน", 9) == ["ผู้รับ การ", "ประเมิน"]


def test_wrapping_keeps_the_writers_own_lines() -> None:
    assert wrap("ก\n\nข ค", 80) == ["ก", "", "ข ค"]
    assert wrap("", 80) == [""]


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("ประกาศกระทรวงมหาดไทย", 6, ["ประกาศ", "กระทรว", "งมหาด", "ไทย"]),
        ("คะแนนร้อยละ89.55ของเป้า", 6, ["คะแนนร้", "อยละ", "89.55ข", "องเป้า"]),
        ("เรื่องอื่นฯลฯไป", 6, ["เรื่องอื่", "นฯลฯไป"]),
        ("เรื่อง อื่น ๆ", 7, ["เรื่อง", "อื่น ๆ"]),
        ("กข(ค)“ง”", 3, ["กข", "(ค)", "“ง”"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("กำ", 1, ["กำ"]),
    ],
)
def test_a_run_too_long_is_broken_only_where_thai_allows(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


@given(THAI_NOISE | st.text(), st.integers(1, 20))
def test_wrapping_loses_nothing_and_never_splits_a_syllables_signs(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    blanks = " \t\r\n\f\v"
    assert [one for line in lines for one in line if one not in blanks] == [one for one in text if one not in blanks]
    for paragraph in text.split("\n"):
        # Inside one word every cut is ours; the text itself may begin or end with anything.
        for word in paragraph.split(" "):
            pieces = wrap(word, columns) if not set(word) & set(blanks) else []
            assert all(piece[0] not in "ะาำๅๆฯัิีึืฺุู็่้๊๋์ํ๎" for piece in pieces[1:])
            assert all(piece[-1] not in "เแโใไ" for piece in pieces[:-1])


@given(st.text(st.sampled_from("กขคงมนรabc19๑ ัี่้")), st.integers(1, 20))
def test_wrapped_lines_fit(text: str, columns: int) -> None:
    assert all(width(line) <= columns for line in wrap(text, columns))


def test_wrapping_needs_a_column() -> None:
    with pytest.raises(ValueError, match="columns must be 1 or more"):
        wrap("ก", 0)
