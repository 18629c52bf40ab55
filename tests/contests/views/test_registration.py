from __future__ import annotations

import re
from datetime import date

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Contest, ContestUnit, Entrant, EntrantCorrection
from hoithi.contests.operations.entrants import decide_correction, lock_fields, register_entrant
from hoithi.contests.purposes import find, purpose_key
from hoithi.people.models import Consent, Person, RosterEntry, User
from hoithi.quiz.models import Bank
from tests.awards import story
from tests.contests import factories as make
from tests.quiz import factories as quiz

pytestmark = pytest.mark.django_db
URL = "/cuoc-thi/hoi-thi-thu/dang-ky/"
START = "/cuoc-thi/hoi-thi-thu/trac-nghiem/vao-thi/"
CONSENTS = [
    {"key": "du_thi", "title": "Xử lý thông tin dự thi", "text": "Tôi đồng ý xử lý.", "required": True},
    {"key": "publish_name", "title": "Công bố tên", "text": "Tôi đồng ý công bố."},
]


@pytest.fixture
def contest(at) -> Contest:
    at(make.NOW)
    found, _units = story.contest_with_units("Phòng Một", "Phòng Hai", consent=CONSENTS)
    return found


@pytest.fixture
def user(client) -> User:
    found = make.user("Trần Thị Ví Dụ")
    client.force_login(found)
    return found


def text(response) -> str:
    return " ".join(response.content.decode().split())


def on_roster(unit: ContestUnit, user: User) -> None:
    RosterEntry(
        unit=unit.unit,
        staff_code="CB1",
        full_name=user.person.full_name,
        birth_date=user.person.birth_date,
        valid_from=date(2024, 1, 1),
    ).save()


def answer(client, data: dict[str, str], rest: str = ""):
    response = client.post(URL + rest, data)
    assert response.status_code == 302, text(response)[:2000]
    return response


def walk(client, unit: ContestUnit, rest: str = "") -> None:
    answer(client, {"group": "can-bo"}, rest)
    answer(client, {"unit": str(unit.pk)}, rest)
    answer(client, {"consent_0": "on"}, rest)


def test_somebody_unknown_is_asked_for_a_contact_and_comes_back(client, contest, settings):
    settings.SMS_BACKEND = settings.EMAIL_CODE_BACKEND = "hoithi.people.delivery.on_page"
    shown = text(client.get(URL + f"?next={START}"))
    assert "Đăng ký dự thi" in shown
    assert client.post(URL, {"contact": "không phải"}).status_code == 400
    assert client.post(URL + f"?next={START}", {"contact": "0912 345 678"}).url == "/dang-nhap/ma/"
    code = re.search(r'<strong class="num">(\d{6})</strong>', client.get("/dang-nhap/ma/").content.decode()).group(1)
    client.post("/dang-nhap/ma/", {"code": code})
    who = {"full_name": "Lê Thị Mới", "birth_date_day": "1", "birth_date_month": "2", "birth_date_year": "1995"}
    response = client.post("/dang-nhap/ho-so/", who | {"consent_take_part": "on"})
    assert response.url == URL + f"?next={START}"
    assert "Bạn dự thi với tư cách nào?" in text(client.get(response.url))


def test_the_whole_way_in_four_short_pages(client, contest, user):
    unit = contest.units.get(name="Phòng Một")
    on_roster(unit, user)
    assert "bước 1/4" in text(client.get(URL))
    answer(client, {"group": "can-bo"})
    asked = text(client.get(URL))
    assert "Đơn vị của bạn" in asked
    assert "Phòng Hai" in asked
    answer(client, {"unit": str(unit.pk)})
    asked = text(client.get(URL))
    assert "Tôi đồng ý xử lý. (bản 1)" in asked
    assert "checked" not in asked
    answer(client, {"consent_0": "on"})
    checked = text(client.get(URL))
    for words in ("Kiểm tra lại rồi gửi", "Trần Thị Ví Dụ", "1/1/1990", "Cán bộ", "Phòng Một", "Không đồng ý"):
        assert words in checked
    assert Entrant.objects.count() == 0
    response = client.post(URL + "?buoc=kiem-tra")
    assert response.url == START
    entrant = Entrant.objects.get()
    assert (entrant.contest_unit, entrant.group.key, entrant.roster_entry.staff_code) == (unit, "can-bo", "CB1")
    consent = Consent.objects.get()
    assert consent.purpose == purpose_key(contest, contest.plan.consents[0])
    assert consent.text_version == "1"
    assert consent.proof["method"] == "web"
    assert consent.proof["text_sha256"] == find(consent.purpose).text_sha256
    assert AuditEvent.objects.filter(action="contests:entrant:registered").count() == 1


