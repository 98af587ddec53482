"""Roles: who may do what, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from namro.foundation.accounts import actions, permissions
from namro.foundation.accounts.models import Role, RoleAssignment, User
from namro.foundation.accounts.operators import Operator

pytestmark = pytest.mark.django_db


def test_secretariat_manages_people_and_reader_does_not(secretariat: User, reader: User) -> None:
    assert permissions.may(secretariat, permissions.MANAGE_USERS)
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
