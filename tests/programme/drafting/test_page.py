"""The page of checking: who may, what it shows, what it refuses, and that nothing is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.core.files import uploadedfile, uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.foundation.accounts.models import User
from namro.programme.drafting import receiving
from tests.foundation.documents.checking.drafts import STATE, planted
from tests.foundation.documents.converting.test_converting import (
    NEEDS_OCR,
    NEEDS_OFFICE,
    PLAN,
    odt,
    picture,
)

ADDRESS = "/soat-du-thao/"
pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def send(client: Client, text: str | bytes, name: str = "Dự thảo.md", **more: Any) -> str:
    data = text.encode() if isinstance(text, str) else text
    form = {"file": SimpleUploadedFile(name, data), "no_secret": "1", **more}
    response = client.post(ADDRESS, {key: one for key, one in form.items() if one is not None})
    assert response.status_code == (200 if 'id="file"' not in response.content.decode() else 422)
    return response.content.decode()


def test_one_has_to_sign_in_and_hold_a_role(
    client: Client, make_user: Callable[..., User], signed_in: SignIn, reader: User
) -> None:
    assert client.get(ADDRESS).status_code == 302
    assert signed_in(make_user("nguoi-la")).get(ADDRESS).status_code == 403
    page = signed_in(reader).get(ADDRESS)
    assert page.status_code == 200
    assert "Không lưu gì." in page.content.decode()
    assert 'href="/soat-du-thao/"' in page.content.decode()


def test_findings_stand_beside_the_text_linked_both_ways(signed_in: SignIn, reader: User) -> None:
    text = planted(STATE, ("Số: 07/", "Số 7/"), (" so với năm 2025", ""))
    page = send(signed_in(reader), text)
    assert page.count('id="phat-hien-') == page.count('id="cho-') == 3
    for number in (1, 2, 3):
        assert f'href="#cho-{number}"' in page
        assert f'href="#phat-hien-{number}"' in page
    assert '<mark class="must">Số 7/KH-UBND</mark>' in page
    assert "Phải sửa: 3" in page
    assert "Nghị định 30/2020/NĐ-CP" in page


def test_a_draft_without_a_fault_says_so(signed_in: SignIn, reader: User) -> None:
    page = send(signed_in(reader), STATE)
    assert "Không thấy chỗ phải sửa." in page
    assert "<mark" not in page


def test_the_parent_the_layout_and_the_day_are_used(signed_in: SignIn, reader: User) -> None:
    client = signed_in(reader)
    parent = SimpleUploadedFile("trên.md", planted(STATE, ("95% hồ sơ", "99% hồ sơ")).encode())
    assert "văn bản cấp trên 07/KH-UBND ghi tối thiểu 99%" in send(client, STATE, parent=parent)
    assert "05-HD/VPTW" in send(client, STATE, side="party", day="01/06/2026")
    assert "36-HD/VPTW" in send(client, STATE, side="party", day="01/06/2025")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"file": None}, "Hãy chọn tệp dự thảo."),
        ({"no_secret": ""}, "Hãy xác nhận trước khi tệp được đọc."),
        ({"day": "2026-13-01"}, "Hãy ghi ngày dạng dd/mm/yyyy"),
        ({"side": "khác"}, "Hãy chọn một mục trong danh sách."),
    ],
)
def test_bad_input_is_told_at_its_field(
    signed_in: SignIn, reader: User, change: dict[str, Any], sentence: str
) -> None:
    page = send(signed_in(reader), STATE, "Dự thảo.md", **{"day": "05/02/2026", **change})
    assert sentence in page
    assert 'role="alert"' in page
    assert "phat-hien" not in page


def test_refused_files_are_told_and_nothing_of_them_is_shown(
    signed_in: SignIn, reader: User
) -> None:
    client = signed_in(reader)
    secret = "TUYỆT MẬT\n\n" + STATE
    page = send(client, secret)
    assert "dấu chỉ độ mật" in page
    assert "AN HÒA" not in page
    page = send(client, STATE, parent=SimpleUploadedFile("x.md", secret.encode()))
    assert 'id="parent-error"' in page
    assert 'id="file-error"' in send(client, b"PK\x03\x04 hong", "du-thao.docx")


def test_a_file_beyond_the_limit_is_refused(
    signed_in: SignIn, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("namro.programme.drafting.views.MOST_BYTES", 1024 * 1024)
    page = send(signed_in(reader), "Chữ " * 300_000, "dai.txt")
    assert "1 MB" in page


def test_more_than_two_files_may_hold_is_thrown_away(
    signed_in: SignIn, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_BYTES", 100_000)
    page = send(signed_in(reader), "Chữ " * 300_000, "dai.txt")
    assert "20 MB" in page
    assert 'id="file-error"' in page


def test_no_file_is_written_and_nothing_is_stored(
    signed_in: SignIn, reader: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        written.append(arguments)
        raise AssertionError("a temporary file was opened")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr(uploadedfile, "TemporaryUploadedFile", refuse)
    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", refuse)
    large = STATE + "\n" + "Câu thêm vào cho dài.\n" * 150_000  # beyond Django's usual 2.5 MB
    from django.conf import settings

    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 1024)
    from django.contrib.sessions.models import Session
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(reader)
    before = Session.objects.count()
    with CaptureQueriesContext(connection) as queries:
        send(client, large)
    wrote = [
        query["sql"]
        for query in queries
        if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert wrote == []
    assert written == []
    assert Session.objects.count() == before


@NEEDS_OFFICE
@pytest.mark.slow
def test_an_opendocument_draft_is_checked_and_its_folder_removed(
    signed_in: SignIn, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    make = tempfile.mkdtemp

    def noted(*args: Any, **options: Any) -> str:
        made.append(Path(make(*args, **options)))
        return str(made[-1])

    monkeypatch.setattr(tempfile, "mkdtemp", noted)
    lines = [line for line in planted(STATE, ("Số: 07/", "Số 7/")).split("\n") if line.strip()]
    page = send(signed_in(reader), odt(*map(escape, lines)), "Dự thảo.odt")
    assert "Số 7/KH-UBND" in page
    assert "Tệp đã được chuyển sang .docx để đọc" in page
    assert made
    assert not any(folder.exists() for folder in made)


@NEEDS_OCR
@pytest.mark.slow
def test_a_scan_is_checked_up_to_ten_pages(
    signed_in: SignIn, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(reader)
    scan = picture(PLAN, "PDF", 2)
    page = send(client, scan, "quet.pdf")
    assert "Chữ được nhận dạng từ bản quét" in page
    assert "Tỷ lệ hồ sơ giải quyết đúng hạn" in page
    monkeypatch.setattr(receiving, "MOST_SCANNED", 1)
    page = send(client, scan, "quet.pdf")
    assert "nhiều hơn giới hạn 1 trang" in page
    boxed = f'#set text(lang: "vi")\n#rect(inset: 8pt)[#text(size: 18pt)[*MẬT*]]\n{PLAN}'
    page = send(client, picture(boxed), "quet.png")
    assert "dấu chỉ độ mật" in page


def test_hostile_text_comes_out_as_text(signed_in: SignIn, reader: User) -> None:
    text = planted(
        STATE,
        ("Cải cách thủ tục hành chính và", "<script>alert(1)</script> Cải cách và"),
        ("Rà soát thủ tục hành chính cấp tỉnh | Sở Nội vụ", "<img src=x onerror=alert(2)> | "),
    )
    page = send(signed_in(reader), text)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_token_is_asked_for(reader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader, backend="namro.foundation.accounts.backends.UsernameOrEmailBackend")
    form = {"file": SimpleUploadedFile("x.md", STATE.encode()), "no_secret": "1"}
    assert client.post(ADDRESS, form).status_code == 403


def test_beyond_the_most_findings_the_rest_is_counted(
    signed_in: SignIn, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("namro.programme.drafting.presenting.MOST_FINDINGS", 1)
    page = send(signed_in(reader), planted(STATE, ("Số: 07/", "Số 7/")))
    assert "Còn 1 phát hiện không hiện ở đây" in page
    assert receiving.MOST_FINDINGS == 500
