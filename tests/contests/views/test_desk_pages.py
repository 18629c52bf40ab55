"""Each outcome of the console's pages: the response and what is stored."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.audit.models import AuditEvent
from hoithi.audit.operations import seal_batches
from hoithi.contests.models import Body, EntrantCorrection, RulesText, Seat, Task, UnitNote
from hoithi.contests.operations.entrants import ask_correction
from hoithi.contests.operations.figures import refresh_figures
from hoithi.contests.operations.office import report_note
from hoithi.core import clock
from hoithi.people.models import RosterEntry, User
from hoithi.quiz.models import Bank
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, SLUG, UNIT, World, staff, text_of
from tests.quiz import factories as quiz

pytestmark = pytest.mark.django_db
PART, BODIES, RULES, UNITS = (f"{DESK}{end}/" for end in ("phan-thi/trac-nghiem", "ban-to", "the-le", "don-vi"))
HOME, LOG = "/dieu-hanh/", f"/cuoc-thi/{SLUG}/nhat-ky/"


@pytest.fixture
def world(client: Client) -> World:
    contest = make.contest(rules_text={"required": True})
    return World(contest, make.units(contest, "Phòng Ví dụ", "Phòng Khác"), client)


def fill_bank(world: World) -> None:
    bank = Bank.objects.create(contest=world.contest, key="de-thi", title="Đề thi", sealed=True)
    for number in range(8):
        quiz.question(bank, f"C{number}")


# ---- my contests


def test_home_without_duties_says_how_one_is_appointed(world: World) -> None:
    world.client.force_login(make.user())
    assert "Bạn chưa được phân công" in text_of(world.get(HOME))
    assert UNITS not in text_of(world.get(HOME))


def test_home_names_every_body_and_unit_once(world: World) -> None:
    user = world.sign_in("coordinator")
    make.seat(world.contest, "organising", user)
    page = text_of(world.get(HOME))
    assert page.count("Hội thi thử</a>") == 1
    assert "Ban Tổ chức, Đầu mối đơn vị: Phòng Ví dụ" in page
    assert DESK in page


@pytest.mark.parametrize("number", [1, 3])
def test_home_costs_the_same_with_more_contests(number: int, client: Client, django_assert_num_queries: Any) -> None:
    user = make.user()
    for index in range(number):
        make.seat(make.contest(slug=f"hoi-thi-{index}"), "secretariat", user)
    client.force_login(user)
    with clock.frozen_at(make.NOW), django_assert_num_queries(4):
        assert text_of(client.get(HOME)).count('class="band') == number


# ---- the board


def test_the_board_lists_what_blocks_with_its_cure(world: World) -> None:
    Task.objects.create(
        contest=world.contest, key="trang", phase="run", agency="Văn phòng", title="Làm banner", due=make.BEFORE
    )
    world.sign_in("secretary")
    page = text_of(world.get(DESK, now=make.BEFORE))
    assert "Chưa ban hành thể lệ" in page
    assert f'href="{RULES}"' in page
    assert "Ngân hàng đề còn thiếu" in page
    assert "Ban Tổ chức thiếu 2 người" in page
    assert "2 đơn vị chưa có đầu mối" in page
    assert "Tổ ra đề chưa có ai" in page
    assert text_of(world.get(DESK)).count("Trễ 22 ngày") == 1


def test_a_leader_reads_the_same_board_without_links_to_writes(world: World) -> None:
    world.sign_in("leader")
    page = text_of(world.get(DESK, now=make.BEFORE))
    assert "Bạn xem, Tổ Thư ký thực hiện" in page
    assert "Chưa ban hành thể lệ" in page
    assert f'href="{RULES}"' not in page


def test_the_board_counts_units_without_anybody(client: Client) -> None:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    entrant = story.join(contest, "Lê Thị An", units[0])
    story.sit(entrant, right=4, seconds=60)
    refresh_figures(contest.parts.get(), now=make.NOW)
    world = World(contest, units, client)
    world.sign_in("secretary")
    page = text_of(world.get(DESK))
    assert "Nhắc 1 đơn vị chưa có người dự thi" in page
    assert page.index("Phòng Hai</a>") < page.index("Phòng Một</a>")
    page = text_of(world.get(UNITS, {"loc": "chua-co"}))
    assert "1 trên 2 đơn vị" in page
    assert "còn 1 đơn vị chưa có cán bộ dự thi, gồm: Phòng Hai" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_costs_the_same_with_more_to_do(number: int, world: World, django_assert_num_queries: Any) -> None:
    by = make.user()
    for index in range(number):
        Task.objects.create(contest=world.contest, key=f"t{index}", phase="run", agency="P", title=f"Việc {index}")
        report_note(world.units[0], kind="progress", text="Đang làm", now=make.NOW, by=by)
        staff(world.units[0], f"Người {index}")
    world.sign_in("secretary")
    with clock.frozen_at(make.NOW), django_assert_num_queries(30):
        assert len(re.findall(r"Việc \d<", text_of(world.client.get(DESK)))) == number


# ---- freezing


def test_a_part_is_frozen_once_and_shows_its_commitments(world: World) -> None:
    user = world.sign_in("secretary")
    assert "Chốt được khi xong" in text_of(world.get(PART, now=make.BEFORE))
    page = text_of(world.post(PART, now=make.BEFORE, follow=True))
    assert "còn việc chưa xong" in page
    fill_bank(world)
    RulesText.objects.create(contest=world.contest, version=1, title="Thể lệ", body="x", published_at=make.BEFORE)
    assert "Mọi điều kiện để mở đã đủ" in text_of(world.get(PART, now=make.BEFORE))
    for _twice in range(2):
        assert world.post(PART, now=make.BEFORE).url == PART
    part = world.contest.parts.get()
    assert part.frozen_at == make.BEFORE
    assert world.contest.revisions.get(scope=f"part:{part.key}").hash in text_of(world.get(PART))
    assert AuditEvent.objects.filter(action="contests:part:frozen", actor_id=user.pk).count() == 1


# ---- duties


def test_a_duty_is_finished_with_evidence_and_reopened(world: World) -> None:
    Task.objects.create(contest=world.contest, key="viec", phase="prepare", agency="Phòng", title="Lập dự toán")
    path = f"{DESK}nhiem-vu/viec/"
    world.sign_in("secretary")
    assert world.post(path, {"evidence": "Tờ trình 12/TTr"}).url == DESK
    world.post(path, {"evidence": "Khác"})
    page = text_of(world.get(path))
    assert "Tờ trình 12/TTr" in page
    assert "Vai Trò secretary Mẫu" in page
    assert world.post(path, {"evidence": "x" * 501}).status_code == 400
    world.post(path, {"reopen": "1"})
    assert Task.objects.get().done_at is None
    assert world.get(f"{DESK}nhiem-vu/khong-co/").status_code == 404


# ---- rules


def test_rules_are_drafted_previewed_and_published(world: World) -> None:
    world.sign_in("secretary")
    assert world.post(RULES, {"title": "", "body": ""}).status_code == 400
    assert world.post(RULES, {"title": "Thể lệ", "body": "## Điều 1\n\n<script>alert(1)</script>"}).url == RULES
    page = text_of(world.get(RULES))
    assert "<h3>Điều 1</h3>" in page
    assert "<script>alert" not in page
    publish = f"{RULES}ban-hanh/"
    assert "không sửa được nữa" in text_of(world.get(publish))
    assert world.post(publish, {"version": "7"}).status_code == 200
    assert RulesText.objects.get().published_at is None
    assert world.post(publish, {"version": "1"}).url == RULES
    assert world.post(publish, {"version": "1"}).url == RULES
    assert RulesText.objects.get().published_at == make.NOW


# ---- seats


def test_an_official_is_found_by_name_and_a_citizen_by_contact_only(world: World) -> None:
    official, citizen = make.user("Đỗ Văn Cán Bộ"), make.user("Đỗ Văn Công Dân")
    make.seat(world.contest, "organising", official)
    world.sign_in("secretary")
    path = f"{BODIES}to-ra-de/cu-nguoi/"
    page = text_of(world.get(path, {"tim": "do van"}))
    assert "Đỗ Văn Cán Bộ" in page
    assert "Đỗ Văn Công Dân" not in page
    page = text_of(world.get(path, {"tim": citizen.email}))
    assert "Đỗ Văn Công Dân" in page
    for shown in (page, text_of(world.get(BODIES))):
        assert "1990" not in shown
        assert official.email not in shown


def test_two_people_cannot_take_one_empty_seat(world: World) -> None:
    first, second = make.user("Một"), make.user("Hai")
    seat = Seat.objects.filter(body__contest=world.contest, person__isnull=True).first()
    world.sign_in("secretary")
    path = f"{BODIES}ghe/{seat.pk}/cu-nguoi/"
    assert world.post(path, {"person": first.person_id}).url.startswith(BODIES)
    assert world.post(path, {"person": first.person_id}).url.startswith(BODIES)
    refused = world.post(path, {"person": second.person_id})
    assert refused.status_code == 400
    assert "vừa có người được cử" in text_of(refused)
    seat.refresh_from_db()
    assert seat.person == first.person
    leave = f"{BODIES}ghe/{seat.pk}/thoi/"
    assert "mất ngay quyền" in text_of(world.get(leave))
    for _twice in range(2):
        assert world.post(leave).url.startswith(BODIES)
    seat.refresh_from_db()
    assert seat.until == make.NOW


def test_somebody_without_an_account_is_invited(world: World) -> None:
    world.sign_in("secretary")
    path = f"{BODIES}to-tham-dinh/cu-nguoi/"
    invite = {"invite": "1", "full_name": "Lý Thị Mời", "contact": "0912 345 678"}
    assert world.post(path, invite | {"contact": "abc"}).status_code == 400
    assert world.post(path, invite).url.startswith(BODIES)
    assert User.objects.get(phone="+84912345678").person.seats.get().body.key == "to-tham-dinh"
    again = world.post(path, invite)
    assert again.status_code == 400
    assert "đã có tài khoản" in text_of(again)


def test_a_coordinator_needs_a_unit_of_this_contest(world: World) -> None:
    somebody = make.user("Đầu Mối")
    world.sign_in("secretary")
    path = f"{BODIES}coordinators/cu-nguoi/"
    assert world.post(path, {"person": somebody.person_id}).status_code == 400
    assert world.post(path, {"person": somebody.person_id, "unit": "khong-co"}).status_code == 400
    world.post(path, {"person": somebody.person_id, "unit": world.units[1].code})
    assert somebody.person.seats.get().contest_unit == world.units[1]


def test_a_juror_may_sit_for_one_unit(world: World) -> None:
    """Where each unit has its own jury; without a unit the seat is the contest's."""
    Body.objects.create(contest=world.contest, key="giam-khao", kind="jury", title="Hội đồng chấm")
    world.sign_in("secretary")
    path = f"{BODIES}giam-khao/cu-nguoi/"
    assert "Mỗi đơn vị có hội đồng riêng" in text_of(world.get(path))
    assert "Hội đồng của Phòng Khác" in text_of(world.get(path, {"don-vi": world.units[1].code}))
    for unit in (world.units[1].code, ""):
        somebody = make.user("Giám Khảo Mẫu")
        world.post(path, {"person": somebody.person_id, "unit": unit})
        assert somebody.person.seats.get().contest_unit == (world.units[1] if unit else None)


