"""The public vote plugs in beside entries: its settings, its measure, where standings read it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Extension, Measure, registry
from hoithi.voting.schema import VoteSettings

MEASURES = (Measure("votes", "entry", _("Số lượt bình chọn")),)


def register() -> None:
    from hoithi.voting import desk, provider, slots  # read models, which are ready only now
    from hoithi.voting.queries.record import votes_record
    from hoithi.voting.queries.settings import withheld
    from hoithi.voting.rehearsal import VoteRehearsal

    registry.register_extension(
        Extension(
            "vote",
            ("entries",),
            _("Bình chọn"),
            VoteSettings,
            MEASURES,
            provider=provider.VoteProvider(),
            describe=provider.describe,
            withheld=withheld,
            sealed=votes_record,
            rehearsal=VoteRehearsal(),
        )
    )
    desk.register()
    slots.register()
