"""Results: drafts that may be edited, submissions and decisions that may not, and whose turn it is."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from samrit.apps.assessments.models import Assessment
from samrit.apps.evidence.models import Evidence
from samrit.apps.ground.ids import new_id
from samrit.apps.orgs.models import Unit
from samrit.apps.rounds.models import Extension


class State(models.TextChoices):
    """Where a report stands (glossary: states of a result)."""

    DRAFT = "draft", "ร่าง"
    SUBMITTED = "submitted", "ส่งแล้ว"
    UNDER_REVIEW = "under_review", "กำลังตรวจ"
    RETURNED = "returned", "ส่งกลับ"
    VERIFIED = "verified", "ยืนยันแล้ว"
    CLOSED = "closed", "ปิด"


class Report(models.Model):
    """The report of one top indicator in one round: its state, and the unit that has it now.  The mutable head row.

    `extension` is the one that moved `due`, if any did.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reports")
    round = models.CharField(max_length=20)
    indicator = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    with_unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports_here")
    due = models.DateField(null=True)
    extension = models.ForeignKey(Extension, models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "round", "indicator"], name="one_report_a_round")
        ]
        indexes: ClassVar = [models.Index(fields=["with_unit", "state", "due"]), models.Index(fields=["state", "due"])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.round} {self.state}"


class Entry(models.Model):
    """One value of a draft as typed; `version` rises with each save, so that two editors notice each other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="entries")
    node = models.CharField(max_length=40)
    input = models.CharField(max_length=60)
    window = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "node", "input", "window"], name="one_entry_a_fact")
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.input} {self.window}"


class Attachment(models.Model):
    """That a draft points at a piece of evidence, for the whole indicator or one node."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="attachments")
    node = models.CharField(max_length=40, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "node", "evidence"], name="attached_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} @ {self.node}"


class Submission(models.Model):
    """What was submitted, whole: every value as typed and every piece of evidence by digest.  The table only grows.

    `key` is made by the form that submits: the same form sent twice makes one submission.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64)
    facts = models.JSONField()
    evidence = models.JSONField(default=list)
    remark = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="submissions_are_numbered"),
            models.UniqueConstraint(fields=["report", "key"], name="one_submission_a_form"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} no. {self.number}"


class Decision(models.Model):
    """What was decided on a submission: approved, returned, verified, concluded; with a remark.  The table only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="decisions")
    what = models.CharField(
        max_length=12,
        choices=[("approved", "เห็นชอบ"), ("returned", "ส่งกลับแก้ไข"), ("verified", "ยืนยัน"), ("concluded", "สรุปผล")],
    )
    for_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    remark = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.what} {self.submission_id}"
