"""What the pages of people offer, to whom; and who is refused before anything is looked up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from namro.foundation.accounts.actions import deactivate_user, set_password
from namro.foundation.accounts.actions_roles import give_role
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import MANAGE_USERS, require, table
from tests.roles import may_too

pytestmark = pytest.mark.django_db
OPERATOR = Operator("tests")
LIST = "/tai-khoan/nguoi-dung/"
SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("address", "offered", "to"),
    [
        (LIST, "/tai-khoan/nguoi/moi/", {"administrator"}),
        ("/tai-khoan/", "/tai-khoan/nguoi/moi/", {"administrator"}),
        (LIST + "{other}/", LIST + "{other}/giao-vai-tro/", {"administrator"}),
        (LIST + "{other}/", "/tai-khoan/nguoi/{other}/", {"administrator"}),
        (LIST + "{other}/", "/ket-thuc/", {"administrator"}),
        (LIST + "{own}/", "/uy-quyen/", {"secretariat", "auditor"}),
        (LIST + "{own}/", f'"{LIST}">', {"administrator", "secretariat", "auditor"}),
    ],
)
def test_a_page_offers_what_its_reader_may_do(
    make_user: Callable[..., User], signed_in: SignIn, address: str, offered: str, to: set[str]
) -> None:
    other = make_user("nguoi-khac", "leader")
    found = set()
    roles = {"administrator", "secretariat", "auditor", *({"reader"} if "own" in address else ())}
    for role in sorted(roles):
        user = make_user(role, role)
        keys = {"own": user.pk, "other": other.pk}
        answer = signed_in(user).get(address.format_map(keys))
        assert answer.status_code == 200
        main = answer.content.decode().partition("<main")[2]
        if offered.format_map(keys) in main:
            found.add(role)
    assert found == to


def test_a_role_to_come_is_not_yet_delegated(reader: User, signed_in: SignIn) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    coming = give_role(OPERATOR, reader, Role.LEADER, since=tomorrow, reason="x")
    client = signed_in(reader)
    assert "uy-quyen/" not in client.get(f"{LIST}{reader.pk}/").content.decode()
    for held in (coming, reader.role_assignments.get(role=Role.READER)):
        answer = client.get(f"/tai-khoan/vai-tro/{held.pk}/uy-quyen/")
        assert answer.status_code == 403


def test_erasing_is_offered_to_who_may_erase(
    make_user: Callable[..., User],
    reader: User,
    signed_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_too(monkeypatch, MANAGE_USERS, Role.AUDITOR)
    deactivate_user(OPERATOR, reader, reason="x")
    for role in ("administrator", "auditor"):
        page = signed_in(make_user(role, role)).get(f"/tai-khoan/nguoi/{reader.pk}/")
        assert page.status_code == 200
        assert ("/de-nghi-xoa/" in page.content.decode()) == (role == "administrator")


def test_only_who_manages_people_sets_anothers_password(reader: User, secretariat: User) -> None:
    before = reader.password
    with pytest.raises(PermissionDenied):
        set_password(secretariat, reader, "mot-mat-khau-khac-han", reason="x")
    reader.refresh_from_db()
    assert reader.password == before


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_who_is_not_signed_in_may_do_nothing(nobody: User | None) -> None:
    for permission in table():
        with pytest.raises(PermissionDenied):
            require(nobody, permission.action)
