"""The contest of films from its signed plan to the proposed prizes, by the buttons people press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.core import mail

from hoithi.awards.models import Award
from hoithi.contests.models import Contest, Entry
from hoithi.core import clock
from hoithi.core.periodic import jobs
from hoithi.entries.models import Work, WorkFile
from hoithi.files.store import store
from hoithi.people.operations.outbox import send_due
from hoithi.plans.demo import PLANS
from hoithi.plans.samples import load_units, sample_rows
from hoithi.site.cli.worker import start_jobs
from tests.story.actors import Actor, Stage
from tests.story.preparing import command
from tests.story.works import Juror, Office, Sender, clip, files_are_looked_into

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Moment = Callable[..., datetime]
Someone = TypeVar("Someone", bound=Actor)
SLUG = "vinh-linh-2024"
HO_XA, BEN_QUAN, CUA_TUNG = "UBND thị trấn Hồ Xá", "UBND thị trấn Bến Quan", "UBND thị trấn Cửa Tùng"
FIRST, SECOND, THIRD = "Một cửa về làng", "Ký số ở Bến Quan", "Hồ sơ không giấy ở cảng cá"
SHORT, ONE_TOO_MANY = "Phóng sự quay vội", "Chuyện thứ ba"


@dataclass
class Cast:
    """Everybody with a browser of their own."""

    office: Office
    ho_xa: Sender
    ben_quan: Sender
    cua_tung: Sender
    jurors: list[Juror]


@pytest.fixture
def huyen(stage: Stage, tmp_path: Path, settings: Any) -> Iterator[Stage]:
    """The stage of this contest, with a store of its own."""
    settings.FILES_STORE = {"backend": "local", "folder": str(tmp_path / "kho")}
    store.cache_clear()
    yield replace(stage, slug=SLUG)
    store.cache_clear()


def test_from_the_plan_to_the_proposed_prizes(huyen: Stage, moment: Moment, tmp_path: Path) -> None:
    moment(2024, 6, 3, 8)
    people = a_contest_with_its_people(huyen)
    moment(2024, 6, 20, 8)
    a_work_is_handed_in(people, clip(tmp_path, 1, sound="tone"))
    moment(2024, 6, 21, 8)
    others_hand_in(people, tmp_path)
    a_third_is_refused(people)
    moment(2024, 6, 26, 8)
    works_are_moderated(people)
    everybody_sees_them(huyen)
    moment(2024, 8, 16, 8)
    the_fanpage_is_counted(people)
    moment(2024, 9, 10, 8)
    the_jury_marks(people)
    moment(2024, 10, 2, 8)
    prizes_are_proposed(people)


def run_periodic() -> None:
    """What `hoithi serve` does every few seconds, besides answering; files in this thread."""
    files_are_looked_into()
    start_jobs()
    for periodic in jobs():
        periodic.job()


def a_contest_with_its_people(stage: Stage) -> Cast:
    command("plan", "apply", str(PLANS / f"{SLUG}.toml"))
    contest = Contest.objects.get(slug=SLUG)
    load_units(contest, sample_rows(contest.plan.units.sample), now=clock.now())
    command("account", "add", "--name", "Lê Thị Thư Ký", "--contact", "thu-ky@vidu.example")
    command("seat", SLUG, "secretariat", "--contact", "thu-ky@vidu.example")
    office = Office(stage)
    office.sign_in("thu-ky@vidu.example")
    office.desk()
    office.publish_rules("## Nộp tác phẩm\n\nMỗi đơn vị nộp tối đa hai tác phẩm.")
    office.appoint("ban-to-chuc", "Lê Thị Thư Ký", "thu-ky@vidu.example")  # approves works, as the plan says
    for n, unit in enumerate((HO_XA, BEN_QUAN, CUA_TUNG), 1):
        office.invite("coordinators", f"Ngô Văn Đầu Mối {n}", f"dau-moi-{n}@vidu.example", unit=unit)
    for n in (1, 2):
        office.invite("ban-giam-khao", f"Đỗ Thị Giám Khảo {n}", f"giam-khao-{n}@vidu.example")
    office.place("Việc cần làm")
    office.follow("Chốt thi video clip, phóng sự")
    office.press("Chốt phần thi")
    office.sees("Cam kết đã công khai")
    senders = [signed_in(Sender(stage), f"dau-moi-{n}@vidu.example") for n in (1, 2, 3)]
    return Cast(office, *senders, [signed_in(Juror(stage), f"giam-khao-{n}@vidu.example") for n in (1, 2)])


def signed_in(actor: Someone, contact: str) -> Someone:
    actor.sign_in(contact)
    return actor


def a_work_is_handed_in(people: Cast, film: Path) -> None:
    """A draft, the upload through the page's own client, the check, the receipt on the page and by mail."""
    sender = people.ho_xa
    code = sender.write(FIRST, "Trần Thị Làm Phim")
    sender.send(film)
    files_are_looked_into()
    sender.sees("Tệp đạt quy cách")  # the page found out by itself
    sender.page.reload()
    sender.agree_and_hand_in()
    stored = Work.objects.get(entry__code=code).files.get(role=WorkFile.ORIGINAL).file
    assert stored.size == film.stat().st_size
    sender.sees("Biên nhận tác phẩm", FIRST, HO_XA, stored.sha256)
    number = sender.page.inner_text(".slip .code").strip()
    letter = letters_to("dau-moi-1@vidu.example")[-1]
    assert number in letter.subject
    assert stored.sha256 in letter.body
    checker = Actor(sender.stage)
    checker.go(f"/bien-nhan/{code}/")
    checker.sees("Biên nhận có thật")
    checker.sees_nothing_of(FIRST, HO_XA)
    files_are_looked_into()
    assert Entry.objects.get(code=code).state == "checking"


