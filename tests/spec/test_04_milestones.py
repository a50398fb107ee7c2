"""ขั้นของความสำเร็จ · Milestones

ตัวชี้วัดแบบขั้นบันได แต่ละระดับมีแนวทางการประเมิน (guidelines) ว่าต้องทำอะไร บางข้อใช้กับหน่วยบางประเภท
ชุดเกณฑ์บอกว่าต้องผ่านระดับก่อนหน้าหรือไม่ (`order`) และระดับที่ไม่มีแนวทางสำหรับหน่วยนั้นนับอย่างไร (`without_guideline`)

A ladder of deeds.  Each level lists guidelines, some of them for some kinds of unit only.  The pack says whether a level
needs all before it (`order`), and how a level counts for a unit that it has no guideline for (`without_guideline`).
"""

LADDER = """
    code: "3.1"
    name: ความสำเร็จของแผนปรับปรุงองค์การ
    weight: 100
    method:
      kind: milestones
      order: consecutive
      without_guideline: reached
      none_reached: 0
      source: ข้อ 9
      levels:
        - {score: 1, text: แต่งตั้งคณะทำงาน, guidelines: [{id: "1.1", text: มีคำสั่งแต่งตั้งคณะทำงาน}]}
        - score: 2
          text: จัดทำแผน
          guidelines:
            - {id: "2.1", text: จัดทำแผนปรับปรุงองค์การ}
            - {id: "2.2", text: เสนอแผนต่อหน่วยเหนือ}
        - {score: 3, text: ดำเนินการตามแผน, guidelines: [{id: "3.1", text: ดำเนินการครบทุกกิจกรรมของแผน}]}
"""
ALL = {"1.1": "ทำแล้ว", "2.1": "ทำแล้ว", "2.2": "ทำแล้ว", "3.1": "ทำแล้ว"}

PLAN = '{id: "2.1", text: จัดทำแผนปรับปรุงองค์การ}'
SENT = '{id: "2.2", text: เสนอแผนต่อหน่วยเหนือ}'
DONE = '{id: "3.1", text: ดำเนินการครบทุกกิจกรรมของแผน}'


def test_a_level_is_reached_when_all_its_guidelines_are_done(spec):
    """ระดับ 2 ต้องทำทั้งข้อ 2.1 และ 2.2 ทำข้อเดียวยังเป็นระดับ 1 · A level needs all its guidelines; one of two is not enough."""
    spec.indicator(LADDER)
    spec.gives({**ALL, "3.1": "ยังไม่ทำ"}, "2.0000")
    spec.gives({**ALL, "2.2": "ยังไม่ทำ", "3.1": "ยังไม่ทำ"}, "1.0000")
    spec.gives(ALL, "3.0000")


def test_a_level_counts_only_when_all_before_it_are_reached(spec):
    """`order: consecutive` ทำระดับ 3 แล้วแต่ระดับ 2 ยังไม่ครบ จึงได้ระดับ 1
    · Level 3 is done but level 2 is not: with `order: consecutive` level 1 counts.
    """
    spec.indicator(LADDER)
    spec.gives({**ALL, "2.1": "ยังไม่ทำ"}, "1.0000")


def test_levels_may_be_free_of_each_other(spec):
    """`order: free` นับระดับสูงสุดที่ครบ แม้ระดับล่างจะไม่ครบ · With `order: free` the highest level that is done counts."""
    spec.indicator(LADDER.replace("consecutive", "free"))
    spec.gives({**ALL, "2.1": "ยังไม่ทำ"}, "3.0000")
    spec.gives({**ALL, "1.1": "ยังไม่ทำ", "3.1": "ยังไม่ทำ"}, "2.0000")


def test_no_level_reached_has_points_of_its_own(spec):
    """ไม่ถึงระดับใดเลยได้คะแนนตาม `none_reached` ซึ่งชุดเกณฑ์ต้องบอก · What no level earns is the pack's to say."""
    spec.indicator(LADDER)
    spec.gives({**ALL, "1.1": "ยังไม่ทำ"}, "0.0000")
    spec.indicator(LADDER.replace("none_reached: 0", "none_reached: 1"))
    spec.gives({**ALL, "1.1": "ยังไม่ทำ"}, "1.0000")


