"""Settings of a vote."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from hoithi.voting.schema import VoteSettings


def test_unset_windows_are_allowed_until_voting_opens() -> None:
    vote = VoteSettings.model_validate({})
    assert (vote.source, vote.opens, vote.closes, vote.per_work) == ("platform", None, None, 1)


def test_a_snapshot_names_its_page() -> None:
    with pytest.raises(ValidationError, match=r"page\.title"):
        VoteSettings.model_validate({"source": "snapshot"})
    assert VoteSettings.model_validate({"source": "snapshot", "page": {"title": "Fanpage"}}).evidence


def test_a_vote_ends_after_it_begins() -> None:
    with pytest.raises(ValidationError, match="phải sau thời điểm bắt đầu"):
        VoteSettings.model_validate({"opens": "2026-03-02", "closes": "2026-03-01"})
    assert VoteSettings.model_validate({"opens": "2026-03-02", "closes": "2026-03-02"}).closes
