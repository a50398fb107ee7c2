"""ร้อยละแล้วต่อด้วยการกระทำ · Percent, then deeds

ระดับล่างวัดร้อยละของแผนที่ทำได้ (“ไม่ต่ำกว่า” เป็นขั้น ไม่เทียบสัดส่วน) ระดับบนวัดการกระทำ เช่น ส่งรายงานครบ
ตัวอย่างจริงคือ KPI 6 และ KPI 7 ของแบบ ปร.2

The lower rungs ask for a share of the plan (“not less than”: a step, without proportion), the higher ones for deeds such
as reports sent.  KPI 6 and 7 of form ปร.2 are of this kind.
"""

LADDER = """
    code: "6"
    name: ความสำเร็จของการมีส่วนร่วมของประชาชน
    weight: 100
    measure_unit: percent
    inputs:
      progress: {name: ความคืบหน้าตามแผน, holds: figure, measure_unit: percent, source: ข้อ 9}
      reports: {name: รายงานผลทุกเดือน, holds: deed, source: ข้อ 9}
      summary: {name: จัดทำรายงานสรุป, holds: deed, source: ข้อ 9}
      lessons: {name: เสนอข้อวิเคราะห์ต่อผู้บริหาร, holds: deed, source: ข้อ 9}
    method:
      kind: percent_then_deeds
      order: consecutive
      none_reached: 1
      source: ข้อ 9
      rungs:
        - {score: 1, at_least: 80}
        - {score: 2, at_least: 90}
        - {score: 3, at_least: 100}
        - {score: 4, deeds: [reports, summary]}
        - {score: 5, deeds: [lessons]}
"""
DEEDS = {"reports": "ทำแล้ว", "summary": "ทำแล้ว", "lessons": "ทำแล้ว"}


def test_a_share_counts_by_steps(spec):
    """ร้อยละ 99.99 ถึงขั้น 90 แต่ไม่ถึงขั้น 100 จึงได้ 2 ไม่เทียบสัดส่วน · 99.99 percent reaches the rung of 90, and no more."""
    spec.indicator(LADDER)
    spec.gives({"progress": "99.99", **DEEDS}, "2.0000", result="99.99")
    spec.gives({"progress": "90", **DEEDS}, "2.0000")
    spec.gives({"progress": "80", **DEEDS}, "1.0000")


def test_deeds_count_on_top_of_the_whole_share(spec):
    """ทำครบร้อยละ 100 แล้วจึงนับการกระทำ: รายงานครบและสรุปแล้วได้ 4 เสนอผู้บริหารด้วยได้ 5
    · With all of the plan done the deeds count: reports and summary make 4, lessons put to management 5.
    """
    spec.indicator(LADDER)
    spec.gives({"progress": "100", **DEEDS, "lessons": "ยังไม่ทำ"}, "4.0000")
    spec.gives({"progress": "100", **DEEDS}, "5.0000")
    spec.gives({"progress": "100", **DEEDS, "summary": "ยังไม่ทำ"}, "3.0000")


def test_deeds_before_the_share_do_not_count(spec):
    """`order: consecutive` แม้รายงานครบทุกอย่าง แต่ความคืบหน้าร้อยละ 85 ได้ 1 · All deeds done on 85 percent still make 1."""
    spec.indicator(LADDER)
    spec.gives({"progress": "85", **DEEDS}, "1.0000")


def test_rungs_may_be_free_of_each_other(spec):
    """`order: free` นับขั้นสูงสุดที่ถึง แม้ความคืบหน้าไม่ถึง · With `order: free` the highest rung reached counts by itself."""
    spec.indicator(LADDER.replace("consecutive", "free"))
    spec.gives({"progress": "85", **DEEDS}, "5.0000")
    spec.gives({"progress": "85", **DEEDS, "lessons": "ยังไม่ทำ"}, "4.0000")


def test_under_the_lowest_rung_the_pack_gives_the_points(spec):
    """ต่ำกว่าร้อยละ 80 ได้ตาม `none_reached` · Under 80 percent the score is what the pack gives for no rung at all."""
    spec.indicator(LADDER)
    spec.gives({"progress": "79.99", **DEEDS}, "1.0000")
    spec.indicator(LADDER.replace("none_reached: 1", "none_reached: 0"))
    spec.gives({"progress": "79.99", **DEEDS}, "0.0000")


