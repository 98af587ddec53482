"""``namro user``: people and roles from the server's command line."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from namro.foundation.accounts import permissions
from namro.foundation.accounts.cli import app
from namro.foundation.accounts.forms_roles import ends
from namro.foundation.accounts.models import RoleAssignment, User
from namro.foundation.organisations.actions import move
from namro.foundation.organisations.choices import Hierarchy
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.scoping import scope_of
from tests.foundation.accounts.test_scopes import BASIS, OPERATOR, tree

__all__ = ["tree"]
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


def test_give_over_a_unit_until_a_day_and_end(tree: dict[str, Unit], reader: User) -> None:
    code = tree["one"].code
    until = timezone.localdate() + timedelta(days=3)
    asked = ("nguoi-doc", "secretariat", "--scope", f"unit:{code}")
    assert run("give", *asked, "--until", f"{until}")[0] == 0
    row = RoleAssignment.objects.get(role="secretariat")
    assert row.scope == scope_of(tree["one"])
    assert row.valid_to == ends(until)
    assert permissions.may(reader, CHANGE, tree["office"])
    assert not permissions.may(reader, CHANGE, tree["two"])
    assert run("end", "nguoi-doc", "secretariat")[0] == 2  # is held over the unit alone
    assert run("end", *asked)[0] == 0
    assert not permissions.may(reader, CHANGE, tree["office"])


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ("A1", "unit:"),
        ("planet:A1", "unit:"),
        ("unit:khong-co", "khong-co"),
        ("unit:party/A", "party/A"),
        ("programme:99-CTr/TU", "99-CTr/TU"),
    ],
)
def test_a_scope_that_is_none_is_refused(
    tree: dict[str, Unit], reader: User, scope: str, said: str
) -> None:
    status, output = run("give", "nguoi-doc", "secretariat", "--scope", scope)
    assert (status, said in output) == (2, True)
    assert not RoleAssignment.objects.filter(role="secretariat").exists()


def test_a_unit_of_two_hierarchies_is_asked_for(tree: dict[str, Unit], reader: User) -> None:
    one, today = tree["one"], timezone.localdate()
    move(OPERATOR, one, Hierarchy.PARTY, None, 1, today, reason="x", basis=BASIS)
    status, output = run("give", "nguoi-doc", "secretariat", "--scope", f"unit:{one.code}")
    assert (status, f"unit:party/{one.code}" in output) == (2, True)
    assert run("give", "nguoi-doc", "secretariat", "--scope", f"unit:party/{one.code}")[0] == 0
    scope = RoleAssignment.objects.get(role="secretariat").scope
    assert scope == scope_of(one, Hierarchy.PARTY)


def test_a_role_twice_at_a_time_is_refused_in_words(tree: dict[str, Unit], reader: User) -> None:
    until = timezone.localdate() + timedelta(days=3)
    status, output = run("give", "nguoi-doc", "reader", "--until", f"{until}")
    assert (status, "nguoi-doc" in output) == (2, True)
