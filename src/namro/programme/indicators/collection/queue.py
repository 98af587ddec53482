"""The approver's queue: the sheets that wait for somebody, those that came late first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.history.registering import entries_of
from namro.foundation.interface.tables import Column, Filter
from namro.programme.indicators.collection.listing import by, names_on, period_of
from namro.programme.indicators.collection.models import Cell, Round, Sheet
from namro.programme.programmes.tables import Spec


@dataclass(slots=True)
class Waiting:
    """One sheet that waits, and what says how urgent it is; `named` says whose it is."""

    key: int
    doubts: int
    round: Round
    form: str
    period: str
    late: bool
    above: str
    name: str = ""
    code: str = ""
    days: int = 0
    version: str = ""

    @property
    def called(self) -> str:
        """Whose it is."""
        return self.name

    @property
    def searched(self) -> str:
        """What a search looks at."""
        return f"{self.name} {self.code} {self.form}"


_LATE = {"co": _("past its due date"), "khong": pgettext_lazy("sheet", "in time")}
_DOUBTS = {"co": _("with doubts"), "khong": _("without doubts")}

QUEUE: Spec[Waiting] = Spec(
    (
        Column(
            "don-vi",
            pgettext_lazy("organisation", "Unit"),
            lambda each: each.called,
            lambda each: by(each.called),
            30,
        ),
        Column(
            "bieu",
            _("Form"),
            lambda each: each.form,
            lambda each: by(each.form),
            30,
        ),
        Column(
            "ky",
            _("Period asked about"),
            lambda each: each.period,
            lambda each: each.round.last_day,
        ),
        Column(
            "han",
            _("Due"),
            lambda each: each.round.due_on,
            lambda each: each.round.due_on,
        ),
        Column("cho", _("Waits, days"), lambda each: each.days, lambda each: each.days, 10),
        Column("nghi-ngo", _("Doubts"), lambda each: each.doubts, lambda each: each.doubts, 10),
    ),
    (),
    (
        Filter("bieu", _("Form"), lambda each: [each.form]),
        Filter("tren", _("Under"), lambda each: [each.above]),
        Filter("tre", _("In time"), lambda each: ["co" if each.late else "khong"], _LATE),
        Filter(
            "co-nghi-ngo",
            _("Doubts"),
            lambda each: ["co" if each.doubts else "khong"],
            _DOUBTS,
        ),
    ),
)


def waiting_for(actor: Actor, language: str) -> list[Waiting]:
    """The sheets that wait for somebody: past due first, then those that wait longest."""
    # Thousands wait at the end of a month: what filters ask of all; the rest of those shown.
    rows = list(
        Sheet.objects.to_approve(actor)
        .order_by("round__due_on", TruncDate("submitted_at"), "pk")
        .values_list("pk", "doubts", "round", "above__0")
    )
    found = Round.objects.select_related("form").in_bulk({row[2] for row in rows})
    today = timezone.localdate()
    said = {
        key: (each, each.form.name, period_of(each, language), today > each.due_on)
        for key, each in found.items()
    }
    names = names_on({row[3] for row in rows}, today)
    return [
        Waiting(key, doubts, *said[number], names.get(above, ""))
        for key, doubts, number, above in rows
    ]


def named(lines: Collection[Waiting]) -> None:
    """Say of these lines whose sheets they are, and how many days each waits; in one query."""
    by_key = {each.key: each for each in lines}
    today = timezone.localdate()
    rows = Sheet.objects.filter(pk__in=by_key).order_by()
    for key, name, code, submitted in rows.values_list("pk", "name", "code", "submitted_at"):
        line = by_key[key]
        line.name, line.code = name, code
        line.days = (today - timezone.localdate(submitted)).days if submitted else 0


def say_versions(lines: Collection[Waiting]) -> None:
    """What each sheet's page would carry as its version (`history.editing`), in two queries."""
    keys = [each.key for each in lines]
    counted = {"last": Max("pgh_id"), "count": Count("pgh_id")}
    sheets = entries_of(Sheet).filter(pgh_obj__in=keys).order_by().values_list("pgh_obj")
    cells = entries_of(Cell).filter(sheet__in=keys).order_by().values_list("sheet")
    of_sheets = {key: f"{last}.{count}" for key, last, count in sheets.annotate(**counted)}
    of_cells = {key: f"{last}.{count}" for key, last, count in cells.annotate(**counted)}
    for each in lines:
        key = each.key
        each.version = f"{of_sheets.get(key, '0.0')}-{of_cells.get(key, '0.0')}"
