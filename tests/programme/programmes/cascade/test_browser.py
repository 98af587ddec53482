"""In a real browser: a plan is linked to its programme, item to item, by keyboard; axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import Programme
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.programmes.test_browser import WIDE, complaints

__all__ = ["complaints"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_plan_is_linked_to_its_programme(
    page: Page,
    live_server: LiveServer,
    secretariat: User,
    upper: Programme,
    lower: Programme,
    complaints: list[str],
) -> None:
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/chuong-trinh/{lower.pk}/")
    page.get_by_label(re.compile("Tên đăng nhập|Tên người dùng", re.I)).fill(secretariat.username)
    page.get_by_label(re.compile("^Mật khẩu")).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cụ thể hóa", exact=True).press("Enter")
    expect(page.get_by_text("Chưa ghi văn bản này cụ thể hóa văn bản nào")).to_be_visible()
    examine(page)

    # What its opening cites is proposed; one key confirms it.
    suggested = page.locator("li.card").filter(has_text="45-KH/BTCTU thực hiện 01-CTr/TU")
    expect(suggested.get_by_label("Lý do")).to_have_value(
        "45-KH/BTCTU thực hiện Chương trình 01-CTr/TU"
    )
    suggested.get_by_role("button", name="Đúng, có cụ thể hóa").press("Enter")
    expect(page.get_by_text("Đã ghi: 45-KH/BTCTU cụ thể hóa 01-CTr/TU.")).to_be_visible()
    tree = page.locator(".cascade-tree")
    expect(tree.locator("> li > p")).to_contain_text("01-CTr/TU")
    expect(tree.locator("li li.here")).to_contain_text("45-KH/BTCTU")
    examine(page)

    # A document that is cited and not here is listed, and stands above.
    page.locator("li.card").filter(has_text="04-NQ/TU").get_by_role("button").press("Enter")
    expect(tree.locator("> li")).to_have_count(2)

    # Item to item: all on the page at once, then one taken back.
    page.get_by_role("link", name=re.compile("Các mục tương ứng.*01-CTr.TU")).press("Enter")
    expect(page.get_by_text("cần xác nhận").first).to_be_visible()
    examine(page)
    page.get_by_label("Cả 5 cặp trên trang này").press("Space")
    page.get_by_role("button", name="Xác nhận các cặp đã chọn").press("Enter")
    expect(page.get_by_text("Đã quyết định 5 cặp mục.")).to_be_visible()
    page.get_by_role("link", name="đã xác nhận (5)").press("Enter")
    page.get_by_label(re.compile("Chọn: .*cán bộ nữ")).press("Space")
    page.get_by_role("button", name="Không nhận các cặp đã chọn").press("Enter")
    expect(page.get_by_text("Đã quyết định 1 cặp mục.")).to_be_visible()
    expect(page.get_by_role("link", name="đã xác nhận (4)")).to_be_visible()
    examine(page)

    # What the programme shows of it.
    page.goto(f"{live_server.url}/chuong-trinh/{upper.pk}/cu-the-hoa/")
    expect(page.get_by_text("Chỉ tiêu: 2/22 đã cụ thể hóa")).to_be_visible()
    examine(page)
    page.get_by_role("link", name="20 chưa ai cụ thể hóa").press("Enter")
    expect(page.get_by_role("status").filter(has_text="20 trên 81 dòng")).to_be_visible()
    examine(page)
    page.get_by_role("link", name="Số liệu khác nhau giữa các cấp").press("Enter")
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("trên 90%, đến năm 2025")
    expect(row).to_contain_text("trên 95%, đến năm 2025")
    expect(row).to_contain_text("đặt mức cao hơn")
    examine(page)
    with page.expect_download() as file:
        page.get_by_role("link", name="Tệp Excel").press("Enter")
    assert file.value.suggested_filename == "01-CTr-TU Số liệu khác nhau giữa các cấp.xlsx"
