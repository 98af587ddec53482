"""What every browser test asks of a page."""

from __future__ import annotations

import os
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1440, 390)


def examine(page: Page, name: str = "") -> None:
    """Axe finds nothing, and the page is no wider than the screen, wide and narrow.

    With `NAMRO_SCREENSHOTS`, a folder, a page that has a `name` is kept there as a picture.
    """
    page.wait_for_load_state()  # after a click the page may have come and not be there yet
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        results: Any = Axe().run(page)
        assert results.response["violations"] == [], results.generate_report()
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{name or page.url} is {overflow} px too wide at {width}"
        if name and (folder := os.environ.get("NAMRO_SCREENSHOTS")):
            page.screenshot(path=f"{folder}/{name}-{width}.png")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def go_to(page: Page, group: str, name: str) -> None:
    """Open a group of the main navigation and follow one of its links."""
    navigation = page.locator(".site-nav")
    navigation.locator("summary").filter(has_text=group).click()
    navigation.get_by_role("link", name=name, exact=True).click()
