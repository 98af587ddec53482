"""Who may do what: the register every room adds its actions to, and this room's own.

A room declares its actions in its ``permissions.py``::

    IMPORT = declare("programmes.import", _("Import a document"), Role.SECRETARIAT)
    READ = declare("programmes.read", _("Read"), *Role, needs=Needs.ANYWHERE)

and its actions ask ``require(actor, AMEND, programme)``. What is not declared is refused.
"""

from __future__ import annotations

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts import scopes
from namro.foundation.accounts.holding import (
    Held,
    forget_roles,
    held_by,
    roles_asked_once,
    roles_of,
)
from namro.foundation.accounts.models import Role, User
from namro.foundation.accounts.models_roles import DELEGABLE
from namro.foundation.accounts.operators import Actor, Operator
from namro.foundation.accounts.routes import PUBLIC, SIGNED_IN, Route, routes
from namro.foundation.accounts.scopes import ScopeKind

__all__ = ["forget_roles", "roles_asked_once", "roles_of"]


class Needs(Enum):
    """What a role must be held over for an action."""

    COVERING = _("over what it is done to")
    ANYWHERE = _("over anything; what is shown follows from the scope")
    EVERYWHERE = _("everywhere")

    @property
    def label(self) -> str | Promise:
        """The rule in words."""
        said: str | Promise = self.value
        return said


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the table of action × role, as an official can read it."""

    action: str
    label: str | Promise
    roles: frozenset[Role]
    needs: Needs = Needs.COVERING
    # Nobody does it in another's place.
    in_person: bool = False

    @property
    def room(self) -> str:
        """The room whose action it is."""
        return self.action.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a person may do an action to: everything, or what these keys cover."""

    everywhere: bool
    keys: dict[ScopeKind, frozenset[str]]

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.keys)

    def of(self, kind: ScopeKind) -> frozenset[str]:
        """The keys of one kind."""
        return self.keys.get(kind, frozenset())


NOWHERE = Reach(False, {})
_register: dict[str, Permission] = {}
# By which delegation the last action of a person was permitted, by their key.
_by: ContextVar[dict[int, Held] | None] = ContextVar("acting_by", default=None)


def declare(
    action: str,
    label: str | Promise,
    *roles: Role,
    needs: Needs = Needs.COVERING,
    in_person: bool = False,
) -> str:
    """Add an action to the register and say which roles may do it.

    Args:
        action: its name, ``<room>.<verb>``.
        label: what it is called in the interface.
        roles: who may do it; with none, only the operator may.
        needs: what the role must be held over.
        in_person: whether it cannot be done by delegation.

    Returns:
        ``action``, to keep in a constant.

    Raises:
        ValueError: the action is declared already.
    """
    if action in _register:
        raise ValueError(f"{action} is declared twice.")

    @rules.predicate(action)
    def permitted(user: Any, target: Any = None) -> bool:
        return _right(user, _register[action], target) is not None

    rules.add_perm(action, permitted)
    _register[action] = Permission(action, label, frozenset(roles), needs, in_person)
    return action


def table() -> list[Permission]:
    """The table of action × role, by action."""
    return [_register[action] for action in sorted(_register)]


def holdings(actor: Actor | None, action: str) -> list[Held]:
    """The roles a person holds that permit `action` to something; their own come first."""
    permission = _register.get(action)
    if permission is None or not isinstance(actor, User) or not actor.is_active:
        return []
    return [
        each
        for each in held_by(actor)
        if each.role in permission.roles
        and not (permission.in_person and each.giver)
        and (permission.needs is not Needs.EVERYWHERE or each.scope.kind is ScopeKind.EVERYWHERE)
    ]


def reach(actor: Actor | None, action: str) -> Reach:
    """What `actor` may do `action` to, for a query to filter by."""
    if action not in _register:
        return NOWHERE
    if isinstance(actor, Operator):
        return Reach(True, {})
    held = [each.scope for each in holdings(actor, action)]
    keys = {kind: frozenset(each.key for each in held if each.kind is kind) for kind in ScopeKind}
    everywhere = bool(keys.pop(ScopeKind.EVERYWHERE))
    return Reach(everywhere, {kind: found for kind, found in keys.items() if found})


def may(actor: Actor | None, action: str, target: object = None) -> bool:
    """Whether `actor` may do `action` to `target`. Unknown actions: nobody may.

    Without a target, an action that must be covered is asked for everything: the role must be
    held everywhere.

    Raises:
        ValueError: a target for an action that is done to none; what is seen is then asked of
            ``visible_to``.
    """
    if action not in _register:
        return False
    if isinstance(actor, Operator):
        return True
    return bool(rules.has_perm(action, actor, target))


def may_somewhere(actor: Actor | None, action: str) -> bool:
    """Whether there is anything that `actor` may do `action` to: for pages that list it."""
    return bool(reach(actor, action))


def require(actor: Actor | None, action: str, target: object = None) -> None:
    """Refuse unless `actor` may do `action` to `target`.

    Raises:
        PermissionDenied: with a sentence naming the action.
    """
    if not isinstance(actor, User):
        if not may(actor, action, target):
            raise _refused(action)
        return
    permission = _register.get(action)
    by = _right(actor, permission, target) if permission is not None else None
    if by is None:
        raise _refused(action)
    _remember(actor.pk, by if by.giver else None)


