from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from hoithi.contests.models import Contest, ContestUnit, Entrant, Standing, StandingRow
from hoithi.contests.operations.entrants import register_entrant
from hoithi.contests.operations.figures import refresh_figures
from hoithi.contests.operations.standings import decide_tie, refresh_standing
from hoithi.contests.queries import pages_board as boards
from hoithi.contests.queries.standings import numbered, page, rows_in_order
from hoithi.contests.rules.rank_key import rank_key
from hoithi.people.models import User
from tests.awards import story
from tests.contests import factories as make

pytestmark = pytest.mark.django_db
BASE = "/cuoc-thi/hoi-thi-thu/xep-hang/"
PLACE_TWO = re.compile(r'hạng (<b>)?2\b|class="place">2<')


def text(response) -> str:
    return " ".join(response.content.decode().split())


def board(client, rest: str = "ca-nhan/") -> str:
    response = client.get(BASE + rest)
    assert response.status_code == 200
    return text(response)


def entrant(contest: Contest, name: str, birth: date = date(1990, 1, 1)) -> tuple[User, Entrant]:
    user = make.user(name, birth)
    found = register_entrant(
        contest, user.person, group=contest.groups.get(key="cong-dan"), unit=None, now=make.NOW, by=user
    )
    return user, found


@pytest.fixture
def running(at) -> Contest:
    at(make.NOW)
    return story.contest_with_units("Phòng Một", "Phòng Hai", "Phòng Ba")[0]


def changed(contest: Contest, key: str, **spec) -> Standing:
    standing = contest.standings.get(key=key)
    standing.content = standing.content | spec
    standing.save()
    return standing


def test_the_first_tab_opens(client, running):
    assert client.get(BASE).url == BASE + "ca-nhan/"


def test_nobody_yet(client, running):
    assert "Chưa có ai được xếp hạng" in board(client)
    assert "Chưa có đơn vị nào được xếp hạng" in board(client, "tap-the/")


def test_only_prize_places_are_named_and_ones_own_row(client, running):
    for number in range(5):
        story.sit(story.join(running, f"Người {number}"), right=5, seconds=60 + number)
    user, mine = entrant(running, "Chính Tôi")
    story.sit(mine, right=1, seconds=60)
    shown = board(client)
    assert "6 người, vạch vàng là hạng đang có giải" in shown
    assert [name for name in ("Người 0", "Người 1", "Người 2", "Người 3", "Chính Tôi") if name in shown] == [
        "Người 0",
        "Người 1",
        "Người 2",
    ]
    client.force_login(user)
    shown = board(client)
    assert "Chính Tôi (bạn)" in shown
    assert "<b>1/5</b>" in shown


def test_why_is_arithmetic_without_names(client, running):
    refreshed = [story.join(running, f"Người {name}") for name in "ABCD"]
    story.sit(refreshed[0], right=5, seconds=100)
    story.sit(refreshed[1], right=5, seconds=100)
    story.sit(refreshed[2], right=3, seconds=50)
    story.sit(refreshed[3], right=2, seconds=50)
    user, mine = entrant(running, "Chính Tôi")
    story.sit(mine, right=3, seconds=90)
    refresh_figures(running.parts.select_related("contest").get(), now=make.NOW)
    client.force_login(user)
    shown = board(client)
    assert "Vì sao tôi hạng 4?" in shown
    assert "2 + 1 + 0 người xếp trên bạn" in shown
    assert "Bạn: 3 câu. Người ngay trên bạn: 5 câu. Còn 1 người bằng bạn." in shown
    assert "Bạn: 1:30,000. Người ngay trên bạn: 0:50,000." in shown
    assert "Không cần xét đến bậc này." in shown
    assert "Người D" not in shown
    assert "bạn ở 3 câu" in shown
    assert "Số câu đúng của 5 người" in shown


def test_a_minor_and_a_withdrawn_name_are_not_published(client, running):
    _user, child = entrant(running, "Em Bé Mẫu", date(2008, 1, 1))
    story.sit(child, right=5, seconds=60)
    shown = board(client)
    assert "Em Bé Mẫu" not in shown
    assert "Không công bố tên" in shown
    client.force_login(_user)
    assert "Em Bé Mẫu (bạn)" in board(client)


