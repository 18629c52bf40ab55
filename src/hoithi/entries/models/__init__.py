"""Shapes of works."""

from hoithi.entries.models.media import Fingerprint, FrameKey, Likeness, MediaJob, WorkFile
from hoithi.entries.models.work import Author, Declared, Publication, Work, WorkStep

__all__ = [
    "Author",
    "Declared",
    "Fingerprint",
    "FrameKey",
    "Likeness",
    "MediaJob",
    "Publication",
    "Work",
    "WorkFile",
    "WorkStep",
]
