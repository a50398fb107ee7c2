"""ไม่มีผล ไม่เกี่ยวข้อง และ “ไม่มี” · Missing, not applicable, nil

“ยังไม่รู้” เป็นค่าหนึ่ง ไม่ใช่ศูนย์: เว้นว่างหรือ “-” คือยังไม่มีรายงาน “N/A” คือไม่เกี่ยวข้อง และ “ไม่มี” คือรายงานแล้วว่าไม่มี
แต่ละอย่างคิดคะแนนอย่างไรเป็นกติกาของชุดเกณฑ์ ไม่ใช่ของโปรแกรม

Unknown is a value, not zero: blank or “-” is not reported yet, “N/A” does not apply, and “ไม่มี” (nil) reports that there
was none.  What each does to the score is a rule of the pack, never of the program.
"""

TABLE = """
    code: "5"
    name: เรื่องร้องเรียนที่แก้ไขแล้ว
    weight: 100
    inputs: {settled: {name: เรื่องที่แก้ไขแล้ว, holds: figure, measure_unit: topic, source: ข้อ 9}}
    method:
      kind: level_table
      levels: {1: 10, 2: 20, 3: 30, 4: 40, 5: 50}
      direction: ascending
      between: interpolate
      below: lowest_level
      above: highest_level
      source: ข้อ 9
"""
HOLDS = "holds: figure, measure_unit: topic,"


def test_what_is_not_reported_has_no_score(spec):
    """`becomes: missing` ผลที่ไม่รายงานไม่มีคะแนน และไม่มีคะแนนรวม · An unreported result has no score, and there is no total."""
    spec.framework("rules: {missing: {becomes: missing}}")
    spec.indicator(TABLE)
    spec.gives({}, "missing")
    spec.gives({}, "missing", code="total", between=("1.00", "5.00"))


def test_blank_is_not_zero(spec):
    """ช่องว่างและเว้นวรรคคือยังไม่รายงาน ศูนย์ต้องพิมพ์ 0 · A blank is not reported; zero is typed as 0."""
    spec.indicator(TABLE)
    spec.gives({"settled": ""}, "missing")
    spec.gives({"settled": "  "}, "missing")
    spec.gives({"settled": "0"}, "1.0000", result="0.00")


def test_a_dash_is_taken_as_not_reported_with_a_warning(spec):
    """“-” ในตารางราชการหมายได้หลายอย่าง จึงถือว่ายังไม่มีผลและเตือนให้พิมพ์ 0 หรือ “ไม่มี” ถ้าหมายความเช่นนั้น
    · A dash may mean many things; it is taken as not reported, and the reader is told how to say zero or nil.
    """
    spec.indicator(TABLE)
    for dash in ("-", "–", "—"):
        spec.gives({"settled": dash}, "missing", warns="FC014")


def test_a_missing_result_may_have_stated_points(spec):
    """`becomes: score` ให้คะแนนที่ระบุแก่ผลที่ไม่รายงาน เช่น 1 หรือ 0 · A pack may give stated points to what is not reported."""
    spec.framework("rules: {missing: {becomes: score, score: 1}}")
    spec.indicator(TABLE)
    spec.gives({}, "1.0000")
    spec.gives({"settled": "-"}, "1.0000")
    spec.framework("rules: {missing: {becomes: score, score: 0}}")
    spec.gives({}, "0.0000")


def test_points_for_a_missing_result_are_stated_or_not_there(spec):
    """`becomes: score` ต้องบอกคะแนน และ `becomes: missing` ต้องไม่บอก · The rule says how many points, or that there are none."""
    spec.indicator(TABLE)
    spec.framework("rules: {missing: {becomes: score}}")
    spec.refuses("PK252")
    spec.framework("rules: {missing: {becomes: missing, score: 1}}")
    spec.refuses("PK252")


def test_not_applicable_is_accepted_where_the_pack_accepts_it(spec):
    """`accepted: always` รับ “N/A” ทุกตัวชี้วัด “ไม่เกี่ยวข้อง” หมายถึงสิ่งเดียวกัน · N/A may be reported, in Thai or English."""
    spec.framework("rules: {not_applicable: {accepted: always}}")
    spec.indicator(TABLE)
    for word in ("N/A", "n/a", "NA", "ไม่เกี่ยวข้อง"):
        spec.gives({"settled": word}, "not_applicable")


def test_elsewhere_it_is_refused(spec):
    """`accepted: never` ไม่รับ “N/A” แต่ไม่เปลี่ยนเป็นศูนย์หรือว่างให้เอง · Where it is not accepted it is refused, not read as zero."""
    spec.framework("rules: {not_applicable: {accepted: never}}")
    spec.indicator(TABLE)
    spec.refuses("FC015", {"settled": "N/A"})