def test_hors_concours_keep_their_place_without_a_name(client, running):
    _user, first = entrant(running, "Thành Viên Tổ")
    story.sit(first, right=5, seconds=60)
    StandingRow.objects.filter(subject_id=first.pk).update(prize_ok=False)
    story.sit(story.join(running, "Người Nhì"), right=4, seconds=60)
    shown = board(client)
    assert "Thành Viên Tổ" not in shown
    assert "dự thi không xét giải" in shown
    assert "Người Nhì" in shown


@pytest.mark.parametrize(
    ("show", "when", "seen"),
    [
        ("live", make.NOW, True),
        ("after_close", make.NOW, False),
        ("after_close", make.AFTER, True),
        ("hidden", make.AFTER, False),
    ],
)
def test_when_a_standing_may_be_seen(client, running, at, show, when, seen):
    changed(running, "ca-nhan", show=show)
    story.sit(story.join(running, "Người Nhất"), right=5, seconds=60)
    at(when)
    shown = board(client)
    assert ("Người Nhất" in shown) is seen
    assert ("Theo thể lệ, bảng này chỉ hiện" in shown) is not seen
    assert client.get(BASE).url == BASE + ("ca-nhan/" if seen else "tap-the/")


@pytest.mark.parametrize(
    ("show", "when", "told"),
    [
        ("live", make.NOW, True),
        ("after_close", make.NOW, False),
        ("after_close", make.AFTER, True),
        ("hidden", make.AFTER, False),
    ],
)
def test_ones_own_place_is_told_no_sooner_than_the_standing(client, running, at, show, when, told):
    changed(running, "ca-nhan", show=show)
    story.sit(story.join(running, "Người Nhất"), right=5, seconds=60)
    user, mine = entrant(running, "Chính Tôi")
    story.sit(mine, right=3, seconds=60)
    client.force_login(user)
    at(when)
    receipt = f"/phieu/{mine.attempts.get().code}/"
    shown = [board(client), board(client, "ca-nhan/?trang=toi")]
    beside = [text(client.get(address)) for address in (running.get_absolute_url(), receipt)]
    assert [bool(PLACE_TWO.search(page)) for page in shown] == [told] * 2
    assert told or not any(PLACE_TWO.search(page) for page in beside)
    assert ("Vì sao tôi hạng 2?" in shown[0]) is told


@pytest.mark.parametrize("role", make.ROLES)
def test_only_the_committee_looks_behind_the_curtain(client, running, role):
    changed(running, "ca-nhan", show="hidden")
    story.sit(story.join(running, "Người Nhất"), right=5, seconds=60)
    holder = make.holder_of(role, running, running.units.first())
    if holder is not None:
        client.force_login(holder)
    assert ("Người Nhất" in board(client)) is (role in ("secretary", "organiser", "leader"))


def test_a_standing_without_a_formula_says_so(client, running):
    changed(running, "tap-the", formula=None)
    assert "Công thức xếp hạng chưa được chọn" in board(client, "tap-the/")
    assert client.get(BASE + "khong-co/").status_code == 404


def tied(contest: Contest) -> list[ContestUnit]:
    units = list(contest.units.order_by("position"))[:2]
    for unit in units:
        story.sit(story.join(contest, f"Người {unit.name}", unit), right=5, seconds=60)
    refresh_standing(contest.standings.get(key="tap-the"), now=make.NOW)
    return units


def test_units_with_their_ranks_and_those_without_a_place(client, running):
    one, two, three = running.units.order_by("position")
    for name in "AB":
        story.sit(story.join(running, f"Người {name}", one), right=5, seconds=120)
    story.sit(story.join(running, "Người C", two), right=5, seconds=60)
    refresh_standing(running.standings.get(key="tap-the"), now=make.NOW)
    shown = board(client, "tap-the/")
    for words in ("2 đơn vị được xếp hạng", "2 người (1)", "2:00,000 (2)", "Giải nhất tập thể", "chưa có người dự thi"):
        assert words in shown
    assert shown.index(one.name) < shown.index(two.name) < shown.index(three.name)
    found = board(client, "tap-the/?tim=phong hai")
    assert (two.name in found, one.name in found) == (True, False)
    assert "Không thấy đơn vị nào" in board(client, "tap-the/?tim=xyz")


