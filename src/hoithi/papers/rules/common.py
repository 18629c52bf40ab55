"""What every paper shares: head, signature, bases, sums, lists of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hoithi.core.text import number
from hoithi.documents.rules.paper import Align, Block, Items, Paper, Paragraph, Signature, Table
from hoithi.papers.rules.facts import Body, Facts, Member, Winner

PRAISE_LAW = "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
PRAISE_LAW_SINCE = date(2024, 1, 1)
UNSET = "chưa xác định"
LEFT: tuple[Align, ...] = ("left",)


def signature_of(facts: Facts) -> Signature:
    """The plan's own signer: "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH", "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC", "GIÁM ĐỐC"."""
    office = facts.office
    behalf = {"TM.": "Ủy ban nhân dân" if office.is_committee else office.name, "KT.": office.head}
    on_behalf = behalf.get(office.prefix, office.head if office.prefix else "")
    return Signature(office.prefix, on_behalf, office.signer_title or office.head, office.signer)


def committee_signature(facts: Facts) -> Signature:
    """The organising committee signs by its chair."""
    body = facts.body("organising", "secretariat")
    chair = next((member for member in body.members if "trưởng" in member.title.lower()), None) if body else None
    title, name = (chair.title, chair.name) if chair else ("Trưởng ban", "")
    return Signature("TM.", body.title if body else "Ban Tổ chức", title, name)


def paper_of(
    facts: Facts,
    kind_title: str,
    abbreviation: str,
    title: str,
    blocks: Sequence[Block],
    *,
    bases: Sequence[str] = (),
    to: Sequence[str] = (),
    recipients: Sequence[str] = (),
    resolves: bool = False,
    committee: bool = False,
    signature: Signature | None = None,
) -> Paper:
    """A paper of the contest's office, or (`committee`) of its organising committee, undated and unnumbered."""
    office = facts.office
    body = facts.body("organising", "secretariat")
    own = committee and body is not None
    sign = signature if signature is not None else committee_signature(facts) if own else signature_of(facts)
    return Paper(
        kind_title,
        title,
        agency=body.title if own and body else office.name,
        superior=office.name if own else office.superior,
        symbol=f"{abbreviation}-{'BTC' if own else office.symbol}" if abbreviation else "",
        place=office.place,
        year=facts.today.year,
        authority=(office.head_of if resolves else ""),
        bases=tuple(bases),
        resolve="QUYẾT ĐỊNH:" if resolves else "",
        to=tuple(to),
        blocks=tuple(blocks),
        recipients=tuple(recipients),
        signature=sign,
    )


def plan_basis(facts: Facts) -> str:
    return f"Kế hoạch {facts.plan_reference} của {facts.office.name} về tổ chức {facts.name}"


def praise_bases(facts: Facts) -> tuple[str, ...]:
    """The law on praise where it is in force, the plan, the proposal."""
    law = (PRAISE_LAW,) if facts.today >= PRAISE_LAW_SINCE else ()
    return (*law, plan_basis(facts), proposal_of(facts))


def proposal_of(facts: Facts) -> str:
    return f"Xét đề nghị của {facts.bureau}"


def dong(amount: int | None) -> str:
    return UNSET if amount is None else f"{number(amount)} đồng"


def figure(amount: int | None) -> str:
    """An amount in a table."""
    return "" if amount is None else number(amount)


def count(n: int) -> str:
    """ "03": numbers below ten are written so that nothing can be put before them."""
    return f"{n:02}"


def people_table(body: Body) -> Table:
    return Table(
        ("STT", "Họ và tên", "Chức vụ, đơn vị", "Nhiệm vụ"),
        tuple((str(n), member.name, _of(member), member.title) for n, member in enumerate(body.members, 1)),
        ("center", "left", "left", "left"),
        widths=(8, 32, 40, 20),
    )


def _of(member: Member) -> str:
    return f"{member.agency}{' (mời tham gia)' if member.invited else ''}".strip()


def members(body: Body | None) -> list[Block]:
    """Who sits on a body: a table, or the plan's own words where it lists no seats."""
    if body is None:
        return [Paragraph("(Danh sách do cơ quan thường trực đề xuất.)", look="italic")]
    if body.members:
        return [people_table(body)]
    return [Paragraph(body.words or "(Danh sách do cơ quan thường trực đề xuất.)", look="italic")]


def present(body: Body | None) -> Items:
    """Who took part in a meeting, as minutes list them."""
    if body is None or not body.members:
        return Items(("Các thành viên được mời họp",))
    return Items(tuple(f"{member.name or member.agency or '…'} - {member.title}" for member in body.members))


def winners_table(winners: Sequence[Winner], *, money: bool = True, public: bool = False) -> Table:
    """Winners with unit, work where there is one, prize and money; a total where every amount is known."""
    works = any(winner.work for winner in winners)
    head = ["STT", "Họ và tên, tên đơn vị", "Đơn vị", *(["Tác phẩm"] if works else []), "Giải"]
    sides: list[Align] = ["center", *LEFT * (len(head) - 1)]
    rows = []
    for n, winner in enumerate(winners, 1):
        name = (winner.public_name or "(không công bố tên)") if public else winner.name
        unit = " - ".join(text for text in (winner.position, winner.unit) if text) if not public else ""
        unit = winner.unit if public and winner.public_name else unit
        rows.append([str(n), name, unit, *([winner.work] if works else []), winner.prize])
    if not money:
        return Table(tuple(head), tuple(map(tuple, rows)), tuple(sides))
    head.append("Tiền thưởng (đồng)")
    sides.append("right")
    for row, winner in zip(rows, winners, strict=True):
        row.append(figure(winner.cash) or UNSET)
    amounts = [winner.cash for winner in winners]
    total = (
        [] if None in amounts else [["", "Tổng cộng", *[""] * (len(head) - 3), figure(sum(a or 0 for a in amounts))]]
    )
    return Table(tuple(head), tuple(map(tuple, [*rows, *total])), tuple(sides), total=len(total))


def grouped(winners: Sequence[Winner]) -> list[tuple[str, list[Winner]]]:
    """By ranking, in the order they came."""
    found: dict[str, list[Winner]] = {}
    for winner in winners:
        found.setdefault(winner.group, []).append(winner)
    return list(found.items())


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
