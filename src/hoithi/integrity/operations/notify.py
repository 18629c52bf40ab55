"""Letters to whoever is asked or decided about; what was said stands on their page, never in the letter."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.models import Entrant
from hoithi.core.spoken import moment
from hoithi.people.models import User
from hoithi.people.operations.outbox import queue_letter

ASKED = gettext_lazy("Ban Tổ chức đề nghị bạn giải trình về bài thi. Được hỏi không có nghĩa là bạn có lỗi.")
RULED = gettext_lazy("Ban Tổ chức đã có quyết định về bài thi của bạn.")
REVERSED = gettext_lazy("Ban Tổ chức đã hủy một quyết định về bài thi của bạn.")
ANSWERED = gettext_lazy("Ban Tổ chức đã trả lời khiếu nại của bạn.")


def tell(entrant: Entrant, what: str | Promise, *, key: str, now: datetime, until: datetime | None = None) -> None:
    """Queue a letter in the caller's transaction, in the language of the site; nothing for somebody without an address.

    `until`: the end of the time to appeal.
    """
    to = User.objects.filter(person=entrant.person_id, is_active=True).values_list("email", flat=True).first()
    if entrant.person_id is None or not to:
        return
    with translation.override(settings.LANGUAGE_CODE):
        title = entrant.contest.short_title
        lines = [str(what)]
        if until is not None:
            lines.append(_("Nếu không đồng ý, bạn khiếu nại được đến {at}.").format(at=moment(until)))
        lines.append(_("Hãy đăng nhập và mở trang cuộc thi “{title}” để đọc toàn văn và trả lời.").format(title=title))
        lines.append(_("Thư này không có liên kết và không hỏi mật khẩu hay mã đăng nhập của bạn."))
        subject = _("{title}: thông báo về bài thi của bạn").format(title=title)
        queue_letter(to, subject, "\n\n".join(lines) + "\n", key=f"integrity:{key}", now=now)
