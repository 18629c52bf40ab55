"""Kế hoạch and Thể lệ: what the signed plan settles, in the order offices write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from hoithi.documents.rules.paper import Block, Heading, Items, Paper, Paragraph, Table
from hoithi.papers.rules.common import ROMAN, dong, members, paper_of, signature_of
from hoithi.papers.rules.facts import Facts, Prize


def plan(facts: Facts) -> Paper:
    """Kế hoạch tổ chức."""
    parts = [part for part in _sections(facts) if part[1]]
    blocks: list[Block] = [Paragraph(f"{facts.office.name} ban hành Kế hoạch tổ chức {facts.name} như sau:")]
    for numeral, (title, inside) in zip(ROMAN, parts, strict=False):
        blocks += [Heading(f"{numeral}. {title}"), *inside]
    blocks.append(
        Paragraph(
            f"Trên đây là Kế hoạch tổ chức {facts.name}. Trong quá trình thực hiện, nếu có phát sinh vướng mắc, các cơ"
            f" quan, đơn vị phản ánh về {facts.contact or facts.bureau} để xem xét, giải quyết."
        )
    )
    return paper_of(
        facts,
        "Kế hoạch",
        "KH",
        f"Tổ chức {facts.name}",
        blocks,
        bases=facts.bases,
        recipients=facts.office.recipients,
        signature=signature_of(facts),
    )


def _sections(facts: Facts) -> Iterator[tuple[str, list[Block]]]:
    aims = [(title, texts) for title, texts in (("Mục đích", facts.purpose), ("Yêu cầu", facts.requirements)) if texts]
    yield (
        "MỤC ĐÍCH, YÊU CẦU",
        [
            block
            for n, (title, texts) in enumerate(aims, 1)
            for block in (Heading(f"{n}. {title}", 2), Items(tuple(texts)))
        ],
    )
    yield "ĐỐI TƯỢNG DỰ THI", who(facts)
    yield (
        "NỘI DUNG, HÌNH THỨC",
        [*_items(facts.content), *_items(facts.forms), *_text(facts.how if not facts.forms else "")],
    )
    yield "THỜI GIAN", schedule(facts)
    yield "CƠ CẤU GIẢI THƯỞNG", prizes(facts)
    yield (
        "TỔ CHỨC",
        [
            block
            for n, body in enumerate((body for body in facts.bodies if body.kind != "coordinators"), 1)
            for block in (Heading(f"{n}. {body.title}", 2), *members(body))
        ],
    )
    yield "KINH PHÍ", _money(facts)
    yield "TỔ CHỨC THỰC HIỆN", duties(facts)


def _text(text: str) -> list[Block]:
    return [Paragraph(text)] if text else []


def _items(texts: Sequence[str]) -> list[Block]:
    return [Items(tuple(texts))] if texts else []


def who(facts: Facts) -> list[Block]:
    return [*_text(facts.who), *(_items(facts.groups) if len(facts.groups) > 1 or not facts.who else [])]


def schedule(facts: Facts) -> list[Block]:
    """Milestones as the plan words them, and the windows of the parts."""
    told = [(title, when) for title, when in facts.milestones if when]
    titles = {title for title, _when in told}
    told += [(part.title, part.when) for part in facts.parts if part.when and part.title not in titles]
    return [Table(("Nội dung", "Thời gian"), tuple(told), widths=(55, 45))] if told else []


def prizes(facts: Facts) -> list[Block]:
    if not facts.prizes:
        return []
    rows = tuple(
        (str(n), _titled(prize), str(prize.quantity), dong(prize.cash), prize.paper)
        for n, prize in enumerate(facts.prizes, 1)
    )
    head = ("STT", "Giải thưởng", "Số lượng", "Mức thưởng/giải", "Hình thức ghi nhận")
    found: list[Block] = [Table(head, rows, ("center", "left", "center", "right", "left"), widths=(8, 38, 11, 20, 23))]
    extras = [f"{prize.title}: {extra}" for prize in facts.prizes for extra in prize.extras]
    once = "chưa kể các giải trao theo kỳ" if any(prize.recurring for prize in facts.prizes) else ""
    if facts.prize_total is not None:
        found.append(Paragraph(f"Tổng giá trị giải thưởng: {dong(facts.prize_total)}{f' ({once})' if once else ''}."))
    return [*found, *_items(extras)]


def _titled(prize: Prize) -> str:
    every = f" ({prize.recurring})" if prize.recurring else ""
    return f"{prize.title}{every}{f' - {prize.group}' if prize.group else ''}"


def _money(facts: Facts) -> list[Block]:
    lines = [
        f"{line.title}{f': {dong(line.estimated)}' if line.estimated is not None else ''}" for line in facts.budget
    ]
    return [*_text(facts.fund and f"{facts.fund.rstrip('.')}."), *_items(lines)]


def duties(facts: Facts) -> list[Block]:
    """Each agency with its tasks, in the plan's order."""
    ordered = sorted(facts.tasks, key=lambda task: [one.agency for one in facts.tasks].index(task.agency))
    found: list[Block] = []
    for n, (agency, tasks) in enumerate(groupby(ordered, lambda task: task.agency), 1):
        found += [Heading(f"{n}. {agency}", 2), Items(tuple(f"{task.title.rstrip('.')}." for task in tasks))]
    return found


def rules(facts: Facts) -> Paper:
    """Thể lệ: the published or drafted text where there is one, else from the plan."""
    title = facts.rules_title or facts.name
    if facts.rules_body:
        blocks = list(marked_down(facts.rules_body))
    else:
        chapters = (
            ("Đối tượng dự thi", who(facts)),
            ("Nội dung, hình thức thi", [*_items(facts.content), *_items(facts.forms), *_text(facts.how)]),
            ("Thời gian", schedule(facts)),
            ("Giải thưởng", prizes(facts)),
            ("Đầu mối giải đáp", _text(facts.contact and f"{facts.contact}.")),
        )
        told = [(name, inside) for name, inside in chapters if inside]
        blocks = [
            block for n, (name, inside) in enumerate(told, 1) for block in (Heading(f"Điều {n}. {name}", 2), *inside)
        ]
    return paper_of(facts, "Thể lệ", "TL", title, blocks, bases=(), recipients=(), committee=True)


def marked_down(body: str) -> Iterator[Block]:
    """Blocks of a text in Markdown as the rules are written: headings, lists, paragraphs; marks of emphasis go."""
    items: list[str] = []
    for raw in [*body.splitlines(), ""]:
        line = re.sub(r"(\*\*|__|`)", "", raw).strip()
        item = re.match(r"(?:[-*+]|\d+[.)])\s+(.*)", line)
        if item and not re.match(r"#", line):
            items.append(item[1])
            continue
        if items:
            yield Items(tuple(items))
            items = []
        heading = re.match(r"(#+)\s*(.*)", line)
        if heading and heading[2]:
            yield Heading(heading[2], 1 if len(heading[1]) <= 2 else 2)
        elif line:
            yield Paragraph(line)
