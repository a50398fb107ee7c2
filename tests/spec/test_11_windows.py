"""ช่วงเวลาและรายเดือน · Windows and months

ข้อมูลวัดตลอดรอบ หรือตลอดช่วงเวลา (`window`) ที่ชุดเกณฑ์กำหนด ข้อมูลรายเดือน (`every: month`) บอกวิธีรวมไว้เสมอ
(`adds_up`): รวม ค่าเดือนสุดท้าย เฉลี่ย มากที่สุด หรือทำในเดือนใดก็ได้

An input is measured over the round, or over a window of the pack.  What is reported by month says how its months become
one figure (`adds_up`): the sum, the last, the mean, the most, or done in any month.
"""

TABLE = """
    code: "4"
    name: ประเด็นที่เผยแพร่
    weight: 100
    measure_unit: topic
    window: q4
    inputs:
      topics:
        name: ประเด็นที่เผยแพร่
        holds: figure
        measure_unit: topic
        window: q4
        every: month
        adds_up: sum
        source: ข้อ 9
    method:
      kind: level_table
      levels: {1: 10, 2: 20, 3: 30, 4: 40, 5: 50}
      direction: ascending
      between: interpolate
      below: lowest_level
      above: highest_level
      source: ข้อ 9
"""
MONTHS = {"topics@2556-07": "12", "topics@2556-08": "6", "topics@2556-09": "15"}


def test_months_may_be_added(spec):
    """`adds_up: sum` ก.ค. 12 + ส.ค. 6 + ก.ย. 15 = 33 ได้ 3 + (33 − 30) ÷ 10 = 3.3 · The months of the window are added."""
    spec.indicator(TABLE)
    spec.gives(MONTHS, "3.3000", result="33.00")


def test_or_the_last_month_counts(spec):
    """`adds_up: last` ใช้ค่าเดือนสุดท้ายของช่วง (ก.ย.) เช่น ยอดสะสม เดือนก่อนหน้าไม่รายงานก็ได้
    · The last month of the window counts, as for a running total; earlier months may be left out.
    """
    spec.indicator(TABLE.replace("adds_up: sum", "adds_up: last"))
    spec.gives(MONTHS, "1.5000", result="15.00")
    spec.gives({"topics@2556-09": "15"}, "1.5000", result="15.00")
    spec.gives({"topics@2556-07": "12", "topics@2556-08": "6"}, "missing")


def test_or_their_mean(spec):
    """`adds_up: mean` (12 + 6 + 15) ÷ 3 = 11 ได้ 1 + (11 − 10) ÷ 10 = 1.1 · The plain mean of the months."""
    spec.indicator(TABLE.replace("adds_up: sum", "adds_up: mean"))
    spec.gives(MONTHS, "1.1000", result="11.00")


def test_or_the_most_of_any_month(spec):
    """`adds_up: most` เดือนที่มากที่สุดคือ ก.ย. 15 · The largest of the months."""
    spec.indicator(TABLE.replace("adds_up: sum", "adds_up: most"))
    spec.gives(MONTHS, "1.5000", result="15.00")


def test_a_missing_month_leaves_no_result(spec):
    """ขาดเดือนเดียว ผลรวม ค่าเฉลี่ย และค่ามากที่สุดก็ยังไม่รู้ ไม่ถือว่าเดือนนั้นเป็นศูนย์ และบอกว่าขาดเดือนใด
    · One month short, a sum, mean or largest is not known; the month is not taken as zero, and it is named.
    """
    for how in ("sum", "mean", "most"):
        spec.indicator(TABLE.replace("adds_up: sum", f"adds_up: {how}"))
        card = spec.gives({"topics@2556-07": "12", "topics@2556-09": "15"}, "missing")
        assert "Aug 2013" in card.outcomes["4"].score.en
    spec.gives({**MONTHS, "topics@2556-08": ""}, "missing")


