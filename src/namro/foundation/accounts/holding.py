"""Which roles a person holds now, over what, and in whose place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from namro.foundation.accounts import scopes
from namro.foundation.accounts.models import User
from namro.foundation.accounts.scopes import Scope, ScopeKind


@dataclass(frozen=True, slots=True)
class Held:
    """One role that a person holds now.

    By delegation: `giver` is who gave it (their key), `within` what the giver holds it over.
    """

    assignment: int
    role: str
    scope: Scope
    giver: int | None = None
    form: str = ""
    within: Scope | None = None

    @property
    def holds(self) -> bool:
        """Whether it counts: a delegation reaches no further than its giver does today."""
        return self.within is None or scopes.contains(self.within, self.scope)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a token allows whoever acts by it: some of their roles (keys of role assignments)."""

    user: int
    token: int
    roles: frozenset[int]
    read_only: bool


# By which token this request acts; None: by none.
_limit: ContextVar[Limit | None] = ContextVar("limited_to", default=None)


@contextmanager
def limited_to(limit: Limit) -> Iterator[None]:
    """While this lasts, the person of a token holds no more than what it allows.

    All permissions are asked of what somebody holds, so none reaches further.
    """
    token = _limit.set(limit)
    try:
        with forgotten():
            yield
    finally:
        _limit.reset(token)


def limit_of(key: int | None) -> Limit | None:
    """The limit of the person who acts by a token now; None: there is none."""
    limit = _limit.get()
    return limit if limit is not None and limit.user == key else None


# The roles of those asked for while a page is shown, by their key; None: nothing is remembered.
_asked: ContextVar[dict[int, tuple[Held, ...]] | None] = ContextVar("roles_asked", default=None)


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


@contextmanager
def forgotten() -> Iterator[None]:
    """While this lasts, nothing of what was asked about roles before is remembered."""
    token = _asked.set(None)
    try:
        yield
    finally:
        _asked.reset(token)


def forget_roles() -> None:
    """What was asked about roles holds no longer: one was given or ended."""
    known = _asked.get()
    if known is not None:
        known.clear()


def held_by(user: User) -> tuple[Held, ...]:
    """The roles that `user` holds now, what is held in their own right first."""
    known = _asked.get()
    if known is not None and user.pk in known:
        return known[user.pk]
    rows = (
        user.role_assignments.valid()
        .order_by("pk")
        .values_list(
            *("pk", "role", "scope_kind", "scope_key", "field", "form"),
            *("delegated_from__user", "delegated_from__scope_kind"),
            *("delegated_from__scope_key", "delegated_from__field"),
        )
    )
    read = [_held(*row) for row in rows]
    limit = limit_of(user.pk)
    if limit is not None:
        read = [each for each in read if each.assignment in limit.roles]
    found = tuple(sorted((each for each in read if each.holds), key=lambda each: bool(each.giver)))
    if known is not None:
        known[user.pk] = found
    return found


def roles_of(user: User) -> frozenset[str]:
    """The names of the roles that `user` holds now, over whatever."""
    return frozenset(each.role for each in held_by(user))


def _held(
    pk: int,
    role: str,
    kind: str,
    key: str,
    field: str,
    form: str,
    giver: int | None,
    giver_kind: str | None,
    giver_key: str | None,
    giver_field: str | None,
) -> Held:
    scope = Scope(ScopeKind(kind), key, field)
    if giver is None or giver_kind is None:
        return Held(pk, role, scope)
    within = Scope(ScopeKind(giver_kind), giver_key or "", giver_field or "")
    return Held(pk, role, scope, giver, form, within)
