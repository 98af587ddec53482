"""Signing in and out, and what the unsigned may see."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from namro.config import preparation, signing_in
from namro.foundation.accounts import actions
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

SIGN_IN = "/tai-khoan/dang-nhap/"


def attempt(client: Client, username: str, password: str, **extra: str) -> int:
    form = {"username": username, "password": password}
    return client.post(SIGN_IN, form, REMOTE_ADDR=extra.get("address", "10.0.0.1")).status_code


@pytest.mark.parametrize("name", ["nguoi-doc", "NGUOI-DOC", " nguoi-doc "])
def test_by_user_name(client: Client, reader: User, name: str) -> None:
    assert attempt(client, name, PASSWORD) == 302
    assert client.session["_auth_user_id"] == str(reader.pk)


def test_by_e_mail_address(client: Client) -> None:
    actions.create_user(Operator("tests"), "mai", PASSWORD, email="Mai@so.gov.vn", reason="x")
    assert attempt(client, "mai@SO.gov.vn", PASSWORD) == 302


def test_wrong_password_and_unknown_name_look_the_same(client: Client, reader: User) -> None:
    pages = []
    for name in ("nguoi-doc", "khong-co-ai"):
        response = client.post(SIGN_IN, {"username": name, "password": "sai"})
        assert response.status_code == 200
        pages.append(response.content.decode().replace(name, "").split("alert-danger")[1][:300])
    assert pages[0] == pages[1]
    assert "không đúng" in pages[0]


def test_a_closed_account_cannot_sign_in(client: Client, reader: User) -> None:
    actions.deactivate_user(Operator("tests"), reader, reason="nghỉ việc")
    assert attempt(client, "nguoi-doc", PASSWORD) == 200
    assert "_auth_user_id" not in client.session


def test_passwords_cannot_be_guessed_at_speed(client: Client, reader: User) -> None:
    reader.email = "doc@so.gov.vn"
    reader.save()
    codes = [attempt(client, "nguoi-doc", f"sai-{number}") for number in range(6)]
    assert codes[:4] == [200] * 4
    assert codes[-1] == 429
    assert attempt(client, "nguoi-doc", PASSWORD) == 429, "even the right one, for a while"
    for other in ("NGUOI-DOC ", "nguoı-doc", "doc@so.gov.vn"):
        assert attempt(client, other, PASSWORD) == 429, "however it is written"
    assert attempt(client, "nguoi-doc", PASSWORD, address="10.0.0.2") == 302, "elsewhere it works"


def test_failed_names_are_counted_without_being_kept(client: Client, reader: User) -> None:
    for name in ("nguoi-doc", "mat-khau-go-nham-o"):
        attempt(client, name, "sai")
    kept = str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 2
    assert "nguoi-doc" not in kept
    assert "mat-khau-go-nham-o" not in kept


def test_nobody_registers_themselves(client: Client) -> None:
    for path in ("dang-ky/", "signup/", "dat-lai-mat-khau/"):
        assert client.get(f"/tai-khoan/{path}").status_code in (302, 404)
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_demonstration_account_is_refused_where_the_site_is_in_real_use(
    client: Client, settings: Settings
) -> None:
    operator = Operator("tests")
    actions.create_user(operator, "minh-hoa", PASSWORD, reason="x", is_demo=True)
    settings.NAMRO_DEMO = True
    assert attempt(client, "minh-hoa", PASSWORD) == 302
    assert client.get("/tai-khoan/mat-khau/").status_code == 200
    settings.NAMRO_DEMO = False
    assert client.get("/tai-khoan/mat-khau/").status_code == 302, "what it had open has ended"
    form = {"username": "minh-hoa", "password": PASSWORD}
    assert "tài khoản minh họa" in client.post(SIGN_IN, form).content.decode()
    form["password"] = "sai"
    assert "tài khoản minh họa" not in client.post(SIGN_IN, form).content.decode()


@pytest.mark.parametrize(
    ("environment", "demo"),
    [
        ({}, True),
        ({"NAMRO_DATABASE_URL": "postgresql://x/y"}, False),
        ({"NAMRO_DATABASE_URL": "postgresql://x/y", "NAMRO_DEMO": "1"}, True),
        ({"NAMRO_HTTPS": "1"}, False),
        ({"NAMRO_DEMO": "0"}, False),
    ],
)
def test_what_is_a_demonstration(
    environment: dict[str, str], demo: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NAMRO_DATABASE_URL", "NAMRO_DEMO", "NAMRO_HTTPS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert runpy.run_path(signing_in.__file__)["NAMRO_DEMO"] is demo


@pytest.mark.parametrize(
    ("hours", "used_every", "lasts"),
    [(3, 1, True), (3, 3, False), (11, 1, True), (13, 1, False)],
)
def test_a_session_ends_unused_and_at_the_latest(
    reader: User, monkeypatch: pytest.MonkeyPatch, hours: int, used_every: int, lasts: bool
) -> None:
    client, begin = Client(), timezone.now()
    assert attempt(client, "nguoi-doc", PASSWORD) == 302
    status = 0
    for hour in range(used_every, hours + 1, used_every):
        moment = begin + timedelta(hours=hour)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        status = client.get("/tai-khoan/mat-khau/").status_code
    assert (status == 200) is lasts


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "%s", "'; DROP TABLE accounts_user; --"])
def test_strange_names_are_only_wrong(client: Client, name: str) -> None:
    assert attempt(client, name, "sai") == 200


def test_sign_in_goes_on_to_this_site_only(client: Client, reader: User) -> None:
    form = {"username": "nguoi-doc", "password": PASSWORD}
    response = client.post(SIGN_IN + "?next=https://evil.example/", form)
    assert response.headers["Location"] == "/"


def test_sign_out_needs_a_post(client: Client, reader: User) -> None:
    client.post(SIGN_IN, {"username": "nguoi-doc", "password": PASSWORD})
    assert client.get("/tai-khoan/dang-xuat/").status_code == 405
    assert client.post("/tai-khoan/dang-xuat/").status_code == 302
    assert "_auth_user_id" not in client.session


def patterns() -> list[tuple[str, URLPattern]]:
    """Every address of the site, as (path, pattern)."""

    def walk(prefix: str, items: list[URLPattern | URLResolver]) -> list[tuple[str, URLPattern]]:
        found: list[tuple[str, URLPattern]] = []
        for item in items:
            path = prefix + str(item.pattern)
            if isinstance(item, URLResolver):
                found += walk(path, item.url_patterns)
            else:
                found.append((path, item))
        return found

    return walk("", get_resolver(settings.ROOT_URLCONF).url_patterns)


def test_only_these_pages_are_open_to_the_unsigned() -> None:
    opened = {
        path for path, item in patterns() if not getattr(item.callback, "login_required", True)
    }
    # The programming interface asks for a token instead (tests/publication/api).
    assert {path for path in opened if not path.startswith("api/v1/")} == {
        *("tai-khoan/dang-nhap/", "tai-khoan/dang-nhap/ma/", "tai-khoan/dang-nhap/khoa/"),
        "tai-khoan/loi-moi/<str:token>/",
        *("tai-khoan/<str:provider_id>/vao/", "tai-khoan/<str:provider_id>/ve/"),
        *("tai-khoan/dang-xuat/", "ngon-ngu/", "healthz"),
    }


@pytest.mark.parametrize("path", ["/", "/tai-khoan/quyen/", "/tai-khoan/mat-khau/"])
def test_the_unsigned_are_sent_to_sign_in(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(SIGN_IN)


def test_table_of_permissions_needs_a_role(
    make_user: Callable[..., User], reader: User, signed_in: Callable[[User], Client]
) -> None:
    response = signed_in(make_user("khong-vai-tro")).get("/tai-khoan/quyen/")
    assert response.status_code == 403
    assert "Bạn không được làm việc này" in response.content.decode()
    response = signed_in(reader).get("/tai-khoan/quyen/")
    assert response.status_code == 200
    assert "Thêm người dùng và đóng tài khoản" in response.content.decode()


def test_password_change_ends_other_sessions(reader: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        assert attempt(client, "nguoi-doc", PASSWORD) == 302
    form = {"old_password": PASSWORD, "new_password1": "n" * 6 + "-moi-tinh-2"}
    form["new_password2"] = form["new_password1"]
    assert here.post("/tai-khoan/mat-khau/", form).status_code == 302
    assert here.get("/tai-khoan/quyen/").status_code == 200
    assert elsewhere.get("/tai-khoan/quyen/").status_code == 302


def test_the_password_asked_for_again_cannot_be_guessed_at_speed(
    client: Client, reader: User
) -> None:
    attempt(client, "nguoi-doc", PASSWORD)
    for number in range(6):
        answer = client.post(
            "/tai-khoan/xac-nhan/", {"password": f"sai-{number}"}, REMOTE_ADDR="10.0.0.9"
        )
    assert answer.status_code == 429


def test_the_start_says_which_demonstration_accounts_are_left(settings: Settings) -> None:
    operator, said = Operator("tests"), list[str]()
    actions.create_user(operator, "minh-hoa", PASSWORD, reason="x", is_demo=True)
    settings.NAMRO_DEMO = False
    preparation._first_accounts(said.append)
    assert len(said) == 1
    assert "1 " in said[0]
    assert User.objects.count() == 1, "and none is made"
