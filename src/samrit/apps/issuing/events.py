"""What issuing tells the audit chain: ids, numbers and hashes, no names."""

from samrit.apps.audit.codes import define

ISSUED = define(
    "paper.issued",
    th="ออกเอกสาร {form} เลขที่ {series} {serial}/{year}",
    en="issued {form} no. {series} {serial}/{year}",
)
