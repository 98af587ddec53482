"""How changes of people and roles are told, and to whom: who manages people, and each their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role, RoleAssignment, User
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import MANAGE_USERS, may
from namro.foundation.history.registering import Rows, Values, register, rows


def _people(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries if may(actor, MANAGE_USERS) else entries.filter(pgh_obj_id=actor.pk or 0)


def _roles(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries if may(actor, MANAGE_USERS) else entries.filter(user_id=actor.pk or 0)


def _role(values: Values) -> str:
    role = values["role"]
    return str(Role(role).label) if role in Role.values else str(role)


def _of_person(key: Any) -> list[Rows]:
    return [rows(RoleAssignment, user_id=key)]


register(
    User,
    kind="nguoi-dung",
    label=_("person"),
    visible=_people,
    name=lambda values: values["full_name"] or values["username"],
    parts=_of_person,
)
register(
    RoleAssignment,
    kind="vai-tro",
    label=_("role of a person"),
    visible=_roles,
    name=_role,
)
