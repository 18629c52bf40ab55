#!/usr/bin/env python3
"""Take a picture of a page: scripts/shot.py URL OUT.png --width 360 [--height 800] [--full] [--dark] [--cookie k=v]."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("out")
    parser.add_argument("--width", type=int, default=360)
    parser.add_argument("--height", type=int, default=780)
    parser.add_argument("--full", action="store_true", help="the whole page, not only the first screen")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--print", dest="paper", action="store_true", help="as it would be printed")
    parser.add_argument("--cookie", action="append", default=[], metavar="NAME=VALUE", help="may be repeated")
    parser.add_argument("--click", action="append", default=[], metavar="SELECTOR", help="click before the picture")
    parser.add_argument("--wait", type=int, default=0, metavar="MS", help="extra time before the picture")
    return parser.parse_args()


def shoot(options: argparse.Namespace) -> None:
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGS)
        context = browser.new_context(
            viewport={"width": options.width, "height": options.height},
            device_scale_factor=2 if options.width < 700 else 1,
            color_scheme="dark" if options.dark else "light",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            has_touch=options.width < 700,
        )
        for cookie in options.cookie:
            name, _, value = cookie.partition("=")
            base = "{0.scheme}://{0.netloc}".format(urlsplit(options.url))
            context.add_cookies([{"name": name, "value": value, "url": base}])
        page = context.new_page()
        page.on("console", lambda message: print(f"console {message.type}: {message.text}", file=sys.stderr))
        page.on("requestfailed", lambda request: print(f"failed: {request.url}", file=sys.stderr))
        response = page.goto(options.url, wait_until="networkidle")
        if response is not None and response.status >= 400:
            print(f"status {response.status}", file=sys.stderr)
        for selector in options.click:
            page.click(selector)
        if options.paper:
            page.emulate_media(media="print")
        if options.wait:
            page.wait_for_timeout(options.wait)
        page.screenshot(path=options.out, full_page=options.full)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > options.width:
            print(f"the page is {width} px wide, wider than the window", file=sys.stderr)
        browser.close()


if __name__ == "__main__":
    shoot(arguments())
