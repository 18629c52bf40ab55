"""Formulas side by side: the same facts, other places; chosen before the freeze, never after."""

from __future__ import annotations

import io
import time
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from python_calamine import CalamineWorkbook

from hoithi.awards.operations.formula import FormulaFrozen, choose_formula
from hoithi.awards.queries.compare import MADE_UP, OWN, Comparison, compare
from hoithi.contests.formulas import variants
from hoithi.contests.models import Contest, ContestUnit, Standing
from hoithi.contests.operations.opening import freeze_standing
from hoithi.contests.operations.units import take_units
from hoithi.core.errors import Refusal
from hoithi.people.models import Unit
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, World, text_of

pytestmark = pytest.mark.django_db
PAGE, FILE, CHOOSE = (f"{DESK}so-sanh-cong-thuc/{end}" for end in ("", "bang.xlsx", "dung/"))
KEYS = ("participants", "all_correct", "mean_s")


@pytest.fixture(autouse=True)
def _forget() -> None:
    cache.clear()


def collective(contest: Contest) -> Standing:
    found = contest.standings.get(key="tap-the")
    found.contest = contest
    return found


def places(found: Comparison, key: str) -> dict[str, int | None]:
    at = [way.key for way in found.ways].index(key)
    return {line.name: line.cells[at].place for line in found.units}


@pytest.fixture
def played() -> Contest:
    """A (10 people, 3 took part, 1 all right), B (40, 6, 3, faster), C (4, 2, 2, slowest), D nobody."""
    contest, units = story.contest_with_units("A", "B", "C", "D")
    for unit, headcount in zip(units, (10, 40, 4, 8), strict=True):
        ContestUnit.objects.filter(pk=unit.pk).update(headcount=headcount)
    for unit, people, right, seconds in ((units[0], 3, 1, 120), (units[1], 6, 3, 60), (units[2], 2, 2, 300)):
        for n in range(people):
            story.sit(story.join(contest, f"{unit.name} Số {n}", unit), right=5 if n < right else 3, seconds=seconds)
    story.ended(contest)
    return contest


def test_the_same_facts_under_every_formula(played: Contest) -> None:
    found = compare(collective(played), OWN, dict.fromkeys(KEYS, Decimal(1)))
    assert places(found, "cong-hang-number") == {"B": 1, "A": 2, "C": 3, "D": None}
    assert places(found, "lan-luot-number") == {"B": 1, "A": 2, "C": 3, "D": None}
    assert places(found, "lan-luot-rate") == {"C": 1, "A": 2, "B": 3, "D": None}, "2/4, 3/10, 6/40"
    assert places(found, "hien-hanh") == places(found, "cong-hang-number"), "the formula in force is rank-sum by number"
    line = next(line for line in found.units if line.name == "C")
    at = [way.key for way in found.ways].index("lan-luot-rate")
    assert line.cells[at].moved == 2
    assert line.swing == 2
    prize = found.prizes[0]
    assert prize.title == "Giải nhất tập thể"
    assert prize.winners[0] == ("B", False)
    assert prize.winners[at] == ("C", True)
    assert found.changed[0] == 0


def test_entered_weights_decide(played: Contest) -> None:
    standing = collective(played)
    only_speed = {"participants": Decimal(0), "all_correct": Decimal(0), "mean_s": Decimal(100)}
    assert places(compare(standing, OWN, only_speed), "nhap-number") == {"B": 1, "A": 2, "C": 3, "D": None}
    only_people = only_speed | {"participants": Decimal(100), "mean_s": Decimal(0)}
    assert places(compare(standing, OWN, only_people), "nhap-rate")["C"] == 1


def test_made_up_facts_come_from_a_seed_and_write_nothing() -> None:
    contest = make.contest()
    make.units(contest, *"ABCDEF")
    one = compare(collective(contest), MADE_UP, {})
    cache.clear()
    assert places(one, "deu-number") == places(compare(collective(contest), MADE_UP, {}), "deu-number")
    assert {line.name for line in one.units} == set("ABCDEF")
    assert contest.entrants.count() == 0


@pytest.mark.parametrize(("units", "most_s"), [(46, 3), (1000, 20)])
def test_many_units_are_compared_quickly(units: int, most_s: float) -> None:
    contest = make.contest()
    rows = [
        Unit(kind="phong-ban", name=f"Đơn vị {n}", code=f"m{n}", headcount=10 + n % 50, valid_from=None)
        for n in range(units)
    ]
    take_units(contest, Unit.objects.bulk_create(rows), now=make.BEFORE)
    started = time.monotonic()
    found = compare(collective(contest), MADE_UP, {})
    assert time.monotonic() - started < most_s
    assert len(found.units) == units


def test_facts_of_a_contest_already_public(played: Contest) -> None:
    Contest.objects.update(results_published_at=make.AFTER)
    contest = make.contest(slug="hoi-thi-sau", codes={"prefix": "HS24"})
    make.units(contest, "Khác Hẳn")
    found = compare(collective(contest), played.slug, {})
    assert {line.name for line in found.units} == set("ABCD")
    with pytest.raises(Contest.DoesNotExist):
        compare(collective(contest), "khong-co", {})


# ---- "dùng công thức này"


def way_of(standing: Standing, key: str) -> Any:
    return next(way for way in variants(standing.spec, {"mean_s": Decimal(20)}) if way.key == key)


