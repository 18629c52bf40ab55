"""Whether browsers play a film as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hoithi.entries.rules.filecheck import BROWSER_CODECS

_SOUND = frozenset({None, "aac", "mp3", "opus", "vorbis"})
_CONTAINERS = frozenset({"mp4", "webm"})


def plays_everywhere(facts: Mapping[str, Any]) -> bool:
    """`facts` as a check leaves them with the file."""
    streams = facts.get("video_codec") in BROWSER_CODECS and facts.get("audio_codec") in _SOUND
    return streams and facts.get("container") in _CONTAINERS


def wants_copy(facts: Mapping[str, Any]) -> bool:
    """Whether a copy in an MP4 with its index first would play better: index last, or another container."""
    if facts.get("container") == "mp4":
        return not facts.get("index_first", True)
    return facts.get("container") in ("mov", "mkv", "ts", "avi")
