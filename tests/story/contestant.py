"""People who take part, on their phones: registering in short steps, sitting the quiz, their receipt."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from hoithi.quiz.models import Attempt
from tests.story.actors import SLUG, Actor, Stage

SAYS = "(words) => document.querySelector('[data-state-text]').textContent === words"


class Contestant(Actor):
    """Somebody with a phone of 360 px, no account yet."""

    def __init__(self, stage: Stage, width: int = 360) -> None:
        super().__init__(stage, width)

    # ---- registering

    def begin(self, contact: str, slug: str = SLUG) -> None:
        """From the home page to the contest, its one main button, and the code."""
        self.go("/")
        self.page.locator(f"a[href='/cuoc-thi/{slug}/']").locator("visible=true").first.click()
        self.follow("Vào thi")
        self.fill("Số điện thoại hoặc thư điện tử", contact)
        self.press("Tiếp tục")
        self.enter_code()

    def introduce(self, name: str, birth: date, guardian: tuple[str, str] | None = None) -> None:
        """Who one is; the consent needed to take part is the only one ticked."""
        self.fill("Họ và tên", name)
        self.day("birth_date", birth)
        if guardian:
            self.fill("Họ tên cha, mẹ hoặc người giám hộ", guardian[0])
            self.fill("Số điện thoại của cha, mẹ hoặc người giám hộ", guardian[1])
            self.page.get_by_label("Cha, mẹ hoặc người giám hộ của tôi đồng ý").check()
        self.page.check("[name=consent_take_part]")
        self.press("Mở tài khoản")

    def join_as(self, group: str, unit: str, typed: str = "", publish: str = "") -> None:
        """As whom, of which unit (found by typing without diacritics), which consents; then send it."""
        self.page.get_by_label(group).check()
        self.press("Tiếp tục")
        if typed:
            self.page.locator("input[role=combobox]").fill(typed)
            self.page.get_by_role("option", name=unit).click()
        self.press("Tiếp tục")
        self.sees("Bạn đồng ý những gì?")
        if publish:
            self.tick(publish)
        self.press("Tiếp tục")
        self.sees("Kiểm tra lại rồi gửi")
        self.press("Đăng ký")

    # ---- sitting

    def start(self) -> Attempt:
        """Agree to the rules and press "Bắt đầu làm bài"; returns the attempt, for the test to know the answers."""
        self.tick("Tôi đã đọc và đồng ý với thể lệ")
        self.press("Bắt đầu làm bài")
        self.page.wait_for_selector("body.live")
        code = urlsplit(self.page.url).path.split("/")[2]
        return Attempt.objects.get(code=code)

    def answer(self, pos: int, letters: str) -> None:
        """Choose at the question shown on the phone."""
        for letter in letters:
            self.page.click(f"#cau-{pos} .answer:has([value={letter}])")

    def on(self) -> None:
        self.page.click("[data-next]")

    def until_saved(self, count: int) -> None:
        self.page.wait_for_function(SAYS, arg=f"Máy chủ đã có cả {count} câu bạn chọn")

    def until_kept(self, count: int) -> None:
        """The network is away: the device says how much it keeps."""
        self.page.wait_for_function(SAYS, arg=f"Đã giữ {count} câu trên máy, sẽ tự gửi lại")

    def hand_in(self) -> str:
        """Look over the answers and hand in; returns the code on the receipt."""
        self.page.keyboard.press("r")
        self.page.click("[data-submit-now]")
        self.page.wait_for_url("**/phieu/**")
        return self.receipt_code

    @property
    def receipt_code(self) -> str:
        return "-".join(self.page.inner_text(".code").split())
