from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hoithi.audit.models import AuditEvent
from hoithi.core.errors import InvalidInput
from hoithi.people.errors import BirthDateInvalid, ContactInvalid, ContactTaken, NameInvalid
from hoithi.people.models import Consent, Identity, Person, RosterEntry, User
from hoithi.people.operations.accounts import (
    add_contact,
    change_person,
    create_person,
    erase_person,
    open_account,
    set_password,
)
from hoithi.people.operations.consents import give_consent
from hoithi.people.rules.identity import Contact
from tests.people.factories import NOW, account, staff, unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_an_account_is_a_person_a_contact_and_its_mark():
    user = account("  Đặng  Thị Ơn ", "0912 345 678")
    assert (str(user), user.contact, user.is_staff) == ("Đặng Thị Ơn", "+84912345678", False)
    assert not user.has_usable_password()
    assert user.person.name_norm == "dang thi on"
    assert list(Identity.objects.values_list("person_id", "kind")) == [(user.person.pk, "phone")]
    assert AuditEvent.objects.filter(action="people:account:open").count() == 1


def test_the_contact_is_unique_and_nothing_half_is_left():
    account()
    with pytest.raises(ContactTaken, match="đã có tài khoản"):
        account("Lê An", "+84 912 345 678")
    assert Person.objects.count() == User.objects.count() == 1


def test_somebody_already_entered_gets_the_account():
    juror = create_person("Lê An", None, now=NOW)
    user = open_account(full_name="", birth_date=None, contact="an@example.vn", person=juror, now=NOW)
    assert (user.person, user.email) == (juror, "an@example.vn")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"full_name": " "}, NameInvalid),
        ({"full_name": "1234"}, NameInvalid),
        ({"full_name": "Ơ" * 121}, NameInvalid),
        ({"birth_date": date(2030, 1, 1)}, BirthDateInvalid),
        ({"birth_date": date(1890, 1, 1)}, BirthDateInvalid),
        ({"contact": "12345"}, ContactInvalid),
    ],
)
def test_refusals_leave_nothing(changes, error):
    given = {"full_name": "Lê An", "birth_date": None, "contact": "an@example.vn", "now": NOW}
    with pytest.raises(error):
        open_account(**{**given, **changes})
    assert (Person.objects.count(), User.objects.count()) == (0, 0)


def test_the_database_itself_refuses_an_account_without_contact():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email=None, phone=None)


def test_passwords_are_refused_with_every_reason():
    user = account()
    with pytest.raises(InvalidInput) as refused:
        set_password(user, "912345678", now=NOW, by=user)
    assert len(refused.value.problems) == 2
    with pytest.raises(InvalidInput, match="quá phổ biến"):
        set_password(user, "1234567890", now=NOW, by=user)
    set_password(user, "một câu dễ nhớ", now=NOW, by=user)
    assert user.check_password("một câu dễ nhớ")
    set_password(user, None, now=NOW, by=user)
    assert not user.has_usable_password()


def test_changing_oneself_and_ones_contacts():
    user, other = account(), account("Lê An", "an@example.vn")
    change_person(user.person, full_name="Trần Ý", birth_date=None, now=NOW, by=user)
    assert Person.objects.get(pk=user.person.pk).name_norm == "tran y"
    add_contact(user, Contact("email", "y@example.vn"), now=NOW)
    assert User.objects.get(pk=user.pk).email == "y@example.vn"
    with pytest.raises(ContactTaken):
        add_contact(user, Contact("email", other.email), now=NOW)
    assert User.objects.get(pk=user.pk).email == "y@example.vn"


def test_superuser_by_the_common_command():
    boss = User.objects.create_superuser("Chief@Example.VN", "một câu dễ nhớ")
    assert (boss.email, boss.is_staff, boss.is_superuser, str(boss)) == (
        "chief@example.vn",
        True,
        True,
        "chief@example.vn",
    )


def test_erased_people_leave_a_number_behind():
    boss, user = account("Quản Trị", "admin@example.vn"), account("Đặng Thị Ơn", password="một câu dễ nhớ")
    person = user.person
    give_consent(person, "reminders", proof={"from": "x"}, now=NOW)
    staff(unit("Xã A"), "1", "Đặng Thị Ơn", person=person)
    erase_person(person, now=NOW, by=boss)
    person.refresh_from_db()
    user.refresh_from_db()
    assert (person.full_name, person.birth_date, person.erased_at) == ("Người đã xóa dữ liệu", None, NOW)
    assert (user.phone, user.is_active, user.has_usable_password()) == (None, False, False)
    assert not Identity.objects.filter(person=person).exists()
    assert RosterEntry.objects.get().person is None
    assert list(Consent.objects.values_list("withdrawn_at", "proof")) == [(NOW, {})]
    assert account("Người Mới", "0912345678").pk != user.pk  # the number is free again
