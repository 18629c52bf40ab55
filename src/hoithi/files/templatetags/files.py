"""What `files/_upload.html` needs to know about its purpose and its reader."""

from __future__ import annotations

from typing import Any

from django import template

from hoithi.core.errors import Refusal
from hoithi.files.errors import size_words
from hoithi.files.queries import unfinished
from hoithi.files.registry import purpose_of

register = template.Library()
WHOLE_BYTES = 60 * 10**6
"""What a page without scripts may send in one go: below the site's limit for a request."""


@register.simple_tag(takes_context=True)
def upload_terms(context: dict[str, Any], purpose: str, target: str) -> dict[str, Any]:
    """`closed` and why (`refusal`); else `most`, `whole`, `endings`, `accept` and `waiting`: what to go on with."""
    request, registered = context["request"], purpose_of(purpose)
    if registered is None or not request.user.is_authenticated:
        return {"refusal": None, "closed": True}
    try:
        most = registered.max_bytes(request.user, target, request.now)
    except Refusal as refusal:
        return {"refusal": refusal, "closed": True}
    endings = sorted(registered.suffixes)
    return {
        "most": size_words(most),
        "whole": size_words(min(most, WHOLE_BYTES)),
        "endings": ", ".join(f".{ending}" for ending in endings),
        "accept": ",".join(f".{ending}" for ending in endings),
        "waiting": [
            {"token": upload.token, "name": upload.name, "rest": size_words(upload.length - upload.offset)}
            for upload in unfinished(request.user, purpose, target, now=request.now)
        ],
    }
