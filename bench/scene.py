"""People in the middle of a contest, written straight into the database: python -m bench.scene FILE [--starters …].

Runs in the environment of the installation it fills (see `bench.product`). The file then holds what clients need:
`{"contest": …, "part": …, "rules": …, "standings": address, "starters": [{"cookie", "entry"}, …],
"sitters": [{"code", "token", "epoch", "cookie", "questions"}, …]}`.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hoithi.contests.models import Contest, Entrant, Part
    from hoithi.people.models import User
    from hoithi.quiz.models import Attempt

SITTING = timedelta(hours=1)
BATCH = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--starters", type=int, default=0, help="people who have not started yet")
    parser.add_argument("--sitters", type=int, default=0, help="people in the middle of their attempt")
    parser.add_argument("--copied", action="store_true", help="all sitters hold the first one's paper: quicker to make")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "hoithi.site.settings"
    import django

    django.setup()
    made = prepare(demonstration(), starters=options.starters, sitters=options.sitters, copied=options.copied)
    options.file.write_text(json.dumps(made), encoding="utf-8")


def demonstration() -> Contest:
    """The demonstration's running quiz: units, groups, standings and a bank as a real one has them."""
    from bench.scratch import open_contest

    return open_contest(20)


def prepare(contest: Contest, *, starters: int, sitters: int, copied: bool = False) -> dict[str, Any]:
    """Fill the contest; returns what clients need."""
    from hoithi.core import clock
    from hoithi.quiz.tokens import issue_entry

    now = clock.now()
    part = contest.parts.select_related("contest").get()
    rules = contest.rules_texts.filter(published_at__isnull=False).last()
    standing = contest.standings.filter(subject="person").order_by("pk").first()
    entrants = _entrants(contest, starters + sitters, now)
    users = [entrant.person.user for entrant in entrants if entrant.person is not None]
    cookies = _sessions(users)
    attempts = (_copied if copied else _started)(entrants[starters:], part, now)
    return {
        "contest": contest.slug,
        "part": part.key,
        "rules": rules.version if rules else None,
        "standings": standing and f"{contest.get_absolute_url()}xep-hang/{standing.key}/",
        "starters": [
            {"cookie": cookie, "entry": issue_entry(entrant, part, rules, account_id=user.pk, session=cookie, now=now)}
            for entrant, user, cookie in zip(entrants[:starters], users, cookies, strict=False)
        ],
        "sitters": [_ticket(*pair) for pair in zip(attempts, cookies[starters:], strict=True)],
    }


def _entrants(contest: Contest, number: int, now: datetime) -> list[Entrant]:
    """So many accounts with a person, entered into the contest."""
    from hoithi.contests.models import Entrant
    from hoithi.core.canonical import random_code
    from hoithi.people.models import Person, User
    from hoithi.plans.rehearsal.people import group_of_others

    group = group_of_others(contest)
    assert group is not None, "a group people may join without a roster"
    people = []
    for at in range(number):
        person = Person(birth_date=date(1980, 1, 1) + timedelta(days=at % 9000), created_at=now)
        person.set_name("Đặng Thị Ví Dụ")
        people.append(person)
    people = Person.objects.bulk_create(people, batch_size=BATCH)
    users = [
        User(email=f"ghe{at}@vidu.example", person=person, password="!", date_joined=now)
        for at, person in enumerate(people)
    ]
    for user, person in zip(User.objects.bulk_create(users, batch_size=BATCH), people, strict=True):
        person.user = user
    rules = contest.rules_texts.filter(published_at__isnull=False).values_list("pk", flat=True).last()
    rows = [
        Entrant(
            contest=contest, person=person, kind="person", code=random_code(), registered_at=now, group=group,
            display_name=person.full_name, counts_for_unit=group.spec.counts_for_unit, rules_text_id=rules,
        )
        for person in people
    ]  # fmt: skip
    return Entrant.objects.bulk_create(rows, batch_size=BATCH)


def _sessions(users: Sequence[User]) -> list[str]:
    """A signed-in session for each; returns their cookies' values."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone
    from django.utils.crypto import get_random_string

    store, until, rows = SessionStore(), timezone.now() + timedelta(days=1), []
    for user in users:
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "hoithi.people.backends.ContactBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        rows.append(Session(session_key=get_random_string(32), session_data=store.encode(data), expire_date=until))
    Session.objects.bulk_create(rows, batch_size=BATCH)
    return [row.session_key for row in rows]


def _started(entrants: Sequence[Entrant], part: Part, now: datetime) -> list[Attempt]:
    from hoithi.quiz.operations.attempt_start import start_attempt

    return [start_attempt(entrant, part, now=now) for entrant in entrants]


def _copied(entrants: Sequence[Entrant], part: Part, now: datetime) -> list[Attempt]:
    """One drawn paper for all, which is enough to save answers and to show it."""
    from hoithi.core.canonical import random_code
    from hoithi.quiz.models import Attempt
    from hoithi.quiz.rules.receipt import CODE_SYMBOLS

    if not entrants:
        return []
    (first,) = _started(entrants[:1], part, now)
    Attempt.objects.filter(pk=first.pk).update(deadline_at=now + SITTING)
    first.deadline_at = now + SITTING
    rows = [
        Attempt(
            code=random_code(CODE_SYMBOLS), part=part, entrant=entrant, n=1, frozen_bank_id=first.frozen_bank_id,
            paper=first.paper, started_at=now, deadline_at=first.deadline_at,
        )
        for entrant in entrants[1:]
    ]  # fmt: skip
    return [first, *Attempt.objects.bulk_create(rows, batch_size=BATCH)]


def _ticket(attempt: Attempt, cookie: str) -> dict[str, Any]:
    from hoithi.quiz.tokens import issue_token

    return {
        "code": attempt.code,
        "token": issue_token(attempt),
        "epoch": attempt.epoch,
        "cookie": cookie,
        "questions": len(attempt.paper),
    }


if __name__ == "__main__":
    main()