def test_a_deed_may_be_said_in_many_words(spec):
    """ทำแล้ว มี ครบ ใช่ done yes 1 หมายถึงทำแล้ว ส่วน ยังไม่ทำ ไม่มี ยัง no 0 หมายถึงยังไม่ทำ คำอื่นถูกปฏิเสธ
    · Done and not done may be typed in several ways; what is neither is refused, not guessed.
    """
    spec.indicator(LADDER)
    spec.gives({"1.1": "มี", "2.1": "ครบ", "2.2": "๑", "3.1": "ไม่มี"}, "2.0000")
    spec.gives({"1.1": "yes", "2.1": "Done", "2.2": "true", "3.1": "not done"}, "2.0000")
    spec.refuses("FC013", {"1.1": "เกือบเสร็จ"})


def test_a_missing_deed_that_decides_leaves_no_score(spec):
    """ข้อ 2.2 ยังไม่รายงาน จึงไม่รู้ว่าได้ระดับ 1 หรือสูงกว่า · Not reported is not “not done”: the level is not known yet."""
    spec.indicator(LADDER)
    spec.gives({"1.1": "ทำแล้ว", "2.1": "ทำแล้ว", "3.1": "ทำแล้ว"}, "missing")
    spec.gives({}, "missing")


def test_a_missing_deed_that_cannot_matter_does_not_hide_the_score(spec):
    """ข้อ 2.1 ยังไม่ทำ ระดับ 2 จึงไม่ผ่านแน่ ไม่ว่าข้อ 2.2 และ 3.1 จะเป็นอย่างไร คะแนนคือ 1
    · 2.1 is not done, so level 2 is failed whatever 2.2 and 3.1 may be: the score is known.
    """
    spec.indicator(LADDER)
    spec.gives({"1.1": "ทำแล้ว", "2.1": "ยังไม่ทำ"}, "1.0000")


def test_on_a_free_ladder_a_higher_level_makes_a_missing_lower_one_irrelevant(spec):
    """ถึงระดับ 3 แล้ว ข้อ 2.1 ที่ยังไม่รายงานไม่มีผล แต่ถ้าระดับ 3 ยังไม่รายงาน คะแนนอาจเป็น 2 หรือ 3 จึงยังไม่รู้
    · Level 3 is done, so 2.1 cannot matter; with level 3 unreported the score may still be 2 or 3.
    """
    spec.indicator(LADDER.replace("consecutive", "free"))
    spec.gives({"1.1": "ทำแล้ว", "2.2": "ทำแล้ว", "3.1": "ทำแล้ว"}, "3.0000")
    spec.gives({"1.1": "ทำแล้ว", "2.1": "ทำแล้ว", "2.2": "ทำแล้ว"}, "missing")


def test_a_guideline_may_be_for_some_kinds_of_unit(spec):
    """ข้อ 2.2 ใช้กับ สภ. เท่านั้น บก. ไม่ต้องทำและไม่ต้องรายงาน · 2.2 is for stations; a division need not do or report it."""
    spec.indicator(LADDER.replace(SENT, SENT.replace("}", ", applies_to: [{kinds: [station]}]}")))
    facts = {"1.1": "ทำแล้ว", "2.1": "ทำแล้ว", "2.2": "ยังไม่ทำ", "3.1": "ทำแล้ว"}
    spec.gives(facts, "1.0000", unit="station")
    spec.gives(facts, "3.0000", unit="division")
    spec.gives({"1.1": "ทำแล้ว", "2.1": "ทำแล้ว", "3.1": "ทำแล้ว"}, "3.0000", unit="division")


def test_an_equivalent_kind_does_the_same(spec):
    """สน. เทียบเท่า สภ. (`counts_as`) แนวทางของ สภ. จึงใช้กับ สน. ด้วย แต่แนวทางของ สน. ไม่ใช้กับ สภ.
    · A metropolitan station counts as a station, so what is for stations is for it too, but not the other way round.
    """
    spec.indicator(LADDER.replace(SENT, SENT.replace("}", ", applies_to: [{kinds: [station]}]}")))
    facts = {**ALL, "2.2": "ยังไม่ทำ"}
    spec.gives(facts, "1.0000", unit="metro_station")
    spec.indicator(LADDER.replace(SENT, SENT.replace("}", ", applies_to: [{kinds: [metro_station]}]}")))
    spec.gives(facts, "1.0000", unit="metro_station")
    spec.gives(facts, "3.0000", unit="station")