def test_where_one_was_going_is_kept_through_every_page(client, contest, user):
    unit = contest.units.get(name="Phòng Một")
    on_roster(unit, user)
    walk(client, unit, f"?next={START}")
    shown = text(client.get(URL + f"?next={START}"))
    assert shown.count("next=%2Fcuoc-thi%2Fhoi-thi-thu%2Ftrac-nghiem%2Fvao-thi%2F") == 5  # every way to correct
    action = re.search(r'action="([^"]+)"', shown.split("<main")[1]).group(1).replace("&amp;", "&")
    assert client.post(URL + action).url == START


def test_another_sites_address_is_not_followed(client, contest, user):
    on_roster(contest.units.get(name="Phòng Một"), user)
    walk(client, contest.units.get(name="Phòng Một"))
    assert client.post(URL + "?buoc=kiem-tra&next=https://ngoai.example/").url == START


def test_a_consent_that_is_needed_blocks(client, contest, user):
    answer(client, {"group": "cong-dan"})
    answer(client, {"unit": ""})
    response = client.post(URL, {})
    assert response.status_code == 400
    assert "Cần đồng ý mục này thì mới dự thi được." in text(response)


def test_a_name_that_is_not_on_the_roster(client, contest, user):
    answer(client, {"group": "can-bo"})
    assert client.post(URL, {"unit": ""}).status_code == 400
    response = client.post(URL, {"unit": str(contest.units.first().pk)})
    assert response.status_code == 400
    assert "Chưa thấy tên bạn trong danh sách cán bộ của đơn vị." in text(response)
    assert Entrant.objects.count() == 0


def test_the_units_are_searched_without_scripts(client, contest, user):
    answer(client, {"group": "can-bo"})
    shown = text(client.post(URL, {"unit_q": "phong hai", "unit_find": "1"}))
    assert "Phòng Hai" in shown
    assert "Phòng Một" not in shown


def test_a_list_too_long_for_a_phone_is_searched_first(client, contest, user, monkeypatch):
    monkeypatch.setattr("hoithi.contests.forms.UnitPicker.longest", 1)
    answer(client, {"group": "can-bo"})
    shown = text(client.get(URL))
    assert "Phòng Một" not in shown
    assert "picker.js" not in shown
    shown = text(client.post(URL, {"unit_q": "mot", "unit_find": "1"}))
    assert "Phòng Một" in shown
    assert "Phòng Hai" not in shown


def test_one_group_that_fits_is_not_asked_for(client, at):
    at(make.NOW)
    groups = [group for group in make.definition()["group"] if group["key"] == "cong-dan"]
    group = groups[0] | {"unit": "none"}
    story.contest_with_units(group=[group], standing=[], prize=[])
    user = make.user()
    client.force_login(user)
    assert "Kiểm tra lại rồi gửi" in text(client.get(URL))
    assert client.post(URL).url == START
    assert Entrant.objects.get().group.key == "cong-dan"


def test_too_young_may_practise(client, contest):
    study = Bank.objects.create(contest=contest, key="on-tap", title="Ôn tập", sealed=False)
    quiz.question(study, "O1")
    contest.groups.filter(key="can-bo").delete()
    client.force_login(make.user("Em Bé", date(2012, 1, 1)))
    response = client.get(URL)
    assert response.status_code == 403
    shown = text(response)
    assert "Bạn chưa đủ tuổi dự thi theo thể lệ." in shown
    assert "/trac-nghiem/luyen-tap/" in shown


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_register(client, contest, role):
    holder = make.holder_of(role, contest, contest.units.first())
    if holder is not None:
        client.force_login(holder)
    response = client.get(URL)
    barred = role in ("author", "reviewer")
    assert response.status_code == (403 if barred else 200)
    if barred:
        assert "Người ra đề, thẩm định đề không được dự thi" in text(response)
        assert client.post(URL, {"group": "cong-dan"}).status_code == 403


def test_a_minor_publishes_a_name_only_with_the_guardians_word(client, contest):
    contest.groups.filter(key="can-bo").delete()
    client.force_login(make.user("Em Mẫu", date(2008, 1, 1)))
    answer(client, {"unit": ""})
    ticked = {"consent_0": "on", "consent_1": "on"}
    response = client.post(URL, ticked)
    assert response.status_code == 400
    assert "công bố họ tên cần người giám hộ đồng ý" in text(response)
    guardian = {"guardian_name": "Nguyễn Văn Cha", "guardian_phone": "0912345678", "guardian_agrees": "on"}
    answer(client, ticked | guardian)
    assert client.post(URL + "?buoc=kiem-tra").status_code == 302
    consent = Consent.objects.get(purpose="publish_name")
    assert consent.by_guardian
    assert consent.proof["guardian"] == "Nguyễn Văn Cha"
    assert Person.objects.get(full_name="Em Mẫu").guardian_phone == "+84912345678"


