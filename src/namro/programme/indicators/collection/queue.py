"""The approver's queue: the sheets that wait for somebody, those that came late first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.history.registering import entries_of
from namro.foundation.interface.tables import Column, Filter, Grouped, Order
from namro.programme.indicators.collection.listing import by, names_on, period_of
from namro.programme.indicators.collection.models import Cell, Round, Sheet
from namro.programme.programmes.tables import Spec


@dataclass(slots=True)
class Waiting:
    """One sheet that waits, and what says how urgent it is; or so many alike in that."""

    round: Round
    period: str
    late: bool
    doubts: int
    # The unit right above it.
    over: int
    above: str
    alike: int = 1
    key: int = 0
    name: str = ""
    code: str = ""
    submitted: dt.date | None = None
    days: int = 0
    version: str = ""

    @property
    def form(self) -> str:
        """What it answers."""
        return self.round.form.name

    @property
    def searched(self) -> str:
        """What a search looks at."""
        return f"{self.name} {self.code} {self.form}"


_LATE = {"co": _("past its due date"), "khong": pgettext_lazy("sheet", "in time")}
_DOUBTS = {"co": _("with doubts"), "khong": _("without doubts")}
_COLUMNS: tuple[Column[Waiting], ...] = (
    Column(
        "don-vi",
        pgettext_lazy("organisation", "Unit"),
        lambda each: each.name,
        lambda each: by(each.name),
        30,
    ),
    Column("bieu", _("Form"), lambda each: each.form, lambda each: by(each.form), 30),
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
)


def _in_time(each: Waiting) -> str:
    return "co" if each.late else "khong"


QUEUE: Spec[Waiting] = Spec(
    _COLUMNS,
    (
        *_COLUMNS,
        Column("tren", _("Under"), lambda each: each.above, None, 30),
        Column("trinh", _("Submitted"), lambda each: each.submitted, None, 14),
        Column("tre", _("In time"), lambda each: str(_LATE[_in_time(each)]), None, 16),
        Column("ma", _("Code of the sheet"), lambda each: each.code, None, 16),
    ),
    (
        Filter("bieu", _("Form"), lambda each: [each.form]),
        Filter("tren", _("Under"), lambda each: [each.above]),
        Filter("tre", _("In time"), lambda each: [_in_time(each)], _LATE),
        Filter(
            "co-nghi-ngo",
            _("Doubts"),
            lambda each: ["co" if each.doubts else "khong"],
            _DOUBTS,
        ),
    ),
)
# Past due first, then those that wait longest.
_OWN = ("round__due_on", "day", "pk")
_ORDERS = {"ky": "round__last_day", "han": "round__due_on", "cho": "-day", "nghi-ngo": "doubts"}


class Queue(Grouped[Waiting]):
    """The sheets that wait for somebody. Thousands do at the end of a month: only those shown are
    read, and of all how many are alike in their round, the unit above and whether there are doubts.
    """

    orders = _ORDERS

    def __init__(self, actor: Actor, language: str) -> None:
        self._sheets = Sheet.objects.to_approve(actor).annotate(
            day=TruncDate("submitted_at"), doubtful=Q(doubts__gt=0)
        )
        counted = list(
            self._sheets.order_by()
            .values_list("round", "above__0", "doubtful")
            .annotate(alike=Count("pk"))
        )
        self._today = timezone.localdate()
        found = Round.objects.select_related("form").in_bulk({row[0] for row in counted})
        self._said = {
            key: (each, period_of(each, language), self._today > each.due_on)
            for key, each in found.items()
        }
        self._names = names_on({row[1] for row in counted}, self._today)
        self.groups = [self._line(*row) for row in counted]

    def _line(self, number: int, over: int, doubts: int, *more: Any) -> Waiting:
        return Waiting(*self._said[number], int(doubts), over, self._names.get(over, ""), *more)

    def count(self, group: Waiting) -> int:
        return group.alike

    def read(self, groups: Sequence[Waiting], order: Order | None, part: slice) -> list[Waiting]:
        asked, all_of_them = _alike_in(groups), _alike_in(self.groups)
        # A round opened meanwhile is not known here; the others are asked where they leave out any.
        narrowed = {
            name: keys
            for name, keys in asked.items()
            if name == "round__in" or keys != all_of_them[name]
        }
        sheets = self._sheets.filter(**narrowed).order_by(*_said(order), *_OWN)[part]
        columns = ("round", "above__0", "doubts", "pk", "name", "code", "day")
        return [
            self._line(*row[:3], 1, *row[3:], (self._today - row[-1]).days if row[-1] else 0)
            for row in sheets.values_list(*columns)
        ]


def _alike_in(groups: Sequence[Waiting]) -> dict[str, set[Any]]:
    """What the sheets of these groups are alike in. Each filter asks of one of the three alone, so
    that together they say which groups pass all filters."""
    return {
        "round__in": {each.round.pk for each in groups},
        "above__0__in": {each.over for each in groups},
        "doubtful__in": {bool(each.doubts) for each in groups},
    }


def _said(order: Order | None) -> list[str]:
    if order is None:
        return []
    said = _ORDERS[order.name]
    return [f"-{said}".removeprefix("--") if order.descending else said]


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
