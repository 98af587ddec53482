"""An officer's month in a real browser: a sheet filled in, mended, pasted, returned, sent again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.models import Round, Sheet
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.indicators.collection.conftest import sheet_of
from tests.programme.indicators.collection.test_evidence_files import xlsx

# What a browser gets when cells are pasted, wherever they were copied.
_PASTE = """([field, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const element = document.getElementById(field);
  element.focus();
  element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""  # noqa: E501


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_sheet_is_filled_in_mended_pasted_returned_and_sent_again(
    page: Page,
    live_server: LiveServer,
    city: dict[str, Unit],
    round_: Round,
    operator: Operator,
    officer_of: Callable[[Unit, str, Role], User],
) -> None:
    officer_of(city["00001"], "can-bo", Role.REPORTING_OFFICER)
    sheet = sheet_of(round_, "00001")
    dossiers, on_time, days, worst = round_.form.items.values_list("pk", flat=True)
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(f"{live_server.url}/chi-tieu/thu-thap/cua-toi/")
    page.get_by_label("Tên đăng nhập").fill("can-bo")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Số liệu của tôi")
    examine(page, "so-lieu-cua-toi")
    page.get_by_role("link", name="Mở phiếu").click()

    # One number that reads in two ways: said beside the field before anything is kept.
    page.locator(f"#v-{days}").fill("9.370")
    page.locator(f"#v-{days}").blur()
    expect(page.locator(f"#xet-{days}")).to_contain_text("đọc được hai cách")
    page.locator(f"#v-{dossiers}").fill("118,5")
    page.locator(f"#v-{dossiers}").blur()
    expect(page.locator(f"#xet-{dossiers} .doubt")).to_be_visible()
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(f"#v-{days}")).to_have_attribute("aria-invalid", "true")
    complaints.clear()  # the browser names the status 422
    assert not Sheet.objects.get(pk=sheet.pk).cells.exists()
    examine(page, "phieu-sai")

    # Mended, and a block of cells pasted: figures below and right of the field.
    page.locator(f"#v-{days}").fill("3,5")
    page.evaluate(_PASTE, [f"v-{dossiers}", "118\n110\t118\n"])
    expect(page.locator("#da-dan")).to_contain_text("Đã dán vào 3 ô")
    expect(page.locator(f"#m-{on_time}")).to_have_value("118")
    expect(page.locator(f"#xet-{on_time}")).to_contain_text("93,22%")
    page.locator(f"#v-{dossiers}").press("Enter")  # to the next field, as in a spreadsheet
    expect(page.locator(f"#t-{on_time}")).to_be_focused()

    # A file of evidence; figures that are not saved yet would be lost, so they are saved first.
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    evidence = {"name": "so.xlsx", "mimeType": "application/x", "buffer": xlsx("Hồ sơ")}
    page.get_by_label("Chọn tệp minh chứng").set_input_files(evidence)  # type: ignore[arg-type]
    page.get_by_role("button", name="Đính kèm").click()
    expect(page.get_by_role("link", name="so.xlsx")).to_be_visible()

    # One does not apply.
    page.locator(f"#muc-{worst} summary").click()
    page.locator(f"#kad-{worst}").fill("Xã chưa theo dõi từng hồ sơ")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    examine(page, "phieu-dang-nhap")
    page.get_by_role("button", name="Trình").click()
    expect(page.get_by_text("Đã trình.")).to_be_visible()
    expect(page.locator("#phieu")).to_have_count(0)
    examine(page, "phieu-da-trinh")

    actions_sheets.send_back(operator, sheet.pk, "Hồ sơ tồn tháng trước chưa cộng")
    page.goto(f"{live_server.url}/chi-tieu/thu-thap/cua-toi/")
    expect(page.locator(".next-sheet")).to_contain_text("Hồ sơ tồn tháng trước chưa cộng")
    page.get_by_role("link", name="Mở phiếu").click()
    page.locator(f"#v-{dossiers}").fill("121")
    page.get_by_role("button", name="Trình").click()
    expect(page.get_by_text("Đã trình.")).to_be_visible()
    now: Any = Sheet.objects.get(pk=sheet.pk)
    assert (now.state, now.cells.get(item=dossiers).value) == ("submitted", 121)
    assert re.fullmatch(r"\d+-\d+-\d\d", now.code)
    assert complaints == []