def letters_to(address: str) -> list[Any]:
    """What is due is sent, and came to this address."""
    send_due(clock.now())
    return [one for one in mail.outbox if one.to == [address]]


def others_hand_in(people: Cast, folder: Path) -> None:
    """A second unit sends two, one of them too short, and has a third draft; a third unit sends one."""
    people.ben_quan.write(ONE_TOO_MANY, "Phạm Văn Tác Giả")
    for sender, title, seed, seconds in (
        (people.ben_quan, SECOND, 2, 300),
        (people.ben_quan, SHORT, 3, 240),
        (people.cua_tung, THIRD, 4, 300),
    ):
        sender.write(title, f"Phạm Văn Tác Giả {seed}")
        sender.send(clip(folder, seed, seconds))
        sender.agree_and_hand_in()
    files_are_looked_into()
    people.ben_quan.my_works()
    people.ben_quan.follow(SHORT)
    people.ben_quan.sees("Tạm giữ", "4:00,000", "≥ 5:00,000")


def a_third_is_refused(people: Cast) -> None:
    """The page offers no third one, and the draft of one is not taken."""
    sender = people.ben_quan
    sender.my_works()
    sender.sees("Đã nộp đủ số tác phẩm.")
    assert not sender.page.get_by_role("link", name="Tác phẩm mới").count()
    sender.follow(ONE_TOO_MANY)
    sender.expects("status of 409", "status of 422", "status of 400")
    sender.agree_and_hand_in()
    sender.sees("Bạn đã nộp đủ 2 tác phẩm theo thể lệ nên không nộp thêm được.")
    assert Entry.objects.get(title=ONE_TOO_MANY).state == "draft"


def works_are_moderated(people: Cast) -> None:
    """Play, go through the list of the rules, accept; refuse with a reason; the owners are written to."""
    office = people.office
    office.queue()
    office.sees("Duyệt tác phẩm", "Chờ duyệt (4)")
    a_question_is_answered(people)
    for title in (FIRST, SECOND, THIRD):
        office.look_at(title)
        office.watch()
        office.tick_everything()
        office.hand_over("Duyệt, sang tác phẩm tiếp")
        office.sees("Đã duyệt tác phẩm")
    office.look_at(SHORT)
    office.sees("4:00,000")
    office.reason("Phim dài 4 phút, ngắn hơn 5 phút.")
    office.hand_over("Không duyệt")
    assert "Phim dài 4 phút, ngắn hơn 5 phút." in letters_to("dau-moi-2@vidu.example")[-1].body
    assert "được chấp nhận" in letters_to("dau-moi-1@vidu.example")[-1].subject
    office.queue("?loc=da-duyet")
    office.follow("Đăng 3 tác phẩm đã duyệt…")
    office.press("Đăng 3 tác phẩm")
    office.sees("Đã đăng 3 tác phẩm.")


