"""What stands on a receipt (biên nhận): one for every submission, the newest in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hoithi.core.canonical import CODE_ALPHABET
from hoithi.entries.models import Declared, Work, WorkFile, WorkStep
from hoithi.entries.queries.words import number_of

CODE_SYMBOLS = 20
Standing = Literal["valid", "replaced", "void"]


@dataclass(frozen=True)
class Receipt:
    """The `no`-th submission of a work: what was received and when. `entered_at` differs for works taken in."""

    work: Work
    no: int
    of: int
    received_at: datetime
    entered_at: datetime
    files: tuple[WorkFile, ...]
    declarations: tuple[Declared, ...]

    @property
    def number(self) -> str:
        return number_of(self.work)

    @property
    def code(self) -> str:
        """In groups of four, as people read it aloud: "7F3K-92QD-…", then "/2" from the second submission on."""
        symbols = self.work.entry.code
        groups = "-".join(symbols[at : at + 4] for at in range(0, len(symbols), 4))
        return groups if self.no == 1 else f"{groups}/{self.no}"

    @property
    def standing(self) -> Standing:
        if self.work.entry.state == "withdrawn":
            return "void"
        return "valid" if self.no == self.of else "replaced"


def receipts_of(work: Work) -> list[Receipt]:
    """Every submission of a work, oldest first; three queries."""
    steps = list(work.steps.filter(step="submit"))
    files = list(work.files.filter(role=WorkFile.ORIGINAL, handed_in_at__isnull=False).select_related("file"))
    declared = list(work.declarations.order_by("pk"))
    return [_receipt(work, no, steps, files, declared) for no in range(1, len(steps) + 1)]


def _receipt(work: Work, no: int, steps: list[WorkStep], files: list[WorkFile], declared: list[Declared]) -> Receipt:
    at = steps[no - 1].at
    carried = [
        one
        for one in files
        if one.handed_in_at is not None and one.handed_in_at <= at and (one.replaced_at is None or one.replaced_at > at)
    ]
    last = no == len(steps)
    return Receipt(
        work=work,
        no=no,
        of=len(steps),
        received_at=work.submitted_at if last and work.submitted_at else at,
        entered_at=at,
        files=tuple(carried),
        declarations=tuple(one for one in declared if one.at <= at),
    )


def receipt_of(work: Work, no: int | None = None) -> Receipt | None:
    """The `no`-th, by default the newest; None where there is none."""
    found = receipts_of(work)
    if no is None:
        return found[-1] if found else None
    return found[no - 1] if 0 < no <= len(found) else None


def find_receipt(typed: str) -> Receipt | None:
    """A receipt by its code as typed in any way, "/2" at its end for the second submission."""
    code, _slash, no = typed.strip().upper().partition("/")
    symbols = "".join(c for c in code if c.isalnum())
    if len(symbols) != CODE_SYMBOLS or set(symbols) - set(CODE_ALPHABET) or not (no.isdecimal() or not no):
        return None
    work = Work.objects.filter(entry__code=symbols).select_related("entry__part__contest").first()
    return receipt_of(work, int(no) if no else 1) if work is not None and work.number else None