def test_a_guideline_may_depend_on_whom_a_unit_stands_under(spec):
    """`under` เฉพาะหน่วยใต้สังกัดนั้น `not_under` ทุกหน่วยเว้นใต้สังกัดนั้น: ข้อ 2.2 ใช้กับ สภ. ใน บช. แต่ไม่ใช่ใน บช.ชายแดน
    · 2.2 is for stations under a bureau, but not under the border bureau.
    """
    only = "applies_to: [{kinds: [station], under: [bureau], not_under: [border_bureau]}]"
    spec.indicator(LADDER.replace(SENT, SENT.replace("}", f", {only}}}")))
    facts = {**ALL, "2.2": "ยังไม่ทำ"}
    spec.gives(facts, "1.0000", unit="station", under=("bureau",))
    spec.gives(facts, "3.0000", unit="station", under=("bureau", "border_bureau"))
    spec.gives(facts, "3.0000", unit="station")


def test_a_unit_may_be_excepted(spec):
    """`excepts` ยกเว้นหน่วยที่เข้าเกณฑ์: ทุกหน่วยต้องทำข้อ 2.2 เว้น สภ. ใน บช.ชายแดน
    · 2.2 is for all units except stations under the border bureau.
    """
    spec.indicator(LADDER.replace(SENT, SENT.replace("}", ", excepts: [{kinds: [station], under: [border_bureau]}]}")))
    facts = {**ALL, "2.2": "ยังไม่ทำ"}
    spec.gives(facts, "3.0000", unit="station", under=("border_bureau",))
    spec.gives(facts, "1.0000", unit="division", under=("border_bureau",))
    spec.gives(facts, "1.0000", unit="station")


def test_a_level_without_a_guideline_for_the_unit_may_count_as_reached(spec):
    """ระดับ 2 ไม่มีแนวทางสำหรับ บก. และ `without_guideline: reached` จึงถือว่าผ่านเอง
    · Level 2 asks nothing of a division: with `reached` it is passed by itself.
    """
    spec.indicator(_level_2_for("station"))
    spec.gives({"1.1": "ทำแล้ว", "3.1": "ทำแล้ว"}, "3.0000", unit="division")
    spec.gives({"1.1": "ทำแล้ว", "3.1": "ยังไม่ทำ"}, "2.0000", unit="division")


def test_or_as_not_reached(spec):
    """`without_guideline: not_reached` ระดับที่ไม่มีแนวทางสำหรับหน่วยนั้นไม่มีทางถึง หน่วยนั้นจึงได้ไม่เกินระดับ 1
    · With `not_reached` such a level cannot be had, and a consecutive ladder ends below it.
    """
    spec.indicator(_level_2_for("station").replace("without_guideline: reached", "without_guideline: not_reached"))
    spec.gives({"1.1": "ทำแล้ว", "3.1": "ทำแล้ว"}, "1.0000", unit="division")
    spec.indicator(
        _level_2_for("station")
        .replace("without_guideline: reached", "without_guideline: not_reached")
        .replace("consecutive", "free")
    )
    spec.gives({"1.1": "ทำแล้ว", "3.1": "ทำแล้ว"}, "3.0000", unit="division")
    spec.gives({"1.1": "ทำแล้ว", "3.1": "ยังไม่ทำ"}, "1.0000", unit="division")


def test_or_the_ladder_closes_up_over_it(spec):
    """`without_guideline: left_out` ระดับนั้นไม่มีสำหรับหน่วยนี้: ทำระดับ 1 แล้วทำระดับ 3 ต่อได้ 3 แต่ทำแค่ระดับ 1 ได้ 1 ไม่ใช่ 2
    · With `left_out` the level is not there for this unit: from level 1 the next is level 3, and nobody gets 2 for nothing.
    """
    spec.indicator(_level_2_for("station").replace("without_guideline: reached", "without_guideline: left_out"))
    spec.gives({"1.1": "ทำแล้ว", "3.1": "ทำแล้ว"}, "3.0000", unit="division")
    spec.gives({"1.1": "ทำแล้ว", "3.1": "ยังไม่ทำ"}, "1.0000", unit="division")


