"""คะแนนรวมและระดับผล · Totals and result levels

คะแนนรวม = Σ(คะแนน × น้ำหนัก) ÷ Σ น้ำหนักที่นับ แล้วแปลงด้วยตัวคูณถ้ากรอบกำหนด ระดับผลเทียบกับคะแนนที่ปัดแล้ว
และบางกรอบมีเงื่อนไขของเครื่องมือแต่ละตัวด้วย

The total is Σ(score × weight) ÷ Σ of the weights that count, converted by a factor where the framework has one.  Result
levels are compared with the rounded total, and in some frameworks with the score of each instrument as well.
"""

MEASURED = """
    code: "%s"
    name: ตัวชี้วัด %s
    weight: %s
    inputs: {score: {name: คะแนนที่วัดได้, holds: figure, source: ข้อ 9}}
    method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}
"""
HUNDRED = """
    rules:
      scale: {lowest: 0, highest: 100}
      rounding: {score: {places: 2}, total: {places: 2}}
"""
ITA = """
    rules:
      scale: {lowest: 0, highest: 100}
      rounding: {score: {places: 2}, total: {places: 2}}
    total:
      schemes:
        - id: ita
          name: ระดับผลการประเมิน ITA
          of: total
          source: ข้อ 8
          bands:
            - {id: excellent, name: ผ่านดีเยี่ยม, at_least: 95, each: {IIT: 95, EIT: 95, OIT: 95}}
            - {id: good, name: ผ่านดี, at_least: 85, each: {IIT: 85, EIT: 85, OIT: 85}}
            - {id: pass, name: ผ่าน, at_least: 85}
            - {id: improve, name: ต้องปรับปรุง, at_least: 70}
            - {id: urgent, name: ต้องปรับปรุงโดยด่วน, at_least: 0}
"""


def measured(**weights: str) -> str:
    """Indicators that are measured as scores, with their weights: `a="60"` makes indicator a."""
    return "\n    ---".join(
        (MEASURED % (code.removeprefix("k"), code.removeprefix("k"), weight)).rstrip()
        for code, weight in weights.items()
    )


def test_the_total_is_the_sum_of_score_times_weight(spec):
    """ค = ก × ข แล้วรวม: 4.25 × 60 % + 3 × 40 % = 2.55 + 1.2 = 3.75 · Each score by its share, added up."""
    spec.indicator(measured(k1="60", k2="40"))
    facts = {"1/score": "4.25", "2/score": "3"}
    spec.gives(facts, "4.2500", code="1", weighted="2.5500")
    spec.gives(facts, "3.0000", code="2", weighted="1.2000")
    spec.gives(facts, "3.7500", code="total")


def test_weights_make_the_whole_that_the_pack_states(spec):
    """น้ำหนักรวมต้องเท่า `rules.weights.total` พอดี 60 + 39.99 ถูกปฏิเสธ · Weights that do not add up are refused."""
    spec.indicator(measured(k1="60", k2="39.99"))
    spec.refuses("PK242")
    spec.indicator(measured(k1="33.34", k2="33.33", k3="33.33"))
    spec.gives({"1/score": "5", "2/score": "5", "3/score": "5"}, "5.0000", code="total")


def test_leaves_of_a_larger_tree_need_not_make_a_whole(spec):
    """ตัวชี้วัดที่เป็นใบของต้นไม้ใหญ่ (0.50 ทุกตัว) ใช้ total “-” หารด้วยผลรวมน้ำหนักที่มี: (4 × 0.5 + 3 × 0.5) ÷ 1 = 3.5
    · Where the indicators are leaves of a larger tree the whole is “-”, and the total is their weighted mean.
    """
    spec.framework('rules: {weights: {total: "-"}}')
    spec.indicator(measured(k1="0.50", k2="0.50"))
    spec.gives({"1/score": "4", "2/score": "3"}, "3.5000", code="total")


def test_a_total_may_be_converted(spec):
    """แบบ ปร.2 “โดยนำ 20 มาคูณ”: 3.75 × 20 = 75.00 จากคะแนนเต็ม 100 · Form ปร.2 multiplies by 20: 3.75 becomes 75.00 of 100."""
    spec.framework("total: {multiply: 20, converted_name: คะแนนฐาน 100, converted_full: 100}")
    spec.indicator(measured(k1="60", k2="40"))
    spec.gives({"1/score": "4.25", "2/score": "3"}, "75.00", code="total")
    spec.gives({"1/score": "1", "2/score": "1"}, "20.00", code="total")


