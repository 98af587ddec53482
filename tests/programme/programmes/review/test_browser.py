"""In a real browser: upload, review by pointer and keyboard, accept, see it as a programme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import User
from namro.programme.programmes.models import Deliverable, Programme, Provision, Target
from namro.programme.programmes.review import actions
from namro.programme.programmes.review.models import DraftReview
from namro.sample import build
from tests.browsing import examine, go_to
from tests.conftest import PASSWORD
from tests.programme.programmes.review.conftest import drafted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complained of; refusals of ours (422, 409) are answers, not faults."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not re.search("status of (422|409)", message.text):
            found.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.fixture
def desk(page: Page, live_server: LiveServer, secretariat: User, complaints: list[str]) -> Page:
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(live_server.url)
    page.locator("input[name=username]").fill(secretariat.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    go_to(page, "Văn bản", "Tải lên, rà soát")
    return page


def send(page: Page, file: Path) -> None:
    page.get_by_role("link", name="Tải văn bản lên").click()
    page.get_by_label("Tệp văn bản").set_input_files(str(file))
    page.get_by_label("Tôi xác nhận tệp này không chứa bí mật nhà nước").check()
    page.get_by_role("button", name="Tải lên và đọc").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rà soát")


def select(page: Page, words: str) -> None:
    """Select `words` in the text of the document, as a person does with the mouse."""
    found = page.evaluate(
        """(words) => {
          const walk = document.createTreeWalker(document.querySelector("[data-text]"), 4);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0 || node.parentElement.closest("a")) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return true;
          }
          return false;
        }""",
        words,
    )
    assert found, words


def test_from_upload_to_the_programme(desk: Page) -> None:
    page = desk
    examine(page)
    page.get_by_role("link", name="Tải văn bản lên").click()
    examine(page)
    page.go_back()
    send(page, build.DOCUMENT)
    examine(page)
    review = DraftReview.objects.get()
    left = page.locator("#open-count")
    at_first = int(left.inner_text())
    assert at_first >= 6

    # An issue leads to its item and to its place in the text, by pointer and by keyboard.
    doubt = page.locator(".review-issue").filter(has_text="xác nhận").first
    doubt.get_by_role("link", name="Đến mục này").click()
    item = page.locator(".review-item:focus")
    expect(item).to_have_attribute("id", re.compile("^nhiem-vu-"))
    key = item.get_attribute("id") or ""
    item.get_by_role("link", name="Xem trong văn bản").focus()
    page.keyboard.press("Enter")
    chip = page.locator(f"#v-{key}")
    expect(chip).to_be_focused()
    expect(chip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{key}")).to_be_focused()

    # Its lead is put right: the inferred one gives way, its doubt is settled by a tick.
    page.locator(f"#{key}").get_by_role("link", name="Sửa").click()
    page.get_by_label("Cơ quan chủ trì", exact=True).fill("Văn phòng Thành ủy Thử")
    examine(page)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(f"#{key}")).to_contain_text("Văn phòng Thành ủy Thử")
    expect(page.locator(f"#{key}")).not_to_contain_text("cần xác nhận")
    page.get_by_role("button", name="Đã giải quyết").first.click()
    expect(left).to_have_text(str(at_first - 1))
    # The next inferred lead is right: confirming it settles its doubt too.
    confirm = page.get_by_role("button", name="Xác nhận chủ trì").first
    confirm.focus()
    page.keyboard.press("Enter")
    expect(left).to_have_text(str(at_first - 2))

    # What is no target goes, comes back, and goes again.
    first = page.locator("#chi-tieu-1")
    first.get_by_role("button", name="Đây không phải chỉ tiêu").click()
    expect(first).to_contain_text("đã bỏ ra")
    page.locator("#chi-tieu-1").get_by_role("button", name="Lấy lại").click()
    expect(page.locator("#chi-tieu-1")).not_to_contain_text("đã bỏ ra")

    # A passage is selected in the text and added as a target.
    line = next(
        line for line in review.text.split("\n") if line.startswith("(1)") and len(line) > 60
    )
    words = line[4:50].strip()
    select(page, words)
    expect(page.get_by_label("Các từ của đoạn")).to_have_value(words)
    start = int(page.get_by_label("Ký tự đầu").input_value())
    end = int(page.get_by_label("Ký tự cuối").input_value())
    assert review.text[start:end] == words
    page.get_by_role("button", name="Thêm vào bản nháp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("chỉ tiêu")
    page.get_by_label("So sánh").select_option("at_least")
    page.get_by_label("Giá trị, hoặc đầu dưới của khoảng").fill("12,5")
    page.get_by_label("Đơn vị").fill("%")
    page.get_by_label("Thời hạn", exact=True).fill("năm tới")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("Chưa lưu gì")
    expect(page.get_by_label("Giá trị, hoặc đầu dưới của khoảng")).to_have_value("12,5")
    examine(page)
    page.get_by_label("Thời hạn", exact=True).fill("2025")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text(re.compile("^tối thiểu 12,5%, đến năm 2025")).first).to_be_visible()

    page.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("01-CTr/TU")
    expect(page.get_by_text("Đã chấp nhận. Đây là trang của chương trình.")).to_be_visible()
    expect(page.get_by_text(re.compile("^tối thiểu 12,5%, đến năm 2025")).first).to_be_visible()
    assert Deliverable.objects.filter(lead_text="Văn phòng Thành ủy Thử").count() == 1
    assert Target.objects.get(value_low="12.5").text == words


def test_two_reviewers_at_once_see_both_values(desk: Page, other: User) -> None:
    page = desk
    send(page, build.DOCUMENT)
    review = DraftReview.objects.get()
    page.locator("#sua-nhiem-vu-1").click()
    lead = page.get_by_label("Cơ quan chủ trì", exact=True)
    before = lead.input_value()
    actions.change(other, review.pk, "nhiem-vu-1", {"lead": "Sở Y tế"}, {"lead": before})
    lead.fill("Sở Nội vụ")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("nguoi-thu-hai vừa sửa cùng giá trị này")
    expect(page.get_by_label("Cơ quan chủ trì", exact=True)).to_have_value("Sở Nội vụ")
    expect(page.locator(".theirs")).to_have_text("Người kia ghi: Sở Y tế")
    examine(page)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#nhiem-vu-1")).to_contain_text("Sở Nội vụ")
    # Accepting what one did not see is refused.
    actions.set_aside(other, review.pk, "chi-tieu-2", True)
    page.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(page.get_by_text("Có người đã thay đổi bản nháp")).to_be_visible()
    assert not Programme.objects.exists()


def test_the_outline_is_put_right(desk: Page) -> None:
    page = desk
    send(page, build.DOCUMENT)
    review = DraftReview.objects.get()
    page.get_by_text("Hiện các phần của văn bản").click()
    first = page.locator("#de-muc-3")
    first.get_by_role("button", name="Đây không phải đề mục").click()
    expect(first).to_contain_text("đã bỏ ra")
    first.get_by_role("button", name="Lấy lại").click()
    expect(first).not_to_contain_text("đã bỏ ra")
    first.get_by_role("link", name="Sửa").click()
    first.locator("[name=label]").fill("1a")
    page.keyboard.press("Tab")
    expect(first.get_by_role("status")).to_contain_text("Đã lưu lúc")
    assert drafted(review.pk)["outline"][2]["label"] == "1a"
    first.get_by_role("link", name="Đóng").click()
    # A line of the text that was not seen as a part of the document becomes one.
    starts = {node["start"] for node in drafted(review.pk)["outline"]}
    at = next(
        found.start()
        for found in re.finditer(r"^[^\W\d_].{30,}$", review.text, re.M)
        if found.start() not in starts and found.start() > 2000
    )
    words = review.text[at : at + 30].rstrip()
    select(page, words)
    page.get_by_label("Đoạn này là").select_option("outline")
    page.get_by_role("button", name="Thêm vào bản nháp").click()
    below = page.get_by_label("Đề mục này đứng dưới")
    expect(below).to_be_in_viewport()
    examine(page)
    below.select_option(index=1)
    page.get_by_role("button", name="Thêm vào bản nháp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("đề mục")
    examine(page)
    page.get_by_role("button", name="Lưu", exact=True).click()
    added = page.locator(".review-item", has_text="＋").last
    expect(added).to_contain_text(words)
    page.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("01-CTr/TU")
    assert Provision.objects.get(start=at).title == words


def test_values_save_by_themselves(desk: Page) -> None:
    page = desk
    send(page, build.DOCUMENT)
    review = DraftReview.objects.get()
    page.locator("#sua-nhiem-vu-1").click()
    form = page.locator("#form-nhiem-vu-1")
    state = form.get_by_role("status")
    expect(state).to_have_text("Sửa đến đâu, tự lưu đến đó.")
    form.get_by_label("Cơ quan chủ trì", exact=True).fill("Sở Nội vụ")
    expect(state).to_have_text("● Chưa lưu")
    page.keyboard.press("Tab")
    expect(state).to_have_text(re.compile(r"^✓ Đã lưu lúc \d\d:\d\d:\d\d$"))
    examine(page)
    assert drafted(review.pk)["deliverables"][0]["lead"] == "Sở Nội vụ"
    # What cannot be saved says so at its field, and is not lost without a question.
    title = form.locator("[name=title]")
    title.fill("")
    page.keyboard.press("Tab")
    expect(state).to_have_text("▲ Chưa lưu: hãy sửa chỗ được đánh dấu.")
    expect(title).to_have_attribute("aria-invalid", "true")
    examine(page)
    page.once("dialog", lambda dialog: dialog.dismiss())
    form.get_by_role("link", name="Đóng").click()
    expect(title).to_have_value("")
    title.fill("Đề án thử")
    # Closing saves first; so does accepting.
    form.get_by_role("link", name="Đóng").click()
    expect(page.locator("#nhiem-vu-1")).to_contain_text("Đề án thử")
    assert drafted(review.pk)["deliverables"][0]["title"] == "Đề án thử"
    page.locator("#sua-nhiem-vu-2").click()
    page.locator("#form-nhiem-vu-2 [name=lead]").fill("Sở Tài chính")
    page.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(page.get_by_text("Đã chấp nhận. Đây là trang của chương trình.")).to_be_visible()
    assert Deliverable.objects.filter(lead_text="Sở Tài chính").exists()
    assert Deliverable.objects.filter(title="Đề án thử", lead_text="Sở Nội vụ").exists()


def test_leaving_with_what_is_not_saved_warns(desk: Page) -> None:
    page = desk
    send(page, build.DOCUMENT)
    page.locator("#sua-chi-tieu-1").click()
    page.locator("#form-chi-tieu-1 [name=low]").fill("bảy mươi")
    page.keyboard.press("Tab")
    expect(page.locator("#form-chi-tieu-1").get_by_role("status")).to_contain_text("Chưa lưu")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    go_to(page, "Văn bản", "Tải lên, rà soát")
    expect(page.get_by_role("heading", level=1)).to_have_text("Văn bản đang rà soát")
    assert asked == ["beforeunload"]


def test_saving_by_itself_overwrites_nobody(desk: Page, other: User) -> None:
    page = desk
    send(page, build.DOCUMENT)
    review = DraftReview.objects.get()
    page.locator("#sua-nhiem-vu-1").click()
    form = page.locator("#form-nhiem-vu-1")
    lead, note = form.locator("[name=lead]"), form.locator("[name=note]")
    before = lead.input_value()
    actions.change(other, review.pk, "nhiem-vu-1", {"product": "Đề án"}, {"product": None}, "b")
    note.fill("Ghi chú thử")
    page.keyboard.press("Tab")
    expect(form.get_by_role("status")).to_contain_text("Đã lưu lúc")
    # The other's value of another field has come in, and stays.
    expect(form.locator("[name=product]")).to_have_value("Đề án")
    actions.change(other, review.pk, "nhiem-vu-1", {"lead": "Sở Y tế"}, {"lead": before}, "b")
    lead.fill("Sở Nội vụ")
    note.focus()
    expect(page.get_by_role("alert")).to_contain_text("nguoi-thu-hai vừa sửa cùng giá trị này")
    expect(page.locator(".theirs")).to_have_text("Người kia ghi: Sở Y tế")
    expect(note).to_be_focused()
    # From here only the button saves.
    note.fill("Ghi chú khác")
    page.keyboard.press("Tab")
    expect(form.get_by_role("status")).to_contain_text("hãy chọn giá trị rồi bấm")
    assert drafted(review.pk)["deliverables"][0]["lead"] == "Sở Y tế"
    form.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#nhiem-vu-1")).to_contain_text("Sở Nội vụ")
    kept = drafted(review.pk)["deliverables"][0]
    assert (kept["lead"], kept["note"], kept["product"]) == ("Sở Nội vụ", "Ghi chú khác", "Đề án")


def test_a_document_that_is_refused_and_one_that_is_rejected(desk: Page, tmp_path: Path) -> None:
    page = desk
    secret = tmp_path / "ke-hoach.txt"
    secret.write_text("MẬT\nKẾ HOẠCH\n")
    page.get_by_role("link", name="Tải văn bản lên").click()
    page.get_by_label("Tệp văn bản").set_input_files(str(secret))
    page.get_by_label("Tôi xác nhận tệp này không chứa bí mật nhà nước").check()
    page.get_by_role("button", name="Tải lên và đọc").click()
    expect(page.get_by_role("alert")).to_contain_text("dấu chỉ độ mật")
    assert not DraftReview.objects.exists()
    examine(page)
    go_to(page, "Văn bản", "Tải lên, rà soát")
    send(page, build.DOCUMENT)
    page.get_by_text("Từ chối và xóa").first.click()
    page.get_by_label("Vì sao từ chối?").fill("Nhầm tệp")
    page.get_by_role("button", name="Từ chối và xóa").click()
    expect(page.get_by_text("đã từ chối và xóa")).to_be_visible()
    examine(page)
    page.get_by_role("link", name="(tệp đã xóa)").click()
    expect(page.get_by_text("Nhầm tệp")).to_be_visible()
    examine(page)


def test_the_review_works_without_scripts(
    browser: Any, live_server: LiveServer, secretariat: User
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{live_server.url}/chuong-trinh/ra-soat/")
    page.locator("input[name=username]").fill(secretariat.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], main input[type=submit]").first.click()
    send(page, build.DOCUMENT)
    page.locator("#sua-nhiem-vu-1").click()
    page.get_by_label("Cơ quan chủ trì", exact=True).fill("Sở Nội vụ")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#nhiem-vu-1")).to_contain_text("Sở Nội vụ")
    page.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("01-CTr/TU")
    context.close()


@pytest.mark.shared
def test_the_plan_of_lao_cai(desk: Page, shared: Path) -> None:
    page = desk
    send(page, shared / "corpus" / "kh-ubnd-ct11-lao-cai.docx")
    examine(page)
    page.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(page.get_by_text("Trước hết hãy nhập số, ký hiệu của văn bản.")).to_be_visible()
    doubt = page.locator(".review-issue").filter(has_text="số, ký hiệu")
    doubt.get_by_role("link", name="Đến mục này").click()
    expect(page.locator("#van-ban")).to_be_focused()
    page.locator("#van-ban").get_by_role("link", name="Sửa").click()
    page.get_by_label("Số, ký hiệu văn bản").fill("95/KH-UBND")
    page.get_by_label("Ngày ban hành").fill("20/03/2026")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#head-facts")).to_contain_text("95/KH-UBND")
    for left in ("1", "0"):
        page.get_by_role("button", name="Đã giải quyết").first.click()
        expect(page.locator("#open-count")).to_have_text(left)
    page.locator("#sua-nhiem-vu-2").click()
    page.get_by_label("Cơ quan chủ trì", exact=True).fill("Sở Nông nghiệp và Môi trường tỉnh")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#nhiem-vu-2")).to_contain_text("Sở Nông nghiệp và Môi trường tỉnh")
    start = DraftReview.objects.get().text.index("- Tăng cường")
    page.get_by_label("Ký tự đầu").fill(str(start))
    page.get_by_label("Ký tự cuối").fill(str(start + 60))
    page.get_by_role("button", name="Thêm vào bản nháp").click()
    page.get_by_label("So sánh").select_option("reach")
    page.get_by_label("Giá trị, hoặc đầu dưới của khoảng").fill("100")
    page.get_by_label("Đơn vị").fill("%")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("95/KH-UBND")
    programme = Programme.objects.get()
    assert str(programme.issued_on) == "2026-03-20"
    assert Target.objects.filter(source__programme=programme).count() == 1
    leads = Deliverable.objects.filter(source__programme=programme).values_list("lead_text")
    assert ("Sở Nông nghiệp và Môi trường tỉnh",) in list(leads)
    assert len(leads) == 14
