"""Defining an indicator and recording its figures on pages, as people of each kind meet them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from namro.foundation.accounts.models import User
from namro.programme.indicators.actions import define
from namro.programme.indicators.models import Indicator, Observation

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
NEW = {
    "key": "ho-so-dung-han",
    "name": "Tỷ lệ hồ sơ đúng hạn",
    "unit": "%",
    "kind": "ratio",
    "frequency": "quarter",
    "over_time": "none",
    "over_units": "weighted",
    "level": "internal",
    "keywords": "hồ sơ; đúng hạn\n\nđúng hạn",
    "reason": "cần cho chương trình",
}
FIGURE = {
    "scope": "Hà Nội",
    "period": "quý II/2024",
    "value": "83,57",
    "stage": "final",
    "source": "Bộ Nội vụ",
    "confidence": "high",
    "measure": "in_period",
}
PAGE = "/chi-tieu/chi-so/sipas/"
TABLE = "/chi-tieu/chi-so/tat-ca/so-lieu/"
DEFINE = "/chi-tieu/chi-so/tat-ca/khai-bao/"


@pytest.fixture
def desk(signed_in: SignIn, secretariat: User) -> Client:
    client = signed_in(secretariat)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "vi"
    return client


@pytest.fixture
def sipas(secretariat: User) -> Indicator:
    return define(secretariat, "sipas", reason="thử", name="SIPAS", unit="%", kind="index")[0]


def test_an_indicator_is_defined_and_what_cannot_be_together_is_said_on_its_field(
    desk: Client,
) -> None:
    wrong = desk.post(DEFINE, NEW | {"over_time": "sum"})
    assert wrong.status_code == 422
    assert "không cộng thành số cả năm" in str(wrong.context["form"].errors["over_time"])
    assert not Indicator.objects.exists()
    assert desk.post(DEFINE, NEW).headers["Location"] == "/chi-tieu/chi-so/ho-so-dung-han/"
    made = Indicator.objects.get()
    assert (made.keywords, made.over_units) == (["hồ sơ; đúng hạn", "đúng hạn"], "weighted")
    again = desk.post(DEFINE, NEW)
    assert again.status_code == 422
    assert "Mã này đã dùng" in str(again.context["form"].errors["key"])


def test_of_two_who_edit_a_definition_the_second_sees_what_the_first_wrote(
    desk: Client, sipas: Indicator
) -> None:
    shown = desk.get(f"{PAGE}sua/")
    form = shown.context["form"]
    # What the page sends: its fields and no more.
    said = {name: form[name].value() or "" for name in form.fields}
    said["version"] = shown.context["version"]
    first = {**said, "owner": "Sở Nội vụ", "keywords": "sipas", "reason": "người thứ nhất"}
    assert desk.post(f"{PAGE}sua/", first).status_code == 302
    second = {**said, "owner": "Thanh tra", "note": "xem lại", "reason": "người thứ hai"}
    refused = desk.post(f"{PAGE}sua/", second)
    assert refused.status_code == 409
    assert "người thứ nhất" in refused.content.decode()
    sipas.refresh_from_db()
    assert (sipas.owner, sipas.note) == ("Sở Nội vụ", "")
    kept = second | {
        "version": refused.context["version"],
        "keep-owner": "theirs",
        "theirs-owner": "Sở Nội vụ",
        "keep-keywords": "theirs",
        "theirs-keywords": "sipas",
    }
    assert desk.post(f"{PAGE}sua/", kept).status_code == 302
    sipas.refresh_from_db()
    assert (sipas.owner, sipas.note, sipas.keywords) == ("Sở Nội vụ", "xem lại", ["sipas"])


@pytest.mark.usefixtures("sipas")
def test_a_figure_is_recorded_as_people_write_it_and_twice_changes_nothing(desk: Client) -> None:
    said = desk.post(f"{PAGE}ghi/", FIGURE, follow=True).content.decode()
    assert "Đã ghi: 83,57%, quý II năm 2024, Hà Nội." in said
    again = desk.post(f"{PAGE}ghi/", FIGURE, follow=True).content.decode()
    assert "đã ghi từ trước" in again
    assert Observation.objects.count() == 1


@pytest.mark.usefixtures("sipas")
@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("value", "83.570", "hai cách"),
        ("value", "", "cần một giá trị"),
        ("period", "năm nào", "năm"),
        ("published_on", "31/02/2024", "không phải là ngày"),
        ("link", "javascript:alert(1)", "https://"),
        ("denominator", "0", ""),
    ],
)
def test_what_is_wrong_is_said_on_its_field(desk: Client, field: str, text: str, told: str) -> None:
    answer = desk.post(f"{PAGE}ghi/", FIGURE | {field: text})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert told in str(errors.get(field) or errors["value"])
    assert not Observation.objects.exists()


@pytest.mark.usefixtures("sipas")
def test_a_mistake_is_replaced_and_a_correction_of_the_source_stands_beside(
    desk: Client,
) -> None:
    desk.post(f"{PAGE}ghi/", FIGURE | {"value": "38,57"})
    wrong = Observation.objects.get()
    form = desk.get(f"{PAGE}thay/{wrong.pk}/").context["form"]
    assert form.initial["period"] == "quý II năm 2024"
    assert form.initial["value"] == "38,57"
    said = {**form.initial, "value": "83,57", "reason": "gõ nhầm"}
    page = desk.post(f"{PAGE}thay/{wrong.pk}/", said, follow=True).content.decode()
    assert "Số đang đứng: 83,57%" in page
    assert "ghi nhầm, đã được thay" in page
    standing = Observation.objects.standing().get()
    begun = desk.get(f"{PAGE}ghi/?dinh-chinh={standing.pk}").context["form"].initial
    assert (begun["stage"], begun["value"], begun["published_on"]) == ("corrected", "83,57", "")
    said = {**begun, "value": "84", "published_on": "01/06/2025"}
    page = desk.post(f"{PAGE}ghi/", said, follow=True).content.decode()
    assert "đã có số ở bước sau" in page
    assert desk.get(f"{PAGE}thay/{2**63}/").status_code == 404


@pytest.mark.usefixtures("sipas")
def test_a_pasted_table_is_tried_then_recorded_and_faults_are_named_by_cell(
    desk: Client,
) -> None:
    bad = (
        "chỉ số\tvề\tkỳ\tgiá trị\tnguồn\nsipas\tHà Nội\t2021\tx\tBộ\nsipas\tHà Nội\t2022\t80,09\tBộ"
    )
    refused = desk.post(TABLE, {"bang": bad, "buoc": "ghi"})
    assert refused.status_code == 422
    assert "Dòng 2, cột “giá trị (value)”" in refused.content.decode()
    good = bad.replace("\tx\t", "\t1.079,4\t")
    tried = desk.post(TABLE, {"bang": good, "buoc": "xem"})
    assert "2 số liệu mới" in tried.content.decode()
    assert not Observation.objects.exists()
    desk.post(TABLE, {"bang": tried.context["text"], "buoc": "ghi"})
    assert Observation.objects.count() == 2
    again = desk.post(TABLE, {"bang": good, "buoc": "ghi"}, follow=True)
    assert "Đã ghi 0 số liệu. 2 số liệu đã có từ trước." in again.content.decode()
    assert "Chưa có dòng số liệu nào" in desk.post(TABLE).content.decode()


@pytest.mark.usefixtures("sipas")
def test_a_number_typed_in_a_spreadsheet_is_certain(desk: Client) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["indicator", "scope", "period", "value", "source"])
    sheet.append(["sipas", "Hà Nội", 2023, 38.125, "Bộ Nội vụ"])
    file = BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("so-lieu.xlsx", file.getvalue())
    tried = desk.post(TABLE, {"tep": upload, "buoc": "xem"})
    desk.post(TABLE, {"bang": tried.context["text"], "buoc": "ghi"})
    assert str(Observation.objects.get().value) == "38.12500000"
    broken = SimpleUploadedFile("so-lieu.xlsx", b"PK\x03\x04 nothing")
    assert desk.post(TABLE, {"tep": broken}).status_code == 422


@pytest.mark.usefixtures("sipas")
def test_a_reader_is_offered_nothing_and_refused(signed_in: SignIn, reader: User) -> None:
    client = signed_in(reader)
    assert "/ghi/" not in client.get(PAGE).content.decode()
    for address in (
        DEFINE,
        TABLE,
        f"{PAGE}sua/",
        f"{PAGE}ghi/",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, FIGURE).status_code == 403
    assert not Observation.objects.exists()
