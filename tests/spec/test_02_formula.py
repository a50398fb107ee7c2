"""สูตรคำนวณ · Formula

สูตรบอกว่าผลการดำเนินงานคิดจากข้อมูลที่รายงานอย่างไร ใช้ได้เฉพาะชื่อข้อมูล ตัวเลข + - * / และวงเล็บ
และหน่วยนับต้องเข้ากัน ผลที่ได้นำไปเทียบตาราง หรือเป็นคะแนนเองด้วย `kind: formula`

A formula says how the result comes from what is reported: names of inputs, figures, + - * / and brackets, in units that
fit.  The result goes on into a table, or is the score itself with `kind: formula`.
"""

RATIO = """
    code: "4"
    name: ประเด็นที่เผยแพร่ตามแผน
    weight: 100
    measure_unit: percent
    inputs:
      done: {name: ประเด็นที่เผยแพร่, holds: figure, measure_unit: topic, source: ข้อ 9}
      planned: {name: ประเด็นตามแผน, holds: figure, measure_unit: topic, source: ข้อ 9}
    formula: {text: done / planned * 100, source: ข้อ 9}
    method:
      kind: level_table
      levels: {1: 50, 2: 60, 3: 70, 4: 80, 5: 90}
      direction: ascending
      between: interpolate
      below: lowest_level
      above: highest_level
      source: ข้อ 9
"""
FORMULA = "done / planned * 100"

SCORE = """
    code: "7"
    name: คะแนนจากสูตร
    weight: 100
    measure_unit: level
    inputs:
      pleased: {name: ผู้พึงพอใจ, holds: figure, measure_unit: person, source: ข้อ 9}
      asked: {name: ผู้ตอบ, holds: figure, measure_unit: person, source: ข้อ 9}
    formula: {text: pleased / asked * 5, source: ข้อ 9}
    method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}
"""

SHARES = """
    code: "7"
    name: คะแนนจากสูตร
    weight: 100
    measure_unit: level
    inputs: {given: {name: คะแนนที่ให้, holds: figure, measure_unit: level, source: ข้อ 9}}
    formula: {text: given * 0.1 + given * 0.2, source: ข้อ 9}
    method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}
"""


def test_a_result_is_computed_from_what_was_reported(spec):
    """90 จาก 120 ประเด็น: 90 ÷ 120 × 100 = 75 ได้ 3 + (75 − 70) ÷ (80 − 70) = 3.5 คะแนน
    · 90 of 120 topics are 75 percent, half-way between levels 3 and 4.
    """
    spec.indicator(RATIO)
    spec.gives({"done": "90", "planned": "120"}, "3.5000", result="75.00")
    spec.gives({"done": "๙๐ ประเด็น", "planned": "๑๒๐"}, "3.5000", result="75.00")


def test_the_exact_result_is_scored_not_the_rounded_one(spec):
    """2 ÷ 3 × 100 แสดงเป็น 66.67 แต่ให้คะแนนจากค่าเต็ม: 2 + (66⅔ − 60) ÷ 10 = 2⅔ → 2.6667 ไม่ใช่ 2.6670
    · Shown as 66.67, scored as 66⅔: the score is 2.6667; from the rounded result it would be 2.6670.
    """
    spec.indicator(RATIO)
    spec.gives({"done": "2", "planned": "3"}, "2.6667", result="66.67")


def test_figures_keep_their_decimals(spec):
    """0.1 คือหนึ่งในสิบพอดี: 10 × 0.1 + 10 × 0.2 = 3 ไม่ใช่ 3.0000000000000004
    · 0.1 is a tenth exactly, as a binary fraction would not be.
    """
    spec.indicator(SHARES)
    card = spec.gives({"given": "10"}, "3.0000")
    assert card.outcomes["7"].score.value == 3


def test_brackets_and_minus_read_as_on_paper(spec):
    """(รายได้ − ต้นทุน) ÷ ต้นทุน × 100 = (150 − 100) ÷ 100 × 100 = 50; × ÷ มาก่อน + −
    · Brackets first, then × and ÷, then + and −.
    """
    profit = RATIO.replace(FORMULA, "(income - cost) / cost * 100").replace("topic", "baht")
    spec.indicator(profit.replace("done:", "income:").replace("planned:", "cost:"))
    spec.gives({"income": "180", "cost": "100"}, "4.0000", result="80.00")
    spec.gives({"income": "1,750.50", "cost": "1,000.00"}, "3.5050", result="75.05")


