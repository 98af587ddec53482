"""From the scoreboard to the clause, the source and the reason, and sliding what was known."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import Programme
from namro.sample.load import load, load_figures
from tests.browsing import examine
from tests.conftest import PASSWORD


def _prints_on_one_sheet(page: Page) -> None:
    """All fourteen targets on one A3 sheet lying, in letters that can be read."""
    printed = PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(printed) == 1
    sheet = printed[0]
    assert [round(side / 72 * 25.4) for side in sheet.get_size()] == [420, 297]
    words = sheet.get_textpage()
    text = words.get_text_bounded()
    assert all(f"({number})" in text for number in range(1, 15))
    # "x" of 7 points is a bit over 1 mm high: smaller letters are not for reading.
    at = next(
        place for place in range(words.count_chars()) if words.get_text_range(place, 1) == "x"
    )
    _left, bottom, _right, top = words.get_charbox(at)
    assert top - bottom > 2.8


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
    _prints_on_one_sheet(page)
    page.get_by_role("link", name="Mức hài lòng (SIPAS)").nth(1).click()  # the first click
    verdict = page.locator(".verdict-line .verdict")
    expect(verdict).to_contain_text("khó đạt")
    expect(page.locator(".verdict-card")).to_contain_text("cần 89,03%")  # the reason
    # The chart says in words what its areas are, and so does the table beside it.
    expect(page.locator(".legend")).to_contain_text("vùng có nguy cơ (gạch chéo)")
    row = page.get_by_role("region", name="Bảng của biểu đồ").get_by_role("row", name="2024")
    expect(row).to_contain_text("89,03%")
    expect(row).to_contain_text("88,25%")
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
