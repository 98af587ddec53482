"""Who may do what: the register every room adds its actions to, and this room's own.

A room declares its actions in its ``permissions.py``::

    IMPORT = declare("programmes.import", _("Import a document"), Role.SECRETARIAT)
    READ = declare("programmes.read", _("Read programmes"), Role.SECRETARIAT, Role.READER)

and its actions ask ``require(actor, IMPORT)``. What is not declared is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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

# The roles of those asked for while a page is shown, by their key; None: nothing is remembered.
_asked: ContextVar[dict[int, frozenset[str]] | None] = ContextVar("roles_asked", default=None)


@contextmanager
def roles_asked_once() -> Iterator[None]:
    """While this lasts, the database is asked once for a person's roles and not for every action.

    A page asks five times (its view, its rows, its navigation) and shows one moment anyway. Only
    for what shows: whoever writes asks anew each time. Nothing outlasts the block, and no other
    thread sees it.
    """
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def forget_roles() -> None:
    """What was asked about roles holds no longer: one was given or ended."""
    known = _asked.get()
    if known is not None:
        known.clear()


def roles_of(user: User) -> frozenset[str]:
    """The roles that ``user`` holds now."""
    known = _asked.get()
    if known is not None and user.pk in known:
        return known[user.pk]
    held = user.role_assignments.valid().order_by().values_list("role", flat=True)
    found: frozenset[str] = frozenset(held)
    if known is not None:
        known[user.pk] = found
    return found


def has_role(*roles: Role) -> Callable[[Any, Any], bool]:
    """A predicate of package ``rules``: the user is active and holds one of ``roles`` today."""
    names = frozenset(role.value for role in roles)

    @rules.predicate(f"has_role:{','.join(sorted(names))}")
    def holds(user: Any, _target: Any = None) -> bool:
        if not isinstance(user, User) or not user.is_active:
            return False
        return not names.isdisjoint(roles_of(user))

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
    "accounts.see_permissions",
    _("See who may do what"),
    *(Role.SECRETARIAT, Role.READER, Role.APPROVER),
)
