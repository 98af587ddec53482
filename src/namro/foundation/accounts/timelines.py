"""How changes of people and roles are told, and to whom: who manages people, and each their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import ApiToken, Role, RoleAssignment, User
from namro.foundation.accounts.models_invitations import Invitation
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import MANAGE_USERS, may
from namro.foundation.history.permissions import SEE_REGISTER
from namro.foundation.history.registering import Rows, Values, register, rows


def _sees_all(actor: Actor) -> bool:
    return may(actor, MANAGE_USERS) or may(actor, SEE_REGISTER)


def _people(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries if _sees_all(actor) else entries.filter(pgh_obj_id=actor.pk or 0)


def _roles(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries if _sees_all(actor) else entries.filter(user_id=actor.pk or 0)


def _role(values: Values) -> str:
    role = values["role"]
    return str(Role(role).label) if role in Role.values else str(role)


def _names(keys: set[Any]) -> dict[Any, str]:
    return {each.pk: each.get_full_name() for each in User.objects.filter(pk__in=keys)}


def _of_person(key: Any) -> list[Rows]:
    return [
        rows(RoleAssignment, user_id=key),
        rows(Invitation, user_id=key),
        rows(ApiToken, user_id=key),
    ]


register(
    User,
    kind="nguoi-dung",
    label=_("person"),
    visible=_people,
    name=lambda values: values["username"],
    names=_names,
    parts=_of_person,
)
register(
    RoleAssignment,
    kind="vai-tro",
    label=_("role of a person"),
    visible=_roles,
    name=_role,
)
register(
    Invitation,
    kind="loi-moi",
    label=_("invitation"),
    visible=_roles,
    name=lambda _values: "",
    page=False,
)
register(
    ApiToken,
    kind="ma-truy-cap",
    label=_("access token"),
    visible=_roles,
    name=lambda values: values["name"],
    page=False,
)