def require_all(actor: Actor | None, action: str, targets: Collection[object]) -> None:
    """Refuse unless `actor` may do `action` to each of `targets`; to everything, if there is none.

    Raises:
        PermissionDenied: with a sentence naming the action.
    """
    for target in targets or (None,):
        require(actor, action, target)


def require_somewhere(actor: Actor | None, action: str) -> None:
    """Refuse unless there is something that `actor` may do `action` to.

    Raises:
        PermissionDenied: with a sentence naming the action.
    """
    if not may_somewhere(actor, action):
        raise _refused(action)


def acting_for(actor: Actor | None, action: str, target: object = None) -> frozenset[int]:
    """In whose place (keys of people) a person may do this: nobody's, if in their own right."""
    permission = _register.get(action)
    if permission is None or not isinstance(actor, User):
        return frozenset()
    able = [each for each in holdings(actor, action) if _suffices(permission, each, target)]
    if any(each.giver is None for each in able):
        return frozenset()
    return frozenset(each.giver for each in able if each.giver is not None)


def acted_by(actor_key: int | None) -> Held | None:
    """The delegation by which the last action of this person was permitted, for the history."""
    return (_by.get() or {}).get(actor_key) if actor_key is not None else None


def forget_acting() -> None:
    """Another request begins."""
    _by.set(None)


def _remember(key: int, held: Held | None) -> None:
    known = dict(_by.get() or {})
    known.pop(key, None)
    if held is not None:
        known[key] = held
    _by.set(known)


def _right(user: object, permission: Permission, target: object) -> Held | None:
    """The role by which a person may do something, their own rather than another's; None: none."""
    if not isinstance(user, User):
        return None
    held = holdings(user, permission.action)
    return next((each for each in held if _suffices(permission, each, target)), None)


def _suffices(permission: Permission, held: Held, target: object) -> bool:
    if permission.needs is Needs.COVERING:
        return scopes.covers(held.scope, target)
    if target is not None:
        raise ValueError(f"{permission.action} is done to nothing in particular.")
    return permission.needs is Needs.ANYWHERE or held.scope.kind is ScopeKind.EVERYWHERE


def _refused(action: str) -> PermissionDenied:
    permission = _register.get(action)
    label = str(permission.label) if permission else action
    return PermissionDenied(_("You may not do this: %(action)s.") % {"action": label})


MANAGE_USERS = declare(
    "accounts.manage_users",
    _("Add people and close their accounts"),
    Role.ADMINISTRATOR,
    needs=Needs.EVERYWHERE,
    in_person=True,
)
ERASE_PEOPLE = declare(
    "accounts.erase_people",
    _("Erase a person's data"),
    Role.ADMINISTRATOR,
    needs=Needs.EVERYWHERE,
    in_person=True,
)
GIVE_ROLES = declare(
    "accounts.give_roles",
    _("Give roles to others and end them, no wider than one's own scope"),
    Role.ADMINISTRATOR,
    in_person=True,
)
SEE_PEOPLE = declare(
    "accounts.see_people",
    _("See people and the roles they hold"),
    *(Role.ADMINISTRATOR, Role.AUDITOR, Role.SECRETARIAT),
    needs=Needs.ANYWHERE,
)
DELEGATE = declare(
    "accounts.delegate",
    _("Let another person act in one's place for a time"),
    *DELEGABLE,
    needs=Needs.ANYWHERE,
    in_person=True,
)
MAKE_TOKENS = declare(
    "accounts.make_tokens",
    _("Make access tokens, by which programs act in one's own name"),
    *Role,
    needs=Needs.ANYWHERE,
    in_person=True,
)
SEE_PERMISSIONS = declare(
    "accounts.see_permissions", _("See who may do what"), *Role, needs=Needs.ANYWHERE
)

routes(
    "",
    {
        **dict.fromkeys(("health", "set-language"), Route(PUBLIC)),
        **dict.fromkeys(("account_login", "account_logout"), Route(PUBLIC)),
        **dict.fromkeys(("mfa_authenticate", "mfa_login_webauthn"), Route(PUBLIC)),
        **dict.fromkeys(("openid_connect_login", "openid_connect_callback"), Route(PUBLIC)),
        **dict.fromkeys(
            (
                *("home", "account_change_password", "account_reauthenticate", "usersessions_list"),
                *("mfa_index", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
                *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_list_webauthn"),
                *("mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
                *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
                "mfa_download_recovery_codes",
            ),
            Route(SIGNED_IN),
        ),
    },
)
routes(
    "accounts",
    {
        "mine": Route(SIGNED_IN),
        "mine-file": Route(SIGNED_IN),
        "tokens": Route(SIGNED_IN),
        "make-token": Route(MAKE_TOKENS),
        "end-token": Route(SIGNED_IN),
        "who-may": Route(SEE_PERMISSIONS),
        "invitation": Route(PUBLIC),
        "invite": Route(MANAGE_USERS),
        "account": Route(MANAGE_USERS),
        "change": Route(MANAGE_USERS),
        "people": Route(SEE_PEOPLE),
        "people-file": Route(SEE_PEOPLE),
        "person": Route(SEE_PEOPLE),
        "give-role": Route(GIVE_ROLES, somewhere=True, write=GIVE_ROLES, write_of="unit"),
        "end-role": Route(GIVE_ROLES, of="role"),
        "delegate": Route(DELEGATE, of="own role"),
    },
)
