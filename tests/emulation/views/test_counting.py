"""How often the lists ask the database: the same with one unit and with three."""

from __future__ import annotations

from typing import Any

import pytest

from hoithi.emulation.operations.dossiers import open_dossier, put_paper
from hoithi.emulation.operations.recognitions import register_recognition
from tests.emulation import factories as make
from tests.emulation.views.conftest import Stage

NAMES = ("Xã Bốn", "Xã Năm")
COUNTS = {
    "": 17,
    "bang-diem/?nhom=xa-thi-tran": 12,
    "bang-diem/?nhom=xa-thi-tran&xem=tieu-chi": 12,
    "bang-diem/?nhom=xa-thi-tran&xem=tien-trinh": 12,
    "bang-diem/?nhom=xa-thi-tran&xem=chi-tieu": 12,
    "bang-diem/in/?nhom=xa-thi-tran": 12,
    "ho-so/": 13,
    "sang-kien/": 8,
    "kien-nghi/": 8,
    "so-lieu-cong/": 11,
    "xet-chon/": 14,
}


def filled(part: Any, name: str) -> None:
    """A unit with something in every list."""
    unit, now = make.unit(part, name), make.on(make.JUNE, 27)
    make.send(part, unit, now=now)
    dossier = open_dossier(part, unit, now=now, by=None)
    put_paper(dossier, 1, make.stored(), now=now, by=None)
    told = {"kind": "sang-kien", "title": "Tổ công nghệ số", "level": "own"}
    register_recognition(part, unit, **told, now=now, by=None)


@pytest.mark.parametrize("page", COUNTS)
def test_lists(page: str, stage: Stage, django_assert_num_queries: Any) -> None:
    stage.sign_in("secretary")
    filled(stage.part, "Xã Ba")
    stage.get(stage.desk + page)
    with django_assert_num_queries(COUNTS[page]):
        assert stage.get(stage.desk + page).status_code == 200
    for name in NAMES:
        filled(stage.part, name)
    with django_assert_num_queries(COUNTS[page]):
        assert stage.get(stage.desk + page).status_code == 200


def test_the_public_board(stage: Stage, django_assert_num_queries: Any) -> None:
    address = f"{stage.public}?nhom=xa-thi-tran"
    filled(stage.part, "Xã Ba")
    stage.get(address)
    with django_assert_num_queries(15):
        assert stage.get(address).status_code == 200
    for name in NAMES:
        filled(stage.part, name)
    with django_assert_num_queries(15):
        assert stage.get(address).status_code == 200