def test_a_rung_may_ask_for_a_share_and_deeds_at_once(spec):
    """ขั้นเดียวกันกำหนดทั้งร้อยละและการกระทำได้ ต้องครบทั้งสอง (KPI 7 ระดับ 5) · One rung may ask for both; both are needed."""
    spec.indicator(LADDER.replace("{score: 5, deeds: [lessons]}", "{score: 5, at_least: 110, deeds: [lessons]}"))
    spec.gives({"progress": "110", **DEEDS}, "5.0000")
    spec.gives({"progress": "109.99", **DEEDS}, "4.0000")
    spec.gives({"progress": "110", **DEEDS, "lessons": "ยังไม่ทำ"}, "4.0000")


def test_the_share_may_be_computed(spec):
    """ร้อยละคิดจากสูตรได้ ขั้นวัดผลของสูตร ไม่ใช่ข้อมูลตัวแรก: 18 ÷ 20 × 100 = 90 ได้ 2
    · The share may come from a formula: what a rung measures is the result, not the first figure that was reported.
    """
    share = LADDER.replace(
        "      progress: {name: ความคืบหน้าตามแผน, holds: figure, measure_unit: percent, source: ข้อ 9}\n",
        "      done: {name: กิจกรรมที่ทำแล้ว, holds: figure, measure_unit: time, source: ข้อ 9}\n"
        "      planned: {name: กิจกรรมตามแผน, holds: figure, measure_unit: time, source: ข้อ 9}\n",
    )
    spec.indicator(share.replace("    method:", "    formula: {text: done / planned * 100, source: ข้อ 9}\n    method:"))
    spec.gives({"done": "18", "planned": "20", **DEEDS}, "2.0000", result="90.00")
    spec.gives({"done": "20", "planned": "20", **DEEDS}, "5.0000", result="100.00")


def test_while_the_share_is_missing_there_is_no_score(spec):
    """ยังไม่รายงานความคืบหน้า ไม่รู้ว่าถึงขั้นใด · Without the share no rung is known."""
    spec.indicator(LADDER)
    spec.gives(DEEDS, "missing")


def test_a_missing_deed_matters_only_when_the_ladder_gets_there(spec):
    """ความคืบหน้าร้อยละ 95 ได้ 2 ไม่ว่าจะรายงานการกระทำหรือไม่ แต่ที่ร้อยละ 100 การกระทำที่ยังไม่รายงานทำให้ยังไม่มีคะแนน
    · At 95 percent the score is 2 whatever the deeds are; at 100 percent it depends on a deed that is not reported.
    """
    spec.indicator(LADDER)
    spec.gives({"progress": "95"}, "2.0000")
    spec.gives({"progress": "100", "reports": "ทำแล้ว"}, "missing")
    spec.gives({"progress": "100", "reports": "ยังไม่ทำ"}, "3.0000")


def test_rungs_ask_for_more_and_more(spec):
    """ร้อยละและคะแนนของขั้นต้องเพิ่มขึ้น · Shares and points that do not rise are refused."""
    spec.indicator(LADDER.replace("at_least: 90", "at_least: 80"))
    spec.refuses("PK234")
    spec.indicator(LADDER.replace("score: 4", "score: 3"))
    spec.refuses("PK233")


def test_a_rung_names_deeds_that_are_asked_for(spec):
    """การกระทำที่ขั้นอ้างถึงต้องมีใน inputs เป็น deed และทุกขั้นต้องถามอะไรบางอย่าง
    · What a rung names must be a deed of the indicator, and every rung must ask for something.
    """
    spec.indicator(LADDER.replace("deeds: [lessons]", "deeds: [lesson]"))
    spec.refuses("PK204")
    spec.indicator(LADDER.replace("deeds: [lessons]", "deeds: [progress]"))
    spec.refuses("PK225")
    spec.indicator(LADDER.replace("{score: 5, deeds: [lessons]}", "{score: 5}"))
    spec.refuses("PK235")
