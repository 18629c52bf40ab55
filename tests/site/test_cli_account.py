"""`hoithi account`, `hoithi seat`: the first people of a fresh installation."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Contest, Seat
from hoithi.contests.queries.roles import roles_of
from hoithi.core import clock
from hoithi.people.models import Person, User
from hoithi.site.cli import cli
from hoithi.site.cli._support import run
from tests.console import hoithi
from tests.contests import factories as make

AN = ("--name", "Nguyễn Văn An", "--contact", "an@vidu.example")
PLAN = Path(__file__).resolve().parents[2] / "plans" / "soc-son-2024.toml"
PASSWORD = "Một câu thật dài 2026"


def call(*args: str) -> int:
    return run(cli, list(args))


def office() -> tuple[Contest, Person]:
    """A contest, and somebody with the account an@vidu.example."""
    contest = make.contest()
    person = make.person()
    User.objects.create_user("an@vidu.example", person=person)
    return contest, person


def test_a_fresh_installation_gets_its_first_people(tmp_path: Path) -> None:
    """As an operator does it, in processes of their own: nothing is prepared but the database."""

    def does(*args: object) -> str:
        done = hoithi(*args, HOITHI_VAR=tmp_path)
        assert done.returncode == 0, (args, done.stdout, done.stderr)
        return done.stdout

    does("migrate")
    assert "hoithi account add --administrator" in does("account", "list", "--administrators")
    opened = does("account", "add", *AN, "--administrator")
    assert opened.startswith("Đã mở tài khoản cho quản trị viên Nguyễn Văn An (an@vidu.example).\n→ Đăng nhập tại")
    assert does("account", "list", "--administrators") == "Nguyễn Văn An · an@vidu.example\n"
    does("plan", "apply", PLAN)
    does("account", "add", "--name", "Lê Thị Ví Dụ", "--contact", "0912 345 678")
    seated = does("seat", PLAN.stem, "secretariat", "--contact", "+84912345678")
    assert "Đã cử Lê Thị Ví Dụ vào" in seated
    assert "/dieu-hanh/" in seated
    assert "từ trước" in does("seat", PLAN.stem, "secretariat", "--contact", "0912345678")
    assert json.loads(does("audit", "verify", "--json"))["ok"] is True


@pytest.mark.django_db
def test_opening_is_written_as_done_at_the_console(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("account", "add", *AN, "--administrator", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    user = User.objects.get()
    assert (said["account"], said["administrator"], said["has_password"]) == (user.pk, True, False)
    assert user.is_staff
    assert not user.is_superuser
    assert not user.has_usable_password()
    events = AuditEvent.objects.order_by("pk")
    assert {(one.actor_id, one.actor_label) for one in events} == {(None, "dòng lệnh")}
    opened = events.get(action="people:account:open")
    assert (opened.target, opened.data) == (f"user:{user.pk}", {"administrator": True})


@pytest.mark.django_db
def test_a_password_comes_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed, code in (("", 1), ("123", 1), (f"{PASSWORD}\nrest\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert call("account", "add", *AN, "--password-stdin") == code
        assert User.objects.exists() is (code == 0)  # a weak password opens nothing
        assert PASSWORD not in "".join(capsys.readouterr())
    assert User.objects.get().check_password(PASSWORD)
    assert {one.actor_label for one in AuditEvent.objects.all()} == {"dòng lệnh"}


@pytest.mark.django_db
def test_a_contact_has_one_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("account", "add", "--name", "Nguyễn Văn An", "--contact", "0912345678") == 0
    capsys.readouterr()
    again = ("account", "add", "--name", "Người Khác", "--contact", "+84 912 345 678")
    assert call(*again) == 1
    assert capsys.readouterr().err.startswith("0912 345 678 đã có tài khoản (Nguyễn Văn An). Không cần mở nữa")
    assert call(*again, "--administrator") == 1
    assert "Quyền quản trị chỉ được giao khi mở tài khoản" in capsys.readouterr().err
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_wrong_accounts_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("account", "add", "--name", "An") == 2
    assert call("account", "list") == 2
    assert "--administrators" in capsys.readouterr().err
    assert call("account", "add", "--name", "Lê An", "--contact", "12") == 1
    assert "chưa phải là số điện thoại" in capsys.readouterr().err
    assert call("account", "add", "--name", "1", "--contact", "an@vidu.example", "--json") == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_seat_gives_its_role_once(capsys: pytest.CaptureFixture[str]) -> None:
    contest, person = office()
    body = contest.bodies.get(kind="secretariat")
    for name, changed in ((body.key, True), (body.kind, False)):
        assert call("seat", contest.slug, name, "--contact", "an@vidu.example", "--json") == 0
        said = json.loads(capsys.readouterr().out)
        assert (said["body"], said["kind"], said["changed"]) == (body.key, "secretariat", changed)
    assert Seat.objects.filter(person=person).count() == 1
    assert "secretary" in roles_of(person.user, contest, clock.now())
    event = AuditEvent.objects.get(action="contests:seat:appointed")
    assert (event.contest_key, event.actor_id, event.actor_label) == (contest.slug, None, "dòng lệnh")


@pytest.mark.django_db
def test_a_title_of_the_plan_takes_its_empty_seat() -> None:
    contest, person = office()
    body = contest.bodies.get(kind="secretariat")
    empty = body.seats.create(position=0, title="Tổ trưởng", from_plan=True)
    assert call("seat", contest.slug, body.key, "--contact", "an@vidu.example", "--title", "Tổ trưởng") == 0
    empty.refresh_from_db()
    assert empty.person == person


@pytest.mark.django_db
def test_a_coordinator_needs_a_unit(capsys: pytest.CaptureFixture[str]) -> None:
    contest, _person = office()
    unit = make.units(contest, "Phòng Nội vụ")[0]
    unit.code = "NV"
    unit.save()
    seat = ("seat", contest.slug, "coordinators", "--contact", "an@vidu.example")
    assert call(*seat) == 1
    assert call(*seat, "--unit", "khac") == 1
    assert call("seat", contest.slug, "secretariat", "--contact", "an@vidu.example", "--unit", "NV") == 1
    assert capsys.readouterr().err.count("--unit: ") == 3
    assert not Seat.objects.filter(person__isnull=False).exists()
    assert call(*seat, "--unit", "NV") == 0
    assert Seat.objects.get(person__isnull=False).contest_unit == unit


@pytest.mark.django_db
def test_wrong_seats_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    contest, _person = office()
    contact = ("--contact", "an@vidu.example")
    assert call("seat", contest.slug, "khong-co", *contact) == 1
    said = capsys.readouterr().err
    assert said.startswith("Cuộc thi không có ban, tổ “khong-co”; có:\n")
    for body in contest.bodies.all():
        assert f"{body.key}: {body.title} ({body.kind})\n" in said
    assert call("seat", "khong-co", "secretariat", *contact) == 1
    assert "hoithi plan apply" in capsys.readouterr().err
    assert call("seat", contest.slug, "secretariat", "--contact", "la@vidu.example") == 1
    assert "hoithi account add" in capsys.readouterr().err
    assert call("seat", contest.slug, "secretariat", *contact, "--title", "x" * 201) == 1
    assert call("seat", contest.slug, "secretariat") == 2
    User.objects.create_user(email="khong-ten@vidu.example")
    assert call("seat", contest.slug, "secretariat", "--contact", "khong-ten@vidu.example") == 1
    assert not Seat.objects.filter(person__isnull=False).exists()


@pytest.mark.django_db
def test_two_bodies_of_a_kind_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    contest, _person = office()
    contest.bodies.create(key="ban-2", kind="organising", title="Ban Tổ chức cụm 2", position=90)
    assert call("seat", contest.slug, "organising", "--contact", "an@vidu.example") == 1
    assert "hãy chọn một" in capsys.readouterr().err
    assert call("seat", contest.slug, "ban-2", "--contact", "an@vidu.example") == 0
