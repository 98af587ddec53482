"""Saying who changes something, and why."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

import pghistory
from pghistory import runtime


class Actor(Protocol):
    """Whoever acts: a signed-in user, or the operator at the command line (``pk`` None)."""

    @property
    def pk(self) -> int | None: ...

    def get_username(self) -> str: ...


_more: list[Callable[[Actor], Mapping[str, object]]] = []


def also_record(said: Callable[[Actor], Mapping[str, object]]) -> None:
    """Let a room say more of who acts: what it gives is recorded beside who and why."""
    _more.append(said)


@contextmanager
def reason(actor: Actor, why: str) -> Iterator[None]:
    """Record ``actor`` and ``why`` with every change made inside the block.

    Each block is a context of its own, which keeps what is said around it (the page): a second
    reason within one request does not write over the first, and a context that was recorded never
    changes, so that it can be sealed.

    Raises:
        ValueError: ``why`` is empty: a change without a reason is not recorded, it is refused.
    """
    why = why.strip()
    if not why:
        raise ValueError("A change needs a reason.")
    said: dict[str, object] = {"user": actor.pk, "who": actor.get_username(), "why": why}
    for more in _more:
        said.update(more(actor))
    outer = getattr(runtime._tracker, "value", None)
    if outer is None:
        with pghistory.context(**said):
            yield
        return
    runtime._tracker.value = runtime.Context(uuid.uuid4(), {**outer.metadata, **said})
    try:
        yield
    finally:
        runtime._tracker.value = outer
