"""In a real browser: a deliverable restricted, gone for the reader, asked for, approved; axe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import Programme
from namro.sample import load
from tests.browsing import examine
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Rà soát, sắp xếp một số đảng bộ tổng công ty"


@pytest.fixture
def sign_in(browser: Browser, live_server: LiveServer) -> Callable[[User], Page]:
    def signed_in(user: User) -> Page:
        context: Any = browser.new_context(locale="vi-VN")
        page: Page = context.new_page()
        page.goto(live_server.url)
        page.locator("input[name=username]").fill(user.username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".account-menu")).to_be_visible()
        return page

    return signed_in


def test_from_restricting_to_approval(
    live_server: LiveServer,
    sign_in: Callable[[User], Page],
    secretariat: User,
    reader: User,
    make_user: Callable[..., User],
) -> None:
    load.load()
    programme = Programme.objects.get(number="01-CTr/TU")
    address = f"{live_server.url}/chuong-trinh/{programme.pk}/"
    page = sign_in(secretariat)
    page.goto(address)
    page.get_by_role("link", name="Mức độ bảo vệ").click()
    examine(page)

    # From the keyboard alone: found, chosen, restricted.
    page.get_by_label("Từ cần tìm").fill("sap xep mot so dang bo")
    page.keyboard.press("Enter")
    box = page.get_by_role("checkbox", name=TITLE)
    box.focus()
    page.keyboard.press("Space")
    page.locator("#id_items-level").select_option("restricted")
    page.locator("#id_items-reason").fill("Đang lấy ý kiến")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã nâng mức độ bảo vệ của 1 nội dung.")).to_be_visible()
    examine(page)
    page.goto(address)
    row = page.locator("#nhiem-vu tbody tr[id]").filter(has_text=TITLE)
    expect(row.locator(".badge.level.restricted")).to_have_text("● Hạn chế")
    examine(page)

    reading = sign_in(reader)
    reading.goto(address)
    expect(reading.locator("#nhiem-vu tbody tr[id]")).to_have_count(33)
    expect(reading.get_by_text(TITLE)).to_have_count(0)
    examine(reading)
    reading.goto(address + "van-ban/")
    expect(reading.get_by_text("nội dung hạn chế").last).to_be_visible()
    expect(reading.get_by_text(TITLE)).to_have_count(0)
    examine(reading)

    page.goto(address + "muc-do/?muc=rieng")
    page.get_by_role("checkbox", name=TITLE).check()
    page.locator("#id_items-level").select_option("internal")
    page.locator("#id_items-reason").fill("Đã có kết luận")
    page.get_by_role("button", name="Áp dụng").click()
    expect(page.get_by_text("Đã gửi 1 đề nghị")).to_be_visible()
    examine(page)

    deciding = sign_in(make_user("nguoi-phe-duyet", "approver"))
    deciding.get_by_role("link", name="Văn bản chờ phê duyệt").press("Enter")
    expect(deciding.get_by_text("thêm 1 người: nguoi-doc")).to_be_visible()
    examine(deciding)
    deciding.get_by_role("checkbox").focus()
    deciding.keyboard.press("Space")
    deciding.get_by_label("Lý do").fill("Đồng ý")
    deciding.get_by_role("button", name="Phê duyệt các đề nghị đã chọn", exact=True).press("Enter")
    expect(deciding.get_by_text("Đã phê duyệt; có hiệu lực ngay.")).to_be_visible()
    expect(deciding.get_by_text("Không có đề nghị nào đang chờ.")).to_be_visible()
    examine(deciding)

    reading.goto(address)
    expect(reading.get_by_text(TITLE).first).to_be_visible()
