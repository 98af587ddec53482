"""What a role is held over: everywhere, or one thing that some room knows.

A room says, in its ``scoping.py``, what a scope of its kind covers::

    scopes.register(scopes.Provider(ScopeKind.UNIT, covers=…, contains=…, …))

This room knows kinds and keys only. A kind that no room has registered covers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from namro.foundation.accounts.operators import Actor


class ScopeKind(models.TextChoices):
    """The kinds of things a role can be held over."""

    EVERYWHERE = "everywhere", _("everywhere")
    UNIT = "unit", _("a unit and what is below it")
    PROGRAMME = "programme", _("a programme")
    ROUND = "round", _("a round of assessment")
    INSPECTION = "inspection", _("an inspection")


@dataclass(frozen=True, slots=True)
class Scope:
    """A kind, and which one of that kind; `field`: the part of it that a member looks after."""

    kind: ScopeKind
    key: str = ""
    field: str = ""


EVERYWHERE = Scope(ScopeKind.EVERYWHERE)


@dataclass(frozen=True, slots=True)
class Provider:
    """What a room knows of the scopes of one kind."""

    kind: ScopeKind
    # Whether the scope of this key covers an object; of objects it does not know it says no.
    covers: Callable[[str, object], bool]
    # Whether all that the second key covers is covered by the first.
    contains: Callable[[str, str], bool]
    # The room's own rows that any of these keys covers.
    rows: Callable[[Collection[str]], Q]
    # What the scope is called, for somebody to read who may not be allowed to know.
    label: Callable[[str, Actor | None], str]
    # Whether there is such a thing.
    known: Callable[[str], bool]
    # Those that somebody may choose from, whose names hold the words: key and name.
    choices: Callable[[Actor | None, str], list[tuple[str, str]]]
    # The keys of those that are written so in documents: by code, by number.
    written: Callable[[str], list[str]]


_providers: dict[ScopeKind, Provider] = {}


def register(provider: Provider) -> None:
    """Let a kind of scope be given.

    Raises:
        ValueError: another room has registered it.
    """
    if provider.kind in _providers:
        raise ValueError(f"{provider.kind} is registered twice.")
    _providers[provider.kind] = provider


def provider(kind: ScopeKind) -> Provider | None:
    """The provider of a kind, where a room has registered one."""
    return _providers.get(kind)


def kinds() -> list[ScopeKind]:
    """The kinds that can be given here."""
    return [kind for kind in ScopeKind if kind is ScopeKind.EVERYWHERE or kind in _providers]


def covers(scope: Scope, target: object) -> bool:
    """Whether `scope` covers `target`: an object, another scope, or everything (None)."""
    if isinstance(target, Scope):
        return contains(scope, target)
    if scope.kind is ScopeKind.EVERYWHERE:
        return True
    known = _providers.get(scope.kind)
    return known is not None and target is not None and known.covers(scope.key, target)


def contains(outer: Scope, inner: Scope) -> bool:
    """Whether all that `inner` covers is covered by `outer`."""
    if outer.kind is ScopeKind.EVERYWHERE or outer == inner:
        return True
    if outer.kind is not inner.kind or outer.field:
        return False
    known = _providers.get(outer.kind)
    return known is not None and known.contains(outer.key, inner.key)


def exists(scope: Scope) -> bool:
    """Whether there is what `scope` names."""
    if scope.kind is ScopeKind.EVERYWHERE:
        return not scope.key and not scope.field
    if scope.field and scope.kind is not ScopeKind.PROGRAMME:
        return False
    known = _providers.get(scope.kind)
    return known is not None and known.known(scope.key)


def label(scope: Scope, viewer: Actor | None) -> str:
    """What a scope is called, for `viewer` to read."""
    if scope.kind is ScopeKind.EVERYWHERE:
        return str(scope.kind.label)
    known = _providers.get(scope.kind)
    name = known.label(scope.key, viewer) if known is not None else f"{scope.kind} {scope.key}"
    if not scope.field:
        return name
    return _now("%(programme)s, field: %(field)s") % {"programme": name, "field": scope.field}
