"""The shell in a browser: sign-in, language, keyboard, accessibility, the policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page on which nothing may fail: no script error, nothing the policy refuses."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    yield page
    assert not complaints


def sign_in(page: Page, server: LiveServer, name: str) -> None:
    page.goto(server.url)
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)


def clean(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible(
    quiet_page: Page, live_server: LiveServer, reader: User, width: int
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url)
    clean(page)
    sign_in(page, live_server, "nguoi-doc")
    expect(page.get_by_text("nguoi-doc")).to_be_visible()
    for path in ("/tai-khoan/mat-khau/", "/tai-khoan/quyen/"):
        page.goto(live_server.url + path)
        page.get_by_text("nguoi-doc").click()
        clean(page)
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not too_wide, f"{path} scrolls sideways at {width}"


def test_error_pages_are_accessible(page: Page, live_server: LiveServer, reader: User) -> None:
    sign_in(page, live_server, "nguoi-doc")
    page.goto(live_server.url + "/khong-co/")
    expect(page.get_by_role("heading", name="Không có trang này")).to_be_visible()
    clean(page)


def test_a_wrong_password_says_so(quiet_page: Page, live_server: LiveServer, reader: User) -> None:
    page = quiet_page
    page.goto(live_server.url)
    page.get_by_label("Tên đăng nhập").fill("nguoi-doc")
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_label("Mật khẩu").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("không đúng")
    clean(page)


def test_language_and_sign_out_by_keyboard(
    quiet_page: Page, live_server: LiveServer, reader: User
) -> None:
    page = quiet_page
    sign_in(page, live_server, "nguoi-doc")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.get_by_role("button", name="English").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    menu = page.get_by_text("nguoi-doc")
    menu.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    menu.press("Enter")
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page).to_have_url(re.compile("/tai-khoan/dang-nhap/"))
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_group_of_the_navigation_is_opened_by_keyboard_and_says_where_one_is(
    quiet_page: Page, live_server: LiveServer, secretariat: User
) -> None:
    page = quiet_page
    sign_in(page, live_server, secretariat.username)
    page.set_viewport_size({"width": 1280, "height": 800})
    navigation = page.locator(".site-nav")
    tops = navigation.locator(".nav-item").evaluate_all("all => all.map(each => each.offsetTop)")
    assert len(set(tops)) == 1  # one row
    documents = navigation.locator("summary").filter(has_text="Văn bản")
    entry = navigation.get_by_role("link", name="Tải lên, rà soát")
    documents.press("Enter")
    expect(entry).to_be_visible()
    clean(page)
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(documents).to_be_focused()
    documents.press("Enter")
    page.keyboard.press("Tab")
    expect(entry).to_be_focused()
    navigation.locator("summary").filter(has_text="Quản trị").click()
    expect(entry).to_be_hidden()  # one at a time
    documents.click()
    entry.click()
    expect(documents).to_have_text(re.compile("có trang này"))
    documents.click()
    expect(entry).to_have_attribute("aria-current", "page")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(entry).to_be_in_viewport()
    clean(page)
