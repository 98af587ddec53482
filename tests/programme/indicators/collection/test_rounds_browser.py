"""In a real browser: a form is defined, its round opened, one sheet returned and one approved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.models import Round
from namro.programme.indicators.models import Indicator
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.indicators.collection.conftest import WHY, fill


def sign_in(page: Page, address: str, user: User) -> None:
    """Come to a page and sign in."""
    page.goto(address)
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_a_form_to_the_map_of_units_and_periods(
    page: Page,
    browser: Browser,
    live_server: LiveServer,
    operator: Operator,
    city: dict[str, Unit],
    indicators: dict[str, Indicator],
    make_user: Callable[..., User],
    officer_of: Callable[..., User],
) -> None:
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    keeper = make_user("to-giup-viec", Role.SECRETARIAT)
    approver = officer_of(city["01"], "duyet", Role.APPROVER)

    sign_in(page, f"{live_server.url}/chi-tieu/thu-thap/dot/", keeper)
    expect(page.get_by_text("Chưa có đợt nào")).to_be_visible()
    examine(page, "rounds-empty")
    page.get_by_role("link", name="Biểu thu thập").click()
    page.get_by_role("link", name="Lập biểu").click()
    page.get_by_label("Mã", exact=True).fill("mot-cua")
    page.get_by_label("Tên", exact=True).fill("Kết quả một cửa")
    page.get_by_label("Phạm vi của số tổng hợp").fill("Thành phố Thử Nghiệm")
    page.get_by_label("Đơn vị trên cùng").select_option(label="Đơn vị 01 (01)")
    page.get_by_label("xã, phường, thị trấn, đặc khu").check()
    page.get_by_label("cơ quan yêu cầu số liệu").check()
    page.get_by_label("Chỉ số", exact=True).nth(0).fill("ho-so – Số hồ sơ")
    page.get_by_label("Tối đa").nth(0).fill("1.000,5")
    page.get_by_label("Phải thỏa mãn").nth(0).fill("[ho-so] = [so-ngay]")
    page.get_by_label("Lý do (ghi vào lịch sử)").fill("kế hoạch năm")
    page.get_by_role("button", name="Lưu biểu").click()
    expect(page.get_by_text("hai vế phải cùng đơn vị tính")).to_be_visible()
    examine(page, "form-wrong")
    page.get_by_label("Phải thỏa mãn").nth(0).fill("[ho-so] <= 5000")
    page.get_by_role("button", name="Lưu biểu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả một cửa")

    page.get_by_text("Mở đợt bằng tay").click()
    page.locator("input[name=ky]").nth(1).check()
    page.locator("#ly-do-mo").fill("kế hoạch năm")
    examine(page, "form")
    page.get_by_role("button", name="Mở đợt").click()
    expect(page.locator("tbody").get_by_text("thiếu").first).to_be_visible()
    examine(page, "round")

    round_ = Round.objects.get()
    for code, figure in (("00001", 40), ("00002", 2000)):
        Round.objects.update(closes_on="2099-01-01")
        sheet = fill(operator, round_, code, figure)
        actions_sheets.submit(operator, sheet.pk, reason=WHY)

    other = browser.new_context(locale="vi-VN").new_page()
    other.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    sign_in(other, f"{live_server.url}/chi-tieu/thu-thap/cho-duyet/", approver)
    expect(other.get_by_text("2 phiếu đang chờ bạn duyệt")).to_be_visible()
    examine(other, "queue")
    other.get_by_role("link", name="Đơn vị 00002").click()
    expect(other.locator(".doubts")).to_contain_text("2.000")
    other.get_by_label("Lý do (bắt buộc khi trả lại)").fill("số quá lớn, đề nghị kiểm tra")
    other.get_by_label("Lý do về").select_option(label="Số hồ sơ")
    examine(other, "decide")
    other.get_by_role("button", name="Trả lại").click()
    other.get_by_label("Chọn phiếu của Đơn vị 00001").check()
    other.get_by_role("button", name="Duyệt các phiếu đã đánh dấu").click()
    expect(other.get_by_role("status").first).to_contain_text("Đã duyệt 1 phiếu")

    page.get_by_role("link", name="Bản đồ đơn vị và kỳ báo cáo").click()
    table = page.locator("table.sheets-grid")
    approved = table.get_by_role("row", name="Đơn vị 00001")
    expect(approved).to_contain_text("hoàn chỉnh")
    expect(table.get_by_role("row", name="Đơn vị 00002")).to_contain_text("trả lại")
    examine(page, "grid")
    for place in (
        "viec",
        "ganh-nang",
        "nhac-viec",
        "nhac-viec/chua-gui",
        "bieu",
        "bieu/mot-cua/sua",
    ):
        page.goto(f"{live_server.url}/chi-tieu/thu-thap/{place}/")
        examine(page, place.replace("/", "-"))
    assert [each for each in complaints if "status of 422" not in each] == []
