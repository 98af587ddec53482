"""In a real browser, by keyboard: leads are confirmed, one is chosen, one is handed over; axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import Programme
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.programmes.leads.conftest import LATE
from tests.programme.programmes.test_browser import NARROW, WIDE, complaints

__all__ = ["complaints"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_leads_are_decided_by_keyboard(
    page: Page,
    live_server: LiveServer,
    secretariat: User,
    programme: Programme,
    complaints: list[str],
) -> None:
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/chuong-trinh/{programme.pk}@{LATE}/")
    page.get_by_label(re.compile("Tên đăng nhập|Tên người dùng", re.I)).fill(secretariat.username)
    page.get_by_label(re.compile("^Mật khẩu")).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cơ quan chủ trì", exact=True).first.press("Enter")
    expect(
        page.get_by_role("heading", name="6 cơ quan chủ trì vào ngày 31/12/2025")
    ).to_be_visible()
    examine(page)

    # All that have a unit at once.
    page.get_by_label("Tất cả tên đang hiện đã có đơn vị").press("Space")
    page.get_by_role("button", name="Xác nhận các tên đã chọn").press("Enter")
    expect(page.get_by_text("Đã xác nhận 4 tên.")).to_be_visible()

    # One that nobody knows: looked for without marks while typing, and chosen.
    page.get_by_role("link", name=re.compile("Chọn đơn vị khác.*Sở Lạ")).press("Enter")
    examine(page)
    page.get_by_label("Tìm đơn vị (có dấu hoặc không dấu)").press_sequentially("hoi nong")
    found = page.get_by_label(re.compile("Hội Nông dân TP Hà Nội"))
    expect(found).to_be_visible()
    examine(page)
    found.press("Space")
    page.get_by_role("button", name="Xác nhận", exact=True).press("Enter")
    expect(page.get_by_text("Đã xác nhận “Sở Lạ”.")).to_be_visible()

    # An ended body: its successor is proposed and a person confirms.
    page.get_by_role("link", name=re.compile("Xác định cơ quan chủ trì mới.*Tuyên giáo")).press(
        "Enter"
    )
    expect(page.get_by_label("Cơ quan chủ trì mới")).to_contain_text("Ban Tuyên giáo và Dân vận")
    examine(page)
    page.locator("#id_over-reason").fill("theo QĐ")
    page.get_by_role("button", name="Xác nhận chuyển giao").press("Enter")
    expect(page.get_by_text("Đã ghi việc chuyển giao.")).to_be_visible()
    expect(page.get_by_text("đã chuyển giao cho Ban Tuyên giáo và Dân vận")).to_be_visible()
    examine(page)

    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.wait_for_function(f"document.documentElement.scrollWidth <= {NARROW['width']}")
    examine(page)
