"""The verbs: defining indicators, saying how a target is judged. Nothing else writes them; figures
are recorded by `actions_figures`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.history import editing
from namro.programme.indicators import computing, rules
from namro.programme.indicators.judging import span_of, suggestion_of, target_of
from namro.programme.indicators.models import Indicator, TargetMeasure
from namro.programme.indicators.permissions import DEFINE, MEASURE
from namro.programme.indicators.refusals import IndicatorRefused
from namro.programme.programmes.models import Programme, TargetIdentity
from namro.programme.programmes.models import Target as TargetRow


def define(actor: Actor, key: str, *, reason: str, **said: Any) -> tuple[Indicator, bool]:
    """Define an indicator; one that is defined is left as it is.

    Args:
        key: its short name, the same for ever.
        said: its other columns.

    Returns:
        The indicator, and whether it is new.

    Raises:
        PermissionDenied: the actor may not.
        ValidationError: something said cannot be.
        IndicatorRefused: its formula cannot be computed; the message says why.
    """
    require(actor, DEFINE)
    with transaction.atomic(), history.reason(actor, reason):
        found = Indicator.objects.filter(key=key).first()
        if found is not None:
            return found, False
        made = Indicator(key=key, **said)
        made.full_clean()
        if made.formula:
            computing.check(made)
        made.save()
        return made, True


#: What of an indicator may be said anew; its key is the same for ever.
DEFINED = (
    *("name", "definition", "unit", "kind", "frequency", "over_time", "over_units", "weight"),
    "formula",
    *("owner", "supplier", "monitor", "declared_source", "disaggregation", "concept", "keywords"),
    *("note", "level"),
)


def redefine(
    actor: Actor,
    indicator: Indicator,
    said: Mapping[str, Any],
    *,
    reason: str,
    seen: str | None = None,
) -> Indicator:
    """Say of an indicator what its columns are by now; its figures stay as they are.

    Args:
        said: values by column, those of `DEFINED`.
        seen: the version of what the form showed.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody else changed the same since; nothing was written.
        ValidationError: something said cannot be.
        IndicatorRefused: its formula cannot be computed; the message says why.
    """
    require(actor, DEFINE)
    with transaction.atomic(), history.reason(actor, reason):
        locked: Indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
        mine = {name: said[name] for name in DEFINED if name in said}
        write = editing.changes(seen, actor, locked, mine)
        for name, value in write.items():
            setattr(locked, name, value)
        if write:
            locked.full_clean()
            if {"formula", "unit"} & set(write):
                computing.check(locked)
            locked.save()
        return locked


def measure(
    actor: Actor,
    programme: Programme,
    row: TargetRow,
    indicator: Indicator,
    scope: str,
    *,
    reason: str,
    readings: Sequence[rules.Judging] = (),
    confirm: bool = False,
    seen: str | None = None,
    **how: Any,
) -> tuple[TargetMeasure, bool]:
    """Judge a target by an indicator's figures about `scope`; where it is so already, nothing
    changes.

    Args:
        readings: the way of judging; none: as the words suggest, which may be two.
        confirm: the actor has looked at the words and says that this is how they are meant.
        seen: the version of what the page showed (of `measures_of_identity`).
        how: the other columns of `TargetMeasure`.

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody else said something of its measures since.
        IndicatorRefused: the target cannot be judged so; the message says why.
    """
    require(actor, MEASURE, programme)
    chosen = tuple(readings) or suggestion_of(row).readings
    with transaction.atomic(), history.reason(actor, reason):
        locked(actor, row, seen)
        known = TargetMeasure.objects.filter(
            target=row.identity_id, indicator=indicator, scope=scope
        ).first()
        if known is not None:
            return known, False
        made = TargetMeasure(
            target=row.identity,
            indicator=indicator,
            scope=scope,
            readings=[each.value for each in chosen],
            **how,
        )
        if confirm:
            made.confirmed_by, made.confirmed_at = actor.get_username(), timezone.now()
        check(programme, row, made)
        made.full_clean()
        made.save()
        return made, True


def confirm(
    actor: Actor,
    programme: Programme,
    row: TargetRow,
    known: TargetMeasure,
    reading: rules.Judging,
    *,
    reason: str,
    seen: str | None = None,
) -> TargetMeasure:
    """Say which way of judging is meant, of a measure that is kept or only proposed.

    `seen`: the version of what the page showed (of `measures_of_identity`).

    Raises:
        PermissionDenied: the actor may not.
        ChangedMeanwhile: somebody else said something of it since; nothing was written.
        IndicatorRefused: the target cannot be judged so; the message says why.
    """
    require(actor, MEASURE, programme)
    with transaction.atomic(), history.reason(actor, reason):
        locked(actor, row, seen)
        if known.pk is None:
            made, _new = measure(
                actor,
                programme,
                row,
                known.indicator,
                known.scope,
                reason=reason,
                readings=[reading],
                confirm=True,
            )
            return made
        kept = TargetMeasure.objects.select_for_update().get(pk=known.pk)
        kept.readings = [reading.value]
        kept.confirmed_by, kept.confirmed_at = actor.get_username(), timezone.now()
        check(programme, row, kept)
        kept.save()
        return kept


def measures_of_identity(row: TargetRow) -> editing.Rows:
    """What the history recorded of a target's measures."""
    return editing.rows(TargetMeasure, target_id=row.identity_id)


def locked(actor: Actor, row: TargetRow, seen: str | None) -> None:
    """Lock all that is said of a target's measures, by its identity's row.

    Raises:
        ChangedMeanwhile: somebody else said something of them since `seen`.
    """
    TargetIdentity.objects.select_for_update().get(versions=row)
    editing.unchanged(seen, actor, measures_of_identity(row))


def check(programme: Programme, row: TargetRow, made: TargetMeasure) -> None:
    """Whether a target can be judged so.

    Raises:
        IndicatorRefused: it cannot; the message says why.
    """
    try:
        target_of(row, made, span_of(programme), suggestion_of(row))
    except rules.TargetError as error:
        raise IndicatorRefused("method", vi=error.vi, en=error.en) from error


def today() -> dt.date:
    """The day that pages and commands judge on where none is named."""
    return timezone.localdate()
