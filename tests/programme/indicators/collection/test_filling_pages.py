"""The pages on which an officer sees what is theirs and fills a sheet in."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.choices import SheetState
from namro.programme.indicators.collection.mine import works_of
from namro.programme.indicators.collection.models import Round, Sheet
from tests.programme.indicators.collection.conftest import WHY, fill, publish, sheet_of

SignIn = Callable[[User], Client]
OfficerOf = Callable[[Unit, str, Role], User]
pytestmark = pytest.mark.django_db
HERE = {"accept-language": "vi"}


@pytest.fixture
def officer(city: dict[str, Unit], officer_of: OfficerOf) -> User:
    return officer_of(city["00001"], "can-bo", Role.REPORTING_OFFICER)


@pytest.fixture
def client_of(signed_in: SignIn, officer: User) -> Client:
    return signed_in(officer)


def address(sheet: Sheet, more: str = "") -> str:
    return f"/chi-tieu/thu-thap/phieu/{sheet.code}/{more}"


def text(client: Client, where: str, status: int = 200) -> str:
    response = client.get(where, headers=HERE)
    assert response.status_code == status, where
    return html.unescape(response.content.decode())


def fields(client: Client, sheet: Sheet) -> dict[str, str]:
    """What the form of a sheet would send as it stands."""
    page = client.get(address(sheet), headers=HERE).content.decode()
    form = page[page.index('id="phieu"') :]
    form = form[: form.index("</form>")]
    said = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            said[name[1]] = html.unescape(value[1]) if value else ""
    return {key: value for key, value in said.items() if key != "csrfmiddlewaretoken"}


def keys(round_: Round) -> list[int]:
    return list(round_.form.items.values_list("pk", flat=True))


def send(client: Client, sheet: Sheet, said: dict[str, str], step: str = "luu") -> Any:
    return client.post(address(sheet), said | {"viec": step}, headers=HERE)


def shown(response: Any) -> str:
    return html.unescape(response.content.decode())


@pytest.mark.parametrize(
    ("state", "due", "mine", "works"),
    [
        ("open", 20, False, ["dang-nhap"]),
        ("open", 7, False, ["sap-den-han"]),
        ("open", 0, False, ["sap-den-han"]),
        ("open", -1, False, ["qua-han"]),
        ("returned", -1, False, ["tra-lai", "qua-han"]),
        ("returned", 30, False, ["tra-lai"]),
        ("correcting", 30, False, ["dinh-chinh"]),
        ("submitted", -9, False, ["da-trinh"]),
        ("submitted", -9, True, ["cho-toi-duyet", "da-trinh"]),
        ("approved", -9, False, ["da-duyet"]),
    ],
)
def test_what_a_sheet_waits_for(state: str, due: int, mine: bool, works: list[str]) -> None:
    today = dt.date(2025, 11, 20)
    due_on = today + dt.timedelta(days=due)
    assert list(works_of(state, today, due_on, today, mine=mine)) == works
    if state == "open":
        later = works_of(state, today + dt.timedelta(days=1), due_on, today, mine=mine)
        assert later == ("chua-mo",)


def test_the_list_puts_what_came_back_first_and_shows_ones_own_alone(
    client_of: Client, round_: Round, operator: Operator
) -> None:
    mine, other = fill(operator, round_, "00001", 5, (4, 5)), sheet_of(round_, "00002")
    page = text(client_of, "/chi-tieu/thu-thap/cua-toi/")
    assert mine.code in page
    assert other.code not in page
    assert "2/4" in page
    actions_sheets.submit(operator, mine.pk, reason=WHY)
    actions_sheets.send_back(operator, mine.pk, "Số hồ sơ không khớp <sổ>")
    page = text(client_of, "/chi-tieu/thu-thap/cua-toi/")
    assert page.index("Việc cần làm tiếp theo") < page.index("Số hồ sơ không khớp <sổ>")
    file = client_of.get("/chi-tieu/thu-thap/cua-toi/tep.csv?viec=tra-lai", headers=HERE)
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(each["Mã phiếu"], each["Lý do trả lại"]) for each in rows] == [
        (mine.code, "Số hồ sơ không khớp <sổ>")
    ]
    assert "Không có phiếu nào như vậy" in text(client_of, "/chi-tieu/thu-thap/cua-toi/?q=khong+co")


def test_an_approver_sees_what_waits_for_them_counted(
    signed_in: SignIn,
    officer_of: OfficerOf,
    city: dict[str, Unit],
    round_: Round,
    operator: Operator,
) -> None:
    sheet = fill(operator, round_, "00001", 5, (4, 5))
    actions_sheets.submit(operator, sheet.pk, reason=WHY)
    client = signed_in(officer_of(city["001"], "lanh-dao", Role.APPROVER))
    page = text(client, "/chi-tieu/thu-thap/cua-toi/?viec=cho-toi-duyet")
    assert re.search(r"<strong>1</strong> <span>chờ tôi duyệt", page)
    assert f"/phieu/{sheet.pk}/xet/" in page


def test_who_may_not_see_a_sheet_is_told_nothing(
    signed_in: SignIn, officer_of: OfficerOf, city: dict[str, Unit], round_: Round
) -> None:
    other = signed_in(officer_of(city["00002"], "xa-khac", Role.REPORTING_OFFICER))
    sheet = sheet_of(round_, "00001")
    text(other, address(sheet), 404)
    assert other.post(address(sheet), {}).status_code == 404
    assert other.post(address(sheet, "xem-xet/"), {}).status_code == 404
    reader = signed_in(officer_of(city["00001"], "nguoi-xem", Role.READER))
    text(reader, "/chi-tieu/thu-thap/cua-toi/", 403)


def test_filled_in_with_vietnamese_numbers_and_submitted(client_of: Client, round_: Round) -> None:
    sheet = sheet_of(round_, "00001")
    dossiers, on_time, days, worst = keys(round_)
    said = fields(client_of, sheet)
    said |= {f"v-{dossiers}": "9.370", f"t-{on_time}": "7.830", f"m-{on_time}": "9370"}
    said |= {f"v-{days}": "3,57", f"kad-{worst}": "Chưa theo dõi"}
    assert send(client_of, sheet, said, "trinh").status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED
    cells = {each.item_id: each for each in sheet.cells.all()}
    assert cells[dossiers].value == 9370
    assert (cells[on_time].numerator, cells[on_time].denominator) == (7830, 9370)
    assert cells[days].value == Decimal("3.57")
    assert cells[worst].not_applicable == "Chưa theo dõi"
    page = text(client_of, address(sheet))
    assert '<p class="figure-shown">9.370</p>' in page
    assert "chờ duyệt" in page
    assert 'id="phieu"' not in page  # read-only now
    assert send(client_of, sheet, said).status_code == 422


def test_a_number_that_reads_in_two_ways_is_asked_back_and_nothing_is_kept_or_lost(
    client_of: Client, round_: Round
) -> None:
    sheet = sheet_of(round_, "00001")
    dossiers, on_time, days, _worst = keys(round_)
    said = fields(client_of, sheet)
    said |= {f"v-{dossiers}": "12", f"v-{days}": "9.370", f"t-{on_time}": "5", f"m-{on_time}": ""}
    response = send(client_of, sheet, said)
    page = shown(response)
    assert response.status_code == 422
    assert re.search(r"9\.370.*9,37", page)
    assert "Hãy ghi đủ cả tử số và mẫu số" in page
    assert 'value="9.370"' in page  # what was typed stands there still
    assert 'value="12"' in page
    assert not sheet.cells.exists()


def test_what_is_doubtful_is_said_beside_the_field_before_anything_is_kept(
    client_of: Client, round_: Round, operator: Operator
) -> None:
    sheet = sheet_of(round_, "00001")
    dossiers, on_time, *_rest = keys(round_)
    said = fields(client_of, sheet)
    said |= {f"v-{dossiers}": "12,5", f"t-{on_time}": "9", f"m-{on_time}": "8"}
    response = client_of.post(address(sheet, "xem-xet/"), said, headers=HERE)
    page = shown(response)
    assert f'id="xet-{dossiers}" hx-swap-oob="true"' in page
    assert "12,5" in page.split(f'id="xet-{dossiers}"')[1].split("</div>")[0]
    assert "Tử số 9 lớn hơn mẫu số 8" in page.split(f'id="xet-{on_time}"')[1].split("</div>")[0]
    assert not sheet.cells.exists()


def test_two_people_on_one_sheet_lose_nothing(
    client_of: Client, round_: Round, operator: Operator
) -> None:
    sheet = fill(operator, round_, "00001", 10, (4, 5))
    dossiers, _on_time, days, _worst = keys(round_)
    said = fields(client_of, sheet)
    fill(operator, round_, "00001", 11)
    # Another field than theirs: both stand.
    assert send(client_of, sheet, said | {f"v-{days}": "3"}).status_code == 302
    assert sheet.cells.get(item=dossiers).value == 11
    assert sheet.cells.get(item=days).value == 3
    # The same field: the second is told, and what they wrote stands in the form.
    response = send(client_of, sheet, said | {f"v-{dossiers}": "12"})
    page = shown(response)
    assert response.status_code == 409
    assert "Có người đã sửa nội dung này" in page
    assert 'value="12"' in page
    assert sheet.cells.get(item=dossiers).value == 11
    again = said | {f"v-{dossiers}": "12", "version": _version(page)}
    assert send(client_of, sheet, again).status_code == 302
    assert sheet.cells.get(item=dossiers).value == 12
    # Whoever submits answers for all fields.
    response = send(client_of, sheet, said, "trinh")
    assert response.status_code == 409
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.OPEN


def _version(page: str) -> str:
    found = re.search(r'name="version" value="([^"]+)"', page)
    assert found
    return found[1]


def test_what_is_missing_is_named_and_what_was_entered_is_kept(
    client_of: Client, round_: Round
) -> None:
    sheet = sheet_of(round_, "00001")
    dossiers, *_rest = keys(round_)
    said = fields(client_of, sheet) | {f"v-{dossiers}": "12"}
    response = client_of.post(address(sheet), said | {"viec": "trinh"}, headers=HERE, follow=True)
    page = shown(response)
    assert "còn thiếu: Tỷ lệ đúng hạn" in page
    assert sheet.cells.get().value == 12
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.OPEN


def test_a_block_out_of_a_spreadsheet_is_looked_at_before_it_is_kept(
    client_of: Client, round_: Round
) -> None:
    sheet = sheet_of(round_, "00001")
    dossiers, on_time, days, _worst = keys(round_)
    block = (
        "STT\tChỉ số\tĐơn vị\tSố\n"
        "1\tSố hồ sơ\thồ sơ\t9.370\n"
        "2\tty le dung han\t%\t110\t118\n"
        "so-ngay\t3,5\n"
        "lau-nhat\tkhông rõ\n"
    )
    response = send(client_of, sheet, fields(client_of, sheet) | {"khoi": block}, "dan")
    page = shown(response)
    assert response.status_code == 200
    assert f'name="v-{dossiers}" value="9.370"' in page
    assert f'name="m-{on_time}" value="118"' in page
    assert f'name="v-{days}" value="3,5"' in page
    assert 'dòng 1 <span lang="vi">“STT' in page
    assert 'dòng 5 <span lang="vi">“lau-nhat' in page
    assert not sheet.cells.exists()


def test_a_correction_needs_a_reason_and_opens_the_fields(
    client_of: Client, round_: Round, operator: Operator
) -> None:
    sheet = publish(operator, round_, "00001", 120, (110, 118))
    page = text(client_of, address(sheet))
    said = {"version": _version(page), "ly-do": " "}
    assert "Hãy ghi lý do" in shown(send(client_of, sheet, said, "dinh-chinh"))
    said["ly-do"] = "Cộng nhầm"
    assert send(client_of, sheet, said, "dinh-chinh").status_code == 302
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.CORRECTING
    assert "Cộng nhầm" in text(client_of, address(sheet))


def test_a_remark_is_added_and_an_approver_may_too(
    client_of: Client,
    signed_in: SignIn,
    officer_of: OfficerOf,
    city: dict[str, Unit],
    round_: Round,
    operator: Operator,
) -> None:
    sheet = fill(operator, round_, "00001", 5, (4, 5))
    said = {"y-kien": "Số này gồm cả hồ sơ tồn", "muc": str(keys(round_)[0])}
    assert client_of.post(address(sheet, "y-kien/"), said).status_code == 302
    assert "Số này gồm cả hồ sơ tồn" in text(client_of, address(sheet))
    actions_sheets.submit(operator, sheet.pk, reason=WHY)
    leader = signed_in(officer_of(city["001"], "lanh-dao", Role.APPROVER))
    assert leader.post(address(sheet, "y-kien/"), {"y-kien": "Xem lại"}).status_code == 302
    assert sheet.remarks.count() == 2


def test_a_round_that_is_not_open_or_closed_says_so(client_of: Client, round_: Round) -> None:
    sheet = sheet_of(round_, "00001")
    day = timezone.localdate() + dt.timedelta(days=2)
    Round.objects.filter(pk=round_.pk).update(opens_on=day)
    page = text(client_of, address(sheet))
    assert f"mở từ ngày {day:%d/%m/%Y}" in page
    assert 'id="phieu"' not in page


def test_a_page_asks_the_same_however_much_is_on_it(
    client_of: Client, round_: Round, operator: Operator
) -> None:
    """Pages cost the database no more with more items, sheets and history."""
    sheet = sheet_of(round_, "00001")
    client_of.get(address(sheet))

    def asked(where: str) -> int:
        with CaptureQueriesContext(connection) as found:
            client_of.get(where)
        return len(found)

    # Where no field is filled in, other units' figures are not asked for at all.
    empty = asked(address(sheet))
    fill(operator, round_, "00001", 4)
    before = asked(address(sheet)), asked("/chi-tieu/thu-thap/cua-toi/")
    assert empty < before[0]
    fill(operator, round_, "00001", 5, (4, 5), 3, 9)
    assert (asked(address(sheet)), asked("/chi-tieu/thu-thap/cua-toi/")) == before
    assert before[0] <= 22
    assert before[1] <= 20
