"""ตัวชี้วัดที่มีตัวย่อย · Composite

คะแนนของตัวชี้วัดที่แบ่งเป็นตัวย่อยคือค่าเฉลี่ยของตัวย่อย ถ่วงด้วยน้ำหนักของแต่ละตัว (`weights: own`) หรือเท่ากันทุกตัว
(`weights: equal`) คิดเป็นเศษส่วนเต็มจนจบ จึงไม่เสียทศนิยมระหว่างทาง

The score of an indicator that is split into parts is their mean, weighted by each part's own weight (`weights: own`) or
with every part counting the same (`weights: equal`).  It is calculated in whole fractions, so nothing is lost on the way.
"""

PART = """
      - code: "%s"
        name: ตัวย่อย %s%s
        measure_unit: level
        inputs: {score: {name: คะแนนที่วัดได้, holds: figure, measure_unit: level, source: ข้อ 9}}
        method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}
"""

OTHER = """
    code: "2"
    name: ตัวชี้วัดอื่น
    weight: 70
    measure_unit: level
    inputs: {score: {name: คะแนนที่วัดได้, holds: figure, measure_unit: level, source: ข้อ 9}}
    method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}
"""


def composite(weights: str = "own", **parts: str) -> str:
    """An indicator of parts that are measured as scores: `a="weight: 60"` makes part 1.a."""
    more = {name: "".join(f"\n        {line}" for line in said.split("\n") if said) for name, said in parts.items()}
    made = "".join(PART.rstrip() % (f"1.{name}", name, said) for name, said in more.items())
    return f"""
    code: "1"
    name: ตัวชี้วัดที่มีตัวย่อย
    weight: 100
    method: {{kind: composite, weights: {weights}, source: ข้อ 9}}
    parts:{made}"""


def test_parts_count_by_their_own_weights(spec):
    """ค่าเฉลี่ยถ่วงน้ำหนัก: (4.25 × 60 + 3 × 40) ÷ (60 + 40) = 3.75 · The mean of the parts, each by its weight."""
    spec.indicator(composite(a="weight: 60", b="weight: 40"))
    spec.gives({"1.a/score": "4.25", "1.b/score": "3"}, "3.7500")


def test_weights_of_parts_need_not_make_a_hundred(spec):
    """น้ำหนัก 15 แบ่งเป็น 7.5 กับ 7.5 หรือสัดส่วนใด ๆ ก็ได้ หารด้วยผลรวมน้ำหนักตัวย่อย: (4 × 7.5 + 3 × 2.5) ÷ 10 = 3.75
    · Whatever the parts' weights add up to is what the sum is divided by.
    """
    spec.indicator(composite(a="weight: 7.5", b="weight: 2.5"))
    spec.gives({"1.a/score": "4", "1.b/score": "3"}, "3.7500")


def test_parts_may_count_the_same(spec):
    """`weights: equal` เฉลี่ยเท่ากัน แม้ตัวย่อยจะมีน้ำหนักเขียนไว้: (5 + 2 + 3) ÷ 3 = 3.3333
    · With `weights: equal` every part counts the same, and parts need no weights.
    """
    spec.indicator(composite("equal", a="weight: 60", b="weight: 30", c=""))
    spec.gives({"1.a/score": "5", "1.b/score": "2", "1.c/score": "3"}, "3.3333")


def test_without_a_method_parts_count_by_their_weights(spec):
    """ตัวชี้วัดที่มีตัวย่อยจะไม่เขียน method ก็ได้ แปลว่าค่าเฉลี่ยถ่วงน้ำหนัก
    · An indicator with parts may leave its method out: it is their weighted mean.
    """
    whole = composite(a="weight: 60", b="weight: 40")
    spec.indicator(whole.replace("    method: {kind: composite, weights: own, source: ข้อ 9}\n    parts", "    parts"))
    spec.gives({"1.a/score": "4.25", "1.b/score": "3"}, "3.7500")


