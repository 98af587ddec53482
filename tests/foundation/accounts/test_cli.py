"""``namro user``: people and roles from the server's command line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client
from typer.testing import CliRunner

from namro.foundation.accounts import permissions
from namro.foundation.accounts.cli import app
from namro.foundation.accounts.models import RoleAssignment, User

pytestmark = pytest.mark.django_db


def run(*arguments: str, said: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["user", *arguments], input=said)
    return result.exit_code, result.output


def test_add_give_end_and_close() -> None:
    password = "mot-mat-khau-dai\n"
    assert run("add", "lan", "--role", "administrator", said=password * 2)[0] == 0
    user = User.objects.get(username="lan")
    assert user.check_password(password.strip())
    assert permissions.may(user, permissions.MANAGE_USERS)
    assert run("end", "LAN", "administrator")[0] == 0
    assert not permissions.may(user, permissions.MANAGE_USERS)
    assert run("give", "lan", "reader")[0] == 0
    assert RoleAssignment.objects.filter(user=user).count() == 2
    assert run("close", "lan", "--reason", "nghỉ hưu")[0] == 0
    user.refresh_from_db()
    assert not user.is_active


@pytest.mark.parametrize(
    ("locale", "sentences"),
    [
        ("vi_VN.UTF-8", ["Người dùng và vai trò.", "Thêm người dùng", "Kết thúc một vai trò"]),
        ("en_GB.UTF-8", ["People and roles.", "Add a person", "End a role now."]),
    ],
)
def test_help_is_in_the_language_of_its_reader(locale: str, sentences: list[str]) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES")
    }
    ran = subprocess.run(
        [sys.executable, "-m", "namro.config.cli", "user", "--help"],
        capture_output=True,
        env={**environment, "LANG": locale, "PYTHONUTF8": "1"},
        timeout=90,
        check=True,
    )
    said = ran.stdout.decode()
    for sentence in sentences:
        assert sentence in said


def test_mistakes_are_said_and_change_nothing() -> None:
    code, said = run("give", "khong-co", "reader")
    assert (code, "khong-co" in said) == (2, True)
    code, said = run("add", "mai", said="ngan\nngan\n")
    assert code == 2
    assert "Traceback" not in said
    assert not User.objects.exists()
    assert run("end", "khong-co", "reader")[0] == 2


def test_a_link_and_the_end_of_an_account(client: Client) -> None:
    password = "mot-mat-khau-dai\n"
    run("add", "lan", "--full-name", "Nguyễn Thị Lan", said=password * 2)
    code, said = run("link", "lan")
    assert code == 0
    assert client.get(said.strip()).status_code == 200
    assert run("erase", "lan", "--reason", "x")[0] == 2, "still open"
    assert run("close", "lan", "--reason", "nghỉ hưu")[0] == 0
    code, said = run("close", "lan", "--reason", "lần nữa")
    assert (code, "Traceback" in said) == (2, False)
    assert run("link", "lan")[0] == 2
    assert run("erase", "lan", "--confirm", "--reason", "x")[0] == 2, "not asked for yet"
    assert run("reopen", "lan", "--reason", "trở lại")[0] == 0
    assert run("close", "lan", "--reason", "nghỉ hưu")[0] == 0
    assert run("erase", "lan", "--reason", "theo yêu cầu")[0] == 0
    assert User.objects.get(username="lan").full_name == "Nguyễn Thị Lan"
    assert run("erase", "lan", "--confirm", "--reason", "theo yêu cầu")[0] == 0
    gone = User.objects.get()
    assert (gone.username, gone.full_name) == (f"da-xoa-{gone.pk}", "")
