"""What the steps of a change ask for, read from a form into a plan, or what is wrong with it.

The form carries everything from step to step, so nothing is kept before the last one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from namro.foundation.interface.text import search_text, search_words
from namro.foundation.organisations.actions_descent import Gives
from namro.foundation.organisations.choices import (
    DESCENT,
    Block,
    EventKind,
    Hierarchy,
    Kind,
    ShareBasis,
)
from namro.foundation.organisations.forms import PlanBasisForm
from namro.foundation.organisations.keeping import ONE_DAY, New, Rehome, Under, day_text
from namro.foundation.organisations.models import Place, Unit, UnitName
from namro.foundation.organisations.naming import name_on
from namro.foundation.organisations.planning import Plan
from namro.foundation.organisations.refusals import OrganisationRefused
from namro.foundation.organisations.rules.codes import fault
from namro.foundation.organisations.rules.reading import read_day, read_share

# Longer than any word of a form; what is pasted by mistake is cut and seen so.
LONGEST = 500
MOST_UNITS, MOST_ROWS, MOST_FOUND, MOST_CHILDREN = 200, 300, 30, 700
# What each step needs: units that end or change, units that receive, units founded.
KINDS = (
    EventKind.MERGED,
    EventKind.SPLIT,
    EventKind.REORGANISED,
    EventKind.RENAMED,
    EventKind.MOVED,
    EventKind.DISSOLVED,
    EventKind.FOUNDED,
)
ENDING = (*DESCENT, EventKind.DISSOLVED)
FOUNDING = (*DESCENT, EventKind.FOUNDED)


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit to choose, as it is called on the day."""

    pk: int
    code: str
    name: str
    chosen: bool


@dataclass(slots=True)
class NewRow:
    """One unit to be founded, as written."""

    number: int
    code: str = ""
    name: str = ""
    kind: str = Kind.COMMUNE.value
    block: str = Block.COMMUNES.value
    hierarchy: str = Hierarchy.TERRITORY.value
    parent: str = ""
    order: str = "0"

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.code or self.name)


@dataclass(slots=True)
class GiveRow:
    """One line of who gives what to whom, as written."""

    number: int
    giver: str = ""
    receiver: str = ""
    share: str = ""
    basis: str = ShareBasis.UNKNOWN.value
    estimated_by: str = ""

    @property
    def empty(self) -> bool:
        """Whether no receiver and no share were written."""
        return not (self.receiver or self.share)


@dataclass(frozen=True, slots=True)
class Child:
    """A unit under one that is to change, and where it is to stand."""

    place: Place
    name: str
    above: str
    parent: str


