"""The pages of rounds, the map of units and periods, the approver's queue and one sheet."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import editing
from namro.foundation.interface.text import sort_key
from namro.foundation.organisations.actions_descent import split
from namro.foundation.organisations.choices import ShareBasis
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import actions_rounds, actions_sheets, queue
from namro.programme.indicators.collection.actions_sheets import fields_of
from namro.programme.indicators.collection.choices import SheetState
from namro.programme.indicators.collection.models import Form, Round, Sheet
from namro.programme.indicators.collection.standing import Standing, standing_of
from tests.foundation.organisations.conftest import BASIS
from tests.programme.indicators.collection.conftest import (
    WHY,
    fill,
    last_month,
    publish,
    sheet_of,
)

pytestmark = pytest.mark.django_db
AT = "/chi-tieu/thu-thap/"
DUE = dt.date(2026, 3, 6)
BEFORE, AFTER = dt.date(2026, 3, 5), dt.date(2026, 3, 9)
Sign = Callable[[User], Client]


@pytest.mark.parametrize(
    ("state", "first", "today", "standing"),
    [
        ("open", None, DUE, Standing.FILLING),
        ("open", None, AFTER, Standing.MISSING),
        ("submitted", DUE, AFTER, Standing.WAITING),
        ("submitted", AFTER, AFTER, Standing.WAITING_LATE),
        ("returned", BEFORE, BEFORE, Standing.RETURNED),
        ("returned", BEFORE, AFTER, Standing.RETURNED_LATE),
        ("approved", BEFORE, AFTER, Standing.COMPLETE),
        ("approved", AFTER, AFTER, Standing.COMPLETE_LATE),
        ("correcting", BEFORE, AFTER, Standing.CORRECTING),
    ],
)
def test_how_a_sheet_stands(
    state: str, first: dt.date | None, today: dt.date, standing: Standing
) -> None:
    assert standing_of(state, first, DUE, today) is standing


def submitted(actor: Any, round_: Round, code: str, *figures: object) -> Sheet:
    """Fill in and submit."""
    sheet = fill(actor, round_, code, *figures)
    return actions_sheets.submit(actor, sheet.pk, reason=WHY)


@pytest.fixture
def approver(city: dict[str, Unit], officer_of: Callable[..., User]) -> User:
    """Who approves for the first district."""
    return officer_of(city["001"], "duyet", Role.APPROVER)


def test_a_return_does_not_make_late_what_came_in_time(
    operator: Operator, round_: Round, signed_in: Sign, secretariat: User
) -> None:
    sheet = submitted(operator, round_, "00001", 10, (9, 10))
    actions_sheets.send_back(operator, sheet.pk, "sai")
    Round.objects.filter(pk=round_.pk).update(due_on=timezone.localdate())
    submitted(operator, round_, "00001", 11, (9, 10))
    steps = [actions_sheets.approve(operator, sheet.pk, reason=WHY) for _ in range(2)]
    assert steps[-1].state == SheetState.APPROVED
    page = signed_in(secretariat).get(f"{AT}dot/{round_.pk}/").content.decode()
    assert "hoàn chỉnh, đúng hạn" in page
    assert "đang nhập" in page


def test_the_map_is_read_without_colour_and_kept_as_a_file(
    operator: Operator, form: Form, round_: Round, signed_in: Sign, secretariat: User
) -> None:
    publish(operator, round_, "00001", 10, (9, 10))
    earlier, _new = actions_rounds.open_round(operator, form, last_month().previous, reason=WHY)
    client = signed_in(secretariat)
    page = client.get(f"{AT}bieu/{form.key}/ban-do/").content.decode()
    assert page.count("thiếu</span></a>") == 4  # nobody sent anything of the month before
    assert "hoàn chỉnh, đúng hạn" in page
    book = load_workbook(
        io.BytesIO(client.get(f"{AT}bieu/{form.key}/ban-do.xlsx").content), read_only=True
    )
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][3:5] == (f"{earlier.last_day:%m/%Y}", f"{round_.last_day:%m/%Y}")
    assert sorted(str(row[3]) for row in rows[1:]) == ["✗ thiếu"] * 4
    assert sum(str(row[4]).startswith("✓") for row in rows[1:]) == 1


def test_pages_cost_the_same_whatever_the_number_of_units(
    operator: Operator,
    round_: Round,
    form: Form,
    signed_in: Sign,
    make_user: Callable[..., User],
) -> None:
    submitted(operator, round_, "00001", 10, (9, 10))
    client = signed_in(make_user("ca-hai", "secretariat", "approver"))
    pages = [
        f"{AT}dot/",
        f"{AT}dot/{round_.pk}/",
        f"{AT}bieu/{form.key}/ban-do/",
        f"{AT}cho-duyet/",
    ]
    for page in pages:
        client.get(page)

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    bare = [asked(page) for page in pages]
    for code in ("00002", "00003", "00004"):
        submitted(operator, round_, code, 10, (9, 10))
    assert all(asked(page) <= before for page, before in zip(pages, bare, strict=True))


def test_a_round_is_opened_again_with_a_reason_and_not_over_another(
    round_: Round, signed_in: Sign, secretariat: User
) -> None:
    client, at = signed_in(secretariat), f"{AT}dot/{round_.pk}/"
    version = client.get(at).context["version"]
    until = f"{timezone.localdate() + dt.timedelta(days=90):%d/%m/%Y}"
    said = {"den-ngay": until, "version": version}
    client.post(f"{at}mo-lai/", said)
    round_.refresh_from_db()
    assert round_.reopened_until is None  # without a reason nothing happens
    assert client.post(f"{at}mo-lai/", said | {"ly-do": "số liệu đến muộn"}).status_code == 302
    round_.refresh_from_db()
    assert f"{round_.reopened_until:%d/%m/%Y}" == until
    answer = client.post(f"{at}mo-lai/", said | {"ly-do": "lần nữa"})
    assert answer.status_code == 409
    assert "số liệu đến muộn" in answer.content.decode()


def test_several_are_approved_one_by_one_and_what_did_not_go_is_told(
    operator: Operator, round_: Round, signed_in: Sign, approver: User
) -> None:
    first = submitted(operator, round_, "00001", 10, (9, 10))
    second = submitted(operator, round_, "00002", 20, (9, 10))
    other = submitted(operator, round_, "00004", 20, (9, 10))  # of another district
    client = signed_in(approver)
    lines = client.get(f"{AT}cho-duyet/").context["table"].page.object_list
    assert {each.key for each in lines} == {first.pk, second.pk}
    versions = {f"v-{each.key}": each.version for each in lines}
    assert versions[f"v-{first.pk}"] == editing.version(first, fields_of(first))
    actions_sheets.send_back(operator, second.pk, "sai")
    submitted(operator, round_, "00002", 21, (9, 10))  # since the page was shown
    chosen = {"phieu": [first.pk, second.pk, other.pk], **versions}
    answer = client.post(f"{AT}cho-duyet/", chosen, follow=True)
    said = [str(each) for each in answer.context["messages"]]
    assert sum("Đã duyệt 1 phiếu" in each for each in said) == 1
    assert sum("có người vừa sửa" in each for each in said) == 1
    assert sum("không chờ bạn duyệt" in each for each in said) == 1
    steps = [Sheet.objects.get(pk=each.pk).step for each in (first, second, other)]
    assert steps == [1, 0, 0]


def test_a_sheet_is_returned_with_a_reason_for_one_field(
    operator: Operator, round_: Round, signed_in: Sign, approver: User
) -> None:
    sheet = submitted(operator, round_, "00001", 10, (9, 10))
    client, at = signed_in(approver), f"{AT}phieu/{sheet.pk}/xet/"
    shown = client.get(at)
    item = round_.form.items.all()[0]
    said = {"viec": "tra-lai", "version": shown.context["version"], "muc": item.pk}
    client.post(at, said)  # no reason
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED
    client.post(at, said | {"ly-do": "thiếu hồ sơ quý trước"})
    sheet.refresh_from_db()
    assert sheet.state == SheetState.RETURNED
    told = sheet.remarks.get()
    assert (told.text, told.item_id) == ("thiếu hồ sơ quý trước", item.pk)
    assert "thiếu hồ sơ quý trước" in client.get(at).content.decode()


def test_a_decision_on_what_changed_meanwhile_is_told(
    operator: Operator, round_: Round, signed_in: Sign, approver: User
) -> None:
    sheet = submitted(operator, round_, "00001", 10, (9, 10))
    client, at = signed_in(approver), f"{AT}phieu/{sheet.pk}/xet/"
    version = client.get(at).context["version"]
    actions_sheets.send_back(operator, sheet.pk, "sai")
    submitted(operator, round_, "00001", 999, (9, 10))
    answer = client.post(at, {"viec": "duyet", "version": version})
    assert answer.status_code == 409
    assert "changed-meanwhile" in answer.content.decode()
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SUBMITTED
    assert sheet.step == 0


def test_doubts_are_counted_when_a_sheet_is_submitted(
    operator: Operator, form: Form, round_: Round, signed_in: Sign, approver: User
) -> None:
    form.items.filter(indicator__key="ho-so").update(highest=100)
    doubtful = submitted(operator, round_, "00002", 1000, (9, 10))
    assert doubtful.doubts == 1
    page = signed_in(approver).get(f"{AT}phieu/{doubtful.pk}/xet/").content.decode()
    assert "doubted" in page
    assert "1 ô cần xem lại" in page


def test_past_due_comes_first_in_the_queue(operator: Operator, form: Form, round_: Round) -> None:
    submitted(operator, round_, "00001", 10, (9, 10))
    until = timezone.localdate() + dt.timedelta(days=30)
    before, _new = actions_rounds.open_round(
        operator, form, last_month().previous, reason=WHY, closes_on=until
    )
    late = submitted(operator, before, "00001", 10, (9, 10))
    waits = queue.Queue(operator, "vi")
    lines = waits.read(waits.groups, None, slice(None))
    assert next(each.key for each in lines) == late.pk
    assert [each.late for each in lines] == [True, False]


def test_the_queue_is_sorted_and_searched_by_what_it_says_of_its_page_alone(
    operator: Operator, round_: Round, signed_in: Sign, approver: User
) -> None:
    for code in ("00001", "00002", "00003"):
        submitted(operator, round_, code, 10, (9, 10))
    client = signed_in(approver)

    def names(asked: str) -> list[str]:
        lines = client.get(f"{AT}cho-duyet/?{asked}").context["table"].page.object_list
        assert all(each.code and each.version for each in lines)
        return [each.name for each in lines]

    mine = names("")
    assert len(mine) > 1
    assert names("xep=don-vi") == sorted(mine, key=sort_key)
    assert names("xep=-don-vi") == sorted(mine, key=sort_key, reverse=True)
    assert names(f"q={quote(mine[0])}") == [mine[0]]


def test_one_person_who_enters_and_approves_is_flagged(
    operator: Operator, round_: Round, signed_in: Sign, secretariat: User
) -> None:
    sheet = publish(operator, round_, "00001", 10, (9, 10))
    page = signed_in(secretariat).get(f"{AT}phieu/{sheet.pk}/xet/").content.decode()
    assert "một người vừa nhập vừa duyệt" in page


def test_where_several_units_follow_one_is_chosen(
    operator: Operator,
    city: dict[str, Unit],
    round_: Round,
    signed_in: Sign,
    secretariat: User,
) -> None:
    sheet = sheet_of(round_, "00001")
    today = timezone.localdate()
    unknown = ShareBasis.UNKNOWN
    split(
        operator,
        city["00001"],
        [(city["00002"], None, unknown), (city["00003"], None, unknown)],
        today,
        reason=WHY,
        basis=BASIS,
    )
    client, at = signed_in(secretariat), f"{AT}dot/{round_.pk}/"
    page = client.get(at)
    (each,) = page.context["ended"]
    assert {one.successor for one in each["successors"]} == {city["00002"].pk, city["00003"].pk}
    said = {"don-vi": city["00003"].pk, "ly-do": "nhận địa bàn", "version": each["version"]}
    client.post(f"{AT}phieu/{sheet.pk}/ban-giao/", said)
    sheet.refresh_from_db()
    assert sheet.holder_id == city["00003"].pk
    assert sheet.unit_id == city["00001"].pk
