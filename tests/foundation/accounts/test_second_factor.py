"""Second factors: the authenticator app, recovery codes, and who must have one."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from namro.foundation.accounts import actions, factors
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

SIGN_IN, CODE = "/tai-khoan/dang-nhap/", "/tai-khoan/dang-nhap/ma/"
FACTORS, APP = "/tai-khoan/hai-lop/", "/tai-khoan/hai-lop/ung-dung/"


def code_of(secret: str, at: float | None = None) -> str:
    """What an authenticator app shows (RFC 6238)."""
    step = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.digest(base64.b32decode(secret), step, "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def password_step(client: Client, name: str = "nguoi-doc") -> str:
    """Sign in by password; where it leads."""
    return client.post(SIGN_IN, {"username": name, "password": PASSWORD}).headers["Location"]


def confirmed(client: Client) -> None:
    """Say the password again, as the pages of second factors ask."""
    answer = client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": FACTORS})
    assert answer.headers["Location"] == FACTORS


@pytest.fixture
def secret(reader: User) -> str:
    """The secret of the app that the reader uses; known codes are not used up yet."""
    given = "JBSWY3DPEHPK3PXP"
    TOTP.activate(reader, given)
    return given


def test_an_app_is_added_by_its_first_code_and_asked_for_at_the_next_sign_in(
    client: Client, reader: User
) -> None:
    assert password_step(client) == "/"
    assert client.get(APP).headers["Location"].startswith("/tai-khoan/xac-nhan/")
    confirmed(client)
    page = client.get(APP).content.decode()
    found = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)
    assert found
    assert client.post(APP, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()
    answer = client.post(APP, {"code": code_of(found[1])})
    assert answer.headers["Location"] == "/tai-khoan/hai-lop/ma-du-phong/"
    codes = re.findall(
        r"<li><code>(\d{8})</code>", client.get(answer.headers["Location"]).content.decode()
    )
    assert len(codes) == 10
    assert found[1] not in str(list(Authenticator.objects.values())), "the secret is sealed"

    other = Client()
    assert password_step(other) == CODE
    assert "_auth_user_id" not in other.session, "the password alone lets nobody in"
    assert other.get("/chuong-trinh/").status_code == 302
    assert other.post(CODE, {"code": codes[0]}).headers["Location"] == "/"
    again = Client()
    password_step(again)
    assert again.post(CODE, {"code": codes[0]}).status_code == 200, "each works once"


def test_the_code_of_the_app_lets_in(client: Client, secret: str) -> None:
    assert password_step(client) == CODE
    assert client.post(CODE, {"code": code_of(secret)}).headers["Location"] == "/"
    assert "_auth_user_id" in client.session


def test_codes_cannot_be_guessed_at_speed(client: Client, secret: str) -> None:
    password_step(client)
    statuses = [client.post(CODE, {"code": f"00000{n}"}).status_code for n in range(6)]
    assert statuses[:4] == [200] * 4
    assert statuses[-1] == 429
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 429
    # Not by beginning anew, either: the password is refused as well.
    answer = Client().post(SIGN_IN, {"username": "nguoi-doc", "password": PASSWORD})
    assert answer.status_code == 429


def test_the_password_alone_does_not_forgive_wrong_codes(client: Client, secret: str) -> None:
    for number in range(4):
        assert password_step(client) == CODE
        assert client.post(CODE, {"code": f"00000{number}"}).status_code == 200
    assert password_step(client) == CODE
    assert client.post(CODE, {"code": "000009"}).status_code == 429


def test_the_page_of_codes_needs_the_password_first(client: Client, secret: str) -> None:
    assert client.get(CODE).headers["Location"] == SIGN_IN
    assert client.post(CODE, {"code": code_of(secret)}).headers["Location"] == SIGN_IN


def test_a_closed_account_does_not_get_past_its_second_factor(
    client: Client, reader: User, secret: str
) -> None:
    password_step(client)
    actions.deactivate_user(Operator("tests"), reader, reason="nghỉ việc")
    client.post(CODE, {"code": code_of(secret)})
    assert client.get("/tai-khoan/mat-khau/").status_code == 302


def test_the_app_is_removed_only_after_confirming(
    client: Client, reader: User, secret: str
) -> None:
    password_step(client)
    client.post(CODE, {"code": code_of(secret)})
    assert client.post(APP + "go/").headers["Location"].startswith("/tai-khoan/xac-nhan/")
    assert Authenticator.objects.exists()
    confirmed(client)
    assert client.post(APP + "go/").headers["Location"] == FACTORS
    assert not Authenticator.objects.exists()


def test_roles_that_need_a_second_factor_are_led_to_where_one_is_set_up(
    client: Client, reader: User, secretariat: User, settings: Settings
) -> None:
    settings.NAMRO_MFA_REQUIRED_ROLES = ["secretariat"]
    password_step(client, "to-giup-viec")
    for path in ("/", "/tai-khoan/quyen/", "/chuong-trinh/"):
        assert client.get(path).headers["Location"] == FACTORS
    assert client.post("/chuong-trinh/ra-soat/tai-len/").headers["Location"] == FACTORS
    page = client.get(FACTORS)
    assert "Vai trò của bạn cần lớp xác thực thứ hai" in page.content.decode()
    assert client.get(APP).headers["Location"].startswith("/tai-khoan/xac-nhan/")
    TOTP.activate(secretariat, "JBSWY3DPEHPK3PXP")
    assert client.get("/tai-khoan/quyen/").status_code == 200
    reading = Client()
    password_step(reading)
    assert reading.get("/tai-khoan/quyen/").status_code == 200, "a reader needs none"


def test_a_misspelt_role_is_refused_at_the_start() -> None:
    factors.check_roles(["secretariat", "approver"])
    with pytest.raises(ImproperlyConfigured, match=r"NAMRO_MFA_REQUIRED_ROLES.* secretriat;"):
        factors.check_roles(["secretriat", "approver"])


def test_nobody_touches_the_passkey_of_another(
    client: Client, reader: User, make_user: Callable[..., User]
) -> None:
    theirs = Authenticator.objects.create(
        user=make_user("khac"), type=Authenticator.Type.WEBAUTHN, data={"name": "của người khác"}
    )
    password_step(client)
    confirmed(client)
    for what in ("go", "ten"):
        assert client.get(f"{FACTORS}khoa/{theirs.pk}/{what}/").status_code == 404
        assert client.post(f"{FACTORS}khoa/{theirs.pk}/{what}/", {"name": "x"}).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_signing_out_everywhere_else(client: Client, reader: User) -> None:
    here, there = Client(), Client()
    for each in (here, there):
        password_step(each)
    listed = here.get("/tai-khoan/phien/").content.decode()
    assert listed.count("127.0.0.1") == 2
    here.post("/tai-khoan/phien/")
    assert here.get("/tai-khoan/mat-khau/").status_code == 200
    assert there.get("/tai-khoan/mat-khau/").status_code == 302
