"""Units with an identity and dated placements, posts and their holders, roles by unit and indicator, reporting routes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from samrit.apps.ground.ids import new_id

ALWAYS = date(1941, 1, 1)
"""The first day of what was never entered to begin: before it the Thai year began in April."""


class Kept(models.Model):
    """Base of rows with a public id and a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Dated(models.Model):
    """Base of what holds from a day until another: `until` is the first day it no longer holds; none: still."""

    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Unit(Kept):
    """A unit as such: what it is called and where it stands is in its placements.

    A functional unit (ส่วนแผนงานฯ, ศปก.ตร., a line of work) is one as well.  `root` is the agency it belongs to (of an
    agency itself: none).  `code` is what the agency's own tables call it, and never changes.
    """

    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="all_units")
    code = models.CharField(max_length=40, blank=True)
    is_functional = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "code"], condition=~Q(code=""), name="one_unit_of_a_code")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Placement(Kept, Dated):
    """Where a unit stands for a time: under which unit, of which kind, called what.  History is never overwritten."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="child_placements")
    kind = models.CharField(max_length=40)
    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    short_th = models.CharField(max_length=60, blank=True)
    sort_key = models.CharField(max_length=400)
    search_text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="placement_has_days"
            ),
            models.UniqueConstraint(fields=["unit", "since"], name="one_placement_of_a_unit_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["parent", "sort_key"])]

    def __str__(self) -> str:
        return self.name_th


class Ancestor(models.Model):
    """The tree as it stands from `since` on, every unit with each unit above it and itself (depth 0)."""

    tree = models.ForeignKey("Tree", models.CASCADE, related_name="rows")
    above = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    below = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tree", "below", "above"], name="one_path_in_a_tree")]
        indexes: ClassVar = [models.Index(fields=["tree", "above", "depth"])]

    def __str__(self) -> str:
        return f"{self.above_id} > {self.below_id}"


class Tree(models.Model):
    """A day from which the shape of an agency's tree holds; the shape is in its rows, made anew with each change."""

    root = models.ForeignKey(Unit, models.PROTECT, related_name="trees")
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["root", "since"], name="one_tree_a_day")]

    def __str__(self) -> str:
        return f"{self.root_id} since {self.since}"


class Succession(Kept):
    """That a unit's duties went to another on a day: by merging into it, by splitting off, or by taking its place."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors")
    on = models.DateField()
    how = models.CharField(max_length=10, choices=[("merged", "ยุบรวม"), ("split", "แยก"), ("replaced", "แทนที่")])

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class Post(Kept):
    """A post in a unit (ผู้กำกับการ, ผู้อำนวยการ); `is_head` signs for the unit.  `pack_post` is its id in packs."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    rank = models.CharField(max_length=60, blank=True)
    pack_post = models.CharField(max_length=60, blank=True)
    is_head = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name_th


class Holding(Kept, Dated):
    """Who holds a post for a time, in their own right, acting, or by delegation; a post without one is vacant."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="holdings")
    how = models.CharField(
        max_length=10,
        choices=[("holds", "ดำรงตำแหน่ง"), ("acting", "รักษาราชการแทน"), ("delegated", "มอบอำนาจ")],
        default="holds",
    )

    def __str__(self) -> str:
        return f"{self.user_id} {self.how} {self.post_id}"


class Role(models.TextChoices):
    """What a person may do at a unit."""

    REPORTER = "reporter", "ผู้รายงาน"
    HEAD = "head", "หัวหน้าหน่วย"
    VERIFIER = "verifier", "ผู้ตรวจยืนยัน"
    EVALUATOR = "evaluator", "ผู้ประเมิน"
    COMMENTATOR = "commentator", "ผู้ให้ความเห็น"
    AUDITOR = "auditor", "ผู้ตรวจสอบ"
    ORG_ADMIN = "org_admin", "ผู้ดูแลหน่วยงาน"


class Grant(Kept, Dated):
    """A role at a unit and all below it, for one indicator (its code in the packs) or all; granted by whom."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    indicator = models.CharField(max_length=40, blank=True)
    subtree = models.BooleanField(default=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")), name="nobody_grants_himself_a_role"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["user", "role"])]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id} @ {self.unit_id}"


class Hop(Kept):
    """One step of a reporting route: from a kind of unit, for an indicator or all, to which unit, by which day.

    Routes need not follow the tree (ศปก.ตร. collects for all).  `order` counts the steps of a route from 1.  A route is
    dated, so that a review follows it as it stood when its window closed.
    """

    root = models.ForeignKey(Unit, models.PROTECT, related_name="hops")
    pack = models.CharField(max_length=80)
    indicator = models.CharField(max_length=40, blank=True)
    unit_kind = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField()
    to = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", help_text="none: the superior unit")
    day = models.PositiveSmallIntegerField(null=True)
    of_following_month = models.BooleanField(default=False)
    since = models.DateField(default=ALWAYS)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["root", "pack", "indicator", "unit_kind", "order", "since"], name="one_hop_a_step"
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="hop_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.indicator} {self.order}"


class Digits(models.TextChoices):
    """The digits of an official paper: as the form was printed, or one kind throughout."""

    PRINTED = "printed", "ตามแบบ"
    ARABIC = "arabic", "เลขอารบิก"
    THAI = "thai", "เลขไทย"


class Emblem(models.Model):
    """A picture that is or was an agency's emblem, always PNG, by its sha256.  The table only grows."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    picture = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256


class AgencyFace(models.Model):
    """How an agency shows itself: its colour (six hexadecimal digits, none: Samrit's), its emblem, its papers' digits."""

    root = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="face")
    colour = models.CharField(max_length=6, blank=True)
    digits = models.CharField(max_length=10, choices=Digits, default=Digits.PRINTED)
    emblem = models.ForeignKey(Emblem, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.root_id} #{self.colour}"


class Import(Kept):
    """One import of a tree or of people: by whom, what it made and what it ended, so that it can be undone."""

    root = models.ForeignKey(Unit, models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    made = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
