"""A work (tác phẩm): what stands beside its identity `contests.Entry`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Work(models.Model):
    """Details of an entry. Its state is `entry.state`; every change of it is a WorkStep."""

    ONLINE, HANDED_IN, MAILED, E_MAILED = "online", "handed_in", "mailed", "e_mailed"

    entry = models.OneToOneField("contests.Entry", models.PROTECT, primary_key=True, related_name="work")
    number = models.PositiveIntegerField(null=True, blank=True)
    """Order of receipt within the part, from 1; given with the first submission and kept."""
    description = models.TextField(blank=True)
    genre = models.SlugField(max_length=60, blank=True)
    topics = models.JSONField(default=list)
    """Keys of the contest's topics."""
    group_name = models.CharField(max_length=200, blank=True)
    """A group of authors that goes by one name (nhóm tác giả)."""
    credit_line = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    """Where the plan takes a published post instead of a file."""
    search = models.TextField(blank=True)
    """Folded title, authors, unit and number: searched without diacritics."""
    intake = models.CharField(
        max_length=9, default=ONLINE, choices=[(way, way) for way in (ONLINE, HANDED_IN, MAILED, E_MAILED)]
    )
    intake_note = models.CharField(max_length=300, blank=True)
    """Who brought it, postmark, message: for works entered on behalf."""
    rules_text = models.ForeignKey("contests.RulesText", models.PROTECT, null=True, blank=True, related_name="+")
    rules_hash = models.CharField(max_length=64, blank=True)
    """Hash of the part's rules the work was handed in under."""
    started_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    """The last submission before the deadline."""
    submitted_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    licence_text = models.TextField(blank=True)
    """What the owner agreed to when handing in: purpose, channels, credit."""
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.entry.title


class Author(models.Model):
    """An author as the plan asks for them (thông tin tác giả). Address and telephone are for the secretariat only."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="authors")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    name_norm = models.CharField(max_length=120, db_index=True)
    position = models.CharField(max_length=160, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    outside = models.BooleanField(default=False)
    """Talent from outside, credited for a unit."""
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    """Known by the telephone or e-mail of an account."""

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["work", "place"], name="author_place")]


class Declared(models.Model):
    """A declaration made on handing in (cam kết), with the words and version it was made in."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="declarations")
    key = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "key", "version"], name="declared_once")]


class WorkStep(models.Model):
    """One step in a work's life, for its owner and the committee to read: state, reason, time, person."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    """After the step."""
    reason = models.TextField(blank=True)
    checklist = models.JSONField(default=list, blank=True)
    """Rules the moderator ticked or found broken: [{"key", "title", "ok"}]."""
    findings = models.JSONField(default=list, blank=True)
    """What the check of the files found: [{"code", "found", "required"}], said in the reader's language."""
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class Publication(models.Model):
    """Where a work was made public (nhật ký đăng tải): channel, address, time, who did it."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="publications")
    channel = models.SlugField(max_length=60)
    """Key of one of the contest's channels."""
    url = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=300, blank=True)
    """Issue of the paper, hour of the broadcast: where there is no address."""
    published_on = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(url="") | ~Q(note=""), name="publication_says_where"),
        ]
