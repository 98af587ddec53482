"""The list of programmes as an address asks for it: words, day, level, issuer, period, order.

The same questions make the page and the file. What makes no sense in an address is passed over.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from namro.foundation.interface.tables import EMPTY, Choice, Column
from namro.foundation.interface.text import sort_key
from namro.programme.programmes import tables, versions
from namro.programme.programmes.choices import Level
from namro.programme.programmes.counting import count_items
from namro.programme.programmes.models import Programme
from namro.programme.programmes.querysets import ProgrammeQuerySet

LONGEST_SEARCH = 200
# More choices than these are no help in a list to choose from.
MOST_CHOICES = 300
# A file holds at most so many programmes; an office has some hundreds.
MOST_ROWS = 20_000

LEVEL, ISSUER, PERIOD = "muc-do", "co-quan", "giai-doan"
_FIELDS: dict[str, tuple[str, ...]] = {
    LEVEL: ("level",),
    ISSUER: ("issuer",),
    PERIOD: ("period_start", "period_end"),
}
LABELS = {LEVEL: _("Level"), ISSUER: _("Issuer"), PERIOD: _("Period")}
_PERIOD = re.compile(r"([0-9]{4})-([0-9]{4})")
_NEWEST = (F("issued_on").desc(nulls_last=True), "sort_key", "pk")
_OLDEST = (F("issued_on").asc(nulls_last=True), "sort_key", "pk")
# How the list may be ordered, by the name in addresses; "" is by issuer and number.
ORDERS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "": (_("by issuer and number"), ("sort_key", "pk")),
    "-ngay": (_("newest first"), _NEWEST),
    "ngay": (_("oldest first"), _OLDEST),
    "so": (_("by number"), ("number_key", "sort_key", "pk")),
    "giai-doan": (
        _("by period"),
        (F("period_start").asc(nulls_last=True), "period_end", "sort_key", "pk"),
    ),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """The programmes found, and what the page shows of the question."""

    found: ProgrammeQuerySet
    count: int
    words: str
    on: str
    day: dt.date | None
    boxes: list[tables.Box]
    orders: list[Choice]
    filtering: bool
    query: str  # what was asked, without the page

    def seen(self, programmes: Sequence[Programme], actor: Any) -> None:
        """Give programmes their counts and, as of a day, the words of the version of that day."""
        count_items(programmes, actor, self.day)
        versions.see_as_of(programmes, self.day)


def listing(request: HttpRequest) -> Listing:
    """What `request` asks of the programmes that its person may see."""
    said = request.GET
    on, day = versions.day_asked(request)
    words = said.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    whole = Programme.objects.visible_to(request.user).matching(words).issued_by(day)
    wanted = {
        name: said.get(name, "").replace("\0", "")[: tables.LONGEST_VALUE] for name in _FIELDS
    }
    groups = _groups(whole)
    order = said.get("xep", "")
    order = order if order in ORDERS else ""
    return Listing(
        found=_having(whole, wanted).order_by(*ORDERS[order][1]),
        count=sum(rows for values, rows in groups if _has(values, wanted)),
        words=words,
        on=on,
        day=day,
        boxes=[
            box
            for name in _FIELDS
            if len((box := _box(groups, wanted, name)).choices) > 1 or wanted[name]
        ],
        orders=[Choice(name, str(told), 0, name == order) for name, (told, _) in ORDERS.items()],
        filtering=any(wanted.values()),
        query=_query(said),
    )


# Values as addresses say them, by the filter's name, and how many programmes have all of them.
_Group = tuple[dict[str, str], int]


def _groups(programmes: ProgrammeQuerySet) -> list[_Group]:
    """The programmes counted by all filters at once: one question for all boxes and the total."""
    columns = [field for fields in _FIELDS.values() for field in fields]
    found = []
    for *row, rows in programmes.order_by().values_list(*columns).annotate(n=Count("pk")):
        of = dict(zip(columns, row, strict=True))
        values = {name: _value([of[each] for each in fields]) for name, fields in _FIELDS.items()}
        found.append((values, rows))
    return found


def _has(values: dict[str, str], wanted: dict[str, str], but: str = "") -> bool:
    """Whether these are the values asked for, the one of filter `but` left open."""
    return all(not value or name == but or values[name] == value for name, value in wanted.items())


def _having(programmes: ProgrammeQuerySet, wanted: dict[str, str]) -> ProgrammeQuerySet:
    """Those that have every value asked for."""
    found = programmes
    for name, value in wanted.items():
        if not value:
            continue
        fields = _FIELDS[name]
        if value == EMPTY:
            values: tuple[Any, ...] = (None,) * len(fields) if name == PERIOD else ("",)
        elif name == PERIOD:
            years = _PERIOD.fullmatch(value)
            # A period that cannot be is one that no programme has.
            values = (int(years[1]), int(years[2])) if years else (0, 0)
        else:
            values = (value,)
        found = found.filter(
            **{
                f"{field}__isnull" if one is None else field: True if one is None else one
                for field, one in zip(fields, values, strict=True)
            }
        )
    return found


def _box(groups: list[_Group], wanted: dict[str, str], name: str) -> tables.Box:
    """A filter with its choices, given what is chosen in the others; most frequent first."""
    all_counts: Counter[str] = Counter()
    for values, rows in groups:
        if _has(values, wanted, but=name):
            all_counts[values[name]] += rows
    counts = dict(all_counts.most_common(MOST_CHOICES))
    chosen = wanted[name]
    if chosen:
        counts.setdefault(chosen, 0)
    order: Callable[[str], Any] = {
        LEVEL: lambda value: list(Level).index(Level(value)) if value in list(Level) else 9,
        PERIOD: lambda value: value,
    }.get(name, lambda value: (-counts[value], sort_key(value)))
    return tables.Box(
        name,
        LABELS[name],
        [
            Choice(value, _told(name, value), counts[value], value == chosen)
            for value in sorted(counts, key=lambda value: (value == EMPTY, order(value)))
        ],
    )


def _value(row: Sequence[Any]) -> str:
    return "-".join(str(part) for part in row if part) or EMPTY


def _told(name: str, value: str) -> str:
    if value == EMPTY:
        return str(_("(none)"))
    if name == LEVEL and value in Level.values:
        return str(Level(value).label)
    return value.replace("-", "–") if name == PERIOD else value


def _query(said: QueryDict) -> str:
    made = said.copy()
    made.pop("trang", None)
    return made.urlencode()


# What a file of the list holds.
COLUMNS: tuple[Column[Programme], ...] = (
    Column("so", _("Number of the document"), lambda row: row.number, None, 16),
    Column("ten", _("Title"), lambda row: row.title, None, 60),
    Column("loai", _("Kind"), lambda row: row.kind, None, 16),
    Column("co-quan", _("Issuer"), lambda row: row.issuer, None, 30),
    Column("ngay", _("Date of issue"), lambda row: row.issued_on, None, 14),
    Column("tu", _("First year"), lambda row: row.period_start, None, 10, "year"),
    Column("den", _("Last year"), lambda row: row.period_end, None, 10, "year"),
    Column("muc-do", _("Level"), lambda row: str(Level(row.level).label), None, 12),
    Column("chi-tieu", _("Targets"), lambda row: _count(row, row.target_count), None, 10),
    Column("nhiem-vu", _("Deliverables"), lambda row: _count(row, row.deliverable_count), None, 12),
    Column(
        "minh-hoa",
        _("Illustrative data"),
        lambda row: str(_("yes")) if row.illustrative else "",
        None,
        12,
    ),
)


def _count(row: Programme, count: int) -> int | None:
    """A number of items; none where there is no document that could hold any."""
    return count if row.source_count else None
