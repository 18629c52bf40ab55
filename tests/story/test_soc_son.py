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
from hoithi.core.periodic import jobs
from hoithi.quiz.models import Attempt
from hoithi.site.cli.worker import start_jobs
from tests.story.actors import SLUG, Actor, Stage
from tests.story.contestant import Contestant
from tests.story.crowd import Sitting, join, right_letters, sit_without_handing_in, take_part, wrong_letters
from tests.story.office import Author, Coordinator, Secretary
from tests.story.preparing import (
    a_bank_is_reviewed,
    a_bank_is_written,
    a_contest_from_its_plan,
    appoint_by_invitation,
    command,
    people_come_in_by_excel,
    the_part_is_frozen,
)
from tests.story.tables import MAI_DINH, MAU, NOI_VU, PHU_LINH, ROSTER, TRAN, TRUONG, TU_PHAP, Staff

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Moment = Callable[..., datetime]


def test_from_the_plan_to_the_winners(stage: Stage, moment: Moment, tmp_path: Path) -> None:
    moment(2024, 5, 10, 8)
    secretary = a_contest_from_its_plan(stage)
    people_come_in_by_excel(secretary)
    appoint_by_invitation(secretary)
    author, reviewer = a_bank_is_written(stage)
    a_bank_is_reviewed(author, reviewer)
    the_part_is_frozen(secretary, stage)
    now = moment(2024, 6, 1, 8)
    tran = somebody_sits_on_a_phone_with_a_network_cut(stage)
    others_are_refused(stage, author)
    others_sit(stage)
    the_crowd_sits(now)
    standings_explain_a_place(tran)
    a_coordinator_asks_and_is_answered(stage, secretary)
    somebody_is_still_sitting(moment)
    a_tie_is_decided_and_prizes_proposed(secretary, moment(2024, 9, 1, 0, 5))
    the_result_is_sealed_and_published(secretary, tmp_path)
    everybody_reads_the_winners(stage)
    the_log_is_whole(secretary)


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


def others_sit(stage: Stage) -> None:
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


def the_crowd_sits(now: datetime) -> None:
    """Ten more people by the operations, so that two communes end equal in everything: people, all right, mean time."""
    staff = {
        unit: [one for one in ROSTER if one.unit == unit] for unit in (NOI_VU, TRUONG, TU_PHAP, MAI_DINH, PHU_LINH)
    }
    sittings = [Sitting(who, 20, seconds) for who, seconds in zip(staff[MAI_DINH][:3], (300, 360, 420), strict=True)]
    sittings += [Sitting(who, 20, seconds) for who, seconds in zip(staff[PHU_LINH][:3], (310, 350, 420), strict=True)]
    sittings += [
        Sitting(staff[NOI_VU][1], 20, 120),
        Sitting(staff[TRUONG][1], 12, 800),
        Sitting(staff[TU_PHAP][0], 9, 900),
    ]
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
        [sys.executable, "-m", "hoithi.site.cli", "verify", str(file), "--json"],
        capture_output=True,
        text=True,
        check=False,
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
    """The secretary reads who did what; the chain holds on the page and for the command."""
    run_periodic()
    secretary.place("Nhật ký")
    secretary.sees(
        "công bố kết quả",
        "niêm phong kết quả",
        "lập danh sách 16 giải dự kiến",
        "quyết định thứ hạng bằng nhau ở Xếp hạng tập thể, hạng 1",
        "hệ thống hết giờ bài thi",
        "nộp bài thi",
    )
    secretary.follow("Cũ hơn")
    secretary.sees("chốt phần thi", "ban hành thể lệ", "duyệt câu")
    secretary.sees_nothing_of("Phan Văn Công Dân", MAU.name)
    secretary.press("Kiểm tra tính toàn vẹn")
    secretary.sees("Nhật ký nguyên vẹn")
    assert json.loads(command("audit", "verify", "--json"))["ok"] is True
