"""The tree of a day as an address asks for it: day, hierarchy, words, kind, block.

The same question makes the page and the file. What makes no sense in an address is passed over.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from namro.foundation.interface.tables import Choice, Column
from namro.foundation.interface.text import search_text, search_words
from namro.foundation.organisations.choices import Block, Hierarchy, Kind
from namro.foundation.organisations.models import Event, Unit
from namro.foundation.organisations.questions import Node, tree
from namro.foundation.organisations.rules.reading import read_day

LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked, and the units found."""

    day: dt.date
    said: str  # what was written where it is no day
    hierarchy: Hierarchy
    words: str
    kind: str
    block: str
    nodes: list[Node]  # those found, and those above them, in the tree's order
    found: frozenset[int]
    everything: bool  # nothing was filtered

    @property
    def count(self) -> list[tuple[str, int]]:
        """How many of each kind were found."""
        counts = Counter(node.kind for node in self.nodes if node.unit in self.found)
        return [(str(kind.label), counts[kind.value]) for kind in Kind if counts[kind.value]]

    @property
    def illustrative(self) -> bool:
        """Whether some unit shown is an example."""
        return Unit.objects.filter(pk__in=self.found, illustrative=True).exists()


def day_of(request: HttpRequest) -> tuple[dt.date, str]:
    """The day asked for (`on`), today where none is; and what was written where that is no day."""
    written = request.GET.get("on", "").strip()
    day = read_day(written)
    return day or timezone.localdate(), written if written and day is None else ""


def listing(request: HttpRequest) -> tuple[Listing, list[Choice], list[Choice]]:
    """What `request` asks of a hierarchy, and the kinds and blocks to choose from."""
    day, said = day_of(request)
    asked = request.GET.get("he", "")
    hierarchy = Hierarchy(asked) if asked in Hierarchy.values else Hierarchy.TERRITORY
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    kind, block = request.GET.get("loai", ""), request.GET.get("khoi", "")
    kind = kind if kind in Kind.values else ""
    block = block if block in Block.values else ""
    nodes = tree(day, hierarchy)
    wanted = search_words(words)
    matching = [node for node in nodes if _has(node, wanted)]
    kinds = Counter(node.kind for node in matching if block in ("", node.block))
    blocks = Counter(node.block for node in matching if kind in ("", node.kind))
    found = frozenset(
        node.unit for node in matching if kind in ("", node.kind) and block in ("", node.block)
    )
    everything = not (wanted or kind or block)
    shown = nodes if everything else _with_those_above(nodes, found)
    made = Listing(day, said, hierarchy, words, kind, block, shown, found, everything)
    return (
        made,
        [Choice(one, str(one.label), kinds[one], one == kind) for one in Kind if kinds[one]],
        [Choice(one, str(one.label), blocks[one], one == block) for one in Block if blocks[one]],
    )


def event_days() -> list[dt.date]:
    """The days on which something happened to units, in order, after the eve of the first."""
    days = list(Event.objects.order_by("on").values_list("on", flat=True).distinct())
    return [days[0] - dt.timedelta(days=1), *days] if days else []


def _has(node: Node, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    text = f" {search_text(node.name, node.code)}"
    return all(f" {word}" in text for word in wanted)


def _with_those_above(nodes: Sequence[Node], found: frozenset[int]) -> list[Node]:
    parents = {node.unit: node.parent for node in nodes}
    kept: set[int] = set()
    for unit in found:
        up: int | None = unit
        while up is not None and up not in kept:
            kept.add(up)
            up = parents.get(up)
    return [node for node in nodes if node.unit in kept]


# What a file of the tree holds.
COLUMNS: tuple[Column[Node], ...] = (
    Column("ma", _("Code"), lambda row: row.code, None, 14),
    Column("ten", pgettext_lazy("organisation", "Unit"), lambda row: row.name, None, 50),
    Column("loai", pgettext_lazy("unit", "Kind"), lambda row: str(Kind(row.kind).label), None, 30),
    Column("khoi", _("Block"), lambda row: str(Block(row.block).label), None, 30),
    Column("cap-tren", _("Code of the unit above"), lambda row: row.parent_code, None, 16),
    Column("cap", _("Depth"), lambda row: row.depth, None, 8),
    Column("thu-tu", _("Protocol order"), lambda row: row.order, None, 10),
    Column("tu", _("From"), lambda row: row.valid_from, None, 14),
    Column("den", _("Until"), lambda row: row.valid_to, None, 14),
)