def test_a_minus_may_stand_before_a_name(spec):
    """ส่งช้าหัก 0.05 ต่อวัน: −3 × 0.05 + 5 = 4.85 · Three days late at 0.05 a day: the minus of a name alone."""
    spec.indicator(SHARES.replace("given * 0.1 + given * 0.2", "-late * 0.05 + 5").replace("given", "late"))
    spec.gives({"late": "3"}, "4.8500")


def test_a_divisor_of_zero_leaves_no_result(spec):
    """แผนเป็นศูนย์ ผลคำนวณไม่ได้ จึงยังไม่มีคะแนน ไม่ใช่ศูนย์คะแนนและไม่ใช่เต็ม
    · Nothing was planned: there is no result, and so no score - neither none nor all of the points.
    """
    spec.indicator(RATIO)
    spec.gives({"done": "0", "planned": "0"}, "missing")
    spec.gives({"done": "0", "planned": "120"}, "1.0000", result="0.00")


def test_one_input_missing_leaves_no_result(spec):
    """รายงานไม่ครบทุกข้อมูลของสูตร ยังไม่มีผล · While one input of the formula is not reported there is no result."""
    spec.indicator(RATIO)
    spec.gives({"done": "90"}, "missing")
    spec.gives({"done": "90", "planned": ""}, "missing")


def test_units_that_cancel_give_a_ratio(spec):
    """ประเด็น ÷ ประเด็น เป็นจำนวนล้วน จึงเป็นร้อยละได้ แต่ประเด็น × ประเด็น ไม่ใช่ร้อยละ
    · Topics by topics make a ratio, which a percentage is; topics times topics do not.
    """
    spec.indicator(RATIO.replace(FORMULA, "done * planned"))
    spec.refuses("PK214")
    spec.indicator(RATIO.replace(FORMULA, "done * 100"))
    spec.refuses("PK214")


def test_baht_cannot_be_added_to_topics(spec):
    """หน่วยต่างกันบวกลบกันไม่ได้ แม้ตัวเลขจะบวกกันได้ · Figures of different units are not added, though numbers could be."""
    spent = "spent: {name: งบที่ใช้, holds: figure, measure_unit: baht, source: ข้อ 9}"
    spec.indicator(
        RATIO.replace(FORMULA, "(done + spent) / planned * 100").replace("    formula:", f"      {spent}\n    formula:")
    )
    spec.refuses("PK213")


def test_units_that_the_document_adds_are_declared(spec):
    """เอกสารรวม “ตอน” กับ “ครั้ง” เป็น “ผลผลิต” pack.yaml ประกาศไว้ใน `summable`: (18 + 6) ÷ 30 × 100 = 80
    · The document adds episodes and times into outputs; pack.yaml declares so, with its source.
    """
    spec.framework("summable: [{units: [episode, time], becomes: output, source: ข้อ 1}]")
    outputs = """
        code: "8"
        name: ผลผลิตตามแผน
        weight: 100
        measure_unit: percent
        inputs:
          episodes: {name: รายการวิทยุ, holds: figure, measure_unit: episode, source: ข้อ 9}
          times: {name: กิจกรรม, holds: figure, measure_unit: time, source: ข้อ 9}
          planned: {name: ผลผลิตตามแผน, holds: figure, measure_unit: output, source: ข้อ 9}
        formula: {text: (episodes + times) / planned * 100, source: ข้อ 9}
        method:
          kind: level_table
          levels: {1: 50, 2: 60, 3: 70, 4: 80, 5: 90}
          direction: ascending
          between: interpolate
          below: lowest_level
          above: highest_level
          source: ข้อ 9
    """
    spec.indicator(outputs)
    spec.gives({"episodes": "18", "times": "6", "planned": "30"}, "4.0000", result="80.00")
    spec.framework("summable: []")
    spec.refuses("PK213")


def test_the_figure_may_be_the_score_itself(spec):
    """`kind: formula` ให้ตัวเลขจากสูตรเป็นคะแนน: 3 ÷ 4 × 5 = 3.75 · With `kind: formula` the formula's figure is the score."""
    spec.indicator(SCORE)
    spec.gives({"pleased": "3", "asked": "4"}, "3.7500")


def test_a_score_by_formula_is_kept_on_the_scale_if_the_pack_says_so(spec):
    """`scale_lowest` และ `scale_highest` กันคะแนนไว้ในช่วง 1–5: 9 ÷ 8 × 5 = 5.625 → 5 และ 1 ÷ 10 × 5 = 0.5 → 1
    · Kept between 1 and 5 because the pack says so at both ends.
    """
    spec.indicator(SCORE)
    spec.gives({"pleased": "9", "asked": "8"}, "5.0000")
    spec.gives({"pleased": "1", "asked": "10"}, "1.0000")


