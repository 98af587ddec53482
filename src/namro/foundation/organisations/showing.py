"""What other rooms show on a unit's page: each registers how it finds it, so that this room need
not know them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from namro.foundation.accounts.operators import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing: where it leads to, what it is called, and a word beside it."""

    address: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a unit's page, with what to say where it is empty."""

    heading: str | Promise
    rows: Sequence[Shown]
    empty: str | Promise


# (who asks, the unit's key, the day) → a section; only what that person may see.
Provider = Callable[[Actor, int, dt.date], Section]

_providers: dict[str, Provider] = {}


def show_on_unit(name: str, provider: Provider) -> None:
    """Let `provider` add a section to the page of a unit.

    Raises:
        ValueError: the name is registered already.
    """
    if name in _providers:
        raise ValueError(f"{name} is registered twice.")
    _providers[name] = provider


def sections(actor: Actor, unit: int, day: dt.date) -> list[Section]:
    """All sections for a unit's page, in the order in which rooms registered them."""
    return [provider(actor, unit, day) for provider in _providers.values()]
