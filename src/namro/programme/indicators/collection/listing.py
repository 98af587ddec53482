"""What the pages of rounds list: rounds with their progress, a round's sheets. Each is a few
queries, whatever the number of units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.accounts.operators import Actor
from namro.foundation.calendar import Period
from namro.foundation.calendar.wording import in_words
from namro.foundation.history.registering import entries_of
from namro.foundation.interface.tables import Column, Filter
from namro.foundation.interface.text import search_text, search_words, sort_key
from namro.foundation.organisations.choices import Block
from namro.foundation.organisations.models import Unit, UnitName
from namro.programme.indicators.collection.models import Round, Sheet
from namro.programme.indicators.collection.standing import WORDS, Standing, standing_of
from namro.programme.indicators.periods import span_between
from namro.programme.programmes.tables import Spec

L = TypeVar("L", bound="OfUnit")
S = TypeVar("S", bound="Searched")
#: How far back rounds are listed.
MONTHS_BACK = 24


class Searched(Protocol):
    """A line that lists search."""

    @property
    def searched(self) -> str:
        """What a search looks at."""


class OfUnit(Searched, Protocol):
    """A line about one unit, as lists search and group it."""

    block: str
    above: str

    @property
    def called(self) -> str:
        """The unit's name."""


def period_words(first: dt.date, last: dt.date, language: str = "vi") -> str:
    """A round's period as documents write it."""
    span = span_between(first, last)
    if isinstance(span, Period):
        return in_words(span, language)
    return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"


def period_of(round_: Round, language: str = "vi") -> str:
    """The period a round asks about, as documents write it."""
    return period_words(round_.first_day, round_.last_day, language)


@dataclass(slots=True)
class RoundLine:
    """One round and how many of its sheets, of those the reader may see, are how far."""

    row: Round
    period: str
    asked: int = 0
    submitted: int = 0
    approved: int = 0
    waiting: int = 0

    @property
    def searched(self) -> str:
        """What a search looks at."""
        return f"{self.row.form.name} {self.period}"

    @property
    def stands(self) -> str:
        """Whether it takes figures today: not yet, open, past its due date, closed."""
        today = timezone.localdate()
        if today < self.row.opens_on:
            return "not_yet"
        if today > self.row.takes_until:
            return "closed"
        return "overdue" if today > self.row.due_on else "open"


ROUND_STANDS = {
    "not_yet": pgettext_lazy("round", "not open yet"),
    "open": pgettext_lazy("round", "open"),
    "overdue": pgettext_lazy("round", "past its due date"),
    "closed": pgettext_lazy("round", "closed"),
}
_ROUND_COLUMNS: tuple[Column[RoundLine], ...] = (
    Column(
        "bieu",
        _("Form"),
        lambda each: each.row.form.name,
        lambda each: sort_key(each.row.form.name),
        40,
    ),
    Column("ky", _("Period asked about"), lambda each: each.period, lambda each: each.row.last_day),
    Column("mo", _("Opens"), lambda each: each.row.opens_on, lambda each: each.row.opens_on),
    Column("han", _("Due"), lambda each: each.row.due_on, lambda each: each.row.due_on),
    Column(
        "dong", _("Closes"), lambda each: each.row.takes_until, lambda each: each.row.takes_until
    ),
)
ROUNDS: Spec[RoundLine] = Spec(
    (*_ROUND_COLUMNS, Column("tien-do", _("Progress"), lambda each: each.approved)),
    (
        *_ROUND_COLUMNS,
        Column("tinh-trang", _("State"), lambda each: str(ROUND_STANDS[each.stands]), None, 16),
        Column("phieu", _("Sheets"), lambda each: each.asked, None, 10),
        Column("cho-duyet", _("Waiting for approval"), lambda each: each.waiting, None, 12),
        Column("da-duyet", _("Approved"), lambda each: each.approved, None, 10),
    ),
    (
        Filter("bieu", _("Form"), lambda each: [each.row.form.name]),
        Filter("tinh-trang", _("State"), lambda each: [each.stands], ROUND_STANDS),
    ),
)


def round_lines(actor: Actor, language: str, *, all_of_them: bool = False) -> list[RoundLine]:
    """The rounds that somebody may see, the latest first; their progress is not counted yet."""
    found = Round.objects.visible_to(actor).select_related("form")
    if not all_of_them:
        since = timezone.localdate() - dt.timedelta(days=31 * MONTHS_BACK)
        found = found.filter(last_day__gte=since)
    return [RoundLine(each, period_of(each, language)) for each in found]


def say_progress(actor: Actor, lines: Iterable[RoundLine]) -> None:
    """Count the sheets of these rounds, of those that `actor` may see."""
    by_key = {each.row.pk: each for each in lines}
    counted = (
        Sheet.objects.visible_to(actor)
        .filter(round__in=by_key)
        .order_by()
        .values("round")
        .annotate(
            asked=Count("pk"),
            waiting=Count("pk", filter=Q(state="submitted")),
            approved=Count("pk", filter=Q(state__in=("approved", "correcting"))),
        )
    )
    for each in counted:
        line = by_key[each["round"]]
        line.asked, line.waiting, line.approved = each["asked"], each["waiting"], each["approved"]
        line.submitted = line.waiting + line.approved


