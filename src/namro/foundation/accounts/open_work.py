"""What is open in a person's name, so that nothing is left lying when they leave.

A room registers its kinds, from its ``apps.py`` once all models stand::

    register(Kind("programmes.review", _("Documents under review"), of=…, hand_over=…))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of work: its key within its kind, what it is called, where it is shown."""

    key: int
    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """Work of one kind."""

    name: str
    label: str | Promise
    #: What of it is open in the person's name, told to a viewer who may not be allowed to know
    #: what it is called.
    of: Callable[[User, Actor], list[Item]]
    #: Hands all of it over, inside the caller's transaction and reason; returns how many pieces.
    #: None: it stays as it is, and others finish it.
    hand_over: Callable[[Any, User, User], int] | None = None
    #: Whether somebody may be given work of this kind.
    may_take: Callable[[User], bool] = lambda _user: True


_register: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind of work.

    Raises:
        ValueError: it is registered already.
    """
    if kind.name in _register:
        raise ValueError(f"{kind.name} is registered twice.")
    _register[kind.name] = kind


def of(user: User, viewer: Actor) -> list[tuple[Kind, list[Item]]]:
    """What is open in the person's name, by kind, as `viewer` may read it; kinds of which nothing
    is open are left out."""
    return [(kind, items) for kind in _register.values() if (items := kind.of(user, viewer))]
