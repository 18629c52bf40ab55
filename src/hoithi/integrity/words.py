"""What each kind of case is called, what its statistic means, and what may be innocent about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import Text
from hoithi.integrity.models import Ruling


@dataclass(frozen=True)
class Words:
    """A kind of case in words."""

    title: Text
    meaning: Text
    innocent: Text


KINDS: dict[str, Words] = {
    "similarity": Words(
        _("Trùng câu sai"),
        _(
            "Hệ thống chỉ so các câu sai. Với mỗi câu một người làm sai, tính xác suất người kia, với sức làm bài "
            "của họ, cũng sai và chọn đúng phương án ấy; phương án càng ít người chọn thì càng đáng chú ý. “Cứ "
            "N cặp mới có một cặp như thế” nghĩa là: hai người làm bài riêng rẽ trùng nhau từ mức này trở lên với "
            "xác suất một phần N. Khi xét nhiều cặp, ngưỡng được siết để trong các cặp nêu ra, số nêu nhầm trung "
            "bình không quá 1 %."
        ),
        _(
            "Cùng học một tài liệu có đáp án sai, cùng được một người hướng dẫn sai, hoặc câu hỏi gây hiểu nhầm "
            "theo một hướng. Câu đúng giống nhau không phải là dấu hiệu."
        ),
    ),
    "timing": Words(
        _("Trả lời cùng nhịp"),
        _(
            "Đề được trộn nên cùng một câu nằm ở chỗ khác nhau trong mỗi bài. Hai người làm riêng hiếm khi trả "
            "lời cùng một câu trong cùng hai giây; ở đây điều đó lặp lại nhiều lần."
        ),
        _(
            "Cùng ngồi trao đổi bằng lời, một người đọc cho người khác, hoặc cùng theo dõi một màn hình. "
            "Hãy hỏi cả hai."
        ),
    ),
    "speed": Words(
        _("Nhanh bất thường"),
        _(
            "Mức sàn là thời gian để mắt lướt hết chữ của đề với tốc độ 2.000 tiếng một phút và chạm vào từng câu "
            "mất 0,7 giây, nhanh hơn nhiều lần người đọc nhanh nhất. Chỉ nêu các bài vừa nhanh vừa đúng từ mức "
            "giữa trở lên."
        ),
        _("Đã thi các lượt trước hoặc học thuộc bộ câu hỏi nên nhận ra câu ngay từ mấy chữ đầu."),
    ),
    "device": Words(
        _("Nhiều tài khoản trên một máy"),
        _(
            "Mỗi trình duyệt nhận một mã ngẫu nhiên, lưu dưới dạng băm. Các bài dưới đây mở bằng cùng một mã. "
            "Cùng một địa chỉ mạng thì không bị nêu: cả cơ quan thường chung một địa chỉ."
        ),
        _("Gia đình, lớp học, máy dùng chung ở bộ phận một cửa, đồng nghiệp cho mượn máy."),
    ),
    "same_person": Words(
        _("Có thể là một người dự thi hai lần"),
        _(
            "Các tài khoản trùng số căn cước, số điện thoại, thư điện tử (so bằng mã băm), hoặc trùng họ tên và "
            "ngày sinh."
        ),
        _("Hai người khác nhau trùng họ tên và ngày sinh; vợ chồng, cha con dùng chung một số điện thoại."),
    ),
    "roster": Words(
        _("Không khớp danh sách cán bộ"),
        _("Thông tin đăng ký khác dòng tương ứng trong danh sách cán bộ của đơn vị."),
        _("Danh sách cũ, gõ nhầm ngày sinh, vừa chuyển công tác, hai người cùng tên. Thường chỉ cần sửa thông tin."),
    ),
}
NAMED = frozenset({"device", "same_person", "roster"})
"""Kinds that cannot be judged without names; in the others people are letters until somebody decides."""
STRENGTHS: dict[int, Text] = {1: _("yếu"), 2: _("vừa"), 3: _("mạnh")}
VERDICTS: dict[str, Text] = {
    Ruling.CLEAR: _("Không có vấn đề"),
    Ruling.WARNING: _("Nhắc nhở"),
    Ruling.VOID: _("Không tính lượt thi này"),
    Ruling.NO_PRIZE: _("Không xét giải, vẫn xếp hạng"),
    Ruling.DISQUALIFY: _("Loại khỏi cuộc thi"),
}
EXPLAINED: dict[str, Text] = {
    Ruling.CLEAR: _("Không báo gì cho người dự thi, kết quả giữ nguyên."),
    Ruling.WARNING: _("Báo cho người dự thi, kết quả giữ nguyên."),
    Ruling.VOID: _("Lượt thi bị bỏ khỏi kết quả; lượt khác của người đó, nếu có, được tính thay."),
    Ruling.NO_PRIZE: _("Giữ thứ hạng, giải chuyển cho người kế tiếp."),
    Ruling.DISQUALIFY: _("Bỏ mọi lượt thi của người đó và không cho thi tiếp."),
}
GROUNDS: dict[str, Text] = {
    "cccd": _("trùng số căn cước"),
    "phone": _("trùng số điện thoại"),
    "email": _("trùng thư điện tử"),
    "name_birth": _("trùng họ tên và ngày sinh"),
}
FIELDS: dict[str, Text] = {
    "name": _("họ tên khác danh sách"),
    "birth": _("ngày sinh khác danh sách"),
    "unit": _("đơn vị khác danh sách"),
    "namesake": _("trùng họ tên với người trong danh sách nhưng khác ngày sinh"),
}