def test_a_tie_on_a_paid_place_waits_for_the_committee(client, running, at):
    one, two = tied(running)
    shown = board(client, "tap-the/")
    assert "Hạng 1 đang bằng nhau ở hạng có giải" in shown
    assert f"{one.name}, {two.name}. Chỉ còn 1 giải." in shown
    assert shown.count("Bằng nhau</span>") == 2
    assert "medal" not in shown
    at(story.ended(running))
    decide_tie(
        running.standings.get(key="tap-the"),
        place=1,
        subjects=[two.pk, one.pk],
        reason="Phong trào tốt",
        now=make.AFTER,
    )
    shown = board(client, "tap-the/")
    assert "Phong trào tốt" in shown
    assert "đang bằng nhau" not in shown
    assert shown.index(two.name) < shown.index(one.name)


def test_ones_own_unit_with_its_three_ranks(client, running):
    unit = running.units.order_by("position").first()
    user = make.user("Nguyễn Văn Đơn Vị")
    assert client.get(BASE + "tap-the/don-vi-cua-toi/").status_code == 404
    other = story.join(running, "Người A", unit)
    User.objects.filter(pk=user.pk).update(person=other.person)
    story.sit(other, right=5, seconds=60)
    refresh_standing(running.standings.get(key="tap-the"), now=make.NOW)
    client.force_login(User.objects.get(pk=user.pk))
    shown = board(client, "tap-the/don-vi-cua-toi/")
    assert shown.count("hạng 1</b>") == 3
    assert 'Tổng</b><b class="num">3' in shown
    assert "đơn vị của bạn" in board(client, "tap-the/")


