"""The moderation queue (duyệt tác phẩm): what waits, in an order of each moderator's own, and what was found in it.

Nothing of juries and votes is read here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings as django_settings
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from hoithi.contests.models import Part, Seat
from hoithi.contests.queries.roles import seats_held
from hoithi.contests.rules.permission import COMMITTEE_BODIES
from hoithi.core.errors import NotAllowed
from hoithi.entries.models import Author, Likeness, Work, WorkFile, WorkStep
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.queries.shown import in_force
from hoithi.entries.rules.shuffle import shuffle_key, shuffled
from hoithi.entries.spec import said
from hoithi.people.models import User

WAITING: tuple[str, ...] = ("submitted", "checking", "held")
ACCEPTED: tuple[str, ...] = ("accepted", "published")
TURNED_DOWN: tuple[str, ...] = ("refused", "taken_down")
MACHINE = ("check_passed", "check_failed")
"""Steps no person takes."""


@dataclass
class Found:
    """What machine and lists found in a work: each is for a person to judge."""

    problems: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    likenesses: int = 0
    """Pairs nobody has judged yet, or that were judged a copy."""
    committee: list[str] = field(default_factory=list)
    """Authors with the same name as somebody on the committee."""
    unchecked: bool = False
    """A file no check has passed or failed yet."""
    asked: bool = False
    answered: bool = False
    """The owner has answered, and nobody has decided since."""

    @property
    def clean(self) -> bool:
        machine = self.problems or self.warnings or self.likenesses or self.committee or self.unchecked
        return not (machine or self.asked or self.answered)


def opens_at(part: Part) -> datetime | None:
    """From when works of a part may be decided on; None while that is unknown, or when at once."""
    return part.closes if settings_of(part).moderation.when == "after_close" else part.opens


def is_open(part: Part, now: datetime) -> bool:
    at = opens_at(part)
    return at is not None and at <= now


def require_body(user: User, part: Part, now: datetime) -> None:
    """Where the plan names who approves works, only its members do. Raises NotAllowed."""
    key = settings_of(part).moderation.body
    if key is None:
        return
    held = seats_held(user.person, now) if user.person is not None else Seat.objects.none()
    if not held.filter(body__contest=part.contest_id, body__key=key).exists():
        body = part.contest.bodies.filter(key=key).first()
        name = body.title if body is not None else key
        raise NotAllowed(
            _("Theo kế hoạch, {body} duyệt tác phẩm; bạn không ở trong {body}.").format(body=name),
            hint=_("Bạn vẫn xem được danh sách và từng tác phẩm."),
        )


def queue_order(part: Part, user: User) -> bytes:
    """Every moderator meets the works in another order, always in the same one."""
    return shuffle_key(django_settings.SECRET_KEY.encode(), "moderation", part.pk, user.pk)


def queue(part: Part, user: User, states: Collection[str] = WAITING) -> list[int]:
    """Works in these states, by pk: what waits in the moderator's own order, what is done by number."""
    rows = Work.objects.filter(entry__part=part, entry__state__in=states, number__isnull=False).order_by("number")
    pks = list(rows.values_list("pk", flat=True))
    return shuffled(queue_order(part, user), pks) if tuple(states) == WAITING else pks


def next_in_queue(part: Part, user: User, *, than: int = 0) -> Work | None:
    """The work after `than` (pk) in the moderator's order, round to the first again; None when nothing waits."""
    waiting = queue(part, user)
    order = shuffled(queue_order(part, user), {*waiting, than} - {0})
    at = order.index(than) + 1 if than else 0
    following = [pk for pk in order[at:] + order[:at] if pk in set(waiting) and pk != than]
    return Work.objects.get(pk=following[0]) if following else None


def counts(part: Part) -> dict[str, int]:
    """How many works stand in each state that was handed in."""
    found = Work.objects.filter(entry__part=part, number__isnull=False).values_list("entry__state")
    return dict(found.annotate(n=Count("pk")).order_by())


