"""Score runs: what was computed at an official moment, from which terms and facts, by which engine."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from samrit.apps.assessments.models import Assessment
from samrit.apps.ground.ids import new_id

DIGEST = 71
"""Letters of a digest as the scorecard writes it: `sha256:` and 64 more."""
MOMENTS = [("submitted", "ส่ง"), ("verified", "ยืนยัน"), ("concluded", "สรุป"), ("issued", "ออกเอกสาร"), ("asked", "สั่งคิด")]


class TermsText(models.Model):
    """Terms by their digest, as the verifier reads them (compressed JSON); many runs share one.  Only grows."""

    digest = models.CharField(max_length=DIGEST, primary_key=True)
    json = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class ScoreRun(models.Model):
    """One scoring: the complete scorecard with its trace (compressed JSON) and its bottom line.  The table only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="runs")
    round = models.CharField(max_length=20)
    moment = models.CharField(max_length=10, choices=MOMENTS)
    terms = models.ForeignKey(TermsText, models.PROTECT, related_name="runs")
    facts_digest = models.CharField(max_length=DIGEST)
    engine = models.CharField(max_length=20)
    card = models.BinaryField()
    total = models.CharField(max_length=40, blank=True)
    converted = models.CharField(max_length=40, blank=True)
    band = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["assessment", "round", "-at"])]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.round} {self.total}"


class ScoreLine(models.Model):
    """One indicator's figures in a run, as printed: exact text, never a float.  The table only grows."""

    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="lines")
    code = models.CharField(max_length=40)
    status = models.CharField(max_length=20)
    result = models.CharField(max_length=60, blank=True)
    score = models.CharField(max_length=40, blank=True)
    weighted = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "code"], name="one_line_an_indicator")]

    def __str__(self) -> str:
        return f"{self.code} {self.score}"


class Current(models.Model):
    """The pointer to the newest run of an assessment's round; what moved since is seen by comparing digests.

    `facts_digest_now` is of what is submitted, `drafts_digest_now` of what stands in open drafts in its place ("": the
    same).
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="current")
    round = models.CharField(max_length=20)
    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="+")
    facts_digest_now = models.CharField(max_length=DIGEST)
    drafts_digest_now = models.CharField(max_length=DIGEST, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "round"], name="one_current_run")]

    def __str__(self) -> str:
        return str(self.run_id)
