"""The public check of a paper: valid, revoked or unknown, and no more than the paper says itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoithi.awards.models import Award
from hoithi.certificates.models import CODE_SYMBOLS, Certificate
from hoithi.certificates.rules.sheet import Sheet
from hoithi.core.clock import VIETNAM
from hoithi.core.codes import last_symbols

PUBLIC = (Award.ANNOUNCED, Award.CLAIMED, Award.PAID, Award.REVOKED)
"""States of an award that everybody may know of."""


@dataclass(frozen=True)
class Checked:
    """What the check page shows."""

    code: str
    sheet: Sheet
    issued_on: date
    revoked_on: date | None
    framed: bool
    sha256: str
    organiser: str

    @property
    def valid(self) -> bool:
        return self.revoked_on is None


def find_certificate(typed: str) -> Certificate | None:
    """The paper behind a typed code; None too while its award is not public yet."""
    code = last_symbols(typed, CODE_SYMBOLS)
    if not code:
        return None
    return _shown(code=code)


def certificate_of_file(sha256: str) -> Certificate | None:
    """The paper whose file has this digest."""
    return _shown(sha256=sha256) if sha256 else None


def _shown(**which: str) -> Certificate | None:
    rows = Certificate.objects.select_related("design__contest", "award", "file")
    found = rows.filter(**which).first()
    if found is None or (found.award is not None and found.award.state not in PUBLIC):
        return None
    return found


def check_of(certificate: Certificate) -> Checked:
    plan = certificate.design.contest.plan
    revoked = certificate.revoked_at
    return Checked(
        code=certificate.shown_code,
        sheet=Sheet.read(certificate.sheet),
        issued_on=certificate.issued_on,
        revoked_on=revoked.astimezone(VIETNAM).date() if revoked else None,
        framed=certificate.design.framed,
        sha256=certificate.sha256,
        organiser=f"{plan.organiser.name}\n{plan.organiser.of}",
    )
