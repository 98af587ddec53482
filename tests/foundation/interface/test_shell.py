"""The shell of the site: headers, language, errors."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from namro.foundation.accounts.models import User
from namro.foundation.interface import views

pytestmark = pytest.mark.django_db

TEMPLATES = sorted(
    (Path(__file__).resolve().parents[3] / "src" / "namro").rglob("templates/**/*.html")
)


def test_headers(client: Client) -> None:
    headers = client.get("/tai-khoan/dang-nhap/").headers
    policy = {
        part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split(";")
    }
    assert policy == {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_nothing_of_a_signed_in_person_is_kept_by_browser_or_proxy(
    reader: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(reader)
    for path in ("/", "/chuong-trinh/", "/khong-co/", "/tai-khoan/dang-nhap/"):
        kept = {part.strip() for part in client.get(path).headers["Cache-Control"].split(",")}
        assert {"private", "no-store"} <= kept, path


def test_static_files_may_be_kept(reader: User, signed_in: Callable[[User], Client]) -> None:
    icon = signed_in(reader).get("/static/interface/icon.svg")
    assert icon.status_code == 200
    assert "no-store" not in icon.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son\w+\s*=|hx-on|javascript:", text, re.IGNORECASE)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text, re.IGNORECASE)


def test_vietnamese_first_and_english_by_choice(client: Client) -> None:
    page = client.get("/tai-khoan/dang-nhap/").content.decode()
    assert '<html lang="vi">' in page
    assert "Đăng nhập" in page
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/tai-khoan/dang-nhap/"})
    assert answer.headers["Location"] == "/tai-khoan/dang-nhap/"
    page = client.get("/tai-khoan/dang-nhap/").content.decode()
    assert '<html lang="en">' in page
    assert "Sign in" in page


def test_language_switch_stays_on_this_site(client: Client) -> None:
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_not_found(reader: User, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(reader).get("/khong-co/")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


def test_a_form_from_elsewhere_is_refused(reader: User) -> None:
    response = Client(enforce_csrf_checks=True).post("/tai-khoan/dang-nhap/", {"username": "x"})
    assert response.status_code == 403
    assert "hết hạn" in response.content.decode()


def test_an_unknown_host_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    answer = Client(headers={"host": "evil.example"}).get("/tai-khoan/dang-nhap/")
    assert answer.status_code == 400
    (record,) = (each for each in caplog.records if each.name != "namro.request")
    assert "evil.example" in record.getMessage()
    said = logging.Formatter("%(message)s").format(record)
    assert len(said.splitlines()) == 1, said
    assert len(said) <= 300
    caplog.clear()
    Client(headers={"host": "x" * 5_000}).get("/tai-khoan/dang-nhap/")
    (record,) = (each for each in caplog.records if each.name != "namro.request")
    assert len(record.getMessage()) <= 300


def test_server_error_needs_neither_user_nor_database() -> None:
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Máy chủ gặp lỗi" in response.content.decode()


def test_health(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_entries_are_grouped_and_who_sees_one_of_a_group_sees_it_itself(
    reader: User, secretariat: User, signed_in: Callable[[User], Client]
) -> None:
    def told(user: User, path: str = "/chuong-trinh/") -> dict[str, list[str]]:
        shown = signed_in(user).get(path).context["navigation"]
        return {
            f"{'*' if each['current'] else ''}{each['label']}": [
                f"{'*' if entry['current'] else ''}{entry['label']}"
                for entry in each.get("entries", ())
            ]
            for each in shown
        }

    kept = told(secretariat, "/chuong-trinh/ra-soat/")
    assert kept["*Văn bản"] == ["*Tải lên, rà soát", "Soát dự thảo"]
    assert kept["Quản trị"] == ["Người dùng", "Nhật ký thay đổi", "Tình trạng hệ thống"]
    assert kept["Chương trình"] == []
    assert told(reader) == {
        "*Chương trình": [], "Tìm kiếm": [], "Soát dự thảo": [], "Chỉ số": [], "Đơn vị": [],
    }  # fmt: skip