def described_works(pks: Sequence[int], part: Part) -> list[Work]:
    """These works with owner and unit, in this order."""
    rows = Work.objects.filter(pk__in=pks).select_related("entry__owner__contest_unit", "entry__owner__group")
    found = {work.pk: work for work in rows}
    for work in found.values():
        work.entry.part = part
    return [found[pk] for pk in pks if pk in found]


def findings(works: Collection[Work], part: Part) -> dict[int, Found]:
    """What was found in each of these works: five queries, whatever their number."""
    found = {work.pk: Found() for work in works}
    if not found:
        return found
    for file in in_force().filter(work__in=list(found), role=WorkFile.ORIGINAL):
        one = found[file.work_id]
        one.problems += [said(finding) for finding in file.problems]
        one.warnings += [said(finding) for finding in file.warnings]
        one.unchecked = one.unchecked or file.check_state in (WorkFile.WAITING, WorkFile.RUNNING)
    for newer, n in likeness_counts(found).items():
        found[newer].likenesses = n
    for author in same_names(found, part):
        found[author.work_id].committee.append(author.name)
    for pk, last in last_words(found).items():
        found[pk].asked, found[pk].answered = last.step == "ask", last.step == "answer"
    return found


def likeness_counts(pks: Collection[int]) -> dict[int, int]:
    rows = Likeness.objects.filter(newer__in=list(pks)).exclude(verdict="different").order_by()
    return dict(rows.values_list("newer").annotate(n=Count("pk")))


def same_names(pks: Collection[int], part: Part) -> list[Author]:
    """Authors named as somebody on the committee; the same name may be another person."""
    seated = Seat.objects.filter(body__contest=part.contest_id, body__kind__in=COMMITTEE_BODIES, person__isnull=False)
    names = seated.values("person__name_norm")
    return list(Author.objects.filter(work__in=list(pks), name_norm__in=names))


def last_words(pks: Collection[int]) -> dict[int, WorkStep]:
    """work → the last question or answer, where nothing but the machine's check came after it."""
    later = WorkStep.objects.filter(work=OuterRef("work"), pk__gt=OuterRef("pk")).exclude(step__in=MACHINE)
    rows = WorkStep.objects.filter(work__in=list(pks), step__in=("ask", "answer")).filter(~Exists(later))
    return {row.work_id: row for row in rows.order_by("pk")}


def open_question(work: Work) -> WorkStep | None:
    """What its owner was asked and has not answered, while it still waits for a decision."""
    last = last_words([work.pk]).get(work.pk) if work.entry.state in WAITING else None
    return last if last is not None and last.step == "ask" else None


def version_of(work: Work) -> int:
    """What a moderator saw: the last step of the work. Another one since means somebody was quicker."""
    return work.steps.order_by("-pk").values_list("pk", flat=True).first() or 0


def checklist_of(part: Part, work: Work) -> list[dict[str, Any]]:
    """What the plan demands of a work, to be ticked one by one: [{"key", "title", "text"}]."""
    wanted = settings_of(part)
    items: list[dict[str, Any]] = []
    if wanted.topics.choose != "none" and part.contest.plan.topics:
        names = {topic.key: topic.title for topic in part.contest.plan.topics}
        shown = "; ".join(str(names[key]) for key in work.topics if key in names)
        items.append({"key": "topics", "title": _("Đúng chủ đề"), "text": shown})
    if wanted.genre.choose != "none" and work.genre:
        names = {genre.key: genre.title for genre in wanted.genres}
        items.append({"key": "genre", "title": _("Đúng thể loại"), "text": str(names.get(work.genre, work.genre))})
    if wanted.media not in ("none", "link"):
        items.append({"key": "file", "title": _("Xem hết được, hình và tiếng rõ"), "text": ""})
    items += [
        {"key": f"declaration-{one.key}", "title": str(one.title), "text": str(one.text)} for one in wanted.declarations
    ]
    return items
