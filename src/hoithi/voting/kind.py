"""The public vote plugs in beside entries; its settings are validated already, the feature itself comes later."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Extension, Measure, registry
from hoithi.voting.schema import VoteSettings

MEASURES = (Measure("votes", "entry", _("Số lượt bình chọn")),)


def register() -> None:
    registry.register_extension(Extension("vote", ("entries",), _("Bình chọn"), VoteSettings, MEASURES, built=False))
