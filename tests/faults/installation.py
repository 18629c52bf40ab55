"""A served product of the test's own with people in the middle of their attempts, and what is left of it afterwards.

Everything runs as processes, as an organiser runs it; the test holds only addresses, tokens and signals.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from bench.postgresql import Server
from bench.product import Product

if TYPE_CHECKING:
    from hoithi.contests.models import Contest

QUESTIONS, MINUTES = 10, 60
Stored = tuple[int, int, str]
"""Epoch, sequence and letters of an answer in the database."""


@dataclass(frozen=True)
class End:
    """An attempt as the database holds it."""

    ended_by: str
    genuine: bool
    """The receipt's signature holds over what it states."""
    elapsed_ms: int | None
    correct: int | None
    right: int
    """Stored answers that are right, counted again."""
    answers: dict[int, Stored]


class Template:
    """An installation made once and copied for each test: on the given server, or on SQLite."""

    def __init__(self, folder: Path, server: Server | None, *, sitters: int) -> None:
        self.folder, self.server = folder, server
        url = server.create("template_hoithi") if server else f"sqlite:///{folder / 'template.sqlite3'}"
        product = Product(url, folder / "var")
        product.migrate()
        file = folder / "people.json"
        product.call(sys.executable, "-m", "tests.faults.installation", "prepare", str(file), str(sitters))
        self.people: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))

    def copy(self, name: str, *, workers: int = 1, **settings: object) -> Installation:
        if self.server:
            url = self.server.create(name, template="template_hoithi")
        else:
            for path in self.folder.glob("template.sqlite3*"):
                shutil.copy(path, self.folder / path.name.replace("template", name))
            url = f"sqlite:///{self.folder / f'{name}.sqlite3'}"
        product = Product(url, self.folder / "var", workers=workers, **settings)
        if workers > 1:
            product.migrate()  # the table of the shared cache
        return Installation(product, self.people)


class Installation:
    """A copy: `product` to be started and killed, `people` to sit in it."""

    def __init__(self, product: Product, people: list[dict[str, Any]]) -> None:
        self.product, self.people = product, people

    @contextmanager
    def stalled(self) -> Iterator[None]:
        """Nothing can be written inside the block: whoever is answered now was answered before the commit."""
        url = self.product.env["DATABASE_URL"]
        if url.startswith("sqlite"):
            base = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=20)
            base.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                base.close()
            return
        server = psycopg.connect(url)
        server.execute("LOCK TABLE quiz_answer IN EXCLUSIVE MODE")
        try:
            yield
        finally:
            server.close()

    def look(self, *, end: bool = False) -> dict[str, End]:
        """What the database holds, by code; `end`: after every deadline has passed and the clock's job has run."""
        told = self.product.call(sys.executable, "-m", "tests.faults.installation", "end" if end else "look")
        found = {}
        for code, one in json.loads(told).items():
            answers = {int(pos): (epoch, seq, letters) for pos, (epoch, seq, letters) in one.pop("answers").items()}
            found[code] = End(**one, answers=answers)
        return found


def main() -> None:
    """Runs in the installation's environment."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["prepare", "look", "end"])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("sitters", type=int, nargs="?")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "hoithi.site.settings"
    import django

    django.setup()
    if options.what == "prepare":
        from bench.scene import prepare

        made = prepare(_contest(), starters=0, sitters=options.sitters, copied=True)
        options.file.write_text(json.dumps(made["sitters"]), encoding="utf-8")
    else:
        if options.what == "end":
            _end_all()
        json.dump(_look(), sys.stdout)


def _contest() -> Contest:
    """An invented contest that is open now; the right answer to every question has the id "a"."""
    from hoithi.contests.operations.definition import define_contest
    from hoithi.core import clock
    from tests.quiz import factories as make

    now = clock.now()
    plan = make.plan(make.personal(), questions=QUESTIONS, time_limit_min=MINUTES)
    window = {"opens": now - timedelta(hours=1), "closes": now + timedelta(days=1)}
    plan = plan.model_copy(update={"parts": [plan.parts[0].model_copy(update=window)]})
    contest = define_contest(plan, now=now - timedelta(days=9)).contest
    part = contest.parts.select_related("contest").get()
    make.frozen(part, QUESTIONS)
    part.frozen_at = now
    part.save(update_fields=["frozen_at"])
    return contest


def _end_all() -> None:
    from hoithi.core import clock
    from hoithi.quiz.operations.attempt_expire import expire_due

    later = clock.now() + timedelta(minutes=MINUTES, hours=1)
    while expire_due(later):
        pass


def _look() -> dict[str, dict[str, Any]]:
    from hoithi.quiz.models import Answer, Attempt
    from hoithi.quiz.operations.attempt_save import paper_of
    from hoithi.quiz.queries.attempt_receipt import is_genuine

    held: dict[int, dict[int, Answer]] = {}
    for answer in Answer.objects.all():
        held.setdefault(answer.attempt_id, {})[answer.pos] = answer
    found = {}
    for attempt in Attempt.objects.select_related("part__contest", "entrant__group", "frozen_bank"):
        paper, answers = paper_of(attempt.code, attempt.pk), held.get(attempt.pk, {})
        found[attempt.code] = {
            "ended_by": attempt.ended_by,
            "genuine": attempt.ended_at is not None and is_genuine(attempt),
            "elapsed_ms": attempt.elapsed_ms,
            "correct": attempt.correct,
            "right": sum(answer.choice == "a" for answer in answers.values()),
            "answers": {
                pos: (one.epoch, one.seq, "".join(paper[pos - 1].letters_of(one.choice)))
                for pos, one in answers.items()
            },
        }
    return found


if __name__ == "__main__":
    main()
