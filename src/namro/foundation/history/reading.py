"""Entries of the history as plain values: what was so before, what is so after, by whom, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from pghistory.models import Context

from namro.foundation.history.registering import entries_of

_OWN = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id")
INSERT, UPDATE, DELETE = "insert", "update", "delete"


@dataclass(slots=True)
class Entry:
    """One entry. `before` and `after` hold the fields as recorded; None: the row was not there.

    Of a change whose entry before was never recorded `before` is None too, and `first` is true.
    """

    model: type[models.Model]
    number: int
    row: int
    what: str
    at: dt.datetime
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    first: bool = False
    #: The entry's context: the same for all that one action changed. None: nobody said anything.
    context: str | None = None
    who: str = ""
    user: int | None = None
    why: str = ""
    url: str = ""
    via: str = ""
    #: The number of the access token by which it was done.
    token: int | None = None
    #: By delegation: in whose place (their key), and in which form.
    in_place_of: int | None = None
    form: str = ""
    #: Fields whose values the reader may not see, though they may see the entry.
    withheld: set[str] = field(default_factory=set)

    @property
    def values(self) -> dict[str, Any]:
        """The values that tell which row it is."""
        return self.after or self.before or {}

    @property
    def direct(self) -> bool:
        """Whether it was done past the program: no action said who and why."""
        return self.context is None

    def changed(self) -> list[str]:
        """The fields that differ, in the model's order; of an insertion or deletion all of them."""
        if self.what == UPDATE and self.before is not None and self.after is not None:
            return [name for name, value in self.after.items() if self.before.get(name) != value]
        return list(self.values)


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields of a tracked model that its entries hold, without the key."""
    event = entries_of(model).model
    return [
        each
        for each in event._meta.concrete_fields
        if not each.name.startswith("pgh_") and each.name != model._meta.pk.name
    ]


def read(model: type[models.Model], numbers: Iterable[int]) -> dict[int, Entry]:
    """The entries of these numbers, by number. Two or three questions, however many there are."""
    wanted = list(numbers)
    if not wanted:
        return {}
    names = [each.attname for each in fields_of(model)]
    earlier = (
        entries_of(model)
        .filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        .order_by("-pgh_id")
        .values("pgh_id")[:1]
    )
    here = list(
        entries_of(model)
        .filter(pgh_id__in=wanted)
        .annotate(earlier=Subquery(earlier))
        .values(*_OWN, "earlier", *names)
    )
    known = {each["pgh_id"]: each for each in here}
    missing = {
        each["earlier"]
        for each in here
        if each["pgh_label"] == UPDATE and each["earlier"] and each["earlier"] not in known
    }
    if missing:
        for each in entries_of(model).filter(pgh_id__in=missing).values("pgh_id", *names):
            known[each["pgh_id"]] = each
    found = {each["pgh_id"]: _entry(model, each, known, names) for each in here}
    add_contexts(found.values())
    return found


def _entry(
    model: type[models.Model], row: dict[str, Any], known: dict[int, Any], names: Sequence[str]
) -> Entry:
    values = {name: row[name] for name in names}
    what = row["pgh_label"]
    before: dict[str, Any] | None = None
    if what == DELETE:
        before = values
    elif what == UPDATE and row["earlier"]:
        before = {name: known[row["earlier"]][name] for name in names}
    return Entry(
        model=model,
        number=row["pgh_id"],
        row=row["pgh_obj_id"],
        what=what,
        at=row["pgh_created_at"],
        before=before,
        after=None if what == DELETE else values,
        first=what == UPDATE and before is None,
        context=str(row["pgh_context_id"]) if row["pgh_context_id"] else None,
    )


def add_contexts(entries: Iterable[Entry]) -> None:
    """Say of entries who made them, why and from where."""
    listed = [each for each in entries if each.context]
    if not listed:
        return
    said = dict(
        Context.objects.filter(pk__in={each.context for each in listed}).values_list(
            "pk", "metadata"
        )
    )
    by_text = {str(key): value for key, value in said.items()}
    for each in listed:
        metadata = by_text.get(each.context or "", {})
        each.who, each.why = str(metadata.get("who", "")), str(metadata.get("why", ""))
        each.user = metadata.get("user") if isinstance(metadata.get("user"), int) else None
        each.url, each.via = str(metadata.get("url", "")), str(metadata.get("via", ""))
        giver = metadata.get("in_place_of")
        each.in_place_of = giver if isinstance(giver, int) else None
        each.form = str(metadata.get("form", ""))
        token = metadata.get("token")
        each.token = token if isinstance(token, int) else None
