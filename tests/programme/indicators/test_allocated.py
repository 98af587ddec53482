"""Giving a target out: versions beside each other, a table all or nothing, and the pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from namro.foundation import history
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import editing
from namro.programme.indicators.actions_allocated import allocate, amend, versions_of, withdraw
from namro.programme.indicators.actions_allocated_table import load_allocations
from namro.programme.indicators.judging import Judged, judge
from namro.programme.indicators.models import Allocation, Indicator
from namro.programme.indicators.refusals import FiguresRefused, IndicatorRefused
from namro.programme.indicators.rules import PlanFrom
from namro.programme.indicators.rules.allocation_sheet import COLUMNS, Given, NotANumber, as_number
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.models import Programme, Target
from namro.programme.programmes.rules.versions import At
from namro.programme.programmes.versions import find
from tests.programme.programmes.drafts import FakeDraft

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DAY = dt.date(2024, 12, 31)
BY = ("12-QĐ/TU", dt.date(2023, 1, 10))
LATER = ("40-QĐ/TU", dt.date(2023, 6, 1))


@pytest.fixture
def programme(secretariat: User) -> Programme:
    source = SourceFile("07.docx", b"07")
    programme = import_draft(Operator("tests"), FakeDraft(), source, reason="Nhập").programme
    with history.reason(secretariat, "chỉ số"):
        Indicator.objects.create(
            key="ket-nap", name="Đảng viên mới", unit="đảng viên", kind="count",
            over_time="sum", over_units="sum", keywords=["tỷ lệ"],
        )  # fmt: skip
    return find(secretariat, At(programme.pk, DAY))


def target(programme: Programme, actor: User, value: int, known: dt.date = dt.date.max) -> Judged:
    key = Target.objects.filter(value_low=value, source=programme.source).first()
    assert key is not None
    return judge(programme, actor, DAY, known, only=[key.identity_id or 0])[0]


def given(
    value: str, year: int | None = 2024, unit: str = "", by: tuple[str, dt.date] = BY
) -> Given:
    return Given(year, unit, Decimal(value), *by)


def test_what_is_given_to_the_year_is_the_years_plan(
    programme: Programme, secretariat: User
) -> None:
    members = target(programme, secretariat, 9000)
    made = allocate(secretariat, programme, members, given("9500"), reason="theo kế hoạch")
    assert (made.version, made.given_by) == (1, secretariat.username)
    now = target(programme, secretariat, 9000)
    assert now.year is not None
    assert now.year.plan is not None
    assert now.year.plan.low == 9500
    assert now.year.plan.source is PlanFrom.GIVEN
    assert now.year.plan.decision == "12-QĐ/TU, 10/01/2023"
    # Before the document's day nobody knew of it.
    before = target(programme, secretariat, 9000, dt.date(2023, 1, 9))
    assert before.year is not None
    assert before.year.plan is not None
    assert before.year.plan.source is PlanFrom.TARGET


def test_an_amendment_and_a_withdrawal_are_further_versions(
    programme: Programme, secretariat: User
) -> None:
    members = target(programme, secretariat, 9000)
    first = allocate(secretariat, programme, members, given("9500"), reason="giao")
    amend(secretariat, programme, members, first, given("9700", by=LATER), reason="tăng")
    withdraw(
        secretariat, programme, members, first, reason="bỏ", document="50-QĐ/TU",
        document_on=dt.date(2023, 9, 1),
    )  # fmt: skip
    rows = list(Allocation.objects.order_by("version").values_list("version", "value"))
    assert rows == [(1, Decimal(9500)), (2, Decimal(9700)), (3, None)]
    then = target(programme, secretariat, 9000, dt.date(2023, 7, 1))
    assert then.year is not None
    assert then.year.plan is not None
    assert then.year.plan.low == 9700
    now = target(programme, secretariat, 9000)
    assert now.year is not None
    assert now.year.plan is not None
    assert now.year.plan.source is PlanFrom.TARGET
    with pytest.raises(IndicatorRefused, match="withdrawn already"):
        withdraw(secretariat, programme, members, first, reason="bỏ", document="51")
    again = allocate(
        secretariat, programme, members, given("9100", by=("60", dt.date(2024, 1, 2))),
        reason="giao lại",
    )  # fmt: skip
    assert again.version == 4


def test_the_database_itself_keeps_what_was_given(programme: Programme, secretariat: User) -> None:
    members = target(programme, secretariat, 9000)
    made = allocate(secretariat, programme, members, given("9500"), reason="giao")
    with pytest.raises(Exception, match="never_changed"), transaction.atomic():
        Allocation.objects.filter(pk=made.pk).update(value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.create(
            target=made.target, year=2024, version=1, value=1, document="x", reason="x",
            given_by="x",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "reason", "words"),
    [
        (Given(2024, "", Decimal(9500)), "giao", "document"),
        (given("9500"), " ", "history"),
        (given("9500", year=2031), "giao", "outside the programme's years"),
        (given("9500", year=None), "giao", "the target itself"),
        (given("-1"), "giao", "negative"),
        (given("9500", by=("9", dt.date(2199, 1, 1))), "giao", "in the future"),
    ],
)
def test_what_cannot_be_given_is_refused_in_words(
    programme: Programme, secretariat: User, said: Given, reason: str, words: str
) -> None:
    with pytest.raises(IndicatorRefused, match=words):
        allocate(secretariat, programme, target(programme, secretariat, 9000), said, reason=reason)
    assert not Allocation.objects.exists()


def test_the_same_share_twice_an_older_document_and_no_change_are_refused(
    programme: Programme, secretariat: User
) -> None:
    members = target(programme, secretariat, 9000)
    first = allocate(secretariat, programme, members, given("9500", by=LATER), reason="giao")
    with pytest.raises(IndicatorRefused, match="given 9500 already"):
        allocate(secretariat, programme, members, given("9600"), reason="giao")
    with pytest.raises(IndicatorRefused, match="dated before"):
        amend(secretariat, programme, members, first, given("9600"), reason="sửa")
    with pytest.raises(IndicatorRefused, match="nothing to amend"):
        amend(secretariat, programme, members, first, given("9500", by=LATER), reason="sửa")


def test_who_only_reads_gives_nothing(programme: Programme, reader: User) -> None:
    members = target(programme, reader, 9000)
    with pytest.raises(PermissionDenied):
        allocate(reader, programme, members, given("9500"), reason="giao")
    with pytest.raises(PermissionDenied):
        load_allocations(reader, programme, [members], [], reason="giao")


def test_of_two_who_amend_the_second_is_told(
    programme: Programme, secretariat: User, reader: User
) -> None:
    members = target(programme, secretariat, 9000)
    first = allocate(secretariat, programme, members, given("9500"), reason="giao")
    seen = editing.version(versions_of(first))
    amend(secretariat, programme, members, first, given("9600", by=LATER), reason="một", seen=seen)
    with pytest.raises(editing.ChangedMeanwhile):
        amend(
            secretariat, programme, members, first, given("9700", by=LATER), reason="hai",
            seen=seen,
        )  # fmt: skip
    with pytest.raises(editing.ChangedMeanwhile):
        withdraw(secretariat, programme, members, first, reason="ba", document="9", seen=seen)
    assert Allocation.objects.count() == 2


def table(*rows: tuple[object, ...]) -> list[list[str | int | float | None]]:
    return [list(COLUMNS), *([*row] for row in rows)]  # type: ignore[list-item]


def test_a_table_is_taken_whole_and_twice_changes_nothing(
    programme: Programme, secretariat: User
) -> None:
    members, rate = (target(programme, secretariat, each) for each in (9000, 75))
    key, other = members.row.identity_id, rate.row.identity_id
    cells = table(
        (key, "", 2023, "", 9600, "12-QĐ/TU", "10/01/2023", ""),
        (key, "", 2024, "Đảng ủy A", "5000", "12-QĐ/TU", "10/01/2023", ""),
        (other, "", "2023", None, "86,5", "", None, "https://example.org/bai"),
        (other, "(1) Tỷ lệ", None, None, None, None, None, None),
    )
    both = [members, rate]
    done = load_allocations(secretariat, programme, both, cells, reason="giao")
    assert (done.added, done.amended, done.unchanged) == (3, 0, 0)
    again = load_allocations(secretariat, programme, both, cells, reason="giao")
    assert (again.added, again.amended, again.unchanged) == (0, 0, 3)
    later = table((key, "", 2023, "", 9700, "40-QĐ/TU", "01/06/2023", ""))
    assert load_allocations(secretariat, programme, both, later, reason="sửa").amended == 1


def test_of_a_table_with_faults_nothing_is_taken_and_each_cell_is_named(
    programme: Programme, secretariat: User
) -> None:
    members = target(programme, secretariat, 9000)
    key = members.row.identity_id
    cells = table(
        (key, "", 2023, "", 9600, "12-QĐ/TU", "10/01/2023", ""),
        (key, "", 2023, "", 9700, "12-QĐ/TU", "10/01/2023", ""),
        (999999, "", 2023, "", 1, "12", "", ""),
        (key, "", 2040, "", 1, "12", "", ""),
        (key, "", 2024, "", 1, "", "", ""),
    )
    with pytest.raises(FiguresRefused) as refused:
        load_allocations(secretariat, programme, [members], cells, reason="giao")
    said = [each.message() for each in refused.value.errors]
    assert [each.split(":")[0] for each in said] == [
        "Dòng 3, cột “giá trị”",
        "Dòng 4, cột “mã chỉ tiêu”",
        "Dòng 5, cột “giá trị”",
        "Dòng 6, cột “văn bản giao”",
    ]
    assert not Allocation.objects.exists()
    unread = table((key, "", "năm nay", "", "9.744", "12", "32/13/2023", ""))
    with pytest.raises(FiguresRefused) as refused:
        load_allocations(secretariat, programme, [members], unread, reason="giao")
    columns = {each.column for each in refused.value.errors}
    assert columns == {"năm", "giá trị", "ngày văn bản"}


@pytest.mark.parametrize(
    ("said", "number"),
    [("9744", 9744), ("83,5", "83.5"), ("83.50", "83.5"), (9.744, "9.744"), (" 1 000 ", 1000)],
)
def test_a_number_is_read_as_people_write_it(said: str | float, number: int | str) -> None:
    assert as_number(said) == Decimal(number)


@pytest.mark.parametrize("said", ["9.744", "9,744", "1.000.000", "", "nhiều", "1e5", "0.123456789"])
def test_what_may_be_two_numbers_or_none_is_asked_about(said: str) -> None:
    with pytest.raises(NotANumber):
        as_number(said)


def test_giving_amending_and_withdrawing_on_pages(
    programme: Programme, secretariat: User, signed_in: SignIn
) -> None:
    client = signed_in(secretariat)
    key = target(programme, secretariat, 9000).row.identity_id
    page = f"/chi-tieu/{programme.pk}/{key}/"
    assert "chưa giao cho năm hay đơn vị nào" in client.get(page).content.decode()
    for year, unit, value in ((2023, "", "9600"), (2023, "Đảng ủy A", "5000"), (2023, "B", "4700")):
        said = {"year": year, "unit": unit, "value": value, "document": "12-QĐ/TU",
                "document_on": "10/01/2023", "reason": "theo kế hoạch"}  # fmt: skip
        assert client.post(f"{page}giao/", said).status_code == 302
    shown = client.get(page).content.decode().replace("\u00a0", " ")
    assert "Năm 2023, cộng các đơn vị: 9.700 đảng viên, nhiều hơn số giao của năm 2023" in shown
    wrong = client.post(f"{page}giao/", {"year": 2023, "value": "9.744", "reason": "x"})
    assert wrong.status_code == 422
    assert "có thể là hàng nghìn hoặc số lẻ" in wrong.content.decode()

    own = Allocation.objects.get(holder="")
    address = f"{page}giao/{own.pk}/"
    version = client.get(address).context["version"]
    said = {"amend-value": "9650", "amend-document": "40-QĐ/TU", "amend-document_on": "01/06/2023",
            "amend-reason": "điều chỉnh", "version": version}  # fmt: skip
    assert client.post(f"{address}dieu-chinh/", said).status_code == 302
    late = client.post(f"{address}dieu-chinh/", said | {"amend-value": "9660"})
    assert late.status_code == 409
    assert "điều chỉnh" in late.content.decode()
    after = client.get(address).content.decode()
    assert "9.600" in after
    assert "9.650" in after
    said = {"withdraw-document": "50-QĐ/TU", "withdraw-document_on": "01/09/2023",
            "withdraw-reason": "bỏ", "version": client.get(address).context["version"]}  # fmt: skip
    assert client.post(f"{address}thu-hoi/", said).status_code == 302
    assert "đã thu hồi" in client.get(address).content.decode()
    assert client.post(f"{address}thu-hoi/", said).status_code == 409


def test_what_was_given_is_amended_by_who_may(
    programme: Programme, secretariat: User, reader: User, signed_in: SignIn
) -> None:
    members = target(programme, secretariat, 9000)
    first = allocate(secretariat, programme, members, given("9500"), reason="giao")
    address = f"/chi-tieu/{programme.pk}/{members.row.identity_id}/giao/{first.pk}/"
    for user, offered in ((secretariat, True), (reader, False)):
        shown = signed_in(user).get(address)
        assert shown.context["may_allocate"] == offered
        assert ("dieu-chinh/" in shown.content.decode()) == offered


def test_the_form_of_a_table_goes_out_and_comes_back(
    programme: Programme, secretariat: User, signed_in: SignIn
) -> None:
    client = signed_in(secretariat)
    address = f"/chi-tieu/{programme.pk}/giao/"
    sheet = load_workbook(io.BytesIO(client.get(f"{address}mau.xlsx").content)).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    assert list(heads) == list(COLUMNS)
    assert len(rows) == 3  # the one without a figure is not given out
    form = client.get(f"{address}mau.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(form)))
    key = str(target(programme, secretariat, 9000).row.identity_id)
    line = next(each for each in lines if each[0] == key)
    line[2:7] = ["2023", "", "9600", "12-QĐ/TU", "10/01/2023"]
    out = io.StringIO()
    csv.writer(out).writerows(lines)

    def send(text: str) -> tuple[int, str]:
        file = SimpleUploadedFile("giao.csv", text.encode())
        answer = client.post(address, {"tep": file, "ly-do": "giao"}, follow=True)
        return answer.status_code, answer.content.decode()

    status, page = send(out.getvalue().replace("9600", "nhiều"))
    assert (status, Allocation.objects.count()) == (422, 0)
    assert "cột “giá trị”: “nhiều” không phải là số" in page
    status, page = send(out.getvalue())
    assert (status, Allocation.objects.count()) == (200, 1)
    assert "Đã giao 1 phần." in page
