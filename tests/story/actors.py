"""A person at a browser: opens pages, fills in fields by their labels, presses buttons by their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import expect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLUG = "soc-son-2024"


@dataclass
class Stage:
    """Where the story happens: the served product, and browsers for its people."""

    address: str
    open_page: Callable[..., Any]
    slug: str = SLUG

    def browser(self, width: int = 1280, height: int = 900) -> Any:
        return self.open_page(width, height)


class Actor:
    """Somebody with a browser of their own (cookies and all)."""

    def __init__(self, stage: Stage, width: int = 1280) -> None:
        self.stage, self.width = stage, width
        self.page = stage.browser(width, 780 if width < 700 else 900)

    def expects(self, *complaints: str) -> None:
        """What the browser may complain about from here on: a refusal's status, a cut network."""
        self.page.expected += complaints

    # ---- moving

    def go(self, path: str = "") -> None:
        """An address typed by hand: only where a person would type or be given one."""
        self.page.goto(self.stage.address + path)

    def go_contest(self, path: str = "") -> None:
        self.go(f"/cuoc-thi/{self.stage.slug}/{path}")

    def follow(self, words: str) -> None:
        """Follow the link with these words (visible one, in the page's own content or bars)."""
        self.page.get_by_role("link", name=words).locator("visible=true").first.click()

    def press(self, words: str, *, exact: bool = True) -> None:
        self.page.get_by_role("button", name=words, exact=exact).locator("visible=true").first.click()

    # ---- filling in

    def field(self, label: str) -> Any:
        """The control with this label; "(không bắt buộc)" may follow it."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s*\(.*\))?\s*$"))

    def hand_over(self, words: str) -> None:
        """Press a button whose answer looks like the page before: wait for the new one."""
        with self.page.expect_navigation():
            self.press(words)

    def fill(self, label: str, value: str) -> None:
        self.field(label).fill(value)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label).check()

    def choose(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def day(self, name: str, value: date) -> None:
        """A day in its three boxes; they are told apart by the field they belong to."""
        for part in ("day", "month", "year"):
            self.page.fill(f"[name={name}_{part}]", str(getattr(value, part)))

    def upload(self, name: str, data: bytes) -> None:
        self.page.set_input_files("input[type=file]", {"name": name, "mimeType": XLSX, "buffer": data})
        self.press("Kiểm tra tệp")

    # ---- looking

    @property
    def text(self) -> str:
        """Everything the page's main part says, as one line."""
        return " ".join(self.page.inner_text("main").split())

    @property
    def heading(self) -> str:
        return " ".join(self.page.inner_text("h1").split())

    def sees(self, *words: str) -> None:
        """The page's main part says so, now or as soon as it has arrived."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each, use_inner_text=True)

    def sees_nothing_of(self, *words: str) -> None:
        html = self.page.content()
        for each in words:
            assert each not in html, f"{each!r} is on {self.page.url}"

    # ---- signing in

    def sign_in(self, contact: str) -> None:
        """By the code the page shows, as in a demonstration; the account exists already."""
        self.go("/dang-nhap/")
        self.fill("Số điện thoại hoặc thư điện tử", contact)
        self.press("Tiếp tục")
        self.enter_code()

    def enter_code(self) -> None:
        code = self.page.inner_text("strong.num")
        self.fill("Mã gồm 6 chữ số", code)
        self.press("Tiếp tục")
