"""# ตารางระดับ · Level table

ผลการดำเนินงานเทียบกับค่าเป้าหมายของแต่ละระดับ ชุดเกณฑ์บอกทิศทาง การเทียบระหว่างระดับ และสิ่งที่เกิดนอกตาราง

A result is held against the target of each level.  The pack says which way is better (`direction`), what counts
between two levels (`between`), and what a result outside the table scores (`below`, `above`).
"""

TABLE = """
    code: "2.1"
    name: ผู้ฟังข่าววิทยุ
    weight: 100
    measure_unit: percent
    inputs: {percent: {name: ร้อยละของผู้ฟัง, holds: figure, measure_unit: percent, source: ข้อ 9}}
    method:
      kind: level_table
      levels: {1: 69.42, 2: 70.92, 3: 72.42, 4: 73.92, 5: 75.42}
      direction: ascending
      between: interpolate
      below: lowest_level
      above: highest_level
      source: ข้อ 9
"""


def test_a_result_on_a_level_earns_the_points_of_that_level(spec):
    """ผลที่ตรงกับระดับพอดีได้คะแนนของระดับนั้น · A result that equals a target earns its points."""
    spec.indicator(TABLE)
    spec.gives({"percent": "69.42"}, "1.0000")
    spec.gives({"percent": "72.42"}, "3.0000")
    spec.gives({"percent": "75.42"}, "5.0000")


def test_between_two_levels_points_go_by_straight_line(spec):
    """ระหว่างสองระดับเทียบบัญญัติไตรยางศ์: 2 + (72.00 − 70.92) ÷ (72.42 − 70.92) = 2.72 · Between two levels, by proportion."""
    spec.indicator(TABLE)
    spec.gives({"percent": "72.00"}, "2.7200")
    spec.gives({"percent": "๗๒.๐๐"}, "2.7200")


def test_outside_the_table_the_pack_decides_here_the_ends_hold(spec):
    """ต่ำกว่าระดับ 1 ได้ 1 สูงกว่าระดับ 5 ได้ 5 เมื่อชุดเกณฑ์บอกเช่นนั้น · Clamped at both ends, because the pack says so."""
    spec.indicator(TABLE)
    spec.gives({"percent": "12"}, "1.0000")
    spec.gives({"percent": "99.99"}, "5.0000")


def test_a_tie_rounds_half_up(spec):
    """ครึ่งพอดีปัดขึ้น: 70.92 + 1.5 × 0.00005 → 2.00005 → 2.0001 · An exact half rounds up; nothing is lost before it."""
    spec.indicator(TABLE)
    spec.gives({"percent": "70.920075"}, "2.0001")
    spec.gives({"percent": "70.920074999999"}, "2.0000")
