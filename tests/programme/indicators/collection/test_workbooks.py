"""A sheet filled in by workbook: what is downloaded, what comes back, and what is refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from fuzz.workbooks import as_excel
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection.actions_rounds import open_round
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Cell, Form, Round, Sheet, SheetFile
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.faults import WorkbookRefused
from namro.programme.indicators.collection.workbooks.making import make_workbook, make_workbooks
from namro.programme.indicators.collection.workbooks.taking import Taken, take
from tests.programme.indicators.collection.conftest import (
    WHY,
    fill,
    last_month,
    publish,
    sheet_of,
)

OfficerOf = Callable[[Unit, str, Role], User]


def changed(content: bytes, change: Callable[[Any, Any], None]) -> bytes:
    """A workbook after somebody worked on it."""
    book = load_workbook(io.BytesIO(content))
    change(book, book[layout.TABLE])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def filled(content: bytes, cells: dict[str, Any]) -> bytes:
    """A workbook with these cells filled in."""

    def work(_book: Any, table: Any) -> None:
        for name, value in cells.items():
            table[name] = value

    return changed(content, work)


def told(actor: Any, content: bytes, name: str = "phieu.xlsx", **more: Any) -> list[str]:
    """What a refused workbook is told; nothing of it is kept."""
    before = list(Cell.objects.values_list()), SheetFile.objects.count()
    with pytest.raises(WorkbookRefused) as refused:
        take(actor, content, name, reason=WHY, **more)
    assert (list(Cell.objects.values_list()), SheetFile.objects.count()) == before
    assert all(refused.value.messages("en"))
    return refused.value.messages("vi")


def taken(actor: Any, content: bytes) -> Taken:
    return take(actor, content, "phieu.xlsx", reason=WHY)


GOOD = {"G9": 120, "G10": 81, "H10": 90, "G11": 4.5, "J12": "không phát sinh"}


@pytest.fixture
def sheet(round_: Round) -> Sheet:
    return sheet_of(round_, "00001")


@pytest.fixture
def blank(sheet: Sheet) -> bytes:
    return make_workbook(sheet)


def test_the_workbook_tells_what_is_known(
    operator: Operator, form: Form, round_: Round, sheet: Sheet
) -> None:
    before = open_round(
        operator, form, last_month().previous, reason=WHY, due_on=round_.due_on,
        closes_on=round_.closes_on,
    )[0]  # fmt: skip
    publish(operator, before, "00001", "1250.5", (80, 100))
    fill(operator, round_, "00001", 7, Entry(not_applicable="không phát sinh"))
    book = load_workbook(io.BytesIO(make_workbook(sheet)))
    table = book[layout.TABLE]
    assert table["B5"].value == sheet.code
    assert [table.cell(layout.ROW_HEADS, column).value for column in layout.HEADS] == list(
        layout.HEADS.values()
    )
    assert table["B9"].value == "Số hồ sơ (*)"
    assert [table[name].value for name in ("C9", "D9", "G9", "I9")] == [
        "hồ sơ", 1250.5, 7, "chính thức",
    ]  # fmt: skip
    assert (table["D10"].value, table["G10"].value) == (80, None)
    assert table["J10"].value == "không phát sinh"
    # Only what may be filled in is open, and no password hides why.
    assert table.protection.sheet
    assert table.protection.password is None
    assert book.security.lockStructure
    unlocked = {cell.coordinate for row in table for cell in row if not cell.protection.locked}
    assert {"G9", "I9", "J9", "K9", "H10"} <= unlocked
    assert not {"B5", "B6", "B9", "D9", "H9", "L9"} & unlocked
    checks = {each.type for each in table.data_validations.dataValidation}
    assert checks == {"decimal", "list"}


def test_a_returned_workbook_is_entered(operator: Operator, sheet: Sheet, blank: bytes) -> None:
    book = filled(blank, GOOD | {"I9": "Ước thực hiện", "K9": "số tạm"})
    done = taken(operator, book)
    assert (done.changed, done.unchanged) == (4, 0)
    cells = list(sheet.cells.order_by("item__order"))
    assert [(each.value, each.numerator, each.denominator) for each in cells] == [
        (120, None, None), (None, 81, 90), (Decimal("4.5"), None, None), (None, None, None),
    ]  # fmt: skip
    assert [each.stage for each in cells][:2] == ["estimate", "final"]
    assert (cells[0].comment, cells[3].not_applicable) == ("số tạm", "không phát sinh")
    file = SheetFile.objects.get()
    assert bytes(file.content) == book
    assert {each.file for each in cells} == {file}
    assert {each.channel for each in cells} == {Channel.WORKBOOK}
    # The same again changes nothing; put right and sent again, it counts.
    assert taken(operator, book).changed == 0
    assert taken(operator, filled(book, {"G9": 121})).changed == 1
    assert SheetFile.objects.count() == 2


def test_every_fault_is_told_by_cell_and_nothing_is_taken(
    operator: Operator, sheet: Sheet, blank: bytes
) -> None:
    book = filled(blank, GOOD | {"G9": "mười hai", "H10": 0})
    assert told(operator, book) == [
        "Ô G9: “mười hai” không phải là số; viết như 9370, 9.370,5 hoặc 83,57"
    ]
    (zero,) = told(operator, filled(blank, GOOD | {"H10": 0}))
    assert zero.startswith("Ô G10: mẫu số bằng 0")


@pytest.mark.parametrize(
    ("cells", "begins"),
    [
        ({"G9": dt.date(2025, 10, 5)}, "Ô G9: đang ở dạng ngày tháng"),
        ({"G9": True}, "Ô G9: là giá trị đúng/sai"),
        ({"G9": "=SUM(D9:E9)"}, "Ô G9: công thức chưa có kết quả"),
        ({"G9": "1.125.5"}, "Ô G9: “1.125.5” không phải là số"),
        ({"G11": "1.125"}, "Ô G11: “1.125” đọc được hai cách"),
        ({"G9": 1e25}, "Ô G9: số quá lớn"),
        ({"G9": 1 / 3}, "Ô G9: số có hơn 8 chữ số sau dấu phẩy"),
        ({"H9": 3}, "Ô H9: chỉ tiêu này không có mẫu số"),
        ({"G10": 3}, "Ô G10: hãy ghi đủ cả tử số và mẫu số"),
        ({"H10": 3}, "Ô G10: hãy ghi đủ cả tử số và mẫu số"),
        ({"G9": 1, "J9": "không phát sinh"}, "Ô G9: đã ghi “không áp dụng”"),
        ({"G9": 1, "I9": "tạm tính"}, "Ô I9: “tạm tính” không phải là loại số liệu"),
        ({"G9": 1, "K9": "x" * 2001}, "Ô K9: dài hơn 2000 ký tự"),
        ({"B9": "Số khác"}, "Ô B9: tên chỉ tiêu là “Số khác”, phải là “Số hồ sơ (*)”"),
        ({"L9": 999_999}, "Ô L9: mã dòng “999999” không thuộc biểu này"),
        ({"L10": None}, "Ô L10: dòng 10 nằm ngoài bảng"),
        ({"G40": 5}, "Ô L40: dòng 40 nằm ngoài bảng"),
        ({"M9": "xem"}, "Ô M9: nằm ngoài bảng"),
        ({"H8": "Tử số"}, "Ô H8: tiêu đề cột là “Tử số”, phải là “Mẫu số”"),
        ({"B5": "12-34-56"}, "Ô B5: mã phiếu “12-34-56” sai"),
        ({"B6": "abc"}, "Ô B6: mã tệp không khớp"),
        ({"B5": None, "B6": None}, "tệp này không phải là phiếu tải từ hệ thống"),
    ],
)
def test_faults(operator: Operator, blank: bytes, cells: dict[str, Any], begins: str) -> None:
    assert told(operator, filled(blank, cells))[0].startswith(begins)


def test_structure(operator: Operator, blank: bytes) -> None:
    def merge(_book: Any, table: Any) -> None:
        table.merge_cells("G9:G10")
        table.row_dimensions[11].hidden = True
        table.column_dimensions["K"].hidden = True

    assert [each.partition(";")[0] for each in told(operator, changed(blank, merge))] == [
        "Ô G9: các ô G9:G10 bị gộp",
        "Ô A11: dòng 11 đang bị ẩn nên người nhập không thấy",
        "Ô K8: cột K đang bị ẩn nên người nhập không thấy",
    ]

    def double(_book: Any, table: Any) -> None:
        for column in range(1, layout.LAST_COLUMN + 1):
            table.cell(10, column).value = table.cell(9, column).value

    assert told(operator, changed(blank, double))[0].startswith("Ô L10: dòng này trùng với dòng 9")

    def drop(_book: Any, table: Any) -> None:
        table.delete_rows(12)

    assert told(operator, changed(blank, drop))[0].startswith("thiếu dòng “Hồ sơ chậm nhất”")


def test_rows_may_be_sorted(operator: Operator, sheet: Sheet, blank: bytes) -> None:
    def swap(_book: Any, table: Any) -> None:
        for name, value in GOOD.items():
            table[name] = value
        for column in range(2, layout.LAST_COLUMN + 1):
            one, other = table.cell(9, column), table.cell(11, column)
            one.value, other.value = other.value, one.value

    taken(operator, changed(blank, swap))
    assert sheet.cells.get(item__indicator__key="ho-so").value == 120


def test_as_excel_saves_it(operator: Operator, sheet: Sheet, blank: bytes) -> None:
    book = as_excel(filled(blank, GOOD | {"K9": "số <tạm>"}))
    assert taken(operator, book).changed == 4
    assert sheet.cells.get(item__indicator__key="ho-so").comment == "số <tạm>"


def test_numbers_as_people_write_them(operator: Operator, sheet: Sheet, blank: bytes) -> None:
    done = taken(operator, filled(blank, {"G9": "9.370", "G10": "81", "H10": " 90 ", "G11": "4,5"}))
    assert done.changed == 3
    values = dict(sheet.cells.values_list("item__indicator__key", "value"))
    assert (values["ho-so"], values["so-ngay"]) == (9370, Decimal("4.5"))


def with_result(content: bytes, cell: str, result: str) -> bytes:
    """A workbook whose formula has been computed by the program that saved it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                old = part
                place = part.index(f'<c r="{cell}"'.encode())
                end = part.index(b"</c>", place)
                value = f"<v>{result}</v>".encode()
                part = part[:place] + part[place:end].replace(b"<v />", b"").replace(
                    b"<v/>", b""
                ).replace(b"<v></v>", b"") + value + part[end:]  # fmt: skip
                assert part != old
            target.writestr(name, part)
    return out.getvalue()


