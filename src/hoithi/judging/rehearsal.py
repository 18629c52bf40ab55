"""How a jury is rehearsed: works are dealt out, a harsh and a lenient juror mark beside the others, all sign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.models import Entry, Part
from hoithi.contests.operations.bodies import appoint
from hoithi.contests.rehearsal import Act, Agenda
from hoithi.judging.models import Juror, Panel, Sheet
from hoithi.judging.operations.assignment import assign_works
from hoithi.judging.operations.panel import close_panel, open_panel
from hoithi.judging.operations.sheet import Given, sign_sheet
from hoithi.judging.queries.settings import points_of, settings_of
from hoithi.people.models import User
from hoithi.people.operations.accounts import create_person

REST, LASTS = timedelta(days=1), timedelta(days=7)
"""After the close until marking begins, and how long it takes, where the plan says neither."""
UNUSABLE = "!"
"""What the password of an account begins with that nobody signs in to."""
HARSH, LENIENT, NOISE = -0.12, 0.10, 0.06


class JuryRehearsal:
    """Registered with the extension."""

    def prepare(self, part: Part, *, staff: Mapping[str, Sequence[User]], rng: Random, now: datetime) -> None:
        """The plan's criteria and seats are all it needs; where each unit has its own jury, two people for each."""
        settings = settings_of(part)
        body = part.contest.bodies.filter(kind="jury", key=settings.body).first()
        if settings.scope != "unit" or body is None:
            return
        for unit in part.contest.units.order_by("code"):
            for n in (1, 2):
                person = create_person(_("Giám khảo {n} của {unit}").format(n=n, unit=unit.name)[:120], None, now=now)
                appoint(body, person, now=now, contest_unit=unit)

    def plan(self, part: Part, *, people: int, agenda: Agenda, rng: Random, done: Act) -> datetime | None:
        settings = settings_of(part)
        closes = part.closes
        assert closes is not None, "an exact window"
        begins = max(settings.opens or closes, closes) + (REST if settings.opens is None else timedelta(hours=1))
        ends = settings.closes or begins + LASTS
        later = part.contest.parts.filter(opens__gt=closes).order_by("opens").first()
        if later is not None and later.opens is not None:
            begins = min(begins, closes + (later.opens - closes) / 4)
            ends = min(ends, closes + (later.opens - closes) / 2)
        agenda.at(begins, partial(self._begin, part=part, ends=ends, agenda=agenda, rng=rng))
        return ends

    def told(self, part: Part) -> dict[str, Any]:
        """Sheets, and each juror's mean share of the points: the harsh one and the lenient one show."""
        sheets = Sheet.objects.filter(juror__panel__part=part, signed_at__isnull=False).select_related("rubric")
        points: dict[int, list[Fraction]] = defaultdict(list)
        for sheet in sheets.order_by("juror", "pk"):
            points[sheet.juror_id].append(points_of(sheet.rubric, sheet.marks))
        means = [round(float(sum(own) / len(own)), 2) for own in points.values()]
        return {"sheets": sum(map(len, points.values())), "jurors": len(points), "mean_by_juror": means}

    def _begin(self, now: datetime, *, part: Part, ends: datetime, agenda: Agenda, rng: Random) -> None:
        panel = open_panel(part, now=now)
        assign_works(panel, now=now)
        worth = {
            pk: rng.triangular(0.45, 0.98, 0.75) for pk in Entry.objects.filter(part=part).values_list("pk", flat=True)
        }
        for number, juror in enumerate(Juror.objects.filter(panel=panel).order_by("pk")):
            lean = HARSH if number == 0 else LENIENT if number == 1 else 0.0
            if User.objects.filter(person=juror.person_id).exclude(password__startswith=UNUSABLE).exists():
                continue  # somebody one can sign in as: they mark by themselves
            sheets = Sheet.objects.filter(juror=juror, dropped_at=None).order_by("pk")
            for sheet in sheets.select_related("rubric"):
                share = min(1.0, max(0.05, worth[sheet.entry_id] + lean + rng.gauss(0, NOISE)))
                marks = {one["key"]: _mark(one, share, rng) for one in sheet.rubric.criteria}
                when = now + (ends - now) * 0.95 * rng.random()
                agenda.at(when, partial(_sign, sheet.code, juror, marks))
        agenda.at(ends - timedelta(minutes=1), partial(_close, panel))


def _mark(criterion: Mapping[str, str], share: float, rng: Random) -> str:
    """A mark on the criterion's own steps."""
    most, step = Decimal(criterion["maximum"]), Decimal(criterion["step"])
    steps = int(most / step)
    return format(step * min(steps, max(0, round(steps * share + rng.gauss(0, 1)))), "f")


def _sign(code: str, juror: Juror, marks: Mapping[str, str], now: datetime) -> None:
    sheet = Sheet.objects.select_related("juror__panel__part__contest").get(code=code)
    given = Given(marks, "Diễn tập.", sheet.revision)
    sign_sheet(code, sheet.juror, given, now=now, by=User.objects.filter(person=juror.person_id).first())


def _close(panel: Panel, now: datetime) -> None:
    close_panel(panel, reason="Mọi phiếu đã ký.", now=now, by=None)
