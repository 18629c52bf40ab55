"""How works are rehearsed: drafts, submissions and their quota, works taken back or too late, checks and moderation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random

from hoithi.contests.models import ContestUnit, Entrant, Entry, Part
from hoithi.contests.registry import Fact
from hoithi.contests.rehearsal import Act, Agenda
from hoithi.core.canonical import random_code
from hoithi.core.errors import Refusal
from hoithi.entries.formats.sample import make_sample_film
from hoithi.entries.models import MediaJob, Work, WorkFile
from hoithi.entries.operations.authors import Named
from hoithi.entries.operations.checking import settle_check
from hoithi.entries.operations.letters import no_letters
from hoithi.entries.operations.moderation import accept_work, refuse_work
from hoithi.entries.operations.publishing import NotForPublic, publish_accepted
from hoithi.entries.operations.queue import enqueue
from hoithi.entries.operations.submit import submit_work
from hoithi.entries.operations.work import Written, attach_file, start_work, unit_entrant, withdraw_work
from hoithi.entries.operations.work_steps import locked_work
from hoithi.entries.queries.moderation import WAITING, checklist_of, version_of
from hoithi.entries.queries.own import handed_in
from hoithi.entries.queries.settings import quota_for, quota_of, settings_of
from hoithi.entries.schema import EntriesSettings
from hoithi.files.models import StoredFile
from hoithi.files.operations import add_file
from hoithi.people.models import User
from hoithi.people.operations.accounts import open_account

SENDS, OWES_SENDS, PERSON_SENDS, ONLY_PEOPLE_SEND = 0.55, 0.95, 0.06, 0.6
"""How many encouraged units, obliged units and people send a work; people where no unit does."""
ANOTHER, LATE, TAKEN_BACK, AGAIN, FAILS, REFUSED, NEVER = 0.35, 0.05, 0.03, 0.12, 0.04, 0.06, 0.06
"""Of works: a second one, tried after the close, withdrawn, handed in twice, a bad file, refused, left as a draft."""
ADJECTIVES = ("gần dân", "nhanh gọn", "không giấy tờ", "thân thiện", "trực tuyến", "đúng hẹn", "minh bạch", "số hóa")
SUBJECTS = ("Một cửa", "Dịch vụ công", "Căn cước điện tử", "Khai sinh", "Cán bộ trẻ", "Thủ tục", "Tổ công nghệ số")
DIFFERENT = 12
FACTS = {"container": "mp4", "video_codec": "h264", "width": 1280, "height": 720, "dar": "16:9"}
MOST_LIVE = 2_000
"""Works made up for a comparison of formulas at most."""


class EntriesRehearsal:
    """Registered with the kind."""

    def prepare(self, part: Part, *, staff: Mapping[str, Sequence[User]], rng: Random, now: datetime) -> None:
        """Works need nothing beforehand; who decides on them is found again when they are decided on."""

    def plan(self, part: Part, entrants: Sequence[Entrant], *, agenda: Agenda, rng: Random, done: Act) -> None:
        if part.spec.entrants_from:  # judged live, or carried on: nobody hands anything in
            for _one in entrants:
                agenda.at(part.closes or part.opens, done)  # type: ignore[arg-type]  # an exact window, _check saw it
            return
        for owner, account in [*_units(part, rng), *_people(part, entrants, rng)]:
            _Maker(part, owner, account, rng).come(agenda)
        for _one in entrants:
            agenda.at(part.closes, done)  # type: ignore[arg-type]

    def sample(self, part: Part, units: Sequence[ContestUnit], rng: Random) -> list[Fact]:
        """Made-up works of these units, with made-up marks and votes: to try formulas on."""
        found: list[Fact] = []
        for unit in units:
            for _one in range(rng.choices((0, 1, 2), (1, 6, 3))[0]):
                values = {
                    "accepted": 1,
                    "submitted": rng.randrange(10**9),
                    "jury": rng.randint(100, 200) // 2,
                    "jurors": 3,
                    "votes": int(rng.paretovariate(1.2) * 20),
                }
                group = unit.group.key if unit.group else ""
                found.append(Fact(len(found) + 1, values, unit.pk, group, on_roster=True, subject_kind="entry"))
        return found[:MOST_LIVE]

    def finish(self, part: Part, *, now: datetime) -> None:
        """Every file is looked into, every work decided on, the accepted ones shown."""
        rng = Random(f"duyệt:{part.contest.slug}:{part.key}")
        pks = Work.objects.filter(entry__part=part, entry__state__in=WAITING).order_by("number").values_list("pk")
        moderator = _moderator(part)
        with no_letters():
            for (pk,) in list(pks):
                _look_into(pk, rng, now)
                _decide(pk, rng, now, moderator)
        try:
            publish_accepted(part, now=now, by=moderator)
        except NotForPublic:
            return


def _units(part: Part, rng: Random) -> list[tuple[Entrant, User]]:
    """Units that send works, each with an account of somebody who acts for it."""
    groups = [g for g in part.contest.groups.all() if g.subject == "unit" and g.key in (part.spec.groups or [g.key])]
    found = []
    units = part.contest.units.filter(competes=True, group__in=groups).select_related("group")
    for number, unit in enumerate(units.order_by("position"), start=1):
        assert unit.group is not None
        owes = quota_of(part, unit.group).least > 0
        if rng.random() < (OWES_SENDS if owes else SENDS):
            now = part.contest.created_at
            account = open_account(
                full_name=f"Đầu mối {unit.name}"[:100],
                birth_date=None,
                contact=f"daumoi{number}.{part.pk}@vidu.example",
                now=now,
            )
            found.append((unit_entrant(part.contest, unit, now=now, by=account), account))
    return found


def _people(part: Part, entrants: Sequence[Entrant], rng: Random) -> list[tuple[Entrant, User]]:
    """People who send a work of their own."""
    units_send = any(g.subject == "unit" for g in part.contest.groups.all())
    share = PERSON_SENDS if units_send else ONLY_PEOPLE_SEND
    chosen = [one for one in entrants if one.kind == "person" and rng.random() < share]
    accounts = {one.person_id: one for one in User.objects.filter(person__in=[one.person_id for one in chosen])}
    return [(one, accounts[one.person_id]) for one in chosen if one.person_id in accounts]


def _moderator(part: Part) -> User:
    """Somebody on the body that decides on works."""
    key = settings_of(part).moderation.body
    bodies = part.contest.bodies.filter(key=key) if key else part.contest.bodies.filter(kind="organising")
    seats = [seat for body in bodies for seat in body.seats.filter(person__isnull=False).order_by("position", "pk")]
    person = seats[0].person_id if seats else None
    found = User.objects.filter(person=person).first() if person else User.objects.order_by("pk").first()
    assert found is not None, "a rehearsal fills every seat"
    return found


class _Maker:
    """One owner: how many works they make, when they hand them in, what goes wrong."""

    def __init__(self, part: Part, owner: Entrant, account: User, rng: Random) -> None:
        self.part, self.owner, self.account, self.rng = part, owner, account, rng
        self.settings: EntriesSettings = settings_of(part)

    def come(self, agenda: Agenda) -> None:
        most = quota_for(self.part, self.owner).most
        count = 1 + (self.rng.random() < ANOTHER)
        if most is not None and self.rng.random() < LATE:
            count = most + 1  # one more than allowed: refused
        for _work in range(count):
            opens, closes = self.part.opens, self.part.closes
            assert opens is not None, "the preflight asked for an exact window"
            assert closes is not None
            moment = opens + (closes - opens) * self.rng.random() ** 1.5
            late = self.rng.random() < LATE
            agenda.at(moment, partial(self._draft, agenda=agenda, late=late))

    def _draft(self, now: datetime, *, agenda: Agenda, late: bool) -> None:
        closes = self.part.closes
        assert closes is not None
        work = start_work(self.part, self.owner, self._written(), now=now, by=self.account)
        if self.settings.media not in ("none", "link"):
            attach_file(work, _stored(self.part, self.account, now), now=now, by=self.account)
        if self.rng.random() < NEVER:
            return
        rest = closes - now
        when = closes + timedelta(minutes=2) if late else now + rest * self.rng.random() ** 2
        agenda.at(when, partial(self._hand_in, work))
        if not late and self.rng.random() < AGAIN:
            agenda.at(now + rest * 0.999, partial(self._hand_in, work))
        if not late and self.rng.random() < TAKEN_BACK:
            agenda.at(now + rest * 0.9995, partial(self._take_back, work))

    def _hand_in(self, work: Work, now: datetime) -> None:
        agreed = [one.key for one in self.settings.declarations]
        try:
            submit_work(work, agreed=agreed, now=now, by=self.account)
        except Refusal:  # too late, one too many, or withdrawn meanwhile: the person was told why
            return

    def _take_back(self, work: Work, now: datetime) -> None:
        if handed_in(self.part, self.owner).filter(pk=work.pk).exists():
            withdraw_work(work, reason="Tác giả xin rút (diễn tập).", now=now, by=self.account)

    def _written(self) -> Written:
        rng, asked = self.rng, self.settings
        topics = [topic.key for topic in self.part.contest.plan.topics] if asked.topics.choose != "none" else []
        genres = [genre.key for genre in asked.genres] if asked.genre.choose != "none" else []
        unit = self.owner.contest_unit.name if self.owner.contest_unit else ""
        name = self.owner.display_name[:120]
        author = Named(name, "Chuyên viên", unit[:200] or "Tự do", "Số 1, đường Ví Dụ", "0900000100")
        return Written(
            title=f"{rng.choice(SUBJECTS)} {rng.choice(ADJECTIVES)}, {self.owner.display_name}"[:200],
            description="Tác phẩm của buổi diễn tập.",
            genre=rng.choice(genres) if genres else "",
            topics=[rng.choice(topics)] if topics else [],
            link=f"https://vidu.example/{rng.randrange(10**6)}" if asked.media == "link" else "",
            authors=[author],
        )


class Films:
    """Sample films, made as they are asked for: a dozen for each length, then the same again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked = folder, 0

    def next(self, part: Part) -> tuple[Path, int]:
        """(film of the part's rules, seconds)"""
        least = settings_of(part).file.min_seconds
        seconds = 60 if least is None else least + 8
        number = self.asked % DIFFERENT
        self.asked += 1
        path = self.folder / f"phim-{seconds}-{number}.mp4"
        if not path.is_file():
            make_sample_film(f"phim mẫu {number}", seconds, path, title="Phim mẫu")
        return path, seconds


