"""People of a contest of works: whoever hands in for a unit, moderators, jurors, and clips of the length asked for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect

from hoithi.core import clock
from hoithi.core.tables import Sheet, write_xlsx
from hoithi.entries.models import Work
from hoithi.entries.operations.media_work import work_off
from tests.entries import clips
from tests.story.actors import XLSX, Actor
from tests.story.office import Secretary

PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\1\0\0\5\0\1"
    b"\r\n-\xb4\0\0\0\0IEND\xaeB`\x82"
)
"""A screenshot, as small as one can be."""


def clip(folder: Path, seed: int, seconds: int = 300, sound: str = "none") -> Path:
    """A film in HD of exactly so many seconds: a picture each five, by default without the slow making of sound."""
    path = folder / f"phong-su-{seed}-{seconds}.mp4"
    frames = list(clips.scenes(seed, -(-seconds // 5), 1280, 720, each=3))
    return clips.write(path, frames, fps=clips.Fraction(len(frames), seconds), crf=34, sound=sound)


def files_are_looked_into() -> None:
    """What the worker's thread does, here and now."""
    work_off(clock.now)


class Sender(Actor):
    """A unit's coordinator who hands works in."""

    def my_works(self) -> None:
        self.go_contest("video/nop/")

    def write(self, title: str, author: str) -> str:
        """A new draft with everything the plan asks for; returns its code."""
        self.my_works()
        self.follow("Tác phẩm mới")
        self.fill("Tên tác phẩm", title)
        self.fill("Giới thiệu tác phẩm", "Phóng sự về làm thủ tục tại nhà.")
        self.tick("Phóng sự ngắn")
        self.page.locator("[name=topics]").first.check()
        for name, value in (("name", author), ("position", "Công chức"), ("address", "Vĩnh Linh")):
            self.page.fill(f"[name=tac-gia-0-{name}]", value)
        self.page.fill("[name=tac-gia-0-phone]", "0912 000 111")
        self.hand_over("Lưu")
        self.sees("Đã lưu bản nháp.")
        return urlsplit(self.page.url).path.split("/")[2]

    def send(self, film: Path) -> None:
        """Through the page's own client, piece by piece, to where the page goes on by itself."""
        with self.page.expect_navigation():
            self.page.set_input_files("#tep input[type=file]", film)
        self.sees(film.name, "Máy chủ đang kiểm tra tệp")

    def agree_and_hand_in(self) -> None:
        for box in self.page.locator("form[action$='/nop/'] input[type=checkbox]").all():
            box.check()
        self.hand_over("Nộp tác phẩm")


class Office(Secretary):
    """The secretary, who sits on the body that approves works too."""

    def queue(self, tab: str = "") -> None:
        self.go_contest(f"dieu-hanh/tac-pham/duyet/video/{tab}")

    def look_at(self, title: str) -> None:
        self.queue()
        self.follow(title)
        self.sees(title)

    def watch(self) -> None:
        """The film plays: the browser has read its head and moves on in it."""
        self.page.wait_for_function("() => document.querySelector('video').readyState >= 1")
        assert self.page.evaluate("document.querySelector('video').duration") >= 299

    def tick_everything(self) -> None:
        for box in self.page.locator("[name=muc]").all():
            box.check()

    def reason(self, words: str) -> None:
        self.page.fill("[name=reason]", words)

    def set_rubric(self, criteria: list[tuple[str, int]], *, reason: str) -> None:
        self.go_contest("dieu-hanh/cham/video/thang-diem/")
        for at, (title, most) in enumerate(criteria):
            self.page.fill(f"[name=tc-{at}-title]", title)
            self.page.fill(f"[name=tc-{at}-maximum]", str(most))
        self.page.fill("[name=reason]", reason)
        self.hand_over("Đặt thang điểm")
        self.sees("Đã đặt thang điểm bản 1.")

    def enter_fanpage(self, likes: dict[int, int], on: date, time: str) -> None:
        self.go_contest("dieu-hanh/binh-chon/video/so-lieu/nhap/")
        sheet = write_xlsx([Sheet("So lieu", ["Số tác phẩm", "Lượt thích"], list(likes.items()))])
        self.page.set_input_files("[name=sheet]", {"name": "fanpage.xlsx", "mimeType": XLSX, "buffer": sheet})
        self.page.set_input_files("[name=evidence]", {"name": "chup.png", "mimeType": "image/png", "buffer": PIXEL})
        self.day("day", on)
        self.page.fill("[name=time]", time)
        self.page.fill("[name=signer]", "Nguyễn Văn Mẫu, Phó Trưởng ban")
        self.hand_over("Ghi số liệu")


class Juror(Actor):
    """Giám khảo: their own queue, a sheet each."""

    def mark(self, points: dict[str, tuple[int, int]]) -> None:
        """Mark every work of the own queue by its title, then sign all sheets at once."""
        self.go_contest("video/cham/")
        for title, given in points.items():
            self.follow(title)
            self.sees("Phiếu chấm")
            for field, value in zip(self.page.locator("#phieu-cham [name^=diem-]").all(), given, strict=True):
                field.fill(str(value))
                field.press("Tab")
            expect(self.page.locator("#luu-phieu")).to_contain_text("Đã lưu")
            expect(self.page.locator("#tam-cong")).to_have_text(re.compile(f"^{sum(given)}$"))
            self.go_contest("video/cham/")
        self.press("Ký mọi phiếu đã chấm đủ")
        self.sees(f"Đã ký {len(points)} phiếu.", "Bạn đã ký mọi phiếu.")


def number_of(code: str) -> int:
    found = Work.objects.get(entry__code=code).number
    assert found is not None
    return found