def test_what_a_formula_came_to_is_taken_and_told(
    operator: Operator, sheet: Sheet, blank: bytes
) -> None:
    book = with_result(filled(blank, {"G9": "=60*2"}), "G9", "120")
    assert [each.message() for each in taken(operator, book).notes] == [
        "Ô G9: là công thức; đã lấy kết quả đã tính: 120"
    ]
    assert sheet.cells.get().value == 120


def test_a_sheet_takes_its_own_workbook_alone(
    operator: Operator, officer_of: OfficerOf, round_: Round, sheet: Sheet, blank: bytes
) -> None:
    officer = officer_of(sheet.unit, "can-bo", Role.REPORTING_OFFICER)
    other = sheet_of(round_, "00002")
    book = filled(make_workbook(other), GOOD)
    assert told(officer, book)[0].startswith(f"Ô B5: không có phiếu {other.code} trong các phiếu")
    # The code of one's own sheet in the workbook of another.
    assert told(officer, filled(book, {"B5": sheet.code}))[0].startswith("Ô B6: mã tệp không khớp")
    assert told(operator, book, expected=sheet)[0].startswith(
        f"Ô B5: tệp này là của phiếu {other.code}, không phải phiếu {sheet.code}"
    )
    # A row of another workbook would say another's figure: items are the same, so the mark tells.
    assert taken(officer, filled(blank, GOOD)).changed == 4


