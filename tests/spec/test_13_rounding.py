"""การปัดเศษ · Rounding

ปัดครึ่งขึ้น ครั้งเดียว ที่ที่ชุดเกณฑ์บอก (`places`) และชุดเกณฑ์บอกด้วยว่าขั้นถัดไปคิดต่อจากค่าที่ปัดแล้วหรือค่าเต็ม (`carry`)
ก่อนถึงจุดปัดทุกอย่างเป็นเศษส่วนเต็ม ไม่มีทศนิยมหาย

Half up, once, where the pack says (`places`); the pack also says whether the next stage goes on with the rounded value or
with the exact one (`carry`).  Up to there everything is a whole fraction, and nothing is lost.
"""

SCORE = """
    code: "1"
    name: คะแนนจากสูตร
    weight: 100
    measure_unit: level
    inputs:
      points: {name: คะแนนดิบ, holds: figure, measure_unit: level, source: ข้อ 9}
      parts: {name: จำนวนส่วน, holds: figure, measure_unit: level, source: ข้อ 9}
    formula: {text: points / parts, source: ข้อ 9}
    method: {kind: formula, below: extend, above: extend, source: ข้อ 9}
"""
TWENTY = "total: {multiply: 20, converted_name: คะแนนฐาน 100}"
HALVES = """
    code: "%s"
    name: ครึ่งที่ %s
    weight: 50
    inputs: {score: {name: คะแนนที่วัดได้, holds: figure, source: ข้อ 9}}
    method: {kind: formula, below: extend, above: extend, source: ข้อ 9}
"""
TWO = f"{(HALVES % (1, 1)).rstrip()}\n    ---{HALVES % (2, 2)}"


def test_a_half_goes_up(spec):
    """2.00005 → 2.0001 และ 2.000049999 → 2.0000 · A tie goes up; anything less does not."""
    spec.indicator(SCORE)
    spec.gives({"points": "2.00005", "parts": "1"}, "2.0001")
    spec.gives({"points": "2.000049999", "parts": "1"}, "2.0000")


def test_below_zero_a_half_goes_away_from_zero(spec):
    """ค่าติดลบปัดออกจากศูนย์: −0.00005 → −0.0001 · Below zero a tie goes away from zero, as it does above."""
    spec.indicator(SCORE)
    spec.gives({"points": "-0.00005", "parts": "1"}, "-0.0001")
    spec.gives({"points": "-0.00004", "parts": "1"}, "0.0000")


def test_places_are_always_shown(spec):
    """3 แสดงเป็น 3.0000 เมื่อชุดเกณฑ์ให้สี่ตำแหน่ง · Three is shown as 3.0000 where the pack shows four places."""
    spec.indicator(SCORE)
    spec.gives({"points": "3", "parts": "1"}, "3.0000")
    spec.framework("rules: {rounding: {score: {places: 0}}}")
    spec.gives({"points": "3", "parts": "1"}, "3")
    spec.gives({"points": "2.5", "parts": "1"}, "3")


def test_the_rounded_score_may_be_carried_on(spec):
    """`carry: rounded` สองตำแหน่ง: 4 ÷ 3 = 1.333… ปัดเป็น 1.33 แล้ว × 20 = 26.60 ผู้อ่านคิดซ้ำได้จากกระดาษ
    · The score on the paper is what goes on: 1.33 × 20 = 26.60, which a reader can recompute from the paper.
    """
    spec.framework(f"rules: {{rounding: {{score: {{places: 2, carry: rounded}}}}}}\n{TWENTY}")
    spec.indicator(SCORE)
    spec.gives({"points": "4", "parts": "3"}, "26.60", code="total")


def test_or_the_exact_one(spec):
    """`carry: exact` แสดง 1.33 แต่คิดต่อจาก 1⅓: 1⅓ × 20 = 26.67 · Shown as 1.33, carried as one and a third: 26.67."""
    spec.framework(f"rules: {{rounding: {{score: {{places: 2, carry: exact}}}}}}\n{TWENTY}")
    spec.indicator(SCORE)
    spec.gives({"points": "4", "parts": "3"}, "1.33", code="1")
    spec.gives({"points": "4", "parts": "3"}, "26.67", code="total")


def test_parts_are_rounded_before_their_mean_only_if_the_pack_says_so(spec):
    """ตัวย่อยสองตัว 1.005 และ 1: ปัดสองตำแหน่งก่อนได้ (1.01 + 1) ÷ 2 = 1.005 → 1.01 ไม่ปัดก่อนได้ 1.0025 → 1.00
    · Rounded first the parts make 1.005, shown 1.01; carried exactly they make 1.0025, shown 1.00.
    """
    part = "inputs: {score: {name: คะแนน, holds: figure, source: ข้อ 9}}"
    method = "method: {kind: formula, below: extend, above: extend, source: ข้อ 9}"
    spec.indicator(f"""
        code: "1"
        name: ตัวชี้วัดสองส่วน
        weight: 100
        method: {{kind: composite, weights: equal, source: ข้อ 9}}
        parts:
          - {{code: "1.a", name: ส่วน a, {part}, {method}}}
          - {{code: "1.b", name: ส่วน b, {part}, {method}}}
    """)
    facts = {"1.a/score": "1.005", "1.b/score": "1"}
    spec.framework("rules: {rounding: {score: {places: 2, carry: rounded}, composite: {places: 2, carry: exact}}}")
    spec.gives(facts, "1.01")
    spec.framework("rules: {rounding: {score: {places: 2, carry: exact}, composite: {places: 2, carry: exact}}}")
    spec.gives(facts, "1.00")


