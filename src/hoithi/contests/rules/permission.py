"""Who may do what in a contest: roles come from seats on bodies, and this table is tested as a table.

An administrator keeps the system (accounts, units, backups) and has no part in a contest's secrets; the software
operator (đơn vị cung cấp phần mềm) sees technical health only. Readers of the sealed bank are authors and reviewers,
nobody else, and they never enter the contest.
"""

from __future__ import annotations

from collections.abc import Iterable

ROLE_OF_BODY = {
    "organising": "organiser",
    "jury": "juror",
    "secretariat": "secretary",
    "authors": "author",
    "reviewers": "reviewer",
    "helpers": "helper",
    "coordinators": "coordinator",
    "leaders": "leader",
    "operators": "operator",
}
ROLES = ("visitor", "contestant", *ROLE_OF_BODY.values(), "administrator")

BANK_READERS = frozenset({"authors", "reviewers"})
"""Bodies whose members can read the sealed bank: barred from entering, always."""

COMMITTEE_BODIES = frozenset(ROLE_OF_BODY) - {"coordinators", "leaders"}
"""What a plan means by the committee when it names no bodies."""

PERMISSIONS: dict[str, frozenset[str]] = {
    "console.view": frozenset({"secretary", "organiser", "leader", "helper"}),
    "definition.edit": frozenset({"secretary"}),
    "contest.open": frozenset({"secretary"}),
    "rules.publish": frozenset({"secretary"}),
    "body.appoint": frozenset({"secretary"}),
    "task.do": frozenset({"secretary", "helper"}),
    "faq.edit": frozenset({"secretary", "helper"}),
    "unit.view_all": frozenset({"secretary", "organiser", "leader", "helper"}),
    "unit.import": frozenset({"secretary", "administrator"}),
    "unit.names": frozenset({"secretary"}),
    "unit.view_own": frozenset({"coordinator"}),
    "unit.report": frozenset({"coordinator"}),
    "unit.answer": frozenset({"secretary", "organiser"}),
    "entrant.correct": frozenset({"secretary"}),
    "work.intake": frozenset({"secretary", "helper"}),
    "work.board": frozenset({"secretary", "organiser", "leader", "helper", "coordinator"}),
    "work.remind": frozenset({"secretary", "helper"}),
    "work.moderate": frozenset({"secretary", "organiser", "helper"}),
    "work.publish": frozenset({"secretary", "organiser", "helper"}),
    "work.hand_over": frozenset({"secretary"}),
    "work.view_all": frozenset({"secretary", "organiser", "leader", "helper"}),
    "score.report": frozenset({"coordinator"}),
    "score.view_all": frozenset({"secretary", "organiser", "leader", "helper"}),
    "score.verify": frozenset({"secretary"}),
    "score.close": frozenset({"secretary"}),
    "score.decide_appeal": frozenset({"secretary", "organiser"}),
    "score.recheck": frozenset({"secretary"}),
    "score.import": frozenset({"secretary", "helper"}),
    "score.remind": frozenset({"secretary", "helper"}),
    "score.recognise": frozenset({"secretary", "organiser"}),
    "jury.mark": frozenset({"juror"}),
    "jury.view": frozenset({"secretary", "organiser"}),
    "jury.assign": frozenset({"secretary"}),
    "vote.view": frozenset({"secretary", "organiser", "leader"}),
    "vote.review": frozenset({"secretary", "organiser"}),
    "vote.snapshot": frozenset({"secretary"}),
    "figure.view": frozenset({"secretary", "organiser", "leader"}),
    "figure.import": frozenset({"secretary"}),
    "bank.write": frozenset({"author"}),
    "bank.review": frozenset({"reviewer"}),
    "bank.read_sealed": frozenset({"author", "reviewer"}),
    "bank.coverage": frozenset({"author", "reviewer", "secretary", "organiser"}),
    "bank.rounds": frozenset({"author", "reviewer", "secretary"}),
    "bank.open_round": frozenset({"reviewer", "secretary"}),
    "standing.view_hidden": frozenset({"secretary", "organiser", "leader"}),
    "standing.decide_tie": frozenset({"secretary"}),
    "result.seal": frozenset({"secretary"}),
    "result.publish": frozenset({"secretary"}),
    "award.view": frozenset({"secretary", "organiser", "leader"}),
    "award.decide": frozenset({"secretary"}),
    "award.hand_over": frozenset({"secretary", "helper"}),
    "budget.edit": frozenset({"secretary"}),
    "certificate.view": frozenset({"secretary", "organiser", "leader"}),
    "certificate.issue": frozenset({"secretary"}),
    "integrity.view": frozenset({"secretary", "organiser"}),
    "integrity.review": frozenset({"secretary", "organiser"}),
    "integrity.decide": frozenset({"secretary", "organiser"}),
    "document.view": frozenset({"secretary", "organiser", "leader"}),
    "document.write": frozenset({"secretary"}),
    "document.return": frozenset({"secretary", "organiser", "leader"}),
    "document.issue": frozenset({"secretary"}),
    "document.template": frozenset({"secretary"}),
    "audit.view": frozenset({"secretary", "organiser", "administrator"}),
    "system.view": frozenset({"operator", "administrator"}),
    "system.manage": frozenset({"administrator"}),
}


def may(roles: Iterable[str], action: str) -> bool:
    """Whether somebody with these roles may do `action`. Raises KeyError for an action nobody declared."""
    return not PERMISSIONS[action].isdisjoint(roles)