def test_what_was_changed_since_is_not_overwritten(
    operator: Operator, round_: Round, sheet: Sheet, blank: bytes
) -> None:
    fill(operator, round_, "00001", 7)
    assert told(operator, filled(blank, GOOD)) == [
        "Ô G9: số liệu này đã được sửa trên hệ thống (nay là 7) sau khi tải tệp; hãy tải tệp mới "
        "rồi nhập lại ô này"
    ]
    # What the workbook leaves as it was downloaded is left as it is.
    without = {name: value for name, value in GOOD.items() if name != "G9"}
    assert taken(operator, filled(blank, without)).changed == 3
    assert sheet.cells.get(item__indicator__key="ho-so").value == 7
    newer = make_workbook(sheet)
    assert taken(operator, filled(newer, {"G9": 8})).changed == 1
    # An older download of what came from a newer one.
    assert told(operator, filled(blank, GOOD | {"G9": 9}))[0].startswith("Ô G9: số liệu này đã")
    assert taken(operator, filled(newer, {"G9": None})).changed == 1
    assert not sheet.cells.filter(item__indicator__key="ho-so").exists()


def test_files_that_are_no_workbook(operator: Operator, blank: bytes) -> None:
    def packed(change: Callable[[dict[str, bytes]], None], name: str = "a.xlsx") -> str:
        with zipfile.ZipFile(io.BytesIO(blank)) as source:
            parts = {each: source.read(each) for each in source.namelist()}
        change(parts)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for part, content in parts.items():
                target.writestr(part, content)
        return told(operator, out.getvalue(), name)[0]

    sheet1 = "xl/worksheets/sheet1.xml"
    bomb = b"<x>" + b" " * 30_000_000
    assert packed(lambda p: p.update({"xl/vbaProject.bin": b"x"})).startswith("tệp có macro")
    assert packed(lambda p: None, "a.xlsm").startswith("chỉ nhận tệp .xlsx")
    for packer in ("a.zip", "a.RAR", "a.7z"):
        assert packed(lambda p: None, packer).startswith("là tệp nén; hãy giải nén")
    assert told(operator, "STT;Chỉ tiêu\n1;5".encode())[0].startswith("không đọc được tệp")
    assert packed(lambda p: p.update({"xl/externalLinks/externalLink1.xml": b"x"})).startswith(
        "tệp có liên kết đến tệp khác"
    )
    assert packed(lambda p: p.update({sheet1: bomb})).startswith("tệp quá lớn khi giải nén")
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    assert packed(lambda p: p.update({sheet1: entity + p[sheet1]})).startswith("không đọc được tệp")
    assert packed(lambda p: p.update({sheet1: p[sheet1][:500]})).startswith("không đọc được tệp")
    assert packed(lambda p: p.update({"xl/workbook.xml": b"<x/>"})).startswith("không đọc được tệp")
    rows = b"".join(
        b'<row r="%d"><c r="F%d"><v>1</v></c></row>' % (n, n) for n in range(50, 30_000)
    )
    assert "có hơn 20000 ô" in packed(
        lambda p: p.update({sheet1: p[sheet1].replace(b"</sheetData>", rows + b"</sheetData>")})
    )
    assert told(operator, blank[:2000])[0].startswith("không đọc được tệp")
    assert told(operator, b"")[0].startswith("không đọc được tệp")
    assert told(operator, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100)[0].startswith(
        "tệp có mật khẩu"
    )


