"""The sample bank (bộ câu hỏi mẫu) of a demonstration."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from hoithi.contests.models import Part
from hoithi.people.models import User
from hoithi.quiz.operations.bank_file import import_bank_file


def fill_sample(part: Part, folder: Path, *, author: User | None, reviewer: User | None, now: datetime) -> None:
    """Every bank file below `banks/` whose topics the contest has, approved as if `reviewer` had."""
    for path in sorted((folder / "banks").glob("*.toml")):
        import_bank_file(part.contest, path, now=now, author=author, reviewer=reviewer, approve=True)
