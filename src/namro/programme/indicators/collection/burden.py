"""Gánh nặng báo cáo: how many cells each unit is asked to fill in, month by month.

A figure asked as numerator and denominator is two cells. A form of a quarter, a half-year or a
year is filled in once in that time, in the month after its period ends.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Q, Sum, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.interface.tables import Column, Filter
from namro.foundation.organisations.choices import Block, Hierarchy
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.questions import descendants
from namro.programme.indicators.collection.listing import by, in_order
from namro.programme.indicators.collection.models import Form
from namro.programme.indicators.collection.querysets import units_within
from namro.programme.indicators.permissions import SEE_SHEETS
from namro.programme.programmes.tables import Spec

#: The months of a year in which a period of this frequency ends.
ENDS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "half-year": (6, 12), "year": (12,)}


@dataclass(slots=True)
class Burden:
    """What one unit is asked."""

    unit: int
    called: str
    block: str
    above: str
    #: Cells of one filling, and how often a year, by form.
    forms: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: Cells by the month in which the period ends.
    months: Counter[int] = field(default_factory=Counter)

    @property
    def searched(self) -> str:
        """What a search looks at."""
        return self.called

    @property
    def count(self) -> int:
        """How many forms ask it."""
        return len(self.forms)

    @property
    def year(self) -> int:
        """Cells in a year."""
        return sum(self.months.values())

    @property
    def a_month(self) -> int:
        """Cells in a month, on average; a part of one counts as one."""
        return -(-self.year // 12)

    @property
    def most(self) -> int:
        """Cells of the month with most."""
        return max(self.months.values(), default=0)

    @property
    def told(self) -> str:
        """Each form with its cells."""
        return "; ".join(
            f"{name}: {cells} × {times}" for name, (cells, times) in self.forms.items()
        )


_COLUMNS: tuple[Column[Burden], ...] = (
    Column(
        "don-vi",
        pgettext_lazy("organisation", "Unit"),
        lambda each: each.called,
        lambda each: by(each.called),
        34,
    ),
    Column("tren", _("Under"), lambda each: each.above, lambda each: by(each.above), 30),
    Column("so-bieu", _("Forms"), lambda each: len(each.forms), lambda each: len(each.forms), 10),
    Column("o-thang", _("Cells a month"), lambda each: each.a_month, lambda each: each.a_month, 12),
    Column(
        "nhieu-nhat",
        _("Cells, busiest month"),
        lambda each: each.most,
        lambda each: each.most,
        12,
    ),
    Column("o-nam", _("Cells a year"), lambda each: each.year, lambda each: each.year, 12),
    Column("chi-tiet", _("By form: cells × times a year"), lambda each: each.told, None, 60),
)
BURDEN: Spec[Burden] = Spec(
    _COLUMNS,
    (*_COLUMNS, Column("khoi", _("Block"), lambda each: str(Block(each.block).label), None, 20)),
    (
        Filter("khoi", _("Block"), lambda each: [each.block], dict(Block.choices)),
        Filter("tren", _("Under"), lambda each: [each.above]),
        Filter("bieu", _("Form"), lambda each: list(each.forms)),
    ),
)


def active_forms() -> Any:
    """The forms that ask today or later, each with its number of `cells`."""
    today = timezone.localdate()
    cells = Sum(Case(When(items__as_fraction=True, then=Value(2)), default=Value(1)))
    going = Form.objects.filter(Q(recurs_to__isnull=True) | Q(recurs_to__gte=today))
    return going.annotate(cells=cells, asked=Count("items")).order_by("name").select_related("top")


def burdens(actor: Actor) -> list[Burden]:
    """What each unit that somebody may see is asked, by today's units."""
    today = timezone.localdate()
    within = units_within(actor, SEE_SHEETS)
    seen = None if within is None else set(Unit.objects.filter(within).values_list("pk", flat=True))
    found: dict[int, Burden] = {}
    trees: dict[tuple[int, str], Any] = {}
    for form in active_forms():
        place = (form.top_id, form.hierarchy)
        if place not in trees:
            nodes = descendants(form.top_id, Hierarchy(form.hierarchy), today)
            trees[place] = nodes, {node.unit: node.name for node in nodes}
        nodes, names = trees[place]
        months = ENDS[form.frequency]
        for node in nodes:
            if node.kind not in form.unit_kinds or (seen is not None and node.unit not in seen):
                continue
            line = found.setdefault(
                node.unit,
                Burden(node.unit, node.name, node.block, names.get(node.parent or 0, "")),
            )
            line.forms[form.name] = (form.cells or 0, len(months))
            for month in months:
                line.months[month] += form.cells or 0
    return in_order(list(found.values()))
