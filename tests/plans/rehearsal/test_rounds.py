"""Contests with rounds, groups, predictions, bands and finals, all data: each runs to its prizes, its seal checks."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from hoithi.awards.models import Award
from hoithi.contests.models import Part, PartEntrant, SealedResult, Standing
from hoithi.plans.files import load_plan, parse_plan
from hoithi.plans.rehearsal.result import count_attempts, result_json
from hoithi.plans.rehearsal.run import Rehearsed, rehearse
from hoithi.quiz.models import Attempt, FrozenBank, Result
from hoithi.verify import verify_file
from tests.plans.conftest import ROOT

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parents[1]
WEEKLY = HERE / "files" / "tuan-le-chuyen-doi-so.toml"
DAILY, GROUPS, FINAL = (HERE / "rounds" / f"{name}.toml" for name in ("daily", "groups", "final"))
PEOPLE = 40


def held(path: Path, people: int = PEOPLE, change: str = "") -> Rehearsed:
    """Rehearse a plan file, with "old→new" replaced in it."""
    old, _arrow, new = change.partition("→")
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new) if old else text
    return rehearse(parse_plan(text), people=people, seed=5)


def seals_check() -> None:
    for sealed in SealedResult.objects.all():
        checked = verify_file(sealed.envelope)
        assert checked["ok"], (sealed.scope, checked["differences"][:3])


def awards_by_scope() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for award in Award.objects.order_by("pk"):
        found.setdefault(award.scope, []).append(award.subject_id)
    return found


def test_eight_weeks_at_any_minute_with_prizes_each_week_and_one_overall() -> None:
    done = held(WEEKLY)
    assert [one["part"] for one in done.rounds] == [f"tuan-{n}" for n in range(1, 9)]
    for part in Part.objects.exclude(results_published_at=None):
        assert part.closes is not None
        assert part.results_published_at is not None
        assert part.results_published_at - part.closes <= timedelta(minutes=10)
    assert Part.objects.filter(results_published_at=None).count() == 0
    given = awards_by_scope()
    assert {scope: len(won) for scope, won in given.items()} == {"": 1} | {f"tuan-{n}": 3 for n in range(1, 9)}
    assert done.allocation.cash == 8 * (300_000 + 2 * 200_000) + 2_000_000
    assert SealedResult.objects.count() == 9
    seals_check()
    guests = {one.pk for one in done.entrants if one.group.key == "khach-moi"}
    assert guests
    assert not guests & {subject for subjects in given.values() for subject in subjects}, "guests win nothing"
    assert {bank.bank.key for bank in FrozenBank.objects.select_related("bank")} == {"can-bo", "nguoi-dan"}


def test_a_round_every_evening_three_attempts_and_an_overall() -> None:
    done = held(DAILY)
    most = max(Attempt.objects.values_list("n", flat=True))
    assert 1 < most <= 3
    parts = list(Part.objects.all())
    assert {f"{part.opens.astimezone():%H:%M}" for part in parts if part.opens} <= {"19:45", "12:45"}
    assert len(done.rounds) == 5
    assert done.allocation.cash == 5 * 100_000 + 1_000_000
    data = result_json(done, attempts=count_attempts(done.contest), seconds=0.0)
    assert [award["scope"] for award in data["awards"]] == [f"toi-{n}" for n in range(1, 6)] + [""]
    seals_check()


def test_two_groups_with_banks_papers_and_standings_of_their_own() -> None:
    done = held(GROUPS)
    papers = {(one.entrant.group.key, len(one.paper)) for one in Attempt.objects.select_related("entrant__group")}
    assert papers == {("can-bo", 12), ("nguoi-dan", 6)}
    by_scope = awards_by_scope()
    assert {scope: len(subjects) for scope, subjects in by_scope.items()} == {"can-bo": 2, "nguoi-dan": 1, "": 1}
    assert max(Attempt.objects.filter(entrant__group__key="can-bo").values_list("n", flat=True)) == 1
    seals_check()
    _predictions_hold(done)


def _predictions_hold(done: Rehearsed) -> None:
    """Nearest to the number of officials with everything right wins; who answered nothing is not ranked."""
    results = Result.objects.all()
    truth = results.filter(group_key="can-bo", all_correct=True).count()
    guesses = {one.entrant_id: one.prediction for one in results.filter(group_key="nguoi-dan")}
    best = min(abs(guess - truth) for guess in guesses.values() if guess is not None)
    standing = Standing.objects.get(key="nguoi-doan-gioi")
    first = [row.subject_id for row in standing.rows.filter(place=1)]
    assert {abs((guesses[pk] or 0) - truth) for pk in first} == {best}
    unanswered = {pk for pk, guess in guesses.items() if guess is None}
    assert set(standing.rows.filter(ranked=False).values_list("subject_id", flat=True)) == unanswered


def test_bands_a_floor_and_a_final_for_the_best_of_each_band() -> None:
    done = held(FINAL, people=120, change="top = 10→top = 2")
    standing = Standing.objects.get(key="don-vi")
    units = {unit.pk: unit for unit in done.contest.units.all()}
    best: set[int] = set()
    for scope, least, most in (("nho", 0, 20), ("vua", 20, 50), ("lon", 50, 10**6)):
        rows = list(standing.rows.filter(scope=scope))
        assert all(least <= units[row.subject_id].headcount < most for row in rows)
        best |= {row.subject_id for row in rows if row.place in (1, 2)}
    admitted = set(PartEntrant.objects.values_list("entrant__contest_unit_id", flat=True))
    assert admitted == best
    assert 0 < len(admitted) < 12
    final = Attempt.objects.filter(part__key="chung-ket").select_related("entrant")
    assert {one.entrant.contest_unit_id for one in final} <= admitted
    assert final.exists()
    first_round = set(Attempt.objects.filter(part__key="vong-mot").values_list("entrant_id", flat=True))
    assert first_round & {one.entrant_id for one in final}, "the same entrants go on"
    assert {award.prize.key for award in Award.objects.select_related("prize") if award.scope == ""} == {
        "chung-ket-nhat",
        "chung-ket-nhi",
    }
    seals_check()


def test_a_unit_below_the_floor_takes_no_prize_and_does_not_go_on() -> None:
    floor = 'term = "participation", at_least = 0.3→term = "mean_correct", at_least = 7'
    done = held(FINAL, people=120, change=floor)
    standing = Standing.objects.get(key="don-vi")
    below = set(standing.rows.filter(ranked=False).values_list("subject_id", flat=True))
    assert below
    assert not below & set(PartEntrant.objects.values_list("entrant__contest_unit_id", flat=True))
    assert not below & {award.subject_id for award in Award.objects.filter(subject_kind="unit")}
    assert done.sealed
    seals_check()


def test_a_final_by_decision_with_the_score_kept() -> None:
    """The people of the first standing, by minutes, three of each unit; the first score counts on."""
    text = FINAL.read_text(encoding="utf-8")
    for old, new in CHANGES:
        assert old in text
        text = text.replace(old, new)
    done = rehearse(parse_plan(text), people=PEOPLE, seed=5)
    admitted = list(PartEntrant.objects.select_related("entrant", "decision"))
    assert all(one.decision for one in admitted)
    units = [one.entrant.contest_unit_id for one in admitted]
    assert len(units) == len(set(units)) > 3
    assert done.allocation.complete
    seals_check()


CORRECT = 'key = "correct"\ntitle = "Số câu đúng"\n'
FIRST = """[[standing]]
key = "so-loai"
title = "Sơ loại"
subject = "person"
formula = "weighted"

