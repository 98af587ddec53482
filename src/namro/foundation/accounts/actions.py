"""The verbs on people; those on their roles stand in `actions_roles`. Nothing else writes them."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.actions_people import close_account
from namro.foundation.accounts.actions_roles import end_role, give_role
from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Operator
from namro.foundation.accounts.permissions import MANAGE_USERS, require

__all__ = ["create_user", "deactivate_user", "end_role", "give_role", "set_password"]


def create_user(
    actor: User | Operator,
    username: str,
    password: str,
    *,
    reason: str,
    full_name: str = "",
    email: str = "",
    is_demo: bool = False,
) -> User:
    """Add a person who signs in with ``password``; roles are given separately.

    ``is_demo``: for trying the program out; refused where it is in real use.

    Raises:
        PermissionDenied: the actor may not.
        ValidationError: the name, address or password will not do.
    """
    require(actor, MANAGE_USERS)
    user = User(username=username, full_name=full_name, email=email, is_demo=is_demo)
    user.clean()
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic(), history.reason(actor, reason):
        user.full_clean()
        user.save()
    return user


def set_password(actor: User | Operator, user: User, password: str, *, reason: str) -> None:
    """Give ``user`` another password. Everybody may change their own.

    Raises:
        PermissionDenied, ValidationError: as for :func:`create_user`.
    """
    if actor.pk is None or actor.pk != user.pk:
        require(actor, MANAGE_USERS)
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic(), history.reason(actor, reason):
        user.save(update_fields=["password", "password_changed_at"])


def deactivate_user(actor: User | Operator, user: User, *, reason: str) -> None:
    """End a person's access, as :func:`.actions_people.close_account` does."""
    close_account(actor, user, reason=reason)
