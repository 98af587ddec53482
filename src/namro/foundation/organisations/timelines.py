"""How changes of units are told: to whoever may read units."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.history.registering import Rows, Values, register, rows
from namro.foundation.organisations.choices import EventKind, Hierarchy
from namro.foundation.organisations.models import (
    Boundary,
    Event,
    EventPart,
    Place,
    Unit,
    UnitName,
)
from namro.foundation.organisations.models_changes import Correction
from namro.foundation.organisations.permissions import READ


def _seen(actor: Actor, entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries if may(actor, READ) else entries.none()


def _named(unit: Any) -> str:
    found = UnitName.objects.filter(unit_id=unit).order_by("-valid_from").first()
    return found.name if found is not None else ""


def _names(keys: set[Any]) -> dict[Any, str]:
    """Units by their latest name and their code."""
    latest = UnitName.objects.filter(unit__in=keys).order_by("unit_id", "-valid_from")
    named = latest.distinct("unit_id").values_list("unit_id", "name", "unit__code")
    return {unit: f"{name} ({code})" for unit, name, code in named}


def _unit(values: Values) -> str:
    return str(values["code"])


def _event(values: Values) -> str:
    kind = values["kind"]
    said = str(EventKind(kind).label) if kind in EventKind.values else str(kind)
    return f"{said}, {values['on']:%d/%m/%Y}"


def _place(values: Values) -> str:
    which = values["hierarchy"]
    return str(Hierarchy(which).label) if which in Hierarchy.values else str(which)


def _address(key: str) -> Any:
    def url(values: Values) -> str:
        pk = values.get(key)
        return reverse("organisations:unit", args=[pk]) if pk else ""

    return url


def _of_unit(key: Any) -> list[Rows]:
    return [
        rows(UnitName, unit_id=key),
        rows(Place, unit_id=key),
        rows(EventPart, predecessor_id=key),
        rows(EventPart, successor_id=key),
        rows(Boundary, unit_id=key),
    ]


def _of_event(key: Any) -> list[Rows]:
    return [rows(EventPart, event_id=key), rows(UnitName, event_id=key), rows(Place, event_id=key)]


_DATED = {"began": _("began with"), "ended": _("ended with"), "event": _("event"),
          "unit": _("unit of the organisation")}  # fmt: skip

register(
    Unit,
    kind="don-vi",
    label=_("unit of the organisation"),
    visible=_seen,
    name=_unit,
    names=_names,
    parts=_of_unit,
    labels=_DATED,
)
register(
    UnitName,
    page=False,
    kind="ten-don-vi",
    label=_("name of a unit"),
    visible=_seen,
    name=lambda values: values["name"],
    url=_address("unit_id"),
    labels=_DATED,
)
register(
    Place,
    page=False,
    kind="vi-tri-don-vi",
    label=_("place in a hierarchy"),
    visible=_seen,
    name=_place,
    url=_address("unit_id"),
    labels=_DATED | {"parent": _("stands below the unit")},
)
register(
    Boundary,
    page=False,
    kind="ranh-gioi",
    label=_("boundary of a unit"),
    visible=_seen,
    name=lambda values: values["source"],
    url=_address("unit_id"),
    labels=_DATED,
    # Thousands of coordinates; how many points there are is told.
    silent=frozenset({"shape"}),
)
register(
    Event,
    kind="su-kien",
    label=_("event of units"),
    visible=_seen,
    name=_event,
    parts=_of_event,
    labels=_DATED,
    silent=frozenset({"key"}),
)
register(
    EventPart,
    page=False,
    kind="phan-su-kien",
    label=_("part of an event"),
    visible=_seen,
    name=lambda values: " → ".join(
        _named(values[side]) for side in ("predecessor_id", "successor_id") if values[side]
    ),
    labels=_DATED
    | {
        "predecessor": _("came from"),
        "successor": _("went to"),
        "share_numerator": _("share, numerator"),
        "share_denominator": _("share, denominator"),
    },
)

register(
    Correction,
    kind="dinh-chinh",
    label=_("correction of what was recorded"),
    visible=_seen,
    name=lambda values: values["about"],
    page=False,
)