def test_a_month_with_none_is_declared(spec):
    """เดือนที่ไม่มีต้องแจ้ง “ไม่มี” (นับเป็น `nil_is`) ไม่ใช่เว้นว่าง: 12 + 0 + 15 = 27 · A month with none is declared, not left blank."""
    spec.indicator(TABLE.replace("holds: figure", "holds: figure\n        nil_is: 0"))
    spec.gives({**MONTHS, "topics@2556-08": "ไม่มี"}, "2.7000", result="27.00")


def test_months_that_do_not_apply_are_not_missing(spec):
    """ทุกเดือนรายงานว่า “N/A” คือไม่เกี่ยวข้องทั้งช่วง ไม่ใช่ยังไม่รายงาน ไม่ว่าจะรวมเดือนอย่างไร
    · A window of which every month is N/A does not apply, however its months add up; it is not unreported.
    """
    for how in ("last", "sum", "mean", "most"):
        spec.indicator(TABLE.replace("adds_up: sum", f"adds_up: {how}"))
        spec.gives(dict.fromkeys(MONTHS, "N/A"), "not_applicable")


def test_a_month_that_does_not_apply_is_neither_lacking_nor_zero(spec):
    """ส.ค. ไม่เกี่ยวข้อง: รวม 12 + 15 = 27 เฉลี่ย 27 ÷ 2 = 13.5 และถ้า ก.ย. ไม่เกี่ยวข้อง เดือนสุดท้ายที่เกี่ยวข้องคือ ส.ค. 6
    · With August N/A the sum is of the two other months, and so is the mean; with September N/A, August is the last.
    """
    without_august = {**MONTHS, "topics@2556-08": "N/A"}
    spec.indicator(TABLE)
    spec.gives(without_august, "2.7000", result="27.00")
    spec.indicator(TABLE.replace("adds_up: sum", "adds_up: mean"))
    spec.gives(without_august, "1.3500", result="13.50")
    spec.indicator(TABLE.replace("adds_up: sum", "adds_up: last"))
    spec.gives({**MONTHS, "topics@2556-09": "N/A"}, "1.0000", result="6.00")


def test_a_deed_may_be_done_in_any_month(spec):
    """`adds_up: union` ทำในเดือนใดเดือนหนึ่งก็นับว่าทำ เดือนอื่นไม่รายงานก็ได้ แต่จะว่าไม่ทำได้เมื่อรู้ครบทุกเดือน
    · Done in one month is done; that it was not done is known only when every month says so.
    """
    spec.indicator("""
        code: "4"
        name: เผยแพร่อย่างน้อยหนึ่งครั้ง
        weight: 100
        inputs:
          shown: {name: เผยแพร่แล้ว, holds: deed, window: q4, every: month, adds_up: union, source: ข้อ 9}
        method:
          kind: milestones
          levels: [{score: 5, text: เผยแพร่, guidelines: [{id: shown, text: เผยแพร่แล้ว}]}]
          order: consecutive
          without_guideline: reached
          none_reached: 1
          source: ข้อ 9
    """)
    spec.gives({"shown@2556-08": "ทำแล้ว"}, "5.0000")
    spec.gives({"shown@2556-07": "ยังไม่ทำ", "shown@2556-08": "ทำแล้ว"}, "5.0000")
    spec.gives({"shown@2556-07": "ยังไม่ทำ", "shown@2556-08": "ยังไม่ทำ"}, "missing")
    spec.gives({f"shown@2556-0{month}": "ยังไม่ทำ" for month in (7, 8, 9)}, "1.0000")


def test_the_whole_may_be_reported_instead(spec):
    """รายงานยอดทั้งช่วงแทนรายเดือนได้ (เว้นช่วงเวลา หรือเขียนชื่อช่วง) แต่รายงานทั้งสองอย่างไม่ได้
    · The figure of the whole window may be given instead of the months, but not both.
    """
    spec.indicator(TABLE)
    spec.gives({"topics": "33"}, "3.3000", result="33.00")
    spec.gives({"topics@q4": "33"}, "3.3000", result="33.00")
    spec.refuses("FC009", {"topics": "33", "topics@2556-07": "12"})


