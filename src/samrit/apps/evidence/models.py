"""Evidence: what proves a result, with its digest, who may see it and why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from samrit.apps.ground.ids import new_id
from samrit.apps.orgs.models import Unit


class Evidence(models.Model):
    """A file or link as it was given, by its sha256; a new version is a new row that names the old.  Only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=300)
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, db_index=True, blank=True)
    link = models.URLField(max_length=2000, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["replaces"], name="one_next_version")]

    def __str__(self) -> str:
        return self.title


class EvidenceGrant(models.Model):
    """That the people of a unit may see a piece of evidence, why, and until when; made by the app that needs it seen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    until = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["evidence", "unit"])]

    def __str__(self) -> str:
        return f"{self.evidence_id} → {self.unit_id}"


class EvidenceWithdrawal(models.Model):
    """That a grant no longer holds, from when and why; the grant's own row stays as it was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    grant = models.OneToOneField(EvidenceGrant, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"no longer {self.grant_id}"
