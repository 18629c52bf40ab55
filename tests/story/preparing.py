"""The months before the opening: a plan, its people, a bank of questions, the rules, the freeze."""

from __future__ import annotations

from click.testing import CliRunner

from hoithi.contests.models import Contest
from hoithi.plans.demo import PLANS
from hoithi.site.cli import cli
from tests.story import tables
from tests.story.actors import SLUG, Actor, Stage
from tests.story.office import Author, Reviewer, Secretary
from tests.story.tables import NOI_VU, ROSTER


def command(*args: str) -> str:
    """`hoithi …` as an operator types it, in this process: another one would not see the test's database and clock."""
    done = CliRunner().invoke(cli, args, standalone_mode=False)
    assert done.exception is None, done.exception
    assert not done.return_value, done.output
    return done.output


def a_contest_from_its_plan(stage: Stage) -> Secretary:
    command("plan", "apply", str(PLANS / f"{SLUG}.toml"))
    command("account", "add", "--name", "Lê Thị Ví Dụ", "--contact", "thu-ky@vidu.example")
    command("seat", SLUG, "secretariat", "--contact", "thu-ky@vidu.example")
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
    author.sees("Câu lỗi 2", "Chỗ cần sửa trong tệp")
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
