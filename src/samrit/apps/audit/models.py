"""The chain of events, and beside it the words that may be shredded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samrit.apps.ground.ids import new_id


class Event(models.Model):
    """One thing that happened.  Holds ids and digests only, no name and no remark; the table only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True, db_index=True)
    code = models.CharField(max_length=60, db_index=True)
    about = models.JSONField(default=list)
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"


class Subject(models.Model):
    """That an event is about an object, so that an object's history is found by an index."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="subjects")
    object = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return str(self.object)


class Detail(models.Model):
    """The words of an event: salted and committed to in the chain, kept apart so that they can be shredded by name."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    payload = models.JSONField(null=True)
    shredded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"detail of {self.event_id}"
