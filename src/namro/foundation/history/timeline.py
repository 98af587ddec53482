"""Time lines: the entries of a thing, or of the whole register, newest first, a page at a time.

What somebody sees is decided by each room (`Told.visible`, `Told.withhold`): a model that nobody
registered is shown to nobody.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.urls import reverse
from pghistory.models import Context

from namro.foundation.accounts.models import User
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.history import registering
from namro.foundation.history.models import Seal
from namro.foundation.history.permissions import SEE_ORIGIN
from namro.foundation.history.reading import Entry, read
from namro.foundation.history.registering import Rows, Told, row
from namro.foundation.history.wording import FieldChange, Words, kind_of

__all__ = ["Act", "Line", "Question", "acts", "lines", "page", "people", "things"]

A_PAGE = 50
# How far back a page may reach; a file, and a period, reach further.
MOST_PAGES = 200
MOST_ACTS = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a time line: by whom it was done, of what kind, from when until when."""

    person: str = ""
    kind: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(slots=True)
class Line:
    """One entry in words."""

    entry: Entry
    told: Told
    name: str
    kind: str
    url: str
    history: str
    fields: list[FieldChange]
    #: Who it was, as one asks for it, and their name.
    by: str
    person: str
    #: When its seal was set; None: not yet sealed.
    sealed: dt.datetime | None = None

    @property
    def what(self) -> str:
        """What was done."""
        return self.entry.what


@dataclass(slots=True)
class Act:
    """What one person did at once, for one reason: its entries in their order."""

    at: dt.datetime
    who: str
    why: str
    #: The page it was done on; "" for who may not know, or where none was.
    url: str
    #: Past the program: nobody said who and why.
    direct: bool
    lines: list[Line] = field(default_factory=list)


def things(told: Told, key: Any) -> list[Rows]:
    """The rows that the page of one thing tells of: its own, and what belongs to it."""
    return [row(told.model, key), *told.parts(key)]


def _asked(actor: Actor, of: Rows, question: Question) -> QuerySet[Any]:
    told = registering.told(of.model)
    if told is None or question.kind not in ("", told.kind):
        return of.entries().none()
    found = told.visible(actor, of.entries())
    if question.person:
        found = found.filter(_done_by(question.person))
    zone = _midnight
    if question.first is not None:
        found = found.filter(pgh_created_at__gte=zone(question.first))
    if question.last is not None:
        found = found.filter(pgh_created_at__lt=zone(question.last + dt.timedelta(days=1)))
    return found


def _done_by(person: str) -> Q:
    """Entries of somebody: by user name or number; "-" is nobody (past the program)."""
    if person == "-":
        return Q(pgh_context__isnull=True)
    said = Q(pgh_context__metadata__who=person)
    if person.isascii() and person.isdecimal() and len(person) < 18:
        said |= Q(pgh_context__metadata__user=int(person))
    return said


def _midnight(day: dt.date) -> dt.datetime:
    from django.utils import timezone

    return dt.datetime.combine(day, dt.time.min, timezone.get_current_timezone())


def page(
    actor: Actor, rows: Sequence[Rows], question: Question, start: int, count: int
) -> tuple[list[Entry], bool]:
    """Entries `start` … `start + count`, newest first, and whether there are older ones.

    Of each table the entries come by their numbers and are put together by their time: so each
    page goes on exactly where the one before ended, however transactions overlapped.
    """
    until = start + count + 1
    asked = [_asked(actor, of, question) for of in rows]
    parts = [
        found.annotate(pgh_which=Value(place))
        .order_by("-pgh_id")
        .values_list("pgh_which", "pgh_id", "pgh_created_at")[:until]
        for place, found in enumerate(asked)
        if not found.query.is_empty()
    ]
    if not parts:
        return [], False
    first, *others = parts
    listed = list(first.union(*others, all=True)) if others else list(first)
    columns: dict[int, list[tuple[int, int, dt.datetime]]] = {}
    for place, number, at in sorted(listed, key=lambda each: (each[0], -each[1])):
        columns.setdefault(place, []).append((place, number, at))
    merged = heapq.merge(*columns.values(), key=lambda each: each[2], reverse=True)
    wanted = list(islice(merged, start, until))
    more = len(wanted) > count
    wanted = wanted[:count]
    by_place: dict[int, dict[int, Entry]] = {}
    for place in {place for place, _number, _at in wanted}:
        numbers = [number for where, number, _at in wanted if where == place]
        by_place[place] = read(rows[place].model, numbers)
    return [by_place[place][number] for place, number, _at in wanted], more


