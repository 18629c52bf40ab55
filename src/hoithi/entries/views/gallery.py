"""The gallery and the public page of a work (trưng bày tác phẩm)."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.models import Part
from hoithi.contests.queries.names import names_hidden
from hoithi.contests.views.public import page_context
from hoithi.core.middleware import TimedRequest
from hoithi.entries.models import Work
from hoithi.entries.queries import gallery as read
from hoithi.entries.queries.access import Seen, gone_reason, seen_work
from hoithi.entries.queries.own import works_part
from hoithi.entries.queries.publications import titles
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.queries.shown import Shown, shown_files
from hoithi.entries.queries.words import WORDS, number_of
from hoithi.entries.rules.shuffle import shuffle_key
from hoithi.entries.schema import EntriesSettings
from hoithi.entries.slots import slots

LONGEST_NUMBER = 9


@require_safe
def gallery(request: TimedRequest, slug: str, part: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/<part>/tac-pham/`: `?q=` words, `?don-vi=`, `?the-loai=`, `?chu-de=`, `?sau=`, `?truoc=`."""
    found = works_part(slug, part)
    wanted_of = settings_of(found)
    topics = {one.key: str(one.title) for one in found.contest.plan.topics} if wanted_of.topics.choose != "none" else {}
    genres = {one.key: str(one.title) for one in wanted_of.genres}
    wanted = wanted_from(request, topics, genres, nameless=names_hidden(request.user, found, request.now))
    shuffled = slots.shuffles(found, request.now)
    page = read.gallery(found, wanted, order=visitor_key(request, found) if shuffled else None)
    more = slots.on_cards(request, found, page.works)
    context = page_context(found.contest) | {
        "part": found,
        "settings": wanted_of,
        "wanted": wanted,
        "page": page,
        "cards": [
            _card(work, page.files[work.pk], genres, wanted) | {"slots": more.get(work.pk, [])} for work in page.works
        ],
        "topics": topics,
        "genres": genres,
        "heads": slots.on_head(request, found),
        "shuffled": shuffled,
        "newer": _address(request, truoc=page.newer) if page.newer else "",
        "older": _address(request, sau=page.older) if page.older else "",
        "here": reverse("entries:gallery", args=[slug, part]),
    }
    return render(request, "entries/gallery/gallery.html", context)


def wanted_from(
    request: TimedRequest, topics: dict[str, str], genres: dict[str, str], *, nameless: bool = False
) -> read.Wanted:
    """What the query string asks for; what the plan does not know is not asked."""
    get = request.GET.get
    topic, genre = get("chu-de", ""), get("the-loai", "")
    return read.Wanted(
        words=get("q", "")[: read.LONGEST_QUERY].replace("\0", ""),
        unit="" if nameless else get("don-vi", "")[:100].replace("\0", ""),
        genre=genre if genre in genres else "",
        topic=topic if topic in topics else "",
        after=_number(get("sau", "")),
        before=_number(get("truoc", "")),
        nameless=nameless,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def _address(request: TimedRequest, **cursor: int) -> str:
    query = request.GET.copy()
    for name in ("sau", "truoc"):
        query.pop(name, None)
    for name, number in cursor.items():
        query[name] = str(number)
    return f"{request.path}?{query.urlencode()}"


def visitor_key(request: TimedRequest, part: Part) -> bytes:
    """The order of one visitor: by account, else by network and browser. No cookie, and nothing in the address, so
    that nobody can pass on an order in which a work of theirs comes first (decision 0029)."""
    if request.user.is_authenticated:
        whose: tuple[object, ...] = ("account", request.user.pk)
    else:
        whose = ("visitor", request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))
    return shuffle_key(django_settings.SECRET_KEY.encode(), "gallery", part.pk, *whose)


def _card(work: Work, files: Shown, genres: dict[str, str], wanted: read.Wanted) -> dict[str, Any]:
    return {
        "work": work,
        "number": number_of(work),
        **_whose(work, nameless=wanted.nameless),
        "genre": genres.get(work.genre, ""),
        "poster": files.small,
        "duration": files.duration,
    }


def _whose(work: Work, *, nameless: bool) -> dict[str, str]:
    """Unit and authors as the public reads them; nothing of either while a blind marking lasts."""
    owner = work.entry.owner
    unit = owner.contest_unit.name if owner.contest_unit else ""
    return {"unit": "", "credit": ""} if nameless else {"unit": unit, "credit": work.credit_line}


@require_safe
def work(request: TimedRequest, slug: str, part: str, number: int) -> HttpResponse:
    """`…/tac-pham/<number>/`: the work, or its preview for those who may; what was taken down says so."""
    seen = seen_work(request.user, slug, part, number, request.now)
    found = seen.work
    context = page_context(found.entry.part.contest) | {
        "part": found.entry.part,
        "work": found,
        "number": number_of(found),
        "seen": seen,
        "words": WORDS[found.entry.state],
    }
    if seen.kind == "gone":
        context["reason"] = gone_reason(found)
        return render(request, "entries/gallery/gone.html", context, status=410)
    context |= _told(request, seen)
    response = render(request, "entries/gallery/work.html", context)
    if seen.kind == "preview" or seen.nameless:
        response["Cache-Control"] = "private, no-store"
    return response


def _told(request: TimedRequest, seen: Seen) -> dict[str, Any]:
    """What the page says of a work: never an address, telephone or e-mail of an author."""
    found = seen.work
    part = found.entry.part
    wanted: EntriesSettings = settings_of(part)
    topics = {one.key: str(one.title) for one in part.contest.plan.topics}
    genres = {one.key: str(one.title) for one in wanted.genres}
    files = shown_files([found])[found.pk]
    names, share = titles(part), files.share
    public = seen.kind == "public"
    told = public and not seen.nameless  # an outside page says whose film it is
    base = reverse("entries:public_work", args=[part.contest.slug, part.key, found.number])
    return {
        "settings": wanted,
        "files": files,
        **_whose(found, nameless=seen.nameless),
        "genre": genres.get(found.genre, ""),
        "topics": "; ".join(topics[key] for key in found.topics if key in topics),
        "channels": [(names.get(row.channel, row.channel), row) for row in read.channels_of(found)] if told else [],
        "slots": slots.on_page(request, found) if public else [],
        "page_url": request.build_absolute_uri(base),
        "poster_url": request.build_absolute_uri(f"{base}anh-bia/{share.place}/") if share else "",
        "licence": _licence(wanted),
    }


def _licence(wanted: EntriesSettings) -> str:
    """What others may do with the work."""
    if wanted.licence.scope == "none":
        return _("Bản quyền thuộc về tác giả; muốn dùng lại phải được tác giả đồng ý.")
    return _("Bản quyền thuộc về tác giả. Ban Tổ chức được sử dụng theo thể lệ, luôn ghi tên tác giả.")
