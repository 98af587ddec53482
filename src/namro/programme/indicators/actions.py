"""The verbs: defining indicators, saying how a target is judged, recording figures. Nothing else
writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.history import editing
from namro.programme.indicators import rules
from namro.programme.indicators.judging import span_of, suggestion_of, target_of
from namro.programme.indicators.models import Bridge, Indicator, Observation, TargetMeasure
from namro.programme.indicators.permissions import DEFINE, MEASURE, RECORD
from namro.programme.indicators.refusals import FiguresRefused, IndicatorRefused, RowError
from namro.programme.indicators.rules.sheet import Row, read
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
    """
    require(actor, DEFINE)
    with transaction.atomic(), history.reason(actor, reason):
        found = Indicator.objects.filter(key=key).first()
        if found is not None:
            return found, False
        made = Indicator(key=key, **said)
        made.full_clean()
        made.save()
        return made, True


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
    **how: Any,
) -> tuple[TargetMeasure, bool]:
    """Judge a target by an indicator's figures about `scope`; where it is so already, nothing
    changes.

    Args:
        readings: the way of judging; none: as the words suggest, which may be two.
        confirm: the actor has looked at the words and says that this is how they are meant.
        how: the other columns of `TargetMeasure`.

    Raises:
        PermissionDenied: the actor may not.
        IndicatorRefused: the target cannot be judged so; the message says why.
    """
    require(actor, MEASURE, programme)
    chosen = tuple(readings) or suggestion_of(row).readings
    with transaction.atomic(), history.reason(actor, reason):
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
        _check(programme, row, made)
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
        # The identity's row is the lock of all that is said of its measures.
        TargetIdentity.objects.select_for_update().get(versions=row)
        editing.unchanged(seen, actor, measures_of_identity(row))
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
        locked = TargetMeasure.objects.select_for_update().get(pk=known.pk)
        locked.readings = [reading.value]
        locked.confirmed_by, locked.confirmed_at = actor.get_username(), timezone.now()
        _check(programme, row, locked)
        locked.save()
        return locked


def measures_of_identity(row: TargetRow) -> editing.Rows:
    """What the history recorded of a target's measures."""
    return editing.rows(TargetMeasure, target_id=row.identity_id)


def _check(programme: Programme, row: TargetRow, made: TargetMeasure) -> None:
    try:
        target_of(row, made, span_of(programme), suggestion_of(row))
    except rules.TargetError as error:
        raise IndicatorRefused("method", vi=error.vi, en=error.en) from error


def bridge(
    actor: Actor,
    indicator: Indicator,
    old: str,
    new: str,
    *,
    approved_by: str,
    reason: str,
    factor: Decimal = Decimal(1),
    offset: Decimal = Decimal(0),
) -> Bridge:
    """Let figures of an old method count as figures of a new one, by an approved rule.

    Raises:
        PermissionDenied: the actor may not.
        ValidationError: no document approves it, or there is one already.
    """
    require(actor, DEFINE)
    with transaction.atomic(), history.reason(actor, reason):
        made = Bridge(
            indicator=indicator,
            old=old,
            new=new,
            factor=factor,
            offset=offset,
            approved_by=approved_by,
        )
        made.full_clean()
        made.save()
        return made


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many figures were added, and how many were there already."""

    added: int
    unchanged: int


def record(actor: Actor, cells: Sequence[Sequence[str]], *, reason: str) -> Recorded:
    """Record the figures of a table: all or nothing; twice changes nothing; none is overwritten.

    A figure that its source corrected is a further row, of stage `corrected` or published later.

    Raises:
        PermissionDenied: the actor may not.
        FiguresRefused: something in the table is wrong; every fault is named, nothing was changed.
    """
    require(actor, RECORD)
    rows, wrong = read(cells)
    errors = [RowError(each.row, each.column, each.vi, each.en) for each in wrong]
    if errors:
        raise FiguresRefused(errors)
    with transaction.atomic(), history.reason(actor, reason):
        keys = {row.indicator for row in rows}
        # Locked in one order: two who record at once wait for each other and do not cross.
        found = Indicator.objects.select_for_update().filter(key__in=keys).order_by("pk")
        indicators = {each.key: each for each in found}
        errors += [
            RowError(
                row.number,
                "indicator",
                f"không có chỉ số “{row.indicator}”; hãy định nghĩa trước",
                f"there is no indicator “{row.indicator}”; define it first",
            )
            for row in rows
            if row.indicator not in indicators
        ]
        if errors:
            raise FiguresRefused(errors)
        known = _known(indicators)
        new: list[Observation] = []
        for row in rows:
            made = _observation(indicators[row.indicator], row)
            before = known.get(_key(made))
            if before is None:
                known[_key(made)] = made
                new.append(made)
            elif _says(before) != _says(made):
                errors.append(
                    RowError(
                        row.number,
                        "value",
                        "nguồn này đã nêu số liệu khác cho kỳ này; số đã ghi không bị sửa. Nếu "
                        "là đính chính, hãy ghi stage = corrected hoặc ngày công bố mới",
                        "this source has another figure for this very period; what is recorded is "
                        "not edited. If it is a correction, give stage = corrected or its own day "
                        "of publication",
                    )
                )
        if errors:
            raise FiguresRefused(errors)
        Observation.objects.bulk_create(new)
    return Recorded(len(new), len(rows) - len(new))


def _known(indicators: Mapping[str, Indicator]) -> dict[tuple[object, ...], Observation]:
    rows = Observation.objects.filter(indicator__in=list(indicators.values()))
    return {_key(row): row for row in rows}


def _key(row: Observation) -> tuple[object, ...]:
    """Which word of which source it is (the constraint `indicators_observation_once`)."""
    return (
        *(row.indicator_id, row.scope, row.first_day, row.last_day, row.measure),
        *(row.part, row.concept, row.stage, row.source, row.published_on),
    )


def _says(row: Observation) -> tuple[object, ...]:
    return (row.value, row.numerator, row.denominator, row.low, row.high)


def _observation(indicator: Indicator, row: Row) -> Observation:
    figure = row.figure
    return Observation(
        indicator=indicator,
        scope=row.scope,
        first_day=figure.period.first,
        last_day=figure.period.last,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        low=figure.low,
        high=figure.high,
        part=figure.part,
        stage=figure.stage.value,
        measure=figure.measure.value,
        confidence=figure.confidence.value,
        published_on=figure.published_on,
        source=figure.source,
        declared=figure.declared,
        concept=figure.concept,
        note=row.note,
    )


def today() -> dt.date:
    """The day that pages and commands judge on where none is named."""
    return timezone.localdate()
