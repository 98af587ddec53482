"""From the scoreboard to the clause, the source and the reason, and sliding what was known."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import Programme
from namro.sample.load import load, load_figures
from tests.browsing import examine
from tests.conftest import PASSWORD


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_three_clicks_to_the_clause_the_source_and_the_reason_and_a_day_to_slide(
    page: Page, live_server: LiveServer, secretariat: User
) -> None:
    load()
    load_figures()
    programme = Programme.objects.get(number="01-CTr/TU")
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(f"{live_server.url}/chi-tieu/{programme.pk}@2024-12-31/")
    page.get_by_label("Tên đăng nhập").fill(secretariat.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=2).first).to_contain_text("31/12/2024")
    examine(page)
    page.get_by_role("link", name="Mức hài lòng (SIPAS)").nth(1).click()  # the first click
    verdict = page.locator(".verdict-line .verdict")
    expect(verdict).to_contain_text("khó đạt")
    expect(page.locator(".verdict-card")).to_contain_text("cần 89,03%")  # the reason
    expect(page.locator("tr.rests a").first).to_have_attribute(
        "href",
        "https://hanoitimes.vn/hanoi-urges-improvements-to-retain-top-spot-in-governance-index.730143.html",
    )
    examine(page)

    # Sliding back by keyboard: before April 2025 the figure of 2024 was not known.
    slider = page.locator("#truot")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".verdict-card")).to_contain_text("cần 88,06%")
    expect(page.locator("#biet")).to_have_value("2024-04-17")
    slider.focus()
    page.keyboard.press("Home")
    expect(verdict).to_contain_text("không có số liệu")
    examine(page)

    page.get_by_role("link", name="Xem trong văn bản").click()  # the clause in its place
    expect(page.locator("mark").first).to_contain_text("90%")
    assert complaints == []
