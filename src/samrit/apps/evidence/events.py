"""What is recorded of evidence."""

from __future__ import annotations

from samrit.apps.audit.codes import define

FILE_GIVEN = define("evidence.file_given", "ให้หลักฐานเป็นไฟล์ {sha256}", "gave a file as evidence, {sha256}")
LINK_GIVEN = define("evidence.link_given", "ให้หลักฐานเป็นลิงก์", "gave a link as evidence")
GRANTED = define("evidence.granted", "ให้หน่วยอื่นเห็นหลักฐาน: {reason}", "let another unit see evidence: {reason}")
WITHDRAWN = define(
    "evidence.withdrawn", "เลิกให้หน่วยอื่นเห็นหลักฐาน: {reason}", "another unit may no longer see evidence: {reason}"
)
