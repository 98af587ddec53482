"""An indicator defined, a figure recorded, put right, and many pasted: in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.indicators.models import Observation
from tests.browsing import examine
from tests.conftest import PASSWORD


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_the_definition_to_figures_that_count(
    page: Page, live_server: LiveServer, secretariat: User
) -> None:
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(f"{live_server.url}/chi-tieu/chi-so/")
    page.get_by_label("Tên đăng nhập").fill(secretariat.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_text("Chưa có chỉ số nào")).to_be_visible()
    page.get_by_role("link", name="Khai báo chỉ số").click()
    page.get_by_label("Mã", exact=True).fill("dang-vien-moi")
    page.get_by_label("Tên", exact=True).fill("Đảng viên mới kết nạp")
    page.get_by_label("Loại", exact=True).select_option("rank")
    page.get_by_label("Theo thời gian").select_option("sum")
    page.get_by_label("Lý do (ghi vào lịch sử)").fill("cần cho chương trình")
    page.get_by_role("button", name="Khai báo", exact=True).click()
    expect(page.get_by_text("không cộng thành số cả năm")).to_be_visible()
    examine(page)
    page.get_by_label("Loại", exact=True).select_option("count")
    page.get_by_role("button", name="Khai báo", exact=True).click()

    page.get_by_role("link", name="Ghi một số liệu").click()
    page.get_by_label("Về", exact=True).fill("Hà Nội")
    page.get_by_label("Kỳ", exact=True).fill("6 tháng 2025")
    page.get_by_label("Số liệu", exact=False).first.fill("9,370")
    page.get_by_label("Nguồn", exact=True).fill("Ban Tổ chức Thành ủy")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("đọc được hai cách: 9.370")).to_be_visible()
    examine(page)
    page.get_by_label("Số liệu", exact=False).first.fill("9.730")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("Đã ghi: 9.730")).to_be_visible()

    page.get_by_role("link", name="Đính chính").click()
    examine(page)
    page.get_by_label("Số liệu", exact=False).first.fill("9.370")
    page.get_by_label("Vì sao ghi nhầm").fill("gõ nhầm")
    page.get_by_role("button", name="Thay số này").click()
    expect(page.get_by_text("ghi nhầm, đã được thay")).to_be_visible()
    examine(page)

    page.goto(f"{live_server.url}/chi-tieu/chi-so/tat-ca/so-lieu/")
    rows = "chỉ số\tvề\tkỳ\tgiá trị\tnguồn\ndang-vien-moi\tHà Nội\t2023\t10.027\tBan Tổ chức"
    page.get_by_label("Dán bảng vào đây").fill(rows)
    page.get_by_role("button", name="Xem có gì mới").click()
    expect(page.get_by_text("Dòng 2, cột “giá trị (value)”")).to_be_visible()
    page.get_by_label("Dán bảng vào đây").fill(rows.replace("10.027", "10027"))
    page.get_by_role("button", name="Xem có gì mới").click()
    expect(page.get_by_text("1 số liệu mới")).to_be_visible()
    examine(page)
    page.get_by_role("button", name="Ghi tất cả").click()
    expect(page.get_by_text("Đã ghi 1 số liệu")).to_be_visible()
    assert Observation.objects.count() == 3
    page.goto(f"{live_server.url}/chi-tieu/chi-so/dang-vien-moi/cau-noi/")
    examine(page)
    page.get_by_label("Từ phương pháp").fill("cũ")
    page.get_by_label("Nhân với").fill("1,5")
    page.get_by_label("Vì sao quy đổi được").fill("đổi cách đếm")
    page.get_by_role("button", name="Đề xuất").click()
    expect(page.get_by_text("mới = cũ × 1,5 + 0")).to_be_visible()
    expect(page.get_by_text("mới đề xuất, chưa có hiệu lực")).to_be_visible()
    # What was refused answers as such; the browser says so, and nothing else is wrong.
    assert [each for each in complaints if "422" not in each] == []
