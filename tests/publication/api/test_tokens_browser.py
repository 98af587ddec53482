"""An access token made, copied and ended by its person, as they meet it."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from tests.browsing import examine
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_token_is_made_copied_and_ended(
    page: Page, live_server: LiveServer, secretariat: User
) -> None:
    page.goto(live_server.url + "/tai-khoan/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill("to-giup-viec")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    page.goto(live_server.url + "/tai-khoan/")
    page.get_by_role("link", name="Mã truy cập của tôi").click()
    examine(page, "ma-truy-cap-chua-co")
    page.get_by_role("link", name="Tạo mã truy cập").click()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_label("Tên", exact=True).fill("kho dữ liệu")
    page.get_by_label("Tổ giúp việc").check()
    page.get_by_label("Lý do").fill("nối với kho dữ liệu của thành phố")
    examine(page, "ma-truy-cap-moi")
    page.get_by_role("button", name="Tạo mã", exact=True).click()
    token = page.get_by_label("kho dữ liệu").input_value()
    examine(page, "ma-truy-cap-da-tao")
    asked = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/token", headers=asked).status_code == 200
    page.get_by_role("link", name="Mã truy cập của tôi").click()
    expect(page.get_by_text("Chỉ đọc")).to_be_visible()
    examine(page, "ma-truy-cap")
    page.get_by_role("link", name="Kết thúc mã “kho dữ liệu”").click()
    examine(page, "ma-truy-cap-ket-thuc")
    page.get_by_label("Lý do").fill("không dùng nữa")
    page.get_by_role("button", name="Kết thúc mã", exact=True).click()
    expect(page.get_by_text("Mã truy cập đã kết thúc.")).to_be_visible()
    assert Client().get("/api/v1/token", headers=asked).status_code == 401
    page.goto(live_server.url + "/lap-trinh/")
    examine(page, "giao-dien-lap-trinh")
