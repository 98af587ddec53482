"""Proposing which items of one document specify which of another.

Part of the actions, inside their transactions; nothing else calls it.
"""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q

from namro.programme.programmes.cascade.ends import End, rows_of
from namro.programme.programmes.models import (
    Deliverable,
    Passage,
    Programme,
    Provision,
    SourceDocument,
    Specification,
    SpecifiedPair,
    Target,
)
from namro.programme.programmes.presenting import provision_title
from namro.programme.programmes.rules import cascade

# Items of one document beyond this are not compared: nobody would confirm them one by one.
MOST = 3000


def propose_again(programme: Programme) -> None:
    """After a new version: propose anew for every document it specifies or is specified by."""
    for specification in Specification.objects.filter(
        Q(lower=programme) | Q(upper=programme), decision="confirmed"
    ).select_related("lower", "upper"):
        propose_pairs(specification)


def propose_pairs(specification: Specification) -> int:
    """Make the proposals of one specification anew; what a person decided stays.

    Returns:
        How many wait for a decision.
    """
    upper, lower = _rows(specification.upper, "upper"), _rows(specification.lower, "lower")
    wanted: dict[tuple[End, End], Decimal] = {}
    items = [_item(row, text) for row, text in upper], [_item(row, text) for row, text in lower]
    for pair in cascade.propose(*items):
        ends = End.of(upper[pair.upper][0]), End.of(lower[pair.lower][0])
        wanted[ends] = Decimal(str(round(pair.likeness, 3)))
    for kept in specification.pairs.all():
        ends = End.of_pair(kept, "upper"), End.of_pair(kept, "lower")
        if kept.status != "proposed":
            wanted.pop(ends, None)
        elif ends not in wanted:
            kept.delete()
        elif (score := wanted.pop(ends)) != kept.likeness:
            kept.likeness = score
            kept.save(update_fields=["likeness"])
    SpecifiedPair.objects.bulk_create(
        SpecifiedPair(
            specification=specification,
            likeness=score,
            **above.columns("upper"),
            **below.columns("lower"),
        )
        for (above, below), score in wanted.items()
    )
    return specification.pairs.filter(status="proposed").count()


def _rows(programme: Programme, side: str) -> list[tuple[Passage, str]]:
    """The rows of the version in force today, with its text."""
    found = programme.source_on(None)
    if found is None:
        return []
    source = SourceDocument.objects.defer("content").get(pk=found.pk)
    rows = rows_of(source, "upper" if side == "upper" else "lower")[:MOST]
    return [(row, source.text) for row in rows]


def _item(row: Passage, text: str) -> cascade.Item:
    if isinstance(row, Target):
        due = row.due_on.isoformat() if row.due_on else str(row.due_year or "")
        return cascade.Item(cascade.TARGET, row.subject or row.text, row.unit, due)
    if isinstance(row, Deliverable):
        return cascade.Item(cascade.DELIVERABLE, row.title)
    if isinstance(row, Provision):
        return cascade.Item(cascade.PROVISION, provision_title(row, text))
    raise TypeError(row)
