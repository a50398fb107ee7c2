"""An assessment: a unit (or a post with its holder) × a framework × a fiscal year, under agreed terms."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from samrit.apps.ground.ids import new_id
from samrit.apps.orgs.models import Post, Unit
from samrit.apps.rounds.models import Year


class Assessment(models.Model):
    """What is assessed.  Its terms are the pack and the overlay of its newest agreement."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.ForeignKey(Year, models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assessments")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="assessments")
    made_by = models.CharField(
        max_length=10, choices=[("kind", "ตามประเภทหน่วย"), ("joined", "สมัครเข้าร่วม"), ("signed", "ลงนามคำรับรอง")]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "unit"], condition=models.Q(post__isnull=True), name="one_assessment_of_a_unit_a_year"
            ),
            models.UniqueConstraint(fields=["year", "unit", "post"], name="one_assessment_of_a_post_a_year"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Agreement(models.Model):
    """A signed overlay: the operations agreed, who signed for whom; a later one takes its place.  The table only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    overlay = models.TextField()
    terms_digest = models.CharField(max_length=80)
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    counterparty = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "number"], name="agreements_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} no. {self.number}"
