"""ดีขึ้นกว่าเดิมเท่าใด · Improvement

เทียบค่าปัจจุบันกับค่าเดิม เป็นร้อยละของค่าเดิม (`relative`) หรือเป็นผลต่าง (`points`) แล้วนำการเปลี่ยนแปลงไปเทียบตารางระดับ

The present value against the earlier one, as a percentage of the earlier (`relative`) or as a difference (`points`); the
change is then placed in a level table.
"""

TABLE = """
    code: "3.3"
    name: ความพึงพอใจที่เพิ่มขึ้น
    weight: 100
    measure_unit: percent
    inputs:
      last_year: {name: ความพึงพอใจปีก่อน, holds: figure, measure_unit: percent, source: ข้อ 9}
      this_year: {name: ความพึงพอใจปีนี้, holds: figure, measure_unit: percent, source: ข้อ 9}
    method:
      kind: improvement
      before: last_year
      now: this_year
      measure: relative
      levels: {1: 2, 2: 4, 3: 6, 4: 8, 5: 10}
      direction: ascending
      between: interpolate
      below: lowest_level
      above: highest_level
      source: ข้อ 9
"""


def test_a_change_may_be_a_share_of_the_earlier_value(spec):
    """เพิ่มจาก 80 เป็น 85.6: (85.6 − 80) ÷ 80 × 100 = 7 % ได้ 3 + (7 − 6) ÷ (8 − 6) = 3.5
    · From 80 to 85.6 is 7 percent more than before, half-way between levels 3 and 4.
    """
    spec.indicator(TABLE)
    spec.gives({"last_year": "80", "this_year": "85.6"}, "3.5000", result="7.00")
    spec.gives({"last_year": "80", "this_year": "88"}, "5.0000", result="10.00")


def test_or_a_difference(spec):
    """`measure: points` ใช้ผลต่าง: 85.6 − 80 = 5.6 จุด ได้ 2 + (5.6 − 4) ÷ 2 = 2.8
    · The same two values as a difference: 5.6 points.
    """
    spec.indicator(TABLE.replace("measure: relative", "measure: points"))
    spec.gives({"last_year": "80", "this_year": "85.6"}, "2.8000", result="5.60")


def test_a_fall_lies_below_the_table(spec):
    """แย่ลงจาก 80 เหลือ 76 คือ −5 % อยู่ใต้ตาราง ได้ตามที่ `below` บอก · A fall is a negative change, and `below` says what it scores."""
    spec.indicator(TABLE)
    spec.gives({"last_year": "80", "this_year": "76"}, "1.0000", result="-5.00")
    spec.indicator(TABLE.replace("below: lowest_level", "below: zero"))
    spec.gives({"last_year": "80", "this_year": "76"}, "0.0000", result="-5.00")


def test_less_may_be_the_improvement(spec):
    """เรื่องร้องเรียนลดจาก 40 เหลือ 37 เรื่อง คือ −7.5 % ระหว่าง −6 กับ −8: 3 + (7.5 − 6) ÷ (8 − 6) = 3.75
    · Fewer complaints are better: the targets are negative and the table descends.
    """
    falling = TABLE.replace("{1: 2, 2: 4, 3: 6, 4: 8, 5: 10}", "{1: -2, 2: -4, 3: -6, 4: -8, 5: -10}")
    spec.indicator(falling.replace("ascending", "descending"))
    spec.gives({"last_year": "40", "this_year": "37"}, "3.7500", result="-7.50")
    spec.gives({"last_year": "40", "this_year": "41"}, "1.0000", result="2.50")


def test_nothing_can_be_a_share_of_zero(spec):
    """ค่าเดิมเป็นศูนย์เทียบเป็นร้อยละไม่ได้ จึงยังไม่มีคะแนน แต่เป็นผลต่างได้
    · From zero, or below it, there is no relative change, and so no score; as a difference there is one.
    """
    spec.indicator(TABLE)
    spec.gives({"last_year": "0", "this_year": "9"}, "missing")
    spec.gives({"last_year": "-4", "this_year": "9"}, "missing")
    spec.indicator(TABLE.replace("measure: relative", "measure: points"))
    spec.gives({"last_year": "0", "this_year": "9"}, "4.5000", result="9.00")


def test_both_values_are_needed(spec):
    """ขาดค่าใดค่าหนึ่งยังไม่มีคะแนน และใช้ N/A แทนค่าเดิมก็ไม่ถือว่าเป็นศูนย์ · Without one of the two there is no score."""
    spec.indicator(TABLE)
    spec.gives({"this_year": "88"}, "missing")
    spec.gives({"last_year": "80"}, "missing")
    spec.gives({"last_year": "N/A", "this_year": "88"}, "not_applicable")


def test_the_change_is_exact(spec):
    """(100 − 96) ÷ 96 × 100 = 4⅙: คะแนน 2 + ⅙ ÷ 2 = 2.0833 · The change is not rounded before it is scored."""
    spec.indicator(TABLE)
    card = spec.gives({"last_year": "96", "this_year": "100"}, "2.0833", result="4.17")
    assert card.outcomes["3.3"].result.value * 6 == 25


def test_the_values_compared_are_inputs(spec):
    """`before` และ `now` ต้องเป็นข้อมูลที่ถาม · What is compared must be asked for."""
    spec.indicator(TABLE.replace("before: last_year", "before: last_years"))
    spec.refuses("PK204")
