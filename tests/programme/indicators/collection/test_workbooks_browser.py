"""A workbook downloaded, filled in with faults, sent in, put right: in a real browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import Role, User
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection.models import Cell, Round
from namro.programme.indicators.collection.models_drops import Drop
from namro.programme.indicators.collection.workbooks import dropping
from namro.programme.indicators.collection.workbooks.making import make_workbook
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.indicators.collection.conftest import COMMUNES, sheet_of
from tests.programme.indicators.collection.test_workbooks import GOOD, filled


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_the_download_to_the_figures(
    page: Page,
    live_server: LiveServer,
    round_: Round,
    officer_of: Callable[[Unit, str, Role], User],
    tmp_path: Path,
) -> None:
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    sheet = sheet_of(round_, "00001")
    officer = officer_of(sheet.unit, "can-bo", Role.REPORTING_OFFICER)
    page.goto(f"{live_server.url}/chi-tieu/thu-thap/phieu/{sheet.code}/tep/")
    page.get_by_label("Tên đăng nhập").fill(officer.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tệp Excel của phiếu").click()
    blank = Path(download.value.path()).read_bytes()
    file = tmp_path / "phiếu đã nhập.xlsx"
    file.write_bytes(filled(blank, GOOD | {"G9": "mười hai", "G10": None}))

    page.get_by_label("Tệp đã nhập").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra và ghi").click()
    expect(page.get_by_text("không số nào của tệp được ghi")).to_be_visible()
    expect(page.get_by_text("Ô G9: “mười hai” không phải là số")).to_be_visible()
    examine(page, "workbook-refused")
    file.write_bytes(filled(blank, GOOD | {"G10": None}))
    page.get_by_label("Tệp đã nhập").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra và ghi").click()
    expect(page.get_by_text("Ô G10: hãy ghi đủ cả tử số và mẫu số")).to_be_visible()
    assert not Cell.objects.exists()

    file.write_bytes(filled(blank, GOOD))
    page.get_by_label("Tệp đã nhập").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra và ghi").click()
    expect(page.get_by_text("4 ô thay đổi")).to_be_visible()
    assert sheet.cells.count() == 4
    examine(page, "workbook-taken")
    refused = [each for each in complaints if "422" not in each]
    assert not refused, refused


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_many_are_looked_at_in_the_background(
    page: Page, live_server: LiveServer, round_: Round, secretariat: User, tmp_path: Path
) -> None:
    files = []
    for number in range(9):
        sheet = sheet_of(round_, COMMUNES[number % 4])
        file = tmp_path / f"{number:02}.xlsx"
        file.write_bytes(filled(make_workbook(sheet), GOOD | {"G9": 100 + number // 4}))
        files.append(file)
    files[3].write_bytes(filled(files[3].read_bytes(), {"G9": "mười hai"}))
    page.goto(f"{live_server.url}/chi-tieu/thu-thap/tep-phieu/")
    page.get_by_label("Tên đăng nhập").fill(secretariat.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="4 tệp")).to_be_visible()
    examine(page, "workbooks")
    page.get_by_label("Các tệp đã nhập").set_input_files(files)
    page.get_by_role("button", name="Kiểm tra và ghi").click()
    expect(page.get_by_text("Đã kiểm tra 0 trên 9 tệp.")).to_be_visible()
    drop = Drop.objects.get()
    assert dropping.take_next(drop.pk)
    expect(page.get_by_text("Đã kiểm tra 1 trên 9 tệp.")).to_be_visible()
    examine(page, "workbooks-under-way")
    dropping.take_all(drop.pk)  # the worker, which no test starts
    expect(page.get_by_text("5 tệp không được ghi")).to_be_visible()
    # The fourth has a fault, so that what came last of its sheet is taken.
    assert [each.outcome for each in drop.files.all()] == [
        *("taken", "taken", "taken", "faulty", "twice", "twice", "twice", "taken", "twice")
    ]
    page.get_by_role("link", name="1 có lỗi").click()
    expect(page.get_by_text("Ô G9: “mười hai” không phải là số")).to_be_visible()
    examine(page, "workbooks-sent")
    with page.expect_download() as download:
        page.get_by_role("link", name="Danh sách lỗi (Excel)").click()
    table = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    assert table is not None
    assert table.max_row == 1 + 5
