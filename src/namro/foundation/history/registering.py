"""The register of what has a time line: each room says how entries of its models are told.

A room registers in its ``timelines.py``, which its ``apps.py`` imports once all models stand::

    register(
        Programme,
        kind="chuong-trinh",
        label=_("Programme"),
        visible=lambda actor, entries: entries.filter(pgh_obj__in=Programme.objects.visible_to(…)),
        name=lambda values: values["number"],
    )

So the history imports no room above it. A model that nobody registered is shown on no page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from namro.foundation.accounts.operators import Actor

Values: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one tracked model, those that are gone included: the entries that say so of them."""

    model: type[models.Model]
    where: tuple[tuple[str, Any], ...]
    #: Of these rows only those of these keys.
    keys: frozenset[Any] | None = None
    #: Not this one, which is asked for by itself.
    but: Any = None

    def only(self, keys: Iterable[Any]) -> Rows:
        """Those of them that an action is about."""
        return Rows(self.model, self.where, frozenset(keys))

    def other_than(self, key: Any) -> Rows:
        """Those of them that are not the row of this key."""
        return Rows(self.model, self.where, self.keys, key)

    def entries(self) -> QuerySet[Any]:
        """Their entries."""
        found = entries_of(self.model).filter(**dict(self.where))
        if self.but is not None:
            found = found.exclude(pgh_obj_id=self.but)
        return found if self.keys is None else found.filter(pgh_obj_id__in=self.keys)


def rows(model: type[models.Model], **where: Any) -> Rows:
    """Rows of a tracked model by values of theirs, as the history recorded them."""
    return Rows(model, tuple(where.items()))


def row(model: type[models.Model], key: Any) -> Rows:
    """One row of a tracked model, by its key."""
    return rows(model, pgh_obj_id=key)


def entries_of(model: type[models.Model]) -> QuerySet[Any]:
    """All entries of a tracked model.

    Raises:
        TypeError: it is not tracked.
    """
    event: Any = getattr(model, "pgh_event_model", None)
    if event is None:
        raise TypeError(f"{model.__name__} is not tracked.")
    found: QuerySet[Any] = event._default_manager.all()
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """How the entries of one model are told, and to whom."""

    model: type[models.Model]
    #: What its rows are called in addresses and in the interface.
    kind: str
    label: str | Promise
    #: Of entries those that somebody may see.
    visible: Callable[[Actor, QuerySet[Any]], QuerySet[Any]]
    #: What a row is called, by its values as recorded.
    name: Callable[[Values], str]
    #: Where a row is shown; "": nowhere.
    url: Callable[[Values], str] = lambda _values: ""
    #: Labels of fields where the model's own will not do.
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    #: Fields made from others (keys to sort and search by): not told.
    silent: frozenset[str] = frozenset()
    #: Choices of fields whose model names none.
    choices: Mapping[str, Iterable[tuple[Any, Any]]] = field(default_factory=dict)
    #: What else belongs to a row and is told on its page.
    parts: Callable[[Any], list[Rows]] = lambda _key: []
    #: Words that somebody may not read are replaced: asked once for all entries of a page.
    withhold: Callable[[Actor, list[Any]], None] | None = None
    #: The names of rows by their keys, where what was recorded cannot tell them.
    names: Callable[[set[Any]], dict[Any, str]] | None = None
    #: Related things that a row is called by, from one to the other, where it has no name itself.
    between: tuple[str, ...] = ()
    #: Whether one has a page of its own (else it is told on that of what it belongs to).
    page: bool = True


_register: dict[type[models.Model], Told] = {}


def register(model: type[models.Model], **how: Any) -> Told:
    """Add a model to the register; see :class:`Told` for what is said of it.

    Raises:
        ValueError: the model or its kind is registered already.
        TypeError: the model is not tracked.
    """
    entries_of(model)
    made = Told(model=model, **how)
    if model in _register or any(each.kind == made.kind for each in _register.values()):
        raise ValueError(f"{model.__name__} ({made.kind}) is registered twice.")
    _register[model] = made
    return made


def registered() -> list[Told]:
    """All that has a time line, by room and in the order of registration."""
    return list(_register.values())


def told(model: type[models.Model]) -> Told | None:
    """How a model is told; None: nobody registered it."""
    return _register.get(model)


def of_kind(kind: str) -> Told | None:
    """What is called `kind` in addresses."""
    return next((each for each in _register.values() if each.kind == kind), None)
