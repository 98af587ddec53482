"""Which indicator the words of targets propose, where nobody said one."""

from __future__ import annotations

from collections.abc import Sequence

from namro.programme.indicators import rules
from namro.programme.indicators.models import Indicator
from namro.programme.indicators.rules.proposing import Candidate, propose
from namro.programme.programmes.models import Target as TargetRow


def proposed(rows: Sequence[TargetRow]) -> dict[int | None, Indicator]:
    """The indicator proposed for each target of which one alone comes furthest, by identity."""
    if not rows:
        return {}
    known = {each.pk: each for each in Indicator.objects.exclude(keywords=[])}
    candidates = [
        Candidate(each.pk, each.unit, each.kind, tuple(each.keywords)) for each in known.values()
    ]
    found = {}
    for row in rows:
        comparator = rules.Comparator(row.comparator)
        key = propose(row.subject, row.text, comparator, row.unit, candidates)
        if key is not None:
            found[row.identity_id] = known[key]
    return found
