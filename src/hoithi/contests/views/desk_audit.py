"""The contest's log (nhật ký) for the secretariat, the committee and the administrator."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from hoithi.audit.views import log_context
from hoithi.contests.models import Contest, Part, Seat
from hoithi.contests.queries.names import names_hidden
from hoithi.contests.views.desk_frame import desk_page, on_desk
from hoithi.core.middleware import TimedRequest
from hoithi.people.models import User


@on_desk("audit.view")
@require_http_methods(["GET", "POST"])
def audit(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/nhat-ky/`: POST walks the chain and shows the verdict."""
    blind = any(names_hidden(request.user, part, request.now) for part in parts_of(contest))
    context = log_context(request, contest.slug, names=lambda ids: office_names(contest, ids, senders=not blind))
    return desk_page(request, contest, roles, "audit", "contests/desk/audit.html", context)


def parts_of(contest: Contest) -> list[Part]:
    found = list(contest.parts.all())
    for part in found:
        part.contest = contest
    return found


def office_names(contest: Contest, accounts: set[int], *, senders: bool = True) -> dict[int, str]:
    """account → name, of those who hold or held a seat here; contestants stay a number.

    Without `senders` so do coordinators: they hand in their units' works, which a juror must not connect.
    """
    seats = Seat.objects.filter(body__contest=contest, person__isnull=False)
    if not senders:
        sending = seats.filter(body__kind="coordinators").values("person")
        seats = seats.exclude(person__in=sending)
    found = User.objects.filter(pk__in=accounts, person__in=seats.values("person")).select_related("person")
    return {user.pk: user.full_name for user in found}
