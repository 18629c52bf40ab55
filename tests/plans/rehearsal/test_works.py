"""The three plans that receive works, and two invented ones, held from the opening to the prizes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hoithi.audit.queries import verify_chain
from hoithi.awards.models import Award
from hoithi.contests.models import Contest, Entry, Part, Seat, Standing
from hoithi.entries.models import Work
from hoithi.judging.models import Sheet
from hoithi.plans.files import load_plan
from hoithi.plans.rehearsal.assume import assume
from hoithi.plans.rehearsal.result import count_attempts, result_json
from hoithi.plans.rehearsal.run import Rehearsed, rehearse
from hoithi.verify import verify_file

pytestmark = pytest.mark.django_db
PLANS = Path(settings.BASE_DIR) / "plans"
INVENTED = Path(__file__).parents[1] / "files"


def told(done: Rehearsed) -> Any:
    checked = verify_file(done.sealed.envelope)
    assert checked["ok"], checked["differences"][:5]
    assert verify_chain().ok
    return result_json(done, attempts=count_attempts(done.contest), seconds=1.0)


def test_chau_thanh_with_a_vote_that_is_attacked() -> None:
    done = rehearse(load_plan(PLANS / "chau-thanh-2024.toml"), people=60, seed=2)
    data = told(done)
    assert (len(done.allocation.awards), done.allocation.cash) == (8, 4_200_000)
    assert {one["at"] for one in data["assumed"]} == {"part[video].jury.criteria", "part[video].vote.closes"}
    vote, jury = (data["beside"]["video"][key] for key in ("vote", "jury"))
    assert vote["suspicions"] > 0
    assert 20 <= vote["discounted"] < vote["votes"]
    assert jury["mean_by_juror"][0] < min(jury["mean_by_juror"][2:]) < jury["mean_by_juror"][1], (
        "a harsh and a lenient one"
    )
    works = data["works"]["video"]
    assert works["published"] > 0
    assert works["refused"] > 0
    assert Work.objects.filter(entry__state="published", published_at=None).count() == 0
    assert all(award["cash"] is not None for award in data["awards"])


def test_vinh_linh_counts_its_votes_on_the_fanpage_and_leaves_the_money_unset() -> None:
    done = rehearse(load_plan(PLANS / "vinh-linh-2024.toml"), people=30, seed=2)
    data = told(done)
    assert [award.cash for award in done.allocation.awards] == [None] * 8
    assert data["cash"] is None
    most = [award for award in data["awards"] if award["key"] == "binh-chon"]
    assert len(most) == 1
    assert all(Entry.objects.filter(owner=owner).exclude(state="draft").count() <= 2 for owner in _owners(done))


def _owners(done: Rehearsed) -> list[int]:
    """Owners whose works use up a quota; refused ones do not."""
    rows = Entry.objects.filter(part__contest=done.contest, state="published")
    return sorted(set(rows.values_list("owner_id", flat=True)))


def test_soc_trang_ranks_units_by_the_formula_it_states() -> None:
    done = rehearse(load_plan(PLANS / "soc-trang-2021.toml"), people=60, seed=2)
    data = told(done)
    formula = next(one for one in data["assumed"] if one["at"] == "standing[tap-the].formula")
    assert formula["value"] == "weighted"
    assert all(str(weight) in formula["because"] for weight in (40, 20))
    awards = list(Award.objects.select_related("prize"))
    assert (len(awards), done.allocation.cash) == (30, 61_000_000)
    best = [award for award in awards if award.prize.key == "video-hay-nhat"]
    owners = Entry.objects.filter(pk__in=[award.subject_id for award in best]).values_list("owner__contest_unit")
    assert len(best) == len(set(owners)) == 10, "one best-video prize for each unit"
    first = data["standings"]["tap-the"][0]
    assert set(first["keys"]) == {"correct", "participation", "video"}
    assert 0 < first["keys"]["video"] <= 100


@pytest.mark.parametrize("slug", ["sang-kien-tre", "hoi-thi-tuyen-truyen-vien"])
def test_a_final_judged_live_without_files(slug: str) -> None:
    """Works go on with themselves (two for each unit), or people get one to be judged by."""
    done = rehearse(load_plan(INVENTED / f"{slug}.toml"), people=50, seed=2)
    data = told(done)
    final = done.contest.parts.order_by("opens").last()
    assert final is not None
    assert final.settings_of("entries")["media"] == "none"
    judged = Entry.objects.filter(part=final)
    assert judged.count() >= data["admitted"][final.key] > 0
    assert not judged.filter(work__isnull=True).exists()
    if slug == "sang-kien-tre":
        per_unit: dict[int | None, int] = {}
        for unit in judged.values_list("owner__contest_unit", flat=True):
            per_unit[unit] = per_unit.get(unit, 0) + 1
        assert max(n for unit, n in per_unit.items() if unit is not None) == 2
        _each_units_jury_promoted_its_best(done.contest, final)
    winner = next(award for award in data["awards"] if award["standing"] in ("bao-ve", "chung-ket"))
    assert winner["place"] == 1


def _each_units_jury_promoted_its_best(contest: Contest, final: Part) -> None:
    """In the first round nobody marked another unit's work; in the final nobody their own."""
    first = Sheet.objects.filter(juror__panel__part__contest=contest).exclude(juror__panel__part=final)
    of_unit = dict(Seat.objects.filter(body__key="hoi-dong-co-so").values_list("person", "contest_unit"))
    marked = first.filter(dropped_at=None).values_list("juror__person", "entry__owner__contest_unit")
    assert {of_unit[person] == unit for person, unit in marked} == {True}
    rows = Standing.objects.get(contest=contest, key="ho-so").rows.filter(ranked=True).order_by("rank_key")
    best: dict[int | None, list[int]] = {}
    for row in rows:
        best.setdefault(Entry.objects.get(pk=row.subject_id).owner.contest_unit_id, []).append(row.subject_id)
    gone_on = set(Entry.objects.filter(part=final).values_list("promoted_from", flat=True))
    assert gone_on >= {pk for unit, own in best.items() if unit is not None for pk in own[:2]}
    judges = set(Sheet.objects.filter(juror__panel__part=final).values_list("juror__person", flat=True))
    assert judges.isdisjoint(person for person, unit in of_unit.items() if unit is not None)


def test_what_a_plan_says_is_not_assumed() -> None:
    plan = load_plan(INVENTED / "hoi-thi-tuyen-truyen-vien.toml")
    assert assume(plan) == (plan, [])
