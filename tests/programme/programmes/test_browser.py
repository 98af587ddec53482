"""In a real browser: sign in, the list, Programme 01, a target's place in its source; axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from pypdfium2 import PdfDocument
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import Programme
from namro.sample import load
from tests.browsing import examine
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complained of: the policy's refusals, errors of scripts, failed loads."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.fixture
def signed_in_page(
    page: Page, live_server: LiveServer, reader: User, complaints: list[str]
) -> Page:
    load.load()
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(live_server.url)
    page.get_by_label(re.compile("Tên đăng nhập|Tên người dùng|User name", re.I)).fill(
        reader.username
    )
    page.get_by_label(re.compile("^Mật khẩu")).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Chương trình")).to_be_visible()
    return page


def test_from_sign_in_to_the_place_in_the_source(signed_in_page: Page) -> None:
    page = signed_in_page
    expect(page.get_by_text("Dữ liệu minh họa từ nguồn công khai")).to_be_visible()
    expect(page.get_by_text("chưa nhập văn bản")).to_have_count(11)
    examine(page)
    # On a wall screen everything grows: it is read from afar.
    page.set_viewport_size({"width": 3840, "height": 2160})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "30px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 3840
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    page.get_by_role("searchbox").fill("chinh don dang")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="1 chương trình")).to_be_visible()
    page.get_by_role("link", name="01-CTr/TU").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("01-CTr/TU")
    expect(page.get_by_text("Dữ liệu minh họa từ nguồn công khai")).to_be_visible()
    rows = page.locator("#nhiem-vu tbody tr[id]")
    expect(rows).to_have_count(34)
    expect(page.locator("#ai-chu-tri .bars > li")).to_have_count(11)
    expect(page.locator("#nhiem-vu").get_by_text("chủ trì suy ra: cần xác nhận")).to_have_count(6)
    expect(page.locator("#chi-tieu .cards > li")).to_have_count(12)
    examine(page)

    # Filtered, ordered and back, from the keyboard alone.
    page.get_by_label("Cách xác định chủ trì").select_option("suy-ra")
    page.get_by_role("button", name="Lọc").press("Enter")
    expect(page.get_by_role("status").filter(has_text="6 trên 34 dòng")).to_be_visible()
    expect(rows).to_have_count(6)
    page.get_by_role("columnheader", name="Loại").get_by_role("link").press("Enter")
    expect(page.get_by_role("columnheader", name="Loại")).to_have_attribute(
        "aria-sort", "ascending"
    )
    expect(rows).to_have_count(6)
    examine(page)
    page.get_by_role("link", name="Hiện tất cả").press("Enter")
    expect(rows).to_have_count(34)

    # SIPAS: "trên 85%, đến năm 2023", from the keyboard alone.
    page.get_by_role("navigation", name="Các trang của chương trình").get_by_role(
        "link", name="Chỉ tiêu", exact=True
    ).press("Enter")
    expect(page.locator("tbody tr[id]")).to_have_count(22)
    examine(page)
    words = page.get_by_text("trên 85%, đến năm 2023", exact=True)
    target = page.locator("tbody tr").filter(has=words)
    expect(target).to_have_count(1)
    target.get_by_role("link").focus()
    page.keyboard.press("Enter")
    marked = page.locator("mark#cho")
    expect(marked).to_contain_text("85%")
    expect(marked).to_be_in_viewport()
    examine(page)
    page.get_by_role("link", name="Trở lại mục này trong chương trình").click()
    expect(page).to_have_url(re.compile(r"/chi-tieu/#chi-tieu-\d+$"))

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Targets", exact=True)).to_be_visible()
    # Sentences of documents stay as they are; what is said of them is in English.
    expect(page.get_by_text("more than 85%, by 2023", exact=True)).to_be_visible()
    examine(page)


def test_a_programme_without_a_document(signed_in_page: Page) -> None:
    page = signed_in_page
    page.get_by_role("link", name="09-CTr/TU").click()
    expect(page.get_by_text("chưa nhập văn bản")).to_be_visible()
    examine(page)


def test_the_document_is_read_as_a_book_from_the_keyboard(signed_in_page: Page) -> None:
    page = signed_in_page
    page.get_by_role("link", name="01-CTr/TU").click()
    page.get_by_role("link", name="Đọc theo đề cương").press("Enter")
    tree = page.get_by_role("navigation", name="Đề cương")
    branch = tree.locator("details").filter(has_text="Phần thứ hai").first
    branch.locator("summary").first.focus()
    was_open = branch.get_attribute("open") is not None
    page.keyboard.press("Enter")
    assert (branch.get_attribute("open") is not None) is not was_open
    examine(page)
    # Turning the pages shows each once, from the first to the last.
    seen = [page.locator(".book-page .text-secondary").inner_text().split(" · ")[0]]
    for _ in range(4):
        page.locator("a[rel=next]").press("Enter")
        page.wait_for_load_state()
        seen.append(page.locator(".book-page .text-secondary").inner_text().split(" · ")[0])
    assert [text.split("/")[0] for text in seen] == [f"Trang {n}" for n in range(1, 6)]
    examine(page)


@pytest.mark.parametrize(
    ("path", "sheets"),
    [("?in=1", [(420, 297)]), ("chi-tieu/?in=1", [(420, 297)]), ("", [(210, 297)])],
)
def test_a_table_is_printed_on_one_lying_sheet(
    signed_in_page: Page, path: str, sheets: list[tuple[int, int]]
) -> None:
    page = signed_in_page
    page.get_by_role("link", name="01-CTr/TU").click()
    page.goto(page.url + path)
    printed = PdfDocument(page.pdf(prefer_css_page_size=True))
    sizes = [tuple(round(side / 72 * 25.4) for side in sheet.get_size()) for sheet in printed]
    words = "".join(sheet.get_textpage().get_text_range() for sheet in printed)
    printed.close()
    # The programme's whole page is A4; how many sheets depends on its length.
    assert sizes == sheets if path else set(sizes) == set(sheets)
    assert "chưa có số liệu tiến độ" in words
    assert "Tệp Excel" not in words


def test_search_without_marks_leads_to_the_place(signed_in_page: Page) -> None:
    page = signed_in_page
    page.get_by_role("link", name="Tìm kiếm").click()
    examine(page)
    page.get_by_role("searchbox").fill("UBND")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tìm cả: uy ban nhan dan")).to_be_visible()
    expect(page.locator(".hits mark").first).to_be_visible()
    expect(page.get_by_text("Dữ liệu minh họa từ nguồn công khai")).to_be_visible()
    examine(page)
    page.get_by_role("searchbox").fill("muc do hai long 85")
    page.keyboard.press("Enter")
    page.locator("section", has_text="Chỉ tiêu").locator(".hits a").first.press("Enter")
    expect(page).to_have_url(re.compile(r"/chi-tieu/#chi-tieu-\d+$"))
    expect(page.locator("tr:target")).to_be_in_viewport()
    page.goto(page.url.split("/chuong-trinh/")[0] + "/chuong-trinh/tim/?q=khongcogi")
    expect(page.get_by_text("Không có gì chứa đủ các từ này")).to_be_visible()
    examine(page)


def test_everything_works_without_scripts(
    browser: Any, live_server: LiveServer, reader: User
) -> None:
    load.load()
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(live_server.url)
    page.locator("input[name=username]").fill(reader.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], main input[type=submit]").first.click()
    programme = Programme.objects.get(number="01-CTr/TU")
    page.goto(f"{live_server.url}/chuong-trinh/{programme.pk}/van-ban/?muc=chi-tieu-1#cho")
    expect(page.locator("mark#cho")).to_be_visible()
    context.close()
