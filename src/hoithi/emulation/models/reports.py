"""Monthly reports (báo cáo hằng tháng): what a unit says it did, every version of it, and the evidence beside it."""

from __future__ import annotations

from django.db import models


class MonthlyReport(models.Model):
    """One unit's report of one period. `figures` and `truthful` are what counts now, whoever had the last word.

    Figures are {figure: int | "n/d" | None}; None was not reported. `version` rises with every write: somebody who
    saves an older one is told.
    """

    DRAFT, SUBMITTED = "draft", "submitted"
    CONFIRMED, CORRECTED, UNTRUTHFUL = "confirmed", "corrected", "untruthful"
    VERIFIED = (CONFIRMED, CORRECTED, UNTRUTHFUL)
    STATES = (DRAFT, SUBMITTED, *VERIFIED)

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="monthly_reports")
    unit = models.ForeignKey("contests.ContestUnit", models.PROTECT, related_name="monthly_reports")
    period = models.CharField(max_length=7)
    """The month the report is of: "2026-03"."""
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default=DRAFT)
    draft = models.JSONField(default=dict)
    """What the form holds, as typed; nothing else reads it."""
    draft_at = models.DateTimeField(null=True, blank=True)
    draft_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    figures = models.JSONField(null=True, blank=True)
    truthful = models.BooleanField(default=True)
    late_excused = models.BooleanField(default=False)
    """An accepted appeal says the lateness was not the unit's fault."""
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    """The server's time: lateness is counted to it, whatever is corrected later."""
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["period", "unit"]
        constraints = [models.UniqueConstraint(fields=["part", "unit", "period"], name="report_once")]
        indexes = [models.Index(fields=["part", "period", "state"], name="report_queue")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period}"


class ReportVersion(models.Model):
    """Figures as they stood from a moment on: sent by the unit, or set by a review, an appeal, a re-check."""

    KINDS = ("submit", "correct", "verify", "appeal", "recheck")

    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="versions")
    no = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=[(k, k) for k in KINDS])
    figures = models.JSONField()
    note = models.TextField(blank=True)
    fall_reason = models.TextField(blank=True)
    """Why a cumulative figure fell below an earlier month's; the verifier sees it."""
    rules_revision = models.ForeignKey(
        "contests.RulesRevision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rules_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["report", "no"], name="report_version_no")]


class ReportFile(models.Model):
    """Evidence a unit keeps beside a report (minh chứng); removed ones stay as rows."""

    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    figure = models.CharField(max_length=60, blank=True)
    """The figure it proves; empty for the whole report."""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
