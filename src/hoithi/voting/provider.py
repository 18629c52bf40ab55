"""What the vote offers the contest floor: votes of works as the plan counts them, and when nothing changes any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from hoithi.contests.models import Entry, Part
from hoithi.contests.registry import Fact
from hoithi.core.spoken import end_moment, moment, number
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.voting.queries.counts import in_force, is_folded, values_of
from hoithi.voting.queries.settings import has_vote, phase_of, settings_of
from hoithi.voting.schema import VoteSettings
from hoithi.voting.words import FIGURES, WHO


class VoteProvider:
    """Standings read votes through this."""

    def facts(self, part: Part, *, subjects: Collection[int] | None = None) -> Iterable[Fact]:
        """{"votes": n} for each work in the contest, discounted votes left out; `subjects` are entries."""
        if not has_vote(part):
            return []
        rows = Entry.objects.filter(part=part, state__in=IN_CONTEST)
        if subjects is not None:
            rows = rows.filter(pk__in=subjects)
        values = values_of(part, list(rows.order_by("pk").values_list("pk", flat=True)))
        return [Fact(subject_id=pk, values={"votes": value}, subject_kind="entry") for pk, value in values.items()]

    def settled(self, part: Part, *, now: datetime) -> bool:
        """The vote here is over and every vote counted; the outside figures that count have been entered."""
        settings = settings_of(part)
        if settings.on_platform and (phase_of(part, now) != "closed" or not is_folded(part)):
            return False
        if not settings.outside:
            return True
        snapshot = in_force(part)
        return snapshot is not None and (settings.closes is None or now >= settings.closes)


def describe(settings: VoteSettings) -> list[tuple[str, str]]:
    """The vote in words for the contest page."""
    lines = [(_("Bình chọn"), source_line(settings))]
    if settings.on_platform:
        lines.append((_("Thời gian bình chọn"), window_line(settings)))
        lines.append((_("Ai được bình chọn"), str(WHO[settings.who])))
        lines.append((_("Số phiếu"), votes_line(settings)))
    return lines


def source_line(settings: VoteSettings) -> str:
    """Where the count of the result comes from; stands on every page of the vote."""
    page = settings.page.title
    if settings.source == "platform":
        return _("Kết quả tính theo phiếu bình chọn trên hệ thống này.")
    if settings.source == "snapshot":
        text = _("Kết quả tính theo {figure} trên {page}, do Ban Tổ chức ghi nhận tại một thời điểm, có minh chứng.")
        return text.format(figure=FIGURES[settings.figure], page=page)
    parts = [
        _("{figure} {share} % (đủ {most} thì được tối đa)").format(
            figure=FIGURES[name], share=format(weight.share.normalize(), "f").replace(".", ","), most=number(weight.max)
        )
        for name, weight in settings.mix.weights.items()
    ]
    text = _("Kết quả tính gộp: {parts}.").format(parts="; ".join(parts))
    return text + (" " + _("Số liệu trang ngoài lấy từ {page}.").format(page=page) if page else "")


def window_line(settings: VoteSettings) -> str:
    if settings.opens is None or settings.closes is None:
        return _("Ban Tổ chức chưa công bố thời gian bình chọn.")
    text = _("từ {opens} đến {closes}")
    return text.format(opens=moment(settings.opens), closes=end_moment(settings.closes))


def votes_line(settings: VoteSettings) -> str:
    if settings.per_person is None:
        text = _("mỗi người một phiếu cho mỗi tác phẩm, bao nhiêu tác phẩm cũng được")
    else:
        text = _("mỗi người bình chọn nhiều nhất {n} tác phẩm").format(n=settings.per_person)
    if settings.period == "day":
        text = _("{text}, mỗi ngày bình chọn lại").format(text=text)
    change = _("đổi hoặc bỏ phiếu được đến khi hết giờ") if settings.change else _("không đổi hoặc bỏ phiếu được")
    return f"{text}; {change}"