def a_question_is_answered(people: Cast) -> None:
    """The owner gets it by mail, answers on the page of the work, and the queue says so."""
    office, owner = people.office, people.cua_tung
    office.look_at(THIRD)
    office.reason("Nhạc nền trong phim của ai?")
    office.hand_over("Hỏi người nộp")
    assert "Nhạc nền trong phim của ai?" in letters_to("dau-moi-3@vidu.example")[-1].body
    owner.my_works()
    owner.follow(THIRD)
    owner.fill("Câu trả lời của bạn", "Đoàn xã tự hát và ghi âm.")
    owner.hand_over("Gửi câu trả lời")
    owner.sees("Đã gửi câu trả lời cho Ban Tổ chức.")
    office.queue()
    office.sees("Người nộp đã trả lời")
    office.look_at(THIRD)
    office.sees("Đoàn xã tự hát và ghi âm.")


def everybody_sees_them(stage: Stage) -> None:
    """Somebody without an account, on a phone: the gallery, the search without diacritics, a film that plays."""
    visitor = Actor(stage, 360)
    visitor.go_contest("video/tac-pham/")
    visitor.sees(FIRST, SECOND, THIRD)
    visitor.sees_nothing_of(SHORT, ONE_TOO_MANY, "0912")
    visitor.go_contest("video/tac-pham/?q=ky so o ben quan")
    visitor.sees(SECOND)
    visitor.sees_nothing_of(FIRST)
    visitor.follow(SECOND)
    visitor.sees(SECOND, BEN_QUAN)
    visitor.page.wait_for_function("() => document.querySelector('video').readyState >= 1")


def the_fanpage_is_counted(people: Cast) -> None:
    """The figures of the outside page as of a moment, signed, with a screenshot: they decide the prize of the vote."""
    office = people.office
    likes = {work.number: n for work, n in zip(published(FIRST, SECOND, THIRD), (40, 75, 120), strict=True)}
    office.enter_fanpage(likes, date(2024, 8, 15), "17:30")
    office.sees("Đã ghi số liệu lần 1.", "17:30 ngày 15/8/2024", "120")
    run_periodic()


def published(*titles: str) -> list[Work]:
    return [Work.objects.get(entry__title=title, entry__state="published") for title in titles]


def the_jury_marks(people: Cast) -> None:
    office = people.office
    office.set_rubric([("Nội dung", 70), ("Trình bày", 30)], reason="Điều 5 Thể lệ")
    office.go_contest("dieu-hanh/cham/video/")
    office.press("Phân công")
    office.sees("Đã phân công: giao 6 phiếu")
    one, two = people.jurors
    one.mark({FIRST: (65, 28), SECOND: (60, 20), THIRD: (50, 20)})
    two.mark({FIRST: (66, 27), SECOND: (58, 22), THIRD: (52, 18)})
    office.follow("Kết thúc chấm")
    office.press("Kết thúc chấm")
    office.sees("Đã kết thúc chấm.")


def prizes_are_proposed(people: Cast) -> None:
    run_periodic()
    office = people.office
    office.place("Giải thưởng")
    office.press("Lập danh sách giải dự kiến")
    office.sees("Đã lập danh sách 4 giải dự kiến.", FIRST, SECOND, THIRD)
    found = {award.prize.key: Entry.objects.get(pk=award.subject_id).title for award in Award.objects.all()}
    assert found == {"nhat": FIRST, "nhi": SECOND, "ba": THIRD, "binh-chon": THIRD}
