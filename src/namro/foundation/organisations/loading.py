"""Loading a table of units and events: all or nothing, and twice changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.permissions import require
from namro.foundation.organisations import actions, actions_descent
from namro.foundation.organisations.choices import (
    Block,
    Confidence,
    EventKind,
    Hierarchy,
    Kind,
    Precision,
    ShareBasis,
)
from namro.foundation.organisations.keeping import (
    ONE_DAY,
    Actor,
    Basis,
    New,
    Under,
    day_text,
    lock,
)
from namro.foundation.organisations.models import Event, Place, Unit, UnitName
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.refusals import Code, LoadRefused, OrganisationRefused
from namro.foundation.organisations.rules.sheet import (
    DESCENT,
    EXISTS,
    Cell,
    Row,
    RowError,
    read,
)
from namro.foundation.organisations.tables import words

# By why an action refused: the column to look at.
_COLUMN: dict[Code, str] = {
    "code": "code",
    "code_taken": "code",
    "no_name": "name",
    "no_such_unit": "parent",
    "parent_not_there": "parent",
    "in_circle": "parent",
    "order": "order",
    "not_alive": "date",
    "has_later": "date",
    "already_that_day": "date",
    "same_day": "date",
    "no_basis": "basis_number",
    "shares_twice": "to",
    "shares_not_positive": "share",
    "shares_over": "share",
    "shares_under": "share",
    "share_without_basis": "share_basis",
    "key_taken": "act",
    "has_children": "code",
}
_OF_GIVING = ("to", "share", "share_basis", "date")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many facts were added, and how many were there already."""

    added: int
    unchanged: int


def load(
    actor: Actor, cells: Sequence[Sequence[Cell]], *, reason: str, illustrative: bool = False
) -> Loaded:
    """Record what the rows of a table say and what is not recorded yet.

    `illustrative`: its units are examples from public sources, and pages say so.

    Raises:
        PermissionDenied: the actor may not.
        LoadRefused: something cannot be; nothing was changed.
    """
    require(actor, CHANGE)
    rows, errors = read(cells, words())
    if errors:
        raise LoadRefused(errors)
    added = 0
    with transaction.atomic(), history.reason(actor, reason):
        lock()
        for group in _groups(rows):
            # What follows a refused event would only be refused for it: one is said.
            try:
                added += _apply(actor, group, reason, illustrative)
            except OrganisationRefused as refused:
                raise LoadRefused([_error(group, refused)]) from refused
    return Loaded(added, len(rows) - added)


