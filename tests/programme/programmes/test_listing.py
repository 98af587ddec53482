"""The list of programmes: filters, order and files, each for who asks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.programme.programmes.actions import SourceFile, import_draft, list_programme
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Programme
from tests.programme.programmes.drafts import TEXT, FakeDraft

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ADDRESS = "/chuong-trinh/"
HOSTILE = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def programmes(db: None) -> None:
    """Five programmes of two issuers and a restricted one; one has its document."""
    me = Operator("tests")
    for number, title, more in (
        ("01-CTr/TU", "Xây dựng Đảng", {"period": [2021, 2025], "issued_on": dt.date(2021, 3, 17)}),
        ("02-CTr/TU", "Kinh tế", {"period": [2021, 2025], "issued_on": dt.date(2021, 3, 18)}),
        ("12/KH-UBND", HOSTILE, {"period": [2026, 2030], "issued_on": dt.date(2026, 1, 5)}),
        ("15/KH-UBND", "Y tế", {}),
        ("99-CTr/TU", "Chỉ tổ giúp việc", {"level": Level.RESTRICTED, "period": [2016, 2020]}),
    ):
        issuer = "UBND tỉnh Thử" if "UBND" in number else "Thành ủy Thử"
        said: dict[str, Any] = {"issuer": issuer, **more}
        list_programme(me, number, title, reason="to test", **said)
    # As it stands once its publishing was approved.
    Programme.objects.filter(number="15/KH-UBND").update(level=Level.PUBLIC)
    import_draft(me, FakeDraft(), SourceFile("a.txt", TEXT.encode()), reason="to test")


@pytest.fixture
def client_of(programmes: None, signed_in: SignIn) -> SignIn:
    def sign_in(user: User) -> Client:
        client = signed_in(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
        return client

    return sign_in


def numbers(client: Client, **asked: str) -> list[str]:
    """The numbers of the programmes on the page, in its order."""
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200
    page = answer.content.decode()
    return re.findall(r'<span class="programme-number">([^<]*)</span>', page)


def choices(client: Client, name: str, **asked: str) -> dict[str, str]:
    page = client.get(ADDRESS, asked).content.decode()
    found = re.search(rf'<select [^>]*name="{name}">(.*?)</select>', page, re.S)
    if found is None:
        return {}
    options = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', found[1])
    return {unescape(value): unescape(label) for value, label in options}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["01-CTr/TU", "02-CTr/TU", "07-CTr/TU", "15/KH-UBND", "12/KH-UBND"]),
        ({"co-quan": "UBND tỉnh Thử"}, ["15/KH-UBND", "12/KH-UBND"]),
        ({"giai-doan": "2021-2025", "xep": "-ngay"}, ["02-CTr/TU", "01-CTr/TU", "07-CTr/TU"]),
        ({"giai-doan": "-"}, ["15/KH-UBND"]),
        ({"muc-do": "public"}, ["15/KH-UBND"]),
        ({"muc-do": "internal", "giai-doan": "2026-2030"}, ["12/KH-UBND"]),
        ({"xep": "-ngay", "co-quan": "UBND tỉnh Thử"}, ["12/KH-UBND", "15/KH-UBND"]),
        ({"xep": "so", "q": "KINH te"}, ["02-CTr/TU"]),
        # What a person may not see is not to be asked for either.
        ({"muc-do": "restricted"}, []),
        ({"giai-doan": "2016-2020"}, []),
        # What makes no sense finds nothing, or is passed over, and never fails.
        ({"giai-doan": "x"}, []),
        ({"giai-doan": "99999-99999"}, []),
        ({"co-quan": "\0"}, ["01-CTr/TU", "02-CTr/TU", "07-CTr/TU", "15/KH-UBND", "12/KH-UBND"]),
        ({"xep": "password", "muc-do": "public"}, ["15/KH-UBND"]),
    ],
)
def test_the_list_is_filtered_and_ordered(
    asked: dict[str, str], found: list[str], client_of: SignIn, reader: User
) -> None:
    assert numbers(client_of(reader), **asked) == found


def test_choices_count_what_the_person_may_see(
    client_of: SignIn, reader: User, secretariat: User
) -> None:
    client = client_of(reader)
    assert choices(client, "muc-do") == {"": "tất cả", "public": "Công khai (1)",
                                         "internal": "Nội bộ (4)"}  # fmt: skip
    assert choices(client, "co-quan")["UBND tỉnh Thử"] == "UBND tỉnh Thử (2)"
    assert choices(client, "giai-doan", **{"co-quan": "UBND tỉnh Thử"}) == {
        "": "tất cả", "2026-2030": "2026–2030 (1)", "-": "(không có) (1)",
    }  # fmt: skip
    client = client_of(secretariat)
    assert choices(client, "muc-do")["restricted"] == "Hạn chế (1)"


def test_a_file_holds_what_was_asked_for_and_runs_nothing(client_of: SignIn, reader: User) -> None:
    client = client_of(reader)
    asked = {"co-quan": "UBND tỉnh Thử", "xep": "-ngay"}
    page = client.get(ADDRESS, asked).content.decode()
    address = re.search(r'href="([^"]*danh-sach\.xlsx[^"]*)"', page)
    assert address
    answer = client.get(unescape(address[1]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    heads, *rows = list(sheet.iter_rows())
    assert [cell.value for cell in heads][:4] == [
        "Số, ký hiệu văn bản", "Trích yếu, tên", "Loại", "Cơ quan ban hành",
    ]  # fmt: skip
    assert [row[0].value for row in rows] == ["12/KH-UBND", "15/KH-UBND"]
    assert (rows[0][1].value, rows[0][1].data_type) == (HOSTILE, "s")
    assert rows[0][4].value == dt.datetime(2026, 1, 5)  # noqa: DTZ001
    assert (rows[0][5].value, rows[0][5].number_format) == (2026, "0")
    assert rows[1][7].value == "Công khai"
    assert rows[0][8].value is None  # no document, so no number of targets
    answer = client.get("/chuong-trinh/danh-sach.csv", {"q": "07-CTr"})
    _heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert (row[0], row[8], row[9]) == ("07-CTr/TU", "4", "2")
    lines = client.get("/chuong-trinh/danh-sach.csv").content.decode("utf-8-sig")
    assert "99-CTr/TU" not in lines
    assert all(cell[:1] not in "=+-@" for line in csv.reader(io.StringIO(lines)) for cell in line
               if cell)  # fmt: skip


def test_the_pages_keep_what_was_asked(
    client_of: SignIn, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("namro.programme.programmes.views.PER_PAGE", 2)
    client = client_of(reader)
    page = client.get(ADDRESS, {"muc-do": "internal", "xep": "so", "trang": "1"}).content.decode()
    following = re.search(r'<a class="page-link" href="([^"]+)">2</a>', page)
    assert following
    answer = client.get(ADDRESS + unescape(following[1])).content.decode()
    found = re.findall(r'<span class="programme-number">([^<]*)</span>', answer)
    assert found == ["07-CTr/TU", "12/KH-UBND"]


def test_more_programmes_need_no_more_questions(client_of: SignIn, reader: User) -> None:
    client = client_of(reader)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(20):
        list_programme(Operator("tests"), f"{number + 30}/KH-X", "Thêm", reason="to test")
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)
    assert len(many) == len(few)


def test_a_file_needs_the_right_to_read(
    programmes: None, make_user: Callable[..., User], signed_in: SignIn
) -> None:
    assert signed_in(make_user("nguoi-la")).get("/chuong-trinh/danh-sach.csv").status_code == 403