def test_or_it_may_go_beyond_the_scale(spec):
    """`extend` ไม่ตัดปลาย คะแนนเกินช่วงได้เมื่อเอกสารให้เกิน: 9 ÷ 8 × 5 = 5.625
    · `extend` lets a score leave the scale, where the document lets it.
    """
    spec.indicator(SCORE.replace("scale_lowest", "extend").replace("scale_highest", "extend"))
    spec.gives({"pleased": "9", "asked": "8"}, "5.6250")
    spec.gives({"pleased": "1", "asked": "10"}, "0.5000")


def test_a_single_figure_needs_no_formula(spec):
    """ข้อมูลเดียวคือผลอยู่แล้ว แต่ถ้าถามหลายตัวเลขต้องมีสูตร
    · One figure is the result by itself; of several a formula must say which.
    """
    spec.indicator(SHARES.replace("    formula: {text: given * 0.1 + given * 0.2, source: ข้อ 9}\n", ""))
    spec.gives({"given": "4.25"}, "4.2500")
    spec.indicator(RATIO.replace(f"    formula: {{text: {FORMULA}, source: ข้อ 9}}\n", ""))
    spec.refuses("PK224")


def test_a_formula_is_arithmetic_and_nothing_else(spec):
    """การเรียกฟังก์ชัน การเข้าถึงคุณลักษณะ ยกกำลัง เปรียบเทียบ และข้อความ ถูกปฏิเสธ ไม่เคยถูกนำไปรันเป็นโปรแกรม
    · Calls, attributes, powers, comparisons and texts are refused; a formula is never run as a program.
    """
    for text in (
        "max(done, planned)",
        "done.real",
        "done ** 2",
        "done // planned",
        "done % planned",
        "done if planned else 0",
        "done > planned",
        "[done][0]",
        "'1' + done",
        "done +",
        "0x10 * done",
        "__import__('os')",
    ):
        spec.indicator(RATIO.replace(FORMULA, f'"{text}"'))
        spec.refuses("PK210")
    spec.indicator(RATIO.replace(FORMULA, " + ".join(["done"] * 100)))
    spec.refuses("PK211")


def test_a_formula_names_inputs_of_its_own_indicator(spec):
    """ชื่อที่ไม่มีใน inputs ถูกปฏิเสธพร้อมรายชื่อที่มี · A name that is no input is refused, and those there are are told."""
    spec.indicator(RATIO.replace(FORMULA, "done / plan * 100"))
    spec.refuses("PK212")


def test_a_deed_is_no_figure(spec):
    """“ทำแล้ว/ยังไม่ทำ” คำนวณในสูตรไม่ได้ · Done or not done cannot be calculated with."""
    spec.indicator(
        RATIO.replace(
            "holds: figure, measure_unit: topic, source: ข้อ 9}\n      planned",
            "holds: deed, source: ข้อ 9}\n      planned",
        )
    )
    spec.refuses("PK225")


def test_a_formula_that_nothing_uses_is_refused(spec):
    """สูตรที่วิธีให้คะแนนไม่ใช้ จะทำให้ผู้อ่านเข้าใจผิดว่าคะแนนมาจากสูตร
    · A formula beside a method that does not calculate with it would mislead its reader.
    """
    spec.indicator("""
        code: "7"
        name: ความสำเร็จตามขั้นตอน
        weight: 100
        inputs: {given: {name: คะแนนที่ให้, holds: figure, measure_unit: level, source: ข้อ 9}}
        formula: {text: given * 2, source: ข้อ 9}
        method:
          kind: milestones
          levels: [{score: 1, text: มีคำสั่ง, guidelines: [{id: order, text: มีคำสั่งแต่งตั้งคณะทำงาน}]}]
          order: consecutive
          without_guideline: reached
          none_reached: 1
          source: ข้อ 9
    """)
    spec.refuses("PK226")


def test_input_names_may_be_thai(spec):
    """ชื่อข้อมูลเป็นภาษาไทยได้ รวมทั้งที่มีสระอำ · The name of an input may be Thai, sara am and all."""
    spec.indicator(RATIO.replace("done", "ผล").replace("planned", "จำนวน"))
    spec.gives({"ผล": "90", "จำนวน": "120"}, "3.5000", result="75.00")
