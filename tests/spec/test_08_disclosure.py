"""รายการเปิดเผยข้อมูล · Disclosure

รายการหนึ่งมีองค์ประกอบที่ต้องเห็นบนหน้าเว็บ แต่ละองค์ประกอบรายงานว่ามีหรือไม่มี รายการได้คะแนนเต็มเมื่อครบ
(`partial: none`) หรือได้ตามส่วนขององค์ประกอบบนสุดที่มี (`partial: share`)

An item has elements that must be seen on the site; each is there or not.  The item earns all or nothing
(`partial: none`), or by the share of its top elements that are there (`partial: share`).
"""

ITEM = """
    code: "O1"
    name: โครงสร้างหน่วยงาน
    weight: 100
    method:
      kind: disclosure
      complete: 100
      incomplete: 0
      partial: none
      source: ข้อ 9
      elements:
        - {id: chart, text: แผนผังโครงสร้าง}
        - {id: heads, text: ตำแหน่งของผู้บริหาร}
        - {id: duties, text: อำนาจหน้าที่}
"""
SCALE = "rules: {scale: {lowest: 0, highest: 100}}"
HEADS = "- {id: heads, text: ตำแหน่งของผู้บริหาร}"
FILES = """- id: files
          text: แฟ้มข้อมูลแผน%s
          elements:
            - {id: pdf, text: แฟ้ม PDF}
            - {id: excel, text: แฟ้มที่เครื่องอ่านได้}"""


def test_an_item_earns_all_or_nothing(spec):
    """ครบสามองค์ประกอบได้ 100 ขาดหนึ่งได้ 0 · With all three elements 100 points, with two of them none."""
    spec.framework(SCALE)
    spec.indicator(ITEM)
    spec.gives({"chart": "มี", "heads": "มี", "duties": "มี"}, "100.0000")
    spec.gives({"chart": "มี", "heads": "มี", "duties": "ไม่มี"}, "0.0000")


def test_or_by_the_share_that_is_there(spec):
    """`partial: share` มีสองในสาม: 0 + (100 − 0) × 2 ÷ 3 = 66.6667 · With `share`, two of three elements earn two thirds."""
    spec.framework(SCALE)
    spec.indicator(ITEM.replace("partial: none", "partial: share"))
    spec.gives({"chart": "มี", "heads": "มี", "duties": "ไม่มี"}, "66.6667")
    spec.gives({"chart": "ไม่มี", "heads": "ไม่มี", "duties": "ไม่มี"}, "0.0000")


def test_complete_and_incomplete_have_points_of_their_own(spec):
    """`complete` และ `incomplete` เป็นของชุดเกณฑ์ เช่น 1 ถึง 5: 1 + (5 − 1) × 1 ÷ 3 = 2.3333
    · What complete and incomplete earn is the pack's to say; a share lies between the two.
    """
    spec.indicator(ITEM.replace("complete: 100\n      incomplete: 0", "complete: 5\n      incomplete: 1"))
    spec.gives({"chart": "มี", "heads": "มี", "duties": "มี"}, "5.0000")
    spec.gives({"chart": "มี", "heads": "ไม่มี", "duties": "ไม่มี"}, "1.0000")
    five = ITEM.replace("complete: 100\n      incomplete: 0", "complete: 5\n      incomplete: 1")
    spec.indicator(five.replace("partial: none", "partial: share"))
    spec.gives({"chart": "มี", "heads": "ไม่มี", "duties": "ไม่มี"}, "2.3333")


def test_an_element_may_stand_for_those_below_it(spec):
    """“แฟ้มข้อมูลแผน” มีเมื่อมีทั้ง PDF และแฟ้มที่เครื่องอ่านได้ รายงานที่องค์ประกอบล่าง
    · The files are there when both the PDF and the machine-readable file are; only those two are reported.
    """
    spec.framework(SCALE)
    spec.indicator(ITEM.replace(HEADS, FILES % ""))
    facts = {"chart": "มี", "pdf": "มี", "excel": "มี", "duties": "มี"}
    spec.gives(facts, "100.0000")
    spec.gives({**facts, "excel": "ไม่มี"}, "0.0000")
    spec.refuses("FC004", {"files": "มี"})


def test_nested_elements_share_one_place(spec):
    """`share` นับเฉพาะองค์ประกอบบนสุด: แฟ้มขาดหนึ่งแบบ องค์ประกอบ “แฟ้มข้อมูลแผน” จึงไม่มี ได้ 2 ใน 3
    · A share counts top elements: with one of its two files lacking, the element is not there, and two of three are.
    """
    spec.framework(SCALE)
    spec.indicator(ITEM.replace(HEADS, FILES % "").replace("partial: none", "partial: share"))
    spec.gives({"chart": "มี", "pdf": "มี", "excel": "ไม่มี", "duties": "มี"}, "66.6667")


