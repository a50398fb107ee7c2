"""คะแนนที่ผู้ประเมินให้ · Judged

บางตัวชี้วัดไม่มีสูตร ผู้ประเมินให้คะแนนเองภายในช่วงและทีละขั้นที่ชุดเกณฑ์กำหนด

Some indicators have no formula: a person gives the score, within the limits and in the steps that the pack states.
"""

JUDGED = """
    code: "9"
    name: คุณภาพของสรุปผลประจำปี
    weight: 100
    inputs: {given: {name: คะแนนที่ผู้ประเมินให้, holds: judged, source: ข้อ 9}}
    method: {kind: judged, least: 1, most: 5, step: 0.5, source: ข้อ 9}
"""


def test_the_score_given_is_the_score(spec):
    """ผู้ประเมินให้ 3.5 คะแนนคือ 3.5 · The points that were given are the score."""
    spec.indicator(JUDGED)
    spec.gives({"given": "3.5"}, "3.5000")
    spec.gives({"given": "๕"}, "5.0000")
    spec.gives({"given": "1"}, "1.0000")


def test_points_outside_the_limits_are_refused(spec):
    """ให้เกินช่วงไม่ถูกตัดเป็นปลายช่วง แต่ถูกปฏิเสธตั้งแต่กรอก · Points beyond the limits are not cut down to them: they are refused."""
    spec.indicator(JUDGED)
    spec.refuses("FC011", {"given": "5.5"})
    spec.refuses("FC011", {"given": "0.5"})


def test_between_two_steps_there_is_no_score(spec):
    """ให้ทีละ 0.5 จาก 1 จึงให้ 3.4 ไม่ได้ · Steps are counted from the lowest: 3.4 is none of them, and is not rounded to one."""
    spec.indicator(JUDGED)
    spec.gives({"given": "3.4"}, "missing")
    spec.indicator(JUDGED.replace("least: 1, most: 5, step: 0.5", "least: 1, most: 5, step: 1.5"))
    spec.gives({"given": "2.5"}, "2.5000")
    spec.gives({"given": "3"}, "missing")


def test_not_yet_judged_is_missing(spec):
    """ยังไม่ให้คะแนนไม่ใช่คะแนนต่ำสุด · Not judged yet is not the lowest score."""
    spec.indicator(JUDGED)
    spec.gives({}, "missing")


def test_limits_leave_room_for_a_score(spec):
    """ช่วงต้องมีที่ว่างและอยู่ในช่วงคะแนนของกรอบ · Limits need room between them, on the scale."""
    spec.indicator(JUDGED.replace("most: 5", "most: 1"))
    spec.refuses("PK236")
    spec.indicator(JUDGED.replace("step: 0.5", "step: 0"))
    spec.refuses("PK236")
    spec.indicator(JUDGED.replace("most: 5", "most: 6"))
    spec.refuses("PK232")


def test_points_that_a_person_gives_are_marked_as_such(spec):
    """ข้อมูลต้องเป็น `holds: judged` เพื่อให้ผู้อ่านรู้ว่าเป็นดุลพินิจ ไม่ใช่การวัด
    · The input says `holds: judged`, so that nobody takes a judgement for a measurement.
    """
    spec.indicator(JUDGED.replace("holds: judged", "holds: figure"))
    spec.refuses("PK225")
