"""Sentences about papers that desks show."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from hoithi.documents.rules.signers import Doubt, check_signer


def signer_warnings(paper: str, signer: str, authority: str = "", *, on: date) -> list[str]:
    """Doubts about who signs a paper, each a sentence with its article; [] where there is nothing to say."""
    return [_sentence(one) for one in check_signer(paper, signer, authority, on=on)]


def _sentence(doubt: Doubt) -> str:
    told = {"signer": doubt.signer, "paper": doubt.paper, "article": doubt.article}
    sentences = {
        "district_ended": _(
            "“%(signer)s” là chức danh cấp huyện; cấp huyện đã kết thúc hoạt động từ ngày 1/7/2025 (%(article)s)."
            " Hãy xem lại người ký."
        ),
        "committee_praise": _(
            "“%(signer)s” ký “%(paper)s”: giấy khen do người đứng đầu cơ quan, đơn vị có tư cách pháp nhân hoặc"
            " Chủ tịch Ủy ban nhân dân quyết định (%(article)s)."
            " Hãy trình người có thẩm quyền, hoặc dùng giấy chứng nhận."
        ),
        "merit_level": _(
            "“%(signer)s” ký “%(paper)s”: thẩm quyền ở cấp này là giấy khen, không có bằng khen (%(article)s)."
            " Hãy xem lại loại giấy hoặc người ký."
        ),
    }
    return sentences[doubt.code] % told