@dataclass(slots=True)
class Asked:
    """All that was filled in so far."""

    kind: EventKind | None
    day: dt.date | None
    day_written: str
    units: list[Unit]
    names: Mapping[int, str]
    gives: list[GiveRow]
    founded: list[NewRow]
    children: list[Child]
    into: str = ""
    share_basis: str = ShareBasis.PUBLISHED.value
    children_to: str = ""
    name: str = ""
    hierarchy: Hierarchy = Hierarchy.TERRITORY
    parent: str = ""
    order: str = "0"
    errors: list[str] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether kind, day and units are known, so that the rest can be asked."""
        if self.kind is None or self.day is None:
            return False
        return self.kind == EventKind.FOUNDED or bool(self.units)


def asked(said: QueryDict) -> Asked:
    """What a form or address says; what makes no sense is passed over or named in `errors`."""
    kind_said = said.get("viec", "")
    kind = EventKind(kind_said) if kind_said in EventKind.values else None
    written = _text(said, "ngay")
    day = read_day(written)
    keys = [int(key) for key in said.getlist("don-vi") if _is_key(key)][:MOST_UNITS]
    by_key = Unit.objects.in_bulk(keys)
    units = [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
    names = names_of([unit.pk for unit in units], (day or dt.date.max) - ONE_DAY)
    hierarchy = said.get("he", "")
    made = Asked(
        kind,
        day,
        written,
        units,
        names,
        _gives(said, kind, units),
        _founded(said, kind),
        [],
        into=_text(said, "nhan"),
        share_basis=_one_of(said.get("can-cu", ""), ShareBasis, ShareBasis.PUBLISHED),
        children_to=_text(said, "con-ve"),
        name=_text(said, "ten"),
        hierarchy=Hierarchy(_one_of(hierarchy, Hierarchy, Hierarchy.TERRITORY)),
        parent=_text(said, "tren"),
        order=_text(said, "thu-tu", "0"),
    )
    if written and day is None:
        made.errors.append(_("“%(day)s” is not a day; write it as 31/12/2025.") % {"day": written})
    if kind in ENDING and day is not None:
        made.children = _children(said, units, day)
    return made


def find(words: str, day: dt.date | None, chosen: Sequence[Unit]) -> list[Choice]:
    """Units there around a day whose name or code has all these words, the chosen ones first."""
    own = {unit.pk for unit in chosen}
    wanted = search_words(words)
    on = day or dt.date.max
    rows = UnitName.objects.between(on - ONE_DAY, on).select_related("unit").order_by("unit__code")
    found: dict[int, Choice] = {}
    for row in rows if wanted else rows.filter(unit__in=own):
        text = f" {search_text(row.name, row.unit.code)}"
        if row.unit_id in own or all(f" {word}" in text for word in wanted):
            found[row.unit_id] = Choice(row.unit_id, row.unit.code, row.name, row.unit_id in own)
    listed = sorted(found.values(), key=lambda each: (not each.chosen, each.code))
    return listed[: len(own) + MOST_FOUND]


def plan(made: Asked, basis: PlanBasisForm) -> Plan:
    """The plan that a complete form makes.

    Raises:
        OrganisationRefused: a code names no unit on the day, or will not do for its kind.
        ValueError: something is not filled in; its message says what.
    """
    kind, on = made.kind, made.day
    if kind is None or on is None:
        raise ValueError(_("Choose what happens, and the day."))
    founded = [_new(row) for row in made.founded if not row.empty]
    codes = {new.code for new in founded}
    result: dict[str, Any] = {}
    if kind == EventKind.MERGED:
        if not made.into:
            raise ValueError(_("Write the code of the unit that receives."))
        to = _receiver(made.into, codes, on)
        share_basis = ShareBasis(made.share_basis)
        share = None if share_basis == ShareBasis.UNKNOWN else Fraction(1)
        result["gives"] = [Gives(unit, to, share, share_basis) for unit in made.units if unit != to]
    elif kind in DESCENT:
        result["gives"] = [_give(row, made.units, codes, on) for row in made.gives if not row.empty]
    if kind in FOUNDING:
        result["founded"] = founded
        if kind == EventKind.FOUNDED and not founded:
            raise ValueError(_("Write the code and the name of the new unit."))
    if kind in ENDING:
        result["rehomed"] = [
            Rehome(
                child.place.unit,
                Hierarchy(child.place.hierarchy),
                _receiver(code, codes, on),
            )
            for child in made.children
            if (code := child.parent or made.children_to)
        ]
    if kind == EventKind.MOVED:
        result |= {
            "hierarchy": made.hierarchy,
            "parent": _unit(made.parent, on) if made.parent else None,
            "order": _order(made.order),
        }
    return Plan(
        kind,
        on,
        made.units,
        basis.basis(),
        basis.cleaned_data["reason"],
        name=made.name,
        **result,
    )


def names_of(units: Sequence[int], day: dt.date) -> dict[int, str]:
    """What units were called on a day, or nearest to it."""
    names: dict[int, list[UnitName]] = {}
    for row in UnitName.objects.filter(unit__in=units):
        names.setdefault(row.unit_id, []).append(row)
    return {unit: name_on(rows, day) for unit, rows in names.items()}


def language() -> str:
    """The language that refusals are said in."""
    return "en" if get_language() == "en" else "vi"


def _text(said: QueryDict, name: str, otherwise: str = "") -> str:
    """What was filled in, as the database can hold it."""
    return said.get(name, otherwise).replace("\0", "").strip()[:LONGEST]


def _is_key(said: str) -> bool:
    return said.isascii() and said.isdecimal() and len(said) < 18


def _one_of(said: str, choices: Any, otherwise: Any) -> str:
    return said if said in choices.values else str(otherwise)


def _number(said: str) -> int:
    return min(int(said), MOST_ROWS) if _is_key(said) else 0


def _gives(said: QueryDict, kind: EventKind | None, units: Sequence[Unit]) -> list[GiveRow]:
    if kind not in (EventKind.SPLIT, EventKind.REORGANISED):
        return []
    count = _number(said.get("so-giao", ""))
    rows = [
        GiveRow(
            number,
            _text(said, f"giao-{number}"),
            _text(said, f"nhan-{number}"),
            _text(said, f"ty-le-{number}"),
            _one_of(said.get(f"can-cu-{number}", ""), ShareBasis, ShareBasis.UNKNOWN),
            _text(said, f"uoc-{number}"),
        )
        for number in range(count)
    ]
    wanted = count + 2 if said.get("buoc") == "them-giao" else max(count, len(units), 2)
    default = str(units[0].pk) if units else ""
    while len(rows) < min(wanted, MOST_ROWS):
        number = len(rows)
        giver = str(units[number].pk) if number < len(units) else default
        rows.append(GiveRow(number, giver))
    return rows


def _founded(said: QueryDict, kind: EventKind | None) -> list[NewRow]:
    if kind not in FOUNDING:
        return []
    count = _number(said.get("so-moi", ""))
    rows = [
        NewRow(
            number,
            _text(said, f"moi-ma-{number}"),
            _text(said, f"moi-ten-{number}"),
            _one_of(said.get(f"moi-loai-{number}", ""), Kind, Kind.COMMUNE),
            _one_of(said.get(f"moi-khoi-{number}", ""), Block, Block.COMMUNES),
            _one_of(said.get(f"moi-he-{number}", ""), Hierarchy, Hierarchy.TERRITORY),
            _text(said, f"moi-tren-{number}"),
            _text(said, f"moi-thu-tu-{number}", "0"),
        )
        for number in range(count)
    ]
    wanted = count + 1 if said.get("buoc") == "them-moi" else max(count, 1)
    while len(rows) < min(wanted, MOST_ROWS):
        rows.append(NewRow(len(rows)))
    return rows


def _children(said: QueryDict, units: Sequence[Unit], on: dt.date) -> list[Child]:
    """The units under those chosen that are still there on the day."""
    keys = [unit.pk for unit in units]
    places = (
        Place.objects.filter(parent__in=keys)
        .exclude(unit__in=keys)
        .on(on)
        .select_related("unit", "parent")
        .order_by("parent__code", "hierarchy", "order")[:MOST_CHILDREN]
    )
    names = names_of([place.unit_id for place in places], on)
    return [
        Child(
            place,
            names.get(place.unit_id, place.unit.code),
            place.parent.code if place.parent else "",
            _text(said, f"con-{place.pk}"),
        )
        for place in places
    ]


def _new(row: NewRow) -> New:
    if wrong := fault(row.kind, row.code):
        raise OrganisationRefused(wrong, code=row.code)
    under = Under(Hierarchy(row.hierarchy), row.parent or None, _order(row.order))
    return New(row.code, row.name, Kind(row.kind), Block(row.block), (under,))


def _give(row: GiveRow, units: Sequence[Unit], codes: set[str], on: dt.date) -> Gives:
    giver = next((unit for unit in units if str(unit.pk) == row.giver), None)
    if giver is None:
        raise ValueError(
            _("Line %(number)s: choose the unit that gives.") % {"number": row.number + 1}
        )
    share = read_share(row.share) if row.share else None
    if row.share and share is None:
        raise ValueError(
            _("Line %(number)s: “%(share)s” is no share; write 0.35, 35%% or 123/456.")
            % {"number": row.number + 1, "share": row.share}
        )
    # A unit that gives to itself by its code goes on with what it keeps.
    to = _receiver(row.receiver, codes, on) if row.receiver else None
    return Gives(giver, to, share, ShareBasis(row.basis), row.estimated_by)


def _receiver(code: str, founded: set[str], on: dt.date) -> Unit | str:
    return code if code in founded else _unit(code, on)


def _unit(code: str, on: dt.date) -> Unit:
    found = Unit.objects.filter(code=code).on(on).first()
    if found is None:
        raise OrganisationRefused("no_such_unit", code=code, day=day_text(on))
    unit: Unit = found
    return unit


def _order(said: str) -> int:
    if not _is_key(said) or len(said) > 7:
        raise ValueError(_("“%(order)s” is no order from 0 on.") % {"order": said})
    return int(said)