def test_it_may_be_accepted_for_listed_indicators(spec):
    """`accepted: listed` รับเฉพาะตัวชี้วัดที่ระบุ · With `listed`, for the indicators named and no others."""
    spec.framework('rules: {not_applicable: {accepted: listed, indicators: ["5"]}}')
    other = TABLE.replace('code: "5"', 'code: "6"').replace("weight: 100", "weight: 40")
    spec.indicator(f"{TABLE.replace('weight: 100', 'weight: 60')}    ---{other}")
    spec.gives({"5/settled": "N/A", "6/settled": "30"}, "not_applicable", code="5")
    spec.refuses("FC015", {"5/settled": "30", "6/settled": "N/A"})
    spec.framework("rules: {not_applicable: {accepted: listed}}")
    spec.refuses("PK253")


def test_a_declared_nil_counts_as_the_pack_says(spec):
    """“ไม่มี” คือรายงานว่าไม่มี เมื่อชุดเกณฑ์ให้ `nil_is: 50` (ไม่มีเรื่องร้องเรียนถือว่าดีที่สุด) จึงได้ 5
    · Nil is a report that there was none.  Here no complaint at all counts as the best: `nil_is: 50` earns 5.
    """
    spec.indicator(TABLE.replace(HOLDS, f"{HOLDS} nil_is: 50,"))
    spec.gives({"settled": "ไม่มี"}, "5.0000", result="50.00")
    spec.gives({"settled": "nil"}, "5.0000", result="50.00")
    spec.gives({"settled": "0"}, "1.0000", result="0.00")


def test_a_nil_that_the_pack_does_not_read_is_refused(spec):
    """ชุดเกณฑ์ที่ไม่บอก `nil_is` ไม่รับ “ไม่มี” เป็นตัวเลข · Without `nil_is` a nil is refused; it is not taken for zero."""
    spec.indicator(TABLE)
    spec.refuses("FC016", {"settled": "ไม่มี"})


def test_a_figure_is_read_as_people_type_it(spec):
    """เลขไทย จุลภาคคั่นหลักพัน และหน่วยนับท้ายตัวเลข อ่านได้ · Thai digits, thousands and the unit behind are read."""
    spec.indicator(TABLE)
    for typed in ("35", "๓๕", "35.0", "๓๕ ประเด็น", " 35 "):
        spec.gives({"settled": typed}, "3.5000", result="35.00")
    spec.gives({"settled": "1,250"}, "5.0000", result="1250.00")


def test_what_could_be_read_in_two_ways_is_refused(spec):
    """จุลภาคผิดที่ สองตัวเลข หน่วยอื่น เลขยกกำลังของโปรแกรมตาราง ถูกปฏิเสธพร้อมเหตุผล ไม่ซ่อมให้เอง
    · A comma in the wrong place, two figures, another unit, a spreadsheet's power of ten: refused with the reason.
    """
    spec.indicator(TABLE)
    for typed in ("1,25", "30 40", "35 บาท", "3.5E+01", "=7*5", "สามสิบห้า"):
        spec.refuses("FC010", {"settled": typed})


def test_a_percentage_is_no_count(spec):
    """ข้อมูลที่นับเป็นประเด็น รายงานเป็นร้อยละไม่ได้ · What is counted in topics cannot be reported as a percentage."""
    spec.indicator(TABLE)
    spec.refuses("FC042", {"settled": "80%"})
    spec.refuses("FC042", {"settled": "ร้อยละ 80"})


def test_impossible_figures_are_refused(spec):
    """`least` `most` และ `whole` กันค่าที่เป็นไปไม่ได้ ก่อนจะกลายเป็นคะแนน · Limits stop what cannot be before it is scored."""
    spec.indicator(TABLE.replace(HOLDS, f"{HOLDS} least: 0, most: 60, whole: true,"))
    spec.gives({"settled": "60"}, "5.0000")
    spec.refuses("FC011", {"settled": "61"})
    spec.refuses("FC011", {"settled": "-1"})
    spec.refuses("FC012", {"settled": "35.5"})


def test_what_nobody_asked_for_is_refused(spec):
    """ตัวชี้วัดหรือข้อมูลที่ชุดเกณฑ์ไม่มี ถูกปฏิเสธพร้อมชื่อที่ใกล้ที่สุด และรายงานซ้ำไม่ได้
    · An indicator or input that the pack does not have is refused, with the nearest name.
    """
    spec.indicator(TABLE)
    spec.refuses("FC004", {"setled": "35"})
    other = TABLE.replace('code: "5"', 'code: "6"').replace("weight: 100", "weight: 40")
    spec.indicator(f"{TABLE.replace('weight: 100', 'weight: 60')}    ---{other}")
    spec.refuses("FC003", {"55/settled": "35"})
