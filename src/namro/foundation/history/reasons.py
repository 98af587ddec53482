"""Saying who changes something, and why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import pghistory


class Actor(Protocol):
    """Whoever acts: a signed-in user, or the operator at the command line (``pk`` None)."""

    @property
    def pk(self) -> int | None: ...

    def get_username(self) -> str: ...


@contextmanager
def reason(actor: Actor, why: str) -> Iterator[None]:
    """Record ``actor`` and ``why`` with every change made inside the block.

    Raises:
        ValueError: ``why`` is empty: a change without a reason is not recorded, it is refused.
    """
    why = why.strip()
    if not why:
        raise ValueError("A change needs a reason.")
    with pghistory.context(user=actor.pk, who=actor.get_username(), why=why):
        yield
