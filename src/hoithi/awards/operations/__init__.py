"""Every write of the awards room; what other rooms call most often stands here."""

from hoithi.awards.operations.propose import (
    AlreadyDecided,
    AlreadyPublished,
    NotSettled,
    Proposed,
    TiesOpen,
    propose_awards,
)
from hoithi.awards.operations.seal import release_round, seal_result

__all__ = [
    "AlreadyDecided",
    "AlreadyPublished",
    "NotSettled",
    "Proposed",
    "TiesOpen",
    "propose_awards",
    "release_round",
    "seal_result",
]