@dataclass(slots=True)
class SheetLine:
    """One sheet of a round: whose, where it stands in the city, how far it is."""

    row: Sheet
    standing: Standing
    block: str
    above: str
    holder: str
    filled: int = 0

    @property
    def called(self) -> str:
        """The unit's name when the round was opened."""
        return self.row.name

    @property
    def searched(self) -> str:
        """What a search looks at."""
        return f"{self.row.name} {self.row.code}"


def by(text: str) -> Any:
    return sort_key(text) if text.strip() else None


STANDINGS = {each.value: WORDS[each] for each in Standing}
_ORDER = list(Standing)
_SHEET_COLUMNS: tuple[Column[SheetLine], ...] = (
    Column(
        "don-vi",
        pgettext_lazy("organisation", "Unit"),
        lambda each: each.row.name,
        lambda each: by(each.row.name),
        34,
    ),
    Column("tren", _("Under"), lambda each: each.above, lambda each: by(each.above), 30),
    Column(
        "tinh-trang",
        _("State"),
        lambda each: str(WORDS[each.standing]),
        lambda each: _ORDER.index(each.standing),
        26,
    ),
    Column("da-dien", _("Fields filled"), lambda each: each.filled, lambda each: each.filled, 10),
    Column(
        "nghi-ngo",
        _("Doubts"),
        lambda each: each.row.doubts,
        lambda each: each.row.doubts,
        10,
    ),
    Column(
        "trinh",
        _("Submitted"),
        lambda each: _day(each.row.submitted_at),
        lambda each: each.row.submitted_at,
        14,
    ),
    Column(
        "duyet",
        _("Approved"),
        lambda each: _day(each.row.approved_at),
        lambda each: each.row.approved_at,
        14,
    ),
)
SHEETS: Spec[SheetLine] = Spec(
    _SHEET_COLUMNS,
    (
        *_SHEET_COLUMNS,
        Column("khoi", _("Block"), lambda each: str(Block(each.block).label), None, 20),
        Column("ma", _("Code of the sheet"), lambda each: each.row.code, None, 16),
        Column("cung-cap", _("Supplied by"), lambda each: each.holder, None, 30),
    ),
    (
        Filter("tinh-trang", _("State"), lambda each: [each.standing.value], STANDINGS),
        Filter("khoi", _("Block"), lambda each: [each.block], dict(Block.choices)),
        Filter("tren", _("Under"), lambda each: [each.above]),
    ),
)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return None if moment is None else timezone.localdate(moment)


def first_submitted(sheets: Iterable[int]) -> dict[int, dt.date]:
    """The day on which each sheet was submitted first, as the history recorded it."""
    entries = entries_of(Sheet).filter(pgh_obj__in=list(sheets), submitted_at__isnull=False)
    rows = entries.order_by().values_list("pgh_obj").annotate(Min("submitted_at"))
    return {sheet: timezone.localdate(moment) for sheet, moment in rows}


def names_on(units: Collection[int], day: dt.date) -> dict[int, str]:
    """What units are called on a day; one that is not there then has its code."""
    found = dict(Unit.objects.filter(pk__in=units).values_list("pk", "code"))
    named = UnitName.objects.on(day).filter(unit__in=units).values_list("unit", "name")
    return found | dict(named)


def sheet_lines(actor: Actor, round_: Round, words: str = "") -> list[SheetLine]:
    """The sheets of a round that somebody may see, by block, unit above and name."""
    found = (
        Sheet.objects.visible_to(actor)
        .filter(round=round_)
        .select_related("unit")
        .annotate(filled=Count("cells"))
    )
    sheets = list(found)
    names = names_on(
        {each.above[0] for each in sheets} | {each.holder_id for each in sheets}, round_.last_day
    )
    first = first_submitted(each.pk for each in sheets)
    today = timezone.localdate()
    lines = [
        SheetLine(
            each,
            standing_of(each.state, first.get(each.pk), round_.due_on, today),
            each.unit.block,
            names.get(each.above[0], ""),
            names.get(each.holder_id, ""),
            each.filled,
        )
        for each in sheets
    ]
    return in_order(holding(lines, words))


def holding(lines: list[S], words: str) -> list[S]:
    """Those that hold every word in what a search looks at."""
    sought = search_words(words)
    if not sought:
        return lines
    return [each for each in lines if all(word in search_text(each.searched) for word in sought)]


_BLOCKS = Block.values


def in_order(lines: list[L]) -> list[L]:
    return sorted(
        lines,
        key=lambda each: (
            *(_BLOCKS.index(each.block), sort_key(each.above), sort_key(each.called)),
        ),
    )
