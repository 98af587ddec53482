"""Who answers for a target, who supplies its figures and who monitors it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namro.foundation.organisations.models import UnitName
from namro.programme.indicators.judging import Judged
from namro.programme.programmes.leads.linking import alive
from namro.programme.programmes.leads.standing import attach
from namro.programme.programmes.models import Programme
from namro.programme.programmes.rules.leading import names_in


@dataclass(frozen=True, slots=True)
class Named:
    """A body by its name, and its key where it is a unit of the register."""

    name: str
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody does for a target, and who it is; `now`: who it is by now, where that is
    another name; `asks`: they ended and nobody said who since."""

    label: str | Promise
    who: tuple[Named, ...]
    now: str = ""
    asks: bool = False


def with_leads(judged: Sequence[Judged], programme: Programme, day: dt.date) -> None:
    """Let each target know which units lead it on a day; in memory only, a few queries for all."""
    if programme.source is not None:
        attach([each.row for each in judged], programme, programme.source, day)


def leads_of(judged: Judged, known: dict[str, int]) -> tuple[Named, ...]:
    """Who leads a target: whom its document names, else who answers for its indicator."""
    if judged.row.led is not None and judged.row.led.names:
        return tuple(Named(name, unit) for name, unit in judged.row.led.names)
    if judged.row.lead_text.strip():
        return (Named(judged.row.lead_text.strip()),)
    return _named(_owners(judged, "owner"), known)


def parts_of(judged: Judged, known: dict[str, int]) -> list[Part]:
    """All that is known of who does what for a target; after `with_leads`."""
    led = judged.row.led
    found = []
    if judged.row.lead_text.strip():
        now = led.now if led is not None else ""
        asks = led is not None and led.asks
        found.append(Part(_("Lead, by the document"), leads_of(judged, known), now, asks))
    for column, label in (
        ("owner", _("Answers for the indicator")),
        ("supplier", _("Supplies the figures")),
        ("monitor", _("Monitors it")),
    ):
        found.append(Part(label, _named(_owners(judged, column), known)))
    return found


def units_named(judged: Iterable[Judged], day: dt.date) -> dict[str, int]:
    """The units of the register that are called on a day as indicators name bodies; a name that
    two units have says neither. One query for all."""
    names = {
        name
        for each in judged
        for column in ("owner", "supplier", "monitor")
        for name in _owners(each, column)
    }
    if not names:
        return {}
    found: dict[str, set[int]] = {}
    for row in UnitName.objects.filter(name__in=names).select_related("unit"):
        begun = row.valid_from is None or row.valid_from <= day
        if begun and (row.valid_to is None or row.valid_to >= day) and alive(row.unit, day):
            found.setdefault(row.name, set()).add(row.unit_id)
    return {name: units.copy().pop() for name, units in found.items() if len(units) == 1}


def _owners(judged: Judged, column: str) -> list[str]:
    said: dict[str, None] = {}
    for measure in judged.measures:
        if measure is not None:
            said |= dict.fromkeys(names_in(getattr(measure.indicator, column)))
    return list(said)


def _named(names: Iterable[str], known: dict[str, int]) -> tuple[Named, ...]:
    return tuple(Named(name, known.get(name)) for name in names)
