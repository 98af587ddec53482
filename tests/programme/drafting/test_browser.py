"""In a real browser: a draft is sent, its findings gone through by keyboard; axe, two widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.foundation.documents.checking.drafts import STATE, planted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complained of, but for the status of a form that was filled in wrongly."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "422" not in message.text:
            found.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


def test_a_draft_is_checked(
    page: Page, live_server: LiveServer, reader: User, complaints: list[str], tmp_path: Path
) -> None:
    draft = tmp_path / "Dự thảo kế hoạch.md"
    changes = [("Số: 07/", "Số 7/"), (" so với năm 2025", ""), ("III. NHIỆM VỤ", "III. Nhiệm vụ")]
    changes.append(("| Tháng 9/2026 |", "| Thường xuyên |"))
    draft.write_text(planted(STATE, *changes), encoding="utf-8")
    page.goto(live_server.url)
    page.get_by_label("Tên đăng nhập").fill(reader.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Soát dự thảo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Soát dự thảo trước khi ký")
    examine(page, "soat-du-thao")

    page.get_by_label("Tệp dự thảo").set_input_files(draft)
    page.get_by_label("Ngày ban hành").fill("hôm nay")
    page.get_by_label("Tôi xác nhận").check()
    page.get_by_role("button", name="Soát", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("dd/mm/yyyy")
    expect(page.get_by_label("Tôi xác nhận")).to_be_checked()
    examine(page, "soat-du-thao-nhap-sai")

    page.get_by_label("Tệp dự thảo").set_input_files(draft)
    page.get_by_label("Ngày ban hành").fill("05/02/2026")
    page.get_by_label("Ngày ban hành").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Phát hiện trong dự thảo")
    expect(page.locator(".finding")).to_have_count(5)
    expect(page.locator(".draft-text mark.must").first).to_have_text("Số 7/KH-UBND")
    examine(page, "soat-du-thao-ket-qua")

    # From a finding to its place and back, by keyboard alone.
    page.get_by_role("link", name="Xem chỗ 1 trong văn bản").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#cho-1")
    expect(page.locator("#cho-1")).to_be_in_viewport()
    page.locator("#cho-1").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#phat-hien-1")
    expect(page.locator("#phat-hien-1")).to_be_in_viewport()

    page.emulate_media(media="print")
    expect(page.locator(".finding").first).to_be_visible()
    expect(page.get_by_role("link", name="Soát tệp khác")).to_be_hidden()
    overflow = page.evaluate("getComputedStyle(document.querySelector('.draft-text')).overflow")
    assert overflow == "visible"