def _groups(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each event, by day and then by where the event begins in the table."""
    found: dict[tuple[dt.date, str], list[Row]] = {}
    for row in rows:
        lone = row.event in ("renamed", "moved")
        name = f"{row.row}" if lone else EXISTS if row.event == EXISTS else f"act:{row.act}"
        found.setdefault((row.date or dt.date.min, name), []).append(row)
    return [group for _key, group in sorted(found.items(), key=lambda each: each[0][0])]


def _error(group: Sequence[Row], refused: OrganisationRefused) -> RowError:
    """A refusal, at the row it is about."""
    code = str(refused.values.get("code", ""))
    column = _COLUMN.get(refused.code, "")
    if refused.code == "nothing_new":
        column = "name" if group[0].event == "renamed" else "parent"
    # A code may be ended and given again by one event: shares are of who ends.
    giving = [row for row in group if row.event in DESCENT and column in _OF_GIVING]
    about = next((row for row in giving or group if row.code == code), None)
    if about is None:
        about = next((row for row in group if code and code in row.text.values()), group[0])
    if refused.code == "no_such_unit" and about.text["to"] == code:
        column = "to"
    return RowError(about.row, column, refused.message("vi")[:-1], refused.message("en")[:-1])


def _apply(actor: Actor, group: list[Row], reason: str, illustrative: bool) -> int:
    """Record the rows of one event.

    Returns:
        How many of them are new.
    """
    first = group[0]
    if first.event == EXISTS:
        fresh = _not_there(group)
        if fresh:
            news = [_new(row, illustrative) for row in fresh]
            actions.found(actor, news, None, reason=reason)
        return len(fresh)
    on = first.date
    assert on is not None  # noqa: S101  # the table was read so
    key = first.act
    if first.event in ("renamed", "moved"):
        key = f"{first.act}:{first.event}:{first.code}:{first.text['hierarchy']}"
    event = Event.objects.filter(key=key).first()
    if event is not None:
        _same(event, group, on)
        return 0
    units = _Holders(group)
    founded = [_new(row, illustrative) for row in group if row.event == "founded"]
    basis = _basis(first)
    if first.event in ("renamed", "moved"):
        unit = units.of(first, first.code, on)
        if first.event == "renamed":
            actions.rename(actor, unit, first.text["name"], on, reason=reason, basis=basis, key=key)
        else:
            parent = first.text["parent"]
            actions.move(
                actor,
                unit,
                Hierarchy(first.text["hierarchy"]),
                units.of(first, parent, on, "parent") if parent else None,
                first.order or 0,
                on,
                reason=reason,
                basis=basis,
                key=key,
            )
    elif first.event == "dissolved":
        ending = [units.of(row, row.code, on - ONE_DAY) for row in group]
        actions_descent.dissolve(actor, ending, on, reason=reason, basis=basis, key=key)
    elif giving := [row for row in group if row.event in DESCENT]:
        named = {new.code for new in founded}
        gives = [_gives(row, on, named, units) for row in giving]
        kind = giving[0].event
        actions_descent.reorganise(
            actor,
            EventKind(kind),
            gives,
            on,
            reason=reason,
            basis=basis,
            founded=founded,
            key=key,
        )
    else:
        actions.found(actor, founded, on, reason=reason, basis=basis, key=key)
    return len(group)


def _new(row: Row, illustrative: bool) -> New:
    text = row.text
    places: tuple[Under, ...] = ()
    if text["hierarchy"]:
        places = (Under(Hierarchy(text["hierarchy"]), text["parent"] or None, row.order or 0),)
    return New(
        row.code,
        text["name"],
        Kind(text["kind"]),
        Block(text["block"]),
        places,
        text["source"],
        Confidence(text["confidence"] or "high"),
        text["note"],
        illustrative,
    )


def _basis(row: Row) -> Basis:
    text = row.text
    return Basis(
        text["basis_number"],
        row.basis_date,
        text["basis_title"],
        text["source"],
        Confidence(text["confidence"] or "high"),
        Precision(text["precision"] or "day"),
        text["note"],
    )


def _gives(row: Row, on: dt.date, founded: set[str], units: _Holders) -> actions_descent.Gives:
    text, to = row.text, row.text["to"]
    successor = to if to in founded else units.of(row, to, on, "to") if to else None
    return actions_descent.Gives(
        units.of(row, row.code, on - ONE_DAY),
        successor,
        row.share,
        ShareBasis(text["share_basis"] or "unknown"),
        text["estimated_by"],
    )


class _Holders:
    """Who holds the codes of some rows, on any day: asked of the database once."""

    def __init__(self, rows: Sequence[Row]) -> None:
        codes = {row.text[name] for row in rows for name in ("code", "parent", "to")}
        self._units: dict[str, list[Unit]] = {}
        for unit in Unit.objects.filter(code__in=codes):
            self._units.setdefault(unit.code, []).append(unit)

    def of(self, row: Row, code: str, day: dt.date, column: str = "code") -> Unit:
        """The unit that holds `code` on `day`.

        Raises:
            LoadRefused: none does; said of the row.
        """
        for unit in self._units.get(code, ()):
            begun = unit.valid_from is None or unit.valid_from <= day
            if begun and (unit.valid_to is None or unit.valid_to >= day):
                return unit
        said = OrganisationRefused("no_such_unit", code=code, day=day_text(day))
        raise LoadRefused([RowError(row.row, column, said.message("vi")[:-1], str(said)[:-1])])


def _not_there(group: Sequence[Row]) -> list[Row]:
    """The rows whose units, there before what is recorded, are not recorded yet.

    Raises:
        LoadRefused: some are, but differently.
    """
    codes = [row.code for row in group]
    first = Unit.objects.filter(code__in=codes, valid_from__isnull=True)
    units = {unit.code: unit for unit in first}
    names = dict(
        UnitName.objects.filter(unit__in=units.values(), valid_from__isnull=True).values_list(
            "unit__code", "name"
        )
    )
    parents = {
        (code, hierarchy): parent or ""
        for code, hierarchy, parent in Place.objects.filter(
            unit__in=units.values(), valid_from__isnull=True
        ).values_list("unit__code", "hierarchy", "parent__code")
    }
    fresh, errors = [], []
    for row in group:
        unit = units.get(row.code)
        if unit is None:
            fresh.append(row)
            continue
        kept = [
            ("name", names.get(row.code, "")),
            ("kind", unit.kind),
            ("block", unit.block),
            ("parent", parents.get((row.code, row.text["hierarchy"]), "")),
        ]
        errors += [
            RowError.of(row.row, column, "differs", value=value or "…")
            for column, value in kept
            if row.text[column] != value
        ]
    if errors:
        raise LoadRefused(errors)
    return fresh


def _same(event: Event, group: Sequence[Row], on: dt.date) -> None:
    """Refuse rows that say of a recorded event something else than what is recorded."""
    kept: set[tuple[Any, ...]] = {
        (part.predecessor.code, part.successor.code if part.successor else "", part.share)
        for part in event.parts.select_related("predecessor", "successor")
        if part.predecessor is not None
    }
    founded = {
        (one.unit.code, one.name)
        for one in event.names.filter(valid_from=event.on).select_related("unit")
    }
    said: set[tuple[Any, ...]] = {
        (row.code, row.code if row.event in ("renamed", "moved") else row.text["to"], row.share)
        for row in group
        if row.event != "founded"
    }
    named = {(row.code, row.text["name"]) for row in group if row.event in ("founded", "renamed")}
    if (event.on, kept, founded) != (on, said, named):
        raise LoadRefused([RowError.of(group[0].row, "act", "differs", value=event.key)])
