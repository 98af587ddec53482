"""How many targets and deliverables the programmes of a list have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.utils import timezone

from namro.foundation.accounts.operators import Actor
from namro.programme.programmes.models import Deliverable, Programme, SourceDocument, Target


def count_items(
    programmes: Iterable[Programme], actor: Actor | None, day: dt.date | None = None
) -> None:
    """Set `target_count`, `deliverable_count` and `source_count` of each programme, in memory:
    what `actor` may see of the version that stands on `day` (None: today).

    Three plain questions for all of them; asked within the list's own query they would be three
    for each row.
    """
    listed = list(programmes)
    standing = dict(
        SourceDocument.objects.in_force(day or timezone.localdate())
        .filter(programme__in=[each.pk for each in listed])
        .order_by()
        .values_list("programme_id", "pk")
    )
    targets = _by_source(Target, standing.values(), actor)
    deliverables = _by_source(Deliverable, standing.values(), actor)
    for each in listed:
        source = standing.get(each.pk)
        each.source_count = 0 if source is None else 1
        each.target_count = targets.get(source, 0)
        each.deliverable_count = deliverables.get(source, 0)


def _by_source(
    model: type[Target] | type[Deliverable], sources: Iterable[int], actor: Actor | None
) -> dict[Any, int]:
    rows: Any = model._default_manager.filter(source__in=list(sources))
    if hasattr(rows, "visible_to"):  # where rows have levels of their own
        rows = rows.visible_to(actor)
    return dict(rows.order_by().values_list("source_id").annotate(rows=Count("pk")))
