"""In a real browser, 360 px wide: words and numbers without a gap do not push a page aside; and
the list is filtered there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft, list_programme
from namro.programme.programmes.choices import Level
from namro.programme.programmes.review.models import Via
from namro.programme.programmes.review.receiving import Examined, take_in
from tests.conftest import PASSWORD
from tests.programme.programmes.drafts import TEXT, FakeDraft
from tests.programme.programmes.review.conftest import read_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Đườngdẫnrấtdài" * 12
NUMBER = "9" * 54 + "/KH-UBND"


def fits(page: Page, address: str) -> None:
    page.goto(address)
    whole, seen = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert whole <= seen, f"{address} is {whole - seen} px too wide"
    results: Any = Axe().run(page)
    assert results.response["violations"] == [], f"{address}: {results.generate_report()}"


def test_what_has_no_gap_is_broken(page: Page, live_server: LiveServer, secretariat: User) -> None:
    draft = FakeDraft()
    draft.content["document"] |= {"number": NUMBER, "title": LONG, "issuer": LONG}
    for item in draft.content["deliverables"]:
        item |= {"title": LONG, "lead": LONG, "product": LONG, "due": LONG, "no": "9" * 60}
    for item in draft.content["targets"]:
        item |= {"subject": LONG, "unit": LONG, "lead": LONG}
    draft.content["targets"][0]["value"] = 12345678901234567890
    me = Operator("tests")
    kept = import_draft(me, draft, SourceFile("a.txt", TEXT.encode()), reason="to test").programme
    examined = Examined(
        f"{LONG}.txt", b"x", Via.DIRECT, draft=read_draft(title=LONG, number=NUMBER, issuer=LONG)
    )
    review = take_in(secretariat, examined, level=Level.INTERNAL, no_secret=True)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url)
    page.locator("input[name=username]").fill(secretariat.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Chương trình")).to_be_visible()
    start = f"{live_server.url}/chuong-trinh/"
    for address in (
        start,
        f"{start}?q={'x' * 200}",
        f"{start}{kept.pk}/",
        f"{start}{kept.pk}/chi-tieu/",
        f"{start}{kept.pk}/doc/",
        f"{start}{kept.pk}/van-ban/",
        f"{start}{kept.pk}/phien-ban/",
        f"{start}ra-soat/",
        f"{start}ra-soat/{review.pk}/",
        f"{start}ra-soat/{review.pk}/muc/van-ban/?sua=1",
        f"{live_server.url}/soat-du-thao/",
    ):
        fits(page, address)


def test_the_list_is_filtered_on_a_phone(page: Page, live_server: LiveServer, reader: User) -> None:
    me = Operator("tests")
    for number, issuer in (("01-CTr/TU", "Thành ủy Thử"), ("12/KH-UBND", "UBND tỉnh Thử")):
        list_programme(me, number, "Một việc", issuer=issuer, reason="to test")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url)
    page.locator("input[name=username]").fill(reader.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Cơ quan ban hành", exact=True).select_option("UBND tỉnh Thử")
    page.get_by_label("Xếp theo").select_option("-ngay")
    page.get_by_role("button", name="Tìm kiếm").click()
    expect(page.locator(".programme-number")).to_have_text(["12/KH-UBND"])
    expect(page.get_by_label("Xếp theo")).to_have_value("-ngay")
    fits(page, page.url)
    with page.expect_download() as loaded:
        page.get_by_role("link", name="Tệp CSV").click()
    assert re.search(r"\.csv$", loaded.value.suggested_filename)
    page.get_by_role("link", name="Hiện tất cả").click()
    expect(page.locator(".programme-number")).to_have_count(2)
