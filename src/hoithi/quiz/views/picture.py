"""Pictures: taken from the form before it is judged, and sent to those who may see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.quiz.forms.bank import QuestionForm
from hoithi.quiz.operations.picture import add_picture, check_size
from hoithi.quiz.operations.picture_errors import PictureNotFound
from hoithi.quiz.queries.attempt import own_attempt
from hoithi.quiz.queries.bank import bank_contest
from hoithi.quiz.queries.bank_picture import PictureFile, picture_for_all, picture_in_bank, picture_on_paper
from hoithi.quiz.views.bank import Desk, on_bank

DAY_S = 86_400


@dataclass
class Taken:
    """Row (0 is the question) → digest of its picture now, and what was refused."""

    digests: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)

    def tell(self, form: QuestionForm) -> None:
        """Each refusal at its place in the form."""
        for number, sentence in self.refused.items():
            form.add_error(f"alt_{number}", sentence)

    def say(self, request: TimedRequest) -> None:
        """Above a form that is not judged yet."""
        for sentence in self.refused.values():
            messages.error(request, sentence)


def take_pictures(request: TimedRequest, desk: Desk, key: str, rows: int) -> Taken:
    """Files of the form into the bank, one after another; what stood in a row stays unless replaced or taken out."""
    taken = Taken()
    for number in range(rows + 1):
        digest = request.POST.get(f"picture_{number}_digest", "")
        if digest and f"picture_{number}_drop" not in request.POST:
            taken.digests[number] = digest
        file = request.FILES.get(f"picture_{number}")
        if file is None:
            continue
        name = str(file.name or "")
        try:
            check_size(name, file.size or 0)
            picture = add_picture(desk.contest, key, file.read(), name, now=request.now, by=desk.user)
            taken.digests[number] = picture.digest
        except Refusal as refusal:
            taken.refused[number] = str(refusal)
    return taken


def _sent(found: PictureFile | None, cache: str) -> HttpResponse:
    if found is None:
        raise PictureNotFound
    response = HttpResponse(found.data, content_type=found.mime)
    response["Cache-Control"] = cache
    response["Content-Disposition"] = "inline"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_safe
def on_paper(request: TimedRequest, code: str, pos: int, letter: str = "") -> HttpResponse:
    """A picture of one's own paper: from the start on, and nobody else's. It never changes, so the phone keeps it."""
    found = picture_on_paper(own_attempt(request.user, code), pos, letter)
    return _sent(found, f"private, max-age={DAY_S}, immutable")


def _by_digest(view: Callable[[TimedRequest, Desk, str], HttpResponse]) -> Callable[..., HttpResponse]:
    return require_safe(on_bank("bank.read_sealed")(view))


@_by_digest
def in_bank(request: TimedRequest, desk: Desk, digest: str) -> HttpResponse:
    """For readers of the bank; `on_bank` keeps it out of every cache."""
    return _sent(picture_in_bank(desk.contest, digest), "private, no-store")


@require_safe
def for_all(request: TimedRequest, slug: str, digest: str) -> HttpResponse:
    """A picture of the published study set, or of a question opened after the close."""
    return _sent(picture_for_all(bank_contest(slug), digest), f"public, max-age={DAY_S}")
