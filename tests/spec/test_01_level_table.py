"""ตารางระดับ · Level table

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
LEVELS = "{1: 69.42, 2: 70.92, 3: 72.42, 4: 73.92, 5: 75.42}"


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


def test_each_pair_of_levels_has_its_own_slope(spec):
    """ช่วงระดับไม่จำเป็นต้องเท่ากัน เทียบเฉพาะสองระดับที่ติดกัน: 2 + (70 − 60) ÷ (80 − 60) = 2.5 และ
    4 + (92.5 − 90) ÷ (95 − 90) = 4.5
    · Steps need not be equal: only the two neighbouring levels count.
    """
    spec.indicator(TABLE.replace(LEVELS, "{1: 50, 2: 60, 3: 80, 4: 90, 5: 95}"))
    spec.gives({"percent": "70"}, "2.5000")
    spec.gives({"percent": "92.5"}, "4.5000")


def test_less_may_be_better(spec):
    """ตัวชี้วัดที่ยิ่งน้อยยิ่งดีใช้ตารางลดลง เทียบแบบเดียวกัน: 2 + (8 − 7.5) ÷ (8 − 6) = 2.25
    · Where less is better the targets fall from level to level, and the same rule is mirrored.
    """
    spec.indicator(
        TABLE.replace(LEVELS, "{1: 10, 2: 8, 3: 6, 4: 4, 5: 2}").replace("ascending", "descending"),
    )
    spec.gives({"percent": "7.5"}, "2.2500")
    spec.gives({"percent": "10"}, "1.0000")
    spec.gives({"percent": "12"}, "1.0000")
    spec.gives({"percent": "2"}, "5.0000")
    spec.gives({"percent": "0"}, "5.0000")


def test_levels_may_have_points_of_their_own(spec):
    """จำนวนระดับและคะแนนของระดับเป็นของชุดเกณฑ์ เช่น สามระดับ 50/75/100: 50 + (70 − 60) ÷ (80 − 60) × 25 = 62.5
    · How many levels there are, and their points, is the pack's to say: here three levels on a scale to 100.
    """
    spec.framework("rules: {scale: {lowest: 0, highest: 100}}")
    spec.indicator(TABLE.replace(LEVELS, "{50: 60, 75: 80, 100: 90}"))
    spec.gives({"percent": "70"}, "62.5000")
    spec.gives({"percent": "90"}, "100.0000")
    spec.gives({"percent": "59"}, "50.0000")


def test_a_level_may_have_no_target(spec):
    """“-” คือระดับนั้นไม่มีค่าเป้าหมาย ซึ่งไม่ใช่ศูนย์ ตารางเริ่มที่ระดับ 3: 3 + (85 − 80) ÷ (90 − 80) = 3.5
    และผลที่ต่ำกว่าได้คะแนนของระดับต่ำสุดที่มีค่าเป้าหมาย
    · “-” means that the level has no target, which is not zero.  The table starts at level 3, and by
    `below: lowest_level` a worse result earns the points of the lowest level that has a target.
    """
    spec.indicator(TABLE.replace(LEVELS, '{1: "-", 2: "-", 3: 80, 4: 90, 5: 100}'))
    spec.gives({"percent": "85"}, "3.5000")
    spec.gives({"percent": "80"}, "3.0000")
    spec.gives({"percent": "12"}, "3.0000")


def test_the_line_runs_across_a_level_without_a_target(spec):
    """ระดับกลางที่ไม่มีค่าเป้าหมายถูกข้าม เส้นลากจากระดับ 1 ถึงระดับ 3: 1 + (65 − 60) ÷ (80 − 60) × 2 = 1.5
    · A level in the middle without a target is passed over: the line runs from level 1 to level 3.
    """
    spec.indicator(TABLE.replace(LEVELS, '{1: 60, 2: "-", 3: 80, 4: 90, 5: 95}'))
    spec.gives({"percent": "65"}, "1.5000")
    spec.gives({"percent": "70"}, "2.0000")


def test_a_table_may_go_by_steps(spec):
    """`between: step` ให้คะแนนของระดับที่ถึงแล้ว ไม่เทียบสัดส่วน 72.41 ยังเป็นระดับ 2
    · With `between: step` the level that was reached counts, and nothing in between.
    """
    spec.indicator(TABLE.replace("between: interpolate", "between: step"))
    spec.gives({"percent": "72.41"}, "2.0000")
    spec.gives({"percent": "72.42"}, "3.0000")


def test_outside_the_table_the_pack_decides_here_the_ends_hold(spec):
    """ต่ำกว่าระดับ 1 ได้ 1 สูงกว่าระดับ 5 ได้ 5 เมื่อชุดเกณฑ์บอกเช่นนั้น · Clamped at both ends, because the pack says so."""
    spec.indicator(TABLE)
    spec.gives({"percent": "12"}, "1.0000")
    spec.gives({"percent": "99.99"}, "5.0000")


def test_below_the_table_may_be_the_lowest_of_the_scale(spec):
    """`below: scale_lowest` ให้คะแนนต่ำสุดของช่วงคะแนน แม้ตารางเริ่มที่ระดับ 3
    · A result below the table earns the lowest points of the scale, though the table starts at level 3.
    """
    table = TABLE.replace(LEVELS, '{1: "-", 2: "-", 3: 80, 4: 90, 5: 100}')
    spec.indicator(table.replace("below: lowest_level", "below: scale_lowest"))
    spec.gives({"percent": "79.99"}, "1.0000")
    spec.gives({"percent": "80"}, "3.0000")


def test_below_the_table_may_be_nothing(spec):
    """`below: zero` ให้ 0 แม้ช่วงคะแนนเริ่มที่ 1 · `below: zero` gives 0, even on a scale that starts at 1."""
    spec.indicator(TABLE.replace("below: lowest_level", "below: zero"))
    spec.gives({"percent": "69.41"}, "0.0000")
    spec.gives({"percent": "69.42"}, "1.0000")


def test_the_first_line_may_go_on_below_the_table(spec):
    """`below: extend` ลากเส้นระหว่างสองระดับล่างต่อลงไป: 1 + (68.67 − 69.42) ÷ (70.92 − 69.42) = 0.5
    · `below: extend` goes on along the line of the two lowest levels, even off the scale.
    """
    spec.indicator(TABLE.replace("below: lowest_level", "below: extend"))
    spec.gives({"percent": "68.67"}, "0.5000")
    spec.gives({"percent": "66.42"}, "-1.0000")


def test_below_the_table_there_may_be_no_score(spec):
    """`below: missing` สำหรับเอกสารที่ไม่ให้คะแนนผลที่ต่ำกว่าตาราง จึงไม่มีคะแนน ไม่ใช่ศูนย์
    · `below: missing` is for a document that gives such a result no points: there is no score, which is not zero.
    """
    spec.indicator(TABLE.replace("below: lowest_level", "below: missing"))
    spec.gives({"percent": "69.41"}, "missing", result="69.41")
    spec.gives({"percent": "69.42"}, "1.0000")


def test_the_last_line_may_go_on_above_the_table(spec):
    """`above: extend` ลากเส้นระหว่างสองระดับบนต่อขึ้นไป: 4 + (76.92 − 73.92) ÷ (75.42 − 73.92) = 6
    · `above: extend` goes on along the line of the two highest levels.
    """
    spec.indicator(TABLE.replace("above: highest_level", "above: extend"))
    spec.gives({"percent": "76.92"}, "6.0000")
    spec.gives({"percent": "75.42"}, "5.0000")


def test_nothing_that_decides_a_score_may_be_left_out(spec):
    """ชุดเกณฑ์ที่ไม่บอกว่าต่ำกว่าตารางได้กี่คะแนนใช้ไม่ได้ ไม่มีค่าเริ่มต้นที่ตัดสินคะแนนแทนเอกสาร
    · A pack that does not say what a result below the table scores is refused: no default decides in its place.
    """
    spec.indicator(TABLE.replace("      below: lowest_level\n", ""))
    spec.refuses("PK102")


def test_a_table_names_its_source_or_is_marked_as_an_assumption(spec):
    """ทุกตารางต้องบอกที่มา หรือบอกว่าเป็นข้อสมมติเพราะเหตุใด ข้อสมมติติดไปกับคะแนน
    · A table stands in the document, or is marked as an assumption, which then goes with the score.
    """
    spec.indicator(TABLE.replace("highest_level\n      source: ข้อ 9", "highest_level"))
    spec.refuses("PK206")
    spec.indicator(TABLE.replace("highest_level\n      source: ข้อ 9", "highest_level\n      assumption: เอกสารไม่ได้บอก"))
    card = spec.gives({"percent": "72.00"}, "2.7200")
    assert [one.where for one in card.assumptions] == ["2.1.method"]


def test_targets_that_do_not_rise_are_refused(spec):
    """ค่าเป้าหมายที่ไม่เพิ่มขึ้นตามทิศทางที่ประกาศ หรือซ้ำกัน ใช้คิดคะแนนไม่ได้
    · Targets that do not rise in the declared direction, or are equal, cannot be scored.
    """
    spec.indicator(TABLE.replace(LEVELS, "{1: 69.42, 2: 72.42, 3: 70.92, 4: 73.92, 5: 75.42}"))
    spec.refuses("PK231")
    spec.indicator(TABLE.replace(LEVELS, "{1: 60, 2: 70, 3: 70, 4: 80, 5: 90}"))
    spec.refuses("PK231")
    spec.indicator(TABLE.replace("ascending", "descending"))
    spec.refuses("PK231")


def test_one_target_is_no_table(spec):
    """ตารางที่มีค่าเป้าหมายระดับเดียวเทียบกับอะไรไม่ได้ · A table with a single target has nothing to compare with."""
    spec.indicator(TABLE.replace(LEVELS, '{1: "-", 2: "-", 3: 80, 4: "-", 5: "-"}'))
    spec.refuses("PK230")


def test_levels_lie_on_the_scale(spec):
    """ระดับที่ให้คะแนนเกินช่วงคะแนนของกรอบถูกปฏิเสธ · A level that gives more points than the scale has is refused."""
    spec.indicator(TABLE.replace(LEVELS, "{2: 60, 4: 80, 6: 90}"))
    spec.refuses("PK232")


def test_a_tie_rounds_half_up(spec):
    """ครึ่งพอดีปัดขึ้น: 2 + (70.920075 − 70.92) ÷ 1.5 = 2.00005 → 2.0001 · An exact half rounds up; nothing is lost before it."""
    spec.indicator(TABLE)
    spec.gives({"percent": "70.920075"}, "2.0001")
    spec.gives({"percent": "70.920074999999"}, "2.0000")
