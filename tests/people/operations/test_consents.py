from __future__ import annotations

from datetime import date, timedelta

import pytest

from hoithi.people.errors import ConsentUnknown, GuardianRequired
from hoithi.people.models import Consent
from hoithi.people.operations.accounts import create_person
from hoithi.people.operations.consents import answer_request, give_consent, proof_of, request_data, withdraw_consent
from hoithi.people.purposes import Purpose, purpose, register_purpose
from hoithi.people.queries.people import consents_in_force, may_publish_name, publishable
from tests.people.factories import NOW, TODAY, account, staff, unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PROOF = {"method": "web"}


@pytest.fixture
def adult():
    return create_person("Lê An", date(1990, 1, 1), now=NOW)


@pytest.fixture
def minor():
    return create_person("Lê Nhi", date(2010, 1, 1), now=NOW, guardian_name="Lê Cha", guardian_phone="0912345678")


def test_given_once_with_its_text_and_proof(adult):
    one = give_consent(adult, "reminders", proof=PROOF, now=NOW)
    assert give_consent(adult, "reminders", proof=PROOF, now=NOW + timedelta(days=1)) == one
    assert one.proof == {"method": "web", "text_sha256": purpose("reminders").text_sha256}
    assert consents_in_force(adult) == {"reminders": one}


def test_a_new_text_asks_anew_and_keeps_the_old_answer(adult):
    register_purpose(Purpose("newsletter", "Bản tin", "Văn bản một", "1"))
    give_consent(adult, "newsletter", proof=PROOF, now=NOW)
    register_purpose(Purpose("newsletter", "Bản tin", "Văn bản hai", "2"))
    give_consent(adult, "newsletter", proof=PROOF, now=NOW + timedelta(days=1))
    rows = Consent.objects.order_by("id").values_list("text_version", "withdrawn_at")
    assert list(rows) == [("1", NOW + timedelta(days=1)), ("2", None)]
    from hoithi.people import purposes

    purposes._purposes.pop("newsletter")


def test_withdrawn_and_given_again(adult):
    give_consent(adult, "publish_name", proof=PROOF, now=NOW)
    assert withdraw_consent(adult, "publish_name", now=NOW)
    assert not withdraw_consent(adult, "publish_name", now=NOW)
    assert not may_publish_name(adult, TODAY)
    give_consent(adult, "publish_name", proof=PROOF, now=NOW)
    assert may_publish_name(adult, TODAY)


def test_a_minor_is_published_only_with_the_guardian(minor):
    assert not may_publish_name(minor, TODAY)
    with pytest.raises(GuardianRequired):
        give_consent(minor, "publish_name", proof=PROOF, now=NOW)
    consent = give_consent(minor, "publish_name", proof=PROOF, now=NOW, by_guardian=True)
    assert consent.proof["guardian"] == "Lê Cha"
    assert may_publish_name(minor, TODAY)


def test_many_in_three_queries(adult, minor, django_assert_num_queries):
    member = create_person("Trần Ba", None, now=NOW)
    staff(unit("Xã A"), "1", person=member)
    nobody = create_person("Trần Tư", None, now=NOW)
    erased = create_person("Trần Năm", date(1990, 1, 1), now=NOW)
    erased.erased_at = NOW
    for people in ([adult], [adult, minor, member, nobody, erased]):
        with django_assert_num_queries(2):
            found = publishable(people, TODAY)
    assert found == {adult.pk, member.pk}


def test_unknown_purpose(adult):
    with pytest.raises(ConsentUnknown):
        give_consent(adult, "khac", proof=PROOF, now=NOW)


def test_the_address_is_kept_as_a_hash_only():
    proof = proof_of(method="web", address="10.1.2.3")
    assert "10.1.2.3" not in str(proof)
    assert proof_of(method="paper")["from"] == ""


def test_requests_have_their_deadlines(adult):
    boss = account()
    asked = request_data(adult, "erase", "Xóa giúp tôi", now=NOW)
    assert (asked.reply_due, asked.stop_due) == (date(2026, 8, 5), date(2026, 8, 18))
    assert request_data(adult, "access", "", now=NOW).stop_due is None
    answer_request(asked, "Đã xóa", now=NOW, by=boss)
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == ("Đã xóa", NOW)
