"""A month of a city of 126 communes in a real browser: asked, filled in on the web, by workbook and
on paper, returned, approved; the scoreboard follows, and each figure opens back to its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.models import Unit
from namro.programme.indicators import actions
from namro.programme.indicators.collection import actions_rounds, actions_sheets, totals
from namro.programme.indicators.collection.actions_rounds import Asked
from namro.programme.indicators.collection.choices import Channel, Step
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Form, Round, Sheet
from namro.programme.indicators.collection.paper.printing import paper_form
from namro.programme.indicators.models import Indicator
from namro.programme.programmes.models import Programme, Target
from namro.sample.load import load_fictional, load_organisations
from tests.browsing import examine
from tests.programme.indicators.collection.conftest import WHY, entries, last_month
from tests.programme.indicators.collection.test_rounds_browser import sign_in
from tests.programme.indicators.collection.test_workbooks import filled

#: Dossiers, and how many of them in time: what all communes but four report by other ways.
OTHERS = (100, 95)
PERIOD = last_month()


@pytest.fixture
def communes() -> list[Unit]:
    """The 126 communes of Hanoi."""
    load_organisations()
    found = Unit.objects.filter(kind="commune", valid_to__isnull=True).order_by("code")
    assert found.count() == 126
    return list(found)


@pytest.fixture
def form(communes: list[Unit], operator: Operator, indicators: dict[str, Indicator]) -> Form:
    """What the city asks its communes each month."""
    asked = [
        Asked(indicators["dossiers"], more=(("jump", Decimal(50)),)),
        Asked(indicators["on_time"], as_fraction=True, more=(("lowest", Decimal(60)),)),
        Asked(indicators["worst"], more=(("required", False),)),
    ]
    return actions_rounds.define_form(
        operator,
        "mot-cua",
        asked,
        name="Kết quả hoạt động bộ phận một cửa cấp xã",
        top=Unit.objects.get(code="01", valid_to__isnull=True),
        unit_kinds=["commune"],
        scope="Các xã, phường của thành phố",
        steps=[Step.TOP],
        reason=WHY,
    )[0]


@pytest.fixture
def programme(form: Form, operator: Operator, indicators: dict[str, Indicator]) -> Programme:
    """A programme one of whose targets is measured by the total of the communes."""
    load_fictional()
    found: Programme = Programme.objects.get(number="21-CTr/TU")
    row = Target.objects.get(source__programme=found, label="(3)")
    actions.measure(
        operator,
        found,
        row,
        indicators["on_time"],
        form.scope,
        reason=WHY,
        confirm=True,
        baseline_value=Decimal(90),
        baseline_on=dt.date(2023, 12, 31),
    )
    return found


def others_publish(actor: Operator, round_: Round, *but: str) -> None:
    """All communes but these enter, submit and are approved."""
    first, second = round_.form.items.filter(required=True)
    dossiers, in_time = map(Decimal, OTHERS)
    said = {first.pk: Entry(dossiers), second.pk: Entry(None, in_time, dossiers)}
    with transaction.atomic():
        for key in round_.sheets.exclude(unit__code__in=but).values_list("pk", flat=True):
            actions_sheets.enter(actor, key, said, channel=Channel.WEB, reason=WHY)
            actions_sheets.submit(actor, key, reason=WHY)
            actions_sheets.approve(actor, key, reason=WHY)


class Office:
    """The people at their browsers; what a browser complains of is kept."""

    def __init__(self, browser: Browser, server: LiveServer) -> None:
        self.browser, self.address = browser, f"{server.url}/chi-tieu"
        self.complaints: list[str] = []

    def desk(self, user: User, place: str) -> Page:
        """The browser of one of them, signed in, at a page."""
        context = self.browser.new_context(
            locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1440, "height": 900}
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", self._heard)
        sign_in(page, f"{self.address}/{place}", user)
        return page

    def _heard(self, message: Any) -> None:
        # The browser names the status with which a form is refused.
        if message.type == "error" and "status of 422" not in message.text:
            self.complaints.append(message.text)

    def close(self) -> None:
        """All go home, and nothing was complained of."""
        for context in self.browser.contexts:
            context.close()
        assert self.complaints == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_from_the_round_to_the_scoreboard_and_back_to_the_field(
    browser: Browser,
    live_server: LiveServer,
    operator: Operator,
    communes: list[Unit],
    form: Form,
    programme: Programme,
    make_user: Callable[..., User],
    officer_of: Callable[[Unit, str, Role], User],
    tmp_path: Path,
) -> None:
    office = Office(browser, live_server)
    web, file, paper, again = communes[:4]
    keeper = office.desk(make_user("to-giup-viec", Role.SECRETARIAT), f"thu-thap/bieu/{form.key}/")
    round_ = opened(keeper)
    others_publish(operator, round_, *(each.code for each in communes[:4]))

    board = f"{office.address}/{programme.pk}/?on={PERIOD.last:%d/%m/%Y}"
    before = on_scoreboard(keeper, board)
    assert before[0].startswith("95 ước thực hiện")  # 122 of 126

    names = {each.unit_id: each.name for each in round_.sheets.all()}
    person = officer_of(web, "can-bo-mot", Role.REPORTING_OFFICER)
    give_both(person, again, operator)
    officer = office.desk(person, "thu-thap/cua-toi/")
    on_the_web(officer, names[web.pk], "1.000", "1000", "990", "e2e-2-nhap")
    on_the_web(officer, names[again.pk], "30", "30", "3")
    by_workbook(
        office.desk(officer_of(file, "can-bo-hai", Role.REPORTING_OFFICER), "thu-thap/cua-toi/"),
        tmp_path,
    )
    sheet, scan = round_.sheets.get(unit=paper), tmp_path / "báo cáo đã ký.pdf"
    scan.write_bytes(signed(operator, sheet, entries(round_, 750, (745, 750))))
    on_paper(keeper, office.address, sheet, scan)

    approver = office.desk(officer_of(form.top, "lanh-dao", Role.APPROVER), "thu-thap/viec/")
    returned(approver, names[again.pk])
    officer.goto(f"{office.address}/thu-thap/cua-toi/")
    expect(officer.locator(".next-sheet")).to_contain_text("Tử số thấp bất thường")
    on_the_web(officer, names[again.pk], "300", "300", "300")
    approved(approver, 4)

    after = on_scoreboard(keeper, board)
    assert after[0].startswith("95,69")
    assert "ước" not in after[0]
    assert totals.differences() == []
    back_to_the_field(keeper, names[file.pk])
    office.close()


def give_both(person: User, unit: Unit, operator: Operator) -> None:
    from namro.foundation.accounts.actions_roles import give_role
    from namro.foundation.organisations.choices import Hierarchy
    from namro.foundation.organisations.scoping import scope_of

    scope = scope_of(unit, Hierarchy.TERRITORY)
    give_role(operator, person, Role.REPORTING_OFFICER, reason=WHY, scope=scope)


def opened(page: Page) -> Round:
    """The secretariat opens the round of last month, and again where its days have passed."""
    page.get_by_text("Mở đợt bằng tay").click()
    page.locator(f"input[name=ky][value='{PERIOD.first:%d/%m/%Y}']").check()
    page.locator("#ly-do-mo").fill("Kế hoạch báo cáo hằng tháng")
    page.get_by_role("button", name="Mở đợt").click()
    expect(page.get_by_text("mỗi đơn vị đã có phiếu")).to_be_visible()
    page.get_by_text("Mở lại đợt này").click()
    until = timezone.localdate() + dt.timedelta(days=20)
    page.get_by_label("Nhận số liệu đến hết ngày").fill(f"{until:%d/%m/%Y}")
    page.locator("#ly-do").fill("Đợt mở muộn")
    page.get_by_role("button", name="Mở lại", exact=True).click()
    expect(page.get_by_text(f"Mở lại đến hết ngày {until:%d/%m/%Y}")).to_be_visible()
    examine(page, "e2e-1-dot")
    round_ = Round.objects.get()
    assert round_.sheets.count() == 126
    return round_


def on_scoreboard(page: Page, address: str) -> tuple[str, str]:
    """The figure and the verdict that the scoreboard has of the target."""
    page.goto(address)
    row = page.get_by_role("row").filter(has_text="được trả kết quả đúng hạn")
    figure = row.locator("td[data-label*='Năm nay']").inner_text()
    return figure, row.locator(".verdict").inner_text()


def on_the_web(
    page: Page, unit: str, dossiers: str, all_: str, in_time: str, name: str = ""
) -> None:
    """An officer opens the sheet of a unit, fills it in and submits it."""
    page.get_by_role("row").filter(has_text=unit).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("một cửa cấp xã")
    number, numerator, denominator = (page.locator(f"input[id^={kind}-]") for kind in "vtm")
    number.first.fill(dossiers)
    numerator.fill(in_time)
    denominator.fill(all_)
    denominator.blur()
    expect(page.locator(".sheet-state")).not_to_contain_text("Còn thiếu")
    if name:
        examine(page, name)
    page.get_by_role("button", name="Trình").click()
    expect(page.get_by_text("Đã trình.")).to_be_visible()
    page.get_by_role("link", name="Số liệu của tôi").first.click()


def by_workbook(page: Page, folder: Path) -> None:
    """Another downloads the workbook, makes two mistakes, is told of both, and mends them."""
    page.get_by_role("link", name="Mở phiếu").click()
    page.get_by_role("link", name="Nộp tệp phiếu").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tệp Excel của phiếu").click()
    blank = Path(download.value.path()).read_bytes()
    file = folder / "phiếu tháng.xlsx"
    good = {"G9": 500, "G10": 490, "H10": 500}
    file.write_bytes(filled(blank, good | {"G9": "năm trăm", "H10": dt.date(2026, 5, 1)}))
    page.get_by_label("Tệp đã nhập").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra và ghi").click()
    told = page.locator(".workbook-result")
    expect(told).to_contain_text("Ô G9: “năm trăm” không phải là số")
    expect(told).to_contain_text("Ô H10: đang ở dạng ngày tháng")
    examine(page, "e2e-3-tep-sai")
    file.write_bytes(filled(blank, good))
    page.get_by_label("Tệp đã nhập").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra và ghi").click()
    expect(page.get_by_text("2 ô thay đổi")).to_be_visible()
    examine(page, "e2e-3-tep-dung")
    page.get_by_role("link", name="Mở phiếu để trình").click()
    page.get_by_role("button", name="Trình").click()
    expect(page.get_by_text("Đã trình.")).to_be_visible()


def signed(operator: Operator, sheet: Sheet, figures: dict[int, Entry]) -> bytes:
    """The form as it was filled in by hand, signed and scanned: of it the system knows nothing."""
    with transaction.atomic():
        actions_sheets.enter(operator, sheet.pk, figures, channel=Channel.WEB, reason=WHY)
        made = paper_form(Sheet.objects.get(pk=sheet.pk))
        transaction.set_rollback(True)
    return made


def on_paper(page: Page, office: str, sheet: Sheet, scan: Path) -> None:
    """The secretariat enters what came signed, by the code on it: one figure slips, and the scan
    beside it tells."""
    page.goto(f"{office}/thu-thap/ban-giay/")
    page.get_by_label("Mã phiếu").fill(sheet.code)
    page.keyboard.press("Enter")
    address = page.get_by_role("link", name="In phiếu (PDF)").get_attribute("href")
    blank = page.request.get(f"{office.removesuffix('/chi-tieu')}{address}")
    assert blank.body().startswith(b"%PDF-")
    page.get_by_label("Số của báo cáo đã ký").fill("15/BC-UBND")
    page.get_by_label("Ngày báo cáo").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_label("Bản quét").set_input_files(scan)
    page.get_by_label("Giá trị").first.fill("705")
    page.get_by_label("Tử số").fill("745")
    page.get_by_label("Mẫu số").fill("750")
    page.get_by_role("button", name="Ghi theo báo cáo này").click()
    expect(page.get_by_text("Đã ghi theo báo cáo đã ký")).to_be_visible()
    expect(page.get_by_text("1. Số hồ sơ: đã nhập 705, bản quét ghi 750")).to_be_visible()
    examine(page, "e2e-4-giay")
    page.get_by_label("Giá trị").first.fill("750")
    page.get_by_role("button", name="Ghi theo báo cáo này").click()
    expect(page.get_by_text("Cả 2 chỉ tiêu đã nhập đều khớp với bản quét")).to_be_visible()
    page.get_by_role("link", name="Mở phiếu để trình").click()
    expect(page.get_by_text("15/BC-UBND")).to_be_visible()
    page.get_by_role("button", name="Trình").click()
    expect(page.get_by_text("Đã trình.")).to_be_visible()


def returned(page: Page, unit: str) -> None:
    """The leader sees what waits, looks at one sheet and returns it, with the reason."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Đến hạn, quá hạn, chờ duyệt")
    examine(page, "e2e-5-dien-thoai")
    page.get_by_role("link", name="Xem và duyệt 4 phiếu").click()
    expect(page.get_by_text("4 phiếu đang chờ bạn duyệt")).to_be_visible()
    examine(page, "e2e-5-cho-duyet")
    page.get_by_role("link", name=unit).click()
    expect(page.locator(".doubts").nth(1)).to_contain_text("10%")
    page.get_by_label("Lý do (bắt buộc khi trả lại)").fill("Tử số thấp bất thường, rà soát lại")
    page.get_by_label("Lý do về").select_option(label="Tỷ lệ đúng hạn")
    examine(page, "e2e-5-xet")
    page.get_by_role("button", name="Trả lại").click()
    expect(page.get_by_text("3 phiếu đang chờ bạn duyệt")).to_be_visible()


