"""The plan on the console: compared before it is applied; what is frozen needs its document."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.contests.models import RulesRevision
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.schema import Plan
from hoithi.core.canonical import digest
from hoithi.documents.models import Document
from hoithi.plans.canonical import dump_plan
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, World, text_of

pytestmark = pytest.mark.django_db
PAGE, FILE = f"{DESK}ke-hoach/", f"{DESK}ke-hoach.toml"
DOCUMENT = {
    "kind": "quyet_dinh",
    "number": "12",
    "symbol": "QĐ-BTC",
    "issued_on": "12/6/2024",
    "title": "Bổ sung giải",
    "signer": "Trần Văn Ký Mẫu",
}


@pytest.fixture
def world(client: Client) -> World:
    contest = make.contest()
    return World(contest, make.units(contest, "Phòng Ví dụ"), client)


def changed(world: World, **changes: Any) -> str:
    world.contest.refresh_from_db()
    return dump_plan(make.plan(**changes))


def sent(text: str | bytes, name: str = "ke-hoach.toml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("path", [PAGE, FILE])
@pytest.mark.parametrize("role", make.ROLES)
def test_roles(role: str, path: str, world: World) -> None:
    world.sign_in(role)
    expected = {"secretary": 200, "anonymous": 302, "contestant": 404}.get(role, 403)
    assert world.get(path).status_code == expected
    assert world.post(PAGE).status_code == (400 if role == "secretary" else expected)


def test_the_file_goes_out_and_comes_back_unchanged(world: World) -> None:
    world.sign_in("secretary")
    text = world.get(FILE).content
    assert "giống hệt" in text_of(world.post(PAGE, {"file": sent(text)}))
    response = world.post(PAGE, {"apply": "1", "text": text.decode()}, follow=True)
    assert "không có gì thay đổi" in text_of(response)
    world.contest.refresh_from_db()
    assert world.contest.definition_hash == digest(world.contest.definition)


def test_changes_are_shown_before_they_are_applied(world: World) -> None:
    world.sign_in("secretary")
    text = changed(world, title="Hội thi thử lần hai")
    page = text_of(world.post(PAGE, {"file": sent(text)}))
    assert "Hội thi thử lần hai" in page
    world.contest.refresh_from_db()
    assert world.contest.title == "Hội thi thử"
    for _twice in range(2):
        assert world.post(PAGE, {"apply": "1", "text": text}).url == PAGE
    world.contest.refresh_from_db()
    assert world.contest.title == "Hội thi thử lần hai"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("slug = ", "sai cú pháp"),
        ('slug = "x"\nla = 1\n', "la"),
        (b"\xff\xfe\x00", "không phải chữ UTF-8"),
        ("", "Tệp này rỗng"),
    ],
)
def test_a_wrong_file_is_answered_beside_the_field(text: str | bytes, sentence: str, world: World) -> None:
    world.sign_in("secretary")
    response = world.post(PAGE, {"file": sent(text)})
    assert response.status_code == 400
    assert sentence in text_of(response)


def test_another_contests_plan_is_refused(world: World) -> None:
    world.sign_in("secretary")
    text = changed(world, slug="hoi-thi-khac")
    for data in ({"file": sent(text)}, {"apply": "1", "text": text}):
        response = world.post(PAGE, data)
        assert response.status_code == 400
        assert "không phải cuộc thi đang mở" in text_of(response)


def test_a_frozen_plan_changes_by_document_only(client: Client) -> None:
    contest, units = story.contest_with_units("Phòng Một")
    world = World(contest, units, client)
    world.sign_in("secretary")
    prizes = make.definition()["prize"]
    prizes[0] = prizes[0] | {"cash": 400_000}
    text = changed(world, prize=prizes)
    assert "chạm vào phần đã chốt" in text_of(world.post(PAGE, {"file": sent(text)}))
    refused = world.post(PAGE, {"apply": "1", "text": text})
    assert refused.status_code == 400
    assert Document.objects.count() == 0
    contest.refresh_from_db()
    assert contest.prizes.get(key="nhat").cash == 300_000

    assert world.post(PAGE, {"apply": "1", "text": text} | DOCUMENT).url == PAGE
    revision = RulesRevision.objects.get(kind="amendment")
    assert revision.document == Document.objects.get()
    assert revision.document.reference == "12/QĐ-BTC"
    assert contest.prizes.get(key="nhat").cash == 400_000
    page = text_of(world.get(PAGE))
    assert "12/QĐ-BTC" in page
    assert "Sửa đổi" in page


def test_a_copy_moved_in_time_stays_a_copy(client: Client) -> None:
    contest = define_contest(Plan.model_validate(make.definition()), now=make.BEFORE, copied_from="goc").contest
    world = World(contest, make.units(contest, "Phòng Ví dụ"), client)
    world.sign_in("secretary")
    world.post(PAGE, {"apply": "1", "text": changed(world, title="Khác")})
    contest.refresh_from_db()
    assert (contest.title, contest.copied_from) == ("Khác", "goc")
