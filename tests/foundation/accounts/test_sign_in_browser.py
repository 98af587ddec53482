"""Sign-in as a person meets it: passkeys of a real browser, the app, accessibility."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from tests.conftest import PASSWORD
from tests.foundation.accounts.test_second_factor import code_of

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
    yield page
    assert not complaints


@pytest.fixture
def telephone(quiet_page: Page) -> Page:
    """A page of a browser that has a device for passkeys, whose owner shows the right finger."""
    session = quiet_page.context.new_cdp_session(quiet_page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return quiet_page


def clean(page: Page) -> None:
    """Nothing that axe objects to, and nothing wider than a telephone."""
    page.set_viewport_size({"width": 390, "height": 900})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not too_wide, f"{page.url} scrolls sideways"


def local(server: LiveServer) -> str:
    """The server's address by name: passkeys belong to names, not to numbers."""
    return server.url.replace("127.0.0.1", "localhost")


def by_password(page: Page, server: LiveServer) -> None:
    page.goto(local(server) + "/tai-khoan/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill("nguoi-doc")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def confirm(page: Page) -> None:
    clean(page)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()


def sign_out(page: Page) -> None:
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(re.compile("/tai-khoan/dang-nhap/"))


def test_a_passkey_signs_in_and_is_a_second_factor(
    telephone: Page, live_server: LiveServer, reader: User
) -> None:
    page = telephone
    by_password(page, live_server)
    page.goto(local(live_server) + "/tai-khoan/hai-lop/")
    clean(page)
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    confirm(page)
    clean(page)
    page.get_by_label("Tên khóa").fill("Điện thoại cơ quan")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_role("heading", name="Mã dự phòng")).to_be_visible()
    clean(page)
    page.goto(local(live_server) + "/tai-khoan/hai-lop/")
    expect(page.get_by_role("rowheader", name="Điện thoại cơ quan")).to_be_visible()
    clean(page)

    sign_out(page)
    clean(page)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.locator(".account-menu summary")).to_have_text("nguoi-doc")

    sign_out(page)
    by_password(page, live_server)
    expect(page.get_by_role("heading", name="Lớp xác thực thứ hai")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.locator(".account-menu summary")).to_have_text("nguoi-doc")

    page.goto(local(live_server) + "/tai-khoan/hai-lop/")
    page.get_by_role("link", name="Gỡ bỏ Điện thoại cơ quan").click()
    confirm(page)
    clean(page)
    page.get_by_role("button", name="Gỡ bỏ").click()
    expect(page.get_by_text("Đã gỡ bỏ khóa truy cập.")).to_be_visible()
    page.goto(local(live_server) + "/tai-khoan/phien/")
    clean(page)


def test_a_browser_without_a_passkey_says_so(
    page: Page, live_server: LiveServer, reader: User
) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": False}},
    )  # fmt: skip
    page.goto(local(live_server) + "/tai-khoan/dang-nhap/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_role("alert")).to_contain_text("Trình duyệt không đưa ra được khóa")


def test_an_app_is_added_and_used(quiet_page: Page, live_server: LiveServer, reader: User) -> None:
    page = quiet_page
    by_password(page, live_server)
    page.goto(local(live_server) + "/tai-khoan/hai-lop/ung-dung/")
    confirm(page)
    clean(page)
    secret = page.locator("main code").inner_text()
    page.get_by_label("Sáu chữ số").fill(code_of(secret))
    page.get_by_role("button", name="Thêm", exact=True).click()
    spare = page.locator(".recovery-codes code").first.inner_text()
    sign_out(page)
    by_password(page, live_server)
    page.get_by_label("Mã của ứng dụng").fill("123")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_text("Mã chưa đúng")).to_be_visible()
    clean(page)
    page.get_by_label("Mã của ứng dụng").fill(spare)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator(".account-menu summary")).to_have_text("nguoi-doc")