[[standing.terms]]
key = "correct"
title = "Số câu đúng"
part = "vong-mot"
measure = "correct"
scale = "max_share"
maximum = 10
weight = 100

"""
MAXIMUM = 'scale = "max_share"\nmaximum = 15\nweight = 60\n'
KEPT = """
[[standing.terms]]
key = "so_loai"
title = "Điểm sơ loại"
standing = "so-loai"
scale = "max_share"
maximum = 100
weight = 40

"""
LAST = 'formula = "lexicographic"\n\n[[standing.terms]]\n' + CORRECT
SPED = 'order = "low"\nunit = "ms"\n'
CHANGES = [
    (
        'standing = "don-vi", top = 10, by = "rule", score = "reset"',
        'standing = "so-loai", top = 1, per = "unit", by = "decision", score = "keep"',
    ),
    (LAST, 'formula = "weighted"\n' + KEPT + "[[standing.terms]]\n" + CORRECT + MAXIMUM),
    (SPED, SPED + 'weight = 0\nscale = "best_share"\n'),
    ('[[standing]]\nkey = "chung-ket"', FIRST + '[[standing]]\nkey = "chung-ket"'),
]


def test_the_same_seed_gives_the_same_rounds() -> None:
    digests = []
    for _run in range(2):
        with contextlib.suppress(_Undo), transaction.atomic():
            done = rehearse(load_plan(DAILY), people=20, seed=9)
            digests.append([one["digest"] for one in done.rounds] + [done.sealed.digest])
            raise _Undo
    assert digests[0] == digests[1]


class _Undo(Exception):
    """Rolls one rehearsal back."""


def test_no_code_knows_these_contests() -> None:
    words = []
    for path in (WEEKLY, DAILY, GROUPS, FINAL, HERE / "files" / "sang-kien-tre.toml"):
        plan = load_plan(path)
        words += [plan.slug, plan.short_title, *(one.key for one in plan.standings if "-" in one.key)]
    words = [word for word in words if word not in ("ca-nhan", "tap-the", "don-vi", "chung-ket", "theo-nhom")]
    for source in (ROOT / "src").rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert not [word for word in words if f'"{word}"' in text], source


def test_a_standing_for_each_month_of_a_series() -> None:
    """Five evenings over the end of April: two months, each with a standing and a prize of its own."""
    text = DAILY.read_text(encoding="utf-8").replace("2026-05-01T19:45:00", "2026-04-29T19:45:00")
    text = text.replace('key = "ca-dot"\ntitle = "Cả đợt"', 'key = "ca-dot"\ntitle = "Cả tháng"\neach = "month"')
    text = text.replace("cash = 1000000", 'cash = 1000000\nper = "month"')
    done = rehearse(parse_plan(text), people=20, seed=5)
    awards = {award.scope for award in Award.objects.filter(prize__key="ca-dot-nhat")}
    assert awards == {"2026-04", "2026-05"}
    april = Standing.objects.get(key="ca-dot").rows.filter(scope="2026-04")
    assert max(int(row.values["raw"]["taken"] or 0) for row in april) == 2, "29 and 30 April"
    assert done.allocation.complete
    seals_check()