def test_the_workbook_holds_every_unit(client, running):
    tied(running)
    response = client.get(BASE + "tap-the/bang.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in sheet[4:]] == ["Phòng Một", "Phòng Hai", "Phòng Ba"]
    assert sheet[6][3] == "chưa có người dự thi được tính"
    changed(running, "tap-the", show="hidden")
    assert client.get(BASE + "tap-the/bang.xlsx").status_code == 403
    assert client.get(BASE + "ca-nhan/bang.xlsx").status_code == 403


def many(contest: Contest, count: int) -> Standing:
    """Rows of `count` ranked units and one unranked, as the engine would store them."""
    standing = contest.standings.get(key="tap-the")
    unit = make.unit("Gốc")
    rows = []
    for number in range(count + 1):
        twin = type(unit).objects.create(kind="phong-ban", name=f"Đơn vị {number:04}", code=f"many{number}")
        made = ContestUnit.objects.create(
            contest=contest, unit=twin, name=twin.name, name_norm=twin.name_norm, code=twin.code, kind="phong-ban"
        )
        rows.append(
            StandingRow(
                standing=standing,
                subject_id=made.pk,
                rank_key=rank_key([(number, "low")]) if number < count else b"",
                ranked=number < count,
                values={"raw": {}, "points": {}, "total": number},
                place=number + 1 if number < count else None,
                changed_at=make.NOW,
            )
        )
    StandingRow.objects.bulk_create(rows)
    return standing


def test_pages_follow_one_another_and_end_with_the_unranked(client, running):
    many(running, 250)
    found: list[int | None] = []
    cursor, pages_read = "", 0
    while pages_read == 0 or cursor:
        page = boards.unit_board(running.standings.get(key="tap-the"), cursor=cursor)
        found += [line.place for line in page.lines]
        cursor, pages_read = page.older, pages_read + 1
    assert found == [*range(1, 251), None]
    assert pages_read == 3
    assert "Trang sau" in board(client, "tap-the/")
    for wrong in ("zz-1", "00", "-", "ab-x", "k-99999999999999999999"):
        assert board(client, f"tap-the/?trang={wrong}")


def test_a_full_last_page_leads_on_to_the_unranked(running):
    standing = many(running, 100)
    first = boards.unit_board(standing)
    assert (len(first.lines), first.older) == (100, "k-0")
    last = boards.unit_board(standing, cursor="k-0")
    assert [line.place for line in last.lines] == [None]
    assert last.older == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_of_units_costs_the_same(client, running, count, django_assert_num_queries):
    many(running, count)
    with django_assert_num_queries(15):
        board(client, "tap-the/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_of_persons_costs_the_same(client, running, count, django_assert_num_queries):
    for number in range(count):
        story.sit(story.join(running, f"Người {number}"), right=5, seconds=60 + number)
    with django_assert_num_queries(16):
        board(client)


def test_names_of_all_places_where_the_plan_says_so(client, running):
    changed(running, "ca-nhan", show_names="all")
    for number in range(5):
        story.sit(story.join(running, f"Người {number}"), right=5, seconds=60 + number)
    shown = board(client)
    assert all(f"Người {number}" in shown for number in range(5))


def people(contest: Contest, count: int) -> Standing:
    """`count` ranked people as the engine would store them, the third and fourth equal."""
    standing = changed(contest, "ca-nhan", show_names="all")
    group = contest.groups.get(key="cong-dan")
    rows = []
    for number in range(count):
        found = Entrant.objects.create(
            contest=contest, code=f"MANY{number}", kind="person", group=group, display_name=f"Người số {number}",
            person=make.person(f"Người số {number}"), registered_at=make.NOW,
        )  # fmt: skip
        value = 3 if number == 4 else number
        raw = {"correct": 5, "elapsed_ms": value, "submitted": value}
        rows.append(
            StandingRow(
                standing=standing, subject_id=found.pk, changed_at=make.NOW, values={"raw": raw, "points": {}},
                rank_key=rank_key([(5, "high"), (value, "low"), (value, "low")]), group_key=group.key,
            )
        )  # fmt: skip
    StandingRow.objects.bulk_create(rows)
    return standing


def test_to_ones_own_place_and_on_from_there(client, running):
    people(running, 240)
    user, mine = entrant(running, "Chính Tôi")
    StandingRow.objects.create(
        standing=running.standings.get(key="ca-nhan"),
        subject_id=mine.pk,
        rank_key=rank_key([(5, "high"), (150, "low"), (151, "low")]),
        values={"raw": {"correct": 5, "elapsed_ms": 150, "submitted": 151}, "points": {}},
        changed_at=make.NOW,
    )
    assert "Đến hạng của tôi" not in board(client)
    client.force_login(user)
    assert "Đến hạng của tôi" in board(client)
    there = board(client, "ca-nhan/?trang=toi")
    assert "Chính Tôi (bạn)" in there
    assert "Người số 141<" in there
    assert "Người số 140<" not in there
    assert 'class="place">142<' in there  # ten above, and one's own place is 152
    assert 'class="place">152<' in there
    assert "Đến hạng của tôi" not in there
    assert "Vì sao tôi hạng 152?" in there


def test_equals_share_a_place_over_pages(running):
    standing = people(running, 8)
    rows = page(standing, limit=4)
    assert [place for place, _row in numbered(standing, rows)] == [1, 2, 3, 4]
    after = (bytes(rows[-1].rank_key), rows[-1].subject_id)
    assert [place for place, _row in numbered(standing, page(standing, after=after))] == [4, 6, 7, 8]


@pytest.mark.parametrize("count", [1, 3])
def test_ones_own_place_and_why_cost_the_same(client, running, count, django_assert_num_queries):
    people(running, count)
    user, mine = entrant(running, "Chính Tôi")
    story.sit(mine, right=1, seconds=60)
    client.force_login(user)
    with django_assert_num_queries(24):
        board(client)


@pytest.mark.parametrize("count", [1, 3])
def test_ones_own_unit_costs_the_same(client, running, count, django_assert_num_queries):
    many(running, count)
    unit = running.units.order_by("position").first()
    user = make.user("Nguyễn Văn Đơn Vị")
    other = story.join(running, "Người A", unit)
    User.objects.filter(pk=user.pk).update(person=other.person)
    story.sit(other, right=5, seconds=60)
    refresh_standing(running.standings.get(key="tap-the"), now=make.NOW)
    client.force_login(User.objects.get(pk=user.pk))
    with django_assert_num_queries(12):
        board(client, "tap-the/don-vi-cua-toi/")


@pytest.mark.parametrize(("most", "words"), [(24, 'class="chip" href="?nhom=can-bo"'), (1, '<option value="can-bo">')])
def test_a_standing_divided_into_groups(client, running, monkeypatch, most, words):
    monkeypatch.setattr("hoithi.contests.views.standings.MOST_CHIPS", most)
    changed(running, "ca-nhan", each="group")
    story.sit(story.join(running, "Người Công Dân"), right=5, seconds=60)
    shown = board(client, "ca-nhan/?nhom=cong-dan")
    assert words in shown
    assert "Người Công Dân" in shown
    assert "Người Công Dân" not in board(client, "ca-nhan/?nhom=can-bo")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite reads it")
def test_rows_come_out_of_the_index_in_order(running):
    standing = running.standings.get(subject="person")
    plan = rows_in_order(standing)[:10].explain()
    assert "ranked=?" in plan
    assert "TEMP B-TREE" not in plan
