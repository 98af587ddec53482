"""What every table of the site does alike: order, filter, page. Pure: rows are plain values.

A table is asked through an address: `xep=han` (or `-han`) orders, `trang=2` turns the page, a
column's name with a value filters. What makes no sense in an address is passed over.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

R = TypeVar("R")
Cell = Any  # text, whole number, Decimal, date or None: what a spreadsheet's cell holds

# The value of a filter that asks for rows where the cell is empty.
EMPTY = "-"


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: its name in addresses, its head, what its cells hold and how they are ordered.

    `value` gives the typed cell (for spreadsheets), `order` what it is ordered by (None stands
    last, whichever way), None for a column that cannot be ordered. `width` is in characters;
    `kind` is "year" where whole numbers are years.
    """

    name: str
    head: Any
    value: Callable[[R], Cell]
    order: Callable[[R], Any] | None = None
    width: int = 16
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Filter(Generic[R]):
    """A choice above the table: its name in addresses, its label, the value a row has for it.

    `values` may be many for one row (co-ordinating organisations); `names` says what a value is
    called on the page, where it is not called by itself.
    """

    name: str
    label: Any
    values: Callable[[R], Iterable[str]]
    names: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """The column a table is ordered by, and which way."""

    name: str
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, how many rows have it, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


class Grouped(ABC, Generic[R]):
    """Rows that are not all read: what filters ask is known by groups of rows alike in it.

    `groups` holds a row for each group, which says what filters ask and nothing else; `orders`
    names the columns by which parts of the rows can be read in order, beside their own order.
    """

    groups: Sequence[R]
    orders: Collection[str] = ()

    @abstractmethod
    def count(self, group: R) -> int:
        """How many rows are in a group."""

    @abstractmethod
    def read(self, groups: Sequence[R], order: Order | None, part: slice) -> list[R]:
        """A part of the rows of these groups, which are all that filters let pass, in order."""

    def __len__(self) -> int:
        """How many rows there are in all."""
        return sum(map(self.count, self.groups))


@dataclass(frozen=True, slots=True)
class Unread(Generic[R]):
    """The rows of some groups, in order, of which a part is read when it is taken."""

    rows: Grouped[R]
    groups: Sequence[R]
    order: Order | None

    def __len__(self) -> int:
        return sum(map(self.rows.count, self.groups))

    def __getitem__(self, part: slice) -> list[R]:
        return self.rows.read(self.groups, self.order, part)

    def __iter__(self) -> Iterator[R]:
        return iter(self[:])


def order_from(said: str, columns: Sequence[Column[R]]) -> Order | None:
    """The order asked for in an address, or None (the document's) where no column can give it."""
    name = said.removeprefix("-")
    if any(column.name == name and column.order is not None for column in columns):
        return Order(name, said.startswith("-"))
    return None


def ordered(rows: Iterable[R], order: Order | None, columns: Sequence[Column[R]]) -> list[R]:
    """The rows in that order; equal ones stay as they were, empty ones stand last."""
    column = next((one for one in columns if order and one.name == order.name), None)
    if order is None or column is None or column.order is None:
        return list(rows)
    keyed = [(column.order(row), row) for row in rows]
    full = [pair for pair in keyed if pair[0] is not None]
    full.sort(key=lambda pair: pair[0], reverse=order.descending)
    return [row for _, row in full] + [row for key, row in keyed if key is None]


def filtered(rows: Iterable[R], asked: Mapping[str, str], filters: Sequence[Filter[R]]) -> list[R]:
    """The rows that have every value asked for; a filter without a value lets all pass."""
    found = list(rows)
    for one in filters:
        wanted = asked.get(one.name, "")
        if wanted:
            found = [row for row in found if wanted in _values(one, row)]
    return found


def choices(
    rows: Sequence[R] | Grouped[R],
    asked: Mapping[str, str],
    one: Filter[R],
    filters: Sequence[Filter[R]],
    key: Callable[[str], str] = str,
) -> list[Choice]:
    """What can be chosen in a filter, given what is chosen in the others; most frequent first.

    A value asked for that no row has stays, with 0 rows, so that it can be seen and undone.
    """
    others = [each for each in filters if each.name != one.name]
    counts: dict[str, int] = {}
    # Thousands of rows have a handful of values.
    alike: Counter[tuple[str, ...]] = Counter()
    if isinstance(rows, Grouped):
        for group in filtered(rows.groups, asked, others):
            alike[tuple(one.values(group))] += rows.count(group)
    else:
        alike.update(tuple(one.values(row)) for row in filtered(rows, asked, others))
    for values, number in alike.items():
        for value in _said(values):
            counts[value] = counts.get(value, 0) + number
    wanted = asked.get(one.name, "")
    if wanted:
        counts.setdefault(wanted, 0)
    order: list[str] = sorted(
        counts, key=lambda value: (value == EMPTY, -counts[value], key(value))
    )
    return [Choice(value, value, counts[value], value == wanted) for value in order]


def _values(one: Filter[R], row: R) -> set[str]:
    """The row's values for a filter; `EMPTY` where it has none."""
    return _said(one.values(row))


def _said(values: Iterable[str]) -> set[str]:
    return {value for value in values if value} or {EMPTY}
