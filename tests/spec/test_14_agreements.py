"""ข้อตกลง · Agreements

คะแนนคิดจาก “เงื่อนไขที่ตกลง” (Terms) คือชุดเกณฑ์หลังการแก้ไขที่ชุดเกณฑ์อนุญาตให้ข้อตกลงทำ สิ่งที่ไม่อนุญาตถูกปฏิเสธ
พร้อมเหตุผลของชุดเกณฑ์ และเงื่อนไขมีลายนิ้วมือ (digest) ของตนเอง

What is scored is never the bare pack but Terms: the pack after the operations that it lets an agreement make.  What it
does not let an agreement do is refused with the pack's own reason, and Terms have a digest of their own.
"""

PACK = """
    code: "1"
    name: ผู้ฟังข่าววิทยุ
    weight: 60
    measure_unit: percent
    window: h2
    inputs:
      percent:
        {name: ร้อยละของผู้ฟัง, holds: figure, measure_unit: percent, window: h2, every: month, adds_up: last, source: ข้อ 9}
    method:
      kind: level_table
      levels: {1: 50, 2: 60, 3: 70, 4: 80, 5: 90}
      direction: ascending
      between: interpolate
      below: lowest_level
      above: highest_level
      source: ข้อ 9
    ---
    code: "2"
    name: คะแนนของผู้ว่าราชการจังหวัด
    weight: 40
    inputs: {given: {name: คะแนนที่ให้, holds: judged, source: ข้อ 9}}
    method: {kind: judged, least: 1, most: 5, step: 1, source: ข้อ 9}
"""
COMPOSITE = """
    code: "1"
    name: ตัวชี้วัดที่มีตัวย่อย
    weight: 100
    method: {kind: composite, weights: own, source: ข้อ 9}
    parts:
      - code: "1.a"
        name: ตัวย่อย a
        weight: 80
        inputs: {given: {name: คะแนนที่ให้, holds: judged, source: ข้อ 9}}
        method: {kind: judged, least: 1, most: 5, step: 1, source: ข้อ 9}
      - code: "1.b"
        name: ตัวย่อย b
        weight: 20
        inputs: {given: {name: คะแนนที่ให้, holds: judged, source: ข้อ 9}}
        method: {kind: judged, least: 1, most: 5, step: 1, source: ข้อ 9}
"""
FACTS = {"1/percent": "75", "2/given": "5"}

ALLOWED = """
    overlay:
      - {operation: levels, allowed: true, indicators: ["1"], because: แต่ละเขตตกลงค่าเป้าหมายเอง, source: ข้อ 10}
      - {operation: weight, allowed: true, because: แต่ละเขตตกลงน้ำหนักเอง, source: ข้อ 10}
      - {operation: select, allowed: true, because: ตัดตัวที่ไม่เกี่ยวข้องได้, source: ข้อ 10}
      - {operation: amend_from_date, allowed: true, because: แก้ไขระหว่างปีได้, source: ข้อ 10}
      - {operation: blank, allowed: true, because: แบบมีช่องให้เติม, source: ข้อ 10}
      - {operation: window, allowed: true, because: แต่ละเขตตกลงช่วงเวลาเอง, source: ข้อ 10}
      - {operation: own_indicator, allowed: true, because: เพิ่มตัวชี้วัดของเขตได้, source: ข้อ 10}
      - {operation: texts, allowed: false, because: ข้อความเป็นของส่วนกลาง, source: ข้อ 10}
    blanks: [{id: office, name: เลขเขต, verbatim: สปข. .......}]
"""
LEVELS = '- {kind: levels, indicator: "1", levels: {1: 60, 2: 65, 3: 70, 4: 75, 5: 80}}'
WEIGHTS = '- {kind: weight, indicator: "1", percent: 70}\n- {kind: weight, indicator: "2", percent: 30}'


def test_without_an_agreement_the_pack_is_scored_as_it_stands(spec):
    """ไม่มีข้อตกลงก็คิดตามชุดเกณฑ์: 3.5 × 60 % + 5 × 40 % = 4.1 · Without operations the Terms are the pack itself."""
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    card = spec.gives(FACTS, "4.1000", code="total")
    assert card.terms.as_json()["dropped"] == []


