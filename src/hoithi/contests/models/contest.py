"""A contest and what it is made of. `Contest.definition` is the truth; the rows below it are its projection, kept by
`operations.define_contest`, so that facts have something to point at."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from hoithi.contests.models.parsed import parsed
from hoithi.contests.schema import Plan
from hoithi.contests.schema import parts as part_schema
from hoithi.contests.schema import standings as standing_schema
from hoithi.contests.schema import structure as structure_schema


class Contest(models.Model):
    """Cuộc thi, hội thi, đợt thi đua."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=500)
    short_title = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=6)
    """Prefix of codes people read aloud."""
    definition = models.JSONField()
    """The canonical plan, as `schema.Plan` dumps it."""
    definition_hash = models.CharField(max_length=64)
    copied_from = models.SlugField(max_length=80, blank=True)
    """Slug of the plan a demonstration copy was moved in time from."""
    listed = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    results_published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contests:contest", args=[self.slug])

    @cached_property
    def plan(self) -> Plan:
        return parsed(Plan, self.definition)


class RulesRevision(models.Model):
    """A version of the frozen rules: the first freeze, a supplement (bổ sung) or an amendment (sửa đổi)."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="revisions")
    no = models.PositiveIntegerField()
    scope = models.CharField(max_length=80)
    """`contest`, `part:<key>` or `standing:<key>`."""
    kind = models.CharField(max_length=12, choices=[(k, k) for k in ("freeze", "supplement", "amendment")])
    content = models.JSONField()
    changes = models.JSONField(default=list)
    """[{"at": path, "before": …, "after": …}]"""
    hash = models.CharField(max_length=64)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField()

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["contest", "no"], name="revision_no")]


class RulesText(models.Model):
    """Thể lệ: a published version never changes; entries keep the one they were made under."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="rules_texts")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    body = models.TextField()
    published_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["contest", "version"], name="rules_text_version")]


class Group(models.Model):
    """Đối tượng dự thi."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="groups")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="group_key")]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def spec(self) -> structure_schema.Group:
        return parsed(structure_schema.Group, self.content)


class Part(models.Model):
    """Phần thi; a series makes one row per round."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="parts")
    key = models.SlugField(max_length=80)
    """The plan's key, or `<key>-<round>` in a series."""
    plan_key = models.SlugField(max_length=60)
    kind = models.SlugField(max_length=30)
    title = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    round_no = models.PositiveSmallIntegerField(default=1)
    opens = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)
    """The instant it is no longer open: windows are half-open."""
    precision = models.CharField(max_length=8, default="exact")
    content = models.JSONField(default=dict)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_hash = models.CharField(max_length=64, blank=True)
    results_published_at = models.DateTimeField(null=True, blank=True)
    """When this part's (round's) own results were published while the contest went on."""
    month = ""
    """No column: set on a copy that stands for one month of the part (`queries.months`)."""

    class Meta:
        ordering = ["position", "round_no"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "key"], name="part_key"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(closes__isnull=True) | Q(closes__gt=models.F("opens")),
                name="part_window",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def spec(self) -> part_schema.Part:
        return parsed(part_schema.Part, self.content)

    def settings_of(self, table: str) -> dict[str, Any]:
        """The raw table of the kind or an extension; the kind's app parses it with its own model."""
        return dict(self.content.get("settings", {}).get(table, {}))


class Standing(models.Model):
    """Bảng xếp hạng."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="standings")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(default=dict)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_hash = models.CharField(max_length=64, blank=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    dirty_at = models.DateTimeField(null=True, blank=True)
    """Facts changed since; the periodic refresh clears it."""

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="standing_key")]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def spec(self) -> standing_schema.Standing:
        return parsed(standing_schema.Standing, self.content)


class Prize(models.Model):
    """Giải thưởng in the structure; awards (floor above) are what becomes of it."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="prizes")
    standing = models.ForeignKey(Standing, models.CASCADE, null=True, blank=True, related_name="prizes")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField()
    cash = models.PositiveBigIntegerField(null=True, blank=True)
    """Đồng; null while the plan leaves it unset."""
    paper = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="prize_key")]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def spec(self) -> standing_schema.Prize:
        return parsed(standing_schema.Prize, self.content)


class PartEntrant(models.Model):
    """Who was promoted into a part, from which standing, by which decision."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="admissions")
    entrant = models.ForeignKey("contests.Entrant", models.PROTECT, related_name="admissions")
    source_standing = models.ForeignKey(Standing, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "entrant"], name="part_entrant")]
