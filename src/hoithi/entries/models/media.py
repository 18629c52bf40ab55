"""Files of a work, what was found in them, and which works look alike."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class WorkFile(models.Model):
    """A file of a work. The original is kept untouched; what is made from it (poster, faststart copy) points at it."""

    ORIGINAL, CAPTIONS, POSTER, PLAY, HLS = "original", "captions", "poster", "play", "hls"
    WAITING, RUNNING, PASSED, FAILED = "waiting", "running", "passed", "failed"

    work = models.ForeignKey("entries.Work", models.CASCADE, related_name="files")
    role = models.CharField(max_length=8, choices=[(r, r) for r in (ORIGINAL, CAPTIONS, POSTER, PLAY, HLS)])
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    made_from = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="made")
    place = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=8, blank=True)
    """Of captions: "vi"."""
    check_state = models.CharField(
        max_length=8, default=WAITING, choices=[(s, s) for s in (WAITING, RUNNING, PASSED, FAILED)]
    )
    progress = models.PositiveSmallIntegerField(default=0)
    """Of the check, in percent."""
    facts = models.JSONField(default=dict)
    """container, video_codec, width, height, dar, duration_s, …: as `hoithi media check` prints them."""
    problems = models.JSONField(default=list)
    """[{"code", "found", "required"}]; the sentence is made by `spec.said` for whoever reads it."""
    warnings = models.JSONField(default=list)
    """[{"code"}]"""
    added_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    """Part of a submission; null while it only waits beside the one handed in."""
    replaced_at = models.DateTimeField(null=True, blank=True)
    """No longer the file of the work: a newer one was handed in."""

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "place"],
                condition=Q(role="original", handed_in_at__isnull=False, replaced_at__isnull=True),
                name="one_original_in_force",
            ),
        ]


class MediaJob(models.Model):
    """Something to be done with a file in the queue: once, by one worker at a time, at most three times tried."""

    CHECK, PREPARE, LIKENESS, CONVERT = "check", "prepare", "likeness", "convert"
    RANK = {CHECK: 1, PREPARE: 2, LIKENESS: 3, CONVERT: 4}
    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"

    file = models.ForeignKey(WorkFile, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=8, choices=[(k, k) for k in RANK])
    rank = models.PositiveSmallIntegerField()
    """What people wait for goes first."""
    state = models.CharField(max_length=7, default=WAITING, choices=[(s, s) for s in (WAITING, RUNNING, DONE, FAILED)])
    tries = models.PositiveSmallIntegerField(default=0)
    """Also the mark of who holds it: a worker that was given up writes nothing any more."""
    progress = models.PositiveSmallIntegerField(default=0)
    """In percent."""
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    """Not before; while it runs, when its worker is given up unless it says again that it lives."""
    finished_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    """Of the last try, for whoever keeps the system."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "kind"], name="media_job_once")]
        indexes = [
            models.Index(
                fields=["rank", "queued_at"], condition=Q(state__in=["waiting", "running"]), name="media_job_queue"
            ),
        ]


class Fingerprint(models.Model):
    """What a file looks like: perceptual hashes of its frames, two a second (dấu vân hình ảnh)."""

    file = models.OneToOneField(WorkFile, models.CASCADE, primary_key=True, related_name="fingerprint")
    version = models.PositiveSmallIntegerField()
    frames = models.BinaryField()
    """8 bytes a frame, big-endian, and what else the version says."""
    step_ms = models.PositiveIntegerField()


class FrameKey(models.Model):
    """An index of frames by parts of their hash, so that a new work is compared with candidates and not with all."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(WorkFile, models.CASCADE, related_name="+")
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "file"], name="frame_key")]


class Likeness(models.Model):
    """Two works that look alike, for a person to judge; never an automatic refusal."""

    EXACT, NEAR = "exact", "near"

    newer = models.ForeignKey("entries.Work", models.CASCADE, related_name="likenesses")
    older = models.ForeignKey("entries.Work", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=[(k, k) for k in (EXACT, NEAR)])
    score_permille = models.PositiveSmallIntegerField()
    moments = models.JSONField(default=list)
    """[[seconds in the newer, seconds in the older], …] of matching frames, thinned out for showing."""
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=9, blank=True, choices=[(v, v) for v in ("copy", "different")])
    verdict_reason = models.TextField(blank=True)
    verdict_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    verdict_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-score_permille", "id"]
        constraints = [
            models.UniqueConstraint(fields=["newer", "older", "kind"], name="likeness_once"),
            models.CheckConstraint(condition=~Q(newer=F("older")), name="likeness_of_two"),
        ]