def test_an_agreement_may_set_other_targets_where_the_pack_allows_it(spec):
    """ข้อตกลงตั้งค่าเป้าหมายใหม่ 60–80 ผล 75 จึงได้ 4 แทน 3.5 · With its own targets the agreement makes 75 percent level 4."""
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    spec.gives(FACTS, "3.5000", code="1")
    spec.agreement(LEVELS)
    spec.gives(FACTS, "4.0000", code="1")


def test_what_the_pack_does_not_allow_is_refused_with_its_reason(spec):
    """ชุดเกณฑ์ไม่ให้แก้ข้อความ ไม่ให้แก้ค่าเป้าหมายของตัวชี้วัดอื่น และสิ่งที่ไม่กล่าวถึงก็ไม่อนุญาต
    · The texts may not be changed, nor other indicators' targets; what the pack does not mention is not allowed either.
    """
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    spec.agreement('- {kind: texts, indicator: "1", text: ข้อความใหม่}')
    spec.refuses("OV002")
    assert "ข้อความเป็นของส่วนกลาง" in spec.exhibits[-1].rows[-1].issue.th
    spec.agreement(LEVELS.replace('indicator: "1"', 'indicator: "2"'))
    spec.refuses("OV002")
    spec.agreement('- {kind: baseline, indicator: "1", year: 2555, value: 70}')
    spec.refuses("OV002")


def test_weights_still_add_up_under_an_agreement(spec):
    """เปลี่ยนน้ำหนักเป็น 70/30 ได้: 3.5 × 70 % + 5 × 30 % = 3.95 แต่เปลี่ยนตัวเดียวรวมไม่ครบ 100 ถูกปฏิเสธ
    · Weights may be agreed anew as long as they make the whole.
    """
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    spec.agreement(WEIGHTS)
    spec.gives(FACTS, "3.9500", code="total")
    spec.agreement('- {kind: weight, indicator: "1", percent: 70}')
    spec.refuses("PK242")


def test_an_agreement_cannot_make_a_table_that_the_pack_could_not_have(spec):
    """เงื่อนไขหลังแก้ไขถูกตรวจเหมือนชุดเกณฑ์: ค่าเป้าหมายไม่เรียงถูกปฏิเสธ · The changed pack is checked like any other."""
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    spec.agreement(LEVELS.replace("3: 70", "3: 62"))
    spec.refuses("PK231")


def test_an_indicator_taken_out_leaves_its_weight_to_the_others(spec):
    """ตัดตัวที่ 2 ออก `dropped: {weights: spread}` คะแนนรวมคือของตัวที่ 1 ล้วน: 3.5 × 60 ÷ 60 = 3.5
    · Taken out, an indicator has no score, and its weight is spread over the others.
    """
    spec.framework(ALLOWED + "    rules: {dropped: {weights: spread}}\n")
    spec.indicator(PACK)
    spec.agreement('- {kind: select, drop: ["2"]}')
    spec.gives({"1/percent": "75"}, "dropped", code="2")
    spec.gives({"1/percent": "75"}, "3.5000", code="total")


def test_or_loses_it(spec):
    """`dropped: {weights: lost}` น้ำหนักยังอยู่ในตัวหาร: 3.5 × 60 ÷ 100 = 2.1 · With `lost` the weight stays in the divisor."""
    spec.framework(ALLOWED + "    rules: {dropped: {weights: lost}}\n")
    spec.indicator(PACK)
    spec.agreement('- {kind: select, drop: ["2"]}')
    spec.gives({"1/percent": "75"}, "2.1000", code="total")


def test_a_part_may_be_taken_out_too(spec):
    """ตัดตัวย่อย 1.b น้ำหนักเฉลี่ยไปตัวย่อยที่เหลือ: 4 × 80 ÷ 80 = 4 · The weight of a part taken out goes to the parts that remain."""
    spec.framework(ALLOWED + "    rules: {dropped: {weights: spread}}\n")
    spec.indicator(COMPOSITE)
    spec.agreement('- {kind: select, drop: ["1.b"]}')
    spec.gives({"1.a/given": "4"}, "4.0000")


