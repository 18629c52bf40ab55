"""The campaign held from its day of issue to the year's end: reports of every sort, months, a re-check, prizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from hoithi.audit.queries import verify_chain
from hoithi.emulation.models import Appeal, Dossier, KeptScore, Month, MonthlyReport, Recognition, Revision
from hoithi.plans.files import load_plan
from hoithi.plans.rehearsal.result import count_attempts, result_json
from hoithi.plans.rehearsal.run import rehearse
from hoithi.verify import verify_file

pytestmark = pytest.mark.django_db
PLAN = Path(settings.BASE_DIR) / "plans" / "chau-thanh-a-2021.toml"


def test_a_year_of_the_campaign() -> None:
    done = rehearse(load_plan(PLAN), people=4, seed=2)
    checked = verify_file(done.sealed.envelope)
    assert checked["ok"], checked["differences"][:5]
    assert verify_chain().ok
    data = result_json(done, attempts=count_attempts(done.contest), seconds=1.0)
    assert {one["at"] for one in data["assumed"]} == {"part[thi-dua].opens"}
    months = [f"2021-{month:02}" for month in range(6, 13)]
    assert list(Month.objects.values_list("period", flat=True)) == months
    assert not Month.objects.filter(closed_at=None).exists()
    units = done.contest.units.filter(competes=True).count()
    assert KeptScore.objects.count() == units * len(months)
    monthly = [award for award in data["awards"] if award["scope"]]
    assert [award["scope"] for award in monthly] == months
    assert all(award["cash"] == 1_000_000 for award in monthly)
    year = [award for award in data["awards"] if award["standing"] == "xa-thi-tran"]
    assert [award["cash"] for award in year] == [10_000_000, 7_000_000, 5_000_000][: len(year)]
    assert len(year) + sum(one["quantity"] for one in data["vacancies"]) == 3
    first = data["standings"]["xa-thi-tran"][0]
    assert first["keys"]["points"] >= 90
    assert all(row["place"] is None or row["keys"]["points"] >= 90 for row in data["standings"]["xa-thi-tran"])
    states = set(MonthlyReport.objects.values_list("state", flat=True))
    assert states <= set(MonthlyReport.VERIFIED)
    assert MonthlyReport.objects.count() < units * len(months), "some never report"
    assert KeptScore.objects.filter(deductions__icontains="late").exists()
    assert Appeal.objects.filter(decided_at__isnull=False).count() == 1
    assert Revision.objects.count() == 1
    assert Dossier.objects.filter(state="submitted").exists()
    assert Recognition.objects.exists()