def test_a_count_may_have_to_be_reached(spec):
    """ประชาสัมพันธ์ไม่น้อยกว่า 4 ช่องทาง (`at_least: 4`): 4 ผ่าน 3 ไม่ผ่าน และรายงานเป็นจำนวน
    · Publicity through at least four channels: the unit reports how many, and three are not enough.
    """
    four = '{id: "3.1", text: ประชาสัมพันธ์ไม่น้อยกว่า 4 ช่องทาง, at_least: 4, measure_unit: channel}'
    spec.indicator(LADDER.replace(DONE, four))
    spec.gives({**ALL, "3.1": "4"}, "3.0000")
    spec.gives({**ALL, "3.1": "๕ ช่องทาง"}, "3.0000")
    spec.gives({**ALL, "3.1": "3"}, "2.0000")
    spec.refuses("FC011", {**ALL, "3.1": "-1"})


def test_sub_steps_are_reported_one_by_one(spec):
    """ข้อ 2.1 มีข้อย่อย ก และ ข ต้องทำครบ รายงานที่ข้อย่อย ไม่ใช่ที่ข้อ 2.1
    · Where a guideline has sub-steps these are reported, and all of them are needed.
    """
    spec.indicator(LADDER.replace(PLAN, _plan_of_two()))
    facts = {"1.1": "ทำแล้ว", "2.1.1": "ทำแล้ว", "2.1.2": "ทำแล้ว", "2.2": "ทำแล้ว", "3.1": "ทำแล้ว"}
    spec.gives(facts, "3.0000")
    spec.gives({**facts, "2.1.2": "ยังไม่ทำ"}, "1.0000")
    spec.refuses("FC004", {"2.1": "ทำแล้ว"})


def test_one_of_the_sub_steps_may_be_enough(spec):
    """`any_of: true` ทำข้อย่อยใดข้อย่อยหนึ่งก็พอ ข้อย่อยอื่นไม่ต้องรายงาน
    · With `any_of` one sub-step is enough, and what the others are does not matter then.
    """
    spec.indicator(LADDER.replace(PLAN, _plan_of_two("any_of: true, ")))
    facts = {"1.1": "ทำแล้ว", "2.2": "ทำแล้ว", "3.1": "ทำแล้ว"}
    spec.gives({**facts, "2.1.1": "ยังไม่ทำ", "2.1.2": "ทำแล้ว"}, "3.0000")
    spec.gives({**facts, "2.1.2": "ทำแล้ว"}, "3.0000")
    spec.gives({**facts, "2.1.1": "ยังไม่ทำ", "2.1.2": "ยังไม่ทำ"}, "1.0000")
    spec.gives({**facts, "2.1.1": "ยังไม่ทำ"}, "missing")


def test_sub_steps_may_differ_by_kind_of_unit(spec):
    """ข้อย่อย 2.1.2 ใช้กับ สภ. เท่านั้น หน่วยอื่นทำข้อย่อย 2.1.1 ข้อเดียวก็ครบ
    · Sub-step 2.1.2 is for stations; for other units 2.1.1 is all there is.
    """
    spec.indicator(LADDER.replace(PLAN, _plan_of_two(last=", applies_to: [{kinds: [station]}]")))
    facts = {"1.1": "ทำแล้ว", "2.1.1": "ทำแล้ว", "2.2": "ทำแล้ว", "3.1": "ทำแล้ว"}
    spec.gives(facts, "3.0000", unit="division")
    spec.gives({**facts, "2.1.2": "ยังไม่ทำ"}, "1.0000", unit="station")
    spec.gives(facts, "missing", unit="station")


def test_a_deed_that_does_not_apply_asks_nothing(spec):
    """เมื่อชุดเกณฑ์รับ “N/A” ข้อที่ N/A ไม่ต้องทำ ข้ออื่นของระดับยังต้องครบ
    · Where the pack accepts N/A, such a guideline asks nothing; the others of the level still must be done.
    """
    spec.framework("rules: {not_applicable: {accepted: always}}")
    spec.indicator(LADDER)
    spec.gives({**ALL, "2.2": "N/A"}, "3.0000")
    spec.gives({**ALL, "2.1": "ยังไม่ทำ", "2.2": "N/A"}, "1.0000")


