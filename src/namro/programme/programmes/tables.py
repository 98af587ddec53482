"""The tables of a programme: deliverables and targets, on the page and as files.

The same rows serve both; the columns of a file are the page's and those that only a file needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.documents.checking.clarity import leads_in
from namro.foundation.interface.tables import (
    EMPTY,
    Choice,
    Column,
    Filter,
    Grouped,
    Order,
    Unread,
    choices,
    filtered,
    order_from,
    ordered,
)
from namro.foundation.interface.text import sort_key
from namro.programme.programmes.choices import Within
from namro.programme.programmes.models import Deliverable, Target
from namro.programme.programmes.places import ROWS_A_PAGE
from namro.programme.programmes.rules import blocks
from namro.programme.programmes.rules.due_order import last_day

R = TypeVar("R")
# The whole table at once, to print; beyond this a browser suffers, and a file is the way.
MOST_ROWS = 5_000
LONGEST_VALUE = 500
NO_STATE = _("no progress figures yet")


def _by(text: str) -> str | None:
    """A text's place in Vietnamese order; nothing stands last."""
    return sort_key(text) if text.strip() else None


def _yes(value: bool) -> str:
    return str(_("yes")) if value else str(_("no"))


def _now(row: Deliverable | Target) -> str:
    """Who leads a row now, where that is another than when the document was issued."""
    return row.led.now if row.led is not None else ""


DELIVERABLES: tuple[Column[Deliverable], ...] = (
    Column("so", _("No."), lambda row: row.no, lambda row: _by(row.no), 8),
    Column("noi-dung", _("Content"), lambda row: row.title, lambda row: _by(row.title), 60),
    Column("loai", _("Kind"), lambda row: row.kind, lambda row: _by(row.kind), 14),
    Column("chu-tri", _("Lead"), lambda row: row.lead_text, lambda row: _by(row.lead_text), 26),
    Column(
        "phoi-hop",
        _("Co-ordinating"),
        lambda row: "; ".join(row.co_ordinating),
        lambda row: _by("; ".join(row.co_ordinating)),
        30,
    ),
    Column("han", _("Due"), lambda row: row.due_text, lambda row: last_day(row.due_text), 16),
    Column("san-pham", _("Product"), lambda row: row.product, lambda row: _by(row.product), 24),
    Column("trang-thai", _("State"), lambda row: str(NO_STATE), None, 20),
)
DELIVERABLES_FILE: tuple[Column[Deliverable], ...] = (
    *DELIVERABLES,
    Column("nay-la", _("Lead now"), _now, None, 26),
    Column("nhom", _("Group"), lambda row: row.group, None, 30),
    Column("suy-ra", _("Lead inferred"), lambda row: _yes(row.lead_inferred), None, 12),
    Column("ghi-chu", _("Note"), lambda row: row.note, None, 24),
)
INFERRED, NAMED, NOBODY = "suy-ra", "ghi-ro", "chua-co"
LEAD_STANDING: dict[str, str | Promise] = {
    NAMED: _("named in the document"),
    INFERRED: _("inferred, to be confirmed"),
    NOBODY: _("not named"),
}


def lead_standing(row: Deliverable) -> str:
    """Whether a row's lead is named, inferred or missing."""
    if row.lead_inferred:
        return INFERRED
    return NAMED if row.lead_text.strip() else NOBODY


# The blocks of organisations (khối).
BLOCK_NAMES: dict[str, str | Promise] = {
    blocks.PARTY: _("Party bodies"),
    blocks.GOVERNMENT: _("authorities of the State"),
    blocks.FRONT: _("Front and associations"),
    blocks.DEPARTMENTS: _("departments and units"),
    blocks.DISTRICTS: _("districts"),
    blocks.COMMUNES: _("communes"),
    blocks.ENTERPRISES: _("enterprises"),
    blocks.OTHER: _("others"),
}


def _blocks(row: Deliverable | Target) -> list[str]:
    """The blocks of all that lead a row: of the linked units, else told from their names."""
    if row.led is not None:
        return list(row.led.blocks)
    return [blocks.block_of(name) for name in leads_in(row.lead_text)]


