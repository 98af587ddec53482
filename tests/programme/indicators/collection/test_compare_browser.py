"""From a total to its units side by side, in a browser."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.indicators.collection import actions_rounds
from namro.programme.indicators.collection.models import Form, Round
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.indicators.collection.conftest import WHY, last_month, publish
from tests.programme.indicators.collection.test_total_pages import at


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_units_side_by_side(
    page: Page,
    live_server: LiveServer,
    operator: Operator,
    form: Form,
    round_: Round,
    secretariat: User,
) -> None:
    until = timezone.localdate() + dt.timedelta(days=30)
    before, _new = actions_rounds.open_round(
        *(operator, form, last_month().previous), reason=WHY, due_on=until, closes_on=until
    )
    for found, figure in ((before, 100), (round_, 130)):
        publish(operator, found, "00001", figure, (90, 100))
        sheet = publish(operator, found, "00003", 3, (1, 2))
    page.goto(f"{live_server.url}{at(round_, 'ho-so')}")
    page.get_by_label("Tên đăng nhập").fill(secretariat.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="So sánh các đơn vị").click()
    expect(page.get_by_role("heading", name="Khối xã, phường, thị trấn")).to_be_visible()
    expect(page.get_by_role("figure")).to_have_count(4)
    examine(page, "so-sanh")
    page.get_by_role("link", name="Thang riêng").click()
    expect(page.get_by_text("Mỗi đơn vị có thang riêng")).to_be_visible()
    page.get_by_label("Tên đơn vị").fill("00003")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_role("figure")).to_have_count(1)
    expect(page.get_by_text("Mỗi đơn vị có thang riêng")).to_be_visible()
    page.get_by_role("figure").get_by_role("link").click()
    expect(page.get_by_text(sheet.code).first).to_be_visible()
