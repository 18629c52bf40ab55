"""Thể lệ: Markdown as safe HTML, every published version with its document."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from hoithi.contests.queries import pages
from hoithi.contests.views.public import page_context
from hoithi.core.middleware import TimedRequest


def rendered(text: str, top: int = 2) -> SafeString:
    """Markdown without raw HTML, pictures or scripts; its highest heading, whatever it is, becomes `h<top>`."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(text)
    lower = top - min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=top)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + lower)}"
        elif token.type == "table_open":
            token.attrSet("class", "table")
    return mark_safe(parser.renderer.render(tokens, parser.options, {}))


@require_safe
def rules(request: TimedRequest, slug: str) -> HttpResponse:
    """`?ban=1` shows an earlier version; drafts are nobody's business here."""
    contest = pages.shown_contest(slug)
    published = list(contest.rules_texts.filter(published_at__isnull=False).select_related("document"))
    wanted = request.GET.get("ban", "")
    shown = next((one for one in published if str(one.version) == wanted), None)
    if wanted and shown is None:
        raise Http404
    shown = shown or (published[-1] if published else None)
    context = page_context(contest) | {
        "shown": shown,
        "body": rendered(shown.body) if shown else "",
        "versions": published[::-1],
        "latest": shown is not None and shown == published[-1],
    }
    return render(request, "contests/rules.html", context)
