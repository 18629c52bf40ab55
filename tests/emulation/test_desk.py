"""What a campaign brings to the contest page and the console, and its jobs."""

from __future__ import annotations

from typing import Any

import pytest

from hoithi.core import clock
from hoithi.emulation import desk
from hoithi.emulation.models import KeptScore
from hoithi.emulation.operations.appeals import file_appeal
from hoithi.emulation.operations.dossiers import open_dossier, put_paper, submit_dossier
from hoithi.emulation.tasks import remind_units, score_months
from hoithi.people.models import Letter
from tests.emulation import factories as td

pytestmark = pytest.mark.django_db


def labels(part: Any, now: Any) -> list[str]:
    return [str(one.label) for one in desk.tasks(part, now=now)]


def test_the_button_names_the_month_and_its_end() -> None:
    part = td.campaign()
    board, report = desk.actions(part, entrant=None, now=td.on(td.JUNE, 10))
    assert (board.main, report.main) == (True, False)
    assert report.note == "Kỳ tháng 6/2021, hạn đến hết ngày 25/6/2021"
    report = desk.actions(part, entrant=None, now=td.on("2021-12", 20))[-1]
    assert "tháng 12/2021" in report.note
    assert desk.actions(part, entrant=None, now=td.BEFORE) == []


def test_what_waits_is_listed() -> None:
    part = td.campaign()
    assert labels(part, td.on(td.JUNE, 20)) == []
    td.send(part, td.unit(part))
    report = td.send(part, td.unit(part, "Xã Bốn"), now=td.on(td.JUNE, 27)).report
    assert labels(part, td.on(td.JUNE, 20)) == ["2 báo cáo cần thẩm định"]
    td.confirm(report, now=td.on(td.JUNE, 28))
    file_appeal(report, text="Mạng hỏng", now=td.on(td.JUNE, 28), by=None)
    found = desk.tasks(part, now=td.on(td.JUNE, 28))
    assert [(str(one.label), one.state) for one in found] == [
        ("1 báo cáo cần thẩm định", "todo"),
        ("1 kiến nghị cần giải quyết", "todo"),
        ("Chốt kỳ tháng 6/2021", "late"),
    ]
    assert found[-1].word == "4 đơn vị chưa báo cáo"


def test_a_dossier_handed_in_is_listed_and_a_campaign_not_open_lists_nothing() -> None:
    part = td.campaign()
    now = td.on(td.JUNE, 10)
    dossier = open_dossier(part, td.unit(part), now=now, by=None)
    for n in (1, 2, 3):
        put_paper(dossier, n, td.stored(), now=now, by=None)
    submit_dossier(dossier, now=now, by=None)
    assert labels(part, now) == ["1 hồ sơ khen thưởng đã nộp"]
    assert labels(td.campaign("khac", frozen=False), now) == []


@pytest.mark.parametrize("reports", [1, 3])
def test_the_list_costs_the_same_whatever_waits(reports: int, django_assert_num_queries: Any) -> None:
    part = td.campaign()
    for name in td.COMMUNES[:reports]:
        td.send(part, td.unit(part, name))
    with django_assert_num_queries(6):
        labels(part, td.on(td.JUNE, 28))


def test_the_jobs_follow_the_clock_and_may_run_twice() -> None:
    part = td.campaign()
    td.coordinator(part, td.unit(part))
    with clock.frozen_at(td.on(td.JUNE, 26)):
        for _n in range(2):
            score_months()
            remind_units()
    assert KeptScore.objects.filter(reported=False).count() == 6
    assert Letter.objects.count() == 1
