"""Shapes of the vote."""

from hoithi.voting.models.ballot import Ballot, Card, Tally, TallyChange
from hoithi.voting.models.review import Discount, Scan, Suspicion
from hoithi.voting.models.snapshot import Snapshot, SnapshotRow

__all__ = ["Ballot", "Card", "Discount", "Scan", "Snapshot", "SnapshotRow", "Suspicion", "Tally", "TallyChange"]
