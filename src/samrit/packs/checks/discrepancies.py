"""Recorded discrepancies: what they must say, and which findings they explain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from samrit.base.issues import Issue, define, settled
from samrit.packs.model import Discrepancy, Pack

NOT_APPLIED = define(
    "PK209", "error",
    th="ข้อขัดแย้ง {id} กระทบคะแนน แต่ไม่บอกว่าใช้ค่าใด",
    en="discrepancy {id} touches a score, but does not say which reading is applied",
    cure_th="เพิ่ม applied: ว่าใช้ตามที่ใด และ assumption: ว่าเพราะเหตุใด",
    cure_en="add `applied:` with the reading that is used, and `assumption:` with the reason",
)  # fmt: skip
STALE = define(
    "PK399", "warning",
    th="ข้อขัดแย้ง {id} อธิบาย {code} แต่ไม่พบ {code} ที่{about_th}",
    en="discrepancy {id} settles {code}, but no check finds {code} on {about_en}",
    cure_th="ลบ {code} ออกจาก settles หรือแก้ about ให้ตรงกับตัวชี้วัดที่พบ",
    cure_en="delete {code} from `settles`, or let `about` name the indicators it is found on",
)  # fmt: skip


def readings_applied(pack: Pack) -> Iterable[Issue]:
    """A contradiction that a score depends on says which reading is applied."""
    for one in pack.framework.discrepancies:
        if one.touches_score and one.applied is None:
            yield NOT_APPLIED.at(one.at.here, one.about, id=one.id)


def settle(pack: Pack, findings: Sequence[Issue]) -> list[Issue]:
    """The findings, those that a discrepancy explains as notes that name it; and the discrepancies that explain nothing."""
    result: list[Issue] = []
    used: set[tuple[str, str]] = set()
    for issue in findings:
        by = [one for one in pack.framework.discrepancies if explains(one, issue)]
        used |= {(one.id, issue.code) for one in by}
        result.append(settled(issue, by[0].id) if by else issue)
    for one in pack.framework.discrepancies:
        for code in one.settles:
            if (one.id, code) not in used:
                concerned = ", ".join(one.about)
                words = {"about_th": concerned or "ทั้งเอกสาร", "about_en": concerned or "the whole document"}
                result.append(STALE.at(one.at.of("settles"), one.about, id=one.id, code=code, **words))
    return result


def explains(discrepancy: Discrepancy, issue: Issue) -> bool:
    """Whether the discrepancy is about what the issue is about, and says that it settles this code."""
    if issue.code not in discrepancy.settles or issue.severity == "error":
        return False
    if not issue.about:
        # a survey, form or plan belongs to no indicator by itself: who names the code explains it
        return not discrepancy.about or issue.place.file.split("/")[1:2] in (["surveys"], ["forms"], ["plans"])
    return bool(set(discrepancy.about) & set(issue.about))
