from __future__ import annotations

from datetime import date

import pytest

from hoithi.people.errors import IdentityInvalid, IdentityTaken
from hoithi.people.models import Identity
from hoithi.people.operations.accounts import create_person
from hoithi.people.operations.identities import add_identity, identity_known, link_roster
from hoithi.people.queries.people import find_duplicates
from hoithi.people.queries.rosters import entries_of, match_roster, roster_at, search_roster
from tests.people.factories import NOW, TODAY, account, staff, unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CCCD = "001090012345"
OLD, NEW = {1: b"o" * 32}, {1: b"o" * 32, 2: b"n" * 32}


def test_a_cccd_belongs_to_one_person_even_after_a_change_of_pepper(settings):
    settings.IDENTITY_PEPPERS = OLD
    one, two = create_person("Lê An", None, now=NOW), create_person("Lê Bình", None, now=NOW)
    add_identity(one, "cccd", "001 090 012 345", now=NOW)
    with pytest.raises(IdentityTaken):
        add_identity(two, "cccd", CCCD, now=NOW)
    settings.IDENTITY_PEPPERS = NEW
    with pytest.raises(IdentityTaken):
        add_identity(two, "cccd", CCCD, now=NOW)
    add_identity(one, "cccd", CCCD, now=NOW)
    assert list(Identity.objects.values_list("person_id", "key_version").order_by("key_version")) == [
        (one.pk, 1),
        (one.pk, 2),
    ]
    assert identity_known(one, "cccd", CCCD)
    assert not identity_known(two, "cccd", CCCD)
    assert CCCD not in str(list(Identity.objects.values()))


def test_adding_twice_changes_nothing_and_nonsense_is_refused():
    one = create_person("Lê An", None, now=NOW)
    assert add_identity(one, "cccd", CCCD, now=NOW) == add_identity(one, "cccd", CCCD, now=NOW)
    for kind, text in (("cccd", "123456789"), ("phone", "1"), ("email", "x")):
        with pytest.raises(IdentityInvalid):
            add_identity(one, kind, text, now=NOW)
    assert Identity.objects.count() == 1


def test_a_shared_phone_and_a_twin_only_flag():
    mother, child = create_person("Lê An", date(1980, 1, 1), now=NOW), create_person("Lê Bé", None, now=NOW)
    twin = create_person("le an", date(1980, 1, 1), now=NOW)
    for person in (mother, child):
        add_identity(person, "phone", "0912345678", now=NOW)
    found = {duplicate.person.pk: duplicate.shared for duplicate in find_duplicates(mother)}
    assert found == {child.pk: ("phone",), twin.pk: ("name_and_birth",)}
    assert find_duplicates(create_person("Người Khác", None, now=NOW)) == []


def test_roster_matches_by_name_and_birth_or_contact_never_by_name_alone():
    home, user = unit("Xã A"), account("Đặng Thị Ơn", birth_date=date(1990, 3, 15))
    by_birth = staff(home, "1", "Dang Thi On", birth_date=date(1990, 3, 15))
    staff(home, "2", "Đặng Thị Ơn", birth_date=date(1991, 1, 1))
    staff(home, "3", "Lê An", birth_date=date(1990, 3, 15))
    assert match_roster(user, TODAY) == [by_birth]
    link_roster(by_birth, user.person, now=NOW)
    assert match_roster(user, TODAY) == []
    assert list(entries_of(user.person, TODAY)) == [by_birth]
    assert match_roster(user, TODAY, units=[]) == []


def test_roster_by_given_name_and_searched_without_diacritics():
    home, other = unit("Xã A"), unit("Xã B")
    for code, name in enumerate(["Nguyễn Văn Ý", "Đặng Thị Ơn", "Lê Ân", "Trần An"]):
        staff(home, str(code), name)
    staff(other, "1", "Bùi Ba")
    assert [e.full_name for e in roster_at(TODAY, unit=home)] == ["Trần An", "Lê Ân", "Đặng Thị Ơn", "Nguyễn Văn Ý"]
    assert [e.full_name for e in search_roster("on dang", TODAY)] == ["Đặng Thị Ơn"]
    assert roster_at(TODAY, units=[other.pk]).count() == 1
    assert roster_at(date(2020, 1, 1)).count() == 0