def approved(page: Page, count: int) -> None:
    """The leader approves all that wait, at once."""
    page.reload()
    expect(page.get_by_text(f"{count} phiếu đang chờ bạn duyệt")).to_be_visible()
    for box in page.locator("input[name=phieu]").all():
        box.check()
    page.get_by_role("button", name="Duyệt các phiếu đã đánh dấu").click()
    expect(page.get_by_role("status").first).to_contain_text(f"Đã duyệt {count} phiếu")


def back_to_the_field(page: Page, unit: str) -> None:
    """From the scoreboard to the field, by clicks alone: who entered it, when, in which file."""
    examine(page, "e2e-6-ket-qua")
    page.get_by_role("row").filter(has_text="được trả kết quả đúng hạn").get_by_role(
        "link"
    ).first.click()
    figures = page.get_by_role("region", name="Bảng số liệu")
    examine(page, "e2e-7-chi-tieu")
    figures.get_by_role("link", name="126/126 đơn vị").first.click()
    expect(page.get_by_text("126 trên 126 đơn vị có số liệu")).to_be_visible()
    page.get_by_label("Tên đơn vị").fill(unit)
    page.keyboard.press("Enter")
    row = page.get_by_role("region", name="Bảng đơn vị").get_by_role("row").filter(has_text=unit)
    expect(row).to_contain_text("490/500")
    expect(row).to_contain_text("phiếu tháng.xlsx")
    examine(page, "e2e-8-tong-hop")
    row.get_by_role("link", name=unit).click()
    field = page.locator("tr:target")
    expect(field).to_contain_text("98%")
    expect(field).to_contain_text("can-bo-hai")
    expect(field).to_contain_text("phiếu tháng.xlsx")
    examine(page, "e2e-9-o")
