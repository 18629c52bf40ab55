"""One running contest with somebody at every door, once with Vietnamese and once with plain ASCII data.

In the second every Vietnamese letter on a page comes from the house itself, so a text nobody translated shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from hoithi.contests.models import Contest, ContestUnit, Entrant
from hoithi.contests.operations.entrants import register_entrant
from hoithi.contests.operations.figures import refresh_open_figures
from hoithi.contests.operations.opening import freeze_part
from hoithi.contests.operations.rules_text import draft_rules, publish_rules
from hoithi.contests.operations.standings import refresh_dirty
from hoithi.core import clock
from hoithi.people.models import RosterEntry, User
from hoithi.quiz.models import Attempt, Bank
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.awards import story
from tests.contests import factories as make
from tests.quiz import factories as quiz

SLUG = "hoi-thi-thu"
HOME = f"/cuoc-thi/{SLUG}/"
CONSENTS = [{"key": "photo", "title": "Photographs", "text": "I agree to be photographed.", "required": True}]
ASCII = {
    "title": "Office quiz",
    "short_title": "Office quiz",
    "kind_title": "Quiz",
    "organiser": {"name": "Sample Office"},
    "contact": {"office": "Sample Office", "phone": "0900 000 000"},
    "body": [{"key": "btc", "kind": "organising", "title": "Committee", "seat": [{"title": "Chair", "agency": "A"}]}],
}
TITLES = {"can-bo": "Staff", "cong-dan": "Citizens", "ca-nhan": "Persons", "tap-the": "Units", "trac-nghiem": "Quiz"}
TERMS = {"correct": "Correct", "elapsed_ms": "Time", "submitted": "Submitted", "participants": "Entrants"}


@dataclass
class Stage:
    """Cookies of people: a contestant in the middle of an attempt, and somebody who is about to register."""

    contest: Contest
    contestant: str
    newcomer: str
    attempt: Attempt
    receipt: str

    def pages(self) -> list[tuple[str, str, str]]:
        """(name, path, session cookie) of what everybody sees."""
        quiz_page = f"{HOME}trac-nghiem/"
        visitor = [
            ("home", "/"),
            ("contest", HOME),
            ("plan", f"{HOME}ke-hoach/"),
            ("rules", f"{HOME}the-le/"),
            ("contact", f"{HOME}dang-ky/"),
            ("persons", f"{HOME}xep-hang/ca-nhan/"),
            ("results", "/ket-qua/"),
            ("look up", "/tra-cuu/"),
            ("practice", f"{quiz_page}luyen-tap/?bo=1"),
            ("sign in", "/dang-nhap/"),
            ("privacy", "/du-lieu-ca-nhan/"),
            ("accessibility", "/tro-nang/"),
        ]
        signed_in = [
            ("own contest", HOME),
            ("own place", f"{HOME}xep-hang/ca-nhan/"),
            ("units", f"{HOME}xep-hang/tap-the/"),
            ("own unit", f"{HOME}xep-hang/tap-the/don-vi-cua-toi/"),
            ("correct", f"{HOME}dang-ky/sua/"),
            ("start", f"{quiz_page}vao-thi/"),
            ("sitting", f"/bai-thi/{self.attempt.code}/"),
            ("receipt", self.receipt),
            ("account", "/tai-khoan/"),
            ("data", "/tai-khoan/du-lieu/"),
        ]
        steps = [(f"register {step}", f"{HOME}dang-ky/?buoc={step}") for step in ("doi-tuong", "don-vi", "kiem-tra")]
        return (
            [(name, path, "") for name, path in visitor]
            + [(name, path, self.contestant) for name, path in signed_in]
            + [(name, path, self.newcomer) for name, path in steps]
        )


DESK = {
    "secretary": [
        *(
            f"{HOME}dieu-hanh/{page}"
            for page in ("", "phan-thi/trac-nghiem/", "the-le/", "ban-to/", "don-vi/", "don-vi/chot/", "bao-cao/")
        ),
        *(f"{HOME}dieu-hanh/{page}" for page in ("hoi-dap/", "de-nghi-sua/", "giai-thuong/", "ke-hoach/")),
        *(f"{HOME}dieu-hanh/giai-thuong/{page}/" for page in ("quyet-dinh", "trao-giai", "chi-thuong", "diem-don-vi")),
        *(f"{HOME}dieu-hanh/{page}/" for page in ("giai-thuong/viec-kem-theo", "kinh-phi")),
        f"{HOME}nhat-ky/",
    ],
    "author": [f"{HOME}ngan-hang/", f"{HOME}ngan-hang/do-phu/", f"{HOME}ngan-hang/soan/", f"{HOME}ngan-hang/nhap/"],
    "reviewer": [f"{HOME}ngan-hang/tham-dinh/", f"{HOME}on-tap/"],
    "coordinator": ["/dieu-hanh/", f"{HOME}don-vi/"],
    "operator": [f"{HOME}van-hanh/"],
    "administrator": ["/quan-tri/", "/quan-tri/don-vi/", "/quan-tri/danh-sach/", "/quan-tri/yeu-cau-du-lieu/"],
}
"""Pages of the console by who sees them."""


def set_stage(*, ascii_only: bool = False) -> Stage:
    """Three people of two units have sat, one of them sits again; the clock of the process stands at `make.NOW`."""
    clock.set_offset(make.NOW - datetime.now(UTC))
    contest, units = _contest(ascii_only)
    words = ("Minh Anh", "Binh Nam", "An Khang") if ascii_only else ("Trần Thị Ví Dụ", "Lê Văn Thử", "Phạm Thị Mẫu")
    entrants = [_entrant(contest, name, unit) for name, unit in zip(words, (units[0], units[0], units[1]), strict=True)]
    for place, (entrant, _user) in enumerate(entrants):
        story.sit(entrant, right=5 - place, seconds=300, at=make.NOW - timedelta(hours=2))
    refresh_dirty(make.NOW)
    refresh_open_figures(make.NOW)
    entrant, sitter = entrants[0]
    first = Attempt.objects.get(entrant=entrant)
    attempt = start_attempt(entrant, contest.parts.get(), now=make.NOW)
    client = _client(_member("Newcomer" if ascii_only else "Đỗ Thị Mới", units[0]))
    for answer in ({"group": "can-bo"}, {"unit": str(units[0].pk)}, {"consent_0": "on"}):
        assert client.post(f"{HOME}dang-ky/", answer).status_code == 302
    return Stage(contest, _cookie(_client(sitter)), _cookie(client), attempt, f"/phieu/{first.code}/")


def _contest(ascii_only: bool) -> tuple[Contest, list[ContestUnit]]:
    data = make.definition(consent=CONSENTS)
    contest = make.contest(**(_in_ascii(data) if ascii_only else data))
    units = make.units(contest, *(("Unit A", "Unit B") if ascii_only else ("Phòng Một", "Phòng Hai")))
    for key, sealed, title in (("de-thi", True, "Paper"), ("on-tap", False, "Study")):
        bank = Bank.objects.create(contest=contest, key=key, title=title, sealed=sealed)
        for number in range(8):
            _question(bank, f"{key[0].upper()}{number}")
    publish_rules(draft_rules(contest, title="Rules", body="## One\n\n- Two", now=make.BEFORE), now=make.BEFORE)
    freeze_part(contest.parts.get(), now=make.BEFORE)
    return contest, units


def _in_ascii(data: dict[str, Any]) -> dict[str, Any]:
    for table in ("group", "part", "standing", "prize"):
        for item in data[table]:
            item["title"] = TITLES.get(item["key"], item["key"])
            for term in item.get("terms", ()):
                term["title"] = TERMS.get(term["key"], term["key"])
    return data | ASCII


def _question(bank: Bank, code: str) -> None:
    version = quiz.question(bank, code)
    version.text, version.explanation, version.citation = f"Question {code}?", "Because.", "Decree 1"
    version.options = [option | {"text": f"Option {option['id']}"} for option in version.options]
    version.save()


def _member(name: str, unit: ContestUnit) -> User:
    user = make.user(name)
    RosterEntry(
        unit=unit.unit,
        staff_code=f"CB{user.pk}",
        full_name=name,
        birth_date=date(1990, 1, 1),
        valid_from=date(2024, 1, 1),
    ).save()
    return user


def _entrant(contest: Contest, name: str, unit: ContestUnit) -> tuple[Entrant, User]:
    user = _member(name, unit)
    assert user.person is not None
    group = contest.groups.get(key="can-bo")
    return register_entrant(contest, user.person, group=group, unit=unit, now=make.NOW), user


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _cookie(client: Client) -> str:
    return client.cookies["sessionid"].value
