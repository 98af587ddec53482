"""Two people, each with a browser, edit one unit: the second sees both and chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.actions import found
from namro.foundation.organisations.choices import Kind
from namro.foundation.organisations.models import Unit
from tests.conftest import PASSWORD
from tests.foundation.organisations.conftest import WHY, new


def _sound(page: Page) -> None:
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        results: Any = Axe().run(page)
        assert results.response["violations"] == [], results.generate_report()
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )


@pytest.fixture
def opened(
    browser: Browser, browser_context_args: dict[str, Any], live_server: LiveServer
) -> Iterator[Callable[[User], Page]]:
    """A browser of somebody's own, signed in; closed at the end."""
    with ExitStack() as stack:

        def open_for(who: User) -> Page:
            context = browser.new_context(**browser_context_args)
            stack.callback(context.close)
            page = context.new_page()
            page.goto(live_server.url)
            page.get_by_label("Tên đăng nhập").fill(who.username)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.keyboard.press("Enter")
            expect(page.get_by_role("link", name="Đơn vị", exact=True)).to_be_visible()
            return page

        yield open_for


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_second_saver_sees_both_values_and_chooses(
    opened: Callable[[User], Page], live_server: LiveServer, make_user: Callable[..., User]
) -> None:
    one = found(Operator("tests"), [new("00001", None)], None, reason=WHY)[0]
    people = [make_user(name, "secretariat") for name in ("nguoi-mot", "nguoi-hai")]
    first, second = (opened(who) for who in people)
    address = reverse("organisations:correct-one", args=[one.pk, "ten", one.names.get().pk])
    for page, name in ((first, "Phường Một"), (second, "Phường Hai")):
        page.goto(f"{live_server.url}{address}")
        page.get_by_label("Tên", exact=True).fill(name)
        page.get_by_label("Lý do").fill("gõ nhầm")
        page.get_by_role("button", name="Xem điều sẽ thay đổi").click()
        expect(page.locator(".org-preview")).to_contain_text(name)
        _sound(page)
    first.get_by_role("button", name="Đính chính như vậy").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Phường Một")
    second.get_by_role("button", name="Đính chính như vậy").click()
    both = second.locator("#changed-meanwhile")
    expect(both).to_contain_text("nguoi-mot")
    expect(both).to_contain_text("Phường Một")
    expect(both).to_contain_text("Phường Hai")
    assert one.names.get().name == "Phường Một"
    _sound(second)
    second.get_by_label("giữ nội dung của tôi").check()
    second.get_by_role("button", name="Xem điều sẽ thay đổi").click()
    expect(second.locator(".org-preview del")).to_have_text("Phường Một")
    second.get_by_role("button", name="Đính chính như vậy").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Phường Hai")
    assert one.names.get().name == "Phường Hai"
    # Nothing is lost: both corrections stand on the page, with who and why.
    expect(second.locator("main")).to_contain_text("nguoi-mot")
    expect(second.locator("main")).to_contain_text("nguoi-hai")
    _sound(second)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_merger_from_the_first_step_to_the_last(
    opened: Callable[[User], Page], secretariat: User
) -> None:
    found(
        Operator("tests"),
        [
            new("01", None, kind=Kind.PROVINCE),
            new("001", "01", 1, Kind.DISTRICT),
            new("002", "01", 2, Kind.DISTRICT),
            new("00001", "001"),
        ],
        None,
        reason=WHY,
    )
    page = opened(secretariat)
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.get_by_role("link", name="Đơn vị", exact=True).click()
    page.get_by_role("link", name="Ghi một thay đổi").click()
    page.get_by_label("sáp nhập").check()
    page.get_by_label("Ngày đầu").fill("01/07/2025")
    page.get_by_label("Tìm đơn vị").fill("don vi 001")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_label("Đơn vị 001 001").check()
    _sound(page)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sáp nhập, 01/07/2025")
    page.get_by_label("Mã đơn vị nhận").fill("002")
    page.get_by_label("Tất cả về trực thuộc").fill("002")
    page.get_by_label("Số, ký hiệu văn bản").fill("01/NQ-HĐND")
    page.get_by_label("Lý do").fill("theo nghị quyết")
    _sound(page)
    page.get_by_role("button", name="Xem điều sẽ thay đổi").click()
    preview = page.locator(".org-preview")
    expect(preview.locator(".ended")).to_contain_text("Đơn vị 001")
    expect(preview.locator(".changed")).to_contain_text("Đơn vị 002 (002)")
    expect(preview).to_contain_text("toàn bộ (đã công bố)")
    assert Unit.objects.filter(valid_to__isnull=False).count() == 0
    _sound(page)
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đơn vị 001")
    expect(page.locator(".org-descent")).to_contain_text("Đơn vị 002")
    assert complaints == []
    assert Unit.objects.get(code="00001").places.get(valid_to=None).parent == Unit.objects.get(
        code="002"
    )