def test_one_of_several_may_be_enough(spec):
    """`any_of: true` แบบใดแบบหนึ่งก็พอ และแบบที่ไม่รายงานไม่มีผล · With `any_of` one of them is enough, reported or not the others."""
    spec.framework(SCALE)
    spec.indicator(ITEM.replace(HEADS, FILES % "\n          any_of: true"))
    facts = {"chart": "มี", "duties": "มี"}
    spec.gives({**facts, "pdf": "ไม่มี", "excel": "มี"}, "100.0000")
    spec.gives({**facts, "excel": "มี"}, "100.0000")
    spec.gives({**facts, "pdf": "ไม่มี", "excel": "ไม่มี"}, "0.0000")
    spec.gives({**facts, "pdf": "ไม่มี"}, "missing")


def test_what_is_not_required_is_not_scored(spec):
    """`required: false` อยู่ในแบบตรวจแต่ไม่คิดคะแนน ไม่มีก็ได้ ไม่รายงานก็ได้ และไม่อยู่ในตัวหารของ `share`
    · Such an element stands on the checklist only: lacking or not reported it changes nothing, and it is not in the share.
    """
    spec.framework(SCALE)
    spec.indicator(ITEM.replace("ผู้บริหาร}", "ผู้บริหาร, required: false}"))
    spec.gives({"chart": "มี", "heads": "ไม่มี", "duties": "มี"}, "100.0000")
    spec.gives({"chart": "มี", "duties": "มี"}, "100.0000")
    spec.indicator(ITEM.replace("ผู้บริหาร}", "ผู้บริหาร, required: false}").replace("partial: none", "partial: share"))
    spec.gives({"chart": "มี", "heads": "มี", "duties": "ไม่มี"}, "50.0000")


def test_what_could_not_be_checked_is_not_nought(spec):
    """องค์ประกอบที่ยังไม่ได้ตรวจไม่ใช่ “ไม่มี” ยังไม่มีคะแนน · An element that was not looked at is not “not there”: no score yet."""
    spec.framework(SCALE)
    spec.indicator(ITEM)
    spec.gives({"chart": "มี", "heads": "มี"}, "missing")
    spec.gives({"chart": "มี", "heads": "มี", "duties": ""}, "missing")


def test_unless_it_cannot_matter(spec):
    """ขาดไปแล้วหนึ่งองค์ประกอบ ที่เหลือจะเป็นอย่างไรก็ได้ 0 แต่เมื่อคิดตามส่วนทุกองค์ประกอบมีผล
    · One element is not there, so an all-or-nothing item scores none whatever the rest is; a share still depends on it.
    """
    spec.framework(SCALE)
    spec.indicator(ITEM)
    spec.gives({"chart": "มี", "heads": "ไม่มี"}, "0.0000")
    spec.indicator(ITEM.replace("partial: none", "partial: share"))
    spec.gives({"chart": "มี", "heads": "ไม่มี"}, "missing")


def test_items_are_averaged_by_composites(spec):
    """ตัวชี้วัดคือค่าเฉลี่ยของรายการ: (100 + 0) ÷ 2 = 50 · Indicators above items are composites: the mean of their items."""
    spec.framework(SCALE)
    spec.indicator("""
        code: "9.1"
        name: ข้อมูลพื้นฐาน
        weight: 100
        method: {kind: composite, weights: equal, source: ข้อ 9}
        parts:
          - code: O1
            name: โครงสร้าง
            method:
              {kind: disclosure, complete: 100, incomplete: 0, partial: none, elements: [{id: chart, text: แผนผัง}], source: ข้อ 9}
          - code: O2
            name: ข้อมูลผู้บริหาร
            method:
              {kind: disclosure, complete: 100, incomplete: 0, partial: none, elements: [{id: heads, text: รายชื่อ}], source: ข้อ 9}
    """)
    spec.gives({"O1/chart": "มี", "O2/heads": "ไม่มี"}, "50.0000")


def test_an_item_may_be_called_by_its_mark(spec):
    """เลขรายการพิมพ์ได้หลายแบบ ๐๑ 0๑ O1 o1 หมายถึงรายการเดียวกัน · ๐๑, 0๑, O1 and o1 are the same item."""
    spec.framework(SCALE)
    item = ITEM.replace("weight: 100", "weight: 50")
    spec.indicator(f"{item}    ---{item.replace('O1', 'O12')}")
    facts = {"chart": "มี", "heads": "มี", "duties": "มี"}
    for mark in ("๐๑", "0๑", "O1", "o1"):
        spec.gives({f"{mark}/{name}": there for name, there in facts.items()}, "100.0000", code="O1")


def test_complete_earns_more_than_incomplete(spec):
    """ครบต้องได้มากกว่าไม่ครบ และต้องมีองค์ประกอบที่คิดคะแนน · Complete must earn more, and something must be scored."""
    spec.framework(SCALE)
    spec.indicator(ITEM.replace("complete: 100\n      incomplete: 0", "complete: 0\n      incomplete: 0"))
    spec.refuses("PK237")
    spec.indicator(ITEM.replace("}", ", required: false}"))
    spec.refuses("PK235")
