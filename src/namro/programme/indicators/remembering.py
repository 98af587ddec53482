"""Results of pure functions remembered within a process, by all that they were made of.

A key holds every argument by value (or by a hash of the rows that it would be read from), so there
is nothing to invalidate: what changed is asked for by another key. What is remembered is never
changed, and is given to whoever asks with the same arguments; who may see them is asked before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from operator import itemgetter
from threading import Lock, RLock
from typing import Any, Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

V = TypeVar("V")


class _Key:
    """A key whose hash is computed once: hundreds of values are in it, and a tuple computes its
    hash each time that it is looked for."""

    __slots__ = ("_hash", "values")

    def __init__(self, values: Hashable) -> None:
        self.values = values
        self._hash = hash(values)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.values == other.values


class Remembered(Generic[V]):
    """The latest results of one function; those not asked for longest are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        # With the key that stands there: the same object is found without comparing its values.
        self._found: OrderedDict[_Key, tuple[_Key, V]] = OrderedDict()
        self._lock = Lock()
        #: Held by who makes something, so that others wait for it instead of making the same.
        self.making = RLock()

    def get(self, key: Hashable) -> V | None:
        """What was made of it before; None: it must be made."""
        return self._get(_Key(key))

    def _get(self, key: _Key) -> V | None:
        with self._lock:
            found = self._found.get(key)
            if found is None:
                return None
            there, value = found
            self._found.move_to_end(there)
            return value

    def keep(self, key: Hashable, value: V) -> V:
        """Remember a result."""
        return self._keep(_Key(key), value)

    def _keep(self, key: _Key, value: V) -> V:
        with self._lock:
            self._found.pop(key, None)
            self._found[key] = (key, value)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return value

    def made(self, key: Hashable, make: Callable[[], V]) -> V:
        """What was made of it before, or is made now."""
        hashed = _Key(key)
        found = self._get(hashed)
        if found is not None:
            return found
        with self.making:
            found = self._get(hashed)
            return self._keep(hashed, make()) if found is None else found

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._found.clear()


def values_of(row: models.Model) -> tuple[Any, ...]:
    """All that a row of the database says, as one hashable value.

    Raises:
        KeyError: a column of it was not read.
    """
    plain, made = _columns(type(row))
    said = row.__dict__
    return (type(row), plain(said), *(_hashable(said[name]) for name in made))


@lru_cache
def _columns(model: type[models.Model]) -> tuple[Callable[[dict[str, Any]], Any], tuple[str, ...]]:
    """What gives the plain columns of a row, and the names of those that hold lists."""
    fields = model._meta.concrete_fields
    made = [each for each in fields if isinstance(each, (ArrayField, models.JSONField))]
    plain = [each.attname for each in fields if each not in made]
    return itemgetter(*plain), tuple(each.attname for each in made)


def _hashable(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_hashable(each) for each in value)
    if isinstance(value, dict):
        return tuple((key, _hashable(each)) for key, each in value.items())
    return value