def lines(actor: Actor, entries: Iterable[Entry], longest: int | None = 400) -> list[Line]:
    """Entries in words, without what `actor` may not read of them."""
    listed = list(entries)
    withhold(actor, listed)
    words = Words(actor, listed)
    sealed = _sealed(listed)
    made = []
    for entry in listed:
        told = registering.told(entry.model)
        if told is None:
            continue
        made.append(
            Line(
                entry,
                told,
                words.name(entry),
                kind_of(entry.model),
                told.url(entry.values),
                reverse("history:thing", args=[told.kind, entry.row]) if told.page else "",
                words.fields(entry, longest),
                entry.who,
                words.person(entry),
                sealed.get((entry.model, entry.number)),
            )
        )
        entry.who = words.acted(entry)
    return made


def withhold(actor: Actor, entries: Sequence[Entry]) -> None:
    """Let each room take out of entries what somebody may not read."""
    for model, group in groupby(
        sorted(entries, key=lambda each: each.model._meta.label), key=lambda each: each.model
    ):
        told = registering.told(model)
        if told is not None and told.withhold is not None:
            told.withhold(actor, list(group))
    if not may(actor, SEE_ORIGIN):
        for entry in entries:
            entry.url = ""


def _sealed(entries: Sequence[Entry]) -> dict[tuple[Any, int], dt.datetime]:
    """When each of entries was sealed: one question, by the ranges that seals cover."""
    by_table: dict[str, list[Entry]] = {}
    for entry in entries:
        event: Any = entry.model.pgh_event_model  # type: ignore[attr-defined]
        by_table.setdefault(event._meta.db_table, []).append(entry)
    asked = Q(pk__in=[])
    for table, group in by_table.items():
        numbers = [each.number for each in group]
        asked |= Q(table=table, after__lt=max(numbers), through__gte=min(numbers))
    found: dict[tuple[Any, int], dt.datetime] = {}
    columns = ("table", "after", "through", "sealed_at")
    for table, after, through, at in Seal.objects.filter(asked).order_by().values_list(*columns):
        for each in by_table[table]:
            if after < each.number <= through:
                found[each.model, each.number] = at
    return found


def acts(listed: Iterable[Line]) -> Iterator[Act]:
    """Lines put together by what was done at once: one context, or one moment past the program."""

    def together(line: Line) -> tuple[Any, ...]:
        entry = line.entry
        return (entry.context, None if entry.context else entry.at)

    for _same, group in groupby(listed, key=together):
        found = list(group)
        entry = found[0].entry
        yield Act(entry.at, entry.who, entry.why, entry.url, entry.direct, found)


def people(listed: Iterable[Line], *, everybody: bool = False) -> list[tuple[str, str]]:
    """Who may be chosen, as (value, name): those of the lines shown, or of the newest of all."""
    found = {line.by: line.person for line in listed if line.by}
    if everybody:
        newest = Context.objects.order_by("-created_at").values_list("metadata", flat=True)
        said = {str(each.get("who", "")) for each in newest[:MOST_ACTS]} - {""}
        known = User.objects.filter(username__in=said)
        names = {each.username: each.get_full_name() for each in known}
        found |= {name: names.get(name, name.removeprefix("operator:")) for name in said}
    return sorted(found.items(), key=lambda each: each[1])
