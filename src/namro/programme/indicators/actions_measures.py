"""The verbs of what a target is measured by: changing it, and taking it away."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.programme.indicators.actions import check, locked
from namro.programme.indicators.models import TargetMeasure
from namro.programme.indicators.permissions import MEASURE
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.programmes.models import Programme
from namro.programme.programmes.models import Target as TargetRow

#: What can be said anew of a measure.
COLUMNS = (
    *("indicator", "scope", "readings", "each", "range_means", "fewer_is_better", "tolerance"),
    *("geometric", "baseline_value", "baseline_concept", "baseline_on", "note"),
)


def remeasure(
    actor: Actor,
    programme: Programme,
    row: TargetRow,
    known: TargetMeasure,
    *,
    reason: str,
    seen: str | None = None,
    confirm: bool = False,
    **how: Any,
) -> TargetMeasure:
    """Judge a target otherwise by a measure that is kept.

    Args:
        seen: the version of what the page showed (of `measures_of_identity`).
        confirm: the actor has looked at the words and says that this is how they are meant;
            otherwise what was confirmed before is to be confirmed anew.
        how: its columns, those of `COLUMNS`.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody else said something of the target's measures since.
        IndicatorRefused: the target cannot be judged so, or is measured so already.
    """
    require(actor, MEASURE, programme)
    with transaction.atomic(), history.reason(actor, reason):
        locked(actor, row, seen)
        kept = TargetMeasure.objects.select_for_update().get(pk=known.pk, target=row.identity_id)
        for name, value in how.items():
            setattr(kept, name, value)
        others = TargetMeasure.objects.filter(
            target=row.identity_id, indicator=kept.indicator_id, scope=kept.scope
        )
        if others.exclude(pk=kept.pk).exists():
            raise IndicatorRefused("measured_so")
        kept.confirmed_by = actor.get_username() if confirm else ""
        kept.confirmed_at = timezone.now() if confirm else None
        check(programme, row, kept)
        kept.full_clean()
        kept.save()
        return kept


def unmeasure(
    actor: Actor,
    programme: Programme,
    row: TargetRow,
    known: TargetMeasure,
    *,
    reason: str,
    seen: str | None = None,
) -> None:
    """Measure a target no more by a series; without any, its words propose again.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody else said something of the target's measures since.
    """
    require(actor, MEASURE, programme)
    with transaction.atomic(), history.reason(actor, reason):
        locked(actor, row, seen)
        TargetMeasure.objects.get(pk=known.pk, target=row.identity_id).delete()
