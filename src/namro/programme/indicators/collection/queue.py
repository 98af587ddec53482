"""The approver's queue: the sheets that wait for somebody, those that came late first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.history.registering import entries_of
from namro.foundation.interface.tables import Column, Filter
from namro.programme.indicators.collection.listing import by, names_on, period_of
from namro.programme.indicators.collection.models import Cell, Sheet
from namro.programme.programmes.tables import Spec


@dataclass(slots=True)
class Waiting:
    """One sheet that waits, and what says how urgent it is."""

    row: Sheet
    period: str
    above: str
    days: int
    block: str = ""
    version: str = ""

    @property
    def called(self) -> str:
        """Whose it is."""
        return self.row.name

    @property
    def searched(self) -> str:
        """What a search looks at."""
        return f"{self.row.name} {self.row.code} {self.row.round.form.name}"

    @property
    def late(self) -> bool:
        """Whether its due date has passed."""
        return timezone.localdate() > self.row.round.due_on


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
            lambda each: each.row.round.form.name,
            lambda each: by(each.row.round.form.name),
            30,
        ),
        Column(
            "ky",
            _("Period asked about"),
            lambda each: each.period,
            lambda each: each.row.round.last_day,
        ),
        Column(
            "han",
            _("Due"),
            lambda each: each.row.round.due_on,
            lambda each: each.row.round.due_on,
        ),
        Column("cho", _("Waits, days"), lambda each: each.days, lambda each: each.days, 10),
        Column(
            "nghi-ngo", _("Doubts"), lambda each: each.row.doubts, lambda each: each.row.doubts, 10
        ),
    ),
    (),
    (
        Filter("bieu", _("Form"), lambda each: [each.row.round.form.name]),
        Filter("tren", _("Under"), lambda each: [each.above]),
        Filter("tre", _("In time"), lambda each: ["co" if each.late else "khong"], _LATE),
        Filter(
            "co-nghi-ngo",
            _("Doubts"),
            lambda each: ["co" if each.row.doubts else "khong"],
            _DOUBTS,
        ),
    ),
)


def waiting_for(actor: Actor, language: str) -> list[Waiting]:
    """The sheets that wait for somebody: past due first, then those that wait longest."""
    found = list(Sheet.objects.to_approve(actor).select_related("round__form", "unit", "awaiting"))
    today = timezone.localdate()
    names = names_on({each.above[0] for each in found}, today)
    lines = [
        Waiting(
            each,
            period_of(each.round, language),
            names.get(each.above[0], ""),
            (today - _submitted(each, today)).days,
            each.unit.block,
        )
        for each in found
    ]
    return sorted(
        lines, key=lambda each: (not each.late, each.row.round.due_on, -each.days, each.row.pk)
    )


def _submitted(sheet: Sheet, today: dt.date) -> dt.date:
    return timezone.localdate(sheet.submitted_at) if sheet.submitted_at else today


def say_versions(lines: Collection[Waiting]) -> None:
    """What each sheet's page would carry as its version (`history.editing`), in two queries."""
    keys = [each.row.pk for each in lines]
    counted = {"last": Max("pgh_id"), "count": Count("pgh_id")}
    sheets = entries_of(Sheet).filter(pgh_obj__in=keys).order_by().values_list("pgh_obj")
    cells = entries_of(Cell).filter(sheet__in=keys).order_by().values_list("sheet")
    of_sheets = {key: f"{last}.{count}" for key, last, count in sheets.annotate(**counted)}
    of_cells = {key: f"{last}.{count}" for key, last, count in cells.annotate(**counted)}
    for each in lines:
        key = each.row.pk
        each.version = f"{of_sheets.get(key, '0.0')}-{of_cells.get(key, '0.0')}"
