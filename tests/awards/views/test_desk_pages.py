"""The award pages of the console: who may open and do what, and each page's outcomes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from python_calamine import CalamineWorkbook

from hoithi.awards.models import Award, BudgetFigure, Claim, Fulfilment, Payment, Revocation
from hoithi.awards.operations.hand_over import claim_award, pay_awards
from tests.awards import ended
from tests.awards.ended import LATER, PAID_ON
from tests.contests import factories as make
from tests.contests.views.desk import DESK, World, text_of

pytestmark = pytest.mark.django_db
ROOT = f"{DESK}giai-thuong/"
PAPER = {"number": "21", "symbol": "QĐ-UBND", "issued_on": "2/7/2024", "signer": "Trần Văn Ký Mẫu"}
LINES = [{"key": "khen", "title": "Khen thưởng", "kind": "prizes"}]
VIEWERS, SECRETARY, HANDS = {"secretary", "organiser", "leader"}, {"secretary"}, {"secretary", "helper"}


@pytest.fixture(autouse=True)
def _forget() -> None:
    cache.clear()


@pytest.fixture
def world(client: Client) -> World:
    contest, units, _people = ended.contest_over(3, budget={"line": LINES}, body=bodies())
    return World(contest, units, client)


def bodies() -> list[dict[str, Any]]:
    return [*make.definition()["body"], {"key": "to-giup-viec", "kind": "helpers", "title": "Tổ giúp việc"}]


def help_out(world: World) -> None:
    """Sign in as somebody of the helpers."""
    helper = make.user("Người Giúp Mẫu")
    make.seat(world.contest, "helpers", helper)
    world.client.force_login(helper)


def at(world: World, path: str, method: str = "get", data: dict[str, Any] | None = None) -> Any:
    return getattr(world, method)(path, data, now=LATER)


def award(world: World, prize: str = "nhat") -> Award:
    return ended.the(world.contest, prize)


def url(one: Award, end: str = "") -> str:
    return f"{ROOT}giai/{one.pk}/{end}"


@pytest.mark.parametrize("role", make.ROLES)
def test_roles(role: str, world: World) -> None:
    ended.announced(world.contest)
    one, beside = award(world), Fulfilment.objects.first()
    assert beside is not None
    world.sign_in(role)
    for path, roles in {
        ROOT: VIEWERS,
        f"{ROOT}quyet-dinh/": SECRETARY,
        f"{ROOT}xet-chon/xet-tap-the/": SECRETARY,
        url(one): VIEWERS,
        url(one, "trao/"): HANDS,
        url(one, "thu-hoi/"): SECRETARY,
        f"{ROOT}trao-giai/": HANDS,
        f"{ROOT}chi-thuong/": VIEWERS,
        f"{ROOT}chi-thuong/ghi/": SECRETARY,
        f"{ROOT}chi-thuong.xlsx": VIEWERS,
        f"{ROOT}viec-kem-theo/": VIEWERS,
        f"{ROOT}viec-kem-theo/{beside.pk}/": SECRETARY,
        f"{ROOT}diem-don-vi/": VIEWERS,
        f"{ROOT}diem-don-vi.xlsx": VIEWERS,
        f"{DESK}kinh-phi/": VIEWERS,
        f"{DESK}kinh-phi.xlsx": VIEWERS,
        f"{DESK}kinh-phi/khen/estimated/": SECRETARY,
    }.items():
        response = at(world, path)
        if role in roles:
            assert response.status_code == 200, path
        elif role == "anonymous":
            assert "dang-nhap" in response.url
        else:
            assert response.status_code == (404 if role == "contestant" else 403), path


@pytest.fixture
def secretary(world: World) -> World:
    world.sign_in("secretary")
    return world


def test_the_table_lists_every_award_with_its_state_and_filters(secretary: World) -> None:
    ended.decided(secretary.contest)
    page = text_of(at(secretary, ROOT))
    assert page.count("Đã có quyết định") >= 4
    assert "Người A" in page
    assert "còn 1 trên 1" in page
    page = text_of(at(secretary, f"{ROOT}?buoc=paid"))
    assert "Không có giải nào ở bước này." in page
    assert "Người A" not in page


def test_awards_ticked_are_decided_by_a_new_or_a_known_decision(secretary: World) -> None:
    contest = secretary.contest
    at(secretary, f"{ROOT}lap/", "post")
    first = award(secretary)
    page = text_of(at(secretary, f"{ROOT}quyet-dinh/?giai={first.pk}&giai=x"))
    assert "Ghi quyết định cho 1 giải" in page
    bad = at(secretary, f"{ROOT}quyet-dinh/", "post", {"giai": [first.pk], "symbol": "QĐ-UBND"})
    assert bad.status_code == 400
    assert "Hãy điền ô này." in text_of(bad)
    done = at(secretary, f"{ROOT}quyet-dinh/", "post", {"giai": [first.pk], **PAPER})
    assert done.status_code == 302
    assert contest.awards.filter(state="decided").count() == 1
    decision = contest.awards.get(state="decided").decision
    assert decision is not None
    assert "Ghi quyết định cho 3 giải" in text_of(at(secretary, f"{ROOT}quyet-dinh/"))
    assert at(secretary, f"{ROOT}quyet-dinh/", "post", {"document": decision.pk}).status_code == 302
    assert contest.awards.filter(state="decided", decision=decision).count() == 4
    assert "Không có giải nào đang chờ quyết định" in text_of(at(secretary, f"{ROOT}quyet-dinh/"))


def test_a_doubtful_signer_of_a_prize_is_told_before_the_decision(secretary: World) -> None:
    """Luật Thi đua, khen thưởng 2022, Điều 80: an organising committee gives no giấy khen."""
    at(secretary, f"{ROOT}lap/", "post")
    prize = award(secretary).prize
    prize.paper, prize.content = "Giấy khen", prize.content | {"signer": "Trưởng Ban Tổ chức"}
    prize.save()
    assert "Điều 80 Luật Thi đua, khen thưởng 2022" in text_of(at(secretary, f"{ROOT}quyet-dinh/"))


def test_prizes_without_standing_are_chosen_with_figures_beside_and_dropped(secretary: World) -> None:
    page = text_of(at(secretary, f"{ROOT}xet-chon/xet-tap-the/"))
    assert "Phòng Một" in page
    unit = secretary.units[0].pk
    minutes = PAPER | {"symbol": "BB-BTC"}
    empty = at(secretary, f"{ROOT}xet-chon/xet-tap-the/", "post", minutes)
    assert empty.status_code == 400
    given = {"units": [unit], "reason": "Dẫn đầu", **minutes}
    assert at(secretary, f"{ROOT}xet-chon/xet-tap-the/", "post", given).status_code == 302
    lines = "Trần Thị M; Chuyên viên; Phòng Hai; Có sáng kiến\n\nTrần Thị N\nTrần Thị O"
    third = {"people": lines, "reason": "Tốt", **minutes, "number": "22"}
    refused = at(secretary, f"{ROOT}xet-chon/xet-ca-nhan/", "post", third)
    assert refused.status_code == 400
    assert "chỉ có 2 giải" in text_of(refused)
    third["people"] = lines.rsplit("\n", 1)[0]
    assert at(secretary, f"{ROOT}xet-chon/xet-ca-nhan/", "post", third).status_code == 302
    chosen = list(secretary.contest.awards.order_by("pk").values_list("holder_name", "holder_unit", "reason"))
    assert chosen[1:] == [("Trần Thị M", "Phòng Hai", "Có sáng kiến"), ("Trần Thị N", "", "Tốt")]
    assert "Đã chọn đủ" in text_of(at(secretary, f"{ROOT}xet-chon/xet-ca-nhan/"))
    last = secretary.contest.awards.order_by("-pk")[0]
    assert "Bỏ khỏi danh sách" in text_of(at(secretary, url(last)))
    assert at(secretary, url(last, "bo/"), "post", {}).status_code == 400
    assert at(secretary, url(last, "bo/"), "post", {"note": "Xin rút"}).status_code == 302
    last.refresh_from_db()
    assert last.state == "withdrawn"
    assert at(secretary, f"{ROOT}xet-chon/nhat/").status_code == 404


def test_the_claim_desk_finds_checks_and_pays(world: World) -> None:
    ended.announced(world.contest)
    help_out(world)
    assert "Người B" in text_of(at(world, f"{ROOT}trao-giai/"))
    page = text_of(at(world, f"{ROOT}trao-giai/?q=nguoi+a+phong+mot"))
    assert "Người A" in page
    assert "Người B" not in page
    assert "Không tìm thấy" in text_of(at(world, f"{ROOT}trao-giai/?q=khongco"))
    one = award(world)
    assert "Bước 1" in text_of(at(world, url(one, "trao/")))
    bad = at(world, url(one, "trao/"), "post", {"how": "id_card", "representative": "Thay"})
    assert bad.status_code == 400
    assert at(world, url(one, "trao/"), "post", {"how": "id_card"}).status_code == 302
    assert "Bước 2" in text_of(at(world, url(one, "trao/")))
    no_voucher = at(world, url(one, "trao/"), "post", {"paid_on": "1/7/2024"})
    assert no_voucher.status_code == 400
    paid = {"paid_on": "1/7/2024", "voucher": "PC 1", "signed": "on"}
    assert at(world, url(one, "trao/"), "post", paid).status_code == 302
    assert (Claim.objects.count(), Payment.objects.get().signed) == (1, True)
    assert "không ở bước trao" in text_of(at(world, url(one, "trao/")))


def test_helpers_do_not_see_what_is_not_public(world: World) -> None:
    ended.decided(world.contest)
    help_out(world)
    assert "Người A" not in text_of(at(world, f"{ROOT}trao-giai/"))
    assert at(world, url(award(world), "trao/")).status_code == 404


def test_many_are_paid_on_one_voucher_and_the_list_is_signed(secretary: World) -> None:
    contest = secretary.contest
    ended.announced(contest)
    for one in contest.awards.select_related("contest"):
        claim_award(one, how="known", now=LATER, by=None)
    page = text_of(at(secretary, f"{ROOT}chi-thuong/"))
    assert "1.200.000" in page
    ids = list(contest.awards.values_list("pk", flat=True))
    assert "Ghi chi 4 giải" in text_of(at(secretary, f"{ROOT}chi-thuong/ghi/?giai=" + "&giai=".join(map(str, ids))))
    bad = at(secretary, f"{ROOT}chi-thuong/ghi/", "post", {"giai": ids, "paid_on": "1/7/2024"})
    assert bad.status_code == 400
    given = {"giai": ids, "paid_on": "1/7/2024", "voucher": "UNC 4"}
    assert at(secretary, f"{ROOT}chi-thuong/ghi/", "post", given).status_code == 302
    assert Payment.objects.filter(signed=False, voucher="UNC 4").count() == 4
    assert at(secretary, f"{ROOT}chi-thuong/chu-ky/", "post").status_code == 302
    assert not Payment.objects.filter(signed=False).exists()
    assert "Chưa chọn giải nào" in text_of(at(secretary, f"{ROOT}chi-thuong/ghi/"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(at(secretary, f"{ROOT}chi-thuong.xlsx").content))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert rows[-1][1] == "Cộng"
    assert rows[-1][5] == 1_200_000


def test_a_revocation_is_seen_before_it_is_made(secretary: World) -> None:
    ended.announced(secretary.contest)
    one = award(secretary)
    claim_award(one, how="known", now=LATER, by=None)
    pay_awards(one.contest, [one.pk], paid_on=PAID_ON, voucher="PC 1", signed=True, now=LATER, by=None)
    assert "Chưa có gì được ghi" in text_of(at(secretary, url(one, "thu-hoi/")))
    page = text_of(at(secretary, url(one, "thu-hoi/?cach=len")))
    assert "Người B" in page
    assert "300.000\xa0đồng" in page
    assert not Revocation.objects.exists()
    assert at(secretary, url(one, "thu-hoi/"), "post", {"cach": "len"}).status_code == 400
    given = {"cach": "len", "reason": "Thi hộ", **PAPER}
    assert at(secretary, url(one, "thu-hoi/"), "post", given).status_code == 302
    page = text_of(at(secretary, url(one)))
    assert "Đã thu hồi theo 21/QĐ-UBND" in page
    assert at(secretary, url(one, "thu-tien/"), "post", {"returned": "1"}).status_code == 400
    back = {"returned": "300000", "returned_on": "2/7/2024", "voucher": "PT 9"}
    assert at(secretary, url(one, "thu-tien/"), "post", back).status_code == 302
    assert Revocation.objects.get().voucher == "PT 9"
    assert at(secretary, url(award(secretary), "thu-tien/")).status_code == 404


def test_what_prizes_bring_is_listed_and_done(secretary: World) -> None:
    ended.decided(secretary.contest)
    assert "Cộng điểm thi đua: 7" in text_of(at(secretary, f"{ROOT}viec-kem-theo/"))
    points, names = Fulfilment.objects.all()
    assert at(secretary, f"{ROOT}viec-kem-theo/{points.pk}/", "post", {}).status_code == 400
    assert at(secretary, f"{ROOT}viec-kem-theo/{points.pk}/", "post", {"evidence": "BC 2"}).status_code == 302
    three = {"names": "A\nB\nC", "evidence": ""}
    assert at(secretary, f"{ROOT}viec-kem-theo/{names.pk}/", "post", three).status_code == 400
    two = {"names": "Trần A; Phó phòng; Phòng Một\nTrần B", "evidence": "TTr 4"}
    assert at(secretary, f"{ROOT}viec-kem-theo/{names.pk}/", "post", two).status_code == 302
    names.refresh_from_db()
    assert ([one["name"] for one in names.names], names.evidence) == (["Trần A", "Trần B"], "TTr 4")
    assert "TTr 4" in text_of(at(secretary, f"{ROOT}viec-kem-theo/{names.pk}/"))


def test_the_budget_states_amounts_and_warns(secretary: World) -> None:
    path = f"{DESK}kinh-phi/khen/approved/"
    assert at(secretary, path, "post", {"amount": "x"}).status_code == 400
    assert at(secretary, path, "post", {"amount": "1000000", "number": "4"}).status_code == 400
    assert at(secretary, path, "post", {"amount": "1000000", **PAPER}).status_code == 302
    assert at(secretary, f"{DESK}kinh-phi/khac/approved/").status_code == 404
    figure = BudgetFigure.objects.get()
    assert (figure.amount, figure.document is not None) == (1_000_000, True)
    page = text_of(at(secretary, f"{DESK}kinh-phi/"))
    assert "vượt 200.000\xa0đồng" in page
    assert "21/QĐ-UBND" in page
    assert "1.000.000\xa0đồng" in text_of(at(secretary, path))
    for name in ("kinh-phi.xlsx", "giai-thuong/diem-don-vi.xlsx"):
        assert CalamineWorkbook.from_filelike(io.BytesIO(at(secretary, f"{DESK}{name}").content)).sheet_names


def test_units_and_their_points(secretary: World) -> None:
    ended.decided(secretary.contest)
    page = text_of(at(secretary, f"{ROOT}diem-don-vi/"))
    assert "Giải nhất tập thể" in page
