"""Sheets on paper: the printed form, what the signed one says, and the scan beside it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.history import editing
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection.actions_paper import enter_from_paper
from namro.programme.indicators.collection.actions_rounds import open_round
from namro.programme.indicators.collection.actions_sheets import fields_of
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.models import Form, Round, Sheet, SheetFile
from namro.programme.indicators.collection.paper.printing import code_picture, paper_form
from namro.programme.indicators.collection.paper.scans import compare, take_scan, text_of
from namro.programme.indicators.collection.refusals import CollectionRefused
from tests.programme.indicators.collection.conftest import (
    WHY,
    entries,
    fill,
    last_month,
    publish,
    sheet_of,
)

OfficerOf = Callable[[Unit, str, Role], User]


@pytest.fixture
def sheet(round_: Round) -> Sheet:
    return sheet_of(round_, "00001")


def test_the_form_is_one_page_with_what_is_known(
    operator: Operator, round_: Round, sheet: Sheet
) -> None:
    fill(operator, round_, "00001", "1250.5", (81, 90))
    pdf = pypdfium2.PdfDocument(paper_form(sheet))
    assert len(pdf) == 1
    assert [round(each) for each in pdf[0].get_size()] == [595, 842]
    text = " ".join(pdf[0].get_textpage().get_text_bounded().split())
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        sheet.name.upper(),
        "KẾT QUẢ MỘT CỬA",
        sheet.code,
        "Người lập biểu",
        "Thủ trưởng đơn vị (Ký, đóng dấu",
        "1.250,5",
        "Số hồ sơ (*)",
    ):
        assert said in text, said


def test_what_was_before_is_printed_as_the_page_says_it(operator: Operator, form: Form) -> None:
    """A share has more decimals than its column has room for."""
    until = timezone.localdate() + dt.timedelta(days=30)
    before, now = (
        open_round(operator, form, each, reason=WHY, due_on=until, closes_on=until)[0]
        for each in (last_month().previous, last_month())
    )
    publish(operator, before, "00001", 10, (2, 3))
    text = pypdfium2.PdfDocument(paper_form(sheet_of(now, "00001")))[0].get_textpage()
    words = text.get_text_bounded().split()
    assert "66,67" in words
    assert not any(each.startswith("66,66") for each in words)


def test_the_code_is_drawn() -> None:
    drawn = code_picture("12-345-67")
    assert drawn.startswith("<svg")
    assert drawn != code_picture("12-345-68")


def report(sheet: Sheet, **more: Any) -> dict[str, Any]:
    return {
        "report": "15/BC-UBND",
        "signed_on": timezone.localdate(),
        "scan": None,
        "reason": WHY,
    } | more


def test_figures_of_a_signed_report(operator: Operator, round_: Round, sheet: Sheet) -> None:
    scan = take_scan("bản quét.bin", paper_form(sheet))
    assert scan.media_type == "application/pdf"
    said = entries(round_, 120, (81, 90))
    seen = editing.version(sheet, fields_of(sheet))
    done = enter_from_paper(operator, sheet.pk, said, **report(sheet, scan=scan, seen=seen))
    assert done.changed == 2
    sheet.refresh_from_db()
    assert (sheet.paper_number, sheet.paper_date) == ("15/BC-UBND", timezone.localdate())
    file = SheetFile.objects.get()
    assert {each.file_id for each in sheet.cells.all()} == {file.pk}
    assert {each.channel for each in sheet.cells.all()} == {Channel.PAPER}
    with pytest.raises(editing.ChangedMeanwhile):
        enter_from_paper(operator, sheet.pk, said, **report(sheet, report="16/BC", seen=seen))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"report": " "}, "paper_unnamed"),
        ({"signed_on": None}, "paper_unnamed"),
        ({"signed_on": dt.date(2020, 1, 1)}, "paper_day"),
        ({"signed_on": dt.date(2999, 1, 1)}, "paper_day"),
    ],
)
def test_a_report_has_a_number_and_a_day(
    operator: Operator, round_: Round, sheet: Sheet, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(CollectionRefused) as refused:
        enter_from_paper(operator, sheet.pk, entries(round_, 120), **report(sheet, **more))
    assert refused.value.code == code
    assert not sheet.cells.exists()


def test_only_who_fills_it_in_enters_from_paper(
    officer_of: OfficerOf, round_: Round, sheet: Sheet
) -> None:
    other = officer_of(sheet_of(round_, "00002").unit, "can-bo", Role.REPORTING_OFFICER)
    with pytest.raises(PermissionDenied):
        enter_from_paper(other, sheet.pk, entries(round_, 120), **report(sheet))


def test_what_a_scan_may_be() -> None:
    for content in (b"", b"PK\x03\x04", b"GIF89a"):
        with pytest.raises(CollectionRefused):
            take_scan("a.pdf", content)
    picture = io.BytesIO()
    Image.new("L", (20, 20)).save(picture, "PNG")
    scan = take_scan("a.pdf", picture.getvalue())
    assert scan.media_type == "image/png"
    assert text_of(scan.media_type, scan.content) is None
    assert text_of("application/pdf", b"%PDF-1.7 broken") is None


TEXT = """
1 Số hồ sơ (*) hồ sơ 1.100 1.250,5
2 Tỷ lệ đúng
hạn (*) % 90,0 81 90
3 Số ngày giải quyết bình quân ngày 4.25
"""


@pytest.mark.parametrize(
    ("name", "entered", "seen", "agrees"),
    [
        ("Số hồ sơ", ["1250.5"], ["1100", "1.1", "1250.5"], True),
        ("Số hồ sơ", ["1250"], ["1100", "1.1", "1250.5"], False),
        ("Tỷ lệ đúng hạn", ["81", "90"], ["90", "81"], True),
        ("Tỷ lệ đúng hạn", ["81", "91"], ["90", "81"], False),
        ("Số ngày giải quyết bình quân", ["4.25"], ["4.25"], True),
        ("Hồ sơ chậm nhất", ["3"], None, False),
    ],
)
def test_figures_are_held_beside_the_scan(
    name: str, entered: list[str], seen: list[str] | None, agrees: bool
) -> None:
    names = ["Số hồ sơ", "Tỷ lệ đúng hạn", "Số ngày giải quyết bình quân", "Hồ sơ chậm nhất"]
    asked = [
        (place, each, [Decimal(number) for number in entered] if each == name else [])
        for place, each in enumerate(names, start=1)
    ]
    (found,) = compare(TEXT, asked)
    assert found.agrees is agrees
    if seen is None:
        assert found.seen is None
    else:
        assert found.seen is not None
        assert {str(each.normalize()) for each in found.seen} >= {
            str(Decimal(each).normalize()) for each in entered if agrees
        }


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        # The number of the next row is no figure of this one.
        ("1 Số hồ sơ 1.250 2 Tỷ lệ đúng hạn 81 90 3 Số ngày 4", {"1250", "1.25"}),
        ("1. Số hồ sơ 1.250\n2. Tỷ lệ đúng hạn 81 90\n3. Số ngày 4", {"1250", "1.25"}),
        # Without such a column the last number before a name is a figure, 2 as any other.
        ("Số hồ sơ 1.250 2 Tỷ lệ đúng hạn 81 90 Số ngày 4", {"1250", "1.25", "2"}),
        ("Số hồ sơ 1.250 2\nTỷ lệ đúng hạn 81 3\nSố ngày 4", {"1250", "1.25", "2"}),
    ],
)
def test_numbers_of_rows_are_no_figures(text: str, seen: set[str]) -> None:
    names = ("Số hồ sơ", "Tỷ lệ đúng hạn", "Số ngày")
    asked = [(place, name, [Decimal(2)]) for place, name in enumerate(names, start=1)]
    found = compare(text, asked)[0]
    assert found.seen is not None
    assert {f"{each.normalize():f}" for each in found.seen} == seen
    assert found.agrees is ("2" in seen)


def test_pages(
    client: Client, operator: Operator, officer_of: OfficerOf, round_: Round, sheet: Sheet
) -> None:
    client.force_login(officer_of(round_.form.top, "to", Role.SECRETARIAT))
    address = reverse("indicators:paper")
    wrong = sheet.code[:-1] + str((int(sheet.code[-1]) + 1) % 10)
    answer = client.get(address, {"ma": wrong})
    assert answer.status_code == 422
    answer = client.get(address, {"ma": f" {sheet.code.replace('-', ' - ')} "})
    own = reverse("indicators:sheet-paper", args=[sheet.code])
    assert answer.headers["Location"] == own
    page = client.get(own)
    items = list(round_.form.items.all())
    posted = {
        "version": page.context["version"],
        "so": "15/BC-UBND",
        "ngay": f"{timezone.localdate():%d/%m/%Y}",
        f"v-{items[0].pk}": "mười hai",
    }
    answer = client.post(own, posted)
    assert answer.status_code == 422
    assert "không phải là số" in answer.content.decode()
    fill(operator, round_, "00002", "1250.5")
    scan = paper_form(sheet_of(round_, "00002"))
    posted[f"v-{items[0].pk}"] = "1.250"
    # A report signed before the period's end says so: an estimate, with a word about it.
    posted |= {f"gd-{items[0].pk}": "estimate", f"gc-{items[0].pk}": "ước đến ngày 25"}
    posted["version"] = client.get(own).context["version"]
    answer = client.post(own, posted | {"ban-quet": ContentFile(scan, "quét.pdf")})
    assert answer.status_code == 302
    shown = client.get(own).content.decode()
    assert "1.250,5" in shown  # what the scan says instead
    cell = sheet.cells.get()
    assert (cell.value, cell.stage, cell.comment) == (1250, "estimate", "ước đến ngày 25")
    assert '<option value="estimate" selected>' in shown
    file = SheetFile.objects.get()
    answer = client.get(reverse("indicators:sheet-file", args=[sheet.code, file.pk]))
    assert answer.content == scan
    assert answer["Content-Disposition"].startswith("attachment")
    answer = client.get(reverse("indicators:sheet-form", args=[sheet.code]))
    assert answer.content.startswith(b"%PDF-")
    other = reverse("indicators:sheet-file", args=[sheet_of(round_, "00002").code, file.pk])
    assert client.get(other).status_code == 404
