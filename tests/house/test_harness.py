"""The harness itself: the browser sees the product served, and what goes wrong on a page fails its test."""

from __future__ import annotations

from typing import Any

import pytest

from tests import browser

pytestmark = pytest.mark.browser


def test_the_browser_reaches_the_product(site: str, open_page: Any) -> None:
    page = open_page(width=360)
    assert page.goto(f"{site}/healthz").ok
    assert page.inner_text("body") == '{"ok": true}'
    assert page.goto(f"{site}/readyz").ok
    assert page.goto(f"{site}/static/core/icon.svg").ok


def test_a_missing_resource_a_script_error_and_another_host_are_complaints(site: str, chromium: Any) -> None:
    with pytest.raises(AssertionError) as found, browser.pages(chromium) as open_page:
        page = open_page()
        page.route("http://example.org/**", lambda route: route.abort())
        page.goto(f"{site}/healthz")
        page.evaluate("() => { setTimeout(() => { throw new Error('a torn script') }) }")
        page.evaluate("() => fetch('/static/missing.js')")
        page.evaluate("() => fetch('http://example.org/').catch(() => null)")
        page.wait_for_timeout(200)
    for complaint in ("a torn script", "404", "http://example.org"):
        assert complaint in str(found.value)
