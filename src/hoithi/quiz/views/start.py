"""Before you start (trước khi vào thi): what the sitting is like, attempts left, agreement to the rules."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hoithi.contests.models import Entrant, Part, RulesText
from hoithi.contests.queries.entrants import entrant_of
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import end_moment
from hoithi.quiz.limits import STARTS_A_MINUTE, count_within
from hoithi.quiz.observers import tell_entering
from hoithi.quiz.operations.attempt_expire import settle_attempt
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.provider import COUNTS
from hoithi.quiz.queries.attempt import Attempts, attempts_of, quiz_part
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.queries.practice import may_practise
from hoithi.quiz.tokens import issue_entry


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: TimedRequest, slug: str, part: str) -> HttpResponse:
    found = quiz_part(slug, part)
    entrant = entrant_of(request.user, found.contest)
    if entrant is None:
        return redirect(f"/cuoc-thi/{slug}/dang-ky/?next={request.path}")
    rules = found.contest.rules_texts.filter(published_at__isnull=False).last()
    error = ""
    if request.method == "POST":
        if rules is None or request.POST.get("dong_y") == str(rules.version):
            count_within(f"start:{entrant.pk}", STARTS_A_MINUTE)
            attempt = start_attempt(entrant, found, now=request.now, rules_text=rules)
            return redirect("quiz:sitting", attempt.code)
        error = _("Bạn cần đồng ý với thể lệ thì mới vào thi được. Hãy đánh dấu vào ô đồng ý.")
    context = _context(request, found, entrant, rules, error)
    response = render(request, "quiz/start.html", context, status=400 if error else 200)
    tell_entering(request, response)
    return response


def _context(
    request: TimedRequest, part: Part, entrant: Entrant, rules: RulesText | None, error: str
) -> dict[str, object]:
    attempts = attempts_of(entrant, part)
    if attempts.open is not None and settle_attempt(attempts.open, now=request.now).ended_at is not None:
        attempts = attempts_of(entrant, part)
    assert request.user.pk is not None, "an entrant is somebody"
    session = request.session.session_key or ""
    return {
        "entry": issue_entry(entrant, part, rules, account_id=request.user.pk, session=session, now=request.now),
        "part": part,
        "contest": part.contest,
        "entrant": entrant,
        "attempts": attempts,
        "lines": _lines(part, entrant, attempts),
        "rules": rules,
        "error": error,
        "may_practise": may_practise(part),
        "organiser": f"{part.contest.plan.organiser.name}\n{part.contest.plan.organiser.of}",
        "nav_here": "cuoc-thi",
    }


def _lines(part: Part, entrant: Entrant, attempts: Attempts) -> list[str]:
    """The sitting in five lines."""
    settings = settings_of(part, entrant.group.key)
    tries = _("Bạn được thi {n} lượt, {counts}. Còn {left} lượt.").format(
        n=attempts.allowed, counts=COUNTS[settings.counts], left=attempts.left
    )
    end = _("Phần thi kết thúc lúc {end}; bài đang làm cũng dừng vào lúc đó.")
    if settings.close_policy == "grace":
        end = _("Phần thi nhận bài mới đến {end}; bài đang làm được làm tiếp cho hết giờ.")
    return [
        _("Đề có {n} câu, làm trong {minutes} phút kể từ khi bấm “Bắt đầu làm bài”.").format(
            n=settings.questions, minutes=settings.time_limit_min
        ),
        tries,
        _("Mỗi câu trả lời được lưu ngay. Mất mạng thì cứ làm tiếp, có mạng lại máy sẽ tự gửi."),
        _("Hết giờ bài tự nộp; những câu đã lưu vẫn được chấm."),
        end.format(end=end_moment(part.closes)) if part.closes else "",
    ]