def test_or_the_part_loses_its_weight(spec):
    """`dropped: {weights: lost}` ใช้กับตัวย่อยด้วย ไม่ว่า N/A จะเฉลี่ยหรือไม่: 4 × 80 ÷ 100 = 3.2
    · With `lost` a part's weight stays in the divisor as well, whatever the pack does with N/A.
    """
    spec.framework(ALLOWED + "    rules: {dropped: {weights: lost}, not_applicable: {weights: spread}}\n")
    spec.indicator(COMPOSITE)
    spec.agreement('- {kind: select, drop: ["1.b"]}')
    spec.gives({"1.a/given": "4"}, "3.2000")


def test_with_an_indicator_its_parts_are_taken_out(spec):
    """ตัดตัวที่ 1 ออก ตัวย่อย 1.a และ 1.b ก็ถูกตัดด้วย · With indicator 1 its parts 1.a and 1.b are taken out as well."""
    spec.framework(ALLOWED)
    given = PACK.split("---\n")[1]
    spec.indicator(COMPOSITE.replace("weight: 100", "weight: 60") + "    ---\n" + given)
    spec.agreement('- {kind: select, drop: ["1"]}')
    spec.gives({"2/given": "5"}, "5.0000", code="total")
    spec.gives({"2/given": "5"}, "dropped", code="1.a")


def test_an_amendment_holds_from_its_day(spec):
    """แก้ค่าเป้าหมายตั้งแต่ 1 เม.ย. 2556 คะแนนที่คิด ณ มี.ค. ยังใช้ค่าเดิม · Amended in April, scored by the old targets in March."""
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    spec.agreement(LEVELS.replace("kind: levels,", "kind: levels, holds_from: 2013-04-01,"))
    spec.gives(FACTS, "3.5000", code="1", on="2013-03-31")
    spec.gives(FACTS, "4.0000", code="1", on="2013-04-01")
    spec.gives(FACTS, "4.0000", code="1")


def test_amending_during_the_year_needs_leave_of_its_own(spec):
    """วันที่มีผลต้องได้รับอนุญาต (`amend_from_date`) แยกจากสิ่งที่แก้ · The day an operation holds from must be allowed as well."""
    spec.framework(ALLOWED.replace("amend_from_date, allowed: true", "amend_from_date, allowed: false"))
    spec.indicator(PACK)
    spec.agreement(LEVELS.replace("kind: levels,", "kind: levels, holds_from: 2013-04-01,"))
    spec.refuses("OV002")


def test_an_agreement_may_measure_over_another_window(spec):
    """ตัวที่ 1 เปลี่ยนจากหกเดือนหลังเป็นสามเดือนท้าย เดือน เม.ย. จึงไม่ถูกถามอีก · Measured over the last quarter, April is not asked for."""
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    spec.agreement('- {kind: window, indicator: "1", input: percent, window: q4}')
    spec.gives({"1/percent@2556-09": "75", "2/given": "5"}, "3.5000", code="1")
    spec.refuses("FC007", {"1/percent@2556-04": "75"})


def test_an_agreement_may_add_an_indicator_of_its_own(spec):
    """เพิ่มตัวชี้วัดของเขตพร้อมน้ำหนัก ต้องลดตัวอื่นให้รวมเป็น 100: 3.5 × 60 % + 5 × 30 % + 3 × 10 % = 3.9
    · An indicator of the unit's own is scored with the others, once the weights are made to add up.
    """
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    spec.agreement("""
        - {kind: weight, indicator: "2", percent: 30}
        - kind: own_indicator
          indicator:
            code: "3"
            name: ตัวชี้วัดของเขต
            weight: 10
            inputs: {given: {name: คะแนนที่ให้, holds: judged, source: ข้อตกลงของเขต}}
            method: {kind: judged, least: 1, most: 5, step: 1, source: ข้อตกลงของเขต}
    """)
    spec.gives({**FACTS, "3/given": "3"}, "3.9000", code="total")


def test_a_blank_of_the_form_is_filled_by_the_agreement(spec):
    """ช่อง “สปข. .......” เติมโดยข้อตกลง ไม่มีผลต่อคะแนน แต่เป็นเงื่อนไขคนละฉบับ ช่องที่ไม่มีถูกปฏิเสธ
    · Filling a blank scores nothing, yet the Terms are others; a blank that the form does not have is refused.
    """
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    before = spec.terms().digest
    spec.agreement('- {kind: blank, blank: office, value: "9"}')
    spec.gives(FACTS, "4.1000", code="total")
    assert spec.terms().digest != before
    spec.agreement('- {kind: blank, blank: province, value: "9"}')
    spec.refuses("OV005")


