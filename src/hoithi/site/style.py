"""`/kieu-dang/bai-thi/`: the sitting screen with sample data and no server behind it, for eyes and browser tests.

Everything a person does there stays on the device: each save meets 404 and shows the state of a lost network.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

SAMPLE = [
    (
        "Một câu hỏi mẫu có hai dòng trên điện thoại, để thấy chỗ xuống dòng của đề bài như thế nào?",
        [
            "Thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
            "Công tác văn thư",
            "Tuyển dụng, sử dụng và quản lý công chức",
            "Định danh và xác thực điện tử",
        ],
    ),
    (
        "Chỉ số mẫu đo lường điều gì?",
        [
            "Mức độ chuyển đổi số của các bộ, ngành, địa phương",
            "Sự hài lòng của người dân, tổ chức đối với sự phục vụ của cơ quan hành chính nhà nước",
            "Năng lực cạnh tranh cấp tỉnh",
            "Hiệu quả quản trị và hành chính công cấp tỉnh",
        ],
    ),
    ("Chương trình mẫu có mấy nội dung?", ["4 nội dung", "5 nội dung", "6 nội dung", "7 nội dung"]),
]
ANSWERED = {1, 2, 3, 4, 5, 7, 9, 10, 11, 12, 14, 15, 16}


def _question(pos: int) -> dict[str, object]:
    text, options = SAMPLE[(pos - 1) % len(SAMPLE)] if pos != 7 else SAMPLE[1]
    kind = "true_false" if pos == 13 else "multiple" if pos == 18 else "single"
    if kind == "true_false":
        text, options = "Hồ sơ mẫu được nộp trực tuyến, đúng hay sai?", ["Đúng", "Sai"]
    chosen = ["B"] if pos in ANSWERED else []
    return {
        "pos": pos,
        "text": text,
        "kind": kind,
        "options": [{"key": "ABCD"[i], "text": o} for i, o in enumerate(options)],
        "chosen": chosen,
    }


def sitting(request: HttpRequest) -> HttpResponse:
    """`?giay=761` sets the seconds left; never in production."""
    if settings.MODE == "production":
        raise Http404
    now: datetime = request.now  # type: ignore[attr-defined]
    left = timedelta(seconds=int(request.GET.get("giay", "761")))
    attempt = {
        "code": "KIEU-DANG",
        "n": 1,
        "contest_title": "Cuộc thi mẫu tìm hiểu cải cách hành chính",
        "organiser": "Ban Tổ chức mẫu",
        "started_at": now,
        "deadline_at": now + left,
        "server_now": now,
        "epoch": 1,
        "seq": 0,
    }
    urls = {"save": "luu/", "submit": "nop/", "resume": "tiep/"}
    questions = [_question(pos) for pos in range(1, 21)]
    return render(
        request, "quiz/sitting.html", {"attempt": attempt, "questions": questions, "urls": urls, "token": "mau"}
    )
