"""Those who run a contest: the secretary at the console, authors and reviewers at the bank, a unit's coordinator."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.story.actors import Actor
from tests.story.tables import Written


class Secretary(Actor):
    """Thư ký: works from the list "Việc cần làm" and the places beside it."""

    def desk(self) -> None:
        self.go("/dieu-hanh/")
        self.follow("Việc cần làm")

    def place(self, words: str) -> None:
        """A place of the console's side list."""
        self.page.locator("nav, aside").get_by_role("link", name=words, exact=True).locator(
            "visible=true"
        ).first.click()

    def import_units(self, bad: bytes, good: bytes) -> None:
        """The first file is refused row by row and nothing is entered; the corrected one goes in."""
        self.go_contest("dieu-hanh/don-vi/chot/")
        self.follow("Nhập đơn vị từ Excel")
        self.upload("don-vi.xlsx", bad)
        self.sees("Có dòng chưa hợp lệ", "Dòng lỗi 1")
        self.upload("don-vi-da-sua.xlsx", good)
        self.sees("Mọi dòng đều hợp lệ.")
        self.press("Nhập 6 dòng")
        self.sees("Chốt danh sách đơn vị?", "thêm 6")

    def import_roster(self, data: bytes, rows: int) -> None:
        self.go_contest("dieu-hanh/don-vi/chot/")
        self.follow("Nhập danh sách cán bộ")
        self.upload("danh-sach.xlsx", data)
        self.sees("Mọi dòng đều hợp lệ.")
        self.press(f"Nhập {rows} dòng")
        self.sees("Chốt danh sách đơn vị?")

    def take_units(self, count: int, below: str) -> None:
        self.tick(f"{count} đơn vị thuộc {below}")
        self.press("Chốt danh sách")
        self.sees(f"Đã chốt danh sách {count} đơn vị")

    def invite(self, body: str, name: str, contact: str, unit: str = "") -> None:
        """Appoint somebody who has no account yet: they will sign in by a code."""
        self.place("Ban, tổ")
        self.page.locator(f"section#{body}").get_by_role("link", name="Cử thêm người").click()
        if unit:
            self.choose("Đầu mối của đơn vị nào", unit)
            self.press("Tiếp tục")
        self.page.get_by_text("Mời người chưa có tài khoản").click()
        self.fill("Họ và tên", name)
        self.fill("Số điện thoại hoặc thư điện tử", contact)
        self.press("Mời và cử")
        self.sees(f"Đã cử {name} vào")

    def appoint(self, body: str, name: str, contact: str) -> None:
        """One more seat for somebody who has an account: found by exactly their contact."""
        self.place("Ban, tổ")
        self.page.locator(f"section#{body}").get_by_role("link", name="Cử thêm người").click()
        self.fill("Tìm người đã có tài khoản", contact)
        self.press("Tìm")
        self.press(f"Cử {name}")
        self.sees(f"Đã cử {name} vào")

    def publish_rules(self, body: str) -> None:
        self.place("Thể lệ")
        self.fill("Nội dung", body)
        self.press("Lưu nháp và xem trước")
        self.sees("Đã lưu bản nháp")
        self.follow("Ban hành…")
        self.press("Ban hành")
        self.sees("Đã ban hành thể lệ bản 1.")

    def answer_note(self, words: str) -> None:
        self.place("Báo cáo của đơn vị")
        self.fill("Câu trả lời", words)
        self.press("Gửi trả lời")
        self.sees("Đã trả lời.", words)

    def decide_tie(self, first: str, second: str, *, reason: str, on: date) -> None:
        self.follow("Xếp thứ tự theo biên bản")
        self.choose(f"Thứ tự của {first}", "1")
        self.choose(f"Thứ tự của {second}", "2")
        self.fill("Lý do", reason)
        self.fill("Số văn bản", "12")
        self.fill("Ký hiệu", "BB-BTC")
        self.day("issued_on", on)
        self.fill("Người ký", "Nguyễn Văn Trưởng Ban")
        self.press("Ghi quyết định")
        self.sees("Đã ghi quyết định.")

    def seal(self) -> None:
        self.follow("Niêm phong kết quả…")
        self.press("Niêm phong")
        self.sees("Kết quả đã niêm phong, tệp số 1.")

    def publish_results(self) -> None:
        self.follow("Công bố kết quả…")
        self.press("Công bố")
        self.sees("Kết quả đã công bố trên trang cuộc thi.")

    def download(self, words: str, to: Path) -> Path:
        with self.page.expect_download() as waiting:
            self.follow(words)
        waiting.value.save_as(to)
        return to


