"""The demonstration (bản chạy thử): the signed plans as they are, and copies of them in different stages right now.

Loading it again changes nothing. Everybody in it is invented; its password is printed at start-up.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import transaction

from hoithi.contests.models import Contest, Faq, Part
from hoithi.contests.operations.bodies import appoint
from hoithi.contests.operations.figures import refresh_open_figures
from hoithi.contests.operations.opening import freeze_part, preflight
from hoithi.contests.operations.rules_text import draft_rules, publish_rules
from hoithi.contests.operations.standings import refresh_dirty
from hoithi.contests.registry import registry
from hoithi.contests.rehearsal import Agenda
from hoithi.contests.rules.permission import ROLE_OF_BODY
from hoithi.contests.schema import Plan
from hoithi.core import clock
from hoithi.entries.rehearsal import sample_films
from hoithi.people.models import Letter, User
from hoithi.people.operations.accounts import open_account
from hoithi.plans.files import load_plan
from hoithi.plans.operations import apply_plan
from hoithi.plans.rehearsal.assume import assume
from hoithi.plans.rehearsal.people import Names, Synthetic, choose_entrants, make_rosters, register
from hoithi.plans.rehearsal.run import AFTER, fill_seats, rehearse, rehearsed_beside
from hoithi.plans.samples import SAMPLES, load_units, sample_rows
from hoithi.plans.shift import copy_plan, stages_of

PLANS = Path(settings.BASE_DIR) / "plans"
COPY = "mau"
"""The moved copy of `<slug>` is called `<slug>-mau`."""
ENDED = "da-xong"
"""The copy that has come to its end, with winners, decision and money, is called `<slug>-da-xong`."""
PREPARED = timedelta(days=7)
PEOPLE, SHARE, SEED = 600, 1.0, 2024
WORKS_PEOPLE = 80
"""People of a copy with works: each work is a film, each vote and mark an operation."""
LEFT = 3
"""Winners of an ended copy who have not come for their prizes yet: the claim desk has something to do."""
ENDED_PEOPLE = 18
"""People of an ended copy: enough for every prize, few enough to be loaded at once."""
SAT = ("quiz",)
"""Kinds that are sat: no works in them."""
BODY_OF_ROLE = {role: body for body, role in ROLE_OF_BODY.items()}

Told = Callable[[str], None]


def _silent(_what: str) -> None:
    """Nobody is watching the loading."""


@dataclass(frozen=True)
class SignIn:
    """One line of the list printed at start-up."""

    role: str
    name: str
    email: str


@dataclass(frozen=True)
class Demonstration:
    """What was loaded."""

    contests: list[Contest]
    running: list[Contest]
    sign_ins: list[SignIn]
    password: str
    ended: list[Contest]


def load_demonstration(
    now: datetime, *, told: Told = _silent, people: int = PEOPLE, only: Callable[[Plan], bool] | None = None
) -> Demonstration:
    """Load the plans, and a copy of each that can be held, in the stage the samples name, with people in it.

    `only`: the plans that are loaded, then without copies that have ended: those need a rehearsal.
    """
    sample = tomllib.loads((SAMPLES / "people.toml").read_text(encoding="utf-8"))
    plans = [plan for plan in map(load_plan, sorted(PLANS.glob("*.toml"))) if only is None or only(plan)]
    contests = []
    for plan in plans:
        told(plan.short_title)
        contests.append(_load_original(plan, now))
    users = _open_accounts(sample, now)
    running, ended = [], []
    stages: Mapping[str, str] = sample["demo"].get("stages", {})
    with TemporaryDirectory() as folder, sample_films(Path(folder)):
        held = [one for one in plans if one.parts and all(registry.kinds[part.kind].rehearsal for part in one.parts)]
        for plan in () if only else held:  # before the running copies: a rehearsal lets its own time pass
            told(f"{plan.short_title}: bản sao đã kết thúc")
            ended.append(_load_ended(plan, sample, users, now))
        for plan in held:
            stage = stages.get(plan.slug, "open")
            if stage in stages_of(plan):
                told(f"{plan.short_title}: bản sao dời thời gian")
                running.append(_load_running(plan, sample, users, people, now, stage))
    sign_ins = [
        SignIn(person["role"], person["name"], person["email"]) for person in sample["person"] if person["key"] in users
    ]
    return Demonstration(contests, running, sign_ins, sample["demo"]["password"], ended)


@transaction.atomic
def _load_original(plan: Plan, now: datetime) -> Contest:
    apply_plan(plan, now=now)
    contest = Contest.objects.get(slug=plan.slug)
    if not contest.units.exists():
        load_units(contest, sample_rows(plan.units.sample), now=now)
    _publish_rules(contest, plan, now)
    return contest


def _publish_rules(contest: Contest, plan: Plan, now: datetime) -> None:
    path = SAMPLES / "the-le" / (plan.rules_text.sample or "-")
    if path.is_file() and not contest.rules_texts.exists():
        body = path.read_text(encoding="utf-8")
        publish_rules(draft_rules(contest, title=f"Thể lệ {contest.short_title}", body=body, now=now), now=now)


def _open_accounts(sample: Mapping[str, Any], now: datetime) -> dict[str, User]:
    """The invented people one can sign in as, by key."""
    users = {}
    for person in sample["person"]:
        user = User.objects.by_contact(person["email"])
        if user is None:
            with transaction.atomic():
                user = open_account(
                    full_name=person["name"],
                    birth_date=person["birth_date"],
                    contact=person["email"],
                    password=sample["demo"]["password"],
                    is_staff=person["role"] == "administrator",
                    now=now,
                )
        users[person["key"]] = user
    return users


def _load_running(
    plan: Plan, sample: Mapping[str, Any], users: Mapping[str, User], people: int, now: datetime, stage: str
) -> Contest:
    """A copy moved in time so that it is in `stage` now, prepared a week before it opened, with people in it.

    What a plan of works leaves open (criteria, a vote's window) is assumed as in a rehearsal.
    """
    slug = f"{plan.slug}-{COPY}"
    contest = Contest.objects.filter(slug=slug).first()
    if contest is not None:
        return contest
    works = any(part.kind not in SAT for part in plan.parts)
    people = min(people, WORKS_PEOPLE) if works else people
    plan = assume(plan)[0] if works else plan
    with transaction.atomic():
        copy = copy_plan(plan, slug=slug, stage=stage, now=now)
        opens = min(part.opens for part in copy.parts if part.opens)
        prepared = opens - PREPARED
        with clock.frozen_at(prepared):
            apply_plan(copy, now=prepared, copied_from=plan.slug)
            contest = Contest.objects.get(slug=slug)
            rng = Random(SEED)
            names = Names(rng, f".{contest.pk}" if works else "")
            own = _own(sample, plan.slug)
            share = min(1.0, people * 1.4 / max(1, _stated(plan))) if works else SHARE
            roster = _prepare(contest, copy, own, users, names, prepared, share=share, works=works)
        with clock.frozen_at(opens):
            entrants = register(
                contest, choose_entrants(contest, roster, names, people), roster, now=opens, step=lambda: None
            )
        agenda = Agenda()
        for part in contest.parts.select_related("contest"):
            driver = registry.kinds[part.kind].rehearsal
            assert driver is not None
            groups = set(part.spec.groups)
            taking_part = [one for one in entrants if not groups or one.group.key in groups]
            driver.plan(part, taking_part, agenda=agenda, rng=rng, done=lambda _now: None)
            if part.closes is not None and part.closes + AFTER < now:
                agenda.at(part.closes + AFTER, partial(_close, part=part, people=people, agenda=agenda, rng=rng))
        agenda.run(until=now)
        refresh_dirty(now)
        refresh_open_figures(now)
    return contest


def _load_ended(plan: Plan, sample: Mapping[str, Any], users: Mapping[str, User], now: datetime) -> Contest:
    """A copy that ended a week ago: held by a rehearsal, to the decision, the payment list and the papers."""
    slug = f"{plan.slug}-{ENDED}"
    contest = Contest.objects.filter(slug=slug).first()
    if contest is not None:
        return contest
    with transaction.atomic():
        copy = copy_plan(assume(plan)[0], slug=slug, stage="ended", now=now)
        label = f".{hashlib.sha256(slug.encode()).hexdigest()[:6]}"
        contest = rehearse(copy, people=ENDED_PEOPLE, seed=SEED, label=label, copied_from=plan.slug, left=LEFT).contest
        _seat(contest, _own(sample, plan.slug), users, now)
        Letter.objects.filter(key__startswith="award:").delete()  # nobody is behind the addresses of invented winners
    return contest


def _close(now: datetime, *, part: Part, people: int, agenda: Agenda, rng: Random) -> None:
    """After a part's close: what a running site does, then its vote and its jury, as far as now has come."""
    driver = registry.kinds[part.kind].rehearsal
    assert driver is not None
    driver.finish(part, now=now)
    for beside in rehearsed_beside(part):
        beside.plan(part, people=people, agenda=agenda, rng=rng, done=lambda _now: None)


def _own(sample: Mapping[str, Any], slug: str) -> list[Mapping[str, Any]]:
    """The sample people of a contest, and those of others who have a seat in it too."""
    by_key = {person["key"]: person for person in sample["person"]}
    seats = [one for one in sample.get("seat", []) if one["contest"] == slug]
    own = [person for person in sample["person"] if person["contest"] == slug]
    return own + [by_key[one["person"]] | one for one in seats]


def _stated(plan: Plan) -> int:
    """Staff of all sample units."""
    return sum(int(row["headcount"] or 0) for row in sample_rows(plan.units.sample) if row.get("group"))


def _prepare(
    contest: Contest,
    plan: Plan,
    own: Iterable[Mapping[str, Any]],
    users: Mapping[str, User],
    names: Names,
    now: datetime,
    *,
    share: float,
    works: bool,
) -> list[Synthetic]:
    rows = sample_rows(plan.units.sample)
    load_units(contest, rows, now=now)
    known = [
        Synthetic(one["name"], one["birth_date"], one["email"], contest.units.filter(code=one["unit"]).first())
        for one in own
        if one["role"] != "citizen" and one["contest"] == contest.copied_from
    ]
    roster = make_rosters(contest, names, share=share, now=now, known=[one for one in known if one.unit is not None])
    _seat(contest, own, users, now)
    load_units(contest, rows, now=now)
    _publish_rules(contest, plan, now)
    _questions_and_answers(contest, plan)
    if works:
        _rehearsed(contest, names, now)
    else:
        _fill_bank(contest, users, now)
    for part in contest.parts.all():
        if not preflight(part, now=now):
            freeze_part(part, now=now)
    return roster


def _seat(contest: Contest, own: Iterable[Mapping[str, Any]], users: Mapping[str, User], now: datetime) -> None:
    for person in own:
        kind = BODY_OF_ROLE.get(person["role"])
        body = contest.bodies.filter(kind=kind).first() if kind else None
        user = users[person["key"]]
        if body is None or user.person is None:
            continue
        unit = contest.units.filter(code=person["unit"]).first() if person["role"] == "coordinator" else None
        appoint(body, user.person, now=now, title=person["position"] or body.title, contest_unit=unit)


def _questions_and_answers(contest: Contest, plan: Plan) -> None:
    path = SAMPLES / "hoi-dap" / f"{contest.copied_from or plan.slug}.toml"
    if path.is_file() and not contest.faqs.exists():
        items = tomllib.loads(path.read_text(encoding="utf-8"))["item"]
        Faq.objects.bulk_create(
            Faq(contest=contest, position=number, question=item["question"], answer=item["answer"])
            for number, item in enumerate(items)
        )


def _rehearsed(contest: Contest, names: Names, now: datetime) -> None:
    """Seats nobody of the samples holds, and what each kind needs, made up as in a rehearsal."""
    staff = fill_seats(contest, names, now)
    for part in contest.parts.select_related("contest"):
        driver = registry.kinds[part.kind].rehearsal
        assert driver is not None
        driver.prepare(part, staff=staff, rng=names.rng, now=now)


def _fill_bank(contest: Contest, users: Mapping[str, User], now: datetime) -> None:
    """Sample questions, for kinds that draw from a bank."""
    for part in contest.parts.select_related("contest"):
        fill = registry.kinds[part.kind].fill_sample
        if fill is not None:
            fill(part, SAMPLES, author=users.get("author"), reviewer=users.get("reviewer"), now=now)
