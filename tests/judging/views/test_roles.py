"""Who may open what of judging, role by role."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hoithi.judging.models import Panel
from tests.contests import factories as contests
from tests.contests.factories import ROLES
from tests.contests.factories import holder_of as holder
from tests.judging import factories as make

pytestmark = pytest.mark.django_db
OWN = "/cuoc-thi/hoi-thi-thu/video/cham/"
DESK = "/cuoc-thi/hoi-thi-thu/dieu-hanh/cham/"
PART = f"{DESK}video/"
CHECKED = (
    "anonymous",
    "contestant",
    "coordinator",
    "author",
    "reviewer",
    "juror",
    "secretary",
    "organiser",
    "leader",
    "administrator",
)
STRANGERS = {"anonymous": 302, "contestant": 404}
"""Asked to sign in; and for those without any seat the page does not exist. Other seats: not allowed (403)."""
VIEW, ASSIGN = {"secretary", "organiser"}, {"secretary"}
PAGES = {
    "mine": {"juror": 302},
    "queue": {"juror": 200},
    "sheet": {"juror": 200},
    "recuse": {"juror": 200},
    "media": {"juror": 404},
    "desk": dict.fromkeys(VIEW, 302),
    "desk_part": dict.fromkeys(VIEW, 200),
    "rubric": dict.fromkeys(VIEW, 200),
    "works": dict.fromkeys(VIEW, 200),
    "work": dict.fromkeys(VIEW, 200),
    "compare": dict.fromkeys(VIEW, 200),
    "minutes": dict.fromkeys(VIEW, 200),
    "excel": dict.fromkeys(VIEW, 200),
    "close": dict.fromkeys(ASSIGN, 200),
    "reopen": dict.fromkeys(ASSIGN, 200),
    "replace": dict.fromkeys(ASSIGN, 200),
    "unlock": dict.fromkeys(ASSIGN, 200),
}


@pytest.fixture
def addresses(panel: Panel) -> dict[str, Any]:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    return {
        "juror": make.account(juror),
        "mine": "/cuoc-thi/hoi-thi-thu/cham/",
        "queue": OWN,
        "sheet": f"{OWN}{sheet.code}/",
        "recuse": f"{OWN}{sheet.code}/xin-khong-cham/",
        "media": f"{OWN}{sheet.code}/tep/1/",
        "desk": DESK,
        "desk_part": PART,
        "rubric": f"{PART}thang-diem/",
        "works": f"{PART}tac-pham/",
        "work": f"{PART}tac-pham/{sheet.entry.code}/",
        "compare": f"{PART}doi-chieu/",
        "minutes": f"{PART}bien-ban/",
        "excel": f"{PART}diem.xlsx",
        "close": f"{PART}ket-thuc/",
        "reopen": f"{PART}mo-lai/",
        "replace": f"{PART}giam-khao/{juror.pk}/thoi/",
        "unlock": f"{PART}phieu/{sheet.code}/mo-khoa/",
    }


def test_the_table_names_every_role_there_is() -> None:
    assert set(CHECKED) == set(ROLES) - {"operator"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", CHECKED)
def test_roles(role: str, page: str, panel: Panel, addresses: dict[str, Any], client: Client) -> None:
    if role == "juror":
        client.force_login(addresses["juror"])
    elif role == "contestant":
        client.force_login(make.works.person(panel.part)[0])
    else:
        user = holder(role, panel.part.contest, panel.part.contest.units.first())
        if user is not None:
            client.force_login(user)
    expected = PAGES[page].get(role, STRANGERS.get(role, 403))
    assert client.get(addresses[page]).status_code == expected


@pytest.mark.parametrize("address", [PART, f"{PART}thang-diem/", f"{PART}doi-chieu/"])
def test_who_only_looks_changes_nothing(address: str, panel: Panel, client: Client) -> None:
    looker = holder("organiser", panel.part.contest)
    assert looker is not None
    client.force_login(looker)
    assert client.post(address, {"phan-cong": "1", "reason": "x"}).status_code == 403


@pytest.mark.parametrize("page", ["works", "desk_part", "minutes", "excel", "compare"])
def test_who_marks_sees_no_other_marks_before_signing(
    page: str, panel: Panel, addresses: dict[str, Any], client: Client
) -> None:
    """Also with a seat in the organising committee."""
    contests.seat(panel.part.contest, "organising", addresses["juror"])
    client.force_login(addresses["juror"])
    response = client.get(addresses[page])
    assert response.status_code == 403
    assert "chưa xem được điểm của giám khảo khác" in response.content.decode()
    juror = make.juror(panel)
    for n in (0, 1):
        make.signed(juror, n)
    assert client.get(addresses[page]).status_code == 200
