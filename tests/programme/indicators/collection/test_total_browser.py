"""From the page of an indicator to the total, and from there to a unit's sheet, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.models import Round
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.indicators.collection.conftest import publish


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_the_figure_to_the_sheet(
    page: Page, live_server: LiveServer, operator: Operator, round_: Round, secretariat: User
) -> None:
    publish(operator, round_, "00001", 100, (90, 100), 2, 9)
    sheet = publish(operator, round_, "00003", 300, (150, 200), 6, 30)
    actions_sheets.correct(operator, sheet.pk, "nhầm")
    publish(operator, round_, "00003", 310, (150, 200), 6, 30)
    page.goto(f"{live_server.url}/chi-tieu/chi-so/ho-so/")
    page.get_by_label("Tên đăng nhập").fill(secretariat.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Biểu “Kết quả một cửa”: 2/4 đơn vị").click()
    expect(page.get_by_text("2 trên 4 đơn vị có số liệu")).to_be_visible()
    page.get_by_text("2 đơn vị chưa có số liệu").click()
    expect(page.get_by_role("listitem").filter(has_text="Đơn vị 00002")).to_be_visible()
    examine(page)
    page.get_by_role("link", name="Theo đơn vị nay").click()
    expect(page.get_by_role("heading", name="Theo đơn vị ngày")).to_be_visible()
    examine(page)
    page.get_by_role("region", name="Bảng đơn vị", exact=True).get_by_role(
        "link", name="Đơn vị 00003"
    ).click()
    expect(page.get_by_text(sheet.code).first).to_be_visible()
