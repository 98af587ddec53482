"""In a real browser: Programme 01 with two figures and one lead changed in a copy is amended.

The comparison is exact, both versions are seen by date, nothing of the first is lost.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.documents.reading import read_bytes
from namro.programme.programmes.actions import SourceFile
from namro.programme.programmes.actions_versions import propose_amendment
from namro.programme.programmes.models import Programme, SourceDocument
from namro.sample import build, load
from tests.browsing import examine
from tests.conftest import PASSWORD
from tests.programme.programmes.test_browser import WIDE, complaints
from tests.programme.programmes.test_compare_cli import amended

__all__ = ["complaints"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programme(secretariat: User) -> Programme:
    """Programme 01, with its amended copy proposed."""
    load.load()
    file = SourceFile("chuong-trinh-01-sua-doi.docx", build.build(amended(build.read_data())))
    draft = read_bytes(file.content, file.name)
    return propose_amendment(Operator("tests"), draft, file, reason="to test").programme


def rows_of(source: SourceDocument) -> list[list[dict[str, object]]]:
    """Everything that one version says."""
    return [
        [dict(row) for row in source.targets.order_by("order").values()],
        [dict(row) for row in source.deliverables.order_by("order").values()],
        [dict(row) for row in source.provisions.order_by("order").values()],
        [dict(row) for row in source.recipients.order_by("order").values()],
    ]


def test_programme_01_is_amended(
    page: Page,
    live_server: LiveServer,
    secretariat: User,
    programme: Programme,
    complaints: list[str],
) -> None:
    first = SourceDocument.objects.get()
    before = rows_of(first), bytes(first.content), first.text, first.head
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/chuong-trinh/{programme.pk}/phien-ban/")
    page.get_by_label(re.compile("Tên đăng nhập|Tên người dùng", re.I)).fill(secretariat.username)
    page.get_by_label(re.compile("^Mật khẩu")).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Các phiên bản của văn bản")).to_be_visible()
    examine(page)

    # What would change, exactly, opened from the keyboard.
    page.get_by_role("link", name="chuong-trinh-01-sua-doi.docx").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="3 sửa đổi")).to_be_visible()
    expect(page.locator(".difference")).to_have_count(3)
    removed = page.locator(".difference del").all_text_contents()
    added = page.locator(".difference ins").all_text_contents()
    assert [each.strip(" %.\u00a0") for each in removed] == ["75", "75", "20", "20", "Tuyên giáo"]
    assert [each.strip(" %.\u00a0") for each in added] == ["80", "80", "25", "25", "Dân vận"]
    examine(page)

    # A day before the first version is refused in words; what was typed stays.
    form = page.locator("form", has=page.get_by_role("heading", name="Chấp nhận thành phiên bản"))
    form.get_by_label("Số, ký hiệu văn bản sửa đổi").fill("15-QĐ/TU")
    form.get_by_label("Ngày văn bản sửa đổi").fill("20/06/2023")
    form.get_by_label("Có hiệu lực từ ngày").fill("01/01/2020")
    form.get_by_label("Lý do").fill("theo kết luận của Ban Thường vụ")
    form.get_by_role("button", name="Chấp nhận").click()
    expect(page.get_by_role("alert")).to_contain_text("17/03/2021")
    expect(form.get_by_label("Lý do")).to_have_value("theo kết luận của Ban Thường vụ")
    form.get_by_label("Có hiệu lực từ ngày").fill("01/07/2023")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã chấp nhận: lưu phiên bản 2")).to_be_visible()
    expect(page.get_by_text("có hiệu lực từ 17/03/2021 đến 30/06/2023").first).to_be_visible()
    examine(page)

    # Both by date.
    page.get_by_label("Xem chương trình theo ngày").fill("30/06/2023")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/chuong-trinh/{programme.pk}@2023-06-30/$"))
    expect(page.get_by_text("phiên bản 1, không phải phiên bản đang có hiệu lực")).to_be_visible()
    examine(page)
    for day, figures, others in (
        ("2023-06-30", ("trên 75", "giảm tối thiểu 20"), ("trên 80", "giảm tối thiểu 25")),
        ("2023-07-01", ("trên 80", "giảm tối thiểu 25"), ("trên 75", "giảm tối thiểu 20")),
    ):
        for name in ("chi-tieu", "van-ban"):
            page.goto(f"{live_server.url}/chuong-trinh/{programme.pk}/{name}/?on={day}")
            words = page.locator("main").inner_text().replace("\u00a0", " ").replace(" %", "%")
            for figure, other in zip(figures, others, strict=True):
                assert f"{figure}%" in words, (day, name)
                assert f"{other}%" not in words, (day, name)
    page.get_by_role("link", name="Các phiên bản").click()
    page.get_by_role("link", name="Phiên bản 2 sửa đổi gì so với phiên bản 1").click()
    expect(page.get_by_role("heading", name="Phiên bản 1 và phiên bản 2")).to_be_visible()
    expect(page.locator(".difference")).to_have_count(3)
    examine(page)

    # Nothing of the first is lost.
    first.refresh_from_db()
    assert (rows_of(first), bytes(first.content), first.text, first.head) == before
