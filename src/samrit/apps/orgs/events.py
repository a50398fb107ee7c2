"""What is recorded of the organisation; payloads hold ids and days, never names."""

from samrit.apps.audit.codes import define

UNIT_MADE = define("orgs.unit_made", "ตั้งหน่วย ตั้งแต่ {on}", "a unit was set up from {on}")
UNITS_MADE = define(
    "orgs.units_made", "ตั้งหน่วย {count} หน่วย ตั้งแต่ {on}", "{count} {count:unit was|units were} set up from {on}"
)
UNIT_RENAMED = define("orgs.unit_renamed", "เปลี่ยนชื่อหน่วย ตั้งแต่ {on}", "a unit was renamed from {on}")
UNIT_MOVED = define("orgs.unit_moved", "ย้ายหน่วย ตั้งแต่ {on}", "a unit was moved from {on}")
UNITS_MERGED = define("orgs.units_merged", "ยุบรวมหน่วย ตั้งแต่ {on}", "units were merged from {on}")
UNIT_SPLIT = define("orgs.unit_split", "แยกหน่วย ตั้งแต่ {on}", "a unit was split from {on}")
UNIT_CLOSED = define("orgs.unit_closed", "ยุบเลิกหน่วย ตั้งแต่ {on}", "a unit was closed from {on}")
POST_MADE = define("orgs.post_made", "ตั้งตำแหน่ง", "a post was set up")
HOLDER_ASSIGNED = define("orgs.holder_assigned", "แต่งตั้งผู้ดำรงตำแหน่ง ตั้งแต่ {since}", "a post was filled from {since}")
HOLDING_ENDED = define("orgs.holding_ended", "พ้นจากตำแหน่ง ตั้งแต่ {until}", "a holding of a post ended on {until}")
ROLE_GRANTED = define("orgs.role_granted", "ให้บทบาท {role} ตั้งแต่ {since}", "the role {role} was granted from {since}")
ROLE_REVOKED = define("orgs.role_revoked", "เพิกถอนบทบาท {role} ตั้งแต่ {until}", "the role {role} was revoked on {until}")
ROUTE_SET = define("orgs.route_set", "กำหนดเส้นทางรายงาน ตั้งแต่ {since}", "a reporting route was set from {since}")
FACE_SET = define(
    "orgs.face_set", "กำหนดสีและตัวเลขในเอกสารของหน่วยงาน", "the agency's colour and its papers' digits were set"
)
EMBLEM_SET = define("orgs.emblem_set", "กำหนดตราของหน่วยงาน", "the agency's emblem was set")
EMBLEM_REMOVED = define("orgs.emblem_removed", "นำตราของหน่วยงานออก", "the agency's emblem was taken away")
IMPORTED = define(
    "orgs.imported",
    "นำเข้าหน่วย {units} หน่วย คน {people} คน",
    "{units} {units:unit|units} and {people} {people:person|people} were imported",
)
IMPORT_UNDONE = define("orgs.import_undone", "ยกเลิกการนำเข้า", "an import was undone")
