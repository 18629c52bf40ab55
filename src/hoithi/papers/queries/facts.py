"""A contest gathered into the facts papers are made of; names are whole, so only the committee's papers use it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import override

from hoithi.awards.models import Award
from hoithi.awards.queries.budget import budget_of, money_of
from hoithi.awards.queries.grading import unit_grading
from hoithi.awards.queries.lines import AwardLine, award_lines
from hoithi.contests.figures import Figures
from hoithi.contests.models import Contest, PartFigures
from hoithi.contests.queries.pages import milestone_when, span
from hoithi.core.clock import VIETNAM
from hoithi.documents.models import Document
from hoithi.papers.queries.reviews import markings_of, rounds_of, ties_of
from hoithi.papers.rules.facts import Body, Facts, Member, Money, Office, Part, Prize, Task, UnitFigure, Winner
from hoithi.people.models import Person
from hoithi.people.queries.people import publishable

NOUNS = ("Cuộc thi", "Hội thi", "Hội diễn", "Đợt thi đua", "Phong trào")
EVERY = {"month": "mỗi tháng", "round": "mỗi vòng", "group": "mỗi đối tượng", "unit": "mỗi đơn vị", "band": "mỗi nhóm"}


def gather(contest: Contest, *, now: datetime) -> Facts:
    """Everything papers may say of a contest, on the day of `now`; in Vietnamese whatever the screen speaks."""
    with override("vi"):
        return _gathered(contest, now)


def _gathered(contest: Contest, now: datetime) -> Facts:
    plan = contest.plan
    today = now.astimezone(VIETNAM).date()
    figures = {
        pk: Figures.of_json(data)
        for pk, data in PartFigures.objects.filter(part__contest=contest).values_list("part_id", "data")
    }
    parts = tuple(
        Part(
            part.title,
            span(part.opens, part.closes) or part.spec.opens_note,
            figures[part.pk].people if part.pk in figures else 0,
            figures[part.pk].entries if part.pk in figures else 0,
        )
        for part in contest.parts.all()
    )
    text = contest.rules_texts.order_by("-version").first()
    texts, budget = plan.texts, plan.budget
    winners = _winners(contest, today)
    given = {winner.prize for winner in winners}
    since = (today - timedelta(days=6)).isoformat()
    lately = sum(n for one in figures.values() for day, n in one.by_day.items() if since <= day)
    return Facts(
        today=today,
        title=plan.title,
        short_title=plan.short_title,
        noun=next((noun for noun in NOUNS if plan.kind_title.startswith(noun)), NOUNS[0]),
        year=plan.year,
        office=_office(contest),
        plan_reference=_reference(contest),
        bases=tuple(plan.document.bases),
        summary=texts.summary,
        who=texts.who,
        how=texts.how,
        purpose=tuple(texts.purpose),
        requirements=tuple(texts.requirements),
        content=tuple(texts.content),
        forms=tuple(texts.forms),
        grading=texts.grading,
        groups=tuple(group.title for group in plan.groups),
        parts=parts,
        milestones=tuple((stone.title, milestone_when(stone)) for stone in plan.milestones),
        bodies=_bodies(contest),
        prizes=_prizes(contest),
        prize_total=money_of(contest).once,
        winners=winners,
        budget=_budget(contest),
        fund=budget.fund,
        estimate_by=budget.estimate_by,
        examine_by=budget.examine_by,
        approve_by=budget.approve_by,
        tasks=tuple(Task(task.agency, task.title) for task in plan.tasks),
        rules_title=text.title if text else "",
        rules_body=text.body if text else "",
        changes=_changes(contest),
        contact=_contact(contest),
        units=tuple(
            UnitFigure(one.unit.name, one.people, one.headcount, one.works, "; ".join(one.prizes))
            for one in unit_grading(contest)
        ),
        people=sum(part.people for part in parts),
        entries=sum(part.entries for part in parts),
        week_entries=lately,
        ties=ties_of(contest),
        rounds=rounds_of(contest),
        markings=markings_of(contest),
        vacant=tuple(prize.title for prize in contest.prizes.all() if winners and prize.title not in given),
    )


def _office(contest: Contest) -> Office:
    plan, signed = contest.plan, contest.plan.document
    name = signed.authority or plan.organiser.name
    _kind, _dash, tail = signed.symbol.partition("-")
    return Office(
        name=name,
        superior=f"Ủy ban nhân dân {plan.organiser.of}" if name.startswith("Sở ") and plan.organiser.of else "",
        place=signed.place,
        symbol=tail or "UBND",
        prefix=signed.prefix,
        signer_title=signed.signer_title,
        signer=signed.signer,
        standing=plan.organiser.standing_office,
        recipients=tuple(signed.recipients),
    )


def _reference(contest: Contest) -> str:
    """ "số 12/KH-UBND ngày 05/02/2026": as issued in the register, else as the plan's file has it."""
    issued = Document.objects.filter(contest_key=contest.slug, kind="ke_hoach", state=Document.State.ISSUED).first()
    signed = contest.plan.document
    number = (issued.reference if issued else "") or f"{signed.number or '        '}/{signed.symbol or 'KH'}"
    day = issued.issued_on if issued else signed.issued_on
    when = f"{day.day:02}/{day.month:02}/{day.year}" if day else f"      tháng       năm {contest.year}"
    return f"số {number} ngày {when}"


