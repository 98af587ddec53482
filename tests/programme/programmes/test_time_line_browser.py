"""In a real browser: what was changed from what to what, the register filtered and kept; axe."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.actions_levels import raise_level
from namro.programme.programmes.choices import Level
from tests.browsing import examine, go_to
from tests.conftest import PASSWORD
from tests.programme.programmes.drafts import FakeDraft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_history_register_and_health(
    live_server: LiveServer, page: Page, secretariat: User, tmp_path: Path
) -> None:
    source = SourceFile("07.docx", b"07")
    programme = import_draft(
        Operator("tests"), FakeDraft(), source, reason="Nhập kế hoạch"
    ).programme
    raise_level(secretariat, programme, Level.RESTRICTED, reason="Đang chuẩn bị")
    page.goto(live_server.url)
    page.locator("input[name=username]").fill(secretariat.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".account-menu")).to_be_visible()

    page.goto(f"{live_server.url}/chuong-trinh/{programme.pk}/")
    page.get_by_role("link", name="Lịch sử", exact=True).click()
    newest = page.locator(".history-act").first
    expect(newest).to_contain_text("Lý do: Đang chuẩn bị")
    expect(newest.locator("del")).to_have_text("Nội bộ")
    expect(newest.locator("ins")).to_have_text("Hạn chế")
    examine(page)

    page.goto(f"{live_server.url}/lich-su/")
    expect(page.get_by_text("Nhập kế hoạch").first).to_be_visible()
    page.get_by_label("Người thực hiện").select_option(secretariat.username)
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_text("Nhập kế hoạch")).to_have_count(0)
    expect(page.get_by_text("Đang chuẩn bị")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    file = tmp_path / "nhat-ky.csv"
    download.value.save_as(file)
    kept = file.read_text(encoding="utf-8-sig")
    assert "Đang chuẩn bị" in kept
    assert "Nhập kế hoạch" not in kept
    examine(page)

    go_to(page, "Quản trị", "Tình trạng hệ thống")
    never_sealed = page.locator(".health > li").filter(has_text="Niêm phong lịch sử")
    expect(never_sealed).to_contain_text("chưa bao giờ")
    expect(never_sealed).to_contain_text("Cần làm:")
    expect(never_sealed).to_have_css("border-left-color", "rgb(183, 121, 31)")
    examine(page)
