"""What was decided by people before there were winners: rounds of review, marking, ties; as facts for minutes."""

from __future__ import annotations

from hoithi.awards.queries.outcome import contenders
from hoithi.contests.models import Contest, Entry, TieDecision
from hoithi.contests.queries.pages_board import scopes_with_titles
from hoithi.judging.models import Panel
from hoithi.judging.queries.board import agreement_of, work_lines
from hoithi.judging.queries.settings import jury_parts, method_of, panel_of
from hoithi.judging.rules.aggregate import scores
from hoithi.judging.rules.compare import ranked
from hoithi.judging.words import METHOD_NAMES, written
from hoithi.papers.rules.facts import Marking, Round, Tie
from hoithi.quiz.models import ReviewRound
from hoithi.quiz.queries.bank_review import minutes_of

MOST_REASONS = 200
"""Rows of reasons in minutes."""


def rounds_of(contest: Contest) -> tuple[Round, ...]:
    """Every round of review in numbers; of questions their codes and reasons, never their text."""
    found = []
    for one in ReviewRound.objects.filter(bank__contest=contest).select_related("bank").order_by("pk"):
        lines = minutes_of(one)
        approved = sum(line.review.approved for line in lines)
        reasons = [(line.question.code, line.review.reason) for line in lines if line.review.reason]
        people = sorted({str(line.review.reviewer) for line in lines if line.review.reviewer})
        title = f"Đợt {one.no}: {one.bank.title}"
        found.append(
            Round(title, len(lines), approved, len(lines) - approved, tuple(people), tuple(reasons[:MOST_REASONS]))
        )
    return tuple(found)


def markings_of(contest: Contest) -> tuple[Marking, ...]:
    panels = [(part.title, panel_of(part)) for part in jury_parts(contest)]
    return tuple(_marking(title, panel) for title, panel in panels if panel is not None)


def _marking(title: str, panel: Panel) -> Marking:
    method = method_of(panel)
    lines = work_lines(panel, method)
    jurors = list(panel.jurors.select_related("person"))
    points = {str(line.entry.pk): line.points for line in lines}
    places = ranked(scores(method, points) if method else dict.fromkeys(points), ())
    rows = []
    for line in lines:
        place = places[str(line.entry.pk)].place
        each = tuple(written(line.points.get(juror.code)) for juror in jurors)
        rows.append((place, (str(place or "–"), line.entry.title, *each, written(line.score))))
    rows.sort(key=lambda row: (row[0] is None, row[0] or 0))
    agreement = agreement_of(lines)
    talks = panel.discussions.select_related("entry").order_by("opened_at")
    return Marking(
        title,
        str(METHOD_NAMES[method]) if method else "",
        tuple(str(juror) for juror in jurors),
        tuple(cells for _place, cells in rows),
        tuple(f"{talk.entry.title}: {talk.reason}. {talk.conclusion}".strip() for talk in talks),
        written(agreement) if agreement is not None else "",
    )


def ties_of(contest: Contest) -> tuple[Tie, ...]:
    """Ties the committee has decided and not taken back."""
    found = []
    decisions = TieDecision.objects.filter(standing__contest=contest, revoked_at=None).select_related("standing")
    for one in decisions.order_by("standing__position", "scope", "place"):
        if one.standing.subject == "entry":
            names = dict(Entry.objects.filter(pk__in=one.subjects).values_list("pk", "title"))
        else:
            names = {each.subject: each.name for each in contenders(one.standing, one.subjects)}
        scope = dict(scopes_with_titles(one.standing)).get(one.scope, "") if one.scope else ""
        where = ", ".join(text for text in (one.standing.title, scope) if text)
        found.append(Tie(where, one.place, tuple(names.get(pk, "…") for pk in one.subjects), one.reason))
    return tuple(found)