def _bodies(contest: Contest) -> tuple[Body, ...]:
    words = {body.key: body.members for body in contest.plan.bodies}
    found = []
    for body in contest.bodies.prefetch_related("seats__person"):
        if body.kind in ("coordinators", "operators"):
            continue
        seats = [seat for seat in body.seats.all() if seat.until is None]
        members = tuple(
            Member(seat.title, seat.agency, seat.person.full_name if seat.person else "", seat.invited)
            for seat in seats
        )
        found.append(Body(body.key, body.kind, body.title, members, words.get(body.key, "")))
    return tuple(found)


def _prizes(contest: Contest) -> tuple[Prize, ...]:
    rows = list(contest.prizes.select_related("standing"))
    several = len({row.standing_id for row in rows}) > 1
    return tuple(
        Prize(
            row.title,
            row.quantity,
            row.cash,
            row.paper,
            row.spec.signer,
            row.standing.title if several and row.standing else "",
            EVERY.get(row.spec.per or "", ""),
            tuple(extra.title for extra in row.spec.consequences),
        )
        for row in rows
    )


def _winners(contest: Contest, today: date) -> tuple[Winner, ...]:
    lines = award_lines(contest, Award.LIVE)
    several = len({(line.standing_title, line.scope) for line in lines}) > 1
    people = Person.objects.filter(pk__in={line.person_id for line in lines if line.person_id})
    public = publishable(list(people), today)
    return tuple(_winner(line, several=several, public=public) for line in lines)


def _winner(line: AwardLine, *, several: bool, public: set[int]) -> Winner:
    group = f"{line.standing_title}{f', {line.scope_title}' if line.scope_title else ''}" if several else ""
    return Winner(
        line.prize_title,
        line.name,
        line.unit,
        line.position,
        line.work_title,
        line.cash,
        line.paper,
        line.because,
        group,
        line.name if line.person_id is None or line.person_id in public else "",
    )


def _budget(contest: Contest) -> tuple[Money, ...]:
    stages = ("estimated", "examined", "approved", "settled")
    return tuple(Money(line.spec.title, *(line.amount(stage) for stage in stages)) for line in budget_of(contest).lines)


def _changes(contest: Contest) -> tuple[tuple[str, str, str], ...]:
    last = contest.revisions.exclude(kind="freeze").order_by("-no").first()
    if last is None:
        return ()
    return tuple((one["at"], _said(one.get("before")), _said(one.get("after"))) for one in last.changes)


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _contact(contest: Contest) -> str:
    contact = contest.plan.contact
    told = (contact.office, contact.phone and f"điện thoại {contact.phone}", contact.email and f"thư {contact.email}")
    return ", ".join(text for text in told if text)
