"""The whole of the first contest, from its signed plan to its list of winners, by the buttons people press."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from hoithi.contests.models import Contest
from hoithi.contests.operations.bodies import appoint
from hoithi.core.periodic import jobs
from hoithi.people.operations.accounts import open_account
from hoithi.plans.demo import PLANS
from hoithi.plans.files import load_plan
from hoithi.plans.operations import apply_plan
from hoithi.quiz.models import Attempt
from hoithi.site.cli.worker import start_jobs
from tests.story import tables
from tests.story.actors import SLUG, Actor, Stage
from tests.story.contestant import Contestant
from tests.story.crowd import Sitting, join, right_letters, sit_without_handing_in, take_part, wrong_letters
from tests.story.office import Author, Coordinator, Reviewer, Secretary
from tests.story.tables import MAI_DINH, MAU, NOI_VU, PHU_LINH, ROSTER, TRAN, TRUONG, TU_PHAP, Staff

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Moment = Callable[..., datetime]


def test_from_the_plan_to_the_winners(stage: Stage, moment: Moment, tmp_path: Path) -> None:
    now = moment(2024, 5, 10, 8)
    secretary = a_contest_from_its_plan(stage, now)
    people_come_in_by_excel(secretary)
    appoint_by_invitation(secretary)
    author, reviewer = a_bank_is_written(stage)
    a_bank_is_reviewed(author, reviewer)
    the_part_is_frozen(secretary, stage)
    now = moment(2024, 6, 1, 8)
    tran = somebody_sits_on_a_phone_with_a_network_cut(stage)
    others_are_refused(stage, author)
    mau, citizen = others_sit(stage)
    the_crowd_sits(now)
    standings_explain_a_place(tran)
    a_coordinator_asks_and_is_answered(stage, secretary)
    somebody_is_still_sitting(moment)
    a_tie_is_decided_and_prizes_proposed(secretary, moment(2024, 9, 1, 0, 5))
    the_result_is_sealed_and_published(secretary, tmp_path)
    everybody_reads_the_winners(stage)
    the_log_is_whole(secretary)


def a_contest_from_its_plan(stage: Stage, now: datetime) -> Secretary:
    # The plan is applied by `hoithi plan apply`, a command: this is the operation it calls.
    apply_plan(load_plan(PLANS / f"{SLUG}.toml"), now=now)
    # The first secretary is seated by whoever installs the product; from there on every seat is given on the screen.
    user = open_account(full_name="Lê Thị Ví Dụ", birth_date=date(1988, 3, 9), contact="thu-ky@vidu.example", now=now)
    contest = Contest.objects.get(slug=SLUG)
    appoint(contest.bodies.get(key="thu-ky"), user.person, now=now)
    secretary = Secretary(stage)
    secretary.sign_in("thu-ky@vidu.example")
    secretary.desk()
    secretary.sees("Chưa ban hành thể lệ", "Chưa chốt danh sách đơn vị", "Tổ ra đề chưa có ai")
    return secretary


def people_come_in_by_excel(secretary: Secretary) -> None:
    secretary.import_units(tables.units_with_a_slip(), tables.units())
    secretary.import_roster(tables.roster(), len(ROSTER))
    secretary.take_units(5, "UBND huyện Sóc Sơn")


def appoint_by_invitation(secretary: Secretary) -> None:
    secretary.invite("to-ra-de", "Đặng Thị Ra Đề", "ra-de@vidu.example")
    secretary.appoint("to-tham-dinh", "Đặng Thị Ra Đề", "ra-de@vidu.example")  # sits on both, as in small offices
    secretary.invite("to-tham-dinh", "Dương Thị Thẩm Định", "tham-dinh@vidu.example")
    secretary.invite("dau-moi", "Ngô Văn Đầu Mối", "dau-moi@vidu.example", unit=NOI_VU)


def a_bank_is_written(stage: Stage) -> tuple[Author, Reviewer]:
    contest = Contest.objects.get(slug=SLUG)
    topics = {topic.key: topic.title for topic in contest.plan.topics}
    blueprint = contest.parts.get().settings_of("quiz")["blueprint"]
    cells = [(one["topic"], one["difficulty"]) for part in blueprint["sections"] for one in part["cells"]]
    own, *rest = tables.one_for_each(cells)
    author, reviewer = Author(stage), Reviewer(stage)
    author.sign_in("ra-de@vidu.example")
    reviewer.sign_in("tham-dinh@vidu.example")
    author.write(own, topics[own.topic])
    author.import_file("de-thi", tables.questions(rest, topics, slips=True))
    author.sees("Dòng lỗi 2", "Chỗ cần sửa trong tệp")
    author.import_file("de-thi", tables.questions(rest, topics))
    author.enter(len(rest))
    study = tables.sample_questions("study")[:3]
    author.import_file("on-tap", tables.questions(study, topics))
    author.enter(len(study))
    author.submit_all(len(cells) + len(study))
    return author, reviewer


def a_bank_is_reviewed(author: Author, reviewer: Reviewer) -> None:
    author.bank("tham-dinh/")
    author.sees("Không có câu nào chờ bạn thẩm định", "Câu bạn đã soạn do thành viên khác thẩm định.")
    reviewer.expects("status of 400", "status of 422")
    code = reviewer.reject("Căn cứ chưa ghi điều, khoản.")
    assert reviewer.approve_all() == 22
    author.mend(code)
    assert reviewer.approve_all() == 1


def the_part_is_frozen(secretary: Secretary, stage: Stage) -> None:
    secretary.desk()
    secretary.sees("Còn 1 việc", "Chưa ban hành thể lệ")
    secretary.publish_rules("## Cách thi\n\nMỗi người được thi ba lượt, lấy lượt cao nhất.")
    secretary.place("Việc cần làm")
    secretary.follow("Chốt thi trắc nghiệm trực tuyến")
    secretary.sees("Mọi điều kiện để mở đã đủ.")
    secretary.press("Chốt phần thi")
    secretary.sees("Cam kết đã công khai")
    commitment = secretary.page.locator("#cam-ket ~ dl dd").first.inner_text().strip()
    visitor = Actor(stage)
    visitor.go_contest()
    visitor.page.get_by_text("Mã cam kết đã công bố").click()
    visitor.sees("Sắp mở", commitment)


def somebody_sits_on_a_phone_with_a_network_cut(stage: Stage) -> Contestant:
    tran = Contestant(stage)
    tran.begin("0900 000 001")
    tran.introduce(TRAN.name, TRAN.birth)
    tran.join_as("Cán bộ, công chức", unit=NOI_VU, typed="noi vu", publish="Công bố họ tên khi đạt giải")
    attempt = tran.start()
    right = right_letters(attempt)
    for pos in range(1, 9):
        tran.answer(pos, right[pos])
        tran.on()
    tran.until_saved(8)
    tran.expects("ERR_INTERNET_DISCONNECTED")
    tran.page.context.set_offline(True)
    for pos in range(9, 13):
        tran.answer(pos, right[pos])
        tran.on()
    tran.until_kept(4)
    tran.page.context.set_offline(False)
    tran.until_saved(12)
    tran.page.reload()
    tran.page.wait_for_selector("body.live")
    tran.until_saved(12)
    for pos in range(13, 21):
        tran.answer(pos, right[pos])
        if pos < 20:
            tran.on()
    code = tran.hand_in()
    tran.sees("Bạn đúng 20/20 câu", TRAN.name)
    checker = Actor(stage)
    checker.go("/tra-cuu/")
    checker.fill("Mã phiếu", code.lower())
    checker.press("Kiểm tra")
    checker.sees("Phiếu có thật", code)
    checker.sees_nothing_of(TRAN.name, "20/20", NOI_VU)
    return tran


def others_are_refused(stage: Stage, author: Author) -> None:
    child = Contestant(stage)
    child.expects("status of 403")
    child.begin("hoc-sinh@vidu.example")
    child.introduce("Nguyễn Văn Học Sinh", date(2010, 3, 1), guardian=("Nguyễn Văn Phụ Huynh", "0900 000 099"))
    child.sees("Bạn chưa đủ tuổi dự thi theo thể lệ.", "Bạn vẫn luyện tập được, không tính điểm.")
    child.follow("Luyện tập")
    child.sees("Luyện tập")
    author.expects("status of 403")
    author.go_contest("dang-ky/")
    author.sees("Người ra đề, thẩm định đề không được dự thi vì đọc được đề thi.")


def others_sit(stage: Stage) -> tuple[Contestant, Contestant]:
    mau = Contestant(stage)
    mau.begin("mau@vidu.example")
    mau.introduce(MAU.name, MAU.birth)
    mau.join_as("Cán bộ, công chức", unit=TRUONG, typed="tieu hoc", publish="Công bố họ tên khi đạt giải")
    attempt = mau.start()
    for pos, letters in right_letters(attempt).items():
        mau.answer(pos, letters)
        if pos < 20:
            mau.on()
    mau.hand_in()
    citizen = Contestant(stage)
    citizen.begin("cong-dan@vidu.example")
    citizen.introduce("Phan Văn Công Dân", date(2001, 9, 5))
    citizen.join_as("Công dân", unit="", publish="Công bố họ tên khi đạt giải")
    attempt = citizen.start()
    citizen.answer(1, wrong_letters(attempt)[1])
    citizen.hand_in()
    citizen.sees("Bạn đúng 0/20 câu")
    return mau, citizen


def the_crowd_sits(now: datetime) -> None:
    """Ten more people by the operations, so that two communes end equal in everything: people, all right, mean time."""
    staff = {unit: [one for one in ROSTER if one.unit == unit] for unit in (NOI_VU, TRUONG, TU_PHAP, MAI_DINH, PHU_LINH)}
    sittings = [Sitting(who, 20, seconds) for who, seconds in zip(staff[MAI_DINH][:3], (300, 360, 420), strict=True)]
    sittings += [Sitting(who, 20, seconds) for who, seconds in zip(staff[PHU_LINH][:3], (310, 350, 420), strict=True)]
    sittings += [Sitting(staff[NOI_VU][1], 20, 120), Sitting(staff[TRUONG][1], 12, 800), Sitting(staff[TU_PHAP][0], 9, 900)]
    take_part(sittings, now + timedelta(hours=1))
    run_periodic()


def run_periodic() -> None:
    """What `hoithi serve` does every few seconds, besides answering."""
    start_jobs()
    for periodic in jobs():
        periodic.job()


def standings_explain_a_place(tran: Contestant) -> None:
    tran.go_contest()
    tran.follow("Xem bảng xếp hạng")
    tran.sees("Xếp hạng tạm thời", f"{TRAN.name} (bạn)", "Vì sao tôi hạng")
    steps = [int(text.split()[0]) for text in tran.page.locator(".why li:not(.sum) b.num").all_inner_texts()]
    place = int(tran.page.locator(".why li.sum b.num").inner_text().split()[1])
    assert sum(steps) + 1 == place
    tran.follow("Xếp hạng tập thể")
    tran.sees(NOI_VU, "Bằng nhau")


def a_coordinator_asks_and_is_answered(stage: Stage, secretary: Secretary) -> None:
    coordinator = Coordinator(stage)
    coordinator.sign_in("dau-moi@vidu.example")
    coordinator.own_unit()
    coordinator.sees(NOI_VU, "Lê Văn Chưa Thi")
    coordinator.follow("Xem 1 người chưa dự thi")
    coordinator.sees("Lê Văn Chưa Thi")
    coordinator.sees_nothing_of(TRAN.name)
    coordinator.own_unit()
    coordinator.report_difficulty("Phòng có một người đang nghỉ thai sản.")
    secretary.desk()
    secretary.follow("Trả lời 1 báo cáo")
    secretary.answer_note("Người nghỉ thai sản được trừ khỏi quân số.")
    coordinator.page.reload()
    coordinator.sees("Ban Tổ chức trả lời", "Người nghỉ thai sản được trừ khỏi quân số.")


def somebody_is_still_sitting(moment: Moment) -> None:
    """Five minutes before the end somebody sits and never hands in; at the end the attempt is finalised by itself."""
    at = moment(2024, 8, 31, 23, 55)
    contest = Contest.objects.get(slug=SLUG)
    attempt = sit_without_handing_in(join(Staff("Trịnh Thị Làm Dở", "", date(1970, 1, 2)), at), 5, at)
    moment(2024, 9, 1, 0, 1)
    run_periodic()
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.correct) == (Attempt.EXPIRED, 5)
    assert attempt.ended_at == contest.parts.get().closes


def a_tie_is_decided_and_prizes_proposed(secretary: Secretary, now: datetime) -> None:
    secretary.desk()
    secretary.sees("Xử lý 2 bên bằng nhau ở hạng 1, Xếp hạng tập thể")
    secretary.place("Giải thưởng")
    secretary.sees(MAI_DINH, PHU_LINH, "Giải nhất tập thể")
    reason = "Phù Linh phát động sớm hơn, Ban Tổ chức nhất trí xếp trước."
    secretary.decide_tie(PHU_LINH, MAI_DINH, reason=reason, on=date(2024, 9, 1))
    secretary.press("Lập danh sách giải dự kiến")
    secretary.sees("Đã lập danh sách 16 giải dự kiến.", "16", "15.350.000")


def the_result_is_sealed_and_published(secretary: Secretary, folder: Path) -> None:
    secretary.seal()
    file = secretary.download("Tệp niêm phong số 1", folder / "niem-phong.json")
    checked = subprocess.run(  # as anybody does at home, in a process that knows nothing of this database
        [sys.executable, "-m", "hoithi.site.cli", "verify", str(file), "--json"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert json.loads(checked.stdout)["ok"] is True
    secretary.publish_results()


def everybody_reads_the_winners(stage: Stage) -> None:
    visitor = Contestant(stage)
    visitor.go("/ket-qua/")
    visitor.follow("Cuộc thi trực tuyến")
    visitor.sees("Công bố ngày 1/9/2024", TRAN.name, MAU.name, PHU_LINH, "Đỗ Văn Mẫu Một")
    visitor.sees_nothing_of("Phan Văn Công Dân", "Trịnh Thị Làm Dở", "Lê Văn Chưa Thi", "Đặng Thị Ra Đề")


def the_log_is_whole(secretary: Secretary) -> None:
    run_periodic()
    secretary.place("Nhật ký")
    secretary.sees("công bố")
    secretary.press("Kiểm tra tính toàn vẹn")
    secretary.sees("Nhật ký nguyên vẹn")
