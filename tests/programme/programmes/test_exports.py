"""Exports read back equal; hostile documents come out as text, on pages and in files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from lxml.html import fromstring
from openpyxl import load_workbook

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.interface.spreadsheets import read_csv_text, visible
from namro.programme.programmes.actions import SourceFile, import_draft
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Deliverable, Programme, Target
from namro.sample import load
from tests.programme.programmes.drafts import TEXT, FakeDraft

SignIn = Callable[[User], Client]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror="alert(1)">',
    "<style>*{display:none}</style>",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "ba\u202ecod.exe",
    "{{ 7|add:7 }}{% now 'Y' %}",
]


@pytest.fixture
def kept(db: None) -> Programme:
    draft = FakeDraft()
    model = draft.content["deliverables"][0]
    for number, words in enumerate(HOSTILE):
        draft.content["deliverables"].append(
            {**model, "no": words, "title": words, "kind": words, "lead": words}
            | {"co_ordinating": [words, words], "due": words, "product": words, "note": words}
            | {"group": words if number % 2 else None}
        )
    target = draft.content["targets"][0]
    for words in HOSTILE:
        said = {"text": words, "subject": words, "unit": words, "lead": words, "label": words}
        draft.content["targets"].append({**target, **said, "value": 1234.5, "due": "2025-06-30"})
    file = SourceFile("a.txt", TEXT.encode())
    return import_draft(Operator("tests"), draft, file, reason="to test").programme


def file_of(client: Client, programme: Programme, what: str, fmt: str, **asked: str) -> bytes:
    address = reverse("programmes:download", kwargs={"pk": programme.pk, "what": what, "fmt": fmt})
    response = client.get(address, asked)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment;")
    return bytes(response.content)


def test_deliverables_read_back_equal_from_xlsx(
    kept: Programme, reader: User, signed_in: SignIn
) -> None:
    book = load_workbook(io.BytesIO(file_of(signed_in(reader), kept, "nhiem-vu", "xlsx")))
    sheet = book.active
    assert sheet is not None
    assert sheet.freeze_panes == "B2"
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert heads == [
        *("STT", "Nội dung", "Loại", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"),
        *("Trạng thái", "Nay là", "Nhóm", "Chủ trì do suy ra", "Ghi chú"),
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    stored = [
        [
            *(each.no, each.title, each.kind, each.lead_text, "; ".join(each.co_ordinating)),
            *(each.due_text, each.product, "chưa có số liệu tiến độ", "", each.group),
            *("có" if each.lead_inferred else "không", each.note),
        ]
        for each in Deliverable.objects.order_by("order")
    ]
    assert [[cell or "" for cell in row] for row in rows] == [
        [visible(cell) for cell in row] for row in stored
    ]


def test_targets_are_typed_in_xlsx(kept: Programme, reader: User, signed_in: SignIn) -> None:
    book = load_workbook(io.BytesIO(file_of(signed_in(reader), kept, "chi-tieu", "xlsx")))
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2))
    stored = list(Target.objects.order_by("order"))
    assert len(rows) == len(stored)
    for row, target in zip(rows, stored, strict=True):
        assert row[1].value == visible(target.text)
        value = row[3].value
        assert (None if value is None else Decimal(str(value))) == target.value_low
        assert row[3].data_type == "n"
    assert rows[-1][6].value == dt.datetime(2025, 6, 30)  # noqa: DTZ001
    assert rows[-1][6].number_format == "dd/mm/yyyy"
    assert (rows[2][3].value, rows[2][4].value) == (9000, 10000)


@pytest.mark.parametrize("what", ["nhiem-vu", "chi-tieu"])
def test_csv_reads_back_equal_and_runs_nothing(
    kept: Programme, reader: User, signed_in: SignIn, what: str
) -> None:
    data = file_of(signed_in(reader), kept, what, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    heads, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert heads[0] == "STT"
    for row in rows:
        assert all(cell.lstrip(" \t\u00a0")[:1] not in {"=", "+", "@", "-"} for cell in row)
    stored = (
        [each.title for each in Deliverable.objects.order_by("order")]
        if what == "nhiem-vu"
        else [each.text for each in Target.objects.order_by("order")]
    )
    assert [read_csv_text(row[1]) for row in rows] == [visible(text) for text in stored]


def test_a_file_holds_the_rows_that_were_asked_for(
    kept: Programme, reader: User, signed_in: SignIn
) -> None:
    client = signed_in(reader)
    data = file_of(client, kept, "nhiem-vu", "csv", **{"dau-moi": "suy-ra", "trang": "9"})
    assert len(data.decode("utf-8-sig").splitlines()) == 2
    ordered = file_of(client, kept, "nhiem-vu", "csv", xep="-so").decode("utf-8-sig")
    assert ordered.index("Kế hoạch: Việc khác") < ordered.index("Đề án: Một việc")


def test_files_are_for_those_who_may_see_them(
    kept: Programme, reader: User, client: Client, signed_in: SignIn
) -> None:
    address = f"/chuong-trinh/{kept.pk}/nhiem-vu.xlsx"
    assert client.get(address).status_code == 302
    Programme.objects.update(level=Level.RESTRICTED)
    client = signed_in(reader)
    assert client.get(address).status_code == 404
    assert client.get(f"/chuong-trinh/{kept.pk}/chi-tieu/").status_code == 404
    assert client.get(f"/chuong-trinh/{kept.pk}/doc/").status_code == 404
    assert client.get(f"/chuong-trinh/{kept.pk}/nhiem-vu.exe").status_code == 404


def test_hostile_words_come_out_as_text(kept: Programme, reader: User, signed_in: SignIn) -> None:
    client = signed_in(reader)
    for address in (
        "",
        "?in=1",
        "?xep=-so&nhom=%3Cscript%3E",
        "chi-tieu/",
        "chi-tieu/?xep=chu-tri",
    ):
        html = client.get(f"/chuong-trinh/{kept.pk}/{address}").content.decode()
        for element in fromstring(html).iter():
            assert not {name for name in element.attrib if str(name).startswith("on")}
            assert "style" not in element.attrib
            assert element.tag != "style"
            assert element.tag != "script" or element.get("src", "").startswith("/static/")
            assert element.tag != "img" or element.get("src", "").startswith("/static/")
        assert "\u202e" not in html
    html = client.get(f"/chuong-trinh/{kept.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "ba\ufffdcod.exe" in html
    assert "{{ 7|add:7 }}" in html
    found = client.get("/chuong-trinh/tim/", {"q": "alert"}).content.decode()
    assert "&lt;script&gt;<mark>alert</mark>(1)" in found


def test_the_table_is_filtered_by_the_block_of_its_leads(
    reader: User, signed_in: Callable[[User], Client]
) -> None:
    load.load()
    programme = Programme.objects.get(number="01-CTr/TU")
    client = signed_in(reader)

    def leads(block: str) -> set[str]:
        answer = client.get(f"/chuong-trinh/{programme.pk}/nhiem-vu.csv?khoi={block}")
        return {
            row["Chủ trì"]
            for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        }

    assert leads("front") == {
        "Mặt trận Tổ quốc Thành phố",
        "Hội Cựu chiến binh Thành phố",
        "Hội Liên hiệp phụ nữ Thành phố",
        "Hội Nông dân Thành phố",
        "Liên đoàn Lao động Thành phố",
    }
    assert len(leads("party")) == 6
    assert leads("communes") == set()
    page = client.get(f"/chuong-trinh/{programme.pk}/?khoi=front").content.decode()
    assert "Mặt trận và đoàn thể (7)" in page
