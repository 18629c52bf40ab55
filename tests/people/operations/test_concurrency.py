"""Two at once: every lock of this room against a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from hoithi.core.errors import Refusal
from hoithi.documents.models import Document
from hoithi.documents.operations import draft_document, issue_document
from hoithi.people.models import Consent, Identity, OneTimeCode, RosterEntry, Unit, User
from hoithi.people.operations.accounts import create_person, open_account
from hoithi.people.operations.codes import check_code, send_code
from hoithi.people.operations.consents import give_consent
from hoithi.people.operations.identities import add_identity
from hoithi.people.operations.roster_import import import_roster
from hoithi.people.operations.units import rename_unit
from hoithi.people.rules.identity import Contact
from tests.people.factories import NOW, unit

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
AT_ONCE = 6


def together(work: Callable[[int], object]) -> tuple[list[object], list[Exception]]:
    """Run `work(n)` in threads that start at the same moment; what they returned, what they raised."""
    done: list[object] = []
    failed: list[Exception] = []
    start = Barrier(AT_ONCE)

    def run(n: int) -> None:
        try:
            start.wait()
            done.append(work(n))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(error, Refusal) for error in failed), failed
    return done, failed


def test_one_code_opens_once(settings):
    settings.SMS_BACKEND = "hoithi.people.delivery.on_page"
    contact = Contact("phone", "+84912345678")
    sent = send_code(contact, address="10.0.0.1", now=NOW)
    done, failed = together(lambda n: check_code(sent.id, contact, sent.shown, now=NOW))
    assert (len(done), len(failed)) == (1, AT_ONCE - 1)


def test_wrong_tries_are_all_counted(settings):
    settings.SMS_BACKEND = "hoithi.people.delivery.on_page"
    contact = Contact("phone", "+84912345678")
    sent = send_code(contact, address="10.0.0.1", now=NOW)
    together(lambda n: check_code(sent.id, contact, "x", now=NOW))
    assert OneTimeCode.objects.get().tries == 5


def test_one_contact_one_account():
    done, _failed = together(lambda n: open_account(full_name="Lê An", birth_date=None, contact="0912345678", now=NOW))
    assert (len(done), User.objects.count(), Identity.objects.count()) == (1, 1, 1)


def test_one_cccd_one_person():
    people = [create_person("Lê An", None, now=NOW) for _ in range(AT_ONCE)]
    done, failed = together(lambda n: add_identity(people[n], "cccd", "001090012345", now=NOW))
    assert (len(done), len(failed), Identity.objects.count()) == (1, AT_ONCE - 1, 1)


def test_one_consent_in_force():
    person = create_person("Lê An", None, now=NOW)
    done, failed = together(lambda n: give_consent(person, "reminders", proof={}, now=NOW))
    assert (len(done), failed, Consent.objects.count()) == (AT_ONCE, [], 1)


def test_a_unit_changes_once():
    one = unit("Xã A", code="A")
    done, failed = together(
        lambda n: rename_unit(Unit.objects.get(pk=one.pk), f"Xã {n}", on=date(2026, 1, 1), by=None, now=NOW)
    )
    assert (len(done), len(failed)) == (1, AT_ONCE - 1)
    assert Unit.objects.filter(valid_to=None).count() == 1


def test_the_same_roster_at_once_is_entered_once():
    unit("Xã A", code="A")
    rows = [(n, {"staff_code": str(n), "full_name": "Lê An", "unit_code": "A"}) for n in range(2, 202)]
    done, _failed = together(lambda n: import_roster(rows, dry_run=False, by=None, now=NOW))
    assert sorted(report.added for report in done) == [0] * (AT_ONCE - 1) + [200]
    assert RosterEntry.objects.count() == 200


def test_one_number_one_document():
    drafts = [draft_document("ke_hoach", "Kế hoạch", symbol="KH", by=None, now=NOW) for _ in range(AT_ONCE)]
    done, failed = together(
        lambda n: issue_document(drafts[n], number=1, issued_on=date(2026, 8, 1), signer="A", by=None, now=NOW)
    )
    assert (len(done), len(failed)) == (1, AT_ONCE - 1)
    assert Document.objects.filter(state="issued").count() == 1
