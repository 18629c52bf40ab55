"""Who may open what about works, as a table over every role: one's own belongs to its owner, the desk to the office."""

from __future__ import annotations

import pytest

from tests.entries import factories as works
from tests.entries.views.conftest import ROLES, Desk

WITH_A_ROLE = set(ROLES) - {"anonymous", "contestant"}
OFFICE = {"secretary", "organiser", "leader", "helper"}
DESK_PAGES = {
    "theo-doi/": OFFICE | {"coordinator"},
    "theo-doi/bang.xlsx": OFFICE | {"coordinator"},
    "theo-doi/ban-in/": OFFICE | {"coordinator"},
    "tiep-nhan/": {"secretary", "helper"},
    "tiep-nhan/moi/": {"secretary", "helper"},
    "tiep-nhan/TAKEN/": {"secretary", "helper"},
    "tiep-nhan/TAKEN/sua/": {"secretary", "helper"},
    "tiep-nhan/RECEIPT/bien-nhan/": {"secretary", "helper"},
}
OWN_PAGES = ("", "sua/", "rut/", "trang-thai/", "bien-nhan/")


@pytest.mark.parametrize("page", DESK_PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_the_desk(role: str, page: str, desk: Desk) -> None:
    if "TAKEN" in page or "RECEIPT" in page:
        work = works.taken(desk.part, done="RECEIPT" in page)
        page = page.replace("TAKEN", work.entry.code).replace("RECEIPT", work.entry.code)
    desk.sign_in(role)
    key = page if page in DESK_PAGES else "tiep-nhan/TAKEN/"
    expected = 200 if role in DESK_PAGES[key] else 302 if role == "anonymous" else 403 if role in WITH_A_ROLE else 404
    assert desk.get(desk.console + page).status_code == expected


@pytest.mark.parametrize("role", ROLES)
def test_the_reminder(role: str, desk: Desk) -> None:
    works.coordinator(desk.part, "Phòng Hai")
    desk.sign_in(role)
    response = desk.post(f"{desk.console}theo-doi/nhac/")
    if role in {"secretary", "helper"}:
        assert response.url.startswith(f"{desk.console}theo-doi/")
    elif role == "anonymous":
        assert "dang-nhap" in response.url
    else:
        assert response.status_code == (403 if role in WITH_A_ROLE else 404)


@pytest.mark.parametrize("page", OWN_PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_somebody_elses_work_does_not_exist(role: str, page: str, desk: Desk) -> None:
    account, owner = works.person(desk.part)
    work = works.submitted(desk.part, account, owner)
    desk.sign_in(role)
    path = f"/tac-pham/{work.entry.code}/"
    assert desk.get(path + page).status_code == (302 if role == "anonymous" else 404)
    assert desk.post(f"{path}nop/", {"declaration-ban-quyen": "on"}).status_code == (
        302 if role == "anonymous" else 404
    )
    assert desk.post(f"{path}tra-loi/", {"answer": "x"}).status_code == (302 if role == "anonymous" else 404)
    desk.client.force_login(account)
    assert desk.get(path + page).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_a_units_work_is_its_coordinators(role: str, desk: Desk) -> None:
    account, unit = works.coordinator(desk.part)
    work = works.submitted(desk.part, account, unit)
    desk.sign_in(role)
    expected = 200 if role == "coordinator" else 302 if role == "anonymous" else 404
    assert desk.get(f"/tac-pham/{work.entry.code}/").status_code == expected


@pytest.mark.parametrize("role", ROLES)
def test_the_way_in(role: str, desk: Desk) -> None:
    """Whoever may hand in sees for whom; others are led to registration, which says who may take part."""
    desk.sign_in(role)
    response = desk.get(desk.home)
    assert response.status_code == (200 if role in {"contestant", "coordinator"} else 302)
    assert desk.get(f"{desk.home}moi/").status_code == response.status_code


@pytest.mark.parametrize("role", ROLES)
def test_the_public_check_is_everybodys(role: str, desk: Desk) -> None:
    account, unit = works.coordinator(desk.part, "Phòng Hai")
    work = works.submitted(desk.part, account, unit)
    desk.sign_in(role)
    assert desk.get(f"/bien-nhan/{work.entry.code}/").status_code == 200
    assert desk.get("/bien-nhan/").status_code == 200


def test_a_coordinator_of_another_unit_hands_in_for_their_own_alone(desk: Desk) -> None:
    account, _unit = works.coordinator(desk.part, "Phòng Hai")
    desk.client.force_login(account)
    assert desk.get(f"{desk.home}moi/", cho=desk.unit.code).status_code == 404
    html = desk.get(f"{desk.console}theo-doi/").content.decode()
    assert "Phòng Hai" in html
    assert "Phòng Một" not in html
