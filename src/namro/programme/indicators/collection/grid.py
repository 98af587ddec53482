"""The map of units and periods: how the sheets of a form stand, period by period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.interface.tables import Column, Filter
from namro.foundation.organisations.choices import Block
from namro.programme.indicators.collection.listing import (
    STANDINGS,
    by,
    first_submitted,
    in_order,
    names_on,
)
from namro.programme.indicators.collection.models import Form, Round, Sheet
from namro.programme.indicators.collection.standing import SIGNS, WORDS, Standing, standing_of
from namro.programme.programmes.tables import Spec

#: How many periods are shown beside one another.
PERIODS = 12


@dataclass(slots=True)
class GridLine:
    """One unit of a form and how its sheets stand, period by period."""

    unit: int
    name: str
    block: str
    above: str
    cells: dict[int, Standing] = field(default_factory=dict)
    sheets: dict[int, int] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The unit's name."""
        return self.name

    @property
    def searched(self) -> str:
        """What a search looks at."""
        return self.name

    @property
    def missing(self) -> int:
        """In how many periods nothing came."""
        return sum(each is Standing.MISSING for each in self.cells.values())

    @property
    def late(self) -> int:
        """In how many periods it came late."""
        return sum(
            each in (Standing.COMPLETE_LATE, Standing.WAITING_LATE) for each in self.cells.values()
        )


def rounds_of(form: Form, actor: Actor, before: dt.date | None = None) -> list[Round]:
    """The last rounds of a form, the earliest first; `before`: those that end before a day."""
    found = Round.objects.visible_to(actor).filter(form=form)
    if before is not None:
        found = found.filter(last_day__lt=before)
    return list(found.order_by("-last_day")[:PERIODS])[::-1]


def grid_lines(actor: Actor, rounds: Sequence[Round]) -> list[GridLine]:
    """Each unit that was asked in these rounds, with how its sheets stand."""
    by_key = {each.pk: each for each in rounds}
    rows = (
        Sheet.objects.visible_to(actor)
        .filter(round__in=by_key)
        .order_by("round__last_day")
        .values_list("pk", "round", "unit", "unit__block", "name", "above", "state")
    )
    found = list(rows)
    names = names_on({row[5][0] for row in found}, rounds[-1].last_day) if found else {}
    first = first_submitted(row[0] for row in found)
    today = timezone.localdate()
    lines: dict[int, GridLine] = {}
    for sheet, round_, unit, block, name, above, state in found:
        line = lines.setdefault(unit, GridLine(unit, name, block, ""))
        # A unit is shown where it stood last.
        line.name, line.block, line.above = name, block, names.get(above[0], "")
        line.cells[round_] = standing_of(state, first.get(sheet), by_key[round_].due_on, today)
        line.sheets[round_] = sheet
    return in_order(list(lines.values()))


def grid_spec(rounds: Sequence[Round]) -> Spec[GridLine]:
    """The map's table: a column for each round."""
    columns: list[Column[GridLine]] = [
        Column(
            "don-vi",
            pgettext_lazy("organisation", "Unit"),
            lambda each: each.name,
            lambda each: by(each.name),
            34,
        ),
        *(
            Column(
                f"k{each.pk}",
                f"{each.last_day:%m/%Y}",
                partial(_cell, each.pk),
                None,
                18,
            )
            for each in rounds
        ),
        Column("thieu", _("Missing"), lambda each: each.missing, lambda each: each.missing, 10),
        Column("muon", _("Late"), lambda each: each.late, lambda each: each.late, 10),
    ]
    file = [
        columns[0],
        Column("khoi", _("Block"), lambda each: str(Block(each.block).label), None, 20),
        Column("tren", _("Under"), lambda each: each.above, None, 30),
        *columns[1:],
    ]
    filters: tuple[Filter[GridLine], ...] = (
        Filter("khoi", _("Block"), lambda each: [each.block], dict(Block.choices)),
        Filter("tren", _("Under"), lambda each: [each.above]),
        Filter(
            "tinh-trang",
            _("State in some period"),
            lambda each: [one.value for one in each.cells.values()],
            STANDINGS,
        ),
    )
    return Spec(tuple(columns), tuple(file), filters)


def _cell(key: int, line: GridLine) -> str:
    standing = line.cells.get(key)
    return f"{SIGNS[standing]} {WORDS[standing]}" if standing else ""
