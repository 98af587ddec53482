"""Inviting a person, their first sign-in, closing and erasing, as people meet them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from tests.conftest import PASSWORD
from tests.foundation.accounts.test_sign_in_browser import clean

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def another(browser: Browser) -> Iterator[Page]:
    """The browser of somebody else."""
    context = browser.new_context(locale="vi-VN")
    yield context.new_page()
    context.close()


def sign_in(page: Page, server: LiveServer, name: str) -> None:
    page.goto(server.url + "/tai-khoan/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)


def done(page: Page, verb: str, button: str) -> None:
    """Press a button of an account's page, say why, and confirm."""
    page.get_by_role("link", name=verb).click()
    clean(page)
    page.get_by_label("Lý do").fill("nghỉ hưu theo Quyết định số 5/QĐ")
    page.get_by_role("button", name=button, exact=True).click()


def test_a_person_comes_and_goes(
    page: Page, another: Page, live_server: LiveServer, administrator: User
) -> None:
    sign_in(page, live_server, "quan-tri")
    page.goto(live_server.url + "/tai-khoan/")
    clean(page)
    page.get_by_role("link", name="Mời người dùng").click()
    clean(page)
    page.get_by_label("Họ và tên").fill("Trần Thị Hòa")
    page.get_by_label("Chức vụ, đơn vị").fill("Chuyên viên Văn phòng")
    page.get_by_label("Lý do").fill("Quyết định số 3/QĐ")
    page.get_by_role("button", name="Mời", exact=True).click()
    expect(page.get_by_role("heading", name="Trần Thị Hòa")).to_be_visible()
    clean(page)
    link = page.get_by_label("Liên kết đặt mật khẩu").input_value()

    another.goto(link)
    clean(another)
    name = another.locator("main strong").inner_text()
    another.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    another.get_by_label("Xác nhận mật khẩu mới").fill(PASSWORD)
    another.get_by_role("button", name="Đặt mật khẩu").click()
    sign_in(another, live_server, name)
    expect(another.locator(".account-menu summary")).to_have_text("Trần Thị Hòa")
    another.goto(live_server.url + "/tai-khoan/")
    clean(another)
    expect(another.get_by_text("Chuyên viên Văn phòng")).to_be_visible()
    another.goto(link)
    expect(another.get_by_text("Liên kết này đã được dùng")).to_be_visible()
    clean(another)

    done(page, "Đóng tài khoản", "Đóng tài khoản")
    expect(page.get_by_text("Đã đóng tài khoản.")).to_be_visible()
    another.goto(live_server.url + "/tai-khoan/")
    expect(another.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    done(page, "Đề nghị xóa dữ liệu cá nhân", "Đề nghị")
    page.get_by_role("link", name="Xóa dữ liệu cá nhân").click()
    clean(page)
    page.get_by_label("Lý do").fill("theo yêu cầu")
    page.get_by_label("Gõ lại tên đăng nhập").fill("nham-ten")
    page.get_by_role("button", name="Xóa vĩnh viễn").click()
    expect(page.get_by_text("Đây không phải tên đăng nhập")).to_be_visible()
    page.get_by_label("Gõ lại tên đăng nhập").fill(name)
    page.get_by_role("button", name="Xóa vĩnh viễn").click()
    expect(page.get_by_role("heading", name="Người dùng đã xóa #")).to_be_visible()
    clean(page)