def test_objects_of_another_contest_do_not_exist_here(world: World) -> None:
    other = make.contest(slug="hoi-thi-khac")
    seat = Seat.objects.filter(body__contest=other).first()
    note = report_note(make.units(other, "Xã Khác")[0], kind="progress", text="x", now=make.NOW, by=make.user())
    world.sign_in("secretary")
    for path in (f"{BODIES}ghe/{seat.pk}/cu-nguoi/", f"{BODIES}ghe/{seat.pk}/thoi/"):
        assert world.get(path).status_code == 404
    assert world.post(f"{DESK}bao-cao/{note.pk}/tra-loi/", {"answer": "x"}).status_code == 404
    assert UnitNote.objects.get().answer == ""


# ---- answers


def test_a_note_is_answered_in_place(world: World) -> None:
    user = world.sign_in("coordinator")
    page = f"{UNIT}{world.units[0].code}/"
    assert world.post(page, {"kind": "difficulty", "text": ""}).status_code == 400
    assert world.post(page, {"kind": "difficulty", "text": "Mạng yếu"}).url == page
    note = UnitNote.objects.get()
    assert note.by == user
    answer = f"{DESK}bao-cao/{note.pk}/tra-loi/"
    world.sign_in("secretary")
    assert world.post(page, {"kind": "progress", "text": "Thay"}).status_code == 403
    assert "Mạng yếu" in text_of(world.get(f"{DESK}bao-cao/", {"loc": "cho"}))
    assert world.post(answer, {"answer": "Đã tăng điểm phát sóng", "back": page}).url == page
    assert world.post(answer, {"answer": "", "back": "https://evil.example/"}).url == f"{DESK}bao-cao/"
    world.sign_in("coordinator")
    assert "Đã tăng điểm phát sóng" in text_of(world.get(page))


