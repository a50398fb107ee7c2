"""Notices to a person, and jobs that run after a transaction."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samrit.apps.ground.ids import new_id


class Notice(models.Model):
    """Something a person should know, told once: an event code, objects, and when they read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    to = models.UUIDField(db_index=True)
    code = models.CharField(max_length=60)
    object = models.UUIDField(null=True)
    words = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["to", "read_at", "-at"])]

    def __str__(self) -> str:
        return f"{self.code} → {self.to}"


class Job(models.Model):
    """Work to do after the transaction that asked for it: what, about which ids, how often tried, how far along.

    `claim` is made anew each time a worker takes the job: a worker that was thought dead and comes back can no longer
    write to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    ids = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ("waiting", "running", "done", "failed")], default="waiting"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    claim = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "not_before"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
