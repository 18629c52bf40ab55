"""Dossiers and recognitions: complete, late only stated, provisional until the last report is verified."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hoithi.core.errors import InvalidInput
from hoithi.emulation.models import Dossier, Recognition
from hoithi.emulation.operations.dossiers import (
    DossierIncomplete,
    add_nominee,
    open_dossier,
    put_paper,
    remove_nominee,
    save_dossier,
    submit_dossier,
)
from hoithi.emulation.operations.errors import AlreadyDecided, ChangedMeanwhile, NotScored, ReasonMissing
from hoithi.emulation.operations.recognitions import decide_recognition, register_recognition
from hoithi.emulation.queries.candidates import candidates, nominees
from hoithi.emulation.queries.dossiers import is_provisional, late_by
from tests.emulation import factories as td

pytestmark = pytest.mark.django_db
NOW = td.on("2021-12", 17)


def whole(part: Any, name: str = "Phòng Một") -> Dossier:
    dossier = open_dossier(part, td.unit(part, name), now=NOW, by=None)
    for n in (1, 2, 3):
        put_paper(dossier, n, td.stored(), now=NOW, by=None)
    return dossier


def test_a_dossier_is_handed_in_whole() -> None:
    part = td.campaign()
    td.send(part, td.unit(part, "Phòng Một"), "2021-12", now=td.on("2021-12", 16))
    dossier = open_dossier(part, td.unit(part, "Phòng Một"), now=NOW, by=None)
    assert open_dossier(part, td.unit(part, "Phòng Một"), now=NOW, by=None) == dossier
    put_paper(dossier, 1, td.stored(), now=NOW, by=None)
    with pytest.raises(DossierIncomplete) as refused:
        submit_dossier(dossier, now=NOW, by=None)
    assert [one.at for one in refused.value.problems] == ["paper-2", "paper-3"]
    dossier = submit_dossier(whole(part), now=NOW, by=None)
    assert (dossier.state, dossier.submitted_at, late_by(dossier)) == ("submitted", NOW, None)
    assert dossier.scores["period"] == "2021-12"
    assert dossier.scores["verified"] is False
    assert is_provisional(dossier)
    put_paper(dossier, 1, td.stored(), now=NOW, by=None)
    assert dossier.papers.filter(paper=1).count() == 3
    assert Dossier.objects.get().state == "draft"


def test_late_is_stated_and_not_refused() -> None:
    part = td.campaign()
    midnight = td.on("2021-12", 19, 0)
    dossier = whole(part)
    in_time = submit_dossier(dossier, now=midnight - timedelta(seconds=1), by=None)
    assert late_by(in_time) is None
    late = submit_dossier(dossier, now=midnight + timedelta(hours=3), by=None)
    assert late_by(late) == timedelta(hours=3)


def test_a_score_is_final_once_every_month_is() -> None:
    part = td.campaign()
    dossier = whole(part)
    assert is_provisional(dossier)
    for month in td.MONTHS:
        day = 15 if month == "2021-12" else 20
        report = td.send(part, td.unit(part, "Phòng Một"), month, now=td.on(month, day)).report
        td.confirm(report, now=td.on(month, day + 1))
    assert not is_provisional(dossier)


def test_people_are_proposed() -> None:
    part = td.campaign()
    dossier = whole(part)
    told = {"name": "Lê Văn Mẫu", "position": "Công chức một cửa", "achievement": "Hướng dẫn 500 lượt dân"}
    row = add_nominee(dossier, **told, now=NOW, by=None)
    second = add_nominee(dossier, **told | {"name": "Trần Thị Mẫu"}, now=NOW, by=None)
    assert (row.place, second.place) == (1, 2)
    with pytest.raises(InvalidInput) as refused:
        add_nominee(dossier, name=" ", position="", achievement="", now=NOW, by=None)
    assert [one.at for one in refused.value.problems] == ["name", "position", "achievement"]
    remove_nominee(row, now=NOW, by=None)
    assert nominees(part, "phong-ban-nganh") == []  # not handed in yet
    submit_dossier(dossier, now=NOW, by=None)
    assert [one.name for one in nominees(part, "phong-ban-nganh")] == ["Trần Thị Mẫu"]


def test_two_people_at_one_dossier() -> None:
    part = td.campaign()
    dossier = whole(part)
    dossier.refresh_from_db()
    save_dossier(dossier, note="một", version=dossier.version, now=NOW, by=None)
    with pytest.raises(ChangedMeanwhile):
        save_dossier(dossier, note="hai", version=dossier.version, now=NOW, by=None)
    with pytest.raises(InvalidInput):
        put_paper(dossier, 4, td.stored(), now=NOW, by=None)


def initiative(part: Any, **options: Any) -> Recognition:
    told = {"kind": "sang-kien", "title": "Tổ lưu động", "level": "district"} | options
    return register_recognition(part, td.unit(part, "Phòng Hai"), **told, now=NOW, by=None)


def test_recognitions_are_registered_and_decided_once() -> None:
    part = td.campaign()
    row = initiative(part, file=td.stored())
    assert (row.state, row.level) == ("registered", "district")
    with pytest.raises(ReasonMissing):
        decide_recognition(row, accepted=False, now=NOW, by=None)
    assert decide_recognition(row, accepted=True, now=NOW, by=None).state == "accepted"
    with pytest.raises(AlreadyDecided):
        decide_recognition(row, accepted=False, reason="khác", now=NOW, by=None)
    with pytest.raises(InvalidInput) as refused:
        initiative(part, kind="khac", title=" ", level="vu-tru", granted_on=td.on("2022-01", 1).date())
    assert [one.at for one in refused.value.problems] == ["kind", "title", "level", "granted_on"]
    part.contest.units.filter(name="Phòng Hai").update(competes=False)
    with pytest.raises(NotScored):
        initiative(part)


def test_candidates_have_their_figures_beside(django_assert_num_queries: Any) -> None:
    part = td.campaign()
    td.send(part, td.unit(part, "Phòng Hai"), values=td.figures(accounts=1800))
    td.confirm(td.send(part, td.unit(part, "Phòng Một")).report)
    decide_recognition(initiative(part), accepted=True, now=NOW, by=None)
    with django_assert_num_queries(4):
        found = candidates(part, "phong-ban-nganh")
    assert [(one.unit.name, one.eligible, one.provisional, one.recognitions) for one in found] == [
        ("Phòng Hai", True, True, 1),
        ("Phòng Một", True, False, 0),
    ]