def test_not_applicable_is_spread_over_the_others(spec):
    """ตัวชี้วัด “N/A” น้ำหนักเฉลี่ยไปตัวที่เหลือ: (4 × 50 + 2 × 30) ÷ (50 + 30) = 3.25
    · The weight of what does not apply goes to the others, in proportion.
    """
    spec.framework("rules: {not_applicable: {accepted: always, weights: spread}}")
    spec.indicator(measured(k1="50", k2="30", k3="20"))
    spec.gives({"1/score": "4", "2/score": "2", "3/score": "N/A"}, "3.2500", code="total")


def test_or_its_weight_is_lost(spec):
    """`weights: lost` น้ำหนักยังอยู่ในตัวหาร: (4 × 50 + 2 × 30) ÷ 100 = 2.6 · With `lost` it earns nothing and its weight stays in the divisor."""
    spec.framework("rules: {not_applicable: {accepted: always, weights: lost}}")
    spec.indicator(measured(k1="50", k2="30", k3="20"))
    spec.gives({"1/score": "4", "2/score": "2", "3/score": "N/A"}, "2.6000", code="total")


def test_while_a_result_is_missing_there_is_no_total_but_a_range(spec):
    """ขาดตัวที่ 2 (ช่วง 1–5) จึงยังไม่มีคะแนนรวม แต่รู้ว่าจะอยู่ระหว่าง (4.25 × 60 + 1 × 40) ÷ 100 = 2.95 กับ
    (4.25 × 60 + 5 × 40) ÷ 100 = 4.55
    · Without indicator 2 there is no total, but what it can still become is known.
    """
    spec.indicator(measured(k1="60", k2="40"))
    spec.gives({"1/score": "4.25"}, "missing", code="total", between=("2.95", "4.55"))


def test_the_range_is_converted_too(spec):
    """ช่วงของคะแนนฐาน 100 คือ 2.95 × 20 ถึง 4.55 × 20 · The range is told on the scale that the reader sees."""
    spec.framework("total: {multiply: 20, converted_name: คะแนนฐาน 100}")
    spec.indicator(measured(k1="60", k2="40"))
    spec.gives({"1/score": "4.25"}, "missing", code="total", between=("59.00", "91.00"))


def test_a_part_that_is_missing_leaves_its_share_open(spec):
    """ตัวชี้วัดที่มีตัวย่อยรายงานแล้วครึ่งหนึ่ง เปิดอยู่เฉพาะครึ่งที่เหลือ: ต่ำสุด (4 × 30 + 1 × 30 + 3 × 40) ÷ 100 = 2.7
    สูงสุด (4 × 30 + 5 × 30 + 3 × 40) ÷ 100 = 3.9
    · Of an indicator in two parts only the part that is missing is open.
    """
    part = "inputs: {score: {name: คะแนน, holds: figure, source: ข้อ 9}}"
    method = "method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}"
    spec.indicator(f"""
    code: "1"
    name: ตัวชี้วัดสองส่วน
    weight: 60
    method: {{kind: composite, weights: own, source: ข้อ 9}}
    parts:
      - {{code: "1.a", name: ส่วน a, weight: 30, {part}, {method}}}
      - {{code: "1.b", name: ส่วน b, weight: 30, {part}, {method}}}
    ---{measured(k2="40")}""")
    spec.gives({"1.a/score": "4", "2/score": "3"}, "missing", code="total", between=("2.70", "3.90"))


def test_the_range_weighs_parts_as_their_mean_does(spec):
    """ตัวย่อยเท่ากัน (`weights: equal`) แม้เขียนน้ำหนัก 90 กับ 10: ต่ำสุด (4 + 1) ÷ 2 = 2.5 สูงสุด (4 + 5) ÷ 2 = 4.5
    · Equal parts are equal in the range too, whatever weights stand beside them.
    """
    part = "inputs: {score: {name: คะแนน, holds: figure, source: ข้อ 9}}"
    method = "method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}"
    spec.indicator(f"""
        code: "1"
        name: ตัวชี้วัดสองส่วน
        weight: 100
        method: {{kind: composite, weights: equal, source: ข้อ 9}}
        parts:
          - {{code: "1.a", name: ส่วน a, weight: 90, {part}, {method}}}
          - {{code: "1.b", name: ส่วน b, weight: 10, {part}, {method}}}
    """)
    spec.gives({"1.a/score": "4"}, "missing", code="total", between=("2.50", "4.50"))


