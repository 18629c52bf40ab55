"""Every plan comes to its end: winners, a decision, the payment list, papers."""

from __future__ import annotations

from datetime import datetime

import pytest

from hoithi.awards.models import Award, Fulfilment
from hoithi.certificates.models import Certificate
from hoithi.core.clock import VIETNAM
from hoithi.documents.models import DocumentVersion
from hoithi.plans.demo import PLANS
from hoithi.plans.files import load_plan
from hoithi.plans.rehearsal.result import count_attempts, result_json
from hoithi.plans.rehearsal.run import rehearse
from hoithi.plans.shift import copy_plan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=VIETNAM)
ENDS = {
    "chau-thanh-2024": (4_200_000, 4_200_000),
    "vinh-linh-2024": (None, 0),
    "soc-trang-2021": (61_000_000, 61_000_000),
    "chau-thanh-a-2021": (22_000_000, None),
    "soc-son-2024": (15_350_000, 15_350_000),
}
"""Đồng of the structure's prizes given once, and đồng paid (None: more, by the months there are)."""


@pytest.mark.parametrize("slug", ENDS)
def test_a_plan_comes_to_its_end(slug: str) -> None:
    plan = copy_plan(load_plan(PLANS / f"{slug}.toml"), slug=f"{slug}-xong", stage="ended", now=NOW)
    done = rehearse(plan, people=18, seed=2024)
    structure, paid = ENDS[slug]
    data = result_json(done, attempts=count_attempts(done.contest), seconds=0)
    assert done.contest.results_published_at is not None
    assert data["decision"]["awards"] == done.contest.awards.filter(decision__isnull=False).count() > 0
    assert data["payments"]["structure"] == structure
    if structure is None:
        assert (data["payments"]["cash"], data["payments"]["paid"]) == (None, 0)
        assert set(done.contest.awards.values_list("state", flat=True)) == {Award.ANNOUNCED}
    else:
        assert data["payments"]["cash"] == data["payments"]["paid"]
        assert paid is None or data["payments"]["paid"] == paid
        assert set(done.contest.awards.values_list("state", flat=True)) == {Award.PAID}
    assert data["papers"] == Certificate.objects.filter(award__contest=done.contest).count()
    drafted = DocumentVersion.objects.filter(document__contest_key=done.contest.slug)
    assert set(drafted.values_list("document__kind", flat=True)) == {"qd_khen_thuong", "ds_chi", "bc_ket_qua"}
    assert not Fulfilment.objects.filter(award__contest=done.contest, done_at=None).exists()
    for prize in done.contest.prizes.filter(standing=None):
        assert prize.awards.count() == prize.quantity