def test_answers_are_changed_until_the_first_attempt(client, contest, user):
    first, second = contest.units.order_by("position")
    register_entrant(contest, user.person, group=contest.groups.get(key="cong-dan"), unit=first, now=make.NOW, by=user)
    assert "Bạn đã đăng ký dự thi" in text(client.get(URL))
    assert client.get(URL + "sua/").url == URL + "?buoc=doi-tuong"
    answer(client, {"group": "cong-dan"}, "?buoc=doi-tuong")
    answer(client, {"unit": str(second.pk)}, "?buoc=don-vi")
    answer(client, {"consent_0": "on"}, "?buoc=dong-y")
    assert client.post(URL + "?buoc=kiem-tra").status_code == 302
    assert Entrant.objects.get().contest_unit == second


def locked(contest: Contest, user: User) -> Entrant:
    entrant = register_entrant(
        contest,
        user.person,
        group=contest.groups.get(key="cong-dan"),
        unit=contest.units.first(),
        now=make.NOW,
        by=user,
    )
    lock_fields(entrant, make.NOW)
    return entrant


def test_locked_fields_are_corrected_by_request_and_its_answer_is_shown(client, contest, user):
    locked(contest, user)
    assert "Bạn đã đăng ký dự thi" in text(client.get(URL + "?buoc=doi-tuong"))
    form = {"full_name": user.person.full_name, "group": "cong-dan", "unit": str(contest.units.first().pk)}
    assert "Chưa có thông tin nào khác" in text(client.post(URL + "sua/", form | {"reason": "x"}))
    assert client.post(URL + "sua/", form | {"full_name": "Trần Thị Ví Dụ Hai"}).status_code == 400
    wanted = form | {"unit": str(contest.units.last().pk), "reason": "Tôi đã chuyển đơn vị"}
    assert client.post(URL + "sua/", wanted).status_code == 302
    correction = EntrantCorrection.objects.get()
    assert correction.changes == {"unit": contest.units.last().code}
    shown = text(client.get(URL + "sua/"))
    assert "Đang chờ trả lời" in shown
    assert "Gửi đề nghị" not in shown
    assert client.post(URL + "sua/", wanted).status_code == 400  # one open request at a time
    decide_correction(correction, accept=True, answer="Đã đối chiếu.", now=make.NOW, by=user)
    shown = text(client.get(URL + "sua/"))
    assert "Đã chấp nhận" in shown
    assert "Đã đối chiếu." in shown


def test_consents_of_a_contest_are_withdrawn_there(client, contest, user):
    on_roster(contest.units.get(name="Phòng Một"), user)
    answer(client, {"group": "cong-dan"})
    answer(client, {"unit": ""})
    answer(client, {"consent_0": "on", "consent_1": "on"})
    client.post(URL + "?buoc=kiem-tra")
    lock_fields(Entrant.objects.get(), make.NOW)
    shown = text(client.get(URL + "sua/"))
    assert shown.count("Đã đồng ý") == 2
    client.post("/tai-khoan/dong-y/publish_name/")
    assert text(client.get(URL + "sua/")).count("Đã đồng ý") == 1
    client.post("/tai-khoan/dong-y/publish_name/", {"give": "1"})
    assert text(client.get(URL + "sua/")).count("Đã đồng ý") == 2


@pytest.mark.parametrize("key", ["khong-co", "cuoc-thi-x-du_thi", "cuoc-thi-999-du_thi", "cuoc-thi-"])
def test_a_purpose_nobody_asked_for_is_none(key):
    assert find(key) is None


def test_after_the_end_nobody_registers(client, contest, user, at):
    at(make.AFTER)
    assert client.get(URL).status_code == 409
    client.logout()
    assert "Cuộc thi đã kết thúc" in text(client.get(URL))


def test_an_account_without_a_person_says_who_it_is_first(client, contest):
    client.force_login(User.objects.create_user("khong@vidu.example"))
    assert client.get(URL).url == "/tai-khoan/thong-tin/"


def test_correcting_asks_to_sign_in_and_to_register_first(client, contest):
    assert client.get(URL + "sua/").status_code == 302
    client.force_login(make.user())
    assert client.get(URL + "sua/").url == URL
