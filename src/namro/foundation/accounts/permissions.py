"""Who may do what: the register every room adds its actions to, and this room's own.

A room declares its actions in its ``permissions.py``::

    IMPORT = declare("programmes.import", _("Import a document"), Role.SECRETARIAT)
    READ = declare("programmes.read", _("Read programmes"), Role.SECRETARIAT, Role.READER)

and its actions ask ``require(actor, IMPORT)``. What is not declared is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.operators import Actor, Operator


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the table of action × role, as an official can read it."""

    action: str
    label: str | Promise
    roles: frozenset[Role]


_register: dict[str, Permission] = {}


def has_role(*roles: Role) -> Callable[[Any, Any], bool]:
    """A predicate of package ``rules``: the user is active and holds one of ``roles`` today."""
    names = sorted(role.value for role in roles)

    @rules.predicate(f"has_role:{','.join(names)}")
    def holds(user: Any, _target: Any = None) -> bool:
        if not isinstance(user, User) or not user.is_active:
            return False
        return bool(user.role_assignments.valid().filter(role__in=names).exists())

    predicate: Callable[[Any, Any], bool] = holds
    return predicate


def declare(
    action: str,
    label: str | Promise,
    *roles: Role,
    when: Callable[[Any, Any], bool] | None = None,
) -> str:
    """Add an action to the register and say which roles may do it.

    Args:
        action: its name, ``<room>.<verb>``.
        label: what it is called in the interface.
        roles: who may do it; with none, only the operator may.
        when: a further predicate on (user, object) that must hold too.

    Returns:
        ``action``, to keep in a constant.

    Raises:
        ValueError: the action is declared already.
    """
    if action in _register:
        raise ValueError(f"{action} is declared twice.")
    predicate: Any = has_role(*roles)
    if when is not None:
        predicate = predicate & when
    rules.add_perm(action, predicate)
    _register[action] = Permission(action, label, frozenset(roles))
    return action


def table() -> list[Permission]:
    """The table of action × role, by action."""
    return [_register[action] for action in sorted(_register)]


def may(actor: Actor | None, action: str, target: object = None) -> bool:
    """Whether ``actor`` may do ``action`` (to ``target``). Unknown actions: nobody may."""
    if action not in _register:
        return False
    if isinstance(actor, Operator):
        return True
    return bool(rules.has_perm(action, actor, target))


def require(actor: Actor | None, action: str, target: object = None) -> None:
    """Refuse unless ``actor`` may do ``action``.

    Raises:
        PermissionDenied: with a sentence naming the action.
    """
    if not may(actor, action, target):
        permission = _register.get(action)
        label = str(permission.label) if permission else action
        raise PermissionDenied(_("You may not do this: %(action)s.") % {"action": label})


MANAGE_USERS = declare("accounts.manage_users", _("Add people and give roles"), Role.SECRETARIAT)
SEE_PERMISSIONS = declare(
    "accounts.see_permissions", _("See who may do what"), Role.SECRETARIAT, Role.READER
)
