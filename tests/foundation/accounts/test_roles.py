"""Roles: who may do what, and when."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from namro.foundation.accounts import actions, permissions
from namro.foundation.accounts.middleware import ask_roles_once
from namro.foundation.accounts.models import Role, RoleAssignment, User
from namro.foundation.accounts.operators import Operator

pytestmark = pytest.mark.django_db


def test_administrators_manage_people_and_nobody_else_does(
    administrator: User, secretariat: User, reader: User
) -> None:
    assert permissions.may(administrator, permissions.MANAGE_USERS)
    assert not permissions.may(secretariat, permissions.MANAGE_USERS)
    assert not permissions.may(reader, permissions.MANAGE_USERS)
    with pytest.raises(PermissionDenied):
        actions.create_user(reader, "ai-do", "mot-mat-khau-khac", reason="x")
    assert not User.objects.filter(username="ai-do").exists()


def test_unknown_action_is_refused_to_everybody(secretariat: User) -> None:
    assert not permissions.may(secretariat, "accounts.no_such_action")
    assert not permissions.may(Operator("root"), "accounts.no_such_action")
    assert not permissions.may(None, permissions.MANAGE_USERS)


def test_a_superuser_flag_gives_nothing(make_user: Callable[..., User]) -> None:
    user = make_user("co-hieu")
    user.is_superuser = True
    user.save()
    assert not permissions.may(user, permissions.MANAGE_USERS)


def test_role_holds_only_in_its_time(make_user: Callable[..., User]) -> None:
    user = make_user("co-ky-han")
    now = timezone.now()
    RoleAssignment.objects.create(user=user, role=Role.READER, valid_from=now + timedelta(days=1))
    assert not permissions.may(user, permissions.SEE_PERMISSIONS)
    RoleAssignment.objects.all().update(valid_from=now - timedelta(days=2))
    assert permissions.may(user, permissions.SEE_PERMISSIONS)
    RoleAssignment.objects.all().update(valid_to=now - timedelta(days=1))
    assert not permissions.may(user, permissions.SEE_PERMISSIONS)


def test_closed_account_may_do_nothing(secretariat: User) -> None:
    actions.deactivate_user(Operator("tests"), secretariat, reason="nghỉ hưu")
    assert not permissions.may(secretariat, permissions.SEE_PERMISSIONS)


def test_giving_twice_gives_one_and_ending_keeps_the_record(reader: User) -> None:
    operator = Operator("tests")
    actions.give_role(operator, reader, Role.READER, reason="again")
    assert RoleAssignment.objects.filter(user=reader).count() == 1
    assert actions.end_role(operator, reader, Role.READER, reason="done")
    assert not actions.end_role(operator, reader, Role.READER, reason="done")
    assert RoleAssignment.objects.filter(user=reader, valid_to__isnull=False).count() == 1


def test_the_database_refuses_a_role_that_ends_before_it_begins(reader: User) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(
            user=reader,
            role=Role.SECRETARIAT,
            valid_from=now,
            valid_to=now - timedelta(seconds=1),
        )


@pytest.mark.parametrize("username", ["a b", "a@b.vn", "", "x" * 151])
def test_bad_user_names_are_refused(username: str) -> None:
    with pytest.raises(ValidationError):
        actions.create_user(Operator("tests"), username, "mot-mat-khau-khac", reason="x")


def test_names_and_addresses_differ_by_more_than_case(make_user: Callable[..., User]) -> None:
    make_user("Lan")
    with pytest.raises(ValidationError):
        make_user("lan")
    operator = Operator("tests")
    actions.create_user(operator, "mai", "mot-mat-khau-khac", email="Mai@a.vn", reason="x")
    with pytest.raises(ValidationError):
        actions.create_user(operator, "mai2", "mot-mat-khau-khac", email="mai@A.VN", reason="x")


def test_weak_password_is_refused() -> None:
    with pytest.raises(ValidationError):
        actions.create_user(Operator("tests"), "binh", "12345678", reason="x")


def test_a_page_asks_once_for_the_roles_of_each_person(
    administrator: User, reader: User, django_assert_num_queries: Any
) -> None:
    with permissions.roles_asked_once(), django_assert_num_queries(2):
        for _ in range(3):
            assert permissions.may(administrator, permissions.MANAGE_USERS)
            assert permissions.may(administrator, permissions.SEE_PERMISSIONS)
            assert not permissions.may(reader, permissions.MANAGE_USERS)
    with django_assert_num_queries(1):  # nothing of it stays
        assert permissions.may(administrator, permissions.MANAGE_USERS)


def test_what_was_asked_once_is_forgotten_when_a_role_is_given_or_ended(
    make_user: Callable[..., User],
) -> None:
    user, operator = make_user("moi-den"), Operator("tests")
    with permissions.roles_asked_once():
        assert not permissions.may(user, permissions.SEE_PERMISSIONS)
        actions.give_role(operator, user, Role.READER, reason="came")
        assert permissions.may(user, permissions.SEE_PERMISSIONS)
        actions.end_role(operator, user, Role.READER, reason="left")
        assert not permissions.may(user, permissions.SEE_PERMISSIONS)


def test_the_next_request_knows_of_a_role_that_began_or_ended(
    reader: User, signed_in: Callable[[User], Client]
) -> None:
    client, address = signed_in(reader), reverse("accounts:who-may")
    assert client.get(address).status_code == 200
    # As another process would write it: nothing in this one is told.
    RoleAssignment.objects.update(valid_to=timezone.now())
    assert client.get(address).status_code == 403
    RoleAssignment.objects.update(valid_to=None)
    assert client.get(address).status_code == 200


def test_a_closed_account_is_closed_within_the_page(reader: User) -> None:
    with permissions.roles_asked_once():
        assert permissions.may(reader, permissions.SEE_PERMISSIONS)
        actions.deactivate_user(Operator("tests"), reader, reason="left")
        assert not permissions.may(reader, permissions.SEE_PERMISSIONS)


@pytest.mark.parametrize(("method", "asked"), [("GET", 1), ("HEAD", 1), ("POST", 3)])
def test_only_what_shows_asks_once(
    method: str, asked: int, reader: User, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        for _ in range(3):
            assert permissions.may(reader, permissions.SEE_PERMISSIONS)
        return HttpResponse()

    with django_assert_num_queries(asked):
        ask_roles_once(view)(rf.generic(method, "/"))


def test_an_operator_cannot_pass_for_another_account(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever asks would approve as somebody else: LOGNAME=khac namro level-approve …
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "khac")
    assert Operator.here().name == pwd.getpwuid(os.getuid()).pw_name
