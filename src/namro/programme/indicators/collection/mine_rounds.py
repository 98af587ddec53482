"""“My figures” of whoever has thousands of sheets: counted by round, and found by searching."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from namro.foundation.interface.tables import Column, Filter
from namro.foundation.interface.text import search_text, search_words, sort_key
from namro.foundation.organisations.models import UnitName
from namro.programme.indicators.collection import mine_rows
from namro.programme.indicators.collection.choices import SheetState
from namro.programme.indicators.collection.mine import (
    APPROVED,
    COUNTED,
    ORDER,
    WORK,
    period_words,
    works_of,
)
from namro.programme.indicators.collection.mine_rows import Mine
from namro.programme.indicators.collection.models import Form, Round
from namro.programme.indicators.collection.rules import read_code
from namro.programme.programmes.tables import Spec


@dataclass(frozen=True, slots=True)
class Group:
    """How many sheets of a round are in one state, and what they wait for."""

    state: str
    awaiting: int | None
    works: tuple[str, ...]
    count: int


@dataclass(slots=True)
class RoundOfMine:
    """A round with sheets that wait for something; `asked`, `approved`: of all sheets in it that
    are somebody's, counted for the rounds that are shown."""

    row: Round
    period: str
    groups: list[Group] = field(default_factory=list)
    asked: int = 0
    approved: int = 0

    @property
    def works(self) -> list[tuple[str, str | Promise, int]]:
        """How many sheets wait for what, most urgent first."""
        number: dict[str, int] = {}
        for each in self.groups:
            for work in each.works:
                number[work] = number.get(work, 0) + each.count
        return [(work, WORK[work], number[work]) for work in WORK if work in number]

    def counted(self, work: str) -> int:
        """How many wait for one thing."""
        return sum(each.count for each in self.groups if work in each.works)

    @property
    def first(self) -> int:
        """The place of the most urgent thing that some wait for."""
        return min(ORDER[each.works[0]] for each in self.groups)


def found(mine: Mine, words: str) -> Mine:
    """Those of which all words stand in the form's name or a name of the unit, or the one of that
    code: asked of the database, since there are too many to read."""
    code = read_code(words.strip())
    if code is not None:
        return mine.where(Q(code=code))
    wanted = search_words(words)
    if not wanted:
        return mine
    forms = _folded(Form.objects.order_by().values_list("pk", "name"))
    units = _folded(UnitName.objects.order_by().values_list("unit", "name"))
    asked = []
    for word in wanted:
        of_form = {key for key, name in forms if word in name}
        of_unit = {key for key, name in units if word in name}
        asked.append(Q(round__form__in=of_form) | Q(unit__in=of_unit))
    return mine.where(*asked)


def _folded(rows: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return [(key, search_text(name)) for key, name in rows]


def rounds(mine: Mine) -> list[RoundOfMine]:
    """The rounds that have sheets which are not approved, the most urgent first; of one that was
    chosen those that are approved are counted too."""
    wanted = mine.rows if mine.one else mine.rows.exclude(state=SheetState.APPROVED)
    counted = wanted.order_by().values_list("round", "state", "awaiting").annotate(Count("pk"))
    groups = list(counted)
    known = Round.objects.select_related("form").in_bulk({each[0] for each in groups})
    lines: dict[int, RoundOfMine] = {}
    for key, state, awaiting, count in groups:
        row = known[key]
        line = lines.setdefault(key, RoundOfMine(row, period_words(row.first_day, row.last_day)))
        waits = mine.waits(state, awaiting)
        works = works_of(state, row.opens_on, row.due_on, mine.today, mine=waits)
        line.groups.append(Group(state, awaiting, works, count))
    return sorted(lines.values(), key=lambda each: (each.first, each.row.due_on, each.row.pk))


def counts(lines: Iterable[RoundOfMine]) -> list[tuple[str, str | Promise, int]]:
    """How many sheets wait for each thing that must be looked at, in order."""
    rows = list(lines)
    said = [(work, WORK[work], sum(each.counted(work) for each in rows)) for work in COUNTED]
    return [each for each in said if each[0] != APPROVED or each[2]]


def waiting_for(mine: Mine, lines: Collection[RoundOfMine], work: str, form: str) -> Mine | None:
    """The sheets that wait for one thing, of one form or of all (""); None: too many to list, or
    none."""
    chosen = [
        (each.row.pk, group)
        for each in lines
        if form in ("", each.row.form.name)
        for group in each.groups
        if work in group.works
    ]
    if not 0 < sum(group.count for _key, group in chosen) <= mine_rows.MOST_LISTED:
        return None
    alike: dict[tuple[str, int | None], list[int]] = {}
    for key, group in chosen:
        alike.setdefault((group.state, group.awaiting), []).append(key)
    wanted = Q()
    for (state, awaiting), keys in alike.items():
        wanted |= Q(state=state, awaiting=awaiting, round__in=keys)
    return mine.where(wanted)


def say_progress(mine: Mine, lines: Sequence[RoundOfMine]) -> None:
    """Count all sheets of these rounds, in one query."""
    by_key = {each.row.pk: each for each in lines}
    counted = mine.everything.filter(round__in=by_key).order_by().values_list("round")
    approved = Count("pk", filter=Q(state=SheetState.APPROVED))
    for key, asked, done in counted.annotate(asked=Count("pk"), done=approved):
        by_key[key].asked, by_key[key].approved = asked, done


def _of(work: str) -> Column[RoundOfMine]:
    return Column(work, WORK[work], lambda each: each.counted(work), None, 14)


_FORM: Column[RoundOfMine] = Column(
    "bieu", pgettext_lazy("collection", "Form"), lambda each: each.row.form.name,
    lambda each: sort_key(each.row.form.name), 40,
)  # fmt: skip
_ROUND: Column[RoundOfMine] = Column(
    "ky", pgettext_lazy("collection", "Round"), lambda each: each.period,
    lambda each: each.row.last_day, 16,
)  # fmt: skip
_DUE: Column[RoundOfMine] = Column(
    "han", pgettext_lazy("collection", "Due"), lambda each: each.row.due_on,
    lambda each: each.row.due_on, 14,
)  # fmt: skip
_APPROVED: Column[RoundOfMine] = Column(
    "da-duyet", pgettext_lazy("sheets", "Approved"), lambda each: each.approved, None, 12
)
BY_ROUND: Spec[Any] = Spec(
    (
        *(_FORM, _ROUND, _DUE),
        Column("viec", gettext_lazy("To do"), lambda each: each.first, lambda each: each.first),
        _APPROVED,
    ),
    (
        *(_FORM, _ROUND, _DUE),
        *(_of(work) for work in WORK if work != APPROVED),
        _APPROVED,
        Column("phieu", gettext_lazy("Sheets"), lambda each: each.asked, None, 10),
    ),
    (
        Filter(
            "viec", gettext_lazy("To do"),
            lambda each: [work for work, _words, _count in each.works], WORK,
        ),
        Filter("bieu", pgettext_lazy("collection", "Form"), lambda each: [each.row.form.name]),
    ),
)  # fmt: skip