def test_the_range_starts_at_the_least_that_can_still_be_scored(spec):
    """ตารางที่ให้ 0 แก่ผลต่ำกว่าระดับ 1 อาจได้ 0 แม้ช่วงคะแนนเริ่มที่ 1 ช่วงจึงเริ่มที่ 0
    · A table with `below: zero` may still give 0 on a scale from 1, so the total may still become 0.
    """
    spec.indicator("""
        code: "1"
        name: ตัวชี้วัดที่ให้ศูนย์ได้
        weight: 100
        inputs: {percent: {name: ร้อยละ, holds: figure, measure_unit: percent, source: ข้อ 9}}
        method:
          kind: level_table
          levels: {1: 60, 2: 70, 3: 80}
          direction: ascending
          between: interpolate
          below: zero
          above: highest_level
          source: ข้อ 9
    """)
    spec.gives({"percent": "1"}, "0.0000", code="total")
    spec.gives({}, "missing", code="total", between=("0.00", "3.00"))


def test_a_score_without_a_bound_leaves_no_range(spec):
    """ตารางที่ลากต่อได้ไม่สิ้นสุด (`above: extend`) ไม่มีคะแนนสูงสุด จึงบอกช่วงไม่ได้
    · A table that goes on without an end has no highest score, so no range is told.
    """
    spec.indicator("""
        code: "1"
        name: ตัวชี้วัดที่ไม่มีเพดาน
        weight: 100
        inputs: {percent: {name: ร้อยละ, holds: figure, measure_unit: percent, source: ข้อ 9}}
        method:
          kind: level_table
          levels: {1: 60, 2: 70, 3: 80}
          direction: ascending
          between: interpolate
          below: lowest_level
          above: extend
          source: ข้อ 9
    """)
    card = spec.gives({}, "missing", code="total")
    assert card.range is None


def test_an_indicator_may_be_for_some_kinds_of_unit(spec):
    """ตัวที่ 2 ใช้กับ สภ. เท่านั้น บก. คิดจากตัวที่ 1 ล้วน น้ำหนักเฉลี่ยเหมือน N/A: 4 × 60 ÷ 60 = 4
    · Indicator 2 is for stations; for a division it does not apply, and its weight goes where that of N/A goes.
    """
    spec.indicator(measured(k1="60", k2="40").rstrip() + "\n    applies_to: [station]\n")
    facts = {"1/score": "4", "2/score": "2"}
    spec.gives(facts, "3.2000", code="total", unit="station")
    spec.gives({"1/score": "4"}, "4.0000", code="total", unit="division")
    spec.gives({"1/score": "4"}, "not_applicable", code="2", unit="division")


def test_a_round_may_score_some_indicators(spec):
    """รอบครึ่งปีวัดตัวที่ 1 และ 2 น้ำหนักเฉลี่ยเหลือสองตัว: (4 × 50 + 2 × 30) ÷ 80 = 3.25 ตัวที่ 3 ไม่วัดรอบนี้
    · A round of the first half scores two of three indicators, and their weights are what counts in it.
    """
    spec.framework("""
        rounds:
          - {id: "1", name: รอบปี, starts: 2012-10-01, ends: 2013-09-30, source: ข้อ 2}
          - {id: half, name: ครึ่งปี, starts: 2012-10-01, ends: 2013-03-31, indicators: ["1", "2"], source: ข้อ 2}
    """)
    spec.indicator(measured(k1="50", k2="30", k3="20"))
    facts = {"1/score": "4", "2/score": "2"}
    spec.gives(facts, "3.2500", code="total", round_="half")
    spec.gives(facts, "not_in_round", code="3", round_="half")
    spec.gives(facts, "missing", code="total", between=("2.80", "3.60"))


def test_a_round_may_have_weights_of_its_own(spec):
    """รอบครึ่งปีให้น้ำหนัก 70/30: (4 × 70 + 2 × 30) ÷ 100 = 3.4 และต้องรวมเป็นทั้งหมดเหมือนกัน
    · A round may weigh its indicators differently; these weights must add up as well.
    """
    round_ = "{id: half, name: ครึ่งปี, starts: 2012-10-01, ends: 2013-03-31, indicators: ['1', '2'], weights: {'1': 70, '2': 30}, source: ข้อ 2}"
    spec.framework(f"rounds: [{round_}]")
    spec.indicator(measured(k1="50", k2="30", k3="20"))
    spec.gives({"1/score": "4", "2/score": "2"}, "3.4000", code="total", round_="half")
    spec.framework(f"rounds: [{round_.replace('70', '60')}]")
    spec.refuses("PK242")