def test_a_formula_goes_into_the_plan_with_its_reason() -> None:
    contest = make.contest()
    standing = collective(contest)
    choose_formula(standing, way_of(standing, "nhap-rate"), reason="Họp Ban Tổ chức ngày 1/5", now=make.BEFORE)
    spec = Contest.objects.get(pk=contest.pk).plan.standings[1]
    assert (spec.formula, spec.note) == ("weighted", "Họp Ban Tổ chức ngày 1/5")
    by_key = {term.key: term for term in spec.terms}
    assert (by_key["participants"].agg, by_key["participants"].over) == ("share", "headcount")
    assert (by_key["all_correct"].agg, by_key["all_correct"].over) == ("sum", "participants")
    assert (by_key["mean_s"].weight, by_key["mean_s"].scale) == (Decimal(20), "minmax")
    assert spec.ties == ["participants"]


def test_an_unset_formula_is_filled() -> None:
    unset = make.definition()["standing"]
    unset[1].pop("formula")
    contest = make.contest(standing=unset)
    standing = collective(contest)
    assert variants(standing.spec, {})[0].key == "lan-luot-number"
    choose_formula(standing, way_of(standing, "cong-hang-number"), reason="Theo họp", now=make.BEFORE)
    assert collective(Contest.objects.get(pk=contest.pk)).spec.formula == "rank_sum"


def test_not_after_the_freeze_and_not_without_a_reason() -> None:
    contest = make.contest()
    standing = collective(contest)
    with pytest.raises(Refusal, match="lý do"):
        choose_formula(standing, way_of(standing, "deu-number"), reason=" ", now=make.BEFORE)
    freeze_standing(standing, now=make.BEFORE)
    with pytest.raises(FormulaFrozen):
        choose_formula(standing, way_of(standing, "deu-number"), reason="Muộn", now=make.NOW)
    assert collective(Contest.objects.get(pk=contest.pk)).spec.formula == "rank_sum"


def test_a_floor_keeps_its_criterion_as_the_plan_writes_it() -> None:
    told = make.definition()["standing"]
    told[1]["terms"][0] |= {"agg": "share", "over": "headcount"}
    told[1]["floors"] = [{"term": "participants", "at_least": "0.5"}]
    standing = collective(make.contest(standing=told))
    assert {way.spec.terms[0].agg for way in variants(standing.spec, {})} == {"share"}


# ---- the page


@pytest.fixture
def world(client: Client) -> World:
    contest = make.contest()
    return World(contest, make.units(contest, "Phòng Một", "Phòng Hai", "Phòng Ba"), client)


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_compare_and_who_may_choose(role: str, world: World) -> None:
    world.sign_in(role)
    denied = 302 if role == "anonymous" else 404 if role == "contestant" else 403
    committee = {"secretary", "organiser", "leader"}
    for page in (PAGE, FILE):
        assert world.get(page).status_code == (200 if role in committee else denied)
    chosen = {"cong-thuc": "deu-number", "ly-do": "Theo họp"}
    answer = world.post(CHOOSE, chosen)
    assert answer.status_code == (302 if role == "secretary" else denied)
    if role != "anonymous":
        assert (collective(Contest.objects.get()).spec.formula == "weighted") is (role == "secretary")


def test_the_page_says_what_the_facts_are(world: World) -> None:
    world.sign_in("secretary")
    page = text_of(world.get(PAGE))
    assert "số liệu giả định" in page
    assert "Đang chọn trong kế hoạch" in page
    assert "Cộng thứ hạng, theo tỷ lệ" in page
    assert "Phòng Hai" in page
    assert "Dùng công thức này" in page
    wrong = text_of(world.get(PAGE, {"w-mean_s": "nhiều", "du-lieu": "khong-co", "trang": "x"}))
    assert "Trọng số phải là số từ 0 đến 1000" in wrong
    assert world.get(PAGE, {"bang": "khong-co"}).status_code == 404
    assert "Hãy chọn một công thức" in text_of(world.post(CHOOSE, {"cong-thuc": "la"}, follow=True))
    done = text_of(world.post(CHOOSE, {"cong-thuc": "deu-rate", "ly-do": "Theo họp"}, follow=True))
    assert "Đã dùng công thức" in done


def test_after_the_freeze_it_only_compares(world: World) -> None:
    freeze_standing(collective(world.contest), now=make.BEFORE)
    world.sign_in("secretary")
    page = text_of(world.get(PAGE))
    assert CHOOSE not in page
    assert "Cách tính đã chốt" in page
    assert "không chọn lại" in text_of(world.post(CHOOSE, {"cong-thuc": "deu-number", "ly-do": "x"}, follow=True))


def test_excel_has_every_unit_and_every_prize(world: World) -> None:
    world.sign_in("leader")
    book = CalamineWorkbook.from_filelike(io.BytesIO(world.get(FILE).content))
    assert book.sheet_names == ["Thứ hạng", "Giải"]
    rows = book.get_sheet_by_name("Thứ hạng").to_python()
    assert {row[0] for row in rows} >= {"Phòng Một", "Phòng Hai", "Phòng Ba"}


def test_no_unit_standing_no_comparison(client: Client) -> None:
    told = make.definition()
    contest = make.contest(standing=told["standing"][:1], prize=told["prize"][:2])
    world = World(contest, make.units(contest, "Phòng"), client)
    world.sign_in("secretary")
    assert "Không có bảng xếp hạng đơn vị" in text_of(world.get(PAGE))
    assert world.get(FILE).status_code == 404
    assert world.post(CHOOSE, {}).status_code == 404


@pytest.mark.parametrize("units", [1, 3])
def test_the_page_costs_the_same_whatever_the_number_of_units(
    units: int, client: Client, django_assert_num_queries: Any
) -> None:
    contest = make.contest()
    world = World(contest, make.units(contest, *(f"Phòng {n}" for n in range(units))), client)
    world.sign_in("leader")
    with django_assert_num_queries(14):
        world.get(PAGE)
