"""ค่าเฉลี่ยแบบสำรวจ · Survey mean

คำตอบ → ข้อย่อย → ข้อคำถาม → ตอน → กลุ่มผู้ตอบ แต่ละชั้นเป็นค่าเฉลี่ย ข้อมูลที่รายงานคือจำนวนผู้ตอบแต่ละตัวเลือก
ไม่ใช่คำตอบของใคร ชื่อข้อมูลคือ `แบบ.ข้อ/ตัวเลือก`

Choices → sub-items → questions → sections → cohorts, each the mean of the one below.  What is reported is how many
ticked each choice, never who answered what; such a count is called `survey.question/choice`.
"""

SURVEY = """
    id: iit
    name: แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน
    source: ข้อ 9
    scales:
      much:
        choices:
          - {id: none, label: น้อยที่สุดหรือไม่มีเลย, value: 0}
          - {id: little, label: น้อย, value: 33}
          - {id: much, label: มาก, value: 67}
          - {id: most, label: มากที่สุด, value: 100}
          - {id: unknown, label: ไม่ทราบ, value: "-"}
        source: ข้อ 9
    sections:
      - id: duty
        name: การปฏิบัติหน้าที่
        weight: 1
        questions: [{id: i1, text: ปฏิบัติงานตามขั้นตอน, scale: much}]
        source: ข้อ 9
"""
INDICATOR = """
    code: "1"
    name: การรับรู้ของบุคลากร
    weight: 100
    method:
      kind: survey_mean
      cohorts: [{survey: iit, weight: 1}]
      unanswered: left_out
      source: ข้อ 9
"""
SCALE = "rules: {scale: {lowest: 0, highest: 100}}"
QUESTIONS = "[{id: i1, text: ปฏิบัติงานตามขั้นตอน, scale: much}]"
TWO = "[{id: i1, text: ปฏิบัติงานตามขั้นตอน, scale: much}, {id: i2, text: ปฏิบัติต่อทุกคนเท่าเทียมกัน, scale: much}]"
SECTION = """      - id: budget
        name: การใช้งบประมาณ
        weight: 3
        questions: [{id: i7, text: รู้แผนการใช้จ่ายงบประมาณ, scale: much}]
        source: ข้อ 9
"""
NO_ONE = {"none": 0, "little": 0, "much": 0, "most": 0, "unknown": 0}


def tally(question: str, **counts: int) -> dict[str, object]:
    """The tallies of one question, such as “iit.i1”; choices not named were ticked by nobody."""
    return {f"{question}/{choice}": count for choice, count in (NO_ONE | counts).items()}


def test_a_question_is_the_mean_of_its_answers(spec):
    """ผู้ตอบ 10 คน: (0 × 1 + 33 × 2 + 67 × 3 + 100 × 4) ÷ 10 = 66.7 · Each choice counts by how many ticked it."""
    spec.framework(SCALE)
    spec.survey(SURVEY)
    spec.indicator(INDICATOR)
    spec.gives(tally("iit.i1", none=1, little=2, much=3, most=4), "66.7000", result="66.70")


def test_who_does_not_know_is_left_out(spec):
    """“ไม่ทราบ” ไม่มีค่า (“-”) จึงไม่นับทั้งคะแนนและจำนวนผู้ตอบ: (67 × 1 + 100 × 1) ÷ 2 = 83.5 แม้มี 8 คนไม่ทราบ
    · “Do not know” has no value, which is not zero: those who ticked it are not counted at all.
    """
    spec.framework(SCALE)
    spec.survey(SURVEY)
    spec.indicator(INDICATOR)
    spec.gives(tally("iit.i1", much=1, most=1, unknown=8), "83.5000")


def test_a_reversed_question_counts_from_the_other_end(spec):
    """ข้อเชิงลบ (`reversed`) มากที่สุดเป็น 0 น้อยที่สุดเป็น 100: (100 × 3 + 67 × 1) ÷ 4 = 91.75 “ไม่ทราบ” ยังไม่นับ
    · For a negative question the values are dealt out from the other end; “do not know” still has none.
    """
    spec.framework(SCALE)
    spec.survey(SURVEY.replace(QUESTIONS, "[{id: i9, text: ใช้งบเพื่อประโยชน์ส่วนตัว, scale: much, reversed: true}]"))
    spec.indicator(INDICATOR)
    spec.gives(tally("iit.i9", none=3, little=1, unknown=5), "91.7500")
    spec.gives(tally("iit.i9", most=4), "0.0000")