def test_a_mean_of_three_loses_no_tie(spec):
    """ค่าเฉลี่ยสามตัว (1 + 1 + 2.0015) ÷ 3 = 1.33383333… คูณน้ำหนัก 30 % ต้องได้ 0.40015 พอดี ซึ่งปัดเป็น 0.4002
    ถ้าตัดทศนิยมระหว่างทางจะได้ 0.40014999… แล้วปัดเป็น 0.4001
    · A third of the sum, times 30 percent, is 0.40015 exactly and rounds up; had the third been cut anywhere, it would
    have come to 0.40014999… and lost the tie.
    """
    thirty = composite("equal", a="", b="", c="").replace("weight: 100", "weight: 30")
    spec.indicator(f"{thirty}\n    ---{OTHER}")
    facts = {"1.a/score": "1", "1.b/score": "1", "1.c/score": "2.0015", "2/score": "1"}
    spec.gives(facts, "1.3338", code="1", weighted="0.4002")
    spec.gives(facts, "1.1002", code="total")


def test_a_third_three_times_is_one(spec):
    """น้ำหนักที่หารไม่ลงตัวก็ไม่เสีย: (5 × 1 + 5 × 1 + 5 × 1) ÷ 3 = 5 พอดี · Three thirds are one, exactly."""
    spec.indicator(composite("equal", a="", b="", c=""))
    card = spec.gives({"1.a/score": "5", "1.b/score": "5", "1.c/score": "5"}, "5.0000")
    assert card.outcomes["1"].score.value == 5


def test_the_weight_of_a_part_that_does_not_apply_is_spread(spec):
    """ตัวย่อยที่ “N/A” ไม่นับ น้ำหนักเฉลี่ยไปตัวที่เหลือตามสัดส่วน: (4 × 50 + 2 × 30) ÷ (50 + 30) = 3.25
    · A part that is N/A does not count, and its weight goes to the others in proportion.
    """
    spec.framework("rules: {not_applicable: {accepted: always, weights: spread}}")
    spec.indicator(composite(a="weight: 50", b="weight: 30", c="weight: 20"))
    spec.gives({"1.a/score": "4", "1.b/score": "2", "1.c/score": "N/A"}, "3.2500")


def test_or_it_is_lost_where_the_pack_says_so(spec):
    """`weights: lost` น้ำหนักของ “N/A” ยังอยู่ในตัวหารแต่ไม่ได้คะแนน: (4 × 50 + 2 × 30) ÷ 100 = 2.6
    · With `weights: lost` the part earns nothing and still counts in the divisor.
    """
    spec.framework("rules: {not_applicable: {accepted: always, weights: lost}}")
    spec.indicator(composite(a="weight: 50", b="weight: 30", c="weight: 20"))
    spec.gives({"1.a/score": "4", "1.b/score": "2", "1.c/score": "N/A"}, "2.6000")


def test_when_no_part_applies_the_whole_does_not(spec):
    """ตัวย่อยทุกตัว “N/A” ตัวชี้วัดก็ N/A · With all its parts N/A the indicator is N/A itself."""
    spec.indicator(composite(a="weight: 60", b="weight: 40"))
    spec.gives({"1.a/score": "N/A", "1.b/score": "N/A"}, "not_applicable")


def test_a_part_may_be_for_some_kinds_of_unit(spec):
    """ตัวย่อย 1.b ใช้กับ สภ. (และ สน. ซึ่งเทียบเท่า) เท่านั้น หน่วยอื่นคิดจาก 1.a ตัวเดียว: (4 × 60 + 2 × 40) ÷ 100 = 3.2
    · Part 1.b is for stations, and for what counts as one; for other units it does not apply.
    """
    spec.indicator(composite(a="weight: 60", b="weight: 40\napplies_to: [station]"))
    facts = {"1.a/score": "4", "1.b/score": "2"}
    spec.gives(facts, "3.2000", unit="station")
    spec.gives(facts, "3.2000", unit="metro_station")
    spec.gives({"1.a/score": "4"}, "4.0000", unit="division")