def test_a_result_level_asks_for_the_rounded_total(spec):
    """85.01 × 0.3 + 85 × 0.3 + 84.98 × 0.4 = 84.995 ปัดเป็น 85.00 จึงผ่าน ส่วน 84.992 เป็น 84.99 จึงไม่ผ่าน
    ทุกค่ามีระดับ ไม่ตกช่องว่างระหว่าง 84.99 กับ 85
    · 84.995 rounds to 85.00 and passes; 84.992 is 84.99 and does not.  No total falls between two levels.
    """
    spec.framework(ITA)
    spec.indicator(measured(IIT="30", EIT="30", OIT="40"))
    spec.gives({"IIT/score": "85.01", "EIT/score": "85.00", "OIT/score": "84.98"}, "85.00", code="total", band="pass")
    spec.gives(
        {"IIT/score": "85.00", "EIT/score": "85.00", "OIT/score": "84.98"}, "84.99", code="total", band="improve"
    )


def test_a_level_may_ask_for_each_instrument_too(spec):
    """IIT 96.00 EIT 94.99 OIT 94.51: 96 × 0.3 + 94.99 × 0.3 + 94.51 × 0.4 = 95.101 รวม 95.10 แต่สองเครื่องมือต่ำกว่า 95
    จึงเป็น “ผ่านดี” ไม่ใช่ “ผ่านดีเยี่ยม”
    · The total of 95.10 alone would be excellent; two instruments are below 95, so the second level is the first that fits.
    """
    spec.framework(ITA)
    spec.indicator(measured(IIT="30", EIT="30", OIT="40"))
    spec.gives({"IIT/score": "96.00", "EIT/score": "94.99", "OIT/score": "94.51"}, "95.10", code="total", band="good")
    spec.gives(
        {"IIT/score": "96.00", "EIT/score": "95.00", "OIT/score": "95.00"}, "95.30", code="total", band="excellent"
    )
    spec.gives({"IIT/score": "99.00", "EIT/score": "99.00", "OIT/score": "84.99"}, "93.40", code="total", band="pass")
    spec.gives({"IIT/score": "80", "EIT/score": "70", "OIT/score": "62.5"}, "70.00", code="total", band="improve")
    spec.gives({"IIT/score": "0", "EIT/score": "0", "OIT/score": "0"}, "0.00", code="total", band="urgent")


def test_the_score_of_an_instrument_is_rounded_before_it_is_compared(spec):
    """EIT 94.995 แสดงเป็น 95.00 จึงถึง 95 · What the paper shows is what is compared: 94.995 is 95.00."""
    spec.framework(ITA)
    spec.indicator(measured(IIT="30", EIT="30", OIT="40"))
    spec.gives({"IIT/score": "96", "EIT/score": "94.995", "OIT/score": "95"}, "95.30", code="total", band="excellent")


def test_without_a_total_there_is_no_level(spec):
    """คะแนนรวมยังไม่มี ระดับผลก็ยังไม่มี ไม่ใช่ระดับต่ำสุด · While the total is missing there is no result level, not the lowest."""
    spec.framework(ITA)
    spec.indicator(measured(IIT="30", EIT="30", OIT="40"))
    spec.gives({"IIT/score": "96", "EIT/score": "95"}, "missing", code="total", band="–", between=("57.30", "97.30"))


def test_levels_are_written_from_the_best_and_fit_every_total(spec):
    """ระดับที่ไม่มีใครได้ หรือคะแนนที่ไม่อยู่ในระดับใด ถูกปฏิเสธตั้งแต่ตรวจชุดเกณฑ์
    · A level that nobody could get, and totals that no level takes, are refused.
    """
    spec.indicator(measured(IIT="30", EIT="30", OIT="40"))
    spec.framework(ITA.replace("at_least: 70", "at_least: 90"))
    spec.refuses("PK254")
    spec.framework(ITA.replace("at_least: 0}", "at_least: 50}"))
    spec.refuses("PK255")


def test_levels_may_be_of_the_converted_total(spec):
    """`of: converted` เทียบคะแนนฐาน 100: 3.75 × 20 = 75.00 ระดับดี · Levels may be set on the converted total."""
    spec.framework("""
        total:
          multiply: 20
          converted_name: คะแนนฐาน 100
          schemes:
            - id: five
              name: ระดับผลการปฏิบัติราชการ
              of: converted
              source: ข้อ 8
              bands:
                - {id: outstanding, name: ดีเด่น, at_least: 90}
                - {id: very_good, name: ดีมาก, at_least: 80}
                - {id: good, name: ดี, at_least: 70}
                - {id: fair, name: พอใช้, at_least: 60}
                - {id: poor, name: ต้องปรับปรุง, at_least: 0}
    """)
    spec.indicator(measured(k1="60", k2="40"))
    spec.gives({"1/score": "4.25", "2/score": "3"}, "75.00", code="total", band="good")
    spec.gives({"1/score": "1", "2/score": "1"}, "20.00", code="total", band="poor")