@pytest.mark.parametrize("accept", ["1", "0"])
def test_a_correction_is_decided_once(accept: str, world: World) -> None:
    holder = make.holder_of("contestant", world.contest)
    entrant = holder.person.entrants.get()
    ask_correction(entrant, {"full_name": "Tên Đúng"}, reason="Viết sai", now=make.NOW, by=holder)
    asked = EntrantCorrection.objects.get()
    world.sign_in("secretary")
    assert "Viết sai" in text_of(world.get(f"{DESK}de-nghi-sua/{asked.pk}/"))
    path = f"{DESK}de-nghi-sua/{asked.pk}/"
    assert world.post(path, {"answer": "x"}).status_code == 400
    world.post(path, {"accept": accept, "answer": "Đã xem"})
    world.post(path, {"accept": "0" if accept == "1" else "1", "answer": "Khác"})
    entrant.refresh_from_db()
    assert (entrant.display_name == "Tên Đúng") == (accept == "1")
    assert "Không có đề nghị nào" not in text_of(world.get(f"{DESK}de-nghi-sua/"))


# ---- units


def test_units_are_snapshot_again_without_doubling(world: World) -> None:
    world.sign_in("secretary")
    path = f"{UNITS}chot/"
    office = make.unit("UBND huyện Ví Dụ")
    below = make.unit("Phòng Mới", 7)
    below.parent = office
    below.save()
    page = text_of(world.get(path))
    assert "Cập nhật 2 đơn vị đã chốt" in page
    assert "1 đơn vị thuộc UBND huyện Ví Dụ" in page
    assert world.post(path).status_code == 400
    assert world.post(path, {"among": "999999"}).status_code == 400
    for _twice in range(2):
        assert world.post(path, {"among": str(office.pk)}).url == UNITS
    assert world.contest.units.count() == 3
    page = text_of(world.get(UNITS, {"q": "phong moi", "xep": "ten"}))
    assert "1 trên 3 đơn vị" in page


