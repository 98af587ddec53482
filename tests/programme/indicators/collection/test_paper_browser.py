"""A sheet printed, and entered from the signed paper by its code: in a real browser."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.indicators.collection.models import Round
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.indicators.collection.conftest import sheet_of


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_the_printed_form_to_the_figures(
    page: Page, live_server: LiveServer, round_: Round, secretariat: User, tmp_path: Path
) -> None:
    sheet = sheet_of(round_, "00001")
    page.goto(f"{live_server.url}/chi-tieu/thu-thap/ban-giay/")
    page.get_by_label("Tên đăng nhập").fill(secretariat.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    code = page.get_by_label("Mã phiếu")
    code.fill(sheet.code[:-2] + "00")
    page.keyboard.press("Enter")
    expect(page.get_by_text("không phải là mã phiếu")).to_be_visible()
    examine(page, "paper-code")
    code.fill(sheet.code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(sheet.code)

    address = page.get_by_role("link", name="In phiếu (PDF)").get_attribute("href")
    printed = page.request.get(f"{live_server.url}{address}").body()
    assert len(pypdfium2.PdfDocument(printed)) == 1
    scan = tmp_path / "bản ký.pdf"
    scan.write_bytes(printed)

    page.get_by_label("Số của báo cáo đã ký").fill("15/BC-UBND")
    page.get_by_label("Ngày báo cáo").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_label("Bản quét").set_input_files(scan)
    page.get_by_label("Giá trị").first.fill("mười hai")
    page.get_by_role("button", name="Ghi theo báo cáo này").click()
    expect(page.get_by_text("“mười hai” không phải là số")).to_be_visible()
    examine(page, "paper-refused")
    page.get_by_label("Giá trị").first.fill("1.250")
    page.get_by_label("Bản quét").set_input_files(scan)
    page.get_by_role("button", name="Ghi theo báo cáo này").click()
    expect(page.get_by_text("Đã ghi theo báo cáo đã ký")).to_be_visible()
    expect(page.get_by_text("không khớp với bản quét")).to_be_visible()
    examine(page, "paper-entered")
    assert sheet.cells.get().value == 1250

    # The page of the sheet prints as the form, too.
    page.goto(f"{live_server.url}/chi-tieu/thu-thap/phieu/{sheet.code}/")
    signature, submit = page.get_by_text("Thủ trưởng đơn vị"), page.locator("#phieu .actions")
    expect(signature).to_be_hidden()
    page.emulate_media(media="print")
    expect(signature).to_be_visible()
    expect(page.get_by_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")).to_be_visible()
    expect(page.locator("#phieu input.figure").first).to_have_value("1.250")
    expect(submit).to_be_hidden()
