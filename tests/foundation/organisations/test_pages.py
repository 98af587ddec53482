"""The pages of units: what they show of the sample, to whom, and in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.organisations.models import Unit
from namro.sample.load import load_organisations
from tests.conftest import PASSWORD

SignIn = Callable[[User], Client]


def test_only_who_signed_in_with_a_role_sees_units(
    client: Client, signed_in: SignIn, make_user: Callable[..., User]
) -> None:
    address = reverse("organisations:tree")
    assert client.get(address).status_code == 302
    assert signed_in(make_user("khong-vai-tro")).get(address).status_code == 403


@pytest.mark.django_db
def test_a_day_that_is_none_is_said_and_no_unit_is_said(signed_in: SignIn, reader: User) -> None:
    page = signed_in(reader).get(reverse("organisations:tree"), {"on": "31/6/2025"})
    assert "31/6/2025" in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    assert signed_in(reader).get(reverse("organisations:unit", args=[1])).status_code == 404


def _examine(page: Page, name: str) -> None:
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        results: Any = Axe().run(page)
        assert results.response["violations"] == [], results.generate_report()
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{name} is {overflow} px too wide at {width}"
        if folder := os.environ.get("NAMRO_SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png")
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_hanoi_on_three_days_and_what_became_of_a_commune(
    page: Page, live_server: LiveServer, reader: User
) -> None:
    load_organisations()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(live_server.url)
    page.get_by_label("Tên đăng nhập").fill(reader.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đơn vị", exact=True).click()
    for day, communes in (("02/07/2025", "126"), ("31/12/2021", "579"), ("02/01/2025", "526")):
        page.get_by_label("Ngày (dd/mm/yyyy)").fill(day)
        page.get_by_role("button", name="Xem").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Các đơn vị ngày {day}")
        expect(page.locator(".org-count")).to_contain_text(f"{communes} xã, phường, thị trấn")
        expect(page.get_by_label("Ngày (dd/mm/yyyy)")).to_have_value(day)
    _examine(page, "don-vi")
    page.get_by_role("link", name="Phường Trúc Bạch", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phường Trúc Bạch")
    expect(page.locator(".org-descent")).to_contain_text("Phường Nguyễn Trung Trực")
    expect(page.locator(".org-descent")).to_contain_text("toàn bộ (đã công bố)")
    _examine(page, "don-vi-phuong")
    page.get_by_role("link", name="Phường Ba Đình", exact=True).click()
    expect(page.locator(".org-descent")).to_contain_text("chưa rõ tỷ lệ")
    _examine(page, "don-vi-phuong-moi")
    assert complaints == []
    assert Unit.objects.filter(code="00004").count() == 2
