"""Keeping what search looks through in step with the programmes.

Whoever changes a programme or the items of its document calls `index_programme` in the same
transaction; it makes that programme's entries anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from namro.foundation.interface.text import search_text
from namro.programme.programmes.choices import Level
from namro.programme.programmes.models import Deliverable, Programme, Provision, Target
from namro.programme.programmes.models_search import FoundKind, SearchEntry
from namro.programme.programmes.places import name_of
from namro.programme.programmes.rules import levels, redaction
from namro.programme.programmes.rules.places import own_ends
from namro.programme.programmes.seeing import (
    Seen,
    everything,
    level_of,
    without_restricted,
)

# A provision's own words beyond this are not searched: PostgreSQL refuses a vector of more than
# 1 MB, and what an official looks for stands at the head of a provision.
LONGEST = 20_000


def index_programme(programme: Programme) -> None:
    """Make the search entries of `programme` anew, from its current document."""
    with transaction.atomic():
        SearchEntry.objects.filter(programme=programme).delete()
        SearchEntry.objects.bulk_create(_entries(programme), batch_size=1000)


def index_missing() -> int:
    """Index the programmes that have no entry yet (kept before there was a search).

    Returns:
        How many there were.
    """
    missing = Programme.objects.filter(search_entries__isnull=True)
    count = 0
    for programme in missing.iterator(chunk_size=100):
        index_programme(programme)
        count += 1
    return count


def _entries(programme: Programme) -> Iterator[SearchEntry]:
    level = level_of(programme)

    def entry(
        kind: FoundKind, order: int, text: str, more: Iterable[str], item: Any, own: str | None
    ) -> SearchEntry:
        shown = text[:LONGEST]
        return SearchEntry(
            programme=programme,
            kind=kind,
            order=order,
            name=name_of(item) if item is not None else "",
            level=level if own is None else levels.effective(level, own),
            text=shown,
            words=search_text(shown, *(each[:LONGEST] for each in more)),
            sort_key=programme.sort_key,
        )

    head = f"{programme.kind} {programme.number} {programme.title}".strip()
    yield entry(FoundKind.PROGRAMME, 0, head, [programme.issuer], None, None)
    source = programme.source
    if source is None:
        return
    # Entries that all may find say nothing of restricted items, which have entries of their own.
    seen = everything(source) if level == Level.RESTRICTED else without_restricted(source)
    for target in _all(Target, seen):
        own = target.identity.level
        yield entry(FoundKind.TARGET, target.order, target.text, [target.lead_text], target, own)
    for row in _all(Deliverable, seen):
        more = [row.kind, row.group, row.lead_text, *row.co_ordinating, row.product, row.note]
        own = row.identity.level
        yield entry(FoundKind.DELIVERABLE, row.order, row.title, more, row, own)
    provisions = seen.rows(Provision)
    places = {each.pk: index for index, each in enumerate(provisions)}
    ends = own_ends(
        [(each.start, each.end) for each in provisions],
        [None if each.parent_id is None else places[each.parent_id] for each in provisions],
    )
    for provision, end in zip(provisions, ends, strict=True):
        # Its own words only: what stands in its children is found there.
        text = " ".join(redaction.said(seen.text[provision.start : end], "…").split())
        yield entry(FoundKind.PROVISION, provision.order, text, [provision.title], provision, None)


def _all(model: type[Any], seen: Seen) -> Iterator[Any]:
    """All items of one kind: hidden ones as they are, the others as they are seen."""
    found = model.objects.filter(source=seen.source).select_related("identity")
    if seen.whole:
        yield from found.iterator(chunk_size=1000)
        return
    for row in found.iterator(chunk_size=1000):
        yield from [row] if seen.hides(row) else seen.shown(model, [row])
