"""Packs as installed: by digest, with the whole folder, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samrit.apps.ground.ids import new_id


class WithoutFiles(models.Manager["InstalledPack"]):
    """Rows without the folder, which only the first use of a pack in a process needs; reading `files` fetches it."""

    def get_queryset(self) -> models.QuerySet[InstalledPack]:
        return super().get_queryset().defer("files")


class InstalledPack(models.Model):
    """One version of a framework as installed: its folder as a zip, and its digest; the table only grows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=80, db_index=True)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=80, unique=True)
    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    fiscal_year = models.PositiveSmallIntegerField()
    files = models.BinaryField()
    installed_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[WithoutFiles] = WithoutFiles()

    class Meta:
        base_manager_name = "objects"
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "version"], name="one_install")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"
