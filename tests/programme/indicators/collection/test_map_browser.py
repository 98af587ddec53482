"""From a total to its map, by mouse and by keyboard, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection.models import Round
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.indicators.collection.conftest import publish
from tests.programme.indicators.collection.test_map_pages import lay_out
from tests.programme.indicators.collection.test_total_pages import at


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_map_of_a_total(
    page: Page,
    live_server: LiveServer,
    operator: Operator,
    city: dict[str, Unit],
    round_: Round,
    secretariat: User,
) -> None:
    publish(operator, round_, "00001", 100, (90, 100))
    sheet = publish(operator, round_, "00003", 300, (1, 2))
    page.goto(f"{live_server.url}{at(round_, 'ho-so')}")
    page.get_by_label("Tên đăng nhập").fill(secretariat.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Bản đồ", exact=True).click()
    expect(page.get_by_text("namro organisations boundaries")).to_be_visible()
    examine(page)
    lay_out(operator, city)
    page.reload()
    drawing = page.get_by_role("group", name="Bản đồ đơn vị theo số liệu")
    expect(drawing.get_by_role("link")).to_have_count(4)
    examine(page, "ban-do")
    page.get_by_role("link", name="Các khoảng đều nhau").click()
    expect(page.get_by_text("từ 100 đến dưới 140")).to_be_visible()
    unit = drawing.get_by_role("link", name="Đơn vị 00003: 300 hồ sơ")
    unit.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(sheet.code).first).to_be_visible()
