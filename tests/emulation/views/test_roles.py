"""Who may open what of a campaign, role by role."""

from __future__ import annotations

import pytest

from hoithi.emulation.models import Appeal
from hoithi.emulation.operations.appeals import file_appeal
from hoithi.emulation.operations.recognitions import register_recognition
from tests.emulation import factories as make
from tests.emulation.views.conftest import ROLES, Stage, seated

WITH_A_ROLE = set(ROLES) - {"anonymous", "contestant"}
OFFICE = {"secretary", "organiser", "leader", "helper"}
OWN_PAGES = ("bao-cao/", "bao-cao/2021-06/", "bao-cao/2021-06/bien-nhan/", "them-thi-duoc-gi/", "ho-so/", "sang-kien/")
WRITTEN = ("bao-cao/2021-06/nhap/", "bao-cao/2021-06/kien-nghi/")
DESK_PAGES = {
    "": OFFICE,
    "bao-cao/2021-06/UNIT/": OFFICE,
    "chot/2021-06/": {"secretary"},
    "kien-nghi/": {"secretary", "organiser"},
    "kien-nghi/APPEAL/": {"secretary", "organiser"},
    "so-lieu-cong/": OFFICE,
    "so-lieu-cong/mau.xlsx": OFFICE,
    "phuc-tra/": {"secretary"},
    "sang-kien/": OFFICE,
    "sang-kien/KNOWN/": {"secretary", "organiser"},
    "ho-so/": OFFICE,
    "xet-chon/": OFFICE,
    "bang-diem/": OFFICE,
    "bang-diem/in/": OFFICE,
    "bang-diem/bang.xlsx": OFFICE,
}


def expected(role: str, allowed: set[str]) -> int:
    return 200 if role in allowed else 302 if role == "anonymous" else 403 if role in WITH_A_ROLE else 404


@pytest.mark.parametrize("page", OWN_PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_a_units_pages(role: str, page: str, stage: Stage) -> None:
    """Its coordinator writes there, the office reads; for anybody else they do not exist."""
    stage.send()
    stage.sign_in(role)
    wanted = 200 if role in OFFICE | {"coordinator"} else 302 if role == "anonymous" else 404
    assert stage.get(stage.own + page).status_code == wanted


@pytest.mark.parametrize("page", WRITTEN)
@pytest.mark.parametrize("role", ROLES)
def test_what_a_coordinator_alone_opens(role: str, page: str, stage: Stage) -> None:
    stage.send(now=make.on(make.JUNE, 27))
    stage.sign_in(role)
    wanted = 200 if role == "coordinator" else 302 if role == "anonymous" else 403 if role in OFFICE else 404
    assert stage.get(stage.own + page).status_code == wanted


@pytest.mark.parametrize("role", ROLES)
def test_only_the_coordinator_writes(role: str, stage: Stage) -> None:
    stage.sign_in(role)
    figures = {f"so-{key}": str(value) for key, value in make.figures().items()}
    response = stage.post(stage.report(), figures | {"nop": "1"})
    wanted = 302 if role in ("coordinator", "anonymous") else 403 if role in OFFICE else 404
    assert response.status_code == wanted
    assert stage.part.monthly_reports.exists() == (role == "coordinator")


def test_another_units_coordinator_is_a_stranger(stage: Stage) -> None:
    stage.client.force_login(seated(make.coordinator(stage.part, make.unit(stage.part, "Xã Bốn"))))
    for page in (*OWN_PAGES, *WRITTEN):
        assert stage.get(stage.own + page).status_code == 404


@pytest.mark.parametrize("page", DESK_PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_the_desk(role: str, page: str, stage: Stage) -> None:
    address = page.replace("UNIT", stage.unit.code)
    report = stage.send(now=make.on(make.JUNE, 27))
    if "APPEAL" in page:
        appeal: Appeal = file_appeal(report, text="Mất điện", now=make.on(make.JUNE, 28), by=None)
        address = address.replace("APPEAL", str(appeal.pk))
    if "KNOWN" in page:
        words = {"kind": "sang-kien", "title": "Tổ số hóa", "level": "own"}
        row = register_recognition(stage.part, stage.unit, **words, now=make.on(make.JUNE, 20), by=None)
        address = address.replace("KNOWN", str(row.pk))
    stage.sign_in(role)
    assert stage.get(stage.desk + address).status_code == expected(role, DESK_PAGES[page])


@pytest.mark.parametrize("role", ROLES)
def test_the_public_page_is_everybodys(role: str, stage: Stage) -> None:
    stage.send()
    stage.sign_in(role)
    assert stage.get(stage.public).status_code == 200
    assert stage.get(f"{stage.public}bang.xlsx").status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_what_the_office_presses(role: str, stage: Stage) -> None:
    """Reminding: the secretariat and its helpers; the others meet the same door as on every page of the console."""
    stage.sign_in(role)
    wanted = expected(role, {"secretary", "helper"})
    assert stage.post(f"{stage.desk}nhac/2021-06/").status_code == (302 if wanted == 200 else wanted)


@pytest.mark.parametrize("role", ["organiser", "leader", "helper"])
def test_who_only_looks_decides_nothing(role: str, stage: Stage) -> None:
    report = stage.send()
    stage.sign_in(role)
    data = {"decision": "confirm", "signer": "Ai đó", "version": report.version}
    assert stage.post(f"{stage.desk}bao-cao/2021-06/{stage.unit.code}/", data).status_code == 403
    assert not report.verifications.exists()


@pytest.mark.parametrize("role", ["organiser", "leader"])
def test_who_only_looks_imports_nothing(role: str, stage: Stage) -> None:
    stage.sign_in(role)
    assert stage.post(f"{stage.desk}so-lieu-cong/", {"xem": "1"}).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("coordinator", 302), ("secretary", 403), ("anonymous", 302)])
def test_the_coordinators_door(role: str, status: int, stage: Stage) -> None:
    stage.sign_in(role)
    assert stage.get(f"/cuoc-thi/{stage.slug}/bao-cao-thang/").status_code == status