def test_weighted_scores_may_be_added_as_shown(spec):
    """ค = 1.01 × 50 % = 0.505: รวมค่าที่ปัดแล้ว 0.51 + 0.51 = 1.02 รวมค่าเต็ม 0.505 + 0.505 = 1.01
    · The column of weighted scores adds up as printed, or exactly, as the pack says.
    """
    spec.indicator(TWO)
    facts = {"1/score": "1.01", "2/score": "1.01"}
    spec.framework("rules: {rounding: {weighted: {places: 2, carry: rounded}, total: {places: 2}}}")
    spec.gives(facts, "1.02", code="total")
    spec.framework("rules: {rounding: {weighted: {places: 2, carry: exact}, total: {places: 2}}}")
    spec.gives(facts, "1.01", code="total")


def test_the_total_is_converted_as_shown_or_exactly(spec):
    """คะแนนรวม 4 ÷ 3: ปัดเป็น 1.3 แล้ว × 20 = 26.00 หรือ 1⅓ × 20 = 26.67 · Converted from the rounded total, or from the exact one."""
    spec.indicator(SCORE)
    facts = {"points": "4", "parts": "3"}
    exact = "score: {places: 4, carry: exact}"
    spec.framework(f"rules: {{rounding: {{{exact}, total: {{places: 1, carry: rounded}}}}}}\n{TWENTY}")
    spec.gives(facts, "26.00", code="total")
    spec.framework(f"rules: {{rounding: {{{exact}, total: {{places: 1, carry: exact}}}}}}\n{TWENTY}")
    spec.gives(facts, "26.67", code="total")


def test_nothing_is_rounded_twice(spec):
    """1.0049 × 100 % แสดงสองตำแหน่งเป็น 1.00 ถ้าปัดสามตำแหน่งก่อนจะเป็น 1.005 แล้วเป็น 1.01
    · 1.0049 is shown as 1.00; by way of three places it would have become 1.005 and then 1.01.
    """
    spec.framework("rules: {rounding: {score: {places: 3, carry: exact}, total: {places: 2}}}")
    spec.indicator(SCORE)
    spec.gives({"points": "1.0049", "parts": "1"}, "1.005", code="1")
    spec.gives({"points": "1.0049", "parts": "1"}, "1.00", code="total")


def test_a_result_is_scored_exactly_although_it_is_shown_rounded(spec):
    """`result: {carry: exact}` ผล 72.415 แสดง 72.42 ซึ่งเท่าระดับ 3 แต่ยังไม่ถึงระดับ 3 จริง: 2 + (72.415 − 70.92) ÷ 1.5 = 2.9967
    · Shown as 72.42, which is level 3, but scored as 72.415, which is not.
    """
    spec.indicator("""
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
    """)
    spec.gives({"percent": "72.415"}, "2.9967", result="72.42")


def test_or_as_it_is_shown(spec):
    """`result: {places: 2, carry: rounded}` ปัดผลเป็น 72.42 ก่อนให้คะแนน จึงถึงระดับ 3 พอดี
    · With `carry: rounded` the result on the paper is what is scored: 72.42 is level 3.
    """
    spec.framework("rules: {rounding: {result: {places: 2, carry: rounded}}}")
    spec.indicator("""
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
    """)
    spec.gives({"percent": "72.415"}, "3.0000", result="72.42")


def test_places_are_what_a_paper_can_show(spec):
    """ปัดได้ 0 ถึง 10 ตำแหน่ง · From no decimals to ten."""
    spec.indicator(SCORE)
    spec.framework("rules: {rounding: {score: {places: 11}}}")
    spec.refuses("PK251")
    spec.framework("rules: {rounding: {score: {places: -1}}}")
    spec.refuses("PK251")


def test_long_figures_are_exact(spec):
    """ตัวเลขยาวได้ถึง 30 หลักโดยไม่เสียหลักใด เกินนั้นถูกปฏิเสธ ไม่ตัดให้เอง · Up to 30 digits are exact; more are refused, not cut."""
    spec.framework("rules: {rounding: {score: {places: 10}}}")
    spec.indicator(SCORE)
    spec.gives({"points": "10000000000000000000000000001", "parts": "10000000000000000000000000000"}, "1.0000000000")
    card = spec.gives({"points": "1.00000000000000000000000000005", "parts": "1"}, "1.0000000000", result="1.00")
    assert card.outcomes["1"].result.value > 1
    spec.refuses("FC010", {"points": "1.000000000000000000000000000005", "parts": "1"})
