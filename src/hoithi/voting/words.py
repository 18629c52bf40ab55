"""The vote's terms on screen."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import Text

FIGURES: dict[str, Text] = {
    "votes": _("phiếu bình chọn trên hệ thống"),
    "likes": _("lượt thích"),
    "views": _("lượt xem"),
    "shares": _("lượt chia sẻ"),
}
WHO: dict[str, Text] = {
    "anyone": _("mọi người có tài khoản xác nhận bằng số điện thoại hoặc thư điện tử"),
    "accounts": _("người có tài khoản và đã điền họ tên"),
    "oidc": _("người có tài khoản đã nối với nơi cấp danh tính (OpenID Connect), mỗi danh tính một tài khoản"),
    "entrants": _("người đã đăng ký dự thi"),
    "roster": _("cán bộ có tên trong danh sách của đơn vị dự thi"),
}


class KindWords(NamedTuple):
    """A kind of finding: its title, what it means, what may be innocent."""

    title: Text
    meaning: Text
    innocent: Text


KINDS: dict[str, KindWords] = {
    "hour": KindWords(
        _("Tăng vọt trong một giờ"),
        _("Tác phẩm nhận nhiều phiếu trong một giờ hơn hẳn các giờ khác, các tác phẩm khác không tăng như vậy."),
        _("Có thể vừa được giới thiệu trên đài, trên mạng xã hội hoặc trong một cuộc họp."),
    ),
    "network": KindWords(
        _("Dồn dập từ một mạng"),
        _("Nhiều phiếu cho cùng một tác phẩm đến từ một mạng trong vài phút."),
        _("Có thể là một cuộc họp, một lớp học cùng bình chọn qua một đường mạng."),
    ),
    "unit": KindWords(
        _("Dồn dập từ một đơn vị"),
        _("Nhiều người của một đơn vị bình chọn cùng một tác phẩm trong vài phút."),
        _("Có thể đơn vị vừa phát động bình chọn cho tác phẩm của mình."),
    ),
    "device": KindWords(
        _("Nhiều tài khoản trên một máy"),
        _("Một máy đã bình chọn cho nhiều tài khoản hơn hẳn các máy khác."),
        _("Có thể là máy dùng chung ở nhà văn hóa, bưu điện, trường học."),
    ),
    "accounts": KindWords(
        _("Nhiều tài khoản mới lập"),
        _("Trong một giờ, tác phẩm nhận phiếu từ nhiều tài khoản vừa lập hơn hẳn tỉ lệ chung."),
        _("Có thể nhiều người lần đầu biết đến cuộc thi và lập tài khoản để bình chọn."),
    ),
}
STATES: dict[str, Text] = {
    "open": _("Cần xem"),
    "cleared": _("Không có vấn đề"),
    "discounted": _("Đã loại phiếu"),
}
