"""The permission table, tested as a table."""

import pytest

from hoithi.contests.rules.permission import BANK_READERS, PERMISSIONS, ROLE_OF_BODY, ROLES, may

# action: who may, in the order of the table a secretary would read
TABLE = {
    "console.view": {"secretary", "organiser", "leader", "helper"},
    "definition.edit": {"secretary"},
    "contest.open": {"secretary"},
    "rules.publish": {"secretary"},
    "body.appoint": {"secretary"},
    "task.do": {"secretary", "helper"},
    "faq.edit": {"secretary", "helper"},
    "unit.view_all": {"secretary", "organiser", "leader", "helper"},
    "unit.import": {"secretary", "administrator"},
    "unit.names": {"secretary"},
    "unit.view_own": {"coordinator"},
    "unit.report": {"coordinator"},
    "unit.answer": {"secretary", "organiser"},
    "entrant.correct": {"secretary"},
    "work.intake": {"secretary", "helper"},
    "work.board": {"secretary", "organiser", "leader", "helper", "coordinator"},
    "work.remind": {"secretary", "helper"},
    "work.moderate": {"secretary", "organiser", "helper"},
    "work.publish": {"secretary", "organiser", "helper"},
    "work.hand_over": {"secretary"},
    "work.view_all": {"secretary", "organiser", "leader", "helper"},
    "score.report": {"coordinator"},
    "score.view_all": {"secretary", "organiser", "leader", "helper"},
    "score.verify": {"secretary"},
    "score.close": {"secretary"},
    "score.decide_appeal": {"secretary", "organiser"},
    "score.recheck": {"secretary"},
    "score.import": {"secretary", "helper"},
    "score.remind": {"secretary", "helper"},
    "score.recognise": {"secretary", "organiser"},
    "jury.mark": {"juror"},
    "jury.view": {"secretary", "organiser"},
    "jury.assign": {"secretary"},
    "vote.view": {"secretary", "organiser", "leader"},
    "vote.review": {"secretary", "organiser"},
    "vote.snapshot": {"secretary"},
    "bank.write": {"author"},
    "bank.review": {"reviewer"},
    "bank.read_sealed": {"author", "reviewer"},
    "bank.coverage": {"author", "reviewer", "secretary", "organiser"},
    "bank.rounds": {"author", "reviewer", "secretary"},
    "bank.open_round": {"reviewer", "secretary"},
    "standing.view_hidden": {"secretary", "organiser", "leader"},
    "standing.decide_tie": {"secretary"},
    "result.seal": {"secretary"},
    "result.publish": {"secretary"},
    "award.view": {"secretary", "organiser", "leader"},
    "award.decide": {"secretary"},
    "award.hand_over": {"secretary", "helper"},
    "budget.edit": {"secretary"},
    "figure.view": {"secretary", "organiser", "leader"},
    "figure.import": {"secretary"},
    "certificate.view": {"secretary", "organiser", "leader"},
    "certificate.issue": {"secretary"},
    "document.view": {"secretary", "organiser", "leader"},
    "document.write": {"secretary"},
    "document.return": {"secretary", "organiser", "leader"},
    "document.issue": {"secretary"},
    "document.template": {"secretary"},
    "integrity.view": {"secretary", "organiser"},
    "integrity.review": {"secretary", "organiser"},
    "integrity.decide": {"secretary", "organiser"},
    "audit.view": {"secretary", "organiser", "administrator"},
    "system.view": {"operator", "administrator"},
    "system.manage": {"administrator"},
}


def test_every_action_is_in_the_table() -> None:
    assert set(PERMISSIONS) == set(TABLE)


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(action: str, role: str) -> None:
    assert may({role}, action) == (role in TABLE[action])


def test_an_undeclared_action_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        may({"secretary"}, "bank.burn")


def test_only_bank_readers_read_the_sealed_bank() -> None:
    assert {ROLE_OF_BODY[kind] for kind in BANK_READERS} == PERMISSIONS["bank.read_sealed"]
    for role in ("operator", "administrator", "secretary", "organiser", "leader"):
        assert not may({role}, "bank.read_sealed")