def test_without_units_there_is_nothing_to_take(client: Client) -> None:
    world = World(make.contest(), [], client)
    client.force_login(make.holder_of("secretary", world.contest))
    assert "Hãy nhập từ Excel trước" in text_of(world.get(f"{UNITS}chot/"))
    assert "Chưa chốt danh sách đơn vị" in text_of(world.get(UNITS))
    assert "Chưa có số liệu" in text_of(world.get(DESK))


@pytest.mark.parametrize("number", [1, 3])
def test_units_cost_the_same(number: int, client: Client, django_assert_num_queries: Any) -> None:
    contest = make.contest()
    world = World(contest, make.units(contest, *(f"Phòng {n}" for n in range(number))), client)
    world.sign_in("leader")
    with clock.frozen_at(make.NOW), django_assert_num_queries(QUERIES_UNITS):
        assert text_of(client.get(UNITS)).count('class="rest"') == number


QUERIES_UNITS = 9


# ---- the log


def test_the_log_names_offices_and_numbers_everybody_else(world: World) -> None:
    make.holder_of("contestant", world.contest)
    secretary = world.sign_in("secretary")
    Task.objects.create(contest=world.contest, key="viec", phase="prepare", agency="Phòng", title="Lập dự toán")
    world.post(f"{DESK}nhiem-vu/viec/", {"evidence": ""})
    seal_batches(make.NOW)
    page = text_of(world.get(LOG))
    assert "hoàn thành nhiệm vụ Lập dự toán" in page
    assert "Vai Trò secretary Mẫu" in page
    assert "Vai Trò contestant Mẫu" not in page
    assert "Nhật ký nguyên vẹn" in text_of(world.post(LOG))
    page = text_of(world.get(LOG, {"viec": "contests:task:done", "nguoi": secretary.pk, "tim": "du toan"}))
    assert "Không có sự kiện nào" in page
    page = text_of(world.get(LOG, {"viec": "contests:task:done", "nguoi": secretary.pk, "tim": "dự toán"}))
    assert page.count("<time") == 1


def test_the_log_is_paged_by_key(world: World) -> None:
    by = make.user()
    for index in range(60):
        report_note(world.units[0], kind="progress", text="x", now=make.NOW + timedelta(seconds=index), by=by)
    world.sign_in("organiser")
    first = text_of(world.get(LOG))
    assert first.count("<time") == 50
    last = AuditEvent.objects.filter(contest_key=SLUG).order_by("-id")[49].pk
    assert f"?truoc={last}" in first
    assert "Mới nhất" in text_of(world.get(LOG, {"truoc": last}))


# ---- imports


def test_a_roster_is_checked_first_and_entered_second(world: World, settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}
    world.sign_in("secretary")
    path = f"{UNITS}nhap/danh-sach/"
    code = world.units[0].code
    text = f"Mã cán bộ,Họ và tên,Ngày sinh,Mã đơn vị\n1,Lê Thị An,1/2/1990,{code}\n2,,1/2/1990,{code}\n"
    page = text_of(world.post(path, {"file": SimpleUploadedFile("ds.csv", text.encode())}))
    assert "Còn trống. Hãy ghi họ và tên." in page
    assert RosterEntry.objects.count() == 0
    assert world.post(path, {"enter": "1"}).url == path
    assert world.post(path, {"enter": "1", "accept_partial": "1"}).url == f"{UNITS}chot/"
    assert RosterEntry.objects.get().full_name == "Lê Thị An"
    assert "Hãy chọn lại tệp" in text_of(world.post(path, {"enter": "1"}, follow=True))
    assert world.post(path).status_code == 400