def test_a_million_rows_claimed_cost_nothing(
    operator: Operator, sheet: Sheet, blank: bytes
) -> None:
    book = filled(blank, GOOD)
    with zipfile.ZipFile(io.BytesIO(book)) as source:
        parts = {each: source.read(each) for each in source.namelist()}
    table = parts["xl/worksheets/sheet1.xml"]
    start = table.index(b'<dimension ref="')
    end = table.index(b'"', start + 16)
    table = table[: start + 16] + b"A1:XFD1048576" + table[end:]
    empty = b"".join(b'<row r="%d" ht="15"/>' % n for n in range(900_000, 1_000_000))
    parts["xl/worksheets/sheet1.xml"] = table.replace(b"</sheetData>", empty + b"</sheetData>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    assert taken(operator, out.getvalue()).changed == 4


def test_all_workbooks_of_a_round(round_: Round) -> None:
    sheets = round_.sheets.select_related("round__form", "unit", "holder")
    with zipfile.ZipFile(io.BytesIO(make_workbooks(sheets))) as archive:
        assert len(archive.namelist()) == 4
        assert sheets[0].code in archive.namelist()[0]
        for name in archive.namelist():
            assert archive.read(name).startswith(b"PK")


def test_pages(
    client: Client, officer_of: OfficerOf, round_: Round, sheet: Sheet, blank: bytes
) -> None:
    officer = officer_of(sheet.unit, "can-bo", Role.REPORTING_OFFICER)
    client.force_login(officer)
    page = client.get(reverse("indicators:workbooks")).content.decode()
    assert reverse("indicators:round-workbooks", args=[round_.pk]) in page
    answer = client.get(reverse("indicators:round-workbooks", args=[round_.pk]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) == 1
    answer = client.get(reverse("indicators:sheet-workbook", args=[sheet.code]))
    assert f"{sheet.code}_" in answer["Content-Disposition"]
    other = sheet_of(round_, "00002")
    assert client.get(reverse("indicators:sheet-workbook", args=[other.code])).status_code == 404

    def sent(content: bytes, address: str, **more: Any) -> Any:
        return client.post(address, {"files": ContentFile(content, "p.xlsx")}, **more)

    own = reverse("indicators:sheet-upload", args=[sheet.code])
    answer = sent(filled(blank, {"G9": "mười hai"}), own)
    assert answer.status_code == 422
    assert "Ô G9: “mười hai” không phải là số" in answer.content.decode()
    answer = sent(filled(make_workbook(other), GOOD), own)
    assert "tệp này là của phiếu" in answer.content.decode()
    assert not Cell.objects.exists()
    assert sent(filled(blank, GOOD), own).status_code == 200
    assert sheet.cells.count() == 4
    assert client.post(own, {}).status_code == 422
    two = [ContentFile(filled(blank, {"G9": number}), "p.xlsx") for number in (1, 2)]
    assert "một tệp" in client.post(own, {"files": two}).content.decode()
    assert int(sheet.cells.get(item__indicator__key="ho-so").value) == 120


def test_a_reader_sends_nothing_in(
    client: Client, officer_of: OfficerOf, sheet: Sheet, round_: Round
) -> None:
    client.force_login(officer_of(sheet.unit, "doc", Role.READER))
    for address in (
        reverse("indicators:workbooks"),
        reverse("indicators:round-workbooks", args=[round_.pk]),
        reverse("indicators:sheet-upload", args=[sheet.code]),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code in (403, 405)