_films: ContextVar[Films | None] = ContextVar("hoithi_sample_films", default=None)


@contextmanager
def sample_films(folder: Path) -> Iterator[None]:
    """Inside the block works have real films in the store: for a demonstration."""
    token = _films.set(Films(folder))
    try:
        yield
    finally:
        _films.reset(token)


def _stored(part: Part, by: User, now: datetime) -> StoredFile:
    """A file by its print alone, a rehearsal stores no bytes; in a demonstration a sample film."""
    films = _films.get()
    if films is not None and settings_of(part).media == "video":
        path, _seconds = films.next(part)
        return add_file(path, name="tac-pham.mp4", media_type="video/mp4", purpose="entries.original", now=now, by=by)
    code = random_code(24).lower()
    return StoredFile.objects.create(
        key=f"{code[:2]}/{code}",
        name="tac-pham.mp4",
        media_type="video/mp4",
        size=48_000_000,
        sha256=sha256(f"{part.key}:{code}".encode()).hexdigest(),
        purpose="entries.original",
        stored_by=by,
        stored_at=now,
    )


def _look_into(pk: int, rng: Random, now: datetime) -> None:
    """What the server's check would find: most files are right, some are too short."""
    files = WorkFile.objects.filter(work=pk, role=WorkFile.ORIGINAL, handed_in_at__isnull=False, replaced_at=None)
    for file in files:
        bad = rng.random() < FAILS
        file.check_state, file.progress = (WorkFile.FAILED if bad else WorkFile.PASSED), 100
        file.facts = FACTS
        problem = {"code": "too_short", "found": "4:10,000", "required": "≥ 5:00,000"}
        file.problems = [problem] if bad else []
        file.save()
    MediaJob.objects.filter(file__work=pk).delete()
    if _films.get() is not None:
        for file in files:
            enqueue(file, MediaJob.PREPARE, now=now)  # the worker makes posters while people look around
    work = locked_work(pk)
    if work.entry.state in WAITING:
        settle_check(work, now=now)


def _decide(pk: int, rng: Random, now: datetime, by: User) -> None:
    work = Work.objects.select_related("entry__part__contest", "entry__owner").get(pk=pk)
    if work.entry.state not in WAITING:  # the plan asks for no approval
        return
    ticked = [item["key"] for item in checklist_of(work.entry.part, work)]
    version = version_of(work)
    held = Entry.objects.filter(pk=pk, state="held").exists()
    if held or rng.random() < REFUSED:
        reason = "Tệp không đúng quy cách." if held else "Nội dung không đúng chủ đề."
        refuse_work(work, reason=reason, ticked=[], version=version, now=now, by=by)
    else:
        accept_work(work, ticked=ticked, version=version, now=now, by=by)