def test_a_month_may_be_written_as_people_write_it(spec):
    """เดือนพิมพ์แบบไทยได้: ก.ค. 56, กรกฎาคม 2556, 7/2556, ๒๕๕๖-๐๗ · Months may be typed in Thai, in B.E. years."""
    spec.indicator(TABLE.replace("adds_up: sum", "adds_up: most"))
    rest = {"topics@2556-08": "6", "topics@2556-09": "15"}
    for month in ("ก.ค. 56", "กรกฎาคม 2556", "7/2556", "๒๕๕๖-๐๗", "2556-07"):
        spec.gives({f"topics@{month}": "30", **rest}, "3.0000")
    spec.refuses("FC008", {"topics@ก.ค. 56": "30", "topics@2556-07": "30"})


def test_months_outside_the_window_are_refused(spec):
    """มิ.ย. ไม่อยู่ในช่วง ก.ค.–ก.ย. และข้อมูลที่รายงานครั้งเดียวไม่มีเดือน
    · June is not in a window from July to September, and what is reported once has no months.
    """
    spec.indicator(TABLE)
    spec.refuses("FC007", {**MONTHS, "topics@2556-06": "9"})
    spec.indicator(TABLE.replace("every: month\n        adds_up: sum", "every: once"))
    spec.refuses("FC007", MONTHS)


def test_a_ratio_is_of_the_sums_not_the_mean_of_ratios(spec):
    """รวมตัวตั้งและตัวหารก่อนแล้วจึงหาร: (1 + 9 + 30) ÷ (2 + 18 + 80) × 100 = 40 ไม่ใช่ (50 + 50 + 37.5) ÷ 3 = 45.83
    · A formula over monthly inputs divides the sums: 40 percent; the mean of the monthly percentages would be 45.83.
    """
    monthly = "holds: figure, measure_unit: topic, window: q4, every: month, adds_up: sum, source: ข้อ 9"
    spec.indicator(f"""
        code: "4"
        name: ร้อยละของประเด็นที่เผยแพร่
        weight: 100
        measure_unit: percent
        inputs:
          done: {{name: เผยแพร่แล้ว, {monthly}}}
          planned: {{name: ตามแผน, {monthly}}}
        formula: {{text: done / planned * 100, source: ข้อ 9}}
        method:
          kind: level_table
          levels: {{1: 20, 2: 30, 3: 40, 4: 50, 5: 60}}
          direction: ascending
          between: interpolate
          below: lowest_level
          above: highest_level
          source: ข้อ 9
    """)
    done = {"done@2556-07": "1", "done@2556-08": "9", "done@2556-09": "30"}
    planned = {"planned@2556-07": "2", "planned@2556-08": "18", "planned@2556-09": "80"}
    spec.gives(done | planned, "3.0000", result="40.00")
    spec.gives(done | {"planned@2556-07": "2"}, "missing")


def test_without_a_window_the_months_are_those_of_the_round(spec):
    """ไม่ระบุ `window` คือทั้งรอบ: ต.ค. 55 – ก.ย. 56 สิบสองเดือน เดือนละ 3 รวม 36
    · Without a window the months are those of the round: twelve from October, three topics in each.
    """
    spec.indicator(TABLE.replace("    window: q4\n", "", 1).replace("        window: q4\n", ""))
    months = [f"2555-{month}" for month in (10, 11, 12)] + [f"2556-0{month}" for month in range(1, 10)]
    spec.gives({f"topics@{month}": "3" for month in months}, "3.6000", result="36.00")


def test_how_months_add_up_is_always_said(spec):
    """รายเดือนต้องบอกวิธีรวม รายครั้งเดียวต้องไม่บอก และ `union` ใช้กับการกระทำเท่านั้น
    · Monthly input says how it adds up, other input does not, and only deeds add up by union.
    """
    spec.indicator(TABLE.replace("        adds_up: sum\n", ""))
    spec.refuses("PK258")
    spec.indicator(TABLE.replace("        every: month\n", ""))
    spec.refuses("PK258")
    spec.indicator(TABLE.replace("adds_up: sum", "adds_up: union"))
    spec.refuses("PK259")