def test_a_question_may_be_asked_line_by_line(spec):
    """ข้อคำถามที่มีข้อย่อยเฉลี่ยข้อย่อยก่อน: ข้อย่อย ก = 100 ข้อย่อย ข (กลับด้าน) = (0 + 33) ÷ 2 = 16.5 รวม (100 + 16.5) ÷ 2 = 58.25
    · The lines of a question are averaged first, however many answered each; a line may be reversed by itself.
    """
    lines = "[{id: a, text: เป็นไปตามขั้นตอน}, {id: b, text: ล่าช้า, reversed: true}]"
    spec.framework(SCALE)
    spec.survey(SURVEY.replace("scale: much}]", f"scale: much, items: {lines}}}]"))
    spec.indicator(INDICATOR)
    spec.gives(tally("iit.i1.a", most=9) | tally("iit.i1.b", most=1, much=1), "58.2500")


def test_questions_of_a_section_count_the_same(spec):
    """ข้อที่มีผู้ตอบมากไม่หนักกว่า: ข้อ 1 = 100 (9 คน) ข้อ 2 = 0 (1 คน) เฉลี่ย 50 ไม่ใช่ 90
    · The mean of the questions, not of the answers: nine answers to one question do not outweigh one to another.
    """
    spec.framework(SCALE)
    spec.survey(SURVEY.replace(QUESTIONS, TWO))
    spec.indicator(INDICATOR)
    spec.gives(tally("iit.i1", most=9) | tally("iit.i2", none=1), "50.0000")


def test_sections_count_by_their_weights(spec):
    """ตอนแรกน้ำหนัก 1 ตอนสองน้ำหนัก 3 ไม่ต้องรวมเป็น 100: (100 × 1 + 33 × 3) ÷ 4 = 49.75
    · Sections are weighted, and the weights need not make a hundred.
    """
    spec.framework(SCALE)
    spec.survey(SURVEY + SECTION)
    spec.indicator(INDICATOR)
    spec.gives(tally("iit.i1", most=2) | tally("iit.i7", little=7), "49.7500")


def test_groups_of_respondents_count_by_their_weights(spec):
    """บุคลากร (น้ำหนัก 30) ได้ 100 ประชาชน (น้ำหนัก 70) ได้ 67: (100 × 30 + 67 × 70) ÷ 100 = 76.9 ไม่ว่ากลุ่มใดจะตอบมากกว่า
    · Cohorts answer surveys of their own and count by weight, whichever is larger.
    """
    spec.framework(SCALE)
    spec.survey(SURVEY)
    spec.survey(SURVEY.replace("id: iit", "id: eit").replace("id: i1", "id: e1").replace("ภายใน", "ภายนอก"))
    spec.indicator(
        INDICATOR.replace("[{survey: iit, weight: 1}]", "[{survey: iit, weight: 30}, {survey: eit, weight: 70}]")
    )
    spec.gives(tally("iit.i1", most=50) | tally("eit.e1", much=900), "76.9000")


def test_a_question_that_nobody_answered_may_be_left_out(spec):
    """`unanswered: left_out` ข้อที่ไม่มีผู้ตอบ (หรือตอบแต่ “ไม่ทราบ”) ไม่นับ ตอนที่ไม่มีข้อใดมีผู้ตอบก็ไม่นับน้ำหนัก
    · A question that nobody answered, or only with “do not know”, does not count; nor does a section of such questions.
    """
    spec.framework(SCALE)
    spec.survey(SURVEY.replace(QUESTIONS, TWO))
    spec.indicator(INDICATOR)
    spec.gives(tally("iit.i1", much=4) | tally("iit.i2", unknown=4), "67.0000")
    spec.gives(tally("iit.i1") | tally("iit.i2"), "missing")


def test_a_section_that_nobody_answered_is_left_out_with_its_weight(spec):
    """ตอนที่สองไม่มีผู้ตอบ คะแนนคือของตอนแรกล้วน · Nobody answered the second section: the score is the first one's."""
    spec.framework(SCALE)
    spec.survey(SURVEY + SECTION)
    spec.indicator(INDICATOR)
    spec.gives(tally("iit.i1", much=4) | tally("iit.i7"), "67.0000")


def test_or_it_may_leave_no_score(spec):
    """`unanswered: missing` ข้อเดียวที่ไม่มีผู้ตอบทำให้ยังไม่มีคะแนน · With `missing` one such question leaves no score."""
    spec.framework(SCALE)
    spec.survey(SURVEY.replace(QUESTIONS, TWO))
    spec.indicator(INDICATOR.replace("left_out", "missing"))
    spec.gives(tally("iit.i1", much=4) | tally("iit.i2", unknown=4), "missing")
    spec.gives(tally("iit.i1", much=4) | tally("iit.i2", most=1), "83.5000")


