"""A hierarchy on one day, put in its protocol order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Protocol, TypeVar


class Placed(Protocol):
    """A unit at its place: its key, its parent's, and its order among its siblings."""

    @property
    def unit(self) -> Hashable: ...

    @property
    def parent(self) -> Hashable | None: ...

    @property
    def rank(self) -> tuple[int, str]: ...


P = TypeVar("P", bound=Placed)


def in_order(places: Iterable[P]) -> Iterator[tuple[int, P]]:
    """Each place with its depth (roots: 0), parents before children, siblings by protocol order.

    A place whose parent is not among `places` is a root. Each place comes once, even where parents
    stand in a circle (which actions refuse).
    """
    rows = sorted(places, key=lambda place: place.rank)
    known = {row.unit for row in rows}
    children: dict[Hashable, list[P]] = {}
    for row in rows:
        children.setdefault(row.parent if row.parent in known else None, []).append(row)
    done: set[Hashable] = set()
    waiting = [(0, row) for row in reversed(children.get(None, []))]
    left = iter(rows)
    while True:
        while waiting:
            depth, row = waiting.pop()
            if row.unit in done:
                continue
            done.add(row.unit)
            yield depth, row
            waiting += [(depth + 1, child) for child in reversed(children.get(row.unit, []))]
        start = next((row for row in left if row.unit not in done), None)
        if start is None:
            return
        waiting = [(0, start)]


def closes_circle(unit: Hashable, parent: Hashable, parents: Iterable[Hashable]) -> bool:
    """Whether putting `unit` under `parent`, whose ancestors are `parents`, closes a circle."""
    return unit == parent or unit in set(parents)