def test_a_guideline_without_a_sub_step_for_the_unit_is_no_guideline(spec):
    """ข้อย่อยทั้งสองใช้กับ สภ. เท่านั้น บก. จึงไม่มีแนวทางในระดับ 2 และระดับนั้นนับตาม `without_guideline`
    · With all its sub-steps for stations the guideline asks nothing of a division: the level has no guideline for it.
    """
    only = ", applies_to: [{kinds: [station]}]"
    two = _plan_of_two("any_of: true, ", last=only).replace("แผนภาคบังคับ}", f"แผนภาคบังคับ{only}}}")
    ladder = LADDER.replace(PLAN, two).replace(f"            - {SENT}\n", "")
    for how, score in (("reached", "3.0000"), ("not_reached", "1.0000"), ("left_out", "3.0000")):
        told = ladder.replace("without_guideline: reached", f"without_guideline: {how}")
        for any_of in ("true", "false"):
            spec.indicator(told.replace("any_of: true", f"any_of: {any_of}"))
            spec.gives({"1.1": "ทำแล้ว", "3.1": "ทำแล้ว"}, score, unit="division")


def test_a_ladder_of_which_nothing_applies_does_not_apply(spec):
    """ทุกข้อ “N/A” ตัวชี้วัดก็ N/A ไม่ใช่ได้คะแนนเต็ม · With every deed N/A the indicator is N/A; it does not earn all its points."""
    spec.indicator(LADDER)
    spec.gives(dict.fromkeys(ALL, "N/A"), "not_applicable")


def test_the_ladder_closes_up_over_a_level_of_which_nothing_applies(spec):
    """ระดับ 2 ทุกข้อ “N/A” ระดับนั้นไม่มีสำหรับหน่วยนี้ ไม่ใช่ได้มาเอง: ทำถึงระดับ 1 ได้ 1 ทำระดับ 3 ด้วยได้ 3
    · With all of level 2 N/A the level is not there for this unit; it is not given for nothing.
    """
    spec.indicator(LADDER)
    spec.gives({**ALL, "2.1": "N/A", "2.2": "N/A", "3.1": "ยังไม่ทำ"}, "1.0000")
    spec.gives({**ALL, "2.1": "N/A", "2.2": "N/A"}, "3.0000")


def test_what_does_not_apply_past_a_level_that_was_failed_changes_nothing(spec):
    """ระดับ 2 ยังไม่ครบ ระดับ 3 “N/A” คะแนนยังเป็น 1 · Level 2 is not done; that level 3 is N/A changes nothing: the score is 1."""
    spec.indicator(LADDER)
    spec.gives({**ALL, "2.1": "ยังไม่ทำ", "3.1": "N/A"}, "1.0000")


def test_a_unit_is_of_a_kind_that_the_pack_knows(spec):
    """ประเภทหน่วยที่ชุดเกณฑ์ไม่มีถูกปฏิเสธ ส่วนสังกัดที่ไม่รู้จักเพียงเตือน เพราะอาจไม่มีแนวทางใดถามถึง
    · A kind of unit that the pack does not have is refused; a body above it that the pack does not know is a warning.
    """
    spec.indicator(LADDER)
    spec.refuses("FC018", ALL, unit="stations")
    spec.gives(ALL, "3.0000", unit="station", under=("region_9",), warns="FC043")


def test_points_rise_from_level_to_level(spec):
    """คะแนนของระดับต้องเพิ่มขึ้น และ `none_reached` ไม่เกินระดับแรก · Points that do not rise are refused."""
    spec.indicator(LADDER.replace("score: 3,", "score: 2,"))
    spec.refuses("PK233")
    spec.indicator(LADDER.replace("none_reached: 0", "none_reached: 2"))
    spec.refuses("PK233")


def _level_2_for(kind: str) -> str:
    """The ladder with its second level for one kind of unit only."""
    only = f", applies_to: [{{kinds: [{kind}]}}]}}"
    return LADDER.replace(PLAN, PLAN.replace("}", only)).replace(SENT, SENT.replace("}", only))


def _plan_of_two(how: str = "", last: str = "") -> str:
    """Guideline 2.1 in two sub-steps."""
    return f"""id: "2.1"
              text: จัดทำแผนปรับปรุงองค์การ
              {how.removesuffix(", ") or "any_of: false"}
              steps:
                - {{id: "2.1.1", text: แผนภาคบังคับ}}
                - {{id: "2.1.2", text: แผนภาคสมัครใจ{last}}}"""
