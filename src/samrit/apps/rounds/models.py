"""Fiscal years, windows with deadlines, holidays, extensions: when something may be done."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.ground.ids import new_id
from samrit.apps.orgs.models import Unit


class Year(models.Model):
    """A framework's year in an agency: which installed pack is run, from which round on results are taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    root = models.ForeignKey(Unit, models.PROTECT, related_name="years")
    pack = models.ForeignKey(InstalledPack, models.PROTECT, related_name="years")
    fiscal_year = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "pack", "fiscal_year"], name="one_year_of_a_framework")
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.fiscal_year}"


class RoundTime(models.Model):
    """When a round of a year may be reported: opened on, last day; closed for good at `closed_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.ForeignKey(Year, models.PROTECT, related_name="rounds")
    round = models.CharField(max_length=20)
    opens = models.DateField()
    last_day = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "round"], name="one_time_of_a_round"),
            models.CheckConstraint(condition=Q(last_day__gte=F("opens")), name="round_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.round} until {self.last_day}"


class Extension(models.Model):
    """More time for a unit (and all below it), with its reason; the longest one counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    time = models.ForeignKey(RoundTime, models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extensions")
    last_day = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.unit_id} until {self.last_day}"


class Holiday(models.Model):
    """A day an agency does not work; a deadline on it moves to the next working day."""

    root = models.ForeignKey(Unit, models.PROTECT, related_name="holidays")
    day = models.DateField()
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["root", "day"], name="one_holiday_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name_th}"
