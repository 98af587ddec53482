"""Evidence files of a sheet: which are taken, who may have them, and when they can be removed."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.documents import converting
from namro.foundation.documents.reading import Refused
from namro.foundation.organisations.models import Unit
from namro.programme.indicators.collection import (
    actions_evidence,
    actions_sheets,
)
from namro.programme.indicators.collection.actions_evidence import add_file, remove_file
from namro.programme.indicators.collection.examining_files import LARGEST, media_type_of
from namro.programme.indicators.collection.models import Round, SheetFile
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.collection.refusals_files import FileRefused
from tests.programme.indicators.collection.conftest import WHY, fill, sheet_of

SignIn = Callable[[User], Client]
OfficerOf = Callable[[Unit, str, Role], User]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def xlsx(*texts: str) -> bytes:
    book = Workbook()
    for text in texts:
        book.active.append([text])  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_macro() -> bytes:
    file = io.BytesIO(xlsx("1"))
    with zipfile.ZipFile(file, "a") as archive:
        types = archive.read("[Content_Types].xml").replace(
            b"spreadsheetml.sheet.main+xml", b"macroEnabled.main+xml"
        )
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, types if name == "[Content_Types].xml" else old.read(name))
    return made.getvalue()


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters of pictures are not recognised here: that is tried where documents are read."""
    monkeypatch.setattr(converting, "recognise", lambda content, page: "")


@pytest.mark.parametrize(
    ("name", "content", "served"),
    [
        ("so theo doi.xlsx", xlsx("Hồ sơ", "12"), "spreadsheetml.sheet"),
        ("ảnh.PNG", PNG, "image/png"),
        ("anh.jpg", PNG, "image/png"),  # what it is, not what it says
        ("bao-cao.pdf", PDF, "application/pdf"),
    ],
)
def test_what_is_taken_is_served_as_what_it_is(name: str, content: bytes, served: str) -> None:
    assert media_type_of(name, content).endswith(served)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("trong.pdf", b"", "empty"),
        ("to.png", PNG + b"\0" * LARGEST, "too_large"),
        ("trang.html", b"<html><script>alert(1)</script></html>", "kind"),
        ("chay.exe", b"MZ\x90\x00", "kind"),
        ("anh.svg", b"<svg onload='alert(1)'/>", "kind"),
        ("khong-duoi", PNG, "kind"),
        ("gia.pdf", b"<html><script>alert(1)</script></html>", "extension"),
        ("gia.png", b"GIF89a", "extension"),
        ("gia.docx", xlsx("1"), "extension"),
        ("macro.xlsx", with_macro(), "macro"),
        ("mat.xlsx", xlsx("MẬT", "Hồ sơ"), "secret"),
        ("toi-mat.xlsx", xlsx("Hồ sơ", "TỐI MẬT"), "secret"),
        ("hong.xlsx", xlsx("1")[:400], "corrupt"),
    ],
)
def test_what_is_refused_and_why(name: str, content: bytes, code: str) -> None:
    with pytest.raises((FileRefused, Refused)) as refused:
        media_type_of(name, content)
    why: Any = refused.value
    assert why.code == code
    assert why.message("vi") != why.message("en")


@pytest.mark.django_db
def test_added_while_the_sheet_is_filled_in_and_never_taken_away_after(
    operator: Operator, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = fill(operator, round_, "00001", 12, (4, 5))
    item = round_.form.items.all()[0]
    first, new = add_file(operator, sheet.pk, "../so.xlsx", xlsx("1"), item=item, reason=WHY)
    assert (new, first.name, first.item, first.channel) == (True, "so.xlsx", item, "web")
    assert add_file(operator, sheet.pk, "khác.xlsx", bytes(first.content), reason=WHY)[1] is False
    monkeypatch.setattr(actions_evidence, "MOST_FILES", 2)
    second, _new = add_file(operator, sheet.pk, "hai.xlsx", xlsx("2"), reason=WHY)
    with pytest.raises(FileRefused, match="files already"):
        add_file(operator, sheet.pk, "ba.xlsx", xlsx("3"), reason=WHY)
    assert remove_file(operator, sheet.pk, second.pk, reason=WHY)
    assert not remove_file(operator, sheet.pk, second.pk, reason=WHY)
    SheetFile.objects.filter(pk=first.pk).update(channel="paper")
    with pytest.raises(FileRefused):
        remove_file(operator, sheet.pk, first.pk, reason=WHY)
    actions_sheets.submit(operator, sheet.pk, reason=WHY)
    for again in (
        lambda: add_file(operator, sheet.pk, "bốn.xlsx", xlsx("4"), reason=WHY),
        lambda: remove_file(operator, sheet.pk, first.pk, reason=WHY),
    ):
        with pytest.raises(CollectionRefused):
            again()
    assert sheet.files.count() == 1


@pytest.mark.django_db
def test_who_attaches_and_who_keeps(
    signed_in: SignIn, officer_of: OfficerOf, city: dict[str, Unit], round_: Round
) -> None:
    sheet = sheet_of(round_, "00001")
    where = f"/chi-tieu/thu-thap/phieu/{sheet.code}/minh-chung/"

    def sent(name: str, content: bytes) -> dict[str, Any]:
        return {"tep": SimpleUploadedFile(name, content), "muc": ""}

    client = signed_in(officer_of(city["00001"], "can-bo", Role.REPORTING_OFFICER))
    content = xlsx("1")
    assert client.post(where, sent("sổ.xlsx", content)).status_code == 302
    refused = client.post(where, sent("mật.xlsx", xlsx("TUYỆT MẬT")))
    assert refused.status_code == 422
    assert "dấu chỉ độ mật" in html.unescape(refused.content.decode())
    assert client.post(where, {}).status_code == 422
    large = client.post(where, sent("to.png", PNG + b"\0" * (LARGEST + 70_000)))
    assert large.status_code == 422
    file = sheet.files.get()
    answer = client.get(f"{where}{file.pk}/")
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"

    other = signed_in(officer_of(city["00002"], "xa-khac", Role.REPORTING_OFFICER))
    assert other.get(f"{where}{file.pk}/").status_code == 404
    assert other.post(f"{where}{file.pk}/bo/").status_code == 404
    neighbour = sheet_of(round_, "00002")
    theirs = f"/chi-tieu/thu-thap/phieu/{neighbour.code}/minh-chung/{file.pk}/"
    assert other.get(theirs).status_code == 404
    leader = officer_of(city["00001"], "lanh-dao", Role.LEADER)
    with pytest.raises(PermissionDenied):
        add_file(leader, sheet.pk, "x.xlsx", xlsx("5"), reason=WHY)
    reading = signed_in(leader)
    assert reading.get(f"{where}{file.pk}/").status_code == 200
    assert reading.post(f"{where}{file.pk}/bo/").status_code == 403
