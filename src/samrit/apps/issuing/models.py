"""Issued papers: numbered, hashed, bound to the score run they print."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from samrit.apps.assessments.models import Assessment
from samrit.apps.ground.ids import new_id
from samrit.apps.orgs.models import Unit
from samrit.apps.scoring.models import ScoreRun


class Counter(models.Model):
    """The last serial of a series in a year; its row is the lock behind which numbers are given, so none is skipped."""

    root = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "series", "year"], name="one_counter_a_series_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class IssuedDocument(models.Model):
    """One issued copy of a form; its files lie in the store by digest.  The table only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    root = models.ForeignKey(Unit, models.PROTECT, related_name="papers")
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    form = models.CharField(max_length=40)
    template_version = models.PositiveSmallIntegerField()
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="papers")
    run = models.ForeignKey(ScoreRun, models.PROTECT, related_name="papers")
    issued_on = models.DateField()
    sheet = models.JSONField(
        help_text="what was told about the paper beside the score; with the run it makes the same bytes"
    )
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "series", "year", "serial"], name="a_number_is_given_once"),
            models.UniqueConstraint(fields=["replaces"], name="a_paper_is_replaced_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.serial}/{self.year}"


class IssuedFile(models.Model):
    """One format of an issued paper, by its sha256.  The table only grows."""

    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="files")
    format = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "format"], name="one_file_a_format")]

    def __str__(self) -> str:
        return f"{self.document_id}.{self.format}"
