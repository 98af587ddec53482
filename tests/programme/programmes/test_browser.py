"""In a real browser: sign in, the list, Programme 01, a target's place in its source; axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import Programme
from namro.sample import load
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complained of: the policy's refusals, errors of scripts, failed loads."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.fixture
def signed_in_page(
    page: Page, live_server: LiveServer, reader: User, complaints: list[str]
) -> Page:
    load.load()
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(live_server.url)
    page.get_by_label(re.compile("Tên đăng nhập|Tên người dùng|User name", re.I)).fill(
        reader.username
    )
    page.get_by_label(re.compile("^Mật khẩu")).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Chương trình")).to_be_visible()
    return page


def examine(page: Page) -> None:
    """Axe finds nothing, and no page is wider than the screen, wide and narrow."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        results: Any = Axe().run(page)
        violations = results.response["violations"]
        assert violations == [], results.generate_report()
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{page.url} is {overflow} px too wide at {size}"
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def test_from_sign_in_to_the_place_in_the_source(signed_in_page: Page) -> None:
    page = signed_in_page
    expect(page.get_by_text("Dữ liệu minh họa từ nguồn công khai")).to_be_visible()
    expect(page.get_by_text("chưa nhập văn bản")).to_have_count(9)
    examine(page)

    page.get_by_role("searchbox").fill("chinh don dang")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="1 chương trình")).to_be_visible()
    page.get_by_role("link", name="01-CTr/TU").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("01-CTr/TU")
    expect(page.get_by_text("Dữ liệu minh họa từ nguồn công khai")).to_be_visible()
    expect(page.locator("#chi-tieu .items > li")).to_have_count(22)
    expect(page.locator(".lead-group")).to_have_count(11)
    expect(page.get_by_text("chủ trì suy ra: cần xác nhận")).to_have_count(6)
    examine(page)

    # SIPAS: "trên 85 %, đến năm 2023", from the keyboard alone.
    words = page.get_by_text("trên 85\u00a0%, đến năm 2023", exact=True)
    target = page.locator("#chi-tieu .items > li").filter(has=words)
    expect(target).to_have_count(1)
    target.get_by_role("link").focus()
    page.keyboard.press("Enter")
    marked = page.locator("mark#cho")
    expect(marked).to_contain_text("85%")
    expect(marked).to_be_in_viewport()
    examine(page)
    page.get_by_role("link", name="Trở lại mục này trong chương trình").click()
    expect(page).to_have_url(re.compile(r"#chi-tieu-\d+$"))

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Targets", exact=True)).to_be_visible()
    expect(page.get_by_text("more than 85%, by 2023", exact=True)).to_be_visible()
    examine(page)


def test_a_programme_without_a_document(signed_in_page: Page) -> None:
    page = signed_in_page
    page.get_by_role("link", name="09-CTr/TU").click()
    expect(page.get_by_text("chưa nhập văn bản")).to_be_visible()
    examine(page)


def test_the_outline_opens_and_closes_from_the_keyboard(signed_in_page: Page) -> None:
    page = signed_in_page
    page.get_by_role("link", name="01-CTr/TU").click()
    branch = page.locator("#de-cuong details").filter(has_text="Phần thứ hai").first
    branch.locator("summary").first.focus()
    was_open = branch.get_attribute("open") is not None
    page.keyboard.press("Enter")
    assert (branch.get_attribute("open") is not None) is not was_open
    examine(page)


def test_everything_works_without_scripts(
    browser: Any, live_server: LiveServer, reader: User
) -> None:
    load.load()
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(live_server.url)
    page.locator("input[name=username]").fill(reader.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], main input[type=submit]").first.click()
    programme = Programme.objects.get(number="01-CTr/TU")
    page.goto(f"{live_server.url}/chuong-trinh/{programme.pk}/van-ban/?muc=chi-tieu-1#cho")
    expect(page.locator("mark#cho")).to_be_visible()
    context.close()