def test_a_group_may_need_a_number_of_respondents(spec):
    """`least_respondents: 5` ข้อที่มีผู้ตอบนับได้ 4 คน (คนที่ 5 ไม่ทราบ) ทำให้ไม่มีคะแนน ไม่ใช่ได้ศูนย์
    · With fewer answers that count than the pack asks for there is no score, which is not zero.
    """
    spec.framework(SCALE)
    spec.survey(SURVEY)
    spec.indicator(INDICATOR.replace("{survey: iit, weight: 1}", "{survey: iit, weight: 1, least_respondents: 5}"))
    spec.gives(tally("iit.i1", most=5), "100.0000")
    spec.gives(tally("iit.i1", most=4, unknown=1), "missing")


def test_a_tally_that_was_not_reported_is_not_nought(spec):
    """ตัวเลือกที่ไม่มีใครเลือกต้องรายงาน 0 (หรือ “ไม่มี”) ตัวเลือกที่ไม่รายงานทำให้ยังไม่มีคะแนน
    · A choice that nobody ticked is reported as 0, or nil; one that is not reported leaves no score.
    """
    spec.framework(SCALE)
    spec.survey(SURVEY)
    spec.indicator(INDICATOR)
    spec.gives({**tally("iit.i1", most=4), "iit.i1/none": "ไม่มี"}, "100.0000")
    spec.gives({"iit.i1/most": 4}, "missing")
    spec.gives({**tally("iit.i1", most=4), "iit.i1/none": ""}, "missing")


def test_a_choice_without_a_value_need_not_be_reported(spec):
    """จำนวนผู้ตอบ “ไม่ทราบ” ไม่มีผลต่อคะแนน ไม่รายงานก็ได้ · How many do not know decides nothing, and may stay unreported."""
    spec.framework(SCALE)
    spec.survey(SURVEY)
    spec.indicator(INDICATOR)
    facts = tally("iit.i1", most=4)
    facts.pop("iit.i1/unknown")
    spec.gives(facts, "100.0000")


def test_people_are_counted_in_whole_numbers(spec):
    """จำนวนผู้ตอบติดลบหรือมีเศษไม่ได้ · There are no half respondents, and not fewer than none."""
    spec.framework(SCALE)
    spec.survey(SURVEY)
    spec.indicator(INDICATOR)
    spec.refuses("FC012", tally("iit.i1", most=4) | {"iit.i1/much": "1.5"})
    spec.refuses("FC011", tally("iit.i1", most=4) | {"iit.i1/much": "-1"})


def test_a_mean_is_exact(spec):
    """เฉลี่ยสามคน (0 + 0 + 100) ÷ 3 = 33⅓ และเฉลี่ยสามข้อของ 33⅓, 33⅓, 33⅓ ยังเป็น 33⅓ พอดี
    · Thirds stay thirds through every stage.
    """
    three = TWO.replace("]", ", {id: i3, text: มุ่งผลสำเร็จ, scale: much}]")
    spec.framework(SCALE)
    spec.survey(SURVEY.replace(QUESTIONS, three))
    spec.indicator(INDICATOR)
    facts = tally("iit.i1", none=2, most=1) | tally("iit.i2", none=4, most=2) | tally("iit.i3", none=200, most=100)
    card = spec.gives(facts, "33.3333")
    assert card.outcomes["1"].result.value * 3 == 100


def test_a_survey_that_cannot_be_averaged_is_refused(spec):
    """มาตรวัดที่มีคำตอบมีค่าข้อเดียว แบบสำรวจที่ไม่มีข้อคำถาม มาตรวัดหรือแบบสำรวจที่ไม่มีจริง ใช้ไม่ได้
    · A scale with a single value, a section without questions, a scale or a survey that is not there: each is refused.
    """
    spec.framework(SCALE)
    spec.indicator(INDICATOR)
    spec.refuses("PK204")
    spec.survey(
        SURVEY.replace("value: 0", 'value: "-"').replace("value: 33", 'value: "-"').replace("value: 67", 'value: "-"')
    )
    spec.refuses("PK261")


def test_a_question_names_a_scale_of_its_survey(spec):
    """ข้อคำถามต้องใช้มาตรวัดที่แบบสำรวจมี และทุกตอนต้องมีข้อคำถาม · A question's scale must be there, and a section needs questions."""
    spec.framework(SCALE)
    spec.indicator(INDICATOR)
    spec.survey(SURVEY.replace("scale: much", "scale: often"))
    spec.refuses("PK204")


def test_a_reversed_question_reverses_its_lines(spec):
    """ข้อคำถามที่กลับด้านทั้งข้อ ข้อย่อยทุกข้อกลับด้านด้วย · A question that is reversed as a whole reverses its lines."""
    spec.framework(SCALE)
    spec.survey(SURVEY.replace("scale: much}]", "scale: much, reversed: true, items: [{id: a, text: เรียกรับเงิน}]}]"))
    spec.indicator(INDICATOR)
    spec.gives(tally("iit.i1.a", none=4), "100.0000")