def test_while_a_part_is_missing_there_is_no_score(spec):
    """ตัวย่อยที่ยังไม่รายงานไม่ใช่ศูนย์และไม่ถูกข้าม ตัวชี้วัดยังไม่มีคะแนนและบอกว่าขาดตัวใด
    · A part that is not reported is neither nought nor passed over: there is no score yet, and it is said what lacks.
    """
    spec.indicator(composite(a="weight: 60", b="weight: 40"))
    card = spec.gives({"1.a/score": "4.25"}, "missing")
    assert "1.b" in card.outcomes["1"].score.en


def test_a_missing_part_may_have_stated_points(spec):
    """เมื่อชุดเกณฑ์ให้ผลที่ไม่รายงานเป็น 1 คะแนน ตัวย่อยได้ 1 แล้วจึงเฉลี่ย: (4.25 × 60 + 1 × 40) ÷ 100 = 2.95
    · Where the pack gives a missing result 1 point, the part gets it and the mean follows.
    """
    spec.framework("rules: {missing: {becomes: score, score: 1}}")
    spec.indicator(composite(a="weight: 60", b="weight: 40"))
    spec.gives({"1.a/score": "4.25"}, "2.9500")


def test_parts_may_have_parts(spec):
    """ต้นไม้ซ้อนกี่ชั้นก็ได้: 1.b = (2 × 1 + 5 × 3) ÷ 4 = 4.25 แล้ว (3 × 60 + 4.25 × 40) ÷ 100 = 3.5
    · A tree may be as deep as the document's.
    """
    spec.indicator("""
        code: "1"
        name: ตัวชี้วัดสามชั้น
        weight: 100
        method: {kind: composite, weights: own, source: ข้อ 9}
        parts:
          - code: "1.a"
            name: ตัวย่อย a
            weight: 60
            inputs: {score: {name: คะแนน, holds: figure, source: ข้อ 9}}
            method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}
          - code: "1.b"
            name: ตัวย่อย b
            weight: 40
            method: {kind: composite, weights: own, source: ข้อ 9}
            parts:
              - code: "1.b.1"
                name: ตัวย่อย b1
                weight: 1
                inputs: {score: {name: คะแนน, holds: figure, source: ข้อ 9}}
                method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}
              - code: "1.b.2"
                name: ตัวย่อย b2
                weight: 3
                inputs: {score: {name: คะแนน, holds: figure, source: ข้อ 9}}
                method: {kind: formula, below: scale_lowest, above: scale_highest, source: ข้อ 9}
    """)
    facts = {"1.a/score": "3", "1.b.1/score": "2", "1.b.2/score": "5"}
    spec.gives(facts, "3.5000")
    spec.gives(facts, "4.2500", code="1.b")


def test_nothing_is_reported_for_the_whole(spec):
    """ตัวชี้วัดที่มีตัวย่อยไม่รับรายงานเอง · Only the parts are reported; a figure for the whole is refused."""
    spec.indicator(composite(a="weight: 60", b="weight: 40"))
    spec.refuses("FC006", {"1/score": "4"})


def test_a_composite_that_cannot_be_calculated_is_refused(spec):
    """ขาดน้ำหนัก น้ำหนักศูนย์ ไม่มีตัวย่อย หรือมีทั้งตัวย่อยและตารางของตนเอง ใช้ไม่ได้
    · A part without a weight or with none at all, no parts, or parts beside a method of its own: each is refused.
    """
    spec.indicator(composite(a="weight: 60", b=""))
    spec.refuses("PK240")
    spec.indicator(composite(a="weight: 60", b="weight: 0"))
    spec.refuses("PK241")
    spec.indicator(composite().replace("parts:", "parts: []"))
    spec.refuses("PK221")
    judged = "{kind: judged, least: 1, most: 5, step: 1, source: ข้อ 9}"
    spec.indicator(
        composite(a="weight: 60", b="weight: 40").replace("{kind: composite, weights: own, source: ข้อ 9}", judged)
    )
    spec.refuses("PK222")