DELIVERABLE_FILTERS: tuple[Filter[Deliverable], ...] = (
    Filter("khoi", _("Block"), _blocks, BLOCK_NAMES),
    Filter("chu-tri", _("Lead"), lambda row: [row.lead_text.strip()]),
    Filter("loai", _("Kind"), lambda row: [row.kind.strip()]),
    Filter("nhom", _("Group"), lambda row: [row.group.strip()]),
    Filter("dau-moi", _("Lead is"), lambda row: [lead_standing(row)], LEAD_STANDING),
    # Shown as soon as rows have different states.
    Filter("trang-thai", _("State"), lambda row: [str(NO_STATE)]),
)


def _due(row: Target) -> Any:
    return row.due_on or row.due_year


def due_year(row: Target) -> int | None:
    """The year a target is due in, or None."""
    return row.due_on.year if row.due_on else row.due_year


def _due_order(row: Target) -> Any:
    if row.due_on:
        return row.due_on.isoformat()
    return f"{row.due_year:04}-12-31" if row.due_year else None


def baseline_words(row: Target) -> str:
    """What a target is compared with, in words."""
    if row.baseline_previous_year:
        return str(_("the year before"))
    return str(row.baseline_year or "")


TARGETS: tuple[Column[Target], ...] = (
    Column("so", _("No."), lambda row: row.label, lambda row: _by(row.label), 8),
    Column("noi-dung", _("Target"), lambda row: row.text, lambda row: _by(row.text), 60),
    Column(
        "so-sanh",
        _("Comparator"),
        lambda row: str(row.get_comparator_display()),
        lambda row: _by(str(row.get_comparator_display())),
        16,
    ),
    Column("gia-tri", _("Value"), lambda row: row.value_low, lambda row: row.value_low, 14),
    Column("don-vi", _("Unit"), lambda row: row.unit, lambda row: _by(row.unit), 14),
    Column("han", _("Due"), _due, _due_order, 12, "year"),
    Column("goc", _("Compared with"), baseline_words, lambda row: _by(baseline_words(row)), 14),
    Column(
        "hang-nam",
        _("Each year"),
        lambda row: _yes(row.each_year),
        lambda row: 0 if row.each_year else 1,
        10,
    ),
    Column("chu-tri", _("Lead"), lambda row: row.lead_text, lambda row: _by(row.lead_text), 26),
    Column(
        "noi",
        pgettext_lazy("where in the document", "Place"),
        lambda row: row.provision.path if row.provision else "",
        lambda row: row.start,
        24,
    ),
    Column("trang-thai", _("State"), lambda row: str(NO_STATE), None, 20),
)
_VALUE = next(index for index, column in enumerate(TARGETS) if column.name == "gia-tri")
TARGETS_FILE: tuple[Column[Target], ...] = (
    *TARGETS[: _VALUE + 1],
    Column("den", _("Upper value"), lambda row: row.value_high, None, 14),
    *TARGETS[_VALUE + 1 :],
)
TARGET_FILTERS: tuple[Filter[Target], ...] = (
    Filter("khoi", _("Block"), _blocks, BLOCK_NAMES),
    Filter("chu-tri", _("Lead"), lambda row: [row.lead_text.strip()]),
    Filter("don-vi", _("Unit"), lambda row: [row.unit.strip()]),
    Filter(
        "han", _("Due"), lambda row: [str(row.due_year or (row.due_on and row.due_on.year) or "")]
    ),
    Filter("o", _("Where it stands"), lambda row: [row.within], dict(Within.choices)),
)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: the address that orders by it, and how it is ordered now."""

    name: str
    label: Any
    address: str = ""
    direction: str = ""  # "ascending", "descending" or nothing, as ARIA calls them


@dataclass(frozen=True, slots=True)
class Box:
    """A filter as the page shows it."""

    name: str
    label: Any
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """A table as asked for: the rows of one page, and what leads to the others."""

    page: Page[R]
    heads: list[Head]
    boxes: list[Box]
    all: int
    order: Order | None
    query: str  # what was asked, without the page
    filtering: bool
    whole: bool
    more: bool

    @property
    def numbers(self) -> list[int | str]:
        """The pages to offer: the ends and those about this one, "…" for what is left out."""
        paginator = self.page.paginator
        found = paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [each if isinstance(each, int) else "…" for each in found]


@dataclass(frozen=True, slots=True)
class Spec(Generic[R]):
    """What a table is made of."""

    columns: tuple[Column[R], ...]
    file: tuple[Column[R], ...]
    filters: tuple[Filter[R], ...]


DELIVERABLE_TABLE = Spec(DELIVERABLES, DELIVERABLES_FILE, DELIVERABLE_FILTERS)
TARGET_TABLE = Spec(TARGETS, TARGETS_FILE, TARGET_FILTERS)


def asked_for(spec: Spec[R], rows: Sequence[R] | Grouped[R], said: QueryDict) -> list[R]:
    """All rows that an address asks for, in the order it asks for."""
    return list(_found(spec, rows, _wanted(said), _order(spec, said)))


def _order(spec: Spec[Any], said: QueryDict) -> Order | None:
    return order_from(said.get("xep", ""), spec.columns)


def _found(
    spec: Spec[R],
    rows: Sequence[R] | Grouped[R],
    wanted: Mapping[str, str],
    order: Order | None,
) -> list[R] | Unread[R]:
    if not isinstance(rows, Grouped):
        return ordered(filtered(rows, wanted, spec.filters), order, spec.columns)
    groups = filtered(rows.groups, wanted, spec.filters)
    if order is None or order.name in rows.orders:
        return Unread(rows, groups, order)
    return ordered(Unread(rows, groups, None), order, spec.columns)


def table(spec: Spec[R], rows: Sequence[R] | Grouped[R], said: QueryDict) -> Table[R]:
    """The table as an address asks for it. `in=1` gives all rows on one page, to print."""
    wanted, order = _wanted(said), _order(spec, said)
    whole = said.get("in") == "1"
    found: Any = _found(spec, rows, wanted, order)
    page: Page[R] = Paginator(found, MOST_ROWS if whole else ROWS_A_PAGE).get_page(
        said.get("trang")
    )
    return Table(
        page=page,
        heads=[_head(column, order, said) for column in spec.columns],
        boxes=[
            box
            for one in spec.filters
            if len((box := _box(one, rows, wanted, spec)).choices) > 1 or wanted.get(one.name)
        ],
        all=len(rows),
        order=order,
        query=_query(said, trang=None),
        filtering=any(wanted.get(one.name) for one in spec.filters),
        whole=whole,
        more=page.has_other_pages(),
    )


def _wanted(said: QueryDict) -> dict[str, str]:
    return {name: value.replace("\0", "")[:LONGEST_VALUE] for name, value in said.items()}  # type: ignore[union-attr]


def _head(column: Column[Any], order: Order | None, said: QueryDict) -> Head:
    if column.order is None:
        return Head(column.name, column.head)
    mine = order is not None and order.name == column.name
    descending = mine and order is not None and order.descending
    # Up, then down, then back to the document's own order.
    following = None if descending else str(Order(column.name, descending=mine))
    return Head(
        column.name,
        column.head,
        _query(said, xep=following, trang=None),
        ("descending" if descending else "ascending") if mine else "",
    )


def _box(
    one: Filter[R],
    rows: Sequence[R] | Grouped[R],
    wanted: Mapping[str, str],
    spec: Spec[R],
) -> Box:
    found = [
        Choice(
            choice.value,
            str(_("(none)"))
            if choice.value == EMPTY
            else str(one.names.get(choice.value, choice.value)),
            choice.count,
            choice.chosen,
        )
        for choice in choices(rows, wanted, one, spec.filters, sort_key)
    ]
    return Box(one.name, one.label, found)


def _query(said: QueryDict, **changes: str | None) -> str:
    """The address's question with some parts changed (None: left out)."""
    made = said.copy()
    for name, value in changes.items():
        made.pop(name, None)
        if value:
            made[name] = value
    return made.urlencode()
