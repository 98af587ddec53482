"""A role over a unit is given, used there and not elsewhere, delegated, used so, and ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.organisations.models import Unit
from tests.foundation.accounts.test_people_browser import sign_in
from tests.foundation.accounts.test_scopes import tree
from tests.foundation.accounts.test_sign_in_browser import clean

__all__ = ["tree"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def others(browser: Browser) -> Iterator[list[Page]]:
    """The browsers of two other people."""
    with ExitStack() as stack:
        contexts = [browser.new_context(locale="vi-VN") for _ in range(2)]
        for each in contexts:
            stack.callback(each.close)
        yield [each.new_page() for each in contexts]


def test_a_role_over_a_unit_is_given_used_delegated_and_ended(
    page: Page,
    others: list[Page],
    live_server: LiveServer,
    tree: dict[str, Unit],
    administrator: User,
    make_user: Callable[..., User],
) -> None:
    lan, _minh = make_user("lan", "reader"), make_user("minh", "reader")
    of_lan, of_minh = others
    here = f"{live_server.url}/don-vi/{tree['office'].pk}/"
    elsewhere = f"{live_server.url}/don-vi/{tree['two'].pk}/"
    one = tree["one"]

    sign_in(page, live_server, "quan-tri")
    page.goto(f"{live_server.url}/tai-khoan/nguoi-dung/{lan.pk}/")
    page.get_by_role("link", name="Giao vai trò", exact=True).click()
    clean(page)
    page.get_by_label("Vai trò", exact=True).select_option("secretariat")
    page.get_by_label("Phạm vi", exact=True).select_option(f"unit:state:{one.pk}")
    page.get_by_label("Lý do").fill("Quyết định số 7/QĐ")
    page.get_by_role("button", name="Giao vai trò này").click()
    expect(page.get_by_text("Đã giao vai trò.")).to_be_visible()
    clean(page)

    sign_in(of_lan, live_server, "lan")
    of_lan.goto(here)
    expect(of_lan.get_by_role("link", name="Đính chính điều đã ghi")).to_be_visible()
    of_lan.goto(elsewhere)
    expect(of_lan.get_by_role("heading", level=1)).to_be_visible()
    expect(of_lan.get_by_role("link", name="Đính chính điều đã ghi")).to_have_count(0)
    answer = of_lan.goto(elsewhere + "dinh-chinh/")
    assert answer is not None
    assert answer.status == 403
    clean(of_lan)

    of_lan.goto(f"{live_server.url}/tai-khoan/nguoi-dung/{lan.pk}/")
    of_lan.locator("li", has_text="Đơn vị A1").get_by_role("link", name="Ủy quyền").click()
    clean(of_lan)
    of_lan.get_by_label("Ủy quyền cho").fill("minh")
    of_lan.get_by_label("Hình thức ủy quyền").select_option("tuq")
    until = timezone.localdate() + timedelta(days=3)
    of_lan.get_by_label("Đến hết ngày").fill(f"{until:%d/%m/%Y}")
    of_lan.get_by_label("Lý do").fill("đi công tác")
    of_lan.get_by_role("button", name="Ủy quyền").click()
    expect(of_lan.get_by_text("thừa ủy quyền (TUQ.)").first).to_be_visible()
    clean(of_lan)

    sign_in(of_minh, live_server, "minh")
    office = tree["office"]
    of_minh.goto(f"{here}dinh-chinh/ten/{office.names.get().pk}/")
    of_minh.get_by_label("Tên", exact=True).fill("Phòng Tổng hợp")
    of_minh.get_by_label("Lý do").fill("ghi sai tên")
    of_minh.locator("button[value=xem]").click()
    of_minh.locator("button[value=ghi]").click()
    expect(of_minh.get_by_role("heading", name="Phòng Tổng hợp")).to_be_visible()
    of_minh.goto(f"{live_server.url}/lich-su/don-vi/{office.pk}/")
    expect(of_minh.get_by_text("minh, thừa ủy quyền (TUQ.) lan").first).to_be_visible()
    clean(of_minh)

    page.reload()
    page.locator("li", has_text="Đơn vị A1").get_by_role("link", name="Kết thúc").click()
    page.get_by_label("Lý do").fill("chuyển công tác")
    page.get_by_role("button", name="Kết thúc vai trò này").click()
    for browser in (of_lan, of_minh):
        refused = browser.goto(here + "dinh-chinh/")
        assert refused is not None
        assert refused.status == 403
