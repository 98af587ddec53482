"""Giving a target out in a browser: to a year and units, amended, laid beside the target, on the
scoreboard; and a table whose faults are named."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import Programme, Target
from namro.sample.given import load_given
from namro.sample.load import load_fictional, load_figures
from tests.browsing import examine
from tests.conftest import PASSWORD


def _fill(page: Page, said: dict[str, str]) -> None:
    for label, value in said.items():
        page.get_by_label(label, exact=True).locator("visible=true").fill(value)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_target_is_given_out_amended_and_seen_on_the_scoreboard(
    page: Page, live_server: LiveServer, secretariat: User
) -> None:
    load_figures()
    load_fictional()
    load_given()
    programme = Programme.objects.get(number="21-CTr/TU")
    key = Target.objects.get(value_low=800, source__programme=programme).identity_id
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    address = f"{live_server.url}/chi-tieu/{programme.pk}@2026-11-22/{key}/?biet=2026-11-22"
    page.goto(address)
    page.get_by_label("Tên đăng nhập").fill(secretariat.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")

    table = page.get_by_role("region", name="Bảng giao chỉ tiêu")
    expect(table.get_by_role("row", name="Cộng các đơn vị")).to_contain_text("875")
    sums: Any = page.locator(".given-sums")
    expect(sums).to_contain_text("ít hơn số giao của năm 2026 (900 đảng viên) 25 đảng viên")
    expect(page.get_by_role("heading", name="Ai chịu trách nhiệm")).to_be_visible()
    examine(page)

    page.get_by_role("link", name="Giao cho năm hoặc đơn vị").click()
    examine(page)
    _fill(
        page,
        {
            "Năm (để trống: cả giai đoạn)": "2026",
            "Giao cho: tên hoặc mã đơn vị (để trống: cả chương trình)": "Huyện ủy Bãi Dài",
            "Số giao": "25",
            "Số, ký hiệu văn bản giao": "58-KH/TU",
            "Ngày văn bản giao": "15/12/2025",
            "Lý do (ghi vào lịch sử)": "giao bổ sung",
        },
    )
    page.get_by_role("button", name="Giao", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Đã giao.")
    expect(sums).to_contain_text("đúng bằng số giao của năm 2026")

    row = page.get_by_role("region", name="Bảng giao chỉ tiêu").get_by_role("row", name="Bãi Dài")
    row.get_by_role("link", name="25").click()
    page.get_by_text("Điều chỉnh", exact=True).first.click()
    examine(page)
    _fill(
        page,
        {
            "Số giao mới": "40",
            "Số, ký hiệu văn bản giao": "61-KH/TU",
            "Ngày văn bản giao": "20/12/2025",
            "Lý do (ghi vào lịch sử)": "điều chỉnh tăng",
        },
    )
    page.get_by_role("button", name="Điều chỉnh").click()
    versions = page.get_by_role("region", name="Bảng các bản")
    expect(versions.get_by_role("row")).to_have_count(3)  # the head and two versions
    expect(versions).to_contain_text("58-KH/TU")

    page.goto(f"{live_server.url}/chi-tieu/{programme.pk}@2026-11-22/?biet=2026-11-22")
    members = page.get_by_role("row").filter(has_text="kết nạp đảng viên")
    expect(members.locator(".c-ke-hoach")).to_have_text("900")
    expect(members.locator(".c-ty-le")).to_have_text("78")  # 702 of 900 in nine months
    expect(members.locator(".c-cung-ky")).to_have_text("5,1")  # on the same nine months
    other = page.get_by_role("row").filter(has_text="đơn vị sự nghiệp công lập tự chủ")
    expect(other.locator(".c-ke-hoach")).to_contain_text("theo lộ trình, chưa giao")

    page.goto(f"{live_server.url}/chi-tieu/{programme.pk}/giao/")
    examine(page)
    table_text = "mã chỉ tiêu,năm,đơn vị được giao,giá trị,văn bản giao\n" + f"{key},2027,,9.44,\n"
    file: Any = {"name": "giao.csv", "mimeType": "text/csv", "buffer": table_text.encode()}
    page.get_by_label("Tệp CSV hoặc XLSX").set_input_files(file)
    page.get_by_label("Lý do (ghi vào lịch sử)").fill("giao năm 2027")
    page.get_by_role("button", name="Nhận bảng").click()
    expect(page.get_by_role("alert")).to_contain_text("Dòng 2, cột “văn bản giao”")
    examine(page)
    assert [each for each in complaints if "422" not in each] == []