def test_an_agency_may_put_its_own_full_text_in_the_place_of_the_packs(spec):
    """ข้อความในชุดเกณฑ์เป็นคำย่อของเรา หน่วยงานใส่ข้อความเต็มของตนได้ ไม่มีผลต่อคะแนน แต่เป็นเงื่อนไขคนละฉบับ
    · The pack's texts are concise; an agency may put its own in their place, which scores nothing and makes other Terms.
    """
    spec.framework(ALLOWED.replace("texts, allowed: false", "texts, allowed: true"))
    spec.indicator(PACK)
    plain = spec.terms()
    spec.agreement('- {kind: texts, indicator: "1", part: explanation, text: ข้อความเต็มตามคำรับรองของเขต 9}')
    spec.gives(FACTS, "4.1000", code="total")
    assert spec.terms().pack.indicators[0].explanation.th == "ข้อความเต็มตามคำรับรองของเขต 9"
    assert spec.terms().digest != plain.digest
    spec.agreement('- {kind: texts, indicator: "1", part: conditions, text: เงื่อนไข}')
    spec.refuses("OV004")


def test_an_agreement_may_give_an_earlier_years_value(spec):
    """ข้อมูลพื้นฐานปี 2555 ของเขตเติมในตาราง ตัวชี้วัดที่ไม่มีตารางข้อมูลพื้นฐานรับไม่ได้
    · A baseline of 2555 goes into the indicator's table; an indicator without such a table cannot take one.
    """
    spec.framework(
        ALLOWED.replace(
            "    blanks:",
            "      - {operation: baseline, allowed: true, because: แต่ละเขตมีข้อมูลของตน, source: ข้อ 10}\n    blanks:",
        )
    )
    earlier = "baselines: [{name: ร้อยละของผู้ฟัง, years: [{year: 2554, middle: 68.00}]}]"
    spec.indicator(PACK.replace("    window: h2\n    inputs", f"    window: h2\n    {earlier}\n    inputs"))
    spec.agreement('- {kind: baseline, indicator: "1", year: 2555, value: 70.31}')
    spec.gives(FACTS, "4.1000", code="total")
    years = spec.terms().pack.indicators[0].baselines[0].years
    assert [(row.year, str(row.middle)) for row in years] == [(2554, "68.00"), (2555, "70.31")]
    spec.agreement('- {kind: baseline, indicator: "2", year: 2555, value: 70.31}')
    spec.refuses("OV004")


def test_terms_have_a_digest_of_their_own(spec):
    """เงื่อนไขที่แก้ไขแล้วมีลายนิ้วมือต่างจากเดิม ชุดเกณฑ์ที่อยู่ข้างใต้ยังเป็นฉบับเดิม และเหตุผลที่จดไว้ไม่เปลี่ยนลายนิ้วมือ
    · Changed Terms have another digest, while the pack below keeps its own; a reason written beside changes neither.
    """
    spec.framework(ALLOWED)
    spec.indicator(PACK)
    plain = spec.terms()
    spec.agreement(LEVELS)
    agreed = spec.terms()
    spec.agreement(LEVELS.replace("kind: levels,", "kind: levels, reason: มติที่ประชุม,"))
    assert agreed.digest != plain.digest
    assert agreed.pack_digest == plain.pack_digest
    assert spec.terms().digest == agreed.digest
    card = spec.gives(FACTS, "4.0000", code="1")
    assert card.as_json()["terms_digest"] == agreed.digest


def test_an_operation_names_an_indicator_that_is_there(spec):
    """ตัวชี้วัดที่ไม่มี หรือไม่ได้ใช้ตารางระดับ แก้ค่าเป้าหมายไม่ได้ · There must be such an indicator, and the operation must fit it."""
    spec.framework(ALLOWED.replace('indicators: ["1"], ', ""))
    spec.indicator(PACK)
    spec.agreement(LEVELS.replace('indicator: "1"', 'indicator: "7"'))
    spec.refuses("OV003")
    spec.agreement(LEVELS.replace('indicator: "1"', 'indicator: "2"'))
    spec.refuses("OV004")