class BankWorker(Actor):
    """Somebody of the two bodies that may read the sealed bank."""

    def bank(self, path: str = "") -> None:
        self.go_contest(f"ngan-hang/{path}")


class Author(BankWorker):
    """Tổ ra đề."""

    def write(self, question: Written, topic: str) -> None:
        self.bank()
        self.follow("Soạn câu hỏi")
        self.choose("Chủ đề", topic)
        self.field("Mức độ").select_option(value=question.difficulty)
        self.choose("Loại câu hỏi", "Một đáp án")
        self.fill("Câu hỏi", question.text)
        for letter, text in zip("ABCD", question.options, strict=False):
            self.page.fill(f"[name=option_{'ABCD'.index(letter) + 1}]", text)
        self.tick(f"Phương án {question.right} là đáp án đúng")
        self.fill("Giải thích", question.explanation)
        self.fill("Căn cứ", question.citation)
        self.press("Lưu bản nháp")
        self.sees("Đã lưu bản nháp câu")

    def import_file(self, bank: str, data: bytes) -> None:
        self.bank(f"nhap/?bo={bank}")
        self.upload("cau-hoi.xlsx", data)

    def enter(self, count: int) -> None:
        self.press(f"Nhập {count} câu")
        self.sees(f"thêm {count}")

    def submit_all(self, count: int) -> None:
        self.bank()
        self.press("Trình tất cả")
        self.sees(f"Đã trình thẩm định {count} câu.")

    def mend(self, code: str) -> None:
        """Read why a question came back, mend it, hand it in again."""
        self.bank("?trang_thai=rejected")
        self.sees(code)
        self.page.locator("ul.tasks a").first.click()
        self.sees("Căn cứ chưa ghi điều, khoản.")
        self.follow("Sửa")
        self.fill("Căn cứ", "Điều 3 Quyết định số 06/QĐ-TTg ngày 06/01/2022")
        self.press("Lưu và trình thẩm định")
        self.sees("và trình thẩm định.")


class Reviewer(BankWorker):
    """Tổ thẩm định đề."""

    def reject(self, reason: str) -> str:
        """Send back the question shown, first without a reason (refused); returns its code."""
        self.bank("tham-dinh/")
        code = self.heading.removeprefix("Thẩm định câu ")
        self.press("Trả lại kèm lý do")
        self.page.wait_for_selector(".field-error")
        self.fill("Lý do, nếu trả lại", reason)
        self.press("Trả lại kèm lý do")
        self.sees(f"Đã trả lại câu {code}.")
        return code

    def approve_all(self) -> int:
        """Approve until nothing waits; returns how many."""
        self.bank("tham-dinh/")
        count = 0
        while "Không có câu nào chờ bạn thẩm định" not in self.text:
            self.hand_over("Duyệt")
            self.sees("Đã duyệt câu")
            count += 1
        return count


class Coordinator(Actor):
    """Đầu mối của một đơn vị."""

    def own_unit(self) -> None:
        self.go_contest("don-vi/")

    def report_difficulty(self, words: str) -> None:
        self.page.get_by_role("radio", name="Vướng mắc").check()
        self.fill("Nội dung", words)
        self.press("Gửi Ban Tổ chức")
        self.sees("Đã gửi Ban Tổ chức.", words, "Chờ Ban Tổ chức trả lời")
